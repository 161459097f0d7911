//! Template and style sheet compilers on the files of real packages, side by side in one run on one thread.
//!
//! `run.mjs` beside it calls it: `[--runs N] [--peers DIR] [--only START] [--subject NAME] [--package NAME] [--json FILE] [wxml|wxss]`. `--peers` names the folder with WeChat's `wcc` and `wcsc`
//! (`bin/linux` of npm's `miniprogram-compiler`), which run as processes of their own, behind the words of `RUNNER` if that is set. The rest are library calls.

mod corpus;
mod style;
mod template;

use corpus::Corpus;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The allocator that `wxc` runs with; all library calls get it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Compilers are measured in turns; each gives the number of bytes it made, which keeps it from being optimised away.
pub struct Subject<'a> {
    pub name: &'static str,
    /// Bytes of source it works on.
    pub bytes: usize,
    pub run: Box<dyn FnMut() -> usize + 'a>,
}

type Subjects = for<'a> fn(&'a Corpus, Option<&'a PathBuf>) -> Vec<Subject<'a>>;

struct Options {
    runs: usize,
    peers: Option<PathBuf>,
    /// How the names of the subjects begin.
    only: Option<String>,
    subject: Option<String>,
    what: Option<String>,
    package: Option<String>,
    json: Option<PathBuf>,
}

fn main() {
    let options = options();
    let mut corpora = corpus::all();
    corpora.retain(|corpus| options.package.as_deref().is_none_or(|name| name == corpus.name));
    if corpora.is_empty() {
        eprintln!("no packages found: run `npm ci` at the root of the repository first");
        std::process::exit(1);
    }
    println!("median of {} interleaved runs, one thread", options.runs);
    let kinds: [(&str, Subjects); 2] = [("wxml", template::subjects), ("wxss", style::subjects)];
    let mut results = serde_json::Map::new();
    for (what, subjects) in kinds {
        if options.what.as_deref().is_none_or(|w| w == what) {
            let mut geometric = Vec::new();
            for corpus in &corpora {
                table(what, corpus, subjects(corpus, options.peers.as_ref()), &options, &mut geometric);
            }
            summary(what, &geometric);
            let named = corpora
                .iter()
                .zip(&geometric)
                .map(|(corpus, rows)| (corpus.name.to_owned(), rows.iter().map(|(name, speed)| (*name, *speed)).collect()));
            results.insert(what.to_owned(), serde_json::Value::Object(named.collect()));
        }
    }
    if let Some(path) = options.json {
        let text = format!("{:#}\n", serde_json::json!({ "unit": "MB/s; medians", "runs": options.runs, "results": results }));
        std::fs::write(path, text).expect("the results are written");
    }
}

fn options() -> Options {
    let mut options = Options { runs: 9, peers: None, only: None, subject: None, what: None, package: None, json: None };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--runs" => options.runs = args.next().and_then(|n| n.parse().ok()).unwrap_or(options.runs),
            "--peers" => options.peers = args.next().map(PathBuf::from),
            "--package" => options.package = args.next(),
            "--json" => options.json = args.next().map(PathBuf::from),
            "--only" => options.only = args.next(),
            "--subject" => options.subject = args.next(),
            _ => options.what = Some(arg),
        }
    }
    options
}

type Row = (&'static str, f64);

fn table(what: &str, corpus: &Corpus, mut subjects: Vec<Subject<'_>>, options: &Options, geometric: &mut Vec<Vec<Row>>) {
    subjects.retain(|s| options.only.as_deref().is_none_or(|only| s.name.starts_with(only)));
    subjects.retain(|s| options.subject.as_deref().is_none_or(|name| s.name == name));
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); subjects.len()];
    for _ in 0..options.runs {
        for (subject, times) in subjects.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let made = measured(subject);
            times.push(start.elapsed().as_secs_f64());
            assert!(made > 0, "{} made nothing of {}", subject.name, corpus.name);
        }
    }
    println!("\n{what}, {}", corpus.name);
    let mut rows: Vec<Row> = Vec::new();
    for (subject, times) in subjects.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        let median = times[times.len() / 2];
        let speed = subject.bytes as f64 / median / 1e6;
        rows.push((subject.name, speed));
        println!("  {:34} {:8.2} ms {:8.2} MB/s  × wxc {:6.2}", subject.name, median * 1e3, speed, speed / rows[0].1);
    }
    geometric.push(rows);
}

/// A name of its own, so that callgrind can count what happens inside and nothing else.
#[inline(never)]
fn measured(subject: &mut Subject<'_>) -> usize {
    (subject.run)()
}

/// WeChat's compiler of this name, or what `RUNNER` wraps it in and what that says.
pub fn peer(folder: &Path, name: &str) -> Command {
    let program = folder.join(name);
    match std::env::var("RUNNER") {
        Ok(runner) => {
            let mut words = runner.split(' ');
            let mut command = Command::new(words.next().unwrap_or_default());
            command.args(words).arg(program).stderr(Stdio::inherit());
            command
        }
        Err(_) => {
            let mut command = Command::new(program);
            command.stderr(Stdio::null());
            command
        }
    }
}

fn summary(what: &str, corpora: &[Vec<Row>]) {
    let Some(first) = corpora.first() else { return };
    println!("\n{what}, geometric mean over the packages");
    for (i, (name, _)) in first.iter().enumerate() {
        let mean = |of: &dyn Fn(&Vec<Row>) -> f64| (corpora.iter().map(|rows| of(rows).ln()).sum::<f64>() / corpora.len() as f64).exp();
        println!("  {name:34} {:8.2} MB/s; wxc is {:.2} × as fast", mean(&|r| r[i].1), mean(&|r| r[0].1 / r[i].1));
    }
}
