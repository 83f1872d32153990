//! What goes in stays in, comes out once, and is found again after a start.

use std::time::Duration;

use postrider_queue::{Action, Outcome, RealDisk, Report, Status};

use crate::world::{
    NOW, body, deferred, delivered, envelope, ids, lose_index, open, options, put, put_at, read, settle,
};
use postrider_queue::simulation::SimDisk;

#[tokio::test]
async fn what_was_committed_is_there_after_a_start_small_and_large() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let small = put(&queue, &["alice@example.org"], b"Subject: small\r\n\r\n").await.expect("safe");
    let large = put(&queue, &["bob@example.org"], &body(1, 100_000)).await.expect("safe");
    let empty = put(&queue, &["carol@example.org"], b"").await.expect("safe");
    drop(queue.begin(queue.new_id(), Some(5)));
    queue.close().await;
    drop(queue);
    let (queue, recovery) = open(disk.arc());
    assert_eq!((recovery.messages, recovery.torn_octets, recovery.orphans), (3, 0, 0));
    assert_eq!(read(&queue, small), b"Subject: small\r\n\r\n");
    assert_eq!(read(&queue, large), body(1, 100_000));
    assert_eq!(read(&queue, empty), b"");
    let shown = queue.show(large).expect("readable").expect("there");
    assert_eq!(shown.envelope.recipients[0].mailbox.to_string(), "bob@example.org");
    assert_eq!((shown.octets, shown.received), (100_000, NOW));
}

#[tokio::test]
async fn an_intake_that_is_dropped_leaves_nothing() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let mut intake = queue.begin(queue.new_id(), None).expect("room");
    intake.write(&body(0, 40_000)).expect("written");
    assert_eq!(disk.names("/queue/big").len(), 1);
    let folder = format!("/queue/big/{}", disk.names("/queue/big")[0]);
    assert_eq!(disk.names(&folder).len(), 1);
    drop(intake);
    assert!(disk.names(&folder).is_empty());
}

#[tokio::test]
async fn a_message_is_done_when_every_recipient_has_it_and_then_it_is_gone() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example", "b@two.example", "c@one.example"], &body(0, 50_000))
        .await
        .expect("safe");
    let first = queue.claim(NOW).expect("due");
    let second = queue.claim(NOW).expect("due");
    assert!(queue.claim(NOW).is_none(), "all is under way");
    // A claim has the recipients of one domain.
    assert_eq!((first.recipients().len(), second.recipients().len()), (2, 1));
    assert!(settle(&queue, first, delivered()).await);
    let shown = queue.show(id).expect("readable").expect("there");
    let statuses: Vec<Status> = shown.recipients.iter().map(|standing| standing.state.status).collect();
    assert!(matches!(statuses[..], [Status::Delivered, Status::Waiting { .. }, Status::Delivered]));
    assert!(settle(&queue, second, delivered()).await);
    assert!(queue.is_empty() && queue.show(id).expect("readable").is_none());
    let folders = disk.names("/queue/big");
    let left = folders.iter().flat_map(|folder| disk.names(&format!("/queue/big/{folder}"))).count();
    // The file goes behind the answer.
    queue.close().await;
    drop(queue);
    let (queue, recovery) = open(disk.arc());
    assert_eq!((queue.len(), recovery.orphans), (0, 0), "{left}");
}

