//! Style sheets: what is WeChat's in them. Properties and their values are the business of editors' own CSS support.

use super::{Item, Kind, Place, paths};
use crate::ide::cursor::{Context, Cursor};
use crate::ide::index::What;
use crate::ide::world::World;
use rustc_hash::FxHashSet;
use std::sync::Arc;
use wxc_core::source::Span;
use wxc_core::vocabulary::{components, docs};

/// What a place of a style sheet is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// The text of a request, from its quote.
    Import(Span),
    /// A selector, or the start of a declaration: from the last `{`, `}`, `;` or `,`.
    Selector(Span),
    Value(Span),
    Nothing,
}

pub(super) fn items(world: &World<'_>, path: &str, text: &Arc<str>, offset: usize) -> Vec<Item> {
    let cursor = Cursor { context: Context::Text, open: Vec::new(), tag: None };
    let place = Place { world, path, text, offset, cursor };
    match at(text, offset) {
        At::Import(span) => paths::files(&place, span, &[".wxss", ".less", ".scss"]),
        At::Selector(span) => selectors(&place, span),
        At::Value(span) => lengths(&place, span),
        At::Nothing => Vec::new(),
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_')
}

fn at(text: &str, offset: usize) -> At {
    let before = text.get(..offset).unwrap_or_default();
    let mut start = 0;
    let mut depth = 0_usize;
    let mut chars = before.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        match c {
            '/' if chars.peek().is_some_and(|(_, next)| *next == '*') => match before.get(index..).and_then(|rest| rest.find("*/")) {
                Some(length) => while chars.next_if(|(at, _)| *at < index + length + 2).is_some() {},
                None => return At::Nothing,
            },
            '"' | '\'' => {
                let inside = index + 1;
                let rest = before.get(inside..).unwrap_or_default();
                match rest.find([c, '\n']) {
                    Some(length) => while chars.next_if(|(at, _)| *at <= inside + length).is_some() {},
                    None => {
                        let lead = before.get(start..index).unwrap_or_default().trim();
                        return if lead == "@import" || lead == "@import url(" {
                            At::Import(Span::new(inside, offset))
                        } else {
                            At::Nothing
                        };
                    }
                }
            }
            '{' => {
                depth += 1;
                start = index + 1;
            }
            '}' => {
                depth = depth.saturating_sub(1);
                start = index + 1;
            }
            ';' => start = index + 1,
            _ => {}
        }
    }
    let statement = before.get(start..).unwrap_or_default();
    let lead = statement.trim_start();
    if lead.starts_with('@') {
        return At::Nothing;
    }
    let name_end = lead.find(|c| !is_name(c)).unwrap_or(lead.len());
    // `color: …` inside of a block; a selector has its colon behind a sign or right before a word.
    let is_value = depth > 0 && name_end > 0 && lead.get(name_end..).is_some_and(|rest| rest.starts_with(':') && !rest.starts_with("::"))
        || lead.starts_with("--") && lead.contains(':');
    if is_value {
        return At::Value(Span::new(start, offset));
    }
    if depth > 0 && !lead.starts_with(['.', '#', '&', '>', '+', '~', ':']) && !lead.is_empty() && !lead.contains(['.', '#', ' ']) {
        return At::Nothing;
    }
    At::Selector(Span::new(start, offset))
}

fn selectors(place: &Place<'_>, span: Span) -> Vec<Item> {
    let typed = place.slice(span);
    let length: usize = typed.chars().rev().take_while(|c| is_name(*c)).map(char::len_utf8).sum();
    let word = Span::new(place.offset - length, place.offset);
    let replace = place.whole(word, is_name);
    let sign = typed.get(..typed.len() - length).and_then(|before| before.chars().next_back());
    match sign {
        Some('.') => names(place, replace, Kind::Class),
        Some('#') => names(place, replace, Kind::Id),
        Some(':') => vec![Item::new("host", Kind::Keyword, replace).doc(Some("the element of this component itself")).rank(0)],
        None | Some(' ' | '\n' | '\t' | ',' | '>' | '}') if !typed.trim().is_empty() || typed.is_empty() || sign != Some(' ') => {
            tags(place, replace)
        }
        _ => Vec::new(),
    }
}

