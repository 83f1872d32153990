//! Who sends: the client's machine of `postrider-proto`, or somebody who knows no manners.

use std::collections::VecDeque;

use postrider_proto::client::{self, Action, Outcome, RecipientOutcome, Session, Transaction};
use postrider_proto::mail::{BodyType, Domain, Envelope, Mailbox, QueueId, Recipient, ReversePath};
use postrider_proto::reply::Class;
use postrider_queue::simulation::Random;

use crate::net::{Connection, ConnectionId, Far};
use crate::oracle::Tag;
use crate::plan::{MINUTE, SECOND};
use crate::world::{Event, Sim, World};

/// Names a sender.
pub(crate) type SenderId = usize;

/// How often a message is sent again before its sender gives up.
const TRIES: u32 = 8;

pub(crate) struct Sender {
    /// What it still has to send.
    messages: VecDeque<Message>,
    conversation: Option<Conversation>,
    chunking: bool,
    pipelining: bool,
    /// It sends all at once, breaks off anywhere, and does not listen.
    rude: bool,
}

#[derive(Debug, Clone)]
struct Message {
    /// It comes from nobody.
    null: bool,
    recipients: Vec<String>,
    /// The content, but for its tag.
    content: Vec<u8>,
    tries: u32,
}

struct Conversation {
    connection: ConnectionId,
    session: Session,
    input: Vec<u8>,
    /// What is being sent, its tag, and how much of it is still to be given to the session.
    message: Message,
    tag: Tag,
    content: VecDeque<u8>,
    /// Grows with everything that is heard or said.
    turn: u64,
}

impl Message {
    /// Whom a report goes to; empty for nobody.
    fn reverse_path(&self, rude: bool) -> &'static str {
        match (self.null, rude) {
            (true, _) => "",
            (false, true) => RUDE,
            (false, false) => SENDER,
        }
    }

    /// It is about to be sent: its tag, and its content.
    fn begun(&self, world: &mut World, rude: bool) -> (Tag, Vec<u8>) {
        world.oracle.sending(self.reverse_path(rude), &self.recipients, &self.content)
    }
}

impl Sender {
    /// A sender of so many messages to people at these destinations.
    pub(crate) fn new(messages: usize, world: &mut World) -> Self {
        let messages = (0..messages).map(|_| message(world)).collect();
        let random = &mut world.random;
        Self {
            messages,
            conversation: None,
            chunking: random.percent(40),
            pipelining: random.percent(70),
            rude: random.percent(8),
        }
    }

    /// Whether it has nothing more to do.
    pub(crate) fn is_done(&self) -> bool {
        self.messages.is_empty() && self.conversation.is_none()
    }
}

/// Whom the senders say that they are.
const SENDER: &str = "sender@client.example";

/// The same for those without manners.
const RUDE: &str = "rude@client.example";

/// A domain that is written to.
pub(crate) fn domain(number: usize) -> String {
    format!("d{number}.example")
}

fn message(world: &mut World) -> Message {
    let plan = &world.plan;
    let (domains, unknown, large, null) =
        (plan.domains, plan.unknown_percent, plan.large_percent, plan.null_percent);
    let random = &mut world.random;
    let mut recipients = Vec::new();
    for _ in 0..=random.below(4) {
        let name =
            if random.percent(unknown) { "nobody" } else { ["alice", "bob", "carol"][random.below(3)] };
        let recipient = format!("{name}@{}", domain(random.below(domains)));
        if !recipients.contains(&recipient) {
            recipients.push(recipient);
        }
    }
    // With a report around it, it still fits into half of a segment: the queue takes no report that is larger.
    let octets = if random.percent(large) { 15_000 + random.below(12_000) } else { random.below(3000) };
    Message { null: random.percent(null), recipients, content: content(random, octets), tries: 0 }
}

fn content(random: &mut Random, octets: usize) -> Vec<u8> {
    let mut content = b"Subject: simulated\r\n\r\n".to_vec();
    while content.len() < octets {
        let line = match random.below(6) {
            0 => ".",
            1 => "..",
            2 => "",
            3 => "MAIL FROM:<smuggled@example.test>",
            4 => "8 bits: \u{e4}\u{f6}\u{fc}",
            _ => "The quick brown fox jumps over the lazy dog.",
        };
        content.extend_from_slice(line.as_bytes());
        content.extend_from_slice(b"\r\n");
    }
    content
}

