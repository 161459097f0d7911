//! What `wxc check` says about small projects in `diagnostics/`, one file per code and one per mistake that beginners make.
//!
//! A file holds one or more projects. `--- title` begins a project, `=== path` one of its files; what a project does not name comes from [`BASE`]. Words in
//! brackets behind a path change the file: `(none)` takes it away, `(bom)`, `(crlf)`, `(size N)`, `(bytes …)`, `(unreadable)`. Expected diagnostics stand below the line they are about, as
//! carets and a code; a section `=== (output)` holds what is printed for people. `UPDATE=1` writes what is said today into the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use wxc_core::bundle::{Build, BuildOptions, check};
use wxc_core::diagnostics::render::{Format, Look, records, render};
use wxc_core::diagnostics::{Diagnostic, Severity, catalogue};
use wxc_core::resolve::schema::{self, Type};
use wxc_core::source::{Files, ReadError};

/// The smallest project; files of a test come on top.
const BASE: &[(&str, &str)] = &[
    ("app.json", "{ \"pages\": [\"pages/a/a\"] }\n"),
    ("app.js", "App({})\n"),
    ("pages/a/a.json", "{}\n"),
    ("pages/a/a.wxml", "<view>a</view>\n"),
    ("pages/a/a.js", "Page({})\n"),
];
/// Codes that only a whole build produces, with the tests that make them.
const ELSEWHERE_TESTED: &[(&str, &str)] = &[
    ("format/unformatted", "compiler/cli/tests/fmt.rs"),
    ("project/no-first-frame", "compiler/prerender/tests/frames.rs"),
    ("wxml/nested-too-deep", "compiler/cli/tests/single.rs"),
];
const OUTPUT: &str = "(output)";
const ELSEWHERE: &str = "(elsewhere)";

/// One project of a file.
struct Project {
    title: String,
    sections: Vec<Section>,
}

struct Section {
    path: String,
    changes: Vec<String>,
    lines: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("diagnostics")
}

fn test_files(below: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder().join(below)];
    while let Some(folder) = open.pop() {
        for path in std::fs::read_dir(&folder).expect("a folder of tests").map(|entry| entry.expect("entry").path()) {
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> (String, Vec<Project>) {
    let text = std::fs::read_to_string(path).expect("UTF-8");
    let mut head = String::new();
    let mut projects: Vec<Project> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("--- ") {
            projects.push(Project { title: title.to_owned(), sections: Vec::new() });
        } else if let Some(name) = line.strip_prefix("=== ") {
            let project = projects.last_mut().unwrap_or_else(|| panic!("{}: a file before `--- title`", path.display()));
            let (name, changes) = match name.split_once(" (") {
                Some((name, changes)) => (name, changes.trim_end_matches(')').split(", ").map(str::to_owned).collect()),
                None => (name, Vec::new()),
            };
            project.sections.push(Section { path: name.to_owned(), changes, lines: Vec::new() });
        } else if let Some(section) = projects.last_mut().and_then(|project| project.sections.last_mut()) {
            section.lines.push(line.to_owned());
        } else if projects.is_empty() {
            head.push_str(line);
            head.push('\n');
        }
    }
    (head, projects)
}

/// `   ^^^^ parse/unclosed-tag`
fn marker(line: &str) -> Option<&str> {
    let rest = line.trim_start().trim_start_matches('^');
    let code = rest.strip_prefix(' ')?;
    let first = code.split(' ').next()?;
    (line.trim_start().starts_with('^') && first.contains('/') && catalogue::find(first).is_some()).then_some(code)
}

/// The lines of a section without markers and without empty lines at its end.
fn source(section: &Section) -> Vec<&str> {
    let mut lines: Vec<&str> = section.lines.iter().map(String::as_str).filter(|line| marker(line).is_none()).collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    lines
}

/// Files in memory, some of which the system does not hand out.
struct Memory {
    files: BTreeMap<String, Vec<u8>>,
    unreadable: BTreeSet<String>,
}

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if self.unreadable.contains(path) {
            return Err(ReadError::Io("permission denied".to_owned()));
        }
        self.files.read(path)
    }
    fn is_file(&self, path: &str) -> bool {
        self.files.is_file(path)
    }
    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        self.files.list(folder)
    }
}

