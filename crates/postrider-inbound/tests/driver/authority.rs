//! An authority that makes certificates, and clients that trust it.

use std::path::PathBuf;
use std::sync::Arc;

use postrider_certificate::{Certificate, Certificates, Clients, ServerTls};
use postrider_inbound::Tls;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PKCS_RSA_SHA256, RsaKeySize,
};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{CipherSuite, ClientConfig, RootCertStore, SupportedProtocolVersion};
use tempfile::TempDir;

/// An authority, and the folder of what it has made.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

/// Of which kind a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Ecdsa,
    Rsa,
}

/// The versions of a client that has only this one.
pub static TLS_1_2: [&SupportedProtocolVersion; 1] = [&rustls::version::TLS12];
pub static TLS_1_3: [&SupportedProtocolVersion; 1] = [&rustls::version::TLS13];

/// A client's certificate and its key.
pub type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("an authority");
        Self { issuer, folder: TempDir::new().expect("a folder") }
    }

    /// The certificate of the authority itself.
    pub fn certificate(&self) -> CertificateDer<'static> {
        self.issuer.der().clone()
    }

    fn make(&self, names: &[&str], kind: Kind) -> (String, String) {
        let key = match kind {
            Kind::Ecdsa => KeyPair::generate(),
            Kind::Rsa => KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048),
        };
        let key = key.expect("a key");
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(names.clone()).expect("good names");
        params.distinguished_name.push(DnType::CommonName, &names[0]);
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        (certificate.pem(), key.serialize_pem())
    }

    /// The files of a certificate for a server.
    pub fn files(&self, names: &[&str], kind: Kind) -> (PathBuf, PathBuf) {
        let (certificate, key) = self.make(names, kind);
        let stem = format!("{}-{kind:?}", names[0].replace('*', "any"));
        let at = |end: &str| self.folder.path().join(format!("{stem}.{end}"));
        std::fs::write(at("pem"), certificate + &self.issuer.pem()).expect("written");
        std::fs::write(at("key"), key).expect("written");
        (at("pem"), at("key"))
    }

    /// A certificate for a server with these names.
    pub fn server(&self, names: &[&str], kind: Kind) -> Certificate {
        let (file, key) = self.files(names, kind);
        Certificate::read(&file, &key).expect("a certificate and its key")
    }

    /// A certificate for a client of this name.
    pub fn client(&self, name: &str) -> Identity {
        let (certificate, key) = self.make(&[name], Kind::Ecdsa);
        let certificate = CertificateDer::from_pem_slice(certificate.as_bytes()).expect("PEM");
        (vec![certificate], PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("PEM"))
    }

    /// What a client speaks that trusts this authority.
    pub fn trusted(&self) -> Trusting<'_> {
        Trusting { authority: self, versions: rustls::ALL_VERSIONS, identity: None, only: None }
    }
}

/// What a client speaks.
pub struct Trusting<'a> {
    authority: &'a Authority,
    pub versions: &'static [&'static SupportedProtocolVersion],
    pub identity: Option<Identity>,
    /// The only cipher it knows.
    pub only: Option<CipherSuite>,
}

impl Trusting<'_> {
    pub fn config(self) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.authority.certificate()).expect("an authority");
        let default = aws_lc_rs::default_provider();
        let mut cipher_suites = default.cipher_suites.clone();
        cipher_suites.retain(|suite| self.only.is_none_or(|only| suite.suite() == only));
        let provider = Arc::new(CryptoProvider { cipher_suites, ..default });
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(self.versions)
            .expect("it has ciphers for them")
            .with_root_certificates(roots);
        Arc::new(match self.identity {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => builder.with_client_auth_cert(chain, key).expect("they belong together"),
        })
    }
}

/// TLS for a listener with one certificate for mx.example.test.
pub fn tls(authority: &Authority, implicit: bool) -> Tls {
    let certificates = vec![authority.server(&["mx.example.test"], Kind::Ecdsa)];
    tls_with(Arc::new(Certificates::new(certificates)), Clients::NotAsked, implicit)
}

pub fn tls_with(certificates: Arc<Certificates>, clients: Clients, implicit: bool) -> Tls {
    Tls { server: ServerTls::new(certificates, clients), implicit }
}
