//! What becomes of a message that is handed in, and how many an account may hand in.

use std::sync::Arc;

use postrider_inbound::{Allowance, Clock, Settings, Submission};
use postrider_proto::mail::QueueId;
use postrider_queue::{Origin, Timestamp};
use tokio::io::DuplexStream;
use tracing::Level;

use crate::client::Client;
use crate::log_lines::Log;
use crate::logins::{logged_in, say, server as with_accounts};
use crate::server::{Server, options, queued};

/// Tuesday, 24 November 2026, at noon.
const NOON: u64 = 1_795_521_600_000;

fn set(server: &mut Server, submission: Submission, allowance: Allowance) {
    server.inbound.clock = Clock::new(|| Timestamp::from_millis(NOON));
    server.settings.send_modify(|settings| {
        *settings = Arc::new(Settings { submission, allowance, ..(**settings).clone() });
    });
}

const COMPLETE: Submission = Submission { complete: true, hide_client: false };

/// What is below the Received field.
fn below_the_trace(server: &Server, id: QueueId) -> String {
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    let mut lines = content.split_inclusive("\r\n").peekable();
    assert!(lines.next().is_some_and(|line| line.starts_with("Received: ")), "{content}");
    while lines.next_if(|line| line.starts_with('\t')).is_some() {}
    lines.collect()
}

async fn envelope<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin>(
    client: &mut Client<S>,
    from: &str,
) {
    for command in [&format!("MAIL FROM:{from}")[..], "RCPT TO:<bob@example.test>"] {
        let reply = client.line(command).await;
        assert!(reply.starts_with("250 "), "{command}: {reply}");
    }
}

/// With this in its header a message is alice's.
const FROM: &str = "From: alice@example.test\r\n";

/// Noon, in the time zone of this machine.
fn noon() -> String {
    let noon = jiff::Timestamp::from_millisecond(i64::try_from(NOON).expect("small")).expect("a time");
    jiff::fmt::rfc2822::to_string(&noon.to_zoned_datetime(jiff::tz::TimeZone::system())).expect("a date")
}

#[tokio::test]
async fn what_is_missing_is_added_and_bcc_goes() {
    let (mut server, _) = with_accounts();
    set(&mut server, COMPLETE, Allowance::NONE);
    let mut client = logged_in(&server).await;
    for (from, right) in [
        ("<alice@example.test>", "example.test"),
        ("<news@lists.test>", "lists.test"),
        ("<>", "mx.example.test"),
    ] {
        envelope(&mut client, from).await;
        client.line("DATA").await;
        let message = format!(
            "{FROM}Bcc: carol@example.test,\r\n\tdave@else.test\r\nSubject: x\r\n\r\nBcc: body\r\n..\r\n."
        );
        let id = queued(&client.line(&message).await);
        assert_eq!(
            below_the_trace(&server, id),
            format!(
                "{FROM}Subject: x\r\nDate: {}\r\nMessage-ID: <{id}@{right}>\r\n\r\nBcc: body\r\n.\r\n",
                noon()
            ),
            "{from}"
        );
    }
}

#[tokio::test]
async fn chunks_are_completed_wherever_they_end() {
    let (mut server, _) = with_accounts();
    set(&mut server, COMPLETE, Allowance::NONE);
    let mut client = logged_in(&server).await;
    // Larger than what is kept in memory.
    let body = "Bcc: body\r\n".repeat(100_000);
    let message = format!("{FROM}BCC: a@b,\r\n c@d\r\nresent-bcc: e@f\r\ndate: d\r\n\r\n{body}no end");
    for size in [7, 64 * 1024] {
        envelope(&mut client, "<alice@example.test>").await;
        // The header in small chunks, the rest as it comes.
        let (front, rest) = message.split_at(200);
        let chunks: Vec<&[u8]> =
            front.as_bytes().chunks(size).chain(rest.as_bytes().chunks(64 * 1024)).collect();
        let (last, before) = chunks.split_last().expect("some");
        for chunk in before {
            client.send([format!("BDAT {}\r\n", chunk.len()).as_bytes(), chunk].concat()).await;
            assert!(client.reply().await.starts_with("250 "));
        }
        client.send([format!("BDAT {} LAST\r\n", last.len()).as_bytes(), last].concat()).await;
        let id = queued(&client.reply().await);
        let kept = format!("{FROM}date: d\r\nMessage-ID: <{id}@example.test>\r\n\r\n{body}no end\r\n");
        assert!(below_the_trace(&server, id) == kept, "in chunks of {size}");
    }
}

