//! What carries the octets of a session, in clear and then under TLS.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::server::TlsStream;

use crate::stream::Stream;

/// What carries the octets of a session.
pub(crate) enum Carrier<S> {
    /// The connection itself.
    Plain(S),
    /// The connection under TLS.
    Encrypted(Box<TlsStream<Behind<S>>>),
    /// It was given to a handshake that has not come to its end.
    Gone,
}

impl<S> Carrier<S> {
    pub(crate) fn is_encrypted(&self) -> bool {
        matches!(self, Self::Encrypted(_))
    }
}

impl<S: Stream> Carrier<S> {
    /// Whether octets have arrived that nobody has read. Under TLS it may be that they are no word of the client's.
    pub(crate) fn has_unread(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.has_unread(),
            Self::Encrypted(stream) => {
                let (stream, tls) = stream.get_ref();
                // It wants no more while something of what it has deciphered was not taken.
                !tls.wants_read() || stream.has_unread()
            }
            Self::Gone => false,
        }
    }
}

impl<S: Stream> AsyncRead for Carrier<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Encrypted(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Gone => Poll::Ready(Ok(())),
        }
    }
}

impl<S: Stream> AsyncWrite for Carrier<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, octets),
            Self::Encrypted(stream) => Pin::new(stream).poll_write(context, octets),
            Self::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Encrypted(stream) => Pin::new(stream).poll_flush(context),
            Self::Gone => Poll::Ready(Ok(())),
        }
    }

    /// Says that nothing more will be said; under TLS with a close_notify.
    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Encrypted(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Gone => Poll::Ready(Ok(())),
        }
    }
}

/// A connection of which something was read already: behind a PROXY header the handshake may have begun.
pub(crate) struct Behind<S> {
    front: Vec<u8>,
    stream: S,
}

impl<S> Behind<S> {
    pub(crate) fn new(front: Vec<u8>, stream: S) -> Self {
        Self { front, stream }
    }
}

impl<S: Stream> Behind<S> {
    fn has_unread(&self) -> bool {
        !self.front.is_empty() || self.stream.has_unread()
    }
}

impl<S: Stream> AsyncRead for Behind<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.front.is_empty() {
            return Pin::new(&mut self.stream).poll_read(context, buffer);
        }
        let octets = self.front.len().min(buffer.remaining());
        buffer.put_slice(&self.front[..octets]);
        // What is left is at most what was read at once, and an empty one holds no memory.
        self.front = self.front.split_off(octets);
        Poll::Ready(Ok(()))
    }
}

impl<S: Stream> AsyncWrite for Behind<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
