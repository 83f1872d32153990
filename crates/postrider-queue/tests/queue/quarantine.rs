//! What is in quarantine can be looked at, put back and thrown away, and is never in neither place.

use std::io::Read as _;

use postrider_proto::mail::{Mailbox, QueueId};
use postrider_queue::simulation::{Random, SimDisk};
use postrider_queue::{
    Disk, Quarantine, QuarantineError, QuarantineKind, QuarantinedContent, Queue, ReleaseRefusal, Status,
    Timestamp,
};

use crate::world::{
    NOW, body, deferred, delivered, filled, ids, lose_index, open, options, put, read, settle,
};

const LATER: Timestamp = Timestamp::from_millis(1_700_000_500_000);

/// A queue that has put a message aside, because an attempt has found its body damaged.
async fn put_aside(large: bool) -> (SimDisk, Queue, QueueId) {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let octets = if large { 40_000 } else { 3000 };
    let id = put(&queue, &["a@one.example", "b@one.example"], &body(0, octets)).await.expect("safe");
    let path = if large {
        format!("/queue/big/{}/{id}", &id.to_string()[..2])
    } else {
        "/queue/log/00000001.seg".to_owned()
    };
    disk.damage(&path, 4096 + 1000, b"DAMAGE");
    let attempt = queue.claim(NOW).expect("due");
    attempt.body().expect("there").read_to_end(&mut Vec::new()).expect_err("damaged");
    assert!(settle(&queue, attempt, deferred()).await);
    until_empty(&queue).await;
    (disk, queue, id)
}

async fn until_empty(queue: &Queue) {
    loop {
        let changed = queue.changed();
        if queue.is_empty() {
            return;
        }
        changed.await;
    }
}

/// The only file there is.
fn only(quarantine: &Quarantine<'_>) -> postrider_queue::Quarantined {
    let mut listed = quarantine.list(None, 10).expect("readable");
    assert_eq!(listed.len(), 1, "{listed:?}");
    listed.pop().expect("one")
}

/// A queue whose log was damaged like this while it was not open, opened again.
async fn damaged_log(damage: &[(usize, &[u8])]) -> (SimDisk, Queue, Vec<QueueId>) {
    let disk = SimDisk::new(0);
    let ids = filled(&disk, 3).await;
    for (at, with) in damage {
        disk.damage("/queue/log/00000001.seg", *at, with);
    }
    lose_index(&disk);
    let (queue, _) = open(disk.arc());
    (disk, queue, ids)
}

#[tokio::test]
async fn what_was_put_aside_can_be_put_back_and_stays_so() {
    for large in [false, true] {
        let (disk, queue, id) = put_aside(large).await;
        let quarantine = queue.quarantine();
        let found = only(&quarantine);
        assert_eq!((found.kind, found.unknown_octets), (QuarantineKind::Message, 0));
        assert_eq!(found.name, format!("{id}-0-damaged"));
        assert_eq!(quarantine.show(&found.name).expect("readable"), Some(found.clone()));
        let message = &found.messages[0];
        assert_eq!((message.id, message.received, message.in_queue), (id, Some(NOW), false));
        assert_eq!(message.content, QuarantinedContent::Damaged);
        assert_eq!(message.octets, if large { 40_000 } else { 3000 });
        assert!(found.octets > message.octets);
        let to: Vec<String> = message
            .envelope
            .iter()
            .flat_map(|envelope| &envelope.recipients)
            .map(|recipient| recipient.mailbox.to_string())
            .collect();
        assert_eq!(to, ["a@one.example", "b@one.example"]);

        let release = quarantine.release(&found.name, &[], LATER).await.expect("released");
        assert_eq!((release.released, release.kept), (vec![id], false));
        assert!(disk.names("/queue/quarantine").is_empty());
        let mut expected = body(0, if large { 40_000 } else { 3000 });
        let at = if large { 4096 + 1000 } else { 0 };
        let check = |queue: &Queue, what: &str| {
            let shown = queue.show(id).expect("readable").unwrap_or_else(|| panic!("{what}: it is there"));
            assert_eq!((shown.received, shown.recipients.len()), (NOW, 2), "{what}");
            let state = &shown.recipients[0].state;
            assert_eq!((state.status, state.attempts), (Status::Waiting { due: LATER }, 0), "{what}");
            assert!(state.note.starts_with("released from quarantine; its content is damaged"), "{what}");
            read(queue, id)
        };
        let content = check(&queue, "released");
        if large {
            expected[at..at + 6].copy_from_slice(b"DAMAGE");
            assert_eq!(content, expected);
        }
        assert_eq!(content.len(), expected.len());
        assert_eq!(content.iter().zip(&expected).filter(|(a, b)| a != b).count(), if large { 0 } else { 6 });
        queue.close().await;
        drop(queue);
        // Its Done stands in the log, before it.
        for index in ["kept", "lost"] {
            if index == "lost" {
                lose_index(&disk);
            }
            let (queue, recovery) = open(disk.arc());
            assert_eq!((recovery.messages, recovery.orphans), (1, 0), "{index}");
            assert_eq!(check(&queue, index), content, "{index}");
            queue.close().await;
        }
        let (queue, _) = open(disk.arc());
        let attempt = queue.claim(LATER).expect("due");
        assert_eq!(attempt.recipients().len(), 2);
        attempt.body().expect("there").read_to_end(&mut Vec::new()).expect("taken as it is");
        assert!(settle(&queue, attempt, delivered()).await);
        assert!(queue.is_empty());
    }
}