impl Sim {
    /// A sender connects, if the server is there.
    pub(crate) fn sender_connects(&self, id: SenderId, server_is_there: bool) -> Option<ConnectionId> {
        let mut world = self.world();
        let world = &mut *world;
        if world.senders[id].conversation.is_some() {
            return None;
        }
        if !server_is_there {
            come_back(world, id);
            return None;
        }
        let message = world.senders[id].messages.pop_front()?;
        let is_rude = world.senders[id].rude;
        let connection = world.open(Far::Sender(id));
        world.stats.count("sessions");
        let (tag, content) = message.begun(world, is_rude);
        world.tell(format_args!(
            "sender {id} connects as {connection}, with sending {tag}: {} octets",
            content.len()
        ));
        if is_rude {
            be_rude(world, connection, tag, &message, &content);
            return Some(connection);
        }
        let sender = &mut world.senders[id];
        let options = client::Options {
            chunking: sender.chunking,
            pipelining: sender.pipelining,
            ..client::Options::new(Domain::Name("client.example".into()))
        };
        let session = Session::new(options, transaction(&message, content.len()));
        let content = content.into();
        sender.conversation =
            Some(Conversation { connection, session, input: Vec::new(), message, tag, content, turn: 0 });
        go_on(world, id);
        Some(connection)
    }

    /// Octets have arrived at a client.
    pub(crate) fn sender_hears(&self, connection: ConnectionId, octets: &[u8]) {
        let mut world = self.world();
        let world = &mut *world;
        let Some(id) = world.connection(connection).and_then(Connection::sender) else { return };
        if let Some(conversation) = world.senders[id].conversation.as_mut()
            && conversation.connection == connection
        {
            conversation.input.extend_from_slice(octets);
            go_on(world, id);
        }
    }

    /// A connection is over, as a client sees it.
    pub(crate) fn sender_is_cut_off(&self, id: SenderId, connection: ConnectionId) {
        let mut world = self.world();
        let world = &mut *world;
        if let Some(conversation) = world.senders[id].conversation.as_mut()
            && conversation.connection == connection
        {
            conversation.session.closed();
            go_on(world, id);
        } else if !world.senders[id].messages.is_empty() {
            come_back(world, id);
        }
    }

    /// A client has waited for long.
    pub(crate) fn sender_has_waited(&self, id: SenderId, turn: u64) {
        let mut world = self.world();
        let world = &mut *world;
        if let Some(conversation) = world.senders[id].conversation.as_mut()
            && conversation.turn == turn
        {
            conversation.session.expire();
            world.stats.count("clients that ran out of patience");
            go_on(world, id);
        }
    }
}

/// Does what the session says, until it has to wait.
fn go_on(world: &mut World, id: SenderId) {
    let Some(mut conversation) = world.senders[id].conversation.take() else { return };
    let connection = conversation.connection;
    loop {
        let (used, action) = conversation.session.step(&conversation.input);
        match action {
            Action::Send(octets) => {
                let octets = octets.to_vec();
                world.send_to_server(connection, &octets);
            }
            Action::NeedBody if conversation.content.is_empty() => {
                conversation.session.body_end();
                world.oracle.sent_whole(conversation.tag);
            }
            Action::NeedBody => {
                let octets = (1 + world.random.below(8000)).min(conversation.content.len());
                let piece: Vec<u8> = conversation.content.drain(..octets).collect();
                conversation.session.body(&piece);
            }
            Action::Done(outcome) => {
                conversation.input.drain(..used);
                done(world, id, &mut conversation, &outcome);
                continue;
            }
            Action::Read => {
                conversation.input.drain(..used);
                conversation.turn += 1;
                let wait = u64::from(conversation.session.expects().wait_seconds_min()) * SECOND;
                world.after(wait, Event::OutOfPatience(id, conversation.turn));
                world.senders[id].conversation = Some(conversation);
                return;
            }
            Action::StartTls => unreachable!("it is not set to want TLS"),
            Action::Close => {
                world.hang_up(connection);
                break;
            }
        }
        conversation.input.drain(..used);
    }
    if !world.senders[id].messages.is_empty() {
        come_back(world, id);
    }
}

