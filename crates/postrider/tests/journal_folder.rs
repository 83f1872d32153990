//! The folder of the journal under a server that runs: in trouble, and with another `[journal]`. Sessions and mail never wait for it.

mod common;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use common::{PATIENCE, Server, postrider, text};
use serde_json::Value;
use tempfile::TempDir;

/// What the log says when it cannot be written, and when it can be again.
const ILL: &str = "the journal of sessions cannot be written, and `postrider why` will not know of them; mail goes on, and the journal as soon as it can";
const WELL: &str = "the journal of sessions is written again";

/// The same of what has to go.
const STAYS: &str = "what is too old of the journal of sessions, or too much, cannot be removed";
const OFF_AND_STAYS: &str = "the journal of sessions is off, and what there is of it cannot be removed";
const OFF_AND_GONE: &str = "the journal of sessions is off, and what there was of it is removed";

const IN_FORCE: &str = "the configuration was read again, and is in force";

/// A configuration with something more in it, the metrics among it.
fn configure(folder: &TempDir, more: &str) -> PathBuf {
    let config = folder.path().join("postrider.toml");
    let written = format!(
        "hostname = \"mx.home.example\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n[metrics]\nlisten = \"127.0.0.1:0\"\n\
         [[domain]]\nname = \"home.example\"\nmailboxes = [\"ann\", \"postmaster\", \"abuse\"]\n{more}"
    );
    fs::write(&config, written).expect("written");
    config
}

fn reload(server: &mut Server, folder: &TempDir, more: &str) {
    configure(folder, more);
    server.signal("HUP");
    server.wait(IN_FORCE);
}

/// A session in which something is refused: that makes two parts, up to the refusal and up to the end. Gives its id.
fn refused(server: &mut Server) -> String {
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.example", "250-");
    client.ask("DATA", "503 ");
    client.ask("QUIT", "221 ");
    text(&server.wait_for("a refusal", |event| event["reply"] == "data-before-mail"), "session").to_owned()
}

/// Whether the end of this session is in the journal.
fn is_kept(data: &Path, session: &str) -> bool {
    let told = postrider(&["why", "--data", &data.display().to_string(), "--session", session, "--json"]);
    let found: Value = serde_json::from_slice(&told.stdout).unwrap_or_default();
    found["found"][0]["kept"]["end"].is_object()
}

/// Asks until it is so: what was said a moment ago is on its way to the disk.
fn until(what: &str, so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "{what}: it does not come to that");
        thread::yield_now();
    }
}

fn files(data: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(data.join("journal"))
        .map(|folder| folder.map(|entry| entry.expect("an entry").path()).collect())
        .unwrap_or_default();
    files.sort();
    files
}

/// How many parts of sessions in which something was refused were dropped.
fn dropped(metrics: SocketAddr) -> u64 {
    let mut stream = TcpStream::connect(metrics).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.write_all(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("it reads");
    let mut page = String::new();
    stream.read_to_string(&mut page).expect("UTF-8");
    let series = "postrider_journal_dropped_total{what=\"refused\"} ";
    let line = page.lines().find_map(|line| line.strip_prefix(series));
    line.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("no number in {page}"))
}

fn metrics(server: &mut Server) -> SocketAddr {
    text(&server.wait("serving metrics"), "address").parse().expect("an address")
}

/// How often the log has said something, as far as it was read.
fn count(server: &Server, message: &str) -> usize {
    server.log.iter().filter(|event| event["message"] == message).count()
}

