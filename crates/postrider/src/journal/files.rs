//! The files of the journal. Their names say when they were begun: `refused-1795910400000.jsonl`, in milliseconds since 1970.
//!
//! Always holds: both kinds together have at most the octets of the options, and one line more; nothing is older than the options say, by an
//! eighth of that at most. Nothing is synced: after a power failure the end of a file may be missing, or be torn.

use std::collections::VecDeque;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use postrider_inbound::Record;
use postrider_outbound::{Clock as _, SystemClock};
use postrider_queue::Timestamp;
use rustix::fs::{OFlags, statvfs};

use super::form::{Gap, Part};
use super::{Dropped, Options};

/// Both kinds of files.
pub(super) const KINDS: [&str; 2] = ["refused", "other"];

/// Each kind has so many files, where they are full.
const FILES: u64 = 4;

/// A file is not written on when this part of the time that things are kept has passed.
const AGES: u32 = 8;

/// A batch is made in pieces of so many octets.
const PIECE: usize = 256 * 1024;

/// What lines are made in.
#[derive(Default)]
pub(super) struct Lines(Vec<u8>);

/// The folder.
pub(super) struct Folder {
    path: PathBuf,
    kinds: [Kind; 2],
}

/// The files of a kind.
struct Kind {
    name: &'static str,
    open: Option<Open>,
}

