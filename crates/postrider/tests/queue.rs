//! `postrider queue`, and the socket below it.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::os::unix::net::UnixStream;

use common::{PATIENCE, Server, postrider, stderr, stdout, text};
use serde_json::Value;
use tempfile::TempDir;

/// A server whose queue keeps what it gets: where the Maildirs of localhost should be is something that is no folder.
fn keeping() -> (TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = folder.path().join("mail");
    fs::create_dir(&mail).expect("a folder");
    fs::write(mail.join("localhost"), "").expect("a file");
    let server = Server::start(folder.path());
    (folder, server)
}

/// Speaks to the control socket by itself; gives the lines that are answered until the connection is closed.
fn speak(server: &Server, octets: &[u8]) -> Vec<Value> {
    let mut stream = UnixStream::connect(server.data.join("control.sock")).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    // A server that has heard enough answers, and leaves before the rest.
    let _ = stream.write_all(octets);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut lines = BufReader::new(stream).lines();
    let mut answers = Vec::new();
    // A server that has not read everything resets the connection behind its answer.
    while let Some(Ok(line)) = lines.next() {
        answers.push(serde_json::from_str(&line).expect("JSON"));
    }
    answers
}

#[test]
fn the_queue_is_listed_shown_and_read() {
    let (_folder, mut server) = keeping();
    assert_eq!(stdout(&server.queue(&["list"])), "The queue is empty.\n");
    let id = server.send_accepted("you@localhost", "Kept for later.");
    server.wait("deferred");

    let list = server.queue(&["list"]);
    let lines: Vec<&str> = stdout(&list).lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    let header: Vec<&str> = lines[0].split_whitespace().collect();
    assert_eq!(header, ["ID", "CAME", "OCTETS", "FROM", "TO", "STATE"]);
    assert!(lines[1].trim_start().starts_with(&id), "{}", lines[1]);
    assert!(lines[1].contains("<sender@client.example>"), "{}", lines[1]);

    // The attempt may still be on its way into the log of the queue when its line is in the log: wait for what is known.
    let shown = server.queue(&["show", &id]);
    assert!(stdout(&shown).contains(&format!("Message   {id}\n")), "{shown:?}");
    assert!(stdout(&shown).contains("To        you@localhost\n"), "{shown:?}");
    let shown = server.queue(&["show", "--json", &id]);
    let message: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!(text(&message, "id"), id);
    assert_eq!(text(&message, "from"), "<sender@client.example>");
    assert_eq!(text(&message["recipients"][0], "to"), "you@localhost");
    assert_eq!(text(&message["recipients"][0], "status"), "waiting");

    let cat = server.queue(&["cat", &id]);
    let content = stdout(&cat);
    assert!(content.starts_with("Received: from "), "{content}");
    assert!(content.ends_with("\r\n\r\nKept for later.\r\n"), "{content}");
    assert_eq!(Some(content.len() as u64), message["octets"].as_u64());
    server.stop();
}

#[test]
fn a_long_queue_comes_page_by_page() {
    let (_folder, server) = keeping();
    // More than two pages of the protocol.
    let mut connection = server.connect();
    assert!(connection.hear().starts_with("220 "));
    connection.ask("EHLO client.example", "250-");
    let mut ids = Vec::new();
    for number in 0..130 {
        let last = if number == 129 { "QUIT\r\n" } else { "" };
        connection.say(format!(
            "MAIL FROM:<a@b.example>\r\nRCPT TO:<u{number}@localhost>\r\nBDAT 14 LAST\r\nSubject: x\r\n\r\n{last}"
        ));
        let replies: Vec<String> = (0..3).map(|_| connection.hear()).collect();
        let (_, id) = replies[2].trim_end().rsplit_once(' ').unwrap_or_else(|| panic!("{replies:?}"));
        ids.push(id.to_owned());
    }
    let listed = server.queue(&["list", "--json"]);
    let rows: Vec<Value> =
        stdout(&listed).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let mut found: Vec<&str> = rows.iter().map(|row| text(row, "id")).collect();
    found.sort_unstable();
    ids.sort_unstable();
    assert_eq!(found, ids);
    assert!(rows.is_sorted_by_key(|row| text(row, "received").parse::<jiff::Timestamp>().expect("a time")));
    assert_eq!(stdout(&server.queue(&["list", "--json", "--most", "70"])).lines().count(), 70);
    assert_eq!(stdout(&server.queue(&["list"])).lines().count(), 131);
    let page = speak(&server, b"{\"verb\":\"list\",\"most\":1000000}\n");
    assert_eq!(page[0]["list"]["messages"].as_array().map(Vec::len), Some(50), "no answer is longer");
    server.stop();
}

#[test]
fn what_is_not_there_is_said_to_be_so() {
    let (_folder, server) = keeping();
    for verb in ["show", "cat"] {
        let unknown = server.queue(&[verb, "0000000000000000000000000z"]);
        assert_eq!(unknown.status.code(), Some(1));
        assert!(stderr(&unknown).contains("is not in the queue"), "{unknown:?}");
        let wrong = server.queue(&[verb, "../../etc/passwd"]);
        assert_eq!(wrong.status.code(), Some(1));
        assert!(stderr(&wrong).contains("\"../../etc/passwd\" is no id"), "{wrong:?}");
    }
    server.stop();
}

