//! The project's files: those on disk, those that were given as texts, and an end to reading when nobody waits for the result any more.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wxc_core::source::{Files, Mistranslation, ReadError, Translation};
use wxc_disk::Disk;

pub struct Reader {
    pub disk: Disk,
    /// Texts in place of what lies on disk, or beside it.
    given: BTreeMap<String, String>,
    cancel: Option<Arc<AtomicBool>>,
}

impl Reader {
    pub fn new(disk: Disk, given: BTreeMap<String, String>, cancel: Option<Arc<AtomicBool>>) -> Self {
        Self { disk, given, cancel }
    }

    pub fn cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed))
    }
}

impl Files for Reader {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.given.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None if self.cancelled() => Err(ReadError::NotFound),
            None => self.disk.read(path),
        }
    }

    fn reused(&self, path: &str) {
        self.disk.reused(path);
    }

    fn is_file(&self, path: &str) -> bool {
        self.given.contains_key(path) || self.disk.is_file(path)
    }

    fn size(&self, path: &str) -> u64 {
        self.given.get(path).map_or_else(|| self.disk.size(path), |text| text.len() as u64)
    }

    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        let mut names: BTreeMap<String, bool> = self.disk.list(folder).into_iter().collect();
        let prefix = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_end_matches('/')) };
        for rest in self.given.keys().filter_map(|path| path.strip_prefix(&prefix)) {
            let (name, is_folder) = rest.split_once('/').map_or((rest, false), |(name, _)| (name, true));
            names.insert(name.to_owned(), is_folder);
        }
        names.into_iter().collect()
    }

    fn translate(&self, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
        self.disk.translate(root, path, text)
    }
}
