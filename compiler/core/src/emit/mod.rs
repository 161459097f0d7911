//! IR to text: HTML templates, render functions. Decides about bytes only.
