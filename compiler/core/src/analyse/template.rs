//! What a template says to the outside: the methods it binds, the data it reads, the components it shows, the pages it links to. With scripts and
//! configuration beside it, `analyse::project` finds what does not fit.

use crate::analyse::passed::{PassedClasses, passed_classes};
use crate::ast::expr::{BinaryOp, Element as Item, Expr, ExprKind, Property, TemplatePart};
use crate::ast::wxml::{Attribute, Element, Node, Part, Value};
use crate::resolve::owner::Owner;
use crate::resolve::path::{join, with_extension};
use crate::resolve::templates::{Closure, TemplateFile, literal};
use crate::source::{FileId, Span};
use crate::vocabulary::events::binding;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Facts about a page's or component's template, with everything it includes. What imported files define belongs to whoever uses it and is left out, but for tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateFacts {
    /// The template's own file; what it includes may be shared with others.
    pub file: Option<FileId>,
    pub handlers: Vec<Handler>,
    /// Names that are looked up in the instance's data.
    pub reads: Vec<Named>,
    /// Of the reads of `item` and `index`: how the loop around calls it, by the start of the place.
    pub renamed: Vec<(Span, String)>,
    /// The same where a handler is bound to the value: `bindtap="{{go}}"`.
    pub bound: Vec<Named>,
    /// Calls of something that no WXS module is: the text of the callee.
    pub calls: Vec<Named>,
    /// Names that `model:` writes.
    pub writes: BTreeSet<String>,
    /// Elements whose tag is declared in `usingComponents`.
    pub uses: Vec<Use>,
    /// All tags, also of imported files, and components named by `generic:`.
    pub tags: BTreeSet<String>,
    pub links: Vec<Link>,
    /// Names of its slots, with their places.
    pub slots: Vec<Named>,
    pub passed: PassedClasses,
    /// Files that `import`, `include` and `wxs` name, from the mini-program root.
    pub files: Vec<Reference>,
}

/// A place in a file that names another one; both from the mini-program root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub from: String,
    pub to: String,
    pub file: FileId,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub file: FileId,
    pub span: Span,
}

/// `bindtap="go"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handler {
    pub method: Named,
    pub event: String,
    /// `catch`: it stops the event, whatever the method does.
    pub catches: bool,
}

/// An element of a custom component: `(name, place of the name)` of its attributes and events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub tag: String,
    pub file: FileId,
    pub attributes: Vec<(String, Span)>,
    /// Prefix (`bind:`), event, place of the attribute's name.
    pub events: Vec<(&'static str, String, Span)>,
}

/// `<navigator url="/pages/a/a?id=1">`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// `open-type`.
    pub how: String,
    /// Up to the `?`.
    pub url: String,
    pub query: bool,
    pub file: FileId,
    pub span: Span,
}

/// Reads the template of `owner`.
pub fn facts(closure: &Closure, owner: &Owner) -> TemplateFacts {
    let modules = closure.files.iter().map(module_names).collect();
    let mut reader = Reader { closure, owner, modules, out: TemplateFacts::default(), depth: 0 };
    if let Some(main) = closure.files.first() {
        reader.out.file = Some(main.file);
        reader.nodes(&main.document.nodes, &Scope { file: 0, names: Names::Data(Vec::new()), modules: vec![0] });
    }
    for file in &closure.files {
        for element in crate::resolve::templates::elements(&file.document) {
            reader.out.files.extend(reference(file, element));
            reader.out.tags.insert(element.name.clone());
            let generics = element.attributes.iter().filter(|attribute| attribute.name.starts_with("generic:"));
            let generics = generics.filter_map(|attribute| attribute.value.as_ref()?.literal());
            reader.out.tags.extend(generics.map(str::to_owned));
        }
    }
    reader.out.passed = passed_classes(closure, owner);
    reader.out
}

fn reference(file: &TemplateFile, element: &Element) -> Option<Reference> {
    let extension = match element.name.as_str() {
        "import" | "include" => ".wxml",
        "wxs" => ".wxs",
        _ => return None,
    };
    let (src, span) = literal(element, "src")?;
    let to = join(&file.path, &with_extension(src.trim(), extension));
    Some(Reference { from: file.path.clone(), to, file: file.file, span })
}

