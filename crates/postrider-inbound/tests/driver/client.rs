//! A client that does what it is told.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use postrider_inbound::Stream;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, DuplexStream, ReadBuf};

/// A client, at the other end of a socket or a pipe.
pub struct Client<S> {
    pub stream: S,
    heard: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub fn new(stream: S) -> Self {
        Self { stream, heard: Vec::new() }
    }

    /// Sends octets in one write.
    pub async fn send(&mut self, octets: impl AsRef<[u8]>) {
        self.try_send(octets).await.expect("the server listens");
    }

    pub async fn try_send(&mut self, octets: impl AsRef<[u8]>) -> io::Result<()> {
        self.stream.write_all(octets.as_ref()).await?;
        self.stream.flush().await
    }

    /// The next line of the server, without its CRLF; none when it has closed.
    pub async fn next_line(&mut self) -> Option<String> {
        loop {
            if let Some(lf) = self.heard.iter().position(|octet| *octet == b'\n') {
                let line: Vec<u8> = self.heard.drain(..=lf).collect();
                let line = String::from_utf8(line).expect("replies are ASCII");
                return Some(line.strip_suffix("\r\n").expect("lines end with CRLF").to_owned());
            }
            match self.stream.read_buf(&mut self.heard).await {
                Ok(1..) => {}
                Ok(0) | Err(_) => {
                    assert_eq!(self.heard, b"", "the server closed within a line");
                    return None;
                }
            }
        }
    }

    /// The last line of the next reply.
    pub async fn reply(&mut self) -> String {
        loop {
            let line = self.next_line().await.expect("a reply");
            if line.as_bytes().get(3) != Some(&b'-') {
                return line;
            }
        }
    }

    /// Sends a line and gives the last line of its reply.
    pub async fn line(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n")).await;
        self.reply().await
    }

    /// Whether the server has said nothing more so far.
    pub fn is_silent(&mut self) -> bool {
        let mut buffer = [0; 1];
        let mut read = ReadBuf::new(&mut buffer);
        let poll = Pin::new(&mut self.stream).poll_read(&mut Context::from_waker(Waker::noop()), &mut read);
        self.heard.is_empty() && poll.is_pending()
    }

    /// Gets as far as a 354.
    pub async fn data(&mut self) {
        self.hello().await;
        self.send("MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n").await;
        for code in ["250", "250", "354"] {
            let reply = self.reply().await;
            assert!(reply.starts_with(code), "{reply}");
        }
    }

    /// Hears the greeting and says EHLO.
    pub async fn hello(&mut self) {
        let greeting = self.reply().await;
        assert!(greeting.starts_with("220 "), "{greeting}");
        let reply = self.line("EHLO client.example").await;
        assert!(reply.starts_with("250 "), "{reply}");
    }

    /// All that the server still says until it closes.
    pub async fn rest(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        while let Some(line) = self.next_line().await {
            lines.push(line);
        }
        lines
    }

    /// Says nothing more, and still listens.
    pub async fn half_close(&mut self) {
        // A server that has closed already does not mind.
        let _ = self.stream.shutdown().await;
    }
}

/// The server's end of a pipe in memory. Nothing in it is ever out of turn.
pub struct Pipe(pub DuplexStream);

impl Stream for Pipe {
    fn has_unread(&self) -> bool {
        false
    }
}

impl AsyncRead for Pipe {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Pipe {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
