//! `wxc dev`: compiles in memory, serves the result, watches the project, and tells open pages what changed.

mod proxy;
mod server;
mod state;

use crate::args;
use crate::build::{jobs, project};
use crate::lost::guide;
use crate::report::{ERRORS, FINE, conclude, plural, print};
use state::{Event, State};
use std::collections::BTreeSet;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use wxc_core::bundle::{Build, Compiler};
use wxc_disk::{Changes, Contents, Disk, default_output, watch};

pub fn dev(args: &args::Dev) -> u8 {
    let root = match project(Path::new(""), &args.dir) {
        Ok(root) => root,
        Err(said) => return said.print(),
    };
    jobs(args.report.jobs);
    let listener = match listen(args) {
        Ok(listener) => listener,
        Err(error) => {
            eprintln!("error: cannot listen on {}:{}: {error}", args.host, args.port);
            return ERRORS;
        }
    };
    let mut options = args.target.options(args::ModeArg::Dev, true);
    options.serve = true;
    options.exclude = default_output(&root);
    // Before the first build, so that nothing that changes meanwhile is missed.
    let mut changes = match watch(&root, &options.exclude) {
        Ok(changes) => changes,
        Err(error) => {
            eprintln!("error: cannot watch `{}`: {error}", root.display());
            return ERRORS;
        }
    };
    let disk = Arc::new(Disk::new(&root));
    let mut compiler = Compiler::new(options.clone());
    let start = Instant::now();
    let mut build = compiler.build(&*disk);
    disk.report(&mut build);
    guide(&mut build, &root, &args.dir, "dev");
    print(&build, &args.report, &root);
    let state = Arc::new(State::new(disk.clone(), args.host));
    announce(&build, args, &listener, start);
    state.publish(build, &BTreeSet::new());

    let report = args.report_format();
    let rebuilding = state.clone();
    std::thread::spawn(move || {
        let mut known = Contents::default();
        while let Some(first) = changes.early() {
            rebuild(&mut compiler, &disk, &rebuilding, &mut known, first, &mut changes, &report);
        }
    });
    if args.open {
        open(&listener);
    }
    match server::serve(listener, state) {
        Ok(()) => FINE,
        Err(error) => {
            eprintln!("error: {error}");
            ERRORS
        }
    }
}

/// Builds at once, and again if more of the same save comes meanwhile; only then pages hear of it.
fn rebuild(
    compiler: &mut Compiler,
    disk: &Disk,
    state: &State,
    known: &mut Contents,
    first: BTreeSet<String>,
    changes: &mut Changes,
    report: &args::Report,
) {
    let (mut edited, mut built) = (BTreeSet::new(), None);
    let mut next = Some(first);
    while let Some(changed) = next {
        let start = Instant::now();
        let real = known.changed(disk, &changed);
        if !real.is_empty() {
            compiler.invalidate(disk, &real);
            built = Some((compiler.build(disk), start.elapsed()));
            edited.extend(real);
        }
        next = changes.more();
    }
    let Some((mut build, time)) = built else { return };
    disk.report(&mut build);
    print(&build, report, &disk.locate(""));
    let names = edited.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
    conclude(&build, report, &format!("rebuilt in {} ms ({names})", time.as_millis()));
    state.publish(build, &edited);
}

/// The port asked for, or the next free one.
fn listen(args: &args::Dev) -> std::io::Result<TcpListener> {
    let mut last = None;
    for port in (0..20).filter_map(|step| args.port.checked_add(step)) {
        match TcpListener::bind(SocketAddr::new(args.host, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| std::io::Error::other("no free port")))
}

fn address(listener: &TcpListener) -> String {
    listener.local_addr().map(|address| format!("http://{address}/")).unwrap_or_default()
}

fn announce(build: &Build, args: &args::Dev, listener: &TcpListener, start: Instant) {
    let words = format!("{} in {} ms; {}", plural(build.pages, "page"), start.elapsed().as_millis(), address(listener));
    conclude(build, &args.report, &words);
    if args.report.message_format == args::FormatArg::Json {
        println!("{}", serde_json::json!({"type": "listening", "url": address(listener)}));
    }
}

fn open(listener: &TcpListener) {
    let url = address(listener);
    let command: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["cmd", "/c", "start", ""]
    } else {
        &["xdg-open"]
    };
    let (program, rest) = command.split_first().unwrap_or((&"", &[]));
    if let Err(error) = std::process::Command::new(program).args(rest).arg(&url).spawn() {
        eprintln!("wxc: cannot open a browser ({error}); the address is {url}");
    }
}

impl State {
    /// Makes a build what is served from now on and tells open pages what changed.
    fn publish(&self, build: Build, edited: &BTreeSet<String>) {
        for event in self.replace(build, edited) {
            self.send(&event);
        }
    }
}

impl args::Dev {
    fn report_format(&self) -> args::Report {
        args::Report { message_format: self.report.message_format, deny: None, jobs: None }
    }
}

impl Event {
    fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
