//! Debian's OpenSMTPD, with Maildirs. It offers no PIPELINING, no CHUNKING and no SMTPUTF8.

use std::net::SocketAddr;

use super::super::Bench;
use super::super::daemon::Daemon;
use super::super::install::{self, Missing};
use super::super::opensmtpd::until_its_queue_is_empty;
use super::{Offers, Place, Receiver};
use crate::opensmtpd::Installation;

/// OpenSMTPD, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct OpenSmtpd {
    installation: Installation,
    running: Option<Daemon>,
}

impl Receiver for OpenSmtpd {
    fn name(&self) -> &'static str {
        "to opensmtpd"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.installation = Installation::unpack(&bench.cache, &bench.scratch)?;
        Ok(())
    }

    fn offers(&self) -> Offers {
        Offers { smtputf8: false, dsn: true, names_back: false }
    }

    fn start(&mut self, place: &Place, way_back: SocketAddr) -> Result<(), String> {
        let config = place.fill_in(include_str!("config/smtpd.conf"), way_back)?;
        let made = self.installation.set_up(&place.folder, &config);
        made.map_err(|error| format!("{}: {error}", place.folder.display()))?;
        place.make_mail("nobody")?;
        let mut command = install::with_own_mounts(&self.installation.command(&["-d"]));
        self.running = Some(Daemon::start(&mut command, place.folder.join("log"), place.address)?);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), String> {
        let daemon = self.running.take().ok_or("OpenSMTPD was not started")?;
        until_its_queue_is_empty(&daemon)
    }
}
