//! Accounts that other servers know: Debian's Dovecot and Debian's OpenLDAP are asked by the built server, while real clients log in there.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Bench;
use super::client::Said;
use super::daemon::{Daemon, free_address, until};
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::server::Server;
use crate::failure::Failure;
use crate::workspace::run as run_program;
use crate::{dovecot, openssl, slapd};

const PASSWORD: &str = "xyzzy-plugh-42";
const SEARCHER: &str = "searching-plover";

/// A server that knows accounts.
trait AccountServer {
    /// Its lines of our configuration.
    fn section(&self) -> String;

    /// Starts it, again if it was stopped.
    fn start(&mut self) -> Result<(), String>;

    /// Stops it.
    fn stop(&mut self);
}

/// Tries all of them.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let missing = install::program("python3", "python3").and_then(|()| install::program("swaks", "swaks"));
    let missing = missing
        .and_then(|()| install::perl_module("Net::SSLeay", "libnet-ssleay-perl"))
        .and_then(|()| install::program("openssl", "openssl"));
    let dovecot = || dovecot::Installation::unpack(&bench.cache, &bench.scratch);
    match missing.as_ref().map_err(|why| Missing(why.0.clone())).and_then(|()| dovecot()) {
        Ok(installation) => {
            let folder = folder(bench, "accounts-dovecot")?;
            let server = Dovecot { installation, folder: folder.clone(), running: None };
            attempt("accounts dovecot", bench, &folder, server, report)?;
        }
        Err(Missing(why)) => report.add("accounts dovecot", "right", Outcome::Skipped(why)),
    }
    let slapd = || slapd::Installation::unpack(&bench.cache, &bench.scratch);
    let installation = match missing.and_then(|()| slapd()) {
        Ok(installation) => installation,
        Err(Missing(why)) => {
            report.add("accounts ldap", "right", Outcome::Skipped(why));
            return Ok(());
        }
    };
    for (row, how) in [
        ("accounts ldap", How::Clear),
        ("accounts starttls", How::StartTls),
        ("accounts ldaps", How::Tls),
        ("accounts ldapi", How::Socket),
    ] {
        let folder = folder(bench, row)?;
        let server = Ldap::new(&installation, &folder, how).map_err(Failure::Found)?;
        attempt(row, bench, &folder, server, report)?;
    }
    Ok(())
}

fn folder(bench: &Bench, name: &str) -> Result<PathBuf, Failure> {
    let folder = bench.scratch.join(name.replace(' ', "-"));
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    super::open_to_all(&folder)?;
    Ok(folder)
}

/// Takes a server through the cases. It is not there yet when ours starts, which is no reason for ours not to.
fn attempt(
    row: &'static str,
    bench: &Bench,
    folder: &Path,
    mut server: impl AccountServer,
    report: &mut Report,
) -> Result<(), Failure> {
    // Nothing is remembered: a server that is down is to be noticed.
    let lines = format!(
        "kind = \"submission\"\n[[certificate]]\nself_signed = true\n[accounts]\ncache_seconds = 0\n{}",
        server.section()
    );
    let mut ours = Server::start_listening(bench, folder, &lines)?;
    let place = Place { bench, folder, address: ours.address };
    report.add(row, "absent", place.says("alice@example.test", PASSWORD, "454 4.7.0").into());
    if let Err(why) = server.start() {
        report.add(row, "right", Outcome::Failed(why));
        return Ok(());
    }
    report.add(row, "right", place.comes_back().into());
    report.add(row, "wrong", place.says("alice@example.test", "wrong", "535 5.7.8").into());
    report.add(row, "unknown", place.says("nobody@example.test", PASSWORD, "535 5.7.8").into());
    report.add(row, "star", place.says("*", PASSWORD, "535 5.7.8").into());
    report.add(row, "disabled", place.says("bob@example.test", PASSWORD, "525 5.7.13").into());
    report.add(row, "sender", place.sends_as_itself_alone().into());
    report.add(row, "swaks", place.swaks().into());
    report.add(row, "test", place.account_test().into());
    if row != "accounts dovecot" {
        let told = place.says("twins@example.test", PASSWORD, "454 4.7.0").and_then(|()| {
            let line = "two entries have the same name, and nobody can log in with it";
            ours.event(line).map(drop)
        });
        report.add(row, "twins", told.into());
    }
    server.stop();
    report.add(row, "down", place.says("alice@example.test", PASSWORD, "454 4.7.0").into());
    if let Err(why) = server.start() {
        report.add(row, "up again", Outcome::Failed(why));
        return Ok(());
    }
    report.add(row, "up again", place.comes_back().into());
    server.stop();
    report.add(row, "stop", ours.stop().into());
    Ok(())
}

