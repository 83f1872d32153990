//! Debian's Exim, with Maildirs.

use std::net::SocketAddr;

use super::super::Bench;
use super::super::daemon::{self, Daemon};
use super::super::install::Missing;
use super::{Offers, Place, Receiver};
use crate::exim::{ACCOUNT, Installation};
use crate::workspace::run;

/// Exim, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Exim {
    installation: Installation,
    running: Option<Daemon>,
}

impl Receiver for Exim {
    fn name(&self) -> &'static str {
        "to exim"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.installation = Installation::unpack(&bench.cache, &bench.scratch)?;
        Ok(())
    }

    fn offers(&self) -> Offers {
        Offers { smtputf8: true, dsn: true, names_back: true }
    }

    fn start(&mut self, place: &Place, way_back: SocketAddr) -> Result<(), String> {
        let config = place.fill_in(include_str!("config/exim.conf"), way_back)?;
        let made = self.installation.set_up(&place.folder, &config);
        made.map_err(|error| format!("{}: {error}", place.folder.display()))?;
        place.make_mail(ACCOUNT)?;
        let mut exim = self.installation.command();
        exim.arg("-bdf");
        self.running = Some(Daemon::start(&mut exim, place.folder.join("written"), place.address)?);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), String> {
        self.running.as_ref().ok_or("Exim was not started")?;
        let mut queue = String::new();
        let empty = daemon::until("an empty queue", || {
            queue = run(self.installation.command().arg("-bp")).map_err(|failure| failure.to_string())?;
            Ok(queue.trim().is_empty().then_some(()))
        });
        self.running = None;
        empty.map_err(|why| format!("{why}: {queue}"))
    }
}
