//! A message on its way in.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use postrider_proto::mail::QueueId;

use crate::queue::{Shared, big_path};
use crate::store::disk::DiskFile;

/// A message on its way in: in memory while it is small, in a file of its own when it is not. Dropped, nothing of it stays.
pub struct Intake {
    id: QueueId,
    octets: u64,
    large: u64,
    held: Option<Held>,
    reservation: Reservation,
}

pub(crate) enum Held {
    Small(Vec<u8>),
    Large { file: Arc<dyn DiskFile>, crc: u32, folder: PathBuf },
}

/// Room that is promised to a message; dropped, others may have it.
pub(crate) struct Reservation {
    shared: Arc<Shared>,
    octets: u64,
}

impl Intake {
    pub(crate) fn new(shared: Arc<Shared>, id: QueueId, declared: u64, large: u64) -> Self {
        shared.reserved.fetch_add(declared, Ordering::Relaxed);
        let reservation = Reservation { shared, octets: declared };
        Self { id, octets: 0, large, held: Some(Held::Small(Vec::new())), reservation }
    }

    /// The id it will have.
    #[must_use]
    pub fn id(&self) -> QueueId {
        self.id
    }

    /// Octets taken in so far.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// Takes in more of the content.
    ///
    /// # Errors
    ///
    /// It has grown large, and its file cannot be written. The message cannot be committed any more.
    pub fn write(&mut self, octets: &[u8]) -> io::Result<()> {
        let at = self.octets;
        self.octets += octets.len() as u64;
        if let Some(Held::Small(body)) = &mut self.held {
            if self.octets <= self.large {
                body.extend_from_slice(octets);
                return Ok(());
            }
            let body = std::mem::take(body);
            let (file, folder) = self.create()?;
            file.write_at(&body, 0)?;
            self.held = Some(Held::Large { file, crc: crc32c::crc32c(&body), folder });
        }
        if let Some(Held::Large { file, crc, .. }) = &mut self.held {
            file.write_at(octets, at)?;
            *crc = crc32c::crc32c_append(*crc, octets);
        }
        Ok(())
    }

    fn create(&self) -> io::Result<(Arc<dyn DiskFile>, PathBuf)> {
        let shared = &self.reservation.shared;
        let path = big_path(&shared.big_folder(), self.id);
        let folder = path.parent().expect("a large body is in a folder of big/").to_owned();
        shared.disk.create_folder(&folder)?;
        Ok((shared.disk.create(&path)?, folder))
    }

    /// What there is to commit, and the promise of room for it.
    pub(crate) fn into_held(mut self) -> (Held, Reservation) {
        let held = self.held.take().expect("taken only here");
        let shared = Arc::clone(&self.reservation.shared);
        let reservation = std::mem::replace(&mut self.reservation, Reservation { shared, octets: 0 });
        (held, reservation)
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        if let Some(Held::Large { .. }) = self.held {
            let shared = &self.reservation.shared;
            // A crash before this: the file belongs to no message, and the next start removes it.
            let _ = shared.disk.remove(&big_path(&shared.big_folder(), self.id));
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.shared.reserved.fetch_sub(self.octets, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("id", &self.id).field("octets", &self.octets).finish_non_exhaustive()
    }
}
