//! What a script defines and uses, for people who ask in an editor: members with their places, comments and initial values, the data it sets, the events it
//! triggers, what it exports. Reads any script (also TypeScript with its types); nothing is compiled from it.

mod shape;

pub use shape::{Field, Shape};

use crate::analyse::script::{Behaviour, Registers};
use crate::parse::script::{Parsed, Place};
use crate::source::Span;
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::SymbolId;
use oxc::span::GetSpan;
use rustc_hash::{FxHashMap, FxHashSet};
use shape::Shaper;

/// What one script says.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    pub registers: Option<Registers>,
    /// Members of what the script registers, in the order of the text.
    pub members: Vec<Member>,
    /// What `setData` is called with, and what is assigned to `this.data`: first names of the keys.
    pub sets: Vec<Set>,
    pub triggers: Vec<Trigger>,
    /// `this.name` and `this.data.name` (with [`Role::Data`]).
    pub uses: Vec<Use>,
    pub exports: Vec<Field>,
    pub behaviours: Vec<Behaviour>,
    pub external_classes: Vec<(String, Span)>,
    /// `styleIsolation`, or what `addGlobalClass` means.
    pub isolation: Option<String>,
    /// Members whose values another module holds: `properties: props` with `import props from "./props"`.
    pub borrowed: Vec<(Role, String)>,
    /// Requests of modules: the place of the text between the quotes.
    pub requests: Vec<(String, Span)>,
    /// `url: "/pages/a/a?id=1"` of navigating calls: the place of the path.
    pub links: Vec<(String, Span)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    Data,
    Property,
    Method,
    /// What the framework calls, and other keys of the options.
    Option,
}

#[derive(Clone, Debug)]
pub struct Member {
    pub name: String,
    pub span: Span,
    /// With its value.
    pub whole: Span,
    pub role: Role,
    /// Of data: the initial value; of a property: what its type and default say.
    pub shape: Shape,
    /// Where the value stands.
    pub value: Span,
    pub doc: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Set {
    pub name: String,
    pub span: Span,
    pub shape: Shape,
}

#[derive(Clone, Debug)]
pub struct Trigger {
    pub event: String,
    /// The text between the quotes.
    pub span: Span,
    pub detail: Shape,
    pub doc: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Use {
    pub name: String,
    pub span: Span,
    pub role: Role,
}

impl Outline {
    /// The same with every place moved: for a text that was edited since and cannot be read now.
    #[must_use]
    pub fn moved(mut self, to: &dyn Fn(Span) -> Span) -> Self {
        for member in &mut self.members {
            (member.span, member.whole, member.value) = (to(member.span), to(member.whole), to(member.value));
            member.shape.move_spans(to);
        }
        for set in &mut self.sets {
            set.span = to(set.span);
            set.shape.move_spans(to);
        }
        for trigger in &mut self.triggers {
            trigger.span = to(trigger.span);
            trigger.detail.move_spans(to);
        }
        self.exports.iter_mut().for_each(|export| export.move_spans(to));
        let named = self.external_classes.iter_mut().chain(&mut self.requests).chain(&mut self.links).map(|(_, span)| span);
        named.chain(self.uses.iter_mut().map(|used| &mut used.span)).for_each(|span| *span = to(*span));
        self
    }
}

/// Reads a whole script. `text` is what was parsed.
pub fn outline(parsed: &Parsed<'_>, text: &str, place: Place) -> Outline {
    let mut reader = Reader {
        parsed,
        shaper: Shaper { comments: &parsed.program.comments, text, place },
        out: Outline::default(),
        literals: FxHashMap::default(),
        imported: FxHashMap::default(),
        aliases: FxHashSet::default(),
        strong: false,
    };
    reader.imports();
    reader.visit_program(&parsed.program);
    let mut out = reader.out;
    out.members.sort_by_key(|member| member.span);
    out.uses.sort_by_key(|used| used.span);
    out
}

struct Reader<'p, 'a> {
    parsed: &'p Parsed<'a>,
    shaper: Shaper<'p>,
    out: Outline,
    /// Object literals that variables hold from the start.
    literals: FxHashMap<SymbolId, &'p ObjectExpression<'a>>,
    /// Variables that hold what a module exports.
    imported: FxHashMap<SymbolId, String>,
    /// `const that = this`.
    aliases: FxHashSet<SymbolId>,
    /// A page, component or app was found: what else looks like options is none.
    strong: bool,
}

impl<'p, 'a> Reader<'p, 'a> {
    fn span(&self, node: &impl GetSpan) -> Span {
        self.shaper.place.span(node.span())
    }

