//! Declarations and preludes: which are well formed, and which places in them mean something to WXSS.

use super::{Context, MAX_DEPTH, Nothing, SKIP, discard, offset, shortened, trimmed};
use crate::ast::wxss::{Point, PointKind, Unit};
use crate::diagnostics::{Diagnostic, Severity, is_misspelling};
use crate::source::{FileId, Span};
use cssparser::{Parser, ParserInput, ParserState, Token};

/// What a run of tokens in a block turned out to be.
pub(super) enum Outcome {
    /// The whole declaration, and its name.
    Declaration(Span, Span),
    /// It has a `{}` block of its own; nothing was consumed that matters.
    Rule,
    /// Reported, and browsers pass over it.
    Ignored(Span),
    /// Reported, with nothing to show.
    Bad,
}

/// Reads one declaration and the `;` after it.
pub(super) fn declaration(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, depth: u32) -> Outcome {
    let mut d = Reader { start: offset(p), depth, ..Reader::default() };
    loop {
        let at = offset(p);
        let state = p.state();
        let Ok(token) = p.next_including_whitespace_and_comments() else { break };
        let token = token.clone();
        let span = Span::new(at, offset(p));
        match token {
            Token::WhiteSpace(space) => {
                d.after_colon_space |= d.stage == Stage::Value && d.tokens == 0;
                d.spaced = true;
                if space.contains('\n') && d.stage == Stage::Value && d.tokens > 0 {
                    d.line = Some(Line { state, end: d.end });
                }
                continue;
            }
            Token::Comment(_) => cx.comment(span),
            Token::Semicolon => break,
            Token::CurlyBracketBlock if d.custom && d.stage == Stage::Value => {
                d.count(span);
                d.dropped |= !nested(p, cx, &d, span, b'}');
                d.end = offset(p);
            }
            Token::CurlyBracketBlock => match d.at_block(cx) {
                AtBlock::Rule => return Outcome::Rule,
                AtBlock::EndBefore(line) => {
                    p.reset(&line.state);
                    d.end = line.end;
                    break;
                }
                AtBlock::Bad => {
                    // Reading the next token skips the block.
                    let _ = p.next_including_whitespace_and_comments().map(|_| ());
                    return Outcome::Bad;
                }
            },
            token => {
                d.token(p, cx, &token, span);
                if is_unclosed_string(cx, &token, span) {
                    break;
                }
            }
        }
        d.spaced = false;
    }
    d.finish(cx)
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    Start,
    Name,
    Value,
}

/// Where a line of a value begins, for the `;` that was forgotten before it.
struct Line {
    state: ParserState,
    /// End of the value before the line.
    end: usize,
}

enum AtBlock {
    Rule,
    EndBefore(Line),
    Bad,
}

#[derive(Default)]
struct Reader {
    start: usize,
    end: usize,
    depth: u32,
    stage: Stage,
    name: Span,
    custom: bool,
    animation: bool,
    colons_allowed: bool,
    after_colon_space: bool,
    /// Tokens of the value.
    tokens: u32,
    /// 1: `!` was read, 2: `!important`.
    bang: u32,
    line: Option<Line>,
    /// White space stood before the token.
    spaced: bool,
    /// The token before was an identifier after white space, and the value before it ended here.
    last_name: Option<usize>,
    bad: Option<Diagnostic>,
    /// Reported already, and not to be kept.
    dropped: bool,
}

impl Reader {
    fn count(&mut self, span: Span) {
        self.end = span.end as usize;
        self.tokens += 1;
    }

    fn complain(&mut self, diagnostic: Diagnostic) {
        self.bad.get_or_insert(diagnostic);
    }

