//! Every place that means the same: in templates, style sheets, scripts and configuration of the whole project.

use crate::ide::Place;
use crate::ide::index::{PathOf, Template, What};
use crate::ide::symbol::{Symbol, at, between_quotes, of_value, page, strings};
use crate::ide::templates;
use crate::ide::world::{Meaning, World};
use rustc_hash::FxHashSet;
use wxc_core::analyse::outline::Role;
use wxc_core::resolve::script::{module_id, resolve_style};
use wxc_core::resolve::unit::{Unit, Use};
use wxc_core::source::Span;
use wxc_core::vocabulary::camel;

/// A place of a name, and whether it defines it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    pub place: Place,
    pub definition: bool,
}

/// Every place of the name at `offset`, by file and place.
pub fn references(world: &World<'_>, path: &str, offset: usize) -> Vec<Reference> {
    at(world, path, offset).map_or_else(Vec::new, |found| of(world, &found.symbol))
}

/// The places of the same name in the same file.
pub fn highlights(world: &World<'_>, path: &str, offset: usize) -> Vec<Reference> {
    let Some(found) = at(world, path, offset) else { return Vec::new() };
    let all: Vec<Reference> = of(world, &found.symbol).into_iter().filter(|reference| reference.place.path == path).collect();
    if !all.is_empty() {
        return all;
    }
    // What has no place of its own, such as a built-in tag: where it is written the same way.
    let Some(template) = world.template(path).filter(|_| path.ends_with(".wxml")) else { return Vec::new() };
    let Some(what) = template.at(offset).map(|occurrence| occurrence.what.clone()) else { return Vec::new() };
    let same: Vec<&crate::ide::index::Occurrence> = match what {
        // The two tags of one element.
        What::Tag(_) => pair(&template, found.span),
        what => template.occurrences.iter().filter(|occurrence| occurrence.what == what).collect(),
    };
    same.into_iter()
        .map(|occurrence| Reference { place: Place { path: path.to_owned(), span: occurrence.span }, definition: false })
        .collect()
}

/// Both tags of the element of which one stands at `span`.
fn pair(template: &Template, span: Span) -> Vec<&crate::ide::index::Occurrence> {
    let elements = wxc_core::resolve::templates::elements(&template.document);
    let holds = |of: Span| of.start <= span.start && span.end <= of.end;
    let Some(element) = elements.iter().filter(|element| holds(element.span)).min_by_key(|element| element.span.len()) else {
        return Vec::new();
    };
    let is_tag = |occurrence: &&crate::ide::index::Occurrence| {
        matches!(occurrence.what, What::Tag(_))
            && (occurrence.span == element.name_span
                || occurrence.span.end + 1 == element.span.end && occurrence.span.start > element.name_span.end)
    };
    template.occurrences.iter().filter(is_tag).collect()
}

/// Every place of a symbol.
pub fn of(world: &World<'_>, symbol: &Symbol) -> Vec<Reference> {
    let mut found = Finder { world, out: Vec::new() };
    match symbol {
        Symbol::Component { unit } => found.component(unit),
        Symbol::Property { unit, name } => found.data(std::slice::from_ref(unit), name),
        Symbol::Event { unit, event } => found.event(unit, event),
        Symbol::Method { units, name } => found.method(units, name),
        Symbol::Data { units, name } => found.data(units, name),
        Symbol::Local { path, index } => found.local(path, *index),
        Symbol::Module { path, name } => {
            let defines = world
                .template(path)
                .map(|template| template.modules.iter().map(|module| module.name_span).collect::<Vec<_>>())
                .unwrap_or_default();
            found.template(path, |occurrence| match occurrence {
                What::Module(known) => known == name,
                _ => false,
            });
            found.mark(|place| defines.contains(&place.span));
        }
        Symbol::Export { path, name } => found.export(path, name),
        Symbol::Template { path, name } => {
            for (file, span) in templates::uses(world, path, name) {
                found.push(file, span, false);
            }
            let definitions = world.template(path).map(|template| template.definitions.clone()).unwrap_or_default();
            found.mark(|place| place.path == *path && definitions.iter().any(|(_, span, _)| *span == place.span));
        }
        Symbol::Argument { path, template, name } => found.argument(path, template, name),
        Symbol::Class { path, name } => found.named(path, name, true),
        Symbol::Id { path, name } => found.named(path, name, false),
        Symbol::Slot { unit, name } => found.slot(unit, name),
        Symbol::File { path } => found.file(path),
        Symbol::Page { unit } => found.page(unit),
        Symbol::Keyframes { path, name } => {
            if let Some(sheet) = world.sheet(path) {
                for word in sheet.keyframes.iter().filter(|word| word.name == *name) {
                    found.push(path.clone(), word.span, true);
                }
            }
        }
        Symbol::Builtin { .. }
        | Symbol::BuiltinAttribute { .. }
        | Symbol::BuiltinEvent { .. }
        | Symbol::Directive { .. }
        | Symbol::Member { .. } => {}
    }
    let mut out = found.out;
    out.sort();
    out.dedup_by(|a, b| a.place == b.place);
    out
}

