//! `postrider send`, our own client.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::case::Case;
use super::client::{Client, Manners, Said};
use super::install::Missing;

/// The command.
#[derive(Debug, Default)]
pub struct Postrider {
    program: PathBuf,
}

/// Its command line for a message whose content is in `file`.
pub fn command(program: &Path, server: SocketAddr, from: &str, to: &[&str], file: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["send", "--server", &server.to_string(), "--hello", "client.test", "--from", from]);
    for to in to {
        command.args(["--to", to]);
    }
    command.arg("--file").arg(file);
    command
}

impl Client for Postrider {
    fn name(&self) -> &'static str {
        "postrider"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.program.clone_from(&bench.postrider);
        Ok(())
    }

    fn manners(&self) -> Manners {
        Manners::SendsToTheRest
    }

    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        Said::by(&mut command(&self.program, server, case.mail.from, &case.mail.to, file), None)
    }
}
