//! Why it is not known from a certificate who a client is; and how a certificate is told to an operator.

use std::fmt;

use postrider_certificate::{ClientCertificate, ServerTls, Untrusted};
use postrider_directory::Fingerprint;
use rustls::pki_types::CertificateDer;

use crate::line::cut;

/// Why it is not known who a client is. Shown, it says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// The listener asks for no certificate.
    NotAsked,
    /// The client has shown none.
    NotShown,
    /// It has shown one that is not trusted: which, and why.
    Untrusted(Box<str>),
    /// What was shown is that of a proxy, which speaks for the client.
    OfProxy,
}

impl Unknown {
    /// Who a client is that has shown this chain, at this time in seconds since 1970.
    pub(super) fn or_client(
        tls: &ServerTls,
        chain: Option<&[CertificateDer<'_>]>,
        now: u64,
    ) -> Result<ClientCertificate, Self> {
        match tls.client(chain.unwrap_or_default(), now) {
            Ok(Some(client)) => Ok(client),
            Ok(None) if tls.asks_clients() => Err(Self::NotShown),
            Ok(None) => Err(Self::NotAsked),
            Err(Untrusted { der, subject, fault }) => {
                Err(Self::Untrusted(format!("{}: {fault}", told(&subject, &[], &der)).into()))
            }
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAsked => f.write_str(
                "this listener asks no client for a certificate: write client_certificates = \"ask\" and client_ca for it",
            ),
            Self::NotShown => f.write_str("the client has shown no certificate: set one in it, with its key"),
            Self::Untrusted(which) => write!(f, "the certificate of the client is not trusted: {which}"),
            Self::OfProxy => f.write_str("the certificate is that of the proxy, which speaks for the client"),
        }
    }
}

/// So many octets of a subject are told, and of all names: a stranger may have written them.
const TOLD_OCTETS_MAX: usize = 200;

/// A certificate as an operator needs it: `CN=robot, robot@example.org (sha256:dc01...)`, with the fingerprint as `postrider account certificate` takes it.
fn told(subject: &str, names: &[String], der: &[u8]) -> String {
    let short = |text: &str| {
        let (front, behind) = cut(text.as_bytes(), TOLD_OCTETS_MAX);
        String::from_utf8_lossy(&[front, behind].concat()).into_owned()
    };
    let subject = if subject.is_empty() { "one without a subject".to_owned() } else { short(subject) };
    let names = if names.is_empty() { String::new() } else { format!(", {}", short(&names.join(", "))) };
    format!("{subject}{names} ({})", Fingerprint::of(der))
}

/// The same of one that is trusted, with its names.
pub(crate) fn told_client(client: &ClientCertificate) -> String {
    let ClientCertificate { der, description } = client;
    told(&description.subject, &[&description.mailboxes[..], &description.hosts].concat(), der)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_told_with_its_fingerprint_and_no_longer_than_one_reads() {
        let sha256 = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let names = ["robot@example.test".to_owned(), "robot.example.test".to_owned()];
        assert_eq!(
            told("CN=robot", &names, b""),
            format!("CN=robot, robot@example.test, robot.example.test ({sha256})")
        );
        assert_eq!(told("", &[], b""), format!("one without a subject ({sha256})"));
        let long = vec!["é".repeat(5000); 100];
        assert!(told(&"é".repeat(100_000), &long, b"").len() < 600);
    }
}
