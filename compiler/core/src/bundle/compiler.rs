//! The driver: project → scripts → scopes → templates → style sheets → output. Keeps every compiled piece, so that a second build does again only what
//! changed files touch.

use crate::analyse;
use crate::analyse::passed::Passed;
use crate::analyse::template::TemplateFacts;
use crate::bundle::frame::FrameMaker;
use crate::bundle::memo::{Memo, Round, Tracer, Traces};
use crate::bundle::output::emit;
use crate::bundle::package::{Piece, module_piece, unit_piece, wxs_piece};
use crate::bundle::packages::Emitter;
use crate::bundle::parts::Words;
use crate::bundle::scopes::{GLOBAL, Isolation, Names, isolation, names, reach};
use crate::bundle::script::{Registers, Request, ScriptFacts, ScriptKind, ScriptOutput, script, wxs};
use crate::bundle::style::style;
use crate::bundle::template::template_with_facts;
use crate::bundle::{Build, BuildOptions, Mode};
use crate::diagnostics::{Diagnostic, Severity};
use crate::emit::style::{Rpx, StyleOutput, StyleRequest, StyleRole};
use crate::emit::template::{TemplateOutput, WxsModule};
use crate::resolve::app::PageEntry;
use crate::resolve::modules::{self, Entry, ModuleText, script_modules, wxs_modules};
use crate::resolve::owner::{Owner, Using};
use crate::resolve::path::inside;
use crate::resolve::project::{CUSTOM_TAB_BAR, Project, Read, read_project};
use crate::resolve::script::{module_id, module_path};
use crate::resolve::unit::{Unit, Use};
use crate::resolve::wxss::is_foreign;
use crate::source::{FileId, Files, Sources, Span};
use crate::vocabulary::camel;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A script, compiled.
#[derive(Debug, Default)]
pub struct Script {
    pub output: ScriptOutput,
    pub factory: Piece,
}

/// A user script or WXS module with its requests resolved.
pub type Module = modules::Module<Arc<Script>>;

/// The template of a page or component, compiled.
#[derive(Debug, Default)]
pub struct Template {
    pub output: TemplateOutput,
    pub facts: TemplateFacts,
    pub make: Piece,
    pub words: Words,
}

/// Everything a style sheet's text depends on besides files.
#[derive(Clone, Debug, PartialEq)]
struct StyleKey {
    path: String,
    role: StyleRole,
    scopes: Vec<String>,
    within: Option<String>,
    except: Vec<String>,
    passed: Passed,
    host: Option<String>,
}

/// How far the style sheets of a project reach; by unit.
struct Reaches<'a> {
    project: &'a Project,
    names: &'a [Names],
    isolations: &'a [Isolation],
    passed: &'a [Passed],
}

/// A style sheet, where there is one.
pub type Sheet = Option<Arc<StyleOutput>>;

/// A project with all its pieces compiled: what [`emit`] makes files of.
pub struct Compiled {
    pub read: Arc<Read>,
    pub names: Vec<Names>,
    /// By unit.
    pub isolations: Vec<Isolation>,
    /// Every user module, also of pages and components that nothing reaches.
    pub scripts: Arc<BTreeMap<String, Module>>,
    /// User modules by path, only those that something in use requires.
    pub modules: BTreeMap<String, Module>,
    pub wxs: BTreeMap<String, Module>,
    /// Scripts in the folder of workers.
    pub workers: BTreeMap<String, Module>,
    /// By unit.
    pub templates: Vec<Arc<Template>>,
    /// By page (in the order of `app.pages`): the units it reaches, itself last.
    pub reach: Vec<Vec<usize>>,
    /// Units that some page reaches, each after the components it uses.
    pub units: Vec<usize>,
    /// What all pages have: the sheet of a library of `useExtendedLib`, `app.wxss`.
    pub app_style: Vec<Arc<StyleOutput>>,
    /// By page, then by unit of its reach.
    pub styles: Vec<Vec<Sheet>>,
}

