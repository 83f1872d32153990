//! The conversations of `postrider-proto`, replayed through the driver, the policy and the queue: over real sockets through
//! a listener, and over a pipe in memory those in which time passes.

use std::sync::atomic::Ordering;
use std::time::Duration;

use postrider_inbound::{Shutdown, SlotLimits};
use postrider_proto::mail::QueueId;
use postrider_proto::reply::catalogue;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::client::Client;
use crate::server::{Server, queued};
use crate::transcript::{self, Line, Transcript, matches_line, show};

/// Conversations that no listener can have yet, and why.
const NOT_REPLAYED: &[(&str, &str)] = &[
    ("a-client-that-is-refused.smtp", NO_RULE),
    ("a-host-that-takes-no-mail.smtp", NO_RULE),
    ("a-message-too-large-for-an-account.smtp", NO_AUTH),
    ("a-name-that-is-refused.smtp", NO_RULE),
    ("a-long-login.smtp", NO_AUTH),
    ("cause-auth-after-mail.smtp", NO_AUTH),
    ("cause-auth-before-ehlo.smtp", NO_AUTH),
    ("cause-auth-twice.smtp", NO_AUTH),
    ("cause-starttls-after-auth.smtp", NO_AUTH),
    ("cause-starttls-twice.smtp", NO_TLS),
    ("cause-tls-dropped-ehlo.smtp", NO_TLS),
    ("cause-starttls-before-ehlo.smtp", NO_TLS),
    ("cause-starttls-in-transaction.smtp", NO_TLS),
    ("logging-in.smtp", NO_AUTH),
    ("logging-in-step-by-step.smtp", NO_AUTH),
    ("logging-in-with-a-token.smtp", NO_AUTH),
    ("logging-in-with-cram-md5.smtp", NO_AUTH),
    ("logging-in-with-scram-bound-to-tls.smtp", NO_AUTH),
    ("logging-in-with-scram.smtp", NO_AUTH),
    ("login-ended.smtp", NO_AUTH),
    ("login-refused-auth-account-disabled.smtp", NO_AUTH),
    ("login-refused-auth-certificate.smtp", NO_AUTH),
    ("login-refused-auth-mechanism-too-weak.smtp", NO_AUTH),
    ("login-refused-auth-too-many.smtp", NO_AUTH),
    ("login-refused-auth-transition.smtp", NO_AUTH),
    (
        "no-room-for-a-chunk.smtp",
        "a full disk is said at MAIL already; queue_in_trouble.rs fills it behind MAIL",
    ),
    ("not-stored-author-not-own.smtp", NO_AUTH),
    ("not-stored-author-unclear.smtp", NO_AUTH),
    ("not-stored-colon-apart.smtp", NO_AUTH),
    ("not-stored-loop.smtp", "the test gives no reason for the loop; limits.rs has a real one"),
    ("octets-behind-starttls.smtp", NO_TLS),
    ("parameters-that-hide-a-line-break.smtp", NO_AUTH),
    ("refused-account-messages.smtp", NO_AUTH),
    ("refused-account-recipients.smtp", NO_AUTH),
    ("refused-greylisted.smtp", NO_RULE),
    ("refused-null-mx.smtp", NO_RULE),
    ("refused-owner-changed.smtp", NO_RULE),
    ("refused-parameter.smtp", NO_RULE),
    ("refused-recipient-not-qualified.smtp", NO_AUTH),
    (
        "refused-recipient-unproven.smtp",
        "the test names no address; handed_on.rs has a server that cannot be asked",
    ),
    ("refused-sender-not-own.smtp", NO_AUTH),
    ("refused-sender-not-qualified.smtp", NO_AUTH),
    ("refused-sender-null-mx.smtp", NO_RULE),
    ("refused-sender.smtp", NO_RULE),
    ("refused-too-big-for-recipient.smtp", NO_RULE),
    ("tls-comes-first.smtp", NO_TLS),
    ("weak-tls.smtp", NO_TLS),
    ("too-many-logins.smtp", NO_AUTH),
];

const NO_RULE: &str = "no rule of the policy gives this reply yet";
const NO_AUTH: &str = "nobody knows accounts here; logins.rs and other_logins.rs have some";
const NO_TLS: &str = "no listener does a TLS handshake yet";

/// How the octets of the client are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// What the client sends at once is one write.
    Whole,
    /// Each octet is one.
    Octets,
    /// Anything from 1 to 40 octets is one, by a generator with this state.
    Random(u64),
}

#[tokio::test]
async fn over_sockets() {
    for transcript in replayed().iter().filter(|transcript| !takes_time(transcript)) {
        over_socket(transcript, Cut::Whole).await;
    }
}

#[tokio::test]
async fn over_sockets_one_octet_at_a_time() {
    for transcript in replayed().iter().filter(|transcript| can_be_cut(transcript)) {
        over_socket(transcript, Cut::Octets).await;
    }
}

