//! Segments are emptied and freed under messages that stay, and under those who work on them.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read as _};

use postrider_proto::mail::QueueId;
use postrider_proto::server::Proof as _;
use postrider_queue::simulation::{Fault, SimDisk};
use postrider_queue::{Queue, Timeline};

use crate::world::{NOW, Stepped, body, deferred, delivered, envelope, ids, put, read, settle};

const FIRST: &str = "00000001.seg";

fn open(disk: &SimDisk) -> Stepped {
    Stepped::open(disk).expect("it opens")
}

fn keep_one(stepped: &mut Stepped, disk: &SimDisk) -> QueueId {
    let queue = stepped.queue.clone();
    stepped
        .until(disk, put(&queue, &["a@kept.example"], &body(0, 3000)))
        .expect("the power is on")
        .expect("safe")
}

/// A round of mail that comes and goes.
fn come_and_go(stepped: &mut Stepped, disk: &SimDisk) {
    let queue = stepped.queue.clone();
    for n in 0..8 {
        let body = body(n, 3000);
        let put = put(&queue, &["a@one.example"], &body);
        stepped.until(disk, put).expect("the power is on").expect("safe");
        let attempt = queue.claim(NOW).expect("due");
        assert!(stepped.until(disk, settle(&queue, attempt, delivered())).expect("the power is on"));
    }
}

/// Until the first segment is free, or has been for long enough to be so.
fn until_the_first_is_free(stepped: &mut Stepped, disk: &SimDisk) -> bool {
    (0..40).any(|_| {
        come_and_go(stepped, disk);
        comes_to_rest(stepped);
        !disk.names("/queue/log").contains(&FIRST.to_owned())
    })
}

fn comes_to_rest(stepped: &mut Stepped) {
    assert!((0..1000).any(|_| !stepped.stepper.step()), "there is always something to do");
}

fn is_whole(queue: &Queue, disk: &SimDisk, id: QueueId) {
    assert_eq!(ids(queue), [id]);
    assert_eq!(read(queue, id), body(0, 3000));
    assert!(disk.names("/queue/quarantine").is_empty(), "{:?}", disk.names("/queue/quarantine"));
}

#[test]
fn a_message_that_was_copied_forward_since_its_claim_is_read_where_it_is_now() {
    let disk = SimDisk::new(0);
    let mut stepped = open(&disk);
    let queue = stepped.queue.clone();
    let id = keep_one(&mut stepped, &disk);
    let attempt = queue.claim(NOW).expect("due");
    assert!(until_the_first_is_free(&mut stepped, &disk));
    let mut octets = Vec::new();
    let read = attempt.body().and_then(|mut body| body.read_to_end(&mut octets));
    stepped.until(&disk, settle(&queue, attempt, deferred())).expect("the power is on");
    comes_to_rest(&mut stepped);
    is_whole(&queue, &disk, id);
    assert!(read.is_ok() && octets == body(0, 3000), "{read:?}");
}

#[test]
fn what_cannot_be_read_this_once_stays_where_it_is() {
    let disk = SimDisk::new(0);
    let mut stepped = open(&disk);
    let id = keep_one(&mut stepped, &disk);
    let _attempt = stepped.queue.claim(NOW).expect("due");
    disk.fail(Fault::Read { name: FIRST, from: 4096, octets: 4096, once: true });
    assert!(until_the_first_is_free(&mut stepped, &disk), "it can be read the next time");
    is_whole(&stepped.queue, &disk, id);
}

#[test]
fn an_index_that_cannot_be_written_behind_a_cleaning_is_left_alone_for_a_while() {
    for operations in (0..).step_by(5) {
        let disk = SimDisk::new(0);
        let mut stepped = open(&disk);
        keep_one(&mut stepped, &disk);
        let _attempt = stepped.queue.claim(NOW).expect("due");
        disk.fail_after(operations, Fault::Always("index.redb", ErrorKind::StorageFull));
        let free = until_the_first_is_free(&mut stepped, &disk);
        if free {
            assert!(operations > 50, "{operations}");
            break;
        }
    }
}

