//! The names in one template, each with its place and with what it means as far as the file alone shows.

use super::NO_FILE;
use wxc_core::analyse::outline::{Field, Shape};
use wxc_core::ast::expr::{Element as Item, Expr, ExprKind, Property, TemplatePart};
use wxc_core::ast::wxml::{Attribute, Document, Element, Node, Part, Value};
use wxc_core::parse::wxml::parse;
use wxc_core::source::Span;
use wxc_core::vocabulary::events::binding;

#[derive(Debug, Default)]
pub struct Template {
    pub document: Document,
    /// Ascending by place; none overlap.
    pub occurrences: Vec<Occurrence>,
    pub locals: Vec<Local>,
    pub modules: Vec<Module>,
    /// `<template name>`: name, its place, the element.
    pub definitions: Vec<(String, Span, Span)>,
    /// Parts of class names that an expression completes: `btn-` of `btn-{{size}}`.
    pub partial_classes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    pub span: Span,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// In a start tag and in an end tag.
    Tag(String),
    Attribute {
        tag: String,
        name: String,
    },
    /// `wx:if`.
    Directive(String),
    /// `bind:tap`: the whole name.
    Event {
        tag: String,
        event: String,
    },
    Handler(String),
    /// A name that nothing in the file defines: the data of the page or component.
    Data(String),
    /// The same in the definition of a template: what its user hands over.
    Argument {
        template: String,
        name: String,
    },
    /// `name` of `data="{{name: value}}"`.
    Given {
        template: String,
        name: String,
    },
    /// The name of a loop or slot: [`Template::locals`].
    Local(usize),
    /// A WXS module, where it is named and where it is used.
    Module(String),
    /// `b` of `a.b`: where `a` stands, and the names behind it up to this one.
    Member {
        root: Span,
        path: Vec<String>,
    },
    Template {
        name: String,
        definition: bool,
    },
    Class(String),
    Id(String),
    /// A slot that this component has.
    SlotDefinition(String),
    /// The slot of a component that an element goes to: tag of the component.
    Slot {
        tag: String,
        name: String,
    },
    /// A path in `import`, `include`, `wxs`, or of another file.
    Path {
        of: PathOf,
        text: String,
    },
    /// A component named by `generic:`.
    Generic(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathOf {
    Template,
    Wxs,
    Page,
    Asset,
}

/// A name that an element adds for itself and what it contains.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    pub name: String,
    pub kind: LocalKind,
    /// The name where it is written, or the name of the attribute that implies it.
    pub declared: Span,
    pub implied: bool,
    /// The element.
    pub scope: Span,
    pub list: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalKind {
    Item,
    Index,
    Slot,
}

/// Where a value comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Source {
    #[default]
    Unknown,
    /// A name and what is reached from it (`[]`: any item).
    Path(Root),
    Literal(Shape),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Root {
    pub name: String,
    pub span: Span,
    pub path: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Module {
    pub name: String,
    pub name_span: Span,
    pub src: Option<(String, Span)>,
    pub raw: Option<Span>,
    pub element: Span,
}

impl Template {
    pub fn read(text: &str) -> Self {
        let document = parse(NO_FILE, text).document;
        let mut reader = Reader { text, out: Self::default(), scope: Scope::default(), modules: Vec::new() };
        reader.modules = modules(&document);
        reader.document(&document);
        let mut out = reader.out;
        out.modules = reader.modules;
        out.document = document;
        out.occurrences.sort_by_key(|occurrence| (occurrence.span.start, occurrence.span.end));
        out.occurrences.dedup();
        out
    }

    /// What stands at a place, also right behind it.
    pub fn at(&self, offset: usize) -> Option<&Occurrence> {
        let offset = u32::try_from(offset).ok()?;
        let behind = self.occurrences.partition_point(|occurrence| occurrence.span.start <= offset);
        let before = self.occurrences.get(..behind)?.iter().rev().take(8);
        let touching = before.filter(|occurrence| occurrence.span.end >= offset);
        // `a|.b`: of two that touch the place, the one that goes on behind it.
        touching.min_by_key(|occurrence| (occurrence.span.end == offset, occurrence.span.len()))
    }

    pub fn at_span(&self, span: Span) -> Option<&Occurrence> {
        let at = self.occurrences.partition_point(|occurrence| occurrence.span.start < span.start);
        self.occurrences
            .get(at..)?
            .iter()
            .take_while(|occurrence| occurrence.span.start == span.start)
            .find(|occurrence| occurrence.span == span)
    }
}

fn modules(document: &Document) -> Vec<Module> {
    let elements = wxc_core::resolve::templates::elements(document).into_iter().filter(|element| element.name == "wxs");
    let module = |element: &Element| {
        let (name, name_span) = literal(element, "module")?;
        let src = literal(element, "src").map(|(text, span)| (text.to_owned(), span));
        Some(Module { name: name.to_owned(), name_span, src, raw: element.raw, element: element.span })
    };
    elements.filter_map(module).collect()
}

fn literal<'e>(element: &'e Element, name: &str) -> Option<(&'e str, Span)> {
    let attribute = element.attribute(name)?;
    Some((attribute.value.as_ref()?.literal()?, attribute.value_span))
}

/// The names an expression goes through: `a.b[0].c` is `a` with `b`, `[]`, `c`.
pub fn path_of(expr: &Expr) -> Option<Root> {
    let mut path = Vec::new();
    let mut at = expr;
    loop {
        match &at.kind {
            ExprKind::Name(name) => {
                path.reverse();
                return Some(Root { name: name.clone(), span: at.span, path });
            }
            ExprKind::Member { object, name, .. } => {
                path.push(name.clone());
                at = object;
            }
            ExprKind::Index { object, key, .. } => {
                match &key.kind {
                    ExprKind::String(name) => path.push(name.clone()),
                    _ => path.push("[]".to_owned()),
                }
                at = object;
            }
            _ => return None,
        }
    }
}

/// What an expression gives, as far as its text shows it.
pub fn source_of(expr: &Expr) -> Source {
    match &expr.kind {
        ExprKind::Array(items) => {
            let first = items.iter().find_map(|item| match item {
                Item::Item(item) => Some(item),
                _ => None,
            });
            Source::Literal(Shape::Array(Box::new(first.map_or(Shape::Unknown, shape_of))))
        }
        ExprKind::Binary { op: wxc_core::ast::expr::BinaryOp::Or | wxc_core::ast::expr::BinaryOp::Nullish, left, .. } => source_of(left),
        ExprKind::Conditional { then, .. } => source_of(then),
        _ => match path_of(expr) {
            Some(path) => Source::Path(path),
            None => Source::Literal(shape_of(expr)),
        },
    }
}

fn shape_of(expr: &Expr) -> Shape {
    match &expr.kind {
        ExprKind::Number(_) => Shape::Number,
        ExprKind::String(_) | ExprKind::Template(_) => Shape::String,
        ExprKind::Bool(_) => Shape::Bool,
        ExprKind::Null => Shape::Null,
        ExprKind::Object(properties) => {
            let fields = properties.iter().filter_map(|property| match property {
                Property::Pair { key, key_span, value } => {
                    Some(Field { name: key.clone(), span: *key_span, shape: shape_of(value), doc: None })
                }
                Property::Shorthand { name, span } => Some(Field { name: name.clone(), span: *span, shape: Shape::Unknown, doc: None }),
                _ => None,
            });
            Shape::Object(fields.collect())
        }
        _ => Shape::Unknown,
    }
}

/// What is known at a place of the walk.
#[derive(Clone, Debug, Default)]
struct Scope {
    /// Indexes of locals, the innermost last.
    locals: Vec<usize>,
    /// The definition around.
    template: Option<String>,
    /// The component around, whose slots children go to.
    parent: Option<String>,
}

struct Reader<'t> {
    text: &'t str,
    out: Template,
    scope: Scope,
    modules: Vec<Module>,
}

impl<'t> Reader<'t> {
    fn document(&mut self, document: &Document) {
        // Nesting of any depth: a stack of our own, each node with the scope it stands in.
        let mut open: Vec<(&Node, Scope)> = document.nodes.iter().rev().map(|node| (node, Scope::default())).collect();
        while let Some((node, scope)) = open.pop() {
            self.scope = scope;
            match node {
                Node::Element(element) => {
                    self.element(element);
                    let inner = Scope { parent: Some(element.name.clone()), ..self.scope.clone() };
                    open.extend(element.children.iter().rev().map(|child| (child, inner.clone())));
                }
                Node::Text(text) => self.value(&text.value),
                Node::Comment(_) => {}
            }
        }
    }

