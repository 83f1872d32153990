//! One round of SHA-1 or SHA-2 over password and salt, as Dovecot and LDAP keep it: `{SSHA256}` and base64. They are read to take
//! accounts over; a guess against them costs next to nothing.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

use super::HashProblem;

/// The longest salt, in octets.
const SALT_OCTETS: usize = 64;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Function {
    Sha1,
    Sha256,
    Sha512,
}

/// A hash of this form.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Salted {
    function: Function,
    scheme: &'static str,
    hash: Vec<u8>,
    /// What comes behind the password; empty where the scheme has none.
    salt: Vec<u8>,
}

/// The schemes, their functions, and whether there is a salt behind the hash.
const SCHEMES: [(&str, Function, bool); 5] = [
    ("SSHA", Function::Sha1, true),
    ("SSHA256", Function::Sha256, true),
    ("SSHA512", Function::Sha512, true),
    ("SHA256", Function::Sha256, false),
    ("SHA512", Function::Sha512, false),
];

impl Salted {
    /// Whether this is one of its schemes, in capitals.
    pub(super) fn has_scheme(scheme: &str) -> bool {
        SCHEMES.iter().any(|(name, ..)| *name == scheme)
    }

    /// None: the scheme is none of these.
    pub(super) fn read(scheme: &str, text: &str) -> Option<Result<Self, HashProblem>> {
        let (scheme, function, has_salt) = SCHEMES.into_iter().find(|(name, ..)| *name == scheme)?;
        let broken = |why| HashProblem::malformed(scheme, why);
        Some(match BASE64_STANDARD.decode(text) {
            Err(_) => Err(broken("what is behind the scheme is no base64")),
            Ok(octets) if octets.len() < function.octets() => Err(broken("it is too short")),
            Ok(mut hash) => {
                let salt = hash.split_off(function.octets());
                match (has_salt, salt.len()) {
                    (true, 0) => Err(broken("it has no salt")),
                    (false, 1..) | (true, SALT_OCTETS..) => Err(broken("it is too long")),
                    _ => Ok(Self { function, scheme, hash, salt }),
                }
            }
        })
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        let of = match self.function {
            Function::Sha1 => digest::<Sha1>(password, &self.salt),
            Function::Sha256 => digest::<Sha256>(password, &self.salt),
            Function::Sha512 => digest::<Sha512>(password, &self.salt),
        };
        of.ct_eq(&self.hash).into()
    }

    pub(super) const fn scheme(&self) -> &'static str {
        self.scheme
    }
}

impl Function {
    const fn octets(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

fn digest<D: Digest>(password: &[u8], salt: &[u8]) -> Vec<u8> {
    D::new().chain_update(password).chain_update(salt).finalize().to_vec()
}

impl fmt::Display for Salted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let octets = [self.hash.as_slice(), &self.salt].concat();
        write!(f, "{{{}}}{}", self.scheme, BASE64_STANDARD.encode(octets))
    }
}
