//! The journal, read: whether the server runs or not.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::files::{self, KINDS};
use super::form::{Ending, Gap, Part, Step};

/// A line that is longer is none of ours.
const LINE_OCTETS: u64 = 1024 * 1024;

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
    /// The id, as the log names it.
    pub session: String,
    /// When it began.
    pub began: String,
    /// Where the client has connected to; none for a socket of this machine.
    pub listener: Option<String>,
    /// The client.
    pub client: String,
    /// The proxy that it is behind.
    pub proxy: Option<String>,
    /// Version and cipher of TLS, as of the last part.
    pub tls: Option<String>,
    /// Who was logged in, as of the last part.
    pub account: Option<String>,
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
    /// The first beginning of a session in which something was refused.
    pub refused_since: Option<String>,
    /// The same, of a session in which nothing was.
    pub other_since: Option<String>,
    /// Parts of sessions that could not be kept.
    pub dropped: u64,
}

impl Reader {
    /// The journal of the server with this data folder.
    #[must_use]
    pub fn new(data: &Path) -> Self {
        Self { folder: super::folder(data) }
    }

    /// The sessions of which `wanted` is true, the last first. `hint` says which need not be looked at: those in whose text it is not.
    ///
    /// # Errors
    ///
    /// There is no journal, or it is not for us.
    pub fn sessions(
        &self,
        hint: &str,
        wanted: impl Fn(&Session) -> bool,
    ) -> Result<(Vec<Session>, Reach), ReadError> {
        let mut reading = Reading::default();
        for kind in KINDS {
            let files = files::files(&self.folder, kind).map_err(|error| self.failed(error))?;
            for file in &files {
                self.lines(&file.path, |line| reading.line(line, hint, kind == KINDS[0]))?;
            }
        }
        let Reading { reach, parts, hits } = reading;
        let hit = parts.into_iter().filter(|(key, _)| hits.contains(key));
        let mut sessions: Vec<Session> = hit.map(|(_, parts)| Session::of(parts)).filter(wanted).collect();
        sessions.sort_by(|one, other| other.began.cmp(&one.began));
        Ok((sessions, reach))
    }

    fn lines(&self, path: &Path, mut each: impl FnMut(&str)) -> Result<(), ReadError> {
        let file = match File::open(path) {
            // It was removed meanwhile, as too old.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            file => file.map_err(|error| self.failed(error))?,
        };
        let mut file = BufReader::new(file);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut file).take(LINE_OCTETS).read_until(b'\n', &mut line);
            if read.map_err(|error| self.failed(error))? == 0 {
                return Ok(());
            }
            each(String::from_utf8_lossy(&line).trim_end());
        }
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

/// What was read so far.
#[derive(Default)]
struct Reading {
    reach: Reach,
    parts: HashMap<Key, Vec<Part>>,
    hits: HashSet<Key>,
}

/// The id of a session and its beginning: two runs of a server may give the same id.
type Key = (String, String);

impl Reading {
    fn line(&mut self, line: &str, hint: &str, refused: bool) {
        if let Ok(gap) = serde_json::from_str::<Gap>(line) {
            self.reach.dropped += gap.refused + gap.other;
            return;
        }
        let since = if refused { &mut self.reach.refused_since } else { &mut self.reach.other_since };
        let is_hit = contains(line, hint);
        // A session in which nothing was refused has one part.
        if !is_hit && !refused && since.is_some() {
            return;
        }
        // A line that is torn is the end of a run that was cut off.
        let Ok(part) = serde_json::from_str::<Part>(line) else { return };
        if since.as_ref().is_none_or(|since| part.began < *since) {
            *since = Some(part.began.clone());
        }
        let key = (part.session.clone(), part.began.clone());
        if is_hit {
            self.hits.insert(key.clone());
        }
        if is_hit || refused {
            self.parts.entry(key).or_default().push(part);
        }
    }
}

/// Capital letters are as good as small ones: so are the names of domains.
fn contains(line: &str, hint: &str) -> bool {
    hint.is_empty()
        || line.as_bytes().windows(hint.len()).any(|part| part.eq_ignore_ascii_case(hint.as_bytes()))
}

impl Session {
    /// At least one part.
    fn of(mut parts: Vec<Part>) -> Self {
        parts.sort_by_key(|part| part.part);
        let numbers: Vec<u32> = parts.iter().map(|part| part.part).collect();
        let incomplete = numbers.iter().zip(0..).any(|(there, number)| *there != number);
        let last = parts.last().cloned().expect("a session has a part");
        Self {
            session: last.session,
            began: last.began,
            listener: last.listener,
            client: last.client,
            proxy: last.proxy,
            tls: last.tls,
            account: last.account,
            incomplete,
            steps: parts.into_iter().flat_map(|part| part.steps).collect(),
            end: last.end,
        }
    }
}
