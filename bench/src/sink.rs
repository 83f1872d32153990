//! A server that says yes to everything and keeps nothing: what is left of the time when nothing is promised.
//!
//! One thread, one `epoll`. It reads commands only as far as it must, and looks at content only for its end.

use std::collections::HashMap;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::fd::AsRawFd as _;

use memchr::{memchr, memmem};
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};

/// What EHLO is answered.
const HELLO: &[u8] = b"250-sink.bench.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 52428800\r\n";

/// Serves connections until the process is killed. `each` hears how many messages have just been acknowledged.
///
/// # Errors
///
/// The system gives no `epoll`.
pub fn serve(listener: &TcpListener, mut each: impl FnMut(u64)) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let epoll = epoll::create(CreateFlags::CLOEXEC)?;
    epoll::add(&epoll, listener, EventData::new_u64(u64::MAX), EventFlags::IN)?;
    let end = memmem::Finder::new(END);
    let mut connections: HashMap<u64, Connection> = HashMap::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut events = Vec::with_capacity(256);
    loop {
        events.clear();
        epoll::wait(&epoll, rustix::buffer::spare_capacity(&mut events), None)?;
        for event in &events {
            let key = event.data.u64();
            if key == u64::MAX {
                while let Ok((stream, _)) = listener.accept() {
                    let key = u64::from(stream.as_raw_fd().unsigned_abs());
                    if let Ok(connection) = Connection::greet(stream) {
                        epoll::add(&epoll, &connection.stream, EventData::new_u64(key), EventFlags::IN)?;
                        connections.insert(key, connection);
                    }
                }
            } else if let Some(connection) = connections.get_mut(&key) {
                let over = connection.turn(&mut buffer, &end).is_err();
                match std::mem::take(&mut connection.acknowledged) {
                    0 => {}
                    messages => each(messages),
                }
                if over {
                    connections.remove(&key);
                }
            }
        }
    }
}

/// The end of content.
const END: &[u8] = b"\r\n.\r\n";

struct Connection {
    stream: TcpStream,
    /// A line, or the last octets of content: what may go on in the next octets.
    held: Vec<u8>,
    in_content: bool,
    /// Messages whose 250 is on its way, and has not been told of.
    acknowledged: u64,
}

impl Connection {
    fn greet(mut stream: TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        stream.write_all(b"220 sink.bench.example\r\n")?;
        Ok(Self { stream, held: Vec::new(), in_content: false, acknowledged: 0 })
    }

    /// Reads what is there and answers all of it at once. An error is the end of the connection.
    fn turn(&mut self, buffer: &mut [u8], end: &memmem::Finder<'_>) -> io::Result<()> {
        let read = self.stream.read(buffer)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut joined = std::mem::take(&mut self.held);
        let mut octets = if joined.is_empty() {
            &buffer[..read]
        } else {
            joined.extend_from_slice(&buffer[..read]);
            &joined[..]
        };
        let mut replies = Vec::with_capacity(256);
        let (mut over, mut messages) = (false, 0);
        loop {
            if self.in_content {
                let Some(at) = end.find(octets) else {
                    octets = &octets[octets.len().saturating_sub(END.len() - 1)..];
                    break;
                };
                octets = &octets[at + END.len()..];
                self.in_content = false;
                messages += 1;
                replies.extend_from_slice(b"250 2.0.0 Forgotten\r\n");
                continue;
            }
            let Some(line) = memchr(b'\n', octets) else { break };
            let reply: &[u8] = match octets[0] {
                b'E' => HELLO,
                b'D' => b"354 Go on\r\n",
                b'Q' => b"221 2.0.0 Bye\r\n",
                _ => b"250 2.1.0 Ok\r\n",
            };
            replies.extend_from_slice(reply);
            over |= octets[0] == b'Q';
            if octets[0] == b'D' {
                self.in_content = true;
                // The line's own CRLF counts for a dot that is the first line of the content.
                octets = &octets[line - 1..];
            } else {
                octets = &octets[line + 1..];
            }
        }
        self.held = octets.to_vec();
        self.stream.write_all(&replies)?;
        self.acknowledged += messages;
        if over { Err(io::ErrorKind::ConnectionAborted.into()) } else { Ok(()) }
    }
}
