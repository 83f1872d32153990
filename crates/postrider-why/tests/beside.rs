//! What stands beside a conversation or a bounce is told on its own; what belongs to it is not told again.

use postrider_why::why;

const SWAKS: &str = "=== Trying 192.0.2.25:25...\n=== Connected to 192.0.2.25.\n<-  220 mx.example ESMTP Postfix\n -> EHLO a\n<-  250 mx.example\n\
    \x20-> MAIL FROM:<a@b.example>\n<-  250 2.1.0 Ok\n -> RCPT TO:<joe@mx.example>\n<** 550 5.1.1 <joe@mx.example>: User unknown\n -> QUIT\n<-  221 2.0.0 Bye\n=== Connection closed with remote host.\n";
const GMAIL: &str = "Delivered-To: me@example.com\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: me@example.com\n\
    Subject: Delivery Status Notification (Failure)\n\n** Address not found **\n\nYour message wasn't delivered to ann@company.example because the address couldn't be found.\n\n\
    The response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist.\n";
const REFUSED: &str = "ConnectionRefusedError: [Errno 111] Connection refused";
const TRACE: &str = "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\n    smtplib.SMTP('mx.example')\nConnectionRefusedError: [Errno 111] Connection refused";
const POSTFIX: &str = "This is the mail system at host mail.example.com.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n\
    <joe@example.net>: host mx.example.net[198.51.100.7] said: 552 5.2.2 <joe@example.net>:\n    Recipient address rejected: Mailbox quota exceeded (in reply to RCPT TO\n    command)\n";

/// What is found, and how much is said to follow from it.
fn told(parts: &[&str]) -> Vec<(&'static str, Option<u16>, usize)> {
    let answer = why(parts.join("\n").as_bytes());
    answer.findings.iter().map(|finding| (finding.input, finding.code, finding.echoes.len())).collect()
}

#[test]
fn a_bounce_behind_a_conversation_is_told() {
    assert_eq!(told(&[SWAKS, GMAIL]), [("swaks", Some(550), 0), ("bounce", Some(550), 0)]);
    // Of the same recipient it is the same refusal.
    let same = GMAIL.replace("ann@company.example", "joe@mx.example");
    assert_eq!(told(&[SWAKS, &same]), [("swaks", Some(550), 0)]);
}

#[test]
fn a_reply_behind_a_conversation_is_told() {
    let reply = "554 5.7.1 <z@far.example>: Relay access denied";
    assert_eq!(told(&[SWAKS, reply]), [("swaks", Some(550), 0), ("reply", Some(554), 0)]);
    let other = "550 5.1.1 <z@far.example>: User unknown";
    assert_eq!(told(&[SWAKS, other]), [("swaks", Some(550), 0), ("reply", Some(550), 0)]);
    for same in [
        "550 5.1.1 <joe@mx.example>: User unknown",
        "550 User unknown",
        "smtplib.SMTPRecipientsRefused: {'joe@mx.example': (550, b'5.1.1 <joe@mx.example>: User unknown')}",
        "smtplib.SMTPServerDisconnected: Connection unexpectedly closed",
    ] {
        assert_eq!(told(&[SWAKS, same]), [("swaks", Some(550), 0)], "{same}");
    }
}

#[test]
fn an_error_in_front_of_a_conversation_is_told() {
    for error in [REFUSED, TRACE] {
        let expected = [("exception", None, 0), ("swaks", Some(550), 0)];
        assert_eq!(told(&[error, "", SWAKS]), expected, "{error}");
    }
    let smtplib = "send: 'ehlo a\\r\\n'\nreply: b'250 mx.example\\r\\n'\nsend: 'rcpt TO:<x@mx.example>\\r\\n'\nreply: b'550 5.1.1 User unknown\\r\\n'\n";
    assert_eq!(told(&[TRACE, smtplib]), [("exception", None, 0), ("smtplib", Some(550), 0)]);
    let same = "smtplib.SMTPRecipientsRefused: {'x@mx.example': (550, b'5.1.1 User unknown')}";
    assert_eq!(told(&[same, "", smtplib]), [("smtplib", Some(550), 0)]);
}

#[test]
fn an_error_and_a_reply_behind_a_bounce_are_told() {
    let bounce = ("bounce", Some(552), 0);
    let reply = "554 5.7.1 <z@far.example>: Relay access denied";
    assert_eq!(
        told(&[POSTFIX, REFUSED, "", reply]),
        [bounce, ("exception", None, 0), ("reply", Some(554), 0)]
    );
    assert_eq!(
        told(&[POSTFIX, "552 5.2.2 <joe@example.net>: Recipient address rejected: Mailbox quota exceeded"]),
        [bounce]
    );
}

#[test]
fn an_error_is_told_once() {
    for (text, situation) in [
        (
            "Error: getaddrinfo ENOTFOUND smtp.example.invalid\n    at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:109:26) {\n  errno: -3008,\n  code: 'EDNS',\n  syscall: 'getaddrinfo',\n  hostname: 'smtp.example.invalid',\n  command: 'CONN'\n}",
            "dns-name",
        ),
        (
            "Error: Greeting never received\n    at SMTPConnection._formatError (/app/index.js:798:19)\n    at listOnTimeout (node:internal/timers:581:17) {\n  code: 'ETIMEDOUT',\n  command: 'CONN'\n}",
            "greeting",
        ),
        (
            "org.springframework.mail.MailSendException: Mail server connection failed; nested exception is javax.mail.MessagingException: Could not connect to SMTP host: mx.example, port: 25;\n  nested exception is:\n\tjava.net.ConnectException: Connection refused (Connection refused)\nCaused by: java.net.ConnectException: Connection refused",
            "port-blocked",
        ),
        (
            "Error: connect ECONNREFUSED 127.0.0.1:25\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16) {\n  errno: -111,\n  code: 'ESOCKET',\n  syscall: 'connect',\n}\nConnection refused",
            "port-blocked",
        ),
        (
            "Error: 140735:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl3_record.c:332:\n  library: 'SSL routines',\n  reason: 'wrong version number',\n  code: 'ESOCKET'\nwrong version number",
            "wrong-tls-mode",
        ),
    ] {
        let findings = why(text.as_bytes()).findings;
        assert_eq!(findings.len(), 1, "{situation}: {findings:?}");
        if situation != "greeting" {
            assert_eq!(findings[0].situation, Some(situation));
        }
    }
    // Two errors are two.
    assert_eq!(
        told(&["connect to a.example: Connection refused", "", "connect to b.example: Connection timed out"])
            .len(),
        2
    );
    assert_eq!(
        told(&["Error: connect ECONNREFUSED 192.0.2.1:25", "", "Error: connect ECONNREFUSED 192.0.2.2:25"])
            .len(),
        2
    );
}

#[test]
fn each_recipient_of_an_exception_is_told() {
    let findings = |text: &str| why(text.as_bytes()).findings;
    let two = findings(
        "smtplib.SMTPRecipientsRefused: {'a@mx.example': (550, b'5.1.1 <a@mx.example>: User unknown'), 'b@far.example': (554, b'5.7.1 <b@far.example>: Relay access denied')}",
    );
    let told: Vec<_> = two.iter().map(|finding| (finding.recipient.as_deref(), finding.code)).collect();
    assert_eq!(told, [(Some("a@mx.example"), Some(550)), (Some("b@far.example"), Some(554))]);
    // Printed once more by the frame above, it is the same.
    let one = "smtplib.SMTPRecipientsRefused: {'a@mx.example': (550, b'5.1.1 User unknown')}";
    assert_eq!(findings(&format!("{one}\n{one}")).len(), 1);
}
