//! Which local parts are plainly a name.

/// Whether a local part that nobody has configured may still be somebody's: the name of a mailbox where any name is one,
/// a name with a tag, a name for the catch-all.
///
/// What old mailers took for a route (`u%elsewhere`, `elsewhere!u`, `"u@elsewhere"`), for a command (`|id`), for an option
/// (`-f`) or for a path (`../u`) is not. Nothing here would follow any of them, but to accept them would be a promise
/// to somebody who meant just that. A mailbox that really has such a name can be listed.
pub(crate) fn is_plain(local: &str) -> bool {
    !local.is_empty()
        && !local.starts_with(['-', '.'])
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(is_plain_char)
}

/// Whether a character may stand between a user and a tag.
pub(crate) fn separates(c: char) -> bool {
    is_plain_char(c) && c.is_ascii_punctuation() && c != '.'
}

fn is_plain_char(c: char) -> bool {
    match c {
        '.' | '_' | '-' | '+' | '=' | '~' | '#' | '&' | '\'' => true,
        // What cannot be seen cannot tell one name from another: zero-width, direction and joining marks.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => false,
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        c => !c.is_control() && !c.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for local in ["alice", "a.b", "alice+news", "srs0=x=y=z", "o'brien", "_x", "andré", "मेल", "1"]
        {
            assert!(is_plain(local), "{local}");
        }
    }

    #[test]
    fn tricks_are_not_plain() {
        let tricks = [
            "",
            "u%v",
            "v!u",
            "u@v",
            "u v",
            "u\tv",
            "u\0",
            "u\\v",
            "u/v",
            "../u",
            ".ssh",
            "u.",
            "u..v",
            "-oq",
            "|id",
            "`id`",
            "$(id)",
            "${run}",
            ":include:",
            "u,v",
            "<u>",
            "u;v",
            "\"u\"",
            "u\u{a0}v",
            "u\u{85}v",
            "u\u{200d}v",
            "u\u{202e}v",
            "*",
            "?",
        ];
        for local in tricks {
            assert!(!is_plain(local), "{local:?}");
        }
    }
}
