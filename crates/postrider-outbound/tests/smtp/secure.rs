//! A server that speaks TLS, or does with STARTTLS what it is told; and authorities that make its certificates.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use postrider_outbound::tls::{ClientCertificate, Roots};
use postrider_proto::sasl::{BindingKind, ChannelBinding};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{ClientCertVerifierBuilder, NoClientAuth, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{ALL_VERSIONS, ProtocolVersion, RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::peer::{Log, Peer};

/// What an authority makes certificates with.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// A certificate and its key.
pub struct Certificate {
    pub der: CertificateDer<'static>,
    key: KeyPair,
}

impl Certificate {
    /// It, as a client shows it.
    pub fn shown(&self) -> ClientCertificate {
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).expect("a key");
        let key = aws_lc_rs::sign::any_supported_type(&key).expect("it signs");
        ClientCertificate::new(Arc::new(CertifiedKey::new(vec![self.der.clone()], key)))
    }
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    None,
    Expired,
    NotYetValid,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "an authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("an authority"))
    }

    pub fn certificate(&self, name: &str, flaw: Flaw) -> Certificate {
        let key = KeyPair::generate().expect("a key");
        let der = params(name, flaw).signed_by(&key, &self.0).expect("a certificate").der().clone();
        Certificate { der, key }
    }

    fn vouches(&self) -> ClientCertVerifierBuilder {
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).expect("an authority");
        let provider = Arc::new(aws_lc_rs::default_provider());
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider)
    }

    /// Who takes it at its word.
    pub fn trusted(&self) -> Roots {
        Roots::These(Arc::new([self.0.der().clone()]))
    }
}

/// One that vouches for itself.
pub fn self_signed(name: &str) -> Certificate {
    let key = KeyPair::generate().expect("a key");
    let der = params(name, Flaw::None).self_signed(&key).expect("a certificate").der().clone();
    Certificate { der, key }
}

fn params(name: &str, flaw: Flaw) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a good name");
    match flaw {
        Flaw::None => {}
        Flaw::Expired => params.not_after = date_time_ymd(2001, 1, 1),
        Flaw::NotYetValid => params.not_before = date_time_ymd(3001, 1, 1),
    }
    params
}

/// What becomes of one connection.
#[derive(Debug, Clone, Copy)]
pub enum Begin {
    /// Everything goes in clear, and STARTTLS is not offered.
    Clear,
    /// TLS begins with the connection.
    AtOnce,
    /// STARTTLS is offered, and done.
    StartTls,
    /// It is offered, and this is said instead; then what comes is read to its end.
    Say(&'static str),
    /// It is offered, and the connection closed.
    Close,
}

/// What was seen of TLS in one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub name: Option<String>,
    pub resumed: bool,
    /// The client has shown a certificate.
    pub shown: bool,
}

/// A server that serves one connection after the other, each as it is told; the last goes on for all others. What is served in the end
/// is the peer.
pub struct Secure {
    pub address: SocketAddr,
    logs: Arc<Mutex<Vec<Log>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
    taken: Arc<AtomicUsize>,
}

impl Secure {
    pub async fn start(begins: &[Begin], certificate: Certificate, peer: Peer) -> Self {
        Self::speaking(ALL_VERSIONS, begins, certificate, peer).await
    }

    /// The same, which asks clients for a certificate of this authority.
    pub async fn asking(clients: &Authority, begins: &[Begin], certificate: Certificate, peer: Peer) -> Self {
        let verifier = clients.vouches().allow_unauthenticated().build().expect("it can vouch");
        Self::serving(ALL_VERSIONS, verifier, begins, certificate, peer).await
    }

    /// The same, which has no client without.
    pub async fn requiring(
        clients: &Authority,
        begins: &[Begin],
        certificate: Certificate,
        peer: Peer,
    ) -> Self {
        let verifier = clients.vouches().build().expect("it can vouch");
        Self::serving(ALL_VERSIONS, verifier, begins, certificate, peer).await
    }

