//! No reply code in a string, the catalogue's own folder aside.
//!
//! A reply that is a string is a reply without an id, a section and a translation. What counts as a code is a word of three
//! digits, 2 to 5 first and 0 to 5 second (RFC 5321 §4.2), unless what stands beside it says that it is a measure: a unit
//! behind it, `at least` or another number in front of it.

use super::Finding;
use crate::rust::{Source, is_test_file};
use crate::workspace::Workspace;

const CATALOGUE: &str = "crates/postrider-proto/src/reply/catalogue/";

/// Where codes may be written: the catalogue, the drivers of tests and of the benchmark, which say what they expect, the servers
/// that tests put behind ours, and a drawing, whose numbers are places.
const ASIDE: &[&str] = &[
    CATALOGUE,
    "fuzz/",
    "xtask/src/fuzz/",
    "xtask/src/interop",
    "xtask/src/crash/hop.rs",
    "simulation/src/host.rs",
    "bench/",
    "crates/postrider-console/src/diagram.rs",
];

/// What makes a number a measure.
const UNITS: &[&str] =
    &["octets", "characters", "lines", "seconds", "minutes", "days", "messages", "recipients"];

/// Strings that hold a code and are no reply, each with the reason. A reason that is not good enough to be read aloud
/// in a review is none.
const ALLOWED: &[(&str, &str, &str)] = &[];

pub fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in workspace.with_extension("rs") {
        if is_test_file(path) || ASIDE.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let source = Source::new(text);
        for literal in source.strings.iter().filter(|literal| !source.in_test(literal.at)) {
            let allowed = ALLOWED.iter().any(|(file, value, _)| *file == path && *value == literal.value);
            if let (Some(code), false) = (code_in(&literal.value), allowed) {
                findings.push(Finding::at(
                    path,
                    source.line(literal.at),
                    format!("the string {:?} holds the reply code {code}", shortened(&literal.value)),
                    format!("say it with an entry of {CATALOGUE}, or compare with `Entry::code`"),
                ));
            }
        }
    }
    findings
}

/// As much of a text as fits a message.
fn shortened(text: &str) -> String {
    const CHARACTERS: usize = 60;
    let end = text.char_indices().nth(CHARACTERS).map(|(at, _)| at);
    end.map_or_else(|| text.to_owned(), |end| format!("{}...", &text[..end]))
}

/// The first word of the text that is a reply code.
fn code_in(text: &str) -> Option<&str> {
    // What is glued to a number by one of these is an address, a version or a name, save for `250-`, a reply's own form.
    let glued = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_./+-:%=".contains(c));
    for (at, _) in text.char_indices() {
        let Some(word) = text.get(at..at + 3) else { continue };
        let digits = word.as_bytes();
        let is_code = matches!(digits[0], b'2'..=b'5')
            && matches!(digits[1], b'0'..=b'5')
            && digits[2].is_ascii_digit();
        let behind = &text[at + 3..];
        let mut next = behind.chars();
        let ends = match next.next() {
            Some('-' | '.' | ':') => !next.next().is_some_and(|c| c.is_ascii_digit()),
            next => !glued(next),
        };
        if !is_code || glued(text[..at].chars().next_back()) || !ends {
            continue;
        }
        if !is_measure(&text[..at], behind) {
            return Some(word);
        }
    }
    None
}

/// Whether the number between these two is a measure and no code.
fn is_measure(before: &str, behind: &str) -> bool {
    let unit = behind.split_whitespace().next().unwrap_or("");
    let unit = unit.trim_end_matches(|c: char| !c.is_alphanumeric());
    let before = before.trim_end();
    let in_list = before.strip_suffix(',').is_some_and(|list| list.ends_with(|c: char| c.is_ascii_digit()));
    UNITS.contains(&unit) || in_list || before.ends_with("at least")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_numbers() {
        for text in ["250 ok", "250", "250-first", "said 503 5.5.1", "a\r\n554 b", "(421)", "code 250."] {
            assert!(code_in(text).is_some(), "{text:?}");
        }
        for text in [
            "255 octets",
            "in seconds: at least 300.",
            "such as [60, 300, 900]",
            "-limit=512",
            "SHA-256",
            "10.255.255.1",
            "2500",
            "x250",
            "260",
            "600",
            "127.0.0.1:250",
            "12",
            "",
            "é25",
            "v0.250.3",
        ] {
            assert_eq!(code_in(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_reply_that_is_a_string_is_found_where_it_stands() {
        let text = "fn a() {\n    send(b\"250 ok\\r\\n\");\n}\n#[cfg(test)]\nmod tests { const A: &str = \"250 ok\"; }\n";
        let files = [
            ("crates/postrider-inbound/src/connection.rs", text),
            ("crates/postrider-inbound/tests/a.rs", "const A: &str = \"250 ok\";"),
            ("crates/postrider-proto/src/reply/catalogue/mail.rs", "const A: &str = \"250 ok\";"),
            ("crates/postrider-proto/src/reply/code.rs", "//! \"250 ok\""),
        ];
        let findings = check(&Workspace::of(&files));
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(
            findings[0].to_string(),
            "crates/postrider-inbound/src/connection.rs:2: the string \"250 ok\\r\\n\" holds the reply code 250"
        );
    }

    #[test]
    fn every_exception_is_still_needed() {
        for (file, value, reason) in ALLOWED {
            assert!(code_in(value).is_some() && !reason.is_empty(), "{file}: {value:?}");
        }
    }
}
