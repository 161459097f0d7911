//! `useExtendedLib`: what WeChat supplies comes from the npm package, its style sheet without an `@import`.

use std::collections::BTreeMap;
use wxc_core::bundle::{BuildOptions, Mode, Output, build};

fn project(app: &str, more: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let base = [
        ("project.config.json", r#"{"miniprogramRoot": "src/"}"#),
        ("src/app.json", app),
        ("src/app.js", "App({})"),
        ("src/app.wxss", ".own { color: red }"),
        ("src/pages/a/a.json", r#"{"usingComponents": {"mp-icon": "weui-miniprogram/icon/icon"}}"#),
        ("src/pages/a/a.wxml", "<mp-icon/>"),
        ("src/pages/a/a.js", "Page({})"),
    ];
    base.iter().chain(more).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

const PACKAGE: &[(&str, &str)] = &[
    ("node_modules/weui-miniprogram/package.json", r#"{"miniprogram": "dist"}"#),
    ("node_modules/weui-miniprogram/dist/icon/icon.json", r#"{"component": true}"#),
    ("node_modules/weui-miniprogram/dist/icon/icon.wxml", "<view/>"),
    ("node_modules/weui-miniprogram/dist/icon/icon.js", "Component({})"),
    ("node_modules/weui-miniprogram/dist/weui-wxss/dist/style/weui.wxss", ".weui-cell { color: blue }"),
];

/// The style sheet of the app, and the codes of what was said.
fn styles(files: &BTreeMap<String, Vec<u8>>) -> (String, Vec<&'static str>) {
    let build = build(files, &BuildOptions { mode: Mode::Dev, ..BuildOptions::default() });
    let css = build.outputs.get("assets/app.css").and_then(Output::bytes).unwrap_or_default();
    (String::from_utf8_lossy(&css).into_owned(), build.diagnostics.iter().map(|d| d.code).collect())
}

#[test]
fn the_sheet_of_the_library_comes_before_the_apps() {
    let (css, said) = styles(&project(r#"{"pages": ["pages/a/a"], "useExtendedLib": {"weui": true}}"#, PACKAGE));
    assert_eq!(said, Vec::<&str>::new());
    let place = |text: &str| css.find(text).unwrap_or_else(|| panic!("{text} in {css}"));
    assert!(place(".weui-cell") < place(".own"), "{css}");
}

#[test]
fn without_the_key_nothing_comes_by_itself() {
    let (css, said) = styles(&project(r#"{"pages": ["pages/a/a"]}"#, PACKAGE));
    assert!(said.is_empty() && css.contains(".own") && !css.contains(".weui-cell"), "{css}");
}

#[test]
fn a_missing_package_is_one_mistake() {
    let (_, said) = styles(&project(r#"{"pages": ["pages/a/a"], "useExtendedLib": {"weui": true}}"#, &[]));
    assert_eq!(said, ["config/extended-lib"]);
}
