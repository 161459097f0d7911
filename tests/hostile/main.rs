//! Text that looks like code stays text: in every mode, nothing of the hostile project reaches HTML, JavaScript or CSS as anything but what it was.

use cssparser::{Parser, ParserInput, Token};
use oxc::allocator::Allocator;
use oxc::ast::ast::{IdentifierName, IdentifierReference, StringLiteral, TemplateElement};
use oxc::ast_visit::Visit;
use oxc::span::SourceType;
use std::collections::BTreeSet;
use wxc_core::bundle::{BuildOptions, Compiler, Mode, Output, Router, Threads};
use wxc_core::diagnostics::Severity;
use wxc_core::diagnostics::render::{Format, Look, render};
use wxc_prerender::Prerenderer;
use wxc_tests::hostile::{TEXTS, page, project};
use wxc_tests::html::{self, Kind};

/// Text outputs of a build.
fn outputs(options: BuildOptions) -> Vec<(String, String)> {
    let build = Compiler::new(options).build_with_frames(&project(), &Prerenderer::default());
    assert_eq!(build.bug, None);
    let errors: Vec<_> = build.diagnostics.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
    assert!(errors.is_empty(), "{}", render(Format::Pretty, &build.sources, &errors, Look::default()));
    let text = |output: &Output| String::from_utf8(output.bytes()?.into_owned()).ok();
    build.outputs.iter().filter_map(|(path, output)| Some((path.clone(), text(output)?))).collect()
}

fn modes() -> impl Iterator<Item = BuildOptions> {
    (0..8).map(|n| BuildOptions {
        mode: if n & 1 == 0 { Mode::Release } else { Mode::Dev },
        router: if n & 2 == 0 { Router::Hash } else { Router::History },
        threads: if n & 4 == 0 { Threads::Worker } else { Threads::One },
        source_maps: n & 1 == 1,
        ..BuildOptions::default()
    })
}

#[test]
fn nothing_leaves_its_place() {
    for options in modes() {
        let outputs = outputs(options.clone());
        let (mut strings, mut shown) = (BTreeSet::new(), BTreeSet::new());
        let mut contents = BTreeSet::new();
        for (path, text) in &outputs {
            match path.rsplit_once('.').map(|(_, extension)| extension) {
                Some("html") => document(path, text, &mut shown),
                Some("js") => script(path, text, &mut strings),
                Some("css") => sheet(path, text, &mut contents),
                Some("json" | "map") => {
                    drop(serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|error| panic!("{path}: {error}")))
                }
                _ => {}
            }
        }
        for (i, text) in TEXTS.iter().enumerate() {
            // Texts with a mustache in them are put together at run time.
            assert!(text.contains("{{") || shown.contains(*text), "{text:?} is not in the HTML of {options:?}");
            assert!(strings.contains(*text), "{text:?} is no string of the scripts of {options:?}");
            assert!(contents.contains(*text), "{text:?} is no string of the style sheets of {options:?}");
            assert!(
                outputs.iter().any(|(path, text)| path == "manifest.json" && text.contains(&page(i))),
                "page {i} is not in the manifest"
            );
        }
    }
}

/// Elements that a document of ours has, beside `wx-*` and `wxc-*`; the last five are parts of built-in elements in the first frame.
const OURS: &[&str] =
    &["html", "head", "meta", "title", "link", "base", "script", "body", "div", "template", "img", "input", "span", "button", "h1"];

fn document(path: &str, text: &str, shown: &mut BTreeSet<String>) {
    html::check(text).unwrap_or_else(|error| panic!("{path}: {error}"));
    let document = html::parse(text);
    for (name, attributes) in document.elements() {
        assert!(OURS.contains(&name) || name.starts_with("wx-") || name.starts_with("wxc-"), "{path}: <{name}> is not ours");
        for (attribute, value) in attributes {
            assert!(!attribute.starts_with("on"), "{path}: <{name} {attribute}={value:?}>");
            assert!(name != "img" || (attribute.as_str(), value.as_str()) != ("src", "x"), "{path}: an image of the texts");
            // An image with such an address is a broken image.
            let address = matches!(attribute.as_str(), "href" | "src" | "action") && !name.starts_with("wx-") && name != "img";
            assert!(!address || !value.starts_with("javascript:"), "{path}: <{name} {attribute}={value:?}>");
        }
        if name == "script" {
            let get = |wanted: &str| attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
            assert!(
                ["src", "data-page", "data-logic"].iter().any(|name| get(name).is_some()) || get("type") == Some("application/json"),
                "{path}: a script in place"
            );
        }
    }
    for text in document.texts_of("script").iter().filter(|text| !text.is_empty()) {
        if serde_json::from_str::<serde_json::Value>(text).is_err() {
            script(path, text, &mut BTreeSet::new());
        }
    }
    document.visit(&mut |node, enter| match &node.kind {
        Kind::Text(text) if enter => drop(shown.insert(text.clone())),
        _ => {}
    });
}

