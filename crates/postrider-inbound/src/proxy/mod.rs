//! Proxies: who may speak for others, and what they say before the client does.
//!
//! ```text
//!   client ──▶ proxy ──PROXY header, then the client's octets──▶ listener     every connection from there begins so
//!   client ──▶ proxy ──SMTP, with XCLIENT in it───────────────▶ session      where the proxy speaks SMTP itself
//! ```
//!
//! Who is a proxy decides whom a client can pass itself off as, so only the networks of the configuration are, each for what it
//! is listed for: from elsewhere both are commands that do not exist.

mod header;

use std::io;
use std::time::Duration;

use postrider_policy::{Client, Network};
use tokio::io::AsyncRead;
use tokio::time::timeout;

use crate::input::Input;

pub(crate) use header::Source;

/// A proxy writes its header at once and whole; over a bad line it may have to be sent twice.
const HEADER_WAIT: Duration = Duration::from_secs(5);

/// Of what is no header, the log is shown so many octets.
const SHOWN_OCTETS: usize = 40;

/// Who may speak for others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proxies {
    /// Connections from here begin with a PROXY header.
    pub header: Vec<Network>,
    /// Clients from here may use XCLIENT. Behind a PROXY header it is the address in the header that counts.
    pub xclient: Vec<Network>,
}

impl Proxies {
    /// Whether a connection from there has to begin with a PROXY header. One from a user of this machine never has to.
    pub(crate) fn announce(&self, peer: Client) -> bool {
        peer.address().is_some_and(|peer| self.header.iter().any(|network| network.contains(peer)))
    }

    /// Whether this client may use XCLIENT. No user of this machine may.
    pub(crate) fn speak_for_others(&self, client: Client) -> bool {
        // Nobody has the address that stands for one that is not known, whatever network it would be in.
        client.address().is_some_and(|client| {
            !client.is_unspecified() && self.xclient.iter().any(|network| network.contains(client))
        })
    }
}

/// Why the connection is closed without a word: what is at the other end is no proxy, or not one that was told to say who its
/// clients are, and what it would hear is not meant for it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoHeader {
    /// What came is no header.
    #[error("{fault}: {}", .began.escape_ascii())]
    Malformed {
        /// What is wrong with it.
        fault: header::HeaderFault,
        /// How it began.
        began: Vec<u8>,
    },
    /// Nothing came, or not all of it.
    #[error("no PROXY header came within {} seconds", HEADER_WAIT.as_secs())]
    Late,
    /// The connection came to its end.
    #[error("the connection ended before its PROXY header: {0}")]
    Lost(#[from] io::Error),
}

/// Reads the header that a connection begins with. What was read behind it stays in `input`.
///
/// # Errors
///
/// There is none.
pub(crate) async fn read_header(
    stream: &mut (impl AsyncRead + Unpin),
    input: &mut Input,
) -> Result<Source, NoHeader> {
    let read = async {
        loop {
            let octets = input.unconsumed();
            match header::read(octets) {
                Ok(Some((source, used))) => {
                    input.consume(used);
                    return Ok(source);
                }
                Ok(None) => {}
                Err(fault) => {
                    let began = octets[..octets.len().min(SHOWN_OCTETS)].to_vec();
                    return Err(NoHeader::Malformed { fault, began });
                }
            }
            input.read_from(stream, false).await?;
        }
    };
    timeout(HEADER_WAIT, read).await.unwrap_or(Err(NoHeader::Late))
}
