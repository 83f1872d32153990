//! The files of the journal. Their names say when they were begun: `refused-1795910400000.jsonl`, in milliseconds since 1970.
//!
//! Always holds: both kinds together have at most the octets of the options, and one line more; nothing is older than the options say, by an
//! eighth of that at most. Nothing is synced: after a power failure the end of a file may be missing, or be torn.

use std::collections::VecDeque;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::mem;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use postrider_outbound::{Clock as _, SystemClock};
use postrider_queue::Timestamp;
use rustix::fs::{OFlags, statvfs};

use super::form::{Gap, Part};
use super::shares::{Network, SHARE, Shares};
use super::{Dropped, Options};

/// Both kinds of files.
pub(super) const KINDS: [&str; 2] = ["refused", "other"];

/// Each kind has so many files, where they are full.
const FILES: u64 = 4;

/// A file is not written on when this part of the time that things are kept has passed.
const AGES: u32 = 8;

/// The clock may be set back by so much, in milliseconds, and what was written before that is none of the future.
const SET_BACK: u64 = 60_000;

/// A batch is made in pieces of so many octets.
const PIECE: usize = 256 * 1024;

/// What lines are made in.
#[derive(Default)]
pub(super) struct Lines(Vec<u8>);

/// The folder.
pub(super) struct Folder {
    path: PathBuf,
    kinds: [Kind; 2],
    /// What clients in whose sessions something was refused have taken since then.
    shares: (Shares, Instant),
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Written {
    /// How many parts of each kind.
    pub(super) parts: Dropped,
    /// What was dropped before is noted.
    pub(super) gap: bool,
}

/// The files of a kind.
struct Kind {
    name: &'static str,
    open: Option<Open>,
    /// What was to be written last was written.
    is_well: bool,
}

/// The file that is written.
struct Open {
    file: File,
    path: PathBuf,
    begun: u64,
    octets: u64,
    /// Its last line may have no end.
    torn: bool,
}

/// A file of the journal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// In milliseconds since 1970.
    pub(super) begun: u64,
    pub(super) path: PathBuf,
    octets: u64,
    changed: u64,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            kinds: KINDS.map(Kind::new),
            shares: (Shares::default(), Instant::now()),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether what was written last of each kind is there.
    pub(super) fn is_well(&self) -> bool {
        self.kinds.iter().all(|kind| kind.is_well)
    }

    /// Writes parts of sessions, those in which something was refused first, and removes what is too much or too old: that also where nothing can be
    /// written. Gives what was written, and whether all went well.
    pub(super) fn write<R>(
        &mut self,
        lines: &mut Lines,
        options: Options,
        parts: (&VecDeque<R>, &VecDeque<R>),
        missed: Dropped,
    ) -> (Written, io::Result<()>)
    where
        for<'a> Part<'a>: From<&'a R>,
        for<'a> Network: From<&'a R>,
    {
        let now = SystemClock.now();
        let mut written = Written::default();
        if options.octets == 0 {
            self.kinds = KINDS.map(Kind::new);
            return (written, self.prune(options, now));
        }
        let done = if parts.0.is_empty() && parts.1.is_empty() {
            Ok(())
        } else {
            self.append(lines, options, parts, (missed, &mut written), now)
        };
        lines.0.shrink_to(PIECE);
        let pruned = self.prune(options, now);
        (written, done.and(pruned))
    }

    fn append<R>(
        &mut self,
        lines: &mut Lines,
        options: Options,
        (refused, other): (&VecDeque<R>, &VecDeque<R>),
        (missed, written): (Dropped, &mut Written),
        now: Timestamp,
    ) -> io::Result<()>
    where
        for<'a> Part<'a>: From<&'a R>,
        for<'a> Network: From<&'a R>,
    {
        if let Err(error) = self.make().and_then(|()| self.has_room(options)) {
            // It is as well as the next ones of this kind find it.
            self.kinds[usize::from(refused.is_empty())].is_well = false;
            return Err(error);
        }
        lines.0.clear();
        let Self { path, kinds: [of_refused, of_other], shares: (shares, since) } = self;
        if since.elapsed() >= options.keep / AGES {
            shares.clear();
            *since = Instant::now();
        }
        let mut gap = missed != Dropped::default();
        if gap {
            lines.add(&Gap::of(missed, now))?;
        }
        let share = options.octets / 2 / SHARE;
        let mut made = 0;
        for record in refused {
            let network = Network::from(record);
            // Whoever has had its share is not worth a line.
            if !shares.has_room(network, 1, share) {
                continue;
            }
            let before = lines.0.len();
            lines.add(&Part::from(record))?;
            let octets = (lines.0.len() - before) as u64;
            shares.take(network, octets);
            made += 1;
            if lines.0.len() >= PIECE {
                of_refused.write(path, lines, options, now)?;
                written.parts.refused += mem::take(&mut made);
                written.gap |= mem::take(&mut gap);
            }
        }
        of_refused.write(path, lines, options, now)?;
        written.parts.refused += made;
        written.gap |= gap;
        made = 0;
        for record in other {
            lines.add(&Part::from(record))?;
            made += 1;
            if lines.0.len() >= PIECE {
                of_other.write(path, lines, options, now)?;
                written.parts.other += mem::take(&mut made);
            }
        }
        of_other.write(path, lines, options, now)?;
        written.parts.other += made;
        Ok(())
    }

