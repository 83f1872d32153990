//! What a session leaves in the log: its id on every line, `reply=` on every refusal, one line per outcome.

use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, Once};

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

use crate::server::{Server, options, queued};

/// Lines, and down to which level they are kept.
type Kept = (Level, Arc<Mutex<Vec<u8>>>);

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// What this thread logs while it is there.
pub struct Log {
    lines: Arc<Mutex<Vec<u8>>>,
}

/// One subscriber for all tests, which hands each line to the test on whose thread it is written. With one for each test, a place in
/// the code that is come to for the first time on one thread while another puts up its own could be taken for one that nobody
/// listens to.
struct ToThread;

struct Writer(Option<Arc<Mutex<Vec<u8>>>>);

impl<'a> MakeWriter<'a> for ToThread {
    type Writer = Writer;

    fn make_writer(&'a self) -> Writer {
        Writer(KEPT.with_borrow(|kept| kept.as_ref().map(|(_, lines)| Arc::clone(lines))))
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Writer {
        let wanted =
            KEPT.with_borrow(|kept| kept.as_ref().is_some_and(|(level, _)| metadata.level() <= level));
        if wanted { self.make_writer() } else { Writer(None) }
    }
}

impl io::Write for Writer {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        if let Some(lines) = &self.0 {
            lines.lock().expect("not poisoned").extend_from_slice(octets);
        }
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    pub fn at(level: Level) -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing_subscriber::fmt()
                .with_max_level(Level::DEBUG)
                .without_time()
                .with_ansi(false)
                .with_writer(ToThread)
                .init();
        });
        let lines = Arc::new(Mutex::new(Vec::new()));
        KEPT.set(Some((level, Arc::clone(&lines))));
        Self { lines }
    }

    pub fn take(&self) -> String {
        String::from_utf8(std::mem::take(&mut self.lines.lock().expect("not poisoned"))).expect("UTF-8")
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        KEPT.set(None);
    }
}

