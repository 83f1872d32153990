//! Debian's Exim as a null client. It sends in chunks wherever CHUNKING is offered.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::case::Case;
use super::client::{Client, Manners, Said};
use super::install::{self, Missing};
use crate::workspace::run;

/// Exim, unpacked and set up in a folder.
#[derive(Debug, Default)]
pub struct Exim {
    program: PathBuf,
    folder: PathBuf,
}

/// The account whose name is compiled into Debian's Exim.
const ACCOUNT: &str = "Debian-exim";

impl Client for Exim {
    fn name(&self) -> &'static str {
        "exim"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        if !install::is_root() {
            return Err(Missing("Exim runs as another user, which needs root".into()));
        }
        self.program =
            install::apt_unpack("exim4-daemon-light", &bench.cache, &bench.scratch)?.join("usr/sbin/exim4");
        install::account(ACCOUNT)
    }

    fn manners(&self) -> Manners {
        Manners::Bounces
    }

    fn start(&mut self, server: SocketAddr, bench: &Bench) -> Result<(), String> {
        self.folder = bench.scratch.join("exim-null-client");
        let failed = |error: std::io::Error| format!("{}: {error}", self.folder.display());
        for name in ["spool", "log"] {
            let path = self.folder.join(name);
            fs::create_dir_all(&path).map_err(failed)?;
            run(Command::new("chown").arg(ACCOUNT).arg(&path)).map_err(|failure| failure.to_string())?;
        }
        super::open_to_all(&self.folder).map_err(|failure| failure.to_string())?;
        let (root, program) = (self.folder.display(), self.program.display());
        let config = format!(
            "exim_path = {program}\nexim_user = {ACCOUNT}\nexim_group = {ACCOUNT}\n\
             spool_directory = {root}/spool\nlog_file_path = {root}/log/%s\n\
             primary_hostname = client.test\nqualify_domain = client.test\n\
             disable_ipv6\nkeep_environment =\ntrusted_users = root\nmessage_size_limit = 0\n\
             begin routers\n\
             relay:\n driver = manualroute\n transport = smtp\n route_list = * {} byname\n self = send\n\
             begin transports\n\
             smtp:\n driver = smtp\n port = {}\n hosts_try_chunking = *\n message_linelength_limit = 100000\n helo_data = client.test\n\
             begin retry\n\
             * * F,1h,5m\n",
            server.ip(),
            server.port()
        );
        fs::write(self.folder.join("exim.conf"), config).map_err(failed)
    }

    fn send(&mut self, _: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let text = file.with_extension("txt");
        fs::write(&text, case.mail.with_lf()).map_err(|error| error.to_string())?;
        // Into the queue, and then a queue run: as it would go on a machine with a mail server.
        let mut exim = self.command();
        exim.args(["-odq", "-oem", "-i", "-f", case.mail.from, "--"]).args(&case.mail.to);
        let said = Said::by(&mut exim, Some(&text))?;
        if said.success {
            let ran = Said::by(self.command().arg("-qf"), None)?;
            if !ran.success {
                return Err(format!("the queue run failed: {}", ran.words));
            }
        }
        Ok(said)
    }

    fn stop(&mut self) -> Result<(), String> {
        let queue = Said::by(self.command().arg("-bp"), None)?;
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

impl Exim {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("-C").arg(self.folder.join("exim.conf"));
        command
    }
}
