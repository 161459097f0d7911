//! Semantic tokens of templates: what names mean that a grammar of regular expressions cannot know, from the one file alone.

use super::parts::{end_tag, start_tag};
use std::collections::BTreeSet;
use wxc_core::ast::expr::{Element as Item, Expr, ExprKind, Property, TemplatePart};
use wxc_core::ast::wxml::{Attribute, Element, Node, Part, Value};
use wxc_core::lex::expr::{Token as Word, lex};
use wxc_core::parse::wxml::parse;
use wxc_core::source::{FileId, Span};
use wxc_core::vocabulary::components;
use wxc_core::vocabulary::events::binding;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A built-in component.
    Builtin,
    /// A custom component, or a tag nobody knows.
    Component,
    /// `wx:if`, `slot`, the prefix of an event.
    Directive,
    Attribute,
    Event,
    /// A method that handles an event.
    Handler,
    /// A name of the page's or component's data.
    Data,
    /// A variable of a loop around.
    LoopVariable,
    /// A WXS module.
    Module,
    /// A template.
    Template,
    /// A function that is called.
    Function,
    /// A member of an object.
    Member,
    Text,
    Number,
    Keyword,
    Operator,
    Comment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Token {
    pub span: Span,
    pub kind: Kind,
}

/// All tokens of a template, in order; none overlaps another, none goes over the end of a line.
pub fn tokens(text: &str) -> Vec<Token> {
    let document = parse(FileId(0), text).document;
    let mut reader = Reader { text, modules: modules(&document.nodes), out: Vec::new() };
    let mut open: Vec<(&Node, Names)> = document.nodes.iter().rev().map(|node| (node, Names::default())).collect();
    while let Some((node, names)) = open.pop() {
        match node {
            Node::Comment(span) => reader.push(*span, Kind::Comment),
            Node::Text(text) => reader.value(&text.value, &names),
            Node::Element(element) => {
                let inner = reader.element(element, &names);
                open.extend(element.children.iter().rev().map(|child| (child, inner.clone())));
            }
        }
    }
    let mut tokens = reader.out;
    tokens.sort();
    tokens.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    tokens.into_iter().flat_map(|token| lines(text, token)).collect()
}

/// Variables of the loops around.
type Names = std::rc::Rc<Vec<String>>;

struct Reader<'t> {
    text: &'t str,
    modules: BTreeSet<String>,
    out: Vec<Token>,
}

/// Names of the WXS modules that a file declares.
fn modules(nodes: &[Node]) -> BTreeSet<String> {
    let mut open: Vec<&Node> = nodes.iter().collect();
    let mut found = BTreeSet::new();
    while let Some(node) = open.pop() {
        if let Node::Element(element) = node {
            let named = element.attribute("module").filter(|_| element.name == "wxs");
            found.extend(named.and_then(|attribute| attribute.value.as_ref()?.literal()).map(str::to_owned));
            open.extend(&element.children);
        }
    }
    found
}

