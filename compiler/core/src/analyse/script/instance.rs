//! What the code of a script does with page and component instances: which data it sets, which methods it calls, whether it hands an instance to code that
//! this file does not show. Only diagnostics are made of it, so whatever cannot be read is said to be unknown.

use crate::parse::script::Place;
use crate::source::Span;
use oxc::ast::ast::*;
use oxc::ast_visit::{Visit, walk};
use oxc::semantic::{ScopeFlags, Scoping, SymbolId};
use oxc::span::GetSpan;
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstanceFacts {
    /// First names of the keys that `setData` is called with, whatever it is called on.
    pub set: BTreeSet<String>,
    /// `setData` gets something else than a literal with readable keys.
    pub sets_unknown: bool,
    /// The same, called on something that is not `this`.
    pub sets_others_unknown: bool,
    /// `getCurrentPages`, `selectComponent` and their like: other instances can be reached.
    pub reaches_others: bool,
    /// `this` is handed to other code, which may add methods and set data.
    pub escapes: bool,
    /// `this.name = …`.
    pub assigned: BTreeSet<String>,
    /// `this.data.name = …`: the place of the target.
    pub data_assigned: Vec<(String, Span)>,
    /// `this.name(…)`: the place of the name.
    pub calls: Vec<(String, Span)>,
    /// `this.data.setData(…)`: the place of `this.data`.
    pub set_on_data: Vec<Span>,
    /// `this.setData` and the like in a callback whose `this` is not the instance: the place of `this`, once for each callback.
    pub lost: Vec<(Span, String)>,
    /// Names of events that are triggered.
    pub triggers: BTreeSet<String>,
    pub triggers_unknown: bool,
    /// Pages opened by a URL that is written out.
    pub links: Vec<Link>,
    /// `Page = …`: what pages have is not what their options say.
    pub wraps: bool,
}

/// `wx.navigateTo({ url: "/pages/a/a?id=1" })`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub api: String,
    /// Up to the `?`, or whole.
    pub url: String,
    pub query: bool,
    pub span: Span,
}

/// Reads a whole script.
pub fn read(program: &Program<'_>, scoping: &Scoping, place: Place) -> InstanceFacts {
    let mut reader = Reader {
        scoping,
        place,
        out: InstanceFacts::default(),
        aliases: FxHashSet::default(),
        callbacks: FxHashSet::default(),
        functions: Vec::new(),
    };
    reader.visit_program(program);
    reader.out
}

struct Reader<'s> {
    scoping: &'s Scoping,
    place: Place,
    out: InstanceFacts,
    /// `const that = this`.
    aliases: FxHashSet<SymbolId>,
    /// Starts of function expressions that are called without a `this` of their own.
    callbacks: FxHashSet<u32>,
    /// The functions around, without arrows: whether each is a callback, and whether it was reported.
    functions: Vec<(bool, bool)>,
}

/// Members by which somebody shows that `this` was meant to be the page or component.
const TELLING: [&str; 4] = ["setData", "data", "triggerEvent", "selectComponent"];
/// Members that lead to other instances.
const REACHING: [&str; 4] = ["selectComponent", "selectAllComponents", "selectOwnerComponent", "getRelationNodes"];
/// Methods that call a function they are given, without a `this`.
const CALLERS: [&str; 9] = ["then", "catch", "finally", "forEach", "map", "filter", "some", "every", "exec"];
const ROUTES: [&str; 4] = ["navigateTo", "redirectTo", "switchTab", "reLaunch"];

impl<'s> Reader<'s> {
    fn span(&self, node: &impl GetSpan) -> Span {
        self.place.span(node.span())
    }

    fn symbol(&self, identifier: &IdentifierReference<'_>) -> Option<SymbolId> {
        identifier.reference_id.get().and_then(|id| self.scoping.get_reference(id).symbol_id())
    }

    fn is_global(&self, expression: &Expression<'_>, name: &str) -> bool {
        matches!(expression, Expression::Identifier(identifier) if identifier.name == name && self.symbol(identifier).is_none())
    }

    /// `this`, or a variable that holds it.
    fn is_this(&self, expression: &Expression<'_>) -> bool {
        match expression {
            Expression::ThisExpression(_) => true,
            Expression::Identifier(identifier) => self.symbol(identifier).is_some_and(|symbol| self.aliases.contains(&symbol)),
            _ => false,
        }
    }

    /// The name behind `this.data.`, at any depth.
    fn data_name(&self, target: &MemberExpression<'_>) -> Option<String> {
        let (object, name) = match target {
            MemberExpression::StaticMemberExpression(member) => (&member.object, Some(member.property.name.as_str())),
            MemberExpression::ComputedMemberExpression(member) => (&member.object, None),
            MemberExpression::PrivateFieldExpression(_) => return None,
        };
        match object {
            Expression::StaticMemberExpression(inner) if inner.property.name == "data" && self.is_this(&inner.object) => {
                name.map(str::to_owned)
            }
            _ => self.data_name(object.as_member_expression()?),
        }
    }

