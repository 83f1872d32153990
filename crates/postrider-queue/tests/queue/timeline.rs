//! What happened to a message is kept with it, as durably and no longer; what became of it is known for a while after that.

use std::path::Path;
use std::time::Duration;

use postrider_proto::mail::QueueId;
use postrider_queue::simulation::SimDisk;
use postrider_queue::{
    Action, Answer, Attempt, Client, Decision, Disk, HistoryFilter, Options, Origin, Outcome, Queue, Status,
    Summary, Timeline, Timestamp, Trail,
};

use crate::world::{NOW, Stepped, delivered, envelope, lose_index, open, options, put, settle};

const LATER: &str = "450 4.2.0 come back later, we know you not";

fn client() -> Origin {
    Origin::Client(Client {
        session: "cb2ac884".to_owned(),
        address: "2001:db8::1".parse().expect("an address"),
        hello: Some("x".repeat(300)),
        protocol: "ESMTP".to_owned(),
        login: None,
    })
}

fn at(seconds: u64) -> Timestamp {
    NOW.plus(Duration::from_secs(seconds))
}

fn answer(said: &str) -> Answer {
    Answer {
        host: "mx.example [192.0.2.1]:25".to_owned(),
        step: Some("RCPT".to_owned()),
        said: said.to_owned(),
    }
}

fn due(queue: &Queue, now: Timestamp) -> Attempt {
    queue.claim(now).expect("something is due")
}

/// Defers what is due, with these words for each recipient.
async fn defer(queue: &Queue, now: Timestamp, said: impl Fn(u32) -> String) {
    let mut attempt = due(queue, now);
    let mut outcomes = Vec::new();
    let indices: Vec<u32> = attempt.recipients().iter().map(|claimed| claimed.index).collect();
    for index in indices {
        attempt.tell(index, Trail { answers: vec![answer(&said(index))], unknown: index == 1 });
        let until = Some(now.plus(Duration::from_secs(60)));
        outcomes.push((index, Outcome::Deferred { reason: said(index), until, told: false }));
    }
    queue.settle(attempt, outcomes, Vec::new(), now.plus(Duration::from_millis(5))).await.expect("kept");
}

async fn from_client(queue: &Queue, to: &[&str]) -> QueueId {
    let mut intake = queue.begin(queue.new_id(), None).expect("room");
    intake.came(client());
    intake.write(b"words").expect("written");
    queue.commit(intake, envelope(to), NOW).await.expect("safe");
    queue.list(None, 1).expect("readable")[0].id
}

fn shown(queue: &Queue, id: QueueId) -> Summary {
    queue.show(id).expect("readable").expect("there")
}

/// How far into the log of its only segment a queue has come, in octets.
fn written(disk: &SimDisk) -> usize {
    let file = disk.open(Path::new("/queue/log/00000001.seg")).expect("a segment");
    let mut octets = vec![0; usize::try_from(file.size().expect("a size")).expect("small")];
    file.read_at(&mut octets, 0).expect("readable");
    octets.iter().rposition(|octet| *octet != 0).expect("a header")
}

#[tokio::test]
async fn where_it_came_from_and_what_was_tried_outlive_every_start() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = from_client(&queue, &["a@one.example", "b@one.example"]).await;
    defer(&queue, at(1), |_| LATER.to_owned()).await;
    defer(&queue, at(100), |index| format!("{LATER} {index}")).await;
    let before = shown(&queue, id);
    let Some(Origin::Client(from)) = before.origin.as_deref() else { panic!("{before:?}") };
    assert_eq!(
        (from.session.as_str(), from.hello.as_ref().map(String::len)),
        ("cb2ac884", Some(Origin::TEXT_MAX))
    );
    let tried: Vec<_> = before.timeline.tried().collect();
    assert_eq!(
        (tried.len(), tried[0].began, tried[0].ended),
        (2, at(1), at(1).plus(Duration::from_millis(5)))
    );
    let ending = tried[1].ending_of(1).expect("an ending");
    assert_eq!(ending.decision, Decision::Unknown { until: at(160) });
    assert_eq!((&*ending.note, &ending.answers[0]), (&*format!("{LATER} 1"), &answer(&format!("{LATER} 1"))));
    queue.close().await;
    drop(queue);
    // From the index, then from the log.
    for index_is_lost in [false, true] {
        if index_is_lost {
            lose_index(&disk);
        }
        let (queue, recovery) = open(disk.arc());
        assert_eq!(recovery.damaged_octets, 0);
        assert_eq!(shown(&queue, id), before);
        queue.close().await;
    }
}

