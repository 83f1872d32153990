//! One other server, asked over HTTP: a few connections, each answer within its time and its octets.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsConnector;
use tracing::warn;

use super::{Address, OauthOptions};
use crate::back_off::BackOff;
use crate::dial::Addresses;

/// The most octets of an answer.
pub(super) const ANSWER_OCTETS: usize = 256 * 1024;
/// The most octets of its header.
const HEADER_OCTETS: usize = 16 * 1024;
/// The most fields of it.
const HEADER_FIELDS: usize = 64;
/// How many wait for a connection, for each there may be.
const WAITING: usize = 16;
/// A connection that was idle for longer is not used again: the other end is about to close it.
const IDLE: Duration = Duration::from_secs(20);

type Sender = SendRequest<Full<Bytes>>;

/// One other server.
pub(super) struct Client {
    address: Address,
    tls: Option<TlsConnector>,
    addresses: Arc<dyn Addresses>,
    timeout: Duration,
    connections: usize,
    /// Who may be asked for at all: those that have a connection, and those that wait for one.
    waiting: Semaphore,
    /// A connection each.
    slots: Semaphore,
    idle: Mutex<Vec<(Sender, Instant)>>,
    /// Where nobody answers, each login would wait for the whole of its time, and the next server of tokens with it.
    back_off: Mutex<BackOff>,
}

/// What is asked.
pub(super) struct Query {
    pub(super) accept: &'static str,
    /// The value of Authorization, and a form.
    pub(super) form: Option<(String, String)>,
}

/// What it says.
pub(super) struct Said {
    pub(super) status: StatusCode,
    pub(super) body: Vec<u8>,
}

/// Why it cannot be asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unasked {
    #[error("too many wait for it")]
    Busy,
    /// A moment ago it could not be.
    #[error("{0}")]
    LeftAlone(String),
    #[error("it does not answer within {} seconds", .0.as_secs_f64())]
    Late(Duration),
    #[error("its name is not known: {0}")]
    Name(String),
    #[error("it cannot be reached: {0}")]
    Connect(io::Error),
    #[error("TLS with it fails: {0}")]
    Tls(io::Error),
    #[error("its answer is longer than {ANSWER_OCTETS} octets")]
    TooLong,
    #[error("what it speaks is not valid HTTP, or breaks off: {0}")]
    Http(hyper::Error),
    #[error("its answer breaks off: {0}")]
    Body(Box<dyn std::error::Error + Send + Sync>),
}

impl Client {
    /// The server at this address.
    ///
    /// # Errors
    ///
    /// None of the authorities is one; in words.
    pub(super) fn new(
        address: Address,
        options: &OauthOptions,
        addresses: Arc<dyn Addresses>,
    ) -> Result<Self, String> {
        let tls = if address.tls { Some(connector(options)?) } else { None };
        let connections = options.connections.max(1);
        Ok(Self {
            address,
            tls,
            addresses,
            timeout: options.timeout,
            connections,
            waiting: Semaphore::new(connections * (1 + WAITING)),
            slots: Semaphore::new(connections),
            idle: Mutex::new(Vec::new()),
            back_off: Mutex::default(),
        })
    }

    /// Asks it, and waits for the whole answer.
    pub(super) async fn ask(&self, query: &Query) -> Result<Said, Unasked> {
        if let Some(why) = self.back_off().holds() {
            return Err(Unasked::LeftAlone(why.to_owned()));
        }
        let _waiting = self.waiting.try_acquire().map_err(|_| Unasked::Busy)?;
        let begun = OnceLock::new();
        let asked = async {
            let _slot = self.slots.acquire().await.expect("the semaphore is never closed");
            let _ = begun.set(Instant::now());
            self.exchange(query).await
        };
        let said = timeout(self.timeout, asked).await.unwrap_or(Err(Unasked::Late(self.timeout)));
        let Some(&begun) = begun.get() else { return said };
        match &said {
            Ok(_) => self.back_off().reached(),
            // Who has waited here for others has left it too little time, and says nothing of it.
            Err(Unasked::Late(_)) if begun.elapsed() * 2 < self.timeout => {}
            Err(why @ (Unasked::Late(_) | Unasked::Name(_) | Unasked::Connect(_) | Unasked::Tls(_))) => {
                self.back_off().failed(why.to_string(), begun);
            }
            Err(_) => {}
        }
        said
    }

