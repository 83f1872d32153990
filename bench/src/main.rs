//! `bench/run`: postrider, Postfix and OpenSMTPD side by side, and a sink that promises nothing.
#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the tables are for the person at the terminal"
)]

mod bare;
mod cell;
mod cryptography;
mod dead;
mod idle;
mod measure;
mod process;
mod relay;
mod relays;
mod report;
mod server;
mod submission;
mod syncs;
mod syslog;
mod visits;

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use xtask::failure::Failure;
use xtask::install;
use xtask::workspace::{root, run};

use postrider_bench::load::{self, Until};

use cell::{CELLS, Cell, OTHERS, Servers};
use dead::Death;
use measure::Plan;
use relay::Relay;
use relays::RELAYS;
use server::{Around, Ground, Kind, Server};
use submission::Submission;

fn help() -> String {
    let mut text = "\
How fast mail is taken in, and how fast it is relayed: postrider, Postfix, OpenSMTPD, Exim, Haraka, and a sink that keeps nothing.

  bench/run [OPTION...] [CELL...]     all cells, or those that are named
  bench/run load ADDRESS CELL [SECONDS]
                                      the load of a cell, to a server that runs already and takes mail for bench.example: for
                                      a profile

  --quick                             fewer rounds, and shorter ones: to see whether a change does anything
  --rounds N                          how often each server has its turn [default: 5, quick: 3]
  --seconds N                         how long a turn is measured [default: 3, quick: 1]
  --servers NAME,...                  only these of postrider, postfix, opensmtpd, sink; as relays, of postrider, postfix, exim, haraka
  --list                              what is measured
  --help                              this text

The tables are Markdown. Postfix, OpenSMTPD and Exim are Debian's packages, unpacked below a scratch folder, which needs root; without
it they are left out. Haraka comes from npm, into that folder.

Cells:
"
    .to_owned();
    for (name, about) in CELLS.iter().map(|cell| (cell.name, cell.about)).chain(OTHERS) {
        text.push_str(&format!("  {name:<22}{about}\n"));
    }
    text
}

/// What the person asked for.
#[derive(Debug)]
struct Options {
    plan: Plan,
    /// None: all that a cell knows.
    kinds: Option<Vec<Kind>>,
    cells: Vec<&'static str>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["sink", address] => sink(address),
        ["bare", address, certificate @ ..] => bare(address, certificate),
        ["load", address, name] => one_load(address, name, "10"),
        ["load", address, name, seconds] => one_load(address, name, seconds),
        ["--help" | "-h" | "help"] => {
            print!("{}", help());
            Ok(())
        }
        ["--list"] => {
            for (name, about) in CELLS.iter().map(|cell| (cell.name, cell.about)).chain(OTHERS) {
                println!("{name:<22}{about}");
            }
            Ok(())
        }
        words => Options::parse(words).map_err(Failure::Found).and_then(|options| bench(&options)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench: {failure}");
            ExitCode::FAILURE
        }
    }
}

impl Options {
    fn parse(words: &[&str]) -> Result<Self, String> {
        let (mut quick, mut rounds, mut seconds) = (false, None, None);
        let (mut kinds, mut cells) = (None, Vec::new());
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().copied().ok_or(format!("{word} wants a value"));
            let number = |text: &str| text.parse::<u32>().map_err(|_| format!("{text:?} is no number"));
            match *word {
                "--quick" => quick = true,
                "--rounds" => rounds = Some(number(value()?)?.max(1)),
                "--seconds" => seconds = Some(number(value()?)?.max(1)),
                "--servers" => {
                    let named: Result<Vec<Kind>, String> = value()?.split(',').map(kind).collect();
                    kinds = Some(named?);
                }
                name => {
                    let mut known = CELLS.iter().map(|cell| cell.name).chain(OTHERS.map(|(name, _)| name));
                    let found = known.find(|known| *known == name);
                    cells.push(found.ok_or(format!("there is no cell {name:?}; --list names them"))?);
                }
            }
        }
        let plan = Plan {
            rounds: rounds.unwrap_or(if quick { 3 } else { 5 }) as usize,
            measured: Duration::from_secs(seconds.unwrap_or(if quick { 1 } else { 3 }).into()),
            warm_up: Duration::from_millis(if quick { 200 } else { 500 }),
        };
        Ok(Self { plan, kinds, cells })
    }

    /// Those of these servers that are wanted.
    fn of(&self, kinds: &[Kind]) -> Vec<Kind> {
        let wanted = |kind: &Kind| self.kinds.as_ref().is_none_or(|named| named.contains(kind));
        kinds.iter().copied().filter(wanted).collect()
    }

    fn wants(&self, name: &str) -> bool {
        self.cells.is_empty() || self.cells.contains(&name)
    }
}