#[tokio::test]
async fn a_thousand_that_are_deferred_alike_are_written_once() {
    let addresses: Vec<String> = (0..1000).map(|n| format!("r{n}@one.example")).collect();
    let to: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let big = || {
        let disk = SimDisk::new(0);
        let large = Options { segment_octets: 2 * 1024 * 1024, ..options() };
        (Queue::open(large, disk.arc()).expect("it opens").0, disk)
    };
    let (queue, disk) = big();
    let id = put(&queue, &to, b"words").await.expect("safe");
    let before = written(&disk);
    defer(&queue, at(1), |index| if index == 1 { "other".to_owned() } else { LATER.to_owned() }).await;
    let after = written(&disk);
    assert!(after - before < 3 * 4096, "{before} {after}");
    assert_eq!(shown(&queue, id).recipients[999].state.note, LATER);
    // Where all differ, each is written once, and what hosts said beside it is bounded.
    defer(&queue, at(100), |index| format!("{index} {}", "x".repeat(500))).await;
    let all = written(&disk) - after;
    assert!(all < 1000 * (Timeline::TEXT_MAX + 96) + Timeline::ANSWERS_OCTETS_MAX + 4096, "{all}");
    let before = shown(&queue, id);
    queue.close().await;
    drop(queue);
    lose_index(&disk);
    let large = Options { segment_octets: 2 * 1024 * 1024, ..options() };
    let (queue, recovery) = Queue::open(large, disk.arc()).expect("it opens");
    assert_eq!(recovery.damaged_octets, 0);
    assert_eq!(shown(&queue, id), before);
}

#[tokio::test]
async fn what_is_delivered_at_once_costs_the_log_its_origin_and_no_more() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &["a@one.example"], b"words").await.expect("safe");
    let before = written(&disk);
    assert!(settle(&queue, due(&queue, NOW), delivered()).await);
    // A group with one Done: two headers.
    let after = written(&disk);
    assert_eq!(after.next_multiple_of(4096) - before.next_multiple_of(4096), 4096);
    assert!(after % 4096 <= 52 + 68, "{after}");
}

#[test]
fn a_timeline_goes_forward_with_its_message() {
    let disk = SimDisk::new(0);
    let mut stepped = Stepped::open(&disk).expect("it opens");
    let queue = stepped.queue.clone();
    let id = stepped.until(&disk, from_client(&queue, &["a@stuck.example"])).expect("the power is on");
    stepped.until(&disk, defer(&queue, at(1), |_| LATER.to_owned())).expect("the power is on");
    let before = shown(&queue, id);
    // Enough comes and goes for its segment to be emptied.
    let first = Path::new("/queue/log/00000001.seg");
    let mut rounds = 0;
    while disk.open(first).is_ok() {
        let quick = put(&queue, &["b@quick.example"], &[b'x'; 3000]);
        stepped.until(&disk, quick).expect("the power is on").expect("safe");
        let attempt = due(&queue, at(2));
        stepped.until(&disk, settle(&queue, attempt, delivered())).expect("the power is on");
        stepped.rest(&disk);
        rounds += 1;
        assert!(rounds < 2000, "the first segment is never emptied");
    }
    assert_eq!(shown(&queue, id), before);
    drop((stepped, queue));
    lose_index(&disk);
    let stepped = Stepped::open(&disk).expect("it opens");
    assert_eq!(shown(&stepped.queue, id), before);
}

