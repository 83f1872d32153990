//! `sendmail`, and the programs that call it.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::case::Case;
use super::client::{Client, Manners, Said};
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::server::Server;
use crate::failure::Failure;

/// The user that programs run as if we are root: nobody, so that it is seen that others than the server's user can send.
const NOBODY: u32 = 65534;

/// A program that sends mail as another user than that of the server, with this server's configuration.
fn as_another_user(program: &Path, config: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("POSTRIDER_CONFIG", config).env("HOME", "/nonexistent").env("LC_ALL", "C.UTF-8");
    command.current_dir("/");
    if install::is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// A link of the name sendmail, in a folder that everybody can look into. The program is copied: where it was built, others may
/// have no business.
fn link(bench: &Bench) -> Result<PathBuf, String> {
    let folder = bench.scratch.join("bin");
    let (program, link) = (folder.join("postrider"), folder.join("sendmail"));
    if !link.exists() {
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        install::open_to_all(&folder).map_err(|error| error.to_string())?;
        fs::copy(&bench.postrider, &program).map_err(|error| format!("{}: {error}", program.display()))?;
        symlink(&program, &link).map_err(|error| format!("{}: {error}", link.display()))?;
    }
    Ok(link)
}

/// sendmail itself, as a client like the others.
#[derive(Debug, Default)]
pub struct Sendmail {
    program: PathBuf,
}

impl Client for Sendmail {
    fn name(&self) -> &'static str {
        "sendmail"
    }

    fn prepare(&mut self, bench: &Bench) -> Result<(), Missing> {
        self.program = link(bench).map_err(Missing)?;
        Ok(())
    }

    fn manners(&self) -> Manners {
        Manners::SendsToTheRest
    }

    fn send(&mut self, _: SocketAddr, case: &Case, file: &Path) -> Result<Said, String> {
        let config = file.with_file_name("postrider.toml");
        let mut sendmail = as_another_user(&self.program, &config);
        sendmail.args(["-i", "-f", case.mail.from, "--"]).args(&case.mail.to);
        Said::by(&mut sendmail, Some(file))
    }
}

/// A program that calls sendmail: its name, the package it is in, and how it is told to send.
struct Program {
    name: &'static str,
    package: &'static str,
    /// Makes the command that sends a message with the subject `by PROGRAM` to alice.
    tell: fn(&mut Command, sendmail: &Path),
    program: &'static str,
}

const PROGRAMS: [Program; 4] = [
    Program {
        name: "python",
        package: "python3",
        program: "python3",
        tell: |python, sendmail| {
            python.args(["-c", include_str!("scripts/sendmail_send.py")]).arg(sendmail);
        },
    },
    Program {
        name: "cron",
        package: "dash",
        program: "sh",
        // As Debian's cron does it, which then writes into a pipe.
        tell: |shell, sendmail| {
            let message = "From: sender (Cron Daemon)\\nTo: alice\\nSubject: by cron\\nX-Cron-Env: <SHELL=/bin/sh>\\n\\noutput\\n";
            let line =
                format!("printf '{message}' | {} -i -FCronDaemon -B8BITMIME -oem alice", sendmail.display());
            shell.args(["-c", &line]);
        },
    },
    Program {
        name: "php",
        package: "php-cli",
        program: "php",
        tell: |php, sendmail| {
            let code = "exit(mail('Alice <alice@example.test>', 'by php', \"Hello.\\n.\\nEnd.\\n\", \
                        \"From: sender@example.test\\r\\nCc: bob@example.test\") ? 0 : 1);";
            php.arg("-n")
                .arg("-d")
                .arg(format!("sendmail_path={} -t -i", sendmail.display()))
                .args(["-r", code]);
        },
    },
    Program {
        name: "mutt",
        package: "mutt",
        program: "mutt",
        tell: |mutt, sendmail| {
            let set = format!("set sendmail=\"{} -oem -oi\"", sendmail.display());
            mutt.args([
                "-n",
                "-F",
                "/dev/null",
                "-e",
                &set,
                "-e",
                "set copy=no",
                "-e",
                "set use_envelope_from=yes",
            ]);
            mutt.args(["-e", "set from=sender@example.test", "-s", "by mutt", "--", "alice@example.test"]);
        },
    },
];

/// Has every program send one message with the server up, and one with it down.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("programs");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    install::open_to_all(&folder)?;
    let config = folder.join("postrider.toml");
    let sendmail = link(bench).map_err(Failure::Found)?;
    for program in &PROGRAMS {
        if let Err(Missing(reason)) = install::program(program.program, program.package) {
            report.add("programs", program.name, Outcome::Skipped(reason));
            continue;
        }
        let mut server = Server::start(bench, &folder)?;
        let sent = send(program, &sendmail, &config).and_then(|()| arrived(program, &mut server));
        let sent = sent.and_then(|()| server.stop());
        let outcome = match sent {
            Err(why) => Err(why),
            Ok(()) => {
                let waits = send(program, &sendmail, &config);
                let mut server = Server::start(bench, &folder)?;
                waits.and_then(|()| arrived(program, &mut server)).and_then(|()| server.stop())
            }
        };
        report.add("programs", program.name, outcome.into());
    }
    Ok(())
}

fn send(program: &Program, sendmail: &Path, config: &Path) -> Result<(), String> {
    let mut command = as_another_user(Path::new(program.program), config);
    (program.tell)(&mut command, sendmail);
    let said = Said::by(&mut command, None)?;
    if said.success { Ok(()) } else { Err(format!("the program reports failure: {}", said.words)) }
}

/// Everybody has a copy, with the field that says who has sent it.
fn arrived(program: &Program, server: &mut Server) -> Result<(), String> {
    let count = if program.name == "php" { 2 } else { 1 };
    for copy in server.copies(count)? {
        let text = copy.text()?;
        for wanted in
            [&format!("\nSubject: by {}\n", program.name), "\nDate: ", "\nMessage-ID: <", "\nFrom: "]
        {
            if !text.to_lowercase().contains(&wanted.to_lowercase()) {
                return Err(format!("{wanted:?} is missing in {text:?}"));
            }
        }
        if !text.contains(" with LOCAL (uid ") {
            return Err(format!("nothing says who has sent {text:?}"));
        }
    }
    Ok(())
}
