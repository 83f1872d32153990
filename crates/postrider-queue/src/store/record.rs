//! A record: one fact about one message, whole or not at all.
//!
//! ```text
//!   0   4  magic "PRec"             40   8  due, or when it happened (milliseconds)
//!   4   1  format version           48   4  length of the details
//!   5   1  kind                     52   4  length of the body
//!   6   2  zero                     56   4  CRC32C of details and body
//!   8  16  salt of the segment use  60   4  CRC32C of these 60 octets
//!  24  16  message id               64  ..  details, body
//! ```
//!
//! All numbers are little endian. The salt is drawn anew for each use of a segment file: octets left over from an earlier use,
//! and octets that a sender crafted to look like records, have another.

use postrider_proto::mail::{Envelope, QueueId};

use super::codec::{Reader, length, put_envelope, put_recipient_state, u32_at, u64_at};
use crate::Timestamp;
use crate::message::RecipientState;

/// The octets in front of the details.
pub(crate) const HEADER: usize = 64;
const MAGIC: &[u8; 4] = b"PRec";
const VERSION: u8 = 1;

/// 128 random bits that belong to one use of a segment file.
pub(crate) type Salt = [u8; 16];

/// A fact to be written.
#[derive(Debug)]
pub(crate) enum Fact {
    /// The message is ours from now on.
    Append { envelope: Envelope, received: Timestamp, body: AppendBody },
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

/// A record read back.
#[derive(Debug)]
pub(crate) struct Record<'a> {
    pub(crate) id: QueueId,
    pub(crate) fact: ReadFact<'a>,
    /// The whole record, in octets.
    pub(crate) octets: usize,
}

/// A fact read back.
#[derive(Debug)]
pub(crate) enum ReadFact<'a> {
    Append { envelope: Envelope, received: Timestamp, body: ReadBody<'a> },
    Change { recipient: u32, state: RecipientState },
    Done,
    Void { segment: u32, sequence: u64 },
}

#[derive(Debug)]
pub(crate) enum ReadBody<'a> {
    /// In the record; this far into it.
    Inline {
        at: usize,
        octets: &'a [u8],
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
    #[error("the record is of format version {0}, written by a newer postrider")]
    Newer(u8),
    #[error("the record is cut short")]
    Short,
    #[error("the record's checksum is wrong")]
    Checksum,
    #[error("the record's details make no sense")]
    Details {
        /// The whole record, in octets: its checksums were right.
        octets: usize,
    },
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

    /// No fewer octets than its record takes.
    pub(crate) fn octets_at_most(&self) -> u64 {
        // An address is at most 64 + 1 + 255 octets, quoted at most twice as long; the lengths and flags beside it are few.
        const ADDRESS: usize = 700;
        let octets = HEADER
            + match self {
                Self::Append { envelope, body, .. } => {
                    let recipients = envelope.recipients.iter().map(|recipient| {
                        let orcpt = recipient
                            .orcpt
                            .as_ref()
                            .map_or(0, |orcpt| orcpt.kind.len() + orcpt.address.len());
                        2 * ADDRESS + 32 + orcpt
                    });
                    let body = match body {
                        AppendBody::Inline(octets) => octets.len(),
                        AppendBody::File { .. } => 16,
                    };
                    ADDRESS + 256 + recipients.sum::<usize>() + body
                }
                Self::Change { state, .. } => 64 + state.note.len(),
                Self::Done { .. } | Self::Void { .. } => 16,
            };
        octets as u64
    }

    /// Appends the record to `out`; gives how far behind its start the body begins, and the body's CRC.
    pub(crate) fn encode(&self, id: QueueId, salt: &Salt, out: &mut Vec<u8>) -> (usize, u32) {
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
        // The body's CRC is kept by itself: whoever reads the body back need not read the details.
        let body_crc = crc32c::crc32c(body);
        let crc = crc32c::crc32c_append(crc32c::crc32c(&out[start + HEADER..]), body);
        out.extend_from_slice(body);
        let header = &mut out[start..start + HEADER];
        header[..4].copy_from_slice(MAGIC);
        header[4] = VERSION;
        header[5] = self.kind();
        header[8..24].copy_from_slice(salt);
        header[24..40].copy_from_slice(id.as_bytes());
        header[40..48].copy_from_slice(&time.as_millis().to_le_bytes());
        header[48..52].copy_from_slice(&length(details).to_le_bytes());
        header[52..56].copy_from_slice(&length(body.len()).to_le_bytes());
        header[56..60].copy_from_slice(&crc.to_le_bytes());
        let crc = crc32c::crc32c(&header[..60]);
        header[60..64].copy_from_slice(&crc.to_le_bytes());
        (HEADER + details, body_crc)
    }
}

