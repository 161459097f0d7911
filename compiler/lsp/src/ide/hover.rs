//! What is known of the thing under the pointer, as Markdown: documentation of built-ins, types and comments from scripts, lengths in px, configuration keys.

use crate::ide::completion::kebab;
use crate::ide::cursor::{self, Context};
use crate::ide::index::{LocalKind, Root};
use crate::ide::schema::{key_at, tables};
use crate::ide::scope::{self, Scope};
use crate::ide::symbol::{self, Symbol, at};
use crate::ide::world::{Definition, World};
use wxc_core::analyse::outline::{Role, Shape};
use wxc_core::resolve::schema::{By, Key, describe};
use wxc_core::resolve::unit::Unit;
use wxc_core::source::Span;
use wxc_core::vocabulary::components::{self, Attribute, Kind};
use wxc_core::vocabulary::{Class, docs};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    /// Markdown.
    pub text: String,
}

/// What there is to say about `offset` of the file at `path`.
pub fn hover(world: &World<'_>, path: &str, offset: usize) -> Option<Hover> {
    if let Some(length) = length(world, path, offset) {
        return Some(length);
    }
    if let Some(found) = at(world, path, offset)
        && let Some(text) = text(world, path, offset, &found.symbol)
    {
        return Some(Hover { span: found.span, text });
    }
    match path.ends_with(".json") {
        true => key(world, path, offset),
        false => None,
    }
}

fn code(text: &str) -> String {
    format!("```ts\n{text}\n```")
}

