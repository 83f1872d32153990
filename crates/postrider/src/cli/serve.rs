//! `postrider serve`: runs the server until it is told to stop.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing::level_filters::LevelFilter;
use tracing::{error, info, warn};

use crate::config::{Config, ListenerKind, Mistakes, Source, Warnings};
use crate::log::{Format, LEVELS, Log};
use crate::wire::Server;

/// How often dropped log lines are looked for.
const TELL_DROPPED: Duration = Duration::from_secs(5);

/// Runs the server until it is told to stop.
///
/// Without --config it serves everybody at localhost: it listens on 127.0.0.1:2525, delivers into Maildirs in the data folder,
/// and relays nothing.
///
/// SIGTERM and SIGINT stop it: no new connections, open transactions have the time of shutdown.grace_seconds to end, a second
/// signal ends them at once. SIGHUP reads the configuration again; sessions go on, and if there is a mistake in it, the old one
/// stays in force. Exit code: 0 if it was stopped, 1 if it could not start or a fault of its own has ended it, 2 if the
/// arguments cannot be used.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    source: Source,
    /// Start although the disk cannot read part of the queue: what it cannot read counts as damaged, and is lost.
    #[arg(long)]
    skip_unreadable: bool,
    /// How the log on standard error looks [default: log.format of the configuration].
    #[arg(long, value_name = "FORMAT", value_enum)]
    log: Option<Format>,
    /// From which level on lines are logged [default: log.level of the configuration].
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    log_level: Option<LevelFilter>,
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    let mut config = match args.config() {
        Ok(config) => config,
        Err(mistakes) => return fail(&mistakes.to_string()),
    };
    raise_descriptors();
    let mut log = Log::start(config.log.format, config.log.level);
    fit_to_descriptors(&mut config);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("postrider: the system gives no threads: {error}\n")),
    };
    let code = runtime.block_on(serve(args, config, &mut log));
    log.finish();
    // Nor is a thread that hangs on a disk waited for: what it was to do is in the queue.
    runtime.shutdown_background();
    code
}

impl Args {
    /// The configuration, and what the command line sets otherwise.
    fn config(&self) -> Result<Config, Mistakes> {
        let mut config = self.source.load()?;
        config.log.format = self.log.unwrap_or(config.log.format);
        config.log.level = self.log_level.unwrap_or(config.log.level);
        config.queue.skip_unreadable = self.skip_unreadable;
        Ok(config)
    }
}

async fn serve(args: &Args, config: Config, log: &mut Log) -> ExitCode {
    // Before anything listens: whoever sees the server up may stop it.
    let mut signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => return fail(&format!("postrider: the system takes no signal handler: {error}\n")),
    };
    tell_warnings(&config);
    let mut server = match Server::start(config).await {
        Ok(server) => server,
        Err(error) => {
            error!("cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    if server.config().log.format.is_human() {
        // Whoever starts the server in a terminal may have left it; the server goes on.
        let _ = io::stderr().write_all(banner(&server).as_bytes());
    } else {
        tell_started(server.config());
    }
    let mut tell_dropped = tokio::time::interval(TELL_DROPPED);
    loop {
        tokio::select! {
            heard = signals.next() => match heard {
                Heard::Stop(signal) => {
                    info!(signal, "told to stop: a second signal ends at once what is still open");
                    break;
                }
                Heard::Reload => {
                    reload(args, &mut server, log);
                    server.look_at_accounts().await;
                }
            },
            _ = tell_dropped.tick() => log.tell_dropped(),
            fault = server.fault() => {
                error!("stopping: {fault}");
                server.stop(signals.stop()).await;
                return ExitCode::FAILURE;
            }
        }
    }
    server.stop(signals.stop()).await;
    ExitCode::SUCCESS
}

/// Reads the configuration again. With a mistake in it, everything stays as it is.
fn reload(args: &Args, server: &mut Server, log: &Log) {
    let Some(file) = server.config().file.clone() else {
        warn!("there is no configuration file to read again: the server was started without --config");
        return;
    };
    let file = file.display();
    let mut config = match args.config() {
        Ok(config) => config,
        Err(mistakes) => {
            for (at, problem) in mistakes.each() {
                error!(at, help = problem.help, "a mistake in the configuration: {}", problem.says);
            }
            error!(%file, "the new configuration has mistakes, and the old one stays in force");
            return;
        }
    };
    fit_to_descriptors(&mut config);
    tell_warnings(&config);
    let level = config.log.level;
    match server.reload(config) {
        Ok(()) => {
            log.set_level(level);
            info!(%file, "the configuration was read again, and is in force");
        }
        Err(error) => {
            error!(%file, "the new configuration cannot be used, the old one stays in force: {error}");
        }
    }
}

/// What is no mistake in a configuration, and yet is seldom meant.
fn tell_warnings(config: &Config) {
    for (at, problem) in config.warnings.iter().flat_map(Warnings::each) {
        warn!(at, help = problem.help, "in the configuration: {}", problem.says);
    }
}

/// The signals that the server hears.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    reload: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            reload: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Heard {
        tokio::select! {
            _ = self.terminate.recv() => Heard::Stop("SIGTERM"),
            _ = self.interrupt.recv() => Heard::Stop("SIGINT"),
            _ = self.reload.recv() => Heard::Reload,
        }
    }

    /// Waits for a signal to stop.
    async fn stop(&mut self) {
        while matches!(self.next().await, Heard::Reload) {}
    }
}

