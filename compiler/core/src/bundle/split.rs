//! Scripts of pages: what few pages of the main package need stands apart from the app's script, so that starting one page does not cost the others.

use crate::bundle::BuildOptions;
use crate::bundle::compiler::Compiled;
use crate::bundle::packages::Kept;
use crate::resolve::json::Json;
use crate::resolve::project::Project;
use std::collections::{BTreeMap, BTreeSet};

/// What goes where.
#[derive(Default)]
pub struct Split {
    /// By index in `app.pages`: what the page's script holds. What several pages need may stand in the scripts of all of them; the first to come counts.
    pub pages: BTreeMap<usize, Kept>,
    /// All of it: what the app's script does not hold.
    pub apart: Kept,
}

/// Splits the main package where the app allows its code to come late (`lazyCodeLoading`): otherwise every script runs at the start, as in WeChat. The app's script keeps
/// what the app and the first page need, what at least half of the pages need, and what subpackages need. `wxc dev` has one script for all, which a rebuild writes faster.
pub fn split(project: &Project, compiled: &Compiled, options: &BuildOptions) -> Split {
    let late = project.app.json.get("lazyCodeLoading").and_then(Json::str) == Some("requiredComponents");
    // A path that only the running program knows may lead into any page's script.
    let searches =
        || compiled.modules.values().any(|module| module.output.output.diagnostics.iter().any(|d| d.code == "script/dynamic-require"));
    if !late || options.serve || project.app.has_independent() || searches() {
        return Split::default();
    }
    let pages = || project.app.pages.iter().zip(compiled.reach.iter()).enumerate();
    let needs: Vec<(usize, Kept)> = pages()
        .filter(|(_, (page, _))| page.package == 0 && project.app.entry.as_deref() != Some(page.path.as_str()))
        .map(|(index, (_, reach))| (index, Kept::reached(project, compiled, reach, std::iter::empty())))
        .collect();
    let rest: Vec<usize> =
        pages().filter(|(index, _)| needs.iter().all(|(other, _)| other != index)).flat_map(|(_, (_, reach))| reach.clone()).collect();
    let own = project.app.subpackages.iter().filter_map(|package| package.entry.as_ref());
    let plugins = project.app.plugins.iter().flat_map(|plugin| plugin.main.iter().chain(&plugin.export));
    let stays = Kept::reached(project, compiled, &rest, project.script.iter().chain(own).chain(plugins));
    let part = |of: fn(&Kept) -> &BTreeSet<String>| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        needs.iter().flat_map(|(_, kept)| of(kept)).for_each(|name| *counts.entry(name).or_default() += 1);
        let rare = |(name, count): (&str, usize)| {
            let common = count > 1 && count * 2 >= needs.len();
            (!common && !of(&stays).contains(name) && project.app.package_of(name) == 0).then(|| name.to_owned())
        };
        counts.into_iter().filter_map(rare).collect::<BTreeSet<String>>()
    };
    let apart = Kept { units: part(|kept| &kept.units), modules: part(|kept| &kept.modules), wxs: part(|kept| &kept.wxs) };
    let own = |kept: &Kept| {
        let both = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).cloned().collect();
        Kept { units: both(&kept.units, &apart.units), modules: both(&kept.modules, &apart.modules), wxs: both(&kept.wxs, &apart.wxs) }
    };
    let pages =
        needs.iter().map(|(index, kept)| (*index, own(kept))).filter(|(_, kept)| !kept.units.is_empty() || !kept.modules.is_empty());
    Split { pages: pages.collect(), apart }
}
