//! Whether another server takes mail for a recipient, asked without a message.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use postrider_dns::{Answer, Trouble};
use postrider_outbound::{HostPort, Next, Takes};
use postrider_proto::mail::{Domain, Mailbox};
use postrider_queue::Suspension;
use tokio::net::TcpListener;

use crate::peer::{At, Fault, Peer};
use crate::server::Server;
use crate::world::{World, from_al, put_envelope, route, until};

async fn ask(world: &World, recipient: &str) -> Takes {
    let recipient: Mailbox = recipient.parse().expect("an address");
    world.delivery(world.clock.clone()).asker().ask(&recipient).await
}

/// Why nobody knows.
async fn why(world: &World, recipient: &str) -> String {
    match ask(world, recipient).await {
        Takes::Unknown { why } => why,
        known => panic!("{recipient}: {known:?}"),
    }
}

#[tokio::test]
async fn a_host_says_yes_or_no_and_gets_no_message() {
    let server = Server::start(vec![Peer::default(), Peer::offering(&["PIPELINING", "CHUNKING"])]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    assert_eq!(ask(&world, "bob@x.example").await, Takes::Yes);
    until(|| server.commands().len() == 4).await;
    let said = "550 5.1.1 nobody here".to_owned();
    assert_eq!(ask(&world, "nobody@x.example").await, Takes::No { said });
    until(|| server.commands().len() == 8).await;
    let conversation = |name: &str| {
        let rcpt = format!("RCPT TO:<{name}@x.example>");
        ["EHLO mx.example.org".to_owned(), "MAIL FROM:<>".to_owned(), rcpt, "QUIT".to_owned()]
    };
    assert_eq!(server.commands(), [conversation("bob"), conversation("nobody")].concat());
    assert!(world.queue.is_empty());
}

#[tokio::test]
async fn what_a_host_says_of_itself_or_of_us_says_nothing_of_the_recipient() {
    let table = [
        (At::Greeting, Fault::Say("554 5.7.1 not you\r\n"), "554 5.7.1 not you"),
        (At::Greeting, Fault::Close, "closed the connection at the greeting"),
        (At::Hello, Fault::Say("550 5.7.1 no such name\r\n"), "550 5.7.1 no such name"),
        (At::Mail, Fault::Say("550 5.7.1 no bounces\r\n"), "said at MAIL: 550 5.7.1 no bounces"),
        (At::Mail, Fault::Say("451 4.3.0 later\r\n"), "said at MAIL: 451 4.3.0 later"),
        (At::Rcpt, Fault::Say("450 4.2.0 greylisted\r\n"), "said at RCPT: 450 4.2.0 greylisted"),
        (At::Rcpt, Fault::SayAndClose("421 4.3.2 going\r\n"), "said at RCPT: 421 4.3.2 going"),
        (At::Rcpt, Fault::Say("354 go on\r\n"), "an answer that does not fit: 354 go on"),
        (At::Rcpt, Fault::Close, "closed the connection at RCPT"),
        // Our operator has named this host: that it does not know us is for them to mend.
        (At::Rcpt, Fault::Say("530 5.7.0 log in first\r\n"), "said at RCPT: 530 5.7.0 log in first"),
    ];
    for (at, fault, words) in table {
        let server = Server::start(vec![Peer::default().with(at, fault)]).await;
        let world = World::new();
        route(&world, Next::Hosts(vec![server.host()]));
        let why = why(&world, "bob@x.example").await;
        assert!(why.contains(words), "{at:?}: {why}");
    }
}

#[tokio::test]
async fn the_first_host_that_has_an_answer_is_the_last_that_is_asked() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let rude =
        Server::start(vec![Peer::default().with(At::Greeting, Fault::Say("554 5.7.1 not you\r\n"))]).await;
    let unsure =
        Server::start(vec![Peer::default().with(At::Rcpt, Fault::Say("450 4.2.0 greylisted\r\n"))]).await;
    let server = Server::start(vec![Peer::default()]).await;
    let world = World::new();
    let absent = HostPort { port: nobody.port(), ..server.host() };
    route(&world, Next::Hosts(vec![absent.clone(), rude.host(), server.host(), unsure.host()]));
    assert_eq!(ask(&world, "bob@x.example").await, Takes::Yes);
    assert_eq!((rude.connections(), unsure.connections()), (1, 0));
    // It knows the recipient, and wants it to come again: another host would say the same, or be a way around it.
    route(&world, Next::Hosts(vec![unsure.host(), server.host()]));
    assert!(why(&world, "bob@x.example").await.contains("greylisted"));
    assert_eq!(server.connections(), 1);
    route(&world, Next::Hosts(vec![absent]));
    assert!(why(&world, "bob@x.example").await.contains("no connection could be made"));
}

