//! The log: where facts are written, a group at a time. A plain state machine over a [`Disk`]: whoever owns it decides when
//! a group is written, and the same calls write the same octets, salts aside.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use super::disk::{Disk, DiskFile};
use super::files::SegmentFiles;
use super::index::Position;
use super::record::{Encoded, Fact, Salt};
use super::segment::{self, BLOCK, Entry, Footer, GROUP_HEADER, LastGroup, Segment};
use crate::message;

/// So many segments the log may run ahead of the index: as much is read again after a crash. Under load a commit of the index frees as many
/// at once.
pub(crate) const INDEX_LAG_SEGMENTS: u8 = 4;
/// Spare files kept for the next segments, so that under load few segments have to be written full of zeros first: what one commit of the
/// index frees, and what is used until the next.
const SPARE_MAX: usize = INDEX_LAG_SEGMENTS as usize + 2;
/// So many segments may be in use whatever is in them.
const FEW_SEGMENTS: u64 = 2;
/// The most octets of memory kept for the next group.
const GROUP_KEPT: usize = 1024 * 1024;

/// Where the body of a record is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) segment: u32,
    /// Where the body begins in the file.
    pub(crate) body_at: u64,
    pub(crate) body_crc: u32,
}

pub(crate) struct Log {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    segment_octets: u64,
    files: Arc<SegmentFiles>,
    open: Option<Open>,
    next_number: u32,
    /// Segments in use, oldest first, with what is in each that is not done.
    live: BTreeMap<u32, Live>,
    /// Segments with a write or a sync that failed: their files are not used again.
    failed: BTreeSet<u32>,
    /// Segments that stay as they are: what is damaged in them is nowhere else.
    pinned: BTreeSet<u32>,
    /// Files that hold nothing and wait for their next use.
    spare: Vec<Spare>,
    /// The open segment when one was asked for the last time. On a disk that is full, one that could not be made is not asked for again
    /// at once.
    spare_asked_in: Option<u32>,
    /// Groups whose write or sync failed: whatever of them is on the disk does not count.
    not_acknowledged: Vec<Voided>,
    /// The last group on the disk.
    position: Option<Position>,
    /// Octets of groups written since the start.
    octets: u64,
    /// The last group, and room for the next.
    group: Vec<u8>,
}

/// What of a segment is not done.
#[derive(Debug, Default)]
pub(crate) struct Live {
    /// Messages that have their Append in it.
    messages: u64,
    /// About what they take in it.
    octets: u64,
    /// They, and some that are done by now.
    ids: Vec<QueueId>,
}

/// What a log begins with: what recovery has found.
pub(crate) struct Start {
    pub(crate) next_number: u32,
    /// Segments in use, each with what is in it that is not done.
    pub(crate) live: BTreeMap<u32, Live>,
    pub(crate) pinned: BTreeSet<u32>,
    pub(crate) spare: Vec<Spare>,
    pub(crate) position: Option<Position>,
}

/// A file that holds nothing.
pub(crate) struct Spare {
    pub(crate) path: PathBuf,
    pub(crate) file: Arc<dyn DiskFile>,
}

/// The segment that is written to.
struct Open {
    segment: Segment,
    tail: u64,
    sequence: u64,
    before: u32,
    /// What its footer will say.
    footer: Footer,
}

/// In this segment, nothing from this group on counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Voided {
    pub(crate) segment: u32,
    pub(crate) sequence: u64,
}

impl Log {
    /// A log in `folder`, its segments of this size. The files of the segments in use are in `files` already.
    pub(crate) fn new(
        disk: Arc<dyn Disk>,
        folder: PathBuf,
        segment_octets: u64,
        files: Arc<SegmentFiles>,
        start: Start,
    ) -> Self {
        let Start { next_number, live, pinned, spare, position } = start;
        Self {
            disk,
            folder,
            segment_octets,
            files,
            open: None,
            next_number,
            live,
            failed: BTreeSet::new(),
            pinned,
            spare,
            spare_asked_in: None,
            not_acknowledged: Vec::new(),
            position,
            octets: 0,
            group: Vec::new(),
        }
    }

    /// The last group on the disk.
    pub(crate) fn position(&self) -> Option<Position> {
        self.position
    }

