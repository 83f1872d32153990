//! The handshake, and what is known behind it.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use postrider_proto::client::{Said, Step, Trouble};
use postrider_proto::sasl::{BindingKind, Channel, ChannelBinding};
use rustls::client::ClientConnection;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, Error, HandshakeKind, InvalidMessage, ProtocolVersion, StreamOwned};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::contexts::{Context, ContextKey};
use super::noting::Noting;
use super::policy::{Policy, Wanted};
use super::unverified::{Unverified, names};

/// What is known of a connection over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Secured {
    /// `TLSv1.3`
    pub version: &'static str,
    /// The suite, as `TLS_AES_256_GCM_SHA384`.
    pub cipher: &'static str,
    /// A session was resumed.
    pub resumed: bool,
    /// Why its certificate does not prove that the host has the name by which it was called, if it does not.
    pub unverified: Option<Unverified>,
}

/// `TLSv1.3, TLS_AES_256_GCM_SHA384, not verified: its certificate has expired`
impl fmt::Display for Secured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}, ", self.version, self.cipher)?;
        match self.unverified {
            None => f.write_str("verified"),
            Some(why) => write!(f, "not verified: {why}"),
        }
    }
}

/// Why there is no TLS, or none that is good enough.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// The host does not offer STARTTLS.
    #[error("tls-not-offered: it does not offer STARTTLS, and mail goes there only over TLS")]
    NotOffered,
    /// It offers STARTTLS and refuses it; its words.
    #[error("tls-refused: it refused STARTTLS: {0}")]
    Refused(String),
    /// The handshake has failed.
    #[error("tls-handshake-failed: {0}")]
    Handshake(String),
    /// The handshake did not come to its end in time.
    #[error("tls-handshake-failed: it did not come to an end in time")]
    TimedOut,
    /// The certificate does not prove who the host is.
    #[error("tls-not-verified: {0}")]
    NotVerified(Unverified),
    /// It is for other names: a case of its own, as the names are what the operator has to compare.
    #[error("tls-not-verified: its certificate is for {names}, and not for {wanted}")]
    WrongName {
        /// By what it was called.
        wanted: String,
        /// What the certificate says, as it is told.
        names: String,
    },
    /// The host speaks in clear where the connection has to begin with TLS.
    #[error(
        "tls-handshake-failed: it speaks in clear first, as a port for STARTTLS does: write smtp:// (or lmtp://) with tls required, and not smtps:// (or lmtps://)"
    )]
    ClearFirst,
    /// What it says is neither TLS nor a reply.
    #[error(
        "tls-handshake-failed: it does not speak TLS, and what it says is no reply of SMTP or LMTP either: see that host and port are those of a mail server"
    )]
    NotTls,
    /// Something stood in clear behind the reply to STARTTLS.
    #[error(
        "tls-injection: something stood in clear behind the reply to STARTTLS, which may be from somebody on the way"
    )]
    Injection,
}

