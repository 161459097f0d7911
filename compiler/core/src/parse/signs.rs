//! The words and signs of a script that oxc does not accept, to find out why.

/// A word, or one character of a sign; a string is its first quote.
pub struct Token<'t> {
    pub text: &'t str,
    pub at: usize,
}

/// Strings and comments are passed over, regular expressions are not known.
pub fn signs(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' | '`' => {
                while let Some((_, inner)) = chars.next() {
                    match inner {
                        '\\' => _ = chars.next(),
                        _ if inner == c => break,
                        _ => {}
                    }
                }
            }
            '/' if matches!(chars.peek(), Some((_, '/'))) => {
                while chars.next_if(|(_, c)| *c != '\n').is_some() {}
                continue;
            }
            '/' if matches!(chars.peek(), Some((_, '*'))) => {
                let mut last = ' ';
                for (_, c) in chars.by_ref().skip(1) {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
                continue;
            }
            _ if c.is_whitespace() => continue,
            _ if is_word(c) => while chars.next_if(|(_, c)| is_word(*c)).is_some() {},
            _ => {}
        }
        let end = match c {
            _ if is_word(c) => chars.peek().map_or(text.len(), |(at, _)| *at),
            _ => at + c.len_utf8(),
        };
        tokens.push(Token { text: text.get(at..end).unwrap_or_default(), at });
    }
    tokens
}
