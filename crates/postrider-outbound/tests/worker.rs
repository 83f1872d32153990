//! From the queue to the mailbox, by a clock that is set by hand.

use std::fs;
use std::future::Future;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use postrider_outbound::local::maildir::{Copy, Maildirs};
use postrider_outbound::{Clock, Delivery, DeliveryOptions, Local, Routes, Worker};
use postrider_proto::mail::{BodyType, Domain, Envelope, Mailbox, QueueId, Recipient, ReversePath};
use postrider_proto::server::Proof;
use postrider_queue::{OpenError, Options, Queue, RealDisk, Timestamp};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const START: u64 = 1_700_000_000_000;

struct World {
    folder: TempDir,
    queue: Queue,
    clock: HandClock,
    routes: Routes,
    shutdown: watch::Sender<bool>,
}

impl World {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let maildirs = Maildirs::open(folder.path().join("mail")).expect("a root");
        let routes = Routes::new(maildirs, local(Local::Maildir), Vec::new());
        let queue = open_queue(folder.path());
        Self { folder, queue, clock: HandClock::new(START), routes, shutdown: watch::Sender::new(false) }
    }

    /// As after a crash: what the queue knows is what is on the disk.
    async fn restarted(self) -> Self {
        let Self { folder, queue, clock, shutdown, .. } = self;
        queue.close().await;
        drop(queue);
        let maildirs = Maildirs::open(folder.path().join("mail")).expect("the root");
        let routes = Routes::new(maildirs, local(Local::Maildir), Vec::new());
        let queue = open_queue(folder.path());
        Self { folder, queue, clock, routes, shutdown }
    }

    fn start(&self) -> JoinHandle<()> {
        let delivery = self.delivery(self.clock.clone());
        let worker = Worker::with_clock(self.queue.clone(), delivery, 4, self.clock.clone());
        tokio::spawn(worker.run(self.shutdown.subscribe()))
    }

    fn delivery(&self, clock: HandClock) -> Delivery<HandClock> {
        let options = DeliveryOptions::new(Domain::Name("mx.example.org".to_owned()));
        let postmaster = "postmaster@example.org".parse().expect("an address");
        let resolve = Arc::new(|address: &Mailbox| vec![address.clone()]);
        Delivery::new(self.queue.clone(), self.routes.clone(), options, postmaster, resolve, 4, clock)
    }

    async fn stop(&self, running: JoinHandle<()>) {
        self.shutdown.send_replace(true);
        running.await.expect("the worker ends well");
    }

    fn maildir(&self, name: &str) -> PathBuf {
        self.folder.path().join("mail/example.org").join(name)
    }

    /// How many messages a reader of mail would find.
    fn delivered(&self, name: &str) -> usize {
        let count = |folder: &str| fs::read_dir(self.maildir(name).join(folder)).map_or(0, Iterator::count);
        count("new") + count("cur")
    }

    /// Whether an attempt has failed, and the next one has its time.
    fn deferred(&self, id: QueueId) -> bool {
        !self.reason(id).is_empty() && self.queue.next_due().is_some()
    }

    /// What came of the last attempt for the first recipient.
    fn reason(&self, id: QueueId) -> String {
        self.queue.show(id).expect("readable").expect("it is still there").recipients[0].state.note.clone()
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

#[tokio::test]
async fn what_is_queued_is_delivered_and_forgotten() {
    let world = World::new();
    let running = world.start();
    put(&world, &["alice@example.org", "bob@example.org"]).await;
    until(|| world.queue.is_empty()).await;
    for name in ["alice", "bob"] {
        assert_eq!(world.delivered(name), 1, "{name}");
    }
    put(&world, &["alice@example.org"]).await;
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("alice"), 2);
    world.stop(running).await;
}

#[tokio::test]
async fn many_messages_arrive_once_each() {
    let world = World::new();
    for i in 0..40 {
        put(&world, &["all@example.org", &format!("user{}@example.org", i % 3)]).await;
    }
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("all"), 40);
    assert_eq!(["user0", "user1", "user2"].map(|name| world.delivered(name)), [14, 13, 13]);
    world.stop(running).await;
}

#[tokio::test]
async fn temporary_trouble_is_tried_again_on_schedule() {
    let world = World::new();
    fs::create_dir_all(world.maildir("alice")).expect("a folder");
    let planted = world.maildir("alice").join("new");
    let outside = world.folder.path().join("outside");
    fs::create_dir(&outside).expect("a folder");
    symlink(&outside, &planted).expect("planted");
    let id = put(&world, &["alice@example.org", "bob@example.org"]).await;
    let running = world.start();

    until(|| world.deferred(id)).await;
    let why = world.reason(id);
    assert!(
        why.ends_with("alice/new is a symbolic link or no folder: nothing is delivered through it"),
        "{why}"
    );
    assert_eq!(world.delivered("bob"), 1, "the other recipient did not have to wait");
    assert_eq!(fs::read_dir(&outside).expect("the folder").count(), 0, "nothing went through the link");
    fs::remove_file(&planted).expect("mended");

    // Not before it is due: a message that came later overtakes it.
    let due = world.queue.next_due().expect("it will be tried again");
    world.clock.set(due.as_millis() - 1);
    put(&world, &["carol@example.org"]).await;
    until(|| world.delivered("carol") == 1).await;
    assert_eq!(world.delivered("alice"), 0);

    world.clock.set(due.as_millis());
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("alice"), 1);
    assert_eq!(world.delivered("bob"), 1, "and was not tried again");
    world.stop(running).await;
}

