//! The names at a place of a template and what is known of their values: loop variables, WXS modules, data with the members that initial values show.

use crate::ide::cursor::{Cursor, Tag};
use crate::ide::index::{LocalKind, Root, Source, path_of};
use crate::ide::world::{Definition, World};
use wxc_core::analyse::outline::{Role, Shape};
use wxc_core::parse::expr::expression;
use wxc_core::source::{FileId, Span};

/// A name that an element around the place adds.
#[derive(Clone, Debug)]
pub struct Local {
    pub name: String,
    pub kind: LocalKind,
    /// The attribute it comes from, in words.
    pub from: String,
    pub list: Source,
}

/// The names of elements and of the definition around a place.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The innermost last.
    pub locals: Vec<Local>,
    /// The `<template name>` around: of the data, only what its user hands over is there.
    pub template: Option<String>,
}

impl Scope {
    /// The names at the cursor. `in_list`: it stands in the list of its own loop, where that loop's names are not known yet.
    pub fn at(cursor: &Cursor, in_list: bool) -> Self {
        let mut scope = Self::default();
        for tag in cursor.open.iter().chain(cursor.tag.iter().filter(|_| !in_list)) {
            if tag.name == "template"
                && let Some(name) = tag.value("name")
            {
                scope = Self { template: Some(name.to_owned()), locals: Vec::new() };
            }
            scope.add(tag);
        }
        scope
    }

    fn add(&mut self, tag: &Tag) {
        if let Some(list) = tag.attribute("wx:for-items").or_else(|| tag.attribute("wx:for")) {
            let text = list.value.as_ref().map_or("", |(text, _)| text.as_str());
            let source = text.trim().strip_prefix("{{").map(|text| text.strip_suffix("}}").unwrap_or(text)).map_or(Source::Unknown, parse);
            for (attribute, default, kind) in [("wx:for-item", "item", LocalKind::Item), ("wx:for-index", "index", LocalKind::Index)] {
                let name = tag.value(attribute).map(str::trim).filter(|name| !name.is_empty()).unwrap_or(default);
                let list = match kind {
                    LocalKind::Item => source.clone(),
                    _ => Source::Literal(Shape::Array(Box::new(Shape::Number))),
                };
                self.locals.push(Local { name: name.to_owned(), kind, from: format!("wx:for=\"{text}\""), list });
            }
        }
        for attribute in &tag.attributes {
            if let Some(name) = attribute.name.strip_prefix("slot:").or_else(|| attribute.name.strip_prefix("let:")) {
                let alias = attribute.value.as_ref().map(|(text, _)| text.trim()).filter(|alias| !alias.is_empty());
                let name = alias.map_or_else(|| wxc_core::vocabulary::camel(name), str::to_owned);
                self.locals.push(Local { name, kind: LocalKind::Slot, from: attribute.name.clone(), list: Source::Unknown });
            }
        }
    }

    /// The innermost local of a name, with its index.
    pub fn local(&self, name: &str) -> Option<(usize, &Local)> {
        self.locals.iter().enumerate().rfind(|(_, local)| local.name == name)
    }
}

fn parse(text: &str) -> Source {
    match expression(FileId(0), text, Span::new(0, text.len())) {
        Ok(Some(expr)) => crate::ide::index::source_of(&expr),
        _ => Source::Unknown,
    }
}

/// What a name and a path of members behind it hold, in the template `file`.
pub fn shape(world: &World<'_>, file: &str, scope: &Scope, root: &Root) -> Shape {
    let definitions = world.definitions_for(file);
    named(world, file, scope, scope.locals.len(), &root.name, &definitions, 0).map_or(Shape::Unknown, |shape| walk(shape, &root.path))
}

/// What a local of the scope holds.
pub fn local_shape(world: &World<'_>, file: &str, scope: &Scope, index: usize) -> Shape {
    let definitions = world.definitions_for(file);
    of_local(world, file, scope, index, &definitions, 0)
}

fn walk(mut shape: Shape, path: &[String]) -> Shape {
    for name in path {
        shape = match (name.as_str(), &shape) {
            ("[]", shape) => shape.item(),
            ("length", Shape::Array(_) | Shape::String) => Shape::Number,
            (name, shape) => shape.field(name).map_or(Shape::Unknown, |field| field.shape.clone()),
        };
    }
    shape
}

fn named(
    world: &World<'_>,
    file: &str,
    scope: &Scope,
    before: usize,
    name: &str,
    definitions: &[Definition],
    depth: usize,
) -> Option<Shape> {
    if depth > 32 {
        return None;
    }
    let locals = scope.locals.get(..before).unwrap_or_default();
    if let Some(index) = locals.iter().rposition(|local| local.name == name) {
        return Some(of_local(world, file, scope, index, definitions, depth + 1));
    }
    if let Some((_, outline)) = world.wxs(file, name) {
        return Some(Shape::Object(outline.exports.clone()));
    }
    match scope.template {
        Some(_) => None,
        None => data(definitions, name),
    }
}

fn of_local(world: &World<'_>, file: &str, scope: &Scope, index: usize, definitions: &[Definition], depth: usize) -> Shape {
    match scope.locals.get(index).map(|local| &local.list) {
        Some(Source::Literal(shape)) => shape.item(),
        Some(Source::Path(root)) => {
            named(world, file, scope, index, &root.name, definitions, depth).map_or(Shape::Unknown, |shape| walk(shape, &root.path).item())
        }
        Some(Source::Unknown) | None => Shape::Unknown,
    }
}

/// What data of a name holds: what its initial value shows, or what `setData` puts there.
pub fn data(definitions: &[Definition], name: &str) -> Option<Shape> {
    let mut found: Option<Shape> = None;
    for definition in
        definitions.iter().filter(|definition| definition.name == name && matches!(definition.role, Role::Data | Role::Property))
    {
        found = Some(match found {
            None => definition.shape.clone(),
            Some(known) => richer(known, &definition.shape),
        });
    }
    found
}

fn richer(known: Shape, other: &Shape) -> Shape {
    match (&known, other) {
        (Shape::Unknown | Shape::Null, other) => other.clone(),
        (Shape::Array(inner), Shape::Array(_)) if **inner == Shape::Unknown => other.clone(),
        (Shape::Object(fields), Shape::Object(_)) if fields.is_empty() => other.clone(),
        _ => known,
    }
}

/// The path of names that ends at the end of a text: `a.b[0].` gives `a` with `b`, `[]` and what is typed of the last name.
pub fn typed_path(text: &str) -> Option<(Root, usize)> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let last = text.len() - text.chars().rev().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let mut before = text.get(..last)?;
    before = before.strip_suffix("?.").or_else(|| before.strip_suffix('.'))?;
    // Backwards over words, dots and brackets that match.
    let mut start = before.len();
    let mut depth = 0_usize;
    for (at, c) in before.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth > 0 => depth -= 1,
            _ if depth > 0 || is_word(c) || c == '.' => {}
            '?' if before.get(at + 1..).is_some_and(|rest| rest.starts_with('.')) => {}
            _ => break,
        }
        start = at;
    }
    let path = before.get(start..)?;
    let expr = expression(FileId(0), path, Span::new(0, path.len())).ok()??;
    Some((path_of(&expr)?, last))
}
