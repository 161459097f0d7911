//! Paths inside a project: `/` separators, no leading slash, no `.` or `..` left where they can be resolved.

/// `a/./b/../c` → `a/c`; a `..` that leads out of the project stays in front.
pub fn normalise(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `a/b.wxml` → `a`; a file at the top gives `""`.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `a/b.wxml` → `b.wxml`.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Where `request`, written in the file `from`, leads: `/x` from the root, anything else from the file's folder.
pub fn join(from: &str, request: &str) -> String {
    match request.strip_prefix('/') {
        Some(absolute) => normalise(absolute),
        None => normalise(&format!("{}/{request}", folder(from))),
    }
}

/// `path` with `extension` unless it has it already.
pub fn with_extension(path: &str, extension: &str) -> String {
    if path.ends_with(extension) { path.to_owned() } else { format!("{path}{extension}") }
}

/// Where a file stands in the output: what lies outside the mini-program root (packages beside it) goes below `_`, never above the output folder.
pub fn public(path: &str) -> String {
    let mut rest = path;
    while let Some(inner) = rest.strip_prefix("../") {
        rest = inner;
    }
    if rest.len() == path.len() { path.to_owned() } else { format!("_/{rest}") }
}

/// Whether `path` lies in `folder` (`""` holds everything).
pub fn inside(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lose_their_dots() {
        assert_eq!(normalise("./a//b/../c/."), "a/c");
        assert_eq!(normalise("../a"), "../a");
        assert_eq!(join("pages/a/a.wxml", "../b/b.wxml"), "pages/b/b.wxml");
        assert_eq!(join("pages/a/a.wxml", "/b/b.wxml"), "b/b.wxml");
        assert_eq!((public("a/b.png").as_str(), public("../../node_modules/x/a.png").as_str()), ("a/b.png", "_/node_modules/x/a.png"));
        assert!(inside("a/b/c", "a/b") && !inside("a/bc", "a/b"));
    }
}
