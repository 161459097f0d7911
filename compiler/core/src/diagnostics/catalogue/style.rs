//! Style sheets: WXSS and its preprocessors.

#[allow(unused_imports)] // until the first entry
use super::{Entry, entry};

pub(super) const ENTRIES: &[Entry] = &[];
