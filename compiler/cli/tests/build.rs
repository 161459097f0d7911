//! `wxc build`, `check`, `explain` and `init` as a shell sees them: exit codes, messages, files.

mod project;

use project::{Project, wxc};
use std::collections::BTreeMap;

#[test]
fn a_build_is_a_folder_of_static_files() {
    let project = Project::counter();
    let run = project.wxc(&["build"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(run.err.starts_with("wxc: built 1 page, 0 components → "), "{}", run.err);
    let files: Vec<String> = project.list("dist");
    let hashed = |prefix: &str, extension: &str| files.iter().any(|file| file.starts_with(prefix) && file.ends_with(extension));
    assert!(hashed("assets/logic-", ".js") && hashed("assets/view-", ".js") && hashed("assets/base-", ".css"), "{files:?}");
    assert!(hashed("assets/pages-a-a-", ".css") && hashed("assets/pages-a-a-", ".html"), "{files:?}");
    assert!(project.exists("dist/images/a.png") && project.exists("dist/manifest.json"));
    assert!(!files.iter().any(|file| file.ends_with(".map") || file.ends_with(".wxml") || file == "app.json"), "{files:?}");
    let html = project.read("dist/index.html");
    assert!(html.contains("<title>A &lt;title&gt;</title>") && html.contains("<wx-view"), "{html}");
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let project = Project::counter();
    let content = |folder: &str| -> BTreeMap<String, Vec<u8>> {
        let read = |file: String| (file.clone(), std::fs::read(project.root.join(folder).join(file)).expect("read"));
        project.list(folder).into_iter().map(read).collect()
    };
    assert_eq!(project.wxc(&["build", "-o", "one", "--jobs", "1"]).code, 0);
    let one = content("one");
    std::fs::rename(project.root.join("one"), project.root.join("dist")).expect("renamed");
    assert_eq!(project.wxc(&["build", "--jobs", "4"]).code, 0);
    assert!(one == content("dist"));
}

#[test]
fn mistakes_exit_with_1_and_the_rest_is_built() {
    let project = Project::counter();
    project.write("app.json", "{\"pages\": [\"pages/a/a\",\n  \"pages/b/b\"]}");
    let run = project.wxc(&["build", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    assert!(run.err.starts_with("app.json:2:3: error[project/missing-page]: page `pages/b/b` does not exist"), "{}", run.err);
    assert!(run.err.ends_with(", 1 error\n"), "{}", run.err);
    assert!(project.read("dist/index.html").contains("<wx-view"));
}

#[test]
fn json_messages_are_objects_on_standard_output() {
    let project = Project::counter();
    project.write("pages/a/a.wxml", "<view>\n  <text>中</view>\n");
    project.write("pages/a/a.json", "{\"usingComponents\": {\"x-y\": \"/no/where\"}}");
    let run = project.wxc(&["check", "--message-format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let messages: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let codes: Vec<(&str, i64, i64)> = messages
        .iter()
        .map(|m| (m["path"].as_str().unwrap_or(""), m["line"].as_i64().unwrap_or(0), m["column"].as_i64().unwrap_or(0)))
        .collect();
    assert!(codes.contains(&("pages/a/a.json", 1, 29)), "{codes:?}");
    assert!(codes.iter().any(|(path, line, _)| *path == "pages/a/a.wxml" && *line == 2), "{codes:?}");
    assert!(messages.iter().all(|m| m["code"].is_string() && m["severity"] == "error" && m["message"].is_string()));
    assert!(!project.exists("dist"), "check writes nothing");
}

#[test]
fn warnings_are_denied_on_request() {
    let project = Project::counter();
    project.write("app.json", "{\"pages\": [\"/pages/a/a\"]}");
    assert_eq!(project.wxc(&["check"]).code, 0);
    assert_eq!(project.wxc(&["check", "--deny", "warnings"]).code, 1);
}

#[test]
fn wrong_usage_exits_with_2() {
    let project = Project::counter();
    assert_eq!(project.wxc(&["build", "--no-such-option"]).code, 2);
    assert_eq!(project.wxc(&["build", "no/such/folder"]).code, 2);
    assert_eq!(project.wxc(&["build", "--rpx", "px=wide"]).code, 2);
    assert_eq!(project.wxc(&["explain", "no/such-code"]).code, 2);
    let run = project.wxc(&["build", "-o", "."]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("holds the mini program itself"), "{}", run.err);
}

#[test]
fn nothing_but_our_own_output_is_replaced() {
    let project = Project::counter();
    project.write("dist/thesis.txt", "precious");
    let run = project.wxc(&["build"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("holds files that `wxc` did not write"), "{}", run.err);
    assert_eq!(project.list("dist"), ["thesis.txt"]);

    assert_eq!(project.wxc(&["build", "-o", "out"]).code, 0);
    project.write("out/left-over.js", "");
    assert_eq!(project.wxc(&["build", "-o", "out"]).code, 0);
    assert!(!project.exists("out/left-over.js"), "an older build is replaced as a whole");
    let strays: Vec<String> = project.list(".").into_iter().filter(|file| file.starts_with(".out")).collect();
    assert_eq!(strays, Vec::<String>::new());
}

#[test]
fn a_folder_without_a_mini_program_says_what_was_looked_for() {
    let project = Project::counter();
    std::fs::remove_file(project.root.join("app.json")).expect("removed");
    let run = project.wxc(&["build", "--message-format", "short"]);
    assert_eq!(run.code, 1);
    assert!(
        run.err
            .starts_with("app.json:1:1: error[project/missing-app]: there is no `app.json`; looked for `app.json`, `miniprogram/app.json`"),
        "{}",
        run.err
    );
    assert!(!project.exists("dist"));
}

#[test]
fn one_document_per_page_with_the_history_router() {
    let project = Project::counter();
    let run = project.wxc(&["build", "--router", "history", "--mode", "dev", "--source-maps"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let html = project.read("dist/pages/a/a.html");
    assert!(html.contains("<base href=\"../../\">"), "{html}");
    assert!(project.read("dist/assets/logic.js").ends_with("//# sourceMappingURL=logic.js.map\n"));
    let map: serde_json::Value = serde_json::from_str(&project.read("dist/assets/logic.js.map")).expect("JSON");
    assert!(map["sources"].as_array().is_some_and(|sources| sources.iter().any(|source| source == "pages/a/a.js")));
}

#[test]
fn codes_are_explained_and_programs_begun() {
    let explained = wxc().args(["explain", "config/syntax"]).output().expect("runs");
    assert!(String::from_utf8_lossy(&explained.stdout).starts_with("config/syntax (error): a JSON file is broken"));
    let listed = wxc().arg("explain").output().expect("runs");
    assert!(String::from_utf8_lossy(&listed.stdout).lines().count() > 30);

    let project = Project::counter();
    assert_eq!(project.wxc(&["init", "new"]).code, 0);
    assert_eq!(project.wxc(&["check", "new", "--deny", "warnings"]).code, 0);
    assert_eq!(project.wxc(&["init", "new"]).code, 2);
}

#[test]
fn colours_are_for_terminals() {
    let project = Project::counter();
    project.write("pages/a/a.wxml", "<view>");
    let run = project.wxc(&["check"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("parse/unclosed-tag") && !run.err.contains('\u{1b}'), "{}", run.err);
}
