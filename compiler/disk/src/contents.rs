//! What files held when they were last looked at, to tell real changes from touched files.

use crate::files::Disk;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

#[derive(Debug, Default)]
pub struct Contents {
    known: BTreeMap<String, Option<Vec<u8>>>,
}

impl Contents {
    /// Those of the paths whose contents differ from what they were; `disk` forgets what it knew of all of them.
    pub fn changed(&mut self, disk: &Disk, paths: &BTreeSet<String>) -> BTreeSet<String> {
        paths.iter().for_each(|path| disk.forget(path));
        paths.iter().filter(|path| self.differs(disk, path)).cloned().collect()
    }

    fn differs(&mut self, disk: &Disk, path: &str) -> bool {
        let content = fs::read(disk.locate(path)).ok();
        if self.known.get(path) == Some(&content) {
            return false;
        }
        self.known.insert(path.to_owned(), content);
        true
    }
}
