//! A record: one fact about one message, whole or not at all.
//!
//! ```text
//!   0   4  magic "PRec"             48   4  length of the details
//!   4   1  format version           52   4  length of the body
//!   5   1  kind                     56   4  CRC32C of the details
//!   6   2  zero                     60   4  CRC32C of the body
//!   8  16  salt of the segment use  64   4  CRC32C of these 64 octets and of where they stand in the file (8 octets)
//!  24  16  message id               68  ..  details, body
//!  40   8  due, or when it happened (milliseconds)
//! ```
//!
//! All numbers are little endian. The salt is drawn anew for each use of a segment file: octets left over from an earlier use,
//! and octets that a sender crafted to look like records, have another. A record that was copied, salt and all, into the body of
//! another does not stand where it says.

use std::sync::Arc;

use postrider_proto::mail::{Envelope, QueueId};

use super::codec::{
    Reader, envelope_octets_at_most, length, put_envelope, put_recipient_state, u32_at, u64_at,
};
use super::segment::is_read;
use super::timeline::{origin_octets_at_most, put_endings, put_origin, put_run, put_timeline};
use crate::Timestamp;
use crate::message::RecipientState;
use crate::origin::Origin;
use crate::timeline::{Run, Timeline, Tried};

/// The octets in front of the details.
pub(crate) const HEADER: usize = 68;
/// How far into the header the salt is.
pub(crate) const SALT_AT: usize = 8;
const MAGIC: &[u8; 4] = b"PRec";
const VERSION: u8 = super::segment::VERSION;

/// 128 random bits that belong to one use of a segment file.
pub(crate) type Salt = [u8; 16];

/// A fact to be written.
#[derive(Debug)]
pub(crate) enum Fact {
    /// The message is ours from now on.
    Append { envelope: Arc<Envelope>, received: Timestamp, origin: Option<Arc<Origin>>, body: AppendBody },
    /// Where one recipient stands from now on. The highest version counts.
    Change { recipient: u32, state: RecipientState },
    /// Nothing is left to do; the message may be forgotten.
    Done { at: Timestamp },
    /// An attempt, and where its recipients stand behind it, in the order of the envelope; the note of each is that of its ending.
    Tried { tried: Arc<Tried>, changes: Vec<(u32, RecipientState)> },
    /// What was tried before its Append was written here: of a message that was copied forward, or that was in a queue before.
    Timeline { timeline: Timeline, at: Timestamp },
    /// In this segment nothing from this group on counts: its sync failed.
    Void { segment: u32, sequence: u64 },
}

/// Where the body of an Append is.
#[derive(Debug)]
pub(crate) enum AppendBody {
    /// In the record.
    Inline(Vec<u8>),
    /// In a file of its own.
    File { octets: u64, crc: u32 },
}

/// A record read back: all of it but its body, whose octets and checksum are for whoever wants them.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) id: QueueId,
    pub(crate) fact: ReadFact,
    /// The whole record, in octets.
    pub(crate) octets: usize,
}

/// A fact read back.
#[derive(Debug)]
pub(crate) enum ReadFact {
    Append { envelope: Box<Envelope>, received: Timestamp, origin: Option<Box<Origin>>, body: ReadBody },
    Change { recipient: u32, state: RecipientState },
    Tried { tried: Tried, changes: Vec<(Run, RecipientState)> },
    Timeline { timeline: Timeline },
    Done,
    Void { segment: u32, sequence: u64 },
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum ReadBody {
    /// In the record; this far into it.
    Inline {
        at: usize,
        octets: usize,
        crc: u32,
    },
    File {
        octets: u64,
        crc: u32,
    },
}

/// Why octets are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RecordError {
    #[error("there is no record header of this segment use")]
    Header,
    #[error("the record is cut short")]
    Short,
    #[error("the record's checksum is wrong")]
    Checksum {
        /// The whole record, in octets: the checksum of its header was right.
        octets: usize,
    },
    #[error("the record's details make no sense")]
    Details {
        /// The whole record, in octets: its checksums were right.
        octets: usize,
    },
}

impl AppendBody {
    /// What of it stands in the log.
    pub(crate) fn octets_in_log(&self) -> u64 {
        match self {
            Self::Inline(octets) => octets.len() as u64,
            Self::File { .. } => 0,
        }
    }
}

