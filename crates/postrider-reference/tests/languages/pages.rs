//! What a reader of a language sees, page by page.

use std::collections::HashSet;

use postrider_reference::code::{Subject, book};
use postrider_reference::locale::{Language, Script, english, languages};
use postrider_reference::sheet::{Case, Section, Sheet, Term, Value};

use crate::{all, prose};

/// Every subject that has a page of its own.
fn subjects() -> Vec<Subject> {
    let book = book();
    let mut subjects = vec![Subject::Sequence];
    subjects.extend(book.replies.iter().map(|facts| Subject::Reply(facts.code)));
    subjects.extend(book.enhanced.iter().map(|facts| Subject::Enhanced(facts.key())));
    subjects.extend(book.vendors.iter().map(|vendor| Subject::Vendor(vendor.id.clone())));
    subjects.extend(book.causes.iter().map(|cause| Subject::Cause(cause.id.clone())));
    subjects.extend(postrider_proto::reply::catalogue::all().map(|entry| Subject::Own(entry.id.to_owned())));
    subjects.extend(book.pairs.iter().filter_map(|pair| pair.subject(book)));
    subjects
}

/// Everything on a sheet that is to be in its language, piece by piece.
fn words(sheet: &Sheet) -> Vec<String> {
    let mut words = vec![sheet.name.clone()];
    words.extend(sheet.lead.clone());
    for section in &sheet.sections {
        of_section(section, &mut words);
    }
    words
}

fn of_section(section: &Section, words: &mut Vec<String>) {
    // The registered name and a source stay in the language they were found in.
    if matches!(section.key, "registered" | "source" | "rfc") {
        words.push(section.label.clone());
        return;
    }
    words.push(section.label.clone());
    match &section.value {
        Value::Text(text) | Value::Term(Term { text, .. }) => words.push(text.clone()),
        // Commands are the same everywhere.
        Value::Terms(terms) => {
            words.extend(terms.iter().filter(|term| term.text != term.word).map(|term| term.text.clone()));
        }
        Value::Links(links) => words.extend(links.iter().map(|link| link.name.clone())),
        Value::Cases(cases) => {
            for Case { title, parts, .. } in cases {
                // `503 ehlo-first` is the name of a reply.
                words.extend(
                    Some(title.clone()).filter(|title| !title.starts_with(|c: char| c.is_ascii_digit())),
                );
                parts.iter().for_each(|part| of_section(part, words));
            }
        }
        Value::Rows(rows) => {
            for row in rows {
                words.push(row.label.clone());
                words.extend(row.sides.clone());
            }
        }
        // Commands are the same everywhere.
        Value::Words(list) => {
            words.extend(list.iter().filter(|word| word.chars().any(char::is_lowercase)).cloned());
        }
        Value::Exchange(_) => {}
    }
}

fn sheet(language: &Language, subject: &Subject) -> Sheet {
    Sheet::of(book(), language, subject).unwrap_or_else(|| panic!("no sheet of {subject}"))
}

#[test]
fn no_page_holds_a_sentence_of_another_language() {
    let english: HashSet<String> = all(english())
        .into_values()
        .map(|sentence| prose(&sentence.text).trim().to_lowercase())
        .filter(|text| text.split_whitespace().count() >= 2)
        .collect();
    for language in languages().iter().filter(|language| !language.is_source()) {
        for subject in subjects() {
            for text in words(&sheet(language, &subject)) {
                let text = prose(&text).trim().to_lowercase();
                assert!(!english.contains(&text), "{} {subject}: {text:?}", language.tag);
            }
        }
    }
}

/// Whoever cannot read Latin letters can read a page in Cyrillic ones.
#[test]
fn a_page_is_written_in_the_script_of_its_language() {
    for language in languages() {
        let faults = script_faults(language, |_| true);
        assert!(faults.is_empty(), "{}:\n{}", language.tag, faults.join("\n"));
    }
}

