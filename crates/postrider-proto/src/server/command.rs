//! From a line to what becomes of its verb: the sequence table, what is offered, then the verb's own file.

use crate::extension::Offered;
use crate::reply::{Entry, Reply, catalogue};
use crate::wire::command::{self, ArgumentError, Verb};

use super::Mechanism;
use super::ask::Proof;
use super::phase::{Phase, Refused};
use super::sequence::{self, Cell, State};
use super::session::Session;

impl<P: Proof> Session<P> {
    pub(super) fn command(&mut self, line: &[u8]) {
        let first = self.counts.commands == 0 && self.hello.is_none();
        self.counts.commands += 1;
        if first && command::http_verb(line) {
            return self.say_and_close(Reply::new(&catalogue::HTTP_REQUEST));
        }
        if memchr::memchr(b'\r', line).is_some() {
            return self.refuse(&catalogue::BARE_CR);
        }
        if memchr::memchr(0, line).is_some() {
            return self.refuse(&catalogue::NUL_IN_COMMAND);
        }
        let (verb, argument) = command::split(line);
        let verb = if self.is_hidden(verb) { Verb::Unknown } else { verb };
        if let Some(entry) = self.refused_in_sequence(verb) {
            return self.refuse_in_sequence(verb, entry, argument);
        }
        match verb {
            Verb::Ehlo => self.hello(argument, verb, true),
            Verb::Helo => self.hello(argument, verb, false),
            Verb::Starttls => self.starttls(argument),
            Verb::Auth => self.auth(argument),
            Verb::Xclient => self.xclient(argument),
            Verb::Mail => self.mail(argument),
            Verb::Rcpt => self.rcpt(argument),
            Verb::Data => self.data(argument),
            Verb::Bdat => self.bdat(argument),
            Verb::Rset => self.without_argument(verb, argument, |session| {
                session.drop_transaction();
                session.say(&catalogue::RSET_OK);
            }),
            Verb::Noop => self.say(&catalogue::NOOP_OK),
            Verb::Vrfy if argument.is_empty() => self.refuse_verb(verb, &catalogue::ARGUMENT_MISSING),
            // RFC 5321 §7.3: a server that does not verify says 252, never 250.
            Verb::Vrfy => self.say(&catalogue::VRFY_UNKNOWN),
            Verb::Help => self.help(argument),
            Verb::Quit => self.without_argument(verb, argument, |session| {
                let reply = session.hosted(&catalogue::QUIT);
                session.quit = true;
                session.say_and_close(reply);
            }),
            // The table refuses these in every state.
            Verb::Lhlo | Verb::Burl | Verb::Expn | Verb::Etrn | Verb::Atrn | Verb::Legacy | Verb::Unknown => {
                self.refuse_verb(verb, &catalogue::NOT_OFFERED);
            }
        }
    }