/// Classes or ids that the templates under the sheet have.
fn names(place: &Place<'_>, replace: Span, kind: Kind) -> Vec<Item> {
    let mut items = Vec::new();
    let mut seen = FxHashSet::default();
    for path in place.world.templates_under(place.path) {
        let Some(template) = place.world.template(path) else { continue };
        for occurrence in &template.occurrences {
            let name = match (&occurrence.what, kind) {
                (What::Class(name), Kind::Class) | (What::Id(name), Kind::Id) => name,
                _ => continue,
            };
            if seen.insert(name.clone()) {
                items.push(Item::new(name, kind, replace).detail(path.clone()).rank(0));
            }
        }
    }
    if kind == Kind::Class {
        for (name, text) in components::all().flat_map(|(tag, component)| {
            component
                .attributes
                .iter()
                .filter(|(name, _)| name.ends_with("-class"))
                .filter_map(move |(_, attribute)| Some((attribute.default.as_deref().filter(|default| *default != "none")?, tag)))
        }) {
            if seen.insert(name.to_owned()) {
                items.push(Item::new(name, kind, replace).detail(format!("default class of {text}")).rank(4));
            }
        }
    }
    items
}

fn tags(place: &Place<'_>, replace: Span) -> Vec<Item> {
    let mut used: FxHashSet<String> = FxHashSet::default();
    for path in place.world.templates_under(place.path) {
        let Some(template) = place.world.template(path) else { continue };
        used.extend(template.occurrences.iter().filter_map(|occurrence| match &occurrence.what {
            What::Tag(name) => Some(name.clone()),
            _ => None,
        }));
    }
    let mut items = vec![Item::new("page", Kind::Tag, replace).detail("the root element of a page").rank(1)];
    items.push(Item::new(":host", Kind::Keyword, replace).detail("the element of this component itself").rank(5));
    for (tag, _) in components::all() {
        let rank = if used.contains(tag) { 2 } else { 6 };
        items.push(Item::new(tag, Kind::Tag, replace).doc(docs::tag(tag)).rank(rank));
    }
    items
}

/// `12r` to `12rpx`.
fn lengths(place: &Place<'_>, span: Span) -> Vec<Item> {
    let typed = place.slice(span);
    let length: usize = typed.chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').map(char::len_utf8).sum();
    let word = typed.get(typed.len() - length..).unwrap_or_default();
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = word.get(digits.len()..).unwrap_or_default();
    if digits.is_empty() || digits.parse::<f64>().is_err() || !"rpx".starts_with(unit) {
        return Vec::new();
    }
    let replace = Span::new(place.offset - length, place.offset);
    let text = format!("{digits}rpx");
    vec![Item::new(text, Kind::Unit, replace).detail(crate::ide::hover::rpx_line(digits.parse().unwrap_or_default())).rank(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let kind = |marked: &str| {
            let offset = marked.find('|').expect("a mark");
            match at(&marked.replacen('|', "", 1), offset) {
                At::Import(_) => "import",
                At::Selector(_) => "selector",
                At::Value(_) => "value",
                At::Nothing => "nothing",
            }
        };
        let cases = [
            ("|", "selector"),
            (".a|", "selector"),
            (".a { color: r|", "value"),
            (".a { col|", "nothing"),
            (".a { color: red; |", "selector"),
            (".a { color: red } .|", "selector"),
            (".a { .b|", "selector"),
            (".a, .b|", "selector"),
            ("@import \"a|", "import"),
            ("/* .a|", "nothing"),
            ("/* } */ .a { width: 1|", "value"),
            (".a::be|", "selector"),
            (".a { --x: 1|", "value"),
            (".a { background: url('x|", "nothing"),
        ];
        for (marked, expected) in cases {
            assert_eq!(kind(marked), expected, "{marked}");
        }
    }
}
