//! The name somebody most likely meant: the one place that decides what counts as a misspelling.

/// How many typing mistakes a name of this length may hold and still be recognised.
fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    }
}

/// Typing mistakes between two names (a letter too many, missing, wrong, or two swapped); case does not count. `None`: they are two different names.
fn mistakes(written: &str, meant: &str) -> Option<usize> {
    let allowed = allowed(written.chars().count());
    if meant.len().abs_diff(written.len()) > allowed {
        return None;
    }
    let distance = strsim::osa_distance(&written.to_lowercase(), &meant.to_lowercase());
    (distance <= allowed).then_some(distance)
}

/// Whether `written` is `meant` with a typing mistake, or in another case.
pub fn is_misspelling(written: &str, meant: &str) -> bool {
    written != meant && mistakes(written, meant).is_some()
}

/// The candidate that `written` is most likely a misspelling of, for hints; of equally near ones the first in the alphabet.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written)
        .filter_map(|candidate| Some((mistakes(written, candidate)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The same for paths: each part is equal or misspelt.
pub fn nearest_path<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |candidate: &str| {
        let (a, b): (Vec<&str>, Vec<&str>) = (written.split('/').collect(), candidate.split('/').collect());
        (a.len() == b.len()).then_some(())?;
        a.iter().zip(&b).map(|(a, b)| mistakes(a, b)).sum::<Option<usize>>()
    };
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written)
        .filter_map(|candidate| Some((distance(candidate)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names() {
        let names = ["view", "video", "scroll-view", "swiper-item", "bindtap"];
        assert_eq!(nearest("veiw", names), Some("view"));
        assert_eq!(nearest("View", names), Some("view"));
        assert_eq!(nearest("scrollview", names), Some("scroll-view"));
        assert_eq!(nearest("my-card", names), None);
        assert_eq!(nearest("vi", names), None);
        assert_eq!(nearest_path("pages/detial/detial", ["pages/detail/detail", "pages/a/a"]), Some("pages/detail/detail"));
        assert_eq!(nearest_path("pages/b/b", ["pages/a/a"]), None);
        assert!(is_misspelling("vuew", "view") && is_misspelling("VIEW", "view") && !is_misspelling("view", "view"));
    }
}
