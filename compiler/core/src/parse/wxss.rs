//! WXSS: one file in, a tree of rules out. Tokens come from cssparser; every mistake is one diagnostic and costs one declaration or one rule.
//!
//! lightningcss parses the sheet again, later, as CSS. It forgets all earlier declarations of a block when one is malformed, so nothing malformed may
//! reach it: this pass decides what is a declaration and leaves the rest out.

mod comments;
mod import;
mod media;
mod selector;
mod value;

use crate::ast::wxss::{AtKind, AtRule, Declaration, Item, Point, PointKind, Prelude, Rule, Sheet};
use crate::diagnostics::{Diagnostic, Severity};
use crate::source::{FileId, Span};
use cssparser::{Delimiter, ParseError, Parser, ParserInput, Token};

/// What [`parse`] makes of a file.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    pub sheet: Sheet,
    pub diagnostics: Vec<Diagnostic>,
}

/// Blocks inside blocks, or parentheses inside parentheses: more than this is no style sheet, and would cost the stack of the parsers behind us.
const MAX_DEPTH: u32 = 48;
/// An unclosed parenthesis swallows the rest of the file. So often is one mended by leaving out its declaration and reading the file again.
const MAX_REPAIRS: usize = 24;

/// Parses the text of one WXSS file.
pub fn parse(file: FileId, source: &str) -> Parsed {
    let mut diagnostics = Vec::new();
    let mut text = comments::blank_line_comments(file, source, &mut diagnostics);
    for round in 0.. {
        let (items, mut cx) = pass(file, &text);
        if let Some(repair) = cx.repair.take().filter(|_| round < MAX_REPAIRS) {
            let mended = repair.apply(&text);
            diagnostics.push(repair.diagnostic);
            text = mended;
            continue;
        }
        let Context { points, rare_units, diagnostics: mut found, .. } = cx;
        diagnostics.append(&mut found);
        // Some mistakes are placed on the byte before or behind another.
        for diagnostic in &mut diagnostics {
            diagnostic.span = diagnostic.span.whole(source);
        }
        diagnostics.sort_by_key(|d| d.span.start);
        return Parsed { sheet: Sheet { text, items, points, rare_units }, diagnostics };
    }
    Parsed { sheet: Sheet { text, ..Sheet::default() }, diagnostics }
}

fn pass(file: FileId, text: &str) -> (Vec<Item>, Context<'_>) {
    let mut cx = Context::new(file, text);
    let mut input = ParserInput::new(text);
    let items = items(&mut Parser::new(&mut input), &mut cx, Place::Top, 0);
    (items, cx)
}

/// What the functions of one pass over a file share.
struct Context<'a> {
    file: FileId,
    text: &'a str,
    points: Vec<Point>,
    rare_units: Vec<&'static str>,
    diagnostics: Vec<Diagnostic>,
    repair: Option<Repair>,
    /// A comment that is never closed hides what closes the blocks around it.
    unclosed_comment: bool,
}

impl<'a> Context<'a> {
    fn new(file: FileId, text: &'a str) -> Self {
        Self { file, text, points: Vec::new(), rare_units: Vec::new(), diagnostics: Vec::new(), repair: None, unclosed_comment: false }
    }
    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }
    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.report(Diagnostic::error(code, self.file, span, message))
    }
    fn warning(&mut self, code: &'static str, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.report(Diagnostic::warning(code, self.file, span, message))
    }
    fn report(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        let at = self.diagnostics.len();
        self.diagnostics.push(diagnostic);
        // The vector has an element at `at`: it was pushed one line above.
        #[allow(clippy::indexing_slicing)]
        &mut self.diagnostics[at]
    }
    fn comment(&mut self, span: Span) {
        if !(self.slice(span).ends_with("*/") && span.len() >= 4) {
            self.unclosed_comment = true;
            let open = Span { end: span.start + 2, ..span };
            self.warning("style/unclosed-comment", open, "this comment is never closed and hides the rest of the file").hint =
                Some("end it with `*/`".into());
        }
        self.points.push(Point { span, kind: PointKind::Comment });
    }
    /// Asks for another pass without the text of `span`; only the first wish of a pass counts, later ones may be its consequences.
    fn repair(&mut self, span: Span, keep: &'static str, diagnostic: Diagnostic) {
        self.repair.get_or_insert(Repair { span, keep, diagnostic });
    }
}

