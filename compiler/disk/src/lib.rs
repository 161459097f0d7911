//! A mini program on disk, for every shell (the program, the language server, the npm package): read, watched, and its output written. Knows no compiler options
//! and prints nothing.

mod contents;
mod files;
mod output;
mod seen;
mod still;
mod watch;

pub use contents::Contents;
pub use files::{Disk, reason};
pub use output::{Unfinished, absolute, check_output, default_output, excluded, write, write_unless_abandoned};
pub use seen::{Digest, Seen};
pub use still::Still;
pub use watch::{Changes, Stop, watch};