/// Parts of a text with empty lines between them.
fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn text(world: &World<'_>, path: &str, offset: usize, symbol: &Symbol) -> Option<String> {
    Some(match symbol {
        Symbol::Builtin { tag } => builtin(tag)?,
        Symbol::BuiltinAttribute { tag, name } => attribute(tag, name)?,
        Symbol::BuiltinEvent { tag, event } => {
            let bubbles = components::find(tag)
                .and_then(|component| component.event(event))
                .or_else(|| components::common().events.get(event).copied())?;
            let note = if bubbles.bubbles { "Bubbles." } else { "Does not bubble." };
            joined([Some(format!("**{event}**")), docs::event(tag, event).map(sentence), Some(note.to_owned())])
        }
        Symbol::Directive { name } => joined([Some(format!("**{name}**")), docs::directive(name).map(sentence)]),
        Symbol::Component { unit } => component_text(world, world.unit(unit)?),
        Symbol::Page { unit } => {
            let page = world.unit(unit)?;
            let title = page.json.get("navigationBarTitleText").and_then(wxc_core::resolve::json::Json::str);
            joined([Some(format!("page `{}`", page.path)), title.map(|title| format!("“{title}”"))])
        }
        Symbol::Property { unit, name } => {
            let definitions = world.definitions(world.unit(unit)?);
            let definition = definitions.iter().find(|definition| definition.name == *name && definition.role == Role::Property)?;
            joined([Some(code(&format!("(property) {}", property_line_named(world, definition)))), definition.doc.clone()])
        }
        Symbol::Event { unit, event } => {
            let unit = world.unit(unit)?;
            let (_, trigger) = world.triggers(unit).into_iter().find(|(_, trigger)| trigger.event == *event)?;
            let detail = format!("(event) {event}: {}", trigger.detail.describe());
            joined([Some(code(&detail)), trigger.doc, Some(format!("Triggered by `{}`.", unit.path))])
        }
        Symbol::Method { units, name } => {
            let definition = defined(world, units, |definition| definition.role == Role::Method && definition.name == *name)?;
            joined([Some(code(&format!("(method) {}", definition_named(&definition, &definition.shape)))), definition.doc])
        }
        Symbol::Data { units, name } => data(world, units, name)?,
        Symbol::Local { path, index } => local(world, path, offset, *index)?,
        Symbol::Module { path, name } => {
            let (file, outline) = world.wxs(path, name)?;
            let names = outline.exports.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ");
            let from = if file == *path { "in this file".to_owned() } else { format!("`{file}`") };
            joined([Some(format!("WXS module `{name}`, {from}")), Some(names)])
        }
        Symbol::Export { path, name } => {
            let (outline, name) = match name.split_once('.') {
                Some((module, name)) => (world.wxs(path, module)?.1, name),
                None => (world.script(path)?, name.as_str()),
            };
            let field = outline.exports.iter().find(|field| field.name == name)?;
            joined([Some(code(&signature(name, &field.shape))), field.doc.clone()])
        }
        Symbol::Member { path: file, root, names } => {
            let whole = world.text(file)?;
            let name = whole.get(root.range())?.to_owned();
            let (_, scope) = scope_at(&whole, offset);
            let found = scope::shape(world, file, &scope, &Root { name: name.clone(), span: *root, path: names.clone() });
            if found == Shape::Unknown {
                return None;
            }
            let path = names.iter().map(|name| if name == "[]" { "[]".to_owned() } else { format!(".{name}") }).collect::<String>();
            code(&signature(&format!("{name}{path}"), &found))
        }
        Symbol::Template { path: file, name } => {
            let from = if file == path { "of this file".to_owned() } else { format!("in `{file}`") };
            let read = world.template(file)?;
            let mut names: Vec<&str> = read
                .occurrences
                .iter()
                .filter_map(|occurrence| match &occurrence.what {
                    crate::ide::index::What::Argument { template, name: argument } if template == name => Some(argument.as_str()),
                    _ => None,
                })
                .collect();
            names.sort_unstable();
            names.dedup();
            let reads = (!names.is_empty())
                .then(|| format!("Reads {}.", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")));
            joined([Some(format!("template `{name}`, {from}")), reads])
        }
        Symbol::Argument { template, name, .. } => format!("`{name}`: handed to the template `{template}` by `data`"),
        Symbol::Class { name, .. } => rules(world, path, name, '.')?,
        Symbol::Id { name, .. } => rules(world, path, name, '#')?,
        Symbol::Slot { unit, name } => format!("slot `{name}` of `{unit}`"),
        Symbol::File { path } => {
            let size = world.files.is_file(path).then(|| world.files.size(path));
            match size {
                Some(size) => format!("`{path}` ({})", bytes(size)),
                None => format!("`{path}` does not exist"),
            }
        }
        Symbol::Keyframes { name, .. } => format!("animation `{name}`"),
    })
}

fn bytes(size: u64) -> String {
    if size < 1024 { format!("{size} bytes") } else { format!("{} KB", size.div_ceil(1024)) }
}

/// A text of the vocabulary as a sentence.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

fn builtin(tag: &str) -> Option<String> {
    let text = docs::tag(tag);
    let Some(component) = components::find(tag) else { return Some(joined([Some(format!("**<{tag}>**")), text.map(sentence)])) };
    let class = match component.class {
        Class::A => None,
        Class::B => Some("A browser has a substitute for it.".to_owned()),
        Class::C => Some("Needs the WeChat app: a labelled placeholder stands for it.".to_owned()),
    };
    let list = |names: Vec<&String>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let attributes = component.attributes.iter().filter(|(_, attribute)| !attribute.skyline).map(|(name, _)| name).collect::<Vec<_>>();
    let events = component.events.keys().collect::<Vec<_>>();
    Some(joined([
        Some(format!("**<{tag}>**")),
        text.map(sentence),
        class,
        (!attributes.is_empty()).then(|| format!("Attributes: {}", list(attributes))),
        (!events.is_empty()).then(|| format!("Events: {}", list(events))),
    ]))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let own = components::find(tag).and_then(|component| component.attribute(name)).or_else(|| components::common().attributes.get(name));
    let text = docs::attribute(tag, name);
    let Some(attribute) = own else {
        if name.starts_with("data-") {
            return Some("Value for `event.currentTarget.dataset`.".to_owned());
        }
        if name.starts_with("mark:") {
            return Some("Value for `event.mark`, also from elements around.".to_owned());
        }
        return text.map(|text| joined([Some(format!("**{name}**")), Some(sentence(text))]));
    };
    let values = docs::values(tag, name);
    let words = (!values.is_empty()).then(|| values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" · "));
    let skyline = attribute.skyline.then(|| "Has an effect in WeChat's Skyline renderer only.".to_owned());
    Some(joined([Some(format!("**{name}**: {}", attribute_line(attribute))), text.map(sentence), words, skyline]))
}

/// Type and default of a built-in attribute.
pub(crate) fn attribute_line(attribute: &Attribute) -> String {
    let kind = match attribute.kind {
        Kind::Bool => "boolean",
        Kind::Number => "number",
        Kind::String => "string",
        Kind::Length => "number or length",
        Kind::Array => "array",
        Kind::Object => "object",
        Kind::Any => "any",
        Kind::Worklet => "worklet",
    };
    match &attribute.default {
        Some(default) if !default.is_empty() => format!("{kind} = {default}"),
        _ => kind.to_owned(),
    }
}

/// What a component is, in a hover and beside its tag.
pub(crate) fn component_text(world: &World<'_>, unit: &Unit) -> String {
    let definitions = world.definitions(unit);
    let properties = definitions.iter().filter(|definition| definition.role == Role::Property);
    let lines: Vec<String> =
        properties.map(|definition| format!("- `{}`: {}", kebab(&definition.name), property_line(world, definition))).collect();
    let events: Vec<String> = world.triggers(unit).iter().map(|(_, trigger)| format!("`{}`", trigger.event)).collect();
    joined([
        Some(format!("component `{}`", unit.path)),
        (!lines.is_empty()).then(|| lines.join("\n")),
        (!events.is_empty()).then(|| format!("Events: {}", events.join(", "))),
    ])
}

/// Type and default of a component's property.
pub(crate) fn property_line(world: &World<'_>, definition: &Definition) -> String {
    match default(world, definition) {
        Some(default) => format!("{} = {default}", definition.shape.describe()),
        None => definition.shape.describe(),
    }
}

fn property_line_named(world: &World<'_>, definition: &Definition) -> String {
    format!("{}: {}", definition.name, property_line(world, definition))
}

/// The text of `value` in a property's declaration.
fn default(world: &World<'_>, definition: &Definition) -> Option<String> {
    let text = world.text(&definition.path)?;
    let declared = text.get(definition.value.range())?;
    let at = declared.find("value").filter(|at| declared.get(..*at).is_some_and(|before| before.trim_end().ends_with(['{', ','])))?;
    let rest = declared.get(at + 5..)?.trim_start().strip_prefix(':')?.trim_start();
    // To the end of the value: a comma or brace that is not inside of something.
    let mut depth = 0_usize;
    let mut string: Option<char> = None;
    let mut end = rest.len();
    for (index, c) in rest.char_indices() {
        match (string, c) {
            (Some(quote), c) if c == quote => string = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => string = Some(c),
            (None, '{' | '[' | '(') => depth += 1,
            (None, '}' | ']' | ')') if depth > 0 => depth -= 1,
            (None, ',' | '}' | '\n') if depth == 0 => {
                end = index;
                break;
            }
            _ => {}
        }
    }
    let value = rest.get(..end)?.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then(|| shortened(&value))
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(59).collect::<String>() + "…" }
}

