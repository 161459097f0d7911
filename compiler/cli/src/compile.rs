//! How a command gets a project compiled: anew, or in a worker that remembers.

use std::path::Path;
use wxc_core::bundle::{Build, BuildOptions, Compiler};
use wxc_disk::{Disk, Unfinished};
use wxc_prerender::Prerenderer;

/// What is wanted of the compiler.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    Check(BuildOptions),
    Build(BuildOptions),
    BuildWithFrames(BuildOptions),
}

impl Work {
    pub fn options(&self) -> &BuildOptions {
        match self {
            Self::Check(options) | Self::Build(options) | Self::BuildWithFrames(options) => options,
        }
    }

    pub fn run(&self, compiler: &mut Compiler, disk: &Disk) -> Build {
        match self {
            Self::Check(_) => compiler.check(disk),
            Self::Build(_) => compiler.build(disk),
            Self::BuildWithFrames(_) => compiler.build_with_frames(disk, &Prerenderer::default()),
        }
    }
}

/// The world around a command.
pub struct Job<'a> {
    /// Relative paths begin here; empty: where the program runs.
    pub base: &'a Path,
    pub unfinished: &'a Unfinished,
    pub compiling: &'a dyn Compiling,
    /// Says nothing where there is nothing to say: build systems show every word of a step.
    pub quiet: bool,
}

pub trait Compiling {
    /// The project in the folder `root`, which the caller named `dir`.
    fn disk(&self, root: &Path, dir: &Path) -> Disk;
    fn compile(&self, disk: &Disk, dir: &Path, work: &Work) -> Build;
    /// Whether nobody wants the result any more: then nothing is written.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Compiles once and forgets.
pub struct Anew;

impl Compiling for Anew {
    fn disk(&self, root: &Path, _: &Path) -> Disk {
        Disk::new(root)
    }
    fn compile(&self, disk: &Disk, _: &Path, work: &Work) -> Build {
        work.run(&mut Compiler::new(work.options().clone()), disk)
    }
}
