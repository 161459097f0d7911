//! What a value looks like as it is written: the members of objects, the items of arrays, parameters of functions; and the comment above it.

use crate::parse::script::Place;
use crate::source::Span;
use oxc::ast::ast::*;
use oxc::span::GetSpan;

/// A value, as far as its text shows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Shape {
    #[default]
    Unknown,
    Null,
    Bool,
    Number,
    String,
    Array(Box<Shape>),
    Object(Vec<Field>),
    /// The parameters, with their parentheses.
    Function(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub name: String,
    pub span: Span,
    pub shape: Shape,
    pub doc: Option<String>,
}

impl Field {
    pub(super) fn move_spans(&mut self, to: &dyn Fn(Span) -> Span) {
        self.span = to(self.span);
        self.shape.move_spans(to);
    }
}

impl Shape {
    /// In words of TypeScript.
    pub fn describe(&self) -> String {
        match self {
            Self::Unknown => "any".to_owned(),
            Self::Null => "null".to_owned(),
            Self::Bool => "boolean".to_owned(),
            Self::Number => "number".to_owned(),
            Self::String => "string".to_owned(),
            Self::Array(inner) => match inner.as_ref() {
                Self::Unknown => "any[]".to_owned(),
                Self::Object(_) | Self::Function(_) => "object[]".to_owned(),
                inner => format!("{}[]", inner.describe()),
            },
            Self::Object(fields) if fields.is_empty() => "object".to_owned(),
            Self::Object(fields) => {
                let mut names = fields.iter().take(8).map(|field| field.name.as_str()).collect::<Vec<_>>();
                if fields.len() > names.len() {
                    names.push("…");
                }
                format!("{{ {} }}", names.join(", "))
            }
            Self::Function(parameters) => format!("function {parameters}"),
        }
    }

    /// Moves every place.
    pub(super) fn move_spans(&mut self, to: &dyn Fn(Span) -> Span) {
        match self {
            Self::Array(inner) => inner.move_spans(to),
            Self::Object(fields) => fields.iter_mut().for_each(|field| field.move_spans(to)),
            _ => {}
        }
    }

    /// The member of an object.
    pub fn field(&self, name: &str) -> Option<&Field> {
        match self {
            Self::Object(fields) => fields.iter().find(|field| field.name == name),
            _ => None,
        }
    }

    /// What an index or a loop gives.
    pub fn item(&self) -> Shape {
        match self {
            Self::Array(inner) => (**inner).clone(),
            Self::Number => Self::Number,
            Self::String => Self::String,
            _ => Self::Unknown,
        }
    }
}

/// Objects are looked into this deep.
const MAX_DEPTH: usize = 12;

pub(super) struct Shaper<'p> {
    pub comments: &'p [Comment],
    pub text: &'p str,
    pub place: Place,
}

