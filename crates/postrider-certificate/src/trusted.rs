//! Which certificates of clients are trusted.
//!
//! Those that an authority vouches for, and each authority itself, octet by octet. That is how a certificate that was signed by itself is trusted, which openssl
//! makes as an authority: in a chain no authority may stand for a client (RFC 5280), and here there is no chain, since whoever has named it has named
//! just this one. It opens nothing to anybody: who has the key of an authority could make a certificate for whatever client. Its key is proven in the handshake
//! as that of any other, and its time is looked at, which is not done for an authority.

use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{VerifierBuilderError, WebPkiClientVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme,
};

use crate::description::Description;

/// Trusts what these authorities vouch for, and themselves.
#[derive(Debug)]
pub(crate) struct Trusted {
    authorities: Vec<CertificateDer<'static>>,
    vouched: Arc<dyn ClientCertVerifier>,
}

impl Trusted {
    /// # Errors
    ///
    /// One of these is no authority.
    pub(crate) fn new(authorities: Vec<CertificateDer<'static>>) -> Result<Self, VerifierBuilderError> {
        let mut roots = RootCertStore::empty();
        let (_, ignored) = roots.add_parsable_certificates(authorities.iter().cloned());
        if ignored > 0 {
            return Err(VerifierBuilderError::NoRootAnchors);
        }
        let vouched =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()))
                .build()?;
        Ok(Self { authorities, vouched })
    }
}

impl ClientCertVerifier for Trusted {
    fn client_auth_mandatory(&self) -> bool {
        self.vouched.client_auth_mandatory()
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.vouched.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if self.authorities.iter().any(|authority| authority == end_entity) {
            is_in_time(end_entity, now)?;
            return Ok(ClientCertVerified::assertion());
        }
        self.vouched.verify_client_cert(end_entity, intermediates, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.vouched.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.vouched.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.vouched.supported_verify_schemes()
    }
}

/// RFC 5280: both ends belong to it.
fn is_in_time(certificate: &CertificateDer<'_>, time: UnixTime) -> Result<(), CertificateError> {
    let Ok(description) = Description::of(certificate) else { return Err(CertificateError::BadEncoding) };
    let at =
        |seconds: i64| UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)));
    let (not_before, not_after) = (at(description.not_before), at(description.not_after));
    if time < not_before {
        return Err(CertificateError::NotValidYetContext { time, not_before });
    }
    if time > not_after {
        return Err(CertificateError::ExpiredContext { time, not_after });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

    use super::*;
    use crate::client_fault::ClientFault;

    /// 2026-11-29
    const NOW: u64 = 1_795_910_400;

    fn params(is_ca: bool) -> CertificateParams {
        let mut params = CertificateParams::new(vec!["robot.example".to_owned()]).expect("a good name");
        params.distinguished_name.push(DnType::CommonName, "robot");
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2027, 1, 1);
        if is_ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        params
    }

    fn verify(trusted: &Trusted, shown: &CertificateDer<'_>, now: u64) -> Option<ClientFault> {
        let now = UnixTime::since_unix_epoch(Duration::from_secs(now));
        let error = trusted.verify_client_cert(shown, &[], now).err()?;
        Some(ClientFault::of(&error).expect("it is about the certificate"))
    }

    /// `openssl req -x509` makes it as an authority.
    #[test]
    fn a_certificate_that_is_its_own_authority_is_trusted_in_its_time() {
        for is_ca in [true, false] {
            let key = KeyPair::generate().expect("a key");
            let own = params(is_ca).self_signed(&key).expect("a certificate").der().clone();
            let trusted = Trusted::new(vec![own.clone()]).expect("an authority");
            assert_eq!(verify(&trusted, &own, NOW), None, "{is_ca}");
            let day = 86_400;
            let late = verify(&trusted, &own, NOW + 365 * day);
            assert!(matches!(late, Some(ClientFault::Expired { .. })), "{late:?}");
            let early = verify(&trusted, &own, NOW - 365 * day);
            assert!(matches!(early, Some(ClientFault::NotYet { .. })), "{early:?}");
            // The same key and names in another certificate, and one of another key with these names.
            let mut renewed = params(is_ca);
            renewed.serial_number = Some(7.into());
            let renewed = renewed.self_signed(&key).expect("a certificate").der().clone();
            let forged = params(is_ca).self_signed(&KeyPair::generate().expect("a key"));
            let forged = forged.expect("a certificate").der().clone();
            if is_ca {
                assert_eq!(verify(&trusted, &renewed, NOW), Some(ClientFault::Authority));
            }
            assert!(verify(&trusted, &forged, NOW).is_some(), "{is_ca}");
        }
    }

    #[test]
    fn an_authority_vouches_for_its_own_and_no_other() {
        let (key, own_key) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
        let authority = params(true).self_signed(&key).expect("a certificate").der().clone();
        let trusted = Trusted::new(vec![authority]).expect("an authority");
        let issuer_params = params(true);
        let issuer = Issuer::from_params(&issuer_params, &key);
        let own = params(false).signed_by(&own_key, &issuer).expect("a certificate").der().clone();
        assert_eq!(verify(&trusted, &own, NOW), None);
        let below = params(true).signed_by(&own_key, &issuer).expect("a certificate").der().clone();
        assert_eq!(verify(&trusted, &below, NOW), Some(ClientFault::Authority));
        let stranger = params(false).self_signed(&own_key).expect("a certificate").der().clone();
        assert_eq!(verify(&trusted, &stranger, NOW), Some(ClientFault::Signature));
    }
}
