//! Some findings in full.

use postrider_why::{Needs, Speaker, why};

#[test]
fn a_fault_of_the_sequence_is_told_in_full() {
    let text = "S: 220 mx.example ESMTP Postfix\nC: EHLO a\nS: 250-mx.example\nS: 250 PIPELINING\nC: MAIL FROM:<a@b.example>\nC: RCPT TO:<c@mx.example>\n\
                C: DATA\nS: 250 2.1.0 Ok\nS: 554 5.7.1 <c@mx.example>: Relay access denied\nS: 554 5.5.1 Error: no valid recipients\nC: QUIT\nS: 221 2.0.0 Bye";
    insta::assert_debug_snapshot!(why(text.as_bytes()).findings);
    let text = "220 mx.example ESMTP\nEHLO a\n250-mx.example\n250 STARTTLS\nSTARTTLS\n220 go\nMAIL FROM:<a@b.example>\n503 5.5.1 EHLO first";
    insta::assert_debug_snapshot!(why(text.as_bytes()).findings);
}

#[test]
fn a_middlebox_is_the_one_who_spoke() {
    let text = "S: 220 **************************************\nC: EHLO a\nS: 250-mx.example\nS: 250 XXXXXXXA\nC: STARTTLS\nS: 500 5.5.1 Command unrecognized";
    let answer = why(text.as_bytes());
    assert_eq!(answer.findings[0].speaker, Speaker::Middlebox);
    assert_eq!(answer.findings[0].situation, Some("tls-unavailable"));
}

#[test]
fn what_would_be_needed_is_said() {
    for (text, needs) in [
        ("", Some(Needs::Anything)),
        ("Dear list, my mail does not work.", Some(Needs::Anything)),
        ("S: 220 mx\nC: QUIT\nS: 221 bye", Some(Needs::Refusal)),
        ("S: 220 mx\nC: EHLO a\nS: 250 mx\nC: MAIL FROM:<a@b>\nS: 559 fnord", Some(Needs::Context)),
        ("S: 220 mx\nC: MAIL FROM:<a@b>\nS: 503 5.5.1 EHLO first", None),
    ] {
        assert_eq!(why(text.as_bytes()).needs, needs, "{text}");
    }
}

#[test]
fn two_transcripts_in_one_paste_are_told_apart() {
    let text = "first with swaks:\n<-  220 mx.example ESMTP\n -> MAIL FROM:<a@b.example>\n<** 503 5.5.1 EHLO first\n -> QUIT\n<-  221 bye\n\nthen with curl:\n\
                < 220 mx.example ESMTP\n> EHLO a\n< 250 mx.example\n> MAIL FROM:<a@b.example>\n< 250 ok\n> RCPT TO:<c@mx.example>\n< 550 5.1.1 user unknown\n> QUIT\n< 221 bye";
    let answer = why(text.as_bytes());
    let told: Vec<_> = answer.findings.iter().map(|finding| (finding.input, finding.situation)).collect();
    assert_eq!(told, [("swaks", Some("ehlo-missing")), ("curl", Some("user-unknown"))]);
}

#[test]
fn a_log_beside_a_conversation_is_told_on_its_own() {
    let talk =
        "220 mx.example ESMTP\nMAIL FROM:<a@b.example>\n503 5.5.1 send HELO/EHLO first\nQUIT\n221 bye\n";
    let log = |to: &str, said: &str| {
        format!(
            "Nov 30 09:05:11 mail postfix/smtp[1841]: 4C3A60A5B5: to=<{to}>, relay=mx.example[192.0.2.26]:25, dsn=5.2.2, status=bounced (host mx.example[192.0.2.26] said: {said} (in reply to RCPT TO command))\n"
        )
    };
    let told = |text: String| -> Vec<(&str, Option<u16>)> {
        why(text.as_bytes()).findings.iter().map(|finding| (finding.input, finding.code)).collect()
    };
    let full = log("c@mx.example", "552 5.2.2 Mailbox full");
    assert_eq!(
        told(format!("{talk}\nand the log:\n\n{full}")),
        [("telnet", Some(503)), ("postfix-log", Some(552))]
    );
    assert_eq!(
        told(format!("{full}\nand by hand:\n\n{talk}")),
        [("postfix-log", Some(552)), ("telnet", Some(503))]
    );
    // The same refusal once more is none of its own.
    let same = log("c@mx.example", "503 5.5.1 send HELO/EHLO first");
    assert_eq!(told(format!("{talk}\n{same}")), [("telnet", Some(503))]);
}

#[test]
fn what_is_made_good_is_not_told() {
    let text = "S: 220 mx.example\nC: EHLO a\nS: 502 5.5.1 no EHLO here\nC: HELO a\nS: 250 mx\nC: MAIL FROM:<a@b.example>\nS: 250 ok\nC: RCPT TO:<c@d.example>\n\
                S: 250 ok\nC: DATA\nS: 354 go\nC: .\nS: 250 queued";
    assert_eq!(why(text.as_bytes()).findings, []);
}
