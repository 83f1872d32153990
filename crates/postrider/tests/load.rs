//! Many clients at once: every message that the load generator of the benchmark was told is stored, is; and no other.

mod common;

use std::collections::HashSet;
use std::fs;

use common::{Server, text};
use postrider_bench::load::{self, Load, Until};

#[test]
fn what_a_load_counts_is_what_the_log_says_was_received() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    let written = "[[listener]]\naddress = \"127.0.0.1:0\"\n[[domain]]\nname = \"bench.example\"\nany_mailbox = true\n\
                   deliver = \"discard\"\n";
    fs::write(&config, written).expect("written");
    let mut server = Server::start_configured(&folder.path().join("data"), &config);
    let mut ids = HashSet::new();
    for (sessions, per_connection, pipelined, octets, messages) in [
        (20, 1, false, 1024, 100),
        (20, 50, true, 1024, 1000),
        (5, 4, true, 100 * 1024, 50),
        (2, 3, false, 1024 * 1024, 6),
    ] {
        let recipient = "reader@bench.example".to_owned();
        let load = Load { server: server.address, recipient, sessions, per_connection, pipelined, octets };
        let outcome = load::run(&load, Until::Messages(messages)).expect("all are taken");
        assert_eq!((outcome.acknowledged, outcome.total), (messages, messages));
        for _ in 0..messages {
            let received = server.wait("received");
            assert_eq!(received["octets"], octets);
            assert!(ids.insert(text(&received, "id").to_owned()), "an id twice");
        }
    }
    for _ in 0..ids.len() {
        let discarded = server.wait("discarded");
        assert!(ids.remove(text(&discarded, "id")), "discarded twice, or never received");
    }
    server.stop();
}
