//! The message as a program gives it, and as it is handed in: a pure function of octets.
//!
//! A program may leave out what only a mail server can know well: Date, Message-ID, From. They are added where they are
//! missing, and Bcc is taken out. Nothing else is changed here; line ends are repaired on the way to the server, by the same
//! code as everybody's (see `docs/decisions/0005-bare-cr-and-lf.md`).

use std::io::{self, BufRead, Read as _};

use postrider_proto::mail::{Domain, Mailbox, header_lines};

use super::addresses::{self, ListError};

/// The longest header that is looked into, in octets.
pub const HEADER_OCTETS_MAX: usize = 1024 * 1024;

/// Why a message cannot be handed in.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// Standard input cannot be read.
    #[error("the message cannot be read: {0}")]
    Read(#[from] io::Error),
    /// It is larger than the server takes.
    #[error("the message has more than {0} octets, and the server takes no more (limits.message_octets)")]
    TooBig(u64),
    /// Its header is too long to be looked into.
    #[error("the header has more than {HEADER_OCTETS_MAX} octets: is there an empty line behind it?")]
    HeaderTooLong,
    /// A field that names recipients cannot be read.
    #[error("the field {field}: {error}")]
    Field {
        /// Which.
        field: String,
        /// Why.
        #[source]
        error: ListError,
    },
    /// A field that names recipients is not UTF-8 in an address.
    #[error("the field {0} has an address that is not valid UTF-8")]
    NotUtf8(String),
}

/// Reads a message from a program: to the end, or to a line with a single dot. The line with which an mbox begins each
/// message is dropped.
///
/// # Errors
///
/// It cannot be read, or has more than `most` octets.
pub fn read(input: &mut dyn BufRead, dots_are_content: bool, most: u64) -> Result<Vec<u8>, MessageError> {
    let mut content = Vec::new();
    let mut first = true;
    loop {
        let start = content.len();
        let room = most.saturating_add(1).saturating_sub(start as u64);
        if (&mut *input).take(room).read_until(b'\n', &mut content)? == 0 && room > 0 {
            return Ok(content);
        }
        if content.len() as u64 > most {
            return Err(MessageError::TooBig(most));
        }
        let line = &content[start..];
        if !dots_are_content && matches!(line, b".\n" | b".\r\n" | b".") {
            content.truncate(start);
            return Ok(content);
        }
        if std::mem::take(&mut first) && line.starts_with(b"From ") {
            content.truncate(start);
        }
    }
}

/// A message, its header in fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    fields: Vec<Field>,
    /// What follows the header, without the empty line between.
    body: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    /// In lower case.
    name: String,
    /// As it was written, folds and all; ends with LF.
    raw: Vec<u8>,
}

/// What is added where it is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The value of Date.
    pub date: String,
    /// The value of Message-ID.
    pub message_id: String,
    /// The value of From.
    pub from: String,
}

