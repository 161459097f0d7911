//! Mistakes that one WXML document shows by itself: names that do not exist, conditions that are always true, loops over text.
//!
//! Real projects decide what is reported: whatever could be meant as it stands is let pass.

mod attribute;
mod condition;
mod event;
mod foreign;
mod list;
mod special;
mod tag;

use crate::ast::wxml::{Attribute, Document, Element, Node, Part, Value};
use crate::diagnostics::{Diagnostic, Fix, Replacement};
use crate::source::{FileId, Span};
use crate::vocabulary::components;

/// Checks a document, whose source is `text`. `custom`: the tags that `usingComponents` and `componentGenerics` define for it; `None` if any tag may be defined.
pub fn document(file: FileId, text: &str, document: &Document, custom: Option<&[&str]>) -> Vec<Diagnostic> {
    let mut cx = Lint { file, text, custom, out: Vec::new() };
    let mut open: Vec<&[Node]> = vec![&document.nodes];
    while let Some(siblings) = open.pop() {
        condition::chains(&mut cx, siblings);
        for node in siblings {
            match node {
                Node::Element(element) => {
                    cx.element(element);
                    open.push(&element.children);
                }
                Node::Text(text) => foreign::text(&mut cx, text),
                Node::Comment(_) => {}
            }
        }
    }
    cx.out.sort_by_key(|d| (d.span.start, d.span.end));
    cx.out
}

struct Lint<'a> {
    file: FileId,
    text: &'a str,
    custom: Option<&'a [&'a str]>,
    out: Vec<Diagnostic>,
}

impl Lint<'_> {
    fn element(&mut self, element: &Element) {
        if element.name == "wxs" {
            return special::wxs(self, element);
        }
        tag::check(self, element);
        list::check(self, element);
        condition::check(self, element);
        special::check(self, element);
        let component = if self.is_custom(&element.name) { None } else { components::find(&element.name) };
        for attribute in &element.attributes {
            foreign::value(self, component, attribute);
            if foreign::attribute(self, element, component, attribute) {
                continue;
            }
            attribute::check(self, element, component, attribute);
            event::check(self, element, component, attribute);
        }
    }

    fn is_custom(&self, tag: &str) -> bool {
        self.custom.is_some_and(|tags| tags.contains(&tag))
    }

    /// Whether a custom component stands in the element: its events may bubble under any name.
    fn holds_custom(&self, element: &Element) -> bool {
        let mut open: Vec<&Node> = element.children.iter().collect();
        while let Some(node) = open.pop() {
            if let Node::Element(inner) = node {
                if components::find(&inner.name).is_none() || self.is_custom(&inner.name) {
                    return true;
                }
                open.extend(&inner.children);
            }
        }
        false
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.out.push(Diagnostic::error(code, self.file, span, message).hint(hint));
    }

    fn warning(&mut self, code: &'static str, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.out.push(Diagnostic::warning(code, self.file, span, message).hint(hint));
    }

    fn note(&mut self, code: &'static str, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.out.push(Diagnostic::note(code, self.file, span, message).hint(hint));
    }
}

impl Lint<'_> {
    /// A way to mend what was reported last.
    fn fix(&mut self, title: impl Into<String>, edits: impl IntoIterator<Item = (Span, String)>) {
        let file = self.file;
        let edits = edits.into_iter().map(|(span, text)| Replacement { file, span, text }).collect();
        if let Some(last) = self.out.last_mut() {
            last.fixes.push(Fix { title: title.into(), edits });
        }
    }

    /// The same: `text` takes the place of `span`.
    fn fix_by(&mut self, span: Span, text: &str) {
        self.fix(format!("write `{text}`"), [(span, text.to_owned())]);
    }

    /// The same: an attribute is taken away, with the white space before it.
    fn fix_without(&mut self, attribute: &Attribute) {
        let before = self.text.get(..attribute.span.start as usize).unwrap_or_default();
        let start = before.trim_end().len();
        self.fix(format!("remove `{}`", attribute.name), [(Span::new(start, attribute.span.end as usize), String::new())]);
    }

    /// The names in the tags of an element.
    fn names_of(&self, element: &Element) -> Vec<Span> {
        let text = self.text.get(element.span.range()).unwrap_or_default();
        let end = text.rfind("</").filter(|_| text.ends_with('>')).and_then(|at| {
            let inside = text.get(at + 2..)?;
            let start = element.span.start as usize + at + 2 + (inside.len() - inside.trim_start().len());
            let named = inside.trim_start().strip_prefix(element.name.as_str())?.trim() == ">";
            named.then(|| Span::new(start, start + element.name.len()))
        });
        std::iter::once(element.name_span).chain(end).collect()
    }
}

/// Where a value is wrong: between its quotes, or at the name when there is nothing between them.
fn value_place(attribute: &Attribute) -> Span {
    if attribute.value_span.is_empty() { attribute.name_span } else { attribute.value_span }
}

/// The mustache of a value that would be the whole value, were there no white space around it.
fn spaced_mustache(value: &Value) -> Option<Span> {
    let mut mustache = None;
    for part in &value.parts {
        match part {
            Part::Mustache { span, .. } if mustache.is_none() => mustache = Some(*span),
            Part::Literal { text, .. } if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    mustache.filter(|_| value.parts.len() > 1)
}

/// Reports white space around the only mustache of `wx:if` or `wx:for`; it makes the value a text.
fn space(cx: &mut Lint<'_>, attribute: &Attribute, value: &Value, effect: &str) -> bool {
    let Some(mustache) = spaced_mustache(value) else { return false };
    let blanks: Vec<Span> = value
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Literal { span, .. } => Some(*span),
            Part::Mustache { .. } => None,
        })
        .collect();
    let blank = blanks.first().copied();
    let message = format!("the space beside `{{{{ }}}}` makes the value of `{}` a text, {effect}", attribute.name);
    cx.warning("wxml/space-around-mustache", blank.unwrap_or(mustache), message, "remove the space between the quote and the braces");
    cx.fix("remove the space", blanks.into_iter().map(|span| (span, String::new())));
    true
}

#[cfg(test)]
mod tests;
