//! What a signature looks for in a text, and how all of it is found in one pass.
//!
//! A pattern is words as the server writes them, in small letters. ` * ` between them stands for anything; a `*` right behind or in
//! front of a word says that the word may go on there. Everything else stands for itself:
//!
//! ```text
//!   user unknown                 and not "user unknowns"
//!   greylist*                    greylist, greylisted, greylisting
//!   message from * rejected      in this order, with anything between
//!   {user|mailbox} {is|} unknown  one of each; nothing in a choice says that it may be left out
//! ```
//!
//! That is less than a regular expression can say. In return a pattern is read and written by whoever has the server's line in
//! front of them, nothing in it needs a backslash, and none can be slow: the phrases of all patterns are one automaton.

use aho_corasick::{AhoCorasick, MatchKind};

/// A pattern: places that are filled one behind the other in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Place>);

/// A place: what may stand there, and how it follows what stands before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    choices: Vec<Phrase>,
    /// Whether it may be left out.
    optional: bool,
    behind: Behind,
}

/// How a place follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Behind {
    /// Anywhere behind.
    Anything,
    /// Behind one space.
    Space,
    /// Where the other ends.
    Nothing,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Phrase {
    words: String,
    /// Whether the word at this edge may go on in the text.
    open: (bool, bool),
}

impl Pattern {
    /// Reads a pattern; none if it is not written as this file says.
    pub fn read(pattern: &str) -> Option<Self> {
        let parts = parts(pattern)?;
        let last = parts.len() - 1;
        let mut places = Vec::with_capacity(parts.len());
        for (i, part) in parts.iter().enumerate() {
            if part.trim().is_empty() {
                // Only in front of the first star and behind the last one.
                if (i == 0 || i == last) && last > 0 && part.is_empty() { continue } else { return None }
            }
            let open = (i > 0 && !part.starts_with(' '), i < last && !part.ends_with(' '));
            places.extend(read_part(part.trim(), open)?);
        }
        let pattern = Self(places);
        (pattern.least() >= 3).then_some(pattern)
    }

    /// How much it asks for at least, in octets.
    fn least(&self) -> usize {
        let shortest =
            |place: &Place| place.choices.iter().map(|phrase| phrase.words.len()).min().unwrap_or(0);
        self.0.iter().filter(|place| !place.optional).map(shortest).sum()
    }

    /// Texts that it fits: so many that each of its choices stands in one.
    pub fn examples(&self) -> Vec<String> {
        let most =
            self.0.iter().map(|place| place.choices.len() + usize::from(place.optional)).max().unwrap_or(0);
        let example = |turn: usize| {
            let mut text = String::new();
            for place in &self.0 {
                let chosen = turn % (place.choices.len() + usize::from(place.optional));
                let Some(phrase) = place.choices.get(chosen) else { continue };
                text.push_str(match place.behind {
                    _ if text.is_empty() => "",
                    Behind::Anything => " x ",
                    Behind::Space => " ",
                    Behind::Nothing => "",
                });
                text.push_str(&phrase.words);
            }
            text
        };
        (0..most).map(example).collect()
    }
}