/// Compiles a project, again and again.
pub struct Compiler {
    pub(crate) options: BuildOptions,
    pub(crate) sources: Arc<Sources>,
    project: Memo<(), Read>,
    scripts: Memo<(ScriptKind, FileId, Span), Script>,
    wxs: Memo<(ScriptKind, FileId, Span), Script>,
    templates: Memo<Owner, Template>,
    styles: Memo<StyleKey, StyleOutput>,
    emitter: Emitter,
}

impl Compiler {
    pub fn new(options: BuildOptions) -> Self {
        Self {
            options,
            sources: Arc::default(),
            project: Memo::default(),
            scripts: Memo::default(),
            wxs: Memo::default(),
            templates: Memo::default(),
            styles: Memo::default(),
            emitter: Emitter::default(),
        }
    }

    /// Says that these files (below the project) were changed, created or deleted since the last build.
    pub fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) {
        for path in changed {
            let text = files.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            self.sources.update(path, text.as_deref());
        }
        self.project.invalidate(files, changed);
        self.scripts.invalidate(files, changed);
        self.wxs.invalidate(files, changed);
        self.templates.invalidate(files, changed);
        // A translator looks for imported sheets in several places and tells only where it found them: a new sheet may be what any other one means.
        if changed.iter().any(|path| is_foreign(path) && !self.styles.reads(path)) {
            self.styles.forget(is_foreign);
        }
        self.styles.invalidate(files, changed);
    }

    /// Runs all phases.
    pub fn build(&mut self, files: &dyn Files) -> Build {
        self.run(files, None)
    }

    /// Runs all phases, and puts first frames into the documents.
    pub fn build_with_frames(&mut self, files: &dyn Files, frames: &dyn FrameMaker) -> Build {
        self.run(files, Some(frames))
    }

    fn run(&mut self, files: &dyn Files, frames: Option<&dyn FrameMaker>) -> Build {
        let (compiled, diagnostics) = self.compile(files);
        let mut build = match &compiled {
            Some(compiled) => emit(&mut self.emitter, &self.options, &self.sources, files, compiled, frames),
            None => Build::default(),
        };
        build.diagnostics.extend(diagnostics);
        self.finish(build)
    }

    /// Runs all phases but the last.
    pub fn check(&mut self, files: &dyn Files) -> Build {
        self.check_and_keep(files).0
    }

    /// The same, with everything that was compiled: what editors ask about. `None`: there is no `app.json`.
    pub fn check_and_keep(&mut self, files: &dyn Files) -> (Build, Option<Compiled>) {
        let (compiled, diagnostics) = self.compile(files);
        let mut build = Build { diagnostics, ..Build::default() };
        if let Some(compiled) = &compiled {
            build.diagnostics.extend(crate::bundle::output::notices(files, &self.sources, compiled));
            count(&mut build, compiled);
        }
        (self.finish(build), compiled)
    }

    fn finish(&self, mut build: Build) -> Build {
        build.sources = self.sources.clone();
        // Hints are for code that its reader can change; mistakes of packages stay.
        build.diagnostics.retain(|d| d.severity != Severity::Note || !is_package(&self.sources.path(d.file)));
        let place = |d: &Diagnostic| (self.sources.path(d.file), d.span.start, d.span.end, d.code, d.message.clone());
        build.diagnostics.sort_by_cached_key(place);
        build.diagnostics.dedup();
        build
    }

    fn compile(&mut self, files: &dyn Files) -> (Option<Compiled>, Vec<Diagnostic>) {
        let sources = self.sources.clone();
        let read = |files: &Tracer<'_>, _: &str, (): &()| {
            let read = read_project(files, &sources);
            let inputs = read.inputs.clone();
            (read, inputs)
        };
        let Some(read) = self.project.run(files, vec![("project".to_owned(), ())], read).pop() else { return (None, Vec::new()) };
        let mut diagnostics = read.diagnostics.clone();
        let Some(project) = &read.project else { return (None, diagnostics) };

        let names = names(project, self.options.mode == Mode::Dev);
        let (scripts, missing) = self.compile_scripts(files, project);
        diagnostics.extend(missing);
        let facts: Vec<ScriptFacts> = project.units.iter().map(|unit| unit_facts(project, &scripts, unit)).collect();
        let isolations: Vec<Isolation> = project.units.iter().zip(&facts).map(|(unit, facts)| isolation(unit, facts)).collect();
        let owners = project.units.iter().zip(&names).zip(&isolations).zip(&facts);
        let owners = owners
            .map(|(((unit, own), isolation), facts)| owner(project, &names, unit, own, *isolation, facts, self.options.mode))
            .collect();
        let templates = self.compile_templates(files, project, owners);

        let used: Vec<Vec<usize>> =
            project.units.iter().zip(&templates).map(|(unit, template)| used_units(project, unit, template)).collect();
        let reach = reach_of_pages(project, &used);
        let units = in_order(&reach);
        let (wxs, missing) = self.compile_wxs(files, project, &templates);
        diagnostics.extend(missing);
        let passed = passed_of_units(&templates, &facts);
        let reaches = Reaches { project, names: &names, isolations: &isolations, passed: &passed };
        let (app_style, styles) = self.compile_styles(files, &reaches, &reach);
        let sheets = app_style.iter().chain(styles.iter().flatten().flatten()).map(Arc::as_ref);
        diagnostics.extend(across(files, project, &scripts, &templates, sheets, &self.options));

        diagnostics.extend(scripts.values().chain(wxs.values()).flat_map(|module| module.output.output.diagnostics.iter()).cloned());
        diagnostics.extend(templates.iter().flat_map(|template| template.output.diagnostics.iter()).cloned());
        diagnostics.extend(app_style.iter().chain(styles.iter().flatten().flatten()).flat_map(|style| style.diagnostics.iter()).cloned());
        let workers = worker_modules(project, &scripts);
        let scripts = Arc::new(scripts);
        let modules = modules_in_use(project, &scripts, &units);
        let compiled =
            Compiled { read: read.clone(), names, isolations, scripts, modules, wxs, workers, templates, reach, units, app_style, styles };
        (Some(compiled), diagnostics)
    }

    /// Compiles the scripts of the app and of all units with everything they require.
    fn compile_scripts(&mut self, files: &dyn Files, project: &Project) -> (BTreeMap<String, Module>, Vec<Diagnostic>) {
        let first = started(project);
        let own = project.units.iter().filter_map(|unit| unit.script.as_ref()).chain(&project.script).chain(first);
        let workers = worker_scripts(files, project);
        let entries: Vec<Entry> = own.chain(&workers).map(|path| Entry::file(project.root(), path)).collect();
        let round = Round::new(&self.scripts);
        let compile = |text: &ModuleText<'_>| compile_script(&round, &self.sources, self.options.mode, text);
        let all = script_modules(files, &self.sources, project.root(), &project.aliases, entries, compile);
        let done = round.finish();
        self.scripts.insert(done);
        let modules = by_id(all.modules);
        self.scripts.retain(|id| modules.contains_key(id));
        (modules, all.diagnostics)
    }

    fn compile_templates(&mut self, files: &dyn Files, project: &Project, owners: Vec<Owner>) -> Vec<Arc<Template>> {
        let sources = self.sources.clone();
        let minify = self.options.mode == Mode::Release;
        let root = project.root();
        let jobs = owners.into_iter().map(|owner| (owner.path.clone(), owner)).collect();
        let templates = self.templates.run(files, jobs, |files, _, owner| {
            // A missing template is reported where the unit is named.
            if !files.is_file(&module_path(root, &format!("{}.wxml", owner.path))) {
                return (Template::default(), Vec::new());
            }
            let (output, facts) = template_with_facts(files, root, &sources, owner);
            let make = unit_piece(&output.unit, &output.marks, minify);
            let inputs = output.inputs.clone();
            let words = Words::of_template(&output);
            (Template { output, facts, make, words }, inputs)
        });
        self.templates.retain(|path| project.index(path).is_some());
        templates
    }

    /// Compiles the WXS modules of all units, with everything they require.
    fn compile_wxs(
        &mut self,
        files: &dyn Files,
        project: &Project,
        templates: &[Arc<Template>],
    ) -> (BTreeMap<String, Module>, Vec<Diagnostic>) {
        let used = templates.iter().flat_map(|template| template.output.wxs.iter());
        let entries: BTreeMap<&str, Entry> = used.map(|module| (module.id.as_str(), self.wxs_entry(module))).collect();
        let round = Round::new(&self.wxs);
        let compile = |text: &ModuleText<'_>| compile_script(&round, &self.sources, self.options.mode, text);
        let all = wxs_modules(files, &self.sources, project.root(), entries.into_values().collect(), compile);
        let done = round.finish();
        self.wxs.insert(done);
        let modules = by_id(all.modules);
        self.wxs.retain(|id| modules.contains_key(id));
        (modules, all.diagnostics)
    }

    fn wxs_entry(&self, module: &WxsModule) -> Entry {
        let span = module.id.contains('#').then_some(module.span);
        Entry { id: module.id.clone(), path: self.sources.path(module.file).to_string(), span }
    }

    fn compile_styles(
        &mut self,
        files: &dyn Files,
        reaches: &Reaches<'_>,
        reach: &[Vec<usize>],
    ) -> (Vec<Arc<StyleOutput>>, Vec<Vec<Sheet>>) {
        let Reaches { project, names, isolations, passed } = *reaches;
        let mut jobs: BTreeMap<String, StyleKey> = BTreeMap::new();
        let app = project.style.as_ref().map(|path| module_id(project.root(), path));
        let shared: Vec<(&str, String)> =
            [("library", project.library_style.clone()), ("app", app)].into_iter().filter_map(|(id, path)| Some((id, path?))).collect();
        let mut of_app = Passed::default();
        passed.iter().zip(isolations).filter(|(_, isolation)| isolation.app).for_each(|(passed, _)| of_app.merge(passed));
        for (id, path) in &shared {
            let key = StyleKey {
                path: path.clone(),
                role: StyleRole::App,
                scopes: vec![GLOBAL.to_owned()],
                within: None,
                except: pages_without_app(project, names, isolations),
                passed: of_app.clone(),
                host: None,
            };
            jobs.insert((*id).to_owned(), key);
        }
        let mut wanted: Vec<Vec<Option<String>>> = Vec::new();
        for units in reach {
            let page = units.last().copied().unwrap_or_default();
            wanted.push(units.iter().map(|unit| style_job(reaches, units, page, *unit, &mut jobs)).collect());
        }
        let ids: Vec<String> = jobs.keys().cloned().collect();
        let sources = self.sources.clone();
        let (rpx, minify) = (self.options.rpx, self.options.mode == Mode::Release);
        let root = project.root();
        let results =
            self.styles.run(files, jobs.into_iter().collect(), |files, _, key| compile_style(files, &sources, root, key, rpx, minify));
        let done: BTreeMap<String, Arc<StyleOutput>> = ids.into_iter().zip(results).collect();
        self.styles.retain(|id| done.contains_key(id));
        let get = |id: Option<String>| id.and_then(|id| done.get(&id).cloned());
        (
            shared.iter().filter_map(|(id, _)| done.get(*id).cloned()).collect(),
            wanted.into_iter().map(|page| page.into_iter().map(get).collect()).collect(),
        )
    }
}