    fn push(&mut self, span: Span, what: What) {
        self.out.occurrences.push(Occurrence { span, what });
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.as_str();
        self.push(element.name_span, What::Tag(name.to_owned()));
        self.end_tag(element);
        match name {
            "template" => self.template(element),
            "import" | "include" => self.path(element, "src", PathOf::Template),
            "wxs" => {
                self.path(element, "src", PathOf::Wxs);
                if let Some((name, span)) = literal(element, "module") {
                    self.push(span, What::Module(name.to_owned()));
                }
                return;
            }
            _ => {}
        }
        let repeated = element.attribute("wx:for-items").or_else(|| element.attribute("wx:for"));
        // The list is evaluated outside of the loop.
        if let Some(attribute) = repeated {
            self.attribute(element, attribute);
        }
        self.locals(element, repeated);
        for attribute in &element.attributes {
            if !repeated.is_some_and(|repeated| std::ptr::eq(repeated, attribute)) {
                self.attribute(element, attribute);
            }
        }
    }

    fn end_tag(&mut self, element: &Element) {
        let text = self.slice(element.span);
        let Some(start) = text.rfind("</").filter(|_| text.ends_with('>')) else { return };
        let inside = text.get(start + 2..).unwrap_or_default();
        if inside.trim_start().strip_prefix(element.name.as_str()).is_some_and(|rest| rest.trim() == ">") {
            let at = element.span.start as usize + start + 2 + (inside.len() - inside.trim_start().len());
            self.push(Span::new(at, at + element.name.len()), What::Tag(element.name.clone()));
        }
    }

