//! The folder of the journal.
//!
//! Always holds, within a batch too: each kind has at most half of the octets of the options, and one line more; nothing is older than the
//! options say, by an eighth of that at most. Nothing is synced: after a power failure the end of a file may be missing, or be torn.

use std::collections::VecDeque;
use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::mem;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use postrider_outbound::{Clock as _, SystemClock};
use postrider_queue::Timestamp;

use super::form::{Gap, Part};
use super::kind::{AGES, KINDS, Kind};
use super::shares::{Network, SHARE, Shares};
use super::{Dropped, Options};

/// A batch is made in pieces of so many octets: half of the least room of a kind, which has room for one beside a file that is written on.
const PIECE: usize = 256 * 1024;

/// The permissions of the folder.
const PRIVATE: u32 = 0o700;

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

/// What has become of a batch.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) written: Written,
    /// What has kept the rest from being written.
    pub(super) writing: io::Result<()>,
    /// What has kept something from being removed.
    pub(super) removing: io::Result<()>,
    /// Each kind is written, as far as one was in trouble that is its own.
    pub(super) is_well: bool,
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

    /// Writes parts of sessions, those in which something was refused first, and removes what is too much or too old: that also where nothing can be
    /// written.
    pub(super) fn write<R>(
        &mut self,
        lines: &mut Lines,
        options: Options,
        parts: (&VecDeque<R>, &VecDeque<R>),
        missed: Dropped,
    ) -> Outcome
    where
        for<'a> Part<'a>: From<&'a R>,
        for<'a> Network: From<&'a R>,
    {
        let now = SystemClock.now();
        let mut written = Written::default();
        let mut writing = Ok(());
        if options.octets == 0 {
            self.kinds = KINDS.map(Kind::new);
        } else if !parts.0.is_empty() || !parts.1.is_empty() {
            writing = self.append(lines, options, parts, (missed, &mut written), now);
            lines.0.shrink_to(PIECE);
        }
        let mut removing = Ok(());
        for kind in &mut self.kinds {
            removing = removing.and(kind.prune(&self.path, options, 0, now));
        }
        Outcome { written, writing, removing, is_well: self.kinds.iter().all(|kind| kind.is_well) }
    }

    /// Trouble with one kind costs the other nothing.
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
        self.make()?;
        let mut taken = Vec::new();
        let first = self.append_refused(lines, options, refused, (missed, written, &mut taken), now);
        // What was not written has taken nothing.
        for (network, octets) in taken {
            self.shares.0.give_back(network, octets);
        }
        first.and(self.append_other(lines, options, other, written, now))
    }

    /// In `taken` there stays what was not written.
    fn append_refused<R>(
        &mut self,
        lines: &mut Lines,
        options: Options,
        refused: &VecDeque<R>,
        (missed, written, taken): (Dropped, &mut Written, &mut Vec<(Network, u64)>),
        now: Timestamp,
    ) -> io::Result<()>
    where
        for<'a> Part<'a>: From<&'a R>,
        for<'a> Network: From<&'a R>,
    {
        let Self { path, kinds: [kind, _], shares: (shares, since) } = self;
        if since.elapsed() >= options.keep / AGES {
            shares.clear();
            *since = Instant::now();
        }
        let has_gap = missed != Dropped::default();
        lines.0.clear();
        if has_gap {
            lines.add(&Gap::of(missed, now))?;
        }
        let mut write = |lines: &mut Lines, taken: &mut Vec<_>| {
            let parts = taken.len() as u64;
            kind.write(path, (lines, parts), options, now)?;
            taken.clear();
            written.parts.refused += parts;
            // It is in front of them all.
            written.gap = has_gap;
            io::Result::Ok(())
        };
        let share = options.octets / 2 / SHARE;
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
            taken.push((network, octets));
            if lines.0.len() >= PIECE {
                write(lines, taken)?;
            }
        }
        write(lines, taken)
    }

    fn append_other<R>(
        &mut self,
        lines: &mut Lines,
        options: Options,
        other: &VecDeque<R>,
        written: &mut Written,
        now: Timestamp,
    ) -> io::Result<()>
    where
        for<'a> Part<'a>: From<&'a R>,
    {
        let Self { path, kinds: [_, kind], .. } = self;
        let mut made = 0;
        lines.0.clear();
        for record in other {
            lines.add(&Part::from(record))?;
            made += 1;
            if lines.0.len() >= PIECE {
                kind.write(path, (lines, made), options, now)?;
                written.parts.other += mem::take(&mut made);
            }
        }
        kind.write(path, (lines, made), options, now)?;
        written.parts.other += made;
        Ok(())
    }

    /// For nobody but this user, also where it is there already, as behind a restore. The data folder is there.
    fn make(&self) -> io::Result<()> {
        match DirBuilder::new().mode(PRIVATE).create(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made,
        }
        let metadata = fs::metadata(&self.path)?;
        if !metadata.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        if metadata.permissions().mode() & 0o777 != PRIVATE {
            fs::set_permissions(&self.path, Permissions::from_mode(PRIVATE))?;
        }
        Ok(())
    }
}

impl Lines {
    fn add(&mut self, line: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.0, line)?;
        self.0.push(b'\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests;
