//! Which keys the configuration files have, what each holds and who reads it: tables that read as documentation, and the check of a file against them.

mod app;
mod page;
mod project;
mod site;

pub use app::{APP, PLUGIN_JSON, SUBPACKAGE, TAB, TAB_BAR, WINDOW};
pub use page::UNIT;
pub use project::PROJECT;
pub use site::{SITEMAP, THEME};

use crate::diagnostics::{Diagnostic, nearest};
use crate::resolve::json::{Json, JsonKind, Member};
use crate::source::FileId;

/// A key of a configuration file.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    pub name: &'static str,
    pub holds: Type,
    pub reader: By,
    /// What it is for, in a few words.
    pub meaning: &'static str,
}

/// Who reads a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The compiler or the runtime.
    Wxc,
    /// Only the WeChat app or its tools: it is checked and has no effect on the web.
    Host,
}

pub type Keys = &'static [Key];

/// What a key may hold.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    Bool,
    Text,
    Number,
    /// A colour as WeChat writes it (`#rgb`, `#rrggbb`, a name), or `@name` of the theme.
    Color,
    /// A text of a fixed set, or `@name` of the theme.
    OneOf(&'static [&'static str]),
    /// An object with these keys and no others.
    Object(Keys),
    /// An object whose keys are the user's, or whose further keys are nobody's business.
    Map(&'static Type),
    Array(&'static Type),
    Either(&'static Type, &'static Type),
    /// Not looked at.
    Any,
}

/// A key that the compiler or the runtime reads.
const fn key(name: &'static str, holds: Type, meaning: &'static str) -> Key {
    Key { name, holds, reader: By::Wxc, meaning }
}

/// A key that only WeChat reads.
const fn host(name: &'static str, holds: Type, meaning: &'static str) -> Key {
    Key { name, holds, reader: By::Host, meaning }
}

/// A key of `tables`.
pub fn find(tables: &[Keys], name: &str) -> Option<&'static Key> {
    tables.iter().flat_map(|keys| keys.iter()).find(|key| key.name == name)
}

/// Checks the members of an object against tables of keys.
pub fn check(file: FileId, object: &Json, tables: &[Keys], diagnostics: &mut Vec<Diagnostic>) {
    for member in object.members() {
        match find(tables, &member.name) {
            Some(key) => value(file, key.name, key.holds, &member.value, diagnostics),
            None => diagnostics.extend(unknown(file, object, member, tables)),
        }
    }
}

/// Names that other tools put into JSON files: schemas, and texts in the place of comments.
fn is_remark(name: &str) -> bool {
    name.starts_with(['$', '_', '/', '#']) || matches!(name, "desc" | "description" | "comment")
}

fn unknown(file: FileId, object: &Json, member: &Member, tables: &[Keys]) -> Option<Diagnostic> {
    let name = member.name.as_str();
    if is_remark(name) {
        return None;
    }
    let warning = Diagnostic::warning("config/unknown-key", file, member.name_span, format!("there is no key `{name}` here"));
    let known = tables.iter().flat_map(|keys| keys.iter()).map(|key| key.name);
    // What the object has already is not what was meant.
    let free = known.clone().filter(|known| object.member(known).is_none());
    if let Some(near) = nearest(name, free).or_else(|| known.clone().find(|known| known.len() > name.len() && begins(known, name))) {
        return Some(warning.meant_text(near));
    }
    if let Some(twin) = nearest(name, known.clone()) {
        let place = object.without_member(member.name_span);
        return Some(warning.hint(format!("`{twin}` is there already: remove this one")).fix("remove it", place, ""));
    }
    Some(match home(name, tables) {
        Some(home) => warning.hint(home),
        None if is_open(tables) => return None,
        None => warning.hint("WeChat's tools report it too; remove it, or name it `_…` if another tool reads it").fix(
            "remove it",
            object.without_member(member.name_span),
            "",
        ),
    })
}

/// `navigationBarTitle` for `navigationBarTitleText`: the first words of a longer key.
fn begins(known: &str, name: &str) -> bool {
    name.len() >= 6
        && known.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && known.get(name.len()..).is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// Whether other tools write keys of their own into files of this kind.
fn is_open(tables: &[Keys]) -> bool {
    tables.iter().any(|keys| same(keys, PROJECT))
}

fn same(a: Keys, b: Keys) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.name == b.name)
}

/// Where a key that does not belong here belongs.
fn home(name: &str, tables: &[Keys]) -> Option<String> {
    let here = |table: Keys| tables.iter().any(|own| same(own, table));
    let has = |table: Keys| table.iter().any(|key| key.name == name);
    if here(APP) && has(WINDOW) {
        Some("write it in `window`, or in the JSON file of a page".to_owned())
    } else if here(UNIT) && name == "window" {
        Some("write its members here, without `window`".to_owned())
    } else if !here(APP) && has(APP) {
        Some("write it in app.json".to_owned())
    } else if !here(UNIT) && (has(UNIT) || has(WINDOW)) {
        Some("write it in the JSON file of a page or component".to_owned())
    } else if !is_open(tables) && has(PROJECT) {
        Some("write it in project.config.json".to_owned())
    } else {
        None
    }
}

