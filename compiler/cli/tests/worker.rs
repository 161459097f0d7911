//! `wxc worker` driven as Bazel drives persistent workers: what comes out is what a build alone gives, whatever was built before.

mod project;

use project::{Project, wxc};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
}

impl Worker {
    fn start(folder: &Path) -> Self {
        let mut child = wxc()
            .args(["worker", "--persistent_worker"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("wxc runs");
        let answers = BufReader::new(child.stdout.take().expect("piped")).lines();
        Self { input: child.stdin.take(), child, answers }
    }

    fn send(&mut self, request: &Value) {
        let input = self.input.as_mut().expect("open");
        write!(input, "{request}").and_then(|()| input.flush()).expect("sent");
    }

    fn answer(&mut self) -> Value {
        serde_json::from_str(&self.answers.next().expect("an answer").expect("UTF-8")).expect("JSON")
    }

    fn ask(&mut self, arguments: &[&str]) -> Value {
        self.send(&json!({ "arguments": arguments }));
        self.answer()
    }

    fn end(mut self) {
        self.input = None;
        assert_eq!(self.child.wait().expect("ended").code(), Some(0));
    }
}

fn contents(project: &Project, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let read = |file: String| (file.clone(), fs::read(project.root.join(folder).join(file)).expect("read"));
    project.list(folder).into_iter().map(read).collect()
}

/// A project in `app`, and a change of each kind.
fn project() -> (Project, Vec<(&'static str, Option<&'static str>)>) {
    let project = Project::counter();
    for path in ["app.json", "app.js", "pages/a/a.wxml", "pages/a/a.wxss", "pages/a/a.js", "images/a.png"] {
        let text = project.read(path);
        fs::remove_file(project.root.join(path)).expect("removed");
        project.write(&format!("app/{path}"), &text);
    }
    let changes = vec![
        ("app/pages/a/a.js", Some("Page({ data: { text: 'changed' } })")),
        ("app/pages/a/a.wxml", Some("<include src='./part.wxml'/>")),
        ("app/pages/a/part.wxml", Some("<view>part {{text}}</view>")),
        ("app/pages/a/part.wxml", Some("<view>another {{text}}</view>")),
        ("app/images/b.png", Some("png")),
        ("app/images/a.png", Some("gnp")),
        ("app/app.wxss", Some("@import './theme.wxss'; .box { color: red }")),
        ("app/theme.wxss", Some(".theme { color: red }")),
        ("app/pages/a/a.ts", Some("Page({ data: { text: 'typed' } })")),
        ("app/pages/a/a.json", Some(r#"{"usingComponents": {"n-tag": "n-ui/tag"}}"#)),
        ("app/node_modules/n-ui/tag.json", Some(r#"{"component": true}"#)),
        ("app/node_modules/n-ui/tag.wxml", Some("<slot/>")),
        ("app/node_modules/n-ui/tag.js", Some("Component({})")),
        ("app/pages/a/part.wxml", None),
        ("app/pages/a/a.wxml", Some("<n-tag/>")),
        ("app/app.json", Some("{")),
        ("app/app.json", Some(r#"{"pages": ["pages/a/a"], "window": {}}"#)),
    ];
    (project, changes)
}

fn inputs(project: &Project, digest: impl Fn(&str) -> String) -> Value {
    project.list("app").iter().map(|path| json!({ "path": format!("app/{path}"), "digest": digest(&format!("app/{path}")) })).collect()
}

const BUILD: [&str; 5] = ["build", "app", "--message-format", "short", "--no-prerender"];

#[test]
fn a_warm_build_is_a_build() {
    let (project, changes) = project();
    // One is told what changed, the other finds out.
    let (mut told, mut alone) = (Worker::start(&project.root), Worker::start(&project.root));
    for (path, text) in std::iter::once(&("app/app.js", Some("App({})"))).chain(&changes) {
        match text {
            Some(text) => project.write(path, text),
            None => fs::remove_file(project.root.join(path)).expect("removed"),
        }
        let arguments = |out: &'static str| BUILD.into_iter().chain(["-o", out]).collect::<Vec<_>>();
        let inputs = inputs(&project, |path| project.read(path).len().to_string() + &project.read(path));
        told.send(&json!({ "arguments": arguments("told"), "inputs": inputs, "verbosity": 0 }));
        alone.send(&json!({ "arguments": arguments("alone") }));
        let anew = project.wxc(&arguments("anew"));
        let lines = |text: &str| text.lines().filter(|line| !line.starts_with("wxc: built")).map(str::to_owned).collect::<Vec<_>>();
        for (worker, out) in [(&mut told, "told"), (&mut alone, "alone")] {
            let answer = worker.answer();
            assert_eq!(answer["exitCode"], anew.code, "{path} {answer} {}", anew.err);
            assert_eq!(lines(answer["output"].as_str().expect("text")), lines(&anew.err), "after {path}");
            assert!(contents(&project, out) == contents(&project, "anew"), "{out} after {path} became {text:?}");
        }
    }
    told.end();
    alone.end();
}

#[test]
fn a_request_sees_its_inputs_alone() {
    let (project, _) = project();
    project.write("app/images/undeclared.png", "png");
    project.write("params", "build\napp\n-o\nout\n");
    let mut worker = Worker::start(&project.root);
    let declared: Vec<Value> = inputs(&project, |_| String::new())
        .as_array()
        .expect("a list")
        .iter()
        .filter(|input| input["path"] != "app/images/undeclared.png")
        .cloned()
        .collect();
    worker.send(&json!({ "arguments": ["@params"], "inputs": declared, "requestId": 7 }));
    let answer = worker.answer();
    assert_eq!((&answer["exitCode"], &answer["requestId"]), (&json!(0), &json!(7)), "{answer}");
    assert!(project.exists("out/images/a.png") && !project.exists("out/images/undeclared.png"));
    // The same project in a sandbox of its own.
    fs::create_dir_all(project.root.join("box/1")).expect("made");
    fs::rename(project.root.join("app"), project.root.join("box/1/app")).expect("moved");
    worker.send(&json!({ "arguments": ["build", "app", "-o", "out"], "inputs": declared, "requestId": 8, "sandboxDir": "box/1" }));
    assert_eq!(worker.answer()["exitCode"], 0);
    assert!(contents(&project, "out") == contents(&project, "box/1/out"));
    worker.end();
}

#[test]
fn requests_at_once_are_all_answered() {
    let (project, _) = project();
    let mut worker = Worker::start(&project.root);
    for id in 1..=12 {
        let (mode, out) = (if id % 2 == 0 { "dev" } else { "release" }, format!("out{id}"));
        worker.send(&json!({ "arguments": ["build", "app", "-o", out, "--mode", mode, "--no-prerender"], "requestId": id }));
    }
    let mut ids: Vec<i64> = (0..12)
        .map(|_| {
            let answer = worker.answer();
            assert_eq!(answer["exitCode"], 0, "{answer}");
            answer["requestId"].as_i64().expect("a number")
        })
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..=12).collect::<Vec<_>>());
    assert!(contents(&project, "out1") == contents(&project, "out11"));
    // A cancelled request has one answer too, and writes nothing if it says so.
    worker.send(&json!({ "arguments": ["build", "app", "-o", "never"], "requestId": 13 }));
    worker.send(&json!({ "requestId": 13, "cancel": true }));
    let answer = worker.answer();
    assert_eq!(answer["requestId"], 13);
    assert_eq!(answer["wasCancelled"].as_bool().unwrap_or(false), !project.exists("never"), "{answer}");
    worker.end();
}

#[test]
fn wrong_requests_do_not_end_a_worker() {
    let (project, _) = project();
    let mut worker = Worker::start(&project.root);
    for (arguments, words) in [
        (&["build", "--ot", "x"][..], "'--out'"),
        (&["build", "nope"], "there is no folder `nope`"),
        (&["dev"], "a worker builds and checks, nothing else"),
        (&["@nope"], "the response file `nope` cannot be read"),
        (&[], "Usage"),
    ] {
        let answer = worker.ask(arguments);
        assert_eq!(answer["exitCode"], 2, "{answer}");
        assert!(answer["output"].as_str().is_some_and(|text| text.contains(words)), "{answer}");
    }
    assert_eq!(worker.ask(&["check", "app"])["exitCode"], 0);
    worker.end();

    let mut worker = Worker::start(&project.root);
    write!(worker.input.as_mut().expect("open"), "Content-Length: 12\n\n").expect("sent");
    worker.input = None;
    assert_eq!(worker.child.wait().expect("ended").code(), Some(2));

    // Callers that start no worker run the same command line once.
    project.write("params", "build\napp\n-o\nonce for all\n");
    assert_eq!(project.wxc(&["worker", "@params"]).code, 0);
    assert!(project.exists("once for all/index.html"));
}
