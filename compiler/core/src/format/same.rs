//! Whether two texts mean the same: equal trees, wherever things stand in them.

use super::script;
use crate::ast::expr::{Element as Item, Expr, ExprKind, Property, TemplatePart};
use crate::ast::wxml::{Attribute, Document, Node, Part, Value};
use crate::parse::wxml::parse;
use crate::source::FileId;

/// Compares a file with what it was formatted to; `Err` says what differs.
pub fn same(before: &str, after: &str) -> Result<(), String> {
    let (old, new) = (parse(FileId(0), before), parse(FileId(0), after));
    let codes = |list: &[crate::diagnostics::Diagnostic]| list.iter().map(|d| (d.code, d.message.clone())).collect::<Vec<_>>();
    if codes(&old.diagnostics) != codes(&new.diagnostics) {
        return Err("other diagnostics".to_owned());
    }
    documents(&old.document, &new.document)?;
    let (old, new) = (script::bodies(before, &old.document), script::bodies(after, &new.document));
    for ((_, old), (_, new)) in old.iter().zip(&new) {
        if old != new && script::essence(old) != script::essence(new) {
            return Err("another script".to_owned());
        }
    }
    Ok(())
}

fn documents(old: &Document, new: &Document) -> Result<(), String> {
    let mut open: Vec<(&[Node], &[Node])> = vec![(&old.nodes, &new.nodes)];
    while let Some((old, new)) = open.pop() {
        if old.len() != new.len() {
            return Err(format!("{} nodes became {}", old.len(), new.len()));
        }
        for pair in old.iter().zip(new) {
            match pair {
                (Node::Element(old), Node::Element(new)) => {
                    if old.name != new.name || old.raw.is_some() != new.raw.is_some() {
                        return Err(format!("`<{}>` became `<{}>`", old.name, new.name));
                    }
                    if old.attributes.len() != new.attributes.len()
                        || !old.attributes.iter().zip(&new.attributes).all(|(a, b)| attributes(a, b))
                    {
                        return Err(format!("other attributes of `<{}>`", old.name));
                    }
                    open.push((&old.children, &new.children));
                }
                (Node::Text(old), Node::Text(new)) if values(&old.value, &new.value) => {}
                (Node::Comment(_), Node::Comment(_)) => {}
                _ => return Err("a node became another".to_owned()),
            }
        }
    }
    Ok(())
}

fn attributes(old: &Attribute, new: &Attribute) -> bool {
    old.name == new.name
        && match (&old.value, &new.value) {
            (Some(old), Some(new)) => values(old, new),
            (None, None) => true,
            _ => false,
        }
}

fn values(old: &Value, new: &Value) -> bool {
    old.parts.len() == new.parts.len()
        && old.parts.iter().zip(&new.parts).all(|pair| match pair {
            (Part::Literal { text: old, .. }, Part::Literal { text: new, .. }) => old == new,
            (Part::Mustache { expr: old, empty: old_empty, .. }, Part::Mustache { expr: new, empty: new_empty, .. }) => {
                old_empty == new_empty
                    && match (old, new) {
                        (Some(old), Some(new)) => exprs(old, new),
                        (None, None) => true,
                        _ => false,
                    }
            }
            _ => false,
        })
}

/// Expressions without their places. Their depth is bounded by the parser.
pub fn exprs(old: &Expr, new: &Expr) -> bool {
    use ExprKind as K;
    match (&old.kind, &new.kind) {
        (K::Name(a), K::Name(b)) | (K::String(a), K::String(b)) => a == b,
        (K::Number(a), K::Number(b)) => a.to_bits() == b.to_bits(),
        (K::Bool(a), K::Bool(b)) => a == b,
        (K::Null, K::Null) | (K::Undefined, K::Undefined) => true,
        (K::Array(a), K::Array(b)) => all(a, b, items),
        (K::Object(a), K::Object(b)) => all(a, b, properties),
        (K::Template(a), K::Template(b)) => all(a, b, |a, b| match (a, b) {
            (TemplatePart::Text(a), TemplatePart::Text(b)) => a == b,
            (TemplatePart::Expr(a), TemplatePart::Expr(b)) => exprs(a, b),
            _ => false,
        }),
        (K::Member { object: a, name: m, optional: o, .. }, K::Member { object: b, name: n, optional: p, .. }) => {
            m == n && o == p && exprs(a, b)
        }
        (K::Index { object: a, key: k, optional: o }, K::Index { object: b, key: l, optional: p }) => o == p && exprs(a, b) && exprs(k, l),
        (K::Call { callee: a, args: x, optional: o }, K::Call { callee: b, args: y, optional: p }) => {
            o == p && exprs(a, b) && all(x, y, items)
        }
        (K::Unary { op: m, operand: a }, K::Unary { op: n, operand: b }) => m == n && exprs(a, b),
        (K::Binary { op: m, left: a, right: c }, K::Binary { op: n, left: b, right: d }) => m == n && exprs(a, b) && exprs(c, d),
        (K::Conditional { test: a, then: c, otherwise: e }, K::Conditional { test: b, then: d, otherwise: f }) => {
            exprs(a, b) && exprs(c, d) && exprs(e, f)
        }
        _ => false,
    }
}

fn all<T>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    old.len() == new.len() && old.iter().zip(new).all(|(a, b)| same(a, b))
}

fn items(old: &Item, new: &Item) -> bool {
    match (old, new) {
        (Item::Item(a), Item::Item(b)) | (Item::Spread(a), Item::Spread(b)) => exprs(a, b),
        (Item::Hole, Item::Hole) => true,
        _ => false,
    }
}

fn properties(old: &Property, new: &Property) -> bool {
    match (old, new) {
        (Property::Pair { key: a, value: x, .. }, Property::Pair { key: b, value: y, .. }) => a == b && exprs(x, y),
        (Property::Shorthand { name: a, .. }, Property::Shorthand { name: b, .. }) => a == b,
        (Property::Computed { key: a, value: x }, Property::Computed { key: b, value: y }) => exprs(a, b) && exprs(x, y),
        (Property::Spread(a), Property::Spread(b)) => exprs(a, b),
        _ => false,
    }
}
