//! A cut of the power: what was flushed before is on the disk, and of what came since, any part.

use std::collections::BTreeSet;

use super::device::{FILE_SYSTEM, mark_in};
use super::writes::{Entry, SECTOR, Write};
use crate::chance::Chance;

/// The superblock of ext4 lies in the third and fourth sector; the file system relies on it being written whole.
const SUPERBLOCK: std::ops::Range<usize> = 1024..2048;

/// What happened between two flushes.
#[derive(Debug, Default, Clone)]
pub struct Epoch {
    /// What was written, in order; none of it is lasting before the flush at the end.
    pub writes: Vec<Write>,
    /// How many acknowledgements there had been before each write.
    acknowledged_before: Vec<usize>,
    /// How many there had been before the flush at the end.
    pub acknowledged: usize,
}

/// The marks that are no acknowledgements.
pub const BEGIN: u64 = u64::MAX;
pub const END: u64 = u64::MAX - 1;

/// The run as a row of epochs. The first holds everything up to the begin of the run.
///
/// # Errors
///
/// The log has no begin or no end of the run.
pub fn epochs(entries: &[Entry], log: &[u8]) -> Result<Vec<Epoch>, String> {
    let mut epochs = vec![Epoch::default()];
    let mut acknowledged = 0;
    let mut begun = false;
    for entry in entries {
        let epoch = epochs.last_mut().expect("there is one");
        match entry {
            Entry::Write(write) if write.at >= FILE_SYSTEM => match mark_in(&log[write.octets.clone()]) {
                Some(BEGIN) => begun = true,
                Some(END) => {
                    epoch.acknowledged = acknowledged;
                    return if begun { Ok(epochs) } else { Err("the log has no begin of the run".into()) };
                }
                Some(_) => acknowledged += 1,
                None => {}
            },
            Entry::Write(write) => {
                epoch.writes.push(write.clone());
                epoch.acknowledged_before.push(acknowledged);
            }
            Entry::Flush if !begun => {}
            Entry::Flush => {
                epoch.acknowledged = acknowledged;
                epochs.push(Epoch::default());
            }
        }
    }
    Err("the log has no end of the run".into())
}

/// What is left of an epoch when the power is cut in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Acknowledgements before the cut.
    pub acknowledged: usize,
    /// What reached the disk: the write, and which of its sectors.
    pub kept: Vec<(usize, BTreeSet<usize>)>,
    /// Writes of which nothing reached it.
    pub dropped: usize,
    /// Writes of which a part reached it.
    pub torn: usize,
    /// A write reached it, and one before it did not.
    pub reordered: bool,
}

impl Epoch {
    /// The power is cut at the end of it, and nothing has reached the disk but what had to.
    pub fn cut_all(&self) -> Cut {
        let mut cut = Cut { acknowledged: self.acknowledged, ..Cut::default() };
        for (index, write) in self.writes.iter().enumerate() {
            if write.lasting {
                cut.kept.push((index, (0..write.octets.len() / SECTOR).collect()));
            } else {
                cut.dropped += 1;
            }
        }
        cut
    }

    /// The power is cut somewhere in it, and some of what was written has reached the disk.
    pub fn cut(&self, chance: &mut Chance) -> Cut {
        // At the end, mostly: there most can go wrong.
        let until = if chance.one_in(3) { chance.below(self.writes.len() + 1) } else { self.writes.len() };
        let acknowledged = self.acknowledged_before.get(until).copied().unwrap_or(self.acknowledged);
        let mut cut = Cut { acknowledged, ..Cut::default() };
        let keep_in_ten = [1, 5, 9][chance.below(3)];
        let tear_one_in = [1, 3, 1000][chance.below(3)];
        for (index, write) in self.writes[..until].iter().enumerate() {
            if !write.lasting && chance.below(10) >= keep_in_ten {
                cut.dropped += 1;
                continue;
            }
            cut.reordered |= cut.dropped > 0;
            let sectors = write.octets.len() / SECTOR;
            let whole = write.lasting
                || (write.at < SUPERBLOCK.end && write.at + write.octets.len() > SUPERBLOCK.start);
            let kept: BTreeSet<usize> = if sectors > 1 && !whole && chance.one_in(tear_one_in) {
                (0..sectors).filter(|_| chance.one_in(2)).collect()
            } else {
                (0..sectors).collect()
            };
            cut.torn += usize::from(kept.len() < sectors);
            cut.kept.push((index, kept));
        }
        cut
    }
}

/// The disk as it was at the last flush.
#[derive(Debug)]
pub struct Disk {
    octets: Vec<u8>,
    /// Which pieces were ever written.
    touched: BTreeSet<usize>,
}

/// How finely it is noted what was written, in octets.
const PIECE: usize = 64 * 1024;

