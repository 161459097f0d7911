//! A page or component as its template is compiled: what its tags mean and which scopes style it.

use std::collections::BTreeMap;

/// A page or component whose template is to be compiled, with what the project knows about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Without extension, relative to the mini-program root: `pages/index/index`.
    pub path: String,
    pub is_component: bool,
    /// What a leading `/` of a package file means: `""`, or the folder of the plugin it belongs to (`../plugin/`).
    pub home: String,
    /// Scope classes every element gets, in order: `["s1a"]` or `["s1a", "g"]`.
    pub scopes: Vec<String>,
    /// Tag → what it is, from this owner's and the app's `usingComponents`.
    pub using: BTreeMap<String, Using>,
    /// Which tags are declared is not known: a JSON file could not be read.
    pub unsure: bool,
    /// Names of `componentGenerics`.
    pub generics: Vec<String>,
    /// Names a component's class list may contain as external classes (from its script), besides every name that ends in `class`.
    pub external_classes: Vec<String>,
    /// Prefix of the template keys, unique in the project and stable.
    pub key: String,
    /// Readable output.
    pub dev: bool,
    /// For `wxc render --format tree`: every attribute becomes a hole with its evaluated value, components and slots stay plain elements.
    pub tree: bool,
    /// For component unit tests: every element is addressed and keeps all its attributes as written.
    pub simulated: Option<Simulated>,
}

/// Which template compiler the unit-test tool stands in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simulated {
    /// WeChat's own: attributes in camel case, sorted.
    Official,
    /// The tool's compiler for templates given as text: attributes as written, texts trimmed.
    Plain,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Using {
    /// Path of the component, without extension, relative to the mini-program root; `host`: the class its host element gets.
    Component { path: String, host: String },
    /// Reported already (missing, or of a plugin): a labelled placeholder.
    Missing,
}
