//! Values as octets, in records and in the index alike: little-endian numbers, texts with their length in front.

use std::io::Write as _;

use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{
    AddressLiteral, BodyType, Domain, Envelope, Mailbox, Notify, OriginalRecipient, Recipient, Ret,
    ReversePath, SigningIdentity,
};

use crate::Timestamp;
use crate::message::{RecipientState, Status};

pub(crate) fn u32_at(octets: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(octets[at..at + 4].try_into().expect("4 octets"))
}

pub(crate) fn u64_at(octets: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(octets[at..at + 8].try_into().expect("8 octets"))
}

pub(crate) fn length(octets: usize) -> u32 {
    u32::try_from(octets).expect("a record is smaller than a segment, and a segment than 4 GiB")
}

pub(crate) fn put_text(text: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&length(text.len()).to_le_bytes());
    out.extend_from_slice(text.as_bytes());
}

pub(crate) fn put_maybe(text: Option<&str>, out: &mut Vec<u8>) {
    out.push(u8::from(text.is_some()));
    put_text(text.unwrap_or_default(), out);
}

fn put_mailbox(mailbox: &Mailbox, out: &mut Vec<u8>) {
    let start = out.len();
    out.extend_from_slice(&[0; 4]);
    write!(out, "{mailbox}").expect("memory takes everything");
    let octets = length(out.len() - start - 4);
    out[start..start + 4].copy_from_slice(&octets.to_le_bytes());
}

/// No fewer octets than a domain takes as a text.
fn name_octets(domain: &Domain) -> usize {
    match domain {
        Domain::Name(name) => name.len(),
        Domain::Literal(AddressLiteral::V4(_) | AddressLiteral::V6(_)) => 64,
        Domain::Literal(AddressLiteral::General { tag, content }) => tag.len() + content.len() + 8,
    }
}

/// A recipient takes at least so many octets: the lengths of two addresses, its wishes, and two texts that may be missing.
const RECIPIENT_OCTETS_MIN: usize = 4 + 4 + 1 + 5 + 5;

/// No fewer octets than an envelope takes.
pub(crate) fn envelope_octets_at_most(envelope: &Envelope) -> usize {
    // Quoted, a local part is at most twice as long, and two octets more; no literal is longer than its parts and a few octets.
    let mailbox = |mailbox: &Mailbox| 2 * mailbox.local().len() + 3 + name_octets(mailbox.domain()) + 4;
    let recipient = |recipient: &Recipient| {
        let orcpt = recipient.orcpt.as_ref().map_or(0, |orcpt| orcpt.kind.len() + orcpt.address.len());
        mailbox(&recipient.mailbox) + mailbox(&recipient.given) + 11 + orcpt
    };
    let sender = match &envelope.reverse_path {
        ReversePath::Null => 4,
        ReversePath::Mailbox(sender) => mailbox(sender),
    };
    let envid = envelope.envid.as_ref().map_or(0, String::len);
    let signing = envelope.signing.as_ref().map_or(0, |signing| 4 + name_octets(&signing.domain));
    1 + sender + 2 + 5 + envid + signing + 4 + envelope.recipients.iter().map(recipient).sum::<usize>()
}

pub(crate) fn put_envelope(envelope: &Envelope, out: &mut Vec<u8>) {
    match &envelope.reverse_path {
        ReversePath::Null => put_maybe(None, out),
        ReversePath::Mailbox(mailbox) => {
            out.push(1);
            put_mailbox(mailbox, out);
        }
    }
    let flags = u8::from(envelope.body == BodyType::EightBitMime)
        | u8::from(envelope.smtputf8) << 1
        | u8::from(envelope.signing.is_some()) << 2;
    out.push(flags);
    out.push(match envelope.ret {
        None => 0,
        Some(Ret::Full) => 1,
        Some(Ret::Headers) => 2,
    });
    put_maybe(envelope.envid.as_deref(), out);
    if let Some(signing) = &envelope.signing {
        put_text(&signing.domain.to_string(), out);
    }
    out.extend_from_slice(&length(envelope.recipients.len()).to_le_bytes());
    for recipient in &envelope.recipients {
        let start = out.len();
        put_mailbox(&recipient.mailbox, out);
        if recipient.given == recipient.mailbox {
            out.extend_from_within(start..);
        } else {
            put_mailbox(&recipient.given, out);
        }
        out.push(recipient.notify.map_or(0, |notify| {
            1 | u8::from(notify.success) << 1 | u8::from(notify.failure) << 2 | u8::from(notify.delay) << 3
        }));
        put_maybe(recipient.orcpt.as_ref().map(|orcpt| orcpt.kind.as_str()), out);
        put_maybe(recipient.orcpt.as_ref().map(|orcpt| orcpt.address.as_str()), out);
    }
}

