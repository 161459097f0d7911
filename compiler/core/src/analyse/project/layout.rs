//! How files lie in the project: pages that app.json forgets, packages that are larger than WeChat takes.

use super::Facts;
use crate::diagnostics::{Diagnostic, Replacement, Severity, nearest_path};
use crate::resolve::path::inside;
use crate::source::Span;

/// Largest package that WeChat takes, bytes.
const PACKAGE: u64 = 2 * 1024 * 1024;
/// Largest app that WeChat takes; of apps that service providers make.
const APP: u64 = 30 * 1024 * 1024;
const APP_OF_PROVIDER: u64 = 20 * 1024 * 1024;

/// Extensions of the files that WeChat packs.
const PACKED: &[&str] = &[
    "wxml", "wxss", "wxs", "js", "ts", "json", "png", "jpg", "jpeg", "gif", "svg", "webp", "cer", "mp3", "aac", "m4a", "mp4", "wav", "ogg",
    "silk", "ttf", "otf", "woff", "woff2", "bin", "dat", "wasm", "br", "glb", "txt",
];
const IMAGES_AND_MEDIA: &[&str] =
    &["png", "jpg", "jpeg", "gif", "svg", "webp", "mp3", "aac", "m4a", "mp4", "wav", "ogg", "ttf", "otf", "woff", "woff2"];

/// A file of the mini program, from its root.
struct Packed {
    path: String,
    size: u64,
}

