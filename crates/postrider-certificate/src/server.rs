//! What a listener needs for TLS: the certificates, and whether clients are asked for theirs.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs::{Ticketer, default_provider};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{NoServerSessionStorage, ResolvesServerCert, ServerConfig, VerifierBuilderError};
use rustls::{
    CipherSuite, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme, SupportedCipherSuite,
};

use crate::client_fault::{ClientFault, Untrusted};
use crate::description::Description;
use crate::trusted::Trusted;

/// Whether clients are asked for a certificate, and who vouches for them.
#[derive(Debug, Clone, Default)]
pub enum Clients {
    /// They are not asked.
    #[default]
    NotAsked,
    /// They are asked. One that has none is served all the same, and so is one whose certificate nobody vouches for: it then
    /// counts as none. Servers that send mail show whatever they have.
    Asked(Arc<dyn ClientCertVerifier>),
    /// Without one that these authorities vouch for there is no session.
    Required(Arc<dyn ClientCertVerifier>),
}

impl Clients {
    /// They are asked for a certificate of these authorities, or for one that is among these itself, and may have to have one.
    ///
    /// # Errors
    ///
    /// One of these is no authority.
    pub fn asked(
        authorities: Vec<CertificateDer<'static>>,
        required: bool,
    ) -> Result<Self, VerifierBuilderError> {
        let verifier = Arc::new(Trusted::new(authorities)?);
        Ok(if required { Self::Required(verifier) } else { Self::Asked(verifier) })
    }
}

/// A certificate that a client has shown, and that its authority vouches for, or that is trusted itself.
#[derive(Debug, Clone)]
pub struct ClientCertificate {
    /// The certificate, in DER.
    pub der: Vec<u8>,
    /// What it says.
    pub description: Description,
}

/// TLS as a listener speaks it: versions 1.2 and 1.3.
#[derive(Clone)]
pub struct ServerTls {
    config: Arc<ServerConfig>,
    clients: Clients,
}

impl ServerTls {
    /// With these certificates, and so for clients.
    ///
    /// A session is resumed by a ticket, so that nothing is kept here for a client that has gone. Tickets are only good where they
    /// were given: another listener, and this one after a reload, has other keys for them, as it may ask for other
    /// certificates. Where a certificate is required no session is resumed: it would go on with one that has expired meanwhile.
    #[must_use]
    pub fn new(certificates: Arc<dyn ResolvesServerCert>, clients: Clients) -> Self {
        let builder = ServerConfig::builder_with_provider(Arc::new(provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider has ciphers for both versions");
        let builder = match &clients {
            Clients::NotAsked => builder.with_no_client_auth(),
            Clients::Asked(verifier) => {
                builder.with_client_cert_verifier(Arc::new(Lenient(Arc::clone(verifier))))
            }
            Clients::Required(verifier) => builder.with_client_cert_verifier(Arc::clone(verifier)),
        };
        let mut config = builder.with_cert_resolver(certificates);
        // Who is asked for a certificate is told nothing before it is known.
        config.send_half_rtt_data = matches!(clients, Clients::NotAsked);
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        // It fails where the system has no random numbers; but then no handshake comes to anything.
        if !matches!(clients, Clients::Required(_))
            && let Ok(ticketer) = Ticketer::new()
        {
            config.ticketer = ticketer;
            // A client that comes back takes one; each is an extra write after the handshake.
            config.send_tls13_tickets = 1;
        }
        Self { config: Arc::new(config), clients }
    }

    /// What rustls is set to.
    #[must_use]
    pub fn config(&self) -> &Arc<ServerConfig> {
        &self.config
    }

    /// The same for a client that offers these ciphers. The order is the server's, but for a client that would have ChaCha20 first: it has
    /// no instructions for AES, and is the slower of the two.
    #[must_use]
    pub fn config_for(&self, ciphers: &[CipherSuite]) -> ServerConfig {
        let ours = &self.config.crypto_provider().cipher_suites;
        let first = ciphers.iter().find(|cipher| ours.iter().any(|suite| suite.suite() == **cipher));
        let mut config = (*self.config).clone();
        config.ignore_client_order = !first.is_some_and(|first| is_chacha(*first));
        config
    }

    /// Whether clients are asked for a certificate.
    #[must_use]
    pub fn asks_clients(&self) -> bool {
        !matches!(self.clients, Clients::NotAsked)
    }

    /// The certificate of a client, from the chain that it has shown; none where it has shown none, or was not asked. It is asked again whether an authority
    /// vouches for it at `now`, in seconds since 1970: a session that was resumed was not asked in its handshake.
    ///
    /// # Errors
    ///
    /// It is not trusted.
    pub fn client(
        &self,
        chain: &[CertificateDer<'_>],
        now: u64,
    ) -> Result<Option<ClientCertificate>, Untrusted> {
        let (Clients::Asked(verifier) | Clients::Required(verifier)) = &self.clients else { return Ok(None) };
        let Some((own, rest)) = chain.split_first() else { return Ok(None) };
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now));
        let description = Description::of(own);
        let untrusted = |fault| Untrusted {
            der: own.to_vec(),
            subject: description.as_ref().map_or_else(|_| String::new(), |it| it.subject.clone()),
            fault,
        };
        if let Err(error) = verifier.verify_client_cert(own, rest, now) {
            return Err(untrusted(ClientFault::of(&error).unwrap_or(ClientFault::Malformed)));
        }
        match description.clone() {
            Ok(description) => Ok(Some(ClientCertificate { der: own.to_vec(), description })),
            Err(_) => Err(untrusted(ClientFault::Malformed)),
        }
    }
}

impl fmt::Debug for ServerTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerTls").field("clients", &self.clients).finish_non_exhaustive()
    }
}