/// What a signal asks for.
enum Heard {
    /// To stop; the name of the signal.
    Stop(&'static str),
    /// To read the configuration again.
    Reload,
}

/// The same as the banner, for whoever has only the log.
fn tell_started(config: &Config) {
    /// A line of the log is no place for all domains of a large server.
    const NAMED: usize = 5;
    let mut names: Vec<String> = config.directory.domains().take(NAMED).map(ToString::to_string).collect();
    let domains = config.directory.domains().count();
    if domains > NAMED {
        names.push(format!("and {} more", domains - NAMED));
    }
    info!(
        version = env!("CARGO_PKG_VERSION"),
        config = config.file.as_ref().map(|file| file.display().to_string()),
        data = %config.data.display(),
        maildirs = %config.maildirs.display(),
        domains,
        names = names.join(", "),
        "started"
    );
}

/// What whoever starts the server in a terminal wants to know.
fn banner(server: &Server) -> String {
    let config = server.config();
    let addresses: Vec<SocketAddr> = server.addresses().collect();
    let listens: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    let domains: Vec<String> = config.directory.domains().map(ToString::to_string).collect();
    let (takes, to) = match domains.as_slice() {
        [] => ("nobody".to_owned(), "postmaster".to_owned()),
        [first, ..] if config.file.is_none() => (format!("any name at {first}"), format!("you@{first}")),
        [first, ..] => (domains.join(", "), format!("postmaster@{first}")),
    };
    let mut text = format!("postrider {}\n", env!("CARGO_PKG_VERSION"));
    let mut row = |what: &str, value: &dyn std::fmt::Display| {
        let _ = writeln!(text, "  {what:<13}{value}");
    };
    row("listens on", &listens.join(", "));
    let submission = config.listeners.iter().any(|listener| listener.kind == ListenerKind::Submission);
    let relays = if submission { "from who has logged in to anybody" } else { "and relays nothing" };
    row("takes mail", &format_args!("for {takes}, {relays}"));
    row("delivers to", &format_args!("{} (Maildirs: domain/name/new)", config.maildirs.display()));
    row("queue in", &config.queue.folder.display());
    if let Some(address) = server.first_for_anybody() {
        let address = reachable(address);
        let program = std::env::args().next().unwrap_or_else(|| "postrider".to_owned());
        let server = if address == Config::ADDRESS { String::new() } else { format!(" --server {address}") };
        let _ = write!(
            text,
            "\nTry it from another terminal:\n  {program} send{server} --from me@{0} --to {to} --text 'Hello'\n  \
             printf 'Subject: Hello\\n\\nHello\\n' | curl -sS --crlf -T - smtp://{address} --mail-from me@{0} --mail-rcpt {to}\n\n",
            domains.first().map_or("localhost", String::as_str),
        );
    }
    text
}

/// An address at which this machine reaches a listener.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

/// Raises the limit of open files to what the system allows, as every connection is one.
fn raise_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    // Fails only where the system forbids it; then the limit is what it was.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
}

/// Lowers the limit of connections to what the limit of open files leaves: else clients could take the last file from the
/// queue.
fn fit_to_descriptors(config: &mut Config) {
    /// The queue, the Maildirs, the log.
    const OTHERS: u64 = 256;
    let Some(descriptors) = getrlimit(Resource::Nofile).current else { return };
    let most = u32::try_from(descriptors.saturating_sub(OTHERS).max(1)).unwrap_or(u32::MAX);
    if config.slots.connections > most {
        warn!(
            descriptors,
            connections = most,
            "the system lets this process open too few files for limits.connections, which is lowered: raise LimitNOFILE (ulimit -Hn)"
        );
        config.slots.connections = most;
    }
}

fn fail(text: &str) -> ExitCode {
    let _ = io::stderr().write_all(text.as_bytes());
    ExitCode::FAILURE
}

fn level(text: &str) -> Result<LevelFilter, String> {
    let found = LEVELS.into_iter().find(|(name, _)| *name == text);
    found.map(|(_, level)| level).ok_or_else(|| {
        let names: Vec<&str> = LEVELS.into_iter().map(|(name, _)| name).collect();
        format!("it is one of {}", names.join(", "))
    })
}
