//! Servers that do what a test says.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex};

use postrider_login::{Asking, Dial, Place, Stream};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

/// Connects to the ends that a test has laid out, one after the other, and then to nobody.
#[derive(Default)]
pub struct Ends(Mutex<VecDeque<DuplexStream>>);

impl fmt::Debug for Ends {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ends")
    }
}

impl Ends {
    /// So many connections can be made; the other ends of them.
    pub fn laid<const N: usize>() -> (Arc<Self>, [Peer; N]) {
        let ends = Arc::new(Self::default());
        let peers = std::array::from_fn(|_| ends.lay());
        (ends, peers)
    }

    /// One more connection can be made.
    pub fn lay(&self) -> Peer {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        self.0.lock().expect("no panic").push_back(ours);
        Peer { stream: theirs, come: Vec::new() }
    }
}

impl Dial for Ends {
    fn dial<'a>(&'a self, _: &'a Place) -> Asking<'a, io::Result<Box<dyn Stream>>> {
        let end = self.0.lock().expect("no panic").pop_front();
        let dialed = end.ok_or_else(|| io::Error::from(io::ErrorKind::ConnectionRefused));
        Box::pin(std::future::ready(dialed.map(|end| Box::new(end) as Box<dyn Stream>)))
    }
}

/// The other end.
pub struct Peer {
    stream: DuplexStream,
    come: Vec<u8>,
}

#[allow(dead_code, reason = "each protocol needs another half")]
impl Peer {
    pub async fn say(&mut self, octets: impl AsRef<[u8]>) {
        self.stream.write_all(octets.as_ref()).await.expect("it listens");
    }

    /// The next line.
    pub async fn line(&mut self) -> String {
        loop {
            if let Some(end) = self.come.iter().position(|octet| *octet == b'\n') {
                let line: Vec<u8> = self.come.drain(..=end).collect();
                return String::from_utf8(line).expect("text").trim_end().to_owned();
            }
            assert!(self.more().await, "it has closed the connection within {:?}", self.come);
        }
    }

    /// The next message of LDAP.
    pub async fn message(&mut self) -> Vec<u8> {
        loop {
            if let [_, length, ..] = self.come[..] {
                assert!(length < 0x80, "the messages of tests are short");
                let length = usize::from(length) + 2;
                if self.come.len() >= length {
                    return self.come.drain(..length).collect();
                }
            }
            assert!(self.more().await, "it has closed the connection within {:?}", self.come);
        }
    }

    /// Waits until it closes the connection.
    pub async fn end(&mut self) {
        while self.more().await {}
    }

    async fn more(&mut self) -> bool {
        self.stream.read_buf(&mut self.come).await.expect("it speaks") > 0
    }
}
