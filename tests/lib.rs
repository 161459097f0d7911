//! Tests of wxc that cross a phase; see README.md in this folder.

#[path = "fuzz/checks.rs"]
pub mod checks;
#[path = "hostile/project.rs"]
pub mod hostile;
pub mod html;
