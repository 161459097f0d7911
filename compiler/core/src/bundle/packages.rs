//! Scripts of packages: which modules and units go into which, and the runtime at the head of the main one. Kept while nothing they hold changes.

use crate::bundle::app_config::{PageFiles, Windows, unit_json};
use crate::bundle::compiler::{Compiled, Module, Sheet, Template};
use crate::bundle::copy::Copies;
use crate::bundle::live::Live;
use crate::bundle::memo::same;
use crate::bundle::package::{ModuleInput, PackageInput, PackageScript, UnitInput, origin, package, unit_head};
use crate::bundle::runtime::{Options as RuntimeOptions, RuntimeScript, bundle_runtime};
use crate::bundle::scopes::{GLOBAL, Names};
use crate::bundle::{BuildOptions, Mode, Output};
use crate::resolve::project::Project;
use crate::resolve::script::{is_installed, module_id};
use crate::resolve::unit::{Unit, Use};
use crate::source::{FileId, Files, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Name of the script that holds only the runtime among the packages.
pub const RUNTIME: &str = "*";

/// Entry of the view's script.
pub const VIEW: &str = "view/entry.ts";

/// Name of the script that workers run among the packages.
const WORKERS: &str = "workers/";

/// What emitting keeps from one build to the next.
#[derive(Default)]
pub struct Emitter {
    /// By path of the part.
    runtimes: BTreeMap<&'static str, (RuntimePart, Arc<RuntimeScript>)>,
    pub(super) packages: BTreeMap<String, (Arc<PackageKey>, Arc<PackageScript>)>,
    /// By unit: what stands before its function, and what that was made of.
    heads: FxHashMap<String, Head>,
    /// By page: what its fragment and its sheets were made of, and what came of it.
    pub(super) pages: FxHashMap<String, Arc<PageOutput>>,
    pub(super) windows: Windows,
    pub(super) copies: Copies,
    /// The runtime could not be bundled.
    pub bug: Option<String>,
}

/// What the runtime's part for an entry is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimePart {
    /// Where the entry seems to be.
    pub path: &'static str,
    pub entry: String,
    /// The optional parts that are left out.
    pub without: BTreeSet<&'static str>,
    pub minify: bool,
}

/// A part with its script, or the rule of the runtime that is broken.
type Bundled = (RuntimePart, Result<RuntimeScript, String>);

/// The call that registers a unit up to its function.
struct Head {
    unit: Arc<Unit>,
    template: Arc<Template>,
    scope: String,
    text: Arc<str>,
}

/// The fragment and the sheets of a page, as files.
pub(super) struct PageOutput {
    pub templates: Vec<Arc<Template>>,
    pub sheets: Arc<PageSheets>,
    pub html: Arc<[Arc<str>]>,
    /// Names of its files, but for that of its WXS script.
    pub files: Arc<PageFiles>,
}

/// The sheets of a page, as files.
pub(super) struct PageSheets {
    pub of: Vec<Sheet>,
    pub components: Option<String>,
    pub css: Option<String>,
    pub outputs: BTreeMap<String, Output>,
}

impl PageOutput {
    /// Whether its fragment was made of the same.
    pub fn is_of<'t>(&self, templates: impl Iterator<Item = &'t Arc<Template>>) -> bool {
        self.templates.iter().map(Arc::as_ptr).eq(templates.map(Arc::as_ptr))
    }
}

impl PageSheets {
    /// Whether they were made of the same.
    pub fn are_of(&self, sheets: &[Sheet]) -> bool {
        self.of.len() == sheets.len() && self.of.iter().zip(sheets).all(|(a, b)| same(a.as_ref(), b.as_ref()))
    }
}

/// Everything a package's script is made of.
#[derive(Debug)]
pub(super) struct PackageKey {
    modules: Vec<Module>,
    pub(super) wxs: Vec<Module>,
    /// Path, the head of the call, and the template.
    pub(super) units: Vec<(String, Arc<str>, Arc<Template>)>,
    config: Option<Arc<str>>,
    runtime: Option<Arc<RuntimeScript>>,
}

fn same_module(a: &Module, b: &Module) -> bool {
    Arc::ptr_eq(a, b) || a.id == b.id && Arc::ptr_eq(&a.output, &b.output) && a.requests == b.requests
}

fn same_modules(a: &[Module], b: &[Module]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_module(a, b))
}

pub(super) fn input(module: &Module) -> ModuleInput<'_> {
    ModuleInput { path: &module.id, factory: &module.output.factory, requests: &module.requests }
}

