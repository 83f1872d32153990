//! All that is on the disk, and what is to happen to it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::content::Content;
use super::fault::{Act, Effect, Fault};
use super::octets::PAGE;
use super::random::Random;

#[derive(Default)]
pub(super) struct World {
    pub(super) files: BTreeMap<u64, Content>,
    pub(super) next_file: u64,
    pub(super) names: BTreeMap<PathBuf, Entry>,
    pub(super) names_synced: BTreeMap<PathBuf, Entry>,
    /// Names made and removed since their folder was synced, in order.
    pub(super) names_pending: Vec<(PathBuf, Option<Entry>)>,
    pub(super) locked: bool,
    /// Changes to the disk so far: writes, syncs, names.
    pub(super) operations: u64,
    /// After so many of them the power is off.
    pub(super) power_until: Option<u64>,
    /// True when it is.
    pub(super) off: tokio::sync::watch::Sender<bool>,
    /// What goes wrong, from which operation on.
    pub(super) faults: Vec<(u64, Fault)>,
    /// Faults that have struck.
    pub(super) struck: u64,
    /// What fits, in octets.
    pub(super) capacity: Option<u64>,
    /// So much is free, whatever is there.
    pub(super) free: Option<u64>,
    /// Files that a sync, or a write behind the header, has failed on, and the names of those used after that: this must never happen.
    pub(super) failed: BTreeSet<u64>,
    pub(super) misused: BTreeSet<String>,
    pub(super) random: Random,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    File(u64),
    Folder,
}

pub(super) fn is_root(folder: &Path) -> bool {
    folder.parent().is_none()
}

pub(super) fn world_has(names: &BTreeMap<PathBuf, Entry>, folder: &Path) -> bool {
    names.get(folder) == Some(&Entry::Folder)
}

impl World {
    /// Every change goes through here. Gives what comes of it instead, if a fault strikes.
    pub(super) fn operation(&mut self, act: Act, path: &Path) -> io::Result<Option<Effect>> {
        if self.power_until.is_some_and(|until| self.operations >= until) {
            self.off.send_replace(true);
            return Err(io::Error::other("the power is off"));
        }
        let struck = self.strikes(act, path);
        self.operations += 1;
        Ok(struck)
    }

    pub(super) fn strikes(&mut self, act: Act, path: &Path) -> Option<Effect> {
        if self.faults.is_empty() {
            return None;
        }
        let (path, now) = (path.to_string_lossy(), self.operations);
        let hit = |(i, (from, fault)): (usize, &(u64, Fault))| {
            (*from <= now).then(|| fault.hits(act, &path)).flatten().map(|hit| (i, hit))
        };
        let (i, (effect, last)) = self.faults.iter().enumerate().find_map(hit)?;
        if last {
            self.faults.remove(i);
        }
        self.struck += 1;
        Some(effect)
    }

    /// A change to a name.
    pub(super) fn name_operation(&mut self, path: &Path) -> io::Result<()> {
        match self.operation(Act::Name, path)? {
            Some(Effect::Fails(kind) | Effect::Nothing(kind)) => Err(kind.into()),
            _ => Ok(()),
        }
    }

    pub(super) fn file(&self, path: &Path) -> io::Result<u64> {
        match self.names.get(path) {
            Some(Entry::File(file)) => Ok(*file),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(super) fn folder_is_there(&self, path: &Path) -> io::Result<()> {
        let there = path.parent().is_some_and(|folder| is_root(folder) || world_has(&self.names, folder));
        if there { Ok(()) } else { Err(io::ErrorKind::NotFound.into()) }
    }

    pub(super) fn name(&mut self, path: &Path, entry: Option<Entry>) {
        let before = match entry {
            Some(entry) => self.names.insert(path.to_owned(), entry),
            None => self.names.remove(path),
        };
        for (entry, more) in [(before, false), (entry, true)] {
            if let Some(Entry::File(file)) = entry
                && let Some(content) = self.files.get_mut(&file)
            {
                content.links = if more { content.links + 1 } else { content.links.saturating_sub(1) };
            }
        }
        self.names_pending.push((path.to_owned(), entry));
    }

    pub(super) fn links(&self, file: u64) -> usize {
        self.names.values().filter(|entry| **entry == Entry::File(file)).count()
    }

    /// Files that no name leads to any more, nor will after a power cut.
    pub(super) fn forget_unreachable(&mut self) {
        let synced = self.names_synced.values();
        let pending = self.names_pending.iter().filter_map(|(_, entry)| entry.as_ref());
        let named: BTreeSet<u64> = synced
            .chain(pending)
            .filter_map(|entry| if let Entry::File(file) = entry { Some(*file) } else { None })
            .collect();
        self.files.retain(|file, content| content.links + content.handles > 0 || named.contains(file));
    }

    pub(super) fn used(&self) -> u64 {
        let held = self.files.values().filter(|content| content.links + content.handles > 0);
        held.map(|content| (content.seen.allocated() * PAGE) as u64).sum()
    }
}
