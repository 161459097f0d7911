//! What the compiler has to say about a project: the diagnostic type, the catalogue of codes, and renderers that turn diagnostics into text.

use crate::source::{FileId, Span};

pub mod catalogue;
mod nearest;
pub mod render;

pub use nearest::{is_misspelling, nearest, nearest_path};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Exit code 1; the output may be wrong at this place.
    Error,
    Warning,
    /// Information; never counts for `--deny warnings`.
    Note,
}

/// A further place that explains the diagnostic, perhaps in another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub file: FileId,
    pub span: Span,
    pub message: String,
}

/// One mistake: a code of the catalogue, a place, one short sentence (lower case, no full stop, names in backticks), labels, and a hint that says what
/// to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: &'static str,
    pub severity: Severity,
    pub file: FileId,
    pub span: Span,
    pub message: String,
    pub labels: Vec<Label>,
    pub hint: Option<String>,
}

impl Diagnostic {
    pub fn error(code: &'static str, file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, file, span, message: message.into(), labels: Vec::new(), hint: None }
    }
    pub fn warning(code: &'static str, file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, file, span, message) }
    }
    pub fn note(code: &'static str, file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, file, span, message) }
    }
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    #[must_use]
    pub fn label(mut self, file: FileId, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { file, span, message: message.into() });
        self
    }
}
