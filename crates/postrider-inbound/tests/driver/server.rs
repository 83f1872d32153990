//! A server: a queue in a folder of its own, the policy of a small domain, and a disk that can be put in trouble.

use std::any::Any;
use std::fs;
use std::io::{self, Read as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use postrider_directory::{AliasSpec, Directory, DomainSpec, Mailboxes};
use postrider_inbound::{
    Allowance, CallOuts, Clock, Inbound, Listener, Settings, Shutdown, ShutdownHandle, SlotLimits, Slots,
    Submission, shutdown_channel,
};
use postrider_policy::Policy;
use postrider_proto::mail::QueueId;
use postrider_proto::server::Options;
use postrider_queue::{Disk, DiskFile, Queue, RealDisk, Summary};
use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::client::{Client, Pipe};
use crate::listener::HOSTNAME;

pub struct Server {
    pub queue: Queue,
    pub disk: Arc<TroubledDisk>,
    pub inbound: Inbound,
    pub settings: watch::Sender<Arc<Settings>>,
    pub shutdown: ShutdownHandle,
    asked: watch::Receiver<Shutdown>,
    folder: TempDir,
}

/// Where a client comes from, if nothing else is said.
pub const CLIENT: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 40_000);

/// What the clients of most tests speak to.
pub fn options() -> Options {
    Options { hostname: HOSTNAME.into(), ..Options::default() }
}

impl Server {
    /// At `example.test` live alice, bob, carol, postmaster and abuse; `team` is alice and bob.
    pub fn new(options: Options) -> Self {
        Self::with_slots(options, SlotLimits { connections: 100, connections_per_address: 20 })
    }

    pub fn with_slots(options: Options, slots: SlotLimits) -> Self {
        let folder = TempDir::new().expect("a folder");
        let disk = Arc::new(TroubledDisk::default());
        let queue_options = postrider_queue::Options {
            segment_octets: 1024 * 1024,
            free_floor_octets: FLOOR,
            ..postrider_queue::Options::in_folder(folder.path().join("queue"))
        };
        let (queue, _) = Queue::open(queue_options, Arc::clone(&disk) as Arc<dyn Disk>)
            .expect("a queue in an empty folder");
        let settings = Settings {
            session: Arc::new(options),
            policy: Arc::new(policy()),
            slots,
            proxies: Arc::default(),
            tls: None,
            submission: Submission::default(),
            allowance: Allowance::NONE,
        };
        let (shutdown, asked) = shutdown_channel();
        let inbound = Inbound {
            queue: queue.clone(),
            slots: Arc::new(Slots::default()),
            sessions: Arc::new(AtomicU64::new(1)),
            allowances: Arc::default(),
            call_outs: CallOuts::none(),
            login_check: None,
            clock: Clock::default(),
            counters: Arc::default(),
            journal: None,
        };
        let settings = watch::Sender::new(Arc::new(settings));
        Self { queue, disk, inbound, settings, shutdown, asked, folder }
    }

    /// A client at the other end of a pipe in memory, and its session.
    pub fn pipe(&self) -> (Client<tokio::io::DuplexStream>, JoinHandle<()>) {
        self.pipe_from(CLIENT)
    }

    pub fn pipe_from(&self, peer: SocketAddr) -> (Client<tokio::io::DuplexStream>, JoinHandle<()>) {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        let settings = Arc::clone(&self.settings.borrow());
        let session =
            self.inbound.admit(Pipe(theirs), peer, &settings, self.asked.clone()).expect("not turned away");
        (Client::new(ours), tokio::spawn(session))
    }

    /// A client at the other end of a socket, and its session.
    pub async fn socket(&self) -> (Client<TcpStream>, JoinHandle<()>) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let client = TcpStream::connect(address).await.expect("it listens");
        let (stream, peer) = listener.accept().await.expect("the client");
        let settings = Arc::clone(&self.settings.borrow());
        let session =
            self.inbound.admit(stream, peer, &settings, self.asked.clone()).expect("not turned away");
        (Client::new(client), tokio::spawn(session))
    }

    /// A user of this machine at the other end of a socket, whose first message has this id, and the session.
    pub fn user(&self, uid: u32, id: QueueId) -> (Client<UnixStream>, JoinHandle<()>) {
        let (ours, theirs) = UnixStream::pair().expect("a pair");
        let settings = Arc::clone(&self.settings.borrow());
        let session = self.inbound.admit_user(theirs, uid, Some(id), &settings, self.asked.clone());
        (Client::new(ours), tokio::spawn(session.expect("not turned away")))
    }

    /// A listener that does not take connections before it is served.
    pub fn bind(&self) -> Listener {
        Listener::bind((Ipv4Addr::LOCALHOST, 0).into()).expect("a port")
    }

    /// Serves a listener.
    pub fn serve(&self, listener: Listener) -> JoinHandle<()> {
        tokio::spawn(listener.serve(self.inbound.clone(), self.settings.subscribe(), self.asked.clone()))
    }

    /// The content of a message in the queue.
    pub fn content(&self, id: QueueId) -> Vec<u8> {
        let mut content = Vec::new();
        let mut body = self.queue.cat(id).expect("it can be opened").expect("it is in the queue");
        body.read_to_end(&mut content).expect("it can be read");
        content
    }

    /// The ids of the messages in the queue.
    pub fn ids(&self) -> Vec<QueueId> {
        let list = self.queue.list(None, 1000).expect("it can be read");
        list.into_iter().map(|message| message.id).collect()
    }

    /// A message in the queue.
    pub fn message(&self, id: QueueId) -> Summary {
        self.queue.show(id).expect("it can be read").expect("it is in the queue")
    }

    /// How many bodies have a file of their own.
    pub fn large_bodies(&self) -> usize {
        let folders = fs::read_dir(self.folder.path().join("queue/big")).expect("the folder of large bodies");
        let files = |folder: &Path| fs::read_dir(folder).expect("a folder of large bodies").count();
        folders.map(|folder| files(&folder.expect("readable").path())).sum()
    }

    /// Nothing of a message is anywhere.
    pub fn assert_nothing_kept(&self, place: &str) {
        assert!(self.queue.is_empty(), "{place}: a message is in the queue");
        assert_eq!(self.large_bodies(), 0, "{place}: files of large bodies");
    }
}

