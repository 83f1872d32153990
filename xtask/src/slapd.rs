//! Debian's OpenLDAP, unpacked and set up in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install::{self, Missing};
use crate::workspace::run;

/// OpenLDAP's server, unpacked.
#[derive(Debug)]
pub struct Installation {
    package: PathBuf,
}

impl Installation {
    /// Unpacks the package below `scratch`.
    ///
    /// # Errors
    ///
    /// It cannot be had.
    pub fn unpack(cache: &Path, scratch: &Path) -> Result<Self, Missing> {
        if !install::is_root() {
            return Err(Missing(
                "the libraries that slapd needs have to be installed, which needs root".into(),
            ));
        }
        Ok(Self { package: install::apt_unpack("slapd", cache, scratch)? })
    }

    /// Makes a directory in this folder from its configuration and its entries. In the configuration `{package}` stands for where the package is.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or an entry is refused.
    pub fn set_up(&self, folder: &Path, config: &str, entries: &str) -> Result<(), String> {
        let config = config.replace("{package}", &self.package.display().to_string());
        let made = fs::create_dir_all(folder.join("db"))
            .and_then(|()| fs::write(folder.join("slapd.conf"), config))
            .and_then(|()| fs::write(folder.join("entries.ldif"), entries));
        made.map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut add = self.program();
        add.args(["-T", "add", "-f"]).arg(folder.join("slapd.conf"));
        add.arg("-l").arg(folder.join("entries.ldif"));
        run(&mut add).map(drop).map_err(|failure| failure.to_string())
    }

    /// The command that runs it in the foreground, at these places.
    #[must_use]
    pub fn command(&self, folder: &Path, urls: &str) -> Command {
        let mut command = self.program();
        command.args(["-d", "0", "-h", urls, "-f"]).arg(folder.join("slapd.conf"));
        command
    }

    /// Some of its libraries come in its own package.
    fn program(&self) -> Command {
        let libraries = self.package.join("usr/lib").join(format!("{}-linux-gnu", std::env::consts::ARCH));
        let mut command = Command::new(self.package.join("usr/sbin/slapd"));
        command.env("LD_LIBRARY_PATH", libraries);
        command
    }
}
