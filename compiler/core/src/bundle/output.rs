//! Compiled pieces to files: names with hashes, packages, fragments, style sheets, documents, the manifest.

use crate::bundle::app_config::{PageFiles, logic_config, unit_json, view_config};
use crate::bundle::compiler::{Compiled, Module, Script, Template, count};
use crate::bundle::copy::package_files;
use crate::bundle::entry::{Uses, base_css, logic_entry, view_entry};
use crate::bundle::package::{ModuleInput, PackageInput, PackageScript, UnitInput, package, runtime_map};
use crate::bundle::runtime::{Options as RuntimeOptions, RuntimeScript, bundle_runtime};
use crate::bundle::scopes::base36;
use crate::bundle::shell::{Shell, document, fragment};
use crate::bundle::{Build, BuildOptions, Mode, Output, Router};
use crate::diagnostics::Diagnostic;
use crate::emit::style::StyleOutput;
use crate::resolve::json::Json;
use crate::resolve::project::Project;
use crate::resolve::schema::truthy;
use crate::resolve::script::{module_id, module_path};
use crate::resolve::unit::Use;
use crate::source::{Files, Sources};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What emitting keeps from one build to the next.
#[derive(Default)]
pub struct Emitter {
    /// By entry path: entry text and script.
    runtimes: BTreeMap<String, (String, Arc<RuntimeScript>)>,
    packages: BTreeMap<String, (PackageKey, Arc<PackageScript>)>,
    bug: Option<String>,
}

/// Everything a package's script is made of.
struct PackageKey {
    modules: Vec<ModuleKey>,
    wxs: Vec<ModuleKey>,
    units: Vec<(String, String, Arc<Template>)>,
    config: Option<String>,
    runtime: Option<Arc<RuntimeScript>>,
}

/// A module as part of a package.
struct ModuleKey {
    id: String,
    script: Arc<Script>,
    requests: BTreeMap<String, Option<String>>,
}

impl PartialEq for ModuleKey {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && Arc::ptr_eq(&self.script, &other.script) && self.requests == other.requests
    }
}

impl ModuleKey {
    fn of(module: &Module) -> Self {
        Self { id: module.id.clone(), script: module.output.clone(), requests: module.requests.clone() }
    }
    fn input(&self) -> ModuleInput<'_> {
        ModuleInput { path: &self.id, factory: &self.script.factory, requests: &self.requests }
    }
}

impl PartialEq for PackageKey {
    fn eq(&self, other: &Self) -> bool {
        let units =
            |a: &(String, String, Arc<Template>), b: &(String, String, Arc<Template>)| a.0 == b.0 && a.1 == b.1 && Arc::ptr_eq(&a.2, &b.2);
        let runtimes = match (&self.runtime, &other.runtime) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        self.modules == other.modules
            && self.wxs == other.wxs
            && self.units.len() == other.units.len()
            && self.units.iter().zip(&other.units).all(|(a, b)| units(a, b))
            && self.config == other.config
            && runtimes
    }
}

/// The output while it grows.
struct Writer<'a> {
    options: &'a BuildOptions,
    outputs: BTreeMap<String, Output>,
}

impl Writer<'_> {
    /// Adds `assets/<name>-<hash>.<extension>` (`assets/<name>.<extension>` in dev) and gives its path.
    fn asset(&mut self, name: &str, extension: &str, text: String) -> String {
        let path = self.asset_path(name, extension, &text);
        self.outputs.insert(path.clone(), Output::text(text));
        path
    }

    fn asset_path(&self, name: &str, extension: &str, text: &str) -> String {
        match self.options.mode {
            Mode::Dev => format!("assets/{name}.{extension}"),
            Mode::Release => {
                let hash = base36(&Sha256::digest(text.as_bytes()));
                format!("assets/{name}-{}.{extension}", hash.get(..8).unwrap_or_default())
            }
        }
    }

    /// A script with its source map beside it.
    fn script(&mut self, name: &str, script: &PackageScript) -> String {
        let path = self.asset_path(name, "js", &script.code);
        let mut code = script.code.clone();
        if let Some(map) = &script.map {
            let file = path.rsplit('/').next().unwrap_or_default();
            code.push_str(&format!("\n//# sourceMappingURL={file}.map\n"));
            self.outputs.insert(format!("{path}.map"), Output::text(map.clone()));
        }
        self.outputs.insert(path.clone(), Output::text(code));
        path
    }
}

