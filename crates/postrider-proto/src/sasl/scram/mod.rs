//! SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password, and neither shows it.
//!
//! ```text
//!   C: n,,n=anna,r=CLIENT                         client-first: gs2 header, name, nonce
//!   S: r=CLIENTSERVER,s=SALT,i=4096               server-first: both nonces, what the password is hashed with
//!   C: c=biws,r=CLIENTSERVER,p=PROOF              client-final: the channel binding again, and the proof
//!   S: v=SIGNATURE                                server-final: the server knew the verifier
//! ```
//!
//! Proof and signature are made over all that was said before, nonces and binding among it: no proof fits another exchange, and
//! nobody between the two can take something out without being noticed.

mod client;
mod message;
mod server;
mod verifier;

use hmac::{Hmac, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

pub(super) use client::Client;
pub(super) use message::{escape, unescape};
pub(super) use server::{Opening, Proving};
pub use verifier::{ScramVerifier, VerifierError};

/// The hash function of a SCRAM mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hash {
    /// SHA-1, as RFC 5802 has it. Nothing is known against its use here; SHA-256 is what new passwords are kept with.
    Sha1,
    /// SHA-256 (RFC 7677).
    Sha256,
}

impl Hash {
    /// The name of the mechanism: `SCRAM-SHA-256`.
    #[must_use]
    pub const fn mechanism(self) -> &'static str {
        match self {
            Self::Sha1 => "SCRAM-SHA-1",
            Self::Sha256 => "SCRAM-SHA-256",
        }
    }

    /// How many octets it gives.
    #[must_use]
    pub const fn octets(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// RFC 5802 §2.2: H(str).
    fn hash(self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(octets).to_vec(),
            Self::Sha256 => Sha256::digest(octets).to_vec(),
        }
    }

    /// RFC 5802 §2.2: HMAC(key, str).
    fn hmac(self, key: &[u8], octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => keyed::<Hmac<Sha1>>(key).chain_update(octets).finalize().into_bytes().to_vec(),
            Self::Sha256 => keyed::<Hmac<Sha256>>(key).chain_update(octets).finalize().into_bytes().to_vec(),
        }
    }

    /// RFC 5802 §2.2: Hi(str, salt, i), which is PBKDF2 for one block.
    fn salted(self, password: &[u8], salt: &[u8], iterations: u32) -> Vec<u8> {
        match self {
            Self::Sha1 => stretched(&keyed::<Hmac<Sha1>>(password), salt, iterations),
            Self::Sha256 => stretched(&keyed::<Hmac<Sha256>>(password), salt, iterations),
        }
    }
}

fn keyed<M: hmac::KeyInit>(key: &[u8]) -> M {
    M::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn stretched<M: hmac::Mac + Clone>(keyed: &M, salt: &[u8], iterations: u32) -> Vec<u8> {
    let mut last = keyed.clone().chain_update(salt).chain_update(1_u32.to_be_bytes()).finalize().into_bytes();
    let mut all = last.to_vec();
    for _ in 1..iterations {
        last = keyed.clone().chain_update(&last).finalize().into_bytes();
        xor(&mut all, &last);
    }
    all
}

fn xor(into: &mut [u8], other: &[u8]) {
    for (octet, other) in into.iter_mut().zip(other) {
        *octet ^= other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sasl::server::Holder;
    use crate::sasl::{Channel, Mechanism, Secret};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD as BASE64;

    /// An example of an RFC: the name is `user` and the password `pencil`.
    struct Example {
        mechanism: Mechanism,
        nonces: (&'static str, &'static str),
        salt: &'static str,
        proof: &'static str,
        signature: &'static str,
    }

    fn is_followed(example: &Example) {
        let Example { mechanism, nonces: (ours, theirs), salt, proof, signature } = example;
        let hash = mechanism.hash().expect("SCRAM has a hash");
        let who = ("user", None, Secret::new("pencil"));
        let mut client =
            Client::new(*mechanism, who, &Channel::clear(), false, (*ours).to_owned()).expect("valid");
        let first = client.first();
        assert_eq!(first, format!("n,,n=user,r={ours}").into_bytes());

        let opening = Opening::read(&first, *mechanism, false, &Channel::clear()).expect("valid");
        assert_eq!(opening.name, "user");
        let salt_octets = BASE64.decode(salt).expect("base64");
        let verifier = ScramVerifier::from_password(hash, "pencil", &salt_octets, 4096).expect("valid");
        let holder = Holder::Account("user".to_owned());
        let (challenge, proving) = opening.challenge(verifier, holder, theirs);
        assert_eq!(challenge, format!("r={ours}{theirs},s={salt},i=4096").into_bytes());

        let last = client.prove(&challenge).expect("valid");
        assert_eq!(last, format!("c=biws,r={ours}{theirs},p={proof}").into_bytes());
        let (_, end) = proving.check(&last).expect("the proof fits");
        assert_eq!(end, format!("v={signature}").into_bytes());
        client.check(&end).expect("the signature fits");
    }

    #[test]
    fn the_example_of_rfc_5802() {
        is_followed(&Example {
            mechanism: Mechanism::ScramSha1,
            nonces: ("fyko+d2lbbFgONRv9qkxdawL", "3rfcNHYJY1ZVvWVs7j"),
            salt: "QSXCR+Q6sek8bf92",
            proof: "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
            signature: "rmF9pqV8S7suAoZWja4dJRkFsKQ=",
        });
    }

    #[test]
    fn the_example_of_rfc_7677() {
        is_followed(&Example {
            mechanism: Mechanism::ScramSha256,
            nonces: ("rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"),
            salt: "W22ZaJ0SNY7soEsUEjb6gQ==",
            proof: "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            signature: "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        });
    }
}
