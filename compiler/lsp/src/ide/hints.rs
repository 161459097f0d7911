//! Names that loops add without being written, shown beside `wx:for`, with the type that the data has.

use crate::ide::cursor;
use crate::ide::index::LocalKind;
use crate::ide::scope::{Scope, local_shape};
use crate::ide::world::World;
use wxc_core::analyse::outline::Shape;
use wxc_core::source::Span;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub at: usize,
    pub label: String,
    /// What to write to have it in the text: the place and the attribute.
    pub write: Option<String>,
}

/// The hints of a template that lie in a range.
pub fn hints(world: &World<'_>, path: &str, within: Span) -> Vec<Hint> {
    if !path.ends_with(".wxml") {
        return Vec::new();
    }
    let (Some(template), Some(text)) = (world.template(path), world.text(path)) else { return Vec::new() };
    let mut found = Vec::new();
    for (index, local) in template.locals.iter().enumerate() {
        if local.kind == LocalKind::Slot || local.declared.end < within.start || local.declared.start > within.end {
            continue;
        }
        let used = template.occurrences.iter().any(|occurrence| match &occurrence.what {
            crate::ide::index::What::Local(known) => *known == index && occurrence.span != local.declared,
            _ => false,
        });
        let tag = cursor::at(&text, local.declared.end as usize).tag;
        let Some(tag) = tag else { continue };
        let shape = match local.kind {
            LocalKind::Item => {
                let cursor = cursor::at(&text, tag.name_span.end as usize);
                let scope = Scope::at(&cursor, false);
                scope.local(&local.name).map(|(at, _)| local_shape(world, path, &scope, at)).unwrap_or_default()
            }
            _ => Shape::Unknown,
        };
        let kind = if shape == Shape::Unknown { String::new() } else { format!(": {}", shape.describe()) };
        if local.implied {
            // An index that nobody uses is no news.
            if local.kind == LocalKind::Index && !used {
                continue;
            }
            let list = tag.attributes.iter().find(|attribute| attribute.name_span == local.declared);
            let Some((_, value)) = list.and_then(|attribute| attribute.value.as_ref()) else { continue };
            let quoted = text.as_bytes().get(value.end as usize).is_some_and(|byte| matches!(byte, b'"' | b'\''));
            let attribute = if local.kind == LocalKind::Item { "wx:for-item" } else { "wx:for-index" };
            found.push(Hint {
                at: value.end as usize + usize::from(quoted),
                label: format!("{}{kind}", local.name),
                write: Some(format!(" {attribute}=\"{}\"", local.name)),
            });
        } else if !kind.is_empty() {
            found.push(Hint { at: local.declared.end as usize, label: kind, write: None });
        }
    }
    found
}
