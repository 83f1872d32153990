//! What each side of a handshake offers, for the log of one that has failed.
//!
//! The client's side is read out of its octets, and not asked of whoever does the handshake: that one does not tell versions, and where it has taken
//! offence it tells nothing.

use std::fmt;

use postrider_certificate::ServerTls;
use rustls::SignatureScheme;
use rustls::sign::CertifiedKey;

use super::names::{self, Names};

/// The longest name that is told; a name of DNS is no longer.
const NAME_MAX: usize = 255;

/// What one side offers. Shown: `TLS1.3 TLS1.2; TLS_AES_128_GCM_SHA256; x25519; ecdsa_secp256r1_sha256; for mx.example.org`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Offer {
    versions: Vec<u16>,
    ciphers: Vec<u16>,
    groups: Vec<u16>,
    signatures: Vec<u16>,
    /// Whom the client asks for.
    name: Option<String>,
}

impl Offer {
    /// What a client offers that has sent this: as far as it can be read, and none if it is no ClientHello.
    pub(super) fn of_client(heard: &[u8]) -> Option<Self> {
        let message = first_message(heard);
        let mut hello = Reader(&message);
        // RFC 8446 §4.1.2
        if hello.number(1)? != 1 {
            return None;
        }
        hello.number(3)?;
        let version = hello.short()?;
        hello.take(32)?;
        hello.vector(1)?;
        let ciphers = hello.vector(2)?.shorts();
        let mut offer = Self { versions: vec![version], ciphers, ..Self::default() };
        // Without compression and extensions it is an old one, or cut off.
        if hello.vector(1).is_some() {
            offer.read_extensions(hello.vector(2).unwrap_or(Reader(&[])));
        }
        Some(offer)
    }

    fn read_extensions(&mut self, mut extensions: Reader<'_>) {
        while let (Some(kind), Some(mut extension)) = (extensions.short(), extensions.vector(2)) {
            match kind {
                0 => self.name = name(extension),
                10 => self.groups = extension.vector(2).map(Reader::shorts).unwrap_or_default(),
                13 => self.signatures = extension.vector(2).map(Reader::shorts).unwrap_or_default(),
                // It says more than the version in front, which is that of TLS 1.2 since (RFC 8446 §4.2.1).
                43 => self.versions = extension.vector(1).map(Reader::shorts).unwrap_or_default(),
                _ => {}
            }
        }
    }

    /// What this server offers, with the certificate that it would have shown; none where it did not come so far.
    pub(super) fn of_server(tls: &ServerTls, shown: Option<&CertifiedKey>) -> Self {
        let provider = tls.config().crypto_provider();
        let signs = |scheme: &u16| {
            shown.is_some_and(|shown| shown.key.choose_scheme(&[SignatureScheme::from(*scheme)]).is_some())
        };
        Self {
            // The others are not built in.
            versions: vec![0x0304, 0x0303],
            ciphers: provider.cipher_suites.iter().map(|suite| suite.suite().into()).collect(),
            groups: provider.kx_groups.iter().map(|group| group.name().into()).collect(),
            signatures: (0x0201..=0x080b).filter(signs).collect(),
            name: None,
        }
    }
}

impl Offer {
    /// What these two have nothing of in common; of several the first that a handshake needs.
    pub(super) fn lacks_in_common(&self, other: &Self) -> Option<&'static str> {
        // What one of them says nothing of is not what it fails for.
        let apart = |one: &[u16], other: &[u16]| {
            !one.is_empty() && !other.is_empty() && !one.iter().any(|number| other.contains(number))
        };
        let kinds = [
            ("version of TLS", &self.versions, &other.versions),
            ("cipher", &self.ciphers, &other.ciphers),
            ("group for the exchange of keys", &self.groups, &other.groups),
            ("scheme of signatures", &self.signatures, &other.signatures),
        ];
        kinds.into_iter().find(|(_, one, other)| apart(one, other)).map(|(kind, ..)| kind)
    }
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { versions, ciphers, groups, signatures, name } = self;
        write!(f, "{}", Names { numbers: versions, name: names::version })?;
        write!(f, "; {}", Names { numbers: ciphers, name: names::cipher })?;
        for (numbers, name) in [(groups, names::group as fn(u16) -> _), (signatures, names::signature)] {
            if !numbers.is_empty() {
                write!(f, "; {}", Names { numbers, name })?;
            }
        }
        match name {
            Some(name) => write!(f, "; for {name}"),
            None => Ok(()),
        }
    }
}

