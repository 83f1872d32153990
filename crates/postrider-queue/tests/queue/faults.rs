//! When the disk does not do what it is asked: no 250, and nothing is lost.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use postrider_proto::mail::QueueId;
use postrider_queue::{CommitError, Disk, Queue, Recovery};

use crate::world::{NOW, body, delivered, ids, open, options, put, read, settle};
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
        let remove = std::path::Path::new("/queue/index.redb");
        postrider_queue::Disk::remove(&disk, remove).expect("removed");
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
async fn damage_in_the_log_costs_what_it_holds_and_nothing_around_it() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let mut all = Vec::new();
    for n in 0..5 {
        all.push(put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe"));
    }
    queue.close().await;
    drop(queue);
    let log = "/queue/log/00000001.seg";
    // The third group: one block each, behind the header's.
    disk.damage(log, 3 * 4096 + 1000, b"damage");
    let index = std::path::Path::new("/queue/index.redb");
    postrider_queue::Disk::remove(&disk, index).expect("removed");
    let (queue, recovery) = open(disk.arc());
    assert_eq!((recovery.messages, recovery.torn_octets), (4, 0));
    // The record, without the header of its group and the zeros behind it.
    assert!((3000..3400).contains(&recovery.damaged_octets), "{}", recovery.damaged_octets);
    assert_eq!(disk.names("/queue/quarantine"), ["00000001-12340-damaged"]);
    all.remove(2);
    for id in all {
        read(&queue, id);
    }
}

#[tokio::test]
async fn damage_to_the_end_of_a_segment_is_seen_by_the_next_one_and_at_the_end_of_the_log_by_the_index() {
    // Of the header, and of what stands behind it: of the last group of the first segment, then of the last of all.
    for (segment, groups, within) in [(1, 14, 10), (1, 14, 1000), (2, 4, 10), (2, 4, 1000)] {
        let disk = SimDisk::new(0);
        let (queue, _) = open(disk.arc());
        for n in 0..18 {
            put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe");
        }
        queue.close().await;
        drop(queue);
        let segments: Vec<String> =
            disk.names("/queue/log").into_iter().filter(|name| name.ends_with(".seg")).collect();
        assert_eq!(segments.len(), 2, "14 groups are in the first, 4 in the second");
        let log = format!("/queue/log/{}", segments[segment - 1]);
        disk.damage(&log, groups * 4096 + within, b"damage");
        if segment == 1 {
            // Without a footer and without the index it is read group by group.
            disk.damage(&log, 64 * 1024 - 4, &[0; 4]);
            Disk::remove(&disk, Path::new("/queue/index.redb")).expect("removed");
        }
        let (queue, recovery) = open(disk.arc());
        let what = format!("segment {segment}, {within} octets into its last group");
        // The record counts without the header of its group.
        let lost = u64::from(within > 52);
        assert_eq!((recovery.messages, recovery.torn_octets), (18 - lost, 0), "{what}");
        assert_eq!(recovery.damaged_octets >= 3000, lost == 1, "{what}: {recovery:?}");
        assert_eq!(recovery.quarantined.len() as u64, lost, "{what}");
        queue.close().await;
        drop(queue);
        let (_, again) = open(disk.arc());
        assert_eq!(again.messages, 18 - lost, "{what}");
    }
}

#[tokio::test]
async fn a_full_segment_is_read_by_its_footer_and_a_damaged_body_found_when_it_is_read() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let mut all = Vec::new();
    for n in 0..18 {
        all.push(put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe"));
    }
    queue.close().await;
    drop(queue);
    // The header of the third group, and the body in the fourth.
    disk.damage("/queue/log/00000001.seg", 3 * 4096 + 10, b"damage");
    disk.damage("/queue/log/00000001.seg", 4 * 4096 + 1000, b"damage");
    Disk::remove(&disk, Path::new("/queue/index.redb")).expect("removed");
    let (queue, recovery) = open(disk.arc());
    assert_eq!((recovery.messages, recovery.damaged_octets), (18, 0));
    for (n, id) in all.into_iter().enumerate() {
        if n != 3 {
            assert_eq!(read(&queue, id), body(n, 3000));
        }
    }
}

