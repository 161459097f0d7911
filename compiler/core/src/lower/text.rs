//! Text nodes: static text goes into the HTML, text with mustaches becomes a hole.

use super::{Builder, Lower, scope::Scope, simulate};
use crate::ast::wxml::Text;
use crate::ir::expr::{Expr, ExprKind, Piece};
use crate::ir::{HoleKind, HtmlId, HtmlKind, Sourced};
use crate::resolve::owner::Simulated;
use crate::source::{FileId, Span};

/// What a text node will show; adjacent texts of the source end up in one node.
#[derive(Debug)]
pub struct Pieces {
    file: FileId,
    span: Span,
    list: Vec<Piece>,
    /// The hole made at the first mustache; its value is written when the block is finished.
    hole: Option<usize>,
}

impl Lower<'_> {
    pub(super) fn text(&mut self, builder: &mut Builder, scope: &Scope, parent: HtmlId, text: &Text) {
        let mut pieces = self.pieces(scope, &text.value.parts);
        if self.owner.simulated == Some(Simulated::Plain) {
            simulate::trim(&mut pieces);
            if pieces.is_empty() {
                return;
            }
        }
        let file = self.file_id(scope);
        // Unit tests see the texts of the source one by one.
        let last = builder.template.html.last_child(parent).filter(|id| builder.texts.contains_key(id) && self.owner.simulated.is_none());
        let node = last.unwrap_or_else(|| builder.append(parent, HtmlKind::Text(String::new())));
        let entry = builder.texts.entry(node).or_insert_with(|| Pieces { file, span: text.span, list: Vec::new(), hole: None });
        let dynamic = pieces.iter().any(|p| matches!(p, Piece::Expr(_)));
        for piece in pieces {
            match (entry.list.last_mut(), piece) {
                (Some(Piece::Text(before)), Piece::Text(more)) => before.push_str(&more),
                (_, piece) => entry.list.push(piece),
            }
        }
        if dynamic && entry.hole.is_none() {
            let placeholder = Sourced { file, expr: Expr::new(text.span, ExprKind::Undefined) };
            let hole = builder.hole(node, HoleKind::Text, placeholder);
            if let Some(entry) = builder.texts.get_mut(&node) {
                entry.hole = Some(hole);
            }
        }
    }
}

impl Builder {
    pub(super) fn finish_texts(&mut self) {
        for (node, pieces) in std::mem::take(&mut self.texts) {
            match pieces.hole {
                None => {
                    let text = pieces.list.into_iter().map(|p| if let Piece::Text(t) = p { t } else { String::new() }).collect();
                    self.set_kind(node, HtmlKind::Text(text));
                }
                Some(hole) => {
                    self.set_kind(node, HtmlKind::DynamicText);
                    let mut list = pieces.list;
                    let expr = match (list.pop(), list.is_empty()) {
                        (Some(Piece::Expr(only)), true) => only,
                        (last, _) => {
                            list.extend(last);
                            Expr::new(pieces.span, ExprKind::Concat(list))
                        }
                    };
                    if let Some(hole) = self.template.holes.get_mut(hole) {
                        hole.value = Sourced { file: pieces.file, expr };
                    }
                }
            }
        }
    }

    fn set_kind(&mut self, node: HtmlId, kind: HtmlKind) {
        if let Some(node) = self.template.html.get_mut(node) {
            node.kind = kind;
        }
    }
}
