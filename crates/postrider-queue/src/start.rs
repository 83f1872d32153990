//! The start: the folder is locked, and the log read back into what the queue knows.

use std::any::Any;
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use crate::history::History;
use crate::message::{At, BodyPlace, Message};
use crate::options::Options;
use crate::schedule::lane::Lanes;
use crate::state::{State, Stopped, lanes_of};
use crate::store::disk::Disk;
use crate::store::files::SegmentFiles;
use crate::store::index::{self, Index, IndexError, Position};
use crate::store::log::{self, Live, Log};
use crate::store::record::{ReadBody, ReadFact, Record};
use crate::store::recover::{self, Found, OpenError, Recovery, Replayed, Told};
use crate::store::segment::Segment;
use crate::store::suspended;

/// So many messages are held in memory while the log is read, some hundred MiB of them; then they go into the index. Each commit costs a
/// start about a second where the queue is long, as it touches most of the file; what a crash leaves behind the index is usually less.
const REPLAYED_MAX: usize = 131_072;

/// All that a queue is made of.
pub(crate) struct Started {
    pub(crate) lock: Box<dyn Any + Send + Sync>,
    pub(crate) state: State,
    pub(crate) log: Log,
    pub(crate) files: Arc<SegmentFiles>,
    pub(crate) recovery: Recovery,
}

