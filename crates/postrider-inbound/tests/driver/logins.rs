//! AUTH through the driver, with accounts that a script knows: who is logged in, what each failure is told, and what that changes.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_directory::{Account, SenderPattern};
use postrider_inbound::{LoginAnswer, LoginCheck, LoginOffers, LoginResult, Shown, Shutdown, Standing};
use postrider_proto::sasl::client::Credentials;
use postrider_proto::sasl::server::{Holder, Question};
use postrider_proto::sasl::{self, Channel, Hash, Nonce, ScramVerifier, Secret};
use postrider_proto::server::{Mechanism, Options};
use postrider_queue::Origin;
use socket2::SockRef;
use tokio::io::DuplexStream;
use tokio::sync::{Notify, watch};
use tracing::Level;

use crate::bound_logins;
use crate::client::Client;
use crate::log_lines::Log;
use crate::server::{Server, options, queued};

/// What nobody may find anywhere.
pub const PASSWORD: &str = "xyzzy-plugh-42";

/// Alice is there; other names are what they say.
#[derive(Default)]
pub struct Accounts {
    proofs: Arc<AtomicU64>,
    /// How many are looked at that take their time.
    looked_at: watch::Sender<usize>,
    /// One of them comes to its end.
    found: Arc<Notify>,
    /// What has become of her since, if not nothing.
    standing: Arc<Mutex<Option<Standing>>>,
}

/// One more is looked at, as long as this is there.
struct Look<'a>(&'a watch::Sender<usize>);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|looks| *looks -= 1);
    }
}

impl Accounts {
    async fn look(&self) -> LoginAnswer {
        self.looked_at.send_modify(|looks| *looks += 1);
        let _look = Look(&self.looked_at);
        self.found.notified().await;
        LoginAnswer::No
    }
}

fn alice() -> Arc<Account> {
    let mut alice = Account::new("alice@example.test");
    alice.senders.push(SenderPattern::read("@lists.test").expect("a pattern"));
    Arc::new(alice)
}

impl LoginCheck for Accounts {
    fn offers(&self) -> LoginOffers {
        LoginOffers { scram: true, certificates: true, tokens: true, cram_md5: true }
    }

    fn nonce(&self) -> Result<Nonce, String> {
        Ok(Nonce::new([7; 18]))
    }

    fn ask<'a>(&'a self, shown: Shown<'a>) -> Pin<Box<dyn Future<Output = LoginAnswer> + Send + 'a>> {
        let answer = match shown.question {
            Question::Password { name, password } => match name {
                "alice@example.test" if password.expose() == PASSWORD.as_bytes() => LoginAnswer::Yes(alice()),
                "disabled" => LoginAnswer::Disabled,
                "many" => LoginAnswer::TooMany { wait: Duration::from_secs(180) },
                "down" => LoginAnswer::Unavailable { why: "the directory is down".to_owned() },
                "slow" => return Box::pin(self.look()),
                _ => LoginAnswer::No,
            },
            Question::Scram { name: "imported", .. } => LoginAnswer::Transition,
            Question::Scram { name, hash } => {
                let known = name == "alice@example.test";
                let verifier = ScramVerifier::from_password(hash, PASSWORD, b"salt", 4096).expect("good");
                let proofs = Arc::clone(&self.proofs);
                LoginAnswer::Scram {
                    verifier,
                    holder: if known { Holder::Account(name.to_owned()) } else { Holder::Nobody },
                    account: known.then(alice),
                    succeeded: Box::new(move || {
                        proofs.fetch_add(1, Ordering::Relaxed);
                    }),
                }
            }
            _ => LoginAnswer::No,
        };
        Box::pin(std::future::ready(answer))
    }

    fn still<'a>(&'a self, account: &'a Arc<Account>) -> Pin<Box<dyn Future<Output = Standing> + Send + 'a>> {
        let now = self.standing.lock().expect("no panic").clone();
        Box::pin(std::future::ready(now.unwrap_or_else(|| Standing::Good(Arc::clone(account)))))
    }
}

