//! From the queue to another server, and back to the sender.

use std::time::Duration;

use postrider_outbound::{HostPort, LmtpTarget, Next};
use postrider_proto::mail::{BodyType, Envelope, Notify, ReversePath};
use postrider_queue::{RecipientState, Status};
use tokio::net::TcpListener;

use crate::peer::{At, Fault, Peer};
use crate::server::Server;
use crate::world::{World, envelope, from_al, put_content, put_envelope, reports, route, until};

const NOTICE: Duration = Duration::from_secs(4 * 60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::test]
async fn one_is_relayed_another_comes_back_to_its_sender() {
    let server = Server::start(vec![Peer::offering(&["PIPELINING"])]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    put_envelope(&world, from_al(&["bob@mx.example", "nobody@mx.example"])).await;
    let running = world.start();
    until(|| world.queue.is_empty() && !reports(&world).is_empty()).await;
    world.stop(running).await;
    let [report] = &reports(&world)[..] else { panic!("one report: {:?}", reports(&world)) };
    assert!(report.contains("Diagnostic-Code: smtp; 550 5.1.1 nobody here\n"), "{report}");
    assert!(
        report.contains("Action: failed\n")
            && report.contains("Final-Recipient: rfc822; nobody@mx.example\n")
    );
    assert!(!report.contains("bob@mx.example"), "nobody asked to hear of success: {report}");
    until(|| server.messages() == [["bob"]]).await;
}

#[tokio::test]
async fn who_does_not_fit_into_a_transaction_has_the_next() {
    let server = Server::start(vec![Peer { room: Some(2), ..Peer::offering(&["PIPELINING"]) }]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let to = ["a@mx.example", "b@mx.example", "c@mx.example", "d@mx.example", "e@mx.example"];
    put_envelope(&world, from_al(&to)).await;
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
    until(|| server.messages() == [vec!["a", "b"], vec!["c", "d"], vec!["e"]]).await;
    let greetings = server.commands().iter().filter(|command| command.starts_with("EHLO")).count();
    assert_eq!(greetings, 1, "all of it over one connection");
}

#[tokio::test]
async fn a_host_that_is_not_there_is_passed_over() {
    let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let rude =
        Server::start(vec![Peer::default().with(At::Greeting, Fault::Say("554 5.7.1 not you\r\n"))]).await;
    let server = Server::start(vec![Peer::default()]).await;
    let world = World::new();
    let absent = HostPort { port: nobody.port(), ..server.host() };
    route(&world, Next::Hosts(vec![absent, rude.host(), server.host()]));
    put_envelope(&world, from_al(&["bob@mx.example"])).await;
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
    until(|| server.messages() == [["bob"]]).await;
}

#[tokio::test]
async fn a_host_that_did_not_answer_is_not_waited_for_by_the_next_message() {
    let silent = Server::start(vec![Peer::default().with(At::Greeting, Fault::Close), Peer::default()]).await;
    let other = Server::start(vec![Peer::default(), Peer::default()]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![silent.host(), other.host()]));
    let running = world.start();
    for _ in 0..2 {
        put_envelope(&world, from_al(&["bob@mx.example"])).await;
        until(|| world.queue.is_empty()).await;
    }
    world.stop(running).await;
    until(|| other.messages() == [["bob"], ["bob"]]).await;
    assert!(silent.commands().is_empty(), "it was asked once, and would have answered the second time");
}

#[tokio::test]
async fn what_nobody_knows_is_not_asked_of_another_host_and_not_soon() {
    let silent = Server::start(vec![Peer::default().with(At::End, Fault::Close), Peer::default()]).await;
    let other = Server::start(vec![Peer::default()]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![silent.host(), other.host()]));
    let id = put_envelope(&world, from_al(&["bob@mx.example"])).await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    assert!(other.messages().is_empty() && other.commands().is_empty(), "it may have come already");
    let due = world.queue.next_due().expect("it is tried again");
    assert!(due.since(world.now()) >= Duration::from_secs(30 * 60), "{:?}", due.since(world.now()));
    world.clock.set(due.as_millis());
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
}

