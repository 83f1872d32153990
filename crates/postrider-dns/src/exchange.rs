//! One question to one server: over UDP, and over TCP where the reply does not fit.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{Instant, timeout_at};

use crate::answer::Trouble;
use crate::message::{Heard, Question};

/// Asks, and waits for a reply that is to this question and can be read. Others are passed over, so that whoever guesses wrong
/// does not get in the way of the true reply.
///
/// # Errors
///
/// None came in time, or the server cannot be reached.
pub(crate) async fn ask(server: SocketAddr, question: &Question, wait: Duration) -> Result<Heard, Trouble> {
    let deadline = Instant::now() + wait;
    let mut garbled = false;
    let heard = match timeout_at(deadline, by_udp(server, question, &mut garbled)).await {
        Ok(Ok(Heard::Truncated)) => match timeout_at(deadline, by_tcp(server, question)).await {
            // Over TCP nobody but the server could have sent it.
            Ok(Ok(Heard::Foreign | Heard::Malformed | Heard::Truncated)) => {
                return Err(Trouble::Malformed { server });
            }
            heard => heard,
        },
        heard => heard,
    };
    match heard {
        Ok(Ok(heard)) => Ok(heard),
        Ok(Err(error)) => Err(Trouble::Unreachable { server, kind: error.kind() }),
        Err(_) if garbled => Err(Trouble::Malformed { server }),
        Err(_) => Err(Trouble::TimedOut { server, seconds: wait.as_secs() }),
    }
}

/// From a socket of its own, so that the system chooses a port at random, which a forger has to guess together with the id; and
/// connected, so that the kernel lets nothing through that comes from elsewhere.
async fn by_udp(server: SocketAddr, question: &Question, garbled: &mut bool) -> io::Result<Heard> {
    let any = if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
    socket.connect(server).await?;
    socket.send(&question.octets()).await?;
    // Some servers send more than they were asked for.
    let mut reply = [0; 4096];
    loop {
        let octets = socket.recv(&mut reply).await?;
        match question.hear(&reply[..octets]) {
            Heard::Foreign => {}
            Heard::Malformed => *garbled = true,
            heard => return Ok(heard),
        }
    }
}

/// Over TCP each message has its length in front (RFC 1035).
async fn by_tcp(server: SocketAddr, question: &Question) -> io::Result<Heard> {
    let mut stream = TcpStream::connect(server).await?;
    let octets = question.octets();
    let length = u16::try_from(octets.len()).expect("a question is shorter than a reply over UDP");
    stream.write_all(&[&length.to_be_bytes(), octets.as_slice()].concat()).await?;
    let length = stream.read_u16().await?;
    let mut reply = vec![0; length.into()];
    stream.read_exact(&mut reply).await?;
    Ok(question.hear(&reply))
}
