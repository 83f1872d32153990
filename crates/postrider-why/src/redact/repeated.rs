//! What was taken out once, where it stands again: a server says what it did not understand.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::value::is_quote;
use super::{REDACTED, without};

/// None is looked for that is shorter, in octets, or longer.
const OCTETS: Range<usize> = 6..4096;
/// Of those that begin with the same word so many lengths are told apart: so often a word of a paste is looked up.
const LENGTHS_MAX: usize = 64;

/// The secrets that were taken out, by the first word in them; of each word by how far into them it is, and how long they are.
#[derive(Default)]
pub struct Repeated {
    known: HashMap<String, HashMap<(usize, usize), HashSet<String>>>,
}

impl Repeated {
    /// Remembers a secret of a line, if it is more than a name.
    pub fn add(&mut self, line: &str, secret: &Range<usize>) {
        if is_name(&line[..secret.start]) {
            return;
        }
        let text = line[secret.clone()].trim();
        // Of a name and a password, as curl has them, the password; and the words that it has.
        let login = text
            .split_once(':')
            .filter(|(name, _)| !name.contains(|c: char| c.is_whitespace() || is_quote(c)));
        let password = login.map_or(text, |(_, password)| password);
        let parts = |c: char| {
            c.is_whitespace() || is_quote(c) || matches!(c, ',' | '\\' | '*' | ':' | '/' | '<' | '>' | '=')
        };
        for known in [text, password].into_iter().chain(password.split(parts)) {
            let known = known.trim_end_matches('=');
            let is_address = known.split_once('@').is_some_and(|(_, domain)| domain.contains('.'));
            // What has signs alone may be a line that somebody has drawn.
            let first = words(known).next();
            let Some((at, word)) = first.filter(|_| OCTETS.contains(&known.len()) && !is_address) else {
                continue;
            };
            let alike = self.known.entry(word.to_owned()).or_default();
            let shape = (at, known.len());
            if !known.contains(REDACTED) && (alike.len() < LENGTHS_MAX || alike.contains_key(&shape)) {
                alike.entry(shape).or_default().insert(known.to_owned());
            }
        }
    }

    /// Takes them out wherever they stand.
    pub fn redact(&self, lines: &mut [String]) {
        if self.known.is_empty() {
            return;
        }
        for line in lines {
            let mut found: Vec<Range<usize>> =
                words(line).flat_map(|(at, word)| self.places(line, at, word)).collect();
            if !found.is_empty() {
                found.sort_by_key(|secret| secret.start);
                *line = without(line, &found);
            }
        }
    }

    /// Where secrets stand whose first word is this one.
    fn places<'a>(&'a self, line: &'a str, at: usize, word: &str) -> impl Iterator<Item = Range<usize>> + 'a {
        let alike = self.known.get(word).into_iter().flatten();
        alike.filter_map(move |((into, octets), known)| {
            let start = at.checked_sub(*into)?;
            let end = start + octets;
            let part = line.get(start..end).filter(|part| known.contains(*part))?;
            let place = start..line.len() - line[end..].trim_start_matches('=').len();
            stands_alone(line, &place, part).then_some(place)
        })
    }
}

/// The words of a text, and where they begin: letters and digits.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Whether what stands behind this is a name.
fn is_name(before: &str) -> bool {
    const USER: &[u8] = b"user=";
    let start = before.len().saturating_sub(USER.len());
    before.as_bytes()[start..].eq_ignore_ascii_case(USER) && !before[..start].ends_with('-')
}

/// Whether a secret stands there, and no more than a part of a word.
fn stands_alone(line: &str, place: &Range<usize>, known: &str) -> bool {
    // What could be a word of a language is one, except between quotes.
    let is_word =
        known.char_indices().all(|(at, c)| c.is_lowercase() || (at == 0 && c.is_alphabetic()) || c == ' ');
    let before = line[..place.start].chars().next_back();
    let after = line[place.end..].chars().next();
    if is_word {
        before.is_some_and(is_quote) && after.is_some_and(is_quote)
    } else {
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    }
}
