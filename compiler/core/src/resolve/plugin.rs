//! Plugins whose code lies in the project (`pluginRoot`): what plugin.json makes public, and what the mini program gives them (framework reference §16).

use crate::diagnostics::{Diagnostic, nearest};
use crate::resolve::config::{ProjectConfig, Reader};
use crate::resolve::json::Json;
use crate::resolve::path::normalise;
use crate::resolve::schema;
use crate::resolve::script::{module_id, script_file};
use crate::source::{FileId, Span};
use std::collections::BTreeMap;

/// A plugin under the name by which the mini program uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plugin {
    pub alias: String,
    /// Where the app names it.
    pub span: Span,
    pub provider: Option<String>,
    /// Its folder, as module ids begin: `../plugin/`.
    pub folder: String,
    /// Public name → path of the component or page, from the mini-program root.
    pub components: BTreeMap<String, String>,
    pub pages: BTreeMap<String, String>,
    /// Below the project: the script behind `requirePlugin`, and the mini program's behind `requireMiniProgram`.
    pub main: Option<String>,
    pub export: Option<String>,
    /// `genericsImplementation` of app.json: public component → generic → component of the mini program.
    pub generics: Json,
}

impl Plugin {
    /// The page or component behind `name`, or what to say instead.
    pub fn public(&self, what: &str, name: &str, file: FileId, span: Span) -> Result<String, Box<Diagnostic>> {
        let table = if what == "page" { &self.pages } else { &self.components };
        table.get(name.trim_start_matches('/')).cloned().ok_or_else(|| {
            let message = format!("the plugin `{}` has no public {what} `{name}`", self.alias);
            let error = Diagnostic::error("project/missing-component", file, span, message);
            Box::new(match nearest(name, table.keys().map(String::as_str)) {
                Some(near) => error.meant_text(&format!("plugin://{}/{near}", self.alias)),
                None => error.hint(format!(
                    "list it in plugin.json: `\"{}\": {{ \"{name}\": … }}`",
                    if what == "page" { "pages" } else { "publicComponents" }
                )),
            })
        })
    }
}

/// The plugins of app.json whose code is here: those of this project, by provider or as version `dev`.
pub fn read_plugins(reader: &mut Reader<'_>, config: &ProjectConfig, app_file: FileId, app: &Json) -> Vec<Plugin> {
    let Some(folder) = &config.plugin_root else { return Vec::new() };
    let packages = app.get("subPackages").or_else(|| app.get("subpackages")).map_or(&[][..], Json::items);
    let tables: Vec<Json> = std::iter::once(app).chain(packages).filter_map(|owner| owner.get("plugins")).cloned().collect();
    let mut found = Vec::new();
    for member in tables.iter().flat_map(Json::members) {
        let text = |key: &str| member.value.get(key).and_then(Json::str).map(str::to_owned);
        let own = text("version").as_deref() == Some("dev") || config.appid.is_some() && text("provider") == config.appid;
        if !own {
            continue;
        }
        let path = format!("{folder}/plugin.json");
        let Some((file, json)) = reader.json(&path) else {
            let error = Diagnostic::error("project/missing-file", app_file, member.name_span, format!("there is no `{path}`"));
            reader.diagnostics.push(error.hint("create it, or correct `pluginRoot` in project.config.json"));
            continue;
        };
        schema::check(file, &json, &[schema::PLUGIN_JSON], &mut reader.diagnostics);
        let root = config.root.as_str();
        let paths = |key: &str| -> BTreeMap<String, String> {
            let members = json.get(key).map_or(&[][..], Json::members);
            let path = |value: &str| module_id(root, &normalise(&format!("{folder}/{}", value.trim_end_matches(".json"))));
            members.iter().filter_map(|member| Some((member.name.clone(), path(member.value.str()?)))).collect()
        };
        let (components, pages) = (paths("publicComponents"), paths("pages"));
        let script = |reader: &mut Reader<'_>, named: Option<(FileId, &Json)>, base: &str| {
            let (file, value) = named?;
            let path = normalise(&format!("{base}/{}", value.str()?));
            let found = script_file(reader.files, &path);
            if found.is_none() {
                let error = Diagnostic::error("project/missing-file", file, value.span, format!("there is no `{path}`"));
                reader.diagnostics.push(error.hint("create it, or correct the path"));
            }
            found
        };
        let main = script(reader, json.get("main").map(|value| (file, value)), folder);
        let export = script(reader, member.value.get("export").map(|value| (app_file, value)), root);
        found.push(Plugin {
            alias: member.name.clone(),
            span: member.name_span,
            provider: text("provider"),
            folder: module_id(root, &format!("{folder}/")),
            components,
            pages,
            main,
            export,
            generics: member.value.get("genericsImplementation").cloned().unwrap_or_else(Json::empty),
        });
    }
    found
}
