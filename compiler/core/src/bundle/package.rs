//! The script of a package: runtime, app configuration, user modules, WXS modules and render units joined into one classic script with its source map.

use crate::bundle::minify::minify_function;
use crate::bundle::parts::Words;
use crate::bundle::runtime::RuntimeScript;
use crate::bundle::source_map::{Place, source_map};
use crate::emit::Mark;
use crate::lower::script::quote;
use crate::source::{FileId, Sources};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What user modules see under these names comes from `$wxc.globals`; what that does not have is `undefined`, so that nothing of the worker or the page
/// leaks in. The first lines are the mini program's, the rest the browser's.
pub const USER_GLOBALS: [&str; 49] = [
    "wx",
    "App",
    "Page",
    "Component",
    "Behavior",
    "getApp",
    "getCurrentPages",
    "requirePlugin",
    "requireMiniProgram",
    "__wxConfig",
    "global",
    "globalThis",
    "window",
    "document",
    "self",
    "frames",
    "parent",
    "top",
    "location",
    "navigator",
    "history",
    "screen",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "caches",
    "alert",
    "confirm",
    "prompt",
    "print",
    "open",
    "close",
    "fetch",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "Worker",
    "SharedWorker",
    "importScripts",
    "postMessage",
    "onmessage",
    "addEventListener",
    "removeEventListener",
    "dispatchEvent",
    "requestAnimationFrame",
    "cancelAnimationFrame",
    "customElements",
    "HTMLElement",
    "MutationObserver",
];

/// A text in parts, which it shares with whatever it was joined of: joining 2,000 pages copies nothing.
pub type Parts = Vec<Arc<str>>;

/// A function expression ready to stand in a package, with its marks. Depends on one module or unit alone, so a rebuild can keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    pub code: Arc<str>,
    pub marks: Vec<Mark>,
    /// Of the code before it was minified.
    pub words: Words,
    /// The source map of this piece alone, once it was asked for: the texts it leads to are those it was made of.
    pub map: OnceLock<Arc<str>>,
    /// Line ends in the code, and its UTF-16 units behind the last of them.
    extent: (usize, usize),
}

impl Piece {
    fn new(code: String, mut marks: Vec<Mark>, words: Words) -> Self {
        // There are as many as there are tokens, and they stay as long as the piece.
        marks.shrink_to_fit();
        Self { extent: extent(&code), code: code.into(), marks, words, map: OnceLock::new() }
    }
}

fn extent(text: &str) -> (usize, usize) {
    let last = memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1);
    (memchr::memchr_iter(b'\n', text.as_bytes()).count(), text.get(last..).unwrap_or_default().encode_utf16().count())
}

/// A user script or WXS module of the package.
#[derive(Clone, Copy, Debug)]
pub struct ModuleInput<'a> {
    /// `utils/a.js`, `../node_modules/x/index.js`, `pages/i/i.wxml#m`: the ids of `resolve::modules`.
    pub path: &'a str,
    /// Of [`module_piece`] or [`wxs_piece`].
    pub factory: &'a Piece,
    /// Request text → module path, `None` where the file is missing.
    pub requests: &'a BTreeMap<String, Option<String>>,
}

/// The render unit of a page or component.
#[derive(Clone, Copy, Debug)]
pub struct UnitInput<'a> {
    /// Of [`unit_head`].
    pub head: &'a Arc<str>,
    /// Of [`unit_piece`].
    pub make: &'a Piece,
}

/// One package, everything in the order in which it shall be emitted.
#[derive(Clone, Copy, Debug)]
pub struct PackageInput<'a> {
    /// `""` or the root of the subpackage; `None`: only the runtime, which starts with the main package later or never.
    pub root: Option<&'a str>,
    /// The logic runtime; main package only, unless it stands alone.
    pub runtime: Option<&'a RuntimeScript>,
    /// The object of `$.app`, as JSON; beside the runtime.
    pub app_config: Option<&'a Arc<str>>,
    pub modules: &'a [ModuleInput<'a>],
    pub wxs: &'a [ModuleInput<'a>],
    pub units: &'a [UnitInput<'a>],
    pub minify: bool,
    /// The texts behind the marks, for the source map; `None`: no map.
    pub sources: Option<&'a Sources>,
    /// The map is made of one map for each module and unit, which a rebuild keeps; else it is flat, as every tool can read it.
    pub sections: bool,
    /// What it registers takes the place of what is there: the logic thread's `$wxcReplace` does it.
    pub replaces: bool,
}

/// A finished script. `map` is a source map (version 3, JSON) whose `sources` are project paths; the caller names the file and appends the
/// `//# sourceMappingURL=` line.
#[derive(Clone, Debug, Default)]
pub struct PackageScript {
    pub code: Parts,
    pub map: Option<Parts>,
}

