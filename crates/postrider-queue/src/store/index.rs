//! The index: what the log comes to, up to a position in it, in a redb file. It is disposable: deleted, damaged or in doubt,
//! it is made again from the log. So nothing is ever acknowledged because of what stands here.
//!
//! ```text
//!   messages   id             -> place of the body, envelope, where each recipient stands, CRC32C
//!   ages       received, id   -> nothing; for lists, oldest first
//!   position   ()             -> the last group of the log that is counted in
//! ```
//!
//! It is committed every few thousand messages, not with every group: what has come and gone between two commits never
//! gets here, and what a crash takes is read again from the log, from the position on.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use postrider_proto::mail::QueueId;
use redb::{
    Database, ReadableDatabase as _, ReadableTable as _, ReadableTableMetadata as _, TableDefinition,
};

use super::codec::{Reader, length, put_envelope, put_recipient_state, u32_at};
use super::disk::{Disk, DiskFile};
use super::record::Salt;
use super::timeline::{put_origin, put_timeline};
use crate::Timestamp;
use crate::message::{At, BodyPlace, Message};

const MESSAGES: TableDefinition<'_, &[u8; 16], &[u8]> = TableDefinition::new("messages");
const AGES: TableDefinition<'_, (u64, &[u8; 16]), ()> = TableDefinition::new("ages");
const POSITION: TableDefinition<'_, (), &[u8]> = TableDefinition::new("position");

/// Memory for pages, in octets.
const CACHE: usize = 32 * 1024 * 1024;

/// So many octets of messages are read at once, and so often before they are decoded.
const READ_OCTETS: usize = 256 * 1024;
const READ_AHEAD: usize = 4;

/// The version of what stands in the tables; an index of another version is made again.
const VERSION: u8 = 3;

/// The index cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("the index of the queue: {what}")]
pub(crate) struct IndexError {
    what: String,
    /// Because of what stands in it, and not of the disk.
    doubt: bool,
}

impl IndexError {
    /// What was read cannot be right.
    pub(crate) fn doubt(what: &str) -> Self {
        Self { what: format!("{what} makes no sense"), doubt: true }
    }

    /// It cannot be read or written just now.
    fn trouble(what: impl Into<String>) -> Self {
        Self { what: what.into(), doubt: false }
    }

    pub(crate) fn is_doubt(&self) -> bool {
        self.doubt
    }
}

impl<E: Into<redb::Error>> From<E> for IndexError {
    fn from(error: E) -> Self {
        let error = error.into();
        let doubt =
            !matches!(error, redb::Error::Io(_) | redb::Error::PreviousIo | redb::Error::DatabaseClosed);
        Self { what: error.to_string(), doubt }
    }
}

/// The last group of the log that the index has counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) segment: u32,
    pub(crate) salt: Salt,
    /// Where the group begins in the file.
    pub(crate) at: u64,
    pub(crate) sequence: u64,
    /// The CRC of the group's header.
    pub(crate) crc: u32,
}

/// A change that the index has to make: the message as it is now, or none if it is done.
pub(crate) type Changed<'a> = (QueueId, Option<&'a Message>);

/// The index. Reads come from everywhere; one thread at a time commits, and what is read meanwhile is as it was before.
pub(crate) struct Index {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    open: Mutex<Open>,
}

/// How the file is in use.
struct Open {
    /// None after trouble with the file.
    db: Option<Arc<Database>>,
    /// It is to be made again at the next start.
    given_up: bool,
    /// What the last commit has made last.
    committed: Option<Position>,
}

impl Index {
    /// Opens the index, or makes an empty one. All of it is read, and makes sense as far as the library can say: by itself it looks
    /// at its pages only after a crash.
    pub(crate) fn open(disk: Arc<dyn Disk>, path: PathBuf) -> Result<Self, IndexError> {
        let db = Arc::new(open_file(&*disk, &path, true)?);
        let committed = position(&db)?;
        Ok(Self { disk, path, open: Mutex::new(Open { db: Some(db), given_up: false, committed }) })
    }

