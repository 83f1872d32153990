//! The quarantine: a folder of octets that were mail, or part of it, and that nobody can vouch for any more. A person decides.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;

use postrider_proto::mail::{Envelope, QueueId};

use super::disk::Disk;
use super::record::{self, ReadBody, ReadFact, Record, RecordHeader, Salt};
use super::segment::{BLOCK, GROUP_HEADER, GROUP_MAGIC};
use crate::Timestamp;
use crate::origin::Origin;

/// The name of what is left of a message whose body is damaged.
pub(crate) fn damaged_name(id: QueueId) -> String {
    format!("{id}-0-damaged")
}

/// The name of the file of a large body.
pub(crate) fn body_name(id: QueueId) -> String {
    format!("{id}-body")
}

/// How much is written at once.
const PIECE: usize = 1024 * 1024;

/// Keeps octets in the quarantine, under this name. False: a start before this one has kept them already.
pub(crate) fn keep(disk: &dyn Disk, folder: &Path, name: &str, octets: &[u8]) -> io::Result<bool> {
    let path = folder.join(name);
    match disk.open(&path) {
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    // A crash on the way leaves a file with another name, which is made anew; the name says that all of it is there.
    let part = folder.join(format!("{name}.part"));
    match disk.remove(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let file = disk.create(&part)?;
    let written = octets
        .chunks(PIECE)
        .zip((0..).step_by(PIECE))
        .try_for_each(|(piece, at)| file.write_at(piece, at))
        .and_then(|()| file.sync())
        .and_then(|()| disk.rename(&part, &path))
        .and_then(|()| disk.sync_folder(folder));
    if written.is_err() {
        let _ = disk.remove(&part);
    }
    written.map(|()| true)
}

/// What a file in quarantine is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// Octets of a segment, from this place in its file on, that were never acknowledged.
    Torn { segment: u32, at: u64 },
    /// Octets of a segment that were acknowledged.
    Damaged { segment: u32, at: u64 },
    /// What is left of one message, as a record.
    Message(QueueId),
    /// The file of a large body.
    Body(QueueId),
}

impl Name {
    /// Reads a name. Only one that is written as we write it is one of ours: so no path can be smuggled in.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (front, kind) = text.rsplit_once('-')?;
        let of_segment = || {
            let (segment, at) = front.split_once('-')?;
            Some((segment.parse().ok()?, at.parse().ok()?))
        };
        let name = match kind {
            "torn" => of_segment().map(|(segment, at)| Self::Torn { segment, at }),
            "damaged" => match front.strip_suffix("-0").and_then(|id| id.parse().ok()) {
                Some(id) => Some(Self::Message(id)),
                None => of_segment().map(|(segment, at)| Self::Damaged { segment, at }),
            },
            "body" => front.parse().ok().map(Self::Body),
            _ => None,
        };
        name.filter(|name| name.to_string() == text)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Torn { segment, at } => write!(f, "{segment:08}-{at}-torn"),
            Self::Damaged { segment, at } => write!(f, "{segment:08}-{at}-damaged"),
            Self::Message(id) => f.write_str(&damaged_name(*id)),
            Self::Body(id) => f.write_str(&body_name(*id)),
        }
    }
}

/// What was found in octets of the log.
#[derive(Debug, Default)]
pub(crate) struct Remains {
    /// The octets, with the zeros that were left out at their end.
    pub(crate) octets: Vec<u8>,
    /// The messages whose Append has a header that can be read.
    pub(crate) appends: Vec<RemainsOfAppend>,
    /// Octets outside of all records, which nobody can make anything of.
    pub(crate) unknown: u64,
}

/// An Append of which at least the header can be read.
#[derive(Debug)]
pub(crate) struct RemainsOfAppend {
    pub(crate) id: QueueId,
    pub(crate) received: Timestamp,
    pub(crate) origin: Option<Origin>,
    /// None if the details are damaged.
    pub(crate) envelope: Option<Envelope>,
    /// Where the body is, by the header alone if the details are damaged.
    pub(crate) body: RemainsOfBody,
}

