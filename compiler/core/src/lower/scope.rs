//! What names mean at a place: loop variables, slot values, WXS modules, data.

use crate::ir::expr::{Expr, ExprKind};
use crate::resolve::templates::Closure;
use crate::source::Span;

/// Names visible at a place of a template.
#[derive(Clone, Debug)]
pub struct Scope {
    /// File the nodes at this place come from.
    pub file: usize,
    /// Files that include it, innermost last: their WXS modules are visible after its own.
    pub includers: Vec<usize>,
    /// Loops and slot values around it, innermost last.
    pub layers: Vec<Layer>,
    /// The key of the elements directly at this place.
    pub key: Option<Key>,
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

/// Where the key of an element comes from; only `wxc render --format tree` asks.
#[derive(Clone, Debug)]
pub enum Key {
    /// Directly in the body of a keyed loop: the loop (as an index into `layers`) and its `wx:key`.
    Loop(usize, String),
    /// At the top of a template: handed over by its user, in the data field of this name.
    Handed(&'static str),
}

impl Scope {
    pub fn file(file: usize) -> Self {
        Self { file, includers: Vec::new(), layers: Vec::new(), key: None }
    }

    pub fn with(&self, layer: Layer) -> Self {
        let mut inner = self.clone();
        inner.layers.push(layer);
        inner
    }

    /// Inside an element: no longer directly in the body of a loop.
    pub fn nested(&self) -> Self {
        Self { key: None, ..self.clone() }
    }

    /// The key of the innermost keyed loop whose body this is.
    pub fn key_expr(&self) -> Option<ExprKind> {
        let (layer, key) = match self.key.as_ref()? {
            Key::Loop(layer, key) => (layer, key),
            Key::Handed(field) => return Some(ExprKind::Data((*field).to_owned())),
        };
        let item = ExprKind::Item { up: self.layers.len().checked_sub(layer + 1)? };
        Some(match key.as_str() {
            "*this" => item,
            name => ExprKind::Member(Box::new(Expr::new(Span::default(), item)), name.to_owned()),
        })
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
