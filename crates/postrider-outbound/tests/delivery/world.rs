//! A queue, a delivery and a clock that is set by hand.

use std::fs;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postrider_outbound::local::maildir::Maildirs;
use postrider_outbound::{Clock, Delivery, DeliveryOptions, Local, Routes, Worker};
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
    pub shutdown: watch::Sender<bool>,
}

impl World {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let maildirs = Maildirs::open(folder.path().join("mail")).expect("a root");
        let routes = Routes::new(maildirs, local(Local::Maildir), Vec::new());
        let queue = open_queue(folder.path());
        let options = DeliveryOptions::new(Domain::Name("mx.example.org".to_owned()));
        let shutdown = watch::Sender::new(false);
        Self { folder, queue, clock: HandClock::new(START), routes, options, shutdown }
    }

    /// As after a crash: what the queue knows is what is on the disk.
    pub async fn restarted(self) -> Self {
        let Self { folder, queue, clock, options, shutdown, .. } = self;
        queue.close().await;
        drop(queue);
        let maildirs = Maildirs::open(folder.path().join("mail")).expect("the root");
        let routes = Routes::new(maildirs, local(Local::Maildir), Vec::new());
        let queue = open_queue(folder.path());
        Self { folder, queue, clock, routes, options, shutdown }
    }

    pub fn start(&self) -> JoinHandle<()> {
        let delivery = self.delivery(self.clock.clone());
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
            resolve,
            4,
            clock,
        )
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
    let mut intake = world.queue.begin(world.queue.new_id(), None).expect("there is room");
    intake.write(b"Subject: hello\r\n\r\nhello\r\n").expect("written");
    world.queue.commit(intake, envelope, world.now()).await.expect("safe").id()
}
