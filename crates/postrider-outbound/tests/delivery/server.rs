//! A server whose connections go as they are told.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use postrider_outbound::HostPort;
use postrider_proto::mail::{AddressLiteral, Domain};
use tokio::net::TcpListener;

use crate::peer::{Log, Peer};

/// A server that serves one connection after the other, each as it is told; the last goes on for all others.
pub struct Server {
    pub address: SocketAddr,
    logs: Arc<Mutex<Vec<Log>>>,
    taken: Arc<AtomicUsize>,
}

impl Server {
    pub async fn start(peers: Vec<Peer>) -> Self {
        Self::start_at("127.0.0.1:0".parse().expect("an address"), peers).await
    }

    pub async fn start_at(address: SocketAddr, peers: Vec<Peer>) -> Self {
        let listener = TcpListener::bind(address).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let logs = Arc::new(Mutex::new(Vec::new()));
        let taken = Arc::new(AtomicUsize::new(0));
        let (kept, counted) = (Arc::clone(&logs), Arc::clone(&taken));
        tokio::spawn(async move {
            for number in 0.. {
                let Ok((stream, _)) = listener.accept().await else { break };
                counted.fetch_add(1, Ordering::Relaxed);
                let peer = peers[number.min(peers.len() - 1)].clone();
                let kept = Arc::clone(&kept);
                tokio::spawn(async move {
                    let log = peer.serve(stream).await;
                    kept.lock().expect("no panic").push(log);
                });
            }
        });
        Self { address, logs, taken }
    }

    pub fn host(&self) -> HostPort {
        HostPort {
            host: Domain::Literal(AddressLiteral::V4([127, 0, 0, 1].into())),
            port: self.address.port(),
            tls_at_once: false,
        }
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// What it was given, in all connections that have ended: the recipients of each message.
    pub fn messages(&self) -> Vec<Vec<String>> {
        let logs = self.logs.lock().expect("no panic");
        logs.iter().flat_map(|log| &log.messages).map(|message| message.recipients.clone()).collect()
    }

    pub fn commands(&self) -> Vec<String> {
        let logs = self.logs.lock().expect("no panic");
        logs.iter().flat_map(|log| log.commands.clone()).collect()
    }
}