    /// One token outside of blocks.
    fn token(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: &Token<'_>, span: Span) {
        match self.stage {
            Stage::Start => self.name(p, cx, token, span),
            Stage::Name => {
                self.end = span.end as usize;
                if *token == Token::Colon {
                    self.stage = Stage::Value;
                } else {
                    let name = cx.slice(self.name);
                    let message = format!("expected `:` after `{name}`, found `{}`", shortened(cx.slice(span)));
                    let lets_pass = matches!(token, Token::Ident(_) | Token::Delim('.'));
                    let diagnostic = verdict(lets_pass)("style/expected-colon", cx.file, span, message);
                    self.complain(diagnostic.hint(format!("write `{name}: value;`")));
                    self.skip(p, cx, token, span);
                }
            }
            Stage::Value => self.value(p, cx, token, span),
        }
    }

    fn name(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: &Token<'_>, span: Span) {
        self.end = span.end as usize;
        self.stage = Stage::Name;
        self.name = span;
        if let Token::Ident(name) = token {
            self.custom = name.starts_with("--");
            let bare = name.strip_prefix('-').and_then(|rest| rest.split_once('-')).map_or(&**name, |(_, bare)| bare);
            let is = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(bare));
            self.animation = is(&["animation", "animation-name"]);
            self.colons_allowed = self.custom || is(&["filter", "behavior", "src"]);
            return;
        }
        let text = shortened(cx.slice(span));
        let diagnostic = if *token == Token::Delim('*') {
            Diagnostic::error("style/property-hack", cx.file, span, "`*` before a property is a hack for Internet Explorer, not CSS")
                .hint("remove this declaration")
        } else {
            let lets_pass = *token == Token::Delim('.');
            verdict(lets_pass)("style/expected-property", cx.file, span, format!("expected the name of a property, found `{text}`"))
                .hint("write `property: value;`")
        };
        self.complain(diagnostic);
        self.skip(p, cx, token, span);
    }

    fn value(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: &Token<'_>, span: Span) {
        if *token == Token::Colon && !self.colons_allowed {
            let diagnostic = self.second_colon(cx, span);
            self.complain(diagnostic);
        }
        self.last_name = matches!(token, Token::Ident(_)).then_some(self.end).filter(|_| self.spaced && self.tokens > 0);
        self.count(span);
        match token {
            token if is_unclosed_string(cx, token, span) => self.complain(unclosed_string(cx, span)),
            Token::BadUrl(_) => self.complain(bad_url(cx, span)),
            Token::UnquotedUrl(_) if !cx.slice(span).ends_with(')') => self.complain(unclosed_url(cx, span)),
            Token::CloseParenthesis | Token::CloseSquareBracket => {
                let text = cx.slice(span);
                let message = format!("unexpected `{text}`: nothing is open here");
                self.complain(
                    Diagnostic::warning("style/unexpected-token", cx.file, span, message).hint(format!("remove the `{text}`")).fix(
                        format!("remove the `{text}`"),
                        span,
                        "",
                    ),
                );
            }
            Token::Delim('!') => {
                self.bang += 1;
                return;
            }
            Token::Ident(word) if !self.custom && is_unit(word) && number_before(cx, span).is_some() => {
                let place = number_before(cx, span).unwrap_or(span).to(span);
                let text = cx.slice(place);
                let joined: String = text.split_whitespace().collect();
                self.complain(
                    Diagnostic::warning(
                        "style/space-before-unit",
                        cx.file,
                        place,
                        format!("`{text}` is a number and a word, and no length"),
                    )
                    .write(joined),
                );
            }
            Token::Ident(word) if self.bang == 1 && word.eq_ignore_ascii_case("important") => {
                self.bang = 2;
                return;
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock => {
                let close = if *token == Token::SquareBracketBlock { b']' } else { b')' };
                let from = cx.points.len();
                if !nested(p, cx, self, span, close) {
                    self.dropped = true;
                }
                self.end = offset(p);
                function_point(cx, from, token, Span { end: Span::at(self.end).end, ..span });
            }
            _ => point(cx, token, span, self.animation, false),
        }
        if self.bang > 0 && !self.custom {
            self.complain(
                Diagnostic::warning(
                    "style/unexpected-token",
                    cx.file,
                    span,
                    "expected `!important` at the end of the value, and nothing else",
                )
                .hint("write `!important` directly before `;`"),
            );
        }
    }

    /// `color: red top: 0`: the `:` that shows that a `;` is missing.
    fn second_colon(&mut self, cx: &Context<'_>, span: Span) -> Diagnostic {
        let name = cx.slice(self.name);
        match self.last_name {
            Some(at) => {
                let message = format!("expected `;` after the value of `{name}`; without it browsers ignore this declaration and the next");
                Diagnostic::warning("style/missing-semicolon", cx.file, Span::new(at.saturating_sub(1), at), message)
                    .hint("add the missing `;`")
            }
            None => Diagnostic::warning("style/unexpected-token", cx.file, span, format!("unexpected `:` in the value of `{name}`"))
                .hint("end the declaration before it with `;`"),
        }
    }

    /// Reads what is in parentheses or brackets where none can stand.
    fn skip(&self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: &Token<'_>, span: Span) {
        match token {
            Token::Function(_) | Token::ParenthesisBlock => _ = nested(p, cx, self, span, b')'),
            Token::SquareBracketBlock => _ = nested(p, cx, self, span, b']'),
            _ => {}
        }
    }

    fn missing_semicolon(&mut self, cx: &mut Context<'_>, at: usize) {
        let name = cx.slice(self.name);
        cx.error("style/missing-semicolon", Span::new(at.saturating_sub(1), at), format!("expected `;` after the value of `{name}`"))
            .hint = Some("add the missing `;`".into());
    }

    /// A `{` in what began like a declaration: the prelude of a nested rule, or the rule after a forgotten `;`.
    fn at_block(&mut self, cx: &mut Context<'_>) -> AtBlock {
        let declared = self.stage == Stage::Value && self.after_colon_space;
        if !declared {
            return AtBlock::Rule;
        }
        match self.line.take() {
            Some(line) => {
                self.missing_semicolon(cx, line.end);
                AtBlock::EndBefore(line)
            }
            None => {
                let span = trimmed(cx, self.start, self.end);
                cx.error("style/unexpected-token", span, "a value cannot contain a `{` block").hint =
                    Some("end the declaration with `;`, or the rule with `}`".into());
                AtBlock::Bad
            }
        }
    }

    fn finish(self, cx: &mut Context<'_>) -> Outcome {
        let span = Span::new(self.start, self.end);
        if let Some(bad) = self.bad {
            let ignored = bad.severity != Severity::Error && !self.dropped;
            cx.report(bad);
            return if ignored { Outcome::Ignored(span) } else { Outcome::Bad };
        }
        if self.dropped {
            return Outcome::Bad;
        }
        match self.stage {
            Stage::Value if self.bang == 1 && !self.custom => {
                cx.warning("style/unexpected-token", span, "expected `important` after `!`").hint = Some("write `!important`".into());
                Outcome::Ignored(span)
            }
            Stage::Value if self.tokens == self.bang && !self.custom => {
                let lets_pass = self.bang > 0 || self.after_colon_space;
                let name = cx.slice(self.name);
                let diagnostic = verdict(lets_pass)("style/empty-value", cx.file, span, format!("`{name}` has no value"));
                let hint = format!("write `{name}: value;`");
                cx.report(diagnostic.hint(hint));
                Outcome::Ignored(span)
            }
            Stage::Value => Outcome::Declaration(span, self.name),
            Stage::Start | Stage::Name => {
                let name = cx.slice(self.name).to_owned();
                cx.warning("style/expected-colon", self.name, format!("expected `:` after `{name}`")).hint =
                    Some(format!("write `{name}: value;`"));
                Outcome::Ignored(span)
            }
        }
    }
}

