//! An HTTP server of a few pages: as much of HTTP/1.1 as a GET needs, and a POST where a page takes one.
//!
//! A connection is one request and one answer, and every part of it has an end: so many connections at once, so many octets of a
//! head and of a body, so many seconds.

mod answer;
mod request;

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{AbortHandle, JoinSet, spawn_blocking};
use tokio::time::timeout;
use tracing::{debug, warn};

pub use answer::{Answer, Status};
pub use request::Methods;
use request::{END_OF_HEAD, Plan, Request, head_of};

/// Connections at once. A further one takes the place of the one that has not said all of its request for longest; where all have, it waits until
/// one of them has its answer.
const CONNECTIONS: usize = 16;

/// How long a client may take for its request, and then for the answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many think at once about what was sent to them: as many as leave the machine its other work.
const THINKING: usize = 2;

/// How long a request waits for its turn to be thought about.
const WAIT: Duration = Duration::from_secs(20);

/// The most of the head of a request, in octets: what Prometheus sends has some 300.
const HEAD_OCTETS: usize = 8 * 1024;

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
        self.serve_pages(|_| Methods::Get, move |asked: &Asked| page(&asked.path)).await;
    }

    /// The same, where pages have forms: what a path can be asked, and what is answered.
    pub async fn serve_pages(
        self,
        methods: fn(&[u8]) -> Methods,
        page: impl Fn(&Asked) -> Answer + Send + Sync + 'static,
    ) {
        let (page, address) = (Arc::new(page), self.address);
        let thinking = Arc::new(Semaphore::new(THINKING));
        let mut connections = Connections::default();
        loop {
            match self.socket.accept().await {
                Ok((stream, peer)) => {
                    connections.make_room().await;
                    let (page, thinking) = (Arc::clone(&page), Arc::clone(&thinking));
                    connections.open(|asked| async move {
                        if let Err(error) = converse(stream, methods, page, &thinking, &asked).await {
                            debug!(%address, %peer, %error, "an HTTP connection broke");
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
    /// In the order they came: each with whether its request is there, and the answer not yet.
    open: VecDeque<(AbortHandle, Arc<AtomicBool>)>,
}

impl Connections {
    /// Waits until one more may be open. Whoever connects and says nothing, or not all of it, keeps nobody else out.
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

/// What a page is asked.
pub struct Asked {
    /// The path, as it stood there.
    pub path: Vec<u8>,
    /// What stands behind the question mark; empty where there is none.
    pub query: Vec<u8>,
    /// What was sent to it; none where it is only read.
    pub sent: Option<Sent>,
}

/// What was sent to a page. It may hold secrets, and so it has no way into a log.
pub enum Sent {
    /// A body, and its media type as it stood there.
    Body { media_type: String, octets: Vec<u8> },
    /// More than the page takes: nothing of it was read.
    TooLong,
}

/// What has come of a request.
enum Heard {
    /// Nothing: somebody has only looked whether anybody listens, or has left.
    Nothing,
    /// What a page is to answer.
    Question { asked: Asked, head_only: bool },
    /// What no page is asked.
    Refuse(Answer),
}

/// One request, and its answer.
async fn converse<P: Fn(&Asked) -> Answer + Send + Sync + 'static>(
    mut stream: TcpStream,
    methods: fn(&[u8]) -> Methods,
    page: Arc<P>,
    thinking: &Semaphore,
    asked: &AtomicBool,
) -> io::Result<()> {
    let (answer, is_sent) = match patiently(hear(&mut stream, methods)).await? {
        Heard::Nothing => return Ok(()),
        Heard::Refuse(answer) => (answer, true),
        Heard::Question { asked: question, head_only } => {
            asked.store(true, Ordering::Relaxed);
            let is_sent = question.sent.is_some();
            let answer = if is_sent {
                think(page, question, thinking, WAIT).await?
            } else {
                ask(page, question).await?
            };
            (Answer { head_only, ..answer }, is_sent)
        }
    };
    patiently(async {
        stream.write_all(&answer.encode()).await?;
        asked.store(false, Ordering::Relaxed);
        stream.shutdown().await?;
        if is_sent { drain(&mut stream).await } else { Ok(()) }
    })
    .await
}

/// Waits for the other end, and no longer than [`PATIENCE`].
async fn patiently<T>(wait: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| Err(io::Error::other("it took too long")))
}

/// Reads a request.
async fn hear(stream: &mut TcpStream, methods: fn(&[u8]) -> Methods) -> io::Result<Heard> {
    let mut octets = Vec::new();
    let plan = loop {
        if let Some(head) = head_of(&octets) {
            let plan = Request::read(head).plan(methods);
            let end = head.len() + END_OF_HEAD.len();
            octets.drain(..end);
            break plan;
        }
        if octets.len() >= HEAD_OCTETS {
            break Plan::Refuse(Answer::plain(
                (431, "Request Header Fields Too Large"),
                "this is a longer request than any page needs\n",
            ));
        }
        if read_some(stream, &mut octets, HEAD_OCTETS).await? == 0 {
            return Ok(Heard::Nothing);
        }
    };
    let (target, sent, head_only) = match plan {
        Plan::Refuse(answer) => return Ok(Heard::Refuse(answer)),
        Plan::Show { target, head_only } => (target, None, head_only),
        Plan::TooLong(target) => (target, Some(Sent::TooLong), false),
        Plan::Take { target, octets: wanted, body } => {
            // Who has begun to send it waits for nothing.
            if body.on_demand && octets.len() < wanted {
                stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
            }
            // What is announced takes no memory before it comes.
            while octets.len() < wanted {
                if read_some(stream, &mut octets, wanted).await? == 0 {
                    return Ok(Heard::Nothing);
                }
            }
            octets.truncate(wanted);
            (target, Some(Sent::Body { media_type: body.media_type, octets }), false)
        }
    };
    Ok(Heard::Question { asked: Asked { path: target.path, query: target.query, sent }, head_only })
}

/// Reads what has come, so that there are at most so many octets.
async fn read_some(stream: &mut TcpStream, octets: &mut Vec<u8>, octets_max: usize) -> io::Result<usize> {
    stream.take((octets_max - octets.len()) as u64).read_buf(octets).await
}

/// Asks a page about what was sent to it, which may take it seconds: so many at once, and who has waited for long enough is told to come back.
async fn think<P: Fn(&Asked) -> Answer + Send + Sync + 'static>(
    page: Arc<P>,
    asked: Asked,
    thinking: &Semaphore,
    wait: Duration,
) -> io::Result<Answer> {
    match timeout(wait, thinking.acquire()).await {
        Ok(Ok(_place)) => ask(page, asked).await,
        Ok(Err(_)) | Err(_) => Ok(Answer::plain(
            (503, "Service Unavailable"),
            "others have sent much to think about, and it is their turn: try again in a minute\n",
        )
        .with_field("Retry-After", "60")),
    }
}

/// Asks for a page; it may look at the disk.
async fn ask<P: Fn(&Asked) -> Answer + Send + Sync + 'static>(
    page: Arc<P>,
    asked: Asked,
) -> io::Result<Answer> {
    spawn_blocking(move || page(&asked)).await.map_err(io::Error::other)
}

/// Reads to the end what is still sent, and throws it away: a connection that is closed before would be reset, and the answer lost with it.
/// Until then it gives way to whoever comes.
async fn drain(stream: &mut TcpStream) -> io::Result<()> {
    tokio::io::copy(stream, &mut tokio::io::sink()).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_too_long_for_a_turn_to_be_thought_about_is_told_to_come_back() {
        let answers = |thinking: usize| async move {
            let asked =
                Asked { path: b"/en/why.json".to_vec(), query: Vec::new(), sent: Some(Sent::TooLong) };
            let page = Arc::new(|_: &Asked| Answer::plain((200, "OK"), "thought\n"));
            let answer =
                think(page, asked, &Semaphore::new(thinking), Duration::ZERO).await.expect("an answer");
            String::from_utf8(answer.encode()).expect("UTF-8")
        };
        assert!(answers(1).await.starts_with("HTTP/1.1 200 OK\r\n"));
        let busy = answers(0).await;
        assert!(busy.starts_with("HTTP/1.1 503 ") && busy.contains("\r\nRetry-After: 60\r\n"), "{busy}");
    }
}