impl Reader<'_> {
    fn push(&mut self, span: Span, kind: Kind) {
        if !span.is_empty() {
            self.out.push(Token { span, kind });
        }
    }

    /// Gives the names that hold inside of the element.
    fn element(&mut self, element: &Element, names: &Names) -> Names {
        let tag = match element.name.as_str() {
            "block" | "template" | "import" | "include" | "wxs" | "slot" => Kind::Directive,
            name if components::find(name).is_some() => Kind::Builtin,
            _ => Kind::Component,
        };
        self.push(element.name_span, tag);
        if let Some(end) = end_tag(self.text, element, start_tag(self.text, element)) {
            let name = self.text.get(end.start as usize + 2..end.end as usize - 1).map_or(0, |name| name.trim_end().len());
            self.push(Span::new(end.start as usize + 2, end.start as usize + 2 + name), tag);
        }
        let inner = loop_names(element, names);
        for attribute in &element.attributes {
            // `wx:for` is outside of the loop it makes.
            let own = if attribute.name == "wx:for" || attribute.name == "wx:for-items" { names } else { &inner };
            self.attribute(element, attribute, own);
        }
        inner
    }

    fn attribute(&mut self, element: &Element, attribute: &Attribute, names: &Names) {
        let span = attribute.name_span;
        let literal = attribute.value.as_ref().and_then(Value::literal).filter(|text| !text.is_empty());
        let split =
            |at: usize| (Span::new(span.start as usize, span.start as usize + at), Span::new(span.start as usize + at, span.end as usize));
        let of_value = if let Some(binding) = binding(&attribute.name) {
            let (prefix, event) = split(binding.prefix.len());
            self.push(prefix, Kind::Directive);
            self.push(event, Kind::Event);
            Some(Kind::Handler)
        } else if let Some(at) = attribute.name.find(':') {
            let (prefix, name) = split(at + 1);
            let whole = prefix.to(if attribute.name.starts_with("wx:") { name } else { prefix });
            self.push(whole, Kind::Directive);
            if whole == prefix {
                self.push(name, Kind::Attribute);
            }
            match attribute.name.as_str() {
                "wx:for-item" | "wx:for-index" => Some(Kind::LoopVariable),
                _ => None,
            }
        } else {
            self.push(span, Kind::Attribute);
            match (element.name.as_str(), attribute.name.as_str()) {
                ("wxs", "module") => Some(Kind::Module),
                ("template", "name" | "is") => Some(Kind::Template),
                _ => None,
            }
        };
        let Some(value) = &attribute.value else { return };
        match literal {
            Some(_) => self.push(attribute.value_span, of_value.unwrap_or(Kind::Text)),
            None => {
                let literals = value.parts.iter().filter_map(|part| match part {
                    Part::Literal { span, .. } => Some(*span),
                    Part::Mustache { .. } => None,
                });
                literals.for_each(|span| self.push(span, Kind::Text));
                self.value(value, names);
            }
        }
    }

    fn value(&mut self, value: &Value, names: &Names) {
        for part in &value.parts {
            let Part::Mustache { body, expr, .. } = part else { continue };
            let source = self.text.get(body.range()).unwrap_or_default();
            for (word, span) in lex(source, body.start as usize) {
                let span = Span::new(span.start, span.end);
                match word {
                    Word::String(_) | Word::TemplateText(_) | Word::Backtick => self.push(span, Kind::Text),
                    Word::Number(_) => self.push(span, Kind::Number),
                    Word::Word("true" | "false" | "null" | "undefined" | "typeof" | "void" | "in" | "instanceof") => {
                        self.push(span, Kind::Keyword);
                    }
                    Word::Punct(sign) if !matches!(sign, "(" | ")" | "[" | "]" | "{" | "}" | "," | ".") => self.push(span, Kind::Operator),
                    _ => {}
                }
            }
            expr.iter().for_each(|expr| self.expression(expr, names));
        }
    }

    fn name(&mut self, span: Span, name: &str, names: &Names) {
        let kind = if names.iter().any(|variable| variable == name) {
            Kind::LoopVariable
        } else if self.modules.contains(name) {
            Kind::Module
        } else {
            Kind::Data
        };
        self.push(span, kind);
    }

    fn items(&mut self, items: &[Item], names: &Names) {
        for item in items {
            match item {
                Item::Item(expr) | Item::Spread(expr) => self.expression(expr, names),
                Item::Hole => {}
            }
        }
    }

    /// The parser bounds how deep expressions nest.
    fn expression(&mut self, expr: &Expr, names: &Names) {
        match &expr.kind {
            ExprKind::Name(name) => self.name(expr.span, name, names),
            ExprKind::Number(_) | ExprKind::String(_) | ExprKind::Bool(_) | ExprKind::Null | ExprKind::Undefined => {}
            ExprKind::Array(items) => self.items(items, names),
            ExprKind::Object(properties) => properties.iter().for_each(|property| match property {
                Property::Pair { key_span, value, .. } => {
                    self.push(*key_span, Kind::Member);
                    self.expression(value, names);
                }
                Property::Shorthand { name, span } => self.name(*span, name, names),
                Property::Computed { key, value } => {
                    self.expression(key, names);
                    self.expression(value, names);
                }
                Property::Spread(value) => self.expression(value, names),
            }),
            ExprKind::Template(parts) => parts.iter().for_each(|part| {
                if let TemplatePart::Expr(expr) = part {
                    self.expression(expr, names);
                }
            }),
            ExprKind::Member { object, name_span, .. } => {
                self.expression(object, names);
                self.push(*name_span, Kind::Member);
            }
            ExprKind::Index { object, key, .. } => {
                self.expression(object, names);
                self.expression(key, names);
            }
            ExprKind::Call { callee, args, .. } => {
                match &callee.kind {
                    ExprKind::Member { object, name_span, .. } => {
                        self.expression(object, names);
                        self.push(*name_span, Kind::Function);
                    }
                    ExprKind::Name(_) => self.push(callee.span, Kind::Function),
                    _ => self.expression(callee, names),
                }
                self.items(args, names);
            }
            ExprKind::Unary { operand, .. } => self.expression(operand, names),
            ExprKind::Binary { left, right, .. } => {
                self.expression(left, names);
                self.expression(right, names);
            }
            ExprKind::Conditional { test, then, otherwise } => {
                for expr in [test, then, otherwise] {
                    self.expression(expr, names);
                }
            }
        }
    }
}

