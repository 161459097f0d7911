//! `wxc` as a step of other tools: response files, what a build depends on, bytes that depend on nothing else.

mod project;

use project::{Project, wxc};
use std::collections::BTreeMap;
use std::fs;

fn contents(project: &Project, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let read = |file: String| (file.clone(), fs::read(project.root.join(folder).join(file)).expect("read"));
    project.list(folder).into_iter().map(read).collect()
}

#[test]
fn arguments_come_from_files() {
    let project = Project::counter();
    project.write("args", "build . # the project\n  -o 'out folder'\n@more\n");
    project.write("more", "--mode \"dev\" --router\\\n history");
    let run = project.wxc(&["@args"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(project.exists("out folder/pages/a/a.html") && project.exists("out folder/assets/logic.js"));

    let hint = "name a text file of arguments: `wxc @FILE`";
    let refused = |args: &[&str], words: &str| {
        let run = project.wxc(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains(words) && run.err.contains(hint), "{}", run.err);
    };
    refused(&["build", "@no/such"], "the response file `no/such` cannot be read: no such file or directory");
    project.write("open", "build 'a b");
    refused(&["@open"], "a quote in the response file `open` has no end");
    project.write("circle", "@circle");
    refused(&["build", "@circle"], "the response file `circle` names itself");
    fs::write(project.root.join("gbk"), b"\xd6\xd0").expect("written");
    refused(&["build", "@gbk"], "the response file `gbk` is not UTF-8");
    fs::create_dir_all(project.root.join("@odd")).expect("made");
    assert!(project.wxc(&["check", "@@odd"]).err.contains("there is no `app.json`"));
    // `--data @FILE` is an option of its own.
    project.write("data", r#"{"text": "from a file"}"#);
    assert!(project.wxc(&["render", "pages/a/a.wxml", "--data", "@data"]).out.contains("from a file"));
}

#[test]
fn inputs_are_what_was_read() {
    let project = Project::counter();
    project.write("pages/a/a.wxml", "<include src='./part.wxml'/><image src='/images/a.png'/>");
    project.write("pages/a/part.wxml", "<view/>");
    project.write("notes.md", "not part of it");
    let files = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let wanted =
        ["app.js", "app.json", "images/a.png", "pages/a/a.js", "pages/a/a.wxml", "pages/a/a.wxss", "pages/a/part.wxml"].map(str::to_owned);
    assert_eq!(files(&project.wxc(&["build", "--print-inputs"]).out), wanted);
    let checked = files(&project.wxc(&["check", "--print-inputs"]).out);
    assert!(wanted.iter().filter(|path| !path.ends_with(".png")).all(|path| checked.contains(path)), "{checked:?}");

    let run = project.wxc(&["check", "--print-inputs", "--message-format", "json"]);
    let last: serde_json::Value = serde_json::from_str(run.out.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&last["type"], last["files"].as_array().map(Vec::len)), (&"inputs".into(), Some(checked.len())));
    let holds = |key: &str, path: &str| last[key].as_array().is_some_and(|list| list.iter().any(|other| other == path));
    assert!(holds("folders", ".") && holds("folders", "pages/a") && holds("missing", "project.config.json"), "{last}");
    assert_eq!(project.wxc(&["check", "--print-inputs", "--message-format", "sarif"]).code, 2);
}

#[test]
fn a_depfile_is_a_rule() {
    let project = Project::counter();
    project.write("images/a b#$1.png", "png");
    assert_eq!(project.wxc(&["build", "-o", "out", "--depfile", "out.d"]).code, 0);
    let rule = project.read("out.d");
    assert!(
        rule.starts_with("out/manifest.json: \\\n  app.js \\\n  app.json \\\n  images/a\\ b\\#$$1.png \\\n  images/a.png \\\n"),
        "{rule}"
    );
    assert!(rule.contains(" \\\n  . \\\n  images \\\n  pages \\\n  pages/a\n\napp.js:\n"), "{rule}");
    let root = project.root.to_string_lossy().into_owned();
    assert!(!rule.contains(&root));
    // Named absolutely, the project is the same.
    assert_eq!(project.wxc(&["build", &root, "-o", &format!("{root}/out"), "--depfile", "other.d"]).code, 0);
    assert_eq!(project.read("other.d"), rule);

    assert_eq!(project.wxc(&["check", "--depfile", "check.d"]).code, 2);
    assert_eq!(project.wxc(&["check", "--depfile", "check.d", "--depfile-target", "check.stamp"]).code, 0);
    assert!(project.read("check.d").starts_with("check.stamp: \\\n  app.js"));
    let run = project.wxc(&["build", "--depfile", "app.json/x.d"]);
    assert!(run.code == 1 && run.err.contains("cannot write `app.json/x.d`: "), "{}", run.err);
}

#[test]
fn bytes_depend_on_the_project_alone() {
    let (one, two) = (Project::counter(), Project::counter());
    for project in [&one, &two] {
        project.write("app.json", r#"{"pages": ["pages/a/a"], "usingComponents": {"c-card": "c/card"}}"#);
        project.write("c/card.json", r#"{"component": true}"#);
        project.write("c/card.wxml", "<slot/>");
        project.write("pages/a/a.wxml", "<c-card class=\"a\">{{text}}</c-card>");
        project.write("c/card.js", "Component({})");
        project.write("project.config.json", r#"{"setting": {"useCompilerPlugins": ["less", "sass"]}}"#);
        project.write("c/card.less", "@import './part.less'; .a { .b { color: @c } }");
        project.write("c/part.less", "@c: red;");
        project.write("pages/a/a.scss", "@use 'sass:math'; .a { width: math.div(10px, 2) }");
        fs::remove_file(project.root.join("pages/a/a.wxss")).expect("removed");
    }
    let build = |project: &Project, jobs: &str, epoch: &str, zone: &str| {
        let args = ["build", "--router", "history", "--source-maps", "--jobs", jobs, "--message-format", "short"];
        let run = wxc().args(args).current_dir(&project.root).env("SOURCE_DATE_EPOCH", epoch).env("TZ", zone).env("LANG", zone).output();
        assert_eq!(run.expect("runs").status.code(), Some(0));
        contents(project, "dist")
    };
    let first = build(&one, "1", "0", "UTC");
    assert!(first == build(&two, "4", "1700000000", "Asia/Shanghai"));
    let folder = one.root.to_string_lossy().into_owned();
    let holds = |bytes: &[u8]| bytes.windows(folder.len()).any(|part| part == folder.as_bytes());
    assert_eq!(first.iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect::<Vec<_>>(), Vec::<&String>::new());

    // Mistakes do not tell where the project lies either.
    for project in [&one, &two] {
        project.write("c/card.less", "@import './missing.less'; .a { color: @nothing }");
        project.write("pages/a/a.scss", "@use 'nothing'; .a { width: $no }");
        project.write("pages/a/a.js", "require('./nothing'); Page({");
    }
    for format in ["pretty", "short", "json", "sarif", "github"] {
        let said = [&one, &two].map(|project| project.wxc(&["check", "--message-format", format]));
        let text = said.each_ref().map(|run| format!("{}{}", run.out, run.err.split(" ms)").next().unwrap_or_default()));
        let line = |text: &str| text.lines().filter(|line| !line.starts_with("wxc: checked")).collect::<Vec<_>>().join("\n");
        assert_eq!(line(&text[0]), line(&text[1]));
        assert!(text[0].contains("card.less") && !text[0].contains(&folder), "{}", text[0]);
    }
}

#[test]
fn schemas_are_printed() {
    for of in ["diagnostics", "manifest"] {
        let output = wxc().args(["schema", of]).output().expect("runs");
        let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(schema["$id"], format!("urn:wxc:{of}:1"));
    }
    assert_eq!(wxc().args(["schema", "diagnostic"]).output().expect("runs").status.code(), Some(2));
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_printed_is_an_error() {
    let project = Project::counter();
    project.write("pages/a/a.wxml", "<view>");
    let full = || fs::File::options().write(true).open("/dev/full").expect("a full disk");
    let run = wxc().args(["check", "--message-format", "json"]).current_dir(&project.root).stdout(full()).output().expect("runs");
    assert_eq!(String::from_utf8_lossy(&run.stderr), "error: cannot write to standard output: no space left on device\n");
    let run = wxc().arg("explain").stdout(full()).output().expect("runs");
    assert_eq!(run.status.code(), Some(1));
}