/// Makes all files of the output.
pub fn emit(emitter: &mut Emitter, options: &BuildOptions, sources: &Sources, files: &dyn Files, compiled: &Compiled) -> Build {
    let mut build = Build { diagnostics: check_assets(files, compiled), ..Build::default() };
    count(&mut build, compiled);
    let Some(project) = &compiled.read.project else { return build };
    let mut writer = Writer { options, outputs: BTreeMap::new() };
    let uses = uses(project, compiled);

    copy_files(&mut writer, &mut build, options, sources, files, compiled, project);
    let scripts: Vec<String> = (1..=project.app.subpackages.len())
        .map(|number| {
            let script = emitter.package(options, sources, project, compiled, number, None, None);
            let root = project.package_root(number);
            writer.script(&flat(root), &script)
        })
        .collect();
    let config = logic_config(project, options, &scripts);
    let runtime = emitter.runtime("logic/entry.ts", logic_entry(&uses), options);
    let main = emitter.package(options, sources, project, compiled, 0, Some(config), runtime);
    let logic = writer.script("logic", &main);
    let view = emitter.runtime("view/entry.ts", view_entry(&uses, options.serve), options).map_or_else(PackageScript::default, |runtime| {
        PackageScript { code: runtime.code.clone(), map: options.source_maps.then(|| runtime_map(&runtime)) }
    });
    let view = writer.script("view", &view);
    let pages = pages(&mut writer, &mut build, project, compiled);
    let base = writer.asset("base", "css", base_css(&uses));
    let app = compiled.app_style.as_ref().map(|style| writer.asset("app", "css", css_text(style)));
    build.styles.insert(String::new(), app.iter().cloned().collect());
    documents(&mut writer, project, options, &Shared { scripts, logic, view, base, app, pages: &pages });
    if !options.serve {
        let manifest = manifest(files, project, &writer, &pages);
        writer.outputs.insert("manifest.json".to_owned(), Output::text(manifest));
    }
    build.outputs = writer.outputs;
    build.bug = emitter.bug.clone();
    build
}

/// `pages/a/a` → `pages-a-a`.
fn flat(path: &str) -> String {
    path.replace(['/', ' ', '%', '#', '?'], "-")
}

/// What the whole project uses of the platform.
fn uses(project: &Project, compiled: &Compiled) -> Uses {
    let json = &project.app.json;
    let pulls = |window: Option<&Json>| truthy(window.and_then(|window| window.get("enablePullDownRefresh")));
    let mut uses = Uses {
        tab_bar: json.get("tabBar").is_some() && project.app.custom_tab_bar.is_none(),
        pull_down: pulls(json.get("window")) || project.pages().any(|page| pulls(Some(&page.json))),
        ..Uses::default()
    };
    compiled.modules.values().for_each(|module| uses.add(&module.output.output.facts));
    for template in compiled.units.iter().filter_map(|unit| compiled.templates.get(*unit)) {
        uses.tags.extend(template.output.builtins.iter().cloned());
        uses.view_wxs |= !template.output.view_wxs.is_empty();
    }
    uses
}

impl Emitter {
    fn runtime(&mut self, path: &str, entry: String, options: &BuildOptions) -> Option<Arc<RuntimeScript>> {
        if let Some((text, script)) = self.runtimes.get(path)
            && *text == entry
        {
            return Some(script.clone());
        }
        let script = match bundle_runtime(path, &entry, RuntimeOptions { minify: options.mode == Mode::Release }) {
            Ok(script) => Arc::new(script),
            // The app must say so rather than stay blank.
            Err(error) => {
                let message = format!("the runtime could not be bundled: {error}");
                let quoted = serde_json::to_string(&format!("wxc: {message}")).unwrap_or_default();
                self.bug = Some(message);
                Arc::new(RuntimeScript { code: format!("throw new Error({quoted})"), ..RuntimeScript::default() })
            }
        };
        self.runtimes.insert(path.to_owned(), (entry, script.clone()));
        Some(script)
    }

