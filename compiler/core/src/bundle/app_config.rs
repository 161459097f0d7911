//! The configuration objects of the run time: `$.app(…)` for the logic thread and `#wxc-app` for the view (`runtime-shim/EMITTED.md`).

use crate::bundle::{BuildOptions, Router, Threads};
use crate::resolve::json::{Json, JsonKind};
use crate::resolve::path::{inside, normalise};
use crate::resolve::plugin::Plugin;
use crate::resolve::project::Project;
use crate::resolve::schema::{self, Keys, Type, truthy};
use crate::resolve::script::module_id;
use crate::resolve::unit::Unit;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

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

/// The object of `$.app`. `scripts`: the emitted script of every subpackage; `files`: by index in `project.app.pages`.
pub fn logic_config(project: &Project, options: &BuildOptions, scripts: &[String], beside: &Beside<'_>, files: &[PageFiles]) -> String {
    let mut config = shared(project, options);
    config.extend(beside.main.map(|script| ("main".to_owned(), Value::from(script))));
    if let (Some(path), Some(script)) = (&project.app.workers, beside.workers) {
        config.insert("workers".to_owned(), json!({"path": path, "script": script}));
    }
    let pages = project.app.pages.iter().enumerate().map(|(index, page)| {
        let mut entry = json!({"path": page.path, "json": page_json(project, &page.path)});
        if let Some(script) = beside.pages.get(&index) {
            insert(&mut entry, "script", Value::from(script.as_str()));
        }
        if page.package != 0 {
            insert(&mut entry, "package", Value::from(project.package_root(page.package)));
        }
        entry
    });
    config.insert("pages".to_owned(), pages.collect());
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
    config.insert("subpackages".to_owned(), packages);
    if !project.app.plugins.is_empty() {
        config.insert("plugins".to_owned(), plugins(project));
    }
    Value::Object(config).to_string()
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

/// The object of `#wxc-app`. The page whose parts are inline (`inline`) names no fragment. `pages`: by index in `project.app.pages`.
pub fn view_config(
    project: &Project,
    options: &BuildOptions,
    scripts: &[String],
    logic: &str,
    pages: &[PageFiles],
    inline: &str,
) -> String {
    let mut config = shared(project, options);
    let entries = project.app.pages.iter().zip(pages).map(|(page, files)| {
        let mut entry = json!({"path": page.path, "json": page_json(project, &page.path), "class": files.class});
        let names = [
            ("html", Some(&files.html).filter(|_| page.path != inline)),
            ("components", files.components.as_ref()),
            ("css", files.css.as_ref()),
            ("js", files.js.as_ref()),
        ];
        for (key, name) in names {
            if let Some(name) = name {
                insert(&mut entry, key, Value::from(name.as_str()));
            }
        }
        if page.package != 0 {
            insert(&mut entry, "package", Value::from(project.package_root(page.package)));
        }
        entry
    });
    config.insert("pages".to_owned(), entries.collect());
    config.insert("subpackages".to_owned(), subpackages(project, scripts));
    config.insert("logic".to_owned(), Value::from(logic));
    config.insert("router".to_owned(), Value::from(if options.router == Router::History { "history" } else { "hash" }));
    config.insert("maxWidth".to_owned(), Value::from(options.max_width));
    Value::Object(config).to_string()
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
