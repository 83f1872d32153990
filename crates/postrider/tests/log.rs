//! The log never keeps mail waiting.

mod common;

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};

use common::{Connection, POSTRIDER, text};
use serde_json::Value;

#[test]
fn a_log_that_nobody_reads_stops_no_mail_and_what_is_lost_of_it_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Command::new(POSTRIDER)
        .args(["serve", "--listen", "127.0.0.1:0", "--log-level", "debug", "--data"])
        .arg(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let mut log = BufReader::new(server.stderr.take().expect("piped"));
    let address = loop {
        let mut line = String::new();
        assert!(log.read_line(&mut line).expect("a line") > 0, "the server has ended");
        let event: Value = serde_json::from_str(&line).expect("JSON");
        if event["message"] == "listening" {
            break text(&event, "address").parse().expect("an address");
        }
    };

    // From here on nobody reads. Every reply is a line of the log, and there are more than it has room for.
    const SESSIONS: usize = 20;
    const NOOPS: usize = 1500;
    for _ in 0..SESSIONS {
        let mut connection = Connection::to(address);
        assert!(connection.hear().starts_with("220 "));
        connection.say("NOOP\r\n".repeat(NOOPS));
        for _ in 0..NOOPS {
            assert!(connection.hear().starts_with("250 "));
        }
        connection.ask("QUIT", "221 ");
    }
    let mut connection = Connection::to(address);
    connection.begin_content("you@localhost");
    connection.ask("Subject: x\r\n\r\nx\r\n.", "250 ");
    drop(connection);

    // Now somebody does, and the server says how much is missing: at the latest when it stops.
    let pid = rustix::process::Pid::from_child(&server);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("it is there");
    let mut rest = String::new();
    log.read_to_string(&mut rest).expect("a log");
    assert_eq!(server.wait().expect("it has ended").code(), Some(0));
    let events = rest.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let (mut replies, mut dropped) = (0, 0);
    for event in events {
        if event["reply"].is_string() {
            replies += 1;
        }
        if text(&event, "message").starts_with("log lines were dropped") {
            dropped += event["lines"].as_u64().expect("a number");
        }
    }
    assert!(dropped > 0, "{replies} lines of replies came");
    assert!(replies + dropped >= (SESSIONS * NOOPS) as u64, "{replies} came, {dropped} were dropped");
}
