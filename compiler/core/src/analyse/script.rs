//! What a static look at a script tells: the modules it asks for, the members of `wx` it names, and what it registers with which options.

pub mod instance;
mod options;

pub use instance::{InstanceFacts, Link};
pub use options::Behaviour;

use crate::ast::script::Request;
use crate::diagnostics::Diagnostic;
use crate::parse::script::{Parsed, Place};
use crate::source::Span;
use options::{Options, required};
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::{Scoping, SymbolId};
use oxc::span::GetSpan;
use rustc_hash::FxHashMap;

/// What a static look at a script tells the rest of the compiler; never relied upon for correctness, only for diagnostics, sizes and cross-scope styles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScriptFacts {
    /// `wx.name` in the order of the text.
    pub wx_members: Vec<(String, Span)>,
    /// `wx` is used other than as `wx.name`: every member may be used.
    pub wx_escapes: bool,
    pub registers: Option<Registers>,
    pub external_classes: Vec<String>,
    /// The file itself calls `App`, `Page`, `Component` or `Behavior`; otherwise a function of another file does (`VantComponent({…})`).
    pub direct: bool,
    pub style_isolation: Option<String>,
    pub add_global_class: bool,
    pub virtual_host: bool,
    /// `multipleSlots` or `dynamicSlots` may be set: slots are told apart by their names.
    pub named_slots: bool,
    /// Names of methods / handlers with their places (Page members, Component methods); complete only when `closed`.
    pub methods: Vec<(String, Span)>,
    /// Top-level keys of `data` and `properties`.
    pub data: Vec<(String, Span)>,
    /// Keys of `properties`.
    pub properties: Vec<(String, Span)>,
    /// Functions at the top of a component's options, which only `methods` should hold, or the `methods` of a page, which has none.
    pub misplaced: Vec<(String, Span)>,
    /// Lifecycle functions and other members that the framework calls: functions at the top of the options.
    pub functions: Vec<(String, Span)>,
    /// The option object is a plain literal without spreads or computed keys: with its behaviours, `methods` and `data` are all there is.
    pub closed: bool,
    pub behaviours: Vec<Behaviour>,
    /// The name of the function that registers: `Page`, `Component` …
    pub registered_at: Option<Span>,
    /// How many times the file registers something; the rest is about the last page or component.
    pub registrations: u32,
    pub instance: InstanceFacts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registers {
    App,
    Page,
    Component,
    Behavior,
}

#[derive(Debug, Default)]
pub struct Analysis {
    pub requests: Vec<Request>,
    pub facts: ScriptFacts,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a script whose types are erased already (so that type-only imports ask for nothing), before its modules are lowered.
pub fn analyse(parsed: &Parsed<'_>, place: Place) -> Analysis {
    let mut reader = Reader {
        scoping: &parsed.scoping,
        place,
        out: Analysis::default(),
        literals: FxHashMap::default(),
        imported: FxHashMap::default(),
        registered: None,
        guessed: None,
        try_depth: 0,
    };
    reader.visit_program(&parsed.program);
    reader.out.facts.instance = instance::read(&parsed.program, &parsed.scoping, place);
    reader.out.facts.direct = reader.registered.is_some();
    let registered = match reader.registered.take() {
        Some((registers, Argument0::Literal(options))) => Some((registers, options)),
        Some((registers, Argument0::Name(symbol))) => Some((registers, reader.literals.remove(&symbol).unwrap_or_default())),
        Some((registers, Argument0::Other)) => Some((registers, Options::default())),
        None => reader.guessed.take().map(|options| (Registers::Component, options.open())),
    };
    if let Some((registers, options)) = registered {
        options.into_facts(registers, &mut reader.out.facts);
    }
    reader.out
}

/// The first argument of a registering call.
enum Argument0 {
    Literal(Options),
    Name(SymbolId),
    Other,
}

struct Reader<'s> {
    scoping: &'s Scoping,
    place: Place,
    out: Analysis,
    /// Object literals that variables hold from the start.
    literals: FxHashMap<SymbolId, Options>,
    /// Variables that hold a whole module.
    imported: FxHashMap<SymbolId, String>,
    registered: Option<(Registers, Argument0)>,
    /// An object literal handed to some function, with the keys of a component: `VantComponent({ props, data, methods })`.
    guessed: Option<Options>,
    try_depth: u32,
}

