//! The quarantine: a folder of octets that were mail, or part of it, and that nobody can vouch for any more. A person decides.

use std::io;
use std::path::Path;

use postrider_proto::mail::QueueId;

use super::disk::Disk;

/// The name of what is left of a message whose body is damaged.
pub(crate) fn damaged_name(id: QueueId) -> String {
    format!("{id}-0-damaged")
}

/// The name of the file of a large body.
pub(crate) fn body_name(id: QueueId) -> String {
    format!("{id}-body")
}

/// How much is written at once.
const PIECE: usize = 1024 * 1024;

/// Keeps octets in the quarantine, under this name. False: a start before this one has kept them already.
pub(crate) fn keep(disk: &dyn Disk, folder: &Path, name: &str, octets: &[u8]) -> io::Result<bool> {
    let path = folder.join(name);
    match disk.open(&path) {
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    // A crash on the way leaves a file with another name, which is made anew; the name says that all of it is there.
    let part = folder.join(format!("{name}.part"));
    match disk.remove(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let file = disk.create(&part)?;
    let written = octets
        .chunks(PIECE)
        .zip((0..).step_by(PIECE))
        .try_for_each(|(piece, at)| file.write_at(piece, at))
        .and_then(|()| file.sync())
        .and_then(|()| disk.rename(&part, &path))
        .and_then(|()| disk.sync_folder(folder));
    if written.is_err() {
        let _ = disk.remove(&part);
    }
    written.map(|()| true)
}
