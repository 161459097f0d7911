//! A compiler that has seen a project before gives what a new one gives, after every one of many random edits.

use std::collections::{BTreeMap, BTreeSet};
use wxc_core::bundle::{Build, BuildOptions, Compiler, Mode, Output, Replacement, Update, build, change};

type Project = BTreeMap<String, Vec<u8>>;

/// Random numbers that a seed decides (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % count as u64).expect("small")
    }
    fn pick<'t, T: ?Sized>(&mut self, list: &[&'t T]) -> &'t T {
        list[self.below(list.len())]
    }
}

const PAGES: usize = 24;

/// The text of a file as it may stand in the project; a different one with every call.
fn content(path: &str, dice: &mut Dice) -> String {
    let n = dice.below(1000);
    let component = |dice: &mut Dice| format!("/c/c{}", dice.below(6));
    let (stem, extension) = path.rsplit_once('.').expect("an extension");
    match extension {
        "json" if path == "app.json" => {
            let main: Vec<String> = (0..PAGES - 8 + dice.below(2)).map(|page| format!("\"p/p{page}\"")).collect();
            let sub: Vec<String> = (PAGES - 8..PAGES).map(|page| format!("\"p{page}\"")).collect();
            let own =
                dice.pick(&["", ", \"usingComponents\": {\"x-app\": \"/c/c0\"}", ", \"window\": {\"navigationBarTitleText\": \"t\"}"]);
            format!("{{\"pages\": [{}], \"subpackages\": [{{\"root\": \"sub\", \"pages\": [{}]}}]{own}}}", main.join(","), sub.join(","))
        }
        "json" => {
            let own = dice.pick(&[
                "",
                "\"styleIsolation\": \"shared\",",
                "\"navigationBarTitleText\": \"a\",",
                "\"styleIsolation\": \"apply-shared\",",
            ]);
            let kind = if stem.starts_with("c/") { "\"component\": true," } else { "" };
            format!("{{{kind}{own}\"usingComponents\": {{\"x-a\": \"{}\", \"x-b\": \"{}\"}}}}", component(dice), component(dice))
        }
        "wxml" => {
            let inner = dice.pick(&[
                "<x-a item='{{d}}' bind:change='tap'>{{d.n}}</x-a>",
                "<x-b extra-class='c1 c2'/><x-app/>",
                "<block wx:for='{{rows}}' wx:key='id'><text>{{item.n}} {{f.g(index)}}</text></block>",
                "<import src='/t/t.wxml'/><template is='t' data='{{d}}'/>",
                "<image src='/i/1.png'/><image src='/i/2.png'/>",
                "<view class='{{d ? 'c1' : 'c2'}}' bindtap='tapp'>{{d</view>",
                "<wxs module='own'>module.exports = {}</wxs><slot name='s'/>{{own.x}}",
                "<navigator url='/p/p3'/><navigator url='/p/none'/>",
            ]);
            format!("<wxs module='f' src='/m/f.wxs'/><view class='c1'>{inner}{n}</view>\n")
        }
        "wxss" => format!(
            "{}.c1 {{ width: {n}rpx }} .c2 .c1 {{ color: red }}\n",
            dice.pick(&["", "@import '/t/t.wxss';\n", "@import 'none.wxss';\n"])
        ),
        "wxs" => format!("module.exports = {{ g: function (x) {{ return x + {n} }} }}\n"),
        "js" if path.starts_with("m/") => {
            format!("exports.n = {n}\n{}", dice.pick(&["", "require('./m0')\n", "wx.setStorageSync('x', 1)\n", "syntax error here\n"]))
        }
        "js" if path == "app.js" => format!("require('/m/m0'); App({{ n: {n} }})\n"),
        "js" => {
            let register = if stem.starts_with("c/") { "Component" } else { "Page" };
            let body = dice.pick(&[
                "data: { d: { n: 1 }, rows: [] }",
                "options: { addGlobalClass: true }, externalClasses: ['extra-class'], properties: { item: Object }",
                "behaviors: [require('/m/m1')], methods: { tap() { this.triggerEvent('change') } }",
                "tap() { wx.navigateTo({ url: '/p/p2' }); wx.login() }",
            ]);
            format!("const m = require('/m/m{}')\n{register}({{ {body}, n: {n} }})\n", dice.below(5))
        }
        _ => format!("picture {n}"),
    }
}

