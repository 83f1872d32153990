//! What a server does before it says 250, from strace: whether it syncs, and how many syncs a message costs.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use postrider_bench::load::{self, Load, Opening, Until};

use crate::cell::RECIPIENT;
use crate::relay::Relay;
use crate::server::{Around, Ground, Kind, Server};

/// What was seen.
#[derive(Debug)]
pub struct Seen {
    /// Of so many messages, sent one after the other,
    pub messages: usize,
    /// so many had a sync that returned between the reply before and their 250.
    pub synced: usize,
    /// Syncs for each message where they come one after the other.
    pub alone: f64,
    /// Syncs for each message with 20 sessions at once.
    pub together: f64,
    /// With the library that slows syncs down: how many of a hundred syncs it slowed.
    pub slowed_percent: f64,
}

/// Messages one after the other.
const ALONE: u64 = 50;

/// Messages of 20 sessions at once.
const TOGETHER: u64 = 4000;

/// What is sent while strace watches, and what it watches.
#[derive(Debug, Clone, Copy)]
struct Watch {
    label: &'static str,
    messages: u64,
    sessions: usize,
    /// The calls beside the syncs.
    calls: &'static str,
}

const ONE_BY_ONE: Watch = Watch {
    label: "-alone",
    messages: ALONE,
    sessions: 1,
    calls: ",clock_nanosleep,write,writev,sendto,sendmsg",
};

/// Only the syncs, so that the watching itself takes as little time as it can.
const MANY: Watch = Watch { label: "-together", messages: TOGETHER, sessions: 20, calls: "" };

/// Watches a server of this kind.
///
/// # Errors
///
/// Why nothing can be seen.
pub fn watch(kind: Kind, ground: &Ground, slow_sync: &Path) -> Result<Seen, String> {
    let alone = trace(kind, ground, ONE_BY_ONE, Some(slow_sync))?;
    let together = trace(kind, ground, MANY, None)?;
    let before = before_their_replies(&alone);
    let count = |text: &str, is: fn(&str) -> bool| -> f64 {
        let count = u32::try_from(text.lines().filter(|line| is(line)).count()).unwrap_or(u32::MAX);
        f64::from(count)
    };
    let syncs = count(&alone, is_sync);
    #[expect(clippy::cast_precision_loss, reason = "they are small")]
    Ok(Seen {
        messages: before.len(),
        synced: before.into_iter().filter(|syncs| *syncs > 0).count(),
        alone: syncs / ALONE as f64,
        together: count(&together, is_sync) / TOGETHER as f64,
        slowed_percent: if syncs > 0.0 { 100.0 * count(&alone, is_delay) / syncs } else { 0.0 },
    })
}

/// What a relay syncs.
#[derive(Debug)]
pub struct Relayed {
    /// Of so many messages, sent one after the other,
    pub messages: usize,
    /// so many had a sync that returned between the reply before and their 250.
    pub synced: usize,
    /// Syncs for each message, those behind its 250 among them.
    pub syncs: f64,
}

/// Watches a relay of this kind.
///
/// # Errors
///
/// Why nothing can be seen.
pub fn watch_relay(kind: Kind, ground: &Ground) -> Result<Relayed, String> {
    let file = trace_file(kind, ground, "-relay-alone");
    let around =
        Around { label: "-relay-alone", watcher: watcher(&file, ONE_BY_ONE.calls), ..Around::default() };
    let relay = Relay::start(kind, ground, &around)?;
    let trace = send(relay.server, &file, ONE_BY_ONE)?;
    let before = before_their_replies(&trace);
    let syncs = u32::try_from(trace.lines().filter(|line| is_sync(line)).count()).unwrap_or(u32::MAX);
    #[expect(clippy::cast_precision_loss, reason = "they are small")]
    let syncs = f64::from(syncs) / ALONE as f64;
    Ok(Relayed {
        messages: before.len(),
        synced: before.into_iter().filter(|syncs| *syncs > 0).count(),
        syncs,
    })
}

/// Sends messages to a server that strace watches, and gives what it wrote.
fn trace(kind: Kind, ground: &Ground, watch: Watch, preload: Option<&Path>) -> Result<String, String> {
    let file = trace_file(kind, ground, watch.label);
    let watcher = watcher(&file, watch.calls);
    let around =
        Around { label: watch.label, preload: preload.map(ToOwned::to_owned), watcher, ..Around::default() };
    let server = Server::start(kind, ground, &around).map_err(|missing| missing.to_string())?;
    send(server, &file, watch)
}

fn trace_file(kind: Kind, ground: &Ground, label: &str) -> PathBuf {
    ground.scratch.join(format!("trace-{}{label}", kind.name()))
}

/// strace, which writes these calls and the syncs to the file.
fn watcher(file: &Path, calls: &str) -> Vec<String> {
    let calls = format!("trace=fsync,fdatasync,sync_file_range,msync,syncfs{calls}");
    let mut watcher: Vec<String> =
        ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "16", "-e", &calls, "-o"].map(str::to_owned).to_vec();
    watcher.push(file.display().to_string());
    watcher
}

