//! What was found in each page, component and module, with what it was found in: only where that is no longer the same in memory it is looked at again.

use super::{Case, Facts, Module, World, component, data, links, packages, script};
use crate::analyse::script::{Behaviour, ScriptFacts};
use crate::analyse::template::TemplateFacts;
use crate::diagnostics::Diagnostic;
use crate::resolve::app::App;
use crate::resolve::unit::{Unit, Use};
use crate::source::FileId;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The findings of the last build.
#[derive(Default)]
pub struct Known {
    world: Option<World>,
    app: Option<Arc<App>>,
    units: FxHashMap<String, (Vec<Seen>, Vec<Diagnostic>)>,
    modules: FxHashMap<String, (ModuleSeen, Vec<Diagnostic>)>,
}

/// Something that was looked at.
#[derive(Clone)]
enum Seen {
    Unit(Arc<Unit>),
    Template(Arc<TemplateFacts>),
    Script(FileId, Arc<ScriptFacts>),
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unit(a), Self::Unit(b)) => Arc::ptr_eq(a, b),
            (Self::Template(a), Self::Template(b)) => Arc::ptr_eq(a, b),
            (Self::Script(a, facts), Self::Script(b, others)) => a == b && Arc::ptr_eq(facts, others),
            _ => false,
        }
    }
}

/// A module as it was looked at: its file, what it says, the page it belongs to.
struct ModuleSeen(FileId, Arc<ScriptFacts>, Option<String>);

/// Depends on a file that nothing else here knows of.
const UNTRACED: &str = "project/unknown-page";

impl Known {
    /// Everything that does not fit, but for [`layout`](super::layout).
    pub fn check(&mut self, facts: &Facts<'_>) -> Vec<Diagnostic> {
        let (world, same) = World::new(facts, self.world.take());
        let app = &facts.project.app;
        if !same || !self.app.as_ref().is_some_and(|old| Arc::ptr_eq(old, app)) {
            self.units.clear();
            self.modules.clear();
            self.app = Some(app.clone());
        }
        let mut out = Vec::new();
        self.check_units(facts, &world, &mut out);
        self.check_modules(facts, &mut out);
        script::check_app(facts, &mut out);
        component::check_app(facts, &mut out);
        packages::check(facts, &mut out);
        self.world = Some(world);
        out
    }

    fn check_units(&mut self, facts: &Facts<'_>, world: &World, out: &mut Vec<Diagnostic>) {
        let mut seen = Vec::new();
        for (index, unit) in facts.project.units.iter().enumerate() {
            let Some(template) = facts.templates.get(index).copied() else { continue };
            let case = Case { facts, world, unit, template, module: module_of(facts, index) };
            seen.clear();
            see(&case, &mut seen);
            if let Some((_, found)) = self.units.get(&unit.path).filter(|(old, _)| *old == seen) {
                out.extend_from_slice(found);
                continue;
            }
            let mut found = Vec::new();
            component::check(&case, &mut found);
            links::check_template(&case, &mut found);
            data::check(&case, &mut found);
            script::check_unit(&case, &mut found);
            out.extend_from_slice(&found);
            if found.iter().any(|diagnostic| diagnostic.code == UNTRACED) {
                self.units.remove(&unit.path);
            } else {
                self.units.insert(unit.path.clone(), (seen.clone(), found));
            }
        }
        if self.units.len() > facts.project.units.len() {
            self.units.retain(|path, _| facts.project.index(path).is_some());
        }
    }

    fn check_modules(&mut self, facts: &Facts<'_>, out: &mut Vec<Diagnostic>) {
        let units = facts.scripts.iter().zip(&facts.project.units).filter(|(_, unit)| unit.is_page);
        let mut pages: FxHashMap<&str, &str> = FxHashMap::default();
        for (id, unit) in units {
            if let Some(id) = id {
                pages.entry(id).or_insert(&unit.path);
            }
        }
        for (id, module) in &facts.modules {
            let page = pages.get(id).copied();
            let same = |(ModuleSeen(file, said, of), _): &&(ModuleSeen, Vec<Diagnostic>)| {
                *file == module.file && Arc::ptr_eq(said, module.facts) && of.as_deref() == page
            };
            if let Some((_, found)) = self.modules.get(*id).filter(same) {
                out.extend_from_slice(found);
                continue;
            }
            let mut found = Vec::new();
            script::check_module(module, &mut found);
            links::check_script(facts, module, page, &mut found);
            out.extend_from_slice(&found);
            if found.iter().any(|diagnostic| diagnostic.code == UNTRACED) {
                self.modules.remove(*id);
            } else {
                let seen = ModuleSeen(module.file, module.facts.clone(), page.map(str::to_owned));
                self.modules.insert((*id).to_owned(), (seen, found));
            }
        }
        if self.modules.len() > facts.modules.len() {
            self.modules.retain(|id, _| facts.modules.contains_key(id.as_str()));
        }
    }
}

fn module_of<'a>(facts: &Facts<'a>, unit: usize) -> Option<Module<'a>> {
    facts.scripts.get(unit).and_then(Option::as_deref).and_then(|id| facts.modules.get(id)).copied()
}

/// What the checks of a unit look at: itself, and the components its template uses.
fn see(case: &Case<'_>, seen: &mut Vec<Seen>) {
    seen.push(Seen::Unit(case.unit.clone()));
    seen.push(Seen::Template(case.template.clone()));
    if let Some(module) = case.module {
        see_script(case.facts, module, seen);
    }
    let mut last = None;
    for using in &case.template.uses {
        let Some(Use::Component(path)) = case.unit.using.get(&using.tag).filter(|_| last != Some(&using.tag)) else { continue };
        last = Some(&using.tag);
        let Some(index) = case.facts.project.index(path) else { continue };
        seen.extend(case.facts.project.units.get(index).cloned().map(Seen::Unit));
        if let Some(module) = module_of(case.facts, index) {
            see_script(case.facts, module, seen);
        }
    }
}

/// A script and the behaviours it names, each once.
fn see_script(facts: &Facts<'_>, module: Module<'_>, seen: &mut Vec<Seen>) {
    let script = Seen::Script(module.file, module.facts.clone());
    if !module.facts.behaviours.is_empty() && seen.contains(&script) {
        return;
    }
    seen.push(script);
    for behaviour in &module.facts.behaviours {
        let Behaviour::Module(request) = behaviour else { continue };
        let found = module.requests.get(request).and_then(Option::as_deref).and_then(|id| facts.modules.get(id));
        if let Some(found) = found {
            see_script(facts, *found, seen);
        }
    }
}
