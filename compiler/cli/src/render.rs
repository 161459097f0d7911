//! `wxc render`: one template with some data.

use crate::args::{self, RenderFormat};
use crate::cases;
use crate::report::{exit_code, print_aside, usage};
use crate::single::{self, Kind};
use serde::Deserialize;
use serde_json::Value;
use std::fs;
use std::io::{Write, stdout};
use wxc_core::bundle::Build;
use wxc_core::source::Sources;
use wxc_disk::Disk;
use wxc_prerender::{escape_surrogates, render_html, render_tree};

const TEMPLATE: Kind = Kind { noun: "template", extensions: &["wxml"] };

pub fn render(args: &args::Render) -> u8 {
    if let Some(path) = &args.cases {
        return cases::answer(path, case);
    }
    let Some(file) = &args.file else { return usage("no template is named", "write `wxc render FILE` or `wxc render --cases FILE`") };
    let single = match single::find(file, args.root.as_deref(), &TEMPLATE) {
        Ok(single) => single,
        Err((message, hint)) => return usage(&message, &hint),
    };
    let data = match data(args.data.as_deref()) {
        Ok(data) => data,
        Err(message) => return usage(&message, "write `--data '{\"name\": \"value\"}'` or `--data @file.json`"),
    };
    let disk = Disk::new(&single.root);
    // Printing and dropping a tree takes stack.
    stacker::grow(cases::DEEP, || {
        let sources = Sources::default();
        let (text, diagnostics) = match args.format {
            RenderFormat::Html => render_html(&disk, "", &sources, &single.path, &data),
            RenderFormat::Tree => {
                let rendered = render_tree(&disk, "", &sources, &single.path, &data);
                // Values of `serde_json` always print.
                let text = serde_json::to_string_pretty(&rendered.tree).unwrap_or_default();
                (escape_surrogates(&text).into_owned(), rendered.diagnostics)
            }
        };
        let build = Build { diagnostics, sources: sources.into(), ..Build::default() };
        print_aside(&build, &args.report, &single.root);
        let _ = writeln!(stdout(), "{text}");
        exit_code(&build, &args.report)
    })
}

/// The data of the template: an object, from the command line or from a file.
fn data(text: Option<&str>) -> Result<Value, String> {
    let text = match text {
        None => return Ok(Value::Object(Default::default())),
        Some(text) => match text.strip_prefix('@') {
            Some(path) => fs::read_to_string(path).map_err(|error| format!("cannot read `{path}`: {error}"))?,
            None => text.to_owned(),
        },
    };
    match serde_json::from_str(&text) {
        Ok(data @ Value::Object(_)) => Ok(data),
        Ok(_) => Err("the data of a template is an object".to_owned()),
        Err(error) => Err(format!("the data is not JSON: {error}")),
    }
}

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    project: cases::Project,
    #[serde(default)]
    data: Value,
}

fn case(case: &Case) -> Value {
    let sources = Sources::default();
    let rendered = render_tree(&case.project.files(), "", &sources, &case.project.entry, &case.data);
    cases::line(&case.project.name, "tree", rendered.tree.into(), &sources, &rendered.diagnostics)
}
