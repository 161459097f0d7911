//! What a build looked at: for tools that want to know when it has to run again, and for caches.

use crate::files::{Disk, parent};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use wxc_core::source::Files;

/// SHA-256 of a file's content.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

/// Hexadecimal, lower case.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

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
    /// Sheets that a translator read by itself.
    pub translated: BTreeSet<String>,
    /// Of the files that were read, if the disk was asked for it; `None`: it could not be read, or changed meanwhile.
    pub digests: BTreeMap<String, Option<Digest>>,
}

/// Writes down what is asked of a disk.
#[derive(Debug, Default)]
pub struct Witness {
    seen: Mutex<Seen>,
}

impl Witness {
    /// Of what was seen.
    pub fn closed_folders(&self) -> BTreeMap<String, String> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).closed.clone()
    }

    pub fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn file(&self, path: &str) {
        self.note(|seen| &mut seen.files, path);
    }

    /// What a compiler did not look at again counts still; folders that were looked at earlier are listed, for the next comparison.
    pub fn recall(&self, disk: &Disk, earlier: &Seen) {
        earlier.folders.iter().for_each(|folder| _ = disk.list(folder));
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.files.extend(earlier.digests.keys().filter(|path| disk.locate(path).is_file()).cloned());
        seen.missing.extend(earlier.missing.iter().filter(|path| !disk.locate(path).is_file()).cloned());
        for (path, digest) in &earlier.digests {
            seen.digests.entry(path.clone()).or_insert(*digest);
        }
    }

    /// The content of a file as it was read; of one that changed between two looks nothing is known.
    pub fn content(&self, path: &str, digest: Option<Digest>) {
        let digests = &mut self.seen.lock().unwrap_or_else(PoisonError::into_inner).digests;
        match digests.get_mut(path) {
            Some(known) if *known != digest => *known = None,
            Some(_) => {}
            None => _ = digests.insert(path.to_owned(), digest),
        }
    }

    pub fn translated(&self, path: &str) {
        self.note(|seen| &mut seen.translated, path);
    }

    pub fn digest(&self, path: &str) -> Option<Digest> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner).digests.get(path)?
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

    /// A folder could not be read, or could be (again).
    pub fn closed(&self, folder: &str, reason: Option<String>) {
        let closed = &mut self.seen.lock().unwrap_or_else(PoisonError::into_inner).closed;
        match reason {
            Some(reason) => _ = closed.insert(folder.to_owned(), reason),
            None => _ = closed.remove(folder),
        }
    }

    fn note(&self, list: impl Fn(&mut Seen) -> &mut BTreeSet<String>, path: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let list = list(&mut seen);
        if !list.contains(path) {
            list.insert(path.to_owned());
        }
    }
}
