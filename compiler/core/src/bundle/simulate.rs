//! One component for a unit test: its template as a render module that carries its own nodes, the WXS it uses, and its style sheet with prefixed classes.
//!
//! Scripts are no part of it: the test runner loads them itself, so that its transforms, mocks and coverage work on them.

use crate::bundle::runtime::{Options, bundle_runtime};
use crate::bundle::script::wxs_of;
use crate::bundle::style::style;
use crate::bundle::template::template;
use crate::diagnostics::Diagnostic;
use crate::emit::style::{Rpx, StyleRequest};
use crate::emit::template::{Owner, Using};
use crate::source::{Files, Sources};
use std::collections::BTreeMap;

pub use crate::resolve::owner::Simulated;

/// A component as the unit test names it.
#[derive(Clone, Debug)]
pub struct SimulateRequest<'a> {
    /// The template and style sheet, without extension, from the root of `files`.
    pub path: &'a str,
    /// Tag → what the test calls the component.
    pub using: &'a BTreeMap<String, String>,
    /// Names of `componentGenerics`.
    pub generics: &'a [String],
    pub dialect: Simulated,
    /// What stands before every class in the style sheet.
    pub prefix: &'a str,
    /// Prefix of the template keys.
    pub key: &'a str,
}

#[derive(Clone, Debug, Default)]
pub struct SimulateOutput {
    /// The text of `($) => ({ main })`, with the fields `tree` and `at` of `runtime-shim/EMITTED.md`.
    pub unit: String,
    pub wxs: Vec<SimulateModule>,
    pub css: String,
    /// Tags that no component stands behind.
    pub plain: Vec<String>,
    /// Every file read.
    pub inputs: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A WXS module as the body of its factory `(require, module, $w)`.
#[derive(Clone, Debug)]
pub struct SimulateModule {
    pub id: String,
    pub code: String,
    pub requests: BTreeMap<String, Option<String>>,
}

/// Compiles one component. `root` is where absolute paths start, inside `files`.
pub fn simulate(files: &dyn Files, root: &str, sources: &Sources, request: &SimulateRequest<'_>) -> SimulateOutput {
    let component = |(tag, id): (&String, &String)| (tag.clone(), Using::Component { path: id.clone(), host: String::new() });
    let owner = Owner {
        path: request.path.to_owned(),
        home: String::new(),
        is_component: true,
        scopes: Vec::new(),
        using: request.using.iter().map(component).collect(),
        // What a tag that is not declared means is for the test tool to say.
        unsure: true,
        generics: request.generics.to_vec(),
        external_classes: Vec::new(),
        key: request.key.to_owned(),
        dev: true,
        tree: false,
        simulated: Some(request.dialect),
    };
    let output = template(files, root, sources, &owner);
    let (modules, mistakes) = wxs_of(files, root, sources, &output);
    let mut diagnostics = output.diagnostics;
    diagnostics.extend(mistakes);
    let mut inputs = output.inputs;
    let wxs = modules
        .into_iter()
        .map(|module| {
            diagnostics.extend(module.output.diagnostics);
            inputs.push(module.path);
            SimulateModule { id: module.id, code: module.output.code, requests: module.requests }
        })
        .collect();
    let sheet = style(files, root, sources, &style_request(&format!("{}.wxss", request.path), request.prefix));
    diagnostics.extend(sheet.diagnostics);
    inputs.extend(sheet.inputs);
    inputs.sort();
    inputs.dedup();
    SimulateOutput { unit: output.unit, wxs, css: sheet.css, plain: output.builtins, inputs, diagnostics }
}

/// One rpx is one px, as the test tool has it.
fn style_request<'a>(path: &'a str, prefix: &'a str) -> StyleRequest<'a> {
    StyleRequest { rpx: Rpx::Px { width: 750.0, dpr: 1.0, ios: false }, reference: Some(prefix), ..StyleRequest::plain(path) }
}

/// The part of the runtime that renders components for tests: a script that calls `$take(simulator)`.
pub fn simulate_runtime() -> Result<String, String> {
    let entry = "import { Simulator } from './simulator.ts'\n$take(Simulator)\n";
    bundle_runtime("simulate/entry.ts", entry, &Options::default()).map(|bundle| bundle.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compile(wxml: &str, dialect: Simulated) -> SimulateOutput {
        let files: BTreeMap<String, Vec<u8>> =
            [("c.wxml", wxml), ("c.wxss", ".a { width: 2rpx }")].map(|(path, text)| (path.to_owned(), text.into())).into();
        let using = BTreeMap::from([("my-b".to_owned(), "my-b".to_owned())]);
        let request = SimulateRequest { path: "c", using: &using, generics: &[], dialect, prefix: "p--", key: "k" };
        simulate(&files, "", &Sources::default(), &request)
    }

    #[test]
    fn the_runtime_bundles() {
        assert_eq!(simulate_runtime().map(|code| code.is_empty()), Ok(false));
    }

    #[test]
    fn elements_keep_their_attributes_sorted() {
        let output = compile("<view foo-bar='{{a}}' class='x' disabled bindtap='go' bind:e=''>t{{b}}</view><my-b/>", Simulated::Official);
        assert!(output.unit.contains(r#"at: [["disabled", true], ["class", "x"], ["fooBar", 0, 1]]"#), "{}", output.unit);
        assert!(output.unit.contains(r#"ev: [["e", 0, ""], ["tap", 0, "go"]]"#), "{}", output.unit);
        assert!(output.unit.contains(r#"tree: [["view", 0, 1], ["my-b", 1]]"#), "{}", output.unit);
        assert_eq!(output.plain, ["view"]);
        assert_eq!(output.css, ".p--a{width: 2px;}\n");
    }

    #[test]
    fn the_tools_own_compiler_keeps_names_and_trims_texts() {
        let output = compile("<view foo-bar='1' class='x'>\n  a \n {{b}}  c\n</view>", Simulated::Plain);
        assert!(output.unit.contains(r#"at: [["foo-bar", "1"], ["class", "x"]]"#), "{}", output.unit);
        assert!(output.unit.contains(r#""a " + str(d.b) + " c""#), "{}", output.unit);
    }

    #[test]
    fn functions_of_wxs_are_attributes() {
        let output =
            compile("<wxs module='m'>module.exports = { f: 1 }</wxs><view bind:tap='{{m.f}}' change:a='{{m.f}}'/>", Simulated::Official);
        assert!(
            output.unit.contains(r#"[["$gdc", () => {}], ["$wxs:bind:tap", () => {}], ["$wxs:change:a", () => {}]]"#),
            "{}",
            output.unit
        );
        assert_eq!(output.wxs.len(), 1);
    }
}
