//! Addresses of the protocol and paths of the system.

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Component, Path, PathBuf};

/// What stays as it is in the address of a file.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The path of a `file:` address; `None` for others.
pub fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("file:")).and_then(|_| uri.get(5..))?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = if cfg!(windows) {
        // `/c:/a` is `c:/a`; a host is a share.
        match host {
            "" | "localhost" => path.strip_prefix('/').unwrap_or(&path).to_owned(),
            host => format!("//{host}{path}"),
        }
    } else {
        path.into_owned()
    };
    Some(tidy(Path::new(&path))).filter(|path| path.is_absolute())
}

/// The address of an absolute path.
pub fn from_path(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace('\\', "/");
    let encoded = utf8_percent_encode(&text, KEPT);
    let uri = if let Some(share) = text.strip_prefix("//") {
        format!("file://{}", utf8_percent_encode(share, KEPT))
    } else if text.starts_with('/') {
        format!("file://{encoded}")
    } else {
        format!("file:///{encoded}")
    };
    uri.parse().ok()
}

/// Without `.` and `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => _ = tidy.pop(),
            part => tidy.push(part),
        }
    }
    tidy
}

/// The path of `file` below `folder`, with `/`; `None`: it does not lie there.
pub fn below(folder: &Path, file: &Path) -> Option<String> {
    Some(file.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"))
}

/// Where `path`, counted from `folder`, lies.
pub fn locate(folder: &Path, path: &str) -> PathBuf {
    tidy(&folder.join(path))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths() {
        let path = |uri| to_path(uri).and_then(|path| path.to_str().map(str::to_owned));
        assert_eq!(path("file:///a/b%20c/%E4%BD%A0.wxml").as_deref(), Some("/a/b c/你.wxml"));
        assert_eq!(path("FILE://localhost/a/../b/./c?x#y").as_deref(), Some("/b/c"));
        assert_eq!((path("untitled:Untitled-1"), path("file:a"), path("file:"), path("")), (None, None, None, None));
        let uri = from_path(Path::new("/a b/你+(1).wxml"));
        assert_eq!(uri.as_ref().map(|uri| uri.as_str()), Some("file:///a%20b/%E4%BD%A0%2B%281%29.wxml"));
        assert_eq!(uri.and_then(|uri| path_of(&uri)).as_deref(), Some("/a b/你+(1).wxml"));
        assert_eq!(locate(Path::new("/a/b"), "../c/d.wxml"), Path::new("/a/c/d.wxml"));
    }

    fn path_of(uri: &Uri) -> Option<String> {
        to_path(uri.as_str())?.to_str().map(str::to_owned)
    }
}