struct Finder<'w, 's> {
    world: &'w World<'s>,
    out: Vec<Reference>,
}

impl Finder<'_, '_> {
    fn push(&mut self, path: String, span: Span, definition: bool) {
        self.out.push(Reference { place: Place { path, span }, definition });
    }

    fn mark(&mut self, defines: impl Fn(&Place) -> bool) {
        for reference in &mut self.out {
            reference.definition |= defines(&reference.place);
        }
    }

    /// Occurrences of one template file.
    fn template(&mut self, path: &str, wanted: impl Fn(&What) -> bool) {
        let Some(template) = self.world.template(path) else { return };
        for occurrence in template.occurrences.iter().filter(|occurrence| wanted(&occurrence.what)) {
            self.push(path.to_owned(), occurrence.span, false);
        }
    }

    fn units(&self, paths: &[String]) -> Vec<&'_ Unit> {
        paths.iter().filter_map(|path| self.world.unit(path)).collect()
    }

    /// Template files of some units.
    fn closures(&self, paths: &[String]) -> Vec<String> {
        let mut seen = FxHashSet::default();
        let templates = self.units(paths).into_iter().filter_map(|unit| unit.template.clone());
        templates.flat_map(|template| self.world.closure(&template)).filter(|path| seen.insert(path.clone())).collect()
    }

    /// Definitions in scripts, and places of scripts that use the name in the same role.
    fn scripts(&mut self, paths: &[String], name: &str, roles: &[Role]) {
        let mut seen = FxHashSet::default();
        let scripts: Vec<String> =
            self.units(paths).into_iter().flat_map(|unit| self.world.scripts_of(unit)).filter(|path| seen.insert(path.clone())).collect();
        for path in scripts {
            let Some(outline) = self.world.script(&path) else { continue };
            for member in outline.members.iter().filter(|member| member.name == name && roles.contains(&member.role)) {
                self.push(path.clone(), member.span, true);
            }
            if roles.contains(&Role::Data) {
                for set in outline.sets.iter().filter(|set| set.name == name) {
                    self.push(path.clone(), set.span, false);
                }
            }
            for used in outline.uses.iter().filter(|used| used.name == name && roles.contains(&used.role)) {
                self.push(path.clone(), used.span, false);
            }
        }
        // What a module lends: `properties: props`.
        let borrowed: Vec<crate::ide::world::Definition> =
            self.units(paths).into_iter().flat_map(|unit| self.world.definitions(unit)).collect();
        for definition in
            borrowed.into_iter().filter(|definition| definition.name == name && roles.contains(&definition.role) && !definition.set)
        {
            self.push(definition.path, definition.span, true);
        }
    }

    fn method(&mut self, units: &[String], name: &str) {
        self.scripts(units, name, &[Role::Method]);
        for path in self.closures(units) {
            self.template(&path, |what| matches!(what, What::Handler(known) if known == name));
        }
    }

    fn data(&mut self, units: &[String], name: &str) {
        self.scripts(units, name, &[Role::Data, Role::Property]);
        for path in self.closures(units) {
            self.template(&path, |what| matches!(what, What::Data(known) if known == name));
        }
        // Properties are given by whoever uses the component.
        for unit in units {
            let is_property = self.world.unit(unit).is_some_and(|unit| {
                self.world.definitions(unit).iter().any(|definition| definition.name == name && definition.role == Role::Property)
            });
            if is_property {
                self.attributes(unit, |what| match what {
                    What::Attribute { name: known, .. } => camel(known.strip_prefix("model:").unwrap_or(known)) == name,
                    _ => false,
                });
            }
        }
    }

    /// Occurrences at the tags of a component, in all templates.
    fn attributes(&mut self, unit: &str, wanted: impl Fn(&What) -> bool) {
        for path in templates::all(self.world, "") {
            let Some(template) = self.world.template(&path) else { continue };
            for occurrence in &template.occurrences {
                let (What::Attribute { tag, .. } | What::Event { tag, .. } | What::Slot { tag, .. }) = &occurrence.what else { continue };
                if wanted(&occurrence.what) && is_component(self.world, &path, tag, unit) {
                    self.push(path.clone(), occurrence.span, false);
                }
            }
        }
    }

    fn event(&mut self, unit: &str, event: &str) {
        let scripts = self.world.unit(unit).map(|unit| self.world.scripts_of(unit)).unwrap_or_default();
        for path in scripts {
            let Some(outline) = self.world.script(&path) else { continue };
            for trigger in outline.triggers.iter().filter(|trigger| trigger.event == event) {
                self.push(path.clone(), trigger.span, true);
            }
        }
        self.attributes(unit, |what| matches!(what, What::Event { event: known, .. } if known == event));
    }

    fn component(&mut self, unit: &str) {
        for path in templates::all(self.world, "") {
            let Some(template) = self.world.template(&path) else { continue };
            for occurrence in &template.occurrences {
                let (What::Tag(tag) | What::Generic(tag)) = &occurrence.what else { continue };
                if is_component(self.world, &path, tag, unit) {
                    self.push(path.clone(), occurrence.span, false);
                }
            }
        }
        let declared = |symbol: &Symbol| matches!(symbol, Symbol::Component { unit: known } if known == unit);
        self.configs(declared);
    }

    fn page(&mut self, unit: &str) {
        let is_page = |symbol: &Symbol| matches!(symbol, Symbol::Page { unit: known } if known == unit);
        self.configs(is_page);
        for path in templates::all(self.world, "") {
            let Some(template) = self.world.template(&path) else { continue };
            for occurrence in &template.occurrences {
                if let What::Path { of: PathOf::Page, text } = &occurrence.what
                    && page(self.world, &path, text).as_deref() == Some(unit)
                {
                    self.push(path.clone(), occurrence.span, false);
                }
            }
        }
        for path in scripts(self.world) {
            let Some(outline) = self.world.script(&path) else { continue };
            for (text, span) in &outline.links {
                if page(self.world, &path, text).as_deref() == Some(unit) {
                    self.push(path.clone(), *span, false);
                }
            }
        }
    }

    /// Strings of configuration files that mean something.
    fn configs(&mut self, wanted: impl Fn(&Symbol) -> bool) {
        let root = self.world.root();
        let own = self.world.units().iter().map(|unit| format!("{}.json", self.world.project_path(&unit.path)));
        for path in std::iter::once(format!("{root}app.json")).chain(own).collect::<Vec<_>>() {
            let Some(json) = self.world.config(&path) else { continue };
            for (value, steps) in strings(&json) {
                if of_value(self.world, &path, value, &steps).is_some_and(|symbol| wanted(&symbol)) {
                    self.push(path.clone(), between_quotes(value.span), false);
                }
            }
        }
    }

    fn local(&mut self, path: &str, index: usize) {
        self.template(path, |what| matches!(what, What::Local(known) if *known == index));
        let declared = self.world.template(path).and_then(|template| template.locals.get(index).cloned());
        self.mark(|place| declared.as_ref().is_some_and(|local| !local.implied && local.declared == place.span));
    }

    fn export(&mut self, file: &str, name: &str) {
        if let Some(place) = crate::ide::definition::export(self.world, file, name) {
            self.push(place.path, place.span, true);
        }
        let bare = name.split_once('.').map_or(name, |(_, name)| name);
        for path in templates::all(self.world, "") {
            let Some(template) = self.world.template(&path) else { continue };
            for occurrence in &template.occurrences {
                let What::Member { root, path: names } = &occurrence.what else { continue };
                if names.as_slice() != [bare] {
                    continue;
                }
                let Some(What::Module(module)) = template.at_span(*root).map(|occurrence| &occurrence.what) else { continue };
                let here = match name.split_once('.') {
                    Some((own, _)) => path == file && module == own,
                    None => self.world.wxs(&path, module).is_some_and(|(known, _)| known == file && known != path),
                };
                if here {
                    self.push(path.clone(), occurrence.span, false);
                }
            }
        }
    }

    fn argument(&mut self, path: &str, template: &str, name: &str) {
        self.template(path, |what| matches!(what, What::Argument { template: of, name: known } if of == template && known == name));
        for file in templates::all(self.world, path) {
            let Some(read) = self.world.template(&file) else { continue };
            let given = read.occurrences.iter().filter(
                |occurrence| matches!(&occurrence.what, What::Given { template: of, name: known } if of == template && known == name),
            );
            let given: Vec<Span> = given.map(|occurrence| occurrence.span).collect();
            if !given.is_empty() && templates::definition(self.world, &file, template).is_some_and(|(owner, _)| owner == path) {
                given.into_iter().for_each(|span| self.push(file.clone(), span, true));
            }
        }
    }

    /// A class or id: in every file that is connected with this one by style sheets that reach templates.
    fn named(&mut self, start: &str, name: &str, is_class: bool) {
        for path in connected(self.world, start, name, is_class) {
            if path.ends_with(".wxml") {
                self.template(&path, |what| is_named(what, name, is_class));
            } else if let Some(sheet) = self.world.sheet(&path) {
                let words = if is_class { &sheet.classes } else { &sheet.ids };
                for word in words.iter().filter(|word| word.name == name) {
                    self.push(path.clone(), word.span, true);
                }
            }
        }
    }

    fn slot(&mut self, unit: &str, name: &str) {
        if let Some(template) = self.world.unit(unit).and_then(|unit| unit.template.clone()) {
            self.template(&template, |what| matches!(what, What::SlotDefinition(known) if known == name));
            self.mark(|_| true);
        }
        self.attributes(unit, |what| matches!(what, What::Slot { name: known, .. } if known == name));
    }

    fn file(&mut self, target: &str) {
        for path in templates::all(self.world, "") {
            let Some(template) = self.world.template(&path) else { continue };
            for occurrence in &template.occurrences {
                let What::Path { of, text } = &occurrence.what else { continue };
                let extension = match of {
                    PathOf::Template => ".wxml",
                    PathOf::Wxs => ".wxs",
                    PathOf::Asset => "",
                    PathOf::Page => continue,
                };
                if self.world.target(&path, text, extension) == target {
                    self.push(path.clone(), occurrence.span, false);
                }
            }
        }
        for path in sheets(self.world) {
            let Some(sheet) = self.world.sheet(&path) else { continue };
            for import in &sheet.imports {
                if resolve_style(self.world.files, self.world.root(), &path, &import.name).is_ok_and(|found| found == target) {
                    self.push(path.clone(), import.span, false);
                }
            }
            for url in sheet.urls.iter().filter(|url| self.world.target(&path, &url.name, "") == target) {
                self.push(path.clone(), url.span, false);
            }
        }
        if target.ends_with(".js") || target.ends_with(".ts") {
            for path in scripts(self.world) {
                let Some(outline) = self.world.script(&path) else { continue };
                for (request, span) in &outline.requests {
                    if self.world.required(&path, request).as_deref() == Some(target) {
                        self.push(path.clone(), *span, false);
                    }
                }
            }
        }
        self.configs(|symbol| matches!(symbol, Symbol::File { path } if path == target));
    }
}

