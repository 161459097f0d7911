//! IR expressions as JavaScript that never throws on missing data.

use super::put::put;
use crate::ir::expr::{Expr, ExprKind, Field, Item, Piece};
use rustc_hash::FxHashSet;
use std::fmt::Write;
use std::sync::LazyLock;

/// Names the prototypes of data values have, sorted: reading them must not find the prototype's member.
const PROTOTYPE_NAMES: &[&str] = &[
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "anchor",
    "apply",
    "arguments",
    "at",
    "big",
    "bind",
    "blink",
    "bold",
    "call",
    "caller",
    "charAt",
    "charCodeAt",
    "codePointAt",
    "concat",
    "constructor",
    "copyWithin",
    "description",
    "endsWith",
    "entries",
    "every",
    "fill",
    "filter",
    "find",
    "findIndex",
    "findLast",
    "findLastIndex",
    "fixed",
    "flat",
    "flatMap",
    "fontcolor",
    "fontsize",
    "forEach",
    "hasOwnProperty",
    "includes",
    "indexOf",
    "isPrototypeOf",
    "isWellFormed",
    "italics",
    "join",
    "keys",
    "lastIndexOf",
    "link",
    "localeCompare",
    "map",
    "match",
    "matchAll",
    "normalize",
    "padEnd",
    "padStart",
    "pop",
    "propertyIsEnumerable",
    "prototype",
    "push",
    "reduce",
    "reduceRight",
    "repeat",
    "replace",
    "replaceAll",
    "reverse",
    "search",
    "shift",
    "slice",
    "small",
    "some",
    "sort",
    "splice",
    "split",
    "startsWith",
    "strike",
    "sub",
    "substr",
    "substring",
    "sup",
    "toExponential",
    "toFixed",
    "toLocaleLowerCase",
    "toLocaleString",
    "toLocaleUpperCase",
    "toLowerCase",
    "toPrecision",
    "toReversed",
    "toSorted",
    "toSpliced",
    "toString",
    "toUpperCase",
    "toWellFormed",
    "trim",
    "trimEnd",
    "trimLeft",
    "trimRight",
    "trimStart",
    "unshift",
    "valueOf",
    "values",
    "with",
];

/// The same to look up.
static PROTOTYPE_SET: LazyLock<FxHashSet<&str>> = LazyLock::new(|| PROTOTYPE_NAMES.iter().copied().collect());

fn is_prototype_name(name: &str) -> bool {
    PROTOTYPE_SET.contains(name)
}

/// Binding strength of what was printed, for parentheses.
const COMMA: u8 = 0;
const CONDITIONAL: u8 = 2;
const UNARY: u8 = 15;
const POSTFIX: u8 = 18;

/// Writes an expression; `scope` is the text that names the innermost scope (`s` or `b.s`).
pub(super) fn write_print(expr: &Expr, scope: &str, out: &mut String) {
    write(expr, scope, COMMA, out);
}

/// The same as an operand of `===` and the like.
pub(super) fn write_operand(expr: &Expr, scope: &str, out: &mut String) {
    write(expr, scope, UNARY, out);
}

fn write(expr: &Expr, scope: &str, outer: u8, out: &mut String) {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
        let strength = strength(&expr.kind);
        let wrap = strength < outer;
        if wrap {
            out.push('(');
        }
        bare(expr, scope, out);
        if wrap {
            out.push(')');
        }
    });
}

