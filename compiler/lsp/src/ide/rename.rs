//! Another name for a name, in all its places. What cannot be renamed safely is refused, with the reason.

use crate::ide::cursor;
use crate::ide::edit::Edit;
use crate::ide::index::{LocalKind, What};
use crate::ide::references::{connected, of};
use crate::ide::symbol::{Symbol, at};
use crate::ide::templates;
use crate::ide::world::World;
use wxc_core::analyse::outline::Role;
use wxc_core::source::Span;

/// Whether the name at `offset` can be renamed: its place and text, or why it cannot.
pub fn prepare(world: &World<'_>, path: &str, offset: usize) -> Result<(Span, String), String> {
    let text = world.text(path).ok_or("this file cannot be read")?;
    let found = at(world, path, offset).ok_or("there is no name here that can be renamed")?;
    safe(world, &found.symbol)?;
    let written = text.get(found.span.range()).unwrap_or_default().to_owned();
    Ok((found.span, written))
}

/// Every change that gives the name at `offset` the name `to`.
pub fn rename(world: &World<'_>, path: &str, offset: usize, to: &str) -> Result<Vec<Edit>, String> {
    let (_, from) = prepare(world, path, offset)?;
    let found = at(world, path, offset).ok_or("there is no name here that can be renamed")?;
    let to = to.trim();
    valid(&found.symbol, to)?;
    if from == to {
        return Ok(Vec::new());
    }
    free(world, &found.symbol, &from, to)?;
    let mut edits: Vec<Edit> = of(world, &found.symbol)
        .into_iter()
        .map(|reference| Edit { path: reference.place.path, span: reference.place.span, text: to.to_owned() })
        .collect();
    if let Symbol::Local { path, index } = &found.symbol {
        name_implied(world, path, *index, to, &mut edits);
    }
    spell_out(world, &mut edits, &from);
    edits.sort();
    edits.dedup();
    Ok(edits)
}

/// What cannot be found with all its places is left alone.
fn safe(world: &World<'_>, symbol: &Symbol) -> Result<(), String> {
    let refuse = |reason: &str| Err(reason.to_owned());
    match symbol {
        Symbol::Local { .. } | Symbol::Module { .. } | Symbol::Template { .. } => Ok(()),
        Symbol::Class { path, name } => {
            for file in connected(world, path, name, true).iter().filter(|file| file.ends_with(".wxml")) {
                let Some(template) = world.template(file) else { continue };
                if let Some(part) =
                    template.partial_classes.iter().find(|part| name.starts_with(part.as_str()) || name.ends_with(part.as_str()))
                {
                    return Err(format!("`{file}` puts class names together from `{part}` and an expression, which may give `{name}`"));
                }
            }
            installed(world, symbol)
        }
        Symbol::Id { .. } => installed(world, symbol),
        Symbol::Method { units, name } => {
            if units.is_empty() {
                return refuse("no page or component has this template");
            }
            if crate::ide::completion::is_lifecycle(name) {
                return Err(format!("`{name}` is called by the framework under this name"));
            }
            defined(world, units, name, &[Role::Method])
        }
        Symbol::Data { units, name } => {
            if units.is_empty() {
                return refuse("no page or component has this template");
            }
            defined(world, units, name, &[Role::Data, Role::Property])?;
            let definitions = units.iter().filter_map(|unit| world.unit(unit)).flat_map(|unit| world.definitions(unit)).collect::<Vec<_>>();
            if definitions.iter().any(|definition| definition.name == *name && definition.role == Role::Property) {
                return refuse("a property is renamed in all places that give it, which scripts can be, too; rename it by hand");
            }
            Ok(())
        }
        Symbol::Export { .. } => refuse("other modules may use this name; rename it by hand"),
        Symbol::Property { .. } | Symbol::Event { .. } => refuse("scripts may use this name as a text; rename it by hand"),
        Symbol::Argument { .. } => refuse("`data` may hand this name over by `...`; rename it by hand"),
        Symbol::Member { .. } => refuse("members of data are not followed through scripts; rename them by hand"),
        Symbol::Builtin { .. } | Symbol::BuiltinAttribute { .. } | Symbol::BuiltinEvent { .. } | Symbol::Directive { .. } => {
            refuse("this name is a part of WeChat's languages")
        }
        Symbol::Component { .. } => refuse("the tag is a key of `usingComponents`; change it there and in the template"),
        Symbol::Slot { .. } | Symbol::File { .. } | Symbol::Page { .. } | Symbol::Keyframes { .. } => refuse("this cannot be renamed here"),
    }
}

