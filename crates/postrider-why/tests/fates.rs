//! What becomes of a message, where that is said beside the reply: it came back, is tried again, was thrown away, or has arrived.

use postrider_reference::code::{Acts, Repeat};
use postrider_reference::locale::english;
use postrider_reference::{Class, Sure};
use postrider_why::{Arrival, Fate, Finding, Reason, Report, Step, why};

fn only(text: &str) -> Finding {
    let findings = why(text.as_bytes()).findings;
    assert_eq!(findings.len(), 1, "{text}\n{findings:?}");
    findings.into_iter().next().expect("one")
}

fn told(text: &str, key: &str) -> String {
    let report = Report::of(&why(text.as_bytes()), english());
    let section = report.findings[0].section(key).expect("a section");
    format!("{:?}", section.value)
}

/// What is told beside, or nothing.
fn told_advice(text: &str) -> String {
    let report = Report::of(&why(text.as_bytes()), english());
    report.findings[0].section("advice").map(|section| format!("{:?}", section.value)).unwrap_or_default()
}

/// A report of the mail system about one recipient.
fn report(fields: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example (Mail Delivery System)\nSubject: Mail Delivery Report\nDate: Sat, 5 Dec 2026 10:10:00 +0000 (UTC)\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\n\
         This is the mail system at host mx.example.\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\
         Arrival-Date: Mon, 30 Nov 2026 10:00:00 +0000 (UTC)\n\nFinal-Recipient: rfc822; bob@example.org\n{fields}\n\n--b--\n"
    )
}

#[test]
fn a_message_that_came_back_is_sent_anew() {
    let text = report(
        "Action: failed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.example.org[192.0.2.1]:25: Connection timed out",
    );
    let finding = only(&text);
    assert_eq!((finding.retry, finding.acts), (Repeat::Anew, Acts::Person), "{finding:?}");
    assert!(told(&text, "advice").contains("after 5 days"), "{}", told(&text, "advice"));
    // The code of another host is as final here.
    let full = only(&report("Action: failed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full"));
    assert_eq!((full.retry, full.acts), (Repeat::Anew, Acts::Recipient), "{full:?}");
    // What changes nothing but the time is still what has to change.
    let unknown =
        only(&report("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"));
    assert_eq!(unknown.retry, Repeat::AfterChange);
    let late = only(&report("Action: delayed\nStatus: 4.2.2\nDiagnostic-Code: smtp; 452 4.2.2 Mailbox full"));
    assert_eq!(late.retry, Repeat::Later);
    let line = "Mar 01 10:00:00 mx postfix/smtp[1]: 4C3: to=<b@example.org>, relay=none, delay=432000, dsn=4.4.1, status=expired (connect to mx.example.org[192.0.2.1]:25: Connection timed out)";
    assert_eq!(only(line).retry, Repeat::Anew);
    assert_eq!(only(&line.replace("expired", "deferred")).retry, Repeat::Later);
    // The queue manager says it of the message, not of a recipient.
    for status in ["expired", "force-expired"] {
        let line = format!(
            "Mar 01 10:00:00 mx postfix/qmgr[1]: 4C3: from=<a@x.example>, status={status}, returned to sender"
        );
        let finding = only(&line);
        assert_eq!((finding.fate, finding.situation), (Fate::Final(None), Some("expired")), "{line}");
    }
    let line = line.replace("expired (", "force-expired, (");
    assert_eq!(only(&line).retry, Repeat::Anew, "{line}");
}

#[test]
fn of_a_refusal_for_good_no_queue_has_given_up() {
    for (said, status) in [
        ("552 5.2.2 Mailbox full", "5.2.2"),
        ("550 5.7.1 <b@x>: Recipient address rejected: Greylisted", "5.7.1"),
    ] {
        let text = report(&format!("Action: failed\nStatus: {status}\nDiagnostic-Code: smtp; {said}"));
        let advice = told_advice(&text);
        assert!(
            !advice.contains("gave up") && !advice.contains("whatever the code says"),
            "{said}: {advice}"
        );
        assert!(!matches!(only(&text).retry, Repeat::Later | Repeat::Nothing), "{said}: {:?}", only(&text));
    }
    let status = report("Action: failed\nStatus: 5.2.2 (mailbox full)");
    assert!(!told_advice(&status).contains("gave up"), "{}", told_advice(&status));
}

