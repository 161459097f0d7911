//! A cache in a folder, laid out as Bazel's disk cache: `ac/12/1234…`, `cas/ab/abcd…`.

use super::{Kind, Store, Trouble};
use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use wxc_disk::reason;

/// What was not used for so long goes.
const AGE: Duration = Duration::from_secs(30 * 24 * 3600);
/// Beyond so many bytes the oldest goes.
const SIZE: u64 = 2 << 30;
/// How often is looked for what may go.
const PAUSE: Duration = Duration::from_secs(3600);

pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    fn place(&self, kind: Kind, name: &str) -> PathBuf {
        self.path.join(kind.name()).join(name.get(..2).unwrap_or_default()).join(name)
    }

    fn write(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        // Readers see all of it or nothing.
        let nanos = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        let new = self.path.join(format!("new-{}-{nanos:x}", std::process::id()));
        let written = fs::write(&new, bytes).and_then(|()| fs::rename(&new, target));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written
    }
}

impl Store for Folder {
    fn get(&self, kind: Kind, name: &str, limit: u64) -> Result<Option<Vec<u8>>, Trouble> {
        let shown = format!("{}/{name}", kind.name());
        let failed = |error: &io::Error| Trouble::Damaged(format!("{shown} cannot be read: {}", reason(error)));
        let mut file = match open(&self.place(kind, name)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&error)),
        };
        let metadata = file.metadata().map_err(|error| failed(&error))?;
        if !metadata.is_file() || metadata.len() > limit {
            return Err(Trouble::Damaged(format!("{shown} is no file, or larger than it can be")));
        }
        let mut bytes = Vec::new();
        (&mut file).take(limit).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        // Used: it stays.
        let _ = file.set_times(FileTimes::new().set_modified(SystemTime::now()));
        Ok(Some(bytes))
    }

    fn put(&self, kind: Kind, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.write(&self.place(kind, name), bytes)
            .map_err(|error| Trouble::Useless(format!("it cannot be written: {}", reason(&error))))?;
        clean(&self.path);
        Ok(())
    }
}

/// Opens a file, and nothing else: no link, and no pipe that never answers.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(path)
}

/// Removes what is old, and the oldest of what is too much; now and then.
fn clean(folder: &Path) {
    let marker = folder.join("cleaned");
    let age = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
    if age(&marker).is_some_and(|age| age < PAUSE) {
        return;
    }
    let _ = fs::write(&marker, "");
    let mut found = Vec::new();
    let folders = [Kind::Ac, Kind::Cas].into_iter().flat_map(|kind| fs::read_dir(folder.join(kind.name())).into_iter().flatten().flatten());
    for entry in
        folders.map(|entry| entry.path()).chain([folder.to_owned()]).flat_map(|path| fs::read_dir(path).into_iter().flatten().flatten())
    {
        let Ok(metadata) = entry.metadata() else { continue };
        let ours = entry.path() != marker && metadata.is_file();
        if let (true, Ok(used)) = (ours, metadata.modified()) {
            found.push((used, metadata.len(), entry.path()));
        }
    }
    found.sort();
    let mut total: u64 = found.iter().map(|(_, size, _)| size).sum();
    for (used, size, path) in found {
        let old = used.elapsed().is_ok_and(|age| age > AGE);
        if !old && total <= SIZE {
            break;
        }
        let _ = fs::remove_file(path);
        total -= size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_old_goes() {
        let path = std::env::temp_dir().join(format!("wxc-cache-{}", std::process::id()));
        let folder = Folder::new(path.clone());
        let (old, new) = ("0".repeat(64), "1".repeat(64));
        folder.put(Kind::Cas, &old, b"old").expect("kept");
        folder.put(Kind::Cas, &new, b"new").expect("kept");
        let set = |path: &Path, age: Duration| {
            let time = FileTimes::new().set_modified(SystemTime::now() - age);
            File::options().write(true).open(path).and_then(|file| file.set_times(time)).expect("changed");
        };
        set(&folder.place(Kind::Cas, &old), AGE + PAUSE);
        clean(&path);
        assert_eq!(folder.get(Kind::Cas, &old, 10), Ok(Some(b"old".to_vec())), "it was cleaned a moment ago, and is used again");
        set(&folder.place(Kind::Cas, &old), AGE + PAUSE);
        set(&path.join("cleaned"), PAUSE * 2);
        clean(&path);
        assert_eq!(folder.get(Kind::Cas, &old, 10), Ok(None));
        assert_eq!(folder.get(Kind::Cas, &new, 10), Ok(Some(b"new".to_vec())));
        assert!(folder.get(Kind::Cas, &new, 2).is_err());
        fs::remove_dir_all(&path).expect("removed");
    }
}
