//! User scripts: JavaScript, TypeScript, WXS, modules and packages.

#[allow(unused_imports)] // until the first entry
use super::{Entry, entry};

pub(super) const ENTRIES: &[Entry] = &[];
