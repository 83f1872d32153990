//! `postrider acme`: the certificates that come by themselves.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use serde::Serialize;

use crate::acme::{Folder, Options, Record, Wanted, due, held, seed};
use crate::config::{CertificateSource, Config, Place, moment, now_seconds};
use crate::control::client::{Client, ControlError};
use crate::control::protocol::{Answer, Request};

/// Shows and renews the certificates that come by themselves (ACME).
///
/// Which there are is said by `[acme]` and `[[certificate]]` of the configuration. The server that runs gets and renews them by itself. Exit code: 0
/// if it was done, 1 if not, 2 if the arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    command: AcmeCommand,
}

#[derive(Debug, clap::Subcommand)]
enum AcmeCommand {
    /// Lists the certificates: for whom, until when, when they will be renewed, and what came of the last attempt if it was nothing. The
    /// server need not run.
    Status {
        /// For programs: one JSON object. Times are in seconds since 1970.
        #[arg(long)]
        json: bool,
    },
    /// Has the server that runs ask for a certificate now. What the authority has said holds: if it wants to be left alone, it is.
    Renew {
        /// The first name of the certificate [default: all of them].
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let config = match args.place.config() {
        Ok(config) => config,
        Err(mistakes) => return fail(&mistakes.to_string()),
    };
    let done = match &args.command {
        AcmeCommand::Status { json } => status(&config, *json),
        AcmeCommand::Renew { name } => renew(&config, name.clone()),
    };
    match done {
        Ok(text) => {
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => fail(&format!("postrider acme: {why}\n")),
    }
}

/// What is known of a certificate, as JSON has it. Times are in seconds since 1970.
#[derive(Debug, Serialize)]
struct Shown {
    names: Vec<String>,
    key_type: &'static str,
    file: String,
    /// None where there is no certificate yet.
    not_after: Option<i64>,
    /// When the next is asked for; what is past is due.
    next: i64,
    why: &'static str,
    failures: u32,
    attempted: Option<i64>,
    fault: Option<String>,
    help: Option<String>,
}

impl Shown {
    fn of(folder: &Folder, options: &Options, wanted: &Wanted, now: i64) -> Self {
        let (certificate, record) = (folder.certificate(wanted).ok(), folder.record(wanted).at(now));
        let held = certificate.as_ref().map(|certificate| held(certificate, &record, options, wanted));
        let due = due(held, &record, seed(&wanted.stem(), held.map_or(0, |held| held.not_before)));
        let Record { attempted, failures, fault, help, .. } = record;
        Self {
            names: wanted.names.clone(),
            key_type: wanted.key.as_str(),
            file: folder.certificate_path(wanted).display().to_string(),
            not_after: held.map(|held| held.not_after),
            next: due.at.max(now),
            why: due.why.words(),
            failures,
            attempted,
            fault,
            help,
        }
    }

    /// For people.
    fn text(&self, now: i64) -> String {
        let mut text = format!("{} ({})\n", self.names.join(", "), self.key_type);
        let mut row = |what: &str, value: &str| {
            let _ = writeln!(text, "  {what:<9}{value}");
        };
        match self.not_after {
            None => row("until", "there is none yet: clients are shown a self-signed one"),
            Some(end) if end <= now => row("until", &format!("{}: it has expired", moment(end))),
            Some(end) => row("until", &moment(end)),
        }
        let next = if self.next <= now { "now".to_owned() } else { moment(self.next) };
        row("renewal", &format!("{next}, as {}", self.why));
        if let Some(fault) = &self.fault {
            let when = self.attempted.map_or_else(String::new, |at| format!(" on {}", moment(at)));
            row("failed", &format!("{} in a row, the last{when}: {fault}", times(self.failures)));
        }
        if let Some(help) = &self.help {
            row("help", help);
        }
        row("file", &self.file);
        text
    }
}

fn times(number: u32) -> String {
    match number {
        1 => "once".to_owned(),
        number => format!("{number} times"),
    }
}

fn status(config: &Config, json: bool) -> Result<String, String> {
    let folder = Folder::of(&config.data);
    let now = now_seconds();
    let wanted = config.certificates.iter().filter_map(|source| match source {
        CertificateSource::Acme(wanted) => Some(wanted),
        CertificateSource::File { .. } | CertificateSource::SelfSigned => None,
    });
    let options = config.acme.clone().unwrap_or_default();
    let shown: Vec<Shown> = wanted.map(|wanted| Shown::of(&folder, &options, wanted, now)).collect();
    if json {
        let text = serde_json::to_string(&serde_json::json!({ "certificates": shown }));
        return text.map(|text| text + "\n").map_err(|error| error.to_string());
    }
    if shown.is_empty() {
        return Ok(
            "No certificate of this server comes by itself: write acme = true in a [[certificate]].\n"
                .to_owned(),
        );
    }
    Ok(shown.iter().map(|shown| shown.text(now)).collect::<Vec<_>>().join("\n"))
}

fn renew(config: &Config, name: Option<String>) -> Result<String, String> {
    let ask = || -> Result<Vec<String>, ControlError> {
        match Client::connect(&config.data)?.ask(&Request::RenewCertificates { name })? {
            Answer::Renewing { certificates } => Ok(certificates),
            _ => Err(ControlError::Other),
        }
    };
    let certificates = ask().map_err(|error| error.to_string())?;
    let mut text = String::new();
    for names in certificates {
        let _ = writeln!(text, "The authority is asked for a certificate for {names}.");
    }
    text.push_str("`postrider acme status` and the log say what comes of it.\n");
    Ok(text)
}

fn fail(text: &str) -> ExitCode {
    let _ = io::stderr().write_all(text.as_bytes());
    ExitCode::FAILURE
}
