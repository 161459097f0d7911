//! Templates: the render module of a page or component, and its HTML.

use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::source::Span;

pub use crate::resolve::owner::{Owner, Using};

/// What one page or component comes to. `unit` is the text of `($) => ({main})` of `runtime-shim/EMITTED.md`.
#[derive(Clone, Debug, Default)]
pub struct TemplateOutput {
    pub unit: String,
    pub marks: Vec<Mark>,
    /// Members of `$` that `unit` calls.
    pub calls: Vec<&'static str>,
    pub html: Vec<HtmlTemplate>,
    /// WXS modules that run on the view thread (with everything they require).
    pub view_wxs: Vec<String>,
    /// All WXS modules used: files by path, inline ones as `path.wxml#module`.
    pub wxs: Vec<WxsModule>,
    /// Built-in tags in use, sorted.
    pub builtins: Vec<String>,
    /// Package files named by `src` and the like, with the place that names them.
    pub assets: Vec<(String, crate::source::FileId, Span)>,
    /// Tags of `usingComponents` that no template of this owner uses, and the like, are for `resolve`: what was used.
    pub used_components: Vec<String>,
    /// Every WXML and WXS file read, from the project's root.
    pub inputs: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// One `<template id=key w=meta>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HtmlTemplate {
    pub key: String,
    /// JSON, `TemplateMeta` of `protocol/ops.ts`.
    pub meta: String,
    /// Inner HTML, escaped.
    pub html: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WxsModule {
    /// `utils/a.wxs` or `pages/i/i.wxml#m`.
    pub id: String,
    pub file: crate::source::FileId,
    /// Where the module's text lies in `file` (the whole file, or the inside of `<wxs>`).
    pub span: Span,
}
