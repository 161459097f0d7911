//! Outlines, links and inlay hints.

use crate::ide::hints::hints;
use crate::ide::links::links;
use crate::ide::symbols::{self, Kind, Symbol};
use crate::server::position::Lines;
use crate::server::world::World;
use lsp_types::{
    DocumentLink, DocumentSymbol, DocumentSymbolResponse, InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams, Location,
    SymbolInformation, SymbolKind, TextEdit, Uri, WorkspaceSymbolResponse,
};

pub fn document(world: &World, uri: &Uri) -> Option<DocumentSymbolResponse> {
    let file = world.file(uri)?;
    let found = file.snapshot.ask(|project| symbols::document(project, &file.path));
    let lines = file.lines();
    if world.client.nested_symbols {
        return Some(DocumentSymbolResponse::Nested(found.into_iter().map(|symbol| nested(&lines, symbol)).collect()));
    }
    let mut flat = Vec::new();
    let mut open: Vec<(Symbol, Option<String>)> = found.into_iter().rev().map(|symbol| (symbol, None)).collect();
    while let Some((symbol, container)) = open.pop() {
        let location = Location { uri: uri.clone(), range: lines.range(symbol.whole) };
        let name = symbol.name.clone();
        open.extend(symbol.children.into_iter().rev().map(|child| (child, Some(name.clone()))));
        flat.push(information(name, kind(symbol.kind), location, container));
    }
    Some(DocumentSymbolResponse::Flat(flat))
}

fn nested(lines: &Lines<'_>, symbol: Symbol) -> DocumentSymbol {
    #[allow(deprecated, reason = "the field has no other way to be absent")]
    DocumentSymbol {
        name: symbol.name,
        detail: symbol.detail,
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: lines.range(symbol.whole),
        selection_range: lines.range(symbol.name_span),
        children: Some(symbol.children.into_iter().map(|child| nested(lines, child)).collect()),
    }
}

fn information(name: String, kind: SymbolKind, location: Location, container_name: Option<String>) -> SymbolInformation {
    #[allow(deprecated, reason = "the field has no other way to be absent")]
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Element => SymbolKind::FIELD,
        Kind::Component => SymbolKind::CLASS,
        Kind::Template => SymbolKind::INTERFACE,
        Kind::Module => SymbolKind::MODULE,
        Kind::Rule => SymbolKind::NAMESPACE,
        Kind::Class => SymbolKind::STRING,
        Kind::Page => SymbolKind::FILE,
        Kind::Method => SymbolKind::METHOD,
    }
}

/// Symbols of all projects.
pub fn workspace(world: &World, query: &str) -> WorkspaceSymbolResponse {
    let mut found = Vec::new();
    for (root, snapshot) in &world.projects {
        for symbol in snapshot.ask(|project| symbols::workspace(project, query)) {
            if let Some(location) = world.location(root, &symbol.place) {
                found.push(information(symbol.name, kind(symbol.kind), location, Some(symbol.container)));
            }
        }
    }
    WorkspaceSymbolResponse::Flat(found)
}

pub fn document_links(world: &World, uri: &Uri) -> Option<Vec<DocumentLink>> {
    let file = world.file(uri)?;
    let lines = file.lines();
    let found = file.snapshot.ask(|project| links(project, &file.path));
    let link = |link: crate::ide::links::Link| {
        let target = world.uri(file.project, &link.target)?;
        Some(DocumentLink { range: lines.range(link.span), target: Some(target), tooltip: Some(link.target), data: None })
    };
    Some(found.into_iter().filter_map(link).collect())
}

/// A hint that is chosen becomes text.
pub fn inlay_hints(world: &World, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let file = world.file(&params.text_document.uri)?;
    let lines = file.lines();
    let found = file.snapshot.ask(|project| hints(project, &file.path, lines.span(params.range)));
    let hint = |hint: crate::ide::hints::Hint| {
        let position = lines.position(hint.at);
        let edit = |text: String| vec![TextEdit { range: lsp_types::Range { start: position, end: position }, new_text: text }];
        InlayHint {
            position,
            padding_left: Some(!hint.label.starts_with(':')),
            label: InlayHintLabel::String(hint.label),
            kind: Some(InlayHintKind::TYPE),
            text_edits: hint.write.map(edit),
            tooltip: None,
            padding_right: None,
            data: None,
        }
    };
    Some(found.into_iter().map(hint).collect())
}
