//! A project as its editor sees it: the texts of open files, and the disk for all others.

use std::collections::BTreeMap;
use std::sync::Arc;
use wxc_core::source::{Files, Mistranslation, ReadError, Translation};
use wxc_disk::Disk;

/// The files of one project at one moment. Paths are below the project, with `/`; a `../` in front leads out of it.
#[derive(Clone)]
pub struct Overlay {
    /// `None`: the text was never saved, so there is nothing around it.
    disk: Option<Arc<Disk>>,
    open: Arc<BTreeMap<String, Arc<str>>>,
}

impl Overlay {
    pub fn new(disk: Option<Arc<Disk>>, open: BTreeMap<String, Arc<str>>) -> Self {
        Self { disk, open: Arc::new(open) }
    }

    /// Files that are open in the editor, with their texts.
    pub fn open(&self) -> &BTreeMap<String, Arc<str>> {
        &self.open
    }
}

impl Files for Overlay {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match (self.open.get(path), &self.disk) {
            (Some(text), _) => Ok(text.as_bytes().to_vec()),
            (None, Some(disk)) => disk.read(path),
            (None, None) => Err(ReadError::NotFound),
        }
    }

    fn is_file(&self, path: &str) -> bool {
        self.open.contains_key(path) || self.disk.as_ref().is_some_and(|disk| disk.is_file(path))
    }

    fn size(&self, path: &str) -> u64 {
        match (self.open.get(path), &self.disk) {
            (Some(text), _) => text.len() as u64,
            (None, Some(disk)) => disk.size(path),
            (None, None) => 0,
        }
    }

    /// A file that is open and not saved yet is there too.
    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        let mut names: BTreeMap<String, bool> = self.disk.as_ref().map_or_else(Vec::new, |disk| disk.list(folder)).into_iter().collect();
        for (name, is_folder) in self.open_below(folder) {
            names.entry(name.to_owned()).or_insert(is_folder);
        }
        names.into_iter().collect()
    }

    /// The sheet itself is that of the editor; what it imports is read from the disk.
    fn translate(&self, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
        self.disk.as_ref().and_then(|disk| disk.translate(root, path, text))
    }
}

impl Overlay {
    fn open_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, bool)> {
        let folder = folder.trim_end_matches('/');
        let inside = move |path: &'a String| match folder {
            "" => Some(path.as_str()),
            _ => path.strip_prefix(folder)?.strip_prefix('/'),
        };
        self.open.keys().filter_map(inside).map(|rest| match rest.split_once('/') {
            Some((name, _)) => (name, true),
            None => (rest, false),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_files_win_and_are_listed() {
        let folder = std::env::temp_dir().join(format!("wxc-overlay-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("a")).expect("folder");
        std::fs::write(folder.join("a/x.wxml"), "disk").expect("file");
        std::fs::write(folder.join("a/y.wxml"), "disk").expect("file");
        let open = [("a/x.wxml", "editor"), ("a/b/new.wxml", "new")].map(|(path, text)| (path.to_owned(), Arc::from(text)));
        let files = Overlay::new(Some(Arc::new(Disk::new(&folder))), open.into());
        let text = |path: &str| files.read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert_eq!([text("a/x.wxml"), text("a/y.wxml"), text("a/b/new.wxml")], ["editor", "disk", "new"].map(|text| Ok(text.to_owned())));
        assert!(files.is_file("a/b/new.wxml") && !files.is_file("a/b"));
        assert_eq!(files.list("a"), [("b", true), ("x.wxml", false), ("y.wxml", false)].map(|(name, is)| (name.to_owned(), is)));
        assert_eq!((files.size("a/x.wxml"), files.size("a/y.wxml")), (6, 4));
        std::fs::remove_dir_all(&folder).expect("clean up");
    }
}