/// With a note that may be shorter than the one that is there, where that stands elsewhere.
pub(crate) fn put_recipient_state(state: &RecipientState, note: &str, out: &mut Vec<u8>) {
    let (tag, due) = match state.status {
        Status::Waiting { due } if state.told => (4, due),
        Status::Waiting { due } => (0, due),
        Status::Delivered => (1, Timestamp::default()),
        Status::Failed => (2, Timestamp::default()),
        Status::Bounced => (3, Timestamp::default()),
        Status::Held if state.told => (6, Timestamp::default()),
        Status::Held => (5, Timestamp::default()),
        Status::Dropped => (7, Timestamp::default()),
    };
    out.push(tag);
    out.extend_from_slice(&due.as_millis().to_le_bytes());
    out.extend_from_slice(&state.version.to_le_bytes());
    out.extend_from_slice(&state.attempts.to_le_bytes());
    out.extend_from_slice(&state.changed.as_millis().to_le_bytes());
    put_text(note, out);
}

/// Takes values from the front of octets. Every step says none where the octets do not fit.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, octets: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(octets)?;
        self.0 = rest;
        Some(front)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|octets| octets[0])
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.take(4).map(|octets| u32_at(octets, 0))
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.take(8).map(|octets| u64_at(octets, 0))
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let octets = self.u32()? as usize;
        std::str::from_utf8(self.take(octets)?).ok()
    }

    pub(crate) fn maybe(&mut self) -> Option<Option<&'a str>> {
        let there = self.byte()? == 1;
        let text = self.text()?;
        Some(there.then_some(text))
    }

    pub(crate) fn envelope(&mut self) -> Option<Envelope> {
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
        // Versions before 4 never set it.
        let signing = if flags & 4 == 4 { Some(self.signing()?) } else { None };
        let count = self.u32()? as usize;
        // Room for just as many: the history keeps messages, nearly all with one recipient, and would keep room for four with it. A count that
        // was damaged asks for no more than the octets could hold.
        let mut recipients = Vec::with_capacity(count.min(self.0.len() / RECIPIENT_OCTETS_MIN));
        for _ in 0..count {
            recipients.push(self.recipient()?);
        }
        Some(Envelope {
            reverse_path,
            recipients,
            body: if flags & 1 == 1 { BodyType::EightBitMime } else { BodyType::SevenBit },
            smtputf8: flags & 2 == 2,
            ret,
            envid,
            signing,
        })
    }

    fn signing(&mut self) -> Option<SigningIdentity> {
        Domain::parse(self.text()?, Charset::Utf8).ok().map(|domain| SigningIdentity { domain })
    }

    fn recipient(&mut self) -> Option<Recipient> {
        let (text, given) = (self.text()?, self.text()?);
        let mailbox: Mailbox = text.parse().ok()?;
        // Mail for no alias, which is most of it, is for whom it was given for.
        let given = if given == text { mailbox.clone() } else { given.parse().ok()? };
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

    pub(crate) fn timestamp(&mut self) -> Option<Timestamp> {
        self.u64().map(Timestamp::from_millis)
    }

    pub(crate) fn recipient_state(&mut self) -> Option<RecipientState> {
        let (tag, due) = (self.byte()?, self.timestamp()?);
        let status = match tag {
            0 | 4 => Status::Waiting { due },
            1 => Status::Delivered,
            2 => Status::Failed,
            3 => Status::Bounced,
            5 | 6 => Status::Held,
            7 => Status::Dropped,
            _ => return None,
        };
        Some(RecipientState {
            status,
            version: self.u32()?,
            attempts: self.u32()?,
            changed: self.timestamp()?,
            told: matches!(tag, 4 | 6),
            note: self.text()?.to_owned(),
        })
    }
}