    /// The same, of which these versions of TLS are spoken.
    pub async fn speaking(
        versions: &[&'static SupportedProtocolVersion],
        begins: &[Begin],
        certificate: Certificate,
        peer: Peer,
    ) -> Self {
        Self::serving(versions, Arc::new(NoClientAuth), begins, certificate, peer).await
    }

    async fn serving(
        versions: &[&'static SupportedProtocolVersion],
        clients: Arc<dyn ClientCertVerifier>,
        begins: &[Begin],
        certificate: Certificate,
        peer: Peer,
    ) -> Self {
        let key = PrivateKeyDer::try_from(certificate.key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(versions)
            .expect("it has ciphers for them")
            .with_client_cert_verifier(clients)
            .with_single_cert(vec![certificate.der.clone()], key)
            .expect("they belong together");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (logs, seen, taken) = (Arc::default(), Arc::default(), Arc::default());
        let server =
            Self { address, logs: Arc::clone(&logs), seen: Arc::clone(&seen), taken: Arc::clone(&taken) };
        let begins = begins.to_vec();
        tokio::spawn(async move {
            for number in 0.. {
                let Ok((stream, _)) = listener.accept().await else { break };
                taken.fetch_add(1, Ordering::Relaxed);
                let begin = begins[number.min(begins.len() - 1)];
                let (mut peer, acceptor) = (peer.clone(), acceptor.clone());
                peer.bindings.extend(ChannelBinding::tls_server_end_point(&certificate.der));
                let (logs, seen) = (Arc::clone(&logs), Arc::clone(&seen));
                tokio::spawn(async move {
                    let log = serve(stream, begin, &acceptor, peer, &seen).await;
                    logs.lock().expect("no panic").extend(log);
                });
            }
        });
        server
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// The handshakes that came to a good end.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }

    /// What it was told, in all connections that have ended: behind the handshake, if there was one.
    pub fn commands(&self) -> Vec<String> {
        let logs = self.logs.lock().expect("no panic");
        logs.iter().flat_map(|log| log.commands.clone()).collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    begin: Begin,
    acceptor: &TlsAcceptor,
    peer: Peer,
    seen: &Mutex<Vec<Seen>>,
) -> Option<Log> {
    match begin {
        Begin::Clear => return Some(peer.serve(stream).await),
        Begin::AtOnce => {}
        Begin::StartTls => until_starttls(&mut stream, "220 go ahead\r\n").await?,
        Begin::Close => return until_starttls(&mut stream, "").await.and(None),
        Begin::Say(reply) => {
            until_starttls(&mut stream, reply).await?;
            // Whatever the client makes of that, it is the one that closes.
            let _ = stream.read_to_end(&mut Vec::new()).await;
            return None;
        }
    }
    let stream = acceptor.accept(stream).await.ok()?;
    let connection = stream.get_ref().1;
    let name = connection.server_name().map(str::to_owned);
    let resumed = connection.handshake_kind() == Some(rustls::HandshakeKind::Resumed);
    let shown = connection.peer_certificates().is_some();
    seen.lock().expect("no panic").push(Seen { name, resumed, shown });
    let has_greeted = matches!(begin, Begin::StartTls);
    let exported = connection.export_keying_material(vec![0; 32], b"EXPORTER-Channel-Binding", Some(b""));
    let exporter = |data| ChannelBinding { kind: BindingKind::TlsExporter, data };
    // TLS 1.2 has one, too, which no client can know to be good.
    let is_1_3 = connection.protocol_version() == Some(ProtocolVersion::TLSv1_3);
    let bindings = if is_1_3 { exported.map(exporter).into_iter().collect() } else { peer.bindings };
    Some(Peer { has_greeted, bindings, ..peer }.serve(stream).await)
}

/// Offers STARTTLS, and nothing else, and answers it.
async fn until_starttls(stream: &mut TcpStream, reply: &str) -> Option<()> {
    stream.write_all(b"220 mx.example ESMTP\r\n").await.ok()?;
    let (read, mut write) = stream.split();
    let mut lines = BufReader::with_capacity(1, read).lines();
    loop {
        let line = lines.next_line().await.ok()??;
        match line.as_str() {
            "STARTTLS" => return write.write_all(reply.as_bytes()).await.ok(),
            "QUIT" => return None,
            _ => write.write_all(b"250-mx.example\r\n250 STARTTLS\r\n").await.ok()?,
        }
    }
}
