//! What the sender is told: delivery status notifications, for failure, delay and success.
//!
//! ```text
//!   due(envelope, fates) --> who is to be told what --> compose(report) --> a message with the null reverse-path
//!        RFC 3461 §5.2                                    RFC 3464 in RFC 6522
//! ```
//!
//! A report is a `multipart/report` of three parts: `words` for a person, `status` for a program, and what is
//! `returned` of the message. It is a pure function of what happened: no clock, no disk, no randomness.
//!
//! Everything it speaks of was written by strangers. Three things hold whatever they wrote, and the tests prove them:
//!
//! - Lines of the report are lines of ours: what a remote host said, and every address, goes through `text`, which lets no
//!   control character through.
//! - The returned message cannot end its own part: no part contains the boundary.
//! - The report is mail that every server takes: lines of at most 998 octets that end with CRLF, no NUL, eight bits or
//!   UTF-8 in the header only where the envelope says so.
//!
//! There is no report about a report: [`due()`] tells nothing to the null reverse-path, [`compose`] makes nothing for it, and
//! what it makes has it (RFC 5321 §4.5.5).
//!
//! # The road not taken
//!
//! A library that builds MIME (mail-builder) was weighed. What is hard here is what such a library does not promise: it
//! would encode `message/rfc822`, which MIME forbids, or pass a stranger's line of ten thousand octets on; it draws its own
//! boundary and does not look for it in the parts. The rest is a dozen lines of header.

mod due;
mod returned;
mod status;
mod text;
mod words;

use jiff::tz::TimeZone;
use postrider_proto::mail::{
    BodyType, Domain, Envelope, Mailbox, Notify, OriginalRecipient, QueueId, Recipient, ReversePath,
    SigningIdentity,
};
use postrider_proto::reply::Enhanced;
use postrider_queue::Timestamp;

pub use due::{Due, Fate, due, expanded, notify_onward};

use returned::Returned;

/// One report: what the sender of a message is told about some of its recipients.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The id of the report itself, drawn for it.
    pub id: QueueId,
    /// Who reports.
    pub reporter: &'a Reporter,
    /// The id of the message that is reported on.
    pub about: QueueId,
    /// The envelope of that message.
    pub envelope: &'a Envelope,
    /// Its content.
    pub original: Original<'a>,
    /// When it was taken.
    pub arrived: Timestamp,
    /// When the report is made.
    pub now: Timestamp,
    /// The recipients reported on; those that [`due()`] named.
    pub recipients: &'a [Reported],
    /// What the way back to the sender takes.
    pub way_back: WayBack,
}

/// The server that reports, and who can be asked about it.
#[derive(Debug, Clone)]
pub struct Reporter {
    /// The name of this server.
    pub name: Domain,
    /// Who answers questions: the postmaster. RFC 3464 §2 wants a person in the field From, so that an answer reaches one.
    pub contact: Mailbox,
    /// The zone in which times are written.
    pub zone: TimeZone,
}

/// The content of the message reported on: all of it, or its front.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// As much as was read. More than [`Original::RETURNED_MAX`] is of no use.
    pub front: &'a [u8],
    /// Whether that is all.
    pub complete: bool,
}

impl Original<'_> {
    /// A message of more octets is returned as its header alone, and a header of more is cut.
    pub const RETURNED_MAX: usize = 64 * 1024;
}

/// One recipient of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The recipient as the envelope came with it ([`Recipient::given`]): what is behind an alias is no business of the
    /// sender's (RFC 3464 §2.3.2).
    pub recipient: Mailbox,
    /// ORCPT=, if the sender gave it.
    pub original: Option<OriginalRecipient>,
    /// What was done.
    pub action: Action,
    /// The enhanced status code. A class that does not fit the action is put right.
    pub status: Enhanced,
    /// What kind of trouble it is.
    pub advice: Advice,
    /// The name of the host that was spoken to, if there was one.
    pub remote: Option<String>,
    /// What was said about it.
    pub diagnostic: Option<Diagnostic>,
    /// When it was tried last.
    pub last_attempt: Option<Timestamp>,
    /// Until when it will be tried; of delayed recipients alone.
    pub will_retry_until: Option<Timestamp>,
}

