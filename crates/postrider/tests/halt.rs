//! The end of the grace, with a delivery under way: what the next host has taken by then is delivered, and the rest is tried by the
//! next run.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use common::{PATIENCE, Server, text};

/// What the next host tells the test.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// It has a message for these.
    Has(Vec<String>),
    /// It was asked about this one, and keeps silent.
    Silent(String),
}

/// A host that takes one recipient at a time, and in its first connection keeps silent about the second.
fn slow_host() -> (u16, Receiver<Told>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("bound").port();
    let (tell, told) = channel();
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            converse(&stream.expect("a connection"), number == 0, &tell);
        }
    });
    (port, told)
}

fn converse(mut stream: &TcpStream, is_slow: bool, tell: &Sender<Told>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let (mut recipients, mut messages) = (Vec::new(), 0);
    let mut say = |line: &str| stream.write_all(format!("{line}\r\n").as_bytes());
    let mut answered = say("220 slow.example");
    while let (Ok(()), Some(line)) = (&answered, lines.next()) {
        answered = match line.split_once(':').map_or(line.as_str(), |(verb, _)| verb) {
            "RCPT TO" => {
                let recipient = line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned();
                if is_slow && messages > 0 {
                    tell.send(Told::Silent(recipient)).expect("the test listens");
                    // Until it is hung up on.
                    return lines.for_each(drop);
                }
                if recipients.is_empty() {
                    recipients.push(recipient);
                    say("250 ok")
                } else {
                    say("452 4.5.3 one at a time")
                }
            }
            "DATA" => {
                let begun = say("354 go on");
                lines.by_ref().take_while(|line| line != ".").for_each(drop);
                messages += 1;
                tell.send(Told::Has(std::mem::take(&mut recipients))).expect("the test listens");
                begun.and_then(|()| say("250 ok"))
            }
            "QUIT" => return drop(say("221 bye")),
            _ => say("250 ok"),
        };
    }
}

#[test]
fn what_was_taken_before_the_end_of_the_grace_does_not_go_out_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (port, told) = slow_host();
    let next = || told.recv_timeout(PATIENCE).expect("the next host has something to tell");
    let config = folder.path().join("postrider.toml");
    let written = format!(
        "[[listener]]\naddress = \"127.0.0.1:0\"\n[[domain]]\nname = \"here.example\"\nany_mailbox = true\n\
         [relay]\nnetworks = [\"127.0.0.0/8\"]\n[[route]]\ndomain = \"*\"\nto = \"smtp://127.0.0.1:{port}\"\n\
         [shutdown]\ngrace_seconds = 1\n"
    );
    fs::write(&config, written).expect("written");
    let data = folder.path().join("data");
    let mut server = Server::start_configured(&data, &config);
    let (a, b) = ("a@far.example", "b@far.example");
    let sent = server.send(&["--from", "me@here.example", "--to", a, "--to", b, "--text", "x"]);
    assert!(sent.status.success(), "{sent:?}");
    assert_eq!(next(), Told::Has(vec![a.to_owned()]));
    assert_eq!(next(), Told::Silent(b.to_owned()));
    server.signal("TERM");
    server.wait_for("a delivery that is cut short", |event| {
        event["message"]
            .as_str()
            .is_some_and(|message| message.contains("deliveries under way are cut short"))
    });
    assert_eq!(text(&server.wait("delivered"), "to"), a);
    assert_eq!(server.wait_end().code(), Some(0), "{}", server.story());

    let mut server = Server::start_configured(&data, &config);
    assert_eq!(next(), Told::Has(vec![b.to_owned()]), "and not the other");
    assert_eq!(text(&server.wait("delivered"), "to"), b);
    server.stop();
    assert_eq!(told.try_recv().ok(), None);
}
