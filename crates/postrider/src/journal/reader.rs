//! The journal, read: whether the server runs or not.
//!
//! However large it is, what is held of it is bounded: of a file where its lines are, and of the sessions that are found the last ones.

use std::cmp::Reverse;
use std::fs::{self, File};
use std::io;
use std::mem;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::file;
use super::form::{Ending, Part};
use super::index::{self, Place};
use super::kind::KINDS;
use super::{About, Step};

/// So many octets of lines are held of the sessions of a kind that are found, and one session more. In memory it is some six times as much.
const FOUND_OCTETS: usize = 4 * 1024 * 1024;

/// The journal on the disk.
#[derive(Debug)]
pub struct Reader {
    folder: PathBuf,
}

/// Why it cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is none.
    #[error(
        "there is no journal in {}: no server has run with this data folder since journals are kept, or journal.size_octets is 0. Say with --data or --config which server is meant",
        .0.display()
    )]
    None(PathBuf),
    /// It belongs to somebody else.
    #[error("the journal in {} belongs to another user: run this as the user of the server, or as root", .0.display())]
    NotAllowed(PathBuf),
    /// It cannot be read.
    #[error("the journal in {} cannot be read: {error}", .folder.display())]
    Io {
        /// Where.
        folder: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
}

/// A session, of all its parts that are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Which, and with whom, as of the last part.
    #[serde(flatten)]
    pub about: About,
    /// A part is not there any more, or could not be kept.
    pub incomplete: bool,
    /// What was said.
    pub steps: Vec<Step>,
    /// How it ended; none where it goes on, or where its end is not there.
    pub end: Option<Ending>,
}

/// How far the journal goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Reach {
    /// When the session began of which the oldest part is that is there, of those in which something was refused.
    pub refused_since: Option<String>,
    /// The same, of those in which nothing was.
    pub other_since: Option<String>,
    /// Parts of sessions that could not be kept.
    pub dropped: u64,
    /// So much was found that what is older was left out, and not looked at to its end.
    pub is_cut: bool,
    /// What has the name of a file of the journal and is none, as a folder: it was passed over.
    pub passed_over: Vec<String>,
}

/// Which sessions are looked at: a test that is cheap, and may be true too often.
#[derive(Clone, Copy)]
pub enum Hint<'a> {
    /// Those that have all of this in a line. Capital letters are as good as small ones: so are the names of domains.
    Said(&'a [String]),
    /// Those of which this is true.
    Of(&'a dyn Fn(&Head) -> bool),
}

/// Who a session is with: what a line has in front of what was said.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Head {
    /// The id.
    pub session: String,
    /// When it began.
    pub began: String,
    /// The client.
    pub client: String,
    /// The proxy that it is behind.
    #[serde(default)]
    pub proxy: Option<String>,
    /// Which part the line is.
    pub(super) part: u32,
}

impl Reader {
    /// The journal of the server with this data folder.
    #[must_use]
    pub fn new(data: &Path) -> Self {
        Self { folder: super::folder(data) }
    }

    /// The sessions of which `hint` and `wanted` are true, the last first. If they are too many, the last ones.
    ///
    /// # Errors
    ///
    /// There is no journal, or it is not for us.
    pub fn sessions(
        &self,
        hint: Hint<'_>,
        wanted: impl Fn(&Session) -> bool,
    ) -> Result<(Vec<Session>, Reach), ReadError> {
        let mut reach = Reach::default();
        let mut sessions = Vec::new();
        for kind in KINDS {
            let files = self.open(kind, &mut reach.passed_over).map_err(|error| self.failed(error))?;
            let mut found = Found { files: &files, wanted: &wanted, sessions: Vec::new(), octets: 0 };
            let is_refused = kind == KINDS[0];
            let lines = index::Lines { files: &files, hint: index::Test::of(hint), all: is_refused };
            let kind = found.search(&lines).map_err(|error| self.failed(error))?;
            let since = if is_refused { &mut reach.refused_since } else { &mut reach.other_since };
            *since = kind.since;
            reach.dropped += kind.dropped;
            reach.is_cut |= kind.is_cut;
            sessions.append(&mut found.sessions);
        }
        sessions.sort_by_cached_key(|session| Reverse(super::instant(&session.about.began)));
        Ok((sessions, reach))
    }

    /// The files of a kind, the oldest first. What is removed from now on can still be read. What is no file would keep all others from being read.
    fn open(&self, kind: &str, passed_over: &mut Vec<String>) -> io::Result<Vec<File>> {
        let mut opened = Vec::new();
        for found in file::files(&self.folder, kind)? {
            // It is looked at before it is opened: a pipe would wait for somebody who writes.
            let file = match fs::symlink_metadata(&found.path) {
                Ok(metadata) if !metadata.is_file() => {
                    passed_over
                        .extend(found.path.file_name().map(|name| name.to_string_lossy().into_owned()));
                    continue;
                }
                Ok(_) => File::open(&found.path),
                Err(error) => Err(error),
            };
            match file {
                // It was removed meanwhile, as too old.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                file => opened.push(file?),
            }
        }
        Ok(opened)
    }

