//! The grammar of WXML: a file is a flat list of start tags, end tags, texts and comments. [`super::tree`] matches the tags, so nesting never recurses.

use chumsky::error::{EmptyErr, LabelError};
use chumsky::input::Input as _;
use chumsky::prelude::*;

use super::tree;
use crate::ast::wxml::Document;
use crate::diagnostics::Diagnostic;
use crate::lex::wxml::{self as lex, Fault, Lexed, Token};
use crate::source::{FileId, Span};

/// What one file says, and what is wrong with it, in the order of the text.
#[derive(Debug, Default)]
pub struct Parsed {
    pub document: Document,
    pub diagnostics: Vec<Diagnostic>,
}

/// Parses a file. Any text gives a tree; what could not be understood is left out of it and reported.
pub fn parse(file: FileId, text: &str) -> Parsed {
    let Lexed { tokens, faults, cut_short } = lex::lex(text);
    let end = lex::Span::from(text.len()..text.len());
    let input = || tokens.split_token_span(end);
    let mut diagnostics: Vec<Diagnostic> = faults.iter().map(|&(fault, span)| describe(file, text, fault, to_span(span))).collect();
    // Error values and ways to go on after a mistake cost more than half of the time, so they are only there for a file that has mistakes.
    let items = strict().parse(input()).into_output().or_else(|| {
        let (items, errors) = recovering().parse(input()).into_output_errors();
        diagnostics.extend(errors.iter().filter_map(|error| explain(file, &tokens, &faults, error)));
        items
    });
    let document = tree::build(file, text, items.unwrap_or_default(), cut_short, &mut diagnostics);
    diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    Parsed { document, diagnostics }
}

/// One thing in a file.
#[derive(Clone, Debug)]
pub(super) enum Item<'t, 's> {
    Open { name: &'s str, name_span: Span, attributes: Vec<Attribute<'t, 's>>, end: TagEnd, span: Span },
    Close { name: &'s str, span: Span },
    Text(Pieces<'t, 's>),
    Comment(Span),
    Raw(Span),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagEnd {
    Open,
    SelfClosing,
    /// Neither `>` nor `/>` (reported).
    Missing,
}

#[derive(Clone, Debug)]
pub(super) struct Attribute<'t, 's> {
    pub span: Span,
    pub name: &'s str,
    pub name_span: Span,
    pub value: Option<(Pieces<'t, 's>, Span)>,
}

/// The tokens of a text or value, all of them [`Token::Text`] or [`Token::Mustache`].
pub(super) type Pieces<'t, 's> = &'t [(Token<'s>, lex::Span)];

type In<'t, 's> = chumsky::input::MappedInput<'t, Token<'s>, lex::Span, &'t [(Token<'s>, lex::Span)]>;

trait ErrorType<'t, 's: 't>: chumsky::error::Error<'t, In<'t, 's>> + LabelError<'t, In<'t, 's>, &'static str> + 't {}
impl<'t, 's: 't, T> ErrorType<'t, 's> for T where T: chumsky::error::Error<'t, In<'t, 's>> + LabelError<'t, In<'t, 's>, &'static str> + 't {}

pub(super) fn to_span(span: lex::Span) -> Span {
    Span::new(span.start, span.end)
}

/// A file without mistakes.
fn strict<'t, 's: 't>() -> impl Parser<'t, In<'t, 's>, Vec<Item<'t, 's>>, extra::Err<EmptyErr>> {
    let tag = tag(attribute().repeated().collect(), tag_end());
    item(tag).repeated().collect()
}

/// Any file.
fn recovering<'t, 's: 't>() -> impl Parser<'t, In<'t, 's>, Vec<Item<'t, 's>>, extra::Err<Rich<'t, Token<'s>, lex::Span>>> {
    let attribute = attribute().map(Some).recover_with(via_parser(stray().to(None)));
    let attributes = attribute.repeated().collect::<Vec<_>>().map(|list| list.into_iter().flatten().collect());
    let tag = tag(attributes, tag_end().recover_with(via_parser(empty().to(TagEnd::Missing))));
    // What is left when a tag went wrong: the tokens of a tag that stand outside of one, dropped one by one.
    item(tag).recover_with(skip_then_retry_until(any().ignored(), end())).repeated().collect()
}

fn item<'t, 's: 't, X: ErrorType<'t, 's>>(
    tag: impl Parser<'t, In<'t, 's>, Item<'t, 's>, extra::Err<X>> + 't,
) -> impl Parser<'t, In<'t, 's>, Item<'t, 's>, extra::Err<X>> {
    let text = piece().repeated().at_least(1).to_slice().map(Item::Text);
    let comment = select_ref! { Token::Comment = e => Item::Comment(to_span(e.span())) };
    let raw = select_ref! { Token::Raw = e => Item::Raw(to_span(e.span())) };
    let close = select_ref! { Token::Close(name) = e => Item::Close { name, span: to_span(e.span()) } };
    choice((text, tag.boxed(), close, comment, raw))
}

