//! Elements for `wxc render --format tree`: no meaning is given to attributes, every one keeps its evaluated value.
//!
//! `<View bind:tap="go" n="{{1}}"/>` becomes an element with the holes `#tag` = "View", `bind:tap` = "go", `n` = 1.

use super::{Builder, Lower, scope::Scope};
use crate::ast::wxml::Element;
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::{HoleKind, HtmlId, HtmlKind, Sourced};

/// Hole that carries the tag as written (HTML folds case).
pub const TAG: &str = "#tag";
/// Hole that carries the key of the loop whose body the element is in.
pub const KEY: &str = "#key";

impl Lower<'_> {
    pub(super) fn tree_element(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        let file = self.file_id(scope);
        let node = builder.append(parent, HtmlKind::Element { tag: "node".to_owned(), attributes: Vec::new() });
        let put = |builder: &mut Builder, name: &str, value: Sourced| {
            builder.hole(node, HoleKind::Attribute(name.to_owned()), value);
        };
        let constant = |kind: ExprKind| Sourced { file, expr: Expr::new(element.name_span, kind) };
        put(builder, TAG, constant(ExprKind::Text(element.name.clone())));
        if let Some(key) = scope.key_expr() {
            put(builder, KEY, constant(key));
        }
        for attribute in &element.attributes {
            // Unknown `wx:` names are reported and dropped.
            if attribute.name.starts_with("wx:") {
                continue;
            }
            let value = match &attribute.value {
                None => constant(ExprKind::Bool(true)),
                Some(value) => self.value(scope, value),
            };
            let name = attribute.name.strip_prefix("model:").unwrap_or(&attribute.name);
            put(builder, name, value);
        }
        self.children(builder, &scope.nested(), node, &element.children);
    }
}
