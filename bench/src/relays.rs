//! The servers as relays: all they take they hand on to one next hop. What differs from other cells is their configuration, and that
//! Exim and Haraka are among them.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use xtask::exim;
use xtask::install::{self, Missing};
use xtask::workspace::run;

use crate::server::{Around, Ground, Kind, postfix, postrider};

/// Those that relay, in the order of the tables.
pub const RELAYS: [Kind; 4] = [Kind::Postrider, Kind::Postfix, Kind::Exim, Kind::Haraka];

const POSTRIDER: &str = include_str!("../config/relay/postrider.toml");
const MAIN_CF: &str = include_str!("../config/relay/postfix-main.cf");
const MASTER_CF: &str = include_str!("../config/relay/postfix-master.cf");
const EXIM: &str = include_str!("../config/relay/exim.conf");

/// What is added where a site is dead.
const DEAD_POSTRIDER: &str = include_str!("../config/dead/postrider.toml");
const DEAD_MAIN_CF: &str = include_str!("../config/dead/postfix-main.cf");

/// What npm has of it.
const HARAKA_PACKAGE: &str = "Haraka@3.3.4";

/// The files of its configuration that differ from what `haraka -i` makes.
const HARAKA: [(&str, &str); 5] = [
    ("smtp.ini", include_str!("../config/relay/haraka/smtp.ini")),
    ("plugins", include_str!("../config/relay/haraka/plugins")),
    ("relay.ini", include_str!("../config/relay/haraka/relay.ini")),
    ("relay_dest_domains.ini", include_str!("../config/relay/haraka/relay_dest_domains.ini")),
    ("relay_acl_allow", include_str!("../config/relay/haraka/relay_acl_allow")),
];

/// What the configuration of a relay says, for the report.
#[must_use]
pub fn configuration(kind: Kind) -> String {
    match kind {
        Kind::Postrider => POSTRIDER.to_owned(),
        Kind::Postfix => MAIN_CF.to_owned(),
        Kind::Exim => EXIM.to_owned(),
        Kind::Haraka => HARAKA.map(|(name, text)| format!("{name}:\n{text}")).concat(),
        Kind::OpenSmtpd | Kind::Sink | Kind::Bare => String::new(),
    }
}

/// What is added to that where a site is dead.
#[must_use]
pub fn configuration_of_the_dead(kind: Kind) -> &'static str {
    match kind {
        Kind::Postrider => DEAD_POSTRIDER,
        Kind::Postfix => DEAD_MAIN_CF,
        Kind::Exim | Kind::Haraka | Kind::OpenSmtpd | Kind::Sink | Kind::Bare => "",
    }
}

/// The command that runs one of them at `address`, in front of `next`.
pub fn command(
    kind: Kind,
    ground: &Ground,
    folder: &Path,
    (address, next): (SocketAddr, SocketAddr),
    around: &Around,
) -> Result<io::Result<Command>, Missing> {
    let fill_in = |text: &str| {
        let dead = around.dead.map_or_else(String::new, |dead| {
            configuration_of_the_dead(kind)
                .replace("{dead}", &dead.address.to_string())
                .replace("{dead_host}", &dead.address.ip().to_string())
                .replace("{dead_port}", &dead.address.port().to_string())
                .replace("{metrics}", &dead.metrics.to_string())
        });
        (text.to_owned() + &dead)
            .replace("{address}", &address.to_string())
            .replace("{host}", &address.ip().to_string())
            .replace("{port}", &address.port().to_string())
            .replace("{next}", &next.to_string())
            .replace("{next_host}", &next.ip().to_string())
            .replace("{next_port}", &next.port().to_string())
    };
    match kind {
        Kind::Postrider => Ok(postrider(ground, folder, address, &fill_in(POSTRIDER))),
        Kind::Postfix => postfix(ground, folder, address, around, (&fill_in(MAIN_CF), MASTER_CF)),
        Kind::Exim => {
            let mut installation = exim::Installation::unpack(&ground.cache, &ground.scratch)?;
            let made = installation.set_up(folder, &fill_in(EXIM));
            Ok(made.map(|()| {
                let mut command = installation.command();
                command.args(["-bdf", "-q30m"]);
                command
            }))
        }
        Kind::Haraka => {
            let modules = install::node_with(HARAKA_PACKAGE, &ground.scratch)?;
            let program = modules.join("node_modules/Haraka/bin/haraka");
            let home = folder.join("haraka");
            let made = || {
                run(Command::new("node").arg(&program).arg("-i").arg(&home)).map_err(io::Error::other)?;
                for (name, text) in HARAKA {
                    fs::write(home.join("config").join(name), fill_in(text))?;
                }
                let mut command = Command::new("node");
                command.arg(&program).arg("-c").arg(&home);
                Ok(command)
            };
            Ok(made())
        }
        Kind::OpenSmtpd | Kind::Sink | Kind::Bare => Err(Missing("it is not measured as a relay".into())),
    }
}