    /// The script of a package: 0 main, `n` subpackage `n - 1`.
    #[expect(clippy::too_many_arguments, reason = "one call for each package, all of it is needed")]
    fn package(
        &mut self,
        options: &BuildOptions,
        sources: &Sources,
        project: &Project,
        compiled: &Compiled,
        number: usize,
        config: Option<String>,
        runtime: Option<Arc<RuntimeScript>>,
    ) -> Arc<PackageScript> {
        let mine = |path: &str| project.app.package_of(path) == number;
        let of = |modules: &BTreeMap<String, Module>| -> Vec<ModuleKey> {
            modules.values().filter(|module| mine(&module.id) && !module.output.factory.code.is_empty()).map(ModuleKey::of).collect()
        };
        let units = compiled.units.iter().filter_map(|index| {
            let (unit, template) = (project.units.get(*index)?, compiled.templates.get(*index)?);
            let registered = unit.package == number && !template.make.code.is_empty();
            registered.then(|| (unit.path.clone(), unit_info(project, compiled, *index), template.clone()))
        });
        let key = PackageKey { modules: of(&compiled.modules), wxs: of(&compiled.wxs), units: units.collect(), config, runtime };
        let root = project.package_root(number).to_owned();
        if let Some((old, script)) = self.packages.get(&root)
            && *old == key
        {
            return script.clone();
        }
        let modules: Vec<ModuleInput<'_>> = key.modules.iter().map(ModuleKey::input).collect();
        let wxs: Vec<ModuleInput<'_>> = key.wxs.iter().map(ModuleKey::input).collect();
        let units: Vec<UnitInput<'_>> =
            key.units.iter().map(|(path, info, template)| UnitInput { path, info, make: &template.make }).collect();
        let script = Arc::new(package(&PackageInput {
            root: &root,
            runtime: key.runtime.as_deref(),
            app_config: key.config.as_deref(),
            modules: &modules,
            wxs: &wxs,
            units: &units,
            minify: options.mode == Mode::Release,
            sources: options.source_maps.then_some(sources),
        }));
        self.packages.insert(root, (key, script.clone()));
        script
    }
}

