//! What is packed: files that `packOptions` names, and what `ext.json` of a service provider changes.

mod project;

use project::Project;

#[test]
fn files_are_left_out_and_kept_by_rules_without_regard_to_case() {
    let project = Project::counter();
    for path in
        ["raw/A.PNG", "raw/keep/b.png", "Docs/c.png", "d.draft.png", "old-e.png", "deep/x/f.svg", "deep/g.svg", "h1.jpg", "h2.JPG", "i.gif"]
    {
        project.write(path, "x");
    }
    project.write(
        "project.config.json",
        r#"{"packOptions": {
            "ignore": [
                {"type": "folder", "value": "Raw"}, {"type": "folder", "value": "docs"}, {"type": "suffix", "value": ".DRAFT.png"},
                {"type": "prefix", "value": "OLD-"}, {"type": "glob", "value": "deep/**/*.svg"}, {"type": "regexp", "value": "^H\\d\\.jpg$"},
                {"type": "file", "value": "I.gif"}],
            "include": [{"type": "folder", "value": "raw/KEEP"}]}}"#,
    );
    let run = project.wxc(&["build", "--no-prerender"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let files = project.list("dist");
    let packed: Vec<&str> =
        files.iter().map(String::as_str).filter(|file| file.ends_with("g") || file.ends_with("f") || file.ends_with("G")).collect();
    assert_eq!(packed, ["images/a.png", "raw/keep/b.png"]);
}

#[test]
fn ext_json_changes_windows_and_is_read_by_scripts() {
    let project = Project::counter();
    project.write("pages/a/a.json", r##"{"navigationBarTitleText": "page", "backgroundColor": "#111111"}"##);
    project.write(
        "ext.json",
        r##"{"extEnable": true, "extAppid": "wxe", "ext": {"shop": 7}, "window": {"navigationBarBackgroundColor": "#222222"},
            "extPages": {"pages/a/a": {"navigationBarTitleText": "given"}}}"##,
    );
    assert_eq!(project.wxc(&["build", "--mode", "dev", "--no-prerender"]).code, 0);
    let (logic, html) = (project.read("dist/assets/logic.js"), project.read("dist/index.html"));
    for text in [&logic, &html] {
        assert!(text.contains(r#""ext":{"shop":7}"#), "{text}");
        assert!(
            text.contains(r##""navigationBarTitleText":"given","navigationBarBackgroundColor":"#222222","backgroundColor":"#111111""##),
            "{text}"
        );
    }
    assert!(!project.exists("dist/ext.json"));
    project.write("ext.json", r#"{"extEnable": false, "ext": {"shop": 7}}"#);
    assert_eq!(project.wxc(&["build", "--mode", "dev", "--no-prerender"]).code, 0);
    assert!(!project.read("dist/assets/logic.js").contains("shop"));
}

#[test]
fn what_a_package_from_npm_cannot_do_here_is_said_at_its_place() {
    let project = Project::counter();
    project.write("package.json", r#"{"dependencies": {"tool": "*"}}"#);
    project.write("node_modules/tool/package.json", r#"{"main": "index.js"}"#);
    project.write("node_modules/tool/index.js", "const fs = require('fs')\nmodule.exports = (name) => require(name)\n");
    project.write("pages/a/a.js", "require('tool')\nrequire('path')\nPage({ data: { text: '' }, tap() {} })");
    let run = project.wxc(&["check", "--message-format", "short"]);
    assert!(run.err.contains("node_modules/tool/index.js:1:20: error[script/missing-module]"), "{}", run.err);
    assert!(run.err.contains("node_modules/tool/index.js:2:36: ") && run.err.contains("[script/dynamic-require]"), "{}", run.err);
    assert!(run.err.contains("pages/a/a.js:2:9: error[script/missing-module]"), "{}", run.err);
}