/// Mistakes that WeChat's own compiler lets pass, for browsers to ignore, are warnings; what it rejects is an error.
pub(super) fn verdict<M: Into<String>>(lets_pass: bool) -> fn(&'static str, FileId, Span, M) -> Diagnostic {
    if lets_pass { Diagnostic::warning } else { Diagnostic::error }
}

/// What a prelude inside `@keyframes` turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Good,
    Ignored,
    Bad,
}

/// Reads the prelude of a frame to its end: `from`, `50%, to`.
pub(super) fn frame(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, start: usize, depth: u32) -> Frame {
    let from = offset(p);
    if prelude(p, cx, start, depth).is_err() {
        return Frame::Bad;
    }
    let span = trimmed(cx, from, offset(p));
    let mut input = ParserInput::new(cx.slice(span));
    let mut parser = Parser::new(&mut input);
    let good = parser.parse_comma_separated(|p| match p.next()?.clone() {
        Token::Percentage { .. } => Ok(()),
        Token::Ident(word) if word.eq_ignore_ascii_case("from") || word.eq_ignore_ascii_case("to") => Ok(()),
        // `cover 10%`, of scroll-driven animations.
        Token::Ident(_) => p.expect_percentage().map(|_| ()).map_err(Into::into),
        token => Err(cssparser::ParseError::<()>::from(p.new_basic_unexpected_token_error(token))),
    });
    if good.is_ok() || span.is_empty() {
        return Frame::Good;
    }
    let lets_pass = cx.slice(span).starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '.' | '-' | '_'));
    let message = format!("`{}` is no frame of an animation", shortened(cx.slice(span)));
    let diagnostic = verdict(lets_pass)("style/bad-frame", cx.file, span, message);
    cx.report(diagnostic.hint("write `from`, `to`, or a percentage"));
    Frame::Ignored
}

