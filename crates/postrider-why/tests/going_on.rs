//! What a program says of its own progress is no failure; where it gave up is.

use postrider_proto::wire::command::Verb;
use postrider_reference::Sure;
use postrider_reference::code::{Acts, Repeat};
use postrider_why::{Finding, Needs, Speaker, Step, why};

/// The greeting, EHLO and STARTTLS of `curl -v`, and the handshake as it is told there.
const CURL: &str = "*   Trying 192.0.2.25:587...\n* Connected to mx.example.org (192.0.2.25) port 587 (#0)\n< 220 mx.example.org ESMTP\n> EHLO client\n\
    < 250-mx.example.org\n< 250 STARTTLS\n> STARTTLS\n< 220 2.0.0 Start the TLS handshake now\n} [5 bytes data]\n* TLSv1.3 (OUT), TLS handshake, Client hello (1):\n\
    * TLSv1.3 (IN), TLS handshake, Server hello (2):\n* TLSv1.3 (IN), TLS handshake, Certificate (11):\n";
/// It goes on, whatever the certificate is.
const INSECURE: &str = "* SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256\n*  SSL certificate verify result: self-signed certificate (18), continuing anyway.\n\
    > EHLO client\n* TLSv1.3 (IN), TLS handshake, Newsession Ticket (4):\n< 250-mx.example.org\n< 250 AUTH PLAIN LOGIN\n";
const MESSAGE: &str = "> MAIL FROM:<a@example.org>\n< 250 ok\n> RCPT TO:<b@example.org>\n< 250 ok\n> DATA\n< 354 go\n< 250 2.0.0 queued as 1\n";
const LOGIN: &str = "> AUTH PLAIN\n< 334 \n> AGFsaWNlAHg=\n< 535 5.7.8 User name or password is wrong\n* Closing connection 0\ncurl: (67) Login denied\n";

fn findings(text: &str) -> Vec<Finding> {
    why(text.as_bytes()).findings
}

/// The situation, and the line of the proof from 1 on.
fn told(text: &str) -> Vec<(Option<&'static str>, usize)> {
    findings(text).iter().map(|finding| (finding.situation, finding.proof.line + 1)).collect()
}

fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).expect("it stands there") + 1
}

#[test]
fn a_refusal_behind_a_handshake_is_the_reason() {
    let text = [CURL, INSECURE, LOGIN].concat();
    assert_eq!(told(&text), [(Some("bad-credentials"), line_of(&text, "535 "))]);
    let delivered =
        [CURL, INSECURE, MESSAGE, "* Connection #0 to host mx.example.org left intact\n"].concat();
    let answer = why(delivered.as_bytes());
    assert_eq!((answer.findings.len(), answer.needs), (0, Some(Needs::Refusal)));
}

#[test]
fn a_handshake_behind_which_nothing_comes_is_the_reason() {
    let ends = "* TLSv1.3 (OUT), TLS alert, unknown CA (560):\n* SSL certificate problem: self-signed certificate\n* Closing connection 0\n\
        curl: (60) SSL certificate problem: self-signed certificate\n";
    let text = [CURL, ends].concat();
    assert_eq!(told(&text), [(Some("cert-verify"), line_of(&text, "* SSL certificate problem"))]);
    let ends = "* TLSv1.3 (IN), TLS alert, handshake failure (552):\n* Closing connection 0\n";
    let text = [CURL, ends].concat();
    assert_eq!(told(&text), [(Some("tls-version"), line_of(&text, "TLS alert"))]);
}

#[test]
fn the_reply_to_starttls_is_no_failed_handshake() {
    let begins = "send: 'ehlo a\\r\\n'\nreply: b'250-mx.example.org\\r\\n'\nreply: b'250 STARTTLS\\r\\n'\nreply: retcode (250); Msg: b'mx.example.org\\nSTARTTLS'\n\
        send: 'STARTTLS\\r\\n'\nreply: b'220 2.0.0 Start the TLS handshake now\\r\\n'\nreply: retcode (220); Msg: b'2.0.0 Start the TLS handshake now'\n";
    let login = "send: 'ehlo a\\r\\n'\nreply: b'250-mx.example.org\\r\\n'\nreply: b'250 AUTH PLAIN\\r\\n'\nreply: retcode (250); Msg: b'mx.example.org\\nAUTH PLAIN'\n\
        send: 'AUTH PLAIN AGFsaWNlAHg=\\r\\n'\nreply: b'535 5.7.8 User name or password is wrong\\r\\n'\nreply: retcode (535); Msg: b'5.7.8 User name or password is wrong'\n\
        smtplib.SMTPAuthenticationError: (535, b'5.7.8 User name or password is wrong')\n";
    let text = [begins, login].concat();
    assert_eq!(told(&text), [(Some("bad-credentials"), line_of(&text, "b'535 "))]);
    let error = "Traceback (most recent call last):\n    self._sslobj.do_handshake()\n\
        ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)\n";
    let text = [begins, error].concat();
    assert_eq!(told(&text), [(Some("cert-verify"), line_of(&text, "SSLCertVerificationError"))]);
}

