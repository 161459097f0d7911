//! Response files: `@FILE` on the command line stands for the arguments in that file.
//!
//! They are separated by white space and line breaks and quoted as in a POSIX shell (`'…'`, `"…"`, `\`); `#` before a word begins a comment. A file may name
//! others. `@@name` is the argument `@name`, and what stands behind `--` or `--data` (which has `@FILE` of its own) is taken as it is.

use crate::report::Said;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use wxc_disk::reason;

/// How deep files may name files: deeper is a circle.
const DEEPEST: usize = 32;

/// How arguments stand in a file.
#[derive(Clone, Copy)]
pub enum Form {
    /// Words, quoted as in a shell.
    Shell,
    /// One on each line, as Bazel writes them.
    Lines,
}

/// The arguments with all files in their place; files are looked for in `base`. `Err`: what is wrong.
pub fn expand(arguments: impl Iterator<Item = OsString>, base: &Path, form: Form) -> Result<Vec<OsString>, Said> {
    let mut expanded = Expanded { all: Vec::new(), literal: false, base, form };
    for argument in arguments {
        expanded.add(argument, 0)?;
    }
    Ok(expanded.all)
}

struct Expanded<'a> {
    base: &'a Path,
    form: Form,
    all: Vec<OsString>,
    /// Behind `--`.
    literal: bool,
}

impl Expanded<'_> {
    fn add(&mut self, argument: OsString, depth: usize) -> Result<(), Said> {
        let value = self.literal || self.all.last().is_some_and(|last| last == "--data");
        let name = argument.to_str().and_then(|text| text.strip_prefix('@')).filter(|name| !value && !name.is_empty());
        let Some(name) = name else {
            self.literal |= argument == "--";
            self.all.push(argument);
            return Ok(());
        };
        if name.starts_with('@') {
            self.all.push(name.into());
            return Ok(());
        }
        let refuse = |message: &str| {
            Said::usage(message, "name a text file of arguments: `wxc @FILE`; an argument that begins with `@` is written `@@…`")
        };
        if depth == DEEPEST {
            return Err(refuse(&format!("the response file `{name}` names itself, or goes deeper than {DEEPEST} files")));
        }
        let bytes = fs::read(self.base.join(name))
            .map_err(|error| refuse(&format!("the response file `{name}` cannot be read: {}", reason(&error))))?;
        let text = String::from_utf8(bytes).map_err(|_| refuse(&format!("the response file `{name}` is not UTF-8")))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let words = match self.form {
            Form::Shell => shlex::split(text).ok_or_else(|| refuse(&format!("a quote in the response file `{name}` has no end")))?,
            Form::Lines => text.lines().map(str::to_owned).collect(),
        };
        words.into_iter().try_for_each(|word| self.add(word.into(), depth + 1))
    }
}
