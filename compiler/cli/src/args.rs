//! The command line: commands, options, and what they mean for the compiler.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use wxc_core::bundle::{BuildOptions, Mode, Router, Threads};
use wxc_core::diagnostics::render::Format;
use wxc_core::emit::style::Rpx;

/// Compiles WeChat mini programs into web apps.
#[derive(Debug, Parser)]
#[command(name = "wxc", version, propagate_version = true, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Writes the web app as static files
    Build(Build),
    /// Serves the app, rebuilds on every change and reloads the page
    Dev(Dev),
    /// Reports mistakes without writing anything
    Check(Check),
    /// Renders one template with some data
    Render(Render),
    /// Converts one style sheet
    Css(Css),
    /// Formats templates
    Fmt(Fmt),
    /// Builds and checks on request, and stays warm in between: Bazel's persistent workers with JSON
    Worker(Worker),
    /// Prints the JSON Schema of something that tools read
    Schema(Schema),
    /// Runs the language server on standard input and output; editors start it
    ///
    /// It speaks LSP 3.17, checks the mini programs in the folders of the workspace while you type, and answers questions about their files. Standard error is a
    /// log. The README, under "Editors", says how VS Code, Neovim, Helix, Zed and Sublime Text are set up.
    Lsp(Lsp),
    /// Explains a diagnostic: `wxc explain project/missing-page`
    Explain(Explain),
    /// Makes a new mini program to start from
    Init(Init),
    /// Compiles components for unit tests: JSON in, JSON out (what the npm package `wxc-simulate` calls)
    Simulate,
}

#[derive(Debug, Args)]
pub struct Build {
    /// Folder of the mini program (where project.config.json or app.json is)
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Where to write; replaced as a whole [default: dist in the mini program's folder]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub target: Target,
    /// Readable output with stable names, or small output with hashed names
    #[arg(long, value_enum, default_value_t = ModeArg::Release)]
    pub mode: ModeArg,
    /// Write source maps beside scripts and style sheets
    #[arg(long)]
    pub source_maps: bool,
    /// Leave the first frames of pages out of their HTML
    #[arg(long)]
    pub no_prerender: bool,
    /// Take what was built before from this folder or server, and keep what is built
    #[arg(long, value_name = "DIR|URL")]
    pub cache: Option<String>,
    /// Keep nothing in the cache
    #[arg(long, requires = "cache")]
    pub cache_read_only: bool,
    #[command(flatten)]
    pub graph: Graph,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Args)]
pub struct Dev {
    /// Folder of the mini program (where project.config.json or app.json is)
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Port to listen on; the next free one if it is taken
    #[arg(long, default_value_t = 5188)]
    pub port: u16,
    /// Address to listen on; others than loopback let the network in
    #[arg(long, default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// Open the app in a browser
    #[arg(long)]
    pub open: bool,
    #[command(flatten)]
    pub target: Target,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Folder of the mini program (where project.config.json or app.json is)
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    #[command(flatten)]
    pub graph: Graph,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Args)]
pub struct Render {
    /// A .wxml file
    pub file: Option<PathBuf>,
    /// Root of the mini program, for absolute paths [default: the nearest folder above FILE with an app.json]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Data of the template: JSON, or @FILE
    #[arg(long, value_name = "JSON|@FILE")]
    pub data: Option<String>,
    /// What is printed: markup, or the evaluated values as JSON (tests/conformance/README.md describes the form)
    #[arg(long, value_enum, default_value_t = RenderFormat::Html)]
    pub format: RenderFormat,
    /// Answer every case of this file instead, one JSON object per line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "data", "root"])]
    pub cases: Option<PathBuf>,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Args)]
pub struct Css {
    /// A .wxss file
    pub file: Option<PathBuf>,
    /// Root of the mini program, for absolute paths [default: the nearest folder above FILE with an app.json]
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// How rpx is written: `var`, `px=WIDTH` (whole pixels for a screen of that width), `vw`, `rem`
    #[arg(long, value_name = "UNIT", default_value = "var")]
    pub rpx: Rpx,
    /// As the sheet of a component: classes confined to scope `s1`, `:host` as `.h1`
    #[arg(long)]
    pub component: bool,
    /// Small instead of readable
    #[arg(long)]
    pub minify: bool,
    /// Convert every case of this file instead, one JSON object per line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "root", "component", "minify", "rpx"])]
    pub cases: Option<PathBuf>,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Args)]
