//! WXSS against what WeChat's own compiler made of it: `tests/conformance/wxss`, under the rules of the README there.

use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{ParserOptions, StyleSheet};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use wxc_core::bundle::style::style;
use wxc_core::diagnostics::Severity;
use wxc_core::emit::style::{Rpx, StyleRequest, StyleRole};
use wxc_core::source::Sources;

/// Required cases where we differ on purpose.
const DIFFERENT: &[(&str, &str)] = &[
    ("wxss-rpx-007", "rpx in a media query is a length like any other; WeChat leaves it, and the query never matches"),
    ("wxss-selectors-003", "`.a{width}` is no declaration: reported and left out; browsers ignore it too"),
    ("wxss-errors-016", "the reference names `>>>` as one to accept with a diagnostic"),
];

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
        path: &case.entry,
        role: StyleRole::Plain,
        scopes: &[],
        within: None,
        host: None,
        rpx: Rpx::Px { width: case.device_width, dpr: case.dpr, ios: case.ios },
        minify: false,
        reference: Some(&case.class_prefix),
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

/// One spelling for colours, numbers and white space: what lightningcss prints.
fn canonical(css: &str) -> String {
    let options = ParserOptions { error_recovery: true, ..ParserOptions::default() };
    let sheet = StyleSheet::parse(css, options).expect("parses with recovery");
    sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() }).expect("prints").code.replace(", ", ",")
}

#[test]
fn conformance() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/wxss");
    let mut failures = Vec::new();
    let (mut passed, mut required) = (0, 0);
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("cases").map(|e| e.expect("entry").path()).collect();
    paths.sort();
    for path in paths {
        let suite: Suite = serde_json::from_str(&std::fs::read_to_string(&path).expect("text")).expect("json");
        for case in suite.cases {
            let result = run(&case);
            let different = DIFFERENT.iter().any(|(name, _)| *name == case.name);
            if case.level.is_some() {
                continue; // recorded, not required: that it does not crash is enough
            }
            required += 1;
            match result {
                Ok(()) if different => failures.push(format!("{}: agrees now; take it out of the table", case.name)),
                Ok(()) => passed += 1,
                Err(why) if !different => failures.push(format!("{}: {why}", case.name)),
                Err(_) => {}
            }
        }
    }
    assert!(failures.is_empty(), "{} of {required} pass\n{}", passed, failures.join("\n"));
    assert_eq!(passed + DIFFERENT.len(), required);
}
