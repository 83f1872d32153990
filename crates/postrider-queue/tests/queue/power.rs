//! The power goes after every single operation of a run on the disk, and twice in a row. One law: what was acknowledged is there,
//! whole, until it was settled; what was settled does not come back.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use postrider_proto::mail::QueueId;
use postrider_queue::Queue;

use crate::world::{NOW, body, deferred, delivered, ids, open, options, put, read, settle};
use postrider_queue::simulation::{Random, SimDisk};

/// What the outside world was told.
#[derive(Debug, Default)]
struct Told {
    /// Acknowledged: the body.
    kept: BTreeMap<QueueId, Vec<u8>>,
    /// Delivered, and the queue has said that it will remember.
    done: BTreeSet<QueueId>,
    /// Somewhere in between when the power went: either is right.
    either: BTreeSet<QueueId>,
}

/// A run with all that the queue does: small and large messages, alone and together, delivered, deferred and left, over many
/// segments, with the index committed on the way.
async fn run(queue: &Queue, told: &mut Told) {
    for round in 0..4 {
        let puts = (0..8).map(|n| {
            let queue = queue.clone();
            let octets = if n == 3 { 20_000 } else { 1000 * n };
            let body = body(round * 8 + n, octets);
            tokio::spawn(async move {
                let domain = format!("a@{}.example", n % 3);
                put(&queue, &[&domain, "b@two.example"], &body).await.map(|id| (id, body))
            })
        });
        for put in puts.collect::<Vec<_>>() {
            if let Ok((id, body)) = put.await.expect("no panic") {
                told.kept.insert(id, body);
            }
        }
        for n in 0..10 {
            let Some(attempt) = queue.claim(NOW.plus(Duration::from_secs(100 * round as u64))) else { break };
            let id = attempt.id();
            if n == 5 {
                settle(queue, attempt, deferred()).await;
                continue;
            }
            told.either.insert(id);
            if settle(queue, attempt, delivered()).await
                && matches!(queue.show(id), Ok(None))
                && told.kept.remove(&id).is_some()
            {
                told.done.insert(id);
            }
        }
    }
    queue.close().await;
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
    for id in &there {
        // What is there without having been acknowledged is whole all the same.
        read(queue, *id);
    }
}

async fn cut_after(operations: u64, seed: u64) -> bool {
    let what = format!("power off after {operations} operations, seed {seed}");
    let mut random = Random::new(seed * 1_000_003 + operations);
    let disk = SimDisk::new(0);
    disk.power_off_after(operations);
    let mut told = Told::default();
    let mut finished = false;
    if let Ok((queue, _)) = Queue::open(options(), disk.arc()) {
        tokio::select! {
            () = run(&queue, &mut told) => finished = disk.operations() < operations,
            // Outcomes would wait for ever for a log that can be written.
            () = disk.power_is_off() => {}
        }
    }
    // Once more, while the queue is reading itself back.
    let disk = disk.after_power_cut(&mut random);
    disk.power_off_after(random.below(40) as u64);
    drop(Queue::open(options(), disk.arc()));
    let disk = disk.after_power_cut(&mut random);
    let (queue, _) = open(disk.arc());
    check(&queue, &told, &what);
    // And it goes on working.
    let more = put(&queue, &["c@three.example"], b"more").await.expect("safe");
    told.kept.insert(more, b"more".to_vec());
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.after_power_cut(&mut random).arc());
    check(&queue, &told, &what);
    finished
}

#[tokio::test]
async fn the_power_goes_after_every_operation_and_nothing_acknowledged_is_lost() {
    for seed in 0..2 {
        let mut operations = 0;
        while !cut_after(operations, seed).await {
            operations += 1;
        }
        assert!(operations > 100, "the run was a run: {operations}");
        println!(
            "seed {seed}: the power went after each of {operations} operations, each time three times in a row"
        );
    }
}
