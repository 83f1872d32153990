//! The numbers: reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463, RFC 2034).

use std::fmt;

/// A reply code: three digits, the first 2 to 5, the second 0 to 5 (RFC 5321 §4.2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u16);

/// What the first digit of a code says. A client that does not know a code acts on this alone (RFC 5321 §4.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// 2yz: done.
    Success,
    /// 3yz: go on, more is needed.
    Intermediate,
    /// 4yz: not now; the same command may succeed later.
    Transient,
    /// 5yz: not like this; do not repeat it unchanged.
    Permanent,
}

impl Code {
    /// The code with this number, if it is well formed by RFC 5321 §4.2.
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if number / 100 >= 2 && number / 100 <= 5 && number / 10 % 10 <= 5 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The three digits as a number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// What the first digit says.
    #[must_use]
    pub const fn class(self) -> Class {
        match self.0 / 100 {
            2 => Class::Success,
            3 => Class::Intermediate,
            4 => Class::Transient,
            _ => Class::Permanent,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Class {
    /// The first digit.
    #[must_use]
    pub const fn digit(self) -> u8 {
        match self {
            Self::Success => 2,
            Self::Intermediate => 3,
            Self::Transient => 4,
            Self::Permanent => 5,
        }
    }

    /// 4yz or 5yz.
    #[must_use]
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::Transient | Self::Permanent)
    }
}

/// An enhanced status code, `class.subject.detail` (RFC 3463 §2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Enhanced {
    /// 2, 4 or 5.
    pub class: u8,
    /// Up to three digits.
    pub subject: u16,
    /// Up to three digits.
    pub detail: u16,
}

impl Enhanced {
    /// The code `class.subject.detail`.
    #[must_use]
    pub const fn new(class: u8, subject: u16, detail: u16) -> Self {
        Self { class, subject, detail }
    }

    /// Reads the code at the start of a reply's text, as in `5.1.1 no such user`; gives it and what follows it.
    #[must_use]
    pub fn split(text: &str) -> Option<(Self, &str)> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let mut parts = word.split('.');
        let mut number = |digits_max: usize| {
            let part = parts.next()?;
            let digits = (1..=digits_max).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if digits { part.parse::<u16>().ok() } else { None }
        };
        let (class, subject, detail) = (number(1)?, number(3)?, number(3)?);
        let class = u8::try_from(class).ok().filter(|class| matches!(class, 2 | 4 | 5))?;
        if parts.next().is_some() { None } else { Some((Self { class, subject, detail }, rest)) }
    }
}

impl fmt::Display for Enhanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.class, self.subject, self.detail)
    }
}

impl fmt::Debug for Enhanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_codes_exist() {
        for number in [0, 99, 100, 199, 260, 571, 605, 999] {
            assert_eq!(Code::new(number), None, "{number}");
        }
        for number in [200, 250, 354, 421, 559] {
            assert_eq!(Code::new(number).map(Code::number), Some(number));
        }
    }

    #[test]
    fn an_enhanced_code_is_read_from_the_front_of_a_text() {
        assert_eq!(Enhanced::split("5.1.10 null MX"), Some((Enhanced::new(5, 1, 10), "null MX")));
        assert_eq!(Enhanced::split("2.0.0"), Some((Enhanced::new(2, 0, 0), "")));
        for text in ["", "5.1", "5.1.1.1 x", "3.0.0 x", "5.1.x", "10.0.0.1 x", "5.1234.1 x", "5..1"] {
            assert_eq!(Enhanced::split(text), None, "{text:?}");
        }
    }
}
