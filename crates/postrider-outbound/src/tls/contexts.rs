//! What connections of one kind share: what they are set to, and the sessions that they may resume.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::{fmt, ptr};

use rustls::client::Resumption;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::CertificateDer;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore};

use crate::smtp::Target;

use super::client_certificate::ClientCertificate;
use super::policy::{Policy, Roots};
use super::verifier::Verifier;

/// The contexts of all connections. A clone is the same, and no other is equal.
#[derive(Clone)]
pub struct Contexts(Arc<Inside>);

struct Inside {
    provider: Arc<CryptoProvider>,
    system: OnceLock<Arc<RootCertStore>>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    contexts: HashMap<ContextKey, Used>,
    /// How often one was asked for.
    asked: u64,
}

struct Used {
    context: Context,
    /// When it was asked for last.
    asked: u64,
}

/// What makes two connections so much alike that one may resume what the other has begun.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ContextKey {
    pub(crate) target: Option<Target>,
    pub(crate) host: Option<String>,
    pub(crate) policy: Policy,
    pub(crate) roots: Roots,
    pub(crate) source: Option<IpAddr>,
    /// What the host is shown.
    pub(crate) certificate: Option<ClientCertificate>,
    /// The name of whoever logs in: what a host has let one do in a session is no other's.
    pub(crate) user: Option<String>,
}

/// What connections of one kind share.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    pub(crate) config: Arc<ClientConfig>,
    pub(crate) verifier: Arc<Verifier>,
}

/// How many contexts are kept. One that is made anew costs a full handshake.
const CONTEXTS_MAX: usize = 1024;

/// How many sessions each keeps: a session of TLS 1.3 is resumed once, and a host gives two of them at a time.
const SESSIONS_MAX: usize = 8;

impl Contexts {
    /// None is known yet.
    #[must_use]
    pub fn new() -> Self {
        let provider = Arc::new(aws_lc_rs::default_provider());
        Self(Arc::new(Inside { provider, system: OnceLock::new(), known: Mutex::default() }))
    }

    /// That of connections of this kind.
    pub(crate) fn of(&self, key: ContextKey) -> Context {
        let mut known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.asked += 1;
        let asked = known.asked;
        if let Some(used) = known.contexts.get_mut(&key) {
            used.asked = asked;
            return used.context.clone();
        }
        if known.contexts.len() >= CONTEXTS_MAX {
            let oldest = known.contexts.iter().min_by_key(|(_, used)| used.asked);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                known.contexts.remove(&oldest);
            }
        }
        let context = self.make(&key);
        known.contexts.insert(key, Used { context: context.clone(), asked });
        context
    }

    fn make(&self, ContextKey { policy, roots, certificate, .. }: &ContextKey) -> Context {
        let (anchors, pinned): (_, Arc<[CertificateDer<'static>]>) = match roots {
            Roots::System => {
                (Arc::clone(self.0.system.get_or_init(|| Arc::new(system_roots()))), Arc::new([]))
            }
            Roots::These(certificates) => {
                let mut anchors = RootCertStore::empty();
                // What is no authority's is trusted for itself.
                anchors.add_parsable_certificates(certificates.iter().cloned());
                (Arc::new(anchors), Arc::clone(certificates))
            }
        };
        let algorithms = self.0.provider.signature_verification_algorithms;
        let verifier = Arc::new(Verifier::new(anchors, pinned, algorithms, *policy == Policy::Verified));
        let config = ClientConfig::builder_with_provider(Arc::clone(&self.0.provider))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .expect("the provider has suites for both versions")
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&verifier) as _);
        let mut config = match certificate {
            Some(certificate) => config.with_client_cert_resolver(certificate.resolver()),
            None => config.with_no_client_auth(),
        };
        config.resumption = Resumption::in_memory_sessions(SESSIONS_MAX);
        Context { config: Arc::new(config), verifier }
    }
}

/// The authorities that this system trusts. They are read once: some 200 KiB, within a few milliseconds.
fn system_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    let (_, unusable) = roots.add_parsable_certificates(found.certs);
    for error in &found.errors {
        tracing::warn!(%error, "certificates of authorities that this system trusts could not be read");
    }
    if roots.is_empty() {
        tracing::warn!(
            unusable,
            "this system trusts no authority: no certificate will be found good, but by a ca of its route"
        );
    }
    roots
}

impl Default for Contexts {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Contexts {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Contexts {}

impl Hash for Contexts {
    fn hash<H: Hasher>(&self, state: &mut H) {
        ptr::hash(Arc::as_ptr(&self.0), state);
    }
}

impl fmt::Debug for Contexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contexts")
    }
}
