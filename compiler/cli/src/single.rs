//! Commands about one file: which file, and the mini program around it.

use std::fs;
use std::path::{Path, PathBuf};
use wxc_disk::reason;

/// A file of a mini program.
pub struct Single {
    pub root: PathBuf,
    /// From the root, with `/`.
    pub path: String,
}

/// What a command is about.
pub struct Kind {
    pub noun: &'static str,
    /// The usual one first.
    pub extensions: &'static [&'static str],
}

/// Finds `file` and its root: the folder given, else the nearest folder above the file that holds an `app.json`, else the file's own folder. `Err`: what is
/// wrong, and what to write.
pub fn find(file: &Path, root: Option<&Path>, kind: &Kind) -> Result<Single, (String, String)> {
    let shown = file.display();
    let name_one = || "name a file of a mini program".to_owned();
    let path = fs::canonicalize(file).map_err(|error| (format!("cannot read `{shown}`: {}", reason(&error)), name_one()))?;
    if !path.is_file() {
        return Err((format!("`{shown}` is not a file"), name_one()));
    }
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    if !kind.extensions.contains(&extension) {
        return Err((
            format!("`{shown}` is no {}", kind.noun),
            format!("name a file that ends in `.{}`", kind.extensions.first().unwrap_or(&"")),
        ));
    }
    let root = match root {
        Some(root) => fs::canonicalize(root)
            .map_err(|error| (format!("cannot read `{}`: {}", root.display(), reason(&error)), "name a folder: `--root DIR`".to_owned()))?,
        None => path.ancestors().skip(1).find(|folder| folder.join("app.json").is_file()).or(path.parent()).unwrap_or(&path).to_owned(),
    };
    let Some(inner) = path.strip_prefix(&root).ok().and_then(Path::to_str) else {
        return Err((
            format!("`{shown}` is not below `{}`", root.display()),
            "name the folder of its mini program: `--root DIR`".to_owned(),
        ));
    };
    let path = inner.replace('\\', "/");
    Ok(Single { root, path })
}
