//! Addresses in the header whose domain is a single word, as in `bob@sales`: what it means differs from place to place (RFC 6409 §4.2).

use super::{Domain, Mailbox};

/// An address whose domain is a single word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleWord {
    /// The address.
    pub address: Mailbox,
    /// Whom the field names.
    pub names: Named,
}

/// Whom an address field names (RFC 5322 §3.6.2, §3.6.3, §3.6.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// Who sends, or gets the answer: From, Sender, Reply-To, and what they are when a message is sent again.
    Sender,
    /// Who gets the message: To, Cc, and what they are when it is sent again. Bcc is taken out where a message is handed in, and whom it names is in the
    /// envelope.
    Recipient,
}

/// Finds them in the address fields of a header, in pieces of any size. It reads no addresses, which may be as many as a message has room for: it looks for
/// a word between an `@` and the next thing that ends a domain, outside of quotes and comments. What is not plain, such as a route or `bob@sales` as the name
/// in front of `<bob@sales.example>`, is passed over.
#[derive(Debug, Clone, Default)]
pub(super) struct SingleWords {
    /// Whom the field names that is under way.
    field: Option<Named>,
    within: Within,
    /// The last word or quoted text in front of an `@`.
    local: Vec<u8>,
    /// What follows the `@`, if one was there.
    domain: Option<Vec<u8>>,
    /// White space or a comment has come since the last octet of a word.
    spaced: bool,
    found: Vec<SingleWord>,
}

#[derive(Debug, Clone, Copy, Default)]
enum Within {
    #[default]
    Nothing,
    Quotes {
        escaped: bool,
    },
    Comment {
        depth: u32,
        escaped: bool,
    },
    Brackets,
}

impl Named {
    /// Whom the field of this name names; none if it is no address field.
    fn by(field: &[u8]) -> Option<Self> {
        const SENDERS: [&[u8]; 5] = [b"From", b"Sender", b"Reply-To", b"Resent-From", b"Resent-Sender"];
        const RECIPIENTS: [&[u8]; 4] = [b"To", b"Cc", b"Resent-To", b"Resent-Cc"];
        let is_one = |names: &[&[u8]]| names.iter().any(|name| name.eq_ignore_ascii_case(field));
        match () {
            () if is_one(&RECIPIENTS) => Some(Self::Recipient),
            () if is_one(&SENDERS) => Some(Self::Sender),
            () => None,
        }
    }
}

impl SingleWords {
    /// The most words kept, each with the first address that has it.
    const FOUND_MAX: usize = 20;
    /// The longest local part kept: one octet more than the longest there is, and its quotes (RFC 5321 §4.5.3.1.1).
    const LOCAL_MAX: usize = 67;
    /// The longest domain kept: one octet more than the longest there is (RFC 5321 §4.5.3.1.2).
    const DOMAIN_MAX: usize = 256;

    /// A field of this name begins.
    pub(super) fn begin(&mut self, name: &[u8]) {
        self.end();
        self.field = Named::by(name);
    }

    /// The field has ended, or the header.
    pub(super) fn end(&mut self) {
        self.domain_ends();
        self.local.clear();
        (self.field, self.within, self.spaced) = (None, Within::Nothing, false);
    }

    /// More of the value of a field, its line ends with it.
    pub(super) fn push(&mut self, octets: &[u8]) {
        if self.field.is_some() {
            octets.iter().for_each(|octet| self.octet(*octet));
        }
    }

    /// Those that were found so far, one for each word.
    pub(super) fn found(&self) -> Vec<SingleWord> {
        let mut whole = self.clone();
        whole.end();
        whole.found
    }

    fn octet(&mut self, octet: u8) {
        match &mut self.within {
            Within::Quotes { escaped } => {
                let was_escaped = std::mem::replace(escaped, octet == b'\\' && !*escaped);
                if octet == b'"' && !was_escaped {
                    self.within = Within::Nothing;
                }
                keep(&mut self.local, octet, Self::LOCAL_MAX);
            }
            Within::Comment { escaped: escaped @ true, .. } => *escaped = false,
            Within::Comment { depth, escaped } => match octet {
                b'\\' => *escaped = true,
                b'(' => *depth = depth.saturating_add(1),
                b')' if *depth == 0 => self.within = Within::Nothing,
                b')' => *depth -= 1,
                _ => {}
            },
            Within::Brackets if octet == b']' => self.within = Within::Nothing,
            Within::Brackets => {}
            Within::Nothing => self.plain(octet),
        }
    }

    fn plain(&mut self, octet: u8) {
        match octet {
            b' ' | b'\t' | b'\r' | b'\n' => self.spaced = true,
            b'(' => {
                self.spaced = true;
                self.within = Within::Comment { depth: 0, escaped: false };
            }
            b'"' => {
                self.domain_ends();
                self.local = vec![b'"'];
                self.within = Within::Quotes { escaped: false };
            }
            b'@' => {
                self.domain_ends();
                // A route has none in front of it (RFC 5322 §4.4).
                self.domain = (!self.local.is_empty()).then(Vec::new);
            }
            b'[' => {
                self.domain = None;
                self.within = Within::Brackets;
            }
            // What stood in front of it was the name of somebody.
            b'<' => (self.domain, self.local) = (None, Vec::new()),
            b',' | b';' | b':' | b'>' | b'\\' | b']' | b')' => {
                self.domain_ends();
                self.local.clear();
            }
            octet => self.word(octet),
        }
        if !matches!(octet, b' ' | b'\t' | b'\r' | b'\n' | b'(') {
            self.spaced = false;
        }
    }