#[derive(Debug, Clone)]
pub(crate) enum RemainsOfBody {
    /// Among the octets.
    Inline { octets: Range<usize>, crc: u32 },
    /// In a file of its own.
    File { octets: u64, crc: u32 },
}

/// Looks for records in octets that stood at `at` in a segment of at most `segment_octets`.
///
/// They are not searched for: one stands at the front, and each says where the next begins. Else a sender could put into a body what
/// looks like another's message. Where one does not stand where it should, the next is found by the salt of those before it, which no
/// sender knows.
pub(crate) fn remains(octets: Vec<u8>, at: u64, segment_octets: u64) -> Remains {
    let mut found = Remains { octets, ..Remains::default() };
    // Behind its header, if it is a group.
    let mut start = if found.octets.starts_with(GROUP_MAGIC) { GROUP_HEADER } else { 0 };
    let (mut done, mut salt): (usize, Option<Salt>) = (start, None);
    while let Some(rest) = found.octets.get(start..).filter(|rest| rest.len() >= record::HEADER) {
        let own: Salt = record::salt_of(rest);
        let record = record::octets_of(rest, &own, at + start as u64)
            .filter(|(_, octets)| salt.is_none_or(|salt| salt == own) && *octets as u64 <= segment_octets);
        let Some((front, octets)) = record else {
            let next = match salt {
                Some(salt) => {
                    memchr::memmem::find(&rest[record::SALT_AT + 1..], &salt).map(|next| start + 1 + next)
                }
                // The header of its group may have been lost, which had no more to say than where this one begins.
                None if start == 0 && at.is_multiple_of(BLOCK as u64) => Some(GROUP_HEADER),
                None => None,
            };
            let Some(next) = next else { break };
            start = next;
            continue;
        };
        salt = Some(own);
        found.unknown += octets_in(&found.octets[done..start]);
        let end = start + octets;
        // Zeros at the end were not worth keeping.
        if found.octets.len() < end {
            found.octets.resize(end, 0);
        }
        let header = record::header_of(&found.octets[start..]);
        if header.is_append {
            let (origin, envelope, body) =
                match record::decode(&found.octets[start..end], &own, at + start as u64) {
                    Ok(Record { fact: ReadFact::Append { origin, envelope, body, .. }, .. }) => {
                        (origin.map(|origin| *origin), Some(*envelope), Some(body))
                    }
                    _ => (None, None, None),
                };
            let body = match body {
                Some(ReadBody::File { octets, crc }) => RemainsOfBody::File { octets, crc },
                _ => RemainsOfBody::Inline { octets: start + front..end, crc: header.body_crc },
            };
            let RecordHeader { id, time: received, .. } = header;
            found.appends.push(RemainsOfAppend { id, received, origin, envelope, body });
        }
        (done, start) = (end, end);
    }
    found.unknown += octets_in(&found.octets[done..]);
    found
}

/// How much there is between zeros.
fn octets_in(gap: &[u8]) -> u64 {
    let first = gap.iter().position(|octet| *octet != 0);
    let last = gap.iter().rposition(|octet| *octet != 0);
    first.zip(last).map_or(0, |(first, last)| (last - first + 1) as u64)
}

