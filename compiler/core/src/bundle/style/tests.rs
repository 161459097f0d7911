//! Tests of style sheets from WXSS to CSS.

use super::style;
use crate::diagnostics::Severity;
use crate::emit::style::{StyleOutput, StyleRequest, StyleRole, place_assets};
use crate::source::Sources;
use std::collections::BTreeMap;

fn project(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn compile(role: StyleRole, files: &[(&str, &str)]) -> (StyleOutput, Sources) {
    let sources = Sources::default();
    let scopes = match role {
        StyleRole::App => vec!["g".to_owned()],
        StyleRole::Plain => vec![],
        _ => vec!["s1".to_owned()],
    };
    let request = StyleRequest {
        role,
        scopes: &scopes,
        within: (role == StyleRole::Page).then_some("p1"),
        host: (role == StyleRole::Component).then_some("h1"),
        minify: true,
        ..StyleRequest::plain("a.wxss")
    };
    (style(&project(files), "", &sources, &request), sources)
}

/// The minified sheet; panics on diagnostics.
fn css(role: StyleRole, text: &str) -> String {
    let (out, _) = compile(role, &[("a.wxss", text)]);
    let others: Vec<_> = out.diagnostics.iter().filter(|d| d.code != "style/component-selector").collect();
    assert!(others.is_empty(), "{text}: {others:?}");
    out.css
}

/// The minified sheet and the diagnostics as `code@text`, with `~` before those that are no errors.
fn mended(text: &str) -> (String, Vec<String>) {
    let (out, sources) = compile(StyleRole::Plain, &[("a.wxss", text)]);
    let say = |d: &crate::diagnostics::Diagnostic| {
        let text = sources.text(d.file);
        let mild = if d.severity == Severity::Error { "" } else { "~" };
        format!("{mild}{}@{}", d.code.trim_start_matches("style/"), text.get(d.span.range()).unwrap_or("?"))
    };
    (out.css.clone(), out.diagnostics.iter().map(say).collect())
}

macro_rules! cases {
    ($role:expr, $($input:literal => $output:literal,)*) => {{
        let wrong = [$(($input, $output)),*].map(|(input, output)| (input, css($role, input), output));
        let wrong: Vec<_> = wrong.into_iter().filter(|(_, found, output)| found != output).collect();
        assert!(wrong.is_empty(), "input, found, expected: {wrong:#?}");
    }};
}

#[test]
fn confines_pages() {
    cases!(StyleRole::Page,
        ".a{color:red}" => ":where(.p1) .a:where(.s1){color:red}",
        "page{color:red}" => "wx-page:where(.p1){color:red}",
        "page .a>view{color:red}" => "wx-page:where(.p1) .a:where(.s1)>wx-view{color:red}",
        "view.a:hover::after{color:red}" => ":where(.p1) wx-view.a:where(.s1):hover::after{color:red}",
        "*{color:red}" => ":where(.p1) *:where(.s1){color:red}",
        ":root{--a:1}" => "wx-page:where(.p1){--a:1}",
        ":host{color:red}" => ".p1{color:red}",
        ":is(page,.a) .b{color:red}" => ":where(.p1,.p1 *):is(wx-page,.a:where(.s1)) .b:where(.s1){color:red}",
        ".a:nth-child(2 of .b){color:red}" => ":where(.p1) .a:where(.s1):nth-child(2 of .b){color:red}",
        "::-webkit-scrollbar{width:0}" => ":where(.p1) :where(.s1)::-webkit-scrollbar{width:0}",
        ".a{.b{top:0}&:hover{left:0}}" => ":where(.p1) .a:where(.s1) .b:where(.s1){top:0}:where(.p1) .a:where(.s1):hover{left:0}",
        "@keyframes k{0%{top:0}}.a{animation-name:k}" => "@keyframes k-s1{0%{top:0}}:where(.p1) .a:where(.s1){animation-name:k-s1}",
        ".a:not(.b){color:red}" => ":where(.p1) .a:where(.s1):not(.b){color:red}",
        "view:not(.b){color:red}" => ":where(.p1) wx-view:not(.b:where(.s1)){color:red}",
        ".a:has(.b){color:red}" => ":where(.p1) .a:where(.s1):has(.b:where(.s1)){color:red}",
    );
}

#[test]
fn confines_components() {
    cases!(StyleRole::Component,
        ".a view,#b{color:red}" => ".a:where(.s1) wx-view:where(.s1),#b:where(.s1){color:red}",
        ":host{color:red}" => ".h1{color:red}",
        ":host(.x) .a{color:red}" => ".h1.x .a:where(.s1){color:red}",
        ":host-context(.x){color:red}" => ".h1:is(.x,.x *){color:red}",
        "page{--a:1}" => "wx-page{--a:1}",
        "@keyframes inline{0%{top:0}}" => "@keyframes inline{0%{top:0}}",
        "@keyframes k{0%{top:0}}.a{animation:k 1s,other 2s}" => "@keyframes k-s1{0%{top:0}}.a:where(.s1){animation:k-s1 1s,other 2s}",
    );
}

#[test]
fn the_app_reaches_tags_everywhere_and_keeps_names() {
    cases!(StyleRole::App,
        "view{color:red}.a{top:0}" => "wx-view{color:red}.a:where(.g){top:0}",
        "@keyframes k{0%{top:0}}.a{animation-name:k}" => "@keyframes k{0%{top:0}}.a:where(.g){animation-name:k}",
        "@media (min-width:1px){view{top:0}}" => "@container wxc (min-width:1px){wx-view{top:0}}#wxc{container-type:size}",
    );
}

#[test]
fn lengths() {
    cases!(StyleRole::Plain,
        ".a{width:20rpx;height:1rpx}" => ".a{width:calc(20*var(--rpx));height:max(1px,var(--rpx))}",
        ".a{margin:calc(10px - 2rpx) -4rpx}" => ".a{margin:calc(10px - 2*var(--rpx)) calc(-4*var(--rpx))}",
        ".a{width:100vw;height:50vh;top:10vmin}" => ".a{width:calc(100*var(--vw));height:calc(50*var(--vh));top:calc(10*min(var(--vw),var(--vh)))}",
        ".a{--x:10rpx;width:var(--y,3rpx)}" => ".a{--x:calc(10*var(--rpx));width:var(--y,calc(3*var(--rpx)))}",
        ".a{width:1ric;left:2rpx}" => ".a{width:1ric;left:calc(2*var(--rpx))}",
        ".a{border:1rpx solid;width:calc(2px/(3rpx/1px))}" => ".a{border:var(--rpx) solid;width:calc(2px/(3*var(--rpx)/1px))}",
        ".a-1rpx{content:\"1rpx\";background:url(1rpx.png)}" => ".a-1rpx{content:\"1rpx\";background:url(1rpx.png)}",
        "@container x (min-width:750rpx){.a{top:0}}" => "@container x (min-width:100vw){.a{top:0}}",
        "@font-face{font-family:x;src:url(http://x/y)}" => "@font-face{font-family:x;src:url(http://x/y)}",
        "@media not screen and (min-width:1px){.a{top:0}}" => "@media not screen{.a{top:0}}@container wxc (not (min-width:1px)){.a{top:0}}",
        "@media (max-width:1px),(min-width:2px) and (max-width:3px){.a{top:0}}" => "@container wxc (max-width:1px) or ((min-width:2px) and (max-width:3px)){.a{top:0}}",
        "/*! MIT */.a{flex:1 1 0rpx}/*! not at the head */" => "/*! MIT */\n.a{flex:1 1 0px}",
        "@media{.a{top:0}}" => ".a{top:0}",
        "@media print{.a{top:0}}" => "@media print{.a{top:0}}",
        "@media screen and (min-width:400px) and (orientation:landscape){.a{top:0}}" => "@media screen and (orientation:landscape){@container wxc (min-width:400px){.a{top:0}}}",
        "@media (max-width:300px),(orientation:landscape){.a{top:0}}" => "@container wxc (max-width:300px){.a{top:0}}@media (orientation:landscape){.a{top:0}}",
    );
}

#[test]
fn mends() {
    let mut wrong = Vec::new();
    for (input, output, diagnostics) in [
        (".a{color:red;*zoom:1;top:0}", ".a{color:red;top:0}", vec!["property-hack@*"]),
        (".a{color:red;width 1px;top:0}", ".a{color:red;top:0}", vec!["expected-colon@1px"]),
        (".a{color:red;width auto;top:0}", ".a{color:red;top:0}", vec!["~expected-colon@auto"]),
        (".a{left:0;color:red\n top:0;right:0}", ".a{left:0;right:0}", vec!["~missing-semicolon@d"]),
        (".a{left:0;color:red top:0;right:0}", ".a{left:0;right:0}", vec!["~missing-semicolon@d"]),
        (".a{left:0;color:red:blue;right:0}", ".a{left:0;right:0}", vec!["~unexpected-token@:"]),
        (".a{left:0;color:red)}.b{top:0}", ".a{left:0}.b{top:0}", vec!["~unexpected-token@)"]),
        (".a{color:red;width:calc(1px;top:0}.b{top:0}", ".a{color:red;top:0}.b{top:0}", vec!["unclosed-parenthesis@calc("]),
        (".a:not(.b{color:red}.b{top:0}", ".b{top:0}", vec!["unclosed-parenthesis@:not("]),
        (".a{content:\"x\n;top:0}.b{top:0}", ".a{top:0}.b{top:0}", vec!["unclosed-string@\"x"]),
        ("// don't\n.a{top:0}", ".a{top:0}", vec!["~line-comment@// don't"]),
        (".a{top:0", ".a{top:0}", vec!["unclosed-block@{"]),
        (".a{top:0}}.b{top:0}", ".a{top:0}.b{top:0}", vec!["unexpected-token@}"]),
        (".a{top:0};.b{left:0}", ".a{top:0}.b{left:0}", vec!["stray-semicolon@;"]),
        (".a{top:0;;left:0;}", ".a{top:0;left:0}", vec![]),
        (".a,{top:0}.b{top:0}", ".b{top:0}", vec!["~missing-selector@,"]),
        (".a,,.c{top:0}.b{top:0}", ".b{top:0}", vec!["missing-selector@,"]),
        (".1a{top:0}.b{top:0}", ".b{top:0}", vec!["~bad-selector@.1a"]),
        (".a..c{top:0}.b{top:0}", ".b{top:0}", vec!["~bad-selector@."]),
        (".a.&c{top:0}.b{top:0}", ".b{top:0}", vec!["~bad-selector@."]),
        (">.a{top:0}.b{top:0}", ".b{top:0}", vec!["~bad-selector@>"]),
        (".a>{top:0}.b{top:0}", ".b{top:0}", vec!["bad-selector@>"]),
        (".a[c=]{top:0}.b{top:0}", ".b{top:0}", vec!["bad-selector@[c=]"]),
        (".a[c=1]{top:0}.b{top:0}", ".b{top:0}", vec!["~bad-selector@[c=1]"]),
        (".a:nth-child(x){top:0}.b{top:0}", ".b{top:0}", vec!["~bad-selector@x"]),
        (".a{.b:foo( {top:0}\n}.c{left:0}", ".c{left:0}", vec!["unclosed-parenthesis@foo("]),
        (".a{color:red;.c..d{x:y}top:0}", ".a{color:red;top:0}", vec!["~bad-selector@."]),
        (".a{color:red;.f::before::after.g{x:y}top:0}", ".a{color:red;top:0}", vec!["~bad-selector@."]),
        (".a{color:red}/* x", ".a{color:red}", vec!["~unclosed-comment@/*"]),
        (".a{color:red/* x}.b{top:0}", ".a{color:red}", vec!["~unclosed-comment@/*"]),
        ("@charset 'x';@namespace url(y);.a{top:0}", ".a{top:0}", vec!["~namespace@@namespace"]),
        ("@charset utf-8;.a{top:0}", ".a{top:0}", vec!["bad-charset@@charset"]),
        (".a{width:10RPX;height:1e1rpx}", ".a{width:calc(10*var(--rpx));height:1e1rpx}", vec!["~rpx-case@10RPX", "~rpx-exponent@1e1rpx"]),
        ("@media screen and(hover){.a{top:0}}.b{top:0}", ".b{top:0}", vec!["~bad-media-query@screen and(hover)"]),
        (
            "@media (min-width:100rpx){.a{top:0}}.b{top:0}",
            "@container wxc (min-width:100rpx){.a{top:0}}.b{top:0}",
            vec!["~rpx-in-media@100rpx"],
        ),
        ("@media print{@import 'b';.a{top:0}}", "@media print{.a{top:0}}", vec!["~misplaced-import@@import 'b';"]),
        ("@keyframes k{10{top:0}to{left:0}}", "@keyframes k{to{left:0}}", vec!["bad-frame@10"]),
        ("@keyframes k{.a{top:0}to{left:0}}", "@keyframes k{to{left:0}}", vec!["~bad-frame@.a"]),
        ("@keyframes a b{to{left:0}}.a{top:0}", ".a{top:0}", vec!["~expected-name@a b"]),
        ("@supports{.a{top:0}}.b{top:0}", ".b{top:0}", vec!["expected-condition@@supports"]),
        (".a>>>.b{top:0}", ".a .b{top:0}", vec!["deep-combinator@>>>"]),
        (".a /deep/ .b{top:0}", ".a .b{top:0}", vec!["~deep-combinator@/deep/"]),
        (".a{background:url(a b);top:0}", ".a{top:0}", vec!["~bad-url@url(a b)"]),
        (".a{width}", "", vec!["~expected-colon@width"]),
        (".a{width:;top:0}", ".a{top:0}", vec!["empty-value@width:"]),
        (".a", "", vec!["expected-block@.a"]),
        ("@keyframes{}.a{top:0}", ".a{top:0}", vec!["expected-name@"]),
        (".a{@import 'b';top:0}", ".a{top:0}", vec!["misplaced-import@@import 'b';"]),
        (".a{color:red!ie;top:0}", ".a{top:0}", vec!["~unexpected-token@ie"]),
        (".a{left: 0\n.b{top:0}}", ".a{left:0}.a .b{top:0}", vec!["missing-semicolon@0"]),
        (".a{left: 0\n.b{top:0}", ".a{left:0}.a .b{top:0}", vec!["unclosed-block@{"]),
    ] {
        let (css, found) = mended(input);
        if (css.as_str(), &found) != (output, &diagnostics.iter().map(|d| (*d).to_owned()).collect::<Vec<_>>()) {
            wrong.push((input, css, found, (output, diagnostics)));
        }
    }
    assert!(wrong.is_empty(), "input, found, expected: {wrong:#?}");
}

/// The sheet of a page of several files, and its diagnostics as `path code`.
fn imports(files: &[(&str, &str)]) -> (String, Vec<String>) {
    let (out, sources) = compile(StyleRole::Plain, files);
    (out.css, out.diagnostics.iter().map(|d| format!("{} {}", sources.path(d.file), d.code)).collect())
}

#[test]
fn inserts_imports_in_place() {
    let b = ("b.wxss", ".b{top:0}");
    for (entry, css) in [
        ("@import 'b'\n.a{left:0}", ".b{top:0}.a{left:0}"),
        ("@IMPORT url( ./b.wxss );.a{left:0}", ".b{top:0}.a{left:0}"),
        (".a{left:0}@import \"/b.wxss\"", ".a{left:0}.b{top:0}"),
        ("@import 'b' layer(x) supports(display:grid) print;", "@media print{@supports (display:grid){@layer x{.b{top:0}}}}"),
        ("@import 'b' (min-width:1px);", "@container wxc (min-width:1px){.b{top:0}}"),
        ("@import 'b'; .a{left:0} @import 'b';", ".a{left:0}.b{top:0}"),
    ] {
        assert_eq!(imports(&[("a.wxss", entry), b]), (css.to_owned(), vec![]), "{entry}");
    }
}

#[test]
fn reports_imports() {
    let b = ("b.wxss", ".b{top:0}@import 'a';");
    let (css, found) = imports(&[("a.wxss", "@import 'b';@import 'no';@import '../x';@import 'http://x/y.css' print;.a{left:0}"), b]);
    assert_eq!(css, "@import \"http://x/y.css\" print;.b{top:0}.a{left:0}");
    let expected =
        ["a.wxss style/import-not-found", "a.wxss style/import-outside", "a.wxss style/remote-import", "b.wxss style/import-cycle"];
    assert_eq!(found, expected);
}

#[test]
fn finds_sheets_of_packages() {
    let files = [
        ("mini/a.wxss", "@import '/miniprogram_npm/@v/w/common/index.wxss';.a{background:url(./i/x.png?v=1#f)}"),
        ("node_modules/@v/w/package.json", r#"{"miniprogram":"lib"}"#),
        ("node_modules/@v/w/lib/common/index.wxss", "@import '../base';.v{background:url(v.png)}"),
        ("node_modules/@v/w/lib/base.wxss", ".base{top:0}"),
        ("node_modules/@v/w/lib/common/v.png", ""),
        ("mini/i/x.png", ""),
    ];
    let scopes = ["g".to_owned()];
    let request = StyleRequest { role: StyleRole::App, scopes: &scopes, minify: true, ..StyleRequest::plain("a.wxss") };
    let mut out = style(&project(&files), "mini/", &Sources::default(), &request);
    assert!(out.diagnostics.is_empty(), "{:?}", out.diagnostics);
    assert_eq!(out.assets, ["../node_modules/@v/w/lib/common/v.png", "i/x.png"]);
    assert_eq!(out.inputs, ["mini/a.wxss", "node_modules/@v/w/lib/common/index.wxss", "node_modules/@v/w/lib/base.wxss"]);
    let placed = place_assets(&out.css, &mut out.marks, &|path| path.rsplit_once('/').map(|(_, name)| format!("/assets/{name}")));
    let expected =
        ".base:where(.g){top:0}.v:where(.g){background:url(\"/assets/v.png\")}.a:where(.g){background:url(\"/assets/x.png?v=1#f\")}";
    assert_eq!(placed, expected);
    let rules = out.marks.iter().map(|m| placed.get(m.offset as usize..m.offset as usize + 3).unwrap_or_default()).collect::<Vec<_>>();
    assert_eq!(rules, [".ba", ".v:", ".a:"]);
}

#[test]
fn marks_lead_to_the_selector() {
    let text = ".é{width:3rpx;height:3rpx}\n\n@media print{\n  page .b{top:0}}";
    let (out, sources) = compile(StyleRole::Page, &[("a.wxss", text)]);
    let pairs: Vec<(&str, &str)> = out
        .marks
        .iter()
        .map(|m| {
            (out.css.get(m.offset as usize..).unwrap_or("?").split('{').next().unwrap_or("?"), text.get(m.source as usize..).unwrap_or("?"))
        })
        .map(|(emitted, source)| (emitted, source.split('{').next().unwrap_or("?")))
        .collect();
    assert_eq!(
        pairs,
        [(":where(.p1) .é:where(.s1)", ".é"), ("@media print", "@media print"), ("wx-page:where(.p1) .b:where(.s1)", "page .b")]
    );
    assert_eq!(out.inputs, ["a.wxss"]);
    assert_eq!(sources.all().len(), 1);
}

#[test]
fn thin_boxes_do_not_vanish() {
    cases!(StyleRole::Plain,
        ".a{height:2rpx!important;width:.5rpx}" => ".a{height:max(1px,2*var(--rpx))!important;width:max(1px,.5*var(--rpx))}",
        ".a{height:3rpx;margin:1rpx;width:0rpx;min-width:-1rpx}" => ".a{height:calc(3*var(--rpx));margin:var(--rpx);width:0px;min-width:calc(-1*var(--rpx))}",
    );
}

#[test]
fn selectors_of_components_are_complained_of_once() {
    for (text, expected) in [(".a{top:0}", vec![]), (".a view,#b{top:0}.c[d]{top:0}", vec!["style/component-selector@view"])] {
        let (out, sources) = compile(StyleRole::Component, &[("a.wxss", text)]);
        let found = out.diagnostics.iter().map(|d| format!("{}@{}", d.code, sources.text(d.file).get(d.span.range()).unwrap_or("?")));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn passed_classes_have_scopes_of_their_own() {
    let scopes = ["s1".to_owned(), "s2".to_owned()];
    let names = ["a".to_owned(), "b".to_owned(), "w-1/2".to_owned()].into();
    let page = |passed, text| {
        let request = StyleRequest { role: StyleRole::Page, scopes: &scopes, passed, minify: true, ..StyleRequest::plain("a.wxss") };
        style(&project(&[("a.wxss", text)]), "", &Sources::default(), &request).css
    };
    let some = |text| page(Some(&names), text);
    assert_eq!(some(".a{top:0}"), ".a:where(.s1,.s2,.s1--a,.s2--a){top:0}");
    assert_eq!(some(".c .a>view{top:0}"), ".c:where(.s1,.s2) .a:where(.s1,.s2,.s1--a,.s2--a)>wx-view{top:0}");
    assert_eq!(
        some(".a.c{top:0}.b.a::before{top:0}"),
        ".a.c:where(.s1,.s2){top:0}.b.a:where(.s1,.s2,.s1--b.s1--a,.s2--b.s2--a)::before{top:0}"
    );
    assert_eq!(some(".a:not(.c){top:0}"), ".a:where(.s1,.s2,.s1--a,.s2--a):not(.c){top:0}");
    assert_eq!(some(".w-1\\/2{top:0}"), ".w-1\\/2:where(.s1,.s2,.s1--w-1\\/2,.s2--w-1\\/2){top:0}");
    assert_eq!(page(None, ".c{top:0}"), ".c:where(.s1,.s2,.s1--c,.s2--c){top:0}");
}

#[test]
fn pages_without_the_app() {
    let (scopes, except) = (["g".to_owned()], ["p1".to_owned(), "p2".to_owned()]);
    let request = StyleRequest { role: StyleRole::App, scopes: &scopes, except: &except, minify: true, ..StyleRequest::plain("a.wxss") };
    let out = style(&project(&[("a.wxss", "page .a>view::before{top:0}")]), "", &Sources::default(), &request);
    assert_eq!(out.css, "wx-page .a:where(.g)>wx-view:where(:not(.p1,.p1 *,.p2,.p2 *))::before{top:0}");
}