    /// Makes an empty index, whatever is there.
    pub(crate) fn anew(disk: Arc<dyn Disk>, path: PathBuf) -> Result<Self, IndexError> {
        match disk.remove(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(IndexError::trouble(error.to_string()))
            }
            _ => Self::open(disk, path),
        }
    }

    /// Up to where it has counted the log in; none while it is empty.
    pub(crate) fn position(&self) -> Option<Position> {
        self.lock().committed
    }

    pub(crate) fn get(&self, id: QueueId) -> Result<Option<Message>, IndexError> {
        let db = self.db()?;
        guarded(|| {
            let table = db.begin_read()?.open_table(MESSAGES)?;
            let value = table.get(id.as_bytes())?;
            value.map(|value| decode_message(value.value()).ok_or_else(in_doubt)).transpose()
        })
    }

    /// How many messages it has.
    pub(crate) fn len(&self) -> Result<u64, IndexError> {
        let db = self.db()?;
        guarded(|| Ok(db.begin_read()?.open_table(MESSAGES)?.len()?))
    }

    /// Gives every message to `take`, in no order that means anything. A thread of its own reads ahead: a start waits for this, and half
    /// of the time goes into the pages.
    pub(crate) fn for_each(&self, mut take: impl FnMut(QueueId, Message)) -> Result<(), IndexError> {
        let db = self.db()?;
        let (to_decoder, read) = sync_channel::<Raw>(READ_AHEAD);
        thread::scope(|scope| {
            let reader = scope.spawn(move || guarded(|| read_all(&db, &to_decoder)));
            let decoded = read.into_iter().try_for_each(|raw| raw.decode(&mut take));
            // Dropping what was read has ended the reader, if it was not at its end.
            let read = reader.join().unwrap_or_else(|_| Err(IndexError::doubt("the file")));
            decoded.and(read)
        })
    }

    /// The messages behind `after` in the order in which they came: at most `most` of those that `keep` wants.
    pub(crate) fn by_age(
        &self,
        after: Option<(Timestamp, QueueId)>,
        most: usize,
        keep: impl Fn(QueueId) -> bool,
    ) -> Result<Vec<(Timestamp, QueueId)>, IndexError> {
        let db = self.db()?;
        let after = after.unwrap_or((Timestamp::default(), QueueId::from_bytes([0; 16])));
        guarded(|| {
            let table = db.begin_read()?.open_table(AGES)?;
            let mut found = Vec::new();
            for entry in table.range((after.0.as_millis(), after.1.as_bytes())..)? {
                let (key, _) = entry?;
                let (received, id) = key.value();
                let entry = (Timestamp::from_millis(received), QueueId::from_bytes(*id));
                if entry > after && keep(entry.1) {
                    found.push(entry);
                }
                if found.len() >= most {
                    break;
                }
            }
            Ok(found)
        })
    }

    /// Makes the changes and the position last, all or nothing. A crash in here leaves the index as it was, with its old
    /// position, and the log is read from there.
    pub(crate) fn commit(
        &self,
        changed: &[Changed<'_>],
        position: Option<Position>,
    ) -> Result<(), IndexError> {
        let db = match self.db() {
            Ok(db) => db,
            Err(_) => self.reopen(None)?,
        };
        let committed = guarded(|| try_commit(&db, changed, position));
        drop(db);
        let mut open = self.lock();
        match &committed {
            Ok(()) => open.committed = position.or(open.committed),
            Err(_) => {
                // The library takes no more after a failed write. Opened again, the file is what the last commit has made it, or this
                // one, which then does not count: what it was about is kept, and committed again. If it cannot be opened now, then
                // before the next commit.
                open.db = None;
                drop(open);
                let _ = self.reopen(position);
            }
        }
        committed
    }

    /// Opens the file again, which has come to where the last commit has brought it, or to `failed`.
    fn reopen(&self, failed: Option<Position>) -> Result<Arc<Database>, IndexError> {
        let mut open = self.lock();
        if open.given_up {
            return Err(out_of_use());
        }
        let opened = open_file(&*self.disk, &self.path, false).and_then(|db| Ok((position(&db)?, db)));
        let (found, db) = match opened {
            Ok((found, db)) => (found, Arc::new(db)),
            Err(error) => {
                drop(open);
                // Trouble with the disk may pass; a file that makes no sense will make none later.
                if error.is_doubt() {
                    self.give_up(&error);
                }
                return Err(error);
            }
        };
        if found != open.committed && (found != failed || failed.is_none()) {
            drop(open);
            let error = IndexError::doubt("its position");
            self.give_up(&error);
            return Err(error);
        }
        (open.db, open.committed) = (Some(Arc::clone(&db)), found);
        Ok(db)
    }

    /// What is read from it can no longer be believed, or it cannot be read at all: the next start makes it again from the log.
    pub(crate) fn give_up(&self, error: &IndexError) {
        let mut open = self.lock();
        if open.given_up {
            return;
        }
        (open.db, open.given_up) = (None, true);
        tracing::error!(%error, "the index of the queue is in doubt: restart the server, and it is made again from the log");
        let _ = self.disk.remove(&self.path);
    }

    /// Whether it is out of use until the next start.
    pub(crate) fn is_given_up(&self) -> bool {
        self.lock().given_up
    }

    fn db(&self) -> Result<Arc<Database>, IndexError> {
        self.lock().db.clone().ok_or_else(out_of_use)
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Messages as they stand in the file, behind each other.
#[derive(Default)]
struct Raw {
    octets: Vec<u8>,
    /// Of each: its id, and where its octets end.
    ends: Vec<(QueueId, usize)>,
}

impl Raw {
    fn push(&mut self, id: QueueId, message: &[u8]) {
        self.octets.extend_from_slice(message);
        self.ends.push((id, self.octets.len()));
    }

    fn decode(&self, take: &mut impl FnMut(QueueId, Message)) -> Result<(), IndexError> {
        let mut begin = 0;
        for &(id, end) in &self.ends {
            take(id, decode_message(&self.octets[begin..end]).ok_or_else(in_doubt)?);
            begin = end;
        }
        Ok(())
    }
}

/// Reads every message, and ends early when nobody wants more.
fn read_all(db: &Database, to: &SyncSender<Raw>) -> Result<(), IndexError> {
    let mut raw = Raw::default();
    for entry in db.begin_read()?.open_table(MESSAGES)?.iter()? {
        let (id, value) = entry?;
        raw.push(QueueId::from_bytes(*id.value()), value.value());
        if raw.octets.len() >= READ_OCTETS && to.send(std::mem::take(&mut raw)).is_err() {
            return Ok(());
        }
    }
    let _ = to.send(raw);
    Ok(())
}

/// A damaged file can make the library panic; that too only means that the file is of no use.
fn guarded<T>(work: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(IndexError::doubt("the file")))
}

fn open_file(disk: &dyn Disk, path: &Path, check: bool) -> Result<Database, IndexError> {
    let failed = |error: io::Error| IndexError::trouble(error.to_string());
    // What is wrong in the file can make the library panic, and, while that is cleaned up, panic again, which ends the process. A
    // start that finds this mark knows that the one before got no further, and makes the index again.
    let mark = path.with_extension("opening");
    match disk.create(&mark) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            disk.remove(&mark).map_err(failed)?;
            return Err(IndexError::doubt("that the last start came to its end while it read it"));
        }
        made => drop(made.map_err(failed)?),
    }
    let file = match disk.open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => disk.create(path),
        other => other,
    };
    let opened = file.map_err(failed).and_then(|file| {
        guarded(|| {
            let mut db = Database::builder().set_cache_size(CACHE).create_with_backend(Backend(file))?;
            // Before anything is written.
            if check && !db.check_integrity()? {
                return Err(IndexError::doubt("a page of it"));
            }
            let tx = db.begin_write()?;
            tx.open_table(MESSAGES)?;
            tx.open_table(AGES)?;
            tx.open_table(POSITION)?;
            tx.commit()?;
            Ok(db)
        })
    });
    disk.remove(&mark).map_err(failed)?;
    opened
}

