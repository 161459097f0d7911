//! The grammar of expressions inside `{{ }}` (wxml-semantics §4, everything marked **→** included): over [`lex::expr`] tokens.
//!
//! The depth of a tree is bounded ([`MAX_DEPTH`]), so every later pass over expressions may recurse.

use std::cell::OnceCell;

use chumsky::error::{EmptyErr, LabelError, RichPattern, RichReason};
use chumsky::input::Input as _;
use chumsky::prelude::*;
use chumsky::primitive::select_ref;
use oxc::allocator::Allocator;

use super::escape;
use crate::ast::expr::{BinaryOp, Element, Expr, ExprKind, Property, TemplatePart, UnaryOp};
use crate::diagnostics::Diagnostic;
use crate::lex::expr::{self as lex, Bad, Token};
use crate::source::{FileId, Span};

/// How deep a tree may be: no handwritten expression comes near, and a recursive pass over it fits any thread's stack. Parentheses do not count.
pub const MAX_DEPTH: u16 = 256;

/// Brackets, prefixes and conditions open at once, for the parser's own recursion.
const MAX_NESTING: usize = 20_000;

/// Parses the expression at `body` of `file`, whose whole text is `text`. `Ok(None)`: there is none, as in `{{ }}`.
pub fn expression(file: FileId, text: &str, body: Span) -> Result<Option<Expr>, Box<Diagnostic>> {
    let arena = Allocator::default();
    let expressions = Expressions::new(file, text, &arena);
    expressions.expression(body)
}

/// Parses the `data` of a `<template>`: the inside of an object literal.
pub fn object_body(file: FileId, text: &str, body: Span) -> Result<Option<Expr>, Box<Diagnostic>> {
    let arena = Allocator::default();
    let expressions = Expressions::new(file, text, &arena);
    expressions.object_body(body)
}

/// The expressions of one file. Making a grammar takes several times as long as reading an expression with it, so one of each kind serves all of them; their
/// tokens live as long as it, in an arena.
pub(super) struct Expressions<'t> {
    file: FileId,
    text: &'t str,
    arena: &'t Allocator,
    expression: OnceCell<Grammar<'t>>,
    object: OnceCell<Grammar<'t>>,
}

