//! The power goes after every single operation of a run on the disk, and again while the queue reads itself back, and with an index
//! that is lost or rotten, and a clock that jumps. One law: what was acknowledged is there, whole, until it was settled or dropped; what
//! was does not come back; what was held is held until it is released.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use postrider_proto::mail::QueueId;
use postrider_queue::simulation::{Random, SimDisk};
use postrider_queue::{Action, Attempt, Disk, Outcome, Queue, Report, Status, Timestamp};

use crate::world::{NOW, Stepped, body, deferred, delivered, envelope, ids, put_at, read};

/// What the outside world was told.
#[derive(Debug, Default)]
struct Told {
    /// Acknowledged: the body.
    kept: BTreeMap<QueueId, Vec<u8>>,
    /// Delivered, and the queue has said that it will remember.
    done: BTreeSet<QueueId>,
    /// Somewhere in between when the power went: either is right.
    either: BTreeSet<QueueId>,
    /// Reports that were settled with an outcome: of which message, and which of its recipients.
    reports: BTreeMap<QueueId, (QueueId, u32)>,
    /// Messages whose first recipient is held by hand, and the queue has said that it will remember.
    held: BTreeSet<QueueId>,
}

/// A run with all that the queue does: small and large messages, alone and together, delivered, deferred and left, over many
/// segments, with the index committed and the oldest segments cleaned on the way. Gives whether it came to its end.
fn run(stepped: &mut Stepped, disk: &SimDisk, told: &mut Told, clock: &mut Random) -> Option<()> {
    let queue = stepped.queue.clone();
    let mut now = NOW;
    for round in 0..24 {
        // Years ahead, or back.
        if clock.percent(15) {
            now = [NOW, NOW.plus(Duration::from_secs(400_000_000)), Timestamp::default()][clock.below(3)];
        }
        now = now.plus(Duration::from_secs(100));
        let mut puts: Vec<_> = (0..8)
            .map(|n| {
                let (queue, octets) = (queue.clone(), if n == 3 { 20_000 } else { 700 * n });
                let body = body(round * 8 + n, octets);
                Box::pin(async move {
                    let first =
                        if n == 1 { "a@stuck.example".into() } else { format!("a@{}.example", n % 3) };
                    let id = put_at(&queue, &[&first, "b@two.example"], &body, now).await;
                    id.map(|id| (id, body))
                })
            })
            .collect();
        // They are all on their way before the first is written.
        let mut context = Context::from_waker(Waker::noop());
        let begun = puts.iter_mut().map(|put| put.as_mut().poll(&mut context)).collect::<Vec<_>>();
        for (put, begun) in puts.into_iter().zip(begun) {
            let put = match begun {
                Poll::Ready(put) => put,
                Poll::Pending => stepped.until(disk, put)?,
            };
            if let Ok((id, body)) = put {
                told.kept.insert(id, body);
            }
        }
        let attempts: Vec<Attempt> = std::iter::from_fn(|| queue.claim(now)).collect();
        let mut settled = Vec::new();
        for (n, attempt) in attempts.into_iter().enumerate() {
            let id = attempt.id();
            let to = attempt.recipients()[0].recipient.mailbox.to_string();
            let stuck = ["a@stuck.example", "sender@report.example"].contains(&to.as_str());
            let (outcome, reports) = if stuck || n % 13 == 5 {
                (deferred(), Vec::new())
            } else if n % 5 == 2 {
                let report = report(&queue);
                told.reports.insert(report.id, (id, attempt.recipients()[0].index));
                (Outcome::Bounced { reason: "never".into() }, vec![report])
            } else {
                (delivered(), Vec::new())
            };
            if !matches!(outcome, Outcome::Deferred { .. }) {
                told.either.insert(id);
            }
            settled.push((id, settle_now(&queue, attempt, &outcome, reports, now)));
        }
        for (id, settle) in settled {
            let kept = stepped.until(disk, settle)?;
            if kept && matches!(queue.show(id), Ok(None)) && told.kept.remove(&id).is_some() {
                told.done.insert(id);
            }
        }
        by_hand(stepped, disk, told, round, now)?;
        stepped.rest(disk);
    }
    stepped.until(disk, queue.close())
}