impl Fact {
    const fn kind(&self) -> u8 {
        match self {
            Self::Append { .. } => 1,
            Self::Change { .. } => 2,
            Self::Done { .. } => 4,
            Self::Void { .. } => 5,
            Self::Tried { .. } => 6,
            Self::Timeline { .. } => 7,
        }
    }

    /// No fewer octets than its record takes, with its entry in the footer.
    pub(crate) fn octets_at_most(&self) -> u64 {
        const ENTRY: usize = 8;
        let octets = ENTRY
            + HEADER
            + match self {
                Self::Append { envelope, origin, body, .. } => {
                    let body = match body {
                        AppendBody::Inline(octets) => octets.len(),
                        AppendBody::File { .. } => 16,
                    };
                    let origin = origin_octets_at_most(origin.as_deref());
                    envelope_octets_at_most(envelope) + 1 + origin + body
                }
                Self::Change { state, .. } => 64 + state.note.len(),
                // Each has a run of its own, where no two of them are alike.
                Self::Tried { tried, changes } => tried.octets() + changes.len() * (12 + 64),
                Self::Timeline { timeline, .. } => 4 + timeline.octets(),
                Self::Done { .. } | Self::Void { .. } => 16,
            };
        octets as u64
    }

    /// Appends the record to `out`, which will stand at `base` in the file.
    pub(crate) fn encode(&self, id: QueueId, salt: &Salt, base: u64, out: &mut Vec<u8>) -> Encoded {
        let start = out.len();
        out.resize(start + HEADER, 0);
        let (time, body): (Timestamp, &[u8]) = match self {
            Self::Append { envelope, received, origin, body } => {
                put_envelope(envelope, out);
                put_origin(origin.as_deref(), out);
                match body {
                    AppendBody::Inline(octets) => {
                        out.push(0);
                        (*received, octets)
                    }
                    AppendBody::File { octets, crc } => {
                        out.push(1);
                        out.extend_from_slice(&octets.to_le_bytes());
                        out.extend_from_slice(&crc.to_le_bytes());
                        (*received, &[])
                    }
                }
            }
            Self::Change { recipient, state } => {
                out.extend_from_slice(&recipient.to_le_bytes());
                put_recipient_state(state, &state.note, out);
                (state.changed, &[])
            }
            Self::Tried { tried, changes } => {
                put_endings(tried, out);
                put_changes(tried, changes, out);
                (tried.ended, &[])
            }
            Self::Timeline { timeline, at } => {
                put_timeline(timeline, out);
                (*at, &[])
            }
            Self::Done { at } => (*at, &[]),
            Self::Void { segment, sequence } => {
                out.extend_from_slice(&segment.to_le_bytes());
                out.extend_from_slice(&sequence.to_le_bytes());
                (Timestamp::default(), &[])
            }
        };
        let details = out.len() - start - HEADER;
        let details_crc = crc32c::crc32c(&out[start + HEADER..]);
        // By itself: whoever reads the body back need not read the details, and a start need not read the body.
        let body_crc = crc32c::crc32c(body);
        out.extend_from_slice(body);
        let at = base + start as u64;
        let header = &mut out[start..start + HEADER];
        header[..4].copy_from_slice(MAGIC);
        header[4] = VERSION;
        header[5] = self.kind();
        header[8..24].copy_from_slice(salt);
        header[24..40].copy_from_slice(id.as_bytes());
        header[40..48].copy_from_slice(&time.as_millis().to_le_bytes());
        header[48..52].copy_from_slice(&length(details).to_le_bytes());
        header[52..56].copy_from_slice(&length(body.len()).to_le_bytes());
        header[56..60].copy_from_slice(&details_crc.to_le_bytes());
        header[60..64].copy_from_slice(&body_crc.to_le_bytes());
        let crc = header_crc(header, at);
        header[64..68].copy_from_slice(&crc.to_le_bytes());
        Encoded { at, front: HEADER + details, body_crc }
    }
}