/// The factory `(require, module, exports) => {…}` of a user module.
pub fn module_piece(code: &str, marks: Vec<Mark>, minify: bool) -> Piece {
    factory("(require, module, exports) => {\n", code, marks, minify)
}

/// The factory `(require, module, $w) => {…}` of a WXS module.
pub fn wxs_piece(code: &str, marks: Vec<Mark>, minify: bool) -> Piece {
    factory("(require, module, $w) => {\n", code, marks, minify)
}

/// What stands before the function of a render unit: its path without extension, and the `info` object of `EMITTED.md`, as JSON.
pub fn unit_head(path: &str, info: &str) -> Arc<str> {
    format!("$wxc.unit({},{info},", quote(path)).into()
}

/// The function `($) => ({…})` of a render unit.
pub fn unit_piece(mut text: String, marks: Vec<Mark>, minify: bool) -> Piece {
    text.truncate(text.trim_end().len());
    finish(text, marks, minify)
}

fn factory(head: &str, code: &str, mut marks: Vec<Mark>, minify: bool) -> Piece {
    let shift = length(head);
    marks.iter_mut().for_each(|mark| mark.offset = mark.offset.saturating_add(shift));
    finish(format!("{head}{code}}}"), marks, minify)
}

fn finish(code: String, marks: Vec<Mark>, minify: bool) -> Piece {
    let words = Words::of(&code);
    if !minify {
        return Piece::new(code, marks, words);
    }
    match minify_function(&code) {
        Some(minified) => {
            let marks = compose(&minified.origins, marks);
            let words = words.and(Words::of(&minified.code));
            Piece::new(minified.code, marks, words)
        }
        // unreachable for code that parsed once; readable code is still right
        None => Piece::new(code, marks, words),
    }
}

/// Marks of a text whose `origins` lead to a text that has `marks`.
fn compose(origins: &[(u32, u32)], mut sorted: Vec<Mark>) -> Vec<Mark> {
    sorted.sort_by_key(|mark| mark.offset);
    let find = |from: u32| sorted.get(sorted.partition_point(|mark| mark.offset <= from).checked_sub(1)?);
    origins.iter().filter_map(|&(offset, from)| find(from).map(|mark| Mark { offset, ..*mark })).collect()
}

/// The source map of a script that is nothing but a part of the runtime.
pub fn runtime_map(runtime: &RuntimeScript) -> Arc<str> {
    let make = || {
        let sources: Vec<(String, String)> = runtime.sources.iter().map(|(path, text)| (format!("wxc/{path}"), text.clone())).collect();
        let places: Vec<(u32, usize, u32)> = runtime.marks.iter().map(|&(offset, source, from)| (offset, source as usize, from)).collect();
        source_map(&runtime.code, &sources, &places).into()
    };
    runtime.map.get_or_init(make).clone()
}

/// Joins a package.
pub fn package(input: &PackageInput<'_>) -> PackageScript {
    let mut writer = Writer::new(input.sources);
    if input.sections {
        writer.sections = Some(Sections::default());
    }
    write(&mut writer, input);
    let map = input.sources.map(|_| match &writer.sections {
        Some(sections) => index_map(&sections.maps),
        None => vec![source_map(&writer.code.concat(), &writer.sources, &writer.places).into()],
    });
    PackageScript { code: writer.code, map }
}

/// A source map made of the maps of parts, each with the line and column (from 0, UTF-16) at which it begins.
pub(super) fn index_map(parts: &[(usize, usize, Arc<str>)]) -> Parts {
    let mut out = Parts::with_capacity(2 * parts.len() + 1);
    let mut before = "{\"version\":3,\"sections\":[";
    for (line, column, map) in parts {
        out.push(format!("{before}{{\"offset\":{{\"line\":{line},\"column\":{column}}},\"map\":").into());
        out.push(map.clone());
        before = "},";
    }
    out.push(if parts.is_empty() { format!("{before}]}}") } else { "}]}".to_owned() }.into());
    out
}

fn write(writer: &mut Writer<'_>, input: &PackageInput<'_>) {
    let line = if input.minify { "" } else { "\n" };
    if input.replaces {
        writer.text("(($wxc) => {\n");
    }
    if let Some(runtime) = input.runtime {
        writer.runtime(runtime);
        writer.text("\n");
    }
    if let Some(config) = input.app_config {
        writer.text("$wxc.app(");
        writer.shared(config);
        writer.text(format!(");{line}"));
    }
    if !input.modules.is_empty() {
        let names = user_globals(input).join(if input.minify { "," } else { ", " });
        let (open, end) = if input.minify { ("{let{", "}=$wxc.globals;") } else { ("{\nlet { ", " } = $wxc.globals;\n") };
        writer.text(format!("{open}{names}{end}"));
        input.modules.iter().for_each(|module| writer.module("module", module, line));
        writer.text(format!("}}{line}"));
    }
    input.wxs.iter().for_each(|module| writer.module("wxsModule", module, line));
    for unit in input.units {
        writer.shared(unit.head);
        writer.piece(unit.make);
        writer.text(if input.minify { ");" } else { ");\n" });
    }
    if let Some(root) = input.root {
        writer.text(format!("$wxc.ready({});\n", quote(root)));
    }
    if input.replaces {
        writer.text("})($wxcReplace)\n");
    }
}

