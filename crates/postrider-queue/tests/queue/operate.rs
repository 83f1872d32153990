//! What an operator does by hand: it is kept like any outcome, and takes nothing from anybody who is at work.

use std::time::Duration;

use postrider_proto::mail::{Domain, QueueId};
use postrider_queue::simulation::SimDisk;
use postrider_queue::{Action, Attempt, Outcome, Queue, Report, Status, SuspendError, Suspension, Timestamp};

use crate::world::{NOW, Stepped, deferred, delivered, envelope, lose_index, open, put, settle};

const HOUR: Duration = Duration::from_secs(3600);

/// Does it to these recipients. Gives to how many.
async fn act(queue: &Queue, id: QueueId, recipients: &[u32], action: Action, now: Timestamp) -> usize {
    let claimed = queue.claim_for(id, recipients, |status| action.applies_to(status), now);
    let Some(attempt) = claimed.expect("it can be claimed") else { return 0 };
    assert!(attempt.is_by_hand());
    let done = attempt.recipients().len();
    queue.act(attempt, action, now).await.expect("kept");
    done
}

fn statuses(queue: &Queue, id: QueueId) -> Vec<Status> {
    let shown = queue.show(id).expect("readable").expect("there");
    shown.recipients.iter().map(|standing| standing.state.status).collect()
}

fn claimed(attempt: Option<Attempt>) -> Vec<u32> {
    attempt.expect("due").recipients().iter().map(|claimed| claimed.index).collect()
}

fn suspension(domain: Option<&str>, until: Timestamp) -> Suspension {
    let domain = domain.map(|domain| Domain::Name(domain.to_owned()));
    Suspension { domain, since: NOW, until, reason: "they move house".to_owned() }
}

#[tokio::test]
async fn what_is_held_is_not_tried_before_it_is_released_and_that_survives_a_start() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example", "b@two.example"], b"x").await.expect("safe");
    assert_eq!(act(&queue, id, &[0], Action::Hold, NOW).await, 1);
    assert_eq!(claimed(queue.claim(NOW)), [1], "and the attempt is dropped");
    queue.close().await;
    drop(queue);
    for index in [true, false] {
        if !index {
            lose_index(&disk);
        }
        let (queue, _) = open(disk.arc());
        assert_eq!(statuses(&queue, id)[0], Status::Held);
        assert_eq!(claimed(queue.claim(NOW.plus(HOUR))), [1]);
        assert!(queue.claim(NOW.plus(HOUR)).is_none());
        queue.close().await;
    }
    let (queue, _) = open(disk.arc());
    assert_eq!(act(&queue, id, &[0, 1], Action::Release, NOW.plus(HOUR)).await, 1, "the other is not held");
    assert_eq!(claimed(queue.claim(NOW.plus(HOUR))).len(), 1);
    assert_eq!(claimed(queue.claim(NOW.plus(HOUR))).len(), 1);
}

#[tokio::test]
async fn a_retry_is_due_now_and_counts_as_no_attempt() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let id = put(&queue, &["a@one.example", "b@one.example"], b"x").await.expect("safe");
    let told = Outcome::Deferred { reason: "451 later".into(), until: None, told: true };
    let attempt = queue.claim(NOW).expect("due");
    let outcomes = vec![(0, told), (1, Outcome::Failed { reason: "550 never".into() })];
    queue.settle(attempt, outcomes, Vec::new(), NOW).await.expect("kept");
    assert!(queue.claim(NOW).is_none());
    assert_eq!(act(&queue, id, &[0, 1], Action::Retry, NOW).await, 2, "what has failed may be tried again");
    let again = queue.claim(NOW).expect("due");
    let known: Vec<(u32, bool)> =
        again.recipients().iter().map(|claimed| (claimed.attempts, claimed.told)).collect();
    assert_eq!(known, [(1, true), (1, false)]);
    let shown = queue.show(id).expect("readable").expect("there");
    let notes: Vec<&str> = shown.recipients.iter().map(|known| known.state.note.as_str()).collect();
    assert_eq!(notes, ["451 later", "550 never"], "what came of the last attempt is still known");
    assert!(settle(&queue, again, delivered()).await);
    assert!(queue.is_empty());
}

