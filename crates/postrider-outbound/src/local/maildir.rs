//! Delivery into a Maildir, so that a message that was said to be delivered is delivered, once, whatever happens.
//!
//! ```text
//!   root/domain/name/tmp/ID.N   1 write the whole message        2 fdatasync it
//!                    new/ID.N   3 rename it to here              4 fsync the folder `new`
//!                    cur/ID.N:2,S   where a reader of mail moves it to
//! ```
//!
//! Why a stop between any two steps, or in one, is harmless: until step 3 there is only a file in `tmp`, which no reader of
//! mail looks at; the next attempt removes it and begins again. From step 3 on the message is whole, as it was made safe
//! in step 2, and its name says which copy of which message it is: the next attempt finds it, in `new` or in `cur`, writes
//! no second one, and does step 4 before it says "delivered". If the power fails before step 4 is done, the rename may be
//! undone; then the next attempt finds nothing and delivers. Only after step 4 is the queue told to forget its copy.
//!
//! If step 2 or step 4 fails, nobody knows what the disk holds, and asking again may be answered with "fine" though it
//! is not. So the file is removed and the attempt has failed; the next one writes a new file.
//!
//! The owner of a mailbox may own its folders too, and could put a symbolic link where a folder was, to have this
//! server write elsewhere. Every step on the way below `root` is therefore taken with the kernel's promise to follow no
//! link and leave no folder, and a file is made only where none was.

use std::collections::HashSet;
use std::fs::{DirBuilder, File};
use std::io::{self, BufWriter, Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use postrider_proto::mail::{Mailbox, QueueId, ReversePath, trace};
use rustix::fs::{self as sys, AtFlags, FileType, Mode, OFlags, ResolveFlags};
use rustix::io::Errno;

/// The Maildirs under one folder: `root/domain/name/{tmp,new,cur}`.
///
/// A Maildir comes into being with its first message. `root` itself is made once, when the server starts; if it is
/// missing later, a disk may be missing, and mail waits.
#[derive(Debug)]
pub struct Maildirs {
    root: PathBuf,
    /// The Maildirs whose folders are known to be on disk, down from the root. Only a Maildir that is in here is used
    /// without another look; whoever puts it here has synced every folder on the way.
    safe: Mutex<HashSet<String>>,
}

/// One message for one mailbox.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'a> {
    /// The message.
    pub id: QueueId,
    /// Which of its recipients this copy is for. With the id it names the file, so that the same copy is never there twice.
    pub recipient: u32,
    /// Whose it is.
    pub mailbox: &'a Mailbox,
    /// Who sent it, for the Return-Path field.
    pub reverse_path: &'a ReversePath,
    /// No attempt was made before: then no reader can have moved what it left, and a mailbox with many messages is not looked through.
    pub is_first: bool,
}

/// The copy is in the mailbox, and safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivered {
    /// It was put there.
    Now(PathBuf),
    /// It was there already: an attempt before this one could not tell the queue any more.
    Before(PathBuf),
}

/// The copy is not in the mailbox.
#[derive(Debug, thiserror::Error)]
pub enum MaildirError {
    /// Something that is no folder, such as a symbolic link, is where a folder should be. Nothing is written through it.
    #[error("{} is a symbolic link or no folder: nothing is delivered through it", .path.display())]
    NoFolder {
        /// Where it is.
        path: PathBuf,
    },
    /// The folder of all Maildirs is missing.
    #[error("{} is missing: is its disk mounted?", .path.display())]
    NoRoot {
        /// The folder.
        path: PathBuf,
    },
    /// The disk, or the owner's share of it, is full.
    #[error("no room to write {}", .path.display())]
    NoRoom {
        /// What was being written.
        path: PathBuf,
    },
    /// The file system takes no name that long. It never will.
    #[error("the file system takes no name as long as that of {}", .path.display())]
    NameTooLong {
        /// What was to be made.
        path: PathBuf,
    },
    /// The queue could not read the message.
    #[error("the message cannot be read from the queue: {0}")]
    Body(#[source] io::Error),
    /// Anything else.
    #[error("cannot {doing} {}: {source}", .path.display())]
    Io {
        /// What was tried, as a verb.
        doing: &'static str,
        /// With what.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl MaildirError {
    /// Whether a later attempt may do better.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        !matches!(self, Self::NameTooLong { .. })
    }

    fn of(doing: &'static str, path: &Path, source: impl Into<io::Error>) -> Self {
        let (path, source) = (path.to_owned(), source.into());
        match source.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::LOOP | Errno::NOTDIR | Errno::XDEV) => Self::NoFolder { path },
            Some(Errno::NOSPC | Errno::DQUOT) => Self::NoRoom { path },
            Some(Errno::NAMETOOLONG) => Self::NameTooLong { path },
            _ => Self::Io { doing, path, source },
        }
    }
}

