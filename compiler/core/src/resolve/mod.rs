//! The project: which files there are and how they refer to each other. The first phase to see two files.

pub mod app;
pub mod config;
pub mod json;
pub mod modules;
pub mod near;
pub mod owner;
pub mod path;
pub mod plugin;
pub mod project;
pub mod schema;
pub mod script;
pub mod templates;
pub mod unit;
pub mod wxss;
