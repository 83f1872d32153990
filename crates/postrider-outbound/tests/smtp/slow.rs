//! Servers that take their time, by a clock that jumps.

use std::time::Duration;

use postrider_outbound::smtp::{ConnectFault, Connection};
use postrider_proto::client::{OpenFault, Protocol, Trouble};
use tokio::io::duplex;
use tokio::time::Instant;

use crate::peer::{At, Fault, Log, Peer};
use crate::{MESSAGE, options, to, words};

/// Sends one message to this server. Gives how it ended, after how many seconds, and what the server saw.
async fn send(peer: Peer, octets: usize) -> (Vec<String>, u64, Log) {
    let began = Instant::now();
    let protocol = if peer.lmtp { Protocol::Lmtp } else { Protocol::Smtp };
    let content = [MESSAGE, &vec![b'x'; octets]].concat();
    let (here, there) = duplex(1000);
    let serving = tokio::spawn(peer.serve(there));
    let told = match Connection::greet(here, &options(protocol)).await {
        Ok(mut connection) => {
            let sent = connection.send(to(&["a", "b"], content.len()), &mut &content[..]).await;
            assert!(!sent.reusable);
            words(&sent.outcome)
        }
        Err(ConnectFault::Session(OpenFault::Failed(trouble))) => vec![format!("not opened: {trouble}")],
        Err(other) => panic!("{other}"),
    };
    let seconds = began.elapsed().as_secs();
    (told, seconds, serving.await.expect("served"))
}

const STEPS: [(At, u64, &str); 6] = [
    (At::Greeting, 300, "not opened: the server did not answer in time at the greeting"),
    (At::Hello, 300, "not opened: the server did not answer in time at EHLO"),
    (At::Mail, 300, "failed: the server did not answer in time at MAIL"),
    (At::Rcpt, 300, "failed: the server did not answer in time at RCPT"),
    (At::Data, 120, "failed: the server did not answer in time at DATA"),
    (At::End, 600, "unknown: the server did not answer in time at the end of the content"),
];