/// The file that is written.
struct Open {
    file: File,
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
        Self { path: path.to_owned(), kinds: KINDS.map(|name| Kind { name, open: None }) }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes parts of sessions, those in which something was refused first, and removes what is too much or too old.
    pub(super) fn write(
        &mut self,
        lines: &mut Lines,
        options: Options,
        (refused, other): (VecDeque<Record>, VecDeque<Record>),
        missed: Dropped,
    ) -> io::Result<()> {
        let now = SystemClock.now();
        if options.octets == 0 {
            self.kinds.iter_mut().for_each(|kind| kind.open = None);
            return self.prune(options, now);
        }
        if !refused.is_empty() || !other.is_empty() {
            self.make()?;
            self.has_room(options)?;
            let gap = (missed != Dropped::default()).then(|| Gap::of(missed, now));
            lines.0.clear();
            if let Some(gap) = gap {
                lines.add(&gap)?;
            }
            for (kind, records) in self.kinds.iter_mut().zip([refused, other]) {
                for record in &records {
                    lines.add(&Part::from(record))?;
                    if lines.0.len() >= PIECE {
                        kind.write(&self.path, lines, options, now)?;
                    }
                }
                kind.write(&self.path, lines, options, now)?;
            }
            lines.0.shrink_to(PIECE);
        }
        self.prune(options, now)
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

    fn prune(&mut self, options: Options, now: Timestamp) -> io::Result<()> {
        let oldest = now.as_millis().saturating_sub(millis(options.keep));
        for kind in &mut self.kinds {
            let files = match files(&self.path, kind.name) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
                files => files?,
            };
            let mut octets: u64 = files.iter().map(|file| file.octets).sum();
            for file in &files {
                let is_open = kind.open.as_ref().is_some_and(|open| open.begun == file.begun);
                if octets > options.octets / 2 && !is_open || file.changed < oldest {
                    fs::remove_file(&file.path)?;
                    octets -= file.octets;
                    if is_open {
                        kind.open = None;
                    }
                }
            }
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

impl Kind {
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
        let now = now.as_millis();
        let young = |open: &Open| now.saturating_sub(open.begun) < millis(options.keep / AGES);
        let room = |open: &Open| open.octets < options.octets / 2 / FILES;
        if self.open.as_ref().is_none_or(|open| !young(open) || !room(open)) {
            let last = files(folder, self.name)?.pop();
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
}

impl Open {
    fn new(folder: &Path, kind: &str, begun: u64) -> io::Result<Self> {
        let path = folder.join(format!("{kind}-{begun:013}.jsonl"));
        let file = options().create_new(true).append(true).open(path)?;
        Ok(Self { file, begun, octets: 0, torn: false })
    }

    fn again(found: &Found) -> io::Result<Self> {
        let mut file = options().read(true).append(true).open(&found.path)?;
        let octets = file.metadata()?.len();
        let mut end = [b'\n'];
        if octets > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut end)?;
        }
        Ok(Self { file, begun: found.begun, octets, torn: end != *b"\n" })
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
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::{Duration, SystemTime};

    use super::*;

    const OPTIONS: Options =
        Options { octets: 1024 * 1024, keep: Duration::from_secs(86_400), free_floor_octets: 0 };

    fn folder() -> (tempfile::TempDir, Folder) {
        let data = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(&data.path().join("journal"));
        folder.make().expect("made");
        (data, folder)
    }

    fn write(folder: &mut Folder, line: &str, now: Timestamp) {
        let mut lines = Lines::default();
        lines.add(&line).expect("written");
        folder.kinds[0].write(&folder.path, &mut lines, OPTIONS, now).expect("written");
        folder.prune(OPTIONS, now).expect("pruned");
    }

    fn found(folder: &Folder) -> Vec<Found> {
        files(&folder.path, KINDS[0]).expect("a folder")
    }

    #[test]
    fn the_oldest_go_when_there_is_too_much() {
        let (_data, mut folder) = folder();
        let line = "x".repeat(50_000);
        for _ in 0..100 {
            write(&mut folder, &line, SystemClock.now());
            let octets: u64 = found(&folder).iter().map(|file| file.octets).sum();
            assert!(octets <= OPTIONS.octets / 2 + 50_003, "{octets}");
        }
        let files = found(&folder);
        assert!(files.len() >= 3, "{files:?}");
        for Found { path, .. } in &files {
            assert_eq!(fs::metadata(path).expect("it is there").permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::metadata(&folder.path).expect("it is there").permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn what_is_too_old_goes_and_a_file_is_not_written_on_for_ever() {
        let (_data, mut folder) = folder();
        let now = SystemClock.now();
        let later = |part: u32| Timestamp::from_millis(now.as_millis() + millis(OPTIONS.keep / part));
        write(&mut folder, "one", now);
        write(&mut folder, "two", later(9));
        assert_eq!(found(&folder).len(), 1);
        write(&mut folder, "three", later(AGES));
        let files = found(&folder);
        assert_eq!(files.len(), 2, "{files:?}");
        let old = SystemTime::now() - OPTIONS.keep - Duration::from_secs(1);
        File::options()
            .append(true)
            .open(&files[0].path)
            .and_then(|file| file.set_modified(old))
            .expect("set");
        write(&mut folder, "four", later(AGES));
        assert_eq!(found(&folder).len(), 1);
        let off = Options { octets: 0, ..OPTIONS };
        folder.write(&mut Lines::default(), off, Default::default(), Dropped::default()).expect("off");
        assert!(found(&folder).is_empty());
    }

    #[test]
    fn behind_a_torn_line_a_new_one_begins() {
        let (_data, mut folder) = folder();
        let now = SystemClock.now();
        write(&mut folder, "one", now);
        let [file] = &found(&folder)[..] else { panic!("one file") };
        let mut end = File::options().append(true).open(&file.path).expect("opened");
        end.write_all(b"{\"torn").expect("written");
        let mut again = Folder::new(&folder.path);
        write(&mut again, "two", now);
        write(&mut again, "three", now);
        let text = fs::read_to_string(&file.path).expect("text");
        assert_eq!(text, "\"one\"\n{\"torn\n\"two\"\n\"three\"\n");
    }

    #[test]
    fn a_disk_that_is_nearly_full_gets_nothing() {
        let (_data, folder) = folder();
        folder.has_room(OPTIONS).expect("there is room");
        let full = Options { free_floor_octets: u64::MAX, ..OPTIONS };
        assert_eq!(folder.has_room(full).expect_err("full").kind(), io::ErrorKind::StorageFull);
    }
}
