//! A door for the fuzz targets, which live outside of this crate and cannot see the decoders of its format.

use std::path::Path;

use crate::store::recover::{self, Told};
use crate::{Disk, OpenError, Recovery};

/// Reads the log in `folder` back as a start does. Gives every record that counts, described with its place, in the order of
/// the log.
///
/// # Errors
/// As [`crate::Queue::open`].
pub fn replay(
    disk: &dyn Disk,
    folder: &Path,
    quarantine: &Path,
) -> Result<(Vec<String>, Recovery), OpenError> {
    let mut records = Vec::new();
    let replayed = recover::find(disk, folder)?.replay(disk, quarantine, None, None, false, |told| {
        if let Told::Record(segment, at, record) = told {
            records.push(format!("{}@{at}: {record:?}", segment.number));
        }
    });
    Ok((records, replayed.recovery))
}
