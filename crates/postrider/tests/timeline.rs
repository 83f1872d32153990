//! Where is my message? What `postrider queue show`, `history` and `forget` say, while it waits and after it is done.

mod common;

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use common::{Server, stderr, stdout, text};
use serde_json::Value;
use tempfile::TempDir;

/// A mail server elsewhere, which says something of its own about some recipients: the first word in front of the @ decides, and each
/// recipient hears the next of its replies, the last one again and again.
fn elsewhere(says: &[(&'static str, &[&'static str])]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let mut says: HashMap<&str, Vec<&str>> = says.iter().map(|(name, all)| (*name, all.to_vec())).collect();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            serve(stream, &mut says);
        }
    });
    address
}

fn serve(stream: TcpStream, says: &mut HashMap<&str, Vec<&str>>) {
    let mut lines = BufReader::new(stream);
    let mut say = "220 mx.elsewhere.example ESMTP".to_owned();
    let mut content = false;
    loop {
        if !say.is_empty() && lines.get_mut().write_all(format!("{say}\r\n").as_bytes()).is_err() {
            return;
        }
        let mut line = String::new();
        if lines.read_line(&mut line).map_or(0, |octets| octets) == 0 {
            return;
        }
        let line = line.trim_end();
        say = match line.split([' ', ':']).next().unwrap_or_default() {
            _ if content && line != "." => String::new(),
            "." => {
                content = false;
                "250 2.0.0 taken as 42".to_owned()
            }
            "DATA" => {
                content = true;
                "354 go on".to_owned()
            }
            "RCPT" => {
                let (_, address) = line.split_once('<').expect("an address");
                let name = address.split('@').next().unwrap_or_default();
                let replies = says.entry(name.to_owned().leak()).or_insert_with(|| vec!["250 2.1.5 ok"]);
                if replies.len() > 1 { replies.remove(0) } else { replies[0] }.to_owned()
            }
            _ => "250 2.0.0 ok".to_owned(),
        };
    }
}

/// A server that sends what is not its own to that one, and tries again after a second.
fn relaying(elsewhere: SocketAddr, more: &str) -> (TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    let written = format!(
        "hostname = \"mail.home.example\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n[relay]\nnetworks = [\"127.0.0.0/8\"]\n\
         [[domain]]\nname = \"home.example\"\nany_mailbox = true\n[queue]\nretry_seconds = [1]\n{more}\
         [[route]]\ndomain = \"*\"\nto = \"smtp://127.0.0.1:{}\"\n",
        elsewhere.port()
    );
    fs::write(&config, written).expect("written");
    let server = Server::start_configured(&folder.path().join("data"), &config);
    (folder, server)
}

fn send(server: &Server, from: &str, to: &[&str]) -> String {
    let mut args = vec!["--from", from, "--text", "Where is it?", "--json", "--hello", "client.example"];
    to.iter().for_each(|to| args.extend(["--to", to]));
    let sent = server.send(&args);
    let told: Value = serde_json::from_slice(&sent.stdout).unwrap_or_else(|why| panic!("{why}: {sent:?}"));
    text(&told["recipients"][0], "queued_as").to_owned()
}

fn show(server: &Server, id: &str) -> Value {
    let shown = server.queue(&["show", "--json", id]);
    serde_json::from_slice(&shown.stdout).unwrap_or_else(|why| panic!("{why}: {}", stderr(&shown)))
}

/// Asks until it is so.
fn until(server: &Server, id: &str, so: impl Fn(&Value) -> bool) -> Value {
    loop {
        let shown = show(server, id);
        if so(&shown) {
            return shown;
        }
    }
}

/// What is the same each time: no times, sessions, ids and ports.
fn plain(shown: &str, ids: &[&str], port: u16) -> String {
    let mut text = shown.replace(&format!(":{port}"), ":PORT").replace(&format!("\"{port}"), "\"PORT");
    for (number, id) in ids.iter().enumerate() {
        text = text.replace(id, &format!("ID-{number}"));
    }
    let mut lines = Vec::new();
    for line in text.lines() {
        let words: Vec<String> = line.split(' ').map(plain_word).collect();
        let line = words.join(" ");
        let (front, _) = line.split_once(", took ").unwrap_or((&line, ""));
        let front = front.split_once(", session ").map_or(front, |(front, _)| front);
        lines.push(ago(front));
    }
    lines.join("\n")
}