/// Offers everything, as if nobody listened.
fn submission() -> Options {
    let mechanism = |mechanism: sasl::Mechanism| Mechanism {
        name: mechanism.name().to_owned(),
        needs_tls: false,
        server_first: mechanism.server_first(),
    };
    let auth = sasl::Mechanism::ALL.into_iter().map(mechanism).collect();
    Options { auth, auth_required: true, ..options() }
}

pub fn server() -> (Server, Arc<AtomicU64>) {
    let mut server = Server::new(submission());
    let accounts = Accounts::default();
    let proofs = Arc::clone(&accounts.proofs);
    server.inbound.login_check = Some(Arc::new(accounts));
    (server, proofs)
}

pub fn plain(name: &str, password: &str) -> String {
    format!("AUTH PLAIN {}", BASE64.encode(format!("\0{name}\0{password}")))
}

/// Sends a line, and gives the reply without the id at its end.
pub async fn say(client: &mut Client<DuplexStream>, line: &str) -> String {
    let reply = client.line(line).await;
    reply.rsplit_once(" [").map_or(reply.clone(), |(words, _)| words.to_owned())
}

pub async fn logged_in(server: &Server) -> Client<DuplexStream> {
    let (mut client, _session) = server.pipe();
    client.hello().await;
    assert_eq!(say(&mut client, &plain("alice@example.test", PASSWORD)).await, "235 2.7.0 You are logged in");
    client
}

#[tokio::test]
async fn only_what_this_session_can_use_is_offered() {
    let (server, _) = server();
    let (mut client, _session) = server.pipe();
    client.reply().await;
    client.send("EHLO client.example\r\n").await;
    let mut offered = None;
    loop {
        let line = client.next_line().await.expect("a line");
        if let Some(mechanisms) = line[4..].strip_prefix("AUTH ") {
            offered = Some(mechanisms.to_owned());
        }
        if line.as_bytes()[3] == b' ' {
            break;
        }
    }
    assert_eq!(
        offered.as_deref(),
        Some("SCRAM-SHA-256 SCRAM-SHA-1 OAUTHBEARER XOAUTH2 PLAIN LOGIN CRAM-MD5"),
        "there is no channel to bind to, and no certificate"
    );
    assert_eq!(
        say(&mut client, "AUTH SCRAM-SHA-256-PLUS").await,
        "504 5.5.4 SCRAM-SHA-256-PLUS is not offered here"
    );
    assert_eq!(say(&mut client, "MAIL FROM:<alice@example.test>").await, "530 5.7.0 MAIL needs AUTH first");
}

#[tokio::test]
async fn whoever_is_logged_in_sends_to_anybody_and_as_themselves_alone() {
    let (server, _) = server();
    let mut client = logged_in(&server).await;
    for (sender, reply) in [
        ("<bob@example.test>", "550 5.7.1 bob@example.test is no sender of yours"),
        ("<ceo@victim.test>", "550 5.7.1 ceo@victim.test is no sender of yours"),
        ("<news@lists.test>", "250 2.1.0 The sender is accepted"),
    ] {
        assert_eq!(say(&mut client, &format!("MAIL FROM:{sender}")).await, reply);
    }
    client.line("RSET").await;
    // A receipt (RFC 5321 §4.5.5).
    assert_eq!(say(&mut client, "MAIL FROM:<>").await, "250 2.1.0 The sender is accepted");
    client.line("RSET").await;
    client.line("MAIL FROM:<Alice@example.TEST>").await;
    assert_eq!(say(&mut client, "RCPT TO:<bob@else.test>").await, "250 2.1.5 The recipient is accepted");
    // An address of ours that is nobody's is so for everybody.
    assert!(client.line("RCPT TO:<nobody@example.test>").await.starts_with("550 5.1.1 "));
    client.line("DATA").await;
    let id = queued(&client.line("From: alice@example.test\r\n\r\nx\r\n.").await);
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    assert!(content.contains("by mx.example.test with ESMTPA id "), "{content}");
    assert!(!content.contains(PASSWORD), "{content}");
    let origin = server.message(id).origin.expect("it is kept");
    let Origin::Client(origin) = &*origin else { panic!("a client has sent it") };
    assert_eq!((origin.login.as_deref(), origin.protocol.as_str()), (Some("alice@example.test"), "ESMTPA"));
}

