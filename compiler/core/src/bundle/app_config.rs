//! The configuration objects of the run time: `$.app(…)` for the logic thread and `#wxc-app` for the view (`runtime-shim/EMITTED.md`).

use crate::bundle::{BuildOptions, Router, Threads};
use crate::resolve::app::{App, PageEntry};
use crate::resolve::json::{Json, JsonKind};
use crate::resolve::path::{inside, normalise};
use crate::resolve::plugin::Plugin;
use crate::resolve::project::Project;
use crate::resolve::schema::{self, Keys, Type, truthy};
use crate::resolve::script::module_id;
use crate::resolve::unit::Unit;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Names of the emitted files that belong to one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFiles {
    pub class: String,
    pub html: String,
    pub components: Option<String>,
    pub css: Option<String>,
    pub js: Option<String>,
}

/// What both sides know.
fn shared(project: &Project, options: &BuildOptions) -> Map<String, Value> {
    let json = &project.app.json;
    let mut config = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            config.insert(key.to_owned(), value);
        }
    };
    set("appid", project.config.appid.clone().map(Value::String));
    set("name", project.config.name.clone().map(Value::String));
    let ext = project.app.ext.as_ref();
    set("window", Some(window(project)));
    set("ext", ext.and_then(|ext| ext.get("ext")).map(Json::to_value));
    set("tabBar", json.get("tabBar").map(tab_bar));
    set("entryPagePath", project.app.entry.clone().map(Value::String));
    set("preloadRule", json.get("preloadRule").map(Json::to_value));
    if let Some((_, theme)) = &project.app.theme {
        set("theme", Some(theme.to_value()));
    }
    for key in ["darkmode", "resizable", "debug"] {
        set(key, truthy(json.get(key)).then_some(Value::Bool(true)));
    }
    for key in ["style", "networkTimeout", "permission", "requiredPrivateInfos", "useExtendedLib"] {
        set(key, json.get(key).map(Json::to_value));
    }
    set("threads", Some(Value::from(if options.threads == Threads::One { "1" } else { "worker" })));
    set("dev", options.serve.then_some(Value::Bool(true)));
    config
}

/// Scripts that not every project has.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// The main package, where it is a script of its own.
    pub main: Option<&'a str>,
    pub workers: Option<&'a str>,
    /// By index in `app.pages`: the script of a page's own code.
    pub pages: &'a BTreeMap<usize, String>,
}

/// The window of every page as JSON, kept while neither the app nor the page's own configuration changes.
#[derive(Default)]
pub struct Windows {
    app: Option<Arc<App>>,
    of: FxHashMap<String, (Arc<Unit>, Arc<str>)>,
}

impl Windows {
    /// By page.
    pub fn of(&mut self, project: &Project) -> Vec<Arc<str>> {
        if !self.app.as_ref().is_some_and(|app| Arc::ptr_eq(app, &project.app)) {
            self.of.clear();
            self.app = Some(project.app.clone());
        }
        let text = |page: &PageEntry| {
            let unit = project.index(&page.path).and_then(|index| project.units.get(index));
            if let (Some(unit), Some((of, text))) = (unit, self.of.get(&page.path))
                && Arc::ptr_eq(of, unit)
            {
                return text.clone();
            }
            let text: Arc<str> = page_json(project, &page.path).to_string().into();
            if let Some(unit) = unit {
                self.of.insert(page.path.clone(), (unit.clone(), text.clone()));
            }
            text
        };
        project.app.pages.iter().map(text).collect()
    }
}

/// An object whose member `pages` is a list of texts, after those of `before`.
fn with_pages(before: Map<String, Value>, pages: &[String], after: Map<String, Value>) -> String {
    let inner = |object: Map<String, Value>| Value::Object(object).to_string().trim_start_matches('{').to_owned();
    let before = inner(before);
    let before = before.strip_suffix('}').unwrap_or(&before);
    let comma = |there: bool| if there { "," } else { "" };
    format!("{{{before}{}\"pages\":[{}]{}{}", comma(!before.is_empty()), pages.join(","), comma(!after.is_empty()), inner(after))
}

