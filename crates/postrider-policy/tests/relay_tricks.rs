//! Every known way to write an address so that a careless server sends it on. Whoever the sender, however the domains are
//! configured: what is accepted goes to our own mailboxes and nowhere else.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use postrider_directory::{Directory, DomainSpec, Mailboxes, Recipients, RelayDomainSpec, RelayDomains};
use postrider_policy::{
    CallOutAnswer, Client, Connection, Decision, Hello, Options, Policy, Recipient, Sender, TrustedNetwork,
};
use postrider_proto::extension::Offered;
use postrider_proto::mail::{ForwardPath, ReversePath};
use postrider_proto::wire::command;

/// `V` is the domain the trick aims at, `D` is ours; `u` is nobody here, unless every name is somebody.
const TRICKS: [&str; 35] = [
    "u@V",
    "u%V@D",
    "u%V%x@D",
    "V!u@D",
    "V!x!u@D",
    "V!u",
    "@D:u@V",
    "@D,@x:u@V",
    "\"u@V\"@D",
    "\"u%V\"@D",
    "\"V!u\"@D",
    "\"@V:u\"@D",
    "\"u@V\"",
    "u@V@D",
    "u@D@V",
    "u@V.",
    "u@[127.0.0.1]",
    "u@[10.255.255.1]",
    "u@[IPv6:::1]",
    "u@127.0.0.1",
    "u%V@[127.0.0.1]",
    "u@V%D",
    "u@V(@D)",
    "u@V\t@D",
    "u@V\\@D",
    "<u@V>@D",
    "u@V,u@D",
    "\"u@V alice@D\"@D",
    "u@D>,<u@V",
    "u@V\0@D",
    "=?utf-8?q?u=40V=3e=00?=@D",
    "u@D.V",
    "\"u@V alice@D\"",
    "u@D>, <u@V",
    "u%V@..",
];

/// Local parts that mean something to a shell, a file system, an old mailer's configuration or a database.
const PAYLOADS: [&str; 19] = [
    "\";sleep 9;\"",
    "|id",
    "\"|id\"",
    "`id`",
    "\"$(id)\"",
    "${run{/bin/id}}",
    "-oQ/tmp",
    "-f",
    "../../../etc/passwd",
    "\"../../../etc/passwd\"",
    "/etc/passwd",
    "\".ssh\"",
    "\":include:/etc/passwd\"",
    "\"new/../../cur\"",
    "\"'; DROP TABLE queue; --\"",
    "\"\\\"; DROP TABLE queue; --\"",
    "o'r'1'/'1",
    "%_",
    "alice/../bob",
];

const SENDERS: [&str; 3] = ["<s@probe.test>", "<>", "<postmaster@example.test>"];

/// However this server is configured, whatever the server of a relay domain would say to it: a stranger's trick is refused.
#[test]
fn no_trick_is_relayed() {
    let (mut asked, mut no_address, mut refused) = (0, 0, 0);
    let policies = policies();
    for (how, policy) in &policies {
        for sender in SENDERS {
            let reverse_path = reverse_path(sender);
            for trick in TRICKS {
                for address in [trick.to_owned(), trick.to_uppercase()] {
                    asked += 1;
                    let address = address.replace('V', "victim.test").replace('D', "Example.Test");
                    let Some(forward_path) = forward_path(&address) else {
                        no_address += 1;
                        continue;
                    };
                    let hello = Hello { connection: CONNECTION, name: "probe.test" };
                    let sender = Sender { hello, login: None, reverse_path: &reverse_path };
                    assert_eq!(
                        policy.mail(&sender).decision,
                        Decision::Accept,
                        "the sender is not what is refused"
                    );
                    for call_out in [None, Some(&CallOutAnswer::Yes)] {
                        let facts = Recipient { sender, forward_path: &forward_path, call_out };
                        match policy.recipient(&facts).decision {
                            Decision::Refuse(reply) => {
                                assert_eq!(reply.code().number(), 550, "{how}: {address}");
                            }
                            other => panic!("{how}: {address} from {reverse_path:?}: {other:?}"),
                        }
                    }
                    refused += 1;
                }
            }
        }
    }
    assert_eq!(asked, policies.len() * 3 * TRICKS.len() * 2);
    assert_eq!(asked, no_address + refused);
    assert!(
        refused > policies.len() * 3 * 20,
        "the grammar alone must not be what stops them: {refused} of {asked}"
    );
}

/// Whom we trust may send to anybody, and so each address that is one goes to where it says, and nowhere else; at a domain of
/// ours or at a relay domain, nobody is still nobody.
#[test]
fn a_trusted_client_names_the_next_domain_and_no_other() {
    let mut relayed = 0;
    for (how, policy) in policies() {
        for trick in TRICKS {
            let address = trick.replace('V', "victim.test").replace('D', "Example.Test");
            let Some(forward_path) = forward_path(&address) else { continue };
            let ForwardPath::Mailbox(mailbox) = &forward_path else { panic!("{address} has a domain") };
            let hello = Hello { connection: TRUSTED, name: "probe.test" };
            let sender = Sender { hello, login: None, reverse_path: &ReversePath::Null };
            let facts = Recipient { sender, forward_path: &forward_path, call_out: None };
            let elsewhere = mailbox.domain().to_string() != "example.test";
            match policy.recipient(&facts).decision {
                Decision::Relay(to) if elsewhere => {
                    assert_eq!(&to, mailbox, "{how}: {address}");
                    relayed += 1;
                }
                // Its own server is asked what it makes of it.
                Decision::CallOut(about) if how == "asked" && !elsewhere => assert_eq!(&about, mailbox),
                Decision::Refuse(reply) => {
                    assert!(!elsewhere || how.starts_with("nobody"), "{how}: {address}: {reply}");
                }
                other => panic!("{how}: {address}: {other:?}"),
            }
        }
    }
    assert!(relayed > 20, "{relayed}");
}

