//! Lines of the logs of mail servers, one reader for each program.
//!
//! A reader says of a line whether it is its program's, and what it complains of. Lines of one program in a row, with others among them that
//! complain of nothing, are one find.

mod amavis;
mod dovecot;
mod exchange;
mod exim;
mod haraka;
mod msmtp;
mod opensmtpd;
mod own;
mod postfix;
mod rspamd;
mod sendmail;

pub use own::string;

use crate::complaint::{Complaint, Found, Input};

/// A line as a reader sees it: what it complains of, if anything; nothing at all if it is of another program.
type Reader = fn(&str) -> Option<Option<Complaint>>;

/// More specific forms first.
const READERS: &[(Input, Reader)] = &[
    (Input::OwnLog, own::line),
    (Input::AmavisLog, amavis::line),
    (Input::RspamdLog, rspamd::line),
    (Input::PostfixLog, postfix::line),
    (Input::OpenSmtpdLog, opensmtpd::line),
    (Input::SendmailLog, sendmail::line),
    (Input::EximLog, exim::line),
    (Input::HarakaLog, haraka::line),
    (Input::MsmtpLog, msmtp::line),
    (Input::ExchangeLog, exchange::line),
    (Input::DovecotLog, dovecot::line),
];

/// No line of a log has more to say, in octets.
const LINE_MAX: usize = 16 * 1024;

/// So many of one log are told; of more no more than their number.
const COMPLAINTS_MAX: usize = 1000;

/// Whether a line is one of a log by itself: it has a time in front, and a reader knows its program.
pub fn is_line(line: &str) -> bool {
    line.len() <= LINE_MAX
        && begins_with_time(line)
        && READERS.iter().any(|(_, reader)| reader(line).is_some())
}

/// `Nov 30 10:00:00`, `2026-11-30 10:00:00`, `2026-11-30T10:00:00`, or the brace of our own log.
fn begins_with_time(line: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let digits = |range: std::ops::Range<usize>| {
        line.as_bytes().get(range).is_some_and(|text| text.iter().all(|b| b.is_ascii_digit() || *b == b' '))
    };
    let is_colon = |at: usize| line.as_bytes().get(at) == Some(&b':');
    let is_syslog = MONTHS.iter().any(|month| line.starts_with(month)) && digits(3..9) && is_colon(9);
    let is_iso = digits(0..4) && line.as_bytes().get(4) == Some(&b'-') && digits(11..13) && is_colon(13);
    is_syslog || is_iso || line.starts_with('{')
}

/// The lines of logs in a paste.
pub fn read(lines: &[&str]) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.trim().is_empty() || line.len() > LINE_MAX {
            continue;
        }
        let read =
            READERS.iter().find_map(|(input, reader)| reader(line).map(|complaint| (*input, complaint)));
        let Some((input, complaint)) = read else { continue };
        let complaint = complaint.map(|complaint| Complaint { line: at, ..complaint });
        match all.last_mut().filter(|last| last.input == input) {
            Some(last) => {
                last.lines.end = at + 1;
                let is_full = last.complaints.len() >= COMPLAINTS_MAX;
                last.left += usize::from(is_full && complaint.is_some());
                last.complaints.extend(complaint.filter(|_| !is_full));
            }
            None => {
                let complaints = complaint.into_iter().collect();
                all.push(Found { lines: at..at + 1, input, complaints, left: 0 });
            }
        }
    }
    for found in &mut all {
        once(&mut found.complaints);
    }
    all.retain(|found| !found.complaints.is_empty());
    all
}

/// Leaves out what a program remarks, where it says the same of a delivery in one of the next lines: `connect to mx[192.0.2.1]:25: Connection timed out`,
/// and then `status=deferred (connect to ...)`.
fn once(complaints: &mut Vec<Complaint>) {
    /// So many complaints behind it are compared.
    const BEHIND_MAX: usize = 8;
    let mut again = vec![false; complaints.len()];
    for (at, again) in again.iter_mut().enumerate() {
        let is_remark = |complaint: &Complaint| {
            complaint.recipient.is_none() && complaint.code.is_none() && !complaint.own
        };
        let remark = &complaints[at];
        *again = is_remark(remark)
            && complaints[at + 1..]
                .iter()
                .take(BEHIND_MAX)
                .any(|complaint| complaint.recipient.is_some() && complaint.text.contains(&remark.text));
    }
    let mut again = again.into_iter();
    complaints.retain(|_| !again.next().unwrap_or_default());
}

/// The value behind a name: `dsn=5.1.1,` or `to=<a@example.org>,`, up to one of these characters.
fn value<'a>(line: &'a str, name: &str, ends: &[char]) -> Option<&'a str> {
    let (at, _) = line
        .match_indices(name)
        .find(|(at, _)| *at == 0 || line[..*at].ends_with([' ', ',', '(', '\t', ';', '{']))?;
    let rest = &line[at + name.len()..];
    Some(match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default(),
        None => rest.split(ends).next().unwrap_or_default(),
    })
}

/// The address in a value, `<a@example.org>`.
fn recipient(line: &str) -> Option<String> {
    let value = value(line, "to=", &[',', ' '])?;
    crate::said::address(value).map(|(address, _)| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remarked_and_then_said_of_a_delivery_is_told_once() {
        let found = read(&[
            "Mar 01 10:00:00 mx postfix/smtp[1]: connect to mx.example.org[192.0.2.1]:25: Connection timed out",
            "Mar 01 10:00:00 mx postfix/smtp[1]: 4C3: to=<b@example.org>, relay=none, dsn=4.4.1, status=deferred (connect to mx.example.org[192.0.2.1]:25: Connection timed out)",
            "Mar 01 10:00:00 mx postfix/smtp[1]: connect to mx.example.net[192.0.2.1]:25: Connection refused",
        ]);
        let told: Vec<usize> = found[0].complaints.iter().map(|complaint| complaint.line).collect();
        assert_eq!(told, [1, 2]);
    }

    #[test]
    fn programs_in_one_paste_are_told_apart() {
        let paste = [
            "Jan  1 00:00:00 mx postfix/qmgr[1]: ABC: from=<a@example.org>, size=1, nrcpt=1 (queue active)",
            "Jan  1 00:00:00 mx postfix/smtp[1]: ABC: to=<b@example.net>, relay=mx.example.net[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 <b@example.net>: No such user (in reply to RCPT TO command))",
            "",
            "and here is the other one:",
            "2023-03-24 10:02:24 1pfdJV-004eVE-9X == bob@example.net R=dnslookup T=remote_smtp defer (113): No route to host",
        ];
        let found = read(&paste);
        let told: Vec<_> =
            found.iter().map(|found| (found.input, found.lines.clone(), found.complaints[0].line)).collect();
        assert_eq!(told, [(Input::PostfixLog, 0..2, 1), (Input::EximLog, 4..5, 4)]);
    }
}