    fn assigned(&mut self, target: &MemberExpression<'_>) {
        if let Some(name) = self.data_name(target) {
            let span = self.span(target);
            self.out.data_assigned.push((name, span));
        } else if let MemberExpression::StaticMemberExpression(member) = target
            && self.is_this(&member.object)
        {
            self.out.assigned.insert(member.property.name.to_string());
        }
    }

    fn set_data(&mut self, own: bool, argument: Option<&Expression<'_>>) {
        let known = match argument {
            Some(Expression::ObjectExpression(object)) => object.properties.iter().fold(true, |known, property| match set_name(property) {
                Some(name) => {
                    self.out.set.insert(name);
                    known
                }
                None => false,
            }),
            _ => false,
        };
        self.out.sets_unknown |= !known;
        self.out.sets_others_unknown |= !known && !own;
    }

    /// Functions among the arguments that lose `this`.
    fn callbacks_of(&mut self, call: &CallExpression<'_>) {
        let Expression::StaticMemberExpression(member) = &call.callee else {
            if self.is_global(&call.callee, "setTimeout") || self.is_global(&call.callee, "setInterval") {
                self.callbacks_among(&call.arguments);
            }
            return;
        };
        if self.is_global(&member.object, "wx") {
            self.callbacks_among(&call.arguments);
            let Some(Expression::ObjectExpression(options)) = call.arguments.first().and_then(Argument::as_expression) else { return };
            for property in &options.properties {
                if let ObjectPropertyKind::ObjectProperty(property) = property
                    && property.key.static_name().is_some_and(|name| matches!(name.as_ref(), "success" | "fail" | "complete"))
                    && let Expression::FunctionExpression(function) = &property.value
                {
                    self.callbacks.insert(function.span.start);
                }
            }
        } else if CALLERS.contains(&member.property.name.as_str())
            && !call.arguments.iter().filter_map(Argument::as_expression).any(|argument| self.is_this(argument))
        {
            self.callbacks_among(&call.arguments);
        }
    }

