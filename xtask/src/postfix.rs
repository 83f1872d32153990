//! Debian's Postfix, unpacked and set up in a folder of its own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install::{self, Missing};

/// The account that its daemons run as.
const OWNER: &str = "postfix";

/// The group of the folders to which users write.
const GROUP: &str = "postdrop";

/// Postfix, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Installation {
    /// Where the package is unpacked.
    package: PathBuf,
    /// Its configuration, queue and data.
    folder: PathBuf,
}

impl Installation {
    /// Unpacks the package below `scratch`. Where it is set up, [`Installation::set_up`] says.
    ///
    /// # Errors
    ///
    /// It cannot be had.
    pub fn unpack(cache: &Path, scratch: &Path) -> Result<Self, Missing> {
        let package = install::server("postfix", &[OWNER], cache, scratch)?;
        install::group(GROUP)?;
        Ok(Self { package, folder: PathBuf::new() })
    }

    /// One of its programs, by its path below `/usr`.
    #[must_use]
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.package.join("usr").join(program));
        command.env("LD_LIBRARY_PATH", self.libraries());
        command.env("MAIL_CONFIG", self.conf());
        command
    }

    /// Where its configuration is.
    #[must_use]
    pub fn conf(&self) -> PathBuf {
        self.folder.join("conf")
    }

    /// Where its libraries are.
    #[must_use]
    pub fn libraries(&self) -> PathBuf {
        self.package.join("usr/lib/postfix")
    }

    /// Makes its folders in `folder`, and writes its configuration: `main_cf` behind the lines that say where everything is.
    ///
    /// # Errors
    ///
    /// Something of it cannot be made.
    pub fn set_up(&mut self, folder: &Path, main_cf: &str, master_cf: &str) -> io::Result<()> {
        folder.clone_into(&mut self.folder);
        let (usr, root) = (self.package.join("usr"), folder.display());
        let usr = usr.display();
        let places = format!(
            "queue_directory = {root}/spool\ndata_directory = {root}/data\nmeta_directory = {root}/conf\n\
             command_directory = {usr}/sbin\ndaemon_directory = {usr}/lib/postfix/sbin\nshlib_directory = {usr}/lib/postfix\n\
             mail_owner = {OWNER}\nsetgid_group = {GROUP}\ndefault_privs = nobody\n"
        );
        let conf = self.conf();
        fs::create_dir_all(&conf)?;
        fs::write(conf.join("main.cf"), places + main_cf)?;
        fs::write(conf.join("master.cf"), master_cf)?;
        let private = [
            "active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "private",
            "saved", "trace",
        ];
        let spool = folder.join("spool");
        let shared = format!("{OWNER}:{GROUP}");
        for (folders, owner, mode) in [
            (&private[..], OWNER, 0o700),
            (&["public"][..], &shared, 0o710),
            (&["maildrop"][..], &shared, 0o730),
            (&["pid"][..], "root", 0o755),
            (&["../data"][..], OWNER, 0o700),
        ] {
            for name in folders {
                install::folder(&spool.join(name), owner, mode)?;
            }
        }
        for path in [folder, &spool, &conf] {
            install::open_to_all(path).map_err(io::Error::other)?;
        }
        Ok(())
    }
}
