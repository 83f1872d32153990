//! The messages of LDAP that a login needs (RFC 4511 §4): bind, search, StartTLS.

use super::ber::{self, Malformed, Reader, Writer};
use super::filter::Filter;

/// RFC 4511 §4.14.1.
const START_TLS: &[u8] = b"1.3.6.1.4.1.1466.20037";

/// How a request ended (RFC 4511 §4.1.9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// One of [`code`], or another.
    pub code: u32,
    /// What the server says about it, for people.
    pub words: String,
}

/// Codes of results (RFC 4511 §4.1.9).
pub mod code {
    pub const SUCCESS: u32 = 0;
    pub const SIZE_LIMIT_EXCEEDED: u32 = 4;
    pub const STRONGER_AUTH_REQUIRED: u32 = 8;
    pub const REFERRAL: u32 = 10;
    pub const CONFIDENTIALITY_REQUIRED: u32 = 13;
    pub const CONSTRAINT_VIOLATION: u32 = 19;
    pub const NO_SUCH_OBJECT: u32 = 32;
    pub const INAPPROPRIATE_AUTHENTICATION: u32 = 48;
    pub const INVALID_CREDENTIALS: u32 = 49;
    pub const INSUFFICIENT_ACCESS: u32 = 50;
    pub const UNWILLING_TO_PERFORM: u32 = 53;
}

/// An entry that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its distinguished name.
    pub dn: String,
    /// The values of all attributes that were asked for, as far as they are text.
    pub values: Vec<String>,
}

/// What a message of the server says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A bind has ended.
    Bound(Ended),
    /// One entry.
    Entry(Entry),
    /// Another server may have more.
    Reference,
    /// A search has ended.
    Searched(Ended),
    /// An extended operation has ended.
    Extended(Ended),
}

/// A message of the server: the number of what it answers, and what it says. Number 0 answers nothing (RFC 4511 §4.4).
pub fn read(octets: &[u8]) -> Result<(u32, Said), Malformed> {
    let mut message = Reader(Reader(octets).expect(ber::SEQUENCE)?);
    let id = message.number(ber::INTEGER)?;
    // What stands behind are controls, none of which we have asked for.
    let (tag, content) = message.next()?;
    let said = match tag {
        0x61 => Said::Bound(ended(content)?),
        0x64 => Said::Entry(entry(content)?),
        0x65 => Said::Searched(ended(content)?),
        0x73 => Said::Reference,
        0x78 => Said::Extended(ended(content)?),
        _ => return Err(Malformed),
    };
    Ok((id, said))
}

fn ended(content: &[u8]) -> Result<Ended, Malformed> {
    /// A person reads it in a log.
    const WORDS_CHARACTERS: usize = 200;
    let mut reader = Reader(content);
    let code = reader.number(ber::ENUMERATED)?;
    reader.expect(ber::OCTETS)?;
    let words = String::from_utf8_lossy(reader.expect(ber::OCTETS)?);
    Ok(Ended { code, words: words.chars().take(WORDS_CHARACTERS).collect() })
}

fn entry(content: &[u8]) -> Result<Entry, Malformed> {
    let mut reader = Reader(content);
    let dn = reader.text()?.to_owned();
    let mut attributes = Reader(reader.expect(ber::SEQUENCE)?);
    let mut values = Vec::new();
    while !attributes.is_empty() {
        let mut attribute = Reader(attributes.expect(ber::SEQUENCE)?);
        attribute.expect(ber::OCTETS)?;
        let mut set = Reader(attribute.expect(ber::SET)?);
        while !set.is_empty() {
            let value = set.expect(ber::OCTETS)?;
            values.extend(str::from_utf8(value).ok().map(str::to_owned));
        }
    }
    Ok(Entry { dn, values })
}

