//! A project as questions see it: its files as they are now, what its configuration says, and how its files belong together. Paths are below the project.

use crate::ide::index::{Index, Module, Sheet, Template};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::sync::Arc;
use wxc_core::analyse::outline::{Field, Outline, Role, Shape};
use wxc_core::analyse::script::Behaviour;
use wxc_core::resolve::json::Json;
use wxc_core::resolve::path::{join, normalise, with_extension};
use wxc_core::resolve::project::Project;
use wxc_core::resolve::script::{home, module_id, module_path, resolve_request, resolve_style};
use wxc_core::resolve::unit::{Unit, Use};
use wxc_core::source::{Files, Span};

pub struct World<'s> {
    pub files: &'s dyn Files,
    pub project: Option<&'s Project>,
    index: &'s Index,
    texts: &'s dyn Fn(&str) -> Option<Arc<str>>,
    reach: OnceCell<Reach>,
}

/// How template files and style sheets belong together, for the time of one question.
#[derive(Default)]
struct Reach {
    /// Template file → units it is part of.
    owners: FxHashMap<String, Vec<usize>>,
    /// Template file → style sheets that reach it.
    over: FxHashMap<String, Vec<String>>,
    /// Style sheet → template files it reaches.
    under: FxHashMap<String, Vec<String>>,
}

/// Something a script defines for a page or component: where, and what is known of it.
#[derive(Clone, Debug)]
pub struct Definition {
    pub path: String,
    pub name: String,
    pub span: Span,
    pub role: Role,
    /// Only set by `setData`.
    pub set: bool,
    pub shape: Shape,
    pub doc: Option<String>,
    /// Where its value stands; empty if it has none.
    pub value: Span,
}

