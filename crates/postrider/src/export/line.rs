//! The line of a message: all that the queue knows of it but its content.

use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{
    BodyType, Domain, Envelope, Mailbox, Notify, OriginalRecipient, QueueId, Recipient, Ret, ReversePath,
    SigningIdentity,
};
use postrider_queue::{RecipientState, Status, Summary, Timeline, Timestamp};
use serde::{Deserialize, Serialize};

use super::past;
use crate::control::protocol::{body, status_name, time};
use crate::control::timeline::{Origin, Tried};

/// A message as it is written, behind the mark and the checksum.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    id: String,
    received: String,
    octets: u64,
    from: String,
    body: String,
    smtputf8: bool,
    ret: Option<String>,
    envid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signing: Option<LineSigning>,
    recipients: Vec<LineRecipient>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Origin>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    timeline: Vec<Tried>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineSigning {
    domain: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineRecipient {
    to: String,
    given: Option<String>,
    notify: Option<Vec<String>>,
    orcpt: Option<LineOrcpt>,
    status: String,
    due: Option<String>,
    attempts: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    told: bool,
    version: u32,
    changed: String,
    note: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineOrcpt {
    r#type: String,
    address: String,
}

/// What stands behind the mark in the line of a message.
pub const CHECKSUM: &str = r#""crc32c":"#;

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndLine {
    /// The mark of the export; stands first.
    pub export: String,
    /// What the export holds.
    pub end: End,
}

/// What an export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The messages in it.
    pub messages: u64,
    /// Those of the queue that could not be read, and are not in it.
    pub left_out: u64,
}

/// What a line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: QueueId,
    /// When it came.
    pub received: Timestamp,
    /// Octets of its content.
    pub octets: u64,
    /// The checksum that its line names, of what stands behind it there and of the content; none if it shall not be checked.
    pub crc: Option<u32>,
    /// What the line itself adds to that.
    pub line_crc: u32,
    /// Its envelope.
    pub envelope: Envelope,
    /// Where each recipient stands, in the order of the envelope.
    pub recipients: Vec<RecipientState>,
    /// How it came, if that is known.
    pub origin: Option<postrider_queue::Origin>,
    /// What was tried for it.
    pub timeline: Timeline,
}

impl Line {
    /// The line of a message.
    pub fn of(summary: &Summary) -> Self {
        let envelope = &summary.envelope;
        let recipients = envelope.recipients.iter().zip(&summary.recipients);
        Self {
            id: summary.id.to_string(),
            received: time(summary.received),
            octets: summary.octets,
            from: envelope.reverse_path.to_string(),
            body: body(envelope.body).to_owned(),
            smtputf8: envelope.smtputf8,
            ret: envelope.ret.map(|ret| if ret == Ret::Full { "FULL" } else { "HDRS" }.to_owned()),
            envid: envelope.envid.clone(),
            signing: envelope
                .signing
                .as_ref()
                .map(|signing| LineSigning { domain: signing.domain.to_string() }),
            recipients: recipients
                .map(|(recipient, known)| LineRecipient::of(recipient, &known.state))
                .collect(),
            origin: summary.origin.as_deref().map(Origin::from),
            timeline: summary.timeline.tried().map(|tried| Tried::of(tried, envelope)).collect(),
        }
    }

    /// The line as it is written, without its beginning.
    pub fn text(&self) -> serde_json::Result<String> {
        let object = serde_json::to_string(self)?;
        // Its first brace stands before the mark.
        Ok(object[1..].to_owned() + "\n")
    }

