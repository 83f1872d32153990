//! A message on its way in.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use crate::origin::Origin;
use crate::room::{NoRoom, Reservation};
use crate::shared::Shared;
use crate::store::disk::DiskFile;

/// So much memory is taken at once for what a message was declared to have, at most, in octets.
const USUAL_MAX: usize = 16 * 1024;
/// And for the trace fields on top of it, and a short message that was not declared.
const TRACE: usize = 2048;

/// A message on its way in: in memory while it is small, in a file of its own when it is not. Dropped, nothing of it stays.
pub struct Intake {
    shared: Arc<Shared>,
    id: QueueId,
    origin: Option<Origin>,
    octets: u64,
    /// None once it is on its way to a commit.
    held: Option<Held>,
    reservation: Reservation,
}

pub(crate) enum Held {
    Small(Vec<u8>),
    Large { file: Arc<dyn DiskFile>, crc: u32, folder: PathBuf },
}

impl Intake {
    pub(crate) fn new(shared: &Arc<Shared>, id: QueueId, declared: Option<u64>) -> Result<Self, NoRoom> {
        let reservation = Reservation::new(shared, declared)?;
        let shared = Arc::clone(shared);
        let usual =
            usize::try_from(declared.unwrap_or(0)).map_or(USUAL_MAX, |declared| declared.min(USUAL_MAX));
        let held = Some(Held::Small(Vec::with_capacity(usual + TRACE)));
        Ok(Self { shared, id, origin: None, octets: 0, held, reservation })
    }

    /// The id it will have.
    #[must_use]
    pub fn id(&self) -> QueueId {
        self.id
    }

    /// How it came; that is kept with it. Texts longer than [`Origin::TEXT_MAX`] are cut.
    pub fn came(&mut self, origin: Origin) {
        self.origin = Some(origin.cut());
    }

    pub(crate) fn take_origin(&mut self) -> Option<Origin> {
        self.origin.take()
    }

    /// Octets taken in so far.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets
    }

    /// Whether it would still be in memory with so many octets more, and taking them in does not touch the disk.
    #[must_use]
    pub fn fits_in_memory(&self, more: usize) -> bool {
        self.octets + more as u64 <= self.shared.options.large_body_octets
    }

    /// Takes in more of the content.
    ///
    /// # Errors
    ///
    /// There is no more room (`StorageFull`), or it has grown large and its file cannot be written. The message cannot be committed
    /// any more.
    pub fn write(&mut self, octets: &[u8]) -> io::Result<()> {
        let at = self.octets;
        self.octets += octets.len() as u64;
        self.reservation
            .cover(self.octets)
            .map_err(|full| io::Error::new(io::ErrorKind::StorageFull, full))?;
        if let Some(Held::Small(body)) = &mut self.held {
            if self.octets <= self.shared.options.large_body_octets {
                body.extend_from_slice(octets);
                return Ok(());
            }
            let body = std::mem::take(body);
            let (file, folder) = self.create()?;
            let crc = crc32c::crc32c(&body);
            // Held before it is written: if that fails, the file goes with the intake.
            self.held = Some(Held::Large { file: Arc::clone(&file), crc, folder });
            file.write_at(&body, 0)?;
        }
        if let Some(Held::Large { file, crc, .. }) = &mut self.held {
            file.write_at(octets, at)?;
            *crc = crc32c::crc32c_append(*crc, octets);
        }
        Ok(())
    }

    fn create(&self) -> io::Result<(Arc<dyn DiskFile>, PathBuf)> {
        let path = self.shared.large_path(self.id);
        let folder = path.parent().expect("a large body is in a folder of big/").to_owned();
        self.shared.disk.create_folder(&folder)?;
        Ok((self.shared.disk.create(&path)?, folder))
    }

    /// What there is to commit, and the promise of room for it.
    pub(crate) fn into_held(mut self) -> (Held, Reservation) {
        let held = self.held.take().expect("an intake is committed once");
        let nothing = Reservation::nothing(&self.shared);
        (held, std::mem::replace(&mut self.reservation, nothing))
    }
}

impl Drop for Intake {
    fn drop(&mut self) {
        if let Some(Held::Large { .. }) = self.held {
            // A crash before this: the file belongs to no message, and the next start removes it.
            let _ = self.shared.disk.remove(&self.shared.large_path(self.id));
        }
    }
}

impl std::fmt::Debug for Intake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intake").field("id", &self.id).field("octets", &self.octets).finish_non_exhaustive()
    }
}
