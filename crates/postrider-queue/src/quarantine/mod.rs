//! The quarantine, as an operator sees it: what is there, and what can be done about it. Nothing leaves it by itself.

mod release;

use std::fmt;
use std::io::{self, Read};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use postrider_proto::mail::{Envelope, QueueId};

use crate::Timestamp;
use crate::origin::Origin;
use crate::queue::Queue;
use crate::shared::Shared;
use crate::store::disk::DiskFile;
use crate::store::forgiving;
use crate::store::quarantine::{self, Name, Remains, RemainsOfBody};

pub use release::{Release, ReleaseRefusal};

/// How much of a large body is read at once.
const PIECE: u64 = 256 * 1024;

/// The quarantine of a queue. Every call looks at the folder anew; each blocks while it does.
#[derive(Debug)]
pub struct Quarantine<'a> {
    queue: &'a Queue,
}

/// A file in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Its name, by which it can be released or dropped.
    pub name: String,
    /// What it is.
    pub kind: QuarantineKind,
    /// Octets, with those of a large body beside it.
    pub octets: u64,
    /// The messages that can be recognised in it.
    pub messages: Vec<QuarantinedMessage>,
    /// Octets that nobody can make anything of.
    pub unknown_octets: u64,
}

/// What a file in quarantine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarantineKind {
    /// What stood behind the last valid group of a segment. It was never acknowledged: a client was not told 250 for any of it.
    Torn {
        /// The segment.
        segment: u32,
        /// Where it began in its file.
        at: u64,
    },
    /// Part of a segment that was acknowledged and could not be read at a start.
    Damaged {
        /// The segment.
        segment: u32,
        /// Where it began in its file.
        at: u64,
    },
    /// One message whose body turned out to be damaged while the queue was at work.
    Message,
    /// The file of a large body whose message nobody knows.
    Body,
}

/// A message that can be recognised in quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantinedMessage {
    /// Its id.
    pub id: QueueId,
    /// When it came, if that is known.
    pub received: Option<Timestamp>,
    /// How it came, if that is known.
    pub origin: Option<Origin>,
    /// Its envelope, if it can be read.
    pub envelope: Option<Envelope>,
    /// Octets of its content, as far as they are there.
    pub octets: u64,
    /// How its content is.
    pub content: QuarantinedContent,
    /// A message of this id is in the queue.
    pub in_queue: bool,
}

/// How the content of a message in quarantine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuarantinedContent {
    /// It is what was acknowledged.
    Whole,
    /// It is not.
    Damaged,
    /// Its checksum is lost: nobody knows.
    Unchecked,
    /// It is not there.
    Gone,
}

/// Why nothing can be done about a file in quarantine.
#[derive(Debug, thiserror::Error)]
pub enum QuarantineError {
    /// There is none of this name.
    #[error("there is no {0:?} in quarantine")]
    NotThere(String),
    /// It is half of something.
    #[error("it is the content of {0}, and goes with it: name that")]
    BelongsTo(String),
    /// Nothing of it was acknowledged.
    #[error(
        "nothing in it was acknowledged: no client was told that it is safe, and each has sent again. It can only be dropped"
    )]
    Torn,
    /// There is nothing to release.
    #[error("no message can be recognised in it")]
    NoMessage,
    /// The disk does not do what it is asked.
    #[error("it cannot be read or removed: {0}")]
    Io(#[from] io::Error),
}

/// The octets of a file in quarantine, as far as they can be read.
pub struct RawFile {
    file: Arc<dyn DiskFile>,
    octets: u64,
    read: u64,
}

impl Queue {
    /// What was put aside because nobody can vouch for it any more.
    #[must_use]
    pub fn quarantine(&self) -> Quarantine<'_> {
        Quarantine { queue: self }
    }
}

