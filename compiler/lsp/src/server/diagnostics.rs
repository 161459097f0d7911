//! Diagnostics for the client: of the last check, at the places where they are now, file by file.

use super::world::World;
use crate::snapshot::Snapshot;
use lsp_types::{DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, NumberOrString};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use wxc_core::diagnostics::{Diagnostic, Severity};

/// Names the tool beside each message.
const SOURCE: &str = "wxc";

/// All that was found in a project, by the paths of its files.
pub fn by_file(world: &World, project: &Path, snapshot: &Snapshot) -> BTreeMap<String, Vec<lsp_types::Diagnostic>> {
    let mut files: BTreeMap<String, Vec<lsp_types::Diagnostic>> = BTreeMap::new();
    for diagnostic in snapshot.diagnostics() {
        let place = snapshot.place(diagnostic.file, diagnostic.span);
        let shown = converted(world, project, snapshot, diagnostic);
        files.entry(place.path).or_default().push(shown);
    }
    files
}

fn converted(world: &World, project: &Path, snapshot: &Snapshot, diagnostic: &Diagnostic) -> lsp_types::Diagnostic {
    let related = diagnostic.labels.iter().filter_map(|label| {
        let location: Location = world.location(project, &snapshot.place(label.file, label.span))?;
        Some(DiagnosticRelatedInformation { location, message: label.message.clone() })
    });
    let hint = diagnostic.hint.as_deref();
    lsp_types::Diagnostic {
        range: world.range(project, &snapshot.place(diagnostic.file, diagnostic.span)),
        severity: Some(severity(diagnostic.severity)),
        code: Some(NumberOrString::String(diagnostic.code.to_owned())),
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: hint.map_or_else(|| diagnostic.message.clone(), |hint| format!("{}\n{hint}", diagnostic.message)),
        related_information: world.client.related_information.then(|| related.collect::<Vec<_>>()).filter(|related| !related.is_empty()),
        tags: tag(diagnostic.code).map(|tag| vec![tag]),
        data: hint.map(|hint| json!({ "hint": hint })),
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

/// How editors show what the text could do without, or what WeChat no longer wants.
fn tag(code: &str) -> Option<DiagnosticTag> {
    match code {
        "config/unused-component" | "config/duplicate-page" | "config/duplicate-key" | "parse/duplicate-attribute" => {
            Some(DiagnosticTag::UNNECESSARY)
        }
        "style/deep-combinator" | "wxml/dash-directive" => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}
