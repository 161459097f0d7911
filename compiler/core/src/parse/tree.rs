//! Matches start and end tags into a tree. Works on a flat list with its own stack, and recovers from tags that are missing, crossed or misspelt.

use oxc::allocator::Allocator;
use rustc_hash::{FxHashMap, FxHashSet};

use super::expr::Expressions;
use super::value::{self, Reading};
use super::wxml::{self as flat, Item, TagEnd};
use crate::ast::wxml::{Attribute, Document, Element, Node};
use crate::diagnostics::{Diagnostic, is_misspelling};
use crate::source::{FileId, Span};
use crate::vocabulary::components;

pub(super) fn build(file: FileId, source: &str, items: Vec<Item<'_, '_>>, cut_short: bool, diagnostics: &mut Vec<Diagnostic>) -> Document {
    let arena = Allocator::default();
    let mut builder = Builder {
        file,
        source,
        expressions: Expressions::new(file, source, &arena),
        diagnostics,
        roots: Vec::new(),
        open: Vec::new(),
        counts: FxHashMap::default(),
        suspects: Vec::new(),
        closed_early: FxHashMap::default(),
    };
    let last = items.len().saturating_sub(1);
    for (index, item) in items.into_iter().enumerate() {
        builder.item(item, index == last);
    }
    builder.finish(cut_short);
    Document { nodes: builder.roots }
}

/// Tags that never have content, so one that is not closed was meant as `<tag/>`.
const EMPTY: &[&str] =
    &["image", "input", "textarea", "icon", "progress", "slider", "switch", "import", "include", "br", "hr", "img", "link", "meta"];

struct Builder<'a, 's: 'a> {
    file: FileId,
    source: &'s str,
    expressions: Expressions<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    roots: Vec<Node>,
    open: Vec<Open<'s>>,
    /// How many elements of a name are open.
    counts: FxHashMap<&'s str, usize>,
    /// Elements whose end tag, by its indentation, was meant for an outer element of the same name: start tag and end tag.
    suspects: Vec<(&'s str, Span, Span)>,
    /// Elements that were closed by the end tag of an outer one: their own end tag, if it still comes, is no second mistake.
    closed_early: FxHashMap<&'s str, usize>,
}

struct Open<'s> {
    name: &'s str,
    element: Element,
}