/// What a method or data is, in one line.
pub(crate) fn definition_line(definition: &Definition, shape: &Shape) -> String {
    match (definition.role, shape) {
        (_, Shape::Function(parameters)) => parameters.clone(),
        (Role::Method, _) => "method".to_owned(),
        (Role::Property, shape) => format!("{} · property", shape.describe()),
        (_, Shape::Unknown) if definition.set => "set by setData".to_owned(),
        (_, shape) => shape.describe(),
    }
}

fn definition_named(definition: &Definition, shape: &Shape) -> String {
    signature(&definition.name, shape)
}

fn signature(name: &str, shape: &Shape) -> String {
    match shape {
        Shape::Function(parameters) => format!("{name}{parameters}"),
        Shape::Object(fields) if !fields.is_empty() => {
            let lines = fields.iter().take(20).map(|field| format!("  {}: {}\n", field.name, field.shape.describe())).collect::<String>();
            format!("{name}: {{\n{lines}}}")
        }
        shape => format!("{name}: {}", shape.describe()),
    }
}

fn defined(world: &World<'_>, units: &[String], wanted: impl Fn(&Definition) -> bool) -> Option<Definition> {
    units.iter().filter_map(|unit| world.unit(unit)).flat_map(|unit| world.definitions(unit)).find(wanted)
}

fn data(world: &World<'_>, units: &[String], name: &str) -> Option<String> {
    let all: Vec<Definition> = units.iter().filter_map(|unit| world.unit(unit)).flat_map(|unit| world.definitions(unit)).collect();
    let is_data = |definition: &&Definition| definition.name == name && matches!(definition.role, Role::Data | Role::Property);
    let definition = all.iter().filter(is_data).min_by_key(|definition| definition.set)?;
    let shape = scope::data(&all, name).unwrap_or_default();
    if definition.role == Role::Property {
        return Some(joined([Some(code(&format!("(property) {}", property_line_named(world, definition)))), definition.doc.clone()]));
    }
    let initial = world.text(&definition.path).and_then(|text| text.get(definition.value.range()).map(str::to_owned)).unwrap_or_default();
    let initial = initial.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let line = match (&shape, initial.as_str()) {
        (Shape::Object(fields), _) if !fields.is_empty() => signature(name, &shape),
        (_, "") => signature(name, &shape),
        (shape, initial) => format!("{name}: {} = {}", shape.describe(), shortened(initial)),
    };
    let set = definition.set.then(|| "Set by `setData`, and not part of the initial data.".to_owned());
    Some(joined([Some(code(&format!("(data) {line}"))), definition.doc.clone(), set]))
}