fn text(value: &str) -> String {
    Value::from(value).to_string()
}

/// The object of `$.app`. `scripts`: the emitted script of every subpackage; `files` and `windows`: by index in `project.app.pages`.
pub fn logic_config(
    project: &Project,
    options: &BuildOptions,
    scripts: &[String],
    beside: &Beside<'_>,
    files: &[Arc<PageFiles>],
    windows: &[Arc<str>],
) -> String {
    let mut before = shared(project, options);
    before.extend(beside.main.map(|script| ("main".to_owned(), Value::from(script))));
    if let (Some(path), Some(script)) = (&project.app.workers, beside.workers) {
        before.insert("workers".to_owned(), json!({"path": path, "script": script}));
    }
    let pages = project.app.pages.iter().zip(windows).enumerate().map(|(index, (page, window))| {
        let script = beside.pages.get(&index).map(|script| format!(",\"script\":{}", text(script))).unwrap_or_default();
        let package = if page.package == 0 { String::new() } else { format!(",\"package\":{}", text(project.package_root(page.package))) };
        format!("{{\"path\":{},\"json\":{window}{script}{package}}}", text(&page.path))
    });
    let mut packages = subpackages(project, scripts);
    for (package, entry) in project.app.subpackages.iter().zip(packages.as_array_mut().into_iter().flatten()) {
        if let Some(script) = &package.entry {
            insert(entry, "entry", Value::from(module_id(project.root(), script)));
        }
        if project.app.json.get("preloadRule").is_some() {
            let pages = project.app.pages.iter().zip(files).filter(|(page, _)| inside(&page.path, &package.root));
            let names = pages.flat_map(|(_, files)| [Some(&files.html), files.components.as_ref(), files.css.as_ref(), files.js.as_ref()]);
            let names: BTreeSet<&String> = names.flatten().collect();
            insert(entry, "files", names.into_iter().map(|name| Value::from(name.as_str())).collect());
        }
    }
    let mut after = Map::from_iter([("subpackages".to_owned(), packages)]);
    if !project.app.plugins.is_empty() {
        after.insert("plugins".to_owned(), plugins(project));
    }
    with_pages(before, &pages.collect::<Vec<_>>(), after)
}

/// Plugins whose code is here, by the name the mini program uses.
fn plugins(project: &Project) -> Value {
    let id = |path: &Option<String>| path.as_deref().map(|path| module_id(project.root(), path));
    let entry = |plugin: &Plugin| {
        let value = json!({
            "folder": plugin.folder, "provider": plugin.provider, "pages": plugin.pages, "main": id(&plugin.main), "export": id(&plugin.export),
        });
        (plugin.alias.clone(), value)
    };
    Value::Object(project.app.plugins.iter().map(entry).collect())
}

/// The object of `#wxc-app`. The page whose parts are inline (`inline`) names no fragment. `pages` and `windows`: by index in `project.app.pages`.
pub fn view_config(
    project: &Project,
    options: &BuildOptions,
    scripts: &[String],
    logic: &str,
    pages: &[Arc<PageFiles>],
    windows: &[Arc<str>],
    inline: &str,
) -> String {
    let entries = project.app.pages.iter().zip(pages).zip(windows).map(|((page, files), window)| {
        let mut entry = format!("{{\"path\":{},\"json\":{window},\"class\":{}", text(&page.path), text(&files.class));
        let package = Some(project.package_root(page.package).to_owned()).filter(|_| page.package != 0);
        let names = [
            ("html", Some(&files.html).filter(|_| page.path != inline)),
            ("components", files.components.as_ref()),
            ("css", files.css.as_ref()),
            ("js", files.js.as_ref()),
            ("package", package.as_ref()),
        ];
        for (key, name) in names {
            if let Some(name) = name {
                entry.push_str(&format!(",\"{key}\":{}", text(name)));
            }
        }
        entry.push('}');
        entry
    });
    let after = json!({
        "subpackages": subpackages(project, scripts),
        "logic": logic,
        "router": if options.router == Router::History { "history" } else { "hash" },
        "maxWidth": options.max_width,
    });
    let after = if let Value::Object(after) = after { after } else { Map::new() };
    with_pages(shared(project, options), &entries.collect::<Vec<_>>(), after)
}

