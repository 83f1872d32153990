//! How much of everything a client gets.

use std::net::SocketAddr;

use postrider_inbound::SlotLimits;
use postrider_proto::server::Options;
use postrider_proto::wire::limits::Limits;

use crate::server::{Server, options, queued};

fn with_limits(change: impl FnOnce(&mut Limits)) -> Options {
    let mut options = options();
    change(&mut options.limits);
    options
}

fn peer(address: &str) -> SocketAddr {
    SocketAddr::new(address.parse().expect("an address"), 40_000)
}

#[tokio::test]
async fn an_address_over_its_share_is_told_so_and_others_are_served() {
    let server = Server::with_slots(options(), SlotLimits { connections: 100, connections_per_address: 2 });
    for same in
        [["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"], ["2001:db8::1", "2001:db8::2:1", "2001:db8::ffff"]]
    {
        let (mut first, first_session) = server.pipe_from(peer(same[0]));
        let (mut second, _second_session) = server.pipe_from(peer(same[1]));
        first.hello().await;
        second.hello().await;
        let (mut third, third_session) = server.pipe_from(peer(same[2]));
        assert_eq!(
            third.rest().await,
            ["421 mx.example.test has too many connections open, try again later"]
        );
        drop(third);
        third_session.await.expect("the session ends well");
        first.line("QUIT").await;
        drop(first);
        first_session.await.expect("the session ends well");
        let (mut fourth, _fourth_session) = server.pipe_from(peer(same[2]));
        fourth.hello().await;
    }
    let (mut other, _session) = server.pipe_from(peer("2001:db8:0:1::1"));
    other.hello().await;
}

#[tokio::test]
async fn three_hundred_idle_connections_of_one_address_hold_no_other_up() {
    let server = Server::with_slots(options(), SlotLimits { connections: 100, connections_per_address: 50 });
    let listener = server.bind();
    let address = listener.address();
    let serving = server.serve(listener);
    let mut idle = Vec::new();
    for _ in 0..300 {
        idle.push(tokio::net::TcpStream::connect(address).await.expect("it listens"));
    }
    let mut greeted = Vec::new();
    for stream in idle {
        let mut client = crate::client::Client::new(stream);
        // Told to come back, or, where even for that there are too many, closed without a word.
        if client.next_line().await.is_some_and(|line| line.starts_with("220 ")) {
            greeted.push(client);
        }
    }
    assert_eq!(greeted.len(), 50);
    let (mut other, _session) = server.pipe_from(peer("198.51.100.7"));
    other.hello().await;
    drop(other);
    server.shutdown.to(postrider_inbound::Shutdown::Now);
    serving.await.expect("the listener ends well");
}

#[tokio::test]
async fn a_thousand_recipients_are_welcome_and_the_next_is_452() {
    let mut options = options();
    options.limits.refused_recipients = u32::MAX;
    let server = Server::new(options);
    let (mut client, _session) = server.pipe();
    client.hello().await;
    client.line("MAIL FROM:<s@client.example>").await;
    for n in 0..1000 {
        let reply = client.line(&format!("RCPT TO:<alice+{n}@example.test>")).await;
        assert!(reply.starts_with("250 "), "{n}: {reply}");
    }
    let reply = client.line("RCPT TO:<bob@example.test>").await;
    assert_eq!(
        reply,
        "452 4.5.3 1000 recipients are the most for one message: send the rest in another [too-many-recipients]"
    );
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    assert_eq!(server.message(id).recipients.len(), 1, "all of them are alice");
}

#[tokio::test]
async fn guessing_recipients_ends_the_session() {
    let server = Server::new(with_limits(|limits| limits.refused_recipients = 3));
    let (mut client, session) = server.pipe();
    client.hello().await;
    client.line("MAIL FROM:<s@client.example>").await;
    for _ in 0..3 {
        assert!(client.line("RCPT TO:<guess@example.test>").await.starts_with("550 5.1.1 "));
    }
    assert_eq!(client.rest().await, ["421 4.7.0 3 commands were refused, closing [too-many-errors]"]);
    drop(client);
    session.await.expect("the session ends well");
}

#[tokio::test]
async fn a_message_that_says_it_is_too_large_is_not_even_begun() {
    let server = Server::new(with_limits(|limits| limits.message_octets = 100_000));
    let (mut client, _session) = server.pipe();
    client.hello().await;
    let reply = client.line("MAIL FROM:<s@client.example> SIZE=100001").await;
    assert_eq!(reply, "552 5.3.4 The message is larger than 100000 octets [message-too-big]");
    assert!(client.line("MAIL FROM:<s@client.example> SIZE=100000").await.starts_with("250 "));
}

/// The client cannot be interrupted, but what it sends goes nowhere, and what of it was in a file is gone at once.
#[tokio::test]
async fn a_message_that_does_not_say_it_is_too_large_is_swallowed() {
    let server = Server::new(with_limits(|limits| limits.message_octets = 1_000_000));
    let (mut client, _session) = server.pipe();
    client.data().await;
    let line = "0123456789\r\n".repeat(1000);
    for _ in 0..80 {
        client.send(&line).await;
    }
    // The pipe holds 64 KiB: the rest has been read.
    assert_eq!(server.large_bodies(), 1, "it is on its way");
    for _ in 0..100 {
        client.send(&line).await;
    }
    assert_eq!(server.large_bodies(), 0, "it is over the limit");
    let reply = client.line(".").await;
    assert_eq!(reply, "552 5.3.4 The message is larger than 1000000 octets [message-too-big]");
    server.assert_nothing_kept("too large");
    assert!(client.line("NOOP").await.starts_with("250 "), "the session goes on");
}

#[tokio::test]
async fn a_message_that_has_been_here_before_is_refused_at_its_end() {
    let server = Server::new(options());
    let (mut client, _session) = server.pipe();
    client.data().await;
    let reply = client.line("Delivered-To: alice@example.test\r\n\r\nround and round\r\n.").await;
    assert_eq!(
        reply,
        "554 5.4.6 The message goes round in a loop: it has been delivered here before [mail-loop]"
    );
    server.assert_nothing_kept("a loop");
}

/// A large body passes whole, whatever it is made of.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_message_is_kept_octet_for_octet() {
    let server = Server::new(options());
    let (mut client, _session) = server.socket().await;
    let content: String = (0..200_000).map(|n| format!(".{n}\r\n..\r\n")).collect();
    client.data().await;
    let stuffed: String = content.lines().map(|line| format!(".{line}\r\n")).collect();
    client.send(stuffed).await;
    let id = queued(&client.line(".").await);
    assert_eq!(server.large_bodies(), 1);
    let kept = server.content(id);
    assert!(kept.starts_with(b"Received: from client.example ([127.0.0.1])\r\n"));
    assert!(kept.ends_with(content.as_bytes()), "{} octets", kept.len());
}