/// Reads the prelude of an at-rule or frame to its end. `Err`: reported, the rule cannot be kept.
pub(super) fn prelude(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, start: usize, depth: u32) -> Result<(), ()> {
    let reader = Reader { start, depth, ..Reader::default() };
    let mut result = Ok(());
    loop {
        let at = offset(p);
        let Ok(token) = p.next_including_whitespace_and_comments() else { return result };
        let token = token.clone();
        let span = Span::new(at, offset(p));
        let bad = match token {
            Token::Comment(_) => {
                cx.comment(span);
                continue;
            }
            ref token if is_unclosed_string(cx, token, span) => {
                stray_quote(cx, span);
                continue;
            }
            Token::BadUrl(_) => bad_url(cx, span),
            Token::UnquotedUrl(_) if !cx.slice(span).ends_with(')') => unclosed_url(cx, span),
            Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => {
                Diagnostic::error("style/unexpected-token", cx.file, span, format!("unexpected `{}`", cx.slice(span)))
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock => {
                let from = cx.points.len();
                let close = if token == Token::SquareBracketBlock { b']' } else { b')' };
                if !nested(p, cx, &reader, span, close) {
                    result = Err(());
                }
                function_point(cx, from, &token, Span { end: Span::at(offset(p)).end, ..span });
                continue;
            }
            token => {
                point(cx, &token, span, false, false);
                continue;
            }
        };
        if result.is_ok() {
            cx.report(bad);
        }
        result = Err(());
    }
}

/// The inside of a function, of parentheses or brackets whose opening token `open` was just read. Answers whether they are closed.
fn nested(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, reader: &Reader, open: Span, close: u8) -> bool {
    inside(p, cx, reader, open, close, reader.depth)
}

fn inside(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, reader: &Reader, open: Span, close: u8, depth: u32) -> bool {
    let name = cx.slice(open);
    let strings_are_urls = name.eq_ignore_ascii_case("image-set(") || name.eq_ignore_ascii_case("-webkit-image-set(");
    let mut end = 0;
    let mut closed = true;
    let _: Nothing = p
        .parse_nested_block(|p| {
            closed = values(p, cx, reader, open, depth + 1, strings_are_urls);
            end = offset(p);
            Ok(())
        })
        .map_err(discard);
    if cx.byte(end) == Some(close) {
        return closed;
    }
    // One of several at the end of the file is enough to say.
    if closed && cx.repair.is_none() {
        let diagnostic = unclosed(cx, open);
        cx.report(diagnostic);
    }
    false
}

/// Reads to the end of `p`. Answers whether all parentheses in it are closed.
fn values(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, reader: &Reader, outer: Span, depth: u32, strings_are_urls: bool) -> bool {
    if depth >= MAX_DEPTH {
        let start = trimmed(cx, reader.start, outer.end as usize);
        let diagnostic = Diagnostic::error("style/too-deep", cx.file, outer, format!("parentheses are nested more than {MAX_DEPTH} deep"))
            .hint("take the nesting apart; nobody writes that deep by hand");
        let _: Nothing = drain(p).map_err(discard);
        let (end, keep) = statement_end(cx, start.start as usize, outer.end as usize);
        cx.repair(Span { end, ..start }, keep, diagnostic);
        return false;
    }
    let mut closed = true;
    loop {
        let at = offset(p);
        let Ok(token) = p.next_including_whitespace_and_comments() else { return closed };
        let token = token.clone();
        let span = Span::new(at, offset(p));
        match token {
            Token::Comment(_) => cx.comment(span),
            Token::CloseCurlyBracket if cx.slice(outer) != "{" => {
                // The `}` closes the block around the declaration: the parenthesis was never closed.
                let diagnostic = unclosed(cx, outer);
                let (end, keep) = statement_end(cx, reader.start, outer.end as usize);
                cx.repair(Span { start: Span::at(reader.start).start, end: end.min(span.start) }, keep, diagnostic);
            }
            ref token if is_unclosed_string(cx, token, span) => {
                let diagnostic = unclosed_string(cx, span);
                let start = Span::at(reader.start).start;
                cx.repair(Span { start, end: span.end }, "", diagnostic);
            }
            Token::BadUrl(_) => {
                let diagnostic = bad_url(cx, span);
                cx.report(diagnostic);
                closed = false;
            }
            Token::UnquotedUrl(_) if !cx.slice(span).ends_with(')') => {
                let diagnostic = unclosed_url(cx, span);
                cx.report(diagnostic);
                closed = false;
            }
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                let from = cx.points.len();
                let close = match token {
                    Token::SquareBracketBlock => b']',
                    Token::CurlyBracketBlock => b'}',
                    _ => b')',
                };
                closed &= inside(p, cx, reader, span, close, depth);
                function_point(cx, from, &token, Span { end: Span::at(offset(p)).end, ..span });
            }
            token => point(cx, &token, span, false, strings_are_urls),
        }
    }
}

