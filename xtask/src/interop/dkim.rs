//! Signatures, verified by others: what a user of this machine sends, and what somebody hands in who has logged in, goes to the server of somebody else,
//! and what came there is given to dkimpy and to OpenDKIM.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::Bench;
use super::client::Said;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::server::Server;
use super::sink::{AIOSMTPD, Sink};
use crate::failure::Failure;
use crate::workspace::run as run_to_end;

/// The versions that this was tried with.
const DKIMPY: [&str; 2] = ["dkimpy==1.1.8", "pynacl==1.5.0"];

/// Who sends it, and their password.
const SENDER: &str = "sender@example.test";
const PASSWORD: &str = "xyzzy-plugh-42\n";

/// What is sent: white space and empty lines where canonicalization has something to do, and a line that is stuffed.
const MESSAGE: &str = "From: Sender <sender@example.test>\nTo: bob@elsewhere.test\nSubject: signed\n\tand  folded\n\n\
                       Hello,  the message \t is as it was. \n.\n\n..\nEnd.  \n\n\n";

/// Sends one message, and has it verified.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("dkim");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    install::open_to_all(&folder)?;
    let python = match install::python_with(&[&[AIOSMTPD], &DKIMPY[..]].concat(), &bench.cache) {
        Ok(python) => python,
        Err(Missing(reason)) => {
            report.add("dkim", "dkimpy", Outcome::Skipped(reason));
            return Ok(());
        }
    };
    let (messages, records) = match send(bench, &python, &folder) {
        Ok(sent) => sent,
        Err(why) => {
            report.add("dkim", "dkimpy", Outcome::Failed(why));
            return Ok(());
        }
    };
    let verified = messages.iter().try_for_each(|message| dkimpy(&python, message, &records));
    report.add("dkim", "dkimpy", verified.into());
    let verified = match install::program("opendkim", "opendkim") {
        Ok(()) => messages.iter().try_for_each(|message| opendkim(&folder, message, &records)).into(),
        Err(Missing(reason)) => Outcome::Skipped(reason),
    };
    report.add("dkim", "opendkim", verified);
    Ok(())
}

/// Gives the files with what came, and the one with the records.
fn send(bench: &Bench, python: &Path, folder: &Path) -> Result<(Vec<PathBuf>, PathBuf), String> {
    let script = include_str!("scripts/aiosmtpd_sink.py");
    let (mut sink, address) = Sink::start(Command::new(python).args(["-c", script]))?;
    let config = format!(
        "hostname = \"mx.example.test\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n\
         kind = \"submission\"\nauth_without_tls = true\n\
         [[domain]]\nname = \"example.test\"\nmailboxes = [\"sender\", \"postmaster\", \"abuse\"]\n\
         [[route]]\ndomain = \"*\"\nto = \"smtp://{address}\"\n"
    );
    let ours = |words: &[&str]| {
        let mut command = Command::new(&bench.postrider);
        command.args(words).arg("--config").arg(folder.join("postrider.toml"));
        command.arg("--data").arg(folder.join("data"));
        command
    };
    let mut server = Server::start_with(bench, folder, &config).map_err(|failure| failure.to_string())?;
    let made = ["dkim", "new", "--domain", "example.test", "--force"];
    run_to_end(&mut ours(&made)).map_err(|failure| failure.to_string())?;
    let records = run_to_end(&mut ours(&["dns", "--json"])).map_err(|failure| failure.to_string())?;
    let records_file = folder.join("records.json");
    fs::write(&records_file, records).map_err(|error| error.to_string())?;

    let file = folder.join("given.eml");
    fs::write(&file, MESSAGE).map_err(|error| error.to_string())?;
    let mut sendmail = ours(&["sendmail"]);
    sendmail.args(["-i", "-f", SENDER, "bob@elsewhere.test"]);
    let said = Said::by(&mut sendmail, Some(&file))?;
    if !said.success {
        return Err(format!("sendmail reports failure: {}", said.words));
    }
    let sent = came(&mut sink, folder.join("came.eml"))?;
    server.event("delivered")?;

    let password = folder.join("password");
    fs::write(&password, PASSWORD).map_err(|error| error.to_string())?;
    let said = Said::by(&mut ours(&["account", "add", SENDER]), Some(&password))?;
    if !said.success {
        return Err(format!("no account could be added: {}", said.words));
    }
    let mut hand_in = Command::new(&bench.postrider);
    hand_in.args(["send", "--server", &server.address.to_string(), "--user", SENDER, "--clear-password"]);
    hand_in.arg("--password-file").arg(&password).arg("--file").arg(&file);
    let said = Said::by(hand_in.args(["--from", SENDER, "--to", "bob@elsewhere.test"]), None)?;
    if !said.success {
        return Err(format!("send reports failure: {}", said.words));
    }
    let handed_in = came(&mut sink, folder.join("handed-in.eml"))?;
    server.event("delivered")?;
    server.stop()?;
    Ok((vec![sent, handed_in], records_file))
}

/// The next message that has come to the sink, in a file.
fn came(sink: &mut Sink, file: PathBuf) -> Result<PathBuf, String> {
    let kept: Value = serde_json::from_str(&sink.line()?).map_err(|error| error.to_string())?;
    let content = kept["content"].as_str().ok_or("the sink has kept nothing")?;
    fs::write(&file, content).map_err(|error| error.to_string())?;
    Ok(file)
}

fn dkimpy(python: &Path, message: &Path, records: &Path) -> Result<(), String> {
    let mut command = Command::new(python);
    command.args(["-c", include_str!("scripts/dkimpy_verify.py")]).arg(message).arg(records);
    let said = Said::by(&mut command, None)?;
    if said.success { Ok(()) } else { Err(format!("dkimpy says no: {}", said.words)) }
}

/// OpenDKIM as it runs behind a server, with the keys in a file instead of the DNS.
fn opendkim(folder: &Path, message: &Path, records: &Path) -> Result<(), String> {
    let text = fs::read_to_string(records).map_err(|error| error.to_string())?;
    let records: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut keys = String::new();
    for record in records["records"].as_array().into_iter().flatten() {
        if let (Some(name), Some(value)) = (record["name"].as_str(), record["value"].as_str())
            && name.contains("._domainkey.")
        {
            keys.push_str(&format!("{name} {value}\n"));
        }
    }
    let (keys_file, config) = (folder.join("opendkim.keys"), folder.join("opendkim.conf"));
    fs::write(&keys_file, keys).map_err(|error| error.to_string())?;
    let written = format!("Mode v\nSyslog no\nTestPublicKeys {}\n", keys_file.display());
    fs::write(&config, written).map_err(|error| error.to_string())?;
    let verify = |file: &Path| {
        let mut command = Command::new("opendkim");
        command.arg("-x").arg(&config).arg("-v").arg("-t").arg(file);
        Said::by(&mut command, None)
    };
    let said = verify(message)?;
    if !said.words.contains("verification (s=") || !said.words.contains("succeeded") {
        return Err(format!("OpenDKIM says no: {}", said.words));
    }
    let changed = folder.join("changed.eml");
    let content = fs::read_to_string(message).map_err(|error| error.to_string())?;
    fs::write(&changed, content.replace("Subject: signed", "Subject: forged"))
        .map_err(|error| error.to_string())?;
    let said = verify(&changed)?;
    if said.words.contains("succeeded") {
        return Err(format!("OpenDKIM takes what was changed: {}", said.words));
    }
    Ok(())
}
