//! The output folder: whether it may be replaced, and replacing it as a whole.

use crate::files::Disk;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use wxc_core::bundle::{Build, Output};

/// The output folder below the project, when it is there.
pub fn excluded(root: &Path, out: &Path) -> Vec<String> {
    let out = absolute(out);
    let inside = out.strip_prefix(root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
    inside.filter(|path| !path.is_empty()).into_iter().collect()
}

/// The path without links, also when its last parts do not exist yet.
fn absolute(path: &Path) -> PathBuf {
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
    if out.is_file() {
        return Err((format!("`{shown}` is a file"), "choose another folder: `-o DIR`"));
    }
    let used = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    let ours = fs::read_to_string(out.join("manifest.json")).is_ok_and(|text| text.contains(r#""generator": "wxc""#));
    if used && !ours {
        let message = format!("the folder `{shown}` holds files that `wxc` did not write, and would be replaced");
        return Err((message, "choose another folder with `-o DIR`, or empty this one"));
    }
    Ok(())
}

/// Writes everything to a folder beside `out`, then puts it in its place: nobody sees half an app. Gives the number of bytes.
pub fn write(disk: &Disk, build: &Build, out: &Path) -> io::Result<u64> {
    let out = absolute(out);
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let parent = out.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let beside = |what: &str| parent.join(format!(".{name}.{what}-{}", std::process::id()));
    let (new, old) = (beside("new"), beside("old"));
    let written = write_all(disk, build, &new).and_then(|size| {
        if out.exists() {
            fs::rename(&out, &old)?;
        }
        // Put the old folder back if the new one cannot take its place.
        if let Err(error) = fs::rename(&new, &out) {
            let _ = fs::rename(&old, &out);
            return Err(error);
        }
        Ok(size)
    });
    let _ = fs::remove_dir_all(&new);
    let _ = fs::remove_dir_all(&old);
    written
}

fn write_pieces<'p>(target: &Path, pieces: impl Iterator<Item = &'p [u8]>) -> io::Result<u64> {
    let mut file = io::BufWriter::new(fs::File::create(target)?);
    let mut size = 0;
    for piece in pieces {
        file.write_all(piece)?;
        size += piece.len() as u64;
    }
    file.flush()?;
    Ok(size)
}

fn write_all(disk: &Disk, build: &Build, folder: &Path) -> io::Result<u64> {
    let mut size = 0;
    for (path, output) in &build.outputs {
        let target = folder.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        size += match output {
            Output::Bytes(bytes) => fs::write(&target, bytes).map(|()| bytes.len() as u64)?,
            Output::Joined(_) => write_pieces(&target, output.pieces())?,
            Output::Copy(from) => fs::copy(disk.locate(from), &target)?,
        };
    }
    Ok(size)
}
