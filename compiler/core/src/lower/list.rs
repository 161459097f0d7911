//! `wx:for`: the body is a template of its own, with item and index as its innermost scope.

use super::{Builder, Lower, capture, children::list_attribute, scope::Key, scope::Layer, scope::Scope};
use crate::ast::wxml::{Element, Value};
use crate::ir::{Html, HtmlId, RegionBody};
use crate::resolve::templates::literal;

impl Lower<'_> {
    /// `conditional`: the element's own `wx:if` is evaluated inside.
    pub(super) fn list(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element, conditional: bool) {
        let empty = Value::default();
        let value = list_attribute(element).and_then(|a| a.value.as_ref()).unwrap_or(&empty);
        let items = self.value(scope, value);
        let key = literal(element, "wx:key").map_or("", |(k, _)| k);
        let key = key.to_owned();
        let mut inner =
            scope.with(Layer::Loop { item: variable(element, "wx:for-item", "item"), index: variable(element, "wx:for-index", "index") });
        if self.shows_keys {
            inner.keys.push(Key::Loop(scope.layers.len()));
        }
        let place = (self.file_id(scope), element.span);
        let template = self.block("wx:for body", place, |cx, body| {
            if conditional {
                cx.conditional_body(body, &inner, Html::ROOT, element);
            } else {
                cx.plain(body, &inner, Html::ROOT, element);
            }
        });
        let captured = capture::captured(&self.out.unit, template);
        if let Some(body) = self.out.unit.templates.get_mut(template.0) {
            body.reads_index = captured.reads_index;
        }
        self.region(builder, scope, parent, element.span, RegionBody::List { items, template, key, captured: captured.outer });
    }
}

fn variable(element: &Element, attribute: &str, default: &str) -> String {
    match element.attributes.iter().rev().find(|a| a.name == attribute).and_then(|a| a.value.as_ref()) {
        Some(value) => match value.literal() {
            Some("") => default.to_owned(),
            Some(name) => name.trim().to_owned(),
            // A mustache is taken literally: no expression can name it.
            None => "{{}}".to_owned(),
        },
        None => default.to_owned(),
    }
}
