//! What the session has decided to say and do, until the driver has taken it; and the count of what a client wastes, which every
//! reply passes.

use std::mem;

use crate::reply::{Blame, Entry, Reply, catalogue};
use crate::wire::command::Verb;

use super::ask::Proof;
use super::phase::Phase;
use super::session::{Next, Session};

/// What was decided and not done yet, in the order in which it will be.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    pub(super) discard: bool,
    reply: Option<Reply>,
    start_tls: bool,
    /// The last words of the session: this reply, if any, then the close.
    end: Option<Option<Reply>>,
    /// The reply given out last: the driver holds a reference to it.
    pub(super) given: Option<Reply>,
}

/// What a client may waste.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Commands that broke the protocol, since the last message was stored.
    errors: u32,
    /// Logins that were refused.
    refused_logins: u32,
    /// Recipients refused for good, since the last message was stored.
    refused_recipients: u32,
    /// Commands, since the last message was stored.
    pub(super) commands: u32,
    /// Whether any command has come at all.
    pub(super) any: bool,
}

impl<P: Proof> Session<P> {
    pub(super) fn outbox_next<'i>(&mut self) -> Option<Next<'i>> {
        let outbox = &mut self.outbox;
        if mem::take(&mut outbox.discard) {
            return Some(Next::Discard);
        }
        if let Some(reply) = outbox.reply.take() {
            outbox.given = Some(reply);
            return Some(Next::Send);
        }
        if mem::take(&mut outbox.start_tls) {
            return Some(Next::StartTls);
        }
        if let Some(last) = outbox.end.take() {
            self.enter(Phase::Closed);
            self.outbox.reply = last;
            return Some(Next::Again);
        }
        None
    }

    pub(super) fn say(&mut self, entry: &'static Entry) {
        self.say_reply(Reply::new(entry));
    }

    pub(super) fn hosted(&self, entry: &'static Entry) -> Reply {
        Reply::with(entry, &[("hostname", &self.options.hostname)])
    }

    pub(super) fn say_hosted(&mut self, entry: &'static Entry) {
        let reply = self.hosted(entry);
        self.say_reply(reply);
    }

    pub(super) fn refuse(&mut self, entry: &'static Entry) {
        self.say_reply(Reply::new(entry));
    }

    pub(super) fn refuse_verb(&mut self, verb: Verb, entry: &'static Entry) {
        self.say_reply(Reply::with(entry, &[("verb", &verb.as_str())]));
    }

    /// Every reply leaves through here, so that every refusal is counted.
    pub(super) fn say_reply(&mut self, reply: Reply) {
        debug_assert!(self.outbox.reply.is_none(), "one reply a command");
        let limits = &self.options.limits;
        if reply.code().class().is_refusal() && reply.entry().blame == Blame::Client {
            self.counts.errors += 1;
        }
        let end = if self.counts.errors >= limits.errors {
            Some(Reply::with(&catalogue::TOO_MANY_ERRORS, &[("count", &self.counts.errors)]))
        } else if self.counts.refused_logins >= limits.refused_logins {
            Some(Reply::with(&catalogue::TOO_MANY_LOGINS, &[("count", &self.counts.refused_logins)]))
        } else if self.counts.refused_recipients >= limits.refused_recipients {
            Some(Reply::with(&catalogue::TOO_MANY_ERRORS, &[("count", &self.counts.refused_recipients)]))
        } else if self.counts.commands >= self.commands_max() {
            Some(Reply::with(&catalogue::TOO_MANY_COMMANDS, &[("count", &self.counts.commands)]))
        } else {
            None
        };
        self.outbox.reply = Some(reply);
        if let Some(end) = end {
            self.drop_transaction();
            self.outbox.end = Some(Some(end));
        }
    }

    /// A transaction that is under way may come to its end, with every recipient it may name.
    fn commands_max(&self) -> u32 {
        let limits = &self.options.limits;
        if self.between_transactions() {
            return limits.commands;
        }
        limits.commands.saturating_add(limits.recipients).saturating_add(limits.refused_recipients)
    }

    pub(super) fn count_refused_login(&mut self) {
        self.counts.refused_logins += 1;
    }

    pub(super) fn count_refused_recipient(&mut self) {
        self.counts.refused_recipients += 1;
    }

    /// A message was stored: the client is what it should be.
    pub(super) fn forgive(&mut self) {
        self.counts = Counts { any: true, ..Counts::default() };
    }

    /// Says this and closes. What was begun is dropped.
    pub(super) fn say_and_close(&mut self, reply: Reply) {
        self.drop_transaction();
        self.outbox.reply = Some(reply);
        self.outbox.end = Some(None);
    }

    pub(super) fn start_tls(&mut self) {
        self.outbox.start_tls = true;
    }
}
