//! The keys that sign.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};

use super::pem;

/// How is signed. SHA-1 is gone (RFC 8301 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `rsa-sha256`: understood by everybody.
    Rsa,
    /// `ed25519-sha256` (RFC 8463): short, and not yet understood by everybody, so that it goes beside the other.
    Ed25519,
}

impl Algorithm {
    /// The word in `a=`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rsa => "rsa-sha256",
            Self::Ed25519 => "ed25519-sha256",
        }
    }

    /// The word in `k=` of the record.
    #[must_use]
    pub const fn key_word(self) -> &'static str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
        }
    }
}

/// A private key that signs. Its debug form tells nothing of it.
pub struct SigningKey(Pair);

enum Pair {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// Why there is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The text is not PEM.
    #[error("there is no `BEGIN PRIVATE KEY` in it, with base64 up to its `END`: a key is PKCS#8 in PEM")]
    NotPem,
    /// It is no key that signs.
    #[error(
        "it is neither an Ed25519 key nor an RSA key of 2048 to 8192 bits: make one with `postrider dkim new`"
    )]
    NotAKey,
    /// The system could make none.
    #[error("no key could be made: the system has no random numbers")]
    NotMade,
    /// It did not sign.
    #[error("the key did not sign")]
    NotSigned,
}

impl SigningKey {
    /// Makes a new key: an RSA key has 2048 bits. More would not fit into one string of a TXT record, nor into one UDP answer of some
    /// resolvers, and nobody breaks these in the time that a key is in use.
    ///
    /// # Errors
    ///
    /// [`KeyFault::NotMade`]
    pub fn generate(algorithm: Algorithm) -> Result<(Self, String), KeyFault> {
        match algorithm {
            Algorithm::Rsa => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyFault::NotMade)?;
                let pkcs8 = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair)
                    .map_err(|_| KeyFault::NotMade)?;
                let text = pem::of_private_key(pkcs8.as_ref());
                Ok((Self(Pair::Rsa(pair)), text))
            }
            Algorithm::Ed25519 => {
                // The first version of the form: OpenSSL reads no other.
                let pair = Ed25519KeyPair::generate().map_err(|_| KeyFault::NotMade)?;
                let pkcs8 = pair.to_pkcs8v1().map_err(|_| KeyFault::NotMade)?;
                let text = pem::of_private_key(pkcs8.as_ref());
                Ok((Self(Pair::Ed25519(pair)), text))
            }
        }
    }

    /// Reads a key: PKCS#8 (RFC 5958) in PEM.
    ///
    /// RFC 8301 §3.2 lets a signer use 1024 bits where it must, and asks for 2048; we have no such need, and sign with no less.
    ///
    /// # Errors
    ///
    /// [`KeyFault::NotPem`], [`KeyFault::NotAKey`]
    pub fn from_pem(text: &str) -> Result<Self, KeyFault> {
        let pkcs8 = pem::private_key(text).ok_or(KeyFault::NotPem)?;
        if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&pkcs8) {
            return Ok(Self(Pair::Ed25519(pair)));
        }
        RsaKeyPair::from_pkcs8(&pkcs8).map(|pair| Self(Pair::Rsa(pair))).map_err(|_| KeyFault::NotAKey)
    }

    /// How it signs.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Pair::Rsa(_) => Algorithm::Rsa,
            Pair::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    /// The public key as the record has it, in octets: a SubjectPublicKeyInfo for RSA (RFC 6376 §3.6.1), the bare 32 octets for
    /// Ed25519 (RFC 8463 §4).
    ///
    /// # Errors
    ///
    /// [`KeyFault::NotAKey`]
    pub fn public(&self) -> Result<Vec<u8>, KeyFault> {
        match &self.0 {
            Pair::Rsa(pair) => {
                let der = AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(pair.public_key());
                der.map(|der| der.as_ref().to_vec()).map_err(|_| KeyFault::NotAKey)
            }
            Pair::Ed25519(pair) => Ok(pair.public_key().as_ref().to_vec()),
        }
    }

    /// Signs what a header comes to.
    pub(super) fn sign(&self, content: &[u8]) -> Result<Vec<u8>, KeyFault> {
        match &self.0 {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), content, &mut signature)
                    .map_err(|_| KeyFault::NotSigned)?;
                Ok(signature)
            }
            // RFC 8463 §3: what Ed25519 signs is the hash.
            Pair::Ed25519(pair) => {
                let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, content);
                Ok(pair.sign(hash.as_ref()).as_ref().to_vec())
            }
        }
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("algorithm", &self.algorithm()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD as BASE64;

    use super::super::{Canonicalization, canonical_field};
    use super::*;

    /// The private key of RFC 8463, appendix A.2, in PKCS#8.
    const RFC_8463: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

    /// The fields that the example signs, and its own as it is signed.
    const FIELDS: &[&str] = &[
        "From: Joe SixPack <joe@football.example.com>",
        "To: Suzie Q <suzie@shopping.example.net>",
        "Subject: Is dinner ready?",
        "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)",
        "Message-ID: <20030712040037.46341.5F8J@football.example.com>",
        "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=",
    ];

    #[test]
    fn the_key_of_rfc_8463_signs_its_example_octet_for_octet() {
        let key = SigningKey::from_pem(RFC_8463).expect("a key");
        assert_eq!(
            BASE64.encode(key.public().expect("public")),
            "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
        );
        let mut content = Vec::new();
        for (at, field) in FIELDS.iter().enumerate() {
            canonical_field(Canonicalization::Relaxed, field.as_bytes(), &mut content);
            content.extend_from_slice(if at + 1 < FIELDS.len() { b"\r\n" } else { b"" });
        }
        let signature = BASE64.encode(key.sign(&content).expect("it signs"));
        assert_eq!(
            signature,
            "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
        );
    }

    #[test]
    fn what_is_no_key_is_said_to_be_none() {
        assert_eq!(SigningKey::from_pem("").err(), Some(KeyFault::NotPem));
        assert_eq!(SigningKey::from_pem(&RFC_8463.replace('M', "*")).err(), Some(KeyFault::NotPem));
        assert_eq!(
            SigningKey::from_pem(&RFC_8463.replace("BQYDK2Vw", "BQYDK2Vx")).err(),
            Some(KeyFault::NotAKey)
        );
    }
}