    async fn exchange(&self, query: &Query) -> Result<Said, Unasked> {
        if let Some(mut kept) = self.kept().await {
            // It may have closed the connection meanwhile. Asking twice changes nothing there, so it is asked again.
            if let Ok(response) = kept.send_request(self.request(query)).await {
                return self.read(response, kept).await;
            }
        }
        let mut fresh = self.connect().await?;
        let response = fresh.send_request(self.request(query)).await.map_err(Unasked::Http)?;
        self.read(response, fresh).await
    }

    async fn read(&self, response: Response<Incoming>, sender: Sender) -> Result<Said, Unasked> {
        let status = response.status();
        let body = Limited::new(response.into_body(), ANSWER_OCTETS).collect().await;
        let body = body.map_err(|error| match error.downcast::<LengthLimitError>() {
            Ok(_) => Unasked::TooLong,
            Err(error) => Unasked::Body(error),
        })?;
        let mut idle = self.idle();
        if idle.len() < self.connections {
            idle.push((sender, Instant::now()));
        }
        Ok(Said { status, body: body.to_bytes().to_vec() })
    }

    /// A connection that was used before and is still open.
    async fn kept(&self) -> Option<Sender> {
        loop {
            let (mut sender, since) = self.idle().pop()?;
            if since.elapsed() < IDLE && sender.ready().await.is_ok() {
                return Some(sender);
            }
        }
    }

    async fn connect(&self) -> Result<Sender, Unasked> {
        let address = &self.address;
        let hosts = match address.ip() {
            Some(ip) => vec![ip],
            None => self.addresses.addresses(&address.host).await.map_err(Unasked::Name)?,
        };
        let mut last = io::Error::new(io::ErrorKind::NotFound, "it has no address");
        for ip in hosts {
            match TcpStream::connect(SocketAddr::new(ip, address.port)).await {
                Ok(stream) => {
                    // An answer in time is worth more than a packet saved; without it, it is only slower.
                    let _ = stream.set_nodelay(true);
                    return self.greet(stream).await;
                }
                Err(error) => last = error,
            }
        }
        Err(Unasked::Connect(last))
    }

    async fn greet(&self, stream: TcpStream) -> Result<Sender, Unasked> {
        let mut builder = http1::Builder::new();
        builder.max_buf_size(HEADER_OCTETS).max_headers(HEADER_FIELDS);
        match &self.tls {
            None => {
                let (sender, connection) =
                    builder.handshake(TokioIo::new(stream)).await.map_err(Unasked::Http)?;
                // It ends with its sender; what goes wrong there, the sender says.
                tokio::spawn(connection);
                Ok(sender)
            }
            Some(tls) => {
                let invalid =
                    |_| io::Error::new(io::ErrorKind::InvalidInput, "its name can be in no certificate");
                let name =
                    ServerName::try_from(self.address.host.clone()).map_err(invalid).map_err(Unasked::Tls)?;
                let stream = tls.connect(name, stream).await.map_err(Unasked::Tls)?;
                let (sender, connection) =
                    builder.handshake(TokioIo::new(stream)).await.map_err(Unasked::Http)?;
                tokio::spawn(connection);
                Ok(sender)
            }
        }
    }

    fn request(&self, query: &Query) -> Request<Full<Bytes>> {
        let mut request = Request::builder()
            .uri(&self.address.path)
            .header(HOST, self.address.authority())
            .header(USER_AGENT, "postrider")
            .header(ACCEPT, query.accept);
        let mut body = Full::default();
        if let Some((authorization, form)) = &query.form {
            request = request
                .method(Method::POST)
                .header(AUTHORIZATION, authorization)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            body = Full::from(form.clone());
        }
        request.body(body).expect("path and host were read as parts of a URL, and the rest is base64")
    }

    fn back_off(&self) -> MutexGuard<'_, BackOff> {
        self.back_off.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Sender, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// TLS as it is spoken to that server.
fn connector(options: &OauthOptions) -> Result<TlsConnector, String> {
    let mut roots = RootCertStore::empty();
    match &options.authorities {
        Some(authorities) => {
            roots.add_parsable_certificates(authorities.iter().cloned());
            if roots.is_empty() {
                return Err("none of the certificates in its ca is that of an authority".to_owned());
            }
        }
        None => {
            let found = rustls_native_certs::load_native_certs();
            roots.add_parsable_certificates(found.certs);
            if roots.is_empty() {
                warn!("this system trusts no authority: no server of tokens will be believed but by its ca");
            }
        }
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has suites for both versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}