/// The name in an extension server_name (RFC 6066 §3).
fn name(mut extension: Reader<'_>) -> Option<String> {
    let mut list = extension.vector(2)?;
    // 0: a name of DNS; there is no other kind.
    (list.number(1)? == 0).then_some(())?;
    let name = list.vector(2)?.0;
    Some(String::from_utf8_lossy(&name[..name.len().min(NAME_MAX)]).into_owned())
}

/// The first message of a handshake, which may be cut into records (RFC 8446 §5.1).
fn first_message(heard: &[u8]) -> Vec<u8> {
    let mut records = Reader(heard);
    let mut message = Vec::new();
    // 22: handshake
    while let (Some(22), Some(_version), Some(record)) =
        (records.number(1), records.short(), records.vector(2))
    {
        message.extend_from_slice(record.0);
    }
    message
}

/// Octets that are read from their front. A vector that is cut off is what is there of it.
#[derive(Debug, Clone, Copy)]
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, octets: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(octets)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of so many octets.
    fn number(&mut self, octets: usize) -> Option<usize> {
        Some(self.take(octets)?.iter().fold(0, |number, octet| number << 8 | usize::from(*octet)))
    }

    fn short(&mut self) -> Option<u16> {
        let (short, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_be_bytes(*short))
    }

    /// What comes behind its length, which has so many octets itself.
    fn vector(&mut self, octets: usize) -> Option<Self> {
        let length = self.number(octets)?;
        self.take(length.min(self.0.len())).map(Self)
    }

    fn shorts(mut self) -> Vec<u16> {
        std::iter::from_fn(|| self.short()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rustls::pki_types::ServerName;
    use rustls::{ClientConfig, ClientConnection, RootCertStore};

    use super::*;

    /// A ClientHello of rustls.
    fn hello() -> Vec<u8> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider has ciphers for both versions")
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        let name = ServerName::try_from("mx.example.test").expect("a name");
        let mut client = ClientConnection::new(Arc::new(config), name).expect("a client");
        let mut hello = Vec::new();
        client.write_tls(&mut hello).expect("written");
        hello
    }

    #[test]
    fn a_client_offers_what_its_hello_says() {
        let offer = Offer::of_client(&hello()).expect("a hello").to_string();
        for part in [
            "TLS1.3 TLS1.2; TLS_AES_256_GCM_SHA384 TLS_AES_128_GCM_SHA256 ",
            "; x25519 secp256r1 secp384r1",
            " ecdsa_secp256r1_sha256 ",
            "; for mx.example.test",
        ] {
            assert!(offer.contains(part), "{part}: {offer}");
        }
    }

    #[test]
    fn a_hello_in_several_records_is_one() {
        let whole = hello();
        let (header, message) = whole.split_at(5);
        let mut cut = Vec::new();
        for part in message.chunks(7) {
            let length = u16::try_from(part.len()).expect("short").to_be_bytes();
            cut.extend_from_slice(&[&header[..3], &length, part].concat());
        }
        assert_eq!(Offer::of_client(&cut), Offer::of_client(&whole));
    }

    #[test]
    fn whatever_comes_is_read_as_far_as_it_goes() {
        let whole = hello();
        let full = Offer::of_client(&whole).expect("a hello");
        for end in 0..whole.len() {
            if let Some(offer) = Offer::of_client(&whole[..end]) {
                assert!(full.ciphers.starts_with(&offer.ciphers), "{end}");
            }
        }
        // Each octet in turn, as each of these: lengths that lie are among them.
        for place in 0..whole.len() {
            for octet in [0, 1, 0x16, 0x7f, 0xff] {
                let mut other = whole.clone();
                other[place] = octet;
                if let Some(offer) = Offer::of_client(&other) {
                    assert!(offer.to_string().len() < 4096, "{place} {octet}");
                }
            }
        }
        for none in [&b""[..], b"EHLO client.example\r\n", b"\x16\x03\x01", b"\x80\x2e\x01\x03\x01"] {
            assert_eq!(Offer::of_client(none), None, "{none:?}");
        }
    }

    #[test]
    fn what_a_client_offers_is_told_in_few_words_however_much_it_is() {
        let mut body = [&[3, 3][..], &[7; 32], &[0]].concat();
        body.extend_from_slice(&[0x0f, 0xa0]);
        body.extend_from_slice(&[0x13; 4000]);
        let length = u16::try_from(body.len()).expect("short");
        let message = [&[1, 0][..], &length.to_be_bytes(), &body].concat();
        let record = u16::try_from(message.len()).expect("short");
        let heard = [&[22, 3, 1][..], &record.to_be_bytes(), &message].concat();
        let offer = Offer::of_client(&heard).expect("a hello").to_string();
        assert!(offer.len() < 1024 && offer.ends_with('…'), "{offer}");
    }
}
