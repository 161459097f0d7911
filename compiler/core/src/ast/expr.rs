//! Expressions inside `{{ }}`: the wide grammar (JavaScript's pure expressions, without functions and assignment).

use crate::source::Span;

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A data name, loop variable or WXS module.
    Name(String),
    Number(f64),
    String(String),
    Bool(bool),
    Null,
    Undefined,
    Array(Vec<Element>),
    /// `{a, b: 1, ...c}`; also the inside of `<template data="{{a, b: 1}}">`, where the braces are implied.
    Object(Vec<Property>),
    Template(Vec<TemplatePart>),
    /// `o.name` or `o?.name`.
    Member {
        object: Box<Expr>,
        name: String,
        name_span: Span,
        optional: bool,
    },
    /// `o[k]` or `o?.[k]`.
    Index {
        object: Box<Expr>,
        key: Box<Expr>,
        optional: bool,
    },
    Call {
        callee: Box<Expr>,
        args: Vec<Element>,
        optional: bool,
    },
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Conditional {
        test: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
}

/// An item of an array literal or an argument list.
#[derive(Debug, Clone, PartialEq)]
pub enum Element {
    Item(Expr),
    Spread(Expr),
    Hole,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Property {
    /// `key: value`; the key may have been a name, a string or a number.
    Pair {
        key: String,
        key_span: Span,
        value: Expr,
    },
    /// `name` alone.
    Shorthand {
        name: String,
        span: Span,
    },
    /// `[key]: value`.
    Computed {
        key: Expr,
        value: Expr,
    },
    Spread(Expr),
}

#[derive(Debug, Clone, PartialEq)]
pub enum TemplatePart {
    Text(String),
    Expr(Expr),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Not,
    Minus,
    Plus,
    BitNot,
    TypeOf,
    Void,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Or,
    And,
    Nullish,
    BitOr,
    BitXor,
    BitAnd,
    Eq,
    NotEq,
    StrictEq,
    StrictNotEq,
    Less,
    LessEq,
    Greater,
    GreaterEq,
    In,
    InstanceOf,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}
