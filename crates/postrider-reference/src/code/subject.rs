//! What one can ask the reference about.

use std::fmt;

use postrider_proto::reply::Enhanced;

/// An enhanced code as it is registered: X.7.26, whatever the class; or with the class, 5.7.26.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnhancedCode {
    /// 2, 4 or 5; none for X.
    pub class: Option<u8>,
    /// The subject.
    pub subject: u16,
    /// The detail.
    pub detail: u16,
}

impl EnhancedCode {
    /// Reads `5.7.26`, `X.7.26` or `x.7.26`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let any = text.strip_prefix(['X', 'x']).map(|rest| format!("2{rest}"));
        let (code, rest) = Enhanced::split(any.as_deref().unwrap_or(text))?;
        let class = any.is_none().then_some(code.class);
        rest.is_empty().then_some(Self { class, subject: code.subject, detail: code.detail })
    }

    /// The same, whatever the class.
    #[must_use]
    pub const fn of_any_class(self) -> Self {
        Self { class: None, ..self }
    }
}

impl From<Enhanced> for EnhancedCode {
    fn from(code: Enhanced) -> Self {
        Self { class: Some(code.class), subject: code.subject, detail: code.detail }
    }
}

impl fmt::Display for EnhancedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class {
            Some(class) => write!(f, "{class}.{}.{}", self.subject, self.detail),
            None => write!(f, "X.{}.{}", self.subject, self.detail),
        }
    }
}

/// What a page of the reference is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A reply code.
    Reply(u16),
    /// An enhanced code.
    Enhanced(EnhancedCode),
    /// What a provider means by an enhanced code: the id of the meaning.
    Vendor(String),
    /// A reply of our own server: its id in the catalogue.
    Own(String),
    /// One of the causes of 503: its id.
    Cause(String),
    /// Two codes beside each other. The smaller comes first; see [`Subject::pair`].
    Pair(Box<(Subject, Subject)>),
    /// The sequence of commands.
    Sequence,
}

impl Subject {
    /// Two codes beside each other, the smaller first: reply codes before enhanced ones.
    #[must_use]
    pub fn pair(one: Self, other: Self) -> Self {
        Self::Pair(Box::new(if one <= other { (one, other) } else { (other, one) }))
    }

    /// What it is, for programs.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Reply(_) => "reply",
            Self::Enhanced(_) => "enhanced",
            Self::Vendor(_) => "vendor",
            Self::Own(_) => "own",
            Self::Cause(_) => "cause",
            Self::Pair(_) => "pair",
            Self::Sequence => "sequence",
        }
    }

    /// The name in an address and in the id of a message: `503`, `x.7.26`, `rcpt-before-mail`, `250-503`.
    #[must_use]
    pub fn slug(&self) -> String {
        match self {
            Self::Reply(code) => code.to_string(),
            Self::Enhanced(code) => code.to_string().to_ascii_lowercase(),
            Self::Vendor(id) | Self::Own(id) => id.clone(),
            Self::Cause(id) => format!("cause-{id}"),
            Self::Pair(pair) => format!("{}-{}", pair.0.slug(), pair.1.slug()),
            Self::Sequence => "sequence".to_owned(),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enhanced(code) => write!(f, "{code}"),
            Self::Pair(pair) => write!(f, "{} {}", pair.0, pair.1),
            other => f.write_str(&other.slug()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes_are_read_with_a_class_and_without() {
        let code = EnhancedCode { class: Some(5), subject: 7, detail: 26 };
        assert_eq!(EnhancedCode::read("5.7.26"), Some(code));
        assert_eq!(EnhancedCode::read("X.7.26"), Some(code.of_any_class()));
        assert_eq!(EnhancedCode::read("x.7.26").map(|code| code.to_string()).as_deref(), Some("X.7.26"));
        for wrong in ["", "x", "X.7", "3.7.1", "5.7.26 no", "5.7.1000", "XX.7.1"] {
            assert_eq!(EnhancedCode::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_pair_has_one_order() {
        let (one, other) = (Subject::Reply(503), Subject::Reply(250));
        assert_eq!(Subject::pair(one.clone(), other.clone()), Subject::pair(other, one));
        let mixed = Subject::pair(
            EnhancedCode::read("5.1.1").map(Subject::Enhanced).expect("a code"),
            Subject::Reply(550),
        );
        assert_eq!(mixed.slug(), "550-5.1.1");
    }
}
