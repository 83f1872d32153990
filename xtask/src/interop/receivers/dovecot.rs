//! Debian's Dovecot, which speaks LMTP (RFC 2033): over TCP, and over a socket of this machine.

use std::fs;
use std::net::SocketAddr;

use super::super::Bench;
use super::super::daemon::Daemon;
use super::super::install::{self, Missing};
use super::{Offers, Place, Receiver};
use crate::dovecot::Installation;

/// Dovecot, unpacked and set up in a folder.
#[derive(Debug)]
pub struct Dovecot {
    over_a_socket: bool,
    installation: Installation,
    running: Option<Daemon>,
}

impl Dovecot {
    pub fn over_tcp() -> Self {
        Self { over_a_socket: false, installation: Installation::default(), running: None }
    }

    pub fn over_a_socket() -> Self {
        Self { over_a_socket: true, ..Self::over_tcp() }
    }
}

impl Receiver for Dovecot {
    fn name(&self) -> &'static str {
        if self.over_a_socket { "to dovecot-unix" } else { "to dovecot" }
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.installation = Installation::unpack(&bench.cache, &bench.scratch)?;
        Ok(())
    }

    fn offers(&self) -> Offers {
        Offers { smtputf8: false, dsn: false, names_back: true }
    }

    fn route(&self, place: &Place) -> String {
        if self.over_a_socket {
            format!("lmtp:{}", place.folder.join("run/lmtp").display())
        } else {
            format!("lmtp://{}", place.address)
        }
    }

    fn start(&mut self, place: &Place, way_back: SocketAddr) -> Result<(), String> {
        let config = place.fill_in(include_str!("config/dovecot.conf"), way_back)?;
        let mut made = || {
            self.installation.set_up(&place.folder, &config)?;
            let users: String = ["alice", "bob", "carol"]
                .map(|name| format!("{name}@receiver.test:{{PLAIN}}x:::::\n"))
                .concat();
            fs::write(place.folder.join("users"), users)
        };
        made().map_err(|error| format!("{}: {error}", place.folder.display()))?;
        place.make_mail("nobody")?;
        let mut command = install::with_own_mounts(&self.installation.command());
        self.running = Some(Daemon::start(&mut command, place.folder.join("log"), place.address)?);
        Ok(())
    }

    /// It has no queue.
    fn stop(&mut self) -> Result<(), String> {
        self.running.take().map(drop).ok_or_else(|| "Dovecot was not started".to_owned())
    }
}
