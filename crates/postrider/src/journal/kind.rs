//! The files of one kind: the one that is written, and those before it.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use postrider_queue::Timestamp;

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
    /// What was to be written last was written.
    pub(super) is_well: bool,
}

impl Kind {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, open: None, is_well: true }
    }

    pub(super) fn write(
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
