//! Tests of style sheets from WXSS to CSS.

use super::{Rpx, StyleOutput, StyleRequest, StyleRole, style};
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
        path: "a.wxss",
        role,
        scopes: &scopes,
        within: (role == StyleRole::Page).then_some("p1"),
        host: (role == StyleRole::Component).then_some("h1"),
        rpx: Rpx::Var,
        minify: true,
    };
    (style(&project(files), "", &sources, &request), sources)
}

/// The minified sheet; panics on diagnostics.
fn css(role: StyleRole, text: &str) -> String {
    let (out, _) = compile(role, &[("a.wxss", text)]);
    assert!(out.diagnostics.is_empty(), "{text}: {:?}", out.diagnostics);
    out.css
}

/// The minified sheet and the diagnostics as `code@text`.
fn mended(text: &str) -> (String, Vec<String>) {
    let (out, sources) = compile(StyleRole::Plain, &[("a.wxss", text)]);
    let say = |d: &crate::diagnostics::Diagnostic| {
        let text = sources.text(d.file);
        format!("{}@{}", d.code.trim_start_matches("style/"), text.get(d.span.range()).unwrap_or("?"))
    };
    (out.css.clone(), out.diagnostics.iter().map(say).collect())
}

macro_rules! cases {
    ($role:expr, $($input:literal => $output:literal,)*) => { $( assert_eq!(css($role, $input), $output, "input: {}", $input); )* };
}

#[test]
fn confines_pages() {
    cases!(StyleRole::Page,
        ".a{color:red}" => ":where(.p1) .a:where(.s1){color:red}",
        "page{color:red}" => "wx-page:where(.p1){color:red}",
        "page .a>view{color:red}" => "wx-page:where(.p1) .a:where(.s1)>wx-view{color:red}",
        "view.a:hover::after{color:red}" => ":where(.p1) wx-view.a:where(.s1):hover:after{color:red}",
        "*{color:red}" => ":where(.p1) :where(.s1){color:red}",
        ":root{--a:1}" => "wx-page:where(.p1){--a:1}",
        ":host{color:red}" => ".p1{color:red}",
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
        "@keyframes k{0%{top:0}}.a{animation:k 1s,other 2s}" => "@keyframes k-s1{0%{top:0}}.a:where(.s1){animation:1s k-s1,2s other}",
    );
}
#[test]
fn lengths() {
    cases!(StyleRole::Plain,
        ".a{width:20rpx;height:1rpx}" => ".a{width:calc(20*var(--rpx));height:max(1px,var(--rpx))}",
        ".a{margin:calc(10px - 2rpx) -4rpx}" => ".a{margin:calc(10px - 2*var(--rpx)) calc(-4*var(--rpx))}",
        ".a{width:100vw;height:50vh;top:10vmin}" => ".a{width:calc(100*var(--vw));height:calc(50*var(--vh));top:calc(10*min(var(--vw),var(--vh)))}",
        ".a{--x:10rpx;width:var(--y,3rpx)}" => ".a{--x:calc(10*var(--rpx));width:var(--y,calc(3*var(--rpx)))}",
        "@media screen and (min-width:400px) and (orientation:landscape){.a{top:0}}" => "@media screen and (orientation:landscape){@container wxc (min-width:400px){.a{top:0}}}",
        "@media (max-width:300px),(orientation:landscape){.a{top:0}}" => "@container wxc (max-width:300px){.a{top:0}}@media (orientation:landscape){.a{top:0}}",
    );
}

#[test]
fn mends() {
    for (input, output, diagnostics) in [
        (".a{color:red;*zoom:1;top:0}", ".a{color:red;top:0}", vec!["property-hack@*"]),
        (".a{color:red;width 1px;top:0}", ".a{color:red;top:0}", vec!["expected-colon@1px"]),
        (".a{color:red\n top:0}", ".a{color:red;top:0}", vec!["missing-semicolon@d"]),
        (".a{color:red;width:calc(1px;top:0}.b{top:0}", ".a{color:red;top:0}.b{top:0}", vec!["unclosed-parenthesis@calc("]),
        (".a:not(.b{color:red}.b{top:0}", ".b{top:0}", vec!["unclosed-parenthesis@:not("]),
        (".a{content:\"x\n;top:0}.b{top:0}", ".a,.b{top:0}", vec!["unclosed-string@\"x"]),
        ("// don't\n.a{top:0}", ".a{top:0}", vec!["line-comment@// don't"]),
        (".a{top:0", ".a{top:0}", vec!["unclosed-block@{"]),
        (".a{top:0}}.b{top:0}", ".a,.b{top:0}", vec!["unexpected-token@}"]),
        (".a{top:0};.b{left:0}", ".a{top:0}.b{left:0}", vec!["stray-semicolon@;"]),
        (".a,{top:0}", ".a{top:0}", vec!["missing-selector@,"]),
        (".1a{top:0}.b{top:0}", ".b{top:0}", vec!["bad-selector@.1a"]),
        (".a{color:red!ie;top:0}", ".a{top:0}", vec!["unexpected-token@ie"]),
    ] {
        let (css, found) = mended(input);
        assert_eq!((css.as_str(), found), (output, diagnostics.iter().map(|d| (*d).to_owned()).collect()), "input: {input}");
    }
}