    /// Between the quotes of a literal.
    fn inside(&self, node: &impl GetSpan) -> Span {
        let span = self.span(node);
        Span { start: span.start + 1, end: span.end.saturating_sub(1).max(span.start + 1) }
    }

    fn symbol(&self, expression: &Expression<'_>) -> Option<SymbolId> {
        let Expression::Identifier(identifier) = expression.get_inner_expression() else { return None };
        self.parsed.scoping.get_reference(identifier.reference_id.get()?).symbol_id()
    }

    fn global<'e>(&self, expression: &'e Expression<'_>) -> Option<&'e str> {
        match expression.get_inner_expression() {
            Expression::Identifier(identifier) if self.symbol(expression).is_none() => Some(identifier.name.as_str()),
            _ => None,
        }
    }

    fn is_this(&self, expression: &Expression<'_>) -> bool {
        match expression.get_inner_expression() {
            Expression::ThisExpression(_) => true,
            other => self.symbol(other).is_some_and(|symbol| self.aliases.contains(&symbol)),
        }
    }

    /// Modules and literals that names of the top level stand for: they may be used before the visitor comes to them.
    fn imports(&mut self) {
        let program: &'p Program<'a> = &self.parsed.program;
        for statement in &program.body {
            match statement {
                Statement::ImportDeclaration(import) => {
                    for specifier in import.specifiers.iter().flatten() {
                        if let ImportDeclarationSpecifier::ImportDefaultSpecifier(default) = specifier
                            && let Some(symbol) = default.local.symbol_id.get()
                        {
                            self.imported.insert(symbol, import.source.value.to_string());
                        }
                    }
                }
                Statement::VariableDeclaration(declaration) => self.variables(declaration),
                Statement::ExportDeclaration(export) => {
                    if let Declaration::VariableDeclaration(declaration) = &export.declaration {
                        self.variables(declaration);
                    }
                }
                _ => {}
            }
        }
    }

    fn variables(&mut self, declaration: &'p VariableDeclaration<'a>) {
        for declarator in &declaration.declarations {
            let (BindingPattern::BindingIdentifier(id), Some(init)) = (&declarator.id, &declarator.init) else { continue };
            let Some(symbol) = id.symbol_id.get() else { continue };
            match init.get_inner_expression() {
                Expression::ObjectExpression(object) => _ = self.literals.insert(symbol, object),
                Expression::CallExpression(call) if self.global(&call.callee) == Some("require") => {
                    if let Some(Argument::StringLiteral(request)) = call.arguments.first() {
                        self.imported.insert(symbol, request.value.to_string());
                    }
                }
                _ => {}
            }
        }
    }

    /// The object that an expression is, also through a variable.
    fn object(&self, expression: &'p Expression<'a>) -> Option<&'p ObjectExpression<'a>> {
        match expression.get_inner_expression() {
            Expression::ObjectExpression(object) => Some(object),
            // `data: () => ({ … })`, of chained builders
            Expression::ArrowFunctionExpression(arrow) => match arrow.body.as_expression()?.get_inner_expression() {
                Expression::ObjectExpression(object) => Some(object),
                _ => None,
            },
            // `Object.assign({…}, mixin)`, `wrap({…})`
            Expression::CallExpression(call) => {
                call.arguments.iter().filter_map(Argument::as_expression).find_map(|argument| match argument.get_inner_expression() {
                    Expression::ObjectExpression(object) if !object.properties.is_empty() => Some(&**object),
                    _ => None,
                })
            }
            other => self.symbol(other).and_then(|symbol| self.literals.get(&symbol)).copied(),
        }
    }

    fn registering(&mut self, call: &'p CallExpression<'a>) {
        let registers = match self.global(&call.callee) {
            Some("App") => Registers::App,
            Some("Page") => Registers::Page,
            Some("Component") => Registers::Component,
            Some("Behavior") => Registers::Behavior,
            _ => return self.foreign(call),
        };
        let strong = registers != Registers::Behavior;
        if self.strong && !strong {
            return;
        }
        if strong || self.out.registers.is_none() {
            self.out.members.clear();
            self.out.registers = Some(registers);
        }
        self.strong |= strong;
        if let Some(object) = call.arguments.first().and_then(Argument::as_expression).and_then(|options| self.object(options)) {
            self.options(object, registers);
        }
    }

