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

use postrider_proto::mail::{
    BodyType, Envelope, Mailbox, Notify, OriginalRecipient, QueueId, Recipient, Ret, ReversePath,
};

use crate::Timestamp;

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
    /// What became of one recipient. The highest version counts.
    Change { recipient: u32, version: u32, status: Status, at: Timestamp, note: String },
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

/// Where a recipient stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It will be tried at this time.
    Waiting {
        /// When.
        due: Timestamp,
    },
    /// It has its copy.
    Delivered,
    /// It cannot have one, and its sender has not been told yet.
    Failed,
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
    Change { recipient: u32, version: u32, status: Status, at: Timestamp, note: String },
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
    Details,
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
                Self::Change { note, .. } => 64 + note.len(),
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
                encode_envelope(envelope, out);
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
            Self::Change { recipient, version, status, at, note } => {
                out.extend_from_slice(&recipient.to_le_bytes());
                out.extend_from_slice(&version.to_le_bytes());
                let (tag, due) = match status {
                    Status::Waiting { due } => (0, *due),
                    Status::Delivered => (1, *at),
                    Status::Failed => (2, *at),
                };
                out.push(tag);
                out.extend_from_slice(&due.as_millis().to_le_bytes());
                put_text(note, out);
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
    let time = Timestamp::from_millis(u64::from_le_bytes(header[40..48].try_into().expect("8 octets")));
    let (mut reader, body) = (Reader(&content[..details]), &content[details..]);
    let fact = match header[5] {
        1 => {
            let envelope = reader.envelope().ok_or(RecordError::Details)?;
            let body = match reader.byte() {
                Some(0) => ReadBody::Inline { at: HEADER + details, octets: body, crc: crc32c::crc32c(body) },
                Some(1) => {
                    let octets = reader.u64().ok_or(RecordError::Details)?;
                    ReadBody::File { octets, crc: reader.u32().ok_or(RecordError::Details)? }
                }
                _ => return Err(RecordError::Details),
            };
            ReadFact::Append { envelope, received: time, body }
        }
        2 => reader.change(time).ok_or(RecordError::Details)?,
        4 => ReadFact::Done,
        5 => {
            let segment = reader.u32().ok_or(RecordError::Details)?;
            ReadFact::Void { segment, sequence: reader.u64().ok_or(RecordError::Details)? }
        }
        _ => return Err(RecordError::Details),
    };
    Ok(Record { id, fact, octets: end })
}

fn u32_at(octets: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(octets[at..at + 4].try_into().expect("4 octets"))
}

fn length(octets: usize) -> u32 {
    u32::try_from(octets).expect("a record is smaller than a segment, and a segment than 4 GiB")
}