/// The changes of an attempt, those together that are alike.
fn put_changes(tried: &Tried, changes: &[(u32, RecipientState)], out: &mut Vec<u8>) {
    let alike = |a: &(u32, RecipientState), b: &(u32, RecipientState)| {
        let is_next = a.0 + 1 == b.0 && tried.place_of(a.0) == tried.place_of(b.0);
        is_next
            && RecipientState { note: String::new(), ..a.1.clone() }
                == RecipientState { note: String::new(), ..b.1.clone() }
    };
    let runs = changes.chunk_by(alike).filter_map(|run| Some((run, tried.place_of(run[0].0)?)));
    let at = out.len();
    out.extend_from_slice(&[0; 4]);
    let mut count = 0;
    for (run, ending) in runs {
        put_run(&Run { first: run[0].0, count: length(run.len()), ending }, out);
        put_recipient_state(&run[0].1, "", out);
        count += 1_u32;
    }
    out[at..at + 4].copy_from_slice(&count.to_le_bytes());
}

/// Where a record was put.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Encoded {
    /// Where it begins in the file.
    pub(crate) at: u64,
    /// The octets in front of its body: header and details.
    pub(crate) front: usize,
    pub(crate) body_crc: u32,
}

fn header_crc(header: &[u8], at: u64) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&header[..64]), &at.to_le_bytes())
}

/// How far the record at the front of `octets` reaches, if the header of one stands there.
pub(crate) fn octets_of(octets: &[u8], salt: &Salt, at: u64) -> Option<(usize, usize)> {
    let header = octets.get(..HEADER)?;
    let ours = &header[..4] == MAGIC
        && is_read(header[4])
        && header[8..24] == salt[..]
        && u32_at(header, 64) == header_crc(header, at);
    ours.then(|| {
        let front = HEADER + u32_at(header, 48) as usize;
        (front, front + u32_at(header, 52) as usize)
    })
}

/// What a header says by itself, for whoever cannot read the details.
pub(crate) struct RecordHeader {
    pub(crate) id: QueueId,
    pub(crate) is_append: bool,
    /// When the message came, or the rest happened.
    pub(crate) time: Timestamp,
    pub(crate) body_crc: u32,
}

/// Reads the header at the front of `octets`, which has been found valid.
pub(crate) fn header_of(header: &[u8]) -> RecordHeader {
    RecordHeader {
        id: QueueId::from_bytes(header[24..40].try_into().expect("16 octets")),
        is_append: header[5] == 1,
        time: Timestamp::from_millis(u64_at(header, 40)),
        body_crc: u32_at(header, 60),
    }
}

/// The salt in the header at the front of `octets`.
pub(crate) fn salt_of(header: &[u8]) -> Salt {
    header[SALT_AT..SALT_AT + 16].try_into().expect("16 octets")
}

/// Reads the record at the front of `octets`, which stand at `at` in the file. Its body need not be there.
pub(crate) fn decode(octets: &[u8], salt: &Salt, at: u64) -> Result<Record, RecordError> {
    let header = octets.get(..HEADER).ok_or(RecordError::Short)?;
    let (front, end) = octets_of(octets, salt, at).ok_or(RecordError::Header)?;
    let details = octets.get(HEADER..front).ok_or(RecordError::Short)?;
    if crc32c::crc32c(details) != u32_at(header, 56) {
        return Err(RecordError::Checksum { octets: end });
    }
    let RecordHeader { id, time, body_crc, .. } = header_of(header);
    let inline = ReadBody::Inline { at: front, octets: end - front, crc: body_crc };
    let fact = fact(header[4], header[5], time, inline, Reader(details));
    let fact = fact.ok_or(RecordError::Details { octets: end })?;
    Ok(Record { id, fact, octets: end })
}

fn fact(
    version: u8,
    kind: u8,
    time: Timestamp,
    inline: ReadBody,
    mut details: Reader<'_>,
) -> Option<ReadFact> {
    Some(match kind {
        1 => {
            let envelope = Box::new(details.envelope()?);
            let origin = if version < 3 { None } else { details.origin()?.map(Box::new) };
            let body = match details.byte()? {
                0 => inline,
                1 => ReadBody::File { octets: details.u64()?, crc: details.u32()? },
                _ => return None,
            };
            ReadFact::Append { envelope, received: time, origin, body }
        }
        2 => ReadFact::Change { recipient: details.u32()?, state: details.recipient_state()? },
        4 => ReadFact::Done,
        5 => ReadFact::Void { segment: details.u32()?, sequence: details.u64()? },
        6 => {
            let (began, ended, endings) = details.endings()?;
            let mut changes = Vec::new();
            for _ in 0..details.u32()? {
                changes.push((details.run()?, details.recipient_state()?));
            }
            let runs = changes.iter().map(|(run, _)| *run);
            let tried = Tried::from_runs(began, ended, endings, runs)?;
            ReadFact::Tried { tried, changes }
        }
        7 => ReadFact::Timeline { timeline: details.timeline()? },
        _ => return None,
    })
}

