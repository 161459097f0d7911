//! Selector lists: enough of their structure to confine every compound to its owner.

use super::value::stray_quote;
use super::{Context, MAX_DEPTH, Nothing, SKIP, discard, offset, shortened};
use crate::ast::wxss::{Combinator, Compound, Pseudo, Selector, Tag};
use crate::diagnostics::Diagnostic;
use crate::source::Span;
use cssparser::{Parser, Token};

/// Reads a selector list to the end of `p`. `None`: reported, the rule cannot be kept. `relative`: selectors may begin with a combinator. `start`: where
/// the rule begins.
pub(super) fn list(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, relative: bool, start: usize, depth: u32) -> Option<Vec<Selector>> {
    let mut reader = Reader { relative, rule: start, depth, at: offset(p), ..Reader::default() };
    loop {
        let at = offset(p);
        let Ok(token) = p.next_including_whitespace_and_comments() else { break };
        let token = token.clone();
        reader.token(p, cx, &token, Span::new(at, offset(p)));
    }
    let end = offset(p);
    if reader.any {
        reader.end_selector(cx, end);
    }
    (!reader.bad && !reader.list.is_empty()).then_some(reader.list)
}

#[derive(Default)]
struct Reader {
    relative: bool,
    /// Start of the rule.
    rule: usize,
    depth: u32,
    list: Vec<Selector>,
    /// Start of the selector.
    at: usize,
    compounds: Vec<Compound>,
    /// The compound being read.
    open: Option<Compound>,
    combinator: Option<Combinator>,
    combinator_span: Span,
    any: bool,
    bad: bool,
}

impl Reader {
    fn token(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: &Token<'_>, span: Span) {
        match token {
            Token::WhiteSpace(_) => {
                if self.open.is_some() {
                    self.end_compound();
                    self.combinator = Some(Combinator::Descendant);
                }
                return;
            }
            Token::Comment(_) => return cx.comment(span),
            _ => self.any = true,
        }
        match token {
            Token::Comma => {
                self.end_selector(cx, span.start as usize);
                self.at = span.end as usize;
                self.any = true;
            }
            Token::Delim('>') if cx.text.get(span.start as usize..).is_some_and(|t| t.starts_with(">>>")) => {
                let _ = p.next().map(|_| ());
                let _ = p.next().map(|_| ());
                self.deep(cx, Span::new(span.start as usize, offset(p)));
            }
            Token::Delim('>') => self.combine(cx, Combinator::Child, span),
            Token::Delim('+') => self.combine(cx, Combinator::Next, span),
            Token::Delim('~') => self.combine(cx, Combinator::Later, span),
            Token::Delim('/') if cx.text.get(span.start as usize..).is_some_and(|t| t.starts_with("/deep/")) => {
                let _ = p.next().map(|_| ());
                let _ = p.next().map(|_| ());
                self.deep(cx, Span::new(span.start as usize, offset(p)));
            }
            Token::Delim('|') if cx.text.get(span.start as usize..).is_some_and(|t| t.starts_with("||")) => {
                let _ = p.next().map(|_| ());
                self.combine(cx, Combinator::Column, Span::new(span.start as usize, offset(p)));
            }
            token => self.simple(p, cx, token, span),
        }
    }

