//! The start: the folder is locked, and the log read back into what the queue knows.

use std::any::Any;
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use crate::message::{At, BodyPlace, Message};
use crate::queue::Options;
use crate::schedule::lane::Lanes;
use crate::state::State;
use crate::store::disk::Disk;
use crate::store::files::SegmentFiles;
use crate::store::index::{self, Index, IndexError, Position};
use crate::store::log::{self, Log};
use crate::store::record::{ReadBody, ReadFact, Record};
use crate::store::recover::{self, Found, OpenError, Recovery, Told};
use crate::store::segment::Segment;

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

    let found = recover::find(&**disk, &log_folder)?;
    let (index, from, lost) = open_index(disk, folder, &found)?;
    let index_failed = |error: IndexError| OpenError::Io {
        path: index::path_in(folder),
        error: io::Error::other(error.to_string()),
    };
    let lanes = Lanes::new(options.attempts_per_lane);
    let mut state = State::new(index, lanes).map_err(index_failed)?;
    let (mut recovery, position) = replay(&mut state, &found, &**disk, &quarantine, from, lost)?;
    let mut known = Known::default();
    load(&mut state, &mut known).map_err(index_failed)?;
    if let Err(error) = state.commit_index(position, 0) {
        tracing::warn!(%error, "the index cannot be written now; it will be tried again");
    }
    recover::sweep_big(&**disk, &big, &quarantine, &known.in_files, &mut recovery).map_err(at(&big))?;
    recovery.messages = state.count();

    let files = Arc::new(SegmentFiles::default());
    let mut live = BTreeMap::new();
    for Segment { number, file, .. } in found.segments {
        files.insert(number, file);
        live.insert(number, known.messages_in.get(&number).copied().unwrap_or(0));
    }
    let start = log::Start { next_number: found.next_number, live, spare: found.spare, position };
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
) -> Result<(Index, Option<Position>, Option<Position>), OpenError> {
    let path = index::path_in(folder);
    let mut lost = None;
    let mut open = || -> Result<(Index, Option<Position>), IndexError> {
        let mut index = Index::open(Arc::clone(disk), path.clone())?;
        index.check()?;
        let Some(position) = index.position()? else {
            return if index.len()? == 0 {
                Ok((index, None))
            } else {
                Err(IndexError::doubt("its position"))
            };
        };
        match found.has(&position) {
            Ok(true) => Ok((index, Some(position))),
            _ => {
                lost = Some(position);
                Err(IndexError::doubt("its place in the log"))
            }
        }
    };
    let opened = open().or_else(|error| {
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
    from: Option<Position>,
    lost: Option<Position>,
) -> Result<(Recovery, Option<Position>), OpenError> {
    // Done is final, in whatever order records are read.
    let mut done = HashSet::new();
    let mut position = from;
    let recovery = found.replay(disk, quarantine, from.as_ref(), lost.as_ref(), |told| match told {
        Told::Record(segment, at, record) => apply(state, &mut done, segment, at, record),
        Told::GroupEnd(group) => {
            position = Some(group);
            // A long log is not to be held in memory. If it fails, the changes stay there.
            if state.is_behind(0, u64::MAX) {
                let _ = state.commit_index(position, 0);
            }
        }
    })?;
    Ok((recovery, position))
}

fn apply(state: &mut State, done: &mut HashSet<QueueId>, segment: &Segment, at: u64, record: Record<'_>) {
    let id = record.id;
    match record.fact {
        ReadFact::Append { .. } if done.contains(&id) || state.look_up(id).is_some() => {}
        ReadFact::Append { envelope, received, body } => {
            let (octets, at, crc) = match body {
                ReadBody::Inline { at: within, octets, crc } => {
                    (octets.len() as u64, At::Segment(at + within as u64), crc)
                }
                ReadBody::File { octets, crc } => (octets, At::File, crc),
            };
            let place = BodyPlace { segment: segment.number, at, crc };
            state.add(id, Message::new(place, octets, received, envelope));
        }
        ReadFact::Change { recipient, state: change } => {
            if let Some(mut message) = state.look_up(id) {
                Arc::make_mut(&mut message).change(recipient, change);
                state.put(id, message);
            }
        }
        ReadFact::Done => {
            if done.insert(id) && state.look_up(id).is_some() {
                state.remove(id);
            }
        }
        ReadFact::Void { .. } => {}
    }
}

/// What the messages that are there make known.
#[derive(Default)]
struct Known {
    messages_in: BTreeMap<u32, u64>,
    in_files: HashSet<QueueId>,
}

/// Puts every message into its lanes.
fn load(state: &mut State, known: &mut Known) -> Result<(), IndexError> {
    let (mut waiting, mut done) = (Vec::new(), Vec::new());
    state.for_each(|id, message| {
        // Its last outcome was kept while the index was out of use, when nobody could see that it was the last.
        if message.is_done() {
            done.push(id);
            return;
        }
        *known.messages_in.entry(message.place.segment).or_default() += 1;
        if message.place.at == At::File {
            known.in_files.insert(id);
        }
        waiting
            .extend(crate::state::lanes_of(message, |_| true).into_iter().map(|(lane, due)| (lane, due, id)));
    })?;
    for id in done {
        state.remove(id);
    }
    for (lane, due, id) in waiting {
        state.lanes.push(&lane, due, id);
    }
    Ok(())
}
