//! Every question at random places of real projects, also while their text is being broken: nothing panics, and every answer lies in its file between two
//! characters.

use super::actions::more;
use super::completion::{Options, completions};
use super::definition::definitions;
use super::edit::Edit;
use super::hints::hints;
use super::hover::hover;
use super::index::Index;
use super::links::links;
use super::references::{highlights, references};
use super::rename::{prepare, rename};
use super::symbols::{Symbol, document, workspace};
use super::world::World;
use crate::overlay::Overlay;
use crate::snapshot::Place;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wxc_core::resolve::project::read_project;
use wxc_core::source::{Files, Sources, Span};
use wxc_disk::Disk;

/// A generator of numbers (xorshift), the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or_default()
    }
}

const TYPED: &[&str] = &[
    "<",
    "</",
    "{{",
    "}}",
    "\"",
    "'",
    " bind:",
    "<view ",
    ".",
    "{{item.",
    "你",
    "😀",
    "\n",
    "@import \"",
    "{",
    "}",
    ":",
    "/*",
    "//",
    "\\",
    "=",
];

/// Files below a folder that have names in them.
fn files_below(files: &dyn Files) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        for (name, is_folder) in files.list(&folder) {
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if is_folder {
                open.push(path);
            } else if ["wxml", "wxss", "wxs", "json", "js", "ts", "less"]
                .iter()
                .any(|known| name.rsplit_once('.').is_some_and(|(_, own)| own == *known))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn text_of(files: &Overlay, path: &str) -> Option<Arc<str>> {
    if let Some(open) = files.open().get(path) {
        return Some(open.clone());
    }
    let text = String::from_utf8(files.read(path).ok()?).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(&text).into())
}

/// Whether an answer's place lies in its file, between two characters.
fn check(files: &Overlay, asked: &str, path: &str, span: Span) {
    let text = text_of(files, path).unwrap_or_default();
    let (start, end) = (span.start as usize, span.end as usize);
    assert!(start <= end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end), "{asked}: {path} {span:?}");
}

fn ask_everything(world: &World<'_>, files: &Overlay, path: &str, offset: usize) {
    let asked = format!("{path} at {offset}");
    let place = |place: &Place| check(files, &asked, &place.path, place.span);
    let edits = |edits: &[Edit]| edits.iter().for_each(|edit| check(files, &asked, &edit.path, edit.span));
    for item in completions(world, path, offset, Options { snippets: true }) {
        check(files, &asked, path, item.replace);
        edits(&item.more);
    }
    hover(world, path, offset).iter().for_each(|hover| check(files, &asked, path, hover.span));
    definitions(world, path, offset).iter().flat_map(|(_, places)| places).for_each(place);
    references(world, path, offset).iter().for_each(|reference| place(&reference.place));
    highlights(world, path, offset).iter().for_each(|reference| place(&reference.place));
    if prepare(world, path, offset).is_ok()
        && let Ok(found) = rename(world, path, offset, "aNewName")
    {
        edits(&found);
    }
    for code in ["wxml/unknown-tag", "wxml/missing-handler", "wxml/missing-key", "wxml/unset-data"] {
        more(world, path, code, Span::at(offset)).iter().for_each(|action| edits(&action.edits));
    }
}

fn check_symbols(files: &Overlay, path: &str, symbols: &[Symbol]) {
    for symbol in symbols {
        check(files, "symbol", path, symbol.whole);
        check(files, "symbol", path, symbol.name_span);
        assert!(symbol.whole.start <= symbol.name_span.start && symbol.name_span.end <= symbol.whole.end, "{path}: {}", symbol.name);
        check_symbols(files, path, &symbol.children);
    }
}