#[tokio::test]
async fn what_an_operator_does_is_in_it_and_counts_as_no_attempt() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example", "b@one.example"], b"words").await.expect("safe");
    defer(&queue, at(1), |_| LATER.to_owned()).await;
    let steps = [
        (Action::Hold, Decision::Held),
        (Action::Release, Decision::Released),
        (Action::Retry, Decision::Retried),
    ];
    for (seconds, (action, _)) in (10..).zip(steps) {
        let attempt = queue.claim_for(id, &[0], |status| action.applies_to(status), at(seconds));
        let attempt = attempt.expect("readable").expect("it can be done");
        queue.act(attempt, action, at(seconds)).await.expect("kept");
    }
    let before = shown(&queue, id);
    let decisions: Vec<Decision> =
        before.timeline.tried().filter_map(|tried| Some(tried.ending_of(0)?.decision)).collect();
    assert_eq!(decisions[1..], steps.map(|(_, decision)| decision));
    let state = &before.recipients[0].state;
    assert_eq!((state.attempts, &*state.note), (1, LATER), "what the host said stands");
    queue.close().await;
    drop(queue);
    lose_index(&disk);
    let (queue, _) = open(disk.arc());
    assert_eq!(shown(&queue, id), before);
    // Taken out, it is in the history.
    let attempt = queue.claim_for(id, &[0, 1], Status::is_open, at(20)).expect("readable").expect("there");
    queue.act(attempt, Action::Drop, at(20)).await.expect("kept");
    let done = queue.show_done(id, at(20)).expect("it is done");
    assert!(done.recipients.iter().all(|standing| standing.state.status == Status::Dropped), "{done:?}");
    queue.close().await;
}

fn filter(sender: &str, recipient: &str) -> HistoryFilter {
    HistoryFilter { sender: sender.parse().ok(), recipient: recipient.parse().ok() }
}

async fn done(queue: &Queue, to: &str, now: Timestamp) -> QueueId {
    let id = put(queue, &[to], b"words").await.expect("safe");
    let attempt = due(queue, now);
    let outcomes = vec![(0, delivered())];
    queue.settle(attempt, outcomes, Vec::new(), now).await.expect("kept");
    id
}

#[tokio::test]
async fn what_is_done_is_told_for_a_while_the_last_of_it_first() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.insert(0, done(&queue, ["a@one.example", "b@two.example"][n % 2], at(n as u64 * 100)).await);
    }
    let listed = |filter: &HistoryFilter, before, most, now| -> Vec<QueueId> {
        queue.history(filter, before, most, now).into_iter().map(|(_, summary)| summary.id).collect()
    };
    let all = HistoryFilter::default();
    assert_eq!(listed(&all, None, 10, at(500)), ids);
    let (number, _) = queue.history(&all, None, 2, at(500)).pop().expect("two");
    assert_eq!(listed(&all, Some(number), 2, at(500)), ids[2..4], "where the page before ended");
    assert_eq!(listed(&filter("", "B@two.example"), None, 10, at(500)), [ids[1], ids[3]]);
    assert_eq!(listed(&filter("sender@client.example", "b@two.example"), None, 1, at(500)), [ids[1]]);
    assert_eq!(listed(&filter("other@client.example", ""), None, 10, at(500)), []);
    let known = queue.show_done(ids[0], at(500)).expect("it was done");
    assert_eq!((known.done, known.timeline.tried().len()), (Some(at(400)), 1));
    assert_eq!(queue.show(ids[0]).expect("readable"), None);
    // An hour after it was done nobody is told any more.
    assert_eq!(listed(&all, None, 10, at(3600 + 250)), ids[..2]);
    assert_eq!(queue.show_done(ids[4], at(3600 + 250)), None);
    // Nor of what is from a time that has not come.
    assert_eq!(listed(&all, None, 10, at(0)), []);
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    assert_eq!(queue.history(&all, None, 10, at(500)), [], "it is no promise");
}

#[tokio::test]
async fn an_address_can_be_forgotten() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let a = done(&queue, "a@one.example", NOW).await;
    let b = done(&queue, "b@two.example", NOW).await;
    assert_eq!(queue.forget(&"A@one.example".parse().expect("an address")), 1);
    assert_eq!((queue.show_done(a, NOW), queue.show_done(b, NOW).is_some()), (None, true));
    assert_eq!(queue.forget(&"sender@client.example".parse().expect("an address")), 1);
    assert_eq!(queue.history(&HistoryFilter::default(), None, 10, NOW), []);
}

#[tokio::test]
async fn a_message_that_was_put_aside_is_not_told_to_be_done() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example"], &[b'x'; 3000]).await.expect("safe");
    disk.damage("/queue/log/00000001.seg", 4096 + 1000, b"damage");
    let attempt = due(&queue, NOW);
    let mut body = attempt.body().expect("it is there");
    std::io::copy(&mut body, &mut std::io::sink()).expect_err("it is damaged");
    assert!(settle(&queue, attempt, crate::world::deferred()).await);
    loop {
        let changed = queue.changed();
        if queue.is_empty() {
            break;
        }
        changed.await;
    }
    assert_eq!(queue.show_done(id, NOW), None);
    queue.close().await;
}
