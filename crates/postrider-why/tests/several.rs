//! Several things in one paste: each is told, and each once.

use postrider_reference::locale::english;
use postrider_why::{Report, why};

const POSTFIX: &str = "This is the mail system at host mail.example.com.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<joe@example.net>: host mx.example.net[198.51.100.7] said: 552 5.2.2 <joe@example.net>:
    Recipient address rejected: Mailbox quota exceeded (in reply to RCPT TO
    command)

<ann@nodomain.invalid>: Host or domain name not found. Name service error for
    name=nodomain.invalid type=A: Host not found
";

const QMAIL: &str = "Hi. This is the qmail-send program at mail.example.com.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<joe@example.net>:
198.51.100.7 does not like recipient.
Remote host said: 550 sorry, no mailbox here by that name. (#5.1.1)
Giving up on 198.51.100.7.
";

const GMAIL: &str = "Delivered-To: me@example.com
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: me@example.com
Subject: Delivery Status Notification (Failure)
Content-Type: multipart/report; boundary=\"000\"; report-type=delivery-status

--000
Content-Type: text/plain; charset=\"UTF-8\"

** Address not found **

The response from the remote server was:
550 5.4.1 Recipient address rejected: Access denied.

--000
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com

Final-Recipient: rfc822; joe@company.example
Action: failed
Status: 5.4.1
Diagnostic-Code: smtp; 550 5.4.1 Recipient address rejected: Access denied.

--000
Content-Type: message/rfc822

From: me@example.com
Subject: hi

Nov 30 10:00:00 mail postfix/smtp[1]: A: to=<x@within.example>, relay=none, dsn=4.4.1, status=deferred (connect to within.example[203.0.113.9]:25: Connection timed out)
--000--
";

const EXIM: &str = "This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  joe@example.net
    host mx.example.net [198.51.100.7]
    SMTP error from remote mail server after RCPT TO:<joe@example.net>:
    550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.spamhaus.org
";

fn log(to: &str, said: &str) -> String {
    format!(
        "Nov 30 10:00:00 mail postfix/smtp[1234]: 4C3A60A5B: to=<{to}>, relay=mx.example[192.0.2.26]:25, delay=1, dsn=4.7.0, status=deferred (host mx.example[192.0.2.26] said: {said} (in reply to MAIL FROM command))\n"
    )
}

fn told(text: &str) -> Vec<(&'static str, Option<u16>)> {
    why(text.as_bytes()).findings.iter().map(|finding| (finding.input, finding.code)).collect()
}

#[test]
fn a_log_and_a_bounce_are_both_told() {
    let log = log("a@other.example", "421 4.7.0 Messages from 192.0.2.1 temporarily deferred");
    let (bounce, logged) = ([("bounce", Some(552)), ("bounce", None)], ("postfix-log", Some(421)));
    assert_eq!(told(&format!("{POSTFIX}{log}")), [bounce[0], bounce[1], logged]);
    assert_eq!(told(&format!("{log}{POSTFIX}")), [logged, bounce[0], bounce[1]]);
    assert_eq!(
        told(&format!("{POSTFIX}{log}{QMAIL}")),
        [bounce[0], bounce[1], logged, ("bounce", Some(550))]
    );
}

#[test]
fn a_bounce_begins_where_a_program_opens_one() {
    let expected = [("bounce", Some(552)), ("bounce", None), ("bounce", Some(550))];
    assert_eq!(told(&format!("{POSTFIX}{QMAIL}")), expected);
    assert_eq!(told(&format!("{POSTFIX}\n{GMAIL}")), expected);
    assert_eq!(told(&format!("{GMAIL}{EXIM}")), [("bounce", Some(550)), ("bounce", Some(550))]);
    // What stands before the words is the header of the same bounce, or what somebody says of it.
    let header = "From: MAILER-DAEMON@example.com\nSubject: Undelivered Mail Returned to Sender\n\n";
    assert_eq!(told(&format!("{header}{POSTFIX}")), expected[..2]);
    assert_eq!(
        told(&format!("They say my mail could not be delivered to them:\n\n{header}{POSTFIX}")),
        expected[..2]
    );
    assert_eq!(told(&format!("Your message could not be delivered, it says:\n\n{QMAIL}")), expected[2..]);
}

#[test]
fn a_bounce_that_nobody_understands_is_told_too() {
    let unknown =
        "From: MAILER-DAEMON@example.com\nSubject: Undelivered Mail Returned to Sender\n\nIt was fnord.\n";
    assert_eq!(told(&format!("{QMAIL}\n{unknown}")), [("bounce", Some(550)), ("bounce", None)]);
}

#[test]
fn what_stands_beside_a_bounce_is_told_on_its_own() {
    let text = "Hi team, user complains, here is what she got:

> <joe@example.net>: host mx.example.net[198.51.100.7] said: 550 5.1.1 <joe@example.net>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)

and our app says
Error: Invalid login: 535-5.7.8 Username and Password not accepted. For more information, go to
535 5.7.8  https://support.example.com/mail/?p=BadCredentials x - gsmtp
    at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:798:19) {
  code: 'EAUTH',
  command: 'AUTH PLAIN'
}
and the php:
SMTP Error: Could not connect to SMTP host. Connection failed. stream_socket_enable_crypto(): Peer certificate CN=`x.example' did not match expected CN=`mail.example'
";
    assert_eq!(told(text), [("bounce", Some(550)), ("exception", Some(535)), ("exception", None)]);
}

#[test]
fn the_same_refusal_beside_a_bounce_is_told_once() {
    let again = log("joe@example.net", "552 5.2.2 Recipient address rejected: Mailbox quota exceeded");
    let other = log("eve@example.net", "552 5.2.2 Recipient address rejected: Mailbox quota exceeded");
    let bounce = [("bounce", Some(552)), ("bounce", None)];
    assert_eq!(told(&format!("{POSTFIX}{again}")), bounce);
    assert_eq!(told(&format!("{POSTFIX}{other}")), [bounce[0], bounce[1], ("postfix-log", Some(552))]);
}

#[test]
fn the_proof_of_a_wrapped_reply_has_its_code() {
    let answer = why(POSTFIX.as_bytes());
    let proof = &answer.findings[0].proof;
    assert_eq!(proof.line, 7);
    assert!(proof.text.contains(" said: 552 5.2.2 ") && proof.text.contains("quota exceeded"), "{proof:?}");
}

#[test]
fn a_long_log_says_how_much_of_it_is_not_told() {
    let line = log("joe@example.net", "552 5.2.2 Mailbox full");
    let answer = why(line.repeat(1200).as_bytes());
    assert_eq!((answer.findings.len(), answer.left, answer.cut), (1000, 200, false));
    let cut = Report::of(&answer, english()).cut.expect("it is said");
    assert!(cut.contains("200 more"), "{cut}");
    assert_eq!(why(line.repeat(1000).as_bytes()).left, 0);
}
