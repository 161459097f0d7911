//! Properties over random and collected input: formatting renders the same, printing and parsing agree, what is emitted is what was meant.

mod expression;
mod format;
mod markup;
mod random;
