//! First frames of whole projects: what the documents hold, the same every time, and why there is none.

use std::collections::BTreeMap;
use std::path::Path;
use wxc_core::bundle::{Build, BuildOptions, Mode, Output, Router, build_with_frames};
use wxc_core::diagnostics::Severity;
use wxc_prerender::Prerenderer;

type Project = BTreeMap<String, Vec<u8>>;

fn project(files: &[(&str, &str)]) -> Project {
    let app = [("app.json", r#"{"pages": ["pages/a/a"]}"#), ("app.js", "App({})")];
    app.iter().chain(files).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn build(files: &Project, options: BuildOptions) -> Build {
    build_with_frames(files, &options, &Prerenderer::default())
}

fn text(build: &Build, path: &str) -> String {
    let bytes = build.outputs.get(path).and_then(Output::bytes).unwrap_or_else(|| panic!("no text `{path}`"));
    String::from_utf8(bytes.into_owned()).expect("text")
}

/// The inside of the page element of a document.
fn page(build: &Build, path: &str) -> String {
    let html = text(build, path);
    let inside = html.split_once("<wx-page").and_then(|(_, rest)| rest.split_once('>')).and_then(|(_, rest)| rest.split_once("</wx-page>"));
    inside.map_or_else(|| panic!("no frame in {html}"), |(inside, _)| inside.to_owned())
}

/// `(code, path, line, message)` of every note about frames.
fn notes(build: &Build) -> Vec<(String, usize, String)> {
    let notes = build.diagnostics.iter().filter(|d| d.code == "project/no-first-frame").map(|d| {
        assert_eq!(d.severity, Severity::Note);
        let line = build.sources.text(d.file).get(..d.span.start as usize).expect("in the file").matches('\n').count() + 1;
        (build.sources.path(d.file).to_string(), line, d.message.clone())
    });
    notes.collect()
}

#[test]
fn hooks_and_components_have_run() {
    let files = project(&[
        ("pages/a/a.json", r#"{"usingComponents": {"c-row": "/c/row"}}"#),
        ("pages/a/a.wxml", "<c-row wx:for=\"{{rows}}\" wx:key=\"*this\" text=\"{{item}}\"/><text>{{shown}}{{later}}</text>"),
        (
            "pages/a/a.js",
            "Page({ data: { rows: [] }, onLoad() { this.setData({ rows: [1, 2] }); wx.request({ url: 'https://x.y', complete: () => this.setData({ later: 'request' }) })
              setTimeout(() => this.setData({ later: 'timer' })) }, onShow() { this.setData({ shown: getApp().name }) } })",
        ),
        ("app.js", "App({ onLaunch() { this.name = 'launched' } })"),
        ("c/row.json", r#"{"component": true}"#),
        ("c/row.wxml", "<view>{{text}}{{mark}}</view>"),
        ("c/row.js", "Component({ properties: { text: Number }, data: { mark: '' }, lifetimes: { attached() { this.setData({ mark: '!' }) } } })"),
    ]);
    let build = build(&files, BuildOptions { mode: Mode::Dev, ..BuildOptions::default() });
    assert_eq!(notes(&build), []);
    let page = page(&build, "index.html");
    let texts: Vec<&str> = page.split(['<', '>']).skip(2).step_by(2).filter(|text| !text.is_empty()).collect();
    assert_eq!(texts, ["1!", "2!", "launched"], "{page}");
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    let files = project(&[
        ("pages/a/a.wxml", "<view>{{a}} {{b}} {{c}}</view>"),
        (
            "pages/a/a.js",
            "Page({ onLoad() { this.setData({ a: Math.random(), b: new Date().toString(), c: new Date(2020, 1, 1, 8).toISOString() }) } })",
        ),
    ]);
    let first = build(&files, BuildOptions::default());
    let again = build(&files, BuildOptions::default());
    assert!(first.outputs == again.outputs);
    let page = page(&first, "index.html");
    assert!(page.contains("Mon Jan 01 2024 08:00:00 GMT+0800 2020-02-01T00:00:00.000Z"), "{page}");
}

#[test]
fn every_document_of_history_has_its_own_frame() {
    let files = project(&[
        ("app.json", r#"{"pages": ["pages/a/a", "pages/b/b"], "subpackages": [{"root": "sub", "pages": ["c/c"]}]}"#),
        ("pages/a/a.wxml", "<view>a</view>"),
        ("pages/a/a.js", "Page({})"),
        ("pages/b/b.wxml", "<view>b <image src='/i.png'/></view>"),
        ("pages/b/b.js", "Page({})"),
        ("sub/c/c.wxml", "<view>c {{x}}</view>"),
        ("sub/c/c.js", "Page({ data: { x: require('./d') } })"),
        ("sub/c/d.js", "module.exports = 'd'"),
        ("i.png", "png"),
    ]);
    let build = build(&files, BuildOptions { router: Router::History, ..BuildOptions::default() });
    assert_eq!(notes(&build), []);
    for (path, text) in [("index.html", ">a<"), ("pages/a/a.html", ">a<"), ("pages/b/b.html", ">b <"), ("sub/c/c.html", ">c d<")] {
        assert!(page(&build, path).contains(text), "{path}: {}", page(&build, path));
    }
    // Addresses do not know where the app will be.
    assert!(page(&build, "pages/b/b.html").contains("src=\"i.png\""));
    assert!(build.outputs.keys().all(|path| !path.ends_with(".html") || !text(&build, path).contains("wxc.invalid")));
}

#[test]
fn what_stands_in_the_way_is_said_where_it_stands() {
    let page = "Page({\n  onLoad() {\n    BODY\n  },\n})\n";
    let cases = [
        ("wx.getStorageSync('x').y.z()", 3, "undefined"),
        ("for (;;) ;", 1, "do not come to an end"),
        ("/(a+)+b/.test('a'.repeat(60))", 1, "do not come to an end"),
        ("let a = []; for (;;) a.push(new Array(1e6).fill(1.5))", 1, "memory"),
        ("throw 'text'", 1, "text"),
        ("null.x", 3, "null"),
    ];
    for (mode, (body, line, words)) in [Mode::Dev, Mode::Release].into_iter().flat_map(|mode| cases.map(|case| (mode, case))) {
        let script = page.replace("BODY", body);
        let files = project(&[("pages/a/a.wxml", "<view/>"), ("pages/a/a.js", &script)]);
        let build = build(&files, BuildOptions { mode, ..BuildOptions::default() });
        let notes = notes(&build);
        let [(path, at, message)] = notes.as_slice() else { panic!("{body}: {notes:?}") };
        assert_eq!((path.as_str(), *at), ("pages/a/a.js", line), "{body}: {message}");
        assert!(message.starts_with("`pages/a/a` starts empty, its first frame cannot be made: ") && message.contains(words), "{message}");
        assert!(text(&build, "index.html").contains("<div id=\"wxc\"></div>"));
    }
}

#[test]
fn a_page_never_reaches_what_is_outside() {
    let script = "Page({ onLoad() {
        const names = ['$host', '$stage', '$input', 'document', 'process', 'require', 'std', 'os', 'Deno', 'std']
        this.setData({ seen: names.filter((name) => globalThis[name] !== undefined).join() + typeof fetch + typeof document, html: typeof importScripts }) } })";
    let files = project(&[("pages/a/a.wxml", "<view>[{{seen}} {{html}}]</view>"), ("pages/a/a.js", script)]);
    let build = build(&files, BuildOptions::default());
    assert!(page(&build, "index.html").contains("[undefinedundefined undefined]"), "{}", page(&build, "index.html"));
}

