//! Less and Sass: a style sheet on disk to CSS, with the places its parts come from. The compiler is `undercoat`, which reads imported files itself; what the
//! core knows of it is `Files::translate`.
//!
//! WeChat's tools have both languages built in, so nothing has to be installed here either. As there, every `.less` sheet refers to `/app.less`, and every
//! `.scss` and `.sass` sheet uses `/global.scss`, where these files exist.

mod guard;
mod map;

use guard::{Ground, mend, unsupported};
use map::{Lines, places};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Component, Path, PathBuf};
use undercoat::{CompileError, Options, compile_file};
use wxc_core::source::{Mistranslation, Translation};

/// Mixins that call each other go deep.
const STACK: usize = 64 << 20;

/// The sheet `text` of the file `path` below the folder `project`, as CSS. `root` is the folder of `app.json` below the project, `""` or ending in `/`. `None`: the
/// extension is of no language known here.
pub fn translate(project: &Path, root: &str, path: &str, text: &str) -> Option<Result<Translation, Mistranslation>> {
    let language = Language::of(path)?;
    let sheet = Sheet { project, root, path, text, language };
    Some(stacker::grow(STACK, || sheet.translate()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Less,
    Sass,
}

impl Language {
    fn of(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1 {
            "less" => Some(Self::Less),
            "scss" | "sass" => Some(Self::Sass),
            _ => None,
        }
    }
    fn name(self) -> &'static str {
        match self {
            Self::Less => "Less",
            Self::Sass => "Sass",
        }
    }
}

struct Sheet<'a> {
    project: &'a Path,
    root: &'a str,
    path: &'a str,
    text: &'a str,
    language: Language,
}

impl Sheet<'_> {
    fn translate(&self) -> Result<Translation, Mistranslation> {
        let prelude = self.prelude();
        let source = format!("{prelude}{}", self.text);
        let entry = self.project.join(self.path);
        let folders = [
            self.root.to_owned(),
            format!("{}miniprogram_npm", self.root),
            format!("{}node_modules", self.root),
            "node_modules".to_owned(),
        ];
        let mut paths: Vec<PathBuf> = folders.iter().map(|folder| self.project.join(folder)).collect();
        paths.dedup();
        let options = Options { paths, source_map: true, ..Options::default() };
        let compiled = catch_unwind(AssertUnwindSafe(|| compile_file(&entry, &source, &options)));
        let output = match compiled {
            Ok(Ok(output)) => output,
            Ok(Err(error)) => return Err(self.mistake(&error, usize::from(!prelude.is_empty()))),
            Err(_) => {
                let message = format!("the {} compiler failed on this sheet", self.language.name());
                return Err(Mistranslation { message, files: self.files(&[]), ..Mistranslation::default() });
            }
        };
        let files = self.files(&output.deps);
        if self.language == Language::Less
            && let Some(mistake) = self.beyond(&files)
        {
            return Err(mistake);
        }
        let css = mend(output.css);
        let found = places(&css, output.map.as_deref().unwrap_or_default());
        let mut all = files;
        let sources: Vec<Option<usize>> = found
            .sources
            .iter()
            .map(|source| {
                let path = self.relative(Path::new(source))?;
                Some(all.iter().position(|file| *file == path).unwrap_or_else(|| {
                    all.push(path);
                    all.len() - 1
                }))
            })
            .collect();
        let lines: Vec<Lines> = all.iter().map(|file| Lines::new(&self.read(file))).collect();
        let place = |place: &map::Place| {
            let file = sources.get(place.source).copied().flatten()?;
            let line = if file == 0 && !prelude.is_empty() { place.line.checked_sub(1)? } else { place.line };
            Some((place.offset, file, lines.get(file)?.offset(line, place.column)))
        };
        let places = found.places.iter().filter_map(place).collect();
        Ok(Translation { css, files: all, places })
    }

    /// The line in front of the sheet that refers to what every sheet has.
    fn prelude(&self) -> String {
        let there = |name: &str| Some(self.project.join(format!("{}{name}", self.root))).filter(|path| path.is_file());
        let quoted = |path: &Path| path.to_string_lossy().replace('\\', "/").replace('"', "\\\"");
        match self.language {
            Language::Less if self.path != format!("{}app.less", self.root) => {
                there("app.less").map(|path| format!("@import (reference) \"{}\";\n", quoted(&path))).unwrap_or_default()
            }
            Language::Sass if self.path != format!("{}global.scss", self.root) && !guard::uses_global(self.text) => {
                let end = if self.path.ends_with(".sass") { "\n" } else { ";\n" };
                there("global.scss").map(|_| format!("@use 'global'{end}")).unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// The sheet and the files it is made of, from the project's root.
    fn files(&self, deps: &[String]) -> Vec<String> {
        let mut all = vec![self.path.to_owned()];
        for path in deps.iter().filter_map(|dep| self.relative(Path::new(dep))) {
            if !all.contains(&path) {
                all.push(path);
            }
        }
        all
    }

    fn read(&self, file: &str) -> String {
        if file == self.path {
            return self.text.to_owned();
        }
        std::fs::read_to_string(self.project.join(file)).unwrap_or_default()
    }

    /// The path below the project; `None`: outside of it.
    fn relative(&self, path: &Path) -> Option<String> {
        let mut clean = PathBuf::new();
        for part in path.components() {
            match part {
                Component::ParentDir => _ = clean.pop(),
                Component::CurDir => {}
                part => clean.push(part),
            }
        }
        let inner = clean.strip_prefix(self.project).ok()?.to_str()?;
        Some(inner.replace('\\', "/"))
    }

    fn mistake(&self, error: &CompileError, before: usize) -> Mistranslation {
        let file = error.path.as_deref().and_then(|path| self.relative(Path::new(path))).unwrap_or_else(|| self.path.to_owned());
        let line = error.line.and_then(|line| (line as usize).checked_sub(1));
        let line = if file == self.path { line.and_then(|line| line.checked_sub(before)) } else { line };
        let text = self.read(&file);
        let ground = Ground { language: self.language.name(), text: &text };
        let at = line.map(|line| Lines::new(&text).offset(u32::try_from(line).unwrap_or(u32::MAX), error.column.unwrap_or(0)));
        let (message, hint, offset) = guard::explain(&error.message, at, &ground, self.project);
        Mistranslation { message, hint, file: offset.map(|offset| (file.clone(), offset)), files: self.files(&[file]) }
    }

    /// What the compiler lets through although it does not know it.
    fn beyond(&self, files: &[String]) -> Option<Mistranslation> {
        files.iter().find_map(|file| {
            let (offset, message, hint) = unsupported(&self.read(file))?;
            Some(Mistranslation { message, hint: Some(hint), file: Some((file.clone(), offset)), files: files.to_vec() })
        })
    }
}

#[cfg(test)]
mod tests;
