//! Who takes mail for a domain, by the book, with a table for a DNS.

use std::collections::{BTreeSet, HashMap};
use std::future::ready;
use std::net::IpAddr;
use std::sync::Mutex;

use postrider_dns::{Answer, Asked, Hosts, Mx, NoHost, Own, Resolver, Trouble, host, hosts};
use postrider_proto::mail::Domain;
use postrider_proto::mail::address::Charset;

/// A DNS that knows what it is told. What it is not told of, there is not.
#[derive(Default)]
struct Table {
    mx: HashMap<&'static str, Answer<Mx>>,
    addresses: HashMap<&'static str, Answer<IpAddr>>,
    /// The hosts whose addresses were asked for.
    asked: Mutex<Vec<String>>,
}

impl Resolver for Table {
    fn mx<'a>(&'a self, domain: &'a str) -> Asked<'a, Mx> {
        let has_address = self.addresses.contains_key(domain);
        let other =
            if has_address { Answer::NoData { secure: true } } else { Answer::NxDomain { secure: true } };
        Box::pin(ready(self.mx.get(domain).cloned().unwrap_or(other)))
    }

    fn addresses<'a>(&'a self, host: &'a str) -> Asked<'a, IpAddr> {
        self.asked.lock().expect("nobody panicked").push(host.to_owned());
        let answer = self.addresses.get(host).cloned();
        Box::pin(ready(answer.unwrap_or(Answer::NxDomain { secure: true })))
    }

    fn written(&self, host: &str) -> Vec<IpAddr> {
        if host == "written.example" { vec![ip("127.0.0.9")] } else { Vec::new() }
    }
}

impl Table {
    fn mx(mut self, domain: &'static str, records: &[(u16, &str)]) -> Self {
        let mx = |&(preference, exchange): &(u16, &str)| Mx { preference, exchange: exchange.to_owned() };
        let records = records.iter().map(mx).collect();
        self.mx.insert(domain, Answer::Found { records, secure: true });
        self
    }

    fn mx_is(mut self, domain: &'static str, answer: Answer<Mx>) -> Self {
        self.mx.insert(domain, answer);
        self
    }

    fn at(self, host: &'static str, addresses: &[&str]) -> Self {
        let records = addresses.iter().map(|text| ip(text)).collect();
        self.at_is(host, Answer::Found { records, secure: true })
    }

    fn at_is(mut self, host: &'static str, answer: Answer<IpAddr>) -> Self {
        self.addresses.insert(host, answer);
        self
    }

    async fn find(&self, domain: &str) -> Result<Hosts, NoHost> {
        hosts(self, &named(domain), &own(), 1).await
    }

    /// What a domain comes to, in few words.
    async fn words(&self, domain: &str) -> String {
        match self.find(domain).await {
            Ok(found) => words(&found),
            Err(none) => format!("{} {none}", none.enhanced()),
        }
    }
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect(text)
}

fn named(domain: &str) -> Domain {
    Domain::parse(domain, Charset::Utf8).expect(domain)
}

/// This server.
fn own() -> Own {
    Own {
        names: vec!["us.example".to_owned(), "hello.example".to_owned()],
        addresses: vec![ip("192.0.2.99"), ip("2001:db8::99")],
        allow_loopback: false,
    }
}

fn words(found: &Hosts) -> String {
    let host = |host: &postrider_dns::Host| {
        let addresses: Vec<String> = host.addresses.iter().map(ToString::to_string).collect();
        let name = host.name.as_deref().unwrap_or("-");
        let secure = if host.secure { "" } else { " insecure" };
        format!("{} {name} {}{secure}", host.preference, addresses.join(" "))
    };
    let hosts: Vec<String> = found.hosts.iter().map(host).collect();
    format!("{}{}", hosts.join(", "), if found.implicit { " (implicit)" } else { "" })
}

fn trouble<T>() -> Answer<T> {
    Answer::Temporary(Trouble::TimedOut { server: "127.0.0.1:53".parse().expect("an address"), seconds: 2 })
}

