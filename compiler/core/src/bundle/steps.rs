//! The short steps between compiling pieces: what names, owners, reach and plans were made of, and what came of it. Each looks whether its inputs are the same in
//! memory; only what is not is worked out again, and a result equal to the old one stays the old one, so that the next step has nothing to do either.

use crate::analyse::passed::Passed;
use crate::bundle::Mode;
use crate::bundle::compiler::{Module, Sheet, StyleKey, Template, in_order, owner, reach_of_pages, used_units};
use crate::bundle::memo::{Last, Same, keep};
use crate::bundle::scopes::{Isolation, Names, names};
use crate::bundle::script::ScriptFacts;
use crate::bundle::sheets::SheetPiece;
use crate::resolve::app::App;
use crate::resolve::owner::Owner;
use crate::resolve::project::{Project, Read};
use crate::resolve::unit::Unit;
use crate::vocabulary::camel;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What a unit's template depends on, from `names` on by unit.
pub(super) type OwnerKey = (Same<App>, Same<Vec<Names>>, Same<Vec<Isolation>>, Same<Vec<Vec<String>>>);

/// A unit and what its template compiler knew.
type OwnerOf = (Arc<Unit>, Arc<Owner>);

/// The ids of the units' scripts, and all modules.
type FactsKey = (Same<Vec<Option<String>>>, Same<BTreeMap<String, Module>>);

/// A plan, its sheets in order, and those of each page.
pub(super) type StyleStep = (Same<Plan>, Vec<Arc<SheetPiece>>, Arc<Vec<Vec<Sheet>>>);

/// Results of the short steps of the last build.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) names: Option<(Same<Read>, Arc<Vec<Names>>)>,
    /// By unit: the module ids of scripts, the paths of sheets.
    pub(super) scripts: Option<Arc<Vec<Option<String>>>>,
    pub(super) sheets: Option<Arc<Vec<Option<String>>>>,
    pub(super) facts: Last<FactsKey, Vec<Arc<ScriptFacts>>>,
    pub(super) isolations: Option<Arc<Vec<Isolation>>>,
    pub(super) externals: Option<Arc<Vec<Vec<String>>>>,
    pub(super) owners: Option<(OwnerKey, Vec<OwnerOf>)>,
    pub(super) templates: Option<Arc<Vec<Arc<Template>>>>,
    pub(super) used: Option<(Same<Vec<Names>>, Vec<Used>)>,
    pub(super) reach: Option<ReachStep>,
    pub(super) passed: Option<PassedStep>,
    pub(super) plan: Last<PlanKey, Plan>,
    pub(super) styles: Option<StyleStep>,
    pub(super) modules: Last<ModulesKey, BTreeMap<String, Module>>,
}

/// The units that a unit's template shows, and what says so.
pub(super) type Used = (Arc<Unit>, Arc<Template>, Arc<[usize]>);

/// What pages reach, and what says so.
pub(super) struct ReachStep {
    pub(super) app: Arc<App>,
    pub(super) used: Vec<Arc<[usize]>>,
    pub(super) reach: Arc<Vec<Vec<usize>>>,
    pub(super) units: Arc<Vec<usize>>,
}

/// Classes that units pass: the external classes and outer classes of the whole project, and each unit's template with what comes of it.
pub(super) struct PassedStep {
    pub(super) external: BTreeSet<String>,
    pub(super) outer: Passed,
    pub(super) templates: Arc<Vec<Arc<Template>>>,
    pub(super) passed: Arc<Vec<Arc<Passed>>>,
}

/// What the plan of all style sheets depends on.
#[derive(PartialEq)]
pub(super) struct PlanKey {
    pub(super) app: Same<App>,
    pub(super) names: Same<Vec<Names>>,
    pub(super) isolations: Same<Vec<Isolation>>,
    pub(super) passed: Same<Vec<Arc<Passed>>>,
    pub(super) reach: Same<Vec<Vec<usize>>>,
    pub(super) sheets: Same<Vec<Option<String>>>,
    /// Those of `useExtendedLib` and the app.
    pub(super) shared: [Option<String>; 2],
}

/// The style sheets to make, and by page and unit of its reach which of them it has.
pub(super) struct Plan {
    pub(super) jobs: Vec<(String, Arc<StyleKey>)>,
    pub(super) shared: Vec<usize>,
    pub(super) wanted: Vec<Vec<Option<usize>>>,
}

pub(super) type ModulesKey = (Same<BTreeMap<String, Module>>, Same<Vec<usize>>, Same<App>, Same<Vec<Option<String>>>, Option<String>);

impl Steps {
    pub(super) fn names(&mut self, read: &Arc<Read>, project: &Project, dev: bool) -> Arc<Vec<Names>> {
        let names = match self.names.take() {
            Some((of, names)) if Arc::ptr_eq(&of.0, read) => names,
            old => keep(old.map(|(_, names)| names).as_ref(), names(project, dev)),
        };
        self.names = Some((Same(read.clone()), names.clone()));
        names
    }