#[tokio::test]
async fn a_deferred_recipient_waits_its_time_and_its_story_survives_a_start() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example", "b@two.example"], b"x").await.expect("safe");
    let attempt = queue.claim(NOW).expect("due");
    let other = queue.claim(NOW).expect("due");
    assert!(settle(&queue, attempt, deferred()).await);
    assert!(settle(&queue, other, Outcome::Failed { reason: "never".into() }).await);
    assert!(queue.claim(NOW.plus(Duration::from_secs(59))).is_none());
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    let shown = queue.show(id).expect("readable").expect("there");
    let notes: Vec<(&str, u32)> = shown
        .recipients
        .iter()
        .map(|standing| (standing.state.note.as_str(), standing.state.attempts))
        .collect();
    assert!(notes == [("not now", 1), ("never", 1)] || notes == [("never", 1), ("not now", 1)]);
    let attempt = queue.claim(NOW.plus(Duration::from_secs(67))).expect("due again");
    assert_eq!((attempt.recipients().len(), attempt.recipients()[0].attempts), (1, 1));
    assert!(queue.claim(NOW.plus(Duration::from_secs(9999))).is_none(), "what failed is not tried again");
}

/// What waits for a person is known without looking at every message: it is counted as it becomes so, and when it leaves.
#[tokio::test]
async fn a_census_says_where_messages_stand() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    assert_eq!((queue.census().messages, queue.census().oldest), (0, None));
    let later = NOW.plus(Duration::from_secs(5));
    let both = put_at(&queue, &["a@one.example", "b@two.example"], b"x", NOW).await.expect("safe");
    put_at(&queue, &["a@one.example"], b"x", later).await.expect("safe");
    let census = queue.census();
    assert_eq!((census.messages, census.lanes, census.waiting, census.under_way), (2, 2, 3, 0));
    assert_eq!((census.failed, census.oldest, census.broken), (0, Some(NOW), false));
    assert!(census.room_octets.is_some_and(|room| room > 0));

    let attempts: Vec<_> = std::iter::from_fn(|| queue.claim(later)).collect();
    assert_eq!((attempts.len(), queue.census().waiting, queue.census().under_way), (3, 0, 3));
    for attempt in attempts {
        // One recipient of the first message waits on, and so nobody is asked to look at it.
        let to_one = attempt.recipients()[0].recipient.mailbox.to_string() == "a@one.example";
        let outcome = if to_one { Outcome::Failed { reason: "never".into() } } else { deferred() };
        assert!(settle(&queue, attempt, outcome).await);
    }
    let census = queue.census();
    assert_eq!((census.messages, census.waiting, census.under_way, census.failed), (2, 1, 0, 1));

    let again = later.plus(Duration::from_secs(9999));
    let attempt = queue.claim(again).expect("due again");
    assert_eq!(attempt.id(), both);
    assert!(settle(&queue, attempt, Outcome::Failed { reason: "never".into() }).await);
    assert_eq!((queue.census().waiting, queue.census().failed), (0, 2));

    // What failed is tried again, and then held.
    for (action, wanted, expected) in
        [(Action::Retry, Status::Failed, (0, 1)), (Action::Hold, Status::Waiting { due: again }, (1, 1))]
    {
        let attempt = queue.claim_for(both, &[0, 1], |status| status == wanted, again).expect("readable");
        assert!(queue.act(attempt.expect("there is one"), action, again).await.is_ok());
        let census = queue.census();
        assert_eq!((census.held, census.failed), expected, "{action:?}");
    }
    let written = queue.counters().writes.read().count;
    assert!(written >= 4 && queue.counters().groups.read().count == written, "{written}");
    queue.close().await;
    drop(queue);
    for index in ["as it was", "made again"] {
        let (queue, _) = open(disk.arc());
        let census = queue.census();
        assert_eq!((census.messages, census.lanes), (2, 0), "the index {index}");
        assert_eq!((census.held, census.failed), (1, 1), "the index {index}");
        assert_eq!(queue.counters().writes.read().count, 0);
        queue.close().await;
        drop(queue);
        lose_index(&disk);
    }

    // What is held and what has failed is dropped, by a person or because it is old.
    let (queue, _) = open(disk.arc());
    for id in ids(&queue) {
        let attempt = queue.claim_for(id, &[0, 1], Status::is_open, again).expect("readable");
        assert!(queue.act(attempt.expect("there is one"), Action::Drop, again).await.is_ok());
    }
    let census = queue.census();
    assert_eq!((census.messages, census.held, census.failed, census.oldest), (0, 0, 0, None));
}

