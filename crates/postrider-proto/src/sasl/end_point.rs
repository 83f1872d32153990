//! The channel binding `tls-server-end-point` (RFC 5929 §4): a hash of the server's certificate, which both ends have seen.

use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::channel::{BindingKind, ChannelBinding};

impl ChannelBinding {
    /// What a session is bound to whose server has shown this certificate, in DER. None where its signature names no hash, as with
    /// Ed25519 (RFC 5929 §4.1), and where it is no certificate.
    #[must_use]
    pub fn tls_server_end_point(certificate: &[u8]) -> Option<Self> {
        let data = match signature_hash(certificate)? {
            SignatureHash::Sha256 => Sha256::digest(certificate).to_vec(),
            SignatureHash::Sha384 => Sha384::digest(certificate).to_vec(),
            SignatureHash::Sha512 => Sha512::digest(certificate).to_vec(),
        };
        Some(Self { kind: BindingKind::TlsServerEndPoint, data })
    }
}

/// The hash of a certificate's signature, and SHA-256 in place of MD5 and SHA-1 (RFC 5929 §4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SignatureHash {
    Sha256,
    Sha384,
    Sha512,
}

const SEQUENCE: u8 = 0x30;
const OID: u8 = 0x06;
/// `[0]`, with elements within.
const FIRST: u8 = 0xa0;

fn signature_hash(certificate: &[u8]) -> Option<SignatureHash> {
    const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1];
    const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4];
    // RFC 5280: what is signed, how, and the signature.
    let mut certificate = Elements(Elements(certificate).expect(SEQUENCE)?);
    certificate.expect(SEQUENCE)?;
    let mut algorithm = Elements(certificate.expect(SEQUENCE)?);
    let oid = algorithm.expect(OID)?;
    match (oid.strip_prefix(RSA), oid.strip_prefix(ECDSA)) {
        // MD5 and SHA-1.
        (Some([4 | 5]), _) | (_, Some([1])) => Some(SignatureHash::Sha256),
        (Some([number @ 11..=13]), _) => of_number(number - 11),
        (Some([10]), _) => of_pss(Elements(algorithm.expect(SEQUENCE)?)),
        (_, Some([3, number @ 2..=4])) => of_number(number - 2),
        // Ed25519 and its like name no hash, and have no binding.
        _ => None,
    }
}

/// RSASSA-PSS (RFC 4055): the hash is in the parameters, and without any it is SHA-1.
fn of_pss(mut parameters: Elements<'_>) -> Option<SignatureHash> {
    const NIST_HASH: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2];
    let Some(hash) = parameters.expect(FIRST) else { return Some(SignatureHash::Sha256) };
    let oid = Elements(Elements(hash).expect(SEQUENCE)?).expect(OID)?;
    match oid.strip_prefix(NIST_HASH) {
        Some([number @ 1..=3]) => of_number(number - 1),
        _ => Some(SignatureHash::Sha256),
    }
}

/// The hashes have the same order in all of these registries.
const fn of_number(number: u8) -> Option<SignatureHash> {
    match number {
        0 => Some(SignatureHash::Sha256),
        1 => Some(SignatureHash::Sha384),
        2 => Some(SignatureHash::Sha512),
        _ => None,
    }
}

/// Elements of DER (X.690), one behind another.
struct Elements<'a>(&'a [u8]);

impl<'a> Elements<'a> {
    /// The content of the next one, if it has this tag.
    fn expect(&mut self, tag: u8) -> Option<&'a [u8]> {
        let [found, first, rest @ ..] = self.0 else { return None };
        let (length, rest) = match usize::from(*first) {
            short @ ..=0x7f => (short, rest),
            // No certificate is so long that its length had more octets.
            long @ 0x81..=0x84 => {
                let (length, rest) = rest.split_at_checked(long - 0x80)?;
                (length.iter().fold(0, |length, octet| length << 8 | usize::from(*octet)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        (*found == tag).then(|| self.0 = rest).map(|()| content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).expect("short").to_be_bytes();
        [&[tag, 0x82], &length[..], content].concat()
    }

    /// A certificate that says nothing but how it is signed.
    fn certificate(oid: &[u8], parameters: &[u8]) -> Vec<u8> {
        let algorithm = element(SEQUENCE, &[element(OID, oid), parameters.to_vec()].concat());
        element(SEQUENCE, &[element(SEQUENCE, &[7; 300]), algorithm, element(3, &[0; 64])].concat())
    }

    #[test]
    fn the_hash_is_that_of_the_signature_and_none_that_is_broken() {
        let rsa = |number| [&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1][..], &[number]].concat();
        let ecdsa = |of: &[u8]| [&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4][..], of].concat();
        for (oid, octets) in [
            (rsa(4), Some(32)),
            (rsa(5), Some(32)),
            (rsa(11), Some(32)),
            (rsa(12), Some(48)),
            (rsa(13), Some(64)),
            (rsa(14), None),
            (ecdsa(&[1]), Some(32)),
            (ecdsa(&[3, 2]), Some(32)),
            (ecdsa(&[3, 3]), Some(48)),
            (ecdsa(&[3, 4]), Some(64)),
            (ecdsa(&[3, 1]), None),
            // Ed25519
            (vec![0x2b, 0x65, 0x70], None),
        ] {
            let binding = ChannelBinding::tls_server_end_point(&certificate(&oid, &[]));
            assert_eq!(binding.map(|binding| binding.data.len()), octets, "{oid:02x?}");
        }
        let hash = |number| [&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2][..], &[number]].concat();
        for (parameters, octets) in [
            (Vec::new(), 32),
            (element(FIRST, &element(SEQUENCE, &element(OID, &hash(1)))), 32),
            (element(FIRST, &element(SEQUENCE, &element(OID, &hash(3)))), 64),
            // SHA-1, by its name
            (element(FIRST, &element(SEQUENCE, &element(OID, &[0x2b, 14, 3, 2, 26]))), 32),
        ] {
            let certificate = certificate(&rsa(10), &element(SEQUENCE, &parameters));
            let binding = ChannelBinding::tls_server_end_point(&certificate).expect("it has one");
            assert_eq!(binding.data.len(), octets, "{parameters:02x?}");
        }
    }

    #[test]
    fn what_is_no_certificate_has_no_binding() {
        let whole = certificate(&[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2], &[]);
        let binding = ChannelBinding::tls_server_end_point(&whole).expect("it has one");
        assert_eq!(binding.data, Sha256::digest(&whole).to_vec());
        for end in 0..whole.len() {
            assert_eq!(ChannelBinding::tls_server_end_point(&whole[..end]), None, "{end}");
        }
        for octets in [&[0x30, 0x80, 0, 0][..], &[0x30, 0x88, 255, 255, 255, 255, 255, 255, 255, 255]] {
            assert_eq!(ChannelBinding::tls_server_end_point(octets), None);
        }
    }
}