pub(super) fn check(facts: &Facts<'_>, found: &[Diagnostic]) -> Vec<Diagnostic> {
    let files = packed(facts);
    let mut out = Vec::new();
    unlisted(facts, &files, found, &mut out);
    sizes(facts, &files, &mut out);
    out
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Every file that WeChat would pack.
fn packed(facts: &Facts<'_>) -> Vec<Packed> {
    let (root, config) = (facts.project.root(), &facts.project.config);
    let mut found = Vec::new();
    let mut folders = vec![root.trim_end_matches('/').to_owned()];
    while let Some(folder) = folders.pop() {
        for (name, is_folder) in facts.files.list(&folder) {
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if name.starts_with('.') || name == "node_modules" {
                continue;
            }
            let own = path.strip_prefix(root).unwrap_or(&path).to_owned();
            if is_folder {
                if !config.foreign.iter().chain(facts.exclude).any(|other| path == *other || inside(&path, other)) {
                    folders.push(path);
                }
            } else if PACKED.contains(&extension(&name).to_ascii_lowercase().as_str())
                && (config.include.iter().any(|rule| rule.matches(&own)) || !config.ignore.iter().any(|rule| rule.matches(&own)))
                && !own.ends_with(".d.ts")
            {
                let size = facts.files.size(&path);
                found.push(Packed { path: own, size });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Pages with all four files that nothing lists.
fn unlisted(facts: &Facts<'_>, files: &[Packed], found: &[Diagnostic], out: &mut Vec<Diagnostic>) {
    let project = facts.project;
    // A page that a misspelt entry means, or that a link asks for, has been named.
    let missing: Vec<&str> =
        project.pages().filter(|page| page.template.is_none() && page.script.is_none()).map(|page| page.path.as_str()).collect();
    let asked: Vec<String> = found
        .iter()
        .filter(|diagnostic| diagnostic.code == "project/unknown-page")
        .filter_map(|diagnostic| diagnostic.hint.clone())
        .collect();
    let has = |path: &str| files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
    let sheet = |stem: &str| [".wxss", ".less", ".scss", ".sass"].iter().any(|extension| has(&format!("{stem}{extension}")));
    for stem in files.iter().filter_map(|file| file.path.strip_suffix(".wxml")) {
        let complete = has(&format!("{stem}.json")) && sheet(stem) && (has(&format!("{stem}.js")) || has(&format!("{stem}.ts")));
        let named =
            || nearest_path(stem, missing.iter().copied()).is_some() || asked.iter().any(|hint| hint.contains(&format!("\"{stem}\"")));
        if !complete || project.unit(stem).is_some() || stem.contains("miniprogram_npm/") || named() {
            continue;
        }
        let text = |extension: &str| {
            facts.files.read(&format!("{}{stem}{extension}", project.root())).ok().and_then(|bytes| String::from_utf8(bytes).ok())
        };
        let is_component = text(".json").is_none_or(|json| json.contains("\"component\""));
        let registers = text(".ts").or_else(|| text(".js")).is_some_and(|script| script.contains("Page("));
        if !is_component && registers {
            let place = project.app.json.member("pages").map_or(Span::at(0), |member| member.name_span);
            let note = Diagnostic::note(
                "project/unlisted-page",
                project.app.file,
                place,
                format!("`{stem}` has all files of a page and is not listed"),
            );
            let note = note.hint(format!("add `\"{stem}\"` to `pages`, or remove its files"));
            out.push(listed(note, project, stem));
        }
    }
}

/// Offers to list a page behind the last one of the main package.
pub(super) fn listed(diagnostic: Diagnostic, project: &crate::resolve::project::Project, page: &str) -> Diagnostic {
    let app = &project.app;
    let Some(last) = app.json.get("pages").and_then(|pages| pages.items().last()).filter(|_| app.package_of(page) == 0) else {
        return diagnostic;
    };
    let edits = vec![Replacement { file: app.file, span: Span::at(last.span.end as usize), text: format!(", \"{page}\"") }];
    diagnostic.fix_all(format!("add `{page}` to `pages`"), edits)
}

fn sizes(facts: &Facts<'_>, files: &[Packed], out: &mut Vec<Diagnostic>) {
    let app = &facts.project.app;
    let pages = app.json.member("pages").map_or(Span::at(0), |member| member.name_span);
    for package in 0..=app.subpackages.len() {
        let own: Vec<&Packed> = files.iter().filter(|file| app.package_of(&file.path) == package).collect();
        let size: u64 = own.iter().map(|file| file.size).sum();
        if size <= PACKAGE {
            continue;
        }
        let (name, place) = match package.checked_sub(1).and_then(|index| app.subpackages.get(index)) {
            Some(package) => (format!("subpackage `{}`", package.root), package.span),
            None => ("main package".to_owned(), pages),
        };
        let message = format!("the {name} has {} of files; WeChat takes packages of up to 2 MB", megabytes(size));
        let media: u64 = own.iter().filter(|file| IMAGES_AND_MEDIA.contains(&extension(&file.path))).map(|file| file.size).sum();
        let advice = if media * 2 > size { "put images and media on a server" } else { "move pages into subpackages" };
        let warning = Diagnostic::warning("project/package-size", app.file, place, message);
        out.push(warning.hint(format!("{advice}; the largest are {}", largest(&own))));
    }
    let total: u64 = files.iter().map(|file| file.size).sum();
    if total > APP_OF_PROVIDER {
        let (severity, limit) =
            if total > APP { (Severity::Warning, "30 MB") } else { (Severity::Note, "20 MB if a service provider makes them") };
        let message = format!("all packages together have {}; WeChat takes apps of up to {limit}", megabytes(total));
        let all: Vec<&Packed> = files.iter().collect();
        let warning = Diagnostic::warning("project/package-size", app.file, pages, message);
        out.push(Diagnostic { severity, ..warning }.hint(format!("put images and media on a server; the largest are {}", largest(&all))));
    }
}

fn largest(files: &[&Packed]) -> String {
    let mut sorted: Vec<&&Packed> = files.iter().collect();
    sorted.sort_by_key(|file| std::cmp::Reverse(file.size));
    sorted.iter().take(3).map(|file| format!("`{}` ({})", file.path, megabytes(file.size))).collect::<Vec<_>>().join(", ")
}

fn megabytes(size: u64) -> String {
    if size < 1024 * 1024 / 10 { format!("{} KB", size.div_ceil(1024)) } else { format!("{:.1} MB", size as f64 / (1024.0 * 1024.0)) }
}
