//! Output files: packages, pages, style sheets, the manifest; sorted path to bytes.

pub mod package;
pub mod runtime;
pub mod template;