#[tokio::test]
async fn the_from_field_is_theirs_too_and_is_never_repaired() {
    let (server, _) = server();
    let mut client = logged_in(&server).await;
    for (header, reply) in [
        ("Subject: x", "554 5.6.0 The message does not say who has written it: it has no From field"),
        (
            "From: alice@example.test\r\nFrom: ceo@victim.test",
            "554 5.6.0 The message does not say who has written it: it has 2 From fields",
        ),
        (
            "From : alice@example.test",
            "554 5.6.0 The message does not say who has written it: its From field has white space in front of the colon",
        ),
        (
            "From:\x0c alice@example.test",
            "554 5.6.0 The message does not say who has written it: its From field has a control character, or at an address white space that is no space or tab",
        ),
        (
            "From: alice@example.test\u{a0}",
            "554 5.6.0 The message does not say who has written it: its From field has a control character, or at an address white space that is no space or tab",
        ),
        ("From: Alice\u{a0}A <alice@example.test>", "250 2.0.0 queued as "),
        (
            "From\x0b: alice@example.test",
            "554 5.6.0 The message does not say who has written it: it has no From field",
        ),
        (
            "From: alice@example.test\r\nSubject : x",
            "554 5.6.0 The field Subject has white space in front of its colon: ",
        ),
        (
            "From: Alice <alice@example.test>, ceo@victim.test",
            "550 5.7.1 The message says to be from ceo@victim.test, which is no sender of yours",
        ),
        (
            "From: alice@example.test\r\nTo: Bob <bob@example.test>,\r\n carol@sales",
            "554 5.1.2 The domain of carol@sales is not complete, and none of this server",
        ),
        (
            "From: alice@example.test\r\nReply-To: alice@sales",
            "554 5.1.8 The domain of alice@sales is not complete: nobody elsewhere could answer",
        ),
        (
            "From: \"ceo@victim.test\" <news@lists.test>\r\nTo: \"carol@sales\" <bob@example.test>",
            "250 2.0.0 queued as ",
        ),
    ] {
        client.line("MAIL FROM:<>").await;
        client.line("RCPT TO:<bob@example.test>").await;
        client.line("DATA").await;
        let said = say(&mut client, &format!("{header}\r\n\r\nx\r\n.")).await;
        assert!(said.starts_with(reply), "{header}: {said}");
    }
    assert_eq!(server.ids().len(), 2);
}

#[tokio::test]
async fn each_failure_has_its_reply_and_is_counted() {
    let (server, _) = server();
    for (name, reply) in [
        ("nobody", "535 5.7.8 User name or password is wrong"),
        ("alice@example.test", "535 5.7.8 User name or password is wrong"),
        ("disabled", "525 5.7.13 This account is disabled"),
        ("many", "454 4.7.0 Too many logins have failed here, try again later"),
        ("down", "454 4.7.0 Logins cannot be checked now"),
    ] {
        let (mut client, _session) = server.pipe();
        client.hello().await;
        assert_eq!(say(&mut client, &plain(name, "wrong")).await, reply, "{name}");
        assert_eq!(say(&mut client, "MAIL FROM:<a@example.test>").await, "530 5.7.0 MAIL needs AUTH first");
    }
    let (mut client, _session) = server.pipe();
    client.hello().await;
    let first = BASE64.encode("n,,n=imported,r=nonce");
    assert!(say(&mut client, &format!("AUTH SCRAM-SHA-256 {first}")).await.starts_with("432 4.7.12 "));
    assert!(say(&mut client, "AUTH SCRAM-SHA-256 eA==").await.starts_with("501 5.5.2 "));
    let counted: Vec<_> = server.inbound.counters.logins().filter(|(_, count)| *count > 0).collect();
    assert_eq!(
        counted,
        [
            (LoginResult::Wrong, 2),
            (LoginResult::Disabled, 1),
            (LoginResult::TooMany, 1),
            (LoginResult::Unavailable, 1),
            (LoginResult::Transition, 1),
            (LoginResult::Malformed, 1)
        ]
    );
}

