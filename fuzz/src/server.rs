//! A server without a socket: it does what the session says, answers as the script wants, and asserts all the while what
//! must hold whatever a client sends.

use std::sync::Arc;

use postrider_proto::mail::QueueId;
use postrider_proto::reply::{Class, Entry, Reply, catalogue};
use postrider_proto::server::{
    Action, Answer, Expiry, IrregularLines, Mechanism, Options, Proof, Question, Session,
};
use postrider_proto::wire::limits::Limits;

use crate::script::{Step, steps};

/// Something that the outside can see.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    /// A reply, as it goes over the wire.
    Reply(&'static str, String),
    /// A message was stored: its recipients and its content.
    Stored(Vec<String>, Vec<u8>),
    /// The server has closed the connection.
    Closed,
}

/// How the octets of a script arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Everything between two events at once.
    Whole,
    /// One octet at a time.
    Single,
    /// In pieces of these lengths, in turn.
    Pieces(usize, usize),
}

/// The letters of the events that have two octets behind them.
const WITH_OPERANDS: &[u8] = b"qx";

/// Plays a script against a session and gives what can be seen of it.
///
/// # Panics
///
/// Something does not hold that must.
pub fn play(input: &[u8], cut: Cut) -> Vec<Seen> {
    let [listener, settings, script @ ..] = input else { return Vec::new() };
    let options = options(*listener, *settings);
    let mut server = Server {
        session: Session::new(Arc::new(options.clone())),
        options,
        answers: Default::default(),
        input: Vec::new(),
        content: None,
        handshake: false,
        closed: false,
        stored: 0,
        seen: Vec::new(),
    };
    let early = settings & EARLY != 0;
    if !early {
        server.run();
    }
    for step in steps(script, WITH_OPERANDS) {
        match step {
            Step::Octets(octets) => server.arrive(octets, cut),
            Step::Event(letter, operands) => server.happen(letter, operands),
        }
    }
    server.run();
    server.seen
}

/// The greeting comes only after the first octets have arrived.
pub const EARLY: u8 = 4;
const STRICT: u8 = 1;
const SMALL: u8 = 2;
const DSN: u8 = 8;

fn options(listener: u8, settings: u8) -> Options {
    let plain = Mechanism { name: "PLAIN".into(), needs_tls: false, server_first: false };
    let login = Mechanism { name: "LOGIN".into(), needs_tls: true, server_first: false };
    let challenge = Mechanism { name: "CRAM-MD5".into(), needs_tls: false, server_first: true };
    let auth = vec![plain, login, challenge];
    let mut options = Options { hostname: "mx.example.test".into(), ..Options::default() };
    match listener {
        b's' => options = Options { starttls: true, auth, auth_required: true, ..options },
        b'r' => options = Options { starttls: true, tls_required: true, auth, ..options },
        b'a' => {}
        b'p' => options = Options { starttls: true, auth, xclient: true, ..options },
        _ => options.starttls = true,
    }
    options.dsn = settings & DSN != 0;
    if settings & STRICT != 0 {
        options.irregular_lines = IrregularLines::Reject;
    }
    if settings & SMALL != 0 {
        options.limits = Limits {
            command_line_octets: 80,
            auth_line_octets: 120,
            overlong_line_octets: 100,
            recipients: 2,
            message_octets: 90,
            text_line_octets: 30,
            received_fields: 1,
            errors: 4,
            refused_logins: 2,
            refused_recipients: 3,
            commands: 12,
            ..Limits::default()
        };
    }
    options
}

struct Server {
    session: Session<Stored>,
    options: Options,
    /// How each question is answered, by its number.
    answers: [How; 8],
    /// Octets that arrived and were not consumed.
    input: Vec<u8>,
    /// What was handed out since the question for content was answered with yes.
    content: Option<Vec<u8>>,
    /// The session waits for the TLS handshake.
    handshake: bool,
    closed: bool,
    stored: u8,
    seen: Vec<Seen>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, Default)]
enum How {
    /// As a house with a few people in it would.
    #[default]
    Well,
    /// With a refusal.
    Refuse(&'static Entry),
    /// With an answer that may not fit the question: a fault of the driver.
    Anyhow(u8),
}

struct Stored(QueueId);

impl Proof for Stored {
    fn id(&self) -> QueueId {
        self.0
    }
}

impl Server {
    fn arrive(&mut self, octets: &[u8], cut: Cut) {
        let (first, second) = match cut {
            Cut::Whole => (octets.len(), octets.len()),
            Cut::Single => (1, 1),
            Cut::Pieces(first, second) => (first, second),
        };
        let (mut rest, mut lengths) = (octets, [first, second].into_iter().cycle());
        while !rest.is_empty() {
            let length = lengths.next().expect("it cycles").clamp(1, rest.len());
            let (piece, behind) = rest.split_at(length);
            // During the handshake the octets are those of TLS.
            if !self.closed && !self.handshake {
                self.input.extend_from_slice(piece);
                self.run();
            }
            rest = behind;
        }
    }

