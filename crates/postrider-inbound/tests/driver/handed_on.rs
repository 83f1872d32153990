//! Mail for others: who may hand it in, what is kept of it, and what is asked before it is taken.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use postrider_directory::{Directory, DomainSpec, Mailboxes, Recipients, RelayDomainSpec, RelayDomains};
use postrider_inbound::{CallOut, CallOuts, Settings};
use postrider_policy::{CallOutAnswer, Policy, TrustedNetwork};
use postrider_proto::mail::{Mailbox, Notify, OriginalRecipient, Ret};
use postrider_proto::server::Options;

use crate::server::{CLIENT, Server, options, queued};

/// The server of asked.test: it knows carol, it is down for dave, and it knows nobody else.
#[derive(Clone, Default)]
struct Far {
    asked: Arc<Mutex<Vec<String>>>,
}

impl CallOut for Far {
    fn ask<'a>(&'a self, recipient: &'a Mailbox) -> Pin<Box<dyn Future<Output = CallOutAnswer> + Send + 'a>> {
        Box::pin(async {
            self.asked.lock().expect("not poisoned").push(recipient.to_string());
            match recipient.local() {
                "carol" => CallOutAnswer::Yes,
                "dave" => CallOutAnswer::Unknown { why: "connection refused".to_owned() },
                _ => CallOutAnswer::No { said: "550 5.1.1 no such user".to_owned() },
            }
        })
    }
}

/// Trusts 198.51.100.0/24, relays for listed.test and for asked.test.
fn server(far: &Far, session: Options) -> Server {
    let mut server = Server::new(session);
    server.inbound.call_outs = CallOuts::new(far.clone());
    let relay =
        |name: &str, recipients| RelayDomainSpec { name: name.to_owned(), recipients, subaddress: None };
    let listed = Recipients::Listed(vec!["erin".to_owned(), "postmaster".to_owned()]);
    let relay = vec![relay("listed.test", listed), relay("asked.test", Recipients::CallOut)];
    let network = "198.51.100.0/24".parse().expect("a network");
    let rules = postrider_policy::Options {
        trusted: vec![TrustedNetwork { network, config_line: None }],
        relay: Arc::new(RelayDomains::new(relay).expect("good domains")),
        ..postrider_policy::Options::default()
    };
    let mailboxes = Mailboxes::Listed(["alice", "postmaster", "abuse"].map(str::to_owned).to_vec());
    let directory = Directory::new(vec![DomainSpec::new("example.test", mailboxes)]).expect("a good one");
    let policy = Arc::new(Policy::new(rules, Arc::new(directory)));
    server.settings.send_modify(|settings| {
        *settings = Arc::new(Settings { policy, ..(**settings).clone() });
    });
    server
}

fn trusted() -> SocketAddr {
    "198.51.100.9:40000".parse().expect("an address")
}

#[tokio::test]
async fn a_trusted_client_hands_in_mail_for_anybody_and_a_stranger_does_not() {
    let server = server(&Far::default(), options());
    let (mut stranger, _session) = server.pipe_from(CLIENT);
    stranger.hello().await;
    assert_eq!(stranger.line("MAIL FROM:<s@client.example>").await, "250 2.1.0 The sender is accepted");
    assert_eq!(
        stranger.line("RCPT TO:<bob@elsewhere.test>").await,
        "550 5.7.1 This server takes no mail for bob@elsewhere.test [relay-denied]"
    );

    let (mut client, _session) = server.pipe_from(trusted());
    client.hello().await;
    client.line("MAIL FROM:<s@client.example>").await;
    for to in ["Bob@Elsewhere.Test", "alice@example.test", "Bob@elsewhere.test", "bob@elsewhere.test"] {
        let reply = client.line(&format!("RCPT TO:<{to}>")).await;
        assert_eq!(reply, "250 2.1.5 The recipient is accepted", "{to}");
    }
    assert_eq!(
        client.line("RCPT TO:<nobody@example.test>").await,
        "550 5.1.1 nobody@example.test has no mailbox here [unknown-user]"
    );
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\n.").await);
    let envelope = server.message(id).envelope;
    let kept: Vec<String> = envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
    // What a local part means is the business of its own host, and so is its case (RFC 5321 §2.4).
    assert_eq!(kept, ["Bob@elsewhere.test", "alice@example.test", "bob@elsewhere.test"]);
    assert!(envelope.recipients.iter().all(|to| to.given == to.mailbox));
}

#[tokio::test]
async fn a_recipient_is_asked_about_before_its_mail_is_taken_and_only_once() {
    let far = Far::default();
    let server = server(&far, options());
    for _ in 0..2 {
        let (mut client, _session) = server.pipe_from(CLIENT);
        client.hello().await;
        client.line("MAIL FROM:<s@client.example>").await;
        for (to, reply) in [
            ("erin@listed.test", "250 2.1.5 The recipient is accepted"),
            ("nobody@listed.test", "550 5.1.1 nobody@listed.test has no mailbox here [unknown-user]"),
            ("carol@asked.test", "250 2.1.5 The recipient is accepted"),
            ("nobody@asked.test", "550 5.1.1 nobody@asked.test has no mailbox here [unknown-user]"),
            (
                "dave@asked.test",
                "450 4.1.1 Whether dave@asked.test exists cannot be found out now: try again later \
                 [recipient-unproven]",
            ),
            (
                "carol%victim.test@asked.test",
                "550 5.1.1 carol%victim.test@asked.test has no mailbox here [unknown-user]",
            ),
        ] {
            assert_eq!(client.line(&format!("RCPT TO:<{to}>")).await, reply);
        }
        client.line("DATA").await;
        let id = queued(&client.line("Subject: x\r\n\r\n.").await);
        let envelope = server.message(id).envelope;
        let kept: Vec<String> = envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
        assert_eq!(kept, ["erin@listed.test", "carol@asked.test"]);
    }
    let asked = far.asked.lock().expect("not poisoned").clone();
    assert_eq!(asked, ["carol@asked.test", "nobody@asked.test", "dave@asked.test"]);
}

#[tokio::test]
async fn what_the_client_wants_to_be_told_is_kept() {
    let server = server(&Far::default(), Options { dsn: true, ..options() });
    let (mut client, _session) = server.pipe_from(trusted());
    client.hello().await;
    client.line("MAIL FROM:<s@client.example> RET=HDRS ENVID=QQ+2B314159").await;
    for rcpt in [
        "RCPT TO:<bob@elsewhere.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;B+2Bob@first.test",
        "RCPT TO:<alice@example.test> NOTIFY=NEVER",
        "RCPT TO:<erin@listed.test>",
    ] {
        assert_eq!(client.line(rcpt).await, "250 2.1.5 The recipient is accepted");
    }
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\n.").await);
    let envelope = server.message(id).envelope;
    assert_eq!((envelope.ret, envelope.envid.as_deref()), (Some(Ret::Headers), Some("QQ+314159")));
    let wanted: Vec<_> = envelope.recipients.iter().map(|to| (to.notify, to.orcpt.clone())).collect();
    let orcpt = OriginalRecipient { kind: "rfc822".to_owned(), address: "B+ob@first.test".to_owned() };
    assert_eq!(
        wanted,
        [
            (Some(Notify { success: true, failure: false, delay: true }), Some(orcpt)),
            (Some(Notify::default()), None),
            (None, None),
        ]
    );
}