fn plain_word(word: &str) -> String {
    let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    match bare.parse::<jiff::Timestamp>() {
        Ok(_) => word.replace(bare, "TIME"),
        Err(_) => word.to_owned(),
    }
}

/// Behind a time stands how long ago it was.
fn ago(line: &str) -> String {
    let cut = |line: &str, at: usize| line[..at].to_owned() + ", AGO";
    match (line.find("TIME, "), line.find("attempt, "), line.find("attempts, "), line.find("due ")) {
        (Some(at), ..) => cut(line, at + "TIME".len()),
        (_, Some(at), ..) => cut(line, at + "attempt".len()),
        (_, _, Some(at), _) => cut(line, at + "attempts".len()),
        (_, _, _, Some(at)) => line[..at].to_owned() + "due SOON",
        _ => line.to_owned(),
    }
}

#[test]
fn a_message_that_came_through_at_the_second_attempt_tells_its_story_when_it_is_done() {
    let elsewhere = elsewhere(&[("ann", &["450 4.2.0 greylisted, come back", "250 2.1.5 ok"])]);
    let (_folder, server) = relaying(elsewhere, "");
    let id = send(&server, "al@home.example", &["ann@elsewhere.example"]);
    let done = until(&server, &id, |shown| shown["done"].is_string());
    assert_eq!(done["recipients"][0]["status"], "delivered");
    assert_eq!(done["origin"]["protocol"], "ESMTP");
    insta::assert_snapshot!(plain(stdout(&server.queue(&["show", &id])), &[&id], elsewhere.port()));
    // Its content is gone.
    let cat = server.queue(&["cat", &id]);
    assert!(stderr(&cat).contains("is not in the queue"), "{cat:?}");
    server.stop();
}

#[test]
fn several_recipients_of_a_message_each_have_the_reply_that_was_theirs() {
    let later = "451 4.3.0 the disk is full";
    let elsewhere = elsewhere(&[("ann", &[later]), ("ben", &[later]), ("cyd", &["550 5.1.1 no such user"])]);
    let (_folder, server) = relaying(elsewhere, "");
    let names = ["ann", "ben", "cyd", "dan"].map(|name| format!("{name}@elsewhere.example"));
    let id = send(&server, "al@home.example", &names.each_ref().map(String::as_str));
    let shown = until(&server, &id, |shown| shown["timeline"][0]["endings"][0]["to"].is_array());
    let endings = shown["timeline"][0]["endings"].as_array().expect("endings");
    let [later, never, taken] = &endings[..] else { panic!("three ways to end: {endings:?}") };
    assert_eq!(later["to"], serde_json::json!([names[0], names[1]]), "they share what they share");
    assert_eq!(later["answers"][0]["step"], "RCPT");
    assert_eq!(later["answers"][0]["said"], "451 4.3.0 the disk is full");
    assert_eq!((&later["decision"], later["until"].is_string()), (&"deferred".into(), true));
    assert_eq!(
        (&never["decision"], &never["answers"][0]["said"]),
        (&"bounced".into(), &"550 5.1.1 no such user".into())
    );
    assert_eq!(
        (&taken["decision"], &taken["answers"][0]["said"]),
        (&"delivered".into(), &"250 2.0.0 taken as 42".into())
    );
    let first = plain(stdout(&server.queue(&["show", &id])), &[&id], elsewhere.port());
    let tried = first.find("Tried ").expect("it was tried");
    let second = first[tried + 1..].find("Tried ").map_or(first.len(), |second| tried + 1 + second);
    insta::assert_snapshot!(&first[tried..second]);

    // The report about the third says what it is.
    let history = stdout(&server.queue(&["history", "--recipient", "al@home.example", "--json"])).to_owned();
    let report = loop {
        let listed = server.queue(&["history", "--recipient", "al@home.example", "--json"]);
        if let Ok(row) = serde_json::from_slice::<Value>(&listed.stdout) {
            break row;
        }
    };
    assert_eq!(text(&report, "from"), "<>", "{history}");
    let report = text(&report, "id");
    let shown = plain(stdout(&server.queue(&["show", report])), &[&id, report], elsewhere.port());
    let shown: Vec<&str> = shown.lines().filter(|line| !line.contains("/al/new/")).collect();
    let content = |line: &&str| !line.starts_with("Content ");
    insta::assert_snapshot!(shown.into_iter().filter(content).collect::<Vec<_>>().join("\n"));
    server.stop();
}

