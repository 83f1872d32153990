//! What the octets of a conversation go through: a socket, or TLS over it.

use std::io::{self, Read, Write};
use std::time::Duration;

use postrider_outbound::tls::Blocking;

use super::conversation::Socket;

/// A socket, in clear or not.
pub(super) enum Wire<S: Socket> {
    /// As it is.
    Clear(S),
    /// Through TLS.
    Tls(Box<Blocking<S>>),
    /// A handshake has failed over it: what is on it now is neither.
    Gone,
}

impl<S: Socket> Wire<S> {
    fn socket(&self) -> io::Result<&S> {
        match self {
            Self::Clear(socket) => Ok(socket),
            Self::Tls(stream) => Ok(&stream.sock),
            Self::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
    }
}

impl<S: Socket> Read for Wire<S> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Clear(socket) => socket.read(into),
            Self::Tls(stream) => stream.read(into),
            Self::Gone => Ok(0),
        }
    }
}

impl<S: Socket> Write for Wire<S> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        match self {
            Self::Clear(socket) => socket.write(octets),
            Self::Tls(stream) => stream.write(octets),
            Self::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Clear(socket) => socket.flush(),
            Self::Tls(stream) => stream.flush(),
            Self::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
    }
}

impl<S: Socket> Socket for Wire<S> {
    fn set_nonblocking(&self, nonblocking: bool) -> io::Result<()> {
        self.socket()?.set_nonblocking(nonblocking)
    }

    fn set_read_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        self.socket()?.set_read_timeout(timeout)
    }

    fn set_write_timeout(&self, timeout: Option<Duration>) -> io::Result<()> {
        self.socket()?.set_write_timeout(timeout)
    }
}
