//! The queue has no room, cannot write, or is slow. The client is told the truth, and comes back.

use std::sync::atomic::Ordering;

use crate::server::{FLOOR, Server, options, queued};

const NO_ROOM: &str = "452 4.3.1 ";
const NOT_STORED: &str = "451 4.3.0 ";

#[tokio::test]
async fn a_full_disk_is_said_at_mail_and_forgotten_when_there_is_room() {
    let server = Server::new(options());
    let (mut client, _session) = server.pipe();
    client.hello().await;
    server.disk.free.store(FLOOR, Ordering::Relaxed);
    let reply = client.line("MAIL FROM:<s@client.example>").await;
    assert!(reply.starts_with(NO_ROOM), "{reply}");
    // Room for some, not for this one.
    server.disk.free.store(FLOOR + 1_000_000, Ordering::Relaxed);
    assert!(client.line("MAIL FROM:<s@client.example> SIZE=2000000").await.starts_with(NO_ROOM));
    assert!(client.line("MAIL FROM:<s@client.example> SIZE=900000").await.starts_with("250 "));
}

#[tokio::test]
async fn a_disk_that_fills_up_after_mail_is_said_before_354() {
    for data in ["DATA", "BDAT 5 LAST\r\nabc"] {
        let server = Server::new(options());
        // So near the floor that the queue asks each time how much is left.
        server.disk.free.store(FLOOR + 4_000_000, Ordering::Relaxed);
        let (mut client, _session) = server.pipe();
        client.hello().await;
        client.line("MAIL FROM:<s@client.example>").await;
        client.line("RCPT TO:<alice@example.test>").await;
        server.disk.free.store(FLOOR, Ordering::Relaxed);
        let reply = client.line(data).await;
        assert!(reply.starts_with(NO_ROOM), "{reply}");
    }
}

/// A client that says nothing of the size must not get past the floor.
#[tokio::test]
async fn content_of_unknown_size_stops_at_the_floor() {
    for declared in ["", " SIZE=1000"] {
        let server = Server::new(options());
        let (mut client, _session) = server.pipe();
        client.hello().await;
        client.line(&format!("MAIL FROM:<s@client.example>{declared}")).await;
        client.line("RCPT TO:<alice@example.test>").await;
        client.line("DATA").await;
        let lines = "0123456789\r\n".repeat(1000);
        for _ in 0..100 {
            client.send(&lines).await;
        }
        assert_eq!(server.large_bodies(), 1, "it is on its way");
        server.disk.free.store(FLOOR, Ordering::Relaxed);
        for _ in 0..200 {
            client.send(&lines).await;
        }
        assert_eq!(server.large_bodies(), 0, "what there was of it makes room");
        let reply = client.line(".").await;
        assert!(reply.starts_with(NO_ROOM), "{reply}");
        server.assert_nothing_kept("no room");
        server.disk.free.store(1 << 40, Ordering::Relaxed);
        assert!(
            client.line("MAIL FROM:<s@client.example>").await.starts_with("250 "),
            "it recovers by itself"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_not_acknowledged() {
    for lines in [1, 100_000] {
        let server = Server::new(options());
        let (mut client, _session) = server.pipe();
        client.data().await;
        server.disk.fail_writes(true);
        for _ in 0..lines / 1000 + 1 {
            client.send("0123456789\r\n".repeat(lines.min(1000))).await;
        }
        let reply = client.line(".").await;
        assert!(reply.starts_with(NOT_STORED), "{reply}");
        server.assert_nothing_kept("a disk that fails");
        server.disk.fail_writes(false);
        client.send("MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n").await;
        for code in ["250", "250", "354"] {
            assert!(client.reply().await.starts_with(code));
        }
        queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    }
}

/// A commit that waits for the disk holds up its own client and nobody else, not even on a runtime of one thread.
#[tokio::test]
async fn a_slow_disk_holds_up_none_but_those_who_wait_for_it() {
    let server = Server::new(options());
    for lines in [1, 100_000] {
        let (mut waiting, _session) = server.pipe();
        waiting.data().await;
        waiting.send("0123456789\r\n".repeat(lines)).await;
        server.disk.hold_syncs();
        waiting.send(".\r\nNOOP\r\n").await;
        server.disk.sync_is_held().await;
        let (mut other, _session) = server.pipe();
        other.data().await;
        assert!(waiting.is_silent(), "no 250 before the sync");
        server.disk.let_syncs_go();
        queued(&waiting.reply().await);
        assert!(waiting.reply().await.starts_with("250 2.0.0 Still here"));
    }
}

/// Large bodies are written beside the executor where it has more threads than one.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn large_bodies_pass_at_the_same_time() {
    let server = Server::new(options());
    let mut clients = Vec::new();
    for _ in 0..4 {
        let (mut client, session) = server.socket().await;
        client.data().await;
        clients.push((client, session));
    }
    for _ in 0..100 {
        for (client, _) in &mut clients {
            client.send("0123456789\r\n".repeat(1000)).await;
        }
    }
    for (client, _) in &mut clients {
        let id = queued(&client.line(".").await);
        let content = server.content(id);
        assert!(content.ends_with("0123456789\r\n".repeat(100_000).as_bytes()));
    }
    assert_eq!(server.large_bodies(), 4);
}

/// Content comes out of the session in a piece for each octet that was repaired. A client that sends nothing else must not
/// make the disk work for each.
#[tokio::test]
async fn a_message_of_repairs_is_written_in_large_pieces() {
    for (sent, kept) in [("\n", "\r\n"), ("x\r", "x "), ("..\r\n", ".\r\n")] {
        let server = Server::new(options());
        let (mut client, _session) = server.pipe();
        client.data().await;
        let times = 500_000 / kept.len();
        let before = server.disk.writes();
        client.send("Subject: x\r\n\r\n").await;
        for _ in 0..times / 1000 {
            client.send(sent.repeat(1000)).await;
        }
        let id = queued(&client.line("end\r\n.").await);
        let content = server.content(id);
        let expected = format!("Subject: x\r\n\r\n{}end\r\n", kept.repeat(times / 1000 * 1000));
        assert!(content.ends_with(expected.as_bytes()), "{sent:?}: all of it, in order");
        let writes = server.disk.writes() - before;
        assert!(writes < 100, "{sent:?}: {writes} writes");
    }
}