impl Record {
    /// Whether all of it is at the front of `octets`, and its body what it was.
    pub(crate) fn is_whole(&self, octets: &[u8]) -> bool {
        match self.fact {
            ReadFact::Append { body: ReadBody::Inline { at, octets: body, crc }, .. } => {
                octets.get(at..at + body).is_some_and(|body| crc32c::crc32c(body) == crc)
            }
            _ => octets.len() >= self.octets,
        }
    }
}

#[cfg(test)]
mod tests {
    use postrider_proto::mail::{
        BodyType, Domain, Mailbox, Notify, OriginalRecipient, Recipient, Ret, ReversePath, SigningIdentity,
    };
    use proptest::prelude::*;

    use super::*;
    use crate::message::Status;
    use crate::origin::Client;
    use crate::timeline::{Answer, Decision, Ending};

    const SALT: Salt = [7; 16];
    const AT: u64 = 4096;

    fn envelope() -> Envelope {
        let alice: Mailbox = "alice@example.test".parse().expect("valid");
        Envelope {
            reverse_path: ReversePath::Mailbox("\"s p\"@client.example".parse().expect("valid")),
            recipients: vec![Recipient {
                mailbox: alice,
                given: "team@example.test".parse().expect("valid"),
                notify: Some(Notify { success: false, failure: true, delay: true }),
                orcpt: Some(OriginalRecipient { kind: "rfc822".into(), address: "x@y".into() }),
            }],
            body: BodyType::EightBitMime,
            smtputf8: true,
            ret: Some(Ret::Headers),
            envid: Some("id".into()),
            signing: Some(SigningIdentity { domain: Domain::Name("client.example".into()) }),
        }
    }

    fn origin() -> Origin {
        Origin::Client(Client {
            session: "cb2ac884".into(),
            address: "192.0.2.1".parse().expect("an address"),
            hello: Some("client.example".into()),
            protocol: "ESMTP".into(),
            login: None,
        })
    }

    fn append(body: &[u8]) -> Vec<u8> {
        let fact = Fact::Append {
            envelope: Arc::new(envelope()),
            received: Timestamp::from_millis(5),
            origin: Some(Arc::new(origin())),
            body: AppendBody::Inline(body.to_vec()),
        };
        let mut out = Vec::new();
        fact.encode(QueueId::from_bytes([3; 16]), &SALT, AT, &mut out);
        out
    }

    #[test]
    fn an_append_is_read_back() {
        let octets = append(b"the body");
        let record = decode(&octets, &SALT, AT).expect("whole");
        assert_eq!((record.id, record.octets), (QueueId::from_bytes([3; 16]), octets.len()));
        assert!(record.is_whole(&octets));
        let ReadFact::Append {
            envelope: read,
            origin: from,
            body: ReadBody::Inline { at, octets: body, .. },
            ..
        } = record.fact
        else {
            panic!("an append")
        };
        assert_eq!(from.as_deref(), Some(&origin()));
        assert_eq!((*read, body, &octets[at..]), (envelope(), 8, &b"the body"[..]));
        // All but the body can be read without it.
        assert!(decode(&octets[..at], &SALT, AT).is_ok());
    }

    #[test]
    fn another_segments_record_is_none_nor_is_a_copy_in_another_place() {
        assert_eq!(decode(&append(b"x"), &[8; 16], AT).map(|_| ()), Err(RecordError::Header));
        assert_eq!(decode(&append(b"x"), &SALT, AT + 1).map(|_| ()), Err(RecordError::Header));
    }

    #[test]
    fn half_a_record_never_parses() {
        let octets = append(b"the body");
        for end in 0..octets.len() {
            let whole = decode(&octets[..end], &SALT, AT).is_ok_and(|record| record.is_whole(&octets[..end]));
            assert!(!whole, "{end}");
        }
    }

