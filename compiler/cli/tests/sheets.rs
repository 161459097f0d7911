//! Less and Sass as users have them: sheets beside or instead of WXSS, mistakes at their places, source maps, and what `wxc dev` does when an imported sheet changes.

mod project;

use project::{Project, Server};

/// A page, a component and the app in the three languages.
fn project() -> Project {
    let project = Project::counter();
    project.write("project.config.json", r#"{"setting": {"useCompilerPlugins": ["typescript", "less", "sass"]}}"#);
    project.write("app.less", "@import './styles/base';\n@brand: #07c160;\n.app { color: @brand }\n");
    project.write("styles/base.less", "@gap: 10rpx;\n.base { margin: @gap }\n");
    project.write("global.scss", "$line: 2rpx;\n");
    std::fs::remove_file(project.root.join("pages/a/a.wxss")).expect("there");
    project.write(
        "pages/a/a.less",
        "@import './part.less';\n.box {\n  .in { color: @brand; padding: @gap * 2 }\n  &:active { opacity: .5 }\n}\n",
    );
    project.write("pages/a/part.less", ".part { background: url('./i.png') }\n");
    project.write("pages/a/i.png", "png");
    project.write("pages/a/a.json", r#"{"usingComponents": {"c-a": "/c/a", "c-b": "/c/b"}}"#);
    project.write("pages/a/a.wxml", "<view class='box'><view class='in'/><c-a/><c-b/></view>");
    for name in ["a", "b"] {
        project.write(&format!("c/{name}.json"), r#"{"component": true}"#);
        project.write(&format!("c/{name}.wxml"), "<view class='x'/>");
        project.write(&format!("c/{name}.js"), "Component({})");
    }
    project.write("c/a.scss", "@use 'sass:math';\n.x { border: global.$line solid; width: math.div(30rpx, 2); &:hover { color: red } }\n");
    project.write("c/b.sass", "$w: 5rpx\n.x\n  width: $w * 3\n");
    project
}

#[test]
fn sheets_of_all_three_languages_are_built() {
    let project = project();
    let run = project.wxc(&["build", "--mode", "dev", "--no-prerender", "--source-maps"]);
    assert_eq!((run.code, run.err.lines().count()), (0, 1), "{}", run.err);
    let css = |name: &str| project.read(&format!("dist/assets/{name}"));
    let (app, page, components) = (css("app.css"), css("pages-a-a.css"), css("pages-a-a.components.css"));
    assert!(app.contains("margin: calc(10 * var(--rpx))") && app.contains(".app:where(.g) {\n  color: #07c160"), "{app}");
    // The app's sheet is only referred to: its rules are not repeated, its names are known.
    assert!(page.contains("color: #07c160") && page.contains("padding: calc(20 * var(--rpx))") && !page.contains(".base"), "{page}");
    assert!(page.contains(".box:where(.s-pages_a_a):active") && page.contains("url(\"../pages/a/i.png\")"), "{page}");
    assert!(components.contains("border: calc(2 * var(--rpx)) solid"), "{components}");
    assert!(components.contains("width: calc(15 * var(--rpx))") && components.matches("calc(15").count() == 2, "{components}");
    let map: serde_json::Value = serde_json::from_str(&css("pages-a-a.css.map")).expect("JSON");
    let sources: Vec<&str> = map["sources"].as_array().expect("a list").iter().filter_map(|source| source.as_str()).collect();
    assert_eq!(sources, ["pages/a/part.less", "pages/a/a.less"]);
    assert!(map["sourcesContent"][1].as_str().is_some_and(|text| text.contains("@gap * 2")));
    assert!(!project.list("dist").iter().any(|file| file.ends_with(".less") || file.ends_with("ss") && !file.ends_with(".css")));
}

#[test]
fn mistakes_are_in_the_sheet_that_was_written() {
    let project = project();
    project.write("pages/a/a.less", "@import './part.less';\n.box {\n  .in { color: @brnad }\n}\n");
    project.write("c/a.scss", ".x {\n  @include none;\n}\n");
    let run = project.wxc(&["check", "--message-format", "short"]);
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(run.code, 1);
    assert!(
        lines.iter().any(|line| line.starts_with("pages/a/a.less:3:16: error[style/not-compiled]: variable @brnad is undefined")),
        "{lines:?}"
    );
    assert!(lines.iter().any(|line| line.starts_with("c/a.scss:2:3: error[style/not-compiled]: undefined mixin")), "{lines:?}");
}

#[test]
fn a_mistake_that_only_wxss_knows_is_led_back() {
    let project = project();
    project.write("pages/a/part.less", "/* first */\n.part {\n  background: url('./nothing.png');\n}\n");
    let run = project.wxc(&["check", "--message-format", "short"]);
    assert!(run.err.contains("pages/a/part.less:3:15: warning[style/asset-not-found]"), "{}", run.err);
}

#[test]
fn without_the_plugin_nothing_is_compiled_and_said() {
    let project = project();
    project.write("project.config.json", "{}");
    let run = project.wxc(&["check", "--message-format", "short"]);
    for name in ["app.less", "pages/a/a.less", "c/a.scss", "c/b.sass"] {
        assert!(run.err.contains(&format!("`{name}` is not compiled: the project does not use the compiler plugin")), "{}", run.err);
    }
}

#[test]
fn one_sheet_alone() {
    let project = project();
    let run = project.wxc(&["css", "pages/a/a.less"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("padding: calc(20 * var(--rpx))"), "{}", run.out);
}

#[test]
fn changes_of_imported_sheets_are_seen() {
    let project = project();
    let server = Server::start(&project);
    project.write("styles/base.less", "@gap: 33rpx;\n");
    server.wait_for("/assets/pages-a-a.css", "calc(66 * var(--rpx))");
    project.write("global.scss", "$line: 7rpx;\n");
    server.wait_for("/assets/pages-a-a.components.css", "calc(7 * var(--rpx))");
    // An import that led nowhere, and the sheet that comes later.
    project.write("c/b.sass", "@use './late'\n.x\n  width: late.$w\n");
    server.wait_until("/assets/pages-a-a.components.css", |css| {
        !css.contains("calc(15 * var(--rpx));\n}\n.x:where(.s-c_b)") && !css.contains("s-c_b")
    });
    project.write("c/_late.scss", "$w: 91rpx;\n");
    server.wait_for("/assets/pages-a-a.components.css", "calc(91 * var(--rpx))");
}
