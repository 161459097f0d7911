//! How often compiling the fixtures asks for memory, against `benches/allocations.json`; `UPDATE=1` writes what is counted today. A count does not depend on how busy
//! the machine is, and says what a profile of a parser or a tree would: many small allocations are what makes compiling slow.

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use wxc_core::bundle::{BuildOptions, Compiler, Mode};

/// The system's allocator with a counter.
struct Counting;

static COUNT: AtomicU64 = AtomicU64::new(0);

#[expect(unsafe_code, reason = "an allocator is made of nothing else; all of it is the system's")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.realloc(place, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Counts may differ from the snapshot by this part: tables of hashes grow in other steps, threads come and go.
const SLACK: f64 = 0.03;

type Project = BTreeMap<String, Vec<u8>>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(folder: &Path, prefix: &str, files: &mut Project) {
    for entry in fs::read_dir(folder).expect("a fixture").flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        match path.is_dir() {
            true if name == "dist" || name == "node_modules" => {}
            true => read(&path, &format!("{prefix}{name}/"), files),
            false => _ = files.insert(format!("{prefix}{name}"), fs::read(&path).expect("a readable file")),
        }
    }
}

/// Allocations of this work.
fn count<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = COUNT.load(Ordering::Relaxed);
    let result = work();
    (result, COUNT.load(Ordering::Relaxed) - before)
}

/// Of a whole build, and of rebuilds after one more element in a template.
fn counts(name: &str, template: &str) -> [(String, u64); 3] {
    let mut files = Project::new();
    read(&root().join("fixtures").join(name), "", &mut files);
    let options = BuildOptions { mode: Mode::Dev, serve: true, source_maps: true, ..BuildOptions::default() };
    // Tables that are made once and for all.
    Compiler::new(options.clone()).build(&files);
    let (_, release) = count(|| Compiler::new(BuildOptions::default()).build(&files));
    let mut compiler = Compiler::new(options);
    let (_, dev) = count(|| compiler.build(&files));
    let rebuilds = [1, 2].map(|n| {
        files.get_mut(template).expect("the template").extend_from_slice(format!("<view>{n}</view>").as_bytes());
        count(|| {
            compiler.invalidate(&files, &[template.to_owned()].into());
            compiler.build(&files)
        })
    });
    [
        (format!("{name}, release build"), release),
        (format!("{name}, dev build"), dev),
        (format!("{name}, rebuild of a template"), rebuilds[1].1),
    ]
}

/// One test, so that nothing else allocates meanwhile.
#[test]
fn allocations_of_the_fixtures() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the first pool");
    let found: BTreeMap<String, u64> = [("counter", "pages/index/index.wxml"), ("shop", "pages/home/home.wxml")]
        .into_iter()
        .flat_map(|(name, file)| counts(name, file))
        .collect();
    let path = root().join("benches/allocations.json");
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&found).expect("JSON");
        return fs::write(path, text + "\n").expect("the snapshot is written");
    }
    let text = fs::read_to_string(path).expect("benches/allocations.json");
    let known: BTreeMap<String, u64> = serde_json::from_str(&text).expect("a snapshot");
    for (what, count) in &found {
        let was = known.get(what).copied().unwrap_or_default();
        let change = *count as f64 / was as f64 - 1.0;
        assert!(change.abs() <= SLACK, "{what}: {count} allocations, {was} in the snapshot; `UPDATE=1` writes it if that is what you want");
    }
}
