//! Tokens (logos): text in, tokens with spans out. Knows no grammar.
