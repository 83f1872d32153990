//! Debian's OpenSMTPD, unpacked and set up in a folder of its own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::install::{self, Missing};
use crate::workspace::run;

/// OpenSMTPD, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Installation {
    /// Where the package is unpacked.
    package: PathBuf,
    /// Its configuration, queue and sockets.
    folder: PathBuf,
}

impl Installation {
    /// Unpacks the package below `scratch`. Where it is set up, [`Installation::set_up`] says.
    ///
    /// # Errors
    ///
    /// It cannot be had.
    pub fn unpack(cache: &Path, scratch: &Path) -> Result<Self, Missing> {
        let package = install::server("opensmtpd", &["opensmtpd", "opensmtpq"], cache, scratch)?;
        install::own_mounts()?;
        // It looks whether it has the rights that the package would give it.
        let smtpctl = package.join("usr/sbin/smtpctl");
        for (program, right) in [("chgrp", "opensmtpq"), ("chmod", "2555")] {
            run(Command::new(program).arg(right).arg(&smtpctl))
                .map_err(|failure| Missing(failure.to_string()))?;
        }
        Ok(Self { package, folder: PathBuf::new() })
    }

    /// Makes its folders in `folder`, and writes its configuration.
    ///
    /// # Errors
    ///
    /// Something of it cannot be made.
    pub fn set_up(&mut self, folder: &Path, smtpd_conf: &str) -> io::Result<()> {
        folder.clone_into(&mut self.folder);
        fs::write(folder.join("smtpd.conf"), smtpd_conf)?;
        // It looks up the name of every client: in /etc/hosts, and not in a DNS that may not answer here.
        fs::write(folder.join("resolv.conf"), "lookup file\n")?;
        for (name, mode) in [
            ("spool", 0o711),
            ("run", 0o711),
            ("lib", 0o755),
            ("lib/opensmtpd", 0o755),
            ("lib/opensmtpd/empty", 0o755),
        ] {
            install::folder(&folder.join(name), "root", mode)?;
        }
        Ok(())
    }

    /// The command that runs it, with these flags, in the foreground. It has to have mounts of its own
    /// ([`install::with_own_mounts`]): where its spool, its empty folder, its socket and the programs that deliver are is compiled in,
    /// and there they are here.
    #[must_use]
    pub fn command(&self, flags: &[&str]) -> Command {
        let folder = self.folder.display();
        let script = format!(
            "mount -t overlay -o lowerdir={}:/usr overlay /usr; mount --bind {folder}/resolv.conf /etc/resolv.conf; \
             mount --bind {folder}/spool /var/spool; mount --bind {folder}/lib /var/lib; mount --bind {folder}/run /run; \
             exec \"$@\"",
            self.package.join("usr").display()
        );
        let mut command = Command::new("sh");
        command.args(["-ec", &script, "sh", "/usr/sbin/smtpd"]).args(flags);
        command.arg("-f").arg(self.folder.join("smtpd.conf"));
        command
    }
}
