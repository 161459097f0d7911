//! Facts about trees in side tables: scopes, free names, what an expression depends on.

pub mod lint;
pub mod outline;
pub mod passed;
pub mod project;
pub mod script;
pub mod template;
