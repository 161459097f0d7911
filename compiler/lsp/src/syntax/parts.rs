//! The parts of a text that hold other parts: elements, attributes, rules, objects. Folding and selecting are about these.

use wxc_core::ast::expr::{Element as Item, Expr, ExprKind, Property, TemplatePart};
use wxc_core::ast::wxml::{Element, Node, Part as ValuePart, Value};
use wxc_core::ast::wxss;
use wxc_core::parse;
use wxc_core::resolve::json::{Json, parse_json};
use wxc_core::source::{FileId, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An element, a rule, an object: what one folds.
    Block,
    Comment,
    /// Something smaller.
    Piece,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub kind: Kind,
    pub span: Span,
}

/// All parts of the text of the file `path`, each before those inside it; nothing for files of other languages.
pub fn parts(path: &str, text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("wxml") => template(text, &mut out),
        Some("wxss") => sheet(text, &mut out),
        Some("json") => {
            if let (Some(json), _) = parse_json(FileId(0), text) {
                value_of(&json, &mut out);
            }
        }
        _ => {}
    }
    out
}

fn template(text: &str, out: &mut Vec<Part>) {
    let document = parse::wxml::parse(FileId(0), text).document;
    // Trees may be deeper than the stack.
    let mut open: Vec<&Node> = document.nodes.iter().rev().collect();
    while let Some(node) = open.pop() {
        match node {
            Node::Comment(span) => out.push(Part { kind: Kind::Comment, span: *span }),
            Node::Text(text) => {
                out.push(Part { kind: Kind::Piece, span: text.span });
                value(&text.value, out);
            }
            Node::Element(element) => {
                out.push(Part { kind: Kind::Block, span: element.span });
                let tag = start_tag(text, element);
                out.push(Part { kind: Kind::Piece, span: tag });
                let end = end_tag(text, element, tag);
                out.extend(end.map(|end| Part { kind: Kind::Piece, span: Span { start: tag.end, end: end.start } }));
                out.push(Part { kind: Kind::Piece, span: element.name_span });
                for attribute in &element.attributes {
                    out.push(Part { kind: Kind::Piece, span: attribute.span });
                    out.push(Part { kind: Kind::Piece, span: attribute.name_span });
                    if let Some(held) = &attribute.value {
                        out.push(Part { kind: Kind::Piece, span: attribute.value_span });
                        value(held, out);
                    }
                }
                open.extend(element.children.iter().rev());
            }
        }
    }
}

/// From `<` to `>`; to where the element goes on if there is no `>`.
pub fn start_tag(text: &str, element: &Element) -> Span {
    let end = start_tag_end(text, element).unwrap_or_else(|| first_inside(element));
    Span { start: element.span.start, end }
}

/// Behind the `>` of a start tag.
pub fn start_tag_end(text: &str, element: &Element) -> Option<u32> {
    let last = element.attributes.last().map_or(element.name_span.end, |attribute| attribute.span.end) as usize;
    let rest = text.get(last..first_inside(element) as usize)?;
    // What is no attribute yet may hold quotes.
    let mut quote = None;
    let end = rest.find(|c: char| {
        let ends = quote.is_none() && c == '>';
        quote = match quote {
            None => Some(c).filter(|c| matches!(c, '"' | '\'')),
            Some(open) => Some(open).filter(|open| *open != c),
        };
        ends
    })?;
    Some(Span::at(last + end + 1).start)
}

/// Where the first thing inside of an element begins, or the element ends.
fn first_inside(element: &Element) -> u32 {
    element.children.first().map(|child| child.span().start).or(element.raw.map(|raw| raw.start)).unwrap_or(element.span.end)
}

/// The end tag of an element whose start tag is `tag`, if it has one.
pub fn end_tag(text: &str, element: &Element, tag: Span) -> Option<Span> {
    let last = element.children.last().map(|child| child.span().end).or(element.raw.map(|raw| raw.end)).unwrap_or(tag.end) as usize;
    let rest = text.get(last..element.span.end as usize).filter(|rest| rest.ends_with('>'))?;
    Some(Span::new(last + rest.rfind("</")?, element.span.end as usize))
}

fn value(value: &Value, out: &mut Vec<Part>) {
    for part in &value.parts {
        if let ValuePart::Mustache { span, body, expr, .. } = part {
            out.push(Part { kind: Kind::Piece, span: *span });
            out.push(Part { kind: Kind::Piece, span: *body });
            expr.iter().for_each(|expr| expression(expr, out));
        }
    }
}

