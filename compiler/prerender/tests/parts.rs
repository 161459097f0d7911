//! Parts of the runtime that only some projects need: there for every way to use them, and an error for a name that nobody could see.

use std::collections::BTreeMap;
use wxc_core::bundle::{Build, BuildOptions, Mode, build_with_frames};
use wxc_prerender::Prerenderer;

fn build(files: &[(&str, &str)], mode: Mode) -> Build {
    let app = [("app.json", r#"{"pages": ["pages/a/a"]}"#), ("app.js", "App({})")];
    let files: BTreeMap<String, Vec<u8>> =
        app.iter().chain(files).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    build_with_frames(&files, &BuildOptions { mode, ..BuildOptions::default() }, &Prerenderer::default())
}

fn text(build: &Build, name: impl Fn(&str) -> bool) -> String {
    let (path, output) = build.outputs.iter().find(|(path, _)| name(path)).expect("a file");
    String::from_utf8(output.bytes().unwrap_or_else(|| panic!("{path}: {output:?}")).into_owned()).expect("text")
}

/// What the first frame of a release build shows, and what the build says about it.
fn shown(files: &[(&str, &str)]) -> String {
    let build = build(files, Mode::Release);
    let notes = build.diagnostics.iter().filter(|d| d.code == "project/no-first-frame");
    let notes: Vec<&str> = notes.map(|d| d.message.as_str()).collect();
    let html = text(&build, |path| path == "index.html");
    let inside = html.split_once("<wx-page").and_then(|(_, rest)| rest.split_once("</wx-page>")).map_or("", |(inside, _)| inside);
    let texts: Vec<&str> =
        inside.split('<').filter_map(|piece| Some(piece.split_once('>')?.1)).filter(|text| !text.trim().is_empty()).collect();
    format!("{}{}", texts.join(" "), notes.join(" "))
}

/// `(path, text)`.
type Files = Vec<(&'static str, &'static str)>;

const SHOW: (&str, &str) = ("pages/a/a.wxml", "<view>{{x}}</view>");

#[test]
fn a_small_project_does_without() {
    let build = build(&[SHOW, ("pages/a/a.js", "Page({ data: { x: 1 } })")], Mode::Dev);
    let (logic, view) = (text(&build, |path| path.ends_with("logic.js")), text(&build, |path| path.ends_with("view.js")));
    for part in ["HAS_COMPONENTS", "HAS_SUBPACKAGES"] {
        assert!(logic.contains(&format!("const {part} = false;")), "{part}");
    }
    assert!(!logic.contains("class Child") && !logic.contains("function list(") && !view.contains("function insertBlocks("));
    assert!(view.contains("const HAS_REGIONS = false;"));
}

#[test]
fn every_way_to_use_a_part_brings_it() {
    let component = [
        ("pages/a/a.json", r#"{"usingComponents": {"c-a": "/c/a", "c-b": "/c/b"}}"#),
        ("c/a.json", r#"{"component": true}"#),
        ("c/b.json", r#"{"component": true}"#),
    ];
    let with = |files: &[(&'static str, &'static str)]| component.iter().chain(files).copied().collect::<Files>();
    let cases: Vec<(&str, Files, &str)> = vec![
        (
            "a list in a template that another file defines",
            vec![
                ("pages/a/a.wxml", "<import src=\"t.wxml\"/><template is=\"{{'t'}}\" data=\"{{l: [1, 2]}}\"/>"),
                ("pages/a/t.wxml", "<template name=\"t\"><text wx:for=\"{{l}}\">{{item}}</text></template>"),
                ("pages/a/a.js", "Page({})"),
            ],
            "1 2",
        ),
        (
            "WXS in an included file",
            vec![
                ("pages/a/a.wxml", "<include src=\"i.wxml\"/>"),
                ("pages/a/i.wxml", "<view>{{m.f(2)}}</view><wxs module=\"m\">module.exports = { f: function (n) { return n * 2 } }</wxs>"),
                ("pages/a/a.js", "Page({})"),
            ],
            "4",
        ),
        (
            "options whose names come from a JSON module",
            with(&[
                ("pages/a/a.wxml", "<c-a v=\"3\"/>"),
                ("c/names.json", r#"{"p": "properties", "o": "observers"}"#),
                ("c/a.wxml", "<view>{{v}}{{w}}</view>"),
                (
                    "c/a.js",
                    "const { p, o } = require('./names.json')\nComponent({ [p]: { v: Number }, [o]: { v(v) { this.setData({ w: typeof v }) } } })",
                ),
                ("c/b.wxml", ""),
                ("c/b.js", "Component({})"),
            ]),
            "3number",
        ),
        (
            "a page with a behavior that has properties and another behavior",
            vec![
                SHOW,
                (
                    "pages/a/a.js",
                    "const b = Behavior({ behaviors: [Behavior({ data: { x: 'inner' } })], methods: { f() { return this.data.x } } })
                     Page({ behaviors: [b], onLoad() { this.setData({ x: this.f() + 1 }) } })",
                ),
            ],
            "inner1",
        ),
        (
            "relations and selectors, by brackets and destructuring",
            with(&[
                ("pages/a/a.wxml", "<c-a id=\"a\"><c-b class=\"b\"/><c-b class=\"b\"/></c-a><view>{{x}}</view>"),
                (
                    "pages/a/a.js",
                    "Page({ onLoad() { const { selectAllComponents: all } = this; this.setData({ x: [all.call(this, '.b').length, this['selectComponent']('#a').n()].join('-') }) } })",
                ),
                ("c/a.wxml", "<slot/>"),
                (
                    "c/a.js",
                    "Component({ relations: { './b': { type: 'child' } }, methods: { n() { return this['getRelationNodes']('./b').length } } })",
                ),
                ("c/b.wxml", ""),
                ("c/b.js", "Component({ ['relations']: { './a': { type: 'parent' } } })"),
            ]),
            "2-2",
        ),
        (
            "ES modules, router and channel of a page opened directly",
            vec![
                SHOW,
                (
                    "pages/a/u.js",
                    "export default function (page) { return [typeof page.getOpenerEventChannel().on, typeof page['pageRouter'].navigateTo].join() }",
                ),
                ("pages/a/a.js", "import f from './u'\nPage({ onLoad() { this.setData({ x: f(this) }) } })"),
            ],
            "function,function",
        ),
        (
            "decoded text where the attribute is written in capitals",
            vec![("pages/a/a.wxml", "<text decode=\"{{true}}\">{{x}}</text>"), ("pages/a/a.js", "Page({ data: { x: 'a&nbsp;b' } })")],
            "a&nbsp;b",
        ),
    ];
    for (name, files, expected) in cases {
        assert_eq!(shown(&files), expected, "{name}");
    }
}

#[test]
fn a_name_put_together_at_run_time_is_an_error() {
    let said = shown(&[SHOW, ("pages/a/a.js", "Page({ onLoad() { this[['select', 'Component'].join('')]('#a') } })")]);
    assert!(said.contains("selectComponent is not part of this build"), "{said}");
    let said = shown(&[SHOW, ("pages/a/a.js", "Page({ [['obs', 'ervers'].join('')]: { x() {} } })")]);
    assert!(said.contains("observers is not part of this build"), "{said}");
}
