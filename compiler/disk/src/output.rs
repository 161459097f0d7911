//! The output folder: whether it may be replaced, and replacing it as a whole.
//!
//! Everything is written to a folder beside it, which then takes its place in one step. Whoever reads sees the old app or the new one, also when several builds
//! write to one folder: the last one wins. A build that ends early leaves the old app as it was.

use crate::files::{Disk, reason};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};
use std::time::{SystemTime, UNIX_EPOCH};
use wxc_core::bundle::{Build, Output};

/// The output folder below the project, when it is there.
pub fn excluded(root: &Path, out: &Path) -> Vec<String> {
    let out = absolute(out);
    let inside = out.strip_prefix(root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
    inside.filter(|path| !path.is_empty()).into_iter().collect()
}

/// The folder `dist` of a project, as long as it is free for output: one that holds something else is part of the project.
pub fn default_output(root: &Path) -> Vec<String> {
    let out = root.join("dist");
    let sources = fs::read_dir(&out).is_ok_and(|mut entries| entries.next().is_some()) && !is_output(&out);
    if sources { Vec::new() } else { vec!["dist".to_owned()] }
}

/// Whether `wxc` wrote this folder.
fn is_output(out: &Path) -> bool {
    fs::read_to_string(out.join("manifest.json")).is_ok_and(|text| text.contains(r#""generator": "wxc""#))
}

/// The path without links, also when its last parts do not exist yet.
pub fn absolute(path: &Path) -> PathBuf {
    if let Ok(path) = fs::canonicalize(path) {
        return path;
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => absolute(if parent.as_os_str().is_empty() { Path::new(".") } else { parent }).join(name),
        _ => path.to_owned(),
    }
}

/// The output folder is replaced as a whole, so it must not hold anything else. `Err`: what is wrong, and what to write.
pub fn check_output(root: &Path, out: &Path) -> Result<(), (String, &'static str)> {
    let shown = out.display();
    if root.starts_with(absolute(out)) {
        return Err((format!("the output folder `{shown}` holds the mini program itself"), "choose a folder of its own: `-o dist`"));
    }
    if let Some(file) = out.ancestors().find(|path| path.is_file()) {
        let place = if file == out { String::new() } else { format!(", so there can be no folder `{shown}`") };
        return Err((format!("`{}` is a file{place}", file.display()), "choose another folder: `-o DIR`"));
    }
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            let message = format!("the output folder `{shown}` cannot be read: {}", reason(&error));
            return Err((message, "choose another folder with `-o DIR`, or change its permissions"));
        }
    };
    if entries.next().is_some() && !is_output(out) {
        let message = format!("the folder `{shown}` holds files that `wxc` did not write, and would be replaced");
        return Err((message, "choose another folder with `-o DIR`, or empty this one"));
    }
    Ok(())
}

/// What is being written. Whoever has to end the program before it is complete cleans it up from here.
#[derive(Debug, Default)]
pub struct Unfinished {
    folder: RwLock<Option<PathBuf>>,
}

impl Unfinished {
    /// Removes what was written so far, and lets nothing more be written while the guard lives. `true`: there was something.
    pub fn abandon(&self) -> (bool, RwLockWriteGuard<'_, Option<PathBuf>>) {
        let mut folder = self.lock();
        let begun = folder.take();
        begun.iter().for_each(|folder| _ = fs::remove_dir_all(folder));
        (begun.is_some(), folder)
    }

    fn lock(&self) -> RwLockWriteGuard<'_, Option<PathBuf>> {
        self.folder.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes everything to a folder beside `out`, then puts it in its place: nobody sees half an app. Gives the number of bytes.
pub fn write(disk: &Disk, build: &Build, out: &Path) -> io::Result<u64> {
    write_unless_abandoned(disk, build, out, &Unfinished::default())
}

/// [`write`], for programs that may be told to end while it works.
pub fn write_unless_abandoned(disk: &Disk, build: &Build, out: &Path, unfinished: &Unfinished) -> io::Result<u64> {
    let out = absolute(out);
    let parent = out.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let prefix = prefix(&out);
    remove_left_over(parent, &prefix);
    let staging = Staging::beside(parent, &prefix, unfinished)?;
    let size = staging.fill(disk, build)?;
    staging.take_place(&out)?;
    Ok(size)
}

/// How folders of unfinished builds begin: `.dist.new-`.
fn prefix(out: &Path) -> String {
    format!(".{}.new-", out.file_name().map(|name| name.to_string_lossy()).unwrap_or_default())
}

/// Removes what killed builds left. The folder of one that still works is locked.
fn remove_left_over(parent: &Path, prefix: &str) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(prefix)
            && let Ok(handle) = File::open(entry.path())
            && handle.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A folder that becomes the output. It goes away with its owner; after the swap, what goes away is the output that was there before.
struct Staging<'a> {
    path: PathBuf,
    unfinished: &'a Unfinished,
    /// Locked as long as somebody writes here; `None` where folders cannot be locked.
    _lock: Option<File>,
}

impl<'a> Staging<'a> {
    fn beside(parent: &Path, prefix: &str, unfinished: &'a Unfinished) -> io::Result<Self> {
        for attempt in 0..100 {
            // Builds in different containers may have the same number and share this folder.
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
            let path = parent.join(format!("{prefix}{}-{now:x}-{attempt}", std::process::id()));
            let mut current = unfinished.lock();
            match fs::create_dir(&path) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(error),
            }
            let lock = File::open(&path).ok().filter(|handle| handle.try_lock().is_ok());
            // Another build that cleans up may have come between the two.
            if path.is_dir() {
                *current = Some(path.clone());
                return Ok(Self { path, unfinished, _lock: lock });
            }
        }
        Err(io::Error::other("no name is free for the new files"))
    }

    /// Does one step, unless the program is about to end.
    fn step<T>(&self, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let current = self.unfinished.folder.read().unwrap_or_else(PoisonError::into_inner);
        if current.is_some() { work() } else { Err(ErrorKind::Interrupted.into()) }
    }

    fn fill(&self, disk: &Disk, build: &Build) -> io::Result<u64> {
        let folders: BTreeSet<&str> = build.outputs.keys().filter_map(|path| Some(path.rsplit_once('/')?.0)).collect();
        folders.into_iter().try_for_each(|folder| self.step(|| fs::create_dir_all(self.path.join(folder))))?;
        // Most of the time goes by in the system, file by file, so files are written side by side.
        let sizes = build.outputs.par_iter().map(|(path, output)| {
            let target = self.path.join(path);
            self.step(|| match output {
                Output::Bytes(bytes) => fs::write(&target, bytes).map(|()| bytes.len() as u64),
                Output::Joined(_) => write_pieces(&target, output.pieces()),
                // Permissions are no part of a web app.
                Output::Copy(from) => io::copy(&mut File::open(disk.locate(from))?, &mut File::create(&target)?),
            })
        });
        sizes.try_reduce(|| 0, |a, b| Ok(a + b))
    }

    fn take_place(&self, out: &Path) -> io::Result<()> {
        self.step(|| swap(&self.path, out))
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        *self.unfinished.lock() = None;
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn write_pieces<'p>(target: &Path, pieces: impl Iterator<Item = &'p [u8]>) -> io::Result<u64> {
    let mut file = BufWriter::new(File::create(target)?);
    let mut size = 0;
    for piece in pieces {
        file.write_all(piece)?;
        size += piece.len() as u64;
    }
    file.flush()?;
    Ok(size)
}

/// Puts `new` in the place of `out`; if there was something, it lies at `new` afterwards.
#[cfg(unix)]
fn swap(new: &Path, out: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    // Another build may make or remove the folder between two steps.
    for _ in 0..100 {
        match renameat_with(CWD, new, CWD, out, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(Errno::NOENT) => {}
            // File systems without an exchange.
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => return swap_in_two_steps(new, out),
            Err(error) => return Err(error.into()),
        }
        match renameat_with(CWD, new, CWD, out, RenameFlags::NOREPLACE) {
            Ok(()) => return Ok(()),
            Err(Errno::EXIST) => {}
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => return swap_in_two_steps(new, out),
            Err(error) => return Err(error.into()),
        }
    }
    swap_in_two_steps(new, out)
}

#[cfg(not(unix))]
fn swap(new: &Path, out: &Path) -> io::Result<()> {
    swap_in_two_steps(new, out)
}

fn swap_in_two_steps(new: &Path, out: &Path) -> io::Result<()> {
    let old = new.with_extension("old");
    if out.exists() {
        fs::rename(out, &old)?;
    }
    // Put the old folder back if the new one cannot take its place.
    let result = fs::rename(new, out);
    if result.is_err() {
        let _ = fs::rename(&old, out);
    }
    let _ = fs::remove_dir_all(&old);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_in_dist_are_part_of_the_project() {
        let folder = std::env::temp_dir().join(format!("wxc-default-output-{}", std::process::id()));
        let dist = folder.join("dist");
        let _ = fs::remove_dir_all(&folder);
        assert_eq!(default_output(&folder), ["dist"]);
        fs::create_dir_all(&dist).expect("folder");
        assert_eq!(default_output(&folder), ["dist"]);
        fs::write(dist.join("a.js"), "").expect("file");
        assert!(default_output(&folder).is_empty());
        fs::write(dist.join("manifest.json"), r#"{ "generator": "wxc" }"#).expect("file");
        assert_eq!(default_output(&folder), ["dist"]);
        let _ = fs::remove_dir_all(&folder);
    }

    #[test]
    fn a_folder_takes_the_place_of_another() {
        let folder = std::env::temp_dir().join(format!("wxc-output-{}", std::process::id()));
        for swap in [swap, swap_in_two_steps] {
            let _ = fs::remove_dir_all(&folder);
            let (new, out) = (folder.join(".out.new-1"), folder.join("out"));
            for text in ["1", "2"] {
                fs::create_dir_all(&new).expect("folder");
                fs::write(new.join("a"), text).expect("file");
                swap(&new, &out).expect("swapped");
                assert_eq!(fs::read_to_string(out.join("a")).expect("there"), text);
                let _ = fs::remove_dir_all(&new);
            }
            assert_eq!(fs::read_dir(&folder).expect("there").count(), 1);
        }
        let _ = fs::remove_dir_all(&folder);
    }
}
