//! Who answers the authority while an order is open: it has to see at the names themselves what it has told us.
//!
//! Nothing listens before an order and behind it, so that there is nothing to be found at these ports for the rest of the year, and another program
//! may have them. What is answered is known to this order alone.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tracing::debug;

use super::options::{Challenge, Options};
use crate::http::{Answer, HttpServer, listen};

/// What TLS has to be asked for (RFC 8737 §4).
const ALPN: &[u8] = b"acme-tls/1";

/// Where a token is looked for (RFC 8555 §8.3).
const PATH: &[u8] = b"/.well-known/acme-challenge/";

/// Handshakes at once. Further ones wait in the system.
const HANDSHAKES: usize = 16;

/// How long a handshake may last.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is answered to whom.
#[derive(Clone, Default)]
struct Answers {
    /// The key authorization, by its token.
    pages: Arc<Mutex<HashMap<String, String>>>,
    /// The certificate, by the name that is proven with it.
    certificates: Arc<Mutex<HashMap<String, Arc<CertifiedKey>>>>,
}

/// Answers while it is there; dropped, it listens no more.
#[derive(Debug)]
pub struct Responder {
    answers: Answers,
    /// Where it listens; with the port that the system chose where 0 was asked for.
    #[cfg(test)]
    address: std::net::SocketAddr,
    /// It ends with this.
    _serving: JoinSet<()>,
}

impl Responder {
    /// Listens.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    pub async fn bind(options: &Options) -> io::Result<Self> {
        let answers = Answers::default();
        let mut serving = JoinSet::new();
        let address = match options.challenge {
            Challenge::Http01 => {
                let server = HttpServer::bind(options.http_listen).await?;
                let (address, answers) = (server.address, answers.clone());
                serving.spawn(server.serve(move |path| answers.page(path)));
                address
            }
            Challenge::TlsAlpn01 => {
                let socket = listen(options.tls_listen).await?;
                let address = socket.local_addr()?;
                serving.spawn(handshakes(socket, Arc::new(tls(answers.clone()))));
                address
            }
        };
        debug!(%address, "listening for the authority");
        Ok(Self {
            answers,
            #[cfg(test)]
            address,
            _serving: serving,
        })
    }

    /// From now on there is this page at a token.
    pub fn show_page(&self, token: &str, key_authorization: &str) {
        let mut pages = self.answers.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.insert(token.to_owned(), key_authorization.to_owned());
    }

    /// From now on who asks for this name with acme-tls/1 sees this digest of the key authorization.
    ///
    /// # Errors
    ///
    /// No certificate can be made for the name.
    pub fn show_digest(&self, name: &str, digest: &[u8]) -> Result<(), rcgen::Error> {
        let shown = certificate(name, digest)?;
        let mut certificates = self.answers.certificates.lock().unwrap_or_else(PoisonError::into_inner);
        certificates.insert(name.to_owned(), Arc::new(shown));
        Ok(())
    }
}

impl Answers {
    fn page(&self, path: &[u8]) -> Answer {
        let token = path.strip_prefix(PATH).and_then(|token| std::str::from_utf8(token).ok());
        let pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        match token.and_then(|token| pages.get(token)) {
            // RFC 8555 §8.3: as octets, and nothing else.
            Some(page) => Answer::plain((200, "OK"), page).of_kind("application/octet-stream"),
            None => Answer::plain((404, "Not Found"), "there is nothing here\n"),
        }
    }
}

/// Not what is answered.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers")
    }
}

/// RFC 8737 §3: for this name alone, with the digest in a critical extension.
fn certificate(name: &str, digest: &[u8]) -> Result<CertifiedKey, rcgen::Error> {
    let mut params = CertificateParams::new([name.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let key = any_supported_type(&der).map_err(|_| rcgen::Error::CouldNotParseKeyPair)?;
    Ok(CertifiedKey::new(vec![certificate.der().clone()], key))
}

fn tls(answers: Answers) -> ServerConfig {
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has ciphers for both versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(answers));
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config
}

impl ResolvesServerCert for Answers {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // RFC 8737 §3: whoever does not ask for acme-tls/1 and nothing else is not the authority.
        let asked: Vec<&[u8]> = hello.alpn()?.collect();
        let name = hello.server_name().filter(|_| asked == [ALPN])?.to_ascii_lowercase();
        self.certificates.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned()
    }
}

