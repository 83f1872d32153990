//! How a connection is made.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;

use tokio::net::{TcpSocket, UnixStream};

use super::connection::ConnectFault;
use super::options::Target;
use super::stream::Stream;

/// Makes connections: [`Sockets`] in production; in a simulation, a net that is none.
pub trait Net: Send + Sync {
    /// Connects, from `source` if it is of the target's family. Whoever asks waits no longer than it likes.
    fn connect<'a>(&'a self, target: &'a Target, source: Option<IpAddr>) -> Connecting<'a>;
}

/// A connection on its way.
pub type Connecting<'a> = Pin<Box<dyn Future<Output = Result<Stream, ConnectFault>> + Send + 'a>>;

/// The sockets of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sockets;

impl Net for Sockets {
    fn connect<'a>(&'a self, target: &'a Target, source: Option<IpAddr>) -> Connecting<'a> {
        Box::pin(async move {
            match target {
                Target::Tcp(address) => {
                    let source = source.filter(|source| source.is_ipv4() == address.is_ipv4());
                    let stream = socket(*address, source)?.connect(*address).await.map_err(not_connected)?;
                    // Commands go out in groups, as few as there can be: none of them has anything to wait for.
                    stream.set_nodelay(true).map_err(ConnectFault::Socket)?;
                    Ok(Stream::Tcp(stream))
                }
                Target::Unix(path) => {
                    UnixStream::connect(path).await.map(Stream::Unix).map_err(not_connected)
                }
            }
        })
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
