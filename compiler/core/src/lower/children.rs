//! Sibling lists: `wx:if` chains are found here, everything else goes to its own kind.

use super::{Builder, Lower, scope::Scope, slot::SlotKey};
use crate::ast::wxml::{Attribute, Element, Node, Value};
use crate::ir::{Html, HtmlId, HtmlKind, Region, RegionBody, Sourced, Step, TemplateId};
use crate::source::Span;

/// How deep the HTML of one block may be: browsers flatten what is nested in more than 512 elements. What is deeper becomes a block of its own.
const MAX_HTML_DEPTH: u32 = 200;

impl Lower<'_> {
    /// Deeply nested input grows the stack on the heap instead of overflowing it.
    pub(super) fn children(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, nodes: &[Node]) {
        if !nodes.is_empty() {
            stacker::maybe_grow(128 * 1024, 4 * 1024 * 1024, || self.siblings(builder, scope, parent, nodes));
        }
    }

    fn siblings(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, nodes: &[Node]) {
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            at += 1;
            match node {
                Node::Comment(_) => {}
                Node::Element(element) if is_chain(element) => {
                    at += self.chain(builder, scope, parent, node, nodes.get(at..).unwrap_or_default())
                }
                _ if !self.in_slot(scope, node) => {}
                Node::Text(text) => self.text(builder, scope, parent, text),
                Node::Element(element) => match condition(element) {
                    // The loop comes first, the condition is evaluated for each item.
                    Some(Condition::If(_)) if list_attribute(element).is_some() => self.list(builder, scope, parent, element, true),
                    // Without a chain (reported by the lint): rendered as if the attribute were not there.
                    _ => self.unconditional(builder, scope, parent, element),
                },
            }
        }
    }

    /// An element whose condition has been dealt with.
    pub(super) fn unconditional(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        if list_attribute(element).is_some() {
            self.list(builder, scope, parent, element, false);
        } else {
            self.plain(builder, scope, parent, element);
        }
    }

    /// An element without regard to `wx:if` and `wx:for`.
    pub(super) fn plain(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        if element.name == "block" && super::slot::slot_attribute(element).is_none() {
            return self.children(builder, scope, parent, &element.children);
        }
        if self.slot_key == Some(SlotKey::Looped)
            && let Some(name) = super::slot::slot_attribute(element)
        {
            return self.where_it_belongs(builder, scope, parent, element, name);
        }
        // Everything inside goes where the element goes.
        let slot_key = self.slot_key.take();
        match element.name.as_str() {
            "block" => self.children(builder, scope, parent, &element.children),
            "wxs" | "import" => {}
            "template" => self.template_use(builder, scope, parent, element),
            "include" => self.include(builder, scope, parent, element),
            _ if builder.template.html.get(parent).is_some_and(|n| n.depth >= MAX_HTML_DEPTH) => {
                let place = (self.file_id(scope), element.span);
                let rest = self.block("deep inside", place, |cx, inner| cx.plain(inner, scope, Html::ROOT, element));
                self.region(builder, scope, parent, element.span, RegionBody::Branch(vec![(None, rest)]));
            }
            _ if self.owner.tree => self.tree_element(builder, scope, parent, element),
            "slot" => self.slot(builder, scope, parent, element),
            _ => self.element(builder, scope, parent, element),
        }
        self.slot_key = slot_key;
    }

    /// `wx:if` and the `wx:elif`/`wx:else` siblings after it; returns how many of `rest` belong to it.
    fn chain(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, first: &Node, rest: &[Node]) -> usize {
        let Node::Element(element) = first else { return 0 };
        let span = element.span;
        let mut branches: Vec<(&Element, Option<&Value>, bool)> = Vec::new();
        if let Some(Condition::If(value)) = condition(element) {
            branches.push((element, value, self.in_slot(scope, first)));
        }
        let mut taken = 0;
        let mut closed = false;
        for (offset, node) in rest.iter().enumerate() {
            match node {
                Node::Comment(_) => continue,
                Node::Element(element) if !closed => match condition(element) {
                    Some(Condition::Elif(value)) => branches.push((element, value, self.in_slot(scope, node))),
                    Some(Condition::Else) => {
                        branches.push((element, None, self.in_slot(scope, node)));
                        closed = true;
                    }
                    _ => break,
                },
                _ => break,
            }
            taken = offset + 1;
        }
        if !branches.iter().any(|(.., inside)| *inside) {
            return taken;
        }
        let last_is_else = closed;
        let count = branches.len();
        let body: Vec<(Option<Sourced>, TemplateId)> = branches
            .into_iter()
            .enumerate()
            .map(|(i, (element, value, inside))| {
                let test = (!(last_is_else && i + 1 == count)).then(|| self.condition_value(scope, element, value));
                let place = (self.file_id(scope), element.span);
                let template = self.block("wx:if branch", place, |cx, inner| {
                    if inside {
                        cx.unconditional(inner, scope, Html::ROOT, element);
                    }
                });
                (test, template)
            })
            .collect();
        self.region(builder, scope, parent, span, RegionBody::Branch(body));
        taken
    }

    /// A single `wx:if` on the body of a loop.
    pub(super) fn conditional_body(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        let value = match condition(element) {
            Some(Condition::If(value)) => value,
            _ => None,
        };
        let test = Some(self.condition_value(scope, element, value));
        let place = (self.file_id(scope), element.span);
        let template = self.block("wx:if branch", place, |cx, inner| cx.plain(inner, scope, Html::ROOT, element));
        self.region(builder, scope, parent, element.span, RegionBody::Branch(vec![(test, template)]));
    }

    fn condition_value(&mut self, scope: &Scope, element: &Element, value: Option<&Value>) -> Sourced {
        let empty = Value::default();
        let mut sourced = self.value(scope, value.unwrap_or(&empty));
        if sourced.expr.span == Span::default() {
            sourced.expr.span = element.name_span;
        }
        sourced
    }

    pub(super) fn region(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, span: Span, body: RegionBody) {
        let anchor = builder.append(parent, HtmlKind::Anchor);
        let index = builder.template.regions.len();
        builder.template.regions.push(Region { anchor, span: (self.file_id(scope), span), body });
        builder.template.steps.push(Step::Region(index));
    }
}

/// `wx:if` without a loop, which may have `wx:elif` and `wx:else` after it.
fn is_chain(element: &Element) -> bool {
    matches!(condition(element), Some(Condition::If(_))) && list_attribute(element).is_none()
}

pub(super) enum Condition<'e> {
    If(Option<&'e Value>),
    Elif(Option<&'e Value>),
    Else,
}

pub(super) fn condition(element: &Element) -> Option<Condition<'_>> {
    let find = |name: &str| element.attributes.iter().rev().find(|a| a.name == name);
    if let Some(a) = find("wx:if") {
        return Some(Condition::If(a.value.as_ref()));
    }
    if let Some(a) = find("wx:elif") {
        return Some(Condition::Elif(a.value.as_ref()));
    }
    find("wx:else").map(|_| Condition::Else)
}

/// The attribute that makes an element a loop; `wx:for-items` wins.
pub(super) fn list_attribute(element: &Element) -> Option<&Attribute> {
    let find = |name: &str| element.attributes.iter().rev().find(|a| a.name == name);
    find("wx:for-items").or_else(|| find("wx:for"))
}
