//! How much is brought to which site at once, and when one is left alone.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use postrider_outbound::tls::Policy;
use postrider_outbound::{HostPort, Local, Next, Pattern, RouteSpec};
use postrider_proto::mail::{AddressLiteral, Domain, QueueId, ReversePath};
use postrider_queue::{Summary, Timestamp};
use tokio::net::TcpListener;

use crate::peer::{At, Fault, Peer};
use crate::server::Server;
use crate::world::{World, from_al, local, put_envelope, reports, route, until};

const MINUTE: Duration = Duration::from_secs(60);

fn attempts(world: &World, id: QueueId) -> u32 {
    world.queue.show(id).expect("readable").map_or(0, |message| message.recipients[0].state.attempts)
}

async fn put_many(world: &World, to: &str, count: usize) -> Vec<QueueId> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(put_envelope(world, from_al(&[to])).await);
    }
    ids
}

#[tokio::test]
async fn a_site_that_is_down_is_left_alone_and_then_asked_by_one() {
    let dead = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let well = Server::start(vec![Peer::offering(&["PIPELINING"])]).await;
    let world = World::new();
    let host =
        Domain::parse("[127.0.0.1]", postrider_proto::mail::address::Charset::Ascii).expect("an address");
    let to = |domain: &str, port| {
        let next = Next::Hosts(vec![HostPort { host: host.clone(), port, tls_at_once: false }]);
        RouteSpec::new(Pattern::parse(domain).expect("a pattern"), next)
    };
    world.routes.set(
        local(Local::Maildir),
        vec![to("dead.example", dead.port()), to("well.example", well.address.port())],
    );
    let dead_ids = put_many(&world, "bob@dead.example", 50).await;
    put_many(&world, "bob@well.example", 50).await;
    let running = world.start();
    until(|| well.messages().len() == 50 && world.queue.len() == 50).await;
    let tried = || dead_ids.iter().filter(|&&id| attempts(&world, id) > 0).count();
    let found = tried();
    assert!((1..=4).contains(&found), "those that were on their way when it was found, and not {found}");
    let held = world.held("dead.example").expect("it is left alone");
    assert!(held.rest.why.contains("no connection could be made"), "{held:?}");
    assert_eq!(held.rest.until, world.now().plus(Duration::from_secs(15)));

    // One goes ahead; it fares no better.
    world.clock.set(held.rest.until.as_millis());
    until(|| tried() == found + 1 && world.held("dead.example").is_some()).await;
    let held = world.held("dead.example").expect("it is left alone");
    assert_eq!(held.rest.until, world.now().plus(MINUTE), "for longer");

    // It is up again: as soon as one is taken, the others follow.
    let up = Server::start_at(dead, vec![Peer::offering(&["PIPELINING"])]).await;
    world.clock.set(held.rest.until.as_millis());
    until(|| world.queue.len() == u64::try_from(found + 1).expect("few")).await;
    assert_eq!(world.held("dead.example"), None);
    until(|| up.messages().len() == 50 - found - 1).await;
    world.stop(running).await;
}

#[tokio::test]
async fn domains_of_one_site_share_its_trouble_and_nobody_elses() {
    let busy = Peer::default().with(At::Greeting, Fault::Say("421 4.7.0 too many connections\r\n"));
    let any = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let server = Server::start_at(SocketAddr::new(any, 0), vec![busy]).await;
    let mut world = World::new();
    world.options.mx_port = server.address.port();
    world.options.own.allow_loopback = true;
    for domain in ["a.example", "b.example"] {
        world.names.exchange(domain, &[(10, "mx.provider.example")]);
    }
    world.names.address("mx.provider.example", &[any]);
    let running = world.start();
    let first = put_envelope(&world, from_al(&["bob@a.example"])).await;
    until(|| attempts(&world, first) == 1 && world.held("a.example").is_some()).await;
    assert_eq!(server.connections(), 1);
    let second = put_envelope(&world, from_al(&["bob@b.example"])).await;
    until(|| world.held("b.example").is_some()).await;
    assert_eq!(
        (server.connections(), attempts(&world, second)),
        (1, 0),
        "it is known what it would meet with"
    );
    let held = world.held("b.example").expect("it is left alone");
    assert_eq!(held, world.held("a.example").expect("and so is the other"));
    assert!(held.rest.why.contains("421 4.7.0 too many connections"), "{held:?}");
    world.stop(running).await;
}