fn position(db: &Database) -> Result<Option<Position>, IndexError> {
    guarded(|| {
        let table = db.begin_read()?.open_table(POSITION)?;
        let value = table.get(())?;
        value
            .map(|value| decode_position(value.value()).ok_or_else(|| IndexError::doubt("its position")))
            .transpose()
    })
}

fn try_commit(db: &Database, changed: &[Changed<'_>], position: Option<Position>) -> Result<(), IndexError> {
    let mut tx = db.begin_write()?;
    // Else the next start would read the whole file to learn which of its pages are free.
    tx.set_quick_repair(true);
    {
        let mut messages = tx.open_table(MESSAGES)?;
        let mut ages = tx.open_table(AGES)?;
        let mut value = Vec::new();
        for (id, message) in changed {
            match message {
                Some(message) => {
                    encode_message(message, &mut value);
                    messages.insert(id.as_bytes(), value.as_slice())?;
                    ages.insert((message.received.as_millis(), id.as_bytes()), ())?;
                }
                None => {
                    let Some(was) = messages.remove(id.as_bytes())? else { continue };
                    let was = decode_message(was.value()).ok_or_else(in_doubt)?;
                    ages.remove((was.received.as_millis(), id.as_bytes()))?;
                }
            }
        }
        if let Some(position) = position {
            tx.open_table(POSITION)?.insert((), encode_position(&position).as_slice())?;
        }
    }
    tx.commit()?;
    Ok(())
}

fn in_doubt() -> IndexError {
    IndexError::doubt("a message in it")
}

fn out_of_use() -> IndexError {
    IndexError::trouble("it is out of use")
}

fn encode_position(position: &Position) -> Vec<u8> {
    let mut out = vec![VERSION];
    out.extend_from_slice(&position.segment.to_le_bytes());
    out.extend_from_slice(&position.salt);
    out.extend_from_slice(&position.at.to_le_bytes());
    out.extend_from_slice(&position.sequence.to_le_bytes());
    out.extend_from_slice(&position.crc.to_le_bytes());
    out
}

fn decode_position(octets: &[u8]) -> Option<Position> {
    let mut reader = Reader(octets);
    if reader.byte()? != VERSION {
        return None;
    }
    Some(Position {
        segment: reader.u32()?,
        salt: reader.take(16)?.try_into().ok()?,
        at: reader.u64()?,
        sequence: reader.u64()?,
        crc: reader.u32()?,
    })
}

/// Replaces `out` by the message as the index keeps it.
fn encode_message(message: &Message, out: &mut Vec<u8>) {
    out.clear();
    out.extend_from_slice(&[0; 4]);
    let BodyPlace { segment, at, crc } = message.place;
    out.extend_from_slice(&segment.to_le_bytes());
    // Offset 0 is a segment's header, and never a body.
    let at = match at {
        At::Segment(at) => at,
        At::File => 0,
    };
    out.extend_from_slice(&at.to_le_bytes());
    out.extend_from_slice(&crc.to_le_bytes());
    out.extend_from_slice(&message.octets.to_le_bytes());
    out.extend_from_slice(&message.received.as_millis().to_le_bytes());
    put_envelope(&message.envelope, out);
    put_origin(message.origin.as_deref(), out);
    put_timeline(&message.timeline, out);
    for (index, state) in (0..).zip(&message.recipients) {
        put_recipient_state(state, message.kept_note(index), out);
    }
    // The library checks its pages only after a crash.
    let crc = crc32c::crc32c(&out[4..]);
    out[..4].copy_from_slice(&crc.to_le_bytes());
}

fn decode_message(octets: &[u8]) -> Option<Message> {
    if octets.len() < 4 || crc32c::crc32c(&octets[4..]) != u32_at(octets, 0) {
        return None;
    }
    let mut reader = Reader(&octets[4..]);
    let (segment, at, crc) = (reader.u32()?, reader.u64()?, reader.u32()?);
    let at = if at == 0 { At::File } else { At::Segment(at) };
    let (octets, received, envelope) = (reader.u64()?, reader.timestamp()?, reader.envelope()?);
    let origin = reader.origin()?.map(Arc::new);
    let place = BodyPlace { segment, at, crc };
    let mut message = Message::new(place, octets, received, Arc::new(envelope), origin);
    message.timeline = reader.timeline().filter(|timeline| timeline.fits(message.recipients.len()))?;
    for recipient in 0..length(message.recipients.len()) {
        let mut state = reader.recipient_state()?;
        if state.version > 0 {
            state.note = message.whole_note(recipient, state.note);
        }
        message.recipients[recipient as usize] = state;
    }
    Some(message)
}

/// The index's file, behind the seam to the disk like all others.
struct Backend(Arc<dyn DiskFile>);

impl std::fmt::Debug for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Backend")
    }
}

impl redb::StorageBackend for Backend {
    fn len(&self) -> io::Result<u64> {
        self.0.size()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read_at(out, offset)
    }

    fn set_len(&self, octets: u64) -> io::Result<()> {
        self.0.set_size(octets)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync()
    }

    fn write(&self, offset: u64, octets: &[u8]) -> io::Result<()> {
        self.0.write_at(octets, offset)
    }
}

/// Where the index of a queue is.
pub(crate) fn path_in(folder: &Path) -> PathBuf {
    folder.join("index.redb")
}
