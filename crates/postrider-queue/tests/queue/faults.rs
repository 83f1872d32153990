//! When the disk does not do what it is asked: no 250, and nothing is lost.

use std::io::ErrorKind;
use std::path::Path;

use postrider_queue::{CommitError, Disk};

use crate::world::{NOW, body, delivered, ids, lose_index, open, put, read, settle};
use postrider_queue::simulation::{Fault, Random, SimDisk};

#[tokio::test]
async fn after_a_failed_write_or_sync_the_file_is_never_used_again_and_the_message_is_not_there() {
    for fault in [Fault::Sync(".seg", ErrorKind::Other), Fault::Write(".seg", ErrorKind::Other)] {
        let disk = SimDisk::new(0);
        let (queue, _) = open(disk.arc());
        let before = put(&queue, &["a@one.example"], b"before").await.expect("safe");
        disk.fail(fault);
        let refused = put(&queue, &["a@one.example"], b"in between").await;
        assert!(matches!(refused, Err(CommitError::Write(_))), "{fault:?}: {refused:?}");
        let after = put(&queue, &["a@one.example"], b"after").await.expect("safe again");
        assert!(!disk.used_after_failure(), "{fault:?}");
        assert_eq!(ids(&queue).len(), 2);
        queue.close().await;
        drop(queue);
        // Though what was written may be whole on the disk, it was never acknowledged, and the log says so.
        lose_index(&disk);
        let (queue, _) = open(disk.arc());
        assert_eq!(ids(&queue).len(), 2, "{fault:?}");
        assert_eq!((read(&queue, before), read(&queue, after)), (b"before".to_vec(), b"after".to_vec()));
    }
}

#[tokio::test]
async fn what_a_failed_sync_has_left_in_memory_alone_is_not_believed_by_the_next_start() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let before = put(&queue, &["a@one.example"], b"before").await.expect("safe");
    disk.fail(Fault::Sync(".seg", ErrorKind::Other));
    assert!(put(&queue, &["a@one.example"], b"refused").await.is_err());
    // The process ends before it can say durably that this does not count: nothing more of it reaches the disk.
    disk.fail(Fault::Always("", ErrorKind::Other));
    queue.close().await;
    drop(queue);
    disk.mend();
    let (queue, _) = open(disk.arc());
    assert_eq!(ids(&queue), [before]);
    let after = put(&queue, &["a@one.example"], b"after").await.expect("safe");
    queue.close().await;
    // And the group that nobody was told of is missed by nobody.
    let (queue, recovery) = open(disk.after_power_cut(&mut Random::new(1)).arc());
    assert_eq!((recovery.damaged_octets, ids(&queue).len()), (0, 2));
    assert_eq!((read(&queue, before), read(&queue, after)), (b"before".to_vec(), b"after".to_vec()));
}

#[tokio::test]
async fn while_no_log_can_be_written_nothing_is_claimed_and_outcomes_are_kept_until_it_can() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    for n in 0..3 {
        put(&queue, &["a@one.example"], &body(n, 100)).await.expect("safe");
    }
    let attempt = queue.claim(NOW).expect("due");
    disk.fail(Fault::Always(".seg", ErrorKind::Other));
    assert!(put(&queue, &["a@one.example"], b"refused").await.is_err());
    assert!(queue.claim(NOW).is_none(), "an outcome could not be kept");
    // It waits until the log can be written again; the writer tries by itself.
    let settling = tokio::spawn({
        let queue = queue.clone();
        async move { settle(&queue, attempt, delivered()).await }
    });
    disk.mend();
    assert!(settling.await.expect("no panic"));
    assert_eq!(ids(&queue).len(), 2);
    assert!(queue.claim(NOW).is_some());
    queue.close().await;
    drop(queue);
    assert_eq!(open(disk.arc()).1.messages, 2);
}

#[tokio::test]
async fn a_full_disk_is_said_to_be_full() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &["a@one.example"], b"x").await.expect("safe");
    disk.fail(Fault::Write(".seg", ErrorKind::StorageFull));
    assert_eq!(put(&queue, &["a@one.example"], b"x").await, Err(CommitError::Full));
    put(&queue, &["a@one.example"], b"x").await.expect("safe again");
}

