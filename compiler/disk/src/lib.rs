//! A mini program on disk, for every shell (the program, the language server, the npm package): read, watched, and its output written. Knows no compiler options
//! and prints nothing.

mod contents;
mod files;
mod output;
mod watch;

pub use contents::Contents;
pub use files::Disk;
pub use output::{check_output, excluded, write};
pub use watch::{Changes, Stop, watch};