    /// Octets of groups written since the start.
    pub(crate) fn octets(&self) -> u64 {
        self.octets
    }

    /// The most octets that the records of one group may have, with their places in the footer.
    pub(crate) fn group_max(&self) -> u64 {
        self.segment_octets - (2 * BLOCK) as u64 - segment::footer_octets(0)
    }

    /// Writes the facts as one group and makes it last. When this returns, they are on the disk; gives where each of
    /// them is.
    ///
    /// # Errors
    ///
    /// A write or a sync failed. None of the facts counts, now or after a crash, unless they are written again; the segment is
    /// never written to again.
    pub(crate) fn commit(&mut self, facts: &[(QueueId, Fact)]) -> io::Result<Vec<Place>> {
        // A guess of the size is enough to choose the segment; the records themselves bear its salt.
        let estimate: u64 = facts.iter().map(|(_, fact)| fact.octets_at_most()).sum();
        self.make_room(estimate, facts.len())?;
        let open = self.open.as_mut().expect("make_room opens a segment");
        let group = &mut self.group;
        group.clear();
        group.resize(GROUP_HEADER, 0);
        let (number, salt) = (open.segment.number, open.segment.salt);
        let mut places = Vec::with_capacity(facts.len());
        for (id, fact) in facts {
            let Encoded { at, front, body_crc } = fact.encode(*id, &salt, open.tail, group);
            places.push(Place { segment: number, body_at: at + front as u64, body_crc });
            open.footer.entries.push(Entry::new(at, front));
        }
        let crc = segment::seal_group(group, number, &salt, open.sequence, open.before);
        // A crash before the write: nothing of the group is there, and nothing of it was acknowledged.
        // A crash within the write, or between it and the return of the sync: what is there is either the whole group, which
        // recovery takes for good (its clients were not told; they send again, and the message is there twice, never lost), or not
        // valid, and cut off as a torn tail, since no group was written behind it.
        // A crash after the sync has returned: the group is there, and so is every group before it.
        let written = open.segment.file.write_at(group, open.tail).and_then(|()| open.segment.file.sync());
        if let Err(error) = written {
            // After a failed sync the kernel may have dropped the dirty pages and marked them clean: a second sync would
            // succeed and prove nothing. So this file is done with.
            self.not_acknowledged.push(Voided { segment: number, sequence: open.sequence });
            self.failed.insert(number);
            self.open = None;
            return Err(error);
        }
        self.position = Some(Position { segment: number, salt, at: open.tail, sequence: open.sequence, crc });
        open.footer.last = LastGroup { at: open.tail, sequence: open.sequence, crc };
        open.tail += group.len() as u64;
        open.sequence += 1;
        open.before = crc;
        self.octets += group.len() as u64;
        group.shrink_to(GROUP_KEPT);
        let live = self.live.entry(number).or_default();
        for (id, fact) in facts {
            if let Fact::Append { body, .. } = fact {
                live.add(*id, message::log_octets(body.octets_in_log()));
            }
        }
        Ok(places)
    }

    /// A message whose Append is in this segment is done, or has another one by now.
    pub(crate) fn message_left(&mut self, number: u32, octets: u64) {
        if let Some(live) = self.live.get_mut(&number) {
            live.messages = live.messages.saturating_sub(1);
            live.octets = live.octets.saturating_sub(octets);
        }
    }

    /// The oldest segment and what may be live in it, if the log has become much larger than what is live in it: then the oldest
    /// segment is to be emptied, since nothing behind it can be freed before. Three times, so that whoever copies a message
    /// forward has two dead ones to show for it.
    pub(crate) fn to_clean(&self) -> Option<(u32, Vec<QueueId>)> {
        let open = self.open.as_ref().map(|open| open.segment.number);
        let (oldest, live) = self.live.first_key_value()?;
        if Some(*oldest) == open || self.pinned.contains(oldest) || live.messages == 0 {
            return None;
        }
        let octets = self.live.len() as u64 * self.segment_octets;
        let live_octets: u64 = self.live.values().map(|live| live.octets).sum();
        (octets > 3 * live_octets + FEW_SEGMENTS * self.segment_octets).then(|| (*oldest, live.ids.clone()))
    }