#[test]
fn an_end_behind_a_farewell_is_in_order() {
    let begins = "=== Trying 192.0.2.25:25...\n=== Connected to 192.0.2.25.\n<-  220 mx.example.org ESMTP\n -> EHLO a\n<-  250 mx.example.org\n";
    let mail = " -> MAIL FROM:<a@client.example>\n<-  250 ok\n -> RCPT TO:<b@example.org>\n<-  250 ok\n -> DATA\n<-  354 go\n -> Subject: x\n -> \n -> .\n<-  250 queued\n";
    let ends = " -> QUIT\n<-  221 bye\n=== Connection closed with remote host.\n";
    let answer = why([begins, mail, ends].concat().as_bytes());
    assert_eq!((answer.findings.len(), answer.needs), (0, Some(Needs::Refusal)));
    let text =
        [begins, " -> MAIL FROM:<a@client.example>\n<** \n*** Remote host closed connection unexpectedly.\n"]
            .concat();
    assert_eq!(told(&text), [(Some("connection-lost"), line_of(&text, "***"))]);
}

/// `s_client` asks for nothing of what it prints.
#[test]
fn what_s_client_checks_is_not_what_it_goes_by() {
    let text = "depth=0 CN = mx.example.org\nverify error:num=18:self-signed certificate\nverify return:1\nCONNECTED(00000003)\n---\n\
        SSL handshake has read 940 bytes and written 394 bytes\nVerification error: self-signed certificate\n---\nVerify return code: 18 (self-signed certificate)\n---\n\
        250 HELP\nEHLO a\n250 mx.example.org\nMAIL FROM:<a@b.example>\n250 ok\nRCPT TO:<c@example.org>\n550 5.1.1 no such user here\n";
    assert_eq!(told(text), [(Some("user-unknown"), line_of(text, "550 "))]);
}

/// What one has tried before, and tells of in words of one's own, is no part of the conversation.
#[test]
fn a_failure_that_is_told_in_front_of_a_conversation_is_told() {
    let text = "My program says: certificate verify failed: certificate has expired\nand by hand it works:\n\n<-  220 mx.example.org ESMTP\n -> EHLO a\n<-  250 mx.example.org\n -> QUIT\n<-  221 bye\n";
    assert_eq!(told(text), [(Some("cert-verify"), 1)]);
}

#[test]
fn a_refused_ehlo_follows_from_nothing() {
    let text = "220 mx.example.org ESMTP\nMAIL FROM:<a@b.example>\n503 5.5.1 MAIL needs EHLO first\nRCPT TO:<c@example.org>\n503 5.5.1 RCPT needs EHLO first\n\
        EHLO\n501 EHLO needs your host name or address literal: there is none\nMAIL FROM:<a@b.example>\n503 5.5.1 MAIL needs EHLO first\nQUIT\n221 bye\n";
    let findings = findings(text);
    let told: Vec<_> =
        findings.iter().map(|finding| (finding.proof.line + 1, finding.step, &finding.echoes[..])).collect();
    assert_eq!(
        told,
        [(3, Some(Step::Missing(Verb::Ehlo)), &[4][..]), (7, Some(Step::Failed(Verb::Ehlo)), &[8][..])]
    );
}

/// What EHLO would offer is not seen.
#[test]
fn behind_helo_it_is_not_certain_that_ehlo_helps() {
    let findings = findings(
        "220 mx.example.org ESMTP\nHELO a\n250 mx.example.org\nAUTH PLAIN AGFsaWNlAHg=\n502 5.5.1 AUTH is not offered here\n",
    );
    assert_eq!((findings[0].situation, findings[0].sure), (Some("helo-not-ehlo"), Sure::Likely));
}

