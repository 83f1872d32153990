//! Mail to where the DNS says: the built server, Knot DNS with zones, and sinks on port 25, in a network of their own.
//!
//! ```text
//!   postrider send ─▶ the server under test ─▶ 10.20.0.1:25, 10.20.0.2:25, [fd00:20::1]:25
//!                        │          │
//!            a report ◀──┘          └─▶ 127.0.0.1:53, Knot DNS
//! ```

mod namespace;
mod reload;

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::Bench;
use super::client::Said;
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::send;
use super::server::Server;
use super::sink::AIOSMTPD;
use crate::failure::Failure;
use crate::server::{Log, Running};
use crate::workspace::run as run_to_end;

use namespace::Namespace;

/// What becomes of mail for a domain of `test.zone`.
struct Case {
    name: &'static str,
    domain: &'static str,
    expect: Expect,
}

enum Expect {
    /// It arrives at this address.
    Arrives(&'static str),
    /// It comes back with a report that has this status, and these words.
    Bounces(&'static str, &'static str),
    /// It stays in the queue, and `queue show` says why.
    Waits(&'static str),
}

use Expect::{Arrives, Bounces, Waits};

#[rustfmt::skip]
const CASES: &[Case] = &[
    Case { name: "best-first",      domain: "best.test",    expect: Arrives("10.20.0.1") },
    Case { name: "first-is-down",   domain: "down.test",    expect: Arrives("10.20.0.2") },
    Case { name: "only-a",          domain: "bare.test",    expect: Arrives("10.20.0.2") },
    Case { name: "only-aaaa",       domain: "bare6.test",   expect: Arrives("fd00:20::1") },
    Case { name: "ipv6",            domain: "six.test",     expect: Arrives("fd00:20::1") },
    Case { name: "ipv6-is-down",    domain: "dual.test",    expect: Arrives("10.20.0.1") },
    Case { name: "null-mx",         domain: "null.test",    expect: Bounces("5.1.10", "556 null.test takes no mail") },
    Case { name: "we-are-best",     domain: "loop.test",    expect: Bounces("5.4.6", "comes back to this server") },
    Case { name: "worse-than-us",   domain: "worse.test",   expect: Waits("better.worse.test [10.20.0.9]:25") },
    Case { name: "no-such-domain",  domain: "nowhere.test", expect: Bounces("5.1.2", "there is no nowhere.test in the DNS") },
    Case { name: "servfail",        domain: "broken.test",  expect: Waits("SERVFAIL") },
];

/// The addresses of the network that somebody listens at, and the others.
const LISTENS: [&str; 3] = ["10.20.0.1", "10.20.0.2", "fd00:20::1"];
const SILENT: [&str; 2] = ["10.20.0.9", "fd00:20::9"];

const SENDER: &str = "sender@example.test";

/// Everything that runs. What is named first is ended first.
struct World {
    server: Server,
    sinks: Running,
    /// What they were sent.
    came: Log,
    _knot: Running,
    namespace: Namespace,
}

/// Tries all cases.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("mx");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let (knotd, python, namespace) = match tools(bench) {
        Ok(tools) => tools,
        Err(Missing(reason)) => {
            report.add("mx", "all", Outcome::Skipped(reason));
            return Ok(());
        }
    };
    let mut world = World::start(bench, &folder, &knotd, &python, namespace)?;
    for case in CASES {
        report.add("mx", case.name, world.try_case(case, bench, &folder).into());
    }
    report.add("mx", "sighup", world.reload(bench, &folder).into());
    report.add("mx", "end", world.end().into());
    Ok(())
}

fn tools(bench: &Bench) -> Result<(PathBuf, PathBuf, Namespace), Missing> {
    let addresses: Vec<IpAddr> =
        LISTENS.iter().chain(&SILENT).map(|text| text.parse().expect("an address")).collect();
    // It goes first: without root there is nothing to install.
    let namespace = Namespace::new(&addresses)?;
    let knotd = install::daemon("knotd", "knot")?;
    let python = install::python_with(&[AIOSMTPD], &bench.cache)?;
    Ok((knotd, python, namespace))
}

