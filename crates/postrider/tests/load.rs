//! Many clients at once: every message that the load generator of the benchmark was told is stored, is; and no other.

mod common;

use std::collections::HashSet;
use std::fs;

use common::{Server, run, text};
use postrider_bench::load::{self, Errand, Load, Login, Opening, SENDER, Until};
use postrider_bench::tls::Tls;

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
        let (to, opening) = (server.address, Opening::default());
        let load = Load { server: to, recipient, sessions, per_connection, pipelined, octets, opening };
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

#[test]
fn a_load_over_tls_logs_in_and_resumes_what_it_is_to_resume() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, config) = (folder.path().join("data"), folder.path().join("postrider.toml"));
    let written = "hostname = \"mx.bench.example\"\n[[certificate]]\nself_signed = true\n\
                   [[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\ntls = \"implicit\"\n\
                   [accounts]\nargon2_memory_kib = 8192\nargon2_passes = 1\n\
                   [[domain]]\nname = \"bench.example\"\nany_mailbox = true\ndeliver = \"discard\"\n";
    fs::write(&config, written).expect("written");
    let added = run(&["account", "add", SENDER], &data, "xyzzy-plugh-42\n");
    assert!(added.status.success(), "{added:?}");
    let mut server = Server::start_configured(&data, &config);
    let login = Login { name: SENDER.to_owned(), password: "xyzzy-plugh-42".to_owned() };
    for (tls, errand, connections) in [
        (Tls::Full, Errand::Messages, 8),
        (Tls::Resumed, Errand::Login, 40),
        (Tls::Full, Errand::Greeting, 40),
    ] {
        let load = Load {
            server: server.address,
            recipient: "reader@bench.example".to_owned(),
            sessions: 4,
            per_connection: 5,
            pipelined: false,
            octets: 4096,
            opening: Opening { tls: Some(tls), login: Some(login.clone()), errand },
        };
        let outcome = load::run(&load, Until::Messages(40)).expect("all are taken");
        assert_eq!(outcome.acknowledged, 40, "{errand:?}");
        assert_eq!(outcome.full + outcome.resumed, connections, "{errand:?}");
        match tls {
            Tls::Full => assert_eq!(outcome.resumed, 0, "{errand:?}"),
            // The first of each session has nothing to resume.
            Tls::Resumed => assert_eq!(outcome.full, 4, "{errand:?}"),
        }
        if errand != Errand::Greeting {
            for _ in 0..connections {
                assert_eq!(text(&server.wait("logged in"), "account"), SENDER);
            }
        }
    }
    for _ in 0..40 {
        assert_eq!(text(&server.wait("received"), "account"), SENDER);
    }
    server.stop();
}
