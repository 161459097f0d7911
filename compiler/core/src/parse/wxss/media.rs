//! Media query lists as trees, so that questions about width and height can be told from the others.

use super::{Context, offset};
use crate::ast::wxss::{Condition, MediaQuery, Medium, PointKind, Unit};
use crate::source::Span;
use cssparser::{ParseError, Parser, ParserInput, Token};

type Read<'i, T> = Result<T, ParseError<'i, ()>>;

/// Parses the text of a media query list that starts at `base` in its file. `None`: malformed.
pub(super) fn queries(text: &str, base: u32) -> Option<Vec<MediaQuery>> {
    let mut input = ParserInput::new(text);
    let mut parser = Parser::new(&mut input);
    if parser.is_exhausted() {
        return Some(Vec::new());
    }
    parser.parse_comma_separated(|p| query(p, base as usize)).ok()
}

/// WeChat leaves rpx in media queries alone, and no browser knows the unit.
pub(super) fn rpx(cx: &mut Context<'_>, list: Span) {
    let from = cx.points.partition_point(|p| p.span.start < list.start);
    let lengths = cx.points.get(from..).unwrap_or_default().iter();
    let mut rpx = lengths.filter(|p| p.span.end <= list.end && matches!(p.kind, PointKind::Length { unit: Unit::Rpx, .. }));
    if let Some(span) = rpx.next().map(|p| p.span) {
        let text = cx.slice(span);
        cx.warning(
            "style/rpx-in-media",
            span,
            format!("`{text}` is no length in a media query: WeChat does not convert it, and the query never applies"),
        )
        .hint = Some("ask for `px`".into());
    }
}

pub(super) fn malformed(cx: &mut Context<'_>, prelude: Span) {
    let span = if prelude.is_empty() { Span { end: prelude.start + 1, ..prelude } } else { prelude };
    cx.warning("style/bad-media-query", span, "this media query is malformed and never applies").hint =
        Some("write `@media screen and (min-width: 400px)`, with a space after `and` and `or` in parentheses of its own".into());
}

fn query<'i>(p: &mut Parser<'i, '_>, base: usize) -> Read<'i, MediaQuery> {
    p.skip_whitespace();
    let start = offset(p);
    if let Ok(negated) = p.try_parse(|p| medium(p)) {
        let span = Span::new(base + start, base + offset(p));
        let condition = if p.is_exhausted() {
            None
        } else {
            p.expect_ident_matching("and")?;
            Some(condition(p, base)?)
        };
        p.expect_exhausted()?;
        return Ok(MediaQuery { medium: Some(Medium { negated, span }), condition });
    }
    let condition = condition(p, base)?;
    p.expect_exhausted()?;
    Ok(MediaQuery { medium: None, condition: Some(condition) })
}

/// `screen`, `only screen`, `not screen`; answers whether it is negated.
fn medium<'i>(p: &mut Parser<'i, '_>) -> Read<'i, bool> {
    let first = p.expect_ident_cloned()?;
    let negated = first.eq_ignore_ascii_case("not");
    if negated || first.eq_ignore_ascii_case("only") {
        p.expect_ident()?;
    }
    Ok(negated)
}

fn condition<'i>(p: &mut Parser<'i, '_>, base: usize) -> Read<'i, Condition> {
    if p.try_parse(|p| p.expect_ident_matching("not")).is_ok() {
        return Ok(Condition::Not(Box::new(in_parentheses(p, base)?)));
    }
    let first = in_parentheses(p, base)?;
    for (word, make) in [("and", Condition::And as fn(Vec<Condition>) -> Condition), ("or", Condition::Or)] {
        if p.try_parse(|p| p.expect_ident_matching(word)).is_ok() {
            let mut all = vec![first, operand(p, base)?];
            while p.try_parse(|p| p.expect_ident_matching(word)).is_ok() {
                all.push(operand(p, base)?);
            }
            return Ok(make(all));
        }
    }
    Ok(first)
}

/// After `and`: also `not (…)`, which the specification wants in parentheses.
fn operand<'i>(p: &mut Parser<'i, '_>, base: usize) -> Read<'i, Condition> {
    if p.try_parse(|p| p.expect_ident_matching("not")).is_ok() {
        return Ok(Condition::Not(Box::new(in_parentheses(p, base)?)));
    }
    in_parentheses(p, base)
}

fn in_parentheses<'i>(p: &mut Parser<'i, '_>, base: usize) -> Read<'i, Condition> {
    p.skip_whitespace();
    let start = offset(p);
    match p.next()?.clone() {
        Token::ParenthesisBlock => {
            let inner = p.parse_nested_block(|p| {
                Ok(
                    match p.try_parse(|p| -> Read<'i, Condition> {
                        let inner = condition(p, base)?;
                        p.expect_exhausted()?;
                        Ok(inner)
                    }) {
                        Ok(inner) => Inner::Condition(inner),
                        Err(_) => Inner::Feature { size: asks_for_size(p) },
                    },
                )
            })?;
            Ok(match inner {
                Inner::Condition(inner) => inner,
                Inner::Feature { size } => Condition::Feature { span: Span::new(base + start, base + offset(p)), size },
            })
        }
        Token::Function(_) => {
            p.parse_nested_block(|p| {
                asks_for_size(p);
                Ok(())
            })?;
            Ok(Condition::Feature { span: Span::new(base + start, base + offset(p)), size: false })
        }
        token => Err(p.new_unexpected_token_error(token)),
    }
}

enum Inner {
    Condition(Condition),
    Feature { size: bool },
}

/// Reads one feature to its end: `min-width: 1px`, `1px < width <= 2px`.
fn asks_for_size(p: &mut Parser<'_, '_>) -> bool {
    let mut size = false;
    while let Ok(token) = p.next() {
        if let Token::Ident(name) = token {
            let name = name.to_ascii_lowercase();
            let bare = name.strip_prefix("min-").or(name.strip_prefix("max-")).unwrap_or(&name);
            size |= matches!(bare, "width" | "height" | "aspect-ratio");
        }
    }
    size
}
