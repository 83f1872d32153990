//! Clients that take their time. The clock is set by hand: it moves when everybody waits.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, sleep, timeout};

use crate::client::Client;
use crate::server::{CLIENT, Server, options, queued};

/// Sends the same octets again and again, so often, until the server says something or closes. Gives what it said and after
/// how many seconds.
async fn drip<S: AsyncRead + AsyncWrite + Unpin>(
    client: &mut Client<S>,
    octets: &[u8],
    every: Duration,
) -> (Option<String>, u64) {
    let began = Instant::now();
    loop {
        match timeout(every, client.next_line()).await {
            Ok(line) => return (line, began.elapsed().as_secs()),
            Err(_) => client.send(octets).await,
        }
    }
}

const NINE_SECONDS: Duration = Duration::from_secs(9);

#[tokio::test(start_paused = true)]
async fn silence_ends_after_five_minutes() {
    let server = Server::new(options());
    for sent in ["", "EHLO client.example\r\n", "EHLO c.example\r\nMAIL FROM:<>\r\n", "EHLO c.exam"] {
        let (mut client, session) = server.pipe();
        client.reply().await;
        client.send(sent).await;
        let began = Instant::now();
        let said = client.rest().await;
        assert_eq!(
            said.last().map(String::as_str),
            Some("421 4.4.2 Nothing arrived for 300 seconds, closing [idle-timeout]"),
            "{sent}"
        );
        assert_eq!(began.elapsed().as_secs(), 300, "{sent}");
        drop(client);
        session.await.expect("the session ends well");
    }
}

#[tokio::test(start_paused = true)]
async fn silence_within_content_ends_after_three() {
    let server = Server::new(options());
    for chunk in [false, true] {
        let (mut client, _session) = server.pipe();
        if chunk {
            client.hello().await;
            client.send("MAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nBDAT 100 LAST\r\nSubj").await;
            client.reply().await;
            client.reply().await;
        } else {
            client.data().await;
            client.send("Subj").await;
        }
        let began = Instant::now();
        assert_eq!(
            client.rest().await,
            ["421 4.4.2 Nothing arrived for 180 seconds, closing [idle-timeout]"]
        );
        assert_eq!(began.elapsed().as_secs(), 180);
        server.assert_nothing_kept("silence");
    }
}

/// Slowloris: octets alone do not count, a command has to be completed in its time.
#[tokio::test(start_paused = true)]
async fn a_command_that_never_ends_is_cut() {
    let server = Server::new(options());
    // Beyond what a line may have, its octets are skipped; that is no command either.
    for already in ["NOOP ".to_owned(), format!("NOOP {}", "x".repeat(5000))] {
        let (mut client, _session) = server.pipe();
        client.hello().await;
        client.send("MAIL FROM:<>\r\n").await;
        client.reply().await;
        client.send(already).await;
        let (said, seconds) = drip(&mut client, b"x", NINE_SECONDS).await;
        assert_eq!(
            said.as_deref(),
            Some("421 4.4.2 Nothing arrived for 300 seconds, closing [idle-timeout]")
        );
        assert_eq!(seconds, 300);
    }
}

#[tokio::test(start_paused = true)]
async fn content_that_drips_is_cut() {
    let server = Server::new(options());
    for before in ["", "0123456789\r\n"] {
        let (mut client, _session) = server.pipe();
        client.data().await;
        // A fast start buys no time beyond the ten minutes that everybody has.
        for _ in 0..100 {
            client.send(before.repeat(1000)).await;
        }
        let (said, seconds) = drip(&mut client, b"x", NINE_SECONDS).await;
        assert_eq!(said.as_deref(), Some("421 4.4.2 The message arrives too slowly, closing [too-slow]"));
        assert!((600..620).contains(&seconds), "{seconds}");
        assert_eq!(client.next_line().await, None);
        server.assert_nothing_kept("a drip");
    }
}

#[tokio::test(start_paused = true)]
async fn chunks_that_drip_are_cut_however_small_they_are() {
    let server = Server::new(options());
    let (mut client, _session) = server.pipe();
    client.hello().await;
    client.send("MAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\n").await;
    client.reply().await;
    client.reply().await;
    let began = Instant::now();
    let said = loop {
        client.send("BDAT 2\r\nx").await;
        sleep(Duration::from_secs(60)).await;
        if client.try_send("x").await.is_err() {
            break client.rest().await;
        }
        let reply = client.reply().await;
        if !reply.starts_with("250 ") {
            break vec![reply];
        }
    };
    assert_eq!(said, ["421 4.4.2 The message arrives too slowly, closing [too-slow]"]);
    assert!((600..=660).contains(&began.elapsed().as_secs()));
    server.assert_nothing_kept("drip by drip");
}

#[tokio::test(start_paused = true)]
async fn a_slow_line_that_keeps_its_pace_is_waited_for() {
    let server = Server::new(options());
    let (mut client, _session) = server.pipe();
    client.data().await;
    let began = Instant::now();
    // Two hours at 110 octets a second; the session's cap of an hour does not act within a transaction.
    for _ in 0..120 {
        sleep(Duration::from_secs(60)).await;
        client
            .send("0123456789 123456789 123456789 123456789 123456789 123456789 1234\r\n".repeat(100))
            .await;
    }
    queued(&client.line(".").await);
    assert_eq!(began.elapsed().as_secs(), 7200);
    assert!(client.reply().await.ends_with("[session-too-long]"), "and then it does");
}

/// A client that takes what the server says and never lets the server say it: nothing more is read of it, and in the end it is
/// cut.
#[tokio::test(start_paused = true)]
async fn a_client_that_never_reads_its_replies_is_not_read_either() {
    let mut options = options();
    options.limits.commands = u32::MAX;
    let server = Server::new(options);
    let (ours, theirs) = tokio::io::duplex(4096);
    let settings = server.settings.borrow().clone();
    let (_handle, asked) = postrider_inbound::shutdown_channel();
    let session =
        server.inbound.admit(crate::client::Pipe(theirs), CLIENT, &settings, asked).expect("not turned away");
    let session = tokio::spawn(session);
    let mut client = Client::new(ours);
    client.reply().await;
    let began = Instant::now();
    let mut taken = 0;
    while client.try_send("NOOP\r\n".repeat(100)).await.is_ok() {
        taken += 600;
        assert!(taken < 64 * 1024, "it is read without end");
    }
    session.await.expect("the session ends well");
    assert_eq!(began.elapsed().as_secs(), 300);
}

#[tokio::test(start_paused = true)]
async fn who_has_quit_and_does_not_hang_up_is_not_waited_for() {
    let server = Server::new(options());
    let (mut client, session) = server.pipe();
    client.hello().await;
    let began = Instant::now();
    assert!(client.line("QUIT").await.starts_with("221 "));
    session.await.expect("the session ends well");
    assert_eq!(began.elapsed(), Duration::ZERO);

    // Whoever goes on talking has not read the goodbye yet, and would lose it to a reset.
    let (mut client, session) = server.pipe();
    client.hello().await;
    let began = Instant::now();
    assert!(client.line("QUIT\r\nNOOP").await.starts_with("221 "));
    session.await.expect("the session ends well");
    assert!(began.elapsed() > Duration::ZERO);
}
