//! What a signature looks for in a text, and how all of it is found in one pass.
//!
//! A pattern is words as the server writes them, in small letters. ` * ` between them stands for anything; a `*` right behind or in
//! front of a word says that the word may go on there. Everything else stands for itself:
//!
//! ```text
//!   user unknown                 and not "user unknowns"
//!   greylist*                    greylist, greylisted, greylisting
//!   message from * rejected      in this order, with anything between
//! ```
//!
//! That is less than a regular expression can say. In return a pattern is read and written by whoever has the server's line in
//! front of them, nothing in it needs a backslash, and none can be slow: the phrases of all patterns are one automaton.

use aho_corasick::{AhoCorasick, MatchKind};

/// A pattern: phrases that stand in a text one behind the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Phrase>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Phrase {
    words: String,
    /// Whether the word at this edge may go on in the text.
    open: (bool, bool),
}

impl Pattern {
    /// Reads a pattern; none if it is not written as this file says.
    pub fn read(pattern: &str) -> Option<Self> {
        let parts: Vec<&str> = pattern.split('*').collect();
        let last = parts.len() - 1;
        let mut phrases = Vec::with_capacity(parts.len());
        for (i, part) in parts.iter().enumerate() {
            let words = part.trim();
            if words.is_empty() {
                // Only in front of the first star and behind the last one.
                if (i == 0 || i == last) && last > 0 && part.is_empty() { continue } else { return None }
            }
            let plain = words.chars().all(|c| !c.is_ascii_uppercase() && !c.is_control());
            if !plain || words.contains("  ") || words.len() < 2 {
                return None;
            }
            let open = (i > 0 && !part.starts_with(' '), i < last && !part.ends_with(' '));
            phrases.push(Phrase { words: words.to_owned(), open });
        }
        let pattern = Self(phrases);
        (pattern.weight() >= 3).then_some(pattern)
    }

    /// How much it asks for, in octets: of two patterns that are found the one that asks for more is the more exact.
    pub fn weight(&self) -> usize {
        self.0.iter().map(|phrase| phrase.words.len()).sum()
    }
}

/// All patterns, ready to be looked for.
#[derive(Debug)]
pub struct Finder {
    automaton: AhoCorasick,
    phrases: Vec<Phrase>,
    /// Each pattern as places in `phrases`.
    patterns: Vec<Vec<usize>>,
    /// The patterns that begin with a phrase, by its place.
    beginning: Vec<Vec<usize>>,
}

/// A phrase at a place of the text, in the order of phrases, then of places.
type Occurrence = (usize, usize, usize);

impl Finder {
    pub fn new(patterns: &[Pattern]) -> Self {
        let mut phrases: Vec<Phrase> = Vec::new();
        let mut places = std::collections::HashMap::new();
        let patterns: Vec<Vec<usize>> = patterns
            .iter()
            .map(|pattern| {
                let place = |phrase: &Phrase| {
                    *places.entry(phrase.clone()).or_insert_with(|| {
                        phrases.push(phrase.clone());
                        phrases.len() - 1
                    })
                };
                pattern.0.iter().map(place).collect()
            })
            .collect();
        let mut beginning = vec![Vec::new(); phrases.len()];
        for (place, pattern) in patterns.iter().enumerate() {
            if let Some(first) = pattern.first() {
                beginning[*first].push(place);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(phrases.iter().map(|phrase| &phrase.words))
            .expect("the phrases of a table are some ten thousand octets, and the automaton takes gigabytes");
        Self { automaton, phrases, patterns, beginning }
    }

    /// The patterns that stand in a comparable text, each once.
    pub fn find(&self, text: &str) -> Vec<usize> {
        let mut found: Vec<Occurrence> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|found| (found.pattern().as_usize(), found.start(), found.end()))
            .filter(|(phrase, start, end)| self.phrases[*phrase].stands(text, *start, *end))
            .collect();
        found.sort_unstable();
        let mut patterns = Vec::new();
        for (i, (phrase, _, end)) in found.iter().enumerate() {
            // The first place of the phrase leaves the most room for what is to follow.
            if i > 0 && found[i - 1].0 == *phrase {
                continue;
            }
            let begun = self.beginning[*phrase].iter().copied();
            patterns.extend(begun.filter(|pattern| follows(&found, &self.patterns[*pattern][1..], *end)));
        }
        patterns
    }
}

impl Phrase {
    /// Whether it ends and begins where words do.
    fn stands(&self, text: &str, start: usize, end: usize) -> bool {
        let cuts = |inside: Option<char>, outside: Option<char>| {
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            is_word(inside) && is_word(outside)
        };
        let (before, behind) = (text[..start].chars().next_back(), text[end..].chars().next());
        (self.open.0 || !cuts(self.words.chars().next(), before))
            && (self.open.1 || !cuts(self.words.chars().next_back(), behind))
    }
}

/// Whether these phrases occur one behind the other from a place on.
fn follows(found: &[Occurrence], phrases: &[usize], from: usize) -> bool {
    let mut from = from;
    phrases.iter().all(|phrase| {
        let next = found.partition_point(|(other, start, _)| (*other, *start) < (*phrase, from));
        match found.get(next) {
            Some((other, _, end)) if other == phrase => {
                from = *end;
                true
            }
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands(pattern: &str, text: &str) -> bool {
        let pattern = Pattern::read(pattern).expect("a pattern");
        // Among others: they must not be in each other's way.
        let others =
            ["user", "unknown user", "unknown"].map(|other| Pattern::read(other).expect("a pattern"));
        let all: Vec<Pattern> = others.into_iter().chain([pattern]).collect();
        Finder::new(&all).find(text).contains(&3)
    }

    #[test]
    fn words_are_whole_unless_a_star_says_otherwise() {
        assert!(stands("user unknown", "<@>: user unknown in table"));
        assert!(!stands("user unknown", "superuser unknown"));
        assert!(!stands("user unknown", "user unknowns"));
        assert!(stands("greylist*", "you are greylisted"));
        assert!(!stands("greylist*", "ungreylisted"));
        assert!(stands("*greylist*", "ungreylisted"));
        assert!(stands("(s3150)", "our block list (s3150). see"));
        assert!(stands("dns", "r\u{e9} dns"));
    }

    #[test]
    fn phrases_stand_in_their_order() {
        assert!(stands("message from * rejected", "your message from a was rejected"));
        assert!(!stands("message from * rejected", "rejected: message from a"));
        assert!(!stands("message from * from", "message from"));
        assert!(stands("from * from * to", "from a to b from c to d"));
        assert!(stands(
            "domain of sender address * does not exist",
            "domain of sender address @ does not exist"
        ));
    }

    #[test]
    fn what_is_no_pattern_is_not_read() {
        for wrong in
            ["", "*", "a ** b", "Upper", "two  spaces", "ab", "a * bc", "user * ", " * user", "a\nb c"]
        {
            assert_eq!(Pattern::read(wrong), None, "{wrong:?}");
        }
    }
}
