//! One input and what it becomes, per rule.

use super::{Refusal, format};
use crate::source::FileId;

#[track_caller]
fn check(input: &str, expected: &str) {
    let once = format(FileId(0), input).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert_eq!(once, expected, "formatted once");
    let twice = format(FileId(0), &once).unwrap_or_else(|refusal| panic!("{refusal:?}"));
    assert_eq!(twice, expected, "formatted twice");
}

/// One mustache, in a text.
#[track_caller]
fn expr(input: &str, expected: &str) {
    check(&format!("<v>{{{{{input}}}}}</v>"), &format!("<v>{{{{{expected}}}}}</v>\n"));
}

#[test]
fn children_get_lines() {
    check(
        "<view>\n<text>a</text><text>b</text>\n\n\n\n<view/></view>",
        "<view>\n  <text>a</text>\n  <text>b</text>\n\n  <view />\n</view>\n",
    );
    check("<view><image/> <image/></view>", "<view><image /><image /></view>\n");
    check("<view>\n</view>\n<view> </view>", "<view></view>\n<view></view>\n");
    check("\n\n<a/><b/>\n\n\n<c/>\n\n", "<a />\n<b />\n\n<c />\n");
    check("", "");
    check(" \n ", "");
}

#[test]
fn a_row_that_does_not_fit_is_broken() {
    let text = "x".repeat(40);
    check(
        &format!("<view><text>{text}</text><text>{text}</text></view>"),
        &format!("<view>\n  <text>{text}</text>\n  <text>{text}</text>\n</view>\n"),
    );
    // Wide characters take two columns.
    let wide = "中".repeat(20);
    check(
        &format!("<view><text>{wide}</text><text>{wide}</text></view>"),
        &format!("<view>\n  <text>{wide}</text>\n  <text>{wide}</text>\n</view>\n"),
    );
}

#[test]
fn text_stays_as_it_is() {
    for text in [
        "<view>\n hello\n</view>\n",
        "<text> a  b </text>\n",
        "a <b />c",
        "<view>\n    {{ a }}\n  </view>\n",
        "<v>\u{a0}</v>\n",
        "<v>a\\nb &lt;</v>\n",
    ] {
        check(text, text);
    }
    check("  <view>a <b  x='1'></b>  <c/>\n\n\n<d/>\n d</view >", "<view>a <b x=\"1\"></b> <c />\n\n  <d />\n d</view>\n");
    check("a < b\n<v  />", "a < b\n<v />\n");
    check("<v />\nend\n\n", "<v />\nend\n\n");
}

#[test]
fn what_does_not_fit_beside_text_gets_a_line_where_no_text_is_touched() {
    let long = "x".repeat(50);
    check(
        &format!("<v a=\"{long}\"><b a=\"{long}\"/>t<c a=\"{long}\" b=\"{long}\"/> <d/></v>"),
        &format!("<v a=\"{long}\">\n  <b a=\"{long}\" />t<c\n    a=\"{long}\"\n    b=\"{long}\"\n  /> <d /></v>\n"),
    );
}

#[test]
fn attributes_are_broken_when_they_do_not_fit() {
    check("<v a = '1'\n  b\tc=\"\"/>", "<v a=\"1\" b c=\"\" />\n");
    let long = "x".repeat(50);
    check(&format!("<v a=\"{long}\" b=\"{long}\"><c/></v>"), &format!("<v\n  a=\"{long}\"\n  b=\"{long}\"\n>\n  <c />\n</v>\n"));
    check(&format!("<v a=\"{long}\" b=\"{long}\">t</v>"), &format!("<v\n  a=\"{long}\"\n  b=\"{long}\"\n>t</v>\n"));
    check(&format!("<v a=\"{long}{long}\"/>"), &format!("<v a=\"{long}{long}\" />\n"));
    check("<v a=\"x\n y\" b=\"1\"/>", "<v\n  a=\"x\n y\"\n  b=\"1\"\n/>\n");
    check("<v a=\"1\" b=\"2\" a=\"3\" />", "<v a=\"1\" b=\"2\" a=\"3\" />\n");
}

