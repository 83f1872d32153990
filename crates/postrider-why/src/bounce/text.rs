//! What a bounce says to people, in the shapes that programs have given it.
//!
//! ```text
//!   <a@example.org>: host mx said: 550 ...       Postfix, qmail, OpenSMTPD, Yahoo, Courier: an address, then what became of it
//!     a@example.org                              Exim, Gmail, Exchange: the address stands alone, the reason behind it
//!       host mx [192.0.2.1]: 550 ...
//!   >>> RCPT TO:<a@example.org>                  Sendmail, Courier: a piece of the conversation
//!   <<< 550 5.1.1 No such user
//!   The response from the remote server was:     cues: what stands behind them is the reason
//! ```

use postrider_reference::Stage;

use super::cue::behind_cues;
use super::mime::Line;
use super::report::without_reply_to;
use crate::complaint::{Complaint, Fate};
use crate::said::{self, Said};

/// No reason is longer than so many octets.
pub const REASON_MAX: usize = 4096;

/// What was found in a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What is said of an address.
    pub entries: Vec<Complaint>,
    /// Replies in a piece of the conversation, and behind a cue.
    pub replies: Vec<Complaint>,
}

/// Reads a text for people, up to the message that came back.
pub fn read(lines: &[Line]) -> Told {
    let mut told = Told { entries: entries(lines), replies: conversation(lines) };
    told.replies.extend(behind_cues(lines));
    told
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// An address that a line is about, and what it says of it.
fn about(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start().trim_start_matches(['*', '\u{2022}', '-']).trim_start();
    let text = [
        "Recipient: ",
        "Recipient address: ",
        "Recipient Address: ",
        "To: ",
        "Could not be delivered to: ",
        "undeliverable to ",
        "User: ",
        "Address: ",
        "Email: ",
        "Failed recipient: ",
        "Error-for: ",
        "Original address: ",
        "Unable to deliver message to: ",
        "Unable to deliver message to ",
        "Delivery failed for: ",
        ">>> ",
    ]
    .iter()
    .find_map(|word| text.strip_prefix(word))
    .map_or(text, str::trim_start);
    // GMX has it in quotes.
    let quoted = text.strip_prefix('"').and_then(said::address);
    let quoted = quoted.and_then(|(address, rest)| Some((address, rest.strip_prefix('"')?)));
    let (address, rest) = match quoted.or_else(|| said::address(text)) {
        Some(found) => found,
        // `Bob (bob@example.org)`, as Exchange writes it.
        None => {
            let (_, inside) = text.split_once(" (").filter(|(name, _)| name.len() < 64)?;
            let (address, rest) = said::address(inside)?;
            (address, rest.strip_prefix(')')?)
        }
    };
    let goes_on = rest.trim_start();
    let is_entry = goes_on.is_empty()
        || goes_on.starts_with([':', '(', '[', ','])
        || ["on ", "was ", "Invalid ", "Error", "<", "failed", "- "]
            .iter()
            .any(|word| goes_on.starts_with(word));
    // `<a@example.org>... User unknown` is a reply, not a report.
    (is_entry && !rest.starts_with("..."))
        .then(|| (address, goes_on.trim_start_matches([':', ',']).trim_start()))
}

/// The address in a sentence: `Your message couldn't be delivered to a@example.org because ...`.
pub fn named(line: &str) -> Option<&str> {
    ["delivered to ", "delivering your mail to ", "your message to ", "message to "].iter().find_map(
        |words| {
            let (_, rest) = line.split_once(words)?;
            said::address(rest.trim_start_matches(['"', '*'])).map(|(address, _)| address)
        },
    )
}

fn entries(lines: &[Line]) -> Vec<Complaint> {
    let mut found: Vec<Entry> = Vec::new();
    let mut open: Option<Entry> = None;
    for line in lines {
        let text = line.text.as_str();
        let blank = text.trim().is_empty();
        let deeper = open.as_ref().is_some_and(|entry| indent(text) > entry.indent && !entry.text.is_empty());
        if let Some((address, rest)) = (!blank && !deeper).then(|| about(text)).flatten() {
            found.extend(open.take());
            let text = if rest.starts_with("<mailto:") { "" } else { rest };
            open = Some(Entry {
                address: address.to_owned(),
                indent: indent(&line.text),
                at: line.at,
                text: text.to_owned(),
                ended: false,
            });
            continue;
        }
        let Some(entry) = &mut open else { continue };
        // Rules, and the pieces that are read otherwise.
        let is_rule = text.trim().len() > 4
            && text.trim().starts_with(['-', '=', '*'])
            && text.trim().ends_with(['-', '=', '*']);
        if blank {
            entry.ended = !entry.text.is_empty();
        } else if is_rule
            || text.trim_start().starts_with(">>>")
            || text.trim_start().starts_with("<<<")
            || text.starts_with("...")
        {
            entry.ended = true;
        }
        if !blank && !entry.ended && entry.text.len() < REASON_MAX {
            if entry.text.is_empty() {
                entry.at = line.at;
            } else {
                entry.text.push(' ');
            }
            entry.text.push_str(text.trim());
        }
    }
    found.extend(open);
    found.into_iter().take(256).map(Entry::complaint).collect()
}

struct Entry {
    address: String,
    indent: usize,
    at: usize,
    text: String,
    ended: bool,
}

impl Entry {
    fn complaint(self) -> Complaint {
        Complaint { recipient: Some(self.address), ..reason(&self.text, self.at) }
    }
}

/// A reason as a report tells it, with the reply in it.
pub fn reason(text: &str, at: usize) -> Complaint {
    let text = without_remarks(said::beginning(text));
    let said = Said::of(text.trim_end_matches(')'));
    Complaint {
        line: at,
        stage: said::stage(&text),
        code: said.code,
        enhanced: said.enhanced,
        text: without_reply_to(&said.text),
        host: said::host(&text),
        recipient: None,
        own: false,
        fate: Fate::Unsaid,
    }
}

/// Without `(expanded from <...>)` and its like, and without the word in front of a reason.
fn without_remarks(text: &str) -> String {
    let mut text = text.trim();
    while let Some(rest) = text.strip_prefix('(') {
        let remark = ["expanded from", "ultimately generated from", "generated from", "generated by"]
            .iter()
            .any(|word| rest.starts_with(word));
        match rest.split_once(')') {
            Some((_, behind)) if remark => text = behind.trim_start_matches([':', ' ']),
            _ => break,
        }
    }
    // What qmail has decided behind the reply.
    let ends =
        ["I'm not going to try again", "Giving up on "].iter().filter_map(|words| text.find(words)).min();
    let text = ends.filter(|end| said::reply_in(&text[..*end]).is_some()).map_or(text, |end| &text[..end]);
    let text = text.strip_prefix("(reason: ").unwrap_or(text);
    let text = text.strip_prefix("reason: ").unwrap_or(text);
    text.to_owned()
}

/// `>>> RCPT TO:<a>` and `<<< 550 x`, and what Sendmail writes below: `550 5.1.1 <a>... User unknown`.
fn conversation(lines: &[Line]) -> Vec<Complaint> {
    let mut found: Vec<Complaint> = Vec::new();
    let (mut stage, mut recipient, mut host): (Option<Stage>, Option<String>, Option<String>) =
        (None, None, None);
    let (mut transcript, mut heard) = (false, false);
    for line in lines {
        let text = line.text.trim();
        if text.contains("while talking to ") {
            (transcript, heard, host) = (true, false, said::host(text));
        } else if text.contains("Transcript of session follows") {
            transcript = true;
        } else if let Some(command) = text.strip_prefix(">>>").or_else(|| text.strip_prefix("In:")) {
            transcript = true;
            stage = said::stage_of_command(command);
            if stage == Some(Stage::Rcpt) {
                recipient = said::bracketed_address(command).map(str::to_owned);
            }
        } else {
            let reply = text.strip_prefix("<<<").or_else(|| text.strip_prefix("Out:"));
            // What Sendmail itself says below a reply is its own summary of it.
            if reply.is_some() {
                heard = true;
            } else if heard && said::leading(text).is_some() {
                continue;
            }
            let text = reply.unwrap_or(text).trim();
            let Some((code, rest)) = said::leading(text).filter(|_| reply.is_some() || transcript) else {
                // Lines that go on, and those of Sendmail without a code: `Deferred: Connection refused`.
                if let Some(last) = found.last_mut().filter(|last| {
                    transcript
                        && !text.is_empty()
                        && last.text.len() < REASON_MAX
                        && reply.is_none()
                        && line.text.starts_with([' ', '\t'])
                }) {
                    last.text.push(' ');
                    last.text.push_str(text);
                } else if transcript && is_failure(text) {
                    found.push(Complaint { host: host.clone(), ..reason(text, line.at) });
                }
                continue;
            };
            // `550-5.1.1 a`, `550 5.1.1 b` are one reply.
            let goes_on = found.last().is_some_and(|last| {
                last.code == Some(code) && line.at == last.line + 1 + last.text.matches('\n').count()
            });
            if let Some(last) = found.last_mut().filter(|last| goes_on && last.text.len() < REASON_MAX) {
                last.text.push('\n');
                last.text.push_str(rest);
                continue;
            }
            let said = Said::of(text);
            // What is refused at MAIL is about the sender, and for every recipient.
            let about =
                said::bracketed_address(rest).map(str::to_owned).filter(|_| stage != Some(Stage::Mail));
            let about = about.or_else(|| recipient.clone().filter(|_| stage == Some(Stage::Rcpt)));
            found.push(Complaint {
                line: line.at,
                stage: if reply.is_some() { stage } else { said::stage(text) },
                code: said.code,
                enhanced: said.enhanced,
                text: said.text,
                host: host.clone(),
                recipient: about,
                own: false,
                fate: Fate::Unsaid,
            });
        }
        if found.len() > 256 {
            break;
        }
    }
    for complaint in &mut found {
        complaint.text = complaint.text.replace('\n', " ");
    }
    found
}

/// Whether a line is of a piece of a conversation, as reports quote it.
pub fn is_talk(line: &str) -> bool {
    let line = line.trim_start();
    [">>> ", "<<< ", "In:  ", "Out: "].iter().any(|mark| line.starts_with(mark))
}

fn is_failure(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [
        "deferred: ",
        "deferred...",
        "reply: read error",
        "connection refused",
        "connection timed out",
        "connection reset",
        "name server:",
        "... deferred",
        "service unavailable",
        "cannot send message",
        "message could not be delivered for",
    ]
    .iter()
    .any(|word| text.contains(word))
}
