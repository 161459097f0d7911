//! Folders of a project that the output is written into: afterwards they look unchanged to tools that go by modification times.
//!
//! A build depends on the names in a folder, since a new file may change what is built. Where the output lies in such a folder, the build itself would make its
//! own result look old, and make and ninja would build for ever.

use crate::files::{Disk, read_folder};
use crate::output::absolute;
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folders that something is about to be written into, as they were before.
pub struct Still {
    folders: Vec<Folder>,
}

struct Folder {
    path: PathBuf,
    /// Below the project.
    name: String,
    /// What is written into it.
    own: String,
    modified: SystemTime,
}

impl Still {
    /// `written`: files and folders that will be written, below the project `root` or not.
    pub fn new(root: &Path, written: &[&Path]) -> Self {
        let mut folders = Vec::new();
        for path in written.iter().map(|path| absolute(path)) {
            for own in path.ancestors() {
                let Some(folder) = own.parent().filter(|folder| folder.starts_with(root)) else { break };
                let (Ok(name), Some(last)) = (folder.strip_prefix(root), own.file_name()) else { break };
                let Ok(modified) = fs::metadata(folder).and_then(|metadata| metadata.modified()) else { continue };
                let name = name.to_string_lossy().replace('\\', "/");
                folders.push(Folder { path: folder.to_owned(), name, own: last.to_string_lossy().into_owned(), modified });
            }
        }
        Self { folders }
    }

    /// Sets back the time of each folder that holds what the build saw there, and what it wrote.
    pub fn restore(&self, disk: &Disk) {
        for folder in &self.folders {
            let ours = |name: &String| self.folders.iter().any(|other| other.name == folder.name && other.own == *name);
            let foreign = |names: Vec<String>| names.into_iter().filter(|name| !ours(name) && !name.starts_with('.')).collect::<Vec<_>>();
            let (Some(before), Ok(now)) = (disk.names(&folder.name), read_folder(&folder.path)) else { continue };
            if foreign(before) == foreign(now.into_keys().collect()) {
                let _ = File::open(&folder.path).and_then(|handle| handle.set_times(FileTimes::new().set_modified(folder.modified)));
            }
        }
    }
}