/// This became of a message; perhaps there is another.
fn done(world: &mut World, id: SenderId, conversation: &mut Conversation, outcome: &Outcome) {
    let tag = conversation.tag;
    let mut again = Vec::new();
    let (mut stored, mut lost) = (false, false);
    for (recipient, (to, outcome)) in
        conversation.message.recipients.iter().zip(&outcome.recipients).enumerate()
    {
        match outcome {
            RecipientOutcome::Accepted(said) => {
                let queued: Option<QueueId> = said.text.split(' ').find_map(|word| word.parse().ok());
                let Some(queued) = queued else {
                    world.violation(format!("sending {tag} was acknowledged without an id: {said}"));
                    return;
                };
                world.judge(|oracle, _| oracle.acknowledged(tag, recipient, queued));
                stored = true;
            }
            RecipientOutcome::Refused { said, .. } => {
                if said.class() == Class::Transient {
                    again.push(to.clone());
                }
            }
            RecipientOutcome::Remainder(_) => again.push(to.clone()),
            RecipientOutcome::Failed(trouble) => {
                lost |= trouble.is_transient();
                if trouble.is_transient() {
                    again.push(to.clone());
                }
            }
        }
    }
    world.tell(format_args!("sender {id} is told of sending {tag}: {}", words(outcome)));
    world.stats.count(match (stored, lost, again.is_empty()) {
        (true, ..) => "messages acknowledged",
        (_, true, _) => "messages whose reply was lost",
        (.., true) => "messages refused for good",
        _ => "messages refused, to be tried again",
    });
    if !stored && !lost {
        world.oracle.refused(tag);
    }
    let tries = conversation.message.tries + 1;
    if !again.is_empty() && tries < TRIES {
        let message = Message { recipients: again, tries, ..conversation.message.clone() };
        world.senders[id].messages.push_back(message);
    }
    // A message that is to be sent again is not sent again at once.
    if conversation.session.can_begin()
        && let Some(next) = world.senders[id].messages.pop_front_if(|message| message.tries == 0)
    {
        let (tag, content) = next.begun(world, false);
        world.tell(format_args!("sender {id} goes on with sending {tag}: {} octets", content.len()));
        conversation.session.begin(transaction(&next, content.len()));
        (conversation.message, conversation.tag, conversation.content) = (next, tag, content.into());
    }
}

fn words(outcome: &Outcome) -> String {
    let one = |outcome: &RecipientOutcome| match outcome {
        RecipientOutcome::Accepted(said) => said.to_string(),
        RecipientOutcome::Refused { step, said } => format!("{step}: {said}"),
        RecipientOutcome::Remainder(said) => format!("in another transaction: {said:?}"),
        RecipientOutcome::Failed(trouble) => trouble.to_string(),
    };
    let all: Vec<String> = outcome.recipients.iter().map(one).collect();
    all.join(" | ")
}

/// It tries again later.
fn come_back(world: &mut World, id: SenderId) {
    let later = world.within(20 * MINUTE) + MINUTE;
    world.after(later, Event::Connect(id));
}

fn transaction(message: &Message, octets: usize) -> Transaction {
    let recipient = |to: &String| {
        let mailbox: Mailbox = to.parse().expect("the addresses here are good");
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    };
    let envelope = Envelope {
        reverse_path: match message.reverse_path(false) {
            "" => ReversePath::Null,
            sender => ReversePath::Mailbox(sender.parse().expect("a good address")),
        },
        recipients: message.recipients.iter().map(recipient).collect(),
        body: BodyType::EightBitMime,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    Transaction { envelope, size: Some(octets as u64) }
}

/// Everything in one go, in the hope that nobody minds, and perhaps not to its end.
fn be_rude(world: &mut World, connection: ConnectionId, tag: Tag, message: &Message, content: &[u8]) {
    let from = message.reverse_path(true);
    let mut script = format!("EHLO rude.example\r\nMAIL FROM:<{from}>\r\n").into_bytes();
    for to in &message.recipients {
        script.extend_from_slice(format!("RCPT TO:<{to}>\r\n").as_bytes());
    }
    script.extend_from_slice(b"DATA\r\n");
    for line in content.split_inclusive(|octet| *octet == b'\n') {
        script.extend_from_slice(if line.starts_with(b".") { b"." } else { b"" });
        script.extend_from_slice(line);
    }
    script.extend_from_slice(b".\r\n");
    let whole = script.len();
    script.extend_from_slice(b"QUIT\r\n");
    if world.random.percent(50) {
        script.truncate(world.random.below(script.len()));
    }
    if script.len() >= whole {
        world.oracle.sent_whole(tag);
    }
    world.send_to_server(connection, &script);
    // It hangs up when the last octet has arrived.
    let last = world.connection(connection).map_or(0, Connection::last_arrival);
    world.at(last + SECOND, Event::HangUp(connection));
}
