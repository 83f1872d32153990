//! The start: reading the log back after whatever ended the run before.
//!
//! Oldest segment first, group by group. What is invalid behind the last valid group of a segment was never acknowledged, if the next
//! segment does not say otherwise: a torn tail, kept aside and forgotten. What is invalid before a valid group, or named by a later
//! one, was acknowledged and has been damaged since: it costs what it holds, is put in quarantine for a person to decide about, and
//! everything around it counts.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use postrider_proto::mail::QueueId;

use super::disk::{Disk, DiskFile};
use super::index::Position;
use super::log::Spare;
use super::record::{self, ReadFact, Record, RecordError};
use super::segment::{self, BLOCK, GROUP_HEADER, Group, HeaderFault, Segment};

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
    /// A newer version has written it. Nothing was touched.
    #[error(
        "the queue in {} has format version {version}, and this postrider knows versions up to 1: run the newer one. Nothing was changed",
        .folder.display()
    )]
    Newer {
        /// The folder of the queue.
        folder: PathBuf,
        /// The version found.
        version: u8,
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
    Record(&'a Segment, u64, Record<'a>),
    /// All records of this group were told.
    GroupEnd(Position),
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
        match read_header(&*file, number).map_err(io_at(&path))? {
            Ok(salt) => found.segments.push(Segment { number, salt, file }),
            Err(HeaderFault::None) => found.spare.push(Spare { path, file }),
            // Used anew, it would cost all that was acknowledged in it.
            Err(HeaderFault::Damaged) => {
                tracing::error!(file = %path.display(), "this segment of the queue cannot be read: it is left as it is");
                found.unreadable_octets += file.size().map_err(io_at(&path))?;
            }
            Err(HeaderFault::Newer(version)) => {
                return Err(OpenError::Newer { folder: folder.to_owned(), version });
            }
        }
    }
    // Names of eight digits are listed in the order of their numbers.
    found.segments.sort_unstable_by_key(|segment| segment.number);
    Ok(found)
}

impl Found {
    /// Whether this group is in the log, so that what was derived up to it can be believed.
    pub(crate) fn has(&self, position: &Position) -> io::Result<bool> {
        let segment = self.segments.iter().find(|segment| segment.number == position.segment);
        let Some(segment) = segment.filter(|segment| segment.salt == position.salt) else { return Ok(false) };
        let group = valid_group(segment, position.at, segment.file.size()?)?;
        Ok(group.is_some_and(|group| group.sequence == position.sequence && group.crc == position.crc))
    }