fn bare(expr: &Expr, scope: &str, out: &mut String) {
    match &expr.kind {
        ExprKind::Undefined => out.push_str("undefined"),
        ExprKind::Null => out.push_str("null"),
        ExprKind::Bool(b) => out.push_str(if *b { "true" } else { "false" }),
        ExprKind::Number(n) => number(*n, out),
        ExprKind::Text(text) => write_string(text, out),
        ExprKind::Data(name) => match is_prototype_name(name) {
            true => put!(out, "get(d, ", |out: &mut String| write_string(name, out), ")"),
            false => {
                out.push('d');
                property(name, false, out);
            }
        },
        ExprKind::Item { up } => {
            layer(scope, *up, out);
            out.push_str(".item");
        }
        ExprKind::Index { up } => {
            layer(scope, *up, out);
            out.push_str(".index");
        }
        ExprKind::Key { up } => {
            layer(scope, *up, out);
            out.push_str(".key");
        }
        ExprKind::SlotValue { up, name } => {
            layer(scope, *up, out);
            out.push_str(".item");
            property(name, true, out);
        }
        ExprKind::Wxs(module) => put!(out, "m", *module),
        ExprKind::Member(object, name) => member(object, name, scope, out),
        ExprKind::Computed(object, key) => call("get", &[object, key], scope, out),
        ExprKind::Asset(value, folder) => {
            out.push_str("asset(");
            write(value, scope, CONDITIONAL, out);
            put!(out, ", ", |out: &mut String| write_string(folder, out), ")");
        }
        ExprKind::Call(callee, args) => invoke(callee, args, scope, out),
        ExprKind::Unary(op, operand) => {
            out.push_str(op);
            let start = out.len();
            write(operand, scope, UNARY, out);
            // `- -a` is not `--a`.
            if matches!(*op, "-" | "+") && out.get(start..).is_some_and(|inner| inner.starts_with(op)) {
                out.insert(start, ' ');
            }
        }
        ExprKind::Binary("in", key, object) => call("has", &[key, object], scope, out),
        ExprKind::Binary(op, left, right) => {
            let own = strength(&expr.kind);
            // `??` does not mix with `||` and `&&`.
            let (left_strength, right_strength) = if *op == "??" { (UNARY, UNARY) } else { (own, own + 1) };
            write(left, scope, left_strength, out);
            put!(out, " ", *op, " ");
            write(right, scope, right_strength, out);
        }
        ExprKind::Conditional(test, then, otherwise) => {
            write(test, scope, CONDITIONAL + 1, out);
            out.push_str(" ? ");
            write(then, scope, CONDITIONAL, out);
            out.push_str(" : ");
            write(otherwise, scope, CONDITIONAL, out);
        }
        ExprKind::Array(list) => items(list, scope, out),
        ExprKind::Object(fields) => object(fields, scope, out),
        ExprKind::Template(pieces) => template(pieces, scope, out),
        ExprKind::Concat(pieces) => concat(pieces, scope, out),
    }
}

/// The scope `up` loops further out.
fn layer(scope: &str, up: usize, out: &mut String) {
    out.push_str(scope);
    (0..up).for_each(|_| out.push_str(".up"));
}

fn member(object: &Expr, name: &str, scope: &str, out: &mut String) {
    let module = matches!(object.kind, ExprKind::Wxs(_));
    if !module && is_prototype_name(name) {
        out.push_str("get(");
        write(object, scope, CONDITIONAL, out);
        put!(out, ", ", |out: &mut String| write_string(name, out), ")");
        return;
    }
    // A number literal would swallow the dot.
    write(object, scope, if matches!(object.kind, ExprKind::Number(_)) { POSTFIX + 1 } else { POSTFIX }, out);
    property(name, true, out);
}

fn property(name: &str, optional: bool, out: &mut String) {
    match (is_identifier(name), optional) {
        (true, true) => put!(out, "?.", name),
        (true, false) => put!(out, ".", name),
        (false, true) => put!(out, "?.[", |out: &mut String| write_string(name, out), "]"),
        (false, false) => put!(out, "[", |out: &mut String| write_string(name, out), "]"),
    }
}

fn call(function: &str, args: &[&Expr], scope: &str, out: &mut String) {
    out.push_str(function);
    out.push('(');
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write(arg, scope, CONDITIONAL, out);
    }
    out.push(')');
}

fn invoke(callee: &Expr, args: &[Item], scope: &str, out: &mut String) {
    match &callee.kind {
        ExprKind::Member(object, name) if !rooted_in_wxs(object) => {
            out.push_str("method(");
            write(object, scope, CONDITIONAL, out);
            put!(out, ", ", |out: &mut String| write_string(name, out), ", ");
        }
        _ => {
            out.push_str("call(");
            write(callee, scope, CONDITIONAL, out);
            out.push_str(", ");
        }
    }
    items(args, scope, out);
    out.push(')');
}

