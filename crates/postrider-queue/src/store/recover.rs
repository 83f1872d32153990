//! The start: reading the log back after whatever ended the run before.
//!
//! Oldest segment first; a full one by its footer, the others group by group. What is invalid behind the last valid group of a segment
//! was never acknowledged, if the next segment does not say otherwise: a torn tail, kept aside and forgotten. What is invalid before a
//! valid group, or named by a later one, was acknowledged and has been damaged since. The records in it that are whole count like all
//! others; what is left goes into quarantine, for a person to decide about.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use postrider_proto::mail::QueueId;

use super::disk::{Disk, DiskFile};
use super::forgiving::{self, Forgiving, Trouble, Troubles};
use super::index::Position;
use super::log::Spare;
use super::quarantine;
use super::record::{self, ReadFact, Record, RecordError};
use super::segment::{self, BLOCK, Entry, Footer, GROUP_HEADER, Group, HeaderFault, Segment};

/// What the start found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Messages that are not done.
    pub messages: u64,
    /// Segments read.
    pub segments: u64,
    /// Octets behind the last valid group of a segment, never acknowledged; kept in the quarantine folder.
    pub torn_octets: u64,
    /// Octets that were acknowledged and cannot be read any more; kept in the quarantine folder.
    pub damaged_octets: u64,
    /// Files of large bodies that belong to no message: removed, or, after damage, moved into quarantine.
    pub orphans: u64,
    /// The files in quarantine that this start has made.
    pub quarantined: Vec<PathBuf>,
}

/// Why the queue cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("the queue in {} is in use by another postrider: stop that one, or give this one another data folder", .0.display())]
    Locked(PathBuf),
    /// Another version has written it. Nothing was touched.
    #[error(
        "the queue in {} has format version {version}, and this postrider reads versions {} to {}: {}. Nothing was changed",
        .folder.display(),
        segment::VERSION_READ,
        segment::VERSION,
        if *version > segment::VERSION {
            "run the newer one"
        } else {
            "it is from before the first release; let the postrider that wrote it deliver what is in it, or move the folder away"
        }
    )]
    Version {
        /// The folder of the queue.
        folder: PathBuf,
        /// The version found.
        version: u8,
    },
    /// The disk cannot read part of it. Nothing was taken in, and nothing is lost yet.
    #[error(
        "the disk cannot read {} at octet {at}: {error}. If that passes, start again. If it does not, save what you can of the disk; \
         to go on without what cannot be read, start with --skip-unreadable",
        .path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Where in it.
        at: u64,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// A file or folder cannot be used.
    #[error("the queue cannot use {}: {error}", .path.display())]
    Io {
        /// What could not be used.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
}

/// The log as found on the disk.
pub(crate) struct Found {
    folder: PathBuf,
    /// What could not be read of it so far.
    troubles: Troubles,
    /// Oldest first.
    pub(crate) segments: Vec<Segment>,
    pub(crate) spare: Vec<Spare>,
    pub(crate) next_number: u32,
    /// Octets of files that are neither segments nor spare: left where they are, for a person to decide about.
    unreadable_octets: u64,
}

/// What the log tells when it is read back, in this order.
pub(crate) enum Told<'a> {
    /// A record: the segment it is in, where it begins there, and what it says.
    Record(&'a Segment, u64, Record),
    /// All records up to this group were told.
    GroupEnd(Position),
}

/// What came of reading the log back.
#[derive(Default)]
pub(crate) struct Replayed {
    pub(crate) recovery: Recovery,
    /// Segments that are not to be freed in this run: what is damaged in them could not be copied into quarantine.
    pub(crate) pinned: BTreeSet<u32>,
}

