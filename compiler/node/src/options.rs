//! Options of the functions: names and values are checked here, so that a mistake is said with what to write instead.

use crate::answer::Failure;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use wxc_core::bundle::{BuildOptions, Mode, Router, Threads};
use wxc_core::diagnostics::nearest;
use wxc_core::emit::style::Rpx;

/// Options as they were given. Each is taken once; what is left in the end is none.
pub struct Given {
    function: &'static str,
    values: Map<String, Value>,
    /// Names that were asked for.
    known: Vec<&'static str>,
}

impl Given {
    pub fn parse(json: &str, function: &'static str) -> Result<Self, Failure> {
        match serde_json::from_str(json) {
            Ok(Value::Object(values)) => Ok(Self { function, values, known: Vec::new() }),
            _ => Err(Failure::usage(format!("the options of `{function}` are no object"), "write `{ dir: 'miniprogram' }`")),
        }
    }

    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.values.shift_remove(name).filter(|value| !value.is_null())
    }

    fn wrong(&self, name: &str, value: &Value, meant: &str) -> Failure {
        Failure::usage(format!("`{name}: {value}` is no value for `{}`", self.function), format!("write {meant}"))
    }

    pub fn flag(&mut self, name: &'static str, default: bool) -> Result<bool, Failure> {
        match self.take(name) {
            None => Ok(default),
            Some(Value::Bool(value)) => Ok(value),
            Some(value) => Err(self.wrong(name, &value, "`true` or `false`")),
        }
    }

    pub fn text(&mut self, name: &'static str) -> Result<Option<String>, Failure> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(value)) => Ok(Some(value)),
            Some(value) => Err(self.wrong(name, &value, "a string")),
        }
    }

    pub fn number(&mut self, name: &'static str) -> Result<Option<u32>, Failure> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => match value.as_u64().and_then(|number| u32::try_from(number).ok()) {
                Some(number) => Ok(Some(number)),
                None => Err(self.wrong(name, &value, "a whole number")),
            },
        }
    }

    pub fn texts(&mut self, name: &'static str) -> Result<Vec<String>, Failure> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let list = value.as_array().and_then(|list| list.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        list.ok_or_else(|| self.wrong(name, &value, "a list of strings"))
    }

    pub fn pairs(&mut self, name: &'static str) -> Result<BTreeMap<String, String>, Failure> {
        let Some(value) = self.take(name) else { return Ok(BTreeMap::new()) };
        let pair = |(key, value): (&String, &Value)| Some((key.clone(), value.as_str()?.to_owned()));
        let pairs = value.as_object().and_then(|object| object.iter().map(pair).collect());
        pairs.ok_or_else(|| self.wrong(name, &value, "an object of strings: `{ 'app.json': '{}' }`"))
    }

    /// One of some words.
    fn choice<T: Copy>(&mut self, name: &'static str, default: T, choices: &[(&'static str, T)]) -> Result<T, Failure> {
        let Some(value) = self.take(name) else { return Ok(default) };
        // `threads: 1` reads better than `threads: '1'`.
        let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        if let Some((_, meant)) = choices.iter().find(|(word, _)| *word == written) {
            return Ok(*meant);
        }
        let meant = match nearest(&written, choices.iter().map(|(word, _)| *word)) {
            Some(near) => format!("`'{near}'`"),
            None => choices.iter().map(|(word, _)| format!("`'{word}'`")).collect::<Vec<_>>().join(" or "),
        };
        Err(self.wrong(name, &value, &meant))
    }

    pub fn rpx(&mut self) -> Result<Rpx, Failure> {
        let Some(text) = self.text("rpx")? else { return Ok(Rpx::Var) };
        text.parse().map_err(|hint: String| self.wrong("rpx", &Value::from(text.as_str()), hint.trim_start_matches("write ")))
    }

    /// The folder of the mini program, without links.
    pub fn folder(&mut self, name: &'static str) -> Result<PathBuf, Failure> {
        let folder = self.text(name)?.unwrap_or_else(|| ".".to_owned());
        match fs::canonicalize(&folder) {
            Ok(path) if path.is_dir() => Ok(path),
            _ => Err(Failure::usage(format!("there is no folder `{folder}`"), format!("name the folder of a mini program: `{name}`"))),
        }
    }

    /// What a whole project is compiled to.
    pub fn target(&mut self, mode: Mode) -> Result<BuildOptions, Failure> {
        Ok(BuildOptions {
            mode: self.choice("mode", mode, &[("dev", Mode::Dev), ("release", Mode::Release)])?,
            rpx: self.rpx()?,
            router: self.choice("router", Router::Hash, &[("hash", Router::Hash), ("history", Router::History)])?,
            threads: self.choice("threads", Threads::Worker, &[("worker", Threads::Worker), ("1", Threads::One)])?,
            source_maps: self.flag("sourceMaps", mode == Mode::Dev)?,
            max_width: self.number("maxWidth")?.unwrap_or(480),
            serve: self.flag("devClient", false)?,
            exclude: self.texts("exclude")?,
        })
    }

    /// Says which option is unknown, if any is.
    pub fn finish(self) -> Result<(), Failure> {
        let Some(name) = self.values.keys().next() else { return Ok(()) };
        let hint = match nearest(name, self.known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its options are {}", self.known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        };
        Err(Failure::usage(format!("`{name}` is no option of `{}`", self.function), hint))
    }
}
