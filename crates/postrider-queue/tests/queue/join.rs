//! An attempt that takes along recipients of other lanes: each is settled, put off and found again as if it had an attempt of its own.

use std::time::Duration;

use postrider_proto::mail::Domain;
use postrider_queue::simulation::SimDisk;
use postrider_queue::{Attempt, Outcome, Queue, Status, Suspension, Timestamp};

use crate::world::{NOW, deferred, delivered, open, put};

const TO: [&str; 4] = ["a@one.example", "b@two.example", "c@three.example", "d@two.example"];

/// Claims what is due, and takes along whoever is at one of these domains.
fn claim(queue: &Queue, along: &[&str], now: Timestamp) -> Option<Attempt> {
    let mut attempt = queue.claim(now)?;
    queue.join(&mut attempt, |domain| along.contains(&domain.to_string().as_str()), now);
    Some(attempt)
}

async fn settle(queue: &Queue, attempt: Attempt, outcomes: &[(u32, Outcome)]) {
    queue.settle(attempt, outcomes.to_vec(), Vec::new(), NOW).await.expect("kept");
}

fn indices(attempt: &Attempt) -> Vec<u32> {
    attempt.recipients().iter().map(|claimed| claimed.index).collect()
}

#[tokio::test]
async fn they_are_claimed_once_and_done_together() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &TO, b"x").await.expect("safe");
    let attempt = claim(&queue, &["one.example", "two.example"], NOW).expect("due");
    assert_eq!((attempt.lane(), indices(&attempt)), ("one.example", vec![0, 1, 3]));
    let rest = claim(&queue, &["one.example", "two.example"], NOW).expect("due");
    assert_eq!((rest.lane(), indices(&rest)), ("three.example", vec![2]), "the others are under way");
    assert!(claim(&queue, &[], NOW).is_none());
    settle(&queue, attempt, &[(0, delivered()), (1, delivered()), (3, delivered())]).await;
    settle(&queue, rest, &[(2, delivered())]).await;
    assert!(queue.is_empty());
}

#[tokio::test]
async fn whoever_is_put_off_waits_in_a_lane_of_their_own_again_after_a_start_too() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &TO, b"x").await.expect("safe");
    let attempt = claim(&queue, &["two.example", "three.example"], NOW).expect("due");
    assert_eq!(indices(&attempt), [0, 1, 2, 3]);
    // The third has no outcome: it is as if it had not been tried.
    settle(&queue, attempt, &[(0, delivered()), (1, deferred()), (3, delivered())]).await;
    let again = claim(&queue, &[], NOW).expect("due");
    assert_eq!((again.lane(), indices(&again)), ("three.example", vec![2]));
    settle(&queue, again, &[(2, delivered())]).await;
    assert!(claim(&queue, &[], NOW).is_none());
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    let status = |at: usize| queue.show(id).expect("readable").expect("there").recipients[at].state.clone();
    assert_eq!(
        (status(0).status, status(3).status, status(1).attempts),
        (Status::Delivered, Status::Delivered, 1)
    );
    let due = queue.next_due().expect("it is tried again");
    let last = claim(&queue, &[], due).expect("due");
    assert_eq!((last.lane(), indices(&last)), ("two.example", vec![1]));
    settle(&queue, last, &[(1, delivered())]).await;
    assert!(queue.is_empty());
    queue.close().await;
}

#[tokio::test]
async fn whoever_is_suspended_or_not_due_is_left() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &TO, b"x").await.expect("safe");
    let domain = Some(Domain::Name("two.example".to_owned()));
    let until = NOW.plus(Duration::from_secs(3600));
    queue.suspend(Suspension { domain, since: NOW, until, reason: String::new() }, NOW).expect("suspended");
    let attempt = claim(&queue, &["two.example", "three.example"], NOW).expect("due");
    assert_eq!(indices(&attempt), [0, 2]);
    settle(&queue, attempt, &[(0, deferred()), (2, delivered())]).await;
    assert!(claim(&queue, &["one.example", "two.example"], NOW).is_none());
    // By then the suspension is over and the first one due again: whichever lane has its turn takes the other along.
    let attempt = claim(&queue, &["one.example", "two.example"], until).expect("due");
    assert_eq!(indices(&attempt), [0, 1, 3]);
}

#[tokio::test]
async fn an_attempt_that_is_dropped_gives_all_of_them_back_to_their_lanes() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &TO, b"x").await.expect("safe");
    drop(claim(&queue, &["two.example", "three.example"], NOW).expect("due"));
    let later = NOW.plus(Duration::from_secs(3600));
    let mut lanes = Vec::new();
    while let Some(attempt) = claim(&queue, &[], later) {
        lanes.push((attempt.lane().to_owned(), indices(&attempt)));
        std::mem::forget(attempt);
    }
    lanes.sort();
    let of = |lane: &str, indices: &[u32]| (lane.to_owned(), indices.to_vec());
    assert_eq!(lanes, [of("one.example", &[0]), of("three.example", &[2]), of("two.example", &[1, 3])]);
}
