//! What was taken out once, where it stands again: a server says what it did not understand.

use std::ops::Range;

use super::value::is_quote;
use super::{REDACTED, without};

/// So many are looked for.
const KNOWN_MAX: usize = 64;
/// None that is shorter, in octets, or longer.
const OCTETS: Range<usize> = 6..4096;

/// The secrets that were taken out.
#[derive(Default)]
pub struct Repeated {
    known: Vec<String>,
}

impl Repeated {
    /// Remembers a secret of a line, if it is more than a name.
    pub fn add(&mut self, line: &str, secret: &Range<usize>) {
        if self.known.len() >= KNOWN_MAX || is_name(&line[..secret.start]) {
            return;
        }
        let text = line[secret.clone()].trim();
        // Of a name and a password, as curl has them, the password; and the words that it has.
        let login = text
            .split_once(':')
            .filter(|(name, _)| !name.contains(|c: char| c.is_whitespace() || is_quote(c)));
        let text = login.map_or(text, |(_, password)| password);
        let parts = |c: char| {
            c.is_whitespace() || is_quote(c) || matches!(c, ',' | '\\' | '*' | ':' | '/' | '<' | '>' | '=')
        };
        for known in [text].into_iter().chain(text.split(parts)) {
            let known = known.trim_end_matches('=');
            let is_address = known.split_once('@').is_some_and(|(_, domain)| domain.contains('.'));
            let is_new = OCTETS.contains(&known.len()) && !is_address && !known.contains(REDACTED);
            if self.known.len() < KNOWN_MAX && is_new && !self.known.iter().any(|old| old == known) {
                self.known.push(known.to_owned());
            }
        }
    }

    /// Takes them out wherever they stand.
    pub fn redact(&self, lines: &mut [String]) {
        for line in lines {
            let mut found: Vec<Range<usize>> =
                self.known.iter().flat_map(|known| places(line, known)).collect();
            if !found.is_empty() {
                found.sort_by_key(|secret| secret.start);
                *line = without(line, &found);
            }
        }
    }
}

/// Whether what stands behind this is a name.
fn is_name(before: &str) -> bool {
    const USER: &[u8] = b"user=";
    let start = before.len().saturating_sub(USER.len());
    before.as_bytes()[start..].eq_ignore_ascii_case(USER) && !before[..start].ends_with('-')
}

fn places(line: &str, known: &str) -> Vec<Range<usize>> {
    // What could be a word of a language is one, except between quotes.
    let is_word =
        known.char_indices().all(|(at, c)| c.is_lowercase() || (at == 0 && c.is_alphabetic()) || c == ' ');
    let found = line.match_indices(known).map(|(at, _)| {
        let rest = &line[at + known.len()..];
        at..at + known.len() + rest.len() - rest.trim_start_matches('=').len()
    });
    let alone = |place: &Range<usize>| {
        let before = line[..place.start].chars().next_back();
        let after = line[place.end..].chars().next();
        if is_word {
            before.is_some_and(is_quote) && after.is_some_and(is_quote)
        } else {
            !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
        }
    };
    found.filter(alone).collect()
}
