//! What programs and logs say in one line, as a newcomer finds it on the screen: each is told, and what only looks like it is not.

use postrider_proto::wire::command::Verb;
use postrider_reference::code::{Acts, Repeat};
use postrider_why::{Finding, Speaker, why};

fn only(paste: &str) -> Finding {
    let mut findings = why(paste.as_bytes()).findings;
    assert_eq!(findings.len(), 1, "{paste}\n{findings:#?}");
    findings.remove(0)
}

/// Asserts of each paste the situation.
fn told(cases: &[(&str, &str)]) {
    let mut faults = Vec::new();
    for (paste, situation) in cases {
        let findings = why(paste.as_bytes()).findings;
        let got: Vec<_> = findings.iter().map(|finding| finding.situation.unwrap_or("none")).collect();
        if got != [*situation] {
            faults.push(format!("{paste}\n  {got:?} and not {situation}"));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Asserts that nothing is found in any of these.
fn untold(pastes: &[&str]) {
    for paste in pastes {
        let findings = why(paste.as_bytes()).findings;
        assert!(findings.is_empty(), "{paste}\n{findings:#?}");
    }
}

#[test]
fn what_programs_print_is_told() {
    told(&[
        ("curl: (67) Login denied", "bad-credentials"),
        ("curl: (55) MAIL failed: 530", "auth-required"),
        ("curl: (6) Could not resolve host: nosuch.invalid", "dns-name"),
        (
            "* Could not resolve host: nosuch.invalid\ncurl: (6) Could not resolve host: nosuch.invalid",
            "dns-name",
        ),
        ("curl: (64) Requested SSL level failed", "tls-unavailable"),
        ("* No known authentication mechanisms supported!", "auth-mechanism"),
        (
            "msmtp: TLS certificate verification failed: The certificate is NOT trusted. The certificate issuer is unknown.",
            "cert-verify",
        ),
        ("msmtp: TLS handshake failed: An unexpected TLS packet was received.", "wrong-tls-mode"),
        ("msmtp: authentication failed (method PLAIN)", "bad-credentials"),
        (
            "*** Error connecting to nosuch.invalid:25:\n*** \tIO::Socket::INET: Bad hostname 'nosuch.invalid'",
            "dns-name",
        ),
        ("*** Host did not advertise STARTTLS", "tls-unavailable"),
        ("*** Host did not advertise authentication", "auth-not-offered"),
        ("*** Auth not attempted, requested type not available", "auth-mechanism"),
        (
            "Task 'a@example.org - Sending' reported error (0x800CCC92) : 'Your e-mail server rejected your login. Verify your user name and password in your account properties.'",
            "bad-credentials",
        ),
        (
            "Sending of the message failed.\nThe message could not be sent because the connection to Outgoing server (SMTP) mail.example.org timed out. Try again.",
            "timeout",
        ),
        (
            "The message could not be sent because connecting to Outgoing server (SMTP) mail.example.org failed.",
            "port-blocked",
        ),
    ]);
}

#[test]
fn what_programs_print_of_something_else_is_not() {
    untold(&[
        "curl: (3) URL using bad/illegal format or missing URL",
        "curl: (22) The requested URL returned error: 404",
        "* Connected to mail.example.org (192.0.2.1) port 25",
        "msmtp: account default not found: no configuration file available",
        "*** Nothing to send",
        "(0x800CCC92) : 'Your e-mail server rejected your login.' Server: 'pop.example.org', Server Response: '-ERR [AUTH] Login failed'",
        "The message could not be sent because the subject is empty.",
        "MailKit.ServiceNotAuthenticatedException: The ImapClient is not authenticated.",
        "EOFError: end of file reached\n  lib/reader.rb:12:in `read'",
        "TLS renegotiating is off",
    ]);
}

#[test]
fn the_code_that_curl_tells_is_read_with_its_command() {
    let refused = only("curl: (55) RCPT failed: 550");
    assert_eq!(refused.code, Some(550));
    assert_eq!(refused.step.and_then(|step| step.verb()), Some(Verb::Rcpt));
    assert_eq!(only("curl: (55) MAIL failed: 530").code, Some(530));
    let trace = "< 220 mx.example.net ESMTP\n> EHLO client\n< 250 mx.example.net\n> MAIL FROM:<a@example.org>\n< 250 2.1.0 Ok\n> RCPT TO:<b@example.net>\n< 550 5.1.1 User unknown\n* RCPT failed: 550\n> QUIT\n< 221 2.0.0 Bye\n* Closing connection\ncurl: (55) RCPT failed: 550\n";
    assert_eq!(only(trace).situation, Some("user-unknown"));
}

#[test]
fn a_login_that_a_trace_shows_refused_is_told_once() {
    let trace = "< 220 mx.example.net ESMTP\n> EHLO client\n< 250-mx.example.net\n< 250 AUTH PLAIN\n> AUTH PLAIN\n< 334\n> AGEAYg==\n< 535 5.7.8 Authentication credentials invalid\n* Closing connection\ncurl: (67) Login denied\n";
    let refused = only(trace);
    assert_eq!((refused.code, refused.situation), (Some(535), Some("bad-credentials")));
    // No more than these words says that it is Amazon SES.
    assert_eq!(refused.speaker, Speaker::Server(None));
    let known = trace.replace("mx.example.net ESMTP", "email-smtp.example.net ESMTP SimpleEmailService-d-1");
    assert_eq!(only(&known).speaker, Speaker::Server(Some("Amazon SES")));
    let offered = "< 220 mx.example.net ESMTP\n> EHLO client\n< 250-mx.example.net\n< 250 AUTH XOAUTH2\n* No known authentication mechanisms supported!\n* Closing connection\ncurl: (67) Login denied\n";
    assert_eq!(only(offered).situation, Some("auth-mechanism"));
}

#[test]
fn msmtp_passes_on_a_reply() {
    let refused = only(
        "msmtp: authentication failed (method PLAIN)\nmsmtp: server message: 535 5.7.8 Error: authentication failed\nmsmtp: could not send mail (account default from /home/a/.msmtprc)",
    );
    assert_eq!((refused.code, refused.situation), (Some(535), Some("bad-credentials")));
}

#[test]
fn what_libraries_say_is_told() {
    told(&[
        (
            "SMTP connect() failed. https://github.com/PHPMailer/PHPMailer/wiki/Troubleshooting",
            "port-blocked",
        ),
        (
            "Warning: mail(): Failed to connect to mailserver at \"localhost\" port 25, verify your \"SMTP\" and \"smtp_port\" setting in php.ini",
            "port-blocked",
        ),
        (
            "Error: Missing credentials for \"PLAIN\"\n    at SMTPConnection._formatError (/app/node_modules/nodemailer/lib/smtp-connection/index.js:809:19) {\n  code: 'EAUTH',\n  command: 'API'\n}",
            "auth-required",
        ),
        (
            "MailKit.Security.SslHandshakeException: An error occurred while attempting to establish an SSL or TLS connection.\n\nThe server's SSL certificate could not be validated for the following reasons:\n  - The server certificate has the following errors:",
            "cert-verify",
        ),
        ("MailKit.ServiceNotAuthenticatedException: Authentication required", "auth-required"),
        (
            "javax.mail.AuthenticationFailedException: failed to connect, no password specified?",
            "auth-required",
        ),
        (
            "EOFError: end of file reached\n/usr/lib/ruby/3.0.0/net/protocol.rb:227:in `rbuf_fill'\n/usr/lib/ruby/3.0.0/net/smtp.rb:1016:in `recv_response'",
            "connection-lost",
        ),
        ("RENEGOTIATING", "openssl-r-command"),
        (
            "RENEGOTIATING\n4037F0A1:error:0A00010A:SSL routines:can_renegotiate:wrong ssl version:../ssl/ssl_lib.c:2288:",
            "openssl-r-command",
        ),
        (
            "4037F0A1:error:0A00010A:SSL routines:can_renegotiate:wrong ssl version:../ssl/ssl_lib.c:2288:",
            "openssl-r-command",
        ),
        (
            "error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl/record/ssl3_record.c:354:",
            "wrong-tls-mode",
        ),
    ]);
    assert_eq!(only("RENEGOTIATING").acts, Acts::Person);
}

#[test]
fn a_summary_says_nothing_where_the_reason_stands() {
    let refused = only(
        "SMTP Error: Could not authenticate. 535 5.7.8 Error: authentication failed\nSMTP connect() failed.",
    );
    assert_eq!(refused.situation, Some("bad-credentials"));
}

#[test]
fn exim_says_what_may_be_tried_again() {
    let line = |what: &str| format!("2026-11-30 10:00:00 H=(x) [192.0.2.70] F=<alice@example.org> {what}");
    let grey = only(&line("temporarily rejected RCPT <bob@example.net>: greylisted"));
    assert_eq!((grey.situation, grey.retry), (Some("greylisting"), Repeat::Later));
    let lookup = only(&line("temporarily rejected RCPT <bob@example.net>: local lookup failed"));
    assert_eq!((lookup.situation, lookup.retry), (Some("server-config"), Repeat::Later));
    assert_eq!(lookup.speaker, Speaker::Server(Some("Exim")));
    let words = only(&line("temporarily rejected RCPT <bob@example.net>: fnord"));
    assert_eq!((words.rule.as_str(), words.retry), ("log-acl", Repeat::Later));
    let for_good = only(&line("rejected RCPT <bob@example.net>: fnord"));
    assert_eq!((for_good.rule.as_str(), for_good.retry), ("log-acl", Repeat::AfterChange));
    let early = only(
        "2026-11-30 10:00:00 SMTP protocol synchronization error (input sent without waiting for greeting): rejected connection from H=[192.0.2.70] input=\"EHLO x\\r\\n\"",
    );
    assert_eq!((early.situation, early.speaker), (Some("early-talker"), Speaker::Server(Some("Exim"))));
}

#[test]
fn a_mailbox_that_postfix_cannot_write_is_a_fault_here() {
    let line = |why: &str| {
        format!(
            "Nov 30 10:00:00 mx postfix/virtual[1]: 4C3A: to=<bob@example.org>, relay=virtual, delay=1, delays=0/0/0/1, dsn=4.2.0, status=deferred (maildir delivery failed: create maildir file /var/mail/bob/tmp/1.P2.mx: {why})"
        )
    };
    let denied = only(&line("Permission denied"));
    assert_eq!((denied.situation, denied.retry), (Some("server-config"), Repeat::Later));
    assert_eq!((denied.acts, denied.speaker), (Acts::ReceivingOperator, Speaker::Server(Some("Postfix"))));
    let full = only(&line("Disk quota exceeded"));
    assert_ne!(full.situation, Some("server-config"));
}

#[test]
fn what_is_said_of_auth_is_about_auth() {
    let verb = |paste: &str| only(paste).step.and_then(|step| step.verb());
    for reply in [
        "501 5.5.4 Syntax: AUTH mechanism",
        "504 5.5.4 Unknown AUTH mechanism",
        "454 4.7.0 AUTH temporarily unavailable",
    ] {
        assert_eq!(verb(reply), Some(Verb::Auth), "{reply}");
    }
    told(&[
        ("504 Unknown AUTH mechanism", "auth-mechanism"),
        ("454 4.7.0 AUTH temporarily unavailable", "auth-temporary"),
        ("454 4.7.0 TLS not available", "tls-unavailable"),
        ("555 5.5.4 Unsupported option: FOO", "unknown-parameter"),
        ("535 Authentication credentials invalid", "bad-credentials"),
    ]);
    assert_ne!(only("501 5.5.4 Syntax: AUTH mechanism").situation, Some("unknown-parameter"));
    assert_eq!(
        only("503 5.5.1 Error: AUTH not allowed during mail transaction").rule,
        "cause-auth-after-mail"
    );
    assert_eq!(only("535 Authentication credentials invalid").speaker, Speaker::Server(None));
}

#[test]
fn what_amavis_has_blocked_is_said_by_amavis() {
    let line = |word: &str| {
        format!(
            "Nov 30 10:00:00 mx amavis[1]: (01-05) Blocked {word} {{RejectedInbound}}, [192.0.2.7]:4567 <b@example.net> -> <a@example.org>, Hits: 12.3"
        )
    };
    for (word, situation) in
        [("SPAM", "spam-content"), ("INFECTED", "virus"), ("BANNED", "attachment-blocked")]
    {
        let blocked = only(&line(word));
        assert_eq!((blocked.situation, blocked.speaker), (Some(situation), Speaker::Server(Some("Amavis"))));
        assert!(!blocked.rule.contains("rspamd"), "{}", blocked.rule);
    }
}

#[test]
fn logs_of_postfix_and_dovecot_are_told() {
    let line = |rest: &str| format!("Nov 30 10:00:00 mx {rest}");
    let cases = [
        ("postfix/qmgr[1]: 4C3A: from=<alice@example.org>, status=expired, returned to sender", "expired"),
        ("postfix/smtp[1]: warning: SASL authentication failure: No worthy mechs found", "auth-mechanism"),
        ("postfix/smtpd[1]: warning: non-SMTP command from unknown[192.0.2.1]: GET / HTTP/1.1", "not-smtp"),
        (
            "postfix/smtpd[1]: improper command pipelining after EHLO from unknown[192.0.2.1]: QUIT\\r\\n",
            "early-talker",
        ),
        (
            "postfix/smtpd[1]: warning: TLS library problem: error:0A000416:SSL routines::sslv3 alert certificate unknown:../ssl/record/rec_layer_s3.c:1600:SSL alert number 46:",
            "cert-verify",
        ),
        (
            "dovecot: auth-worker(12): conn unix:auth-worker (pid=1,uid=1): auth-worker<3>: sql(alice@example.org,192.0.2.1): Password mismatch",
            "bad-credentials",
        ),
        (
            "dovecot: submission-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<alice@example.org>, method=PLAIN, rip=192.0.2.1",
            "bad-credentials",
        ),
        (
            "dovecot: lmtp(bob@example.org)<7><x>: msgid=<m@example.org>: save failed to INBOX: Quota exceeded (mailbox for user is full)",
            "mailbox-full",
        ),
    ];
    let lines: Vec<(String, &str)> = cases.iter().map(|(rest, situation)| (line(rest), *situation)).collect();
    let lines: Vec<(&str, &str)> =
        lines.iter().map(|(line, situation)| (line.as_str(), *situation)).collect();
    told(&lines);
    let rests = [
        "postfix/qmgr[1]: 4C3A: from=<alice@example.org>, size=330, nrcpt=1 (queue active)",
        "postfix/smtpd[1]: connect from unknown[192.0.2.1]",
        "postfix/smtpd[1]: SSL_accept error from unknown[192.0.2.1]: lost",
        "dovecot: imap-login: Disconnected: Connection closed (auth failed, 1 attempts in 2 secs): user=<alice>, method=PLAIN, rip=192.0.2.1",
        "dovecot: lmtp(bob@example.org)<7><x>: msgid=<m@example.org>: saved mail to INBOX",
    ];
    let lines = rests.map(line);
    untold(&lines.each_ref().map(String::as_str));
    let full = only(&line(cases[7].0));
    assert_eq!(
        (full.recipient.as_deref(), full.speaker),
        (Some("bob@example.org"), Speaker::Server(Some("Dovecot")))
    );
}

#[test]
fn the_brackets_of_exchange_are_read() {
    told(&[
        ("<mail.contoso.example #5.1.1>", "user-unknown"),
        ("#< #5.1.1 smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found> #SMTP#", "user-unknown"),
    ]);
    assert_eq!(
        only("#< #5.1.1 smtp;550 5.1.1 RESOLVER.ADR.RecipNotFound; not found> #SMTP#").code,
        Some(550)
    );
    untold(&["<mail.contoso.example #17>", "<see issue #5.1.1 of the list, please"]);
}