    fn path(&mut self, element: &Element, attribute: &str, of: PathOf) {
        if let Some((text, span)) = literal(element, attribute).filter(|(text, _)| !text.is_empty()) {
            self.push(span, What::Path { of, text: text.to_owned() });
        }
    }

    fn template(&mut self, element: &Element) {
        if let Some((name, span)) = literal(element, "name") {
            self.out.definitions.push((name.to_owned(), span, element.span));
            self.push(span, What::Template { name: name.to_owned(), definition: true });
            self.scope = Scope { template: Some(name.to_owned()), ..Scope::default() };
        }
        if let Some((name, span)) = literal(element, "is").filter(|(name, _)| !name.is_empty()) {
            self.push(span, What::Template { name: name.to_owned(), definition: false });
        } else if let Some(Value { parts }) = element.attribute("is").and_then(|attribute| attribute.value.as_ref()) {
            // Names among what an expression results in.
            let mut found = Vec::new();
            for part in parts {
                if let (Part::Mustache { expr: Some(expr), .. }, 1) = (part, parts.len()) {
                    strings(expr, &mut found);
                }
            }
            for (name, span) in found {
                self.push(Span { start: span.start + 1, end: span.end - 1 }, What::Template { name, definition: false });
            }
        }
    }

    fn locals(&mut self, element: &Element, repeated: Option<&Attribute>) {
        let add = |local: Local, this: &mut Self| {
            let index = this.out.locals.len();
            if !local.implied {
                this.push(local.declared, What::Local(index));
            }
            this.out.locals.push(local);
            this.scope.locals.push(index);
        };
        if let Some(attribute) = repeated {
            let list = attribute.value.as_ref().and_then(Value::single).flatten().map_or(Source::Unknown, source_of);
            for (name, default, kind) in [("wx:for-item", "item", LocalKind::Item), ("wx:for-index", "index", LocalKind::Index)] {
                let written = literal(element, name).filter(|(name, _)| !name.trim().is_empty());
                let (name, declared) = match written {
                    Some((name, span)) => (name.trim().to_owned(), trimmed(self.text, span)),
                    None => (default.to_owned(), attribute.name_span),
                };
                let list = if kind == LocalKind::Item { list.clone() } else { Source::Literal(Shape::Array(Box::new(Shape::Number))) };
                add(Local { name, kind, declared, implied: written.is_none(), scope: element.span, list }, self);
            }
        }
        for attribute in &element.attributes {
            let Some(name) = attribute.name.strip_prefix("slot:").or_else(|| attribute.name.strip_prefix("let:")) else { continue };
            let alias = attribute.value.as_ref().and_then(Value::literal).filter(|alias| !alias.is_empty());
            let (name, declared) = match alias {
                Some(alias) => (alias.to_owned(), attribute.value_span),
                None => {
                    let start = attribute.name_span.end as usize - name.len();
                    (wxc_core::vocabulary::camel(name), Span::new(start, start + name.len()))
                }
            };
            add(Local { name, kind: LocalKind::Slot, declared, implied: false, scope: element.span, list: Source::Unknown }, self);
        }
    }

