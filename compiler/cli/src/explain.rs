//! `wxc explain` and `wxc init`.

use crate::report::{Said, usage};
use std::fs;
use std::path::Path;
use wxc_core::diagnostics::Severity;
use wxc_core::diagnostics::catalogue::{Entry, all, find, find_similar};
use wxc_disk::reason;

pub fn explain(code: Option<&str>) -> u8 {
    let Some(code) = code else {
        let lines = all().map(|entry| format!("{:32} {:8} {}\n", entry.code, word(entry), entry.title));
        return Said { out: lines.collect(), ..Said::default() }.print();
    };
    let Some(entry) = find(code) else {
        let hint = find_similar(code)
            .map_or_else(|| "`wxc explain` lists all codes".to_owned(), |entry| format!("did you mean `{}`?", entry.code));
        return usage(&format!("there is no diagnostic `{code}`"), &hint);
    };
    let text = format!("{} ({}): {}\n\n{}\n", entry.code, word(entry), entry.title, entry.explanation);
    Said { out: text, ..Said::default() }.print()
}

fn word(entry: &Entry) -> &'static str {
    match entry.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The files of a new mini program.
const FILES: &[(&str, &str)] = &[
    ("project.config.json", "{\n  \"appid\": \"touristappid\",\n  \"projectname\": \"hello\",\n  \"compileType\": \"miniprogram\"\n}\n"),
    (
        "app.json",
        "{\n  \"pages\": [\"pages/index/index\"],\n  \"window\": { \"navigationBarTitleText\": \"Hello\", \"navigationBarTextStyle\": \"black\", \"navigationBarBackgroundColor\": \"#ffffff\" }\n}\n",
    ),
    ("app.js", "App({})\n"),
    ("app.wxss", "page {\n  color: #222;\n}\n"),
    ("pages/index/index.json", "{}\n"),
    (
        "pages/index/index.wxml",
        "<view class=\"hello\">\n  <text>Hello, {{ name }}!</text>\n  <input placeholder=\"Your name\" bindinput=\"rename\" />\n</view>\n",
    ),
    (
        "pages/index/index.js",
        "Page({\n  data: { name: 'world' },\n  rename(e) {\n    this.setData({ name: e.detail.value || 'world' })\n  },\n})\n",
    ),
    (
        "pages/index/index.wxss",
        ".hello {\n  display: flex;\n  flex-direction: column;\n  gap: 32rpx;\n  padding: 64rpx;\n  font-size: 40rpx;\n}\n",
    ),
];

pub fn init(dir: &Path) -> u8 {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        return usage(&format!("the folder `{}` is not empty", dir.display()), "name a folder that does not exist yet");
    }
    for (path, text) in FILES {
        let target = dir.join(path);
        let made = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, text));
        if let Err(error) = made {
            let mut said = Said::default();
            said.fail(&format!("cannot write `{}`: {}", target.display(), reason(&error)));
            return said.print();
        }
    }
    let text = format!("made a mini program in {}; try `wxc dev {}`\n", dir.display(), dir.display());
    Said { out: text, ..Said::default() }.print()
}