impl World {
    fn start(
        bench: &Bench,
        folder: &Path,
        knotd: &Path,
        python: &Path,
        namespace: Namespace,
    ) -> Result<Self, Failure> {
        let write = |name: &str, text: &str| {
            let file = folder.join(name);
            let text = text.replace("{folder}", &folder.display().to_string());
            fs::write(&file, text).map_err(Failure::file(&file)).map(|()| file)
        };
        write("test.zone", include_str!("test.zone"))?;
        let config = write("knot.conf", include_str!("knot.conf"))?;
        let mut command = Command::new(knotd);
        command.arg("--config").arg(config);
        let (knot, log) = start(&namespace, &command, |line| line.contains("server started"))?;
        // It is not to wait for somebody who reads what it says.
        std::thread::spawn(move || while matches!(log.next(), Ok(Some(_)) | Err(_)) {});
        let mut command = Command::new(python);
        command.args(["-c", include_str!("../scripts/mx_sink.py")]).args(LISTENS);
        let (sinks, came) = start(&namespace, &command, |line| line == "listening")?;
        let text = include_str!("postrider.toml").replace("{folder}", &folder.display().to_string());
        let server = Server::start_as(bench, folder, &text, |command| namespace.enter(&command))?;
        Ok(Self { server, sinks, came, _knot: knot, namespace })
    }

    fn try_case(&mut self, case: &Case, bench: &Bench, folder: &Path) -> Result<(), String> {
        let to = format!("bob@{}", case.domain);
        self.send(bench, folder, &to)?;
        match case.expect {
            Arrives(at) => self.arrives(at, &to),
            Bounces(status, words) => self.bounces(&to, status, words),
            Waits(why) => self.waits(bench, folder, &to, why),
        }
    }

    fn send(&self, bench: &Bench, folder: &Path, to: &str) -> Result<(), String> {
        let file = folder.join("message.eml");
        fs::write(&file, "Subject: hello\r\n\r\nhello\r\n").map_err(|error| error.to_string())?;
        let send = send::command(&bench.postrider, self.server.address, SENDER, &[to], &file);
        let said = Said::by(&mut self.namespace.enter(&send), None)?;
        if said.success { Ok(()) } else { Err(format!("postrider send reports failure: {}", said.words)) }
    }

    /// Waits until a message is deferred, and gives its id.
    fn deferred(&self) -> Result<String, String> {
        let line = self.server.event("deferred")?;
        line["id"].as_str().map(str::to_owned).ok_or_else(|| "the line `deferred` has no id".into())
    }

    fn arrives(&mut self, at: &str, to: &str) -> Result<(), String> {
        let expected = serde_json::json!({ "at": at, "from": SENDER, "to": [to] });
        let came = self.came.next()?.ok_or("the sinks have ended")?;
        if came != expected {
            return Err(format!("{expected} was to come, and {came} came"));
        }
        let copies = self.server.copies(1)?;
        if copies[0].to == to { Ok(()) } else { Err(format!("{to} was to be delivered, and was {copies:?}")) }
    }

    fn bounces(&mut self, to: &str, status: &str, words: &str) -> Result<(), String> {
        self.server.event("bounced")?;
        let report = self.server.copies(1)?[0].text()?.replace("\n ", " ");
        let wanted =
            [format!("\nFinal-Recipient: rfc822; {to}\n"), format!("\nStatus: {status}\n"), words.to_owned()];
        match wanted.iter().find(|wanted| !report.contains(*wanted)) {
            Some(wanted) => Err(format!("{wanted:?} is not in the report: {report}")),
            None => Ok(()),
        }
    }

    /// It is taken out at the end, so that nothing of it comes later.
    fn waits(&mut self, bench: &Bench, folder: &Path, to: &str, why: &str) -> Result<(), String> {
        let id = self.deferred()?;
        let shown = queue(bench, folder, "show", &id)?;
        if !(shown.contains(to) && shown.contains(why)) {
            return Err(format!("{why:?} is not in: {shown}"));
        }
        queue(bench, folder, "drop", &id).map(drop)
    }

    /// Nothing is left anywhere that nobody expected.
    fn end(mut self) -> Result<(), String> {
        self.server.stop()?;
        drop(self.sinks);
        match self.came.next()? {
            None => Ok(()),
            Some(more) => Err(format!("more came than was expected: {more}")),
        }
    }
}

/// Runs a command of `postrider queue` on a message.
fn queue(bench: &Bench, folder: &Path, command: &str, id: &str) -> Result<String, String> {
    let mut queue = Command::new(&bench.postrider);
    queue.args(["queue", command, id]).arg("--data").arg(folder.join("data"));
    run_to_end(&mut queue).map_err(|failure| failure.to_string())
}

/// Starts somebody else's server in there, and waits until it says that it is ready.
fn start(
    namespace: &Namespace,
    command: &Command,
    is_ready: impl Fn(&str) -> bool,
) -> Result<(Running, Log), Failure> {
    let mut command = namespace.enter(command);
    let (running, log) = Running::start(&mut command)?;
    let ready = log.wait(|line| Ok(matches!(line, Value::String(line) if is_ready(line)).then_some(())));
    let command = || crate::workspace::words(&command);
    ready.map_err(|status| Failure::Command { command: command(), status })?;
    Ok((running, log))
}