#[tokio::test]
async fn a_body_that_was_damaged_is_not_given_to_its_end() {
    use std::io::Read as _;
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example"], &body(0, 3000)).await.expect("safe");
    disk.damage("/queue/log/00000001.seg", 4096 + 1000, b"damage");
    let mut read = Vec::new();
    let error = queue.cat(id).expect("there").expect("there").read_to_end(&mut read).expect_err("damaged");
    assert_eq!((error.kind(), read.len()), (ErrorKind::InvalidData, 0));
}

#[tokio::test]
async fn a_segment_whose_header_is_damaged_is_read_all_the_same_and_never_used_anew() {
    // What was damaged: the header alone, all of its block, or the header of the first group as well.
    // Zeros there look like a file that was never used.
    for (damage, whole) in
        [(vec![0xa5; 6], true), (vec![0; 4096], true), (vec![0xa5; 4200], false), (vec![0; 4200], false)]
    {
        let disk = SimDisk::new(0);
        let (queue, _) = open(disk.arc());
        let a = put(&queue, &["a@one.example"], &body(1, 3000)).await.expect("safe");
        let b = put(&queue, &["a@one.example"], &body(2, 3000)).await.expect("safe");
        queue.close().await;
        drop(queue);
        let at = if damage.len() == 6 { 20 } else { 0 };
        disk.damage("/queue/log/00000001.seg", at, &damage);
        let before = disk.content("/queue/log/00000001.seg");
        let index = std::path::Path::new("/queue/index.redb");
        postrider_queue::Disk::remove(&disk, index).expect("removed");
        let (queue, recovery) = open(disk.arc());
        put(&queue, &["a@one.example"], &body(3, 3000)).await.expect("safe");
        assert_eq!(disk.content("/queue/log/00000001.seg"), before);
        assert_eq!(
            (recovery.messages, recovery.damaged_octets > 0),
            if whole { (2, false) } else { (0, true) }
        );
        if whole {
            assert_eq!((read(&queue, a), read(&queue, b)), (body(1, 3000), body(2, 3000)));
        }
    }
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
    let index = std::path::Path::new("/queue/index.redb");
    postrider_queue::Disk::remove(&disk, index).expect("removed");
    let (queue, _) = open(disk.arc());
    assert_eq!(
        (ids(&queue).len(), read(&queue, before), read(&queue, after)),
        (2, b"before".to_vec(), b"after".to_vec())
    );
}

/// Several messages in each group, several segments, all but the last of them with a footer.
async fn a_full_log(disk: &SimDisk) -> BTreeMap<QueueId, Vec<u8>> {
    let (queue, _) = open(disk.arc());
    let mut all = BTreeMap::new();
    for round in 0..6 {
        let puts = (0..8).map(|n| {
            let (queue, body) = (queue.clone(), body(round * 8 + n, 300 * n + 700));
            tokio::spawn(async move { (put(&queue, &["a@one.example"], &body).await.expect("safe"), body) })
        });
        for put in puts.collect::<Vec<_>>() {
            all.extend([put.await.expect("no panic")]);
        }
    }
    // Damage to the last group of all would look like a torn tail, now that the index is lost as well.
    put(&queue, &["a@one.example"], b"the end").await.expect("safe");
    queue.close().await;
    assert!(disk.names("/queue/log").len() >= 2);
    Disk::remove(disk, Path::new("/queue/index.redb")).expect("removed");
    all
}

/// Where in this segment the last group of all begins; if it is not in this one, the end of the file.
fn before_the_end(disk: &SimDisk, path: &str) -> usize {
    let content = disk.content(path);
    let end = content.windows(7).position(|window| window == b"the end");
    end.map_or(content.len(), |at| at / 4096 * 4096)
}

