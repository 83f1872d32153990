//! The network trace of .NET Framework is a conversation written in digits.

use postrider_reference::code::Acts;
use postrider_why::{Paste, why};

/// As `System.Net.Sockets` writes it, with `traceOutputOptions="ProcessId, DateTime"`; names, hosts and secrets were made up. The server wants a login on a
/// domain of others.
const TRACE: &str = include_str!("traces/system-net.txt");

#[test]
fn the_refusal_in_a_trace_is_told_with_its_line() {
    let answer = why(TRACE.as_bytes());
    let told: Vec<_> = answer.findings.iter().map(|finding| (finding.situation, finding.input)).collect();
    assert_eq!(told, [(Some("bad-credentials"), "system-net")], "{:#?}", answer.findings);
    let first = &answer.findings[0];
    assert_eq!(first.proof.text, "S: 535 5.7.8 Error: authentication failed");
    // The line in which the octets of the reply begin.
    let line = TRACE.lines().nth(first.proof.line).expect("it is there");
    assert!(line.contains("535 5.7.8"), "{line}");
    assert_eq!(first.acts, Acts::Person);
}

#[test]
fn no_secret_of_a_trace_is_left_in_digits_or_out_of_them() {
    let paste = Paste::read(TRACE.as_bytes());
    let text = paste.lines().join("\n");
    // `hunter2!secret`, in base64 and as its digits begin.
    for secret in ["aHVudGVyMiFzZWNyZXQ", "61 48 56 75", "YWxpY2VAY2xpZW50LmV4YW1wbGU", "hunter2"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }
    assert!(text.contains("C: AUTH login [redacted]"), "{text}");
    assert_eq!(paste.lines().len(), TRACE.lines().count());
}