impl Message {
    /// Takes a message apart. A line that is no field ends the header, as if an empty line stood before it.
    ///
    /// # Errors
    ///
    /// The header is too long.
    pub fn parse(content: &[u8]) -> Result<Self, MessageError> {
        let mut fields: Vec<Field> = Vec::new();
        let mut rest = content;
        while !rest.is_empty() {
            if content.len() - rest.len() > HEADER_OCTETS_MAX {
                return Err(MessageError::HeaderTooLong);
            }
            let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let (line, behind) = rest.split_at(end);
            let text = line.strip_suffix(b"\n").unwrap_or(line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            if text.is_empty() {
                rest = behind;
                break;
            }
            match (text[0], fields.last_mut(), field_name(text)) {
                (b' ' | b'\t', Some(last), _) => last.push(text),
                (_, _, Some(name)) => {
                    let mut field = Field { name, raw: Vec::with_capacity(line.len() + 1) };
                    field.push(text);
                    fields.push(field);
                }
                _ => break,
            }
            rest = behind;
        }
        Ok(Self { fields, body: rest.to_vec() })
    }

    /// Whom the header names: To, Cc and Bcc, or, where a message is sent on and the fields of that stand in it, Resent-To,
    /// Resent-Cc and Resent-Bcc (RFC 5322 §3.6.6).
    ///
    /// # Errors
    ///
    /// A field that cannot be read.
    pub fn recipients(&self, origin: &Domain) -> Result<Vec<Mailbox>, MessageError> {
        let resent = ["resent-to", "resent-cc", "resent-bcc"];
        let names = if resent.iter().any(|name| self.has(name)) { resent } else { ["to", "cc", "bcc"] };
        let mut found = Vec::new();
        for field in self.fields.iter().filter(|field| names.contains(&field.name.as_str())) {
            let listed = addresses::list(&field.value(), origin)
                .map_err(|error| MessageError::Field { field: field.name.clone(), error })?;
            if listed.iter().any(|mailbox| mailbox.to_string().contains(char::REPLACEMENT_CHARACTER)) {
                return Err(MessageError::NotUtf8(field.name.clone()));
            }
            found.extend(listed);
        }
        Ok(found)
    }

    fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    /// The message as it is handed in: without Bcc (RFC 5322 §3.6.3), and with what was missing. Lines end as they did, those of the
    /// header with LF.
    pub fn complete(self, missing: &Missing) -> Vec<u8> {
        let added = [("Date", &missing.date), ("Message-ID", &missing.message_id), ("From", &missing.from)];
        let added: Vec<String> = added
            .iter()
            .filter(|(name, _)| !self.has(&name.to_ascii_lowercase()))
            .map(|(name, value)| format!("{name}: {value}\n"))
            .collect();
        let kept = self.fields.iter().filter(|field| !matches!(field.name.as_str(), "bcc" | "resent-bcc"));
        let mut content = Vec::new();
        kept.for_each(|field| content.extend_from_slice(&field.raw));
        added.iter().for_each(|field| content.extend_from_slice(field.as_bytes()));
        content.push(b'\n');
        content.extend_from_slice(&self.body);
        content
    }
}

impl Field {
    fn push(&mut self, line: &[u8]) {
        self.raw.extend_from_slice(line);
        self.raw.push(b'\n');
    }