#[test]
fn quotes_are_double_when_possible() {
    let pairs = [
        (r#"a='x'"#, r#"a="x""#),
        (r#"a='"'"#, r#"a='"'"#),
        (r#"a="'""#, r#"a="'""#),
        (r#"a='{{"x"}}'"#, r#"a="{{ 'x' }}""#),
        (r#"a="{{"x"}}""#, r#"a="{{ 'x' }}""#),
        (r#"a='"{{b?'c':"d"}}'"#, r#"a='"{{ b ? "c" : "d" }}'"#),
        (r#"a='{{"it\'s"}}'"#, r#"a="{{ 'it\'s' }}""#),
        (r#"a="{{"it's"}}""#, r#"a="{{"it's"}}""#),
        (r#"a="{{'say \"x\"'}}""#, r#"a='{{ "say \"x\"" }}'"#),
        (r#"a="{{`"`+ b}}""#, r#"a='{{ `"` + b }}'"#),
    ];
    for (input, expected) in pairs {
        check(&format!("<v {input}/>"), &format!("<v {expected} />\n"));
    }
}

#[test]
fn comments_are_kept() {
    check("<v><!-- a --></v>\n<!-- b --><c/> <!-- d -->\n<!-- e -->", "<v><!-- a --></v>\n<!-- b -->\n<c /> <!-- d -->\n<!-- e -->\n");
    check("<v>\n    <!-- a\n       b\n    c -->\n    <d/></v>", "<v>\n  <!-- a\n     b\n  c -->\n  <d />\n</v>\n");
    check("<v>a<!-- x --> b</v>", "<v>a<!-- x --> b</v>\n");
}

#[test]
fn scripts_move_as_a_whole() {
    check(
        "<view><wxs module=\"m\">\n\tvar a = `\n  x`\n\t\tif (a) {}\n\n\tmodule.exports = {}  \n</wxs></view>",
        "<view>\n  <wxs module=\"m\">\n    var a = `\n  x`\n    \tif (a) {}\n\n    module.exports = {}\n  </wxs>\n</view>\n",
    );
    check("<wxs module='m'> module.exports = 1 </wxs>", "<wxs module=\"m\">module.exports = 1</wxs>\n");
    check("<wxs module='m' src='./a.wxs'/>", "<wxs module=\"m\" src=\"./a.wxs\" />\n");
    check("<wxs module=\"m\">var a = 1\n  var b = 'x\\\n    y'</wxs>", "<wxs module=\"m\">\n  var a = 1\n  var b = 'x\\\n    y'\n</wxs>\n");
    check("<wxs module=\"m\">\n\n</wxs>", "<wxs module=\"m\"></wxs>\n");
}

#[test]
fn line_breaks_are_the_files() {
    check("<v>\r\n<a/></v>\r\n", "<v>\r\n  <a />\r\n</v>\r\n");
    check("<v>\n a\r\n</v>", "<v>\n a\n</v>\n");
}

#[test]
fn expressions() {
    expr("a", " a ");
    expr("", "");
    expr("  ", "");
    expr("a+b*-c", " a + b * -c ");
    expr("!a&&(b||c)", " !a && (b || c) ");
    expr("a ?b:c?d :e", " a ? b : c ? d : e ");
    expr("a?{b:1}:[1,2,]", " a ? { b: 1 } : [1, 2] ");
    expr("a . b [ 0 ] ?. [ c ] ( 1,2 , )", " a.b[0]?.[c](1, 2) ");
    expr("m.f ( {a,b :1,...c} )", " m.f({ a, b: 1, ...c }) ");
    expr("[ ...a , - - b ]", " [...a, - -b] ");
    expr("a--b", " a - -b ");
    expr("typeof a==='x'", " typeof a === 'x' ");
    expr("'a' in  b", " 'a' in b ");
    expr("{in:1,typeof :2}.in", " { in: 1, typeof: 2 }.in ");
    expr("{}", " {} ");
    expr("{ }", " {} ");
    expr("a/*c*/+b", "a/*c*/+b");
    expr("\"a\"+'b'+\"it's\"", " 'a' + 'b' + \"it's\" ");
    expr("`a${ b+`x`}c ${{d:1}.d}`+``", " `a${b + `x`}c ${{ d: 1 }.d}` + `` ");
    expr("a\n+\nb", " a + b ");
    expr("a?.5:1", " a ? .5 : 1 ");
    expr("(a)", " (a) ");
    expr("+ +a", " + +a ");
    expr("! !a", " !!a ");
    expr("void 0", " void 0 ");
    expr("0x1F+010+1.+.5", " 0x1F + 010 + 1. + .5 ");
}

#[test]
fn data_of_templates() {
    check("<template is=\"x\" data=\"{{a:1,b,...c}}\"/>", "<template is=\"x\" data=\"{{ a: 1, b, ...c }}\" />\n");
    check("<template is=\"x\" data=\"{{ {a:1} }}\"/>", "<template is=\"x\" data=\"{{ { a: 1 } }}\" />\n");
    check("<template is=\"x\" data=\"{{(a)}}\"/>", "<template is=\"x\" data=\"{{ (a) }}\" />\n");
    check("<template is=\"x\" data=\"{{a,b,}}\"/>", "<template is=\"x\" data=\"{{ a, b }}\" />\n");
}

#[test]
fn what_cannot_be_understood_is_refused() {
    for text in ["<view>", "<v a=x/>", "{{a b}}", "<wxs module=\"m\">var = 1</wxs>"] {
        let Err(Refusal::Mistakes(list)) = format(FileId(0), text) else { panic!("{text} is accepted") };
        assert!(!list.is_empty(), "{text}");
    }
}

#[test]
fn deep_trees_stay_small() {
    let text = "<a>\n".repeat(3_000) + &"</a>".repeat(3_000);
    let out = format(FileId(0), &text).expect("formatted");
    assert!(out.len() < 1_000_000, "{}", out.len());
}
