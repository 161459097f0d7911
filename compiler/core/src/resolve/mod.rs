//! The project: which files there are and how they refer to each other. The first phase to see two files.

pub mod wxss;
