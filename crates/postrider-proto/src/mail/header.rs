//! A look at the header of a message while it passes: what a loop leaves there, and who the author is.

use super::author;
use super::header_lines::{HeaderLines, Part};
use super::single_words::{SingleWord, SingleWords};
use super::{Domain, Mailbox};

/// Reads the header of a message as it comes, in pieces of any size, and keeps only what can show a loop, and From. Lines that are no
/// fields are passed over; the header ends at the first empty line.
#[derive(Debug, Default)]
pub struct HeaderScan {
    lines: HeaderLines,
    seen: Seen,
}

/// What the header has shown so far.
#[derive(Debug, Default)]
struct Seen {
    /// The value in the line under way, as far as it can matter.
    line: Vec<u8>,
    field: Field,
    received: u32,
    delivered_to: Vec<String>,
    /// How long the line under way is.
    line_octets: usize,
    from: From,
    /// A line was there that is no field: to many readers it is the end of the header.
    stray: bool,
    single_words: SingleWords,
    /// The name of the first field with white space in front of its colon, as far as it is kept.
    apart: Option<String>,
    /// The first From is one.
    from_apart: bool,
}

/// What is known of the author.
#[derive(Debug, Default)]
enum From {
    #[default]
    Nobody,
    /// The value of From, its folds undone.
    One(Vec<u8>),
    /// It is longer than what is kept.
    TooLong,
    /// A line that is no field stands before it.
    BehindStray,
    /// So many From fields.
    Several(u32),
}

/// Why a message does not say who has written it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAuthor {
    /// There is no From field (RFC 5322 §3.6).
    #[error("it has no From field")]
    None,
    /// There are several, and a reader would see one or another.
    #[error("it has {0} From fields")]
    Several(u32),
    /// It is longer than any that is meant.
    #[error(
        "its From field is longer than {} octets, or a line of it is longer than {}",
        HeaderScan::FROM_MAX,
        HeaderScan::KEPT_MAX
    )]
    TooLong,
    /// A line that is no field stands before it, and to a reader that may be where the text begins.
    #[error("its From field stands behind a line that is no field")]
    BehindStray,
    /// White space stands in front of its colon (RFC 5322 §4.5.8): many readers, and most who verify signatures, know no such field.
    #[error("its From field has white space in front of the colon")]
    Apart,
    /// Readers take for different addresses what has this in it.
    #[error("its From field has a control character, or at an address white space that is no space or tab")]
    Odd,
    /// It names nobody, or it is not plain whom.
    #[error("its From field is no list of addresses")]
    Unclear,
}

/// The field that a folded line would continue.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Field {
    DeliveredTo,
    From,
    #[default]
    Other,
}

impl HeaderScan {
    /// The most Delivered-To values kept.
    const DELIVERED_TO_MAX: usize = 100;
    /// The longest value kept, in octets: a local part of 64, an @ and a domain of 255 (RFC 5321 §4.5.3.1).
    const VALUE_MAX: usize = 64 + 1 + 255;
    /// The longest front of a line kept, in octets: no line of a field is longer (RFC 5322 §2.1.1).
    const KEPT_MAX: usize = 1000;
    /// The longest name of a field kept, in octets: no known field has a longer one.
    pub const NAME_MAX: usize = 64;
    /// The longest From kept, in octets.
    const FROM_MAX: usize = 4000;

    /// Takes the next octets of the message, repaired as the session hands them out.
    pub fn push(&mut self, octets: &[u8]) {
        if !self.lines.in_body() {
            let Self { lines, seen } = self;
            lines.push(octets, |part| seen.take(part));
        }
    }

    /// The domain that the author writes from, in A-labels: of the one From field, where all of its mailboxes are at one domain.
    #[must_use]
    pub fn author_domain(&self) -> Option<Domain> {
        match &self.seen.from {
            From::One(value) => author::domain(std::str::from_utf8(value).ok()?),
            From::Nobody | From::TooLong | From::BehindStray | From::Several(_) => None,
        }
    }

    /// Who has written the message, as the one From field says: one mailbox or more.
    ///
    /// # Errors
    ///
    /// It does not say so, or not once, or not plainly.
    pub fn authors(&self) -> Result<Vec<Mailbox>, NoAuthor> {
        match &self.seen.from {
            From::Nobody => Err(NoAuthor::None),
            From::TooLong => Err(NoAuthor::TooLong),
            From::BehindStray => Err(NoAuthor::BehindStray),
            From::Several(fields) => Err(NoAuthor::Several(*fields)),
            From::One(_) if self.seen.from_apart => Err(NoAuthor::Apart),
            // A name may be in any character set; an address that is not UTF-8 is nobody's then.
            From::One(value) => {
                let value = String::from_utf8_lossy(value);
                author::mailboxes(&value).ok_or_else(|| {
                    if author::is_plain_but_for_odd(&value) { NoAuthor::Odd } else { NoAuthor::Unclear }
                })
            }
        }
    }

