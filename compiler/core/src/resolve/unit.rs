//! Pages and components: their JSON, their files, and the components they name.

use crate::diagnostics::{Diagnostic, Replacement, nearest};
use crate::resolve::app::{App, check_theme_names, extended_lib};
use crate::resolve::config::{ProjectConfig, Reader};
use crate::resolve::json::Json;
use crate::resolve::near::{correct, suggest};
use crate::resolve::path::normalise;
use crate::resolve::schema;
use crate::resolve::script::resolve_component;
use crate::resolve::wxss::LANGUAGES;
use crate::source::{FileId, Files, Span};
use crate::vocabulary::components;
use std::collections::BTreeMap;

/// A page or a component.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// From the mini-program root, without extension.
    pub path: String,
    /// Named in `pages`.
    pub is_page: bool,
    /// 0: main package; `n`: `app.subpackages[n - 1]`.
    pub package: usize,
    pub config: Option<FileId>,
    pub json: Json,
    /// Its JSON file, or the app's, could not be read: which components it declares is not known.
    pub unsure: bool,
    /// Paths of the files below the project; `None`: there is no such file.
    pub template: Option<String>,
    pub style: Option<String>,
    pub script: Option<String>,
    /// Tags of the app's and the unit's own `usingComponents`.
    pub using: BTreeMap<String, Use>,
    /// Names of `componentGenerics` with the component that stands in when a user names none.
    pub generics: BTreeMap<String, Option<String>>,
    /// `componentPlaceholder`: tag → tag shown until the component is there.
    pub placeholders: BTreeMap<String, String>,
}

/// What a tag of `usingComponents` means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// Path of the component from the mini-program root, without extension.
    Component(String),
    /// Not there, or part of a plugin; reported.
    Missing,
}

impl Unit {
    /// `component: true`, or only ever used as one.
    pub fn is_component(&self) -> bool {
        !self.is_page
    }
    pub fn style_isolation(&self) -> Option<&str> {
        self.json.get("styleIsolation").and_then(Json::str)
    }
    /// All components this unit can show, by `usingComponents` and generics' defaults.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        let used = self.using.values().filter_map(|target| match target {
            Use::Component(path) => Some(path.as_str()),
            Use::Missing => None,
        });
        used.chain(self.generics.values().flatten().map(String::as_str))
    }
}

/// Where something is named: the place its diagnostics point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
}

/// Reads one page or component, named at `place`. `globals`: what the app's `usingComponents` came to.
pub fn read_unit(
    reader: &mut Reader<'_>,
    app: &App,
    config: &ProjectConfig,
    globals: &BTreeMap<String, Use>,
    path: &str,
    is_page: bool,
    place: Place,
) -> Unit {
    let root = config.root.as_str();
    let base = normalise(&format!("{root}{path}"));
    let existing = |extension: &str| Some(format!("{base}{extension}")).filter(|file| reader.files.is_file(file));
    let template = existing(".wxml");
    let style = style_of(reader.files, config, &base);
    // The TypeScript plugin of WeChat's tools lets `.ts` win over a `.js` of the same name.
    let script = existing(".ts").or_else(|| existing(".js"));
    report_missing_files(reader, root, &base, is_page, place, template.is_some(), script.is_some());
    if style.is_none() {
        report_foreign_style(reader, &base, place.file, place.span);
    }
    let read = reader.json(&format!("{base}.json"));
    let (config_file, json) = match read {
        Some((file, json)) => (Some(file), json),
        None => (None, Json::empty()),
    };
    let mut unit = Unit {
        path: path.to_owned(),
        is_page,
        package: app.package_of(path),
        config: config_file,
        unsure: reader.broken.contains(&app.file) || config_file.is_some_and(|file| reader.broken.contains(&file)),
        template,
        style,
        script,
        using: globals.clone(),
        generics: BTreeMap::new(),
        placeholders: placeholders(&app.json),
        json: Json::empty(),
    };
    if let Some(file) = config_file {
        schema::check(file, &json, &[schema::WINDOW, schema::UNIT], &mut reader.diagnostics);
        unit.using.extend(using_components(reader, app, root, &base, file, &json));
        unit.generics = generics(reader, app, root, &base, file, &json);
        unit.placeholders.extend(placeholders(&json));
        check_placeholders(reader, &unit, file, &json);
        if is_page {
            check_theme_names(reader, app, &window_of(&json), file);
        }
    }
    if !is_page && !unit.unsure && (unit.template.is_some() || unit.script.is_some()) {
        report_not_a_component(reader, &base, place, config_file, &json);
    }
    unit.json = json;
    unit
}

