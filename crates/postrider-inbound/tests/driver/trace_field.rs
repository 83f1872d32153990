//! The Received field that a message gets. (Return-Path and Delivered-To are added where it is delivered.)

use std::net::SocketAddr;

use postrider_proto::mail::QueueId;
use postrider_queue::Origin;

use crate::server::{CLIENT, Server, options, queued};

/// Sends a message after these commands and gives the field above it, its id and date left out.
async fn received(peer: &str, commands: &[&str]) -> String {
    let server = Server::new(options());
    let peer = SocketAddr::new(peer.parse().expect("an address"), 40_000);
    let (mut client, _session) = server.pipe_from(peer);
    client.reply().await;
    for command in commands {
        let reply = client.line(command).await;
        assert!(reply.starts_with("250 "), "{command}: {reply}");
    }
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    let field = content.strip_suffix("Subject: x\r\n\r\nx\r\n").expect("one field, and then what was sent");
    let (before, date) = field.trim_end().rsplit_once("; ").expect("a date");
    assert!(jiff::fmt::rfc2822::parse(date).is_ok(), "{date}");
    // The tab of a folded line is shown as one.
    format!("{before}; DATE").replace(&id.to_string(), "ID").replace('\t', "<TAB>")
}

const MAIL: &str = "MAIL FROM:<s@client.example>";
const ALICE: &str = "RCPT TO:<alice@example.test>";

#[tokio::test]
async fn one_recipient_is_named() {
    let field = received("192.0.2.1", &["EHLO client.example", MAIL, ALICE]).await;
    insta::assert_snapshot!(field, @r"
Received: from client.example ([192.0.2.1])
<TAB>by mx.example.test with ESMTP id ID
<TAB>for <alice@example.test>; DATE
");
}

#[tokio::test]
async fn of_more_none_is() {
    let field =
        received("2001:db8::1", &["EHLO client.example", MAIL, ALICE, "RCPT TO:<bob@example.test>"]).await;
    insta::assert_snapshot!(field, @r"
Received: from client.example ([IPv6:2001:db8::1])
<TAB>by mx.example.test with ESMTP id ID; DATE
");
}

/// What one of them was called is not for the other's copy, though it be the same.
#[tokio::test]
async fn of_two_names_of_one_mailbox_none_is() {
    let commands = ["EHLO client.example", MAIL, "RCPT TO:<alice+secret@example.test>", ALICE];
    let field = received("192.0.2.1", &commands).await;
    assert!(!field.contains("for <"), "{field}");
}

#[tokio::test]
async fn behind_an_alias_the_recipient_is_named_as_it_was_given() {
    let field =
        received("::ffff:192.0.2.1", &["HELO client.example", MAIL, "RCPT TO:<Alice+News@Example.test>"])
            .await;
    insta::assert_snapshot!(field, @r"
Received: from client.example ([192.0.2.1])
<TAB>by mx.example.test with SMTP id ID
<TAB>for <Alice+News@example.test>; DATE
");
}

#[tokio::test]
async fn smtputf8_has_a_word_of_its_own() {
    let field = received("192.0.2.1", &["EHLO client.example", &format!("{MAIL} SMTPUTF8"), ALICE]).await;
    insta::assert_snapshot!(field, @r"
Received: from client.example ([192.0.2.1])
<TAB>by mx.example.test with UTF8SMTP id ID
<TAB>for <alice@example.test>; DATE
");
}

#[tokio::test]
async fn a_hostile_name_writes_no_field_of_its_own() {
    for name in [
        "x;Bcc:y",
        "x(y)\\",
        "<script>",
        "[127.0.0.1",
        "-f",
        "a\u{85}b",
        "a\u{2028}b",
        "a\x1b[31mb",
        &"x".repeat(1000),
        "a\tBcc:b",
    ] {
        let server = Server::new(options());
        let (mut client, _session) = server.pipe();
        client.reply().await;
        let reply = client.line(&format!("EHLO {name}")).await;
        assert!(reply.bytes().all(|octet| octet == b' ' || octet.is_ascii_graphic()), "{reply}");
        if !reply.starts_with("250 ") {
            continue;
        }
        let field = received("192.0.2.1", &[&format!("EHLO {name}"), MAIL, ALICE]).await;
        assert_eq!(field.lines().count(), 3, "{field}");
        assert!(field.lines().all(|line| line.len() < 998), "{field}");
        let printable = |c: char| c == ' ' || c == '\t' || c.is_ascii_graphic();
        assert!(field.lines().all(|line| line.chars().all(printable)), "{field}");
        assert!(!field.contains("Bcc:y (") && !field.contains('<') || field.contains("for <"), "{field}");
    }
}

#[tokio::test]
async fn of_a_user_of_this_machine_it_says_which() {
    let server = Server::new(options());
    let id = QueueId::from_bytes([7; 16]);
    let (mut client, _session) = server.user(1000, id);
    client.reply().await;
    // Somebody elsewhere, whom no stranger could write to.
    for command in ["EHLO x", MAIL, "RCPT TO:<a@elsewhere.example>"] {
        assert!(client.line(command).await.starts_with("250 "), "{command}");
    }
    client.line("DATA").await;
    assert_eq!(
        queued(&client.line("Subject: x\r\n\r\nx\r\n.").await),
        id,
        "the first has the id that was given"
    );
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    let front = format!(
        "Received: by mx.example.test with LOCAL (uid 1000)\r\n\tid {id}\r\n\tfor <a@elsewhere.example>; "
    );
    assert!(content.starts_with(&front), "{content}");
    // And another one another.
    for command in [MAIL, ALICE] {
        assert!(client.line(command).await.starts_with("250 "), "{command}");
    }
    client.line("DATA").await;
    assert_ne!(queued(&client.line("Subject: y\r\n\r\ny\r\n.").await), id);
    let kept = server.message(id).origin;
    assert!(matches!(kept.as_deref(), Some(Origin::User { uid: 1000, .. })), "{kept:?}");
}

#[tokio::test]
async fn what_the_field_says_of_the_client_is_kept_beside_the_message_too() {
    let server = Server::new(options());
    let (mut client, _session) =
        server.pipe_from(SocketAddr::new("::ffff:192.0.2.1".parse().expect("an address"), 40_000));
    client.reply().await;
    client.line("HELO client.example").await;
    client.line(MAIL).await;
    client.line(ALICE).await;
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    let Some(Origin::Client(origin)) = server.message(id).origin.as_deref().cloned() else {
        panic!("a client")
    };
    assert_eq!((origin.address, origin.hello.as_deref()), (CLIENT.ip(), Some("client.example")));
    assert_eq!((origin.protocol.as_str(), origin.session.len(), origin.login), ("SMTP", 8, None));
}
