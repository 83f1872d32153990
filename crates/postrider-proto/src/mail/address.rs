//! Addresses: mailboxes, domains, and the paths of MAIL and RCPT (RFC 5321 §4.1.2).

use std::borrow::Cow;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A mailbox: `local-part@domain`. One that exists is valid: within the length limits of RFC 5321 §4.5.3.1, with the
/// local part unquoted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mailbox {
    local: String,
    domain: Domain,
}

/// The right side of a mailbox, or the name in EHLO.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Domain {
    /// A domain name, lower case: in ASCII (A-labels), or, where it was given beyond ASCII, in U-labels, so that it has one
    /// spelling whatever letters of the same meaning it was given in. The same name in A-labels is another `Domain`: compare
    /// [`Domain::to_ascii`].
    Name(String),
    /// An address in square brackets.
    Literal(AddressLiteral),
}

/// `[192.0.2.1]`, `[IPv6:2001:db8::1]` or `[tag:content]` (RFC 5321 §4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressLiteral {
    /// `[192.0.2.1]`
    V4(Ipv4Addr),
    /// `[IPv6:2001:db8::1]`
    V6(Ipv6Addr),
    /// `[tag:content]`, for a tag that is not `IPv6`.
    General {
        /// The standardized tag.
        tag: String,
        /// What follows the colon.
        content: String,
    },
}

/// The argument of MAIL FROM.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ReversePath {
    /// `<>`: nobody wants a bounce of this.
    Null,
    /// `<mailbox>`
    Mailbox(Mailbox),
}

/// The argument of RCPT TO.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ForwardPath {
    /// `<Postmaster>`, without a domain (RFC 5321 §4.5.1).
    Postmaster,
    /// `<mailbox>`
    Mailbox(Mailbox),
}

/// The octets an address may consist of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// ASCII, as RFC 5321 has it.
    Ascii,
    /// UTF-8 as well, where SMTPUTF8 was asked for (RFC 6531 §3.3).
    Utf8,
}

/// Why a text is no address. Displayed, it is a phrase for a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It holds octets beyond ASCII where only ASCII may stand.
    #[error("it is not ASCII")]
    NotAscii,
    /// It is no UTF-8.
    #[error("it is not valid UTF-8")]
    Utf8,
    /// There is no `@`.
    #[error("it has no @ and domain")]
    NoDomain,
    /// There is nothing before the `@`.
    #[error("it has nothing before the @")]
    NoLocalPart,
    /// The local part is longer than RFC 5321 §4.5.3.1.1 allows.
    #[error("the part before the @ is longer than 64 octets")]
    LocalPartTooLong,
    /// The local part is neither a dot-string nor a quoted string.
    #[error("the part before the @ holds a character or a dot that must not stand there")]
    LocalPart,
    /// The domain is longer than RFC 5321 §4.5.3.1.2 allows.
    #[error("the domain is longer than 255 octets")]
    DomainTooLong,
    /// The domain is no domain name.
    #[error("the domain is not a valid name")]
    Domain,
    /// What stands in square brackets is no address.
    #[error("the brackets do not hold an IP address")]
    Literal,
}

impl Mailbox {
    /// The longest local part, in octets (RFC 5321 §4.5.3.1.1).
    pub const LOCAL_MAX: usize = 64;

    /// A mailbox from a local part, unquoted, and a domain.
    ///
    /// # Errors
    ///
    /// The local part is empty, too long, or holds what not even quotes make valid.
    pub fn new(local: &str, domain: Domain) -> Result<Self, AddressError> {
        // Quoted, a local part may hold every printable character and the space (RFC 5321 §4.1.2, RFC 6531 §3.3).
        if local.is_empty() {
            return Err(AddressError::NoLocalPart);
        }
        if local.len() > Self::LOCAL_MAX {
            return Err(AddressError::LocalPartTooLong);
        }
        if has_line_break(local) {
            return Err(AddressError::LocalPart);
        }
        Ok(Self { local: local.to_owned(), domain })
    }

    /// Reads `local-part@domain` (RFC 5321 §4.1.2, RFC 6531 §3.3). Quotes around the local part are taken off.
    ///
    /// # Errors
    ///
    /// The text is no address in this charset.
    pub fn parse(text: &str, charset: Charset) -> Result<Self, AddressError> {
        if charset == Charset::Ascii && !text.is_ascii() {
            return Err(AddressError::NotAscii);
        }
        let (local, domain) = if text.starts_with('"') {
            let (local, rest) = unquote(text)?;
            (Cow::Owned(local), rest.strip_prefix('@').ok_or(AddressError::LocalPart)?)
        } else {
            // The domain of a valid address holds no @, nor does an unquoted local part: there is one.
            let (local, domain) = text.split_once('@').ok_or(AddressError::NoDomain)?;
            if !local.is_empty() && !is_dot_string(local) {
                return Err(AddressError::LocalPart);
            }
            (Cow::Borrowed(local), domain)
        };
        Self::new(&local, Domain::parse(domain, charset)?)
    }

