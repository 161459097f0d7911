//! One JSON object per line, for editors, CI and other tools. Fields are only ever added.

use serde::Serialize;

use super::{Index, fit, sort, word};
use crate::diagnostics::Diagnostic;
use crate::source::{FileId, Sources, Span};

/// A diagnostic as tools see it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    #[serde(flatten)]
    pub place: Place,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<FixRecord>,
}

/// A change after which the diagnostic is gone.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FixRecord {
    pub title: String,
    pub edits: Vec<EditRecord>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EditRecord {
    #[serde(flatten)]
    pub place: Place,
    /// What takes the place of the range.
    pub text: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelRecord {
    #[serde(flatten)]
    pub place: Place,
    pub message: String,
}

/// A range of a file in the three ways tools count.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    pub path: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters (Unicode scalar values).
    pub column: usize,
    /// The end is exclusive.
    pub end_line: usize,
    pub end_column: usize,
    /// `[start, end)` in bytes of the file without its BOM.
    pub bytes: [usize; 2],
    /// The range of the Language Server Protocol: from 0, in UTF-16 units.
    pub range: Utf16Range,
}

#[derive(Debug, Serialize)]
pub struct Utf16Range {
    pub start: Utf16Position,
    pub end: Utf16Position,
}

#[derive(Debug, Serialize)]
pub struct Utf16Position {
    pub line: usize,
    pub character: usize,
}

pub fn render(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let index = Index::new(sources, diagnostics);
    records_of(&index, diagnostics).iter().map(|record| serde_json::to_string(record).unwrap_or_default() + "\n").collect()
}

/// Diagnostics as values, in the order of [`render`](super::render).
pub fn records(sources: &Sources, diagnostics: &[Diagnostic]) -> Vec<Record> {
    let sorted = sort(sources, diagnostics);
    records_of(&Index::new(sources, &sorted), &sorted)
}

pub(super) fn records_of(index: &Index, diagnostics: &[Diagnostic]) -> Vec<Record> {
    diagnostics.iter().map(|d| record(index, d)).collect()
}

fn record(index: &Index, diagnostic: &Diagnostic) -> Record {
    Record {
        code: diagnostic.code,
        severity: word(diagnostic.severity),
        place: place(index, diagnostic.file, diagnostic.span),
        message: diagnostic.message.clone(),
        hint: diagnostic.hint.clone(),
        labels: diagnostic
            .labels
            .iter()
            .map(|label| LabelRecord { place: place(index, label.file, label.span), message: label.message.clone() })
            .collect(),
        fixes: diagnostic
            .fixes
            .iter()
            .map(|fix| FixRecord {
                title: fix.title.clone(),
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| EditRecord { place: place(index, edit.file, edit.span), text: edit.text.clone() })
                    .collect(),
            })
            .collect(),
    }
}

fn place(index: &Index, file: FileId, span: Span) -> Place {
    let text = index.text(file);
    let range = fit(text, span);
    let (line, column) = index.position(file, range.start);
    let (end_line, end_column) = index.position(file, range.end);
    Place {
        path: index.files.get(&file).map_or_else(String::new, |f| f.name().to_string()),
        line,
        column,
        end_line,
        end_column,
        bytes: [range.start, range.end],
        range: Utf16Range { start: utf16(text, line, range.start), end: utf16(text, end_line, range.end) },
    }
}

fn utf16(text: &str, line: usize, offset: usize) -> Utf16Position {
    let before = text.get(..offset).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    Utf16Position { line: line - 1, character: before.get(start..).unwrap_or_default().encode_utf16().count() }
}
