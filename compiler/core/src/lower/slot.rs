//! `<slot>` inside a component, and the children a component's user puts into its slots.

use super::{Builder, Lower, scope::Layer, scope::Scope};
use crate::ast::wxml::{Element, Node, Value};
use crate::ir::{Html, HtmlId, RegionBody, SlotContent, SlotName};
use crate::source::Span;

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
        for (key, element) in slotted(children) {
            if !keys.iter().any(|(known, _)| *known == key) {
                keys.push((key, element));
            }
        }
        let alone = keys.len() == 1;
        keys.into_iter().map(|(key, element)| self.slot_content(scope, children, key, element, alone)).collect()
    }

    fn slot_content(&mut self, scope: &Scope, children: &[Node], key: SlotKey, element: Option<&Element>, alone: bool) -> SlotContent {
        let names = slot_values(children, &key);
        let takes_values = !names.is_empty();
        let inner = if takes_values { scope.with(Layer::SlotValues(names)) } else { scope.clone() };
        let place = (self.file_id(scope), children.first().map(Node::span).unwrap_or_default());
        let outer = std::mem::replace(&mut self.slot_key, (!alone).then(|| key.clone()));
        let template = self.block("slot content", place, |cx, body| cx.children(body, &inner, Html::ROOT, children));
        self.slot_key = outer;
        let name = match key {
            SlotKey::Static(name) => SlotName::Static(name),
            SlotKey::Dynamic(_) => match element.and_then(slot_attribute) {
                Some(value) => SlotName::Dynamic(self.value(scope, value)),
                None => SlotName::Static(String::new()),
            },
        };
        SlotContent { name, template, takes_values }
    }

    /// Whether anything of `node` goes to the slot whose content is being lowered.
    pub(super) fn in_slot(&self, node: &Node) -> bool {
        self.slot_key.as_ref().is_none_or(|wanted| slotted(std::slice::from_ref(node)).any(|(key, _)| key == *wanted))
    }
}

/// Names a slot that children go to.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum SlotKey {
    Static(String),
    /// `slot="{{…}}"`: the element's own content.
    Dynamic(Span),
}

pub(super) fn slot_attribute(element: &Element) -> Option<&Value> {
    element.attributes.iter().rev().find(|a| a.name == "slot").and_then(|a| a.value.as_ref())
}

/// Texts and elements in order, blocks opened, with the slot each goes to.
fn slotted(nodes: &[Node]) -> impl Iterator<Item = (SlotKey, Option<&Element>)> {
    let mut open = vec![nodes.iter()];
    std::iter::from_fn(move || {
        while let Some(level) = open.last_mut() {
            match level.next() {
                None => drop(open.pop()),
                Some(Node::Comment(_)) => {}
                Some(Node::Text(_)) => return Some((SlotKey::Static(String::new()), None)),
                Some(Node::Element(element)) => match (element.name.as_str(), slot_attribute(element)) {
                    ("wxs" | "import", _) => {}
                    ("block", None) => open.push(element.children.iter()),
                    (_, None) => return Some((SlotKey::Static(String::new()), Some(&**element))),
                    (_, Some(value)) => {
                        let key = value.literal().map_or(SlotKey::Dynamic(element.span), |name| SlotKey::Static(name.to_owned()));
                        return Some((key, Some(&**element)));
                    }
                },
            }
        }
        None
    })
}

/// `slot:item` and `slot:item="alias"` on the children.
fn slot_values(nodes: &[Node], wanted: &SlotKey) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for element in slotted(nodes).filter(|(key, _)| key == wanted).filter_map(|(_, element)| element) {
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
