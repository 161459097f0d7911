//! Edits of several files, as clients understand them.

use crate::ide::edit::Edit;
use crate::server::position::Lines;
use crate::server::world::World;
use lsp_types::{
    AnnotatedTextEdit, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, WorkspaceEdit,
};
use std::collections::BTreeMap;
use std::path::Path;

/// The edits of files of one project. Clients that know no versions get what they understand.
pub fn workspace(world: &World, project: &Path, edits: &[Edit]) -> WorkspaceEdit {
    let mut by_path: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_path.entry(edit.path.as_str()).or_default().push(edit);
    }
    let mut operations = Vec::new();
    for (path, edits) in by_path {
        let (Some(uri), Some(snapshot)) = (world.uri(project, path), world.projects.get(project)) else { continue };
        let text = snapshot.text(path);
        let document = world.document(project, path);
        if text.is_none() {
            let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) };
            operations.push(DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
                uri: uri.clone(),
                options: Some(options),
                annotation_id: None,
            })));
        }
        let text = text.unwrap_or_default();
        let lines = Lines::new(&text, document.is_some_and(|document| document.mark), world.client.encoding);
        let edits: Vec<TextEdit> =
            edits.iter().map(|edit| TextEdit { range: lines.range(edit.span), new_text: edit.text.clone() }).collect();
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version: document.map(|document| document.version) };
        let edits: Vec<OneOf<TextEdit, AnnotatedTextEdit>> = edits.into_iter().map(OneOf::Left).collect();
        operations.push(DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits }));
    }
    if world.client.document_changes {
        return WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() };
    }
    let changes = operations.into_iter().filter_map(|operation| match operation {
        DocumentChangeOperation::Edit(TextDocumentEdit { text_document, edits }) => {
            let edits = edits.into_iter().filter_map(|edit| match edit {
                OneOf::Left(edit) => Some(edit),
                OneOf::Right(_) => None,
            });
            Some((text_document.uri, edits.collect()))
        }
        DocumentChangeOperation::Op(_) => None,
    });
    #[allow(clippy::mutable_key_type, reason = "the type of the protocol's crate")]
    let changes = changes.collect();
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