/// Looks what there is of a log in `folder`.
pub(crate) fn find(disk: &dyn Disk, folder: &Path) -> Result<Found, OpenError> {
    let io_at = |path: &Path| {
        let path = path.to_owned();
        move |error| OpenError::Io { path, error }
    };
    // A name that a crash has left is made to last before it is believed.
    disk.sync_folder(folder).map_err(io_at(folder))?;
    let mut found = Found {
        folder: folder.to_owned(),
        troubles: Troubles::default(),
        segments: Vec::new(),
        spare: Vec::new(),
        next_number: 1,
        unreadable_octets: 0,
    };
    for name in disk.list(folder).map_err(io_at(folder))? {
        let path = folder.join(&name);
        let (number, is_spare) = match (segment::number_of(&name), segment::spare_number_of(&name)) {
            (Some(number), _) => (number, false),
            (None, Some(number)) => (number, true),
            (None, None) => continue,
        };
        found.next_number = found.next_number.max(number + 1);
        let file = disk.open(&path).map_err(io_at(&path))?;
        if is_spare {
            found.spare.push(Spare { path, file });
            continue;
        }
        // What a crash of the process left in the page cache is made to last before it is believed: else a power cut now could
        // take back what was replayed, delivered and answered for.
        file.sync().map_err(io_at(&path))?;
        // A sync that had failed before that crash would succeed now, and prove nothing. What the disk itself gives can be believed.
        file.forget_cache().map_err(io_at(&path))?;
        let readable = found.readable(number, &file);
        match read_header(&readable, number).map_err(io_at(&path))? {
            Ok(salt) => found.segments.push(Segment { number, salt, file }),
            Err(HeaderFault::None) => found.spare.push(Spare { path, file }),
            // Used anew, it would cost all that was acknowledged in it.
            Err(HeaderFault::Damaged) => {
                tracing::error!(file = %path.display(), "this segment of the queue cannot be read: it is left as it is");
                found.unreadable_octets += file.size().map_err(io_at(&path))?;
            }
            Err(HeaderFault::Version(version)) => {
                return Err(OpenError::Version { folder: folder.to_owned(), version });
            }
        }
    }
    // Names of eight digits are listed in the order of their numbers.
    found.segments.sort_unstable_by_key(|segment| segment.number);
    Ok(found)
}

impl Found {
    /// The file of a segment, read although some of it cannot be.
    fn readable(&self, number: u32, file: &Arc<dyn DiskFile>) -> Forgiving {
        let path = self.folder.join(segment::file_name(number));
        Forgiving { file: Arc::clone(file), path, troubles: self.troubles.clone() }
    }

    fn readable_segment(&self, segment: &Segment) -> Segment {
        let file = Arc::new(self.readable(segment.number, &segment.file));
        Segment { file, ..*segment }
    }

    /// Whether [`Found::check_readable`] would find nothing.
    pub(crate) fn can_go_on(&self, skip: bool) -> bool {
        skip || self.troubles.octets() == 0
    }

    /// Whether all that was read so far could be, or what could not be is to count as damaged.
    ///
    /// # Errors
    /// It could not, and is not.
    pub(crate) fn check_readable(&self, skip: bool) -> Result<(), OpenError> {
        match self.troubles.take_first() {
            Some(Trouble { path, at, error }) if !skip => Err(OpenError::Unreadable { path, at, error }),
            _ => Ok(()),
        }
    }

    /// Whether this group is in the log, so that what was derived up to it can be believed.
    pub(crate) fn has(&self, position: &Position) -> bool {
        let segment = self.segments.iter().find(|segment| segment.number == position.segment);
        let Some(segment) = segment.filter(|segment| segment.salt == position.salt) else { return false };
        let group = valid_group(&self.readable_segment(segment), position.at, &mut Vec::new());
        group.is_some_and(|group| group.sequence == position.sequence && group.crc == position.crc)
    }

