//! Wrong options: the nearest right one, also that of another command. clap's own guesses go by likeness alone and miss short names.

use crate::args::Cli;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, Error};
use wxc_core::diagnostics::nearest;

/// The same error with a better guess, where there is one.
pub fn explain(mut error: Error, arguments: &[std::ffi::OsString]) -> Error {
    if error.kind() != ErrorKind::UnknownArgument {
        return error;
    }
    let Some(ContextValue::String(written)) = error.get(ContextKind::InvalidArg) else { return error };
    let name = written.split('=').next().unwrap_or_default().trim_start_matches('-').to_owned();
    let program = Cli::command();
    let called = arguments.iter().skip(1).filter_map(|argument| argument.to_str()).find_map(|word| program.find_subcommand(word));
    let Some(called) = called else { return error };
    let is = |long: &&str| *long == name;
    let elsewhere = || program.get_subcommands().filter(|command| longs(command).any(|long| is(&long))).map(Command::get_name);
    let tip = match near(&name, called) {
        Some(long) => {
            let same = |value: &ContextValue| matches!(value, ContextValue::String(guess) if guess.trim_start_matches('-') == long);
            if error.get(ContextKind::SuggestedArg).is_some_and(same) {
                return error;
            }
            error.insert(ContextKind::SuggestedArg, ContextValue::String(format!("--{long}")));
            let usage = format!("Usage: wxc {} --{long}", called.get_name());
            error.insert(ContextKind::Usage, ContextValue::StyledStr(usage.into()));
            return error;
        }
        None => elsewhere().map(|command| format!("`wxc {command}`")).collect::<Vec<_>>(),
    };
    if !tip.is_empty() {
        error.remove(ContextKind::SuggestedArg);
        let verb = if tip.len() == 1 { "has" } else { "have" };
        let words = format!("{} {verb} an option `--{name}`, `wxc {}` does not", tip.join(" and "), called.get_name());
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![words.into()]));
    }
    error
}

fn longs(command: &Command) -> impl Iterator<Item = &str> {
    command.get_arguments().filter_map(Arg::get_long)
}

/// The option that a misspelling, a beginning or a longer form of its name means: `--ot`, `--outdir`, `--source-map`.
fn near<'a>(written: &str, command: &'a Command) -> Option<&'a str> {
    let begins = |long: &&str| written.len() >= 2 && (long.starts_with(written) || written.starts_with(*long));
    let missing = |long: &&str| written.len() == 2 && long.len() == 3 && is_part(written, long);
    nearest(written, longs(command)).or_else(|| longs(command).find(|long| begins(long) || missing(long)))
}

/// Whether the letters of `part` stand in `whole` in their order.
fn is_part(part: &str, whole: &str) -> bool {
    let mut letters = whole.chars();
    part.chars().all(|letter| letters.any(|other| other == letter))
}
