//! An HTTP server of a few pages: as much of HTTP/1.1 as a GET needs.
//!
//! A connection is one request and one answer, and every part of it has an end: so many connections at once, so many octets of a
//! request, so many seconds.

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
use tokio::task::{AbortHandle, JoinSet, spawn_blocking};
use tokio::time::timeout;
use tracing::{debug, warn};

pub use answer::{Answer, Status};
use request::{Request, head_of};

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
