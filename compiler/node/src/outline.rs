//! What the script of a component offers its users, as far as the text says: names of properties and events.

use crate::answer::Outcome;
use crate::options::Given;
use oxc::allocator::Allocator;
use serde_json::json;
use std::collections::BTreeSet;
use wxc_core::analyse::outline::{Outline, Role, outline};
use wxc_core::ast::script::ScriptKind;
use wxc_core::parse::script::{Place, parse};
use wxc_core::source::FileId;

/// Nothing for a script that cannot be read: compiling it says why.
pub fn names(source: &str, mut given: Given) -> Outcome {
    let typed = given.flag("typescript", false)?;
    given.finish()?;
    let allocator = Allocator::default();
    let place = Place { file: FileId(0), base: 0 };
    let kind = if typed { ScriptKind::Ts } else { ScriptKind::Js };
    let found = parse(&allocator, source, kind, place).map_or_else(|_| Outline::default(), |parsed| outline(&parsed, source, place));
    let properties: BTreeSet<&str> =
        found.members.iter().filter(|member| member.role == Role::Property).map(|member| member.name.as_str()).collect();
    let events: BTreeSet<&str> = found.triggers.iter().map(|trigger| trigger.event.as_str()).collect();
    Ok(json!({ "properties": properties, "events": events, "diagnostics": [] }).into())
}