/// Removes files from the quarantine, the last of them last, and makes that last. A crash on the way leaves the later ones, which
/// are those that say what the earlier ones were.
pub(crate) fn remove(disk: &dyn Disk, folder: &Path, names: &[Name]) -> io::Result<()> {
    for name in names {
        match disk.remove(&folder.join(name.to_string())) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => disk.sync_folder(folder)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use postrider_proto::mail::{BodyType, ReversePath};
    use proptest::prelude::*;

    use super::*;
    use crate::store::record::{AppendBody, Fact};

    const SALT: Salt = [7; 16];
    const AT: u64 = 8192 + 52;
    const MOST: u64 = 64 * 1024;

    fn append(id: u8, body: &[u8], at: u64, out: &mut Vec<u8>) {
        let envelope = Envelope {
            reverse_path: ReversePath::Null,
            recipients: Vec::new(),
            body: BodyType::SevenBit,
            smtputf8: false,
            ret: None,
            envid: None,
            signing: None,
        };
        let received = Timestamp::from_millis(5);
        let (envelope, body) = (Arc::new(envelope), AppendBody::Inline(body.to_vec()));
        let fact = Fact::Append { envelope, received, origin: None, body };
        fact.encode(QueueId::from_bytes([id; 16]), &SALT, at, out);
    }

    fn ids(remains: &Remains) -> Vec<u8> {
        remains.appends.iter().map(|append| append.id.as_bytes()[0]).collect()
    }

    #[test]
    fn only_names_of_ours_are_names() {
        let id = QueueId::from_bytes([3; 16]);
        for name in [
            Name::Torn { segment: 1, at: 4096 },
            Name::Damaged { segment: 12_345_678, at: 0 },
            Name::Message(id),
            Name::Body(id),
        ] {
            assert_eq!(Name::parse(&name.to_string()), Some(name));
        }
        for text in [
            "",
            ".",
            "..",
            "lock",
            "../00000001-0-torn",
            "00000001-0-torn/",
            "00000001-0-torn.part",
            "1-0-torn",
            "00000001-+0-torn",
            "00000001-00-torn",
            "00000001-0-Torn",
            "x-body",
            &format!("{}-body", id.to_string().to_uppercase()),
        ] {
            assert_eq!(Name::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn records_one_behind_the_other_are_found_and_zeros_at_the_end_are_made_up_for() {
        let mut octets = Vec::new();
        append(1, b"one", AT, &mut octets);
        append(2, b"two\0\0\0", AT, &mut octets);
        octets.truncate(octets.len() - 3);
        let found = remains(octets, AT, MOST);
        assert_eq!((ids(&found), found.unknown), (vec![1, 2], 0));
        let RemainsOfBody::Inline { octets, crc } = &found.appends[1].body else { panic!("inline") };
        assert_eq!(&found.octets[octets.clone()], b"two\0\0\0");
        assert_eq!(crc32c::crc32c(b"two\0\0\0"), *crc);
    }

    #[test]
    fn behind_a_header_that_is_damaged_the_next_record_is_found_by_the_salt() {
        let mut octets = Vec::new();
        append(1, b"one", AT, &mut octets);
        let second = octets.len();
        append(2, b"two", AT, &mut octets);
        let third = octets.len();
        append(3, b"three", AT, &mut octets);
        octets[second] ^= 1;
        let found = remains(octets, AT, MOST);
        assert_eq!((ids(&found), found.unknown), (vec![1, 3], (third - second) as u64));
    }

    #[test]
    fn without_a_record_at_the_front_nothing_is_believed() {
        // What a sender has put into a body: a record, at the place where it guessed that it would stand.
        let mut octets = b"Subject: x\r\n\r\n".to_vec();
        append(1, b"forged", AT, &mut octets);
        let found = remains(octets, AT, MOST);
        assert_eq!((ids(&found), found.unknown > 0), (vec![], true));
    }

    #[test]
    fn a_group_without_its_header_still_has_its_records() {
        let mut octets = vec![0; GROUP_HEADER];
        append(1, b"one", 4096, &mut octets);
        assert_eq!(ids(&remains(octets.clone(), 4096, MOST)), [1]);
        octets[..4].copy_from_slice(GROUP_MAGIC);
        let found = remains(octets, 4096, MOST);
        assert_eq!((ids(&found), found.unknown), (vec![1], 0));
    }

    #[test]
    fn of_details_that_are_damaged_the_header_is_left() {
        let mut octets = Vec::new();
        append(1, b"one", AT, &mut octets);
        octets[record::HEADER + 1] ^= 1;
        let found = remains(octets, AT, MOST);
        let append = &found.appends[0];
        assert_eq!((append.envelope.is_none(), append.received.as_millis()), (true, 5));
        assert!(
            matches!(&append.body, RemainsOfBody::Inline { octets, .. } if found.octets[octets.clone()] == *b"one")
        );
    }

    proptest! {
        #[test]
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..300), at: u32, cut in 0..200_usize) {
            let _ = remains(octets, at.into(), MOST);
            let mut octets = Vec::new();
            append(1, b"one", AT, &mut octets);
            octets.truncate(cut);
            let _ = remains(octets, AT, MOST);
        }
    }
}
