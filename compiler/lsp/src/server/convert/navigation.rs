//! Hovers, definitions, references and names that are renamed.

use super::edits::workspace;
use crate::ide::definition::definitions;
use crate::ide::hover;
use crate::ide::references::{highlights, references};
use crate::ide::rename;
use crate::server::requests::failure;
use crate::server::world::World;
use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, GotoDefinitionResponse, Hover, HoverContents, Location, MarkupContent, MarkupKind,
    PrepareRenameResponse, ReferenceParams, RenameParams, TextDocumentPositionParams, WorkspaceEdit,
};

pub fn hover(world: &World, at: &TextDocumentPositionParams) -> Option<Hover> {
    let file = world.file(&at.text_document.uri)?;
    let offset = file.offset(at.position) as usize;
    let found = file.snapshot.ask(|project| hover::hover(project, &file.path, offset))?;
    let kind = if world.client.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    Some(Hover { contents: HoverContents::Markup(MarkupContent { kind, value: found.text }), range: Some(file.lines().range(found.span)) })
}

pub fn definition(world: &World, at: &TextDocumentPositionParams) -> Option<GotoDefinitionResponse> {
    let file = world.file(&at.text_document.uri)?;
    let offset = file.offset(at.position) as usize;
    let (_, places) = file.snapshot.ask(|project| definitions(project, &file.path, offset))?;
    Some(GotoDefinitionResponse::Array(places.iter().filter_map(|place| file.location(place)).collect()))
}

pub fn find_references(world: &World, params: &ReferenceParams) -> Option<Vec<Location>> {
    let at = &params.text_document_position;
    let file = world.file(&at.text_document.uri)?;
    let offset = file.offset(at.position) as usize;
    let found = file.snapshot.ask(|project| references(project, &file.path, offset));
    let wanted = found.iter().filter(|reference| params.context.include_declaration || !reference.definition);
    Some(wanted.filter_map(|reference| file.location(&reference.place)).collect())
}

pub fn highlight(world: &World, at: &TextDocumentPositionParams) -> Option<Vec<DocumentHighlight>> {
    let file = world.file(&at.text_document.uri)?;
    let offset = file.offset(at.position) as usize;
    let found = file.snapshot.ask(|project| highlights(project, &file.path, offset));
    let lines = file.lines();
    let kind = |definition| if definition { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ };
    Some(found.iter().map(|found| DocumentHighlight { range: lines.range(found.place.span), kind: Some(kind(found.definition)) }).collect())
}

/// A name that cannot be renamed is an error with the reason, which editors show.
pub fn prepare_rename(world: &World, at: &TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>, ResponseError> {
    let Some(file) = world.file(&at.text_document.uri) else { return Ok(None) };
    let offset = file.offset(at.position) as usize;
    let (span, placeholder) = file.snapshot.ask(|project| rename::prepare(project, &file.path, offset)).map_err(refused)?;
    Ok(Some(PrepareRenameResponse::RangeWithPlaceholder { range: file.lines().range(span), placeholder }))
}

pub fn rename(world: &World, params: &RenameParams) -> Result<Option<WorkspaceEdit>, ResponseError> {
    let at = &params.text_document_position;
    let Some(file) = world.file(&at.text_document.uri) else { return Ok(None) };
    let offset = file.offset(at.position) as usize;
    let edits = file.snapshot.ask(|project| rename::rename(project, &file.path, offset, &params.new_name)).map_err(refused)?;
    Ok(Some(workspace(world, file.project, &edits)))
}

fn refused(reason: String) -> ResponseError {
    failure(ErrorCode::RequestFailed, &reason)
}
