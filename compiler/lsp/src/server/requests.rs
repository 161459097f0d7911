//! All requests about files: one line for each, from its method to the function that answers it. Each function takes what the client asks apart, calls `ide` or
//! `syntax`, and puts together what the client understands.

use super::client::Client;
use super::convert::{actions, color, completion, format, navigation, outline, syntax};
use super::world::World;
use lsp_server::{ErrorCode, ResponseError};
use lsp_types::request::{self as lsp, Request};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, ColorProviderCapability, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, DocumentLinkOptions, ExecuteCommandOptions, FoldingRangeProviderCapability, HoverProviderCapability,
    OneOf, RenameOptions, SelectionRangeProviderCapability, SemanticTokensFullOptions, SemanticTokensOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};
use serde_json::Value;

/// The command of items whose choice edits another file: its argument is the edit, which the client is asked to make.
pub const EDIT_COMMAND: &str = "wxc.edit";

/// Answers one kind of request.
pub type Answer = Box<dyn Fn(&World, Value) -> Result<Value, ResponseError> + Send + Sync>;

/// What the server says it can do, for the lines of [`find`].
pub fn capabilities(client: &Client) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        // Others get them by notification; both would show each twice.
        diagnostic_provider: client.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions { inter_file_dependencies: true, ..DiagnosticOptions::default() })
        }),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["<", "/", ":", " ", "\"", "'", "{", ".", "#", "@", "=", "-"].map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        color_provider: Some(ColorProviderCapability::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![EDIT_COMMAND.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: syntax::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Bool(true)),
                ..SemanticTokensOptions::default()
            }
            .into(),
        ),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

/// What answers a method.
pub fn find(method: &str) -> Option<Answer> {
    Some(match method {
        lsp::Completion::METHOD => on::<lsp::Completion>(|world, params| Ok(completion::items(world, &params))),
        lsp::HoverRequest::METHOD => {
            on::<lsp::HoverRequest>(|world, params| Ok(navigation::hover(world, &params.text_document_position_params)))
        }
        lsp::GotoDefinition::METHOD => {
            on::<lsp::GotoDefinition>(|world, params| Ok(navigation::definition(world, &params.text_document_position_params)))
        }
        lsp::References::METHOD => on::<lsp::References>(|world, params| Ok(navigation::find_references(world, &params))),
        lsp::DocumentHighlightRequest::METHOD => {
            on::<lsp::DocumentHighlightRequest>(|world, params| Ok(navigation::highlight(world, &params.text_document_position_params)))
        }
        lsp::PrepareRenameRequest::METHOD => on::<lsp::PrepareRenameRequest>(|world, params| navigation::prepare_rename(world, &params)),
        lsp::Rename::METHOD => on::<lsp::Rename>(|world, params| navigation::rename(world, &params)),
        lsp::DocumentSymbolRequest::METHOD => {
            on::<lsp::DocumentSymbolRequest>(|world, params| Ok(outline::document(world, &params.text_document.uri)))
        }
        lsp::WorkspaceSymbolRequest::METHOD => {
            on::<lsp::WorkspaceSymbolRequest>(|world, params| Ok(Some(outline::workspace(world, &params.query))))
        }
        lsp::DocumentLinkRequest::METHOD => {
            on::<lsp::DocumentLinkRequest>(|world, params| Ok(outline::document_links(world, &params.text_document.uri)))
        }
        lsp::InlayHintRequest::METHOD => on::<lsp::InlayHintRequest>(|world, params| Ok(outline::inlay_hints(world, &params))),
        lsp::CodeActionRequest::METHOD => on::<lsp::CodeActionRequest>(|world, params| Ok(actions::quick_fixes(world, &params))),
        lsp::DocumentColor::METHOD => on::<lsp::DocumentColor>(|world, params| Ok(color::document(world, &params.text_document.uri))),
        lsp::ColorPresentationRequest::METHOD => on::<lsp::ColorPresentationRequest>(|_, params| Ok(color::written(&params))),
        lsp::Formatting::METHOD => on::<lsp::Formatting>(|world, params| format::document(world, &params.text_document.uri, None)),
        lsp::RangeFormatting::METHOD => {
            on::<lsp::RangeFormatting>(|world, params| format::document(world, &params.text_document.uri, Some(params.range)))
        }
        syntax::ClosingTag::METHOD => on::<syntax::ClosingTag>(|world, params| syntax::closing(world, &params)),
        lsp::FoldingRangeRequest::METHOD => {
            on::<lsp::FoldingRangeRequest>(|world, params| syntax::folding(world, &params.text_document.uri))
        }
        lsp::SelectionRangeRequest::METHOD => {
            on::<lsp::SelectionRangeRequest>(|world, params| syntax::selection(world, &params.text_document.uri, &params.positions))
        }
        lsp::SemanticTokensFullRequest::METHOD => {
            on::<lsp::SemanticTokensFullRequest>(|world, params| syntax::all_tokens(world, &params.text_document.uri))
        }
        lsp::SemanticTokensRangeRequest::METHOD => {
            on::<lsp::SemanticTokensRangeRequest>(|world, params| syntax::tokens_in(world, &params.text_document.uri, params.range))
        }
        _ => return None,
    })
}

/// Reads the parameters of a request and writes its result.
fn on<R: Request>(answer: impl Fn(&World, R::Params) -> Result<R::Result, ResponseError> + Send + Sync + 'static) -> Answer
where
    R::Params: 'static,
{
    Box::new(move |world, params| {
        let params =
            serde_json::from_value(params).map_err(|error| failure(ErrorCode::InvalidParams, &format!("{}: {error}", R::METHOD)))?;
        serde_json::to_value(answer(world, params)?).map_err(|error| failure(ErrorCode::InternalError, &error.to_string()))
    })
}

pub fn failure(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_owned(), data: None }
}
