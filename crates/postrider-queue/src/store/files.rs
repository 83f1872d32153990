//! The files of the segments in use, for whoever reads a body from one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::disk::DiskFile;

/// The files of the segments in use. A body that is being read shares the file, which is how the log knows not to use it anew.
#[derive(Default)]
pub(crate) struct SegmentFiles(Mutex<HashMap<u32, Arc<dyn DiskFile>>>);

impl SegmentFiles {
    pub(crate) fn get(&self, segment: u32) -> Option<Arc<dyn DiskFile>> {
        self.lock().get(&segment).cloned()
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Arc<dyn DiskFile>> {
        self.lock().values().cloned().collect()
    }

    pub(crate) fn insert(&self, segment: u32, file: Arc<dyn DiskFile>) {
        self.lock().insert(segment, file);
    }

    /// Takes a file out, so that nobody reads from it any more; none if somebody does.
    pub(crate) fn take_unread(&self, segment: u32) -> Option<Arc<dyn DiskFile>> {
        let mut files = self.lock();
        let unread = files.get(&segment).is_some_and(|file| Arc::strong_count(file) == 1);
        if unread { files.remove(&segment) } else { None }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Arc<dyn DiskFile>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