impl PartialEq for PackageKey {
    fn eq(&self, other: &Self) -> bool {
        self.same_but_templates(other)
            && same_modules(&self.wxs, &other.wxs)
            && self.units.len() == other.units.len()
            && self.units.iter().zip(&other.units).all(|(a, b)| Arc::ptr_eq(&a.2, &b.2) && a.1 == b.1)
    }
}

/// A part of what the packages hold.
#[derive(Default)]
pub struct Kept {
    pub(super) units: BTreeSet<String>,
    pub(super) modules: BTreeSet<String>,
    pub(super) wxs: BTreeSet<String>,
}

impl Kept {
    /// What the page at `index` of `app.pages` needs: its units, and the modules that these and the app require. Other pages' scripts run in the real app too, but nothing they
    /// do has a part in the first frame of this one.
    pub fn of(project: &Project, compiled: &Compiled, index: usize) -> Self {
        let reach = compiled.reach.get(index).map_or(&[][..], Vec::as_slice);
        let number = project.app.pages.get(index).map_or(0, |page| page.package);
        let first = number.checked_sub(1).and_then(|at| project.app.subpackages.get(at)?.entry.as_ref());
        let plugins = project.app.plugins.iter().flat_map(|plugin| plugin.main.iter().chain(&plugin.export));
        Self::reached(project, compiled, reach, project.script.iter().chain(first).chain(plugins))
    }

    /// The units, what their scripts and templates need, and what other `scripts` require.
    pub(super) fn reached<'a>(
        project: &'a Project,
        compiled: &Compiled,
        reach: &[usize],
        scripts: impl Iterator<Item = &'a String>,
    ) -> Self {
        let units: Vec<&Arc<Unit>> = reach.iter().filter_map(|unit| project.units.get(*unit)).collect();
        let scripts = units.iter().filter_map(|unit| unit.script.as_ref()).chain(scripts);
        let templates = reach.iter().filter_map(|unit| compiled.templates.get(*unit));
        Self {
            units: units.iter().map(|unit| unit.path.clone()).collect(),
            modules: closure(&compiled.modules, scripts.map(|path| module_id(project.root(), path)).collect()),
            wxs: closure(
                &compiled.wxs,
                templates.flat_map(|template| template.output.wxs.iter()).map(|module| module.id.clone()).collect(),
            ),
        }
    }
}

/// What a package that works alone needs of npm, which otherwise lies in the main package: ids of modules and of WXS modules, numbers of units.
fn brought(project: &Project, compiled: &Compiled, number: usize) -> (BTreeSet<String>, BTreeSet<String>, BTreeSet<usize>) {
    let mine = |path: &str| project.app.package_of(path) == number;
    let pages = project.app.pages.iter().zip(compiled.reach.iter()).filter(|(page, _)| page.package == number);
    let reached: BTreeSet<usize> = pages.flat_map(|(_, reach)| reach.iter().copied()).collect();
    let installed = |index: &usize| project.units.get(*index).is_some_and(|unit| is_installed(&unit.path));
    let own = |index: &usize| project.units.get(*index).is_some_and(|unit| unit.package == number);
    let units: BTreeSet<usize> = compiled.units.iter().copied().filter(own).chain(reached.into_iter().filter(installed)).collect();
    let scripts = units.iter().filter_map(|index| project.units.get(*index)?.script.as_ref()).map(|path| module_id(project.root(), path));
    let wanted = scripts.chain(compiled.modules.keys().filter(|id| mine(id)).cloned()).collect();
    let templates = units.iter().filter_map(|index| compiled.templates.get(*index));
    let wxs = templates.flat_map(|template| template.output.wxs.iter()).map(|module| module.id.clone()).collect();
    let installed = |ids: BTreeSet<String>| ids.into_iter().filter(|id| is_installed(id)).collect();
    (installed(closure(&compiled.modules, wanted)), installed(closure(&compiled.wxs, wxs)), units)
}

/// Modules with everything they require.
pub(super) fn closure(modules: &BTreeMap<String, Module>, mut queue: Vec<String>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    while let Some(id) = queue.pop() {
        if let Some(module) = modules.get(&id)
            && all.insert(id)
        {
            queue.extend(module.requests.values().flatten().cloned());
        }
    }
    all
}

