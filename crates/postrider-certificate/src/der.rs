//! DER, as far as a certificate needs it (X.690): elements one behind another, each with a tag, a length and its content.

/// The octets are no DER, or not the certificate that they should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is no X.509 certificate")]
pub struct Malformed;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The tag of `[number]`, with elements within.
pub(crate) const fn holding(number: u8) -> u8 {
    0xa0 | number
}

/// One element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
}

impl<'a> Element<'a> {
    /// The elements within.
    pub(crate) fn within(self) -> Elements<'a> {
        Elements(self.content)
    }
}

/// Elements, one behind another. What is left of them is the whole of the value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Elements<'a>(pub(crate) &'a [u8]);

impl<'a> Elements<'a> {
    /// The next one, which has to be there with this tag.
    pub(crate) fn expect_tag(&mut self, tag: u8) -> Result<Element<'a>, Malformed> {
        self.optional(tag)?.ok_or(Malformed)
    }

    /// The next one, if it has this tag.
    pub(crate) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.0.first() == Some(&tag) { self.element().map(Some) } else { Ok(None) }
    }

    /// The next one, whatever it is.
    pub(crate) fn element(&mut self) -> Result<Element<'a>, Malformed> {
        let [tag, first, rest @ ..] = self.0 else { return Err(Malformed) };
        let (length, rest) = match usize::from(*first) {
            short @ ..=0x7f => (short, rest),
            // More than four octets of length would be more than fits into a handshake.
            long @ 0x81..=0x84 => {
                let (length, rest) = rest.split_at_checked(long - 0x80).ok_or(Malformed)?;
                (length.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)), rest)
            }
            _ => return Err(Malformed),
        };
        let (content, rest) = rest.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(Element { tag: *tag, content })
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Result<Element<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let next = self.element();
        if next.is_err() {
            self.0 = &[];
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_written_and_none_goes_beyond_what_there_is() {
        let long = [&[OCTET_STRING, 0x82, 0x01, 0x00][..], &[7; 256], &[INTEGER, 1, 5]].concat();
        let mut elements = Elements(&long);
        assert_eq!(elements.expect_tag(OCTET_STRING).map(|element| element.content.len()), Ok(256));
        assert!(elements.optional(SEQUENCE).is_ok_and(|element| element.is_none()));
        assert_eq!(elements.expect_tag(INTEGER).map(|element| element.content), Ok(&[5][..]));
        for cut in 0..long.len() - 3 {
            assert!(Elements(&long[..cut]).element().is_err(), "{cut}");
        }
        assert!(Elements(&[SEQUENCE, 0x80, 0, 0]).element().is_err(), "a length that is not said");
        assert!(Elements(&[SEQUENCE, 0x88, 255, 255, 255, 255, 255, 255, 255, 255]).element().is_err());
    }
}
