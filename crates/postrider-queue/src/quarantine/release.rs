//! Putting back what is in quarantine: durable in the queue first, and only then out of the folder.

use std::io;
use std::sync::Arc;

use postrider_proto::mail::{BodyType, Envelope, Mailbox, QueueId, Recipient, ReversePath};

use super::{
    PIECE, Quarantine, QuarantineError, Quarantined, QuarantinedContent, QuarantinedMessage, Source,
};
use crate::Timestamp;
use crate::durable::CommitError;
use crate::message::{RecipientState, Status};
use crate::room::NoRoom;
use crate::shared::Shared;
use crate::store::disk::DiskFile;
use crate::store::forgiving;
use crate::store::quarantine::Name;
use crate::timeline::Timeline;

/// What came of a release.
#[derive(Debug)]
pub struct Release {
    /// The messages that are in the queue again, durably.
    pub released: Vec<QueueId>,
    /// Those that are not, each with the reason.
    pub refused: Vec<(QueueId, ReleaseRefusal)>,
    /// Octets in the file that nobody can make anything of.
    pub unknown_octets: u64,
    /// Whether the file is still there: because something was refused, or because of what nobody can make anything of.
    pub kept: bool,
}

/// Why a message is not released.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseRefusal {
    /// Nobody knows who it is for.
    #[error("its envelope cannot be read: say with --to who shall have it")]
    NoEnvelope,
    /// There is nothing to deliver.
    #[error("its content is gone")]
    Gone,
    /// It would be there twice.
    #[error("a message of this id is in the queue already")]
    InQueue,
    /// What came of the attempt would be taken for what came of the message that is put back.
    #[error("an attempt or a release of it is still under way: try again in a moment")]
    UnderWay,
    /// The disk is full.
    #[error("{0}")]
    NoRoom(#[from] NoRoom),
    /// It could not be made safe.
    #[error("{0}")]
    Commit(#[from] CommitError),
    /// The content cannot be copied, or the queue not be asked.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Quarantine<'_> {
    /// Puts the messages in a file back into the queue, as they can be read: with their ids and times, for all their recipients, or
    /// for those in `to` instead. Whoever has a copy already may get another one.
    ///
    /// The file goes when every message in it is durable again. A crash before that: it is still there, and so may some messages be, as
    /// [`QuarantinedMessage::in_queue`] then says. So no message is ever in neither place.
    ///
    /// # Errors
    ///
    /// There is none of this name, or nothing in it that can be released.
    pub async fn release(
        &self,
        name: &str,
        to: &[Mailbox],
        now: Timestamp,
    ) -> Result<Release, QuarantineError> {
        let name = self.find(name)?;
        if let Name::Torn { .. } = name {
            return Err(QuarantineError::Torn);
        }
        let looked = self.look(name)?.ok_or_else(|| QuarantineError::NotThere(name.to_string()))?;
        let Quarantined { messages, unknown_octets, .. } = looked.found;
        if messages.is_empty() {
            return Err(QuarantineError::NoMessage);
        }
        let mut release = Release { released: Vec::new(), refused: Vec::new(), unknown_octets, kept: true };
        for (message, source) in messages.into_iter().zip(looked.sources) {
            let id = message.id;
            let content = match source {
                Source::Inline(octets) => Content::Octets(&looked.octets[octets]),
                Source::File(file) => Content::File(file, message.octets),
                Source::Gone => Content::Gone,
            };
            match self.put_back(message, content, to, now).await {
                Ok(()) => {
                    tracing::info!(%id, file = %name, "released from quarantine");
                    release.released.push(id);
                }
                Err(refusal) => release.refused.push((id, refusal)),
            }
        }
        // Only here, behind the Durable of every message in it. If it cannot be removed it stays, and says that they are in the queue.
        if release.refused.is_empty() && unknown_octets == 0 {
            self.remove(name)?;
            release.kept = false;
        }
        Ok(release)
    }

    /// Puts one message back, and returns when it is durable.
    async fn put_back(
        &self,
        message: QuarantinedMessage,
        content: Content<'_>,
        to: &[Mailbox],
        now: Timestamp,
    ) -> Result<(), ReleaseRefusal> {
        let QuarantinedMessage { id, received, origin, envelope, octets, content: how, .. } = message;
        if matches!(content, Content::Gone) {
            return Err(ReleaseRefusal::Gone);
        }
        let envelope = envelope_for(envelope, to).ok_or(ReleaseRefusal::NoEnvelope)?;
        // Before it is looked whether the message is in the queue: of two that release it, one waits for the next try.
        let _returning = Returns::begin(self.shared(), id).ok_or(ReleaseRefusal::UnderWay)?;
        {
            let state = self.shared().state();
            if state.get(id).map_err(io::Error::other)?.is_some() {
                return Err(ReleaseRefusal::InQueue);
            }
            if state.is_under_way(id) {
                return Err(ReleaseRefusal::UnderWay);
            }
        }
        let mut intake = self.queue.begin(id, Some(octets))?;
        let mut write = |piece: &[u8]| match intake.write(piece) {
            Err(error) if error.kind() == io::ErrorKind::StorageFull => Err(CommitError::Full.into()),
            written => written.map_err(ReleaseRefusal::Io),
        };
        // The file of an earlier life, which belongs to nothing: the housekeeper has not come to it yet.
        match self.shared().disk.remove(&self.shared().large_path(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        match content {
            Content::Octets(octets) => write(octets)?,
            Content::File(file, octets) => {
                for at in (0..octets).step_by(usize::try_from(PIECE).expect("a piece fits in memory")) {
                    write(&forgiving::read(&*file, at..octets.min(at + PIECE)))?;
                }
            }
            Content::Gone => {}
        }
        let note = match how {
            QuarantinedContent::Whole => "released from quarantine",
            QuarantinedContent::Unchecked => {
                "released from quarantine; whether its content is whole is not known"
            }
            QuarantinedContent::Damaged | QuarantinedContent::Gone => {
                "released from quarantine; its content is damaged"
            }
        };
        let waiting = RecipientState {
            status: Status::Waiting { due: now },
            version: 1,
            told: false,
            attempts: 0,
            note: note.to_owned(),
            changed: now,
        };
        let recipients = vec![waiting; envelope.recipients.len()];
        if let Some(origin) = origin {
            intake.came(origin);
        }
        self.queue
            .restore(intake, envelope, received.unwrap_or(now), recipients, Timeline::default())
            .await?;
        Ok(())
    }
}

enum Content<'a> {
    Octets(&'a [u8]),
    File(Arc<dyn DiskFile>, u64),
    Gone,
}

/// A message is being put back. Dropped, it is not any more.
struct Returns<'a> {
    shared: &'a Shared,
    id: QueueId,
}

impl<'a> Returns<'a> {
    /// None if somebody else is putting it back.
    fn begin(shared: &'a Shared, id: QueueId) -> Option<Self> {
        shared.returning().insert(id).then_some(Self { shared, id })
    }
}

impl Drop for Returns<'_> {
    fn drop(&mut self) {
        self.shared.returning().remove(&self.id);
    }
}

/// The envelope that a message goes out with; none if nobody knows whom it is for.
fn envelope_for(read: Option<Envelope>, to: &[Mailbox]) -> Option<Envelope> {
    if to.is_empty() {
        return read;
    }
    // A report about mail whose sender is not known would go to nobody.
    let mut envelope = read.unwrap_or_else(|| Envelope {
        reverse_path: ReversePath::Null,
        recipients: Vec::new(),
        body: BodyType::EightBitMime,
        smtputf8: to.iter().any(|mailbox| !mailbox.is_ascii()),
        ret: None,
        envid: None,
        signing: None,
    });
    let mut recipients: Vec<Recipient> = Vec::with_capacity(to.len());
    for mailbox in to {
        if recipients.iter().any(|recipient| recipient.mailbox == *mailbox) {
            continue;
        }
        let known = envelope.recipients.iter().find(|recipient| recipient.mailbox == *mailbox).cloned();
        recipients.push(known.unwrap_or_else(|| Recipient {
            mailbox: mailbox.clone(),
            given: mailbox.clone(),
            notify: None,
            orcpt: None,
        }));
    }
    envelope.recipients = recipients;
    Some(envelope)
}
