//! WXS to the body of `(require, module, $w) => { … }`: only the documented globals exist, `x.constructor` is a string, undeclared names are the module's.

use crate::ast::script::Request;
use crate::diagnostics::Diagnostic;
use crate::lower::script::Lowered;
use crate::parse::escape::string;
use crate::parse::script::{Parsed, Place};
use oxc::allocator::{Allocator, GetAllocator};
use oxc::ast::ast::*;
use oxc::ast::builder::AstBuilder;
use oxc::ast_visit::{VisitMut, walk_mut};
use oxc::semantic::{ScopeFlags, Scoping};
use oxc::span::{GetSpan, Span};
use rustc_hash::FxHashSet;
use std::fmt::Write as _;

/// Names that are the engine's own: pure, and the same everywhere.
const NATIVE: [&str; 14] = [
    "Infinity",
    "Math",
    "NaN",
    "Number",
    "console",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "isFinite",
    "isNaN",
    "parseFloat",
    "parseInt",
    "undefined",
];

/// Names that `$w` provides, because they are narrower than the engine's or do not exist there (`runtime-shim/src/protocol/wxs.ts`).
pub const PROVIDED: [&str; 4] = ["Date", "JSON", "getDate", "getRegExp"];

/// Lowers a module in place and collects what it requires.
pub fn to_wxs_body<'a>(allocator: &'a Allocator, parsed: &mut Parsed<'a>, place: Place) -> (Lowered, Vec<Request>) {
    let scoping = &parsed.scoping;
    let assigned: FxHashSet<&str> = scoping
        .root_unresolved_references()
        .iter()
        .filter(|(_, references)| references.iter().any(|&id| scoping.get_reference(id).flags().is_write()))
        .map(|(name, _)| name.as_str())
        .filter(|name| !matches!(*name, "module" | "exports" | "require" | "arguments"))
        .collect();
    let uses_exports = scoping.root_unresolved_references().keys().any(|name| name.as_str() == "exports");
    let mut prelude = String::new();
    if parsed.program.directives.iter().any(|directive| directive.directive == "use strict") {
        prelude.push_str("\"use strict\";\n");
    }
    if uses_exports {
        prelude.push_str("var exports = module.exports;\n");
    }
    let mut names: Vec<&str> = assigned.iter().copied().collect();
    names.sort_unstable();
    if !names.is_empty() {
        let _ = writeln!(prelude, "var {};", names.join(", "));
    }
    parsed.program.directives.clear();
    parsed.program.hashbang = None;
    let mut lowering = Lowering {
        ast: AstBuilder::new(allocator),
        scoping,
        place,
        assigned,
        requests: Vec::new(),
        diagnostics: Vec::new(),
        this_depth: 0,
    };
    lowering.visit_program(&mut parsed.program);
    let (requests, diagnostics) = (lowering.requests, lowering.diagnostics);
    (Lowered { prelude, marks: Vec::new(), diagnostics }, requests)
}

struct Lowering<'a, 's> {
    ast: AstBuilder<'a>,
    scoping: &'s Scoping,
    place: Place,
    /// Undeclared names that are assigned somewhere: variables of the module.
    assigned: FxHashSet<&'s str>,
    requests: Vec<Request>,
    diagnostics: Vec<Diagnostic>,
    this_depth: u32,
}

/// What becomes of a free name.
enum Free {
    Keep,
    Provided,
    Unknown,
}

