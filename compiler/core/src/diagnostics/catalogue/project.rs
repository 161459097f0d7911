//! References between files: pages, components, imports, includes, modules, images.

#[allow(unused_imports)] // until the first entry
use super::{Entry, entry};

pub(super) const ENTRIES: &[Entry] = &[];
