//! Prints diagnostics and the summary line, and decides the exit code.

use crate::args::{Deny, FormatArg, Report};
use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::path::Path;
use wxc_core::bundle::Build;
use wxc_core::diagnostics::render::{Look, render, summary};
use wxc_disk::reason;

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

/// What a command says and how it ends.
#[derive(Debug, Default)]
pub struct Said {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    pub code: u8,
}

impl Said {
    /// The diagnostics of the project in `dir`: for tools on standard output, for people on standard error.
    pub fn diagnostics(build: &Build, report: &Report, dir: &Path) -> Self {
        let mut said = Self { code: exit_code(build, report), ..Self::default() };
        let text = text(build, report, dir);
        match report.message_format {
            FormatArg::Json | FormatArg::Sarif | FormatArg::Github => said.out = text,
            FormatArg::Pretty | FormatArg::Short => said.err = text,
        }
        said
    }

    /// A command that was used wrongly, and how to use it.
    pub fn usage(message: &str, hint: &str) -> Self {
        Self { err: format!("error: {message}\n\n  {hint}\n"), code: USAGE, ..Self::default() }
    }

    /// Something that is not the project's mistake went wrong.
    pub fn fail(&mut self, message: &str) {
        self.err += &format!("error: {message}\n");
        self.code = self.code.max(ERRORS);
    }

    /// Adds the last line, such as `wxc: built 58 pages …, 1 warning`; nothing when tools read along.
    pub fn conclude(&mut self, build: &Build, report: &Report, words: &str) {
        self.err += &conclusion(build, report, words);
        if let Some(bug) = &build.bug {
            self.err += &format!("{}\n", bug_report(bug));
        }
    }

    /// Prints everything; gives the exit code.
    pub fn print(mut self) -> u8 {
        // A closed pipe is nobody's mistake; a full disk is one that callers must hear of.
        if let Err(error) = stdout().write_all(self.out.as_bytes()).and_then(|()| stdout().flush())
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.fail(&format!("cannot write to standard output: {}", reason(&error)));
        }
        let _ = stderr().write_all(self.err.as_bytes());
        self.code
    }
}

/// Prints the diagnostics of the project in `dir`: for tools to standard output, for people to standard error.
pub fn print(build: &Build, report: &Report, dir: &Path) {
    let text = text(build, report, dir);
    // A closed pipe is nobody's mistake.
    let _ = match report.message_format {
        FormatArg::Json | FormatArg::Sarif | FormatArg::Github => stdout().write_all(text.as_bytes()),
        FormatArg::Pretty | FormatArg::Short => stderr().write_all(text.as_bytes()),
    };
}

/// Prints diagnostics to standard error in every format, for commands whose result is on standard output.
pub fn print_aside(build: &Build, report: &Report, dir: &Path) {
    let bug = build.bug.as_ref().map(|bug| bug_report(bug) + "\n").unwrap_or_default();
    let _ = stderr().write_all((text(build, report, dir) + &bug).as_bytes());
}

fn text(build: &Build, report: &Report, dir: &Path) -> String {
    let prefix = from_here(dir).map(|path| format!("{path}/")).filter(|path| path != "/").unwrap_or_default();
    render(report.message_format.into(), &build.sources, &build.diagnostics, Look { colour: colour(), prefix: &prefix })
}

/// The path of a folder from the one the program runs in, if it is below that.
fn from_here(dir: &Path) -> Option<String> {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok()?;
    let dir = dir.canonicalize().ok()?;
    Some(dir.strip_prefix(here).ok()?.to_str()?.replace('\\', "/"))
}

/// Prints the last line, such as `wxc: built 58 pages …, 1 warning`; silent when tools read along.
pub fn conclude(build: &Build, report: &Report, words: &str) {
    let _ = stderr().write_all(conclusion(build, report, words).as_bytes());
}

fn conclusion(build: &Build, report: &Report, words: &str) -> String {
    if matches!(report.message_format, FormatArg::Json | FormatArg::Sarif) {
        return String::new();
    }
    let counts = summary(&build.diagnostics);
    let end = if counts.is_empty() { String::new() } else { format!(", {counts}") };
    format!("wxc: {words}{end}\n")
}

pub fn exit_code(build: &Build, report: &Report) -> u8 {
    use wxc_core::diagnostics::Severity::{Error, Warning};
    if build.bug.is_some() {
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
    Said::usage(message, hint).print()
}

/// `1 page`, `2 pages`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