impl PackageKey {
    /// Whether all but render units and WXS modules is the same.
    pub(super) fn same_but_templates(&self, other: &Self) -> bool {
        same_modules(&self.modules, &other.modules) && self.config == other.config && same(self.runtime.as_ref(), other.runtime.as_ref())
    }

    /// The part of the package that a page needs, in the same order.
    fn slice(&self, kept: &Kept) -> Self {
        // Both are sorted by id, and a page needs few of many.
        let modules = |all: &[Module], wanted: &BTreeSet<String>| {
            let find = |id: &String| all.binary_search_by(|module| module.id.cmp(id)).ok().and_then(|index| all.get(index)).cloned();
            wanted.iter().filter_map(find).collect()
        };
        Self {
            modules: modules(&self.modules, &kept.modules),
            wxs: modules(&self.wxs, &kept.wxs),
            units: self.units.iter().filter(|(path, ..)| kept.units.contains(path)).cloned().collect(),
            config: self.config.clone(),
            runtime: self.runtime.clone(),
        }
    }

    /// The package without a part of it.
    fn without(&self, apart: &Kept) -> Self {
        let modules = |all: &[Module], gone: &BTreeSet<String>| all.iter().filter(|module| !gone.contains(&module.id)).cloned().collect();
        Self {
            modules: modules(&self.modules, &apart.modules),
            wxs: modules(&self.wxs, &apart.wxs),
            units: self.units.iter().filter(|(path, ..)| !apart.units.contains(path)).cloned().collect(),
            config: self.config.clone(),
            runtime: self.runtime.clone(),
        }
    }

    fn with_input<T>(&self, root: &str, options: &BuildOptions, sources: Option<&Sources>, run: impl FnOnce(&PackageInput<'_>) -> T) -> T {
        let modules: Vec<ModuleInput<'_>> = self.modules.iter().map(input).collect();
        let wxs: Vec<ModuleInput<'_>> = self.wxs.iter().map(input).collect();
        let units: Vec<UnitInput<'_>> = self.units.iter().map(|(_, head, template)| UnitInput { head, make: &template.make }).collect();
        run(&PackageInput {
            root: Some(root).filter(|root| *root != RUNTIME),
            runtime: self.runtime.as_deref(),
            app_config: self.config.as_ref(),
            modules: &modules,
            wxs: &wxs,
            units: &units,
            minify: options.mode == Mode::Release,
            sources,
            sections: options.serve,
            replaces: false,
        })
    }
}

impl Emitter {
    /// Forgets what depends on the changed files.
    pub fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) {
        self.copies.invalidate(files, changed);
    }

    /// A part of the runtime.
    pub fn runtime(&mut self, part: RuntimePart, options: &BuildOptions) -> Arc<RuntimeScript> {
        let path = part.path;
        let bundled = self.bundle(vec![part], options);
        self.keep(bundled);
        self.runtimes.get(path).map(|(_, script)| script.clone()).unwrap_or_default()
    }

    /// Those of the parts that are not [kept](Self::keep), side by side: each takes about as long as a whole small project.
    pub fn bundle(&self, parts: Vec<RuntimePart>, options: &BuildOptions) -> Vec<Bundled> {
        let wanted = parts.into_par_iter().filter(|part| !self.runtimes.get(part.path).is_some_and(|(known, _)| known == part));
        let bundled = wanted.map(|part| {
            let wanted = RuntimeOptions { minify: part.minify, marks: options.source_maps, without: part.without.clone() };
            let script = bundle_runtime(part.path, &part.entry, &wanted);
            (part, script)
        });
        bundled.collect()
    }

    /// Keeps parts for whoever asks for them.
    pub fn keep(&mut self, bundled: Vec<Bundled>) {
        for (part, script) in bundled {
            let script = script.unwrap_or_else(|error| {
                // The app must say so rather than stay blank.
                let message = format!("the runtime could not be bundled: {error}");
                let quoted = serde_json::to_string(&format!("wxc: {message}")).unwrap_or_default();
                self.bug = Some(message);
                RuntimeScript { code: format!("throw new Error({quoted})"), ..RuntimeScript::default() }
            });
            self.runtimes.insert(part.path, (part, Arc::new(script)));
        }
    }

    /// The script of a package: 0 main, `n` subpackage `n - 1`.
    #[expect(clippy::too_many_arguments, reason = "one call for each package, all of it is needed")]
    pub fn package(
        &mut self,
        options: &BuildOptions,
        sources: &Sources,
        project: &Project,
        compiled: &Compiled,
        number: usize,
        config: Option<Arc<str>>,
        runtime: Option<Arc<RuntimeScript>>,
    ) -> Arc<PackageScript> {
        let key = self.key(project, compiled, number, config, runtime);
        self.join(options, sources, project.package_root(number), key)
    }