impl Maildirs {
    /// The Maildirs under `root`, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// `root` is not there and cannot be made.
    pub fn open(root: impl Into<PathBuf>) -> Result<Self, MaildirError> {
        let root = root.into();
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&root)
            .map_err(|fault| MaildirError::of("make", &root, fault))?;
        // The root and the folders above it, which may be new too. One that cannot be opened was not made here.
        let full = root.canonicalize().map_err(|fault| MaildirError::of("find", &root, fault))?;
        for folder in full.ancestors() {
            if let Ok(folder) = File::open(folder) {
                folder.sync_all().map_err(|fault| MaildirError::of("sync", &root, fault))?;
            }
        }
        Ok(Self::existing(root))
    }

    /// The same, under a `root` that is there and safe on disk. It is not looked at before a copy comes.
    #[must_use]
    pub fn existing(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), safe: Mutex::default() }
    }

    /// The Maildir of a mailbox.
    #[must_use]
    pub fn path(&self, mailbox: &Mailbox) -> PathBuf {
        self.root.join(relative(mailbox))
    }

    /// Puts a copy into its mailbox. It blocks for as long as the disk takes.
    ///
    /// `body` is read to its end; what it holds has CRLF line ends, and the file has the LF that readers of a Maildir
    /// expect. In front of it come the fields that a final delivery adds.
    ///
    /// # Errors
    ///
    /// The copy is not in the mailbox, and why.
    pub fn deliver(&self, copy: &Copy<'_>, body: impl Read) -> Result<Delivered, MaildirError> {
        let maildir = self.maildir(copy.mailbox)?;
        let name = format!("{}.{}", copy.id, copy.recipient);
        if let Some(path) = maildir.find(&name, copy.is_first)? {
            return Ok(Delivered::Before(path));
        }
        maildir.write(&name, copy, body).inspect_err(|_| maildir.tmp.remove(&name))?;
        maildir.publish(&name).map(Delivered::Now)
    }

    /// The Maildir of a mailbox, opened; made if it is not there, and safe on disk either way.
    fn maildir(&self, mailbox: &Mailbox) -> Result<Maildir, MaildirError> {
        let key = relative(mailbox);
        if self.safe().contains(&key) {
            match Maildir::open(&self.root()?, mailbox, Open::Existing) {
                // Somebody has removed it since.
                Err(MaildirError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {}
                opened => return opened,
            }
        }
        // One at a time, so that nobody uses a folder that somebody else has made but not synced yet.
        let mut safe = self.safe();
        let maildir = Maildir::open(&self.root()?, mailbox, Open::Make)?;
        if safe.len() >= SAFE_MAX {
            safe.clear();
        }
        safe.insert(key);
        Ok(maildir)
    }

    fn root(&self) -> Result<Folder, MaildirError> {
        // The operator names the root, and may name it by a link.
        match sys::open(&self.root, FOLDER, Mode::empty()) {
            Ok(fd) => Ok(Folder { fd, path: self.root.clone() }),
            Err(Errno::NOENT) => Err(MaildirError::NoRoot { path: self.root.clone() }),
            Err(fault) => Err(MaildirError::of("open", &self.root, fault)),
        }
    }

    fn safe(&self) -> MutexGuard<'_, HashSet<String>> {
        // The set is whole after every statement, so a panic elsewhere has not spoilt it.
        self.safe.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many Maildirs are remembered as safe. Forgetting one costs no more than five syncs.
const SAFE_MAX: usize = 10_000;

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// The folders of one mailbox.
struct Maildir {
    tmp: Folder,
    new: Folder,
    cur: Folder,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// The folder is there, and safe on disk.
    Existing,
    /// It is made if it is not there, and synced into the folder above it in any case: whoever made it may have been
    /// stopped before the sync.
    Make,
}

impl Maildir {
    fn open(root: &Folder, mailbox: &Mailbox, how: Open) -> Result<Self, MaildirError> {
        let domain = root.folder(&folder_name(&mailbox.domain().to_string()), how)?;
        let home = domain.folder(&folder_name(mailbox.local()), how)?;
        let maildir = Self {
            tmp: home.folder("tmp", how)?,
            new: home.folder("new", how)?,
            cur: home.folder("cur", how)?,
        };
        if how == Open::Make {
            home.sync()?;
            domain.sync()?;
            root.sync()?;
        }
        Ok(maildir)
    }

    /// The copy, if an attempt before this one has put it here, safe on disk.
    fn find(&self, name: &str, is_first: bool) -> Result<Option<PathBuf>, MaildirError> {
        // Readers move a message from `new` to `cur` and never back; looked for in this order, it cannot be missed.
        let found = if self.new.has(name)? {
            Some((&self.new, name.to_owned()))
        } else if is_first {
            None
        } else {
            self.cur.find_flagged(name)?.map(|found| (&self.cur, found))
        };
        let Some((folder, found)) = found else { return Ok(None) };
        if let Err(fault) = folder.sync() {
            // What a reader has moved to `cur` is the reader's; the next attempt looks again.
            self.new.remove(name);
            return Err(fault);
        }
        Ok(Some(folder.path.join(found)))
    }

    /// Steps 1 and 2.
    fn write(&self, name: &str, copy: &Copy<'_>, mut body: impl Read) -> Result<(), MaildirError> {
        let path = self.tmp.path.join(name);
        let failed = |doing| move |fault: io::Error| (doing, fault);
        // What is left of an attempt that was stopped. The queue runs one attempt at a time for one copy, so nobody is
        // writing it now.
        self.tmp.remove(name);
        let file = self.tmp.create(name)?;
        let mut out = UnixLines::new(BufWriter::with_capacity(CHUNK, file));
        let mut chunk = vec![0; CHUNK];
        let fields = [trace::return_path_field(copy.reverse_path), trace::delivered_to_field(copy.mailbox)];
        let written = (|| {
            for field in &fields {
                out.write(field.as_bytes()).map_err(failed("write"))?;
            }
            loop {
                match body.read(&mut chunk) {
                    Ok(0) => break,
                    Ok(octets) => out.write(&chunk[..octets]).map_err(failed("write"))?,
                    Err(fault) if fault.kind() == io::ErrorKind::Interrupted => {}
                    Err(fault) => return Err(failed("read")(fault)),
                }
            }
            let file = out.finish().map_err(failed("write"))?;
            file.sync_data().map_err(failed("sync"))
        })();
        written.map_err(|(doing, fault)| match doing {
            "read" => MaildirError::Body(fault),
            doing => MaildirError::of(doing, &path, fault),
        })
    }

    /// Steps 3 and 4.
    fn publish(&self, name: &str) -> Result<PathBuf, MaildirError> {
        let path = self.new.path.join(name);
        sys::renameat(&self.tmp.fd, name, &self.new.fd, name).map_err(|fault| {
            self.tmp.remove(name);
            MaildirError::of("rename a message to", &path, fault)
        })?;
        self.new.sync().inspect_err(|_| self.new.remove(name))?;
        Ok(path)
    }
}

/// A folder held open. What is done in it is done in just this folder, whatever its path leads to by now.
struct Folder {
    fd: OwnedFd,
    /// For people.
    path: PathBuf,
}

impl Folder {
    /// A folder in this one.
    fn folder(&self, name: &str, how: Open) -> Result<Self, MaildirError> {
        let path = self.path.join(name);
        if how == Open::Make {
            match sys::mkdirat(&self.fd, name, Mode::RWXU) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(fault) => return Err(MaildirError::of("make", &path, fault)),
            }
        }
        match self.open_beneath(name, FOLDER, Mode::empty()) {
            Ok(fd) => Ok(Self { fd, path }),
            Err(fault) => Err(MaildirError::of("open", &path, fault)),
        }
    }

    /// Makes a file that was not there, for nobody's eyes but the owner's.
    fn create(&self, name: &str) -> Result<File, MaildirError> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        match self.open_beneath(name, flags, Mode::RUSR | Mode::WUSR) {
            Ok(fd) => Ok(File::from(fd)),
            Err(fault) => Err(MaildirError::of("create", &self.path.join(name), fault)),
        }
    }

    /// Opens what has this very name in this folder, and not what a link there leads to.
    fn open_beneath(&self, name: &str, flags: OFlags, mode: Mode) -> rustix::io::Result<OwnedFd> {
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        match sys::openat2(&self.fd, name, flags | OFlags::NOFOLLOW, mode, resolve) {
            // Kernels before 5.6 have no openat2, and some sandboxes forbid it.
            Err(Errno::NOSYS | Errno::PERM) => self.open_no_follow(name, flags, mode),
            opened => opened,
        }
    }

    /// The same without openat2: as no name here holds a slash or is `..`, following no link at its end is all there is to
    /// the promise.
    fn open_no_follow(&self, name: &str, flags: OFlags, mode: Mode) -> rustix::io::Result<OwnedFd> {
        sys::openat(&self.fd, name, flags | OFlags::NOFOLLOW, mode)
    }

    fn has(&self, name: &str) -> Result<bool, MaildirError> {
        match sys::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(found) => Ok(FileType::from_raw_mode(found.st_mode).is_file()),
            Err(Errno::NOENT) => Ok(false),
            Err(fault) => Err(MaildirError::of("look for", &self.path.join(name), fault)),
        }
    }

    /// The entry of this name, with whatever a reader of mail has put behind it: `:2,FS`, or `,S=4711:2,`.
    fn find_flagged(&self, name: &str) -> Result<Option<String>, MaildirError> {
        let failed = |fault| MaildirError::of("list", &self.path, fault);
        for entry in sys::Dir::read_from(&self.fd).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let Ok(entry) = entry.file_name().to_str() else { continue };
            if entry.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ','])) {
                return Ok(Some(entry.to_owned()));
            }
        }
        Ok(None)
    }

    /// Removes a file if it is there. A file in `tmp` that cannot be removed does no harm but to stand in the way of the next
    /// attempt, which will say so.
    fn remove(&self, name: &str) {
        let _ = sys::unlinkat(&self.fd, name, AtFlags::empty());
    }

    fn sync(&self) -> Result<(), MaildirError> {
        sys::fsync(&self.fd).map_err(|fault| MaildirError::of("sync", &self.path, fault))
    }
}