#[tokio::test]
async fn what_a_host_says_of_one_recipient_slows_nobody() {
    let full = Peer::default().with(At::Rcpt, Fault::Say("452 4.2.2 mailbox full\r\n"));
    let server = Server::start(vec![full]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let ids = put_many(&world, "bob@x.example", 20).await;
    let running = world.start();
    until(|| ids.iter().all(|&id| attempts(&world, id) == 1)).await;
    assert_eq!(world.held("x.example"), None);
    world.stop(running).await;
}

#[tokio::test]
async fn a_host_that_closes_what_was_idle_is_asked_again_at_once() {
    let idle = Fault::SayAndClose("421 4.4.2 idle for too long\r\n");
    let server = Server::start(vec![Peer::offering(&["PIPELINING"]).with(At::NextMail, idle)]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let running = world.start();
    for connections in 1..=3 {
        put_envelope(&world, from_al(&["bob@x.example"])).await;
        until(|| world.queue.is_empty() || world.held("x.example").is_some()).await;
        assert_eq!((world.held("x.example"), server.connections()), (None, connections));
    }
    world.stop(running).await;
}

#[tokio::test]
async fn what_waits_for_a_site_is_late_and_given_up_as_everything_else() {
    let dead = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let world = World::new();
    let host =
        Domain::parse("[127.0.0.1]", postrider_proto::mail::address::Charset::Ascii).expect("an address");
    route(&world, Next::Hosts(vec![HostPort { host, port: dead.port(), tls_at_once: false }]));
    let came = world.now();
    put_many(&world, "bob@dead.example", 8).await;
    let running = world.start();
    let all_tried = || {
        let all = world.queue.list(None, 100).expect("readable");
        // A report may have come just now.
        let is_report = |message: &Summary| message.envelope.reverse_path == ReversePath::Null;
        let dead = all.iter().filter(|message| !is_report(message));
        dead.flat_map(|message| &message.recipients).all(|recipient| recipient.state.attempts > 0)
    };
    let (mut late, mut over) = (Timestamp::default(), Timestamp::default());
    let mut looked = 0;
    while !world.queue.is_empty() {
        looked += 1;
        assert!(looked < 10_000, "it never ends");
        let is_quiet = || {
            let all = world.queue.list(None, 100).expect("readable");
            let mut recipients = all.iter().flat_map(|message| &message.recipients);
            let under_way = recipients.any(|recipient| recipient.under_way);
            !under_way && world.queue.next_due().is_some_and(|due| due > world.now())
        };
        until(|| world.queue.is_empty() || is_quiet()).await;
        if world.queue.is_empty() {
            break;
        }
        let count = |action: &str| reports(&world).iter().filter(|report| report.contains(action)).count();
        // What is told is on its way into the mailbox, and time does not pass before it is there.
        let all = world.queue.list(None, 100).expect("readable");
        let told =
            all.iter().flat_map(|message| &message.recipients).filter(|recipient| recipient.state.told);
        let told = told.count();
        until(|| count("Action: delayed\n") >= told).await;
        if late == Timestamp::default() && count("Action: delayed\n") == 8 {
            late = world.now();
        }
        over = world.now();
        if world.now().since(came) > 31 * MINUTE {
            assert!(all_tried(), "nobody waits longer without being told why");
        }
        if let Some(due) = world.queue.next_due() {
            world.clock.set(due.as_millis().max(world.now().as_millis() + 1));
        }
    }
    until(|| reports(&world).iter().filter(|report| report.contains("Action: failed\n")).count() == 8).await;
    world.stop(running).await;
    let hours = |at: Timestamp| at.since(came).as_secs() / 3600;
    assert!((4..=5).contains(&hours(late)), "{} hours", hours(late));
    assert!((119..=121).contains(&hours(over)), "{} hours", hours(over));
}

#[tokio::test]
async fn a_host_that_says_that_it_is_too_much_is_brought_less() {
    let strict =
        Peer::default().with(At::Rcpt, Fault::Say("450 4.7.1 rate limit exceeded, try again later\r\n"));
    let server = Server::start(vec![strict]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    put_many(&world, "bob@x.example", 20).await;
    let running = world.start();
    until(|| world.held("x.example").is_some()).await;
    assert!(server.connections() <= 4, "and not one for each message");
    world.stop(running).await;
}

#[tokio::test]
async fn an_operator_can_have_one_message_go_ahead_at_a_site_that_is_left_alone() {
    let dead = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let world = World::new();
    let host =
        Domain::parse("[127.0.0.1]", postrider_proto::mail::address::Charset::Ascii).expect("an address");
    route(&world, Next::Hosts(vec![HostPort { host, port: dead.port(), tls_at_once: false }]));
    // Four find out that it is down, and two are left.
    put_many(&world, "bob@dead.example", 6).await;
    let running = world.start();
    until(|| world.held("dead.example").is_some()).await;
    let first = world.held("dead.example").expect("it is left alone").rest;
    let domain = Domain::Name("dead.example".to_owned());
    let hurry = || {
        world.clock.set(world.now().as_millis() + 1000);
        world.started().hurry(&domain)
    };
    assert_eq!(hurry().expect("it was left alone").rest, first);
    // It goes, at once, and fares no better.
    until(|| world.held("dead.example").is_some_and(|held| held.rest.until > first.until)).await;
    let up = Server::start_at(dead, vec![Peer::offering(&["PIPELINING"])]).await;
    let tried = world.queue.len();
    assert!(hurry().is_some());
    until(|| world.queue.len() < tried && world.held("dead.example").is_none()).await;
    assert!(hurry().is_none(), "nothing is wrong with it");
    world.stop(running).await;
    drop(up);
}

/// That a host has no TLS says nothing of it for a route that needs none; and whoever needs it does not ask again and again.
#[tokio::test]
async fn what_one_route_wants_of_a_host_holds_up_no_mail_of_another() {
    let any = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let server = Server::start_at(SocketAddr::new(any, 0), vec![Peer::offering(&["PIPELINING"])]).await;
    let named = || {
        let host = Domain::Literal(AddressLiteral::V4([127, 0, 0, 2].into()));
        Next::Hosts(vec![HostPort { host, port: server.address.port(), tls_at_once: false }])
    };
    for next in [named(), Next::Mx] {
        let mut world = World::new();
        world.options.mx_port = server.address.port();
        world.options.own.allow_loopback = true;
        for domain in ["strict.example", "severe.example", "easy.example"] {
            world.names.exchange(domain, &[(10, "mx.provider.example")]);
        }
        world.names.address("mx.provider.example", &[any]);
        let to = |domain: &str, tls| RouteSpec {
            tls: Some(tls),
            ..RouteSpec::new(Pattern::parse(domain).expect("a pattern"), next.clone())
        };
        world.routes.set(
            local(Local::Maildir),
            vec![
                to("strict.example", Policy::Required),
                to("severe.example", Policy::Required),
                to("easy.example", Policy::Opportunistic),
            ],
        );
        let before = server.connections();
        let running = world.start();
        let first = put_envelope(&world, from_al(&["bob@strict.example"])).await;
        until(|| attempts(&world, first) == 1 && world.held("strict.example").is_some()).await;
        let held = world.held("strict.example").expect("it is left alone");
        assert!(held.site.ends_with(" (tls required)"), "{held:?}");
        assert!(held.rest.why.contains("tls-not-offered: "), "{held:?}");
        // Of the same policy, and of another.
        let second = put_envelope(&world, from_al(&["bob@severe.example"])).await;
        put_envelope(&world, from_al(&["bob@easy.example"])).await;
        until(|| world.queue.len() == 2 && world.held("severe.example").is_some()).await;
        assert_eq!(world.held("easy.example"), None);
        assert_eq!(attempts(&world, second), 0, "it is known what it would meet with");
        assert_eq!(server.connections() - before, 2);
        world.stop(running).await;
    }
}
