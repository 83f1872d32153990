//! The TLS of the load: the connections of a client that looks at nothing, since its time is taken from the server that is measured.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::aws_lc_rs::{default_provider, kx_group};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, HandshakeKind, SignatureScheme, StreamOwned,
};

/// The name that is asked for.
pub const SERVER: &str = "mx.bench.example";

/// How connections begin that begin with TLS: always with version 1.3, X25519 and a signature of ECDSA P-256.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Each with a handshake of its own.
    Full,
    /// Each session goes on where its last one was, with a ticket, and a new X25519.
    Resumed,
}

impl Tls {
    /// What a client is set to; one that resumes knows the tickets that it was given.
    #[must_use]
    pub fn client(self) -> Arc<ClientConfig> {
        let mut provider = default_provider();
        provider.kx_groups = vec![kx_group::X25519];
        let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .expect("the provider has ciphers of this version")
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Unchecked))
            .with_no_client_auth();
        config.resumption = match self {
            Self::Full => Resumption::disabled(),
            Self::Resumed => Resumption::in_memory_sessions(8),
        };
        Arc::new(config)
    }
}

/// TLS over this connection; its handshake is done with the first octet that is read or written.
///
/// # Errors
///
/// The client cannot begin one.
pub fn over(stream: TcpStream, client: &Arc<ClientConfig>) -> io::Result<Encrypted> {
    let name = ServerName::try_from(SERVER).expect("the name is one of DNS");
    let connection = ClientConnection::new(Arc::clone(client), name).map_err(io::Error::other)?;
    Ok(StreamOwned::new(connection, stream))
}

/// A connection under TLS.
pub type Encrypted = StreamOwned<ClientConnection, TcpStream>;

/// A connection, under TLS or not.
pub(crate) enum Transport {
    Clear(TcpStream),
    Tls(Box<Encrypted>),
}

impl Transport {
    /// Whether it was resumed; none before the end of the handshake, and without TLS.
    pub(crate) fn is_resumed(&self) -> Option<bool> {
        match self {
            Self::Clear(_) => None,
            Self::Tls(stream) => stream.conn.handshake_kind().map(|kind| kind == HandshakeKind::Resumed),
        }
    }

    /// Whether a read that gives less than there is room for has left nothing behind.
    pub(crate) fn gives_all(&self) -> bool {
        // What TLS gives are records, and there may be more of them.
        matches!(self, Self::Clear(_))
    }
}

impl Read for Transport {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Transport {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(stream) => stream.write(octets),
            Self::Tls(stream) => stream.write(octets),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

impl AsFd for Transport {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Clear(stream) => stream.as_fd(),
            Self::Tls(stream) => stream.sock.as_fd(),
        }
    }
}

/// Takes every certificate and every signature: it is asked for one of ECDSA P-256, and does not look at it.
#[derive(Debug)]
struct Unchecked;

impl ServerCertVerifier for Unchecked {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256]
    }
}