/// An operator holds what is stuck, releases what is held, and now and then drops a message.
fn by_hand(
    stepped: &mut Stepped,
    disk: &SimDisk,
    told: &mut Told,
    round: usize,
    now: Timestamp,
) -> Option<()> {
    let queue = stepped.queue.clone();
    let kept: Vec<QueueId> = told.kept.keys().copied().collect();
    let mut wanted: Vec<(QueueId, Action)> = Vec::new();
    if round.is_multiple_of(2) {
        wanted.extend(kept.iter().take(3).map(|id| (*id, Action::Hold)));
    } else {
        // One of them stays so, over all rounds.
        wanted.extend(told.held.iter().skip(1).map(|id| (*id, Action::Release)));
    }
    if round % 8 == 7 {
        wanted.extend(kept.last().map(|id| (*id, Action::Drop)));
    }
    let mut acting = Vec::new();
    for (id, action) in wanted {
        let recipients: &[u32] = if action == Action::Drop { &[0, 1] } else { &[0] };
        let claimed = queue.claim_for(id, recipients, |status| action.applies_to(status), now);
        if let Ok(Some(attempt)) = claimed {
            if action != Action::Hold {
                told.held.remove(&id);
            }
            if action == Action::Drop {
                told.either.insert(id);
            }
            acting.push((id, action, Box::pin(queue.act(attempt, action, now))));
        }
    }
    for (id, action, act) in acting {
        let is_kept = stepped.until(disk, act)?.is_ok();
        match action {
            Action::Hold if is_kept => {
                told.held.insert(id);
            }
            Action::Drop if is_kept && matches!(queue.show(id), Ok(None)) => {
                told.kept.remove(&id);
                told.done.insert(id);
            }
            _ => {}
        }
    }
    Some(())
}

fn settle_now(
    queue: &Queue,
    attempt: Attempt,
    outcome: &Outcome,
    reports: Vec<Report>,
    now: Timestamp,
) -> impl Future<Output = bool> + use<> {
    let outcomes = attempt.recipients().iter().map(|claimed| (claimed.index, outcome.clone())).collect();
    let settled = queue.settle(attempt, outcomes, reports, now);
    Box::pin(async { settled.await.is_ok() })
}

fn report(queue: &Queue) -> Report {
    Report { id: queue.new_id(), envelope: envelope(&["sender@report.example"]), content: b"sorry".to_vec() }
}

fn check(queue: &Queue, told: &Told, what: &str) {
    let there: BTreeSet<QueueId> = ids(queue).into_iter().collect();
    for (id, body) in &told.kept {
        if there.contains(id) {
            assert_eq!(&read(queue, *id), body, "{what}: {id} was altered");
        } else {
            assert!(told.either.contains(id), "{what}: {id} was acknowledged and is lost");
        }
    }
    for id in &told.done {
        assert!(!there.contains(id), "{what}: {id} was delivered and has come back");
    }
    for id in &told.held {
        let known = queue.show(*id).expect("the index can be read");
        let status = known.map(|known| known.recipients[0].state.status);
        assert_eq!(status, Some(Status::Held), "{what}: {id} was held");
    }
    for (report, (about, recipient)) in &told.reports {
        let known = queue.show(*about).expect("the index can be read");
        let bounced =
            known.is_none_or(|about| about.recipients[*recipient as usize].state.status == Status::Bounced);
        assert_eq!(there.contains(report), bounced, "{what}: an outcome and its report, of {about}");
    }
    for id in &there {
        // What is there without having been acknowledged is whole all the same.
        read(queue, *id);
    }
}

