//! An HTTP server of a few pages: as much of HTTP/1.1 as a GET needs.
//!
//! A connection is one request and one answer, and every part of it has an end: so many connections at once, so many octets of a
//! request, so many seconds.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet, spawn_blocking};
use tokio::time::timeout;
use tracing::{debug, warn};

/// Connections at once. A further one takes the place of the one that has said nothing for longest; where all have asked for something, it
/// waits until one of them has its answer.
const CONNECTIONS: usize = 16;

/// How long a connection may last.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most of a request, in octets: what Prometheus sends has some 300.
const REQUEST_OCTETS: usize = 8 * 1024;

/// The server, listening.
#[derive(Debug)]
pub struct HttpServer {
    socket: TcpListener,
    /// Where it listens; with the port that the system chose where 0 was asked for.
    pub address: SocketAddr,
}

/// Listens. `[::]` takes IPv4 as well, and stands for `0.0.0.0` where there is no IPv6.
///
/// # Errors
///
/// The system does not let us.
pub async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    match TcpListener::bind(address).await {
        Err(error) if address.ip() == Ipv6Addr::UNSPECIFIED && no_ipv6(&error) => {
            TcpListener::bind((Ipv4Addr::UNSPECIFIED, address.port())).await
        }
        bound => bound,
    }
}

fn no_ipv6(error: &io::Error) -> bool {
    let code = |errno: rustix::io::Errno| Some(errno.raw_os_error()) == error.raw_os_error();
    code(rustix::io::Errno::AFNOSUPPORT) || code(rustix::io::Errno::ADDRNOTAVAIL)
}