    /// Everything that goes into a package.
    fn key(
        &mut self,
        project: &Project,
        compiled: &Compiled,
        number: usize,
        config: Option<Arc<str>>,
        runtime: Option<Arc<RuntimeScript>>,
    ) -> PackageKey {
        let (own_modules, own_wxs, own_units) = match project.app.is_independent(number) {
            true => brought(project, compiled, number),
            false => Default::default(),
        };
        let of = |modules: &BTreeMap<String, Module>, brought: &BTreeSet<String>| -> Vec<Module> {
            let mine = |module: &&Module| {
                !module.output.factory.code.is_empty() && (project.app.package_of(&module.id) == number || brought.contains(&module.id))
            };
            modules.values().filter(mine).cloned().collect()
        };
        let (modules, wxs) = (of(&compiled.modules, &own_modules), of(&compiled.wxs, &own_wxs));
        let mut units = Vec::new();
        for index in compiled.units.iter() {
            let (Some(unit), Some(template)) = (project.units.get(*index), compiled.templates.get(*index)) else { continue };
            if !template.make.code.is_empty() && (unit.package == number || own_units.contains(index)) {
                units.push((unit.path.clone(), self.head(project, compiled, *index, unit, template), template.clone()));
            }
        }
        PackageKey { modules, wxs, units, config, runtime }
    }

    /// The main package without what the scripts of pages hold. First frames are made of the whole of it.
    #[expect(clippy::too_many_arguments, reason = "one call for each package, all of it is needed")]
    pub fn app_script(
        &mut self,
        options: &BuildOptions,
        sources: &Sources,
        project: &Project,
        compiled: &Compiled,
        config: Arc<str>,
        runtime: Option<Arc<RuntimeScript>>,
        apart: &Kept,
    ) -> Arc<PackageScript> {
        let key = self.key(project, compiled, 0, Some(config), runtime);
        let sources = options.source_maps.then_some(sources);
        let script = Arc::new(key.without(apart).with_input("", options, sources, package));
        self.packages.insert(String::new(), (Arc::new(key), script.clone()));
        script
    }

    /// The scripts of pages, each with its part of the main package, in their order.
    pub fn page_scripts<'a>(
        &mut self,
        options: &BuildOptions,
        sources: &Sources,
        project: &Project,
        compiled: &Compiled,
        pages: impl Iterator<Item = (&'a str, &'a Kept)>,
    ) -> Vec<PackageScript> {
        let key = self.key(project, compiled, 0, None, None);
        let sources = options.source_maps.then_some(sources);
        pages.map(|(path, kept)| key.slice(kept).with_input(path, options, sources, package)).collect()
    }

    /// The script that holds nothing but the runtime and the configuration: where a page may do without the main package.
    pub fn bare(
        &mut self,
        options: &BuildOptions,
        sources: &Sources,
        config: Arc<str>,
        runtime: Option<Arc<RuntimeScript>>,
    ) -> Arc<PackageScript> {
        let key = PackageKey { modules: Vec::new(), wxs: Vec::new(), units: Vec::new(), config: Some(config), runtime };
        self.join(options, sources, RUNTIME, key)
    }

    /// The script of workers: their runtime and every module of their folder.
    pub fn workers(
        &mut self,
        options: &BuildOptions,
        sources: &Sources,
        compiled: &Compiled,
        runtime: Option<Arc<RuntimeScript>>,
    ) -> Arc<PackageScript> {
        let modules = compiled.workers.values().cloned().collect();
        let key = PackageKey { modules, wxs: Vec::new(), units: Vec::new(), config: None, runtime };
        self.join(options, sources, WORKERS, key)
    }

    /// What pages that show the build that was made last can exchange.
    pub(super) fn live(&self, pages: &[Arc<PageFiles>]) -> Live {
        let packages = self.packages.iter().map(|(root, (key, _))| (root.clone(), key.clone())).collect();
        Live { packages, view: self.runtimes.get(VIEW).map(|(_, view)| view.clone()), pages: pages.to_vec() }
    }

    /// What stands before the function of a unit.
    fn head(&mut self, project: &Project, compiled: &Compiled, index: usize, unit: &Arc<Unit>, template: &Arc<Template>) -> Arc<str> {
        let scope = outer_scope(compiled, index);
        if let Some(head) = self.heads.get(&unit.path)
            && Arc::ptr_eq(&head.unit, unit)
            && Arc::ptr_eq(&head.template, template)
            && head.scope == scope
        {
            return head.text.clone();
        }
        let text = unit_head(&unit.path, &unit_info(project, unit, template, &scope));
        let head = Head { unit: unit.clone(), template: template.clone(), scope, text: text.clone() };
        self.heads.insert(unit.path.clone(), head);
        text
    }

    fn join(&mut self, options: &BuildOptions, sources: &Sources, root: &str, key: PackageKey) -> Arc<PackageScript> {
        if let Some((old, script)) = self.packages.get(root)
            && **old == key
        {
            return script.clone();
        }
        let sources = options.source_maps.then_some(sources);
        let script = Arc::new(key.with_input(root, options, sources, package));
        self.packages.insert(root.to_owned(), (Arc::new(key), script.clone()));
        script
    }

    /// The script of a package (by root) as a page needs it.
    pub fn slice(&self, options: &BuildOptions, root: &str, kept: &Kept) -> Option<String> {
        let (key, _) = self.packages.get(root)?;
        Some(key.slice(kept).with_input(root, options, None, package).code.concat())
    }

    /// The place in user text that an offset of such a slice comes from.
    pub fn origin(&self, options: &BuildOptions, sources: &Sources, root: &str, kept: &Kept, offset: u32) -> Option<(FileId, u32)> {
        let (key, _) = self.packages.get(root)?;
        key.slice(kept).with_input(root, options, Some(sources), |input| origin(input, sources, offset))
    }
}

