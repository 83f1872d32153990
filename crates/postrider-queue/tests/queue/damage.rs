//! When the disk gives back something else than was written, or nothing: it costs what it hit, and never in silence.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use postrider_proto::mail::QueueId;
use postrider_queue::{Queue, Recovery};

use crate::world::{NOW, body, filled, ids, lose_index, open, options, put, read, settle};
use postrider_queue::simulation::{Fault, Random, SimDisk};

#[tokio::test]
async fn damage_in_the_log_costs_what_it_holds_and_nothing_around_it() {
    let disk = SimDisk::new(0);
    let mut all = filled(&disk, 5).await;
    let log = "/queue/log/00000001.seg";
    // The third group: one block each, behind the header's.
    disk.damage(log, 3 * 4096 + 1000, b"damage");
    lose_index(&disk);
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
        filled(&disk, 18).await;
        let segments: Vec<String> =
            disk.names("/queue/log").into_iter().filter(|name| name.ends_with(".seg")).collect();
        assert_eq!(segments.len(), 2, "14 groups are in the first, 4 in the second");
        let log = format!("/queue/log/{}", segments[segment - 1]);
        disk.damage(&log, groups * 4096 + within, b"damage");
        if segment == 1 {
            // Without a footer and without the index it is read group by group.
            disk.damage(&log, 64 * 1024 - 4, &[0; 4]);
            lose_index(&disk);
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
    let all = filled(&disk, 18).await;
    // The header of the third group, and the body in the fourth.
    disk.damage("/queue/log/00000001.seg", 3 * 4096 + 10, b"damage");
    disk.damage("/queue/log/00000001.seg", 4 * 4096 + 1000, b"damage");
    lose_index(&disk);
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
        lose_index(&disk);
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
    lose_index(disk);
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
    let all = filled(&disk, 5).await;
    lose_index(&disk);
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
    filled(&disk, 5).await;
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
