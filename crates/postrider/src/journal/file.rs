//! A file of the journal. Its name says when it was begun: `refused-1795910400000.jsonl`, in milliseconds since 1970.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use postrider_queue::Timestamp;
use rustix::fs::OFlags;

/// The clock may be set back by so much, in milliseconds, and what was written before that is none of the future.
pub(super) const SET_BACK: u64 = 60_000;

/// Its permissions.
const PRIVATE: u32 = 0o600;

/// A file of the journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// In milliseconds since 1970.
    pub(super) begun: u64,
    pub(super) path: PathBuf,
    pub(super) octets: u64,
    pub(super) changed: u64,
}

/// The file that is written.
pub(super) struct Open {
    pub(super) file: File,
    pub(super) path: PathBuf,
    pub(super) begun: u64,
    pub(super) octets: u64,
    /// Its last line may have no end.
    pub(super) torn: bool,
}

impl Found {
    pub(super) fn is_of_the_future(&self, now: Timestamp) -> bool {
        self.begun.max(self.changed) > now.as_millis().saturating_add(SET_BACK)
    }
}

impl Open {
    /// Whether its name still leads to it: somebody may have removed it, or moved it away.
    pub(super) fn is_there(&self) -> bool {
        let (Ok(own), Ok(named)) = (self.file.metadata(), fs::symlink_metadata(&self.path)) else {
            return false;
        };
        (own.dev(), own.ino()) == (named.dev(), named.ino())
    }

    pub(super) fn new(folder: &Path, kind: &str, begun: u64) -> io::Result<Self> {
        let path = path_of(folder, kind, begun);
        let file = options().create_new(true).append(true).open(&path)?;
        Ok(Self { file, path, begun, octets: 0, torn: false })
    }

    /// One that is there is written on, and is for this user alone from then on.
    pub(super) fn again(found: &Found) -> io::Result<Self> {
        let mut file = options().read(true).append(true).open(&found.path)?;
        let metadata = file.metadata()?;
        if metadata.permissions().mode() & 0o777 != PRIVATE {
            file.set_permissions(Permissions::from_mode(PRIVATE))?;
        }
        let octets = metadata.len();
        let mut end = [b'\n'];
        if octets > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut end)?;
        }
        Ok(Self { file, path: found.path.clone(), begun: found.begun, octets, torn: end != *b"\n" })
    }
}

/// The files of a kind, the oldest first.
///
/// # Errors
///
/// The folder is not there, or not for us.
pub(super) fn files(folder: &Path, kind: &str) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let begun = name.to_str().and_then(|name| {
            name.strip_prefix(kind)?.strip_prefix('-')?.strip_suffix(".jsonl")?.parse().ok()
        });
        let Some(begun) = begun else { continue };
        let metadata = match entry.metadata() {
            // It was removed meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            metadata => metadata?,
        };
        let changed = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, millis);
        found.push(Found { begun, path: entry.path(), octets: metadata.len(), changed });
    }
    found.sort();
    Ok(found)
}

pub(super) fn path_of(folder: &Path, kind: &str, begun: u64) -> PathBuf {
    folder.join(format!("{kind}-{begun:013}.jsonl"))
}

/// It is for this user, and nothing that a link leads to.
pub(super) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(PRIVATE).custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options
}

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
