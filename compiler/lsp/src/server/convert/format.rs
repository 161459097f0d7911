//! Formatting of templates.

use crate::server::requests::failure;
use crate::server::world::World;
use crate::syntax::formatting::edits;
use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{Range, TextEdit, Uri};
use wxc_core::format::Refusal;

/// The edits that format a template, or those in a range of it. A text with mistakes stays as it is: its diagnostics say why.
pub fn document(world: &World, uri: &Uri, within: Option<Range>) -> Result<Option<Vec<TextEdit>>, ResponseError> {
    let Some(file) = world.file(uri).filter(|file| file.path.ends_with(".wxml")) else { return Ok(None) };
    let lines = file.lines();
    match edits(&file.text, within.map(|range| lines.span(range))) {
        Ok(edits) => Ok(Some(edits.into_iter().map(|edit| TextEdit { range: lines.range(edit.span), new_text: edit.text }).collect())),
        Err(Refusal::Mistakes(_)) => Ok(None),
        Err(Refusal::Bug(words)) => Err(failure(ErrorCode::RequestFailed, &format!("formatting would change the template: {words}"))),
    }
}