fn drain<'i>(p: &mut Parser<'i, '_>) -> Result<(), cssparser::ParseError<'i, ()>> {
    while p.next_including_whitespace_and_comments().is_ok() {}
    Ok(())
}

/// The end of the statement from `start` with a mistake at `from`, as well as a text without structure tells it: before the next `;`, `}` or end; for what
/// seems to be the prelude of a rule, before its `{`, and then with a name under which the rule is skipped.
fn statement_end(cx: &Context<'_>, start: usize, from: usize) -> (u32, &'static str) {
    let rest = cx.text.get(from..).unwrap_or_default();
    let end = from + rest.find([';', '}', '{']).unwrap_or(rest.len());
    let skip = cx.byte(end) == Some(b'{') && end >= start + SKIP.len();
    (Span::at(end).start, if skip { SKIP } else { "" })
}

fn unclosed(cx: &Context<'_>, open: Span) -> Diagnostic {
    let text = cx.slice(open);
    let (close, at) = match text.bytes().last() {
        Some(b'[') => ("]", open),
        Some(b'{') => ("}", open),
        _ => (")", open),
    };
    Diagnostic::error("style/unclosed-parenthesis", cx.file, at, format!("`{}` is never closed", shortened(text)))
        .hint(format!("add the missing `{close}`"))
}

fn unclosed_string(cx: &Context<'_>, span: Span) -> Diagnostic {
    let quote = cx.slice(Span { end: span.start + 1, ..span });
    let line = Span { end: span.start + Span::at(cx.slice(span).trim_end().len()).start, ..span };
    Diagnostic::error("style/unclosed-string", cx.file, line, "this string is not closed in its line")
        .hint(format!("add the missing `{quote}`"))
}