/// Numbers for the summary.
pub fn count(build: &mut Build, compiled: &Compiled) {
    if let Some(project) = &compiled.read.project {
        build.pages = project.app.pages.len();
        build.components = compiled.units.iter().filter(|unit| project.units.get(**unit).is_some_and(Unit::is_component)).count();
    }
}

/// What a unit's script says about its options. Component libraries register through a function of their own, which adds options; what that function's
/// file says counts for the unit.
fn unit_facts(project: &Project, scripts: &BTreeMap<String, Module>, unit: &Unit) -> ScriptFacts {
    let module = |id: &String| scripts.get(id);
    let Some(own) = unit.script.as_ref().and_then(|path| module(&module_id(project.root(), path))) else { return ScriptFacts::default() };
    let mut facts = own.output.output.facts.clone();
    if facts.direct {
        return facts;
    }
    // The function is imported directly or through index files that re-export it.
    let mut seen = BTreeSet::from([own.id.as_str()]);
    let mut round = vec![own];
    for _ in 0..3 {
        let next = round.iter().flat_map(|module| module.requests.values().flatten()).filter_map(module);
        round = next.filter(|module| seen.insert(module.id.as_str())).collect();
        for wrapper in round
            .iter()
            .map(|module| &module.output.output.facts)
            .filter(|facts| facts.direct && facts.registers == Some(Registers::Component))
        {
            facts.add_global_class |= wrapper.add_global_class;
            facts.style_isolation = facts.style_isolation.or_else(|| wrapper.style_isolation.clone());
            facts.external_classes.extend(wrapper.external_classes.iter().cloned());
        }
    }
    facts
}

