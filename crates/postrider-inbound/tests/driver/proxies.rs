//! Clients behind proxies, and strangers who play one.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use postrider_inbound::{Proxies, Settings, Shutdown, SlotLimits};
use postrider_policy::{Network, Policy, TrustedNetwork};
use postrider_proto::mail::QueueId;
use tokio::net::TcpStream;
use tokio::time::Instant;
use tracing::Level;

use crate::log_lines::Log;
use crate::server::{Server, options, policy_with, queued};

/// It sends PROXY headers.
const HAPROXY: &str = "203.0.113.1:50000";
/// It speaks XCLIENT.
const NGINX: &str = "203.0.113.2:50000";
/// A client that may send to anybody.
const TRUSTED: &str = "198.51.100.9";

fn network(text: &str) -> Network {
    text.parse().expect("a network")
}

/// A server behind both, that trusts 198.51.100.0/24. It would trust the proxies as well, and those whose address nobody knows: that
/// is what an operator may get wrong.
fn server() -> Server {
    let server = Server::with_slots(options(), SlotLimits { connections: 10, connections_per_address: 2 });
    let trust = |text: &str| TrustedNetwork { network: network(text), config_line: None };
    let trusted = ["198.51.100.0/24", "203.0.113.0/24", "0.0.0.0/8", "::/96"].map(trust).into();
    let policy: Arc<Policy> =
        Arc::new(policy_with(postrider_policy::Options { trusted, ..Default::default() }));
    let proxies = Arc::new(Proxies {
        header: vec![network("203.0.113.1")],
        xclient: vec![network("203.0.113.2"), network("0.0.0.0/8")],
    });
    server.settings.send_modify(|settings| {
        *settings = Arc::new(Settings { policy, proxies, ..(**settings).clone() });
    });
    server
}

fn from(peer: &str) -> SocketAddr {
    peer.parse().expect("an address and a port")
}

/// A header of version 2 for TCP over IPv4, from this address.
fn version_2(address: [u8; 4]) -> Vec<u8> {
    let signature = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c";
    [&signature[..], &address, &[192, 0, 2, 25], &[0x9c, 0x40, 0, 25]].concat()
}

const VICTIM: &str = "RCPT TO:<u@victim.test>";
const ACCEPTED: &str = "250 2.1.5 The recipient is accepted";

#[tokio::test]
async fn behind_a_header_the_client_is_who_it_says() {
    let log = Log::at(Level::DEBUG);
    for (header, client_is) in [
        (b"PROXY TCP4 192.0.2.7 192.0.2.25 40000 25\r\n".to_vec(), "192.0.2.7"),
        (b"PROXY TCP6 2001:db8::7 2001:db8::25 40000 25\r\n".to_vec(), "2001:db8::7"),
        (version_2([192, 0, 2, 8]), "192.0.2.8"),
        (b"PROXY TCP6 ::ffff:192.0.2.9 ::1 40000 25\r\n".to_vec(), "192.0.2.9"),
    ] {
        let server = server();
        let (mut client, session) = server.pipe_from(from(HAPROXY));
        assert!(client.is_silent(), "nobody is greeted before it is known who it is");
        client.send(header).await;
        client.hello().await;
        client.line("MAIL FROM:<s@client.example>").await;
        assert!(client.line(VICTIM).await.contains("[relay-denied]"));
        client.line("RCPT TO:<alice@example.test>").await;
        client.line("DATA").await;
        let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
        let content = String::from_utf8(server.content(id)).expect("ASCII");
        let literal =
            if client_is.contains(':') { format!("IPv6:{client_is}") } else { client_is.to_owned() };
        assert!(content.starts_with(&format!("Received: from client.example ([{literal}])")), "{content}");
        client.line("QUIT").await;
        drop(client);
        session.await.expect("the session ends well");
        let lines = log.take();
        for line in lines.lines().filter(|line| line.contains("postrider::outcome")) {
            assert!(line.contains(&format!("client={client_is} proxy=203.0.113.1")), "{line}");
        }
        assert!(lines.contains("received session="), "{lines}");
    }
}