/// Locks the folder, and reads back what is in it.
pub(crate) fn start(options: &Options, disk: &Arc<dyn Disk>) -> Result<Started, OpenError> {
    let folder = &options.folder;
    let (log_folder, big, quarantine) = (folder.join("log"), folder.join("big"), folder.join("quarantine"));
    disk.create_folder(folder).map_err(at(folder))?;
    let lock = folder.join("lock");
    let lock = disk.lock(&lock).map_err(at(&lock))?.ok_or_else(|| OpenError::Locked(folder.clone()))?;
    for folder in [&log_folder, &big, &quarantine] {
        disk.create_folder(folder).map_err(at(folder))?;
    }

    // A folder that the run before has made and not synced is there, and may not be there after the next crash.
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for folder in [parent, folder.as_path()] {
        disk.sync_folder(folder).map_err(at(folder))?;
    }

    let mut found = recover::find(&**disk, &log_folder)?;
    let skip = options.skip_unreadable;
    let (index, from, lost) = open_index(disk, folder, &found, skip)?;
    let index_failed = |error: IndexError| OpenError::Io {
        path: index::path_in(folder),
        error: io::Error::other(error.to_string()),
    };
    let mut lanes = Lanes::new(options.attempts_per_lane);
    match suspended::read(&**disk, folder) {
        Ok(suspensions) => lanes.suspend(suspensions),
        // Mail that is tried too early is better than none.
        Err(error) => {
            tracing::error!(%error, "what was suspended cannot be read: all domains are tried; `postrider queue suspend` suspends anew");
        }
    }
    let history = History::new(options.history);
    let mut state = State::new(index, lanes, options.longest(), history).map_err(index_failed)?;
    let (Replayed { mut recovery, pinned }, position) =
        replay(&mut state, &found, &**disk, &quarantine, (from, lost), skip);
    found.check_readable(skip)?;
    let mut known = Known::default();
    load(&mut state, &mut known).map_err(index_failed)?;
    recover::sweep_big(&**disk, &big, &quarantine, &known.in_files, &mut recovery).map_err(at(&big))?;
    recovery.messages = state.count();

    let files = Arc::new(SegmentFiles::default());
    let mut live = BTreeMap::new();
    for Segment { number, file, .. } in found.segments {
        files.insert(number, file);
        live.insert(number, known.live.remove(&number).unwrap_or_default());
    }
    // A crash can leave one that is too short; one that is too long was made by a server with other options. And where the names of a
    // file do not change at once, a crash can leave it both of them: used anew, it would cost what is in it under the other.
    let mut seen = HashSet::new();
    for file in files.all() {
        seen.insert(file.identity().map_err(at(&log_folder))?);
    }
    let mut spare = Vec::new();
    for one in found.spare.drain(..) {
        let fits = one.file.size().map_err(at(&one.path))? == options.segment_octets;
        if fits && seen.insert(one.file.identity().map_err(at(&one.path))?) {
            spare.push(one);
        } else {
            disk.remove(&one.path).map_err(at(&one.path))?;
        }
    }
    let start = log::Start { next_number: found.next_number, live, pinned, spare, position };
    let log = Log::new(Arc::clone(disk), log_folder, options.segment_octets, Arc::clone(&files), start);
    Ok(Started { lock, state, log, files, recovery })
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OpenError {
    let path: PathBuf = path.to_owned();
    move |error| OpenError::Io { path, error }
}

/// The index, and from where on it has to be told the log. One that does not fit the log is made anew; the group that it knew and
/// the log has not is given as well, as it was acknowledged.
fn open_index(
    disk: &Arc<dyn Disk>,
    folder: &Path,
    found: &Found,
    skip: bool,
) -> Result<(Index, Option<Position>, Option<Position>), OpenError> {
    let path = index::path_in(folder);
    let mut lost = None;
    let mut open = || -> Result<(Index, Option<Position>), IndexError> {
        let index = Index::open(Arc::clone(disk), path.clone())?;
        let Some(position) = index.position() else {
            return if index.len()? == 0 {
                Ok((index, None))
            } else {
                Err(IndexError::doubt("its position"))
            };
        };
        if found.has(&position) {
            return Ok((index, Some(position)));
        }
        lost = Some(position);
        Err(IndexError::doubt("its place in the log"))
    };
    let opened = open().or_else(|error| {
        // It may fit the log when that can be read.
        found.check_readable(skip)?;
        tracing::warn!(%error, "the index is made again from the log");
        let index = Index::anew(Arc::clone(disk), path.clone());
        let index = index.map_err(|error| io::Error::other(error.to_string())).map_err(at(&path))?;
        Ok::<_, OpenError>((index, None))
    });
    let (index, from) = opened?;
    Ok((index, from, lost))
}

/// Applies the log to the state, from a position on. Gives the position it has come to.
fn replay(
    state: &mut State,
    found: &Found,
    disk: &dyn Disk,
    quarantine: &Path,
    (from, lost): (Option<Position>, Option<Position>),
    skip: bool,
) -> (Replayed, Option<Position>) {
    let mut position = from;
    let replayed = found.replay(disk, quarantine, from.as_ref(), lost.as_ref(), skip, |told| match told {
        Told::Record(segment, at, record) => {
            apply(state, segment, at, record);
            // A long log is not to be held in memory. Its position is told with its end, and if it fails, the changes stay in memory.
            if state.has_changed(REPLAYED_MAX) && found.can_go_on(skip) {
                let _ = state.commit_index(position, 0);
            }
        }
        Told::GroupEnd(group) => position = Some(group),
    });
    (replayed, position)
}

fn apply(state: &mut State, segment: &Segment, at: u64, record: Record) {
    let id = record.id;
    match record.fact {
        ReadFact::Append { envelope, received, origin, body } => {
            let (octets, at, crc) = match body {
                ReadBody::Inline { at: within, octets, crc } => {
                    (octets as u64, At::Segment(at + within as u64), crc)
                }
                ReadBody::File { octets, crc } => (octets, At::File, crc),
            };
            let place = BodyPlace { segment: segment.number, at, crc };
            match state.look_up(id) {
                // It was copied forward, and where it was is about to be freed; or its Done was lost to damage, and what was put back
                // may be shorter.
                Some(mut message) => {
                    let known = Arc::make_mut(&mut message);
                    (known.place, known.octets) = (place, octets);
                    state.put(id, message);
                }
                None => {
                    let (envelope, origin) = (Arc::from(envelope), origin.map(Arc::from));
                    state.add(id, Message::new(place, octets, received, envelope, origin));
                }
            }
        }
        ReadFact::Change { recipient, state: mut change } => {
            if let Some(mut message) = state.look_up(id) {
                change.note = message.whole_note(recipient, change.note);
                Arc::make_mut(&mut message).change(recipient, change);
                state.put(id, message);
            }
        }
        ReadFact::Tried { tried, changes } => {
            if let Some(mut message) = state.look_up(id) {
                Arc::make_mut(&mut message).tried(Arc::new(tried), &changes);
                state.put(id, message);
            }
        }
        ReadFact::Timeline { timeline } => {
            if let Some(mut message) = state.look_up(id)
                && timeline.fits(message.recipients.len())
            {
                Arc::make_mut(&mut message).timeline = timeline;
                state.put(id, message);
            }
        }
        ReadFact::Done => {
            // An Append behind it is of a message that was put back by hand: no copy follows a Done.
            if state.look_up(id).is_some() {
                state.remove(id);
            }
        }
        ReadFact::Void { .. } => {}
    }
}

/// What the messages that are there make known.
#[derive(Default)]
struct Known {
    live: BTreeMap<u32, Live>,
    in_files: HashSet<QueueId>,
}

/// Puts every message into its lanes.
fn load(state: &mut State, known: &mut Known) -> Result<(), IndexError> {
    let mut lanes = std::mem::replace(&mut state.lanes, Lanes::new(0));
    let mut done = Vec::new();
    let mut stopped = Stopped::default();
    let loaded = state.for_each(|id, message| {
        // Its last outcome was kept while the index was out of use, when nobody could see that it was the last.
        if message.is_done() {
            done.push(id);
            return;
        }
        stopped.count(message.stop());
        known.live.entry(message.place.segment).or_default().add(id, message.log_octets());
        if message.place.at == At::File {
            known.in_files.insert(id);
        }
        for (lane, due) in lanes_of(message, |_| true) {
            lanes.push(&lane, due, id);
        }
    });
    state.lanes = lanes;
    loaded?;
    for id in done {
        state.remove(id);
    }
    state.set_stopped(stopped);
    Ok(())
}