/// A string that ends with its line, or with the file.
pub(super) fn is_unclosed_string(cx: &Context<'_>, token: &Token<'_>, span: Span) -> bool {
    match token {
        Token::BadString(_) => true,
        Token::QuotedString(_) => {
            let text = cx.slice(span);
            let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
            let escaped = inner.bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1;
            text.len() < 2 || escaped || text.bytes().next() != text.bytes().last()
        }
        _ => false,
    }
}

/// A quote in a prelude hides the `{` behind it: the file is read again without it.
pub(super) fn stray_quote(cx: &mut Context<'_>, span: Span) {
    let diagnostic = unclosed_string(cx, span);
    cx.repair(Span { end: span.start + 1, ..span }, "", diagnostic);
}

fn unclosed_url(cx: &Context<'_>, span: Span) -> Diagnostic {
    unclosed(cx, Span { end: span.end.min(span.start + 4), ..span })
}

fn bad_url(cx: &Context<'_>, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "style/bad-url",
        cx.file,
        span,
        "this `url(…)` contains white space, quotes or parentheses that need quotes around it",
    )
    .hint("write `url(\"…\")`")
}

/// Records what a token means to WXSS, if anything.
fn point(cx: &mut Context<'_>, token: &Token<'_>, span: Span, animation: bool, strings_are_urls: bool) {
    let kind = match token {
        Token::Dimension { unit, .. } => match length(cx, unit, span) {
            Some(kind) => kind,
            None => return,
        },
        Token::UnquotedUrl(url) => PointKind::Url(url.to_string()),
        Token::QuotedString(url) if strings_are_urls => PointKind::UrlString(url.to_string()),
        Token::QuotedString(name) if animation => PointKind::Animation(name.to_string()),
        Token::Ident(name) if animation => PointKind::Animation(name.to_string()),
        _ => return,
    };
    cx.points.push(Point { span, kind });
}

/// `url("a.png")` is a function to cssparser; `from` is the number of points before its arguments.
fn function_point(cx: &mut Context<'_>, from: usize, token: &Token<'_>, span: Span) {
    if !matches!(token, Token::Function(name) if name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("src")) {
        return;
    }
    let mut input = ParserInput::new(cx.slice(span));
    let mut parser = Parser::new(&mut input);
    let Ok(Token::Function(_)) = parser.next() else { return };
    let mut url = None;
    let _: Nothing = parser
        .parse_nested_block(|p| {
            url = p.expect_string_cloned().ok().filter(|_| p.is_exhausted());
            drain(p)
        })
        .map_err(discard);
    if let Some(url) = url {
        cx.points.truncate(from);
        cx.points.push(Point { span, kind: PointKind::Url(url.to_string()) });
    }
}

fn length(cx: &mut Context<'_>, unit: &str, span: Span) -> Option<PointKind> {
    const RARE: [&str; 5] = ["ric", "rcap", "rch", "rex", "rlh"];
    let unit_length = match unit.len() {
        2..=5 => unit.len(),
        _ => return None,
    };
    let number_end = span.end.saturating_sub(Span::at(unit_length).start);
    if !cx.slice(Span { start: number_end, end: span.end }).eq_ignore_ascii_case(unit) {
        return None; // written with escapes
    }
    if let Some(rare) = RARE.iter().find(|r| r.eq_ignore_ascii_case(unit)) {
        if !cx.rare_units.contains(rare) {
            cx.rare_units.push(rare);
        }
        return None;
    }
    let lower = unit.to_ascii_lowercase();
    let kind = match lower.as_str() {
        "rpx" => Unit::Rpx,
        "vw" | "svw" | "lvw" | "dvw" | "vi" | "svi" | "lvi" | "dvi" => Unit::Vw,
        "vh" | "svh" | "lvh" | "dvh" | "vb" | "svb" | "lvb" | "dvb" => Unit::Vh,
        "vmin" | "svmin" | "lvmin" | "dvmin" => Unit::Vmin,
        "vmax" | "svmax" | "lvmax" | "dvmax" => Unit::Vmax,
        "upx" => {
            report_unit(cx, span, number_end, unit);
            return None;
        }
        lower if !KNOWN_UNITS.contains(&lower) && (is_misspelling(lower, "rpx") || matches!(lower, "xp" | "pxx")) => {
            report_unit(cx, span, number_end, unit);
            return None;
        }
        _ => return None,
    };
    let number = cx.slice(Span { start: span.start, end: number_end });
    if kind == Unit::Rpx {
        if number.contains(['e', 'E']) {
            let text = cx.slice(span);
            cx.warning("style/rpx-exponent", span, format!("`{text}` is no length: WeChat does not read exponents before `rpx`")).hint =
                number.parse::<f64>().ok().map(|n| format!("write `{n}rpx`"));
            return None;
        }
        if unit != "rpx" {
            let message = format!("WeChat knows `rpx` only in lower case, not `{unit}`");
            let warning = Diagnostic::warning("style/rpx-case", cx.file, span, message).write(format!("{number}rpx"));
            cx.report(warning);
        }
    }
    Some(PointKind::Length { number_end, unit: kind })
}

