//! What was taken out once, where it stands again: a server says what it did not understand.

use std::collections::HashMap;
use std::ops::Range;

use super::common::is_common;
use super::value::is_quote;
use super::{REDACTED, without};

/// None is looked for that is longer, in octets.
const OCTETS_MAX: usize = 4096;
/// A part of a secret that is shorter, in octets, proves nothing, and a number is one of something.
const PART_OCTETS_MIN: usize = 6;
/// A secret that is a word is looked for outside of quotes if it has so many octets.
const WORD_OCTETS_MIN: usize = 4;
/// None is looked for that is shorter.
const OCTETS_MIN: usize = 3;
/// Of those that begin with the same word so many lengths are told apart: so often a word of a paste is looked up.
const LENGTHS_MAX: usize = 64;

/// Secrets with the same first word, by how far into them it is, and how long they are.
type Alike = HashMap<(usize, usize), HashMap<String, Where>>;

/// The secrets that were taken out, by the first word in them.
#[derive(Default)]
pub struct Repeated {
    known: HashMap<String, Alike>,
}

/// Where a secret is known for what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Where {
    /// Between quotes: it may be a word of a sentence, or a number.
    Quoted,
    /// Between spaces and signs, and not in a name: it is a word, and none that replies have.
    Spaced,
    /// Where it is no part of a word.
    Alone,
}

impl Where {
    /// Where a secret is known, or a part of one; none if nowhere.
    fn of(known: &str, is_whole: bool) -> Option<Self> {
        // What stands around a value is none of it: `550,`.
        let known = known.trim_matches(|c: char| is_quote(c) || ",;.:()[]{}".contains(c));
        let is_word = known
            .char_indices()
            .all(|(at, c)| c.is_lowercase() || (at == 0 && c.is_alphabetic()) || c == ' ');
        let is_number = known.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_punctuation());
        let is_short = known.len() < PART_OCTETS_MIN;
        if known.len() < OCTETS_MIN || (is_short && !is_whole) {
            return None;
        }
        Some(if is_word {
            let is_rare = || !known.split(' ').all(is_common);
            if is_whole && known.len() >= WORD_OCTETS_MIN && is_rare() { Self::Spaced } else { Self::Quoted }
        } else if is_short && is_number {
            Self::Quoted
        } else {
            Self::Alone
        })
    }

    /// Whether what stands in a line at this place is the secret.
    fn is(self, line: &str, place: &Range<usize>) -> bool {
        let before = line[..place.start].chars().next_back();
        let mut behind = line[place.end..].chars();
        let after = behind.next();
        match self {
            Self::Quoted => before.is_some_and(is_quote) && after.is_some_and(is_quote),
            Self::Spaced => {
                let is_sign = |c: char| {
                    c.is_whitespace()
                        || is_quote(c)
                        || matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '=' | ',' | ';')
                };
                let ends = after.is_none_or(is_sign)
                    || matches!(after, Some('.' | ':' | '!' | '?'))
                        && behind.next().is_none_or(char::is_whitespace);
                before.is_none_or(|c| is_sign(c) || c == ':') && ends
            }
            Self::Alone => {
                !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
            }
        }
    }
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
            let is_whole = known.len() == text.len() || known.len() == password.len();
            let known = known.trim_end_matches('=');
            let is_address = known.split_once('@').is_some_and(|(_, domain)| domain.contains('.'));
            // What has signs alone may be a line that somebody has drawn.
            let Some((at, word)) = words(known).next().filter(|_| known.len() < OCTETS_MAX && !is_address)
            else {
                continue;
            };
            let Some(place) = Where::of(known, is_whole).filter(|_| !known.contains(REDACTED)) else {
                continue;
            };
            let alike = self.known.entry(word.to_owned()).or_default();
            let shape = (at, known.len());
            if alike.len() < LENGTHS_MAX || alike.contains_key(&shape) {
                let known = alike.entry(shape).or_default().entry(known.to_owned()).or_insert(place);
                *known = place.max(*known);
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
            let wanted = known.get(line.get(start..end)?)?;
            let place = start..line.len() - line[end..].trim_start_matches('=').len();
            wanted.is(line, &place).then_some(place)
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
