//! The fields of `message/delivery-status` (RFC 3464 §2.3), wherever they stand.

use postrider_proto::reply::Enhanced;

use super::date::{hours, seconds};
use super::mime::Line;
use crate::complaint::{Arrival, Complaint, Fate};
use crate::said::{self, Said};

/// What a report says of a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// Final-Recipient, or else Original-Recipient.
    pub address: Option<String>,
    /// From Action, with the hours for which it was tried.
    pub fate: Fate,
    /// The line of Action, or else of what names the recipient.
    pub at: usize,
    /// Who has the message, where nothing failed.
    pub holder: Option<String>,
    /// From Diagnostic-Code.
    pub diagnostic: Option<Complaint>,
    /// From Status and what stands in brackets behind it; none where it says nothing, as 5.0.0.
    pub status: Option<Complaint>,
}

impl Recipient {
    /// What is told of a recipient where nothing failed; none where something did.
    pub fn arrived(&self) -> Option<Complaint> {
        matches!(self.fate, Fate::Arrived(_)).then(|| Complaint {
            line: self.at,
            stage: None,
            code: None,
            enhanced: None,
            text: String::new(),
            host: self.holder.clone(),
            recipient: self.address.clone(),
            own: true,
            fate: self.fate,
        })
    }
}

/// What a report says of the message, in front of what it says of each recipient (RFC 3464 §2.2).
#[derive(Debug, Default)]
struct Message {
    /// Who reports.
    reporter: Option<String>,
    /// When it came to whoever reports, in seconds.
    came: Option<i64>,
}

/// The recipients of a report that was sent at a time, in seconds.
pub fn recipients(lines: &[Line], sent: Option<i64>) -> Vec<Recipient> {
    let mut all = Vec::new();
    let mut message = Message::default();
    let mut fields: Vec<(String, String, usize)> = Vec::new();
    for line in lines {
        let text = line.text.trim_end();
        if text.trim().is_empty() {
            all.extend(recipient(&fields, &mut message, sent));
            fields.clear();
        } else if text.starts_with([' ', '\t']) {
            if let Some((_, value, _)) = fields.last_mut().filter(|(_, value, _)| value.len() < 8192) {
                value.push(' ');
                value.push_str(text.trim());
            }
        } else if let Some((name, value)) = text.split_once(':').filter(|(name, _)| !name.contains(' ')) {
            let name = name.to_ascii_lowercase();
            // Some leave out the empty line between recipients.
            if name == "final-recipient" && fields.iter().any(|(known, _, _)| *known == name) {
                all.extend(recipient(&fields, &mut message, sent));
                fields.clear();
            }
            fields.push((name, value.trim().to_owned(), line.at));
        } else if let Some((name, value, _)) = fields.last_mut().filter(|(_, value, _)| value.len() < 8192) {
            // Some fold without the space.
            if name == "diagnostic-code" {
                value.push(' ');
                value.push_str(text.trim());
            }
        }
    }
    all.extend(recipient(&fields, &mut message, sent));
    all
}

/// Whether a line of a text is where such fields begin.
pub fn begins(line: &str) -> bool {
    let line = line.trim_start().to_ascii_lowercase();
    ["final-recipient:", "original-recipient:", "reporting-mta:"].iter().any(|name| line.starts_with(name))
}