type Grammar<'t> = Boxed<'t, 't, In<'t, 't>, Built, extra::Err<EmptyErr>>;
type Tokens<'t> = &'t [(Token<'t>, lex::Span)];

impl<'t> Expressions<'t> {
    pub(super) fn new(file: FileId, text: &'t str, arena: &'t Allocator) -> Self {
        Self { file, text, arena, expression: OnceCell::new(), object: OnceCell::new() }
    }

    /// The expression at `body`. `Ok(None)`: there is none, as in `{{ }}`.
    pub(super) fn expression(&self, body: Span) -> Result<Option<Expr>, Box<Diagnostic>> {
        let inside = self.text.get(body.range()).unwrap_or_default();
        if let Some(expr) = path(inside, body) {
            return Ok(Some(expr));
        }
        let tokens = self.tokens(inside, body);
        match tokens {
            [] => Ok(None),
            // Not an expression in any reading, so it can only be the inside of an object.
            [(Token::Punct("..."), _), ..] | [(Token::Word(_) | Token::String(_), _), (Token::Punct(":"), _), ..] => {
                self.run(inside, body, tokens, Goal::Object).map(Some)
            }
            _ => self.run(inside, body, tokens, Goal::Expression).map(Some),
        }
    }

    /// The `data` of a `<template>`: the inside of an object literal (`a, b: 1, ...c`). A literal with its braces and any other expression that is no list of
    /// properties are taken as they are.
    pub(super) fn object_body(&self, body: Span) -> Result<Option<Expr>, Box<Diagnostic>> {
        let inside = self.text.get(body.range()).unwrap_or_default();
        let tokens = self.tokens(inside, body);
        match tokens {
            [] => Ok(None),
            [(Token::Punct("{"), _), ..] => self.run(inside, body, tokens, Goal::Expression).map(Some),
            _ => self
                .run(inside, body, tokens, Goal::Object)
                .or_else(|error| self.run(inside, body, tokens, Goal::Expression).map_err(|_| error))
                .map(Some),
        }
    }

    fn tokens(&self, inside: &'t str, body: Span) -> Tokens<'t> {
        self.arena.alloc_slice_copy(&lex::lex(inside, body.start as usize))
    }

    fn run(&self, inside: &str, body: Span, tokens: Tokens<'t>, goal: Goal) -> Result<Expr, Box<Diagnostic>> {
        let file = self.file;
        if nesting(tokens) > MAX_NESTING {
            return Err(Box::new(too_deep(file, body)));
        }
        let end = lex::Span::from(body.end as usize..body.end as usize);
        let input = || tokens.split_token_span(end);
        // Without error values first: they cost three quarters of the time and nearly every expression is right.
        let grammar = match goal {
            Goal::Expression => self.expression.get_or_init(|| whole_grammar().boxed()),
            Goal::Object => self.object.get_or_init(|| body_grammar().boxed()),
        };
        match grammar.parse(input()).into_output() {
            Some(Built { depth, .. }) if depth > MAX_DEPTH => Err(Box::new(too_deep(file, body))),
            Some(Built { expr, .. }) => Ok(expr),
            None => {
                let errors = match goal {
                    Goal::Expression => whole_grammar::<Rich<'_, Token<'_>>>().parse(input()).into_errors(),
                    Goal::Object => body_grammar::<Rich<'_, Token<'_>>>().parse(input()).into_errors(),
                };
                Err(Box::new(explain(file, inside, body, tokens, errors.first())))
            }
        }
    }
}

/// The fast path of most mustaches: a name or a dotted path.
fn path(inside: &str, body: Span) -> Option<Expr> {
    let start = inside.trim_ascii_start();
    let trimmed = start.trim_ascii_end();
    let lead = inside.len() - start.len();
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$'))
    };
    let mut at = body.start as usize + lead;
    let start = at;
    let mut expr: Option<Expr> = None;
    for (depth, name) in trimmed.split('.').enumerate() {
        if !is_name(name) || depth + 1 >= usize::from(MAX_DEPTH) {
            return None;
        }
        let span = Span::new(at, at + name.len());
        at += name.len() + 1;
        expr = Some(match expr {
            None => Expr { span, kind: word(name) },
            Some(object) => Expr {
                span: Span::new(start, span.end as usize),
                kind: ExprKind::Member { object: Box::new(object), name: name.to_owned(), name_span: span, optional: false },
            },
        });
    }
    expr
}

fn word(name: &str) -> ExprKind {
    match name {
        "true" => ExprKind::Bool(true),
        "false" => ExprKind::Bool(false),
        "null" => ExprKind::Null,
        "undefined" => ExprKind::Undefined,
        _ => ExprKind::Name(name.to_owned()),
    }
}

#[derive(Clone, Copy)]
enum Goal {
    Expression,
    /// Properties without the braces around them.
    Object,
}

type In<'t, 's> = chumsky::input::MappedInput<'t, Token<'s>, lex::Span, &'t [(Token<'s>, lex::Span)]>;

/// The errors a grammar may be built with.
trait ErrorType<'t, 's: 't>: chumsky::error::Error<'t, In<'t, 's>> + LabelError<'t, In<'t, 's>, &'static str> + 't {}
impl<'t, 's: 't, T> ErrorType<'t, 's> for T where T: chumsky::error::Error<'t, In<'t, 's>> + LabelError<'t, In<'t, 's>, &'static str> + 't {}

fn too_deep(file: FileId, body: Span) -> Diagnostic {
    Diagnostic::error("parse/expression-too-deep", file, body, "this expression is nested too deeply")
        .hint("compute it in the page or in a WXS function and bind the result")
}

