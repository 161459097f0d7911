//! Templates: every `.wxml` of a package parsed and emitted, with what it imports.

use crate::corpus::Corpus;
use crate::{Subject, peer};
use glass_easel_template_compiler::TmplGroup;
use std::collections::BTreeMap;
use std::path::PathBuf;
use wxc_core::bundle::template::template;
use wxc_core::emit::html::{Numbers, html_template};
use wxc_core::emit::unit::unit;
use wxc_core::lower::lower;
use wxc_core::parse::wxml::parse;
use wxc_core::resolve::owner::{Owner, Using};
use wxc_core::resolve::templates::closure;
use wxc_core::source::{FileId, Sources};

pub fn subjects<'a>(corpus: &'a Corpus, peers: Option<&'a PathBuf>) -> Vec<Subject<'a>> {
    let templates = corpus.with("wxml");
    let modules = corpus.with("wxs");
    let bytes = templates.iter().map(|(_, text)| text.len()).sum();
    let owners: Vec<Owner> = templates.iter().map(|(path, _)| owner(corpus, path)).collect();
    let texts = templates.clone();
    let unchecked = owners.clone();
    let mut subjects = vec![
        Subject {
            name: "wxc",
            bytes,
            run: Box::new(move || {
                let sources = Sources::default();
                owners.iter().map(|owner| template(&corpus.files, "", &sources, owner).unit.len()).sum()
            }),
        },
        Subject {
            name: "wxc, without checks",
            bytes,
            run: Box::new(move || {
                let sources = Sources::default();
                unchecked.iter().map(|owner| emitted(corpus, &sources, owner)).sum()
            }),
        },
        Subject {
            name: "wxc, parsing alone",
            bytes,
            run: Box::new(move || texts.iter().map(|(_, text)| text.len() + parse(FileId(0), text).document.nodes.len()).sum()),
        },
        Subject {
            name: "glass-easel-template-compiler",
            bytes,
            run: Box::new({
                let templates = templates.clone();
                move || {
                    let mut group = TmplGroup::new();
                    for (path, text) in &templates {
                        group.add_tmpl(path, text);
                    }
                    for (path, text) in &modules {
                        group.add_script(path, text);
                    }
                    group.get_tmpl_gen_object_groups().expect("templates").len()
                }
            }),
        },
    ];
    if let Some(folder) = peers {
        let names: Vec<String> =
            ["wxml", "wxs"].iter().flat_map(|e| corpus.with(e).into_iter().map(move |(path, _)| format!("{path}.{e}"))).collect();
        subjects.push(Subject {
            name: "wcc (process)",
            bytes,
            run: Box::new(move || {
                let mut command = peer(folder, "wcc");
                command.args(["-d", "-cc", "0"]).args(&names).args(["-gn", "$gwx"]).current_dir(&corpus.root);
                command.output().expect("wcc runs").stdout.len()
            }),
        });
    }
    subjects
}

/// What the peers do: parse, lower, print; no lints, no facts for diagnostics across files.
fn emitted(corpus: &Corpus, sources: &Sources, owner: &Owner) -> usize {
    let lowered = lower(&closure(&corpus.files, "", sources, &owner.path), owner);
    let keys: Vec<String> = (0..lowered.unit.templates.len()).map(|i| format!("{}:{i}", owner.key)).collect();
    let numbers: Vec<Numbers> = lowered.unit.templates.iter().map(Numbers::new).collect();
    let html = lowered.unit.templates.iter().zip(&numbers).zip(&keys).map(|((t, n), key)| html_template(key.clone(), t, n).html.len());
    unit(&lowered.unit, &numbers, &keys, false).text.len() + html.sum::<usize>()
}

fn owner(corpus: &Corpus, path: &str) -> Owner {
    let config: serde_json::Value =
        corpus.files.get(&format!("{path}.json")).and_then(|b| serde_json::from_slice(b).ok()).unwrap_or_default();
    let using = config["usingComponents"].as_object().into_iter().flatten();
    let using: BTreeMap<String, Using> =
        using.map(|(tag, _)| (tag.clone(), Using::Component { path: tag.clone(), host: "h".to_owned() })).collect();
    Owner {
        path: path.to_owned(),
        is_component: config["component"] == true,
        home: String::new(),
        scopes: vec!["s1".to_owned()],
        using,
        generics: Vec::new(),
        external_classes: Vec::new(),
        key: "t".to_owned(),
        dev: false,
        tree: false,
        simulated: None,
        unsure: false,
    }
}