#[test]
fn a_folder_that_cannot_be_written_costs_no_session_and_no_mail_and_is_said_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("made");
    // Whoever runs the tests may be root, who may write everywhere but here.
    fs::write(data.join("journal"), "no folder").expect("written");
    let mut server = Server::start_configured(&data, &configure(&folder, ""));
    let address = metrics(&mut server);
    let lost: Vec<String> = (0..3).map(|_| refused(&mut server)).collect();
    let said = server.wait(ILL);
    assert_eq!(text(&said, "level").to_lowercase(), "warn", "{said}");
    assert!(text(&said, "folder").ends_with("/journal"), "{said}");
    assert!(text(&said, "help").contains("remove it, and the server makes one"), "{said}");
    server.send_accepted("ann@home.example", "hello");
    server.wait("delivered");
    // Not one part that is still on its way is written below.
    until("it is counted", || dropped(address) == 6);

    fs::remove_file(data.join("journal")).expect("removed");
    let session = refused(&mut server);
    server.wait(WELL);
    until("it is kept", || is_kept(&data, &session));
    assert!(!lost.iter().any(|session| is_kept(&data, session)));
    // What could not be kept is noted where somebody looks for it.
    let told =
        postrider(&["why", "--data", &data.display().to_string(), "--lang", "en", "--session", &lost[0]]);
    assert!(common::stderr(&told).contains("So many parts of sessions could not be kept: "), "{told:?}");
    assert_eq!((count(&server, ILL), count(&server, WELL)), (1, 1), "{}", server.story());
    server.stop();
}

#[test]
fn a_disk_that_is_full_costs_no_session_and_no_mail_and_is_well_again_by_itself() {
    if Command::new("strace").arg("--version").stdout(Stdio::null()).status().is_err() {
        // `cargo xtask test` installs it, or says that this was skipped.
        println!("skipped: there is no strace on this machine");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("journal")).expect("made");
    // The last run has left this file, so it is written on.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    let file = data.join("journal").join(format!("refused-{now}.jsonl"));
    fs::write(&file, "").expect("written");
    let config = configure(&folder, "").display().to_string();
    let path = file.display().to_string();
    let full = ["strace", "-f", "-o", "/dev/null", "-P", &path, "-e", "inject=write:error=ENOSPC:when=1..2"];
    let full: Vec<String> = full.iter().map(ToString::to_string).collect();
    let mut server = Server::start_under(&full, &data, &["--config", &config]);
    let address = metrics(&mut server);
    refused(&mut server);
    let said = server.wait(ILL);
    assert!(text(&said, "error").contains("No space left"), "{said}");
    assert!(text(&said, "help").contains("make room on its disk"), "{said}");
    server.send_accepted("ann@home.example", "hello");
    // By then the disk has room again.
    let (mut session, mut tries) = (String::new(), 0);
    while count(&server, WELL) == 0 && tries < 100 {
        session = refused(&mut server);
        until("it is kept, or counted", || is_kept(&data, &session) || dropped(address) > tries);
        tries += 1;
    }
    until("it is kept", || is_kept(&data, &session));
    assert_eq!((count(&server, ILL), count(&server, WELL)), (1, 1), "{}", server.story());
    server.stop_watched();
}

#[test]
fn below_the_floor_of_the_disk_sessions_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let floor = format!("[queue]\nfree_floor_octets = {}\n", i64::MAX);
    let mut server = Server::start_configured(&data, &configure(&folder, &floor));
    let address = metrics(&mut server);
    let first = refused(&mut server);
    let said = server.wait(ILL);
    assert!(text(&said, "error").contains("queue.free_floor_octets"), "{said}");
    until("it is counted", || dropped(address) == 2);
    // The floor is the queue's, and has its effect when that has: with a restart.
    reload(&mut server, &folder, "");
    let second = refused(&mut server);
    until("it is counted", || dropped(address) == 4);
    server.signal("TERM");
    assert!(server.wait_end().success(), "{}", server.story());
    assert_eq!((count(&server, ILL), count(&server, WELL)), (1, 0), "{}", server.story());
    assert!(!is_kept(&data, &second));
    let mut server = Server::start_configured(&data, &configure(&folder, ""));
    let session = refused(&mut server);
    until("it is kept", || is_kept(&data, &session));
    assert!(![&first, &second].into_iter().any(|session| is_kept(&data, session)));
    server.stop();
}