    /// Tells `take` every valid record behind `from`, or all of them, oldest first. What is damaged goes into quarantine; so does
    /// the end of the log from `lost` on, a group that is known to have been there.
    pub(crate) fn replay(
        &self,
        disk: &dyn Disk,
        quarantine: &Path,
        from: Option<&Position>,
        lost: Option<&Position>,
        skip: bool,
        take: impl FnMut(Told<'_>),
    ) -> Replayed {
        let first = from.map_or(0, |position| position.segment);
        let segments: Vec<Segment> = self
            .segments
            .iter()
            .filter(|segment| segment.number >= first)
            .map(|segment| self.readable_segment(segment))
            .collect();
        let (before, voided) = first_groups(&segments);
        let mut replayed = Replayed::default();
        replayed.recovery.damaged_octets = self.unreadable_octets;
        let mut replay = Replay {
            disk,
            quarantine,
            lost: lost.map(|lost| lost.segment),
            last: from.map(|from| from.crc),
            found: self,
            skip,
            replayed,
            take,
        };
        for (place, segment) in segments.iter().enumerate() {
            if !self.can_go_on(skip) {
                break;
            }
            let from = from.filter(|position| position.segment == segment.number);
            let voided = voided.get(&segment.number).copied().unwrap_or(u64::MAX);
            let next = before[place + 1..].iter().find_map(|before| *before);
            replay.segment(segment, from, voided, next);
        }
        let mut replayed = replay.replayed;
        replayed.recovery.damaged_octets += self.troubles.octets();
        if replayed.recovery.damaged_octets > 0 {
            tracing::error!(
                octets = replayed.recovery.damaged_octets,
                quarantine = %quarantine.display(),
                "part of the queue is damaged: what could not be read is in quarantine, the rest is served"
            );
        }
        replayed
    }
}

/// Of each segment's first group: the CRC of the group before it, and which groups it says do not count, by their segment.
fn first_groups(segments: &[Segment]) -> (Vec<Option<u32>>, HashMap<u32, u64>) {
    let mut voided: HashMap<u32, u64> = HashMap::new();
    let mut group = Vec::new();
    let mut first = |segment: &Segment| {
        let header = valid_group(segment, BLOCK as u64, &mut group).filter(|group| group.sequence == 0)?;
        // Voids stand here, and nowhere else.
        for (_, record) in records_of(segment, BLOCK as u64, &group) {
            if let Ok(Record { fact: ReadFact::Void { segment, sequence }, .. }) = record {
                let from = voided.entry(segment).or_insert(sequence);
                *from = sequence.min(*from);
            }
        }
        Some(header.before)
    };
    (segments.iter().map(&mut first).collect(), voided)
}

/// The log being read back.
struct Replay<'a, F> {
    disk: &'a dyn Disk,
    quarantine: &'a Path,
    /// The segment of a group that was there and is not any more.
    lost: Option<u32>,
    /// The CRC of the last group that counts, so far.
    last: Option<u32>,
    found: &'a Found,
    /// What cannot be read counts as damaged.
    skip: bool,
    replayed: Replayed,
    take: F,
}