fn paths() -> Vec<String> {
    let pages = (0..PAGES).map(|page| if page < PAGES - 8 { format!("p/p{page}") } else { format!("sub/p{page}") });
    let units = pages.chain((0..6).map(|n| format!("c/c{n}")));
    let mut paths: Vec<String> =
        units.flat_map(|unit| ["json", "wxml", "wxss", "js"].map(|extension| format!("{unit}.{extension}"))).collect();
    paths.extend((0..5).map(|n| format!("m/m{n}.js")));
    paths.extend(["app.json", "app.js", "app.wxss", "t/t.wxml", "t/t.wxss", "m/f.wxs", "i/1.png"].map(str::to_owned));
    paths
}

fn shown(build: &Build) -> (BTreeMap<&String, String>, Vec<String>) {
    let outputs = build.outputs.iter().map(|(path, output)| match output {
        Output::Copy(from) => (path, format!("copy of {from}")),
        _ => (path, String::from_utf8_lossy(&output.bytes().unwrap_or_default()).into_owned()),
    });
    let place = |d: &wxc_core::diagnostics::Diagnostic| format!("{} {:?} {} {}", build.sources.path(d.file), d.span, d.code, d.message);
    (outputs.collect(), build.diagnostics.iter().map(place).collect())
}

fn check(options: &BuildOptions, seed: u64, edits: usize) {
    let mut dice = Dice(seed);
    let paths = paths();
    let mut files: Project = paths.iter().map(|path| (path.clone(), content(path, &mut dice).into_bytes())).collect();
    let mut compiler = Compiler::new(options.clone());
    compiler.build(&files);
    for edit in 0..edits {
        // Mostly one file, sometimes several at once, as when a branch is checked out.
        let mut changed = BTreeSet::new();
        for _ in 0..1 + dice.below(8) / 6 * 4 {
            let path = paths[dice.below(paths.len())].clone();
            match dice.below(6) {
                0 => _ = files.remove(&path),
                _ => _ = files.insert(path.clone(), content(&path, &mut dice).into_bytes()),
            }
            changed.insert(path);
        }
        compiler.invalidate(&files, &changed);
        let (again, anew) = (compiler.build(&files), build(&files, options));
        let (again, anew) = (shown(&again), shown(&anew));
        assert_eq!(again.1, anew.1, "seed {seed}, edit {edit}: diagnostics after {changed:?}");
        let differing: Vec<_> = anew.0.iter().filter(|(path, text)| again.0.get(*path) != Some(*text)).map(|(path, _)| path).collect();
        assert!(differing.is_empty() && again.0.len() == anew.0.len(), "seed {seed}, edit {edit}: {differing:?} after {changed:?}");
    }
}

#[test]
fn in_development() {
    check(&BuildOptions { mode: Mode::Dev, serve: true, source_maps: true, ..BuildOptions::default() }, 0x9e37_79b9, 40);
}

#[test]
fn in_release() {
    check(&BuildOptions::default(), 0x1234_5678, 12);
}

