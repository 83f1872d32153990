//! A server of HTTP that says what a test has it say.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What it does about a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// 200, and this for JSON. The connection stays open.
    Json(String),
    /// These octets, and the connection is closed.
    Octets(Vec<u8>),
    /// The same as JSON, and then it closes without having said so.
    JsonAndGone(String),
    /// Nothing, for ever.
    Silence,
}

/// A server of HTTP.
#[derive(Debug, Clone)]
pub struct Peer {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// What it does next; the last is done again and again.
    replies: VecDeque<Reply>,
    asked: Vec<String>,
    connections: usize,
}

impl Peer {
    pub async fn new(replies: Vec<Reply>) -> Self {
        Self::start(replies, None).await
    }

    /// The same behind TLS.
    pub async fn with_tls(replies: Vec<Reply>, tls: TlsAcceptor) -> Self {
        Self::start(replies, Some(tls)).await
    }

    async fn start(replies: Vec<Reply>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("bound");
        let state = Arc::new(Mutex::new(State { replies: replies.into(), ..State::default() }));
        let peer = Self { address, state };
        let serving = peer.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (peer, tls) = (serving.clone(), tls.clone());
                peer.state.lock().expect("no panic").connections += 1;
                tokio::spawn(async move {
                    match tls {
                        None => peer.serve(stream).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => peer.serve(stream).await,
                            Err(_) => None,
                        },
                    }
                });
            }
        });
        peer
    }

    /// From now on it says this.
    pub fn says(&self, reply: Reply) {
        self.state.lock().expect("no panic").replies = [reply].into();
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<String> {
        self.state.lock().expect("no panic").asked.clone()
    }

    /// Over how many connections.
    pub fn connections(&self) -> usize {
        self.state.lock().expect("no panic").connections
    }

    async fn serve<S: AsyncRead + AsyncWrite + Unpin>(&self, mut stream: S) -> Option<()> {
        loop {
            let request = request(&mut stream).await?;
            let reply = {
                let mut state = self.state.lock().expect("no panic");
                state.asked.push(request);
                match state.replies.len() {
                    1 => state.replies[0].clone(),
                    _ => state.replies.pop_front()?,
                }
            };
            match reply {
                Reply::Json(text) => stream.write_all(json(&text).as_bytes()).await.ok()?,
                Reply::JsonAndGone(text) => {
                    stream.write_all(json(&text).as_bytes()).await.ok()?;
                    return stream.shutdown().await.ok();
                }
                Reply::Octets(octets) => {
                    stream.write_all(&octets).await.ok()?;
                    return stream.shutdown().await.ok();
                }
                Reply::Silence => std::future::pending().await,
            }
        }
    }
}

fn json(text: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}",
        text.len()
    )
}

/// One request, head and body.
async fn request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut octets = Vec::new();
    loop {
        let text = String::from_utf8(octets.clone()).expect("ASCII");
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned)
            });
            if body.len() >= length.map_or(0, |length| length.parse().expect("a number")) {
                return Some(text);
            }
        }
        if stream.read_buf(&mut octets).await.ok()? == 0 {
            return None;
        }
    }
}
