//! What is known of a session at a point of it: followed from what the server has answered.

use postrider_proto::server::sequence::{Cell, State, cell, leads_to};
use postrider_proto::wire::command::Verb;

use crate::conversation::{Command, Reply};

/// What is known.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The state of the sequence.
    pub state: State,
    /// Whether the beginning was seen.
    pub whole: bool,
    /// Whether the last greeting of the client was HELO, and where.
    pub helo: Option<usize>,
    /// Whether a greeting of the client was accepted, ever.
    pub greeted: bool,
    /// The keywords of the last reply to EHLO, in capitals.
    pub keywords: Option<Vec<String>>,
    /// Whether TLS is active.
    pub tls: bool,
    /// Whether the client has said EHLO since the handshake.
    pub greeted_in_tls: bool,
    /// Whether there was a login.
    pub login: bool,
    /// Whether a transaction was given up by EHLO, RSET or STARTTLS since the last MAIL.
    pub given_up: bool,
    /// Whether the last transaction ended with BDAT LAST.
    pub last_chunk: bool,
    /// Whether MAIL asked for BINARYMIME.
    pub binary: bool,
    /// Whether a recipient was refused as one too many.
    pub recipient_cap: bool,
    /// The host, by its greeting.
    pub host: Option<String>,
    /// The greeting.
    pub banner: String,
    /// Whether something on the way has changed what server and client see.
    pub middlebox: bool,
}

