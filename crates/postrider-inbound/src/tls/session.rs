//! What is known of the TLS of a session.

use std::fmt;
use std::sync::Arc;

use postrider_certificate::ClientCertificate;
use postrider_proto::mail::trace::TlsUsed;
use postrider_proto::sasl::{BindingKind, ChannelBinding};
use rustls::server::ServerConnection;
use rustls::sign::CertifiedKey;
use rustls::{HandshakeKind, ProtocolVersion};

use super::names;
use super::unknown::Unknown;

/// A version of TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsVersion {
    /// TLS 1.2
    V1_2,
    /// TLS 1.3
    V1_3,
}

impl TlsVersion {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::V1_2, Self::V1_3];

    /// As it is written in the log, in a trace and in the metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V1_2 => "TLS1.2",
            Self::V1_3 => "TLS1.3",
        }
    }
}

/// What is known of the TLS of a session. Shown, it is its version and cipher.
#[derive(Debug, Clone)]
pub struct TlsSession {
    /// Its version.
    pub version: TlsVersion,
    /// The name of the cipher in the registry: `TLS_AES_128_GCM_SHA256`.
    pub cipher: &'static str,
    /// What a login can be bound to: under TLS 1.3 RFC 9266 §2, under TLS 1.2 RFC 5929 §4.
    pub binding: Option<ChannelBinding>,
    /// Who the client is, by a certificate that was found good; or why that is not known.
    pub client: Result<ClientCertificate, Unknown>,
}

impl TlsSession {
    /// What there is to know when the handshake is done, in which this certificate was shown.
    pub(super) fn of(
        connection: &ServerConnection,
        shown: Option<&Arc<CertifiedKey>>,
        client: Result<ClientCertificate, Unknown>,
    ) -> Self {
        // Older versions are not built in.
        let version = match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_3) => TlsVersion::V1_3,
            _ => TlsVersion::V1_2,
        };
        let cipher = connection.negotiated_cipher_suite();
        // One that is built in has a name.
        let cipher = cipher.and_then(|suite| names::cipher(suite.suite().into())).unwrap_or_default();
        let binding = match version {
            TlsVersion::V1_3 => exporter(connection),
            // The client goes by the certificate that it was shown when the session began, which may have been renewed since.
            TlsVersion::V1_2 if connection.handshake_kind() == Some(HandshakeKind::Resumed) => None,
            TlsVersion::V1_2 => {
                shown.and_then(|shown| ChannelBinding::tls_server_end_point(shown.cert.first()?))
            }
        };
        Self { version, cipher, binding, client }
    }
}

impl TlsSession {
    /// Its version and cipher.
    #[must_use]
    pub const fn used(&self) -> TlsUsed<'static> {
        TlsUsed { version: self.version.as_str(), cipher: self.cipher }
    }
}

impl fmt::Display for TlsSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.used().fmt(f)
    }
}

/// RFC 9266 §2: 32 octets, under a label of its own, with no context.
fn exporter(connection: &ServerConnection) -> Option<ChannelBinding> {
    let data = connection.export_keying_material(vec![0; 32], b"EXPORTER-Channel-Binding", Some(b"")).ok()?;
    Some(ChannelBinding { kind: BindingKind::TlsExporter, data })
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use postrider_certificate::{Certificates, Clients, ServerTls, self_signed};
    use rustls::pki_types::ServerName;
    use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};
    use tokio::net::{TcpListener, TcpStream};
    use tokio_rustls::TlsConnector;

    use super::*;
    use crate::tls::{Behind, accept};

    /// 2026-11-29
    const NOW: u64 = 1_795_910_400;

    /// What both ends know of a session in this version: the server's side of it, and the client's exporter and the certificate it was shown.
    async fn session(version: &'static SupportedProtocolVersion) -> (TlsSession, Vec<u8>, Vec<u8>) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("self-signed.pem");
        let certificate = self_signed(&file, "mx.example.test", NOW.cast_signed()).expect("made");
        let mut roots = RootCertStore::empty();
        roots.add(certificate.der().to_vec().into()).expect("a certificate");
        let server = ServerTls::new(Arc::new(Certificates::new(vec![certificate])), Clients::NotAsked);
        let provider = Arc::clone(server.config().crypto_provider());
        let client = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .expect("it is built in")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let stream = TcpStream::connect(listener.local_addr().expect("bound")).await.expect("it listens");
        let (taken, _) = listener.accept().await.expect("the client");
        let name = ServerName::try_from("mx.example.test").expect("a name");
        let connector = TlsConnector::from(Arc::new(client));
        let (accepted, connected) = tokio::join!(
            accept(&server, Behind::new(Vec::new(), taken), NOW, || &[]),
            connector.connect(name, stream)
        );
        let (_, session) = accepted.expect("a handshake");
        let connected = connected.expect("a handshake");
        let theirs = connected.get_ref().1;
        let exported = theirs.export_keying_material(vec![0; 32], b"EXPORTER-Channel-Binding", Some(b""));
        let shown = theirs.peer_certificates().expect("it was shown one")[0].to_vec();
        (session, exported.expect("the handshake is done"), shown)
    }

    #[tokio::test]
    async fn both_ends_have_the_same_binding() {
        let (session, exported, _) = self::session(&version::TLS13).await;
        assert_eq!(session.to_string(), "TLS1.3 TLS_AES_128_GCM_SHA256");
        let binding = session.binding.expect("TLS 1.3 has one");
        assert_eq!((binding.kind, binding.data), (BindingKind::TlsExporter, exported));

        let (session, _, shown) = self::session(&version::TLS12).await;
        assert_eq!(session.version, TlsVersion::V1_2);
        let binding = session.binding.expect("the certificate's signature has a hash");
        assert_eq!(Some(binding), ChannelBinding::tls_server_end_point(&shown));
    }
}