/// The header may come in pieces, and together with what is behind it: which is then too early, as it would be without a proxy.
#[tokio::test]
async fn what_comes_behind_a_header_is_not_lost() {
    let server = server();
    for header in [b"PROXY TCP4 192.0.2.7 192.0.2.25 40000 25\r\n".to_vec(), version_2([192, 0, 2, 7])] {
        let (mut client, session) = server.pipe_from(from(HAPROXY));
        for octet in &header {
            client.send([*octet]).await;
            tokio::task::yield_now().await;
        }
        client.hello().await;
        drop(client);
        session.await.expect("the session ends well");

        let (mut client, session) = server.pipe_from(from(HAPROXY));
        client.send([&header[..], b"EHLO client.example\r\nQUIT\r\n"].concat()).await;
        let said = client.rest().await;
        assert!(said[0].starts_with("554 "), "{said:?}");
        assert!(said[1].ends_with("[hello-after-refusal]") || said[1].starts_with("503 "), "{said:?}");
        assert!(said[2].starts_with("221 "), "{said:?}");
        session.await.expect("the session ends well");
    }
}

#[tokio::test]
async fn without_a_header_the_connection_is_closed_and_the_log_says_why() {
    let log = Log::at(Level::INFO);
    let server = server();
    for (sent, why) in [
        (&b"EHLO client.example\r\n"[..], "it does not begin with a PROXY header: EHLO client.example\\r\\n"),
        (b"PROXY TCP5 192.0.2.7\r\n", "malformed: it is for TCP4, TCP6 or UNKNOWN"),
        (&[b'P'; 200], "it does not begin with a PROXY header"),
        (b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff", "the PROXY header has 65551 octets, and may have 2048"),
    ] {
        let (mut client, session) = server.pipe_from(from(HAPROXY));
        client.send(sent).await;
        assert_eq!(client.rest().await, [""; 0], "nothing is said");
        session.await.expect("the session ends well");
        let line = log.take();
        assert!(line.contains(why) && line.contains("proxy=203.0.113.1"), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }
    // As a proxy does that only looks whether somebody listens. It would be a line every few seconds.
    let (client, session) = server.pipe_from(from(HAPROXY));
    drop(client);
    session.await.expect("the session ends well");
    assert_eq!(log.take(), "");
    assert_eq!(server.inbound.slots.open(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_header_has_five_seconds() {
    let server = server();
    let began = Instant::now();
    let (mut client, session) = server.pipe_from(from(HAPROXY));
    client.send("PROXY TCP4 192.0.2.7 ").await;
    assert_eq!(client.rest().await, [""; 0]);
    assert_eq!(began.elapsed().as_secs(), 5);
    session.await.expect("the session ends well");
    // Nor does it hold up a shutdown.
    let (client, session) = server.pipe_from(from(HAPROXY));
    server.shutdown.to(Shutdown::Now);
    tokio::time::timeout(Duration::from_secs(1), session).await.expect("at once").expect("well");
    drop(client);
}

/// What a proxy does of its own is its own; of a client that it does not name, nobody knows anything, and it is trusted with nothing.
#[tokio::test]
async fn who_is_not_named_is_not_taken_for_the_proxy() {
    let server = server();
    let local = b"\r\n\r\n\0\r\nQUIT\n\x20\x00\x00\x00".to_vec();
    let unspecified = b"\r\n\r\n\0\r\nQUIT\n\x21\x00\x00\x00".to_vec();
    let unix = [&b"\r\n\r\n\0\r\nQUIT\n\x21\x31\x00\xd8"[..], &[b'x'; 216]].concat();
    for (header, relays) in [
        (local, true),
        (unspecified, false),
        (unix, false),
        (b"PROXY UNKNOWN\r\n".to_vec(), false),
        (b"PROXY TCP4 0.0.0.0 0.0.0.0 0 0\r\n".to_vec(), false),
        (b"PROXY TCP6 :: :: 0 0\r\n".to_vec(), false),
        (b"PROXY TCP4 198.51.100.9 192.0.2.25 40000 25\r\n".to_vec(), true),
    ] {
        let (mut client, session) = server.pipe_from(from(HAPROXY));
        client.send(&header).await;
        client.hello().await;
        assert!(client.line("XCLIENT ADDR=198.51.100.9").await.contains("[unknown-command]"));
        client.line("MAIL FROM:<s@client.example>").await;
        let reply = client.line(VICTIM).await;
        assert_eq!(reply == ACCEPTED, relays, "{}: {reply}", header.escape_ascii());
        drop(client);
        session.await.expect("the session ends well");
    }
}

/// Where no proxy is listed for it, a header opens no door.
#[tokio::test]
async fn a_stranger_with_a_header_speaks_too_early_and_gains_nothing() {
    let server = server();
    for header in
        [format!("PROXY TCP4 {TRUSTED} 192.0.2.25 40000 25\r\n").into_bytes(), version_2([198, 51, 100, 9])]
    {
        // Over a socket, before the greeting; 127.0.0.1 is no proxy here.
        let listener = server.bind();
        let mut client =
            crate::client::Client::new(TcpStream::connect(listener.address()).await.expect("it listens"));
        client.send([&header[..], b"EHLO client.example\r\n"].concat()).await;
        let serving = server.serve(listener);
        let greeting = client.reply().await;
        assert!(greeting.starts_with("554 "), "{greeting}");
        drop(client);
        serving.abort();

        // After it.
        let (mut client, _session) = server.pipe_from(from("192.0.2.66:40000"));
        assert!(client.reply().await.starts_with("220 "));
        client.send(&header).await;
        let mut said = vec![client.next_line().await];
        // A header of version 2 ends with a bare LF, and so does the session.
        let _ = client
            .try_send(
                "EHLO client.example\r\nMAIL FROM:<s@client.example>\r\nRCPT TO:<u@victim.test>\r\nQUIT\r\n",
            )
            .await;
        while let Some(line) = client.next_line().await {
            said.push(Some(line));
        }
        let said: Vec<String> = said.into_iter().flatten().collect();
        assert!(said[0].starts_with("500 "), "{said:?}");
        assert!(!said.iter().any(|line| line == ACCEPTED), "{said:?}");
    }
    server.assert_nothing_kept("a stranger with a header");
}

#[tokio::test]
async fn xclient_makes_the_client_of_the_proxy() {
    let log = Log::at(Level::DEBUG);
    let server = server();
    let (mut client, session) = server.pipe_from(from(NGINX));
    client.hello().await;
    assert_eq!(
        client
            .line("XCLIENT ADDR=192.0.2.7 NAME=client.example PORT=40000 LOGIN=alice PROTO=ESMTP DESTPORT=25")
            .await,
        "220 mx.example.test ESMTP postrider"
    );
    assert!(client.line("XCLIENT ADDR=198.51.100.9").await.contains("[unknown-command]"));
    client.line("EHLO client.example").await;
    client.line("MAIL FROM:<s@client.example>").await;
    assert!(client.line(VICTIM).await.contains("[relay-denied]"), "a login that a proxy tells of is none");
    client.line("RCPT TO:<alice@example.test>").await;
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    assert!(content.starts_with("Received: from client.example ([192.0.2.7])"), "{content}");
    drop(client);
    session.await.expect("the session ends well");
    let lines = log.take();
    let named = lines.lines().find(|line| line.contains("a proxy speaks for a client")).expect("a line");
    assert!(
        named.ends_with(
            "session=00000001 proxy=203.0.113.2 client=192.0.2.7 port=40000 name=\"client.example\" \
             protocol=\"ESMTP\" login=\"alice\" destination_port=25"
        ),
        "{named}"
    );
    let received = lines.lines().find(|line| line.contains("received session=")).expect("a line");
    assert!(received.contains("client=192.0.2.7 proxy=203.0.113.2"), "{received}");
}

#[tokio::test]
async fn xclient_for_somebody_who_is_not_known_is_trusted_with_nothing() {
    let server = server();
    for (said, relays) in [
        ("ADDR=[UNAVAILABLE]", false),
        ("ADDR=[TEMPUNAVAIL]", false),
        ("ADDR=0.0.0.0", false),
        ("ADDR=IPV6:::", false),
        ("ADDR=192.0.2.7", false),
        ("ADDR=198.51.100.9", true),
        ("ADDR=IPV6:::ffff:198.51.100.9", true),
        // It has said nothing that would make it somebody else.
        ("NAME=client.example", true),
    ] {
        let (mut client, session) = server.pipe_from(from(NGINX));
        client.hello().await;
        let reply = client.line(&format!("XCLIENT {said}")).await;
        assert!(reply.starts_with("220 "), "{said}: {reply}");
        client.line("EHLO client.example").await;
        client.line("MAIL FROM:<s@client.example>").await;
        let reply = client.line(VICTIM).await;
        assert_eq!(reply == ACCEPTED, relays, "{said}: {reply}");
        drop(client);
        session.await.expect("the session ends well");
    }
}

#[tokio::test]
async fn a_stranger_is_not_offered_xclient() {
    let server = server();
    // The second is told by a proxy that is none for XCLIENT, about somebody who is none.
    for (peer, first) in
        [("192.0.2.66:40000", ""), (HAPROXY, "PROXY TCP4 192.0.2.66 192.0.2.25 40000 25\r\n")]
    {
        let (mut client, session) = server.pipe_from(from(peer));
        client.send(first).await;
        client.reply().await;
        client.send("EHLO client.example\r\n").await;
        let mut offered = Vec::new();
        loop {
            let line = client.next_line().await.expect("the reply to EHLO");
            let last = line.starts_with("250 ");
            offered.push(line);
            if last {
                break;
            }
        }
        assert!(!offered.iter().any(|line| line.contains("XCLIENT")), "{offered:?}");
        for line in ["XCLIENT ADDR=198.51.100.9", "XCLIENT LOGIN=alice", "XCLIENT"] {
            assert_eq!(client.line(line).await, "500 5.5.2 That is no command [unknown-command]");
        }
        client.line("MAIL FROM:<s@client.example>").await;
        assert!(client.line(VICTIM).await.contains("[relay-denied]"));
        drop(client);
        session.await.expect("the session ends well");
    }
}

/// One proxy behind the other: whom the outer one has named may be a proxy that speaks XCLIENT.
#[tokio::test]
async fn behind_a_header_it_is_its_client_that_may_use_xclient() {
    let server = server();
    let (mut client, _session) = server.pipe_from(from(HAPROXY));
    client.send("PROXY TCP4 203.0.113.2 192.0.2.25 40000 25\r\n").await;
    client.hello().await;
    assert!(client.line("XCLIENT ADDR=198.51.100.9").await.starts_with("220 "));
    client.line("EHLO client.example").await;
    client.line("MAIL FROM:<s@client.example>").await;
    assert_eq!(client.line(VICTIM).await, ACCEPTED);
}

/// The connections of a client count as its own, and not as those of the proxy.
#[tokio::test]
async fn every_client_has_its_share_of_connections() {
    let server = server();
    let mut open = Vec::new();
    for (address, greeting) in
        [(7, "220 "), (8, "220 "), (7, "220 "), (7, "421 "), (8, "220 "), (8, "421 "), (9, "220 ")]
    {
        let (mut client, session) = server.pipe_from(from(HAPROXY));
        client.send(format!("PROXY TCP4 192.0.2.{address} 192.0.2.25 40000 25\r\n")).await;
        let said = client.reply().await;
        assert!(said.starts_with(greeting), "192.0.2.{address}: {said}");
        open.push((client, session));
    }
    // XCLIENT moves a connection as well.
    let (mut client, session) = server.pipe_from(from(NGINX));
    client.hello().await;
    let said = client.line("XCLIENT ADDR=192.0.2.7").await;
    assert!(said.starts_with("421 "), "{said}");
    open.push((client, session));
    for (client, session) in open {
        drop(client);
        session.await.expect("the session ends well");
    }
    assert_eq!(server.inbound.slots.open(), 0);
}

#[tokio::test]
async fn a_user_of_this_machine_is_behind_no_proxy_and_plays_none() {
    let server = server();
    let everybody = || vec![network("0.0.0.0/0"), network("::/0")];
    let proxies = Arc::new(Proxies { header: everybody(), xclient: everybody() });
    server
        .settings
        .send_modify(|settings| *settings = Arc::new(Settings { proxies, ..(**settings).clone() }));
    let (mut client, _session) = server.user(1000, QueueId::from_bytes([7; 16]));
    assert!(client.reply().await.starts_with("220 "), "it is greeted without a header");
    let offered = client.line("EHLO client.example").await;
    assert!(offered.starts_with("250") && !offered.contains("XCLIENT"), "{offered}");
    assert!(client.line("XCLIENT ADDR=192.0.2.7").await.starts_with("500 "));
}
