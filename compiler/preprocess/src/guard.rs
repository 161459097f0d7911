//! What the compiler of Less and Sass gets wrong or passes over in silence, found and mended or reported; and its messages in our words.

use std::path::Path;

/// A text a message is about.
pub struct Ground<'a> {
    pub language: &'a str,
    pub text: &'a str,
}

/// Parts of CSS that the compiler changes although they must stay: `-` in an unquoted `url(…)` gets spaces around it, and Sass takes `>>>` for three children.
/// Everything keeps its place.
pub fn mend(css: String) -> String {
    let mut css = css.replace("> > >", ">>>  ");
    let mut from = 0;
    while let Some(start) = css.get(from..).and_then(|rest| rest.find("url(")).map(|at| from + at + 4) {
        let inner = css.get(start..).unwrap_or_default();
        let end = if inner.starts_with(['"', '\'']) { None } else { inner.find(')') };
        if let Some(end) = end
            && let Some(broken) = inner.get(..end).filter(|inner| inner.contains(" - "))
        {
            let whole = format!("{:<1$}", broken.replace(" - ", "-"), broken.chars().count());
            css.replace_range(start..start + end, &whole);
        }
        from = start;
    }
    css
}

/// Whether a Sass sheet names `/global.scss` itself.
pub fn uses_global(text: &str) -> bool {
    code(text).iter().any(|(at, _)| {
        let rest = text.get(*at..).unwrap_or_default();
        let named = rest.strip_prefix("@use").or_else(|| rest.strip_prefix("@import")).map(str::trim_start);
        let name = named.and_then(|named| named.strip_prefix(['"', '\''])).and_then(|named| named.split(['"', '\'']).next());
        name.and_then(|name| name.rsplit('/').next()).is_some_and(|name| matches!(name, "global" | "global.scss"))
    })
}

/// Inline JavaScript and plugins of Less: they would come out as they are, or vanish. Gives the place, what is wrong, and what to write.
pub fn unsupported(text: &str) -> Option<(u32, String, String)> {
    let found = code(text).into_iter().find_map(|(at, c)| match c {
        '`' => Some((at, "inline JavaScript is not part of Less any more", "write the value, or use a function of Less")),
        '@' if text.get(at..).is_some_and(|rest| rest.starts_with("@plugin") && !rest.get(7..).unwrap_or_default().starts_with(word)) => {
            Some((at, "plugins of Less cannot run here", "use functions of Less, or compile the sheet with `lessc` and keep the WXSS"))
        }
        _ => None,
    });
    found.map(|(at, message, hint)| (u32::try_from(at).unwrap_or(u32::MAX), message.to_owned(), hint.to_owned()))
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The characters of a sheet that stand neither in comments nor in strings.
fn code(text: &str) -> Vec<(usize, char)> {
    let mut out = Vec::new();
    let mut skip = 0;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        if at < skip {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        match quote {
            Some(_) if c == '\\' => skip = at + 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            Some(open) if c == open || c == '\n' => quote = None,
            Some(_) => {}
            None if rest.starts_with("/*") => skip = rest.find("*/").map_or(text.len(), |end| at + end + 2),
            // A scheme is no comment: `url(//example.org/a.png)` and `http://…`.
            None if rest.starts_with("//") && !text.get(..at).unwrap_or_default().ends_with([':', '(']) => {
                skip = rest.find('\n').map_or(text.len(), |end| at + end);
            }
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                out.push((at, c));
            }
            None => out.push((at, c)),
        }
    }
    out
}

/// The compiler's message as one of ours, a hint, and the place if one is known.
pub fn explain(message: &str, at: Option<u32>, ground: &Ground<'_>, project: &Path) -> (String, Option<String>, Option<u32>) {
    let here = format!("{}/", project.display());
    let message = message.replace(&here, "");
    let prefixes = ["less parse failed: ", "SCSS parse failure: ", "Sass parse failure: "];
    if let Some(rest) = prefixes.iter().find_map(|prefix| message.strip_prefix(prefix)) {
        let said = rest.trim_end_matches('.').replace("<eof>", "the end of the file");
        let said =
            said.strip_prefix("expect token ").map_or(said.clone(), |rest| format!("expected {}", rest.replace(", but found", ", found")));
        let hint = format!("close the block or end the declaration before this place, as {} wants it", ground.language);
        return (format!("this is no {}: {said}", ground.language), Some(hint), at);
    }
    if let Some(rest) = message.strip_prefix("@import not found: ") {
        let name = rest.split(" (from").next().unwrap_or(rest);
        let place = ground.text.find(name).and_then(|at| u32::try_from(at).ok());
        return (format!("there is no sheet `{name}`"), Some("create it, or correct the path".to_owned()), at.or(place));
    }
    if message.starts_with("Can't find stylesheet to import") {
        return ("there is no sheet of this name".to_owned(), Some("create it, or correct the path".to_owned()), at);
    }
    let mut said = message.trim_end_matches('.').to_owned();
    // Sass begins its sentences with a capital letter; names keep theirs.
    if said.split(' ').next().is_some_and(|first| first.chars().skip(1).all(|c| c.is_lowercase() || c == '\'')) {
        said = said.chars().take(1).flat_map(char::to_lowercase).chain(said.chars().skip(1)).collect();
    }
    let hint = if said.contains("ndefined") { "define it, or import the sheet that does" } else { "correct the sheet" };
    (said, Some(hint.to_owned()), at)
}
