//! What only follows from a refusal is named with it, and what does not is told on its own.

use postrider_why::{Finding, why};

const HELLO: &str =
    "S: 220 mx.example ESMTP\nC: EHLO a\nS: 250-mx.example\nS: 250-AUTH LOGIN PLAIN\nS: 250 SIZE 1000\n";
const MAIL: &str = "C: MAIL FROM:<a@b.example>\nS: 250 ok\n";

fn findings(text: &str) -> Vec<Finding> {
    why(text.as_bytes()).findings
}

/// The codes of what is told, and of what follows from each.
fn told(text: &str) -> Vec<(u16, usize)> {
    findings(text).iter().map(|finding| (finding.code.unwrap_or(0), finding.echoes.len())).collect()
}

fn said(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(command, reply)| format!("C: {command}\nS: {reply}\n")).collect()
}

#[test]
fn a_login_that_is_tried_anew_has_its_own_verdict() {
    let wrong = "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: ?\nS: 501 5.5.2 That is no base64\n";
    let right = "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YQ==\nS: 334 UGFzc3dvcmQ6\nC: YQ==\nS: 535 5.7.8 User name or password is wrong\n";
    assert_eq!(told(&[HELLO, wrong, right].concat()), [(501, 0), (535, 0)]);
    // Clients try the next mechanism with the same name and password.
    assert_eq!(told(&[HELLO, right, right].concat()), [(535, 1)]);
}

#[test]
fn what_is_said_of_a_command_itself_follows_from_nothing() {
    let recipient = said(&[("RCPT TO:<x y>", "501 5.1.3 The recipient is no valid address")]);
    for (command, reply) in [
        ("AUTH FOO", "502 5.5.1 AUTH is not offered here"),
        ("FNORD", "500 5.5.1 That is no command"),
        ("EXPN all", "502 5.5.1 EXPN is not offered here"),
    ] {
        let text = [HELLO, MAIL, &recipient, &said(&[(command, reply)])].concat();
        let code = reply[..3].parse().expect("a code");
        assert_eq!(told(&text), [(501, 0), (code, 0)], "{command}");
    }
    let sender = said(&[
        ("MAIL FROM:<x y>", "501 5.1.7 The sender is no valid address"),
        ("MAIL FROM:<a@b.example> FOO=1", "555 5.5.4 That parameter is not offered"),
    ]);
    assert_eq!(told(&[HELLO, &sender].concat()), [(501, 0), (555, 0)]);
}

#[test]
fn a_step_behind_the_one_that_failed_follows_from_it() {
    for (pairs, expected) in [
        (
            &[
                ("MAIL FROM:<a@b.example>", "550 5.7.1 Sender address rejected"),
                ("RCPT TO:<c@d.example>", "503 5.5.1 Need MAIL first"),
                ("DATA", "503 5.5.1 Need RCPT first"),
            ][..],
            &[(550, 2)][..],
        ),
        (
            &[
                ("MAIL FROM:<a@b.example>", "250 ok"),
                ("RCPT TO:<c@d.example>", "550 5.1.1 User unknown"),
                ("DATA", "554 5.5.1 No valid recipients"),
            ],
            &[(550, 1)],
        ),
        (
            &[
                ("AUTH PLAIN AGEAYQ==", "535 5.7.8 Authentication failed"),
                ("MAIL FROM:<a@b.example>", "530 5.7.0 Authentication required"),
                ("RCPT TO:<c@d.example>", "503 5.5.1 Need MAIL first"),
            ],
            &[(535, 2)],
        ),
        (
            &[
                ("AUTH PLAIN AGEAYQ==", "535 5.7.8 Authentication failed"),
                ("MAIL FROM:<a@b.example>", "250 ok"),
                ("RCPT TO:<c@d.example>", "554 5.7.1 <c@d.example>: Relay access denied"),
                ("RCPT TO:<e@d.example>", "550 5.1.1 User unknown"),
            ],
            &[(535, 1), (550, 0)],
        ),
    ] {
        assert_eq!(told(&[HELLO, &said(pairs)].concat()), expected, "{pairs:?}");
    }
}

#[test]
fn recipients_that_are_refused_for_different_reasons_are_told_each() {
    let full = ("RCPT TO:<full@mx.example>", "552 5.2.2 Mailbox full");
    let gone = ("RCPT TO:<gone@mx.example>", "550 5.1.1 User unknown");
    let lost = ("RCPT TO:<lost@mx.example>", "550 5.1.1 User unknown");
    let data = ("DATA", "554 5.5.1 No valid recipients");
    let text = [HELLO, MAIL, &said(&[full, gone, lost, data])].concat();
    let told: Vec<_> =
        findings(&text).into_iter().map(|finding| (finding.recipient, finding.echoes)).collect();
    let name = |name: &str| Some(format!("{name}@mx.example"));
    assert_eq!(told, [(name("full"), vec![]), (name("gone"), vec![12, 14])]);
    // One is taken, and what is refused of the content has nothing to do with the other.
    let text = [
        HELLO,
        MAIL,
        &said(&[gone, ("RCPT TO:<bob@mx.example>", "250 ok"), ("DATA", "354 go")]),
        "C: .\nS: 554 5.7.1 Message rejected as spam\n",
    ]
    .concat();
    assert_eq!(self::told(&text), [(550, 0), (554, 0)]);
}

/// With 530 a server says what it means.
#[test]
fn a_login_that_is_asked_for_with_530_is_no_case_of_503() {
    let begins = "=== Trying 127.0.0.1:587...\n=== Connected to 127.0.0.1.\n<-  220 mx.example ESMTP\n -> EHLO a\n<-  250-mx.example\n<-  250 AUTH PLAIN\n -> MAIL FROM:<a@b.example>\n";
    let rule =
        |reply: &str| findings(&format!("{begins}<** {reply}\n -> QUIT\n<-  221 bye\n"))[0].rule.clone();
    assert_eq!(rule("530 5.7.0 MAIL needs AUTH first [auth-required]"), "own-auth-required");
    assert_eq!(rule("530 5.7.0 Authentication required"), "replay-auth-required");
    assert_eq!(rule("503 5.5.1 Error: authenticate first"), "cause-login-missing");
}
