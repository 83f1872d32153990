//! A server on loopback that says what a test wants it to say.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use hickory_proto::op::{Edns, Message, MessageType, OpCode, ResponseCode};
use hickory_proto::rr::rdata::opt::EdnsOption;
use hickory_proto::rr::rdata::{MX, TXT};
use hickory_proto::rr::{Name, RData, Record};
use postrider_dns::{Answer, HostsFile, Mx, Servers, System};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

/// A server that listens.
pub struct Peer {
    pub udp: UdpSocket,
    pub tcp: TcpListener,
    pub address: SocketAddr,
}

impl Peer {
    pub async fn new() -> Self {
        loop {
            let udp = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
            let address = udp.local_addr().expect("an address");
            // Somebody may have the same port of TCP.
            if let Ok(tcp) = TcpListener::bind(address).await {
                return Self { udp, tcp, address };
            }
        }
    }

    /// The next question, and who asks.
    pub async fn question(&self) -> (Message, SocketAddr) {
        let mut octets = [0; 2048];
        let (length, from) = self.udp.recv_from(&mut octets).await.expect("a question");
        (Message::from_vec(&octets[..length]).expect("a question is a message"), from)
    }

    pub async fn send(&self, reply: &[u8], to: SocketAddr) {
        self.udp.send_to(reply, to).await.expect("it is sent");
    }

    /// Waits for a question, and answers it.
    pub async fn answer(&self, make: impl FnOnce(&mut Message)) -> Message {
        let (question, from) = self.question().await;
        self.send(&reply(&question, make), from).await;
        question
    }

    /// Waits for a question over TCP.
    pub async fn tcp_question(&self) -> (Message, TcpStream) {
        let (mut stream, _) = self.tcp.accept().await.expect("a connection");
        let mut octets = vec![0; stream.read_u16().await.expect("a length").into()];
        stream.read_exact(&mut octets).await.expect("a question");
        (Message::from_vec(&octets).expect("a question is a message"), stream)
    }
}

/// Sends a reply over TCP.
pub async fn tcp_send(stream: &mut TcpStream, reply: &[u8]) {
    let length = u16::try_from(reply.len()).expect("it is short");
    stream.write_u16(length).await.expect("it is sent");
    stream.write_all(reply).await.expect("it is sent");
}

/// A reply to a question, made so.
pub fn reply(question: &Message, make: impl FnOnce(&mut Message)) -> Vec<u8> {
    let mut reply = Message::new(question.metadata.id, MessageType::Response, OpCode::Query);
    reply.metadata.recursion_available = true;
    reply.queries.clone_from(&question.queries);
    make(&mut reply);
    reply.to_vec().expect("a reply is a message")
}

/// An MX record for what was asked.
pub fn mx(exchange: &str) -> impl FnOnce(&mut Message) {
    let exchange = Name::from_ascii(format!("{exchange}.")).expect("a name");
    move |reply| {
        let owner = reply.queries[0].name.clone();
        reply.add_answer(Record::from_rdata(owner, 60, RData::MX(MX::new(10, exchange))));
    }
}

/// A TXT record for what was asked.
pub fn txt(text: &str) -> impl FnOnce(&mut Message) {
    let text = TXT::new(vec![text.to_owned()]);
    move |reply| {
        let owner = reply.queries[0].name.clone();
        reply.add_answer(Record::from_rdata(owner, 60, RData::TXT(text)));
    }
}

/// SERVFAIL, and perhaps why.
pub fn servfail(error: Option<&[u8]>) -> impl FnOnce(&mut Message) {
    move |reply| {
        reply.metadata.response_code = ResponseCode::ServFail;
        if let Some(error) = error {
            let mut edns = Edns::new();
            edns.options_mut().insert(EdnsOption::Unknown(15, error.to_vec()));
            reply.set_edns(edns);
        }
    }
}

/// A resolver that asks these servers, and waits long for each.
pub fn patient(servers: &[&Peer]) -> System {
    asking(servers, Duration::from_secs(60))
}

/// A resolver that asks these servers, and soon gives them up. Twice, as always.
pub fn impatient(servers: &[&Peer]) -> System {
    asking(servers, Duration::from_millis(500))
}

fn asking(servers: &[&Peer], timeout: Duration) -> System {
    let addresses = servers.iter().map(|peer| peer.address).collect();
    System::with(Servers { timeout, ..Servers::new(addresses) }, HostsFile::default())
}

/// That one host was found.
pub fn found(exchange: &str, secure: bool) -> Answer<Mx> {
    Answer::Found { records: vec![Mx { preference: 10, exchange: exchange.to_owned() }], secure }
}

pub fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}
