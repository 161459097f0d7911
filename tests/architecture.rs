//! The repository keeps its own rules: import arrows, file headers, the runtime's export list; sizes are printed, not judged.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Folders of `compiler/core/src` in the order a file travels; each imports only what is left of it.
const PHASES: &[&str] =
    &["source", "diagnostics", "vocabulary", "lex", "ast", "parse", "format", "resolve", "analyse", "lower", "ir", "emit", "bundle"];

/// Imports against the order that are meant: what a phase produces is the next one's type.
const ALLOWED: &[(&str, &str)] = &[("lower", "ir")];
/// Imports in order that are not meant: emit reads the IR only, the IR knows positions only.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("ir", &["diagnostics", "vocabulary", "lex", "ast", "parse", "resolve", "analyse", "lower"]),
    ("emit", &["lex", "ast", "parse", "lower"]),
    // Formatting is a way of its own: nobody behind it knows of it.
    ("resolve", &["format"]),
    ("analyse", &["format"]),
    ("lower", &["format"]),
    ("ir", &["format"]),
    ("emit", &["format"]),
    ("bundle", &["format"]),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the repository").to_owned()
}

fn files(folder: &Path, extension: &str) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                if !matches!(path.file_name().and_then(|n| n.to_str()), Some("node_modules" | "target" | "dist")) {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|e| e == extension) {
                out.push((path.clone(), std::fs::read_to_string(&path).expect("sources are UTF-8")));
            }
        }
    }
    out.sort();
    out
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned()
}

#[test]
fn core_imports_follow_the_arrows() {
    let core = root().join("compiler/core/src");
    let mut wrong = Vec::new();
    for (path, text) in files(&core, "rs") {
        let own = path.strip_prefix(&core).ok().and_then(|p| p.iter().next()).and_then(|p| p.to_str()).unwrap_or_default().to_owned();
        let Some(own_place) = PHASES.iter().position(|p| *p == own) else { continue };
        for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for (place, phase) in PHASES.iter().enumerate() {
                let used = line.match_indices("crate::").any(|(at, _)| {
                    line.get(at + 7..)
                        .and_then(|rest| rest.strip_prefix(phase))
                        .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
                });
                let against = place > own_place && !ALLOWED.contains(&(&own, phase));
                let forbidden = FORBIDDEN.iter().any(|(from, to)| *from == own && to.contains(phase));
                if used && (against || forbidden) {
                    wrong.push(format!("{}:{}: `{own}` imports `{phase}`", relative(&path), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn runtime_imports_follow_the_arrows() {
    let source = root().join("runtime-shim/src");
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("protocol", &["protocol"][..]),
        ("logic", &["logic", "protocol"][..]),
        ("view", &["view", "protocol", "host"][..]),
        ("host", &["host", "protocol", "view"][..]),
        ("dev", &["dev", "protocol", "view", "host"][..]),
        ("embed", &["embed", "protocol"][..]),
        ("worker", &["worker", "protocol"][..]),
        ("prerender", &["prerender"][..]),
        ("simulate", &["simulate", "logic", "protocol"][..]),
    ]);
    let mut wrong = Vec::new();
    for (path, text) in files(&source, "ts") {
        let inside = path.strip_prefix(&source).expect("listed from there");
        let own = inside.iter().next().and_then(|p| p.to_str()).unwrap_or_default();
        let Some(targets) = allowed.get(own) else { continue };
        for (number, line) in text.lines().enumerate() {
            let Some(request) = line.split(" from '").nth(1).and_then(|r| r.split('\'').next()).filter(|r| r.starts_with('.')) else {
                continue;
            };
            let mut parts: Vec<&str> = inside.parent().into_iter().flat_map(Path::iter).filter_map(|p| p.to_str()).collect();
            for part in request.split('/') {
                match part {
                    "." => {}
                    ".." => {
                        parts.pop();
                    }
                    other => parts.push(other),
                }
            }
            if !parts.first().is_some_and(|target| targets.contains(target)) {
                wrong.push(format!("{}:{}: `{own}` imports `{request}`", relative(&path), number + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut wrong = Vec::new();
    for folder in ["compiler", "tests", "benches"] {
        for (path, text) in files(&root().join(folder), "rs") {
            if !text.trim_start().starts_with("//!") {
                wrong.push(relative(&path));
            }
        }
    }
    for folder in ["runtime-shim", "tests", "benches"] {
        for (path, text) in files(&root().join(folder), "ts") {
            if !text.starts_with("/**") && !text.starts_with("//") {
                wrong.push(relative(&path));
            }
        }
    }
    assert!(wrong.is_empty(), "no header in:\n{}", wrong.join("\n"));
}

#[test]
fn emitted_calls_equal_the_runtimes_exports() {
    let text =
        std::fs::read_to_string(root().join("runtime-shim/src/logic/emitted.ts")).expect("the runtime exports what emitted code calls");
    for name in wxc_core::emit::unit::RUNTIME_NAMES {
        let listed = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).any(|word| word == *name);
        assert!(listed, "`{name}` is not in logic/emitted.ts");
    }
}

/// Sizes are a smell, not a law: printed with `--nocapture`.
#[test]
fn sizes() {
    for (folder, extension, most) in [("compiler", "rs", 900), ("runtime-shim", "ts", 600)] {
        let mut lines: Vec<(usize, String)> =
            files(&root().join(folder), extension).into_iter().map(|(p, t)| (t.lines().count(), relative(&p))).collect();
        lines.sort();
        let at = |share: usize| lines.get(lines.len() * share / 100).map_or(0, |(n, _)| *n);
        println!("{folder}: median {} p90 {}", at(50), at(90));
        for (count, path) in lines.iter().filter(|(n, _)| *n > most) {
            println!("  {count} {path}");
        }
    }
}
