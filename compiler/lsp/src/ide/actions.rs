//! Quick fixes: those that came with diagnostics, and those that need to know more of the project than a check does.

use crate::ide::completion::tag_name;
use crate::ide::cursor;
use crate::ide::edit::{Edit, register};
use crate::ide::scope::{Scope, local_shape};
use crate::ide::world::World;
use wxc_core::analyse::outline::{Role, Shape};
use wxc_core::resolve::unit::Unit;
use wxc_core::source::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub title: String,
    pub edits: Vec<Edit>,
    /// The one that is most likely wanted.
    pub preferred: bool,
}

/// Ways to mend what a diagnostic `code` says about `span` of a file, besides its own fixes.
pub fn more(world: &World<'_>, path: &str, code: &str, span: Span) -> Vec<Action> {
    let Some(text) = world.text(path) else { return Vec::new() };
    let written = text.get(span.range()).unwrap_or_default();
    match code {
        "wxml/unknown-tag" => declarations(world, path, written),
        "wxml/missing-handler" => methods(world, path, written.trim()),
        "wxml/missing-key" => keys(world, path, &text, span),
        "wxml/unset-data" => data(world, path, written),
        _ => Vec::new(),
    }
}

/// Declares a component of the project under the tag that is not known.
fn declarations(world: &World<'_>, path: &str, tag: &str) -> Vec<Action> {
    let owners = world.owners(path);
    let [owner] = owners.as_slice() else { return Vec::new() };
    let meant = |unit: &&Unit| unit.is_component() && unit.path != owner.path && tag_name(&unit.path).as_deref() == Some(tag);
    let components = world.units().iter().map(std::sync::Arc::as_ref).filter(meant);
    let action = |unit: &Unit| Action {
        title: format!("declare `/{}` as `{tag}`", unit.path),
        edits: vec![register(world, owner, tag, &unit.path)],
        preferred: true,
    };
    components.map(action).collect()
}

/// Writes an empty method in front of the first one there is.
fn methods(world: &World<'_>, path: &str, name: &str) -> Vec<Action> {
    let owners = world.owners(path);
    let [owner] = owners.as_slice() else { return Vec::new() };
    let Some(script) = &owner.script else { return Vec::new() };
    let (Some(outline), Some(text)) = (world.script(script), world.text(script)) else { return Vec::new() };
    let Some(first) = outline.members.iter().find(|member| member.role == Role::Method) else { return Vec::new() };
    let before = text.get(..first.whole.start as usize).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let lead = before.get(line..).unwrap_or_default();
    // In one line with other code there is no place for a method of its own.
    if !lead.trim().is_empty() {
        return Vec::new();
    }
    // The comment of the first method stays with it.
    let mut at = line;
    let mut lines = before.get(..line).unwrap_or_default().lines().rev();
    while let Some(above) = lines.next().filter(|above| {
        let above = above.trim_start();
        above.starts_with("//") || above.starts_with('*') || above.starts_with("/*")
    }) {
        at = at.saturating_sub(above.len() + 1);
    }
    let edit = Edit { path: script.clone(), span: Span::at(at), text: format!("{lead}{name}(event) {{}},\n") };
    vec![Action { title: format!("write the method `{name}`"), edits: vec![edit], preferred: false }]
}

/// A key that the items of the list have.
fn keys(world: &World<'_>, path: &str, text: &str, span: Span) -> Vec<Action> {
    let Some(tag) = cursor::at(text, span.end as usize).tag else { return Vec::new() };
    let cursor = cursor::at(text, tag.name_span.end as usize);
    let scope = Scope::at(&cursor, false);
    let name = tag.value("wx:for-item").filter(|name| !name.is_empty()).unwrap_or("item");
    let Some((index, _)) = scope.local(name) else { return Vec::new() };
    let key = match local_shape(world, path, &scope, index) {
        Shape::Object(fields) => {
            let known = ["id", "_id", "key", "uid", "uuid", "code"];
            let named = known.into_iter().find(|known| fields.iter().any(|field| field.name == *known)).map(str::to_owned);
            named.or_else(|| fields.iter().find(|field| field.name.to_lowercase().ends_with("id")).map(|field| field.name.clone()))
        }
        Shape::String | Shape::Number => Some("*this".to_owned()),
        _ => None,
    };
    let Some(key) = key else { return Vec::new() };
    let Some((_, value)) =
        tag.attributes.iter().find(|attribute| attribute.name_span == span).and_then(|attribute| attribute.value.as_ref())
    else {
        return Vec::new();
    };
    let quoted = text.as_bytes().get(value.end as usize).is_some_and(|byte| matches!(byte, b'"' | b'\''));
    let edit = Edit { path: path.to_owned(), span: Span::at(value.end as usize + usize::from(quoted)), text: format!(" wx:key=\"{key}\"") };
    vec![Action { title: format!("add `wx:key=\"{key}\"`, which the items have"), edits: vec![edit], preferred: true }]
}

/// Adds a name to the initial data, in front of the first one there is.
fn data(world: &World<'_>, path: &str, name: &str) -> Vec<Action> {
    let owners = world.owners(path);
    let [owner] = owners.as_slice() else { return Vec::new() };
    let Some(script) = &owner.script else { return Vec::new() };
    let (Some(outline), Some(text)) = (world.script(script), world.text(script)) else { return Vec::new() };
    let Some(last) = outline.members.iter().rfind(|member| member.role == Role::Data) else { return Vec::new() };
    let before = text.get(..last.whole.start as usize).unwrap_or_default();
    let lead = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
    let text = if lead.trim().is_empty() { format!(",\n{lead}{name}: null") } else { format!(", {name}: null") };
    let edit = Edit { path: script.clone(), span: Span::at(last.whole.end as usize), text };
    vec![Action { title: format!("add `{name}` to `data`"), edits: vec![edit], preferred: false }]
}
