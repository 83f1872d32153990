//! What a session hands over for whoever asks about it later.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use postrider_inbound::{About, Because, Heard, Journal, Record, StepView};

use crate::logins::{self, PASSWORD};
use crate::secrets::ANSWERS;
use crate::server::{Server, options, queued};

/// Keeps what comes.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<Record>>);

impl Journal for Shelf {
    fn is_on(&self) -> bool {
        true
    }

    fn record(&self, record: Record) {
        self.0.lock().expect("not poisoned").push(record);
    }
}

impl Shelf {
    /// What was handed over, without its times.
    pub fn take(&self) -> String {
        let mut text = String::new();
        for record in self.0.lock().expect("not poisoned").drain(..) {
            let Record { about: About { session, client, account, tls, .. }, part, refused, .. } = &record;
            let (account, tls) =
                (account.as_ref().map(|account| &account.name), tls.map(|tls| tls.to_string()));
            let _ = writeln!(text, "{session} {client} part {part} refused {refused} {account:?} {tls:?}");
            let (first, left_out, last) = record.steps();
            first.for_each(|step| tell(&mut text, &step));
            if left_out > 0 {
                let _ = writeln!(text, "... {left_out}");
            }
            last.for_each(|step| tell(&mut text, &step));
            if let Some(end) = &record.end {
                let _ = writeln!(text, "{end:?}");
            }
        }
        text
    }
}

fn tell(text: &mut String, step: &StepView<'_>) {
    match &step.heard {
        Heard::Nothing => {}
        Heard::Hidden => text.push_str("C: ***\n"),
        Heard::Line(line) => {
            let _ = writeln!(text, "C: {line}");
        }
    }
    let _ = writeln!(text, "S: {} ({})", step.said, step.entry.id);
    match step.because {
        None => {}
        Some(Because::Rules(reasons)) => reasons.iter().for_each(|reason| {
            let _ = writeln!(text, "   {reason}");
        }),
        Some(other) => {
            let _ = writeln!(text, "   {other:?}");
        }
    }
    if let Some((_, octets)) = step.message {
        let _ = writeln!(text, "   taken: {octets} octets");
    }
}

fn kept(mut server: Server) -> (Server, Arc<Shelf>) {
    let shelf = Arc::new(Shelf::default());
    server.inbound.journal = Some(Arc::clone(&shelf) as Arc<dyn Journal>);
    (server, shelf)
}

#[tokio::test]
async fn a_session_that_was_refused_something_is_there_before_it_ends() {
    let (server, shelf) = kept(Server::new(options()));
    let (mut client, session) = server.pipe();
    client.hello().await;
    assert_eq!(shelf.take(), "");
    client.line("MAIL FROM:<s@client.example>").await;
    client.line("RCPT TO:<nobody@example.test>").await;
    // The reply is on its way before the session waits again: what comes next is answered behind that.
    client.line("RCPT TO:<team@example.test>").await;
    assert_eq!(
        shelf.take(),
        "00000001 192.0.2.1 part 0 refused true None None\n\
         C: EHLO client.example\n\
         S: 250-mx.example.test greets client.example\n\
         250 ... (hello)\n\
         C: MAIL FROM:<s@client.example>\n\
         S: 250 2.1.0 The sender is accepted (mail-ok)\n\
         C: RCPT TO:<nobody@example.test>\n\
         S: 550 5.1.1 nobody@example.test has no mailbox here [unknown-user] (unknown-user)\n   \
            unknown-user: example.test has no \"nobody\"\n"
    );
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    client.line("QUIT").await;
    session.await.expect("the session ends well");
    assert_eq!(
        shelf.take().replace(&id.to_string(), "ID"),
        "00000001 192.0.2.1 part 1 refused true None None\n\
         C: RCPT TO:<team@example.test>\n\
         S: 250 2.1.5 The recipient is accepted (rcpt-ok)\n   \
            alias: team@example.test is an alias\n\
         C: DATA\n\
         S: 354 Send the message, end it with CRLF.CRLF (data-go)\n\
         S: 250 2.0.0 queued as ID (queued)\n   \
            taken: 17 octets\n\
         C: QUIT\n\
         S: 221 2.0.0 mx.example.test closes the connection (quit)\n\
         Closed\n"
    );
}

#[tokio::test]
async fn who_says_nothing_is_not_kept_and_who_leaves_is() {
    let (server, shelf) = kept(Server::new(options()));
    let (mut client, session) = server.pipe();
    client.reply().await;
    drop(client);
    session.await.expect("the session ends well");
    assert_eq!(shelf.take(), "");
    let (mut client, session) = server.pipe();
    client.hello().await;
    client.line("MAIL FROM:<s@client.example>").await;
    drop(client);
    session.await.expect("the session ends well");
    let text = shelf.take();
    assert!(text.contains("part 0 refused false"), "{text}");
    assert!(text.contains("Left") && text.contains("within_transaction: true"), "{text}");
    let (mut client, session) = server.pipe();
    client.hello().await;
    session.abort();
    assert!(session.await.expect_err("it is cut off").is_cancelled());
    let text = shelf.take();
    assert!(text.ends_with("CutOff\n"), "{text}");
}