impl Reader<'_> {
    /// The name of an identifier that nothing in the file declares.
    fn global<'e>(&self, expression: &'e Expression<'_>) -> Option<&'e str> {
        let Expression::Identifier(identifier) = expression else { return None };
        let reference = identifier.reference_id.get()?;
        self.scoping.get_reference(reference).symbol_id().is_none().then_some(identifier.name.as_str())
    }

    fn span(&self, node: &impl GetSpan) -> Span {
        self.place.span(node.span())
    }

    fn request(&mut self, source: &StringLiteral<'_>, dynamic: bool, optional: bool) {
        let request = Request { text: source.value.to_string(), span: self.span(source), dynamic, optional };
        self.out.requests.push(request);
    }

    /// `require(…)`, `require.async(…)`.
    fn require_call(&mut self, call: &CallExpression<'_>) {
        let dynamic = match &call.callee {
            Expression::StaticMemberExpression(member)
                if self.global(&member.object) == Some("require") && member.property.name == "async" =>
            {
                true
            }
            callee if self.global(callee) == Some("require") => call.arguments.len() > 1,
            _ => return,
        };
        let optional = self.try_depth > 0 || call.arguments.len() > 2;
        match call.arguments.first().and_then(Argument::as_expression) {
            Some(Expression::StringLiteral(source)) => self.request(source, dynamic, optional),
            Some(Expression::TemplateLiteral(template)) if template.expressions.is_empty() => {
                let text = template.quasis.first().and_then(|quasi| quasi.value.cooked).map(|text| text.to_string()).unwrap_or_default();
                let span = self.span(template.as_ref());
                self.out.requests.push(Request { text, span, dynamic, optional });
            }
            Some(other) => {
                let diagnostic = Diagnostic::warning(
                    "script/dynamic-require",
                    self.place.file,
                    self.span(other),
                    "`require` with a path that is only known at run time finds no file",
                )
                .hint("write each path as a string: `require('./a')`, and choose among the modules");
                self.out.diagnostics.push(diagnostic);
            }
            None => {}
        }
    }

    fn registering_call(&mut self, call: &CallExpression<'_>) {
        let registers = match self.global(&call.callee) {
            Some("App") => Registers::App,
            Some("Page") => Registers::Page,
            Some("Component") => Registers::Component,
            Some("Behavior") => Registers::Behavior,
            _ => {
                if self.guessed.is_none()
                    && let Some(Expression::ObjectExpression(object)) = call.arguments.first().and_then(Argument::as_expression)
                {
                    self.guessed = Some(self.options(object)).filter(|options| options.telling);
                }
                return;
            }
        };
        let argument = match call.arguments.first().and_then(Argument::as_expression) {
            Some(Expression::ObjectExpression(object)) => Argument0::Literal(self.options(object)),
            Some(Expression::Identifier(identifier)) => identifier
                .reference_id
                .get()
                .and_then(|id| self.scoping.get_reference(id).symbol_id())
                .map_or(Argument0::Other, Argument0::Name),
            // `Page(Object.assign({…}, mixin))`, `Page(wrap({…}))`: what is written there, but not all there is
            Some(Expression::CallExpression(inner)) => {
                let object = inner.arguments.iter().filter_map(Argument::as_expression).find_map(|argument| match argument {
                    Expression::ObjectExpression(object) if !object.properties.is_empty() => Some(object),
                    _ => None,
                });
                object.map_or(Argument0::Other, |object| Argument0::Literal(self.options(object).open()))
            }
            _ => Argument0::Other,
        };
        // a file may define behaviours before the component that uses them: the last page or component counts
        self.out.facts.registrations += 1;
        let stronger = matches!(registers, Registers::App | Registers::Page | Registers::Component);
        if stronger || self.registered.is_none() {
            self.out.facts.registered_at = Some(self.span(&call.callee));
            self.registered = Some((registers, argument));
        }
    }

    fn options(&self, object: &ObjectExpression<'_>) -> Options {
        Options::read(object, self.place, &|expression| self.behaviour(expression))
    }

    /// What an item of `behaviors` is.
    fn behaviour(&self, expression: &Expression<'_>) -> Behaviour {
        match expression {
            Expression::StringLiteral(name) => Behaviour::Builtin(name.value.to_string()),
            Expression::Identifier(identifier) => {
                let symbol = identifier.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
                let found = symbol.and_then(|symbol| self.imported.get(&symbol).cloned().map(Behaviour::Module));
                found.unwrap_or(Behaviour::Unknown)
            }
            other => required(other).filter(|_| self.requires(other)).map_or(Behaviour::Unknown, Behaviour::Module),
        }
    }

    /// `require("…")` of the module system.
    fn requires(&self, expression: &Expression<'_>) -> bool {
        matches!(expression, Expression::CallExpression(call) if self.global(&call.callee) == Some("require"))
    }

    /// `externalClasses` and `options`, as property, class field or assignment, whatever the form of the component.
    fn option(&mut self, name: &str, value: &Expression<'_>) {
        match (name, value) {
            // `classes` is what vant-like wrappers call them
            ("externalClasses" | "classes", Expression::ArrayExpression(list)) => {
                for element in &list.elements {
                    if let ArrayExpressionElement::StringLiteral(class) = element
                        && !self.out.facts.external_classes.iter().any(|known| known == class.value.as_str())
                    {
                        self.out.facts.external_classes.push(class.value.to_string());
                    }
                }
            }
            ("options", Expression::ObjectExpression(options)) => {
                for property in &options.properties {
                    match property {
                        ObjectPropertyKind::ObjectProperty(property) => {
                            if let Some(name) = property.key.static_name() {
                                self.component_option(&name, &property.value);
                            }
                        }
                        ObjectPropertyKind::SpreadProperty(_) => self.out.facts.named_slots = true,
                    }
                }
            }
            // Options that cannot be read may say so.
            ("options", _) => self.out.facts.named_slots = true,
            _ => {}
        }
    }

    fn component_option(&mut self, name: &str, value: &Expression<'_>) {
        let facts = &mut self.out.facts;
        let on = matches!(value, Expression::BooleanLiteral(literal) if literal.value);
        match (name, value) {
            ("styleIsolation", Expression::StringLiteral(text)) => facts.style_isolation = Some(text.value.to_string()),
            ("addGlobalClass", _) => facts.add_global_class |= on,
            ("virtualHost", _) => facts.virtual_host |= on,
            ("multipleSlots" | "dynamicSlots", _) => facts.named_slots |= on || !matches!(value, Expression::BooleanLiteral(_)),
            _ => {}
        }
    }

    fn wx_member(&mut self, object: &Expression<'_>, name: &str, span: Span) -> bool {
        let is_wx = self.global(object) == Some("wx");
        if is_wx {
            self.out.facts.wx_members.push((name.to_owned(), span));
        }
        is_wx
    }
}