#[tokio::test]
async fn from_other_servers_a_message_gets_its_trace_alone() {
    let server = Server::new(options());
    let message = "Subject: x\r\nBcc: a@b\r\nHello\r\n\r\nx\r\n";
    let (mut client, _session) = server.pipe();
    client.hello().await;
    envelope(&mut client, "<s@client.example>").await;
    client.line("DATA").await;
    let id = queued(&client.line(&format!("{message}.")).await);
    assert_eq!(below_the_trace(&server, id), message);
    // Nor where a client logs in at such a listener: what it sends may be the mail of others.
    let (server, _) = with_accounts();
    let mut client = logged_in(&server).await;
    envelope(&mut client, "<alice@example.test>").await;
    client.line("DATA").await;
    let message = format!("{FROM}Bcc: a@b\r\n\r\nx\r\n");
    let id = queued(&client.line(&format!("{message}.")).await);
    assert_eq!(below_the_trace(&server, id), message);
}

#[tokio::test]
async fn a_user_of_this_machine_may_leave_out_the_same() {
    let mut server = Server::new(options());
    set(&mut server, COMPLETE, Allowance::NONE);
    let id = QueueId::from_bytes([7; 16]);
    let (mut client, _session) = server.user(1000, id);
    client.hello().await;
    envelope(&mut client, "<root@example.test>").await;
    client.line("DATA").await;
    // What a program writes that knows nothing of mail.
    client.line("Hello\r\nworld: all\r\n.").await;
    assert_eq!(
        below_the_trace(&server, id),
        format!("Date: {}\r\nMessage-ID: <{id}@example.test>\r\n\r\nHello\r\nworld: all\r\n", noon())
    );
}

#[tokio::test]
async fn where_somebody_is_is_told_to_the_log_alone() {
    let log = Log::at(Level::INFO);
    let (mut server, _) = with_accounts();
    set(&mut server, Submission { complete: false, hide_client: true }, Allowance::NONE);
    let mut client = logged_in(&server).await;
    envelope(&mut client, "<alice@example.test>").await;
    client.line("DATA").await;
    let id = queued(&client.line(&format!("{FROM}\r\nx\r\n.")).await);
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    let front = format!(
        "Received: from authenticated-user\r\n\tby mx.example.test with ESMTPA id {id}\r\n\tfor <bob@example.test>; "
    );
    assert!(content.starts_with(&front), "{content}");
    assert!(!content.contains("192.0.2.1") && !content.contains("client.example"), "{content}");
    assert!(log.take().contains("client=192.0.2.1"));
    let Some(Origin::Client(origin)) = server.message(id).origin.as_deref().cloned() else {
        panic!("a client")
    };
    assert_eq!(
        (origin.address.to_string(), origin.hello.as_deref()),
        ("192.0.2.1".to_owned(), Some("client.example"))
    );

    // Of somebody who has not logged in it is said.
    let mut server = Server::new(options());
    set(&mut server, Submission { complete: false, hide_client: true }, Allowance::NONE);
    let (mut client, _session) = server.pipe();
    client.hello().await;
    envelope(&mut client, "<s@client.example>").await;
    client.line("DATA").await;
    let id = queued(&client.line("x: y\r\n.").await);
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    assert!(content.starts_with("Received: from client.example ([192.0.2.1])\r\n"), "{content}");
}

