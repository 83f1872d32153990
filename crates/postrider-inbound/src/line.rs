//! The line that a client is being answered, for the log and the journal: whoever reads there that it was refused wants to see it.

use std::borrow::Cow;

use crate::journal;

/// So many octets of a line are kept.
const OCTETS_MAX: usize = 120;

/// Words behind which a secret stands, or a name in whose place somebody has typed one, in the languages that are spoken to a mail port: SMTP, and POP3 or IMAP by mistake.
const SECRETIVE: [&[u8]; 5] = [b"AUTH", b"AUTHENTICATE", b"LOGIN", b"USER", b"PASS"];

/// Words that may be shown with what stands behind them also after a secret: no base64 begins so, and nobody who answers a challenge.
const PLAIN: [&[u8]; 4] = [b"MAIL FROM:", b"RCPT TO:", b"EHLO ", b"HELO "];

/// The same, shown alone.
const BARE: [&[u8]; 7] = [b"DATA", b"BDAT", b"RSET", b"NOOP", b"QUIT", b"STARTTLS", b"VRFY"];

/// The front of the line that the client has sent and not been answered yet.
#[derive(Default)]
pub(crate) struct Line {
    octets: Vec<u8>,
    /// A secret was on its way. A client that was refused AUTH may send the rest of its exchange nevertheless, as lines of
    /// their own, so nothing it says from here on is for the log, and only what is plainly a command for the journal.
    secret: bool,
}

impl Line {
    /// Takes what has come of the line.
    pub(crate) fn push(&mut self, octets: &[u8]) {
        let room = OCTETS_MAX + 1 - self.octets.len();
        self.octets.extend_from_slice(&octets[..octets.len().min(room)]);
    }

    /// It was answered.
    pub(crate) fn clear(&mut self) {
        self.octets.clear();
    }

    /// The client has said a secret: it is gone, and this stands for it.
    pub(crate) fn keep_secret(&mut self, instead: &[u8]) {
        self.secret = true;
        self.octets = instead.to_vec();
    }

    /// The line as it may be logged, cut where it is long. None if there is none, or if it is not for the log.
    pub(crate) fn for_log(&mut self) -> Option<Cow<'_, str>> {
        self.secret |= self.is_secretive();
        let line = first_line(&self.octets);
        if self.secret || line.is_empty() {
            return None;
        }
        if line.len() <= OCTETS_MAX {
            return Some(String::from_utf8_lossy(line));
        }
        Some(String::from_utf8_lossy(&line[..OCTETS_MAX]) + "…")
    }

    /// Whether the client has sent nothing since it was answered, or content.
    pub(crate) fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// The line as the journal may have it.
    pub(crate) fn for_journal(&mut self) -> journal::Line<'_> {
        if self.octets.is_empty() {
            return journal::Line::Nothing;
        }
        if self.is_secretive() {
            self.secret = true;
            let is_auth = self
                .octets
                .trim_ascii_start()
                .get(..4)
                .is_some_and(|word| word.eq_ignore_ascii_case(b"AUTH"));
            return if is_auth { journal::Line::Shown(b"AUTH") } else { journal::Line::Hidden };
        }
        let line = first_line(&self.octets);
        if !self.secret || begins(line, &PLAIN).is_some() {
            return journal::Line::Shown(line);
        }
        match begins(line, &BARE) {
            Some(word) if line.get(word.len()).is_none_or(u8::is_ascii_whitespace) => {
                journal::Line::Shown(word)
            }
            _ => journal::Line::Hidden,
        }
    }

    /// IMAP has a tag before the word.
    fn is_secretive(&self) -> bool {
        let words = self.octets.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        words.take(2).any(|word| SECRETIVE.iter().any(|secretive| word.eq_ignore_ascii_case(secretive)))
    }
}

/// Without its end, and without what follows.
fn first_line(octets: &[u8]) -> &[u8] {
    let end = octets.iter().position(|octet| *octet == b'\n');
    octets[..end.unwrap_or(octets.len())].trim_ascii_end()
}

/// With which of these a line begins.
fn begins(line: &[u8], words: &[&'static [u8]]) -> Option<&'static [u8]> {
    let same = |word: &&&[u8]| line.get(..word.len()).is_some_and(|front| front.eq_ignore_ascii_case(word));
    words.iter().find(same).copied()
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

    fn kept(line: &mut Line, octets: &[u8]) -> Option<String> {
        line.clear();
        line.push(octets);
        match line.for_journal() {
            journal::Line::Shown(line) => Some(String::from_utf8_lossy(line).into_owned()),
            journal::Line::Nothing | journal::Line::Hidden => None,
        }
    }

    #[test]
    fn behind_a_secret_the_journal_has_what_is_plainly_a_command() {
        let mut line = Line::default();
        assert_eq!(kept(&mut line, b"FOO bar\r\n").as_deref(), Some("FOO bar"));
        assert_eq!(kept(&mut line, b"auth PLAIN AHUAcA==\r\n").as_deref(), Some("AUTH"));
        assert_eq!(kept(&mut line, b"cGFzc3dvcmQ=\r\n"), None);
        assert_eq!(kept(&mut line, b"FOO bar\r\n"), None);
        assert_eq!(kept(&mut line, b"DATAcGFz\r\n"), None);
        assert_eq!(kept(&mut line, b"NOOP secret\r\n").as_deref(), Some("NOOP"));
        assert_eq!(kept(&mut line, b"data\r\n").as_deref(), Some("DATA"));
        assert_eq!(
            kept(&mut line, b"MAIL FROM:<a@b.example>\r\n").as_deref(),
            Some("MAIL FROM:<a@b.example>")
        );
        assert_eq!(kept(&mut line, b"PASS secret\r\n"), None);
        assert_eq!(line.for_log(), None);
    }
}
