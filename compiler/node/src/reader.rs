//! The project's files, with an end to reading when nobody waits for the result any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wxc_core::source::{Files, Mistranslation, ReadError, Translation};
use wxc_disk::Disk;

pub struct Reader {
    pub disk: Disk,
    cancel: Option<Arc<AtomicBool>>,
}

impl Reader {
    pub fn new(disk: Disk, cancel: Option<Arc<AtomicBool>>) -> Self {
        Self { disk, cancel }
    }

    pub fn cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed))
    }
}

impl Files for Reader {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if self.cancelled() { Err(ReadError::NotFound) } else { self.disk.read(path) }
    }

    fn reused(&self, path: &str) {
        self.disk.reused(path);
    }

    fn is_file(&self, path: &str) -> bool {
        self.disk.is_file(path)
    }

    fn size(&self, path: &str) -> u64 {
        self.disk.size(path)
    }

    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        self.disk.list(folder)
    }

    fn translate(&self, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
        self.disk.translate(root, path, text)
    }
}
