//! Completion.

use super::edits::workspace;
use crate::ide::completion::{Item, Kind, Options, completions};
use crate::server::requests::EDIT_COMMAND;
use crate::server::world::{File, World};
use lsp_types::{
    Command, CompletionItem, CompletionItemKind, CompletionItemLabelDetails, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, InsertTextFormat, MarkupContent, MarkupKind, TextEdit,
};

/// What can be written at a position.
pub fn items(world: &World, params: &CompletionParams) -> Option<CompletionResponse> {
    let at = &params.text_document_position;
    let file = world.file(&at.text_document.uri)?;
    let offset = file.offset(at.position) as usize;
    let options = Options { snippets: world.client.snippets };
    let items = file.snapshot.ask(|project| completions(project, &file.path, offset, options));
    let items = items.into_iter().map(|item| convert(world, &file, item)).collect();
    Some(CompletionResponse::List(CompletionList { is_incomplete: false, items }))
}

fn convert(world: &World, file: &File<'_>, item: Item) -> CompletionItem {
    let command = match (item.more.is_empty(), item.again) {
        // Edits of an item are those of its own file only; another one is edited by a command.
        (false, _) => {
            let edit = serde_json::to_value(workspace(world, file.project, &item.more)).ok();
            edit.map(|edit| Command { title: "edit".to_owned(), command: EDIT_COMMAND.to_owned(), arguments: Some(vec![edit]) })
        }
        (true, true) if world.client.snippets => {
            Some(Command { title: "suggest".to_owned(), command: "editor.action.triggerSuggest".to_owned(), arguments: None })
        }
        _ => None,
    };
    let documentation = item.documentation.map(|value| match world.client.markdown {
        true => Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value }),
        false => Documentation::String(value),
    });
    CompletionItem {
        kind: Some(kind(item.kind)),
        label_details: item.detail.as_ref().map(|detail| CompletionItemLabelDetails { detail: None, description: Some(detail.clone()) }),
        detail: item.detail,
        documentation,
        sort_text: Some(format!("{}{}", item.rank, item.label)),
        filter_text: Some(item.label.clone()),
        insert_text_format: Some(if item.snippet { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: file.lines().range(item.replace), new_text: item.insert })),
        label: item.label,
        command,
        ..CompletionItem::default()
    }
}

fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Tag | Kind::Component => CompletionItemKind::CLASS,
        Kind::Attribute | Kind::Property | Kind::Key => CompletionItemKind::PROPERTY,
        Kind::Event => CompletionItemKind::EVENT,
        Kind::Directive | Kind::Keyword => CompletionItemKind::KEYWORD,
        Kind::Value | Kind::Class | Kind::Id => CompletionItemKind::VALUE,
        Kind::Method => CompletionItemKind::METHOD,
        Kind::Data | Kind::Slot => CompletionItemKind::FIELD,
        Kind::Local => CompletionItemKind::VARIABLE,
        Kind::Module => CompletionItemKind::MODULE,
        Kind::Function => CompletionItemKind::FUNCTION,
        Kind::Template => CompletionItemKind::INTERFACE,
        Kind::File | Kind::Page => CompletionItemKind::FILE,
        Kind::Folder => CompletionItemKind::FOLDER,
        Kind::Unit => CompletionItemKind::UNIT,
    }
}