/// An upper bound of the recursion that parsing takes: brackets open at once, and prefixes and conditions since the last comma.
fn nesting(tokens: &[(Token<'_>, lex::Span)]) -> usize {
    let (mut open, mut chained, mut deepest) = (0_usize, 0_usize, 0);
    let mut after_operand = false;
    for (token, _) in tokens {
        match token {
            Token::Punct("(" | "[" | "{" | "${") => open += 1,
            Token::Punct(")" | "]" | "}") => open = open.saturating_sub(1),
            Token::Punct(",") => chained = 0,
            Token::Punct("?" | "!" | "~") | Token::Word("typeof" | "void") => chained += 1,
            Token::Punct("-" | "+") if !after_operand => chained += 1,
            _ => {}
        }
        after_operand = !matches!(token, Token::Punct(p) if !matches!(*p, ")" | "]" | "}"));
        deepest = deepest.max(open + chained);
    }
    deepest
}

/// An expression and the depth of its tree. Beyond [`MAX_DEPTH`] the tree is dropped and only the depth goes on, so that no deep tree ever exists.
#[derive(Clone)]
struct Built {
    expr: Expr,
    depth: u16,
    /// With the parentheses around it.
    span: lex::Span,
}

impl Built {
    fn leaf(span: lex::Span, kind: ExprKind) -> Self {
        Self { expr: Expr { span: to_span(span), kind }, depth: 1, span }
    }

    /// A node whose deepest child has depth `below`.
    fn node(span: lex::Span, below: u16, kind: ExprKind) -> Self {
        let depth = below.saturating_add(1);
        let kind = if depth > MAX_DEPTH { ExprKind::Undefined } else { kind };
        Self { expr: Expr { span: to_span(span), kind }, depth, span }
    }
}

fn to_span(span: lex::Span) -> Span {
    Span::new(span.start, span.end)
}

/// What may follow an operand.
enum Suffix {
    Member(String, Span),
    Index(Built),
    Call(Vec<Element>, u16),
}

fn punct<'t, 's: 't, X: ErrorType<'t, 's>>(what: &'static str) -> impl Parser<'t, In<'t, 's>, (), extra::Err<X>> + Clone {
    just(Token::Punct(what)).ignored()
}

/// Operands and operators in a row; what binds to what is decided afterwards by [`climb`], for a table of levels would be tried in vain at the end of every
/// operand.
fn grammar<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> + Clone {
    recursive(|expr| {
        let primary =
            atom(expr.clone()).boxed().foldl_with(suffix(expr.clone()).boxed().repeated(), |object: Built, (optional, suffix), e| {
                apply(object, optional, suffix, e.span())
            });
        let operand = unary_op().repeated().foldr_with(primary, |op, operand: Built, e| {
            let Built { expr, depth, .. } = operand;
            Built::node(e.span(), depth, ExprKind::Unary { op, operand: Box::new(expr) })
        });
        let chain = operand.clone().then(binary_op().then(operand).repeated().collect::<Vec<_>>()).map(|(first, rest)| climb(first, rest));
        let branches = punct("?").ignore_then(expr.clone()).then_ignore(punct(":")).then(expr);
        chain.then(branches.or_not()).map_with(|(test, branches), e| {
            let Some((then, otherwise)) = branches else { return test };
            let below = test.depth.max(then.depth).max(otherwise.depth);
            let kind = ExprKind::Conditional { test: Box::new(test.expr), then: Box::new(then.expr), otherwise: Box::new(otherwise.expr) };
            Built::node(e.span(), below, kind)
        })
    })
}

/// JavaScript's precedence.
fn power(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Mul | BinaryOp::Div | BinaryOp::Rem => 13,
        BinaryOp::Add | BinaryOp::Sub => 12,
        BinaryOp::ShiftLeft | BinaryOp::ShiftRight | BinaryOp::ShiftRightUnsigned => 11,
        BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq | BinaryOp::In | BinaryOp::InstanceOf => 10,
        BinaryOp::Eq | BinaryOp::NotEq | BinaryOp::StrictEq | BinaryOp::StrictNotEq => 9,
        BinaryOp::BitAnd => 8,
        BinaryOp::BitXor => 7,
        BinaryOp::BitOr => 6,
        BinaryOp::And => 5,
        BinaryOp::Or => 4,
        BinaryOp::Nullish => 3,
    }
}

/// The tree of `first op operand op operand …`. All operators bind to the left.
fn climb(first: Built, rest: Vec<(BinaryOp, Built)>) -> Built {
    let mut left = first;
    // Operands that wait for a tighter operator on their right.
    let mut waiting: Vec<(Built, BinaryOp)> = Vec::new();
    for (op, right) in rest {
        while let Some((operand, before)) = waiting.pop_if(|(_, before)| power(*before) >= power(op)) {
            left = binary(operand, before, left);
        }
        waiting.push((left, op));
        left = right;
    }
    while let Some((operand, op)) = waiting.pop() {
        left = binary(operand, op, left);
    }
    left
}

fn binary(left: Built, op: BinaryOp, right: Built) -> Built {
    let below = left.depth.max(right.depth);
    let span = lex::Span::from(left.span.start..right.span.end);
    Built::node(span, below, ExprKind::Binary { op, left: Box::new(left.expr), right: Box::new(right.expr) })
}

