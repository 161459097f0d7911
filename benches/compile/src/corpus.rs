//! The templates, modules and style sheets of packages from npm.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub struct Corpus {
    pub name: &'static str,
    pub root: PathBuf,
    pub files: BTreeMap<String, Vec<u8>>,
}

const PACKAGES: &[(&str, &str)] = &[
    ("tdesign-miniprogram", "tdesign-miniprogram/miniprogram_dist"),
    ("@vant/weapp", "@vant/weapp/dist"),
    ("weui-miniprogram", "weui-miniprogram/miniprogram_dist"),
    ("weui-wxss", "weui-wxss/dist"),
    ("wux-weapp example", "wux-weapp/example"),
];

/// The packages that are installed.
pub fn all() -> Vec<Corpus> {
    let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules");
    let corpora = PACKAGES.iter().map(|(name, path)| {
        let root = modules.join(path);
        let mut files = BTreeMap::new();
        read(&root, "", &mut files);
        Corpus { name, root, files }
    });
    corpora.filter(|corpus| !corpus.files.is_empty()).collect()
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let inner = format!("{prefix}{name}");
        if path.is_dir() {
            read(&path, &format!("{inner}/"), files);
        } else if matches!(path.extension().and_then(|e| e.to_str()), Some("wxml" | "wxs" | "wxss" | "json")) {
            files.insert(inner, std::fs::read(&path).expect("a readable file"));
        }
    }
}

impl Corpus {
    /// Paths with an extension, without it, and the texts.
    pub fn with(&self, extension: &str) -> Vec<(String, String)> {
        let texts = self.files.iter().filter_map(|(path, bytes)| {
            let stem = path.strip_suffix(extension)?.strip_suffix('.')?;
            Some((stem.to_owned(), String::from_utf8(bytes.clone()).ok()?))
        });
        texts.collect()
    }
}
