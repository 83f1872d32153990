//! The content of one message, on its way from the session into the queue.

use postrider_policy::Client;
use postrider_proto::mail::completion::Completion;
use postrider_proto::mail::trace::{Received, ReceivedFrom, ReceivedLocally, With};
use postrider_proto::mail::{Envelope, Mailbox, QueueId, ReversePath};
use postrider_queue::{self as queue, CommitError, Queue, Timestamp};
use std::cell::RefCell;
use std::fmt::{self, Write as _};
use std::io;
use std::net::IpAddr;
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::desk::SessionId;
use crate::listener::Submission;
use crate::tls::TlsSession;

/// The content of one message, on its way. Dropped, nothing of it stays.
pub(crate) struct Intake {
    store: Store,
    /// What completes the header, as long as that goes on.
    completion: Option<Box<Completion>>,
}

/// The way into the queue.
struct Store {
    /// Where it goes; or why it can go nowhere any more: then the rest is swallowed, and the commit refused.
    held: Result<postrider_queue::Intake, IntakeFault>,
    /// Content on its way to the file of a large body, until there is enough of it to be worth a write.
    gathered: Vec<u8>,
}

/// How much content is written to a file at once, at least. The session hands content out in pieces that end where it had
/// to repair or unstuff something: a client that sends nothing but bare LFs would have every octet of it cost a write.
const WRITE_OCTETS: usize = 16 * 1024;

/// A Received field has so many octets, or not many more.
const FIELD_OCTETS: usize = 320;

/// Where a message comes from, for its Received field, and for what is kept beside it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin<'a> {
    /// The session, as the log names it.
    pub(crate) session: SessionId,
    /// How many recipients the client has named.
    pub(crate) named: u32,
    pub(crate) client: Client,
    pub(crate) tls: Option<&'a TlsSession>,
    /// The account that has logged in.
    pub(crate) login: Option<&'a str>,
    /// What becomes of the message.
    pub(crate) submission: Submission,
    /// The name in EHLO or HELO.
    pub(crate) hello: Option<&'a str>,
    /// EHLO rather than HELO.
    pub(crate) extended: bool,
    /// The name of this server.
    pub(crate) by: &'a str,
    /// What time it is.
    pub(crate) at: Timestamp,
}

impl<'a> Origin<'a> {
    /// What is kept of it beside the message.
    fn kept(&self, envelope: &Envelope) -> queue::Origin {
        let session = self.session.to_string();
        match self.client {
            Client::At(address) => queue::Origin::Client(queue::Client {
                session,
                address,
                hello: self.hello.map(str::to_owned),
                protocol: self.with(envelope).to_string(),
                login: self.login.map(str::to_owned),
            }),
            Client::User { uid } => queue::Origin::User { session, uid },
        }
    }

    fn with(&self, envelope: &Envelope) -> With {
        With::of(self.extended, self.tls.is_some(), self.login.is_some(), envelope.smtputf8)
    }

    /// The field of a message that came over the net.
    fn received(
        &self,
        id: QueueId,
        address: IpAddr,
        envelope: &Envelope,
        for_: Option<&'a Mailbox>,
        date: &'a str,
    ) -> Received<'a> {
        let tls = self.tls.map(TlsSession::used);
        let from = if self.submission.hide_client && self.login.is_some() {
            ReceivedFrom::AuthenticatedUser
        } else {
            ReceivedFrom::Host { address, hello: self.hello }
        };
        Received { by: self.by, id, from, with: self.with(envelope), tls, for_, date }
    }

    /// What completes the header, if that is to be done.
    fn completion(&self, id: QueueId, envelope: &Envelope, date: &str) -> Option<Box<Completion>> {
        if !self.submission.complete {
            return None;
        }
        // RFC 5322 §3.6.4: the left side is unique where the right side has it, and the id of a message is so everywhere.
        let of_sender = match &envelope.reverse_path {
            ReversePath::Mailbox(sender) => sender.domain().to_ascii(),
            ReversePath::Null => None,
        };
        let right = of_sender.as_deref().unwrap_or(self.by);
        Some(Box::new(Completion::new(date.to_owned(), format!("<{id}@{right}>"))))
    }
}

/// Why content was not taken.
#[derive(Debug)]
pub(crate) enum IntakeFault {
    /// The disk is too full.
    NoRoom(String),
    /// It could not be written, or not be made safe.
    Write(String),
}

