//! Next hops: the built server relays to mail servers of others, and what they keep is compared with what was sent.
//!
//! ```text
//!   our client ─▶ the server under test ─▶ the receiver ─▶ its Maildirs
//!                        ▲    │                  │
//!        the sender's ◀──┘    └── its reports    └── the receiver's reports, over SMTP
//!          Maildir
//! ```

mod cases;
mod dovecot;
mod exim;
mod opensmtpd;
mod postfix;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::daemon;
use super::install::Missing;
use super::report::{Outcome, Report};
use super::server::Server;
use crate::failure::Failure;
use crate::workspace::run as run_to_end;

/// Somebody else's server, to which mail is delivered.
pub trait Receiver {
    /// What it is called in the table.
    fn name(&self) -> &'static str;

    /// Gets what it needs.
    ///
    /// # Errors
    ///
    /// Why it cannot be had here.
    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing>;

    /// What of the protocol it has.
    fn offers(&self) -> Offers;

    /// What it writes into Received of a connection that is as it should be.
    fn trace(&self) -> &'static str {
        ""
    }

    /// What stands behind `to` in the route to it.
    fn route(&self, place: &Place) -> String {
        format!("smtp://{}", place.address)
    }

    /// Starts it.
    fn start(&mut self, place: &Place, way_back: SocketAddr) -> Result<(), String>;

    /// Ends it. What is left in its queue is a failure.
    fn stop(&mut self) -> Result<(), String>;
}

/// What a receiver offers in its reply to EHLO or LHLO.
#[derive(Debug, Clone, Copy)]
pub struct Offers {
    /// RFC 6531
    pub smtputf8: bool,
    /// RFC 3461. Where it is not offered, whoever hands the message over reports of it.
    pub dsn: bool,
    /// Its reports bear the names that the sender gave with ENVID and ORCPT (RFC 3464 §2.2.1, §2.3.1).
    pub names_back: bool,
}

/// Where a receiver lives.
#[derive(Debug)]
pub struct Place {
    /// Everything of it, its Maildirs among it: `mail/alice` for alice@receiver.test.
    pub folder: PathBuf,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Delivers to all of them.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let receivers: [Box<dyn Receiver>; 5] = [
        Box::new(postfix::Postfix::default()),
        Box::new(exim::Exim::default()),
        Box::new(opensmtpd::OpenSmtpd::default()),
        Box::new(dovecot::Dovecot::over_tcp()),
        Box::new(dovecot::Dovecot::over_a_socket()),
    ];
    for mut receiver in receivers {
        println!("interop: {}", receiver.name());
        let name = receiver.name();
        if let Err(Missing(reason)) = receiver.prepare(bench) {
            for case in cases::names() {
                report.add(name, case, Outcome::Skipped(reason.clone()));
            }
            continue;
        }
        let folder = bench.scratch.join(name.replace(' ', "-"));
        fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
        super::open_to_all(&folder)?;
        let address = daemon::free_address().map_err(Failure::Found)?;
        let place = Place { folder, address };
        let config = include_str!("config/postrider.toml")
            .replace("{folder}", &place.folder.display().to_string())
            .replace("{route}", &receiver.route(&place));
        let mut server = Server::start_with(bench, &place.folder, &config)?;
        cases::run(&mut *receiver, &place, &mut server, bench, report);
        report.add(name, "end", receiver.stop().and_then(|()| server.stop()).into());
    }
    Ok(())
}

impl Place {
    /// The configuration of a receiver, with what is only known now in its places.
    fn fill_in(&self, config: &str, way_back: SocketAddr) -> Result<String, String> {
        let id = |flag: &str| {
            let id = run_to_end(Command::new("id").args([flag, "nobody"]));
            id.map(|id| id.trim().to_owned()).map_err(|failure| failure.to_string())
        };
        Ok(config
            .replace("{folder}", &self.folder.display().to_string())
            .replace("{address}", &self.address.to_string())
            .replace("{listen_host}", &self.address.ip().to_string())
            .replace("{listen_port}", &self.address.port().to_string())
            .replace("{host}", &way_back.ip().to_string())
            .replace("{port}", &way_back.port().to_string())
            .replace("{uid}", &id("-u")?)
            .replace("{gid}", &id("-g")?))
    }

    /// Makes the folder of the Maildirs, for this account to write into.
    fn make_mail(&self, account: &str) -> Result<(), String> {
        let mail = self.folder.join("mail");
        fs::create_dir_all(&mail).map_err(|error| format!("{}: {error}", mail.display()))?;
        let owned = run_to_end(Command::new("chown").arg(account).arg(&mail));
        owned.map(drop).map_err(|failure| failure.to_string())
    }

    /// Takes the one copy of a mailbox out of it. The receiver has said 250, and may still be delivering.
    fn take(&self, local_part: &str) -> Result<String, String> {
        let new = self.folder.join("mail").join(local_part).join("new");
        let copy = daemon::until("a copy", || Ok(files_in(&new)?.into_iter().next()));
        let copy = copy.map_err(|why| format!("{}: {why}", new.display()))?;
        let text = fs::read_to_string(&copy).and_then(|text| fs::remove_file(&copy).map(|()| text));
        text.map_err(|error| format!("{}: {error}", copy.display()))
    }

    /// Copies that nobody expected.
    fn left_over(&self) -> Result<Vec<PathBuf>, String> {
        let mailboxes = files_in(&self.folder.join("mail"))?;
        let copies: Result<Vec<Vec<PathBuf>>, String> =
            mailboxes.iter().map(|mailbox| files_in(&mailbox.join("new"))).collect();
        Ok(copies?.concat())
    }
}

/// What is in a folder; nothing if it is not there.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let at = |error: std::io::Error| format!("{}: {error}", folder.display());
    fs::read_dir(folder).map_err(at)?.map(|entry| Ok(entry.map_err(at)?.path())).collect()
}