    fn word(&mut self, octet: u8) {
        if let Some(domain) = &mut self.domain {
            // RFC 5322 §4.4: there may be white space around a dot.
            if !self.spaced || domain.is_empty() || domain.ends_with(b".") || octet == b'.' {
                return keep(domain, octet, Self::DOMAIN_MAX);
            }
            self.domain_ends();
            self.local.clear();
        }
        if self.spaced && !self.local.ends_with(b".") && octet != b'.' {
            self.local.clear();
        }
        keep(&mut self.local, octet, Self::LOCAL_MAX);
    }

    /// What came behind an `@` is at its end.
    fn domain_ends(&mut self) {
        let (Some(domain), Some(names)) = (self.domain.take(), self.field) else { return };
        // Some write the root's dot, which no mail has (RFC 5321 §2.3.5).
        let name = domain.strip_suffix(b".").unwrap_or(&domain);
        let text = [&self.local[..], b"@", name].concat();
        let mailbox = std::str::from_utf8(&text).ok().and_then(|text| text.parse::<Mailbox>().ok());
        let Some(address) = mailbox.filter(|mailbox| mailbox.domain().is_single_word()) else { return };
        let is_new = self.found.iter().all(|known| known.address.domain() != address.domain());
        if is_new && self.found.len() < Self::FOUND_MAX {
            self.found.push(SingleWord { address, names });
        }
    }
}

impl Domain {
    /// Whether it is a name of one word, as in `bob@sales`; a dot at its end does not count.
    #[must_use]
    pub fn is_single_word(&self) -> bool {
        matches!(self, Self::Name(name) if !name.trim_end_matches('.').contains('.'))
    }
}

fn keep(text: &mut Vec<u8>, octet: u8, most: usize) {
    if text.len() < most {
        text.push(octet);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(name: &str, value: &str) -> Vec<String> {
        let mut words = SingleWords::default();
        words.begin(name.as_bytes());
        words.push(value.as_bytes());
        let found: Vec<_> = words.found();
        found.iter().map(|found| found.address.to_string()).collect()
    }

    #[test]
    fn a_domain_of_a_single_word_is_found_wherever_an_address_stands() {
        for value in [
            "bob@sales",
            " bob@sales\r\n",
            "Bob <bob@sales>",
            "\"Bob, B\" <bob@sales>, carol@b.example",
            "carol@b.example,\r\n\tbob@sales, x@y.example",
            "bob (at work) @ sales (here)",
            "team: a@b.example, bob@sales;",
            "bob@sales, carol@sales",
            "x bob@sales y",
            "(bob@elsewhere) bob@sales",
        ] {
            assert_eq!(found("To", value), ["bob@sales"], "{value:?}");
        }
        assert_eq!(found("CC", "a@b, \"c d\"@e; f@g."), ["a@b", "\"c d\"@e", "f@g"]);
        assert_eq!(found("Resent-To", "j\u{fc}rgen@b\u{fc}ro"), ["j\u{fc}rgen@b\u{fc}ro"]);
    }

    #[test]
    fn what_is_whole_or_no_address_is_not() {
        for value in [
            "",
            "bob",
            "bob@sales.example",
            "bob@sales . example",
            "bob@sales. example",
            "bob@[192.0.2.1]",
            "bob@[IPv6:2001:db8::1]",
            "\"bob@sales\" <bob@sales.example>",
            "bob@sales <bob@sales.example>",
            "(bob@sales) bob@sales.example (bob@sales (\\) bob@sales))",
            "undisclosed-recipients:;",
            "<@sales,@hub:bob@b.example>",
            "@sales",
            "bob@",
            "\"bob@sales",
            "bob\\@sales",
        ] {
            assert_eq!(found("To", value), [""; 0], "{value:?}");
        }
        for name in ["Subject", "Bcc", "Resent-Bcc", "To-Do", ""] {
            assert_eq!(found(name, "bob@sales"), [""; 0], "{name}");
        }
    }

    #[test]
    fn fields_name_senders_and_recipients_and_end_where_they_end() {
        let mut words = SingleWords::default();
        for (name, value) in [
            ("To", "\"a"),
            ("From", "b@c"),
            ("X-To", "d@e"),
            ("reply-to", "f"),
            ("Cc", "@g, h@i"),
            ("Bcc", "j@k"),
        ] {
            words.begin(name.as_bytes());
            words.push(value.as_bytes());
        }
        let found: Vec<_> =
            words.found().into_iter().map(|found| (found.address.to_string(), found.names)).collect();
        assert_eq!(found, [("b@c".to_owned(), Named::Sender), ("h@i".to_owned(), Named::Recipient)]);
    }

    #[test]
    fn memory_is_bounded() {
        let mut words = SingleWords::default();
        words.begin(b"To");
        for number in 0..1000 {
            words.push(format!("{}@w{number}, ", "x".repeat(64)).as_bytes());
        }
        words.push(&[b'x'; 100_000]);
        words.push(b"@");
        words.push(&[b'y'; 100_000]);
        assert_eq!(words.found().len(), SingleWords::FOUND_MAX);
        assert!(words.local.capacity() < 1000 && words.domain.is_some_and(|domain| domain.capacity() < 1000));
    }

    proptest! {
        #[test]
        fn cutting_changes_nothing(value in "[ab@.<>,:;()\\[\\]\"\\\\ \u{fc}\r\n]{0,40}") {
            let mut words = SingleWords::default();
            words.begin(b"To");
            value.as_bytes().chunks(1).for_each(|piece| words.push(piece));
            let cut: Vec<_> = words.found().iter().map(|found| found.address.to_string()).collect();
            prop_assert_eq!(cut, found("To", &value));
        }
    }
}