/// A component whose JSON file does not say that it is one.
fn report_not_a_component(reader: &mut Reader<'_>, base: &str, place: Place, config: Option<FileId>, json: &Json) {
    if schema::truthy(json.get("component")) {
        return;
    }
    let message = format!("`{base}` is used as a component, but its JSON file does not say that it is one; WeChat refuses it");
    let warning = match (config, json.member("component")) {
        (None, _) => {
            let file = reader.sources.missing(&format!("{base}.json"));
            let edits = vec![Replacement { file, span: Span::default(), text: "{ \"component\": true }\n".to_owned() }];
            Diagnostic::warning("config/not-a-component", place.file, place.span, message)
                .hint(format!("create `{base}.json`: `{{ \"component\": true }}`"))
                .fix_all(format!("create `{base}.json`"), edits)
        }
        (Some(file), Some(member)) => Diagnostic::warning("config/not-a-component", file, member.value.span, message)
            .label(place.file, place.span, "used here")
            .hint("write `\"component\": true`")
            .fix("write `\"component\": true`", member.value.span, "true"),
        (Some(file), None) => Diagnostic::warning("config/not-a-component", file, first_character(json), message)
            .label(place.file, place.span, "used here")
            .hint("add `\"component\": true`")
            .fix(
                "add `\"component\": true`",
                Span::at(first_character(json).end as usize),
                if json.members().is_empty() { "\"component\": true" } else { "\n  \"component\": true," },
            ),
    };
    reader.diagnostics.push(warning);
}

fn first_character(json: &Json) -> Span {
    Span::new(json.span.start as usize, json.span.start as usize + usize::from(!json.span.is_empty()))
}

/// Tags of `componentPlaceholder` that are not declared, and placeholders that are nothing.
fn check_placeholders(reader: &mut Reader<'_>, unit: &Unit, file: FileId, json: &Json) {
    let declared = || unit.using.keys().chain(unit.generics.keys()).map(String::as_str);
    for member in json.get("componentPlaceholder").map_or(&[][..], Json::members) {
        let Some(shown) = member.value.str() else { continue };
        let unknown = |span, name: &str, near: Option<&str>| {
            let warning = Diagnostic::warning("config/placeholder", file, span, format!("there is no component `{name}`"));
            match near {
                Some(near) => warning.meant_text(near),
                None => warning.hint(format!("declare `{name}` in `usingComponents`")),
            }
        };
        if !declared().any(|tag| tag == member.name) {
            reader.diagnostics.push(unknown(member.name_span, &member.name, nearest(&member.name, declared())));
        }
        if components::find(shown).is_none() && !declared().any(|tag| tag == shown) && shown != "block" {
            let known = declared().chain(components::all().map(|(tag, _)| tag));
            reader.diagnostics.push(unknown(member.value.span, shown, nearest(shown, known)));
        }
    }
}

/// The members of a page's JSON that configure its window.
fn window_of(json: &Json) -> Json {
    let members = json.members().iter().filter(|member| schema::find(&[schema::WINDOW], &member.name).is_some()).cloned().collect();
    Json { span: json.span, kind: crate::resolve::json::JsonKind::Object(members) }
}

