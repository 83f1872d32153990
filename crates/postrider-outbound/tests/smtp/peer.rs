//! A server that does at one point what it is told, and otherwise what a server should.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_proto::sasl::server::{Answer, Exchange, Holder, Question, Step};
use postrider_proto::sasl::{Channel, ChannelBinding, CramMd5Verifier, Mechanism, Nonce, ScramVerifier};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// What it is like.
#[derive(Debug, Clone, Default)]
pub struct Peer {
    /// What it offers in its reply to EHLO.
    pub offers: Vec<&'static str>,
    /// What it does where.
    pub faults: Vec<(At, Fault)>,
    /// It speaks LMTP.
    pub lmtp: bool,
    /// How many recipients it takes in a transaction, if it counts them.
    pub room: Option<usize>,
    /// It has greeted already, before the handshake.
    pub has_greeted: bool,
    /// The name and the password that it wants with AUTH.
    pub login: Option<(&'static str, &'static str)>,
    /// What a login may be bound to, as it sees it.
    pub bindings: Vec<ChannelBinding>,
    /// A login may be bound to something that no client of ours has, and it takes one that is not bound.
    pub binds_otherwise: bool,
    /// It closes when it has answered this many messages.
    pub leaves_after: Option<usize>,
}

/// What is to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    Greeting,
    Hello,
    Mail,
    /// MAIL, where a message has come over the connection before.
    NextMail,
    Rcpt,
    Data,
    /// Within the content.
    Content,
    End,
    Rset,
    Quit,
}

