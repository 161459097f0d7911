//! What two files say that do not fit: a template binds a method that its script does not have, a link leads to a page that app.json does not list.
//!
//! Everything rests on a static reading of scripts, and gives up silently where that does not show everything there is.

mod component;
mod data;
mod known;
mod layout;
mod links;
mod members;
mod packages;
mod script;

pub use known::Known;

use crate::analyse::script::ScriptFacts;
use crate::analyse::template::TemplateFacts;
use crate::ast::script::Request;
use crate::diagnostics::Diagnostic;
use crate::resolve::project::Project;
use crate::resolve::unit::Unit;
use crate::source::{FileId, Files, Span};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A user module: a script file.
#[derive(Clone, Copy, Debug)]
pub struct Module<'a> {
    pub file: FileId,
    pub facts: &'a Arc<ScriptFacts>,
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
    pub templates: Vec<&'a Arc<TemplateFacts>>,
    /// Id of the script of each unit.
    pub scripts: &'a [Option<String>],
    /// User modules by id.
    pub modules: BTreeMap<&'a str, Module<'a>>,
    /// Imports of style sheets: `(importing file, place, imported file)`, paths from the project's root.
    pub imports: Vec<&'a (String, FileId, Span, String)>,
    /// Folders below the project that are not part of it.
    pub exclude: &'a [String],
}

/// Pages that app.json forgets, and packages that are too large; what is known already (`found`) is not said again.
pub fn layout(facts: &Facts<'_>, found: &[Diagnostic]) -> Vec<Diagnostic> {
    layout::check(facts, found)
}

/// One page or component with what is known of it.
struct Case<'a> {
    facts: &'a Facts<'a>,
    world: &'a World,
    unit: &'a Arc<Unit>,
    template: &'a Arc<TemplateFacts>,
    module: Option<Module<'a>>,
}

impl Case<'_> {
    fn kind(&self) -> &'static str {
        if self.unit.is_page { "page" } else { "component" }
    }
}

/// What all scripts together do to instances that are not their own.
#[derive(Debug, PartialEq)]
struct World {
    /// `Page` or `Component` is replaced by something else.
    wraps: bool,
    /// Some script sets unreadable data on instances it reached through the page stack or a selector.
    sets_unknown: bool,
    /// Names that any script sets.
    set: BTreeSet<String>,
}

impl World {
    /// `old` if it says the same.
    fn new(facts: &Facts<'_>, old: Option<Self>) -> (Self, bool) {
        let all = || facts.modules.values().map(|module| &module.facts.instance);
        let wraps = all().any(|instance| instance.wraps);
        let sets_unknown = all().any(|instance| instance.reaches_others && instance.sets_others_unknown);
        let set: FxHashSet<&str> = all().flat_map(|instance| instance.set.iter().map(String::as_str)).collect();
        let same = |old: &Self| {
            old.wraps == wraps
                && old.sets_unknown == sets_unknown
                && old.set.len() == set.len()
                && old.set.iter().all(|name| set.contains(name.as_str()))
        };
        match old {
            Some(old) if same(&old) => (old, true),
            _ => (Self { wraps, sets_unknown, set: set.into_iter().map(str::to_owned).collect() }, false),
        }
    }
}