/// In release only the names that occur in the modules' text.
fn user_globals(input: &PackageInput<'_>) -> Vec<&'static str> {
    let occurs = |name: &&str| !input.minify || input.modules.iter().any(|module| module.factory.code.contains(name));
    USER_GLOBALS.iter().copied().filter(occurs).collect()
}

/// The place in user text that an offset of a package's script comes from; `None` for the runtime.
pub fn origin(input: &PackageInput<'_>, store: &Sources, offset: u32) -> Option<(FileId, u32)> {
    let mut writer = Writer::new(Some(store));
    write(&mut writer, input);
    let at = writer.places.partition_point(|(place, ..)| *place <= offset).checked_sub(1)?;
    let &(_, source, from) = writer.places.get(at)?;
    let (file, _) = writer.files.iter().find(|(_, index)| **index == source)?;
    Some((*file, from))
}

struct Writer<'a> {
    code: Parts,
    /// Bytes of the code.
    length: u32,
    places: Vec<Place>,
    sources: Vec<(String, String)>,
    /// Index in `sources`.
    files: BTreeMap<FileId, usize>,
    store: Option<&'a Sources>,
    /// Instead of places: the maps of the parts as they are.
    sections: Option<Sections>,
}

/// Maps of the parts written so far.
#[derive(Default)]
struct Sections {
    maps: Vec<(usize, usize, Arc<str>)>,
    /// Where the code ends: line and column from 0, UTF-16.
    line: usize,
    column: usize,
}

impl<'a> Writer<'a> {
    fn new(store: Option<&'a Sources>) -> Self {
        Self { code: Parts::new(), length: 0, places: Vec::new(), sources: Vec::new(), files: BTreeMap::new(), store, sections: None }
    }
}

impl Writer<'_> {
    fn text(&mut self, text: impl Into<Arc<str>>) {
        self.shared(&text.into());
    }

    fn shared(&mut self, text: &Arc<str>) {
        let extent = if self.sections.is_some() { extent(text) } else { (0, 0) };
        self.push(text, extent);
    }

    fn push(&mut self, text: &Arc<str>, (lines, units): (usize, usize)) {
        if let Some(sections) = &mut self.sections {
            sections.line += lines;
            sections.column = if lines == 0 { sections.column + units } else { units };
        }
        self.length = self.length.saturating_add(length(text));
        self.code.push(text.clone());
    }

    /// A part begins here that has a map of its own.
    fn section(&mut self, map: Arc<str>) {
        if let Some(sections) = &mut self.sections {
            sections.maps.push((sections.line, sections.column, map));
        }
    }

    fn runtime(&mut self, runtime: &RuntimeScript) {
        if self.sections.is_some() {
            self.section(runtime_map(runtime));
        } else if self.store.is_some() {
            let (shift, first) = (self.length, self.sources.len());
            let folder = |path: &str| format!("wxc/{path}");
            self.sources.extend(runtime.sources.iter().map(|(path, text)| (folder(path), text.clone())));
            let place = |&(offset, source, from): &(u32, u32, u32)| (shift.saturating_add(offset), first + source as usize, from);
            self.places.extend(runtime.marks.iter().map(place));
        }
        self.text(runtime.code.as_str());
    }

    fn module(&mut self, method: &str, module: &ModuleInput<'_>, line: &str) {
        self.text(format!("$wxc.{method}({},", quote(module.path)));
        self.piece(module.factory);
        let requests = serde_json::to_string(module.requests).unwrap_or_default();
        self.text(format!(",{requests});{line}"));
    }

    fn piece(&mut self, piece: &Piece) {
        if let (Some(_), Some(store)) = (&self.sections, self.store) {
            let map = piece.map.get_or_init(|| piece_map(piece, store)).clone();
            self.section(map);
            return self.push(&piece.code, piece.extent);
        }
        let shift = self.length;
        if let Some(store) = self.store {
            let mut marks: Vec<&Mark> = piece.marks.iter().collect();
            marks.sort_by_key(|mark| mark.offset);
            for mark in marks {
                let index = *self.files.entry(mark.file).or_insert_with(|| {
                    self.sources.push((store.path(mark.file).to_string(), store.text(mark.file).to_string()));
                    self.sources.len() - 1
                });
                self.places.push((shift.saturating_add(mark.offset), index, mark.source));
            }
        }
        self.push(&piece.code, piece.extent);
    }
}