/// Sends a message, and gives the reply to the first step that is refused, or to the last.
async fn send(client: &mut Client<DuplexStream>, recipients: u32) -> String {
    let reply = say(client, "MAIL FROM:<alice@example.test>").await;
    if !reply.starts_with("250 ") {
        return reply;
    }
    for number in 0..recipients {
        let reply = say(client, &format!("RCPT TO:<r{number}@else.test>")).await;
        if !reply.starts_with("250 ") {
            return reply;
        }
    }
    client.line("DATA").await;
    say(client, &format!("{FROM}\r\nx\r\n.")).await
}

#[tokio::test]
async fn an_account_may_send_so_many_messages_within_the_hour() {
    let log = Log::at(Level::INFO);
    let (mut server, _) = with_accounts();
    set(&mut server, COMPLETE, Allowance { messages_per_hour: 2, recipients_per_hour: 0 });
    // By whichever session.
    for _ in 0..2 {
        let mut client = logged_in(&server).await;
        assert!(send(&mut client, 1).await.starts_with("250 2.0.0 queued as "));
    }
    let mut client = logged_in(&server).await;
    assert_eq!(
        send(&mut client, 1).await,
        "452 4.7.1 2 messages an hour are the most for this account: there is room again in an hour and a minute"
    );
    let lines = log.take();
    assert!(
        lines.contains("because=\"alice@example.test has sent all that it may within the hour\""),
        "{lines}"
    );
    let sent = server.inbound.allowances.sent(10);
    assert_eq!(
        (sent[0].account.as_str(), sent[0].messages, sent[0].recipients),
        ("alice@example.test", 2, 2)
    );
    // Another configuration counts for whoever comes then, and what was counted stays.
    set(&mut server, COMPLETE, Allowance { messages_per_hour: 3, recipients_per_hour: 0 });
    let mut client = logged_in(&server).await;
    assert!(send(&mut client, 1).await.starts_with("250 2.0.0 queued as "));
    assert!(send(&mut client, 1).await.starts_with("452 4.7.1 3 messages "));
}

#[tokio::test]
async fn recipients_that_are_over_come_later_and_the_others_get_the_message() {
    let (mut server, _) = with_accounts();
    set(&mut server, COMPLETE, Allowance { messages_per_hour: 0, recipients_per_hour: 3 });
    let mut client = logged_in(&server).await;
    assert!(send(&mut client, 2).await.starts_with("250 2.0.0 queued as "));
    let full = "452 4.5.3 3 recipients an hour are the most for this account: there is room again in an hour and a minute";
    assert_eq!(send(&mut client, 2).await, full);
    // One was accepted, and one that is refused for what it is counts for nothing.
    client.line("DATA").await;
    assert!(say(&mut client, &format!("{FROM}\r\nx\r\n.")).await.starts_with("250 2.0.0 queued as "));
    assert_eq!(send(&mut client, 1).await, full, "with none left, no message begins");
}

#[tokio::test]
async fn what_was_not_stored_was_not_sent() {
    let (mut server, _) = with_accounts();
    set(&mut server, COMPLETE, Allowance { messages_per_hour: 1, recipients_per_hour: 2 });
    let mut client = logged_in(&server).await;
    for _ in 0..5 {
        assert_eq!(
            say(&mut client, "MAIL FROM:<alice@example.test>").await,
            "250 2.1.0 The sender is accepted"
        );
        assert!(say(&mut client, "RCPT TO:<a@else.test>").await.starts_with("250 "));
        assert!(say(&mut client, "RCPT TO:<nobody@example.test>").await.starts_with("550 "));
        assert!(say(&mut client, "RCPT TO:<b@else.test>").await.starts_with("250 "));
        client.line("DATA").await;
        assert!(say(&mut client, "Subject: of nobody\r\n\r\nx\r\n.").await.starts_with("554 5.6.0 "));
        client.line("MAIL FROM:<alice@example.test>").await;
        client.line("RSET").await;
    }
    assert!(send(&mut client, 2).await.starts_with("250 2.0.0 queued as "));
    assert!(send(&mut client, 2).await.starts_with("452 4.7.1 1 messages"));
}
