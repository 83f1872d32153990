//! A disk that remembers what was asked of it, with a file system on it.
//!
//! ```text
//!   file --- blklogwrites --- FUSE export --- loop device --- ext4 with a journal --- the server
//!              |                    |
//!             log                   +-- marks, behind the end of the file system: what was acknowledged by now
//! ```

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use super::writes::SECTOR;
use crate::failure::Failure;
use crate::install::{self, Missing};
use crate::server::PATIENCE;
use crate::workspace::run as run_to_end;

/// The size of the file system, in octets.
pub const FILE_SYSTEM: usize = 64 * 1024 * 1024;
/// The size of the disk; what is behind the file system is for marks.
pub const DISK: usize = FILE_SYSTEM + MARKS * SECTOR;
/// How many places there are for marks. They are used again; the log has them all.
const MARKS: usize = 2048;
const MARK: &[u8; 8] = b"PRmark\0\0";

/// Makes sure that everything is there. None of it can be used without root.
pub fn prepare() -> Result<(), Missing> {
    if !install::is_root() {
        return Err(Missing("a disk that logs what is written to it needs root".into()));
    }
    // Debian has moved it from one package to the other.
    install::program("qemu-storage-daemon", "qemu-utils")
        .or_else(|_| install::program("qemu-storage-daemon", "qemu-system-common"))?;
    install::program("losetup", "mount")?;
    install::program("mkfs.ext4", "e2fsprogs")
}

/// The disk, mounted.
#[derive(Debug)]
pub struct Device {
    daemon: Child,
    loop_device: Option<String>,
    export: File,
    disk: PathBuf,
    log: PathBuf,
    /// Where its file system is mounted.
    pub mounted: Mounted,
}

impl Device {
    /// Makes a disk in this folder, with a fresh file system.
    pub fn make(folder: &Path) -> Result<Self, Failure> {
        let (disk, log, export) = (folder.join("disk"), folder.join("log"), folder.join("export"));
        for (file, octets) in [(&disk, DISK as u64), (&log, 0), (&export, 0)] {
            File::create(file).and_then(|file| file.set_len(octets)).map_err(Failure::file(file))?;
        }
        let mut command = Command::new("qemu-storage-daemon");
        for node in [
            format!("driver=file,node-name=disk,filename={}", disk.display()),
            format!("driver=file,node-name=log,filename={}", log.display()),
            "driver=blklogwrites,node-name=logged,file=disk,log=log,log-sector-size=512".into(),
        ] {
            command.args(["--blockdev", &node]);
        }
        let fuse =
            format!("type=fuse,id=export,node-name=logged,mountpoint={},writable=on", export.display());
        command.args(["--export", &fuse]).stdin(Stdio::null());
        let start = |source| Failure::Start { command: "qemu-storage-daemon".into(), source };
        let mut daemon = command.spawn().map_err(start)?;
        let opened = wait_for_export(&export, &mut daemon);
        let mounted = Mounted { folder: folder.join("mounted"), is: false };
        let mut device = match opened {
            Ok(opened) => Self { daemon, loop_device: None, export: opened, disk, log, mounted },
            Err(failure) => {
                let _ = daemon.kill().and_then(|()| daemon.wait());
                return Err(failure);
            }
        };
        let loop_device = run_to_end(Command::new("losetup").args(["--find", "--show"]).arg(&export))?;
        let loop_device = loop_device.trim().to_owned();
        device.loop_device = Some(loop_device.clone());
        let blocks = (FILE_SYSTEM / 4096).to_string();
        run_to_end(Command::new("mkfs.ext4").args([
            "-q",
            "-b",
            "4096",
            "-O",
            "has_journal",
            &loop_device,
            &blocks,
        ]))?;
        device.mounted.mount(&[&loop_device])?;
        Ok(device)
    }

    /// Writes a number where the log will have it behind everything that was written before.
    pub fn mark(&self, number: u64) -> Result<(), String> {
        let mut sector = [0; SECTOR];
        sector[..8].copy_from_slice(MARK);
        sector[8..16].copy_from_slice(&number.to_le_bytes());
        let place = FILE_SYSTEM as u64 + number % MARKS as u64 * SECTOR as u64;
        self.export.write_all_at(&sector, place).map_err(|error| format!("a mark: {error}"))
    }

    /// Unmounts it, and gives its log, and what it holds now.
    pub fn end(mut self) -> Result<(Vec<u8>, Vec<u8>), Failure> {
        self.mounted.unmount()?;
        self.release()?;
        let read = |file: &Path| fs::read(file).map_err(Failure::file(file));
        Ok((read(&self.log)?, read(&self.disk)?))
    }

    fn release(&mut self) -> Result<(), Failure> {
        if let Some(device) = self.loop_device.take() {
            run_to_end(Command::new("losetup").args(["--detach", &device]))?;
        }
        // Told to end, it brings its log to an end as well.
        run_to_end(Command::new("kill").args(["-TERM", &self.daemon.id().to_string()]))?;
        self.daemon
            .wait()
            .map(drop)
            .map_err(|source| Failure::Start { command: "qemu-storage-daemon".into(), source })
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        let _ = self.mounted.unmount();
        if self.daemon.try_wait().is_ok_and(|ended| ended.is_none()) {
            let _ = self.release();
            let _ = self.daemon.kill().and_then(|()| self.daemon.wait());
        }
    }
}

/// The number of a mark, if these octets are one.
pub fn mark_in(octets: &[u8]) -> Option<u64> {
    let number = octets.strip_prefix(MARK)?.get(..8)?;
    Some(u64::from_le_bytes(number.try_into().expect("8 octets")))
}

/// The export is a file of the disk's size once it is there.
fn wait_for_export(export: &Path, daemon: &mut Child) -> Result<File, Failure> {
    let begun = Instant::now();
    loop {
        let octets = fs::metadata(export).map_err(Failure::file(export))?.len();
        if octets == DISK as u64 {
            return OpenOptions::new().write(true).open(export).map_err(Failure::file(export));
        }
        let ended = daemon.try_wait().map_err(Failure::file(export))?;
        if ended.is_some() || begun.elapsed() > PATIENCE {
            return Err(Failure::Found("qemu-storage-daemon exports no disk by FUSE".into()));
        }
    }
}

/// A place to mount a file system. Dropped, it is unmounted.
#[derive(Debug)]
pub struct Mounted {
    /// Where.
    pub folder: PathBuf,
    is: bool,
}

impl Mounted {
    /// A place where nothing is mounted yet.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder, is: false }
    }

    /// Mounts a device, or an image behind `-o loop`, as an administrator would do it. Its journal is replayed.
    pub fn mount(&mut self, what: &[&str]) -> Result<(), Failure> {
        fs::create_dir_all(&self.folder).map_err(Failure::file(&self.folder))?;
        run_to_end(Command::new("mount").args(["-t", "ext4"]).args(what).arg(&self.folder))?;
        self.is = true;
        Ok(())
    }

    /// Unmounts it.
    pub fn unmount(&mut self) -> Result<(), Failure> {
        let begun = Instant::now();
        while self.is {
            match run_to_end(Command::new("umount").arg(&self.folder)) {
                Ok(_) => self.is = false,
                // A process that another thread of ours is about to start has our open files until it runs.
                Err(Failure::Command { status, .. })
                    if status.contains("busy") && begun.elapsed() < PATIENCE => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(())
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = self.unmount();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read() {
        let mut sector = [0; SECTOR];
        assert_eq!(mark_in(&sector), None);
        sector[..8].copy_from_slice(MARK);
        sector[8] = 9;
        assert_eq!(mark_in(&sector), Some(9));
    }
}
