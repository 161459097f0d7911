//! Configuration files: app.json, page and component JSON, project.config.json.

#[allow(unused_imports)] // until the first entry
use super::{Entry, entry};

pub(super) const ENTRIES: &[Entry] = &[];
