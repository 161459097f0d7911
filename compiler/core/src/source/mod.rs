//! Source text: files, spans, and the trait through which the pure core reads a project.

mod translate;

pub use translate::{Mistranslation, Translation};

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

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
    /// Widened to whole characters of `text`.
    pub fn whole(self, text: &str) -> Self {
        let range = self.range();
        Self::new(text.floor_char_boundary(range.start), text.ceil_char_boundary(range.end))
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
    /// The file began with a byte order mark.
    pub bom: bool,
}

/// The files read so far, by id; the store behind every diagnostic. Shared between threads; reading a path twice gives the same id.
#[derive(Debug, Default)]
pub struct Sources {
    inner: RwLock<Inner>,
}

/// A copy with the same ids, which later changes of the original leave alone; texts are shared.
impl Clone for Sources {
    fn clone(&self) -> Self {
        Self { inner: RwLock::new(self.inner.read().unwrap_or_else(PoisonError::into_inner).clone()) }
    }
}

#[derive(Clone, Debug, Default)]
struct Inner {
    files: Vec<SourceFile>,
    by_path: BTreeMap<Arc<str>, FileId>,
    missing: BTreeMap<Arc<str>, FileId>,
    derived: BTreeMap<Arc<str>, FileId>,
}

impl Inner {
    fn add(&mut self, path: &str, text: &str) -> FileId {
        let id = FileId(clamp(self.files.len()));
        let path: Arc<str> = path.into();
        let bare = text.strip_prefix('\u{feff}');
        self.files.push(SourceFile { path: path.clone(), text: bare.unwrap_or(text).into(), bom: bare.is_some() });
        self.by_path.insert(path, id);
        id
    }
}

impl Sources {
    /// Registers a text under a path (replacing what `load` gives for it); strips a BOM.
    pub fn add(&self, path: &str, text: &str) -> FileId {
        self.inner.write().unwrap_or_else(PoisonError::into_inner).add(path, text)
    }
    /// An empty text for a file that is not there or cannot be read, to be named in diagnostics; [`load`](Self::load) does not find it.
    pub fn missing(&self, path: &str) -> FileId {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = inner.missing.get(path) {
            return *id;
        }
        let id = FileId(clamp(inner.files.len()));
        let path: Arc<str> = path.into();
        inner.files.push(SourceFile { path: path.clone(), text: "".into(), bom: false });
        inner.missing.insert(path, id);
        id
    }
    /// A text made from the file at `path`; [`load`](Self::load) does not find it. Made again, it keeps its id.
    pub fn derived(&self, path: &str, text: &str) -> FileId {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(id) = inner.derived.get(path).copied() {
            if let Some(file) = inner.files.get_mut(id.0 as usize) {
                file.text = text.into();
            }
            return id;
        }
        let id = FileId(clamp(inner.files.len()));
        let path: Arc<str> = path.into();
        inner.files.push(SourceFile { path: path.clone(), text: text.into(), bom: false });
        inner.derived.insert(path, id);
        id
    }
    /// The file at `path` changed: it keeps its id and takes the new text. `None`: it is gone, and its id is free of a path from now on.
    pub fn update(&self, path: &str, text: Option<&str>) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        let Some(id) = inner.by_path.get(path).copied() else { return };
        match text {
            None => {
                inner.by_path.remove(path);
            }
            Some(text) => {
                let bare = text.strip_prefix('\u{feff}');
                if let Some(file) = inner.files.get_mut(id.0 as usize) {
                    file.text = bare.unwrap_or(text).into();
                    file.bom = bare.is_some();
                }
            }
        }
    }
    /// The file at `path`, read on first use. Bytes that are not UTF-8 are an error.
    pub fn load(&self, files: &dyn Files, path: &str) -> Result<FileId, ReadError> {
        if let Some(id) = self.find(path) {
            files.reused(path);
            return Ok(id);
        }
        let bytes = files.read(path)?;
        let text = String::from_utf8(bytes).map_err(|e| ReadError::NotUtf8 { valid_up_to: e.utf8_error().valid_up_to() })?;
        // Another thread may have read it meanwhile: one file has one id, or its mistakes are told twice.
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        Ok(inner.by_path.get(path).copied().unwrap_or_else(|| inner.add(path, &text)))
    }
    pub fn get(&self, id: FileId) -> Option<SourceFile> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).files.get(id.0 as usize).cloned()
    }
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner).by_path.get(path).copied()
    }
    pub fn text(&self, id: FileId) -> Arc<str> {
        self.get(id).map_or_else(|| "".into(), |f| f.text)
    }
    pub fn path(&self, id: FileId) -> Arc<str> {
        self.get(id).map_or_else(|| "".into(), |f| f.path)
    }
    pub fn all(&self) -> Vec<(FileId, SourceFile)> {
        let inner = self.inner.read().unwrap_or_else(PoisonError::into_inner);
        inner.files.iter().enumerate().map(|(i, f)| (FileId(clamp(i)), f.clone())).collect()
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    NotFound,
    NotUtf8 {
        valid_up_to: usize,
    },
    /// Permission, directory, device error: the system's words.
    Io(String),
}

/// How the core reads a project. Shells implement it over a disk, an editor's open files, or a test's map. Paths are relative to the project root
/// (where `project.config.json` is), normalised, with `/`.
pub trait Files: Sync {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError>;
    /// A file read earlier is used again from memory; for whoever writes down what a piece of work depends on.
    fn reused(&self, _path: &str) {}
    fn is_file(&self, path: &str) -> bool;
    /// Bytes of a file; 0 if it cannot be read.
    fn size(&self, path: &str) -> u64 {
        self.read(path).map_or(0, |bytes| bytes.len() as u64)
    }
    /// Names in a folder: `(name, is_folder)`, sorted; empty when there is none.
    fn list(&self, folder: &str) -> Vec<(String, bool)>;
    /// The style sheet `text` of the file `path`, written in another language (its extension says which), as CSS. `root` is the folder of `app.json`, `""` or
    /// ending in `/`. `None`: nobody here knows the language.
    fn translate(&self, _root: &str, _path: &str, _text: &str) -> Option<Result<Translation, Mistranslation>> {
        None
    }
}

/// A [`Files`] in memory: path → bytes.
impl Files for BTreeMap<String, Vec<u8>> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;

    /// A file that nobody has read before every thread reads it.
    struct Together(Barrier);

    impl Files for Together {
        fn read(&self, _: &str) -> Result<Vec<u8>, ReadError> {
            self.0.wait();
            Ok(b"text".to_vec())
        }
        fn is_file(&self, _: &str) -> bool {
            true
        }
        fn list(&self, _: &str) -> Vec<(String, bool)> {
            Vec::new()
        }
    }

    #[test]
    fn a_file_read_by_several_threads_at_once_has_one_id() {
        let (sources, files) = (Sources::default(), Together(Barrier::new(4)));
        let ids = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| sources.load(&files, "a.wxss"))).collect();
            threads.into_iter().map(|thread| thread.join().ok().and_then(Result::ok)).collect::<Vec<_>>()
        });
        assert_eq!(ids, [Some(FileId(0)); 4]);
    }
}
