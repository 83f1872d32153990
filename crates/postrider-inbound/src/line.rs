//! The line that a client is being answered, for the log: whoever reads there that it was refused wants to see it.

use std::borrow::Cow;

/// So many octets of a line are kept.
const OCTETS_MAX: usize = 120;

/// Words behind which a secret stands, or a name in whose place somebody has typed one, in the languages that are spoken to a mail port: SMTP, and POP3 or IMAP by mistake.
const SECRETIVE: [&[u8]; 5] = [b"AUTH", b"AUTHENTICATE", b"LOGIN", b"USER", b"PASS"];

/// The front of the line that the client has sent and not been answered yet.
#[derive(Debug, Default)]
pub(crate) struct Line {
    octets: Vec<u8>,
    /// A secret was on its way. A client that was refused AUTH may send the rest of its exchange nevertheless, as lines of
    /// their own, so nothing it says from here on is kept.
    secret: bool,
}

impl Line {
    /// Takes what has come of the line.
    pub(crate) fn push(&mut self, octets: &[u8]) {
        let room = OCTETS_MAX + 1 - self.octets.len();
        if !self.secret {
            self.octets.extend_from_slice(&octets[..octets.len().min(room)]);
        }
    }

    /// It was answered.
    pub(crate) fn clear(&mut self) {
        self.octets.clear();
    }

    /// The client is about to say a secret, or has said one.
    pub(crate) fn keep_secret(&mut self) {
        self.secret = true;
        self.octets = Vec::new();
    }

    /// The line as it may be logged, cut where it is long. None if there is none, or if it is not for the log.
    pub(crate) fn for_log(&mut self) -> Option<Cow<'_, str>> {
        if self.is_secretive() {
            self.keep_secret();
        }
        let end = self.octets.iter().position(|octet| *octet == b'\n');
        let line = self.octets[..end.unwrap_or(self.octets.len())].trim_ascii_end();
        if line.is_empty() {
            return None;
        }
        if line.len() <= OCTETS_MAX {
            return Some(String::from_utf8_lossy(line));
        }
        Some(String::from_utf8_lossy(&line[..OCTETS_MAX]) + "…")
    }

    /// IMAP has a tag before the word.
    fn is_secretive(&self) -> bool {
        let words = self.octets.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.take(2).any(|word| SECRETIVE.iter().any(|secretive| word.eq_ignore_ascii_case(secretive)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logged(pieces: &[&[u8]]) -> Option<String> {
        let mut line = Line::default();
        pieces.iter().for_each(|piece| line.push(piece));
        line.for_log().map(Cow::into_owned)
    }

    #[test]
    fn a_line_is_logged_without_its_end_and_what_follows() {
        assert_eq!(logged(&[b"FOO bar\r\n"]).as_deref(), Some("FOO bar"));
        assert_eq!(logged(&[b"FO", b"O bar", b"\r\n"]).as_deref(), Some("FOO bar"));
        assert_eq!(logged(&[b"BDAT 3\r\nabc"]).as_deref(), Some("BDAT 3"));
        assert_eq!(logged(&[b"\r\n"]), None);
        assert_eq!(logged(&[]), None);
    }

    #[test]
    fn a_long_line_is_cut() {
        assert_eq!(logged(&[&[b'x'; 120], b"\r\n"]), Some("x".repeat(120)));
        assert_eq!(logged(&[&[b'x'; 1000], b"\r\n"]), Some("x".repeat(120) + "…"));
    }

    #[test]
    fn a_secret_is_not_logged_nor_what_comes_behind_it() {
        let secrets = [
            "AUTH PLAIN AHUAcA==",
            " auth login",
            "PASS word",
            "USER password",
            "a1 LOGIN u p",
            "a1 AUTHENTICATE PLAIN AA==",
        ];
        for secret in secrets {
            let mut line = Line::default();
            line.push(secret.as_bytes());
            assert_eq!(line.for_log(), None, "{secret}");
            line.clear();
            line.push(b"cGFzc3dvcmQ=\r\n");
            assert_eq!(line.for_log(), None, "{secret}");
        }
    }
}
