//! Codes that begin alike: `5yz`, `55x`, `5.7`.

use std::fmt;

use crate::locale::Language;

use super::book::Book;
use super::subject::{EnhancedCode, Subject};

/// What letters stand for a digit that is left open: RFC 5321 §4.2.1 writes 5yz.
const OPEN: [u8; 4] = *b"xyzn";

/// The last subject of enhanced codes that is defined (RFC 3463 §4).
pub const LAST_SUBJECT: u16 = 7;

/// The second digits of reply codes that are defined (RFC 5321 §4.2.1).
const SECOND_DIGITS: [u16; 4] = [0, 1, 2, 5];

/// Codes that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Reply codes with this first digit, and perhaps this second one.
    Replies {
        /// 2 to 5.
        class: u16,
        /// Any, if there is none.
        second: Option<u16>,
    },
    /// Enhanced codes with this subject.
    Enhanced {
        /// 2, 4 or 5; any, if there is none.
        class: Option<u8>,
        /// Any, if there is none.
        subject: Option<u16>,
    },
}

impl Family {
    /// Reads `5xx`, `57x`, `4yz`, `5.7`, `X.7` and `5.7.x`, in letters of any size.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        if text.contains('.') {
            return Self::read_enhanced(&text);
        }
        let [class, second, third] = <[u8; 3]>::try_from(text.as_bytes()).ok()?;
        let class = digit(class).filter(|class| (2..=5).contains(class))?;
        let is_open = OPEN.contains(&third);
        match digit(second) {
            second @ Some(_) if is_open => Some(Self::Replies { class, second }),
            None if is_open && OPEN.contains(&second) => Some(Self::Replies { class, second: None }),
            _ => None,
        }
    }

    fn read_enhanced(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next());
        let is_open = |part: &str| matches!(part.as_bytes(), [letter] if OPEN.contains(letter));
        if parts.next().is_some() || third.is_some_and(|third| !is_open(third)) {
            return None;
        }
        let class = match first.as_bytes() {
            [digit @ (b'2' | b'4' | b'5')] => Some(digit - b'0'),
            _ if is_open(first) => None,
            _ => return None,
        };
        let subject = match second {
            open if is_open(open) => None,
            digits if digits.len() <= 3 && digits.bytes().all(|octet| octet.is_ascii_digit()) => {
                Some(digits.parse().ok()?)
            }
            _ => return None,
        };
        // Of x.y.z nothing is said.
        (class.is_some() || subject.is_some()).then_some(Self::Enhanced { class, subject })
    }

    /// Those that there are facts about, in their order; enhanced codes with the class that was asked for.
    #[must_use]
    pub fn members(self, book: &Book) -> Vec<Subject> {
        match self {
            Self::Replies { class, second } => {
                let codes = book.replies.iter().map(|facts| facts.code).filter(|code| {
                    code / 100 == class && second.is_none_or(|second| code / 10 % 10 == second)
                });
                codes.map(Subject::Reply).collect()
            }
            Self::Enhanced { class, subject } => {
                let codes = book.enhanced.iter().filter(|facts| {
                    class.is_none_or(|class| facts.classes.contains(&class))
                        && subject.is_none_or(|subject| facts.key().subject == subject)
                });
                codes.map(|facts| Subject::Enhanced(EnhancedCode { class, ..facts.key() })).collect()
            }
        }
    }

    /// What its digits say, a sentence each.
    #[must_use]
    pub fn says(self, language: &Language) -> Vec<String> {
        let class = |class: u16| language.say(&format!("class-{class}"));
        match self {
            Self::Replies { class: first, second } => {
                let second = second.map(|second| {
                    let known = SECOND_DIGITS.contains(&second).then(|| format!("second-digit-{second}"));
                    language.say(known.as_deref().unwrap_or("second-digit-none"))
                });
                std::iter::once(class(first)).chain(second).collect()
            }
            Self::Enhanced { class: first, subject } => {
                // The name behind the last one is that of all others.
                let subject = subject
                    .map(|subject| language.say(&format!("web-subject-{}", subject.min(LAST_SUBJECT + 1))));
                first.map(|first| class(first.into())).into_iter().chain(subject).collect()
            }
        }
    }
}

/// As it is written in RFCs: `5yz`, `57z`, `5.7`, `X.7`.
impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replies { class, second: None } => write!(f, "{class}yz"),
            Self::Replies { class, second: Some(second) } => write!(f, "{class}{second}z"),
            Self::Enhanced { class, subject } => {
                match class {
                    Some(class) => write!(f, "{class}.")?,
                    None => f.write_str("X.")?,
                }
                match subject {
                    Some(subject) => write!(f, "{subject}"),
                    None => f.write_str("Y"),
                }
            }
        }
    }
}

fn digit(octet: u8) -> Option<u16> {
    octet.is_ascii_digit().then(|| u16::from(octet - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_read_as_people_write_them() {
        for (text, family) in [
            ("5xx", "5yz"),
            ("5XX", "5yz"),
            ("4yz", "4yz"),
            ("57x", "57z"),
            ("55z", "55z"),
            ("5.7", "5.7"),
            ("5.7.x", "5.7"),
            ("X.7", "X.7"),
            ("5.x.x", "5.Y"),
            ("4.200", "4.200"),
        ] {
            assert_eq!(
                Family::read(text).map(|family| family.to_string()).as_deref(),
                Some(family),
                "{text}"
            );
        }
        for wrong in
            ["", "5", "xxx", "1xx", "6xx", "5x0", "503", "5.7.1", "3.7", "x.y", "5.", "5.7.", "5.7000", "5ab"]
        {
            assert_eq!(Family::read(wrong), None, "{wrong}");
        }
    }
}
