//! `<slot>` inside a component, and the children a component's user puts into its slots.

use super::{Builder, Lower, scope::Layer, scope::Scope};
use crate::ast::wxml::{Element, Node};
use crate::ir::{Html, HtmlId, RegionBody, SlotContent, SlotName};

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
        let fallback = (!element.children.is_empty())
            .then(|| self.block("slot fallback", |cx, inner| cx.children(inner, scope, Html::ROOT, &element.children)));
        self.region(builder, scope, parent, element.span, RegionBody::Slot { name, values, fallback });
    }

    /// Groups the children of a component by the slot they name; `wx:elif`/`wx:else` follow their `wx:if`.
    pub(super) fn slot_contents(&mut self, scope: &Scope, children: &[Node]) -> Vec<SlotContent> {
        let mut groups: Vec<Group> = Vec::new();
        let mut last = 0;
        for node in children {
            let key = match node {
                Node::Comment(_) => continue,
                Node::Text(_) => Key::Static(String::new()),
                Node::Element(element) if matches!(element.name.as_str(), "wxs" | "import") => continue,
                Node::Element(element) => match super::children::condition(element) {
                    Some(super::children::Condition::Elif(_) | super::children::Condition::Else) if !groups.is_empty() => {
                        if let Some(group) = groups.get_mut(last) {
                            group.nodes.push(node);
                        }
                        continue;
                    }
                    _ => slot_of(element),
                },
            };
            let known = groups.iter().position(|g| matches!((&g.key, &key), (Key::Static(a), Key::Static(b)) if a == b));
            last = known.unwrap_or_else(|| {
                groups.push(Group { key, nodes: Vec::new() });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(last) {
                group.nodes.push(node);
            }
        }
        groups.into_iter().map(|group| self.slot_content(scope, group)).collect()
    }

    fn slot_content(&mut self, scope: &Scope, group: Group<'_>) -> SlotContent {
        let names = slot_values(&group.nodes);
        let takes_values = !names.is_empty();
        let inner = if takes_values { scope.with(Layer::SlotValues(names)) } else { scope.clone() };
        let template = self.block("slot content", |cx, body| cx.nodes(body, &inner, Html::ROOT, &group.nodes));
        let name = match group.key {
            Key::Static(name) => SlotName::Static(name),
            Key::Dynamic(element) => match element.attributes.iter().rev().find(|a| a.name == "slot").and_then(|a| a.value.as_ref()) {
                Some(value) => SlotName::Dynamic(self.value(scope, value)),
                None => SlotName::Static(String::new()),
            },
        };
        SlotContent { name, template, takes_values }
    }
}

struct Group<'e> {
    key: Key<'e>,
    nodes: Vec<&'e Node>,
}

enum Key<'e> {
    Static(String),
    Dynamic(&'e Element),
}

fn slot_of(element: &Element) -> Key<'_> {
    match element.attributes.iter().rev().find(|a| a.name == "slot").and_then(|a| a.value.as_ref()) {
        None => Key::Static(String::new()),
        Some(value) => value.literal().map_or(Key::Dynamic(element), |name| Key::Static(name.to_owned())),
    }
}

/// `slot:item` and `slot:item="alias"` on the children.
fn slot_values(nodes: &[&Node]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for node in nodes {
        let Node::Element(element) = node else { continue };
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