#[tokio::test(start_paused = true)]
async fn silence_is_borne_as_long_as_the_standard_asks() {
    for (at, seconds, expected) in STEPS {
        for offers in [&[][..], &["PIPELINING"]] {
            let (told, waited, _) = send(Peer::offering(offers).with(at, Fault::Silence), 0).await;
            assert!(told.iter().all(|told| told == expected), "{told:?}");
            assert_eq!(waited, seconds, "{at:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_octet_a_second_buys_no_time() {
    for (at, seconds, expected) in STEPS {
        let (told, waited, log) =
            send(Peer::default().with(at, Fault::Drip("250-and so on and on\r\n")), 0).await;
        assert!(waited <= seconds, "{at:?} {waited}");
        // It may be more than a reply may hold, or begin with the wrong code; or the time is over.
        assert!(told.iter().all(|told| told == expected || told.contains("did not speak SMTP")), "{told:?}");
        assert!(log.messages.len() <= usize::from(at == At::End));
    }
    // A line that never ends.
    for (at, seconds, expected) in STEPS {
        let (told, waited, _) = send(Peer::default().with(at, Fault::Drip("2")), 0).await;
        assert!(told.iter().all(|told| told == expected), "{told:?}");
        assert_eq!(waited, seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_reads_no_content_is_left() {
    // It stops within the content and says nothing: what is written goes nowhere.
    for offers in [&[][..], &["PIPELINING", "CHUNKING"]] {
        let (told, waited, log) = send(Peer::offering(offers).with(At::Content, Fault::Deaf), 100_000).await;
        assert_eq!(told, ["failed: the server did not answer in time at the content"; 2]);
        assert_eq!(waited, 180);
        assert!(log.messages.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_reads_one_octet_a_second_is_left() {
    let (here, mut there) = duplex(100);
    let dripping = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut octet = [0];
        let mut line = Vec::new();
        there.write_all(b"220 mx.example\r\n").await.expect("written");
        // As a server should, up to DATA.
        while line != b"DATA\r\n" {
            there.read_exact(&mut octet).await.expect("read");
            if line.ends_with(b"\n") {
                line.clear();
            }
            line.push(octet[0]);
            match &line[..] {
                b"DATA\r\n" => there.write_all(b"354 go on\r\n").await.expect("written"),
                line if line.ends_with(b"\n") => there.write_all(b"250 ok\r\n").await.expect("written"),
                _ => {}
            }
        }
        let mut taken = 0;
        while let Ok(1) = there.read(&mut octet).await {
            taken += 1;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        taken
    });
    let content = vec![b'x'; 100_000];
    let began = Instant::now();
    let mut connection = Connection::greet(here, &options(Protocol::Smtp)).await.expect("greeted");
    let sent = connection.send(to(&["a"], content.len()), &mut &content[..]).await;
    // Each octet is progress. All of them together are too slow.
    assert_eq!(words(&sent.outcome), ["failed: the server did not answer in time at the content"]);
    assert!((180..240).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    drop(connection);
    assert!(dripping.await.expect("it ends") < 300);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_slow_replies_have_an_end() {
    // Four minutes for each RCPT is allowed; four minutes for each of a thousand is not.
    let (here, there) = duplex(100_000);
    let slow = tokio::spawn(async move {
        use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
        let (reading, mut writing) = tokio::io::split(there);
        let mut lines = BufReader::new(reading).lines();
        writing.write_all(b"220 mx.example\r\n").await.expect("written");
        while let Ok(Some(line)) = lines.next_line().await {
            if line.starts_with("RCPT") {
                tokio::time::sleep(Duration::from_secs(240)).await;
            }
            let reply: &[u8] = if line.starts_with("EHLO") {
                b"250-mx.example\r\n250 PIPELINING\r\n"
            } else {
                b"250 ok\r\n"
            };
            if writing.write_all(reply).await.is_err() {
                break;
            }
        }
    });
    let names: Vec<String> = (0..1000).map(|i| format!("user{i}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let began = Instant::now();
    let mut connection = Connection::greet(here, &options(Protocol::Smtp)).await.expect("greeted");
    let sent = connection.send(to(&names, MESSAGE.len()), &mut &MESSAGE[..]).await;
    assert_eq!(sent.outcome.recipients.len(), 1000);
    assert!(
        words(&sent.outcome).iter().all(|word| word == "failed: the server did not answer in time at RCPT")
    );
    assert_eq!(began.elapsed().as_secs(), 1800);
    assert_eq!(sent.millis, 1_800_000);
    drop(connection);
    slow.await.expect("it ends");
}

#[tokio::test(start_paused = true)]
async fn lmtp_waits_for_each_reply_and_knows_what_it_was_told() {
    let (here, mut there) = duplex(10_000);
    let one_reply = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut heard = Vec::new();
        for (until, reply) in [
            ("", "220 mx.example\r\n"),
            ("LHLO client.example\r\n", "250-mx.example\r\n250 PIPELINING\r\n"),
            ("DATA\r\n", "250 ok\r\n250 ok\r\n250 ok\r\n354 go on\r\n"),
            // One reply, as in SMTP, and no more.
            ("\r\n.\r\n", "250 kept\r\n"),
        ] {
            while !heard.ends_with(until.as_bytes()) {
                there.read_buf(&mut heard).await.expect("read");
            }
            there.write_all(reply.as_bytes()).await.expect("written");
        }
        while there.read_buf(&mut heard).await.is_ok_and(|read| read > 0) {}
    });
    let mut connection = Connection::greet(here, &options(Protocol::Lmtp)).await.expect("greeted");
    let content = b"Subject: x\r\n\r\nx\r\n";
    let sent = connection.send(to(&["a", "b"], content.len()), &mut &content[..]).await;
    assert_eq!(
        words(&sent.outcome),
        ["accepted: 250 kept", "unknown: the server did not answer in time at the end of the content"]
    );
    let unknown = &sent.outcome.recipients[1];
    assert!(matches!(unknown, postrider_proto::client::RecipientOutcome::Failed(Trouble::TimedOut { .. })));
    drop(connection);
    one_reply.await.expect("it ends");
}

#[tokio::test(start_paused = true)]
async fn a_goodbye_is_not_waited_for_long() {
    let (here, there) = duplex(1000);
    let serving = tokio::spawn(Peer::default().with(At::Quit, Fault::Silence).serve(there));
    let connection = Connection::greet(here, &options(Protocol::Smtp)).await.expect("greeted");
    let began = Instant::now();
    connection.quit().await;
    assert_eq!(began.elapsed().as_secs(), 10);
    assert_eq!(serving.await.expect("served").commands, ["EHLO client.example", "QUIT"]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_wait_and_says_whether_the_server_may_have_the_message() {
    let large = [MESSAGE, &vec![b'x'; 300_000]].concat();
    let silent = STEPS[2..].iter().map(|(at, _, expected)| (*at, Fault::Silence, MESSAGE, *expected));
    let deaf =
        (At::Content, Fault::Deaf, &large[..], "failed: the server did not answer in time at the content");
    for (at, fault, mut content, expected) in silent.chain([deaf]) {
        let (here, there) = duplex(1000);
        let serving = tokio::spawn(Peer::default().with(at, fault).serve(there));
        let mut connection = Connection::greet(here, &options(Protocol::Smtp)).await.expect("greeted");
        let began = Instant::now();
        let stop = tokio::time::sleep(Duration::from_secs(1));
        let sent = connection.send_until(to(&["a", "b"], content.len()), &mut content, stop).await;
        assert!(words(&sent.outcome).iter().all(|told| told == expected), "{:?}", words(&sent.outcome));
        assert!(!sent.reusable && !sent.stale && began.elapsed().as_secs() == 1, "{at:?}");
        drop(connection);
        assert!(serving.await.expect("served").messages.len() <= 1);
    }
}