#[tokio::test]
async fn a_session() {
    let log = Log::at(Level::DEBUG);
    let server = Server::new(options());
    let (mut client, session) = server.pipe();
    client.hello().await;
    client.line("RCPT TO:<alice@example.test>").await;
    client.line("MAIL FROM:<s@client.example>").await;
    client.line("RCPT TO:<nobody@example.test>").await;
    client.line("RCPT TO:<victim@else.example>").await;
    client.line("RCPT TO:<alice@example.test>").await;
    client.line("DATA").await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    client.line("QUIT").await;
    drop(client);
    session.await.expect("the session ends well");
    insta::assert_snapshot!(log.take().replace(&id.to_string(), "ID"), @r#"
DEBUG postrider_inbound::listener: connected session=00000001 peer=192.0.2.1:40000
DEBUG postrider_inbound::desk: 220 mx.example.test ESMTP postrider session=00000001 reply="greeting"
DEBUG postrider_inbound::desk: 250 mx.example.test greets client.example session=00000001 reply="hello"
 INFO postrider::outcome: refused: 503 5.5.1 RCPT needs MAIL FROM first [rcpt-before-mail] session=00000001 reply="rcpt-before-mail" client=192.0.2.1 command="RCPT TO:<alice@example.test>"
DEBUG postrider_inbound::desk: 250 2.1.0 The sender is accepted session=00000001 reply="mail-ok"
 INFO postrider::outcome: refused: 550 5.1.1 nobody@example.test has no mailbox here [unknown-user] session=00000001 reply="unknown-user" client=192.0.2.1 because="unknown-user: example.test has no \"nobody\""
 INFO postrider::outcome: refused: 550 5.7.1 This server takes no mail for victim@else.example [relay-denied] session=00000001 reply="relay-denied" client=192.0.2.1 because="relay-denied: else.example is no domain of this server"
DEBUG postrider_inbound::desk: 250 2.1.5 The recipient is accepted session=00000001 reply="rcpt-ok"
DEBUG postrider_inbound::desk: 354 Send the message, end it with CRLF.CRLF session=00000001 reply="data-go"
 INFO postrider::outcome: received session=00000001 id=ID client=192.0.2.1 from="<s@client.example>" recipients=1 octets=17
DEBUG postrider_inbound::desk: 250 2.0.0 queued as ID session=00000001 reply="queued"
DEBUG postrider_inbound::desk: 221 2.0.0 mx.example.test closes the connection session=00000001 reply="quit"
DEBUG postrider_inbound::connection: closed session=00000001
"#);
}

#[tokio::test]
async fn trouble_is_a_warning_and_says_what_the_client_is_not_told() {
    let log = Log::at(Level::INFO);
    let server = Server::new(options());
    let (mut client, _session) = server.pipe();
    client.hello().await;
    server.disk.free.store(0, std::sync::atomic::Ordering::Relaxed);
    client.line("MAIL FROM:<s@client.example>").await;
    insta::assert_snapshot!(log.take(), @r#"
 WARN postrider::outcome: refused: 452 4.3.1 There is no room for this message now, try again later [no-room] session=00000001 reply="no-room" client=192.0.2.1 because="the disk of the queue has 0 MiB free, 64 MiB must stay so, and the message may need 64 KiB"
"#);
}

#[tokio::test]
async fn what_is_refused_by_the_protocol_is_shown_and_no_secret_is() {
    let log = Log::at(Level::INFO);
    let server = Server::new(options());
    let (mut client, session) = server.pipe();
    client.hello().await;
    for line in [
        "GET bar",
        &"x".repeat(5000),
        "MAIL FROM:alice",
        "",
        "BDAT 3\r\nabc",
        "RSET",
        "AUTH LOGIN",
        "c2VjcmV0",
        "MAIL FROM:bob",
    ] {
        client.line(line).await;
    }
    drop(client);
    session.await.expect("the session ends well");
    insta::assert_snapshot!(log.take(), @r#"
INFO postrider::outcome: refused: 500 5.5.2 That is no command [unknown-command] session=00000001 reply="unknown-command" client=192.0.2.1 command="GET …"
INFO postrider::outcome: refused: 500 5.5.2 This command line has at most 2048 octets [line-too-long] session=00000001 reply="line-too-long" client=192.0.2.1
INFO postrider::outcome: refused: 501 5.5.4 MAIL FROM:<address> is the form: the address has no < before it [mail-syntax] session=00000001 reply="mail-syntax" client=192.0.2.1 command="MAIL FROM:alice"
INFO postrider::outcome: refused: 500 5.5.2 That is no command [unknown-command] session=00000001 reply="unknown-command" client=192.0.2.1
INFO postrider::outcome: refused: 503 5.5.1 BDAT needs MAIL FROM and RCPT TO first [bdat-before-mail] session=00000001 reply="bdat-before-mail" client=192.0.2.1 command="BDAT 3"
INFO postrider::outcome: refused: 500 5.5.2 That is no command [unknown-command] session=00000001 reply="unknown-command" client=192.0.2.1
INFO postrider::outcome: refused: 502 5.5.1 AUTH is not offered here [not-offered] session=00000001 reply="not-offered" client=192.0.2.1 command="AUTH"
INFO postrider::outcome: refused: 500 5.5.2 That is no command [unknown-command] session=00000001 reply="unknown-command" client=192.0.2.1
INFO postrider::outcome: refused: 501 5.5.4 MAIL FROM:<address> is the form: the address has no < before it [mail-syntax] session=00000001 reply="mail-syntax" client=192.0.2.1 command="MAIL FROM:bob"
"#);
}

#[tokio::test]
async fn a_message_that_is_lost_on_its_way_has_a_line() {
    let log = Log::at(Level::INFO);
    let server = Server::new(options());
    let (mut client, session) = server.pipe();
    client.data().await;
    client.send("Subject: x\r\n").await;
    drop(client);
    session.await.expect("the session ends well");
    insta::assert_snapshot!(log.take(), @r#"
 INFO postrider::outcome: lost: the client left within a transaction session=00000001 state="data" client=192.0.2.1 error=unexpected end of file
"#);
}

/// Whatever a client says, it writes no line of the log and moves no cursor.
#[tokio::test]
async fn nothing_a_client_says_reaches_the_log_raw() {
    let log = Log::at(Level::TRACE);
    let server = Server::new(options());
    for hostile in ["\x1b[2J", "\u{9b}2J", "a\rb", "\u{2028}", "\0", "\x7f", "\u{202e}", "\"; session=0"] {
        let (mut client, session) = server.pipe();
        client.reply().await;
        for line in [
            format!("EHLO {hostile}"),
            "EHLO client.example".to_owned(),
            hostile.to_owned(),
            format!("MAIL FROM:<{hostile}@client.example> SMTPUTF8"),
            format!("MAIL FROM:<\"{hostile}\"@client.example> SMTPUTF8"),
            "RSET".to_owned(),
            format!("MAIL FROM:<s@client.example> SMTPUTF8 {hostile}=1"),
            "RSET".to_owned(),
            "MAIL FROM:<s@client.example> SMTPUTF8".to_owned(),
            format!("RCPT TO:<{hostile}@example.test>"),
            format!("RCPT TO:<\"{hostile}\"@example.test>"),
            format!("RCPT TO:<\"{hostile}\"@else.example> NOTIFY={hostile}"),
            format!("HELP {hostile}"),
        ] {
            client.line(&line).await;
        }
        drop(client);
        session.await.expect("the session ends well");
    }
    let lines = log.take();
    for line in lines.lines() {
        assert!(line.contains("session="), "{line:?}");
        let raw = line
            .chars()
            .find(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'));
        assert_eq!(raw, None, "{line:?}");
    }
}