    /// Options handed to a function of somebody else, known by their keys; and steps of a chained builder: `Component().data(…).property(…)`.
    fn foreign(&mut self, call: &'p CallExpression<'a>) {
        if let Expression::StaticMemberExpression(member) = &call.callee
            && self.begins_with_builder(&member.object)
        {
            let argument = |index: usize| call.arguments.get(index).and_then(Argument::as_expression);
            match member.property.name.as_str() {
                "data" => self.members_of(Role::Data, argument(0)),
                "property" => {
                    if let (Some(Expression::StringLiteral(name)), Some(value)) = (argument(0), argument(1)) {
                        let (span, shape) = (self.inside(name.as_ref()), self.shaper.property(value));
                        self.push(name.value.to_string(), span, self.span(call), Role::Property, shape, self.span(value), None);
                    }
                }
                "methods" => self.members_of(Role::Method, argument(0)),
                _ => {}
            }
            return;
        }
        if self.out.registers.is_some() {
            return;
        }
        let Some(Argument::ObjectExpression(object)) = call.arguments.first() else { return };
        let telling = ["methods", "properties", "externalClasses", "relations", "lifetimes"];
        let is_telling = |property: &ObjectPropertyKind<'_>| match property {
            ObjectPropertyKind::ObjectProperty(property) => property.key.static_name().is_some_and(|name| telling.contains(&name.as_ref())),
            ObjectPropertyKind::SpreadProperty(_) => false,
        };
        if object.properties.iter().any(is_telling) {
            self.out.registers = Some(Registers::Component);
            self.options(object, Registers::Component);
        }
    }

    fn begins_with_builder(&self, expression: &Expression<'_>) -> bool {
        let mut at = expression.get_inner_expression();
        for _ in 0..256 {
            match at {
                Expression::CallExpression(call) => match call.callee.get_inner_expression() {
                    Expression::StaticMemberExpression(member) => at = member.object.get_inner_expression(),
                    callee => return matches!(self.global(callee), Some("Component" | "Page" | "Behavior")),
                },
                _ => return false,
            }
        }
        false
    }

    fn options(&mut self, object: &'p ObjectExpression<'a>, registers: Registers) {
        for property in &object.properties {
            let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
            let Some(name) = property.key.static_name().filter(|_| !property.computed) else { continue };
            self.option(&name, &property.value, registers, self.span(&property.key), self.span(property.as_ref()));
        }
    }

    fn option(&mut self, name: &str, value: &'p Expression<'a>, registers: Registers, key: Span, whole: Span) {
        match name {
            "data" => self.members_of(Role::Data, Some(value)),
            "properties" | "props" if registers != Registers::Page && registers != Registers::App => {
                self.members_of(Role::Property, Some(value));
            }
            "methods" if registers != Registers::App => self.members_of(Role::Method, Some(value)),
            "lifetimes" | "pageLifetimes" => self.members_of(Role::Option, Some(value)),
            "behaviors" | "mixins" => {
                if let Expression::ArrayExpression(list) = value.get_inner_expression() {
                    let found = list.elements.iter().filter_map(ArrayExpressionElement::as_expression).map(|item| self.behaviour(item));
                    let found: Vec<Behaviour> = found.collect();
                    self.out.behaviours.extend(found);
                }
            }
            "options" => self.isolation(value),
            "externalClasses" | "classes" => {
                if let Expression::ArrayExpression(list) = value.get_inner_expression() {
                    for element in &list.elements {
                        if let ArrayExpressionElement::StringLiteral(class) = element {
                            let span = self.inside(class.as_ref());
                            self.out.external_classes.push((class.value.to_string(), span));
                        }
                    }
                }
            }
            _ => {
                let is_function = matches!(
                    value.get_inner_expression(),
                    Expression::FunctionExpression(_)
                        | Expression::ArrowFunctionExpression(_)
                        | Expression::Identifier(_)
                        | Expression::CallExpression(_)
                );
                // Every member of a page's options is a member of the page.
                let role = if is_function && matches!(registers, Registers::Page) { Role::Method } else { Role::Option };
                let shape = self.shaper.shape(value);
                let doc = self.shaper.doc(key);
                self.push(name.to_owned(), key, whole, role, shape, self.span(value), doc);
            }
        }
    }