    /// For nobody but this user. The data folder is there.
    fn make(&self) -> io::Result<()> {
        match DirBuilder::new().mode(0o700).create(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    fn has_room(&self, options: Options) -> io::Result<()> {
        if free(&self.path)? >= options.free_floor_octets {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::StorageFull, "the disk has no more than queue.free_floor_octets"))
    }

    /// Removes what is too much or too old. What cannot be removed is no reason to keep the rest.
    fn prune(&mut self, options: Options, now: Timestamp) -> io::Result<()> {
        let oldest = now.as_millis().saturating_sub(millis(options.keep));
        let mut done = Ok(());
        for kind in &mut self.kinds {
            let found = match files(&self.path, kind.name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                found => found?,
            };
            let files = if found.iter().any(|file| file.is_of_the_future(now)) {
                done = done.and(kind.bring_back(&self.path, &found, now));
                files(&self.path, kind.name)?
            } else {
                found
            };
            let mut octets: u64 = files.iter().map(|file| file.octets).sum();
            for file in &files {
                let is_open = kind.open.as_ref().is_some_and(|open| open.begun == file.begun);
                if octets > options.octets / 2 && !is_open || file.changed < oldest {
                    let removed = fs::remove_file(&file.path);
                    if removed.is_ok() {
                        octets -= file.octets;
                        if is_open {
                            kind.open = None;
                        }
                    }
                    done = done.and(removed);
                }
            }
        }
        done
    }
}

impl Lines {
    fn add(&mut self, line: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, line)?;
        self.0.push(b'\n');
        Ok(())
    }
}

impl Kind {
    const fn new(name: &'static str) -> Self {
        Self { name, open: None, is_well: true }
    }

    fn write(
        &mut self,
        folder: &Path,
        lines: &mut Lines,
        options: Options,
        now: Timestamp,
    ) -> io::Result<()> {
        if lines.0.is_empty() {
            return Ok(());
        }
        let done = self.write_lines(folder, lines, options, now);
        self.is_well = done.is_ok();
        done
    }

    fn write_lines(
        &mut self,
        folder: &Path,
        lines: &mut Lines,
        options: Options,
        now: Timestamp,
    ) -> io::Result<()> {
        let now = now.as_millis();
        // One of the future would be young until then.
        let young = |open: &Open| {
            open.begun <= now.saturating_add(SET_BACK)
                && now.saturating_sub(open.begun) < millis(options.keep / AGES)
        };
        let room = |open: &Open| open.octets < options.octets / 2 / FILES;
        self.open = self.open.take().filter(Open::is_there);
        if self.open.as_ref().is_none_or(|open| !young(open) || !room(open)) {
            let mut past = files(folder, self.name)?;
            past.retain(|file| file.begun <= now.saturating_add(SET_BACK));
            let last = past.pop();
            let going_on = match (&self.open, &last) {
                // What the last run has left is written on.
                (None, Some(last)) => Some(Open::again(last)?).filter(|open| young(open) && room(open)),
                _ => None,
            };
            self.open = Some(match going_on {
                Some(open) => open,
                None => Open::new(folder, self.name, last.map_or(now, |last| now.max(last.begun + 1)))?,
            });
        }
        let open = self.open.as_mut().expect("it was opened above");
        if open.torn {
            open.file.write_all(b"\n")?;
        }
        // Until all of it is there.
        open.torn = true;
        open.file.write_all(&lines.0)?;
        open.torn = false;
        open.octets += lines.0.len() as u64;
        lines.0.clear();
        Ok(())
    }

    /// The clock was ahead when these were written: their time begins now, since nobody knows when it was.
    fn bring_back(&mut self, folder: &Path, found: &[Found], now: Timestamp) -> io::Result<()> {
        let mut free = now.as_millis();
        for file in found.iter().filter(|file| file.is_of_the_future(now)).rev() {
            if self.open.as_ref().is_some_and(|open| open.begun == file.begun) {
                self.open = None;
            }
            let now = SystemTime::UNIX_EPOCH + Duration::from_millis(now.as_millis());
            options().append(true).open(&file.path)?.set_modified(now)?;
            if file.begun > free {
                while found.iter().any(|other| other.begun == free) {
                    free = free.saturating_sub(1);
                }
                fs::rename(&file.path, path_of(folder, self.name, free))?;
                free = free.saturating_sub(1);
            }
        }
        Ok(())
    }
}

impl Found {
    fn is_of_the_future(&self, now: Timestamp) -> bool {
        self.begun.max(self.changed) > now.as_millis().saturating_add(SET_BACK)
    }
}

fn path_of(folder: &Path, kind: &str, begun: u64) -> PathBuf {
    folder.join(format!("{kind}-{begun:013}.jsonl"))
}

impl Open {
    /// Whether its name still leads to it: somebody may have removed it, or moved it away.
    fn is_there(&self) -> bool {
        let (Ok(own), Ok(named)) = (self.file.metadata(), fs::symlink_metadata(&self.path)) else {
            return false;
        };
        (own.dev(), own.ino()) == (named.dev(), named.ino())
    }

    fn new(folder: &Path, kind: &str, begun: u64) -> io::Result<Self> {
        let path = path_of(folder, kind, begun);
        let file = options().create_new(true).append(true).open(&path)?;
        Ok(Self { file, path, begun, octets: 0, torn: false })
    }

    fn again(found: &Found) -> io::Result<Self> {
        let mut file = options().read(true).append(true).open(&found.path)?;
        let octets = file.metadata()?.len();
        let mut end = [b'\n'];
        if octets > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut end)?;
        }
        Ok(Self { file, path: found.path.clone(), begun: found.begun, octets, torn: end != *b"\n" })
    }
}

/// It is for this user, and nothing that a link leads to.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600).custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options
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

fn free(folder: &Path) -> io::Result<u64> {
    let disk = statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn millis(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
