//! A disk in memory that can lose its power, fail, and be full.
//!
//! What was written and not synced is *pending*: when the power goes, any part of it may be there, in any order, torn at
//! 512 octets. The same holds for names: made, renamed and removed, they last when their folder was synced.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::random::Random;
use crate::store::disk::{Disk, DiskFile};

/// What disks write at once, whatever they are asked: this much is there or not.
const SECTOR: usize = 512;

/// A disk in memory. Clones are the same disk.
#[derive(Clone)]
pub struct SimDisk(Arc<Mutex<World>>);

#[derive(Default)]
struct World {
    files: HashMap<u64, Content>,
    next_file: u64,
    folders: BTreeSet<PathBuf>,
    names: BTreeMap<PathBuf, u64>,
    names_synced: BTreeMap<PathBuf, u64>,
    locked: bool,
    /// Changes to the disk so far: writes, syncs, names.
    operations: u64,
    /// After so many of them the power is off.
    power_until: Option<u64>,
    /// True when it is.
    off: tokio::sync::watch::Sender<bool>,
    fault: Option<Fault>,
    free: Option<u64>,
    /// Files that a sync has failed on, and those written to after that: this must never happen.
    failed: BTreeSet<u64>,
    used_after_failure: bool,
    random: Random,
}

#[derive(Default)]
struct Content {
    /// What a read sees.
    seen: Vec<u8>,
    synced: Vec<u8>,
    pending: Vec<Pending>,
}

impl Content {
    /// Everything that was written is on the disk.
    fn flush(&mut self) {
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Write { at, octets } => put(&mut self.synced, at, &octets),
                Pending::Size(size) => self.synced.resize(size, 0),
            }
        }
    }
}

enum Pending {
    Write { at: usize, octets: Vec<u8> },
    Size(usize),
}

