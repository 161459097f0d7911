//! `wxc css`: one style sheet converted.

use crate::args;
use crate::cases;
use crate::report::{exit_code, print_aside, usage};
use crate::single::{self, Kind};
use serde::Deserialize;
use serde_json::Value;
use std::io::{Write, stdout};
use wxc_core::bundle::Build;
use wxc_core::bundle::style::style;
use wxc_core::emit::style::{Rpx, StyleRequest, StyleRole};
use wxc_core::source::Sources;
use wxc_disk::Disk;

const SHEET: Kind = Kind { noun: "style sheet", extensions: &["wxss", "css", "less", "scss", "sass"] };

pub fn css(args: &args::Css) -> u8 {
    if let Some(path) = &args.cases {
        return cases::answer(path, case);
    }
    let Some(file) = &args.file else { return usage("no style sheet is named", "write `wxc css FILE` or `wxc css --cases FILE`") };
    let single = match single::find(file, args.root.as_deref(), &SHEET) {
        Ok(single) => single,
        Err((message, hint)) => return usage(&message, &hint),
    };
    let sources = Sources::default();
    let scopes = if args.component { vec!["s1".to_owned()] } else { Vec::new() };
    let request = StyleRequest {
        role: if args.component { StyleRole::Component } else { StyleRole::Plain },
        scopes: &scopes,
        host: args.component.then_some("h1"),
        rpx: args.rpx,
        minify: args.minify,
        ..StyleRequest::plain(&single.path)
    };
    let output = style(&Disk::new(&single.root), "", &sources, &request);
    let build = Build { diagnostics: output.diagnostics, sources: sources.into(), ..Build::default() };
    print_aside(&build, &args.report, &single.root);
    let _ = writeln!(stdout(), "{}", output.css.trim_end());
    exit_code(&build, &args.report)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    #[serde(flatten)]
    project: cases::Project,
    device_width: f64,
    #[serde(default = "two")]
    dpr: f64,
    #[serde(default)]
    ios: bool,
    #[serde(default)]
    class_prefix: String,
}

fn two() -> f64 {
    2.0
}

fn case(case: &Case) -> Value {
    let sources = Sources::default();
    let request = StyleRequest {
        rpx: Rpx::Px { width: case.device_width, dpr: case.dpr, ios: case.ios },
        reference: Some(&case.class_prefix),
        ..StyleRequest::plain(&case.project.entry)
    };
    let output = style(&case.project.files(), "", &sources, &request);
    cases::line(&case.project.name, "css", output.css.into(), &sources, &output.diagnostics)
}