#[tokio::test]
async fn who_is_disabled_or_has_shown_the_right_password_has_a_name_in_the_log() {
    let log = Log::at(Level::INFO);
    let mut server = Server::new(Options { auth_needs_proof: true, ..submission() });
    server.inbound.login_check = Some(Arc::new(Accounts::default()));
    let (mut client, _session) = server.pipe();
    client.hello().await;
    for (name, shown) in [
        ("disabled", "account=\"disabled\""),
        ("alice@example.test", "account=\"alice@example.test\""),
        ("nobody", "account=\"unknown name\""),
    ] {
        client.line(&plain(name, PASSWORD)).await;
        let lines = log.take();
        assert!(lines.contains(shown), "{name}: {lines}");
    }
}

#[tokio::test]
async fn a_login_ends_with_its_account_and_new_senders_count_at_once() {
    let mut server = Server::new(submission());
    let accounts = Accounts::default();
    let standing = Arc::clone(&accounts.standing);
    server.inbound.login_check = Some(Arc::new(accounts));
    let becomes = |now| *standing.lock().expect("no panic") = Some(now);
    for (now, reply) in [
        (Standing::Disabled, "525 5.7.13 This account is disabled"),
        (Standing::Ended, "530 5.7.0 You are logged in no more, log in again"),
    ] {
        becomes(Standing::Good(alice()));
        let mut client = logged_in(&server).await;
        assert!(client.line("MAIL FROM:<alice@example.test>").await.starts_with("250 "));
        client.line("RSET").await;
        becomes(now);
        assert_eq!(say(&mut client, "MAIL FROM:<alice@example.test>").await, reply);
        // The login has ended, and not only this message; whoever can may log in anew.
        becomes(Standing::Good(alice()));
        let refused = say(&mut client, "MAIL FROM:<alice@example.test>").await;
        assert_eq!(refused, "530 5.7.0 MAIL needs AUTH first");
        assert!(client.line(&plain("alice@example.test", PASSWORD)).await.starts_with("235 "));
        assert!(client.line("MAIL FROM:<alice@example.test>").await.starts_with("250 "));
    }
    let mut client = logged_in(&server).await;
    assert!(client.line("MAIL FROM:<ceo@example.test>").await.starts_with("550 5.7.1 "));
    let mut more = Account::clone(&alice());
    more.senders.push(SenderPattern::read("ceo@example.test").expect("a pattern"));
    becomes(Standing::Good(Arc::new(more)));
    assert!(client.line("MAIL FROM:<ceo@example.test>").await.starts_with("250 "));
    client.line("RSET").await;
    // Nobody can say: later, and the login stays.
    becomes(Standing::Unavailable { why: "busy".to_owned() });
    let later = say(&mut client, "MAIL FROM:<ceo@example.test>").await;
    assert_eq!(later, "454 4.7.0 Logins cannot be checked now");
    becomes(Standing::Good(alice()));
    assert!(client.line("MAIL FROM:<alice@example.test>").await.starts_with("250 "));
}

#[tokio::test]
async fn a_mechanism_that_is_too_weak_is_told_to_who_knows_the_password() {
    let mut server = Server::new(Options { auth_needs_proof: true, ..submission() });
    server.inbound.login_check = Some(Arc::new(Accounts::default()));
    let (mut client, _session) = server.pipe();
    client.hello().await;
    for (name, password, reply) in [
        ("nobody", PASSWORD, "535 5.7.8 User name or password is wrong"),
        ("alice@example.test", "wrong", "535 5.7.8 User name or password is wrong"),
        ("alice@example.test", PASSWORD, "534 5.7.9 A stronger mechanism than PLAIN is needed here"),
    ] {
        assert_eq!(say(&mut client, &plain(name, password)).await, reply, "{name}");
    }
    let counted: Vec<_> = server.inbound.counters.logins().filter(|(_, count)| *count > 0).collect();
    assert_eq!(counted, [(LoginResult::Wrong, 2), (LoginResult::TooWeak, 1)]);
    let required = say(&mut client, "MAIL FROM:<alice@example.test>").await;
    assert_eq!(required, "530 5.7.0 MAIL needs AUTH first");
    assert!(scram(&mut client, "alice@example.test", PASSWORD).await.starts_with("235 "));
}

