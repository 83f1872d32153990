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
use crate::Timestamp;
use crate::message::RecipientState;

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
    Append { envelope: Arc<Envelope>, received: Timestamp, body: AppendBody },
    /// Where one recipient stands from now on. The highest version counts.
    Change { recipient: u32, state: RecipientState },
    /// Nothing is left to do; the message may be forgotten.
    Done { at: Timestamp },
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
    Append { envelope: Envelope, received: Timestamp, body: ReadBody },
    Change { recipient: u32, state: RecipientState },
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
        }
    }

    /// No fewer octets than its record takes, with its entry in the footer.
    pub(crate) fn octets_at_most(&self) -> u64 {
        const ENTRY: usize = 8;
        let octets = ENTRY
            + HEADER
            + match self {
                Self::Append { envelope, body, .. } => {
                    let body = match body {
                        AppendBody::Inline(octets) => octets.len(),
                        AppendBody::File { .. } => 16,
                    };
                    envelope_octets_at_most(envelope) + 1 + body
                }
                Self::Change { state, .. } => 64 + state.note.len(),
                Self::Done { .. } | Self::Void { .. } => 16,
            };
        octets as u64
    }

    /// Appends the record to `out`, which will stand at `base` in the file.
    pub(crate) fn encode(&self, id: QueueId, salt: &Salt, base: u64, out: &mut Vec<u8>) -> Encoded {
        let start = out.len();
        out.resize(start + HEADER, 0);
        let (time, body): (Timestamp, &[u8]) = match self {
            Self::Append { envelope, received, body } => {
                put_envelope(envelope, out);
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
                put_recipient_state(state, out);
                (state.changed, &[])
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
        && header[4] == VERSION
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
    let fact = fact(header[5], time, inline, Reader(details)).ok_or(RecordError::Details { octets: end })?;
    Ok(Record { id, fact, octets: end })
}

fn fact(kind: u8, time: Timestamp, inline: ReadBody, mut details: Reader<'_>) -> Option<ReadFact> {
    Some(match kind {
        1 => {
            let envelope = details.envelope()?;
            let body = match details.byte()? {
                0 => inline,
                1 => ReadBody::File { octets: details.u64()?, crc: details.u32()? },
                _ => return None,
            };
            ReadFact::Append { envelope, received: time, body }
        }
        2 => ReadFact::Change { recipient: details.u32()?, state: details.recipient_state()? },
        4 => ReadFact::Done,
        5 => ReadFact::Void { segment: details.u32()?, sequence: details.u64()? },
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
    use postrider_proto::mail::{BodyType, Mailbox, Notify, OriginalRecipient, Recipient, Ret, ReversePath};
    use proptest::prelude::*;

    use super::*;
    use crate::message::Status;

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
        }
    }

    fn append(body: &[u8]) -> Vec<u8> {
        let fact = Fact::Append {
            envelope: Arc::new(envelope()),
            received: Timestamp::from_millis(5),
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
        let ReadFact::Append { envelope: read, body: ReadBody::Inline { at, octets: body, .. }, .. } =
            record.fact
        else {
            panic!("an append")
        };
        assert_eq!((read, body, &octets[at..]), (envelope(), 8, &b"the body"[..]));
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
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&octets, &SALT, AT);
        }
    }
}
