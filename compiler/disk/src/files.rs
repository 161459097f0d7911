//! A project on disk, as the compiler reads it. Listings are kept, so that asking whether a file is there costs no system call.

use crate::seen::{Digest, Seen, Witness};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use wxc_core::bundle::Build;
use wxc_core::diagnostics::Diagnostic;
use wxc_core::source::{Files, Mistranslation, ReadError, Span, Translation};

/// Names in a folder, and whether each is a folder.
type Listing = Arc<BTreeMap<String, bool>>;

pub struct Disk {
    root: PathBuf,
    listings: RwLock<BTreeMap<String, Listing>>,
    /// The listings of all folders are known: nothing but what they hold exists.
    limited: bool,
    digests: bool,
    witness: Witness,
}

impl Disk {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), listings: RwLock::default(), limited: false, digests: false, witness: Witness::default() }
    }

    /// A project of these files (paths below it) and nothing else that may lie beside them.
    pub fn limited<'a>(root: &Path, files: impl Iterator<Item = &'a str>) -> Self {
        let mut listings: BTreeMap<String, BTreeMap<String, bool>> = BTreeMap::from([(String::new(), BTreeMap::new())]);
        for file in files {
            let (mut path, mut is_folder) = (file, false);
            while !path.is_empty() {
                let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                listings.entry(folder.to_owned()).or_default().insert(name.to_owned(), is_folder);
                (path, is_folder) = (folder, true);
            }
        }
        let listings = listings.into_iter().map(|(folder, names)| (folder, Arc::new(names))).collect();
        Self { listings: RwLock::new(listings), limited: true, ..Self::new(root) }
    }

    /// Notes the content of every file that is read.
    #[must_use]
    pub fn with_digests(self) -> Self {
        Self { digests: true, ..self }
    }

    /// What was looked at so far.
    pub fn seen(&self) -> Seen {
        self.witness.seen()
    }

    /// The same project, of which nothing has been seen.
    #[must_use]
    pub fn anew(&self) -> Self {
        let listings = if self.limited { self.listings.read().unwrap_or_else(PoisonError::into_inner).clone() } else { BTreeMap::new() };
        Self { listings: RwLock::new(listings), limited: self.limited, digests: self.digests, ..Self::new(&self.root) }
    }

    /// Counts what an earlier build saw as seen, unless this one looked again.
    pub fn recall(&self, earlier: &Seen) {
        self.witness.recall(self, earlier);
    }

    /// Adds a diagnostic for each folder that was there and could not be read.
    pub fn report(&self, build: &mut Build) {
        for (folder, reason) in self.witness.closed_folders() {
            let file = build.sources.missing(if folder.is_empty() { "." } else { &folder });
            let name = if folder.is_empty() { "the folder of the project".to_owned() } else { format!("the folder `{folder}`") };
            let error = Diagnostic::error("project/unreadable", file, Span::at(0), format!("{name} cannot be read: {reason}"));
            build.diagnostics.push(error.hint("check its permissions; what lies in it counts as missing"));
        }
    }

    /// The content of a file as it was read first, with [`Disk::with_digests`].
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.witness.digest(path)
    }

    /// Names in a folder when it was looked at; `None`: it was not.
    pub fn names(&self, folder: &str) -> Option<Vec<String>> {
        let listings = self.listings.read().unwrap_or_else(PoisonError::into_inner);
        listings.get(folder).map(|listing| listing.keys().cloned().collect())
    }

    /// Where the file at `path` below the project lies.
    pub fn locate(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Forgets what was known of the folder that holds `path`.
    pub fn forget(&self, path: &str) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut listings = self.listings.write().unwrap_or_else(PoisonError::into_inner);
        // A folder that appeared or went away is known by its own name and by its parent's listing.
        listings.remove(folder);
        listings.remove(path);
    }

    /// Notes a file that somebody else reads.
    fn look(&self, path: &str) {
        self.witness.file(path);
        if self.digests {
            self.witness.content(path, fs::read(self.locate(path)).ok().map(|bytes| Digest::of(&bytes)));
        }
    }

    fn listing(&self, folder: &str) -> Listing {
        if let Some(listing) = self.listings.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return listing.clone();
        }
        if self.limited {
            return Listing::default();
        }
        let read = read_folder(&self.locate(folder));
        self.witness.closed(folder, read.as_ref().err().map(reason));
        let listing = Arc::new(read.unwrap_or_default());
        self.witness.folder(self, folder);
        self.listings.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), listing.clone());
        listing
    }
}

