//! Which `<template>` definitions a file sees, and who uses them.

use crate::ide::index::{PathOf, What};
use crate::ide::world::World;
use wxc_core::source::Span;

/// Files whose definitions a template file sees: its own, then those of its imports, and those of the files it is included in.
pub fn visible(world: &World<'_>, path: &str) -> Vec<String> {
    let mut found = vec![path.to_owned()];
    let imports = |path: &str| -> Vec<String> {
        let Some(template) = world.template(path) else { return Vec::new() };
        let elements = wxc_core::resolve::templates::elements(&template.document).into_iter().filter(|element| element.name == "import");
        let sources = elements.filter_map(|element| element.attribute("src")?.value.as_ref()?.literal());
        sources.map(|src| world.target(path, src, ".wxml")).filter(|target| world.text(target).is_some()).collect()
    };
    for target in imports(path) {
        if !found.contains(&target) {
            found.push(target);
        }
    }
    if world.unit_of(path).is_none() {
        for unit in world.owners(path) {
            for outer in unit.template.iter().filter(|outer| includes(world, outer, path)) {
                let more = std::iter::once(outer.clone()).chain(imports(outer));
                for target in more.collect::<Vec<_>>() {
                    if !found.contains(&target) {
                        found.push(target);
                    }
                }
            }
        }
    }
    found
}

fn includes(world: &World<'_>, outer: &str, path: &str) -> bool {
    let Some(template) = world.template(outer) else { return false };
    let elements = wxc_core::resolve::templates::elements(&template.document).into_iter().filter(|element| element.name == "include");
    let sources = elements.filter_map(|element| element.attribute("src")?.value.as_ref()?.literal());
    sources.map(|src| world.target(outer, src, ".wxml")).any(|target| target == path)
}

/// Where a template that a file uses is defined: the last definition of its name in the first file that has one.
pub fn definition(world: &World<'_>, path: &str, name: &str) -> Option<(String, Span)> {
    visible(world, path).into_iter().find_map(|file| {
        let template = world.template(&file)?;
        let (_, span, _) = template.definitions.iter().rfind(|(known, ..)| known == name)?;
        Some((file, *span))
    })
}

/// Every place that means the definition of `name` in the file `owner`, with the definition itself.
pub fn uses(world: &World<'_>, owner: &str, name: &str) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for file in all(world, owner) {
        let Some(template) = world.template(&file) else { continue };
        let mut here = template
            .occurrences
            .iter()
            .filter(|occurrence| matches!(&occurrence.what, What::Template { name: known, .. } if known == name))
            .peekable();
        if here.peek().is_none() {
            continue;
        }
        let means = file == owner || definition(world, &file, name).is_some_and(|(defined, _)| defined == owner);
        found.extend(here.filter(|_| means).map(|occurrence| (file.clone(), occurrence.span)));
    }
    found
}

/// Every template file of the project, and `own` if nothing names it.
pub fn all(world: &World<'_>, own: &str) -> Vec<String> {
    let mut seen = rustc_hash::FxHashSet::default();
    let mut found = Vec::new();
    let first = std::iter::once(own.to_owned()).chain(world.units().iter().filter_map(|unit| unit.template.clone()));
    for start in first {
        if seen.contains(&start) {
            continue;
        }
        let mut open = vec![start];
        while let Some(path) = open.pop() {
            if !seen.insert(path.clone()) {
                continue;
            }
            if let Some(template) = world.template(&path) {
                open.extend(world.references(&path, &template, PathOf::Template));
                found.push(path);
            }
        }
    }
    found
}
