//! The option object of `Page`, `Component`, `Behavior`: which data, properties and methods it names, and whether that is all there is.

use super::{Registers, ScriptFacts};
use crate::parse::script::Place;
use crate::source::Span;
use oxc::ast::ast::*;
use oxc::span::GetSpan;

/// An item of `behaviors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// `wx://form-field`.
    Builtin(String),
    /// What the module of this request exports.
    Module(String),
    Unknown,
}

type Named = Vec<(String, Span)>;

/// What an option object says; `members` are what it holds besides the keys of the framework, which are handlers in a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    members: Named,
    functions: Named,
    methods: Named,
    data: Named,
    properties: Named,
    pub(super) closed: bool,
    behaviours: Vec<Behaviour>,
    /// It has a key that only an option object has.
    pub(super) telling: bool,
}

impl Options {
    pub(super) fn read(object: &ObjectExpression<'_>, place: Place, behaviour: &dyn Fn(&Expression<'_>) -> Behaviour) -> Self {
        let mut options = Self { closed: true, ..Self::default() };
        for property in &object.properties {
            let ObjectPropertyKind::ObjectProperty(property) = property else {
                options.closed = false;
                continue;
            };
            let Some(name) = property.key.static_name().filter(|_| !property.computed) else {
                options.closed = false;
                continue;
            };
            options.telling |= matches!(name.as_ref(), "methods" | "properties" | "externalClasses" | "relations" | "lifetimes");
            match (name.as_ref(), &property.value) {
                ("data", Expression::ObjectExpression(values)) => options.closed &= keys(values, place, &mut options.data),
                ("properties" | "props", Expression::ObjectExpression(values)) => {
                    options.closed &= keys(values, place, &mut options.properties);
                }
                ("methods", Expression::ObjectExpression(values)) => options.closed &= keys(values, place, &mut options.methods),
                ("data" | "properties" | "methods", _) => options.closed = false,
                ("behaviors" | "mixins", Expression::ArrayExpression(list)) => {
                    let item = |element: &ArrayExpressionElement<'_>| element.as_expression().map_or(Behaviour::Unknown, behaviour);
                    options.behaviours.extend(list.elements.iter().map(item));
                }
                ("behaviors" | "mixins", _) => options.closed = false,
                (_, value) => {
                    let member = (name.into_owned(), place.span(property.key.span()));
                    if matches!(value, Expression::FunctionExpression(_) | Expression::ArrowFunctionExpression(_)) {
                        options.functions.push(member.clone());
                    }
                    options.members.push(member);
                }
            }
        }
        options
    }

    /// The same with members that are not written out.
    pub(super) fn open(self) -> Self {
        Self { closed: false, ..self }
    }

    pub(super) fn into_facts(self, registers: Registers, facts: &mut ScriptFacts) {
        facts.registers = Some(registers);
        (facts.methods, facts.misplaced) = match registers {
            Registers::Page => (self.members, self.methods),
            _ => (self.methods, self.functions.clone()),
        };
        facts.functions = self.functions;
        facts.data = self.properties.iter().cloned().chain(self.data).collect();
        facts.properties = self.properties;
        facts.closed = self.closed && !self.behaviours.contains(&Behaviour::Unknown);
        facts.behaviours = self.behaviours;
    }
}

/// Collects the keys of a literal; false if there may be more.
fn keys(object: &ObjectExpression<'_>, place: Place, out: &mut Named) -> bool {
    let mut all = true;
    for property in &object.properties {
        let name = match property {
            ObjectPropertyKind::ObjectProperty(property) if !property.computed => {
                property.key.static_name().map(|name| (name.into_owned(), place.span(property.key.span())))
            }
            _ => None,
        };
        match name {
            Some(name) => out.push(name),
            None => all = false,
        }
    }
    all
}

/// The text of `require("…")`.
pub(super) fn required(expression: &Expression<'_>) -> Option<String> {
    let Expression::CallExpression(call) = expression else { return None };
    match call.arguments.as_slice() {
        [Argument::StringLiteral(text)] => Some(text.value.to_string()),
        _ => None,
    }
}
