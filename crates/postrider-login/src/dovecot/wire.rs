//! The lines of Dovecot's authentication protocol, version 1: words with tabs between them.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use zeroize::{Zeroize as _, Zeroizing};

/// The longest line that is taken, in octets: what Dovecot itself is expected to stay below.
pub const LINE_OCTETS_MAX: usize = 16_384;

/// The version that both sides speak.
const MAJOR: &str = "1";

/// Octets, cut into lines.
#[derive(Debug, Default)]
pub struct Lines(Vec<u8>);

impl Lines {
    /// These octets have come.
    pub fn put(&mut self, octets: &[u8]) {
        self.0.extend_from_slice(octets);
    }

    /// The next whole line without its end, if it is there.
    ///
    /// # Errors
    ///
    /// It is longer than any line may be.
    pub fn next(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        let end = self.0.iter().position(|octet| *octet == b'\n');
        if end.unwrap_or(self.0.len()) > LINE_OCTETS_MAX {
            return Err(Fault::TooLong);
        }
        let Some(end) = end else { return Ok(None) };
        let rest = self.0.split_off(end + 1);
        let mut line = std::mem::replace(&mut self.0, rest);
        line.truncate(end);
        Ok(Some(line))
    }
}

/// What is wrong with what came. It is not Dovecot, or not one that we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A line does not end.
    #[error("it has said a line of more than {LINE_OCTETS_MAX} octets")]
    TooLong,
    /// It speaks another version.
    #[error("it does not speak version {MAJOR} of the authentication protocol")]
    Version,
    /// An answer has no number.
    #[error("it has said an answer without its number")]
    NoId,
    /// It answers what it was not asked.
    #[error("it has answered what it was not asked")]
    NotAsked,
    /// It says more than a greeting has.
    #[error("its greeting does not end")]
    Endless,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// It knows this mechanism.
    Mechanism(String),
    /// The greeting is over.
    Done,
    /// An answer.
    Answer(u32, Verdict),
    /// Nothing that matters here.
    Other,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is right.
    Yes {
        /// What Dovecot calls the account.
        user: Option<String>,
        /// It may not log in all the same.
        barred: bool,
    },
    /// It is wrong, or nobody's: Dovecot does not tell which.
    No,
    /// It is right, and the account may not log in.
    Barred,
    /// It cannot say now; why, if it says so.
    Temporary(Option<String>),
    /// It wants to hear more.
    Continue,
    /// It does not know this mechanism.
    NotOffered,
}

impl Said {
    /// Reads a line.
    ///
    /// # Errors
    ///
    /// It breaks the protocol.
    pub fn read(line: &[u8]) -> Result<Self, Fault> {
        let mut words = line.split(|octet| *octet == b'\t');
        let id = |word: Option<&[u8]>| {
            let digits = word.and_then(|word| str::from_utf8(word).ok());
            digits.and_then(|digits| digits.parse().ok()).ok_or(Fault::NoId)
        };
        Ok(match words.next().unwrap_or_default() {
            b"VERSION" if words.next() == Some(MAJOR.as_bytes()) => Self::Other,
            b"VERSION" => return Err(Fault::Version),
            b"MECH" => Self::Mechanism(unescape(words.next().unwrap_or_default())),
            b"DONE" => Self::Done,
            b"OK" => Self::Answer(id(words.next())?, yes(words)),
            b"FAIL" => Self::Answer(id(words.next())?, no(words)),
            b"CONT" => Self::Answer(id(words.next())?, Verdict::Continue),
            _ => Self::Other,
        })
    }
}

fn yes<'a>(words: impl Iterator<Item = &'a [u8]>) -> Verdict {
    let (mut user, mut barred) = (None, false);
    for word in words {
        match word.strip_prefix(b"user=") {
            Some(name) => user = Some(unescape(name)),
            None => barred |= word == b"nologin" || word.starts_with(b"nologin="),
        }
    }
    Verdict::Yes { user, barred }
}

/// Old versions say a word of its own for each reason, newer ones a code as well.
fn no<'a>(words: impl Iterator<Item = &'a [u8]>) -> Verdict {
    /// A person reads it in a log.
    const REASON_CHARACTERS: usize = 200;
    let (mut temporary, mut barred, mut reason) = (false, false, None);
    for word in words {
        match word {
            b"temp" | b"code=temp_fail" => temporary = true,
            b"user_disabled" | b"code=user_disabled" | b"pass_expired" | b"code=pass_expired" => {
                barred = true;
            }
            word => {
                if let Some(text) = word.strip_prefix(b"reason=") {
                    reason = Some(unescape(text).chars().take(REASON_CHARACTERS).collect());
                }
            }
        }
    }
    match (temporary, barred) {
        (true, _) => Verdict::Temporary(reason),
        (false, true) => Verdict::Barred,
        (false, false) => Verdict::No,
    }
}