#[tokio::test]
async fn the_dns_says_where_to_ask_or_that_there_is_nobody() {
    let at = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let server = Server::start_at(SocketAddr::new(at, 0), vec![Peer::default()]).await;
    let mut world = World::new();
    world.options.mx_port = server.address.port();
    world.options.own.allow_loopback = true;
    world.names.exchange("null.example", &[(0, ".")]);
    world.names.exchange("loop.example", &[(10, "mx.example.org")]);
    world.names.exchange("lost.example", &[(10, "gone.example")]);
    let trouble = Answer::Temporary(Trouble::TimedOut { server: SocketAddr::new(at, 53), seconds: 6 });
    world.names.mx.lock().expect("no panic").insert("slow.example".to_owned(), trouble);
    for (recipient, words) in [
        ("bob@null.example", "556 null.example takes no mail"),
        ("bob@nowhere.example", "there is no nowhere.example in the DNS"),
    ] {
        let answer = ask(&world, recipient).await;
        assert!(matches!(&answer, Takes::No { said } if said.contains(words)), "{recipient}: {answer:?}");
    }
    for (recipient, words) in [
        ("bob@loop.example", "comes back to this server"),
        ("bob@lost.example", "there is no gone.example"),
        ("bob@slow.example", "cannot be looked up now"),
        ("bob@example.org", "no server that could be asked"),
    ] {
        let why = why(&world, recipient).await;
        assert!(why.contains(words), "{recipient}: {why}");
    }
    assert_eq!(server.connections(), 0);
    world.names.exchange("x.example", &[(10, "first.x.example")]);
    world.names.address("first.x.example", &[at]);
    assert_eq!(ask(&world, "bob@x.example").await, Takes::Yes);
}

#[tokio::test]
async fn a_site_that_rests_is_not_asked() {
    let busy = Peer::default().with(At::Greeting, Fault::Say("421 4.7.0 too many connections\r\n"));
    let server = Server::start(vec![busy, Peer::default()]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    put_envelope(&world, from_al(&["bob@x.example"])).await;
    let running = world.start();
    until(|| world.held("x.example").is_some()).await;
    let asker = world.asker();
    let bob = "bob@x.example".parse().expect("an address");
    let Takes::Unknown { why } = asker.ask(&bob).await else { panic!("it is not asked") };
    assert!(why.contains("is not asked now") && why.contains("421 4.7.0 too many connections"), "{why}");
    assert_eq!(server.connections(), 1);
    // The worker is gone first, so that it is the question that comes when the rest is over.
    world.stop(running).await;
    let rest = world.held("x.example").expect("it is left alone").rest;
    world.clock.set(rest.until.as_millis());
    assert_eq!(asker.ask(&bob).await, Takes::Yes);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_domain_that_is_suspended_is_not_asked_and_the_reason_is_told() {
    let server = Server::start(vec![Peer::default()]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let domain = Some(Domain::Name("x.example".to_owned()));
    let until = world.now().plus(Duration::from_secs(60));
    let suspension = Suspension { domain, since: world.now(), until, reason: "they move house".to_owned() };
    world.queue.suspend(suspension, world.now()).expect("suspended");
    let why = why(&world, "bob@x.example").await;
    assert_eq!(why, "x.example is not asked now, since the operator has suspended it: they move house");
    assert_eq!(ask(&world, "bob@y.example").await, Takes::Yes, "others are");
    world.clock.set(until.as_millis());
    assert_eq!(ask(&world, "bob@x.example").await, Takes::Yes);
}