#[test]
fn a_reload_switches_the_journal_off_and_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut server = Server::start_configured(&data, &configure(&folder, ""));
    let before = refused(&mut server);
    until("it is kept", || is_kept(&data, &before));
    let mut open = server.connect();
    open.hear();
    open.ask("EHLO client.example", "250-");

    reload(&mut server, &folder, "[journal]\nsize_octets = 0\n");
    until("what was kept is removed", || files(&data).is_empty());
    // One that was begun before goes on, and is not kept either.
    open.ask("DATA", "503 ");
    open.ask("QUIT", "221 ");
    let begun_before = server.wait_for("its refusal", |event| event["reply"] == "data-before-mail");
    let begun_before = text(&begun_before, "session").to_owned();
    let meanwhile = refused(&mut server);
    server.send_accepted("ann@home.example", "hello");
    assert!(files(&data).is_empty());

    reload(&mut server, &folder, "");
    let after = refused(&mut server);
    until("it is kept", || is_kept(&data, &after));
    assert!(![&before, &begun_before, &meanwhile].into_iter().any(|session| is_kept(&data, session)));
    server.stop();
}

#[test]
fn a_reload_with_less_room_or_time_removes_what_is_beyond_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("journal")).expect("made");
    let now = SystemTime::now();
    let millis = now.duration_since(UNIX_EPOCH).expect("after 1970").as_millis();
    // Four files that are full, each begun and last written an hour before the next.
    let full: Vec<PathBuf> = [4, 3, 2, 1]
        .map(|hours: u64| {
            let file =
                data.join("journal").join(format!("other-{}.jsonl", millis - u128::from(hours) * 3_600_000));
            fs::write(&file, "{}\n".repeat(80_000)).expect("written");
            let written = now - Duration::from_secs(hours * 3600);
            File::options()
                .append(true)
                .open(&file)
                .and_then(|file| file.set_modified(written))
                .expect("set");
            file
        })
        .into();
    let mut server = Server::start_configured(&data, &configure(&folder, ""));
    let session = refused(&mut server);
    until("it is kept", || is_kept(&data, &session));
    assert!(full.iter().all(|file| file.exists()));

    reload(&mut server, &folder, "[journal]\nsize_octets = 1_048_576\n");
    until("the oldest are removed", || !full[0].exists() && !full[1].exists());
    assert!(full[2].exists() && full[3].exists());
    reload(&mut server, &folder, "[journal]\nkeep_seconds = 5400\n");
    until("what is too old is removed", || !full[2].exists());
    assert!(full[3].exists() && is_kept(&data, &session));
    server.stop();
}

#[test]
fn what_cannot_be_removed_is_said_for_itself_and_again_when_the_journal_is_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    // Not even root removes a folder as if it were a file.
    let stuck = data.join("journal").join("refused-0000000000001.jsonl");
    fs::create_dir_all(&stuck).expect("made");
    File::open(&stuck).and_then(|folder| folder.set_modified(UNIX_EPOCH)).expect("set");
    let mut server = Server::start_configured(&data, &configure(&folder, ""));
    let said = server.wait(STAYS);
    assert!(text(&said, "error").contains("refused-0000000000001.jsonl"), "{said}");
    let session = refused(&mut server);
    let has = |file: &PathBuf| fs::read_to_string(file).is_ok_and(|text| text.contains(&session));
    until("it is written", || files(&data).iter().any(has));

    // Whoever switches it off wants to know that something stays, though it was said before.
    reload(&mut server, &folder, "[journal]\nsize_octets = 0\n");
    server.wait(OFF_AND_STAYS);
    assert_eq!(files(&data), [stuck.as_path()]);
    fs::remove_dir(&stuck).expect("removed");
    reload(&mut server, &folder, "[journal]\nsize_octets = 0\n# it is looked for at once\n");
    server.wait(OFF_AND_GONE);
    server.signal("TERM");
    assert!(server.wait_end().success(), "{}", server.story());
    let said = [ILL, WELL, STAYS, OFF_AND_STAYS, OFF_AND_GONE].map(|message| count(&server, message));
    assert_eq!(said, [0, 0, 1, 1, 1], "{}", server.story());
}
