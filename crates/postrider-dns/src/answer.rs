//! What DNS says to a question, and why it may have nothing to say.

use std::fmt;
use std::io;
use std::net::SocketAddr;

/// What DNS says to a question. It is *secure* where a validating resolver that is believed has proven it by DNSSEC; an answer that
/// is not secure may be true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// There are such records.
    Found {
        /// At least one, in the order of the reply.
        records: Vec<T>,
        /// Proven.
        secure: bool,
    },
    /// The name exists, and has no such record.
    NoData {
        /// Proven.
        secure: bool,
    },
    /// There is no such name.
    NxDomain {
        /// Proven.
        secure: bool,
    },
    /// Nobody knows now. It says nothing about the name.
    Temporary(Trouble),
    /// The resolver has an answer, and DNSSEC shows that it is forged, or that its zone is ill-kept: nobody can tell which. It is
    /// never acted on, and never the end. With what the resolver said about it.
    Bogus(Option<ExtendedError>),
}

/// An MX record (RFC 5321 §5.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mx {
    /// The lower, the better.
    pub preference: u16,
    /// The name of a host, in lower case and without a dot at its end; `.` alone is a null MX (RFC 7505). A stranger wrote it:
    /// it is printable ASCII, and need not be the name of a host.
    pub exchange: String,
}

/// Why nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// A server did not answer.
    #[error("the DNS server {server} did not answer within {seconds} seconds")]
    TimedOut {
        /// Which.
        server: SocketAddr,
        /// How long it was waited for, the last time.
        seconds: u64,
    },
    /// A server cannot be reached.
    #[error("the DNS server {server} cannot be reached: {kind}")]
    Unreachable {
        /// Which.
        server: SocketAddr,
        /// What the system says.
        kind: io::ErrorKind,
    },
    /// A server said that it cannot or will not.
    #[error("the DNS server {server} said {code}{}", Behind(.error.as_ref()))]
    Failed {
        /// Which.
        server: SocketAddr,
        /// The name of its response code, such as `SERVFAIL`.
        code: &'static str,
        /// What it said besides.
        error: Option<ExtendedError>,
    },
    /// A server sent what is no answer to the question.
    #[error("the DNS server {server} sent a reply that makes no sense")]
    Malformed {
        /// Which.
        server: SocketAddr,
    },
    /// A server does not look up what it does not know itself.
    #[error("the DNS server {server} does not resolve names for others")]
    NotResolving {
        /// Which.
        server: SocketAddr,
    },
    /// The name is an alias of an alias, and so on, without an end that could be seen.
    #[error("its CNAME records go round, or are more than {links}")]
    Aliases {
        /// How many were followed.
        links: usize,
    },
    /// This machine has no random number or no socket for a question.
    #[error("this machine cannot ask the DNS: {kind}")]
    Here {
        /// What the system says.
        kind: io::ErrorKind,
    },
}

/// What a server says about an answer besides its code (RFC 8914).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtendedError {
    code: u16,
    text: String,
}

impl ExtendedError {
    /// How much of the text is kept, in characters.
    const TEXT_MAX: usize = 120;

    /// The code with this number, and what the server said to it: of that only what is printable ASCII is kept, and not much.
    #[must_use]
    pub fn new(code: u16, text: &[u8]) -> Self {
        let printable =
            |&octet: &u8| if octet.is_ascii_graphic() || octet == b' ' { octet as char } else { '?' };
        Self { code, text: text.iter().take(Self::TEXT_MAX).map(printable).collect() }
    }

    /// Whether it says that DNSSEC is why there is no answer. Stale and forged answers (3 and 4) are about other things.
    #[must_use]
    pub fn is_bogus(&self) -> bool {
        self.meaning().is_some()
    }

    fn meaning(&self) -> Option<&'static str> {
        Some(match self.code {
            1 => "the algorithm of the keys is not known",
            2 => "the digest of the keys is not known",
            5 => "it cannot be told whether it is signed",
            6 => "validation failed",
            7 => "a signature has expired",
            8 => "a signature is not valid yet",
            9 => "the key of the zone is missing",
            10 => "signatures are missing",
            11 => "the key is not one of a zone",
            12 => "the proof is missing that there is no such record",
            _ => return None,
        })
    }
}

