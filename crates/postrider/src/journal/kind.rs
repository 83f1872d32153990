//! The files of one kind: the one that is written, and those before it.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use postrider_queue::Timestamp;
use rustix::fs::statvfs;

use super::Options;
use super::file::{Found, Open, SET_BACK, files, millis, options, path_of};
use super::files::Lines;

/// Both kinds of files.
pub(super) const KINDS: [&str; 2] = ["refused", "other"];

/// Each kind has so many files, where they are full.
const FILES: u64 = 4;

/// A file is not written on when this part of the time that things are kept has passed.
pub(super) const AGES: u32 = 8;

/// The files of a kind.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) open: Option<Open>,
    /// What was to be written last of sessions was written, as far as the trouble was of this kind alone.
    pub(super) is_well: bool,
}

impl Kind {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, open: None, is_well: true }
    }

    /// Writes lines, that many of them parts of sessions, and makes room for them first. They are taken out when they are written.
    pub(super) fn write(
        &mut self,
        folder: &Path,
        (lines, parts): (&mut Lines, u64),
        options: Options,
        now: Timestamp,
    ) -> io::Result<()> {
        if lines.0.is_empty() {
            return Ok(());
        }
        // That is no trouble of this kind alone.
        has_room(folder, options)?;
        let done = self.write_lines(folder, &lines.0, options, now);
        if done.is_ok() {
            lines.0.clear();
        }
        // That something is missing can be written where nothing else was tried again.
        self.is_well = done.is_ok() && (self.is_well || parts > 0);
        done
    }

    fn write_lines(
        &mut self,
        folder: &Path,
        lines: &[u8],
        options: Options,
        now: Timestamp,
    ) -> io::Result<()> {
        let at = now.as_millis();
        // One of the future would be young until then.
        let is_young = |begun: u64| {
            begun <= at.saturating_add(SET_BACK) && at.saturating_sub(begun) < millis(options.keep / AGES)
        };
        let goes_on = |begun: u64, octets: u64| is_young(begun) && octets < options.octets / 2 / FILES;
        self.open = self.open.take().filter(|open| goes_on(open.begun, open.octets) && open.is_there());
        // What cannot be removed is met again behind the batch, if it is still too much then, and told.
        self.prune(folder, options, lines.len() as u64, now).ok();
        if self.open.is_none() {
            let mut past = files(folder, self.name)?;
            past.retain(|file| file.begun <= at.saturating_add(SET_BACK));
            let last = past.pop();
            // What the last run has left is written on. What cannot be opened stays as it is, and is in nobody's way.
            let going_on = last
                .as_ref()
                .filter(|last| goes_on(last.begun, last.octets))
                .and_then(|last| Open::again(last).ok());
            self.open = Some(match going_on {
                Some(open) => open,
                None => Open::new(folder, self.name, last.map_or(at, |last| at.max(last.begun + 1)))?,
            });
        }
        let open = self.open.as_mut().expect("it was opened above");
        if open.torn {
            open.file.write_all(b"\n")?;
        }
        let done = open.file.write_all(lines);
        open.torn = done.is_err();
        // A part of it may be there.
        open.octets = open.file.metadata()?.len();
        done
    }

    /// Removes what is too much, with so many octets that are to come, or too old. What cannot be removed is no reason to keep the rest.
    ///
    /// # Errors
    ///
    /// The first that could not be removed, by its name.
    pub(super) fn prune(
        &mut self,
        folder: &Path,
        options: Options,
        coming: u64,
        now: Timestamp,
    ) -> io::Result<()> {
        let oldest = now.as_millis().saturating_sub(millis(options.keep));
        let found = match files(folder, self.name) {
            // There is nothing of ours.
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(());
            }
            found => found?,
        };
        let mut done = Ok(());
        let files = if found.iter().any(|file| file.is_of_the_future(now)) {
            done = self.bring_back(folder, &found, now);
            files(folder, self.name)?
        } else {
            found
        };
        let mut octets = files.iter().fold(coming, |sum, file| sum.saturating_add(file.octets));
        for file in &files {
            let is_open = self.open.as_ref().is_some_and(|open| open.begun == file.begun);
            let is_too_much = options.octets == 0 || octets > options.octets / 2;
            if is_too_much && !is_open || file.changed < oldest {
                let removed = fs::remove_file(&file.path);
                if removed.is_ok() {
                    octets -= file.octets;
                    if is_open {
                        self.open = None;
                    }
                }
                done = done.and(removed.map_err(|error| {
                    io::Error::new(error.kind(), format!("{}: {error}", file.path.display()))
                }));
            }
        }
        done
    }

    /// The clock was ahead when these were written: their time begins now, since nobody knows when it was.
    pub(super) fn bring_back(&mut self, folder: &Path, found: &[Found], now: Timestamp) -> io::Result<()> {
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

pub(super) fn has_room(folder: &Path, options: Options) -> io::Result<()> {
    let disk = statvfs(folder)?;
    if disk.f_bavail.saturating_mul(disk.f_frsize) >= options.free_floor_octets {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::StorageFull, "the disk has no more than queue.free_floor_octets"))
}