fn apply(object: Built, optional: bool, suffix: Suffix, span: lex::Span) -> Built {
    let Built { expr, depth, .. } = object;
    let object = Box::new(expr);
    match suffix {
        Suffix::Member(name, name_span) => Built::node(span, depth, ExprKind::Member { object, name, name_span, optional }),
        Suffix::Index(key) => Built::node(span, depth.max(key.depth), ExprKind::Index { object, key: Box::new(key.expr), optional }),
        Suffix::Call(args, below) => Built::node(span, depth.max(below), ExprKind::Call { callee: object, args, optional }),
    }
}

fn unary_op<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, UnaryOp, extra::Err<X>> + Clone {
    select_ref(|token: &Token<'s>, _| {
        // Bytes, which a match tells apart by their number and the first of them; texts are compared one after the other.
        match token {
            Token::Punct(sign) => match sign.as_bytes() {
                [b'!'] => Some(UnaryOp::Not),
                [b'-'] => Some(UnaryOp::Minus),
                [b'+'] => Some(UnaryOp::Plus),
                [b'~'] => Some(UnaryOp::BitNot),
                _ => None,
            },
            Token::Word("typeof") => Some(UnaryOp::TypeOf),
            Token::Word("void") => Some(UnaryOp::Void),
            _ => None,
        }
    })
}

fn binary_op<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, BinaryOp, extra::Err<X>> + Clone {
    select_ref(|token: &Token<'s>, _| {
        let sign = match token {
            Token::Punct(sign) => sign.as_bytes(),
            Token::Word("in") => return Some(BinaryOp::In),
            Token::Word("instanceof") => return Some(BinaryOp::InstanceOf),
            _ => return None,
        };
        Some(match sign {
            [b'*'] => BinaryOp::Mul,
            [b'/'] => BinaryOp::Div,
            [b'%'] => BinaryOp::Rem,
            [b'+'] => BinaryOp::Add,
            [b'-'] => BinaryOp::Sub,
            [b'<', b'<'] => BinaryOp::ShiftLeft,
            [b'>', b'>'] => BinaryOp::ShiftRight,
            [b'>', b'>', b'>'] => BinaryOp::ShiftRightUnsigned,
            [b'<'] => BinaryOp::Less,
            [b'<', b'='] => BinaryOp::LessEq,
            [b'>'] => BinaryOp::Greater,
            [b'>', b'='] => BinaryOp::GreaterEq,
            [b'=', b'='] => BinaryOp::Eq,
            [b'!', b'='] => BinaryOp::NotEq,
            [b'=', b'=', b'='] => BinaryOp::StrictEq,
            [b'!', b'=', b'='] => BinaryOp::StrictNotEq,
            [b'&'] => BinaryOp::BitAnd,
            [b'^'] => BinaryOp::BitXor,
            [b'|'] => BinaryOp::BitOr,
            [b'&', b'&'] => BinaryOp::And,
            [b'|', b'|'] => BinaryOp::Or,
            [b'?', b'?'] => BinaryOp::Nullish,
            _ => return None,
        })
    })
}

/// Literals, names, arrays, objects, templates, parentheses.
fn atom<'t, 's: 't, X: ErrorType<'t, 's>>(
    expr: impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> + Clone + 't,
) -> impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> + Clone {
    let simple = select_ref! {
        Token::Word(name) = e => Built::leaf(e.span(), word(name)),
        Token::Number(raw) = e => Built::leaf(e.span(), ExprKind::Number(escape::number(raw))),
        Token::String(raw) = e => Built::leaf(e.span(), ExprKind::String(unquote(raw))),
    };
    let parenthesised = expr.clone().delimited_by(punct("("), punct(")")).map_with(|inner: Built, e| Built { span: e.span(), ..inner });
    let array = elements(expr.clone())
        .delimited_by(punct("["), punct("]"))
        .map_with(|(items, below), e| Built::node(e.span(), below, ExprKind::Array(items)));
    let object = properties(expr.clone())
        .delimited_by(punct("{"), punct("}"))
        .map_with(|(properties, below), e| Built::node(e.span(), below, ExprKind::Object(properties)));
    let part = choice((
        select_ref! { Token::TemplateText(raw) => (TemplatePart::Text(escape::string(raw)), 0) },
        expr.delimited_by(punct("${"), punct("}")).map(|b: Built| (TemplatePart::Expr(b.expr), b.depth)),
    ));
    let template = part
        .repeated()
        .collect::<Vec<_>>()
        .delimited_by(just(Token::Backtick), just(Token::Backtick))
        .map(split_depths)
        .map_with(|(parts, below), e| Built::node(e.span(), below, ExprKind::Template(parts)));
    choice((simple, parenthesised.boxed(), array.boxed(), object.boxed(), template.boxed()))
}

