//! A queue, a delivery and a clock that is set by hand.

use std::collections::HashMap;
use std::fs;
use std::future::{Future, ready};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use postrider_dns::{Answer, Asked, Mx, Resolver};
use postrider_outbound::local::maildir::Maildirs;
use postrider_outbound::{
    Asker, Clock, Counters, Delivery, DeliveryOptions, Held, Local, Next, Pattern, RouteSpec, Routes, Worker,
};
use postrider_proto::mail::{BodyType, Domain, Envelope, Mailbox, QueueId, Recipient, ReversePath};
use postrider_proto::server::Proof;
use postrider_queue::{OpenError, Options, Queue, RealDisk, Timestamp};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const START: u64 = 1_700_000_000_000;

pub struct World {
    pub folder: TempDir,
    pub queue: Queue,
    pub clock: HandClock,
    pub routes: Routes,
    pub options: DeliveryOptions,
    pub names: Arc<Names>,
    pub shutdown: watch::Sender<bool>,
    /// What was started first.
    started: OnceLock<Delivery<HandClock>>,
}

impl World {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let maildirs = Maildirs::open(folder.path().join("mail")).expect("a root");
        let routes = Routes::new(maildirs, local(Local::Maildir), Vec::new());
        let queue = open_queue(folder.path());
        let options = DeliveryOptions::new(Domain::Name("mx.example.org".to_owned()));
        let options = DeliveryOptions { copies_at_once: 4, ..options };
        let shutdown = watch::Sender::new(false);
        let names = Arc::default();
        let started = OnceLock::new();
        Self { folder, queue, clock: HandClock::new(START), routes, options, names, shutdown, started }
    }

    /// As after a crash: what the queue knows is what is on the disk.
    pub async fn restarted(self) -> Self {
        let Self { folder, queue, clock, options, names, shutdown, .. } = self;
        queue.close().await;
        drop(queue);
        let maildirs = Maildirs::open(folder.path().join("mail")).expect("the root");
        let routes = Routes::new(maildirs, local(Local::Maildir), Vec::new());
        let queue = open_queue(folder.path());
        let started = OnceLock::new();
        Self { folder, queue, clock, routes, options, names, shutdown, started }
    }

    pub fn start(&self) -> JoinHandle<()> {
        let delivery = self.delivery(self.clock.clone());
        drop(self.started.set(delivery.clone()));
        let worker = Worker::with_clock(self.queue.clone(), delivery, 4, self.clock.clone());
        tokio::spawn(worker.run(self.shutdown.subscribe()))
    }

    pub fn delivery(&self, clock: HandClock) -> Delivery<HandClock> {
        let postmaster = "postmaster@example.org".parse().expect("an address");
        // The sender lives here, behind an alias; nobody else does who could be told anything.
        let resolve = Arc::new(|address: &Mailbox| match address.to_string().as_str() {
            "al@example.org" => vec!["alice@example.org".parse().expect("an address")],
            _ => Vec::new(),
        });
        Delivery::new(
            self.queue.clone(),
            self.routes.clone(),
            self.options.clone(),
            postmaster,
            Arc::clone(&self.names) as Arc<dyn Resolver>,
            resolve,
            clock,
        )
    }

    /// Why mail for a domain is not tried now, if it is not.
    pub fn held(&self, domain: &str) -> Option<Held> {
        self.started.get()?.held(&Domain::Name(domain.to_owned()))
    }

    /// What was started first.
    pub fn started(&self) -> &Delivery<HandClock> {
        self.started.get().expect("it was started")
    }

    /// What was counted since the start.
    pub fn counters(&self) -> Arc<Counters> {
        self.started.get().expect("it was started").counters()
    }

    /// Whoever asks by what has become known since the start.
    pub fn asker(&self) -> Asker<HandClock> {
        self.started.get().expect("it was started").asker()
    }

    /// As the program does when its grace is over: what is under way comes to its end.
    pub async fn halt(&self, running: JoinHandle<()>) {
        self.shutdown.send_replace(true);
        self.started.get().expect("it was started").halt();
        running.await.expect("the worker ends well");
    }

    pub async fn stop(&self, running: JoinHandle<()>) {
        self.shutdown.send_replace(true);
        running.await.expect("the worker ends well");
    }

    pub fn maildir(&self, name: &str) -> PathBuf {
        self.folder.path().join("mail/example.org").join(name)
    }

    /// How many messages a reader of mail would find.
    pub fn delivered(&self, name: &str) -> usize {
        let count = |folder: &str| fs::read_dir(self.maildir(name).join(folder)).map_or(0, Iterator::count);
        count("new") + count("cur")
    }

    /// Whether an attempt has failed, and the next one has its time.
    pub fn deferred(&self, id: QueueId) -> bool {
        !self.reason(id).is_empty() && self.queue.next_due().is_some()
    }

    /// What came of the last attempt for the first recipient.
    pub fn reason(&self, id: QueueId) -> String {
        self.queue.show(id).expect("readable").expect("it is still there").recipients[0].state.note.clone()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// What the DNS says, as a table: nothing is there that is not written here.
#[derive(Default)]
pub struct Names {
    pub mx: Mutex<HashMap<String, Answer<Mx>>>,
    pub addresses: Mutex<HashMap<String, Answer<IpAddr>>>,
}

impl Names {
    pub fn exchange(&self, domain: &str, hosts: &[(u16, &str)]) {
        let record = |&(preference, exchange): &(u16, &str)| Mx { preference, exchange: exchange.to_owned() };
        let records = hosts.iter().map(record).collect();
        self.mx.lock().expect("no panic").insert(domain.to_owned(), Answer::Found { records, secure: false });
    }

    pub fn address(&self, host: &str, addresses: &[IpAddr]) {
        let answer = Answer::Found { records: addresses.to_vec(), secure: false };
        self.addresses.lock().expect("no panic").insert(host.to_owned(), answer);
    }
}

impl Resolver for Names {
    fn mx<'a>(&'a self, domain: &'a str) -> Asked<'a, Mx> {
        let answer = self.mx.lock().expect("no panic").get(domain).cloned();
        Box::pin(ready(answer.unwrap_or(Answer::NxDomain { secure: false })))
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Asked<'a, IpAddr> {
        let answer = self.addresses.lock().expect("no panic").get(host).cloned();
        Box::pin(ready(answer.unwrap_or(Answer::NxDomain { secure: false })))
    }
}

/// A clock that stands still until it is set.
#[derive(Clone)]
pub struct HandClock {
    time: watch::Sender<Timestamp>,
    asked: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl HandClock {
    pub fn new(millis: u64) -> Self {
        Self { time: watch::Sender::new(Timestamp::from_millis(millis)), asked: None }
    }

    pub fn set(&self, millis: u64) {
        self.time.send_replace(Timestamp::from_millis(millis));
    }

    /// Does something whenever somebody looks at the clock.
    pub fn when_asked(self, asked: impl Fn() + Send + Sync + 'static) -> Self {
        Self { asked: Some(Arc::new(asked)), ..self }
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        if let Some(asked) = &self.asked {
            asked();
        }
        *self.time.borrow()
    }

    fn until(&self, due: Timestamp) -> impl Future<Output = ()> + Send {
        let mut time = self.time.subscribe();
        async move { drop(time.wait_for(|&now| now >= due).await) }
    }
}

/// Lets the others work until something is so.
pub async fn until(so: impl Fn() -> bool) {
    let watch = async {
        while !so() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), watch).await.expect("it never came to that");
}

/// What becomes of mail for the one domain there is.
pub fn local(local: Local) -> [(Domain, Local); 1] {
    [(Domain::Name("example.org".to_owned()), local)]
}

pub fn envelope(to: &[&str]) -> Envelope {
    let recipient = |address: &&str| {
        let mailbox: Mailbox = address.parse().expect(address);
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    };
    Envelope {
        reverse_path: ReversePath::Null,
        recipients: to.iter().map(recipient).collect(),
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    }
}

pub fn open_queue(folder: &Path) -> Queue {
    let options =
        Options { segment_octets: 1 << 20, free_floor_octets: 0, ..Options::in_folder(folder.join("queue")) };
    loop {
        match Queue::open(options.clone(), Arc::new(RealDisk)) {
            Ok((queue, _)) => return queue,
            // The one before has closed, and its last thread is about to let go of the lock.
            Err(OpenError::Locked(_)) => std::thread::yield_now(),
            Err(fault) => panic!("{fault}"),
        }
    }
}

pub async fn put(world: &World, to: &[&str]) -> QueueId {
    put_envelope(world, envelope(to)).await
}

pub async fn put_envelope(world: &World, envelope: Envelope) -> QueueId {
    put_content(world, envelope, b"Subject: hello\r\n\r\nhello\r\n").await
}

pub async fn put_content(world: &World, envelope: Envelope, content: &[u8]) -> QueueId {
    let mut intake = world.queue.begin(world.queue.new_id(), None).expect("there is room");
    intake.write(content).expect("written");
    world.queue.commit(intake, envelope, world.now()).await.expect("safe").id()
}

/// Everything that is not for this server goes there.
pub fn route(world: &World, next: Next) {
    let spec = RouteSpec::new(Pattern::Any, next);
    world.routes.set(local(Local::Maildir), vec![spec]);
}

pub fn from_al(to: &[&str]) -> Envelope {
    let sender = ReversePath::Mailbox("al@example.org".parse().expect("an address"));
    Envelope { reverse_path: sender, ..envelope(to) }
}

/// The reports that alice has, as text.
pub fn reports(world: &World) -> Vec<String> {
    let Ok(entries) = fs::read_dir(world.maildir("alice").join("new")) else { return Vec::new() };
    let read = |entry: fs::DirEntry| fs::read_to_string(entry.path()).expect("a report is text");
    entries.map(|entry| read(entry.expect("an entry"))).collect()
}
