//! What must hold for any text whatever: the body of every fuzz target, and of the tests that replay their findings.

use oxc::allocator::Allocator;
use oxc::parser::Parser;
use oxc::span::SourceType;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use wxc_core::ast::expr::Expr;
use wxc_core::ast::wxml::{Document, Node, Part, Value};
use wxc_core::bundle::script::{ScriptKind, ScriptOutput};
use wxc_core::bundle::style::style;
use wxc_core::bundle::{BuildOptions, Compiler, Mode, Router, Threads};
use wxc_core::diagnostics::render::{Format, Look, render};
use wxc_core::diagnostics::{Diagnostic, catalogue};
use wxc_core::emit::style::{StyleRequest, StyleRole};
use wxc_core::format::{Refusal, format};
use wxc_core::source::{FileId, Sources, Span};
use wxc_core::{lex, parse, resolve};

/// A check by the name of its fuzz target.
pub type Check = fn(&str);

pub const CHECKS: &[(&str, Check)] = &[
    ("config", config),
    ("expression", expression),
    ("fmt", fmt),
    ("lexer", lexer),
    ("project", project),
    ("script", script),
    ("wxml", wxml),
    ("wxss", wxss),
];

/// Tokens lie in the text, in order, and are what the text says there.
pub fn lexer(text: &str) {
    let lexed = lex::wxml::lex(text);
    let mut at = 0;
    for (token, span) in &lexed.tokens {
        assert!(span.start >= at && span.end >= span.start, "{token:?} at {span:?} comes after {at}");
        assert!(text.get(span.start..span.end).is_some(), "{token:?} at {span:?} cuts a character");
        at = span.end;
    }
    for (fault, span) in &lexed.faults {
        assert!(text.get(span.start..span.end).is_some(), "{fault:?} at {span:?} cuts a character");
    }
    let mut at = 0;
    for (token, span) in lex::expr::lex(text, 0) {
        let bad = matches!(token, lex::expr::Token::Bad(..));
        assert!(bad || span.start >= at, "{token:?} at {span:?} comes after {at}");
        assert!(text.get(span.start..span.end).is_some(), "{token:?} at {span:?} cuts a character");
        at = if bad { at } else { span.end };
    }
}

/// Every node lies inside of its parent and behind its sibling; diagnostics have places.
pub fn wxml(text: &str) {
    let (sources, file) = one_file("a.wxml", text);
    let text = sources.text(file);
    let parsed = parse::wxml::parse(file, &text);
    document(&text, &parsed.document);
    diagnostics(&sources, &parsed.diagnostics);
}

fn document(text: &str, document: &Document) {
    let whole = Span::new(0, text.len());
    let mut open: Vec<(&[Node], Span)> = vec![(&document.nodes, whole)];
    while let Some((nodes, parent)) = open.pop() {
        let mut at = parent.start;
        for node in nodes {
            let span = node.span();
            inside(text, span, parent);
            assert!(span.start >= at, "{span:?} overlaps what ends at {at}");
            at = span.end;
            match node {
                Node::Element(element) => {
                    inside(text, element.name_span, span);
                    for attribute in &element.attributes {
                        inside(text, attribute.span, span);
                        inside(text, attribute.name_span, attribute.span);
                        inside(text, attribute.value_span, attribute.span);
                        if let Some(value) = &attribute.value {
                            parts(text, value, attribute.value_span);
                        }
                    }
                    if let Some(raw) = element.raw {
                        inside(text, raw, span);
                    }
                    open.push((&element.children, span));
                }
                Node::Text(node) => parts(text, &node.value, span),
                Node::Comment(_) => {}
            }
        }
    }
}

fn parts(text: &str, value: &Value, parent: Span) {
    for part in &value.parts {
        match part {
            Part::Literal { span, .. } => inside(text, *span, parent),
            Part::Mustache { span, body, expr, .. } => {
                inside(text, *span, parent);
                inside(text, *body, *span);
                if let Some(expr) = expr {
                    inside(text, expr.span, *body);
                }
            }
        }
    }
}

fn inside(text: &str, span: Span, parent: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} is no place in a text of {}", text.len());
    assert!(parent.start <= span.start && span.end <= parent.end, "{span:?} is not inside of {parent:?}");
}

/// An expression or a diagnostic, in a place.
pub fn expression(text: &str) {
    // The parser is given what the lexer found between two braces.
    let (sources, file) = one_file("a.wxml", &format!("{{{{{text}}}}}"));
    let text = sources.text(file);
    let body = Span::new(2, text.len() - 2);
    let check = |result: Result<Option<Expr>, Box<Diagnostic>>| match result {
        Ok(Some(expr)) => inside(&text, expr.span, body),
        Ok(None) => {}
        Err(error) => diagnostics(&sources, &[*error]),
    };
    check(parse::expr::expression(file, &text, body));
    check(parse::expr::object_body(file, &text, body));
}