/// What fails next, and how.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// The next sync of a file whose name ends so. The pages are dropped, and the one after it would succeed.
    Sync(&'static str, io::ErrorKind),
    /// The next write to such a file; half of it was written.
    Write(&'static str, io::ErrorKind),
    /// Every write to such a file behind its first block, until it is lifted.
    BehindHeader(&'static str, io::ErrorKind),
    /// Every write and sync of such files, until it is lifted.
    Always(&'static str, io::ErrorKind),
}

impl SimDisk {
    /// An empty disk. The seed repeats what it gives for random octets.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let folders = BTreeSet::from(["/".into()]);
        let random = Random::new(seed);
        Self(Arc::new(Mutex::new(World { folders, random, ..World::default() })))
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

    /// The power goes when so many more operations have been done.
    pub fn power_off_after(&self, operations: u64) {
        let mut world = self.world();
        world.power_until = Some(world.operations + operations);
    }

    /// Waits until somebody has noticed that the power is off.
    pub async fn power_is_off(&self) {
        let mut off = self.world().off.subscribe();
        let _ = off.wait_for(|&off| off).await;
    }

    /// From now on this goes wrong.
    pub fn fail(&self, fault: Fault) {
        self.world().fault = Some(fault);
    }

    /// Nothing goes wrong any more.
    pub fn mend(&self) {
        self.world().fault = None;
    }

    /// So many octets are free, it says.
    pub fn set_free(&self, octets: u64) {
        self.world().free = Some(octets);
    }

    /// Whether something was written to or synced on a file after a sync of it had failed.
    #[must_use]
    pub fn used_after_failure(&self) -> bool {
        self.world().used_after_failure
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
        let file = world.names[Path::new(path)];
        let content = world.files.get_mut(&file).expect("it is there");
        // What the disk has it has, whatever was synced.
        content.flush();
        for octets in [&mut content.seen, &mut content.synced] {
            octets[at..at + with.len()].copy_from_slice(with);
        }
    }

    /// What a read of a file sees.
    ///
    /// # Panics
    /// There is no such file.
    #[must_use]
    pub fn content(&self, path: &str) -> Vec<u8> {
        let world = self.world();
        world.files[&world.names[Path::new(path)]].seen.clone()
    }

    /// The disk as it is found when the power is back.
    #[must_use]
    pub fn after_power_cut(&self, random: &mut Random) -> Self {
        let world = self.world();
        let mut after = World {
            folders: world.folders.clone(),
            next_file: world.next_file,
            // Drawn anew, or a segment would get the salt of an earlier one.
            random: Random::new(random.next()),
            ..World::default()
        };
        for (file, content) in &world.files {
            let mut octets = content.synced.clone();
            // Most often all of what is pending, or nothing, is there; else any part.
            let chance = [0, 50, 100][random.below(3)];
            for pending in random.shuffled(&content.pending) {
                match pending {
                    Pending::Size(size) if random.percent(chance) => octets.resize(*size, 0),
                    Pending::Write { at, octets: written } => {
                        for (i, sector) in written.chunks(SECTOR).enumerate() {
                            if random.percent(chance) {
                                put(&mut octets, at + i * SECTOR, sector);
                            }
                        }
                    }
                    Pending::Size(_) => {}
                }
            }
            let content = Content { seen: octets.clone(), synced: octets, pending: Vec::new() };
            after.files.insert(*file, content);
        }
        after.names = world.names_synced.clone();
        let all: BTreeSet<&PathBuf> = world.names.keys().chain(world.names_synced.keys()).collect();
        for path in all {
            let (now, synced) = (world.names.get(path), world.names_synced.get(path));
            if now != synced && random.percent(50) {
                match now {
                    Some(file) => after.names.insert(path.clone(), *file),
                    None => after.names.remove(path),
                };
            }
        }
        after.names_synced = after.names.clone();
        Self(Arc::new(Mutex::new(after)))
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn put(octets: &mut Vec<u8>, at: usize, with: &[u8]) {
    if octets.len() < at + with.len() {
        octets.resize(at + with.len(), 0);
    }
    octets[at..at + with.len()].copy_from_slice(with);
}

impl World {
    /// Every change goes through here.
    fn operation(&mut self) -> io::Result<()> {
        if self.power_until.is_some_and(|until| self.operations >= until) {
            self.off.send_replace(true);
            return Err(io::Error::other("the power is off"));
        }
        self.operations += 1;
        Ok(())
    }

    fn file(&self, path: &Path) -> io::Result<u64> {
        self.names.get(path).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for SimDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        // Folders are made and synced in one call, so they are there or not.
        self.world().operation()?;
        self.world().folders.insert(path.to_owned());
        Ok(())
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
        let file = self.world().file(path)?;
        Ok(Arc::new(SimFile { disk: self.clone(), file, path: path.to_owned() }))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let mut world = self.world();
        world.operation()?;
        if world.names.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        world.next_file += 1;
        let file = world.next_file;
        world.files.insert(file, Content::default());
        world.names.insert(path.to_owned(), file);
        Ok(Arc::new(SimFile { disk: self.clone(), file, path: path.to_owned() }))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let world = self.world();
        let all = world.names.keys().chain(&world.folders);
        let within = all.filter(|path| path.parent() == Some(folder));
        let mut names: Vec<String> =
            within.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
        names.sort();
        Ok(names)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.operation()?;
        let World { names, names_synced, .. } = &mut *world;
        names_synced.retain(|path, _| path.parent() != Some(folder));
        let within = names.iter().filter(|(path, _)| path.parent() == Some(folder));
        names_synced.extend(within.map(|(path, file)| (path.clone(), *file)));
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.operation()?;
        let file = world.file(from)?;
        world.names.remove(from);
        world.names.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.world();
        world.operation()?;
        world.file(path)?;
        world.names.remove(path);
        Ok(())
    }

    fn free_bytes(&self, _: &Path) -> io::Result<u64> {
        Ok(self.world().free.unwrap_or(u64::MAX))
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

struct SimFile {
    disk: SimDisk,
    file: u64,
    path: PathBuf,
}

impl SimFile {
    fn is(&self, suffix: &str) -> bool {
        self.path.to_string_lossy().ends_with(suffix)
    }
}

impl DiskFile for SimFile {
    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        let mut world = self.disk.world();
        world.operation()?;
        world.used_after_failure |= world.failed.contains(&self.file);
        let (written, error) = match world.fault {
            Some(Fault::Write(name, kind)) if self.is(name) => {
                world.fault = None;
                world.failed.insert(self.file);
                (octets.len() / 2, Some(kind))
            }
            // Zeros, with which a file is filled before its first use, are written.
            Some(Fault::BehindHeader(name, kind))
                if self.is(name) && offset > 0 && octets.iter().any(|octet| *octet != 0) =>
            {
                (0, Some(kind))
            }
            Some(Fault::Always(name, kind)) if self.is(name) => (0, Some(kind)),
            _ => (octets.len(), None),
        };
        let at = usize::try_from(offset).expect("it fits in memory");
        let octets = &octets[..written];
        let content = world.files.get_mut(&self.file).expect("it is open");
        put(&mut content.seen, at, octets);
        content.pending.push(Pending::Write { at, octets: octets.to_vec() });
        error.map_or(Ok(()), |kind| Err(kind.into()))
    }

    fn read_at(&self, octets: &mut [u8], offset: u64) -> io::Result<()> {
        let world = self.disk.world();
        let at = usize::try_from(offset).expect("it fits in memory");
        let seen = &world.files[&self.file].seen;
        let found = seen.get(at..at + octets.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        octets.copy_from_slice(found);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut world = self.disk.world();
        world.operation()?;
        world.used_after_failure |= world.failed.contains(&self.file);
        match world.fault {
            Some(Fault::Sync(name, kind)) if self.is(name) => {
                world.fault = None;
                world.failed.insert(self.file);
                // As Linux does it: the pages count as clean now, though they are on no disk.
                world.files.get_mut(&self.file).expect("it is open").pending.clear();
                return Err(kind.into());
            }
            Some(Fault::Always(name, kind)) if self.is(name) => return Err(kind.into()),
            _ => {}
        }
        let content = world.files.get_mut(&self.file).expect("it is open");
        content.flush();
        Ok(())
    }

    fn forget_cache(&self) -> io::Result<()> {
        let mut world = self.disk.world();
        let content = world.files.get_mut(&self.file).expect("it is open");
        // Only what counts as written is forgotten.
        if content.pending.is_empty() {
            content.seen.clone_from(&content.synced);
        }
        Ok(())
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.disk.world().files[&self.file].seen.len() as u64)
    }

    fn set_size(&self, octets: u64) -> io::Result<()> {
        let mut world = self.disk.world();
        world.operation()?;
        let size = usize::try_from(octets).expect("it fits in memory");
        let content = world.files.get_mut(&self.file).expect("it is open");
        content.seen.resize(size, 0);
        content.pending.push(Pending::Size(size));
        Ok(())
    }
}