    fn happen(&mut self, letter: u8, [question, kind]: [u8; 2]) {
        match letter {
            b'i' if !self.handshake => self.session.expire(Expiry::Idle),
            b's' if !self.handshake => self.session.expire(Expiry::Slow),
            b'l' if !self.handshake => self.session.expire(Expiry::Session),
            b'g' if !self.handshake => self.session.expire(Expiry::Shutdown),
            b'h' => self.session.shut_down(),
            b't' if std::mem::take(&mut self.handshake) => self.session.tls_established(),
            b'w' if std::mem::take(&mut self.handshake) => self.session.tls_too_weak(),
            b'q' => self.answers[usize::from(question & 7)] = How::Refuse(refusal(kind)),
            b'x' => self.answers[usize::from(question & 7)] = How::Anyhow(kind),
            // Any other letter is a pause: what stands before it has arrived and been answered.
            _ => {}
        }
        self.run();
    }

    /// Does what the session says until it wants to read.
    fn run(&mut self) {
        if self.closed || self.handshake {
            return;
        }
        let mut start = 0;
        // Every octet is worth a few actions at the most: a session that goes on without consuming anything spins.
        let mut actions = 8 * self.input.len() + 32;
        loop {
            actions = actions.checked_sub(1).expect("the session comes to an end with what has arrived");
            let (used, action) = self.session.step(&self.input[start..]);
            start += used;
            match action {
                Action::Read => break,
                Action::Send(reply) => {
                    let seen = check_reply(reply);
                    self.seen.push(seen);
                }
                Action::Ask(question) => {
                    let how = self.answers[usize::from(number(&question))];
                    let answer = match how {
                        How::Well => well(&question, self.stored),
                        How::Refuse(entry) => Answer::Refuse(Reply::with(entry, &[("address", &"x\r\ny")])),
                        How::Anyhow(kind) => anyhow(kind, &question),
                    };
                    self.asked_and_answered_check(&answer, start);
                    self.session.answer(answer);
                }
                Action::Body(octets) => {
                    assert!(!octets.is_empty());
                    self.content
                        .as_mut()
                        .expect("content comes only where it was agreed to")
                        .extend_from_slice(octets);
                }
                Action::Discard => self.content = None,
                Action::StartTls => {
                    assert_eq!(start, self.input.len(), "nothing may stand behind STARTTLS");
                    self.handshake = true;
                    break;
                }
                Action::Close => {
                    self.closed = true;
                    self.seen.push(Seen::Closed);
                    break;
                }
            }
            let _ = (self.session.state(), self.session.expects(), self.session.wait_seconds());
        }
        self.input.drain(..start);
        if !self.closed {
            assert!(
                self.input.len() < Session::<Stored>::INPUT_MIN,
                "a session that leaves {} octets would never be given more",
                self.input.len()
            );
        }
    }

