//! Texts and attribute values: literals are decoded, mustaches parsed.

use super::escape;
use super::expr::{expression, object_body};
use super::wxml::Piece;
use crate::ast::wxml::{Part, Text, Value};
use crate::diagnostics::Diagnostic;
use crate::lex::wxml::is_space;
use crate::source::{FileId, Span};

/// How the literals and mustaches of a value are read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reading {
    Text,
    Attribute,
    /// The `data` of a `<template>`.
    TemplateData,
}

/// A text node; `None` if it is only white space, which is dropped everywhere (wxml-semantics §1).
pub(super) fn text(file: FileId, source: &str, pieces: &[Piece<'_>], diagnostics: &mut Vec<Diagnostic>) -> Option<Text> {
    if pieces.iter().all(|p| matches!(p, Piece::Text(s, _) if s.chars().all(is_space))) {
        return None;
    }
    let span = pieces.iter().map(|p| span_of(*p)).reduce(Span::to)?;
    Some(Text { span, value: value(file, source, pieces, Reading::Text, diagnostics) })
}

fn span_of(piece: Piece<'_>) -> Span {
    match piece {
        Piece::Text(_, span) | Piece::Mustache(_, span) => span,
    }
}

pub(super) fn value(file: FileId, source: &str, pieces: &[Piece<'_>], reading: Reading, diagnostics: &mut Vec<Diagnostic>) -> Value {
    let mustaches = pieces.iter().filter(|p| matches!(p, Piece::Mustache(..))).count();
    let mut parts: Vec<Part> = Vec::with_capacity(pieces.len());
    for &piece in pieces {
        match piece {
            // `data="{{a: 1}} "` would be a string; only the mustache was meant (§7).
            Piece::Text(raw, _) if reading == Reading::TemplateData && mustaches == 1 && raw.chars().all(is_space) => {}
            Piece::Text(raw, span) => {
                let decoded = if reading == Reading::Text { escape::text(raw) } else { escape::attribute(raw) };
                match parts.last_mut() {
                    Some(Part::Literal { text, span: before }) => {
                        text.push_str(&decoded);
                        before.end = span.end;
                    }
                    _ => parts.push(Part::Literal { text: decoded, span }),
                }
            }
            Piece::Mustache(mustache, span) => {
                let start = span.start as usize + 2;
                let body = Span::new(start, start + mustache.body.len());
                let parsed = match reading {
                    _ if !mustache.closed => Ok(None),
                    Reading::TemplateData => object_body(file, source, body),
                    Reading::Text | Reading::Attribute => expression(file, source, body),
                };
                let empty = mustache.closed && matches!(parsed, Ok(None));
                let expr = parsed.unwrap_or_else(|error| {
                    diagnostics.push(*error);
                    None
                });
                parts.push(Part::Mustache { span, body, expr, empty });
            }
        }
    }
    Value { parts }
}