/// Units that look like a misspelt `rpx` and are none.
const KNOWN_UNITS: [&str; 4] = ["px", "rem", "rex", "dppx"];

fn report_unit(cx: &mut Context<'_>, span: Span, number_end: u32, unit: &str) {
    let number = cx.slice(Span { start: span.start, end: number_end }).to_owned();
    let meant = if unit.len() < 3 || unit.starts_with(['p', 'P']) { "px" } else { "rpx" };
    let warning =
        Diagnostic::warning("style/unknown-unit", cx.file, span, format!("there is no unit `{unit}`, so the declaration has no effect"));
    cx.report(warning.write(format!("{number}{meant}")));
}

fn is_unit(word: &str) -> bool {
    matches!(word.to_ascii_lowercase().as_str(), "rpx" | "px" | "rem" | "em" | "vw" | "vh" | "deg" | "ms" | "s")
}

/// The number that only white space separates from `span`.
fn number_before(cx: &Context<'_>, span: Span) -> Option<Span> {
    let before = cx.text.get(..span.start as usize)?;
    let trimmed = before.trim_end_matches([' ', '\t']);
    let start = trimmed.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let word = trimmed.get(..start)?.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '#'));
    (trimmed.len() < before.len() && start < trimmed.len() && !word).then(|| Span::new(start, trimmed.len()))
}

/// `a`, `a.b, c`, or nothing.
pub(super) fn are_layer_names(text: &str) -> bool {
    let mut input = ParserInput::new(text);
    let mut parser = Parser::new(&mut input);
    let names = |p: &mut Parser<'_, '_>| -> Result<(), cssparser::BasicParseErrorKind<'static>> {
        let end = |_| cssparser::BasicParseErrorKind::EndOfInput;
        p.expect_ident().map_err(end)?;
        while p.try_parse(|p| p.expect_delim('.')).is_ok() {
            p.expect_ident().map_err(end)?;
        }
        Ok(())
    };
    while !parser.is_exhausted() {
        if names(&mut parser).is_err() || (parser.expect_comma().is_err() && !parser.is_exhausted()) {
            return false;
        }
    }
    true
}

/// The name after `@keyframes`; `None`: reported.
pub(super) fn keyframes_name(cx: &mut Context<'_>, prelude: Span) -> Option<String> {
    let mut input = ParserInput::new(cx.slice(prelude));
    let mut parser = Parser::new(&mut input);
    let name = match parser.next() {
        Ok(Token::Ident(name) | Token::QuotedString(name)) => Some(name.to_string()),
        _ => None,
    };
    let name = name.filter(|_| parser.is_exhausted());
    if name.is_none() {
        let lets_pass = !prelude.is_empty();
        let diagnostic = verdict(lets_pass)("style/expected-name", cx.file, prelude, "expected one name after `@keyframes`");
        cx.report(diagnostic.hint("write `@keyframes name { … }`"));
    }
    name
}
