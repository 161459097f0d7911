//! `<slot>` inside a component, and the children a component's user puts into its slots.

use super::children::{Condition, condition, list_attribute};
use super::{Builder, Lower, scope::Layer, scope::Scope};
use crate::ast::wxml::{Element, Node, Value};
use crate::ir::expr::{Expr, ExprKind, Piece};
use crate::ir::{Html, HtmlId, RegionBody, SlotContent, SlotName, Sourced};
use crate::source::Span;
use std::borrow::Cow;
use std::ops::Range;

impl Lower<'_> {
    pub(super) fn slot(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        let mut name = None;
        let mut values = Vec::new();
        for attribute in &element.attributes {
            let Some(value) = &attribute.value else { continue };
            match attribute.name.as_str() {
                "name" => name = Some(self.value(scope, value)),
                "class" | "style" | "id" | "slot" => {}
                other if other.contains(':') || other.starts_with("data-") || other.starts_with("bind") || other.starts_with("catch") => {}
                other => {
                    let value = self.value(scope, value);
                    values.push((super::attributes::camel(other), value));
                }
            }
        }
        let place = (self.file_id(scope), element.span);
        let fallback = (!element.children.is_empty())
            .then(|| self.block("slot fallback", place, |cx, inner| cx.children(inner, scope, Html::ROOT, &element.children)));
        self.region(builder, scope, parent, element.span, RegionBody::Slot { name, values, fallback });
    }

    /// The children of a component by the slot they name. A `<block>` is no child: what is inside it goes to the slots named there, each time under the block's condition or loop.
    pub(super) fn slot_contents(&mut self, scope: &Scope, children: &[Node]) -> Vec<SlotContent> {
        let mut keys: Vec<(SlotKey, Option<&Element>)> = Vec::new();
        for (key, element) in slotted(children, false) {
            if !keys.iter().any(|(known, _)| *known == key) {
                keys.push((key, element));
            }
        }
        if let Some(runs) = runs(children).filter(|runs| runs.len() > keys.len()) {
            let content =
                |(range, key, element): Run<'_>| self.slot_content(scope, children.get(range).unwrap_or_default(), key, element, true);
            return runs.into_iter().map(content).collect();
        }
        let alone = keys.len() == 1;
        keys.into_iter().map(|(key, element)| self.slot_content(scope, children, key, element, alone)).collect()
    }

    fn slot_content(&mut self, scope: &Scope, children: &[Node], key: SlotKey, element: Option<&Element>, alone: bool) -> SlotContent {
        let names = slot_values(children, &key);
        let takes_values = !names.is_empty() || key == SlotKey::Looped;
        let inner = if takes_values { Cow::Owned(scope.with(Layer::SlotValues(names))) } else { Cow::Borrowed(scope) };
        let place = (self.file_id(scope), children.first().map(Node::span).unwrap_or_default());
        let filter = (!alone || key == SlotKey::Looped).then(|| key.clone());
        let outer = (std::mem::replace(&mut self.slot_key, filter), std::mem::replace(&mut self.slot_layers, inner.layers.len()));
        let template = self.block("slot content", place, |cx, body| cx.children(body, &inner, Html::ROOT, children));
        (self.slot_key, self.slot_layers) = outer;
        let name = match key {
            SlotKey::Looped => SlotName::Any,
            SlotKey::Static(name) => SlotName::Static(name),
            SlotKey::Dynamic(_) => match element.and_then(slot_attribute) {
                Some(value) => SlotName::Dynamic(self.value(scope, value)),
                None => SlotName::Static(String::new()),
            },
        };
        SlotContent { name, template, takes_values }
    }

    /// Whether anything of `node` goes to the slot whose content is being lowered.
    pub(super) fn in_slot(&self, scope: &Scope, node: &Node) -> bool {
        let looped = scope.layers.len() > self.slot_layers;
        self.slot_key.as_ref().is_none_or(|wanted| slotted(std::slice::from_ref(node), looped).any(|(key, _)| key == *wanted))
    }

    /// The elements of a loop that name their slots stand in every slot, each where the name is the slot's. A component with one slot hands out no name: it takes all.
    pub(super) fn where_it_belongs(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element, name: &Value) {
        let at = |kind| Box::new(Expr::new(element.name_span, kind));
        let up = scope.layers.len().saturating_sub(self.slot_layers);
        let slot = || at(ExprKind::Index { up });
        let takes_all = ExprKind::Binary("===", slot(), at(ExprKind::Undefined));
        let Sourced { file, expr } = self.value(scope, name);
        let text = ExprKind::Concat(vec![Piece::Text(String::new()), Piece::Expr(expr)]);
        let named = ExprKind::Binary("===", at(text), slot());
        let test = Sourced { file, expr: Expr::new(element.name_span, ExprKind::Binary("||", at(takes_all), at(named))) };
        let filter = self.slot_key.take();
        let template = self.block("slot content", (file, element.span), |cx, inner| cx.plain(inner, scope, Html::ROOT, element));
        self.slot_key = filter;
        self.region(builder, scope, parent, element.span, RegionBody::Branch(vec![(Some(test), template)]));
    }
}

