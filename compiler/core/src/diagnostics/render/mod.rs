//! Diagnostics as text: `pretty` for people, `short` for logs, `json`, `sarif` and `github` for tools. The same order and the same places in each.

mod github;
mod json;
mod pretty;
mod sarif;
mod short;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::files::{Error, Files, SimpleFile};

use super::{Diagnostic, Severity};
use crate::source::{FileId, Sources, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pretty,
    /// `path:line:column: error[code]: message`, one line each.
    Short,
    /// One object per line; the fields are those of [`Record`](json::Record).
    Json,
    /// One SARIF 2.1.0 log.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// What is not the same wherever diagnostics are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    /// For `Pretty` only.
    pub colour: bool,
    /// Before every path of `Sarif` and `Github`, `app/` or nothing: their readers count from another folder than the project's.
    pub prefix: &'a str,
}

pub use json::{Record, records};

/// Renders diagnostics sorted by file and place, each one once. Ends with a line break unless there is nothing to say.
pub fn render(format: Format, sources: &Sources, diagnostics: &[Diagnostic], look: Look<'_>) -> String {
    let sorted = sort(sources, diagnostics);
    match format {
        Format::Pretty => pretty::render(sources, &sorted, look.colour),
        Format::Short => short::render(sources, &sorted),
        Format::Json => json::render(sources, &sorted),
        Format::Sarif => sarif::render(sources, &sorted, look.prefix),
        Format::Github => github::render(sources, &sorted, look.prefix),
    }
}

/// `2 errors, 1 warning`, or nothing if there is neither.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, name: &str| match diagnostics.iter().filter(|d| d.severity == severity).count() {
        0 => None,
        1 => Some(format!("1 {name}")),
        n => Some(format!("{n} {name}s")),
    };
    [count(Severity::Error, "error"), count(Severity::Warning, "warning")].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// By path, place and severity; what is said twice is said once.
fn sort(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut sorted: Vec<(Arc<str>, Diagnostic)> = diagnostics.iter().map(|d| (sources.path(d.file), d.clone())).collect();
    sorted.sort_by(|(path_a, a), (path_b, b)| {
        let place = |d: &Diagnostic| (d.span.start, d.span.end, d.severity, d.code);
        path_a.cmp(path_b).then_with(|| place(a).cmp(&place(b))).then_with(|| a.message.cmp(&b.message))
    });
    sorted.dedup_by(|a, b| a.1 == b.1);
    sorted.into_iter().map(|(_, d)| d).collect()
}

/// The files that diagnostics name, with an index of their lines.
struct Index {
    files: BTreeMap<FileId, SimpleFile<Arc<str>, Arc<str>>>,
}

impl Index {
    fn new(sources: &Sources, diagnostics: &[Diagnostic]) -> Self {
        let fixed = |d: &Diagnostic| d.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.file).collect::<Vec<_>>();
        let ids = diagnostics.iter().flat_map(|d| std::iter::once(d.file).chain(d.labels.iter().map(|l| l.file)).chain(fixed(d)));
        let mut files = BTreeMap::new();
        for id in ids {
            files.entry(id).or_insert_with(|| SimpleFile::new(sources.path(id), sources.text(id)));
        }
        Self { files }
    }

    fn text(&self, file: FileId) -> &str {
        self.files.get(&file).map_or("", |f| f.source())
    }

    /// Line and column, from 1, in characters.
    fn position(&self, file: FileId, offset: usize) -> (usize, usize) {
        self.location(file, offset).map_or((1, 1), |l| (l.line_number, l.column_number))
    }
}

impl<'a> Files<'a> for Index {
    type FileId = FileId;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<&'a str, Error> {
        self.files.get(&id).map(|f| &**f.name()).ok_or(Error::FileMissing)
    }
    fn source(&'a self, id: FileId) -> Result<&'a str, Error> {
        self.files.get(&id).map(|f| &**f.source()).ok_or(Error::FileMissing)
    }
    fn line_index(&'a self, id: FileId, byte_index: usize) -> Result<usize, Error> {
        self.files.get(&id).ok_or(Error::FileMissing)?.line_index((), byte_index)
    }
    fn line_range(&'a self, id: FileId, line_index: usize) -> Result<Range<usize>, Error> {
        self.files.get(&id).ok_or(Error::FileMissing)?.line_range((), line_index)
    }
}

/// A span that lies in the text, on character boundaries. What points behind the end points at the end of the last line that has something in it.
fn fit(text: &str, span: Span) -> Range<usize> {
    let Range { start, end } = span.range();
    if start >= text.len() {
        let end = text.trim_end().len();
        return end..end;
    }
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(start);
    start..floor(end.clamp(start, text.len()))
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests;
