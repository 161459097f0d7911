//! Paths in a file that lead to other files.

use crate::ide::index::{PathOf, What};
use crate::ide::symbol::{Symbol, between_quotes, of_value, page, strings};
use crate::ide::world::World;
use wxc_core::resolve::script::resolve_style;
use wxc_core::source::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub span: Span,
    /// Below the project.
    pub target: String,
}

/// Every path of a file whose target is there, in the order of the text.
pub fn links(world: &World<'_>, path: &str) -> Vec<Link> {
    let found = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("wxml") => of_template(world, path),
        Some("wxss" | "less" | "scss" | "sass") => of_sheet(world, path),
        Some("js" | "ts" | "wxs") => of_script(world, path),
        Some("json") => of_config(world, path),
        _ => Vec::new(),
    };
    let mut found: Vec<Link> = found.into_iter().filter(|link| world.files.is_file(&link.target)).collect();
    found.sort_by_key(|link| link.span);
    found.dedup();
    found
}

/// The file to show for a page or component.
fn shown(world: &World<'_>, unit: &str) -> Option<String> {
    let unit = world.unit(unit)?;
    unit.template.clone().or_else(|| unit.script.clone())
}

fn of_template(world: &World<'_>, path: &str) -> Vec<Link> {
    let Some(template) = world.template(path) else { return Vec::new() };
    let link = |occurrence: &crate::ide::index::Occurrence| {
        let What::Path { of, text } = &occurrence.what else { return None };
        let target = match of {
            PathOf::Template => world.target(path, text, ".wxml"),
            PathOf::Wxs => world.target(path, text, ".wxs"),
            PathOf::Asset => world.target(path, text, ""),
            PathOf::Page => shown(world, &page(world, path, text)?)?,
        };
        Some(Link { span: occurrence.span, target })
    };
    template.occurrences.iter().filter_map(link).collect()
}

fn of_sheet(world: &World<'_>, path: &str) -> Vec<Link> {
    let Some(sheet) = world.sheet(path) else { return Vec::new() };
    let imports = sheet.imports.iter().filter_map(|import| {
        let target = resolve_style(world.files, world.root(), path, &import.name).ok()?;
        Some(Link { span: import.span, target })
    });
    let urls = sheet.urls.iter().filter(|url| !url.name.contains(':') && !url.name.starts_with("//"));
    let urls = urls.map(|url| Link { span: url.span, target: world.target(path, &url.name, "") });
    imports.chain(urls).collect()
}

fn of_script(world: &World<'_>, path: &str) -> Vec<Link> {
    let Some(outline) = world.script(path) else { return Vec::new() };
    let is_wxs = path.ends_with(".wxs");
    let requests = outline.requests.iter().filter_map(|(request, span)| {
        let target = if is_wxs { world.target(path, request, "") } else { world.required(path, request)? };
        Some(Link { span: *span, target })
    });
    let pages = outline.links.iter().filter_map(|(url, span)| Some(Link { span: *span, target: shown(world, &page(world, path, url)?)? }));
    requests.chain(pages).collect()
}

fn of_config(world: &World<'_>, path: &str) -> Vec<Link> {
    let Some(json) = world.config(path) else { return Vec::new() };
    let link = |(value, steps): (&wxc_core::resolve::json::Json, Vec<crate::ide::json_cursor::Step>)| {
        let target = match of_value(world, path, value, &steps)? {
            Symbol::Component { unit } | Symbol::Page { unit } => shown(world, &unit)?,
            Symbol::File { path } => path,
            _ => return None,
        };
        Some(Link { span: between_quotes(value.span), target })
    };
    strings(&json).into_iter().filter_map(link).collect()
}
