//! Names the languages know: built-in components and their attributes, configuration keys, members of `wx`.
