//! A driver without a socket, and a house with a few people in it: it answers the session's questions as a small mail
//! server would.

use std::collections::HashMap;
use std::sync::Arc;

use postrider_proto::mail::{Domain, Envelope, ForwardPath, Mailbox, QueueId};
use postrider_proto::reply::{Entry, Reply, catalogue};
use postrider_proto::sasl::server::{self, Exchange, Holder, Step};
use postrider_proto::sasl::{
    BindingKind, Channel, ChannelBinding, CramMd5Verifier, Mechanism, Nonce, ScramVerifier, Secret,
};
use postrider_proto::server::{Action, Answer, Options, Proof, Question, Session};

use crate::listener::HOSTNAME;

/// The largest message of alice, who is the one that can log in, in octets.
const ALICES_MESSAGE_OCTETS: u64 = 1_000_000;

/// Stands for the queue's proof in these tests.
pub struct Stored(pub QueueId);

impl Proof for Stored {
    fn id(&self) -> QueueId {
        self.0
    }
}

/// A message that the session put to be committed and the house kept.
pub struct Message {
    pub envelope: Envelope,
    pub content: Vec<u8>,
}

/// A session with its driver.
pub struct House {
    pub session: Session<Stored>,
    pub messages: Vec<Message>,
    /// Replies written since they were last taken.
    output: Vec<u8>,
    /// The entries of those replies.
    pub entries: Vec<&'static Entry>,
    /// Octets read and not consumed.
    input: Vec<u8>,
    content: Vec<u8>,
    /// Content was asked for, and neither committed nor dropped since.
    intake_open: bool,
    /// What to refuse, by the name of the question: "mail", "rcpt", "commit" and so on.
    pub refusals: HashMap<String, &'static Entry>,
    /// The session has asked for a TLS handshake.
    pub tls_asked: bool,
    pub closed: bool,
    stored: u8,
    /// The AUTH that is under way, or was last.
    exchange: Option<Exchange>,
}

impl House {
    /// A house whose client has connected and was greeted; the greeting is in the output.
    pub fn new(options: Options) -> Self {
        let mut house = Self::silent(options);
        house.run();
        house
    }

    /// A house whose client has connected, before the greeting.
    pub fn silent(options: Options) -> Self {
        Self {
            session: Session::new(Arc::new(options)),
            messages: Vec::new(),
            output: Vec::new(),
            entries: Vec::new(),
            input: Vec::new(),
            content: Vec::new(),
            intake_open: false,
            refusals: HashMap::new(),
            tls_asked: false,
            closed: false,
            stored: 0,
            exchange: None,
        }
    }

    /// Sends octets and gives what the server wrote.
    pub fn send(&mut self, octets: impl AsRef<[u8]>) -> String {
        self.send_quietly(octets.as_ref());
        self.take_output()
    }

    /// Sends octets and leaves what the server wrote in the output.
    pub fn send_quietly(&mut self, octets: &[u8]) {
        self.input.extend_from_slice(octets);
        self.run();
    }

    /// Sends a line and gives the one line that answers it.
    pub fn line(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n"))
    }

    pub fn take_output(&mut self) -> String {
        self.entries.clear();
        String::from_utf8(std::mem::take(&mut self.output)).expect("replies are ASCII")
    }

    pub fn unconsumed(&self) -> usize {
        self.input.len()
    }

    /// Does what the session says until it wants to read.
    pub fn run(&mut self) {
        if self.closed {
            return;
        }
        let mut start = 0;
        loop {
            let (used, action) = self.session.step(&self.input[start..]);
            start += used;
            match action {
                Action::Read => break,
                Action::Send(reply) => {
                    reply.encode(&mut self.output);
                    self.entries.push(reply.entry());
                }
                Action::Ask(question) => {
                    let refusal = self.refusals.get(name(&question)).copied();
                    let answer = match refusal {
                        Some(entry) => Answer::Refuse(refused(entry, &question)),
                        None => answer(&question, self.stored, &mut self.exchange),
                    };
                    match (&answer, &question) {
                        (Answer::Stored(_), Question::Commit { envelope, octets, .. }) => {
                            assert_eq!(*octets, self.content.len() as u64);
                            assert!(std::mem::take(&mut self.intake_open), "what is committed was asked for");
                            let content = std::mem::take(&mut self.content);
                            self.messages.push(Message { envelope: (*envelope).clone(), content });
                            self.stored += 1;
                        }
                        (Answer::Accept, Question::Content { .. }) => {
                            assert!(!self.intake_open, "one message at a time");
                            self.intake_open = true;
                        }
                        _ => {}
                    }
                    self.session.answer(answer);
                }
                Action::Body(octets) => {
                    assert!(
                        self.intake_open,
                        "content comes when it was asked for, and not after it was dropped"
                    );
                    self.content.extend_from_slice(octets);
                }
                Action::Discard => {
                    assert!(std::mem::take(&mut self.intake_open), "what is dropped was asked for");
                    self.content.clear();
                }
                Action::StartTls => {
                    self.tls_asked = true;
                    break;
                }
                Action::Close => {
                    assert!(!self.intake_open, "nothing is left behind half done");
                    self.closed = true;
                    break;
                }
            }
        }
        self.input.drain(..start);
    }
}

