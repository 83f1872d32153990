//! A stream with its two buffers. Both are bounded: one by what a reply line may have, the other by its user.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use postrider_proto::client::Session;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};

use crate::tls::TlsFault;

use super::wire::Wire;

#[derive(Debug)]
pub(super) struct Pipe<S> {
    stream: Wire<S>,
    /// What was read and not consumed is between `start` and `end`.
    input: Box<[u8]>,
    start: usize,
    end: usize,
    /// What is to be written; the first `written` octets of it have been.
    output: Vec<u8>,
    written: usize,
    /// Some of what was written may be held back by TLS.
    held_back: bool,
    /// Nothing can be written any more.
    broken: bool,
    /// Why the host has ended TLS, if it has said so.
    alert: Option<TlsFault>,
}

/// What a look at the stream gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    Something,
    Nothing,
    /// The stream has ended, one way or the other.
    End,
}

/// What an attempt to write gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Octets(usize),
    /// Nothing could be written yet, and in the meantime this was heard.
    Heard(Heard),
    Broken,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Pipe<S> {
    pub(super) fn new(stream: S) -> Self {
        let input = vec![0; 2 * Session::INPUT_MIN].into_boxed_slice();
        Self {
            stream: Wire::Clear(stream),
            input,
            start: 0,
            end: 0,
            output: Vec::new(),
            written: 0,
            held_back: false,
            broken: false,
            alert: None,
        }
    }

    /// What was read and not consumed.
    pub(super) fn input(&self) -> &[u8] {
        &self.input[self.start..self.end]
    }

    pub(super) fn consume(&mut self, octets: usize) {
        self.start += octets;
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
    }

    /// Appends to what is to be written.
    pub(super) fn put(&mut self, octets: &[u8]) {
        if !self.broken {
            self.output.extend_from_slice(octets);
        }
    }

    /// What the octets go through.
    pub(super) fn wire(&mut self) -> &mut Wire<S> {
        &mut self.stream
    }

    /// Whether something is still to be written, or held back.
    pub(super) fn has_pending(&self) -> bool {
        self.pending() > 0 || self.held_back
    }

    /// Why the host has ended TLS, if it has said so.
    pub(super) fn alert(&mut self) -> Option<TlsFault> {
        self.alert.take()
    }

    /// Ends what is written: within TLS it is said that nothing more comes (RFC 8446 §6.1).
    pub(super) async fn end(&mut self) {
        // Whoever has closed before is not to be told.
        let _ = self.stream.shutdown().await;
    }

    /// How many octets are to be written.
    pub(super) fn pending(&self) -> usize {
        self.output.len() - self.written
    }

    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Gives memory back that is more than this.
    pub(super) fn shrink(&mut self, octets: usize) {
        if self.output.is_empty() && self.output.capacity() > octets {
            self.output = Vec::new();
        }
    }

    /// Waits until something can be read.
    pub(super) async fn read(&mut self) -> Heard {
        poll_fn(|context| self.poll_read(context)).await
    }

    /// Reads what is there, without waiting.
    pub(super) fn look(&mut self) -> Heard {
        match self.poll_read(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(heard) => heard,
            Poll::Pending => Heard::Nothing,
        }
    }

    /// Writes as much as goes at once. Waits until something can be written or is heard: a server that has seen enough of a
    /// message says so and reads no more.
    pub(super) async fn write(&mut self) -> Written {
        poll_fn(|context| match self.poll_write(context) {
            Poll::Ready(written) => Poll::Ready(written),
            Poll::Pending => self.poll_read(context).map(Written::Heard),
        })
        .await
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Heard> {
        if self.start > 0 {
            self.input.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let mut into = ReadBuf::new(&mut self.input[self.end..]);
        // The session consumes whole lines, or fails when one is longer than half of this.
        debug_assert!(into.remaining() > 0, "the session has left no room to read");
        match Pin::new(&mut self.stream).poll_read(context, &mut into) {
            Poll::Ready(Ok(())) if into.filled().is_empty() => Poll::Ready(Heard::End),
            Poll::Ready(Ok(())) => {
                self.end += into.filled().len();
                Poll::Ready(Heard::Something)
            }
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Ready(Err(error)) => {
                self.alert = TlsFault::of_alert(&error);
                Poll::Ready(Heard::End)
            }
            Poll::Pending => Poll::Pending,
        }
    }

    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<Written> {
        if self.output.is_empty() {
            return self.poll_flush(context);
        }
        match Pin::new(&mut self.stream).poll_write(context, &self.output[self.written..]) {
            Poll::Ready(Ok(octets @ 1..)) => {
                self.written += octets;
                self.held_back = self.stream.holds_back();
                if self.written == self.output.len() {
                    self.output.clear();
                    self.written = 0;
                }
                Poll::Ready(Written::Octets(octets))
            }
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Poll::Ready(Ok(_) | Err(_)) => Poll::Ready(self.breaks()),
            Poll::Pending => Poll::Pending,
        }
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<Written> {
        match Pin::new(&mut self.stream).poll_flush(context) {
            Poll::Ready(Ok(())) => {
                self.held_back = false;
                Poll::Ready(Written::Octets(0))
            }
            Poll::Ready(Err(_)) => Poll::Ready(self.breaks()),
            Poll::Pending => Poll::Pending,
        }
    }

    fn breaks(&mut self) -> Written {
        self.output.clear();
        self.written = 0;
        self.held_back = false;
        self.broken = true;
        Written::Broken
    }
}
