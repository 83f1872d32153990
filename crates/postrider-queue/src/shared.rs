//! What the handles of a queue, its threads and all that is on its way in or out share.

use std::any::Any;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use postrider_proto::mail::QueueId;
use tokio::sync::{Notify, watch};

use crate::counters::Counters;
use crate::message::{At, Message};
use crate::options::Options;
use crate::room::Room;
use crate::state::State;
use crate::store::body::Body;
use crate::store::disk::Disk;
use crate::store::files::SegmentFiles;
use crate::store::forgiving;
use crate::store::log;

/// What the handles, the writer and all that is on its way in or out share.
pub(crate) struct Shared {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) options: Options,
    state: Mutex<State>,
    files: Arc<SegmentFiles>,
    pub(crate) room: Room,
    pub(crate) changed: Notify,
    pub(crate) counters: Counters,
    /// Messages that are being put back from quarantine: neither a second release nor the housekeeper, who removes the files of messages
    /// that are done, comes in between.
    returning: Mutex<BTreeSet<QueueId>>,
    /// Held by whoever changes what is suspended.
    suspending: Mutex<()>,
    /// Held as long as anybody may touch the files of the queue.
    _lock: Box<dyn Any + Send + Sync>,
    /// Dropped behind the lock, as the last: fields are dropped in their order.
    pub(crate) gone: watch::Sender<()>,
}

impl Shared {
    pub(crate) fn new(
        disk: Arc<dyn Disk>,
        options: Options,
        state: State,
        files: Arc<SegmentFiles>,
        lock: Box<dyn Any + Send + Sync>,
    ) -> Self {
        Self {
            disk,
            room: Room::new(options.segment_octets),
            options,
            state: Mutex::new(state),
            files,
            changed: Notify::new(),
            counters: Counters::default(),
            returning: Mutex::default(),
            suspending: Mutex::default(),
            _lock: lock,
            gone: watch::Sender::default(),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the body of a large message is.
    pub(crate) fn large_path(&self, id: QueueId) -> PathBuf {
        let name = id.to_string();
        self.options.folder.join("big").join(&name[..2]).join(&name)
    }

    pub(crate) fn returning(&self) -> MutexGuard<'_, BTreeSet<QueueId>> {
        self.returning.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn suspending(&self) -> MutexGuard<'_, ()> {
        self.suspending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes the file of a large body whose message is done.
    pub(crate) fn remove_large(&self, id: QueueId) {
        // It may have been put back from quarantine meanwhile, and then the file is that of its new life.
        let returning = self.returning();
        if returning.contains(&id) || !matches!(self.state().get(id), Ok(None)) {
            return;
        }
        // A crash before this: the file belongs to no message at the next start, and is removed then.
        if let Err(error) = self.disk.remove(&self.large_path(id))
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%id, %error, "cannot remove the file of a message that is done");
        }
    }

    /// How far the log may run ahead of the index, in octets.
    pub(crate) fn index_lag_octets(&self) -> u64 {
        self.options.segment_octets * u64::from(log::INDEX_LAG_SEGMENTS)
    }

    /// The body of a message that is not done, from where it is now.
    pub(crate) fn body_of(&self, id: QueueId) -> io::Result<Option<Body>> {
        let state = self.state();
        let Some(message) = state.get(id).map_err(io::Error::other)? else { return Ok(None) };
        // While the state is held, the message is not copied forward, and so its segment not freed, before the file is held too.
        let body = match message.place.at {
            At::Segment(_) => self.body(id, &message),
            At::File => {
                drop(state);
                self.body(id, &message)
            }
        };
        body.map(Some)
    }

    pub(crate) fn body(&self, id: QueueId, message: &Message) -> io::Result<Body> {
        let (file, start) = match message.place.at {
            At::Segment(at) => {
                let gone = || io::Error::new(io::ErrorKind::NotFound, "the message is done");
                (self.files.get(message.place.segment).ok_or_else(gone)?, at)
            }
            At::File => (self.disk.open(&self.large_path(id))?, 0),
        };
        Ok(Body::new(file, start, message.octets, message.place.crc))
    }

    /// What can be read of a body in the log, where it is damaged.
    pub(crate) fn what_is_left(&self, message: &Message) -> Vec<u8> {
        match (message.place.at, self.files.get(message.place.segment)) {
            (At::Segment(at), Some(file)) => forgiving::read(&*file, at..at + message.octets),
            _ => Vec::new(),
        }
    }
}
