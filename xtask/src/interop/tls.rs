//! TLS: real clients over STARTTLS and over a connection that begins with it, and sslscan and testssl.sh,
//! which look for what should not be there.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::Bench;
use super::client::Said;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::server::Server;
use super::sink::free_address;
use super::testssl;
use crate::failure::Failure;

/// The message of curl and of s_client.
const MESSAGE: &str = "Subject: encrypted\r\n\r\nx\r\n";

/// What each client is given.
struct Place<'a> {
    /// Where STARTTLS is offered.
    starttls: SocketAddr,
    /// Where connections begin with TLS.
    implicit: SocketAddr,
    /// The certificate of the server.
    certificate: &'a Path,
    /// A folder for what it needs.
    folder: &'a Path,
}

/// A client, the program it needs, the package that it comes with, and what it does: once by STARTTLS, once without.
type Client = (&'static str, &'static str, &'static str, fn(&Place<'_>, bool) -> Result<Command, String>);

const CLIENTS: [Client; 4] = [
    ("curl", "curl", "curl", curl),
    ("swaks", "swaks", "swaks", swaks),
    ("s_client", "openssl", "openssl", s_client),
    ("smtplib", "python3", "python3", smtplib),
];

/// Tries all of them.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("tls");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let implicit = free_address().map_err(Failure::Found)?;
    let listeners = format!(
        "[[listener]]\naddress = \"{implicit}\"\ntls = \"implicit\"\n[[certificate]]\nself_signed = true\n"
    );
    let mut server = Server::start_listening(bench, &folder, &listeners)?;
    let certificate = folder.join("data/self-signed.pem");
    let place = Place { starttls: server.address, implicit, certificate: &certificate, folder: &folder };
    for (name, program, package, command) in CLIENTS {
        let missing = install::program(program, package).and_then(|()| match name {
            // Without this swaks has no TLS.
            "swaks" => install::perl_module("Net::SSLeay", "libnet-ssleay-perl"),
            _ => Ok(()),
        });
        for (case, by_starttls) in [("starttls", true), ("implicit", false)] {
            report.add(
                name,
                case,
                match &missing {
                    Err(Missing(reason)) => Outcome::Skipped(reason.clone()),
                    Ok(()) => command(&place, by_starttls)
                        .and_then(|mut command| sent(&mut server, &mut command))
                        .into(),
                },
            );
        }
    }
    match install::program("sslscan", "sslscan") {
        Err(Missing(reason)) => report.add("sslscan", "all", Outcome::Skipped(reason)),
        Ok(()) => {
            report.add(
                "sslscan",
                "starttls",
                scanned(&["--starttls-smtp", &place.starttls.to_string()]).into(),
            );
            report.add("sslscan", "implicit", scanned(&[&place.implicit.to_string()]).into());
        }
    }
    for (case, address, by_starttls) in
        [("starttls", place.starttls, true), ("implicit", place.implicit, false)]
    {
        let outcome = match install::program("testssl", "testssl.sh") {
            Err(Missing(reason)) => Outcome::Skipped(reason),
            Ok(()) => testssl::finds_nothing(address, by_starttls, &folder).into(),
        };
        report.add("testssl.sh", case, outcome);
    }
    report.add("server", "stop", server.stop().into());
    Ok(())
}

/// The client has sent a message, and the log and its trace say that it came over TLS.
fn sent(server: &mut Server, command: &mut Command) -> Result<(), String> {
    let said = Said::by(command, None)?;
    if !said.success {
        return Err(format!("it reports failure: {}", said.words));
    }
    let (line, copy) = server.received_and_delivered()?;
    if !line["tls"].as_str().is_some_and(|tls| tls.starts_with("TLS1.3 TLS_")) {
        return Err(format!("the log does not say TLS 1.3: {line}"));
    }
    let text = copy.text()?;
    if text.contains("with ESMTPS (TLS1.3) id ") {
        Ok(())
    } else {
        Err(format!("its trace does not say so: {text:?}"))
    }
}