    /// The entry with which the order of commands refuses this verb now, if it does.
    fn refused_in_sequence(&self, verb: Verb) -> Option<&'static Entry> {
        if matches!(self.phase, Phase::Refused(Refused::WeakTls)) {
            return match verb {
                Verb::Quit => None,
                Verb::Ehlo | Verb::Helo => Some(&catalogue::HELLO_WITH_WEAK_TLS),
                _ => Some(&catalogue::TLS_TOO_WEAK),
            };
        }
        let state = self.state();
        // The law's check order: a refused session and missing TLS come before "not offered", the rest after it.
        if !matches!(state, State::Refused554 | State::Refused521 | State::TlsRequired)
            && let Some(entry) = self.not_offered(verb)
        {
            return Some(entry);
        }
        match sequence::cell(state, verb) {
            Cell::Refused(entry) => Some(entry),
            Cell::Allowed | Cell::Response | Cell::Content => None,
        }
    }

    /// What the listener does not offer, or not here and now, is 502 (RFC 5321 §4.2.4), whatever came before.
    fn not_offered(&self, verb: Verb) -> Option<&'static Entry> {
        match verb {
            Verb::Starttls if self.tls => Some(&catalogue::STARTTLS_ACTIVE),
            Verb::Starttls if !self.options.starttls => Some(&catalogue::NOT_OFFERED),
            Verb::Auth if self.options.auth.is_empty() => Some(&catalogue::NOT_OFFERED),
            _ if self.needs_ehlo(verb) => Some(&catalogue::NOT_OFFERED),
            _ => None,
        }
    }

    /// HELO alone stands in the way: with EHLO the listener offers it.
    fn needs_ehlo(&self, verb: Verb) -> bool {
        let helo = self.hello.as_ref().is_some_and(|hello| !hello.extended);
        let offered = match verb {
            Verb::Starttls => self.options.starttls && !self.tls,
            Verb::Auth => !self.options.auth.is_empty(),
            Verb::Bdat => true,
            _ => false,
        };
        helo && offered
    }

    /// Whoever is no proxy of ours learns not even that there is such a command.
    fn is_hidden(&self, verb: Verb) -> bool {
        verb == Verb::Xclient && !self.xclient
    }

    fn refuse_in_sequence(&mut self, verb: Verb, entry: &'static Entry, argument: &[u8]) {
        let hostname: &str = &self.options.hostname;
        let said = if self.needs_ehlo(verb) && std::ptr::eq(entry, &catalogue::NOT_OFFERED) {
            format!("{} after HELO", verb.as_str())
        } else {
            verb.as_str().to_owned()
        };
        let reply = Reply::with(entry, &[("verb", &said), ("hostname", &hostname)]);
        let state = self.state();
        match verb {
            Verb::Bdat => {
                // RFC 3030 §2: a chunk cannot be called back, so it is read even where it is refused, and after MAIL the
                // transaction is of no more use.
                if matches!(state, State::Mail | State::MailRcptRejected) {
                    self.enter(Phase::Failed);
                }
                self.refuse_chunk(argument, reply);
            }
            Verb::Data if state == State::Bdat => {
                self.fail_transaction();
                self.say_reply(reply);
            }
            _ => self.say_reply(reply),
        }
    }

    pub(super) fn without_argument(&mut self, verb: Verb, argument: &[u8], act: impl FnOnce(&mut Self)) {
        // RFC 5321 §4.1.1: "no parameters are permitted"; 501 where there are some.
        if argument.is_empty() { act(self) } else { self.refuse_verb(verb, &catalogue::ARGUMENT_UNEXPECTED) }
    }

    fn help(&mut self, topic: &[u8]) {
        if topic.is_empty() {
            let offered: Vec<&str> = Verb::ALL
                .into_iter()
                .filter(|verb| {
                    !self.is_hidden(*verb) && self.not_offered(*verb).is_none() && verb.help().is_some()
                })
                .map(Verb::as_str)
                .collect();
            let more = "HELP and one of them tells how it is written and what it does";
            let reply = Reply::new(&catalogue::HELP).and_lines([offered.join(" "), more.to_owned()]);
            return self.say_reply(reply);
        }
        let verb = command::split(topic).0;
        match verb.help().filter(|_| !self.is_hidden(verb)) {
            Some(help) => self.say_reply(Reply::with(&catalogue::HELP_TOPIC, &[("help", &help)])),
            None => self.refuse(&catalogue::HELP_UNKNOWN_TOPIC),
        }
    }

    /// The keywords offered here and now: none after HELO (RFC 5321 §4.1.1.11).
    pub(super) fn offered(&self) -> Offered {
        if !self.is_extended() {
            return Offered::none();
        }
        // Where TLS is required, a login before it would be refused.
        let usable = |mechanism: &&Mechanism| self.tls || !(mechanism.needs_tls || self.options.tls_required);
        Offered {
            size: Some(self.message_octets()),
            dsn: self.options.dsn,
            starttls: self.options.starttls && !self.tls,
            limits: self.options.limits.told(),
            auth: self.mechanisms().filter(usable).map(|mechanism| mechanism.name.clone()).collect(),
            xclient: self.xclient,
            ..Offered::always()
        }
    }
}

/// The reply for an argument that cannot be accepted, for the errors that MAIL and RCPT share.
pub(super) fn parameter_reply(error: &ArgumentError) -> Option<Reply> {
    Some(match error {
        // RFC 5321 §4.1.1.11: a parameter that is not recognised is 555.
        ArgumentError::ParameterUnknown { keyword } => {
            Reply::with(&catalogue::PARAMETER_UNKNOWN, &[("keyword", keyword)])
        }
        ArgumentError::ParameterValue { keyword, .. } => {
            Reply::with(&catalogue::PARAMETER_VALUE, &[("keyword", keyword), ("fault", error)])
        }
        ArgumentError::ParameterRepeated { keyword } => {
            Reply::with(&catalogue::PARAMETER_REPEATED, &[("keyword", keyword)])
        }
        _ => return None,
    })
}
