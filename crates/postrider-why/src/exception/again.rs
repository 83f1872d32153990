//! What an error says that was said above it.

use crate::complaint::{Complaint, Found};

/// Whether a fault is told already: in the same words, or as a property of the error above it, or as what has caused that.
pub fn is_again(last: &Found, complaint: &Complaint, lines: &[&str]) -> bool {
    let same = |known: &Complaint| {
        let other = known.recipient.is_some()
            && complaint.recipient.is_some()
            && known.recipient != complaint.recipient;
        (known.code, &known.text) == (complaint.code, &complaint.text) && !other
    };
    if last.complaints.iter().any(same) {
        return true;
    }
    let Some(known) = last.complaints.last().filter(|_| complaint.code.is_none()) else { return false };
    let between = || &lines[(known.line + 1).min(complaint.line)..complaint.line];
    if between().len() > BETWEEN_MAX {
        return false;
    }
    let joined = between().iter().all(|line| !line.trim().is_empty());
    // The lines of an object that its program prints below the words of the error.
    if joined && is_property(lines[complaint.line]) {
        return true;
    }
    let caused = between().iter().any(|line| CAUSED.iter().any(|words| line.contains(words)));
    let situation = |complaint: &Complaint| complaint.diagnosis().situation.map(|known| known.id.as_str());
    known.code.is_none()
        && (joined || caused)
        && situation(known).is_some()
        && situation(known) == situation(complaint)
}

/// The frames of a stack between an error and its cause are no more.
const BETWEEN_MAX: usize = 60;

/// What stands between an error and the one that has caused it.
const CAUSED: [&str; 4] = [
    "During handling of the above exception",
    "was the direct cause of the following exception",
    "Caused by:",
    "nested exception is",
];

/// Whether a line is a property of an error as Node prints it: `code: 'ENOTFOUND',`.
fn is_property(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['{', ' ', '\'', '"']);
    ["code", "errno", "syscall", "hostname", "command", "reason", "library"].iter().any(|name| {
        line.strip_prefix(name)
            .is_some_and(|rest| rest.trim_start_matches(['\'', '"']).starts_with(':') && line.len() <= 200)
    })
}