/// What is done instead of an answer.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    Close,
    Say(&'static str),
    SayAndClose(&'static str),
    Silence,
    /// Nothing is read any more either, for an hour.
    Deaf,
    /// These octets, one a second, again and again.
    Drip(&'static str),
    /// These octets again and again, as fast as they are taken.
    Endless(&'static str),
}

/// What it saw.
#[derive(Debug, Default)]
pub struct Log {
    pub commands: Vec<String>,
    /// The messages that came to their end.
    pub messages: Vec<Message>,
    /// How much of an endless answer was taken, in octets.
    pub taken: usize,
    /// How many octets it was sent.
    pub heard: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub recipients: Vec<String>,
    pub content: Vec<u8>,
}

struct Talk<S> {
    peer: Peer,
    stream: S,
    input: Vec<u8>,
    log: Log,
}

impl Peer {
    pub fn offering(offers: &[&'static str]) -> Self {
        Self { offers: offers.to_vec(), ..Self::default() }
    }

    pub fn with(mut self, at: At, fault: Fault) -> Self {
        self.faults.push((at, fault));
        self
    }

    /// Serves one connection until it ends.
    pub async fn serve(self, stream: impl AsyncRead + AsyncWrite + Unpin) -> Log {
        let mut talk = Talk { peer: self, stream, input: Vec::new(), log: Log::default() };
        let _ = talk.session().await;
        talk.log
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Talk<S> {
    async fn session(&mut self) -> Option<()> {
        let mut recipients: Vec<String> = Vec::new();
        let mut content = Vec::new();
        let mut open = self.peer.has_greeted;
        if !open {
            open = self.answer(At::Greeting, "220 mx.example ESMTP\r\n").await?;
        }
        loop {
            let line = self.line().await?;
            self.log.commands.push(line.clone());
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb {
                "EHLO" | "LHLO" | "HELO" if (verb == "LHLO") == self.peer.lmtp => {
                    let mut lines = vec!["mx.example"];
                    if verb != "HELO" {
                        lines.extend(self.peer.offers.iter());
                    }
                    let last = lines.len() - 1;
                    let reply: String = lines
                        .iter()
                        .enumerate()
                        .map(|(i, line)| format!("250{}{line}\r\n", if i == last { ' ' } else { '-' }))
                        .collect();
                    self.answer(At::Hello, &reply).await?;
                }
                "AUTH" => self.auth(rest).await?,
                "MAIL" => {
                    let at = if self.log.messages.is_empty() { At::Mail } else { At::NextMail };
                    open = self.answer(at, "250 2.1.0 sender ok\r\n").await?;
                    recipients.clear();
                    content.clear();
                }
                "RCPT" if !open => self.say("503 5.5.1 MAIL first\r\n").await?,
                "RCPT" => {
                    let to = rest.trim_start_matches("TO:<").split('@').next().unwrap_or_default();
                    if self.peer.room.is_some_and(|room| recipients.len() >= room) {
                        self.say("452 4.5.3 too many recipients\r\n").await?;
                    } else if to.starts_with("nobody") {
                        self.say("550 5.1.1 nobody here\r\n").await?;
                    } else if self.answer(At::Rcpt, "250 2.1.5 recipient ok\r\n").await? {
                        recipients.push(to.to_owned());
                    }
                }
                "DATA" if recipients.is_empty() && !self.has_fault(At::Data) => {
                    self.say("554 5.5.1 no valid recipients\r\n").await?;
                }
                "DATA" => {
                    if self.answer(At::Data, "354 go on\r\n").await? {
                        self.data(&mut content).await?;
                        open = false;
                        self.end(&recipients, &mut content).await?;
                    }
                }
                "BDAT" => {
                    let (size, last) = rest.split_once(' ').map_or((rest, false), |(size, _)| (size, true));
                    self.chunk(size.parse().expect("a size"), &mut content).await?;
                    if last {
                        open = false;
                        self.end(&recipients, &mut content).await?;
                    } else {
                        self.say("250 2.0.0 chunk ok\r\n").await?;
                    }
                }
                "RSET" => {
                    self.answer(At::Rset, "250 2.0.0 forgotten\r\n").await?;
                    (open, recipients) = (false, Vec::new());
                }
                "QUIT" => {
                    self.answer(At::Quit, "221 2.0.0 bye\r\n").await?;
                    return None;
                }
                _ => self.say("500 5.5.1 what?\r\n").await?,
            }
        }
    }

    /// One AUTH, by the machine of our own server.
    async fn auth(&mut self, rest: &str) -> Option<()> {
        let (name, password) = self.peer.login.expect("a peer that offers AUTH has a login");
        let (mechanism, initial) = rest.split_once(' ').map_or((rest, None), |(one, two)| (one, Some(two)));
        let mechanism = Mechanism::from_name(mechanism).expect("one that was offered");
        let binds = !self.peer.binds_otherwise;
        let channel = Channel::tls(if binds { self.peer.bindings.clone() } else { Vec::new() });
        let offers = self.peer.offers.iter().filter_map(|line| line.strip_prefix("AUTH "));
        let offered: Vec<Mechanism> =
            offers.flat_map(|line| line.split(' ')).filter_map(Mechanism::from_name).collect();
        let mut exchange = Exchange::begin(mechanism, &offered, channel, Nonce::new([7; 18]));
        // RFC 4954 §4: an initial response of no octets is a "=".
        let decoded = |text: &str| BASE64.decode(if text == "=" { "" } else { text }).expect("base64");
        let mut response = initial.map(decoded);
        loop {
            let mut step = exchange.step(response.as_deref());
            let said = loop {
                step = match step {
                    Step::Ask(Question::Password { name: given, password: shown }) => {
                        let is_it = given == name && shown.expose() == password.as_bytes();
                        let account = name.to_owned();
                        exchange.answer(if is_it { Answer::Yes { account } } else { Answer::No })
                    }
                    Step::Ask(Question::Scram { hash, .. }) => {
                        let verifier = ScramVerifier::from_password(hash, password, b"salt", 4096);
                        let holder = Holder::Account(name.to_owned());
                        exchange.answer(Answer::Scram { verifier: verifier.expect("valid"), holder })
                    }
                    // The password is a token, too.
                    Step::Ask(Question::Token { token, .. }) => {
                        let is_it = token.expose() == password.as_bytes();
                        let account = name.to_owned();
                        exchange.answer(if is_it { Answer::Yes { account } } else { Answer::No })
                    }
                    Step::Ask(Question::Certificate { .. }) => {
                        exchange.answer(Answer::Yes { account: name.to_owned() })
                    }
                    Step::Ask(Question::CramMd5 { .. }) => {
                        let verifier = CramMd5Verifier::of(password.as_bytes());
                        let holder = Holder::Account(name.to_owned());
                        exchange.answer(Answer::CramMd5 { verifier, holder })
                    }
                    Step::Challenge(challenge) => break format!("334 {}\r\n", BASE64.encode(challenge)),
                    Step::Done(_) => break "235 2.7.0 welcome\r\n".to_owned(),
                    Step::Failed(_) => break "535 5.7.8 wrong\r\n".to_owned(),
                };
            };
            self.say(&said).await?;
            if !said.starts_with("334") {
                return Some(());
            }
            response = Some(BASE64.decode(self.line().await?).expect("base64"));
        }
    }

    /// The content has come to its end.
    async fn end(&mut self, recipients: &[String], content: &mut Vec<u8>) -> Option<()> {
        let content = std::mem::take(content);
        self.log.messages.push(Message { recipients: recipients.to_vec(), content });
        if self.peer.lmtp {
            for recipient in recipients {
                let reply = if recipient.starts_with("full") {
                    format!("452 4.2.2 {recipient} has no room\r\n")
                } else {
                    format!("250 2.0.0 {recipient} has it\r\n")
                };
                self.answer(At::End, &reply).await?;
            }
        } else {
            self.answer(At::End, "250 2.0.0 kept\r\n").await?;
        }
        (self.peer.leaves_after != Some(self.log.messages.len())).then_some(())
    }

    /// Reads content up to its dot, and takes the doubled dots back.
    async fn data(&mut self, content: &mut Vec<u8>) -> Option<()> {
        let mut begun = false;
        loop {
            let line = self.octets_until_lf().await?;
            if !std::mem::replace(&mut begun, true) && self.has_fault(At::Content) {
                self.answer(At::Content, "").await?;
            }
            if line == b".\r\n" {
                return Some(());
            }
            content.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    async fn chunk(&mut self, size: usize, content: &mut Vec<u8>) -> Option<()> {
        if self.has_fault(At::Content) {
            self.answer(At::Content, "").await?;
        }
        while self.input.len() < size {
            self.fill().await?;
        }
        content.extend(self.input.drain(..size));
        Some(())
    }

    fn has_fault(&self, at: At) -> bool {
        self.peer.faults.iter().any(|(place, _)| *place == at)
    }

    /// Answers, or does what it is told to do here. Says whether the answer was a good one; none is at the end.
    async fn answer(&mut self, at: At, reply: &str) -> Option<bool> {
        let fault = self.peer.faults.iter().find(|(place, _)| *place == at).map(|(_, fault)| *fault);
        match fault {
            None => {
                self.say(reply).await?;
                Some(true)
            }
            Some(Fault::Say(reply)) => {
                self.say(reply).await?;
                Some(reply.starts_with(['2', '3']))
            }
            Some(Fault::Close) => None,
            Some(Fault::SayAndClose(reply)) => {
                self.say(reply).await?;
                None
            }
            Some(Fault::Silence) => loop {
                self.fill().await?;
            },
            Some(Fault::Deaf) => {
                tokio::time::sleep(Duration::from_secs(3600)).await;
                None
            }
            Some(Fault::Drip(octets)) => loop {
                for octet in octets.as_bytes() {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    self.stream.write_all(&[*octet]).await.ok()?;
                }
            },
            Some(Fault::Endless(octets)) => loop {
                self.stream.write_all(octets.as_bytes()).await.ok()?;
                self.log.taken += octets.len();
            },
        }
    }

    async fn say(&mut self, reply: &str) -> Option<()> {
        self.stream.write_all(reply.as_bytes()).await.ok()
    }

    async fn line(&mut self) -> Option<String> {
        let line = self.octets_until_lf().await?;
        let line = line.strip_suffix(b"\r\n").expect("a client ends its lines with CRLF");
        Some(String::from_utf8(line.to_vec()).expect("commands are UTF-8"))
    }

    async fn octets_until_lf(&mut self) -> Option<Vec<u8>> {
        loop {
            if let Some(end) = self.input.iter().position(|octet| *octet == b'\n') {
                return Some(self.input.drain(..=end).collect());
            }
            self.fill().await?;
        }
    }

    async fn fill(&mut self) -> Option<()> {
        let read = self.stream.read_buf(&mut self.input).await.ok()?;
        self.log.heard += read;
        (read > 0).then_some(())
    }
}