    fn callbacks_among(&mut self, arguments: &[Argument<'_>]) {
        for argument in arguments {
            if let Argument::FunctionExpression(function) = argument {
                self.callbacks.insert(function.span.start);
            }
        }
    }

    fn link(&mut self, call: &CallExpression<'_>) {
        let Expression::StaticMemberExpression(member) = &call.callee else { return };
        let api = member.property.name.as_str();
        if !ROUTES.contains(&api) || !self.is_global(&member.object, "wx") {
            return;
        }
        let Some(Expression::ObjectExpression(options)) = call.arguments.first().and_then(Argument::as_expression) else { return };
        let url = options.properties.iter().find_map(|property| match property {
            ObjectPropertyKind::ObjectProperty(property) if property.key.static_name().is_some_and(|name| name == "url") => {
                Some(&property.value)
            }
            _ => None,
        });
        let Some((start, whole, span)) = url.and_then(beginning) else { return };
        let (path, query) = match start.split_once('?') {
            Some((path, _)) => (path, true),
            None if whole => (start.as_str(), false),
            None => return,
        };
        // The place of the path alone, behind the quote.
        let start = span.start + 1;
        let span = self.place.span(oxc::span::Span::new(start, start + u32::try_from(path.len()).unwrap_or_default()));
        self.out.links.push(Link { api: api.to_owned(), url: path.to_owned(), query, span });
    }

    fn member(&mut self, object: &Expression<'_>, name: &str) {
        self.out.reaches_others |= REACHING.contains(&name);
        let Expression::ThisExpression(this) = object else { return };
        if TELLING.contains(&name)
            && let Some((true, reported)) = self.functions.last_mut()
            && !std::mem::replace(reported, true)
        {
            let span = self.place.span(this.span);
            self.out.lost.push((span, name.to_owned()));
        }
    }
}

/// The text an expression begins with, whether that is all of it, and the span of the literal.
fn beginning(expression: &Expression<'_>) -> Option<(String, bool, oxc::span::Span)> {
    match expression {
        Expression::StringLiteral(text) => Some((text.value.to_string(), true, text.span)),
        Expression::TemplateLiteral(template) => {
            let first = template.quasis.first()?;
            Some((first.value.cooked.as_ref()?.to_string(), template.expressions.is_empty(), template.span))
        }
        Expression::BinaryExpression(binary) if binary.operator == BinaryOperator::Addition => {
            beginning(&binary.left).map(|(text, _, span)| (text, false, span))
        }
        _ => None,
    }
}

/// The data that a key of `setData` sets: `list` of `"list[0].name"`.
fn set_name(property: &ObjectPropertyKind<'_>) -> Option<String> {
    let ObjectPropertyKind::ObjectProperty(property) = property else { return None };
    let (path, whole) = match property.key.static_name() {
        Some(name) => (name.into_owned(), true),
        None => {
            let (path, whole, _) = beginning(property.key.as_expression()?)?;
            (path, whole)
        }
    };
    match path.split_once(['.', '[']) {
        Some((head, _)) => Some(head.to_owned()),
        None => whole.then_some(path),
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.functions.push((self.callbacks.contains(&function.span.start), false));
        walk::walk_function(self, function, flags);
        self.functions.pop();
    }

    fn visit_this_expression(&mut self, _: &ThisExpression) {
        self.out.escapes = true;
    }

    fn visit_identifier_reference(&mut self, identifier: &IdentifierReference<'a>) {
        match self.symbol(identifier) {
            Some(symbol) => self.out.escapes |= self.aliases.contains(&symbol),
            None => self.out.reaches_others |= identifier.name == "getCurrentPages",
        }
    }

    fn visit_variable_declarator(&mut self, declarator: &VariableDeclarator<'a>) {
        match (&declarator.id, &declarator.init) {
            (BindingPattern::BindingIdentifier(id), Some(init)) if self.is_this(init) => {
                self.aliases.extend(id.symbol_id.get());
            }
            // `const { data } = this`
            (BindingPattern::ObjectPattern(pattern), Some(init)) if self.is_this(init) && pattern.rest.is_none() => {
                let sets = |property: &BindingProperty<'_>| property.key.static_name().is_none_or(|name| name == "setData");
                self.out.sets_unknown |= pattern.properties.iter().any(sets);
            }
            _ => walk::walk_variable_declarator(self, declarator),
        }
    }

    fn visit_assignment_expression(&mut self, assignment: &AssignmentExpression<'a>) {
        if let Some(target) = assignment.left.as_member_expression() {
            self.assigned(target);
        }
        match &assignment.left {
            AssignmentTarget::AssignmentTargetIdentifier(identifier) => {
                let symbol = self.symbol(identifier);
                self.out.wraps |= symbol.is_none() && matches!(identifier.name.as_str(), "Page" | "Component" | "Behavior");
                if self.is_this(&assignment.right) {
                    self.aliases.extend(symbol);
                    return;
                }
                self.visit_expression(&assignment.right);
            }
            _ => walk::walk_assignment_expression(self, assignment),
        }
    }

    fn visit_update_expression(&mut self, update: &UpdateExpression<'a>) {
        if let Some(target) = update.argument.as_member_expression() {
            self.assigned(target);
        }
        walk::walk_update_expression(self, update);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        self.callbacks_of(call);
        self.link(call);
        let arguments: Vec<&Expression<'_>> = call.arguments.iter().filter_map(Argument::as_expression).collect();
        let Expression::StaticMemberExpression(member) = &call.callee else {
            return walk::walk_call_expression(self, call);
        };
        let name = member.property.name.as_str();
        if self.is_this(&member.object) {
            let span = self.span(&member.property);
            self.out.calls.push((name.to_owned(), span));
        }
        match name {
            "setData" => {
                if let Expression::StaticMemberExpression(inner) = &member.object
                    && inner.property.name == "data"
                    && self.is_this(&inner.object)
                {
                    let span = self.span(inner.as_ref());
                    self.out.set_on_data.push(span);
                }
                self.set_data(self.is_this(&member.object), arguments.first().copied());
                self.member(&member.object, name);
                if !self.is_this(&member.object) {
                    self.visit_expression(&member.object);
                }
            }
            "triggerEvent" => {
                match arguments.first() {
                    Some(Expression::StringLiteral(event)) => _ = self.out.triggers.insert(event.value.to_string()),
                    _ => self.out.triggers_unknown = true,
                }
                self.visit_expression(&call.callee);
            }
            _ => self.visit_expression(&call.callee),
        }
        // `f.bind(this)`, `f.call(this)`, `query.in(this)` and functions of `wx` do nothing to it
        let harmless = matches!(name, "bind" | "call" | "apply" | "in") || self.is_global(&member.object, "wx") || CALLERS.contains(&name);
        for argument in &call.arguments {
            if !(harmless && argument.as_expression().is_some_and(|argument| self.is_this(argument))) {
                self.visit_argument(argument);
            }
        }
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        let name = member.property.name.as_str();
        self.member(&member.object, name);
        // `this.setData` that is not called on the spot
        self.out.sets_unknown |= name == "setData";
        self.out.triggers_unknown |= name == "triggerEvent" && !self.is_this(&member.object);
        if !self.is_this(&member.object) {
            self.visit_expression(&member.object);
        }
    }

    fn visit_computed_member_expression(&mut self, member: &ComputedMemberExpression<'a>) {
        if self.is_this(&member.object) {
            // `this[name]` may be any of its members
            self.out.escapes |= !matches!(member.expression, Expression::StringLiteral(_));
        } else {
            self.visit_expression(&member.object);
        }
        self.visit_expression(&member.expression);
    }
}
