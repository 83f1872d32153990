//! A client without a socket, against whatever a server may say. It asserts what must hold all the while; above all, that
//! every message comes to one outcome that has a name.

use postrider_proto::client::{
    Action, EightBit, Options, Outcome, Protocol, RecipientOutcome, Said, Session, StartTls, Transaction,
    Trouble,
};
use postrider_proto::mail::{BodyType, Domain, Envelope, Mailbox, Recipient, ReversePath};
use postrider_proto::reply::{Class, ReplyParser};
use postrider_proto::sasl::Channel;

use crate::account;
use crate::script::{Step, steps};

/// What the client is set to, by the bits of the first octet of an input.
const CHUNKING: u8 = 1;
const PIPELINING: u8 = 2;
const SMTPUTF8: u8 = 4;
const EIGHT_BIT: u8 = 8;
const LARGE: u8 = 16;
const LMTP: u8 = 32;
const EIGHT_BIT_IS_SENT: u8 = 64;
const START_TLS: u8 = 128;

/// No handshake comes to a good end, by a bit of the second octet.
const TLS_FAILS: u8 = 128;

/// Plays a script of a server against a client that has messages to send.
///
/// # Panics
///
/// Something does not hold that must.
pub fn play(input: &[u8]) {
    let [settings, recipients, script @ ..] = input else { return };
    let options = Options {
        chunking: settings & CHUNKING != 0,
        pipelining: settings & PIPELINING != 0,
        protocol: if settings & LMTP != 0 { Protocol::Lmtp } else { Protocol::Smtp },
        eight_bit: if settings & EIGHT_BIT_IS_SENT != 0 { EightBit::Send } else { EightBit::Refuse },
        start_tls: if settings & START_TLS != 0 { StartTls::WhereOffered } else { StartTls::Never },
        ..Options::new(Domain::Name("client.example".into()))
    };
    let transaction = transaction(*settings, usize::from(recipients % 5) + 1);
    let mut client = Client {
        session: Session::new(options, transaction.clone()),
        content: content(*settings),
        transaction,
        begun: 1,
        outcomes: 0,
        again: false,
        lost: false,
        tls_fails: recipients & TLS_FAILS != 0,
        given: 0,
        sending: Sending::Commands,
        input: Vec::new(),
        closed: false,
    };
    client.run();
    for step in steps(script, b"") {
        match step {
            Step::Octets(octets) => client.input.extend_from_slice(octets),
            Step::Event(b'c', _) => client.session.closed(),
            Step::Event(b't', _) => client.session.expire(),
            Step::Event(b'w', _) => client.session.cannot_write(),
            Step::Event(b'l', _) => client.lost = true,
            Step::Event(b'b', _) => client.again = true,
            // Any other letter is a pause: what stands before it arrives before what follows.
            Step::Event(..) => {}
        }
        client.run();
    }
    // No connection lasts for ever.
    client.session.closed();
    client.run();
    assert!(client.closed, "a client whose connection is gone closes");
    assert_eq!(client.outcomes, client.begun, "one outcome a message");
}