    fn isolation(&mut self, value: &'p Expression<'a>) {
        let Some(object) = self.object(value) else { return };
        for property in &object.properties {
            let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
            match (property.key.static_name().as_deref(), property.value.get_inner_expression()) {
                (Some("styleIsolation"), Expression::StringLiteral(text)) => self.out.isolation = Some(text.value.to_string()),
                (Some("addGlobalClass"), Expression::BooleanLiteral(on)) if on.value && self.out.isolation.is_none() => {
                    self.out.isolation = Some("apply-shared".to_owned());
                }
                _ => {}
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn push(&mut self, name: String, span: Span, whole: Span, role: Role, shape: Shape, value: Span, doc: Option<String>) {
        self.out.members.push(Member { name, span, whole, role, shape, value, doc });
    }

    /// The keys of `data`, `properties`, `methods`.
    fn members_of(&mut self, role: Role, value: Option<&'p Expression<'a>>) {
        let Some(value) = value else { return };
        if let Some(module) = self.symbol(value).and_then(|symbol| self.imported.get(&symbol)) {
            self.out.borrowed.push((role, module.clone()));
            return;
        }
        let Some(object) = self.object(value) else { return };
        for property in &object.properties {
            match property {
                ObjectPropertyKind::ObjectProperty(property) => {
                    let Some(name) = property.key.static_name().filter(|_| !property.computed) else { continue };
                    let shape =
                        if role == Role::Property { self.shaper.property(&property.value) } else { self.shaper.shape(&property.value) };
                    let (span, whole, value) = (self.span(&property.key), self.span(property.as_ref()), self.span(&property.value));
                    let doc = self.shaper.doc(span);
                    self.push(name.into_owned(), self.unquoted(span), whole, role, shape, value, doc);
                }
                ObjectPropertyKind::SpreadProperty(spread) => {
                    if self.object(&spread.argument).is_some_and(|inner| !std::ptr::eq(inner, object))
                        || self.symbol(&spread.argument).is_some()
                    {
                        self.members_of(role, Some(&spread.argument));
                    }
                }
            }
        }
    }

    /// A key without its quotes.
    fn unquoted(&self, span: Span) -> Span {
        let base = self.shaper.place.base;
        let local = Span { start: span.start.saturating_sub(base), end: span.end.saturating_sub(base) };
        match self.shaper.text.get(local.range()) {
            Some(text) if text.len() >= 2 && text.starts_with(['"', '\'']) => Span { start: span.start + 1, end: span.end - 1 },
            _ => span,
        }
    }

    fn behaviour(&self, expression: &Expression<'_>) -> Behaviour {
        match expression.get_inner_expression() {
            Expression::StringLiteral(name) => Behaviour::Builtin(name.value.to_string()),
            Expression::CallExpression(call) if self.global(&call.callee) == Some("require") => match call.arguments.first() {
                Some(Argument::StringLiteral(request)) => Behaviour::Module(request.value.to_string()),
                _ => Behaviour::Unknown,
            },
            other => match self.symbol(other).and_then(|symbol| self.imported.get(&symbol)) {
                Some(request) => Behaviour::Module(request.clone()),
                None => Behaviour::Unknown,
            },
        }
    }

    fn sets(&mut self, argument: Option<&Expression<'_>>) {
        let Some(Expression::ObjectExpression(object)) = argument.map(Expression::get_inner_expression) else { return };
        for property in &object.properties {
            let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
            let (path, span) = match &property.key {
                PropertyKey::TemplateLiteral(template) => match template.quasis.first() {
                    Some(first) => (first.value.raw.to_string(), self.span(first)),
                    None => continue,
                },
                key => match key.static_name().filter(|_| !property.computed || matches!(key, PropertyKey::StringLiteral(_))) {
                    Some(name) => (name.into_owned(), self.unquoted(self.span(key))),
                    None => continue,
                },
            };
            let name = path.split(['.', '[']).next().unwrap_or_default();
            if name.is_empty() || matches!(&property.key, PropertyKey::TemplateLiteral(_)) && name.len() == path.len() {
                continue;
            }
            let shape = if name.len() == path.len() { self.shaper.shape(&property.value) } else { Shape::Unknown };
            let span = Span::new(span.start as usize, span.start as usize + name.len());
            self.out.sets.push(Set { name: name.to_owned(), span, shape });
        }
    }

    fn link(&mut self, call: &CallExpression<'_>) {
        let Expression::StaticMemberExpression(member) = &call.callee else { return };
        let routes = ["navigateTo", "redirectTo", "switchTab", "reLaunch"];
        if self.global(&member.object) != Some("wx") || !routes.contains(&member.property.name.as_str()) {
            return;
        }
        let Some(Argument::ObjectExpression(options)) = call.arguments.first() else { return };
        for property in &options.properties {
            let ObjectPropertyKind::ObjectProperty(property) = property else { continue };
            if property.key.static_name().is_none_or(|name| name != "url") {
                continue;
            }
            let (text, span) = match property.value.get_inner_expression() {
                Expression::StringLiteral(text) => (text.value.to_string(), self.inside(text.as_ref())),
                Expression::TemplateLiteral(template) => match template.quasis.first() {
                    Some(first) => (first.value.raw.to_string(), self.span(first)),
                    None => continue,
                },
                Expression::BinaryExpression(sum) => match sum.left.get_inner_expression() {
                    Expression::StringLiteral(text) => (text.value.to_string(), self.inside(text.as_ref())),
                    _ => continue,
                },
                _ => continue,
            };
            let path = text.split('?').next().unwrap_or_default();
            let span = Span::new(span.start as usize, span.start as usize + path.len());
            self.out.links.push((path.to_owned(), span));
        }
    }

    /// `exports.a = …`, `module.exports = { … }`, `module.exports.a = …`.
    fn exports(&mut self, assignment: &AssignmentExpression<'a>) {
        let AssignmentTarget::StaticMemberExpression(target) = &assignment.left else { return };
        let is_module_exports = |expression: &Expression<'_>| {
            matches!(expression, Expression::StaticMemberExpression(member)
                if member.property.name == "exports" && self.global(&member.object) == Some("module"))
        };
        if self.global(&target.object) == Some("module") && target.property.name == "exports" {
            let fields = self.exported(&assignment.right);
            self.out.exports.extend(fields);
        } else if self.global(&target.object) == Some("exports") || is_module_exports(&target.object) {
            let span = self.span(&target.property);
            let shape = self.resolved(&assignment.right);
            let doc = self.shaper.doc(self.span(assignment));
            self.out.exports.push(Field { name: target.property.name.to_string(), span, shape, doc });
        }
    }

    fn exported(&self, value: &Expression<'a>) -> Vec<Field> {
        match value.get_inner_expression() {
            Expression::ObjectExpression(object) => {
                self.shaper.fields(object, 0).into_iter().map(|field| self.with_function(object, field)).collect()
            }
            other => match self.symbol(other).and_then(|symbol| self.literals.get(&symbol)) {
                Some(object) => self.shaper.fields(object, 0).into_iter().map(|field| self.with_function(object, field)).collect(),
                None => Vec::new(),
            },
        }
    }

    /// `{ format: format }`: what the function of that name says about itself.
    fn with_function(&self, object: &ObjectExpression<'_>, field: Field) -> Field {
        let value = object.properties.iter().find_map(|property| match property {
            ObjectPropertyKind::ObjectProperty(property) if property.key.static_name().is_some_and(|name| name == field.name) => {
                Some(&property.value)
            }
            _ => None,
        });
        let Some(value) = value.filter(|value| matches!(value, Expression::Identifier(_))) else { return field };
        match self.function_of(value) {
            Some((span, shape, doc)) => Field { span, shape, doc: field.doc.or(doc), ..field },
            None => field,
        }
    }

    fn resolved(&self, value: &Expression<'_>) -> Shape {
        match self.function_of(value) {
            Some((_, shape, _)) => shape,
            None => self.shaper.shape(value),
        }
    }

    /// The function or literal of the top level that a name stands for.
    fn function_of(&self, value: &Expression<'_>) -> Option<(Span, Shape, Option<String>)> {
        let symbol = self.symbol(value)?;
        let program = &self.parsed.program;
        program.body.iter().find_map(|statement| match statement {
            Statement::FunctionDeclaration(function) => {
                let id = function.id.as_ref().filter(|id| id.symbol_id.get() == Some(symbol))?;
                Some((self.span(id), self.shaper.function(function), self.shaper.doc(self.span(function.as_ref()))))
            }
            Statement::VariableDeclaration(declaration) => declaration.declarations.iter().find_map(|declarator| {
                let BindingPattern::BindingIdentifier(id) = &declarator.id else { return None };
                let init = declarator.init.as_ref().filter(|_| id.symbol_id.get() == Some(symbol))?;
                Some((self.span(id.as_ref()), self.shaper.shape(init), self.shaper.doc(self.span(declaration.as_ref()))))
            }),
            _ => None,
        })
    }
}

impl<'p, 'a> Visit<'a> for Reader<'p, 'a>
where
    'a: 'p,
{
    fn visit_program(&mut self, _: &Program<'a>) {
        // The tree outlives the reader, which a visitor's argument does not say.
        let program: &'p Program<'a> = &self.parsed.program;
        let calls = Calls::of(program);
        for call in calls.found {
            self.registering(call);
        }
        for class in calls.classes {
            self.class(class);
        }
        walk::walk_program(self, program);
    }

    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'a>) {
        let span = self.inside(&import.source);
        self.out.requests.push((import.source.value.to_string(), span));
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'a>) {
        let span = self.inside(&export.source);
        self.out.requests.push((export.source.value.to_string(), span));
        walk::walk_export_from_declaration(self, export);
    }

    fn visit_export_all_declaration(&mut self, export: &ExportAllDeclaration<'a>) {
        let span = self.inside(&export.source);
        self.out.requests.push((export.source.value.to_string(), span));
    }

    fn visit_export_default_declaration(&mut self, export: &ExportDefaultDeclaration<'a>) {
        if let Some(value) = export.declaration.as_expression() {
            let fields = self.exported(value);
            self.out.exports.extend(fields);
        }
        walk::walk_export_default_declaration(self, export);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        self.link(call);
        let first = call.arguments.first().and_then(Argument::as_expression);
        match &call.callee {
            callee if self.global(callee) == Some("require") => {
                if let Some(Expression::StringLiteral(request)) = first {
                    let span = self.inside(request.as_ref());
                    self.out.requests.push((request.value.to_string(), span));
                }
            }
            Expression::StaticMemberExpression(member) => match member.property.name.as_str() {
                "setData" => self.sets(first),
                "triggerEvent" => {
                    if let Some(Expression::StringLiteral(event)) = first {
                        let detail = call.arguments.get(1).and_then(Argument::as_expression);
                        let trigger = Trigger {
                            event: event.value.to_string(),
                            span: self.inside(event.as_ref()),
                            detail: detail.map_or(Shape::Unknown, |detail| self.shaper.shape(detail)),
                            doc: self.shaper.doc(self.span(call)),
                        };
                        self.out.triggers.push(trigger);
                    }
                }
                _ => {}
            },
            _ => {}
        }
        walk::walk_call_expression(self, call);
    }

    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        if let (BindingPattern::BindingIdentifier(id), Some(init)) = (&declarator.id, &declarator.init)
            && self.is_this(init)
        {
            self.aliases.extend(id.symbol_id.get());
        }
        if let (BindingPattern::ObjectPattern(pattern), Some(init)) = (&declarator.id, &declarator.init) {
            let role = match init.get_inner_expression() {
                Expression::StaticMemberExpression(member) if member.property.name == "data" && self.is_this(&member.object) => {
                    Some(Role::Data)
                }
                other if self.is_this(other) => Some(Role::Method),
                _ => None,
            };
            if let Some(role) = role {
                for property in &pattern.properties {
                    if let Some(name) = property.key.static_name() {
                        let span = self.span(&property.key);
                        self.out.uses.push(Use { name: name.into_owned(), span, role });
                    }
                }
            }
        }
        walk::walk_variable_declarator(self, declarator);
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        self.exports(assignment);
        walk::walk_assignment_expression(self, assignment);
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        let name = member.property.name.as_str();
        let span = self.span(&member.property);
        match &member.object {
            Expression::StaticMemberExpression(inner)
                if matches!(inner.property.name.as_str(), "data" | "properties") && self.is_this(&inner.object) =>
            {
                self.out.uses.push(Use { name: name.to_owned(), span, role: Role::Data });
            }
            object if self.is_this(object) && !matches!(name, "data" | "properties") => {
                self.out.uses.push(Use { name: name.to_owned(), span, role: Role::Method });
            }
            _ => {}
        }
        walk::walk_static_member_expression(self, member);
    }
}

impl<'p, 'a> Reader<'p, 'a> {
    /// `class X extends SuperComponent { properties = props; data = {…}; methods = {…} }`.
    fn class(&mut self, class: &'p Class<'a>) {
        if self.out.registers.is_some() && self.strong {
            return;
        }
        let fields = class.body.body.iter().filter_map(|element| match element {
            ClassElement::PropertyDefinition(field) => Some((field.key.static_name()?, field.value.as_ref()?, field)),
            _ => None,
        });
        let fields: Vec<_> = fields.collect();
        if class.heritage.is_none()
            || !fields.iter().any(|(name, ..)| matches!(name.as_ref(), "properties" | "methods" | "externalClasses"))
        {
            return;
        }
        self.out.registers = Some(Registers::Component);
        for (name, value, field) in fields {
            self.option(&name, value, Registers::Component, self.span(&field.key), self.span(field.as_ref()));
        }
    }
}

/// Every call and class of a script, with the lifetime of its tree.
struct Calls<'p, 'a> {
    found: Vec<&'p CallExpression<'a>>,
    classes: Vec<&'p Class<'a>>,
}

impl<'p, 'a> Calls<'p, 'a> {
    fn of(program: &'p Program<'a>) -> Self {
        let mut calls = Self { found: Vec::new(), classes: Vec::new() };
        for statement in &program.body {
            calls.statement(statement);
        }
        calls
    }