#[tokio::test]
async fn content_behind_a_refused_data_is_not_in_the_journal() {
    let (server, shelf) = kept(Server::new(options()));
    let (mut client, session) = server.pipe();
    client.hello().await;
    assert!(client.line("DATA").await.starts_with('5'));
    for content in ["Subject: topsecret content", "X-Topsecret: content", "Send the topsecret content", "."] {
        assert!(client.line(content).await.starts_with('5'));
    }
    client.line("QUIT").await;
    session.await.expect("the session ends well");
    let text = shelf.take();
    assert!(!text.to_lowercase().contains("topsecret") && !text.contains("content"), "{text}");
    assert!(text.contains("C: Send …\n"), "{text}");
    assert!(text.contains("C: ***\n"), "{text}");
}

#[tokio::test]
async fn a_kept_ehlo_reply_is_the_one_on_the_wire() {
    let (server, shelf) = kept(Server::new(options()));
    // Of the keywords stand those that explain a login or its absence; the rest is dots.
    let extended = "-mx.example.test greets client.example\n250 ...";
    for (line, behind_code, again) in [
        ("EHLO", extended, "NOOP"),
        ("HELO", " mx.example.test greets client.example", "NOOP"),
        ("EHLO", extended, "EHLO x.example"),
    ] {
        let (mut client, session) = server.pipe();
        client.reply().await;
        client.line(&format!("{line} client.example")).await;
        client.line(again).await;
        client.line("QUIT").await;
        session.await.expect("the session ends well");
        let text = shelf.take();
        let said = format!("S: 250{behind_code} (hello)");
        assert!(text.contains(&format!("C: {line} client.example\n{said}\n")), "{text}");
    }
}

/// EHLO is kept in two ways: as all there was so far, and as one step of many.
#[tokio::test]
async fn a_long_name_of_ehlo_is_cut_in_the_first_step_as_in_the_second() {
    let (server, shelf) = kept(Server::new(options()));
    let (mut client, session) = server.pipe();
    client.reply().await;
    let name = "n".repeat(190);
    for verb in ["EHLO", "EHLO", "HELO"] {
        assert!(client.line(&format!("{verb} {name}")).await.starts_with("250 "));
    }
    drop(client);
    session.await.expect("the session ends well");
    let text = shelf.take();
    let shown = format!("{}…\n", "n".repeat(115));
    assert_eq!(text.matches(&format!("C: EHLO {shown}")).count(), 2, "{text}");
    assert_eq!(text.matches(&format!("C: HELO {shown}")).count(), 1, "{text}");
}

#[tokio::test]
async fn what_was_offered_stands_beside_an_auth_that_was_refused() {
    let (server, _) = logins::server();
    let (server, shelf) = kept(server);
    // EHLO is kept in two ways: as all there was so far, and as one step of many.
    for before in [&[][..], &["NOOP"]] {
        let (mut client, session) = server.pipe();
        client.reply().await;
        for line in before {
            client.line(line).await;
        }
        client.send("EHLO client.example\r\n").await;
        let (mut offered, mut line) = (String::new(), String::new());
        while !line.starts_with("250 ") {
            line = client.next_line().await.expect("a reply");
            if line.starts_with("250-AUTH ") {
                offered.clone_from(&line);
            }
        }
        assert!(client.line("AUTH NTLM").await.starts_with("504 "));
        client.line("QUIT").await;
        session.await.expect("the session ends well");
        let text = shelf.take();
        assert!(offered.contains(" PLAIN"), "{offered}");
        assert!(text.contains(&format!("greets client.example\n{offered}\n250 ... (hello)\n")), "{text}");
    }
}

/// Some of these are good base64, some are none, and all begin as a command does.
#[tokio::test]
async fn an_answer_within_auth_is_not_in_the_journal_whatever_it_begins_with() {
    let (server, _) = logins::server();
    let (server, shelf) = kept(server);
    for answer in ANSWERS {
        let (mut client, session) = server.pipe();
        client.hello().await;
        let (mut reply, mut answers) = (client.line("AUTH LOGIN").await, 0);
        while reply.starts_with("334 ") {
            reply = client.line(answer).await;
            answers += 1;
        }
        client.line("RSET").await;
        drop(client);
        session.await.expect("the session ends well");
        let text = shelf.take();
        assert!(!text.contains("correct") && !text.contains("C: QUIT"), "{text}");
        assert!(answers > 0 && text.matches("C: ***\n").count() == answers, "{text}");
        assert!(text.contains("S: 334 (auth-challenge)\n") && text.contains("C: RSET\n"), "{text}");
    }
}

#[tokio::test]
async fn the_journal_has_no_password() {
    let (server, _) = logins::server();
    let (server, shelf) = kept(server);
    let (mut client, session) = server.pipe();
    client.hello().await;
    let auth = logins::plain("alice@example.test", PASSWORD);
    let secret = auth.trim_start_matches("AUTH PLAIN ").to_owned();
    assert!(client.line("AUTH NTLM").await.starts_with('5'));
    client.line(PASSWORD).await;
    client.line(&secret).await;
    assert!(client.line(&auth).await.starts_with("235"));
    client.line("MAIL FROM:<alice@example.test>").await;
    client.line("QUIT").await;
    session.await.expect("the session ends well");
    let text = shelf.take();
    assert!(!text.contains(PASSWORD) && !text.contains(&secret), "{text}");
    assert!(text.contains("C: AUTH\nS: 235"), "{text}");
    assert!(text.contains("C: MAIL FROM:<alice@example.test>"), "{text}");
    assert!(text.contains("Some(\"alice@example.test\")"), "{text}");
    assert_eq!(text.matches("C: ***").count(), 2, "{text}");
}