#[tokio::test]
async fn a_release_may_go_to_others() {
    let (_disk, queue, id) = put_aside(false).await;
    let name = format!("{id}-0-damaged");
    let to: Vec<Mailbox> =
        ["b@one.example", "me@two.example", "b@one.example"].map(|to| to.parse().expect("an address")).into();
    queue.quarantine().release(&name, &to, LATER).await.expect("released");
    let shown = queue.show(id).expect("readable").expect("there");
    let to: Vec<String> =
        shown.envelope.recipients.iter().map(|recipient| recipient.mailbox.to_string()).collect();
    assert_eq!(to, ["b@one.example", "me@two.example"]);
    assert_eq!(shown.envelope.reverse_path.to_string(), "<sender@client.example>");
}

#[tokio::test]
async fn what_is_in_the_queue_is_not_put_there_again() {
    let (disk, queue, id) = put_aside(false).await;
    let name = format!("{id}-0-damaged");
    let copy = disk.content(&format!("/queue/quarantine/{name}"));
    queue.quarantine().release(&name, &[], LATER).await.expect("released");
    // As a crash leaves it that comes before the file is removed.
    let file = disk.create(format!("/queue/quarantine/{name}").as_ref()).expect("made");
    file.write_at(&copy, 0).expect("written");
    assert!(only(&queue.quarantine()).messages[0].in_queue);
    let again = queue.quarantine().release(&name, &[], LATER).await.expect("looked at");
    assert!(matches!(again.refused[..], [(of, ReleaseRefusal::InQueue)] if of == id));
    assert!((again.released.is_empty(), again.kept) == (true, true));
    assert_eq!(queue.len(), 1);
    queue.quarantine().drop(&name).expect("dropped");
    assert!(queue.quarantine().list(None, 10).expect("readable").is_empty());
    assert_eq!(ids(&queue), [id]);
}

#[tokio::test]
async fn a_message_under_way_is_not_put_back() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    let id = put(&queue, &["a@one.example", "b@two.example"], &body(0, 3000)).await.expect("safe");
    let other = queue.claim(NOW).expect("due");
    disk.damage("/queue/log/00000001.seg", 4096 + 1000, b"damage");
    let attempt = queue.claim(NOW).expect("due");
    attempt.body().expect("there").read_to_end(&mut Vec::new()).expect_err("damaged");
    assert!(settle(&queue, attempt, deferred()).await);
    until_empty(&queue).await;
    let name = format!("{id}-0-damaged");
    let early = queue.quarantine().release(&name, &[], LATER).await.expect("looked at");
    assert!(matches!(early.refused[..], [(_, ReleaseRefusal::UnderWay)]));
    assert!(settle(&queue, other, deferred()).await);
    let release = queue.quarantine().release(&name, &[], LATER).await.expect("released");
    assert_eq!((release.released, queue.len()), (vec![id], 1));
}

