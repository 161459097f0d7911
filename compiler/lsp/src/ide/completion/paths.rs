//! Paths: files beside and below, pages and components of the project.

use super::{Item, Kind, Place};
use crate::ide::world::World;
use wxc_core::resolve::near::relative_to;
use wxc_core::resolve::path::{join, normalise};
use wxc_core::source::Span;

pub(super) const IMAGES: &[&str] = &[".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];
pub(super) const MEDIA: &[&str] = &[".mp4", ".mov", ".m3u8", ".mp3", ".m4a", ".aac", ".wav"];

fn is_name(c: char) -> bool {
    !matches!(c, '/' | '"' | '\'' | '?' | '>' | ')' | '\n') && !c.is_whitespace()
}

/// Files and folders where the path that is typed leads. `value`: from its beginning to the cursor.
pub(super) fn files(place: &Place<'_>, value: Span, extensions: &[&str]) -> Vec<Item> {
    let typed = place.slice(value);
    let start = value.start as usize + typed.rfind('/').map_or(0, |at| at + 1);
    let replace = place.whole(Span::new(start, place.offset), is_name);
    listed(place.world, place.path, typed, replace, extensions, false)
}

/// What lies in the folder of a path that is being typed. `stems`: names come without their extension, for paths that want none.
pub(super) fn listed(world: &World<'_>, from: &str, typed: &str, replace: Span, extensions: &[&str], stems: bool) -> Vec<Item> {
    let before = typed.rfind('/').map_or("", |at| typed.get(..=at).unwrap_or_default());
    let at = match before.strip_prefix('/') {
        Some(rest) => normalise(&format!("{}{rest}", world.root())),
        None => join(from, before),
    };
    let mut items = Vec::new();
    if before.is_empty() {
        items.push(Item::new("../", Kind::Folder, replace).rank(8).again());
        items.push(Item::new("/", Kind::Folder, replace).detail("the mini-program root").rank(7).again());
    } else if before.ends_with("../") {
        items.push(Item::new("../", Kind::Folder, replace).rank(8).again());
    }
    let mut names: Vec<(String, bool)> = world.files.list(&at);
    names.retain(|(name, _)| !name.starts_with('.') && name != "node_modules");
    for (name, is_folder) in names {
        if is_folder {
            items.push(Item::new(format!("{name}/"), Kind::Folder, replace).rank(4).again());
            continue;
        }
        let path = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
        let Some(extension) = extensions.iter().find(|extension| name.ends_with(**extension)) else { continue };
        if path == from {
            continue;
        }
        let label = if stems { name.strip_suffix(extension).unwrap_or(&name) } else { &name };
        items.push(Item::new(label, Kind::File, replace).detail(path.clone()).rank(1));
    }
    items
}

/// Pages, as `url` names them.
pub(super) fn pages(place: &Place<'_>, value: Span) -> Vec<Item> {
    let typed = place.slice(value);
    if typed.contains('?') {
        return Vec::new();
    }
    let replace = place.whole(value, |c| is_name(c) || c == '/');
    let Some(project) = place.world.project else { return Vec::new() };
    let own = place.world.unit_of(place.path).map(|unit| unit.path.as_str());
    let item = |path: &str| {
        let written = match (typed.starts_with('.'), own) {
            (true, Some(own)) => relative_to(own, path),
            _ => format!("/{path}"),
        };
        let detail = if project.app.tabs.iter().any(|tab| tab == path) { "page of the tab bar: `open-type=\"switchTab\"`" } else { "page" };
        Item::new(written, Kind::Page, replace).detail(detail).rank(0)
    };
    project.app.pages.iter().map(|page| item(&page.path)).collect()
}

/// Stems of files below the mini-program root that have a template, found by looking, whether anything names them or not.
pub(super) fn units_on_disk(world: &World<'_>) -> Vec<String> {
    const MAX_FOLDERS: usize = 2000;
    let root = world.root();
    let mut found = Vec::new();
    let mut open = vec![root.trim_end_matches('/').to_owned()];
    let mut folders = 0;
    while let Some(at) = open.pop() {
        folders += 1;
        if folders > MAX_FOLDERS {
            break;
        }
        for (name, is_folder) in world.files.list(&at) {
            let path = if at.is_empty() { name.clone() } else { format!("{at}/{name}") };
            if is_folder {
                let foreign = world.project.is_some_and(|project| project.config.foreign.contains(&path));
                if !name.starts_with('.') && !matches!(name.as_str(), "node_modules" | "miniprogram_npm" | "dist") && !foreign {
                    open.push(path);
                }
            } else if let Some(stem) = path.strip_suffix(".wxml")
                && let Some(own) = stem.strip_prefix(root)
            {
                found.push(own.to_owned());
            }
        }
    }
    found.sort();
    found
}

/// Whether the JSON file beside a template says that it is a component's.
pub(super) fn is_component(world: &World<'_>, unit: &str) -> bool {
    let config = world.config(&format!("{}.json", world.project_path(unit)));
    config.is_some_and(|json| json.get("component").and_then(wxc_core::resolve::json::Json::bool) == Some(true))
}
