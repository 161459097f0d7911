//! Where a name is defined: component → its files, handler → method, data → where it is set, class → rules, paths → files.

use crate::ide::index::What;
use crate::ide::scope::{Scope, shape};
use crate::ide::symbol::{Symbol, at};
use crate::ide::world::{Definition, World};
use crate::ide::{Place, cursor, index::Root, templates};
use wxc_core::analyse::outline::{Role, Shape};
use wxc_core::source::Span;

/// Places that define the name at `offset`, the most telling first; and the place of the name itself.
pub fn definitions(world: &World<'_>, path: &str, offset: usize) -> Option<(Span, Vec<Place>)> {
    let found = at(world, path, offset)?;
    let mut places = of(world, path, offset, &found.symbol);
    places.dedup();
    (!places.is_empty()).then_some((found.span, places))
}

fn of(world: &World<'_>, path: &str, offset: usize, symbol: &Symbol) -> Vec<Place> {
    let file = |path: String| Place { path, span: Span::default() };
    match symbol {
        Symbol::Component { unit } | Symbol::Page { unit } => {
            let Some(unit) = world.unit(unit) else { return Vec::new() };
            unit.template.iter().chain(&unit.script).chain(&unit.style).cloned().map(file).collect()
        }
        Symbol::Property { unit, name } => members(world, std::slice::from_ref(unit), |definition| {
            definition.name == *name && matches!(definition.role, Role::Property | Role::Data) && !definition.set
        })
        .into_iter()
        .chain(external_class(world, unit, name))
        .collect(),
        Symbol::Event { unit, event } => {
            let Some(unit) = world.unit(unit) else { return Vec::new() };
            let triggers = world.scripts_of(unit).into_iter().filter_map(|path| Some((world.script(&path)?, path)));
            triggers
                .flat_map(|(outline, path)| {
                    outline
                        .triggers
                        .iter()
                        .filter(|trigger| trigger.event == *event)
                        .map(|trigger| Place { path: path.clone(), span: trigger.span })
                        .collect::<Vec<_>>()
                })
                .collect()
        }
        Symbol::Method { units, name } => members(world, units, |definition| definition.name == *name && definition.role == Role::Method),
        Symbol::Data { units, name } => data(world, units, name),
        Symbol::Local { path, index } => {
            let local = world.template(path).and_then(|template| template.locals.get(*index).cloned());
            local.into_iter().map(|local| Place { path: path.clone(), span: local.declared }).collect()
        }
        Symbol::Module { path, name } => {
            let Some(template) = world.template(path) else { return Vec::new() };
            let Some(module) = template.modules.iter().rfind(|module| module.name == *name) else { return Vec::new() };
            let target = module.src.as_ref().map(|(src, _)| world.target(path, src, ".wxs")).filter(|target| world.files.is_file(target));
            let own = Place { path: path.clone(), span: module.name_span };
            // From the name itself on to the file.
            match target {
                Some(target) if (module.name_span.start as usize..=module.name_span.end as usize).contains(&offset) => vec![file(target)],
                Some(target) => vec![own, file(target)],
                None => vec![own],
            }
        }
        Symbol::Export { path: file, name } => export(world, file, name).into_iter().collect(),
        Symbol::Member { path: file, root, names } => member(world, file, *root, names, offset).into_iter().collect(),
        Symbol::Template { path, name } => {
            let span = world
                .template(path)
                .and_then(|template| template.definitions.iter().rfind(|(known, ..)| known == name).map(|(_, span, _)| *span));
            span.into_iter().map(|span| Place { path: path.clone(), span }).collect()
        }
        // What is handed over, where the template is used.
        Symbol::Argument { path: defined, template, name } => given(world, defined, template, name),
        Symbol::Class { path: from, name } | Symbol::Id { path: from, name } => {
            named(world, from, name, matches!(symbol, Symbol::Class { .. }))
        }
        Symbol::Slot { unit, name } => {
            let Some(template) = world.unit(unit).and_then(|unit| unit.template.clone()) else { return Vec::new() };
            let Some(read) = world.template(&template) else { return Vec::new() };
            let slots =
                read.occurrences.iter().filter(|occurrence| matches!(&occurrence.what, What::SlotDefinition(known) if known == name));
            slots.map(|occurrence| Place { path: template.clone(), span: occurrence.span }).collect()
        }
        Symbol::File { path } if world.files.is_file(path) => vec![file(path.clone())],
        Symbol::Keyframes { .. } | Symbol::File { .. } => Vec::new(),
        Symbol::Builtin { .. } | Symbol::BuiltinAttribute { .. } | Symbol::BuiltinEvent { .. } | Symbol::Directive { .. } => {
            let _ = path;
            Vec::new()
        }
    }
}

