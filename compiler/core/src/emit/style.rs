//! Style sheets: WXSS as scoped CSS.

use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::source::{Files, Sources};

/// How rpx is written out.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Rpx {
    /// `calc(20 * var(--rpx))`.
    #[default]
    Var,
    /// Whole px by WeChat's rounding for a screen of this width.
    Px {
        width: f64,
        dpr: f64,
        ios: bool,
    },
    Vw,
    Rem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StyleRole {
    App,
    Page,
    Component,
    /// No scoping at all (`wxc css`).
    Plain,
}

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
    /// The class that host elements of this component carry, for `:host`.
    pub host: Option<&'a str>,
    pub rpx: Rpx,
    pub minify: bool,
}

#[derive(Clone, Debug, Default)]
pub struct StyleOutput {
    pub css: String,
    pub marks: Vec<Mark>,
    pub diagnostics: Vec<Diagnostic>,
    /// Every file read, the entry first.
    pub inputs: Vec<String>,
    /// Package files named by `url(…)`; in `css` they stand as `wxc-asset:<path>` for the bundler to replace.
    pub assets: Vec<String>,
}

/// Compiles one style sheet with everything it imports. `root` is the mini-program root inside `files` (`""` or `"miniprogram/"`).
pub fn style(_files: &dyn Files, _root: &str, _sources: &Sources, _request: &StyleRequest<'_>) -> StyleOutput {
    StyleOutput::default()
}
