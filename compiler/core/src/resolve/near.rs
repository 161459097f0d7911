//! The file somebody most likely meant by a path that leads nowhere: a typing mistake in one of its names, another case, or `../` too many or too few.

use crate::diagnostics::nearest;
use crate::resolve::path::{folder, join, normalise};
use crate::source::Files;

/// What to write instead of `request` in the file `from` (below the project, of which `root` is the mini program's folder), as it was written: absolute or
/// relative, with an extension or without. `extensions`: those that may be left out.
pub fn suggest(files: &dyn Files, root: &str, from: &str, request: &str, extensions: &[&str]) -> Option<String> {
    let absolute = request.strip_prefix('/');
    let target = match absolute {
        Some(rest) => normalise(&format!("{root}{rest}")),
        None => join(from, request),
    };
    let found = correct(files, &target, extensions).or_else(|| moved(files, root, from, request, extensions))?;
    if !found.starts_with(root) {
        return None;
    }
    let found = match absolute {
        Some(_) => format!("/{}", found.strip_prefix(root).unwrap_or(&found)),
        None => relative(folder(from), &found, request.starts_with('.')),
    };
    Some(found).filter(|found| found != request)
}

/// The file nearest to a path, by name, in the folders nearest to its folders. A path without extension stands for one of `extensions` and comes back without.
pub fn correct(files: &dyn Files, path: &str, extensions: &[&str]) -> Option<String> {
    let bare = !extensions.is_empty() && !extensions.iter().any(|extension| path.ends_with(extension));
    let mut at = String::new();
    let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let names = files.list(&at);
        let names: Vec<&str> = names
            .iter()
            .filter(|(_, is_folder)| *is_folder != last)
            .filter_map(|(name, _)| {
                if last && bare { extensions.iter().find_map(|extension| name.strip_suffix(extension)) } else { Some(name.as_str()) }
            })
            .collect();
        let name = names.iter().copied().find(|name| *name == part).or_else(|| nearest(part, names.iter().copied()))?;
        at = if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
    }
    Some(at)
}

/// The path without its first `../` in a folder above the file, or above the folder that was meant.
fn moved(files: &dyn Files, root: &str, from: &str, request: &str, extensions: &[&str]) -> Option<String> {
    let mut tail = request.trim_start_matches('/');
    while let Some(rest) = tail.strip_prefix("../").or_else(|| tail.strip_prefix("./")) {
        tail = rest;
    }
    let above = std::iter::successors(Some(folder(from)), |path| if path.is_empty() { None } else { Some(folder(path)) });
    above.filter(|base| format!("{base}/").starts_with(root) || root.is_empty()).find_map(|base| {
        let path = normalise(&format!("{base}/{tail}"));
        let exists = files.is_file(&path) || extensions.iter().any(|extension| files.is_file(&format!("{path}{extension}")));
        (exists && tail.len() > 1).then_some(path)
    })
}

/// `path` as it is written in a module: `./` or `../` in front.
pub fn relative_to(from: &str, path: &str) -> String {
    relative(folder(from), path, true)
}

/// `path` as it is written in a file of `folder`.
fn relative(folder: &str, path: &str, dotted: bool) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - shared);
    let down = to.get(shared..).unwrap_or_default().join("/");
    if up.is_empty() && dotted { format!("./{down}") } else { format!("{up}{down}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn suggestions_are_written_as_the_request_was() {
        let paths = ["m/images/logo.png", "m/templates/row.wxml", "m/utils/util.js", "m/pages/a/a.wxml"];
        let files: BTreeMap<String, Vec<u8>> = paths.into_iter().map(|path| (path.to_owned(), Vec::new())).collect();
        let check = |request: &str, extensions: &[&str], expected: Option<&str>| {
            assert_eq!(suggest(&files, "m/", "m/pages/a/a.wxml", request, extensions).as_deref(), expected, "{request}");
        };
        check("/images/lgoo.png", &[], Some("/images/logo.png"));
        check("/Images/Logo.png", &[], Some("/images/logo.png"));
        check("../../image/logo.png", &[], Some("../../images/logo.png"));
        check("../templates/row.wxml", &[".wxml"], Some("../../templates/row.wxml"));
        check("../../templates/Row", &[".wxml"], Some("../../templates/row"));
        check("../../utils/utl", &[".ts", ".js"], Some("../../utils/util"));
        check("./utils/util", &[".ts", ".js"], Some("../../utils/util"));
        check("/images/picture.png", &[], None);
    }
}
