//! Style sheets: every `.wxss` of a package converted for a component, with what it imports.

use crate::corpus::Corpus;
use crate::{Subject, peer};
use glass_easel_stylesheet_compiler::{StyleSheetOptions, StyleSheetTransformer};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use std::path::PathBuf;
use wxc_core::bundle::style::style;
use wxc_core::emit::style::{StyleRequest, StyleRole};
use wxc_core::source::Sources;

pub fn subjects<'a>(corpus: &'a Corpus, peers: Option<&'a PathBuf>) -> Vec<Subject<'a>> {
    let sheets = corpus.with("wxss");
    let own: usize = sheets.iter().map(|(_, text)| text.len()).sum();
    // What a sheet imports is part of it in `wxc` and in the comparison with lightningcss; the others treat every file alone.
    let whole: Vec<String> = sheets.iter().map(|(path, _)| joined(corpus, path)).collect();
    let bytes = whole.iter().map(String::len).sum();
    let paths: Vec<String> = sheets.iter().map(|(path, _)| path.clone()).collect();
    let mut subjects = vec![
        Subject {
            name: "wxc",
            bytes,
            run: Box::new(move || {
                let sources = Sources::default();
                paths.iter().map(|path| 1 + style_of(corpus, path, &sources)).sum()
            }),
        },
        Subject { name: "lightningcss alone", bytes, run: Box::new(move || whole.iter().map(|text| 1 + bare(text)).sum()) },
        Subject {
            name: "glass-easel-stylesheet-compiler",
            bytes: own,
            run: Box::new({
                let sheets = sheets.clone();
                move || sheets.iter().map(|(path, text)| 1 + glass_easel(path, text)).sum()
            }),
        },
    ];
    if let Some(folder) = peers {
        let names: Vec<String> = sheets.iter().map(|(path, _)| format!("./{path}.wxss")).collect();
        subjects.push(Subject {
            name: "wcsc (process)",
            bytes: own,
            run: Box::new(move || {
                let mut command = peer(folder, "wcsc");
                command.args(["-db", "-pc", &names.len().to_string()]).args(&names).current_dir(&corpus.root);
                command.output().expect("wcsc runs").stdout.len()
            }),
        });
    }
    subjects
}

fn request<'a>(path: &'a str, scopes: &'a [String]) -> StyleRequest<'a> {
    StyleRequest { role: StyleRole::Component, scopes, host: Some("h1"), minify: true, ..StyleRequest::plain(path) }
}

fn style_of(corpus: &Corpus, path: &str, sources: &Sources) -> usize {
    style(&corpus.files, "", sources, &request(&format!("{path}.wxss"), &["s1".to_owned()])).css.len()
}

/// The texts of a sheet and of what it imports, without the imports themselves.
fn joined(corpus: &Corpus, path: &str) -> String {
    let output = style(&corpus.files, "", &Sources::default(), &request(&format!("{path}.wxss"), &["s1".to_owned()]));
    let texts = output.inputs.iter().rev().filter_map(|path| std::str::from_utf8(corpus.files.get(path)?).ok());
    texts.flat_map(|text| text.split_inclusive(';').filter(|part| !part.trim_start().starts_with("@import"))).collect()
}

fn bare(text: &str) -> usize {
    let options = ParserOptions { error_recovery: true, ..ParserOptions::default() };
    let Ok(mut sheet) = StyleSheet::parse(text, options) else { return 0 };
    if sheet.minify(MinifyOptions::default()).is_err() {
        return 0;
    }
    sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() }).map_or(0, |out| out.code.len())
}

fn glass_easel(path: &str, text: &str) -> usize {
    let options = StyleSheetOptions { class_prefix: Some("s1".to_owned()), ..StyleSheetOptions::default() };
    let mut out = String::new();
    StyleSheetTransformer::from_css(path, text, options).output().write_str(&mut out).expect("printed");
    out.len()
}