struct Repair {
    span: Span,
    /// Text to put at the start of the blanked range.
    keep: &'static str,
    diagnostic: Diagnostic,
}

impl Repair {
    fn apply(&self, text: &str) -> String {
        let span = self.span.whole(text);
        let mut bytes = text.as_bytes().to_vec();
        for (i, byte) in bytes.iter_mut().enumerate().take(span.end as usize).skip(span.start as usize) {
            *byte = *self.keep.as_bytes().get(i - span.start as usize).unwrap_or(if *byte == b'\n' { byte } else { &b' ' });
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// What may stand in a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    /// `@media` and the like outside of rules.
    Rules,
    /// A style rule, and `@media` inside of one: declarations and nested rules.
    Style,
    Descriptors,
    Frames,
}

type Nothing = Result<(), ParseError<'static, ()>>;

fn offset(p: &Parser<'_, '_>) -> usize {
    p.position().byte_index()
}

fn items(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, place: Place, depth: u32) -> Vec<Item> {
    let mut items = Vec::new();
    loop {
        let state = p.state();
        let start = offset(p);
        let Ok(token) = p.next_including_whitespace_and_comments() else { return items };
        let token = token.clone();
        let span = Span::new(start, offset(p));
        match token {
            Token::WhiteSpace(_) => {}
            Token::Comment(_) => cx.comment(span),
            Token::CDO | Token::CDC if place == Place::Top => {}
            Token::Semicolon => {
                if !matches!(place, Place::Style | Place::Descriptors) {
                    let message = "this `;` ends nothing; browsers skip the rule after it";
                    let error = Diagnostic::error("style/stray-semicolon", cx.file, span, message);
                    cx.report(error.hint("remove it").fix("remove it", span, ""));
                }
            }
            Token::CloseCurlyBracket | Token::CloseParenthesis | Token::CloseSquareBracket => {
                let text = cx.slice(span);
                let error =
                    Diagnostic::error("style/unexpected-token", cx.file, span, format!("unexpected `{text}`: nothing is open here"));
                cx.report(error.hint(format!("remove the `{text}`")).fix(format!("remove the `{text}`"), span, ""));
            }
            Token::AtKeyword(name) => items.extend(at_rule(p, cx, place, depth, span, &name)),
            _ => {
                p.reset(&state);
                items.extend(match place {
                    Place::Style | Place::Descriptors => declaration(p, cx, place, depth),
                    Place::Top | Place::Rules | Place::Frames => rule(p, cx, place, depth).map(Item::Rule),
                });
            }
        }
    }
}

/// The inside of `{…}` whose `{` was just read. `None`: too deep, left alone.
fn block(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, place: Place, depth: u32, owner: Span) -> Option<Vec<Item>> {
    let open = Span::new(offset(p).saturating_sub(1), offset(p));
    if depth >= MAX_DEPTH {
        cx.error("style/too-deep", open, format!("blocks are nested more than {MAX_DEPTH} deep")).hint =
            Some("take the nesting apart; nobody writes that deep by hand".into());
        return None;
    }
    let mut found = Vec::new();
    let mut end = 0;
    let before = cx.diagnostics.len();
    let _: Nothing = p
        .parse_nested_block(|p| {
            found = items(p, cx, place, depth + 1);
            end = offset(p);
            Ok(())
        })
        .map_err(discard);
    if cx.byte(end) != Some(b'}') && !cx.unclosed_comment {
        // One mistake: what follows the missing `}` looks as if a `;` were missing before it.
        let mut index = 0;
        cx.diagnostics.retain(|d| {
            index += 1;
            index <= before || d.code != "style/missing-semicolon" || d.severity != Severity::Error
        });
        cx.report(
            Diagnostic::error("style/unclosed-block", cx.file, open, "this block is never closed")
                .label(cx.file, Span::at(end), "the file ends here")
                .label(cx.file, owner, "the block belongs to this")
                .hint("add the missing `}`"),
        );
    }
    Some(found)
}

fn discard(_: ParseError<'_, ()>) -> ParseError<'static, ()> {
    ParseError { kind: cssparser::ParseErrorKind::Custom(()), location: cssparser::SourceLocation { line: 0, column: 0 } }
}

/// `selectors { … }`, or a frame of `@keyframes`.
fn rule(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, place: Place, depth: u32) -> Option<Rule> {
    let start = offset(p);
    let before = cx.diagnostics.len();
    let mut selectors = selector::Read::Bad;
    let mut frame = value::Frame::Bad;
    let _: Nothing = p
        .parse_until_before(Delimiter::CurlyBracketBlock | Delimiter::Semicolon, |p| {
            if place == Place::Frames {
                frame = value::frame(p, cx, start, depth);
            } else {
                selectors = selector::list(p, cx, place == Place::Style, start, depth);
            }
            Ok(())
        })
        .map_err(discard);
    let prelude = trimmed(cx, start, offset(p));
    match p.next() {
        Ok(Token::CurlyBracketBlock) => {}
        Ok(_) => {
            let end = Span::new(offset(p).saturating_sub(1), offset(p));
            cx.diagnostics.truncate(before);
            cx.error("style/expected-block", end, format!("expected `{{` after `{}`", shortened(cx.slice(prelude)))).hint =
                Some(if cx.slice(prelude).starts_with('$') {
                    "WXSS has no variables of Sass: write `--name: value;` in a rule and use it as `var(--name)`".into()
                } else {
                    "write `selector { property: value; }`".into()
                });
            skip_headless(p);
            return None;
        }
        Err(_) => {
            cx.diagnostics.truncate(before);
            cx.error("style/expected-block", prelude, format!("expected `{{` after `{}`, found the end", shortened(cx.slice(prelude))))
                .hint = Some("write `selector { property: value; }`".into());
            return None;
        }
    }
    if prelude.is_empty() {
        cx.error("style/missing-selector", Span::new(offset(p).saturating_sub(1), offset(p)), "expected a selector before `{`").hint =
            Some("write `.name { … }`".into());
    }
    let inner = if place == Place::Frames { Place::Descriptors } else { Place::Style };
    let items = block(p, cx, inner, depth, prelude)?;
    let span = Span::new(start, offset(p));
    if prelude.is_empty() {
        return None;
    }
    let prelude = match (place, frame, selectors) {
        (Place::Frames, value::Frame::Good, _) => Prelude::Frame(prelude),
        (Place::Frames, value::Frame::Ignored, _) | (_, _, selector::Read::Ignored) => Prelude::Ignored(prelude),
        (Place::Frames, value::Frame::Bad, _) | (_, _, selector::Read::Bad) => return None,
        (_, _, selector::Read::Good(list)) => Prelude::Selectors(list),
    };
    Some(Rule { span, prelude, items })
}

/// After a `;` where a `{` was expected: what looks like the rest of a block whose `{` is missing is skipped with its `}`, up to the next rule.
fn skip_headless(p: &mut Parser<'_, '_>) {
    let mut state = p.state();
    loop {
        let before = p.state();
        match p.next() {
            Ok(Token::Semicolon) => state = p.state(),
            Ok(Token::CloseCurlyBracket) | Err(_) => return,
            Ok(Token::CurlyBracketBlock) => return p.reset(&state),
            Ok(Token::AtKeyword(_)) => return p.reset(&before),
            Ok(_) => {}
        }
    }
}

/// `name: value`, and what only looks like it. `None`: reported and left out.
fn declaration(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, place: Place, depth: u32) -> Option<Item> {
    let state = p.state();
    let (points, diagnostics) = (cx.points.len(), cx.diagnostics.len());
    match value::declaration(p, cx, depth) {
        value::Outcome::Declaration(span, name) => Some(Item::Declaration(Declaration { span, name })),
        value::Outcome::Ignored(span) => Some(Item::Ignored(span)),
        value::Outcome::Bad => None,
        value::Outcome::Rule if place == Place::Style => {
            cx.points.truncate(points);
            cx.diagnostics.truncate(diagnostics);
            p.reset(&state);
            rule(p, cx, place, depth).map(Item::Rule)
        }
        value::Outcome::Rule => {
            let start = state.position().byte_index();
            let span = trimmed(cx, start, offset(p).saturating_sub(1));
            cx.error("style/unexpected-rule", span, "a rule cannot stand here").hint = Some("move it out of this block".into());
            None
        }
    }
}

fn at_rule(p: &mut Parser<'_, '_>, cx: &mut Context<'_>, place: Place, depth: u32, at: Span, name: &str) -> Option<Item> {
    let name = name.to_ascii_lowercase();
    if name == "import" {
        let import = import::import(p, cx, at, depth)?;
        if place == Place::Top {
            return Some(Item::Import(import));
        }
        let lets_pass = place == Place::Rules;
        let message = "an `@import` inside a block is ignored";
        let diagnostic = value::verdict(lets_pass)("style/misplaced-import", cx.file, import.span, message);
        cx.report(diagnostic.hint("move it out of the block"));
        return Some(Item::Ignored(import.span));
    }
    let start = offset(p);
    let mut ok = true;
    let _: Nothing = p
        .parse_until_before(Delimiter::CurlyBracketBlock | Delimiter::Semicolon, |p| {
            ok = value::prelude(p, cx, at.start as usize, depth).is_ok();
            Ok(())
        })
        .map_err(discard);
    let prelude = trimmed(cx, start, offset(p));
    let has_block = matches!(p.next(), Ok(Token::CurlyBracketBlock));
    let (kind, known) = at_kind(&name);
    let inner = match (kind, place) {
        (AtKind::Grouping, Place::Style) => Place::Style,
        (AtKind::Grouping | AtKind::Ignored, _) => Place::Rules,
        (AtKind::Keyframes, _) => Place::Frames,
        (AtKind::Descriptors, _) => Place::Descriptors,
    };
    // What a repair has turned into an at-rule was a style rule.
    let inner = if name == DROPPED { Place::Style } else { inner };
    let items = if has_block { Some(block(p, cx, inner, depth, Span { end: prelude.end.max(at.end), ..at })?) } else { None };
    let span = Span { start: at.start, end: Span::at(offset(p)).end };
    if !ok || name == DROPPED {
        return None;
    }
    match name.as_str() {
        "charset" => {
            if !(cx.slice(prelude).starts_with(['"', '\'']) && items.is_none()) {
                cx.error("style/bad-charset", at, "expected the name of a character set in quotes after `@charset`").hint =
                    Some("remove it: mini programs are UTF-8".into());
            }
            return Some(Item::Ignored(span));
        }
        "namespace" => {
            cx.warning("style/namespace", at, "`@namespace` would change the meaning of every other sheet; it is left out").hint =
                Some("remove it: mini programs have one namespace".into());
            return None;
        }
        _ if !known => {
            let preprocessed = [
                "include", "mixin", "extend", "if", "else", "for", "each", "while", "function", "return", "use", "forward", "tailwind",
                "apply",
            ];
            cx.warning("style/unknown-at-rule", at, format!("browsers do not know `@{name}`")).hint =
                Some(if preprocessed.contains(&name.as_str()) {
                    format!("`@{name}` belongs to a preprocessor: compile the sheet to WXSS first")
                } else {
                    "remove it, or correct its name".to_owned()
                });
        }
        _ => {}
    }
    if items.is_none() && !matches!(name.as_str(), "layer" | "position-try" | "custom-media") && known {
        cx.error("style/expected-block", Span::at(span.end as usize), format!("expected `{{` after `@{name}`"));
        return None;
    }
    let media = if name == "media" { media::queries(cx.slice(prelude), prelude.start) } else { None };
    if name == "supports" && prelude.is_empty() {
        cx.error("style/expected-condition", at, "expected a condition after `@supports`").hint =
            Some("write `@supports (property: value) { … }`".into());
        return None;
    }
    if name == "layer" && !value::are_layer_names(cx.slice(prelude)) {
        cx.error("style/bad-css", prelude, "expected the names of layers after `@layer`").hint = Some("write `@layer name { … }`".into());
        return None;
    }
    if name == "media" {
        media::rpx(cx, prelude);
    }
    if name == "media" && media.is_none() {
        media::malformed(cx, prelude);
        return items
            .map(|items| Item::At(AtRule { span, name, prelude, media, keyframes: None, kind: AtKind::Ignored, items: Some(items) }));
    }
    let keyframes = if kind == AtKind::Keyframes { value::keyframes_name(cx, prelude) } else { None };
    if kind == AtKind::Keyframes && keyframes.is_none() {
        let ignored = !prelude.is_empty();
        return ignored.then_some(Item::At(AtRule { span, name, prelude, media, keyframes, kind: AtKind::Ignored, items }));
    }
    Some(Item::At(AtRule { span, name, prelude, media, keyframes, kind, items }))
}

/// What a repair puts in the place of the prelude of a rule that must be skipped as a whole: an at-rule of the name [`DROPPED`].
const SKIP: &str = "@_";
const DROPPED: &str = "_";

/// How the block of an at-rule is read, and whether browsers know the rule. The blocks of unknown ones are read as rules, so that whatever they come to
/// mean one day, the selectors inside are confined.
fn at_kind(name: &str) -> (AtKind, bool) {
    match name {
        "media" | "supports" | "layer" | "container" | "scope" | "starting-style" | "document" | "-moz-document" => {
            (AtKind::Grouping, true)
        }
        "keyframes" | "-webkit-keyframes" | "-moz-keyframes" | "-o-keyframes" | "-ms-keyframes" => (AtKind::Keyframes, true),
        "font-face"
        | "page"
        | "property"
        | "counter-style"
        | "font-palette-values"
        | "font-feature-values"
        | "view-transition"
        | "position-try"
        | "viewport"
        | "-ms-viewport" => (AtKind::Descriptors, true),
        "charset" | "namespace" | DROPPED => (AtKind::Grouping, true),
        // Blocks of `@font-feature-values` and margin boxes of `@page`.
        "swash" | "annotation" | "ornaments" | "stylistic" | "styleset" | "character-variant" | "historical-forms" => {
            (AtKind::Descriptors, true)
        }
        _ if name.starts_with("top-") || name.starts_with("bottom-") || name.starts_with("left-") || name.starts_with("right-") => {
            (AtKind::Descriptors, true)
        }
        _ => (AtKind::Grouping, false),
    }
}

/// The range without white space and comments around it.
fn trimmed(cx: &Context<'_>, start: usize, end: usize) -> Span {
    let mut range = Span::new(start, end);
    loop {
        let text = cx.slice(range);
        let inner = text.trim();
        let lead = text.len() - text.trim_start().len();
        range = Span::new(range.start as usize + lead, range.start as usize + lead + inner.len());
        match inner.strip_prefix("/*").and_then(|rest| rest.find("*/")) {
            Some(at) => range.start += Span::at(at + 4).start,
            None => return range,
        }
    }
}

/// User text for a message: one line, not too long.
fn shortened(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 40 { line } else { format!("{}…", line.chars().take(39).collect::<String>()) }
}
