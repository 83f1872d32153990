//! A file: what a read sees, what lasts, and what lies between them.

use super::octets::Octets;
use super::random::Random;

/// What disks write at once, whatever they are asked: this much is there or not.
const SECTOR: usize = 512;

/// A file.
#[derive(Default)]
pub(super) struct Content {
    /// What a read sees.
    pub(super) seen: Octets,
    /// What is there after a power cut, whatever happens.
    pub(super) synced: Octets,
    pending: Vec<Pending>,
    /// Names it has, and how often it is open: without either its room is free.
    pub(super) links: usize,
    pub(super) handles: usize,
}

/// Done, and not synced.
enum Pending {
    Write { at: usize, octets: Box<[u8]> },
    Size(usize),
}

impl Content {
    /// Found on the disk when the power is back.
    fn found(octets: Octets, links: usize) -> Self {
        Self { seen: octets.clone(), synced: octets, links, ..Self::default() }
    }

    pub(super) fn write(&mut self, at: usize, octets: &[u8]) {
        self.seen.write(at, octets);
        self.pending.push(Pending::Write { at, octets: octets.into() });
    }

    pub(super) fn resize(&mut self, octets: usize) {
        self.seen.resize(octets);
        self.pending.push(Pending::Size(octets));
    }

    /// What was written lasts.
    pub(super) fn sync(&mut self) {
        for pending in self.pending.drain(..) {
            match pending {
                Pending::Write { at, octets } => self.synced.take_pages(&self.seen, at, octets.len()),
                Pending::Size(octets) => self.synced.resize(octets),
            }
        }
        self.synced.resize(self.seen.len());
    }

    /// As Linux does it after a write that failed behind a sync: the pages count as clean, though they are on no disk. Whether a
    /// read still sees them depends on the file system, and on whether they are kept in memory.
    pub(super) fn drop_pages(&mut self, kept: bool) {
        self.pending.clear();
        if !kept {
            let octets = self.seen.len();
            self.seen = self.synced.clone();
            self.seen.resize(octets);
        }
    }

    /// What the system keeps in memory of it is read from the disk again. Only what counts as written is forgotten.
    pub(super) fn forget_cache(&mut self) {
        if self.pending.is_empty() {
            self.drop_pages(false);
        }
    }

    /// Changes what is there, in the cache and on the disk. What the disk has it has, whatever was synced.
    pub(super) fn damage(&mut self, at: usize, with: &[u8]) {
        self.sync();
        self.seen.write(at, with);
        self.synced.write(at, with);
    }

    /// The file as it is found, with so many names, when the power is back: any part of what was pending may be there, in any order.
    pub(super) fn after_power_cut(&self, links: usize, random: &mut Random) -> Self {
        let mut octets = self.synced.clone();
        if self.pending.is_empty() {
            return Self::found(octets, links);
        }
        // Most often all of it, or nothing, is there; else any part: sectors, pages, or whole writes.
        let chance = [0, 50, 100][random.below(3)];
        let torn_at = [SECTOR, super::octets::PAGE, usize::MAX][random.below(3)];
        for pending in random.shuffled(&self.pending) {
            match pending {
                Pending::Size(size) if random.percent(chance) => octets.resize(*size),
                Pending::Write { at, octets: written } => {
                    let mut done = 0;
                    while done < written.len() {
                        let end = ((at + done) / torn_at + 1).saturating_mul(torn_at).saturating_sub(*at);
                        let end = end.min(written.len());
                        if random.percent(chance) {
                            octets.write(at + done, &written[done..end]);
                        }
                        done = end;
                    }
                }
                Pending::Size(_) => {}
            }
        }
        // A length can last without what is in it.
        if octets.len() < self.seen.len() && random.percent(chance / 2) {
            octets.resize(self.seen.len());
        }
        Self::found(octets, links)
    }
}