/// Whether a file belongs to an installed package.
fn is_package(path: &str) -> bool {
    path.split('/').any(|folder| matches!(folder, "node_modules" | "miniprogram_npm"))
}

/// What two files say that do not fit.
fn across<'a>(
    files: &dyn Files,
    project: &Project,
    scripts: &BTreeMap<String, Module>,
    templates: &[Arc<Template>],
    sheets: impl Iterator<Item = &'a StyleOutput>,
    options: &BuildOptions,
) -> Vec<Diagnostic> {
    let modules = scripts.iter().filter(|(_, module)| matches!(module.kind, ScriptKind::Js | ScriptKind::Ts)).map(|(id, module)| {
        let output = &module.output.output;
        let facts =
            analyse::project::Module { file: module.file, facts: &output.facts, requests: &module.requests, asked: &output.requests };
        (id.as_str(), facts)
    });
    let facts = analyse::project::Facts {
        files,
        project,
        templates: templates.iter().map(|template| &template.facts).collect(),
        scripts: project.units.iter().map(|unit| unit.script.as_ref().map(|path| module_id(project.root(), path))).collect(),
        modules: modules.collect(),
        imports: sheets.flat_map(|sheet| &sheet.imports).collect(),
        exclude: &options.exclude,
    };
    let mut found = analyse::project::check(&facts);
    // Looks at every file of the project, which a rebuild after each change must not do.
    if !options.serve {
        found.extend(analyse::project::layout(&facts, &found));
    }
    found
}

