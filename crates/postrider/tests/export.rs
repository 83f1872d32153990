//! `postrider queue export` and `import`: a queue goes from one folder to another, and nothing on the way is lost or made up.

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{POSTRIDER, Server, postrider, stderr, stdout};
use tempfile::TempDir;

/// A data folder in whose queue messages wait: where the Maildirs of localhost should be is something that is no folder.
fn waiting(messages: usize) -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    block_maildirs(folder.path());
    let mut server = Server::start(folder.path());
    let mut ids = Vec::new();
    for number in 0..messages {
        ids.push(server.send_accepted("you@localhost", &format!("Message {number}.")));
        server.wait("deferred");
    }
    server.stop();
    (folder, ids)
}

fn block_maildirs(data: &Path) {
    fs::create_dir_all(data.join("mail")).expect("a folder");
    fs::write(data.join("mail/localhost"), "").expect("a file");
}

fn queue(data: &Path, args: &[&str]) -> Output {
    postrider(&[&["queue", "--data", &data.display().to_string()], args].concat())
}

/// The export of a queue.
fn exported(data: &Path) -> Vec<u8> {
    let export = queue(data, &["export"]);
    assert!(export.status.success(), "{}", stderr(&export));
    export.stdout
}

/// An export without its mark, which is another each time.
fn unmarked(export: &[u8]) -> String {
    let text = String::from_utf8_lossy(export);
    let mark = text.lines().next().and_then(|first| first.rsplit(' ').next()).expect("a first line");
    text.replace(mark, "MARK")
}