    /// A simple selector, or something that is none.
    fn simple(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: &Token<'_>, span: Span) {
        match token {
            Token::Ident(name) => {
                if self.open.is_some() {
                    return self.fail(cx, span, "a tag name must come first in its compound", "separate the two with a space");
                }
                let name = name.to_string();
                self.compound(span).tag = Some(Tag { span, name });
            }
            Token::Delim('*') if self.open.is_none() => self.compound(span).universal = true,
            Token::Delim('&') => self.compound(span).nesting = true,
            Token::Delim('.') => match p.next_including_whitespace_and_comments().cloned() {
                Ok(Token::Ident(_)) => self.compound(Span::new(span.start as usize, offset(p))).class = true,
                token => {
                    self.fail(cx, span, "expected the name of a class after `.`", "write `.name`");
                    self.skip(p, cx, token.ok().as_ref(), Span::new(span.end as usize, offset(p)));
                }
            },
            Token::IDHash(_) => self.compound(span).id_or_attribute = true,
            Token::SquareBracketBlock => {
                let mut end = 0;
                let _: Nothing = p.parse_nested_block(|p| drain(p, cx, &mut end)).map_err(discard);
                if cx.byte(end) != Some(b']') {
                    return self.unclosed(cx, span, "]");
                }
                self.compound(Span::new(span.start as usize, offset(p))).id_or_attribute = true;
            }
            Token::Colon => self.pseudo(p, cx, span),
            Token::Dimension { .. } if cx.slice(span).starts_with('.') => {
                self.fail(cx, span, "the name of a class cannot begin with a digit", "begin the name with a letter, or escape the digit");
            }
            Token::BadString(_) => {
                stray_quote(cx, span);
                self.bad = true;
            }
            Token::Function(_) | Token::ParenthesisBlock => {
                self.fail(cx, span, "expected a selector, found `(`", "parentheses stand after `:not`, `:is` and the like");
                self.skip(p, cx, Some(token), span);
            }
            _ => {
                let message = format!("expected a selector, found `{}`", shortened(cx.slice(span)));
                self.fail(cx, span, &message, "write `.name { … }`");
            }
        }
    }

    fn pseudo(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, span: Span) {
        let mut element = false;
        let mut token = p.next_including_whitespace_and_comments().cloned();
        if token == Ok(Token::Colon) {
            element = true;
            token = p.next_including_whitespace_and_comments().cloned();
        }
        let (name, function) = match token {
            Ok(Token::Ident(name)) => (name.to_ascii_lowercase(), false),
            Ok(Token::Function(name)) => (name.to_ascii_lowercase(), true),
            token => {
                self.fail(cx, span, "expected a name after `:`", "write `:hover`, `::before` and the like");
                return self.skip(p, cx, token.ok().as_ref(), Span::new(span.end as usize, offset(p)));
            }
        };
        element |= matches!(name.as_str(), "before" | "after" | "first-line" | "first-letter");
        let open = Span::new(span.start as usize, offset(p));
        let mut arguments = None;
        if function {
            let mut end = 0;
            let _: Nothing = p
                .parse_nested_block(|p| {
                    arguments = self.arguments(p, cx, &name, element);
                    drain(p, cx, &mut end)
                })
                .map_err(discard);
            if cx.byte(end) != Some(b')') {
                return self.unclosed(cx, open, ")");
            }
        }
        let span = Span::new(span.start as usize, offset(p));
        self.compound(span).pseudos.push(Pseudo { span, name, element, arguments });
    }

    /// Reads what is in parentheses or brackets that cannot stand here.
    fn skip(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: Option<&Token<'_>>, span: Span) {
        let (byte, close) = match token {
            Some(Token::Function(_) | Token::ParenthesisBlock) => (b')', ")"),
            Some(Token::SquareBracketBlock) => (b']', "]"),
            _ => return,
        };
        let mut end = 0;
        let _: Nothing = p.parse_nested_block(|p| drain(p, cx, &mut end)).map_err(discard);
        if cx.byte(end) != Some(byte) {
            self.unclosed(cx, span, close);
        }
    }

    /// Arguments that are selectors; other arguments are left to be skipped.
    fn arguments(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, name: &str, element: bool) -> Option<(Span, Vec<Selector>)> {
        let selectors = match name {
            "is" | "where" | "not" | "has" | "matches" | "any" | "-webkit-any" | "-moz-any" | "host" | "host-context" => !element,
            "slotted" | "cue" => element,
            "nth-child" | "nth-last-child" => loop {
                match p.next() {
                    Ok(Token::Ident(word)) if word.eq_ignore_ascii_case("of") => break true,
                    Ok(_) => {}
                    Err(_) => break false,
                }
            },
            _ => false,
        };
        if !selectors {
            return None;
        }
        if self.depth >= MAX_DEPTH {
            let at = offset(p);
            cx.error("style/too-deep", Span::at(at), format!("selectors are nested more than {MAX_DEPTH} deep"));
            self.bad = true;
            return None;
        }
        let start = offset(p);
        match list(p, cx, name == "has", self.rule, self.depth + 1) {
            Some(found) => Some((Span::new(start, offset(p)), found)),
            None => {
                if cx.slice(Span::new(start, offset(p))).trim().is_empty() {
                    self.fail(cx, Span::new(start, offset(p) + 1), "expected a selector in these parentheses", "write `:not(.name)`");
                }
                self.bad = true;
                None
            }
        }
    }

