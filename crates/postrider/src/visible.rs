//! What may be shown to a person as it is.

/// Whether a character only shows: it is no control, and no mark that changes the direction or the order of what is around
/// it. Whatever a peer has sent may be on its way to a terminal, where the others could write what they like.
#[must_use]
pub fn only_shows(c: char) -> bool {
    let marks = matches!(
        c,
        '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    );
    !c.is_control() && !marks
}

/// The text with another character for each that does more than show.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(|c| if only_shows(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_would_obey_is_left() {
        assert_eq!(
            visible("ä\u{1b}[2J\u{9b}1m\r\n\t\u{202e}lmth\u{2066}\u{7f}"),
            "ä\u{fffd}[2J\u{fffd}1m\u{fffd}\u{fffd}\u{fffd}\u{fffd}lmth\u{fffd}\u{fffd}"
        );
    }
}
