//! The connection beneath TLS.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::stream::Stream;

/// The connection beneath TLS. Something of it may have been read already: behind a PROXY header the handshake may have begun. And what is
/// written may wait for what is written next: TLS makes several writes of what goes out together, and each costs the system as much as a whole one.
pub(crate) struct Behind<S> {
    front: Vec<u8>,
    stream: S,
    /// What was read since the handshake began, as far as the log may want to tell of it.
    heard: Option<Vec<u8>>,
    /// What was written and has not gone out.
    joined: Vec<u8>,
    /// What is written waits until something is to be read, or until nothing more comes.
    joining: bool,
}

/// A ClientHello is shorter, with a key for each group and a ticket; what is longer is told as far as this.
const HEARD_MAX: usize = 4096;

impl<S> Behind<S> {
    pub(crate) fn new(front: Vec<u8>, stream: S) -> Self {
        Self { front, stream, heard: Some(Vec::new()), joined: Vec::new(), joining: false }
    }

    /// The first octets that were read; from now on they are not kept.
    pub(super) fn take_heard(&mut self) -> Vec<u8> {
        self.heard.take().unwrap_or_default()
    }

    /// What is written from now on goes out with the next read, or when nothing more comes.
    pub(super) fn join(&mut self) {
        self.joining = true;
    }

    /// What is written from now on goes out at once, and what has waited with it; nobody waits for that any more.
    pub(super) fn part(&mut self) {
        self.joining = false;
    }

    fn hear(&mut self, octets: &[u8]) {
        if let Some(heard) = &mut self.heard {
            let room = HEARD_MAX.saturating_sub(heard.len());
            heard.extend_from_slice(&octets[..octets.len().min(room)]);
        }
    }
}

impl<S: Stream> Behind<S> {
    pub(super) fn has_unread(&self) -> bool {
        !self.front.is_empty() || self.stream.has_unread()
    }

    /// Writes what has waited, and these octets. Gives how many of these it was.
    fn poll_write_all_joined(&mut self, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        while !self.joined.is_empty() {
            let both = [IoSlice::new(&self.joined), IoSlice::new(octets)];
            let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, &both))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            match written.checked_sub(self.joined.len()) {
                None => drop(self.joined.drain(..written)),
                Some(written) => {
                    // An idle session holds nothing.
                    self.joined = Vec::new();
                    if written > 0 {
                        return Poll::Ready(Ok(written));
                    }
                }
            }
        }
        if octets.is_empty() {
            return Poll::Ready(Ok(0));
        }
        Pin::new(&mut self.stream).poll_write(context, octets)
    }
}

impl<S: Stream> AsyncRead for Behind<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        if self.front.is_empty() {
            // Whoever is to answer has to hear it first. A ticket that is left asks for no answer.
            if self.joining {
                ready!(self.poll_write_all_joined(context, &[]))?;
            }
            ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        } else {
            let octets = self.front.len().min(buffer.remaining());
            buffer.put_slice(&self.front[..octets]);
            // What is left is at most what was read at once, and an empty one holds no memory.
            self.front = self.front.split_off(octets);
        }
        self.hear(&buffer.filled()[before..]);
        Poll::Ready(Ok(()))
    }
}

impl<S: Stream> AsyncWrite for Behind<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.joining {
            self.joined.extend_from_slice(octets);
            return Poll::Ready(Ok(octets.len()));
        }
        self.poll_write_all_joined(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.joining {
            return Poll::Ready(Ok(()));
        }
        ready!(self.poll_write_all_joined(context, &[]))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_write_all_joined(context, &[]))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::UnixStream;

    use super::*;

    /// A connection, and its other end, where nobody waits for what has not come.
    fn pair() -> (Behind<UnixStream>, UnixStream) {
        let (ours, theirs) = UnixStream::pair().expect("a pair");
        (Behind::new(Vec::new(), ours), theirs)
    }

    fn arrived(theirs: &UnixStream) -> Vec<u8> {
        let mut octets = vec![0; 100];
        let read = theirs.try_read(&mut octets).unwrap_or(0);
        octets.truncate(read);
        octets
    }

    #[tokio::test]
    async fn what_is_joined_goes_out_with_the_next_read() {
        let (mut ours, mut theirs) = pair();
        theirs.writable().await.expect("it is open");
        ours.join();
        ours.write_all(b"one ").await.expect("kept");
        ours.write_all(b"two ").await.expect("kept");
        ours.flush().await.expect("kept");
        assert!(!theirs.has_unread());
        theirs.write_all(b"!").await.expect("written");
        assert_eq!(ours.read_u8().await.expect("read"), b'!');
        theirs.readable().await.expect("it is open");
        assert_eq!(arrived(&theirs), b"one two ");
    }

    #[tokio::test]
    async fn what_has_waited_goes_out_before_what_is_written_next_and_with_it() {
        let (mut ours, theirs) = pair();
        ours.join();
        ours.write_all(b"ticket ").await.expect("kept");
        ours.part();
        assert!(!theirs.has_unread());
        ours.write_all(b"220").await.expect("written");
        theirs.readable().await.expect("it is open");
        assert_eq!(arrived(&theirs), b"ticket 220");
        ours.write_all(b"250").await.expect("written");
        theirs.readable().await.expect("it is open");
        assert_eq!(arrived(&theirs), b"250");
    }

    #[tokio::test]
    async fn what_has_waited_goes_out_with_the_end() {
        let (mut ours, mut theirs) = pair();
        ours.join();
        ours.write_all(b"221").await.expect("kept");
        ours.shutdown().await.expect("shut down");
        let mut heard = Vec::new();
        theirs.read_to_end(&mut heard).await.expect("an end");
        assert_eq!(heard, b"221");
    }

    #[tokio::test]
    async fn much_that_has_waited_goes_out_whole_where_the_other_end_reads_slowly() {
        let (mut ours, mut theirs) = pair();
        ours.join();
        let lot: Vec<u8> = (0..1_000_000_u32).map(|octet| octet.to_le_bytes()[0]).collect();
        ours.write_all(&lot).await.expect("kept");
        ours.part();
        let send = async {
            ours.write_all(b"end").await.expect("written");
            ours.shutdown().await.expect("shut down");
        };
        let mut heard = Vec::new();
        let ((), read) = tokio::join!(send, theirs.read_to_end(&mut heard));
        assert_eq!(read.expect("read"), lot.len() + 3);
        assert!(heard.starts_with(&lot) && heard.ends_with(b"end"));
    }

    #[tokio::test]
    async fn the_first_octets_are_kept_and_no_more_than_are_told_of() {
        let (ours, mut theirs) = pair();
        let mut ours = Behind::new(b"front".to_vec(), ours.stream);
        theirs.write_all(&[b'x'; 2 * HEARD_MAX]).await.expect("written");
        let mut read = vec![0; 2 * HEARD_MAX + 5];
        ours.read_exact(&mut read).await.expect("read");
        let heard = ours.take_heard();
        assert!(heard.starts_with(b"frontx") && heard.len() == HEARD_MAX);
        assert!(ours.take_heard().is_empty());
    }
}