/// A file that is made ready takes a number of its own, which no segment gets: where few are missing, most segments were old ones.
#[test]
fn under_load_the_files_of_segments_are_used_again_and_again() {
    let disk = SimDisk::new(0);
    let mut stepped = open(&disk);
    let mut numbers = || {
        come_and_go(&mut stepped, &disk);
        comes_to_rest(&mut stepped);
        let names = disk.names("/queue/log");
        let number = |name: &String| name.strip_suffix(".seg")?.parse::<u32>().ok();
        names.iter().filter_map(number).collect::<BTreeSet<_>>()
    };
    let begun = (0..40).filter_map(|_| numbers().last().copied()).last().expect("there is always one");
    let seen: BTreeSet<_> = (0..40).flat_map(|_| numbers()).filter(|number| *number > begun).collect();
    assert!(seen.len() > 20, "{seen:?}");
    let missing: Vec<_> = (begun + 1..).take(seen.len()).filter(|number| !seen.contains(number)).collect();
    assert!(missing.len() * 20 < seen.len(), "{missing:?}");
}

#[test]
fn a_disk_without_room_for_the_next_segment_is_not_asked_again_and_again() {
    let disk = SimDisk::new(0);
    let mut stepped = open(&disk);
    keep_one(&mut stepped, &disk);
    let _attempt = stepped.queue.claim(NOW).expect("due");
    disk.fail(Fault::Always(".spare", ErrorKind::StorageFull));
    come_and_go(&mut stepped, &disk);
    comes_to_rest(&mut stepped);
    assert!(disk.struck() > 0);
}

#[test]
fn a_queue_with_many_outcomes_that_cannot_be_written_can_be_closed() {
    let disk = SimDisk::new(0);
    let mut stepped = open(&disk);
    let queue = stepped.queue.clone();
    for n in 0..300 {
        let to = format!("a@{}.example", n % 4);
        stepped.until(&disk, put(&queue, &[&to], b"x")).expect("the power is on").expect("safe");
    }
    let attempts: Vec<_> = std::iter::from_fn(|| queue.claim(NOW)).collect();
    assert_eq!(attempts.len(), 300);
    disk.fail(Fault::Always(".seg", ErrorKind::Other));
    let settling: Vec<_> = attempts
        .into_iter()
        .map(|attempt| {
            let outcomes = attempt.recipients().iter().map(|claimed| (claimed.index, delivered())).collect();
            queue.settle(attempt, outcomes, Vec::new(), NOW)
        })
        .collect();
    assert!((0..10).all(|_| stepped.stepper.step()), "it tries");
    let refused = put(&queue, &["a@one.example"], b"x");
    let refused = {
        let mut refused = std::pin::pin!(refused);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        (0..20).find_map(|_| {
            stepped.stepper.step();
            match refused.as_mut().poll(&mut context) {
                std::task::Poll::Ready(answer) => Some(answer),
                std::task::Poll::Pending => None,
            }
        })
    };
    assert!(matches!(refused, Some(Err(_))), "whoever sends is told: {refused:?}");
    disk.mend();
    for settling in settling {
        assert!(stepped.until(&disk, settling).expect("the power is on").is_ok());
    }
    assert!(queue.is_empty());
}

#[test]
fn what_is_put_back_under_its_id_is_there_after_a_start() {
    let disk = SimDisk::new(0);
    let mut stepped = open(&disk);
    let queue = stepped.queue.clone();
    let id = keep_one(&mut stepped, &disk);
    let summary = queue.show(id).expect("readable").expect("there");
    let attempt = queue.claim(NOW).expect("due");
    assert!(stepped.until(&disk, settle(&queue, attempt, delivered())).expect("the power is on"));
    let mut intake = queue.begin(id, None).expect("room");
    intake.write(&body(0, 3000)).expect("written");
    let recipients = summary.recipients.iter().map(|standing| standing.state.clone()).collect();
    let restore = queue.restore(intake, envelope(&["a@kept.example"]), NOW, recipients, Timeline::default());
    assert_eq!(stepped.until(&disk, restore).expect("the power is on").expect("safe").id(), id);
    drop((stepped, queue));
    let stepped = open(&disk.after_crash());
    assert_eq!(ids(&stepped.queue), [id], "it was acknowledged");
}
