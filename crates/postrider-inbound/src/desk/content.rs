//! The content of a message, on its way into the queue.

use postrider_policy::{self as policy, Decision};
use postrider_proto::mail::Envelope;
use postrider_proto::mail::header::HeaderScan;
use postrider_proto::reply::{Reply, catalogue};
use postrider_proto::server::{Answer, Proof as _};
use postrider_queue::{CommitError, Durable};
use tokio::time::Instant;
use tracing::info;

use super::Desk;
use crate::intake::{Intake, IntakeFault, Origin};
use crate::journal::Because;

impl Desk {
    pub(super) fn open_intake(
        &mut self,
        envelope: &Envelope,
        declared: Option<u64>,
        named: u32,
    ) -> Answer<Durable> {
        let id = self.next_id.take().unwrap_or_else(|| self.queue.new_id());
        let origin = Origin {
            session: self.id,
            named,
            client: self.client,
            tls: self.tls(),
            login: self.login(),
            submission: self.submission,
            hello: self.hello.as_ref().map(|hello| hello.name.as_str()),
            extended: self.hello.as_ref().is_some_and(|hello| hello.extended),
            by: &self.options.hostname,
            at: self.clock.now(),
        };
        match Intake::open(&self.queue, id, envelope, declared, origin) {
            Ok(intake) => {
                self.intake = Some(intake);
                Answer::Accept
            }
            Err(fault) => self.not_taken(fault),
        }
    }

    /// Content, as it comes.
    pub(crate) fn content(&mut self, octets: &[u8]) {
        if let Some(intake) = &mut self.intake {
            intake.write(octets);
        }
    }

    /// The content will not be committed.
    pub(crate) fn discard(&mut self) {
        (self.intake, self.taken) = (None, None);
    }

    pub(super) async fn commit(
        &mut self,
        envelope: &Envelope,
        octets: u64,
        header: &HeaderScan,
    ) -> Answer<Durable> {
        let committing = match self.hand_over(envelope, header) {
            Ok(committing) => committing,
            Err(refused) => {
                self.taken = None;
                return refused;
            }
        };
        match committing.await.map_err(IntakeFault::from) {
            Ok(durable) => {
                if let Some(taken) = self.taken.take() {
                    taken.spend(Instant::now());
                }
                self.counters.accepted(octets);
                if let Some(kept) = &mut self.kept {
                    kept.stored = Some((durable.id(), octets));
                }
                info!(
                    target: "postrider::outcome",
                    session = %self.id, id = %durable.id(), client = %self.client, proxy = self.proxy(), from = envelope.reverse_path.to_string(),
                    recipients = envelope.recipients.len(), octets, tls = self.tls_shown(), account = self.login(), "received"
                );
                Answer::Stored(durable)
            }
            Err(fault) => {
                self.taken = None;
                self.not_taken(fault)
            }
        }
    }

    /// Gives the content to the queue, unless the policy has something against it. What is waited for is small: every session has
    /// the room for it, also while it does nothing.
    fn hand_over(
        &mut self,
        envelope: &Envelope,
        header: &HeaderScan,
    ) -> Result<impl Future<Output = Result<Durable, CommitError>> + use<>, Answer<Durable>> {
        let Some(intake) = self.intake.take() else {
            return Err(self.store_failed("the content was dropped before its end"));
        };
        let authors = self.account.as_deref().map(|account| (account, header.authors()));
        let login = authors.as_ref().map(|(account, authors)| (*account, authors));
        let single_words = if login.is_some() { header.single_words() } else { Vec::new() };
        let content = policy::Content {
            envelope,
            delivered_to: header.delivered_to(),
            apart: header.apart(),
            single_words: &single_words,
            login,
        };
        let verdict = self.policy.content(&content);
        if let Decision::Refuse(_) = verdict.decision {
            return Err(self.verdict(verdict));
        }
        let signing =
            self.policy.signing(self.client, self.account.as_deref(), header.author_domain().as_ref());
        let envelope = Envelope { signing, ..envelope.clone() };
        match intake.finish() {
            Ok(held) => Ok(self.queue.commit(held, envelope, self.clock.now())),
            Err(fault) => Err(self.not_taken(fault)),
        }
    }

    fn not_taken(&mut self, fault: IntakeFault) -> Answer<Durable> {
        match fault {
            IntakeFault::NoRoom(no_room) => self.no_room(no_room),
            IntakeFault::Write(error) => self.store_failed(error),
        }
    }

    pub(super) fn no_room(&mut self, why: impl Into<String>) -> Answer<Durable> {
        self.because = Some(Because::Trouble(why.into()));
        Answer::Refuse(Reply::new(&catalogue::NO_ROOM))
    }

    fn store_failed(&mut self, why: impl Into<String>) -> Answer<Durable> {
        self.because = Some(Because::Trouble(why.into()));
        Answer::Refuse(Reply::new(&catalogue::STORE_FAILED))
    }
}