/// One handshake for each connection, and no more: what the authority wants to see is in it.
async fn handshakes(socket: TcpListener, config: Arc<ServerConfig>) {
    let acceptor = TlsAcceptor::from(config);
    let slots = Arc::new(Semaphore::new(HANDSHAKES));
    let mut connections = JoinSet::new();
    loop {
        let slot = Arc::clone(&slots).acquire_owned().await.expect("nobody closes it");
        while connections.try_join_next().is_some() {}
        match socket.accept().await {
            Ok((stream, peer)) => {
                let acceptor = acceptor.clone();
                connections.spawn(async move {
                    let done = timeout(PATIENCE, async {
                        let mut stream = acceptor.accept(stream).await?;
                        tokio::io::AsyncWriteExt::shutdown(&mut stream).await
                    });
                    match done.await {
                        Ok(Ok(())) => debug!(%peer, "somebody has looked at the certificate of a challenge"),
                        Ok(Err(error)) => {
                            debug!(%peer, %error, "a handshake for a challenge came to nothing");
                        }
                        Err(_) => debug!(%peer, "a handshake for a challenge took too long"),
                    }
                    drop(slot);
                });
            }
            Err(error) => {
                debug!(%error, "cannot take a connection for a challenge");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};

    use postrider_certificate::Description;
    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;
    use tokio_rustls::TlsConnector;

    use super::*;

    async fn responder(challenge: Challenge) -> Responder {
        let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let options = Options { challenge, http_listen: any, tls_listen: any, ..Options::default() };
        Responder::bind(&options).await.expect("a port")
    }

    async fn get(responder: &Responder, path: &str) -> String {
        let mut stream = TcpStream::connect(responder.address).await.expect("it listens");
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer
    }

    #[tokio::test]
    async fn the_page_of_a_token_is_there_and_no_other() {
        let responder = responder(Challenge::Http01).await;
        responder.show_page("token", "token.thumbprint");
        let page = get(&responder, "/.well-known/acme-challenge/token").await;
        assert!(page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"), "{page}");
        assert!(page.ends_with("\r\n\r\ntoken.thumbprint"), "{page}");
        for path in ["/", "/.well-known/acme-challenge/", "/.well-known/acme-challenge/other", "/token"] {
            let page = get(&responder, path).await;
            assert!(page.starts_with("HTTP/1.1 404 ") && !page.contains("thumbprint"), "{path}: {page}");
        }
        let address = responder.address;
        drop(responder);
        // The task ends when it is next looked at.
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    }

    /// Takes whatever it is shown, and remembers it.
    #[derive(Debug, Default)]
    struct Look(Mutex<Vec<u8>>);

    impl ServerCertVerifier for Look {
        fn verify_server_cert(
            &self,
            end_entity: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, rustls::Error> {
            *self.0.lock().expect("not poisoned") = end_entity.to_vec();
            Ok(ServerCertVerified::assertion())
        }

        fn verify_tls12_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            Ok(HandshakeSignatureValid::assertion())
        }

        fn verify_tls13_signature(
            &self,
            _: &[u8],
            _: &CertificateDer<'_>,
            _: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, rustls::Error> {
            Ok(HandshakeSignatureValid::assertion())
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            default_provider().signature_verification_algorithms.supported_schemes()
        }
    }

    /// The certificate that is shown to a client that asks for this, and what is said behind the handshake.
    async fn look(responder: &Responder, name: &'static str, alpn: &[&[u8]]) -> io::Result<Vec<u8>> {
        let look = Arc::new(Look::default());
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("they are built in")
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&look) as _)
            .with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
        let stream = TcpStream::connect(responder.address).await?;
        let name = ServerName::try_from(name).expect("a name");
        let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
        let negotiated = stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec);
        assert_eq!(negotiated.as_deref(), Some(ALPN));
        let mut said = Vec::new();
        stream.read_to_end(&mut said).await?;
        assert_eq!(said, b"");
        let shown = look.0.lock().expect("not poisoned").clone();
        Ok(shown)
    }

    #[tokio::test]
    async fn the_authority_sees_the_digest_and_nobody_else_sees_anything() {
        let responder = responder(Challenge::TlsAlpn01).await;
        let digest = [7; 32];
        responder.show_digest("mail.example.org", &digest).expect("a certificate");
        let shown = look(&responder, "mail.example.org", &[ALPN]).await.expect("a handshake");
        assert_eq!(Description::of(&shown).expect("a certificate").hosts, ["mail.example.org"]);
        // RFC 8737 §3: id-pe-acmeIdentifier, critical, an OCTET STRING within the value.
        let extension: Vec<u8> = [
            &[
                0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x1f, 0x01, 0x01, 0xff, 0x04, 0x22,
                0x04, 0x20,
            ][..],
            &digest,
        ]
        .concat();
        assert!(shown.windows(extension.len()).any(|window| window == extension), "{shown:02x?}");
        for (name, alpn) in [
            ("other.example.org", &[ALPN][..]),
            ("mail.example.org", &[b"h2" as &[u8]]),
            ("mail.example.org", &[ALPN, b"h2"]),
            ("mail.example.org", &[]),
        ] {
            assert!(look(&responder, name, alpn).await.is_err(), "{name} {alpn:?}");
        }
    }
}
