//! Images and fonts of packages in `node_modules`: `src="icons/{{name}}.png"` is known at run time only, so what a used package brings is copied.

use std::collections::BTreeMap;
use wxc_core::bundle::{BuildOptions, build};

/// The copied files of packages.
fn copied(files: &[(&str, &str)]) -> Vec<String> {
    let base = [
        ("project.config.json", r#"{"miniprogramRoot": "src/"}"#),
        ("src/app.json", r#"{"pages": ["pages/a/a"]}"#),
        ("src/pages/a/a.json", r#"{"usingComponents": {"c-bar": "lib/bar/index"}}"#),
        ("src/pages/a/a.wxml", "<c-bar/>"),
        ("src/pages/a/a.js", "Page({})"),
    ];
    let files: BTreeMap<String, Vec<u8>> =
        base.iter().chain(files).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let build = build(&files, &BuildOptions::default());
    assert!(build.diagnostics.is_empty(), "{:?}", build.diagnostics);
    build.outputs.into_keys().filter(|path| path.starts_with("_/")).collect()
}

#[test]
fn everything_of_the_part_for_mini_programs() {
    let files = [
        ("node_modules/lib/package.json", r#"{"miniprogram": "./dist"}"#),
        ("node_modules/lib/dist/bar/index.json", r#"{"component": true}"#),
        ("node_modules/lib/dist/bar/index.wxml", r#"<image src="icons/{{name}}.png"/>"#),
        ("node_modules/lib/dist/bar/index.js", "Component({})"),
        ("node_modules/lib/dist/bar/icons/left.png", ""),
        ("node_modules/lib/dist/images/a.svg", ""),
        ("node_modules/lib/dist/node_modules/other/b.png", ""),
        ("node_modules/lib/docs/screen.png", ""),
        ("node_modules/unused/dist/c.png", ""),
    ];
    assert_eq!(copied(&files), ["_/node_modules/lib/dist/bar/icons/left.png", "_/node_modules/lib/dist/images/a.svg"]);
}

#[test]
fn the_components_own_folder_where_a_package_has_no_such_part() {
    let files = [
        ("node_modules/lib/package.json", "{}"),
        ("node_modules/lib/bar/index.json", r#"{"component": true}"#),
        ("node_modules/lib/bar/index.wxml", r#"<image src="{{name}}.png"/>"#),
        ("node_modules/lib/bar/index.js", "Component({})"),
        ("node_modules/lib/bar/left.png", ""),
        ("node_modules/lib/docs/screen.png", ""),
    ];
    assert_eq!(copied(&files), ["_/node_modules/lib/bar/left.png"]);
}
