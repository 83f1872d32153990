//! Why a certificate does not prove who the host is.

use std::fmt;

use rustls::pki_types::CertificateDer;
use rustls::{CertificateError, Error};
use webpki::EndEntityCert;

/// Why a certificate does not prove who the host is: one word for each reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unverified {
    /// It vouches for itself.
    SelfSigned,
    /// Nobody whose word is taken vouches for it.
    UnknownIssuer,
    /// Its time is over, or that of one above it.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// It is for other names.
    WrongName,
    /// It was called back.
    Revoked,
    /// It is for something else than a server.
    WrongPurpose,
    /// The host has not proven that it has the key: the key is too short, or the signature is of an old kind, or wrong.
    Unproven,
    /// It cannot be understood.
    Malformed,
    /// There is none.
    Missing,
}

impl Unverified {
    /// As it is told in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SelfSigned => "self-signed",
            Self::UnknownIssuer => "unknown-issuer",
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::WrongName => "wrong-name",
            Self::Revoked => "revoked",
            Self::WrongPurpose => "wrong-purpose",
            Self::Unproven => "unproven",
            Self::Malformed => "malformed",
            Self::Missing => "missing",
        }
    }

    /// What the library says of this certificate.
    pub(super) fn of(error: &Error, certificate: &CertificateDer<'_>) -> Self {
        let Error::InvalidCertificate(error) = error else { return Self::Malformed };
        match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYetValid,
            CertificateError::Revoked => Self::Revoked,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongName
            }
            CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
                Self::WrongPurpose
            }
            CertificateError::BadEncoding => Self::Malformed,
            _ if is_self_signed(certificate) => Self::SelfSigned,
            _ => Self::UnknownIssuer,
        }
    }
}

fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
    EndEntityCert::try_from(certificate).is_ok_and(|parsed| parsed.issuer() == parsed.subject())
}

/// How many names of a certificate are told: some have hundreds.
const NAMES_MAX: usize = 4;

/// The names of hosts that a certificate has, as they are told.
pub(super) fn names(certificate: &CertificateDer<'_>) -> String {
    let Ok(parsed) = EndEntityCert::try_from(certificate) else { return "no name".to_owned() };
    let mut names = parsed.valid_dns_names();
    let told: Vec<&str> = names.by_ref().take(NAMES_MAX).collect();
    match (told.is_empty(), names.count()) {
        (true, _) => "no name of a host".to_owned(),
        (false, 0) => told.join(", "),
        (false, more) => format!("{} and {more} more", told.join(", ")),
    }
}

impl fmt::Display for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SelfSigned => "its certificate is signed by itself",
            Self::UnknownIssuer => "its certificate is from nobody who is trusted",
            Self::Expired => "its certificate has expired",
            Self::NotYetValid => "its certificate is not valid yet",
            Self::WrongName => "its certificate is for other names",
            Self::Revoked => "its certificate was revoked",
            Self::WrongPurpose => "its certificate is not for a server",
            Self::Unproven => "it has not proven in a way that is safe today that the certificate is its own",
            Self::Malformed => "its certificate cannot be understood",
            Self::Missing => "it has shown no certificate",
        })
    }
}

impl std::error::Error for Unverified {}