impl Shaper<'_> {
    pub(super) fn shape(&self, value: &Expression<'_>) -> Shape {
        self.inner(value, 0)
    }

    fn inner(&self, value: &Expression<'_>, depth: usize) -> Shape {
        if depth > MAX_DEPTH {
            return Shape::Unknown;
        }
        match value.get_inner_expression() {
            Expression::StringLiteral(_) | Expression::TemplateLiteral(_) => Shape::String,
            Expression::NumericLiteral(_) => Shape::Number,
            Expression::BooleanLiteral(_) => Shape::Bool,
            Expression::NullLiteral(_) => Shape::Null,
            Expression::UnaryExpression(unary) => match unary.operator {
                UnaryOperator::LogicalNot => Shape::Bool,
                UnaryOperator::UnaryNegation | UnaryOperator::UnaryPlus => Shape::Number,
                _ => Shape::Unknown,
            },
            Expression::ArrayExpression(array) => {
                let mut items = array.elements.iter().filter_map(ArrayExpressionElement::as_expression);
                let first = items.next().map_or(Shape::Unknown, |item| self.inner(item, depth + 1));
                // Members that only some of the items have count.
                let all = items.take(16).fold(first, |all, item| merge(all, self.inner(item, depth + 1)));
                Shape::Array(Box::new(all))
            }
            Expression::ObjectExpression(object) => Shape::Object(self.fields(object, depth)),
            Expression::FunctionExpression(function) => self.function(function),
            Expression::ArrowFunctionExpression(arrow) => Shape::Function(self.parameters(&arrow.params)),
            _ => Shape::Unknown,
        }
    }

    pub(super) fn function(&self, function: &Function<'_>) -> Shape {
        Shape::Function(self.parameters(&function.params))
    }

    fn parameters(&self, parameters: &FormalParameters<'_>) -> String {
        let text = self.text.get(parameters.span.start as usize..parameters.span.end as usize).unwrap_or_default();
        let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if text.starts_with('(') { text } else { format!("({text})") }
    }

    pub(super) fn fields(&self, object: &ObjectExpression<'_>, depth: usize) -> Vec<Field> {
        let properties = object.properties.iter().filter_map(|property| match property {
            ObjectPropertyKind::ObjectProperty(property) if !property.computed => Some(property),
            _ => None,
        });
        let fields = properties.filter_map(|property| {
            let name = property.key.static_name()?.into_owned();
            let span = self.place.span(property.key.span());
            Some(Field { name, span, shape: self.inner(&property.value, depth + 1), doc: self.doc(span) })
        });
        fields.collect()
    }

    /// A property of a component: a type, or an object with `type` and `value`.
    pub(super) fn property(&self, value: &Expression<'_>) -> Shape {
        match value.get_inner_expression() {
            Expression::ObjectExpression(object) => {
                let member = |name: &str| {
                    object.properties.iter().find_map(|property| match property {
                        ObjectPropertyKind::ObjectProperty(property) if property.key.static_name().is_some_and(|key| key == name) => {
                            Some(&property.value)
                        }
                        _ => None,
                    })
                };
                let declared = member("type").map_or(Shape::Unknown, constructor);
                let value = member("value").map_or(Shape::Unknown, |value| self.shape(value));
                match (&declared, &value) {
                    // What the default shows is more than the type says.
                    (Shape::Array(_), Shape::Array(_)) | (Shape::Object(_), Shape::Object(_)) | (Shape::Unknown, _) => value,
                    _ => declared,
                }
            }
            other => constructor(other),
        }
    }

    /// The comment that ends where the line of `span` begins, without its signs.
    pub(super) fn doc(&self, span: Span) -> Option<String> {
        let start = span.start.checked_sub(self.place.base)? as usize;
        let mut before = self.text.get(..start)?.trim_end();
        // `export const a`, `var a`: the comment stands before the whole statement, whose span the caller gives.
        let at = self.comments.partition_point(|comment| comment.span.end as usize <= before.len());
        let mut lines: Vec<String> = Vec::new();
        for comment in self.comments.get(..at)?.iter().rev() {
            if comment.span.end as usize != before.len() {
                break;
            }
            let text = self.text.get(comment.span.start as usize..comment.span.end as usize)?;
            let own_line = self.text.get(..comment.span.start as usize)?.trim_end_matches([' ', '\t']);
            // A comment behind the previous member belongs to that.
            if !(own_line.is_empty() || own_line.ends_with(['\n', '{', ',', '(', '['])) || own_line.ends_with(',') {
                break;
            }
            if let Some(inner) = text.strip_prefix("/*") {
                lines.push(block(inner.strip_suffix("*/").unwrap_or(inner)));
                break;
            }
            lines.push(text.trim_start_matches('/').trim().to_owned());
            before = self.text.get(..comment.span.start as usize)?.trim_end();
        }
        lines.reverse();
        let text = lines.join("\n").trim().to_owned();
        (!text.is_empty()).then_some(text)
    }
}

/// The inside of a block comment without the stars at the beginnings of its lines.
fn block(text: &str) -> String {
    let lines = text.trim_start_matches('*').lines().map(|line| line.trim().strip_prefix('*').unwrap_or(line.trim()).trim());
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn constructor(value: &Expression<'_>) -> Shape {
    match value.get_inner_expression() {
        Expression::Identifier(name) => match name.name.as_str() {
            "String" => Shape::String,
            "Number" => Shape::Number,
            "Boolean" => Shape::Bool,
            "Array" => Shape::Array(Box::default()),
            "Object" => Shape::Object(Vec::new()),
            "Function" => Shape::Function("()".to_owned()),
            _ => Shape::Unknown,
        },
        _ => Shape::Unknown,
    }
}

fn merge(a: Shape, b: Shape) -> Shape {
    match (a, b) {
        (Shape::Object(mut fields), Shape::Object(more)) => {
            for field in more {
                if !fields.iter().any(|known| known.name == field.name) {
                    fields.push(field);
                }
            }
            Shape::Object(fields)
        }
        (Shape::Unknown, other) | (other, _) => other,
    }
}