/// Methods of pages and components that families of `wx` implement: `this.createSelectorQuery()`. Whatever the object is, the family has to be there.
const INSTANCE_MEMBERS: [&str; 5] =
    ["createSelectorQuery", "createIntersectionObserver", "createMediaQueryObserver", "animate", "clearAnimation"];

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'a>) {
        self.request(&import.source, false, false);
        for specifier in import.specifiers.iter().flatten() {
            if let ImportDeclarationSpecifier::ImportDefaultSpecifier(default) = specifier
                && let Some(symbol) = default.local.symbol_id.get()
            {
                self.imported.insert(symbol, import.source.value.to_string());
            }
        }
    }

    fn visit_export_all_declaration(&mut self, export: &ExportAllDeclaration<'a>) {
        self.request(&export.source, false, false);
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'a>) {
        self.request(&export.source, false, false);
    }

    fn visit_import_expression(&mut self, import: &ImportExpression<'a>) {
        if let Expression::StringLiteral(source) = &import.source {
            self.request(source, true, self.try_depth > 0);
        }
        walk::walk_import_expression(self, import);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        self.require_call(call);
        self.registering_call(call);
        walk::walk_call_expression(self, call);
    }

    fn visit_try_statement(&mut self, statement: &TryStatement<'a>) {
        self.try_depth += 1;
        self.visit_block_statement(&statement.block);
        self.try_depth -= 1;
        if let Some(handler) = &statement.handler {
            self.visit_catch_clause(handler);
        }
        if let Some(finalizer) = &statement.finalizer {
            self.visit_block_statement(finalizer);
        }
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        let span = self.span(&member.property);
        let name = member.property.name.as_str();
        if self.wx_member(&member.object, name, span) {
            return;
        }
        if INSTANCE_MEMBERS.contains(&name) {
            self.out.facts.wx_members.push((name.to_owned(), span));
        }
        walk::walk_static_member_expression(self, member);
    }

    fn visit_computed_member_expression(&mut self, member: &ComputedMemberExpression<'a>) {
        if let Expression::StringLiteral(name) = &member.expression
            && self.wx_member(&member.object, &name.value, self.span(name.as_ref()))
        {
            return;
        }
        walk::walk_computed_member_expression(self, member);
    }

    fn visit_unary_expression(&mut self, unary: &UnaryExpression<'a>) {
        if unary.operator != UnaryOperator::Typeof || self.global(&unary.argument).is_none() {
            walk::walk_unary_expression(self, unary);
        }
    }

    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        match (&declarator.id, &declarator.init) {
            (BindingPattern::ObjectPattern(pattern), Some(init)) if self.global(init) == Some("wx") && pattern.rest.is_none() => {
                for property in &pattern.properties {
                    match property.key.static_name() {
                        Some(name) => self.out.facts.wx_members.push((name.into_owned(), self.span(&property.key))),
                        None => self.out.facts.wx_escapes = true,
                    }
                }
                return;
            }
            (BindingPattern::BindingIdentifier(id), Some(init)) if self.requires(init) => {
                if let (Some(symbol), Some(module)) = (id.symbol_id.get(), required(init)) {
                    self.imported.insert(symbol, module);
                }
            }
            (BindingPattern::BindingIdentifier(id), Some(Expression::ObjectExpression(object))) => {
                if let Some(symbol) = id.symbol_id.get() {
                    let options = self.options(object);
                    self.literals.insert(symbol, options);
                }
            }
            _ => {}
        }
        walk::walk_variable_declarator(self, declarator);
    }

    fn visit_identifier_reference(&mut self, identifier: &IdentifierReference<'a>) {
        if identifier.name == "wx" {
            let bound = identifier.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id());
            self.out.facts.wx_escapes |= bound.is_none();
        }
    }

    fn visit_object_property(&mut self, property: &ObjectProperty<'a>) {
        if let Some(name) = property.key.static_name() {
            self.option(&name, &property.value);
        }
        walk::walk_object_property(self, property);
    }

    fn visit_property_definition(&mut self, property: &PropertyDefinition<'a>) {
        if let (Some(name), Some(value)) = (property.key.static_name(), &property.value) {
            self.option(&name, value);
        }
        walk::walk_property_definition(self, property);
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        if let AssignmentTarget::StaticMemberExpression(member) = &assignment.left {
            self.option(&member.property.name, &assignment.right);
        }
        walk::walk_assignment_expression(self, assignment);
    }
}
