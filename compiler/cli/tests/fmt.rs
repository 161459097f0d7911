//! `wxc fmt` as a shell sees it: what it writes, lists, refuses, and with which exit code.

mod project;

use project::{Project, wxc};
use std::io::Write;
use std::process::Stdio;

const UGLY: &str = "<view   class='a'><text>{{a+b}}</text>\n</view>";
const NEAT: &str = "<view class=\"a\">\n  <text>{{ a + b }}</text>\n</view>\n";

#[test]
fn templates_are_written_and_nothing_else() {
    let project = Project::counter();
    project.write("a.wxml", UGLY);
    project.write("b/c.wxml", NEAT);
    project.write("node_modules/x/d.wxml", UGLY);
    project.write("miniprogram_npm/x/d.wxml", UGLY);
    project.write(".cache/d.wxml", UGLY);
    let before = project.read("pages/a/a.js");
    let run = project.wxc(&["fmt"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", "wxc: 2 of 3 files formatted\n"));
    assert_eq!(
        (project.read("a.wxml"), project.read("b/c.wxml"), project.read("pages/a/a.js")),
        (NEAT.to_owned(), NEAT.to_owned(), before)
    );
    assert_eq!(project.read("pages/a/a.wxml"), "<view class=\"box\" bindtap=\"tap\">{{ text }}</view>\n");
    assert_eq!([project.read("node_modules/x/d.wxml"), project.read("miniprogram_npm/x/d.wxml"), project.read(".cache/d.wxml")], [UGLY; 3]);
    assert_eq!(project.wxc(&["fmt"]).err, "wxc: 0 of 3 files formatted\n");
}

#[test]
fn a_check_lists_and_writes_nothing() {
    let project = Project::counter();
    project.write("a.wxml", UGLY);
    let run = project.wxc(&["fmt", "--check"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "a.wxml\npages/a/a.wxml\n", "wxc: 2 of 2 files to be formatted\n"));
    assert_eq!(project.read("a.wxml"), UGLY);
    let run = project.wxc(&["fmt", "--check", "--message-format", "json", "a.wxml"]);
    let message: serde_json::Value = serde_json::from_str(&run.out).expect("one object");
    assert_eq!(
        (message["code"].as_str(), message["path"].as_str(), message["line"].as_i64()),
        (Some("format/unformatted"), Some("a.wxml"), Some(1))
    );
    project.wxc(&["fmt"]);
    assert_eq!((project.wxc(&["fmt", "--check"]).code, project.wxc(&["fmt", "--check"]).out.as_str()), (0, ""));
}

#[test]
fn files_with_mistakes_are_left_as_they_are() {
    let project = Project::counter();
    project.write("a.wxml", "<view>\n  <text>a</view>\n");
    project.write("b.wxml", "<wxs module='m'>var = 1</wxs>");
    project.write("c.wxml", UGLY);
    std::fs::write(project.root.join("d.wxml"), [0xff, 0xfe]).expect("written");
    let run = project.wxc(&["fmt", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("a.wxml:2:4: error[parse/unclosed-tag]"), "{}", run.err);
    assert!(run.err.contains("b.wxml:1:21: error[script/wxs-syntax]"), "{}", run.err);
    assert!(run.err.contains("d.wxml:1:1: error[project/not-utf8]"), "{}", run.err);
    assert!(run.err.ends_with("wxc: 2 of 5 files formatted, 3 files left as they are because of errors\n"), "{}", run.err);
    assert_eq!(project.read("a.wxml"), "<view>\n  <text>a</view>\n");
    assert_eq!(project.read("c.wxml"), NEAT);
}

#[test]
fn marks_and_line_breaks_are_kept() {
    let project = Project::counter();
    project.write("a.wxml", "\u{feff}<a/>\r\n<b/>\r\n");
    assert_eq!(project.wxc(&["fmt", "a.wxml"]).code, 0);
    assert_eq!(project.read("a.wxml"), "\u{feff}<a />\r\n<b />\r\n");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let pipe = |args: &[&str], text: &str| {
        let mut child = wxc().args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("ends");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(pipe(&["fmt", "-"], UGLY), (Some(0), NEAT.to_owned(), String::new()));
    assert_eq!(pipe(&["fmt", "--stdin"], NEAT), (Some(0), NEAT.to_owned(), String::new()));
    let (code, out, err) = pipe(&["fmt", "-", "--message-format", "short"], "<a>");
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("stdin:1:2: error[parse/unclosed-tag]"), "{err}");
    assert_eq!(pipe(&["fmt", "--check", "-"], UGLY).0, Some(1));
}

#[test]
fn other_files_are_wrong_usage() {
    let project = Project::counter();
    project.write("a.wxss", ".a{}");
    assert_eq!(project.wxc(&["fmt", "a.wxss"]).code, 2);
    assert_eq!(project.wxc(&["fmt", "no.wxml"]).code, 2);
    assert_eq!(project.wxc(&["fmt", "-", "a.wxml"]).code, 2);
}
