//! WXSS against what WeChat's own compiler made of it: `tests/conformance/wxss`, under the rules of the README there.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use wxc_core::bundle::style::style;
use wxc_core::diagnostics::Severity;
use wxc_core::emit::style::{Rpx, StyleRequest};
use wxc_core::source::Sources;

#[derive(Deserialize)]
struct Suite {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    name: String,
    files: BTreeMap<String, String>,
    entry: String,
    device_width: f64,
    #[serde(default = "two")]
    dpr: f64,
    #[serde(default)]
    ios: bool,
    #[serde(default)]
    class_prefix: String,
    expect: Option<String>,
    error: Option<Reported>,
    level: Option<String>,
}

#[derive(Deserialize)]
struct Reported {
    path: Option<String>,
}

fn two() -> f64 {
    2.0
}

/// Runs a case; `Err` says how the answer differs.
fn run(case: &Case) -> Result<(), String> {
    let files: BTreeMap<String, Vec<u8>> = case.files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    let sources = Sources::default();
    let request = StyleRequest {
        rpx: Rpx::Px { width: case.device_width, dpr: case.dpr, ios: case.ios },
        reference: Some(&case.class_prefix),
        ..StyleRequest::plain(&case.entry)
    };
    let out = style(&files, "", &sources, &request);
    let errors: Vec<_> = out.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    if let Some(expected) = &case.error {
        let found = errors.iter().any(|d| expected.path.as_ref().is_none_or(|path| *path == *sources.path(d.file)));
        return if found { Ok(()) } else { Err(format!("no error in {:?}; css: {}", expected.path, out.css)) };
    }
    if let Some(first) = errors.first() {
        return Err(format!("{}: {}", first.code, first.message));
    }
    let expected = case.expect.as_deref().unwrap_or_default();
    let (found, expected) = (canonical(&out.css), canonical(expected));
    if found == expected { Ok(()) } else { Err(format!("\n  expected {expected}\n  found    {found}")) }
}

/// The canonical form of the README. Strings keep their characters, parentheses theirs but for white space.
fn canonical(css: &str) -> String {
    let mut out = Canonical { text: String::new(), space: false, depth: 0, value: false };
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        let token = match c {
            '/' if rest.starts_with("/*") => {
                rest = rest.get(2..).and_then(|r| r.split_once("*/")).map_or("", |(_, after)| after);
                continue;
            }
            '"' | '\'' => string_end(rest, c),
            _ if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("url(")) => rest.find(')').map_or(rest.len(), |at| at + 1),
            _ => c.len_utf8(),
        };
        let (token, after) = rest.split_at(token);
        rest = after;
        match c {
            c if c.is_whitespace() => out.space = true,
            _ => out.token(token, rest),
        }
    }
    out.text.replace(";}", "}")
}

fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

struct Canonical {
    text: String,
    space: bool,
    depth: u32,
    /// After the first `:` of a declaration.
    value: bool,
}

impl Canonical {
    fn token(&mut self, token: &str, rest: &str) {
        // Whether this is part of a prelude: a `{` comes before the end of what would be a declaration.
        let prelude = rest.find(['{', '}', ';']).is_some_and(|at| rest.get(at..).is_some_and(|r| r.starts_with('{')));
        let combinator = |t: &str| self.depth == 0 && prelude && matches!(t, ">" | "+" | "~");
        let colon = self.depth == 0 && !prelude && !self.value && token == ":";
        let tight = |t: &str| matches!(t, "{" | "}" | ";" | ",") || combinator(t);
        let last = self.text.get(self.text.len().saturating_sub(1)..).unwrap_or_default();
        let after_colon = last == ":" && self.value && self.text.ends_with(':') && self.depth == 0 && !prelude && self.space_was_stripped();
        if self.space && !self.text.is_empty() && !tight(token) && !tight(last) && !colon && !after_colon {
            self.text.push(' ');
        }
        self.space = false;
        match token {
            "(" => self.depth += 1,
            ")" => self.depth = self.depth.saturating_sub(1),
            "{" | "}" | ";" => self.value = false,
            _ => self.value |= colon,
        }
        self.text.push_str(token);
    }

    /// Only the first colon of a declaration eats the space after it.
    fn space_was_stripped(&self) -> bool {
        let from = self.text.rfind(['{', '}', ';']).map_or(0, |at| at + 1);
        self.text.get(from..).is_some_and(|t| t.find(':') == Some(t.len() - 1))
    }
}

/// What a file of cases comes to.
#[derive(Default)]
struct Tally {
    required: usize,
    passed: usize,
    /// The official compiler rejects what we accept without an error.
    accepted: usize,
    failures: Vec<String>,
}

fn suite(path: &Path, tally: &mut Tally) {
    let suite: Suite = serde_json::from_str(&std::fs::read_to_string(path).expect("text")).expect("json");
    for case in suite.cases {
        let result = run(&case);
        if case.level.is_some() {
            continue; // recorded, not required: that it does not crash is enough
        }
        tally.required += 1;
        match result {
            Ok(()) => tally.passed += 1,
            Err(why) if case.error.is_some() && ["random-", "mutated-"].iter().any(|set| case.name.starts_with(set)) => {
                tally.accepted += 1;
                if std::env::var_os("WXSS_ACCEPTED").is_some() {
                    println!("{}: {why}", serde_json::to_string(&case.files).expect("json"));
                }
            }
            Err(why) => tally.failures.push(format!("{} {}: {why}", case.name, serde_json::to_string(&case.files).expect("json"))),
        }
    }
}

#[test]
fn conformance() {
    let mut tally = Tally::default();
    for folder in ["wxss", "ours/wxss"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance").join(folder);
        let mut paths: Vec<_> = std::fs::read_dir(folder).expect("cases").map(|e| e.expect("entry").path()).collect();
        paths.sort();
        paths.iter().for_each(|path| suite(path, &mut tally));
    }
    assert!(tally.failures.is_empty(), "{} of {} pass\n{}", tally.passed, tally.required, tally.failures.join("\n"));
    assert!(tally.required > 80, "the cases are there");
}

/// `WXSS_CASES=file`: cases recorded by `tests/differential/wxss.mjs`.
#[test]
fn recorded_elsewhere() {
    let Some(path) = std::env::var_os("WXSS_CASES") else { return };
    let mut tally = Tally::default();
    suite(Path::new(&path), &mut tally);
    println!("{} of {} pass, {} more are valid to us alone", tally.passed, tally.required, tally.accepted);
    assert!(tally.failures.is_empty(), "{}", tally.failures.join("\n"));
}
