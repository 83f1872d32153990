//! Whether the journal can be written, and what is too much or too old removed, and what the log is told of it.

use std::io;
use std::mem;
use std::path::Path;
use std::time::{Duration, Instant};

use tracing::{info, warn};

use super::files::Outcome;
use super::{Dropped, Options};

/// Of the same trouble the log is told no more often than this: a disk about its floor is full and has room again many times a second.
const PAUSE: Duration = Duration::from_secs(60);

/// How the journal is, as far as the log was told.
#[derive(Debug, Default)]
pub(super) struct Health {
    is_on: bool,
    writing: Trouble,
    removing: Trouble,
}

/// Trouble of one sort. That it is there is told once, and so is that it is over.
#[derive(Debug, Default)]
struct Trouble {
    is_told: bool,
    /// When it was told last that it is there.
    told: Option<Instant>,
}

/// What the log is told.
#[derive(Debug)]
enum News<'a> {
    NotWritten(&'a io::Error),
    WrittenAgain,
    NotRemoved(&'a io::Error),
    Removed,
}

impl Health {
    /// Tells what is new with a batch.
    pub(super) fn tell(&mut self, folder: &Path, options: Options, outcome: &Outcome) {
        let is_on = options.octets > 0;
        for news in self.news(is_on, outcome, Instant::now()).into_iter().flatten() {
            news.tell(folder, is_on);
        }
    }

    fn news<'a>(&mut self, is_on: bool, outcome: &'a Outcome, now: Instant) -> [Option<News<'a>>; 2] {
        if self.is_on != is_on {
            // Whoever switches it off wants to know what stays, whatever was told before.
            *self = Self { is_on, ..Self::default() };
        }
        let writing = match &outcome.writing {
            Err(error) => self.writing.is_news(now).then_some(News::NotWritten(error)),
            Ok(()) if outcome.is_well && outcome.written.parts != Dropped::default() => {
                self.writing.is_over().then_some(News::WrittenAgain)
            }
            Ok(()) => None,
        };
        let removing = match &outcome.removing {
            Err(error) => self.removing.is_news(now).then_some(News::NotRemoved(error)),
            Ok(()) => self.removing.is_over().then_some(News::Removed),
        };
        [writing, removing]
    }
}

impl Trouble {
    /// It is there. Gives whether that is to be told.
    fn is_news(&mut self, now: Instant) -> bool {
        if self.is_told || self.told.is_some_and(|told| now.saturating_duration_since(told) < PAUSE) {
            return false;
        }
        (self.is_told, self.told) = (true, Some(now));
        true
    }

    /// It is not there. Gives whether that is to be told.
    fn is_over(&mut self) -> bool {
        mem::take(&mut self.is_told)
    }
}

impl News<'_> {
    fn tell(self, folder: &Path, is_on: bool) {
        let folder = folder.display();
        match self {
            Self::NotWritten(error) => warn!(
                %folder, %error, help = help_to_write(error.kind()),
                "the journal of sessions cannot be written, and `postrider why` will not know of them; mail goes on, and the journal as soon as it can"
            ),
            Self::WrittenAgain => info!(%folder, "the journal of sessions is written again"),
            Self::NotRemoved(error) if is_on => warn!(
                %folder, %error, help = help_to_remove(error.kind()),
                "what is too old of the journal of sessions, or too much, cannot be removed"
            ),
            Self::NotRemoved(error) => warn!(
                %folder, %error, help = help_to_remove(error.kind()),
                "the journal of sessions is off, and what there is of it cannot be removed"
            ),
            Self::Removed if is_on => {
                info!(%folder, "what is too old of the journal of sessions, or too much, is removed");
            }
            Self::Removed => {
                info!(%folder, "the journal of sessions is off, and what there was of it is removed");
            }
        }
    }
}

/// What to do where it cannot be written.
fn help_to_write(error: io::ErrorKind) -> &'static str {
    match error {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "make room on its disk, or let journal.size_octets be less"
        }
        io::ErrorKind::PermissionDenied => OURS,
        io::ErrorKind::ReadOnlyFilesystem => READ_ONLY,
        _ => {
            "see that it is a folder that the user of the server can write; if it is not, remove it, and the server makes one"
        }
    }
}