#[tokio::test]
async fn what_is_dropped_is_gone_and_the_message_with_the_last() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example", "b@two.example"], b"x").await.expect("safe");
    assert_eq!(act(&queue, id, &[1], Action::Drop, NOW).await, 1);
    assert_eq!(statuses(&queue, id), [Status::Waiting { due: NOW }, Status::Dropped]);
    assert_eq!(act(&queue, id, &[1], Action::Drop, NOW).await, 0, "it is dropped");
    assert_eq!(act(&queue, id, &[0, 7], Action::Drop, NOW).await, 1, "there is no eighth");
    assert!(queue.is_empty());
    assert!(queue.claim_for(id, &[0], |_| true, NOW).expect("readable").is_none());
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    assert!(queue.is_empty() && queue.claim(NOW).is_none());
}

#[tokio::test]
async fn a_recipient_under_way_is_left_alone_and_nobody_else_has_one_that_is_acted_on() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let id = put(&queue, &["a@one.example", "b@one.example", "c@two.example"], b"x").await.expect("safe");
    let one = queue.claim(NOW).expect("due");
    assert_eq!(one.recipients().len(), 2);
    assert_eq!(act(&queue, id, &[0, 1, 2], Action::Hold, NOW).await, 1);
    assert!(settle(&queue, one, deferred()).await);
    // While it is claimed by hand, its time comes; it is not passed over for ever.
    let by_hand = queue.claim_for(id, &[0], Status::is_open, NOW).expect("readable").expect("there");
    let later = NOW.plus(HOUR);
    let other = queue.claim(later).expect("due");
    assert_eq!(other.recipients().len(), 1);
    drop(by_hand);
    assert_eq!(claimed(queue.claim(later)), [0]);
}

#[tokio::test]
async fn what_waits_for_later_beside_a_recipient_that_is_held_is_not_forgotten() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let id = put(&queue, &["a@one.example", "b@one.example"], b"x").await.expect("safe");
    // One is due in a minute, the other in two; the lane knows of the first.
    let attempt = queue.claim(NOW).expect("due");
    let at = |seconds| NOW.plus(Duration::from_secs(seconds));
    let outcome = |until| Outcome::Deferred { reason: String::new(), until: Some(until), told: false };
    let outcomes = vec![(0, outcome(at(30))), (1, outcome(at(60)))];
    queue.settle(attempt, outcomes, Vec::new(), NOW).await.expect("kept");
    assert_eq!(act(&queue, id, &[0], Action::Hold, at(1)).await, 1);
    assert!(queue.claim(at(40)).is_none());
    assert_eq!(claimed(queue.claim(at(60))), [1]);
}

#[tokio::test]
async fn what_is_given_up_by_hand_comes_with_its_report() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let id = put(&queue, &["a@one.example", "b@two.example"], b"x").await.expect("safe");
    assert_eq!(act(&queue, id, &[1], Action::Hold, NOW).await, 1);
    let attempt = queue.claim_for(id, &[0, 1], Status::is_open, NOW).expect("readable").expect("there");
    let outcomes = [0, 1].map(|index| (index, Outcome::Bounced { reason: "enough".into() })).to_vec();
    let report = queue.new_id();
    let reports =
        vec![Report { id: report, envelope: envelope(&["s@r.example"]), content: b"sorry".to_vec() }];
    queue.settle(attempt, outcomes, reports, NOW).await.expect("kept");
    assert!(queue.show(id).expect("readable").is_none());
    assert_eq!(queue.claim(NOW).expect("the report is due").id(), report);
}

