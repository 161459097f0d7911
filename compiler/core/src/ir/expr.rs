//! Expressions with their names resolved.

use crate::source::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    /// A field of the data in scope.
    Data(String),
    /// Item or index of a loop; `up` counts loops outwards.
    Item {
        up: usize,
    },
    Index {
        up: usize,
    },
    /// The key of a loop's row; only where trees are printed.
    Key {
        up: usize,
    },
    /// A value handed out by a dynamic slot.
    SlotValue {
        up: usize,
        name: String,
    },
    /// Exports of a WXS module, index into `Unit::wxs`.
    Wxs(usize),
    Member(Box<Expr>, String),
    Computed(Box<Expr>, Box<Expr>),
    /// A file name given at run time; a relative one starts in the folder.
    Asset(Box<Expr>, String),
    /// Call of a function value (a WXS function, or nothing).
    Call(Box<Expr>, Vec<Item>),
    Unary(&'static str, Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    Array(Vec<Item>),
    Object(Vec<Field>),
    /// A template literal (JavaScript's own concatenation).
    Template(Vec<Piece>),
    /// A text or attribute of several parts: `undefined` parts are empty.
    Concat(Vec<Piece>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    One(Expr),
    Spread(Expr),
    Hole,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    Named(String, Expr),
    Computed(Expr, Expr),
    Spread(Expr),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    Expr(Expr),
}

impl Expr {
    pub fn new(span: Span, kind: ExprKind) -> Self {
        Self { span, kind }
    }

    /// Visits the sub-expressions in evaluation order.
    pub fn each_child<'e>(&'e self, mut visit: impl FnMut(&'e Expr)) {
        self.any_child(|child| {
            visit(child);
            false
        });
    }

    /// Whether the test holds for a sub-expression; asked in evaluation order.
    pub fn any_child<'e>(&'e self, mut test: impl FnMut(&'e Expr) -> bool) -> bool {
        fn one(item: &Item) -> Option<&Expr> {
            match item {
                Item::One(e) | Item::Spread(e) => Some(e),
                Item::Hole => None,
            }
        }
        match &self.kind {
            ExprKind::Member(o, _) | ExprKind::Unary(_, o) | ExprKind::Asset(o, _) => test(o),
            ExprKind::Computed(a, b) | ExprKind::Binary(_, a, b) => test(a) || test(b),
            ExprKind::Call(f, args) => test(f) || args.iter().filter_map(one).any(test),
            ExprKind::Conditional(a, b, c) => test(a) || test(b) || test(c),
            ExprKind::Array(list) => list.iter().filter_map(one).any(test),
            ExprKind::Object(fields) => fields.iter().any(|f| match f {
                Field::Named(_, e) | Field::Spread(e) => test(e),
                Field::Computed(k, e) => test(k) || test(e),
            }),
            ExprKind::Template(pieces) | ExprKind::Concat(pieces) => pieces.iter().any(|p| match p {
                Piece::Expr(e) => test(e),
                Piece::Text(_) => false,
            }),
            _ => false,
        }
    }

    /// Makes a new object or runs user code: worth remembering its inputs.
    pub fn is_expensive(&self) -> bool {
        matches!(self.kind, ExprKind::Call(..) | ExprKind::Array(_) | ExprKind::Object(_)) || self.any_child(Expr::is_expensive)
    }

    /// The maximal paths an expression reads (`d.a.b`, `item.x`, `list[i]`), each once, in order; what a memo compares.
    pub fn inputs(&self) -> Vec<&Expr> {
        let mut out = Vec::new();
        self.collect_inputs(&mut out);
        out
    }

    fn collect_inputs<'e>(&'e self, out: &mut Vec<&'e Expr>) {
        if self.is_path() {
            if !self.is_constant() && !out.iter().any(|e| e.same(self)) {
                out.push(self);
            }
            return;
        }
        self.each_child(|child| child.collect_inputs(out));
    }

    /// A chain of member accesses from data, a loop or a literal, without calls.
    fn is_path(&self) -> bool {
        match &self.kind {
            ExprKind::Data(_) | ExprKind::Item { .. } | ExprKind::Index { .. } | ExprKind::Key { .. } | ExprKind::SlotValue { .. } => true,
            ExprKind::Member(o, _) => o.is_path(),
            ExprKind::Computed(o, k) => o.is_path() && (k.is_path() || matches!(k.kind, ExprKind::Number(_) | ExprKind::Text(_))),
            _ => false,
        }
    }

    /// Reads no data: the same value every time.
    pub fn is_constant(&self) -> bool {
        match &self.kind {
            ExprKind::Data(_) | ExprKind::Item { .. } | ExprKind::Index { .. } | ExprKind::Key { .. } | ExprKind::SlotValue { .. } => false,
            _ => !self.any_child(|child| !child.is_constant()),
        }
    }

    pub fn has_call(&self) -> bool {
        matches!(self.kind, ExprKind::Call(..)) || self.any_child(Expr::has_call)
    }

    /// Equal but for spans.
    pub fn same(&self, other: &Expr) -> bool {
        match (&self.kind, &other.kind) {
            (ExprKind::Data(a), ExprKind::Data(b)) => a == b,
            (ExprKind::Item { up: a }, ExprKind::Item { up: b }) | (ExprKind::Index { up: a }, ExprKind::Index { up: b }) => a == b,
            (ExprKind::Key { up: a }, ExprKind::Key { up: b }) => a == b,
            (ExprKind::SlotValue { up: a, name: n }, ExprKind::SlotValue { up: b, name: m }) => a == b && n == m,
            (ExprKind::Member(a, n), ExprKind::Member(b, m)) => n == m && a.same(b),
            (ExprKind::Computed(a, k), ExprKind::Computed(b, l)) => a.same(b) && k.same(l),
            (ExprKind::Number(a), ExprKind::Number(b)) => a == b,
            (ExprKind::Text(a), ExprKind::Text(b)) => a == b,
            _ => false,
        }
    }
}