fn rooted_in_wxs(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Wxs(_) => true,
        ExprKind::Member(object, _) | ExprKind::Computed(object, _) => rooted_in_wxs(object),
        _ => false,
    }
}

fn items(list: &[Item], scope: &str, out: &mut String) {
    out.push('[');
    for (i, item) in list.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        match item {
            Item::One(e) => write(e, scope, CONDITIONAL, out),
            Item::Spread(e) => {
                out.push_str("...");
                call("items", &[e], scope, out);
            }
            Item::Hole => out.push_str("undefined"),
        }
    }
    out.push(']');
}

fn object(fields: &[Field], scope: &str, out: &mut String) {
    out.push_str("{ ");
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        match field {
            // `__proto__: x` would set the prototype.
            Field::Named(name, value) => {
                if name == "__proto__" {
                    out.push_str("[\"__proto__\"]");
                } else if is_identifier(name) {
                    out.push_str(name);
                } else {
                    write_string(name, out);
                }
                out.push_str(": ");
                write(value, scope, CONDITIONAL, out);
            }
            Field::Computed(key, value) => {
                out.push('[');
                write(key, scope, CONDITIONAL, out);
                out.push_str("]: ");
                write(value, scope, CONDITIONAL, out);
            }
            Field::Spread(value) => {
                out.push_str("...");
                write(value, scope, CONDITIONAL, out);
            }
        }
    }
    out.push_str(" }");
}

/// JavaScript's own template literal, as a concatenation that starts with a text.
fn template(pieces: &[Piece], scope: &str, out: &mut String) {
    out.push_str("(\"\"");
    for piece in pieces {
        out.push_str(" + ");
        match piece {
            Piece::Text(text) => write_string(text, out),
            Piece::Expr(e) => {
                out.push_str("String(");
                write(e, scope, CONDITIONAL, out);
                out.push(')');
            }
        }
    }
    out.push(')');
}

fn concat(pieces: &[Piece], scope: &str, out: &mut String) {
    if pieces.is_empty() {
        out.push_str("\"\"");
    }
    for (i, piece) in pieces.iter().enumerate() {
        if i > 0 {
            out.push_str(" + ");
        }
        match piece {
            Piece::Text(text) => write_string(text, out),
            Piece::Expr(e) => call("str", &[e], scope, out),
        }
    }
}

fn strength(kind: &ExprKind) -> u8 {
    match kind {
        ExprKind::Conditional(..) => CONDITIONAL,
        ExprKind::Binary(op, ..) => match *op {
            "||" | "??" => 3,
            "&&" => 4,
            "|" => 5,
            "^" => 6,
            "&" => 7,
            "==" | "!=" | "===" | "!==" => 8,
            "<" | ">" | "<=" | ">=" => 9,
            "<<" | ">>" | ">>>" => 10,
            "+" | "-" => 11,
            "*" | "/" | "%" => 12,
            _ => POSTFIX,
        },
        ExprKind::Concat(pieces) if pieces.len() > 1 => 11,
        ExprKind::Unary(..) => UNARY - 1,
        ExprKind::Number(n) if n.is_sign_negative() => UNARY - 1,
        ExprKind::Undefined => POSTFIX,
        _ => POSTFIX,
    }
}

fn number(n: f64, out: &mut String) {
    if n.is_finite() {
        let _ = write!(out, "{n}");
    } else {
        out.push_str("(1 / 0)");
    }
}

pub fn is_identifier(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'$')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'$')
}

/// A JavaScript string literal that is safe in any script: quotes, line separators and `</` cannot end it or its surroundings.
pub fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    write_string(text, &mut out);
    out
}

pub(super) fn write_string(text: &str, out: &mut String) {
    out.push('"');
    // Names and short texts: nothing in them has a meaning.
    if text.bytes().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\' | b'<')) {
        out.push_str(text);
        out.push('"');
        return;
    }
    let mut previous = ' ';
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '/' | '!' if previous == '<' => {
                out.push('\\');
                out.push(c);
            }
            '\u{2028}' | '\u{2029}' | '\u{feff}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
        previous = c;
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    #[test]
    fn prototype_names_are_sorted() {
        assert!(super::PROTOTYPE_NAMES.is_sorted());
    }
}
