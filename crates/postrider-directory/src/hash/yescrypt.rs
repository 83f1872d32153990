//! yescrypt, as crypt(3) writes it: `$y$j9T$` with salt and hash. The shadow file of today's Linux has these.

use std::fmt;

use ::yescrypt::{Params, Yescrypt as Function};
use password_hash::PasswordVerifier as _;

use super::HashProblem;
use super::sha_crypt::is_crypt_base64;

/// The most memory, in octets, of which a pass is made.
const MEMORY_OCTETS_MAX: u64 = 256 * 1024 * 1024;

/// A hash of this form.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Yescrypt(String);

impl Yescrypt {
    /// Looks at everything: the function itself would take an empty hash for the hash of anything. What stands behind the
    /// first three signs of the costs, such as a number of lanes, crypt(3) does not make, and it could cost anything.
    pub(super) fn read(text: &str) -> Result<Self, HashProblem> {
        let broken = |why| HashProblem::malformed("yescrypt", why);
        let parts: Vec<&str> = text.split('$').collect();
        let ["", "y", costs, salt, hash] = parts[..] else {
            return Err(broken("it has $y$, three signs of costs, and then a salt and a hash"));
        };
        let params: Option<Params> = (costs.len() == 3).then(|| costs.parse().ok()).flatten();
        let params = params.ok_or_else(|| broken("its costs are three signs, such as j9T"))?;
        // What scrypt takes: 128 octets, r times, N times.
        let memory = u64::from(params.r()).checked_mul(128).and_then(|block| block.checked_mul(params.n()));
        if memory.is_none_or(|memory| memory > MEMORY_OCTETS_MAX) || params.p() != 1 {
            return Err(HashProblem::TooCostly { scheme: "yescrypt", most: "a quarter of a GiB of memory" });
        }
        if salt.is_empty() || salt.len() > 86 || !salt.bytes().all(is_crypt_base64) {
            return Err(broken("its salt has 1 to 86 letters, digits, dots and slashes"));
        }
        if hash.len() != 43 || !hash.bytes().all(is_crypt_base64) {
            return Err(broken("its hash has 43 letters, digits, dots and slashes"));
        }
        Ok(Self(text.to_owned()))
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        !password.contains(&0) && Function::default().verify_password(password, self.0.as_str()).is_ok()
    }
}

impl fmt::Display for Yescrypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