/// Starts, and gives which messages are not what they were: gone, or found to be damaged by whoever reads them.
async fn not_what_they_were(disk: &SimDisk, all: &BTreeMap<QueueId, Vec<u8>>) -> (Vec<QueueId>, Recovery) {
    use std::io::Read as _;
    let (queue, recovery) = open(disk.arc());
    let mut lost = Vec::new();
    for (id, body) in all {
        let mut read = Vec::new();
        let content = queue.cat(*id).expect("readable");
        if content.is_some_and(|mut content| content.read_to_end(&mut read).is_ok()) {
            assert_eq!(&read, body);
        } else {
            lost.push(*id);
        }
    }
    queue.close().await;
    (lost, recovery)
}

#[tokio::test]
async fn a_flipped_bit_anywhere_in_the_log_costs_one_message_at_most() {
    let disk = SimDisk::new(0);
    let all = a_full_log(&disk).await;
    let mut costs = [0; 2];
    for name in disk.names("/queue/log").into_iter().filter(|name| name.ends_with(".seg")) {
        let path = format!("/queue/log/{name}");
        for at in (0..before_the_end(&disk, &path)).step_by(397) {
            let disk = disk.after_power_cut(&mut Random::new(at as u64));
            let flipped = disk.content(&path)[at] ^ 1 << (at % 8);
            disk.damage(&path, at, &[flipped]);
            let (lost, recovery) = not_what_they_were(&disk, &all).await;
            assert!(lost.len() <= 1, "{path} at {at}: {lost:?}");
            let missing = all.len() as u64 + 1 - recovery.messages;
            assert_eq!(missing > 0, recovery.damaged_octets > 0, "{path} at {at}: {recovery:?}");
            costs[lost.len()] += 1;
        }
    }
    println!("{} flips cost nothing, {} one message", costs[0], costs[1]);
    assert!(costs[1] > 20, "{costs:?}");
}

#[tokio::test]
async fn a_flipped_bit_in_a_footer_costs_nothing() {
    let disk = SimDisk::new(0);
    let all = a_full_log(&disk).await;
    let path = "/queue/log/00000001.seg";
    let size = disk.content(path).len();
    // Where its last octets say how many records there are, and all around.
    for bit in 0..64 * 8 {
        let disk = disk.after_power_cut(&mut Random::new(bit as u64));
        let at = size - 64 + bit / 8;
        let flipped = disk.content(path)[at] ^ 1 << (bit % 8);
        disk.damage(path, at, &[flipped]);
        let (lost, recovery) = not_what_they_were(&disk, &all).await;
        assert_eq!((lost.len(), recovery.damaged_octets), (0, 0), "bit {bit} of the trailer");
    }
}

#[tokio::test]
async fn a_page_of_zeros_anywhere_in_the_log_costs_what_it_held() {
    let disk = SimDisk::new(0);
    let all = a_full_log(&disk).await;
    for name in disk.names("/queue/log").into_iter().filter(|name| name.ends_with(".seg")) {
        let path = format!("/queue/log/{name}");
        for at in (0..before_the_end(&disk, &path)).step_by(4096) {
            let disk = disk.after_power_cut(&mut Random::new(at as u64));
            // With the block that a record begins in goes its header, and with the last block of one the end of its body.
            let held =
                all.values().filter(|body| holds_part_of(&disk.content(&path)[at..at + 4096], body)).count();
            disk.damage(&path, at, &[0; 4096]);
            let (lost, recovery) = not_what_they_were(&disk, &all).await;
            assert!(lost.len() <= held + 1, "{path} at {at}: {} lost, and it held {held}", lost.len());
            let missing = all.len() as u64 + 1 - recovery.messages;
            assert!(
                missing == 0 || recovery.damaged_octets > 0 || missing <= held as u64,
                "{path} at {at}: {recovery:?}"
            );
        }
    }
}

/// Whether the block has octets of this body, which says at every octet whose it is.
fn holds_part_of(block: &[u8], body: &[u8]) -> bool {
    let name = &body[..body.iter().skip(8).position(|octet| *octet == b' ').expect("a space") + 9];
    block.windows(name.len()).any(|window| window == name)
}

