//! The part of BER that LDAP uses (RFC 4511 §5.1): every length is definite, every tag one octet.

use zeroize::Zeroize as _;

/// The longest message that is taken, in octets: an entry with some thousand addresses.
pub const MESSAGE_OCTETS_MAX: usize = 256 * 1024;

pub const BOOLEAN: u8 = 0x01;
pub const INTEGER: u8 = 0x02;
pub const OCTETS: u8 = 0x04;
pub const ENUMERATED: u8 = 0x0a;
pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;

/// What came is no message of LDAP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what it has said is no message of LDAP, or one of more than {MESSAGE_OCTETS_MAX} octets")]
pub struct Malformed;

/// Writes elements, one behind the other. What was written is wiped: there may be a password in it.
#[derive(Default)]
pub struct Writer(Vec<u8>);

impl Writer {
    /// What was written.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    /// An element with this content.
    pub fn put(&mut self, tag: u8, content: &[u8]) {
        self.0.push(tag);
        let length = content.len();
        if length < 0x80 {
            self.0.push(length.to_le_bytes()[0]);
        } else {
            let octets = length.to_be_bytes();
            let zeros = octets.iter().take_while(|octet| **octet == 0).count();
            self.0.push(0x80 | (octets.len() - zeros).to_le_bytes()[0]);
            self.0.extend_from_slice(&octets[zeros..]);
        }
        self.0.extend_from_slice(content);
    }

    /// A number, in as few octets as it needs.
    pub fn number(&mut self, tag: u8, number: u32) {
        let octets = i64::from(number).to_be_bytes();
        let zeros = octets.iter().take_while(|octet| **octet == 0).count().min(octets.len() - 1);
        // The first bit is the sign.
        let first = if octets[zeros] & 0x80 == 0 { zeros } else { zeros - 1 };
        self.put(tag, &octets[first..]);
    }

    /// An element that holds elements.
    pub fn nested(&mut self, tag: u8, write: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        write(&mut inner);
        self.put(tag, &inner.0);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Reads elements, one behind the other.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// Whether there is no more.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next element: its tag and its content.
    pub fn next(&mut self) -> Result<(u8, &'a [u8]), Malformed> {
        let header = header(self.0)?.ok_or(Malformed)?;
        let whole = self.0.get(..header.octets + header.length).ok_or(Malformed)?;
        self.0 = &self.0[whole.len()..];
        Ok((whole[0], &whole[header.octets..]))
    }

    /// The content of the next element, which has this tag.
    pub fn expect(&mut self, tag: u8) -> Result<&'a [u8], Malformed> {
        match self.next()? {
            (found, content) if found == tag => Ok(content),
            _ => Err(Malformed),
        }
    }

    /// The next element: a number that is not below zero.
    pub fn number(&mut self, tag: u8) -> Result<u32, Malformed> {
        let content = self.expect(tag)?;
        if content.is_empty() || content.len() > 5 || content[0] & 0x80 != 0 {
            return Err(Malformed);
        }
        let number = content.iter().fold(0_u64, |number, octet| number << 8 | u64::from(*octet));
        u32::try_from(number).map_err(|_| Malformed)
    }

    /// The next element: a text.
    pub fn text(&mut self) -> Result<&'a str, Malformed> {
        str::from_utf8(self.expect(OCTETS)?).map_err(|_| Malformed)
    }
}

/// The beginning of an element.
struct Header {
    /// How long tag and length are.
    octets: usize,
    /// How long the content is.
    length: usize,
}

/// The beginning of an element, if all of it has come.
fn header(octets: &[u8]) -> Result<Option<Header>, Malformed> {
    let (Some(tag), Some(first)) = (octets.first(), octets.get(1)) else { return Ok(None) };
    if tag & 0x1f == 0x1f {
        return Err(Malformed);
    }
    let header = match first {
        0..=0x7f => Header { octets: 2, length: usize::from(*first) },
        0x81..=0x84 => {
            let count = usize::from(first & 0x7f);
            let Some(length) = octets.get(2..2 + count) else { return Ok(None) };
            let length = length.iter().fold(0_usize, |length, octet| length << 8 | usize::from(*octet));
            Header { octets: 2 + count, length }
        }
        _ => return Err(Malformed),
    };
    if header.length > MESSAGE_OCTETS_MAX { Err(Malformed) } else { Ok(Some(header)) }
}

/// How long the message is that these octets begin with, if all of it has come.
pub fn whole(octets: &[u8]) -> Result<Option<usize>, Malformed> {
    match octets.first() {
        None => return Ok(None),
        Some(&SEQUENCE) => {}
        Some(_) => return Err(Malformed),
    }
    let length = header(octets)?.map(|header| header.octets + header.length);
    Ok(length.filter(|length| octets.len() >= *length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_and_lengths_have_the_form_that_others_read() {
        let written = |number| {
            let mut writer = Writer::default();
            writer.number(INTEGER, number);
            writer.octets().to_vec()
        };
        assert_eq!(written(0), [2, 1, 0]);
        assert_eq!(written(127), [2, 1, 127]);
        assert_eq!(written(128), [2, 2, 0, 128]);
        assert_eq!(written(u32::MAX), [2, 5, 0, 255, 255, 255, 255]);
        let mut writer = Writer::default();
        writer.put(OCTETS, &[7; 200]);
        assert_eq!(&writer.octets()[..4], [4, 0x81, 200, 7]);
        let mut writer = Writer::default();
        writer.nested(SEQUENCE, |inner| inner.put(OCTETS, &[7; 300]));
        assert_eq!(&writer.octets()[..8], [0x30, 0x82, 1, 48, 4, 0x82, 1, 44]);
    }

    #[test]
    fn what_is_no_message_is_refused_before_it_is_kept() {
        assert_eq!(whole(&[]), Ok(None));
        assert_eq!(whole(&[0x30]), Ok(None));
        assert_eq!(whole(&[0x30, 2, 1]), Ok(None));
        assert_eq!(whole(&[0x30, 1, 0, 9]), Ok(Some(3)));
        // An indefinite length; a length of five octets; one that nobody needs; a tag that is none of a message.
        for wrong in [&[0x30, 0x80][..], &[0x30, 0x85], &[0x30, 0x84, 1, 0, 0, 0], &[0x31], b"HTTP/1.1 400"] {
            assert_eq!(whole(wrong), Err(Malformed), "{wrong:?}");
        }
        assert_eq!(Reader(&[4, 5, 1]).next(), Err(Malformed));
        assert_eq!(Reader(&[2, 1, 0x80]).number(INTEGER), Err(Malformed));
        assert_eq!(Reader(&[2, 0]).number(INTEGER), Err(Malformed));
        assert_eq!(Reader(&[0x1f, 0x81, 1, 0]).next(), Err(Malformed));
    }

    proptest! {
        #[test]
        fn what_was_written_is_what_is_read(number: u32, content in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut writer = Writer::default();
            writer.nested(SEQUENCE, |inner| {
                inner.number(INTEGER, number);
                inner.put(OCTETS, &content);
            });
            prop_assert_eq!(whole(writer.octets()), Ok(Some(writer.octets().len())));
            let mut reader = Reader(Reader(writer.octets()).expect(SEQUENCE).expect("it is one"));
            prop_assert_eq!(reader.number(INTEGER), Ok(number));
            prop_assert_eq!(reader.expect(OCTETS), Ok(&content[..]));
            prop_assert!(reader.is_empty());
        }

        #[test]
        fn any_octets_are_read_or_refused(octets in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = whole(&octets);
            let mut reader = Reader(&octets);
            while !reader.is_empty() && reader.next().is_ok() {}
        }
    }
}
