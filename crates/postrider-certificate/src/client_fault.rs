//! What is wrong with the certificate of a client: in words, with the next step.

use std::fmt;

use rustls::{CertificateError, Error};

/// A certificate that a client has shown, and that is not trusted. Nothing of it is proven but that the client has its key.
#[derive(Debug, Clone)]
pub struct Untrusted {
    /// The certificate, in DER.
    pub der: Vec<u8>,
    /// Its subject, as RFC 4514 writes it. Empty if it has none.
    pub subject: String,
    /// What is wrong with it.
    pub fault: ClientFault,
}

/// What is wrong with the certificate of a client. Shown, it says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClientFault {
    /// There is none.
    Missing,
    /// Its time is over, or that of one between it and its authority.
    Expired {
        /// When that was, in seconds since 1970; none where nobody knows.
        at: Option<u64>,
    },
    /// Its time has not come.
    NotYet {
        /// When it will, in seconds since 1970; none where nobody knows.
        at: Option<u64>,
    },
    /// No authority vouches for it.
    UnknownIssuer,
    /// It says that it is an authority, and none such is for a client but itself.
    Authority,
    /// It is for something else than clients.
    Purpose,
    /// It is of X.509 version 1 or 2.
    OldVersion,
    /// A signature is not that of the key that it should be of, or is of a kind that is not taken.
    Signature,
    /// It cannot be understood.
    Malformed,
    /// Something else; the words of whoever has noticed.
    Other(String),
}

impl ClientFault {
    /// What an error of a handshake says of the client's certificate; none where it is about something else.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        let error = match error {
            Error::NoCertificatesPresented => return Some(Self::Missing),
            Error::InvalidCertificate(error) => error,
            _ => return None,
        };
        Some(match error {
            CertificateError::Expired => Self::Expired { at: None },
            CertificateError::ExpiredContext { not_after, .. } => {
                Self::Expired { at: Some(not_after.as_secs()) }
            }
            CertificateError::NotValidYet => Self::NotYet { at: None },
            CertificateError::NotValidYetContext { not_before, .. } => {
                Self::NotYet { at: Some(not_before.as_secs()) }
            }
            CertificateError::UnknownIssuer => Self::UnknownIssuer,
            CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
                Self::Purpose
            }
            CertificateError::BadSignature
            | CertificateError::UnsupportedSignatureAlgorithmContext { .. }
            | CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => Self::Signature,
            CertificateError::BadEncoding => Self::Malformed,
            CertificateError::Other(error) => match error.0.downcast_ref() {
                Some(webpki::Error::CaUsedAsEndEntity) => Self::Authority,
                Some(webpki::Error::UnsupportedCertVersion) => Self::OldVersion,
                _ => Self::Other(error.0.to_string()),
            },
            error => Self::Other(error.to_string()),
        })
    }
}

impl fmt::Display for ClientFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the client has shown no certificate: set one in it, with its key"),
            Self::Expired { at } => {
                write!(f, "it, or one above it, has expired{}: give the client a new one", Day(" on ", *at))
            }
            Self::NotYet { at } => write!(
                f,
                "it, or one above it, is not good yet{}: look at the clocks of both machines",
                Day(", but from ", *at)
            ),
            Self::UnknownIssuer => f.write_str(
                "none of client_ca has issued it, nor is it there itself: add the authority that has, or the certificate if it is self-signed; one in between the client has to show",
            ),
            Self::Authority => f.write_str(
                "it says that it is an authority (CA:TRUE), which is good for a client only if client_ca has just this one: add it there, or make it with `-addext basicConstraints=CA:FALSE`",
            ),
            Self::Purpose => f.write_str(
                "its extendedKeyUsage is not for clients: have one made with clientAuth, or without that extension",
            ),
            Self::OldVersion => f.write_str(
                "it is of X.509 version 1, and version 3 is needed: make it with `openssl req -x509`, or with `openssl x509 -req -extfile FILE`",
            ),
            Self::Signature => f.write_str(
                "a signature of it, or by it, is wrong, or of a kind that is not taken: it is of another key than the authority of that name has, or is as old as SHA-1",
            ),
            Self::Malformed => f.write_str("it cannot be understood: have a new one made"),
            Self::Other(words) => write!(f, "{words}: have a new one made"),
        }
    }
}

/// A day behind a word, if it is known.
struct Day(&'static str, Option<u64>);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(word, Some(at)) = self else { return Ok(()) };
        // One that no calendar has is said without.
        let time = i64::try_from(*at).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
        time.map_or(Ok(()), |time| write!(f, "{word}{}", time.strftime("%Y-%m-%d")))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use rustls::OtherError;
    use rustls::pki_types::UnixTime;

    use super::*;

    #[test]
    fn what_rustls_says_is_said_in_words() {
        let words = |error: CertificateError| {
            ClientFault::of(&Error::InvalidCertificate(error)).expect("about it").to_string()
        };
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        let expired = |not_after| CertificateError::ExpiredContext { time: at(0), not_after: at(not_after) };
        assert!(words(expired(86_400)).starts_with("it, or one above it, has expired on 1970-01-02: "));
        assert!(words(expired(u64::MAX)).starts_with("it, or one above it, has expired: "));
        let early = CertificateError::NotValidYetContext { time: at(0), not_before: at(86_400) };
        assert!(words(early).contains("is not good yet, but from 1970-01-02: look at the clocks"));
        let other = |error: webpki::Error| words(CertificateError::Other(OtherError(Arc::new(error))));
        assert!(other(webpki::Error::CaUsedAsEndEntity).contains("CA:TRUE"));
        assert!(other(webpki::Error::UnsupportedCertVersion).contains("version 3"));
        assert_eq!(ClientFault::of(&Error::DecryptError), None);
        assert_eq!(ClientFault::of(&Error::NoCertificatesPresented), Some(ClientFault::Missing));
    }
}
