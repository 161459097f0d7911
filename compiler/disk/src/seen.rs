//! What a build looked at: for tools that want to know when it has to run again, and for caches.

use crate::files::{Disk, parent};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Paths below the project, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Files whose content counts.
    pub files: BTreeSet<String>,
    /// Folders whose names count: a new file in one of them may change what is built. `""` is the project itself.
    pub folders: BTreeSet<String>,
    /// What was looked for and is not there; a folder of `folders` would tell if it came.
    pub missing: BTreeSet<String>,
    /// Folders that are there and could not be read, with the system's words.
    pub closed: BTreeMap<String, String>,
}

/// Writes down what is asked of a disk.
#[derive(Debug, Default)]
pub struct Witness {
    seen: Mutex<Seen>,
}

impl Witness {
    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn file(&self, path: &str) {
        self.note(|seen| &mut seen.files, path);
    }

    pub fn asked(&self, path: &str) {
        self.note(|seen| &mut seen.missing, path);
    }

    pub fn missing(&self, disk: &Disk, path: &str) {
        self.asked(path);
        self.folder(disk, parent(path));
    }

    /// A folder was listed. Where there is none, the nearest one above it says so.
    pub fn folder(&self, disk: &Disk, folder: &str) {
        let mut folder = folder;
        while !folder.is_empty() && !disk.locate(folder).is_dir() {
            folder = parent(folder);
        }
        self.note(|seen| &mut seen.folders, folder);
    }

    pub fn closed(&self, folder: &str, reason: String) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).closed.insert(folder.to_owned(), reason);
    }

    fn note(&self, list: impl Fn(&mut Seen) -> &mut BTreeSet<String>, path: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let list = list(&mut seen);
        if !list.contains(path) {
            list.insert(path.to_owned());
        }
    }
}
