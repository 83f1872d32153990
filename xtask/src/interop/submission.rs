//! Submission: real clients log in over STARTTLS and over a connection that begins with TLS, each with the mechanisms that it knows; among them
//! mail servers that have nowhere else to send to.

mod relays;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use super::Bench;
use super::client::Said;
use super::install::{self, Missing};
use super::nodemailer::NODEMAILER;
use super::report::{Outcome, Report};
use super::server::Server;
use super::sink::free_address;
use crate::failure::Failure;

const USER: &str = "sender@example.test";
const PASSWORD: &str = "xyzzy-plugh-42";

/// The message of those that are given one.
const MESSAGE: &str = "From: sender@example.test\r\nSubject: submitted\r\n\r\nx\r\n";

/// Where the message goes.
const TO: &str = "alice@example.test";

/// What each client is given.
struct Place<'a> {
    /// Where STARTTLS is offered.
    starttls: SocketAddr,
    /// Where connections begin with TLS.
    implicit: SocketAddr,
    /// The certificate of the server.
    certificate: &'a Path,
    /// A message in a file.
    message: &'a Path,
    /// The password in a file.
    password: &'a Path,
    /// A folder for what it needs.
    folder: &'a Path,
    /// Where Node.js finds nodemailer.
    node: &'a Path,
}

/// A client that logs in.
struct Client {
    /// What it is called in the table, by STARTTLS and without.
    rows: [&'static str; 2],
    program: &'static str,
    package: &'static str,
    /// The mechanisms it knows and is tried with.
    mechanisms: &'static [&'static str],
    /// What it does: with this mechanism, by STARTTLS or without.
    command: fn(&Place<'_>, &str, bool) -> Command,
    /// It sends a message; otherwise it only logs in.
    sends: bool,
    /// It knows no connection that begins with TLS.
    starttls_alone: bool,
}

const CLIENTS: [Client; 7] = [
    Client {
        rows: ["smtplib starttls", "smtplib implicit"],
        program: "python3",
        package: "python3",
        mechanisms: &["PLAIN", "LOGIN"],
        command: smtplib,
        sends: true,
        starttls_alone: false,
    },
    Client {
        rows: ["swaks starttls", "swaks implicit"],
        program: "swaks",
        package: "swaks",
        mechanisms: &["PLAIN", "LOGIN"],
        command: swaks,
        sends: true,
        starttls_alone: false,
    },
    Client {
        rows: ["curl starttls", "curl implicit"],
        program: "curl",
        package: "curl",
        mechanisms: &["PLAIN", "LOGIN"],
        command: curl,
        sends: true,
        starttls_alone: false,
    },
    Client {
        rows: ["msmtp starttls", "msmtp implicit"],
        program: "msmtp",
        package: "msmtp",
        mechanisms: &["PLAIN", "LOGIN", "SCRAM-SHA-256"],
        command: msmtp,
        sends: true,
        starttls_alone: false,
    },
    Client {
        rows: ["nodemailer starttls", "nodemailer implicit"],
        program: "node",
        package: "nodejs",
        mechanisms: &["PLAIN", "LOGIN"],
        command: nodemailer,
        sends: true,
        starttls_alone: false,
    },
    Client {
        rows: ["s-nail starttls", "s-nail implicit"],
        program: "s-nail",
        package: "s-nail",
        mechanisms: &["PLAIN", "LOGIN"],
        command: s_nail,
        sends: true,
        starttls_alone: false,
    },
    Client {
        rows: ["gsasl starttls", "gsasl implicit"],
        program: "gsasl",
        package: "gsasl",
        mechanisms: &["PLAIN", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS"],
        command: gsasl,
        sends: false,
        starttls_alone: true,
    },
];

/// Tries all of them.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("submission");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(Failure::file(&path)).map(|()| path)
    };
    let (message, password) = (write("message", MESSAGE)?, write("password", PASSWORD)?);
    let mut account = Command::new(&bench.postrider);
    account.args(["account", "add", USER, "--scram", "--data"]).arg(folder.join("data"));
    let added = Said::by(&mut account, Some(&password)).map_err(Failure::Found)?;
    if !added.success {
        return Err(Failure::Found(format!("no account could be added: {}", added.words)));
    }
    let implicit = free_address().map_err(Failure::Found)?;
    let listeners = format!(
        "kind = \"submission\"\n[[listener]]\naddress = \"{implicit}\"\ntls = \"implicit\"\nkind = \"submission\"\n\
         [[certificate]]\nself_signed = true\n"
    );
    let mut server = Server::start_listening(bench, &folder, &listeners)?;
    let certificate = folder.join("data/self-signed.pem");
    let place = Place {
        starttls: server.address,
        implicit,
        certificate: &certificate,
        message: &message,
        password: &password,
        folder: &folder,
        node: &bench.cache.join("node"),
    };
    for client in &CLIENTS {
        let missing = install::program(client.program, client.package).and_then(|()| match client.program {
            // Without this swaks has no TLS.
            "swaks" => install::perl_module("Net::SSLeay", "libnet-ssleay-perl"),
            "node" => install::node_with(NODEMAILER, &bench.cache).map(drop),
            _ => Ok(()),
        });
        for (row, by_starttls) in client.rows.into_iter().zip([true, false]) {
            if client.starttls_alone && !by_starttls {
                continue;
            }
            for mechanism in client.mechanisms {
                let outcome = match &missing {
                    Err(Missing(reason)) => Outcome::Skipped(reason.clone()),
                    Ok(()) => {
                        let mut command = (client.command)(&place, mechanism, by_starttls);
                        logged_in(&mut server, &mut command, mechanism, client.sends).into()
                    }
                };
                report.add(row, mechanism, outcome);
            }
        }
    }
    relays::run(bench, &place, &mut server, report);
    report.add("server", "stop", server.stop().into());
    limited(bench, &folder, &place, report)
}