/// The source map of a piece that stands alone.
fn piece_map(piece: &Piece, store: &Sources) -> Arc<str> {
    let mut writer = Writer::new(Some(store));
    writer.piece(piece);
    source_map(&piece.code, &writer.sources, &writer.places).into()
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::script::{ScriptKind, script};

    /// A package of one module, one unit and a runtime of one line.
    fn build(minify: bool) -> PackageScript {
        let sources = Sources::default();
        let text = "import { b } from './b'\nexport const 名 = () => b.x\nPage({ tap() { wx.login() } })\n";
        let file = sources.add("m/a.js", text);
        let compiled = script("a.js", file, text, ScriptKind::Js);
        let factory = module_piece(&compiled.code, compiled.marks, minify);
        let requests = BTreeMap::from([("./b".to_owned(), None)]);
        let make = unit_piece("($) => ({ main: $.template({}) })".to_owned(), Vec::new(), minify);
        let runtime = RuntimeScript {
            code: "(() => {})();\n".into(),
            marks: vec![(0, 0, 2)],
            sources: vec![("main.ts".to_owned(), "  x".to_owned())],
            ..RuntimeScript::default()
        };
        package(&PackageInput {
            root: Some(""),
            runtime: Some(&runtime),
            app_config: Some(&"{\"pages\":[]}".into()),
            modules: &[ModuleInput { path: "a.js", factory: &factory, requests: &requests }],
            wxs: &[],
            units: &[UnitInput { head: &unit_head("p/p", "{}"), make: &make }],
            minify,
            sources: Some(&sources),
            sections: false,
            replaces: false,
        })
    }

    #[test]
    fn readable_and_small() {
        let whole = |script: PackageScript| (script.code.concat(), script.map.map(|map| map.concat()));
        let dev = whole(build(false));
        assert!(dev.0.contains("$wxc.app({\"pages\":[]});\n{\nlet { wx, App, Page, "), "{}", dev.0);
        assert!(
            dev.0.contains(
                "$wxc.module(\"a.js\",(require, module, exports) => {\n\"use strict\";\n$wxc.export(exports, { 名: () => 名 });\n"
            )
        );
        let release = whole(build(true));
        assert!(release.0.contains("{let{wx,Page}=$wxc.globals;$wxc.module(\"a.js\",(e,t,n)=>{\"use strict\";"), "{}", release.0);
        assert!(release.0.ends_with("$wxc.unit(\"p/p\",{},e=>({main:e.template({})}));$wxc.ready(\"\");\n"), "{}", release.0);
        for script in [&dev, &release] {
            let map = script.1.as_deref().unwrap();
            assert!(
                map.starts_with("{\"version\":3,\"sources\":[\"wxc/main.ts\",\"m/a.js\"],\"sourcesContent\":[\"  x\",\"import"),
                "{map}"
            );
            assert!(map.contains("\"mappings\":\"AAAE"), "{map}");
        }
    }

    /// A map of sections leads to the same places as a flat one.
    #[test]
    fn maps_in_sections() {
        let sources = Sources::default();
        let file = sources.add("m/a.js", "x\ny");
        let mark = |offset, source| Mark { offset, file, source };
        let unit = Piece::new("($) => {\n中b\n}".to_owned(), vec![mark(9, 0), mark(12, 2)], Words::default());
        let heads = ["p", "q"].map(|path| unit_head(path, "{}"));
        let units = heads.each_ref().map(|head| UnitInput { head, make: &unit });
        let input = |sections| PackageInput {
            root: Some(""),
            runtime: None,
            app_config: None,
            modules: &[],
            wxs: &[],
            units: &units,
            minify: false,
            sources: Some(&sources),
            sections,
            replaces: false,
        };
        let (flat, parts) = (package(&input(false)), package(&input(true)));
        assert_eq!(flat.code, parts.code);
        let map: serde_json::Value = serde_json::from_str(&parts.map.unwrap().concat()).unwrap();
        let offsets: Vec<String> = map["sections"].as_array().unwrap().iter().map(|s| s["offset"].to_string()).collect();
        assert_eq!(offsets, [r#"{"line":0,"column":17}"#, r#"{"line":3,"column":17}"#]);
        assert_eq!(map["sections"][1]["map"]["mappings"], ";AAAA,CACA");
        assert_eq!(map["sections"][1]["map"]["sources"], serde_json::json!(["m/a.js"]));
    }
}
