//! Templates that parse but cannot mean what they say, or not in WeChat.

#[allow(unused_imports)] // until the first entry
use super::{Entry, entry};

pub(super) const ENTRIES: &[Entry] = &[];