fn build(project: &Project) -> Build {
    check(&memory(project), &BuildOptions::default())
}

fn memory(project: &Project) -> Memory {
    let mut files: BTreeMap<String, Vec<u8>> = BASE.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let mut unreadable = BTreeSet::new();
    for section in project.sections.iter().filter(|section| !section.path.starts_with('(')) {
        if section.changes.iter().any(|change| change == "none") {
            files.remove(&section.path);
            continue;
        }
        let end = if section.changes.iter().any(|change| change == "crlf") { "\r\n" } else { "\n" };
        let mut text = String::new();
        if section.changes.iter().any(|change| change == "bom") {
            text.push('\u{feff}');
        }
        for line in source(section) {
            text.push_str(line);
            text.push_str(end);
        }
        let mut bytes = text.into_bytes();
        for change in &section.changes {
            if change == "unreadable" {
                unreadable.insert(section.path.clone());
            }
            if let Some(size) = change.strip_prefix("size ") {
                bytes.resize(size.parse().expect("a number"), b' ');
            }
            if let Some(hex) = change.strip_prefix("bytes ") {
                bytes = hex.split(' ').map(|byte| u8::from_str_radix(byte, 16).expect("hexadecimal")).collect();
            }
        }
        files.insert(section.path.clone(), bytes);
    }
    Memory { files, unreadable }
}

