//! The handshake, in two halves: what the client offers is read first, so that it can be told when nothing comes of it.

use std::fmt::{self, Write as _};
use std::io;
use std::sync::{Arc, OnceLock};

use postrider_certificate::ServerTls;
use rustls::CipherSuite;
use rustls::server::{Acceptor, ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::stream::Stream;

use super::{Behind, Failure, TlsSession};

/// Of what a client offers, the log is told so much.
const SHOWN: usize = 24;

/// A handshake that came to nothing.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(crate) struct Failed {
    /// Of what kind it is.
    pub(crate) kind: Failure,
    /// In the words of whoever has noticed.
    pub(crate) error: io::Error,
    /// What the client has offered, if it came so far.
    pub(crate) client: Option<String>,
}

impl Failed {
    pub(crate) fn new(kind: Failure, why: &'static str) -> Self {
        Self { kind, error: io::Error::other(why), client: None }
    }
}

/// What this server offers, for the log.
pub(crate) fn offered(tls: &ServerTls) -> String {
    let suites = &tls.config().crypto_provider().cipher_suites;
    format!("TLS1.3, TLS1.2; {}", Names(suites.iter().map(|suite| suite.suite())))
}

/// Does the handshake.
///
/// # Errors
///
/// It came to nothing; the client was told so by an alert, if it listens.
pub(crate) async fn accept<S: Stream>(
    tls: &ServerTls,
    stream: Behind<S>,
    now: u64,
) -> Result<(TlsStream<Behind<S>>, TlsSession), Failed> {
    let started = LazyConfigAcceptor::new(Acceptor::default(), stream).await;
    let started = started.map_err(|error| Failed { kind: Failure::of(&error), error, client: None })?;
    let client = offered_by(&started.client_hello());
    // Which certificate the client was shown is asked for afterwards, and rustls does not say.
    let shown = Arc::new(Shown { choose: Arc::clone(&tls.config().cert_resolver), shown: OnceLock::new() });
    let mut config = (**tls.config()).clone();
    config.cert_resolver = Arc::clone(&shown) as Arc<dyn ResolvesServerCert>;
    match started.into_stream(Arc::new(config)).await {
        Ok(stream) => {
            let connection = stream.get_ref().1;
            let client = connection.peer_certificates().and_then(|chain| tls.client(chain, now));
            let session = TlsSession::of(connection, shown.shown.get(), client);
            Ok((stream, session))
        }
        Err(error) => Err(Failed { kind: Failure::of(&error), error, client: Some(client) }),
    }
}

/// Remembers which certificate was chosen.
#[derive(Debug)]
struct Shown {
    choose: Arc<dyn ResolvesServerCert>,
    shown: OnceLock<Arc<CertifiedKey>>,
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let chosen = self.choose.resolve(hello)?;
        Some(Arc::clone(self.shown.get_or_init(|| chosen)))
    }

    fn only_raw_public_keys(&self) -> bool {
        self.choose.only_raw_public_keys()
    }
}

/// What a client offers, for the log. Of versions a ClientHello shows here what its ciphers tell.
fn offered_by(hello: &ClientHello<'_>) -> String {
    let suites = hello.cipher_suites();
    let mut text = Names(suites.iter().copied()).to_string();
    if let Some(name) = hello.server_name() {
        text.push_str("; for ");
        text.extend(name.chars().take(255));
    }
    text
}

/// The names of ciphers, as the registry of TLS has them.
struct Names<I>(I);

impl<I: Iterator<Item = CipherSuite> + Clone> fmt::Display for Names<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut more = self.0.clone().skip(SHOWN).peekable();
        for (at, suite) in self.0.clone().take(SHOWN).enumerate() {
            f.write_str(if at == 0 { "" } else { " " })?;
            match suite.as_str() {
                Some(name) => f.write_str(&registered(name))?,
                None => write!(f, "{:#06x}", u16::from(suite))?,
            }
        }
        if more.peek().is_some() { f.write_char('…') } else { Ok(()) }
    }
}

/// The name that a cipher has in the registry: those of TLS 1.3 have another in rustls.
pub(super) fn registered(name: &'static str) -> String {
    match name.strip_prefix("TLS13_") {
        Some(rest) => format!("TLS_{rest}"),
        None => name.to_owned(),
    }
}
