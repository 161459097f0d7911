//! What the body of a loop reads from outside: rows whose item, index and captured values are unchanged are not evaluated at all.

use crate::ir::expr::{Expr, ExprKind};
use crate::ir::{DataField, RegionBody, SlotName, TemplateId, Unit, UseTarget};

#[derive(Debug, Default)]
pub struct Captured {
    /// In terms of the scope around the loop.
    pub outer: Vec<Expr>,
    pub reads_index: bool,
}

/// `template` is the body of a loop: its scope has one layer more than the place of the loop.
pub fn captured(unit: &Unit, template: TemplateId) -> Captured {
    let mut out = Captured::default();
    visit(unit, template, 1, &mut out);
    out
}

/// `layers`: scope layers between the expressions of `template` and the place of the loop.
fn visit(unit: &Unit, template: TemplateId, layers: usize, out: &mut Captured) {
    let Some(template) = unit.templates.get(template.0) else { return };
    for hole in &template.holes {
        collect(&hole.value.expr, layers, out);
    }
    for place in &template.places {
        for (_, value) in &place.props {
            collect(&value.expr, layers, out);
        }
        for slot in &place.slots {
            if let SlotName::Dynamic(name) = &slot.name {
                collect(&name.expr, layers, out);
            }
            visit(unit, slot.template, layers + usize::from(slot.takes_values), out);
        }
    }
    for region in &template.regions {
        match &region.body {
            RegionBody::Branch(branches) => {
                for (test, body) in branches {
                    if let Some(test) = test {
                        collect(&test.expr, layers, out);
                    }
                    visit(unit, *body, layers, out);
                }
            }
            RegionBody::List { items, template, .. } => {
                collect(&items.expr, layers, out);
                visit(unit, *template, layers + 1, out);
            }
            RegionBody::Use { target, data, .. } => {
                if let UseTarget::Dynamic(name, _) = target {
                    collect(&name.expr, layers, out);
                }
                for field in data {
                    match field {
                        DataField::Field(_, e) | DataField::Spread(e) => collect(e, layers, out),
                    }
                }
            }
            RegionBody::Slot { name, values, fallback } => {
                if let Some(name) = name {
                    collect(&name.expr, layers, out);
                }
                for (_, value) in values {
                    collect(&value.expr, layers, out);
                }
                if let Some(fallback) = fallback {
                    visit(unit, *fallback, layers, out);
                }
            }
        }
    }
}

/// Adds the maximal sub-expressions of `expr` that only read what lies outside, rebased to the place of the loop.
fn collect(expr: &Expr, layers: usize, out: &mut Captured) {
    for input in expr.inputs() {
        part(input, layers, out);
    }
}

fn part(expr: &Expr, layers: usize, out: &mut Captured) {
    match &expr.kind {
        ExprKind::Index { up } if up + 1 == layers => out.reads_index = true,
        _ => {}
    }
    match rebase(expr, layers) {
        Some(outer) if !outer.is_constant() => {
            if !out.outer.iter().any(|known| known.same(&outer)) {
                out.outer.push(outer);
            }
        }
        Some(_) => {}
        None => expr.each_child(|child| part(child, layers, out)),
    }
}

fn rebase(expr: &Expr, layers: usize) -> Option<Expr> {
    let kind = match &expr.kind {
        ExprKind::Item { up } => ExprKind::Item { up: up.checked_sub(layers)? },
        ExprKind::Index { up } => ExprKind::Index { up: up.checked_sub(layers)? },
        ExprKind::Key { up } => ExprKind::Key { up: up.checked_sub(layers)? },
        ExprKind::SlotValue { up, name } => ExprKind::SlotValue { up: up.checked_sub(layers)?, name: name.clone() },
        ExprKind::Member(o, name) => ExprKind::Member(Box::new(rebase(o, layers)?), name.clone()),
        ExprKind::Computed(o, k) => ExprKind::Computed(Box::new(rebase(o, layers)?), Box::new(rebase(k, layers)?)),
        other => other.clone(),
    };
    Some(Expr::new(expr.span, kind))
}