#[tokio::test]
async fn who_fails_to_log_in_again_and_again_is_told_to_go() {
    let (server, _) = server();
    // A refused address is told 454, and is not to ask for ever either.
    for (name, reply) in [("nobody", "535 5.7.8 "), ("many", "454 4.7.0 ")] {
        let (mut client, session) = server.pipe();
        client.hello().await;
        for _ in 1..submission().limits.refused_logins {
            assert!(client.line(&plain(name, "wrong")).await.starts_with(reply), "{name}");
            assert!(client.line("NOOP").await.starts_with("250 "));
        }
        assert!(client.line(&plain(name, "wrong")).await.starts_with(reply), "{name}");
        let last = client.next_line().await.expect("a line");
        assert!(last.starts_with("421 4.7.0 5 logins were refused, closing"), "{name}: {last}");
        assert_eq!(client.next_line().await, None);
        session.await.expect("it has ended");
    }
}

/// SCRAM to its last line; gives the reply to that.
async fn scram(client: &mut Client<DuplexStream>, name: &str, password: &str) -> String {
    let credentials = Credentials::password(name, Secret::new(password));
    bound_logins::scram(client, sasl::Mechanism::ScramSha256, &credentials, &Channel::clear()).await
}

#[tokio::test]
async fn scram_ends_with_a_proof_of_either_side() {
    let (server, proofs) = server();
    let (mut client, _session) = server.pipe();
    client.hello().await;
    assert!(scram(&mut client, "alice@example.test", "wrong").await.starts_with("535 5.7.8 "));
    assert!(scram(&mut client, "nobody", PASSWORD).await.starts_with("535 5.7.8 "));
    assert_eq!(proofs.load(Ordering::Relaxed), 0, "who has no proof has not logged in");
    assert_eq!(scram(&mut client, "alice@example.test", PASSWORD).await, "235 2.7.0 You are logged in");
    assert_eq!(proofs.load(Ordering::Relaxed), 1);
    assert_eq!(Hash::Sha256.mechanism(), "SCRAM-SHA-256");
    assert!(client.line("MAIL FROM:<alice@example.test>").await.starts_with("250 "));
}

#[tokio::test]
async fn login_asks_for_the_name_and_the_password_and_can_be_cancelled() {
    let (server, _) = server();
    let (mut client, _session) = server.pipe();
    client.hello().await;
    assert!(client.line("AUTH LOGIN").await.starts_with("334 "));
    assert_eq!(say(&mut client, "*").await, "501 5.7.0 AUTH is cancelled as you asked");
    assert!(client.line("AUTH LOGIN").await.starts_with("334 "));
    assert!(client.line(&BASE64.encode("alice@example.test")).await.starts_with("334 "));
    assert_eq!(say(&mut client, &BASE64.encode(PASSWORD)).await, "235 2.7.0 You are logged in");
    assert_eq!(
        say(&mut client, &plain("alice@example.test", PASSWORD)).await,
        "503 5.5.1 You are logged in already, one AUTH a session"
    );
}

#[tokio::test]
async fn the_log_says_who_and_how_and_no_secret() {
    let log = Log::at(Level::DEBUG);
    let (server, _) = server();
    let (mut client, _session) = server.pipe();
    client.hello().await;
    let encoded = BASE64.encode(PASSWORD);
    // The name of a mechanism is said in capitals.
    let word = PASSWORD.to_ascii_uppercase();
    let told = say(&mut client, &format!("AUTH {PASSWORD}")).await;
    assert!(told.starts_with("504 5.5.4 ") && !told.contains(PASSWORD) && !told.contains(&word), "{told}");
    // Behind a login that was refused its rest may come as lines of their own.
    client.line(&plain("bob", PASSWORD)).await;
    client.line(&encoded).await;
    client.line("AUTH LOGIN").await;
    client.line(&BASE64.encode("bob")).await;
    client.line(&encoded).await;
    client.line(PASSWORD).await;
    client.line(&plain("alice@example.test", PASSWORD)).await;
    let lines = log.take();
    let outcomes: Vec<&str> = lines.lines().filter(|line| line.contains("outcome: logged in")).collect();
    assert_eq!(
        outcomes,
        [
            " INFO postrider::outcome: logged in session=00000001 client=192.0.2.1 account=\"alice@example.test\" mechanism=PLAIN"
        ]
    );
    assert!(lines.contains("because=\"PLAIN: the credentials are wrong\""), "{lines}");
    let whole = BASE64.encode(format!("\0bob\0{PASSWORD}"));
    assert!(lines.contains("reply=\"auth-unknown-mechanism\""), "{lines}");
    for secret in [PASSWORD, &word, encoded.trim_end_matches('='), &whole[4..whole.len() - 4]] {
        assert!(!lines.contains(secret), "{secret}: {lines}");
    }
}

