//! What the policy says in each phase, and why.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use postrider_directory::{Account, SenderPattern};
use postrider_directory::{Directory, DomainSpec, Mailboxes, Recipients, RelayDomainSpec, RelayDomains};
use postrider_policy::{
    CallOutAnswer, Client, Connection, Content, Decision, Hello, Options, Policy, Recipient, Sender,
    SigningOptions, TrustedNetwork, Verdict,
};
use postrider_proto::mail::header::NoAuthor;
use postrider_proto::mail::single_words::{Named, SingleWord};
use postrider_proto::mail::{self, BodyType, Envelope, ForwardPath, Mailbox, ReversePath};

const CONNECTION: Connection = Connection { client: Client::At(IpAddr::V4(Ipv4Addr::LOCALHOST)) };
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
    Policy::new(Options { config_lines: config_lines.into(), ..Options::default() }, Arc::new(directory))
}

fn address(text: &str) -> Mailbox {
    text.parse().expect(text)
}

fn recipient(forward_path: &ForwardPath) -> Verdict {
    let sender = Sender { hello: HELLO, login: None, reverse_path: &ReversePath::Null };
    policy().recipient(&Recipient { sender, forward_path, call_out: None })
}

/// A verdict in one line: the decision, then the reasons.
fn told(verdict: &Verdict) -> String {
    let mut line = match &verdict.decision {
        Decision::Accept => "accept".to_owned(),
        Decision::Refuse(reply) => reply.to_string(),
        Decision::Deliver(to) => to.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Decision::Relay(to) => format!("relay to {to}"),
        Decision::CallOut(about) => format!("ask about {about}"),
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
        assert_eq!(told(&policy().mail(&Sender { hello: HELLO, login: None, reverse_path })), "accept");
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

/// A server that hands mail on, asked about a recipient by a client from this address.
fn handed_on(client: &str, given: &str, call_out: Option<&CallOutAnswer>) -> Verdict {
    let relay = vec![
        RelayDomainSpec {
            name: "listed.test".to_owned(),
            recipients: Recipients::Listed(["carol", "postmaster"].map(str::to_owned).to_vec()),
            subaddress: None,
        },
        RelayDomainSpec { name: "asked.test".to_owned(), recipients: Recipients::CallOut, subaddress: None },
    ];
    let trusted = |network: &str, line: u32| TrustedNetwork {
        network: network.parse().expect(network),
        config_line: Some(format!("postrider.toml:{line}")),
    };
    let line = |key: &str, line: u32| (key.to_owned(), format!("postrider.toml:{line}"));
    let options = Options {
        signing: SigningOptions::default(),
        trusted: vec![
            trusted("192.0.2.0/24", 20),
            trusted("2001:db8::/32", 21),
            // What nobody should write, and somebody will.
            trusted("0.0.0.0/8", 22),
            trusted("::/96", 23),
        ],
        relay: Arc::new(RelayDomains::new(relay).expect("good domains")),
        config_lines: [line("example.test", 10), line("listed.test", 30), line("asked.test", 40)].into(),
        routed_words: [].into(),
    };
    let mailboxes = Mailboxes::Listed(["alice", "postmaster", "abuse"].map(str::to_owned).to_vec());
    let directory = Directory::new(vec![DomainSpec::new("example.test", mailboxes)]).expect("a good one");
    let connection = Connection {
        client: match client.strip_prefix("uid ") {
            Some(uid) => Client::User { uid: uid.parse().expect(client) },
            None => Client::At(client.parse().expect(client)),
        },
    };
    let sender = Sender {
        hello: Hello { connection, name: "client.test" },
        login: None,
        reverse_path: &ReversePath::Null,
    };
    let forward_path = ForwardPath::Mailbox(address(given));
    Policy::new(options, Arc::new(directory)).recipient(&Recipient {
        sender,
        forward_path: &forward_path,
        call_out,
    })
}

const STRANGER: &str = "203.0.113.5";

/// Behind a proxy there may be clients that have not told where they are.
#[test]
fn a_client_whose_address_nobody_knows_is_trusted_by_nobody() {
    for client in ["0.0.0.0", "::", "::ffff:0.0.0.0"] {
        let verdict = handed_on(client, "bob@elsewhere.test", None);
        assert!(told(&verdict).contains("[relay-denied]"), "{client}: {}", told(&verdict));
        assert!(told(&verdict).contains("is in no trusted network"), "{client}: {}", told(&verdict));
    }
}

#[test]
fn a_trusted_client_sends_to_anybody_but_to_nobody_of_ours() {
    for (client, given, says) in [
        (
            "192.0.2.7",
            "Bob@Elsewhere.Test",
            "relay to Bob@elsewhere.test | \
             trusted-network: 192.0.2.7 is in the trusted network 192.0.2.0/24 (postrider.toml:20)",
        ),
        (
            "::ffff:192.0.2.7",
            "bob@elsewhere.test",
            "relay to bob@elsewhere.test | \
             trusted-network: ::ffff:192.0.2.7 is in the trusted network 192.0.2.0/24 (postrider.toml:20)",
        ),
        (
            "2001:db8::7",
            "bob@[198.51.100.1]",
            "relay to bob@[198.51.100.1] | \
             trusted-network: 2001:db8::7 is in the trusted network 2001:db8::/32 (postrider.toml:21)",
        ),
        (
            "192.0.2.7",
            "alice@example.test",
            "alice@example.test | mailbox: alice@example.test is a mailbox (postrider.toml:10)",
        ),
        (
            "192.0.2.7",
            "nobody@example.test",
            "550 5.1.1 nobody@example.test has no mailbox here [unknown-user] | \
             unknown-user: example.test has no \"nobody\" (postrider.toml:10)",
        ),
        (
            "192.0.2.7",
            "nobody@listed.test",
            "550 5.1.1 nobody@listed.test has no mailbox here [unknown-user] | \
             unknown-user: listed.test lists no \"nobody\" (postrider.toml:30)",
        ),
        (
            "uid 1000",
            "bob@elsewhere.test",
            "relay to bob@elsewhere.test | local-user: uid 1000 is a user of this machine",
        ),
        (
            "uid 0",
            "nobody@example.test",
            "550 5.1.1 nobody@example.test has no mailbox here [unknown-user] | \
             unknown-user: example.test has no \"nobody\" (postrider.toml:10)",
        ),
        (
            STRANGER,
            "bob@elsewhere.test",
            "550 5.7.1 This server takes no mail for bob@elsewhere.test [relay-denied] | \
             relay-denied: elsewhere.test is no domain of this server, and 203.0.113.5 is in no trusted network",
        ),
    ] {
        assert_eq!(told(&handed_on(client, given, None)), says, "{given} from {client}");
    }
}

#[test]
fn mail_for_a_relay_domain_is_taken_for_whom_it_lists() {
    assert_eq!(
        told(&handed_on(STRANGER, "Carol@listed.test", None)),
        "relay to Carol@listed.test | relay-recipient: Carol@listed.test is listed for listed.test (postrider.toml:30)"
    );
    assert_eq!(
        told(&handed_on(STRANGER, "carol@sub.listed.test", None)),
        "550 5.7.1 This server takes no mail for carol@sub.listed.test [relay-denied] | relay-denied: \
         sub.listed.test is no domain of this server, and 203.0.113.5 is in no trusted network"
    );
}

#[test]
fn what_a_call_out_says_decides() {
    let no = CallOutAnswer::No { said: "550 5.1.1 nobody of that name".to_owned() };
    let unknown = CallOutAnswer::Unknown { why: "connection refused".to_owned() };
    for (client, given, call_out, says) in [
        (
            STRANGER,
            "Carol@asked.test",
            None,
            "ask about Carol@asked.test | call-out: the server of asked.test is to be asked about \
             Carol@asked.test (postrider.toml:40)",
        ),
        (
            STRANGER,
            "Carol@asked.test",
            Some(&CallOutAnswer::Yes),
            "relay to Carol@asked.test | relay-recipient: the server of asked.test takes mail for \
             Carol@asked.test (postrider.toml:40)",
        ),
        (
            STRANGER,
            "carol@asked.test",
            Some(&no),
            "550 5.1.1 carol@asked.test has no mailbox here [unknown-user] | unknown-user: the server of \
             asked.test says: 550 5.1.1 nobody of that name (postrider.toml:40)",
        ),
        (
            "192.0.2.7",
            "carol@asked.test",
            Some(&unknown),
            "450 4.1.1 Whether carol@asked.test exists cannot be found out now: try again later \
             [recipient-unproven] | recipient-unproven: the server of asked.test does not say whether it takes mail \
             for carol@asked.test: connection refused (postrider.toml:40)",
        ),
        (
            STRANGER,
            "u%victim.test@asked.test",
            None,
            "550 5.1.1 u%victim.test@asked.test has no mailbox here [unknown-user] | unknown-user: asked.test is \
             asked about plain names, and \"u%victim.test\" is none (postrider.toml:40)",
        ),
        (
            "192.0.2.7",
            "\"c d\"@asked.test",
            None,
            "ask about \"c d\"@asked.test | call-out: the server of asked.test is to be asked about \
             \"c d\"@asked.test (postrider.toml:40)",
        ),
    ] {
        assert_eq!(told(&handed_on(client, given, call_out)), says, "{given} from {client}");
    }
    // An answer about a relay domain opens no other.
    for given in ["u@elsewhere.test", "nobody@example.test", "nobody@listed.test"] {
        let verdict = handed_on(STRANGER, given, Some(&CallOutAnswer::Yes));
        assert!(matches!(verdict.decision, Decision::Refuse(_)), "{given}: {verdict:?}");
    }
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
        recipients: vec![
            to("alice@example.test"),
            to("bob@example.test"),
            // Handed on to another server, whose business its own Delivered-To fields are.
            to("carol@elsewhere.test"),
        ],
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    for (seen, says) in [
        (vec![], "accept"),
        (vec!["carol@example.test", "bob@example.com", "", "team@example.test"], "accept"),
        (vec!["carol@elsewhere.test"], "accept"),
        (
            vec!["x@example.com", "Bob@Example.test "],
            "554 5.4.6 The message goes round in a loop: it has been delivered here before [mail-loop] | \
             mail-loop: its header says Delivered-To: bob@example.test already",
        ),
    ] {
        let delivered_to: Vec<String> = seen.into_iter().map(str::to_owned).collect();
        let verdict = policy().content(&Content {
            envelope: &envelope,
            delivered_to: &delivered_to,
            apart: None,
            single_words: &[],
            login: None,
        });
        assert_eq!(told(&verdict), says);
    }
}

#[test]
fn an_account_names_whole_domains_or_those_of_this_server() {
    let directory =
        Directory::new(vec![DomainSpec::new("localhost", Mailboxes::Any)]).expect("a good directory");
    let name = "intranet".to_owned();
    let relayed = RelayDomainSpec { name, recipients: Recipients::CallOut, subaddress: None };
    let relay = Arc::new(RelayDomains::new(vec![relayed]).expect("good"));
    let routed_words = ["printers".to_owned()].into();
    let policy = Policy::new(Options { relay, routed_words, ..Options::default() }, Arc::new(directory));
    let mut account = Account::new("alice@localhost");
    account.senders.push(SenderPattern::read("*@*").expect("a pattern"));
    let refused = |verdict: &Verdict| match &verdict.decision {
        Decision::Refuse(reply) => Some(reply.entry().id),
        _ => None,
    };
    for login in [Some(&account), None] {
        for (given, is_complete) in [
            ("bob@localhost", true),
            ("bob@intranet", true),
            ("bob@Printers", true),
            ("bob@example.org", true),
            ("bob@[192.0.2.1]", true),
            ("bob@sales", false),
        ] {
            let (from, to) = (ReversePath::Mailbox(address(given)), ForwardPath::Mailbox(address(given)));
            let sender = Sender { hello: HELLO, login, reverse_path: &from };
            let (mail, rcpt) = match login {
                Some(_) if !is_complete => (Some("sender-not-qualified"), Some("recipient-not-qualified")),
                Some(_) => (None, None),
                // Others are not judged by it: servers bring what they have.
                None if ["bob@localhost", "bob@intranet"].contains(&given) => (None, None),
                None => (None, Some("relay-denied")),
            };
            assert_eq!(refused(&policy.mail(&sender)), mail, "{given}");
            let recipient = Recipient { sender, forward_path: &to, call_out: None };
            assert_eq!(refused(&policy.recipient(&recipient)), rcpt, "{given}");
            // In the header it is as in the envelope, and never made whole.
            let envelope = Envelope {
                reverse_path: ReversePath::Null,
                recipients: Vec::new(),
                body: BodyType::SevenBit,
                smtputf8: false,
                ret: None,
                envid: None,
                signing: None,
            };
            for (names, refusal) in
                [(Named::Sender, "sender-not-qualified"), (Named::Recipient, "recipient-not-qualified")]
            {
                let found = SingleWord { address: address(given), names };
                let authors = Ok(Vec::new());
                let content = Content {
                    envelope: &envelope,
                    delivered_to: &[],
                    apart: None,
                    single_words: &[found],
                    login: login.map(|account| (account, &authors)),
                };
                let says = (login.is_some() && !is_complete).then_some(refusal);
                assert_eq!(refused(&policy.content(&content)), says, "{given}");
            }
        }
    }
}

#[test]
fn an_account_sends_to_anybody_and_as_itself_alone() {
    let mut account = Account::new("alice@example.test");
    account.senders.push(SenderPattern::read("@lists.test").expect("a pattern"));
    let mail = |from: &str| {
        let reverse_path = ReversePath::Mailbox(address(from));
        told(&policy().mail(&Sender { hello: HELLO, login: Some(&account), reverse_path: &reverse_path }))
    };
    assert_eq!(mail("Alice@example.test"), "accept");
    assert_eq!(mail("news@lists.test"), "accept");
    assert_eq!(
        mail("bob@example.test"),
        "550 5.7.1 bob@example.test is no sender of yours [sender-not-own] | sender-not-own: alice@example.test may send as itself, \
         if that is an address, and as @lists.test"
    );
    let sender = Sender { hello: HELLO, login: Some(&account), reverse_path: &ReversePath::Null };
    assert_eq!(told(&policy().mail(&sender)), "accept", "a receipt");
    for (given, says) in [
        ("x@else.test", "relay to x@else.test | login: alice@example.test has logged in"),
        ("bob@example.test", "bob@example.test | mailbox: bob@example.test is a mailbox (postrider.toml:10)"),
    ] {
        let forward_path = ForwardPath::Mailbox(address(given));
        let recipient = Recipient { sender, forward_path: &forward_path, call_out: None };
        assert_eq!(told(&policy().recipient(&recipient)), says);
    }

    let envelope = Envelope {
        reverse_path: ReversePath::Null,
        recipients: Vec::new(),
        body: BodyType::SevenBit,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    let content = |authors: Result<Vec<Mailbox>, NoAuthor>| {
        told(&policy().content(&Content {
            envelope: &envelope,
            delivered_to: &[],
            apart: None,
            single_words: &[],
            login: Some((&account, &authors)),
        }))
    };
    assert_eq!(content(Ok(vec![address("alice@example.test"), address("a@lists.test")])), "accept");
    let told = content(Ok(vec![address("alice@example.test"), address("ceo@victim.test")]));
    assert!(told.starts_with("550 5.7.1 The message says to be from ceo@victim.test, "), "{told}");
    assert!(!told.split(" | ").next().expect("a reply").contains("lists.test"), "{told}");
    assert!(content(Err(NoAuthor::Several(2))).starts_with("554 5.6.0 "));

    // White space in front of a colon goes back to an account, and to nobody else.
    let own = Ok(vec![address("alice@example.test")]);
    let apart = |login| {
        let apart = Some("Subject");
        policy().content(&Content { envelope: &envelope, delivered_to: &[], apart, single_words: &[], login })
    };
    assert_eq!(crate::told(&apart(None)), "accept");
    let told = crate::told(&apart(Some((&account, &own))));
    assert!(told.starts_with("554 5.6.0 The field Subject has white space in front of its colon"), "{told}");
}