pub struct Fmt {
    /// Templates (.wxml) or folders of them; `-` is standard input
    #[arg(default_value = ".", value_name = "FILES")]
    pub files: Vec<PathBuf>,
    /// Write nothing; list the files that are not formatted and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
    /// Format standard input to standard output, as `-` does
    #[arg(long, conflicts_with = "files")]
    pub stdin: bool,
    #[command(flatten)]
    pub report: Report,
}

#[derive(Debug, Args)]
pub struct Lsp {
    /// Nothing else is possible; some editors say it
    #[arg(long)]
    pub stdio: bool,
    /// Threads to compile on [default: one per core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// Code of a diagnostic; without it, all codes are listed
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub struct Init {
    /// Folder to make
    pub dir: PathBuf,
}

#[derive(Debug, Args)]
pub struct Worker {
    /// Answer requests on standard input; the default without a command
    #[arg(long = "persistent_worker")]
    pub persistent_worker: bool,
    /// Run this command alone: `build …`, `check …`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "COMMAND")]
    pub command: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// `diagnostics`: the lines of `--message-format json`; `manifest`: manifest.json of an output folder
    #[arg(value_enum)]
    pub of: SchemaOf,
}

/// What build systems want to know.
#[derive(Debug, Args)]
pub struct Graph {
    /// Write what the result depends on as a rule for make and ninja
    #[arg(long, value_name = "FILE")]
    pub depfile: Option<PathBuf>,
    /// What the rule of --depfile makes [default: manifest.json in the output folder]
    #[arg(long, value_name = "NAME", requires = "depfile")]
    pub depfile_target: Option<String>,
    /// Print the paths of all files that were read, on standard output
    #[arg(long)]
    pub print_inputs: bool,
}

/// What is built for.
#[derive(Debug, Args)]
pub struct Target {
    /// How rpx is written: `var`, `px=WIDTH` (whole pixels for a screen of that width), `vw`, `rem`
    #[arg(long, value_name = "UNIT", default_value = "var")]
    pub rpx: Rpx,
    /// Addresses of pages: `index.html#/pages/a/a`, or one document per page
    #[arg(long, value_enum, default_value_t = RouterArg::Hash)]
    pub router: RouterArg,
    /// Where the program's logic runs: in a worker, or on the page
    #[arg(long, value_enum, default_value_t = ThreadsArg::Worker)]
    pub threads: ThreadsArg,
    /// Width of the app on wide screens, px; 0: no limit
    #[arg(long, value_name = "PX", default_value_t = 480)]
    pub max_width: u32,
}

/// How the compiler works and reports.
#[derive(Debug, Args)]
pub struct Report {
    /// How diagnostics are printed: for people, one per line; for tools (on standard output) one JSON object per line, a SARIF log, or GitHub annotations
    #[arg(long, value_enum, default_value_t = FormatArg::Pretty)]
    pub message_format: FormatArg,
    /// Exit with 1 on warnings too
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Option<Deny>,
    /// Threads to compile on [default: one per core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    Diagnostics,
    Manifest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeArg {
    Dev,
    Release,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RouterArg {
    Hash,
    History,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThreadsArg {
    Worker,
    #[value(name = "1")]
    One,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RenderFormat {
    Html,
    Tree,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Pretty,
    Short,
    Json,
    Sarif,
    Github,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Pretty => Self::Pretty,
            FormatArg::Short => Self::Short,
            FormatArg::Json => Self::Json,
            FormatArg::Sarif => Self::Sarif,
            FormatArg::Github => Self::Github,
        }
    }
}

impl Target {
    pub fn options(&self, mode: ModeArg, source_maps: bool) -> BuildOptions {
        BuildOptions {
            mode: if mode == ModeArg::Dev { Mode::Dev } else { Mode::Release },
            rpx: self.rpx,
            router: if self.router == RouterArg::History { Router::History } else { Router::Hash },
            threads: if self.threads == ThreadsArg::One { Threads::One } else { Threads::Worker },
            source_maps,
            max_width: self.max_width,
            ..BuildOptions::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