/// Nobody has such a name, not even where every name is somebody's, or there is a catch-all.
#[test]
fn no_payload_is_a_mailbox() {
    let mut addresses = 0;
    for (how, spec) in domains() {
        let policy = Policy::new(Options::default(), Arc::new(Directory::new(vec![spec]).expect("good")));
        for payload in PAYLOADS {
            let Some(forward_path) = forward_path(&format!("{payload}@example.test")) else { continue };
            addresses += 1;
            let sender = Sender {
                hello: Hello { connection: CONNECTION, name: "probe.test" },
                login: None,
                reverse_path: &ReversePath::Null,
            };
            match policy
                .recipient(&Recipient { sender, forward_path: &forward_path, call_out: None })
                .decision
            {
                Decision::Refuse(reply) => assert_eq!(reply.code().number(), 550, "{how}: {payload}"),
                other => panic!("{how}: {payload}: {other:?}"),
            }
        }
    }
    assert!(addresses >= 4 * 15, "the grammar alone must not be what stops them: {addresses}");
}

/// The same forms do no harm where the mailbox is one of ours: each is our own mailbox, or refused.
#[test]
fn a_route_to_ourselves_is_our_own_mailbox() {
    for (how, spec) in domains() {
        let directory = Arc::new(Directory::new(vec![spec]).expect("a good directory"));
        let policy = Policy::new(Options::default(), directory);
        for address in
            ["alice@D", "\"alice\"@D", "@V:alice@D", "@V,@D:ALICE@d", "alice+u%V@D", "\"alice+@V\"@D"]
        {
            let plain = !address.contains("+");
            let address = address
                .replace('V', "victim.test")
                .replace('D', "Example.Test")
                .replace("@d", "@example.test");
            let forward_path = forward_path(&address).expect(&address);
            let sender = Sender {
                hello: Hello { connection: CONNECTION, name: "probe.test" },
                login: None,
                reverse_path: &ReversePath::Null,
            };
            match policy
                .recipient(&Recipient { sender, forward_path: &forward_path, call_out: None })
                .decision
            {
                Decision::Deliver(to) if plain => {
                    assert_eq!(
                        to.iter().map(ToString::to_string).collect::<Vec<_>>(),
                        ["alice@example.test"],
                        "{how}"
                    );
                }
                Decision::Refuse(_) if !plain => {}
                other => panic!("{how}: {address}: {other:?}"),
            }
        }
    }
}

const CONNECTION: Connection = Connection { client: Client::At(IpAddr::V4(Ipv4Addr::LOCALHOST)) };

/// One of ours, where we trust somebody.
const TRUSTED: Connection = Connection { client: Client::At(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7))) };

/// Every way in which a server may be configured: D a domain of ours, with nobody trusted or somebody; or a relay domain.
fn policies() -> Vec<(&'static str, Policy)> {
    let ours = |spec| Arc::new(Directory::new(vec![spec]).expect("a good directory"));
    let trusting = || {
        let network = "192.0.2.0/24".parse().expect("a network");
        Options { trusted: vec![TrustedNetwork { network, config_line: None }], ..Options::default() }
    };
    let relaying = |recipients| {
        let spec = RelayDomainSpec { name: "example.test".to_owned(), recipients, subaddress: Some('+') };
        Options { relay: Arc::new(RelayDomains::new(vec![spec]).expect("good")), ..trusting() }
    };
    let other = || ours(DomainSpec::new("other.test", Mailboxes::Any));
    let listed = Recipients::Listed(vec!["alice".to_owned(), "postmaster".to_owned()]);
    let mut policies = Vec::new();
    for (_, spec) in domains() {
        policies.push(("nobody is trusted", Policy::new(Options::default(), ours(spec.clone()))));
        policies.push(("somebody is trusted", Policy::new(trusting(), ours(spec))));
    }
    policies.push(("listed", Policy::new(relaying(listed), other())));
    policies.push(("asked", Policy::new(relaying(Recipients::CallOut), other())));
    policies
}

/// Our domain, configured in every way there is.
fn domains() -> Vec<(&'static str, DomainSpec)> {
    let listed = || {
        let names = ["alice", "postmaster", "abuse"].map(str::to_owned).to_vec();
        DomainSpec::new("example.test", Mailboxes::Listed(names))
    };
    vec![
        ("listed", listed()),
        ("with a catch-all", listed().alias("*", &["alice"])),
        ("with = before a tag", DomainSpec { subaddress: Some('='), ..listed() }),
        ("any", DomainSpec::new("example.test", Mailboxes::Any)),
    ]
}

/// The address as RCPT gives it, if it is one.
fn forward_path(address: &str) -> Option<ForwardPath> {
    command::rcpt(format!("TO:<{address}>").as_bytes(), &Offered::none(), false)
        .ok()
        .map(|rcpt| rcpt.forward_path)
}

fn reverse_path(path: &str) -> ReversePath {
    command::mail(format!("FROM:{path}").as_bytes(), &Offered::none()).expect(path).reverse_path
}