/// The calls of `$wxc` in all scripts of packages.
fn calls(build: &Build) -> BTreeSet<String> {
    let scripts = build.outputs.iter().filter(|(path, _)| ["assets/logic.js", "assets/sub.js"].contains(&path.as_str()));
    let text = |output: &Output| String::from_utf8_lossy(&output.bytes().unwrap_or_default()).into_owned();
    scripts.flat_map(|(_, output)| text(output).split("\n$wxc.").skip(1).map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn templates(build: &Build) -> BTreeSet<String> {
    let pages = build.outputs.iter().filter(|(path, _)| path.starts_with("assets/") && path.ends_with(".html"));
    let text = |output: &Output| String::from_utf8_lossy(&output.bytes().unwrap_or_default()).into_owned();
    pages.flat_map(|(_, output)| text(output).lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// With what it registers, an app of the old build has all calls and templates of the new one.
fn leads(old: &Build, new: &Build, replacement: &Replacement) -> bool {
    let differing: Vec<String> = calls(new).difference(&calls(old)).cloned().collect();
    let sheets = templates(new);
    let has = |call: &String| call.starts_with("unit(") || call.starts_with("wxsModule(");
    let end = |call: &str| {
        call.trim_end()
            .trim_end_matches("//# sourceMappingURL=logic.js.map")
            .trim_end_matches("//# sourceMappingURL=sub.js.map")
            .trim_end()
            .to_owned()
    };
    let call_of = |call: &String| end(call.split("\n$wxc.ready").next().unwrap_or_default());
    differing.iter().filter(|call| !call.starts_with("ready")).all(|call| has(call) && replacement.logic.contains(&call_of(call)))
        && sheets.difference(&templates(old)).all(|template| replacement.templates.contains(template.as_str()))
}

#[test]
fn a_replacement_has_everything_that_differs() {
    let options = BuildOptions { mode: Mode::Dev, serve: true, source_maps: true, ..BuildOptions::default() };
    let mut dice = Dice(0x51ed_270b);
    let all = paths();
    let mut files: Project = all.iter().map(|path| (path.clone(), content(path, &mut dice).into_bytes())).collect();
    let edited: Vec<&String> = all.iter().filter(|path| path.ends_with(".wxml") || path.ends_with(".wxs")).collect();
    let mut compiler = Compiler::new(options);
    let mut last = compiler.build(&files);
    let (mut replaced, mut reloaded) = (0, 0);
    for edit in 0..120 {
        let path = edited[dice.below(edited.len())].clone();
        files.insert(path.clone(), content(&path, &mut dice).into_bytes());
        let changed = BTreeSet::from([path]);
        compiler.invalidate(&files, &changed);
        let next = compiler.build(&files);
        match change(&last, &next, &changed).update {
            Update::Templates { replacement: Some(replacement), .. } => {
                assert!(leads(&last, &next, &replacement), "edit {edit}, {changed:?}: {replacement:?}");
                let remade = changed.contains("m/f.wxs").then_some("p/p0");
                assert!(
                    remade.is_none_or(|unit| replacement.remake.iter().any(|path| path == unit)),
                    "edit {edit}: {:?}",
                    replacement.remake
                );
                replaced += 1;
            }
            Update::Templates { replacement: None, .. } => reloaded += 1,
            Update::None | Update::Styles(_) => {}
            Update::Reload => panic!("edit {edit}, {changed:?}: reload"),
        }
        last = next;
    }
    assert!(replaced > 20 && reloaded > 0, "{replaced} replaced, {reloaded} reloaded");
}

#[test]
fn what_is_more_than_templates_has_no_replacement() {
    let options = BuildOptions { mode: Mode::Dev, serve: true, ..BuildOptions::default() };
    let text =
        |files: &[(&str, &str)]| -> Project { files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect() };
    let project = text(&[
        ("app.json", r#"{"pages": ["a", "b"], "usingComponents": {"x-c": "/c", "x-d": "/d"}}"#),
        ("a.wxml", "<view>1</view>"),
        ("a.js", "Page({})"),
        ("b.wxml", "<x-c/>"),
        ("b.js", "Page({})"),
        ("c.json", r#"{"component": true}"#),
        ("c.wxml", "<view/>"),
        ("c.js", "Component({})"),
        ("d.json", r#"{"component": true}"#),
        ("d.wxml", "<view/>"),
        ("d.js", "Component({})"),
    ]);
    let after = |path: &str, content: &str| {
        let mut files = project.clone();
        let mut compiler = Compiler::new(options.clone());
        let old = compiler.build(&files);
        files.insert(path.to_owned(), content.as_bytes().to_vec());
        let changed = BTreeSet::from([path.to_owned()]);
        compiler.invalidate(&files, &changed);
        match change(&old, &compiler.build(&files), &changed).update {
            Update::Templates { replacement, .. } => replacement.is_some(),
            Update::None | Update::Styles(_) | Update::Reload => false,
        }
    };
    assert!(after("a.wxml", "<view wx:for=\"{{rows}}\">2</view>"));
    assert!(after("a.wxml", "<x-c/>"), "a component that is there already");
    assert!(!after("a.wxml", "<x-d/>"), "a component that nothing used");
    assert!(!after("a.wxml", "<input/>"), "a built-in element that nothing used");
    assert!(!after("a.js", "Page({ data: {} })"));
    assert!(!after("a.json", r#"{"navigationBarTitleText": "t"}"#));
}
