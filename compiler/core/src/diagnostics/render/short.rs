//! One line per diagnostic, as compilers and CI systems know it (codespan-reporting).

use codespan_reporting::diagnostic::{Diagnostic as Report, Label, Severity as Level};
use codespan_reporting::term::{Config, DisplayStyle, emit_into_string};

use super::{Index, fit};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Sources;

pub fn render(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let index = Index::new(sources, diagnostics);
    let config = Config { display_style: DisplayStyle::Short, ..Config::default() };
    diagnostics.iter().map(|d| line(&index, &config, d)).collect()
}

fn line(index: &Index, config: &Config, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    };
    let report = Report::new(level)
        .with_code(diagnostic.code)
        .with_message(&diagnostic.message)
        .with_label(Label::primary(diagnostic.file, fit(index.text(diagnostic.file), diagnostic.span)));
    // Fails for a file that is not in the index only, and it was made from these diagnostics.
    emit_into_string(config, index, &report).unwrap_or_default()
}