#[tokio::test]
async fn a_claim_that_is_dropped_comes_back_later() {
    let (queue, _) = open(SimDisk::new(0).arc());
    put(&queue, &["a@one.example"], b"x").await.expect("safe");
    drop(queue.claim(NOW).expect("due"));
    assert!(queue.claim(NOW).is_none());
    let attempt = queue.claim(NOW.plus(Duration::from_secs(67))).expect("due again");
    assert_eq!(attempt.recipients()[0].attempts, 0);
}

#[tokio::test]
async fn thousands_of_messages_go_through_and_what_was_used_is_freed() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let kept = put(&queue, &["slow@kept.example"], b"kept").await.expect("safe");
    let kept_claim = queue.claim(NOW).expect("due");
    for round in 0..30 {
        let puts = (0..100).map(|n| {
            let queue = queue.clone();
            tokio::spawn(async move { put(&queue, &["a@one.example"], &body(round * 100 + n, 500)).await })
        });
        for put in puts.collect::<Vec<_>>() {
            put.await.expect("no panic").expect("safe");
        }
        while let Some(attempt) = queue.claim(NOW) {
            assert!(settle(&queue, attempt, delivered()).await);
        }
    }
    assert_eq!(ids(&queue), [kept]);
    // The oldest segment held a message all the time, and is emptied beside all that; soon, if not yet.
    let in_use = || disk.names("/queue/log").iter().filter(|name| name.ends_with(".seg")).count();
    while in_use() > 10 {
        put(&queue, &["a@one.example"], &body(0, 500)).await.expect("safe");
        let attempt = queue.claim(NOW).expect("due");
        assert!(settle(&queue, attempt, delivered()).await);
    }
    assert_eq!(read(&queue, kept), b"kept");
    assert!(settle(&queue, kept_claim, delivered()).await);
    queue.close().await;
    assert!(in_use() <= 2, "{}", in_use());
}

#[tokio::test]
async fn messages_are_listed_oldest_first_in_memory_and_in_the_index() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let mut expected = Vec::new();
    for n in [5_u64, 1, 4, 2] {
        let at = NOW.plus(Duration::from_secs(n));
        expected.push((at, put_at(&queue, &["a@one.example"], b"x", at).await.expect("safe")));
    }
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    for n in [3_u64, 6, 0] {
        let at = NOW.plus(Duration::from_secs(n));
        expected.push((at, put_at(&queue, &["a@one.example"], b"x", at).await.expect("safe")));
    }
    expected.sort_unstable();
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    assert_eq!(ids(&queue), expected);
}

#[tokio::test]
async fn an_index_that_is_lost_or_damaged_is_made_again() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let mut all = Vec::new();
    for n in 0..20 {
        all.push(put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe"));
    }
    let done = queue.claim(NOW).expect("due");
    let gone = done.id();
    assert!(settle(&queue, done, delivered()).await);
    all.retain(|id| *id != gone);
    all.sort_unstable();
    queue.close().await;
    drop(queue);
    let size = disk.content("/queue/index.redb").len();
    let found = async |what: &str| {
        let (queue, recovery) = open(disk.arc());
        let mut ids = ids(&queue);
        ids.sort_unstable();
        assert_eq!((ids, recovery.messages), (all.clone(), 19), "{what}");
        queue.close().await;
    };
    lose_index(&disk);
    found("lost").await;
    for at in (0..size).step_by(size / 40) {
        let until = (at + 4096).min(disk.content("/queue/index.redb").len());
        if at < until {
            disk.damage("/queue/index.redb", at, &vec![0xa5; until - at]);
            found(&format!("damaged at {at}")).await;
        }
    }
}