fn by_id(modules: Vec<Module>) -> BTreeMap<String, Module> {
    modules.into_iter().map(|module| (module.id.clone(), module)).collect()
}

fn compile_script(
    round: &Round<'_, (ScriptKind, FileId, Span), Script>,
    sources: &Sources,
    mode: Mode,
    text: &ModuleText<'_>,
) -> (Arc<Script>, Vec<Request>) {
    let compiled = round.get(text.id, (text.kind, text.file, text.span), |_| {
        let minify = mode == Mode::Release;
        let output = match text.kind {
            ScriptKind::Wxs => wxs(text.id, text.file, text.span, &text.text),
            kind => script(text.id, text.file, &text.text, kind),
        };
        let factory = if text.kind == ScriptKind::Wxs { wxs_piece(&output, minify) } else { module_piece(&output, minify) };
        (Script { output, factory }, Traces::of(&sources.path(text.file)))
    });
    let requests = compiled.output.requests.clone();
    (compiled, requests)
}

/// What the template compiler needs to know of a unit.
fn owner(project: &Project, names: &[Names], unit: &Unit, own: &Names, isolation: Isolation, facts: &ScriptFacts, mode: Mode) -> Owner {
    let mut scopes = vec![own.scope()];
    if isolation.app {
        scopes.push(GLOBAL.to_owned());
    }
    let using = unit.using.iter().map(|(tag, target)| {
        let using = match target {
            Use::Component(path) => match project.index(path).and_then(|index| names.get(index)) {
                Some(names) => Using::Component { path: path.clone(), host: names.host() },
                None => Using::Missing,
            },
            Use::Missing => Using::Missing,
        };
        (tag.clone(), using)
    });
    Owner {
        path: unit.path.clone(),
        is_component: unit.is_component(),
        home: project.app.plugin_of(&unit.path).map_or(String::new(), |plugin| plugin.folder.clone()),
        scopes,
        using: using.collect(),
        unsure: unit.unsure,
        generics: unit.generics.keys().cloned().collect(),
        external_classes: facts.external_classes.clone(),
        key: own.id.trim_start_matches('-').to_owned(),
        dev: mode == Mode::Dev,
        tree: false,
        simulated: None,
    }
}