/// Sends what belongs to this watch, ends the server, and gives what strace wrote of it.
fn send(server: Server, file: &Path, watch: Watch) -> Result<String, String> {
    let Watch { messages, sessions, .. } = watch;
    // What it does at its start is not what a message costs.
    let _ = server.rest();
    let start = fs::metadata(file).map_err(|error| error.to_string())?.len();
    let load = Load {
        server: server.address,
        recipient: RECIPIENT.to_owned(),
        sessions,
        per_connection: 50,
        pipelined: false,
        octets: 1024,
        opening: Opening::default(),
    };
    load::run(&load, Until::Messages(messages)).map_err(|error| error.to_string())?;
    let _ = server.rest();
    thread::sleep(Duration::from_millis(100));
    drop(server);
    let text = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let start = usize::try_from(start).unwrap_or(0).min(text.len());
    Ok(String::from_utf8_lossy(&text[start..]).into_owned())
}

/// For each final reply, how many syncs have returned since the one before.
fn before_their_replies(trace: &str) -> Vec<usize> {
    let (mut before, mut since) = (Vec::new(), 0);
    let mut lines = trace.lines();
    while let Some(line) = lines.next() {
        if is_sync(line) {
            since += 1;
        } else if is_final_reply(line) && !has_failed(line, lines.clone()) {
            before.push(std::mem::take(&mut since));
        }
    }
    before
}

/// Whether a call came to nothing: processes that Exim forks have its replies in their buffers, and no socket to write them to.
fn has_failed<'a>(line: &str, mut behind: impl Iterator<Item = &'a str>) -> bool {
    let (pid, _) = line.split_once(' ').unwrap_or((line, ""));
    let resumes =
        |other: &&str| other.strip_prefix(pid).is_some_and(|rest| rest.trim_start().starts_with("<..."));
    let end = if line.ends_with("<unfinished ...>") { behind.find(resumes) } else { Some(line) };
    end.is_some_and(|end| end.contains(" = -1 "))
}

/// A sync has returned here: a call that others interrupt stands on two lines, and counts on its second.
fn is_sync(line: &str) -> bool {
    ["fsync", "fdatasync", "sync_file_range", "syncfs", "msync"].iter().any(|name| has_returned(line, name))
}

/// The delay of the library that slows syncs down.
fn is_delay(line: &str) -> bool {
    line.contains("clock_nanosleep(CLOCK_MONOTONIC, 0, {tv_sec=0, tv_nsec=1000000}")
}

/// The 250 behind the final dot: of all replies of these servers the one with this enhanced code, but for that of OpenSMTPD to MAIL,
/// which is nothing but "Ok". Exim and Haraka have no enhanced codes.
fn is_final_reply(line: &str) -> bool {
    let says = |words: &str| line.contains(words) && !line.contains("resumed>");
    if says("\"250 OK id=") || says("\"250 Message Queu") {
        return true;
    }
    line.contains("\"250 2.0.0 ") && !line.contains("\"250 2.0.0 Ok\\r\\n\"") && !line.contains("resumed>")
}

fn has_returned(line: &str, name: &str) -> bool {
    !line.ends_with("<unfinished ...>")
        && (line.contains(&format!(" {name}(")) || line.contains(&format!("<... {name} resumed>")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_that_nobody_gets_is_none() {
        let trace = "1 fsync(3) = 0\n\
            1 write(4, \"250 OK id=1xXhaJ\"..., 28) = 28\n\
            2 write(4, \"250 OK id=1xXhaJ\"..., 28 <unfinished ...>\n\
            1 write(4, \"250 OK id=1xXhaK\"..., 28 <unfinished ...>\n\
            2 <... write resumed>) = -1 EBADF (Bad file descriptor)\n\
            1 <... write resumed>) = 28\n";
        assert_eq!(before_their_replies(trace), [1, 0]);
    }

    #[test]
    fn a_sync_counts_where_it_returns() {
        assert!(is_sync("12 fdatasync(5)                   = 0"));
        assert!(!is_sync("12 fsync(5 <unfinished ...>"));
        assert!(is_sync("12 <... fsync resumed>)             = 0"));
        assert!(!is_sync("12 write(5, \"x\", 1)     = 1"));
        assert!(is_final_reply("12 sendto(9, \"250 2.0.0 Ok: qu\"..., 40, 0, NULL, 0) = 40"));
        assert!(!is_final_reply("12 writev(9, [{iov_base=\"250 2.0.0 Ok\\r\\n\", iov_len=14}], 1) = 14"));
        assert!(is_final_reply("12 write(1, \"250 OK id=1xXgH5\"..., 26) = 26"));
        assert!(is_final_reply("12 write(20, \"250 Message Queu\"..., 66) = 66"));
        assert!(!is_final_reply("12 sendto(9, \"250 2.1.0 Ok\"..., 40, 0, NULL, 0) = 40"));
    }
}
