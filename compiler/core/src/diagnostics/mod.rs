//! What the compiler has to say about a project: the diagnostic type, the catalogue of codes, and renderers that turn diagnostics into text.

use crate::source::{FileId, Span};

pub mod catalogue;
pub mod render;

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

/// The candidate that `name` is most likely a misspelling of, for hints.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = match name.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= allowed)
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, candidate)| distance <= allowed && candidate != name)
        .min_by(|a, b| a.cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names() {
        let names = ["view", "video", "scroll-view", "swiper-item", "bindtap"];
        assert_eq!(nearest("veiw", names), Some("view"));
        assert_eq!(nearest("View", names), Some("view"));
        assert_eq!(nearest("scrollview", names), Some("scroll-view"));
        assert_eq!(nearest("my-card", names), None);
        assert_eq!(nearest("vi", names), None);
    }
}
