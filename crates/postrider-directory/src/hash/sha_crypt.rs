//! The SHA-2 forms of crypt(3): `$5$` and `$6$`, with `rounds=` or without, salt and hash.

use std::fmt;

use ::sha_crypt::ShaCrypt as Function;
use password_hash::PasswordVerifier as _;

use super::HashProblem;

/// The most rounds: about a second.
const ROUNDS_MAX: u32 = 1_000_000;
/// The least, as crypt(3) has it.
const ROUNDS_MIN: u32 = 1000;
/// crypt(3) looks at no more of a salt.
const SALT_OCTETS: usize = 16;

/// A hash of this form.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ShaCrypt(String);

impl ShaCrypt {
    /// Looks at everything: the function itself would take an empty hash for the hash of anything.
    pub(super) fn read(text: &str) -> Result<Self, HashProblem> {
        let broken = |why| HashProblem::malformed("sha-crypt", why);
        let parts: Vec<&str> = text.split('$').collect();
        let (id, rounds, salt, hash) = match parts[..] {
            ["", id, salt, hash] => (id, None, salt, hash),
            ["", id, rounds, salt, hash] => (id, Some(rounds), salt, hash),
            _ => return Err(broken("it has $5$ or $6$, perhaps rounds=, and then a salt and a hash")),
        };
        if let Some(rounds) = rounds {
            let number = rounds.strip_prefix("rounds=").and_then(|number| number.parse().ok());
            match number {
                Some(ROUNDS_MIN..=ROUNDS_MAX) => {}
                Some(0..ROUNDS_MIN) => return Err(broken("it has 1000 rounds at least")),
                Some(_) => {
                    return Err(HashProblem::TooCostly { scheme: "sha-crypt", most: "rounds=1000000" });
                }
                None => return Err(broken("its rounds are no number")),
            }
        }
        if salt.is_empty() || salt.len() > SALT_OCTETS || !salt.bytes().all(is_crypt_base64) {
            return Err(broken("its salt has 1 to 16 letters, digits, dots and slashes"));
        }
        let octets = if id == "5" { 43 } else { 86 };
        if hash.len() != octets || !hash.bytes().all(is_crypt_base64) {
            return Err(broken("its hash is cut, or has other signs than letters, digits, dots and slashes"));
        }
        Ok(Self(text.to_owned()))
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        !password.contains(&0) && Function::default().verify_password(password, self.0.as_str()).is_ok()
    }

    pub(super) fn scheme(&self) -> &'static str {
        if self.0.starts_with("$5$") { "sha256-crypt" } else { "sha512-crypt" }
    }
}

/// The sixty-four signs of crypt(3).
pub(super) fn is_crypt_base64(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'/')
}

impl fmt::Display for ShaCrypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
