//! Work remembered between builds: each piece with the request it answered and the files it looked at, so that a rebuild does again only what a change touches.

use crate::source::{Files, Mistranslation, ReadError, Translation};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What a piece of work looked at: files whose content it read (or missed), and files of which it only asked whether they are there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    reads: BTreeSet<String>,
    probes: BTreeMap<String, bool>,
}

impl Traces {
    pub fn read(&mut self, path: &str) {
        self.reads.insert(path.to_owned());
    }
    /// Of work that reads one file.
    pub fn of(path: &str) -> Self {
        Self { reads: BTreeSet::from([path.to_owned()]), probes: BTreeMap::new() }
    }
    /// Whether the work would see something else now that the files `changed` differ.
    pub fn stale(&self, files: &dyn Files, changed: &BTreeSet<String>) -> bool {
        changed.iter().any(|path| self.reads.contains(path) || self.probes.get(path).is_some_and(|was| *was != files.is_file(path)))
    }
}

/// A [`Files`] that writes down what is asked of it.
pub struct Tracer<'a> {
    files: &'a dyn Files,
    traces: Mutex<Traces>,
}

impl<'a> Tracer<'a> {
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, traces: Mutex::default() }
    }
    pub fn finish(self) -> Traces {
        self.traces.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
    /// The traces, with files that were read in other ways.
    pub fn with_inputs(self, inputs: &[String]) -> Traces {
        let mut traces = self.finish();
        inputs.iter().for_each(|path| traces.read(path));
        traces
    }
    fn with(&self, note: impl FnOnce(&mut Traces)) {
        note(&mut self.traces.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Files for Tracer<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        self.with(|traces| traces.read(path));
        self.files.read(path)
    }
    fn reused(&self, path: &str) {
        self.with(|traces| traces.read(path));
    }
    fn is_file(&self, path: &str) -> bool {
        let there = self.files.is_file(path);
        self.with(|traces| _ = traces.probes.insert(path.to_owned(), there));
        there
    }
    fn size(&self, path: &str) -> u64 {
        self.with(|traces| traces.read(path));
        self.files.size(path)
    }
    /// Only hints of diagnostics depend on listings; they are not traced.
    fn list(&self, folder: &str) -> Vec<(String, bool)> {
        self.files.list(folder)
    }
    /// What a translator reads is part of its answer.
    fn translate(&self, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
        self.files.translate(root, path, text)
    }
}

/// A piece of work just done: its name and what [`Memo::insert`] needs.
type Done<K, V> = (String, Entry<K, V>);

/// Results by name.
pub struct Memo<K, V> {
    entries: FxHashMap<String, Entry<K, V>>,
}

/// Something that is the same only if it is the same in memory: equal content is not looked at.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The last result of a step and what it was made of: made again only of something else.
pub struct Last<K, V>(Option<(K, Arc<V>)>);

impl<K, V> Default for Last<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, V> Last<K, V> {
    pub fn get(&mut self, key: K, make: impl FnOnce(&K) -> V) -> Arc<V> {
        if let Some((old, value)) = &self.0
            && *old == key
        {
            return value.clone();
        }
        let value = Arc::new(make(&key));
        self.0 = Some((key, value.clone()));
        value
    }
}

/// Whether both are the same in memory, or nothing.
pub fn same<T: ?Sized>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}

/// `new` where it differs from `old`, else `old`: what is the same in memory need not be compared again.
pub fn keep<T: PartialEq>(old: Option<&Arc<T>>, new: T) -> Arc<T> {
    old.filter(|old| ***old == new).cloned().unwrap_or_else(|| Arc::new(new))
}

/// A result, the request it answers, and what it looked at.
pub struct Entry<K, V> {
    key: K,
    traces: Traces,
    value: Arc<V>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { entries: FxHashMap::default() }
    }
}

impl<K: PartialEq + Send + Sync, V: Send + Sync> Memo<K, V> {
    /// Forgets what depends on the changed files; says whether there was any.
    pub fn invalidate(&mut self, files: &dyn Files, changed: &BTreeSet<String>) -> bool {
        let before = self.entries.len();
        self.entries.retain(|_, entry| !entry.traces.stale(files, changed));
        self.entries.len() < before
    }

