//! What two files say that do not fit: a template binds a method that its script does not have, a link leads to a page that app.json does not list.
//!
//! Everything rests on a static reading of scripts, and gives up silently where that does not show everything there is.

mod component;
mod data;
mod layout;
mod links;
mod members;
mod packages;
mod script;

use crate::analyse::script::ScriptFacts;
use crate::analyse::template::TemplateFacts;
use crate::ast::script::Request;
use crate::diagnostics::Diagnostic;
use crate::resolve::project::Project;
use crate::resolve::unit::Unit;
use crate::source::{FileId, Files, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A user module: a script file.
#[derive(Clone, Copy, Debug)]
pub struct Module<'a> {
    pub file: FileId,
    pub facts: &'a ScriptFacts,
    /// Request text → id of the module.
    pub requests: &'a BTreeMap<String, Option<String>>,
    /// The requests as they stand in the text.
    pub asked: &'a [Request],
}

/// A whole project with what each of its files says.
pub struct Facts<'a> {
    pub files: &'a dyn Files,
    pub project: &'a Project,
    /// By unit of the project.
    pub templates: Vec<&'a TemplateFacts>,
    /// Id of the script of each unit.
    pub scripts: Vec<Option<String>>,
    /// User modules by id.
    pub modules: BTreeMap<&'a str, Module<'a>>,
    /// Imports of style sheets: `(importing file, place, imported file)`, paths from the project's root.
    pub imports: Vec<&'a (String, FileId, Span, String)>,
    /// Folders below the project that are not part of it.
    pub exclude: &'a [String],
}

/// Everything that does not fit, but for [`layout`].
pub fn check(facts: &Facts<'_>) -> Vec<Diagnostic> {
    let world = World::new(facts);
    let mut out = Vec::new();
    for (index, unit) in facts.project.units.iter().enumerate() {
        let Some(template) = facts.templates.get(index).copied() else { continue };
        let module = facts.scripts.get(index).and_then(Option::as_deref).and_then(|id| facts.modules.get(id)).copied();
        let case = Case { facts, world: &world, unit, template, module };
        component::check(&case, &mut out);
        links::check_template(&case, &mut out);
        data::check(&case, &mut out);
        script::check_unit(&case, &mut out);
    }
    script::check_app(facts, &mut out);
    for module in facts.modules.values() {
        script::check_module(module, &mut out);
    }
    links::check_scripts(facts, &mut out);
    component::check_app(facts, &mut out);
    packages::check(facts, &mut out);
    out
}

/// Pages that app.json forgets, and packages that are too large; what is known already (`found`) is not said again.
pub fn layout(facts: &Facts<'_>, found: &[Diagnostic]) -> Vec<Diagnostic> {
    layout::check(facts, found)
}

/// One page or component with what is known of it.
struct Case<'a> {
    facts: &'a Facts<'a>,
    world: &'a World,
    unit: &'a Unit,
    template: &'a TemplateFacts,
    module: Option<Module<'a>>,
}

impl Case<'_> {
    fn kind(&self) -> &'static str {
        if self.unit.is_page { "page" } else { "component" }
    }
}

/// What all scripts together do to instances that are not their own.
struct World {
    /// `Page` or `Component` is replaced by something else.
    wraps: bool,
    /// Some script sets unreadable data on instances it reached through the page stack or a selector.
    sets_unknown: bool,
    /// Names that any script sets.
    set: BTreeSet<String>,
}

impl World {
    fn new(facts: &Facts<'_>) -> Self {
        let all = || facts.modules.values().map(|module| &module.facts.instance);
        Self {
            wraps: all().any(|instance| instance.wraps),
            sets_unknown: all().any(|instance| instance.reaches_others && instance.sets_others_unknown),
            set: all().flat_map(|instance| instance.set.iter().cloned()).collect(),
        }
    }
}
