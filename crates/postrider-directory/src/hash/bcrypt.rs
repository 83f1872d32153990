//! bcrypt, as crypt(3) writes it: `$2b$12$` with salt and hash. It looks at 72 octets of a password and no more.

use std::fmt;

use super::HashProblem;

/// Two to the power of it is the number of rounds; 14 takes about a second.
const COST_MAX: u32 = 14;

/// A hash of this form.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Bcrypt(String);

impl Bcrypt {
    pub(super) fn read(text: &str) -> Result<Self, HashProblem> {
        let parts: Result<::bcrypt::HashParts, _> = text.parse();
        let parts = parts.map_err(|_| {
            HashProblem::malformed(
                "bcrypt",
                "it has 60 characters: $2b$, two digits, $, and then 53 of base64",
            )
        })?;
        match parts.get_cost() {
            ..4 => Err(HashProblem::malformed("bcrypt", "a cost below 04 is none")),
            COST_MAX.. if parts.get_cost() > COST_MAX => {
                Err(HashProblem::TooCostly { scheme: "bcrypt", most: "a cost of 14" })
            }
            _ => Ok(Self(text.to_owned())),
        }
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        // RFC or not, it ends at a NUL: what is behind it would not count.
        !password.contains(&0) && ::bcrypt::verify(password, &self.0).unwrap_or(false)
    }
}

impl fmt::Display for Bcrypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
