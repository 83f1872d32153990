//! Debian's Exim, unpacked and set up in a folder of its own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install::{self, Missing};

/// The account whose name is compiled into Debian's Exim.
pub const ACCOUNT: &str = "Debian-exim";

/// Exim, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Installation {
    program: PathBuf,
    /// Its configuration, queue and log.
    folder: PathBuf,
}

impl Installation {
    /// Unpacks the package below `scratch`. Where it is set up, [`Installation::set_up`] says.
    ///
    /// # Errors
    ///
    /// It cannot be had.
    pub fn unpack(cache: &Path, scratch: &Path) -> Result<Self, Missing> {
        let package = install::server("exim4-daemon-light", &[ACCOUNT], cache, scratch)?;
        Ok(Self { program: package.join("usr/sbin/exim4"), folder: PathBuf::new() })
    }

    /// Makes its folders in `folder`, and writes its configuration: `config` behind the lines that say where everything is and who
    /// it runs as.
    ///
    /// # Errors
    ///
    /// Something of it cannot be made.
    pub fn set_up(&mut self, folder: &Path, config: &str) -> io::Result<()> {
        folder.clone_into(&mut self.folder);
        for name in ["spool", "log"] {
            install::folder(&folder.join(name), ACCOUNT, 0o755)?;
        }
        install::open_to_all(folder).map_err(io::Error::other)?;
        let (root, program) = (folder.display(), self.program.display());
        let places = format!(
            "exim_path = {program}\nexim_user = {ACCOUNT}\nexim_group = {ACCOUNT}\n\
             spool_directory = {root}/spool\nlog_file_path = {root}/log/%s\npid_file_path = {root}/exim.pid\n"
        );
        fs::write(self.config(), places + config)
    }

    /// The program, told of its configuration.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-C").arg(self.config());
        command
    }

    fn config(&self) -> PathBuf {
        self.folder.join("exim.conf")
    }
}