    /// What a line means, from behind the mark on and without the newline; or why it is nonsense.
    pub fn read(text: &[u8]) -> Result<Message, String> {
        let text = std::str::from_utf8(text).map_err(|_| "it is not UTF-8".to_owned())?;
        let behind = text.strip_prefix(CHECKSUM).and_then(|text| text.split_once(','));
        let (checksum, rest) = behind.ok_or("crc32c: it does not stand behind the mark")?;
        let crc = match checksum {
            "null" => None,
            quoted => {
                let digits = quoted.strip_prefix('"').and_then(|digits| digits.strip_suffix('"'));
                let crc = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
                Some(crc.ok_or_else(|| format!("crc32c: {quoted} is no number of base 16"))?)
            }
        };
        let line_crc = crc32c::crc32c_append(crc32c::crc32c(rest.as_bytes()), b"\n");
        let line: Self = serde_json::from_str(&format!("{{{rest}")).map_err(|error| error.to_string())?;
        let received = read_time("received", &line.received)?;
        let (mut recipients, mut states) = (Vec::new(), Vec::new());
        for recipient in line.recipients {
            let (recipient, state) = recipient.read(received)?;
            if recipients.iter().any(|known: &Recipient| known.mailbox == recipient.mailbox) {
                return Err(format!("{} is in it twice", recipient.mailbox));
            }
            recipients.push(recipient);
            states.push(state);
        }
        if !states.iter().any(|state| state.status.is_open()) {
            return Err("every recipient has its copy: there is nothing left to do".to_owned());
        }
        let timeline = past::timeline(line.timeline, &recipients)?;
        let envelope = Envelope {
            reverse_path: match line.from.as_str() {
                "<>" => ReversePath::Null,
                from => {
                    let inside = from.strip_prefix('<').and_then(|from| from.strip_suffix('>'));
                    let inside = inside.ok_or_else(|| format!("from: {from:?} is not in angle brackets"))?;
                    ReversePath::Mailbox(read_mailbox("from", inside)?)
                }
            },
            recipients,
            body: match line.body.as_str() {
                "7BIT" => BodyType::SevenBit,
                "8BITMIME" => BodyType::EightBitMime,
                other => return Err(format!("body: {other:?} is neither 7BIT nor 8BITMIME")),
            },
            smtputf8: line.smtputf8,
            ret: match line.ret.as_deref() {
                None => None,
                Some("FULL") => Some(Ret::Full),
                Some("HDRS") => Some(Ret::Headers),
                Some(other) => return Err(format!("ret: {other:?} is neither FULL nor HDRS")),
            },
            envid: line.envid.map(|envid| printable("envid", envid, char::is_ascii)).transpose()?,
            signing: line.signing.map(|signing| read_signing(&signing.domain)).transpose()?,
        };
        Ok(Message {
            id: line.id.parse().map_err(|_| format!("id: {:?} is no id", line.id))?,
            received,
            octets: line.octets,
            crc,
            line_crc,
            envelope,
            recipients: states,
            origin: line.origin.map(Origin::read).transpose()?,
            timeline,
        })
    }
}