/// How much of a message is in memory at once, in octets.
const CHUNK: usize = 64 * 1024;

/// Writes CRLF as LF: what follows a CR is looked at before the CR is written.
struct UnixLines<W> {
    out: W,
    /// The last octet was a CR and has not been written.
    cr: bool,
}

impl<W: Write> UnixLines<W> {
    fn new(out: W) -> Self {
        Self { out, cr: false }
    }

    fn write(&mut self, mut octets: &[u8]) -> io::Result<()> {
        while let Some(&first) = octets.first() {
            if std::mem::take(&mut self.cr) && first != b'\n' {
                self.out.write_all(b"\r")?;
            }
            let plain = octets.iter().position(|&octet| octet == b'\r').unwrap_or(octets.len());
            self.out.write_all(&octets[..plain])?;
            self.cr = plain < octets.len();
            octets = &octets[octets.len().min(plain + 1)..];
        }
        Ok(())
    }
}

impl UnixLines<BufWriter<File>> {
    fn finish(mut self) -> io::Result<File> {
        if self.cr {
            self.out.write_all(b"\r")?;
        }
        self.out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

/// Where under the root the Maildir of a mailbox is.
fn relative(mailbox: &Mailbox) -> String {
    format!("{}/{}", folder_name(&mailbox.domain().to_string()), folder_name(mailbox.local()))
}

/// A domain or a local part as the name of a folder: in lower case, every octet that is not plainly part of a name as `%`
/// and two hexadecimal digits. The result is never empty, `.` or `..`, holds no slash, and no two names share one.
fn folder_name(name: &str) -> String {
    let mut folder = String::with_capacity(name.len());
    for (i, octet) in name.to_lowercase().bytes().enumerate() {
        match octet {
            b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'+' | b'=' => folder.push(char::from(octet)),
            b'.' if i > 0 => folder.push('.'),
            octet => folder.push_str(&format!("%{octet:02x}")),
        }
    }
    folder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_local_part_is_a_path() {
        for (name, folder) in [
            ("alice", "alice"),
            ("a.b-c_d+e=f", "a.b-c_d+e=f"),
            ("Alice", "alice"),
            (".", "%2e"),
            ("..", "%2e."),
            ("../../etc/passwd", "%2e.%2f..%2fetc%2fpasswd"),
            (".ssh", "%2essh"),
            ("a/b", "a%2fb"),
            ("a%2fb", "a%252fb"),
            ("a b\0", "a%20b%00"),
            ("é", "%c3%a9"),
            ("[ipv6:::1]", "%5bipv6%3a%3a%3a1%5d"),
            ("new", "new"),
        ] {
            assert_eq!(folder_name(name), folder, "{name}");
        }
    }

    #[test]
    fn without_openat2_no_link_is_followed_either() {
        let world = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(world.path().join("folder")).expect("a folder");
        std::fs::write(world.path().join("file"), "precious").expect("a file");
        for target in ["folder", "file", "missing"] {
            std::os::unix::fs::symlink(target, world.path().join(format!("to-{target}"))).expect("a link");
        }
        let fd = sys::open(world.path(), FOLDER, Mode::empty()).expect("opened");
        let folder = Folder { fd, path: world.path().to_owned() };
        let new = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL;
        for (name, flags, opens) in [
            ("folder", FOLDER, true),
            ("to-folder", FOLDER, false),
            ("file", FOLDER, false),
            ("file", new, false),
            ("to-file", new, false),
            ("to-missing", new, false),
            ("fresh", new, true),
        ] {
            assert_eq!(folder.open_no_follow(name, flags, Mode::RWXU).is_ok(), opens, "{name}");
        }
        assert!(!world.path().join("missing").exists());
    }

    /// However the octets are cut.
    #[test]
    fn crlf_becomes_lf_and_nothing_else_changes() {
        let text = b"a\r\n\r\nb\rc\nd\r\r\n\r";
        for cut in 0..=text.len() {
            for cut2 in cut..=text.len() {
                let file = tempfile::tempfile().expect("a file");
                let mut out = UnixLines::new(BufWriter::new(file));
                for part in [&text[..cut], &text[cut..cut2], &text[cut2..]] {
                    out.write(part).expect("written");
                }
                let mut file = out.finish().expect("written");
                let mut found = Vec::new();
                io::Seek::rewind(&mut file).expect("rewound");
                file.read_to_end(&mut found).expect("read");
                assert_eq!(found, b"a\n\nb\rc\nd\r\n\r");
            }
        }
    }

    #[test]
    fn what_the_system_says_is_understood() {
        for (errno, temporary, says) in [
            (Errno::NOSPC, true, "no room to write /m"),
            (Errno::DQUOT, true, "no room to write /m"),
            (Errno::IO, true, "cannot write /m: "),
            (Errno::LOOP, true, "/m is a symbolic link or no folder"),
            (Errno::NAMETOOLONG, false, "the file system takes no name as long as that of /m"),
        ] {
            let error = MaildirError::of("write", Path::new("/m"), errno);
            assert_eq!(error.is_temporary(), temporary, "{errno:?}");
            assert!(error.to_string().starts_with(says), "{error}");
        }
    }
}
