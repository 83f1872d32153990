//! What a certificate says: whom it is for, how long it holds, how it was signed.

use std::net::IpAddr;

use crate::der::{self, Element, Elements, OCTET_STRING, OID, SEQUENCE, SET, UTC_TIME};

pub use crate::der::Malformed;

/// What a certificate says (RFC 5280). Nothing of it is proven here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// Its version of X.509, from 1 on; only 3 has extensions, and is taken by TLS.
    pub version: u8,
    /// Its subject, as RFC 4514 writes it: `CN=mx.example.org,O=Example`. Empty if it has none.
    pub subject: String,
    /// The common name of the subject.
    pub common_name: Option<String>,
    /// The hosts it is for, in small letters: `mx.example.org`, `*.example.org`.
    pub hosts: Vec<String>,
    /// The addresses it is for.
    pub addresses: Vec<IpAddr>,
    /// The mailboxes it is for, as they stand there.
    pub mailboxes: Vec<String>,
    /// From when on it holds, in seconds since 1970.
    pub not_before: i64,
    /// The last second in which it holds, since 1970.
    pub not_after: i64,
    /// Its serial number, as the octets of an integer in DER.
    pub serial: Vec<u8>,
    /// It names itself as whoever has issued it (RFC 5280): nobody else vouches for it.
    pub self_issued: bool,
    /// Which key of its authority has signed it, if it says so.
    pub authority_key: Option<Vec<u8>>,
}