/// The units that a unit's template can show: tags in use, generics' defaults and placeholders.
fn used_units(project: &Project, unit: &Unit, template: &Template) -> Vec<usize> {
    let tags = template.output.used_components.iter();
    let placeholders = tags.clone().filter_map(|tag| unit.placeholders.get(tag));
    let named = tags.clone().chain(placeholders).filter_map(|tag| match unit.using.get(tag) {
        Some(Use::Component(path)) => Some(path.as_str()),
        _ => None,
    });
    let all: BTreeSet<usize> =
        named.chain(unit.generics.values().flatten().map(String::as_str)).filter_map(|path| project.index(path)).collect();
    all.into_iter().collect()
}

fn reach_of_pages(project: &Project, used: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let bar = project.app.custom_tab_bar.and_then(|_| project.index(CUSTOM_TAB_BAR));
    let pages = project.app.pages.iter().filter_map(|page| Some((page, project.index(&page.path)?)));
    let reached = pages.map(|(page, unit)| {
        let mut order = bar.filter(|_| project.app.tabs.contains(&page.path)).map_or(Vec::new(), |bar| reach(bar, used));
        let own = reach(unit, used);
        let own: Vec<usize> = own.into_iter().filter(|unit| !order.contains(unit)).collect();
        order.extend(own);
        order
    });
    reached.collect()
}

/// All units in the order in which they are first reached.
fn in_order(reach: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    reach.iter().flatten().copied().filter(|unit| seen.insert(*unit)).collect()
}

/// The modules that the app and the units in use require.
fn modules_in_use(project: &Project, scripts: &BTreeMap<String, Module>, units: &[usize]) -> BTreeMap<String, Module> {
    let first = started(project);
    let own = units.iter().filter_map(|unit| project.units.get(*unit)?.script.as_ref()).chain(&project.script).chain(first);
    let mut queue: Vec<String> = own.map(|path| module_id(project.root(), path)).collect();
    let mut used = BTreeMap::new();
    while let Some(id) = queue.pop() {
        if !used.contains_key(&id)
            && let Some(module) = scripts.get(&id)
        {
            queue.extend(module.requests.values().flatten().cloned());
            used.insert(id, module.clone());
        }
    }
    used
}

/// Scripts that something besides pages, components and the app runs: entries of subpackages, and both sides of plugins.
fn started(project: &Project) -> impl Iterator<Item = &String> {
    let entries = project.app.subpackages.iter().filter_map(|package| package.entry.as_ref());
    entries.chain(project.app.plugins.iter().flat_map(|plugin| plugin.main.iter().chain(&plugin.export)))
}

/// All scripts in the folder of workers: which of them a worker starts with is known at run time only.
fn worker_scripts(files: &dyn Files, project: &Project) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<String> = project.app.workers.iter().map(|folder| format!("{}{folder}", project.root())).collect();
    while let Some(folder) = open.pop() {
        for (name, is_folder) in files.list(&folder) {
            let path = format!("{folder}/{name}");
            if is_folder {
                open.push(path);
            } else if name.ends_with(".js") || name.ends_with(".ts") && !name.ends_with(".d.ts") {
                found.push(path);
            }
        }
    }
    // Of two files that differ in the extension alone, the TypeScript one is the source of the other.
    let sources: BTreeSet<String> = found.iter().filter_map(|path| path.strip_suffix(".ts")).map(str::to_owned).collect();
    found.retain(|path| path.strip_suffix(".js").is_none_or(|stem| !sources.contains(stem)));
    found
}

fn worker_modules(project: &Project, scripts: &BTreeMap<String, Module>) -> BTreeMap<String, Module> {
    let Some(folder) = &project.app.workers else { return BTreeMap::new() };
    scripts.iter().filter(|(id, _)| inside(id, folder)).map(|(id, module)| (id.clone(), module.clone())).collect()
}

