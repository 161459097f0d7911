//! Files of recorded cases (`--cases`): many small projects in one file, one JSON answer per line. The format is that of `tests/conformance/README.md`.

use crate::report::{FINE, usage};
use rayon::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use wxc_core::diagnostics::Diagnostic;
use wxc_core::diagnostics::render::records;
use wxc_core::source::Sources;
use wxc_prerender::escape_surrogates;

#[derive(Deserialize)]
struct Suite<T> {
    cases: Vec<T>,
}

/// What every case has.
#[derive(Deserialize)]
pub struct Project {
    pub name: String,
    files: BTreeMap<String, String>,
    pub entry: String,
}

impl Project {
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect()
    }
}

/// Stack for trees of values; most of it is never touched.
pub const DEEP: usize = 256 << 20;

/// Answers all cases of a file, in its order, on all cores. A mistake inside a case is part of its answer; exit code 2 means that the file is no file of cases.
pub fn answer<T: DeserializeOwned + Sync>(path: &Path, answer: impl Fn(&T) -> Value + Sync) -> u8 {
    let shown = path.display();
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return usage(&format!("cannot read `{shown}`: {error}"), "name a file of cases: `--cases FILE`"),
    };
    let suite: Suite<T> = match serde_json::from_str(&text) {
        Ok(suite) => suite,
        Err(error) => {
            return usage(
                &format!("`{shown}` is not a file of cases: {error}"),
                "its form is `{\"cases\": [{\"name\", \"files\", \"entry\"}]}`",
            );
        }
    };
    // A tree may be as deep as its template: printing and dropping it takes stack.
    let print = |case| stacker::grow(DEEP, || escape_surrogates(&answer(case).to_string()).into_owned());
    let answers: Vec<String> = suite.cases.par_iter().map(print).collect();
    let mut out = BufWriter::new(stdout().lock());
    // A closed pipe is nobody's mistake.
    let _ = answers.iter().try_for_each(|answer| writeln!(out, "{answer}")).and_then(|()| out.flush());
    FINE
}

/// `{"name", <what>: …, "diagnostics": [{"code", "severity", "path", "line", "column", "message"}]}`.
pub fn line(name: &str, what: &str, result: Value, sources: &Sources, diagnostics: &[Diagnostic]) -> Value {
    let short = records(sources, diagnostics).into_iter().map(|d| {
        json!({ "code": d.code, "severity": d.severity, "path": d.place.path, "line": d.place.line, "column": d.place.column, "message": d.message })
    });
    let mut out = Map::new();
    out.insert("name".to_owned(), name.into());
    out.insert(what.to_owned(), result);
    out.insert("diagnostics".to_owned(), short.collect());
    out.into()
}