fn kind(name: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().chain(RELAYS).find(|kind| kind.name() == name);
    found.ok_or_else(|| format!("there is no server {name:?}; --help names them"))
}

fn one_load(address: &str, name: &str, seconds: &str) -> Result<(), Failure> {
    let wrong = |what: &str| Failure::Found(format!("{what}; --help says what is wanted"));
    let server: SocketAddr = address.parse().map_err(|_| wrong("this is no address and port"))?;
    let cell = CELLS.iter().find(|cell| cell.name == name).ok_or_else(|| wrong("there is no such cell"))?;
    let seconds = seconds.parse().map_err(|_| wrong("this is no number of seconds"))?;
    let until = Until::Over { warm_up: Duration::ZERO, measured: Duration::from_secs(seconds) };
    let outcome = load::run(&cell.load(server), until).map_err(|error| Failure::Found(error.to_string()))?;
    println!(
        "{}: {:.0} messages/s, {} in all; median {} us, p99 {} us",
        cell.name,
        outcome.rate(),
        outcome.total,
        outcome.percentile(50),
        outcome.percentile(99)
    );
    Ok(())
}

fn sink(address: &str) -> Result<(), Failure> {
    let address: SocketAddr =
        address.parse().map_err(|_| Failure::Found(format!("{address:?} is no address to listen on")))?;
    let served =
        TcpListener::bind(address).and_then(|listener| postrider_bench::sink::serve(&listener, |_| ()));
    served.map_err(|error| Failure::Found(format!("the sink at {address}: {error}")))
}

fn bare(address: &str, certificate: &[&str]) -> Result<(), Failure> {
    let wrong = || Failure::Found("bare ADDRESS [CERTIFICATE KEY], as bench/run starts it".to_owned());
    let certificate = match certificate {
        [] => None,
        [certificate, key] => Some((Path::new(*certificate), Path::new(*key))),
        _ => return Err(wrong()),
    };
    let served = bare::serve(address.parse().map_err(|_| wrong())?, certificate);
    served.map_err(|error| Failure::Found(format!("the bare server at {address}: {error}")))
}

