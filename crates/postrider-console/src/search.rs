//! What a search on the server finds.

use postrider_reference::code::{Answer, Book, Subject, look_up, search as search_texts};
use postrider_reference::locale::Language;

/// The most that is listed.
const MOST: usize = 100;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The subjects, the best first.
    pub subjects: Vec<Subject>,
    /// What is written alike, where nothing was found.
    pub alike: Vec<Subject>,
}

/// Searches for a code, two codes, an id, or words.
pub fn search(book: &Book, language: &Language, asked: &str) -> Found {
    let (mut subjects, alike) = match look_up(book, &[asked]) {
        Answer::One(subject) => (vec![subject], Vec::new()),
        Answer::Line(reply, enhanced) => (vec![enhanced, reply], Vec::new()),
        Answer::Family(family) => (family.members(book), Vec::new()),
        Answer::Pairs(pairs) => (pairs, Vec::new()),
        Answer::None(alike) => (Vec::new(), alike),
    };
    for hit in search_texts(book, language, &[asked]) {
        if !subjects.contains(&hit.subject) {
            subjects.push(hit.subject);
        }
    }
    subjects.truncate(MOST);
    let alike = if subjects.is_empty() { alike } else { Vec::new() };
    Found { subjects, alike }
}