/// Every definition is one that was found, and scripts do not reach the name in other ways.
fn defined(world: &World<'_>, units: &[String], name: &str, roles: &[Role]) -> Result<(), String> {
    let mut scripts = Vec::new();
    for unit in units.iter().filter_map(|unit| world.unit(unit)) {
        let definitions = world.definitions(unit);
        if !definitions.iter().any(|definition| definition.name == name && roles.contains(&definition.role)) {
            return Err(format!("nothing that was found defines `{name}` in `{}`", unit.path));
        }
        scripts.extend(world.scripts_of(unit));
    }
    scripts.sort();
    scripts.dedup();
    for path in scripts {
        if path.contains("node_modules/") || path.contains("miniprogram_npm/") {
            return Err(format!("`{path}` belongs to a package"));
        }
        let (Some(text), Some(outline)) = (world.text(&path), world.script(&path)) else { continue };
        // A behaviour that others use has users that were not asked.
        let users = crate::ide::symbol::units_of_script(world, &path);
        if users.iter().any(|user| !units.contains(user)) {
            return Err(format!("`{path}` is shared with other pages or components"));
        }
        // Texts and members of other objects that are called the same may be this name.
        let known: Vec<Span> = outline
            .members
            .iter()
            .map(|member| member.span)
            .chain(outline.sets.iter().map(|set| set.span))
            .chain(outline.uses.iter().map(|used| used.span))
            .collect();
        for (at, _) in text.match_indices(name) {
            let span = Span::new(at, at + name.len());
            let before = text.get(..at).and_then(|text| text.chars().next_back());
            let behind = text.get(at + name.len()..).and_then(|text| text.chars().next());
            let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '$'));
            if is_part(before) || is_part(behind) || known.contains(&span) {
                continue;
            }
            if matches!(before, Some('"' | '\'' | '`'))
                || before == Some('.') && !matches!(text.get(..at).map(str::trim_end), Some(text) if text.ends_with("wx."))
            {
                let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
                return Err(format!("`{path}` line {line} has the same name in a way that may or may not mean it"));
            }
        }
    }
    Ok(())
}

/// Files of packages are not changed.
fn installed(world: &World<'_>, symbol: &Symbol) -> Result<(), String> {
    match of(world, symbol)
        .iter()
        .map(|reference| &reference.place.path)
        .find(|path| path.contains("node_modules/") || path.contains("miniprogram_npm/"))
    {
        Some(path) => Err(format!("`{path}` belongs to a package")),
        None => Ok(()),
    }
}

fn valid(symbol: &Symbol, to: &str) -> Result<(), String> {
    let is_name = to.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))
        && to.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'));
    match symbol {
        Symbol::Class { .. } | Symbol::Id { .. } => {
            let begins = !to.starts_with(|c: char| c.is_ascii_digit()) && !to.starts_with("--");
            if to.is_empty() || !begins || to == "-" || !to.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
                return Err(format!("`{to}` is not a name for a class or id: letters, digits, `-` and `_`, not beginning with a digit"));
            }
        }
        Symbol::Template { .. } if to.is_empty() || to.contains(['"', '\'', '<', '>', '{', '}', '\n']) => {
            return Err(format!("`{to}` is not a name for a template"));
        }
        Symbol::Template { .. } => {}
        _ if !is_name => return Err(format!("`{to}` is not a name: letters, digits, `_` and `$`, not beginning with a digit")),
        _ if matches!(to, "true" | "false" | "null" | "undefined" | "typeof" | "void" | "in" | "instanceof" | "this") => {
            return Err(format!("`{to}` is a word of the language"));
        }
        _ => {}
    }
    Ok(())
}

