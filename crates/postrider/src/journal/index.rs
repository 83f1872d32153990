//! Where the lines of the journal are, and which of them may have what is looked for. Nothing but the front of a line is read as JSON.

use std::fs::File;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, BufRead as _, BufReader, Read as _};

use memchr::{memchr2, memmem};

use super::form::Gap;
use super::reader::{Head, Hint};

/// A line that is longer is none of ours.
const LINE_OCTETS: u64 = 1024 * 1024;

/// A line that says what could not be kept begins so.
const GAP: &[u8] = b"{\"dropped_until\"";

/// Behind this stands what was said. A quotation mark within a text is written otherwise.
const STEPS: &[u8] = b",\"steps\":";

/// Where a part of a session is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Of the session: of its id and its beginning, since two runs of a server may give the same id.
    pub(super) key: u64,
    pub(super) part: u32,
    /// What is looked for may be in it.
    pub(super) is_hit: bool,
    /// The number of the file.
    pub(super) file: u32,
    pub(super) offset: u64,
    pub(super) octets: u32,
}

/// The lines of the files of a kind.
pub(super) struct Lines<'a> {
    pub(super) files: &'a [File],
    pub(super) hint: Test<'a>,
    /// A session may have several parts: those without a hit are wanted as well.
    pub(super) all: bool,
}

/// What was seen in a file.
#[derive(Default)]
pub(super) struct Scanned {
    /// When the session of the first line began.
    pub(super) since: Option<String>,
    pub(super) dropped: u64,
}

/// A hint, ready for many lines.
pub(super) enum Test<'a> {
    Said(Vec<Needle>),
    Of(&'a dyn Fn(&Head) -> bool),
}

/// A text as a line of JSON has it.
pub(super) struct Needle(Vec<u8>);

impl Lines<'_> {
    /// Adds where the parts are in a file that are hits, or all.
    pub(super) fn scan(&self, number: usize, places: &mut Vec<Place>) -> io::Result<Scanned> {
        let mut file = BufReader::new(&self.files[number]);
        let mut scanned = Scanned::default();
        let (mut line, mut front, mut offset) = (Vec::new(), Vec::new(), 0);
        loop {
            line.clear();
            let octets = (&mut file).take(LINE_OCTETS).read_until(b'\n', &mut line)?;
            if octets == 0 {
                return Ok(scanned);
            }
            let begin = offset;
            offset += octets as u64;
            if line.starts_with(GAP) {
                let gap = serde_json::from_slice::<Gap>(&line);
                scanned.dropped += gap.map_or(0, |gap| gap.refused.saturating_add(gap.other));
                continue;
            }
            let may_be_hit = self.hint.line(&line);
            if !may_be_hit && !self.all && scanned.since.is_some() {
                continue;
            }
            let Some(head) = head(&line, &mut front) else { continue };
            let is_hit = may_be_hit && self.hint.head(&head);
            if is_hit || self.all {
                places.push(Place {
                    key: key(&head),
                    part: head.part,
                    is_hit,
                    file: u32::try_from(number).expect("a folder has no more files"),
                    offset: begin,
                    octets: u32::try_from(octets).expect("a line has its limit"),
                });
            }
            scanned.since.get_or_insert(head.began);
        }
    }
}

/// None if the line is torn.
fn head(line: &[u8], front: &mut Vec<u8>) -> Option<Head> {
    let end = memmem::find(line, STEPS)?;
    front.clear();
    front.extend_from_slice(&line[..end]);
    front.push(b'}');
    serde_json::from_slice(front).ok()
}

fn key(head: &Head) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&head.session, &head.began).hash(&mut hasher);
    hasher.finish()
}

impl<'a> Test<'a> {
    pub(super) fn of(hint: Hint<'a>) -> Self {
        match hint {
            Hint::Said(texts) => Self::Said(texts.iter().map(|text| Needle::new(text)).collect()),
            Hint::Of(of) => Self::Of(of),
        }
    }

    fn line(&self, line: &[u8]) -> bool {
        match self {
            Self::Said(needles) => needles.iter().all(|needle| needle.is_in(line)),
            Self::Of(_) => true,
        }
    }

    fn head(&self, head: &Head) -> bool {
        match self {
            Self::Said(_) => true,
            Self::Of(of) => of(head),
        }
    }
}

impl Needle {
    fn new(text: &str) -> Self {
        let escaped = serde_json::Value::from(text).to_string();
        Self(escaped[1..escaped.len() - 1].to_ascii_lowercase().into_bytes())
    }

    fn is_in(&self, mut line: &[u8]) -> bool {
        let Some(first) = self.0.first() else { return true };
        while let Some(at) = memchr2(*first, first.to_ascii_uppercase(), line) {
            line = &line[at..];
            if line.get(..self.0.len()).is_some_and(|part| part.eq_ignore_ascii_case(&self.0)) {
                return true;
            }
            line = &line[1..];
        }
        false
    }
}
