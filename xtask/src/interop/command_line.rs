//! The clients that are a command each: swaks, curl and msmtp.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::Bench;
use super::case::{Case, Feature};
use super::client::{Client, Manners, Said};
use super::install::{self, Missing};

/// swaks, the SMTP test tool.
#[derive(Debug)]
pub struct Swaks;

impl Client for Swaks {
    fn name(&self) -> &'static str {
        "swaks"
    }

    fn prepare(&mut self, _: &Bench) -> Result<(), Missing> {
        install::program("swaks", "swaks")
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        match feature {
            Feature::Smtputf8 => Some("swaks does not speak SMTPUTF8"),
            Feature::Chunking => Some("swaks does not speak BDAT"),
            Feature::Pipelining | Feature::ShortBounce => None,
            Feature::EmptyBody => Some("swaks sends one line of body at least"),
        }
    }

    fn manners(&self) -> Manners {
        Manners::SendsToTheRest
    }

    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        // It reads text, makes the ends of lines and the dots itself, and ends the last line whether or not it has ended.
        let text = file.with_extension("txt");
        let content = case.mail.with_lf();
        fs::write(&text, content.strip_suffix(b"\n").unwrap_or(&content))
            .map_err(|error| error.to_string())?;
        let mut swaks = Command::new("swaks");
        swaks.args(["--server", &server.to_string(), "--helo", "client.test", "--from", case.mail.from]);
        swaks.args(["--to", &case.mail.to.join(",")]).arg("--data").arg(format!("@{}", text.display()));
        if case.feature == Some(Feature::Pipelining) {
            swaks.arg("--pipeline");
        }
        // The dialogue, but not what is sent as content.
        swaks.args(["--suppress-data", "--no-hints"]);
        let said = Said::by(&mut swaks, None)?;
        // One recipient accepted is success to it; of the others its dialogue tells.
        Ok(Said { success: said.success && !said.words.contains("\n550 "), ..said })
    }
}

/// curl, which speaks SMTP as well.
#[derive(Debug)]
pub struct Curl;

impl Client for Curl {
    fn name(&self) -> &'static str {
        "curl"
    }

    fn prepare(&mut self, _: &Bench) -> Result<(), Missing> {
        install::program("curl", "curl")
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        match feature {
            Feature::Smtputf8 | Feature::EmptyBody | Feature::ShortBounce => None,
            Feature::Chunking => Some("curl does not speak BDAT"),
            Feature::Pipelining => Some("curl sends one command at a time"),
        }
    }

    fn manners(&self) -> Manners {
        Manners::SendsToNobody
    }

    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--show-error", "--verbose", "--mail-from", case.mail.from]);
        for to in &case.mail.to {
            curl.args(["--mail-rcpt", to]);
        }
        curl.arg("--upload-file").arg(file).arg(format!("smtp://{server}/client.test"));
        // With another locale it takes addresses beyond ASCII for something else.
        Said::by(curl.env("LC_ALL", "C.UTF-8"), None)
    }
}

/// msmtp, a sendmail for people without a mail server.
#[derive(Debug)]
pub struct Msmtp;

impl Client for Msmtp {
    fn name(&self) -> &'static str {
        "msmtp"
    }

    fn prepare(&mut self, _: &Bench) -> Result<(), Missing> {
        install::program("msmtp", "msmtp")
    }

    fn lacks(&self, feature: Feature) -> Option<&'static str> {
        match feature {
            Feature::Smtputf8 => Some("msmtp does not say SMTPUTF8"),
            Feature::Chunking => Some("msmtp does not speak BDAT"),
            Feature::Pipelining | Feature::EmptyBody | Feature::ShortBounce => None,
        }
    }

    fn manners(&self) -> Manners {
        Manners::SendsToNobody
    }

    fn send(&mut self, server: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let text = file.with_extension("txt");
        fs::write(&text, case.mail.with_lf()).map_err(|error| error.to_string())?;
        let mut msmtp = Command::new("msmtp");
        msmtp.args(["--file=/dev/null", "--tls=off", "--auth=off", "--domain=client.test"]);
        msmtp.args([format!("--host={}", server.ip()), format!("--port={}", server.port())]);
        msmtp.args(["--debug", "-f", case.mail.from, "--"]).args(&case.mail.to);
        Said::by(msmtp.env("LC_ALL", "C.UTF-8"), Some(&text))
    }
}
