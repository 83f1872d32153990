//! What a server that behaves is sent.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use postrider_outbound::smtp::{ConnectFault, Connection, Sockets, Target};
use postrider_proto::client::{Outcome, Protocol, RecipientOutcome, Step};
use postrider_proto::mail::Envelope;
use tokio::io::{AsyncRead, AsyncWrite, DuplexStream, ReadBuf, duplex};
use tokio::net::{TcpListener, UnixListener};
use tokio::task::JoinHandle;

use crate::peer::{At, Fault, Log, Peer};
use crate::{ARRIVES, Damaged, MESSAGE, options, to, words};

const ALL: &[&str] = &["PIPELINING", "SIZE 1000000", "8BITMIME", "CHUNKING", "ENHANCEDSTATUSCODES"];

/// Who listens on a port, and what came of the first who connects.
async fn listening(peer: Peer) -> (Target, JoinHandle<(SocketAddr, Log)>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let serving = tokio::spawn(async move {
        let (stream, from) = listener.accept().await.expect("a connection");
        (from, peer.serve(stream).await)
    });
    (Target::Tcp(address), serving)
}

/// A stream that counts how often it is written to.
struct Counting(DuplexStream, Arc<AtomicUsize>);

impl AsyncRead for Counting {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for Counting {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Pin::new(&mut self.0).poll_write(context, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// A connection in memory.
async fn connected(peer: Peer, protocol: Protocol) -> (Connection<DuplexStream>, JoinHandle<Log>) {
    let (here, there) = duplex(64 * 1024);
    let serving = tokio::spawn(peer.serve(there));
    (Connection::greet(here, &options(protocol)).await.expect("greeted"), serving)
}

#[tokio::test]
async fn a_message_over_tcp_arrives_as_it_is() {
    for offers in [&[][..], &["PIPELINING"], &["CHUNKING"], ALL] {
        let (target, serving) = listening(Peer::offering(offers)).await;
        let mut connection =
            Connection::open(&Sockets, &target, &options(Protocol::Smtp)).await.expect("opened");
        let sent = connection.send(to(&["a", "nobody", "b"], MESSAGE.len()), &mut &MESSAGE[..]).await;
        assert_eq!(
            words(&sent.outcome),
            [
                "accepted: 250 2.0.0 kept",
                "refused at RCPT: 550 5.1.1 nobody here",
                "accepted: 250 2.0.0 kept"
            ]
        );
        assert!(sent.reusable && !sent.stale && sent.body_fault.is_none());
        connection.quit().await;
        let (_, log) = serving.await.expect("served");
        assert_eq!(log.messages.len(), 1);
        assert_eq!(log.messages[0].recipients, ["a", "b"]);
        assert_eq!(log.messages[0].content, ARRIVES, "{offers:?}");
        assert_eq!(log.commands.last().map(String::as_str), Some("QUIT"));
    }
}

#[tokio::test]
async fn a_large_message_goes_through_a_narrow_pipe() {
    let line = b"The quick brown fox jumps over the lazy dog.\r\n.\r\n";
    let content: Vec<u8> = line.iter().copied().cycle().take(line.len() * 20_000).collect();
    for offers in [&["PIPELINING"][..], ALL] {
        let (here, there) = duplex(1000);
        let serving = tokio::spawn(Peer::offering(offers).serve(there));
        let mut connection = Connection::greet(here, &options(Protocol::Smtp)).await.expect("greeted");
        let sent = connection.send(to(&["a"], content.len()), &mut &content[..]).await;
        assert_eq!(words(&sent.outcome), ["accepted: 250 2.0.0 kept"]);
        drop(connection);
        assert!(serving.await.expect("served").messages[0].content == content);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_message_is_read_where_blocking_is_allowed() {
    let content = vec![b'x'; 300_000];
    let (target, serving) = listening(Peer::offering(ALL)).await;
    let mut connection = Connection::open(&Sockets, &target, &options(Protocol::Smtp)).await.expect("opened");
    let sent = connection.send(to(&["a"], content.len()), &mut &content[..]).await;
    assert!(sent.outcome.is_accepted());
    drop(connection);
    assert_eq!(serving.await.expect("served").1.messages[0].content.len(), content.len() + 2);
}

#[tokio::test]
async fn many_messages_share_a_connection() {
    let (mut connection, serving) = connected(Peer::offering(ALL), Protocol::Smtp).await;
    for recipient in ["a", "nobody", "b", "c"] {
        let sent = connection.send(to(&[recipient], MESSAGE.len()), &mut &MESSAGE[..]).await;
        assert!(sent.reusable, "{:?}", sent.outcome);
    }
    assert_eq!(connection.transactions(), 4);
    connection.quit().await;
    let log = serving.await.expect("served");
    assert_eq!(log.messages.len(), 3);
    let verbs: Vec<&str> =
        log.commands.iter().map(|line| line.split(' ').next().unwrap_or_default()).collect();
    // RSET only where the server still has a transaction open: it took MAIL, and no content came.
    assert_eq!(
        verbs,
        [
            "EHLO", "MAIL", "RCPT", "BDAT", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "BDAT", "MAIL", "RCPT",
            "BDAT", "QUIT"
        ]
    );
}

#[tokio::test]
async fn a_transaction_is_two_writes_where_commands_may_go_in_groups() {
    for (offers, writes) in [(ALL, 2), (&["PIPELINING"][..], 2), (&["CHUNKING"], 4), (&[], 5)] {
        let (here, there) = duplex(64 * 1024);
        tokio::spawn(Peer::offering(offers).serve(there));
        let written = Arc::new(AtomicUsize::new(0));
        let stream = Counting(here, Arc::clone(&written));
        let mut connection = Connection::greet(stream, &options(Protocol::Smtp)).await.expect("greeted");
        for _ in 0..3 {
            let before = written.load(Ordering::Relaxed);
            let sent = connection.send(to(&["a", "b"], MESSAGE.len()), &mut &MESSAGE[..]).await;
            assert!(sent.outcome.is_accepted());
            assert_eq!(written.load(Ordering::Relaxed) - before, writes, "{offers:?}");
        }
    }
}

#[tokio::test]
async fn whoever_finds_no_room_goes_with_the_next_transaction() {
    let limited = || Peer::offering(&["PIPELINING", "LIMITS RCPTMAX=2 FOO=1"]);
    for peer in
        [Peer { room: Some(2), ..Peer::offering(ALL) }, limited(), Peer { room: Some(2), ..Peer::default() }]
    {
        let (mut connection, serving) = connected(peer, Protocol::Smtp).await;
        let mut transaction = to(&["a", "b", "c", "d", "e"], MESSAGE.len());
        let mut accepted = Vec::new();
        loop {
            let sent = connection.send(transaction.clone(), &mut &MESSAGE[..]).await;
            assert!(sent.reusable);
            let mut remaining = Vec::new();
            for (recipient, outcome) in transaction.envelope.recipients.iter().zip(&sent.outcome.recipients) {
                match outcome {
                    RecipientOutcome::Accepted(_) => accepted.push(recipient.mailbox.to_string()),
                    RecipientOutcome::Remainder(_) => remaining.push(recipient.clone()),
                    other => panic!("{other:?}"),
                }
            }
            if remaining.is_empty() {
                break;
            }
            transaction.envelope = Envelope { recipients: remaining, ..transaction.envelope };
        }
        assert_eq!(
            accepted,
            ["a@mx.example", "b@mx.example", "c@mx.example", "d@mx.example", "e@mx.example"]
        );
        drop(connection);
        let log = serving.await.expect("served");
        let each: Vec<usize> = log.messages.iter().map(|message| message.recipients.len()).collect();
        assert_eq!(each, [2, 2, 1]);
    }
}

#[tokio::test]
async fn lmtp_over_a_socket_of_this_machine_answers_for_each_recipient() {
    for offers in [&["PIPELINING"][..], ALL] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lmtp");
        let listener = UnixListener::bind(&path).expect("a socket");
        let peer = Peer { lmtp: true, ..Peer::offering(offers) };
        let serving = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.expect("a connection");
            peer.serve(stream).await
        });
        let target = Target::Unix(path);
        let mut connection =
            Connection::open(&Sockets, &target, &options(Protocol::Lmtp)).await.expect("opened");
        let sent = connection.send(to(&["a", "nobody", "full", "b"], MESSAGE.len()), &mut &MESSAGE[..]).await;
        assert_eq!(
            words(&sent.outcome),
            [
                "accepted: 250 2.0.0 a has it",
                "refused at RCPT: 550 5.1.1 nobody here",
                "refused at the end of the content: 452 4.2.2 full has no room",
                "accepted: 250 2.0.0 b has it",
            ]
        );
        assert!(sent.reusable);
        let sent = connection.send(to(&["c"], MESSAGE.len()), &mut &MESSAGE[..]).await;
        assert_eq!(words(&sent.outcome), ["accepted: 250 2.0.0 c has it"]);
        connection.quit().await;
        let log = serving.await.expect("served");
        assert_eq!(log.commands[0], "LHLO client.example");
        assert!(log.messages.iter().all(|message| message.content == ARRIVES));
        assert!(!log.commands.iter().any(|line| line == "RSET"), "{:?}", log.commands);
    }
}

fn dialogue(outcome: &Outcome, index: usize) -> Vec<String> {
    outcome.replies(index).map(|(step, said)| format!("{step}: {said}")).collect()
}

#[tokio::test]
async fn each_recipient_has_the_replies_that_bear_on_it() {
    let (mut connection, _serving) = connected(Peer::offering(&["PIPELINING"]), Protocol::Smtp).await;
    let opening: Vec<(Step, String)> =
        connection.opening().shared().map(|(step, said)| (step, said.to_string())).collect();
    let expected = [(Step::Greeting, "220 mx.example ESMTP"), (Step::Hello, "250 mx.example PIPELINING")];
    assert_eq!(opening, expected.map(|(step, said)| (step, said.to_owned())));
    let sent = connection.send(to(&["a", "nobody"], MESSAGE.len()), &mut &MESSAGE[..]).await;
    assert_eq!(
        dialogue(&sent.outcome, 0),
        [
            "MAIL: 250 2.1.0 sender ok",
            "RCPT: 250 2.1.5 recipient ok",
            "DATA: 354 go on",
            "the end of the content: 250 2.0.0 kept"
        ]
    );
    assert_eq!(dialogue(&sent.outcome, 1), ["MAIL: 250 2.1.0 sender ok", "RCPT: 550 5.1.1 nobody here"]);
    assert_eq!(dialogue(&sent.outcome, 2), [""; 0]);
}

#[tokio::test]
async fn a_message_that_cannot_be_read_to_its_end_is_not_sent() {
    for offers in [&[][..], ALL] {
        let (mut connection, serving) = connected(Peer::offering(offers), Protocol::Smtp).await;
        let sent = connection.send(to(&["a"], 1000), &mut Damaged(MESSAGE)).await;
        assert_eq!(words(&sent.outcome), ["failed: the message could not be read to its end"]);
        assert_eq!(sent.body_fault.map(|fault| fault.to_string()).as_deref(), Some("the checksum is wrong"));
        assert!(!sent.reusable);
        // The connection is of no more use, and says so.
        let sent = connection.send(to(&["b"], MESSAGE.len()), &mut &MESSAGE[..]).await;
        assert_eq!(words(&sent.outcome), ["failed: the server closed the connection at MAIL"]);
        connection.quit().await;
        let log = serving.await.expect("served");
        assert!(log.messages.is_empty(), "{log:?}");
        assert!(!log.commands.iter().any(|line| line == "QUIT"), "{:?}", log.commands);
    }
}

#[tokio::test]
async fn a_connection_that_was_closed_while_it_was_idle_is_told_from_trouble() {
    let (mut connection, serving) =
        connected(Peer { leaves_after: Some(1), ..Peer::offering(ALL) }, Protocol::Smtp).await;
    assert!(connection.is_alive());
    let sent = connection.send(to(&["a"], MESSAGE.len()), &mut &MESSAGE[..]).await;
    assert!(sent.outcome.is_accepted() && !sent.stale);
    serving.await.expect("served");
    assert!(!connection.is_alive());
    let sent = connection.send(to(&["b"], MESSAGE.len()), &mut &MESSAGE[..]).await;
    assert_eq!(words(&sent.outcome), ["failed: the server closed the connection at MAIL"]);
    assert!(sent.stale && !sent.reusable);
}

#[tokio::test]
async fn a_farewell_is_stale_on_a_connection_that_was_used_and_trouble_on_a_fresh_one() {
    for (at, is_stale) in [(At::NextMail, true), (At::Mail, false), (At::Rcpt, false)] {
        for offers in [&[][..], ALL] {
            let farewell = Fault::SayAndClose("421 4.4.2 idle for too long\r\n");
            let (mut connection, _) =
                connected(Peer::offering(offers).with(at, farewell), Protocol::Smtp).await;
            let mut sent = connection.send(to(&["a"], MESSAGE.len()), &mut &MESSAGE[..]).await;
            if is_stale {
                assert!(sent.outcome.is_accepted() && !sent.stale, "{offers:?}");
                sent = connection.send(to(&["b", "c"], MESSAGE.len()), &mut &MESSAGE[..]).await;
            }
            assert!(words(&sent.outcome)[0].ends_with("421 4.4.2 idle for too long"), "{at:?} {offers:?}");
            assert_eq!(sent.stale, is_stale, "{at:?} {offers:?}");
        }
    }
}

#[tokio::test]
async fn a_session_has_no_more_messages_than_the_server_says() {
    let (mut connection, serving) = connected(Peer::offering(&["LIMITS MAILMAX=2"]), Protocol::Smtp).await;
    let mut reusable = Vec::new();
    for recipient in ["a", "b"] {
        reusable.push(connection.send(to(&[recipient], MESSAGE.len()), &mut &MESSAGE[..]).await.reusable);
    }
    assert_eq!(reusable, [true, false]);
    connection.quit().await;
    assert_eq!(serving.await.expect("served").commands.last().map(String::as_str), Some("QUIT"));
}

#[tokio::test]
async fn a_connection_comes_from_the_address_that_is_set() {
    let (target, serving) = listening(Peer::offering(ALL)).await;
    let from: IpAddr = "127.0.0.2".parse().expect("an address");
    let mut here = options(Protocol::Smtp);
    here.source = Some(from);
    Connection::open(&Sockets, &target, &here).await.expect("opened").quit().await;
    assert_eq!(serving.await.expect("served").0.ip(), from);
    // RFC 5737: an address that nobody has.
    here.source = Some("192.0.2.1".parse().expect("an address"));
    let fault = Connection::open(&Sockets, &target, &here).await.expect_err("this machine does not have it");
    assert!(matches!(fault, ConnectFault::Source { .. }), "{fault}");
    // An address of the other family is of no use for this target.
    let (target, serving) = listening(Peer::offering(ALL)).await;
    here.source = Some("2001:db8::1".parse().expect("an address"));
    Connection::open(&Sockets, &target, &here).await.expect("opened").quit().await;
    serving.await.expect("served");
}

#[tokio::test]
async fn where_nobody_listens_there_is_no_connection() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let target = Target::Tcp(listener.local_addr().expect("an address"));
    drop(listener);
    let fault =
        Connection::open(&Sockets, &target, &options(Protocol::Smtp)).await.expect_err("nobody is there");
    assert!(matches!(fault, ConnectFault::Unreachable(_)), "{fault}");
    let folder = tempfile::tempdir().expect("a folder");
    let target = Target::Unix(folder.path().join("none"));
    let fault =
        Connection::open(&Sockets, &target, &options(Protocol::Lmtp)).await.expect_err("nobody is there");
    assert!(matches!(fault, ConnectFault::Unreachable(_)), "{fault}");
}
