//! Words that announce a reason.

use super::mime::Line;
use super::text::{REASON_MAX, reason};
use crate::complaint::Complaint;

/// What stands behind words that announce a reason.
pub fn behind_cues(lines: &[Line]) -> Vec<Complaint> {
    const CUES: &[&str] = &[
        "the response from the remote server was:",
        "the response was:",
        "the error that the other server returned was:",
        "technical details of permanent failure:",
        "technical details of temporary failure:",
        "technical details:",
        "the reason for the problem:",
        "for the following reason:",
        "error message below:",
        "failure reasons",
        "-server message",
        "the following error:",
        "remote server returned",
        "remote host said:",
        "delivery failed due to this error:",
        "reason:",
        "because:",
        "message generated response:",
        "non-delivered information",
        "the following error was",
        "error:",
        "could not be delivered because",
        "error was:",
        "error message was:",
        "error message:",
        "error-text:",
        "error description:",
        "failed with:",
        "failure reason:",
        "reason was:",
        "reason given",
        "server said:",
        "server says:",
        "server responded:",
        "server replied:",
        "responded with:",
        "responded as follows:",
        "host said:",
        "smtp error from remote server after",
        "mail server error:",
        "returned the following",
        "diagnostic was",
        "explanation:",
        "details:",
        "fehlermeldung:",
        "grund:",
        "ursache:",
        "motivo:",
        "causa:",
        "raison :",
        "raison:",
        "cause :",
        "cause:",
        "powód:",
        "причина:",
        "原因：",
        "原因:",
        "理由：",
        "理由:",
    ];
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let low = line.text.to_ascii_lowercase();
        let Some((cue, at)) = CUES.iter().find_map(|cue| low.find(cue).map(|at| (cue, at))) else { continue };
        let mut text =
            line.text.get(at + cue.len()..).unwrap_or_default().trim_matches([' ', '-', '\'']).to_owned();
        let mut proof = line.at;
        for next in &lines[place + 1..] {
            let part = next.text.trim();
            if text.len() > REASON_MAX
                || (part.is_empty() && !text.is_empty())
                || (!text.is_empty() && part.starts_with("---"))
            {
                break;
            }
            // A rule below a heading.
            if part.is_empty() || part.bytes().all(|b| matches!(b, b'-' | b'=' | b'*' | b' ')) {
                continue;
            }
            if text.is_empty() {
                proof = next.at;
            } else {
                text.push(' ');
            }
            text.push_str(part);
        }
        if !text.is_empty() {
            // Google's answer to a mail of somebody else stands in a sentence of Google's.
            let inner = text
                .to_ascii_lowercase()
                .find("server returned was:")
                .map(|at| at + "server returned was:".len());
            let inner = inner.and_then(|at| text.get(at..)).unwrap_or(&text);
            found.push(reason(inner, proof));
        }
        if found.len() > 64 {
            break;
        }
    }
    found
}