/// The names at a place of a template.
fn scope_at(text: &str, offset: usize) -> (cursor::Cursor, Scope) {
    let cursor = cursor::at(text, offset);
    let in_list =
        matches!(&cursor.context, Context::Expression { attribute: Some(name), .. } if matches!(name.as_str(), "wx:for" | "wx:for-items"));
    let scope = Scope::at(&cursor, in_list);
    (cursor, scope)
}

fn local(world: &World<'_>, path: &str, offset: usize, index: usize) -> Option<String> {
    let template = world.template(path)?;
    let local = template.locals.get(index)?;
    let whole = world.text(path)?;
    let (_, scope) = scope_at(&whole, offset);
    let shape = scope.local(&local.name).map(|(at, _)| scope::local_shape(world, path, &scope, at)).unwrap_or_default();
    Some(match local.kind {
        LocalKind::Item => joined([Some(code(&signature(&local.name, &shape))), Some("Item of the loop.".to_owned())]),
        LocalKind::Index => joined([Some(code(&format!("{}: number", local.name))), Some("Index of the loop.".to_owned())]),
        LocalKind::Slot => format!("`{}`: value of a slot", local.name),
    })
}

/// Rules for a class or id, as they stand in the style sheets.
fn rules(world: &World<'_>, path: &str, name: &str, sign: char) -> Option<String> {
    if !path.ends_with(".wxml") {
        let count = world
            .templates_under(path)
            .iter()
            .filter_map(|template| world.template(template))
            .flat_map(|template| {
                template.occurrences.iter().filter(|occurrence| is_named(&occurrence.what, name, sign)).map(|_| ()).collect::<Vec<_>>()
            })
            .count();
        return Some(match count {
            0 => format!("`{sign}{name}`: on no element of the templates this sheet reaches"),
            1 => format!("`{sign}{name}`: on 1 element"),
            count => format!("`{sign}{name}`: on {count} elements"),
        });
    }
    let mut parts = Vec::new();
    for sheet_path in world.sheets_over(path) {
        let (Some(sheet), Some(text)) = (world.sheet(sheet_path), world.text(sheet_path)) else { continue };
        let words = if sign == '.' { &sheet.classes } else { &sheet.ids };
        for word in words.iter().filter(|word| word.name == name) {
            let rule = innermost(&sheet.rules, word.span)?;
            let shown = text.get(rule.range()).unwrap_or_default();
            let lines: Vec<&str> = shown.lines().take(12).collect();
            parts.push(format!("`{sheet_path}`\n```css\n{}\n```", lines.join("\n")));
        }
        if parts.len() >= 3 {
            break;
        }
    }
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn is_named(what: &crate::ide::index::What, name: &str, sign: char) -> bool {
    match what {
        crate::ide::index::What::Class(known) => sign == '.' && known == name,
        crate::ide::index::What::Id(known) => sign == '#' && known == name,
        _ => false,
    }
}

/// The rule whose selectors hold a place.
fn innermost(rules: &[crate::ide::index::Rule], span: Span) -> Option<Span> {
    let holds = |of: Span| of.start <= span.start && span.end <= of.end;
    let rule = rules.iter().find(|rule| holds(rule.span))?;
    if holds(rule.prelude) { Some(rule.span) } else { innermost(&rule.children, span) }
}

/// `20rpx` is `10px` on a screen of 375 px.
pub(crate) fn rpx_line(value: f64) -> String {
    let round = |value: f64| (value * 100.0).round() / 100.0;
    format!("{}px on a screen of 375px, {}vw", round(value / 2.0), round(value / 7.5))
}

fn length(world: &World<'_>, path: &str, offset: usize) -> Option<Hover> {
    if !path.ends_with("ss") {
        return None;
    }
    let sheet = world.sheet(path)?;
    let length = sheet.lengths.iter().find(|length| (length.span.start as usize..=length.span.end as usize).contains(&offset))?;
    Some(Hover { span: length.span, text: format!("`{}rpx` = {}", length.value, rpx_line(length.value)) })
}

fn key(world: &World<'_>, path: &str, offset: usize) -> Option<Hover> {
    let (span, steps) = symbol::key_at(world, path, offset)?;
    let key = key_at(tables(path, world.root(), world.unit_of(path).is_some()), &steps)?;
    Some(Hover { span, text: joined([Some(format!("**{}**", key.name)), Some(key_text(key))]) })
}

/// What a configuration key is for, what it takes and who reads it.
pub(crate) fn key_text(key: &Key) -> String {
    let reader = match key.reader {
        By::Wxc => None,
        By::Host => Some("Only the WeChat app or its tools read it.".to_owned()),
    };
    joined([Some(sentence(key.meaning)), Some(format!("Takes {}.", describe(key.holds))), reader])
}