impl<'s> Builder<'_, 's> {
    fn item(&mut self, item: Item<'_, 's>, last: bool) {
        match item {
            Item::Text(pieces) => {
                if let Some(text) = value::text(&self.expressions, pieces, self.diagnostics) {
                    self.push(Node::Text(text));
                }
            }
            Item::Comment(span) => self.push(Node::Comment(span)),
            Item::Raw(span) => {
                if let Some(open) = self.open.last_mut() {
                    open.element.raw = Some(span);
                }
            }
            Item::Close { name, span } => self.close(name, span),
            Item::Open { name, name_span, attributes, end, span } => {
                self.check_name(name, name_span);
                let attributes = self.attributes(name, attributes);
                let element = Element { span, name: name.to_owned(), name_span, attributes, children: Vec::new(), raw: None };
                // A tag that the end of the file cut off has been reported as such.
                if end == TagEnd::SelfClosing || (end == TagEnd::Missing && last) {
                    self.push(Node::Element(Box::new(element)));
                } else {
                    *self.counts.entry(name).or_default() += 1;
                    self.open.push(Open { name, element });
                }
            }
        }
    }

    fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(open) => open.element.children.push(node),
            None => self.roots.push(node),
        }
    }

    fn check_name(&mut self, name: &str, span: Span) {
        if name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':')) {
            return;
        }
        let diagnostic = Diagnostic::error("parse/bad-tag-name", self.file, span, format!("`{name}` is not a tag name"))
            .hint("names are made of ASCII letters, digits, `-`, `_` and `:`; is a space missing?");
        self.diagnostics.push(diagnostic);
    }

    fn attributes(&mut self, tag: &str, list: Vec<flat::Attribute<'_, '_>>) -> Vec<Attribute> {
        let mut attributes: Vec<Attribute> = Vec::with_capacity(list.len());
        let repeated = has_duplicates(&list);
        let mut seen: FxHashMap<&str, (Span, Span)> = FxHashMap::default();
        for flat::Attribute { span, name, name_span, value } in list {
            if repeated && let Some((first, whole)) = seen.insert(name, (name_span, span)) {
                self.repeated_attribute(name, name_span, first, whole);
            }
            let reading = if tag == "template" && name == "data" { Reading::TemplateData } else { Reading::Attribute };
            let (value, value_span) = match value {
                Some((pieces, span)) => (Some(value::value(&self.expressions, pieces, reading, self.diagnostics)), span),
                None => (None, Span::at(name_span.end as usize)),
            };
            attributes.push(Attribute { span, name: name.to_owned(), name_span, value, value_span });
        }
        if repeated {
            attributes.retain(|a| seen.get(a.name.as_str()).is_some_and(|(name, _)| *name == a.name_span));
        }
        attributes
    }

    /// The attribute at `place` is written once more than the one whose name is at `first`, `whole` with its value.
    fn repeated_attribute(&mut self, name: &str, place: Span, first: Span, whole: Span) {
        let start = self.source.get(..whole.start as usize).unwrap_or_default().trim_end().len();
        let diagnostic =
            Diagnostic::warning("parse/duplicate-attribute", self.file, place, format!("`{name}` is written twice; this one counts"))
                .label(self.file, first, "this one is ignored")
                .hint("remove one of them")
                .fix("remove the one that is ignored", Span::new(start, whole.end as usize), "");
        self.diagnostics.push(diagnostic);
    }

    fn close(&mut self, name: &'s str, span: Span) {
        let top = self.open.last().map(|open| open.name);
        if top == Some(name) {
            self.suspect(name, span);
            return self.pop(span.end);
        }
        if self.counts.get(name).is_some_and(|&n| n > 0) {
            while let Some(open) = self.open.last()
                && open.name != name
            {
                let (inner, inner_span) = (open.name, open.element.name_span);
                self.unclosed(inner, inner_span, Some((name, span)));
                *self.closed_early.entry(inner).or_default() += 1;
                self.pop_unclosed(span.start);
            }
            return self.pop(span.end);
        }
        if let Some(count) = self.closed_early.get_mut(name).filter(|n| **n > 0) {
            *count -= 1;
            return;
        }
        match self.open.last() {
            Some(open) if is_misspelling(name, open.name) => self.mismatched(name, span),
            _ => {
                let diagnostic =
                    Diagnostic::error("parse/stray-end-tag", self.file, span, format!("`</{name}>` closes nothing")).hint(match name {
                        "br" => "remove it; a line break is written `\\n` in a `<text>`".to_owned(),
                        _ => format!("remove it, or write `<{name}>` where the element starts"),
                    });
                let diagnostic = diagnostic.fix("remove it", span, "");
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// An end tag and the innermost open element differ by a typing mistake, in the one or the other.
    fn mismatched(&mut self, name: &str, span: Span) {
        let Some(open) = self.open.last_mut() else { return };
        let place = open.element.name_span;
        let diagnostic = if components::find(open.name).is_none() && components::find(name).is_some() {
            let diagnostic =
                Diagnostic::error("parse/mismatched-tag", self.file, place, format!("`<{}>` does not match `</{name}>`", open.name))
                    .label(self.file, span, "its end tag")
                    .hint(format!("write `<{name}>`"))
                    .fix(format!("write `<{name}>`"), place, name);
            // It was meant as `name`, so it is one for everybody after us.
            name.clone_into(&mut open.element.name);
            diagnostic
        } else {
            Diagnostic::error("parse/mismatched-tag", self.file, span, format!("`</{name}>` does not match `<{}>`", open.name))
                .label(self.file, place, "the open element")
                .write(format!("</{}>", open.name))
        };
        self.diagnostics.push(diagnostic);
        self.pop(span.end);
    }

    /// Remembers the innermost element if its end tag stands under the start tag of an outer one of the same name: then its own end tag is missing, and the
    /// outer element will seem unclosed.
    fn suspect(&mut self, name: &'s str, close: Span) {
        let Some((inner, outer)) = self.open.split_last() else { return };
        let Some(column) = indentation(self.source, close.start) else { return };
        if indentation(self.source, inner.element.span.start).is_none_or(|inner| inner.len() <= column.len()) {
            return;
        }
        let namesake = outer.iter().rev().take(64).find(|o| o.name == name);
        if namesake.and_then(|o| indentation(self.source, o.element.span.start)) == Some(column) {
            self.suspects.push((name, inner.element.name_span, close));
        }
    }

    fn unclosed(&mut self, name: &str, span: Span, closer: Option<(&str, Span)>) {
        let suspect = self.suspects.iter().position(|(n, open, _)| *n == name && open.start > span.start);
        let suspect = suspect.map(|index| self.suspects.remove(index));
        let span = suspect.map_or(span, |(_, open, _)| open);
        let mut diagnostic = Diagnostic::error("parse/unclosed-tag", self.file, span, format!("`<{name}>` is not closed"));
        if let Some((_, _, place)) = suspect {
            diagnostic = diagnostic.label(self.file, place, format!("this `</{name}>` seems to belong to an element around it"));
        } else if let Some((closer, place)) = closer {
            diagnostic = diagnostic.label(self.file, place, format!("this `</{closer}>` closes an element around it"));
        }
        let hint = if EMPTY.contains(&name) {
            format!("write `<{name} … />`: in WXML no tag closes itself")
        } else {
            format!("write `</{name}>` where it ends")
        };
        let place = match (suspect, closer) {
            (Some((_, _, place)), _) | (None, Some((_, place))) => place.start as usize,
            (None, None) => self.source.trim_end().len(),
        };
        let diagnostic = diagnostic.hint(hint);
        self.diagnostics.push(match self.start_tag_end(span).filter(|_| EMPTY.contains(&name)) {
            Some(end) => diagnostic.fix("write `/>`", end, if self.ends_with_space(end.start) { "/>" } else { " />" }),
            None => diagnostic.fix(format!("write `</{name}>`"), Span::at(place), format!("</{name}>")),
        });
    }

    fn ends_with_space(&self, at: u32) -> bool {
        self.source.get(..at as usize).is_some_and(|before| before.ends_with(char::is_whitespace))
    }

    /// The `>` of an open element's start tag, whose name stands at `name`.
    fn start_tag_end(&self, name: Span) -> Option<Span> {
        let open = self.open.iter().rfind(|open| open.element.name_span == name)?;
        let from = open.element.attributes.iter().map(|attribute| attribute.span.end).max().unwrap_or(name.end) as usize;
        let length = self.source.get(from..)?.find('>')?;
        Some(Span::new(from + length, from + length + 1))
    }

    /// Closes the innermost element at `end`.
    fn pop(&mut self, end: u32) {
        if let Some(Open { name, mut element }) = self.open.pop() {
            if let Some(count) = self.counts.get_mut(name) {
                *count = count.saturating_sub(1);
            }
            element.span.end = end;
            self.push(Node::Element(Box::new(element)));
        }
    }

    /// Closes the innermost element although its end tag is missing.
    fn pop_unclosed(&mut self, end: u32) {
        let adopted = match self.open.last_mut() {
            Some(open) if EMPTY.contains(&open.name) => std::mem::take(&mut open.element.children),
            _ => Vec::new(),
        };
        let end = adopted.first().map_or(end, |node| node.span().start);
        self.pop(end);
        for node in adopted {
            self.push(node);
        }
    }

    fn finish(&mut self, cut_short: bool) {
        let end = u32::try_from(self.source.len()).unwrap_or(u32::MAX);
        let mut innermost = true;
        while let Some(open) = self.open.last() {
            let (name, span) = (open.name, open.element.name_span);
            // Behind an unclosed comment, quote or tag all end tags are missing: that one mistake has been named. An unclosed `<wxs>` is itself the mistake.
            if !cut_short || (innermost && name == "wxs" && open.element.raw.is_some()) {
                self.unclosed(name, span, None);
            }
            innermost = false;
            self.pop_unclosed(end);
        }
    }
}

/// Whether two attributes of a tag have one name. Few are compared with each other; a set would be most of the work.
fn has_duplicates(list: &[flat::Attribute<'_, '_>]) -> bool {
    const FEW: usize = 16;
    if list.len() > FEW {
        let mut names = FxHashSet::default();
        return !list.iter().all(|attribute| names.insert(attribute.name));
    }
    list.iter().enumerate().any(|(i, attribute)| list.iter().take(i).any(|before| before.name == attribute.name))
}

/// White space before a tag that is the first on its line.
fn indentation(source: &str, at: u32) -> Option<&str> {
    let before = source.get(..at as usize)?;
    let line = before.trim_end_matches([' ', '\t']);
    (line.is_empty() || line.ends_with('\n')).then(|| before.get(line.len()..)).flatten()
}
