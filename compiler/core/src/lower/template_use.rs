//! `<template is>` and `<include>`.

use super::{Builder, Lower, scope::Key, scope::Scope, tree};
use crate::ast::expr::ExprKind as Syntax;
use crate::ast::wxml::{Element, Part};
use crate::diagnostics::{Diagnostic, nearest};
use crate::ir::expr::{Expr, Field};
use crate::ir::{DataField, Html, HtmlId, RegionBody, TemplateId, UseTarget};
use crate::resolve::templates::literal;
use std::collections::BTreeSet;

/// Names compared with one that is unknown.
const NEAREST_OF: usize = 200;

impl<'a> Lower<'a> {
    /// A definition renders nothing; a use is a region.
    pub(super) fn template_use(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        let attribute = |name: &str| element.attributes.iter().rev().find(|a| a.name == name);
        if attribute("name").is_some() {
            return;
        }
        let Some(is) = attribute("is").and_then(|a| a.value.as_ref()) else { return };
        let mut data = self.template_data(scope, element);
        let target = match is.literal() {
            Some(name) => match self.find_template(scope.file, name) {
                Some(id) => UseTarget::Static(id),
                None => {
                    self.unknown_template(scope, element, name);
                    return;
                }
            },
            None => {
                let name = self.value(scope, is);
                UseTarget::Dynamic(name, self.table(scope.file))
            }
        };
        if let Some(key) = scope.key_expr() {
            data.push(DataField::Field(tree::KEY.to_owned(), Expr::new(element.name_span, key)));
        }
        let file = self.file_id(scope);
        self.region(builder, scope, parent, element.span, RegionBody::Use { target, data, file });
    }

    /// `data="{{a, b: 1, ...c}}"`: the inside of an object literal.
    fn template_data(&mut self, scope: &Scope, element: &Element) -> Vec<DataField> {
        let Some(value) = element.attributes.iter().rev().find(|a| a.name == "data").and_then(|a| a.value.as_ref()) else {
            return Vec::new();
        };
        let body = match value.parts.as_slice() {
            [] | [Part::Mustache { expr: None, .. }] => return Vec::new(),
            [Part::Mustache { expr, .. }] => expr.as_ref(),
            _ => None,
        };
        match body.map(|e| &e.kind) {
            Some(Syntax::Object(properties)) => self
                .fields(scope, properties)
                .into_iter()
                .filter_map(|field| match field {
                    Field::Named(name, value) => Some(DataField::Field(name, value)),
                    Field::Spread(value) => Some(DataField::Spread(value)),
                    Field::Computed(..) => None,
                })
                .collect(),
            _ => {
                let whole = element.attribute("data").map_or(element.name_span, |a| a.value_span);
                let span = body.map_or(whole, |e| e.span);
                let file = self.file_id(scope);
                self.report(
                    Diagnostic::error("wxml/template-data", file, span, "`data` takes the fields of an object")
                        .hint("write `data=\"{{name, count: 2, ...item}}\"`"),
                );
                Vec::new()
            }
        }
    }

    /// A file's own templates come first, then those of its imports, the last import winning.
    fn find_template(&mut self, file: usize, name: &str) -> Option<TemplateId> {
        let source = self.closure.files.get(file)?;
        // Nothing can mean a definition whose name is empty.
        let defines = |index: usize| !name.is_empty() && self.definitions.get(index).is_some_and(|d| d.contains_key(name));
        let owner = if defines(file) { file } else { source.imports.iter().rev().copied().find(|i| defines(*i))? };
        self.define(owner, name)
    }

    /// Lowers the definition `name` of a file, once.
    fn define(&mut self, file: usize, name: &str) -> Option<TemplateId> {
        if let Some(known) = self.named.get(&(file, name.to_owned())) {
            return Some(*known);
        }
        let element = *self.definitions.get(file)?.get(name)?;
        let id = self.reserve(&format!("template \"{name}\""));
        self.named.insert((file, name.to_owned()), id);
        let mut scope = Scope::file(file);
        scope.keys.extend(self.shows_keys.then_some(Key::Handed(tree::KEY)));
        self.fill(id, |cx, builder| cx.children(builder, &scope, Html::ROOT, &element.children));
        Some(id)
    }

    /// The names a file can use, for names computed at run time.
    fn table(&mut self, file: usize) -> usize {
        if let Some(known) = self.tables.get(&file) {
            return *known;
        }
        let index = self.out.unit.tables.len();
        self.out.unit.tables.push(Vec::new());
        self.tables.insert(file, index);
        let names: BTreeSet<&'a str> = self.visible_names(file).collect();
        let entries: Vec<(String, TemplateId)> =
            names.into_iter().filter_map(|n| Some((n.to_owned(), self.find_template(file, n)?))).collect();
        if let Some(table) = self.out.unit.tables.get_mut(index) {
            *table = entries;
        }
        index
    }

    /// Names of the templates that a file sees: its own and those of its imports.
    fn visible_names(&self, file: usize) -> impl Iterator<Item = &'a str> {
        let imports = self.closure.files.get(file).map_or(&[][..], |f| &f.imports);
        let files = std::iter::once(file).chain(imports.iter().copied());
        files.filter_map(|f| self.definitions.get(f)).flat_map(|d| d.keys().copied())
    }

    fn unknown_template(&mut self, scope: &Scope, element: &Element, name: &str) {
        if self.closure.files.get(scope.file).is_some_and(|file| file.incomplete) {
            return;
        }
        let span = literal(element, "is").map_or(element.name_span, |(_, span)| span);
        let file = self.file_id(scope);
        let warning = Diagnostic::warning("resolve/unknown-template", file, span, format!("no template `{name}` is visible here"));
        self.report(match nearest(name, self.visible_names(scope.file).take(NEAREST_OF)) {
            Some(near) => warning.meant(near),
            None => warning.hint(format!("define it with `<template name=\"{name}\">` in this file, or `<import>` the file that does")),
        });
    }

    /// `<include>`: everything of the file but its templates and WXS, in the scope of the place.
    pub(super) fn include(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        let closure = self.closure;
        let Some(source) = closure.files.get(scope.file) else { return };
        // Found in document order.
        let Ok(index) = source.includes.binary_search_by_key(&element.span.start, |(at, _)| *at) else { return };
        let Some((target, included)) = source.includes.get(index).and_then(|(_, file)| Some((*file, closure.files.get(*file)?))) else {
            return;
        };
        self.children(builder, &scope.included(target), parent, &included.document.nodes);
    }
}
