//! Selector lists: enough of their structure to confine every compound to its owner.

use super::value::{is_unclosed_string, stray_quote, verdict};
use super::{Context, MAX_DEPTH, Nothing, SKIP, discard, offset, shortened};
use crate::ast::wxss::{Combinator, Compound, Pseudo, Selector, Tag};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::Span;
use cssparser::{Parser, ParserInput, Token};

/// What a selector list turned out to be.
pub(super) enum Read {
    Good(Vec<Selector>),
    /// Reported; WeChat lets it pass, and browsers pass over the rule.
    Ignored,
    /// Reported.
    Bad,
}

/// Reads a selector list to the end of `p`. `relative`: selectors may begin with a combinator. `start`: where the rule begins.
pub(super) fn list(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, relative: bool, start: usize, depth: u32) -> Read {
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
    match (reader.bad, reader.list.is_empty()) {
        (Some(Verdict::LetsPass), _) => Read::Ignored,
        (Some(Verdict::Rejects), _) | (None, true) => Read::Bad,
        (None, false) => Read::Good(reader.list),
    }
}

/// What WeChat's own compiler makes of a mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It hands the text to browsers.
    LetsPass,
    Rejects,
}
use Verdict::{LetsPass, Rejects};

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
    /// The worst of the mistakes so far.
    bad: Option<Verdict>,
    dead: bool,
    /// Where its diagnostic stands.
    reported: Option<usize>,
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
        if *token != Token::Colon && self.open.as_ref().is_some_and(ends_in_element) {
            self.dead(cx, span, "only states such as `:hover` can follow a pseudo-element");
        }
        match token {
            Token::Ident(name) => {
                if self.open.is_some() {
                    return self.fail(cx, LetsPass, span, "a tag name must come first in its compound", "separate the two with a space");
                }
                let name = name.to_string();
                self.compound(span).tag = Some(Tag { span, name });
            }
            Token::Delim('*') if self.open.is_none() => self.compound(span).universal = true,
            Token::Delim('&') => self.compound(span).nesting = true,
            Token::Delim('.') => match p.next_including_whitespace_and_comments().cloned() {
                Ok(Token::Ident(_)) => self.compound(Span::new(span.start as usize, offset(p))).class = true,
                token => {
                    let after = Span::new(span.end as usize, offset(p));
                    self.fail(cx, LetsPass, span, "expected the name of a class after `.`", "write `.name`");
                    match token {
                        Ok(Token::WhiteSpace(_) | Token::Comment(_) | Token::Comma | Token::Delim('>' | '+' | '.' | '#')) | Err(_) => {}
                        Ok(token) if opens(&token) => self.skip(p, cx, &token, after),
                        Ok(token) => self.simple(p, cx, &token, after),
                    }
                }
            },
            Token::IDHash(_) => self.compound(span).id_or_attribute = true,
            Token::SquareBracketBlock => {
                let mut end = 0;
                let _: Nothing = p.parse_nested_block(|p| drain(p, cx, &mut end)).map_err(discard);
                if cx.byte(end) != Some(b']') {
                    return self.unclosed(cx, span, "]");
                }
                let inside = Span::new(span.end as usize, end);
                if let Some(verdict) = attribute(cx.slice(inside)) {
                    let whole = Span::new(span.start as usize, end + 1);
                    self.fail(cx, verdict, whole, "this attribute selector is malformed", "write `[name]` or `[name=\"value\"]`");
                }
                self.compound(Span::new(span.start as usize, offset(p))).id_or_attribute = true;
            }
            Token::Colon => self.pseudo(p, cx, span),
            Token::Dimension { .. } if cx.slice(span).starts_with('.') => {
                let hint = "begin the name with a letter, or escape the digit";
                self.fail(cx, LetsPass, span, "the name of a class cannot begin with a digit", hint);
            }
            token if is_unclosed_string(cx, token, span) => {
                stray_quote(cx, span);
                self.bad = Some(Rejects);
            }
            Token::Function(_) | Token::ParenthesisBlock => {
                self.fail(cx, Rejects, span, "expected a selector, found `(`", "parentheses stand after `:not`, `:is` and the like");
                self.skip(p, cx, token, span);
            }
            _ => {
                let message = format!("expected a selector, found `{}`", shortened(cx.slice(span)));
                let lets_pass = matches!(token, Token::Percentage { .. } | Token::Hash(_) | Token::Delim('#') | Token::AtKeyword(_))
                    || matches!(token, Token::Number { .. } | Token::Dimension { .. } if cx.slice(span).starts_with('.'));
                self.fail(cx, if lets_pass { LetsPass } else { Rejects }, span, &message, "write `.name { … }`");
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
                let lets_pass = matches!(token, Ok(Token::WhiteSpace(_) | Token::Delim('.')));
                let verdict = if lets_pass { LetsPass } else { Rejects };
                self.fail(cx, verdict, span, "expected a name after `:`", "write `:hover`, `::before` and the like");
                if let Some(token) = token.ok().filter(opens) {
                    self.skip(p, cx, &token, Span::new(span.end as usize, offset(p)));
                }
                return;
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
        let on_scrollbar = self.open.iter().flat_map(|c| &c.pseudos).any(|p| p.element && p.name.starts_with("-webkit-scrollbar"));
        let known = is_known(&name, element) || (on_scrollbar && !element && is_scrollbar_state(&name));
        if !known {
            let shown = shortened(cx.slice(Span { end: open.end, ..span }).trim_end_matches('('));
            let message = format!("browsers may not know `{shown}` and skip the whole rule");
            cx.report(
                Diagnostic::warning("style/unknown-pseudo", cx.file, span, message)
                    .hint("put this selector into a rule of its own, or remove it"),
            );
        }
        self.compound(span).pseudos.push(Pseudo { span, name, element, arguments });
    }

    /// Reads what is in parentheses or brackets that cannot stand here.
    fn skip(&mut self, p: &mut Parser<'_, '_>, cx: &mut Context<'_>, token: &Token<'_>, span: Span) {
        let (byte, close) = if *token == Token::SquareBracketBlock { (b']', "]") } else { (b')', ")") };
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
            "nth-child" | "nth-last-child" | "nth-of-type" | "nth-last-of-type" if p.try_parse(|p| cssparser::parse_nth(p)).is_err() => {
                let start = offset(p);
                let lets_pass = matches!(p.next(), Ok(Token::Ident(_)));
                let place = Span::new(start, offset(p).max(start + 1));
                let hint = "write `2n+1`, `3`, `odd` or `even`";
                self.fail(cx, if lets_pass { LetsPass } else { Rejects }, place, &format!("`:{name}` counts elements"), hint);
                false
            }
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
            cx.error("style/too-deep", Span::at(at), format!("selectors are nested more than {MAX_DEPTH} deep")).hint =
                Some("take the nesting apart; nobody writes that deep by hand".into());
            self.bad = Some(Rejects);
            return None;
        }
        let start = offset(p);
        match list(p, cx, name == "has", self.rule, self.depth + 1) {
            Read::Good(found) => return Some((Span::new(start, offset(p)), found)),
            Read::Ignored => self.bad = self.bad.or(Some(LetsPass)),
            Read::Bad => {
                if cx.slice(Span::new(start, offset(p))).trim().is_empty() {
                    let parentheses = Span::new(start, offset(p) + 1);
                    self.fail(cx, Rejects, parentheses, "expected a selector in these parentheses", "write `:not(.name)`");
                }
                self.bad = Some(Rejects);
            }
        }
        None
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
            let verdict = if stands && self.list.is_empty() { LetsPass } else { Rejects };
            return self.fail(cx, verdict, span, &format!("expected a selector before `{text}`"), "write `.a > .b`");
        }
        self.combinator = Some(combinator);
        self.combinator_span = span;
    }

    fn deep(&mut self, cx: &mut Context<'_>, span: Span) {
        let text = cx.slice(span);
        let message = format!("`{text}` is no CSS any more; it is read as a space, and what follows reaches into components");
        let make = if text == ">>>" { Diagnostic::error } else { Diagnostic::warning };
        let diagnostic = make("style/deep-combinator", cx.file, span, message);
        cx.report(diagnostic.hint("use `styleIsolation` or `externalClasses` of the component"));
        self.combine(cx, Combinator::Deep, span);
    }

    fn end_selector(&mut self, cx: &mut Context<'_>, end: usize) {
        self.end_compound();
        let pending = self.combinator.take().filter(|c| *c != Combinator::Descendant);
        let compounds = std::mem::take(&mut self.compounds);
        if pending.is_some() && self.bad.is_none() {
            let text = cx.slice(self.combinator_span);
            self.fail(cx, Rejects, self.combinator_span, &format!("expected a selector after `{text}`"), "write `.a > .b`");
        }
        let before_last = compounds.split_last().map_or(&[][..], |(_, before)| before);
        if let Some(compound) = before_last.iter().find(|c| ends_in_element(c)) {
            self.dead(cx, compound.span, "nothing stands inside a pseudo-element, so this selects nothing");
        }
        if compounds.is_empty() {
            if self.bad.is_none() {
                // A last comma is one that WeChat lets pass.
                let lets_pass = !self.list.is_empty() && cx.byte(end) != Some(b',') && self.depth == 0;
                let span = Span::new(end.saturating_sub(1).max(self.at.saturating_sub(1)), end);
                let message = "expected a selector beside this `,`; browsers skip the whole rule";
                let diagnostic = verdict(lets_pass)("style/missing-selector", cx.file, span, message);
                cx.report(diagnostic.hint("remove the `,`"));
                self.bad = Some(if lets_pass { LetsPass } else { Rejects });
            }
            return;
        }
        self.list.push(Selector { span: Span::new(self.at, end), compounds });
    }

    /// A selector that can be read and that browsers refuse, with the whole rule.
    fn dead(&mut self, cx: &mut Context<'_>, span: Span, message: &str) {
        if self.bad.is_none() && !self.dead {
            let diagnostic = verdict(true)("style/bad-selector", cx.file, span, message);
            cx.report(diagnostic.hint("put the pseudo-element last"));
        }
        self.dead = true;
    }

    /// The first mistake of a list is reported; a worse one later makes it worse.
    fn fail(&mut self, cx: &mut Context<'_>, found: Verdict, span: Span, message: &str, hint: &str) {
        match self.bad {
            None => {
                self.reported = Some(cx.diagnostics.len());
                let diagnostic = verdict(found == LetsPass)("style/bad-selector", cx.file, span, message);
                cx.report(diagnostic.hint(hint));
                self.bad = Some(found);
            }
            Some(LetsPass) if found == Rejects => {
                if let Some(diagnostic) = self.reported.and_then(|at| cx.diagnostics.get_mut(at)) {
                    diagnostic.severity = Severity::Error;
                }
                self.bad = Some(Rejects);
            }
            Some(_) => {}
        }
    }

    /// A parenthesis or bracket that swallows the block of its rule: the rule is skipped as a whole in another pass.
    fn unclosed(&mut self, cx: &mut Context<'_>, open: Span, close: &str) {
        self.bad = Some(Rejects);
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

/// `::before`; not `::v-deep` and the like, which are reported as unknown.
fn ends_in_element(compound: &Compound) -> bool {
    compound.pseudos.iter().any(|p| p.element && is_known(&p.name, true))
}

/// Whether browsers know a pseudo-class or pseudo-element. Those with a prefix are theirs to know.
fn is_known(name: &str, element: bool) -> bool {
    const CLASSES: &str = "active active-view-transition any any-link autofill blank buffering checked closed current default defined dir disabled empty \
        enabled first first-child first-of-type focus focus-visible focus-within fullscreen future has has-slotted host host-context hover in-range \
        indeterminate interest-source invalid is lang last-child last-of-type left link local-link matches modal muted not nth-child nth-col nth-last-child \
        nth-last-col nth-last-of-type nth-of-type only-child only-of-type open optional out-of-range past paused picture-in-picture placeholder-shown \
        playing popover-open read-only read-write required right root scope seeking stalled state target target-current target-within user-invalid \
        user-valid valid visited volume-locked where xr-overlay ";
    const ELEMENTS: &str = "after backdrop before checkmark column cue cue-region details-content file-selector-button first-letter first-line \
        grammar-error highlight marker part picker picker-icon placeholder scroll-button scroll-marker scroll-marker-group search-text selection slotted \
        spelling-error target-text view-transition view-transition-group view-transition-image-pair view-transition-new view-transition-old ";
    let known = if element { ELEMENTS } else { CLASSES };
    name.starts_with('-') || known.split_ascii_whitespace().any(|other| other == name)
}

/// States of WebKit's scroll bars, as in `::-webkit-scrollbar:horizontal`.
fn is_scrollbar_state(name: &str) -> bool {
    matches!(
        name,
        "horizontal"
            | "vertical"
            | "decrement"
            | "increment"
            | "start"
            | "end"
            | "double-button"
            | "single-button"
            | "no-button"
            | "corner-present"
            | "window-inactive"
    )
}

fn opens(token: &Token<'_>) -> bool {
    matches!(token, Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock)
}

/// What is wrong with the inside of an attribute selector, if anything.
fn attribute(text: &str) -> Option<Verdict> {
    let mut input = ParserInput::new(text);
    let mut p = Parser::new(&mut input);
    let named = p.try_parse(|p| -> Result<(), cssparser::ParseError<'_, ()>> {
        // `[ns|name]`, `[*|name]`, `[|name]`
        let _ = p.try_parse(|p| if p.try_parse(|p| p.expect_delim('*')).is_ok() { p.expect_delim('|') } else { prefix(p) });
        p.expect_ident()?;
        Ok(())
    });
    if named.is_err() {
        return Some(Rejects);
    }
    match p.next() {
        Err(_) => return None,
        Ok(
            Token::Delim('=') | Token::IncludeMatch | Token::DashMatch | Token::PrefixMatch | Token::SuffixMatch | Token::SubstringMatch,
        ) => {}
        Ok(Token::Delim('.')) => return Some(LetsPass),
        Ok(_) => return Some(Rejects),
    }
    let value = match p.next() {
        Ok(Token::Ident(_) | Token::QuotedString(_)) => None,
        Ok(Token::Number { .. } | Token::Dimension { .. } | Token::Percentage { .. }) => Some(LetsPass),
        _ => return Some(Rejects),
    };
    let _ = p.try_parse(|p| p.expect_ident().map(|_| ()));
    if p.is_exhausted() { value } else { Some(Rejects) }
}

fn prefix<'i>(p: &mut Parser<'i, '_>) -> Result<(), cssparser::BasicParseError<'i>> {
    let _ = p.try_parse(|p| p.expect_ident().map(|_| ()));
    p.expect_delim('|')
}

fn drain<'i>(p: &mut Parser<'i, '_>, cx: &mut Context<'_>, end: &mut usize) -> Result<(), cssparser::ParseError<'i, ()>> {
    loop {
        let at = offset(p);
        match p.next_including_whitespace_and_comments().cloned() {
            Ok(Token::Comment(_)) => cx.comment(Span::new(at, offset(p))),
            Ok(token) if is_unclosed_string(cx, &token, Span::new(at, offset(p))) => stray_quote(cx, Span::new(at, offset(p))),
            Ok(_) => {}
            Err(_) => {
                *end = offset(p);
                return Ok(());
            }
        }
    }
}
