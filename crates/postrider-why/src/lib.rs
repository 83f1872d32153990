//! Why mail was refused: from what somebody has, a transcript, a bounce, a line of a log, to the step that was skipped or failed.
//!
//! ```text
//!   paste ─▶ dump ─▶ redact ─▶ runs of a dialect ─▶ turns ─▶ sessions ─▶ replay ─┐
//!                          └──▶ complaints ─────────────────▶ classify ───────────┴─▶ findings
//! ```
//!
//! [`why`] does all of it, and [`Report`] says it in a language. The first refusal is the diagnosis, later ones that follow from it are its echoes. A fault of the sequence is
//! told by the table that our own server obeys (`postrider_proto::server::sequence`); what is no matter of sequence, by
//! [`postrider_reference::classify`].
//!
//! Always true:
//!
//! - A paste is looked at up to [`OCTETS_MAX`] octets and [`LINES_MAX`] lines, in a time that grows with its length and no faster.
//! - Secrets are taken out before anything else looks at it; nothing that comes out of this crate, errors and `Debug` included, has seen
//!   them.
//! - No input makes it panic.
//!
//! # What this crate must not know
//!
//! A socket, a file, a clock, an executor, the queue. It has no sentence of its own: those are in the languages of `postrider-reference`.
#![forbid(unsafe_code)]

mod assemble;
mod bare;
mod beside;
mod bounce;
mod complaint;
mod conversation;
mod dialect;
mod dump;
mod effort;
mod exception;
mod facts;
mod finding;
mod log;
mod loose;
mod own;
mod paste;
mod redact;
mod remark;
mod replay;
mod report;
mod said;
mod sequence;
mod stage;
mod turns;
mod vendor;
mod verdict;
mod wide;

pub use complaint::{Arrival, Complaint, Fate, Found, Input, complaints};
pub use finding::{Answer, Finding, Logged, Needs, Proof, Reason, Speaker, Step};
pub use paste::{LINES_MAX, OCTETS_MAX, Paste};
pub use redact::REDACTED;
pub use report::{Report, Told};

use conversation::Session;
use dialect::Dialect;

/// What a paste says about why mail was refused.
#[must_use]
pub fn why(octets: &[u8]) -> Answer {
    let paste = Paste::read(octets);
    let lines: Vec<&str> = paste.lines().iter().map(String::as_str).collect();
    if let Some(finding) = bare::read(&lines) {
        return Answer { findings: vec![finding], left: 0, cut: paste.was_cut(), needs: None };
    }
    let found = complaints(&lines);
    let sessions = sessions(&lines, &found);
    let mut findings = Vec::new();
    // A line that a conversation explains is not explained again.
    let mut told = vec![false; lines.len()];
    let mut spoken = vec![false; lines.len()];
    // Nor is what a program remarked, where the conversation went on behind it.
    let mut passed = vec![false; lines.len()];
    // Where those end in which something was refused.
    let mut ends = Vec::new();
    for session in &sessions {
        let verdicts = replay::replay(session);
        for line in session.passed_over() {
            passed[line] = true;
        }
        if !verdicts.is_empty() {
            // What stands in front of it has happened before.
            let said = session.spoken();
            let begins = if said.is_empty() { session.lines.start } else { said.start };
            told[begins.min(session.lines.end)..session.lines.end].fill(true);
            spoken[said].fill(true);
            ends.push(session.lines.end);
        }
        findings.extend(verdicts.iter().map(|verdict| assemble::of_verdict(verdict, session, &paste)));
    }
    let shown: Vec<Finding> = findings.clone();
    for found in &found {
        let is_quoted = matches!(found.input, Input::Exception | Input::Reply);
        // What a program says around a conversation is about that; a log or a bounce that stands beside it may not be.
        let explained = if is_quoted { &told } else { &spoken };
        let again = |complaint: &Complaint| {
            // The refusal that the conversation has shown is the same once more.
            let is_shown =
                shown.iter().any(|finding| beside::is_same(finding, complaint, found.input, &lines));
            let at = |lines: &[bool]| lines.get(complaint.line).is_some_and(|line| *line);
            let is_passed = found.input == Input::Exception && complaint.code.is_none() && at(&passed);
            // A connection that breaks behind a refusal breaks for that.
            let is_end = is_quoted
                && complaint.code.is_none()
                && ends.iter().any(|end| *end <= complaint.line)
                && complaint.diagnosis().situation.is_some_and(|situation| situation.id == "connection-lost");
            at(explained) || is_shown || is_passed || is_end
        };
        findings.extend(assemble::of_found(found, again, &paste));
    }
    if findings.is_empty() && sessions.is_empty() {
        let loose = loose::read(&lines);
        let loose = loose.or_else(|| exception::summary(&lines));
        findings.extend(loose.iter().flat_map(|found| assemble::of_found(found, |_| false, &paste)));
    }
    findings.sort_by_key(|finding| finding.proof.line);
    let needs = match (findings.is_empty(), sessions.is_empty()) {
        (true, true) => Some(Needs::Anything),
        (true, false) => Some(Needs::Refusal),
        (false, _) => {
            findings.iter().all(|finding| finding.reason == Reason::Unknown).then_some(Needs::Context)
        }
    };
    let left = found.iter().map(|found| found.left).sum();
    Answer { findings, left, cut: paste.was_cut(), needs }
}

/// The conversations of a paste. What stands in a bounce is told by the bounce; a single reply with a mark is a conversation where
/// nothing else explains it.
fn sessions(lines: &[&str], found: &[Found]) -> Vec<Session> {
    let mut in_bounce = vec![false; lines.len()];
    let mut explained = vec![false; lines.len()];
    for found in found {
        for line in found.lines.clone().filter(|line| *line < lines.len()) {
            explained[line] = true;
            in_bounce[line] |= found.input == Input::Bounce;
        }
    }
    let runs: Vec<dialect::Run> =
        dialect::runs(lines).into_iter().flat_map(|run| beside::parted(run, lines, &explained)).collect();
    let all = runs.iter().flat_map(|run| conversation::sessions(run.dialect, &turns::turns(run, lines)));
    all.filter(|session| {
        let quoted = matches!(session.dialect, Dialect::Sendmail | Dialect::Bare);
        if quoted && session.lines.clone().any(|line| in_bounce[line]) {
            return false;
        }
        session.is_conversation()
            || session.has_reply()
                && session.dialect != Dialect::Bare
                && !session.lines.clone().any(|line| explained[line])
    })
    .collect()
}
