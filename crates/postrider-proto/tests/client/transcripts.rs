//! Replays every conversation in `tests/client/transcripts`. Their form is explained in its `README.md`.

use std::fs;
use std::path::{Path, PathBuf};

use postrider_proto::client::{
    Action, EightBit, Login, Options, Outcome, Protocol, RecipientOutcome, Session, StartTls, Transaction,
};
use postrider_proto::mail::address::Charset;
use postrider_proto::mail::{
    BodyType, Domain, Envelope, Mailbox, Notify, OriginalRecipient, Recipient, Ret, ReversePath,
};
use postrider_proto::sasl::client::{Credentials, ShownTo, Wishes};
use postrider_proto::sasl::{Channel, Mechanism, Nonce, Secret};

/// The content of every message in the transcripts.
const CONTENT: &[u8] = b"A: b\n\n.c\n";

/// A client's session with its driver.
struct Client {
    session: Session,
    envelope: Envelope,
    input: Vec<u8>,
    output: Vec<u8>,
    outcomes: Vec<Outcome>,
    /// Content is not given before the transcript says so.
    hold: bool,
    given: bool,
    /// The message after this one has these recipients.
    again: Option<Vec<Recipient>>,
    /// That one is only asked about.
    asks: bool,
    /// The server waits for the handshake.
    handshake: bool,
    closed: bool,
}

impl Client {
    /// Does what the session says until it wants to read, or has closed.
    fn run(&mut self) {
        let mut start = 0;
        loop {
            let (used, action) = self.session.step(&self.input[start..]);
            start += used;
            match action {
                Action::Read => break,
                Action::Send(octets) => self.output.extend_from_slice(octets),
                Action::StartTls => {
                    self.handshake = true;
                    break;
                }
                Action::NeedBody if self.hold => break,
                Action::NeedBody if self.given => self.session.body_end(),
                Action::NeedBody => {
                    self.session.body(CONTENT);
                    self.given = true;
                }
                Action::Done(outcome) => {
                    self.outcomes.push(outcome);
                    if let Some(recipients) = self.again.take() {
                        self.given = false;
                        let envelope = Envelope { recipients, ..self.envelope.clone() };
                        if self.asks {
                            self.session.ask(envelope);
                        } else {
                            self.session.begin(Transaction { envelope, size: None });
                        }
                    }
                }
                Action::Close => {
                    self.closed = true;
                    break;
                }
            }
        }
        self.input.drain(..start);
    }

    fn hears(&mut self, octets: &[u8], one_by_one: bool) {
        for piece in octets.chunks(if one_by_one { 1 } else { octets.len().max(1) }) {
            self.input.extend_from_slice(piece);
            self.run();
            assert!(
                self.closed || self.input.len() <= Session::INPUT_MIN,
                "the driver need not hold more than it is told"
            );
        }
    }
}

fn mailbox(text: &str) -> Mailbox {
    Mailbox::parse(text, Charset::Utf8).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn recipients(text: &str) -> Vec<Recipient> {
    let recipient = |given: &str| {
        let mailbox = mailbox(given);
        Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }
    };
    text.split_whitespace().map(recipient).collect()
}

struct Replay {
    place: String,
    client: Client,
    /// The addresses of the outcomes still to come, transaction by transaction.
    addressees: Vec<Vec<String>>,
    one_by_one: bool,
}