/// The id in `250 2.0.0 queued as ID`.
pub fn queued(reply: &str) -> QueueId {
    let (_, id) = reply.rsplit_once("queued as ").unwrap_or_else(|| panic!("not queued: {reply}"));
    id.parse().expect("an id")
}

fn policy() -> Policy {
    policy_with(postrider_policy::Options::default())
}

/// The same people, and other rules.
pub fn policy_with(rules: postrider_policy::Options) -> Policy {
    let domain = DomainSpec {
        name: "example.test".into(),
        mailboxes: Mailboxes::Listed(["alice", "bob", "carol", "postmaster", "abuse"].map(Into::into).into()),
        aliases: vec![AliasSpec { name: "team".into(), to: vec!["alice".into(), "bob".into()] }],
        subaddress: Some('+'),
    };
    let directory = Directory::new(vec![domain]).expect("a good directory");
    Policy::new(rules, Arc::new(directory))
}

/// What the queue leaves free.
pub const FLOOR: u64 = 64 * 1024 * 1024;

/// The disk of this machine, but for its troubles.
pub struct TroubledDisk {
    /// How much it says is free.
    pub free: AtomicU64,
    trouble: Arc<Trouble>,
}

#[derive(Default)]
struct Trouble {
    writes_fail: Mutex<bool>,
    writes: AtomicU64,
    syncs: Mutex<Syncs>,
    turned: Condvar,
}

#[derive(Default)]
struct Syncs {
    held: bool,
    waiting: usize,
}

impl Default for TroubledDisk {
    fn default() -> Self {
        Self { free: AtomicU64::new(1 << 40), trouble: Arc::default() }
    }
}

impl TroubledDisk {
    pub fn fail_writes(&self, fail: bool) {
        *self.trouble.writes_fail.lock().expect("not poisoned") = fail;
    }

    /// How many writes there have been.
    pub fn writes(&self) -> u64 {
        self.trouble.writes.load(Ordering::Relaxed)
    }

    /// From now on a sync does not return.
    pub fn hold_syncs(&self) {
        self.trouble.syncs.lock().expect("not poisoned").held = true;
    }

    pub fn let_syncs_go(&self) {
        self.trouble.syncs.lock().expect("not poisoned").held = false;
        self.trouble.turned.notify_all();
    }

    /// Waits, on a thread where one may wait, until a sync is held.
    pub async fn sync_is_held(&self) {
        let trouble = Arc::clone(&self.trouble);
        let wait = move || {
            let syncs = trouble.syncs.lock().expect("not poisoned");
            drop(trouble.turned.wait_while(syncs, |syncs| syncs.waiting == 0).expect("not poisoned"));
        };
        tokio::task::spawn_blocking(wait).await.expect("no panic");
    }
}

struct TroubledFile {
    file: Arc<dyn DiskFile>,
    trouble: Arc<Trouble>,
}

impl TroubledDisk {
    fn wrap(&self, file: Arc<dyn DiskFile>) -> Arc<dyn DiskFile> {
        Arc::new(TroubledFile { file, trouble: Arc::clone(&self.trouble) })
    }
}

impl Disk for TroubledDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_folder(path)
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Any + Send + Sync>>> {
        RealDisk.lock(path)
    }
    fn open(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        RealDisk.open(path).map(|file| self.wrap(file))
    }
    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        RealDisk.create(path).map(|file| self.wrap(file))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        RealDisk.list(folder)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        RealDisk.sync_folder(folder)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn free_bytes(&self, _: &Path) -> io::Result<u64> {
        Ok(self.free.load(Ordering::Relaxed))
    }
    fn random(&self, octets: &mut [u8]) -> io::Result<()> {
        RealDisk.random(octets)
    }
}

impl DiskFile for TroubledFile {
    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        self.trouble.writes.fetch_add(1, Ordering::Relaxed);
        if *self.trouble.writes_fail.lock().expect("not poisoned") {
            return Err(io::Error::from_raw_os_error(5));
        }
        self.file.write_at(octets, offset)
    }
    fn read_at(&self, octets: &mut [u8], offset: u64) -> io::Result<()> {
        self.file.read_at(octets, offset)
    }
    fn sync(&self) -> io::Result<()> {
        let mut syncs = self.trouble.syncs.lock().expect("not poisoned");
        syncs.waiting += 1;
        self.trouble.turned.notify_all();
        syncs = self.trouble.turned.wait_while(syncs, |syncs| syncs.held).expect("not poisoned");
        syncs.waiting -= 1;
        drop(syncs);
        self.file.sync()
    }
    fn forget_cache(&self) -> io::Result<()> {
        self.file.forget_cache()
    }
    fn identity(&self) -> io::Result<u64> {
        self.file.identity()
    }
    fn size(&self) -> io::Result<u64> {
        self.file.size()
    }
    fn set_size(&self, octets: u64) -> io::Result<()> {
        self.file.set_size(octets)
    }
}