#[tokio::test]
async fn where_nobody_knows_accounts_nobody_is_logged_in() {
    let server = Server::new(submission());
    let (mut client, _session) = server.pipe();
    client.hello().await;
    assert_eq!(say(&mut client, "AUTH PLAIN").await, "454 4.7.0 Logins cannot be checked now");
}

/// A server with logins that take their time, how many of them are looked at, and what ends one.
fn slow_server() -> (Server, watch::Receiver<usize>, Arc<Notify>) {
    let mut server = Server::new(submission());
    let accounts = Accounts::default();
    let (looked_at, found) = (accounts.looked_at.subscribe(), Arc::clone(&accounts.found));
    server.inbound.login_check = Some(Arc::new(accounts));
    (server, looked_at, found)
}

#[tokio::test]
async fn who_leaves_while_a_login_is_looked_at_is_not_looked_at_any_further() {
    let (server, mut looked_at, _) = slow_server();
    for reset in [false, true] {
        let (mut client, session) = server.socket().await;
        client.hello().await;
        client.send(format!("{}\r\n", plain("slow", "x"))).await;
        looked_at.wait_for(|looks| *looks == 1).await.expect("it is looked at");
        if reset {
            SockRef::from(&client.stream).set_linger(Some(Duration::ZERO)).expect("a socket");
        }
        drop(client);
        session.await.expect("the session ends well");
        assert_eq!(*looked_at.borrow_and_update(), 0);
    }
    assert_eq!(server.inbound.slots.open(), 0, "every slot is free again");
}

#[tokio::test]
async fn a_login_that_is_looked_at_does_not_hold_up_a_shutdown() {
    for shutdown in [Shutdown::Draining, Shutdown::Now] {
        let (server, mut looked_at, _) = slow_server();
        let (mut client, session) = server.pipe();
        client.hello().await;
        client.send(format!("{}\r\n", plain("slow", "x"))).await;
        looked_at.wait_for(|looks| *looks == 1).await.expect("it is looked at");
        server.shutdown.to(shutdown);
        let said = client.rest().await;
        assert!(said[0].starts_with("454 4.7.0 ") && said[1].starts_with("421 4.3.2 "), "{said:?}");
        drop(client);
        session.await.expect("the session ends well");
    }
}

#[tokio::test]
async fn what_is_sent_ahead_of_the_answer_to_a_login_is_kept() {
    let many = format!("NOOP {}\r\n", "x".repeat(400)).repeat(100);
    for (with_it, later) in [
        ("", "NOOP\r\nQUIT\r\n"),
        ("NOOP\r\nQU", "IT\r\n"),
        ("NOOP\r\nQUIT\r\n", ""),
        ("NO", &format!("OP\r\n{many}QUIT\r\n")),
    ] {
        let (server, mut looked_at, found) = slow_server();
        let (mut client, session) = server.socket().await;
        client.hello().await;
        client.send(format!("{}\r\n{with_it}", plain("slow", "x"))).await;
        looked_at.wait_for(|looks| *looks == 1).await.expect("it is looked at");
        client.send(later).await;
        // Whoever has said more waits for the replies.
        client.half_close().await;
        found.notify_one();
        let said = client.rest().await;
        let commands = with_it.matches('\n').count() + later.matches('\n').count();
        assert_eq!(said.len(), 1 + commands, "{with_it:?}");
        assert!(said[0].starts_with("535 5.7.8 ") && said[1].starts_with("250 2.0.0 "), "{said:?}");
        assert!(said[commands].starts_with("221 "), "{said:?}");
        session.await.expect("the session ends well");
    }
}
