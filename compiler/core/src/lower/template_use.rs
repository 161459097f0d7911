//! `<template is>` and `<include>`.

use super::{Builder, Lower, scope::Key, scope::Scope, tree};
use crate::ast::expr::ExprKind as Syntax;
use crate::ast::wxml::{Element, Part};
use crate::diagnostics::{Diagnostic, nearest};
use crate::ir::expr::{Expr, Field};
use crate::ir::{DataField, Html, HtmlId, RegionBody, TemplateId, UseTarget};
use crate::resolve::templates::literal;

impl Lower<'_> {
    /// A definition renders nothing; a use is a region.
    pub(super) fn template_use(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        let attribute = |name: &str| element.attributes.iter().rev().find(|a| a.name == name);
        if attribute("name").is_some() {
            return;
        }
        let Some(is) = attribute("is").and_then(|a| a.value.as_ref()) else { return };
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
        let mut data = self.template_data(scope, element);
        if self.owner.tree
            && let Some(key) = scope.key_expr()
        {
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
        let body = value.parts.iter().find_map(|p| match p {
            Part::Mustache { expr, .. } => expr.as_ref(),
            Part::Literal { .. } => None,
        });
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
            Some(_) => {
                let span = body.map_or(element.name_span, |e| e.span);
                let file = self.file_id(scope);
                self.report(
                    Diagnostic::error("wxml/template-data", file, span, "`data` takes the fields of an object")
                        .hint("write `data=\"{{name, count: 2, ...item}}\"`"),
                );
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// A file's own templates come first, then those of its imports, the last import winning.
    fn find_template(&mut self, file: usize, name: &str) -> Option<TemplateId> {
        let closure = self.closure;
        let source = closure.files.get(file)?;
        let defines = |index: usize| closure.files.get(index).is_some_and(|f| f.definitions().iter().any(|(n, _)| *n == name));
        let owner = if defines(file) { file } else { source.imports.iter().rev().copied().find(|i| defines(*i))? };
        self.define(owner, name)
    }

    /// Lowers the definition `name` of a file, once.
    fn define(&mut self, file: usize, name: &str) -> Option<TemplateId> {
        if let Some(known) = self.named.get(&(file, name.to_owned())) {
            return Some(*known);
        }
        let closure = self.closure;
        let definitions = closure.files.get(file)?.definitions();
        let element = definitions.iter().rev().find(|(n, _)| *n == name)?.1;
        let id = self.reserve(&format!("template \"{name}\""));
        self.named.insert((file, name.to_owned()), id);
        let mut scope = Scope::file(file);
        scope.key = self.owner.tree.then_some(Key::Handed(tree::KEY));
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
        let closure = self.closure;
        let Some(source) = closure.files.get(file) else { return index };
        let mut names: Vec<String> = Vec::new();
        for visible in source.imports.iter().chain(std::iter::once(&file)) {
            for (name, _) in closure.files.get(*visible).map(|f| f.definitions()).unwrap_or_default() {
                if !names.iter().any(|n| n == name) {
                    names.push(name.to_owned());
                }
            }
        }
        let entries: Vec<(String, TemplateId)> =
            names.into_iter().filter_map(|n| Some((n.clone(), self.find_template(file, &n)?))).collect();
        if let Some(table) = self.out.unit.tables.get_mut(index) {
            *table = entries;
        }
        index
    }

    fn unknown_template(&mut self, scope: &Scope, element: &Element, name: &str) {
        if self.closure.files.get(scope.file).is_some_and(|file| file.incomplete) {
            return;
        }
        let span = literal(element, "is").map_or(element.name_span, |(_, span)| span);
        let file = self.file_id(scope);
        let mut known: Vec<&str> = Vec::new();
        if let Some(source) = self.closure.files.get(scope.file) {
            for index in std::iter::once(scope.file).chain(source.imports.iter().copied()) {
                known.extend(self.closure.files.get(index).map(|f| f.definitions()).unwrap_or_default().into_iter().map(|(n, _)| n));
            }
        }
        let hint = match nearest(name, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("define it with `<template name=\"{name}\">` in this file, or `<import>` the file that does"),
        };
        self.report(
            Diagnostic::warning("resolve/unknown-template", file, span, format!("no template `{name}` is visible here")).hint(hint),
        );
    }

    /// `<include>`: everything of the file but its templates and WXS, in the scope of the place.
    pub(super) fn include(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, element: &Element) {
        let closure = self.closure;
        let Some(source) = closure.files.get(scope.file) else { return };
        let Some(target) = source.includes.iter().find(|(at, _)| *at == element.span.start).map(|(_, file)| *file) else { return };
        let Some(included) = closure.files.get(target) else { return };
        self.children(builder, &scope.included(target), parent, &included.document.nodes);
    }
}