/// Where clients log in.
struct Place<'a> {
    bench: &'a Bench,
    folder: &'a Path,
    address: SocketAddr,
}

impl Place<'_> {
    /// What a client hears: of its login, and of sending as somebody.
    fn login(&self, user: &str, password: &str, sender: &str) -> Result<String, String> {
        let (ip, port) = (self.address.ip().to_string(), self.address.port().to_string());
        let mut python = Command::new("python3");
        python.arg("-c").arg(include_str!("../scripts/login_code.py")).args([&ip, &port]);
        python.arg(self.folder.join("data/self-signed.pem")).args([user, password, sender]);
        let said = Said::by(&mut python, None)?;
        if said.success { Ok(said.words) } else { Err(said.words) }
    }

    fn says(&self, user: &str, password: &str, code: &str) -> Result<(), String> {
        let (code, enhanced) = code.split_once(' ').unwrap_or((code, ""));
        let said = self.login(user, password, user)?;
        let is_said = said.strip_prefix(code).is_some_and(|rest| rest.trim_start().starts_with(enhanced));
        if is_said { Ok(()) } else { Err(format!("it hears {said:?}, and not {code} {enhanced}")) }
    }

    /// The right password is right, after the moment for which a server that was down is left alone.
    fn comes_back(&self) -> Result<(), String> {
        until("235", || {
            let said = self.login("alice@example.test", PASSWORD, "alice@example.test")?;
            match said.get(..3) {
                Some("235") if said.contains("MAIL 250") => Ok(Some(())),
                Some("454") => Ok(None),
                _ => Err(format!("it hears {said:?}")),
            }
        })
    }

    fn sends_as_itself_alone(&self) -> Result<(), String> {
        let said = self.login("alice@example.test", PASSWORD, "carol@example.test")?;
        if said.contains("MAIL 550 5.7.1") { Ok(()) } else { Err(format!("it hears {said:?}")) }
    }

    fn swaks(&self) -> Result<(), String> {
        for (password, code) in [(PASSWORD, "235 2.7.0"), ("wrong", "535 5.7.8")] {
            let mut swaks = Command::new("swaks");
            swaks.args([
                "--tls",
                "--server",
                &self.address.to_string(),
                "--helo",
                "client.test",
                "--auth",
                "LOGIN",
            ]);
            swaks.args([
                "--auth-user",
                "alice@example.test",
                "--auth-password",
                password,
                "--quit-after",
                "AUTH",
            ]);
            let said = Said::by(&mut swaks, None)?;
            if !said.words.contains(code) {
                return Err(format!("it does not hear {code}: {}", said.words));
            }
        }
        Ok(())
    }

    fn account_test(&self) -> Result<(), String> {
        for (password, words, success) in
            [(PASSWORD, "the login succeeds", true), ("wrong", "the login is refused", false)]
        {
            let input = self.folder.join("typed");
            fs::write(&input, format!("{password}\n")).map_err(|error| error.to_string())?;
            let mut test = Command::new(&self.bench.postrider);
            test.args(["account", "test", "alice@example.test", "--config"])
                .arg(self.folder.join("postrider.toml"));
            test.arg("--data").arg(self.folder.join("data"));
            let said = Said::by(&mut test, Some(&input))?;
            if said.success != success || !said.words.contains(words) {
                return Err(format!("it says: {}", said.words));
            }
        }
        Ok(())
    }
}

struct Dovecot {
    installation: dovecot::Installation,
    folder: PathBuf,
    running: Option<Daemon>,
}

impl AccountServer for Dovecot {
    fn section(&self) -> String {
        format!("[[dovecot]]\nsocket = \"{}\"\n", self.folder.join("run/auth-client").display())
    }

