//! `wxc simulate`: what the npm package for component unit tests asks, as JSON on standard input, answered on standard output.
//!
//! ```text
//! {"root": "/project", "runtime": true, "components": [{"id": "c1", "path": "cell/cell", "using": {"t-icon": "c2"}, "prefix": "t-cell--"}]}
//! {"version": "…", "runtime": "…", "components": [{"id": "c1", "unit": "($) => …", "wxs": […], "css": "…", "plain": ["view"], "diagnostics": […]}]}
//! ```

use crate::report::{BUG, FINE, usage};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Read, Write, stdin, stdout};
use std::path::PathBuf;
use wxc_core::bundle::simulate::{SimulateRequest, Simulated, simulate, simulate_runtime};
use wxc_core::diagnostics::render::{Record, records};
use wxc_core::source::{Files, ReadError, Sources, Translation};
use wxc_disk::Disk;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Question {
    /// Folder the paths are below.
    root: PathBuf,
    /// Where absolute paths inside templates start, below `root`: `""` or `"src/"`.
    #[serde(default)]
    base: String,
    /// Send the runtime too.
    #[serde(default)]
    runtime: bool,
    #[serde(default)]
    components: Vec<Component>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    id: String,
    /// Without extension, below `root`.
    path: String,
    /// The template's text, when it is in no file.
    template: Option<String>,
    /// The style sheet is Less.
    #[serde(default)]
    less: bool,
    #[serde(default)]
    using: BTreeMap<String, String>,
    #[serde(default)]
    generics: Vec<String>,
    /// Compile as the test tool's own compiler does.
    #[serde(default)]
    plain: bool,
    #[serde(default)]
    prefix: String,
}

#[derive(Serialize)]
struct Answer {
    version: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    runtime: Option<String>,
    components: Vec<Compiled>,
}

#[derive(Serialize)]
struct Compiled {
    id: String,
    unit: String,
    wxs: Vec<Module>,
    css: String,
    plain: Vec<String>,
    inputs: Vec<String>,
    diagnostics: Vec<Record>,
}

#[derive(Serialize)]
struct Module {
    id: String,
    code: String,
    requests: BTreeMap<String, Option<String>>,
}

pub fn answer() -> u8 {
    let form = "its form is `{\"root\", \"components\": [{\"id\", \"path\"}]}`";
    let mut text = String::new();
    if let Err(error) = stdin().read_to_string(&mut text) {
        return usage(&format!("cannot read standard input: {error}"), form);
    }
    let question: Question = match serde_json::from_str(&text) {
        Ok(question) => question,
        Err(error) => return usage(&format!("the question is not understood: {error}"), form),
    };
    let runtime = match question.runtime.then(simulate_runtime).transpose() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return BUG;
        }
    };
    let components = question.components.iter().map(|component| compile(&question, component)).collect();
    let answer = Answer { version: env!("CARGO_PKG_VERSION"), runtime, components };
    // Strings, lists and maps always print; a closed pipe is nobody's mistake.
    let _ = writeln!(stdout(), "{}", serde_json::to_string(&answer).unwrap_or_default());
    FINE
}

fn compile(question: &Question, component: &Component) -> Compiled {
    let sources = Sources::default();
    let disk = Disk::new(&question.root);
    let sheet = component.less.then(|| from_less(&disk, question, component)).flatten();
    let files = Overlay {
        disk,
        path: format!("{}{}", question.base, component.path),
        template: component.template.as_deref(),
        sheet: sheet.as_ref().map(|sheet| &*sheet.css),
    };
    let request = SimulateRequest {
        path: &component.path,
        using: &component.using,
        generics: &component.generics,
        dialect: if component.plain { Simulated::Plain } else { Simulated::Official },
        prefix: &component.prefix,
        key: &component.id,
    };
    let output = simulate(&files, &question.base, &sources, &request);
    let wxs = output.wxs.into_iter().map(|m| Module { id: m.id, code: m.code, requests: m.requests }).collect();
    Compiled {
        id: component.id.clone(),
        unit: output.unit,
        wxs,
        css: output.css,
        plain: output.plain,
        inputs: output.inputs.into_iter().chain(sheet.map(|sheet| sheet.files).unwrap_or_default()).collect(),
        diagnostics: records(&sources, &output.diagnostics),
    }
}

/// The component's style sheet read as Less; `None`: there is none, or it is left as it is because of a mistake, which its own compiler then reports.
fn from_less(disk: &Disk, question: &Question, component: &Component) -> Option<Translation> {
    let path = format!("{}{}", question.base, component.path);
    let text = String::from_utf8(disk.read(&format!("{path}.wxss")).ok()?).ok()?;
    disk.translate(&question.base, &format!("{path}.less"), &text)?.ok()
}

/// The disk, with a template and a style sheet that are on none.
struct Overlay<'a> {
    disk: Disk,
    /// Without extension.
    path: String,
    template: Option<&'a str>,
    sheet: Option<&'a str>,
}

impl Overlay<'_> {
    fn own(&self, path: &str) -> Option<&str> {
        match path.strip_prefix(&self.path)? {
            ".wxml" => self.template,
            ".wxss" => self.sheet,
            _ => None,
        }
    }
}

impl Files for Overlay<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        match self.own(path) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.disk.read(path),
        }
    }
    fn is_file(&self, path: &str) -> bool {
        self.own(path).is_some() || self.disk.is_file(path)
    }
    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        self.disk.list(folder)
    }
}