fn value(file: FileId, name: &str, kind: Type, value: &Json, diagnostics: &mut Vec<Diagnostic>) {
    if !fits(kind, value) {
        return diagnostics.push(wrong(file, name, kind, value));
    }
    match kind {
        Type::Object(keys) => check(file, value, &[keys], diagnostics),
        Type::Map(inner) => value.members().iter().for_each(|member| self::value(file, &member.name, *inner, &member.value, diagnostics)),
        Type::Array(inner) => value.items().iter().for_each(|item| self::value(file, name, *inner, item, diagnostics)),
        Type::Either(first, second) => {
            let kind = if fits(*first, value) { first } else { second };
            self::value(file, name, *kind, value, diagnostics);
        }
        _ => {}
    }
}

/// Whether a value is of a type, without a look at what is inside it.
fn fits(kind: Type, value: &Json) -> bool {
    let text = value.str();
    match kind {
        // Old projects write booleans and numbers as strings, and WeChat takes them.
        Type::Bool => value.bool().is_some() || matches!(text, Some("true" | "false")),
        Type::Number => matches!(value.kind, JsonKind::Number(_)) || text.is_some_and(|text| text.parse::<f64>().is_ok()),
        Type::Text => text.is_some(),
        Type::Color => text.is_some_and(is_color),
        Type::OneOf(words) => text.is_some_and(|text| words.contains(&text) || text.starts_with('@')),
        Type::Object(_) | Type::Map(_) => value.is_object(),
        Type::Array(_) => matches!(value.kind, JsonKind::Array(_)),
        Type::Either(first, second) => fits(*first, value) || fits(*second, value),
        Type::Any => true,
    }
}

/// Everything that might be a colour of CSS or a name of the theme; `ff0000` and `#ff00` with a digit missing are none.
fn is_color(text: &str) -> bool {
    let hex = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.strip_prefix('#') {
        Some(digits) => hex(digits) && matches!(digits.len(), 3 | 4 | 6 | 8),
        None => {
            text.is_empty()
                || text.starts_with('@')
                || text.contains('(')
                || (text.bytes().all(|byte| byte.is_ascii_alphabetic()) && !(hex(text) && matches!(text.len(), 3 | 6 | 8)))
        }
    }
}

fn wrong(file: FileId, name: &str, kind: Type, value: &Json) -> Diagnostic {
    let wanted = describe(kind);
    let got = match value.str() {
        Some(text) => format!("`\"{text}\"`"),
        None => value.type_name().to_owned(),
    };
    let warning = Diagnostic::warning("config/wrong-value", file, value.span, format!("`{name}` takes {wanted}, not {got}"));
    match (kind, value.str()) {
        (Type::OneOf(words), Some(text)) => match nearest(text, words.iter().copied()) {
            Some(near) => warning.write(format!("\"{near}\"")),
            None => words.iter().fold(warning.hint(format!("write {wanted}")), |warning, word| {
                warning.fix(format!("write `\"{word}\"`"), value.span, format!("\"{word}\""))
            }),
        },
        (Type::Color, Some(text)) if text.bytes().all(|byte| byte.is_ascii_hexdigit()) => warning.write(format!("\"#{text}\"")),
        (Type::Color, _) => warning.hint("write a colour such as `\"#ff0000\"`"),
        (Type::Bool, Some(text)) if matches!(text.to_lowercase().as_str(), "yes" | "no" | "on" | "off" | "1" | "0") => {
            warning.write(matches!(text.to_lowercase().as_str(), "yes" | "on" | "1").to_string())
        }
        (Type::Number, Some(text)) => match text.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<f64>() {
            Ok(number) => warning.write(number.to_string()),
            Err(_) => warning.hint("write a number"),
        },
        _ => warning.hint(format!("write {wanted}")),
    }
}

/// What a key takes, in words.
pub fn describe(kind: Type) -> String {
    match kind {
        Type::Bool => "`true` or `false`".to_owned(),
        Type::Number => "a number".to_owned(),
        Type::Text => "a string".to_owned(),
        Type::Color => "a colour".to_owned(),
        Type::Object(_) | Type::Map(_) => "an object".to_owned(),
        Type::Array(_) => "an array".to_owned(),
        Type::OneOf(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(" or "),
        Type::Either(first, second) => format!("{} or {}", describe(*first), describe(*second)),
        Type::Any => "any value".to_owned(),
    }
}

/// A boolean, also written as a string.
pub fn truthy(value: Option<&Json>) -> bool {
    value.is_some_and(|value| value.bool() == Some(true) || value.str() == Some("true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_stands_once_and_says_what_it_is_for() {
        fn visit(keys: Keys) {
            for (index, key) in keys.iter().enumerate() {
                assert!(!keys.iter().skip(index + 1).any(|other| other.name == key.name), "{} stands twice", key.name);
                assert!(key.meaning.len() > 8 && !key.meaning.ends_with('.'), "{} does not say what it is for", key.name);
                inner(key.holds);
            }
        }
        fn inner(kind: Type) {
            match kind {
                Type::Object(keys) => visit(keys),
                Type::Map(kind) | Type::Array(kind) => inner(*kind),
                Type::Either(first, second) => {
                    inner(*first);
                    inner(*second);
                }
                _ => {}
            }
        }
        [APP, WINDOW, UNIT, PROJECT, SITEMAP, THEME].into_iter().for_each(visit);
    }

    #[test]
    fn colours() {
        assert!(["#fff", "#FFFFFF", "@bg", "white", "rgba(0, 0, 0, .5)", "", "transparent"].into_iter().all(is_color));
        assert!(!["fff", "ff0000", "#ff00f", "# fff", "12"].into_iter().any(is_color));
    }
}