/// The names inside of an element: those of a loop it makes come to those around. A template knows no names but its data.
fn loop_names(element: &Element, names: &Names) -> Names {
    if element.name == "template" && element.attribute("name").is_some() {
        return Names::default();
    }
    if element.attribute("wx:for").or(element.attribute("wx:for-items")).is_none() {
        return names.clone();
    }
    let named = |attribute: &str, usual: &str| {
        let written = element.attribute(attribute).and_then(|attribute| attribute.value.as_ref()?.literal());
        written.unwrap_or(usual).to_owned()
    };
    let mut inner = (**names).clone();
    inner.extend([named("wx:for-item", "item"), named("wx:for-index", "index")]);
    inner.into()
}

/// The parts of a token on each line.
fn lines(text: &str, token: Token) -> Vec<Token> {
    let shown = text.get(token.span.range()).unwrap_or_default();
    if !shown.contains(['\n', '\r']) {
        return vec![token];
    }
    let mut at = token.span.start as usize;
    let mut out = Vec::new();
    for line in shown.split_inclusive(['\n', '\r']) {
        let length = line.trim_end_matches(['\n', '\r']).len();
        if length > 0 {
            out.push(Token { span: Span::new(at, at + length), ..token });
        }
        at += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(String, Kind)> {
        tokens(text).into_iter().map(|token| (text[token.span.range()].to_owned(), token.kind)).collect()
    }

    fn check(text: &str, expected: &[(&str, Kind)]) {
        let expected: Vec<(String, Kind)> = expected.iter().map(|(word, kind)| ((*word).to_owned(), *kind)).collect();
        assert_eq!(shown(text), expected);
    }

    #[test]
    fn names_are_told_apart() {
        use Kind::*;
        check(
            "<wxs module=\"m\">var a</wxs><view wx:for=\"{{ rows }}\" wx:for-item=\"row\" bind:tap=\"go\">{{ m.f(row.id, index) + x }}</view>",
            &[
                ("wxs", Directive),
                ("module", Attribute),
                ("m", Module),
                ("wxs", Directive),
                ("view", Builtin),
                ("wx:for", Directive),
                ("rows", Data),
                ("wx:for-item", Directive),
                ("row", LoopVariable),
                ("bind:", Directive),
                ("tap", Event),
                ("go", Handler),
                ("m", Module),
                ("f", Function),
                ("row", LoopVariable),
                ("id", Member),
                ("index", LoopVariable),
                ("+", Operator),
                ("x", Data),
                ("view", Builtin),
            ],
        );
        check(
            "<my-a b=\"c {{ d ? 'e' : 1 }}\"/><template name=\"t\">{{item}}</template>",
            &[
                ("my-a", Component),
                ("b", Attribute),
                ("c ", Text),
                ("d", Data),
                ("?", Operator),
                ("'e'", Text),
                (":", Operator),
                ("1", Number),
                ("template", Directive),
                ("name", Attribute),
                ("t", Template),
                ("item", Data),
                ("template", Directive),
            ],
        );
    }

    #[test]
    fn no_token_takes_two_lines() {
        check(
            "<!-- a\r\n b -->\n<x a=\"\n\n1\"/>",
            &[("<!-- a", Kind::Comment), (" b -->", Kind::Comment), ("x", Kind::Component), ("a", Kind::Attribute), ("1", Kind::Text)],
        );
    }
}