fn recipient(
    fields: &[(String, String, usize)],
    message: &mut Message,
    sent: Option<i64>,
) -> Option<Recipient> {
    let field = |name: &str| fields.iter().find(|(known, value, _)| known == name && !value.is_empty());
    let date = |name: &str| field(name).and_then(|(_, value, _)| seconds(value));
    message.reporter =
        field("reporting-mta").map(|(_, value, _)| typed(value).1).and_then(name).or(message.reporter.take());
    message.came = date("arrival-date").or(message.came);
    let address =
        ["final-recipient", "original-recipient", "x-actual-recipient"].iter().find_map(|name| field(name));
    let address_field = address;
    let (action, status) = (field("action"), field("status"));
    let diagnostic = field("diagnostic-code");
    // The first group is about the message: it names nobody, and nothing failed there.
    if address.is_none() && status.is_none() && diagnostic.is_none() {
        return None;
    }
    let address = address.and_then(|(_, value, _)| {
        let value = typed(value).1.trim_matches(['<', '>', ' ']);
        value.contains('@').then(|| value.to_owned())
    });
    let word = action.map(|(_, value, _)| value.to_ascii_lowercase()).unwrap_or_default();
    let ended = date("last-attempt-date").or(sent);
    let fate = match word.as_str() {
        word if word.starts_with("failed") => {
            Fate::Final(message.came.zip(ended).and_then(|(came, ended)| hours(came, ended)))
        }
        word if word.starts_with("delayed") => Fate::Later,
        word if word.starts_with("delivered") => Fate::Arrived(Arrival::Delivered),
        word if word.starts_with("relayed") => Fate::Arrived(Arrival::Relayed),
        word if word.starts_with("expanded") => Fate::Arrived(Arrival::Expanded),
        _ => Fate::Unsaid,
    };
    let at = action.or(status).or(address_field).map_or(0, |(_, _, at)| *at);
    let host = field("remote-mta").map(|(_, value, _)| typed(value).1).and_then(name);
    let remote = host.clone();
    let (enhanced, comment) = status.map_or((None, ""), |(_, value, _)| split_status(value));
    let diagnostic = diagnostic.map(|(_, value, at)| {
        let (kind, text) = typed(value);
        // An exit code of a program says nothing by itself to whoever classifies texts.
        let text = if kind == "x-unix" && text.bytes().all(|b| b.is_ascii_digit()) {
            format!("mailer program exited with {text}")
        } else {
            text.to_owned()
        };
        let said = Said::of(&text);
        Complaint {
            line: *at,
            stage: said::stage(&text),
            code: said.code,
            enhanced: said.enhanced.or(enhanced),
            text: without_reply_to(&said.text),
            host: host.clone().or_else(|| said::host(&text)),
            recipient: address.clone(),
            own: false,
            fate: Fate::Unsaid,
        }
    });
    let status = status.filter(|_| enhanced.is_some() || !comment.is_empty()).map(|(_, _, at)| Complaint {
        line: *at,
        stage: None,
        code: None,
        enhanced,
        text: comment.to_owned(),
        host,
        recipient: address.clone(),
        own: false,
        fate: Fate::Unsaid,
    });
    let diagnostic = diagnostic.filter(|complaint| !complaint.text.is_empty() || complaint.code.is_some());
    // Only what was passed on is at the host that took it.
    let holder = match fate {
        Fate::Arrived(Arrival::Relayed) => remote,
        // Of an address that stands for several each has it elsewhere.
        Fate::Arrived(Arrival::Expanded) => None,
        _ => remote.or_else(|| message.reporter.clone()),
    };
    Some(Recipient { address, fate, at, holder, diagnostic, status })
}

/// `smtp; 550 x`: what kind of value it is, and the value.
fn typed(value: &str) -> (String, &str) {
    match value.split_once(';') {
        Some((kind, rest)) if kind.len() < 32 && !kind.trim().contains(' ') => {
            (kind.trim().to_ascii_lowercase(), rest.trim())
        }
        _ => (String::new(), value.trim()),
    }
}

fn name(value: &str) -> Option<String> {
    let name = value.split([' ', '(', '[']).next().unwrap_or_default().trim_end_matches('.');
    (name.contains('.') && name.bytes().any(|b| b.is_ascii_alphabetic())).then(|| name.to_owned())
}

/// `5.1.1 (no such user)`. 5.0.0 and 4.0.0 say nothing (RFC 3463 §3.1).
fn split_status(value: &str) -> (Option<Enhanced>, &str) {
    let enhanced = said::enhanced(value).filter(|enhanced| (enhanced.subject, enhanced.detail) != (0, 0));
    let comment = value.split_once('(').map_or("", |(_, inside)| inside.trim_end_matches(')'));
    (enhanced, if comment == "permanent failure" || comment == "undefined status" { "" } else { comment })
}

/// Without what the reporter has put behind: `(in reply to RCPT TO command)`.
pub fn without_reply_to(text: &str) -> String {
    text.find("(in reply to ").map_or(text, |at| &text[..at]).trim().to_owned()
}