#[tokio::test]
async fn a_large_body_that_cannot_be_synced_is_not_acknowledged() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let intake_name = {
        let mut intake = queue.begin(queue.new_id(), None).expect("room");
        intake.write(&body(0, 40_000)).expect("written");
        let name: &'static str = intake.id().to_string().leak();
        disk.fail(Fault::Sync(name, ErrorKind::Other));
        let refused = queue.commit(intake, crate::world::envelope(&["a@one.example"]), NOW).await;
        assert!(matches!(refused, Err(CommitError::Write(_))));
        name
    };
    assert!(queue.is_empty() && !disk.used_after_failure());
    queue.close().await;
    drop(queue);
    let (queue, recovery) = open(disk.arc());
    assert_eq!((queue.len(), recovery.orphans), (0, 0), "the file of {intake_name} was removed");
}

#[tokio::test]
async fn below_the_floor_nothing_more_comes_in_and_what_is_there_goes_out() {
    const MIB: u64 = 1024 * 1024;
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &["a@one.example"], b"x").await.expect("safe");
    disk.set_free(4 * MIB);
    let held = queue.begin(queue.new_id(), Some(2 * MIB)).expect("room");
    let refused = queue.begin(queue.new_id(), Some(2 * MIB)).expect_err("it is promised to another");
    assert_eq!(
        refused.to_string(),
        "the disk of the queue has 2 MiB free, 1 MiB must stay so, and the message may need 2048 KiB"
    );
    drop(held);
    // A sender that declared nothing gets no further than there is room.
    let mut intake = queue.begin(queue.new_id(), None).expect("room");
    let piece = vec![b'x'; 100_000];
    let error = std::iter::repeat_with(|| intake.write(&piece)).find_map(Result::err).expect("no room");
    assert_eq!(error.kind(), ErrorKind::StorageFull);
    assert!((2 * MIB..=3 * MIB + 100_000).contains(&intake.octets()), "{}", intake.octets());
    drop(intake);
    disk.set_free(MIB / 2);
    assert!(queue.has_room(Some(100_000)).is_err());
    let attempt = queue.claim(NOW).expect("due");
    assert!(settle(&queue, attempt, delivered()).await);
    assert!(queue.is_empty());
}

#[tokio::test]
async fn an_index_that_cannot_be_written_costs_no_mail() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    disk.fail(Fault::Always("index.redb", ErrorKind::StorageFull));
    for n in 0..200 {
        put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe");
    }
    let attempt = queue.claim(NOW).expect("due");
    assert!(settle(&queue, attempt, delivered()).await);
    disk.mend();
    queue.close().await;
    drop(queue);
    assert_eq!(open(disk.arc()).1.messages, 199);
}

#[tokio::test]
async fn closed_in_trouble_the_queue_keeps_no_message_that_nobody_tries() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &["a@one.example"], b"x").await.expect("safe");
    let attempt = queue.claim(NOW).expect("due");
    disk.fail(Fault::Always(".seg", ErrorKind::Other));
    let settling = tokio::spawn({
        let queue = queue.clone();
        async move { settle(&queue, attempt, delivered()).await }
    });
    // The outcome is on its way before the end is.
    tokio::task::yield_now().await;
    queue.close().await;
    assert!(!settling.await.expect("no panic"), "it was not kept");
    drop(queue);
    disk.mend();
    let (queue, _) = open(disk.arc());
    assert!(queue.claim(NOW).is_some(), "it is tried again, and found to be delivered");
}

#[tokio::test]
async fn an_outcome_is_kept_though_the_index_is_out_of_use() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let one = put(&queue, &["a@one.example"], b"x").await.expect("safe");
    let two = put(&queue, &["a@two.example", "a@three.example"], b"x").await.expect("safe");
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    let attempts: Vec<_> = std::iter::from_fn(|| queue.claim(NOW)).collect();
    assert_eq!(attempts.len(), 3);
    disk.fail(Fault::Always("index.redb", ErrorKind::StorageFull));
    for n in 0..200 {
        put(&queue, &["b@four.example"], &body(n, 3000)).await.expect("safe");
    }
    for attempt in attempts {
        assert!(settle(&queue, attempt, delivered()).await);
    }
    disk.mend();
    queue.close().await;
    drop(queue);
    let (queue, recovery) = open(disk.arc());
    assert_eq!(recovery.messages, 200);
    assert!(!ids(&queue).iter().any(|id| [one, two].contains(id)), "what was delivered has come back");
}