/// A search (RFC 4511 §4.5.1).
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// Where it begins.
    pub base: &'a str,
    /// Everything below, and not that entry alone.
    pub subtree: bool,
    /// How many entries are wanted at most.
    pub size_limit: u32,
    /// How many seconds the server may search.
    pub seconds: u32,
    /// What is looked for.
    pub filter: &'a Filter,
    /// The name that stands for `{name}` in it.
    pub name: &'a str,
    /// The attributes that are wanted.
    pub attributes: &'a [String],
}

/// Shows a password for a name (RFC 4511 §4.2).
pub fn bind(id: u32, dn: &str, password: &[u8]) -> Writer {
    /// RFC 4511 §4.2: the version.
    const VERSION: u32 = 3;
    message(id, |message| {
        message.nested(0x60, |bind| {
            bind.number(ber::INTEGER, VERSION);
            bind.put(ber::OCTETS, dn.as_bytes());
            bind.put(0x80, password);
        });
    })
}

/// Looks for entries.
pub fn search(id: u32, search: Search<'_>) -> Writer {
    message(id, |message| {
        message.nested(0x63, |request| {
            request.put(ber::OCTETS, search.base.as_bytes());
            request.number(ber::ENUMERATED, if search.subtree { 2 } else { 0 });
            // Aliases are not followed: an entry is found where it is.
            request.number(ber::ENUMERATED, 0);
            request.number(ber::INTEGER, search.size_limit);
            request.number(ber::INTEGER, search.seconds);
            request.put(ber::BOOLEAN, &[0]);
            search.filter.write(search.name, request);
            request.nested(ber::SEQUENCE, |attributes| {
                for attribute in search.attributes {
                    attributes.put(ber::OCTETS, attribute.as_bytes());
                }
                if search.attributes.is_empty() {
                    // RFC 4511 §4.5.1.8: none.
                    attributes.put(ber::OCTETS, b"1.1");
                }
            });
        });
    })
}

/// Asks for TLS (RFC 4511 §4.14.1).
pub fn start_tls(id: u32) -> Writer {
    message(id, |message| message.nested(0x77, |extended| extended.put(0x80, START_TLS)))
}

fn message(id: u32, write: impl FnOnce(&mut Writer)) -> Writer {
    let mut writer = Writer::default();
    writer.nested(ber::SEQUENCE, |message| {
        message.number(ber::INTEGER, id);
        write(message);
    });
    writer
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_bind_is_what_the_rfc_says() {
        let expected = b"\x30\x0f\x02\x01\x07\x60\x0a\x02\x01\x03\x04\x03o=x\x80\x00";
        assert_eq!(bind(7, "o=x", b"").octets(), expected);
    }

    #[test]
    fn answers_are_read() {
        let ended = |code, words: &str| Ended { code, words: words.to_owned() };
        let refused = b"\x30\x0f\x02\x01\x01\x61\x0a\x0a\x01\x31\x04\x00\x04\x03bad";
        assert_eq!(read(refused), Ok((1, Said::Bound(ended(49, "bad")))));
        let entry = b"\x30\x1c\x02\x01\x02\x64\x17\x04\x03o=x\x30\x10\x30\x0e\x04\x04mail\x31\x06\x04\x01a\x04\x01\xff";
        assert_eq!(read(entry), Ok((2, Said::Entry(Entry { dn: "o=x".into(), values: vec!["a".into()] }))));
        for wrong in [
            &b"\x30\x00"[..],
            b"\x30\x03\x02\x01\x01",
            b"\x30\x05\x02\x01\x01\x42\x00",
            b"\x30\x05\x02\x01\x01\x61\x00",
        ] {
            assert_eq!(read(wrong), Err(Malformed), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn any_octets_are_read_or_refused(octets in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&octets);
            let mut writer = Writer::default();
            writer.nested(ber::SEQUENCE, |message| {
                message.number(ber::INTEGER, 1);
                message.put(0x64, &octets);
            });
            let _ = read(writer.octets());
        }
    }
}
