//! `postrider queue quarantine`: what is damaged is put aside, told, put back and dropped.

mod common;

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::process::Output;

use common::{Server, stderr, stdout, text};
use serde_json::Value;
use tempfile::TempDir;

/// Words that a test finds again on the disk.
const WORDS: &str = "Words that were safe once.";

/// A data folder in whose queue messages wait: where the Maildirs of localhost should be is something that is no folder.
fn waiting(messages: usize) -> (TempDir, Vec<String>) {
    waiting_with(messages, &["--listen", "127.0.0.1:0"])
}

fn waiting_with(messages: usize, args: &[&str]) -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mail = folder.path().join("mail");
    fs::create_dir(&mail).expect("a folder");
    fs::write(mail.join("localhost"), "").expect("a file");
    let mut server = Server::start_with(folder.path(), args);
    let mut ids = Vec::new();
    for _ in 0..messages {
        ids.push(server.send_accepted("you@localhost", WORDS));
        server.wait("deferred");
    }
    server.stop();
    (folder, ids)
}

/// Changes some octets of the queue, behind everybody's back: where `words` are first found behind `from`.
fn damage(data: &Path, words: &str, from: u64) {
    let path = data.join("queue/log/00000001.seg");
    let mut file = fs::File::options().read(true).write(true).open(path).expect("the first segment");
    file.seek(SeekFrom::Start(from)).expect("a place");
    let mut octets = vec![0; 1024 * 1024];
    file.read_exact(&mut octets).expect("a segment is longer");
    let at = octets.windows(words.len()).position(|at| at == words.as_bytes()).expect("the words are there");
    file.seek(SeekFrom::Start(from + at as u64)).expect("a place");
    file.write_all(&words.to_ascii_uppercase().into_bytes()).expect("written");
}

/// The same while the queue is read at a start.
fn damaged_at_a_start(messages: usize, damages: impl Fn(&Path)) -> (TempDir, Vec<String>, Server) {
    let (folder, ids) = waiting(messages);
    damages(folder.path());
    fs::remove_file(folder.path().join("queue/index.redb")).expect("there is an index");
    let mut server = Server::start(folder.path());
    server.wait("kept in quarantine");
    (folder, ids, server)
}

fn quarantine(server: &Server, args: &[&str]) -> Output {
    server.queue(&[&["quarantine"], args].concat())
}

