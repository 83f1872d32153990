//! Python's smtplib, and aiosmtplib: libraries, so a small script sends with them as a program would.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::case::{Case, Feature};
use super::client::{Client, Manners, Said};
use super::install::{self, Missing};

/// The version that the cases were tried with.
const AIOSMTPLIB: &str = "aiosmtplib==5.1.3";

/// The standard library's client.
#[derive(Debug)]
pub struct Smtplib;

impl Client for Smtplib {
    fn name(&self) -> &'static str {
        "smtplib"
    }

    fn prepare(&mut self, _: &Bench) -> Result<(), Missing> {
        install::program("python3", "python3")
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        // BDAT it speaks by `docmd`, which is for what the library does not know.
        (feature == Feature::Pipelining).then_some("smtplib sends one command at a time")
    }

    fn manners(&self) -> Manners {
        Manners::SendsToTheRest
    }

    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        script(Path::new("python3"), include_str!("scripts/smtplib_send.py"), server, case, file)
    }
}

/// A client for asyncio, from PyPI.
#[derive(Debug, Default)]
pub struct Aiosmtplib {
    python: PathBuf,
}

impl Client for Aiosmtplib {
    fn name(&self) -> &'static str {
        "aiosmtplib"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.python = install::python_with(&[AIOSMTPLIB], &bench.cache)?;
        Ok(())
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        match feature {
            Feature::Smtputf8 | Feature::EmptyBody | Feature::ShortBounce => None,
            Feature::Chunking => Some("aiosmtplib does not speak BDAT"),
            Feature::Pipelining => Some("aiosmtplib sends one command at a time"),
        }
    }

    fn manners(&self) -> Manners {
        Manners::SendsToTheRest
    }

    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        script(&self.python, include_str!("scripts/aiosmtplib_send.py"), server, case, file)
    }
}

/// Runs a script with what it needs to know of a case: port, `chunking` or `-`, file, sender, recipients.
fn script(python: &Path, script: &str, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
    let mut command = Command::new(python);
    let chunking = if case.feature == Some(Feature::Chunking) { "chunking" } else { "-" };
    command.args(["-c", script, &server.port().to_string(), chunking]).arg(file);
    command.arg(case.mail.from).args(&case.mail.to);
    let said = Said::by(command.env("PYTHONUTF8", "1"), None)?;
    // In an error the command line would be the whole script.
    if said.words.contains("Traceback") {
        return Err(format!("the script failed: {}", said.words));
    }
    Ok(said)
}
