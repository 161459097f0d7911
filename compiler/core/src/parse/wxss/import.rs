//! `@import`: a path, the conditions after it, and the `;` that WeChat lets people forget at the end of a line.

use super::{Context, Nothing, discard, media, offset, trimmed, value};
use crate::ast::wxss::Import;
use crate::source::Span;
use cssparser::{Parser, Token};

/// Reads what follows `@import`. `None`: reported.
pub(super) fn import(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, at: Span, depth: u32) -> Option<Import> {
    p.skip_whitespace();
    let start = offset(p);
    let request = match p.next().cloned() {
        Ok(Token::QuotedString(text) | Token::UnquotedUrl(text)) => Some(text.to_string()),
        Ok(Token::Function(name)) if name.eq_ignore_ascii_case("url") => {
            let mut text = None;
            let _: Nothing = p
                .parse_nested_block(|p| {
                    text = p.expect_string_cloned().ok();
                    while p.next().is_ok() {}
                    Ok(())
                })
                .map_err(discard);
            text.map(|t| t.to_string())
        }
        _ => None,
    };
    let request_span = Span::new(start, offset(p));
    let Some(request) = request.filter(|r| !r.trim().is_empty()) else {
        cx.error("style/bad-import", Span { end: request_span.end, ..at }, "expected a path after `@import`").hint =
            Some("write `@import \"path.wxss\";`".into());
        if !cx.slice(request_span).ends_with(';') {
            skip_statement(p);
        }
        return None;
    };
    let mut import = Import { span: at, request, request_span, layer: None, supports: None, media: None, queries: None };
    let end = conditions(p, cx, &mut import, depth);
    import.span = Span { end: Span::at(end).end, ..at };
    Some(import)
}

/// Reads to the `;`, or to the end of the line if what follows is no condition. Answers with the end of the statement.
fn conditions(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, import: &mut Import, depth: u32) -> usize {
    let after_path = p.state();
    let start = offset(p);
    if !condition_follows(p, cx) {
        p.reset(&after_path);
        let state = p.state();
        return match p.next().cloned() {
            Ok(Token::Semicolon) => offset(p),
            Ok(_) => {
                p.reset(&state);
                // The parser stands before the white space: was there a line end?
                let rest = cx.text.get(start..).unwrap_or_default();
                let space = rest.len() - rest.trim_start().len();
                if !rest.get(..space).unwrap_or_default().contains('\n') {
                    let lets_pass = !rest.trim_start().starts_with(['"', '\'']);
                    let place = Span::new(start.saturating_sub(1), start);
                    let message = "expected `;` after the path of `@import`";
                    let diagnostic = value::verdict(lets_pass)("style/missing-semicolon", cx.file, place, message);
                    cx.report(diagnostic.hint("add the missing `;`"));
                }
                start
            }
            Err(_) => start,
        };
    }
    p.reset(&after_path);
    let mut media_start = start;
    if let Ok(span) = p.try_parse(|p| layer(p)) {
        import.layer = Some(span);
        media_start = offset(p);
    }
    if let Ok(span) = p.try_parse(|p| supports(p)) {
        import.supports = Some(span);
        media_start = offset(p);
    }
    let _: Nothing = p
        .parse_until_before(cssparser::Delimiter::Semicolon, |p| {
            let _ = value::prelude(p, cx, import.span.start as usize, depth);
            Ok(())
        })
        .map_err(discard);
    let media = trimmed(cx, media_start, offset(p));
    if !media.is_empty() {
        import.queries = media::queries(cx.slice(media), media.start);
        media::rpx(cx, media);
        if import.queries.is_none() {
            media::malformed(cx, media);
        }
        import.media = Some(media);
    }
    let _ = p.next().map(|_| ());
    offset(p)
}

/// Whether a list of conditions and a `;` come next, and not, after a forgotten `;`, the next rule.
fn condition_follows(p: &mut Parser<'_, '_>, _cx: &Context<'_>) -> bool {
    let mut any = false;
    loop {
        match p.next() {
            Ok(Token::Semicolon) => return any,
            Ok(Token::Ident(_) | Token::Function(_) | Token::ParenthesisBlock | Token::Comma) => any = true,
            Ok(_) => return false,
            Err(_) => return any,
        }
    }
}

type Found<'i> = Result<Span, cssparser::ParseError<'i, ()>>;

fn layer<'i>(p: &mut Parser<'i, '_>) -> Found<'i> {
    match p.next()?.clone() {
        Token::Ident(word) if word.eq_ignore_ascii_case("layer") => Ok(Span::at(offset(p))),
        Token::Function(word) if word.eq_ignore_ascii_case("layer") => inside(p),
        token => Err(p.new_unexpected_token_error(token)),
    }
}

fn supports<'i>(p: &mut Parser<'i, '_>) -> Found<'i> {
    match p.next()?.clone() {
        Token::Function(word) if word.eq_ignore_ascii_case("supports") => inside(p),
        token => Err(p.new_unexpected_token_error(token)),
    }
}

fn inside<'i>(p: &mut Parser<'i, '_>) -> Found<'i> {
    p.parse_nested_block(|p| {
        let start = offset(p);
        while p.next().is_ok() {}
        Ok(Span::new(start, offset(p)))
    })
}

fn skip_statement(p: &mut Parser<'_, '_>) {
    loop {
        let state = p.state();
        match p.next() {
            Ok(Token::Semicolon) | Err(_) => return,
            Ok(Token::CurlyBracketBlock | Token::AtKeyword(_)) => return p.reset(&state),
            Ok(_) => {}
        }
    }
}
