//! Template and style sheet compilers on the files of real packages, side by side in one run on one thread.
//!
//! `cargo run --release --manifest-path benches/compile/Cargo.toml -- [--runs N] [--peers DIR] [--only wxc]
//! [--package NAME] [wxml|wxss]`; `--peers` names the folder with
//! WeChat's `wcc` and `wcsc` (`bin/linux` of npm's `miniprogram-compiler`), which run as processes of their own. The rest are library calls.

mod corpus;
mod style;
mod template;

use corpus::Corpus;
use std::path::PathBuf;
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

type Subjects = for<'a> fn(&'a Corpus, Option<&PathBuf>) -> Vec<Subject<'a>>;

struct Options {
    runs: usize,
    peers: Option<PathBuf>,
    only: Option<String>,
    what: Option<String>,
    package: Option<String>,
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
    for (what, subjects) in kinds {
        if options.what.as_deref().is_none_or(|w| w == what) {
            let mut geometric = Vec::new();
            for corpus in &corpora {
                table(what, corpus, subjects(corpus, options.peers.as_ref()), &options, &mut geometric);
            }
            summary(what, &geometric);
        }
    }
}

fn options() -> Options {
    let mut options = Options { runs: 9, peers: None, only: None, what: None, package: None };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--runs" => options.runs = args.next().and_then(|n| n.parse().ok()).unwrap_or(options.runs),
            "--peers" => options.peers = args.next().map(PathBuf::from),
            "--package" => options.package = args.next(),
            "--only" => options.only = args.next(),
            _ => options.what = Some(arg),
        }
    }
    options
}

type Row = (&'static str, f64);

fn table(what: &str, corpus: &Corpus, mut subjects: Vec<Subject<'_>>, options: &Options, geometric: &mut Vec<Vec<Row>>) {
    subjects.retain(|s| options.only.as_ref().is_none_or(|only| s.name.starts_with(only.as_str())));
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); subjects.len()];
    for _ in 0..options.runs {
        for (subject, times) in subjects.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let made = (subject.run)();
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

fn summary(what: &str, corpora: &[Vec<Row>]) {
    let Some(first) = corpora.first() else { return };
    println!("\n{what}, geometric mean over the packages");
    for (i, (name, _)) in first.iter().enumerate() {
        let mean = |of: &dyn Fn(&Vec<Row>) -> f64| (corpora.iter().map(|rows| of(rows).ln()).sum::<f64>() / corpora.len() as f64).exp();
        println!("  {name:34} {:8.2} MB/s; wxc is {:.2} × as fast", mean(&|r| r[i].1), mean(&|r| r[0].1 / r[i].1));
    }
}
