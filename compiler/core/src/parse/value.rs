//! Texts and attribute values: literals are decoded, mustaches parsed.

use super::escape;
use super::expr::Expressions;
use super::wxml::{Pieces, to_span};
use crate::ast::wxml::{Part, Text, Value};
use crate::diagnostics::Diagnostic;
use crate::lex::wxml::{Token, is_space};
use crate::source::Span;

/// How the literals and mustaches of a value are read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reading {
    Text,
    Attribute,
    /// The `data` of a `<template>`.
    TemplateData,
}

/// A text node; `None` if it is only white space, which is dropped everywhere (wxml-semantics §1).
pub(super) fn text(expressions: &Expressions<'_>, pieces: Pieces<'_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Text> {
    if pieces.iter().all(|(token, _)| matches!(token, Token::Text(s) if s.chars().all(is_space))) {
        return None;
    }
    let ((_, first), (_, last)) = (pieces.first()?, pieces.last()?);
    Some(Text { span: to_span(*first).to(to_span(*last)), value: value(expressions, pieces, Reading::Text, diagnostics) })
}

pub(super) fn value(expressions: &Expressions<'_>, pieces: Pieces<'_, '_>, reading: Reading, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let mustaches = pieces.iter().filter(|(token, _)| matches!(token, Token::Mustache(_))).count();
    let mut parts: Vec<Part> = Vec::with_capacity(pieces.len());
    for &(token, span) in pieces {
        let span = to_span(span);
        match token {
            // `data="{{a: 1}} "` would be a string; only the mustache was meant (§7).
            Token::Text(raw) if reading == Reading::TemplateData && mustaches == 1 && raw.chars().all(is_space) => {}
            Token::Text(raw) => {
                let decoded = if reading == Reading::Text { escape::text(raw) } else { escape::attribute(raw) };
                match parts.last_mut() {
                    Some(Part::Literal { text, span: before }) => {
                        text.push_str(&decoded);
                        before.end = span.end;
                    }
                    _ => parts.push(Part::Literal { text: decoded, span }),
                }
            }
            Token::Mustache(mustache) => {
                let start = span.start as usize + 2;
                let body = Span::new(start, start + mustache.body.len());
                let parsed = match reading {
                    _ if !mustache.closed => Ok(None),
                    Reading::TemplateData => expressions.object_body(body),
                    Reading::Text | Reading::Attribute => expressions.expression(body),
                };
                let empty = mustache.closed && matches!(parsed, Ok(None));
                let expr = parsed.unwrap_or_else(|error| {
                    diagnostics.push(*error);
                    None
                });
                parts.push(Part::Mustache { span, body, expr, empty });
            }
            _ => {}
        }
    }
    Value { parts }
}
