//! What carries the octets of a connection, and how it is made.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpSocket, TcpStream, UnixStream};

use super::connection::ConnectFault;
use super::options::Target;

/// A connection that has been made.
#[derive(Debug)]
pub enum Stream {
    /// Over the network.
    Tcp(TcpStream),
    /// Within this machine.
    Unix(UnixStream),
}

impl Stream {
    /// Connects, from `source` if it is of the target's family.
    pub(super) async fn connect(target: &Target, source: Option<IpAddr>) -> Result<Self, ConnectFault> {
        match target {
            Target::Tcp(address) => {
                let source = source.filter(|source| source.is_ipv4() == address.is_ipv4());
                let stream = socket(*address, source)?.connect(*address).await.map_err(not_connected)?;
                // Commands go out in groups, as few as there can be: none of them has anything to wait for.
                stream.set_nodelay(true).map_err(ConnectFault::Socket)?;
                Ok(Self::Tcp(stream))
            }
            Target::Unix(path) => UnixStream::connect(path).await.map(Self::Unix).map_err(not_connected),
        }
    }
}

fn socket(target: SocketAddr, source: Option<IpAddr>) -> Result<TcpSocket, ConnectFault> {
    let socket = if target.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() };
    let socket = socket.map_err(ConnectFault::Socket)?;
    if let Some(source) = source {
        // The port is chosen here already, and so no two connections from this address have the same: there can be as many of
        // them at a time as there are ports.
        socket
            .bind(SocketAddr::new(source, 0))
            .map_err(|error| ConnectFault::Source { source_address: source, error })?;
    }
    Ok(socket)
}

/// What the system says when it has no port or no descriptor left is not the target's fault.
fn not_connected(error: io::Error) -> ConnectFault {
    match error.kind() {
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::AddrInUse => ConnectFault::Socket(error),
        _ if error.raw_os_error().is_some_and(is_exhaustion) => ConnectFault::Socket(error),
        _ => ConnectFault::Unreachable(error),
    }
}

fn is_exhaustion(error: i32) -> bool {
    use rustix::io::Errno;
    [Errno::MFILE, Errno::NFILE, Errno::NOBUFS, Errno::NOMEM]
        .iter()
        .any(|errno| errno.raw_os_error() == error)
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_read(context, into),
            Self::Unix(stream) => Pin::new(stream).poll_read(context, into),
        }
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_write(context, octets),
            Self::Unix(stream) => Pin::new(stream).poll_write(context, octets),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_flush(context),
            Self::Unix(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Unix(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
