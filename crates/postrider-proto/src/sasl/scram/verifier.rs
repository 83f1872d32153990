//! What a server keeps of a password: enough to check a proof, too little to make one.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::Hash;
use crate::sasl::Secret;
use crate::sasl::prepare::{self, Unprepared};

/// What a server keeps of a password (RFC 5802 §3): salt, iterations, StoredKey and ServerKey. Whoever steals one can guess at the
/// password, and can play the server to its owner; so its `Debug` shows none of it.
///
/// Its text is that of RFC 5803 as PostgreSQL writes it, `SCRAM-SHA-256$4096:SALT$STOREDKEY:SERVERKEY`, with the three in base64.
#[derive(Clone, PartialEq, Eq)]
pub struct ScramVerifier {
    hash: Hash,
    iterations: u32,
    salt: Vec<u8>,
    stored_key: Vec<u8>,
    server_key: Vec<u8>,
}

/// Why a text is no verifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifierError {
    /// It does not have the form.
    #[error("it is not of the form SCRAM-SHA-256$ITERATIONS:SALT$STOREDKEY:SERVERKEY")]
    Form,
    /// The hash is none that is known here.
    #[error("its hash is neither SCRAM-SHA-256 nor SCRAM-SHA-1")]
    Hash,
    /// RFC 5802 §5.1, RFC 7677 §4
    #[error("{0} iterations are fewer than {min}, the least that there may be: set the password anew", min = ScramVerifier::ITERATIONS_MIN)]
    Iterations(u32),
    /// To compare a password with it would take the server too much time.
    #[error("{0} iterations are more than {max}, the most that there may be: set the password anew", max = ScramVerifier::ITERATIONS_MAX)]
    Costly(u32),
    /// The salt is missing, or is longer than [`ScramVerifier::SALT_OCTETS_MAX`].
    #[error("its salt has {0} octets, and it is 1 to {max}", max = ScramVerifier::SALT_OCTETS_MAX)]
    Salt(usize),
    /// A key does not have the length that the hash gives.
    #[error("a key has {0} octets, and the hash gives {1}")]
    Key(usize, usize),
    /// The password it should be made of has no form to compare.
    #[error("the password {0}")]
    Password(#[from] Unprepared),
}

impl ScramVerifier {
    /// The fewest iterations (RFC 5802 §5.1).
    pub const ITERATIONS_MIN: u32 = 4096;

    /// The most iterations: about a second.
    pub const ITERATIONS_MAX: u32 = 2_000_000;

    /// The longest salt, in octets.
    pub const SALT_OCTETS_MAX: usize = 256;

    /// The verifier of a password, with a salt that was drawn for it.
    ///
    /// # Errors
    ///
    /// There are too few iterations or too many, the salt is empty or too long, or [`prepare::password`] does not take the password.
    pub fn from_password(
        hash: Hash,
        password: &str,
        salt: &[u8],
        iterations: u32,
    ) -> Result<Self, VerifierError> {
        check(salt, iterations)?;
        let password = Secret::new(prepare::password(password)?.as_bytes());
        let salted = Secret::new(hash.salted(password.expose(), salt, iterations));
        let (client_key, server_key) = keys(hash, &salted);
        let stored_key = hash.hash(client_key.expose());
        Ok(Self { hash, iterations, salt: salt.to_vec(), stored_key, server_key })
    }

    /// The verifier of a user that there is not: an exchange with it goes on as with any other, and no proof fits. The salt is to be
    /// the same whenever the same name is asked for, or the difference would tell who is a user.
    ///
    /// # Errors
    ///
    /// There are too few iterations or too many, or the salt is empty or too long.
    pub fn of_nobody(hash: Hash, salt: &[u8], iterations: u32) -> Result<Self, VerifierError> {
        check(salt, iterations)?;
        // Nobody knows what hashes to this; and who it is for is told by the holder beside it.
        let nothing = vec![0; hash.octets()];
        Ok(Self { hash, iterations, salt: salt.to_vec(), stored_key: nothing.clone(), server_key: nothing })
    }

    /// The hash function.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        self.hash
    }

    /// How often it was hashed.
    #[must_use]
    pub const fn iterations(&self) -> u32 {
        self.iterations
    }

    /// What it was hashed with.
    #[must_use]
    pub fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// StoredKey: the hash of the key that only the client can make.
    pub(super) fn stored_key(&self) -> &[u8] {
        &self.stored_key
    }

    /// ServerKey: what the server signs with.
    pub(super) fn server_key(&self) -> &[u8] {
        &self.server_key
    }

    /// Whether this is the verifier of this password. It takes as long as making one does.
    #[must_use]
    pub fn fits(&self, password: &str) -> bool {
        Self::from_password(self.hash, password, &self.salt, self.iterations).is_ok_and(|other| {
            Secret::new(other.stored_key.as_slice()) == Secret::new(self.stored_key.as_slice())
        })
    }

    /// Its text, which is to be kept as secret as a hashed password.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!(
            "{}${}:{}${}:{}",
            self.hash.mechanism(),
            self.iterations,
            BASE64.encode(&self.salt),
            BASE64.encode(&self.stored_key),
            BASE64.encode(&self.server_key),
        )
    }
}

