//! The names that versions, ciphers, groups and signatures have in the registries of TLS, for the log.

use std::fmt::{self, Write as _};

use rustls::CipherSuite;

/// Of what somebody offers, the log is told so much of each kind.
const SHOWN: usize = 24;

/// Numbers of one kind, as the log has them: by their names, or as numbers where this server does not know them, and with a mark where there are more.
pub(super) struct Names<'a> {
    pub(super) numbers: &'a [u16],
    pub(super) name: fn(u16) -> Option<&'static str>,
}

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // RFC 8701: what is there so that nobody trips over what he does not know.
        let mut numbers = self.numbers.iter().filter(|number| !is_grease(**number));
        for (at, number) in numbers.by_ref().take(SHOWN).enumerate() {
            f.write_str(if at == 0 { "" } else { " " })?;
            match (self.name)(*number) {
                Some(name) => f.write_str(name)?,
                None => write!(f, "{number:#06x}")?,
            }
        }
        if numbers.next().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// RFC 8701 §2: two equal octets that end in `a`.
const fn is_grease(number: u16) -> bool {
    let [high, low] = number.to_be_bytes();
    high == low && low & 0x0f == 0x0a
}

/// The name of a version.
pub(super) const fn version(number: u16) -> Option<&'static str> {
    Some(match number {
        0x0300 => "SSL3",
        0x0301 => "TLS1.0",
        0x0302 => "TLS1.1",
        0x0303 => "TLS1.2",
        0x0304 => "TLS1.3",
        _ => return None,
    })
}

/// The name of a cipher; those of TLS 1.3 have another in rustls.
pub(super) fn cipher(number: u16) -> Option<&'static str> {
    match CipherSuite::from(number) {
        CipherSuite::TLS13_AES_128_GCM_SHA256 => Some("TLS_AES_128_GCM_SHA256"),
        CipherSuite::TLS13_AES_256_GCM_SHA384 => Some("TLS_AES_256_GCM_SHA384"),
        CipherSuite::TLS13_CHACHA20_POLY1305_SHA256 => Some("TLS_CHACHA20_POLY1305_SHA256"),
        CipherSuite::TLS13_AES_128_CCM_SHA256 => Some("TLS_AES_128_CCM_SHA256"),
        CipherSuite::TLS13_AES_128_CCM_8_SHA256 => Some("TLS_AES_128_CCM_8_SHA256"),
        other => other.as_str(),
    }
}

/// The name of a group that keys are exchanged in.
pub(super) const fn group(number: u16) -> Option<&'static str> {
    Some(match number {
        0x0015 => "secp224r1",
        0x0016 => "secp256k1",
        0x0017 => "secp256r1",
        0x0018 => "secp384r1",
        0x0019 => "secp521r1",
        0x001a => "brainpoolP256r1",
        0x001b => "brainpoolP384r1",
        0x001c => "brainpoolP512r1",
        0x001d => "x25519",
        0x001e => "x448",
        0x0100 => "ffdhe2048",
        0x0101 => "ffdhe3072",
        0x0102 => "ffdhe4096",
        0x0103 => "ffdhe6144",
        0x0104 => "ffdhe8192",
        0x0200 => "MLKEM512",
        0x0201 => "MLKEM768",
        0x0202 => "MLKEM1024",
        0x11eb => "SecP256r1MLKEM768",
        0x11ec => "X25519MLKEM768",
        0x11ed => "SecP384r1MLKEM1024",
        _ => return None,
    })
}

/// The name of a scheme of signatures.
pub(super) const fn signature(number: u16) -> Option<&'static str> {
    Some(match number {
        0x0201 => "rsa_pkcs1_sha1",
        0x0203 => "ecdsa_sha1",
        0x0401 => "rsa_pkcs1_sha256",
        0x0403 => "ecdsa_secp256r1_sha256",
        0x0501 => "rsa_pkcs1_sha384",
        0x0503 => "ecdsa_secp384r1_sha384",
        0x0601 => "rsa_pkcs1_sha512",
        0x0603 => "ecdsa_secp521r1_sha512",
        0x0804 => "rsa_pss_rsae_sha256",
        0x0805 => "rsa_pss_rsae_sha384",
        0x0806 => "rsa_pss_rsae_sha512",
        0x0807 => "ed25519",
        0x0808 => "ed448",
        0x0809 => "rsa_pss_pss_sha256",
        0x080a => "rsa_pss_pss_sha384",
        0x080b => "rsa_pss_pss_sha512",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_has_its_name_and_what_is_too_much_a_mark() {
        let shown = |numbers: &[u16]| Names { numbers, name: group }.to_string();
        assert_eq!(shown(&[0x2a2a, 0x001d, 0x0017, 0x6399]), "x25519 secp256r1 0x6399");
        assert_eq!(shown(&[]), "");
        let many = shown(&[0x001d; 1000]);
        assert_eq!(many.matches("x25519").count(), SHOWN);
        assert!(many.ends_with("x25519…"), "{many}");
    }
}