fn put_text(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&length(text.len()).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

fn put_maybe(text: Option<&str>, out: &mut Vec<u8>) {
    out.push(u8::from(text.is_some()));
    put_text(text.unwrap_or_default(), out);
}

fn encode_envelope(envelope: &Envelope, out: &mut Vec<u8>) {
    match &envelope.reverse_path {
        ReversePath::Null => put_maybe(None, out),
        ReversePath::Mailbox(mailbox) => put_maybe(Some(&mailbox.to_string()), out),
    }
    let flags = u8::from(envelope.body == BodyType::EightBitMime) | u8::from(envelope.smtputf8) << 1;
    out.push(flags);
    out.push(match envelope.ret {
        None => 0,
        Some(Ret::Full) => 1,
        Some(Ret::Headers) => 2,
    });
    put_maybe(envelope.envid.as_deref(), out);
    out.extend_from_slice(&length(envelope.recipients.len()).to_le_bytes());
    for recipient in &envelope.recipients {
        put_text(&recipient.mailbox.to_string(), out);
        put_text(&recipient.given.to_string(), out);
        out.push(recipient.notify.map_or(0, |notify| {
            1 | u8::from(notify.success) << 1 | u8::from(notify.failure) << 2 | u8::from(notify.delay) << 3
        }));
        put_maybe(recipient.orcpt.as_ref().map(|orcpt| orcpt.kind.as_str()), out);
        put_maybe(recipient.orcpt.as_ref().map(|orcpt| orcpt.address.as_str()), out);
    }
}

/// Takes values from the front of a record's details. Every step says none where the octets do not fit.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, octets: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(octets)?;
        self.0 = rest;
        Some(front)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|octets| octets[0])
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4).map(|octets| u32_at(octets, 0))
    }

    fn u64(&mut self) -> Option<u64> {
        self.take(8).and_then(|octets| octets.try_into().ok()).map(u64::from_le_bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        let octets = self.u32()? as usize;
        std::str::from_utf8(self.take(octets)?).ok()
    }

    fn maybe(&mut self) -> Option<Option<&'a str>> {
        let there = self.byte()? == 1;
        let text = self.text()?;
        Some(there.then_some(text))
    }

    fn mailbox(&mut self) -> Option<Mailbox> {
        self.text()?.parse().ok()
    }

    fn envelope(&mut self) -> Option<Envelope> {
        let reverse_path = match self.maybe()? {
            None => ReversePath::Null,
            Some(mailbox) => ReversePath::Mailbox(mailbox.parse().ok()?),
        };
        let flags = self.byte()?;
        let ret = match self.byte()? {
            0 => None,
            1 => Some(Ret::Full),
            _ => Some(Ret::Headers),
        };
        let envid = self.maybe()?.map(str::to_owned);
        let count = self.u32()? as usize;
        let recipients: Option<Vec<Recipient>> = (0..count).map(|_| self.recipient()).collect();
        Some(Envelope {
            reverse_path,
            recipients: recipients?,
            body: if flags & 1 == 1 { BodyType::EightBitMime } else { BodyType::SevenBit },
            smtputf8: flags & 2 == 2,
            ret,
            envid,
        })
    }

    fn recipient(&mut self) -> Option<Recipient> {
        let (mailbox, given) = (self.mailbox()?, self.mailbox()?);
        let notify = match self.byte()? {
            0 => None,
            bits => Some(Notify { success: bits & 2 != 0, failure: bits & 4 != 0, delay: bits & 8 != 0 }),
        };
        let (kind, address) = (self.maybe()?, self.maybe()?);
        let orcpt = kind
            .zip(address)
            .map(|(kind, address)| OriginalRecipient { kind: kind.to_owned(), address: address.to_owned() });
        Some(Recipient { mailbox, given, notify, orcpt })
    }

    fn change(&mut self, at: Timestamp) -> Option<ReadFact<'a>> {
        let (recipient, version, tag) = (self.u32()?, self.u32()?, self.byte()?);
        let due = Timestamp::from_millis(self.u64()?);
        let status = match tag {
            0 => Status::Waiting { due },
            1 => Status::Delivered,
            2 => Status::Failed,
            _ => return None,
        };
        Some(ReadFact::Change { recipient, version, status, at, note: self.text()?.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SALT: Salt = [7; 16];

    fn envelope() -> Envelope {
        let alice: Mailbox = "alice@example.test".parse().expect("valid");
        Envelope {
            reverse_path: ReversePath::Mailbox("\"s p\"@client.example".parse().expect("valid")),
            recipients: vec![Recipient {
                mailbox: alice.clone(),
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
        fn a_change_is_read_back(recipient: u32, version: u32, due: u64, note in ".{0,40}") {
            let status = Status::Waiting { due: Timestamp::from_millis(due) };
            let fact = Fact::Change { recipient, version, status, at: Timestamp::from_millis(9), note: note.clone() };
            let mut octets = Vec::new();
            fact.encode(QueueId::from_bytes([1; 16]), &SALT, &mut octets);
            match decode(&octets, &SALT).expect("whole").fact {
                ReadFact::Change { recipient: r, version: v, status: s, note: n, .. } => {
                    prop_assert_eq!((r, v, s, n), (recipient, version, status, note));
                }
                other => prop_assert!(false, "{:?}", other),
            }
        }

        #[test]
        fn no_octets_panic(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode(&octets, &SALT);
        }
    }
}