fn bench(options: &Options) -> Result<(), Failure> {
    let limit = getrlimit(Resource::Nofile);
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
    let scratch = tempfile::Builder::new().prefix("postrider-bench-").tempdir();
    let scratch = scratch.map_err(Failure::file(Path::new("a scratch folder")))?;
    install::open_to_all(scratch.path())?;
    let program = std::env::current_exe().map_err(Failure::file(Path::new("this program")))?;
    let cache = root().join("target/interop");
    fs::create_dir_all(&cache).map_err(Failure::file(&cache))?;
    let ground =
        Ground { cache, scratch: scratch.path().to_owned(), postrider: program.with_file_name("postrider") };
    let socket = ground.scratch.join("syslog.socket");
    syslog::start(&socket, &ground.scratch.join("syslog")).map_err(Failure::file(&socket))?;
    println!("{}", machine(&ground));
    let loads_of = |servers| CELLS.iter().any(|cell| cell.servers == servers && options.wants(cell.name));
    let plain = loads_of(Servers::Plain) || loads_of(Servers::Slow);
    if options.wants("idle") || options.wants("syncs") || options.wants("handshakes") || plain {
        for kind in options.of(&Kind::ALL).into_iter().filter(|kind| *kind != Kind::Sink) {
            println!("\nConfiguration of {}:\n\n```\n{}```", kind.name(), Server::configuration(kind));
        }
    }
    let tls = ["idle-tls", "handshakes", "logins"].iter().any(|name| options.wants(name));
    if tls || loads_of(Servers::Submission) {
        for kind in options.of(&submission::KINDS) {
            println!(
                "\nConfiguration of {}, for submission over TLS:\n\n```\n{}```",
                kind.name(),
                submission::configuration(kind)
            );
        }
    }
    println!(
        "\n{} rounds of {:?}, behind {:?} that are not counted.",
        options.plan.rounds, options.plan.measured, options.plan.warm_up
    );
    for servers in [Servers::Plain, Servers::Slow, Servers::Submission] {
        loads(options, &ground, servers)?;
    }
    idle_sessions(options, &ground);
    for (name, visits, title) in [
        (
            "handshakes",
            visits::handshakes(),
            "handshakes: TLS 1.3, ECDSA P-256, X25519, each with its connection",
        ),
        ("logins", visits::logins(), "logins: AUTH PLAIN, each with its connection, whose TLS is resumed"),
    ] {
        let kinds = options.of(&[Kind::Postrider]);
        if options.wants(name) && !kinds.is_empty() {
            let figures = visits::measure(name, &visits, &ground, options.plan);
            println!("{}", report::visits(title, &visits, &figures));
            if name == "handshakes" {
                let least = submission::key(&ground).and_then(|key| cryptography::full_handshake(&key));
                println!("{}", report::least(least, &visits, &figures));
            }
        }
    }
    if options.wants("syncs") {
        let library = slow_sync(&ground)?;
        let rows: Vec<_> = options
            .of(&Kind::ALL)
            .into_iter()
            .map(|kind| (kind, syncs::watch(kind, &ground, &library)))
            .collect();
        println!("{}", report::syncs(&rows));
    }
    if options.wants("relay") || options.wants("latency") {
        through_relays(options, &ground);
    }
    for death in [Death::Closed, Death::Silent].into_iter().filter(|death| options.wants(death.cell())) {
        beside_the_dead(options, &ground, death);
    }
    Ok(())
}

/// The cells in which nothing happens.
fn idle_sessions(options: &Options, ground: &Ground) {
    type Measure = fn(&Server) -> Result<idle::Idle, String>;
    let clear = Around { label: "-idle", ..Around::default() };
    let tls = Around { label: "-idle-tls", submission: Some(Submission::SHIPPED), ..Around::default() };
    let cells: [(&str, &str, &[Kind], Around, Measure); 2] = [
        ("idle", "idle: memory of a session after EHLO", &Kind::ALL, clear, idle::measure),
        (
            "idle-tls",
            "idle-tls: memory of a session behind TLS, after EHLO",
            &submission::KINDS,
            tls,
            idle::measure_tls,
        ),
    ];
    for (name, title, kinds, around, measure) in cells.into_iter().filter(|(name, ..)| options.wants(name)) {
        let servers = start(options, kinds, ground, &around);
        let rows: Vec<_> = servers
            .iter()
            .map(|server| {
                eprint!("\r{name}: {:<12}", server.kind.name());
                (server.kind, measure(server))
            })
            .collect();
        eprint!("\r{:60}\r", "");
        println!("{}", report::idle(title, &rows));
    }
}

/// The cells that count at the next hop.
fn through_relays(options: &Options, ground: &Ground) {
    let kinds = options.of(&RELAYS);
    let mut relays = Vec::new();
    for kind in &kinds {
        println!(
            "\nConfiguration of {} as a relay:\n\n```\n{}```",
            kind.name(),
            relays::configuration(*kind)
        );
        match Relay::start(*kind, ground, &Around { label: "-relay", ..Around::default() }) {
            Ok(relay) => relays.push(relay),
            Err(why) => println!("\nWithout {}: {why}", kind.name()),
        }
    }
    let kinds: Vec<Kind> = relays.iter().map(|relay| relay.server.kind).collect();
    if options.wants("relay") {
        println!("{}", report::relay(&kinds, &relay::measure(&relays, options.plan)));
    }
    if options.wants("latency") {
        let rows: Vec<_> = relays.iter().map(|relay| (relay.server.kind, relay::latency(relay))).collect();
        println!("{}", report::latency(&rows));
    }
    drop(relays);
    if options.wants("relay") {
        let rows: Vec<_> = kinds.into_iter().map(|kind| (kind, syncs::watch_relay(kind, ground))).collect();
        println!("{}", report::relay_syncs(&rows));
    }
}