    /// What stands behind the colon, as text.
    fn value(&self) -> String {
        let colon = memchr::memchr(b':', &self.raw).expect("a field has a colon");
        String::from_utf8_lossy(&self.raw[colon + 1..]).into_owned()
    }
}

/// The name of the field that this line begins, in lower case; none if it begins none.
fn field_name(line: &[u8]) -> Option<String> {
    header_lines::name(line).map(|name| String::from_utf8_lossy(name).to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn given(text: &str, dots_are_content: bool) -> String {
        let read = read(&mut text.as_bytes(), dots_are_content, 1000).expect("read");
        String::from_utf8(read).expect("text")
    }

    fn completed(text: &str) -> String {
        let missing =
            Missing { date: "DATE".to_owned(), message_id: "<ID>".to_owned(), from: "FROM".to_owned() };
        let message = Message::parse(text.as_bytes()).expect("a message");
        String::from_utf8(message.complete(&missing)).expect("text")
    }

    fn recipients(text: &str) -> String {
        let origin = Domain::Name("origin.example".to_owned());
        let found = Message::parse(text.as_bytes()).expect("a message").recipients(&origin);
        match found {
            Ok(found) => found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_single_dot_ends_the_message() {
        assert_eq!(given("a\n.\nb\n", false), "a\n");
        assert_eq!(given("a\r\n.\r\nb\r\n", false), "a\r\n");
        assert_eq!(given("a\n.", false), "a\n");
        assert_eq!(given("a\n.\nb\n", true), "a\n.\nb\n");
        assert_eq!(given("a\n..\n. \n.b\n", false), "a\n..\n. \n.b\n");
        assert_eq!(given("", false), "");
    }

    #[test]
    fn the_first_line_of_an_mbox_is_dropped() {
        assert_eq!(
            given("From a@b Mon Nov 30 2026\nSubject: x\n\nFrom here\n", true),
            "Subject: x\n\nFrom here\n"
        );
        assert_eq!(given("From: a@b\n", true), "From: a@b\n");
    }

    #[test]
    fn a_message_has_a_size() {
        let limit = |octets: usize| read(&mut vec![b'x'; octets].as_slice(), true, 10);
        assert_eq!(limit(10).expect("read").len(), 10);
        assert!(matches!(limit(11), Err(MessageError::TooBig(10))));
        assert!(matches!(limit(100_000), Err(MessageError::TooBig(10))));
        let header = "X: y\n".repeat(HEADER_OCTETS_MAX / 4);
        assert!(matches!(Message::parse(header.as_bytes()), Err(MessageError::HeaderTooLong)));
        let body = format!("X: y\n\n{header}");
        assert!(Message::parse(body.as_bytes()).is_ok());
    }

    #[test]
    fn what_is_missing_is_added_and_nothing_else_changes() {
        assert_eq!(
            completed("Subject: x\n\nbody\n"),
            "Subject: x\nDate: DATE\nMessage-ID: <ID>\nFrom: FROM\n\nbody\n"
        );
        let whole = "DATE: d\nMessage-Id: <i>\nFrom : f\nX:\n\tfolded\n\n\nbody\n.\nno end";
        assert_eq!(completed(whole), whole);
        assert_eq!(completed(""), "Date: DATE\nMessage-ID: <ID>\nFrom: FROM\n\n");
        assert_eq!(
            completed("Hello\nyou: there\n"),
            "Date: DATE\nMessage-ID: <ID>\nFrom: FROM\n\nHello\nyou: there\n"
        );
        assert_eq!(
            completed("Date: d\r\nFrom: f\r\nMessage-ID: i\r\n\r\nbody\r\n"),
            "Date: d\nFrom: f\nMessage-ID: i\n\nbody\r\n"
        );
    }

    #[test]
    fn bcc_is_taken_out_with_its_folds() {
        let text = "Date: d\nBcc: a@b,\n c@d\nFrom: f\nResent-BCC: e@f\nMessage-ID: i\n\nBcc: body\n";
        assert_eq!(completed(text), "Date: d\nFrom: f\nMessage-ID: i\n\nBcc: body\n");
    }

    #[test]
    fn recipients_stand_in_the_header() {
        assert_eq!(
            recipients("To: root, A <a@b.example>\nCC: c@d.example\nBcc:\n e@f.example\n\nTo: x@y\n"),
            "root@origin.example a@b.example c@d.example e@f.example"
        );
        assert_eq!(
            recipients("To: a@b.example\nResent-To: c@d.example\nResent-Bcc: e@f.example\n\n"),
            "c@d.example e@f.example"
        );
        assert_eq!(recipients("Resent-From: x@y\nTo: a@b.example\n\n"), "a@b.example");
        assert_eq!(recipients("Subject: x\n\nTo: a@b.example\n"), "");
        assert_eq!(
            recipients("To: a b\n"),
            "the field to: \"a b\" is no address: the part before the @ holds a character or a dot that must not stand there"
        );
    }

    #[test]
    fn an_address_that_is_no_utf_8_is_refused_and_a_name_is_not() {
        let origin = Domain::Name("o".to_owned());
        let read = |text: &[u8]| Message::parse(text).expect("a message").recipients(&origin);
        assert!(matches!(read(b"To: j\xfcrgen@b.example\n"), Err(MessageError::NotUtf8(_))));
        assert_eq!(read(b"To: J\xfcrgen <j@b.example>\n").expect("read").len(), 1);
    }

    proptest! {
        /// Whatever comes, the body comes through, and completing twice changes nothing more.
        #[test]
        fn completing_is_done_once(text in "(?s)([ -~\t\n]{0,10}:? ?\n?){0,12}") {
            let once = completed(&text);
            prop_assert_eq!(&completed(&once), &once);
        }
    }
}
