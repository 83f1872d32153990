//! A disk in memory that can lose its power, fail, be full, and rot.
//!
//! What was written and not synced is *pending*: when the power goes, any part of it may be there, in any order, torn at
//! sectors or at pages. The same holds for names, those of folders too: made, renamed and removed, they last when the folder
//! they are in was synced. A process that is killed loses none of that: the system goes on.
//!
//! Nothing here depends on anything but the seed and the order of the calls.

use std::any::Any;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::content::Content;
use super::fault::{Act, Effect, Fault};
use super::file::SimFile;
use super::octets::PAGE;
use super::random::Random;
use super::world::{Entry, World, is_root, world_has};
use crate::store::disk::{Disk, DiskFile};

/// A disk in memory. Clones are the same disk.
#[derive(Clone)]
pub struct SimDisk(Arc<Mutex<World>>);

/// What has gone bad by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rot {
    /// In which file.
    pub path: String,
    /// The first octet.
    pub at: usize,
    /// How many: one, of which a bit has turned, or a page of zeros.
    pub octets: usize,
}

impl SimDisk {
    /// An empty disk. The seed repeats what it gives for random octets.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::of(World { random: Random::new(seed), ..World::default() })
    }

    fn of(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    /// It, as the queue takes it.
    #[must_use]
    pub fn arc(&self) -> Arc<dyn Disk> {
        Arc::new(self.clone())
    }

    /// Changes to the disk so far: writes, syncs, names.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.world().operations
    }

    /// The power goes when so many more operations have been done; none: it stays.
    pub fn power_off_after(&self, operations: impl Into<Option<u64>>) {
        let mut world = self.world();
        world.power_until = operations.into().map(|operations| world.operations + operations);
    }

    /// Whether somebody has noticed that the power is off.
    #[must_use]
    pub fn is_off(&self) -> bool {
        *self.world().off.borrow()
    }

    /// Waits until somebody has noticed that the power is off.
    pub async fn power_is_off(&self) {
        let mut off = self.world().off.subscribe();
        let _ = off.wait_for(|&off| off).await;
    }

    /// From now on this goes wrong.
    pub fn fail(&self, fault: Fault) {
        self.fail_after(0, fault);
    }

    /// This goes wrong when so many more operations have been done.
    pub fn fail_after(&self, operations: u64, fault: Fault) {
        let mut world = self.world();
        let from = world.operations + operations;
        world.faults.push((from, fault));
    }

    /// Nothing goes wrong any more.
    pub fn mend(&self) {
        self.world().faults.clear();
    }

    /// Whether nothing is to go wrong, and nothing is short.
    #[must_use]
    pub fn is_well(&self) -> bool {
        let world = self.world();
        world.faults.is_empty() && world.power_until.is_none() && world.capacity.or(world.free).is_none()
    }

    /// How often a fault has struck.
    #[must_use]
    pub fn struck(&self) -> u64 {
        self.world().struck
    }

    /// So many octets are free, it says; none: what really is.
    pub fn set_free(&self, octets: impl Into<Option<u64>>) {
        self.world().free = octets.into();
    }

    /// So many octets fit, in whole pages; none: as many as anybody likes.
    pub fn set_capacity(&self, octets: impl Into<Option<u64>>) {
        self.world().capacity = octets.into();
    }

    /// The octets that are taken, in whole pages.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.world().used()
    }

    /// Whether something was written to or synced on a file after a sync of it had failed.
    #[must_use]
    pub fn used_after_failure(&self) -> bool {
        !self.world().misused.is_empty()
    }

    /// The files that were written to or synced after a sync of them had failed.
    #[must_use]
    pub fn files_used_after_failure(&self) -> Vec<String> {
        self.world().misused.iter().cloned().collect()
    }

    /// The names in a folder.
    #[must_use]
    pub fn names(&self, folder: &str) -> Vec<String> {
        self.list(Path::new(folder)).unwrap_or_default()
    }

    /// Changes what is in a file, as a disk gone bad does.
    ///
    /// # Panics
    /// There is no such file.
    pub fn damage(&self, path: &str, at: usize, with: &[u8]) {
        let mut world = self.world();
        let file = world.file(Path::new(path)).expect("there is such a file");
        world.files.get_mut(&file).expect("a name has its file").damage(at, with);
    }

    /// Turns a bit, or a page to zeros, somewhere in a file whose path ends so; none if nothing is written in any of them.
    pub fn rot(&self, name: &str, random: &mut Random) -> Option<Rot> {
        let mut world = self.world();
        let mut places = Vec::new();
        for (path, entry) in &world.names {
            let path = path.to_string_lossy();
            if let Entry::File(file) = entry
                && path.ends_with(name)
            {
                let pages = world.files[file].seen.written();
                places.extend(pages.into_iter().map(|page| (path.to_string(), *file, page * PAGE)));
            }
        }
        if places.is_empty() {
            return None;
        }
        let (path, file, page) = places.swap_remove(random.below(places.len()));
        let content = world.files.get_mut(&file).expect("a name has its file");
        let octets = (content.seen.len() - page).min(PAGE);
        let mut was = vec![0; octets];
        content.seen.read(page, &mut was);
        if random.percent(40) {
            content.damage(page, &vec![0; octets]);
            return Some(Rot { path, at: page, octets });
        }
        // Where something is written: a turned bit in the room behind it would be nobody's loss.
        let written: Vec<usize> = (0..octets).filter(|at| was[*at] != 0).collect();
        let at = written.get(random.below(written.len().max(1))).copied().unwrap_or(0);
        content.damage(page + at, &[was[at] ^ (1 << random.below(8))]);
        Some(Rot { path, at: page + at, octets: 1 })
    }

    /// What a read of a file sees.
    ///
    /// # Panics
    /// There is no such file.
    #[must_use]
    pub fn content(&self, path: &str) -> Vec<u8> {
        let world = self.world();
        let seen = &world.files[&world.file(Path::new(path)).expect("there is such a file")].seen;
        let mut octets = vec![0; seen.len()];
        seen.read(0, &mut octets);
        octets
    }

    /// The disk as it is found when the power is back. The faults are gone, and so is nothing that was synced.
    #[must_use]
    pub fn after_power_cut(&self, random: &mut Random) -> Self {
        let world = self.world();
        let mut after = World {
            next_file: world.next_file,
            operations: world.operations,
            struck: world.struck,
            capacity: world.capacity,
            misused: world.misused.clone(),
            names: world.names_synced.clone(),
            // Drawn anew, or a segment would get the salt of an earlier one.
            random: Random::new(random.next()),
            ..World::default()
        };
        let chance = [0, 50, 50, 100][random.below(4)];
        for (path, entry) in &world.names_pending {
            if random.percent(chance) {
                match entry {
                    Some(entry) => after.names.insert(path.clone(), *entry),
                    None => after.names.remove(path),
                };
            }
        }
        // With a folder goes what is in it.
        let reachable = |path: &Path| {
            path.ancestors().skip(1).all(|folder| is_root(folder) || world_has(&after.names, folder))
        };
        let lost: Vec<PathBuf> = after.names.keys().filter(|path| !reachable(path)).cloned().collect();
        for path in &lost {
            after.names.remove(path);
        }
        after.names_synced = after.names.clone();
        for (file, content) in &world.files {
            let links = after.links(*file);
            if links > 0 {
                after.files.insert(*file, content.after_power_cut(links, random));
            }
        }
        Self::of(after)
    }

    /// The same disk for the next process, when the one before was killed: what it wrote is there, synced or not. For the old one it is
    /// gone.
    #[must_use]
    pub fn after_crash(&self) -> Self {
        let mut world = std::mem::take(&mut *self.world());
        (world.locked, world.power_until) = (false, None);
        world.off.send_replace(false);
        world.failed.clear();
        for content in world.files.values_mut() {
            content.handles = 0;
        }
        world.forget_unreachable();
        Self::of(world)
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Disk for SimDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        {
            let mut world = self.world();
            match world.names.get(path) {
                Some(Entry::Folder) => return Ok(()),
                Some(Entry::File(_)) => return Err(io::ErrorKind::AlreadyExists.into()),
                None => {}
            }
            world.name_operation(path)?;
            world.folder_is_there(path)?;
            world.name(path, Some(Entry::Folder));
        }
        path.parent().map_or(Ok(()), |parent| self.sync_folder(parent))
    }

    fn lock(&self, _: &Path) -> io::Result<Option<Box<dyn Any + Send + Sync>>> {
        let mut world = self.world();
        if world.locked {
            return Ok(None);
        }
        world.locked = true;
        Ok(Some(Box::new(Lock(self.clone()))))
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let mut world = self.world();
        let file = world.file(path)?;
        Ok(SimFile::open(self, &mut world, file, path))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let mut world = self.world();
        world.name_operation(path)?;
        if world.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        world.folder_is_there(path)?;
        world.next_file += 1;
        let file = world.next_file;
        world.files.insert(file, Content::default());
        world.name(path, Some(Entry::File(file)));
        Ok(SimFile::open(self, &mut world, file, path))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let world = self.world();
        let within = world.names.keys().filter(|path| path.parent() == Some(folder));
        let mut names: Vec<String> =
            within.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
        names.sort();
        Ok(names)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut world = self.world();
        if let Some(Effect::Fails(kind) | Effect::Nothing(kind)) = world.operation(Act::SyncFolder, folder)? {
            return Err(kind.into());
        }
        let World { names_synced, names_pending, .. } = &mut *world;
        names_pending.retain(|(path, entry)| {
            let within = path.parent() == Some(folder);
            match entry {
                Some(entry) if within => drop(names_synced.insert(path.clone(), *entry)),
                None if within => drop(names_synced.remove(path)),
                _ => {}
            }
            !within
        });
        world.forget_unreachable();
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.name_operation(from)?;
        let file = world.file(from)?;
        world.folder_is_there(to)?;
        world.name(to, Some(Entry::File(file)));
        world.name(from, None);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.name_operation(path)?;
        world.file(path)?;
        world.name(path, None);
        Ok(())
    }

    fn free_bytes(&self, _: &Path) -> io::Result<u64> {
        let world = self.world();
        let real = || world.capacity.map_or(u64::MAX, |capacity| capacity.saturating_sub(world.used()));
        Ok(world.free.unwrap_or_else(real))
    }

    fn random(&self, octets: &mut [u8]) -> io::Result<()> {
        let random = &mut self.world().random;
        octets.fill_with(|| random.octet());
        Ok(())
    }
}

struct Lock(SimDisk);

impl Drop for Lock {
    fn drop(&mut self) {
        self.0.world().locked = false;
    }
}