/// Deeper nesting and longer chains of includes are not looked at: this is about mistakes people make.
const MAX_DEPTH: usize = 200;

struct Reader<'a> {
    closure: &'a Closure,
    owner: &'a Owner,
    /// Names of WXS modules by file.
    modules: Vec<Vec<String>>,
    out: TemplateFacts,
    depth: usize,
}

#[derive(Clone)]
struct Scope {
    file: usize,
    names: Names,
    /// Files whose WXS modules are visible.
    modules: Vec<usize>,
}

#[derive(Clone)]
enum Names {
    /// The instance's data, with the names of loops and slots in front.
    Data(Vec<String>),
    /// Inside a `<template name>`: what its user hands over.
    Unknown,
}

impl Reader<'_> {
    fn nodes(&mut self, nodes: &[Node], scope: &Scope) {
        if self.depth > MAX_DEPTH {
            return;
        }
        self.depth += 1;
        for node in nodes {
            match node {
                Node::Element(element) => self.element(element, scope),
                Node::Text(text) => self.value(&text.value, scope),
                Node::Comment(_) => {}
            }
        }
        self.depth -= 1;
    }

    fn element(&mut self, element: &Element, outer: &Scope) {
        let Some(file) = self.closure.files.get(outer.file) else { return };
        match element.name.as_str() {
            "wxs" | "import" => return,
            "template" if element.attribute("name").is_some() => {
                return self.nodes(&element.children, &Scope { names: Names::Unknown, ..outer.clone() });
            }
            _ => {}
        }
        let repeated = element.attribute("wx:for-items").or_else(|| element.attribute("wx:for"));
        let scope = &*self.scope_of(element, repeated.is_some(), outer);
        for attribute in &element.attributes {
            let own = repeated.is_some_and(|repeated| std::ptr::eq(repeated, attribute));
            self.attribute(attribute, if own { outer } else { scope }, file);
        }
        if let ("slot", Some((name, span))) = (element.name.as_str(), literal(element, "name"))
            && !name.is_empty()
        {
            self.out.slots.push(Named { name: name.to_owned(), file: file.file, span });
        }
        if self.owner.using.contains_key(&element.name) {
            self.uses(element, file);
        } else if element.name == "navigator" {
            self.link(element, file);
        }
        match element.name.as_str() {
            "include" => self.include(element, scope, file),
            // Content of a use is not shown.
            "template" => {}
            _ => self.nodes(&element.children, scope),
        }
    }

    /// The names an element adds: those of its loop, and what a slot hands to it.
    fn scope_of<'s>(&self, element: &Element, repeated: bool, outer: &'s Scope) -> Cow<'s, Scope> {
        // A loop of another framework, which is reported: what it was to define is not known.
        let foreign = |attribute: &Attribute| {
            matches!(attribute.name.as_str(), "v-for" | "a:for" | "s-for" | "tt:for" | "qq:for" | "wx-for" | "v-slot")
        };
        if element.attributes.iter().any(foreign) {
            return Cow::Owned(Scope { names: Names::Unknown, ..outer.clone() });
        }
        let handed = |attribute: &Attribute| attribute.name.starts_with("slot:") || attribute.name.starts_with("let:");
        if !repeated && !element.attributes.iter().any(handed) {
            return Cow::Borrowed(outer);
        }
        let mut scope = outer.clone();
        let Names::Data(names) = &mut scope.names else { return Cow::Borrowed(outer) };
        if repeated {
            for (attribute, default) in [("wx:for-item", "item"), ("wx:for-index", "index")] {
                let name = literal(element, attribute).map(|(name, _)| name.trim()).filter(|name| !name.is_empty());
                names.push(name.unwrap_or(default).to_owned());
            }
        }
        for attribute in &element.attributes {
            if let Some(name) = attribute.name.strip_prefix("slot:").or_else(|| attribute.name.strip_prefix("let:")) {
                let alias = attribute.value.as_ref().and_then(Value::literal).filter(|alias| !alias.is_empty());
                names.extend([name.to_owned(), crate::vocabulary::camel(name)]);
                names.extend(alias.map(str::to_owned));
            }
        }
        Cow::Owned(scope)
    }

    fn attribute(&mut self, attribute: &Attribute, scope: &Scope, file: &TemplateFile) {
        // A key names a property of the item; what else stands there has been reported.
        if attribute.name == "wx:key" {
            return;
        }
        let Some(value) = &attribute.value else { return };
        if let Some(event) = binding(&attribute.name) {
            let method = match (value.literal(), value.single().flatten()) {
                (Some(text), _) => Some((text.trim(), attribute.value_span)),
                (None, Some(Expr { kind: ExprKind::String(text), span })) => Some((text.as_str(), *span)),
                _ => None,
            };
            if let Some((name, span)) = method.filter(|(name, _)| is_name(name)) {
                let method = Named { name: name.to_owned(), file: file.file, span };
                self.out.handlers.push(Handler { method, event: event.event.to_owned(), catches: event.prefix.contains("catch") });
            }
        }
        if attribute.name.starts_with("model:")
            && let Some(Expr { kind: ExprKind::Name(name), .. }) = value.single().flatten()
        {
            self.out.writes.insert(name.clone());
        }
        if binding(&attribute.name).is_some()
            && let Some(Expr { kind: ExprKind::Name(name), span }) = value.single().flatten()
        {
            let before = self.out.reads.len();
            self.read(name, *span, scope);
            self.out.bound.extend(self.out.reads.drain(before..));
            return;
        }
        // `style={{color: red}}`: reported as an object where a text is wanted.
        let object = matches!(attribute.name.as_str(), "style" | "class")
            && value.single().flatten().is_some_and(|expr| matches!(expr.kind, ExprKind::Object(_)));
        if !object {
            self.value(value, scope);
        }
    }

    fn uses(&mut self, element: &Element, file: &TemplateFile) {
        let mut found = Use { tag: element.name.clone(), file: file.file, attributes: Vec::new(), events: Vec::new() };
        for attribute in &element.attributes {
            match binding(&attribute.name) {
                Some(event) => found.events.push((event.prefix, event.event.to_owned(), attribute.name_span)),
                None => found.attributes.push((attribute.name.clone(), attribute.name_span)),
            }
        }
        self.out.uses.push(found);
    }

    fn link(&mut self, element: &Element, file: &TemplateFile) {
        let Some(attribute) = element.attribute("url") else { return };
        let Some(Part::Literal { text, span }) = attribute.value.as_ref().and_then(|value| value.parts.first()) else { return };
        let whole = attribute.value.as_ref().is_some_and(|value| value.literal().is_some());
        let how = match element.attribute("open-type").or_else(|| element.attribute("openType")) {
            None => "navigate",
            // A way that is only known at run time
            Some(attribute) => match attribute.value.as_ref().and_then(Value::literal) {
                Some(how) => how,
                None => return,
            },
        };
        if literal(element, "target").is_some_and(|(target, _)| target != "self") {
            return;
        }
        let (path, query) = match text.split_once('?') {
            Some((path, _)) => (path, true),
            None if whole => (text.as_str(), false),
            None => return,
        };
        let span = Span::new(span.start as usize, (span.start as usize + path.len()).min(span.end as usize));
        self.out.links.push(Link { how: how.to_owned(), url: path.to_owned(), query, file: file.file, span });
    }

    fn include(&mut self, element: &Element, scope: &Scope, file: &TemplateFile) {
        let Some(target) = file.includes.iter().find(|(at, _)| *at == element.span.start).map(|(_, file)| *file) else { return };
        let Some(included) = self.closure.files.get(target) else { return };
        let mut inner = Scope { file: target, ..scope.clone() };
        inner.modules.push(target);
        self.nodes(&included.document.nodes, &inner);
    }

    fn value(&mut self, value: &Value, scope: &Scope) {
        for part in &value.parts {
            if let Part::Mustache { expr: Some(expr), .. } = part {
                self.expr(expr, scope);
            }
        }
    }

    fn read(&mut self, name: &str, span: Span, scope: &Scope) {
        let Names::Data(names) = &scope.names else { return };
        let Some(file) = self.closure.files.get(scope.file) else { return };
        if names.iter().any(|known| known == name) || scope.modules.iter().any(|index| self.has_module(*index, name)) {
            return;
        }
        let file = file.file;
        if matches!(name, "item" | "index")
            && let Some(other) = names.len().checked_sub(if name == "item" { 2 } else { 1 }).and_then(|at| names.get(at))
        {
            self.out.renamed.push((span, other.clone()));
        }
        self.out.reads.push(Named { name: name.to_owned(), file, span });
    }

    fn expr(&mut self, expr: &Expr, scope: &Scope) {
        match &expr.kind {
            ExprKind::Name(name) => self.read(name, expr.span, scope),
            ExprKind::Array(items) => self.items(items, scope),
            ExprKind::Object(properties) => {
                for property in properties {
                    match property {
                        Property::Pair { value, .. } => self.expr(value, scope),
                        Property::Shorthand { name, span } => self.read(name, *span, scope),
                        Property::Computed { key, value } => {
                            self.expr(key, scope);
                            self.expr(value, scope);
                        }
                        Property::Spread(value) => self.expr(value, scope),
                    }
                }
            }
            ExprKind::Template(parts) => {
                for part in parts {
                    if let TemplatePart::Expr(inner) = part {
                        self.expr(inner, scope);
                    }
                }
            }
            ExprKind::Member { object, .. } => self.expr(object, scope),
            ExprKind::Index { object, key, .. } => {
                self.expr(object, scope);
                self.expr(key, scope);
            }
            ExprKind::Call { callee, args, .. } => {
                self.callee(callee, scope);
                self.items(args, scope);
            }
            ExprKind::Unary { operand, .. } => self.expr(operand, scope),
            // `title || 'none'`: what is not there has been thought of.
            ExprKind::Binary { op: BinaryOp::Or | BinaryOp::Nullish, left, right } if matches!(left.kind, ExprKind::Name(_)) => {
                self.expr(right, scope);
            }
            ExprKind::Binary { left, right, .. } => {
                self.expr(left, scope);
                self.expr(right, scope);
            }
            ExprKind::Conditional { test, then, otherwise } => {
                self.expr(test, scope);
                self.expr(then, scope);
                self.expr(otherwise, scope);
            }
            ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Bool(_) | ExprKind::Null | ExprKind::Undefined => {}
        }
    }

    /// Only functions of WXS modules can be called; of anything else the result is `undefined`.
    fn callee(&mut self, callee: &Expr, scope: &Scope) {
        let file = self.closure.files.get(scope.file);
        if let (Names::Data(_), Some(text), Some(file)) = (&scope.names, dotted(callee), file)
            && !scope.modules.iter().any(|index| self.has_module(*index, text.split('.').next().unwrap_or_default()))
        {
            self.out.calls.push(Named { name: text, file: file.file, span: callee.span });
            if let ExprKind::Member { object, .. } = &callee.kind
                && !matches!(&object.kind, ExprKind::Name(name) if name.starts_with(char::is_uppercase))
            {
                self.expr(object, scope);
            }
            return;
        }
        self.expr(callee, scope);
    }

    /// Also modules whose file is missing, and those without a name, which are reported: the calls are no second mistake.
    fn has_module(&self, file: usize, name: &str) -> bool {
        self.modules.get(file).is_some_and(|names| names.iter().any(|module| module == name))
    }

    fn items(&mut self, items: &[Item], scope: &Scope) {
        for item in items {
            match item {
                Item::Item(value) | Item::Spread(value) => self.expr(value, scope),
                Item::Hole => {}
            }
        }
    }
}

fn module_names(file: &TemplateFile) -> Vec<String> {
    let name = |element: &Element| match (literal(element, "module"), literal(element, "src")) {
        (Some((name, _)), _) if !name.is_empty() => Some(name.to_owned()),
        (_, Some((src, _))) => Some(src.rsplit('/').next()?.split('.').next()?.to_owned()),
        _ => None,
    };
    crate::resolve::templates::elements(&file.document).into_iter().filter(|element| element.name == "wxs").filter_map(name).collect()
}

/// `a.b.c`, or nothing for what is no such path.
fn dotted(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Member { object, name, .. } => Some(format!("{}.{name}", dotted(object)?)),
        _ => None,
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'))
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
}