fn unquote(raw: &str) -> String {
    escape::string(raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default())
}

fn split_depths<T>(items: Vec<(T, u16)>) -> (Vec<T>, u16) {
    let below = items.iter().map(|(_, depth)| *depth).max().unwrap_or(0);
    (items.into_iter().map(|(item, _)| item).collect(), below)
}

/// Items of an array or arguments of a call, and the depth of the deepest.
fn elements<'t, 's: 't, X: ErrorType<'t, 's>>(
    expr: impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> + Clone + 't,
) -> impl Parser<'t, In<'t, 's>, (Vec<Element>, u16), extra::Err<X>> + Clone {
    let spread = punct("...").ignore_then(expr.clone()).map(|b| (Element::Spread(b.expr), b.depth));
    let item = expr.map(|b: Built| (Element::Item(b.expr), b.depth));
    choice((spread, item)).separated_by(punct(",")).allow_trailing().collect::<Vec<_>>().map(split_depths)
}

/// Properties of an object, and the depth of the deepest value.
fn properties<'t, 's: 't, X: ErrorType<'t, 's>>(
    expr: impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> + Clone + 't,
) -> impl Parser<'t, In<'t, 's>, (Vec<Property>, u16), extra::Err<X>> + Clone {
    let spread = punct("...").ignore_then(expr.clone()).map(|b: Built| (Property::Spread(b.expr), b.depth));
    let key = select_ref! {
        Token::Word(name) = e => ((*name).to_owned(), to_span(e.span())),
        Token::String(raw) = e => (unquote(raw), to_span(e.span())),
    };
    let pair = key
        .then_ignore(punct(":"))
        .then(expr)
        .map(|((key, key_span), value): ((String, Span), Built)| (Property::Pair { key, key_span, value: value.expr }, value.depth));
    let shorthand = select_ref! { Token::Word(name) = e => (Property::Shorthand { name: (*name).to_owned(), span: to_span(e.span()) }, 1) };
    choice((spread.boxed(), pair.boxed(), shorthand)).separated_by(punct(",")).allow_trailing().collect::<Vec<_>>().map(split_depths)
}

/// `.name`, `[key]`, `(arguments)`, each also after `?.`.
fn suffix<'t, 's: 't, X: ErrorType<'t, 's>>(
    expr: impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> + Clone + 't,
) -> impl Parser<'t, In<'t, 's>, (bool, Suffix), extra::Err<X>> + Clone {
    let name = select_ref! { Token::Word(name) = e => Suffix::Member((*name).to_owned(), to_span(e.span())) };
    let index = expr.clone().delimited_by(punct("["), punct("]")).map(Suffix::Index).boxed();
    let call = elements(expr).delimited_by(punct("("), punct(")")).map(|(args, below)| Suffix::Call(args, below)).boxed();
    // At the end of most operands none of them begins, which one look says.
    let begins = select_ref! { Token::Punct("." | "?." | "[" | "(") => () }.rewind();
    begins.ignore_then(choice((
        punct(".").ignore_then(name).map(|s| (false, s)),
        punct("?.").ignore_then(choice((name, index.clone(), call.clone()))).map(|s| (true, s)),
        index.map(|s| (false, s)),
        call.map(|s| (false, s)),
    )))
}

fn whole_grammar<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> {
    grammar().then_ignore(end())
}

fn body_grammar<'t, 's: 't, X: ErrorType<'t, 's>>() -> impl Parser<'t, In<'t, 's>, Built, extra::Err<X>> {
    properties(grammar()).then_ignore(end()).map_with(|(properties, below), e| Built::node(e.span(), below, ExprKind::Object(properties)))
}