impl Intake {
    /// Opens an intake and writes the Received field, which stands above everything that was there before
    /// (RFC 5321 §4.4).
    pub(crate) fn open(
        queue: &Queue,
        id: QueueId,
        envelope: &Envelope,
        declared: Option<u64>,
        origin: Origin<'_>,
    ) -> Result<Self, IntakeFault> {
        let mut held = queue.begin(id, declared).map_err(|error| IntakeFault::NoRoom(error.to_string()))?;
        let date = date(origin.at).map_err(|error| {
            IntakeFault::Write(format!("the clock shows no date that mail knows: {error}"))
        })?;
        // One recipient may be named: more would tell each of the others. Two that are one mailbox are still two names.
        let only = match (origin.named, envelope.recipients.as_slice()) {
            (1, [only]) => Some(&only.given),
            _ => None,
        };
        held.came(origin.kept(envelope));
        let mut field = String::with_capacity(FIELD_OCTETS);
        let written = match origin.client {
            Client::At(address) => write!(field, "{}", origin.received(id, address, envelope, only, &date)),
            Client::User { uid } => {
                write!(field, "{}", ReceivedLocally { by: origin.by, id, uid, for_: only, date: &date })
            }
        };
        written.expect("a string takes everything");
        let mut store = Store { held: Ok(held), gathered: Vec::new() };
        store.write(field.as_bytes());
        Ok(Self { store, completion: origin.completion(id, envelope, &date) })
    }

    /// Takes in more. What comes of it is said at the commit: content cannot be interrupted.
    pub(crate) fn write(&mut self, octets: &[u8]) {
        let Self { store, completion } = self;
        match completion {
            None => store.write(octets),
            Some(completing) => {
                completing.push(octets, |octets| store.write(octets));
                if completing.is_done() {
                    *completion = None;
                }
            }
        }
    }

    /// Nothing more comes: what there is to commit.
    pub(crate) fn finish(self) -> Result<postrider_queue::Intake, IntakeFault> {
        let Self { mut store, completion } = self;
        if let Some(completion) = completion {
            completion.finish(|octets| store.write(octets));
        }
        store.flush();
        store.held
    }
}

impl Store {
    fn write(&mut self, octets: &[u8]) {
        let Ok(held) = &mut self.held else { return };
        if self.gathered.is_empty() {
            if held.fits_in_memory(octets.len()) {
                let written = held.write(octets);
                return self.written(written);
            }
            if octets.len() >= WRITE_OCTETS {
                let written = beside_the_executor(|| held.write(octets));
                return self.written(written);
            }
        }
        self.gathered.extend_from_slice(octets);
        if self.gathered.len() >= WRITE_OCTETS {
            self.flush();
        }
    }

    /// Writes what was gathered.
    fn flush(&mut self) {
        if let (Ok(held), false) = (&mut self.held, self.gathered.is_empty()) {
            let written = beside_the_executor(|| held.write(&self.gathered));
            self.gathered.clear();
            self.written(written);
        }
    }

    fn written(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            // What there is of its file goes now, rather than when the rest has been swallowed.
            self.held = Err(IntakeFault::from_io(&error));
            self.gathered = Vec::new();
        }
    }
}

impl From<CommitError> for IntakeFault {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Full => Self::NoRoom(error.to_string()),
            CommitError::Write(_) => Self::Write(error.to_string()),
        }
    }
}

impl IntakeFault {
    fn from_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom(error.to_string()),
            _ => Self::Write(format!("the queue could not be written: {error}")),
        }
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake").field("held", &self.store.held).finish_non_exhaustive()
    }
}

/// Writes to a file. Mostly that is a copy of 64 KiB into the page cache, and takes no longer than one in memory. But a
/// disk that cannot keep up makes the writer wait, and so does the first file in a new folder, which is synced: no other
/// session is to wait with it. The others move to another thread, and this one, reading no more meanwhile, slows its client
/// down. On a runtime of a single thread there is no other.
fn beside_the_executor<T>(write: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(write),
        _ => write(),
    }
}

thread_local! {
    /// The second in which a date was last asked for, and how it was written: a busy server writes the same one thousands of times.
    static DATE: RefCell<(i64, String)> = const { RefCell::new((i64::MIN, String::new())) };
}

/// A time as the Received field has it, in the time zone of this machine (RFC 5322 §3.3).
fn date(at: Timestamp) -> Result<String, jiff::Error> {
    let now = jiff::Timestamp::from_millisecond(i64::try_from(at.as_millis()).unwrap_or(i64::MAX))?;
    DATE.with_borrow_mut(|(second, written)| {
        if *second != now.as_second() {
            let zoned = now.to_zoned_datetime(jiff::tz::TimeZone::system());
            *written = jiff::fmt::rfc2822::to_string(&zoned)?;
            *second = now.as_second();
        }
        Ok(written.clone())
    })
}
