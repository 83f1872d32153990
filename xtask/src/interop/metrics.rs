//! The metrics, read by Prometheus's own tool, which is strict about names and format.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Bench;
use super::client::{AT_MOST, Said};
use super::install::{self, Missing};
use super::report::{Outcome, Report};
use super::send;
use super::server::{PATIENCE, Server};
use super::sink::free_address;
use crate::failure::Failure;
use crate::limited;

/// Has the page of a server checked through which a message has gone.
pub fn run(bench: &Bench, report: &mut Report) -> Result<(), Failure> {
    let folder = bench.scratch.join("metrics");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let promtool = match promtool(bench) {
        Ok(promtool) => promtool,
        Err(Missing(reason)) => {
            report.add("promtool", "metrics", Outcome::Skipped(reason));
            return Ok(());
        }
    };
    let address = free_address().map_err(Failure::Found)?;
    let mut server =
        Server::start_listening(bench, &folder, &format!("[metrics]\nlisten = \"{address}\"\n"))?;
    report.add("promtool", "metrics", check(&mut server, address, &promtool, bench, &folder).into());
    Ok(())
}

fn promtool(bench: &Bench) -> Result<PathBuf, Missing> {
    if !install::is_root() {
        return Err(Missing("to get at promtool, Prometheus is unpacked, which needs root".into()));
    }
    Ok(install::apt_unpack("prometheus", &bench.cache, &bench.scratch)?.join("usr/bin/promtool"))
}

fn check(
    server: &mut Server,
    metrics: SocketAddr,
    promtool: &Path,
    bench: &Bench,
    folder: &Path,
) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let letter = folder.join("letter.eml");
    fs::write(&letter, "Subject: x\r\n\r\nx\r\n").map_err(failed)?;
    let to = ["alice@example.test"];
    let said =
        Said::by(&mut send::command(&bench.postrider, server.address, "s@client.test", &to, &letter), None)?;
    if !said.success {
        return Err(format!("postrider send reports failure: {}", said.words));
    }
    server.copies(1)?;
    let mut stream = TcpStream::connect(metrics).map_err(failed)?;
    stream.set_read_timeout(Some(PATIENCE)).map_err(failed)?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").map_err(failed)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(failed)?;
    let (head, page) = answer.split_once("\r\n\r\n").ok_or("the answer has no body")?;
    if !head.starts_with("HTTP/1.1 200 ") || !page.contains("\npostrider_messages_received_total 1\n") {
        return Err(format!("one message was received, and the page is {answer}"));
    }
    let file = folder.join("metrics.txt");
    fs::write(&file, page).map_err(failed)?;
    let mut tool = Command::new(promtool);
    tool.args(["check", "metrics"]).stdin(Stdio::from(File::open(&file).map_err(failed)?));
    let checked = limited::output(&mut tool, AT_MOST).map_err(|failure| failure.to_string())?;
    // It says nothing where all is well.
    let words = String::from_utf8_lossy(&[checked.stdout, checked.stderr].concat()).into_owned();
    if !checked.status.success() || !words.trim().is_empty() {
        return Err(format!("promtool, {}: {words}", checked.status));
    }
    server.stop()
}
