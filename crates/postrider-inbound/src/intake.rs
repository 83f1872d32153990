//! The content of one message, on its way from the session into the queue.

use std::fmt;
use std::net::IpAddr;

use postrider_proto::mail::Envelope;
use postrider_proto::mail::trace::{Received, With};
use postrider_queue::{CommitError, Durable, Queue, Timestamp};

/// The content of one message, on its way. Dropped, nothing of it stays.
pub(crate) struct Intake {
    intake: postrider_queue::Intake,
    /// A write has failed: the rest is swallowed, and the commit refused.
    broken: Option<String>,
    octets: u64,
}

/// Why content was not taken.
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
        envelope: &Envelope,
        declared: Option<u64>,
        client: IpAddr,
        hello: Option<&str>,
        extended: bool,
        hostname: &str,
    ) -> Result<Self, IntakeFault> {
        let id = queue.new_id();
        let intake = queue.begin(id, declared).map_err(|error| IntakeFault::NoRoom(error.to_string()))?;
        let date = jiff::fmt::rfc2822::to_string(&jiff::ZonedDateTime::now()).map_err(|error| {
            IntakeFault::Write(format!("the clock shows no date that mail knows: {error}"))
        })?;
        // One recipient may be named: more would tell each of the others.
        let only = match envelope.recipients.as_slice() {
            [only] => Some(&only.given),
            _ => None,
        };
        let received = Received {
            by: hostname,
            id,
            client_ip: client,
            hello,
            with: With::of(extended, false, false, envelope.smtputf8),
            for_: only,
            date: &date,
        };
        let mut intake = Self { intake, broken: None, octets: 0 };
        intake.write(received.to_string().as_bytes());
        Ok(intake)
    }

    pub(crate) fn octets(&self) -> u64 {
        self.octets
    }

    pub(crate) fn write(&mut self, octets: &[u8]) {
        self.octets += octets.len() as u64;
        if self.broken.is_none()
            && let Err(error) = self.intake.write(octets)
        {
            self.broken = Some(error.to_string());
        }
    }

    /// Makes the message safe.
    pub(crate) async fn commit(self, queue: &Queue, envelope: Envelope) -> Result<Durable, IntakeFault> {
        if let Some(error) = self.broken {
            return Err(IntakeFault::Write(error));
        }
        queue.commit(self.intake, envelope, now()).await.map_err(|error| match error {
            CommitError::Full => IntakeFault::NoRoom(error.to_string()),
            CommitError::Write(_) => IntakeFault::Write(error.to_string()),
        })
    }
}

impl fmt::Debug for Intake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intake")
            .field("octets", &self.octets)
            .field("broken", &self.broken)
            .finish_non_exhaustive()
    }
}

/// The time on this machine's clock.
fn now() -> Timestamp {
    let ms = jiff::Timestamp::now().as_millisecond();
    Timestamp::from_millis(u64::try_from(ms).unwrap_or(0))
}