/// By unit: the classes of its sheets that elements of components can carry.
fn passed_of_units(templates: &[Arc<Template>], facts: &[ScriptFacts]) -> Vec<Passed> {
    let external: BTreeSet<String> = facts.iter().flat_map(|facts| &facts.external_classes).map(|name| camel(name)).collect();
    let mut outer = Passed::default();
    templates.iter().for_each(|template| outer.merge(&template.facts.passed.outer));
    let of_unit = |template: &Arc<Template>| {
        let mut passed = template.facts.passed.through(|name| external.contains(name));
        passed.merge(&outer);
        passed
    };
    templates.iter().map(of_unit).collect()
}

/// Classes of the pages in which nothing of the app's sheet applies: those with a `page-` isolation, those of independent subpackages and of plugins.
fn pages_without_app(project: &Project, names: &[Names], isolations: &[Isolation]) -> Vec<String> {
    let alone = |page: &PageEntry| project.app.is_independent(page.package) || project.app.plugin_of(&page.path).is_some();
    let pages = project.app.pages.iter().filter_map(|page| {
        let unit = project.index(&page.path)?;
        let closed = isolations.get(unit).is_some_and(|isolation| !isolation.app) || alone(page);
        names.get(unit).filter(|_| closed).map(Names::page)
    });
    pages.collect()
}

/// Adds the style sheet of `unit` as `page` needs it to the jobs; gives its name.
fn style_job(reaches: &Reaches<'_>, reach: &[usize], page: usize, unit: usize, jobs: &mut BTreeMap<String, StyleKey>) -> Option<String> {
    let Reaches { project, names, isolations, passed } = *reaches;
    let (this, own, isolation) = (project.units.get(unit)?, names.get(unit)?, isolations.get(unit)?);
    let path = module_id(project.root(), this.style.as_ref()?);
    let mut scopes = vec![own.scope()];
    let mut classes = passed.get(unit).cloned().unwrap_or_default();
    let shared = isolation.outward;
    if shared {
        let open = |other: &&usize| **other != unit && isolations.get(**other).is_some_and(|isolation| isolation.inward);
        for other in reach.iter().filter(open) {
            scopes.extend(names.get(*other).map(Names::scope));
            passed.get(*other).into_iter().for_each(|passed| classes.merge(passed));
        }
    }
    // Sheets that cross borders do so within one page only, so they come once for every page.
    let within = (this.is_page || shared && scopes.len() > 1).then(|| names.get(page).map(Names::page)).flatten();
    let id = if within.is_some() { format!("{} in {page}", this.path) } else { this.path.clone() };
    let (role, host) = if this.is_page { (StyleRole::Page, None) } else { (StyleRole::Component, Some(own.host())) };
    jobs.insert(id.clone(), StyleKey { path, role, scopes, within, except: Vec::new(), passed: classes, host });
    Some(id)
}