/// The power goes after so many operations, and then after so many of the next start. Gives how many operations the run had, if it came
/// to its end, and whether the start did.
fn cut_after(operations: u64, again: u64, seed: u64) -> (bool, bool) {
    let what =
        format!("power off after {operations} operations, then after {again} of the start, seed {seed}");
    let mut random = Random::new(seed * 1_000_003 + operations * 1009 + again);
    let disk = SimDisk::new(seed);
    disk.power_off_after(operations);
    let mut told = Told::default();
    let mut finished = false;
    if let Some(mut stepped) = Stepped::open(&disk) {
        finished = run(&mut stepped, &disk, &mut told, &mut Random::new(seed)).is_some() && !disk.is_off();
    }
    // Once more, while the queue is reading itself back.
    let mut disk = lose_index(disk.after_power_cut(&mut random), &mut random);
    disk.power_off_after(again);
    let started = Stepped::open(&disk).is_some();
    disk = lose_index(disk.after_power_cut(&mut random), &mut random);
    let mut stepped = Stepped::open(&disk).expect("it opens");
    assert_eq!(stepped.recovery.damaged_octets, 0, "{what}: no cut is damage");
    check(&stepped.queue, &told, &what);
    // And it goes on working.
    let queue = stepped.queue.clone();
    let more = put_at(&queue, &["c@three.example"], b"more", NOW);
    let more = stepped.until(&disk, more).expect("the power is on").expect("safe");
    told.kept.insert(more, b"more".to_vec());
    stepped.until(&disk, queue.close()).expect("the power is on");
    drop((stepped, queue));
    let disk = disk.after_power_cut(&mut random);
    let stepped = Stepped::open(&disk).expect("it opens");
    check(&stepped.queue, &told, &what);
    (finished, started)
}

/// Sometimes the index does not survive, or not whole.
fn lose_index(disk: SimDisk, random: &mut Random) -> SimDisk {
    let index = Path::new("/queue/index.redb");
    match random.below(6) {
        0 if disk.open(index).is_ok() => disk.remove(index).expect("removed"),
        1 => drop(disk.rot("index.redb", random)),
        _ => {}
    }
    disk
}

#[test]
fn the_power_goes_after_every_operation_and_nothing_acknowledged_is_lost() {
    // All of one run, and a fifth of another.
    for (seed, step) in [(0, 1), (1, 5)] {
        let (mut operations, mut cuts) = (0, 0);
        while !cut_after(operations, Random::new(operations).below(60) as u64, seed).0 {
            operations += step;
            cuts += 1;
        }
        assert!(operations > 500, "the run was a run: {operations}");
        println!(
            "seed {seed}: the power went {cuts} times in a run of {operations} operations, and once more in each start behind it"
        );
    }
}

#[test]
fn the_power_goes_after_every_operation_of_a_start() {
    let mut cuts = 0;
    for operations in (10..).step_by(71) {
        let mut again = 0;
        let finished = loop {
            let (finished, started) = cut_after(operations, again, 7);
            cuts += 1;
            if started {
                break finished;
            }
            again += 1;
        };
        if finished {
            break;
        }
    }
    println!("the power went {cuts} times while the queue was being read back");
    assert!(cuts > 100, "{cuts}");
}

/// The runs above would prove little if the cleaner had nothing to do in them.
#[test]
fn the_run_cleans_its_oldest_segments_and_nothing_changes() {
    let disk = SimDisk::new(0);
    let mut told = Told::default();
    let mut stepped = Stepped::open(&disk).expect("it opens");
    assert!(run(&mut stepped, &disk, &mut told, &mut Random::new(0)).is_some());
    drop(stepped);
    let first = disk.names("/queue/log").into_iter().find(|name| name.ends_with(".seg")).expect("a segment");
    assert!(*first > *"00000003.seg", "{first}");
    let stepped = Stepped::open(&disk).expect("it opens");
    check(&stepped.queue, &told, "after the run");
    let old = told.kept.len();
    // In three of the rounds the operator drops one.
    assert!(old >= 24 - 3, "what is stuck is there from all rounds: {old}");
}
