//! Lengths that are measured on the screen: `rpx`, `vw` and their like.

use super::{Lengths, Lower};
use crate::ast::wxss::Unit;
use crate::ir::style::{Markers, Rpx};
use crate::resolve::wxss::StyleFile;
use crate::source::Span;

impl<'a> Lower<'a> {
    pub(super) fn length(&mut self, file: &'a StyleFile, span: Span, number_end: u32, unit: Unit, lengths: Lengths) {
        let number = Span { end: number_end, ..span };
        let as_written = lengths == Lengths::Media || (self.request.reference.is_some() && !file.sheet.slice(span).ends_with("rpx"));
        if unit == Unit::Rpx && as_written {
            return self.verbatim(file, span);
        }
        if let (Rpx::Var, Lengths::Relative) = (self.request.rpx, lengths) {
            self.verbatim(file, number);
            return self.write(match unit {
                Unit::Rpx => self.flat.markers.rpx,
                Unit::Vw => Markers::VW,
                Unit::Vh => Markers::VH,
                Unit::Vmin => Markers::VMIN,
                Unit::Vmax => Markers::VMAX,
            });
        }
        let value: f64 = file.sheet.slice(number).parse().unwrap_or_default();
        match (unit, self.request.rpx) {
            (Unit::Rpx, Rpx::Px { width, dpr, ios }) => {
                self.number(whole_px(value, width, dpr, ios));
                self.write("px");
            }
            // The window stands for the viewport element where `var()` cannot.
            (Unit::Rpx, Rpx::Vw | Rpx::Var) => {
                self.number(value / 7.5);
                self.write("vw");
            }
            (Unit::Rpx, Rpx::Rem) => {
                self.number(value / 37.5);
                self.write("rem");
            }
            _ => self.verbatim(file, span),
        }
    }
}

/// WeChat's rounding (`wxml-semantics.md` §11): down, but a line does not vanish.
fn whole_px(value: f64, width: f64, dpr: f64, ios: bool) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let px = (value / 750.0 * width + 1e-4).floor();
    match px == 0.0 {
        true if ios && dpr != 1.0 => 0.5,
        true => 1.0,
        false => px,
    }
}