/// What lies in a folder; pipes, sockets and devices are no files of a project. A folder that is not there is empty.
pub fn read_folder(folder: &Path) -> io::Result<BTreeMap<String, bool>> {
    let mut names = BTreeMap::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(names),
        Err(error) => return Err(error),
    };
    for entry in entries.flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Ok(mut kind) = entry.file_type() else { continue };
        if kind.is_symlink() {
            let Ok(target) = fs::canonicalize(entry.path()) else { continue };
            // A link to a folder above itself would make an endless tree.
            if target.is_dir() && fs::canonicalize(folder).is_ok_and(|own| own.starts_with(&target)) {
                continue;
            }
            let Ok(metadata) = fs::metadata(target) else { continue };
            kind = metadata.file_type();
        }
        if kind.is_dir() || kind.is_file() {
            names.insert(name, kind.is_dir());
        }
    }
    Ok(names)
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path.starts_with("../") || self.limited && !self.is_file(path) {
            self.witness.asked(path);
            return Err(ReadError::NotFound);
        }
        let read = fs::read(self.locate(path)).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::NotFound,
            _ => ReadError::Io(reason(&error)),
        });
        match &read {
            Err(ReadError::NotFound) => self.witness.missing(self, path),
            _ => self.witness.file(path),
        }
        if self.digests && read != Err(ReadError::NotFound) {
            self.witness.content(path, read.as_deref().ok().map(Digest::of));
        }
        read
    }

    fn is_file(&self, path: &str) -> bool {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if path.starts_with("../") {
            return false;
        }
        // Only what each listing holds exists: names are compared letter by letter, also where the file system ignores case.
        let parents = folder.match_indices('/').map(|(at, _)| at).chain((!folder.is_empty()).then_some(folder.len()));
        let mut above = "";
        for end in parents {
            let part = folder.get(..end).unwrap_or_default();
            let own = part.rsplit_once('/').map_or(part, |(_, own)| own);
            if self.listing(above).get(own) != Some(&true) {
                self.witness.asked(path);
                return false;
            }
            above = part;
        }
        let there = self.listing(folder).get(name) == Some(&false);
        if !there {
            self.witness.asked(path);
        }
        there
    }

    fn size(&self, path: &str) -> u64 {
        self.look(path);
        fs::metadata(self.locate(path)).map_or(0, |metadata| metadata.len())
    }

    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        self.listing(folder.trim_end_matches('/')).iter().map(|(name, is_folder)| (name.clone(), *is_folder)).collect()
    }

    fn translate(&self, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
        let translated = wxc_preprocess::translate(&self.root, root, path, text)?;
        let files = match &translated {
            Ok(translation) => &translation.files,
            Err(mistake) => &mistake.files,
        };
        // The translator reads by itself, and looks for imported sheets beside each sheet and in these folders.
        for file in files {
            self.look(file);
            self.witness.translated(file);
        }
        let beside = files.iter().map(|file| parent(file).to_owned());
        let folders = [format!("{root}miniprogram_npm"), format!("{root}node_modules"), "node_modules".to_owned()];
        beside.chain(folders).chain([root.trim_end_matches('/').to_owned()]).for_each(|folder| self.witness.folder(self, &folder));
        Some(translated)
    }
}

/// The folder of a path; `""` is the project itself.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The system's words without the number, which says nothing to people: `permission denied`.
pub fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_exact_and_links_end() {
        let folder = std::env::temp_dir().join(format!("wxc-disk-{}", std::process::id()));
        fs::create_dir_all(folder.join("a/b")).expect("folder");
        fs::write(folder.join("a/b/c.txt"), "x").expect("file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(&folder, folder.join("a/loop")).expect("link");
        let disk = Disk::new(&folder);
        assert!(disk.is_file("a/b/c.txt"));
        assert!(!disk.is_file("a/b/C.txt") && !disk.is_file("a/b") && !disk.is_file("a/x/c.txt"));
        assert_eq!(disk.list("a"), [("b".to_owned(), true)]);
        assert_eq!(disk.read("../x"), Err(ReadError::NotFound));
        fs::write(folder.join("a/b/d.txt"), "x").expect("file");
        disk.forget("a/b/d.txt");
        assert!(disk.is_file("a/b/d.txt"));
        fs::remove_dir_all(&folder).expect("clean up");
    }
}