#[tokio::test]
async fn the_better_preference_comes_first_and_families_take_turns() {
    let table = Table::default()
        .mx(
            "a.example",
            &[(20, "two.example"), (10, "one.example"), (20, "two.example"), (30, "two.example")],
        )
        .at("one.example", &["192.0.2.1", "192.0.2.2", "2001:db8::1"])
        .at("two.example", &["192.0.2.3"])
        .at("a.example", &["192.0.2.66"]);
    let found = table.words("a.example").await;
    assert_eq!(found, "10 one.example 2001:db8::1 192.0.2.1 192.0.2.2, 20 two.example 192.0.2.3");
}

#[tokio::test]
async fn hosts_of_one_preference_are_in_every_order() {
    let names = ["a.example", "b.example", "c.example"];
    let mut table = Table::default().mx("d.example", &names.map(|name| (10, name)));
    for name in names {
        table = table.at(name, &["192.0.2.1"]);
    }
    let mut orders = BTreeSet::new();
    for seed in 0..200 {
        let found = hosts(&table, &named("d.example"), &own(), seed).await.expect("hosts");
        assert_eq!(hosts(&table, &named("d.example"), &own(), seed).await.as_ref(), Ok(&found));
        orders.insert(words(&found));
    }
    assert_eq!(orders.len(), 6);
}

#[tokio::test]
async fn without_an_mx_record_it_is_the_domain_itself() {
    let table = Table::default().at("a.example", &["192.0.2.1"]);
    assert_eq!(table.words("a.example").await, "0 a.example 192.0.2.1 (implicit)");
    let empty = Table::default().mx_is("a.example", Answer::NoData { secure: false });
    assert_eq!(
        empty.words("a.example").await,
        "5.4.4 a.example has no MX, A or AAAA record, so that nobody takes its mail: look for a mistake in its name, or ask \
         whoever runs it"
    );
}

#[tokio::test]
async fn a_null_mx_is_the_end_and_the_address_is_not_looked_at() {
    let table = Table::default().mx("a.example", &[(0, ".")]).at("a.example", &["192.0.2.1"]);
    let none = table.find("a.example").await.expect_err("a null MX");
    assert_eq!(none.code().map(|code| code.number()), Some(556));
    assert_eq!(
        format!("{} {none}", none.enhanced()),
        "5.1.10 a.example takes no mail, as its MX record says, which names no host: use another address"
    );
    assert!(table.asked.lock().expect("nobody panicked").is_empty());
    // Against RFC 7505 §3 there is another record beside it.
    let table =
        Table::default().mx("a.example", &[(0, "."), (5, "b.example")]).at("b.example", &["192.0.2.1"]);
    assert_eq!(table.words("a.example").await, "5 b.example 192.0.2.1");
}

#[tokio::test]
async fn a_domain_that_is_not_there_is_told_from_one_that_nobody_knows_of() {
    let table =
        Table::default().mx_is("later.example", trouble()).mx_is("bogus.example", Answer::Bogus(None));
    assert_eq!(
        table.words("b\u{fc}cher.example").await,
        "5.1.2 there is no xn--bcher-kva.example in the DNS: look for a mistake in its name"
    );
    assert_eq!(
        table.words("later.example").await,
        "4.4.3 the MX record of later.example cannot be looked up now: the DNS server 127.0.0.1:53 did not answer within \
         2 seconds; it will be tried again"
    );
    assert_eq!(
        table.words("bogus.example").await,
        "4.4.3 the MX record of bogus.example is not to be believed, DNSSEC says; it will be tried again, and whoever runs the \
         domain has to mend it"
    );
    for (domain, temporary) in [("none.example", false), ("later.example", true), ("bogus.example", true)] {
        assert_eq!(table.find(domain).await.map_err(|none| none.is_temporary()), Err(temporary), "{domain}");
    }
}