impl Replay {
    fn new(name: &str, text: &str, one_by_one: bool) -> Self {
        let mut options = Options::new(Domain::Name("client.example".into()));
        let mut envelope = Envelope {
            reverse_path: ReversePath::Mailbox(mailbox("s@client.example")),
            recipients: recipients("a@mx.example"),
            body: BodyType::SevenBit,
            smtputf8: false,
            ret: None,
            envid: None,
            signing: None,
        };
        let (mut size, mut hold, mut again, mut asks) = (None, false, None, false);
        let mut login: Option<Login> = None;
        for setting in text.lines().filter_map(|line| line.strip_prefix("# set: ")) {
            match setting.split_once(" = ").unwrap_or((setting, "")) {
                ("no chunking", _) => options.chunking = false,
                ("no pipelining", _) => options.pipelining = false,
                ("from", "<>") => envelope.reverse_path = ReversePath::Null,
                ("from", from) => envelope.reverse_path = ReversePath::Mailbox(mailbox(from)),
                ("to", to) => envelope.recipients = recipients(to),
                ("then to", to) => again = Some(recipients(to)),
                ("then ask", to) => (again, asks) = (Some(recipients(to)), true),
                ("octets", octets) => size = Some(octets.parse().expect("a number")),
                ("login", who) => {
                    let (name, password) = who.split_once(' ').expect("a name and a password");
                    login = Some(Login {
                        credentials: Credentials::password(name, Secret::new(password)),
                        wishes: Wishes::default(),
                        channel: Channel::clear(),
                        nonce: Nonce::new([3; 18]),
                    });
                }
                ("starttls", "where offered") => options.start_tls = StartTls::WhereOffered,
                ("starttls", "always") => options.start_tls = StartTls::Always,
                ("tls", how) => {
                    login.as_mut().expect("behind login").channel = match how {
                        "unverified" => Channel::tls(Vec::new()),
                        _ => Channel::verified(Vec::new()),
                    };
                }
                ("shown to whoever", _) => {
                    login.as_mut().expect("behind login").wishes.shown_to = ShownTo::Encrypted;
                }
                ("mechanism", name) => {
                    login.as_mut().expect("behind login").wishes.mechanism = Mechanism::from_name(name);
                }
                ("certificate", _) => {
                    login = Some(Login {
                        credentials: Credentials::certificate(),
                        wishes: Wishes::default(),
                        channel: Channel::verified(Vec::new()),
                        nonce: Nonce::new([3; 18]),
                    });
                }
                ("token", token) => {
                    login.as_mut().expect("behind login").credentials.token = Some(Secret::new(token));
                }
                ("lmtp", _) => options.protocol = Protocol::Lmtp,
                ("8bit is sent", _) => options.eight_bit = EightBit::Send,
                ("8bit", _) => envelope.body = BodyType::EightBitMime,
                ("smtputf8", _) => envelope.smtputf8 = true,
                ("the content waits", _) => hold = true,
                ("reports", _) => {
                    envelope.ret = Some(Ret::Headers);
                    envelope.envid = Some("an id".into());
                    envelope.recipients[0].notify =
                        Some(Notify { success: true, failure: true, delay: false });
                    envelope.recipients[0].orcpt =
                        Some(OriginalRecipient { kind: "rfc822".into(), address: "a+b@c.example".into() });
                }
                other => panic!("{name}: there is no setting {other:?}"),
            }
        }
        let addresses = |recipients: &[Recipient]| -> Vec<String> {
            recipients.iter().map(|recipient| recipient.mailbox.to_string()).collect()
        };
        let mut addressees = vec![addresses(&envelope.recipients)];
        addressees.extend(again.as_deref().map(addresses));
        let mut session = Session::new(options, Transaction { envelope: envelope.clone(), size });
        if let Some(login) = login {
            session.log_in(login);
        }
        let client = Client {
            session,
            envelope,
            input: Vec::new(),
            output: Vec::new(),
            outcomes: Vec::new(),
            hold,
            given: false,
            again,
            asks,
            handshake: false,
            closed: false,
        };
        Self { place: name.to_owned(), client, addressees, one_by_one }
    }