/// Strings of a script; a name `pwned` in it is code that was text.
struct Names<'s> {
    path: &'s str,
    strings: &'s mut BTreeSet<String>,
}

impl<'a> Visit<'a> for Names<'_> {
    fn visit_identifier_reference(&mut self, name: &IdentifierReference<'a>) {
        assert!(!name.name.contains("pwned"), "{}: `{}` is code", self.path, name.name);
    }
    fn visit_identifier_name(&mut self, name: &IdentifierName<'a>) {
        assert!(!name.name.contains("pwned"), "{}: `{}` is code", self.path, name.name);
    }
    fn visit_string_literal(&mut self, literal: &StringLiteral<'a>) {
        self.strings.insert(literal.value.to_string());
    }
    fn visit_template_element(&mut self, part: &TemplateElement<'a>) {
        self.strings.extend(part.value.cooked.map(|text| text.to_string()));
    }
}

fn script(path: &str, text: &str, strings: &mut BTreeSet<String>) {
    wxc_core::parse::script::with_stack(text, || {
        let allocator = Allocator::default();
        let parsed = oxc::parser::Parser::new(&allocator, text, SourceType::script()).parse();
        assert!(parsed.diagnostics.is_empty() && !parsed.panicked, "{path}: {:?}", parsed.diagnostics.first());
        Names { path, strings }.visit_program(&parsed.program);
    });
}

/// Strings of a style sheet. Every `pwned` must lie in a string, an address, a name or a comment.
fn sheet(path: &str, text: &str, strings: &mut BTreeSet<String>) {
    fn walk(path: &str, parser: &mut Parser<'_, '_>, strings: &mut BTreeSet<String>) {
        while let Ok(token) = parser.next().cloned() {
            match &token {
                Token::QuotedString(text) => drop(strings.insert(text.to_string())),
                Token::Function(name) => assert!(!name.contains("pwned"), "{path}: {name}() is code"),
                Token::BadString(_) | Token::BadUrl(_) | Token::CloseCurlyBracket | Token::CloseParenthesis => panic!("{path}: {token:?}"),
                Token::UnquotedUrl(address) => assert!(!address.starts_with("javascript:"), "{path}: url({address})"),
                _ => {}
            }
            if matches!(token, Token::Function(_) | Token::ParenthesisBlock | Token::CurlyBracketBlock | Token::SquareBracketBlock) {
                let nested = parser.parse_nested_block(|parser| {
                    walk(path, parser, strings);
                    Ok::<_, cssparser::ParseError<'_, ()>>(())
                });
                assert!(nested.is_ok(), "{path}: a block does not end");
            }
        }
    }
    assert!(!text.to_ascii_lowercase().contains("</style"), "{path} could end a <style>");
    let mut input = ParserInput::new(text);
    walk(path, &mut Parser::new(&mut input), strings);
}

/// Half a surrogate pair cannot be written in UTF-8; in a script it stays an escape.
#[test]
fn lone_surrogates_stay_escapes() {
    for place in ["app.js", "pages/a/a.js"] {
        let mut files =
            wxc_tests::checks::project_files("<view>{{'\\ud800'}}{{m.x}}</view><wxs module=\"m\">module.exports = {x: '\\udc00'}</wxs>");
        files.insert(place.to_owned(), b"var x = '\\ud800', y = `\\udfff`; Page({data: {x, y}})".to_vec());
        for mode in [Mode::Dev, Mode::Release] {
            let build = wxc_core::bundle::build(&files, &BuildOptions { mode, ..BuildOptions::default() });
            let text = build.outputs.iter().filter(|(path, _)| path.ends_with(".js")).map(|(path, output)| {
                String::from_utf8(output.bytes().unwrap_or_default().into_owned()).unwrap_or_else(|error| panic!("{path}: {error}"))
            });
            let text = text.collect::<String>();
            assert!(text.contains("\\ud800") && text.contains("\\udfff") && text.contains("\\udc00"), "{place} in {mode:?}");
        }
    }
}
