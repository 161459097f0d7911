//! A style sheet after scoping: one CSS text, made of the texts of several files, and where each part comes from.

use crate::source::{FileId, Span};
use std::collections::BTreeSet;

/// How rpx is written out. `Var` measures the viewport element (see `design.md` §3); the other modes measure the window.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Rpx {
    /// `calc(20 * var(--rpx))`; likewise `vw`, `vh`, `vmin`, `vmax`.
    #[default]
    Var,
    /// Whole px by WeChat's rounding for a screen of this width.
    Px { width: f64, dpr: f64, ios: bool },
    /// 750rpx are 100vw.
    Vw,
    /// 750rpx are 20rem, the definition of WeChat's first documentation: the host sets `html { font-size: 5vw }` or what it likes.
    Rem,
}

impl std::str::FromStr for Rpx {
    /// What to write.
    type Err = String;

    /// `var`, `vw`, `rem` or `px=375`: a screen of 375 px with two device pixels each; `px=414@3` one with three.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "var" => return Ok(Self::Var),
            "vw" => return Ok(Self::Vw),
            "rem" => return Ok(Self::Rem),
            _ => {}
        }
        let px = text.strip_prefix("px=").ok_or("write `var`, `px=375`, `vw` or `rem`")?;
        let (width, ratio) = px.split_once('@').unwrap_or((px, "2"));
        let number = |text: &str| text.parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0);
        let (Some(width), Some(dpr)) = (number(width), number(ratio)) else {
            return Err(format!("write a width in px: `px=375`, not `px={px}`"));
        };
        Ok(Self::Px { width, dpr, ios: true })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleRole {
    App,
    Page,
    Component,
    /// No scoping at all (`wxc css`).
    Plain,
}

/// No class at all.
const NONE: &BTreeSet<String> = &BTreeSet::new();

/// One style sheet to compile, with everything scoping needs to know.
#[derive(Clone, Debug)]
pub struct StyleRequest<'a> {
    /// The entry, relative to the mini-program root.
    pub path: &'a str,
    pub role: StyleRole,
    /// Class selectors match only elements that carry one of these classes (`.a` → `.a:where(.s1,.s2)`). App: `["g"]`. Empty: not confined.
    pub scopes: &'a [String],
    /// Rules reach only into elements below an element with this class (`:where(.p1) …`); pages.
    pub within: Option<&'a str>,
    /// Rules do not reach into elements with one of these classes: pages for which the app's sheet does not count.
    pub except: &'a [String],
    /// Classes that may be passed to components as external classes; `None`: any. An element that got `a` from the owner of scope `s1` carries `s1--a` beside it,
    /// so that rules for `.a` match it and those for its other classes do not (`.a` → `.a:where(.s1,.s1--a)`).
    pub passed: Option<&'a BTreeSet<String>>,
    /// The class that host elements of this component carry, for `:host`.
    pub host: Option<&'a str>,
    pub rpx: Rpx,
    pub minify: bool,
    /// The sheet as WeChat's own compiler writes it, to be compared with: values and names as they stand in the source, `body` for `page`, `[is="path"]` for
    /// `:host`, and this prefix before every class. For `Plain` only.
    pub reference: Option<&'a str>,
}

impl<'a> StyleRequest<'a> {
    /// A sheet by itself: no scoping, readable.
    pub fn plain(path: &'a str) -> Self {
        Self {
            path,
            role: StyleRole::Plain,
            scopes: &[],
            within: None,
            except: &[],
            passed: Some(NONE),
            host: None,
            rpx: Rpx::Var,
            minify: false,
            reference: None,
        }
    }
}

/// The sheet before printing. Lengths that depend on the viewport element carry marker units (see [`Markers`]) so that a CSS parser still sees lengths.
#[derive(Clone, Debug, Default)]
pub struct Flat {
    pub css: String,
    /// Ascending by `at`.
    pub pieces: Vec<Piece>,
    /// Where rules begin in `css`, and in which file; ascending.
    pub rules: Vec<Piece>,
    /// Rules stand inside style rules.
    pub nested: bool,
    /// Declarations and nested rules in `css`: what can be left out alone when the CSS parser does not accept it.
    pub statements: Vec<(u32, u32)>,
    pub markers: Markers,
    pub assets: Vec<String>,
}

/// A run of `css` that was copied from a file, or (`len` 0) stands for a place in it.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub at: u32,
    pub len: u32,
    pub file: FileId,
    pub source: u32,
}

/// Real CSS units that stand for units which CSS does not have. `rpx` is one that the sheet does not use itself; the others are units that wxc treats as
/// `vw` and its like, so they cannot be in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markers {
    pub rpx: &'static str,
}

impl Default for Markers {
    fn default() -> Self {
        Self { rpx: "ric" }
    }
}

impl Markers {
    pub const VW: &'static str = "lvi";
    pub const VH: &'static str = "lvb";
    pub const VMIN: &'static str = "lvmin";
    pub const VMAX: &'static str = "lvmax";
}

impl Flat {
    /// Where the text at `offset` comes from.
    pub fn source_of(&self, offset: u32) -> Option<(FileId, u32)> {
        let index = self.pieces.partition_point(|p| p.at <= offset).checked_sub(1)?;
        let piece = self.pieces.get(index)?;
        Some((piece.file, piece.source + (offset - piece.at).min(piece.len)))
    }
    /// The part of a file that the range of `css` was copied from, if it is one part.
    pub fn span_of(&self, start: u32, end: u32) -> Option<(FileId, Span)> {
        let (file, from) = self.source_of(start)?;
        let to = self.source_of(end).filter(|(f, to)| *f == file && *to > from).map_or(from, |(_, to)| to);
        Some((file, Span { start: from, end: to }))
    }
    /// The smallest statement around `offset`.
    pub fn innermost(&self, offset: u32) -> Option<(u32, u32)> {
        // Inner statements are recorded before the ones around them.
        self.statements.iter().copied().find(|(start, end)| (*start..*end).contains(&offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rpx_units() {
        assert_eq!("px=414@3".parse(), Ok(Rpx::Px { width: 414.0, dpr: 3.0, ios: true }));
        assert_eq!("vw".parse(), Ok(Rpx::Vw));
        assert!("px=".parse::<Rpx>().is_err() && "em".parse::<Rpx>().is_err() && "px=-1".parse::<Rpx>().is_err());
    }
}
