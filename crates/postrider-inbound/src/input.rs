//! Octets read and not consumed yet.

use std::cell::RefCell;
use std::future::{pending, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use postrider_proto::server::Session;
use postrider_queue::Durable;
use tokio::io::{AsyncRead, AsyncReadExt as _, ReadBuf};

use crate::stream::Stream;
use crate::tls::Carrier;

/// How much content is read at once where much of it comes.
const CONTENT_BUFFER: usize = 64 * 1024;

/// How much is read at once of anything else.
const SCRATCH: usize = 16 * 1024;

/// So much room is kept between messages.
const KEPT: usize = 256;

thread_local! {
    /// What all sessions of a thread read into. A session that waits holds no buffer: what comes is copied out, and is mostly a line.
    static READ: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH]);
}

/// Octets read and not consumed yet: at most one line, or what was read of the content at once.
#[derive(Debug, Default)]
pub(crate) struct Input {
    buffer: Vec<u8>,
    start: usize,
    /// The last read found as much as there was room for: there is more, and it is worth a buffer of its own.
    more: bool,
}

impl Input {
    pub(crate) fn unconsumed(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    pub(crate) fn consume(&mut self, octets: usize) {
        self.start += octets;
        if self.start == self.buffer.len() {
            self.clear();
        }
    }

    pub(crate) fn clear(&mut self) {
        self.buffer.clear();
        self.start = 0;
    }

    /// What was not consumed, to be consumed by somebody else.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        let mut rest = std::mem::take(&mut self.buffer);
        rest.drain(..std::mem::take(&mut self.start));
        rest
    }

    /// Reads what is there, or waits for it. Gives how much it was.
    ///
    /// # Errors
    ///
    /// The connection broke; `UnexpectedEof` if it has come to its end.
    pub(crate) async fn read_from(
        &mut self,
        stream: &mut (impl AsyncRead + Unpin),
        content: bool,
    ) -> io::Result<usize> {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let octets = if content && self.more {
            self.buffer.reserve_exact(CONTENT_BUFFER.saturating_sub(self.buffer.len()).max(1));
            let octets = stream.read_buf(&mut self.buffer).await?;
            self.more = self.buffer.len() == self.buffer.capacity();
            octets
        } else {
            if self.buffer.is_empty() {
                self.buffer.shrink_to(KEPT);
            }
            // A line is held until its end has come, as far as a line can go: the session asks for no more behind it.
            let line = Session::<Durable>::INPUT_MIN.max(self.buffer.len() + 1) - self.buffer.len();
            let most = if content { SCRATCH } else { SCRATCH.min(line) };
            let octets = poll_fn(|context| self.poll_read(stream, most, context)).await?;
            self.more = octets == most;
            octets
        };
        if octets == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(octets) }
    }

    /// Reads what has arrived by now, and does not wait for more. Under TLS, what has arrived may be nothing that can be read.
    ///
    /// # Errors
    ///
    /// As [`Input::read_from`].
    pub(crate) async fn read_arrived(&mut self, stream: &mut Carrier<impl Stream>) -> io::Result<()> {
        let read = poll_fn(|context| {
            match self.poll_read(stream, SCRATCH.min(Session::<Durable>::INPUT_MIN), context) {
                // The runtime may not have heard of what the system has: it will, and then this is asked again.
                Poll::Pending if stream.has_unread() => Poll::Pending,
                Poll::Pending => Poll::Ready(Ok(None)),
                Poll::Ready(read) => Poll::Ready(read.map(Some)),
            }
        });
        match read.await? {
            Some(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Reads what comes while something else is awaited, at most as much as a line. Ends when the connection has: broken off, or closed with nothing left
    /// to be done. `more` is whether something has come before. May be dropped at any time; what was read is kept.
    pub(crate) async fn read_ahead(
        &mut self,
        stream: &mut (impl AsyncRead + Unpin),
        more: bool,
    ) -> io::Error {
        loop {
            let room = Session::<Durable>::INPUT_MIN.saturating_sub(self.buffer.len());
            if room == 0 {
                return pending().await;
            }
            match poll_fn(|context| self.poll_read(stream, room.min(SCRATCH), context)).await {
                Ok(0) if more || !self.buffer.is_empty() => return pending().await,
                Ok(0) => return io::ErrorKind::UnexpectedEof.into(),
                Ok(_) => {}
                Err(error) => return error,
            }
        }
    }

    /// Puts what was read meanwhile behind what is here.
    pub(crate) fn append(&mut self, ahead: &Self) {
        self.buffer.extend_from_slice(ahead.unconsumed());
    }

    fn poll_read(
        &mut self,
        stream: &mut (impl AsyncRead + Unpin),
        most: usize,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        READ.with_borrow_mut(|scratch| {
            let mut read = ReadBuf::new(&mut scratch[..most]);
            ready!(Pin::new(stream).poll_read(context, &mut read))?;
            self.buffer.extend_from_slice(read.filled());
            Poll::Ready(Ok(read.filled().len()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(input: &mut Input, content: bool, mut from: &[u8]) -> usize {
        input.read_from(&mut from, content).await.expect("there is something")
    }

    #[tokio::test]
    async fn where_much_comes_much_is_read_and_between_messages_little_is_held() {
        let mut input = Input::default();
        let lot = vec![b'x'; 1_000_000];
        assert_eq!(read(&mut input, true, &lot).await, SCRATCH);
        input.consume(SCRATCH);
        assert_eq!(read(&mut input, true, &lot).await, CONTENT_BUFFER, "there was more");
        input.consume(CONTENT_BUFFER);
        read(&mut input, false, b"QUIT\r\n").await;
        assert!(input.buffer.capacity() <= KEPT, "{}", input.buffer.capacity());
    }

    #[tokio::test]
    async fn a_line_as_long_as_a_line_may_be_fits_and_nothing_longer() {
        let mut input = Input::default();
        let mut held = 0;
        while held < Session::<Durable>::INPUT_MIN {
            held += read(&mut input, false, &[b'x'; 100_000]).await;
        }
        assert_eq!(held, Session::<Durable>::INPUT_MIN);
        assert_eq!(input.unconsumed().len(), held);
    }

    #[tokio::test]
    async fn what_was_not_consumed_stays() {
        let mut input = Input::default();
        read(&mut input, false, b"NOOP\r\nRS").await;
        input.consume(6);
        read(&mut input, false, b"ET\r\n").await;
        assert_eq!(input.unconsumed(), b"RSET\r\n");
    }
}