/// The `info` of a unit, as JSON.
fn unit_info(project: &Project, compiled: &Compiled, index: usize) -> String {
    let Some(unit) = project.units.get(index) else { return "{}".to_owned() };
    let used: BTreeSet<&str> = compiled
        .templates
        .get(index)
        .map_or_else(BTreeSet::new, |template| template.output.used_components.iter().map(String::as_str).collect());
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
        "scope": compiled.names.get(index).map(crate::bundle::scopes::Names::scope).unwrap_or_default(),
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

/// Fragments, style sheets and WXS scripts of all pages.
fn pages(writer: &mut Writer<'_>, build: &mut Build, project: &Project, compiled: &Compiled) -> Vec<PageParts> {
    let mut all = Vec::new();
    for ((page, reach), styles) in project.app.pages.iter().zip(&compiled.reach).zip(&compiled.styles) {
        let name = flat(&page.path);
        let own = reach.last().copied().unwrap_or_default();
        let templates = reach.iter().rev().filter_map(|unit| compiled.templates.get(*unit));
        let html = fragment(templates.clone().flat_map(|template| template.output.html.iter()));
        let (own_sheets, component_sheets): (Vec<_>, Vec<_>) = reach.iter().zip(styles).partition(|(unit, _)| **unit == own);
        let join = |sheets: Vec<(&usize, &Option<Arc<StyleOutput>>)>| {
            let texts: Vec<String> =
                sheets.iter().filter_map(|(_, style)| style.as_deref().map(css_text)).filter(|css| !css.trim().is_empty()).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        };
        let components_name = if writer.options.mode == Mode::Dev { format!("{name}.components") } else { "components".to_owned() };
        let components = join(component_sheets).map(|css| writer.asset(&components_name, "css", css));
        let css = join(own_sheets).map(|css| writer.asset(&name, "css", css));
        build.styles.insert(page.path.clone(), components.iter().chain(&css).cloned().collect());
        let view_wxs: BTreeSet<&str> = templates.flat_map(|template| template.output.view_wxs.iter().map(String::as_str)).collect();
        let js = view_wxs_script(compiled, &view_wxs).map(|code| writer.asset(&name, "js", code));
        let class = compiled.names.get(own).map(crate::bundle::scopes::Names::page).unwrap_or_default();
        let files = PageFiles { class, html: writer.asset(&name, "html", html.clone()), components, css, js };
        all.push(PageParts { files, html });
    }
    all
}

struct PageParts {
    files: PageFiles,
    html: String,
}

/// Registers the WXS modules that run on the view, with everything they require.
fn view_wxs_script(compiled: &Compiled, ids: &BTreeSet<&str>) -> Option<String> {
    let mut queue: Vec<&str> = ids.iter().copied().collect();
    let mut done: BTreeMap<&str, &Module> = BTreeMap::new();
    while let Some(id) = queue.pop() {
        if let Some((id, module)) = compiled.wxs.get_key_value(id)
            && done.insert(id, module).is_none()
        {
            queue.extend(module.requests.values().flatten().map(String::as_str));
        }
    }
    let calls = done.iter().filter(|(_, module)| !module.output.factory.code.is_empty()).map(|(id, module)| {
        let requests: BTreeMap<_, _> = module.requests.iter().collect();
        format!("$wxcView.wxsModule({}, {}, {})\n", json!(id), module.output.factory.code, json!(requests))
    });
    let code: String = calls.collect();
    (!code.is_empty()).then_some(code)
}

/// A sheet with the places of package files filled in: all sheets lie in `assets/`, package files keep their paths.
fn css_text(style: &StyleOutput) -> String {
    let mut assets: Vec<&String> = style.assets.iter().collect();
    // Longer paths first: one path may begin with another.
    assets.sort_by_key(|path| std::cmp::Reverse(path.len()));
    let mut css = style.css.clone();
    for path in assets {
        css = css.replace(&format!("wxc-asset:{path}"), &format!("../{}", percent(path)));
    }
    css
}

/// A path as part of a URL.
fn percent(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~@!$+,=:".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Files that all documents name.
struct Shared<'a> {
    scripts: Vec<String>,
    logic: String,
    view: String,
    base: String,
    app: Option<String>,
    pages: &'a [PageParts],
}

fn documents(writer: &mut Writer<'_>, project: &Project, options: &BuildOptions, shared: &Shared<'_>) {
    let files: Vec<PageFiles> = shared.pages.iter().map(|page| page.files.clone()).collect();
    for (page, parts) in project.app.pages.iter().zip(shared.pages) {
        let entry = project.app.entry.as_deref() == Some(page.path.as_str());
        let mut paths = Vec::new();
        if entry {
            paths.push(("index.html".to_owned(), String::new()));
        }
        if options.router == Router::History {
            paths.push((format!("{}.html", page.path), "../".repeat(page.path.matches('/').count())));
        }
        if paths.is_empty() {
            continue;
        }
        let config = view_config(project, options, &shared.scripts, &shared.logic, &files, &page.path);
        let styles = [
            ("base", Some(&shared.base)),
            ("app", shared.app.as_ref()),
            ("components", parts.files.components.as_ref()),
            ("page", parts.files.css.as_ref()),
        ];
        let styles: Vec<(&'static str, String)> = styles.into_iter().filter_map(|(what, file)| Some((what, file?.clone()))).collect();
        for (path, base) in paths {
            let title = title(project, &page.path);
            let html = document(&Shell {
                title: &title,
                lang: "zh-CN",
                base: &base,
                styles: &styles,
                config: &config,
                page_script: parts.files.js.as_deref(),
                view: &shared.view,
                templates: &parts.html,
                dev_scripts: &[],
            });
            writer.outputs.insert(path, Output::text(html));
        }
    }
}

fn title(project: &Project, path: &str) -> String {
    let own = project.unit(path).and_then(|unit| title_of(&unit.json));
    own.or_else(|| title_of(project.app.json.get("window")?)).or(project.config.name.as_deref()).unwrap_or("wxc").to_owned()
}

fn title_of(window: &Json) -> Option<&str> {
    window.get("navigationBarTitleText")?.str().filter(|text| !text.is_empty())
}

/// Copies what is not source, and what style sheets and templates name inside packages.
fn copy_files(
    writer: &mut Writer<'_>,
    build: &mut Build,
    options: &BuildOptions,
    sources: &Sources,
    files: &dyn Files,
    compiled: &Compiled,
    project: &Project,
) {
    let root = project.root();
    let known: BTreeSet<String> = sources.all().into_iter().map(|(_, file)| file.path.to_string()).collect();
    let named = named_assets(compiled).map(|(path, _)| path.to_owned());
    let mut paths: BTreeSet<String> = package_files(files, project, &options.exclude, &known).into_iter().collect();
    paths.extend(named.filter(|path| files.is_file(&module_path(root, path))));
    for path in paths {
        let from = module_path(root, &path);
        if path == "index.html" || path == "manifest.json" {
            let message = format!("`{from}` is left out: the output has a file of that name");
            build.diagnostics.push(
                Diagnostic::warning("project/reserved-name", project.app.file, crate::source::Span::at(0), message).hint("rename it"),
            );
            continue;
        }
        writer.outputs.insert(path, Output::Copy(from));
    }
}

/// A package file and the place that names it.
type NamedAsset<'a> = (&'a str, Option<&'a (String, crate::source::FileId, crate::source::Span)>);

fn named_assets(compiled: &Compiled) -> impl Iterator<Item = NamedAsset<'_>> {
    let templates =
        compiled.templates.iter().flat_map(|template| template.output.assets.iter()).map(|asset| (asset.0.as_str(), Some(asset)));
    let styles = compiled.app_style.iter().chain(compiled.styles.iter().flatten().flatten());
    templates.chain(styles.flat_map(|style| style.assets.iter()).map(|path| (path.as_str(), None)))
}

/// Reports package files that templates name and that are not there.
pub fn check_assets(files: &dyn Files, compiled: &Compiled) -> Vec<Diagnostic> {
    let Some(project) = &compiled.read.project else { return Vec::new() };
    let places = named_assets(compiled).filter_map(|(_, place)| place);
    let missing = places.filter(|(path, _, _)| !files.is_file(&module_path(project.root(), path)));
    let report = |(path, file, span): &(String, _, _)| {
        let message = format!("there is no `{}`", module_path(project.root(), path));
        Diagnostic::warning("project/missing-asset", *file, *span, message).hint("add the file, or correct the path")
    };
    missing.map(report).collect()
}

/// Routes and files, for servers, service workers and checks.
fn manifest(files: &dyn Files, project: &Project, writer: &Writer<'_>, pages: &[PageParts]) -> String {
    let routes = project.app.pages.iter().zip(pages).map(|(page, parts)| {
        let mut route = json!({"path": page.path, "html": parts.files.html});
        if let Some(route) = route.as_object_mut() {
            let optional = [("components", &parts.files.components), ("css", &parts.files.css), ("js", &parts.files.js)];
            route.extend(optional.into_iter().filter_map(|(key, file)| Some((key.to_owned(), Value::from(file.as_deref()?)))));
            if page.package != 0 {
                route.insert("package".to_owned(), Value::from(project.package_root(page.package)));
            }
        }
        route
    });
    let entries = writer.outputs.iter().map(|(path, output)| {
        let bytes: Arc<[u8]> = match output {
            Output::Bytes(bytes) => bytes.clone(),
            Output::Copy(from) => files.read(from).unwrap_or_default().into(),
        };
        let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        json!({"path": path, "size": bytes.len(), "sha256": hash})
    });
    let window = project.app.json.get("window").map_or_else(|| json!({}), Json::to_value);
    let mut manifest =
        json!({"generator": "wxc", "version": 1, "entry": project.app.entry, "routes": routes.collect::<Vec<_>>(), "window": window});
    if let Some(object) = manifest.as_object_mut() {
        if let Some(bar) = project.app.json.get("tabBar") {
            object.insert("tabBar".to_owned(), bar.to_value());
        }
        object.insert("files".to_owned(), entries.collect());
    }
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}
