//! Output files: packages, pages, style sheets, the manifest; sorted path to bytes. Runs every phase; knows nothing of syntax and never does IO.

pub mod app_config;
mod change;
pub mod compiler;
pub mod copy;
pub mod embed;
pub mod entry;
pub mod frame;
mod live;
pub mod memo;
pub mod minify;
pub mod notices;
pub mod output;
pub mod package;
pub mod packages;
mod parts;
mod reading;
pub mod runtime;
pub mod scopes;
pub mod script;
pub mod sheets;
pub mod shell;
pub mod simulate;
pub mod source_map;
mod split;
mod steps;
pub mod style;
pub mod template;

pub use change::{Change, Update, change};
pub use compiler::{Compiled, Compiler};
pub use live::{Live, Replacement};

use crate::diagnostics::{Diagnostic, Severity};
use crate::emit::style::Rpx;
use crate::source::{Files, Sources};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Readable output, files without hashes in their names.
    Dev,
    #[default]
    Release,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Router {
    /// `index.html#/pages/a/a`: any file server can host it.
    #[default]
    Hash,
    /// `pages/a/a.html`: one document per page.
    History,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Threads {
    #[default]
    Worker,
    /// Logic runs on the page.
    One,
}

/// What a build shall come to.
#[derive(Clone, Debug, PartialEq)]
pub struct BuildOptions {
    pub mode: Mode,
    pub rpx: Rpx,
    pub router: Router,
    pub threads: Threads,
    pub source_maps: bool,
    /// Width of the app's column on wide screens, px; 0: no limit.
    pub max_width: u32,
    /// For `wxc dev`: the overlay and the line to the server are part of the app.
    pub serve: bool,
    /// Folders below the project that are not part of it (the output folder).
    pub exclude: Vec<String>,
}

impl Default for BuildOptions {
    fn default() -> Self {
        Self {
            mode: Mode::Release,
            rpx: Rpx::Var,
            router: Router::Hash,
            threads: Threads::Worker,
            source_maps: false,
            max_width: 480,
            serve: false,
            exclude: Vec::new(),
        }
    }
}

/// A file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Bytes(Arc<[u8]>),
    /// Texts one after the other, shared with what they were joined of.
    Joined(Arc<[Arc<str>]>),
    /// The file at this path below the project, unchanged.
    Copy(String),
}

impl Output {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Bytes(text.into().into_bytes().into())
    }

    /// The file's bytes, in pieces; none of a copy.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        let (bytes, texts) = match self {
            Self::Bytes(bytes) => (Some(&bytes[..]), &[][..]),
            Self::Joined(texts) => (None, &texts[..]),
            Self::Copy(_) => (None, &[][..]),
        };
        bytes.into_iter().chain(texts.iter().map(|text| text.as_bytes()))
    }

    /// The file's bytes; `None`: it is a copy.
    pub fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Some(Cow::Borrowed(bytes)),
            Self::Joined(texts) => Some(Cow::Owned(texts.concat().into_bytes())),
            Self::Copy(_) => None,
        }
    }
}

/// What a build came to.
#[derive(Clone, Debug, Default)]
pub struct Build {
    pub outputs: BTreeMap<String, Output>,
    /// In the order of files and places, each once.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts behind the diagnostics.
    pub sources: Arc<Sources>,
    pub pages: usize,
    pub components: usize,
    /// The runtime, which is part of this program, could not be bundled: a bug of ours, in words.
    pub bug: Option<String>,
    /// With [`BuildOptions::serve`]: what pages that show this build can exchange.
    pub live: Option<Live>,
}

impl Build {
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }
}

/// Compiles a whole project.
pub fn build(files: &dyn Files, options: &BuildOptions) -> Build {
    Compiler::new(options.clone()).build(files)
}

/// Compiles a whole project whose documents come with their first frames.
pub fn build_with_frames(files: &dyn Files, options: &BuildOptions, frames: &dyn frame::FrameMaker) -> Build {
    Compiler::new(options.clone()).build_with_frames(files, frames)
}

/// Looks at a whole project without making output.
pub fn check(files: &dyn Files, options: &BuildOptions) -> Build {
    Compiler::new(options.clone()).check(files)
}
