//! Templates: the render module of a page or component, and its HTML.

use crate::diagnostics::Diagnostic;
use crate::emit::Mark;
use crate::source::{Files, Sources, Span};
use std::collections::BTreeMap;

/// What one page or component comes to. `unit` is the text of `($) => ({main, named})` of `runtime-shim/EMITTED.md`.
#[derive(Clone, Debug, Default)]
pub struct TemplateOutput {
    pub unit: String,
    pub marks: Vec<Mark>,
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
    /// Every WXML and WXS file read.
    pub inputs: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A page or component whose template is to be compiled, with what the project knows about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Without extension, relative to the mini-program root: `pages/index/index`.
    pub path: String,
    pub is_component: bool,
    /// Scope classes every element gets, in order: `["s1a"]` or `["s1a", "g"]`.
    pub scopes: Vec<String>,
    /// Tag → what it is, from this owner's and the app's `usingComponents`.
    pub using: BTreeMap<String, Using>,
    /// Names of `componentGenerics`.
    pub generics: Vec<String>,
    /// Names a component's class list may contain as external classes (from its script), besides every name that ends in `class`.
    pub external_classes: Vec<String>,
    /// Prefix of the template keys, unique in the project and stable.
    pub key: String,
    /// Readable output.
    pub dev: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Using {
    /// Path of the component, without extension, relative to the mini-program root; `host`: the class its host element gets.
    Component { path: String, host: String },
    /// Reported already (missing, or of a plugin): a labelled placeholder.
    Missing,
}

/// Compiles the template of `owner` (`<root><path>.wxml`) with everything it imports and includes.
pub fn template(_files: &dyn Files, _root: &str, _sources: &Sources, _owner: &Owner) -> TemplateOutput {
    TemplateOutput::default()
}

/// One `<template id=key w=meta>`.
#[derive(Clone, Debug)]
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
