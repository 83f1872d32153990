//! How words are compared in a search, whatever marks somebody types or leaves out.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The text in small letters and without marks: `Đăng nhập` becomes `dang nhap`, `ё` becomes `е`, `ñ` becomes `n`.
///
/// The search in the browser has the same rule; `tests/folded.json` of this crate is held against both.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
            continue;
        }
        for small in c.to_lowercase() {
            decompose_canonical(small, |part| match part {
                // A stroke is no mark that could be taken off.
                'đ' => folded.push('d'),
                part if is_combining_mark(part) => {}
                part => folded.push(part),
            });
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_folded_away() {
        let table: Vec<[String; 2]> =
            serde_json::from_str(include_str!("../../tests/folded.json")).expect("pairs of texts");
        assert!(table.len() >= 10, "{table:?}");
        for [text, wanted] in table {
            assert_eq!(folded(&text), wanted, "{text}");
        }
    }
}
