//! Where another server is, and a connection to it.

use std::fmt::{self, Debug};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};

use crate::source::Asking;

/// Where a server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At a socket of this machine.
    Socket(PathBuf),
    /// At an address.
    Address(SocketAddr),
    /// At one of the addresses of a host.
    Host {
        /// Its name.
        name: String,
        /// The port.
        port: u16,
    },
}

impl Place {
    /// Whether nothing that is said there leaves this machine.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Self::Socket(_) => true,
            Self::Address(address) => address.ip().to_canonical().is_loopback(),
            // RFC 6761: it is loopback, whoever is asked.
            Self::Host { name, .. } => name.eq_ignore_ascii_case("localhost"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(path) => write!(f, "{}", path.display()),
            Self::Address(address) => write!(f, "{address}"),
            Self::Host { name, port } => write!(f, "{name}:{port}"),
        }
    }
}

/// What is said and heard over a connection.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Connects to other servers: [`Network`], or in a test a script.
pub trait Dial: Debug + Send + Sync {
    /// A connection. Whoever asks waits no longer than it wants to.
    fn dial<'a>(&'a self, place: &'a Place) -> Asking<'a, io::Result<Box<dyn Stream>>>;
}

/// Knows the addresses of hosts. This crate resolves no name itself.
pub trait Addresses: Debug + Send + Sync {
    /// The addresses of a host, those to be tried first in front; or why there are none.
    fn addresses<'a>(&'a self, host: &'a str) -> Asking<'a, Result<Vec<IpAddr>, String>>;
}

/// Connects over the sockets of this machine.
#[derive(Debug, Clone)]
pub struct Network(Arc<dyn Addresses>);

impl Network {
    /// Hosts are where this says.
    #[must_use]
    pub fn new(addresses: Arc<dyn Addresses>) -> Self {
        Self(addresses)
    }

    async fn connect(&self, place: &Place) -> io::Result<Box<dyn Stream>> {
        let addresses = match place {
            Place::Socket(path) => return Ok(Box::new(UnixStream::connect(path).await?)),
            Place::Address(address) => vec![*address],
            Place::Host { name, port } => {
                let found = self.0.addresses(name).await.map_err(io::Error::other)?;
                found.into_iter().map(|address| SocketAddr::new(address, *port)).collect()
            }
        };
        let mut last = io::Error::other("it has no address");
        for address in addresses {
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    // A question and its answer are one packet each.
                    stream.set_nodelay(true)?;
                    return Ok(Box::new(stream));
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl Dial for Network {
    fn dial<'a>(&'a self, place: &'a Place) -> Asking<'a, io::Result<Box<dyn Stream>>> {
        Box::pin(self.connect(place))
    }
}