/// The text of a test file with what is said today.
fn written(head: &str, projects: &[Project], builds: &[Build]) -> String {
    let mut out = head.to_owned();
    for (project, build) in projects.iter().zip(builds) {
        out.push_str(&format!("--- {}\n", project.title));
        let pretty = project.sections.iter().any(|section| section.path == OUTPUT);
        let records = records(&build.sources, &build.diagnostics);
        let shown: BTreeSet<&str> = project.sections.iter().map(|section| section.path.as_str()).collect();
        for section in project.sections.iter().filter(|section| !section.path.starts_with('(')) {
            let changes = if section.changes.is_empty() { String::new() } else { format!(" ({})", section.changes.join(", ")) };
            out.push_str(&format!("=== {}{changes}\n", section.path));
            for (index, line) in source(section).into_iter().enumerate() {
                out.push_str(line);
                out.push('\n');
                if pretty {
                    continue;
                }
                for record in records.iter().filter(|record| record.place.path == section.path && record.place.line == index + 1) {
                    let place = &record.place;
                    let indent: String =
                        line.chars().take(place.column - 1).map(|c| if c == '\t' { '\t' } else { ' ' }).collect::<String>();
                    let indent = format!("{indent}{}", " ".repeat((place.column - 1).saturating_sub(line.chars().count())));
                    let end = if place.end_line == place.line { place.end_column } else { line.chars().count() + 1 };
                    out.push_str(&format!("{indent}{} {}\n", "^".repeat(end.saturating_sub(place.column).max(1)), record.code));
                }
            }
        }
        let lines = |path: &str| project.sections.iter().find(|section| section.path == path).map_or(0, |section| source(section).len());
        let elsewhere: Vec<String> = records
            .iter()
            .filter(|record| !shown.contains(record.place.path.as_str()) || record.place.line > lines(&record.place.path))
            .map(|record| format!("{}:{}:{} {}\n", record.place.path, record.place.line, record.place.column, record.code))
            .collect();
        if pretty {
            out.push_str(&format!("=== {OUTPUT}\n"));
            for line in render(Format::Pretty, &build.sources, &build.diagnostics, Look::default()).trim_end().lines() {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        } else if !elsewhere.is_empty() {
            out.push_str(&format!("=== {ELSEWHERE}\n{}", elsewhere.concat()));
        }
    }
    out
}

/// Compares every test file below a folder with what is said today.
fn compare(below: &str) {
    let mut differing = Vec::new();
    for path in test_files(below) {
        let (head, projects) = read(&path);
        let builds: Vec<Build> = projects.iter().map(build).collect();
        let today = written(&head, &projects, &builds);
        let before = std::fs::read_to_string(&path).expect("UTF-8");
        if today == before {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &today).expect("written");
        } else {
            let line = before
                .lines()
                .zip(today.lines())
                .position(|(a, b)| a != b)
                .unwrap_or_else(|| before.lines().count().min(today.lines().count()));
            let excerpt = |text: &str| text.lines().skip(line).take(12).collect::<Vec<_>>().join("\n");
            differing.push(format!("{}:{}\nexpected:\n{}\nsaid:\n{}\n", path.display(), line + 1, excerpt(&before), excerpt(&today)));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn codes_are_produced_at_their_places() {
    compare("codes");
}

#[test]
fn beginners_mistakes_are_explained() {
    compare("beginner");
}

/// `compiler/CONFIGURATION.md` is printed from the tables that the compiler checks files against.
#[test]
fn the_reference_of_configuration_keys_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").join("compiler/CONFIGURATION.md");
    let tables = [
        ("`app.json`", schema::APP),
        ("`window` of app.json, and the JSON file of a page", schema::WINDOW),
        ("the JSON file of a page or component", schema::UNIT),
        ("`project.config.json`, `project.private.config.json`", schema::PROJECT),
        ("`theme.json`", schema::THEME),
        ("`sitemap.json`", schema::SITEMAP),
    ];
    let mut text = "# Configuration keys\n\nEvery key that WeChat documents, what it holds, and whether `wxc` reads it. Keys of WeChat alone are checked and have no effect on the web.\n\
        Printed from `core/src/resolve/schema` by `UPDATE=1 cargo test -p wxc-tests --test diagnostics`.\n"
        .to_owned();
    for (title, keys) in tables {
        text.push_str(&format!("\n## {title}\n\n| key | holds | read by | |\n| --- | --- | --- | --- |\n"));
        rows("", keys, &mut text);
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    assert!(std::fs::read_to_string(&path).is_ok_and(|today| today == text), "compiler/CONFIGURATION.md is not current: run with UPDATE=1");
}

fn rows(before: &str, keys: schema::Keys, text: &mut String) {
    for key in keys {
        let name = format!("{before}{}", key.name);
        let by = if key.reader == schema::By::Wxc { "wxc" } else { "WeChat" };
        text.push_str(&format!("| `{name}` | {} | {by} | {} |\n", schema::describe(key.holds), key.meaning));
        let inner = match key.holds {
            Type::Object(keys) => Some((format!("{name}."), keys)),
            Type::Array(Type::Object(keys)) => Some((format!("{name}[]."), *keys)),
            Type::Map(Type::Object(keys)) => Some((format!("{name}.*."), *keys)),
            _ => None,
        };
        // `window` and the second spelling of the subpackages have tables elsewhere.
        if let Some((before, keys)) = inner.filter(|_| !matches!(key.name, "window" | "subpackages")) {
            rows(&before, keys, text);
        }
    }
}

/// Invariant 7: each code has a test that produces it, a hint and an explanation with an example.
#[test]
fn every_code_has_a_test_and_a_hint() {
    let mut produced: BTreeSet<&str> = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in test_files("codes") {
        let own = path.strip_prefix(folder().join("codes")).expect("below").with_extension("").to_string_lossy().replace('\\', "/");
        let builds: Vec<Build> = read(&path).1.iter().map(build).collect();
        if !builds.iter().flat_map(|build| &build.diagnostics).any(|diagnostic| diagnostic.code == own) {
            wrong.push(format!("{} does not produce `{own}`", path.display()));
        }
        for diagnostic in builds.iter().flat_map(|build| &build.diagnostics) {
            produced.insert(diagnostic.code);
            if diagnostic.hint.is_none() {
                wrong.push(format!("{}: `{}` has no hint: {}", path.display(), diagnostic.code, diagnostic.message));
            }
            let message = &diagnostic.message;
            let name = ["WX", "JSON", "CSS", "WeChat"].iter().any(|name| message.starts_with(name));
            if message.ends_with('.') || message.starts_with(char::is_uppercase) && !name {
                wrong.push(format!("{}: `{message}` is no lower-case sentence without full stop", path.display()));
            }
        }
    }
    let generated = [long_imports(), repeated_media(), multiplied_selectors()];
    produced.extend(generated.iter().flat_map(|build| &build.diagnostics).map(|diagnostic| diagnostic.code));
    for (code, path) in ELSEWHERE_TESTED {
        let test = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the repository").join(path);
        if std::fs::read_to_string(test).is_ok_and(|text| text.contains(code)) {
            produced.insert(code);
        }
    }
    for entry in catalogue::all() {
        if !folder().join("codes").join(format!("{}.txt", entry.code)).is_file() && !produced.contains(entry.code) {
            wrong.push(format!("no test produces `{}`", entry.code));
        }
        if !entry.explanation.contains("```") && entry.severity != Severity::Note {
            wrong.push(format!("the explanation of `{}` shows no example", entry.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Style sheets that import one another, longer than anybody writes by hand.
fn long_imports() -> Build {
    let sheets = (0..300).map(|n| (format!("s{n}.wxss"), format!("@import \"./s{}.wxss\";", n + 1)));
    generated(sheets.chain([("app.wxss".to_owned(), "@import \"./s0.wxss\";".to_owned())]))
}

/// Media queries with alternatives inside each other, which multiply.
fn repeated_media() -> Build {
    let depth = 16;
    let rules = ".a { color: red } ".repeat(400);
    let sheet = format!("{}{rules}{}", "@media (min-width: 1px), (hover) { ".repeat(depth), "}".repeat(depth));
    generated([("app.wxss".to_owned(), sheet)])
}

/// Nested rules with two selectors each, which multiply.
fn multiplied_selectors() -> Build {
    let sheet = format!("{}color: red{}", ".a, .b {".repeat(60), "}".repeat(60));
    let build = generated([("app.wxss".to_owned(), sheet)]);
    assert!(build.diagnostics.iter().any(|diagnostic| diagnostic.code == "style/too-large"), "{:?}", build.diagnostics);
    build
}

fn generated(more: impl IntoIterator<Item = (String, String)>) -> Build {
    let base = BASE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let files: BTreeMap<String, Vec<u8>> = base.chain(more).map(|(path, text)| (path, text.into_bytes())).collect();
    check(&files, &BuildOptions::default())
}

/// After a fix the diagnostic is gone, and no other one of its kind or error of syntax has come.
#[test]
fn fixes_mend_what_they_are_about() {
    let mut mended: BTreeSet<&'static str> = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in test_files("") {
        for project in read(&path).1 {
            let before = memory(&project);
            let found = check(&before, &BuildOptions::default());
            for diagnostic in &found.diagnostics {
                for fix in &diagnostic.fixes {
                    let after = fixed(&before, &found, fix);
                    let again = check(&after, &BuildOptions::default());
                    // A next one of its kind may stand behind it.
                    let is_same = |build: &Build, other: &Diagnostic| {
                        other.code == diagnostic.code
                            && other.message == diagnostic.message
                            && other.span.start == diagnostic.span.start
                            && build.sources.path(other.file) == found.sources.path(diagnostic.file)
                    };
                    let same = |build: &Build| build.diagnostics.iter().filter(|other| is_same(build, other)).count();
                    let syntax = |build: &Build| {
                        let is_syntax = |code: &str| code.starts_with("parse/") || code.ends_with("/syntax");
                        build.diagnostics.iter().filter(|other| other.severity == Severity::Error && is_syntax(other.code)).count()
                    };
                    let what = format!(
                        "{}, `{}`: {} ({}) by \"{}\"",
                        path.display(),
                        project.title,
                        diagnostic.code,
                        diagnostic.message,
                        fix.title
                    );
                    if same(&again) >= same(&found) {
                        wrong.push(format!("{what} is still there"));
                    } else if syntax(&again) > syntax(&found) {
                        wrong.push(format!("{what} leaves a mistake"));
                    }
                    mended.insert(diagnostic.code);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(mended.len() >= 45, "only {} codes have fixes: {mended:?}", mended.len());
}

/// The project with the edits of a fix.
fn fixed(before: &Memory, found: &Build, fix: &wxc_core::diagnostics::Fix) -> Memory {
    let mut files = before.files.clone();
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    for edit in edits {
        let path = found.sources.path(edit.file).to_string();
        let mut text = found.sources.text(edit.file).to_string();
        if let Some(changed) = files.get(&path).and_then(|bytes| String::from_utf8(bytes.clone()).ok()) {
            text = changed.trim_start_matches('\u{feff}').to_owned();
        }
        text.replace_range(edit.span.range(), &edit.text);
        files.insert(path, text.into_bytes());
    }
    Memory { files, unreadable: before.unreadable.clone() }
}
