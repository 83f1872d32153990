//! Recipients of several domains behind one next hop: one transaction has them all (RFC 5321 §4.5.4.1).

use postrider_outbound::{Local, Next, Pattern, RouteSpec};
use postrider_proto::mail::Domain;
use postrider_queue::Suspension;

use crate::peer::{At, Fault, Peer};
use crate::server::Server;
use crate::world::{World, from_al, local, put_envelope, reports, route, until};

const TO: [&str; 3] = ["a@one.example", "b@two.example", "c@three.example"];

/// The messages that came, whichever connection has ended first.
fn sorted(server: &Server) -> Vec<Vec<String>> {
    let mut messages = server.messages();
    messages.sort();
    messages
}

#[tokio::test]
async fn recipients_of_many_domains_go_to_a_smarthost_in_one_transaction() {
    let server = Server::start(vec![Peer::offering(&["PIPELINING"])]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    put_envelope(&world, from_al(&[&TO[..], &["nobody@four.example"]].concat())).await;
    let running = world.start();
    until(|| world.queue.is_empty() && !reports(&world).is_empty()).await;
    world.stop(running).await;
    until(|| server.messages() == [["a", "b", "c"]]).await;
    let [report] = &reports(&world)[..] else { panic!("one report: {:?}", reports(&world)) };
    assert!(report.contains("Final-Recipient: rfc822; nobody@four.example\n"), "{report}");
    assert!(!report.contains("three.example"), "{report}");
}

#[tokio::test]
async fn those_that_are_put_off_together_come_again_together() {
    let busy = Peer::offering(&["PIPELINING"]).with(At::Rcpt, Fault::Say("450 4.2.1 come back later\r\n"));
    let server = Server::start(vec![busy, Peer::offering(&["PIPELINING"])]).await;
    let mut world = World::new();
    // The next one is another connection.
    world.options.messages_per_connection = 1;
    route(&world, Next::Hosts(vec![server.host()]));
    let id = put_envelope(&world, from_al(&TO)).await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    let attempts = || {
        let shown = world.queue.show(id).expect("readable").expect("it is still there");
        shown.recipients.iter().map(|standing| standing.state.attempts).collect::<Vec<_>>()
    };
    until(|| attempts() == [1, 1, 1]).await;
    let due = world.queue.next_due().expect("it is tried again");
    // All of them are due at one time.
    world.clock.set(due.as_millis());
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
    until(|| server.messages() == [["a", "b", "c"]]).await;
}

#[tokio::test]
async fn routes_that_say_the_same_are_one_and_others_are_not() {
    let server = Server::start(vec![Peer::offering(&["PIPELINING"])]).await;
    let world = World::new();
    let to = |domain: &str| {
        let pattern = Pattern::parse(domain).expect("a pattern");
        RouteSpec::new(pattern, Next::Hosts(vec![server.host()]))
    };
    let paced = RouteSpec { at_once: Some(1), ..to("three.example") };
    world.routes.set(local(Local::Maildir), vec![to("one.example"), to("two.example"), paced]);
    let here = "alice@example.org";
    put_envelope(&world, from_al(&[&TO[..], &[here]].concat())).await;
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
    assert_eq!(world.delivered("alice"), 1);
    until(|| sorted(&server) == [vec!["a", "b"], vec!["c"]]).await;
}

#[tokio::test]
async fn a_domain_that_is_suspended_stays_behind() {
    let server = Server::start(vec![Peer::offering(&["PIPELINING"])]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let domain = Some(Domain::Name("two.example".to_owned()));
    let (since, until_then) = (world.now(), world.now().plus(std::time::Duration::from_secs(60)));
    let suspension = Suspension { domain, since, until: until_then, reason: String::new() };
    world.queue.suspend(suspension, since).expect("suspended");
    put_envelope(&world, from_al(&TO)).await;
    let running = world.start();
    until(|| world.queue.next_due() == Some(until_then)).await;
    world.clock.set(until_then.as_millis());
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
    until(|| sorted(&server) == [vec!["a", "c"], vec!["b"]]).await;
}