fn compile_style(files: &Tracer<'_>, sources: &Sources, root: &str, key: &StyleKey, rpx: Rpx, minify: bool) -> (StyleOutput, Vec<String>) {
    let request = StyleRequest {
        path: &key.path,
        role: key.role,
        scopes: &key.scopes,
        within: key.within.as_deref(),
        except: &key.except,
        passed: key.passed.names(),
        host: key.host.as_deref(),
        reference: None,
        rpx,
        minify,
    };
    let output = style(files, root, sources, &request);
    let inputs = output.inputs.clone();
    (output, inputs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Output, build};

    type Project = BTreeMap<String, Vec<u8>>;

    fn project() -> Project {
        let files = [
            ("app.json", r#"{"pages": ["pages/a/a", "pages/b/b"], "usingComponents": {"c-card": "/c/card"}}"#),
            ("app.js", "require('./u'); App({})"),
            ("app.wxss", "@import './common.wxss'; .app { color: red }"),
            ("common.wxss", ".common { width: 1rpx }"),
            ("u.js", "module.exports = wx.getStorageSync('x')"),
            ("pages/a/a.wxml", "<import src='../../t.wxml'/><c-card>{{x}}</c-card><template is='t'/><image src='/i.png'/>"),
            ("pages/a/a.js", "Page({ data: { x: 1 } })"),
            ("pages/a/a.wxss", ".a { color: blue }"),
            ("pages/b/b.wxml", "<wxs module='m' src='../../m.wxs'/><view>{{m.f()}}</view>"),
            ("pages/b/b.js", "import u from '../../u'; Page({})"),
            ("t.wxml", "<template name='t'><view/></template>"),
            ("m.wxs", "module.exports = { f: function () { return 1 } }"),
            ("c/card.json", r#"{"component": true}"#),
            ("c/card.wxml", "<view class='in'><slot/></view>"),
            ("c/card.js", "Component({})"),
            ("c/card.wxss", ".in { color: green }"),
            ("i.png", "png"),
        ];
        files.into_iter().map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn shown(build: &Build) -> (Vec<(String, String)>, Vec<String>) {
        let outputs = build.outputs.iter().map(|(path, output)| match output {
            Output::Bytes(bytes) => (path.clone(), String::from_utf8_lossy(bytes).into_owned()),
            Output::Copy(from) => (path.clone(), format!("copy of {from}")),
        });
        let place = |d: &Diagnostic| format!("{} {:?} {} {}", build.sources.path(d.file), d.span, d.code, d.message);
        (outputs.collect(), build.diagnostics.iter().map(place).collect())
    }

    /// After every change, a compiler that has seen the project before must give what a new one gives.
    #[test]
    fn rebuilds_are_equal_to_builds() {
        let options = BuildOptions { mode: Mode::Dev, source_maps: true, ..BuildOptions::default() };
        let mut files = project();
        let mut compiler = Compiler::new(options.clone());
        assert_eq!(shown(&compiler.build(&files)).1, Vec::<String>::new());
        let edits: &[(&str, Option<&str>)] = &[
            ("pages/a/a.wxml", Some("<view>{{x</view>")),
            ("pages/a/a.wxml", Some("<import src='../../t.wxml'/><c-card>{{y}}</c-card><template is='t'/>")),
            ("t.wxml", Some("<template name='t'><text>t</text></template>")),
            ("t.wxml", None),
            ("t.wxml", Some("<template name='t'/>")),
            ("common.wxss", Some(".common { width: 2rpx }")),
            ("common.wxss", None),
            ("u.js", Some("module.exports = wx.request")),
            ("u.js", None),
            ("u.js", Some("export default 1")),
            ("m.wxs", Some("module.exports = { f: function () { return 2 } }")),
            ("m.wxs", None),
            ("c/card.js", Some("Component({ options: { styleIsolation: 'shared' } })")),
            ("c/card.json", Some(r#"{"component": true, "styleIsolation": "apply-shared"}"#)),
            ("c/card.wxss", None),
            ("c/card.json", Some("{")),
            ("pages/b/b.json", Some(r#"{"usingComponents": {"d": "/d/d"}}"#)),
            ("d/d.json", Some(r#"{"component": true}"#)),
            ("d/d.wxml", Some("<view/>")),
            ("d/d.js", Some("Component({})")),
            ("app.json", Some(r#"{"pages": ["pages/b/b"]}"#)),
            ("app.json", None),
            ("app.json", Some(r#"{"pages": ["pages/a/a"], "window": {"navigationBarTitleText": "t"}}"#)),
            ("i.png", None),
        ];
        for (path, text) in edits {
            match text {
                Some(text) => files.insert((*path).to_owned(), text.as_bytes().to_vec()),
                None => files.remove(*path),
            };
            compiler.invalidate(&files, &[(*path).to_owned()].into());
            let (again, anew) = (shown(&compiler.build(&files)), shown(&build(&files, &options)));
            assert_eq!(again.1, anew.1, "diagnostics after {path} became {text:?}");
            let differing: Vec<&String> = again.0.iter().zip(&anew.0).filter(|(a, b)| a != b).map(|(a, _)| &a.0).collect();
            assert!(differing.is_empty() && again.0.len() == anew.0.len(), "{differing:?} after {path} became {text:?}");
        }
    }
}
