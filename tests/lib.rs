//! Tests of wxc that cross a phase; see README.md in this folder.
