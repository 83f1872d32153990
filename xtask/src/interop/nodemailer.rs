//! nodemailer, the mail library of Node.js.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::case::{Case, Feature};
use super::client::{Client, Manners, Said};
use super::install::{self, Missing};

/// The version that the cases were tried with.
pub const NODEMAILER: &str = "nodemailer@10.6.1";

/// The library, and a script that sends with it as a program would.
#[derive(Debug, Default)]
pub struct Nodemailer {
    folder: PathBuf,
}

impl Client for Nodemailer {
    fn name(&self) -> &'static str {
        "nodemailer"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.folder = install::node_with(NODEMAILER, &bench.cache)?;
        Ok(())
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        match feature {
            Feature::Smtputf8 | Feature::EmptyBody | Feature::ShortBounce => None,
            Feature::Chunking => Some("nodemailer does not speak BDAT"),
            Feature::Pipelining => Some("nodemailer sends one command at a time"),
        }
    }

    fn manners(&self) -> Manners {
        Manners::SendsToTheRest
    }

    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let mut node = Command::new("node");
        node.args(["-e", include_str!("scripts/nodemailer_send.js"), "--", &server.port().to_string()])
            .arg(file);
        node.arg(case.mail.from).args(&case.mail.to).current_dir(&self.folder);
        Said::by(&mut node, None)
    }
}