/// `count` places in random files, each as the file is and after something was typed or torn out there.
fn try_project(root: &Path, count: usize, seed: u64) {
    let disk = Arc::new(Disk::new(root));
    let whole = Overlay::new(Some(disk.clone()), BTreeMap::new());
    let read = read_project(&whole, &Sources::default());
    let (index, mut random) = (Index::default(), Random(seed));
    let paths = files_below(&whole);
    assert!(!paths.is_empty(), "{}", root.display());
    for _ in 0..count {
        let Some(path) = paths.get(random.below(paths.len())) else { continue };
        let Some(text) = text_of(&whole, path) else { continue };
        let at = text.floor_char_boundary(random.below(text.len() + 1));
        let mut typed = text.to_string();
        let torn = typed.floor_char_boundary((at + random.below(12)).min(typed.len()));
        typed.replace_range(at..torn.max(at), TYPED[random.below(TYPED.len())]);
        for now in [text, typed.into()] {
            let files = Overlay::new(Some(disk.clone()), BTreeMap::from([(path.clone(), now.clone())]));
            let texts = |path: &str| text_of(&files, path);
            let world = World::new(&files, read.project.as_ref(), &index, &texts);
            for offset in [at, now.floor_char_boundary((at + 3).min(now.len()))] {
                ask_everything(&world, &files, path, offset.min(now.len()));
            }
            links(&world, path).iter().for_each(|link| check(&files, "link", path, link.span));
            check_symbols(&files, path, &document(&world, path));
            for hint in hints(&world, path, Span::new(0, now.len())) {
                check(&files, "hint", path, Span::at(hint.at));
            }
        }
    }
    let texts = |path: &str| text_of(&whole, path);
    let world = World::new(&whole, read.project.as_ref(), &index, &texts);
    workspace(&world, "a").iter().for_each(|found| check(&whole, "symbol", &found.place.path, found.place.span));
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn random_places_of_the_fixtures() {
    for (number, name) in ["shop", "counter"].into_iter().enumerate() {
        try_project(&repository().join("fixtures").join(name), 250, 0x9e37_79b9 + number as u64);
    }
}

/// Component libraries from npm, where they are installed: their examples and their components are what people really write.
#[test]
fn random_places_of_libraries() {
    for (number, name) in ["@vant/weapp/dist", "tdesign-miniprogram/miniprogram_dist", "weui-miniprogram/miniprogram_dist", "wux-weapp/src"]
        .into_iter()
        .enumerate()
    {
        let root = repository().join("node_modules").join(name);
        if root.is_dir() {
            try_project(&root, 60, 0x1234_5678 + number as u64);
        }
    }
}

/// Texts that end in the middle of everything.
#[test]
fn every_prefix_of_a_hostile_text() {
    let texts = [
        (
            "pages/a/a.wxml",
            "<view class=\"a {{b ? 'c' : d[0].e}}\" wx:for=\"{{[{f: 1}]}}\" wx:key=\"*this\" bind:tap=\"{{g ? 'h' : ''}}\">{{item.f}}<wxs module=\"m\">module.exports={x:1}</wxs></view><template is=\"{{t}}\" data=\"{{...u, v: w, x}}\"/>你😀</",
        ),
        (
            "pages/a/a.wxss",
            "@import \"b\";.a>.b:is(.c,#d)::after{color:rgb(1 2 3/.5);width:calc(1rpx + 2px)}@media (min-width:1px){page{--x:red}}/*你",
        ),
        (
            "pages/a/a.json",
            "{\"usingComponents\":{\"a\":\"./b\"},\"componentGenerics\":{\"x\":{\"default\":\"/y\"}},// c\n\"navigationBarTitleText\":\"你\\u1234\",}",
        ),
        ("pages/a/a.js", "Page({data:{a:[{b:1}],'c-d':2},/** x */e(f){this.setData({[`a[${f}].b`]:1,'a[0].b':2})},...g})"),
    ];
    for (path, text) in texts {
        for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
            let fixture = super::fixture::Fixture::new(&format!("//- {path}\n{}", &text[..end]));
            fixture.ask(|world, _, _| {
                for offset in [end, end / 2, end.saturating_sub(2)] {
                    completions(world, path, offset, Options::default());
                    hover(world, path, offset);
                    definitions(world, path, offset);
                    references(world, path, offset);
                    let _ = rename(world, path, offset, "x");
                }
                document(world, path);
                links(world, path);
            });
        }
    }
}
