//! Debian's Exim as a null client. It sends in chunks wherever CHUNKING is offered.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use super::Bench;
use super::case::Case;
use super::client::{Client, Manners, Said};
use super::install::Missing;
use crate::exim::Installation;

/// Exim, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Exim {
    installation: Installation,
    folder: PathBuf,
    login: Login,
}

/// How it logs in, if it does.
#[derive(Debug, Default)]
pub struct Login {
    /// Lines of its transport.
    pub transport: String,
    /// Its authenticators.
    pub authenticators: String,
}

impl Exim {
    /// From its next start on it logs in.
    pub fn set(&mut self, login: Login) {
        self.login = login;
    }

    /// Hands it a message, whose content is in a file with LF at the ends of its lines: into the queue, and then a queue run, as it would
    /// go on a machine with a mail server.
    pub fn hand_over(&self, from: &str, to: &[&str], text: &Path) -> Result<Said, String> {
        let mut exim = self.installation.command();
        exim.args(["-odq", "-oem", "-i", "-f", from, "--"]).args(to);
        let said = Said::by(&mut exim, Some(text))?;
        if said.success {
            let ran = Said::by(self.installation.command().arg("-qf"), None)?;
            if !ran.success {
                return Err(format!("the queue run failed: {}", ran.words));
            }
        }
        Ok(said)
    }
}

impl Client for Exim {
    fn name(&self) -> &'static str {
        "exim"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.installation = Installation::unpack(&bench.cache, &bench.scratch)?;
        Ok(())
    }

    fn manners(&self) -> Manners {
        Manners::Bounces
    }

    fn start(&mut self, server: SocketAddr, bench: &Bench) -> Result<(), String> {
        self.folder = bench.scratch.join("exim-null-client");
        let config = format!(
            "primary_hostname = client.test\nqualify_domain = client.test\n\
             disable_ipv6\nkeep_environment =\ntrusted_users = root\nmessage_size_limit = 0\n\
             begin routers\n\
             relay:\n driver = manualroute\n transport = smtp\n route_list = * {} byname\n self = send\n\
             begin transports\n\
             smtp:\n driver = smtp\n port = {}\n hosts_try_chunking = *\n message_linelength_limit = 100000\n helo_data = client.test\n{}\
             begin retry\n\
             * * F,1h,5m\n\
             begin authenticators\n{}",
            server.ip(),
            server.port(),
            self.login.transport,
            self.login.authenticators
        );
        let made = self.installation.set_up(&self.folder, &config);
        made.map_err(|error| format!("{}: {error}", self.folder.display()))
    }

    fn send(&mut self, _: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let text = file.with_extension("txt");
        fs::write(&text, case.mail.with_lf()).map_err(|error| error.to_string())?;
        self.hand_over(case.mail.from, &case.mail.to, &text)
    }

    fn stop(&mut self) -> Result<(), String> {
        let queue = Said::by(self.installation.command().arg("-bp"), None)?;
        if !queue.words.is_empty() {
            return Err(format!("its queue is not empty: {}", queue.words));
        }
        // K in a delivery line of its log stands for CHUNKING.
        let log = self.folder.join("log/main");
        let log = fs::read_to_string(&log).map_err(|error| format!("{}: {error}", log.display()))?;
        let delivered: Vec<&str> = log.lines().filter(|line| line.contains(" => ")).collect();
        match delivered.iter().find(|line| !line.contains(" K ")) {
            Some(line) => Err(format!("this was not sent in chunks: {line}")),
            None if delivered.is_empty() => Err("its log has no delivery".into()),
            None => Ok(()),
        }
    }
}