impl<F: FnMut(Told<'_>)> Replay<'_, F> {
    /// Reads one segment, from behind a group that is known to be valid if `from` is one. Groups from `voided` on do not count;
    /// `next` is what the next segment says the last one before it was.
    fn segment(&mut self, segment: &Segment, from: Option<&Position>, voided: u64, next: Option<u32>) {
        self.replayed.recovery.segments += 1;
        let footer = segment::read_footer(segment);
        // One that does not fit what the next segment says is no help.
        if let Some(footer) = footer.filter(|footer| next.is_none_or(|next| next == footer.last.crc)) {
            return self.by_footer(segment, &footer, from);
        }
        let read_before = self.found.troubles.octets();
        // Not as far as a footer says: one that is not whole may say anything.
        let size = segment.file.size().unwrap_or(0);
        // What the first group names stands in another segment.
        let (mut at, mut expected, mut before) = (BLOCK as u64, 0, None);
        let mut octets = Vec::new();
        if let Some(from) = from
            && let Some(group) = valid_group(segment, from.at, &mut octets)
        {
            (at, expected, before) =
                (from.at + group.on_disk(), group.sequence.saturating_add(1), Some(group.crc));
        }
        let mut bad_from = None;
        // On a disk that fails each read may take seconds: where the start is going to be refused, no more are made.
        while at < size && self.found.can_go_on(self.skip) {
            let group = valid_group(segment, at, &mut octets).filter(|group| {
                group.sequence >= expected
                    && (group.sequence > expected || before.is_none_or(|before| group.before == before))
            });
            let Some(group) = group else {
                // Groups begin on blocks.
                bad_from.get_or_insert(at);
                at += BLOCK as u64;
                continue;
            };
            // Groups are missing in between, or octets are: a crash cannot do that, since this one was written later.
            if let Some(from) = bad_from.take() {
                self.damaged(segment, from..at);
            }
            if group.sequence < voided {
                self.group(segment, at, &octets);
                self.group_end(segment, at, group.sequence, group.crc);
            }
            (expected, before) = (group.sequence.saturating_add(1), Some(group.crc));
            at += group.on_disk();
        }
        if !self.found.can_go_on(self.skip) {
            return;
        }
        let tail = bad_from.unwrap_or(at);
        // The next segment names the last acknowledged group before it, and the index the last that it has counted in. Where that
        // is another one than was read, what stands here instead was no torn tail: it was acknowledged.
        let named = next.is_some_and(|next| self.last.is_some_and(|last| last != next));
        // And what cannot be read may be anything.
        let unreadable = self.found.troubles.octets() > read_before;
        if named || unreadable || self.lost == Some(segment.number) {
            self.damaged(segment, tail..segment::groups_end(segment).max(tail));
        } else if let Some(octets) = written_from(segment, tail, size) {
            self.replayed.recovery.torn_octets += octets;
            let torn = forgiving::read(&*segment.file, tail..tail + octets);
            if let Err(error) = self.keep(segment, tail, &torn, "torn") {
                tracing::warn!(%error, octets, "a torn tail, which was never acknowledged, cannot be kept aside");
            }
        }
    }

    /// Reads a full segment: its records without their bodies, which whoever reads them checks.
    fn by_footer(&mut self, segment: &Segment, footer: &Footer, from: Option<&Position>) {
        let start = from.and_then(|from| {
            let group = valid_group(segment, from.at, &mut Vec::new())?;
            Some(from.at + group.on_disk())
        });
        let behind = |entry: &Entry| start.is_none_or(|start| u64::from(entry.at) >= start);
        let entries = &footer.entries[footer.entries.iter().take_while(|entry| !behind(entry)).count()..];
        for run in runs(entries) {
            let base = u64::from(run[0].at);
            let end = run.last().map_or(base, |last| u64::from(last.at) + u64::from(last.front));
            let octets = forgiving::read(&*segment.file, base..end);
            for (i, entry) in run.iter().enumerate() {
                let at = u64::from(entry.at);
                let front = &octets[usize::try_from(at - base).expect("a run fits in memory")..];
                match record::decode(front, &segment.salt, at) {
                    Ok(record) => (self.take)(Told::Record(segment, at, record)),
                    Err(error) => {
                        tracing::error!(segment = segment.number, at, %error, "a record cannot be read");
                        let known =
                            record::octets_of(front, &segment.salt, at).map(|(_, octets)| octets as u64);
                        let next = run.get(i + 1).map(|next| u64::from(next.at) - at);
                        let octets = known.or(next).unwrap_or(u64::from(entry.front));
                        self.aside(segment, at, &forgiving::read(&*segment.file, at..at + octets));
                    }
                }
            }
        }
        if start.is_none_or(|start| footer.last.at >= start) {
            self.group_end(segment, footer.last.at, footer.last.sequence, footer.last.crc);
        }
    }

    /// Tells the records of a group whose checksum was right.
    fn group(&mut self, segment: &Segment, at: u64, group: &[u8]) {
        for (at, record) in records_of(segment, at, group) {
            match record {
                Ok(record) => (self.take)(Told::Record(segment, at, record)),
                Err(octets) => self.salvage(segment, at, octets),
            }
        }
    }

    fn group_end(&mut self, segment: &Segment, at: u64, sequence: u64, crc: u32) {
        self.last = Some(crc);
        let Segment { number, salt, .. } = *segment;
        (self.take)(Told::GroupEnd(Position { segment: number, salt, at, sequence, crc }));
    }

    /// Octets that were acknowledged and are no valid groups any more.
    fn damaged(&mut self, segment: &Segment, range: Range<u64>) {
        let from = range.start;
        self.salvage(segment, from, &forgiving::read(&*segment.file, range));
    }

    /// Tells the records in damaged octets that are whole. They are found by the salt of this use of the file, which no sender knows;
    /// and a copy of one does not stand in its own place.
    fn salvage(&mut self, segment: &Segment, from: u64, octets: &[u8]) {
        let mut done = 0;
        for salt in memchr::memmem::find_iter(octets, &segment.salt) {
            let Some(start) = salt.checked_sub(record::SALT_AT).filter(|start| *start >= done) else {
                continue;
            };
            let (at, rest) = (from + start as u64, &octets[start..]);
            let found = record::decode(rest, &segment.salt, at).ok();
            let Some(record) = found.filter(|record| record.is_whole(rest)) else { continue };
            self.aside(segment, from + done as u64, &octets[done..start]);
            done = start + record.octets;
            (self.take)(Told::Record(segment, at, record));
        }
        self.aside(segment, from + done as u64, &octets[done..]);
    }

    /// Octets that were acknowledged and cannot be understood any more.
    fn aside(&mut self, segment: &Segment, at: u64, octets: &[u8]) {
        let end = octets.iter().rposition(|octet| *octet != 0).map_or(0, |last| last + 1);
        // In front of a whole record, this was the header of its group: nothing is lost with it.
        let begin = if at.is_multiple_of(BLOCK as u64)
            && (end <= GROUP_HEADER || octets.starts_with(segment::GROUP_MAGIC))
        {
            GROUP_HEADER
        } else {
            0
        };
        let Some(octets) = octets.get(begin..end).filter(|octets| !octets.is_empty()) else { return };
        if !self.found.can_go_on(self.skip) {
            return;
        }
        self.replayed.recovery.damaged_octets += octets.len() as u64;
        if let Err(error) = self.keep(segment, at + begin as u64, octets, "damaged") {
            tracing::error!(segment = segment.number, at, %error, "damage cannot be copied into quarantine: the segment stays as it is");
            self.replayed.pinned.insert(segment.number);
        }
    }

    fn keep(&mut self, segment: &Segment, at: u64, octets: &[u8], kind: &str) -> io::Result<()> {
        let name = format!("{:08}-{at}-{kind}", segment.number);
        if quarantine::keep(self.disk, self.quarantine, &name, octets)? {
            tracing::warn!(name, octets = octets.len(), "kept in quarantine");
            self.replayed.recovery.quarantined.push(self.quarantine.join(name));
        }
        Ok(())
    }
}

/// Entries whose records are near enough to each other to be read at once.
fn runs(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    const GAP: u32 = 16 * 1024;
    const RUN: u32 = 1024 * 1024;
    let mut rest = entries;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        let near = rest.windows(2).take_while(|pair| {
            let end = pair[0].at.saturating_add(pair[0].front);
            pair[1].at >= end && pair[1].at - end <= GAP && pair[1].at - first.at <= RUN
        });
        let (run, behind) = rest.split_at(near.count() + 1);
        rest = behind;
        Some(run)
    })
}

