//! A file that is there as a whole or not at all, for one user alone.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags, openat, renameat, unlinkat};
use rustix::io::Errno;

/// Writes a file in the place of the one that is there: a crash leaves the old file or the new one. `dress` sees the new one while it is
/// empty, and before anybody finds it.
///
/// # Errors
///
/// It cannot be written. Then the old one is still there.
pub fn write(path: &Path, octets: &[u8], dress: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    write_in(&File::open(folder)?, name, octets, dress)
}

/// The same in a folder that is open: whatever its path leads to meanwhile, the file is there and nowhere else.
///
/// # Errors
///
/// As [`fn@write`].
pub fn write_in(
    folder: &File,
    name: &OsStr,
    octets: &[u8],
    dress: impl FnOnce(&File) -> io::Result<()>,
) -> io::Result<()> {
    let new = Path::new(name).with_extension("new");
    match unlinkat(folder, &new, AtFlags::empty()) {
        // What a crash has left.
        Err(error) if error != Errno::NOENT => return Err(error.into()),
        _ => {}
    }
    // It is a file of our own, and nothing that somebody else has put there.
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut file = File::from(openat(folder, &new, flags, Mode::RUSR | Mode::WUSR)?);
    dress(&file)?;
    file.write_all(octets)?;
    // Before the name is there: a crash after the rename finds the content. One before it leaves the old file, and a
    // `.new` that the next write replaces.
    file.sync_all()?;
    renameat(folder, &new, folder, name)?;
    // The name itself. A crash before this leaves the old file, as if nothing had been written.
    folder.sync_all()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_folder_that_is_another_meanwhile_gets_nothing() {
        let place = tempfile::tempdir().expect("a folder");
        let [folder, moved, other] = ["folder", "moved", "other"].map(|name| place.path().join(name));
        fs::create_dir(&folder).expect("made");
        fs::create_dir(&other).expect("made");
        let open = File::open(&folder).expect("opened");
        write_in(&open, OsStr::new("a.toml"), b"one", |_| Ok(())).expect("written");
        fs::rename(&folder, &moved).expect("moved");
        symlink(&other, &folder).expect("a link");
        write_in(&open, OsStr::new("a.toml"), b"two", |_| Ok(())).expect("written");
        assert_eq!(fs::read(moved.join("a.toml")).expect("it is there"), b"two");
        assert_eq!(fs::read_dir(&other).expect("a folder").count(), 0);
        assert_eq!(fs::read_dir(&moved).expect("a folder").count(), 1, "nothing is left beside it");
    }
}
