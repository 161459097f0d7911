//! Changes of files that an answer proposes, and where a member goes into a JSON file.

use crate::ide::world::World;
use wxc_core::resolve::json::{Json, parse_json};
use wxc_core::resolve::near::relative_to;
use wxc_core::resolve::unit::Unit;
use wxc_core::source::{FileId, Span};

/// Text that takes the place of other text. A file that is not there is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// Below the project.
    pub path: String,
    pub span: Span,
    pub text: String,
}

/// Declares a component in the JSON file of a unit. `component`: its path from the mini-program root.
pub fn register(world: &World<'_>, unit: &Unit, tag: &str, component: &str) -> Edit {
    let path = format!("{}.json", world.project_path(&unit.path));
    let target = match component.starts_with("../") {
        true => relative_to(&path, &world.project_path(component)),
        false => format!("/{component}"),
    };
    let value = format!("\"{target}\"");
    match world.text(&path) {
        Some(text) => {
            let (span, text) = insert_member(&text, &["usingComponents"], tag, &value);
            Edit { path, span, text }
        }
        None => {
            let mark = if unit.is_component() { "\n  \"component\": true," } else { "" };
            Edit { path, span: Span::default(), text: format!("{{{mark}\n  \"usingComponents\": {{\n    \"{tag}\": {value}\n  }}\n}}\n") }
        }
    }
}

/// Adds `key: value` to the object at `path` of a JSON text, whose objects are made where they are missing: what to put where.
pub fn insert_member(text: &str, path: &[&str], key: &str, value: &str) -> (Span, String) {
    let (json, _) = parse_json(FileId(0), text);
    let Some(mut at) = json.filter(Json::is_object) else {
        let inner = path.iter().rev().fold(format!("\"{key}\": {value}"), |inner, name| format!("\"{name}\": {{ {inner} }}"));
        return (Span::new(0, text.len()), format!("{{\n  {inner}\n}}\n"));
    };
    let unit = indentation(text);
    let mut rest = path;
    while let Some((name, more)) = rest.split_first() {
        match at.get(name).filter(|inner| inner.is_object()) {
            Some(inner) => at = inner.clone(),
            None => break,
        }
        rest = more;
    }
    let depth = path.len() - rest.len() + 1;
    let mut member = format!("\"{key}\": {value}");
    for (index, name) in rest.iter().enumerate().rev() {
        let outer = depth + index;
        member = format!("\"{name}\": {{\n{}{member}\n{}}}", unit.repeat(outer + 1), unit.repeat(outer));
    }
    let lead = unit.repeat(depth);
    match at.members().last() {
        Some(last) => {
            let end = last.value.span.end as usize;
            let one_line = text.get(at.span.range()).is_some_and(|inside| !inside.contains('\n'));
            match one_line && depth > 1 {
                true => (Span::at(end), format!(", {member}")),
                false => (Span::at(end), format!(",\n{lead}{member}")),
            }
        }
        None => (at.span, format!("{{\n{lead}{member}\n{}}}", unit.repeat(depth - 1))),
    }
}

/// The step by which a file indents.
fn indentation(text: &str) -> String {
    let lead = text.lines().skip(1).find_map(|line| {
        let width = line.len() - line.trim_start_matches([' ', '\t']).len();
        (width > 0).then(|| line.get(..width)).flatten()
    });
    lead.unwrap_or("  ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_put_where_they_belong() {
        let check = |text: &str, path: &[&str], expected: &str| {
            let (span, insert) = insert_member(text, path, "k", "1");
            let mut text = text.to_owned();
            text.replace_range(span.range(), &insert);
            assert_eq!(text, expected);
        };
        check("{}", &[], "{\n  \"k\": 1\n}");
        check("{\n    \"a\": 1\n}\n", &[], "{\n    \"a\": 1,\n    \"k\": 1\n}\n");
        check("{\n  \"u\": {}\n}", &["u"], "{\n  \"u\": {\n    \"k\": 1\n  }\n}");
        check("{\n  \"u\": { \"a\": 1 }\n}", &["u"], "{\n  \"u\": { \"a\": 1, \"k\": 1 }\n}");
        check("{\n  \"u\": {\n    \"a\": 1\n  }\n}", &["u"], "{\n  \"u\": {\n    \"a\": 1,\n    \"k\": 1\n  }\n}");
        check("{\n  \"a\": 1\n}", &["u"], "{\n  \"a\": 1,\n  \"u\": {\n    \"k\": 1\n  }\n}");
        check("", &["u"], "{\n  \"u\": { \"k\": 1 }\n}\n");
    }
}