#[tokio::test]
async fn of_a_damaged_segment_what_has_an_envelope_can_be_put_back() {
    // The content of the second message.
    let (disk, queue, ids) = damaged_log(&[(8192 + 1000, b"damage")]).await;
    let found = only(&queue.quarantine());
    assert_eq!(found.kind, QuarantineKind::Damaged { segment: 1, at: 8192 + 52 });
    assert_eq!((found.messages[0].id, found.messages[0].content), (ids[1], QuarantinedContent::Damaged));
    let release = queue.quarantine().release(&found.name, &[], LATER).await.expect("released");
    assert_eq!((release.released, release.kept), (vec![ids[1]], false));
    assert_eq!((read(&queue, ids[1]).len(), queue.len()), (3000, 3));
    assert!(disk.names("/queue/quarantine").is_empty());

    // Its envelope.
    let (_disk, queue, ids) = damaged_log(&[(8192 + 52 + 75, b"damage")]).await;
    let found = only(&queue.quarantine());
    assert_eq!((&found.messages[0].envelope, found.messages[0].content), (&None, QuarantinedContent::Whole));
    let refused = queue.quarantine().release(&found.name, &[], LATER).await.expect("looked at");
    assert!(matches!(refused.refused[..], [(id, ReleaseRefusal::NoEnvelope)] if id == ids[1]));
    let to = ["postmaster@one.example".parse().expect("an address")];
    let release = queue.quarantine().release(&found.name, &to, LATER).await.expect("released");
    assert_eq!((release.released, read(&queue, ids[1])), (vec![ids[1]], body(1, 3000)));
    assert_eq!(queue.show(ids[1]).expect("readable").expect("there").envelope.reverse_path.to_string(), "<>");

    // All there is.
    let (_disk, queue, _) = damaged_log(&[(8192, &[b'x'; 4000])]).await;
    let found = only(&queue.quarantine());
    assert_eq!((found.messages.len(), found.unknown_octets), (0, 4000));
    let refused = queue.quarantine().release(&found.name, &[], LATER).await;
    assert!(matches!(refused, Err(QuarantineError::NoMessage)), "{refused:?}");
}

#[tokio::test]
async fn a_file_with_more_than_the_messages_released_stays() {
    // Two groups in a row: of one the content, of the other all.
    let (disk, queue, ids) = damaged_log(&[(4096 + 1000, b"damage"), (8192, &[b'x'; 3000])]).await;
    let found = only(&queue.quarantine());
    assert_eq!((found.messages.len(), found.unknown_octets > 3000), (1, true));
    let release = queue.quarantine().release(&found.name, &[], LATER).await.expect("released");
    assert_eq!((release.released, release.kept), (vec![ids[0]], true));
    assert_eq!(disk.names("/queue/quarantine"), [found.name]);
}

#[tokio::test]
async fn a_torn_tail_is_dropped_and_never_released() {
    let disk = SimDisk::new(0);
    let (queue, _) = open(disk.arc());
    put(&queue, &["a@one.example"], &body(0, 3000)).await.expect("safe");
    let torn = put(&queue, &["a@one.example"], &body(1, 3000)).await.expect("safe");
    drop(queue);
    disk.damage("/queue/log/00000001.seg", 8192 + 1000, b"damage");
    let disk = disk.after_power_cut(&mut Random::new(0));
    let _ = Disk::remove(&disk, "/queue/index.redb".as_ref());
    let (queue, _) = open(disk.arc());
    let found = only(&queue.quarantine());
    assert_eq!(found.kind, QuarantineKind::Torn { segment: 1, at: 8192 });
    assert_eq!(found.messages[0].id, torn);
    let refused = queue.quarantine().release(&found.name, &[], LATER).await;
    assert!(matches!(refused, Err(QuarantineError::Torn)), "{refused:?}");
    queue.quarantine().drop(&found.name).expect("dropped");
    assert!(disk.names("/queue/quarantine").is_empty());
}