    fn run(mut self, name: &str, text: &str) {
        self.client.run();
        let mut heard: Vec<u8> = Vec::new();
        let mut expected: Vec<String> = Vec::new();
        for (number, line) in text.lines().enumerate().map(|(i, line)| (i + 1, line)) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            if !matches!(word, "S:" | "S-raw:" | "S-times:") && !heard.is_empty() {
                self.client.hears(&std::mem::take(&mut heard), self.one_by_one);
            }
            self.place = format!("{name}:{number}");
            if word != "=" && !expected.is_empty() {
                self.expect_outcome(&std::mem::take(&mut expected));
            }
            match word {
                "C:" => {
                    let line = unescape(&format!("{rest}\\r\\n"));
                    let said = &self.client.output[..line.len().min(self.client.output.len())];
                    assert_eq!(show(said), show(&line), "{}: what the client said", self.place);
                    self.client.output.drain(..line.len());
                }
                "S:" | "S-raw:" | "S-times:" => {
                    if heard.is_empty() {
                        self.expect_silence();
                    }
                    heard.extend(match (word, rest.split_once(' ')) {
                        ("S:", _) => unescape(&format!("{rest}\\r\\n")),
                        ("S-times:", Some((times, text))) => {
                            unescape(text).repeat(times.parse().expect("a number"))
                        }
                        _ => unescape(rest),
                    });
                }
                "=" => expected.push(rest.to_owned()),
                "!" => self.happen(rest),
                "" | "#" => {}
                other => panic!("{}: a line does not begin with {other:?}", self.place),
            }
        }
        self.client.hears(&heard, self.one_by_one);
        self.place = format!("{name}, at its end");
        if !expected.is_empty() {
            self.expect_outcome(&expected);
        }
        self.expect_silence();
        assert!(self.client.outcomes.is_empty(), "{}: an outcome is not told", self.place);
        assert!(self.addressees.is_empty(), "{}: an outcome has not come", self.place);
        assert!(self.client.closed, "{}: the client has not closed", self.place);
    }

    fn happen(&mut self, event: &str) {
        match event {
            "the server closes" => self.client.session.closed(),
            "time is over" => self.client.session.expire(),
            "the content is lost" => {
                self.client.session.body(b"A: b\n");
                self.client.session.body_lost();
            }
            "nothing more can be written" => self.client.session.cannot_write(),
            "the content" => self.client.hold = false,
            "TLS begins" | "TLS begins, unverified" | "TLS cannot be begun" => {
                let waits = std::mem::take(&mut self.client.handshake);
                assert!(waits, "{}: the client does not wait for a handshake", self.place);
                match event {
                    "TLS begins" => self.client.session.tls_started(Channel::verified(Vec::new())),
                    "TLS begins, unverified" => self.client.session.tls_started(Channel::tls(Vec::new())),
                    _ => self.client.session.tls_failed(),
                }
            }
            "closed" => {
                self.expect_silence();
                return assert!(self.client.closed, "{}: the client has not closed", self.place);
            }
            other => panic!("{}: there is no event {other:?}", self.place),
        }
        self.client.run();
    }

    fn expect_silence(&self) {
        assert_eq!(
            show(&self.client.output),
            "",
            "{}: the client said this and no C: line tells",
            self.place
        );
    }

    fn expect_outcome(&mut self, expected: &[String]) {
        assert!(!self.client.outcomes.is_empty(), "{}: there is no outcome", self.place);
        let outcome = self.client.outcomes.remove(0);
        let addressees = self.addressees.remove(0);
        assert_eq!(outcome.recipients.len(), addressees.len(), "{}: one for each recipient", self.place);
        let told: Vec<String> = addressees
            .iter()
            .zip(&outcome.recipients)
            .map(|(address, outcome)| format!("{address} {}", name_of(outcome)))
            .collect();
        assert_eq!(told, expected, "{}: what became of the recipients", self.place);
        let accepted = told.iter().all(|told| told.contains(" Accepted: "));
        assert_eq!(outcome.is_accepted(), accepted, "{}", self.place);
    }
}

/// The name of an outcome, and its words: `Closed: the server closed the connection at MAIL`.
fn name_of(outcome: &RecipientOutcome) -> String {
    match outcome {
        RecipientOutcome::Accepted(said) => format!("Accepted: {said}"),
        RecipientOutcome::Refused { step, said } => format!("Refused at {step}: {said}"),
        RecipientOutcome::Remainder(None) => "Remainder".to_owned(),
        RecipientOutcome::Remainder(Some(said)) => format!("Remainder: {said}"),
        RecipientOutcome::Failed(trouble) => {
            let variant: String =
                format!("{trouble:?}").chars().take_while(char::is_ascii_alphanumeric).collect();
            let unknown = if outcome.is_unknown() { "unknown, " } else { "" };
            format!("{unknown}{variant}: {trouble}")
        }
    }
}

fn unescape(text: &str) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&octet, after)) = rest.split_first() {
        let (octet, after) = match (octet, after) {
            (b'\\', [b'r', after @ ..]) => (b'\r', after),
            (b'\\', [b'n', after @ ..]) => (b'\n', after),
            (b'\\', [b'x', high, low, after @ ..]) => {
                let digits = [*high, *low];
                let digits = std::str::from_utf8(&digits).expect("hexadecimal digits");
                (u8::from_str_radix(digits, 16).expect("hexadecimal digits"), after)
            }
            _ => (octet, after),
        };
        out.push(octet);
        rest = after;
    }
    out
}

fn show(octets: &[u8]) -> String {
    octets.escape_ascii().to_string().replace("\\r\\n", "\\r\\n\n")
}

#[test]
fn every_transcript() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/client/transcripts");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "smtp"))
        .collect();
    files.sort();
    assert!(files.len() >= 50, "only {} transcripts were found", files.len());
    for file in files {
        let name = file.file_name().expect("a file").to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).expect("a transcript is UTF-8");
        Replay::new(&name, &text, false).run(&name, &text);
        // However the replies are cut, the outcome is the same; except where it is the arrival itself that offends.
        if !text.contains("# arrival matters") {
            Replay::new(&name, &text, true).run(&format!("{name}, one octet at a time"), &text);
        }
    }
}