/// A refusal, with the facts that such a server would have.
fn refused(entry: &'static Entry, question: &Question<'_>) -> Reply {
    let address = match question {
        Question::Mail(mail) => mail.reverse_path.to_string(),
        Question::Recipient { rcpt, .. } => rcpt.forward_path.to_string(),
        Question::Content { envelope, .. } | Question::Commit { envelope, .. } => {
            envelope.reverse_path.to_string()
        }
        _ => String::new(),
    };
    let address = address.trim_start_matches('<').trim_end_matches('>');
    let fault = match entry.id {
        "mail-loop" => "it has been delivered here before",
        _ => "it has no From field",
    };
    Reply::with(
        entry,
        &[
            ("hostname", &HOSTNAME),
            ("address", &address),
            ("fault", &fault),
            ("field", &"Subject"),
            ("keyword", &"SIZE"),
            ("limit", &100),
            ("mechanism", &"PLAIN"),
            ("when", &"in 12 minutes"),
        ],
    )
}

/// The name of a question in transcripts and in [`House::refusals`].
fn name(question: &Question<'_>) -> &'static str {
    match question {
        Question::Greeting => "greeting",
        Question::Hello { .. } => "hello",
        Question::StartTls => "starttls",
        Question::Auth { .. } | Question::AuthResponse(_) => "auth",
        Question::Xclient(_) => "xclient",
        Question::Mail(_) => "mail",
        Question::Recipient { .. } => "rcpt",
        Question::Content { .. } => "content",
        Question::Commit { .. } => "commit",
    }
}

/// What the house answers: at example.test live alice, bob, carol and the postmaster; `team` is alice and bob. The
/// password of alice is `secret`, her token `good`.
fn answer(question: &Question<'_>, stored: u8, exchange: &mut Option<Exchange>) -> Answer<Stored> {
    match question {
        Question::Greeting
        | Question::Hello { .. }
        | Question::StartTls
        | Question::Xclient(_)
        | Question::Mail(_)
        | Question::Content { .. } => Answer::Accept,
        Question::Auth { mechanism, response } => {
            let mechanism = Mechanism::from_name(mechanism).expect("one of those offered");
            let begun = Exchange::begin(mechanism, &Mechanism::ALL, channel(), Nonce::new([7; 18]));
            login(exchange.insert(begun), *response)
        }
        Question::AuthResponse(response) => {
            login(exchange.as_mut().expect("AUTH came before"), Some(response))
        }
        Question::Recipient { rcpt, .. } => recipient(&rcpt.forward_path),
        Question::Commit { .. } => Answer::Stored(Stored(QueueId::from_bytes([stored; 16]))),
    }
}

/// What the house says to a response within AUTH.
fn login(exchange: &mut Exchange, response: Option<&[u8]>) -> Answer<Stored> {
    let mechanism = exchange.mechanism();
    let mut step = exchange.step(response);
    loop {
        step = match step {
            Step::Challenge(challenge) => return Answer::Challenge(challenge),
            Step::Done(identity) => {
                return Answer::Authenticated {
                    account: identity.account,
                    message_octets: Some(ALICES_MESSAGE_OCTETS),
                };
            }
            Step::Failed(failure) => return Answer::Refuse(failure.reply(mechanism)),
            Step::Ask(question) => {
                let answer = credentials(&question);
                exchange.answer(answer)
            }
        };
    }
}

fn credentials(question: &server::Question<'_>) -> server::Answer {
    let yes = || server::Answer::Yes { account: "alice".into() };
    let holder = |name: &str| match name {
        "alice" => Holder::Account("alice".into()),
        _ => Holder::Nobody,
    };
    let secret = Secret::new("secret");
    match question {
        server::Question::Password { name: "alice", password } if **password == secret => yes(),
        server::Question::Scram { name, hash } => {
            let verifier = ScramVerifier::from_password(*hash, "secret", b"salt", 4096);
            server::Answer::Scram { verifier: verifier.expect("valid"), holder: holder(name) }
        }
        server::Question::CramMd5 { name } => {
            let verifier = CramMd5Verifier::of(secret.expose());
            server::Answer::CramMd5 { verifier, holder: holder(name) }
        }
        server::Question::Token { token, .. } if **token == Secret::new("good") => yes(),
        _ => server::Answer::No,
    }
}

/// What a mechanism of the house may be bound to.
fn channel() -> Channel {
    Channel::tls(vec![ChannelBinding { kind: BindingKind::TlsExporter, data: vec![0xEB; 32] }])
}

fn recipient(path: &ForwardPath) -> Answer<Stored> {
    let ForwardPath::Mailbox(mailbox) = path else {
        return Answer::Deliver(vec!["postmaster@example.test".parse().expect("valid")]);
    };
    if *mailbox.domain() != Domain::Name("example.test".into()) {
        return Answer::Refuse(Reply::with(&catalogue::RELAY_DENIED, &[("address", mailbox)]));
    }
    let local = mailbox.local().to_ascii_lowercase();
    let named = |name: &str| -> Mailbox { format!("{name}@example.test").parse().expect("valid") };
    match local.split('+').next().unwrap_or(&local) {
        "team" => Answer::Deliver(vec![named("alice"), named("bob")]),
        name @ ("alice" | "bob" | "carol" | "postmaster" | "abuse") => Answer::Deliver(vec![named(name)]),
        _ => Answer::Refuse(Reply::with(&catalogue::UNKNOWN_USER, &[("address", mailbox)])),
    }
}
