//! What is kept instead of a password: a hash that tells whether a password is the right one, and not what it is.
//!
//! ```text
//!   "{ARGON2ID}$argon2id$v=19$m=19456,t=2,p=1$..." --read--> PasswordHash --verify(password)--> bool
//!        |                                            |
//!   HashProblem: which form it is, and why not      Display: as it is kept
//! ```
//!
//! Only argon2id is made here. What other servers have kept is read, so that nobody needs a new password when mail moves:
//! the forms of crypt(3), and those of Dovecot with their `{SCHEME}`. A hash says by itself what it costs to compare with it, and
//! whoever wrote it may have meant ill or made a mistake: one that would cost more than about a second is no hash here.

mod argon2;
mod bcrypt;
mod encoding;
mod problem;
mod salted;
mod sha_crypt;
mod yescrypt;

use std::fmt;

pub use self::argon2::{Argon2Cost, CostProblem};
pub use self::encoding::without_suffix;
pub use self::problem::HashProblem;

use self::argon2::Argon2;
use self::bcrypt::Bcrypt;
use self::salted::Salted;
use self::sha_crypt::ShaCrypt;
use self::yescrypt::Yescrypt;

/// The longest password that is looked at, in octets. What is longer is wrong: the work of some hashes grows with it.
pub const PASSWORD_OCTETS: usize = 1024;

/// The longest text that may be a hash, in octets.
const HASH_OCTETS: usize = 512;

/// A hash of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(Kind);

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Argon2(Argon2),
    Bcrypt(Bcrypt),
    ShaCrypt(ShaCrypt),
    Yescrypt(Yescrypt),
    Salted(Salted),
}

impl PasswordHash {
    /// Makes a hash: argon2id (RFC 9106) with a salt that nobody has used before. Takes as long as the cost says.
    ///
    /// # Errors
    ///
    /// The password is empty or longer than what a password may have.
    pub fn make(password: &[u8], salt: [u8; 16], cost: Argon2Cost) -> Result<Self, HashProblem> {
        match password.len() {
            0 => Err(HashProblem::EmptyPassword),
            octets if octets > PASSWORD_OCTETS => Err(HashProblem::LongPassword { octets }),
            _ => Ok(Self(Kind::Argon2(Argon2::make(password, &salt, cost)))),
        }
    }

    /// Reads a hash as it is kept: a PHC string or one of crypt(3), with a `{SCHEME}` of Dovecot before it or without.
    ///
    /// # Errors
    ///
    /// It is none that is read here, or one that costs too much; see [`HashProblem`].
    pub fn read(text: &str) -> Result<Self, HashProblem> {
        if text.len() > HASH_OCTETS {
            return Err(HashProblem::malformed("hash", "it is too long"));
        }
        let Some((scheme, rest)) = scheme(text) else { return Self::read_crypt(text) };
        let kind = match scheme.to_ascii_uppercase().as_str() {
            upper if is_crypt(upper) => return Self::read_crypt(rest),
            upper if is_plain(upper) => return Err(HashProblem::Plain),
            upper => Salted::read(upper, rest).ok_or_else(|| HashProblem::unknown(scheme))??,
        };
        Ok(Self(Kind::Salted(kind)))
    }

    fn read_crypt(text: &str) -> Result<Self, HashProblem> {
        // A $ further inside is part of a password that somebody has put there; so is whatever no crypt(3) calls a form.
        let id = text.strip_prefix('$').and_then(|rest| rest.split_once('$')).map(|(id, _)| id);
        let kind = match id {
            Some("argon2id" | "argon2i") => Kind::Argon2(Argon2::read(text)?),
            Some("2a" | "2b" | "2y") => Kind::Bcrypt(Bcrypt::read(text)?),
            Some("5" | "6") => Kind::ShaCrypt(ShaCrypt::read(text)?),
            Some("y") => Kind::Yescrypt(Yescrypt::read(text)?),
            Some("argon2d") => return Err(HashProblem::unknown("argon2d")),
            Some(id @ ("1" | "2" | "2x" | "3" | "7" | "gy" | "md5" | "sha1" | "scrypt")) => {
                return Err(HashProblem::unknown(&format!("${id}$")));
            }
            Some(_) | None => return Err(HashProblem::NoHash),
        };
        Ok(Self(kind))
    }

    /// Whether this is the password. Takes as long as the hash says, whatever the password, and nothing of the hash shows in
    /// how long it takes.
    #[must_use]
    pub fn verify(&self, password: &[u8]) -> bool {
        if password.is_empty() || password.len() > PASSWORD_OCTETS {
            return false;
        }
        match &self.0 {
            Kind::Argon2(hash) => hash.verify(password),
            Kind::Bcrypt(hash) => hash.verify(password),
            Kind::ShaCrypt(hash) => hash.verify(password),
            Kind::Yescrypt(hash) => hash.verify(password),
            Kind::Salted(hash) => hash.verify(password),
        }
    }

    /// Which form it is, as people call it: `argon2id`, `bcrypt`, `SSHA256`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        match &self.0 {
            Kind::Argon2(hash) => hash.scheme(),
            Kind::Bcrypt(_) => "bcrypt",
            Kind::ShaCrypt(hash) => hash.scheme(),
            Kind::Yescrypt(_) => "yescrypt",
            Kind::Salted(hash) => hash.scheme(),
        }
    }

    /// Whether guessing against it costs next to nothing: a single round of a fast hash.
    #[must_use]
    pub fn is_fast(&self) -> bool {
        matches!(self.0, Kind::Salted(_))
    }
}

impl fmt::Display for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Argon2(hash) => hash.fmt(f),
            Kind::Bcrypt(hash) => hash.fmt(f),
            Kind::ShaCrypt(hash) => hash.fmt(f),
            Kind::Yescrypt(hash) => hash.fmt(f),
            Kind::Salted(hash) => hash.fmt(f),
        }
    }
}

impl fmt::Debug for PasswordHash {
    /// Its form alone: whoever has a hash can guess at the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasswordHash({})", self.scheme())
    }
}

/// The scheme in front of a hash as Dovecot writes it, and what is behind it.
#[must_use]
pub fn scheme(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('{')?.split_once('}')
}

/// Whether what follows this scheme, in capitals, is a PHC string or one of crypt(3).
fn is_crypt(scheme: &str) -> bool {
    ["ARGON2ID", "ARGON2I", "BLF-CRYPT", "SHA256-CRYPT", "SHA512-CRYPT", "CRYPT"].contains(&scheme)
}

/// Whether what follows this scheme is the password itself.
fn is_plain(scheme: &str) -> bool {
    ["PLAIN", "CLEARTEXT", "CLEAR", "PLAIN-TRUNC"].iter().any(|plain| scheme.eq_ignore_ascii_case(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_may_be_a_password_nothing_is_repeated() {
        for text in ["my$ecret99", "my$ecret$99", "$ecret$99", "$ecret", "bob$6$saltstring$x"] {
            assert_eq!(PasswordHash::read(text), Err(HashProblem::NoHash), "{text}");
        }
        let md5 = HashProblem::Unknown { scheme: "$1$".to_owned() };
        assert_eq!(PasswordHash::read("$1$saltstri$YMyguxXMBpd2TEZ.vS/3q1"), Err(md5));
    }
}
