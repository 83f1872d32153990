//! The servers as those that mail programs submit to: TLS from the beginning of the connection, and a login.

use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use postrider_bench::load::{Errand, Login, Opening, SENDER};
use postrider_bench::tls::{self, Tls};
use xtask::dovecot;
use xtask::install::{self, Missing};
use xtask::openssl;
use xtask::workspace::run;

use crate::server::{Around, Ground, Kind, bare, postfix, postrider};

/// Those that are measured, in the order of the tables.
pub const KINDS: [Kind; 2] = [Kind::Postrider, Kind::Postfix];

const POSTRIDER: &str = include_str!("../config/submission/postrider.toml");
const MAIN_CF: &str = include_str!("../config/submission/postfix-main.cf");
const DOVECOT: &str = include_str!("../config/submission/dovecot.conf");
const MASTER_CF: &str = include_str!("../config/postfix-master.cf");

/// Of the one account, whose name is the sender of everything.
const PASSWORD: &str = "xyzzy-plugh-42";

/// How a server of submissions is set.
#[derive(Debug, Clone, Copy)]
pub struct Submission {
    /// How long postrider remembers that a password was right, in seconds.
    pub cache_seconds: u32,
}

impl Submission {
    /// As it is shipped.
    pub const SHIPPED: Self = Self { cache_seconds: 300 };
}

/// How a session begins that sends mail: with a handshake of its own, and a login.
#[must_use]
pub fn opening() -> Opening {
    let login = Login { name: SENDER.to_owned(), password: PASSWORD.to_owned() };
    Opening { tls: Some(Tls::Full), login: Some(login), errand: Errand::Messages }
}

/// What the configuration of a server says, for the report.
#[must_use]
pub fn configuration(kind: Kind) -> String {
    match kind {
        Kind::Postrider => POSTRIDER.replace("{cache_seconds}", "300"),
        Kind::Postfix => format!("{MAIN_CF}\nDovecot:\n{DOVECOT}"),
        Kind::Exim | Kind::Haraka | Kind::OpenSmtpd | Kind::Sink | Kind::Bare => String::new(),
    }
}

/// The command that runs one of them at `address`.
pub fn command(
    kind: Kind,
    ground: &Ground,
    folder: &Path,
    address: SocketAddr,
    around: &Around,
    submission: Submission,
) -> Result<io::Result<Command>, Missing> {
    let (certificate, key) = certificate(ground)?;
    let fill_in = |text: &str| {
        text.replace("{folder}", &folder.display().to_string())
            .replace("{certificate}", &certificate.display().to_string())
            .replace("{key}", &key.display().to_string())
            .replace("{cache_seconds}", &submission.cache_seconds.to_string())
    };
    match kind {
        Kind::Postrider => {
            add_account(ground, folder).map_err(Missing)?;
            Ok(postrider(ground, folder, address, &fill_in(POSTRIDER)))
        }
        Kind::Postfix => {
            let mut dovecot = dovecot::Installation::unpack(&ground.cache, &ground.scratch)?;
            let logins = folder.join("dovecot");
            let made = fs::create_dir_all(&logins)
                .and_then(|()| dovecot.set_up(&logins, &fill_in(DOVECOT)))
                .and_then(|()| {
                    fs::write(folder.join("users"), format!("{SENDER}:{{PLAIN}}{PASSWORD}::::::\n"))
                });
            if let Err(error) = made {
                return Ok(Err(error));
            }
            let master = postfix(ground, folder, address, around, (&fill_in(MAIN_CF), MASTER_CF))?;
            Ok(master.map(|master| together(&dovecot.command(), &master, &folder.join("spool/private/auth"))))
        }
        Kind::Bare => Ok(bare(address, Some((&certificate, &key)))),
        Kind::Exim | Kind::Haraka | Kind::OpenSmtpd | Kind::Sink => {
            Err(Missing("nobody submits to it here".into()))
        }
    }
}

/// A certificate of ECDSA P-256, and its key: the same for all.
fn certificate(ground: &Ground) -> Result<(PathBuf, PathBuf), Missing> {
    let (certificate, key) = (ground.scratch.join("certificate.pem"), ground.scratch.join("key.pem"));
    if !certificate.exists() {
        install::program("openssl", "openssl")?;
        let mut openssl = openssl::certificate(2);
        openssl.args(["-subj", &format!("/CN={}", tls::SERVER)]);
        openssl.args(["-addext", &format!("subjectAltName=DNS:{}", tls::SERVER)]);
        openssl.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
        run(&mut openssl).map_err(|failure| Missing(failure.to_string()))?;
    }
    Ok((certificate, key))
}

/// The key that all of them sign with.
pub fn key(ground: &Ground) -> Result<PathBuf, String> {
    certificate(ground).map(|(_, key)| key).map_err(|missing| missing.to_string())
}

/// Makes the account of postrider.
fn add_account(ground: &Ground, folder: &Path) -> Result<(), String> {
    let mut add = Command::new(&ground.postrider);
    add.args(["account", "add", SENDER, "--data"]).arg(folder.join("data"));
    let failed = |error: io::Error| format!("no account could be added: {error}");
    let mut child =
        add.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(PASSWORD.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("no account could be added: {}", String::from_utf8_lossy(&output.stderr).trim_end()))
}

/// Dovecot, and Postfix when it knows logins; Dovecot below Postfix, so that its time is counted with that of Postfix.
fn together(dovecot: &Command, postfix: &Command, socket: &Path) -> Command {
    // Where the words of Dovecot end, a word says that nobody has otherwise.
    const END: &str = "-- and then --";
    let script = format!(
        "first=; while [ \"$1\" != '{END}' ]; do first=\"$first '$1'\"; shift; done; shift; eval \"$first\" & \
         until [ -S {} ]; do sleep 0.05; done; exec \"$@\"",
        socket.display()
    );
    let mut both = Command::new("sh");
    both.args(["-ec", &script, "sh"]);
    both.arg(dovecot.get_program()).args(dovecot.get_args());
    both.arg(END).arg(postfix.get_program()).args(postfix.get_args());
    for (name, value) in postfix.get_envs() {
        if let Some(value) = value {
            both.env(name, value);
        }
    }
    both
}
