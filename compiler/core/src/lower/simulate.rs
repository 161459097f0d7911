//! Elements of templates for component unit tests: no attribute is given a meaning for the document, every one keeps its evaluated value, and every element is
//! addressed, so that tests can select it and send events to it.
//!
//! `<view hidden="{{a}}" class="x" bindtap="go"/>` becomes a node with the listener `tap`, a hole for `a`, and the attributes `class` = "x", `hidden` = hole 0.

use super::attributes::camel;
use super::events::{event_name, model_event};
use super::{Builder, Lower, events, scope::Scope};
use crate::ast::wxml::{Attribute, Element};
use crate::ir::expr::Piece;
use crate::ir::{Handler, HoleKind, HtmlId, Kept, Listener};
use crate::resolve::owner::Simulated;
use std::collections::BTreeMap;

impl Lower<'_> {
    pub(super) fn keep_attributes(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, element: &Element, dialect: Simulated) {
        let info = builder.info(node);
        info.addressed = true;
        info.tag.get_or_insert(element.name.clone());
        for attribute in order(&element.attributes, dialect) {
            let name = attribute.name.as_str();
            if name.starts_with("wx:") || name.starts_with("generic:") || name.starts_with("slot:") {
                continue;
            }
            if let Some((event, bits)) = event_name(name) {
                self.keep_event(builder, scope, node, event, bits, attribute);
                continue;
            }
            if name.starts_with("change:") {
                keep_function(builder, node, name);
                continue;
            }
            if let Some(key) = name.strip_prefix("mark:") {
                let value = self.node_value(scope, attribute.value.as_ref());
                builder.info(node).marks.push((key.to_owned(), value));
            } else if let Some(key) = name.strip_prefix("data-") {
                let value = self.node_value(scope, attribute.value.as_ref());
                builder.info(node).dataset.push((super::attributes::dataset_key(key), value));
            }
            self.keep(builder, scope, node, element, attribute, dialect);
        }
    }

    /// A listener, also one that names no handler. WXS handlers are shown as attributes, too; a handler that depends on data has the hole `@name`.
    fn keep_event(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, event: &str, bits: u8, attribute: &Attribute) {
        let empty = || Listener { event: event.to_owned(), bits, handler: Handler::Method(String::new()) };
        let listener = self.listener(scope, event, bits, attribute).map_or_else(empty, |(listener, _)| listener);
        if matches!(listener.handler, Handler::Wxs(_)) {
            keep_function(builder, node, &attribute.name);
        }
        if let Handler::Dynamic(handler) = &listener.handler {
            let name = format!("@{event}");
            let hole = builder.hole(node, HoleKind::Property(name.clone()), handler.clone());
            builder.info(node).kept.push((name, Kept::Hole(hole)));
        }
        builder.info(node).listeners.push(listener);
    }

    fn keep(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, element: &Element, attribute: &Attribute, dialect: Simulated) {
        let written = attribute.name.strip_prefix("model:").unwrap_or(&attribute.name);
        let as_is = dialect == Simulated::Plain || written.starts_with("data-") || written.contains(':');
        let name = if as_is { written.to_owned() } else { camel(written) };
        let value = match &attribute.value {
            None => Kept::True,
            Some(value) => match value.literal() {
                Some(text) => Kept::Text(text.to_owned()),
                None => {
                    let value = self.value(scope, value);
                    Kept::Hole(builder.hole(node, HoleKind::Property(name.clone()), value))
                }
            },
        };
        let info = builder.info(node);
        match (name.as_str(), &value) {
            ("class", Kept::Text(text)) => info.class = Some(text.clone()),
            ("class", Kept::Hole(hole)) => info.class_hole = Some(*hole),
            ("id", Kept::Text(text)) => info.id = Some(text.clone()),
            ("id", Kept::Hole(hole)) => info.id_hole = Some(*hole),
            _ => {}
        }
        info.kept.push((name, value));
        self.keep_model(builder, scope, node, element, attribute);
    }

    /// `model:` of a built-in writes back what its event brings, as in an app.
    fn keep_model(&mut self, builder: &mut Builder, scope: &Scope, node: HtmlId, element: &Element, attribute: &Attribute) {
        let Some(property) = attribute.name.strip_prefix("model:") else { return };
        let (Some(event), Some(value)) = (model_event(&element.name, property), &attribute.value) else { return };
        if self.owner.using.contains_key(&element.name) {
            return;
        }
        match self.model_path(scope, value) {
            Some(path) => {
                let info = builder.info(node);
                info.model.push((camel(property), path));
                info.listeners.push(Listener { event: event.to_owned(), bits: events::MODEL, handler: Handler::Model });
            }
            None => self.not_writable(scope, attribute),
        }
    }
}

/// What WeChat's compiler writes for a WXS function: an attribute with its name, and one before the first of them.
fn keep_function(builder: &mut Builder, node: HtmlId, name: &str) {
    let kept = &mut builder.info(node).kept;
    if !kept.iter().any(|(_, value)| matches!(value, Kept::Function)) {
        kept.push(("$gdc".to_owned(), Kept::Function));
    }
    kept.push((format!("$wxs:{name}"), Kept::Function));
}

/// The attributes as the test tool meets them, of those with one name the last. WeChat's compiler puts those without a value first and sorts the rest.
pub(super) fn order(attributes: &[Attribute], dialect: Simulated) -> Vec<&Attribute> {
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, attribute) in attributes.iter().enumerate() {
        last.insert(&attribute.name, index);
    }
    let mut out: Vec<&Attribute> =
        attributes.iter().enumerate().filter(|(index, a)| last.get(a.name.as_str()) == Some(index)).map(|(_, a)| a).collect();
    if dialect == Simulated::Official {
        out.sort_by_key(|a| (a.value.is_some(), a.name.as_str()));
    }
    out
}

/// A text as the tool's own compiler leaves it: nothing around, one space between.
pub(super) fn trim(pieces: &mut Vec<Piece>) {
    for piece in pieces.iter_mut() {
        if let Piece::Text(text) = piece {
            let mut words = String::with_capacity(text.len());
            for c in text.chars() {
                match c.is_whitespace() {
                    true if words.ends_with(' ') => {}
                    true => words.push(' '),
                    false => words.push(c),
                }
            }
            *text = words;
        }
    }
    if let Some(Piece::Text(first)) = pieces.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Piece::Text(last)) = pieces.last_mut() {
        *last = last.trim_end().to_owned();
    }
    pieces.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
}
