//! What is kept of the session, and when it is handed over.

use std::borrow::Cow;
use std::time::Duration;

use postrider_proto::reply::{Entry, Reply, catalogue};
use postrider_queue::Timestamp;

use super::{Desk, Hello};
use crate::journal::{Because, End, Kept, Line, More, Whose};

impl Desk {
    /// Keeps a step, if anything is kept of this session.
    pub(super) fn keep(
        &mut self,
        entry: &'static Entry,
        wire: &[u8],
        because: Option<Because>,
        since: Duration,
    ) {
        if self.journal.is_none() {
            return;
        }
        let is_refusal = entry.code.class().is_refusal();
        if self.kept.is_none() && !is_refusal {
            // The greeting. Whoever says nothing to it has nothing to ask about, and costs nothing.
            if self.line.is_empty() {
                return;
            }
            if self.opening.is_none() && self.hello.is_some() {
                let offer = Offer::of(wire);
                self.opening =
                    Some(Opening { began: self.begun(since), millis: millis(since), entry, offer });
                return;
            }
        }
        self.open(since);
        let Some(kept) = &mut self.kept else { return };
        let message = kept.stored.take();
        // A challenge is half of a secret.
        let is_challenge = std::ptr::eq(entry, &catalogue::AUTH_CHALLENGE);
        let said = match first_line(wire) {
            _ if is_challenge => Cow::Borrowed(&wire[..wire.len().min(3)]),
            // HELO has one line.
            line if is_hello(entry) && line.get(3) == Some(&b'-') => Cow::Owned(Offer::of(wire).behind(line)),
            line => Cow::Borrowed(line),
        };
        let more = (because.is_some() || message.is_some()).then(|| Box::new(More { because, message }));
        kept.step(since, &self.line.for_journal(), (entry, &said), more);
    }

    /// The session has come to its end.
    pub(crate) fn ended(&mut self, end: End, since: Duration) {
        let is_silent = self.kept.is_none() && self.opening.is_none();
        if self.journal.is_none() || (is_silent && !matches!(end, End::NoTls { .. })) {
            return;
        }
        self.open(since);
        if let Some(kept) = &mut self.kept {
            kept.end(end);
        }
        self.hand_over_session();
        self.journal = None;
    }

    /// The client is waited for: what it was refused can be asked about from now on.
    pub(crate) fn pause(&mut self) {
        if self.kept.as_ref().is_some_and(|kept| kept.has_news()) {
            self.hand_over_session();
        }
    }

    /// From now on steps are kept one by one: first EHLO, if it was all there was.
    pub(super) fn open(&mut self, since: Duration) {
        if self.kept.is_some() {
            return;
        }
        let Some(Opening { began, millis, entry, offer }) = self.opening.take() else {
            self.kept = Some(Box::new(Kept::new(self.begun(since))));
            return;
        };
        let mut kept = Box::new(Kept::new(began));
        if let Some(Hello { name, extended }) = &self.hello {
            let line = format!("{} {name}", if *extended { "EHLO" } else { "HELO" });
            let reply = Reply::with(entry, &[("hostname", &self.options.hostname), ("name", name)]);
            let since = Duration::from_millis(millis.into());
            let mut said = reply.to_string().into_bytes();
            if *extended && is_hello(entry) {
                said = offer.behind(&said);
            }
            kept.step(since, &Line::Shown(line.as_bytes(), ""), (entry, &said), None);
        }
        self.kept = Some(kept);
    }

    /// What was accepted of EHLO is about to be forgotten.
    pub(super) fn keep_opening(&mut self) {
        if self.opening.is_some() {
            self.open(Duration::ZERO);
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
            listener: self.listener.as_deref().copied(),
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
        self.ended(End::CutOff, Duration::ZERO);
    }
}

/// EHLO or HELO, accepted, and nothing behind it: many a session waits there, and holds no more than this. The rest of the step is what the
/// desk knows anyway.
#[derive(Clone, Copy)]
pub(super) struct Opening {
    began: Timestamp,
    millis: u32,
    entry: &'static Entry,
    offer: Offer,
}

/// What of the reply to EHLO explains later why there was no TLS or no login: the rest is the same for everybody, or asked about seldom.
#[derive(Clone, Copy)]
struct Offer {
    starttls: bool,
    auth: bool,
}

impl Offer {
    fn of(wire: &[u8]) -> Self {
        let mut offer = Self { starttls: false, auth: false };
        for keyword in wire.split(|octet| *octet == b'\n').filter_map(|line| line.get(4..)) {
            offer.starttls |= keyword.starts_with(b"STARTTLS");
            offer.auth |= keyword.starts_with(b"AUTH ");
        }
        offer
    }

    /// The lines of the reply, of which this is the first; what is left out stands as dots.
    fn behind(self, first: &[u8]) -> Vec<u8> {
        let code = &first[..first.len().min(3)];
        let mut said = first.to_vec();
        if let Some(separator) = said.get_mut(3) {
            *separator = b'-';
        }
        for (is_there, behind) in [(self.starttls, "-STARTTLS"), (self.auth, "-AUTH ..."), (true, " ...")] {
            if is_there {
                said.push(b'\n');
                said.extend_from_slice(code);
                said.extend_from_slice(behind.as_bytes());
            }
        }
        said
    }
}

fn is_hello(entry: &Entry) -> bool {
    std::ptr::eq(entry, &catalogue::HELLO)
}

fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

/// Only EHLO and HELP have more.
fn first_line(wire: &[u8]) -> &[u8] {
    &wire[..memchr::memchr(b'\r', wire).unwrap_or(wire.len())]
}