    fn start(&mut self) -> Result<(), String> {
        let address = free_address()?;
        let config = include_str!("dovecot.conf")
            .replace("{folder}", &self.folder.display().to_string())
            .replace("{listen_host}", &address.ip().to_string())
            .replace("{listen_port}", &address.port().to_string());
        let users = format!(
            "alice@example.test:{{PLAIN}}{PASSWORD}::::::\nbob@example.test:{{PLAIN}}{PASSWORD}::::::nologin=y\n"
        );
        let written = self.installation.set_up(&self.folder, &config);
        let written = written.and_then(|()| fs::write(self.folder.join("users"), users));
        written.map_err(|error| format!("{}: {error}", self.folder.display()))?;
        let mut command = install::with_own_mounts(&self.installation.command());
        self.running = Some(Daemon::start(&mut command, self.folder.join("log"), address)?);
        Ok(())
    }

    /// Its authentication server goes on with those who are connected: it is stopped by itself.
    fn stop(&mut self) {
        let Some(running) = self.running.take() else { return };
        let children = format!("/proc/{0}/task/{0}/children", running.pid());
        let children = fs::read_to_string(children).unwrap_or_default();
        drop(running);
        for child in children.split_whitespace() {
            // Some have ended with the first.
            let _ = run_program(Command::new("kill").args(["-KILL", child]));
        }
    }
}

/// How a directory is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Clear,
    StartTls,
    Tls,
    Socket,
}

struct Ldap<'a> {
    installation: &'a slapd::Installation,
    folder: PathBuf,
    how: How,
    address: SocketAddr,
    running: Option<Daemon>,
}

impl<'a> Ldap<'a> {
    fn new(installation: &'a slapd::Installation, folder: &Path, how: How) -> Result<Self, String> {
        certificates(folder)?;
        let config = include_str!("slapd.conf").replace("{folder}", &folder.display().to_string());
        let entries =
            include_str!("entries.ldif").replace("{password}", PASSWORD).replace("{searcher}", SEARCHER);
        installation.set_up(folder, &config, &entries)?;
        fs::write(folder.join("searcher"), SEARCHER).map_err(|error| error.to_string())?;
        Ok(Self { installation, folder: folder.to_owned(), how, address: free_address()?, running: None })
    }

    /// The path of the socket, as it stands in a URL.
    fn socket(&self) -> PathBuf {
        self.folder.join("ldapi")
    }

    fn url(&self) -> String {
        match self.how {
            How::Clear | How::StartTls => format!("ldap://{}", self.address),
            How::Tls => format!("ldaps://{}", self.address),
            How::Socket => format!("ldapi://{}", self.socket().display().to_string().replace('/', "%2F")),
        }
    }
}

impl AccountServer for Ldap<'_> {
    fn section(&self) -> String {
        let tls = match self.how {
            How::Clear | How::Socket => "",
            How::StartTls => "starttls = true\nca = \"ca.pem\"\n",
            How::Tls => "ca = \"ca.pem\"\n",
        };
        format!(
            "[[ldap]]\nurl = \"{}\"\n{tls}base = \"dc=example,dc=test\"\nfilter = \"(&(objectClass=person)(mail={{name}}))\"\n\
             bind_dn = \"cn=postrider,dc=example,dc=test\"\npassword_file = \"searcher\"\ndisabled = \"(employeeType=disabled)\"\n",
            self.url()
        )
    }

    fn start(&mut self) -> Result<(), String> {
        let mut command = self.installation.command(&self.folder, &self.url());
        let (how, address, socket) = (self.how, self.address, self.socket());
        let is_there = move || match how {
            How::Socket => std::os::unix::net::UnixStream::connect(&socket).is_ok(),
            _ => std::net::TcpStream::connect(address).is_ok(),
        };
        self.running = Some(Daemon::start_until(&mut command, self.folder.join("log"), is_there)?);
        Ok(())
    }

    fn stop(&mut self) {
        self.running = None;
    }
}

/// An authority, and a certificate of it for the loopback address.
fn certificates(folder: &Path) -> Result<(), String> {
    let make = |args: &[&str]| {
        let mut openssl = openssl::certificate(2);
        run_program(openssl.args(args).current_dir(folder)).map(drop).map_err(|failure| failure.to_string())
    };
    make(&["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=authority"])?;
    let signed = [
        "-keyout",
        "server.key",
        "-out",
        "server.pem",
        "-subj",
        "/CN=127.0.0.1",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
    ];
    let names = ["-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"];
    make(&[&signed[..], &names].concat())
}