#[tokio::test]
async fn the_file_of_a_large_body_goes_with_its_message() {
    let (disk, queue, id) = put_aside(true).await;
    let (message, content) = (format!("{id}-0-damaged"), format!("{id}-body"));
    for refused in [
        queue.quarantine().release(&content, &[], LATER).await.map(|_| ()),
        queue.quarantine().drop(&content),
    ] {
        assert!(matches!(&refused, Err(QuarantineError::BelongsTo(name)) if *name == message), "{refused:?}");
    }
    let mut raw = queue.quarantine().raw(&content).expect("readable").expect("there");
    let mut octets = Vec::new();
    raw.read_to_end(&mut octets).expect("readable");
    assert_eq!((octets.len() as u64, &octets[..9]), (raw.octets(), &b"message 0"[..]));
    queue.quarantine().drop(&message).expect("dropped");
    assert!(disk.names("/queue/quarantine").is_empty());

    // Alone it can be sent to somebody who may know what it is.
    let (disk, queue, id) = put_aside(true).await;
    let record = format!("/queue/quarantine/{id}-0-damaged");
    Disk::remove(&disk, record.as_ref()).expect("removed");
    let content = format!("{id}-body");
    assert_eq!(only(&queue.quarantine()).messages[0].content, QuarantinedContent::Unchecked);
    let refused = queue.quarantine().release(&content, &[], LATER).await.expect("looked at");
    assert!(matches!(refused.refused[..], [(_, ReleaseRefusal::NoEnvelope)]));
    let to = ["postmaster@one.example".parse().expect("an address")];
    queue.quarantine().release(&content, &to, LATER).await.expect("released");
    assert_eq!((read(&queue, id).len(), disk.names("/queue/quarantine").len()), (40_000, 0));
    assert_eq!(queue.show(id).expect("readable").expect("there").received, LATER);
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let (disk, queue, id) = put_aside(false).await;
    let copy = disk.content(&format!("/queue/quarantine/{id}-0-damaged"));
    disk.create("/queue/log/00000001-0-torn".as_ref()).expect("made").write_at(&copy, 0).expect("written");
    let quarantine = queue.quarantine();
    for name in ["../log/00000001-0-torn", "../log/00000001.seg", "..", "", "lock", "./x-body"] {
        assert_eq!(quarantine.show(name).expect("looked for"), None, "{name}");
        assert!(quarantine.raw(name).expect("looked for").is_none(), "{name}");
        let dropped = quarantine.drop(name);
        assert!(matches!(dropped, Err(QuarantineError::NotThere(_))), "{name}: {dropped:?}");
        let released = quarantine.release(name, &[], LATER).await;
        assert!(matches!(released, Err(QuarantineError::NotThere(_))), "{name}: {released:?}");
    }
    assert!(disk.names("/queue/log").contains(&"00000001-0-torn".to_owned()));
}

#[tokio::test]
async fn the_list_comes_page_by_page() {
    let (disk, queue, id) = put_aside(true).await;
    for name in ["00000007-4096-torn", "00000003-8192-damaged", "00000003-8192-damaged.part", "somebody's"] {
        disk.create(format!("/queue/quarantine/{name}").as_ref()).expect("made");
    }
    let mut names: Vec<String> = Vec::new();
    loop {
        let page = queue.quarantine().list(names.last().map(String::as_str), 1).expect("readable");
        let Some(found) = page.into_iter().next() else { break };
        names.push(found.name);
    }
    let message = format!("{id}-0-damaged");
    let mut expected = vec!["00000003-8192-damaged", "00000007-4096-torn", &message];
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[tokio::test]
async fn the_power_goes_after_every_operation_of_a_release_and_the_message_is_never_in_neither_place() {
    for large in [false, true] {
        let mut after = 0;
        loop {
            let (disk, queue, id) = put_aside(large).await;
            queue.close().await;
            drop(queue);
            let (queue, _) = open(disk.arc());
            let name = format!("{id}-0-damaged");
            disk.power_off_after(after);
            let quarantine = queue.quarantine();
            let finished = tokio::select! {
                release = quarantine.release(&name, &[], LATER) => release.is_ok_and(|release| !release.kept),
                () = disk.power_is_off() => false,
            };
            drop(queue);
            for seed in 0..4 {
                let what = format!("large: {large}, off after {after} operations, seed {seed}");
                let disk = disk.after_power_cut(&mut Random::new(seed * 1009 + after));
                let (queue, _) = open(disk.arc());
                let listed = queue.quarantine().list(None, 10).expect("readable");
                let aside = listed.iter().filter(|found| found.kind == QuarantineKind::Message);
                let aside: Vec<_> = aside.flat_map(|found| &found.messages).collect();
                let here = queue.show(id).expect("readable").is_some();
                if here {
                    assert_eq!(read(&queue, id).len(), if large { 40_000 } else { 3000 }, "{what}");
                    assert!(aside.iter().all(|message| message.in_queue), "{what}");
                } else {
                    assert_eq!(aside.len(), 1, "{what}: {listed:?}");
                    assert_eq!(aside[0].content, QuarantinedContent::Damaged, "{what}");
                    let again = queue.quarantine().release(&name, &[], LATER).await.expect("released");
                    assert_eq!(again.released, [id], "{what}");
                }
                assert!(here || !finished, "{what}");
            }
            if finished {
                assert!(after > 5, "it was cut off before: {after}");
                break;
            }
            after += 1;
        }
    }
    assert!(options().large_body_octets < 40_000);
}