/// A start tag with its attributes.
fn tag<'t, 's: 't, X: ErrorType<'t, 's>>(
    attributes: impl Parser<'t, In<'t, 's>, Vec<Attribute<'t, 's>>, extra::Err<X>>,
    end: impl Parser<'t, In<'t, 's>, TagEnd, extra::Err<X>>,
) -> impl Parser<'t, In<'t, 's>, Item<'t, 's>, extra::Err<X>> {
    let open = select_ref! { Token::Open(name) = e => (*name, to_span(e.span())) };
    open.then(attributes).then(end).map_with(|(((name, open), attributes), end), e| {
        let name_span = Span::new((open.end as usize).saturating_sub(name.len()), open.end as usize);
        Item::Open { name, name_span, attributes, end, span: to_span(e.span()) }
    })
}

fn tag_end<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, TagEnd, extra::Err<X>> {
    select_ref! { Token::Gt => TagEnd::Open, Token::SelfGt => TagEnd::SelfClosing }
}

fn attribute<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, Attribute<'t, 's>, extra::Err<X>> + Clone {
    let name = select_ref! { Token::Name(name) = e => (*name, to_span(e.span())) };
    name.then(just(Token::Eq).ignore_then(value()).or_not()).map_with(|((name, name_span), value), e| Attribute {
        span: to_span(e.span()),
        name,
        name_span,
        value,
    })
}

fn piece<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, (), extra::Err<X>> + Clone {
    select_ref! { Token::Text(_) | Token::Mustache(_) => () }
}

/// The pieces of a value and the span between its quotes.
fn value<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, (Pieces<'t, 's>, Span), extra::Err<X>> + Clone {
    let start = select_ref! { Token::ValueStart = e => to_span(e.span()).end };
    let end = select_ref! { Token::ValueEnd = e => to_span(e.span()).start };
    start.then(piece().repeated().to_slice()).then(end).map(|((start, pieces), end)| (pieces, Span { start, end }))
}

/// What is no attribute: a word that cannot be a name, a lone `/`, `=`, value or mustache.
fn stray<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, (), extra::Err<X>> + Clone {
    let word = select_ref! { Token::Name(_) => (), Token::BadName(_) => (), Token::Mustache(_) => (), Token::Slash => () };
    let assignment = just(Token::Eq).repeated().at_least(1).then(value().or_not()).ignored();
    choice((word.then(assignment.clone().or_not()).ignored(), assignment, value().ignored()))
}

fn describe(file: FileId, text: &str, fault: Fault, span: Span) -> Diagnostic {
    let error = |code, message: &str| Diagnostic::error(code, file, span, message);
    match fault {
        Fault::UnclosedComment => error("parse/unclosed-comment", "this comment is not closed").hint("write `-->` where it ends"),
        Fault::UnclosedMustache => {
            let diagnostic = error("parse/unclosed-mustache", "`{{` is not closed").hint("write `}}` where the expression ends");
            // One brace of the two, on the same line.
            let rest = text.get(span.end as usize..).and_then(|rest| rest.split(['\n', '<', '"']).next()).unwrap_or_default();
            match rest.find('}').map(|at| span.end as usize + at) {
                Some(at) => {
                    diagnostic.label(file, Span::new(at, at + 1), "one `}` is missing here").fix("write `}}`", Span::new(at, at + 1), "}}")
                }
                None => diagnostic,
            }
        }
        Fault::UnclosedQuote => {
            let quote = text.get(span.range()).unwrap_or("\"");
            Diagnostic::error("parse/unclosed-quote", file, span, format!("the closing `{quote}` of this value is missing"))
                .hint(format!("write `{quote}` where the value ends"))
        }
        Fault::UnquotedValue => {
            let value = text.get(span.range()).unwrap_or_default();
            const CURLY: [char; 8] = ['“', '”', '‘', '’', '„', '«', '»', '＂'];
            match value.chars().next().filter(|first| CURLY.contains(first)) {
                Some(quote) => Diagnostic::error("parse/unquoted-value", file, span, format!("`{quote}` is no quote that WXML knows"))
                    .write(format!("\"{}\"", value.trim_matches(CURLY))),
                None => error("parse/unquoted-value", "the value of an attribute must be quoted").write(format!("\"{}\"", doubled(value))),
            }
        }
        Fault::BareLess => Diagnostic::warning("parse/bare-less-than", file, span, "this `<` starts no tag and is taken as text")
            .hint("write `&lt;`, or `{{'<'}}`")
            .fix("write `&lt;`", span, "&lt;"),
        Fault::CommentInTag => {
            error("parse/comment-in-tag", "a comment cannot stand inside a tag").hint("move it before the tag").fix("remove it", span, "")
        }
        Fault::Declaration => error("parse/declaration", "WXML has no declarations, processing instructions or CDATA")
            .hint("remove it")
            .fix("remove it", span, ""),
        Fault::BadClose => error("parse/bad-end-tag", "this end tag is not finished").hint("an end tag is written `</name>`"),
    }
}