fn transaction(settings: u8, recipients: usize) -> Transaction {
    let recipient = |i: usize| {
        let local =
            if settings & SMTPUTF8 != 0 && i == 0 { "j\u{f6}rg".to_owned() } else { format!("to{i}") };
        let mailbox: Mailbox = format!("{local}@example.test").parse().expect("valid");
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    };
    let envelope = Envelope {
        reverse_path: ReversePath::Mailbox("s@client.example".parse().expect("valid")),
        recipients: (0..recipients).map(recipient).collect(),
        body: if settings & EIGHT_BIT != 0 { BodyType::EightBitMime } else { BodyType::SevenBit },
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    Transaction { envelope, size: Some(content(settings).concat().len() as u64) }
}

/// The content in the pieces in which the client is given it.
fn content(settings: u8) -> Vec<Vec<u8>> {
    let mut pieces = vec![b"Subject: x\r\n\r".to_vec(), b"\n.\r\n..two\nbare\r".to_vec()];
    if settings & LARGE != 0 {
        pieces.extend([vec![b'x'; 70_000], b"\r\n.".to_vec()]);
    }
    pieces
}

struct Client {
    session: Session,
    transaction: Transaction,
    content: Vec<Vec<u8>>,
    /// Messages begun, and outcomes of them.
    begun: u32,
    outcomes: u32,
    /// After the next outcome, another message is begun.
    again: bool,
    /// The content cannot be had any more.
    lost: bool,
    tls_fails: bool,
    /// How many pieces of the content were given.
    given: usize,
    sending: Sending,
    input: Vec<u8>,
    closed: bool,
}

/// What the client is sending.
#[derive(Debug)]
enum Sending {
    Commands,
    /// Content: what of it has been sent, and whether it is the last.
    Content(Vec<u8>, bool),
}

impl Client {
    fn run(&mut self) {
        let mut start = 0;
        let mut actions = 8 * self.input.len() + 1000;
        while !self.closed {
            actions = actions.checked_sub(1).expect("the session comes to an end with what has arrived");
            let (used, action) = self.session.step(&self.input[start..]);
            start += used;
            match action {
                Action::Read => break,
                Action::Send(octets) => {
                    assert!(octets.len() <= 300_000, "{} octets at once", octets.len());
                    self.sending.check(octets, &self.content);
                }
                Action::NeedBody => self.give(),
                Action::Done(outcome) => {
                    self.outcomes += 1;
                    check_outcome(&outcome, &self.transaction, self.given > self.content.len());
                    self.sending = Sending::Commands;
                    self.given = 0;
                    if std::mem::take(&mut self.again) {
                        self.begun += 1;
                        self.session.begin(self.transaction.clone());
                    }
                }
                Action::StartTls if self.tls_fails => self.session.tls_failed(),
                Action::StartTls => self.session.tls_started(Channel::tls(Vec::new())),
                Action::Close => self.closed = true,
            }
        }
        self.input.drain(..start);
        assert!(
            self.closed || self.input.len() <= ReplyParser::LINE_MAX,
            "{} octets are held",
            self.input.len()
        );
    }

    fn give(&mut self) {
        if matches!(self.sending, Sending::Commands) {
            self.sending = Sending::Content(Vec::new(), false);
        }
        if std::mem::take(&mut self.lost) {
            return self.session.body_lost();
        }
        match self.content.get(self.given) {
            Some(piece) => self.session.body(piece),
            None => {
                if let Sending::Content(_, last) = &mut self.sending {
                    *last = true;
                }
                self.session.body_end();
            }
        }
        self.given += 1;
    }
}

impl Sending {
    /// What must hold of everything a client sends: commands are whole lines without controls; content is what was given,
    /// with its lines repaired, and ends once.
    fn check(&mut self, octets: &[u8], content: &[Vec<u8>]) {
        match self {
            Self::Commands => {
                let lines = octets.strip_suffix(b"\r\n").expect("a command ends with CRLF");
                let text = std::str::from_utf8(lines).expect("a command is UTF-8");
                for line in text.split("\r\n") {
                    assert!(!line.chars().any(char::is_control), "{line:?}");
                    assert!(line.len() <= 2046, "{line:?}");
                }
            }
            Self::Content(sent, last) => {
                sent.extend_from_slice(octets);
                if *last {
                    let expected = account::chunks(&content.concat()).0;
                    if sent.starts_with(b"BDAT ") {
                        assert_eq!(unchunked(sent), expected);
                    } else {
                        let (content, used, facts) = account::data(sent).expect("the content has an end");
                        assert_eq!((content, used), (expected, sent.len()));
                        assert_eq!((facts.bare_cr, facts.bare_lf), (0, 0));
                    }
                    *self = Self::Commands;
                }
            }
        }
    }
}

/// The content in a sequence of BDAT commands and their chunks.
fn unchunked(mut wire: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    loop {
        let end = wire.windows(2).position(|pair| pair == b"\r\n").expect("BDAT is a line");
        let line = std::str::from_utf8(&wire[..end]).expect("BDAT is ASCII");
        let mut words = line.strip_prefix("BDAT ").expect("a chunk begins with BDAT").split(' ');
        let size: usize = words.next().expect("a size").parse().expect("a number");
        let last = words.next().is_some();
        let (chunk, rest) = wire[end + 2..].split_at(size);
        content.extend_from_slice(chunk);
        wire = rest;
        if last {
            assert!(wire.is_empty(), "nothing comes behind the last chunk");
            return content;
        }
    }
}

fn check_outcome(outcome: &Outcome, transaction: &Transaction, ended: bool) {
    assert_eq!(outcome.recipients.len(), transaction.envelope.recipients.len());
    let remains = |outcome: &RecipientOutcome| matches!(outcome, RecipientOutcome::Remainder(_));
    assert!(!outcome.recipients.iter().all(remains), "a transaction settles somebody");
    for (index, one) in outcome.recipients.iter().enumerate() {
        let replies: Vec<_> = outcome.replies(index).collect();
        assert!(replies.is_sorted_by_key(|(step, _)| *step), "{replies:?}");
        replies.iter().for_each(|(_, said)| check_said(said));
        assert!(ended || !one.is_unknown(), "before the end was sent, it is known that nothing was");
        match one {
            RecipientOutcome::Accepted(said) => {
                assert!(ended, "what was not sent to its end was not accepted");
                assert_eq!(said.class(), Class::Success);
                check_said(said);
            }
            RecipientOutcome::Refused { said, .. } => {
                assert!(said.class().is_refusal(), "{said}");
                check_said(said);
            }
            RecipientOutcome::Remainder(said) => {
                assert!(said.as_ref().is_none_or(|said| said.class().is_refusal()), "{said:?}");
            }
            RecipientOutcome::Failed(trouble) => {
                assert!(!trouble.to_string().is_empty());
                if let Trouble::WrongReply { said, .. } | Trouble::UnaskedReply { said, .. } = trouble {
                    check_said(said);
                }
            }
        }
    }
}

/// A hostile server cannot make an outcome large, nor unfit to show.
fn check_said(said: &Said) {
    assert!(said.text.len() <= Said::TEXT_MAX);
    assert!(!said.text.chars().any(|c| c.is_control() && c != '\t'), "{said}");
}