fn members(world: &World<'_>, units: &[String], wanted: impl Fn(&Definition) -> bool) -> Vec<Place> {
    let units = units.iter().filter_map(|unit| world.unit(unit));
    let found = units.flat_map(|unit| world.definitions(unit)).filter(wanted);
    found.map(|definition| Place { path: definition.path, span: definition.span }).collect()
}

/// Where data is declared; only if it is nowhere, where it is set.
fn data(world: &World<'_>, units: &[String], name: &str) -> Vec<Place> {
    let is_data = |definition: &Definition| definition.name == name && matches!(definition.role, Role::Data | Role::Property);
    let declared = members(world, units, |definition| is_data(definition) && !definition.set);
    if declared.is_empty() { members(world, units, is_data) } else { declared }
}

fn external_class(world: &World<'_>, unit: &str, name: &str) -> Option<Place> {
    let unit = world.unit(unit)?;
    world.scripts_of(unit).into_iter().find_map(|path| {
        let outline = world.script(&path)?;
        let (_, span) = outline.external_classes.iter().find(|(class, _)| wxc_core::vocabulary::camel(class) == name || class == name)?;
        Some(Place { path, span: *span })
    })
}

/// A member of a module; of one between the tags of a template, `module.name`.
pub fn export(world: &World<'_>, file: &str, name: &str) -> Option<Place> {
    let (outline, name) = match name.split_once('.') {
        Some((module, name)) => (world.wxs(file, module)?.1, name),
        None => (world.script(file)?, name),
    };
    let field = outline.exports.iter().find(|field| field.name == name)?;
    Some(Place { path: file.to_owned(), span: field.span })
}

/// The member of an initial value that a path of names leads to.
fn member(world: &World<'_>, file: &str, root: Span, names: &[String], offset: usize) -> Option<Place> {
    let (last, before) = names.split_last()?;
    let text = world.text(file)?;
    let cursor = cursor::at(&text, offset);
    let in_list = matches!(&cursor.context, cursor::Context::Expression { attribute: Some(name), .. } if name.starts_with("wx:for"));
    let name = text.get(root.range())?.to_owned();
    let holder = shape(world, file, &Scope::at(&cursor, in_list), &Root { name, span: root, path: before.to_vec() });
    let Shape::Object(_) = holder else { return None };
    let field = holder.field(last)?;
    // Fields know their place, not their file: it is one of those that define data here.
    let mut files: Vec<String> = world.definitions_for(file).into_iter().map(|definition| definition.path).collect();
    files.dedup();
    let stands = |path: &String| {
        world
            .text(path)
            .is_some_and(|text| text.get(field.span.range()).is_some_and(|written| written.trim_matches(['"', '\'']) == last.as_str()))
    };
    files.into_iter().find(stands).map(|path| Place { path, span: field.span })
}

fn given(world: &World<'_>, defined: &str, template: &str, name: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for file in templates::all(world, defined) {
        let Some(read) = world.template(&file) else { continue };
        let here: Vec<Span> = read
            .occurrences
            .iter()
            .filter(|occurrence| matches!(&occurrence.what, What::Given { template: of, name: known } if of == template && known == name))
            .map(|occurrence| occurrence.span)
            .collect();
        if !here.is_empty() && templates::definition(world, &file, template).is_some_and(|(owner, _)| owner == defined) {
            found.extend(here.into_iter().map(|span| Place { path: file.clone(), span }));
        }
    }
    found
}

/// From a template to the rules, from a rule to the elements.
fn named(world: &World<'_>, from: &str, name: &str, is_class: bool) -> Vec<Place> {
    let mut found = Vec::new();
    if from.ends_with(".wxml") {
        for path in world.sheets_over(from) {
            let Some(sheet) = world.sheet(path) else { continue };
            let words = if is_class { &sheet.classes } else { &sheet.ids };
            found.extend(words.iter().filter(|word| word.name == name).map(|word| Place { path: path.clone(), span: word.span }));
        }
        return found;
    }
    for path in world.templates_under(from) {
        let Some(template) = world.template(path) else { continue };
        let here = template.occurrences.iter().filter(|occurrence| match &occurrence.what {
            What::Class(known) => is_class && known == name,
            What::Id(known) => !is_class && known == name,
            _ => false,
        });
        found.extend(here.map(|occurrence| Place { path: path.clone(), span: occurrence.span }));
    }
    found
}