#[tokio::test]
async fn a_crash_between_rename_and_settle_makes_no_duplicate() {
    let world = World::new();
    let id = put(&world, &["alice@example.org"]).await;
    let attempt = world.queue.claim(world.now()).expect("it is due");
    let maildirs = Maildirs::open(world.folder.path().join("mail")).expect("the root");
    let claimed = &attempt.recipients()[0];
    let copy = Copy {
        id,
        recipient: claimed.index,
        mailbox: &claimed.recipient.mailbox,
        reverse_path: &attempt.envelope().reverse_path,
    };
    maildirs.deliver(&copy, attempt.body().expect("the body")).expect("delivered");
    // And alice has read it before the server is back.
    let name = format!("{id}.{}", claimed.index);
    let alice = world.maildir("alice");
    fs::rename(alice.join("new").join(&name), alice.join("cur").join(format!("{name}:2,S"))).expect("moved");
    drop(attempt);
    let world = world.restarted().await;

    let running = world.start();
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("alice"), 1);
    world.stop(running).await;
}

#[tokio::test]
async fn mail_for_a_domain_that_is_gone_waits_for_it() {
    let world = World::new();
    let id = put(&world, &["alice@example.org"]).await;
    world.routes.set([], Vec::new());
    let running = world.start();
    until(|| world.deferred(id)).await;
    let reason = world.reason(id);
    assert!(reason.starts_with("example.org is not a domain of this server and has no route"), "{reason}");
    world.routes.set(local(Local::Maildir), Vec::new());
    world.clock.set(world.queue.next_due().expect("it will be tried again").as_millis());
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.delivered("alice"), 1);
    world.stop(running).await;
}

#[tokio::test]
async fn mail_for_a_domain_that_discards_it_is_done_and_nowhere() {
    let world = World::new();
    world.routes.set(local(Local::Discard), Vec::new());
    for i in 0..40 {
        put(&world, &["alice@example.org", &format!("user{i}@example.org")]).await;
    }
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    assert_eq!(fs::read_dir(world.folder.path().join("mail")).expect("the root").count(), 0);
    world.stop(running).await;
}

#[tokio::test]
async fn at_shutdown_nothing_new_is_claimed() {
    let world = World::new();
    let running = world.start();
    world.stop(running).await;
    put(&world, &["alice@example.org"]).await;
    world.start().await.expect("the worker ends at once");
    assert_eq!(world.delivered("alice"), 0);
    assert_eq!(world.queue.len(), 1);
}

#[tokio::test]
async fn at_shutdown_what_is_under_way_is_settled() {
    let world = World::new();
    let (new, shutdown) = (world.maildir("alice").join("new"), world.shutdown.clone());
    // The worker looks at the clock when it settles. If the message is in the mailbox by then, the shutdown comes just between.
    let clock = world.clock.clone().when_asked(move || {
        if fs::read_dir(&new).is_ok_and(|entries| entries.count() == 1) {
            shutdown.send_replace(true);
        }
    });
    put(&world, &["alice@example.org"]).await;
    Worker::with_clock(world.queue.clone(), world.delivery(clock.clone()), 1, clock)
        .run(world.shutdown.subscribe())
        .await;
    assert_eq!(world.queue.len(), 0);
    assert_eq!(world.delivered("alice"), 1);
}

/// A clock that stands still until it is set.
#[derive(Clone)]
struct HandClock {
    time: watch::Sender<Timestamp>,
    asked: Option<Arc<dyn Fn() + Send + Sync>>,
}

impl HandClock {
    fn new(millis: u64) -> Self {
        Self { time: watch::Sender::new(Timestamp::from_millis(millis)), asked: None }
    }

    fn set(&self, millis: u64) {
        self.time.send_replace(Timestamp::from_millis(millis));
    }

    /// Does something whenever somebody looks at the clock.
    fn when_asked(self, asked: impl Fn() + Send + Sync + 'static) -> Self {
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
async fn until(so: impl Fn() -> bool) {
    let watch = async {
        while !so() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), watch).await.expect("it never came to that");
}

/// What becomes of mail for the one domain there is.
fn local(local: Local) -> [(Domain, Local); 1] {
    [(Domain::Name("example.org".to_owned()), local)]
}

fn envelope(to: &[&str]) -> Envelope {
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

fn open_queue(folder: &Path) -> Queue {
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

async fn put(world: &World, to: &[&str]) -> QueueId {
    let mut intake = world.queue.begin(world.queue.new_id(), None).expect("there is room");
    intake.write(b"Subject: hello\r\n\r\nhello\r\n").expect("written");
    world.queue.commit(intake, envelope(to), world.now()).await.expect("safe").id()
}