impl fmt::Display for ExtendedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meaning() {
            Some(meaning) => f.write_str(meaning)?,
            None => write!(f, "extended error {}", self.code)?,
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, " ({})", self.text) }
    }
}

/// `: text`, where there is one.
pub(crate) struct Behind<'a>(pub(crate) Option<&'a ExtendedError>);

impl fmt::Display for Behind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |error| write!(f, ": {error}"))
    }
}

impl<T> Answer<T> {
    /// The same answer with what its records say; those that say nothing are left out, and if none says anything, there are none.
    pub(crate) fn filter_map<U>(self, record: impl FnMut(T) -> Option<U>) -> Answer<U> {
        match self {
            Self::Found { records, secure } => {
                let records: Vec<U> = records.into_iter().filter_map(record).collect();
                if records.is_empty() { Answer::NoData { secure } } else { Answer::Found { records, secure } }
            }
            Self::NoData { secure } => Answer::NoData { secure },
            Self::NxDomain { secure } => Answer::NxDomain { secure },
            Self::Temporary(trouble) => Answer::Temporary(trouble),
            Self::Bogus(error) => Answer::Bogus(error),
        }
    }

    /// What the answers to two questions about one name come to, such as those for its addresses of either family. What was
    /// found counts, even where the other question has no answer; that there is nothing counts only where both say so.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Found { mut records, secure }, Self::Found { records: more, secure: also }) => {
                records.extend(more);
                Self::Found { records, secure: secure && also }
            }
            (found @ Self::Found { .. }, _) | (_, found @ Self::Found { .. }) => found,
            (bogus @ Self::Bogus(_), _) | (_, bogus @ Self::Bogus(_)) => bogus,
            (trouble @ Self::Temporary(_), _) | (_, trouble @ Self::Temporary(_)) => trouble,
            (Self::NxDomain { secure }, Self::NxDomain { secure: also }) => {
                Self::NxDomain { secure: secure && also }
            }
            // A name that is not there for one question and there for the other is there: some servers get that wrong.
            (Self::NoData { secure } | Self::NxDomain { secure }, Self::NoData { secure: also })
            | (Self::NoData { secure }, Self::NxDomain { secure: also }) => {
                Self::NoData { secure: secure && also }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_answers_come_to_what_is_sure() {
        let found = |records: &[u8], secure| Answer::Found { records: records.to_vec(), secure };
        let trouble = || Answer::Temporary(Trouble::Aliases { links: 1 });
        let (no_data, no_name) = (|| Answer::NoData { secure: true }, || Answer::NxDomain { secure: true });
        #[rustfmt::skip]
        let table = [
            (found(&[1], true),  found(&[2], true),    found(&[1, 2], true)),
            (found(&[1], true),  found(&[2], false),   found(&[1, 2], false)),
            (found(&[1], true),  trouble(),            found(&[1], true)),
            (Answer::Bogus(None), found(&[1], false),  found(&[1], false)),
            (no_data(),          found(&[1], true),    found(&[1], true)),
            (trouble(),          Answer::Bogus(None),  Answer::Bogus(None)),
            (no_name(),          trouble(),            trouble()),
            (no_data(),          trouble(),            trouble()),
            (no_name(),          no_name(),            no_name()),
            (no_name(),          no_data(),            no_data()),
            (no_data(),          no_name(),            no_data()),
            (no_data(),          Answer::NoData { secure: false }, Answer::NoData { secure: false }),
        ];
        for (one, other, both) in table {
            assert_eq!(one.clone().and(other.clone()), both, "{one:?} and {other:?}");
        }
    }

    #[test]
    fn what_a_server_says_is_shown_without_its_control_characters() {
        let error = ExtendedError::new(7, b"expired\r\n250 ok \xff");
        assert_eq!(error.to_string(), "a signature has expired (expired??250 ok ?)");
        let long = ExtendedError::new(22, &[b'x'; 1000]).to_string();
        assert_eq!(long, format!("extended error 22 ({})", "x".repeat(120)));
    }
}