#[tokio::test]
async fn over_sockets_cut_anywhere() {
    for transcript in replayed().iter().filter(|transcript| can_be_cut(transcript)) {
        for seed in 1..=3 {
            over_socket(transcript, Cut::Random(seed)).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn those_in_which_time_passes() {
    let mut replays = 0;
    for transcript in replayed().iter().filter(|transcript| takes_time(transcript)) {
        let server = prepare(transcript);
        let (client, session) = server.pipe();
        Player::new(transcript, &server, client, Cut::Whole).play().await;
        session.await.expect("the session ends well");
        replays += 1;
    }
    assert_ne!(replays, 0, "no transcript in which time passes");
}

#[test]
fn every_transcript_is_replayed_or_has_a_reason() {
    let names: Vec<String> = transcript::all().into_iter().map(|transcript| transcript.name).collect();
    for (name, _) in NOT_REPLAYED {
        assert!(names.iter().any(|known| known == name), "{name} is in the table and not in the folder");
    }
    assert_eq!(replayed().len() + NOT_REPLAYED.len(), names.len());
}

fn replayed() -> Vec<Transcript> {
    let listed = |transcript: &Transcript| NOT_REPLAYED.iter().any(|(name, _)| *name == transcript.name);
    transcript::all().into_iter().filter(|transcript| !listed(transcript)).collect()
}

fn takes_time(transcript: &Transcript) -> bool {
    let event = |line: &Line| matches!(line, Line::Event(event) if ["idle", "slow", "session time is over"].contains(&event.as_str()));
    transcript.lines.iter().any(|(_, line)| event(line))
}

/// Whether the offence is that octets arrive out of turn, so that their cutting matters.
fn has_turns(transcript: &Transcript) -> bool {
    let out_of_turn = |line: &Line| matches!(line, Line::Entry(id) if ["early-talker", "behind-data"].contains(&id.as_str()));
    transcript.lines.iter().any(|(_, line)| out_of_turn(line))
}

/// Whether it can be replayed in small writes. What sends megabytes is replayed whole: each octet of it would be a system call,
/// and the bodies that are cut here have every line end and every dot that those have.
fn can_be_cut(transcript: &Transcript) -> bool {
    let octets = |line: &Line| if let Line::Client(octets) = line { octets.len() } else { 0 };
    let sent: usize = transcript.lines.iter().map(|(_, line)| octets(line)).sum();
    sent < 1024 * 1024 && !takes_time(transcript) && !has_turns(transcript)
}

async fn over_socket(transcript: &Transcript, cut: Cut) {
    let server = prepare(transcript);
    let listener = server.bind();
    let stream = TcpStream::connect(listener.address()).await.expect("it listens");
    stream.set_nodelay(true).expect("a socket");
    let mut player = Player::new(transcript, &server, Client::new(stream), cut);
    if transcript.is_early() {
        // The connection is not taken yet, so this is there before the greeting.
        player.send_what_comes_first().await;
    }
    let serving = server.serve(listener);
    player.play().await;
    server.shutdown.to(Shutdown::Now);
    serving.await.expect("the listener ends well");
    assert_eq!(server.inbound.slots.open(), 0);
}

/// A server on which what the transcript refuses is refused for a reason of its own.
fn prepare(transcript: &Transcript) -> Server {
    let mut slots = SlotLimits { connections: 10, connections_per_address: 10 };
    if transcript.refusals.get("greeting").is_some_and(|id| id == "too-busy") {
        slots.connections = 0;
    }
    let server = Server::with_slots(transcript.options(), slots);
    for (question, id) in &transcript.refusals {
        match (question.as_str(), id.as_str()) {
            ("greeting", "too-busy") | ("starttls", "tls-unavailable") | ("auth", "auth-unavailable") => {}
            ("mail", "no-room") => server.disk.free.store(0, Ordering::Relaxed),
            ("commit", "store-failed") => server.disk.fail_writes(true),
            _ => panic!("{}: nothing here refuses {question} with {id}", transcript.name),
        }
    }
    server
}

struct Player<'a, S> {
    transcript: &'a Transcript,
    server: &'a Server,
    client: Client<S>,
    cut: Cut,
    began: Instant,
    /// A line that was heard while an event happened.
    ahead: Option<String>,
    /// Lines of the client that were sent already.
    sent: usize,
    last: Option<QueueId>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Player<'a, S> {
    fn new(transcript: &'a Transcript, server: &'a Server, client: Client<S>, cut: Cut) -> Self {
        Self { transcript, server, client, cut, began: Instant::now(), ahead: None, sent: 0, last: None }
    }

    async fn send_what_comes_first(&mut self) {
        let first = self.transcript.lines.iter().map_while(|(_, line)| match line {
            Line::Client(octets) => Some(octets.as_slice()),
            _ => None,
        });
        let first: Vec<&[u8]> = first.collect();
        self.sent = first.len();
        self.send(&first.concat()).await;
    }

    async fn play(mut self) {
        let transcript = self.transcript;
        let mut octets: Vec<u8> = Vec::new();
        let mut message: Vec<u8> = Vec::new();
        let mut said = String::new();
        for (number, line) in &transcript.lines[self.sent..] {
            let place = format!("{}:{number} ({:?})", transcript.name, self.cut);
            if !matches!(line, Line::Client(_)) {
                self.send(&std::mem::take(&mut octets)).await;
            }
            if !matches!(line, Line::Message(_)) {
                self.compare(&std::mem::take(&mut message), &place);
            }
            match line {
                Line::Client(more) => octets.extend_from_slice(more),
                Line::Server(expected) if expected == "..." => {
                    while self.hear(&place).await.as_bytes()[3] == b'-' {}
                }
                Line::Server(expected) => {
                    said = self.hear(&place).await;
                    assert!(
                        matches_line(&said, expected),
                        "{place}:\n expected {expected}\n      got {said}"
                    );
                    if expected.contains("{id}") {
                        self.last = Some(queued(&said));
                    }
                }
                Line::Entry(id) => {
                    let entry = catalogue::find(id).unwrap_or_else(|| panic!("{place}: no entry {id}"));
                    assert!(said.starts_with(&entry.code.number().to_string()), "{place}: {said}");
                    assert!(!entry.shows_id() || said.ends_with(&format!(" [{id}]")), "{place}: {said}");
                }
                Line::Message(more) => message.extend_from_slice(more),
                Line::Recipients(expected) => {
                    let id = self.last.unwrap_or_else(|| panic!("{place}: no message was stored"));
                    let envelope = self.server.message(id).envelope;
                    let to: Vec<String> =
                        envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
                    assert_eq!(to.join(" "), *expected, "{place}");
                }
                Line::Event(event) => self.happen(event, &place).await,
            }
        }
        self.send(&octets).await;
        self.compare(&message, &transcript.name);
        self.client.half_close().await;
        let rest = self.client.rest().await;
        assert_eq!((self.ahead, rest), (None, vec![]), "{} ({:?}): at the end", transcript.name, self.cut);
    }

    async fn send(&mut self, octets: &[u8]) {
        let mut rest = octets;
        while !rest.is_empty() {
            let at_once = match &mut self.cut {
                Cut::Whole => rest.len(),
                Cut::Octets => 1,
                Cut::Random(state) => {
                    *state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    (*state >> 33) as usize % 40 + 1
                }
            };
            let piece;
            (piece, rest) = rest.split_at(at_once.min(rest.len()));
            // A server that has closed already has said why, and that is what is looked at.
            if self.client.try_send(piece).await.is_err() {
                return;
            }
            // Let it be read before the next piece comes.
            tokio::task::yield_now().await;
        }
    }

    async fn hear(&mut self, place: &str) -> String {
        match self.ahead.take() {
            Some(line) => line,
            None => self.client.next_line().await.unwrap_or_else(|| panic!("{place}: the server has closed")),
        }
    }

    fn compare(&self, message: &[u8], place: &str) {
        if message.is_empty() {
            return;
        }
        let id = self.last.unwrap_or_else(|| panic!("{place}: no message was stored"));
        let content = self.server.content(id);
        let trace = content.windows(3).position(|end| end.starts_with(b"\r\n") && end[2] != b'\t');
        let content = &content[trace.expect("a Received field") + 2..];
        assert_eq!(show(content), show(message), "{place}: the message above");
    }

    async fn happen(&mut self, event: &str, place: &str) {
        match event {
            // With the clock paused, time passes by itself while everybody waits.
            "idle" => {}
            "slow" => {
                while self.ahead.is_none() {
                    match timeout(Duration::from_secs(100), self.client.next_line()).await {
                        Ok(line) => self.ahead = line,
                        Err(_) => self.client.send("x").await,
                    }
                }
            }
            "session time is over" => self.pass_the_time().await,
            "shutdown" => self.server.shutdown.to(Shutdown::Draining),
            "grace is over" => self.server.shutdown.to(Shutdown::Now),
            "closed" => assert_eq!(self.client.next_line().await, None, "{place}: the server has not closed"),
            // What follows shows it.
            "open" => {}
            "nothing stored" => self.server.assert_nothing_kept(place),
            other => panic!("{place}: no listener has the event {other:?}"),
        }
    }

    /// Says NOOP now and then until the session has lasted too long.
    async fn pass_the_time(&mut self) {
        let seconds = self.transcript.options().limits.session_seconds;
        let over = self.began + Duration::from_secs(seconds.into());
        while Instant::now() < over {
            tokio::time::sleep(Duration::from_secs(200)).await;
            let reply = self.client.line("NOOP").await;
            if !reply.starts_with("250") {
                self.ahead = Some(reply);
                return;
            }
        }
    }
}