impl<'a> Lowering<'a, '_> {
    fn free(&self, identifier: &IdentifierReference<'a>) -> Free {
        let name = identifier.name.as_str();
        let bound = identifier.reference_id.get().is_none_or(|id| self.scoping.get_reference(id).symbol_id().is_some());
        if bound || self.assigned.contains(name) || NATIVE.contains(&name) {
            return Free::Keep;
        }
        match name {
            "module" | "exports" | "require" => Free::Keep,
            "arguments" if self.this_depth > 0 => Free::Keep,
            _ if PROVIDED.contains(&name) => Free::Provided,
            _ => Free::Unknown,
        }
    }

    fn is_free(&self, expression: &Expression<'a>, name: &str) -> bool {
        matches!(expression, Expression::Identifier(identifier)
            if identifier.name == name && identifier.reference_id.get().is_some_and(|id| self.scoping.get_reference(id).symbol_id().is_none()))
    }

    fn provided(&self, span: Span, name: &'a str) -> Expression<'a> {
        let object = Expression::new_identifier(span, "$w", &self.ast);
        Expression::new_static_member_expression(span, object, IdentifierName::new(span, name, &self.ast), false, &self.ast)
    }

    fn call(&self, span: Span, name: &'a str, arguments: impl IntoIterator<Item = Expression<'a>>) -> Expression<'a> {
        let callee = self.provided(span, name);
        let arguments = oxc::allocator::ArenaVec::from_iter_in(arguments.into_iter().map(Argument::from), &self.ast);
        Expression::new_call_expression(span, callee, None, arguments, false, &self.ast)
    }

    fn unknown(&mut self, span: Span, name: &str) {
        let hint = match name {
            "Array" => "test for arrays with `x.constructor === 'Array'`",
            "Object" => "test for objects with `x.constructor === 'Object'`; `for (var key in x)` lists the keys",
            "String" => "write `'' + x`",
            "Boolean" => "write `!!x`",
            "RegExp" => "write `getRegExp(pattern, flags)`",
            "wx" | "getApp" | "getCurrentPages" | "Page" | "Component" => "WXS cannot reach the app; pass the value as an argument",
            _ => "declare it with `var`, or pass it as an argument",
        };
        let message = format!("`{name}` does not exist in WXS");
        self.diagnostics.push(Diagnostic::warning("script/wxs-unknown-name", self.place.file, self.place.span(span), message).hint(hint));
    }

    fn require(&mut self, call: &CallExpression<'a>) {
        let mut report = |span: Span, message: &str, hint: &str| {
            let diagnostic = Diagnostic::error("script/wxs-require", self.place.file, self.place.span(span), message).hint(hint);
            self.diagnostics.push(diagnostic);
        };
        match call.arguments.first().and_then(Argument::as_expression) {
            Some(Expression::StringLiteral(source)) if source.value.ends_with(".wxs") => self.requests.push(Request {
                text: source.value.to_string(),
                span: self.place.span(source.span),
                dynamic: false,
                optional: false,
            }),
            Some(Expression::StringLiteral(source)) => {
                report(source.span, "WXS can only require `.wxs` files", "write the path with its extension: `require('./tools.wxs')`");
            }
            other => {
                let span = other.map_or(call.span, GetSpan::span);
                report(span, "`require` in WXS wants a path as a string", "write `require('./tools.wxs')`");
            }
        }
    }

    /// The name after `new`, if WXS has nothing of that name to construct.
    fn missing_constructor<'e>(&self, callee: &'e Expression<'a>) -> Option<&'e str> {
        let Expression::Identifier(identifier) = callee else { return None };
        let missing = matches!(self.free(identifier), Free::Unknown) || self.is_free(callee, "Date") || self.is_free(callee, "Number");
        missing.then_some(identifier.name.as_str())
    }

    /// `x.constructor`, `x['constructor']`: the object and whether the access is `?.`.
    fn constructor_read(&self, expression: &mut Expression<'a>) -> Option<(Expression<'a>, bool)> {
        let (optional, object) = match expression {
            Expression::StaticMemberExpression(member) if member.property.name == "constructor" => (member.optional, &mut member.object),
            Expression::ComputedMemberExpression(member) if is_constructor(&member.expression) => (member.optional, &mut member.object),
            Expression::ChainExpression(chain) => match &mut chain.expression {
                ChainElement::StaticMemberExpression(member) if member.property.name == "constructor" => {
                    (member.optional, &mut member.object)
                }
                ChainElement::ComputedMemberExpression(member) if is_constructor(&member.expression) => {
                    (member.optional, &mut member.object)
                }
                _ => return None,
            },
            _ => return None,
        };
        let span = object.span();
        Some((std::mem::replace(object, Expression::new_null_literal(span, &self.ast)), optional))
    }
}