/// A file is formatted once and for all, or refused with a reason.
pub fn fmt(text: &str) {
    let (sources, file) = one_file("a.wxml", text);
    let text = sources.text(file);
    match format(file, &text) {
        Ok(once) => {
            assert_eq!(format(file, &once).as_deref(), Ok(once.as_str()), "formatted twice, from {text:?}");
            assert!(once.len() <= 200 * text.len() + 1, "{} bytes became {}", text.len(), once.len());
        }
        Err(Refusal::Mistakes(list)) => {
            assert!(!list.is_empty());
            diagnostics(&sources, &list);
        }
        Err(Refusal::Bug(words)) => panic!("{words}: {text:?}"),
    }
}

/// Style sheets come out as CSS that parses, cannot leave a `<style>`, and whose marks lie in order.
pub fn wxss(text: &str) {
    let files: BTreeMap<String, Vec<u8>> = BTreeMap::from([
        ("a.wxss".to_owned(), text.as_bytes().to_vec()),
        ("b.wxss".to_owned(), b".imported{width:1rpx}@import 'a';".to_vec()),
        ("c.png".to_owned(), Vec::new()),
    ]);
    for (role, minify) in [(StyleRole::Component, true), (StyleRole::Page, false)] {
        let sources = Sources::default();
        let request = StyleRequest {
            role,
            scopes: &["s1".to_owned()],
            within: (role == StyleRole::Page).then_some("p1"),
            host: (role == StyleRole::Component).then_some("h1"),
            minify,
            ..StyleRequest::plain("a.wxss")
        };
        let output = style(&files, "", &sources, &request);
        assert!(!output.css.to_ascii_lowercase().contains("</style"), "{}", output.css);
        assert!(output.marks.is_sorted_by_key(|mark| mark.offset), "{:?}", output.marks);
        for mark in &output.marks {
            assert!(output.css.is_char_boundary(mark.offset as usize), "{mark:?} cuts a character");
            assert!(sources.text(mark.file).is_char_boundary(mark.source as usize), "{mark:?} cuts a character");
        }
        diagnostics(&sources, &output.diagnostics);
    }
}

/// A configuration is read as every kind of configuration there is.
pub fn config(text: &str) {
    let (sources, file) = one_file("a.json", text);
    let (value, found) = resolve::json::parse_json(file, &sources.text(file));
    assert!(value.is_some() || !found.is_empty(), "neither a value nor a diagnostic");
    diagnostics(&sources, &found);
    for path in ["app.json", "project.config.json", "pages/a/a.json", "theme.json", "sitemap.json", "package.json"] {
        let mut files = skeleton();
        files.insert(path.to_owned(), text.as_bytes().to_vec());
        let build = wxc_core::bundle::check(&files, &BuildOptions::default());
        diagnostics(&build.sources, &build.diagnostics);
    }
}

/// Whatever the script, the body of its factory parses.
pub fn script(text: &str) {
    for kind in [ScriptKind::Js, ScriptKind::Ts, ScriptKind::Wxs, ScriptKind::Json] {
        let (sources, file) = one_file("a", text);
        let output = wxc_core::bundle::script::script("a", file, &sources.text(file), kind);
        diagnostics(&sources, &output.diagnostics);
        factory(&output, kind);
        for mark in &output.marks {
            assert!(output.code.is_char_boundary(mark.offset as usize), "{mark:?} cuts a character of the output");
            assert!(sources.text(file).is_char_boundary(mark.source as usize), "{mark:?} cuts a character of the source");
        }
    }
}

fn factory(output: &ScriptOutput, kind: ScriptKind) {
    // Modules of ECMAScript are strict; the rest is as sloppy as it was.
    let strict = if output.esm { "'use strict';\n" } else { "" };
    let code = format!("(function(require,module,exports,$w){{{strict}{}\n}})", output.code);
    if let Err(error) = script_parses(&code) {
        panic!("{kind:?} does not parse: {error}\n{code}");
    }
}

/// Whether a text is a script every engine would load.
pub fn script_parses(code: &str) -> Result<(), String> {
    wxc_core::parse::script::with_stack(code, || {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, code, SourceType::script()).parse();
        match parsed.diagnostics.iter().find(|d| d.severity == oxc::diagnostics::Severity::Error) {
            Some(error) => Err(error.to_string()),
            None if parsed.panicked => Err("the parser gave up".to_owned()),
            None => Ok(()),
        }
    })
}