fn read_header(file: &dyn DiskFile, number: u32) -> io::Result<Result<record::Salt, HeaderFault>> {
    let mut block = vec![0; BLOCK];
    match file.read_at(&mut block, 0) {
        Ok(()) => {}
        // A crash came while the file was being made.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Err(HeaderFault::None)),
        Err(error) => return Err(error),
    }
    let header = segment::decode_header(&block).and_then(|(written, salt)| {
        // A file that was renamed for a new use and did not get its new header yet.
        if written == number { Ok(salt) } else { Err(HeaderFault::None) }
    });
    if !matches!(header, Err(HeaderFault::None | HeaderFault::Damaged)) {
        return Ok(header);
    }
    // A group of this use is written only behind the sync of the header. So where there is one, the header was damaged since.
    let mut group = [0; GROUP_HEADER];
    let first = file.read_at(&mut group, BLOCK as u64).ok().and(segment::salt_of_first_group(&group, number));
    if let Some(salt) = first {
        tracing::error!(
            segment = number,
            "the header of a segment is damaged; what is in it is read all the same"
        );
        return Ok(Ok(salt));
    }
    // And behind a lost one there may be others. A salt from there is not believed, since a sender may have written it; but the file
    // is not taken for one without groups.
    let mut blocks = (2 * BLOCK as u64..file.size()?).step_by(BLOCK);
    let others = blocks.any(|at| {
        file.read_at(&mut group, at).is_ok() && segment::salt_of_first_group(&group, number).is_some()
    });
    Ok(if others { Err(HeaderFault::Damaged) } else { header })
}

