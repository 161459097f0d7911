//! The names in one style sheet: classes, ids, tags and custom properties with their places, rules as an outline, imports, lengths in rpx and colours.

use super::NO_FILE;
use cssparser::{Parser, ParserInput, Token};
use wxc_core::ast::wxss::{AtRule, Item, PointKind, Prelude, Unit};
use wxc_core::parse::wxss::parse;
use wxc_core::source::Span;

#[derive(Debug, Default)]
pub struct Sheet {
    pub classes: Vec<Word>,
    pub ids: Vec<Word>,
    pub tags: Vec<Word>,
    pub keyframes: Vec<Word>,
    /// Where `--name` is defined.
    pub properties: Vec<Word>,
    /// Requests of `@import`, between the quotes.
    pub imports: Vec<Word>,
    /// `url(…)` of other files: the text inside.
    pub urls: Vec<Word>,
    pub rules: Vec<Rule>,
    pub lengths: Vec<Length>,
    pub colors: Vec<Color>,
}

/// A name without its sign, and where it stands (without the sign too).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub name: String,
    pub span: Span,
}

/// A rule or a block of an at-rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// As written, in one line.
    pub title: String,
    pub prelude: Span,
    pub span: Span,
    pub children: Vec<Rule>,
}

/// `12rpx`.
#[derive(Clone, Debug)]
pub struct Length {
    pub value: f64,
    pub span: Span,
}

/// A colour that is written out: parts from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Color {
    pub rgba: [f32; 4],
    pub span: Span,
}

impl Sheet {
    pub fn read(text: &str) -> Self {
        let parsed = parse(NO_FILE, text).sheet;
        let mut out = Self::default();
        out.rules = items(&parsed.items, text, &mut out);
        for point in &parsed.points {
            match &point.kind {
                PointKind::Length { number_end, unit: Unit::Rpx } => {
                    let number = Span { start: point.span.start, end: *number_end };
                    if let Some(value) = text.get(number.range()).and_then(|number| number.parse().ok()) {
                        out.lengths.push(Length { value, span: point.span });
                    }
                }
                PointKind::Url(url) => {
                    let inside = text.get(point.span.range()).unwrap_or_default();
                    if let Some(at) = inside.find(url.as_str()).filter(|_| !url.is_empty()) {
                        let start = point.span.start as usize + at;
                        out.urls.push(Word { name: url.clone(), span: Span::new(start, start + url.len()) });
                    }
                }
                _ => {}
            }
        }
        out
    }

    pub fn class_at(&self, offset: usize) -> Option<&Word> {
        word_at(&self.classes, offset)
    }

    pub fn id_at(&self, offset: usize) -> Option<&Word> {
        word_at(&self.ids, offset)
    }
}

/// The word at a place, also right behind its sign or its end.
pub fn word_at(words: &[Word], offset: usize) -> Option<&Word> {
    words.iter().find(|word| (word.span.start as usize).saturating_sub(1) <= offset && offset <= word.span.end as usize)
}

fn items(items: &[Item], text: &str, out: &mut Sheet) -> Vec<Rule> {
    let mut rules = Vec::new();
    for item in items {
        match item {
            Item::Import(import) => {
                let inside = text.get(import.request_span.range()).unwrap_or_default();
                let at = inside.find(import.request.as_str()).unwrap_or(0);
                let start = import.request_span.start as usize + at;
                out.imports.push(Word { name: import.request.clone(), span: Span::new(start, start + import.request.len()) });
            }
            Item::Rule(rule) => {
                let prelude = match &rule.prelude {
                    Prelude::Selectors(selectors) => {
                        let span = match (selectors.first(), selectors.last()) {
                            (Some(first), Some(last)) => trimmed(text, first.span.to(last.span)),
                            _ => continue,
                        };
                        selector(text, span, out);
                        span
                    }
                    Prelude::Frame(span) | Prelude::Ignored(span) => *span,
                };
                let children = self::items(&rule.items, text, out);
                rules.push(Rule { title: line(text, prelude), prelude, span: rule.span, children });
            }
            Item::At(rule) => {
                if let Some(name) = &rule.keyframes {
                    let inside = text.get(rule.prelude.range()).unwrap_or_default();
                    let at = inside.find(name.as_str()).unwrap_or(0);
                    let start = rule.prelude.start as usize + at;
                    out.keyframes.push(Word { name: name.clone(), span: Span::new(start, start + name.len()) });
                }
                let children = rule.items.as_deref().map_or_else(Vec::new, |inner| self::items(inner, text, out));
                if rule.items.is_some() {
                    rules.push(Rule { title: title(text, rule), prelude: rule.prelude, span: rule.span, children });
                }
            }
            Item::Declaration(declaration) => {
                let name = text.get(declaration.name.range()).unwrap_or_default();
                if name.starts_with("--") {
                    out.properties.push(Word { name: name.to_owned(), span: declaration.name });
                }
                let value = Span { start: declaration.name.end, end: declaration.span.end };
                colors(text, value, out);
            }
            Item::Ignored(_) => {}
        }
    }
    rules
}