    fn attribute(&mut self, element: &Element, attribute: &Attribute) {
        let name = attribute.name.as_str();
        let tag = element.name.as_str();
        let event = binding(name).filter(|_| !matches!(tag, "template" | "import" | "include"));
        let what = match event {
            Some(event) => What::Event { tag: tag.to_owned(), event: event.event.to_owned() },
            None if name.starts_with("wx:") => What::Directive(name.to_owned()),
            None => What::Attribute { tag: tag.to_owned(), name: name.to_owned() },
        };
        if !name.starts_with("slot:") && !name.starts_with("let:") {
            self.push(attribute.name_span, what);
        }
        let Some(value) = &attribute.value else { return };
        let text = value.literal();
        match (name, text) {
            _ if event.is_some() => return self.handler(attribute, value),
            ("id", Some(text)) if is_word(text) => self.push(attribute.value_span, What::Id(text.to_owned())),
            // `for` of a label names an element by its id.
            ("for", Some(text)) if tag == "label" && is_word(text) => self.push(attribute.value_span, What::Id(text.to_owned())),
            ("name", Some(text)) if tag == "slot" => self.push(attribute.value_span, What::SlotDefinition(text.to_owned())),
            ("slot", Some(text)) if !text.is_empty() => {
                if let Some(parent) = self.scope.parent.clone() {
                    self.push(attribute.value_span, What::Slot { tag: parent, name: text.to_owned() });
                }
            }
            ("url", _) if matches!(tag, "navigator" | "functional-page-navigator") => self.url(value),
            ("src" | "poster", Some(text)) if !matches!(tag, "import" | "include" | "wxs" | "web-view") => self.asset(attribute, text),
            _ => {}
        }
        if let (Some(_), Some(text)) = (name.strip_prefix("generic:"), text)
            && !text.is_empty()
        {
            self.push(attribute.value_span, What::Generic(text.to_owned()));
        }
        if name == "class" || name.ends_with("-class") || name.ends_with("Class") {
            self.classes(value);
        }
        if tag == "template" && name == "data" {
            return self.given(element, value);
        }
        if name != "wx:key" {
            self.value(value);
        }
    }

    fn handler(&mut self, attribute: &Attribute, value: &Value) {
        match (value.literal(), value.single().flatten()) {
            (Some(text), _) if !text.trim().is_empty() => {
                let span = trimmed(self.text, attribute.value_span);
                self.push(span, What::Handler(text.trim().to_owned()));
            }
            (None, Some(Expr { kind: ExprKind::String(text), span })) if span.len() >= 2 => {
                self.push(Span { start: span.start + 1, end: span.end - 1 }, What::Handler(text.clone()));
            }
            (None, _) => {
                for part in &value.parts {
                    if let Part::Mustache { expr: Some(expr), .. } = part {
                        let mut found = Vec::new();
                        strings(expr, &mut found);
                        for (name, span) in found.into_iter().filter(|(name, _)| !name.is_empty()) {
                            self.push(Span { start: span.start + 1, end: span.end - 1 }, What::Handler(name));
                        }
                    }
                }
                self.value(value);
            }
            _ => {}
        }
    }

    fn url(&mut self, value: &Value) {
        let Some(Part::Literal { text, span }) = value.parts.first() else { return };
        let whole = value.parts.len() == 1;
        let path = text.split('?').next().unwrap_or_default();
        if !path.is_empty() && (whole || path.len() < text.len()) {
            let span = Span::new(span.start as usize, (span.start as usize + path.len()).min(span.end as usize));
            self.push(span, What::Path { of: PathOf::Page, text: path.to_owned() });
        }
    }

    fn asset(&mut self, attribute: &Attribute, text: &str) {
        let elsewhere = text.is_empty() || text.contains(':') || text.starts_with("//");
        if !elsewhere {
            self.push(attribute.value_span, What::Path { of: PathOf::Asset, text: text.to_owned() });
        }
    }

