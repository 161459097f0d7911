//! The script of a package: runtime, app configuration, user modules, WXS modules and render units joined into one classic script with its source map.

use crate::bundle::runtime::RuntimeScript;
use crate::emit::Mark;
use crate::emit::script::ScriptOutput;
use crate::source::Sources;
use std::collections::BTreeMap;

/// A function expression ready to stand in a package, with its marks. Depends on one module or unit alone, so a rebuild can keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    pub code: String,
    pub marks: Vec<Mark>,
}

/// A user script or WXS module of the package.
#[derive(Clone, Copy, Debug)]
pub struct ModuleInput<'a> {
    /// `utils/a.js`, `node_modules/x/index.js`, `pages/i/i.wxml#m`.
    pub path: &'a str,
    /// Of [`module_piece`] or [`wxs_piece`].
    pub factory: &'a Piece,
    /// Request text → module path, `None` where the file is missing.
    pub requests: &'a BTreeMap<String, Option<String>>,
}

/// The render unit of a page or component.
#[derive(Clone, Copy, Debug)]
pub struct UnitInput<'a> {
    /// Without extension: `pages/index/index`.
    pub path: &'a str,
    /// The `info` object of `EMITTED.md`, as JSON.
    pub info: &'a str,
    /// Of [`unit_piece`].
    pub make: &'a Piece,
}

/// One package, everything in the order in which it shall be emitted.
#[derive(Clone, Copy, Debug)]
pub struct PackageInput<'a> {
    /// `""` or the root of the subpackage.
    pub root: &'a str,
    /// The logic runtime; main package only.
    pub runtime: Option<&'a RuntimeScript>,
    /// The object of `$.app`, as JSON; main package only.
    pub app_config: Option<&'a str>,
    pub modules: &'a [ModuleInput<'a>],
    pub wxs: &'a [ModuleInput<'a>],
    pub units: &'a [UnitInput<'a>],
    pub minify: bool,
    /// The texts behind the marks, for the source map; `None`: no map.
    pub sources: Option<&'a Sources>,
}

/// A finished script. `map` is a source map (version 3, JSON) whose `sources` are project paths; the caller names the file and appends the
/// `//# sourceMappingURL=` line.
#[derive(Clone, Debug, Default)]
pub struct PackageScript {
    pub code: String,
    pub map: Option<String>,
}

/// The factory `(require, module, exports) => {…}` of a user module.
pub fn module_piece(_script: &ScriptOutput, _minify: bool) -> Piece {
    Piece::default()
}

/// The factory `(require, module, $w) => {…}` of a WXS module.
pub fn wxs_piece(_script: &ScriptOutput, _minify: bool) -> Piece {
    Piece::default()
}

/// The function `($) => ({…})` of a render unit.
pub fn unit_piece(_text: &str, _marks: &[Mark], _minify: bool) -> Piece {
    Piece::default()
}

/// Joins a package.
pub fn package(_input: &PackageInput<'_>) -> PackageScript {
    PackageScript::default()
}