fn report_missing_files(reader: &mut Reader<'_>, root: &str, base: &str, is_page: bool, place: Place, template: bool, script: bool) {
    let kind = if is_page { "page" } else { "component" };
    let unit = base.strip_prefix(root).unwrap_or(base);
    let (code, message) = match (template, script) {
        (true, true) => return,
        (false, false) => (
            if is_page { "project/missing-page" } else { "project/missing-component" },
            format!("{kind} `{base}` does not exist: there is neither `{base}.wxml` nor `{base}.js` or `.ts`"),
        ),
        (false, true) => ("project/missing-file", format!("{kind} `{base}` has no template: there is no `{base}.wxml`")),
        (true, false) => ("project/missing-file", format!("{kind} `{base}` has no script: there is no `{base}.js` or `{base}.ts`")),
    };
    let error = Diagnostic::error(code, place.file, place.span, message);
    reader.diagnostics.push(match (nearby(reader, base), template, script) {
        (Some(near), false, false) => {
            let near = near.strip_prefix(root).unwrap_or(&near);
            // A page of a subpackage is named from the root of that.
            let whole = reader.sources.text(place.file).get(place.span.range()).map(|text| text.trim_matches('"') == unit);
            if whole == Some(true) { error.meant_text(near) } else { error.hint(format!("did you mean `{near}`?")) }
        }
        (_, false, true) => error.hint("create it; an empty file is a valid template"),
        (_, true, false) if is_page => error.hint("create it: `Page({})`"),
        (_, true, false) => error.hint("create it: `Component({})`"),
        _ => error.hint(format!("create the {kind}, or correct the path")),
    });
}

/// A page or component whose path is nearly `base`.
fn nearby(reader: &Reader<'_>, base: &str) -> Option<String> {
    correct(reader.files, base, &[".wxml", ".json", ".js", ".ts"]).filter(|found| found != base)
}

/// The style sheet beside `base`: WXSS, or a language that the project has switched on. As with TypeScript, of two files the source is meant and not what another tool
/// made of it.
pub fn style_of(files: &dyn Files, config: &ProjectConfig, base: &str) -> Option<String> {
    let on = LANGUAGES.iter().filter(|(_, language)| config.style_languages.contains(*language)).map(|(extension, _)| *extension);
    on.chain([".wxss"]).map(|extension| format!("{base}{extension}")).find(|path| files.is_file(path))
}

/// A sheet in a language that is not switched on, and nothing else beside `base`.
pub fn report_foreign_style(reader: &mut Reader<'_>, base: &str, file: FileId, span: Span) {
    let there = |(extension, _): &&(&str, &str)| reader.files.is_file(&format!("{base}{extension}"));
    let Some((extension, language)) = LANGUAGES.iter().find(there) else { return };
    let message = format!("`{base}{extension}` is not compiled: the project does not use the compiler plugin `{language}`");
    let warning = Diagnostic::warning("project/unsupported-style", file, span, message);
    let hint = format!(
        "write `\"setting\": {{ \"useCompilerPlugins\": [\"{language}\"] }}` in project.config.json, or compile it to `{base}.wxss`"
    );
    reader.diagnostics.push(warning.hint(hint));
}

fn placeholders(json: &Json) -> BTreeMap<String, String> {
    let members = json.get("componentPlaceholder").map_or(&[][..], Json::members);
    members.iter().filter_map(|m| Some((m.name.clone(), m.value.str()?.to_owned()))).collect()
}

/// Resolves the `usingComponents` of the JSON file that belongs to `base` (`app` for app.json; below the project, without extension).
pub fn using_components(reader: &mut Reader<'_>, app: &App, root: &str, base: &str, file: FileId, json: &Json) -> BTreeMap<String, Use> {
    json.get("usingComponents").map_or_else(BTreeMap::new, |table| using_table(reader, app, root, base, file, table))
}

/// The same for any table of tags and paths.
pub fn using_table(reader: &mut Reader<'_>, app: &App, root: &str, base: &str, file: FileId, table: &Json) -> BTreeMap<String, Use> {
    let mut using = BTreeMap::new();
    for member in table.members() {
        using.insert(member.name.clone(), using_component(reader, app, root, base, file, &member.name, &member.value));
    }
    using
}