#[tokio::test]
async fn what_is_damaged_is_found_at_the_attempt_and_goes_into_quarantine() {
    use std::io::Read as _;
    for large in [false, true] {
        let disk = SimDisk::new(0);
        let (queue, _) = open(disk.arc());
        let id =
            put(&queue, &["a@one.example"], &body(0, if large { 40_000 } else { 3000 })).await.expect("safe");
        let path = if large {
            format!("/queue/big/{}/{id}", &id.to_string()[..2])
        } else {
            "/queue/log/00000001.seg".to_owned()
        };
        disk.damage(&path, 4096 + 1000, b"damage");
        let attempt = queue.claim(NOW).expect("due");
        attempt.body().expect("there").read_to_end(&mut Vec::new()).expect_err("damaged");
        assert!(settle(&queue, attempt, crate::world::deferred()).await);
        loop {
            let changed = queue.changed();
            if queue.is_empty() {
                break;
            }
            changed.await;
        }
        queue.close().await;
        drop(queue);
        let (queue, recovery) = open(disk.arc());
        assert!(queue.is_empty() && recovery.damaged_octets == 0, "large: {large}: {recovery:?}");
        let expected: Vec<String> =
            [format!("{id}-0-damaged")].into_iter().chain(large.then(|| format!("{id}-body"))).collect();
        assert_eq!(disk.names("/queue/quarantine"), expected);
    }
}

#[tokio::test]
async fn what_the_disk_cannot_read_stops_a_start_until_it_can_or_somebody_says_to_go_on() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let mut all = Vec::new();
    for n in 0..5 {
        all.push(put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe"));
    }
    queue.close().await;
    drop(queue);
    Disk::remove(&disk, Path::new("/queue/index.redb")).expect("removed");
    // The third message's block, then the last one's.
    for (block, lost) in [(3, 2), (5, 4)] {
        disk.fail(Fault::Read { name: ".seg", from: block * 4096, octets: 512, once: false });
        let error = Queue::open(options(), disk.arc()).expect_err("it cannot be read");
        let at = block * 4096;
        assert_eq!(
            error.to_string(),
            format!(
                "the disk cannot read /queue/log/00000001.seg at octet {at}: other error. If that passes, start again. If it does \
                 not, save what you can of the disk; to go on without what cannot be read, start with --skip-unreadable"
            )
        );
        assert!(disk.names("/queue/quarantine").is_empty(), "nothing is decided yet");
        let skipping = disk.after_power_cut(&mut Random::new(1));
        skipping.fail(Fault::Read { name: ".seg", from: block * 4096, octets: 512, once: false });
        let options = postrider_queue::Options { skip_unreadable: true, ..options() };
        let (queue, recovery) = Queue::open(options, skipping.arc()).expect("it opens");
        assert!(recovery.damaged_octets >= 4096, "{recovery:?}");
        let left: Vec<QueueId> = all.iter().copied().filter(|id| *id != all[lost]).collect();
        assert_eq!(sorted(ids(&queue)), sorted(left));
        queue.close().await;
        disk.mend();
    }
    let (queue, recovery) = open(disk.arc());
    assert_eq!((sorted(ids(&queue)), recovery.damaged_octets), (sorted(all), 0));
}

#[tokio::test]
async fn a_segment_whose_beginning_cannot_be_read_is_never_used_anew() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    for n in 0..5 {
        put(&queue, &["a@one.example"], &body(n, 3000)).await.expect("safe");
    }
    queue.close().await;
    drop(queue);
    let log = "/queue/log/00000001.seg";
    let before = disk.content(log);
    disk.fail(Fault::Read { name: ".seg", from: 0, octets: 8192, once: false });
    let options = postrider_queue::Options { skip_unreadable: true, ..options() };
    let (queue, recovery) = Queue::open(options, disk.arc()).expect("it opens");
    put(&queue, &["a@one.example"], b"x").await.expect("safe");
    assert!(recovery.damaged_octets > 0);
    assert!(disk.names("/queue/log").contains(&"00000001.seg".to_owned()) && disk.content(log) == before);
}

fn sorted(mut ids: Vec<QueueId>) -> Vec<QueueId> {
    ids.sort_unstable();
    ids
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
