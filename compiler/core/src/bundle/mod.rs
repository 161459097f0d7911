//! Output files: packages, pages, style sheets, the manifest; sorted path to bytes.

pub mod minify;
pub mod package;
pub mod runtime;
pub mod source_map;
pub mod template;
