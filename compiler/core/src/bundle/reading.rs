//! What a project and its modules were read as, kept from build to build: pages and components by path, modules with the answers to their requests.

use crate::bundle::Mode;
use crate::bundle::compiler::{Module, Script, compile_script};
use crate::bundle::memo::{Memo, Round, Tracer, Traces};
use crate::diagnostics::Diagnostic;
use crate::resolve::app::App;
use crate::resolve::config::ProjectConfig;
use crate::resolve::modules::{Entry, Graph, Node, Nodes};
use crate::resolve::project::{Read, UnitRead, read_project_with};
use crate::resolve::script::Aliases;
use crate::resolve::unit::{Place, Use};
use crate::source::{FileId, Files, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The last reading of a project.
#[derive(Default)]
pub(super) struct ProjectMemo {
    pub(super) read: Option<Arc<Read>>,
    /// What reading looked at besides the files of units.
    pub(super) traces: Traces,
    pub(super) units: Memo<(bool, Place), UnitRead>,
    /// What all units depend on.
    pub(super) shared: Option<UnitsKey>,
    pub(super) stale: bool,
}

/// The app, the configuration, the components of the app, files of the app that are broken.
pub(super) type UnitsKey = (Arc<App>, ProjectConfig, BTreeMap<String, Use>, BTreeSet<FileId>);

/// Entries, and the modules they led to.
type Walked = (Vec<Entry>, Arc<BTreeMap<String, Module>>);

/// Modules that were compiled, and the graph they made.
#[derive(Default)]
pub(super) struct ModuleMemo {
    pub(super) nodes: Memo<Option<Span>, Node<Arc<Script>>>,
    /// Where modules lie: another answer to this makes all requests new.
    pub(super) aliases: Option<(String, Option<Aliases>)>,
    /// Entries and modules of the last walk, if all of it is remembered.
    pub(super) last: Option<Walked>,
}

impl ProjectMemo {
    pub(super) fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) {
        self.stale |= self.units.invalidate(files, changed) | self.traces.stale(files, changed);
    }

    pub(super) fn read(&mut self, files: &dyn Files, sources: &Sources) -> Arc<Read> {
        if let Some(read) = self.read.as_ref().filter(|_| !self.stale) {
            return read.clone();
        }
        let before = self.read.take();
        let tracer = Tracer::new(files);
        let (units, shared) = (&mut self.units, &mut self.shared);
        let mut first = true;
        let read = read_project_with(&tracer, sources, before.as_ref().and_then(|read| read.project.as_ref()), &mut |asked| {
            if std::mem::take(&mut first)
                && !shared.as_ref().is_some_and(|(app, config, globals, broken)| {
                    Arc::ptr_eq(app, asked.app) && config == asked.config && globals == asked.app_globals && broken == asked.broken
                })
            {
                units.clear();
                *shared = Some((asked.app.clone(), asked.config.clone(), asked.app_globals.clone(), asked.broken.clone()));
            }
            units.one(files, asked.path, (asked.is_page, asked.place), |files| {
                let read = asked.read(files, sources);
                let inputs = read.inputs.clone();
                (read, inputs)
            })
        });
        self.traces = tracer.finish();
        self.stale = false;
        if let Some(project) = read.project.as_ref().filter(|project| units.count() > project.units.len()) {
            self.units.retain(|path| project.index(path).is_some());
        }
        let read = Arc::new(read);
        self.read = Some(read.clone());
        read
    }
}

impl ModuleMemo {
    pub(super) fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) {
        if self.nodes.invalidate(files, changed) {
            self.last = None;
        }
    }

    /// The modules reachable from the entries, and what is wrong with their requests.
    pub(super) fn walk(&mut self, graph: &Graph<'_>, entries: Vec<Entry>, mode: Mode) -> (Arc<BTreeMap<String, Module>>, Vec<Diagnostic>) {
        let aliases = (graph.root.to_owned(), graph.aliases.cloned());
        if self.aliases.as_ref() != Some(&aliases) {
            self.nodes.clear();
            self.last = None;
            self.aliases = Some(aliases);
        }
        if let Some((_, modules)) = self.last.as_ref().filter(|(last, _)| *last == entries) {
            return (modules.clone(), Vec::new());
        }
        let round = ModuleRound { round: Round::new(&self.nodes), mode };
        let found = graph.walk(entries.clone(), &round);
        let done = round.round.finish();
        self.nodes.insert(done);
        let modules: Arc<BTreeMap<String, Module>> =
            Arc::new(found.modules.into_iter().map(|module| (module.id.clone(), module)).collect());
        if self.nodes.count() > modules.len() {
            self.nodes.retain(|id| modules.contains_key(id));
        }
        // A file that is missing is looked for with every build.
        self.last = (found.diagnostics.is_empty() && self.nodes.count() == modules.len()).then(|| (entries, modules.clone()));
        (modules, found.diagnostics)
    }
}

/// One build's use of the modules that are known.
struct ModuleRound<'m> {
    round: Round<'m, Option<Span>, Node<Arc<Script>>>,
    mode: Mode,
}

impl Nodes<Arc<Script>> for ModuleRound<'_> {
    fn find(&self, entry: &Entry) -> Option<Arc<Node<Arc<Script>>>> {
        self.round.find(&entry.id, &entry.span)
    }

    fn make(&self, graph: &Graph<'_>, entry: &Entry, file: FileId) -> Arc<Node<Arc<Script>>> {
        let tracer = Tracer::new(graph.files);
        let own = Graph { files: &tracer, ..*graph };
        let node = Arc::new(own.node(entry, file, |text| compile_script(self.mode, text)));
        // What a missing file may have been meant to be depends on listings, which are not traced.
        if !node.has_mistakes() {
            self.round.add(&entry.id, entry.span, tracer.with_inputs(std::slice::from_ref(&entry.path)), node.clone());
        }
        node
    }
}