    /// The addresses in address fields whose domain is a single word: the first for each word, and no more than 20 words.
    #[must_use]
    pub fn single_words(&self) -> Vec<SingleWord> {
        self.seen.single_words.found()
    }

    /// The name of the first field with white space in front of its colon (RFC 5322 §4.5.8), if there is one; cut after [`HeaderScan::NAME_MAX`] octets.
    #[must_use]
    pub fn apart(&self) -> Option<&str> {
        self.seen.apart.as_deref()
    }

    /// How many Received fields there were (RFC 5321 §6.3).
    #[must_use]
    pub fn received(&self) -> u32 {
        self.seen.received
    }

    /// The values of the Delivered-To fields.
    #[must_use]
    pub fn delivered_to(&self) -> &[String] {
        &self.seen.delivered_to
    }
}

impl Seen {
    fn take(&mut self, part: Part<'_>) {
        match part {
            Part::Field { name, octets } => {
                // Behind a line that is no field the text may have begun, where this is how some write.
                if !self.stray && octets.get(name.len()) != Some(&b':') {
                    self.apart(name);
                }
                self.begin(name);
                let colon = memchr::memchr(b':', octets).expect("a field has a colon");
                self.single_words.begin(name);
                self.single_words.push(&octets[colon + 1..]);
                self.line_octets = colon + 1;
                self.value(&octets[colon + 1..]);
            }
            Part::Fold(octets) | Part::More(octets) => {
                self.single_words.push(octets);
                self.value(octets);
            }
            Part::Stray(_) => {
                self.single_words.end();
                self.field = Field::Other;
                self.stray = true;
            }
            Part::Mbox(_) => self.field = Field::Other,
            Part::End(_) => self.single_words.end(),
            Part::Body(_) => {}
        }
    }

    fn apart(&mut self, name: &[u8]) {
        self.from_apart |= name.eq_ignore_ascii_case(b"From");
        if self.apart.is_none() {
            let kept = &name[..name.len().min(HeaderScan::NAME_MAX)];
            self.apart = Some(String::from_utf8_lossy(kept).into_owned());
        }
    }

    fn begin(&mut self, name: &[u8]) {
        self.field = Field::Other;
        if name.eq_ignore_ascii_case(b"From") {
            self.field = Field::From;
            self.from = match self.from {
                From::Nobody if self.stray => From::BehindStray,
                From::Nobody => From::One(Vec::new()),
                From::One(_) | From::TooLong | From::BehindStray => From::Several(2),
                From::Several(fields) => From::Several(fields.saturating_add(1)),
            };
        } else if name.eq_ignore_ascii_case(b"Received") {
            self.received = self.received.saturating_add(1);
        } else if name.eq_ignore_ascii_case(b"Delivered-To")
            && self.delivered_to.len() < HeaderScan::DELIVERED_TO_MAX
        {
            self.field = Field::DeliveredTo;
            self.delivered_to.push(String::new());
        }
    }

    /// More of a value: of one line, and perhaps the end of it.
    fn value(&mut self, octets: &[u8]) {
        if self.field == Field::Other {
            return;
        }
        let room = HeaderScan::KEPT_MAX.saturating_sub(self.line_octets);
        self.line.extend_from_slice(&octets[..octets.len().min(room)]);
        self.line_octets += octets.len();
        if octets.ends_with(b"\n") {
            self.line_complete();
        }
    }

    fn line_complete(&mut self) {
        let cut = std::mem::take(&mut self.line_octets) > HeaderScan::KEPT_MAX;
        // Its end, and white space (RFC 5322 §2.2.2). What else stands there is for those who read the value.
        let blank = |octet: &u8| matches!(octet, b' ' | b'\t');
        let text = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let text = &text[..text.iter().rposition(|octet| !blank(octet)).map_or(0, |last| last + 1)];
        match (self.field, &mut self.from, self.delivered_to.last_mut()) {
            (Field::DeliveredTo, _, Some(value)) => append(value, text),
            (Field::From, From::One(value), _)
                if !cut && value.len() + text.len() <= HeaderScan::FROM_MAX =>
            {
                value.push(b' ');
                value.extend_from_slice(text);
            }
            (Field::From, from @ From::One(_), _) => *from = From::TooLong,
            _ => {}
        }
        self.line.clear();
    }
}

