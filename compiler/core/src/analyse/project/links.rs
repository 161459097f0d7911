//! Pages that templates and scripts open by a written URL: whether they exist, and whether they can be opened that way.

use super::layout::listed;
use super::{Case, Facts, Module};
use crate::diagnostics::{Diagnostic, nearest_path};
use crate::resolve::path::join;
use crate::source::{FileId, Span};

struct Target<'a> {
    /// As written, without query.
    url: &'a str,
    query: bool,
    /// `navigate`, `redirect`, `switchTab`, `reLaunch`.
    how: &'a str,
    file: FileId,
    span: Span,
    /// Path of the page that the URL is relative to; components are used on many.
    page: Option<&'a str>,
    /// How the right way is written.
    write: fn(&str) -> String,
}

pub(super) fn check_template(case: &Case<'_>, out: &mut Vec<Diagnostic>) {
    for link in &case.template.links {
        let page = case.unit.is_page.then_some(case.unit.path.as_str());
        let write = |how: &str| format!("write `open-type=\"{how}\"`");
        out.extend(check(
            case.facts,
            &Target { url: &link.url, query: link.query, how: &link.how, file: link.file, span: link.span, page, write },
        ));
    }
}

pub(super) fn check_script(facts: &Facts<'_>, module: &Module<'_>, page: Option<&str>, out: &mut Vec<Diagnostic>) {
    for link in &module.facts.instance.links {
        let how = match link.api.as_str() {
            "navigateTo" => "navigate",
            "redirectTo" => "redirect",
            other => other,
        };
        let write = |how: &str| format!("write `wx.{}`", if how == "navigate" { "navigateTo" } else { how });
        out.extend(check(facts, &Target { url: &link.url, query: link.query, how, file: module.file, span: link.span, page, write }));
    }
}

fn check(facts: &Facts<'_>, target: &Target<'_>) -> Option<Diagnostic> {
    let url = target.url.trim();
    if url.is_empty()
        || url.contains([':', '#'])
        || url.starts_with("//")
        || !matches!(target.how, "navigate" | "redirect" | "switchTab" | "reLaunch")
    {
        return None;
    }
    let path = if url.starts_with('/') { join("", url) } else { join(target.page?, url) };
    let path = path.strip_suffix(".html").unwrap_or(&path);
    let app = &facts.project.app;
    let Some(page) = app.page(path) else {
        // What lies in the pages' own package above the root is reported by nobody else.
        let warning = Diagnostic::warning("project/unknown-page", target.file, target.span, format!("app.json lists no page `{path}`"));
        let there = facts.files.is_file(&format!("{}{path}.wxml", facts.project.root()));
        let near = nearest_path(path, app.pages.iter().map(|page| page.path.as_str()));
        let absolute = app.page(url.trim_start_matches('/')).is_some().then(|| url.to_owned());
        return Some(match (there, absolute, near) {
            (true, ..) => listed(warning.hint(format!("add `\"{path}\"` to `pages` of app.json")), facts.project, path),
            (_, Some(absolute), _) => warning
                .hint(format!("write `/{absolute}`: without `/` the path begins at the folder of this page"))
                .fix(format!("write `/{absolute}`"), target.span, format!("/{absolute}")),
            (_, _, Some(near)) => warning.meant(&format!("/{near}")),
            _ => warning.hint("create the page and list it in app.json, or correct the path"),
        });
    };
    let tab = app.tabs.contains(&page.path);
    let wrong = |message: String, how: &str| {
        Some(Diagnostic::warning("project/wrong-navigation", target.file, target.span, message).hint((target.write)(how)))
    };
    match target.how {
        "navigate" | "redirect" if tab => {
            wrong(format!("`{path}` is a page of the tab bar, which only `switchTab` and `reLaunch` open"), "switchTab")
        }
        "switchTab" if !tab => wrong(format!("`{path}` is no page of the tab bar, so `switchTab` cannot open it"), "navigate"),
        "switchTab" if target.query => {
            let warning = Diagnostic::warning("project/wrong-navigation", target.file, target.span, "`switchTab` takes no query");
            Some(warning.hint("remove what follows the `?`; write `reLaunch` if the page needs it"))
        }
        _ => None,
    }
}
