//! Folding, growing selections and semantic tokens.

use crate::server::position::Lines;
use crate::server::world::World;
use crate::syntax::closing::closing_tag;
use crate::syntax::folding::folds;
use crate::syntax::selection::around;
use crate::syntax::tokens::{Kind, Token, tokens};
use lsp_server::ResponseError;
use lsp_types::request::Request;
use lsp_types::{
    FoldingRange, FoldingRangeKind, Position, Range, SelectionRange, SemanticToken, SemanticTokenType, SemanticTokens,
    SemanticTokensLegend, SemanticTokensRangeResult, SemanticTokensResult, TextDocumentPositionParams, Uri,
};
use wxc_core::source::Span;

/// A request of our own: the end tag that an editor may write behind a `>`.
pub enum ClosingTag {}

impl Request for ClosingTag {
    type Params = TextDocumentPositionParams;
    type Result = Option<String>;
    const METHOD: &'static str = "wxc/closingTag";
}

pub fn closing(world: &World, at: &TextDocumentPositionParams) -> Result<Option<String>, ResponseError> {
    let Some(file) = world.file(&at.text_document.uri).filter(|file| file.path.ends_with(".wxml")) else { return Ok(None) };
    Ok(closing_tag(&file.text, file.offset(at.position)))
}

pub fn folding(world: &World, uri: &Uri) -> Result<Option<Vec<FoldingRange>>, ResponseError> {
    let Some(file) = world.file(uri) else { return Ok(None) };
    let lines = file.lines();
    let ranges = folds(&file.path, &file.text).into_iter().map(|fold| {
        let range = lines.range(fold.span);
        FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind: fold.comment.then_some(FoldingRangeKind::Comment),
            ..FoldingRange::default()
        }
    });
    Ok(Some(ranges.collect()))
}

pub fn selection(world: &World, uri: &Uri, positions: &[Position]) -> Result<Option<Vec<SelectionRange>>, ResponseError> {
    let Some(file) = world.file(uri) else { return Ok(None) };
    let lines = file.lines();
    let grown = positions.iter().map(|position| {
        let chain = around(&file.path, &file.text, file.offset(*position));
        let grow = |parent, span: &Span| Some(SelectionRange { range: lines.range(*span), parent: Option::map(parent, Box::new) });
        chain.iter().rev().fold(None, grow).unwrap_or(SelectionRange { range: Range::new(*position, *position), parent: None })
    });
    Ok(Some(grown.collect()))
}

/// The kinds of tokens in the words of the protocol; the index of one is its number there.
const TYPES: &[(Kind, SemanticTokenType)] = &[
    (Kind::Builtin, SemanticTokenType::TYPE),
    (Kind::Component, SemanticTokenType::CLASS),
    (Kind::Directive, SemanticTokenType::MACRO),
    (Kind::Attribute, SemanticTokenType::DECORATOR),
    (Kind::Event, SemanticTokenType::EVENT),
    (Kind::Handler, SemanticTokenType::METHOD),
    (Kind::Data, SemanticTokenType::VARIABLE),
    (Kind::LoopVariable, SemanticTokenType::PARAMETER),
    (Kind::Module, SemanticTokenType::NAMESPACE),
    (Kind::Template, SemanticTokenType::STRUCT),
    (Kind::Function, SemanticTokenType::FUNCTION),
    (Kind::Member, SemanticTokenType::PROPERTY),
    (Kind::Text, SemanticTokenType::STRING),
    (Kind::Number, SemanticTokenType::NUMBER),
    (Kind::Keyword, SemanticTokenType::KEYWORD),
    (Kind::Operator, SemanticTokenType::OPERATOR),
    (Kind::Comment, SemanticTokenType::COMMENT),
];

pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend { token_types: TYPES.iter().map(|(_, word)| word.clone()).collect(), token_modifiers: Vec::new() }
}

pub fn all_tokens(world: &World, uri: &Uri) -> Result<Option<SemanticTokensResult>, ResponseError> {
    Ok(encoded(world, uri, None).map(SemanticTokensResult::Tokens))
}

pub fn tokens_in(world: &World, uri: &Uri, range: Range) -> Result<Option<SemanticTokensRangeResult>, ResponseError> {
    Ok(encoded(world, uri, Some(range)).map(SemanticTokensRangeResult::Tokens))
}

/// Each token from where the one before begins.
fn encoded(world: &World, uri: &Uri, within: Option<Range>) -> Option<SemanticTokens> {
    let file = world.file(uri).filter(|file| file.path.ends_with(".wxml"))?;
    let lines = file.lines();
    let within = within.map(|range| lines.span(range));
    let inside = |token: &Token| within.is_none_or(|within| token.span.end > within.start && token.span.start < within.end);
    let mut last = Position::default();
    let data = tokens(&file.text).into_iter().filter(inside).map(|token| encode(&lines, token, &mut last)).collect();
    Some(SemanticTokens { result_id: None, data })
}

fn encode(lines: &Lines<'_>, token: Token, last: &mut Position) -> SemanticToken {
    let Range { start, end } = lines.range(token.span);
    let delta_line = start.line - last.line;
    let delta_start = if delta_line == 0 { start.character - last.character } else { start.character };
    let index = TYPES.iter().position(|(kind, _)| *kind == token.kind).unwrap_or_default();
    *last = start;
    SemanticToken {
        delta_line,
        delta_start,
        length: end.character.saturating_sub(start.character),
        token_type: Span::at(index).start,
        token_modifiers_bitset: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_from_the_one_before() {
        use crate::server::position::Encoding;
        let text = "<a b=\"你😀\"/>\n  <a/>";
        let lines = Lines::new(text, false, Encoding::Utf16);
        let mut last = Position::default();
        let told: Vec<[u32; 4]> = tokens(text)
            .into_iter()
            .map(|token| encode(&lines, token, &mut last))
            .map(|token| [token.delta_line, token.delta_start, token.length, token.token_type])
            .collect();
        assert_eq!(told, [[0, 1, 1, 1], [0, 2, 1, 3], [0, 3, 3, 12], [1, 3, 1, 1]]);
    }
}
