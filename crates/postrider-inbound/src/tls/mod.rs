//! TLS: the handshake, and what a session knows of it afterwards.
//!
//! ```text
//!   socket ──▶ Plain(socket) ──STARTTLS, or at once──▶ handshake ──▶ Encrypted(TlsStream)
//! ```
//!
//! There is no way back: when a client has closed its TLS, nothing that may follow in clear is read (RFC 8446 §6.1).

mod behind;
mod carrier;
mod failure;
mod handshake;
mod hello;
mod names;
mod session;
mod unknown;

use std::time::Duration;

use postrider_certificate::ServerTls;

pub(crate) use behind::Behind;
pub(crate) use carrier::Carrier;
pub use failure::Failure;
pub(crate) use handshake::{Failed, accept};
pub use session::{TlsSession, TlsVersion};
pub use unknown::Unknown;
pub(crate) use unknown::told_client;

/// A handshake is four ways through the net at most, with little to reckon in between.
const HANDSHAKE_WAIT: Duration = Duration::from_secs(15);

/// TLS at a listener.
#[derive(Debug, Clone)]
pub struct Tls {
    /// Certificates, versions, and whether clients are asked for theirs.
    pub server: ServerTls,
    /// Connections begin with the handshake (RFC 8314 §3); otherwise it comes with STARTTLS, which the options of the session offer.
    pub implicit: bool,
}
