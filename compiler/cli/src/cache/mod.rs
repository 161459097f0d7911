//! `--cache`: builds that somebody did before, by the content of everything they read. In a folder, or on a server that speaks Bazel's HTTP cache protocol.
//!
//! What a build reads is known only after it has been done, so there are two steps. `ac/<hash of program, options and configuration>` lists what builds of such a
//! project read (their *shapes*); `ac/<hash of program, options and the content of all that>` is the result, whose files are one blob under `cas/<its hash>`. All hashes are
//! SHA-256. Nothing that comes from a cache is believed: names, sizes and hashes are checked, and what is wrong is as good as absent.

mod entry;
mod folder;
mod server;

use crate::compile::{Compiling, Work};
use entry::{Entry, Shape, Shapes};
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use wxc_core::bundle::Build;
use wxc_core::source::Files;
use wxc_disk::{Digest, Disk};

/// How many shapes are kept for one configuration: branches of a project differ in what they read.
const SHAPES: usize = 6;
/// Largest list or result, bytes; blobs are as large as their entry says, up to [`LARGEST`].
const LARGEST_ENTRY: u64 = 32 << 20;
const LARGEST: u64 = 1 << 30;

/// The two kinds of things in a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Results, by the hash of what they come from.
    Ac,
    /// Contents, by their own hash.
    Cas,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Ac => "ac",
            Self::Cas => "cas",
        }
    }
}

/// What is wrong with a cache, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    /// One thing in it: as good as absent, and replaced.
    Damaged(String),
    /// All of it: it is left alone for the rest of the build.
    Useless(String),
}

/// Where things are kept. Names are hashes.
trait Store {
    /// At most `limit` bytes; `None`: there is no such thing.
    fn get(&self, kind: Kind, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Trouble>;
    fn put(&self, kind: Kind, name: &str, bytes: &[u8]) -> Result<(), Trouble>;
}

/// Compiles what is not in the cache.
pub struct Cached<'a> {
    inner: &'a dyn Compiling,
    store: Box<dyn Store>,
    /// As it is shown.
    name: String,
    read_only: bool,
    /// What was wrong with the cache: the worst of it.
    trouble: RefCell<Option<Trouble>>,
}

impl<'a> Cached<'a> {
    /// `place`: a folder, or an address that begins with `http://` or `https://`. `Err`: it is neither.
    pub fn new(inner: &'a dyn Compiling, place: &str, base: &Path, read_only: bool) -> Result<Self, String> {
        let (store, name): (Box<dyn Store>, String) = if place.starts_with("http://") || place.starts_with("https://") {
            let server = server::Server::new(place)?;
            let name = server.name();
            (Box::new(server), name)
        } else if place.contains("://") {
            return Err(format!("`{place}` is neither a folder nor an address of a cache"));
        } else {
            (Box::new(folder::Folder::new(base.join(place))), place.to_owned())
        };
        Ok(Self { inner, store, name, read_only, trouble: RefCell::default() })
    }

