//! The certificates of the running server, and the TLS of its listeners.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use postrider_certificate::{Certificate, Certificates, FileError, SelfSignedError, ServerTls, self_signed};
use postrider_inbound::Tls;
use tracing::{error, warn};

use crate::acme::{Folder, Wanted};
use crate::config::{CertificateSource, Config, Listener, TlsBegins, now_seconds};

/// The self-signed certificate and its key, in the data folder.
pub const SELF_SIGNED: &str = "self-signed.pem";

/// The certificates of the running server. Clones are one.
#[derive(Debug, Clone)]
pub struct CertificateStore(Arc<Store>);

#[derive(Debug)]
struct Store {
    /// What is made here, and what comes by itself, is kept in this folder.
    data: PathBuf,
    certificates: Arc<Certificates>,
    /// Where they come from, in the configuration that is in force. Whoever replaces the certificates holds it meanwhile.
    sources: Mutex<Sources>,
}

#[derive(Debug, Clone, Default)]
struct Sources {
    hostname: String,
    sources: Vec<CertificateSource>,
}

impl CertificateStore {
    /// With none. What is made here is kept in `data`.
    #[must_use]
    pub fn new(data: PathBuf) -> Self {
        let certificates = Arc::new(Certificates::new(Vec::new()));
        Self(Arc::new(Store { data, certificates, sources: Mutex::default() }))
    }

    /// Takes on those of a configuration: handshakes that begin from now on see them.
    ///
    /// # Errors
    ///
    /// A self-signed one can neither be read nor made; nothing has changed.
    pub fn set(&self, config: &Config) -> Result<(), SelfSignedError> {
        let mut sources = self.0.sources.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Sources { hostname: config.hostname.clone(), sources: config.certificates.clone() };
        self.0.certificates.replace(self.certificates(&new, true)?);
        *sources = new;
        Ok(())
    }

    /// Looks again at what comes by itself: handshakes that begin from now on see it, sessions go on.
    pub fn refresh(&self) {
        let sources = self.0.sources.lock().unwrap_or_else(PoisonError::into_inner);
        // What still has none was told when its configuration was taken on.
        match self.certificates(&sources, false) {
            Ok(certificates) => self.0.certificates.replace(certificates),
            Err(error) => error!(%error, "the certificates stay what they were"),
        }
    }

    /// Those that clients are shown now.
    #[must_use]
    pub fn current(&self) -> Arc<[Certificate]> {
        self.0.certificates.current()
    }

    fn certificates(
        &self,
        Sources { hostname, sources }: &Sources,
        tell: bool,
    ) -> Result<Vec<Certificate>, SelfSignedError> {
        let one = |source: &CertificateSource| match source {
            CertificateSource::File { certificate, .. } => Ok(certificate.clone()),
            CertificateSource::SelfSigned => {
                self_signed(&self.0.data.join(SELF_SIGNED), hostname, now_seconds())
            }
            CertificateSource::Acme(wanted) => self.by_itself(wanted, tell),
        };
        sources.iter().map(one).collect()
    }

    /// One that comes by itself, or what stands in for it. An expired one is still the better of the two: it says the right name, and whoever
    /// looks at neither sees no difference.
    fn by_itself(&self, wanted: &Wanted, tell: bool) -> Result<Certificate, SelfSignedError> {
        let folder = Folder::of(&self.0.data);
        folder.certificate(wanted).or_else(|error| {
            // What is in use stays so until another is there, be its file damaged or the order of its names another now.
            let now = now_seconds();
            let is_good = |one: &&Certificate| {
                let description = one.description();
                description.not_after > now && wanted.names.iter().all(|name| description.covers(name))
            };
            if let Some(kept) = self.0.certificates.current().iter().find(is_good) {
                return Ok(kept.clone());
            }
            if tell {
                let missing = matches!(&error, FileError::Read { error, .. } if error.kind() == std::io::ErrorKind::NotFound);
                let why = (!missing).then(|| error.to_string());
                warn!(
                    name = wanted.name(),
                    why,
                    "there is no certificate from the authority yet, so clients are shown a self-signed one until there is"
                );
            }
            folder.stand_in(wanted, now_seconds())
        })
    }

    /// The TLS of a listener, if it has any.
    #[must_use]
    pub fn tls(&self, listener: &Listener) -> Option<Tls> {
        let implicit = match listener.tls.begins {
            TlsBegins::Never => return None,
            TlsBegins::Starttls => false,
            TlsBegins::AtOnce => true,
        };
        let certificates = Arc::clone(&self.0.certificates);
        Some(Tls { server: ServerTls::new(certificates, listener.tls.clients.clone()), implicit })
    }
}