impl HttpServer {
    /// Listens.
    ///
    /// # Errors
    ///
    /// The system does not let us.
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = listen(address).await?;
        let address = socket.local_addr()?;
        Ok(Self { socket, address })
    }

    /// Answers whoever connects, with the page of the path that is asked for. It may look at the disk. Dropped, it drops its connections.
    pub async fn serve(self, page: impl Fn(&[u8]) -> Answer + Send + Sync + 'static) {
        self.serve_forms(move |path, _| page(path)).await;
    }

    /// The same, where pages have forms: what one of them sent stands behind the question mark.
    pub async fn serve_forms(self, page: impl Fn(&[u8], &[u8]) -> Answer + Send + Sync + 'static) {
        let (page, address) = (Arc::new(page), self.address);
        let mut connections = Connections::default();
        loop {
            match self.socket.accept().await {
                Ok((stream, peer)) => {
                    connections.make_room().await;
                    let page = Arc::clone(&page);
                    connections.open(|asked| async move {
                        match timeout(PATIENCE, converse(stream, page, &asked)).await {
                            Ok(Ok(())) => {}
                            Ok(Err(error)) => debug!(%address, %peer, %error, "an HTTP connection broke"),
                            Err(_) => debug!(%address, %peer, "an HTTP connection took too long"),
                        }
                    });
                }
                Err(error) => {
                    warn!(%address, %error, "cannot take an HTTP connection");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

/// The connections that are open.
#[derive(Default)]
struct Connections {
    tasks: JoinSet<()>,
    /// In the order they came: each with whether its request is there.
    open: VecDeque<(AbortHandle, Arc<AtomicBool>)>,
}

impl Connections {
    /// Waits until one more may be open. Whoever connects and says nothing keeps nobody else out.
    async fn make_room(&mut self) {
        loop {
            while self.tasks.try_join_next().is_some() {}
            self.open.retain(|(task, _)| !task.is_finished());
            if self.open.len() < CONNECTIONS {
                return;
            }
            match self.open.iter().position(|(_, asked)| !asked.load(Ordering::Relaxed)) {
                Some(idle) => {
                    if let Some((task, _)) = self.open.remove(idle) {
                        task.abort();
                    }
                }
                None => drop(self.tasks.join_next().await),
            }
        }
    }

    fn open<F: Future<Output = ()> + Send + 'static>(&mut self, task: impl FnOnce(Arc<AtomicBool>) -> F) {
        let asked = Arc::new(AtomicBool::new(false));
        let task = self.tasks.spawn(task(Arc::clone(&asked)));
        self.open.push_back((task, asked));
    }
}

/// One request, and its answer.
async fn converse<P: Fn(&[u8], &[u8]) -> Answer + Send + Sync + 'static>(
    mut stream: TcpStream,
    page: Arc<P>,
    asked: &AtomicBool,
) -> io::Result<()> {
    let mut octets = Vec::new();
    let answer = loop {
        if let Some(head) = head_of(&octets) {
            asked.store(true, Ordering::Relaxed);
            let request = Request::read(head);
            // A page may ask the disk.
            break spawn_blocking(move || request.answer(&*page)).await.map_err(io::Error::other)?;
        }
        if octets.len() >= REQUEST_OCTETS {
            break Answer::plain(
                (431, "Request Header Fields Too Large"),
                "this is a longer request than any page needs\n",
            );
        }
        if (&mut stream).take((REQUEST_OCTETS - octets.len()) as u64).read_buf(&mut octets).await? == 0 {
            // Somebody has only looked whether anybody listens.
            return Ok(());
        }
    };
    stream.write_all(&answer.encode()).await?;
    stream.shutdown().await
}

/// The head of a request, once all of it has come.
fn head_of(octets: &[u8]) -> Option<&[u8]> {
    let end = octets.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some(&octets[..end])
}

/// What is asked.
#[derive(Debug, PartialEq, Eq)]
enum Request {
    Get(Target),
    /// The same, but for the page itself.
    Head(Target),
    /// Another method.
    Method,
    /// What is no request of HTTP/1.
    Malformed,
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
struct Target {
    path: Vec<u8>,
    /// What stands behind the question mark; empty where there is none.
    query: Vec<u8>,
}

impl Target {
    fn read(target: &[u8]) -> Self {
        let mut parts = target.splitn(2, |octet| *octet == b'?').map(<[u8]>::to_vec);
        Self { path: parts.next().unwrap_or_default(), query: parts.next().unwrap_or_default() }
    }
}

impl Request {
    /// Method, target and version. Nothing in the fields below them matters here.
    fn read(head: &[u8]) -> Self {
        let line = head.split(|octet| *octet == b'\r').next().unwrap_or_default();
        let words: Vec<&[u8]> = line.split(|octet| *octet == b' ').collect();
        let [method, target, b"HTTP/1.0" | b"HTTP/1.1"] = words[..] else { return Self::Malformed };
        match method {
            b"GET" => Self::Get(Target::read(target)),
            b"HEAD" => Self::Head(Target::read(target)),
            _ => Self::Method,
        }
    }

    fn answer(self, page: &dyn Fn(&[u8], &[u8]) -> Answer) -> Answer {
        match self {
            Self::Get(Target { path, query }) => page(&path, &query),
            // The fields of the answer to GET, without what they tell of.
            Self::Head(Target { path, query }) => Answer { head_only: true, ..page(&path, &query) },
            // HTTP asks for the methods that there are.
            Self::Method => Answer::plain((405, "Method Not Allowed"), "there is nothing here but to GET\n")
                .with_field("Allow", "GET, HEAD"),
            Self::Malformed => Answer::plain((400, "Bad Request"), "this is no request of HTTP/1.1\n"),
        }
    }
}

/// A code of HTTP, and its words.
pub type Status = (u16, &'static str);

/// What is answered.
#[derive(Debug)]
pub struct Answer {
    status: Status,
    kind: &'static str,
    /// Fields more, each with its CRLF.
    more: Cow<'static, str>,
    body: String,
    head_only: bool,
}

impl Answer {
    /// Plain text.
    #[must_use]
    pub fn plain(status: Status, body: &str) -> Self {
        let kind = "text/plain; charset=utf-8";
        Self { status, kind, more: Cow::Borrowed(""), body: body.to_owned(), head_only: false }
    }

    /// The same, as content of this type.
    #[must_use]
    pub fn of_kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The same, with a field more. What could end it, and begin another, is left out of its value.
    #[must_use]
    pub fn with_field(self, name: &'static str, value: &str) -> Self {
        let value: String = value.chars().filter(|c| c.is_ascii_graphic() || *c == ' ').collect();
        Self { more: Cow::Owned(format!("{}{name}: {value}\r\n", self.more)), ..self }
    }

    fn encode(&self) -> Vec<u8> {
        let Self { status: (code, words), kind, more, body, head_only } = self;
        let head = format!(
            "HTTP/1.1 {code} {words}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n{more}Connection: close\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), if *head_only { b"" } else { body.as_bytes() }].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read() {
        let target = |path: &str, query: &str| Target {
            path: path.as_bytes().to_vec(),
            query: query.as_bytes().to_vec(),
        };
        let get = |path: &str| Request::Get(target(path, ""));
        for (head, request) in [
            ("GET /metrics HTTP/1.1\r\nHost: x", get("/metrics")),
            ("GET /metrics?name=x?y HTTP/1.0", Request::Get(target("/metrics", "name=x?y"))),
            ("HEAD /health HTTP/1.1\r\n", Request::Head(target("/health", ""))),
            ("GET / HTTP/1.1", get("/")),
            ("GET /metrics/../health HTTP/1.1", get("/metrics/../health")),
            ("POST /metrics HTTP/1.1", Request::Method),
            ("get /metrics HTTP/1.1", Request::Method),
            ("GET /metrics", Request::Malformed),
            ("GET  /metrics HTTP/1.1", Request::Malformed),
            ("GET /metrics HTTP/2.0", Request::Malformed),
            ("EHLO client.example", Request::Malformed),
            ("", Request::Malformed),
        ] {
            assert_eq!(Request::read(head.as_bytes()), request, "{head:?}");
        }
        assert_eq!(head_of(b"GET / HTTP/1.1\r\n\r"), None);
        assert_eq!(head_of(b"GET / HTTP/1.1\r\n\r\nmore"), Some(&b"GET / HTTP/1.1"[..]));
    }

    #[test]
    fn an_answer_says_how_long_it_is() {
        let answer = Answer::plain((200, "OK"), "x\n");
        let text = String::from_utf8(answer.encode()).expect("UTF-8");
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.contains("Content-Length: 2\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\nx\n"), "{text}");
        let moved =
            Answer::plain((301, "Moved Permanently"), "").with_field("Location", "/x\r\nSet-Cookie: y");
        let moved = String::from_utf8(moved.encode()).expect("UTF-8");
        assert!(moved.contains("\r\nLocation: /xSet-Cookie: y\r\nConnection: close\r\n\r\n"), "{moved}");
        let head = Answer { head_only: true, ..answer };
        assert!(head.encode().ends_with(b"Connection: close\r\n\r\n"));
    }
}
