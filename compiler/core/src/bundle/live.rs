//! What a running app can exchange without starting anew: render units with their templates, and WXS modules. For `wxc dev`.

use crate::bundle::app_config::PageFiles;
use crate::bundle::compiler::{Module, Template};
use crate::bundle::memo::same;
use crate::bundle::package::{PackageInput, UnitInput, package};
use crate::bundle::packages::{PackageKey, closure, input, view_wxs_calls};
use crate::bundle::runtime::RuntimeScript;
use crate::bundle::shell::fragment;
use crate::source::Sources;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Longer scripts are not sent to pages: loading everything again is as fast.
const MOST: usize = 1 << 20;

/// What the scripts and documents of a build are made of.
#[derive(Clone, Debug)]
pub struct Live {
    /// By root.
    pub(super) packages: BTreeMap<String, Arc<PackageKey>>,
    pub(super) view: Option<Arc<RuntimeScript>>,
    pub(super) pages: Vec<Arc<PageFiles>>,
}

/// Texts that make the running app of one build that of the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replacement {
    /// Script for the logic thread, which finds `$wxcReplace`.
    pub logic: String,
    /// Its source map.
    pub map: String,
    /// Script for the view, which finds `$wxcReplaceView`; empty: there is none.
    pub view: String,
    /// `<template>`s.
    pub templates: String,
    /// Units whose templates call other WXS functions now.
    pub remake: Vec<String>,
}

/// The way from one build to another whose templates and WXS differ; `None`: something else differs too, or too much.
pub fn replacement(old: &Live, new: &Live, sources: &Sources) -> Option<Replacement> {
    let same_pages = old.pages.len() == new.pages.len() && old.pages.iter().zip(&new.pages).all(|(a, b)| Arc::ptr_eq(a, b) || a == b);
    if !same(old.view.as_ref(), new.view.as_ref()) || !same_pages || !old.packages.keys().eq(new.packages.keys()) {
        return None;
    }
    // What an independent subpackage brings with it is in two packages.
    let mut units = BTreeMap::new();
    let mut wxs = BTreeMap::new();
    for (a, b) in old.packages.values().zip(new.packages.values()).filter(|(a, b)| !Arc::ptr_eq(a, b)) {
        if !a.same_but_templates(b) || a.units.len() != b.units.len() {
            return None;
        }
        // Their order only says which scripts run first at the start.
        let old: BTreeMap<&str, (&Arc<str>, &Arc<Template>)> =
            a.units.iter().map(|(path, head, template)| (path.as_str(), (head, template))).collect();
        for (path, head, template) in &b.units {
            let (old_head, old_template) = old.get(path.as_str())?;
            if *old_head != head || !same_template(old_template, template) {
                units.insert(path, (head, template));
            }
        }
        let known: BTreeMap<&str, &Module> = a.wxs.iter().map(|module| (module.id.as_str(), module)).collect();
        let kept = |module: &Module| {
            let old = known.get(module.id.as_str());
            old.is_some_and(|old| old.output.factory.code == module.output.factory.code && old.requests == module.requests)
        };
        wxs.extend(b.wxs.iter().filter(|module| !kept(module)).map(|module| (module.id.as_str(), module)));
    }
    let modules: Vec<_> = wxs.values().copied().map(input).collect();
    let makes: Vec<_> = units.values().map(|(head, template)| UnitInput { head, make: &template.make }).collect();
    let script = package(&PackageInput {
        root: None,
        runtime: None,
        app_config: None,
        modules: &[],
        wxs: &modules,
        units: &makes,
        minify: false,
        sources: Some(sources),
        sections: true,
        replaces: true,
    });
    let logic = script.code.concat();
    let all = all_wxs(new);
    let templates = fragment(units.values().flat_map(|(_, template)| template.output.html.iter()));
    (logic.len() + templates.len() <= MOST).then(|| Replacement {
        logic,
        map: script.map.unwrap_or_default().concat(),
        view: view_script(&all, units.values().map(|(_, template)| *template), wxs.keys().copied()),
        templates,
        remake: if wxs.is_empty() { Vec::new() } else { calling(new, &all, &wxs) },
    })
}

/// WXS modules by id.
type Wxs = BTreeMap<String, Module>;

fn all_wxs(live: &Live) -> Wxs {
    live.packages.values().flat_map(|package| &package.wxs).map(|module| (module.id.clone(), module.clone())).collect()
}

/// Units whose templates reach one of the changed modules.
fn calling(live: &Live, all: &Wxs, changed: &BTreeMap<&str, &Module>) -> Vec<String> {
    let calls = |template: &Template| {
        let ids = template.output.wxs.iter().map(|module| module.id.clone()).collect();
        closure(all, ids).iter().any(|id| changed.contains_key(id.as_str()))
    };
    let units = live.packages.values().flat_map(|package| &package.units);
    units.filter(|(.., template)| calls(template)).map(|(path, ..)| path.clone()).collect()
}

fn same_template(a: &Arc<Template>, b: &Arc<Template>) -> bool {
    Arc::ptr_eq(a, b) || a.make.code == b.make.code && a.output.html == b.output.html
}

/// What changed units run on the view, and changed modules: the view leaves alone what it does not have or has already.
fn view_script<'a>(all: &Wxs, units: impl Iterator<Item = &'a Arc<Template>>, changed: impl Iterator<Item = &'a str>) -> String {
    let wanted: Vec<String> =
        units.flat_map(|template| template.output.view_wxs.iter().cloned()).chain(changed.map(str::to_owned)).collect();
    if wanted.is_empty() {
        return String::new();
    }
    let ids: BTreeSet<String> = closure(all, wanted);
    view_wxs_calls("$wxcReplaceView", ids.iter().filter_map(|id| all.get(id)))
}