#[tokio::test]
async fn the_folder_belongs_to_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = postrider_queue::Options { folder: folder.path().join("queue"), ..options() };
    let disk: std::sync::Arc<dyn postrider_queue::Disk> = std::sync::Arc::new(RealDisk);
    let (queue, _) = postrider_queue::Queue::open(options.clone(), disk.clone()).expect("it opens");
    let error = postrider_queue::Queue::open(options.clone(), disk.clone()).expect_err("taken");
    assert!(error.to_string().contains("is in use by another postrider"), "{error}");
    let id = put(&queue, &["a@one.example"], &body(7, 300_000)).await.expect("safe");
    queue.close().await;
    assert!(put(&queue, &["a@one.example"], b"late").await.is_err());
    drop(queue);
    let (queue, _) = postrider_queue::Queue::open(options, disk).expect("it opens");
    assert_eq!(read(&queue, id), body(7, 300_000));
}

#[tokio::test]
async fn an_index_in_which_one_message_is_damaged_is_made_again() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example"], &body(1, 3000)).await.expect("safe");
    queue.close().await;
    drop(queue);
    let content = disk.content("/queue/index.redb");
    let word = b"sender@client.example";
    let places: Vec<usize> =
        content.windows(word.len()).enumerate().filter(|(_, at)| at == word).map(|(at, _)| at).collect();
    assert!(!places.is_empty());
    for at in places {
        disk.damage("/queue/index.redb", at, b"X");
    }
    let (queue, _) = open(disk.arc());
    assert_eq!((ids(&queue), read(&queue, id)), (vec![id], body(1, 3000)));
}

#[tokio::test]
async fn of_what_a_stranger_says_only_so_much_is_kept() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let id = put(&queue, &["a@one.example"], b"x").await.expect("safe");
    let attempt = queue.claim(NOW).expect("due");
    // The place at which it is cut falls into a letter.
    let reason = format!("x{}", "ü".repeat(1000));
    assert!(settle(&queue, attempt, Outcome::Failed { reason: reason.clone() }).await);
    let shown = queue.show(id).expect("readable").expect("there");
    let note = &shown.recipients[0].state.note;
    assert!(reason.starts_with(note) && (380..=384).contains(&note.len()), "{}", note.len());
}

#[tokio::test]
async fn reports_that_fit_into_no_segment_are_left_out_and_the_message_is_kept() {
    let (queue, _) = open(SimDisk::new(0).arc());
    let id = put(&queue, &["a@one.example"], b"x").await.expect("safe");
    let attempt = queue.claim(NOW).expect("due");
    let report = Report {
        id: queue.new_id(),
        envelope: envelope(&["s@report.example"]),
        content: vec![b'x'; 1 << 27],
    };
    let outcomes = vec![(0, Outcome::Bounced { reason: "never".into() })];
    assert!(queue.settle(attempt, outcomes, vec![report], NOW).await.is_ok());
    assert_eq!(queue.len(), 1);
    let shown = queue.show(id).expect("readable").expect("there");
    assert_eq!(shown.recipients[0].state.status, Status::Failed);
}

#[tokio::test]
async fn an_attempt_is_the_first_only_where_none_can_have_left_anything() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &["a@one.example"], b"x").await.expect("safe");
    let attempt = queue.claim(NOW).expect("due");
    assert!(attempt.is_first());
    // It ended without a word of what it did.
    drop(attempt);
    let later = NOW.plus(Duration::from_secs(3600));
    let attempt = queue.claim(later).expect("due again");
    assert!(!attempt.is_first());
    drop(attempt);
    put(&queue, &["a@two.example"], b"x").await.expect("safe");
    queue.close().await;
    drop(queue);
    let (queue, _) = open(disk.arc());
    while let Some(attempt) = queue.claim(later.plus(Duration::from_secs(3600))) {
        assert!(!attempt.is_first(), "the run before may have tried it");
        assert!(settle(&queue, attempt, delivered()).await);
    }
    assert!(queue.is_empty());
}
