//! The program `wxc`: parses arguments, calls the compiler, prints.

mod args;
mod arguments;
mod build;
mod cache;
mod cases;
mod compile;
mod css;
mod dev;
mod explain;
mod fmt;
mod inputs;
mod interrupt;
mod lost;
mod mistyped;
mod render;
mod report;
mod schema;
mod simulate;
mod single;
mod worker;

use args::{Cli, Command};
use arguments::Form;
use clap::Parser;
use compile::{Anew, Job};
use std::io::{Write, stderr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use wxc_disk::Unfinished;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        let payload = info.payload();
        let words =
            payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown");
        let version = env!("CARGO_PKG_VERSION");
        let _ = writeln!(
            stderr(),
            "wxc {version} has a bug: {words}\n  at {place}\nPlease report it with these lines and, if you can, the project that causes it."
        );
    }));
    // clap exits with 2 on wrong usage by itself.
    // What Bazel gives a worker has one argument on each line.
    let form = if std::env::args_os().nth(1).is_some_and(|command| command == "worker") { Form::Lines } else { Form::Shell };
    let cli = match arguments::expand(std::env::args_os(), Path::new(""), form) {
        Ok(arguments) => Cli::try_parse_from(&arguments).unwrap_or_else(|error| mistyped::explain(error, &arguments).exit()),
        Err(said) => return ExitCode::from(said.print()),
    };
    ExitCode::from(catch_unwind(AssertUnwindSafe(|| run(&cli))).unwrap_or(report::BUG))
}

fn run(cli: &Cli) -> u8 {
    match &cli.command {
        Command::Build(args) => build::build(args, &here(&interrupt::watch())).print(),
        Command::Check(args) => build::check(args, &here(&Unfinished::default())).print(),
        Command::Dev(args) => dev::dev(args),
        Command::Render(args) => render::render(args),
        Command::Css(args) => css::css(args),
        Command::Fmt(args) => fmt::fmt(args),
        Command::Lsp(args) => {
            build::jobs(args.jobs);
            wxc_lsp::serve()
        }
        Command::Explain(args) => explain::explain(args.code.as_deref()),
        Command::Worker(args) if args.persistent_worker || args.command.is_empty() => worker::serve(std::io::stdin()),
        Command::Worker(args) => worker::once(&args.command).print(),
        Command::Schema(args) => schema::schema(args.of).print(),
        Command::Simulate => simulate::answer(),
        Command::Init(args) => explain::init(&args.dir),
    }
}

/// A command of this program run alone.
fn here(unfinished: &Unfinished) -> Job<'_> {
    Job { base: Path::new(""), unfinished, compiling: &Anew, quiet: false }
}
