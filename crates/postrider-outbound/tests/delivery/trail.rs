//! What the queue keeps of the way that an attempt took.

use postrider_outbound::Next;
use postrider_queue::{Answer, Decision, Ending};

use crate::peer::{At, Fault, Peer};
use crate::server::Server;
use crate::world::{World, put, route, until};

/// How the first attempt of the only message ended, for each of its recipients.
async fn first_endings(hosts: &[&Server], to: &[&str]) -> Vec<Ending> {
    let world = World::new();
    route(&world, Next::Hosts(hosts.iter().map(|server| server.host()).collect()));
    let id = put(&world, to).await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    world.stop(running).await;
    let shown = world.queue.show(id).expect("readable").expect("there");
    let tried = shown.timeline.tried().next().expect("an attempt");
    (0..).zip(to).map(|(recipient, _)| tried.ending_of(recipient).expect("one of them").clone()).collect()
}

fn answer(server: &Server, step: Option<&str>, said: &str) -> Answer {
    let host = server.address.to_string();
    Answer { host, step: step.map(str::to_owned), said: said.to_owned() }
}

#[tokio::test]
async fn every_host_that_was_asked_is_in_it_with_its_own_words() {
    let busy =
        Server::start(vec![Peer::default().with(At::Greeting, Fault::Say("421 4.3.2 busy\r\n"))]).await;
    let closed = Server::start(vec![Peer::default().with(At::Mail, Fault::Close)]).await;
    let later = Server::start(vec![Peer::default().with(At::Mail, Fault::Say("451 4.3.0 disk\r\n"))]).await;
    let endings = first_endings(&[&busy, &closed, &later], &["ann@mx.example", "ben@mx.example"]).await;
    let [first, second] = &endings[..] else { panic!("two recipients") };
    assert_eq!(first, second);
    let wanted = [
        answer(&busy, Some("the greeting"), "421 4.3.2 busy"),
        answer(&closed, None, "the server closed the connection at MAIL"),
        answer(&later, Some("MAIL"), "451 4.3.0 disk"),
    ];
    assert_eq!(first.answers, wanted);
    assert!(matches!(first.decision, Decision::Deferred { .. }), "{first:?}");
}

#[tokio::test]
async fn where_no_host_decides_all_of_them_are_in_it() {
    let busy =
        Server::start(vec![Peer::default().with(At::Greeting, Fault::Say("421 4.3.2 busy\r\n"))]).await;
    let full = Server::start(vec![Peer::default().with(At::Hello, Fault::Say("450 4.3.1 full\r\n"))]).await;
    let endings = first_endings(&[&busy, &full], &["ann@mx.example"]).await;
    let said: Vec<&str> = endings[0].answers.iter().map(|answer| answer.said.as_str()).collect();
    assert_eq!(said, ["421 4.3.2 busy", "450 4.3.1 full"]);
}

#[tokio::test]
async fn that_nobody_knows_is_said() {
    let silent = Server::start(vec![Peer::default().with(At::End, Fault::Close)]).await;
    let endings = first_endings(&[&silent], &["ann@mx.example"]).await;
    assert!(matches!(endings[0].decision, Decision::Unknown { .. }), "{endings:?}");
    assert_eq!(endings[0].answers[0].step, None);
}