#[test]
fn a_try_that_is_put_off_is_no_end() {
    let line = |mark: &str, told: &str| {
        format!(
            "2026-11-30 10:00:02 1tGabd-000000001AB-1234 {mark} ann@example.org R=dnslookup T=remote_smtp {told}\n"
        )
    };
    let waits = findings(&line("==", "defer (-53): retry time not reached for any host for 'example.org'"));
    assert_eq!(
        (waits[0].situation, waits[0].retry, waits[0].acts),
        (Some("retry-waits"), Repeat::Later, Acts::Nobody)
    );
    let gone = findings(&line("**", ": retry timeout exceeded"));
    assert_eq!((gone[0].situation, gone[0].retry), (Some("expired"), Repeat::AfterChange));
}

/// A server that writes down what it refuses to others has said it.
#[test]
fn the_own_log_is_of_a_server_that_speaks() {
    for (line, vendor) in [
        (
            "Nov 30 10:00:06 mail postfix/smtpd[1000]: warning: unknown[203.0.113.6]: SASL LOGIN authentication failed: UGFzc3dvcmQ6",
            "Postfix",
        ),
        (
            "Nov 30 10:00:07 mail postfix/cleanup[1001]: 4C3A60A5B: milter-reject: END-OF-MESSAGE from unknown[203.0.113.6]: 5.7.1 Command rejected; from=<a@client.example> to=<b@example.org> proto=ESMTP helo=<x>",
            "Postfix",
        ),
        (
            "2026-11-30 10:00:01 H=(foo) [203.0.113.5] F=<x@y.example> rejected RCPT <me@example.com>: relay not permitted",
            "Exim",
        ),
    ] {
        assert_eq!(findings(line)[0].speaker, Speaker::Server(Some(vendor)), "{line}");
    }
    let login = "Nov 30 10:00:06 mail postfix/smtpd[1000]: warning: unknown[203.0.113.6]: SASL LOGIN authentication failed: UGFzc3dvcmQ6";
    assert_eq!(findings(login)[0].acts, Acts::Person);
    let client = "Nov 30 10:00:03 mail postfix/smtp[1236]: 4C3A60A5D: to=<b@dead.example>, relay=none, delay=30, dsn=4.4.1, status=deferred (connect to mx.dead.example[203.0.113.9]:25: Connection timed out)";
    assert_eq!(findings(client)[0].speaker, Speaker::Client);
}

/// Several programs use the same words; a greeting, and what a server signs its replies with, are its own.
#[test]
fn a_reply_is_of_the_server_that_signs_it() {
    let gmail = findings(
        "com.sun.mail.smtp.SMTPSendFailedException: 530 5.7.0 Must issue a STARTTLS command first. l19sm123wme.4 - gsmtp\n",
    );
    assert_eq!(gmail[0].speaker, Speaker::Server(Some("Gmail")));
    let text = "S: 220 smtp.example.org ESMTP Haraka/3.0\nC: EHLO a\nS: 250-smtp.example.org\nS: 250 STARTTLS\nC: MAIL FROM:<a@b.example>\nS: 530 5.7.0 Must issue a STARTTLS command first\n";
    assert_eq!(findings(text)[0].speaker, Speaker::Server(Some("Haraka")));
}

#[test]
fn a_connection_that_broke_is_told_from_one_that_waited() {
    for (text, situation) in [
        ("smtplib.SMTPServerDisconnected: Connection unexpectedly closed", "connection-lost"),
        ("smtplib.SMTPServerDisconnected: Connection unexpectedly closed: timed out", "connection-lost"),
        ("Net::ReadTimeout with #<TCPSocket:(closed)>", "timeout"),
        ("Error: read ECONNRESET", "connection-lost"),
        ("451 4.4.2 Timeout - closing connection", "timeout"),
    ] {
        assert_eq!(findings(text)[0].situation, Some(situation), "{text}");
    }
    let refused = findings(
        "=== Trying 127.0.0.1:1...\n*** Error connecting to 127.0.0.1:1:\n*** \tIO::Socket::INET: connect: Connection refused\n",
    );
    assert_eq!((refused[0].situation, refused[0].acts), (Some("port-blocked"), Acts::SendingOperator));
}
