//! What questions are answered from: the last check of a project, and its files as they are now. The two may be some key strokes apart.

use crate::ide::index::Index;
use crate::ide::world::World;
use crate::overlay::Overlay;
use std::collections::BTreeMap;
use std::sync::Arc;
use wxc_core::bundle::Compiled;
use wxc_core::diagnostics::Diagnostic;
use wxc_core::resolve::project::Project;
use wxc_core::source::{FileId, Files, Sources, Span};

/// What one check of a project came to.
#[derive(Default)]
pub struct Checked {
    /// `None`: there is no `app.json`, or no project at all.
    pub compiled: Option<Compiled>,
    /// The texts that were checked, by the ids in `compiled` and `diagnostics`. They never change.
    pub sources: Sources,
    /// In the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

/// A range of bytes in a file of the project, in the text that the file has now (without byte order mark).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Below the project, with `/`.
    pub path: String,
    pub span: Span,
}

/// A project at the moment of a question. A feature parses the text of its own file ([`text`](Self::text)), which takes less than a millisecond and sees what was
/// typed last, and takes what it must know of other files from [`compiled`](Self::compiled).
#[derive(Clone)]
pub struct Snapshot {
    files: Overlay,
    checked: Arc<Checked>,
    index: Arc<Index>,
}

impl Snapshot {
    /// `index`: what is kept of single files from question to question.
    pub fn new(files: Overlay, checked: Arc<Checked>, index: Arc<Index>) -> Self {
        Self { files, checked, index }
    }

    /// Answers a question about names: what `ide` needs to know of the project.
    pub fn ask<R>(&self, question: impl FnOnce(&World<'_>) -> R) -> R {
        let texts = |path: &str| self.text(path);
        question(&World::new(&self.files, self.project(), &self.index, &texts))
    }

    /// Everything the last check compiled; `None` before the first check has ended, and outside of projects.
    pub fn compiled(&self) -> Option<&Compiled> {
        self.checked.compiled.as_ref()
    }

    pub fn project(&self) -> Option<&Project> {
        self.compiled()?.read.project.as_ref()
    }

    /// Folder of `app.json` below the project: `""` or `"miniprogram/"`.
    pub fn root(&self) -> &str {
        self.project().map_or("", Project::root)
    }

    /// What the last check found; places are those of its texts, see [`place`](Self::place).
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.checked.diagnostics
    }

    /// The texts of the last check.
    pub fn sources(&self) -> &Sources {
        &self.checked.sources
    }

    /// The files as they are now.
    pub fn files(&self) -> &Overlay {
        &self.files
    }

    /// The text that a file has now, without byte order mark. A file that is not open has the text that was checked.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(open) = self.files.open().get(path) {
            return Some(open.clone());
        }
        if let Some(file) = self.checked.sources.find(path) {
            return Some(self.checked.sources.text(file));
        }
        let text = String::from_utf8(self.files.read(path).ok()?).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(&text).into())
    }

    /// Every file that the last check read, and every open one.
    pub fn texts(&self) -> BTreeMap<String, Arc<str>> {
        let open = self.files.open().keys().cloned();
        let checked = self.checked.sources.all().into_iter().map(|(_, file)| file.path.to_string());
        open.chain(checked).filter_map(|path| Some((path.clone(), self.text(&path)?))).collect()
    }

    /// Where a place that the last check knew is now: what stands before and behind the part that was edited since has stayed as it was.
    pub fn place(&self, file: FileId, span: Span) -> Place {
        let path = self.checked.sources.path(file);
        let (then, now) = (self.checked.sources.text(file), self.text(&path));
        let span = now.map_or(span, |now| carried(span, &then, &now));
        Place { path: path.to_string(), span }
    }
}

/// A span of the text `then` in the text `now`.
pub(crate) fn carried(span: Span, then: &str, now: &str) -> Span {
    if then == now {
        return span;
    }
    let before = then.bytes().zip(now.bytes()).take_while(|(a, b)| a == b).count();
    let most = then.len().min(now.len()) - before;
    let behind = then.bytes().rev().zip(now.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (edited, moved) = (then.len() - behind, now.len() - behind);
    // A place in the edited part is somewhere in what took its place.
    let carry = |at: usize| {
        if at <= before {
            at
        } else if at >= edited {
            (at - edited + moved).min(now.len())
        } else {
            at.min(moved)
        }
    };
    let range = span.range();
    let (start, end) = (carry(range.start), carry(range.end));
    Span::new(start, end.max(start)).whole(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_what_was_typed() {
        let then = "<view>{{a}}</view><text>{{b}}</text>";
        let b = Span::new(26, 27);
        let moved = |now: &str| now[carried(b, then, now).range()].to_owned();
        assert_eq!(moved("<view>{{a}}</view><text>{{b}}</text>"), "b");
        assert_eq!(moved("<view>你好{{a}}</view><text>{{b}}</text>"), "b");
        assert_eq!(moved("<text>{{b}}</text>"), "b");
        assert_eq!(moved("<view>{{a}}</view><text>{{b}}</text><view/>"), "b");
        assert_eq!(moved("<view>{{a}}</view><text>{{你}}</text>"), "你");
        assert_eq!(moved(""), "");
        assert_eq!(carried(Span::new(2, 100), "abc", "abcd"), Span::new(2, 4));
    }
}
