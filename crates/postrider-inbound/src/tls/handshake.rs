//! The handshake, in two halves: what the client offers is read first, so that it can be told when nothing comes of it.

use std::io::{self, Write as _};
use std::sync::{Arc, OnceLock};

use postrider_certificate::ServerTls;
use rustls::ProtocolVersion;
use rustls::server::{Acceptor, ClientHello, ResolvesServerCert, ServerConnection};
use rustls::sign::CertifiedKey;
use tokio::io::AsyncWriteExt as _;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::stream::Stream;

use super::hello::Offer;
use super::{Behind, Failure, HANDSHAKE_WAIT, TlsSession, Unknown};

/// A handshake that came to nothing.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub(crate) struct Failed {
    /// Of what kind it is.
    pub(crate) kind: Failure,
    /// In the words of whoever has noticed.
    pub(crate) error: io::Error,
    /// What the client has offered, if it came so far.
    pub(crate) theirs: Option<String>,
    /// What this server has.
    pub(crate) ours: Option<String>,
}

impl Failed {
    pub(crate) fn new(kind: Failure, why: &'static str) -> Self {
        Self { kind, error: io::Error::other(why), theirs: None, ours: None }
    }

    /// What has become of a handshake whose client has said this, and for which this certificate was chosen.
    fn of(error: io::Error, heard: &[u8], tls: &ServerTls, shown: Option<&CertifiedKey>) -> Self {
        let kind = Failure::of(&error, heard);
        let theirs = Offer::of_client(heard);
        let ours = Offer::of_server(tls, shown);
        let lacking = theirs.as_ref().filter(|_| kind == Failure::NothingInCommon);
        let error = match lacking.and_then(|theirs| theirs.lacks_in_common(&ours)) {
            Some(kind) => io::Error::other(format!("the client and this server have no {kind} in common")),
            None => Failure::words(error),
        };
        // Whoever connects and leaves, or waits, before it has offered anything does so for other reasons.
        let is_told = theirs.is_some() || !matches!(kind, Failure::Lost | Failure::Late);
        Self {
            kind,
            error,
            theirs: theirs.map(|theirs| theirs.to_string()),
            ours: is_told.then(|| ours.to_string()),
        }
    }
}

/// Does the handshake, within [`HANDSHAKE_WAIT`]. What this server says first is asked for where it can go out with the server's half of the handshake (RFC 8446 §2, figure 1):
/// the client has it one way through the net and back earlier. It is then nothing that is meant for this client alone, whose half has yet to come.
///
/// # Errors
///
/// It came to nothing; the client was told so by an alert, if it listens.
pub(crate) async fn accept<'w, S: Stream>(
    tls: &ServerTls,
    stream: Behind<S>,
    now: u64,
    first: impl FnOnce() -> &'w [u8],
) -> Result<(TlsStream<Behind<S>>, TlsSession), Failed> {
    let deadline = Instant::now() + HANDSHAKE_WAIT;
    let mut acceptor = LazyConfigAcceptor::new(Acceptor::default(), stream);
    let mut started = match timeout_at(deadline, &mut acceptor).await.unwrap_or_else(|_| Err(late())) {
        Ok(started) => started,
        Err(error) => {
            let heard = acceptor.take_io().map(|mut stream| stream.take_heard());
            return Err(Failed::of(error, &heard.unwrap_or_default(), tls, None));
        }
    };
    let heard = started.io.take_heard();
    // Which certificate the client was shown is asked for afterwards, and rustls does not say.
    let shown = Arc::new(Shown { choose: Arc::clone(&tls.config().cert_resolver), shown: OnceLock::new() });
    let mut config = tls.config_for(started.client_hello().cipher_suites());
    config.cert_resolver = Arc::clone(&shown) as Arc<dyn ResolvesServerCert>;
    let ahead = config.send_half_rtt_data;
    // A flight is one write, and a ticket goes out with what is said behind it.
    started.io.join();
    let speak = |connection: &mut ServerConnection| {
        if ahead && connection.protocol_version() == Some(ProtocolVersion::TLSv1_3) {
            // It is short, and a connection has room for it: what is written is encrypted at once.
            let _ = connection.writer().write_all(first());
        }
    };
    let finish = async {
        match started.into_stream_with(Arc::new(config), speak).into_fallible().await {
            Ok(mut stream) => {
                stream.get_mut().0.part();
                // Under TLS 1.3 a ticket is left; under TLS 1.2 the client waits for the end of the handshake.
                if stream.get_ref().1.protocol_version() != Some(ProtocolVersion::TLSv1_3) {
                    stream.get_mut().0.flush().await?;
                }
                Ok(stream)
            }
            Err((error, mut stream)) => {
                stream.part();
                // The alert. Whether it arrives changes nothing.
                let _ = stream.flush().await;
                Err(error)
            }
        }
    };
    let finished = timeout_at(deadline, finish).await.unwrap_or_else(|_| Err(late()));
    let shown = shown.shown.get();
    let stream = finished.map_err(|error| Failed::of(error, &heard, tls, shown.map(Arc::as_ref)))?;
    let connection = stream.get_ref().1;
    let client = Unknown::or_client(tls, connection.peer_certificates(), now);
    let session = TlsSession::of(connection, shown, client);
    Ok((stream, session))
}

fn late() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the client takes too long for the handshake")
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