/// What stands between the stars that do not stand in a choice; none if a brace is not closed.
fn parts(pattern: &str) -> Option<Vec<&str>> {
    let (mut parts, mut from, mut within) = (Vec::new(), 0, false);
    for (at, c) in pattern.char_indices() {
        match c {
            '{' if within => return None,
            '}' if !within => return None,
            '{' | '}' => within = !within,
            '*' if !within => {
                parts.push(&pattern[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[from..]);
    (!within).then_some(parts)
}

/// The places of a part: words, and choices between them.
fn read_part(part: &str, open: (bool, bool)) -> Option<Vec<Place>> {
    let mut places: Vec<Place> = Vec::new();
    let mut rest = part;
    while !rest.is_empty() {
        let behind = match (places.is_empty(), rest.starts_with(' ')) {
            (true, _) => Behind::Anything,
            (false, true) => Behind::Space,
            (false, false) => Behind::Nothing,
        };
        rest = rest.strip_prefix(' ').unwrap_or(rest);
        let (choices, after): (Vec<&str>, &str) = match rest.strip_prefix('{') {
            Some(inside) => {
                let (inside, after) = inside.split_once('}')?;
                (inside.split('|').collect(), after)
            }
            None => {
                let end = rest.find('{').unwrap_or(rest.len());
                // The space in front of a choice belongs to it.
                let end = if rest[..end].ends_with(' ') { end - 1 } else { end };
                (vec![&rest[..end]], &rest[end..])
            }
        };
        let joined = (behind == Behind::Nothing, !after.is_empty() && !after.starts_with(' '));
        let edge = (
            if places.is_empty() { open.0 } else { joined.0 },
            if after.is_empty() { open.1 } else { joined.1 },
        );
        let optional = choices.contains(&"");
        let choices: Option<Vec<Phrase>> =
            choices.iter().filter(|words| !words.is_empty()).map(|words| phrase(words, edge)).collect();
        places.push(Place { choices: choices.filter(|choices| !choices.is_empty())?, optional, behind });
        rest = after;
    }
    let alone = places.len() == 1 && places[0].choices.iter().any(|phrase| phrase.words.len() < 2);
    // Behind a star it would not be known what may stand between.
    let begins = places.first().is_some_and(|place| !place.optional);
    (!alone && begins).then_some(places)
}

/// A phrase; a star at its edge says that the word there may go on.
fn phrase(words: &str, open: (bool, bool)) -> Option<Phrase> {
    let (words, begins) = words.strip_prefix('*').map_or((words, open.0), |words| (words, true));
    let (words, ends) = words.strip_suffix('*').map_or((words, open.1), |words| (words, true));
    let plain = words.chars().all(|c| !c.is_ascii_uppercase() && !c.is_control() && c != '*');
    let spaced = words.is_empty() || words.contains("  ") || words.starts_with(' ') || words.ends_with(' ');
    (plain && !spaced).then(|| Phrase { words: words.to_owned(), open: (begins, ends) })
}

/// All patterns, ready to be looked for.
#[derive(Debug)]
pub struct Finder {
    automaton: AhoCorasick,
    phrases: Vec<Phrase>,
    /// Each pattern, with its phrases as places in `phrases`.
    patterns: Vec<Vec<Slot>>,
    /// The patterns that begin with a phrase, by its place.
    beginning: Vec<Vec<usize>>,
}

/// A place of a pattern, with places in `phrases`.
#[derive(Debug)]
struct Slot {
    choices: Vec<usize>,
    optional: bool,
    behind: Behind,
}

/// A phrase at a place of the text, in the order of phrases, then of places.
type Occurrence = (usize, usize, usize);

impl Finder {
    pub fn new(patterns: &[Pattern]) -> Self {
        let mut phrases: Vec<Phrase> = Vec::new();
        let mut places = std::collections::HashMap::new();
        let mut number = |phrase: &Phrase| {
            *places.entry(phrase.clone()).or_insert_with(|| {
                phrases.push(phrase.clone());
                phrases.len() - 1
            })
        };
        let patterns: Vec<Vec<Slot>> = patterns
            .iter()
            .map(|pattern| {
                let slot = |place: &Place| Slot {
                    choices: place.choices.iter().map(&mut number).collect(),
                    optional: place.optional,
                    behind: place.behind,
                };
                pattern.0.iter().map(slot).collect()
            })
            .collect();
        let mut beginning = vec![Vec::new(); phrases.len()];
        for (place, pattern) in patterns.iter().enumerate() {
            for first in pattern.first().iter().flat_map(|slot| &slot.choices) {
                beginning[*first].push(place);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(phrases.iter().map(|phrase| &phrase.words))
            .expect("the phrases of a table are some ten thousand octets, and the automaton takes gigabytes");
        Self { automaton, phrases, patterns, beginning }
    }

    /// The patterns that stand in a comparable text, each once, and in how many octets: of two that are found the one that asks for more is the
    /// more exact.
    pub fn find(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found: Vec<Occurrence> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|found| (found.pattern().as_usize(), found.start(), found.end()))
            .filter(|(phrase, start, end)| self.phrases[*phrase].stands(text, *start, *end))
            .collect();
        found.sort_unstable();
        let mut begun: Vec<usize> = Vec::new();
        for (i, (phrase, _, _)) in found.iter().enumerate() {
            if i == 0 || found[i - 1].0 != *phrase {
                begun.extend(&self.beginning[*phrase]);
            }
        }
        begun.sort_unstable();
        begun.dedup();
        begun
            .into_iter()
            .filter_map(|place| Some((place, fits(&found, &self.patterns[place], text)?)))
            .collect()
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

/// How far a text has been followed: the end of what was found last, and how many octets were found.
type Followed = (usize, usize);

/// In how many octets at most a pattern stands in a text; none if it does not. Each place is filled once for each occurrence, so that the work is
/// bounded by the places times the occurrences.
fn fits(found: &[Occurrence], pattern: &[Slot], text: &str) -> Option<usize> {
    let mut followed: Vec<Followed> = Vec::new();
    for (i, slot) in pattern.iter().enumerate() {
        let mut next: Vec<Followed> = if slot.optional { followed.clone() } else { Vec::new() };
        for choice in &slot.choices {
            let from = found.partition_point(|(phrase, ..)| phrase < choice);
            let occurrences = found[from..].iter().take_while(|(phrase, ..)| phrase == choice);
            next.extend(occurrences.filter_map(|(_, start, end)| {
                let before = match slot.behind {
                    _ if i == 0 => Some(0),
                    Behind::Anything => most(&followed, |at| at <= *start),
                    Behind::Space => {
                        let at = start.checked_sub(1).filter(|at| text.as_bytes()[*at] == b' ')?;
                        most(&followed, |end| end == at)
                    }
                    Behind::Nothing => most(&followed, |end| end == *start),
                };
                Some((*end, before? + end - start))
            }));
        }
        // Of those that end at one place the one that has found most is enough.
        next.sort_unstable_by_key(|(end, octets)| (*end, std::cmp::Reverse(*octets)));
        next.dedup_by_key(|(end, _)| *end);
        followed = next;
        if followed.is_empty() {
            return None;
        }
    }
    followed.iter().map(|(_, octets)| *octets).max()
}

/// The most that was found of those that end where it is allowed.
fn most(followed: &[Followed], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    followed.iter().filter(|(end, _)| allowed(*end)).map(|(_, octets)| *octets).max()
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
        Finder::new(&all).find(text).iter().any(|(pattern, _)| *pattern == 3)
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
    fn a_choice_is_filled_by_any_of_it() {
        let pattern = "{user|mail box} {is|} {unknown|not known}";
        for text in ["user unknown", "mail box is not known", "no: user is unknown here"] {
            assert!(stands(pattern, text), "{text}");
        }
        for text in [
            "user was unknown",
            "user  unknown",
            "user is",
            "superuser unknown",
            "user unknowns",
            "is unknown",
        ] {
            assert!(!stands(pattern, text), "{text}");
        }
        assert!(stands("@{>|>:|} {gone|lost}", "<@>: gone"));
        assert!(!stands("@{>|>:} {gone|lost}", "<@> is gone"));
        assert!(stands("ip * {listed|blocked by*} {now|} * sir", "your ip is blocked bytes, sir"));
        assert!(stands("*{\u{4e0d}\u{5728}|\u{6ca1}\u{6709}}*", "\u{4ed6}\u{4e0d}\u{5728}\u{5bb6}"));
    }

    #[test]
    fn what_asks_for_more_is_worth_more() {
        let finder = Finder::new(&[Pattern::read("{user|user unknown} {here|}").expect("a pattern")]);
        assert_eq!(finder.find("user unknown here"), [(0, 16)]);
        assert_eq!(finder.find("user here, user"), [(0, 8)]);
    }

    #[test]
    fn every_choice_stands_in_an_example() {
        let examples = Pattern::read("{a|bb|ccc} dd {ee|} * ff").expect("a pattern").examples();
        assert_eq!(examples, ["a dd ee x ff", "bb dd x ff", "ccc dd ee x ff"]);
    }

    #[test]
    fn what_is_no_pattern_is_not_read() {
        for wrong in [
            "",
            "*",
            "a ** b",
            "Upper",
            "two  spaces",
            "ab",
            "a * b",
            "user * ",
            " * user",
            "a\nb c",
            "{a|b",
            "a|b} c",
            "{a|{b|c}} d",
            "{} user",
            "{user|} x",
            "user * {is|} x",
            "{a |b} user",
        ] {
            assert_eq!(Pattern::read(wrong), None, "{wrong:?}");
        }
    }
}