    /// The local part, unquoted, in the case it was given.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The domain.
    #[must_use]
    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// Whether a server without SMTPUTF8 can take it.
    #[must_use]
    pub fn is_ascii(&self) -> bool {
        let domain = match &self.domain {
            Domain::Name(name) => name.is_ascii(),
            Domain::Literal(_) => true,
        };
        domain && self.local.is_ascii()
    }
}

impl FromStr for Mailbox {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::parse(text, Charset::Utf8)
    }
}

/// Whether a character controls rather than says something: C0, C1, and the separators of lines and paragraphs, which end a
/// line for some readers of logs and header fields.
fn breaks_a_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn has_line_break(text: &str) -> bool {
    // A long queue has millions of addresses, nearly all of them ASCII, and a start reads them all.
    if text.is_ascii() { text.bytes().any(|b| b.is_ascii_control()) } else { text.chars().any(breaks_a_line) }
}

/// Reads a quoted string at the front of `text`; gives what it says and what follows it. What it says is checked by
/// [`Mailbox::new`].
fn unquote(text: &str) -> Result<(String, &str), AddressError> {
    let mut local = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((local, &text[at + 1..])),
            // RFC 5321 §4.1.2: quoted-pairSMTP is a backslash and a printable ASCII character.
            '\\' => match chars.next() {
                Some((_, c)) if c == ' ' || c.is_ascii_graphic() => local.push(c),
                _ => return Err(AddressError::LocalPart),
            },
            c => local.push(c),
        }
    }
    Err(AddressError::LocalPart)
}

/// `atom *("." atom)` (RFC 5321 §4.1.2), an atom being of the characters of RFC 5322 §3.2.3 and those beyond ASCII.
fn is_dot_string(text: &str) -> bool {
    // No octet of a character beyond ASCII looks like a dot.
    let of_atom = |b: &u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(b) || !b.is_ascii();
    let is_atom = |atom: &[u8]| !atom.is_empty() && atom.iter().all(of_atom);
    text.as_bytes().split(|b| *b == b'.').all(is_atom) && !has_line_break(text)
}

impl Domain {
    /// The longest domain, in octets (RFC 5321 §4.5.3.1.2).
    pub const MAX: usize = 255;

    /// Reads a domain name or an address literal (RFC 5321 §4.1.2, §4.1.3). Underscores are let through: names in the field
    /// have them. A dot at the end is not part of the grammar.
    ///
    /// # Errors
    ///
    /// The text is neither, in this charset.
    pub fn parse(text: &str, charset: Charset) -> Result<Self, AddressError> {
        if charset == Charset::Ascii && !text.is_ascii() {
            return Err(AddressError::NotAscii);
        }
        if text.len() > Self::MAX {
            return Err(AddressError::DomainTooLong);
        }
        if let Some(rest) = text.strip_prefix('[') {
            let inside = rest.strip_suffix(']').ok_or(AddressError::Literal)?;
            return Ok(Self::Literal(AddressLiteral::parse(inside)?));
        }
        if !text.is_ascii() {
            // A U-label is valid where an A-label can be made of it (RFC 6531 §3.3, RFC 5890 §2.3.2.1).
            let ascii = idna::domain_to_ascii(text).map_err(|_| AddressError::Domain)?;
            let (name, valid) = idna::domain_to_unicode(text);
            // RFC 5891 §4.2.3.1: no hyphen at either end of a U-label; its A-label would hide it.
            let hyphens = name.split('.').any(|label| label.starts_with('-') || label.ends_with('-'));
            if valid.is_err() || hyphens || !is_domain_name(&ascii) {
                return Err(AddressError::Domain);
            }
            return if name.len() <= Self::MAX {
                Ok(Self::Name(name))
            } else {
                Err(AddressError::DomainTooLong)
            };
        }
        if is_domain_name(text) {
            Ok(Self::Name(text.to_ascii_lowercase()))
        } else {
            Err(AddressError::Domain)
        }
    }

    /// The name in A-labels, as DNS and servers without SMTPUTF8 know it; none for an address literal.
    #[must_use]
    pub fn to_ascii(&self) -> Option<String> {
        match self {
            Self::Name(name) if name.is_ascii() => Some(name.clone()),
            Self::Name(name) => idna::domain_to_ascii(name).ok(),
            Self::Literal(_) => None,
        }
    }
}