fn using_component(reader: &mut Reader<'_>, app: &App, root: &str, base: &str, file: FileId, tag: &str, value: &Json) -> Use {
    let Some(request) = value.str() else {
        let message = format!("component `{tag}` is named by a path in a string, not {}", value.type_name());
        reader.diagnostics.push(Diagnostic::error("config/wrong-value", file, value.span, message).hint("write `\"/components/x/x\"`"));
        return Use::Missing;
    };
    if let Some((scheme, rest)) = request.split_once("://") {
        if let Some((alias, component)) = rest.split_once('/').filter(|_| scheme == "plugin")
            && let Some(plugin) = app.plugins.iter().find(|plugin| plugin.alias == alias || plugin.provider.as_deref() == Some(alias))
        {
            return match plugin.public("component", component, file, value.span) {
                Ok(path) => Use::Component(path),
                Err(error) => {
                    reader.diagnostics.push(*error);
                    Use::Missing
                }
            };
        }
        let name = rest.split('/').next().unwrap_or_default();
        if scheme == "plugin"
            && let Some(diagnostic) = unknown_plugin(app, file, value, name)
        {
            reader.diagnostics.push(diagnostic);
            return Use::Missing;
        }
        let message = match scheme {
            "plugin" | "plugin-private" => {
                format!("component `{tag}` belongs to the plugin `{name}`, whose code is not here; a placeholder stands for it")
            }
            _ => format!("component `{tag}` comes from `{scheme}://`, which only WeChat can load; a placeholder stands for it"),
        };
        let warning = Diagnostic::warning("project/plugin-component", file, value.span, message);
        reader.diagnostics.push(warning.hint("replace it for the web, or accept the placeholder"));
        return Use::Missing;
    }
    match resolve_component(reader.files, root, base, request, &app.aliases) {
        Ok(path) => Use::Component(path),
        Err(tried) => {
            // The missing library is reported where the app names it.
            if extended_lib(&app.json, request).is_some() {
                return Use::Missing;
            }
            let message = format!("component `{tag}` does not exist: there is nothing at `{request}`");
            let error = Diagnostic::error("project/missing-component", file, value.span, message);
            let near = suggest(reader.files, root, &format!("{base}.json"), request, &[".json", ".wxml", ".js", ".ts"]);
            let bare = request.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '@');
            let package = request.split('/').take(if request.starts_with('@') { 2 } else { 1 }).collect::<Vec<_>>().join("/");
            reader.diagnostics.push(match near {
                Some(near) => error.meant_text(&near),
                None if bare => {
                    error.hint(format!("run `npm install {package}` if it is a package; `/{request}` is a path from the mini-program root"))
                }
                None => {
                    let looked = tried.first().map_or("", String::as_str);
                    error.hint(format!("create the component, or correct the path; looked for `{looked}`"))
                }
            });
            Use::Missing
        }
    }
}

/// `plugin://name/…` without `name` in `plugins` of the app or of a subpackage.
fn unknown_plugin(app: &App, file: FileId, value: &Json, name: &str) -> Option<Diagnostic> {
    let packages = app.subpackages_key().map_or(&[][..], Json::items);
    let tables = std::iter::once(&app.json).chain(packages).filter_map(|owner| owner.get("plugins"));
    let known: Vec<&str> = tables.flat_map(Json::members).map(|member| member.name.as_str()).collect();
    if known.contains(&name) {
        return None;
    }
    let warning = Diagnostic::warning("config/unknown-plugin", file, value.span, format!("app.json declares no plugin `{name}`"));
    Some(match nearest(name, known) {
        Some(near) => {
            let request = value.str().unwrap_or_default().replacen(name, near, 1);
            warning.hint(format!("did you mean `plugin://{near}/…`?")).fix(
                format!("write `\"{request}\"`"),
                value.span,
                format!("\"{request}\""),
            )
        }
        None => warning.hint(format!("declare it: `\"plugins\": {{ \"{name}\": {{ \"version\": …, \"provider\": … }} }}`")),
    })
}

fn generics(reader: &mut Reader<'_>, app: &App, root: &str, base: &str, file: FileId, json: &Json) -> BTreeMap<String, Option<String>> {
    let mut generics = BTreeMap::new();
    for member in json.get("componentGenerics").map_or(&[][..], Json::members) {
        let default = member.value.get("default").map(|value| using_component(reader, app, root, base, file, &member.name, value));
        let default = match default {
            Some(Use::Component(path)) => Some(path),
            _ => None,
        };
        generics.insert(member.name.clone(), default);
    }
    generics
}
