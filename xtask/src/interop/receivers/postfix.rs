//! Debian's Postfix, with virtual mailboxes.

use std::net::SocketAddr;
use std::path::Path;

use super::super::Bench;
use super::super::daemon::{self, Daemon};
use super::super::install::{self, Missing};
use super::{Offers, Place, Receiver};
use crate::openssl;
use crate::postfix::Installation;
use crate::workspace::run;

/// Postfix, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Postfix {
    installation: Installation,
    running: Option<Daemon>,
}

impl Receiver for Postfix {
    fn name(&self) -> &'static str {
        "to postfix"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        install::program("openssl", "openssl")?;
        self.installation = Installation::unpack(&bench.cache, &bench.scratch)?;
        Ok(())
    }

    fn offers(&self) -> Offers {
        Offers { smtputf8: true, dsn: true, names_back: true }
    }

    /// It has a certificate that nobody vouches for, and TLS is opportunistic.
    fn trace(&self) -> &'static str {
        "using TLSv1.3 with cipher TLS_"
    }

    fn start(&mut self, place: &Place, way_back: SocketAddr) -> Result<(), String> {
        let libraries = self.installation.libraries().display().to_string();
        let main_cf = include_str!("config/postfix-main.cf").replace("{libraries}", &libraries);
        let (main_cf, master_cf) = (
            place.fill_in(&main_cf, way_back)?,
            place.fill_in(include_str!("config/postfix-master.cf"), way_back)?,
        );
        // The server under test has a folder of the same name.
        let folder = place.folder.join("postfix");
        let made = self.installation.set_up(&folder, &main_cf, &master_cf);
        made.map_err(|error| format!("{}: {error}", folder.display()))?;
        make_certificate(&folder)?;
        place.make_mail("nobody")?;
        let mut master = self.installation.command("lib/postfix/sbin/master");
        master.arg("-c").arg(self.installation.conf()).arg("-d");
        self.running = Some(Daemon::start(&mut master, folder.join("log"), place.address)?);
        Ok(())
    }

    fn stop(&mut self) -> Result<(), String> {
        let daemon = self.running.take().ok_or("Postfix was not started")?;
        let mut queue = String::new();
        let empty = daemon::until("an empty queue", || {
            let list = run(self.installation.command("sbin/postqueue").arg("-p"));
            queue = list.map_err(|failure| failure.to_string())?;
            Ok(queue.contains("empty").then_some(()))
        });
        empty.map_err(|why| format!("{why}: {queue}; it has written: {}", daemon.written()))
    }
}

/// A key, and a certificate that vouches for itself.
fn make_certificate(folder: &Path) -> Result<(), String> {
    let mut openssl = openssl::certificate(30);
    openssl.args(["-subj", "/CN=postfix.test"]);
    openssl.arg("-keyout").arg(folder.join("key.pem")).arg("-out").arg(folder.join("certificate.pem"));
    run(&mut openssl).map(drop).map_err(|failure| failure.to_string())
}