    /// The compound being read, made longer by `span`.
    fn compound(&mut self, span: Span) -> &mut Compound {
        let combinator = self.combinator.take();
        let open = self.open.get_or_insert_with(|| Compound {
            combinator,
            span,
            tag: None,
            universal: false,
            nesting: false,
            class: false,
            id_or_attribute: false,
            pseudos: Vec::new(),
        });
        open.span.end = span.end;
        open
    }

    fn end_compound(&mut self) {
        self.compounds.extend(self.open.take());
    }

    fn combine(&mut self, cx: &mut Context<'_>, combinator: Combinator, span: Span) {
        self.end_compound();
        let stands = matches!(self.combinator, None | Some(Combinator::Descendant));
        if !stands || (self.compounds.is_empty() && !self.relative) {
            let text = cx.slice(span);
            return self.fail(cx, span, &format!("expected a selector before `{text}`"), "write `.a > .b`");
        }
        self.combinator = Some(combinator);
        self.combinator_span = span;
    }

    fn deep(&mut self, cx: &mut Context<'_>, span: Span) {
        let text = cx.slice(span);
        let message = format!("`{text}` is no CSS any more; it is read as a space, and what follows reaches into components");
        cx.report(
            Diagnostic::note("style/deep-combinator", cx.file, span, message)
                .hint("use `styleIsolation` or `externalClasses` of the component"),
        );
        self.combine(cx, Combinator::Deep, span);
    }

    fn end_selector(&mut self, cx: &mut Context<'_>, end: usize) {
        self.end_compound();
        let pending = self.combinator.take().filter(|c| *c != Combinator::Descendant);
        let compounds = std::mem::take(&mut self.compounds);
        if pending.is_some() && !self.bad {
            let text = cx.slice(self.combinator_span);
            self.fail(cx, self.combinator_span, &format!("expected a selector after `{text}`"), "write `.a > .b`");
        }
        if compounds.is_empty() {
            if !self.bad {
                cx.error(
                    "style/missing-selector",
                    Span::new(end.saturating_sub(1).max(self.at.saturating_sub(1)), end),
                    "expected a selector beside this `,`",
                )
                .hint = Some("remove the `,`".into());
            }
            return;
        }
        self.list.push(Selector { span: Span::new(self.at, end), compounds });
    }

    fn fail(&mut self, cx: &mut Context<'_>, span: Span, message: &str, hint: &str) {
        if !self.bad {
            cx.report(Diagnostic::error("style/bad-selector", cx.file, span, message).hint(hint));
        }
        self.bad = true;
    }

    /// A parenthesis or bracket that swallows the block of its rule: the rule is skipped as a whole in another pass.
    fn unclosed(&mut self, cx: &mut Context<'_>, open: Span, close: &str) {
        self.bad = true;
        let message = format!("`{}` is never closed", shortened(cx.slice(open)));
        let diagnostic = Diagnostic::error("style/unclosed-parenthesis", cx.file, open, message).hint(format!("add the missing `{close}`"));
        let rest = cx.text.get(open.end as usize..).unwrap_or_default();
        match rest.find('{') {
            Some(brace) if open.end as usize > self.rule + 1 => {
                let span = Span::new(self.rule, open.end as usize + brace);
                cx.repair(span, SKIP, diagnostic);
            }
            _ => {
                cx.report(diagnostic);
            }
        }
    }
}

fn drain<'i>(p: &mut Parser<'i, '_>, cx: &mut Context<'_>, end: &mut usize) -> Result<(), cssparser::ParseError<'i, ()>> {
    loop {
        let at = offset(p);
        match p.next_including_whitespace_and_comments().cloned() {
            Ok(Token::Comment(_)) => cx.comment(Span::new(at, offset(p))),
            Ok(Token::BadString(_)) => stray_quote(cx, Span::new(at, offset(p))),
            Ok(_) => {}
            Err(_) => {
                *end = offset(p);
                return Ok(());
            }
        }
    }
}
