//! Paths inside a mini program: always relative to its root, `/`-separated, without `.` and `..`.

/// Resolves `reference` as written in the file `from`: a leading `/` starts at the root, anything else at the folder of `from`. `None` when it leads above
/// the root.
pub fn resolve(from: &str, reference: &str) -> Option<String> {
    let mut parts: Vec<&str> = match reference.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder(from).split('/').filter(|p| !p.is_empty()).collect(),
    };
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// The folder a file lies in, `""` for the root.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// `reference` with `extension` unless it has it already.
pub fn with_extension(reference: &str, extension: &str) -> String {
    if reference.ends_with(extension) { reference.to_owned() } else { format!("{reference}{extension}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_absolute_and_above() {
        assert_eq!(resolve("pages/a/a.wxml", "../b/b.wxml").as_deref(), Some("pages/b/b.wxml"));
        assert_eq!(resolve("pages/a/a.wxml", "/x/y").as_deref(), Some("x/y"));
        assert_eq!(resolve("pages/a/a.wxml", "t").as_deref(), Some("pages/a/t"));
        assert_eq!(resolve("a.wxml", "../t"), None);
        assert_eq!(resolve("a.wxml", "./t").as_deref(), Some("t"));
    }
}