#[tokio::test]
async fn who_waits_is_told_once_and_given_up_at_the_end() {
    let busy = Peer::default().with(At::Rcpt, Fault::Say("450 4.2.1 come back later\r\n"));
    let server = Server::start(vec![busy]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let came = world.now();
    let id = put_envelope(&world, from_al(&["bob@mx.example"])).await;
    let running = world.start();
    let state = || world.queue.show(id).expect("readable").map(|message| message.recipients[0].state.clone());
    let (mut tried, mut ages) = (0, Vec::new());
    while state().is_some() {
        // What is over is there until that is on the disk.
        let has_gone_on =
            |state: RecipientState| state.attempts > tried && matches!(state.status, Status::Waiting { .. });
        until(|| state().is_none_or(has_gone_on)).await;
        tried = state().map_or(0, |state| state.attempts);
        let age = world.now().since(came);
        ages.push(age);
        let told = usize::from(age >= NOTICE);
        if world.queue.show(id).expect("readable").is_some() {
            until(|| reports(&world).len() == told).await;
            until(|| world.queue.next_due().is_some()).await;
            let due = world.queue.next_due().expect("it is tried again");
            assert!(due <= came.plus(DAY * 5), "and not longer than five days");
            world.clock.set(due.as_millis());
        }
    }
    assert!(ages.contains(&NOTICE), "the sender hears of it just when it is late: {ages:?}");
    assert_eq!(ages.last(), Some(&(DAY * 5)));
    until(|| reports(&world).len() == 2).await;
    world.stop(running).await;
    let reports = reports(&world);
    let late =
        reports.iter().find(|report| report.contains("Action: delayed\n")).expect("one says that it is late");
    assert!(late.contains("Will-Retry-Until: ") && late.contains("450 4.2.1 come back later"), "{late}");
    let over =
        reports.iter().find(|report| report.contains("Action: failed\n")).expect("one says that it is over");
    assert!(over.contains("Status: 5.4.7\n"), "{over}");
}

#[tokio::test]
async fn nobody_is_told_of_mail_from_nobody_and_it_is_kept() {
    let server = Server::start(vec![Peer::default()]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let id = put_envelope(&world, envelope(&["nobody@mx.example"])).await;
    let running = world.start();
    let status = || world.queue.show(id).expect("readable").map(|message| message.recipients[0].state.status);
    until(|| status() == Some(Status::Failed)).await;
    world.stop(running).await;
    assert!(reports(&world).is_empty() && world.queue.len() == 1);
}

#[tokio::test]
async fn whose_sender_lives_here_no_more_is_kept_too() {
    let server = Server::start(vec![Peer::default()]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let gone = ReversePath::Mailbox("gone@example.org".parse().expect("an address"));
    let id = put_envelope(&world, Envelope { reverse_path: gone, ..envelope(&["nobody@mx.example"]) }).await;
    let running = world.start();
    let status = || world.queue.show(id).expect("readable").map(|message| message.recipients[0].state.status);
    until(|| status() == Some(Status::Failed)).await;
    world.stop(running).await;
}

#[tokio::test]
async fn never_means_that_nobody_is_told() {
    let server = Server::start(vec![Peer::default()]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let mut silent = from_al(&["nobody@mx.example"]);
    silent.recipients[0].notify = Some(Notify::default());
    put_envelope(&world, silent).await;
    let running = world.start();
    until(|| world.queue.is_empty()).await;
    world.stop(running).await;
    assert!(reports(&world).is_empty());
}

#[tokio::test]
async fn what_is_wrong_with_us_never_comes_back_to_the_sender() {
    for (at, reply) in [
        (At::Mail, "530 5.7.0 authentication required"),
        (At::Greeting, "521 5.3.2 no mail from you"),
        (At::Greeting, "554 5.7.1 no connection from you"),
    ] {
        let said: &'static str = format!("{reply}\r\n").leak();
        let server = Server::start(vec![Peer::default().with(at, Fault::Say(said))]).await;
        let world = World::new();
        route(&world, Next::Hosts(vec![server.host()]));
        let id = put_envelope(&world, from_al(&["bob@mx.example"])).await;
        let running = world.start();
        until(|| world.deferred(id)).await;
        world.stop(running).await;
        assert!(world.reason(id).contains(reply), "{}", world.reason(id));
        assert!(reports(&world).is_empty());
    }
}

#[tokio::test]
async fn soft_bounce_keeps_what_would_come_back() {
    let server = Server::start(vec![Peer::default()]).await;
    let mut world = World::new();
    world.options.soft_bounce = true;
    route(&world, Next::Hosts(vec![server.host()]));
    let id = put_envelope(&world, from_al(&["nobody@mx.example"])).await;
    let running = world.start();
    until(|| world.deferred(id)).await;
    world.stop(running).await;
    assert!(reports(&world).is_empty());
}

#[tokio::test]
async fn an_lmtp_server_answers_for_each_recipient() {
    let server = Server::start(vec![Peer { lmtp: true, ..Peer::offering(&["PIPELINING"]) }]).await;
    let world = World::new();
    route(&world, Next::Lmtp(LmtpTarget::Tcp(server.host())));
    let mut asked = from_al(&["bob@mx.example", "nobody@mx.example"]);
    for recipient in &mut asked.recipients {
        recipient.notify = Some(Notify { success: true, failure: true, delay: false });
    }
    put_envelope(&world, asked).await;
    let running = world.start();
    until(|| world.queue.is_empty() && reports(&world).len() == 2).await;
    world.stop(running).await;
    let reports = reports(&world);
    assert!(reports.iter().any(|report| report.contains("Action: delivered\n")), "{reports:?}");
    assert!(reports.iter().any(|report| report.contains("Action: failed\n")), "{reports:?}");
    until(|| server.messages() == [["bob"]]).await;
}

#[tokio::test]
async fn a_connection_carries_the_next_message_too() {
    let server = Server::start(vec![Peer::offering(&["PIPELINING"])]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let running = world.start();
    for _ in 0..3 {
        put_envelope(&world, from_al(&["bob@mx.example"])).await;
        until(|| world.queue.is_empty()).await;
    }
    world.stop(running).await;
    until(|| server.messages().len() == 3).await;
    let greetings = server.commands().iter().filter(|command| command.starts_with("EHLO")).count();
    assert_eq!(greetings, 1);
}

#[tokio::test]
async fn what_is_ascii_goes_to_a_host_without_smtputf8_though_it_came_with_it() {
    let server = Server::start(vec![Peer::offering(&["8BITMIME"])]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let running = world.start();
    let put = async |to: &str, content: &str| {
        let envelope = Envelope { smtputf8: true, body: BodyType::EightBitMime, ..from_al(&[to]) };
        put_content(&world, envelope, content.as_bytes()).await
    };
    put("a@mx.example", "Subject: hello\r\n\r\nGrüße\r\n").await;
    until(|| world.queue.is_empty()).await;
    assert!(reports(&world).is_empty(), "{:?}", reports(&world));
    for (to, content) in [
        ("b@mx.example", "Subject: Grüße\r\n\r\nhello\r\n"),
        ("c@mx.exämple", "Subject: hello\r\n\r\nhello\r\n"),
    ] {
        let before = reports(&world).len();
        put(to, content).await;
        until(|| world.queue.is_empty() && reports(&world).len() > before).await;
    }
    world.stop(running).await;
    assert!(reports(&world).iter().all(|report| report.contains("Status: 5.6.7\n")), "{:?}", reports(&world));
    until(|| server.messages() == [["a"]]).await;
    let mail =
        server.commands().into_iter().find(|command| command.starts_with("MAIL")).expect("it was said");
    assert!(mail.ends_with(" BODY=8BITMIME"), "{mail}");
}

#[tokio::test]
async fn what_was_accepted_before_a_halt_is_kept_and_the_rest_is_as_it_was() {
    // It takes one recipient over a connection, and has no time for the next.
    let takes_one = Peer { room: Some(1), leaves_after: Some(1), ..Peer::offering(&["PIPELINING"]) };
    for (at, other_host) in [(At::Greeting, false), (At::Mail, false), (At::Rcpt, true)] {
        let busy = Peer::offering(&["PIPELINING"]).with(at, Fault::Silence);
        let server = Server::start(vec![takes_one.clone(), busy]).await;
        let other = Server::start(vec![Peer::default()]).await;
        let world = World::new();
        let hosts = if other_host { vec![server.host(), other.host()] } else { vec![server.host()] };
        route(&world, Next::Hosts(hosts));
        let id = put_envelope(&world, from_al(&["a@mx.example", "b@mx.example"])).await;
        let due = world.queue.next_due();
        let running = world.start();
        until(|| server.connections() == 2).await;
        world.halt(running).await;
        let message = world.queue.show(id).expect("readable").expect("it waits for b");
        let states: Vec<_> = message
            .recipients
            .iter()
            .map(|recipient| (recipient.state.status, recipient.state.attempts))
            .collect();
        let waits = Status::Waiting { due: due.expect("it is due at once") };
        assert_eq!(states, [(Status::Delivered, 1), (waits, 0)], "{at:?}");
        assert_eq!(other.connections(), 0, "no other host is asked");
        assert!(reports(&world).is_empty());
    }
}

#[tokio::test]
async fn a_short_message_comes_back_whole_and_of_a_long_one_the_header() {
    let server = Server::start(vec![Peer::offering(&["PIPELINING"])]).await;
    let world = World::new();
    route(&world, Next::Hosts(vec![server.host()]));
    let long = "a line of sixteen\r\n".repeat(8000);
    for body in ["the whole of it\r\n", &long] {
        let content = format!("Subject: hello\r\n\r\n{body}");
        put_content(&world, from_al(&["nobody@mx.example"]), content.as_bytes()).await;
    }
    let running = world.start();
    until(|| world.queue.is_empty() && reports(&world).len() == 2).await;
    world.stop(running).await;
    let reports = reports(&world);
    let with = |part: &str| {
        let part = format!("Content-Type: {part}");
        reports.iter().find(|report| report.contains(&part)).unwrap_or_else(|| panic!("{part}: {reports:?}"))
    };
    assert!(with("message/rfc822").contains("\nSubject: hello\n\nthe whole of it\n"));
    let header = with("text/rfc822-headers");
    assert!(header.contains("Subject: hello\n") && !header.contains("a line of sixteen"), "{header}");
}