/// Turns an error of the grammar, which can only lie inside a start tag, into a sentence at the offending character. `None`: a fault has said it.
fn explain(
    file: FileId,
    tokens: &[(Token<'_>, lex::Span)],
    faults: &[(Fault, lex::Span)],
    error: &Rich<'_, Token<'_>>,
) -> Option<Diagnostic> {
    let start = error.span().start;
    let index = tokens.partition_point(|(_, span)| span.start < start);
    // A value without quotes starts with a token of no width.
    let found = error.found().copied();
    let before = tokens.get(..index).unwrap_or_default();
    let after_eq = before.last().is_some_and(|(t, _)| *t == Token::Eq);
    let tag = before.iter().rev().find_map(|(t, span)| match t {
        Token::Open(name) => Some((*name, to_span(*span))),
        _ => None,
    });
    let span = to_span(*error.span());
    let bad = |message: String| Diagnostic::error("parse/bad-attribute", file, span, message);
    Some(match found {
        Some(Token::BadName("\"" | "'")) => bad("this quote belongs to no value".into())
            .hint("remove it; an attribute is written `name=\"value\"`")
            .fix("remove it", span, ""),
        Some(Token::BadName(name)) if name.starts_with('@') && name.len() > 1 => {
            let event = name.trim_start_matches('@').split('.').next().unwrap_or_default();
            let event = if event == "click" { "tap" } else { event };
            bad(format!("`{name}` is not an attribute name")).write(format!("bind:{event}"))
        }
        Some(Token::BadName(name)) => bad(format!("`{name}` is not an attribute name"))
            .hint("names are made of ASCII letters, digits, `-`, `_` and `:`, and do not start with a digit"),
        // The second slash of a comment in JavaScript's style.
        Some(Token::Slash) if matches!(before.last(), Some((Token::Slash, span)) if span.end == start) => return None,
        Some(Token::Slash) if matches!(tokens.get(index + 1), Some((Token::Slash, next)) if next.start == error.span().end) => {
            let span = Span::new(start, start + 2);
            Diagnostic::error("parse/comment-in-tag", file, span, "there are no `//` comments, and no comments inside of tags")
                .hint("write `<!-- … -->` before the tag")
        }
        Some(Token::Slash) => {
            bad("unexpected `/` in a tag".into()).hint("write `/>` without a space to close the tag").fix("remove it", span, "")
        }
        Some(Token::Eq) if after_eq => {
            bad("there is one `=` too many".into()).hint("an attribute is written `name=\"value\"`").fix("remove it", span, "")
        }
        Some(Token::Eq) => bad("there is no attribute name before this `=`".into()).hint("an attribute is written `name=\"value\"`"),
        Some(Token::ValueStart) => bad("there is no attribute name before this value".into())
            .hint("an attribute is written `name=\"value\"`; is a quote missing or one too many?"),
        Some(Token::Mustache(_)) => {
            bad("a mustache cannot stand between attributes".into()).hint("write it inside a value: `name=\"{{ … }}\"`")
        }
        _ if after_eq => {
            let eq = before.last().map_or(span, |(_, span)| to_span(*span));
            Diagnostic::error("parse/bad-attribute", file, eq, "there is no value after this `=`")
                .hint("write `=\"…\"`, or leave the `=` out")
                .fix("remove the `=`", eq, "")
        }
        _ => {
            let (name, tag) = tag.unwrap_or(("", span));
            let unclosed = |fault| matches!(fault, Fault::UnclosedComment | Fault::UnclosedMustache | Fault::UnclosedQuote);
            if found.is_none() && faults.iter().any(|&(fault, place)| unclosed(fault) && place.start >= tag.end as usize) {
                return None;
            }
            let at = before.last().map_or(tag, |(_, span)| Span::at(span.end));
            Diagnostic::error("parse/unfinished-tag", file, at, format!("the tag `<{name}` is not finished"))
                .label(file, tag, "started here")
                .hint("write `>` or `/>`")
                .fix("write `/>`", Span::at(at.end as usize), " />")
        }
    })
}

/// `{x}` as it is written here: `{{x}}`.
fn doubled(value: &str) -> String {
    match value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(inner) if !inner.starts_with('{') => format!("{{{{{inner}}}}}"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests;
