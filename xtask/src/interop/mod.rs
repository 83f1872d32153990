//! `cargo xtask interop`: the built server and real clients, over real sockets.
//!
//! Each client sends the same cases as a user of it would; what comes of them is looked at on both sides: what the client
//! reports, and what is in the Maildirs. The other way round, the server relays to mail servers of others. Nothing waits by sleeping: the server says in its log when a copy is delivered.

mod account_servers;
mod acme;
mod case;
mod client;
mod command_line;
mod daemon;
mod dkim;
mod dns;
mod exim;
mod logins;
mod metrics;
mod mx;
mod nodemailer;
mod opensmtpd;
mod pages;
mod postfix;
mod proxies;
mod python;
mod receivers;
mod report;
mod script;
mod send;
mod sendmail;
mod server;
mod sink;
mod smuggling;
mod submission;
mod testssl;
mod tls;

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::failure::Failure;
use crate::install::{self, open_to_all};
use crate::server::build;
use crate::workspace::root;

use client::Client;
use report::Report;

/// Where everything is that a run needs.
#[derive(Debug)]
pub struct Bench {
    /// The server, built.
    pub postrider: PathBuf,
    /// What was downloaded, and is used again by the next run.
    pub cache: PathBuf,
    /// What this run makes; it goes when the run ends. Users other than root can look into it.
    pub scratch: PathBuf,
}

/// Runs `cargo xtask interop [--no-skip] [NAME...]`.
pub fn command(words: &[&str]) -> Result<(), Failure> {
    let (flags, names): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| word.starts_with("--"));
    if let Some(flag) = flags.iter().find(|flag| **flag != "--no-skip") {
        return Err(Failure::Usage(format!("`interop` knows no {flag}")));
    }
    let skipped = run(&names, build("ci")?)?;
    if flags.is_empty() || skipped.is_empty() {
        return Ok(());
    }
    Err(Failure::Found(format!(
        "{} were skipped, and --no-skip says that nothing may be",
        skipped.join("; ")
    )))
}

/// Runs the clients with these names, or all of them, against this server. Gives what was skipped, and why.
pub fn run(names: &[&str], postrider: PathBuf) -> Result<Vec<String>, Failure> {
    let mut clients = clients();
    let known = |name: &&str| {
        clients.iter().any(|client| client.name() == *name) || OTHERS.iter().any(|(other, _)| other == name)
    };
    if let Some(name) = names.iter().find(|name| !known(name)) {
        let clients: Vec<&str> =
            clients.iter().map(|client| client.name()).chain(OTHERS.map(|(name, _)| name)).collect();
        return Err(Failure::Usage(format!("there is no client `{name}`, only {}", clients.join(", "))));
    }
    let wanted = |name: &str| names.is_empty() || names.contains(&name);

    let scratch = Scratch::new()?;
    let cache = root().join("target/interop");
    fs::create_dir_all(&cache).map_err(Failure::file(&cache))?;
    let bench = Bench { postrider, cache, scratch: scratch.0.path().to_owned() };
    let mut report = Report::default();
    for client in clients.iter_mut().filter(|client| wanted(client.name())) {
        println!("interop: {}", client.name());
        client::run(&mut **client, &bench, &mut report)?;
    }
    for (name, run) in OTHERS.into_iter().filter(|(name, _)| wanted(name)) {
        println!("interop: {name}");
        run(&bench, &mut report)?;
    }
    print!("\n{report}");
    report.verdict()
}

/// What is tried beside the clients, and how.
type Other = (&'static str, fn(&Bench, &mut Report) -> Result<(), Failure>);

/// An attack; our own client against the servers of others; the programs that call sendmail; our server that relays to the servers of
/// others; what stands between clients and us; who watches us; clients that encrypt; our server that asks the DNS; who verifies our
/// signatures; who reads our records; clients that log in; those that show no password; other servers that know their accounts; an
/// authority that gives us certificates; and a browser that shows the pages of the reference.
const OTHERS: [Other; 15] = [
    ("smuggling", smuggling::run),
    ("sinks", sink::run),
    ("programs", sendmail::run),
    ("receivers", receivers::run),
    ("proxies", proxies::run),
    ("metrics", metrics::run),
    ("tls", tls::run),
    ("mx", mx::run),
    ("dkim", dkim::run),
    ("dns", dns::run),
    ("submission", submission::run),
    ("logins", logins::run),
    ("accounts", account_servers::run),
    ("acme", acme::run),
    ("pages", pages::run),
];

fn clients() -> Vec<Box<dyn Client>> {
    vec![
        Box::new(send::Postrider::default()),
        Box::new(sendmail::Sendmail::default()),
        Box::new(python::Smtplib),
        Box::new(python::Aiosmtplib::default()),
        Box::new(command_line::Swaks),
        Box::new(command_line::Curl),
        Box::new(command_line::Msmtp),
        Box::new(nodemailer::Nodemailer::default()),
        Box::new(postfix::Postfix::default()),
        Box::new(exim::Exim::default()),
        Box::new(opensmtpd::OpenSmtpd::default()),
    ]
}

/// A folder for the time of a run. Not in the repository: the daemons of Postfix and Exim give up their rights, and may not be
/// let into somebody's home.
struct Scratch(tempfile::TempDir);

impl Scratch {
    fn new() -> Result<Self, Failure> {
        let parent = env::temp_dir();
        let folder = tempfile::Builder::new().prefix("postrider-interop-").tempdir_in(&parent);
        let folder = folder.map_err(Failure::file(&parent))?;
        open_to_all(folder.path())?;
        Ok(Self(folder))
    }
}