    /// Does the work of every job that is not remembered with an equal key, on all threads; results in the order of the jobs. `work` also says which
    /// files it read besides those it asked the tracer for.
    pub fn run<N: AsRef<str> + Sync>(
        &mut self,
        files: &dyn Files,
        jobs: &[(N, K)],
        work: impl Fn(&Tracer<'_>, &str, &K) -> (V, Vec<String>) + Sync,
    ) -> Vec<Arc<V>>
    where
        K: Clone,
    {
        let known =
            |(name, key): &(N, K)| self.entries.get(name.as_ref()).filter(|entry| entry.key == *key).map(|entry| entry.value.clone());
        let mut results: Vec<Option<Arc<V>>> = jobs.iter().map(known).collect();
        let mut open: Vec<_> = jobs.iter().zip(&mut results).filter(|(_, result)| result.is_none()).collect();
        let done: Vec<Entry<K, V>> = open
            .par_iter()
            .map(|((name, key), _)| {
                let tracer = Tracer::new(files);
                let (value, inputs) = work(&tracer, name.as_ref(), key);
                Entry { key: key.clone(), traces: tracer.with_inputs(&inputs), value: Arc::new(value) }
            })
            .collect();
        for (((name, _), result), entry) in open.iter_mut().zip(done) {
            **result = Some(entry.value.clone());
            self.entries.insert(name.as_ref().to_owned(), entry);
        }
        results.into_iter().flatten().collect()
    }

    /// The result remembered under this name and key, or that of `work`, which is done now.
    pub fn one(&mut self, files: &dyn Files, name: &str, key: K, work: impl FnOnce(&Tracer<'_>) -> (V, Vec<String>)) -> Arc<V> {
        if let Some(entry) = self.entries.get(name).filter(|entry| entry.key == key) {
            return entry.value.clone();
        }
        let tracer = Tracer::new(files);
        let (value, inputs) = work(&tracer);
        let value = Arc::new(value);
        self.entries.insert(name.to_owned(), Entry { key, traces: tracer.with_inputs(&inputs), value: value.clone() });
        value
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    pub fn count(&self) -> usize {
        self.entries.len()
    }

    /// Takes in the work of a [`Round`].
    pub fn insert(&mut self, done: Vec<Done<K, V>>) {
        self.entries.extend(done);
    }

    /// Whether some remembered work read this file.
    pub fn reads(&self, path: &str) -> bool {
        self.entries.values().any(|entry| entry.traces.reads.contains(path))
    }

    /// Forgets what read a file of which this is true.
    pub fn forget(&mut self, of: impl Fn(&str) -> bool) {
        self.entries.retain(|_, entry| !entry.traces.reads.iter().any(|path| of(path)));
    }

    /// Keeps only these results.
    pub fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        self.entries.retain(|name, _| wanted(name));
    }
}

/// One build's use of a memo from many threads: looks results up and collects new ones.
pub struct Round<'m, K, V> {
    memo: &'m Memo<K, V>,
    done: Mutex<Vec<Done<K, V>>>,
}

impl<'m, K: PartialEq, V> Round<'m, K, V> {
    pub fn new(memo: &'m Memo<K, V>) -> Self {
        Self { memo, done: Mutex::default() }
    }

    /// The result remembered under this name and key.
    pub fn find(&self, name: &str, key: &K) -> Option<Arc<V>> {
        self.memo.entries.get(name).filter(|entry| entry.key == *key).map(|entry| entry.value.clone())
    }

    pub fn add(&self, name: &str, key: K, traces: Traces, value: Arc<V>) {
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push((name.to_owned(), Entry { key, traces, value }));
    }

    /// What [`Memo::insert`] takes.
    pub fn finish(self) -> Vec<Done<K, V>> {
        self.done.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn only_what_looked_at_a_changed_file_is_done_again() {
        let mut files: BTreeMap<String, Vec<u8>> = [("a".to_owned(), vec![1]), ("b".to_owned(), vec![2])].into();
        let mut memo: Memo<u8, Vec<u8>> = Memo::default();
        let count = AtomicUsize::new(0);
        let run = |memo: &mut Memo<u8, Vec<u8>>, files: &BTreeMap<String, Vec<u8>>| {
            count.store(0, Ordering::Relaxed);
            memo.run(files, &[("a", 0), ("b", 0)], |files, name, _| {
                count.fetch_add(1, Ordering::Relaxed);
                files.is_file("c");
                (files.read(name).unwrap_or_default(), Vec::new())
            });
            count.load(Ordering::Relaxed)
        };
        assert_eq!(run(&mut memo, &files), 2);
        assert_eq!(run(&mut memo, &files), 0);
        files.insert("a".to_owned(), vec![3]);
        memo.invalidate(&files, &["a".to_owned()].into());
        assert_eq!(run(&mut memo, &files), 1);
        files.insert("c".to_owned(), vec![]);
        memo.invalidate(&files, &["c".to_owned()].into());
        assert_eq!(run(&mut memo, &files), 2, "both asked whether `c` is there");
        files.insert("c".to_owned(), vec![9]);
        memo.invalidate(&files, &["c".to_owned()].into());
        assert_eq!(run(&mut memo, &files), 0, "nobody read its content");
    }
}