/// Turns the parser's error into a sentence at the offending character.
fn explain(file: FileId, inside: &str, body: Span, tokens: &[(Token<'_>, lex::Span)], error: Option<&Rich<'_, Token<'_>>>) -> Diagnostic {
    let at = error.map_or(body.end as usize, |e| e.span().start);
    let index = tokens.iter().position(|(_, span)| span.start >= at).unwrap_or(tokens.len());
    let before = index.checked_sub(1).and_then(|i| tokens.get(i)).map(|(t, _)| *t);
    let Some((found, span)) = tokens.get(index) else {
        return at_end(file, inside, body, tokens, error);
    };
    // A template literal without an end is a mistake of its last token, wherever the grammar noticed.
    let (found, span) = match tokens.last() {
        Some((bad @ Token::Bad(Bad::UnclosedTemplate, _), place)) if *found == Token::Backtick => (bad, place),
        _ => (found, span),
    };
    let span = to_span(*span);
    let bad = |message: String| Diagnostic::error("parse/bad-expression", file, span, message);
    match *found {
        Token::Bad(kind, text) => bad_token(file, span, kind, text, before),
        Token::Punct("++" | "=" | "=>" | "**") | Token::Word("new" | "delete" | "function") | Token::Backtick => {
            let text = text_of(*found);
            bad(format!("`{text}` cannot be used in an expression of a template"))
                .hint("compute the value in the page or in a WXS function and bind it")
        }
        Token::Punct("/") => {
            bad("unexpected `/`".into()).hint("regular expressions do not exist in templates: use `getRegExp` in a WXS function")
        }
        Token::Punct(",") if before.is_some() && !is_operator(before) => {
            bad("unexpected `,`".into()).hint("one mustache holds one expression; write `[a, b]` for an array, or several mustaches")
        }
        Token::Number(text) if text.starts_with('.') => {
            bad(format!("unexpected `{text}`")).hint(format!("write `[{}]`", &text.trim_start_matches('.')))
        }
        Token::Number(text) if matches!(before, Some(Token::Punct("{" | ","))) => {
            bad(format!("the key `{text}` must be quoted")).hint(format!("write `'{text}': …`"))
        }
        Token::Punct(":") => {
            bad("unexpected `:`".into()).hint("a condition is written `test ? a : b`; an object is written `{ key: value }`")
        }
        Token::Word(_) if matches!(before, Some(Token::Word("new" | "delete" | "function" | "await" | "yield"))) => {
            let word = before.map_or("", text_of);
            let span = index.checked_sub(1).and_then(|i| tokens.get(i)).map_or(span, |(_, place)| to_span(*place));
            Diagnostic::error("parse/bad-expression", file, span, format!("`{word}` cannot be used in an expression of a template"))
                .hint("compute the value in the page or in a WXS function and bind it")
        }
        Token::Word(text) | Token::String(text) | Token::Number(text) if before.is_some() && !is_operator(before) => {
            bad(format!("unexpected `{text}` after `{}`", before.map_or("", text_of)))
                .hint("an operator or a comma is missing between them, or a quote before")
        }
        token => bad(format!("unexpected `{}`", text_of(token))).hint(misplaced(text_of(token), before)),
    }
}

/// What is wrong with an operator or bracket at its place.
fn misplaced(text: &str, before: Option<Token<'_>>) -> String {
    let previous = before.map_or("", text_of);
    let closes = matches!(text, ")" | "]" | "}");
    match before {
        None if closes => format!("nothing is open here that `{text}` closes; remove it"),
        None => format!("write a value before `{text}`, or remove it"),
        Some(_) if !is_operator(before) && closes => format!("nothing is open here that `{text}` closes; remove it, or open it before"),
        Some(_) if !is_operator(before) => format!("`{text}` cannot follow a value; remove it, or write an operator before it"),
        Some(Token::Punct("(" | "[" | "{")) if !closes || matches!((previous, text), ("(", ")") | ("[", "]") | ("{", "}")) => {
            format!("write a value between `{previous}` and `{text}`")
        }
        Some(Token::Punct("(" | "[" | "{")) => format!("`{previous}` is not closed by `{text}`"),
        Some(_) if closes => format!("write a value after `{previous}`"),
        Some(Token::Punct("." | "?.")) => format!("write a name between `{previous}` and `{text}`, or remove one of them"),
        Some(_) => format!("write a value between `{previous}` and `{text}`, or remove one of them"),
    }
}

fn is_operator(token: Option<Token<'_>>) -> bool {
    matches!(token, Some(Token::Punct(p)) if !matches!(p, ")" | "]" | "}"))
}

fn text_of(token: Token<'_>) -> &str {
    match token {
        Token::Word(s) | Token::Number(s) | Token::String(s) | Token::Punct(s) | Token::TemplateText(s) | Token::Bad(_, s) => s,
        Token::Backtick => "`",
    }
}

/// The expression stops too early.
fn at_end(file: FileId, inside: &str, body: Span, tokens: &[(Token<'_>, lex::Span)], error: Option<&Rich<'_, Token<'_>>>) -> Diagnostic {
    // Point behind the last token, not behind the white space that follows it.
    let end = tokens.last().map_or(body.end as usize, |(_, span)| span.end);
    let span = Span::new(end, (end + 2).min(body.end as usize + 2));
    let expects = |what: &str| {
        matches!(error.map(Rich::reason), Some(RichReason::ExpectedFound { expected, .. })
            if expected.iter().any(|p| matches!(p, RichPattern::Token(t) if **t == Token::Punct(match what { ")" => ")", "]" => "]", "}" => "}", _ => ":" }))))
    };
    let mut diagnostic = Diagnostic::error("parse/bad-expression", file, span, "the expression ends too early");
    if inside.trim().is_empty() {
        return diagnostic;
    }
    for (close, open) in [(")", "("), ("]", "["), ("}", "{")] {
        if expects(close)
            && let Some(place) = unclosed(tokens, open, close)
        {
            diagnostic.message = format!("`{open}` is not closed");
            return diagnostic.label(file, place, "opened here").hint(format!("write `{close}`"));
        }
    }
    match tokens.last() {
        Some((Token::Punct(op @ ("." | "?.")), _)) => diagnostic.hint(format!("write the name after `{op}`")),
        Some((Token::Punct(op), _)) => diagnostic.hint(format!("write the value after `{op}`")),
        _ if expects(":") => diagnostic.hint("a condition is written `test ? a : b`"),
        _ => diagnostic.hint("something is missing at its end: a value, or a closing bracket"),
    }
}

/// The last bracket of a kind that is open at the end.
fn unclosed(tokens: &[(Token<'_>, lex::Span)], open: &str, close: &str) -> Option<Span> {
    let mut stack = Vec::new();
    for (token, span) in tokens {
        match token {
            Token::Punct(p) if *p == open => stack.push(*span),
            Token::Punct(p) if *p == close => {
                stack.pop();
            }
            _ => {}
        }
    }
    stack.last().copied().map(to_span)
}

fn bad_token(file: FileId, span: Span, kind: Bad, text: &str, before: Option<Token<'_>>) -> Diagnostic {
    let bad = |message: String| Diagnostic::error("parse/bad-expression", file, span, message);
    match kind {
        Bad::UnclosedString => bad("this string is not closed".into()).hint(format!("write the closing `{text}`")),
        Bad::UnclosedTemplate => bad("this template literal is not closed".into()).hint("write the closing backtick"),
        Bad::UnclosedComment => bad("this comment is not closed".into()).hint("write `*/`"),
        Bad::LineComment => bad("`//` cannot be used in a template".into()).hint("write `/* … */`"),
        Bad::Number => bad(format!("`{text}` is not a number"))
            .hint("numbers are written `1`, `1.5`, `1e3` or `0xff`; names do not start with a digit"),
        Bad::Character => {
            let diagnostic = bad(format!("unexpected `{text}`"));
            match (text, full_width(text), before) {
                (";", _, Some(Token::Word(name))) if escape::is_entity(name) => {
                    diagnostic.hint("entities are not decoded inside `{{ }}`; write the character itself")
                }
                (_, Some(ascii), _) => diagnostic.hint(format!("`{text}` is a full-width character; write `{ascii}`")),
                _ if text.chars().any(char::is_alphabetic) => {
                    diagnostic.hint("put text in quotes; names are made of ASCII letters, digits, `_` and `$`")
                }
                _ => diagnostic.hint("remove it, or put text in quotes"),
            }
        }
    }
}

/// The ASCII character that a full-width one was meant to be.
fn full_width(text: &str) -> Option<char> {
    let c = text.chars().next()?;
    match c {
        '‘' | '’' => Some('\''),
        '“' | '”' => Some('"'),
        '。' => Some('.'),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
