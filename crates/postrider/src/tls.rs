//! The certificates of the running server, and the TLS of its listeners.

use std::path::Path;
use std::sync::Arc;

use postrider_certificate::{Certificates, SelfSignedError, ServerTls, self_signed};
use postrider_inbound::Tls;

use crate::config::{CertificateSource, Config, Listener, TlsBegins, now_seconds};

/// The self-signed certificate and its key, in the data folder.
const SELF_SIGNED: &str = "self-signed.pem";

/// The certificates of the running server.
#[derive(Debug, Clone)]
pub struct CertificateStore(Arc<Certificates>);

impl CertificateStore {
    /// With none.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Certificates::new(Vec::new())))
    }

    /// Takes on those of a configuration: handshakes that begin from now on see them. What is made here is kept in `data`.
    ///
    /// # Errors
    ///
    /// The self-signed one can neither be read nor made; nothing has changed.
    pub fn set(&self, config: &Config, data: &Path) -> Result<(), SelfSignedError> {
        let certificates = config.certificates.iter().map(|source| match source {
            CertificateSource::File { certificate, .. } => Ok(certificate.clone()),
            CertificateSource::SelfSigned => {
                self_signed(&data.join(SELF_SIGNED), &config.hostname, now_seconds())
            }
        });
        self.0.replace(certificates.collect::<Result<_, _>>()?);
        Ok(())
    }

    /// The TLS of a listener, if it has any.
    #[must_use]
    pub fn tls(&self, listener: &Listener) -> Option<Tls> {
        let implicit = match listener.tls.begins {
            TlsBegins::Never => return None,
            TlsBegins::Starttls => false,
            TlsBegins::AtOnce => true,
        };
        let certificates = Arc::clone(&self.0);
        Some(Tls { server: ServerTls::new(certificates, listener.tls.clients.clone()), implicit })
    }
}
