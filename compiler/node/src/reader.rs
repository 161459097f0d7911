//! The project's files, with a note of all that were read, for programs that watch files by themselves; and with an end to reading when nobody waits any more.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use wxc_core::source::{Files, Mistranslation, ReadError, Translation};
use wxc_disk::Disk;

pub struct Reader {
    pub disk: Disk,
    cancel: Option<Arc<AtomicBool>>,
    read: Mutex<BTreeSet<String>>,
}

impl Reader {
    pub fn new(disk: Disk, cancel: Option<Arc<AtomicBool>>) -> Self {
        Self { disk, cancel, read: Mutex::default() }
    }

    pub fn cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(|cancel| cancel.load(Ordering::Relaxed))
    }

    /// Every file that was read, below the project.
    pub fn inputs(&self) -> BTreeSet<String> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, path: &str) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if !read.contains(path) {
            read.insert(path.to_owned());
        }
    }
}

impl Files for Reader {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if self.cancelled() {
            return Err(ReadError::NotFound);
        }
        let bytes = self.disk.read(path)?;
        self.note(path);
        Ok(bytes)
    }

    fn reused(&self, path: &str) {
        self.note(path);
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
        let translation = self.disk.translate(root, path, text);
        if let Some(Ok(translation)) = &translation {
            translation.files.iter().for_each(|path| self.note(path));
        }
        translation
    }
}