    /// What must hold of a question, with the answer that it will get.
    fn asked_and_answered_check(&mut self, answer: &Answer<Stored>, start: usize) {
        let (_, Action::Ask(question)) = self.session.step(&self.input[start..]) else {
            panic!("a question stays open until it is answered")
        };
        let limits = &self.options.limits;
        match &question {
            Question::Recipient { envelope, .. } => {
                assert!(envelope.recipients.len() <= 2 * limits.recipients as usize);
            }
            Question::Content { envelope, .. } => {
                assert!(!envelope.recipients.is_empty(), "content comes only for somebody");
                if matches!(answer, Answer::Accept) {
                    self.content = Some(Vec::new());
                }
            }
            Question::Commit { envelope, octets, header } => {
                let content = self.content.take().expect("what is to be committed was handed out");
                assert_eq!(*octets, content.len() as u64);
                assert!(*octets <= limits.message_octets);
                assert!(header.received() <= limits.received_fields);
                assert!(!content.contains(&0), "NUL has no place in a message");
                assert!(content.is_empty() || content.ends_with(b"\r\n"));
                let bare = content.windows(2).any(|pair| (pair[0] == b'\r') != (pair[1] == b'\n'));
                assert!(!bare && content.first() != Some(&b'\n'), "every line ends with CRLF");
                if let Answer::Stored(_) = answer {
                    let to = envelope.recipients.iter().map(|to| to.mailbox.to_string()).collect();
                    self.seen.push(Seen::Stored(to, content));
                    self.stored = self.stored.wrapping_add(1);
                }
            }
            _ => {}
        }
    }
}

/// What must hold of every reply.
fn check_reply(reply: &Reply) -> Seen {
    let (entry, mut wire) = (reply.entry(), Vec::new());
    reply.encode(&mut wire);
    let text = std::str::from_utf8(&wire).expect("a reply is ASCII");
    let lines: Vec<&str> = text.strip_suffix("\r\n").expect("a reply ends with CRLF").split("\r\n").collect();
    for (i, line) in lines.iter().enumerate() {
        assert!(line.bytes().all(|octet| octet == b' ' || octet.is_ascii_graphic()), "{line:?}");
        let code = line.get(..3).and_then(|code| code.parse().ok());
        assert_eq!(code, Some(entry.code.number()), "{line:?}");
        let last = i + 1 == lines.len();
        assert_eq!(line.as_bytes()[3], if last { b' ' } else { b'-' }, "{line:?}");
        match entry.code.class() {
            Class::Intermediate => {}
            _ => assert!(line.len() + 2 <= Reply::LINE_MAX, "{line:?}"),
        }
        // RFC 2034 §3: a greeting and the replies to EHLO and HELO have no enhanced code; and they show no id.
        if entry.code.class().is_refusal() && entry.enhanced.is_some() {
            assert!(line.ends_with(&format!(" [{}]", entry.id)), "{line:?}");
        }
    }
    Seen::Reply(entry.id, text.to_owned())
}

fn refusal(kind: u8) -> &'static Entry {
    let refusals: Vec<&Entry> = catalogue::all().filter(|entry| entry.code.class().is_refusal()).collect();
    refusals[usize::from(kind) % refusals.len()]
}

/// The number of a question in a script.
fn number(question: &Question<'_>) -> u8 {
    match question {
        Question::Greeting => 0,
        // Three bits of a script say which is meant, so two share a number.
        Question::Hello { .. } | Question::Xclient(_) => 1,
        Question::StartTls => 2,
        Question::Auth { .. } | Question::AuthResponse(_) => 3,
        Question::Mail(_) => 4,
        Question::Recipient { .. } => 5,
        Question::Content { .. } => 6,
        Question::Commit { .. } => 7,
    }
}

/// The answer of a house in which alice and bob live; `team` is both. The password is `secret`.
fn well(question: &Question<'_>, stored: u8) -> Answer<Stored> {
    match question {
        Question::Greeting
        | Question::Hello { .. }
        | Question::StartTls
        | Question::Xclient(_)
        | Question::Mail(_)
        | Question::Content { .. } => Answer::Accept,
        Question::Auth { response: None, .. } => Answer::Challenge(b"a challenge".to_vec()),
        Question::Auth { response: Some(response), .. } | Question::AuthResponse(response) => {
            if response.ends_with(b"\0secret") {
                Answer::Authenticated { account: "alice".into(), message_octets: None }
            } else {
                Answer::Refuse(Reply::new(&catalogue::AUTH_FAILED))
            }
        }
        Question::Recipient { rcpt, .. } => {
            let text = rcpt.forward_path.to_string();
            let named = |name: &str| format!("{name}@example.test").parse().expect("valid");
            match text.trim_start_matches('<').split('@').next() {
                Some("alice") => Answer::Deliver(vec![named("alice")]),
                Some("team") => Answer::Deliver(vec![named("alice"), named("bob")]),
                _ => Answer::Refuse(Reply::with(&catalogue::UNKNOWN_USER, &[("address", &text)])),
            }
        }
        Question::Commit { .. } => Answer::Stored(Stored(QueueId::from_bytes([stored; 16]))),
    }
}

/// An answer without regard to the question, except that what stands for a commit is given to one only.
fn anyhow(kind: u8, question: &Question<'_>) -> Answer<Stored> {
    match kind % 6 {
        0 => Answer::Accept,
        1 => Answer::Deliver(Vec::new()),
        2 => Answer::Challenge(vec![kind; 600]),
        3 => Answer::Authenticated { account: String::new(), message_octets: Some(kind.into()) },
        4 if matches!(question, Question::Commit { .. }) => {
            Answer::Stored(Stored(QueueId::from_bytes([0; 16])))
        }
        _ => Answer::Refuse(Reply::new(&catalogue::STORE_FAILED)),
    }
}
