//! The promise: a message that is on the disk, or why it is not.

use std::io;

use postrider_proto::mail::QueueId;
use postrider_proto::server::Proof;

/// Proof that a message is on the disk. Only a commit makes one, and only behind the sync.
#[derive(Debug)]
pub struct Durable {
    id: QueueId,
}

impl Durable {
    pub(crate) const fn of(id: QueueId) -> Self {
        Self { id }
    }
}

impl Proof for Durable {
    fn id(&self) -> QueueId {
        self.id
    }
}

/// Why a message was not made safe. It is not in the queue; only a crash before the log says so durably can bring it back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// The disk is full.
    #[error("the disk of the queue is full")]
    Full,
    /// It could not be written or synced.
    #[error("the queue could not be written: {0}")]
    Write(String),
}

impl CommitError {
    pub(crate) fn from_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Write(error.to_string()),
        }
    }

    pub(crate) fn closed() -> Self {
        Self::Write("the queue is closed".to_owned())
    }
}
