//! The folder of the journal.
//!
//! Always holds: both kinds together have at most the octets of the options, and one line more; nothing is older than the options say, by an
//! eighth of that at most. Nothing is synced: after a power failure the end of a file may be missing, or be torn.

use std::collections::VecDeque;
use std::fs::{self, DirBuilder};
use std::io;
use std::mem;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use postrider_outbound::{Clock as _, SystemClock};
use postrider_queue::Timestamp;
use rustix::fs::statvfs;

use super::file::{files, millis};
use super::form::{Gap, Part};
use super::kind::{AGES, KINDS, Kind};
use super::shares::{Network, SHARE, Shares};
use super::{Dropped, Options};

/// A batch is made in pieces of so many octets.
const PIECE: usize = 256 * 1024;

/// What lines are made in.
#[derive(Default)]
pub(super) struct Lines(pub(super) Vec<u8>);

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

fn free(folder: &Path) -> io::Result<u64> {
    let disk = statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests;
