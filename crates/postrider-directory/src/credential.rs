//! What stands in a file for a password, of either kind.

use std::fmt;

use postrider_proto::sasl::{CramMd5Verifier, Hash, NoCramMd5, ScramVerifier, VerifierError};

use crate::hash::{HashProblem, PasswordHash, scheme, without_suffix};

/// What stands in a file for a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// A hash, against which a password is compared.
    Hash(PasswordHash),
    /// A verifier for SCRAM.
    Verifier(ScramVerifier),
    /// What verifies responses of CRAM-MD5.
    CramMd5(CramMd5Verifier),
}

/// Why a text is no credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialProblem {
    /// As a hash.
    Hash(HashProblem),
    /// As a verifier for SCRAM.
    Verifier(VerifierError),
    /// As what is kept for CRAM-MD5.
    CramMd5(NoCramMd5),
    /// The login is switched off there: `!` or `*` in a shadow file.
    Locked,
}

impl Credential {
    /// Reads what [`PasswordHash::read`] reads, a verifier as it is kept here, and those that Dovecot keeps:
    /// `{SCRAM-SHA-256}4096,SALT,STOREDKEY,SERVERKEY` and `{CRAM-MD5}STATES`. Each `{SCHEME}` may have a suffix of Dovecot, `{SCHEME.hex}`.
    ///
    /// # Errors
    ///
    /// It is none of these, or there is no password.
    pub fn read(text: &str) -> Result<Self, CredentialProblem> {
        if text.starts_with(['!', '*']) {
            return Err(CredentialProblem::Locked);
        }
        let text = &*without_suffix(text).map_err(CredentialProblem::Hash)?;
        if scheme(text).is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("CRAM-MD5")) {
            return text.parse().map(Self::CramMd5).map_err(CredentialProblem::CramMd5);
        }
        if let Some((scheme, rest)) = scheme(text)
            && let Some(hash) = scram_hash(scheme)
        {
            let parts: Vec<&str> = rest.split(',').collect();
            let [iterations, salt, stored, server] = parts[..] else {
                return Err(CredentialProblem::Verifier(VerifierError::Form));
            };
            let text = format!("{}${iterations}:{salt}${stored}:{server}", hash.mechanism());
            return text.parse().map(Self::Verifier).map_err(CredentialProblem::Verifier);
        }
        if text.starts_with("SCRAM-") {
            return text.parse().map(Self::Verifier).map_err(CredentialProblem::Verifier);
        }
        PasswordHash::read(text).map(Self::Hash).map_err(CredentialProblem::Hash)
    }
}

fn scram_hash(scheme: &str) -> Option<Hash> {
    [Hash::Sha1, Hash::Sha256].into_iter().find(|hash| scheme.eq_ignore_ascii_case(hash.mechanism()))
}

impl fmt::Display for CredentialProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hash(problem) => problem.fmt(f),
            Self::Verifier(problem) => problem.fmt(f),
            Self::CramMd5(problem) => problem.fmt(f),
            Self::Locked => f.write_str(
                "it has no password there, or is locked: set one with `postrider account add`, or leave the line out",
            ),
        }
    }
}

impl std::error::Error for CredentialProblem {}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    use super::*;

    #[test]
    fn the_verifiers_of_dovecot_are_read() {
        // As `doveadm pw -s SCRAM-SHA-256` writes it, with the salt of RFC 7677 §3.
        let text = "{SCRAM-SHA-256}4096,W22ZaJ0SNY7soEsUEjb6gQ==,WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=,\
                    wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";
        let Ok(Credential::Verifier(verifier)) = Credential::read(text) else { panic!("no verifier") };
        assert!(verifier.fits("pencil"));
        assert_eq!(Credential::read(&verifier.to_text()), Ok(Credential::Verifier(verifier)));
        let hidden =
            format!("{{SCRAM-SHA-256.b64}}{}", BASE64_STANDARD.encode(&text["{SCRAM-SHA-256}".len()..]));
        assert_eq!(Credential::read(&hidden), Credential::read(text));
        let wrong = Credential::read("{SCRAM-SHA-1}4096,QUFB");
        assert_eq!(wrong, Err(CredentialProblem::Verifier(VerifierError::Form)));
    }

    #[test]
    fn who_is_locked_elsewhere_has_no_credential() {
        for locked in ["!", "*", "!!", "!$6$saltstring$x"] {
            assert_eq!(Credential::read(locked), Err(CredentialProblem::Locked), "{locked}");
        }
    }
}
