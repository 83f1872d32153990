//! What the policy says in each phase, and why.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use postrider_directory::{Directory, DomainSpec, Mailboxes};
use postrider_policy::{Connection, Content, Decision, Hello, Options, Policy, Recipient, Sender, Verdict};
use postrider_proto::mail::{self, BodyType, Envelope, ForwardPath, Mailbox, ReversePath};

const CONNECTION: Connection = Connection { client: IpAddr::V4(Ipv4Addr::LOCALHOST) };
const HELLO: Hello<'static> = Hello { connection: CONNECTION, name: "client.test" };

fn policy() -> Policy {
    let listed = Mailboxes::Listed(["alice", "bob", "postmaster"].map(str::to_owned).to_vec());
    let directory = Directory::new(vec![
        DomainSpec::new("example.test", listed)
            .alias("abuse", &["postmaster"])
            .alias("team", &["alice", "bob"])
            .alias("*", &["bob"]),
        DomainSpec::new("any.test", Mailboxes::Any),
    ])
    .expect("a good directory");
    let line = |key: &str, line: u32| (key.to_owned(), format!("postrider.toml:{line}"));
    let config_lines = [line("example.test", 10), line("team@example.test", 13), line("*@example.test", 14)];
    Policy::new(Options { config_lines: config_lines.into() }, Arc::new(directory))
}

fn address(text: &str) -> Mailbox {
    text.parse().expect(text)
}

fn recipient(forward_path: &ForwardPath) -> Verdict {
    let sender = Sender { hello: HELLO, reverse_path: &ReversePath::Null };
    policy().recipient(&Recipient { sender, forward_path })
}

/// A verdict in one line: the decision, then the reasons.
fn told(verdict: &Verdict) -> String {
    let mut line = match &verdict.decision {
        Decision::Accept => "accept".to_owned(),
        Decision::Refuse(reply) => reply.to_string(),
        Decision::Deliver(to) => to.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    };
    for reason in &verdict.reasons {
        line.push_str(&format!(" | {reason}"));
    }
    line
}

#[test]
fn nobody_is_refused_before_rcpt() {
    assert_eq!(told(&policy().greeting(&CONNECTION)), "accept");
    assert_eq!(told(&policy().hello(&HELLO)), "accept");
    let senders = [
        ReversePath::Null,
        ReversePath::Mailbox(address("s@probe.test")),
        ReversePath::Mailbox(address("alice@example.test")),
    ];
    for reverse_path in &senders {
        assert_eq!(told(&policy().mail(&Sender { hello: HELLO, reverse_path })), "accept");
    }
}

#[test]
fn a_recipient_is_a_mailbox_of_ours_or_refused() {
    for (given, says) in [
        (
            "Alice@Example.TEST",
            "alice@example.test | mailbox: alice@example.test is a mailbox (postrider.toml:10)",
        ),
        (
            "alice+news@example.test",
            "alice@example.test | mailbox: alice@example.test is a mailbox (postrider.toml:10)",
        ),
        (
            "team@example.test",
            "alice@example.test bob@example.test | alias: team@example.test is an alias (postrider.toml:13)",
        ),
        ("zoe@example.test", "bob@example.test | alias: *@example.test is an alias (postrider.toml:14)"),
        ("zoe@any.test", "zoe@any.test | mailbox: every name of any.test is a mailbox"),
        (
            "\"z oe\"@example.test",
            "550 5.1.1 \"z oe\"@example.test has no mailbox here [unknown-user] | \
             unknown-user: example.test takes every plain name, and \"z oe\" is none (postrider.toml:10)",
        ),
        (
            "alice@example.com",
            "550 5.7.1 This server takes no mail for alice@example.com [relay-denied] | \
             relay-denied: example.com is no domain of this server",
        ),
        (
            "alice@[127.0.0.1]",
            "550 5.7.1 This server takes no mail for alice@[127.0.0.1] [relay-denied] | \
             relay-denied: [127.0.0.1] is no domain of this server",
        ),
    ] {
        assert_eq!(told(&recipient(&ForwardPath::Mailbox(address(given)))), says, "{given}");
    }
}

#[test]
fn postmaster_without_a_domain_is_ours() {
    assert_eq!(
        told(&recipient(&ForwardPath::Postmaster)),
        "postmaster@example.test | postmaster: mail for the postmaster, with no domain named (postrider.toml:10)"
    );
}

#[test]
fn a_rule_that_refuses_has_the_name_of_its_reply() {
    for given in ["nobody@[10.0.0.1]", "|id@any.test"] {
        let verdict = recipient(&ForwardPath::Mailbox(address(given)));
        let Decision::Refuse(reply) = &verdict.decision else { panic!("{given} is refused") };
        assert_eq!(verdict.reasons.last().expect("the rule that decided").rule, reply.entry().id);
    }
}

#[test]
fn delivered_to_seen_again_is_a_loop() {
    let to = |mailbox: &str| mail::Recipient {
        mailbox: address(mailbox),
        given: address("team@example.test"),
        notify: None,
        orcpt: None,
    };
    let envelope = Envelope {
        reverse_path: ReversePath::Null,
        recipients: vec![to("alice@example.test"), to("bob@example.test")],
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
    };
    for (seen, says) in [
        (vec![], "accept"),
        (vec!["carol@example.test", "bob@example.com", "", "team@example.test"], "accept"),
        (
            vec!["x@example.com", "Bob@Example.test "],
            "554 5.4.6 The message goes round in a loop: it has been delivered here before [mail-loop] | \
             mail-loop: its header says Delivered-To: bob@example.test already",
        ),
    ] {
        let delivered_to: Vec<String> = seen.into_iter().map(str::to_owned).collect();
        let verdict = policy().content(&Content { envelope: &envelope, delivered_to: &delivered_to });
        assert_eq!(told(&verdict), says);
    }
}