/// Whether nothing else has the new name where it would mean something else.
fn free(world: &World<'_>, symbol: &Symbol, from: &str, to: &str) -> Result<(), String> {
    let taken = |what: &str| Err(format!("`{to}` is {what} already"));
    match symbol {
        Symbol::Local { path, index } => {
            let Some(template) = world.template(path) else { return Ok(()) };
            let Some(local) = template.locals.get(*index) else { return Ok(()) };
            let inside = |span: Span| local.scope.start <= span.start && span.end <= local.scope.end;
            if template.locals.iter().enumerate().any(|(other, known)| {
                other != *index
                    && known.name == to
                    && (inside(known.scope) || known.scope.start <= local.scope.start && local.scope.end <= known.scope.end)
            }) {
                return taken("the name of a loop around or inside of this one");
            }
            // A name that means data now would mean the loop's.
            let hidden = template.occurrences.iter().any(|occurrence| {
                inside(occurrence.span)
                    && match &occurrence.what {
                        What::Data(name) | What::Module(name) | What::Argument { name, .. } => name == to,
                        _ => false,
                    }
            });
            if hidden {
                return taken("data that is used inside of the loop");
            }
        }
        Symbol::Module { path, .. } => {
            let Some(template) = world.template(path) else { return Ok(()) };
            if template.modules.iter().any(|module| module.name == to) {
                return taken("a module of this file");
            }
            let used = template
                .occurrences
                .iter()
                .any(|occurrence| matches!(&occurrence.what, What::Data(name) | What::Argument { name, .. } if name == to));
            if used || template.locals.iter().any(|local| local.name == to) {
                return taken("a name that this file uses");
            }
        }
        Symbol::Template { path, .. } => {
            for (file, _) in templates::uses(world, path, from) {
                if templates::definition(world, &file, to).is_some() {
                    return Err(format!("`{file}` sees a template `{to}` already"));
                }
            }
        }
        Symbol::Class { path, name } => clash(world, path, name, to, true)?,
        Symbol::Id { path, name } => clash(world, path, name, to, false)?,
        Symbol::Method { units, .. } | Symbol::Data { units, .. } => {
            let units = units.iter().filter_map(|unit| world.unit(unit));
            if units.clone().flat_map(|unit| world.definitions(unit)).any(|definition| definition.name == to) {
                return taken("a member of this page or component");
            }
            for template in units.filter_map(|unit| unit.template.as_deref()).flat_map(|path| world.closure(path)) {
                let Some(read) = world.template(&template) else { continue };
                if read.modules.iter().any(|module| module.name == to) || read.locals.iter().any(|local| local.name == to) {
                    return Err(format!("`{to}` is a loop variable or module in `{template}` already"));
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// A class of the new name in a connected file would become the same class.
fn clash(world: &World<'_>, path: &str, name: &str, to: &str, is_class: bool) -> Result<(), String> {
    for file in connected(world, path, name, is_class) {
        let there = match file.ends_with(".wxml") {
            true => world.template(&file).is_some_and(|template| {
                template.occurrences.iter().any(|occurrence| crate::ide::references::is_named(&occurrence.what, to, is_class))
            }),
            false => world
                .sheet(&file)
                .is_some_and(|sheet| (if is_class { &sheet.classes } else { &sheet.ids }).iter().any(|word| word.name == to)),
        };
        if there {
            return Err(format!("`{file}` has `{to}` already"));
        }
    }
    Ok(())
}

/// A loop variable without a name of its own gets one.
fn name_implied(world: &World<'_>, path: &str, index: usize, to: &str, edits: &mut Vec<Edit>) {
    let (Some(template), Some(text)) = (world.template(path), world.text(path)) else { return };
    let Some(local) = template.locals.get(index).filter(|local| local.implied) else { return };
    let attribute = match local.kind {
        LocalKind::Item => "wx:for-item",
        LocalKind::Index | LocalKind::Slot => "wx:for-index",
    };
    // Behind the attribute that implies it, with its value.
    let tag = cursor::at(&text, local.declared.end as usize).tag;
    let end = tag.and_then(|tag| {
        let list = tag.attributes.into_iter().find(|attribute| attribute.name_span == local.declared)?;
        let value = list.value?.1;
        let quoted = text.as_bytes().get(value.end as usize).is_some_and(|byte| matches!(byte, b'"' | b'\''));
        Some(value.end as usize + usize::from(quoted))
    });
    let at = end.unwrap_or(local.declared.end as usize);
    edits.push(Edit { path: path.to_owned(), span: Span::at(at), text: format!(" {attribute}=\"{to}\"") });
}

/// `{{name}}` of a template's `data` is `{{name: name}}` in short: the key stays what the template reads.
fn spell_out(world: &World<'_>, edits: &mut [Edit], from: &str) {
    for edit in edits.iter_mut().filter(|edit| edit.path.ends_with(".wxml") && !edit.span.is_empty()) {
        let Some(text) = world.text(&edit.path) else { continue };
        if text.get(edit.span.range()) != Some(from) {
            continue;
        }
        let cursor = cursor::at(&text, edit.span.start as usize);
        let cursor::Context::Expression { body, attribute } = &cursor.context else { continue };
        let in_object = attribute.as_deref() == Some("data") && cursor.tag.as_ref().is_some_and(|tag| tag.name == "template");
        let before = text.get(body.range()).unwrap_or_default().trim_end();
        let opens = before.ends_with(['{', ',']) || in_object && before.is_empty();
        let behind = text.get(edit.span.end as usize..).unwrap_or_default().trim_start();
        let is_member = in_object || before.contains('{');
        if opens && is_member && behind.starts_with([',', '}']) && !is_call(before) {
            edit.text = format!("{from}: {}", edit.text);
        }
    }
}

/// Whether the innermost bracket that is open at the end of an expression is one of a call or list.
fn is_call(before: &str) -> bool {
    let mut open = Vec::new();
    for c in before.chars() {
        match c {
            '(' | '[' | '{' => open.push(c),
            ')' | ']' | '}' => _ = open.pop(),
            _ => {}
        }
    }
    matches!(open.last(), Some('(' | '['))
}