    /// Registering calls stand at the top level, perhaps in a condition, as what a module exports, or behind an assignment.
    fn statement(&mut self, statement: &'p Statement<'a>) {
        match statement {
            Statement::ExpressionStatement(statement) => self.expression(&statement.expression),
            Statement::BlockStatement(block) => block.body.iter().for_each(|inner| self.statement(inner)),
            Statement::IfStatement(branch) => {
                self.statement(&branch.consequent);
                branch.alternate.iter().for_each(|inner| self.statement(inner));
            }
            Statement::TryStatement(attempt) => attempt.block.body.iter().for_each(|inner| self.statement(inner)),
            Statement::VariableDeclaration(declaration) => self.declaration(declaration),
            Statement::ClassDeclaration(class) => self.classes.push(class),
            Statement::ExportDeclaration(export) => match &export.declaration {
                Declaration::VariableDeclaration(declaration) => self.declaration(declaration),
                Declaration::ClassDeclaration(class) => self.classes.push(class),
                _ => {}
            },
            Statement::ExportDefaultDeclaration(export) => match &export.declaration {
                ExportDefaultDeclarationKind::ClassDeclaration(class) => self.classes.push(class),
                other => other.as_expression().into_iter().for_each(|inner| self.expression(inner)),
            },
            _ => {}
        }
    }