    /// The words of a class list, also of texts inside its expressions.
    fn classes(&mut self, value: &Value) {
        for (index, part) in value.parts.iter().enumerate() {
            match part {
                Part::Literal { span, .. } => {
                    let mustache = |at: Option<usize>| at.and_then(|at| value.parts.get(at)).is_some();
                    self.words(*span, mustache(index.checked_sub(1)), mustache(index.checked_add(1)));
                }
                Part::Mustache { expr: Some(expr), span, .. } => {
                    let mut found = Vec::new();
                    strings(expr, &mut found);
                    let touches = |at: Option<u32>| {
                        at.and_then(|at| self.text.as_bytes().get(at as usize))
                            .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'='))
                    };
                    let (before, behind) = (touches(span.start.checked_sub(1)), touches(Some(span.end)));
                    for (_, place) in found {
                        self.words(Span { start: place.start + 1, end: place.end - 1 }, before, behind);
                    }
                }
                Part::Mustache { .. } => {}
            }
        }
    }

    /// `before`, `behind`: what stands beside the text may be part of its outer words.
    fn words(&mut self, span: Span, before: bool, behind: bool) {
        let text = self.slice(span);
        let mut at = 0;
        for word in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
            let name = word.trim_end();
            let (start, end) = (at, at + name.len());
            at += word.len();
            if name.is_empty() {
                continue;
            }
            if start == 0 && before || end == text.len() && behind {
                self.out.partial_classes.push(name.to_owned());
                continue;
            }
            let sigils = name.len() - name.trim_start_matches(['~', '^']).len();
            let span = Span::new(span.start as usize + start + sigils, span.start as usize + end);
            self.push(span, What::Class(name.trim_start_matches(['~', '^']).to_owned()));
        }
    }

    /// `data="{{a, b: c, ...d}}"` of a template's use.
    fn given(&mut self, element: &Element, value: &Value) {
        let template = literal(element, "is").map_or_else(String::new, |(name, _)| name.to_owned());
        for part in &value.parts {
            let Part::Mustache { expr: Some(expr), .. } = part else { continue };
            if let ExprKind::Object(properties) = &expr.kind {
                for property in properties {
                    if let Property::Pair { key, key_span, .. } = property {
                        self.push(*key_span, What::Given { template: template.clone(), name: key.clone() });
                    }
                }
            }
            self.expr(expr);
        }
    }

    fn value(&mut self, value: &Value) {
        for part in &value.parts {
            if let Part::Mustache { expr: Some(expr), .. } = part {
                self.expr(expr);
            }
        }
    }

    fn name(&mut self, name: &str, span: Span) {
        let local =
            self.scope.locals.iter().rev().copied().find(|index| self.out.locals.get(*index).is_some_and(|local| local.name == name));
        let what = match (local, &self.scope.template) {
            (Some(index), _) => What::Local(index),
            _ if self.modules.iter().any(|module| module.name == name) => What::Module(name.to_owned()),
            (None, Some(template)) => What::Argument { template: template.clone(), name: name.to_owned() },
            (None, None) => What::Data(name.to_owned()),
        };
        self.push(span, what);
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Name(name) => self.name(name, expr.span),
            ExprKind::Array(items) => self.items(items),
            ExprKind::Object(properties) => {
                for property in properties {
                    match property {
                        Property::Pair { value, .. } => self.expr(value),
                        Property::Shorthand { name, span } => self.name(name, *span),
                        Property::Computed { key, value } => {
                            self.expr(key);
                            self.expr(value);
                        }
                        Property::Spread(value) => self.expr(value),
                    }
                }
            }
            ExprKind::Template(parts) => {
                for part in parts {
                    if let TemplatePart::Expr(inner) = part {
                        self.expr(inner);
                    }
                }
            }
            ExprKind::Member { object, name_span, .. } => {
                if let Some(Root { span, path, .. }) = path_of(expr) {
                    self.push(*name_span, What::Member { root: span, path });
                }
                self.expr(object);
            }
            ExprKind::Index { object, key, .. } => {
                self.expr(object);
                self.expr(key);
            }
            ExprKind::Call { callee, args, .. } => {
                self.expr(callee);
                self.items(args);
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Conditional { test, then, otherwise } => {
                self.expr(test);
                self.expr(then);
                self.expr(otherwise);
            }
            ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Bool(_) | ExprKind::Null | ExprKind::Undefined => {}
        }
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Item(value) | Item::Spread(value) => self.expr(value),
                Item::Hole => {}
            }
        }
    }
}

/// The texts an expression can result in, with their places (quotes included).
fn strings(expr: &Expr, out: &mut Vec<(String, Span)>) {
    match &expr.kind {
        ExprKind::String(text) if expr.span.len() >= 2 => out.push((text.clone(), expr.span)),
        ExprKind::Conditional { then, otherwise, .. } => {
            strings(then, out);
            strings(otherwise, out);
        }
        ExprKind::Binary { op, left, right } => match op {
            wxc_core::ast::expr::BinaryOp::Or | wxc_core::ast::expr::BinaryOp::Nullish => {
                strings(left, out);
                strings(right, out);
            }
            wxc_core::ast::expr::BinaryOp::And => strings(right, out),
            _ => {}
        },
        _ => {}
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

/// A place without the white space at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let inside = text.get(span.range()).unwrap_or_default();
    let start = span.start as usize + (inside.len() - inside.trim_start().len());
    Span::new(start, start + inside.trim().len())
}