/// Labels of letters, digits, hyphens and underscores, none longer than 63 octets, none with a hyphen at an end.
fn is_domain_name(text: &str) -> bool {
    text.len() <= Domain::MAX
        && text.as_bytes().split(|b| *b == b'.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with(b"-")
                && !label.ends_with(b"-")
                && label.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        })
}

impl AddressLiteral {
    /// Reads what stands between the brackets (RFC 5321 §4.1.3).
    fn parse(text: &str) -> Result<Self, AddressError> {
        if let Ok(address) = text.parse() {
            return Ok(Self::V4(address));
        }
        let (tag, content) = text.split_once(':').ok_or(AddressError::Literal)?;
        if tag.eq_ignore_ascii_case("IPv6") {
            return content.parse().map(Self::V6).map_err(|_| AddressError::Literal);
        }
        let tag_is_word = tag.ends_with(|c: char| c.is_ascii_alphanumeric())
            && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let content_is_plain = !content.is_empty()
            && content.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'[' | b']' | b'\\'));
        if tag_is_word && content_is_plain {
            Ok(Self::General { tag: tag.to_owned(), content: content.to_owned() })
        } else {
            Err(AddressError::Literal)
        }
    }
}

/// The wire form, with the local part quoted where it must be.
impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_dot_string(&self.local) {
            f.write_str(&self.local)?;
            f.write_str("@")?;
            return fmt::Display::fmt(&self.domain, f);
        }
        f.write_str("\"")?;
        for c in self.local.chars() {
            if matches!(c, '"' | '\\') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        write!(f, "\"@{}", self.domain)
    }
}

impl fmt::Display for ReversePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("<>"),
            Self::Mailbox(mailbox) => write!(f, "<{mailbox}>"),
        }
    }
}

impl fmt::Display for ForwardPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postmaster => f.write_str("<Postmaster>"),
            Self::Mailbox(mailbox) => write!(f, "<{mailbox}>"),
        }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Literal(literal) => write!(f, "[{literal}]"),
        }
    }
}

