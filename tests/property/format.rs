//! Formatting renders the same: over WeChat's conformance cases, the templates of real packages, and random ones.

use crate::random::Random;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use wxc_core::format::{Refusal, format};
use wxc_core::source::{FileId, Sources};
use wxc_prerender::render_tree;

type Files = BTreeMap<String, Vec<u8>>;

/// All templates that can be formatted, formatted; how many those are.
fn formatted(files: &Files) -> (Files, usize) {
    let mut count = 0;
    let format_one = |(path, bytes): (&String, &Vec<u8>)| {
        let text = String::from_utf8_lossy(bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if !path.ends_with(".wxml") {
            return (path.clone(), bytes.clone());
        }
        match format(FileId(0), text) {
            Ok(once) => {
                assert_eq!(format(FileId(0), &once).as_deref(), Ok(once.as_str()), "formatted twice: {path}: {text}");
                count += 1;
                (path.clone(), once.into_bytes())
            }
            Err(Refusal::Mistakes(_)) => (path.clone(), bytes.clone()),
            Err(Refusal::Bug(words)) => panic!("{words}: {path}: {text}"),
        }
    };
    let formatted = files.iter().map(format_one).collect();
    (formatted, count)
}

/// What a template renders to, and the codes of what is said about it.
fn rendered(files: &Files, entry: &str, data: &Value) -> (Vec<Value>, Vec<&'static str>) {
    let rendered = render_tree(files, "", &Sources::default(), entry, data);
    (rendered.tree, rendered.diagnostics.iter().map(|d| d.code).collect())
}

#[test]
fn conformance_cases_render_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance/wxml");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("cases are in the repository").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("cases are UTF-8");
        let file: Value = serde_json::from_str(&text).expect("cases are JSON");
        for case in file["cases"].as_array().into_iter().flatten() {
            let texts = case["files"].as_object().into_iter().flatten();
            let files: Files = texts.map(|(path, text)| (path.clone(), text.as_str().unwrap_or_default().as_bytes().to_vec())).collect();
            let (formatted, changed) = formatted(&files);
            if changed == 0 {
                continue;
            }
            let entry = case["entry"].as_str().unwrap_or_default();
            let (before, after) = (rendered(&files, entry, &case["data"]), rendered(&formatted, entry, &case["data"]));
            assert_eq!(before, after, "{}: {}", case["name"], case["files"]);
            count += changed;
        }
    }
    assert!(count > 400, "only {count} templates could be formatted");
}

#[test]
fn random_templates_render_the_same() {
    let mut random = Random::new(3);
    let mut count = 0;
    for _ in 0..80 {
        let text = random.template(4);
        let files = Files::from([("a.wxml".to_owned(), text.clone().into_bytes())]);
        let (formatted, changed) = formatted(&files);
        let data = json!({"a": 1, "b": "text", "item": {"k": [1, 2]}, "index": 0, "$": true, "_x1": null});
        if changed > 0 {
            assert_eq!(rendered(&files, "a.wxml", &data), rendered(&formatted, "a.wxml", &data), "{text}");
        }
        count += changed;
    }
    assert!(count > 60, "only {count} templates could be formatted");
}

/// Folders of `node_modules` with many templates by many hands.
const PACKAGES: &[&str] = &[
    "weui-wxss/dist",
    "wux-weapp/example",
    "@vant/weapp/lib",
    "tdesign-miniprogram/miniprogram_dist",
    "weui-miniprogram/miniprogram_dist",
];

#[test]
fn templates_of_real_packages_render_the_same() {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../node_modules");
    let mut count = 0;
    for package in PACKAGES {
        let folder = modules.join(package);
        if !folder.is_dir() {
            // Not through the macro, which the test runner would hide.
            let _ = writeln!(std::io::stderr(), "\n!! {package} is not there: run `npm ci`; its templates were NOT tested\n");
            continue;
        }
        let mut files = Files::new();
        collect(&folder, "", &mut files);
        let (formatted, changed) = formatted(&files);
        assert!(changed > 10, "only {changed} templates of {package} could be formatted");
        count += changed;
        let entries: Vec<&String> = files.keys().filter(|path| path.ends_with(".wxml")).collect();
        // Rendering takes long in a debug build: every so many.
        for entry in entries.iter().step_by(entries.len().div_ceil(16)) {
            let data = data(&String::from_utf8_lossy(&files[*entry]), &mut Random::new(count as u64));
            assert_eq!(rendered(&files, entry, &data), rendered(&formatted, entry, &data), "{package}/{entry} with {data}");
        }
    }
    assert!(count > 400 || !modules.is_dir(), "only {count} templates could be formatted");
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if name.ends_with(".wxml") || name.ends_with(".wxs") {
            files.insert(name, std::fs::read(entry.path()).expect("readable"));
        }
    }
}

/// Data for a template: every word in it is a name with some value, two levels deep.
fn data(text: &str, random: &mut Random) -> Value {
    let words: BTreeSet<&str> = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|w| w.starts_with(|c: char| c.is_ascii_alphabetic()))
        .collect();
    let leaf = |random: &mut Random| match random.below(6) {
        0 => json!(random.below(5)),
        1 => json!(true),
        2 => json!("text"),
        3 => json!([1, "b"]),
        4 => json!(""),
        _ => Value::Null,
    };
    let object = |random: &mut Random| Value::Object(words.iter().map(|word| ((*word).to_owned(), leaf(random))).collect::<Map<_, _>>());
    let mut data = Map::new();
    for word in &words {
        let value = match random.below(4) {
            0 => object(random),
            1 => json!([object(random)]),
            _ => leaf(random),
        };
        data.insert((*word).to_owned(), value);
    }
    Value::Object(data)
}