/// What was done with the message for one recipient (RFC 3464 §2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It was given up.
    Failed,
    /// It will be tried again.
    Delayed,
    /// It is in the mailbox.
    Delivered,
    /// It was handed to a server that promises no further reports.
    Relayed,
    /// It was handed on to the several mailboxes that the recipient stands for.
    Expanded,
}

/// The kinds of report. A report is of one kind: no two belong in one message, since a person does one thing about each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something was not delivered.
    Failure,
    /// Something is late.
    Delay,
    /// Something was delivered, relayed or expanded.
    Success,
}

/// What kind of trouble there is, so that the sender can be told what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// There is no such mailbox.
    UnknownMailbox,
    /// The mailbox has no room.
    MailboxFull,
    /// There is no such domain, or it takes no mail.
    UnknownDomain,
    /// The message is larger than the other side takes.
    TooLarge,
    /// The other side does not want mail from here, or from this sender.
    Unwanted,
    /// The other side does not want this content.
    Content,
    /// The other side wants a proof of who sends: a login, or SPF, DKIM and DMARC.
    Authentication,
    /// The other side could not be reached.
    Unreachable,
    /// The other side cannot take the message in the form it has (RFC 3463 §3.7: eight bits, UTF-8 addresses).
    Encoding,
    /// The message went in a circle.
    Loop,
    /// The time for trying is over.
    Expired,
    /// Nothing more exact is known.
    Other,
}

/// What was said about a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Diagnostic {
    /// The reply of the remote host, its code in front, its lines separated by LF or CRLF. It may be anything.
    Smtp(String),
    /// A sentence of ours, where no host said anything.
    Own(String),
}

/// What the servers between here and the sender are known to take. They may have changed since the message came, and the
/// sender's own server may not be the one that sent it. A report that cannot travel is lost, so it asks for no more than
/// this; what it must not be sent with then is encoded, or left out. Only where the sender's address needs SMTPUTF8 is
/// there no other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum WayBack {
    /// Seven bits: the body of a message of eight is left out.
    SevenBit,
    /// 8BITMIME (RFC 6152), as nearly all do.
    #[default]
    EightBit,
    /// SMTPUTF8 (RFC 6531).
    Utf8,
}

/// A report, ready for the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// From the null reverse-path to the sender of the message reported on.
    pub envelope: Envelope,
    /// Header and body.
    pub content: Vec<u8>,
}

impl Kind {
    /// In a word, for the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Delay => "delay",
            Self::Success => "success",
        }
    }
}

impl Action {
    /// The kind of report it belongs in.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Failed => Kind::Failure,
            Self::Delayed => Kind::Delay,
            Self::Delivered | Self::Relayed | Self::Expanded => Kind::Success,
        }
    }
}

/// Composes a report. None where nobody is to be told: the reverse-path is null (RFC 3461 §5.2), or there are no recipients.
#[must_use]
pub fn compose(report: &Report<'_>) -> Option<Composed> {
    let ReversePath::Mailbox(sender) = &report.envelope.reverse_path else { return None };
    let kind = report.kind()?;
    let to = as_ascii_as_possible(sender);
    let way_back = if to.is_ascii() { report.way_back } else { WayBack::Utf8 };

    let returned = Returned::of(&report.original, report.envelope, kind, way_back);
    let parts = [words::part(report, &returned), status::part(report, way_back), returned.part()];
    let boundary = boundary(report.id, &parts);

    let mut content = header(report, kind, &to, &boundary, &parts).into_bytes();
    for part in &parts {
        part.write(&boundary, &mut content);
    }
    content.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());

    let eight_bit = parts.iter().any(|part| part.encoding == Encoding::EightBit);
    let utf8 = !to.is_ascii() || parts.iter().any(Part::needs_utf8);
    let body = if eight_bit || utf8 { BodyType::EightBitMime } else { BodyType::SevenBit };
    let signing = report.reporter.contact.domain().to_ascii();
    let signing = signing.map(|domain| SigningIdentity { domain: Domain::Name(domain) });
    Some(Composed { envelope: Envelope { signing, ..envelope(to, body, utf8) }, content })
}

impl Report<'_> {
    /// The worst news there is gives the report its kind, should they be mixed; none without any recipient.
    fn kind(&self) -> Option<Kind> {
        let has = |kind| self.recipients.iter().any(|reported| reported.action.kind() == kind);
        [Kind::Failure, Kind::Delay, Kind::Success].into_iter().find(|&kind| has(kind))
    }
}