#[tokio::test]
async fn trouble_that_lasts_does_not_fill_the_disk_with_segments() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let before = put(&queue, &["a@one.example"], b"before").await.expect("safe");
    disk.fail(Fault::BehindHeader(".seg", ErrorKind::Other));
    for _ in 0..20 {
        assert!(put(&queue, &["a@one.example"], b"refused").await.is_err());
    }
    assert!(disk.names("/queue/log").len() <= 2, "{:?}", disk.names("/queue/log"));
    disk.mend();
    let after = put(&queue, &["a@one.example"], b"after").await.expect("safe again");
    queue.close().await;
    drop(queue);
    lose_index(&disk);
    let (queue, _) = open(disk.arc());
    assert_eq!(
        (ids(&queue).len(), read(&queue, before), read(&queue, after)),
        (2, b"before".to_vec(), b"after".to_vec())
    );
}

#[tokio::test]
async fn a_start_that_did_not_survive_its_index_is_the_last_that_looks_at_it() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example"], b"x").await.expect("safe");
    queue.close().await;
    drop(queue);
    // It ended the process while it was opened.
    Disk::create(&disk, Path::new("/queue/index.opening")).expect("made");
    disk.rot("index.redb", &mut Random::new(1)).expect("it is there");
    let (queue, _) = open(disk.arc());
    assert_eq!(ids(&queue), [id]);
    assert!(!disk.names("/queue").contains(&"index.opening".to_owned()));
}

#[tokio::test]
async fn an_index_that_fails_once_is_used_again() {
    for operation in 0..40 {
        let disk = SimDisk::new(0);
        let (queue, _) = open(disk.arc());
        let mut all = Vec::new();
        for n in 0..30 {
            all.push(put(&queue, &["a@one.example"], &body(n, 9000)).await.expect("safe"));
        }
        disk.fail_after(operation, Fault::Once("index.redb", ErrorKind::Other));
        // Some of these are the beginning of a commit.
        for n in 30..80 {
            all.push(put(&queue, &["a@one.example"], &body(n, 9000)).await.expect("safe"));
        }
        while let Some(attempt) = queue.claim(NOW) {
            all.retain(|id| *id != attempt.id());
            assert!(settle(&queue, attempt, delivered()).await);
        }
        assert!(all.is_empty() && queue.is_empty(), "{operation}: {} were not tried", all.len());
        assert_eq!(ids(&queue), []);
        queue.close().await;
    }
}

#[tokio::test]
async fn an_index_in_doubt_is_told_costs_no_mail_and_is_made_again_by_a_restart() {
    let mut lost = 0;
    for seed in 0..20 {
        let disk = SimDisk::new(seed);
        let (queue, _) = open(disk.arc());
        let mut all = Vec::new();
        for n in 0..60 {
            all.push(put(&queue, &["a@one.example"], &body(n, 9000)).await.expect("safe"));
        }
        assert!(!queue.has_lost_index());
        // A commit fails, the file is opened again, and is not what it was.
        let mut random = Random::new(seed);
        while disk.rot("index.redb", &mut random).is_some() && random.below(8) > 0 {}
        disk.fail(Fault::Once("index.redb", ErrorKind::Other));
        for n in 60..120 {
            all.push(put(&queue, &["a@one.example"], &body(n, 9000)).await.expect("safe"));
        }
        lost += usize::from(queue.has_lost_index());
        queue.close().await;
        drop(queue);
        let (queue, _) = open(disk.arc());
        let mut found = ids(&queue);
        found.sort_unstable();
        all.sort_unstable();
        assert_eq!(found, all, "{seed}");
        assert!(!queue.has_lost_index());
    }
    assert!(lost > 0, "in none of them was it in doubt");
}
