//! What scripts are to the rest of the compiler: their kinds and the requests they make. Their syntax tree is oxc's.

use crate::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScriptKind {
    Js,
    Ts,
    Json,
    Wxs,
}

impl ScriptKind {
    /// By extension: `.ts`, `.json`, `.wxs`, anything else is JavaScript.
    pub fn of(path: &str) -> Self {
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("ts") => Self::Ts,
            Some("json") => Self::Json,
            Some("wxs") => Self::Wxs,
            _ => Self::Js,
        }
    }
}

/// `require("x")`, `import "x"`, `import("x")`, `require.async("x")`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub text: String,
    /// The string literal, in the file.
    pub span: Span,
    /// Loads at run time; the target may lie in another package.
    pub dynamic: bool,
    /// Stands in a `try` block or has a failure callback: the program copes with a missing file.
    pub optional: bool,
}