/// The parser bounds how deep expressions nest.
fn expression(expr: &Expr, out: &mut Vec<Part>) {
    out.push(Part { kind: Kind::Piece, span: expr.span });
    let mut items = |items: &[Item]| {
        items.iter().for_each(|item| match item {
            Item::Item(expr) | Item::Spread(expr) => expression(expr, out),
            Item::Hole => {}
        });
    };
    match &expr.kind {
        ExprKind::Name(_) | ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Bool(_) | ExprKind::Null | ExprKind::Undefined => {}
        ExprKind::Array(list) => items(list),
        ExprKind::Object(properties) => {
            for property in properties {
                match property {
                    Property::Pair { value, .. } | Property::Spread(value) => expression(value, out),
                    Property::Computed { key, value } => {
                        expression(key, out);
                        expression(value, out);
                    }
                    Property::Shorthand { span, .. } => out.push(Part { kind: Kind::Piece, span: *span }),
                }
            }
        }
        ExprKind::Template(parts) => {
            for part in parts {
                if let TemplatePart::Expr(expr) = part {
                    expression(expr, out);
                }
            }
        }
        ExprKind::Member { object, name_span, .. } => {
            expression(object, out);
            out.push(Part { kind: Kind::Piece, span: *name_span });
        }
        ExprKind::Index { object, key, .. } => {
            expression(object, out);
            expression(key, out);
        }
        ExprKind::Call { callee, args, .. } => {
            items(args);
            expression(callee, out);
        }
        ExprKind::Unary { operand, .. } => expression(operand, out),
        ExprKind::Binary { left, right, .. } => {
            expression(left, out);
            expression(right, out);
        }
        ExprKind::Conditional { test, then, otherwise } => {
            expression(test, out);
            expression(then, out);
            expression(otherwise, out);
        }
    }
}

fn sheet(text: &str, out: &mut Vec<Part>) {
    let sheet = parse::wxss::parse(FileId(0), text).sheet;
    out.extend(comments(text, &sheet).into_iter().map(|span| Part { kind: Kind::Comment, span }));
    rules(&sheet.items, out);
}

/// The parser bounds how deep rules nest.
fn rules(items: &[wxss::Item], out: &mut Vec<Part>) {
    for item in items {
        match item {
            wxss::Item::Rule(rule) => {
                out.push(Part { kind: Kind::Block, span: rule.span });
                if let wxss::Prelude::Selectors(selectors) = &rule.prelude {
                    out.extend(selectors.iter().map(|selector| Part { kind: Kind::Piece, span: selector.span }));
                    let compounds = selectors.iter().flat_map(|selector| &selector.compounds);
                    out.extend(compounds.map(|compound| Part { kind: Kind::Piece, span: compound.span }));
                }
                rules(&rule.items, out);
            }
            wxss::Item::At(rule) => {
                out.push(Part { kind: if rule.items.is_some() { Kind::Block } else { Kind::Piece }, span: rule.span });
                out.push(Part { kind: Kind::Piece, span: rule.prelude });
                rules(rule.items.as_deref().unwrap_or_default(), out);
            }
            wxss::Item::Declaration(declaration) => {
                out.push(Part { kind: Kind::Piece, span: declaration.span });
                out.push(Part { kind: Kind::Piece, span: declaration.name });
            }
            wxss::Item::Import(import) => {
                out.push(Part { kind: Kind::Piece, span: import.span });
                out.push(Part { kind: Kind::Piece, span: import.request_span });
            }
            wxss::Item::Ignored(span) => out.push(Part { kind: Kind::Piece, span: *span }),
        }
    }
}

/// Comments between the rules of a sheet. Inside quotes `/*` begins none.
fn comments(text: &str, sheet: &wxss::Sheet) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = sheet.text.get(at..).and_then(|rest| rest.find(['/', '"', '\''])).map(|found| at + found) {
        let rest = text.get(start..).unwrap_or_default();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''));
        at = match (quote, rest.strip_prefix("/*")) {
            (Some(quote), _) => {
                let line = rest.get(1..).unwrap_or_default();
                start + 1 + line.find([quote, '\n']).map_or(line.len(), |end| end + 1)
            }
            (None, Some(inside)) => {
                let end = start + 2 + inside.find("*/").map_or(inside.len(), |end| end + 2);
                found.push(Span::new(start, end));
                end
            }
            (None, None) => start + 1,
        };
    }
    found
}

fn value_of(json: &Json, out: &mut Vec<Part>) {
    let is_block = json.is_object() || !json.items().is_empty();
    out.push(Part { kind: if is_block { Kind::Block } else { Kind::Piece }, span: json.span });
    json.items().iter().for_each(|item| value_of(item, out));
    for member in json.members() {
        out.push(Part { kind: Kind::Piece, span: member.name_span.to(member.value.span) });
        out.push(Part { kind: Kind::Piece, span: member.name_span });
        value_of(&member.value, out);
    }
}
