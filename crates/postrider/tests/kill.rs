//! kill -9 under load, again and again on the same data: what was acknowledged is in a mailbox, whole, and there once.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use serde_json::Value;

use crate::common::{PATIENCE, Server, stdout};

/// Clients that send at the same time.
const CLIENTS: usize = 8;
/// A round is over when so many more messages were acknowledged; it differs from round to round.
const ACKNOWLEDGED: [usize; 6] = [1, 40, 173, 300, 77, 410];

#[test]
fn what_was_acknowledged_before_kill_9_is_delivered_once_and_unaltered() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut acknowledged = BTreeSet::new();
    for (round, enough) in ACKNOWLEDGED.into_iter().enumerate() {
        let server = Server::start(folder.path());
        let (sender, acknowledgements) = channel();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (address, sender) = (server.address, sender.clone());
                thread::spawn(move || send_until_it_dies(address, &format!("{round}-{client}"), &sender))
            })
            .collect();
        drop(sender);
        for _ in 0..enough {
            acknowledged.insert(acknowledgements.recv_timeout(PATIENCE).expect("an acknowledgement"));
        }
        server.kill();
        for client in clients {
            client.join().expect("no panic");
        }
        // What was on its way to this test when the server died was acknowledged as well.
        acknowledged.extend(acknowledgements.try_iter());
    }

    let mut server = Server::start(folder.path());
    for id in ids_in_queue(&server) {
        server.wait_for("delivery", |event| event["message"] == "delivered" && event["id"] == id);
    }
    server.stop();
    let server = Server::start(folder.path());
    assert!(ids_in_queue(&server).is_empty(), "what was delivered does not come back");
    server.stop();

    let found = messages_in(folder.path());
    for token in &acknowledged {
        let bodies = found.get(token).unwrap_or_else(|| panic!("{token} was acknowledged and is lost"));
        assert_eq!(bodies.len(), 1, "{token} is there {} times", bodies.len());
    }
    for (token, bodies) in &found {
        for body in bodies {
            assert!(body.ends_with(&content(token).replace("\r\n", "\n")), "{token} was altered: {body}");
        }
    }
    println!(
        "{} messages acknowledged over {} kills; {} more were kept without the client having heard of it",
        acknowledged.len(),
        ACKNOWLEDGED.len(),
        found.len() - acknowledged.len()
    );
}

/// Sends message after message, all in one session, and tells which were acknowledged.
fn send_until_it_dies(address: SocketAddr, client: &str, acknowledged: &Sender<String>) {
    let Ok(stream) = TcpStream::connect(address) else { return };
    let mut stream = BufReader::new(stream);
    let heard = |stream: &mut BufReader<TcpStream>, code: &str| {
        let mut line = String::new();
        while stream.read_line(&mut line).is_ok_and(|octets| octets > 0) {
            if line.as_bytes().get(3) != Some(&b'-') {
                assert!(line.starts_with(code), "{line}");
                return true;
            }
            line.clear();
        }
        false
    };
    let said =
        |stream: &mut BufReader<TcpStream>, text: &str| stream.get_mut().write_all(text.as_bytes()).is_ok();
    if !heard(&mut stream, "220")
        || !said(&mut stream, "EHLO client.example\r\n")
        || !heard(&mut stream, "250")
    {
        return;
    }
    for number in 0.. {
        let token = format!("token-{client}-{number}");
        let envelope = "MAIL FROM:<sender@client.example>\r\nRCPT TO:<alice@localhost>\r\nDATA\r\n";
        let ok = said(&mut stream, envelope)
            && heard(&mut stream, "250")
            && heard(&mut stream, "250")
            && heard(&mut stream, "354")
            && said(&mut stream, &content(&token))
            && said(&mut stream, ".\r\n")
            && heard(&mut stream, "250");
        if !ok || acknowledged.send(token).is_err() {
            return;
        }
    }
}

/// Content of a length of its own, up to several times what goes into a file of its own.
fn content(token: &str) -> String {
    let lines = token.bytes().fold(7_usize, |sum, octet| (sum * 31 + usize::from(octet)) % 997);
    let lines = if lines % 50 == 0 { 10_000 } else { lines };
    let mut content = format!("Subject: {token}\r\n\r\n");
    for line in 0..lines {
        content.push_str(&format!("{token} line {line} of {lines}\r\n"));
    }
    content
}

fn ids_in_queue(server: &Server) -> Vec<String> {
    let listed = server.queue(&["list", "--json"]);
    assert!(listed.status.success(), "{listed:?}");
    let id =
        |line| serde_json::from_str::<Value>(line).expect("JSON")["id"].as_str().expect("an id").to_owned();
    stdout(&listed).lines().map(id).collect()
}

/// Every message in alice's Maildir, by its token.
fn messages_in(data: &Path) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(data.join("mail/localhost/alice/new")).expect("the Maildir") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("text");
        let subject = text.lines().find_map(|line| line.strip_prefix("Subject: ")).expect("a subject");
        found.entry(subject.to_owned()).or_default().push(text.clone());
    }
    found
}
