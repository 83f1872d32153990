//! What is kept of the session, and when it is handed over.

use std::time::Duration;

use postrider_proto::reply::{Entry, catalogue};
use postrider_queue::Timestamp;

use super::Desk;
use crate::journal::{Because, End, Kept, More, Whose};

impl Desk {
    /// Keeps a step, if anything is kept of this session.
    pub(super) fn keep(
        &mut self,
        entry: &'static Entry,
        wire: &[u8],
        because: Option<Because>,
        since: Duration,
    ) {
        let message = self.stored.take();
        if self.journal.is_none() {
            return;
        }
        if self.kept.is_none() {
            if self.line.is_empty() && !entry.code.class().is_refusal() {
                // The greeting. Whoever says nothing to it has nothing to ask about, and costs nothing.
                return;
            }
            self.kept = Some(Box::new(Kept::new(self.begun(since))));
        }
        let Some(kept) = &mut self.kept else { return };
        // A challenge is half of a secret.
        let is_challenge = std::ptr::eq(entry, &catalogue::AUTH_CHALLENGE);
        let said = if is_challenge { &wire[..wire.len().min(3)] } else { first_line(wire) };
        let more = (because.is_some() || message.is_some()).then(|| Box::new(More { because, message }));
        kept.step(since, &self.line.for_journal(), (entry, said), more);
    }

    /// The session has come to its end.
    pub(crate) fn ended(&mut self, end: End, since: Duration) {
        if self.journal.is_none() || (self.kept.is_none() && !matches!(end, End::NoTls { .. })) {
            return;
        }
        let began = self.begun(since);
        self.kept.get_or_insert_with(|| Box::new(Kept::new(began))).end(end);
        self.hand_over_session();
        self.journal = None;
    }

    /// The client is waited for: what it was refused can be asked about from now on.
    pub(crate) fn pause(&mut self) {
        if self.kept.as_ref().is_some_and(|kept| kept.has_news()) {
            self.hand_over_session();
        }
    }

    fn begun(&self, since: Duration) -> Timestamp {
        let since = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        Timestamp::from_millis(self.clock.now().as_millis().saturating_sub(since))
    }

    fn hand_over_session(&mut self) {
        let (Some(journal), Some(kept)) = (&self.journal, &mut self.kept) else { return };
        let (taken, end) = kept.take();
        let whose = Whose {
            session: self.id.to_string(),
            listener: self.listener,
            client: self.client,
            proxy: self.proxy,
            tls: self.tls.as_ref().map(ToString::to_string),
            account: self.account.as_ref().map(|account| account.name.clone()),
        };
        journal.record(whose.with(taken, end));
    }
}

/// A session that nobody has ended was cut off.
impl Drop for Desk {
    fn drop(&mut self) {
        if self.kept.as_ref().is_some_and(|kept| kept.has_anything()) {
            self.ended(End::CutOff, Duration::ZERO);
        }
    }
}

/// Only EHLO and HELP have more, and those are the same for everybody.
fn first_line(wire: &[u8]) -> &[u8] {
    &wire[..memchr::memchr(b'\r', wire).unwrap_or(wire.len())]
}
