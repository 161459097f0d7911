//! Sheets on disk, translated.

use super::translate;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use wxc_core::source::{FileId, Mistranslation, Span, Translation};

/// A folder with files, taken away at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let root = std::env::temp_dir().join(format!("wxc-preprocess-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
        for (path, text) in files {
            let target = root.join(path);
            fs::create_dir_all(target.parent().expect("a folder")).expect("made");
            fs::write(target, text).expect("written");
        }
        Self(fs::canonicalize(root).expect("made"))
    }
    fn run(&self, path: &str) -> Result<Translation, Mistranslation> {
        let text = fs::read_to_string(self.0.join(path)).expect("there");
        translate(&self.0, "m/", path, &text).expect("a language")
    }
    fn css(&self, path: &str) -> String {
        self.run(path).unwrap_or_else(|error| panic!("{error:?}")).css
    }
    /// `file:text at the place: message`.
    fn mistake(&self, path: &str) -> String {
        let error = self.run(path).expect_err("a mistake");
        let (file, offset) = error.file.unwrap_or_default();
        let text = fs::read_to_string(self.0.join(&file)).unwrap_or_default();
        let rest = text.get(offset as usize..).unwrap_or_default();
        format!("{file}:{}: {}", rest.lines().next().unwrap_or_default(), error.message)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn units_and_selectors_of_wxss_stay() {
    let folder = Folder::new(&[
        (
            "m/a.less",
            "@w: 20rpx;\n:host { width: @w * 2; }\npage { --x: 10rpx; .b::after { height: ~\"calc(100% - 20rpx)\"; } }\n@import \"c.wxss\";",
        ),
        ("m/a.scss", "$w: 20rpx;\n:host { width: $w * 2; }\n.a >>> .b { content: '中'; margin: -$w }"),
        ("m/a.sass", "$w: 20rpx\n.a\n  width: $w + 1rpx\n"),
    ]);
    let less = folder.css("m/a.less");
    for part in ["@import \"c.wxss\"", ":host {\n  width: 40rpx;", "--x: 10rpx", "calc(100% - 20rpx)"] {
        assert!(less.contains(part), "{part} in {less}");
    }
    let scss = folder.css("m/a.scss");
    for part in [".a >>>   .b {", "width: 40rpx", "margin: -20rpx", "中"] {
        assert!(scss.contains(part), "{part} in {scss}");
    }
    assert!(folder.css("m/a.sass").contains("width: 21rpx"));
}

#[test]
fn what_every_sheet_has_comes_by_itself() {
    let folder = Folder::new(&[
        ("m/app.less", "@brand: #07c160; .shared() { color: @brand }\n.loud { color: red }"),
        ("m/global.scss", "$brand: #07c160;"),
        ("m/p/a.less", ".a { .shared(); }"),
        ("m/p/a.scss", ".a { color: global.$brand }"),
        ("m/p/b.scss", "@use '../global' as g;\n.a { color: g.$brand }"),
        ("m/p/a.sass", ".a\n  color: global.$brand\n"),
    ]);
    for path in ["m/p/a.less", "m/p/a.scss", "m/p/b.scss", "m/p/a.sass"] {
        let css = folder.css(path);
        assert!(css.contains("color: #07c160") && !css.contains("loud"), "{path}: {css}");
    }
    assert!(folder.css("m/app.less").contains(".loud"));
    let files = |path: &str| folder.run(path).expect("fine").files;
    assert_eq!(files("m/p/a.less"), ["m/p/a.less", "m/app.less"]);
    assert_eq!(files("m/p/a.scss"), ["m/p/a.scss", "m/global.scss"]);
}

#[test]
fn places_lead_to_the_file_that_was_written() {
    let folder = Folder::new(&[
        ("m/app.less", "@c: red;"),
        ("m/p/a.less", "@import './part';\n.a {\n  .中 { color: @c; }\n}\n"),
        ("m/p/part.less", "/* a */\n.part { height: 1px }\n"),
        ("m/p/b.scss", ".a {\n  &:hover { width: 1px }\n}\n"),
    ]);
    let origin = |path: &str, part: &str| {
        let translation = folder.run(path).expect("fine");
        let texts: Vec<String> = translation.files.iter().map(|file| fs::read_to_string(folder.0.join(file)).expect("there")).collect();
        let texts: Vec<(FileId, &str)> = texts.iter().enumerate().map(|(index, text)| (FileId(index as u32), text.as_str())).collect();
        let at = translation.css.find(part).unwrap_or_else(|| panic!("{part} in {}", translation.css));
        let (file, span) = translation.origin(&texts, Span::new(at, at + part.len())).expect("a place");
        format!("{}:{}", translation.files[file.0 as usize], &texts[file.0 as usize].1[span.range()])
    };
    assert_eq!(origin("m/p/a.less", "color"), "m/p/a.less:color");
    assert_eq!(origin("m/p/a.less", "red"), "m/p/a.less:@c");
    assert_eq!(origin("m/p/a.less", "height"), "m/p/part.less:height");
    assert_eq!(origin("m/p/b.scss", "width"), "m/p/b.scss:width");
}

#[test]
fn mistakes_stand_where_they_are() {
    let folder = Folder::new(&[
        ("m/app.less", "@c: red;"),
        ("m/a.less", ".a { color: red }\n.b { color: @nope }\n"),
        ("m/b.less", "@import './part';\n"),
        ("m/part.less", ".a { .missing(); }\n"),
        ("m/c.less", ".a { color: red }\n@import './nowhere';\n"),
        ("m/d.less", "// `no`\n.a { width: `1 + 1`; }\n"),
        ("m/e.less", "@plugin \"x\";\n"),
        ("m/a.scss", ".a {\n  color: $nope;\n}\n"),
        ("m/b.scss", "@use './nowhere';\n"),
        ("m/c.scss", ".a { @include none; }\n"),
    ]);
    let said: Vec<String> = ["a.less", "b.less", "c.less", "d.less", "e.less", "a.scss", "b.scss", "c.scss"]
        .iter()
        .map(|name| folder.mistake(&format!("m/{name}")))
        .collect();
    assert_eq!(
        said,
        [
            "m/a.less:@nope }: variable @nope is undefined",
            "m/part.less:.missing(); }: .missing is undefined",
            "m/c.less:./nowhere';: there is no sheet `./nowhere`",
            "m/d.less:`1 + 1`; }: inline JavaScript is not part of Less any more",
            "m/e.less:@plugin \"x\";: plugins of Less cannot run here",
            "m/a.scss:$nope;: undefined variable",
            "m/b.scss:@use './nowhere';: there is no sheet of this name",
            "m/c.scss:@include none; }: undefined mixin",
        ]
    );
}

#[test]
fn pictures_inside_a_url_stay_whole() {
    let folder = Folder::new(&[("m/a.less", ".a { background: url(data:image/svg+xml,%3Cpath%20d%3D%22M1.06l-5.78%205.7%22%2F%3E) }")]);
    let css = folder.css("m/a.less");
    assert!(css.contains("M1.06l-5.78%205.7%22%2F%3E"), "{css}");
}