pub(crate) fn is_named(what: &What, name: &str, is_class: bool) -> bool {
    match what {
        What::Class(known) => is_class && known == name,
        What::Id(known) => !is_class && known == name,
        _ => false,
    }
}

fn is_component(world: &World<'_>, path: &str, tag: &str, unit: &str) -> bool {
    // Most tags are settled without a look at who owns the file.
    if world.unit_of(path).is_some_and(|owner| !owner.using.contains_key(tag) && !owner.generics.contains_key(tag)) {
        return false;
    }
    if let Some(Use::Component(found)) = world.unit_of(path).and_then(|owner| owner.using.get(tag)) {
        return found == unit;
    }
    matches!(world.meaning(path, tag), Meaning::Component(found) if found.path == unit)
}

/// Files that hold a class or id and are connected with `start` by style sheets reaching templates that hold it too.
pub(crate) fn connected(world: &World<'_>, start: &str, name: &str, is_class: bool) -> Vec<String> {
    let holds = |path: &str| {
        if path.ends_with(".wxml") {
            world
                .template(path)
                .is_some_and(|template| template.occurrences.iter().any(|occurrence| is_named(&occurrence.what, name, is_class)))
        } else {
            world.sheet(path).is_some_and(|sheet| (if is_class { &sheet.classes } else { &sheet.ids }).iter().any(|word| word.name == name))
        }
    };
    let mut seen: FxHashSet<String> = FxHashSet::from_iter([start.to_owned()]);
    let mut found = vec![start.to_owned()];
    let mut next = 0;
    while let Some(path) = found.get(next).cloned() {
        next += 1;
        let beside = if path.ends_with(".wxml") { world.sheets_over(&path) } else { world.templates_under(&path) };
        for other in beside {
            if seen.insert(other.clone()) && holds(other) {
                found.push(other.clone());
            }
        }
    }
    found
}

/// Every style sheet of the project.
pub(crate) fn sheets(world: &World<'_>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    let own = world.units().iter().filter_map(|unit| unit.style.clone());
    let app = world.project.and_then(|project| project.style.clone());
    own.chain(app).flat_map(|path| world.sheet_closure(&path)).filter(|path| seen.insert(path.clone())).collect()
}

/// Every script that pages and components are made of, and what those require.
pub(crate) fn scripts(world: &World<'_>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    let own = world.units().iter().filter_map(|unit| unit.script.clone());
    let app = world.project.and_then(|project| project.script.clone());
    let mut open: Vec<String> = own.chain(app).collect();
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) || module_id(world.root(), &path).contains("node_modules/") {
            continue;
        }
        if let Some(outline) = world.script(&path) {
            open.extend(outline.requests.iter().filter_map(|(request, _)| world.required(&path, request)));
            found.push(path);
        }
    }
    found
}