    /// Frees segments in which no message has its Append any more, strictly oldest first: a Done stands in the segment of its
    /// Append or in a later one, and so never goes before it. `indexed` is the segment that the index has come to, durably; what it
    /// will be read on from stays.
    pub(crate) fn free_oldest(&mut self, indexed: u32) {
        while let Some(oldest) = self.live.first_entry() {
            let number = *oldest.key();
            // Behind `indexed`, neither is it the one that is written to. A body of it may still be being read: then later.
            if oldest.get().messages > 0 || number >= indexed || self.pinned.contains(&number) {
                return;
            }
            let Some(file) = self.files.take_unread(number) else { return };
            let was = oldest.remove();
            if let Err(error) = self.free(number, file) {
                tracing::warn!(segment = number, %error, "cannot free a segment of the queue");
                // It stays a segment on the disk, so nothing after it may go before it.
                self.live.insert(number, was);
                return;
            }
        }
    }

    /// A crash before the name has changed durably: the segment is read at the next start, and all it holds is done, as is said in
    /// it or in later ones, which are all still there. After: nothing will look into the file until its next use.
    fn free(&mut self, number: u32, file: Arc<dyn DiskFile>) -> io::Result<()> {
        let from = self.path(number);
        let kept = self.spare.len() < SPARE_MAX && !self.failed.contains(&number);
        let path = self.folder.join(segment::spare_name(number));
        let freed = if kept { self.disk.rename(&from, &path) } else { self.disk.remove(&from) };
        // Gone already, if it was the sync that failed the last time.
        let freed = match freed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            freed => freed,
        };
        // Each by itself: else the name of a later segment might go before that of an earlier one.
        if let Err(error) = freed.and_then(|()| self.disk.sync_folder(&self.folder)) {
            self.files.insert(number, file);
            return Err(error);
        }
        // Not if the try before this, whose sync failed, had removed it.
        if kept && self.disk.open(&path).is_ok() {
            self.spare.push(Spare { path, file });
        }
        self.failed.remove(&number);
        Ok(())
    }

    /// Makes sure that a segment is open with room for so many octets, and for so many more entries of its footer.
    fn make_room(&mut self, octets: u64, entries: usize) -> io::Result<()> {
        let needed = (GROUP_HEADER as u64 + octets).next_multiple_of(BLOCK as u64);
        if let Some(open) = &self.open {
            // Not in the zeros behind the group: no block that holds acknowledged octets is written again.
            let footer = segment::footer_octets(open.footer.entries.len() + entries);
            if open.tail + needed + footer <= self.segment_octets {
                return Ok(());
            }
            self.seal();
        }
        self.open_segment()
    }

    /// Writes the footer of a segment that is full. It is not synced, and nothing hangs on it: torn by a crash, its checksum is wrong,
    /// and the segment is read group by group. A segment with a group that failed never gets one.
    fn seal(&mut self) {
        let Some(Open { segment, footer, tail, .. }) = self.open.take() else { return };
        let octets = segment::encode_footer(&footer, segment.number, &segment.salt);
        if tail + octets.len() as u64 > self.segment_octets {
            // A group has grown beyond what was foreseen. It is whole, and a footer would be written over it.
            self.failed.insert(segment.number);
            tracing::warn!(
                segment = segment.number,
                "a segment of the queue has no room for its footer: a start will read all of it"
            );
            return;
        }
        if let Err(error) = segment.file.write_at(&octets, self.segment_octets - octets.len() as u64) {
            self.failed.insert(segment.number);
            tracing::warn!(segment = segment.number, %error, "a segment of the queue has no footer: a start will read all of it");
        }
    }

    /// The path of a file to be made with [`new_file`] and given to [`Log::add_spare`], if the next segment comes near and there is
    /// none for it.
    pub(crate) fn wants_spare(&mut self) -> Option<PathBuf> {
        let open = self.open.as_ref().filter(|open| open.tail > self.segment_octets / 2)?;
        let number = Some(open.segment.number);
        if !self.spare.is_empty() || self.spare_asked_in == number {
            return None;
        }
        self.spare_asked_in = number;
        let path = self.folder.join(segment::spare_name(self.next_number));
        self.next_number += 1;
        Some(path)
    }

    /// A file that was made ready.
    pub(crate) fn add_spare(&mut self, spare: Spare) {
        self.spare.push(spare);
    }

    /// Opens a fresh segment: a spare file, or a new one, with a header of its own.
    fn open_segment(&mut self) -> io::Result<()> {
        self.open = None;
        let number = self.next_number;
        // Whatever becomes of it: a file in which something failed is not used again.
        self.next_number += 1;
        let mut salt = Salt::default();
        self.disk.random(&mut salt)?;
        let path = self.path(number);
        let file = match self.spare.pop() {
            // A crash before the rename: the file is a spare one. After it: its header bears another number than its name until the
            // header below is synced, and recovery takes no group from such a file.
            Some(spare) => {
                self.disk.rename(&spare.path, &path)?;
                spare.file
            }
            None => new_file(&*self.disk, &path, self.segment_octets)?,
        };
        // Synced before the first group is written: a crash in between leaves a segment without groups. The folder too, or
        // the file might not be found again with acknowledged groups in it.
        let ready = file
            .write_at(&segment::encode_header(number, &salt), 0)
            .and_then(|()| file.sync())
            .and_then(|()| self.disk.sync_folder(&self.folder));
        if let Err(error) = ready {
            // Nothing was ever acknowledged in it, and after a failed sync it is not to be used again.
            let _ = self.disk.remove(&path);
            return Err(error);
        }
        let segment = Segment { number, salt, file };
        self.files.insert(number, Arc::clone(&segment.file));
        self.live.insert(number, Live::default());
        // The first group names the last one before it that was acknowledged, in whatever segment that is: so its loss is seen.
        let before = self.position.map_or(0, |position| position.crc);
        let footer = Footer::default();
        self.open = Some(Open { segment, tail: BLOCK as u64, sequence: 0, before, footer });
        self.write_voids().inspect_err(|_| self.discard(number))
    }

    /// Removes a fresh segment whose first group, the Voids, could not be written. Else each try in a time of trouble would cost
    /// the disk a whole segment. If a crash brings it back, the Voids in it are true; and it comes back as the last segment, since no
    /// group is written to the next one before the folder was synced.
    fn discard(&mut self, number: u32) {
        if self.disk.remove(&self.path(number)).is_ok() {
            self.files.take_unread(number);
            self.live.remove(&number);
            self.not_acknowledged.retain(|void| void.segment != number);
        }
    }

    /// Says, durably, before anything else is accepted, which groups do not count.
    fn write_voids(&mut self) -> io::Result<()> {
        if self.not_acknowledged.is_empty() {
            return Ok(());
        }
        let voids = std::mem::take(&mut self.not_acknowledged);
        let facts: Vec<(QueueId, Fact)> = voids
            .iter()
            .map(|void| {
                (QueueId::from_bytes([0; 16]), Fact::Void { segment: void.segment, sequence: void.sequence })
            })
            .collect();
        let written = self.commit(&facts);
        if written.is_err() {
            self.not_acknowledged.extend(voids);
        }
        written.map(|_| ())
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(segment::file_name(number))
    }
}

impl Live {
    /// A message that has its Append here.
    pub(crate) fn add(&mut self, id: QueueId, octets: u64) {
        self.messages += 1;
        self.octets += octets;
        self.ids.push(id);
    }
}

/// A new file, full of zeros: a sync of octets written over them changes no length and no block map, and so costs no
/// commit of the file system's journal.
pub(crate) fn new_file(disk: &dyn Disk, path: &Path, octets: u64) -> io::Result<Arc<dyn DiskFile>> {
    const PIECE: usize = 1024 * 1024;
    let file = disk.create(path)?;
    let zeros = vec![0; PIECE];
    let fill = || {
        let mut at = 0;
        while at < octets {
            let piece = usize::try_from(octets - at).map_or(PIECE, |left| left.min(PIECE));
            file.write_at(&zeros[..piece], at)?;
            at += piece as u64;
        }
        Ok(())
    };
    if let Err(error) = fill() {
        // On a full disk it must not keep what was left.
        let _ = disk.remove(path);
        return Err(error);
    }
    Ok(file)
}
