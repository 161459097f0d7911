//! What editors ask about one text, as pure functions of it. Knows nothing of the protocol, and of no second file.

pub mod formatting;
