//! An open file of the simulated disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard};

use super::disk::SimDisk;
use super::fault::{Act, Effect};
use super::octets::PAGE;
use super::world::World;
use crate::store::disk::DiskFile;

pub(super) struct SimFile {
    disk: SimDisk,
    file: u64,
    path: PathBuf,
}

/// The disk belongs to another process by now.
fn gone() -> io::Error {
    io::Error::other("the process that opened the file is gone")
}

impl SimFile {
    /// Opens a file that is there.
    pub(super) fn open(disk: &SimDisk, world: &mut World, file: u64, path: &Path) -> Arc<dyn DiskFile> {
        if let Some(content) = world.files.get_mut(&file) {
            content.handles += 1;
        }
        Arc::new(Self { disk: disk.clone(), file, path: path.to_owned() })
    }

    /// Counts an operation on the file. Gives what comes of it instead, if a fault strikes.
    fn change(&self, act: Act) -> io::Result<(MutexGuard<'_, World>, Option<Effect>)> {
        let mut world = self.disk.world();
        let effect = world.operation(act, &self.path)?;
        if world.failed.contains(&self.file) {
            let name = self.path.to_string_lossy().into_owned();
            world.misused.insert(name);
        }
        Ok((world, effect))
    }
}

impl DiskFile for SimFile {
    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        let behind_header = offset > 0 && octets.iter().any(|octet| *octet != 0);
        let at = usize::try_from(offset).expect("it fits in memory");
        let (mut world, effect) = self.change(Act::Write { behind_header })?;
        let room = world.capacity.map(|capacity| capacity.saturating_sub(world.used()) / PAGE as u64);
        let content = world.files.get_mut(&self.file).ok_or_else(gone)?;
        let (written, error) = match effect {
            Some(Effect::Fails(kind)) => (octets.len() / 2, Some(kind)),
            Some(Effect::Nothing(kind)) => (0, Some(kind)),
            _ => {
                let pages = room.map_or(usize::MAX, |pages| usize::try_from(pages).unwrap_or(usize::MAX));
                let fits = content.seen.fits(at, octets.len(), pages);
                (fits, (fits < octets.len()).then_some(io::ErrorKind::StorageFull))
            }
        };
        content.write(at, &octets[..written]);
        let Some(kind) = error else { return Ok(()) };
        if behind_header {
            world.failed.insert(self.file);
        }
        Err(kind.into())
    }

    fn read_at(&self, octets: &mut [u8], offset: u64) -> io::Result<()> {
        let mut world = self.disk.world();
        let act = Act::Read { from: offset, octets: octets.len() as u64 };
        if let Some(Effect::Fails(kind) | Effect::Nothing(kind)) = world.strikes(act, &self.path) {
            return Err(kind.into());
        }
        let at = usize::try_from(offset).expect("it fits in memory");
        let there = world.files.get(&self.file).ok_or_else(gone)?.seen.read(at, octets);
        if there { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    fn sync(&self) -> io::Result<()> {
        let (mut world, effect) = self.change(Act::Sync)?;
        let kept = effect.is_none() || world.random.percent(50);
        let content = world.files.get_mut(&self.file).ok_or_else(gone)?;
        match effect {
            None => content.sync(),
            Some(Effect::Lie) => {}
            Some(Effect::Fails(kind) | Effect::Nothing(kind)) => {
                if matches!(effect, Some(Effect::Fails(_))) {
                    content.drop_pages(kept);
                }
                world.failed.insert(self.file);
                return Err(kind.into());
            }
        }
        Ok(())
    }

    fn forget_cache(&self) -> io::Result<()> {
        let mut world = self.disk.world();
        world.files.get_mut(&self.file).ok_or_else(gone)?.forget_cache();
        Ok(())
    }

    fn identity(&self) -> io::Result<u64> {
        Ok(self.file)
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.disk.world().files.get(&self.file).ok_or_else(gone)?.seen.len() as u64)
    }

    fn set_size(&self, octets: u64) -> io::Result<()> {
        let size = usize::try_from(octets).expect("it fits in memory");
        let (mut world, effect) = self.change(Act::Write { behind_header: false })?;
        if let Some(Effect::Fails(kind) | Effect::Nothing(kind)) = effect {
            return Err(kind.into());
        }
        world.files.get_mut(&self.file).ok_or_else(gone)?.resize(size);
        Ok(())
    }
}

impl Drop for SimFile {
    fn drop(&mut self) {
        if let Some(content) = self.disk.world().files.get_mut(&self.file) {
            content.handles = content.handles.saturating_sub(1);
        }
    }
}
