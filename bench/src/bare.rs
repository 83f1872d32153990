//! A server that does a handshake, greets, takes QUIT and knows nothing else, with the runtime, the TLS and the cryptography of postrider: what a
//! handshake costs before anybody has added anything to it.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs::{Ticketer, default_provider};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::{CipherSuite, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const GREETING: &[u8] = b"220 bare.bench.example\r\n";
const GOODBYE: &[u8] = b"221 bare.bench.example\r\n";

/// Serves connections until the process is killed; behind TLS, where there is a certificate and its key.
///
/// # Errors
///
/// The address cannot be listened on, or the certificate is none.
pub fn serve(address: SocketAddr, certificate: Option<(&Path, &Path)>) -> io::Result<()> {
    let tls = certificate.map(|(certificate, key)| acceptor(certificate, key)).transpose()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(address).await?;
        let accepted = async move {
            loop {
                let (stream, _) = listener.accept().await?;
                // Who leaves early is one of those that wait until it greets.
                tokio::spawn(visit(stream, tls.clone()));
            }
        };
        // On a thread of the runtime, as postrider does it, and not on the one that has begun it.
        tokio::spawn(accepted).await.map_err(io::Error::other)?
    })
}

async fn visit(stream: TcpStream, tls: Option<TlsAcceptor>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    match tls {
        None => talk(stream).await.map(drop),
        Some(tls) => {
            let mut stream = talk(tls.accept(stream).await?).await?;
            stream.shutdown().await?;
            // What the client says to the end of TLS would reset a connection that is closed.
            stream.read(&mut [0]).await.map(drop)
        }
    }
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) -> io::Result<S> {
    stream.write_all(GREETING).await?;
    stream.flush().await?;
    // Nobody comes here who says anything else.
    stream.read_exact(&mut [0; b"QUIT\r\n".len()]).await?;
    stream.write_all(GOODBYE).await?;
    Ok(stream)
}

/// TLS as postrider sets it: its ciphers first, one ticket, nothing kept of a client.
fn acceptor(certificate: &Path, key: &Path) -> io::Result<TlsAcceptor> {
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(certificate).and_then(|all| all.collect::<Result<_, _>>());
    let key = PrivateKeyDer::from_pem_file(key).map_err(io::Error::other)?;
    let aes_128 = CipherSuite::TLS13_AES_128_GCM_SHA256;
    let mut provider: CryptoProvider = default_provider();
    provider.cipher_suites.sort_by_key(|suite| suite.suite() != aes_128);
    let config =
        ServerConfig::builder_with_provider(Arc::new(provider)).with_safe_default_protocol_versions();
    let config = config.map_err(io::Error::other)?.with_no_client_auth();
    let mut config =
        config.with_single_cert(chain.map_err(io::Error::other)?, key).map_err(io::Error::other)?;
    config.ignore_client_order = true;
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.ticketer = Ticketer::new().map_err(io::Error::other)?;
    config.send_tls13_tickets = 1;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