    fn declaration(&mut self, declaration: &'p VariableDeclaration<'a>) {
        declaration.declarations.iter().filter_map(|declarator| declarator.init.as_ref()).for_each(|init| self.expression(init));
    }

    fn expression(&mut self, expression: &'p Expression<'a>) {
        let mut at = expression.get_inner_expression();
        for _ in 0..256 {
            match at {
                Expression::CallExpression(call) => {
                    self.found.push(call);
                    // A chained builder's earlier steps, and what an immediate function does.
                    match call.callee.get_inner_expression() {
                        Expression::StaticMemberExpression(member) => at = member.object.get_inner_expression(),
                        Expression::FunctionExpression(function) => {
                            return function.body.iter().flat_map(|body| &body.statements).for_each(|inner| self.statement(inner));
                        }
                        Expression::ArrowFunctionExpression(function) => {
                            if let ArrowFunctionBody::FunctionBody(body) = &function.body {
                                body.statements.iter().for_each(|inner| self.statement(inner));
                            }
                            return;
                        }
                        _ => return,
                    }
                }
                Expression::AssignmentExpression(assignment) => at = assignment.right.get_inner_expression(),
                Expression::LogicalExpression(logical) => at = logical.right.get_inner_expression(),
                _ => return,
            }
        }
    }
}