/// Imports from standard input.
fn import(data: &Path, export: &[u8]) -> Output {
    let mut child = Command::new(POSTRIDER)
        .args(["queue", "import", "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    // One that stops early does not read the rest.
    let _ = child.stdin.take().expect("piped").write_all(export);
    child.wait_with_output().expect("it ends")
}

#[test]
fn a_queue_goes_into_another_folder_and_is_served_there() {
    let (old, ids) = waiting(3);
    let new = tempfile::tempdir().expect("a folder");
    let data = new.path().join("data");
    let file = new.path().join("queue.export").display().to_string();
    let export = queue(old.path(), &["export", &file]);
    assert!(export.status.success(), "{export:?}");
    assert_eq!((stdout(&export), stderr(&export)), ("", "3 messages exported.\n"));
    let again = queue(old.path(), &["export", &file]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("is there already, and is left as it is"), "{again:?}");

    let imported = queue(&data, &["import", &file]);
    assert_eq!((imported.status.code(), stderr(&imported)), (Some(0), "3 messages came in.\n"));
    let imported = queue(&data, &["import", &file]);
    let said = "0 messages came in, 3 already in the queue and left as it was there.\n";
    assert_eq!((imported.status.code(), stderr(&imported)), (Some(0), said));
    assert_eq!(
        unmarked(&exported(&data)),
        unmarked(&exported(old.path())),
        "what was exported is still there"
    );

    block_maildirs(&data);
    let server = Server::start(&data);
    for (number, id) in ids.iter().enumerate() {
        let content = server.queue(&["cat", id]);
        assert!(stdout(&content).ends_with(&format!("Message {number}.\r\n")), "{content:?}");
        let shown = server.queue(&["show", id]);
        assert!(stdout(&shown).contains("after 1 attempt"), "{shown:?}");
    }
    server.stop();
}

#[test]
fn a_server_that_runs_is_not_disturbed() {
    let (folder, _) = waiting(1);
    let export = exported(folder.path());
    let server = Server::start(folder.path());
    let refused = queue(folder.path(), &["export"]);
    assert_eq!(refused.status.code(), Some(1));
    let in_use = format!(
        "the queue in {} is in use: stop the server first, since an export needs it for itself",
        folder.path().join("queue").display()
    );
    assert!(stderr(&refused).contains(&in_use), "{refused:?}");
    assert!(refused.stdout.is_empty());
    let refused = import(folder.path(), &export);
    assert!(stderr(&refused).contains("stop the server first, since an import needs it"), "{refused:?}");
    assert!(server.queue(&["list"]).status.success());
    server.stop();
}

#[test]
fn where_no_queue_is_none_is_made_by_an_export() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("mistyped");
    let export = queue(&data, &["export"]);
    assert_eq!(export.status.code(), Some(1));
    assert!(
        stderr(&export).contains(&format!("there is no queue in {}", data.join("queue").display())),
        "{export:?}"
    );
    assert!(!data.exists());
    let import = import(&data, b"From somebody\n");
    assert!(stderr(&import).contains("this is no export of a queue"), "{import:?}");
    assert!(!data.exists());
}

#[test]
fn what_is_whole_in_an_export_that_was_cut_short_comes_in() {
    let (old, ids) = waiting(2);
    let export = exported(old.path());
    let new = tempfile::tempdir().expect("a folder");
    let cut = import(new.path(), &export[..export.len() - 120]);
    assert_eq!(cut.status.code(), Some(1));
    let said = stderr(&cut);
    assert!(said.contains(&format!("message {}: its content is cut short", ids[1])), "{said}");
    assert!(said.contains("1 message came in, 1 refused.\n"), "{said}");
    assert!(said.contains("the export is cut short: what was whole in it came in"), "{said}");
    let rest = import(new.path(), &export);
    let said = "1 message came in, 1 already in the queue and left as it was there.\n";
    assert_eq!((rest.status.code(), stderr(&rest)), (Some(0), said));
}

#[test]
fn without_room_an_import_stops_and_can_go_on_later() {
    let (old, _) = waiting(2);
    let export = exported(old.path());
    let new = tempfile::tempdir().expect("a folder");
    let config = new.path().join("postrider.toml");
    let file = new.path().join("queue.export");
    fs::write(&file, &export).expect("written");
    fs::write(&config, format!("data = \"data\"\n[queue]\nfree_floor_octets = {}\n", i64::MAX))
        .expect("written");
    let run = || {
        let (config, file) = (config.display().to_string(), file.display().to_string());
        postrider(&["queue", "import", "--config", &config, &file])
    };
    let full = run();
    assert_eq!(full.status.code(), Some(1));
    assert!(stderr(&full).starts_with("0 messages came in.\n"), "{full:?}");
    assert!(
        stderr(&full).contains("the import stopped before its end: the disk of the queue has"),
        "{full:?}"
    );
    fs::write(&config, "data = \"data\"\n").expect("written");
    let later = run();
    assert_eq!((later.status.code(), stderr(&later)), (Some(0), "2 messages came in.\n"));
    assert_eq!(unmarked(&exported(&new.path().join("data"))), unmarked(&export));
}

#[test]
fn a_message_that_cannot_be_read_is_named_and_the_others_are_exported() {
    let (old, ids) = waiting(2);
    let log = old.path().join("queue/log/00000001.seg");
    let mut octets = fs::read(&log).expect("the first segment");
    let words = b"Message 0.";
    let at = octets.windows(words.len()).position(|at| at == words).expect("the words are there");
    octets[at] ^= 1;
    fs::write(&log, octets).expect("written");
    let export = queue(old.path(), &["export"]);
    assert_eq!(export.status.code(), Some(1));
    let said = stderr(&export);
    assert!(said.contains(&format!("{} cannot be read, and is not in the export", ids[0])), "{said}");
    assert!(said.ends_with("1 message could not be read: not in the export\n"), "{said}");
    let new = tempfile::tempdir().expect("a folder");
    let imported = import(new.path(), &export.stdout);
    let said = "1 message came in.\n1 message could not be read when the export was made: not in it.\n";
    assert_eq!((imported.status.code(), stderr(&imported)), (Some(0), said));
}

/// `tests/golden/` holds an export of each version of the form: that of the golden queue of `postrider-queue`.
#[test]
fn an_export_of_each_version_comes_in_as_it_was() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut seen = 0;
    for entry in fs::read_dir(golden).expect("a folder") {
        let export = fs::read(entry.expect("an entry").path()).expect("readable");
        let data = tempfile::tempdir().expect("a folder");
        let imported = import(data.path(), &export);
        assert_eq!((imported.status.code(), stderr(&imported)), (Some(0), "5 messages came in.\n"));
        let again = exported(data.path());
        // This version writes what it was given; later ones may write another form of the same.
        assert_eq!(unmarked(&again), unmarked(&export));
        seen += 1;
    }
    assert!(seen > 0, "there is one");
}
