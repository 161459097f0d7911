//! Script modules: user JS/TS and WXS as module factories.

use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::source::{FileId, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptKind {
    Js,
    Ts,
    Json,
    Wxs,
}

/// A module as the body of its factory `(require, module, exports) => { code }` (for WXS `(require, module, $w)`).
#[derive(Clone, Debug, Default)]
pub struct ScriptOutput {
    pub code: String,
    pub marks: Vec<Mark>,
    /// The module used `import`/`export`.
    pub esm: bool,
    pub requests: Vec<Request>,
    pub facts: ScriptFacts,
    pub diagnostics: Vec<Diagnostic>,
}

/// `require("x")`, `import "x"`, `import("x")`, `require.async("x")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub text: String,
    pub span: Span,
    /// Loads at run time; the target may lie in another package.
    pub dynamic: bool,
}

/// What a static look at a script tells the rest of the compiler; never relied upon for correctness, only for diagnostics, sizes and cross-scope styles.
#[derive(Clone, Debug, Default)]
pub struct ScriptFacts {
    /// `wx.name` in the order of the text.
    pub wx_members: Vec<(String, Span)>,
    /// `wx` is used other than as `wx.name`: every member may be used.
    pub wx_escapes: bool,
    pub registers: Option<Registers>,
    pub external_classes: Vec<String>,
    pub style_isolation: Option<String>,
    pub add_global_class: bool,
    pub virtual_host: bool,
    pub multiple_slots: bool,
    /// Names of methods / handlers with their places (Page members, Component methods); complete only when `closed`.
    pub methods: Vec<(String, Span)>,
    /// Top-level keys of `data` and `properties`.
    pub data: Vec<(String, Span)>,
    /// The option object is a plain literal without spreads, behaviours or computed keys: `methods` and `data` are all there is.
    pub closed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registers {
    App,
    Page,
    Component,
    Behavior,
}

/// Compiles one script file.
pub fn script(_path: &str, _file: FileId, _text: &str, _kind: ScriptKind) -> ScriptOutput {
    ScriptOutput::default()
}