/// A client that leaves out what a mail program writes, and one that sends more than its account may.
fn limited(bench: &Bench, folder: &Path, place: &Place<'_>, report: &mut Report) -> Result<(), Failure> {
    const CASES: [&str; 3] = ["completes the header", "hides the client", "keeps to the limits"];
    const ROW: &str = "smtplib limited";
    if let Err(Missing(reason)) = install::program("python3", "python3") {
        for case in CASES {
            report.add(ROW, case, Outcome::Skipped(reason.clone()));
        }
        return Ok(());
    }
    let mut limit = Command::new(&bench.postrider);
    limit.args([
        "account",
        "limit",
        USER,
        "--messages",
        "2",
        "--recipients",
        "3",
        "--size",
        "2000",
        "--data",
    ]);
    let limited = Said::by(limit.arg(folder.join("data")), None).map_err(Failure::Found)?;
    if !limited.success {
        return Err(Failure::Found(format!("no account could be limited: {}", limited.words)));
    }
    let listener = "kind = \"submission\"\nhide_client = true\n[[certificate]]\nself_signed = true\n";
    let mut server = Server::start_listening(bench, folder, listener)?;
    let mut python = Command::new("python3");
    python.arg("-c").arg(include_str!("scripts/submission_limits.py"));
    python.args([&server.address.ip().to_string(), &server.address.port().to_string()]);
    python.arg(place.certificate).args([USER, PASSWORD]);
    let kept = Said::by(&mut python, None).and_then(|said| match said.success {
        true => Ok(()),
        false => Err(format!("it reports failure: {}", said.words)),
    });
    // The second message is for others, and its copies come when they come.
    let copy = server.copies(3).and_then(|copies| {
        let first = copies.iter().find(|copy| copy.to == "alice@example.test");
        first.ok_or_else(|| "the first message has no copy".to_owned())?.text()
    });
    let copy = copy.as_deref();
    let holds = |right: fn(&str) -> bool| match copy {
        Ok(text) if right(text) => Ok(()),
        Ok(text) => Err(format!("the copy is another: {text:?}")),
        Err(why) => Err(why.to_owned()),
    };
    let completed = holds(|text| {
        text.contains("\nDate: ")
            && text.contains("@example.test>\n\nbody\nBcc: body\n")
            && !text.contains("carol")
            && !text.contains("bob")
    });
    let hidden = holds(|text| {
        text.contains("Received: from authenticated-user\n\tby mx.example.test with ESMTPSA (TLS1.3) id ")
            && !text.contains("127.0.0.1")
            && !text.contains("client.test")
    });
    for (case, outcome) in CASES.into_iter().zip([completed, hidden, kept]) {
        report.add(ROW, case, outcome.into());
    }
    report.add("server", "stop", server.stop().into());
    Ok(())
}

/// The client has logged in with this mechanism, and has sent a message, and the log and its trace say so.
fn logged_in(server: &mut Server, command: &mut Command, mechanism: &str, sends: bool) -> Result<(), String> {
    let said = Said::by(command, None)?;
    if !said.success {
        return Err(format!("it reports failure: {}", said.words));
    }
    login_is_logged(server, mechanism)?;
    if sends { message_came(server) } else { Ok(()) }
}

/// The log says who has logged in, and how.
fn login_is_logged(server: &Server, mechanism: &str) -> Result<(), String> {
    let line = server.event("logged in")?;
    if line["account"] != USER || line["mechanism"] != mechanism {
        return Err(format!("the log does not say so: {line}"));
    }
    Ok(())
}

/// The log says who has sent the message, and its trace how it came.
fn message_came(server: &mut Server) -> Result<(), String> {
    let (line, copy) = server.received_and_delivered()?;
    if line["account"] != USER {
        return Err(format!("the log does not say who has sent it: {line}"));
    }
    let text = copy.text()?;
    if text.contains("with ESMTPSA (TLS1.3) id ") {
        Ok(())
    } else {
        Err(format!("its trace does not say so: {text:?}"))
    }
}

impl Place<'_> {
    fn server(&self, by_starttls: bool) -> SocketAddr {
        if by_starttls { self.starttls } else { self.implicit }
    }
}

