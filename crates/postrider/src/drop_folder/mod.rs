//! The drop folder: where mail from this machine waits while the server is down.
//!
//! ```text
//!   sendmail --put--> drop/ID.tmp --sync, rename, sync--> drop/ID
//!                                                           |   pickup, in the server
//!                                         drop/taken/ID  <--+   a name that nobody else can reach
//!                                           |        |
//!                                         queue    drop/refused/ID
//! ```
//!
//! Everybody on this machine may write there, as into /tmp: the folder is sticky, so nobody takes away what is another's. It
//! has the group of the server and hands it on to the files in it (set-group-ID), so that the server can read what others
//! must not, without a program that runs with anybody else's rights.

pub mod pickup;
mod report;

use std::fs::{self, DirBuilder, DirEntry, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postrider_proto::mail::QueueId;
use rustix::fs::OFlags;
use rustix::process::geteuid;

use crate::sendmail::letter::{LINE_OCTETS_MAX, Letter};

/// The name of the drop folder, in the folder for mail from this machine.
const DROP: &str = "drop";
/// What the server has taken, and not brought to its end.
const TAKEN: &str = "taken";
/// What cannot be delivered as it is.
const REFUSED: &str = "refused";
/// A file of this suffix is still being written.
const UNREADY: &str = ".tmp";

/// The mode of the drop folder: everybody may write, nobody may remove what is another's, and its group goes to its files.
const DROP_MODE: u32 = 0o3777;
/// The mode of a file in it: its owner, and the group of the server.
const FILE_MODE: u32 = 0o640;

/// The drop folder in the folder for mail from this machine.
#[must_use]
pub fn folder(local: &Path) -> PathBuf {
    local.join(DROP)
}

/// Makes the drop folder and those in it, or sees that they are what they should be.
///
/// # Errors
///
/// They cannot be had; or one is not this user's own, and so is nothing to be relied upon.
pub fn make(local: &Path) -> io::Result<()> {
    let drop = folder(local);
    // For nobody else until the folders in it are there: their names are not to be had by others.
    own_folder(&drop)?;
    own_folder(&drop.join(TAKEN))?;
    own_folder(&drop.join(REFUSED))?;
    fs::set_permissions(&drop, Permissions::from_mode(DROP_MODE))?;
    sync_folder(&drop)
}

fn own_folder(path: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let found = fs::symlink_metadata(path)?;
    if !found.is_dir() || found.uid() != geteuid().as_raw() {
        let why = format!("{} is no folder of the user that runs the server: move it away", path.display());
        return Err(io::Error::other(why));
    }
    Ok(())
}

/// Puts a message into the drop folder. When this returns it survives a crash of this machine.
///
/// # Errors
///
/// The message is not there.
pub fn put(local: &Path, letter: &Letter, content: &[u8]) -> io::Result<QueueId> {
    put_into(&folder(local), letter, content, None)
}

/// The same for a folder of these, with the time of another file where this one stands for it.
fn put_into(folder: &Path, letter: &Letter, content: &[u8], since: Option<&File>) -> io::Result<QueueId> {
    let mut random = [0; 16];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let id = QueueId::from_bytes(random);
    let unready = folder.join(format!("{id}{UNREADY}"));
    let written = write(&unready, letter, content, since).and_then(|()| {
        // The content is on the disk, so a crash from here on shows all of it or nothing.
        fs::rename(&unready, folder.join(id.to_string()))?;
        // The name is on the disk, so a crash from here on shows all of it.
        sync_folder(folder)
    });
    match written {
        Ok(()) => Ok(id),
        Err(error) => {
            let _ = fs::remove_file(&unready);
            Err(error)
        }
    }
}

fn write(path: &Path, letter: &Letter, content: &[u8], since: Option<&File>) -> io::Result<()> {
    let line = letter.line(content.len() as u64);
    if line.len() as u64 > LINE_OCTETS_MAX {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is for too many people at once"));
    }
    let nofollow = OFlags::NOFOLLOW.bits().cast_signed();
    let mut file = OpenOptions::new();
    let mut file = file.write(true).create_new(true).mode(FILE_MODE).custom_flags(nofollow).open(path)?;
    // Whatever the mask of the caller takes away, the server has to read it.
    file.set_permissions(Permissions::from_mode(FILE_MODE))?;
    file.write_all(&line)?;
    file.write_all(content)?;
    if let Some(since) = since {
        file.set_modified(since.metadata()?.modified()?)?;
    }
    // A file whose sync fails gets no name that anybody looks at.
    file.sync_all()
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// How many messages wait in the drop folder.
///
/// # Errors
///
/// It cannot be read.
pub fn waiting(local: &Path) -> io::Result<usize> {
    Ok(names(&folder(local))?.filter(Result::is_ok).count())
}

/// The names in the drop folder that are ready to be taken.
fn names(drop: &Path) -> io::Result<impl Iterator<Item = io::Result<String>>> {
    let name = |entry: io::Result<DirEntry>| match entry {
        // A name that is no text was made by nobody who means well; it is shown to nobody, and left.
        Ok(entry) => entry.file_name().into_string().ok().map(Ok),
        Err(error) => Some(Err(error)),
    };
    let ready = |name: &io::Result<String>| match name {
        Ok(name) => name != TAKEN && name != REFUSED && !name.ends_with(UNREADY),
        Err(_) => true,
    };
    Ok(fs::read_dir(drop)?.filter_map(name).filter(ready))
}

/// A message that was read from the drop folder.
#[derive(Debug)]
struct Dropped {
    letter: Letter,
    content: Arc<Vec<u8>>,
    /// Whose it is.
    uid: u32,
    file: File,
}

/// Why a file of the drop folder is no message.
#[derive(Debug, thiserror::Error)]
enum DropError {
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    #[error("it is no regular file")]
    NotRegular,
    #[error("it has {0} names, and could be somebody else's")]
    Links(u64),
    #[error("it has {octets} octets, and a message has {most} at most")]
    TooBig { octets: u64, most: u64 },
    #[error("its first line makes no sense: {0}")]
    Line(String),
    #[error("its first line names {named} octets of content, and it has {there}")]
    Length { named: u64, there: u64 },
}

/// Reads a file that somebody has put there, trusting nothing about it: it may be a link, a pipe, another's file under a
/// second name, or be written while it is read.
fn read(path: &Path, message_octets: u64) -> Result<Dropped, DropError> {
    // A pipe is not waited for, and a link is not followed.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    let mut file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(DropError::NotRegular);
    }
    if found.nlink() != 1 {
        return Err(DropError::Links(found.nlink()));
    }
    let most = message_octets.saturating_add(LINE_OCTETS_MAX);
    if found.len() > most {
        return Err(DropError::TooBig { octets: found.len(), most: message_octets });
    }
    let mut content = Vec::new();
    (&mut file).take(most).read_to_end(&mut content)?;
    let line = memchr::memchr(b'\n', &content).map(|end| end + 1);
    let line = line.ok_or_else(|| DropError::Line("it does not end".to_owned()))?;
    let (letter, named) = Letter::read(&content[..line]).map_err(DropError::Line)?;
    let there = (content.len() - line) as u64;
    if named != there {
        return Err(DropError::Length { named, there });
    }
    content.drain(..line);
    // What the server has written anew says whose it was.
    let uid = letter.uid.filter(|_| found.uid() == geteuid().as_raw()).unwrap_or(found.uid());
    Ok(Dropped { letter, content: Arc::new(content), uid, file })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use postrider_proto::mail::{BodyType, ReversePath};

    use super::*;

    fn letter() -> Letter {
        Letter {
            from: ReversePath::Null,
            to: vec!["a@b.example".parse().expect("an address")],
            body: BodyType::SevenBit,
            notify: None,
            ret: None,
            envid: None,
            uid: None,
        }
    }

    fn made() -> tempfile::TempDir {
        let local = tempfile::tempdir().expect("a folder");
        make(local.path()).expect("made");
        local
    }

    #[test]
    fn what_is_put_there_is_read() {
        let local = made();
        let id = put(local.path(), &letter(), b"Subject: x\n\nHello\n").expect("put");
        assert_eq!(waiting(local.path()).expect("read"), 1);
        let path = folder(local.path()).join(id.to_string());
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o7777, FILE_MODE);
        let dropped = read(&path, 1000).expect("a message");
        assert_eq!((dropped.letter, dropped.content.as_slice()), (letter(), &b"Subject: x\n\nHello\n"[..]));
        assert_eq!(dropped.uid, geteuid().as_raw());
    }

    #[test]
    fn the_folder_is_made_once_and_must_be_ours() {
        let local = made();
        make(local.path()).expect("made again");
        let mode = fs::metadata(folder(local.path())).expect("there").permissions().mode();
        assert_eq!(mode & 0o7777, DROP_MODE);
        let other = tempfile::tempdir().expect("a folder");
        symlink(local.path(), other.path().join(DROP)).expect("a link");
        assert!(make(other.path()).expect_err("a link").to_string().contains("move it away"));
    }

    #[test]
    fn nothing_that_is_no_plain_file_of_its_owner_is_read() {
        let local = made();
        let drop = folder(local.path());
        let id = put(local.path(), &letter(), b"x").expect("put");
        let path = drop.join(id.to_string());
        let link = drop.join("link");
        symlink(&path, &link).expect("a link");
        assert!(matches!(read(&link, 1000), Err(DropError::Io(_))));
        assert!(matches!(read(&drop, 1000), Err(DropError::NotRegular)));
        fs::hard_link(&path, drop.join("second")).expect("a second name");
        assert!(matches!(read(&path, 1000), Err(DropError::Links(2))));
    }

    #[test]
    fn what_is_cut_short_or_makes_no_sense_is_no_message() {
        let local = made();
        let path = local.path().join("file");
        for (content, why) in [
            (&b"{}"[..], "does not end"),
            (b"{}\n", "missing field"),
            (
                b"{\"format\":1,\"octets\":3,\"from\":\"<>\",\"to\":[\"a@b\"],\"body\":\"7BIT\"}\nxx",
                "names 3 octets",
            ),
        ] {
            fs::write(&path, content).expect("written");
            let error = read(&path, 1000).expect_err(why).to_string();
            assert!(error.contains(why), "{error}");
        }
        File::create(&path).and_then(|file| file.set_len(LINE_OCTETS_MAX + 1001)).expect("a large file");
        assert!(matches!(read(&path, 1000), Err(DropError::TooBig { .. })));
    }
}
