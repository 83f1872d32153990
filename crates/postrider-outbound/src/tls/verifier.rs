//! What is made of a certificate.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme};

use super::handshake::TlsFault;
use super::unverified::Unverified;

/// Judges certificates. One that insists refuses the handshake; another lets it pass and is asked afterwards.
#[derive(Debug)]
pub(crate) struct Verifier {
    anchors: Arc<RootCertStore>,
    /// Certificates that are trusted themselves, whoever has signed them.
    pinned: Arc<[CertificateDer<'static>]>,
    algorithms: WebPkiSupportedAlgorithms,
    insists: bool,
    /// A host has once not proven that a certificate was its own, and was let pass. It is never forgotten: a session that began so
    /// may be resumed at any time.
    unproven: AtomicBool,
}

/// What hosts of long ago sign with. Where nobody insists it is better than clear text.
const OLD_SCHEMES: [SignatureScheme; 2] =
    [SignatureScheme::RSA_PKCS1_SHA1, SignatureScheme::ECDSA_SHA1_Legacy];

impl Verifier {
    pub(super) fn new(
        anchors: Arc<RootCertStore>,
        pinned: Arc<[CertificateDer<'static>]>,
        algorithms: WebPkiSupportedAlgorithms,
        insists: bool,
    ) -> Self {
        Self { anchors, pinned, algorithms, insists, unproven: AtomicBool::new(false) }
    }

    /// Whether this chain, the host's certificate first, proves that the host has this name.
    pub(super) fn judge(
        &self,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), Unverified> {
        let (certificate, above) = chain.split_first().ok_or(Unverified::Missing)?;
        let parsed = ParsedCertificate::try_from(certificate).map_err(|_| Unverified::Malformed)?;
        if !self.pinned.iter().any(|pinned| **pinned == **certificate) {
            verify_server_cert_signed_by_trust_anchor(
                &parsed,
                &self.anchors,
                above,
                now,
                self.algorithms.all,
            )
            .map_err(|error| Unverified::of(&error, certificate))?;
        }
        verify_server_name(&parsed, name).map_err(|error| Unverified::of(&error, certificate))?;
        if self.unproven.load(Ordering::Relaxed) { Err(Unverified::Unproven) } else { Ok(()) }
    }

    /// Without a name that is believed, a proof of the key proves nothing: whoever is in the middle has a key as well. So where nobody
    /// insists, a key that is too short does no harm beyond what is noted.
    fn proven(
        &self,
        proof: Result<HandshakeSignatureValid, Error>,
    ) -> Result<HandshakeSignatureValid, Error> {
        match proof {
            Err(_) if !self.insists => {
                self.unproven.store(true, Ordering::Relaxed);
                Ok(HandshakeSignatureValid::assertion())
            }
            proof => proof,
        }
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.insists {
            let mut chain = vec![end_entity.clone()];
            chain.extend_from_slice(intermediates);
            self.judge(&chain, server_name, now).map_err(|why| {
                let fault = TlsFault::not_verified(why, end_entity, server_name);
                Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(fault))))
            })?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.proven(verify_tls12_signature(message, cert, dss, &self.algorithms))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.proven(verify_tls13_signature(message, cert, dss, &self.algorithms))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let mut schemes = self.algorithms.supported_schemes();
        if !self.insists {
            schemes.extend(OLD_SCHEMES);
        }
        schemes
    }
}
