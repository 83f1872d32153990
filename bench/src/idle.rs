//! What a session costs that does nothing: memory after EHLO, in clear and behind TLS.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use postrider_bench::tls::{self, Tls};

use crate::process;
use crate::server::{Kind, Server};

/// What was measured.
#[derive(Debug)]
pub struct Idle {
    /// How many sessions were open.
    pub sessions: usize,
    /// Of memory for each of them.
    pub octets: f64,
}

/// How many sessions are wanted. Postfix has a process for each, and thousands of them have no room here.
fn wanted(kind: Kind, encrypted: bool) -> usize {
    match kind {
        Kind::Postfix => 500,
        _ if encrypted => 5_000,
        _ => 10_000,
    }
}

/// The memory of sessions that are idle after EHLO, as many as are wanted or as the server takes.
///
/// # Errors
///
/// Why there is no figure.
pub fn measure(server: &Server) -> Result<Idle, String> {
    measure_with(server, false, Ok)
}

/// The same behind TLS, each with a handshake of its own.
///
/// # Errors
///
/// Why there is no figure.
pub fn measure_tls(server: &Server) -> Result<Idle, String> {
    let client = Tls::Full.client();
    measure_with(server, true, |stream| tls::over(stream, &client))
}

fn measure_with<S: Read + Write>(
    server: &Server,
    encrypted: bool,
    over: impl Fn(TcpStream) -> std::io::Result<S>,
) -> Result<Idle, String> {
    // The first sessions pay for what all share.
    drop(open(server.address, 100, &over)?);
    let _ = server.rest();
    let before = process::memory_octets(server.pid());
    let held = open(server.address, wanted(server.kind, encrypted), &over)?;
    let _ = server.rest();
    let after = process::memory_octets(server.pid());
    let sessions = held.len();
    drop(held);
    let _ = server.rest();
    #[expect(clippy::cast_precision_loss, reason = "no machine has 2^52 octets")]
    let octets = after.saturating_sub(before) as f64 / sessions as f64;
    Ok(Idle { sessions, octets })
}

/// Opens so many sessions, or as many as the server greets.
fn open<S: Read + Write>(
    server: SocketAddr,
    sessions: usize,
    over: impl Fn(TcpStream) -> std::io::Result<S>,
) -> Result<Vec<S>, String> {
    let one = |number: usize| -> std::io::Result<S> {
        let stream = TcpStream::connect(server)?;
        stream.set_read_timeout(Some(Duration::from_secs(3)))?;
        let mut stream = over(stream)?;
        let mut buffer = [0; 1024];
        let greeting = stream.read(&mut buffer)?;
        if !buffer[..greeting].starts_with(b"220") {
            let said = String::from_utf8_lossy(&buffer[..greeting]).into_owned();
            return Err(std::io::Error::other(format!("session {number} was told {said:?}")));
        }
        stream.write_all(b"EHLO client.bench.example\r\n")?;
        let mut reply = Vec::new();
        while !reply.ends_with(b"\n") || !last_line_begins_with_250(&reply) {
            let read = stream.read(&mut buffer)?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            reply.extend_from_slice(&buffer[..read]);
        }
        Ok(stream)
    };
    let mut held = Vec::with_capacity(sessions);
    for number in 0..sessions {
        match one(number) {
            Ok(stream) => held.push(stream),
            Err(_) if number >= 100 => break,
            Err(error) => return Err(format!("session {number}: {error}")),
        }
    }
    Ok(held)
}

fn last_line_begins_with_250(reply: &[u8]) -> bool {
    let lines = reply.strip_suffix(b"\n").unwrap_or(reply);
    lines.rsplit(|octet| *octet == b'\n').next().is_some_and(|line| line.starts_with(b"250 "))
}
