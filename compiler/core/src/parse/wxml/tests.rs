//! Whole files: the tree in a compact notation, and each diagnostic as `line:column code`.

use super::*;
use crate::ast::wxml::{Node, Part, Value};
use crate::diagnostics::Severity;

fn value(value: &Value) -> String {
    value
        .parts
        .iter()
        .map(|part| match part {
            Part::Literal { text, .. } => text.clone(),
            Part::Mustache { expr: None, empty: true, .. } => "{{}}".into(),
            Part::Mustache { expr: None, .. } => "{{!}}".into(),
            Part::Mustache { .. } => "{{e}}".into(),
        })
        .collect()
}

fn tree(nodes: &[Node]) -> String {
    let show = |node: &Node| match node {
        Node::Text(text) => format!("{:?}", value(&text.value)),
        Node::Comment(_) => "!".into(),
        Node::Element(element) => {
            let attributes = element.attributes.iter().map(|a| match &a.value {
                Some(v) => format!(" {}={:?}", a.name, value(v)),
                None => format!(" {}", a.name),
            });
            let raw = if element.raw.is_some() { " raw" } else { "" };
            format!("{}{}{raw}({})", element.name, attributes.collect::<String>(), tree(&element.children))
        }
    };
    nodes.iter().map(show).collect::<Vec<_>>().join(" ")
}

