//! Octets read and not consumed yet.

use std::io;

use postrider_proto::server::Session;
use postrider_queue::Durable;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// How much content is read at once. Between messages a session holds no buffer of this size.
const CONTENT_BUFFER: usize = 64 * 1024;

/// How much is read at once between messages. A longer line makes the buffer grow, as far as the session's limits let it.
const COMMAND_BUFFER: usize = 2 * 1024;

/// Octets read and not consumed yet: at most one line, or what was read of the content at once.
#[derive(Debug, Default)]
pub(crate) struct Input {
    buffer: Vec<u8>,
    start: usize,
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

    /// Makes room for at least one more octet: for many where content is on its way, for a command's line otherwise.
    pub(crate) fn make_room(&mut self, content: bool) {
        if self.start > 0 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let capacity = if content { CONTENT_BUFFER } else { COMMAND_BUFFER };
        if self.buffer.is_empty() && self.buffer.capacity() > capacity {
            self.buffer.shrink_to(capacity);
        }
        let held = self.buffer.len();
        if held < capacity {
            self.buffer.reserve_exact(capacity - held);
        } else {
            // A long line. It is doubled, as far as a line can go: the session asks for no more behind it.
            let most = Session::<Durable>::INPUT_MIN.max(held + 1);
            self.buffer.reserve_exact((2 * held).min(most) - held);
        }
    }

    /// Reads what is there, or waits for it. Gives how much it was.
    ///
    /// # Errors
    ///
    /// The connection broke; `UnexpectedEof` if it has come to its end.
    pub(crate) async fn read_from(&mut self, stream: &mut (impl AsyncRead + Unpin)) -> io::Result<usize> {
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            octets => Ok(octets),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(input: &mut Input, mut from: &[u8]) -> usize {
        input.read_from(&mut from).await.expect("there is something")
    }

    #[tokio::test]
    async fn between_messages_little_is_held() {
        let mut input = Input::default();
        input.make_room(true);
        assert_eq!(read(&mut input, &[b'x'; 100_000]).await, CONTENT_BUFFER, "content, much at once");
        input.consume(CONTENT_BUFFER);
        input.make_room(false);
        assert_eq!(input.buffer.capacity(), COMMAND_BUFFER);
    }

    #[tokio::test]
    async fn a_line_as_long_as_a_line_may_be_fits_and_nothing_longer() {
        let mut input = Input::default();
        let mut held = 0;
        while held < Session::<Durable>::INPUT_MIN {
            input.make_room(false);
            held += read(&mut input, &[b'x'; 100_000]).await;
        }
        assert_eq!(held, Session::<Durable>::INPUT_MIN);
        assert_eq!(input.buffer.capacity(), held);
    }

    #[tokio::test]
    async fn what_was_not_consumed_stays() {
        let mut input = Input::default();
        input.make_room(false);
        read(&mut input, b"NOOP\r\nRS").await;
        input.consume(6);
        input.make_room(false);
        read(&mut input, b"ET\r\n").await;
        assert_eq!(input.unconsumed(), b"RSET\r\n");
    }
}