#[test]
fn the_stage_has_what_every_element_and_every_family_needs() {
    let tags = wxc_core::vocabulary::components::all().map(|(tag, _)| tag);
    let tags = tags.filter(|tag| !["block", "template", "import", "include", "wxs", "slot"].contains(tag));
    let wxml: String = tags.map(|tag| format!("<{tag} value=\"{{{{v}}}}\" bindtap=\"f\">{tag}</{tag}>\n")).collect();
    let script = "const all = wx; Page({ data: { v: 1 }, f() {}, onLoad() { this.setData({ members: [all].length }) } })";
    let files = project(&[("pages/a/a.wxml", &wxml), ("pages/a/a.js", script), ("pages/a/a.json", r#"{"enablePullDownRefresh": true}"#)]);
    let build = build(&files, BuildOptions::default());
    assert_eq!(notes(&build), []);
    let page = page(&build, "index.html");
    assert!(page.contains(">view</wx-view>") && page.contains("</wx-slider>"), "{page}");
}

#[test]
fn fixtures_have_frames() {
    for (name, words) in [("counter", ">+<"), ("shop", "From the kiln")] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
        let mut files = Project::new();
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("fixture").flatten() {
                if entry.path().is_dir() {
                    open.push(entry.path());
                } else {
                    let path = entry.path().strip_prefix(&root).expect("below").to_string_lossy().replace('\\', "/");
                    files.insert(path, std::fs::read(entry.path()).expect("read"));
                }
            }
        }
        let build = build(&files, BuildOptions { router: Router::History, ..BuildOptions::default() });
        assert_eq!(notes(&build), []);
        assert!(page(&build, "index.html").contains(words));
    }
}
