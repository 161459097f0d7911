//! Expressions: names get their meaning, values of several parts become concatenations.

use super::{Lower, scope::Scope};
use crate::ast::expr as syntax;
use crate::ast::wxml::{Part, Value};
use crate::ir::Sourced;
use crate::ir::expr::{Expr, ExprKind, Field, Item, Piece};
use crate::source::Span;
use syntax::{BinaryOp, TemplatePart, UnaryOp};

impl Lower<'_> {
    /// A value as an expression: one mustache keeps its type, anything else is text. An empty mustache is the empty text; beside others it is nothing.
    pub(super) fn value(&mut self, scope: &Scope, value: &Value) -> Sourced {
        let file = self.file_id(scope);
        let full = || value.parts.iter().filter(|p| !matches!(p, Part::Mustache { empty: true, .. }));
        let mut first = full();
        let expr = match (first.next(), first.next()) {
            (None, _) => Expr::new(value.parts.first().map_or_else(Span::default, part_span), ExprKind::Text(String::new())),
            (Some(Part::Literal { text, span }), None) => Expr::new(*span, ExprKind::Text(text.clone())),
            (Some(Part::Mustache { expr: Some(expr), .. }), None) => self.expr(scope, expr),
            (Some(Part::Mustache { span, .. }), None) => Expr::new(*span, ExprKind::Text(String::new())),
            (Some(first), Some(_)) => {
                let last = full().next_back().unwrap_or(first);
                Expr::new(part_span(first).to(part_span(last)), ExprKind::Concat(self.pieces(scope, full())))
            }
        };
        Sourced { file, expr }
    }

    pub(super) fn pieces<'p>(&mut self, scope: &Scope, parts: impl IntoIterator<Item = &'p Part>) -> Vec<Piece> {
        parts
            .into_iter()
            .filter_map(|part| match part {
                Part::Literal { text, .. } => Some(Piece::Text(text.clone())),
                Part::Mustache { expr, .. } => expr.as_ref().map(|e| Piece::Expr(self.expr(scope, e))),
            })
            .collect()
    }

    pub(super) fn expr(&mut self, scope: &Scope, expr: &syntax::Expr) -> Expr {
        use syntax::ExprKind as S;
        let kind = match &expr.kind {
            S::Name(name) => self.name(scope, name),
            S::Number(n) => ExprKind::Number(*n),
            S::String(s) => ExprKind::Text(s.clone()),
            S::Bool(b) => ExprKind::Bool(*b),
            S::Null => ExprKind::Null,
            S::Undefined => ExprKind::Undefined,
            S::Array(items) => ExprKind::Array(self.items(scope, items)),
            S::Object(properties) => ExprKind::Object(self.fields(scope, properties)),
            S::Template(parts) => ExprKind::Template(
                parts
                    .iter()
                    .map(|p| match p {
                        TemplatePart::Text(t) => Piece::Text(t.clone()),
                        TemplatePart::Expr(e) => Piece::Expr(self.expr(scope, e)),
                    })
                    .collect(),
            ),
            S::Member { object, name, .. } => ExprKind::Member(Box::new(self.expr(scope, object)), name.clone()),
            S::Index { object, key, .. } => {
                let object = Box::new(self.expr(scope, object));
                match &key.kind {
                    S::String(name) => ExprKind::Member(object, name.clone()),
                    _ => ExprKind::Computed(object, Box::new(self.expr(scope, key))),
                }
            }
            S::Call { callee, args, .. } => ExprKind::Call(Box::new(self.expr(scope, callee)), self.items(scope, args)),
            S::Unary { op, operand } => ExprKind::Unary(unary(*op), Box::new(self.expr(scope, operand))),
            // Nothing a template can name is a constructor.
            S::Binary { op: BinaryOp::InstanceOf, .. } => ExprKind::Bool(false),
            S::Binary { op, left, right } => {
                ExprKind::Binary(binary(*op), Box::new(self.expr(scope, left)), Box::new(self.expr(scope, right)))
            }
            S::Conditional { test, then, otherwise } => ExprKind::Conditional(
                Box::new(self.expr(scope, test)),
                Box::new(self.expr(scope, then)),
                Box::new(self.expr(scope, otherwise)),
            ),
        };
        Expr::new(expr.span, kind)
    }

    fn name(&mut self, scope: &Scope, name: &str) -> ExprKind {
        if let Some(variable) = scope.lookup(name) {
            return variable;
        }
        match scope.module(self.closure, name) {
            Some(module) => ExprKind::Wxs(self.wxs(module)),
            None => ExprKind::Data(name.to_owned()),
        }
    }

    fn wxs(&mut self, module: usize) -> usize {
        let id = self.closure.modules.get(module).map(|m| m.id.clone()).unwrap_or_default();
        let known = &mut self.out.unit.wxs;
        known.iter().position(|m| *m == id).unwrap_or_else(|| {
            known.push(id);
            known.len() - 1
        })
    }

    fn items(&mut self, scope: &Scope, items: &[syntax::Element]) -> Vec<Item> {
        items
            .iter()
            .map(|item| match item {
                syntax::Element::Item(e) => Item::One(self.expr(scope, e)),
                syntax::Element::Spread(e) => Item::Spread(self.expr(scope, e)),
                syntax::Element::Hole => Item::Hole,
            })
            .collect()
    }

    pub(super) fn fields(&mut self, scope: &Scope, properties: &[syntax::Property]) -> Vec<Field> {
        properties
            .iter()
            .map(|property| match property {
                syntax::Property::Pair { key, value, .. } => Field::Named(key.clone(), self.expr(scope, value)),
                syntax::Property::Shorthand { name, span } => Field::Named(name.clone(), Expr::new(*span, self.name(scope, name))),
                syntax::Property::Computed { key, value } => Field::Computed(self.expr(scope, key), self.expr(scope, value)),
                syntax::Property::Spread(e) => Field::Spread(self.expr(scope, e)),
            })
            .collect()
    }
}

fn part_span(part: &Part) -> Span {
    match part {
        Part::Literal { span, .. } | Part::Mustache { span, .. } => *span,
    }
}

fn unary(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Not => "!",
        UnaryOp::Minus => "-",
        UnaryOp::Plus => "+",
        UnaryOp::BitNot => "~",
        UnaryOp::TypeOf => "typeof ",
        UnaryOp::Void => "void ",
    }
}

fn binary(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "||",
        BinaryOp::And => "&&",
        BinaryOp::Nullish => "??",
        BinaryOp::BitOr => "|",
        BinaryOp::BitXor => "^",
        BinaryOp::BitAnd => "&",
        BinaryOp::Eq => "==",
        BinaryOp::NotEq => "!=",
        BinaryOp::StrictEq => "===",
        BinaryOp::StrictNotEq => "!==",
        BinaryOp::Less => "<",
        BinaryOp::LessEq => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEq => ">=",
        BinaryOp::In | BinaryOp::InstanceOf => "in",
        BinaryOp::ShiftLeft => "<<",
        BinaryOp::ShiftRight => ">>",
        BinaryOp::ShiftRightUnsigned => ">>>",
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::Rem => "%",
    }
}
