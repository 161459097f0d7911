//! Compilers kept warm: by project and options, with what they saw, so that the next request does again only what changed files touch.

use crate::compile::{Compiling, Work};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use wxc_core::bundle::{Build, Compiler};
use wxc_core::source::Files;
use wxc_disk::{Digest, Disk, Seen};

/// How many compilers are kept; the one unused for the longest time goes first.
const MANY: usize = 8;

/// All warm compilers.
#[derive(Default)]
pub struct Kitchen {
    stoves: Mutex<Vec<Arc<Stove>>>,
}

/// One project with one set of options. Requests for it wait for each other.
struct Stove {
    dir: PathBuf,
    work: Work,
    warm: Mutex<Option<Warm>>,
}

struct Warm {
    compiler: Compiler,
    /// What requests said of their inputs; `None`: they said nothing.
    declared: Option<BTreeMap<String, String>>,
    seen: Seen,
    /// Names by folder.
    folders: BTreeMap<String, Vec<String>>,
}

impl Kitchen {
    fn stove(&self, dir: &Path, work: &Work) -> Arc<Stove> {
        let mut stoves = self.stoves.lock().unwrap_or_else(PoisonError::into_inner);
        let found = stoves.iter().position(|stove| stove.dir == dir && stove.work == *work);
        let stove = match found {
            Some(index) => stoves.remove(index),
            None => Arc::new(Stove { dir: dir.to_owned(), work: work.clone(), warm: Mutex::default() }),
        };
        if stoves.len() >= MANY {
            stoves.remove(0);
        }
        stoves.push(stove.clone());
        stove
    }
}

/// One request's view of the kitchen.
pub struct Request<'a> {
    pub kitchen: &'a Kitchen,
    /// Digests by path, from the folder where the request's paths begin.
    pub inputs: Option<BTreeMap<&'a str, &'a str>>,
    pub base: &'a Path,
    pub cancelled: &'a AtomicBool,
    /// It was cancelled in time: nothing was written.
    pub stopped: &'a AtomicBool,
}

impl Request<'_> {
    /// The inputs below `dir`, as paths from there. A folder stands for all files in it.
    fn declared(&self, dir: &Path) -> Option<BTreeMap<String, String>> {
        let mut declared = BTreeMap::new();
        let dir = clean(dir);
        for (path, digest) in self.inputs.as_ref()? {
            let Ok(inner) = clean(Path::new(path)).strip_prefix(&dir).map(Path::to_owned) else { continue };
            let whole = self.base.join(&dir).join(&inner);
            if whole.is_dir() {
                add_folder(&whole, &inner, &mut declared);
            } else {
                declared.insert(inner.to_string_lossy().replace('\\', "/"), (*digest).to_owned());
            }
        }
        Some(declared)
    }
}

/// A path without `.` and `..`.
fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if out.file_name().is_some() => _ = out.pop(),
            part => out.push(part),
        }
    }
    out
}

/// Files of a folder, whose contents nobody vouched for.
fn add_folder(folder: &Path, inner: &Path, declared: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, inner) = (entry.path(), inner.join(entry.file_name()));
        if path.is_dir() {
            add_folder(&path, &inner, declared);
        } else {
            declared.insert(inner.to_string_lossy().replace('\\', "/"), String::new());
        }
    }
}

impl Compiling for Request<'_> {
    fn disk(&self, root: &Path, dir: &Path) -> Disk {
        match self.declared(dir) {
            Some(declared) => Disk::limited(root, declared.keys().map(String::as_str)),
            None => Disk::new(root),
        }
        .with_digests()
    }

    fn compile(&self, disk: &Disk, dir: &Path, work: &Work) -> Build {
        let stove = self.kitchen.stove(dir, work);
        let mut place = stove.warm.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken out, so that a compiler that panics is not used again.
        let warm = place.take();
        let declared = self.declared(dir);
        let (mut compiler, mut seen) = match warm {
            Some(mut warm) if warm.declared.is_some() == declared.is_some() => {
                let changed = warm.changed(disk, declared.as_ref());
                warm.compiler.invalidate(disk, &changed);
                warm.seen.digests.retain(|path, _| !changed.contains(path));
                (warm.compiler, warm.seen)
            }
            _ => (Compiler::new(work.options().clone()), Seen::default()),
        };
        let build = work.run(&mut compiler, disk);
        disk.recall(&seen);
        seen = disk.seen();
        let folders = seen.folders.iter().filter_map(|folder| Some((folder.clone(), disk.names(folder)?))).collect();
        *place = Some(Warm { compiler, declared, seen, folders });
        build
    }

    fn is_cancelled(&self) -> bool {
        let cancelled = self.cancelled.load(Ordering::Relaxed);
        self.stopped.store(cancelled, Ordering::Relaxed);
        cancelled
    }
}

impl Warm {
    /// Paths of files that were changed, created or deleted since the last request.
    fn changed(&self, disk: &Disk, declared: Option<&BTreeMap<String, String>>) -> BTreeSet<String> {
        let vouched = |path: &str| {
            let digest = |map: Option<&BTreeMap<String, String>>| map?.get(path).filter(|digest| !digest.is_empty()).cloned();
            matches!((digest(self.declared.as_ref()), digest(declared)), (Some(before), Some(now)) if before == now)
        };
        let content = |path: &str| fs::read(disk.locate(path)).ok().filter(|_| disk.is_file(path)).map(|bytes| Digest::of(&bytes));
        let mut changed = BTreeSet::new();
        changed
            .extend(self.seen.digests.iter().filter(|(path, was)| !vouched(path) && content(path) != **was).map(|(path, _)| path.clone()));
        changed.extend(self.seen.missing.iter().filter(|path| disk.is_file(path)).cloned());
        for (folder, before) in &self.folders {
            let now: BTreeSet<String> = disk.list(folder).into_iter().map(|(name, _)| name).collect();
            let before: BTreeSet<String> = before.iter().cloned().collect();
            let path = |name: &String| if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            changed.extend(before.symmetric_difference(&now).map(path));
        }
        if let (Some(before), Some(now)) = (&self.declared, declared) {
            changed.extend(before.keys().filter(|path| !now.contains_key(*path)).cloned());
            changed.extend(now.iter().filter(|(path, digest)| before.get(*path) != Some(*digest)).map(|(path, _)| path.clone()));
        }
        changed
    }
}
