//! What names mean at a place: loop variables, slot values, WXS modules, data.

use crate::ir::expr::{Expr, ExprKind};
use crate::resolve::templates::Closure;
use crate::source::Span;
use std::borrow::Cow;

/// Names visible at a place of a template.
#[derive(Clone, Debug)]
pub struct Scope {
    /// File the nodes at this place come from.
    pub file: usize,
    /// Files that include it, innermost last: their WXS modules are visible after its own.
    pub includers: Vec<usize>,
    /// Loops and slot values around it, innermost last.
    pub layers: Vec<Layer>,
    /// Where the key of the elements directly at this place comes from, the nearest last; only `wxc render --format tree` asks.
    pub keys: Vec<Key>,
}

#[derive(Clone, Debug)]
pub enum Layer {
    Loop {
        item: String,
        index: String,
    },
    /// `(name in the template, name of the value)`.
    SlotValues(Vec<(String, String)>),
}

/// A source of keys.
#[derive(Clone, Debug)]
pub enum Key {
    /// Directly in the body of a loop (an index into `layers`).
    Loop(usize),
    /// At the top of a template: handed over by its user, in the data field of this name.
    Handed(&'static str),
}

impl Scope {
    pub fn file(file: usize) -> Self {
        Self { file, includers: Vec::new(), layers: Vec::new(), keys: Vec::new() }
    }

    pub fn with(&self, layer: Layer) -> Self {
        let mut inner = self.clone();
        inner.layers.push(layer);
        inner
    }

    /// Inside an element: no longer directly in the body of a loop.
    pub fn nested(&self) -> Cow<'_, Self> {
        if self.keys.is_empty() { Cow::Borrowed(self) } else { Cow::Owned(Self { keys: Vec::new(), ..self.clone() }) }
    }

    /// The key of the nearest loop that gives one.
    pub fn key_expr(&self) -> Option<ExprKind> {
        let at = |kind| Box::new(Expr::new(Span::default(), kind));
        let mut out: Option<ExprKind> = None;
        for key in &self.keys {
            let own = match key {
                Key::Loop(layer) => ExprKind::Key { up: self.layers.len().checked_sub(layer + 1)? },
                Key::Handed(field) => ExprKind::Data((*field).to_owned()),
            };
            out = Some(match out {
                None => own,
                Some(outer) => {
                    let given = ExprKind::Binary("!==", at(own.clone()), at(ExprKind::Undefined));
                    ExprKind::Conditional(at(given), at(own), at(outer))
                }
            });
        }
        out
    }

    pub fn included(&self, file: usize) -> Self {
        let mut inner = self.clone();
        inner.includers.push(self.file);
        inner.file = file;
        inner
    }

    /// What `name` means here. The index wins over an item of the same name; a loop variable wins over a WXS module, which wins over data.
    pub fn lookup(&self, name: &str) -> Option<ExprKind> {
        self.layers.iter().rev().enumerate().find_map(|(up, layer)| match layer {
            Layer::Loop { index, .. } if index == name => Some(ExprKind::Index { up }),
            Layer::Loop { item, .. } if item == name => Some(ExprKind::Item { up }),
            Layer::SlotValues(names) => {
                names.iter().find(|(alias, _)| alias == name).map(|(_, value)| ExprKind::SlotValue { up, name: value.clone() })
            }
            Layer::Loop { .. } => None,
        })
    }

    /// The WXS module `name` stands for: the file's own, else that of the nearest includer.
    pub fn module(&self, closure: &Closure, name: &str) -> Option<usize> {
        std::iter::once(self.file)
            .chain(self.includers.iter().rev().copied())
            .find_map(|file| closure.files.get(file)?.wxs.iter().rev().find(|(n, _)| n == name).map(|(_, module)| *module))
    }
}
