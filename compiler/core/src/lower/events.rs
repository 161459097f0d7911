//! Event bindings, WXS handlers and `model:`.

use super::{Lower, scope::Scope};
use crate::ast::expr::ExprKind as Syntax;
use crate::ast::wxml::{Attribute, Element, Value};
use crate::ir::expr::{Expr, ExprKind};
use crate::ir::{Handler, Listener, ModelPath, PathPiece, Sourced};
use crate::resolve::templates::{Closure, elements};

pub const CATCH: u8 = 1;
pub const CAPTURE: u8 = 2;
pub const MUT: u8 = 4;
pub const WXS: u8 = 8;
pub const MODEL: u8 = 16;

/// Event name and bits of an attribute such as `capture-bind:tap`; `None` for anything that is no event.
pub fn event_name(attribute: &str) -> Option<(&str, u8)> {
    // The prefixes' first letters: most attributes are no events.
    if !attribute.starts_with(['b', 'c', 'm']) {
        return None;
    }
    let with_colon = [
        ("bind:", 0),
        ("catch:", CATCH),
        ("capture-bind:", CAPTURE),
        ("capture-catch:", CAPTURE | CATCH),
        ("mut-bind:", MUT),
        ("bind", 0),
        ("catch", CATCH),
    ];
    with_colon
        .iter()
        .find_map(|(prefix, bits)| attribute.strip_prefix(prefix).filter(|e| !e.is_empty() && !e.starts_with('-')).map(|e| (e, *bits)))
}

/// Does any WXS function of these files handle events or changes?
pub fn runs_on_view(closure: &Closure) -> bool {
    closure.files.iter().any(|file| {
        !closure.modules.is_empty()
            && elements(&file.document).into_iter().flat_map(|e| &e.attributes).any(|a| {
                (a.name.starts_with("change:") || event_name(&a.name).is_some())
                    && a.value.as_ref().and_then(Value::single).flatten().is_some_and(|e| !matches!(e.kind, Syntax::Name(_)))
            })
    })
}

impl Lower<'_> {
    /// The listener of an event attribute; none for an empty handler name.
    pub(super) fn listener(&mut self, scope: &Scope, event: &str, bits: u8, attribute: &Attribute) -> Option<(Listener, Option<Sourced>)> {
        let value = attribute.value.as_ref()?;
        let event = event.to_owned();
        if let Some(name) = value.literal() {
            let name = name.trim();
            // `catchtouchmove` without a handler still stops the event.
            return (!name.is_empty() || bits & CATCH != 0)
                .then(|| (Listener { event, bits, handler: Handler::Method(name.to_owned()) }, None));
        }
        let handler = self.value(scope, value);
        match self.view_function(&handler.expr) {
            Some(function) => {
                let always = matches!(&handler.expr.kind, ExprKind::Member(..));
                let listener = Listener { event, bits: bits | WXS, handler: Handler::Wxs(function) };
                Some((listener, (!always).then_some(handler)))
            }
            None => Some((Listener { event, bits, handler: Handler::Dynamic(handler) }, None)),
        }
    }

    /// `module.member` if the expression is, or may be, a member of a WXS module; the module then runs on the view thread.
    pub(super) fn view_function(&mut self, expr: &Expr) -> Option<String> {
        if let ExprKind::Member(object, name) = &expr.kind
            && let ExprKind::Wxs(module) = object.kind
        {
            let id = self.out.unit.wxs.get(module)?.clone();
            self.out.view_wxs.insert(id.clone());
            return Some(format!("{id}.{name}"));
        }
        match &expr.kind {
            ExprKind::Conditional(_, a, b) | ExprKind::Binary("||" | "&&" | "??", a, b) => {
                self.view_function(a).or_else(|| self.view_function(b))
            }
            _ => None,
        }
    }

    /// The data path a `model:` value is written back to.
    pub(super) fn model_path(&mut self, scope: &Scope, value: &Value) -> Option<ModelPath> {
        if let Some(name) = value.literal() {
            return (!name.trim().is_empty()).then(|| ModelPath::Static(name.trim().to_owned()));
        }
        let file = self.file_id(scope);
        let sourced = self.value(scope, value);
        let pieces = path_pieces(&sourced.expr)?;
        let mut text = String::new();
        for piece in &pieces {
            match piece {
                PathPiece::Text(t) => text.push_str(t),
                PathPiece::Index(_) => return Some(ModelPath::Dynamic(pieces, file)),
            }
        }
        Some(ModelPath::Static(text))
    }
}

fn path_pieces(expr: &Expr) -> Option<Vec<PathPiece>> {
    let mut out = match &expr.kind {
        ExprKind::Data(name) => return Some(vec![PathPiece::Text(name.clone())]),
        ExprKind::Member(object, _) | ExprKind::Computed(object, _) => path_pieces(object)?,
        _ => return None,
    };
    match &expr.kind {
        ExprKind::Member(_, name) => out.push(PathPiece::Text(format!(".{name}"))),
        ExprKind::Computed(_, key) => match &key.kind {
            ExprKind::Number(n) => out.push(PathPiece::Text(format!("[{n}]"))),
            _ => out.push(PathPiece::Index((**key).clone())),
        },
        _ => {}
    }
    Some(out)
}

/// Events by which a built-in element reports a new value of the property `model:` binds.
pub fn model_event(tag: &str, property: &str) -> Option<&'static str> {
    match (tag, property) {
        ("input" | "textarea", "value") => Some("input"),
        ("checkbox" | "radio" | "switch", "checked") | ("slider" | "picker" | "picker-view", "value") | ("swiper", "current") => {
            Some("change")
        }
        _ => None,
    }
}

/// The attribute a `change:name` observes.
pub fn observed<'e>(element: &'e Element, name: &str) -> Option<&'e Attribute> {
    let wanted = super::attributes::camel(name);
    element.attributes.iter().rev().find(|a| a.name == name || super::attributes::camel(&a.name) == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn event_attributes() {
        for (name, expected) in [
            ("bindtap", Some(("tap", 0))),
            ("bind:a:b", Some(("a:b", 0))),
            ("catch:tap", Some(("tap", CATCH))),
            ("capture-bind:tap", Some(("tap", CAPTURE))),
            ("capture-catch:tap", Some(("tap", CAPTURE | CATCH))),
            ("mut-bind:tap", Some(("tap", MUT))),
            ("capture-bindtap", None),
            ("bind", None),
            ("bind-a", None),
            ("class", None),
        ] {
            assert_eq!(event_name(name), expected, "{name}");
        }
    }
}
