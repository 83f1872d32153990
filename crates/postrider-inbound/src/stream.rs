//! What carries the octets of a session.

use std::mem::MaybeUninit;

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};

/// What carries the octets of a session: a socket, or in tests a pipe in memory, where time can be set by hand.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    /// Whether octets have arrived that nobody has read. Asked where the client has to wait for its turn: whoever has
    /// spoken by then has not waited.
    fn has_unread(&self) -> bool;
}

impl Stream for TcpStream {
    fn has_unread(&self) -> bool {
        peek(&SockRef::from(self))
    }
}

impl Stream for UnixStream {
    fn has_unread(&self) -> bool {
        peek(&SockRef::from(self))
    }
}

/// Asks the system: the runtime hears of a new socket's octets only when it next looks at all of them.
fn peek(socket: &SockRef<'_>) -> bool {
    let mut octet = [MaybeUninit::uninit()];
    matches!(socket.peek(&mut octet), Ok(1..))
}
