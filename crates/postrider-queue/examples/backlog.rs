//! A queue with very many messages: how long it takes to fill, to start with its index and without, how much memory that needs,
//! whether a list of all of it keeps anybody from handing in mail, and what stragglers pin.
//!
//! ```text
//! cargo run --release -p postrider-queue --example backlog -- [MESSAGES] [FOLDER]
//! ```
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement, made for a person to read")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use postrider_proto::mail::{BodyType, Envelope, Recipient, ReversePath};
use postrider_queue::{Options, Outcome, Queue, RealDisk, Timestamp};

/// Of the content of each message, in octets.
const CONTENT: usize = 1024;
/// Messages handed in at once.
const AT_ONCE: usize = 256;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["fill", folder, messages] => fill(Path::new(folder), messages.parse().unwrap()),
        ["open", folder] => start(Path::new(folder)),
        ["list", folder] => list(Path::new(folder)),
        ["straggle", folder] => straggle(Path::new(folder)),
        [] => all("1000000", &std::env::temp_dir().join("postrider-backlog")),
        [messages] => all(messages, &std::env::temp_dir().join("postrider-backlog")),
        [messages, folder] => all(messages, Path::new(folder)),
        _ => println!("usage: backlog [MESSAGES] [FOLDER]"),
    }
}

/// Each part in a process of its own, whose memory says something.
fn all(messages: &str, folder: &Path) {
    let part = |arguments: &[&str]| {
        let own = std::env::current_exe().unwrap();
        let status = Command::new(own).args(arguments).status().unwrap();
        assert!(status.success(), "{arguments:?}: {status}");
    };
    let text = folder.display().to_string();
    let _ = std::fs::remove_dir_all(folder);
    part(&["fill", &text, messages]);
    part(&["open", &text]);
    std::fs::remove_file(folder.join("index.redb")).unwrap();
    println!("the index is removed");
    part(&["open", &text]);
    part(&["list", &text]);
    part(&["straggle", &text]);
    std::fs::remove_dir_all(folder).unwrap();
}

fn open(folder: &Path) -> Queue {
    let begun = Instant::now();
    let options = Options::in_folder(PathBuf::from(folder));
    let (queue, recovery) = Queue::open(options, Arc::new(RealDisk)).unwrap();
    println!(
        "start: {:.2} s, {} messages in {} segments; at most {} MB of memory",
        begun.elapsed().as_secs_f64(),
        recovery.messages,
        recovery.segments,
        peak_megabytes()
    );
    queue
}

fn start(folder: &Path) {
    let queue = open(folder);
    runtime().block_on(queue.close());
}

fn fill(folder: &Path, messages: usize) {
    let queue = open(folder);
    let begun = Instant::now();
    runtime().block_on(async {
        let tasks: Vec<_> = (0..AT_ONCE)
            .map(|task| {
                let queue = queue.clone();
                tokio::spawn(async move {
                    for n in (task..messages).step_by(AT_ONCE) {
                        put(&queue, n).await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let seconds = begun.elapsed().as_secs_f64();
        println!(
            "fill: {seconds:.1} s, {:.0} messages a second, all waiting; at most {} MB of memory",
            messages as f64 / seconds,
            peak_megabytes()
        );
        queue.close().await;
    });
}

/// While all of the queue is listed, mail comes in.
fn list(folder: &Path) {
    let queue = open(folder);
    let listing = std::thread::spawn({
        let queue = queue.clone();
        move || {
            let (begun, mut listed, mut after) = (Instant::now(), 0, None);
            loop {
                let page = queue.list(after, 1000).unwrap();
                let Some(last) = page.last() else { return (listed, begun.elapsed()) };
                after = Some((last.received, last.id));
                listed += page.len();
            }
        }
    });
    runtime().block_on(async {
        let (mut waits, mut n) = (Vec::new(), 0);
        while !listing.is_finished() {
            let begun = Instant::now();
            put(&queue, n).await;
            waits.push(begun.elapsed());
            n += 1;
        }
        waits.sort_unstable();
        let (listed, took) = listing.join().unwrap();
        println!(
            "list: {listed} messages in {:.1} s; meanwhile {n} came in one after the other: median {:?}, p99 {:?}, longest {:?}",
            took.as_secs_f64(),
            waits[n / 2],
            waits[n * 99 / 100],
            waits[n - 1]
        );
        queue.close().await;
    });
}

/// All but one in a hundred are delivered.
fn straggle(folder: &Path) {
    let queue = open(folder);
    let begun = Instant::now();
    runtime().block_on(async {
        let tasks: Vec<_> = (0..16)
            .map(|_| {
                let queue = queue.clone();
                tokio::spawn(async move {
                    while let Some(attempt) = queue.claim(now()) {
                        let outcome = if attempt.id().as_bytes()[15] % 100 == 0 {
                            Outcome::Deferred { reason: "not yet".into(), until: None, told: false }
                        } else {
                            Outcome::Delivered { to: "somebody".into() }
                        };
                        let outcomes = attempt
                            .recipients()
                            .iter()
                            .map(|claimed| (claimed.index, outcome.clone()))
                            .collect();
                        queue.settle(attempt, outcomes, Vec::new(), now()).await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        println!("deliver: {:.1} s, {} stragglers are left", begun.elapsed().as_secs_f64(), queue.len());
        // What the cleaner still has to do, it does when something happens.
        let mut last = usize::MAX;
        for n in 0.. {
            put(&queue, n).await;
            let segments = segments(folder);
            if n % 2000 == 0 {
                if segments == last {
                    break;
                }
                last = segments;
            }
        }
        let messages = queue.len();
        let live = messages * (CONTENT as u64 + 300);
        let octets = segments(folder) as u64 * 64 * 1024 * 1024;
        println!(
            "stragglers: {messages} messages of about {} MB in all keep {} segments, {} MB",
            live / 1_000_000,
            segments(folder),
            octets / 1_000_000
        );
        queue.close().await;
    });
}

fn segments(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder.join("log")).unwrap();
    names.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".seg")).count()
}

async fn put(queue: &Queue, n: usize) {
    let mut intake = queue.begin(queue.new_id(), Some(CONTENT as u64)).unwrap();
    intake.write(&vec![b'x'; CONTENT]).unwrap();
    let mailbox: postrider_proto::mail::Mailbox =
        format!("recipient-{n}@domain-{}.example", n % 1000).parse().unwrap();
    let envelope = Envelope {
        reverse_path: ReversePath::Mailbox("sender@client.example".parse().unwrap()),
        recipients: vec![Recipient { given: mailbox.clone(), mailbox, notify: None, orcpt: None }],
        body: BodyType::EightBitMime,
        smtputf8: false,
        ret: None,
        envid: None,
        signing: None,
    };
    queue.commit(intake, envelope, now()).await.unwrap();
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap()
}

fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap())
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1000
}