fn is_constructor(expression: &Expression<'_>) -> bool {
    matches!(expression, Expression::StringLiteral(name) if name.value == "constructor")
}

impl<'a> VisitMut<'a> for Lowering<'a, '_> {
    fn visit_expression(&mut self, expression: &mut Expression<'a>) {
        let span = expression.span();
        if let Some((object, optional)) = self.constructor_read(expression) {
            let soft = optional.then(|| Expression::new_boolean_literal(span, true, &self.ast));
            *expression = self.call(span, "ctor", std::iter::once(object).chain(soft));
        }
        match expression {
            Expression::Identifier(identifier) => match self.free(identifier) {
                Free::Keep => {}
                Free::Provided => *expression = self.provided(span, self.ast.allocator().alloc_str(&identifier.name)),
                Free::Unknown => {
                    let name: &'a str = self.ast.allocator().alloc_str(&identifier.name);
                    self.unknown(span, name);
                    *expression = self.call(span, "missing", [Expression::new_string_literal(span, name, None, &self.ast)]);
                }
            },
            Expression::UnaryExpression(unary) if unary.operator == UnaryOperator::Typeof => {
                let unknown = matches!(&unary.argument, Expression::Identifier(name) if matches!(self.free(name), Free::Unknown));
                if unknown {
                    *expression = Expression::new_string_literal(span, "undefined", None, &self.ast);
                } else {
                    walk_mut::walk_expression(self, expression);
                }
            }
            Expression::ThisExpression(_) => {
                let this = (self.this_depth > 0).then(|| Expression::new_this_expression(span, &self.ast));
                *expression = self.call(span, "self", this);
            }
            Expression::NewExpression(new) => {
                if let Some(name) = self.missing_constructor(&new.callee) {
                    let hint = match name {
                        "Date" => "write `getDate(…)`",
                        "RegExp" => "write `getRegExp(pattern, flags)`",
                        "Array" => "write `[]`",
                        "Object" => "write `{}`",
                        _ => "WXS has numbers, strings, booleans, objects, arrays, functions, dates and regular expressions",
                    };
                    let message = format!("WXS has no constructor `{name}`");
                    let diagnostic = Diagnostic::error("script/wxs-constructor", self.place.file, self.place.span(span), message);
                    self.diagnostics.push(diagnostic.hint(hint));
                    let name = Expression::new_string_literal(span, self.ast.allocator().alloc_str(name), None, &self.ast);
                    new.callee = self.call(span, "missing", [name]);
                    walk_mut::walk_arguments(self, &mut new.arguments);
                } else {
                    walk_mut::walk_expression(self, expression);
                }
            }
            Expression::CallExpression(call) if call.arguments.is_empty() && !call.optional => {
                let object = match &mut call.callee {
                    Expression::StaticMemberExpression(member) if member.property.name == "toString" && !member.optional => {
                        Some(std::mem::replace(&mut member.object, Expression::new_null_literal(span, &self.ast)))
                    }
                    _ => None,
                };
                match object {
                    Some(mut object) => {
                        self.visit_expression(&mut object);
                        *expression = self.call(span, "string", [object]);
                    }
                    None => walk_mut::walk_expression(self, expression),
                }
            }
            _ => walk_mut::walk_expression(self, expression),
        }
    }

    fn visit_string_literal(&mut self, literal: &mut StringLiteral<'a>) {
        if let Some(raw) = literal.raw.take()
            && raw.contains('\\')
        {
            let (value, lone_surrogates) = string_value(&raw);
            literal.value = self.ast.allocator().alloc_str(&value).into();
            literal.lone_surrogates = lone_surrogates;
        }
    }