impl TlsFault {
    /// The id that stands at the front of it.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::NotOffered => "tls-not-offered",
            Self::Refused(_) => "tls-refused",
            Self::Handshake(_) | Self::TimedOut | Self::ClearFirst | Self::NotTls => "tls-handshake-failed",
            Self::NotVerified(_) | Self::WrongName { .. } => "tls-not-verified",
            Self::Injection => "tls-injection",
        }
    }

    /// Whether another connection may do better without TLS. Behind an injection somebody else may wait for just that; and where TLS is
    /// not offered, no other was tried.
    #[must_use]
    pub const fn may_do_without(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Handshake(_) | Self::TimedOut)
    }

    /// What this refusal is, if it is one of STARTTLS.
    #[must_use]
    pub fn of_refusal(step: Step, said: &Said) -> Option<Self> {
        (step == Step::StartTls).then(|| Self::Refused(said.to_string()))
    }

    /// What this trouble is, if it is one of STARTTLS.
    #[must_use]
    pub fn of_trouble(trouble: &Trouble) -> Option<Self> {
        match trouble {
            Trouble::NoStartTls => Some(Self::NotOffered),
            Trouble::ClearBehindStartTls => Some(Self::Injection),
            Trouble::Closed { step: Step::StartTls } => {
                Some(Self::Handshake("it closed the connection at STARTTLS".to_owned()))
            }
            Trouble::TimedOut { step: Step::StartTls } => Some(Self::TimedOut),
            _ => None,
        }
    }

    /// What a broken connection is, if the host has refused our half of the handshake: under TLS 1.3 it looks at our certificate, or misses one, only
    /// when we take the handshake for done.
    #[must_use]
    pub fn of_alert(error: &io::Error) -> Option<Self> {
        let fault = error.get_ref()?.downcast_ref::<Error>()?;
        matches!(fault, Error::AlertReceived(_)).then(|| Self::Handshake(fault.to_string()))
    }

    /// A certificate that does not prove that the host has this name.
    pub(super) fn not_verified(
        why: Unverified,
        certificate: &CertificateDer<'_>,
        wanted: &ServerName<'_>,
    ) -> Self {
        match why {
            Unverified::WrongName => {
                Self::WrongName { wanted: wanted.to_str().into_owned(), names: names(certificate) }
            }
            why => Self::NotVerified(why),
        }
    }

    /// What a failed handshake is; of a connection that begins with TLS with the first octet that came, if one did.
    fn from_io(error: &io::Error, at_once: bool, first: Option<u8>) -> Self {
        let Some(fault) = error.get_ref().and_then(|error| error.downcast_ref::<Error>()) else {
            return Self::Handshake(match error.kind() {
                io::ErrorKind::UnexpectedEof => "it closed the connection within it".to_owned(),
                _ => error.to_string(),
            });
        };
        if let Error::InvalidCertificate(CertificateError::Other(why)) = fault
            && let Some(why) = why.0.downcast_ref::<Self>()
        {
            return why.clone();
        }
        // A reply begins with a digit, and no record of TLS does (RFC 8446 §5.1).
        if at_once && matches!(fault, Error::InvalidMessage(InvalidMessage::InvalidContentType)) {
            return match first {
                Some(b'0'..=b'9') => Self::ClearFirst,
                _ => Self::NotTls,
            };
        }
        Self::Handshake(fault.to_string())
    }
}

/// A handshake to be made.
#[derive(Debug)]
pub(crate) struct Handshake {
    context: Context,
    policy: Policy,
    at_once: bool,
    name: ServerName<'static>,
}

/// TLS over a stream that blocks.
pub type Blocking<S> = StreamOwned<ClientConnection, S>;

impl Handshake {
    /// As it is wanted with this host; where it has no name, its address is its name.
    pub(crate) fn new(context: Context, wanted: &Wanted, address: Option<IpAddr>) -> Self {
        let name = server_name(wanted.host.as_deref(), address);
        Self { context, policy: wanted.policy, at_once: wanted.at_once, name }
    }

    /// Makes it.
    ///
    /// # Errors
    ///
    /// It has failed, or the host did not prove who it is where it has to.
    pub(crate) async fn make<S: AsyncRead + AsyncWrite + Unpin>(
        self,
        stream: S,
    ) -> Result<(TlsStream<Noting<S>>, Secured), TlsFault> {
        let connector = TlsConnector::from(Arc::clone(&self.context.config));
        let made = connector.connect(self.name.clone(), Noting::new(stream)).into_fallible().await;
        let stream =
            made.map_err(|(error, stream)| TlsFault::from_io(&error, self.at_once, stream.first()))?;
        let secured = self.secured(stream.get_ref().1)?;
        Ok((stream, secured))
    }

    fn make_blocking<S: Read + Write>(self, mut stream: S) -> Result<(Blocking<S>, Secured), TlsFault> {
        let made = ClientConnection::new(Arc::clone(&self.context.config), self.name.clone());
        let mut connection = made.map_err(|error| TlsFault::Handshake(error.to_string()))?;
        let mut noting = Noting::new(&mut stream);
        while connection.is_handshaking() {
            let done = connection.complete_io(&mut noting);
            done.map_err(|error| TlsFault::from_io(&error, self.at_once, noting.first()))?;
        }
        let secured = self.secured(&connection)?;
        Ok((StreamOwned::new(connection, stream), secured))
    }