impl Disk {
    /// An empty one.
    pub fn new() -> Self {
        Self { octets: vec![0; FILE_SYSTEM], touched: BTreeSet::new() }
    }

    /// An epoch has come to its end: everything of it is lasting.
    pub fn flush(&mut self, epoch: &Epoch, log: &[u8]) {
        for write in &epoch.writes {
            self.octets[write.at..write.at + write.octets.len()].copy_from_slice(&log[write.octets.clone()]);
            self.touched.extend(write.at / PIECE..(write.at + write.octets.len()).div_ceil(PIECE));
        }
    }

    /// What is on the disk after a cut: pieces of it and their places. The rest is empty.
    pub fn after<'a>(
        &'a self,
        cut: &'a Cut,
        epoch: &'a Epoch,
        log: &'a [u8],
    ) -> impl Iterator<Item = (usize, &'a [u8])> {
        let before = self.touched.iter().map(|piece| {
            let at = piece * PIECE;
            (at, &self.octets[at..(at + PIECE).min(FILE_SYSTEM)])
        });
        let since = cut.kept.iter().flat_map(move |(index, sectors)| {
            let write = &epoch.writes[*index];
            sectors.iter().map(move |sector| {
                let from = write.octets.start + sector * SECTOR;
                (write.at + sector * SECTOR, &log[from..from + SECTOR])
            })
        });
        before.chain(since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(at: usize, octets: std::ops::Range<usize>) -> Entry {
        Entry::Write(Write { at, octets, lasting: false })
    }

    /// A log of two epochs: sectors full of 1, then of 2, with an acknowledgement in between.
    fn run() -> (Vec<Epoch>, Vec<u8>) {
        let mut log = vec![0; SECTOR * 10];
        let mut sector = |number: usize, octets: &[u8]| {
            let at = number * SECTOR;
            log[at..at + octets.len()].copy_from_slice(octets);
            at..at + SECTOR
        };
        let mark = |number: u64| [b"PRmark\0\0".as_slice(), &number.to_le_bytes()].concat();
        let entries = [
            write(FILE_SYSTEM, sector(0, &mark(BEGIN))),
            write(4096, sector(1, &[1; SECTOR])),
            Entry::Flush,
            write(FILE_SYSTEM, sector(2, &mark(0))),
            write(8192, sector(3, &[2; SECTOR]).start..sector(4, &[2; SECTOR]).end),
            write(4096, sector(5, &[3; SECTOR])),
            write(FILE_SYSTEM, sector(6, &mark(1))),
            write(FILE_SYSTEM, sector(7, &mark(END))),
        ];
        (epochs(&entries, &log).expect("a run"), log)
    }

    #[test]
    fn a_run_is_told_by_its_flushes_and_its_marks() {
        let (epochs, _) = run();
        assert_eq!(epochs.len(), 2);
        assert_eq!((epochs[0].writes.len(), epochs[0].acknowledged), (1, 0));
        assert_eq!((epochs[1].writes.len(), epochs[1].acknowledged), (2, 2));
        assert_eq!(epochs[1].acknowledged_before, [1, 1]);
    }

    #[test]
    fn nothing_that_was_flushed_is_cut_and_the_rest_may_be() {
        let (epochs, log) = run();
        let mut disk = Disk::new();
        disk.flush(&epochs[0], &log);
        let image = |cut: &Cut| {
            let mut image = vec![0; FILE_SYSTEM];
            for (at, octets) in disk.after(cut, &epochs[1], &log) {
                image[at..at + octets.len()].copy_from_slice(octets);
            }
            [image[4096], image[8192], image[8192 + SECTOR]]
        };
        assert_eq!(image(&epochs[1].cut_all()), [1, 0, 0]);
        let mut seen = BTreeSet::new();
        for seed in 0..200 {
            let cut = epochs[1].cut(&mut Chance::new(seed));
            assert_eq!(cut, epochs[1].cut(&mut Chance::new(seed)), "a seed repeats");
            seen.insert((image(&cut), cut.torn > 0, cut.reordered));
        }
        for expected in [
            ([1, 0, 0], false, false),
            ([3, 2, 2], false, false),
            ([3, 0, 0], false, true),
            ([1, 2, 0], true, false),
            ([1, 0, 2], true, false),
        ] {
            assert!(seen.contains(&expected), "{expected:?} in {seen:?}");
        }
    }

    #[test]
    fn the_superblock_of_the_file_system_is_never_torn() {
        let writes = vec![Write { at: 0, octets: 0..4096, lasting: false }];
        let epoch = Epoch { writes, acknowledged_before: vec![0], acknowledged: 0 };
        assert!((0..200).all(|seed| epoch.cut(&mut Chance::new(seed)).torn == 0));
    }
}