    /// Tells `take` every valid record behind `from`, or all of them, oldest first. What is damaged goes into quarantine; so does
    /// the end of the log from `lost` on, a group that is known to have been there.
    pub(crate) fn replay(
        &self,
        disk: &dyn Disk,
        quarantine: &Path,
        from: Option<&Position>,
        lost: Option<&Position>,
        mut take: impl FnMut(Told<'_>),
    ) -> Result<Recovery, OpenError> {
        let io_at = |segment: &Segment| {
            let path = self.folder.join(segment::file_name(segment.number));
            move |error| OpenError::Io { path, error }
        };
        let first = from.map_or(0, |position| position.segment);
        let segments: Vec<&Segment> =
            self.segments.iter().filter(|segment| segment.number >= first).collect();
        let mut scans = Vec::with_capacity(segments.len());
        for segment in &segments {
            let from = from.filter(|position| position.segment == segment.number);
            scans.push(scan(segment, from).map_err(io_at(segment))?);
        }
        let voided =
            voided(&segments, &scans).map_err(|error| OpenError::Io { path: self.folder.clone(), error })?;
        mark_lost(&segments, &mut scans, &voided, from, lost)
            .map_err(|error| OpenError::Io { path: self.folder.clone(), error })?;
        let mut recovery = Recovery { damaged_octets: self.unreadable_octets, ..Recovery::default() };
        let mut unreadable = Vec::new();
        for (segment, scan) in segments.iter().zip(&scans) {
            recovery.segments += 1;
            for (at, group) in &scan.groups {
                if voided.get(&segment.number).is_some_and(|from| group.sequence >= *from) {
                    continue;
                }
                let records = read_records(&*segment.file, *at, group).map_err(io_at(segment))?;
                for_each_record(&records, segment, |offset, record| {
                    let at = at + (GROUP_HEADER + offset) as u64;
                    match record {
                        Ok(record) => take(Told::Record(segment, at, record)),
                        Err(octets) => unreadable.push((*segment, Bad { at, octets, torn: false })),
                    }
                })
                .map_err(|version| OpenError::Newer { folder: self.folder.clone(), version })?;
                take(Told::GroupEnd(Position {
                    segment: segment.number,
                    salt: segment.salt,
                    at: *at,
                    sequence: group.sequence,
                    crc: group.crc,
                }));
            }
        }
        // Only now: a log that a newer version has written is left untouched.
        let bad = segments
            .iter()
            .zip(scans)
            .flat_map(|(segment, scan)| scan.bad.into_iter().map(|bad| (*segment, bad)));
        for (segment, bad) in bad.chain(unreadable) {
            let kind = if bad.torn { "torn" } else { "damaged" };
            let name = format!("{:08}-{}-{kind}", segment.number, bad.at);
            keep_aside(disk, &*segment.file, &bad, &quarantine.join(name), &mut recovery)
                .map_err(io_at(segment))?;
        }
        if recovery.damaged_octets > 0 {
            tracing::error!(
                octets = recovery.damaged_octets,
                quarantine = %quarantine.display(),
                "part of the queue is damaged: what could not be read is in quarantine, the rest is served"
            );
        }
        Ok(recovery)
    }
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
    Ok(first.map_or(header, |salt| {
        tracing::error!(
            segment = number,
            "the header of a segment is damaged; what is in it is read all the same"
        );
        Ok(salt)
    }))
}

/// The groups of a segment, and what is none.
#[derive(Default)]
struct Scan {
    groups: Vec<(u64, Group)>,
    bad: Vec<Bad>,
}

/// Octets that are no group.
struct Bad {
    at: u64,
    octets: u64,
    /// Nothing valid is behind them.
    torn: bool,
}

/// Reads a segment from its beginning, or from behind a group that is known to be valid.
fn scan(segment: &Segment, from: Option<&Position>) -> io::Result<Scan> {
    let size = segment.file.size()?;
    let mut scan = Scan::default();
    // What the first group names stands in another segment.
    let (mut at, mut expected, mut before) = (BLOCK as u64, 0, None);
    if let Some(from) = from
        && let Some(group) = valid_group(segment, from.at, size)?
    {
        (at, expected, before) =
            (from.at + group.on_disk(), group.sequence.saturating_add(1), Some(group.crc));
    }
    let mut bad_from = None;
    while at < size {
        let group = valid_group(segment, at, size)?.filter(|group| {
            group.sequence >= expected
                && (group.sequence > expected || before.is_none_or(|before| group.before == before))
        });
        match group {
            Some(group) => {
                // Groups are missing in between, or octets are: a crash cannot do that, since this one was written later.
                if let Some(from) = bad_from.take() {
                    scan.bad.push(Bad { at: from, octets: at - from, torn: false });
                }
                scan.groups.push((at, group));
                (expected, before) = (group.sequence.saturating_add(1), Some(group.crc));
                at += group.on_disk();
            }
            None => {
                if bad_from.is_none() {
                    bad_from = Some(at);
                }
                // Groups begin on blocks, and only a header with this segment's salt counts: never is a payload searched, in
                // which a sender could have put anything but the salt.
                at += BLOCK as u64;
            }
        }
    }
    if let Some(from) = bad_from
        && let Some(octets) = written_from(segment, from, size)?
    {
        scan.bad.push(Bad { at: from, octets, torn: true });
    }
    Ok(scan)
}

fn valid_group(segment: &Segment, at: u64, size: u64) -> io::Result<Option<Group>> {
    let mut header = [0; GROUP_HEADER];
    if at + GROUP_HEADER as u64 > size {
        return Ok(None);
    }
    segment.file.read_at(&mut header, at)?;
    let Some(group) = segment::decode_group(&header, segment.number, &segment.salt) else { return Ok(None) };
    if at + group.on_disk() > size {
        return Ok(None);
    }
    let records = read_records(&*segment.file, at, &group)?;
    Ok(group.has(&records).then_some(group))
}

fn read_records(file: &dyn DiskFile, at: u64, group: &Group) -> io::Result<Vec<u8>> {
    let mut records = vec![0; group.records];
    file.read_at(&mut records, at + GROUP_HEADER as u64)?;
    Ok(records)
}

/// How much of what follows `from` may have been a group under way: as far as its header says; nothing where no header of this
/// segment stands, since then it is what was in the file before this use.
fn written_from(segment: &Segment, from: u64, size: u64) -> io::Result<Option<u64>> {
    let mut header = [0; GROUP_HEADER];
    if from + GROUP_HEADER as u64 > size {
        return Ok(None);
    }
    segment.file.read_at(&mut header, from)?;
    let group = segment::decode_group(&header, segment.number, &segment.salt);
    Ok(group.map(|group| group.on_disk().min(size - from)))
}

/// Reads the records of a group, whose checksum was right. Where one cannot be understood, `take` gets its length, and the ones
/// behind it count. Gives the version of a record that is newer than this program.
fn for_each_record(
    records: &[u8],
    segment: &Segment,
    mut take: impl FnMut(usize, Result<Record<'_>, u64>),
) -> Result<(), u8> {
    let mut at = 0;
    while at < records.len() {
        let octets = match record::decode(&records[at..], &segment.salt) {
            Ok(record) => {
                let octets = record.octets;
                take(at, Ok(record));
                octets
            }
            Err(RecordError::Newer(version)) => return Err(version),
            Err(error) => {
                tracing::error!(segment = segment.number, %error, "a record in a valid group cannot be read");
                let rest = records.len() - at;
                // Only with its length is it known where the next one begins.
                let octets = if let RecordError::Details { octets } = error { octets } else { rest };
                take(at, Err(octets as u64));
                octets
            }
        };
        at += octets;
    }
    Ok(())
}

/// The first group of a segment names the last acknowledged one before it. Where that is another one than was read, or where `lost`
/// was not read, what stands there instead was no torn tail: it was acknowledged.
fn mark_lost(
    segments: &[&Segment],
    scans: &mut [Scan],
    voided: &HashMap<u32, u64>,
    from: Option<&Position>,
    lost: Option<&Position>,
) -> io::Result<()> {
    // The last group that counts, so far: the place of its segment, and its CRC.
    let mut last = from.map(|from| (0, from.crc));
    for place in 0..segments.len() {
        let first = scans[place].groups.first().filter(|(_, group)| group.sequence == 0);
        if let Some((at, crc)) = last
            && first.is_some_and(|(_, group)| group.before != crc)
        {
            scans[at].tail_was_lost(segments[at])?;
        }
        let from = voided.get(&segments[place].number).copied().unwrap_or(u64::MAX);
        if let Some((_, group)) = scans[place].groups.iter().rfind(|(_, group)| group.sequence < from) {
            last = Some((place, group.crc));
        }
    }
    let in_segment = lost.and_then(|lost| segments.iter().position(|segment| segment.number == lost.segment));
    if let Some(place) = in_segment {
        scans[place].tail_was_lost(segments[place])?;
    }
    Ok(())
}

impl Scan {
    /// Acknowledged groups are missing behind the last valid one.
    fn tail_was_lost(&mut self, segment: &Segment) -> io::Result<()> {
        if let Some(bad) = self.bad.last_mut().filter(|bad| bad.torn) {
            bad.torn = false;
            return Ok(());
        }
        let at = self.groups.last().map_or(BLOCK as u64, |(at, group)| at + group.on_disk());
        let octets = segment.file.size()?.saturating_sub(at);
        if octets > 0 {
            self.bad.push(Bad { at, octets, torn: false });
        }
        Ok(())
    }
}

/// From which group on each segment does not count.
fn voided(segments: &[&Segment], scans: &[Scan]) -> io::Result<HashMap<u32, u64>> {
    let mut voided: HashMap<u32, u64> = HashMap::new();
    for (segment, scan) in segments.iter().zip(scans) {
        // Voids stand in the first group of a segment, and nowhere else.
        let Some((at, group)) = scan.groups.first().filter(|(_, group)| group.sequence == 0) else {
            continue;
        };
        let records = read_records(&*segment.file, *at, group)?;
        let _ = for_each_record(&records, segment, |_, record| {
            if let Ok(Record { fact: ReadFact::Void { segment, sequence }, .. }) = record {
                let from = voided.entry(segment).or_insert(sequence);
                *from = sequence.min(*from);
            }
        });
    }
    Ok(voided)
}

fn keep_aside(
    disk: &dyn Disk,
    file: &dyn DiskFile,
    bad: &Bad,
    path: &Path,
    recovery: &mut Recovery,
) -> io::Result<()> {
    const PIECE: u64 = 1024 * 1024;
    if bad.torn {
        recovery.torn_octets += bad.octets;
    } else {
        recovery.damaged_octets += bad.octets;
    }
    let aside = match disk.create(path) {
        // A start before this one kept it already.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        other => other?,
    };
    let mut done = 0;
    while done < bad.octets {
        let mut piece = vec![0; usize::try_from((bad.octets - done).min(PIECE)).expect("at most a MiB")];
        // A sector that cannot be read is kept as zeros: the rest may still help somebody.
        let _ = file.read_at(&mut piece, bad.at + done);
        aside.write_at(&piece, done)?;
        done += piece.len() as u64;
    }
    aside.sync()?;
    tracing::warn!(file = %path.display(), octets = bad.octets, torn = bad.torn, "kept aside");
    recovery.quarantined.push(path.to_owned());
    Ok(())
}

/// Removes the files of large bodies that belong to no message: their commit never came. After damage they may belong to a
/// message that cannot be read, and go into quarantine.
pub(crate) fn sweep_big(
    disk: &dyn Disk,
    big: &Path,
    quarantine: &Path,
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
                let aside = quarantine.join(format!("{name}-body"));
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