    /// What the template compiler needs to know of every unit.
    pub(super) fn owners(
        &mut self,
        project: &Project,
        names: &Arc<Vec<Names>>,
        isolations: &Arc<Vec<Isolation>>,
        externals: &Arc<Vec<Vec<String>>>,
        mode: Mode,
    ) -> Vec<Arc<Owner>> {
        let key = (Same(project.app.clone()), Same(names.clone()), Same(isolations.clone()), Same(externals.clone()));
        let (same, old) = self.owners.take().map_or_else(Default::default, |(old, owners)| (old == key, owners));
        let parts = project.units.iter().zip(names.iter()).zip(isolations.iter()).zip(externals.iter()).enumerate();
        let owners = parts.map(|(index, (((unit, own), isolation), external))| {
            let before = old.get(index);
            if let Some((of, owner)) = before.filter(|(of, _)| same && Arc::ptr_eq(of, unit)) {
                return (of.clone(), owner.clone());
            }
            let owner = owner(project, names, unit, own, *isolation, external, mode);
            (unit.clone(), keep(before.map(|(_, owner)| owner), owner))
        });
        let owners: Vec<OwnerOf> = owners.collect();
        let list = owners.iter().map(|(_, owner)| owner.clone()).collect();
        self.owners = Some((key, owners));
        list
    }

    /// By unit: the units that its template can show.
    pub(super) fn used(&mut self, project: &Project, names: &Arc<Vec<Names>>, templates: &[Arc<Template>]) -> Vec<Arc<[usize]>> {
        // Equal names: the numbers of units mean the same.
        let old = self.used.take().filter(|(of, _)| Arc::ptr_eq(&of.0, names)).map(|(_, used)| used).unwrap_or_default();
        let used = project.units.iter().zip(templates).enumerate().map(|(index, (unit, template))| {
            let before = old.get(index);
            let used = match before {
                Some((of, by, used)) if Arc::ptr_eq(of, unit) && Arc::ptr_eq(by, template) => used.clone(),
                _ => {
                    let used = used_units(project, unit, template);
                    before.map(|(.., old)| old).filter(|old| ***old == *used).cloned().unwrap_or_else(|| used.into())
                }
            };
            (unit.clone(), template.clone(), used)
        });
        let used: Vec<Used> = used.collect();
        let list = used.iter().map(|(.., used)| used.clone()).collect();
        self.used = Some((Same(names.clone()), used));
        list
    }

    /// By page the units it reaches, and all of these in order.
    pub(super) fn reach(&mut self, project: &Project, used: &[Arc<[usize]>]) -> (Arc<Vec<Vec<usize>>>, Arc<Vec<usize>>) {
        let same = |old: &ReachStep| {
            Arc::ptr_eq(&old.app, &project.app) && old.used.len() == used.len() && old.used.iter().zip(used).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        if let Some(old) = self.reach.as_ref().filter(|old| same(old)) {
            return (old.reach.clone(), old.units.clone());
        }
        let old = self.reach.take();
        let reach = keep(old.as_ref().map(|old| &old.reach), reach_of_pages(project, used));
        let units = keep(old.as_ref().map(|old| &old.units), in_order(&reach));
        self.reach = Some(ReachStep { app: project.app.clone(), used: used.to_vec(), reach: reach.clone(), units: units.clone() });
        (reach, units)
    }

    /// By unit: the classes of its sheets that elements of components can carry.
    pub(super) fn passed(&mut self, templates: &Arc<Vec<Arc<Template>>>, externals: &[Vec<String>]) -> Arc<Vec<Arc<Passed>>> {
        let external: BTreeSet<String> = externals.iter().flatten().map(|name| camel(name)).collect();
        let mut outer = Passed::default();
        templates.iter().for_each(|template| outer.merge(&template.facts.passed.outer));
        let old = self.passed.take();
        let same = old.as_ref().is_some_and(|old| old.external == external && old.outer == outer);
        if let Some(old) = old.as_ref().filter(|old| same && Arc::ptr_eq(&old.templates, templates)) {
            let passed = old.passed.clone();
            self.passed = Some(PassedStep { external, outer, templates: templates.clone(), passed: passed.clone() });
            return passed;
        }
        let before = |index: usize| old.as_ref().and_then(|old| Some((old.templates.get(index)?, old.passed.get(index)?)));
        let passed = templates.iter().enumerate().map(|(index, template)| match before(index) {
            Some((of, passed)) if same && Arc::ptr_eq(of, template) => passed.clone(),
            before => {
                let mut passed = template.facts.passed.through(|name| external.contains(name));
                passed.merge(&outer);
                keep(before.map(|(_, passed)| passed), passed)
            }
        });
        let passed: Vec<Arc<Passed>> = passed.collect();
        let unchanged = old.as_ref().filter(|old| old.passed.iter().map(Arc::as_ptr).eq(passed.iter().map(Arc::as_ptr)));
        let passed = unchanged.map_or_else(|| Arc::new(passed), |old| old.passed.clone());
        self.passed = Some(PassedStep { external, outer, templates: templates.clone(), passed: passed.clone() });
        passed
    }
}