/// Names a slot that children go to.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum SlotKey {
    Static(String),
    /// `slot="{{…}}"`: the element's own content.
    Dynamic(Span),
    /// The same inside a loop: each round may name another slot.
    Looped,
}

pub(super) fn slot_attribute(element: &Element) -> Option<&Value> {
    element.attributes.iter().rev().find(|a| a.name == "slot").and_then(|a| a.value.as_ref())
}

/// Texts and elements in order, blocks opened, with the slot each goes to. `looped`: the nodes stand in a loop.
fn slotted(nodes: &[Node], looped: bool) -> impl Iterator<Item = (SlotKey, Option<&Element>)> {
    let mut open = vec![(nodes.iter(), looped)];
    std::iter::from_fn(move || {
        while let Some((level, looped)) = open.last_mut() {
            let looped = *looped;
            match level.next() {
                None => drop(open.pop()),
                Some(Node::Comment(_)) => {}
                Some(Node::Text(_)) => return Some((SlotKey::Static(String::new()), None)),
                Some(Node::Element(element)) => match (element.name.as_str(), slot_attribute(element)) {
                    ("wxs" | "import", _) => {}
                    ("block", None) => open.push((element.children.iter(), looped || list_attribute(element).is_some())),
                    (_, None) => return Some((SlotKey::Static(String::new()), Some(&**element))),
                    (_, Some(value)) => {
                        let key = match value.literal() {
                            Some(name) => SlotKey::Static(name.to_owned()),
                            None if looped || list_attribute(element).is_some() => SlotKey::Looped,
                            None => SlotKey::Dynamic(element.span),
                        };
                        return Some((key, Some(&**element)));
                    }
                },
            }
        }
        None
    })
}

/// Children by index, the slot they go to, and the first element that names it.
type Run<'e> = (Range<usize>, SlotKey, Option<&'e Element>);

/// Neighbours that go to one slot, in order: a component with one slot shows them all as they stand. None where a child goes to several slots, or the branches of
/// one condition do.
fn runs(children: &[Node]) -> Option<Vec<Run<'_>>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    for (index, node) in children.iter().enumerate() {
        let mut keys = slotted(std::slice::from_ref(node), false);
        let Some((key, element)) = keys.next() else { continue };
        if matches!(key, SlotKey::Looped) || keys.any(|(other, _)| other != key) {
            return None;
        }
        let branch = matches!(node, Node::Element(e) if matches!(condition(e), Some(Condition::Elif(_) | Condition::Else)));
        match runs.last_mut().filter(|(_, last, _)| *last == key) {
            Some((range, ..)) => range.end = index + 1,
            None if branch => return None,
            None => runs.push((index..index + 1, key, element)),
        }
    }
    Some(runs)
}

/// `slot:item` and `slot:item="alias"` on the children.
fn slot_values(nodes: &[Node], wanted: &SlotKey) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for element in slotted(nodes, false).filter(|(key, _)| key == wanted).filter_map(|(_, element)| element) {
        for attribute in &element.attributes {
            let Some(name) = attribute.name.strip_prefix("slot:") else { continue };
            let name = super::attributes::camel(name);
            let alias =
                attribute.value.as_ref().and_then(|v| v.literal()).filter(|a| !a.is_empty()).map_or_else(|| name.clone(), str::to_owned);
            if !out.iter().any(|(a, _)| *a == alias) {
                out.push((alias, name));
            }
        }
    }
    out
}