#[test]
fn what_was_tried_outlives_a_restart_and_what_is_done_does_not() {
    let elsewhere = elsewhere(&[("ann", &["450 4.2.0 come back"])]);
    let (folder, server) = relaying(elsewhere, "");
    let done = send(&server, "al@home.example", &["bob@home.example"]);
    let waits = send(&server, "al@home.example", &["ann@elsewhere.example"]);
    until(&server, &done, |shown| shown["done"].is_string());
    let before = until(&server, &waits, |shown| shown["timeline"][1]["began"].is_string());
    server.kill();
    let server = Server::start_configured(&folder.path().join("data"), &folder.path().join("postrider.toml"));
    let after = show(&server, &waits);
    assert_eq!(after["origin"], before["origin"]);
    assert_eq!(after["timeline"][0], before["timeline"][0]);
    assert_eq!(after["timeline"][1], before["timeline"][1]);
    let gone = server.queue(&["show", &done]);
    assert!(stderr(&gone).contains("is not in the queue, nor in its history"), "{gone:?}");
    server.stop();
}

#[test]
fn the_history_lists_what_is_done_and_forgets_whom_it_is_told_to() {
    let (_folder, server) = relaying(elsewhere(&[]), "");
    let list = |args: &[&str]| -> Vec<String> {
        let listed = server.queue(&[&["history", "--json"], args].concat());
        let row = |line| text(&serde_json::from_str(line).expect("JSON"), "id").to_owned();
        stdout(&listed).lines().map(row).collect()
    };
    assert_eq!(stdout(&server.queue(&["history"])), "The history has no such message.\n");
    let pairs = [
        ("al@home.example", "bob@home.example"),
        ("al@home.example", "cat@elsewhere.example"),
        ("di@home.example", "bob@home.example"),
    ];
    let mut ids = Vec::new();
    for (from, to) in pairs {
        let id = send(&server, from, &[to]);
        until(&server, &id, |shown| shown["done"].is_string());
        ids.insert(0, id);
    }
    assert_eq!(list(&[]), ids);
    assert_eq!(list(&["--most", "2"]), ids[..2]);
    assert_eq!(list(&["--recipient", "BOB@home.example"]), [ids[0].clone(), ids[2].clone()]);
    assert_eq!(list(&["--sender", "al@home.example", "--recipient", "bob@home.example"]), ids[2..]);
    let words = server.queue(&["history", "--sender", "di@home.example"]);
    let words = stdout(&words);
    assert!(
        words.trim_start().starts_with("ID ") && words.contains("bob@home.example  delivered: "),
        "{words}"
    );

    assert_eq!(stdout(&server.queue(&["forget", "bob@home.example"])), "Forgotten: 2 messages.\n");
    assert_eq!(list(&[]), ids[1..2]);
    let forgotten = server.queue(&["show", &ids[0]]);
    assert_eq!(forgotten.status.code(), Some(1), "{forgotten:?}");
    let wrong = server.queue(&["forget", "bob"]);
    assert!(stderr(&wrong).contains("\"bob\" is no address"), "{wrong:?}");
    server.stop();
}

#[test]
fn where_no_history_is_wanted_there_is_none() {
    let (folder, mut server) = relaying(elsewhere(&[]), "history_seconds = 0\n");
    let id = send(&server, "al@home.example", &["bob@home.example"]);
    server.wait("delivered");
    let is_empty = || stdout(&server.queue(&["list"])).starts_with("The queue is empty");
    while !is_empty() {}
    assert_eq!(server.queue(&["show", &id]).status.code(), Some(1));
    assert_eq!(stdout(&server.queue(&["history"])), "The history has no such message.\n");
    server.stop();
    drop(folder);
}