#[tokio::test]
async fn hosts_that_cannot_be_used_are_passed_over_and_named_if_there_is_no_other() {
    let table = Table::default()
        .mx(
            "a.example",
            &[
                (1, "192.0.2.1"),
                (2, "no host\\032"),
                (3, "gone.example"),
                (4, "lo.example"),
                (5, "ok.example"),
            ],
        )
        .mx("b.example", &[(1, "192.0.2.1"), (3, "gone.example"), (4, "lo.example"), (5, "empty.example")])
        .at("192.0.2.1", &["192.0.2.1"])
        .at("lo.example", &["127.0.0.1", "0.0.0.0", "::1", "ff02::1", "::ffff:127.0.0.1"])
        .at_is("empty.example", Answer::NoData { secure: true })
        .at("ok.example", &["127.0.0.1", "192.0.2.5"])
        .at("lonely.example", &["127.0.0.1"]);
    assert_eq!(table.words("a.example").await, "5 ok.example 192.0.2.5");
    assert_eq!(
        table.words("b.example").await,
        "5.4.4 no host of b.example can be sent to: 192.0.2.1 is not the name of a host, there is no gone.example, \
         lo.example has the address 127.0.0.1, which leads nowhere, and so on for 1 more; whoever runs it has to mend that"
    );
    assert_eq!(
        table.words("lonely.example").await,
        "5.4.4 no host of lonely.example can be sent to: lonely.example has the address 127.0.0.1, which leads nowhere; \
         whoever runs it has to mend that"
    );
    let own = Own { allow_loopback: true, ..own() };
    let found = hosts(&table, &named("lonely.example"), &own, 1).await.expect("loopback is allowed");
    assert_eq!(words(&found), "0 lonely.example 127.0.0.1 (implicit)");
}

#[tokio::test]
async fn this_server_and_what_is_no_better_is_left_out() {
    let table = Table::default()
        .mx(
            "backup.example",
            &[(10, "best.example"), (20, "us.example"), (20, "peer.example"), (30, "worse.example")],
        )
        .mx("ours.example", &[(10, "HELLO.example"), (10, "peer.example"), (20, "worse.example")])
        .mx("nat.example", &[(10, "nat-host.example"), (20, "worse.example")])
        .mx("six.example", &[(5, "best.example"), (10, "six-host.example")])
        .at("best.example", &["192.0.2.1"])
        .at("peer.example", &["192.0.2.2"])
        .at("worse.example", &["192.0.2.3"])
        .at("nat-host.example", &["192.0.2.7", "192.0.2.99"])
        .at("six-host.example", &["2001:db8::99"])
        .at("us.example", &["192.0.2.50"]);
    assert_eq!(table.words("backup.example").await, "10 best.example 192.0.2.1");
    assert_eq!(table.words("six.example").await, "5 best.example 192.0.2.1");
    let says = |domain: &str, host: &str| {
        format!(
            "5.4.6 mail for {domain} comes back to this server, which is {host} in its MX or address records: make it a domain \
             of this server or give it a route, or mend the records"
        )
    };
    assert_eq!(table.words("ours.example").await, says("ours.example", "HELLO.example"));
    assert_eq!(table.words("nat.example").await, says("nat.example", "nat-host.example"));
    assert_eq!(table.words("us.example").await, says("us.example", "us.example"));
    assert_eq!(table.words("[192.0.2.99]").await, says("[192.0.2.99]", "[192.0.2.99]"));
    assert_eq!(
        table.words("[IPv6:::ffff:192.0.2.99]").await,
        says("[IPv6:::ffff:192.0.2.99]", "[IPv6:::ffff:192.0.2.99]")
    );
}

#[tokio::test]
async fn a_loop_by_name_is_seen_while_addresses_are_unknown() {
    let table = Table::default()
        .mx("a.example", &[(10, "us.example"), (20, "worse.example")])
        .mx("b.example", &[(10, "best.example"), (20, "us.example"), (30, "worse.example")])
        .at_is("us.example", trouble())
        .at_is("best.example", trouble())
        .at("worse.example", &["192.0.2.3"]);
    assert!(matches!(table.find("a.example").await, Err(NoHost::Loop { .. })));
    // The better host will be known later; the worse one would bring the mail here again.
    let none = table.find("b.example").await.expect_err("nothing is known");
    assert!(none.to_string().starts_with("the address of best.example cannot be looked up now"), "{none}");
}

#[tokio::test]
async fn a_host_that_is_unknown_now_is_passed_over_if_there_is_another() {
    let table = Table::default()
        .mx("a.example", &[(10, "late.example"), (20, "bogus.example"), (30, "ok.example")])
        .mx("b.example", &[(10, "gone.example"), (20, "bogus.example"), (30, "late.example")])
        .at_is("late.example", trouble())
        .at_is("bogus.example", Answer::Bogus(None))
        .at("ok.example", &["192.0.2.1"]);
    assert_eq!(table.words("a.example").await, "30 ok.example 192.0.2.1");
    assert!(matches!(table.find("b.example").await, Err(NoHost::Bogus { .. })));
}

