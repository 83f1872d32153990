//! A smarthost that knows no binding but tls-unique, with scramp and the TLS 1.2 of OpenSSL: it refuses our bound login, and takes the unbound one where somebody has
//! said that it may be.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use super::super::Bench;
use super::super::client::Said;
use super::super::report::Report;
use super::super::script::Script;
use super::super::send;
use super::super::server::Server;
use super::{PASSWORD, USER};
use crate::failure::Failure;

/// The login that is bound to its certificate, and the one that is bound to nothing, as it tells of them.
const BOUND: (&str, &str, bool) = ("SCRAM-SHA-256-PLUS", "p=tls-server-end-point", false);
const UNBOUND: (&str, &str, bool) = ("SCRAM-SHA-256", "n", true);

/// `postrider send` and a route, each bound and unbound. The certificate in `folder` is for 127.0.0.1.
pub fn run(bench: &Bench, python: &Path, folder: &Path, report: &mut Report) -> Result<(), Failure> {
    let files = ["tokens.crt", "tokens.key"].map(|name| folder.join(name).into());
    let arguments = [&files[..], &[USER.into(), PASSWORD.into()]].concat();
    let script = include_str!("../scripts/scram_tls_unique.py");
    let mut smarthost = Script::start(python, script, &arguments).map_err(Failure::Found)?;
    report.add("tls-unique", "send", by_send(bench, folder, &mut smarthost).into());
    report.add("tls-unique", "route", by_route(bench, folder, &mut smarthost)?.into());
    Ok(())
}

fn by_send(bench: &Bench, folder: &Path, smarthost: &mut Script) -> Result<(), String> {
    let send = |more: &[&str]| -> Result<Said, String> {
        let mut send = Command::new(&bench.postrider);
        send.args(["send", "--server", &format!("127.0.0.1:{}", smarthost.port), "--user", USER]);
        send.arg("--password-file").arg(folder.join("password")).arg("--ca").arg(folder.join("ca.pem"));
        send.args(["--from", USER, "--to", "bob@elsewhere.test", "--text", "hello"]).args(more);
        Said::by(&mut send, None)
    };
    let said = send(&[])?;
    if said.success || !said.words.contains("say --auth-bound false") {
        return Err(format!("it is not told what to say: {}", said.words));
    }
    let unbound = send(&["--auth-bound", "false"])?;
    if !unbound.success {
        return Err(format!("it is refused nevertheless: {}", unbound.words));
    }
    told(smarthost, BOUND)?;
    told(smarthost, UNBOUND)
}

fn by_route(bench: &Bench, folder: &Path, smarthost: &mut Script) -> Result<Result<(), String>, Failure> {
    let own = folder.join("unbound");
    fs::create_dir_all(&own).map_err(Failure::file(&own))?;
    let route = |domain: &str, more: &str| {
        format!(
            "[[route]]\ndomain = \"{domain}\"\nto = \"smtp://127.0.0.1:{}\"\ntls = \"verified\"\nca = \"../ca.pem\"\n\
             user = \"{USER}\"\npassword_file = \"../password\"\n{more}",
            smarthost.port
        )
    };
    let config = format!(
        "hostname = \"mx.example.test\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n\
         [[domain]]\nname = \"example.test\"\nany_mailbox = true\n[relay]\nnetworks = [\"127.0.0.1\"]\n{}{}",
        route("unbound.test", "auth_bound = false\n"),
        route("bound.test", "")
    );
    let server = Server::start_with(bench, &own, &config)?;
    let mut tried = |to: &str, login| -> Result<String, String> {
        let said = Said::by(
            &mut send::command(&bench.postrider, server.address, USER, &[to], &folder.join("message")),
            None,
        )?;
        if !said.success {
            return Err(format!("a message for {to} is not taken: {}", said.words));
        }
        told(smarthost, login)?;
        // Where our login is refused, only its operator can mend it, and that is an error in the log.
        Ok(server.event("delivered").map_or_else(|why| why, |line| line.to_string()))
    };
    let mut both = || -> Result<(), String> {
        // In this order: a session of TLS that is resumed has nothing to be bound to.
        for (to, login, says) in [
            ("bob@bound.test", BOUND, "write auth_bound = false in the route"),
            ("bob@unbound.test", UNBOUND, "\"delivered\""),
        ] {
            let line = tried(to, login)?;
            if !line.contains(says) {
                return Err(format!("the log does not say {says}: {line}"));
            }
        }
        Ok(())
    };
    Ok(both())
}

/// The next login that it tells of is this one.
fn told(smarthost: &mut Script, (mechanism, binding, taken): (&str, &str, bool)) -> Result<(), String> {
    let (said, expected) =
        (smarthost.line()?, json!({ "mechanism": mechanism, "binding": binding, "taken": taken }));
    if said == expected { Ok(()) } else { Err(format!("the smarthost was shown {said} and not {expected}")) }
}
