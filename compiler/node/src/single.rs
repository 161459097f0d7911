//! One template or style sheet by itself, from a text that may be on no disk. What it imports is read from the folder `root`.

use crate::answer::{Failure, Outcome};
use crate::options::Given;
use crate::record::diagnostics;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Component, Path};
use wxc_core::bundle::sheets::map_of;
use wxc_core::bundle::{shell, style, template};
use wxc_core::emit::style::{StyleRequest, StyleRole, place_assets};
use wxc_core::format::Refusal;
use wxc_core::resolve::owner::{Owner, Using};
use wxc_core::source::{Files, Mistranslation, ReadError, Sources, Translation};
use wxc_disk::Disk;

/// Render functions and `<template>` elements of one page or component.
pub fn template(source: &str, mut given: Given) -> Outcome {
    let (text, disk) = place(source, &mut given, "template.wxml")?;
    let using = given.texts("usingComponents")?;
    let owner = Owner {
        path: text.path.strip_suffix(".wxml").unwrap_or(&text.path).to_owned(),
        is_component: given.flag("component", false)?,
        home: String::new(),
        scopes: given.text("scope")?.into_iter().collect(),
        using: using.into_iter().map(|tag| (tag.clone(), Using::Component { path: tag, host: String::new() })).collect(),
        unsure: false,
        generics: Vec::new(),
        external_classes: given.texts("externalClasses")?,
        key: given.text("key")?.unwrap_or_else(|| "t".to_owned()),
        dev: given.flag("readable", true)?,
        tree: false,
        simulated: None,
    };
    let maps = given.flag("sourceMaps", false)?;
    given.finish()?;
    let sources = Sources::default();
    let output = template::template(&Overlay { disk, text }, "", &sources, &owner);
    Ok(json!({
        "code": output.unit,
        "html": shell::fragment(output.html.iter()),
        "map": if maps { parsed(&map_of(&output.unit, &output.marks, &sources)) } else { Value::Null },
        "builtins": output.builtins,
        "components": output.used_components,
        "inputs": output.inputs,
        "diagnostics": diagnostics(&sources, &output.diagnostics),
    })
    .into())
}

/// A style sheet with everything it imports, as CSS.
pub fn style(source: &str, mut given: Given) -> Outcome {
    let (text, disk) = place(source, &mut given, "style.wxss")?;
    let component = given.flag("component", false)?;
    let scopes: Vec<String> = given.text("scope")?.or_else(|| component.then(|| "s1".to_owned())).into_iter().collect();
    let host = given.text("host")?.or_else(|| component.then(|| "h1".to_owned()));
    let request = StyleRequest {
        role: if component { StyleRole::Component } else { StyleRole::Plain },
        scopes: &scopes,
        host: host.as_deref(),
        rpx: given.rpx()?,
        minify: given.flag("minify", false)?,
        ..StyleRequest::plain(&text.path)
    };
    let maps = given.flag("sourceMaps", false)?;
    given.finish()?;
    let sources = Sources::default();
    let mut output = style::style(&Overlay { disk, text: text.clone() }, "", &sources, &request);
    let css = place_assets(&output.css, &mut output.marks, &|path| Some(format!("/{path}")));
    Ok(json!({
        "css": css,
        "map": if maps { parsed(&map_of(&css, &output.marks, &sources)) } else { Value::Null },
        "assets": output.assets,
        "inputs": output.inputs,
        "diagnostics": diagnostics(&sources, &output.diagnostics),
    })
    .into())
}

/// A template in the one style of `wxc fmt`; the text as it was where it has mistakes.
pub fn format(source: &str, mut given: Given) -> Outcome {
    let path = given.text("path")?.unwrap_or_else(|| "template.wxml".to_owned());
    given.finish()?;
    let sources = Sources::default();
    let id = sources.add(&path, source);
    let text = sources.text(id);
    let mark = if source.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    match wxc_core::format::format(id, &text) {
        Ok(formatted) => Ok(json!({ "text": format!("{mark}{formatted}"), "diagnostics": [] }).into()),
        Err(Refusal::Mistakes(list)) => Ok(json!({ "text": source, "diagnostics": diagnostics(&sources, &list) }).into()),
        Err(Refusal::Bug(words)) => Err(Failure::Bug(format!("formatting would change the template: {words}"))),
    }
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

/// The text under the name it was given, and the folder around it.
fn place(source: &str, given: &mut Given, default: &str) -> Result<(Text, Disk), Failure> {
    let root = given.folder("root")?;
    let path = given.text("path")?.unwrap_or_else(|| default.to_owned());
    let below = Path::new(&path).strip_prefix(&root).unwrap_or(Path::new(&path)).to_path_buf();
    let plain = below.components().all(|part| matches!(part, Component::Normal(_)));
    let below = below.to_str().filter(|path| plain && !path.is_empty()).map(|path| path.replace('\\', "/"));
    let Some(path) = below else {
        return Err(Failure::usage(
            format!("`path: \"{path}\"` does not lie in the folder `{}`", root.display()),
            "name the folder of the mini program as `root`",
        ));
    };
    Ok((Text { path, text: source.to_owned() }, Disk::new(&root)))
}

#[derive(Clone)]
struct Text {
    /// Below the root.
    path: String,
    text: String,
}

/// The disk, and the text in place of what lies there.
struct Overlay {
    disk: Disk,
    text: Text,
}

impl Files for Overlay {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        if path == self.text.path { Ok(self.text.text.clone().into_bytes()) } else { self.disk.read(path) }
    }

    fn is_file(&self, path: &str) -> bool {
        path == self.text.path || self.disk.is_file(path)
    }

    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        let mut names: BTreeMap<String, bool> = self.disk.list(folder).into_iter().collect();
        if let Some((parent, name)) = self.text.path.rsplit_once('/').or(Some(("", &self.text.path)))
            && parent == folder.trim_end_matches('/')
        {
            names.insert(name.to_owned(), false);
        }
        names.into_iter().collect()
    }

    fn translate(&self, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
        self.disk.translate(root, path, text)
    }
}
