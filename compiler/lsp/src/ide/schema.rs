//! Which keys a configuration file has at a path, and what a value there is.

use crate::ide::json_cursor::Step;
use wxc_core::resolve::schema::{self, Key, Keys, Type};

/// The tables of a configuration file: by its name, and whether a page or component has that name.
pub fn tables(path: &str, root: &str, is_unit: bool) -> Vec<Keys> {
    let own = path.strip_prefix(root).unwrap_or(path);
    match (path, own) {
        ("project.config.json" | "project.private.config.json", _) => vec![schema::PROJECT],
        (_, "app.json") => vec![schema::APP],
        (_, "theme.json") => vec![schema::THEME],
        (_, "sitemap.json") => vec![schema::SITEMAP],
        (_, own) if own.ends_with("plugin.json") => vec![schema::PLUGIN_JSON],
        _ if is_unit => vec![schema::UNIT, schema::WINDOW],
        _ => Vec::new(),
    }
}

/// What stands at a path.
pub enum At {
    /// An object with these keys.
    Keys(Vec<Keys>),
    Value(Type),
}

pub fn walk(tables: Vec<Keys>, path: &[Step]) -> Option<At> {
    let mut at = At::Keys(tables);
    for step in path {
        at = match (at, step) {
            (At::Keys(tables), Step::Key(name)) => At::Value(find(&tables, name)?.holds),
            (At::Value(kind), step) => At::Value(inside(kind, step)?),
            (At::Keys(_), Step::Item) => return None,
        };
    }
    // An object's own keys are what can be written in it.
    Some(match at {
        At::Value(kind) => match keys(kind) {
            Some(keys) => At::Keys(vec![keys]),
            None => At::Value(kind),
        },
        at => at,
    })
}

pub fn find(tables: &[Keys], name: &str) -> Option<&'static Key> {
    schema::find(tables, name)
}

/// The key that a path ends with.
pub fn key_at(tables: Vec<Keys>, path: &[Step]) -> Option<&'static Key> {
    let (last, before) = path.split_last()?;
    let Step::Key(name) = last else { return None };
    match walk(tables, before)? {
        At::Keys(tables) => find(&tables, name),
        At::Value(_) => None,
    }
}

fn inside(kind: Type, step: &Step) -> Option<Type> {
    match (kind, step) {
        (Type::Object(keys), Step::Key(name)) => Some(find(&[keys], name)?.holds),
        (Type::Map(inner), Step::Key(_)) | (Type::Array(inner), Step::Item) => Some(*inner),
        (Type::Either(first, second), step) => inside(*first, step).or_else(|| inside(*second, step)),
        _ => None,
    }
}

fn keys(kind: Type) -> Option<Keys> {
    match kind {
        Type::Object(keys) => Some(keys),
        Type::Either(first, second) => keys(*first).or_else(|| keys(*second)),
        _ => None,
    }
}
