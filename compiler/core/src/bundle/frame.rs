//! First frames: what making one needs of the output, and what the documents get. Running scripts is not core's work; a [`FrameMaker`] does it.

use crate::bundle::Output;
use crate::emit::template::HtmlTemplate;
use std::collections::BTreeMap;

/// Makes first frames by running the scripts of the output.
pub trait FrameMaker: Sync {
    /// One result for each page of the stage, in its order; the same for the same stage, always and everywhere.
    fn frames(&self, stage: &Stage<'_>) -> Vec<Result<Frame, Obstacle>>;
}

/// An app as it will be served.
#[derive(Clone, Debug)]
pub struct Stage<'a> {
    /// The view's and the pages' own scripts are here.
    pub outputs: &'a BTreeMap<String, Output>,
    /// Names of scripts.
    pub logic: &'a str,
    pub view: &'a str,
    pub pages: Vec<StagePage<'a>>,
}

/// A page that has a document of its own.
#[derive(Clone, Debug)]
pub struct StagePage<'a> {
    pub path: &'a str,
    /// What the worker runs, by the names in the output: the main package's script and its subpackage's, each without what only other pages need.
    pub scripts: BTreeMap<String, String>,
    /// Path of the document; `""` is index.html.
    pub document: String,
    /// JSON of `#wxc-app`.
    pub config: &'a str,
    /// Style sheets that the document links.
    pub sheets: Vec<&'a str>,
    /// The page's WXS script.
    pub script: Option<&'a str>,
    pub templates: Vec<&'a HtmlTemplate>,
}

/// What a document shows before any script has run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// `class` and `style` of `#wxc`.
    pub class: String,
    pub style: String,
    /// Markup inside `#wxc`.
    pub html: String,
}

/// Why a page has no first frame.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Obstacle {
    /// One sentence, lower case.
    pub message: String,
    /// `(script, line, column)` of every call, innermost first; lines and columns count from 1, columns in characters.
    pub stack: Vec<(String, u32, u32)>,
}
