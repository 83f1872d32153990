//! A file system in memory, of a size.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::run as run_to_end;

/// One that is mounted; gone when this is dropped.
#[derive(Debug)]
pub struct Memory {
    /// Where.
    pub folder: PathBuf,
}

impl Memory {
    /// Mounts one of so many MiB. It needs root.
    pub fn mount(folder: PathBuf, mib: usize) -> Result<Self, Failure> {
        std::fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
        let size = format!("size={mib}m");
        run_to_end(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "postrider-test"]).arg(&folder))?;
        Ok(Self { folder })
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // Whoever still has something open in it keeps it for that long.
        let _ = run_to_end(Command::new("umount").arg("--lazy").arg(&self.folder));
    }
}
