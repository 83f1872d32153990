//! Bounces: the report for programs (RFC 3464) where there is one, and what is written for people.
//!
//! ```text
//!   message ─▶ parts ─┬─▶ report   Final-Recipient, Status, Diagnostic-Code    ─┐
//!                     └─▶ text     entries, pieces of a conversation, cues     ─┴─▶ for each recipient the one that says most
//! ```
//!
//! Diagnostic-Code goes before Status; 5.0.0 and 4.0.0 say nothing. Where the report says nothing, the text does.

mod cue;
mod extent;
mod mime;
mod report;
mod returned;
mod sign;
mod text;
mod word;

pub use text::reason;

use std::cell::OnceCell;

use postrider_reference::{Class, Sure};

use crate::complaint::{Complaint, Found, Input};
use mime::{Kind, Line, Part};

/// Nobody reads of more recipients.
const RECIPIENTS_MAX: usize = 256;
/// So much is compared for each.
const CANDIDATES_MAX: usize = 16;

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
    let complaints = of_parts(&parts);
    // What people write around a bounce that they attach is no reason.
    let is_forwarded = !sign::in_header(&mime::header(lines).0);
    if depth > 0 || (!is_forwarded && complaints.iter().any(|complaint| weight(complaint).0 > 0)) {
        return complaints;
    }
    let within: Vec<Complaint> =
        attached(&parts).flat_map(|part| of_message(&part.lines, depth + 1)).collect();
    if within.is_empty() { complaints } else { within }
}

/// The bounces among the parts of a message.
fn attached(parts: &[Part]) -> impl Iterator<Item = &Part> {
    parts
        .iter()
        .filter(|part| part.kind == Kind::Message && is_bounce(&mime::header(&part.lines).0, &[]))
}

fn of_parts(parts: &[Part]) -> Vec<Complaint> {
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
        statuses.flat_map(|part| report::recipients(&part.lines)).collect();
    // Some have the fields in the text.
    let inline = text.iter().position(|line| report::begins(&line.text));
    if let Some(place) = inline.filter(|_| recipients.is_empty()) {
        recipients = report::recipients(&text.split_off(place));
    }
    if recipients.is_empty() {
        recipients = notified(&text);
    }
    recipients.truncate(RECIPIENTS_MAX);
    let told = Told { told: text::read(&text), text: &text, anywhere: OnceCell::new() };
    if recipients.is_empty() { told.without_report() } else { told.with(&recipients) }
}

/// What the text says, and what any line of it says where nothing else does.
struct Told<'a> {
    told: text::Told,
    text: &'a [Line],
    anywhere: OnceCell<Option<Complaint>>,
}

impl Told<'_> {
    fn without_report(&self) -> Vec<Complaint> {
        let entries = &self.told.entries;
        let mut complaints: Vec<Complaint> = Vec::new();
        for entry in entries {
            let known = complaints.iter_mut().find(|known| known.recipient == entry.recipient);
            // An address may stand there twice: once for people, and once for those who administrate.
            if known.as_ref().is_some_and(|known| known.code >= entry.code && weight(known) >= weight(entry))
            {
                continue;
            }
            let own = if entry.code.is_some() {
                vec![entry.clone()]
            } else {
                self.said_of(entry.recipient.as_deref(), entries.len())
            };
            match (known, self.best(own)) {
                (Some(known), Some(best)) => {
                    if best.code > known.code || weight(&best) > weight(known) {
                        *known = Complaint { recipient: entry.recipient.clone(), ..best };
                    }
                }
                (None, Some(best)) => {
                    complaints.push(Complaint { recipient: entry.recipient.clone(), ..best });
                }
                (_, None) => {}
            }
        }
        // Addresses of which nothing is said are not what the report is about, as long as of others something is.
        if complaints.iter().any(|complaint| weight(complaint).0 > 0) {
            complaints.retain(|complaint| weight(complaint).0 > 0 || complaint.code.is_some());
        }
        if complaints.is_empty() {
            let best = self.best(self.told.replies.clone()).or_else(|| self.first());
            let named = || self.text.iter().find_map(|line| text::named(&line.text)).map(str::to_owned);
            complaints.extend(
                best.map(|best| Complaint { recipient: best.recipient.clone().or_else(named), ..best }),
            );
        }
        complaints
    }

    fn with(&self, recipients: &[report::Recipient]) -> Vec<Complaint> {
        let failed: Vec<&report::Recipient> =
            recipients.iter().filter(|recipient| recipient.failed).collect();
        let complaints = failed.iter().filter_map(|recipient| {
            let mut candidates: Vec<Complaint> = recipient.diagnostic.iter().cloned().collect();
            let elsewhere = self.said_of(recipient.address.as_deref(), failed.len());
            let stage = elsewhere.iter().find_map(|complaint| complaint.stage);
            // The report does not say what the reply was to; the text may.
            for diagnostic in &mut candidates {
                let same = elsewhere.iter().filter(|complaint| complaint.code == diagnostic.code);
                diagnostic.stage =
                    diagnostic.stage.or_else(|| same.filter_map(|complaint| complaint.stage).next());
            }
            candidates.extend(elsewhere);
            candidates.extend(recipient.status.iter().cloned());
            let enhanced = recipient.status.as_ref().and_then(|status| status.enhanced);
            let best = self.best(candidates).or_else(|| self.first())?;
            Some(Complaint {
                stage: best.stage.or(stage),
                enhanced: best.enhanced.or(enhanced),
                recipient: recipient.address.clone().or(best.recipient),
                ..best
            })
        });
        complaints.collect()
    }

    /// What the text says of a recipient; where there is only one, also what names nobody.
    fn said_of(&self, recipient: Option<&str>, recipients: usize) -> Vec<Complaint> {
        let all = || self.told.entries.iter().chain(&self.told.replies);
        let same = |complaint: &&Complaint| match (&complaint.recipient, recipient) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (None, _) | (_, None) => recipients == 1,
        };
        let found: Vec<Complaint> = all().filter(same).take(CANDIDATES_MAX).cloned().collect();
        let is_empty = found.iter().all(|complaint| complaint.text.is_empty() && complaint.code.is_none());
        if is_empty && recipients == 1 { all().take(CANDIDATES_MAX).cloned().collect() } else { found }
    }

    /// The complaint that says most; of two that say as much the first. Where none says anything, any line of the text may.
    fn best(&self, candidates: Vec<Complaint>) -> Option<Complaint> {
        let mut best: Option<(u8, Complaint)> = None;
        for complaint in candidates.into_iter().take(CANDIDATES_MAX) {
            let (known, _) = weight(&complaint);
            let empty = complaint.code.is_none() && complaint.text.is_empty() && complaint.enhanced.is_none();
            if !empty && best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, complaint));
            }
        }
        let best = match best {
            Some((known, complaint)) if known > 0 => Some(complaint),
            best => {
                let anywhere = self.anywhere.get_or_init(|| anywhere(self.text)).clone();
                anywhere.or(best.map(|(_, complaint)| complaint))
            }
        };
        best.map(|complaint| self.proven(complaint))
    }

    /// The first paragraph: of a bounce that nobody understands, what there is to show.
    fn first(&self) -> Option<Complaint> {
        let mut filled =
            self.text.split(|line| line.text.trim().is_empty()).filter(|lines| !lines.is_empty());
        let paragraph = filled.next()?;
        let joined: Vec<&str> = paragraph.iter().map(|line| line.text.trim()).take(40).collect();
        Some(text::reason(&joined.join(" "), paragraph[0].at))
    }

    /// The same, with the line that says it by itself, if one does.
    fn proven(&self, complaint: Complaint) -> Complaint {
        let rule = complaint.diagnosis().rule;
        let Some(start) = self.text.iter().position(|line| line.at == complaint.line) else {
            return complaint;
        };
        let lines = self.text[start..].iter().take(40).take_while(|line| !line.text.trim().is_empty());
        let alone = lines.map(|line| (line.at, text::reason(&line.text, line.at)));
        let alone = alone.filter(|(_, alone)| alone.diagnosis().rule == rule).map(|(at, _)| at).next();
        Complaint { line: alone.unwrap_or(complaint.line), ..complaint }
    }
}

