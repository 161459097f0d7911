//! SARIF 2.1.0, the exchange format of static analysis (OASIS standard): one log for a whole run, for code hosts and dashboards.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::Index;
use super::json::{Place, Record, records_of};
use crate::diagnostics::{Diagnostic, catalogue};
use crate::source::Sources;

/// What a path of a relative URI keeps as it is: unreserved characters and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// `prefix` stands before every path, so that places are found from the folder a tool runs in.
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], prefix: &str) -> String {
    let records = records_of(&Index::new(sources, diagnostics), diagnostics);
    let codes: Vec<&str> = records.iter().map(|r| r.code).collect::<BTreeSet<_>>().into_iter().collect();
    let results: Vec<Value> = records.iter().map(|record| result(record, &codes, prefix)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "wxc", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>() } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log}\n")
}

fn rule(code: &str) -> Value {
    let Some(entry) = catalogue::find(code) else { return json!({ "id": code }) };
    json!({
        "id": code,
        "shortDescription": { "text": entry.title },
        "help": { "text": entry.explanation, "markdown": entry.explanation },
        "defaultConfiguration": { "level": super::word(entry.severity) },
    })
}

fn result(record: &Record, codes: &[&str], prefix: &str) -> Value {
    let hint = record.hint.iter().map(|hint| format!("\nhelp: {hint}"));
    let mut out = json!({
        "ruleId": record.code,
        "ruleIndex": codes.binary_search(&record.code).unwrap_or_default(),
        "level": record.severity,
        "message": { "text": format!("{}{}", record.message, hint.collect::<String>()) },
        "locations": [{ "physicalLocation": location(&record.place, prefix) }],
    });
    let related =
        record.labels.iter().enumerate().map(
            |(i, label)| json!({ "id": i + 1, "physicalLocation": location(&label.place, prefix), "message": { "text": label.message } }),
        );
    let related: Vec<Value> = related.collect();
    if let (false, Some(out)) = (related.is_empty(), out.as_object_mut()) {
        out.insert("relatedLocations".to_owned(), related.into());
    }
    out
}

fn location(place: &Place, prefix: &str) -> Value {
    json!({
        "artifactLocation": { "uri": utf8_percent_encode(&format!("{prefix}{}", place.path), PATH).to_string() },
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "byteOffset": place.bytes[0],
            "byteLength": place.bytes[1] - place.bytes[0],
        },
    })
}
