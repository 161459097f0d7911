//! The intermediate representation: blocks, holes, regions, component places; knows spans and nothing of syntax.

pub mod style;
