//! Debian's Dovecot, unpacked and set up in a folder of its own: its LMTP server, and the one that knows accounts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install::{self, Missing};

/// Dovecot, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Installation {
    /// Where the packages are unpacked.
    packages: Vec<PathBuf>,
    folder: PathBuf,
}

impl Installation {
    /// Unpacks the packages below `scratch`. Where it is set up, [`Installation::set_up`] says.
    ///
    /// # Errors
    ///
    /// It cannot be had.
    pub fn unpack(cache: &Path, scratch: &Path) -> Result<Self, Missing> {
        if !install::is_root() {
            return Err(Missing("Dovecot runs its processes as other users, which needs root".into()));
        }
        install::own_mounts()?;
        let unpacked =
            ["dovecot-core", "dovecot-lmtpd"].map(|name| install::apt_unpack(name, cache, scratch));
        let packages = unpacked.into_iter().collect::<Result<Vec<PathBuf>, Missing>>()?;
        for account in ["dovecot", "dovenull"] {
            install::account(account)?;
        }
        Ok(Self { packages, folder: PathBuf::new() })
    }

    /// Writes its configuration: `config` behind the lines that say where everything is.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub fn set_up(&mut self, folder: &Path, config: &str) -> io::Result<()> {
        folder.clone_into(&mut self.folder);
        let places = format!("base_dir = {0}/run\nstate_dir = {0}/state\n", folder.display());
        fs::write(folder.join("dovecot.conf"), places + config)
    }

    /// The command that runs it in the foreground. It has to have mounts of its own ([`install::with_own_mounts`]): where its
    /// programs and libraries are is compiled in, and there they are here.
    #[must_use]
    pub fn command(&self) -> Command {
        let layers: Vec<String> =
            self.packages.iter().map(|package| package.join("usr").display().to_string()).collect();
        let script =
            format!("mount -t overlay -o lowerdir={}:/usr overlay /usr; exec \"$@\"", layers.join(":"));
        let mut command = Command::new("sh");
        command
            .args(["-ec", &script, "sh", "/usr/sbin/dovecot", "-F", "-c"])
            .arg(self.folder.join("dovecot.conf"));
        command
    }
}