    fn failed(&self, error: io::Error) -> ReadError {
        let folder = self.folder.clone();
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::None(folder),
            io::ErrorKind::PermissionDenied => ReadError::NotAllowed(folder),
            _ => ReadError::Io { folder, error },
        }
    }
}

/// How far the files of a kind go, as far as they were read.
#[derive(Default)]
struct KindReach {
    since: Option<String>,
    dropped: u64,
    is_cut: bool,
}

/// The sessions of a kind that were found so far.
struct Found<'a, W> {
    files: &'a [File],
    wanted: &'a W,
    sessions: Vec<Session>,
    octets: usize,
}

impl<W: Fn(&Session) -> bool> Found<'_, W> {
    /// Goes through the files, the newest first. A session is looked at in the file in which its first part is: those behind it are in the same
    /// or in newer ones.
    fn search(&mut self, lines: &index::Lines<'_>) -> io::Result<KindReach> {
        let mut reach = KindReach::default();
        let mut begun_before: Vec<Place> = Vec::new();
        for number in (0..self.files.len()).rev() {
            let mut places = mem::take(&mut begun_before);
            let scanned = lines.scan(number, &mut places)?;
            reach.dropped += scanned.dropped;
            reach.since = scanned.since.or(reach.since);
            places.sort_unstable_by_key(|place| (place.key, place.part, place.file, place.offset));
            let (begun, before): (Vec<_>, Vec<_>) = groups(&places).partition(|parts| parts[0].part == 0);
            if !self.take(begun) {
                return Ok(KindReach { is_cut: true, ..reach });
            }
            begun_before.extend(before.into_iter().flatten());
        }
        // Their first parts are not there any more.
        reach.is_cut = !self.take(groups(&begun_before).collect());
        Ok(reach)
    }

    /// Takes those that are wanted, the last first. False if there are too many.
    fn take(&mut self, mut sessions: Vec<&[Place]>) -> bool {
        sessions.retain(|parts| parts.iter().any(|place| place.is_hit));
        sessions.sort_unstable_by_key(|parts| Reverse((parts[0].file, parts[0].offset)));
        for parts in sessions {
            if self.octets >= FOUND_OCTETS {
                return false;
            }
            let Some(session) = self.read(parts).filter(self.wanted) else { continue };
            self.octets += parts.iter().map(|place| place.octets as usize).sum::<usize>();
            self.sessions.push(session);
        }
        true
    }

    /// None if no line of it is whole: that is the end of a run that was cut off.
    fn read(&self, places: &[Place]) -> Option<Session> {
        let mut parts: Vec<Part<'static>> = places.iter().filter_map(|place| self.part(place)).collect();
        let first = parts.first()?.about.clone();
        parts.retain(|Part { about, .. }| about.session == first.session && about.began == first.began);
        Some(Session::of(parts))
    }

    fn part(&self, place: &Place) -> Option<Part<'static>> {
        let mut line = vec![0; place.octets as usize];
        self.files[place.file as usize].read_exact_at(&mut line, place.offset).ok()?;
        serde_json::from_slice(&line).ok()
    }
}

/// The parts of each session.
fn groups(places: &[Place]) -> impl Iterator<Item = &[Place]> {
    places.chunk_by(|one, next| one.key == next.key)
}