impl fmt::Display for AddressLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => write!(f, "{address}"),
            Self::V6(address) => write!(f, "IPv6:{address}"),
            Self::General { tag, content } => write!(f, "{tag}:{content}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_an_address() {
        for (text, written) in [
            ("a@b", "a@b"),
            ("Alice.Smith@Example.TEST", "Alice.Smith@example.test"),
            (r#""alice"@b.example"#, "alice@b.example"),
            (r#""a b"@c.example"#, r#""a b"@c.example"#),
            (r#""a\"b\\c"@d.example"#, r#""a\"b\\c"@d.example"#),
            (r#""a@b"@c.example"#, r#""a@b"@c.example"#),
            ("u%v!w@b.example", "u%v!w@b.example"),
            ("u@[192.0.2.1]", "u@[192.0.2.1]"),
            ("u@[IPv6:2001:db8::1]", "u@[IPv6:2001:db8::1]"),
            ("u@[x400:abc]", "u@[x400:abc]"),
            ("u@my_host.example", "u@my_host.example"),
            ("\u{fc}@b\u{fc}cher.example", "\u{fc}@b\u{fc}cher.example"),
        ] {
            let mailbox: Mailbox = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(mailbox.to_string(), written);
        }
    }

    #[test]
    fn what_is_none() {
        let local = format!("{}@b", "l".repeat(65));
        let label = format!("a@{}.example", "l".repeat(64));
        let domain = format!("a@{}", ["abcdefghi"; 26].join("."));
        for text in [
            "",
            "a",
            "@",
            "@b",
            "a@",
            "a@b.",
            "a@.b",
            "a@b..c",
            ".a@b",
            "a.@b",
            "a..b@c",
            "a@-b",
            "a@b-",
            "a b@c",
            "a@b c",
            "a@b@c",
            "a@b,c@d",
            "a@b(@c)",
            "a\t@b",
            "a\\@b",
            "a@b\0",
            "<a@b>@c",
            "a@b>, <c@d",
            r#""a"b@c"#,
            r#""a@b"#,
            r#""a"@"#,
            r#"""@b"#,
            "a@[1.2.3]",
            "a@[1.2.3.4",
            "a@[IPv6:zz]",
            "a@[x]",
            "a@[x:]",
            "a@[]",
            "a@b\r\n",
            "\"a\nb\"@c",
            "\"a\\\u{7f}b\"@c",
            "\"a\\",
            "a\u{85}@b",
            "a\u{2028}@b",
            "\"a\u{2029}b\"@c",
            "a@\u{0}",
            &local,
            &label,
            &domain,
        ] {
            assert!(text.parse::<Mailbox>().is_err(), "{text:?}");
        }
        assert_eq!(Mailbox::parse("\u{fc}@b", Charset::Ascii), Err(AddressError::NotAscii));
    }

    #[test]
    fn a_domain_has_a_form_for_dns() {
        let domain = Domain::parse("B\u{dc}CHER.example", Charset::Utf8).expect("valid");
        assert_eq!(domain.to_ascii().as_deref(), Some("xn--bcher-kva.example"));
    }

    #[test]
    fn a_domain_beyond_ascii_has_one_spelling() {
        // Upper case, a decomposed umlaut, full-width letters, an ideographic full stop, one label as A-label already.
        for text in ["B\u{dc}cher.example", "bu\u{308}cher.example", "\u{ff42}\u{fc}cher\u{3002}example"] {
            let domain = Domain::parse(text, Charset::Utf8).expect(text);
            assert_eq!(domain.to_string(), "b\u{fc}cher.example", "{text}");
        }
        let mixed = Domain::parse("\u{fc}.xn--bcher-kva", Charset::Utf8).expect("valid");
        assert_eq!(mixed.to_string(), "\u{fc}.b\u{fc}cher");
        // What is mapped to a character that no domain has is no domain.
        for text in [
            "\u{fc}\u{ff20}b",
            "\u{fc}\u{ff0f}b",
            "\u{fc}..b",
            "\u{fc}.",
            "-\u{fc}.b",
            "\u{fc}\u{202e}",
            "\u{fc} b",
        ] {
            assert_eq!(Domain::parse(text, Charset::Utf8), Err(AddressError::Domain), "{text}");
        }
    }

    fn domain() -> impl Strategy<Value = Domain> {
        let general = ("[A-Za-z0-9-]{0,8}[A-Za-z0-9]", "[!-Z^-~]{1,30}")
            .prop_filter("IPv6 is a tag of its own", |(tag, _)| !tag.eq_ignore_ascii_case("IPv6"))
            .prop_map(|(tag, content)| AddressLiteral::General { tag, content });
        prop_oneof![
            "[a-z0-9]{1,63}(\\.[a-z0-9_]([a-z0-9-]{0,20}[a-z0-9])?){0,3}".prop_map(Domain::Name),
            "[\u{e0}-\u{f6}]{1,9}\\.example".prop_map(Domain::Name),
            any::<[u8; 4]>().prop_map(|octets| Domain::Literal(AddressLiteral::V4(octets.into()))),
            any::<[u8; 16]>().prop_map(|octets| Domain::Literal(AddressLiteral::V6(octets.into()))),
            general.prop_map(Domain::Literal),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(local in "[ -~\u{e9}\u{4e2d}]{1,20}", domain in "[a-z0-9]{1,9}(\\.[a-z0-9]{1,9}){0,3}") {
            let mailbox = Mailbox::new(&local, Domain::Name(domain)).expect("valid");
            prop_assert_eq!(mailbox.to_string().parse::<Mailbox>(), Ok(mailbox));
        }

        #[test]
        fn every_kind_of_domain_is_written_and_read_back(local in "[ -~\u{e9}\u{4e2d}]{1,64}", domain in domain()) {
            if let Ok(mailbox) = Mailbox::new(&local, domain) {
                let written = mailbox.to_string();
                prop_assert_eq!(Mailbox::parse(&written, Charset::Utf8), Ok(mailbox.clone()), "{}", written);
                let ascii = Mailbox::parse(&written, Charset::Ascii);
                prop_assert_eq!(ascii.is_ok(), mailbox.is_ascii(), "{}", written);
                for path in [ForwardPath::Mailbox(mailbox.clone()).to_string(), ReversePath::Mailbox(mailbox).to_string()] {
                    prop_assert_eq!(path, format!("<{written}>"));
                }
            } else {
                prop_assert!(local.len() > Mailbox::LOCAL_MAX);
            }
        }

        #[test]
        fn no_text_panics(text in "(?s)(.|[\r\n\0@\"\\\\a.]){0,12}(@b)?") {
            if let Ok(mailbox) = text.parse::<Mailbox>() {
                prop_assert!(!mailbox.to_string().contains(['\r', '\n', '\0']));
            }
        }

        #[test]
        fn what_was_read_is_written_and_read_again(text in "[a-z.\"\\\\ ]{0,6}@?[a-zA-Z0-9.\u{c0}-\u{17f}\u{ff20}-\u{ff5a}\u{3002}_-]{1,12}") {
            if let Ok(mailbox) = text.parse::<Mailbox>() {
                prop_assert_eq!(mailbox.to_string().parse::<Mailbox>(), Ok(mailbox));
            }
        }
    }
}
