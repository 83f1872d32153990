//! Clients that guess: swaks, behind a proxy that says where each of them is, since nobody has a network of IPv6 to himself on loopback.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::super::Bench;
use super::super::client::Said;
use super::super::install::{self, Missing};
use super::super::report::{Outcome, Report};
use super::super::server::Server;
use super::{PASSWORD, USER};
use crate::failure::Failure;

const ROW: &str = "guard";

/// So many failures of one address, or one /64, are looked at; and none is delayed.
const LIMIT: usize = 3;

/// Where somebody guesses from, one attempt each; who shares the fate of those; and who does not.
const GUESSES: [(&str, [&str; LIMIT], &str, &str); 2] = [
    ("an IPv4 address", ["192.0.2.1"; LIMIT], "192.0.2.1", "192.0.2.2"),
    (
        "an IPv6 /64",
        ["2001:db8:1:1::1", "2001:db8:1:1::2", "2001:db8:1:1:ffff::3"],
        "2001:db8:1:1:8000::4",
        "2001:db8:1:2::1",
    ),
];

/// Tries both, each with a server of its own.
pub fn run(bench: &Bench, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    if let Err(Missing(reason)) = install::program("swaks", "swaks") {
        report.add(ROW, "all", Outcome::Skipped(reason));
        return Ok(());
    }
    for (at, (case, guesses, same, other)) in GUESSES.iter().enumerate() {
        let folder = folder.join(at.to_string());
        fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
        report.add(ROW, case, guess(bench, &folder, guesses, same, other)?.into());
    }
    Ok(())
}

fn guess(
    bench: &Bench,
    folder: &Path,
    guesses: &[&str],
    same: &str,
    other: &str,
) -> Result<Result<(), String>, Failure> {
    let account = |arguments: &[&str]| -> Result<String, String> {
        let mut account = Command::new(&bench.postrider);
        account.arg("account").args(arguments).arg("--data").arg(folder.join("data"));
        let said = Said::by(&mut account, Some(&folder.join("password")))?;
        if said.success { Ok(said.words) } else { Err(format!("{arguments:?}: {}", said.words)) }
    };
    let password = folder.join("password");
    fs::write(&password, PASSWORD).map_err(Failure::file(&password))?;
    account(&["add", USER]).map_err(Failure::Found)?;
    let listener = format!(
        "kind = \"submission\"\nproxy_protocol = [\"127.0.0.1\"]\nauth_without_tls = true\n\
         [accounts]\nfailures_free = {LIMIT}\nfailures_limit = {LIMIT}\n"
    );
    let mut server = Server::start_listening(bench, folder, &listener)?;
    let told = |from: &str, user: &str, password: &str, reply: &str| -> Result<(), String> {
        let said = Said::by(&mut swaks(&server, from, user, password), None)?;
        if said.words.contains(&format!("\n{reply}")) {
            Ok(())
        } else {
            Err(format!("{from} as {user} was not told {reply:?}: {}", said.words))
        }
    };
    let tried = || -> Result<(), String> {
        for from in guesses {
            told(from, "nobody@example.test", "a guess", "535 5.7.8 ")?;
        }
        // The right password is not looked at either, or guessing would go on.
        told(same, USER, PASSWORD, "454 4.7.0 Too many logins have failed here")?;
        told(other, USER, PASSWORD, "235 2.7.0 ")?;
        let network = if same.contains(':') { "2001:db8:1:1::/64" } else { same };
        let shown = account(&["guard", "--json"])?;
        if !shown.contains(&format!("\"{network}\"")) {
            return Err(format!("{network} is not shown: {shown}"));
        }
        account(&["guard", "--reset", network])?;
        told(same, USER, PASSWORD, "235 2.7.0 ")
    };
    let tried = tried();
    Ok(tried.and_then(|()| server.stop()))
}

/// It logs in from there, and goes.
fn swaks(server: &Server, from: &str, user: &str, password: &str) -> Command {
    let (family, to) = if from.contains(':') { ("TCP6", "2001:db8::25") } else { ("TCP4", "192.0.2.25") };
    let mut swaks = Command::new("swaks");
    swaks.args(["--server", &server.address.to_string(), "--helo", "client.test", "--timeout", "30"]);
    swaks.args(["--proxy", &format!("{family} {from} {to} 40000 587"), "--quit-after", "AUTH"]);
    swaks.args(["--auth", "PLAIN", "--auth-user", user, "--auth-password", password]);
    swaks.args(["--from", USER, "--to", USER, "--no-hints"]);
    swaks
}