#[test]
fn where_no_server_runs_that_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().display().to_string();
    let nobody = postrider(&["queue", "list", "--data", &data]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(stderr(&nobody).contains(&format!("no server runs with the data folder {data}")), "{nobody:?}");

    // The socket of a run that was killed leads nowhere either.
    let server = Server::start(folder.path());
    server.kill();
    assert!(folder.path().join("control.sock").exists());
    let nobody = postrider(&["queue", "list", "--data", &data]);
    assert!(stderr(&nobody).contains(&format!("no server runs with the data folder {data}")), "{nobody:?}");
}

#[test]
fn the_server_is_found_by_its_configuration() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    fs::write(&config, "data = \"data\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n").expect("written");
    let config = config.display().to_string();
    let server = Server::start_configured(&folder.path().join("data"), config.as_ref());
    // A mistake elsewhere in it is no reason not to find the server.
    fs::write(&config, "data = \"data\"\n[limits]\nrecipients = 1\n").expect("written");
    let listed = postrider(&["queue", "list", "--config", &config]);
    assert_eq!(stdout(&listed), "The queue is empty.\n", "{listed:?}");
    server.stop();
}

#[test]
fn a_data_folder_may_lie_deep() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("d".repeat(100)).join("e".repeat(100));
    let server = Server::start(&data);
    assert_eq!(stdout(&server.queue(&["list"])), "The queue is empty.\n");
    server.stop();
    assert!(!data.join("control.sock").exists());
}

#[test]
fn nonsense_on_the_socket_harms_nobody() {
    let (_folder, server) = keeping();
    let long = vec![b'x'; 100_000];
    let nonsense: [&[u8]; 8] = [
        b"\n",
        b"hello\n",
        b"{\"verb\":\"drop\",\"id\":\"x\"}\n",
        b"{\"verb\":\"show\"}\n",
        b"\0\xff\xfe\n",
        b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n",
        b"{\"verb\":\"list\"}",
        &long,
    ];
    for octets in nonsense {
        let answers = speak(&server, octets);
        assert!(answers.len() <= 1, "{answers:?}");
        assert!(answers.iter().all(|answer| answer["error"].is_string()), "{answers:?}");
    }
    let two = speak(&server, b"{\"verb\":\"list\"}\n{\"verb\":\"list\",\"after\":null}\n");
    assert_eq!(two.len(), 2, "{two:?}");

    // More who say nothing than are served at once do not keep the server from its mail, nor anybody waiting. The server may not
    // have seen yet that those above are gone: whoever gets an answer has a place, and keeps it.
    let socket = server.data.join("control.sock");
    let mut silent: Vec<UnixStream> = Vec::new();
    while silent.len() < 16 {
        let mut stream = UnixStream::connect(&socket).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let _ = stream.write_all(b"{\"verb\":\"list\"}\n");
        let mut answer = String::new();
        BufReader::new(&stream).read_line(&mut answer).expect("the server answers");
        if answer.starts_with("{\"list\":") {
            silent.push(stream);
        }
    }
    silent.extend((0..24).map(|_| UnixStream::connect(&socket).expect("the server listens")));
    let busy = server.queue(&["list"]);
    assert!(stderr(&busy).contains("16 others are speaking with the server: try again"), "{busy:?}");
    server.send_accepted("you@localhost", "still here");
    drop(silent);
    // The server sees that they are gone when it comes to it.
    while !server.queue(&["list"]).status.success() {}
    server.stop();
}

#[test]
fn content_that_is_large_comes_whole() {
    let (folder, server) = keeping();
    let line = "Words, words, words, and not a few of them are needed to fill a message.\n";
    let message = format!("Subject: large\n\n{}", line.repeat(20_000));
    let file = folder.path().join("message");
    fs::write(&file, &message).expect("written");
    let file = file.display().to_string();
    let sent = server.send(&["--from", "a@b.example", "--to", "you@localhost", "--file", &file]);
    assert!(sent.status.success(), "{sent:?}");
    let id = stdout(&sent).trim_end().rsplit_once(' ').expect("an id").1.to_owned();
    let cat = server.queue(&["cat", &id]);
    let content = stdout(&cat).replace("\r\n", "\n");
    assert!(content.ends_with(&message), "{} octets came of {}", content.len(), message.len());
    server.stop();
}

#[test]
fn a_reader_that_leaves_early_is_no_trouble() {
    let (_folder, server) = keeping();
    let id = server.send_accepted("you@localhost", "Kept.");
    let mut stream = UnixStream::connect(server.data.join("control.sock")).expect("the server listens");
    stream.write_all(format!("{{\"verb\":\"cat\",\"id\":\"{id}\"}}\n").as_bytes()).expect("the server reads");
    let mut first = [0; 1];
    stream.read_exact(&mut first).expect("it answers");
    drop(stream);
    assert!(server.queue(&["cat", &id]).status.success());
    server.stop();
}