impl Description {
    /// Reads a certificate.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn of(certificate: &[u8]) -> Result<Self, Malformed> {
        let mut certificate = Elements(certificate).expect_tag(SEQUENCE)?.within();
        let mut signed = certificate.expect_tag(SEQUENCE)?.within();
        // How it is signed.
        certificate.expect_tag(SEQUENCE)?;
        // RFC 5280: counted from 0, and left out where it is that.
        let version = match signed.optional(der::holding(0))? {
            None => 1,
            Some(version) => match version.within().expect_tag(der::INTEGER)?.content {
                [version @ 0..=2] => version + 1,
                _ => return Err(Malformed),
            },
        };
        let serial = signed.expect_tag(der::INTEGER)?.content.to_vec();
        // The algorithm once more, the issuer.
        signed.expect_tag(SEQUENCE)?;
        let issuer = signed.expect_tag(SEQUENCE)?;
        let mut validity = signed.expect_tag(SEQUENCE)?.within();
        let (not_before, not_after) = (seconds(validity.element()?)?, seconds(validity.element()?)?);
        let named = signed.expect_tag(SEQUENCE)?;
        let subject = attributes(named)?;
        signed.expect_tag(SEQUENCE)?;
        let mut description = Self {
            version,
            subject: subject_text(&subject),
            common_name: subject.iter().find(|(kind, _)| *kind == COMMON_NAME).map(|(_, text)| text.clone()),
            hosts: Vec::new(),
            addresses: Vec::new(),
            mailboxes: Vec::new(),
            not_before,
            not_after,
            serial,
            self_issued: issuer.content == named.content,
            authority_key: None,
        };
        signed.optional(der::holding(1) & !0x20)?;
        signed.optional(der::holding(2) & !0x20)?;
        if let Some(extensions) = signed.optional(der::holding(3))? {
            for extension in extensions.within().expect_tag(SEQUENCE)?.within() {
                let mut extension = extension?.within();
                let kind = extension.expect_tag(OID)?.content;
                if kind != SUBJECT_ALT_NAME && kind != AUTHORITY_KEY {
                    continue;
                }
                extension.optional(0x01)?;
                let mut value = extension.expect_tag(OCTET_STRING)?.within();
                let value = value.expect_tag(SEQUENCE)?;
                if kind == SUBJECT_ALT_NAME {
                    description.alternative_names(value)?;
                } else {
                    let key = value.within().optional(der::holding(0) & !0x20)?;
                    description.authority_key = key.map(|key| key.content.to_vec());
                }
            }
        }
        Ok(description)
    }

    fn alternative_names(&mut self, names: Element<'_>) -> Result<(), Malformed> {
        for name in names.within() {
            let Element { tag, content } = name?;
            match tag {
                MAILBOX => self.mailboxes.push(String::from_utf8_lossy(content).into_owned()),
                HOST => self.hosts.push(String::from_utf8_lossy(content).to_ascii_lowercase()),
                ADDRESS => {
                    let v4 = <[u8; 4]>::try_from(content).map(IpAddr::from);
                    let v6 = <[u8; 16]>::try_from(content).map(IpAddr::from);
                    self.addresses.push(v4.or(v6).map_err(|_| Malformed)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether it is for this host: by name, by an asterisk in place of the first label (RFC 9525), or by address, with or
    /// without the brackets of a literal.
    #[must_use]
    pub fn covers(&self, host: &str) -> bool {
        if let Some(address) = address(host) {
            return self.addresses.contains(&address);
        }
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let parent = host.split_once('.').map(|(_, parent)| parent);
        self.hosts
            .iter()
            .any(|name| *name == host || name.strip_prefix("*.").is_some_and(|below| Some(below) == parent))
    }

    /// The hosts and addresses it is for, as a person reads them.
    #[must_use]
    pub fn names(&self) -> String {
        let addresses = self.addresses.iter().map(ToString::to_string);
        let names: Vec<String> = self.hosts.iter().cloned().chain(addresses).collect();
        if names.is_empty() { "no host".to_owned() } else { names.join(", ") }
    }
}

/// The address that a host is, if it is no name: `192.0.2.1`, `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
pub(crate) fn address(host: &str) -> Option<IpAddr> {
    let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    literal.strip_prefix("IPv6:").unwrap_or(literal).parse().ok()
}

const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
const AUTHORITY_KEY: &[u8] = &[0x55, 0x1d, 0x23];
const COMMON_NAME: &str = "CN";
const MAILBOX: u8 = 0x81;
const HOST: u8 = 0x82;
const ADDRESS: u8 = 0x87;

/// The attributes of a subject that have a short name (RFC 4514), and that of a mailbox.
const ATTRIBUTES: [(&[u8], &str); 9] = [
    (&[0x55, 4, 3], COMMON_NAME),
    (&[0x55, 4, 7], "L"),
    (&[0x55, 4, 8], "ST"),
    (&[0x55, 4, 10], "O"),
    (&[0x55, 4, 11], "OU"),
    (&[0x55, 4, 6], "C"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 25], "DC"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1], "UID"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1], "emailAddress"),
];

/// The attributes of a name that are known, in their order.
fn attributes(name: Element<'_>) -> Result<Vec<(&'static str, String)>, Malformed> {
    let mut found = Vec::new();
    for set in name.within() {
        let set = set?;
        if set.tag != SET {
            return Err(Malformed);
        }
        for attribute in set.within() {
            let mut attribute = attribute?.within();
            let (kind, value) = (attribute.expect_tag(OID)?.content, attribute.element()?);
            if let Some((_, kind)) = ATTRIBUTES.iter().find(|(known, _)| *known == kind) {
                found.push((*kind, text(value)));
            }
        }
    }
    Ok(found)
}

/// RFC 4514: the last comes first.
fn subject_text(attributes: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    for (kind, value) in attributes.iter().rev() {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(kind);
        text.push('=');
        for (at, c) in value.char_indices() {
            let edge = (at == 0 && matches!(c, ' ' | '#')) || (at + 1 == value.len() && c == ' ');
            if edge || matches!(c, '"' | '+' | ',' | ';' | '<' | '>' | '\\' | '=') {
                text.push('\\');
            }
            text.push(c);
        }
    }
    text
}

/// The text of a string of any type.
fn text(value: Element<'_>) -> String {
    const TELETEX: u8 = 0x14;
    const BMP: u8 = 0x1e;
    match value.tag {
        TELETEX => value.content.iter().map(|octet| char::from(*octet)).collect(),
        BMP => {
            let units = value.content.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        _ => String::from_utf8_lossy(value.content).into_owned(),
    }
}

/// A time in seconds since 1970 (RFC 5280): `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`.
fn seconds(time: Element<'_>) -> Result<i64, Malformed> {
    let digits = time.content.strip_suffix(b"Z").ok_or(Malformed)?;
    let number = |range: std::ops::Range<usize>| -> Result<i64, Malformed> {
        let digits = digits.get(range).ok_or(Malformed)?;
        digits.iter().try_fold(0, |number, digit| match digit {
            b'0'..=b'9' => Ok(number * 10 + i64::from(digit - b'0')),
            _ => Err(Malformed),
        })
    };
    let (year, rest) = match (time.tag == UTC_TIME, digits.len()) {
        (true, 12) => (number(0..2).map(|year| if year < 50 { 2000 + year } else { 1900 + year })?, 2),
        (false, 14) => (number(0..4)?, 4),
        _ => return Err(Malformed),
    };
    let part = |nth: usize| number(rest + 2 * nth..rest + 2 * nth + 2);
    let (month, day) = (part(0)?, part(1)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Err(Malformed);
    }
    Ok(((days(year, month, day) * 24 + part(2)?) * 60 + part(3)?) * 60 + part(4)?)
}

/// The days from 1970 to a date. The year begins in March here, so that the leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before_month = (153 * month + 2) / 5;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + before_month + day
        - 719_469
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_from_1970() {
        let utc = |text: &str| seconds(Element { tag: UTC_TIME, content: text.as_bytes() });
        let full = |text: &str| seconds(Element { tag: 0x18, content: text.as_bytes() });
        assert_eq!(utc("700101000000Z"), Ok(0));
        assert_eq!(utc("000229235959Z"), Ok(951_868_799));
        assert_eq!(utc("491231235959Z"), Ok(2_524_607_999));
        assert_eq!(full("20500101000000Z"), Ok(2_524_608_000));
        assert_eq!(full("19691231235959Z"), Ok(-1));
        assert_eq!(utc("7001010000Z"), Err(Malformed));
        assert_eq!(utc("70010100000xZ"), Err(Malformed));
        assert_eq!(full("20501301000000Z"), Err(Malformed));
    }

    #[test]
    fn a_wildcard_stands_for_one_label() {
        let description = Description {
            version: 3,
            subject: String::new(),
            common_name: None,
            hosts: vec!["mx.example.org".into(), "*.example.net".into()],
            addresses: vec!["192.0.2.1".parse().expect("an address")],
            mailboxes: Vec::new(),
            not_before: 0,
            not_after: 0,
            serial: Vec::new(),
            self_issued: false,
            authority_key: None,
        };
        for host in ["mx.example.org", "MX.example.org.", "a.example.net", "192.0.2.1", "[192.0.2.1]"] {
            assert!(description.covers(host), "{host}");
        }
        for host in ["example.org", "a.mx.example.org", "example.net", "a.b.example.net", "192.0.2.2", ""] {
            assert!(!description.covers(host), "{host}");
        }
    }

    #[test]
    fn what_would_end_a_part_of_a_subject_is_escaped() {
        let subject = [("O", " Example, Inc. ".to_owned()), ("CN", "a=b\\c".to_owned())];
        assert_eq!(subject_text(&subject), "CN=a\\=b\\\\c,O=\\ Example\\, Inc.\\ ");
    }
}
