//! The server stops: first gently, then now. No message is half accepted.

use postrider_inbound::{Shutdown, shutdown_channel};
use tokio::net::TcpStream;

use crate::client::{Client, Pipe};
use crate::server::{CLIENT, Server, options, queued};

const GOODBYE: &str = "421 4.3.2 The server is shutting down, try again later [shutting-down]";

#[tokio::test]
async fn idle_sessions_are_told_at_once() {
    for sent in ["", "EHLO client.example\r\n", "EHLO clie"] {
        let server = Server::new(options());
        let (mut client, session) = server.pipe();
        assert!(client.reply().await.starts_with("220 "));
        client.send(sent).await;
        if sent.ends_with('\n') {
            client.reply().await;
        }
        server.shutdown.to(Shutdown::Draining);
        assert_eq!(client.rest().await, [GOODBYE], "{sent}");
        drop(client);
        session.await.expect("the session ends well");
    }
}

#[tokio::test]
async fn an_open_transaction_comes_to_its_end() {
    let server = Server::new(options());
    let (mut client, session) = server.pipe();
    client.hello().await;
    client.line("MAIL FROM:<s@client.example>").await;
    server.shutdown.to(Shutdown::Draining);
    for (line, code) in [("RCPT TO:<alice@example.test>", "250"), ("NOOP", "250"), ("DATA", "354")] {
        assert!(client.line(line).await.starts_with(code), "{line}");
    }
    queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    assert_eq!(client.rest().await, [GOODBYE]);
    drop(client);
    session.await.expect("the session ends well");
    assert_eq!(server.queue.len(), 1);
}

#[tokio::test]
async fn when_the_grace_is_over_content_under_way_is_dropped() {
    for large in [1, 100_000] {
        let server = Server::new(options());
        let (mut client, session) = server.pipe();
        client.data().await;
        client.send("Subject: x\r\n".repeat(large)).await;
        server.shutdown.to(Shutdown::Draining);
        client.send("x").await;
        server.shutdown.to(Shutdown::Now);
        assert_eq!(client.rest().await, [GOODBYE]);
        drop(client);
        session.await.expect("the session ends well");
        server.assert_nothing_kept("the grace is over");
    }
}

/// The dot has been received: the message is finished, and its client is told so, however urgent the shutdown.
#[tokio::test]
async fn a_message_whose_commit_is_under_way_gets_its_250() {
    for large in [1, 100_000] {
        let server = Server::new(options());
        let (mut client, session) = server.pipe();
        client.data().await;
        client.send("Subject: x\r\n".repeat(large)).await;
        server.disk.hold_syncs();
        client.send(".\r\n").await;
        server.disk.sync_is_held().await;
        server.shutdown.to(Shutdown::Now);
        server.disk.let_syncs_go();
        let id = queued(&client.reply().await);
        assert_eq!(client.rest().await, [GOODBYE]);
        drop(client);
        session.await.expect("the session ends well");
        assert_eq!(server.ids(), [id]);
    }
}

/// What a session swallows before it can answer is no transaction and no idleness; it once made the driver spin.
#[tokio::test]
async fn a_refused_chunk_and_a_long_line_come_to_their_end() {
    for (begun, rest, code) in [
        ("BDAT 8 LAST\r\nabcd", "abcd", "503 5.5.1 "),
        (&*format!("NOOP {}", "x".repeat(9000)), "x\r\n", "500 5.5.2 "),
    ] {
        let server = Server::new(options());
        let (mut client, session) = server.pipe();
        client.hello().await;
        client.send(begun).await;
        // The server has read what there was when it sleeps again.
        tokio::task::yield_now().await;
        server.shutdown.to(Shutdown::Draining);
        tokio::task::yield_now().await;
        client.send(rest).await;
        let said = client.rest().await;
        assert!(said.len() == 2 && said[0].starts_with(code) && said[1] == GOODBYE, "{said:?}");
        drop(client);
        session.await.expect("the session ends well");
    }
}

#[tokio::test]
async fn a_handle_that_is_dropped_asks_for_nothing() {
    let server = Server::new(options());
    let (handle, asked) = shutdown_channel();
    drop(handle);
    let (ours, theirs) = tokio::io::duplex(4096);
    let settings = server.settings.borrow().clone();
    let session = server.inbound.admit(Pipe(theirs), CLIENT, &settings, asked).expect("not turned away");
    let _session = tokio::spawn(session);
    let mut client = Client::new(ours);
    client.data().await;
    queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
}

#[tokio::test]
async fn a_listener_that_drains_takes_nobody_and_ends_with_its_last_session() {
    let server = Server::new(options());
    let listener = server.bind();
    let address = listener.address();
    let serving = server.serve(listener);
    let mut client = Client::new(TcpStream::connect(address).await.expect("it listens"));
    client.data().await;
    server.shutdown.to(Shutdown::Draining);
    let mut refused = TcpStream::connect(address).await.is_err();
    while !refused {
        // Until the listener has heard of it, a connection may still get into its queue; nobody greets it with a 220 then.
        tokio::task::yield_now().await;
        refused = TcpStream::connect(address).await.is_err();
    }
    assert!(!serving.is_finished());
    queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    assert_eq!(client.rest().await, [GOODBYE]);
    drop(client);
    serving.await.expect("the listener ends well");
}

/// The kernel takes some replies of a client that does not read; when it takes no more, the shutdown does not wait.
#[tokio::test]
async fn a_client_that_never_reads_does_not_hold_the_server_up() {
    let mut options = options();
    options.limits.commands = u32::MAX;
    let server = Server::new(options);
    let (handle, asked) = shutdown_channel();
    let (ours, theirs) = tokio::io::duplex(64);
    let settings = server.settings.borrow().clone();
    let session = server.inbound.admit(Pipe(theirs), CLIENT, &settings, asked).expect("not turned away");
    let session = tokio::spawn(session);
    let mut client = Client::new(ours);
    client.reply().await;
    let flood = tokio::spawn(async move {
        while client.try_send("NOOP\r\n".repeat(100)).await.is_ok() {}
        client
    });
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    handle.to(Shutdown::Now);
    session.await.expect("the session ends well");
    flood.await.expect("the client sees it");
}
