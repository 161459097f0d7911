//! Quick fixes.

use super::edits::workspace;
use crate::ide::actions::{Action, more};
use crate::ide::edit::Edit;
use crate::server::requests::EDIT_COMMAND;
use crate::server::world::{File, World};
use crate::snapshot::Place;
use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Command, Diagnostic, NumberOrString, Range};
use wxc_core::diagnostics::Fix;

/// Fixes of the diagnostics that touch a range.
pub fn quick_fixes(world: &World, params: &CodeActionParams) -> Option<Vec<CodeActionOrCommand>> {
    let wanted =
        params.context.only.as_deref().is_none_or(|kinds| {
            kinds.iter().any(|kind| matches!(kind.as_str(), "" | "quickfix") || kind.as_str().starts_with("quickfix."))
        });
    let file = world.file(&params.text_document.uri).filter(|_| wanted)?;
    let asked = file.lines().span(params.range);
    let mut found = Vec::new();
    for diagnostic in file.snapshot.diagnostics() {
        let place = file.snapshot.place(diagnostic.file, diagnostic.span);
        if place.path != file.path || place.span.end < asked.start || place.span.start > asked.end {
            continue;
        }
        let range = file.lines().range(place.span);
        let mut actions: Vec<Action> = file.snapshot.ask(|project| more(project, &file.path, diagnostic.code, place.span));
        let better = actions.iter().any(|action| action.preferred);
        let own = diagnostic.fixes.iter().enumerate();
        actions.extend(own.filter_map(|(index, fix)| {
            let edits = edits(&file, fix)?;
            Some(Action { title: fix.title.clone(), edits, preferred: index == 0 && diagnostic.fixes.len() == 1 && !better })
        }));
        found.extend(actions.into_iter().map(|action| convert(world, &file, action, diagnostic.code, range, &params.context.diagnostics)));
    }
    Some(found)
}

/// The edits of a fix in the texts as they are now. `None`: the text it is about was edited since.
fn edits(file: &File<'_>, fix: &Fix) -> Option<Vec<Edit>> {
    let edit = |edit: &wxc_core::diagnostics::Replacement| {
        let then = file.snapshot.sources().text(edit.file);
        let Place { path, span } = file.snapshot.place(edit.file, edit.span);
        let now = file.snapshot.text(&path).unwrap_or_default();
        let same = then.get(edit.span.range()) == now.get(span.range());
        same.then(|| Edit { path, span, text: edit.text.clone() })
    };
    fix.edits.iter().map(edit).collect()
}

fn convert(world: &World, file: &File<'_>, action: Action, code: &str, range: Range, shown: &[Diagnostic]) -> CodeActionOrCommand {
    let edit = workspace(world, file.project, &action.edits);
    if !world.client.code_action_literals {
        let arguments = serde_json::to_value(edit).ok().map(|edit| vec![edit]);
        return CodeActionOrCommand::Command(Command { title: action.title, command: EDIT_COMMAND.to_owned(), arguments });
    }
    let is_meant = |diagnostic: &&Diagnostic| {
        diagnostic.range == range && matches!(&diagnostic.code, Some(NumberOrString::String(known)) if known == code)
    };
    CodeActionOrCommand::CodeAction(CodeAction {
        title: action.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(shown.iter().filter(is_meant).cloned().collect()),
        edit: Some(edit),
        is_preferred: action.preferred.then_some(true),
        ..CodeAction::default()
    })
}
