//! The certificates of a server, and which of them a client is shown.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::file::Certificate;

/// The certificates of a server. They can be replaced while it runs: handshakes that begin from then on see the new ones, sessions go on
/// with what they have. Whoever gets certificates otherwise than from files puts them in here, too.
#[derive(Debug)]
pub struct Certificates(RwLock<Arc<[Certificate]>>);

impl Certificates {
    /// These, in the order of their preference.
    #[must_use]
    pub fn new(certificates: Vec<Certificate>) -> Self {
        Self(RwLock::new(certificates.into()))
    }

    /// From now on these.
    pub fn replace(&self, certificates: Vec<Certificate>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = certificates.into();
    }

    /// Those there are.
    #[must_use]
    pub fn current(&self) -> Arc<[Certificate]> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let schemes = hello.signature_schemes();
        let usable = |certificate: &Certificate| certificate.key.key.choose_scheme(schemes).is_some();
        choose(&self.current(), hello.server_name(), usable).map(|chosen| Arc::clone(&chosen.key))
    }
}

/// The certificate to show to a client that asks for `name`: one of those that are for it, by its very name before a wildcard. Whoever asks
/// for none, or for one that nobody knows, gets the first certificate or another with a name of that: a client that does not
/// care for names would only lose its encryption otherwise (RFC 6066 lets a server go on).
///
/// Of several it is the first whose key the client can check. If it can check none, it is told so by the handshake.
fn choose<'c>(
    certificates: &'c [Certificate],
    name: Option<&str>,
    usable: impl Fn(&Certificate) -> bool,
) -> Option<&'c Certificate> {
    let pick = |candidates: &dyn Fn(&Certificate) -> bool| {
        let mut found = certificates.iter().filter(|certificate| candidates(certificate)).peekable();
        let first = found.peek().copied();
        found.find(|certificate| usable(certificate)).or(first)
    };
    let first = certificates.first()?;
    let by_name = name.and_then(|name| {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        pick(&|certificate| certificate.description().hosts.contains(&name))
            .or_else(|| pick(&|certificate| certificate.description().covers(&name)))
    });
    by_name.or_else(|| {
        let hosts = &first.description().hosts;
        let alike = |certificate: &Certificate| {
            certificate.description().hosts.iter().any(|host| hosts.contains(host))
        };
        pick(&alike).or(Some(first))
    })
}
