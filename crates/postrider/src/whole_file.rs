//! A file that is there as a whole or not at all, for one user alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Writes a file in the place of the one that is there: a crash leaves the old file or the new one. `dress` sees the new one while it is
/// empty, and before anybody finds it.
///
/// # Errors
///
/// It cannot be written. Then the old one is still there.
pub fn write(path: &Path, octets: &[u8], dress: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let new = path.with_extension("new");
    match fs::remove_file(&new) {
        // What a crash has left.
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // It is a file of our own, and nothing that somebody else has put there.
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&new)?;
    dress(&file)?;
    file.write_all(octets)?;
    // Before the name is there: a crash after the rename finds the content. One before it leaves the old file, and a
    // `.new` that the next write replaces.
    file.sync_all()?;
    fs::rename(&new, path)?;
    // The name itself. A crash before this leaves the old file, as if nothing had been written.
    File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
}
