//! The certificates of the running server, and the TLS of its listeners.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use postrider_certificate::{Certificate, Certificates, FileError, SelfSignedError, ServerTls, self_signed};
use postrider_inbound::Tls;
use tracing::{error, warn};

use crate::acme::{Folder, KeyType, Wanted};
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
    /// Those of them in whose place a self-signed one is shown, by the names of their files.
    stood_in_for: BTreeSet<String>,
}

/// How it stands with a certificate that comes by itself.
#[derive(Debug)]
pub struct Awaited {
    /// Which.
    pub wanted: Wanted,
    /// Attempts in a row that have brought none; one that is under way is among them.
    pub failures: u32,
    /// Clients are shown a self-signed one in its place.
    pub stood_in_for: bool,
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
        let mut new = Sources {
            hostname: config.hostname.clone(),
            sources: config.certificates.clone(),
            stood_in_for: BTreeSet::new(),
        };
        self.0.certificates.replace(self.collect(&mut new, true)?);
        *sources = new;
        Ok(())
    }

    /// Looks again at what comes by itself: handshakes that begin from now on see it, sessions go on.
    pub fn refresh(&self) {
        let mut sources = self.0.sources.lock().unwrap_or_else(PoisonError::into_inner);
        // What still has none was told when its configuration was taken on.
        match self.collect(&mut sources, false) {
            Ok(certificates) => self.0.certificates.replace(certificates),
            Err(error) => error!(%error, "the certificates stay what they were"),
        }
    }

    /// How it stands with those that come by themselves. It asks the disk.
    #[must_use]
    pub fn awaited(&self) -> Vec<Awaited> {
        let Sources { sources, stood_in_for, .. } =
            self.0.sources.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let folder = Folder::of(&self.0.data);
        let by_itself = sources.into_iter().filter_map(|source| match source {
            CertificateSource::Acme(wanted) => Some(wanted),
            CertificateSource::File { .. } | CertificateSource::SelfSigned => None,
        });
        by_itself
            .map(|wanted| Awaited {
                failures: folder.record(&wanted).failures,
                stood_in_for: stood_in_for.contains(&wanted.stem()),
                wanted,
            })
            .collect()
    }

    /// Those that clients are shown now.
    #[must_use]
    pub fn current(&self) -> Arc<[Certificate]> {
        self.0.certificates.current()
    }

    /// The certificates of these sources; which of them are stood in for is noted there.
    fn collect(&self, from: &mut Sources, tell: bool) -> Result<Vec<Certificate>, SelfSignedError> {
        let (mut certificates, mut stand_ins) = (Vec::new(), Vec::new());
        let mut stood_in_for = BTreeSet::new();
        for source in &from.sources {
            let wanted = match source {
                CertificateSource::File { certificate, .. } => {
                    certificates.push(certificate.clone());
                    continue;
                }
                CertificateSource::SelfSigned => {
                    let file = self.0.data.join(SELF_SIGNED);
                    certificates.push(self_signed(&file, &from.hostname, now_seconds())?);
                    continue;
                }
                CertificateSource::Acme(wanted) => wanted,
            };
            match self.by_itself(wanted) {
                Ok(certificate) => certificates.push(certificate),
                Err(why) => {
                    if tell {
                        warn!(
                            name = wanted.name(),
                            why,
                            "there is no certificate from the authority yet, so clients are shown a self-signed one until there is"
                        );
                    }
                    stand_ins.push(Folder::of(&self.0.data).stand_in(wanted, now_seconds())?);
                    stood_in_for.insert(wanted.stem());
                }
            }
        }
        // Who can check another for the same name is shown that, whatever the order in the configuration.
        certificates.append(&mut stand_ins);
        from.stood_in_for = stood_in_for;
        Ok(certificates)
    }

    /// One that comes by itself; if there is none, why, where that is more than that none has come. An expired one is still better than what would
    /// stand in for it: it says the right name, and whoever looks at neither sees no difference.
    fn by_itself(&self, wanted: &Wanted) -> Result<Certificate, Option<String>> {
        Folder::of(&self.0.data).certificate(wanted).or_else(|error| {
            // What is in use stays so until another is there, be its file damaged or the order of its names another now.
            let now = now_seconds();
            let is_good = |one: &&Certificate| {
                let description = one.description();
                description.not_after > now
                    && wanted.names.iter().all(|name| description.covers(name))
                    // Whoever knows ECDSA knows RSA too, and not the other way round.
                    && (wanted.key == KeyType::Ecdsa || one.key_type() == Some(KeyType::Rsa))
                    // Another vouches for it. One that is self-signed would be what stands in for it, whoever made it.
                    && !description.self_issued
            };
            if let Some(kept) = self.0.certificates.current().iter().find(is_good) {
                return Ok(kept.clone());
            }
            let missing = matches!(&error, FileError::Read { error, .. } if error.kind() == std::io::ErrorKind::NotFound);
            Err((!missing).then(|| error.to_string()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_self_signed_stands_in_whoever_has_made_it() {
        let data = tempfile::tempdir().expect("a folder");
        let key = rcgen::KeyPair::generate().expect("a key");
        let mut params = rcgen::CertificateParams::new(["mx.example.org".to_owned()]).expect("a good name");
        // As `openssl req -x509` does.
        params.use_authority_key_identifier_extension = true;
        let certificate = params.self_signed(&key).expect("a certificate");
        std::fs::write(data.path().join("mx.pem"), certificate.pem() + &key.serialize_pem())
            .expect("written");
        let config = |certificate: &str| {
            let text = format!(
                "hostname = \"mx.example.org\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n[[certificate]]\n{certificate}\n"
            );
            let file = data.path().join("postrider.toml");
            Config::resolve(&file, &text, Some(data.path().join("data")), None::<PathBuf>)
                .expect("no mistakes")
        };
        let store = CertificateStore::new(data.path().join("data"));
        store.set(&config("file = \"mx.pem\"")).expect("set");
        assert!(store.current()[0].description().authority_key.is_some());
        store.set(&config("acme = true\n[acme]\naccept_terms = true")).expect("set");
        let awaited = store.awaited();
        assert!(awaited[0].stood_in_for, "{awaited:?}");
    }
}