fn smtplib(place: &Place<'_>, mechanism: &str, by_starttls: bool) -> Command {
    let server = place.server(by_starttls);
    let how = if by_starttls { "starttls" } else { "implicit" };
    let mut python = Command::new("python3");
    python.arg("-c").arg(include_str!("scripts/submission_smtplib.py"));
    python.args([how, &server.ip().to_string(), &server.port().to_string()]).arg(place.certificate);
    python.args([mechanism, USER, PASSWORD]);
    python
}

fn swaks(place: &Place<'_>, mechanism: &str, by_starttls: bool) -> Command {
    let how = if by_starttls { "--tls" } else { "--tls-on-connect" };
    let mut swaks = Command::new("swaks");
    swaks.args([how, "--server", &place.server(by_starttls).to_string(), "--helo", "client.test"]);
    swaks.args(["--auth", mechanism, "--auth-user", USER, "--auth-password", PASSWORD, "--from", USER]);
    swaks.args(["--to", TO, "--timeout", "10", "--suppress-data", "--no-hints"]);
    swaks
}

fn curl(place: &Place<'_>, mechanism: &str, by_starttls: bool) -> Command {
    let server = place.server(by_starttls);
    let scheme = if by_starttls { "smtp" } else { "smtps" };
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--ssl-reqd"]).arg("--cacert").arg(place.certificate);
    curl.arg("--resolve").arg(format!("mx.example.test:{}:{}", server.port(), server.ip()));
    curl.args(["--user", &format!("{USER}:{PASSWORD}"), "--login-options", &format!("AUTH={mechanism}")]);
    curl.args(["--mail-from", USER, "--mail-rcpt", TO]).arg("--upload-file");
    curl.arg(place.message).arg(format!("{scheme}://mx.example.test:{}/client.test", server.port()));
    curl
}

/// It looks the name of the server up by itself, and the certificate is for a name that nobody can look up: it is told not to check it.
fn msmtp(place: &Place<'_>, mechanism: &str, by_starttls: bool) -> Command {
    let server = place.server(by_starttls);
    let starttls = if by_starttls { "on" } else { "off" };
    let mut shell = Command::new("sh");
    shell.arg("-c").arg("exec <\"$1\" && shift && exec msmtp \"$@\"").arg("sh").arg(place.message);
    shell.arg(format!("--host={}", server.ip())).arg(format!("--port={}", server.port()));
    shell.args(["--tls=on", "--tls-certcheck=off"]).arg(format!("--tls-starttls={starttls}"));
    shell.arg(format!("--auth={}", mechanism.to_ascii_lowercase())).arg(format!("--user={USER}"));
    shell.arg(format!("--passwordeval=cat {}", place.password.display())).arg(format!("--from={USER}"));
    shell.arg(TO);
    shell
}

fn gsasl(place: &Place<'_>, mechanism: &str, by_starttls: bool) -> Command {
    let mut gsasl = Command::new("gsasl");
    gsasl.args(["--smtp", "--starttls", "--connect", &place.server(by_starttls).to_string()]);
    gsasl.args(["--mechanism", mechanism, "--authentication-id", USER, "--password", PASSWORD]);
    gsasl.args(["--x509-ca-file=", "--quality-of-protection=qop-auth"]);
    gsasl
}

fn nodemailer(place: &Place<'_>, mechanism: &str, by_starttls: bool) -> Command {
    let how = if by_starttls { "starttls" } else { "implicit" };
    let mut node = Command::new("node");
    node.args(["-e", include_str!("scripts/submission_nodemailer.js"), "--", how]);
    node.arg(place.server(by_starttls).port().to_string()).arg(place.certificate);
    node.args([mechanism, USER, PASSWORD, TO]).current_dir(place.node);
    node
}

/// As somebody at a terminal sends a letter, with all of the configuration in the command. It compares the name of the certificate with that of the
/// server, which is an address here: it is told not to check it.
fn s_nail(place: &Place<'_>, mechanism: &str, by_starttls: bool) -> Command {
    let server = place.server(by_starttls);
    let scheme = if by_starttls { "smtp" } else { "smtps" };
    let mut shell = Command::new("sh");
    shell.args(["-c", "echo 'A line.' | exec s-nail \"$@\"", "sh"]);
    shell.args(["-:/", "-S", "v15-compat", "-S", "sendwait", "-S", "tls-verify=ignore"]);
    shell.args(["-S", &format!("mta={scheme}://{server}")]);
    if by_starttls {
        shell.args(["-S", "smtp-use-starttls"]);
    }
    shell.args(["-S", &format!("smtp-auth={}", mechanism.to_ascii_lowercase())]);
    shell.args(["-S", &format!("user={USER}"), "-S", &format!("password={PASSWORD}")]);
    shell.args(["-S", &format!("from={USER}"), "-S", "hostname=client.test", "-s", "submitted", TO]);
    shell.env("HOME", place.folder).env("LC_ALL", "C.UTF-8");
    shell
}
