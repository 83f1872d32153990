//! What programs are told has a line in `docs/json.md`.

mod common;

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};

use common::{Server, text};
use serde_json::Value;

const PAGE: &str = include_str!("../../../docs/json.md");

/// The part of the page below a heading.
fn section(heading: &str) -> &'static str {
    let (_, below) = PAGE.split_once(&format!("\n## {heading}\n")).expect("there is such a heading");
    below.split_once("\n## ").map_or(below, |(section, _)| section)
}

/// Every field, of every object within, stands in the first column or in the list of a section.
fn each_is_told(value: &Value, section: &str) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                assert!(
                    section.contains(&format!("`{name}`")),
                    "docs/json.md does not tell of {name}: {value}"
                );
                each_is_told(value, section);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| each_is_told(item, section)),
        _ => {}
    }
}

#[test]
fn every_field_that_programs_are_told_is_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    let written = "[[listener]]\naddress = \"127.0.0.1:0\"\n[[domain]]\nname = \"a.example\"\nany_mailbox = true\n\
                   aliases = { sales = \"bob\" }\n[[domain]]\nname = \"b.example\"\nany_mailbox = true\n\
                   [[domain]]\nname = \"c.example\"\nany_mailbox = true\ndeliver = \"discard\"\n";
    fs::write(&config, written).expect("written");
    let data = folder.path().join("data");
    // What is for a.example stays in the queue.
    fs::create_dir_all(data.join("mail")).expect("a folder");
    fs::write(data.join("mail/a.example"), "").expect("a file");
    let mut server = Server::start_configured(&data, &config);

    let (queue, send) = (section("postrider queue show --json"), section("postrider send --json"));
    let from = ["--from", "s@client.example", "--text", "x", "--json", "--to"];
    for to in ["sales@a.example", "you@b.example", "you@c.example", "you@elsewhere.example"] {
        let sent = server.send(&[&from[..], &[to]].concat());
        each_is_told(&serde_json::from_slice(&sent.stdout).expect("JSON"), send);
    }
    let deferred = server.wait("deferred");
    assert_eq!(deferred["attempt"], 1);
    server.wait("delivered");
    server.wait("discarded");
    // What was delivered may still be on its way out of the queue.
    let row: Value = loop {
        let listed = server.queue(&["list", "--json"]);
        if let Ok(row) = serde_json::from_slice(&listed.stdout) {
            break row;
        }
    };
    each_is_told(&row, section("postrider queue list --json"));
    let shown = server.queue(&["show", "--json", text(&row, "id")]);
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!(shown["recipients"][0]["given"], "sales@a.example");
    each_is_told(&shown, queue);

    let id = text(&row, "id");
    let acting = section("postrider queue retry, hold, release, drop, bounce --json");
    for args in [["hold", id], ["release", id]] {
        let done = server.queue(&[&args[..], &["--json"]].concat());
        let done: Value = serde_json::from_slice(&done.stdout).expect("JSON");
        assert!(done["first"][0]["to"].is_array(), "{done}");
        each_is_told(&done, acting);
    }
    let counted = section("postrider queue summary --json");
    for args in [&["suspend", "a.example"][..], &["summary"], &["resume", "a.example"]] {
        let said = server.queue(&[args, &["--json"]].concat());
        let said: Value = serde_json::from_slice(&said.stdout).expect("JSON");
        assert!(said["since"].is_string() || said["groups"][0]["suspended"].is_object(), "{said}");
        each_is_told(&said, counted);
    }
    let listed = server.queue(&["history", "--most", "1", "--json"]);
    let done: Value = serde_json::from_slice(&listed.stdout).expect("one message");
    assert_eq!(done["delivered"], 1);
    each_is_told(&done, section("postrider queue history --json"));
    let shown = server.queue(&["show", "--json", text(&done, "id")]);
    each_is_told(&serde_json::from_slice(&shown.stdout).expect("JSON"), queue);

    // As the start puts aside a record whose content is damaged.
    let mut log = fs::File::open(data.join("queue/log/00000001.seg")).expect("a segment");
    let mut octets = vec![0; 4096 - 52];
    log.seek(SeekFrom::Start(4096 + 52)).expect("a place");
    log.read_exact(&mut octets).expect("a segment is longer");
    fs::write(data.join("queue/quarantine/00000001-4148-damaged"), octets).expect("written");
    let listed = server.queue(&["quarantine", "list", "--json"]);
    let file: Value = serde_json::from_slice(&listed.stdout).expect("one file");
    assert!(file["messages"][0]["envelope"]["from"].is_string(), "{file}");
    each_is_told(&file, section("postrider queue quarantine --json"));
    // Its message is in the queue.
    assert_eq!(server.queue(&["quarantine", "release", "00000001-4148-damaged"]).status.code(), Some(1));
    assert!(server.queue(&["quarantine", "drop", "00000001-4148-damaged"]).status.success());

    let mut connection = server.connect();
    assert!(connection.hear().starts_with("220 "));
    connection.ask("FOO bar", "500 ");
    connection.ask("QUIT", "221 ");
    let mut lost = server.connect();
    lost.begin_content("you@b.example");
    drop(lost);
    server.wait("lost: the client left within a transaction");
    server.signal("HUP");
    server.wait("the configuration was read again, and is in force");
    server.signal("TERM");
    server.wait_end();

    let log = section("The log");
    for event in &server.log {
        let message = text(event, "message");
        let named = |name: &str| log.contains(&format!("`{name}`"));
        let begins = message.split_once(": ").is_some_and(|(begin, _)| named(&format!("{begin}: ")));
        assert!(named(message) || begins, "docs/json.md does not tell of this event: {event}");
        each_is_told(event, log);
    }
}