/// What a tag means in the template of a unit.
pub enum Meaning<'s> {
    Builtin(&'static wxc_core::vocabulary::components::Component),
    Component(&'s Unit),
    /// A name of `componentGenerics`.
    Generic,
    Unknown,
}

/// Behaviours of behaviours and imports of imports deeper than this are cycles.
const MAX_DEPTH: usize = 16;

impl<'s> World<'s> {
    pub fn new(files: &'s dyn Files, project: Option<&'s Project>, index: &'s Index, texts: &'s dyn Fn(&str) -> Option<Arc<str>>) -> Self {
        Self { files, project, index, texts, reach: OnceCell::new() }
    }

    /// Folder of `app.json` below the project: `""` or ending in `/`.
    pub fn root(&self) -> &'s str {
        self.project.map_or("", Project::root)
    }

    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        (self.texts)(path)
    }

    pub fn template(&self, path: &str) -> Option<Arc<Template>> {
        Some(self.index.template(path, &self.text(path)?))
    }

    pub fn sheet(&self, path: &str) -> Option<Arc<Sheet>> {
        Some(self.index.sheet(path, &self.text(path)?))
    }

    pub fn script(&self, path: &str) -> Option<Arc<Outline>> {
        Some(self.index.script(path, &self.text(path)?))
    }

    pub fn config(&self, path: &str) -> Option<Arc<Json>> {
        Some(self.index.config(path, &self.text(path)?))
    }

    pub fn units(&self) -> &'s [Arc<Unit>] {
        self.project.map_or(&[], |project| &project.units)
    }

    pub fn unit(&self, id: &str) -> Option<&'s Unit> {
        self.project?.unit(id)
    }

    /// The page or component that a file is a part of by its name.
    pub fn unit_of(&self, path: &str) -> Option<&'s Unit> {
        let (stem, _) = path.rsplit_once('.')?;
        self.unit(&module_id(self.root(), stem))
    }

    /// Where a path that is written in a template, style sheet or WXS file leads.
    pub fn target(&self, from: &str, request: &str, extension: &str) -> String {
        let request = with_extension(request.trim(), extension);
        match request.strip_prefix('/') {
            Some(rest) => normalise(&format!("{}{rest}", home(self.files, self.root(), from))),
            None => join(from, &request),
        }
    }

    /// Files that a template imports and includes, itself first.
    pub fn closure(&self, path: &str) -> Vec<String> {
        let mut found = vec![path.to_owned()];
        let mut next = 0;
        while let Some(path) = found.get(next).cloned() {
            next += 1;
            let Some(template) = self.template(&path) else { continue };
            for target in self.references(&path, &template, crate::ide::index::PathOf::Template) {
                if !found.contains(&target) && found.len() < 1000 {
                    found.push(target);
                }
            }
        }
        found
    }

    /// Files that a template names in one way.
    pub fn references(&self, path: &str, template: &Template, kind: crate::ide::index::PathOf) -> Vec<String> {
        use crate::ide::index::{PathOf, What};
        let extension = if kind == PathOf::Wxs { ".wxs" } else { ".wxml" };
        let paths = template.occurrences.iter().filter_map(|occurrence| match &occurrence.what {
            What::Path { of, text } if *of == kind => Some(self.target(path, text, extension)),
            _ => None,
        });
        paths.filter(|target| self.text(target).is_some()).collect()
    }

    /// Pages and components whose template a file is part of.
    pub fn owners(&self, path: &str) -> Vec<&'s Unit> {
        if let Some(unit) = self.unit_of(path) {
            return vec![unit];
        }
        let owners = self.reach().owners.get(path).map_or(&[][..], Vec::as_slice);
        owners.iter().filter_map(|index| self.units().get(*index).map(Arc::as_ref)).collect()
    }

    fn reach(&self) -> &Reach {
        self.reach.get_or_init(|| {
            let mut reach = Reach::default();
            let shared: Vec<&Unit> = self.units().iter().map(Arc::as_ref).filter(|unit| unit.is_component() && self.shares(unit)).collect();
            let app = self.project.and_then(|project| project.style.as_ref()).map_or_else(Vec::new, |style| self.sheet_closure(style));
            for (index, unit) in self.units().iter().enumerate() {
                let Some(template) = &unit.template else { continue };
                let sheets = self.sheets(unit, &app, &shared);
                for file in self.closure(template) {
                    let over = reach.over.entry(file.clone()).or_default();
                    for sheet in &sheets {
                        if !over.contains(sheet) {
                            over.push(sheet.clone());
                        }
                        let under = reach.under.entry(sheet.clone()).or_default();
                        // Files come in runs, so that the last one tells.
                        if under.last() != Some(&file) {
                            under.push(file.clone());
                        }
                    }
                    reach.owners.entry(file).or_default().push(index);
                }
            }
            for under in reach.under.values_mut() {
                under.sort();
                under.dedup();
            }
            reach
        })
    }

    /// What a tag means for the file `path`.
    pub fn meaning(&self, path: &str, tag: &str) -> Meaning<'s> {
        let owners = self.owners(path);
        for unit in &owners {
            match unit.using.get(tag) {
                Some(Use::Component(component)) => {
                    if let Some(component) = self.unit(component) {
                        return Meaning::Component(component);
                    }
                    return Meaning::Unknown;
                }
                Some(Use::Missing) => return Meaning::Unknown,
                None if unit.generics.contains_key(tag) => {
                    let default = unit.generics.get(tag).and_then(Option::as_deref).and_then(|path| self.unit(path));
                    return default.map_or(Meaning::Generic, Meaning::Component);
                }
                None => {}
            }
        }
        wxc_core::vocabulary::components::find(tag).map_or(Meaning::Unknown, Meaning::Builtin)
    }

    /// Everything the script of a unit defines, with its behaviours.
    pub fn definitions(&self, unit: &Unit) -> Vec<Definition> {
        let mut out = Vec::new();
        if let Some(script) = &unit.script {
            self.collect(script, &mut out, 0);
        }
        out
    }

    /// The same for all pages and components a template belongs to.
    pub fn definitions_for(&self, path: &str) -> Vec<Definition> {
        let mut out: Vec<Definition> = self.owners(path).iter().flat_map(|unit| self.definitions(unit)).collect();
        out.dedup_by(|a, b| a.path == b.path && a.span == b.span);
        out
    }

    fn collect(&self, path: &str, out: &mut Vec<Definition>, depth: usize) {
        let Some(outline) = self.script(path) else { return };
        if depth > MAX_DEPTH || out.iter().any(|known| known.path == path) {
            return;
        }
        let owned = path.to_owned();
        out.extend(outline.members.iter().map(|member| Definition {
            path: owned.clone(),
            name: member.name.clone(),
            span: member.span,
            role: member.role,
            set: false,
            shape: member.shape.clone(),
            doc: member.doc.clone(),
            value: member.value,
        }));
        out.extend(outline.sets.iter().map(|set| Definition {
            path: owned.clone(),
            name: set.name.clone(),
            span: set.span,
            role: Role::Data,
            set: true,
            shape: set.shape.clone(),
            doc: None,
            value: Span::default(),
        }));
        for (role, request) in &outline.borrowed {
            if let Some(target) = self.required(path, request)
                && let Some(module) = self.script(&target)
            {
                out.extend(module.exports.iter().map(|field| borrowed(&target, field, *role)));
            }
        }
        for behaviour in &outline.behaviours {
            match behaviour {
                Behaviour::Module(request) => {
                    if let Some(target) = self.required(path, request) {
                        self.collect(&target, out, depth + 1);
                    }
                }
                Behaviour::Builtin(_) | Behaviour::Unknown => {}
            }
        }
    }

    /// The script that a request leads to.
    pub fn required(&self, from: &str, request: &str) -> Option<String> {
        resolve_request(self.files, self.root(), from, request, &self.project?.aliases).ok()
    }

    /// Scripts whose code works on a unit: its own and its behaviours'.
    pub fn scripts_of(&self, unit: &Unit) -> Vec<String> {
        let mut found: Vec<String> = unit.script.iter().cloned().collect();
        let mut next = 0;
        while let Some(path) = found.get(next).cloned() {
            next += 1;
            let Some(outline) = self.script(&path) else { continue };
            for behaviour in &outline.behaviours {
                if let Behaviour::Module(request) = behaviour
                    && let Some(target) = self.required(&path, request)
                    && !found.contains(&target)
                    && found.len() < 100
                {
                    found.push(target);
                }
            }
        }
        found
    }

    /// Events that a component triggers.
    pub fn triggers(&self, unit: &Unit) -> Vec<(String, wxc_core::analyse::outline::Trigger)> {
        let mut out: Vec<(String, wxc_core::analyse::outline::Trigger)> = Vec::new();
        for path in self.scripts_of(unit) {
            let Some(outline) = self.script(&path) else { continue };
            for trigger in &outline.triggers {
                if !out.iter().any(|(_, known)| known.event == trigger.event) {
                    out.push((path.clone(), trigger.clone()));
                }
            }
        }
        out
    }

    /// The WXS module of a name in a template: the path of its file and what it exports.
    pub fn wxs(&self, path: &str, name: &str) -> Option<(String, Arc<Outline>)> {
        let template = self.template(path)?;
        let module = template.modules.iter().rfind(|module| module.name == name)?;
        self.wxs_of(path, module)
    }

    pub fn wxs_of(&self, path: &str, module: &Module) -> Option<(String, Arc<Outline>)> {
        match (&module.src, module.raw) {
            (Some((src, _)), _) if !src.is_empty() => {
                let target = self.target(path, src, ".wxs");
                Some((target.clone(), self.script(&target)?))
            }
            (_, Some(raw)) => {
                let text = self.text(path)?;
                let inside = text.get(raw.range())?;
                Some((path.to_owned(), self.index.inline_script(path, &module.name, inside, raw.start)))
            }
            _ => None,
        }
    }

    /// Style sheets of which a file is made, itself first.
    pub fn sheet_closure(&self, path: &str) -> Vec<String> {
        let mut found = vec![path.to_owned()];
        let mut next = 0;
        while let Some(path) = found.get(next).cloned() {
            next += 1;
            let Some(sheet) = self.sheet(&path) else { continue };
            for import in &sheet.imports {
                if let Ok(target) = resolve_style(self.files, self.root(), &path, &import.name)
                    && !found.contains(&target)
                    && found.len() < 1000
                {
                    found.push(target);
                }
            }
        }
        found
    }

    /// Style sheets whose rules reach the template of a unit, its own first.
    fn sheets(&self, unit: &Unit, app: &[String], shared: &[&Unit]) -> Vec<String> {
        let mut found: Vec<String> = unit.style.iter().flat_map(|style| self.sheet_closure(style)).collect();
        if !self.takes_app(unit) {
            return found;
        }
        // Components that share their styles reach the pages that use them.
        let used = |other: &Unit| unit.using.values().any(|target| matches!(target, Use::Component(path) if *path == other.path));
        let others = shared.iter().filter(|other| other.path != unit.path && used(other)).filter_map(|other| other.style.as_ref());
        let others: Vec<String> = others.flat_map(|style| self.sheet_closure(style)).collect();
        for path in app.iter().cloned().chain(others) {
            if !found.contains(&path) {
                found.push(path);
            }
        }
        found
    }

    /// What a unit says about the isolation of its styles.
    fn isolation(&self, unit: &Unit) -> Option<String> {
        let configured = unit.style_isolation().map(str::to_owned);
        configured.or_else(|| self.script(unit.script.as_ref()?)?.isolation.clone())
    }

    /// Whether the app's style sheet reaches a unit.
    fn takes_app(&self, unit: &Unit) -> bool {
        let isolation = self.isolation(unit);
        match unit.is_page {
            true => isolation.as_deref() != Some("page-isolated"),
            false => matches!(isolation.as_deref(), Some("apply-shared" | "shared")),
        }
    }

    fn shares(&self, unit: &Unit) -> bool {
        self.isolation(unit).as_deref() == Some("shared")
    }

    /// Templates that a style sheet reaches, with the files they import and include.
    pub fn templates_under(&self, sheet: &str) -> &[String] {
        self.reach().under.get(sheet).map_or(&[], Vec::as_slice)
    }

    /// Style sheets that reach a template file.
    pub fn sheets_over(&self, template: &str) -> &[String] {
        self.reach().over.get(template).map_or(&[], Vec::as_slice)
    }

    /// Path of a unit as it is written in configuration: from the mini-program root.
    pub fn project_path(&self, id: &str) -> String {
        module_path(self.root(), id)
    }
}

fn borrowed(path: &str, field: &Field, role: Role) -> Definition {
    Definition {
        path: path.to_owned(),
        name: field.name.clone(),
        span: field.span,
        role,
        set: false,
        shape: match role {
            Role::Property => declared(&field.shape),
            _ => field.shape.clone(),
        },
        doc: field.doc.clone(),
        value: Span::default(),
    }
}

/// The type of a property whose declaration was read as a plain value.
fn declared(shape: &Shape) -> Shape {
    match shape.field("value") {
        Some(field) => field.shape.clone(),
        None => Shape::Unknown,
    }
}
