//! What editors ask about a project, as pure functions `(&Snapshot, path, offset) → plain structs`. Knows nothing of the protocol.