fn files(server: &Server) -> Vec<Value> {
    let listed = quarantine(server, &["list", "--json"]);
    stdout(&listed).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn names(server: &Server) -> Vec<String> {
    files(server).iter().map(|file| text(file, "name").to_owned()).collect()
}

/// What is the same each time.
fn plain(shown: &str, ids: &[String]) -> String {
    let shown =
        ids.iter().zip(["ID-A", "ID-B"]).fold(shown.to_owned(), |shown, (id, name)| shown.replace(id, name));
    let line =
        |line: &str| if line.starts_with("Came ") { "Came      TIME".to_owned() } else { line.to_owned() };
    shown.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_message_found_damaged_at_its_delivery_is_put_aside_and_put_back() {
    let settings = tempfile::tempdir().expect("a folder");
    let config = settings.path().join("postrider.toml");
    let written = "[[listener]]\naddress = \"127.0.0.1:0\"\n[queue]\nretry_seconds = [1]\n\
                   [[domain]]\nname = \"localhost\"\nany_mailbox = true\n";
    fs::write(&config, written).expect("written");
    let config = config.display().to_string();
    let args = ["--config", config.as_str()];
    let (folder, ids) = waiting_with(1, &args);
    let id = &ids[0];
    damage(folder.path(), WORDS, 0);
    // Now it could be delivered.
    fs::remove_file(folder.path().join("mail/localhost")).expect("removed");
    let mut server = Server::start_with(folder.path(), &args);
    server.wait_for("word of the damage", |event| {
        event["message"].as_str().is_some_and(|message| message.starts_with("a message is damaged: "))
    });
    let name = format!("{id}-0-damaged");
    while !stdout(&server.queue(&["list"])).starts_with("The queue is empty") {}
    assert_eq!(names(&server), [name.as_str()]);
    let list = quarantine(&server, &["list"]);
    let said = format!("message {id} from <sender@client.example> to you@localhost\n");
    assert!(
        stdout(&list).trim_start().starts_with("NAME ") && stdout(&list).ends_with(&said),
        "{}",
        stdout(&list)
    );
    insta::assert_snapshot!(plain(stdout(&quarantine(&server, &["show", &name])), &ids));
    let raw = quarantine(&server, &["show", "--raw", &name]);
    let shout = WORDS.to_ascii_uppercase();
    assert!(raw.stdout.windows(shout.len()).any(|at| at == shout.as_bytes()));

    let kept = quarantine(&server, &["drop", &name]);
    assert_eq!(kept.status.code(), Some(1));
    let why = format!("this would lose message {id} from <sender@client.example> to you@localhost");
    assert!(stderr(&kept).contains(&why), "{}", stderr(&kept));

    let released = quarantine(&server, &["release", &name]);
    assert!(released.status.success(), "{released:?}");
    assert!(stdout(&released).starts_with(&format!("{id} is in the queue again")), "{released:?}");
    server.wait("released from quarantine");
    let delivered = server.wait("delivered");
    assert_eq!(text(&delivered, "id"), id.as_str());
    let copy = fs::read_to_string(text(&delivered, "place")).expect("readable");
    assert!(copy.ends_with(&format!("{shout}\n")), "{copy}");
    assert_eq!(stdout(&quarantine(&server, &["list"])), "The quarantine is empty.\n");
    server.stop();
}

#[test]
fn what_a_start_has_put_aside_can_be_dropped() {
    let (_folder, ids, server) = damaged_at_a_start(2, |data| damage(data, WORDS, 0));
    let list = stdout(&server.queue(&["list"])).to_owned();
    assert!(!list.contains(&ids[0]) && list.contains(&ids[1]), "{list}");
    let name = names(&server).remove(0);
    insta::assert_snapshot!(plain(stdout(&quarantine(&server, &["show", &name])), &ids));
    let dropped = quarantine(&server, &["drop", "--yes", &name]);
    let said = format!(
        "{name} is removed, and with it message {} from <sender@client.example> to you@localhost.\n",
        ids[0]
    );
    assert_eq!(stdout(&dropped), said, "{dropped:?}");
    assert!(names(&server).is_empty());
    server.stop();
}

#[test]
fn what_has_lost_its_envelope_goes_to_whom_the_operator_says() {
    let (_folder, ids, server) = damaged_at_a_start(2, |data| damage(data, "you@localhost", 0));
    let name = names(&server).remove(0);
    insta::assert_snapshot!(plain(stdout(&quarantine(&server, &["show", &name])), &ids));
    let refused = quarantine(&server, &["release", &name]);
    assert_eq!(refused.status.code(), Some(1));
    let why = format!(
        "not released, and kept in quarantine: {}: its envelope cannot be read: say with --to who shall have it",
        ids[0]
    );
    assert!(stderr(&refused).contains(&why), "{refused:?}");
    let nobody = quarantine(&server, &["release", &name, "--to", "nobody"]);
    assert!(stderr(&nobody).contains("\"nobody\" is no address: it has no @ and domain"), "{nobody:?}");
    let released = quarantine(&server, &["release", &name, "--to", "me@localhost", "--to", "us@localhost"]);
    assert!(released.status.success(), "{released:?}");
    let shown = server.queue(&["show", "--json", &ids[0]]);
    let message: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!(text(&message, "from"), "<>");
    let to: Vec<&str> =
        message["recipients"].as_array().expect("a list").iter().map(|to| text(to, "to")).collect();
    assert_eq!(to, ["me@localhost", "us@localhost"]);
    let content = server.queue(&["cat", &ids[0]]);
    assert!(stdout(&content).ends_with(&format!("{WORDS}\r\n")), "{content:?}");
    server.stop();
}

#[test]
fn a_torn_tail_is_told_from_mail_that_was_acknowledged() {
    let (folder, ids) = waiting(1);
    // As a crash leaves it: the last group is not whole, and no index knows of it.
    damage(folder.path(), WORDS, 0);
    fs::remove_file(folder.path().join("queue/index.redb")).expect("there is an index");
    let log = folder.path().join("queue/log/00000001.seg");
    let mut file = fs::File::options().write(true).open(log).expect("the first segment");
    // What came of the attempt stands in a group behind it.
    file.seek(SeekFrom::Start(8192)).expect("a place");
    file.write_all(&[0; 64 * 1024]).expect("written");
    drop(file);
    let mut server = Server::start(folder.path());
    server.wait("kept in quarantine");
    assert_eq!(names(&server), ["00000001-4096-torn"]);
    insta::assert_snapshot!(plain(stdout(&quarantine(&server, &["show", "00000001-4096-torn"])), &ids));
    let refused = quarantine(&server, &["release", "00000001-4096-torn"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("nothing in it was acknowledged"), "{refused:?}");
    let dropped = quarantine(&server, &["drop", "00000001-4096-torn"]);
    assert_eq!(stdout(&dropped), "00000001-4096-torn is removed.\n");
    server.stop();
}

#[test]
fn a_name_that_is_none_is_said_to_be_so_and_nothing_is_removed() {
    let (folder, _, server) = damaged_at_a_start(2, |data| damage(data, WORDS, 0));
    let name = names(&server).remove(0);
    for wrong in ["../log/00000001.seg", "/etc/passwd", "..", "00000009-4096-torn"] {
        for args in [
            &["show", wrong][..],
            &["show", "--raw", wrong],
            &["release", wrong],
            &["drop", "--yes", &name, wrong],
        ] {
            let refused = quarantine(&server, args);
            assert_eq!(refused.status.code(), Some(1), "{args:?}");
            assert!(
                stderr(&refused).contains(&format!("there is no {wrong:?} in quarantine")),
                "{refused:?}"
            );
        }
    }
    assert_eq!(names(&server), [name]);
    assert!(folder.path().join("queue/log/00000001.seg").exists());
    server.stop();
}