impl Quarantine<'_> {
    /// What is there, by name: at most `most` files, from behind the one named `after`. The file of a body whose message is there as
    /// well goes without saying, and so does what has no name of ours.
    ///
    /// # Errors
    ///
    /// The folder or a file cannot be read.
    pub fn list(&self, after: Option<&str>, most: usize) -> io::Result<Vec<Quarantined>> {
        let names = self.shared().disk.list(&self.folder())?;
        let listed = names.iter().filter(|name| after.is_none_or(|after| name.as_str() > after));
        let listed = listed.filter_map(|name| Name::parse(name)).filter(|name| match name {
            Name::Body(id) => names.binary_search(&quarantine::damaged_name(*id)).is_err(),
            _ => true,
        });
        // One that is released or dropped meanwhile is not there any more.
        let found = listed.map(|name| self.look(name)).filter_map(Result::transpose);
        found.take(most).map(|looked| Ok(looked?.found)).collect()
    }

    /// One file; none if there is none of this name.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn show(&self, name: &str) -> io::Result<Option<Quarantined>> {
        let Some(name) = Name::parse(name) else { return Ok(None) };
        Ok(self.look(name)?.map(|looked| looked.found))
    }

    /// The octets of one file; none if there is none of this name.
    ///
    /// # Errors
    ///
    /// It cannot be opened.
    pub fn raw(&self, name: &str) -> io::Result<Option<RawFile>> {
        let Some(name) = Name::parse(name) else { return Ok(None) };
        let Some(file) = self.open(name)? else { return Ok(None) };
        Ok(Some(RawFile { octets: file.size()?, file, read: 0 }))
    }

    /// Removes a file, with what belongs to it, for good.
    ///
    /// # Errors
    ///
    /// There is none of this name, or it cannot be removed.
    pub fn drop(&self, name: &str) -> Result<(), QuarantineError> {
        let name = self.find(name)?;
        self.remove(name)?;
        tracing::warn!(file = %name, "dropped from quarantine");
        Ok(())
    }

    /// What there is of this name, if it may be released or dropped by itself.
    fn find(&self, text: &str) -> Result<Name, QuarantineError> {
        let not_there = || QuarantineError::NotThere(text.to_owned());
        let name = Name::parse(text).ok_or_else(not_there)?;
        self.open(name)?.ok_or_else(not_there)?;
        match name {
            Name::Body(id) if self.open(Name::Message(id))?.is_some() => {
                Err(QuarantineError::BelongsTo(Name::Message(id).to_string()))
            }
            _ => Ok(name),
        }
    }

    fn remove(&self, name: Name) -> io::Result<()> {
        let names = match name {
            Name::Message(id) => vec![Name::Body(id), name],
            _ => vec![name],
        };
        quarantine::remove(&*self.shared().disk, &self.folder(), &names)
    }

    /// Looks into a file; none if it is not there.
    fn look(&self, name: Name) -> io::Result<Option<Looked>> {
        let Some(file) = self.open(name)? else { return Ok(None) };
        let size = file.size()?;
        let kind = match name {
            Name::Body(id) => {
                let message = QuarantinedMessage {
                    id,
                    received: None,
                    origin: None,
                    envelope: None,
                    octets: size,
                    content: QuarantinedContent::Unchecked,
                    in_queue: self.is_in_queue(id)?,
                };
                let found = Quarantined {
                    name: name.to_string(),
                    kind: QuarantineKind::Body,
                    octets: size,
                    messages: vec![message],
                    unknown_octets: 0,
                };
                return Ok(Some(Looked { found, octets: Vec::new(), sources: vec![Source::File(file)] }));
            }
            Name::Torn { segment, at } => QuarantineKind::Torn { segment, at },
            Name::Damaged { segment, at } => QuarantineKind::Damaged { segment, at },
            Name::Message(_) => QuarantineKind::Message,
        };
        let at = match kind {
            QuarantineKind::Torn { at, .. } | QuarantineKind::Damaged { at, .. } => at,
            QuarantineKind::Message | QuarantineKind::Body => 0,
        };
        let Remains { octets, appends, unknown } =
            quarantine::remains(forgiving::read(&*file, 0..size), at, self.shared().options.segment_octets);
        let (mut messages, mut sources, mut beside) = (Vec::new(), Vec::new(), 0);
        for append in appends {
            let (content, source, length) = match append.body {
                // Its record was made of what was left of the body, and has the checksum of that.
                RemainsOfBody::Inline { octets: range, .. } if kind == QuarantineKind::Message => {
                    (QuarantinedContent::Damaged, Source::Inline(range.clone()), range.len() as u64)
                }
                RemainsOfBody::Inline { octets: range, crc } => {
                    let whole = crc32c::crc32c(&octets[range.clone()]) == crc;
                    let content = if whole { QuarantinedContent::Whole } else { QuarantinedContent::Damaged };
                    (content, Source::Inline(range.clone()), range.len() as u64)
                }
                RemainsOfBody::File { octets: declared, crc } => match self.open(Name::Body(append.id))? {
                    Some(file) => {
                        let octets = file.size()?;
                        beside += octets;
                        let whole = octets == declared && crc_of(&*file, octets) == crc;
                        let content =
                            if whole { QuarantinedContent::Whole } else { QuarantinedContent::Damaged };
                        (content, Source::File(file), octets)
                    }
                    None => (QuarantinedContent::Gone, Source::Gone, 0),
                },
            };
            messages.push(QuarantinedMessage {
                id: append.id,
                received: Some(append.received),
                origin: append.origin,
                envelope: append.envelope,
                octets: length,
                content,
                in_queue: self.is_in_queue(append.id)?,
            });
            sources.push(source);
        }
        let name = name.to_string();
        let found = Quarantined { name, kind, octets: size + beside, messages, unknown_octets: unknown };
        Ok(Some(Looked { found, octets, sources }))
    }

    fn is_in_queue(&self, id: QueueId) -> io::Result<bool> {
        Ok(self.shared().state().get(id).map_err(io::Error::other)?.is_some())
    }

    fn open(&self, name: Name) -> io::Result<Option<Arc<dyn DiskFile>>> {
        match self.shared().disk.open(&self.folder().join(name.to_string())) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn folder(&self) -> PathBuf {
        self.shared().options.folder.join("quarantine")
    }

    fn shared(&self) -> &Arc<Shared> {
        self.queue.shared()
    }
}

/// A file in quarantine, and where the content of each message in it is.
struct Looked {
    found: Quarantined,
    /// Of the file, if it is not the content itself.
    octets: Vec<u8>,
    sources: Vec<Source>,
}

enum Source {
    Inline(Range<usize>),
    File(Arc<dyn DiskFile>),
    Gone,
}

fn crc_of(file: &dyn DiskFile, octets: u64) -> u32 {
    let step = usize::try_from(PIECE).expect("a piece fits in memory");
    (0..octets)
        .step_by(step)
        .fold(0, |crc, at| crc32c::crc32c_append(crc, &forgiving::read(file, at..octets.min(at + PIECE))))
}

impl RawFile {
    /// How long it is, in octets.
    #[must_use]
    pub fn octets(&self) -> u64 {
        self.octets
    }
}

impl Read for RawFile {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let octets = usize::try_from(self.octets - self.read).map_or(out.len(), |left| left.min(out.len()));
        let piece = forgiving::read(&*self.file, self.read..self.read + octets as u64);
        out[..octets].copy_from_slice(&piece);
        self.read += octets as u64;
        Ok(octets)
    }
}

impl fmt::Debug for RawFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawFile").field("octets", &self.octets).finish_non_exhaustive()
    }
}
