//! What carries the octets of a session, in clear and then under TLS.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::server::TlsStream;

use crate::stream::Stream;

use super::Behind;

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
    /// What is written from now on is the last of the session, and goes out with its end.
    pub(crate) fn join_with_end(&mut self) {
        if let Self::Encrypted(stream) = self {
            stream.get_mut().0.join();
        }
    }

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
            Self::Encrypted(stream) => Pin::new(stream).poll_read(context, buffer).map_err(cut_off),
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

/// RFC 8446 §6.1: without close_notify nobody knows whether the client has ended it.
fn cut_off(error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::UnexpectedEof {
        return error;
    }
    io::Error::new(error.kind(), "the connection ended without the end of TLS (close_notify)")
}