/// The commonest words of English sentences that no other language of Latin letters has.
const ENGLISH: &[&str] = &[
    "the", "and", "that", "which", "with", "from", "this", "what", "when", "have", "has", "been", "their",
    "would",
];

/// How many of 100 words are those of English sentences. One or two are none: `From` is a field, too.
fn english_words(text: &str) -> usize {
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let english = words().filter(|word| ENGLISH.contains(&word.to_lowercase().as_str())).count();
    if english > 2 { english * 100 / words().count() } else { 0 }
}

/// The pages that are not written as their language is: too few letters of its script or, where that is the one of English, too many English words.
pub fn script_faults(language: &Language, looked_at: impl Fn(&Subject) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for subject in subjects().into_iter().filter(looked_at) {
        let text =
            words(&sheet(language, &subject)).iter().map(|text| prose(text)).collect::<Vec<_>>().join(" ");
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let (own, least) = match language.script {
            Script::Latin => (letters().filter(|c| *c < '\u{250}').count(), 95),
            Script::LatinMarked => (letters().filter(|c| !c.is_ascii()).count(), 12),
            Script::Cyrillic => (letters().filter(|c| ('\u{400}'..'\u{500}').contains(c)).count(), 75),
            // A character says as much as three letters, and names of protocols stay as they are.
            Script::Han => (letters().filter(|c| ('\u{3400}'..'\u{a000}').contains(c)).count(), 50),
        };
        let share = own * 100 / letters().count().max(1);
        if share < least {
            faults.push(format!("{subject}: {share} of 100 letters, not {least}: {text}"));
        }
        let english = english_words(&text);
        if !language.is_source() && english > 1 {
            faults.push(format!("{subject}: {english} of 100 words are English: {text}"));
        }
    }
    faults
}

/// The measure for languages that English shares its letters with: it has to tell English.
#[test]
fn an_english_page_is_known_by_its_words() {
    for subject in subjects() {
        let text = words(&sheet(english(), &subject)).join(" ");
        assert!(english_words(&prose(&text)) >= 4, "{subject}: {} of 100: {text}", english_words(&text));
    }
}

/// What is filled in was filled in, and what is an id was said.
#[test]
fn every_sheet_is_whole() {
    for language in languages() {
        for subject in subjects() {
            for text in words(&sheet(language, &subject)) {
                assert!(!text.contains(['{', '}']), "{} {subject}: {text}", language.tag);
                assert!(
                    !text.is_empty() || matches!(subject, Subject::Pair(_)),
                    "{} {subject}",
                    language.tag
                );
                let ids = [
                    "label-",
                    "class-",
                    "retry-",
                    "acts-",
                    "session-",
                    "standing-",
                    "state-",
                    "verdict-",
                    "mixup-",
                    "follow-",
                    "use-",
                    "same-",
                ];
                assert!(!ids.iter().any(|id| text.starts_with(id)), "{} {subject}: {text}", language.tag);
            }
        }
    }
}

/// Any two codes can be compared: each pair of many, in one language or another.
#[test]
fn any_two_codes_are_compared() {
    let book = book();
    let mut codes: Vec<Subject> = book.replies.iter().map(|facts| Subject::Reply(facts.code)).collect();
    codes.extend(book.enhanced.iter().map(|facts| Subject::Enhanced(facts.key())).step_by(9));
    let ids = ["label-", "class-", "retry-", "verdict-", "mixup-", "follow-", "use-", "same-"];
    for (place, one) in codes.iter().enumerate() {
        for (distance, other) in codes[place + 1..].iter().enumerate() {
            let language = &languages()[(place + distance) % languages().len()];
            let pair = Subject::pair(one.clone(), other.clone());
            for text in words(&sheet(language, &pair)) {
                assert!(!text.contains(['{', '}']), "{} {pair}: {text}", language.tag);
                assert!(!ids.iter().any(|id| text.starts_with(id)), "{} {pair}: {text}", language.tag);
            }
        }
    }
}