/// What Dovecot has written in place of a tab, the end of a line, and its own mark.
fn unescape(word: &[u8]) -> String {
    let (mut octets, mut rest) = (Vec::with_capacity(word.len()), word.iter());
    while let Some(octet) = rest.next() {
        octets.push(match octet {
            1 => match rest.next() {
                Some(b'0') => 0,
                Some(b'1') => 1,
                Some(b't') => b'\t',
                Some(b'r') => b'\r',
                Some(b'n' | b'l') => b'\n',
                Some(other) => *other,
                None => break,
            },
            octet => *octet,
        });
    }
    String::from_utf8_lossy(&octets).into_owned()
}

/// Our greeting. No two connections to a Dovecot may have the same number.
pub fn greeting(number: u32) -> String {
    format!("VERSION\t{MAJOR}\t1\nCPID\t{number}\n")
}

/// The line that asks. What the client says for the mechanism stands last, and holds no tab, as base64 has none.
///
/// `secured`: the listener has seen to it that no password comes in clear. `nologin`: nobody will ask for more of this login.
pub fn question(
    id: u32,
    mechanism: &str,
    from: Option<std::net::IpAddr>,
    response: &[u8],
) -> Zeroizing<String> {
    let mut line = Zeroizing::new(String::with_capacity(128 + response.len() * 4 / 3));
    // Writing to a text cannot fail.
    let _ = write!(line, "AUTH\t{id}\t{mechanism}\tservice=smtp\tsecured\tnologin");
    if let Some(from) = from {
        let _ = write!(line, "\trip={}", from.to_canonical());
    }
    let mut encoded = BASE64.encode(response);
    let _ = writeln!(line, "\tresp={encoded}");
    encoded.zeroize();
    line
}

/// The line that says nothing more, so that the refusal comes (RFC 7628 §3.2.3).
pub fn nothing_more(id: u32) -> String {
    format!("CONT\t{id}\t{}\n", BASE64.encode(b"\x01"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(line: &str) -> Said {
        Said::read(line.as_bytes()).expect(line)
    }

    #[test]
    fn answers_are_read() {
        let yes = |user: &str| Verdict::Yes { user: Some(user.to_owned()), barred: false };
        for (line, verdict) in [
            ("OK\t7\tuser=alice", yes("alice")),
            ("OK\t7\tuser=a\u{1}tb\u{1}1\u{1}\u{1}", yes("a\tb\u{1}\u{1}")),
            ("OK\t7", Verdict::Yes { user: None, barred: false }),
            (
                "OK\t7\tuser=alice\tnologin\treason=later",
                Verdict::Yes { user: Some("alice".into()), barred: true },
            ),
            ("FAIL\t7\tuser=alice", Verdict::No),
            ("FAIL\t7\tuser=alice\tauthz", Verdict::No),
            ("FAIL\t7\tuser=alice\tuser_disabled", Verdict::Barred),
            ("FAIL\t7\tcode=pass_expired", Verdict::Barred),
            ("FAIL\t7\ttemp", Verdict::Temporary(None)),
            ("FAIL\t7\tcode=temp_fail\treason=down\u{1}nnow", Verdict::Temporary(Some("down\nnow".into()))),
            ("CONT\t7\tZm9v", Verdict::Continue),
        ] {
            assert_eq!(read(line), Said::Answer(7, verdict), "{line:?}");
        }
        assert_eq!(read("MECH\tPLAIN\tplaintext"), Said::Mechanism("PLAIN".to_owned()));
        assert_eq!((read("DONE"), read("COOKIE\tx")), (Said::Done, Said::Other));
        assert_eq!(read("VERSION\t1\t2"), Said::Other);
        assert_eq!(Said::read(b"VERSION\t2\t0"), Err(Fault::Version));
        for line in ["OK", "FAIL\tx", "CONT\t-1", "OK\t4294967296"] {
            assert_eq!(Said::read(line.as_bytes()), Err(Fault::NoId), "{line:?}");
        }
    }

    #[test]
    fn lines_are_cut_wherever_they_come_and_have_an_end() {
        let mut lines = Lines::default();
        lines.put(b"DO");
        assert_eq!(lines.next(), Ok(None));
        lines.put(b"NE\n\nSPID");
        assert_eq!(lines.next(), Ok(Some(b"DONE".to_vec())));
        assert_eq!((lines.next(), lines.next()), (Ok(Some(Vec::new())), Ok(None)));
        let mut lines = Lines::default();
        lines.put(&[b'x'; LINE_OCTETS_MAX]);
        assert_eq!(lines.next(), Ok(None));
        lines.put(b"x\n");
        assert_eq!(lines.next(), Err(Fault::TooLong));
    }

    #[test]
    fn a_question_is_one_line_whose_last_word_is_the_response() {
        let line = question(3, "PLAIN", "::ffff:192.0.2.1".parse().ok(), b"\0alice\0pencil");
        let expected =
            "AUTH\t3\tPLAIN\tservice=smtp\tsecured\tnologin\trip=192.0.2.1\tresp=AGFsaWNlAHBlbmNpbA==\n";
        assert_eq!(*line, expected);
    }

    proptest! {
        #[test]
        fn whatever_comes_is_a_line_or_a_fault(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut lines = Lines::default();
            lines.put(&octets);
            while let Ok(Some(line)) = lines.next() {
                prop_assert!(!line.contains(&b'\n'));
                let _ = Said::read(&line);
            }
        }
    }
}
