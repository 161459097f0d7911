//! Trees and facts to IR: cuts templates into blocks and holes.

pub mod style;
