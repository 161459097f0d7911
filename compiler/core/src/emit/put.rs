//! Output text put together from pieces, without a formatter or a string in between: `put!(out, "v[", index, "]")`.

/// What can stand in output text.
pub(super) trait Piece {
    fn put(&self, out: &mut String);
}

impl Piece for &str {
    fn put(&self, out: &mut String) {
        out.push_str(self);
    }
}

impl Piece for &String {
    fn put(&self, out: &mut String) {
        out.push_str(self);
    }
}

/// Decimal digits.
impl Piece for usize {
    fn put(&self, out: &mut String) {
        if *self >= 10 {
            (self / 10).put(out);
        }
        // A digit is a character of its own.
        out.push(char::from_digit((self % 10) as u32, 10).unwrap_or('0'));
    }
}

/// What a function writes, between other pieces.
impl<F: Fn(&mut String)> Piece for F {
    fn put(&self, out: &mut String) {
        self(out);
    }
}

/// Writes pieces to the end of a string.
macro_rules! put {
    ($out:expr, $($piece:expr),+ $(,)?) => {{
        let out: &mut String = $out;
        $( $crate::emit::put::Piece::put(&$piece, out); )+
    }};
}
pub(super) use put;

/// Pieces with something between them.
pub(super) fn list<T>(out: &mut String, items: impl IntoIterator<Item = T>, between: &str, mut put: impl FnMut(&mut String, T)) {
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push_str(between);
        }
        put(out, item);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn pieces() {
        let mut out = String::new();
        put!(&mut out, "a", 0_usize, 1234567890_usize, &"b".to_owned(), |out: &mut String| out.push('c'));
        assert_eq!(out, "a01234567890bc");
    }
}