    /// What to tell about the cache, if something was wrong with it.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.borrow().as_ref().map(|trouble| match trouble {
            Trouble::Damaged(what) => format!("in the cache `{}`, {what}; built anew", self.name),
            Trouble::Useless(why) => format!("the cache `{}` is not used: {why}", self.name),
        })
    }

    fn is_useless(&self) -> bool {
        matches!(*self.trouble.borrow(), Some(Trouble::Useless(_)))
    }

    /// The result of `work`, unless there was or is trouble.
    fn ask<T>(&self, work: impl FnOnce() -> Result<Option<T>, Trouble>) -> Option<T> {
        if self.is_useless() {
            return None;
        }
        work().unwrap_or_else(|trouble| {
            *self.trouble.borrow_mut() = Some(trouble);
            None
        })
    }

    fn find(&self, disk: &Disk, salt: &str, exclude: &[String]) -> Option<Build> {
        let bytes = self.ask(|| self.store.get(Kind::Ac, &configuration(disk, salt), LARGEST_ENTRY))?;
        let shapes = self.ask(|| Shapes::read(&bytes).map(Some))?;
        // What is looked at for nothing does not count as seen.
        let trial = disk.anew();
        shapes.shapes.iter().find_map(|shape| {
            let key = key(&trial, salt, shape, exclude)?;
            let bytes = self.ask(|| self.store.get(Kind::Ac, &key, LARGEST_ENTRY))?;
            let entry = self.ask(|| Entry::read(&bytes, &key).map(Some))?;
            let blob = self.ask(|| {
                let blob = self.store.get(Kind::Cas, &entry.blob, entry.size().min(LARGEST))?;
                if blob.as_ref().is_some_and(|blob| Digest::of(blob).to_string() != entry.blob) {
                    return Err(Trouble::Damaged(format!("the content of cas/{} is not what its name says", entry.blob)));
                }
                Ok(blob)
            })?;
            let build = self.ask(|| entry.build(&trial, shape, &blob).map(Some))?;
            disk.recall(&shape.seen(&trial));
            Some(build)
        })
    }

    fn keep(&self, disk: &Disk, salt: &str, build: &Build, start: SystemTime, exclude: &[String]) {
        let Some(shape) = Shape::of(disk, start) else { return };
        let Some(key) = key(disk, salt, &shape, exclude) else { return };
        let Some((entry, blob)) = Entry::of(build, disk, &key) else { return };
        let configuration = configuration(disk, salt);
        self.ask(|| {
            self.store.put(Kind::Cas, &entry.blob, &blob)?;
            self.store.put(Kind::Ac, &key, &entry.bytes())?;
            let known = match self.store.get(Kind::Ac, &configuration, LARGEST_ENTRY) {
                Err(Trouble::Damaged(_)) => None,
                known => known?,
            };
            let mut shapes = known.and_then(|bytes| Shapes::read(&bytes).ok()).unwrap_or_default().shapes;
            shapes.retain(|other| *other != shape);
            shapes.insert(0, shape);
            shapes.truncate(SHAPES);
            self.store.put(Kind::Ac, &configuration, &Shapes::new(shapes).bytes()).map(Some)
        });
    }
}

impl Compiling for Cached<'_> {
    fn disk(&self, root: &Path, dir: &Path) -> Disk {
        self.inner.disk(root, dir).with_digests()
    }

    fn compile(&self, disk: &Disk, dir: &Path, work: &Work) -> Build {
        let start = SystemTime::now();
        let exclude = &work.options().exclude;
        let salt = self.ask(|| program().map(|program| Some(format!("wxc cache 1\n{program}\n{work:?}\n"))));
        if let Some(salt) = &salt
            && let Some(build) = self.find(disk, salt, exclude)
        {
            return build;
        }
        let build = self.inner.compile(disk, dir, work);
        if let Some(salt) = salt.filter(|_| !self.read_only && build.bug.is_none() && !build.outputs.is_empty()) {
            self.keep(disk, &salt, &build, start, exclude);
        }
        build
    }

    fn is_cancelled(&self) -> bool {
        self.inner.is_cancelled()
    }
}

/// What this program is: another one may build something else.
fn program() -> Result<String, Trouble> {
    let path: PathBuf = std::env::current_exe().map_err(|error| Trouble::Useless(format!("this program cannot find itself: {error}")))?;
    let bytes = fs::read(path).map_err(|error| Trouble::Useless(format!("this program cannot read itself: {error}")))?;
    Ok(Digest::of(&bytes).to_string())
}

/// The name under which shapes are kept. It need not tell projects apart, but it helps.
fn configuration(disk: &Disk, salt: &str) -> String {
    let mut text = salt.to_owned();
    for path in ["app.json", "project.config.json", "package.json", "miniprogram/app.json", "src/app.json"] {
        let digest = fs::read(disk.locate(path)).ok().map(|bytes| Digest::of(&bytes).to_string());
        text += &format!("{path} {}\n", digest.unwrap_or_default());
    }
    Digest::of(text.as_bytes()).to_string()
}

/// The name of the result for what `shape` names, as it is now. `None`: one of its files cannot be read.
fn key(disk: &Disk, salt: &str, shape: &Shape, exclude: &[String]) -> Option<String> {
    let mut text = salt.to_owned();
    for path in &shape.files {
        if disk.digest(path).is_none() {
            disk.read(path).ok()?;
        }
        let digest = disk.digest(path)?;
        text += &format!("file {path:?} {digest}\n");
    }
    for folder in &shape.folders {
        let names: Vec<(String, bool)> = disk.list(folder).into_iter().filter(|(name, _)| shape.counts(folder, name, exclude)).collect();
        text += &format!("folder {folder:?} {names:?}\n");
    }
    for path in &shape.missing {
        if disk.is_file(path) {
            return None;
        }
        text += &format!("missing {path:?}\n");
    }
    Some(Digest::of(text.as_bytes()).to_string())
}