fn title(text: &str, rule: &AtRule) -> String {
    format!("@{} {}", rule.name, line(text, rule.prelude)).trim_end().to_owned()
}

fn line(text: &str, span: Span) -> String {
    text.get(span.range()).unwrap_or_default().split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn trimmed(text: &str, span: Span) -> Span {
    let inside = text.get(span.range()).unwrap_or_default();
    let start = span.start as usize + (inside.len() - inside.trim_start().len());
    Span::new(start, start + inside.trim().len())
}

/// Names in a list of selectors, also inside `:is(…)` and its like.
fn selector(text: &str, span: Span, out: &mut Sheet) {
    let inside = text.get(span.range()).unwrap_or_default();
    let mut input = ParserInput::new(inside);
    tokens(&mut Parser::new(&mut input), span.start as usize, inside, out, 0);
}

fn tokens(p: &mut Parser<'_, '_>, base: usize, text: &str, out: &mut Sheet, depth: u32) {
    /// What the token in front was.
    #[derive(PartialEq)]
    enum Before {
        Nothing,
        Dot,
        Colon,
    }
    let mut before = Before::Nothing;
    loop {
        let start = p.position().byte_index();
        let Ok(token) = p.next_including_whitespace_and_comments() else { return };
        let token = token.clone();
        let end = p.position().byte_index();
        let word =
            |from: usize| Word { name: text.get(from..end).unwrap_or_default().to_owned(), span: Span::new(base + from, base + end) };
        let next = match &token {
            Token::Delim('.') => Before::Dot,
            Token::Colon => Before::Colon,
            _ => Before::Nothing,
        };
        match &token {
            Token::Ident(_) if before == Before::Dot => out.classes.push(word(start)),
            Token::Ident(_) if before == Before::Nothing => out.tags.push(word(start)),
            Token::IDHash(_) => out.ids.push(word(start + 1)),
            Token::Function(_) if depth < 16 => {
                let _: Result<(), cssparser::ParseError<'_, ()>> = p.parse_nested_block(|p| {
                    tokens(p, base, text, out, depth + 1);
                    Ok(())
                });
            }
            _ => {}
        }
        before = next;
    }
}

fn colors(text: &str, span: Span, out: &mut Sheet) {
    let inside = text.get(span.range()).unwrap_or_default();
    let mut input = ParserInput::new(inside);
    color_tokens(&mut Parser::new(&mut input), span.start as usize, out, 0);
}

fn color_tokens(p: &mut Parser<'_, '_>, base: usize, out: &mut Sheet, depth: u32) {
    loop {
        p.skip_whitespace();
        let start = p.position().byte_index();
        let state = p.state();
        if let Some(rgba) = crate::ide::color::read(p) {
            out.colors.push(Color { rgba, span: Span::new(base + start, base + p.position().byte_index()) });
            continue;
        }
        p.reset(&state);
        match p.next_including_whitespace_and_comments().cloned() {
            Err(_) => return,
            Ok(Token::Function(_) | Token::ParenthesisBlock) if depth < 16 => {
                let _: Result<(), cssparser::ParseError<'_, ()>> = p.parse_nested_block(|p| {
                    color_tokens(p, base, out, depth + 1);
                    Ok(())
                });
            }
            Ok(_) => {}
        }
    }
}
