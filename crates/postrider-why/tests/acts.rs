//! Who has to act where a server writes into its log what it refused itself: whoever runs it knows the rule, the filter or the fault behind it.

use postrider_reference::code::Acts;
use postrider_why::{Finding, Speaker, why};

fn first(line: &str) -> Finding {
    let answer = why(line.as_bytes());
    assert_eq!(answer.findings.len(), 1, "{line}: {:#?}", answer.findings);
    answer.findings.into_iter().next().expect("there is one")
}

#[test]
fn a_rule_of_its_own_is_known_to_the_operator_of_the_server() {
    for (line, situation) in [
        (
            "Mar  1 10:00:00 mx postfix/cleanup[123]: 4C3A60A5B: milter-reject: END-OF-MESSAGE from client.example[192.0.2.7]: 5.7.1 Rejected by our house rule 17; from=<alice@client.example> to=<bob@example.org> proto=ESMTP helo=<client.example>",
            Some("policy-refused"),
        ),
        (
            "Mar  1 10:00:00 mx postfix/cleanup[123]: 4C3A60A5B: milter-reject: END-OF-MESSAGE from client.example[192.0.2.7]: 4.7.1 Service unavailable - try again later; from=<alice@client.example> to=<bob@example.org> proto=ESMTP helo=<client.example>",
            Some("server-config"),
        ),
        (
            "Mar  1 10:00:00 mx postfix/smtpd[123]: warning: connect to Milter service inet:localhost:8891: Connection refused",
            Some("port-blocked"),
        ),
        (
            "Mar  1 10:00:00 mx postfix/smtpd[123]: NOQUEUE: milter-reject: CONNECT from client.example[192.0.2.7]: 451 4.7.1 Service unavailable - try again later; proto=SMTP",
            Some("server-config"),
        ),
        (
            "2024-03-01 10:00:00 H=client.example [192.0.2.7] F=<alice@client.example> rejected RCPT <bob@example.org>: house rule 17",
            Some("policy-refused"),
        ),
        (
            "2024-03-01 10:00:00 1pfdJV-004eVE-9X H=client.example [192.0.2.7] F=<alice@client.example> rejected after DATA: house rule 17",
            Some("policy-refused"),
        ),
        (
            "2024-03-01 10:00:00 H=(client.example) [192.0.2.7] rejected MAIL <alice@client.example>: rejected by ACL",
            Some("policy-refused"),
        ),
        (
            "2024-03-01 10:00:00 1pfdJV-004eVE-9X H=client.example [192.0.2.7] F=<alice@client.example> temporarily rejected after DATA: unable to contact spamd",
            Some("port-blocked"),
        ),
    ] {
        let finding = first(line);
        assert_eq!(finding.situation, situation, "{line}");
        assert_eq!(finding.acts, Acts::ReceivingOperator, "{line}");
        assert!(matches!(finding.speaker, Speaker::Server(_)), "{line}");
    }
}

#[test]
fn what_a_log_says_clearly_is_for_whom_it_concerns() {
    for (line, situation, acts) in [
        (
            "Mar  1 10:00:00 mx postfix/cleanup[123]: 4C3A60A5B: milter-reject: END-OF-MESSAGE from client.example[192.0.2.7]: 5.7.1 Spam message rejected; from=<alice@client.example> to=<bob@example.org> proto=ESMTP helo=<client.example>",
            "spam-content",
            Acts::Person,
        ),
        (
            "Mar  1 10:00:00 mx postfix/cleanup[123]: 4C3A60A5B: milter-reject: END-OF-MESSAGE from client.example[192.0.2.7]: 4.7.1 Greylisted, please try again later; from=<alice@client.example> to=<bob@example.org> proto=ESMTP helo=<client.example>",
            "greylisting",
            Acts::Nobody,
        ),
        // What another server has said is its own.
        (
            "Mar  1 10:00:00 mx postfix/smtp[123]: 4C3A60A5B: to=<bob@example.org>, relay=mx.example.org[192.0.2.1]:25, delay=1, dsn=5.7.1, status=bounced (host mx.example.org[192.0.2.1] said: 550 5.7.1 Rejected by our house rule 17 (in reply to end of DATA command))",
            "policy-refused",
            Acts::Person,
        ),
    ] {
        let finding = first(line);
        assert_eq!((finding.situation, finding.acts), (Some(situation), acts), "{line}");
    }
}