fn curl(place: &Place<'_>, by_starttls: bool) -> Result<Command, String> {
    let message = place.folder.join("message");
    fs::write(&message, MESSAGE).map_err(|error| error.to_string())?;
    let (scheme, server) = if by_starttls { ("smtp", place.starttls) } else { ("smtps", place.implicit) };
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--verbose", "--ssl-reqd"]).arg("--cacert").arg(place.certificate);
    curl.arg("--resolve").arg(format!("mx.example.test:{}:{}", server.port(), server.ip()));
    curl.args(["--mail-from", "s@client.test", "--mail-rcpt", "alice@example.test"]);
    curl.arg("--upload-file")
        .arg(message)
        .arg(format!("{scheme}://mx.example.test:{}/client.test", server.port()));
    Ok(curl)
}

fn swaks(place: &Place<'_>, by_starttls: bool) -> Result<Command, String> {
    let (how, server) =
        if by_starttls { ("--tls", place.starttls) } else { ("--tls-on-connect", place.implicit) };
    let mut swaks = Command::new("swaks");
    swaks.args([how, "--server", &server.to_string(), "--helo", "client.test", "--from", "s@client.test"]);
    swaks.args(["--to", "alice@example.test", "--timeout", "10", "--suppress-data", "--no-hints"]);
    Ok(swaks)
}

/// s_client says EHLO and STARTTLS itself, and then it is its turn. With implicit TLS it is the server's, as a client that speaks first is refused:
/// what comes then is given to it when the server has spoken.
fn s_client(place: &Place<'_>, by_starttls: bool) -> Result<Command, String> {
    let server = if by_starttls { place.starttls } else { place.implicit };
    let (starttls, greeted) =
        if by_starttls { ("-starttls smtp -name client.test", "") } else { ("", "read -r heard;") };
    // BDAT tells how much comes, so that nothing has to wait for a 354.
    let commands = format!(
        "EHLO client.test\r\nMAIL FROM:<s@client.test>\r\nRCPT TO:<alice@example.test>\r\nBDAT {} LAST\r\n{MESSAGE}QUIT\r\n",
        MESSAGE.len()
    );
    let script = format!(
        "rm -f \"$1\" && mkfifo \"$1\" && openssl s_client -connect {server} {starttls} -CAfile \"$2\" -verify_return_error \
         -verify_hostname mx.example.test -tls1_3 -quiet -verify_quiet <\"$1\" \
         | {{ exec 3>\"$1\"; {greeted} printf %s \"$3\" >&3; cat; }} | grep 'queued as'"
    );
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(script)
        .arg("sh")
        .arg(place.folder.join("commands"))
        .arg(place.certificate)
        .arg(commands);
    Ok(shell)
}

fn smtplib(place: &Place<'_>, by_starttls: bool) -> Result<Command, String> {
    let script = include_str!("scripts/tls_smtplib.py");
    let server = if by_starttls { place.starttls } else { place.implicit };
    let how = if by_starttls { "starttls" } else { "implicit" };
    let mut python = Command::new("python3");
    python.arg("-c").arg(script).args([how, &server.ip().to_string(), &server.port().to_string()]);
    python.arg(place.certificate);
    Ok(python)
}

/// sslscan finds no version below 1.2, no cipher without forward secrecy or without AEAD, and nothing that it warns of.
fn scanned(arguments: &[&str]) -> Result<(), String> {
    let mut sslscan = Command::new("sslscan");
    sslscan.args(["--no-colour", "--no-fallback"]).args(arguments);
    let said = Said::by(&mut sslscan, None)?;
    let words = &said.words;
    for version in ["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"] {
        let line = words.lines().find(|line| line.starts_with(version) && line.ends_with("abled"));
        if !line.is_some_and(|line| line.ends_with("disabled")) {
            return Err(format!("{version} is not disabled: {words}"));
        }
    }
    let ciphers: Vec<&str> =
        words.lines().filter(|line| line.starts_with("Accepted") || line.starts_with("Preferred")).collect();
    if ciphers.len() < 4 {
        return Err(format!("it has found {} ciphers: {words}", ciphers.len()));
    }
    for line in ciphers {
        let good = line.contains("TLSv1.3") || (line.contains("TLSv1.2") && line.contains("ECDHE-"));
        let modern = line.contains("GCM") || line.contains("POLY1305");
        if !good || !modern {
            return Err(format!("a weak cipher: {line}"));
        }
    }
    let fault = ["vulnerable to heartbleed", "Insecure session renegotiation", "Compression enabled"]
        .into_iter()
        .find(|fault| words.lines().any(|line| line.contains(fault) && !line.contains("not ")));
    fault.map_or(Ok(()), |fault| Err(format!("{fault}: {words}")))
}
