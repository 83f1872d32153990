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
