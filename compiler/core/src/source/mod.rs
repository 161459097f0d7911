//! Source text: files, spans, and the trait through which the pure core reads a project.

use std::sync::Arc;

/// A file known to a [`Sources`] store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A half-open byte range in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: clamp(start), end: clamp(end) }
    }
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
    pub fn to(self, end: Span) -> Self {
        Self { start: self.start, end: end.end }
    }
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

fn clamp(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// One file of the project: a path relative to the mini-program root with `/` separators, and its text without a BOM.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub path: Arc<str>,
    pub text: Arc<str>,
}

/// The files read so far, by id; the store behind every diagnostic.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    pub fn add(&mut self, path: &str, text: &str) -> FileId {
        let id = FileId(clamp(self.files.len()));
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        id
    }
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.files.iter().position(|f| &*f.path == path).map(|i| FileId(clamp(i)))
    }
    pub fn text(&self, id: FileId) -> &str {
        self.get(id).map_or("", |f| &f.text)
    }
    pub fn path(&self, id: FileId) -> &str {
        self.get(id).map_or("", |f| &f.path)
    }
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(clamp(i)), f))
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    NotFound,
    /// Permission, directory, device error: the system's words.
    Io(String),
}

/// How the core reads a project. Shells implement it over a disk, an editor's open files, or a test's map. Paths are relative to the project root
/// (where `project.config.json` is), normalised, with `/`.
pub trait Files: Sync {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;
    fn is_file(&self, path: &str) -> bool;
    /// Names in a folder: `(name, is_folder)`, sorted; empty when there is none.
    fn list(&self, folder: &str) -> Vec<(String, bool)>;
}

/// A [`Files`] in memory: path → bytes.
impl Files for std::collections::BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.get(path).cloned().ok_or(ReadError::NotFound)
    }
    fn is_file(&self, path: &str) -> bool {
        self.contains_key(path)
    }
    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{}/", folder.trim_end_matches('/')) };
        let mut names: Vec<(String, bool)> = self
            .keys()
            .filter_map(|k| k.strip_prefix(&prefix))
            .map(|rest| match rest.split_once('/') {
                Some((dir, _)) => (dir.to_owned(), true),
                None => (rest.to_owned(), false),
            })
            .collect();
        names.dedup();
        names
    }
}
