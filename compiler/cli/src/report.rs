//! Prints diagnostics and the summary line, and decides the exit code.

use crate::args::{Deny, FormatArg, Report};
use std::io::{IsTerminal, Write, stderr, stdout};
use wxc_core::bundle::Build;
use wxc_core::diagnostics::render::{render, summary};

/// Exit codes: what scripts that call `wxc` rely on.
pub const FINE: u8 = 0;
pub const ERRORS: u8 = 1;
pub const USAGE: u8 = 2;
pub const BUG: u8 = 3;

/// Whether text on standard error may have colours: on a terminal, unless `NO_COLOR` says otherwise.
pub fn colour() -> bool {
    let forbidden =
        std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    stderr().is_terminal() && !forbidden
}

/// Prints the diagnostics of a build: JSON to standard output, everything else to standard error.
pub fn print(build: &Build, report: &Report) {
    let text = render(report.message_format.into(), &build.sources, &build.diagnostics, colour());
    // A closed pipe is nobody's mistake.
    let _ = match report.message_format {
        FormatArg::Json => stdout().write_all(text.as_bytes()),
        FormatArg::Pretty | FormatArg::Short => stderr().write_all(text.as_bytes()),
    };
}

/// Prints diagnostics to standard error in every format, for commands whose result is on standard output.
pub fn print_aside(build: &Build, report: &Report) {
    let text = render(report.message_format.into(), &build.sources, &build.diagnostics, colour());
    let _ = stderr().write_all(text.as_bytes());
}

/// Prints the last line, such as `wxc: built 58 pages …, 1 warning`; silent when tools read along.
pub fn conclude(build: &Build, report: &Report, words: &str) {
    if report.message_format == FormatArg::Json {
        return;
    }
    let counts = summary(&build.diagnostics);
    let end = if counts.is_empty() { String::new() } else { format!(", {counts}") };
    let _ = writeln!(stderr(), "wxc: {words}{end}");
}

pub fn exit_code(build: &Build, report: &Report) -> u8 {
    use wxc_core::diagnostics::Severity::{Error, Warning};
    if let Some(bug) = &build.bug {
        eprintln!("{}", bug_report(bug));
        return BUG;
    }
    let denied = report.deny == Some(Deny::Warnings) && build.count(Warning) > 0;
    if build.count(Error) > 0 || denied { ERRORS } else { FINE }
}

/// What to do about a mistake of ours.
pub fn bug_report(words: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!("wxc {version} has a bug: {words}\nPlease report it with these lines and, if you can, the project that causes it.")
}

/// Says that the command was used wrongly, and how to use it.
pub fn usage(message: &str, hint: &str) -> u8 {
    let _ = writeln!(stderr(), "error: {message}\n\n  {hint}");
    USAGE
}

/// `1 page`, `2 pages`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
