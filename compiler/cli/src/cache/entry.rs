//! What is written into a cache, and what of it is believed.

use super::Trouble;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use wxc_core::bundle::{Build, Output};
use wxc_core::diagnostics::{Diagnostic, Fix, Label, Replacement, Severity, catalogue};
use wxc_core::source::{FileId, Sources, Span};
use wxc_disk::{Digest, Disk, Seen};

/// How far the clock of a file system may be behind.
const CLOCK: Duration = Duration::from_secs(1);

/// What builds of one configuration read, the latest first.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Shapes {
    wxc: String,
    pub shapes: Vec<Shape>,
}

/// The files, folders and absences that a build depended on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    pub files: Vec<String>,
    pub folders: Vec<String>,
    pub missing: Vec<String>,
}

impl Shapes {
    pub fn new(shapes: Vec<Shape>) -> Self {
        Self { wxc: "shapes".to_owned(), shapes }
    }

    pub fn read(bytes: &[u8]) -> Result<Self, Trouble> {
        let damaged = || Trouble::Damaged("a list of inputs is damaged".to_owned());
        let shapes: Self = serde_json::from_slice(bytes).map_err(|_| damaged())?;
        let paths = || shapes.shapes.iter().flat_map(|shape| shape.files.iter().chain(&shape.folders).chain(&shape.missing));
        if shapes.wxc != "shapes" || !paths().all(|path| path.is_empty() || is_below(path)) {
            return Err(damaged());
        }
        Ok(shapes)
    }

    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl Shape {
    /// Of the build that was just done. `None`: something could not be read, or changed meanwhile.
    pub fn of(disk: &Disk, start: SystemTime) -> Option<Self> {
        let seen = disk.seen();
        let unread = seen.digests.values().any(Option::is_none) || !seen.closed.is_empty();
        // Who read these files may have read them before they changed.
        let recent = |path: &String| {
            fs::metadata(disk.locate(path)).and_then(|metadata| metadata.modified()).is_ok_and(|time| time + CLOCK >= start)
        };
        if unread || seen.translated.iter().any(recent) {
            return None;
        }
        Some(Self {
            files: seen.digests.into_keys().collect(),
            folders: seen.folders.into_iter().collect(),
            missing: seen.missing.into_iter().filter(|path| is_below(path)).collect(),
        })
    }

    /// What a build of this shape would have seen; `disk` knows the contents.
    pub fn seen(&self, disk: &Disk) -> Seen {
        Seen {
            folders: self.folders.iter().cloned().collect(),
            missing: self.missing.iter().cloned().collect(),
            digests: self.files.iter().map(|path| (path.clone(), disk.digest(path))).collect(),
            ..Seen::default()
        }
    }

    /// Whether a name in a folder counts. Outputs, also unfinished ones, come and go.
    pub fn counts(&self, folder: &str, name: &str, exclude: &[String]) -> bool {
        let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let output = exclude.contains(&path) || name.starts_with('.') && name.contains(".new-");
        !output || self.files.contains(&path)
    }
}

/// The result of a build.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    wxc: String,
    key: String,
    /// Hash of the files' contents, one after the other.
    pub blob: String,
    outputs: Vec<File>,
    pages: usize,
    components: usize,
    diagnostics: Vec<Remark>,
}

