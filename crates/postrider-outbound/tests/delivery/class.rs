//! What the class of a refusal says of the next attempt, and of the last.

use std::time::Duration;

use postrider_outbound::{ClassRetry, HostPort, Next, Pattern, RouteSpec};
use postrider_proto::mail::QueueId;
use postrider_queue::schedule::retry::Retry;
use postrider_reference::Class;
use tokio::net::TcpListener;

use crate::peer::{At, Fault, Peer};
use crate::server::Server;
use crate::world::{World, from_al, local, put_envelope, reports, route, until};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const GREYLISTED: &str = "450 4.7.1 Greylisted, please try again in 300 seconds\r\n";
const FULL: &str = "452 4.2.2 mailbox full\r\n";

/// A server that says this of every recipient.
async fn refusing(reply: &'static str) -> Server {
    Server::start(vec![Peer::default().with(At::Rcpt, Fault::Say(reply))]).await
}

fn every(step: Duration) -> Option<Retry> {
    Some(Retry { steps: vec![step] })
}

/// How long is waited behind the attempt of this number.
async fn wait_after(world: &World, id: QueueId, attempts: u32) -> Duration {
    let now = world.now();
    let tried = || {
        let message = world.queue.show(id).expect("readable").expect("it is still there");
        message.recipients[0].state.attempts == attempts
    };
    until(|| tried() && world.queue.next_due().is_some_and(|due| due > now)).await;
    let due = world.queue.next_due().expect("it waits for the next");
    world.clock.set(due.as_millis());
    due.since(now)
}

/// At most a tenth is added to a step.
fn is_about(wait: Duration, step: Duration) -> bool {
    (step..=step + step / 10).contains(&wait)
}

#[tokio::test]
async fn greylisting_and_full_mailboxes_have_times_of_their_own_and_others_have_not() {
    for (reply, waits) in [(GREYLISTED, [5, 10, 10]), (FULL, [60, 60, 60]), ("450 4.0.0 no\r\n", [5, 15, 30])]
    {
        let server = refusing(reply).await;
        let world = World::new();
        route(&world, Next::Hosts(vec![server.host()]));
        let id = put_envelope(&world, from_al(&["bob@mx.example"])).await;
        let running = world.start();
        for (attempts, minutes) in (1..).zip(waits) {
            let wait = wait_after(&world, id, attempts).await;
            assert!(is_about(wait, MINUTE * minutes), "{reply}: {wait:?}, not {minutes} minutes");
        }
        world.stop(running).await;
    }
}

#[tokio::test]
async fn a_class_goes_before_the_route_and_the_route_before_the_queue() {
    let (greylisting, busy) = (refusing(GREYLISTED).await, refusing("450 4.0.0 no\r\n").await);
    for (server, waits) in [(greylisting, [20, 40, 40]), (busy, [2, 2, 2])] {
        let mut world = World::new();
        let own = ClassRetry {
            retry: Some(Retry { steps: vec![MINUTE * 20, MINUTE * 40] }),
            ..ClassRetry::default()
        };
        world.options.classes.set(Class::Greylisted, own);
        let spec = RouteSpec::new(Pattern::Any, Next::Hosts(vec![server.host()]));
        world.routes.set(
            local(postrider_outbound::Local::Maildir),
            vec![RouteSpec { retry: every(MINUTE * 2), ..spec }],
        );
        let id = put_envelope(&world, from_al(&["bob@mx.example"])).await;
        let running = world.start();
        for (attempts, minutes) in (1..).zip(waits) {
            let wait = wait_after(&world, id, attempts).await;
            assert!(is_about(wait, MINUTE * minutes), "{wait:?}, not {minutes} minutes");
        }
        world.stop(running).await;
    }
}

#[tokio::test]
async fn a_message_is_given_up_by_the_class_of_its_last_answer_before_its_route() {
    let server = refusing(FULL).await;
    let mut world = World::new();
    world.options.delay_notice = DAY * 30;
    let own = ClassRetry { retry: every(DAY / 4), give_up: Some(DAY * 2), ..ClassRetry::default() };
    world.options.classes.set(Class::Full, own);
    let spec = RouteSpec::new(Pattern::Any, Next::Hosts(vec![server.host()]));
    let spec = RouteSpec { give_up: Some(DAY), ..spec };
    world.routes.set(local(postrider_outbound::Local::Maildir), vec![spec]);
    let came = world.now();
    let id = put_envelope(&world, from_al(&["bob@mx.example"])).await;
    let running = world.start();
    let mut attempts = 0;
    while world.now().since(came) < DAY * 2 {
        attempts += 1;
        wait_after(&world, id, attempts).await;
    }
    until(|| world.queue.is_empty()).await;
    assert_eq!(world.now().since(came), DAY * 2, "the last attempt is made just then");
    world.stop(running).await;
    let [report] = &reports(&world)[..] else { panic!("one report: {:?}", reports(&world)) };
    assert!(report.contains("Status: 5.4.7\n") && report.contains("452 4.2.2 mailbox full"), "{report}");
}

#[tokio::test]
async fn where_no_host_has_said_anything_there_is_a_class_all_the_same() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let here = Server::start(vec![Peer::default()]).await;
    let mut world = World::new();
    let own = ClassRetry { retry: every(MINUTE * 7), ..ClassRetry::default() };
    world.options.classes.set(Class::Network, own);
    route(&world, Next::Hosts(vec![HostPort { port: nobody.port(), ..here.host() }]));
    let delivery = world.delivery(world.clock.clone());
    let worker =
        postrider_outbound::Worker::with_clock(world.queue.clone(), delivery.clone(), 4, world.clock.clone());
    let running = tokio::spawn(worker.run(world.shutdown.subscribe()));
    let id = put_envelope(&world, from_al(&["bob@mx.example"])).await;
    let wait = wait_after(&world, id, 1).await;
    assert!(is_about(wait, MINUTE * 7), "{wait:?}");
    wait_after(&world, id, 2).await;
    world.stop(running).await;
    let counters = delivery.counters();
    let counted: Vec<_> = counters.by_class().filter(|(.., count)| *count > 0).collect();
    assert_eq!(counted, [("deferred", Class::Network, 2)]);
}