impl LineRecipient {
    fn of(recipient: &Recipient, state: &RecipientState) -> Self {
        let names = |notify: &Notify| -> Vec<String> {
            let each = [("SUCCESS", notify.success), ("FAILURE", notify.failure), ("DELAY", notify.delay)];
            let named: Vec<String> =
                each.iter().filter(|(_, asked)| *asked).map(|(name, _)| (*name).to_owned()).collect();
            if named.is_empty() { vec!["NEVER".to_owned()] } else { named }
        };
        let due = match state.status {
            Status::Waiting { due } => Some(time(due)),
            _ => None,
        };
        Self {
            to: recipient.mailbox.to_string(),
            given: (recipient.given != recipient.mailbox).then(|| recipient.given.to_string()),
            notify: recipient.notify.as_ref().map(names),
            orcpt: recipient
                .orcpt
                .as_ref()
                .map(|orcpt| LineOrcpt { r#type: orcpt.kind.clone(), address: orcpt.address.clone() }),
            status: status_name(state.status).to_owned(),
            due,
            attempts: state.attempts,
            told: state.told,
            version: state.version,
            changed: time(state.changed),
            note: state.note.clone(),
        }
    }

    fn read(self, received: Timestamp) -> Result<(Recipient, RecipientState), String> {
        let mailbox = read_mailbox("to", &self.to)?;
        let given = self.given.map(|given| read_mailbox("given", &given)).transpose()?;
        let orcpt = |orcpt: LineOrcpt| -> Result<OriginalRecipient, String> {
            Ok(OriginalRecipient {
                kind: printable("orcpt", orcpt.r#type, char::is_ascii)?,
                address: printable("orcpt", orcpt.address, |_| true)?,
            })
        };
        let recipient = Recipient {
            given: given.unwrap_or_else(|| mailbox.clone()),
            mailbox,
            notify: self.notify.map(|names| read_notify(&names)).transpose()?,
            orcpt: self.orcpt.map(orcpt).transpose()?,
        };
        let status = match (self.status.as_str(), &self.due) {
            ("waiting", Some(due)) => Status::Waiting { due: read_time("due", due)? },
            ("waiting", None) => return Err("due: it is missing where a recipient waits".to_owned()),
            ("held", None) => Status::Held,
            ("delivered", None) => Status::Delivered,
            ("bounced", None) => Status::Bounced,
            ("failed", None) => Status::Failed,
            ("dropped", None) => Status::Dropped,
            ("held" | "delivered" | "bounced" | "failed" | "dropped", Some(_)) => {
                return Err("due: it is there where a recipient does not wait".to_owned());
            }
            (other, _) => {
                return Err(format!(
                    "status: {other:?} is not waiting, held, delivered, bounced, failed or dropped"
                ));
            }
        };
        let mut state = RecipientState {
            status,
            version: self.version,
            attempts: self.attempts,
            told: self.told,
            note: self.note,
            changed: read_time("changed", &self.changed)?,
        };
        // What has happened to a recipient counts only with a version, which whoever wrote this by hand may not know.
        let has_just_come = RecipientState {
            status: Status::Waiting { due: received },
            version: 0,
            attempts: 0,
            told: false,
            note: String::new(),
            changed: received,
        };
        if state.version == 0 && state != has_just_come {
            state.version = 1;
        }
        Ok((recipient, state))
    }
}

fn read_signing(text: &str) -> Result<SigningIdentity, String> {
    match Domain::parse(text, Charset::Ascii) {
        Ok(domain @ Domain::Name(_)) => Ok(SigningIdentity { domain }),
        _ => Err(format!("signing: {text:?} is no name of a domain in A-labels")),
    }
}

fn read_mailbox(field: &str, text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|why| format!("{field}: {text:?} is no address: {why}"))
}

pub(super) fn read_time(field: &str, text: &str) -> Result<Timestamp, String> {
    let time: jiff::Timestamp = text.parse().map_err(|_| format!("{field}: {text:?} is no time"))?;
    let millis = u64::try_from(time.as_millisecond());
    millis.map(Timestamp::from_millis).map_err(|_| format!("{field}: {text:?} is before 1970"))
}

fn read_notify(names: &[String]) -> Result<Notify, String> {
    let mut notify = Notify::default();
    let wrong = || format!("notify: {names:?} is neither NEVER alone nor some of SUCCESS, FAILURE and DELAY");
    if names.is_empty() {
        return Err(wrong());
    }
    for name in names {
        match name.as_str() {
            "NEVER" if names.len() == 1 => {}
            "SUCCESS" => notify.success = true,
            "FAILURE" => notify.failure = true,
            "DELAY" => notify.delay = true,
            _ => return Err(wrong()),
        }
    }
    Ok(notify)
}

/// One day this stands in a report: nothing in it may begin a line of its own.
fn printable(field: &str, text: String, allowed: impl Fn(&char) -> bool) -> Result<String, String> {
    if text.chars().all(|c| !c.is_control() && allowed(&c)) {
        Ok(text)
    } else {
        Err(format!("{field}: {text:?} holds characters that it must not"))
    }
}