impl Session {
    /// At least one part.
    fn of(mut parts: Vec<Part<'static>>) -> Self {
        parts.sort_by_key(|part| part.part);
        let numbers: Vec<u32> = parts.iter().map(|part| part.part).collect();
        let incomplete = numbers.iter().zip(0..).any(|(there, number)| *there != number);
        let last = parts.last().expect("a session has a part");
        let (about, end) = (last.about.clone(), last.end.clone());
        let steps = parts.into_iter().flat_map(|part| part.steps).collect();
        Self { about, incomplete, steps, end }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const MORNING: &str = "2026-11-30T08:00:00Z";

    /// A journal of these files: their lines.
    fn journal(files: &[(&str, &[String])]) -> (tempfile::TempDir, Reader) {
        let data = tempfile::tempdir().expect("a folder");
        let folder = super::super::folder(data.path());
        fs::create_dir(&folder).expect("made");
        for (name, lines) in files {
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            fs::write(folder.join(name), text).expect("written");
        }
        let reader = Reader::new(data.path());
        (data, reader)
    }

    fn part(session: &str, began: &str, number: u32, command: &str) -> String {
        let step = Step {
            left_out: 0,
            millis: 5,
            command: Some(command.to_owned().into()),
            hidden: false,
            reply: "unknown-user".into(),
            text: "550 5.1.1 no".into(),
            because: Vec::new(),
            message: None,
            octets: None,
        };
        let part = Part {
            about: About {
                session: session.to_owned(),
                began: began.to_owned(),
                listener: None,
                client: "192.0.2.1".to_owned(),
                proxy: None,
                tls: None,
                account: None,
            },
            part: number,
            steps: vec![step],
            end: None,
        };
        serde_json::to_string(&part).expect("text")
    }

    fn said(reader: &Reader, text: &str) -> Vec<Session> {
        let hint = [text.to_owned()];
        reader.sessions(Hint::Said(&hint), |_| true).expect("a journal").0
    }

    fn names(sessions: &[Session]) -> Vec<&str> {
        sessions.iter().map(|session| session.about.session.as_str()).collect()
    }

    #[test]
    fn only_hits_are_read_and_of_many_the_last() {
        let line = |number: usize| part(&format!("{number:x}"), MORNING, 0, &"x".repeat(4000));
        let files: Vec<Vec<String>> =
            (0..4).map(|file| (0..500).map(|at| line(file * 500 + at)).collect()).collect();
        let names = ["refused-1.jsonl", "refused-2.jsonl", "refused-3.jsonl", "refused-4.jsonl"];
        let (_data, reader) =
            journal(&names.into_iter().zip(files.iter().map(Vec::as_slice)).collect::<Vec<_>>());
        let read = Cell::new(0);
        let count = |_: &Session| {
            read.set(read.get() + 1);
            true
        };
        let (sessions, reach) =
            reader.sessions(Hint::Of(&|head| head.session == "3e8"), count).expect("a journal");
        assert_eq!((sessions.len(), read.take(), reach.is_cut), (1, 1, false));
        let (sessions, reach) = reader.sessions(Hint::Of(&|_| true), count).expect("a journal");
        let octets = sessions.len() * line(0).len();
        assert!((FOUND_OCTETS - 4000..FOUND_OCTETS + 10_000).contains(&octets), "{octets}");
        assert!(reach.is_cut && read.get() == sessions.len());
        assert!(
            sessions
                .iter()
                .all(|session| usize::from_str_radix(&session.about.session, 16).expect("a number") > 900)
        );
    }

    #[test]
    fn a_session_is_put_together_over_files_and_the_last_is_first() {
        let (_data, reader) = journal(&[
            ("refused-1.jsonl", &[part("a", "2026-11-30T08:00:00.44Z", 0, "MAIL FROM:<x@a.example>")]),
            (
                "refused-2.jsonl",
                &[
                    part("b", "2026-11-30T08:00:00.449Z", 0, "MAIL FROM:<x@A.example>"),
                    part("a", "2026-11-30T08:00:00.44Z", 1, "RCPT TO:<y@b.example>"),
                    "{\"session\":\"b\",\"began\":\"2026-11-30T08:00:00.449Z\",\"clie".to_owned(),
                    part("c", MORNING, 3, "RCPT TO:<y@a.example>"),
                ],
            ),
            ("other-1.jsonl", &[part("d", "2026-11-30T08:00:00.4Z", 0, "NOOP a.example")]),
        ]);
        let sessions = said(&reader, "a.example");
        assert_eq!(names(&sessions), ["b", "a", "d", "c"]);
        let steps: Vec<usize> = sessions.iter().map(|session| session.steps.len()).collect();
        assert_eq!(steps, [1, 2, 1, 1]);
        let incomplete: Vec<bool> = sessions.iter().map(|session| session.incomplete).collect();
        assert_eq!(incomplete, [false, false, false, true]);
        assert_eq!(names(&said(&reader, "b.example")), ["a"]);
    }

    #[test]
    fn a_folder_under_the_name_of_a_file_hides_nothing() {
        let line = part("a", MORNING, 0, "x");
        let (data, reader) =
            journal(&[("refused-1.jsonl", std::slice::from_ref(&line)), ("refused-3.jsonl", &[])]);
        let folder = super::super::folder(data.path());
        for name in ["refused-2.jsonl", "other-7.jsonl"] {
            fs::create_dir(folder.join(name)).expect("made");
        }
        let (sessions, reach) = reader.sessions(Hint::Of(&|_| true), |_| true).expect("a journal");
        assert_eq!(names(&sessions), ["a"]);
        assert_eq!(reach.passed_over, ["refused-2.jsonl", "other-7.jsonl"]);
    }

    #[test]
    fn what_stands_in_quotation_marks_is_found() {
        let (_data, reader) =
            journal(&[("refused-1.jsonl", &[part("a", MORNING, 0, "RCPT TO:<\"a \\\"b\"@c.example>")])]);
        assert_eq!(names(&said(&reader, "\"A \\\"b\"@c.example")), ["a"]);
        assert!(said(&reader, "\"a b\"@c.example").is_empty());
    }

    #[test]
    fn what_could_not_be_kept_is_counted_and_the_beginning_is_told() {
        let gap =
            |refused: u32| format!("{{\"dropped_until\":\"{MORNING}\",\"refused\":{refused},\"other\":2}}");
        let (_data, reader) = journal(&[
            ("refused-1.jsonl", &[gap(1), part("a", MORNING, 0, "x")]),
            ("refused-2.jsonl", &[part("b", "2026-11-30T09:00:00Z", 0, "x"), gap(3)]),
        ]);
        let (_, reach) = reader.sessions(Hint::Of(&|_| false), |_| true).expect("a journal");
        assert_eq!((reach.dropped, reach.refused_since.as_deref()), (8, Some(MORNING)));
        assert_eq!(reach.other_since, None);
    }
}