    fn secured(&self, connection: &ClientConnection) -> Result<Secured, TlsFault> {
        let chain = connection.peer_certificates().unwrap_or_default();
        let unverified = self.context.verifier.judge(chain, &self.name, UnixTime::now()).err();
        if let (Policy::Verified, Some(why)) = (self.policy, unverified) {
            // A session that was resumed: the certificate has become too old since.
            return Err(match chain.first() {
                Some(certificate) => TlsFault::not_verified(why, certificate, &self.name),
                None => TlsFault::NotVerified(why),
            });
        }
        Ok(Secured {
            version: version(connection),
            cipher: cipher(connection),
            resumed: connection.handshake_kind() == Some(HandshakeKind::Resumed),
            unverified,
        })
    }
}

impl Wanted {
    /// Makes the handshake over a stream that blocks, with what is known there for a login. Nothing is resumed from another connection.
    ///
    /// # Errors
    ///
    /// It has failed, or the host did not prove who it is where it has to.
    pub fn begin_blocking<S: Read + Write>(
        &self,
        address: IpAddr,
        stream: S,
    ) -> Result<(Blocking<S>, Secured, Channel), TlsFault> {
        let context = self.contexts.of(ContextKey {
            target: None,
            host: self.host.clone(),
            policy: self.policy,
            roots: self.roots.clone(),
            source: None,
            certificate: self.certificate.clone(),
            user: None,
        });
        let handshake = Handshake::new(context, self, Some(address));
        let (stream, secured) = handshake.make_blocking(stream)?;
        let channel = channel(&stream.conn, &secured);
        Ok((stream, secured, channel))
    }
}

/// What a login has to know of this connection: whether the host has proven who it is, and what it may be bound to, which both ends know and nobody
/// between them can bring about. Under TLS 1.3 that is RFC 9266; TLS 1.2 has that only with an extended master secret, which is not told, and is
/// bound to the certificate (RFC 5929 §4); but not where an earlier session is resumed, whose certificate may have been renewed since.
pub(crate) fn channel(connection: &ClientConnection, secured: &Secured) -> Channel {
    let binding = match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => {
            let label = b"EXPORTER-Channel-Binding";
            let exported = connection.export_keying_material([0; 32], label, Some(&[]));
            let binding =
                |data: [u8; 32]| ChannelBinding { kind: BindingKind::TlsExporter, data: data.to_vec() };
            exported.ok().map(binding)
        }
        _ if connection.handshake_kind() == Some(HandshakeKind::Resumed) => None,
        _ => connection
            .peer_certificates()
            .and_then(|chain| ChannelBinding::tls_server_end_point(chain.first()?)),
    };
    Channel { verified: secured.unverified.is_none(), ..Channel::tls(binding.into_iter().collect()) }
}

/// RFC 6066 §3: only a name is said in the handshake, without the dot at its end, and no address.
fn server_name(host: Option<&str>, address: Option<IpAddr>) -> ServerName<'static> {
    let name = host.map(|host| host.trim_end_matches('.').to_owned());
    // A connection that has neither is no connection over the network: no certificate is for this address.
    let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    name.and_then(|name| ServerName::try_from(name).ok()).unwrap_or(ServerName::IpAddress(address.into()))
}

fn version(connection: &ClientConnection) -> &'static str {
    match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_3) => "TLSv1.3",
        _ => "TLSv1.2",
    }
}

fn cipher(connection: &ClientConnection) -> &'static str {
    match connection.negotiated_cipher_suite().and_then(|suite| suite.suite().as_str()) {
        // The library has names of its own for those of RFC 8446, appendix B.4.
        Some("TLS13_AES_256_GCM_SHA384") => "TLS_AES_256_GCM_SHA384",
        Some("TLS13_AES_128_GCM_SHA256") => "TLS_AES_128_GCM_SHA256",
        Some("TLS13_CHACHA20_POLY1305_SHA256") => "TLS_CHACHA20_POLY1305_SHA256",
        Some(name) => name,
        None => "unknown",
    }
}