/// Reads the record at the front of `octets`.
pub(crate) fn decode<'a>(octets: &'a [u8], salt: &Salt) -> Result<Record<'a>, RecordError> {
    let header = octets.get(..HEADER).ok_or(RecordError::Short)?;
    let crc = u32_at(header, 60);
    if &header[..4] != MAGIC || header[8..24] != salt[..] || crc32c::crc32c(&header[..60]) != crc {
        return Err(RecordError::Header);
    }
    if header[4] > VERSION {
        return Err(RecordError::Newer(header[4]));
    }
    let (details, body) = (u32_at(header, 48) as usize, u32_at(header, 52) as usize);
    let end = HEADER + details + body;
    let content = octets.get(HEADER..end).ok_or(RecordError::Short)?;
    if crc32c::crc32c(content) != u32_at(header, 56) {
        return Err(RecordError::Checksum);
    }
    let id = QueueId::from_bytes(header[24..40].try_into().expect("16 octets"));
    let time = Timestamp::from_millis(u64_at(header, 40));
    let (mut reader, body) = (Reader(&content[..details]), &content[details..]);
    let fact = match header[5] {
        1 => {
            let envelope = reader.envelope().ok_or(RecordError::Details { octets: end })?;
            let body = match reader.byte() {
                Some(0) => ReadBody::Inline { at: HEADER + details, octets: body, crc: crc32c::crc32c(body) },
                Some(1) => {
                    let octets = reader.u64().ok_or(RecordError::Details { octets: end })?;
                    ReadBody::File { octets, crc: reader.u32().ok_or(RecordError::Details { octets: end })? }
                }
                _ => return Err(RecordError::Details { octets: end }),
            };
            ReadFact::Append { envelope, received: time, body }
        }
        2 => {
            let recipient = reader.u32().ok_or(RecordError::Details { octets: end })?;
            ReadFact::Change {
                recipient,
                state: reader.recipient_state().ok_or(RecordError::Details { octets: end })?,
            }
        }
        4 => ReadFact::Done,
        5 => {
            let segment = reader.u32().ok_or(RecordError::Details { octets: end })?;
            ReadFact::Void { segment, sequence: reader.u64().ok_or(RecordError::Details { octets: end })? }
        }
        _ => return Err(RecordError::Details { octets: end }),
    };
    Ok(Record { id, fact, octets: end })
}

#[cfg(test)]
mod tests {
    use postrider_proto::mail::{BodyType, Mailbox, Notify, OriginalRecipient, Recipient, Ret, ReversePath};
    use proptest::prelude::*;

    use super::*;
    use crate::message::Status;

    const SALT: Salt = [7; 16];

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
            envelope: envelope(),
            received: Timestamp::from_millis(5),
            body: AppendBody::Inline(body.to_vec()),
        };
        let mut out = Vec::new();
        fact.encode(QueueId::from_bytes([3; 16]), &SALT, &mut out);
        out
    }

    #[test]
    fn an_append_is_read_back() {
        let octets = append(b"the body");
        let record = decode(&octets, &SALT).expect("whole");
        assert_eq!((record.id, record.octets), (QueueId::from_bytes([3; 16]), octets.len()));
        let ReadFact::Append { envelope: read, body: ReadBody::Inline { at, octets: body, .. }, .. } =
            record.fact
        else {
            panic!("an append")
        };
        assert_eq!((read, body, &octets[at..]), (envelope(), &b"the body"[..], &b"the body"[..]));
    }

    #[test]
    fn another_segments_record_is_none() {
        assert_eq!(decode(&append(b"x"), &[8; 16]).map(|_| ()), Err(RecordError::Header));
    }

    #[test]
    fn half_a_record_never_parses() {
        let octets = append(b"the body");
        for end in 0..octets.len() {
            assert!(decode(&octets[..end], &SALT).is_err(), "{end}");
        }
    }

    proptest! {
        #[test]
        fn a_flipped_bit_is_seen(body in proptest::collection::vec(any::<u8>(), 0..50), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
            let mut octets = append(&body);
            let at = at.index(octets.len());
            octets[at] ^= 1_u8 << bit;
            // The two octets that say nothing yet are covered as well.
            prop_assert!(decode(&octets, &SALT).is_err());
        }

        #[test]
        fn a_change_is_read_back(recipient: u32, version: u32, attempts: u32, due: u64, changed: u64, note in ".{0,40}") {
            let (due, changed) = (Timestamp::from_millis(due), Timestamp::from_millis(changed));
            let state = RecipientState { status: Status::Waiting { due }, version, attempts, note, changed };
            let mut octets = Vec::new();
            Fact::Change { recipient, state: state.clone() }.encode(QueueId::from_bytes([1; 16]), &SALT, &mut octets);
            match decode(&octets, &SALT).expect("whole").fact {
                ReadFact::Change { recipient: r, state: s } => prop_assert_eq!((r, s), (recipient, state)),
                other => prop_assert!(false, "{:?}", other),
            }
        }

        #[test]
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&octets, &SALT);
        }
    }
}
