//! What a person types, and what is meant by it.

use std::collections::HashSet;

use postrider_proto::reply::catalogue;

use super::book::Book;
use super::family::Family;
use super::subject::{EnhancedCode, Subject};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This.
    One(Subject),
    /// A reply code with an enhanced code, as a server says them: `550 5.7.26`.
    Line(Subject, Subject),
    /// The beginning of codes: `5xx`, `5.7`.
    Family(Family),
    /// More than two codes. These are the pairs that can be compared.
    Pairs(Vec<Subject>),
    /// Nothing; these are written alike, the likest first.
    None(Vec<Subject>),
}

/// How many are suggested.
const SUGGESTIONS: usize = 4;

/// Of so many codes the pairs are named.
const PAIRED: usize = 4;

/// So many characters of an id are its beginning; with fewer of them too many ids begin.
const BEGINNING: usize = 4;

/// So many characters of a word are compared.
const LONGEST: usize = 64;

/// Finds what a person means: a code, an enhanced code, both as they stand in a line, the id of a reply, or two codes to compare.
#[must_use]
pub fn look_up(book: &Book, words: &[&str]) -> Answer {
    let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    let one = |word: &str| subject(book, word);
    // `550-5.7.26 This mail ...` is how a line of a longer reply begins (RFC 5321 §4.2.1).
    if let [first, _, ..] = words[..]
        && let Some(Subject::Pair(two)) = dashed(book, first)
        && goes_with(&two.0, &two.1)
    {
        return Answer::Line(two.0, two.1);
    }
    // Our own refusals end with their id, which says more than their codes.
    let bracketed = words.iter().filter(|word| word.starts_with('['));
    if let Some(own) =
        bracketed.filter_map(|word| one(word)).find(|subject| matches!(subject, Subject::Own(_)))
    {
        return Answer::One(own);
    }
    if let Some(pairs) = pairs(book, &words) {
        return pairs;
    }
    match words[..] {
        [word] => dashed(book, word)
            .or_else(|| one(word))
            .map(Answer::One)
            .or_else(|| Family::read(word).map(Answer::Family))
            .unwrap_or_else(|| Answer::None(alike(book, word))),
        [first, second, ..] => match (one(first), one(second)) {
            (Some(reply @ Subject::Reply(_)), Some(enhanced)) if goes_with(&reply, &enhanced) => {
                Answer::Line(reply, enhanced)
            }
            (Some(left), Some(right)) if words.len() == 2 && left != right => {
                if book.compares(&left) && book.compares(&right) {
                    Answer::One(Subject::pair(left, right))
                } else {
                    Answer::None(vec![left, right])
                }
            }
            // A whole line of a server: what follows the codes is its text.
            (Some(found), _) if words.len() > 2 || one(second).is_some() => Answer::One(found),
            (Some(_), None) => Answer::None(alike(book, second)),
            _ => within(book, &words).unwrap_or_else(|| Answer::None(alike(book, first))),
        },
        [] => Answer::None(Vec::new()),
    }
}

/// Three codes or more, and nothing else.
fn pairs(book: &Book, words: &[&str]) -> Option<Answer> {
    if words.len() < 3 {
        return None;
    }
    let mut codes: Vec<Subject> = words.iter().map(|word| book.code(word)).collect::<Option<_>>()?;
    let mut seen = HashSet::new();
    codes.retain(|code| book.compares(code) && seen.insert(code.clone()));
    codes.truncate(PAIRED);
    let two = codes.iter().enumerate().flat_map(|(place, one)| {
        codes[place + 1..].iter().map(move |other| Subject::pair(one.clone(), other.clone()))
    });
    Some(Answer::Pairs(two.collect()))
}

/// The codes within a line of a log: `host said: 550 5.1.1 User unknown`. A number alone may be anything, such as a port or a size.
fn within(book: &Book, words: &[&str]) -> Option<Answer> {
    words.windows(2).find_map(|two| {
        let (reply, enhanced) = (subject(book, two[0])?, subject(book, two[1])?);
        goes_with(&reply, &enhanced).then_some(Answer::Line(reply, enhanced))
    })
}

/// The class of an enhanced code is the first digit of its reply code (RFC 2034 §4).
fn goes_with(reply: &Subject, enhanced: &Subject) -> bool {
    match (reply, enhanced) {
        (Subject::Reply(reply), Subject::Enhanced(code)) => {
            code.class.is_some_and(|class| reply / 100 == u16::from(class))
        }
        _ => false,
    }
}

fn subject(book: &Book, word: &str) -> Option<Subject> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let code = book.code(word);
    code.or_else(|| catalogue::find(word).map(|entry| Subject::Own(entry.id.to_owned())))
        .or_else(|| book.vendor(word).map(|vendor| Subject::Vendor(vendor.id.clone())))
        .or_else(|| {
            book.cause(word.strip_prefix("cause-").unwrap_or(word))
                .map(|cause| Subject::Cause(cause.id.clone()))
        })
        .or_else(|| (word == "sequence").then_some(Subject::Sequence))
}

/// `250-503`, as a page of two is called.
fn dashed(book: &Book, word: &str) -> Option<Subject> {
    let (one, other) = word.split_once('-')?;
    let (one, other) = (book.code(one)?, book.code(other)?);
    (one != other && book.compares(&one) && book.compares(&other)).then(|| Subject::pair(one, other))
}

/// What is written alike, or begins so.
fn alike(book: &Book, word: &str) -> Vec<Subject> {
    // What was pasted may be long, and nothing that is known is.
    let wanted: String = word.to_lowercase().chars().take(LONGEST).collect();
    let class = EnhancedCode::read(&wanted).and_then(|code| code.class);
    let mut near: Vec<((usize, usize), Subject)> = book
        .subjects()
        .filter_map(|subject| {
            let subject = match subject {
                Subject::Enhanced(code) => {
                    let usual = book.enhanced(code).and_then(|facts| facts.classes.last().copied());
                    Subject::Enhanced(EnhancedCode { class: class.or(usual), ..code })
                }
                other => other,
            };
            let slug = subject.slug();
            // Of what begins so, the shortest is the likest; it goes before what is misspelt.
            if let Some(rest) = rest_of(&slug, &wanted) {
                return Some(((0, rest), subject));
            }
            let far = strsim::osa_distance(&wanted, &slug);
            let most = (slug.chars().count() / 3).clamp(1, 4);
            (far <= most).then_some(((far, 0), subject))
        })
        .collect();
    near.sort_by_key(|(far, _)| *far);
    near.into_iter().take(SUGGESTIONS).map(|(_, subject)| subject).collect()
}

/// How much of an id is missing in `wanted`, if it is the beginning of one and long enough to mean something.
fn rest_of(slug: &str, wanted: &str) -> Option<usize> {
    let id = slug.strip_prefix("cause-").filter(|id| id.starts_with(wanted)).unwrap_or(slug);
    let rest = id.strip_prefix(wanted)?;
    (wanted.chars().count() >= BEGINNING).then_some(rest.len())
}