#[tokio::test]
async fn a_host_is_secure_if_all_that_leads_to_it_is() {
    let insecure = |text: &str| Answer::Found { records: vec![ip(text)], secure: false };
    let mx = Mx { preference: 1, exchange: "one.example".to_owned() };
    let table = Table::default()
        .mx("a.example", &[(1, "one.example"), (2, "two.example")])
        .mx_is("b.example", Answer::Found { records: vec![mx], secure: false })
        .mx_is("c.example", Answer::NoData { secure: false })
        .at("one.example", &["192.0.2.1"])
        .at_is("two.example", insecure("192.0.2.2"))
        .at("c.example", &["192.0.2.3"]);
    assert_eq!(table.words("a.example").await, "1 one.example 192.0.2.1, 2 two.example 192.0.2.2 insecure");
    assert_eq!(table.words("b.example").await, "1 one.example 192.0.2.1 insecure");
    assert_eq!(table.words("c.example").await, "0 c.example 192.0.2.3 insecure (implicit)");
}

#[tokio::test]
async fn what_a_domain_can_make_us_do_has_an_end() {
    let name = |at: usize| -> &'static str { Box::leak(format!("mx{at}.example").into_boxed_str()) };
    let names: Vec<&str> = (0..64).map(name).collect();
    let records: Vec<(u16, &str)> = names.iter().map(|&name| (7, name)).collect();
    let many: Vec<String> = (0..200).map(|at| format!("198.51.100.{at}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let mut table = Table::default().mx("a.example", &records);
    for name in names {
        table = table.at(name, &many);
    }
    let found = table.find("a.example").await.expect("hosts");
    let given: Vec<usize> = found.hosts.iter().map(|host| host.addresses.len()).collect();
    assert_eq!(given, [8, 8, 4]);
    assert_eq!(table.asked.lock().expect("nobody panicked").len(), 10);
}

#[tokio::test]
async fn an_address_literal_asks_nobody() {
    let table = Table::default();
    assert_eq!(table.words("[192.0.2.1]").await, "0 - 192.0.2.1 insecure (implicit)");
    assert_eq!(table.words("[IPv6:2001:db8::1]").await, "0 - 2001:db8::1 insecure (implicit)");
    assert!(
        table
            .words("[127.0.0.1]")
            .await
            .contains("[127.0.0.1] has the address 127.0.0.1, which leads nowhere")
    );
    assert!(table.words("[x400:thing]").await.contains("[x400:thing] is not the name of a host"));
}

#[tokio::test]
async fn a_host_of_our_operator_is_found_by_its_address_alone() {
    let table = Table::default()
        .mx("relay.example", &[(1, "elsewhere.example")])
        .at("relay.example", &["127.0.0.5", "192.0.2.1"])
        .at("written.example", &["192.0.2.66"])
        .at("localhost", &["192.0.2.66"])
        .at_is("empty.example", Answer::NoData { secure: true })
        .at_is("late.example", trouble())
        .at("us.example", &["192.0.2.99"]);
    for (name, addresses) in [
        ("relay.example", "127.0.0.5 192.0.2.1"),
        ("written.example", "127.0.0.9"),
        ("localhost", "::1 127.0.0.1"),
        ("mail.localhost", "::1 127.0.0.1"),
        ("us.example", "192.0.2.99"),
        ("[127.0.0.1]", "127.0.0.1"),
    ] {
        let found = host(&table, &named(name)).await.expect(name);
        let given: Vec<String> = found.addresses.iter().map(ToString::to_string).collect();
        assert_eq!(given.join(" "), addresses, "{name}");
    }
    for (name, code) in [("none.example", "5.1.2"), ("empty.example", "5.4.4"), ("late.example", "4.4.3")] {
        let none = host(&table, &named(name)).await.expect_err(name);
        assert_eq!(none.enhanced().to_string(), code, "{name}");
    }
}