/// The cells in which a site is dead.
fn beside_the_dead(options: &Options, ground: &Ground, death: Death) {
    let kinds = options.of(&dead::KINDS);
    for kind in &kinds {
        println!(
            "\nConfiguration of {}, as a relay with a dead site:\n\n```\n{}{}```",
            kind.name(),
            relays::configuration(*kind),
            relays::configuration_of_the_dead(*kind)
        );
    }
    let rows: Vec<_> = kinds
        .into_iter()
        .map(|kind| {
            eprint!("\r{}: {:<12}", death.cell(), kind.name());
            (kind, dead::measure(kind, ground, death))
        })
        .collect();
    eprint!("\r{:60}\r", "");
    println!("{}", report::dead(death, &rows));
}

/// The cells whose load goes to these servers.
fn loads(options: &Options, ground: &Ground, servers: Servers) -> Result<(), Failure> {
    let cells: Vec<&Cell> =
        CELLS.iter().filter(|cell| cell.servers == servers && options.wants(cell.name)).collect();
    if cells.is_empty() {
        return Ok(());
    }
    let (kinds, around): (&[Kind], Around) = match servers {
        Servers::Plain => (&Kind::ALL, Around::default()),
        Servers::Slow => {
            let preload = Some(slow_sync(ground)?);
            (&Kind::ALL, Around { label: "-slow", preload, ..Around::default() })
        }
        Servers::Submission => {
            let submission = Some(Submission::SHIPPED);
            (&submission::KINDS, Around { label: "-submission", submission, ..Around::default() })
        }
    };
    let servers = start(options, kinds, ground, &around);
    let kinds: Vec<Kind> = servers.iter().map(|server| server.kind).collect();
    for cell in cells {
        println!("{}", report::cell(cell, &kinds, &measure::cell(cell, &servers, options.plan)));
    }
    Ok(())
}

fn start(options: &Options, kinds: &[Kind], ground: &Ground, around: &Around) -> Vec<Server> {
    let mut servers = Vec::new();
    for kind in options.of(kinds) {
        match Server::start(kind, ground, around) {
            Ok(server) => servers.push(server),
            Err(missing) => println!("\nWithout {}: {missing}", kind.name()),
        }
    }
    servers
}

/// The library that slows syncs down, built with the compiler of the machine.
fn slow_sync(ground: &Ground) -> Result<PathBuf, Failure> {
    let library = ground.scratch.join("slow_sync.so");
    if !library.exists() {
        let source = root().join("bench/slow_sync.c");
        run(Command::new("cc")
            .args(["-O2", "-shared", "-fPIC", "-o"])
            .arg(&library)
            .arg(&source)
            .arg("-ldl"))?;
    }
    Ok(library)
}

/// What is measured, and where.
fn machine(ground: &Ground) -> String {
    let first_line = |command: &mut Command| {
        run(command).map_or_else(|_| "?".to_owned(), |text| text.lines().next().unwrap_or("?").to_owned())
    };
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let processor = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": unknown");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let file_system = first_line(Command::new("stat").args(["-f", "-c", "%T"]).arg(&ground.scratch));
    let candidate = |package: &str| {
        let text = run(Command::new("apt-cache").args(["policy", package])).unwrap_or_default();
        let line = text.lines().find_map(|line| line.trim().strip_prefix("Candidate: "));
        line.unwrap_or("?").to_owned()
    };
    format!(
        "{}, {cores} processors ({}), {file_system}, {}\n{}, Postfix {}, OpenSMTPD {}, Dovecot {}",
        first_line(Command::new("date").arg("+%Y-%m-%d")),
        processor.trim_start_matches([' ', '\t', ':']),
        first_line(Command::new("uname").arg("-sr")),
        first_line(Command::new(&ground.postrider).arg("version")),
        candidate("postfix"),
        candidate("opensmtpd"),
        candidate("dovecot-core"),
    )
}
