//! What addresses come to, under the directories an operator could write.

use postrider_directory::{Directory, DomainSpec, Lookup, Mailboxes, Resolution};
use postrider_proto::mail::{Domain, Mailbox};
use proptest::prelude::*;

fn listed(name: &str, mailboxes: &[&str]) -> DomainSpec {
    DomainSpec::new(name, Mailboxes::Listed(mailboxes.iter().map(|&name| name.to_owned()).collect()))
}

fn directory(domains: Vec<DomainSpec>) -> Directory {
    Directory::new(domains).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

/// A domain with a bit of everything.
fn example() -> Directory {
    directory(vec![
        listed("example.org", &["alice", "bob", "anna+maria", "o'neil x", "postmaster"])
            .alias("abuse", &["postmaster"])
            .alias("sales", &["alice", "bob@example.org", "ALICE@Example.ORG", "team"])
            .alias("team", &["bob", "carol@example.net"])
            .alias("bob", &["bob", "alice+bobs"])
            .alias("*", &["alice"]),
        DomainSpec::new("Example.NET", Mailboxes::Any),
        DomainSpec {
            subaddress: Some('-'),
            ..listed("bücher.example", &["postmaster", "abuse", "anna", "anna-maria"])
        },
        DomainSpec { subaddress: None, ..listed("[192.0.2.1]", &["postmaster", "abuse"]) },
    ])
}

/// The mailboxes an address comes to, or why to none.
fn to(directory: &Directory, address: &str) -> String {
    match directory.resolve(&address.parse().expect(address)) {
        Resolution::NotLocal => "not local".to_owned(),
        Resolution::UnknownUser => "unknown".to_owned(),
        Resolution::Mailboxes(to) => to.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
    }
}

#[test]
fn addresses_come_to_mailboxes() {
    let directory = example();
    for (address, mailboxes) in [
        // a mailbox, however it is written
        ("alice@example.org", "alice@example.org"),
        ("ALICE@EXAMPLE.ORG", "alice@example.org"),
        ("\"alice\"@example.org", "alice@example.org"),
        ("\"o'neil x\"@example.org", "\"o'neil x\"@example.org"),
        // an alias; each mailbox once, whichever way leads to it
        ("abuse@example.org", "postmaster@example.org"),
        ("team@example.org", "bob@example.org alice@example.org carol@example.net"),
        ("Sales@example.org", "alice@example.org bob@example.org carol@example.net"),
        // an alias that keeps a copy in the mailbox of its own name
        ("bob@example.org", "bob@example.org alice@example.org"),
        // a tag, and a name that only looks as if it had one
        ("alice+news@example.org", "alice@example.org"),
        ("alice+a+b@example.org", "alice@example.org"),
        ("anna+maria@example.org", "anna+maria@example.org"),
        ("anna+maria+x@example.org", "anna+maria@example.org"),
        ("abuse+x@example.org", "postmaster@example.org"),
        ("alice+@example.org", "alice@example.org"),
        ("anna-x@xn--bcher-kva.example", "anna@xn--bcher-kva.example"),
        ("anna-maria-x@xn--bcher-kva.example", "anna-maria@xn--bcher-kva.example"),
        ("anna+x@xn--bcher-kva.example", "unknown"),
        // a domain in either writing
        ("anna@bücher.example", "anna@xn--bcher-kva.example"),
        ("Anna@BÜCHER.example", "anna@xn--bcher-kva.example"),
        // the catch-all, for what is plainly a name
        ("nobody@example.org", "alice@example.org"),
        ("nobody+x@example.org", "alice@example.org"),
        ("+x@example.org", "alice@example.org"),
        ("\"no body\"@example.org", "unknown"),
        ("*@example.org", "unknown"),
        ("\"bob@example.net\"@example.org", "unknown"),
        // any name
        ("whoever@example.net", "whoever@example.net"),
        ("Who.Ever+tag@Example.Net", "who.ever@example.net"),
        ("+x@example.net", "+x@example.net"),
        ("ümit@example.net", "ümit@example.net"),
        ("postmaster@example.net", "postmaster@example.net"),
        ("\"..\"@example.net", "unknown"),
        ("-oq@example.net", "unknown"),
        ("|id@example.net", "unknown"),
        // an address is a domain only where it was configured
        ("postmaster@[192.0.2.1]", "postmaster@[192.0.2.1]"),
        ("abuse+x@[192.0.2.1]", "unknown"),
        ("postmaster@[192.0.2.2]", "not local"),
        ("postmaster@[IPv6:::1]", "not local"),
        // and nobody else's domain is ours
        ("alice@example.com", "not local"),
        ("alice@sub.example.org", "not local"),
        ("alice@example.org.example.com", "not local"),
        ("alice@ücher.example", "not local"),
    ] {
        assert_eq!(to(&directory, address), mailboxes, "{address}");
    }
}

#[test]
fn a_lookup_names_the_words_that_decided() {
    let directory = example();
    let lookup = |address: &str| directory.lookup(&address.parse().expect(address));
    assert!(matches!(lookup("sales+x@example.org"), Lookup::Alias { name: "sales", .. }));
    assert!(matches!(lookup("nobody@example.org"), Lookup::Alias { name: "*", .. }));
    assert!(matches!(lookup("alice+x@example.org"), Lookup::Mailbox(mailbox) if mailbox.local() == "alice"));
    assert!(matches!(lookup("x@example.net"), Lookup::Any(_)));
    assert!(matches!(lookup("x%y@example.net"), Lookup::NotPlain { .. }));
    assert!(matches!(lookup("x%y@example.org"), Lookup::NotPlain { .. }), "the catch-all is for plain names");
    assert!(matches!(lookup("x%y@bücher.example"), Lookup::Unknown { .. }));
    assert!(matches!(lookup("x@bücher.example"),
        Lookup::Unknown { domain: Domain::Name(name) } if name == "xn--bcher-kva.example"));
}

#[test]
fn postmaster_without_a_domain_is_that_of_the_first() {
    let postmaster = |directory: Directory| directory.postmaster().to_vec();
    let mailbox = |address: &str| address.parse::<Mailbox>().expect(address);
    assert_eq!(postmaster(example()), [mailbox("postmaster@example.org")]);
    let any = DomainSpec::new("localhost", Mailboxes::Any);
    assert_eq!(postmaster(directory(vec![any.clone()])), [mailbox("postmaster@localhost")]);
    let aliased = any.alias("postmaster", &["alice", "bob"]);
    assert_eq!(postmaster(directory(vec![aliased])), [mailbox("alice@localhost"), mailbox("bob@localhost")]);
}

#[test]
fn aliases_of_two_domains_may_lead_through_each_other() {
    let directory = directory(vec![
        listed("a.test", &["root"])
            .alias("postmaster", &["postmaster@b.test"])
            .alias("abuse", &["postmaster"]),
        listed("b.test", &["root"])
            .alias("postmaster", &["root@a.test", "root"])
            .alias("abuse", &["abuse@a.test"]),
    ]);
    for role in ["postmaster@a.test", "abuse@a.test", "postmaster@b.test", "abuse@b.test"] {
        assert_eq!(to(&directory, role), "root@a.test root@b.test", "{role}");
    }
}

/// Thirty aliases, each leading twice to the next, are thirty steps and not a thousand million.
#[test]
fn a_wide_web_of_aliases_is_walked_once() {
    let mut spec = DomainSpec::new("a.test", Mailboxes::Any);
    for i in 0..30 {
        let (left, right) = (format!("l{}", i + 1), format!("r{}", i + 1));
        for side in ["l", "r"] {
            spec = spec.alias(&format!("{side}{i}"), &[&left, &right]);
        }
    }
    assert_eq!(to(&directory(vec![spec]), "l0@a.test"), "l30@a.test r30@a.test");
}

proptest! {
    /// Whatever the address: what it comes to is at a domain of ours, in lower case, none twice, and is its own end.
    #[test]
    fn every_result_is_a_mailbox_of_ours(local in "[ -~]{1,20}", domain in 0..6usize) {
        let directory = example();
        let domains = ["example.org", "example.net", "bücher.example", "[192.0.2.1]", "example.com", "[192.0.2.9]"];
        let domain: Domain = Domain::parse(domains[domain], postrider_proto::mail::address::Charset::Utf8)
            .expect("all of these are domains");
        let Ok(address) = Mailbox::new(&local, domain) else { return Ok(()) };
        if let Resolution::Mailboxes(to) = directory.resolve(&address) {
            prop_assert!(directory.is_local(address.domain()));
            prop_assert!(!to.is_empty());
            for (i, mailbox) in to.iter().enumerate() {
                prop_assert!(directory.is_local(mailbox.domain()));
                prop_assert!(!to[..i].contains(mailbox));
                prop_assert_eq!(mailbox.local(), mailbox.local().to_lowercase());
                let Resolution::Mailboxes(again) = directory.resolve(mailbox) else {
                    panic!("{mailbox} is a mailbox and reaches none");
                };
                prop_assert!(again.contains(mailbox));
            }
        }
    }
}
