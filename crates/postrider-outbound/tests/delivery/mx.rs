//! From a domain to the hosts that DNS has for it.

use std::net::{IpAddr, SocketAddr};

use postrider_dns::{Answer, Trouble};
use postrider_outbound::Next;
use postrider_proto::mail::Domain;

use crate::peer::Peer;
use crate::server::Server;
use crate::world::{World, from_al, put_envelope, reports, route, until};

const FIRST: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));
const SECOND: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 3));

/// A world whose hosts are at loopback addresses, and a server at one of them.
async fn world_with_server(at: IpAddr) -> (World, Server) {
    let server = Server::start_at(SocketAddr::new(at, 0), vec![Peer::offering(&["PIPELINING"])]).await;
    let mut world = World::new();
    world.options.mx_port = server.address.port();
    world.options.own.allow_loopback = true;
    (world, server)
}

/// Brings a message for this domain on its way, and waits until it is done with.
async fn over(world: &World, to: &str) {
    put_envelope(world, from_al(&[to])).await;
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
}

#[tokio::test]
async fn mail_without_a_route_goes_to_the_mx_hosts_the_best_first() {
    let (world, server) = world_with_server(SECOND).await;
    world.names.exchange("x.example", &[(20, "second.x.example"), (10, "first.x.example")]);
    world.names.address("first.x.example", &[FIRST]);
    world.names.address("second.x.example", &[SECOND]);
    over(&world, "bob@x.example").await;
    until(|| server.messages() == [["bob"]]).await;
    assert!(reports(&world).is_empty());
}

#[tokio::test]
async fn a_route_to_mx_goes_there_too_and_a_domain_without_mx_is_its_own_host() {
    let (world, server) = world_with_server(FIRST).await;
    route(&world, Next::Mx);
    world.names.mx.lock().expect("no panic").insert("x.example".to_owned(), Answer::NoData { secure: false });
    world.names.address("x.example", &[FIRST]);
    over(&world, "bob@x.example").await;
    until(|| server.messages() == [["bob"]]).await;
}

#[tokio::test]
async fn where_dns_says_that_there_is_nobody_the_sender_is_told_why() {
    let (world, server) = world_with_server(FIRST).await;
    world.names.exchange("null.example", &[(0, ".")]);
    world.names.exchange("loop.example", &[(10, "mx.example.org"), (20, "worse.example")]);
    world.names.exchange("lost.example", &[(10, "gone.example")]);
    let running = world.start();
    for (to, status, words) in [
        ("bob@null.example", "5.1.10", "556 null.example takes no mail"),
        ("bob@loop.example", "5.4.6", "comes back to this server"),
        ("bob@lost.example", "5.4.4", "there is no gone.example"),
        ("bob@nowhere.example", "5.1.2", "there is no nowhere.example in the DNS"),
    ] {
        put_envelope(&world, from_al(&[to])).await;
        until(|| world.queue.is_empty()).await;
        let reports = reports(&world);
        let report =
            reports.iter().find(|report| report.contains(&format!("Final-Recipient: rfc822; {to}\n")));
        let report = report.unwrap_or_else(|| panic!("no report for {to}"));
        let unfolded = report.replace("\n ", " ");
        assert!(unfolded.contains(&format!("Status: {status}\n")), "{report}");
        assert!(unfolded.contains(words), "{report}");
    }
    world.stop(running).await;
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn nothing_goes_to_this_server_nor_to_hosts_that_are_no_better_whatever_its_name_has_become() {
    let (mut world, server) = world_with_server(FIRST).await;
    world.options.hostname = Domain::Name("new.example.org".to_owned());
    world.names.exchange("x.example", &[(10, "new.example.org"), (20, "first.x.example")]);
    world.names.address("first.x.example", &[FIRST]);
    over(&world, "bob@x.example").await;
    assert!(reports(&world)[0].contains("Status: 5.4.6\n"), "{:?}", reports(&world));
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn what_dns_cannot_say_now_waits() {
    let (world, server) = world_with_server(FIRST).await;
    let trouble = Answer::Temporary(Trouble::TimedOut { server: SocketAddr::new(FIRST, 53), seconds: 6 });
    world.names.mx.lock().expect("no panic").insert("x.example".to_owned(), trouble);
    let id = put_envelope(&world, from_al(&["bob@x.example"])).await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    assert!(
        world.reason(id).contains("the MX record of x.example cannot be looked up now"),
        "{}",
        world.reason(id)
    );
    world.names.exchange("x.example", &[(10, "first.x.example")]);
    world.names.address("first.x.example", &[FIRST]);
    let due = world.queue.next_due().expect("it is tried again");
    world.clock.set(due.as_millis());
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
    until(|| server.messages() == [["bob"]]).await;
}
