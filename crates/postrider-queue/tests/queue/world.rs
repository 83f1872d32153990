//! A small queue to try things with.

use std::io::Read as _;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use postrider_proto::mail::{BodyType, Envelope, QueueId, Recipient, ReversePath};
use postrider_proto::server::Proof as _;
use postrider_queue::schedule::retry::Retry;
use postrider_queue::simulation::{SimDisk, Stepper};
use postrider_queue::{Attempt, CommitError, Disk, Options, Outcome, Queue, Recovery, Timestamp};

pub const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);

/// Small segments, so that a few messages fill one.
pub fn options() -> Options {
    Options {
        free_floor_octets: 1024 * 1024,
        segment_octets: 64 * 1024,
        large_body_octets: 16 * 1024,
        attempts_per_lane: 100,
        retry: Retry { steps: vec![Duration::from_secs(60)] },
        ..Options::in_folder("/queue".into())
    }
}

pub fn open(disk: Arc<dyn Disk>) -> (Queue, Recovery) {
    Queue::open(options(), disk).expect("it opens")
}

pub fn envelope(recipients: &[&str]) -> Envelope {
    let recipient = |address: &&str| {
        let mailbox: postrider_proto::mail::Mailbox = address.parse().expect("an address");
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    };
    Envelope {
        reverse_path: ReversePath::Mailbox("sender@client.example".parse().expect("an address")),
        recipients: recipients.iter().map(recipient).collect(),
        body: BodyType::EightBitMime,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    }
}

/// A body that shows whose it is at every octet.
pub fn body(number: usize, octets: usize) -> Vec<u8> {
    format!("message {number} ").into_bytes().into_iter().cycle().take(octets).collect()
}

pub async fn put(queue: &Queue, to: &[&str], body: &[u8]) -> Result<QueueId, CommitError> {
    put_at(queue, to, body, NOW).await
}

pub async fn put_at(queue: &Queue, to: &[&str], body: &[u8], at: Timestamp) -> Result<QueueId, CommitError> {
    let mut intake = queue.begin(queue.new_id(), None).map_err(|_| CommitError::Full)?;
    for piece in body.chunks(5000) {
        intake.write(piece).map_err(|error| CommitError::Write(error.to_string()))?;
    }
    let durable = queue.commit(intake, envelope(to), at).await?;
    Ok(durable.id())
}

/// What is on the disk of a queue that was closed with so many messages of 3000 octets in it, each in a group of its own.
pub async fn filled(disk: &SimDisk, messages: usize) -> Vec<QueueId> {
    let (queue, _) = open(disk.arc());
    let mut ids = Vec::with_capacity(messages);
    for n in 0..messages {
        ids.push(put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe"));
    }
    queue.close().await;
    ids
}

/// The index is gone: the next start reads all of the log.
pub fn lose_index(disk: &SimDisk) {
    disk.remove(Path::new("/queue/index.redb")).expect("removed");
}

pub fn read(queue: &Queue, id: QueueId) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut body = queue.cat(id).expect("readable").expect("it is there");
    body.read_to_end(&mut octets).expect("readable");
    octets
}

/// The ids of all messages, oldest first, a few at a time.
pub fn ids(queue: &Queue) -> Vec<QueueId> {
    let mut ids = Vec::new();
    let mut after = None;
    loop {
        let page = queue.list(after, 3).expect("readable");
        let Some(last) = page.last() else { return ids };
        after = Some((last.received, last.id));
        ids.extend(page.iter().map(|summary| summary.id));
    }
}

/// Says the same of every recipient of an attempt.
pub async fn settle(queue: &Queue, attempt: Attempt, outcome: Outcome) -> bool {
    let outcomes = attempt.recipients().iter().map(|claimed| (claimed.index, outcome.clone())).collect();
    queue.settle(attempt, outcomes, Vec::new(), NOW).await.is_ok()
}

pub fn delivered() -> Outcome {
    Outcome::Delivered { to: "a mailbox".into() }
}

pub fn deferred() -> Outcome {
    Outcome::Deferred { reason: "not now".into(), until: None, told: false }
}

/// A queue without threads.
pub struct Stepped {
    pub queue: Queue,
    pub stepper: Stepper,
    pub recovery: Recovery,
}

impl Stepped {
    /// None if the power goes.
    pub fn open(disk: &SimDisk) -> Option<Self> {
        let (queue, stepper, recovery) = Stepper::open(options(), disk.arc()).ok()?;
        Some(Self { queue, stepper, recovery })
    }

    /// Does what is to be done until the future is. None if the power goes before.
    pub fn until<T>(&mut self, disk: &SimDisk, future: impl Future<Output = T>) -> Option<T> {
        let mut future = pin!(future);
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
                return Some(value);
            }
            if disk.is_off() {
                return None;
            }
            self.stepper.step();
        }
    }

    /// Does all that is to be done.
    pub fn rest(&mut self, disk: &SimDisk) {
        while !disk.is_off() && self.stepper.step() {}
    }
}