#[test]
fn a_report_of_success_says_who_has_the_message() {
    for (action, arrival, host) in [
        ("delivered", Arrival::Delivered, Some("mx.example")),
        (
            "relayed (to a server that sends no reports)\nRemote-MTA: dns; mx.example.org",
            Arrival::Relayed,
            Some("mx.example.org"),
        ),
        ("relayed", Arrival::Relayed, None),
        ("expanded", Arrival::Expanded, None),
        ("expanded\nRemote-MTA: dns; mx.example.org", Arrival::Expanded, None),
    ] {
        let text = report(&format!("Action: {action}\nStatus: 2.1.5\nDiagnostic-Code: smtp; 250 2.1.5 Ok"));
        let finding = only(&text);
        assert_eq!(finding.reason, Reason::Arrived(arrival));
        assert_eq!((finding.retry, finding.acts), (Repeat::Nothing, Acts::Nobody));
        assert_eq!(
            (finding.recipient.as_deref(), finding.holder.as_deref()),
            (Some("bob@example.org"), host)
        );
        assert!(finding.proof.text.starts_with("Action: "), "{finding:?}");
        assert!(why(text.as_bytes()).needs.is_none());
        assert!(host.is_some() || !told_advice(&text).contains("has it now"), "{text}");
        let named = host.is_none_or(|host| told(&text, "advice").contains(host));
        assert!(named && told(&text, "cause").contains("success"));
    }
}

#[test]
fn what_a_filter_has_thrown_away_was_accepted() {
    let amavis = |action: &str, word: &str| {
        format!(
            "Mar 01 10:00:00 mx amavis[1]: (01-05) Blocked {word} {{{action}}}, [192.0.2.7]:4567 <b@x.example> -> <a@example.org>, Queue-ID: 4C3A, Hits: 12.3"
        )
    };
    for (action, word, class) in [
        ("DiscardedInbound,Quarantined", "SPAM", Class::Spam),
        ("DiscardedOutbound", "INFECTED (Eicar)", Class::Content),
        ("NoBounceInbound,Quarantined", "SPAM", Class::Spam),
    ] {
        let finding = only(&amavis(action, word));
        assert_eq!((finding.situation, finding.class), (Some("discarded"), class), "{finding:?}");
        assert_eq!((finding.retry, finding.acts), (Repeat::Anew, Acts::ReceivingOperator));
        assert_eq!(finding.recipient.as_deref(), Some("a@example.org"));
    }
    assert_ne!(only(&amavis("RejectedInbound", "SPAM")).situation, Some("discarded"));
    // What an address has in braces is nobody's verdict.
    let address = amavis("RejectedInbound", "SPAM").replace("<b@x", "<{DiscardedInbound}@x");
    assert_ne!(only(&address).situation, Some("discarded"));
    let postfix = "Mar 01 10:00:00 mx postfix/smtp[1]: 4C3: to=<a@example.org>, relay=127.0.0.1[127.0.0.1]:10024, dsn=2.7.0, status=sent (250 2.7.0 Ok, discarded, id=04711-05 - spam)";
    assert_eq!(only(postfix).situation, Some("discarded"));
}

#[test]
fn the_verdict_of_rspamd_is_its_own() {
    let line = |id: &str, verdict: &str| {
        format!(
            "2026-11-30 10:00:00 #1(rspamd_proxy) <ab>; proxy; rspamd_task_write_log: id: <{id}>, qid: <4C3>, ip: 192.0.2.7, from: <b@x.example>, (default: {verdict}: [16.20/15.00] [BAYES_SPAM(5.10){{99.99%;}},URL(0.00){{x: F (reject): [1/1] [;}}]), len: 1, time: 1ms, rcpts: <a@example.org>"
        )
    };
    let planted = "x, (default: T (reject): [16.20/15.00] [CLAM_VIRUS(9.00)])";
    assert_eq!(why(line(planted, "F (no action)").as_bytes()).findings, []);
    assert_eq!(only(&line(planted, "F (greylist)")).situation, Some("greylisting"));
    assert_eq!(only(&line("m@x.example", "T (reject)")).class, Class::Spam);
}