impl Facts {
    /// At the beginning of a session.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: State::Connected,
            whole: false,
            helo: None,
            greeted: false,
            keywords: None,
            tls: false,
            greeted_in_tls: false,
            login: false,
            given_up: false,
            last_chunk: false,
            binary: false,
            recipient_cap: false,
            host: None,
            banner: String::new(),
            middlebox: false,
        }
    }

    /// Whether the last EHLO lists a keyword; none if none was seen.
    #[must_use]
    pub fn offers(&self, keyword: &str) -> Option<bool> {
        let keywords = self.keywords.as_ref()?;
        Some(keywords.iter().any(|offered| offered.split([' ', '=']).next() == Some(keyword)))
    }

    /// The mechanisms that the last EHLO lists.
    pub fn mechanisms(&self) -> impl Iterator<Item = &str> {
        let lines = self.keywords.iter().flatten().filter(|line| line.starts_with("AUTH"));
        lines.flat_map(|line| line[4..].split([' ', '=']).filter(|word| !word.is_empty()))
    }

    /// The server has greeted.
    pub fn greeting(&mut self, reply: &Reply) {
        self.whole = true;
        self.banner = reply.text();
        let name = self.banner.split_ascii_whitespace().next().unwrap_or("");
        self.host =
            name.contains('.').then(|| name.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned());
        self.middlebox |= is_starred(&self.banner);
        self.state = match reply.code {
            220 => State::Connected,
            521 => State::Refused521,
            _ => State::Refused554,
        };
    }

    /// The first command, where the beginning was not seen: whatever is needed for it has been said before.
    pub fn begins_with(&mut self, verb: Verb) {
        use State::{Connected, Greeted, Mail, Rcpt};
        self.state = match verb {
            Verb::Ehlo | Verb::Helo | Verb::Lhlo => Connected,
            verb => [Greeted, Mail, Rcpt]
                .into_iter()
                .find(|state| cell(*state, verb) == Cell::Allowed)
                .unwrap_or(Greeted),
        };
    }

    /// A command was answered.
    pub fn answered(&mut self, command: &Command, reply: &Reply) {
        let good = !reply.is_refusal();
        match command.verb {
            Some(Verb::Ehlo | Verb::Helo | Verb::Lhlo) if good => self.hello(command, reply),
            Some(Verb::Starttls) if good => {
                self.given_up |= self.in_transaction();
                (self.tls, self.greeted_in_tls, self.helo) = (true, false, None);
                // RFC 3207 §4.2: what was known of each other before is forgotten.
                (self.keywords, self.login) = (None, false);
                self.state = State::Connected;
            }
            Some(Verb::Auth) if reply.code == 235 => {
                self.login = true;
                self.step(Verb::Auth, State::Authenticated);
            }
            Some(Verb::Mail) if good => {
                (self.given_up, self.last_chunk, self.recipient_cap) = (false, false, false);
                self.binary = command.argument.to_ascii_uppercase().contains("BODY=BINARYMIME");
                self.step(Verb::Mail, State::Mail);
            }
            Some(Verb::Rcpt) if good => self.step(Verb::Rcpt, State::Rcpt),
            Some(Verb::Rcpt) => {
                self.recipient_cap |= reply.code == 452
                    || reply.enhanced.is_some_and(|code| (code.subject, code.detail) == (5, 3));
                if self.state == State::Mail {
                    self.step(Verb::Rcpt, State::MailRcptRejected);
                }
            }
            Some(Verb::Data) if good => self.step(Verb::Data, State::Data),
            // RFC 3030 §2: DATA behind BDAT spoils the transaction.
            Some(Verb::Data) if self.state == State::Bdat => self.step(Verb::Data, State::Failed),
            Some(Verb::Bdat) => self.chunk(command, good),
            Some(Verb::Rset) if good => {
                self.given_up |= self.in_transaction();
                self.state = self.base();
            }
            Some(Verb::Xclient) if good => {
                *self = Self {
                    whole: true,
                    banner: self.banner.clone(),
                    host: self.host.clone(),
                    tls: self.tls,
                    ..Self::new()
                }
            }
            // The content was taken or not: the transaction is over.
            None => self.state = self.base(),
            _ => {}
        }
    }

    fn hello(&mut self, command: &Command, reply: &Reply) {
        self.given_up |= self.in_transaction();
        self.helo = (command.verb == Some(Verb::Helo)).then_some(command.line);
        (self.greeted, self.greeted_in_tls) = (true, self.tls);
        self.keywords = self
            .helo
            .is_none()
            .then(|| reply.texts.iter().skip(1).map(|text| text.trim().to_ascii_uppercase()).collect());
        // Inspection of SMTP writes X over what the client shall not see.
        self.middlebox |= self.keywords.iter().flatten().any(|keyword| {
            let word = keyword.split(' ').next().unwrap_or("");
            word.len() >= 4 && word.bytes().filter(|b| *b == b'X').count() + 1 >= word.len()
        });
        self.state = self.base();
    }

    fn chunk(&mut self, command: &Command, good: bool) {
        let last = command.argument.to_ascii_uppercase().ends_with("LAST");
        match (good, last) {
            (true, true) => {
                self.last_chunk = true;
                self.state = self.base();
            }
            (true, false) => self.step(Verb::Bdat, State::Bdat),
            (false, _) => self.step(Verb::Bdat, State::Failed),
        }
    }

    /// A verb led to a state. Other servers take commands where ours does not: then the table does not know the way, and the state is what
    /// the answer says.
    fn step(&mut self, verb: Verb, to: State) {
        let known = leads_to(self.state, verb).contains(&to);
        // A login that was taken before EHLO does not greet for the client.
        if known || verb != Verb::Auth {
            self.state = match (known, verb, self.state) {
                // A second recipient, a refused chunk where nothing was open.
                (false, Verb::Bdat, State::Connected | State::Greeted | State::Authenticated)
                    if to == State::Failed =>
                {
                    self.state
                }
                _ => to,
            };
        }
    }

    /// The state between two transactions.
    #[must_use]
    pub const fn base(&self) -> State {
        match (self.state, self.greeted, self.login) {
            (State::Refused554 | State::Refused521, ..) => self.state,
            (_, _, true) => State::Authenticated,
            (_, false, false) if self.whole => State::Connected,
            _ => State::Greeted,
        }
    }

    /// Whether a transaction is open.
    #[must_use]
    pub const fn in_transaction(&self) -> bool {
        use State::{Bdat, Data, Failed, Mail, MailRcptRejected, Rcpt};
        matches!(self.state, Mail | MailRcptRejected | Rcpt | Bdat | Failed | Data)
    }
}

/// Whether a greeting is full of stars: Cisco's inspection writes them over it.
fn is_starred(banner: &str) -> bool {
    let stars = banner.bytes().filter(|b| *b == b'*').count();
    stars >= 8 && stars * 2 > banner.len()
}
