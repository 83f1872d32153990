//! Sentences: what stands in backticks is a literal, the same in every language.

use maud::{Markup, html};

/// A sentence as markup.
pub fn prose(text: &str) -> Markup {
    html! {
        @for (place, part) in text.split('`').enumerate() {
            // Backticks come in twos: every other part stands within them.
            @if place % 2 == 1 { code lang="en" translate="no" { (part) } } @else { (part) }
        }
    }
}

/// A sentence as plain words, for titles.
pub fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// The first sentence of a text; a dot that ends one has a blank behind it.
pub fn first_sentence(text: &str) -> String {
    let plain = plain(text);
    match plain.find(". ") {
        Some(end) => plain[..=end].to_owned(),
        None => plain,
    }
}

/// Whether it is a Chinese character: one is a word, or a part of one, and there are no blanks between them.
pub fn is_han(c: char) -> bool {
    ('\u{3400}'..'\u{a000}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_code_and_the_rest_is_escaped() {
        assert_eq!(
            prose("Send `RCPT TO:<a@b>` & wait").into_string(),
            "Send <code lang=\"en\" translate=\"no\">RCPT TO:&lt;a@b&gt;</code> &amp; wait"
        );
        assert_eq!(plain("`MAIL` first"), "MAIL first");
        assert_eq!(first_sentence("One 5.7.1 here. Two."), "One 5.7.1 here.");
    }
}
