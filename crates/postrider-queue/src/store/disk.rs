//! The seam to the disk: everything the queue does to files goes through here, so that a test can put a disk behind it that
//! fails, fills up, or loses what was not synced.

use std::any::Any;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;

/// A disk.
pub trait Disk: Send + Sync {
    /// Makes a folder, if it is not there, and makes it last.
    ///
    /// # Errors
    /// What the system says.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Takes the lock of this file, made if need be; none if somebody else has it. Dropped, it is free.
    ///
    /// # Errors
    /// What the system says.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Any + Send + Sync>>>;
    /// Opens a file for reading and writing.
    ///
    /// # Errors
    /// What the system says; `NotFound` if it is not there.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>>;
    /// Makes a file that is not there yet, mode 0600.
    ///
    /// # Errors
    /// What the system says; `AlreadyExists` if it is there.
    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>>;
    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// What the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Makes the entries of a folder last: files made, renamed and removed in it.
    ///
    /// # Errors
    /// What the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Renames a file within the queue.
    ///
    /// # Errors
    /// What the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    ///
    /// # Errors
    /// What the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// The octets free for us on the file system of this folder.
    ///
    /// # Errors
    /// What the system says.
    fn free_bytes(&self, folder: &Path) -> io::Result<u64>;
    /// Fills `octets` with random ones that nobody can guess. They come from here because ids and salts end up in files, and
    /// whoever repeats a run of a simulated disk has to repeat them too.
    ///
    /// # Errors
    /// The system has none.
    fn random(&self, octets: &mut [u8]) -> io::Result<()>;
}

/// An open file.
pub trait DiskFile: Send + Sync {
    /// Writes all of `octets` at `offset`.
    ///
    /// # Errors
    /// What the system says; part of it may have been written.
    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()>;
    /// Reads into all of `octets` from `offset`.
    ///
    /// # Errors
    /// What the system says; `UnexpectedEof` if the file is shorter.
    fn read_at(&self, octets: &mut [u8], offset: u64) -> io::Result<()>;
    /// Makes what was written last.
    ///
    /// # Errors
    /// What the system says. What was written before may be lost then, and a second call that succeeds proves nothing.
    fn sync(&self) -> io::Result<()>;
    /// Forgets what the system keeps of the file in memory, so that the next read comes from the disk. After a failed sync, what is
    /// kept there may be nowhere else, though it is marked as written.
    ///
    /// # Errors
    /// What the system says.
    fn forget_cache(&self) -> io::Result<()>;
    /// Which file of its disk it is, under whatever name.
    ///
    /// # Errors
    /// What the system says.
    fn identity(&self) -> io::Result<u64>;
    /// How long the file is, in octets.
    ///
    /// # Errors
    /// What the system says.
    fn size(&self) -> io::Result<u64>;
    /// Makes the file this long, in octets: cut, or with zeros at its end.
    ///
    /// # Errors
    /// What the system says.
    fn set_size(&self, octets: u64) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        match fs::DirBuilder::new().mode(0o700).create(path) {
            Ok(()) => path.parent().map_or(Ok(()), |parent| self.sync_folder(parent)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn Any + Send + Sync>>> {
        let file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        Ok(Arc::new(OpenOptions::new().read(true).write(true).open(path)?))
    }

    fn create(&self, path: &Path) -> io::Result<Arc<dyn DiskFile>> {
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
        Ok(Arc::new(file))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let names: io::Result<Vec<String>> = fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect();
        let mut names = names?;
        names.sort();
        Ok(names)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn free_bytes(&self, folder: &Path) -> io::Result<u64> {
        let stat = rustix::fs::statvfs(folder)?;
        Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
    }

    fn random(&self, octets: &mut [u8]) -> io::Result<()> {
        getrandom::fill(octets).map_err(io::Error::other)
    }
}

impl DiskFile for File {
    fn write_at(&self, octets: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(octets, offset)
    }

    fn read_at(&self, octets: &mut [u8], offset: u64) -> io::Result<()> {
        self.read_exact_at(octets, offset)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }

    fn forget_cache(&self) -> io::Result<()> {
        Ok(rustix::fs::fadvise(self, 0, None, rustix::fs::Advice::DontNeed)?)
    }

    fn identity(&self) -> io::Result<u64> {
        Ok(self.metadata()?.ino())
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn set_size(&self, octets: u64) -> io::Result<()> {
        self.set_len(octets)
    }
}