#[test]
fn failures_of_the_dns_in_our_own_log_are_known() {
    let line = |reason: &str| {
        format!(
            "{{\"time\":\"2026-11-30T10:00:00.000Z\",\"level\":\"WARN\",\"message\":\"deferred\",\"id\":\"11ta\",\"to\":\"bob@example.org\",\"attempt\":1,\"reason\":\"{reason}\",\"class\":\"dns\"}}"
        )
    };
    for (trouble, situation) in [
        (
            "the MX record of example.org cannot be looked up now: the DNS server 127.0.0.1:53 did not answer within 5 seconds; it will be tried again",
            "dns-failure",
        ),
        (
            "the address of mx.example.org cannot be looked up now: the DNS server 127.0.0.1:53 cannot be reached: connection refused; it will be tried again",
            "dns-failure",
        ),
        (
            "the MX record of example.org cannot be looked up now: this machine cannot ask the DNS: permission denied; it will be tried again",
            "dns-failure",
        ),
        (
            "the MX record of example.org cannot be looked up now: its CNAME records go round, or are more than 8; it will be tried again",
            "dns-failure",
        ),
        (
            "the MX record of example.org is not to be believed, DNSSEC says; it will be tried again, and whoever runs the domain has to mend it",
            "dns-failure",
        ),
        (
            "not tried, since mail for example.org met with this before: the MX record of example.org cannot be looked up now: the DNS server 127.0.0.1:53 said SERVFAIL; it will be tried again",
            "dns-failure",
        ),
        ("there is no example.org in the DNS: look for a mistake in its name", "dns-name"),
        (
            "no host of example.org can be sent to: mx.example.org has no address; whoever runs it has to mend that",
            "dns-name",
        ),
        ("mx.example.org [192.0.2.1]: no connection could be made within 30 seconds", "port-blocked"),
    ] {
        let finding = only(&line(trouble));
        assert_eq!(finding.situation, Some(situation), "{trouble}\n{finding:?}");
        assert_eq!(finding.step, Some(Step::Connection), "{trouble}");
        assert_eq!(finding.recipient.as_deref(), Some("bob@example.org"));
        let retry = if situation == "dns-name" { Repeat::AfterChange } else { Repeat::Later };
        assert_eq!(finding.retry, retry, "{trouble}");
    }
    // What no rule knows is tried again all the same.
    assert_eq!(only(&line("something new")).retry, Repeat::Later);
}

#[test]
fn whether_a_login_is_offered_behind_tls_is_not_known() {
    let text = "=== Trying mx.example.org:587...\n=== Connected to mx.example.org.\n<-  220 mx.example.org ESMTP\n -> EHLO client.example\n\
        <-  250-mx.example.org\n<-  250-STARTTLS\n<-  250 SIZE 1000000\n*** Host did not advertise authentication\n -> QUIT\n<-  221 bye\n";
    let finding = only(text);
    assert_eq!(finding.situation, Some("auth-before-tls"), "{finding:?}");
    assert!(matches!(finding.step, Some(Step::Perhaps(_))), "{finding:?}");
    assert_eq!(finding.sure, Sure::Likely);
    assert!(told(text, "step").contains("probably"));
    // A server that says that it wants TLS first leaves no doubt.
    let said = "C: EHLO a\nS: 250-mx\nS: 250 STARTTLS\nC: AUTH PLAIN AGEAYg==\nS: 530 5.7.0 Must issue a STARTTLS command first\n";
    assert!(matches!(only(said).step, Some(Step::Missing(_))));
}

#[test]
fn a_code_alone_is_told_in_general() {
    for (text, name) in
        [("550", "Mailbox unavailable"), ("550 5.7.1\n", "Not allowed"), ("5.7.1", "Not allowed")]
    {
        let answer = why(text.as_bytes());
        assert!(answer.needs.is_none());
        let report = Report::of(&answer, english());
        let first = &report.findings[0];
        assert!(first.verdict.contains(name), "{}", first.verdict);
        assert!(told(text, "advice").contains("paste the whole line"));
        assert!(
            ["cause", "fix", "retry", "links"].iter().all(|key| first.section(key).is_some()),
            "{first:?}"
        );
    }
}