#[derive(Debug, Serialize, Deserialize)]
struct File {
    path: String,
    /// Bytes in the blob.
    #[serde(default)]
    size: u64,
    /// The file of the project that it is a copy of, instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    copy: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Place {
    path: String,
    span: (u32, u32),
    message: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Remark {
    code: String,
    severity: String,
    place: Place,
    labels: Vec<Place>,
    hint: Option<String>,
    fixes: Vec<Remedy>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Remedy {
    title: String,
    /// The message is the text to write there.
    edits: Vec<Place>,
}

impl Entry {
    /// The entry of a build, and its blob. `None`: its diagnostics are about texts that are in no file.
    pub fn of(build: &Build, disk: &Disk, key: &str) -> Option<(Self, Vec<u8>)> {
        let mut blob = Vec::new();
        let outputs = build.outputs.iter().map(|(path, output)| match output {
            Output::Copy(from) => File { path: path.clone(), size: 0, copy: Some(from.clone()) },
            Output::Bytes(_) | Output::Joined(_) => {
                let before = blob.len();
                output.pieces().for_each(|piece| blob.extend_from_slice(piece));
                File { path: path.clone(), size: (blob.len() - before) as u64, copy: None }
            }
        });
        let outputs = outputs.collect();
        let diagnostics = build.diagnostics.iter().map(|diagnostic| Remark::of(diagnostic, &build.sources, disk)).collect::<Option<_>>()?;
        let (wxc, key, blob_hash) = ("build".to_owned(), key.to_owned(), Digest::of(&blob).to_string());
        Some((Self { wxc, key, blob: blob_hash, outputs, pages: build.pages, components: build.components, diagnostics }, blob))
    }

    pub fn read(bytes: &[u8], key: &str) -> Result<Self, Trouble> {
        let damaged = || Trouble::Damaged(format!("ac/{key} is damaged"));
        let entry: Self = serde_json::from_slice(bytes).map_err(|_| damaged())?;
        let copies = || entry.outputs.iter().filter_map(|file| file.copy.as_ref());
        let names: BTreeSet<&str> = entry.outputs.iter().map(|file| file.path.as_str()).collect();
        let is_folder = |path: &str| path.match_indices('/').any(|(at, _)| path.get(..at).is_some_and(|folder| names.contains(folder)));
        let sound = entry.wxc == "build"
            && entry.key == key
            && is_hash(&entry.blob)
            && entry.outputs.iter().all(|file| is_below(&file.path) && !is_folder(&file.path))
            && copies().all(|path| is_below(path))
            && entry.outputs.is_sorted_by(|a, b| a.path < b.path);
        if sound { Ok(entry) } else { Err(damaged()) }
    }

    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Size of the blob.
    pub fn size(&self) -> u64 {
        self.outputs.iter().fold(0, |sum, file| sum.saturating_add(file.size))
    }

    /// The build that this was, of the files that `shape` names.
    pub fn build(&self, disk: &Disk, shape: &Shape, blob: &[u8]) -> Result<Build, Trouble> {
        let damaged = || Trouble::Damaged(format!("ac/{} is damaged", self.key));
        if self.size() != blob.len() as u64 {
            return Err(damaged());
        }
        let mut rest = blob;
        let mut outputs = BTreeMap::new();
        for file in &self.outputs {
            let output = match &file.copy {
                Some(from) if shape.files.contains(from) => Output::Copy(from.clone()),
                Some(_) => return Err(damaged()),
                None => {
                    let (bytes, after) = rest.split_at_checked(usize::try_from(file.size).unwrap_or(usize::MAX)).ok_or_else(damaged)?;
                    rest = after;
                    Output::Bytes(Arc::from(bytes))
                }
            };
            outputs.insert(file.path.clone(), output);
        }
        let sources = Arc::new(Sources::default());
        let diagnostics =
            self.diagnostics.iter().map(|remark| remark.diagnostic(&sources, disk)).collect::<Option<_>>().ok_or_else(damaged)?;
        Ok(Build { outputs, diagnostics, sources, pages: self.pages, components: self.components, ..Build::default() })
    }
}

impl Place {
    /// `None`: the text is not that of the file.
    fn of(file: FileId, span: Span, message: &str, sources: &Sources, disk: &Disk) -> Option<Self> {
        let path = sources.path(file).to_string();
        let fresh = Sources::default();
        let text = fresh.load(disk, &path).map(|file| fresh.text(file)).unwrap_or_default();
        (text == sources.text(file)).then(|| Self { path, span: (span.start, span.end), message: message.to_owned() })
    }

    fn file(&self, sources: &Sources, disk: &Disk) -> FileId {
        sources.load(disk, &self.path).unwrap_or_else(|_| sources.missing(&self.path))
    }

    fn span(&self) -> Span {
        Span { start: self.span.0, end: self.span.1 }
    }
}

impl Remark {
    fn of(diagnostic: &Diagnostic, sources: &Sources, disk: &Disk) -> Option<Self> {
        let labels = diagnostic.labels.iter().map(|label| Place::of(label.file, label.span, &label.message, sources, disk));
        Some(Self {
            code: diagnostic.code.to_owned(),
            severity: word(diagnostic.severity).to_owned(),
            place: Place::of(diagnostic.file, diagnostic.span, &diagnostic.message, sources, disk)?,
            labels: labels.collect::<Option<_>>()?,
            hint: diagnostic.hint.clone(),
            fixes: diagnostic.fixes.iter().map(|fix| Remedy::of(fix, sources, disk)).collect::<Option<_>>()?,
        })
    }

    /// `None`: this program knows no such diagnostic.
    fn diagnostic(&self, sources: &Sources, disk: &Disk) -> Option<Diagnostic> {
        let severity =
            [Severity::Error, Severity::Warning, Severity::Note].into_iter().find(|severity| word(*severity) == self.severity)?;
        let label = |place: &Place| Label { file: place.file(sources, disk), span: place.span(), message: place.message.clone() };
        Some(Diagnostic {
            code: catalogue::find(&self.code)?.code,
            severity,
            file: self.place.file(sources, disk),
            span: self.place.span(),
            message: self.place.message.clone(),
            labels: self.labels.iter().map(label).collect(),
            hint: self.hint.clone(),
            fixes: self.fixes.iter().map(|remedy| remedy.fix(sources, disk)).collect(),
        })
    }
}

impl Remedy {
    fn of(fix: &Fix, sources: &Sources, disk: &Disk) -> Option<Self> {
        let edits = fix.edits.iter().map(|edit| Place::of(edit.file, edit.span, &edit.text, sources, disk));
        Some(Self { title: fix.title.clone(), edits: edits.collect::<Option<_>>()? })
    }

    fn fix(&self, sources: &Sources, disk: &Disk) -> Fix {
        let edit = |place: &Place| Replacement { file: place.file(sources, disk), span: place.span(), text: place.message.clone() };
        Fix { title: self.title.clone(), edits: self.edits.iter().map(edit).collect() }
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a path leads to something below where it begins, on every system.
fn is_below(path: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    !path.contains('\0') && path.split('/').all(part) && (cfg!(unix) || !path.contains(['\\', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below() {
        assert!(is_below("a/b.c") && is_below("a b/..c"));
        for path in ["", "/a", "a//b", "../a", "a/../../b", "a/.", "a\0b", "a/"] {
            assert!(!is_below(path), "{path:?}");
        }
    }

    #[test]
    fn hashes_are_hashes() {
        assert!(is_hash(&Digest::of(b"").to_string()));
        assert!(!is_hash("../../etc/passwd") && !is_hash(&"A".repeat(64)));
    }
}