/// How much a complaint says: whether anything is known of it, whether it is more than that time ran out, and how sure that is.
fn weight(complaint: &Complaint) -> (u8, Sure) {
    let diagnosis = complaint.diagnosis();
    let known = match diagnosis.class {
        Class::Unknown => 0,
        // The class says that the reason stands elsewhere.
        Class::Expired => 1,
        _ if diagnosis.sure == Sure::Guess => 1,
        _ => 2,
    };
    (known, diagnosis.sure)
}

/// The paragraph that says most; codes alone say nothing here.
fn anywhere(text: &[Line]) -> Option<Complaint> {
    let mut best: Option<((u8, Sure), Complaint)> = None;
    for paragraph in text.split(|line| line.text.trim().is_empty()).filter(|lines| !lines.is_empty()).take(64)
    {
        let joined: Vec<&str> = paragraph.iter().map(|line| line.text.trim()).take(40).collect();
        let complaint = text::reason(&joined.join(" "), paragraph[0].at);
        let weight = weight(&complaint);
        if weight.0 > 0 && best.as_ref().is_none_or(|(most, _)| weight > *most) {
            best = Some((weight, complaint));
        }
    }
    best.map(|(_, complaint)| complaint)
}

/// The notifications of Amazon SES, which are JSON, within a string of JSON or not.
fn notified(text: &[Line]) -> Vec<report::Recipient> {
    let mut all = Vec::new();
    for line in text.iter().filter(|line| line.text.contains("diagnosticCode")) {
        let plain: String = line.text.chars().filter(|c| *c != '\\').collect();
        let value = |from: &str, name: &str| {
            let (_, rest) = from.split_once(&format!("\"{name}\""))?;
            let (_, rest) = rest.split_once('"')?;
            rest.split_once('"').map(|(value, _)| value.to_owned())
        };
        for part in plain.split("{\"emailAddress\"").skip(1).take(64) {
            let part = format!("\"emailAddress\"{}", part.split('}').next().unwrap_or_default());
            let fields = [
                ("Final-Recipient", "emailAddress"),
                ("Status", "status"),
                ("Action", "action"),
                ("Diagnostic-Code", "diagnosticCode"),
            ];
            let lines = fields.iter().filter_map(|(field, name)| {
                value(&part, name).map(|value| Line { at: line.at, text: format!("{field}: {value}") })
            });
            all.extend(report::recipients(&lines.collect::<Vec<_>>()));
        }
    }
    all
}

/// Whether it is a bounce at all: by its header, its fields, or the words of a program.
fn is_bounce(header: &[mime::Field], lines: &[Line]) -> bool {
    // Of a bounce that is attached in base64 no line shows anything.
    let holds_one = || mime::boundary(header).is_some() && attached(&mime::parts(lines)).next().is_some();
    sign::in_header(header)
        || holds_one()
        || lines.iter().any(|line| report::begins(&line.text) || sign::in_line(&line.text))
}
