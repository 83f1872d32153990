//! Clients that do not wait for their turn.

use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use crate::client::Client;
use crate::server::{Server, options};

#[tokio::test]
async fn whoever_speaks_before_the_greeting_is_refused_and_stays_so() {
    let server = Server::new(options());
    let listener = server.bind();
    let stream = TcpStream::connect(listener.address()).await.expect("it listens");
    let mut client = Client::new(stream);
    // Not taken yet: this is there before the greeting, whatever the runtime has heard of.
    client.send("EHLO client.example\r\nMAIL FROM:<s@client.example>\r\n").await;
    let _serving = server.serve(listener);
    for code in ["554 ", "503 ", "503 "] {
        let reply = client.reply().await;
        assert!(reply.starts_with(code), "{reply}");
    }
    assert!(client.line("QUIT").await.starts_with("221 "));
    assert_eq!(client.rest().await, [""; 0]);
}

#[tokio::test]
async fn one_octet_before_the_greeting_is_enough() {
    let server = Server::new(options());
    let listener = server.bind();
    let mut client = Client::new(TcpStream::connect(listener.address()).await.expect("it listens"));
    client.send("E").await;
    let _serving = server.serve(listener);
    assert!(client.reply().await.starts_with("554 "));
}

/// Whatever is read at once, content that comes in the write of its DATA is seen to be there.
#[tokio::test]
async fn content_in_the_write_of_its_data_is_refused_wherever_the_write_is_cut() {
    // The driver reads 2048 octets at once: DATA ends before that, just there, and behind it.
    for filling in [0, 2048 - 6 - 1, 2048 - 6, 2048 - 6 + 1, 3000] {
        let server = Server::new(options());
        let (mut client, session) = server.socket().await;
        client.hello().await;
        let before = "MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\n";
        let noops = filling.max(before.len()) - before.len();
        let mut noop = vec![b'x'; noops.saturating_sub(7)];
        let mut write = before.as_bytes().to_vec();
        if noops > 7 {
            write.extend_from_slice(b"NOOP ");
            write.append(&mut noop);
            write.extend_from_slice(b"\r\n");
            assert_eq!(write.len(), filling);
        }
        write.extend_from_slice(
            b"DATA\r\nSubject: out of turn\r\n\r\nMAIL FROM:<smuggled@client.example>\r\n.\r\n",
        );
        client.send(write).await;
        let said = client.rest().await;
        let last = said.last().expect("a reply");
        assert!(last.ends_with("[behind-data]"), "{filling}: {said:?}");
        assert!(!said.iter().any(|line| line.starts_with("354")), "{filling}: {said:?}");
        drop(client);
        session.await.expect("the session ends well");
        server.assert_nothing_kept("behind DATA");
    }
}

/// A client that is pushed away in the middle of what it sends still hears why.
#[tokio::test]
async fn the_last_reply_arrives_though_the_client_has_sent_more() {
    let server = Server::new(options());
    let (mut client, session) = server.socket().await;
    assert!(client.reply().await.starts_with("220 "));
    // Far more than is read at once.
    client.send([b"GET / HTTP/1.1\r\n".as_slice(), &[b'x'; 30_000]].concat()).await;
    let said = client.reply().await;
    assert!(said.ends_with("[http-request]"), "{said}");
    // An end, not a reset: on some systems a reset takes with it what was not read yet.
    let end = client.stream.read(&mut [0; 1]).await;
    assert!(matches!(end, Ok(0)), "{end:?}");
    drop(client);
    session.await.expect("the session ends well");
}

#[tokio::test]
async fn pipelining_in_one_write() {
    let server = Server::new(options());
    let (mut client, session) = server.pipe();
    client
        .send(
            "EHLO client.example\r\nMAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n",
        )
        .await;
    for code in ["220", "250", "250", "250", "354"] {
        assert!(client.reply().await.starts_with(code));
    }
    client.send("Subject: x\r\n\r\nx\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nBDAT 5 LAST\r\nx\r\ny\n").await;
    client.send("QUIT\r\n").await;
    for code in ["250 2.0.0 queued", "250", "250", "250 2.0.0 queued", "221"] {
        let reply = client.reply().await;
        assert!(reply.starts_with(code), "{reply}");
    }
    drop(client);
    session.await.expect("the session ends well");
    assert_eq!(server.queue.len(), 2);
}