fn insert(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn subpackages(project: &Project, scripts: &[String]) -> Value {
    let entries = project.app.subpackages.iter().enumerate().map(|(index, package)| {
        let mut entry = json!({"root": package.root});
        if let Some(name) = &package.name {
            insert(&mut entry, "name", Value::from(name.as_str()));
        }
        if package.independent {
            insert(&mut entry, "independent", Value::Bool(true));
        }
        if let Some(script) = scripts.get(index) {
            insert(&mut entry, "script", Value::from(script.as_str()));
        }
        let pages = project.app.pages.iter().filter(|page| page.package == index + 1).map(|page| Value::from(page.path.as_str()));
        insert(&mut entry, "pages", pages.collect());
        entry
    });
    entries.collect()
}

/// `window` of the app overlaid with the page's own keys.
fn page_json(project: &Project, path: &str) -> Value {
    let given = project.app.ext.as_ref().and_then(|ext| ext.get("extPages")?.get(path));
    let own = [project.unit(path).map(|unit| &unit.json), given];
    overlaid(window(project), &own)
}

/// `window` of app.json, overlaid with that of ext.json.
fn window(project: &Project) -> Value {
    let own = members(project.app.json.get("window"), &[schema::WINDOW]);
    overlaid(own, &[project.app.ext.as_ref().and_then(|ext| ext.get("window"))])
}

fn overlaid(mut window: Value, more: &[Option<&Json>]) -> Value {
    for json in more {
        if let (Some(window), Value::Object(own)) = (window.as_object_mut(), members(*json, &[schema::WINDOW])) {
            window.extend(own);
        }
    }
    window
}

/// The known members of an object, booleans and numbers in strings turned into what they mean.
fn members(object: Option<&Json>, tables: &[Keys]) -> Value {
    let mut out = Map::new();
    for member in object.map_or(&[][..], Json::members) {
        let Some(key) = schema::find(tables, &member.name) else { continue };
        let text = member.value.str();
        let value = match key.holds {
            Type::Bool => Value::Bool(truthy(Some(&member.value))),
            Type::Number => text.and_then(|text| text.parse::<f64>().ok()).map_or_else(|| member.value.to_value(), Value::from),
            _ => member.value.to_value(),
        };
        out.insert(member.name.clone(), value);
    }
    Value::Object(out)
}

fn tab_bar(bar: &Json) -> Value {
    let mut out = members(Some(bar), &[schema::TAB_BAR]);
    let tabs = bar.get("list").map_or(&[][..], Json::items).iter().map(|tab| {
        let mut entry = tab.to_value();
        for key in ["pagePath", "iconPath", "selectedIconPath"] {
            let Some(text) = tab.get(key).and_then(Json::str) else { continue };
            let remote = text.contains("://") || text.starts_with("data:") || text.starts_with('@') || text.is_empty();
            if !remote {
                let path = normalise(if key == "pagePath" { text.strip_suffix(".html").unwrap_or(text) } else { text });
                insert(&mut entry, key, Value::from(path));
            }
        }
        entry
    });
    let tabs = tabs.collect();
    insert(&mut out, "list", tabs);
    out
}

/// The `json` of a unit's `info`: what the framework reads at run time.
pub fn unit_json(unit: &Unit) -> Value {
    let mut out = Map::new();
    for key in ["component", "styleIsolation", "pureDataPattern", "options", "disableScroll", "style", "componentFramework", "renderer"] {
        if let Some(value) = unit.json.get(key)
            && !matches!(value.kind, JsonKind::Null)
        {
            out.insert(key.to_owned(), value.to_value());
        }
    }
    Value::Object(out)
}