/// Appends a line of a folded value: the fold is one space (RFC 5322 §2.2.3). What would make it too long to be an address is
/// dropped.
fn append(value: &mut String, line: &[u8]) {
    let line = String::from_utf8_lossy(line);
    let line = line.trim();
    let space = if value.is_empty() || line.is_empty() { None } else { Some(' ') };
    for c in space.into_iter().chain(line.chars()) {
        if value.len() + c.len_utf8() > HeaderScan::VALUE_MAX {
            return;
        }
        value.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan(pieces: &[&[u8]]) -> (u32, Vec<String>) {
        let mut scan = HeaderScan::default();
        for piece in pieces {
            scan.push(piece);
        }
        (scan.received(), scan.delivered_to().to_vec())
    }

    #[test]
    fn fields_count_in_the_header_alone() {
        let message = b"Received: a\r\n b\r\nRECEIVED : c\r\nno field\r\nDelivered-To:\r\n a@b.example\r\nX: Received: d\r\n\r\nReceived: e\r\nDelivered-To: x@y\r\n";
        assert_eq!(scan(&[message]), (2, vec!["a@b.example".to_owned()]));
    }

    #[test]
    fn a_value_may_be_folded_and_is_never_more_than_an_address() {
        let folded = b"delivered-TO: a@b\r\n\t\r\n c\r\nSubject: x\r\n d\r\n\r\n";
        assert_eq!(scan(&[folded]).1, ["a@b c"]);
        let line = [b" ", "\u{e9}".repeat(150).as_bytes(), b"\r\n"].concat();
        let long = [b"Delivered-To:\r\n", &line[..], &line[..], &line[..]].concat();
        let values = scan(&[&long]).1;
        assert!(values[0].len() <= 320 && values[0].len() > 310, "{}", values[0].len());
    }

    #[test]
    fn a_line_of_blanks_does_not_end_the_header() {
        assert_eq!(scan(&[b"X: y\r\n \r\nReceived: a\r\n\r\nReceived: b\r\n"]).0, 1);
        assert_eq!(scan(&[b"\r\nReceived: a\r\n"]).0, 0, "a message without a header");
    }

    #[test]
    fn memory_is_bounded() {
        let mut scan = HeaderScan::default();
        for _ in 0..10_000 {
            scan.push(b"Delivered-To: x@y\r\n");
            scan.push(&[b'x'; 1000]);
            scan.push(b"\r\n");
        }
        assert_eq!(scan.delivered_to().len(), 100);
        assert!(scan.seen.line.capacity() < 2 * HeaderScan::KEPT_MAX);
        for _ in 0..10_000 {
            scan.push(b" x");
        }
        assert!(scan.seen.line.capacity() <= 2 * HeaderScan::KEPT_MAX, "however a line is cut");
    }

    fn author(message: &str) -> Option<String> {
        let mut scan = HeaderScan::default();
        scan.push(message.as_bytes());
        scan.author_domain().map(|domain| domain.to_string())
    }

    #[test]
    fn authors_stand_in_the_one_from_field() {
        let authors = |message: &[u8]| {
            let mut scan = HeaderScan::default();
            scan.push(message);
            match scan.authors() {
                Ok(authors) => authors.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
                Err(why) => why.to_string(),
            }
        };
        for (header, says) in [
            ("From: Alice <a@b.example>\r\n\r\nFrom: x@y\r\n", "a@b.example"),
            ("FROM:\r\n a@b.example,\r\n\t\"c, d\"\r\n <c@d.example> \t\r\n\r\n", "a@b.example c@d.example"),
            ("FROM : a@b.example\r\n\r\n", "its From field has white space in front of the colon"),
            ("From\t: a@b.example\r\n\r\n", "its From field has white space in front of the colon"),
            ("From\x0c: a@b.example\r\n\r\n", "it has no From field"),
            (
                "From\x0b: x@y.example\r\nFrom: a@b.example\r\n\r\n",
                "its From field stands behind a line that is no field",
            ),
            (
                "From: a@b.example\x0c\r\n\r\n",
                "its From field has a control character, or at an address white space that is no space or tab",
            ),
            (
                "From: a@b.example\x0b\r\n\r\n",
                "its From field has a control character, or at an address white space that is no space or tab",
            ),
            (
                "From:\x0c a@b.example\r\n\r\n",
                "its From field has a control character, or at an address white space that is no space or tab",
            ),
            (
                "From: a@b.example\r\n \x0c\r\n\r\n",
                "its From field has a control character, or at an address white space that is no space or tab",
            ),
            (
                "From:\u{a0}a@b.example\u{3000}\r\n\r\n",
                "its From field has a control character, or at an address white space that is no space or tab",
            ),
            (
                "From: \u{85}a@b.example\r\n\r\n",
                "its From field has a control character, or at an address white space that is no space or tab",
            ),
            ("From: Jean\u{a0}Dupont <a@b.example>\r\n\r\n", "a@b.example"),
            ("Subject: x\r\n\r\n", "it has no From field"),
            ("From: a@b.example\r\nfrom: c@d.example\r\n\r\n", "it has 2 From fields"),
            ("From: a@b.example\r\nno field\r\nFrom : c@d.example\r\n\r\n", "it has 2 From fields"),
            ("no field\r\nFrom: a@b.example\r\n\r\n", "its From field stands behind a line that is no field"),
            ("X Y: z\r\nFrom: a@b.example\r\n\r\n", "its From field stands behind a line that is no field"),
            ("\x0c\r\nFrom: a@b.example\r\nFrom: c@d.example\r\n\r\n", "it has 2 From fields"),
            ("From a@b Mon Nov 30 12:00:00 2026\r\nFrom: a@b.example\r\n\r\n", "a@b.example"),
            ("From:\r\n\r\n", "its From field is no list of addresses"),
            ("From: root\r\n\r\n", "its From field is no list of addresses"),
            ("From: a@b.example c@d.example\r\n\r\n", "its From field is no list of addresses"),
        ] {
            assert_eq!(authors(header.as_bytes()), says, "{header:?}");
        }
        assert_eq!(authors(b"From: J\xfcrgen <a@b.example>\r\n\r\n"), "a@b.example");
        assert_ne!(authors(b"From: \xff@b.example\r\n\r\n"), "a@b.example");
        let long = format!("From: {} <a@b.example>\r\n\r\n", "x".repeat(1000));
        assert!(authors(long.as_bytes()).contains("longer than 4000 octets"));
    }

    #[test]
    fn the_first_field_with_white_space_in_front_of_its_colon_is_told() {
        let apart = |message: &[u8]| {
            let mut scan = HeaderScan::default();
            message.chunks(3).for_each(|piece| scan.push(piece));
            scan.apart().map(ToOwned::to_owned)
        };
        assert_eq!(apart(b"From: a@b\r\nX \t: y\r\nSubject : z\r\n\r\n").as_deref(), Some("X"));
        assert_eq!(apart(b"From: a@b\r\nX: y : z\r\n w : v\r\nno field : x\r\n\r\nX : y\r\n"), None);
        // Text without an empty line in front of it.
        assert_eq!(apart("From: a@b\r\nSubject: x\r\nBonjour,\r\nMontant : 5\r\n".as_bytes()), None);
        let long = [&[b'x'; 900][..], b" : y\r\n\r\n"].concat();
        assert_eq!(apart(&long), Some("x".repeat(64)));
    }

    #[test]
    fn single_words_stand_in_address_fields_alone() {
        let mut scan = HeaderScan::default();
        let message = "Subject: a@b\r\nTo: c@d,\r\n e@f\r\nno field g@h\r\n i@j\r\nReply-To: k@l\r\nCC : m\r\n\t@n\r\n\r\nTo: o@p\r\n";
        message.as_bytes().chunks(7).for_each(|piece| scan.push(piece));
        let found: Vec<_> = scan.single_words().iter().map(|found| found.address.to_string()).collect();
        assert_eq!(found, ["c@d", "e@f", "k@l", "m@n"]);
    }

    #[test]
    fn only_an_empty_line_hides_a_second_from() {
        for blank in ["\x0c", "\x0c \t", "\r", " ", "\t", "\x0b"] {
            let mut scan = HeaderScan::default();
            scan.push(format!("From: a@b.example\r\n{blank}\r\nFrom: c@d.example\r\n\r\n").as_bytes());
            assert!(scan.authors().is_err(), "{blank:?}");
        }
    }

    #[test]
    fn the_author_is_whom_the_only_from_names() {
        assert_eq!(
            author("Subject: x\r\nFrom: A\r\n <a@B.example>\r\n\r\nFrom: c@d\r\n").as_deref(),
            Some("b.example")
        );
        assert_eq!(author("From : a@b.example\r\n\r\n").as_deref(), Some("b.example"));
        assert_eq!(author("From: a@b.example\r\nFROM: a@b.example\r\n\r\n"), None, "which of them is shown?");
        assert_eq!(author("Sender: a@b.example\r\n\r\n"), None);
        assert_eq!(author(&format!("From: {}<a@b.example>\r\n\r\n", "x".repeat(1000))), None, "it was cut");
        assert_eq!(author(&format!("From:{} a@b.example\r\n\r\n", " x\r\n".repeat(2000))), None);
    }

    proptest! {
        #[test]
        fn cutting_changes_nothing(fields in proptest::collection::vec(proptest::sample::select(vec![
            &b"Received: x\r\n"[..], b"Delivered-To: a@b\r\n", b" folded\r\n", b"\r\n", b"text\r\n",
        ]), 0..12), at in any::<prop::sample::Index>()) {
            let message = fields.concat();
            let at = at.index(message.len() + 1);
            prop_assert_eq!(scan(&[&message]), scan(&[&message[..at], &message[at..]]));
            prop_assert_eq!(scan(&[&message]), scan(&message.chunks(1).collect::<Vec<_>>()));
        }
    }
}