/// RFC 5802 §3: ClientKey and ServerKey.
pub(super) fn keys(hash: Hash, salted: &Secret) -> (Secret, Vec<u8>) {
    let client_key = Secret::new(hash.hmac(salted.expose(), b"Client Key"));
    (client_key, hash.hmac(salted.expose(), b"Server Key"))
}

fn check(salt: &[u8], iterations: u32) -> Result<(), VerifierError> {
    if iterations < ScramVerifier::ITERATIONS_MIN {
        return Err(VerifierError::Iterations(iterations));
    }
    if iterations > ScramVerifier::ITERATIONS_MAX {
        return Err(VerifierError::Costly(iterations));
    }
    if salt.is_empty() || salt.len() > ScramVerifier::SALT_OCTETS_MAX {
        return Err(VerifierError::Salt(salt.len()));
    }
    Ok(())
}

impl FromStr for ScramVerifier {
    type Err = VerifierError;

    fn from_str(text: &str) -> Result<Self, VerifierError> {
        let mut parts = text.split('$');
        let (Some(scheme), Some(salting), Some(keys), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(VerifierError::Form);
        };
        let hash = [Hash::Sha256, Hash::Sha1].into_iter().find(|hash| hash.mechanism() == scheme);
        let hash = hash.ok_or(VerifierError::Hash)?;
        let (iterations, salt) = salting.split_once(':').ok_or(VerifierError::Form)?;
        let (stored_key, server_key) = keys.split_once(':').ok_or(VerifierError::Form)?;
        let octets = |text: &str| BASE64.decode(text).map_err(|_| VerifierError::Form);
        let key = |text: &str| match octets(text)? {
            key if key.len() == hash.octets() => Ok(key),
            key => Err(VerifierError::Key(key.len(), hash.octets())),
        };
        let iterations = iterations.parse().map_err(|_| VerifierError::Form)?;
        let salt = octets(salt)?;
        check(&salt, iterations)?;
        Ok(Self { hash, iterations, salt, stored_key: key(stored_key)?, server_key: key(server_key)? })
    }
}

impl fmt::Debug for ScramVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScramVerifier({}, {} iterations, ****)", self.hash.mechanism(), self.iterations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As PostgreSQL 17 keeps the password `pencil`, with the salt of RFC 7677 §3.
    const PENCIL: &str = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:\
                          wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    #[test]
    fn text_is_read_and_written() {
        let verifier: ScramVerifier = PENCIL.parse().expect("valid");
        assert_eq!(verifier.to_text(), PENCIL);
        assert!(verifier.fits("pencil"));
        assert!(!verifier.fits("pencils"));
        assert!(!verifier.fits(""));
        assert_eq!(format!("{verifier:?}"), "ScramVerifier(SCRAM-SHA-256, 4096 iterations, ****)");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let error = |text: &str| text.parse::<ScramVerifier>().expect_err("not valid");
        assert_eq!(error(""), VerifierError::Form);
        assert_eq!(error("$5$rounds=5000$x$y"), VerifierError::Form);
        assert_eq!(error("SCRAM-SHA-512$4096:AA==$AA==:AA=="), VerifierError::Hash);
        assert_eq!(error(&PENCIL.replace("4096", "4095")), VerifierError::Iterations(4095));
        assert_eq!(error(&PENCIL.replace("4096", "2000001")), VerifierError::Costly(2_000_001));
        assert_eq!(error(&PENCIL.replace("4096", "-1")), VerifierError::Form);
        assert_eq!(error(&PENCIL.replace("W22ZaJ0SNY7soEsUEjb6gQ==", "")), VerifierError::Salt(0));
        assert_eq!(error(&PENCIL.replace("SHA-256", "SHA-1")), VerifierError::Key(32, 20));
        assert_eq!(error(&format!("{PENCIL}$")), VerifierError::Form);
    }

    #[test]
    fn nobody_has_no_password() {
        let nobody = ScramVerifier::of_nobody(Hash::Sha256, b"salt", 4096).expect("valid");
        assert_eq!(nobody.salt(), b"salt");
        assert!(!nobody.fits("pencil"));
        assert_eq!(ScramVerifier::of_nobody(Hash::Sha1, b"salt", 1), Err(VerifierError::Iterations(1)));
    }
}