/// The `info` of a unit, as JSON.
fn unit_info(project: &Project, unit: &Unit, template: &Template, scope: &str) -> String {
    let used: BTreeSet<&str> = template.output.used_components.iter().map(String::as_str).collect();
    let using = unit.using.iter().filter(|(tag, _)| used.contains(tag.as_str()) || unit.placeholders.values().any(|other| other == *tag));
    let using: BTreeMap<&str, &str> = using
        .filter_map(|(tag, target)| match target {
            Use::Component(path) => Some((tag.as_str(), path.as_str())),
            Use::Missing => None,
        })
        .collect();
    let placeholders: BTreeMap<&str, &str> = unit
        .placeholders
        .iter()
        .filter(|(tag, _)| using.contains_key(tag.as_str()))
        .map(|(tag, other)| (tag.as_str(), other.as_str()))
        .collect();
    let mut info = json!({
        "kind": if unit.is_page { "page" } else { "component" },
        "scope": scope,
        "script": unit.script.as_deref().map(|path| module_id(project.root(), path)),
        "json": unit_json(unit),
    });
    let optional = [("using", json!(using)), ("generics", json!(unit.generics)), ("placeholders", json!(placeholders))];
    for (name, value) in optional {
        if value.as_object().is_some_and(|object| !object.is_empty())
            && let Some(info) = info.as_object_mut()
        {
            info.insert(name.to_owned(), value);
        }
    }
    info.to_string()
}

/// Registers the WXS modules that run on the view, with everything they require.
pub fn view_wxs_script(compiled: &Compiled, ids: &BTreeSet<&str>) -> Option<String> {
    let all = closure(&compiled.wxs, ids.iter().map(|id| (*id).to_owned()).collect());
    let code = view_wxs_calls("$wxcView", all.iter().filter_map(|id| compiled.wxs.get(id)));
    (!code.is_empty()).then_some(code)
}

/// Calls `object` with each module.
pub(super) fn view_wxs_calls<'a>(object: &str, modules: impl Iterator<Item = &'a Module>) -> String {
    let calls = modules.filter(|module| !module.output.factory.code.is_empty()).map(|module| {
        let requests: BTreeMap<_, _> = module.requests.iter().collect();
        format!("{object}.wxsModule({}, {}, {})\n", json!(module.id), module.output.factory.code, json!(requests))
    });
    calls.collect()
}

/// What an element needs beside a class of this unit that is passed to a component, so that the rules for the class find it there.
fn outer_scope(compiled: &Compiled, unit: usize) -> String {
    let scope = compiled.names.get(unit).map(Names::scope).unwrap_or_default();
    let app = compiled.isolations.get(unit).is_some_and(|isolation| isolation.app);
    if app { format!("{scope} {GLOBAL}") } else { scope }
}
