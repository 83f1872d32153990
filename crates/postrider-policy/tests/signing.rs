//! In whose name a message is signed.

use std::net::IpAddr;
use std::sync::Arc;

use postrider_directory::{Account, Directory, DomainSpec, Mailboxes};
use postrider_policy::{Client, Network, Options, Policy, SigningOptions, TrustedNetwork};
use postrider_proto::mail::Domain;

const USER: Client = Client::User { uid: 1000 };

fn policy(trusted_networks: bool) -> Policy {
    let directory = Directory::new(vec![
        DomainSpec::new("example.test", Mailboxes::Any),
        DomainSpec::new("b\u{fc}cher.test", Mailboxes::Any),
    ]);
    let network: Network = "192.0.2.0/24".parse().expect("a network");
    let options = Options {
        trusted: vec![TrustedNetwork { network, config_line: None }],
        signing: SigningOptions { hostname: Some(name("mx.other.test")), trusted_networks },
        ..Options::default()
    };
    Policy::new(options, Arc::new(directory.expect("a good directory")))
}

fn name(text: &str) -> Domain {
    Domain::Name(text.to_owned())
}

fn at(address: &str) -> Client {
    Client::At(address.parse::<IpAddr>().expect("an address"))
}

fn signed(policy: &Policy, client: Client, author: &str) -> Option<String> {
    policy.signing(client, None, Some(&name(author))).map(|signing| signing.domain.to_string())
}

#[test]
fn a_user_of_this_machine_speaks_for_its_domains_and_its_name() {
    let policy = policy(false);
    assert_eq!(signed(&policy, USER, "example.test").as_deref(), Some("example.test"));
    assert_eq!(signed(&policy, USER, "mx.other.test").as_deref(), Some("mx.other.test"));
    assert_eq!(signed(&policy, USER, "b\u{fc}cher.test").as_deref(), Some("xn--bcher-kva.test"));
    for other in ["other.test", "sub.example.test", "example.test.evil.test"] {
        assert_eq!(signed(&policy, USER, other), None, "{other}");
    }
    assert_eq!(policy.signing(USER, None, None), None, "it is not known who the author is");
}

#[test]
fn the_net_speaks_for_nobody_whatever_it_says() {
    for trusted_networks in [false, true] {
        let policy = policy(trusted_networks);
        for client in [at("198.51.100.1"), at("0.0.0.0"), at("::")] {
            assert_eq!(signed(&policy, client, "example.test"), None);
        }
    }
}

#[test]
fn a_trusted_network_speaks_only_where_the_operator_says_so() {
    assert_eq!(signed(&policy(false), at("192.0.2.7"), "example.test"), None);
    assert_eq!(signed(&policy(true), at("192.0.2.7"), "example.test").as_deref(), Some("example.test"));
    assert_eq!(signed(&policy(true), at("192.0.2.7"), "other.test"), None);
}

#[test]
fn an_account_speaks_for_the_domains_that_are_ours() {
    let policy = policy(false);
    let account = Account::new("alice@example.test");
    let signed = |author| policy.signing(at("198.51.100.1"), Some(&account), Some(&name(author)));
    assert_eq!(signed("example.test").map(|signing| signing.domain), Some(name("example.test")));
    assert_eq!(signed("other.test"), None, "it may send from there, and the name is somebody else's");
}
