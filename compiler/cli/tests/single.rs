//! `wxc render` and `wxc css`: one file, and files of cases.

mod project;

use project::Project;
use serde_json::{Value, json};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

#[test]
fn a_template_with_data() {
    let project = Project::counter();
    let run = project.wxc(&["render", "pages/a/a.wxml", "--data", r#"{"text": "<b> & 中"}"#, "--format", "tree"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let tree: Value = serde_json::from_str(&run.out).expect("a tree");
    assert_eq!(tree, json!([{"tag": "view", "attrs": {"bindtap": "tap", "class": "box"}, "children": ["<b> & 中"]}]));
}

#[test]
fn markup_shows_what_attributes_can_hold() {
    let project = Project::counter();
    project.write(
        "pages/a/a.wxml",
        "<view class=\"a {{b}}\" hidden=\"{{false}}\" bindtap=\"tap\" data-n=\"{{1}}\" data-o=\"{{ {x: 1} }}\"><input disabled value=\"{{v}}\"/>{{'<b>'}}</view>",
    );
    let run = project.wxc(&["render", "pages/a/a.wxml", "--data", r#"{"b": "c", "v": "\">"}"#]);
    assert_eq!(
        run.out,
        "<wx-view class=\"a c\" data-n=\"1\"><wx-input disabled=\"\" value=\"&quot;&gt;\"></wx-input>&lt;b&gt;</wx-view>\n"
    );
}

#[test]
fn absolute_paths_start_at_the_root_and_data_comes_from_a_file() {
    let project = Project::counter();
    project.write("pages/a/a.wxml", "<import src=\"/t/t\"/><template is=\"t\" data=\"{{n}}\"/>");
    project.write("t/t.wxml", "<template name=\"t\"><text>{{n + 1}}</text></template>");
    project.write("data.json", "{\"n\": 1}");
    let run = project.wxc(&["render", "pages/a/a.wxml", "--data", "@data.json", "--format", "tree"]);
    assert_eq!(serde_json::from_str::<Value>(&run.out).expect("a tree"), json!([{"tag": "text", "children": ["2"]}]));
}

#[test]
fn mistakes_are_told_beside_the_result() {
    let project = Project::counter();
    project.write("pages/a/a.wxml", "<view>{{ a + }}</view>");
    let run = project.wxc(&["render", "pages/a/a.wxml", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("pages/a/a.wxml:1:13: error[parse/bad-expression]"), "{}", run.err);
    assert_eq!(project.wxc(&["render", "pages/b/b.wxml"]).code, 2);
    assert_eq!(project.wxc(&["render"]).code, 2);
    assert_eq!(project.wxc(&["render", "pages/a/a.wxml", "--data", "[1]"]).code, 2);
    assert_eq!(project.wxc(&["css", "--cases", "app.json"]).code, 2);
}

#[test]
fn a_sheet_in_every_unit() {
    let project = Project::counter();
    let css = |args: &[&str]| project.wxc(&[&["css", "pages/a/a.wxss"], args].concat()).out;
    assert_eq!(css(&["--minify"]), ".box{width:calc(20*var(--rpx))}\n");
    assert_eq!(css(&["--rpx", "px=375"]), ".box {\n  width: 10px;\n}\n");
    assert_eq!(css(&["--component", "--minify", "--rpx", "vw"]), ".box:where(.s1){width:2.66667vw}\n");
}

#[test]
fn cases_are_answered_one_per_line_in_their_order() {
    let project = Project::counter();
    let templates = json!({"format": 1, "cases": [
        {"name": "one", "files": {"a.wxml": "<v a='{{x}}'/>"}, "entry": "a.wxml", "data": {"x": 1}},
        {"name": "two", "files": {"a.wxml": "<v>"}, "entry": "a.wxml", "data": {}},
    ]});
    project.write("cases.json", &templates.to_string());
    let run = project.wxc(&["render", "--cases", "cases.json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let answers = lines(&run.out);
    assert_eq!(answers[0], json!({"name": "one", "tree": [{"tag": "v", "attrs": {"a": 1}}], "diagnostics": []}));
    assert_eq!(answers[1]["name"], "two");
    assert_eq!(answers[1]["diagnostics"][0]["code"], "parse/unclosed-tag");
    assert_eq!(answers[1]["diagnostics"][0]["path"], "a.wxml");

    let sheets = json!({"format": 1, "cases": [
        {"name": "s", "files": {"a.wxss": "@import 'b';page .a{width:1.50rpx}", "b.wxss": ":host{color:#FF0000}"}, "entry": "a.wxss", "deviceWidth": 750, "classPrefix": "p-"},
    ]});
    project.write("cases.json", &sheets.to_string());
    let answers = lines(&project.wxc(&["css", "--cases", "cases.json"]).out);
    assert_eq!(answers, [json!({"name": "s", "css": "[is=\"b\"]{color:#FF0000;}\nbody .p-a{width:1px;}\n", "diagnostics": []})]);
}

/// A case that needs the thread pool must not wait for a thread that waits for it.
#[test]
fn more_cases_than_threads_compile_wxs() {
    let project = Project::counter();
    let wxml = "<wxs module='m'>module.exports = 1</wxs><wxs module='n' src='n.wxs'/>{{m}}{{n}}";
    let cases: Vec<Value> = (0..200)
        .map(|i| json!({"name": i.to_string(), "files": {"a.wxml": wxml, "n.wxs": "module.exports = 2"}, "entry": "a.wxml", "data": {}}))
        .collect();
    project.write("cases.json", &json!({"format": 1, "cases": cases}).to_string());
    let answers = lines(&project.wxc(&["render", "--cases", "cases.json"]).out);
    assert_eq!(answers.len(), 200);
    assert!(answers.iter().all(|a| a["tree"] == json!(["12"])), "{answers:?}");
}

/// A diagnostic at most, never a crash, and no time that grows with the square of the input.
#[test]
fn deep_and_long_templates_are_answered() {
    let project = Project::counter();
    let n = 10_000;
    let case = |name: &str, wxml: String| json!({"name": name, "files": {"a.wxml": wxml}, "entry": "a.wxml", "data": {}});
    let nested = |open: &str, inside: &str, close: &str| format!("{}{inside}{}", open.repeat(n), close.repeat(n));
    let cases = [
        case("tags", nested("<v>", "", "</v>")),
        case("conditions", nested("<v wx:if='{{a}}'>", "", "</v>")),
        case("parentheses", format!("{{{{{}}}}}", nested("(", "1", ")"))),
        case("brackets", format!("{{{{ {} }}}}", nested("[", "", "]"))),
        case("operators", format!("{{{{{}1}}}}", "a + ".repeat(n))),
        case("chain", format!("<v wx:if='{{{{a}}}}'/>{}<w wx:else/>", "<v wx:elif='{{a}}'/>".repeat(2000))),
        case("text", "x".repeat(5_000_000)),
        case("string", format!("{{{{'{}'}}}}", "x".repeat(5_000_000))),
    ];
    project.write("cases.json", &json!({"format": 1, "cases": cases}).to_string());
    let run = project.wxc(&["render", "--cases", "cases.json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let answers: Vec<&str> = run.out.lines().collect();
    let errors = |line: &str| line.matches("\"severity\":\"error\"").count();
    assert_eq!(answers.iter().map(|a| errors(a)).collect::<Vec<_>>(), [0, 1, 0, 1, 1, 0, 0, 0]);
    assert_eq!(answers[0].matches("\"tag\":\"v\"").count(), n);
    assert!(answers[1].contains("wxml/nested-too-deep") && answers[4].contains("parse/expression-too-deep"));
    assert!(answers[2].contains("[\"1\"]") && answers[5].contains("\"tag\":\"w\"") && answers[7].len() > 5_000_000);
}
