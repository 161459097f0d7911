//! A project on disk, as the compiler reads it. Listings are kept, so that asking whether a file is there costs no system call.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use wxc_core::source::{Files, Mistranslation, ReadError, Translation};

/// Names in a folder, and whether each is a folder.
type Listing = Arc<BTreeMap<String, bool>>;

pub struct Disk {
    root: PathBuf,
    listings: RwLock<BTreeMap<String, Listing>>,
}

impl Disk {
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), listings: RwLock::default() }
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

    fn listing(&self, folder: &str) -> Listing {
        if let Some(listing) = self.listings.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return listing.clone();
        }
        let listing = Arc::new(read_folder(&self.locate(folder)));
        self.listings.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned(), listing.clone());
        listing
    }
}

fn read_folder(folder: &Path) -> BTreeMap<String, bool> {
    let mut names = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Ok(kind) = entry.file_type() else { continue };
        let is_folder = if kind.is_symlink() {
            let Ok(target) = fs::canonicalize(entry.path()) else { continue };
            // A link to a folder above itself would make an endless tree.
            if target.is_dir() && fs::canonicalize(folder).is_ok_and(|own| own.starts_with(&target)) {
                continue;
            }
            target.is_dir()
        } else {
            kind.is_dir()
        };
        names.insert(name, is_folder);
    }
    names
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path.starts_with("../") {
            return Err(ReadError::NotFound);
        }
        fs::read(self.locate(path)).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ReadError::NotFound,
            _ => ReadError::Io(error.to_string()),
        })
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
                return false;
            }
            above = part;
        }
        self.listing(folder).get(name) == Some(&false)
    }

    fn size(&self, path: &str) -> u64 {
        fs::metadata(self.locate(path)).map_or(0, |metadata| metadata.len())
    }

    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        self.listing(folder.trim_end_matches('/')).iter().map(|(name, is_folder)| (name.clone(), *is_folder)).collect()
    }

    fn translate(&self, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
        wxc_preprocess::translate(&self.root, root, path, text)
    }
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