    fn visit_call_expression(&mut self, call: &mut CallExpression<'a>) {
        if self.is_free(&call.callee, "require") {
            self.require(call);
        }
        walk_mut::walk_call_expression(self, call);
    }

    fn visit_function(&mut self, function: &mut Function<'a>, flags: ScopeFlags) {
        self.this_depth += 1;
        walk_mut::walk_function(self, function, flags);
        self.this_depth -= 1;
    }

    fn visit_class_body(&mut self, body: &mut ClassBody<'a>) {
        self.this_depth += 1;
        walk_mut::walk_class_body(self, body);
        self.this_depth -= 1;
    }
}

/// What a string literal means, given with its quotes: as in JavaScript, but a backslash before anything that is no escape stays, as in WeChat, so that
/// `getRegExp('\d')` finds digits. `\b` counts as none: nobody means the backspace. With `true`, half surrogate pairs are in it, in oxc's way of writing them:
/// U+FFFD and four hexadecimal digits, and U+FFFD itself as `fffd`.
fn string_value(raw: &str) -> (String, bool) {
    let inside = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    let mut pieces: Vec<(String, Option<&str>)> = Vec::new();
    let mut rest = inside;
    while let Some(at) = rest.find('\\') {
        let (before, from) = rest.split_at(at);
        let (escape, after) = from.split_at(escape_length(from));
        let half = half_pair(escape);
        let text = if half.is_none() && is_escape(escape) { string(escape) } else { half.map_or(escape, |_| "").to_owned() };
        pieces.push((format!("{before}{text}"), half));
        rest = after;
    }
    pieces.push((rest.to_owned(), None));
    let lone = pieces.iter().any(|(_, half)| half.is_some());
    let piece = |(text, half): &(String, Option<&str>)| {
        let text = if lone { text.replace('\u{fffd}', "\u{fffd}fffd") } else { text.clone() };
        half.map_or(text.clone(), |half| format!("{text}\u{fffd}{}", half.to_ascii_lowercase()))
    };
    (pieces.iter().map(piece).collect(), lone)
}

/// The digits of an escape that is half a surrogate pair.
fn half_pair(escape: &str) -> Option<&str> {
    let digits = escape.strip_prefix("\\u").filter(|digits| digits.len() == 4)?;
    (0xd800..0xe000).contains(&u32::from_str_radix(digits, 16).ok()?).then_some(digits)
}

/// Length of the backslash and what belongs to it; of a surrogate pair both halves.
fn escape_length(from: &str) -> usize {
    let hex = |text: &str, digits: usize| text.get(..digits).is_some_and(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
    let rest = from.get(2..).unwrap_or_default();
    match from.as_bytes().get(1) {
        Some(b'x') if hex(rest, 2) => 4,
        Some(b'u') if hex(rest, 4) => {
            let low = rest.get(4..).and_then(|r| r.strip_prefix("\\u")).is_some_and(|r| hex(r, 4));
            let is_high = rest.get(..2).and_then(|d| u8::from_str_radix(d, 16).ok()).is_some_and(|d| (0xd8..0xdc).contains(&d));
            if low && is_high { 12 } else { 6 }
        }
        Some(b'u') if rest.starts_with('{') => rest.find('}').map_or(2, |end| end + 3),
        Some(b'\r') if rest.starts_with('\n') => 3,
        _ => 1 + from.chars().nth(1).map_or(0, char::len_utf8),
    }
}

fn is_escape(escape: &str) -> bool {
    escape.len() > 2
        || matches!(escape.as_bytes().get(1), Some(b'n' | b'r' | b't' | b'f' | b'v' | b'0' | b'\'' | b'"' | b'\\' | b'\n' | b'\r'))
}
