//! Workflow commands of GitHub Actions: `::error file=…,line=…::message` puts a diagnostic beside the changed line.

use super::Index;
use super::json::{Record, records_of};
use crate::diagnostics::Diagnostic;
use crate::source::Sources;

/// `prefix` stands before every path, for GitHub counts from the repository's root.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], prefix: &str) -> String {
    let records = records_of(&Index::new(sources, diagnostics), diagnostics);
    records.iter().map(|record| line(record, prefix)).collect()
}

fn line(record: &Record, prefix: &str) -> String {
    let place = &record.place;
    let command = if record.severity == "note" { "notice" } else { record.severity };
    let file = property(&format!("{prefix}{}", place.path));
    // Columns are refused for what goes over several lines.
    let columns =
        if place.line == place.end_line { format!(",col={},endColumn={}", place.column, place.end_column) } else { String::new() };
    let hint = record.hint.iter().map(|hint| format!("\nhelp: {hint}"));
    let message = data(&format!("{}{}", record.message, hint.collect::<String>()));
    format!("::{command} file={file},line={},endLine={}{columns},title={}::{message}\n", place.line, place.end_line, property(record.code))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
