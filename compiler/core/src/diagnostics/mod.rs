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
    /// Ways to mend it, the most likely first.
    pub fixes: Vec<Fix>,
}

/// A change after which the diagnostic is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `wx:if`".
    pub title: String,
    /// Ranges that do not overlap.
    pub edits: Vec<Replacement>,
}

/// Text that takes the place of other text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    pub file: FileId,
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    pub fn error(code: &'static str, file: FileId, span: Span, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, file, span, message: message.into(), labels: Vec::new(), hint: None, fixes: Vec::new() }
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
    /// A fix in the file of the diagnostic.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let edits = vec![Replacement { file: self.file, span, text: text.into() }];
        self.fix_all(title, edits)
    }
    #[must_use]
    pub fn fix_all(mut self, title: impl Into<String>, edits: Vec<Replacement>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits });
        self
    }
    /// The hint is to write `text` in the place of what the diagnostic points at, and so is the fix.
    #[must_use]
    pub fn write(self, text: impl AsRef<str>) -> Self {
        let (span, title) = (self.span, format!("write `{}`", text.as_ref()));
        self.hint(title.clone()).fix(title, span, text.as_ref())
    }
    /// The diagnostic points at a misspelling of `near`.
    #[must_use]
    pub fn meant(self, near: &str) -> Self {
        let span = self.span;
        self.hint(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), span, near)
    }
    /// The same where it points at a text of JSON with its quotes.
    #[must_use]
    pub fn meant_text(self, near: &str) -> Self {
        let span = self.span;
        self.hint(format!("did you mean `{near}`?")).fix(format!("write `\"{near}\"`"), span, format!("\"{near}\""))
    }
    #[must_use]
    pub fn label(mut self, file: FileId, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label { file, span, message: message.into() });
        self
    }
}
