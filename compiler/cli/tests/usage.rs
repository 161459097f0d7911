//! Wrong usage: what is said about options, names and folders that are not quite right.

mod project;

use project::Project;
use std::fs;

#[track_caller]
fn check(project: &Project, args: &[&str], code: i32, words: &str) {
    let run = project.wxc(args);
    assert_eq!(run.code, code, "{}", run.err);
    assert!(run.err.contains(words), "{}", run.err);
}

#[test]
fn the_nearest_option_is_named() {
    let project = Project::counter();
    let usage = |args: &[&str], words: &str| check(&project, args, 2, words);
    usage(&["biuld"], "tip: a similar subcommand exists: 'build'");
    usage(&["build", "--ot", "x"], "tip: a similar argument exists: '--out'");
    usage(&["build", "--outdir=x"], "tip: a similar argument exists: '--out'");
    usage(&["build", "--source-map"], "tip: a similar argument exists: '--source-maps'");
    usage(&["build", "--dep", "x"], "tip: a similar argument exists: '--depfile'");
    usage(&["build", "--router", "histroy"], "tip: a similar value exists: 'history'");
    usage(&["check", "--message-format", "jsn"], "tip: a similar value exists: 'json'");
    usage(&["schema", "manifst"], "tip: a similar value exists: 'manifest'");
    usage(&["check", "--no-prerender"], "tip: `wxc build` has an option `--no-prerender`, `wxc check` does not");
    usage(&["explain", "unclosed"], "did you mean `parse/unclosed-tag`?");
    usage(&["build", "--rpx", "vh"], "write `var`, `px=375`, `vw` or `rem`");
}

#[test]
fn the_folder_that_was_meant_is_named() {
    let project = Project::counter();
    check(&project, &["check", "pages"], 1, "there is no `app.json` in `pages`; looked for `app.json`, `miniprogram/app.json`");
    check(&project, &["check", "pages/a"], 1, "the mini program is in a folder above: run `wxc check .`");
    check(&project, &["build", "imagse"], 2, "there is no folder `imagse`\n\n  did you mean `images`?");
    check(&project, &["dev", "imagse"], 2, "there is no folder `imagse`\n\n  did you mean `images`?");
    check(&project, &["check", "app.json"], 2, "`app.json` is a file\n\n  name the folder of its mini program");
    check(&project, &["render", "app.js"], 2, "`app.js` is no template\n\n  name a file that ends in `.wxml`");
    fs::create_dir(project.root.join("empty")).expect("made");
    fs::rename(project.root.join("app.json"), project.root.join("empty/app.json")).expect("moved");
    check(&project, &["check"], 1, "the mini program is in a folder below: run `wxc check empty`");
    fs::rename(project.root.join("empty/app.json"), project.root.join("app.json")).expect("moved");

    let outer = Project::counter();
    fs::remove_file(outer.root.join("app.json")).expect("removed");
    for folder in ["apps/one", "apps/my shop/miniprogram"] {
        outer.write(&format!("{folder}/app.json"), r#"{"pages": ["a"]}"#);
    }
    outer.write("apps/my shop/project.config.json", "{}");
    check(&outer, &["build"], 1, "the mini program is in a folder below: run `wxc build apps/one`");
    check(&outer, &["check", "apps/my shop/miniprogram/.."], 1, "page `miniprogram/a` does not exist");
    fs::remove_dir_all(outer.root.join("apps/one")).expect("removed");
    check(&outer, &["build"], 1, "the mini program is in a folder below: run `wxc build 'apps/my shop'`");
    fs::create_dir_all(outer.root.join("apps/my shop/miniprogram/pages/a")).expect("made");
    check(&outer, &["check", "apps/my shop/miniprogram/pages"], 1, "the mini program is in a folder above: run `wxc check 'apps/my shop'`");

    fs::remove_dir_all(outer.root.join("apps")).expect("removed");
    fs::create_dir(outer.root.join("empty")).expect("made");
    check(&outer, &["check", "empty"], 1, "the folder is empty; `wxc init empty` makes a mini program in it");
}

#[test]
fn a_file_that_is_no_text_is_named() {
    let project = Project::counter();
    for path in ["app.js", "app.json", "pages/a/a.wxml", "pages/a/a.wxss"] {
        let before = project.read(path);
        fs::write(project.root.join(path), b"\xd6\xd0\xce\xc4").expect("written");
        let run = project.wxc(&["check", "--message-format", "short"]);
        let line = run.err.lines().find(|line| line.starts_with(&format!("{path}:1:1: error["))).unwrap_or_default();
        assert!(run.code == 1 && line.contains(&format!("`{path}`")) && line.contains("is not UTF-8"), "{}", run.err);
        project.write(path, &before);
    }
}