/// The sender with its domain in A-labels where that is enough to make it ASCII: then a report needs no SMTPUTF8.
fn as_ascii_as_possible(sender: &Mailbox) -> Mailbox {
    if !sender.local().is_ascii() {
        return sender.clone();
    }
    let ascii = sender.domain().to_ascii().map(Domain::Name);
    ascii.and_then(|domain| Mailbox::new(sender.local(), domain).ok()).unwrap_or_else(|| sender.clone())
}

/// RFC 3461 §6.1: the null reverse-path, no RET; NOTIFY may be NEVER and nothing else.
fn envelope(to: Mailbox, body: BodyType, smtputf8: bool) -> Envelope {
    let recipient =
        Recipient { mailbox: to.clone(), given: to, notify: Some(Notify::default()), orcpt: None };
    Envelope {
        reverse_path: ReversePath::Null,
        recipients: vec![recipient],
        body,
        smtputf8,
        ret: None,
        envid: None,
        signing: None,
    }
}

fn header(report: &Report<'_>, kind: Kind, to: &Mailbox, boundary: &str, parts: &[Part]) -> String {
    let Reporter { name, contact, zone } = report.reporter;
    let name = text::domain(name);
    let mut header = String::new();
    text::field(&mut header, "Date", &text::date(report.now, zone));
    text::field(&mut header, "From", &format!("\"Mail server {name}\" <{contact}>"));
    // It is cleaned like all else; the address that counts is in the envelope.
    text::field_on_one_line(&mut header, "To", &format!("<{to}>"));
    text::field(&mut header, "Subject", &words::subject(report, kind));
    text::field_on_one_line(&mut header, "Message-ID", &format!("<{}@{name}>", report.id));
    if let Some(id) = returned::message_id(report.original.front) {
        text::field_on_one_line(&mut header, "In-Reply-To", id);
        text::field_on_one_line(&mut header, "References", id);
    }
    // RFC 3834 §5.2: so that no other machine answers; it forbids `auto-generated` here.
    text::field(&mut header, "Auto-Submitted", "auto-replied");
    text::field(&mut header, "MIME-Version", "1.0");
    text::field(
        &mut header,
        "Content-Type",
        &format!("multipart/report; report-type=delivery-status; boundary=\"{boundary}\""),
    );
    if parts.iter().any(|part| part.encoding == Encoding::EightBit) {
        text::field(&mut header, "Content-Transfer-Encoding", "8bit"); // RFC 2045 §6.4
    }
    header
}

/// A line that is in no part. The id is drawn for the report, so that no writer of a message can know it; and if one did,
/// the next number would do.
fn boundary(id: QueueId, parts: &[Part]) -> String {
    let free = |boundary: &String| {
        let finder = memchr::memmem::Finder::new(boundary.as_bytes());
        !parts.iter().any(|part| finder.find(&part.octets).is_some())
    };
    (0u32..)
        .map(|n| format!("=_{id}.{n}"))
        .find(free)
        .expect("parts are finite, and hold finitely many numbers")
}

/// One part of the report: its header, and its octets as they travel.
struct Part {
    /// The media type, with its parameters.
    media: &'static str,
    /// Content-Description (RFC 2045 §8): what mail programs show as the name of the part.
    description: &'static str,
    encoding: Encoding,
    octets: Vec<u8>,
}

/// How the octets of a part travel (RFC 2045 §6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    SevenBit,
    EightBit,
    QuotedPrintable,
}

impl Part {
    fn write(&self, boundary: &str, out: &mut Vec<u8>) {
        let mut header = format!("\r\n--{boundary}\r\n");
        text::field(&mut header, "Content-Type", self.media);
        text::field(&mut header, "Content-Description", self.description);
        match self.encoding {
            Encoding::SevenBit => {}
            Encoding::EightBit => text::field(&mut header, "Content-Transfer-Encoding", "8bit"),
            Encoding::QuotedPrintable => {
                text::field(&mut header, "Content-Transfer-Encoding", "quoted-printable");
            }
        }
        header.push_str("\r\n");
        out.extend_from_slice(header.as_bytes());
        out.extend_from_slice(&self.octets);
    }

    /// RFC 6533 §4.5: the new types go unencoded where SMTPUTF8 is spoken, and nowhere else.
    fn needs_utf8(&self) -> bool {
        self.encoding == Encoding::EightBit && self.media.starts_with("message/global")
    }
}