    proptest! {
        #[test]
        fn a_flipped_bit_is_seen(body in proptest::collection::vec(any::<u8>(), 0..50), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let mut octets = append(&body);
            let at = at.index(octets.len());
            octets[at] ^= 1_u8 << bit;
            // The two octets that say nothing yet are covered as well.
            prop_assert!(!decode(&octets, &SALT, AT).is_ok_and(|record| record.is_whole(&octets)));
        }

        #[test]
        fn a_change_is_read_back(recipient: u32, version: u32, attempts: u32, due: u64, changed: u64, note in ".{0,40}", which in 0..6_usize, told: bool) {
            let (due, changed) = (Timestamp::from_millis(due), Timestamp::from_millis(changed));
            let waiting = Status::Waiting { due };
            let status = [waiting, Status::Held, Status::Delivered, Status::Bounced, Status::Failed, Status::Dropped][which];
            // Only who may still be told that it is late is asked whether he was.
            let told = told && matches!(status, Status::Waiting { .. } | Status::Held);
            let state = RecipientState { status, version, attempts, told, note, changed };
            let mut octets = Vec::new();
            Fact::Change { recipient, state: state.clone() }.encode(QueueId::from_bytes([1; 16]), &SALT, AT, &mut octets);
            match decode(&octets, &SALT, AT).expect("whole").fact {
                ReadFact::Change { recipient: r, state: s } => prop_assert_eq!((r, s), (recipient, state)),
                other => prop_assert!(false, "{:?}", other),
            }
        }

        #[test]
        fn an_attempt_is_read_back_and_takes_no_more_than_was_foreseen(
            ended in proptest::collection::vec((0..30_u32, 0..5_u8, "[a-c]{0,300}", 0..3_usize), 0..40),
            version: u32, began: u64,
        ) {
            let began = Timestamp::from_millis(began);
            let mut changes = std::collections::BTreeMap::new();
            let mut endings = Vec::new();
            for (recipient, decision, note, answers) in ended {
                let until = Timestamp::from_millis(9);
                let (decision, status) = match decision {
                    0 => (Decision::Delivered, Status::Delivered),
                    1 => (Decision::Deferred { until }, Status::Waiting { due: until }),
                    2 => (Decision::Unknown { until }, Status::Waiting { due: until }),
                    3 => (Decision::Bounced, Status::Bounced),
                    _ => (Decision::Failed, Status::Failed),
                };
                let said = Answer { host: "h".into(), step: (answers == 1).then(|| "RCPT".into()), said: note.clone() };
                let state = RecipientState { status, version, attempts: 7, told: false, note: note.clone(), changed: began };
                changes.entry(recipient).or_insert(state);
                endings.push((recipient, Ending { decision, note, answers: vec![said; answers] }));
            }
            let tried = Arc::new(Tried::new(began, began, endings));
            let changes: Vec<_> = changes.into_iter().collect();
            let fact = Fact::Tried { tried: Arc::clone(&tried), changes: changes.clone() };
            let mut octets = Vec::new();
            fact.encode(QueueId::from_bytes([1; 16]), &SALT, AT, &mut octets);
            prop_assert!(octets.len() as u64 <= fact.octets_at_most());
            let ReadFact::Tried { tried: read, changes: runs } = decode(&octets, &SALT, AT).expect("whole").fact else {
                panic!("an attempt")
            };
            prop_assert_eq!(&read, &*tried);
            let each = |(run, state): &(Run, RecipientState)| {
                let note = read.ending(run.ending).expect("an ending").note.clone();
                let state = RecipientState { note, ..state.clone() };
                (run.first..run.first + run.count).map(move |recipient| (recipient, state.clone())).collect::<Vec<_>>()
            };
            prop_assert_eq!(runs.iter().flat_map(each).collect::<Vec<_>>(), changes);

            let timeline = Timeline::new([(*tried).clone()]);
            let fact = Fact::Timeline { timeline: timeline.clone(), at: began };
            let mut octets = Vec::new();
            fact.encode(QueueId::from_bytes([1; 16]), &SALT, AT, &mut octets);
            prop_assert!(octets.len() as u64 <= fact.octets_at_most());
            match decode(&octets, &SALT, AT).expect("whole").fact {
                ReadFact::Timeline { timeline: read } => prop_assert_eq!(read, timeline),
                other => prop_assert!(false, "{:?}", other),
            }
        }

        #[test]
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&octets, &SALT, AT);
        }
    }
}
