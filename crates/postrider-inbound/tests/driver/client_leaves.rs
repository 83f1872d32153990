//! Clients that hang up, half or altogether, politely or not. What was not acknowledged is not kept; what was, is.

use std::time::Duration;

use socket2::SockRef;

use crate::server::{Server, options};

/// How far a client has come when it leaves: what it has sent. No message is complete.
const BEFORE_THE_END: &[(&str, &str)] = &[
    ("connected", ""),
    ("within a command", "EHLO clie"),
    ("greeted", "EHLO client.example\r\n"),
    ("within a long line", "EHLO client.example\r\nNOOP \\{x*5000}"),
    ("after MAIL", "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\n"),
    ("after RCPT", "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\n"),
    ("after DATA", "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n|"),
    (
        "within the content",
        "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n|Subject: x\r\n\r\nx",
    ),
    (
        "within the end",
        "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n|Subject: x\r\n\r\nx\r\n.\r",
    ),
    (
        "within large content",
        "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n|\\{large}",
    ),
    (
        "within a chunk",
        "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nBDAT 100 LAST\r\nSubject: x\r\n",
    ),
    (
        "between chunks",
        "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nBDAT 3\r\nabc",
    ),
    (
        "within a large chunk",
        "EHLO c.example\r\nMAIL FROM:<s@c.example>\r\nRCPT TO:<alice@example.test>\r\nBDAT 9999999 LAST\r\n\\{large}",
    ),
    ("within a chunk that is refused", "EHLO c.example\r\nBDAT 100 LAST\r\nSubject: x\r\n"),
];

#[derive(Debug, Clone, Copy)]
enum Leave {
    /// FIN, as close() does.
    Close,
    /// FIN, but the client still reads.
    HalfClose,
    /// RST, as a crash or a firewall does.
    Reset,
}

#[tokio::test]
async fn nothing_is_kept_of_a_message_that_has_no_end() {
    let server = Server::new(options());
    for (state, sent) in BEFORE_THE_END {
        for leave in [Leave::Close, Leave::HalfClose, Leave::Reset] {
            let (mut client, session) = server.socket().await;
            assert!(client.reply().await.starts_with("220"));
            let sent = sent
                .replace("\\{x*5000}", &"x".repeat(5000))
                .replace("\\{large}", &"0123456\r\n".repeat(100_000));
            for (i, part) in sent.split('|').enumerate() {
                if i > 0 {
                    // Content waits for its 354.
                    while !client.reply().await.starts_with("354") {}
                }
                client.send(part).await;
            }
            match leave {
                Leave::Close => drop(client),
                Leave::HalfClose => {
                    client.half_close().await;
                    let said = client.rest().await;
                    assert!(!said.iter().any(|line| line.contains("queued")), "{state}: {said:?}");
                }
                Leave::Reset => {
                    SockRef::from(&client.stream).set_linger(Some(Duration::ZERO)).expect("a socket");
                    drop(client);
                }
            }
            session.await.unwrap_or_else(|error| panic!("{state}, {leave:?}: {error}"));
            server.assert_nothing_kept(&format!("{state}, {leave:?}"));
        }
    }
    assert_eq!(server.inbound.slots.open(), 0, "every slot is free again");
}

#[tokio::test]
async fn a_client_that_half_closes_behind_the_final_dot_hears_the_250() {
    let server = Server::new(options());
    let (mut client, session) = server.socket().await;
    client.data().await;
    client.send("Subject: x\r\n\r\nx\r\n.\r\n").await;
    client.half_close().await;
    let said = client.rest().await;
    assert!(matches!(said.as_slice(), [queued] if queued.starts_with("250 2.0.0 queued as ")), "{said:?}");
    session.await.expect("the session ends well");
    assert_eq!(server.queue.len(), 1);
}

#[tokio::test]
async fn a_client_that_half_closes_behind_quit_hears_everything() {
    let server = Server::new(options());
    let (mut client, session) = server.socket().await;
    assert!(client.reply().await.starts_with("220 "));
    client.send("EHLO client.example\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nBDAT 5 LAST\r\nx\r\ny\nQUIT\r\n").await;
    client.half_close().await;
    let said = client.rest().await;
    assert!(said[said.len() - 2].contains("queued as"), "{said:?}");
    assert!(said[said.len() - 1].starts_with("221 "), "{said:?}");
    session.await.expect("the session ends well");
}

/// The dot has been received and the commit is under way: the message is finished, even if nobody is there to hear it.
#[tokio::test]
async fn a_client_that_resets_while_its_message_is_committed_finds_it_kept() {
    let server = Server::new(options());
    let (mut client, session) = server.socket().await;
    client.data().await;
    server.disk.hold_syncs();
    client.send("Subject: x\r\n\r\nx\r\n.\r\n").await;
    server.disk.sync_is_held().await;
    SockRef::from(&client.stream).set_linger(Some(Duration::ZERO)).expect("a socket");
    drop(client);
    server.disk.let_syncs_go();
    session.await.expect("the session ends well");
    assert_eq!(server.queue.len(), 1);
}
