//! Finding codes by words.

use crate::locale::{Language, english, folded};

use super::book::Book;
use super::subject::Subject;

/// Something that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What.
    pub subject: Subject,
    /// Its name, in the language of the search.
    pub name: String,
    /// How well it fits: higher is better.
    pub score: u32,
}

/// What a hit in a name is worth, and one in a text.
const IN_NAME: u32 = 10;
const IN_TEXT: u32 = 1;

/// Searches names and texts of all codes and replies, in one language and in English. All words have to be found, as parts of words: in a
/// language that is written without blanks there is nothing else to go by. Marks count for nothing, and words that mean the same are one.
#[must_use]
pub fn search(book: &Book, language: &Language, words: &[&str]) -> Vec<Hit> {
    let terms = terms(language, &words.join(" "));
    if terms.is_empty() {
        return Vec::new();
    }
    let english = english();
    let mut hits: Vec<Hit> = book
        .subjects()
        .filter_map(|subject| {
            let message = subject.message();
            let name = language.name(&subject);
            let own = folded(&[name.as_str(), &english.name(&subject), &subject.slug()].join("\n"));
            let rest = [language, english].map(|language| folded(&language.all(&message)));
            let mut score = 0;
            for term in &terms {
                score += if term.is_in(&own) {
                    IN_NAME
                } else if rest.iter().any(|text| term.is_in(text)) {
                    IN_TEXT
                } else {
                    return None;
                };
            }
            Some(Hit { subject, name, score })
        })
        .collect();
    hits.sort_by(|one, other| other.score.cmp(&one.score).then_with(|| one.subject.cmp(&other.subject)));
    hits
}

/// A word that is searched for, or a few words that belong together: whatever means the same, each as its words.
#[derive(Debug, PartialEq, Eq)]
struct Term(Vec<Vec<String>>);

impl Term {
    fn is_in(&self, text: &str) -> bool {
        self.0.iter().any(|words| words.iter().all(|word| text.contains(word.as_str())))
    }
}

/// Words that mean the same, folded, of one language and of English.
#[must_use]
pub fn same_words(language: &Language) -> Vec<Vec<String>> {
    let own = if language.is_source() { &[][..] } else { &language.same };
    let groups = own.iter().chain(&english().same);
    groups.map(|group| group.iter().map(|word| folded(word)).collect()).collect()
}

/// What is searched for. The search in the browser does the same.
fn terms(language: &Language, query: &str) -> Vec<Term> {
    let mut left = format!(" {} ", folded(query).split_whitespace().collect::<Vec<_>>().join(" "));
    let mut terms = Vec::new();
    for group in same_words(language) {
        // A word of Latin letters stands alone; one of a language without blanks may stand anywhere.
        let place = |word: &String| {
            let word = if word.is_ascii() || word.contains(' ') { format!(" {word} ") } else { word.clone() };
            left.contains(&word).then_some(word)
        };
        if let Some(found) = group.iter().filter_map(place).max_by_key(String::len) {
            left = left.replace(&found, " ");
            terms.push(Term(group.iter().map(|word| word.split(' ').map(str::to_owned).collect()).collect()));
        }
    }
    terms.extend(left.split_whitespace().map(|word| Term(vec![vec![word.to_owned()]])));
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_mean_the_same_are_one_term() {
        let one = |word: &str| Term(vec![vec![word.to_owned()]]);
        assert_eq!(terms(english(), "  Relay  DENIED "), [one("relay"), one("denied")]);
        let found = terms(english(), "graylisting today");
        assert_eq!(found.len(), 2);
        assert!(found[0].0.contains(&vec!["greylisting".to_owned()]) && found[1] == one("today"));
        // A part of a word is no word.
        assert_eq!(terms(english(), "graylistings"), [one("graylistings")]);
    }
}
