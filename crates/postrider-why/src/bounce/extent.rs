//! Where a bounce begins and ends, in a paste that may hold several, and other things beside them.
//!
//! ```text
//!   From x Thu Jan  1 00:00:00 1970    a line of a mailbox file        begins a message
//!   From: Mail Delivery Subsystem      the header of a bounce          begins a message
//!   Hi. This is the qmail-send ...     words with which a program      begins a bounce, where one stands before it
//!                                      opens a bounce
//!   --b--                              the end of its last part        ends a message
//!   Nov 30 10:00:00 mx postfix/...     a line of a log                 ends a bounce
//! ```
//!
//! Within the parts of a message only its end counts.

use std::collections::HashMap;
use std::ops::Range;

use super::mime::{self, Line};
use super::{report, returned, sign, text};
use crate::complaint::Complaint;

/// A stretch of a paste that is a message, or no more than text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    /// Its lines.
    pub lines: Range<usize>,
    /// Whether it begins with no more than words: they open another bounce only where what stands before is one.
    pub by_words: bool,
    /// Whether it has ended as its own header says.
    pub sealed: bool,
}

/// Nobody pastes more messages.
const MESSAGES_MAX: usize = 1000;

/// The stretches of a paste.
pub fn extents(lines: &[Line]) -> Vec<Extent> {
    let mut ends: HashMap<&str, Vec<usize>> = HashMap::new();
    for line in lines.iter().filter(|line| line.text.starts_with("--")) {
        ends.entry(line.text.trim_end()).or_default().push(line.at);
    }
    let mut found = Vec::new();
    let mut open = Extent { lines: 0..0, by_words: false, sealed: false };
    let mut before: Option<&Line> = None;
    let mut in_paragraph = false;
    // The end of the parts of the message that is open.
    let mut end: Option<usize> = None;
    let close = |found: &mut Vec<Extent>, open: &mut Extent, at: usize, next: usize, by_words: bool| {
        open.lines.end = at;
        if !open.lines.is_empty() {
            found.push(open.clone());
        }
        *open = Extent { lines: next..next, by_words, sealed: false };
    };
    for (at, line) in lines.iter().enumerate() {
        let blank = line.text.trim().is_empty();
        let begins = !in_paragraph && !blank;
        in_paragraph = !blank;
        if found.len() >= MESSAGES_MAX || end.is_some_and(|end| at < end) {
            continue;
        }
        if end.take().is_some() {
            open.sealed = true;
            close(&mut found, &mut open, at + 1, at + 1, false);
            (before, in_paragraph) = (None, false);
            continue;
        }
        if crate::log::is_line(&line.text) {
            close(&mut found, &mut open, at, at + 1, false);
            (before, in_paragraph) = (None, false);
            continue;
        }
        let is_from = begins && line.text.starts_with("From ") && line.text.matches(':').count() >= 2;
        let fields = if begins { mime::header(&lines[at..]).0 } else { Vec::new() };
        // Behind words that announce it, it is the message that came back. That is looked at last, and once for a line: it may be long, and many blank
        // ones behind it.
        let returns = |before: &Line| {
            crate::effort::spend(before.text.len());
            returned::returns(&before.text)
        };
        if is_from && before.is_some()
            || is_mail(&fields) && sign::in_header(&fields) && before.is_some_and(|before| !returns(before))
        {
            close(&mut found, &mut open, at, at, false);
            before = None;
        } else if before.is_some() && sign::opens(&line.text) {
            close(&mut found, &mut open, at, at, true);
        }
        if before.is_none() && begins {
            let boundary = mime::boundary(&fields);
            let places = boundary.and_then(|boundary| ends.get(format!("--{boundary}--").as_str()));
            end = places.and_then(|places| places.get(places.partition_point(|place| *place <= at))).copied();
        }
        if !blank {
            before = Some(line);
        }
    }
    close(&mut found, &mut open, lines.len(), lines.len(), false);
    found
}

/// Whether fields are the header of a mail, and not that of a part of one.
fn is_mail(header: &[mime::Field]) -> bool {
    let known = ["from", "to", "subject", "date", "return-path", "received", "delivered-to"];
    header.iter().filter(|(name, _, _)| known.contains(&name.as_str())).count() >= 2
}

/// The lines of a message that its complaints explain. Beyond them may stand what has nothing to do with it, if nothing says where it ends.
pub fn explained(lines: &[Line], header: &[mime::Field], complaints: &[Complaint]) -> Option<Range<usize>> {
    let filled = |line: &Line| !line.text.trim_matches(['>', ' ', '\t']).is_empty();
    let first = lines.iter().find(|line| filled(line))?.at;
    let last = lines.last()?.at + 1;
    let is_coded = header.iter().any(|(name, value, _)| match (name.as_str(), value.to_ascii_lowercase()) {
        // The parts of a message whose end is not there are lines as any others.
        ("content-type", value) => !value.starts_with("text/plain") && !value.starts_with("multipart/"),
        ("content-transfer-encoding", value) => {
            value.starts_with("base64") || value.starts_with("quoted-printable")
        }
        _ => false,
    });
    let returns =
        lines.iter().skip_while(|line| !filled(line)).skip(1).any(|line| returned::returns(&line.text));
    if is_coded || returns {
        return Some(first..last);
    }
    let is_told = |line: &Line| {
        complaints.iter().any(|complaint| complaint.line == line.at)
            || sign::in_line(&line.text)
            || report::begins(&line.text)
            || text::is_talk(&line.text)
    };
    let from = lines.iter().position(is_told)?;
    let to = lines.iter().rposition(is_told)?;
    let from = lines[..from].iter().rposition(|line| !filled(line)).map_or(0, |blank| blank + 1);
    let to = lines[to..].iter().position(|line| !filled(line)).map_or(lines.len(), |blank| to + blank);
    let start = if header.is_empty() { lines[from].at } else { first };
    Some(start..lines[to - 1].at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_over_many_blank_ones_is_looked_at_once() {
        let header = ["From: mailer-daemon@mx.example", "Subject: failure notice", ""];
        let texts = ["x".repeat(1 << 16)].into_iter().chain(vec![String::new(); 1000]);
        let texts = texts.chain(header.map(str::to_owned));
        let lines: Vec<Line> = texts.enumerate().map(|(at, text)| Line { at, text }).collect();
        let (found, effort) = crate::effort::of(|| extents(&lines));
        assert_eq!(
            found.iter().map(|extent| extent.lines.clone()).collect::<Vec<_>>(),
            [0..1001, 1001..1004]
        );
        assert!(effort <= 1 << 18, "{effort}");
    }
}