fn position(text: &str, offset: u32) -> String {
    let before = text.get(..offset as usize).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    format!("{}:{}", before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn report(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics.iter().map(|d| format!("{} {}", position(text, d.span.start), d.code.trim_start_matches("parse/"))).collect()
}

#[track_caller]
fn check(text: &str, expected: &str, diagnostics: &[&str]) {
    let parsed = parse(FileId(0), text);
    assert_eq!(tree(&parsed.document.nodes), expected, "{text}");
    assert_eq!(report(text, &parsed.diagnostics), diagnostics, "{text}");
    for d in &parsed.diagnostics {
        assert!(d.hint.is_some(), "{} has no hint", d.code);
    }
}

#[test]
fn texts() {
    check("<view>\n  hello\r\n  world\n</view>", r#"view("\n  hello\n  world\n")"#, &[]);
    check("a  <view/> b", r#""a  " view() " b""#, &[]);
    check("<text>  </text><view/>\r\n\t<view/>", "text() view() view()", &[]);
    check("<view>{{a}} {{b}}</view><view> {{c}}\n</view>", r#"view("{{e}} {{e}}") view(" {{e}}\n")"#, &[]);
    check("\u{a0}<v/>\u{3000}", "\"\u{a0}\" v() \"\u{3000}\"".replace('\u{a0}', "\\u{a0}").replace('\u{3000}', "\\u{3000}").as_str(), &[]);
    check("a > b & c } }} {x} \" '", r#""a > b & c } }} {x} \" '""#, &[]);
    check("<v>a\\nb &lt;&amp;&nbsp;</v>", r#"v("a\nb <&\u{a0}")"#, &[]);
    check("a<!-- -- {{ <v> -->b<!---->", r#""a" ! "b" !"#, &[]);
    check("{{}} {{ }}", r#""{{}} {{}}""#, &[]);
    check("{{a}}}", r#""{{e}}}""#, &[]);
    check("{{{x:1}}}{{ {x:{y:1}} }}{{'}}'}}{{a<b}}{{'</v>'}}", r#""{{e}}{{e}}{{e}}{{e}}{{e}}""#, &[]);
    check("中文{{a}}😀", r#""中文{{e}}😀""#, &[]);
}

#[test]
fn bare_less_than() {
    check("<v>a < b</v>", r#"v("a < b")"#, &["1:6 bare-less-than"]);
    check("<v>1<2</v>", r#"v("1<2")"#, &["1:5 bare-less-than"]);
    check("<", r#""<""#, &["1:1 bare-less-than"]);
    check("<视图/>", r#""<视图/>""#, &["1:1 bare-less-than"]);
    check("a < b && c > d", r#""a < b && c > d""#, &["1:3 bare-less-than"]);
    check("< view a=\"1\"/>", r#"view a="1"()"#, &[]);
}

#[test]
fn attributes() {
    check("<v a b=\"\" c='x\"' d = \"1\"e=\"2\"\n f=\"a\nb\"/>", r#"v a b="" c="x\"" d="1" e="2" f="a\nb"()"#, &[]);
    check("<v a=\"{{x}}\" b=\"a{{x}} {{y}}\" c='{{\"s\"}}' d=\"{{'>'}}\"/>", r#"v a="{{e}}" b="a{{e}} {{e}}" c="{{e}}" d="{{e}}"()"#, &[]);
    check("<v a=\"{{x ? \"1\" : \"2\"}}\"/>", r#"v a="{{e}}"()"#, &[]);
    check(
        "<v bind:tap=\"a\" data-A-b=\"1\" -a _x a--b wx:if=\"{{a}}\"/>",
        r#"v bind:tap="a" data-A-b="1" -a _x a--b wx:if="{{e}}"()"#,
        &[],
    );
    check("<v a=\"\\n &lt; &\"/>", r#"v a="\\n < &"()"#, &[]);
    check("<v a=\"1\" b=\"2\" a=\"3\"/>", r#"v b="2" a="3"()"#, &["1:16 duplicate-attribute"]);
    check("<v a=\"x > y\" b=\"<z>\"/>", r#"v a="x > y" b="<z>"()"#, &[]);
    check("<v u=\"/p?a=1&copy=2&x=\"/>", r#"v u="/p?a=1&copy=2&x="()"#, &[]);
}

#[test]
fn broken_attributes() {
    check("<v a=x b/>", r#"v a="x" b()"#, &["1:6 unquoted-value"]);
    check("<v a={{x y}}/>", r#"v a="{{!}}"()"#, &["1:6 unquoted-value", "1:10 bad-expression"]);
    check("<v a={{x}} b=\"1\"/>", r#"v a="{{e}}" b="1"()"#, &["1:6 unquoted-value"]);
    check("<v a= b/>", r#"v a="b"()"#, &["1:7 unquoted-value"]);
    check("<v a=></v>", "v a()", &["1:5 bad-attribute"]);
    check("<v a==\"1\" b/>", "v a b()", &["1:6 bad-attribute"]);
    check("<v =\"1\" b/>", "v b()", &["1:4 bad-attribute"]);
    check("<v \"1\" b/>", "v b()", &["1:4 bad-attribute"]);
    check(
        "<v @c=\"7\" a.b=\"6\" 1a 中=\"1\" b/>",
        "v b()",
        &["1:4 bad-attribute", "1:11 bad-attribute", "1:19 bad-attribute", "1:22 bad-attribute"],
    );
    check("<v {{x}} {{ a ? 'b' : 'c' }} b/>", "v b()", &["1:4 bad-attribute", "1:10 bad-attribute"]);
    check("<v a=\"1\"\" b=\"2\"/><w/>", "v a=\"1\" b=\"2\"() w()", &["1:9 bad-attribute"]);
    check("<v / >x</v>", r#"v("x")"#, &["1:4 bad-attribute"]);
    check("<v a=\"1\" / b=\"2\"></v>", r#"v a="1" b="2"()"#, &["1:10 bad-attribute"]);
    check("<v <!-- x --> a=\"1\"/>", r#"v a="1"()"#, &["1:4 comment-in-tag"]);
}

#[test]
fn broken_quotes() {
    check("<v a=\"x", r#"v a="x"()"#, &["1:6 unclosed-quote"]);
    check("<v class=\"a>\n  <w class=\"b\">t</w>\n</v>", r#"v class="a"(w class="b"("t"))"#, &["1:10 unclosed-quote"]);
    check("<v class=\"a\n  id=\"b\">t</v>", r#"v class="a" id="b"("t")"#, &["1:10 unclosed-quote"]);
    check("<v class=\"a{{b}}/><w/>", r#"v class="a{{e}}"() w()"#, &["1:10 unclosed-quote"]);
    check("<v a='x>t</v>", r#"v a="x"("t")"#, &["1:6 unclosed-quote"]);
}

#[test]
fn broken_mustaches() {
    check("<v>{{a}</v><w>{{b}}</w>", r#"v("{{!}}") w("{{e}}")"#, &["1:4 unclosed-mustache"]);
    check("<v>{{</v><w/>", r#"v("{{!}}") w()"#, &["1:4 unclosed-mustache"]);
    check("<v>{{'x}}</v>", r#"v("{{!}}")"#, &["1:6 bad-expression"]);
    check("<v a=\"{{x\" b=\"1\"/>", r#"v a="{{!}}" b="1"()"#, &["1:7 unclosed-mustache"]);
    check("<v a=\"{{x}\" b=\"{{y}}\"/>", r#"v a="{{!}}" b="{{e}}"()"#, &["1:7 unclosed-mustache"]);
    check("<v>it's {{it's}}\n{{it's}}</v>", "v(\"it's {{!}}\\n{{!}}\")", &["1:13 bad-expression", "2:5 bad-expression"]);
    check("<v>\n\n {{a b}}</v>", r#"v("\n\n {{!}}")"#, &["3:6 bad-expression"]);
    check("<v x=\"{{a &lt; 1}}\">{{b}}</v>", r#"v x="{{!}}"("{{e}}")"#, &["1:14 bad-expression"]);
}

#[test]
fn tags() {
    check("<v></v ><v></ v><a-B_c:d/>", "v() v() a-B_c:d()", &[]);
    check("<view>", "view()", &["1:2 unclosed-tag"]);
    check("<view><text></view></text>", "view(text())", &["1:8 unclosed-tag"]);
    check("<view>\n  <text>\n</view><b/>", "view(text()) b()", &["2:4 unclosed-tag"]);
    check("</view>", "", &["1:1 stray-end-tag"]);
    check("<view/></view><b/>", "view() b()", &["1:8 stray-end-tag"]);
    check("<view>a</veiw><b/>", r#"view("a") b()"#, &["1:8 mismatched-tag"]);
    check("<View></view>", "view()", &["1:2 mismatched-tag"]);
    check("<my-crad></my-card>", "my-crad()", &["1:10 mismatched-tag"]);
    check("<view>\n  <view>\n    <view>\n  </view>\n</view>\n<text/>", "view(view(view()) text())", &["3:6 unclosed-tag"]);
    check("<view>\n<view>\n<view>\n</view>\n</view>", "view(view(view()))", &["1:2 unclosed-tag"]);
    check("<view><!DOCTYPE", "view(!)", &["1:7 declaration"]);
    check("<view><image src=\"a\"><text/>b</view>", r#"view(image src="a"() text() "b")"#, &["1:8 unclosed-tag"]);
    check("<input><br>", "input() br()", &["1:2 unclosed-tag", "1:9 unclosed-tag"]);
    check("<view", "view()", &["1:6 unfinished-tag"]);
    check("<view a", "view a()", &["1:8 unfinished-tag"]);
    check("<a><view <text>t</text></view></a>", r#"a(view(text("t")))"#, &["1:9 unfinished-tag"]);
    check("<view></view", "view()", &["1:7 bad-end-tag"]);
    check("<view></view <a/>", "view() a()", &["1:7 bad-end-tag"]);
    check("<view></></view>", "view()", &["1:7 bad-end-tag"]);
    check("<a.b/>", "a.b()", &["1:2 bad-tag-name"]);
    check("<!DOCTYPE html><view/>", "! view()", &["1:1 declaration"]);
    check("<![CDATA[ <x> ]]><view/>", "! view()", &["1:1 declaration"]);
    check("<?xml version=\"1.0\"?><view/>", "! view()", &["1:1 declaration"]);
    check("<view><!-- unterminated </view>", "view(!)", &["1:7 unclosed-comment"]);
    check("<!-- unterminated <view/>", "!", &["1:1 unclosed-comment"]);
}

#[test]
fn wxs() {
    check("<wxs module=\"m\">if (a < b) { '<v>' }</wxs >{{m.x}}", r#"wxs module="m" raw() "{{e}}""#, &[]);
    check("<wxs module=\"m\" src=\"./m.wxs\"/><v/>", r#"wxs module="m" src="./m.wxs"() v()"#, &[]);
    check("<v><wxs module=\"m\">var a", r#"v(wxs module="m" raw())"#, &["1:5 unclosed-tag"]);
    let text = "<wxs module=\"m\">x</wxs>";
    let parsed = parse(FileId(0), text);
    let Some(Node::Element(element)) = parsed.document.nodes.first() else { panic!("an element") };
    assert_eq!(element.raw, Some(Span::new(16, 17)));
    assert_eq!(element.span, Span::new(0, text.len()));
}

#[test]
fn template_data() {
    use crate::ast::expr::ExprKind;
    for (data, object) in [("{{a}}", true), ("{{a, b: 1, ...c}} ", true), ("{{ {a:1} }}", true), ("{{{a:1}}}", true), ("{{o.p}}", false)] {
        let text = format!("<template is=\"t\" data=\"{data}\"/>");
        let parsed = parse(FileId(0), &text);
        assert_eq!(report(&text, &parsed.diagnostics), Vec::<String>::new());
        let Some(Node::Element(element)) = parsed.document.nodes.first() else { panic!("an element") };
        let data = element.attribute("data").and_then(|a| a.value.as_ref()).and_then(Value::single).flatten();
        assert_eq!(data.is_some_and(|e| matches!(e.kind, ExprKind::Object(_))), object, "{text}");
    }
}

#[test]
fn value_spans() {
    let text = "<v a=\"x{{ b }}\" c/>";
    let parsed = parse(FileId(0), text);
    let Some(Node::Element(element)) = parsed.document.nodes.first() else { panic!("an element") };
    let a = element.attribute("a").expect("a");
    assert_eq!((a.span, a.name_span, a.value_span), (Span::new(3, 15), Span::new(3, 4), Span::new(6, 14)));
    let Some([Part::Literal { span: literal, .. }, Part::Mustache { span, body, expr: Some(expr), .. }]) =
        a.value.as_ref().map(|v| v.parts.as_slice())
    else {
        panic!("two parts")
    };
    assert_eq!((*literal, *span, *body, expr.span), (Span::new(6, 7), Span::new(7, 14), Span::new(9, 12), Span::new(10, 11)));
}

/// Every input that WeChat's compiler rejects for its syntax, and that the reference does not ask to accept, is an error here.
#[test]
fn conformance_errors() {
    let cases: serde_json::Value = serde_json::from_str(include_str!("../../../../../tests/conformance/wxml/errors.json")).expect("json");
    // Accepted on purpose (wxml-semantics §4 and §8, the → column), or found by later phases.
    let accepted = ["errors-009", "errors-011", "errors-025", "errors-049", "errors-050", "errors-062", "errors-125"];
    let later = ["errors-136", "errors-137", "errors-139", "errors-144"];
    let mut checked = 0;
    for case in cases["cases"].as_array().expect("cases") {
        let name = case["name"].as_str().expect("name");
        let required = case["level"].is_null() && case["glassEasel"]["expect"].is_null();
        if !required || accepted.contains(&name) || later.contains(&name) {
            continue;
        }
        let text = case["files"][case["entry"].as_str().expect("entry")].as_str().expect("text");
        let errors = parse(FileId(0), text).diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        assert!(errors > 0, "{name} is accepted: {text}");
        checked += 1;
    }
    assert!(checked >= 38, "{checked}");
}

/// What WeChat's compiler accepts has no errors here.
#[test]
fn conformance_accepted() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/wxml");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).expect("folder") {
        let cases: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(entry.expect("entry").path()).expect("text")).expect("json");
        for case in cases["cases"].as_array().expect("cases").iter().filter(|case| !case["expect"].is_null()) {
            for (path, text) in case["files"].as_object().expect("files").iter().filter(|(path, _)| path.ends_with(".wxml")) {
                let parsed = parse(FileId(0), text.as_str().expect("text"));
                let errors: Vec<_> = parsed.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
                assert!(errors.is_empty(), "{} {path}: {text}\n{errors:#?}", case["name"]);
                checked += 1;
            }
        }
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn hostile_sizes() {
    let deep = format!("{}x{}", "<view>".repeat(10_000), "</view>".repeat(10_000));
    assert!(parse(FileId(0), &deep).diagnostics.is_empty());
    assert_eq!(parse(FileId(0), &"<view>".repeat(10_000)).diagnostics.len(), 10_000);
    assert_eq!(parse(FileId(0), &"<view><text></view>".repeat(10_000)).diagnostics.len(), 10_000);
    assert_eq!(parse(FileId(0), &"</view>".repeat(10_000)).diagnostics.len(), 10_000);
    let long = "x".repeat(5_000_000);
    for text in [
        long.clone(),
        format!("<{long}/>"),
        format!("<v {long}/>"),
        format!("<v a=\"{long}\"/>"),
        format!("<v a='{long}'/>"),
        format!("<!--{long}-->"),
        format!("{{{{{long}}}}}"),
        format!("<v>{{{{'{long}'}}}}</v>"),
        format!("<wxs>{long}</wxs>"),
        " ".repeat(5_000_000),
    ] {
        assert!(parse(FileId(0), &text).diagnostics.is_empty());
    }
    for broken in ["{{", "{{'", "<v a=\"", "<", "</", "{{a}", "<!--", "<v a='{{", "&", "<v ", "<wxs>", "< v ", "{{`${"] {
        parse(FileId(0), &broken.repeat(100_000));
    }
}

/// Whatever is typed into a file: no panic, and every span lies in the text.
#[test]
fn mutations() {
    let seeds = [
        "<view class=\"a {{b ? '中' : `x${c}`}}\" wx:if=\"{{a}}\">文{{ d.e[0] }}<!-- c --></view>\n<wxs module='m'>var a</wxs>",
        "<template name=\"t\"><slot/></template><template is=\"t\" data=\"{{a, b: 1, ...c}}\"/>\r\n<image src='😀' bindtap=x/>",
    ];
    let pieces = [
        "<", ">", "/", "{{", "}}", "\"", "'", "`", "${", "<!--", "-->", "=", " ", "\n", "中", "😀", "</", "<wxs>", "&lt;", "\\", "{", "}",
        "(", "?",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % n as u64).unwrap_or(0)
    };
    for round in 0..4000 {
        let mut text: Vec<char> = seeds[round % seeds.len()].chars().collect();
        for _ in 0..=random(4) {
            let at = random(text.len());
            match random(3) {
                0 => drop(text.splice(at..at, pieces[random(pieces.len())].chars())),
                1 => drop(text.drain(at..(at + 1 + random(6)).min(text.len()))),
                _ => text.truncate(at.max(1)),
            }
            text.push('x');
        }
        let text: String = text.into_iter().collect();
        let parsed = parse(FileId(0), &text);
        let inside = |span: Span| text.get(span.range()).is_some();
        let mut open: Vec<&Node> = parsed.document.nodes.iter().collect();
        while let Some(node) = open.pop() {
            assert!(inside(node.span()), "{text}");
            if let Node::Element(element) = node {
                assert!(element.attributes.iter().all(|a| inside(a.span) && inside(a.name_span) && inside(a.value_span)), "{text}");
                assert_eq!(text.get(element.name_span.range()).map(str::len), Some(element.name_span.len()), "{text}");
                open.extend(&element.children);
            }
        }
        for d in &parsed.diagnostics {
            let end = Span::new(d.span.start as usize, (d.span.end as usize).min(text.len()));
            assert!(inside(end) && d.labels.iter().all(|l| inside(l.span)), "{text}: {d:?}");
        }
    }
}

#[test]
fn expressions_with_mistakes_say_what_to_write() {
    let cases = [
        ("a + * b", "unexpected `*`", "write a value between `+` and `*`, or remove one of them"),
        ("* b", "unexpected `*`", "write a value before `*`, or remove it"),
        ("a ! b", "unexpected `!`", "`!` cannot follow a value; remove it, or write an operator before it"),
        ("a ) b", "unexpected `)`", "nothing is open here that `)` closes; remove it, or open it before"),
        ("(a + )", "unexpected `)`", "write a value after `+`"),
        ("()", "unexpected `)`", "write a value between `(` and `)`"),
        ("(]", "unexpected `]`", "`(` is not closed by `]`"),
        ("a..b", "unexpected `.`", "write a name between `.` and `.`, or remove one of them"),
        ("a.", "the expression ends too early", "write the name after `.`"),
        ("a &&", "the expression ends too early", "write the value after `&&`"),
        ("a # b", "unexpected `#`", "remove it, or put text in quotes"),
    ];
    for (text, message, hint) in cases {
        let parsed = parse(FileId(0), &format!("<view>{{{{{text}}}}}</view>"));
        let found: Vec<_> = parsed.diagnostics.iter().map(|d| (d.message.as_str(), d.hint.as_deref().unwrap_or_default())).collect();
        assert_eq!(found, [(message, hint)], "{text}");
    }
}
