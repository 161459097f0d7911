//! Replays the corpora of the fuzz targets, and a fixed number of changes to each text, without a fuzzer: what was found once is not lost.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use wxc_tests::checks::{CHECKS, Check};

/// Changed texts per target. Targets differ in what one text costs.
const CHANGES: &[(&str, usize)] = &[
    ("config", 100),
    ("expression", 4000),
    ("fmt", 1500),
    ("lexer", 4000),
    ("project", 30),
    ("script", 300),
    ("wxml", 2000),
    ("wxss", 300),
];

/// Far above what any text here needs, far below what work that grows with the square of the length does to a text of this length.
const LONG: usize = 16_000;
const PATIENCE: Duration = Duration::from_secs(20);

fn corpus(target: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/corpus/{target}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("a list of texts")
}

/// xorshift64*: the same changes on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n.max(1)
    }
}

/// What is put in at random places.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "{{",
    "}}",
    "{",
    "}",
    "\"",
    "'",
    "`",
    "${",
    "=",
    "&",
    ";",
    "\\",
    "\n",
    "\r\n",
    "\0",
    "\u{2028}",
    "中",
    "😀",
    "&lt;",
    "<wxs module=\"m\">",
    "</wxs>",
    "</script>",
    "</style>",
    "/*",
    "*/",
    "//",
    "(",
    ")",
    "[",
    "]",
    ",",
    ":",
    "?",
    ".",
    "...",
    "@import 'b';",
    "@media(",
    "rpx",
    "wx:for=\"{{l}}\"",
    "wx:if=\"{{a}}\"",
    "wx:else",
    "0x",
    "1e999",
    "__proto__",
    "\u{feff}",
    "\u{a0}",
];

/// A text with one to four changes: something put in, a piece cut out, doubled, or taken from another text.
fn change(random: &mut Random, texts: &[String]) -> String {
    let mut text: Vec<char> = texts[random.below(texts.len())].chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(12)).min(text.len());
        match random.below(4) {
            0 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            1 => drop(text.drain(at..end)),
            2 => {
                let piece = text[at..end].to_vec();
                drop(text.splice(at..at, piece));
            }
            _ => {
                let other: Vec<char> = texts[random.below(texts.len())].chars().collect();
                let from = random.below(other.len() + 1);
                let piece = other[from..(from + random.below(40)).min(other.len())].to_vec();
                drop(text.splice(at..end, piece));
            }
        }
    }
    text.into_iter().collect()
}

fn run(target: &str, check: Check, text: &str) {
    let start = worked();
    let outcome = std::panic::catch_unwind(|| check(text));
    assert!(outcome.is_ok(), "`{target}` fails on {text:?}");
    let work = worked() - start;
    assert!(work < PATIENCE, "`{target}` takes {work:?} for {} bytes: {:.200}…", text.len(), text);
}

/// How long this thread has been running, not counting what it waited for the processor; where the system does not say, the time of day.
fn worked() -> Duration {
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = counted.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default(), Duration::from_nanos)
}

fn replay(target: &str) {
    let (_, check) = CHECKS.iter().find(|(name, _)| *name == target).expect("a target of that name");
    let texts = corpus(target);
    assert!(texts.len() > 10, "the corpus of `{target}` is nearly empty");
    for text in &texts {
        run(target, *check, text);
    }
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let changes = CHANGES.iter().find(|(name, _)| *name == target).map_or(0, |(_, count)| *count);
    for _ in 0..changes {
        run(target, *check, &change(&mut random, &texts));
    }
    for _ in 0..8 {
        let text = &texts[random.below(texts.len())];
        if !text.is_empty() {
            run(target, *check, &text.repeat(LONG / text.len() + 1));
        }
    }
}

macro_rules! targets {
    ($($name:ident),*) => {
        $(#[test]
        fn $name() {
            replay(stringify!($name));
        })*

        #[test]
        fn every_target_is_replayed() {
            let names = [$(stringify!($name)),*];
            assert_eq!(CHECKS.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        }
    };
}

targets!(config, expression, fmt, lexer, project, script, wxml, wxss);