/// What to do where something of it cannot be removed.
fn help_to_remove(error: io::ErrorKind) -> &'static str {
    match error {
        io::ErrorKind::PermissionDenied => OURS,
        io::ErrorKind::ReadOnlyFilesystem => READ_ONLY,
        _ => "remove it by hand",
    }
}

const OURS: &str = "let it belong to the user of the server, with all that is in it";
const READ_ONLY: &str = "see why its disk can only be read";

#[cfg(test)]
mod tests {
    use super::super::files::Written;
    use super::*;

    fn outcome(refused: u64, is_written: bool, is_removed: bool) -> Outcome {
        let result = |is_ok: bool| if is_ok { Ok(()) } else { Err(io::ErrorKind::Other.into()) };
        Outcome {
            written: Written { parts: Dropped { refused, other: 0 }, gap: false },
            writing: result(is_written),
            removing: result(is_removed),
            is_well: is_written,
        }
    }

    /// What is told.
    fn told(health: &mut Health, is_on: bool, outcome: &Outcome, now: Instant) -> Vec<&'static str> {
        let news = health.news(is_on, outcome, now);
        let name = |news| match news {
            News::NotWritten(_) => "not written",
            News::WrittenAgain => "written again",
            News::NotRemoved(_) => "not removed",
            News::Removed => "removed",
        };
        news.into_iter().flatten().map(name).collect()
    }

    #[test]
    fn trouble_is_told_once_and_its_end_when_something_was_written() {
        let (mut health, now) = (Health::default(), Instant::now());
        let mut tell = |refused, is_written, is_removed| {
            told(&mut health, true, &outcome(refused, is_written, is_removed), now)
        };
        assert_eq!(tell(1, true, true), [""; 0]);
        assert_eq!(tell(0, false, true), ["not written"]);
        assert_eq!(tell(0, false, true), [""; 0]);
        assert_eq!(tell(0, true, true), [""; 0]);
        assert_eq!(tell(1, true, true), ["written again"]);
        assert_eq!(tell(1, true, true), [""; 0]);
    }

    #[test]
    fn what_cannot_be_removed_is_trouble_of_its_own() {
        let (mut health, now) = (Health::default(), Instant::now());
        let mut tell = |refused, is_written, is_removed| {
            told(&mut health, true, &outcome(refused, is_written, is_removed), now)
        };
        assert_eq!(tell(1, true, false), ["not removed"]);
        assert_eq!(tell(0, false, false), ["not written"]);
        assert_eq!(tell(0, true, true), ["removed"]);
        assert_eq!(tell(1, true, true), ["written again"]);
    }

    #[test]
    fn trouble_that_comes_and_goes_is_told_no_more_than_once_a_minute() {
        let (mut health, begun) = (Health::default(), Instant::now());
        let mut lines = 0;
        for second in 0..PAUSE.as_secs() {
            let now = begun + Duration::from_secs(second);
            lines += told(&mut health, true, &outcome(0, false, true), now).len();
            lines += told(&mut health, true, &outcome(1, true, true), now).len();
        }
        assert_eq!(lines, 2);
        // What is there still is told then.
        let later = begun + PAUSE;
        assert_eq!(told(&mut health, true, &outcome(0, false, true), later), ["not written"]);
    }

    #[test]
    fn whoever_switches_it_off_while_it_is_ill_is_told_what_stays() {
        let (mut health, now) = (Health::default(), Instant::now());
        assert_eq!(told(&mut health, true, &outcome(0, false, false), now), ["not written", "not removed"]);
        assert_eq!(told(&mut health, false, &outcome(0, true, false), now), ["not removed"]);
        assert_eq!(told(&mut health, false, &outcome(0, true, false), now), [""; 0]);
        assert_eq!(told(&mut health, false, &outcome(0, true, true), now), ["removed"]);
        // Nothing was written, so it is not said that it is written again.
        assert_eq!(told(&mut health, true, &outcome(0, true, true), now), [""; 0]);
        assert_eq!(told(&mut health, true, &outcome(1, true, true), now), [""; 0]);
    }
}