/// The ciphers in this server's order. Those with AES-128 come first: their hash is SHA-256, for which processors have instructions, as most have none for
/// SHA-384, and of a handshake a seventh was that. A key of 128 bits is as strong as the rest, X25519 and P-256.
fn provider() -> CryptoProvider {
    let mut provider = default_provider();
    provider.cipher_suites.sort_by_key(|suite| !is_aes_128(suite));
    provider
}

fn is_aes_128(suite: &SupportedCipherSuite) -> bool {
    matches!(
        suite.suite(),
        CipherSuite::TLS13_AES_128_GCM_SHA256
            | CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            | CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    )
}

fn is_chacha(cipher: CipherSuite) -> bool {
    matches!(
        cipher,
        CipherSuite::TLS13_CHACHA20_POLY1305_SHA256
            | CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
            | CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    )
}

/// Takes every certificate, as long as its key is really the client's. What it is worth is asked after the handshake.
#[derive(Debug)]
struct Lenient(Arc<dyn ClientCertVerifier>);

impl ClientCertVerifier for Lenient {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.0.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use rustls::server::ResolvesServerCertUsingSni;

    use super::*;

    #[test]
    fn the_order_of_ciphers_is_the_servers_but_for_who_would_have_chacha20() {
        use CipherSuite as C;
        let tls = ServerTls::new(Arc::new(ResolvesServerCertUsingSni::new()), Clients::NotAsked);
        let ours = |ciphers: &[CipherSuite]| tls.config_for(ciphers).ignore_client_order;
        assert!(ours(&[C::TLS13_AES_256_GCM_SHA384, C::TLS13_CHACHA20_POLY1305_SHA256]));
        assert!(!ours(&[C::TLS13_CHACHA20_POLY1305_SHA256, C::TLS13_AES_128_GCM_SHA256]));
        // What this server does not have says nothing.
        let older = [C::TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, C::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256];
        assert!(!ours(&older));
        assert!(ours(&[]));

        let suites = &tls.config().crypto_provider().cipher_suites;
        let first =
            |version| suites.iter().find(|suite| suite.version() == version).map(|suite| suite.suite());
        assert_eq!(first(&rustls::version::TLS13), Some(C::TLS13_AES_128_GCM_SHA256));
        assert_eq!(first(&rustls::version::TLS12), Some(C::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
    }

    #[test]
    fn a_session_with_a_required_certificate_is_not_resumed() {
        let resumes = |clients| {
            let tls = ServerTls::new(Arc::new(ResolvesServerCertUsingSni::new()), clients);
            let config = tls.config();
            (config.ticketer.enabled(), config.send_tls13_tickets, config.session_storage.can_cache())
        };
        let asked = |required| {
            let key = rcgen::KeyPair::generate().expect("a key");
            let params = rcgen::CertificateParams::new(vec!["ca.example".to_owned()]).expect("a good name");
            let authority = params.self_signed(&key).expect("a certificate").der().clone();
            Clients::asked(vec![authority], required).expect("an authority")
        };
        assert_eq!(resumes(Clients::NotAsked), (true, 1, false));
        assert_eq!(resumes(asked(false)), (true, 1, false));
        assert_eq!(resumes(asked(true)), (false, 0, false));
    }
}
