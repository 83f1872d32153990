//! Bounces: the report for programs (RFC 3464) where there is one, and what is written for people.
//!
//! ```text
//!   message ─▶ parts ─┬─▶ report   Final-Recipient, Status, Diagnostic-Code    ─┐
//!                     └─▶ text     entries, pieces of a conversation, cues     ─┴─▶ for each recipient the one that says most
//! ```
//!
//! Diagnostic-Code goes before Status; 5.0.0 and 4.0.0 say nothing. Where the report says nothing, the text does.

mod cue;
mod date;
mod extent;
mod mime;
mod notified;
mod report;
mod returned;
mod sign;
mod text;
mod told;
mod word;

pub use text::reason;

use std::cell::OnceCell;

use postrider_reference::{Class, Sure};

use crate::complaint::{Complaint, Fate, Found, Input};
use mime::{Kind, Line, Part};
use notified::notified;
use told::Told;

/// Nobody reads of more recipients.
const RECIPIENTS_MAX: usize = 256;

/// So often the words that open a bounce may follow on what turns out to be none.
const PREAMBLES_MAX: usize = 16;

/// The bounces in a paste.
pub fn read(lines: &[&str]) -> Vec<Found> {
    let lines: Vec<Line> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| Line { at, text: line.trim_end_matches('\r').to_owned() })
        .collect();
    let extents = extent::extents(&lines);
    let mut all = Vec::new();
    let mut preambles = 0;
    // What stands before the words of a program, and is no bounce by itself: its header, or what somebody says of it.
    let mut preamble: Option<usize> = None;
    for (place, extent) in extents.iter().enumerate() {
        let start = preamble.take().unwrap_or(extent.lines.start);
        let found = message(&lines[start..extent.lines.end], extent.sealed);
        let goes_on = extents.get(place + 1).is_some_and(|next| next.by_words);
        if goes_on && preambles < PREAMBLES_MAX && !found.as_ref().is_some_and(says_something) {
            preambles += 1;
            preamble = Some(start);
            continue;
        }
        // Somebody speaks of a bounce, and then shows it with its header.
        let shows = extents.get(place + 1).is_some_and(|next| next.lines.start == extent.lines.end);
        let is_remark = shows && !lines[start..extent.lines.end].iter().any(|line| is_written(&line.text));
        all.extend(found.filter(|found| !is_remark || says_something(found)));
    }
    all
}

/// Whether a line is one that a program has written: it opens a bounce, or belongs to a header or a report.
fn is_written(line: &str) -> bool {
    let names = ["from:", "subject:", "date:", "received:"];
    let low = line.trim_start().to_ascii_lowercase();
    sign::opens(line) || report::begins(line) || names.iter().any(|name| low.starts_with(name))
}

/// Whether any reason stands in a bounce.
fn says_something(found: &Found) -> bool {
    found.complaints.iter().any(|complaint| complaint.code.is_some() || weight(complaint).0 > 0)
}

fn message(lines: &[Line], sealed: bool) -> Option<Found> {
    let (header, _) = mime::header(lines);
    if !is_bounce(&header, lines) {
        return None;
    }
    let mut complaints = of_message(lines, 0);
    // The subject may be all that says why: `Returned mail: Host unknown`.
    let subject = || sign::reason(&header);
    if complaints.iter().all(|complaint| weight(complaint).0 == 0)
        && let Some(told) = subject().filter(|told| weight(told).0 > 0)
    {
        let recipient =
            complaints.first().and_then(|complaint| complaint.recipient.clone()).or(told.recipient);
        complaints = vec![Complaint { recipient, ..told }];
    }
    let first = lines.iter().find(|line| !line.text.trim().is_empty())?.at;
    let explained = if sealed {
        first..lines.last()?.at + 1
    } else {
        extent::explained(lines, &header, &complaints).unwrap_or(first..lines.last()?.at + 1)
    };
    (!complaints.is_empty()).then_some(Found { lines: explained, input: Input::Bounce, complaints, left: 0 })
}

/// A message within a message is looked into once: some forward a bounce.
fn of_message(lines: &[Line], depth: usize) -> Vec<Complaint> {
    let parts = mime::parts(lines);
    if parts.iter().any(|part| part.kind == Kind::Feedback) {
        return Vec::new();
    }
    let header = mime::header(lines).0;
    let date = header.iter().find(|(name, _, _)| name == "date");
    let complaints = of_parts(&parts, date.and_then(|(_, value, _)| date::seconds(value)));
    // What people write around a bounce that they attach is no reason.
    let is_forwarded = !sign::in_header(&header);
    if depth > 0 || (!is_forwarded && complaints.iter().any(|complaint| weight(complaint).0 > 0)) {
        return complaints;
    }
    let within: Vec<Complaint> =
        attached(&parts).flat_map(|part| of_message(&part.lines, depth + 1)).collect();
    if within.is_empty() { complaints } else { within }
}

/// The bounces among the parts of a message.
fn attached(parts: &[Part]) -> impl Iterator<Item = &Part> {
    parts.iter().filter(|part| part.kind == Kind::Message && is_bounce(&mime::header(&part.lines).0, &[]))
}

/// The report was sent at a time, in seconds.
fn of_parts(parts: &[Part], sent: Option<i64>) -> Vec<Complaint> {
    let is_filled = |part: &Part| part.lines.iter().any(|line| !line.text.trim().is_empty());
    let has_plain = parts.iter().any(|part| part.kind == Kind::Text && is_filled(part));
    let shown =
        parts.iter().filter(|part| part.kind == Kind::Text || (part.kind == Kind::Html && !has_plain));
    let mut text: Vec<Line> = Vec::new();
    for part in shown.take(3) {
        text.extend(returned::report_of(&part.lines));
        text.push(Line { at: text.last().map_or(0, |line| line.at), text: String::new() });
    }
    let statuses = parts.iter().filter(|part| part.kind == Kind::Status);
    let mut recipients: Vec<report::Recipient> =
        statuses.flat_map(|part| report::recipients(&part.lines, sent)).collect();
    // Some have the fields in the text.
    let inline = text.iter().position(|line| report::begins(&line.text));
    if let Some(place) = inline.filter(|_| recipients.is_empty()) {
        recipients = report::recipients(&text.split_off(place), sent);
    }
    if recipients.is_empty() {
        recipients = notified(&text);
    }
    recipients.truncate(RECIPIENTS_MAX);
    let told = Told { told: text::read(&text), text: &text, anywhere: OnceCell::new() };
    if recipients.is_empty() { told.without_report() } else { told.with(&recipients) }
}

/// How much a complaint says: whether anything is known of it, whether it is more than that time ran out, and how sure that is.
fn weight(complaint: &Complaint) -> (u8, Sure) {
    let diagnosis = complaint.diagnosis();
    let known = match diagnosis.class {
        // A report that says that nothing failed has said all.
        _ if matches!(complaint.fate, Fate::Arrived(_)) => 2,
        Class::Unknown => 0,
        // The class says that the reason stands elsewhere.
        Class::Expired => 1,
        _ if diagnosis.sure == Sure::Guess => 1,
        _ => 2,
    };
    (known, diagnosis.sure)
}

/// Whether it is a bounce at all: by its header, its fields, or the words of a program.
fn is_bounce(header: &[mime::Field], lines: &[Line]) -> bool {
    // Of a bounce that is attached in base64 no line shows anything.
    let holds_one = || mime::boundary(header).is_some() && attached(&mime::parts(lines)).next().is_some();
    sign::in_header(header)
        || holds_one()
        || lines.iter().any(|line| report::begins(&line.text) || sign::in_line(&line.text))
}