/// The group at `at`, if a valid one of this segment stands there; `octets` are then the whole of it.
fn valid_group(segment: &Segment, at: u64, octets: &mut Vec<u8>) -> Option<Group> {
    octets.resize(GROUP_HEADER, 0);
    segment.file.read_at(octets, at).ok()?;
    let group = segment::decode_group(octets, segment.number, &segment.salt)?;
    octets.resize(GROUP_HEADER + group.records, 0);
    segment.file.read_at(&mut octets[GROUP_HEADER..], at + GROUP_HEADER as u64).ok()?;
    group.has(&octets[GROUP_HEADER..]).then_some(group)
}

/// How much of what follows `from` may have been a group under way: as far as its header says; nothing where no header of this
/// segment stands, since then it is what was in the file before this use.
fn written_from(segment: &Segment, from: u64, size: u64) -> Option<u64> {
    let mut header = [0; GROUP_HEADER];
    segment.file.read_at(&mut header, from).ok()?;
    let group = segment::decode_group(&header, segment.number, &segment.salt)?;
    Some(group.on_disk().min(size - from))
}

/// The records of a valid group that stands at `at`, each with its place. Where one cannot be understood, its octets are given
/// instead; the ones behind it count.
fn records_of<'a>(
    segment: &'a Segment,
    at: u64,
    group: &'a [u8],
) -> impl Iterator<Item = (u64, Result<Record, &'a [u8]>)> {
    let mut done = GROUP_HEADER;
    std::iter::from_fn(move || {
        let rest = group.get(done..).filter(|rest| !rest.is_empty())?;
        let place = at + done as u64;
        let (octets, record) = match record::decode(rest, &segment.salt, place) {
            Ok(record) => (record.octets, Ok(record)),
            Err(error) => {
                tracing::error!(segment = segment.number, at = place, %error, "a record in a valid group cannot be read");
                // Only with its length is it known where the next one begins.
                let octets = match error {
                    RecordError::Details { octets } | RecordError::Checksum { octets } => {
                        octets.min(rest.len())
                    }
                    RecordError::Header | RecordError::Short => rest.len(),
                };
                (octets, Err(&rest[..octets]))
            }
        };
        done += octets;
        Some((place, record))
    })
}

/// Removes the files of large bodies that belong to no message: their commit never came. After damage they may belong to a
/// message that cannot be read, and go into quarantine.
pub(crate) fn sweep_big(
    disk: &dyn Disk,
    big: &Path,
    quarantine_folder: &Path,
    known: &HashSet<QueueId>,
    recovery: &mut Recovery,
) -> io::Result<()> {
    for folder in disk.list(big)? {
        let folder = big.join(folder);
        for name in disk.list(&folder).unwrap_or_default() {
            // What has another name is none of ours.
            let Ok(id) = name.parse::<QueueId>() else { continue };
            if known.contains(&id) {
                continue;
            }
            recovery.orphans += 1;
            let path = folder.join(&name);
            let gone = if recovery.damaged_octets > 0 {
                let aside = quarantine_folder.join(quarantine::body_name(id));
                disk.rename(&path, &aside).map(|()| recovery.quarantined.push(aside))
            } else {
                disk.remove(&path)
            };
            if let Err(error) = gone {
                tracing::warn!(file = %path.display(), %error, "this file belongs to no message, and cannot be put away");
            }
        }
    }
    Ok(())
}