#[tokio::test]
async fn a_suspended_domain_is_not_tried_and_that_survives_a_start() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let one = put(&queue, &["a@one.example"], b"x").await.expect("safe");
    put(&queue, &["b@two.example"], b"x").await.expect("safe");
    queue.suspend(suspension(Some("one.example"), NOW.plus(2 * HOUR)), NOW).expect("suspended");
    let attempt = queue.claim(NOW).expect("due");
    assert_eq!(attempt.recipients()[0].recipient.mailbox.to_string(), "b@two.example");
    assert!(settle(&queue, attempt, delivered()).await);
    assert!(queue.claim(NOW).is_none());
    assert_eq!(queue.next_due(), Some(NOW.plus(2 * HOUR)));
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    assert!(queue.claim(NOW.plus(HOUR)).is_none());
    let suspensions = queue.suspensions();
    let known: Vec<_> = suspensions.iter(NOW.plus(HOUR)).collect();
    assert_eq!(known, [&suspension(Some("one.example"), NOW.plus(2 * HOUR))]);
    // Of all, and of itself: each is resumed by itself.
    queue.suspend(suspension(None, NOW.plus(3 * HOUR)), NOW.plus(HOUR)).expect("suspended");
    let one_domain = Domain::Name("one.example".to_owned());
    let was = queue.resume(Some(&one_domain), NOW.plus(HOUR)).expect("resumed");
    assert_eq!(was.map(|was| was.until), Some(NOW.plus(2 * HOUR)));
    assert!(queue.claim(NOW.plus(HOUR)).is_none());
    assert!(queue.resume(None, NOW.plus(HOUR)).expect("resumed").is_some());
    assert!(queue.resume(None, NOW.plus(HOUR)).expect("nothing to do").is_none());
    assert_eq!(queue.claim(NOW.plus(HOUR)).expect("due").id(), one);
}

#[tokio::test]
async fn a_suspension_has_an_end_and_there_are_only_so_many() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let error = |until| queue.suspend(suspension(None, until), NOW).expect_err("refused").to_string();
    assert!(error(NOW).contains("over at once"));
    assert!(error(NOW.plus(31 * 24 * HOUR)).contains("30 days"));
    for n in 0..1000 {
        queue.suspend(suspension(Some(&format!("d{n}.example")), NOW.plus(HOUR)), NOW).expect("suspended");
    }
    assert!(matches!(queue.suspend(suspension(None, NOW.plus(HOUR)), NOW), Err(SuspendError::Many)));
    // What is over makes room.
    let later = NOW.plus(HOUR);
    queue.suspend(suspension(None, later.plus(HOUR)), later).expect("suspended");
    assert_eq!(queue.suspensions().iter(later).count(), 1);
}

#[test]
fn the_power_goes_while_a_domain_is_suspended_and_what_was_answered_holds() {
    let mut cuts = 0;
    for operations in 0.. {
        let disk = SimDisk::new(operations);
        let Some(stepped) = Stepped::open(&disk) else { unreachable!("the power is on") };
        let first = suspension(Some("one.example"), NOW.plus(HOUR));
        stepped.queue.suspend(first.clone(), NOW).expect("suspended");
        disk.power_off_after(operations);
        let second = suspension(None, NOW.plus(2 * HOUR));
        let answered = stepped.queue.suspend(second.clone(), NOW).is_ok();
        drop(stepped);
        let disk = disk.after_power_cut(&mut postrider_queue::simulation::Random::new(operations));
        let stepped = Stepped::open(&disk).expect("it opens");
        let suspensions = stepped.queue.suspensions();
        let known: Vec<_> = suspensions.iter(NOW).cloned().collect();
        assert!(known.contains(&first), "after {operations}: {known:?}");
        assert!(!answered || known.contains(&second), "after {operations}: {known:?}");
        // And what is left of it is in nobody's way.
        stepped.queue.suspend(second, NOW).expect("suspended");
        if answered {
            break;
        }
        cuts += 1;
    }
    assert!(cuts >= 5, "{cuts}");
}

#[tokio::test]
async fn where_the_list_of_what_is_suspended_is_damaged_mail_is_tried() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &["a@one.example"], b"x").await.expect("safe");
    queue.suspend(suspension(None, NOW.plus(HOUR)), NOW).expect("suspended");
    queue.close().await;
    drop(queue);
    disk.damage("/queue/suspended", 20, b"X");
    let (queue, _) = open(disk.arc());
    assert!(queue.claim(NOW).is_some());
    queue.suspend(suspension(None, NOW.plus(HOUR)), NOW).expect("suspended anew");
}