/// A whole project, written as one text: a line `@@ path` starts each file; what stands before the first is the page's template. It is built in one of
/// the modes (by the length of the text), and everything that comes out must parse.
pub fn project(text: &str) {
    let files = project_files(text);
    let options = project_options(text.len() % 16);
    let build = COMPILERS.with_borrow_mut(|compilers| {
        let Kept { compiler, paths, builds } = compilers.entry(text.len() % 16).or_insert_with(|| Kept::new(options.clone()));
        if *builds == 200 {
            (*compiler, *builds) = (Compiler::new(options), 0);
        }
        *builds += 1;
        let changed = paths.iter().chain(files.keys()).cloned().collect();
        compiler.invalidate(&files, &changed);
        *paths = files.keys().cloned().collect();
        compiler.build(&files)
    });
    assert_eq!(build.bug, None);
    diagnostics(&build.sources, &build.diagnostics);
    for (path, output) in &build.outputs {
        assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".."), "`{path}` leaves the output folder");
        let Some(bytes) = output.bytes() else { continue };
        let output = std::str::from_utf8(&bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        if path.ends_with(".js") {
            script_parses(output).unwrap_or_else(|error| panic!("{path}: {error}"));
        } else if path.ends_with(".json") || path.ends_with(".map") {
            serde_json::from_str::<serde_json::Value>(output).unwrap_or_else(|error| panic!("{path}: {error}"));
        } else if path.ends_with(".html") {
            crate::html::check(output).unwrap_or_else(|error| panic!("{path}: {error}\n{output}"));
        } else if path.ends_with(".css") {
            assert!(!output.to_ascii_lowercase().contains("</style"), "{path}: {output}");
        }
    }
}

fn project_options(number: usize) -> BuildOptions {
    BuildOptions {
        source_maps: number & 1 == 1,
        mode: if number & 2 == 2 { Mode::Dev } else { Mode::Release },
        router: if number & 4 == 4 { Router::History } else { Router::Hash },
        threads: if number & 8 == 8 { Threads::One } else { Threads::Worker },
        ..BuildOptions::default()
    }
}

/// A compiler that was used before: the runtime is bundled once, and rebuilding after any change is tested too.
struct Kept {
    compiler: Compiler,
    paths: BTreeSet<String>,
    builds: usize,
}

impl Kept {
    fn new(options: BuildOptions) -> Self {
        Self { compiler: Compiler::new(options), paths: BTreeSet::new(), builds: 0 }
    }
}

thread_local! {
    static COMPILERS: RefCell<BTreeMap<usize, Kept>> = RefCell::default();
}

/// The files that a text of [`project`] stands for.
pub fn project_files(text: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = skeleton();
    let mut path = "pages/a/a.wxml".to_owned();
    let mut content = String::new();
    for line in text.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix("@@ ") {
            files.insert(std::mem::replace(&mut path, next.trim_end().to_owned()), std::mem::take(&mut content).into_bytes());
        } else {
            content.push_str(line);
        }
    }
    files.insert(path, content.into_bytes());
    files
}

/// A page, a component and what they ask for.
fn skeleton() -> BTreeMap<String, Vec<u8>> {
    let files = [
        ("app.json", r#"{"pages": ["pages/a/a"], "window": {"navigationBarTitleText": "t"}}"#),
        ("app.js", "App({})"),
        ("app.wxss", ".a{width:1rpx}"),
        ("pages/a/a.wxml", "<view/>"),
        ("pages/a/a.js", "Page({})"),
        ("pages/a/a.json", r#"{"usingComponents": {"c-c": "/c/c"}}"#),
        ("pages/a/a.wxss", ".b{top:0}"),
        ("c/c.wxml", "<slot/>"),
        ("c/c.js", "Component({})"),
        ("c/c.json", r#"{"component": true}"#),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
}

fn one_file(path: &str, text: &str) -> (Sources, FileId) {
    let sources = Sources::default();
    let file = sources.add(path, text);
    (sources, file)
}

/// Every place lies in its file between two characters, every code has an entry, and every renderer copes.
pub fn diagnostics(sources: &Sources, list: &[Diagnostic]) {
    for diagnostic in list {
        let places = diagnostic.labels.iter().map(|label| (label.file, label.span));
        for (file, span) in std::iter::once((diagnostic.file, diagnostic.span)).chain(places) {
            let text = sources.text(file);
            assert!(
                text.get(span.range()).is_some(),
                "{span:?} is no place in {} ({} bytes): {diagnostic:?}",
                sources.path(file),
                text.len()
            );
        }
        assert!(!diagnostic.message.is_empty() && catalogue::find(diagnostic.code).is_some(), "{diagnostic:?}");
    }
    for format in [Format::Pretty, Format::Short, Format::Json, Format::Github, Format::Sarif] {
        let text = render(format, sources, list, Look::default());
        assert!(!text.is_empty() || list.is_empty(), "{format:?}");
    }
}
