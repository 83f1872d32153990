//! Debian's OpenSMTPD as a relay: it takes mail from our own client, and hands it on to the server under test.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::case::{Case, Feature};
use super::client::{Client, Manners, Said};
use super::daemon::{self, Daemon};
use super::install::{self, Missing};
use super::send;
use crate::opensmtpd::Installation;

/// OpenSMTPD, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct OpenSmtpd {
    installation: Installation,
    /// It, and where it listens.
    running: Option<(Daemon, SocketAddr)>,
    postrider: PathBuf,
}

impl Client for OpenSmtpd {
    fn name(&self) -> &'static str {
        "opensmtpd"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.postrider.clone_from(&bench.postrider);
        self.installation = Installation::unpack(&bench.cache, &bench.scratch)?;
        Ok(())
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        match feature {
            Feature::Smtputf8 => Some("OpenSMTPD does not speak SMTPUTF8"),
            Feature::Chunking => Some("OpenSMTPD does not speak BDAT"),
            Feature::Pipelining => Some("OpenSMTPD does not send commands in groups"),
            Feature::ShortBounce => {
                Some("OpenSMTPD returns all of what is too large, which is then too large itself")
            }
            Feature::EmptyBody => None,
        }
    }

    fn manners(&self) -> Manners {
        Manners::Bounces
    }

    fn start(&mut self, server: SocketAddr, bench: &Bench) -> Result<(), String> {
        let folder = bench.scratch.join("opensmtpd-relay");
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        super::open_to_all(&folder).map_err(|failure| failure.to_string())?;
        let address = daemon::free_address()?;
        let config = format!(
            "listen on {} port {}\naction \"on\" relay host \"smtp://{server}\" helo client.test\n\
             match from any for any action \"on\"\n",
            address.ip(),
            address.port()
        );
        let made = self.installation.set_up(&folder, &config);
        made.map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut command = install::with_own_mounts(&self.installation.command(&["-d"]));
        self.running = Some((Daemon::start(&mut command, folder.join("log"), address)?, address));
        Ok(())
    }

    fn send(&mut self, _: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let (_, address) = self.running.as_ref().ok_or("OpenSMTPD was not started")?;
        Said::by(&mut send::command(&self.postrider, *address, case.mail.from, &case.mail.to, file), None)
    }

    fn stop(&mut self) -> Result<(), String> {
        let (daemon, _) = self.running.take().ok_or("OpenSMTPD was not started")?;
        until_its_queue_is_empty(&daemon)
    }
}

/// Its queue can be asked for where its mounts are.
pub fn until_its_queue_is_empty(daemon: &Daemon) -> Result<(), String> {
    let mut queue = String::new();
    let empty = daemon::until("an empty queue", || {
        let mut show = Command::new("nsenter");
        show.args(["--mount", "--target", &daemon.pid().to_string(), "/usr/sbin/smtpctl", "show", "queue"]);
        queue = crate::workspace::run(&mut show).map_err(|failure| failure.to_string())?;
        Ok(queue.trim().is_empty().then_some(()))
    });
    empty.map_err(|why| format!("{why}: {queue}; it has written: {}", daemon.written()))
}
