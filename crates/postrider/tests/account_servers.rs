//! Accounts that another server knows, through the built program: it is asked, and it is missed.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use common::{POSTRIDER, Server, stdout, text};

/// A listener for logins in clear, and a Dovecot beside it.
const CONFIG: &str = "hostname = \"mx.example.test\"\n\
    [[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\nauth_without_tls = true\n\
    [[dovecot]]\nsocket = \"./auth-client\"\ndomain = \"example.test\"\n\
    [[domain]]\nname = \"example.test\"\nmailboxes = [\"alice\", \"postmaster\"]\naliases = { abuse = [\"postmaster\"] }\n";

fn start(folder: &Path) -> Server {
    let config = folder.join("postrider.toml");
    fs::write(&config, CONFIG).expect("written");
    Server::start_configured(&folder.join("data"), &config)
}

/// Runs `postrider account test alice`, with this on standard input.
fn account_test(folder: &Path, input: &str) -> Output {
    account(folder, &["test", "alice"], input)
}

fn account(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(POSTRIDER)
        .arg("account")
        .args(args)
        .arg("--config")
        .arg(folder.join("postrider.toml"))
        .arg("--data")
        .arg(folder.join("data"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn plain(password: &str) -> String {
    format!("AUTH PLAIN {}", BASE64.encode(format!("\0alice\0{password}")))
}

/// Speaks as Dovecot does, to one client: alice's password is pencil.
fn speak(mut stream: UnixStream) -> std::io::Result<()> {
    let lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nDONE\n")?;
    let right = format!("resp={}", BASE64.encode("\0alice\0pencil"));
    for line in lines {
        let line = line?;
        let words: Vec<&str> = line.split('\t').collect();
        if let ["AUTH", id, "PLAIN", .., response] = words[..] {
            let verdict = if response == right { "OK" } else { "FAIL" };
            stream.write_all(format!("{verdict}\t{id}\tuser=alice\n").as_bytes())?;
        }
    }
    Ok(())
}

#[test]
fn a_dovecot_that_is_not_there_is_warned_of_and_logins_are_told_to_come_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = start(folder.path());
    let line = server.wait("accounts cannot be looked up now: logins that need this are told to come again");
    let why = text(&line, "why");
    assert!(why.contains("auth-client cannot be reached: ") && why.contains("is it running"), "{why}");
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.test", "250");
    client.ask(&plain("pencil"), "454 4.7.0 ");
    let told = account_test(folder.path(), "pencil\n");
    assert_eq!(told.status.code(), Some(1), "{told:?}");
    assert!(stdout(&told).contains("decides: the client is told to come again"), "{told:?}");
    server.stop();
}

#[test]
fn whom_dovecot_knows_logs_in_and_sends_as_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let listener = UnixListener::bind(folder.path().join("auth-client")).expect("a socket");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || speak(stream));
        }
    });
    let mut server = start(folder.path());
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.test", "250");
    client.ask(&plain("crayon"), "535 5.7.8 ");
    client.ask(&plain("pencil"), "235 2.7.0 ");
    assert_eq!(text(&server.wait("logged in"), "account"), "alice");
    client.ask("MAIL FROM:<bob@example.test>", "550 5.7.1 ");
    client.ask("MAIL FROM:<alice@example.test>", "250 ");
    // A transaction that is open would be waited for.
    client.ask("QUIT", "221 ");
    let told = account_test(folder.path(), "pencil\n");
    assert!(told.status.success(), "{told:?}");
    let said = stdout(&told);
    assert!(said.contains("accounts.toml: nobody is called \"alice\" there"), "{said}");
    assert!(said.contains("auth-client: the password is right\n"), "{said}");
    assert!(said.contains("auth-client decides: the login succeeds"), "{said}");
    let told = account_test(folder.path(), "crayon\n");
    assert_eq!(told.status.code(), Some(1), "{told:?}");
    assert!(stdout(&told).contains("decides: the login is refused"), "{told:?}");
    server.stop();
}

#[test]
fn a_test_shows_the_password_to_nobody_behind_who_decides_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("postrider.toml"), CONFIG).expect("written");
    let listener = UnixListener::bind(folder.path().join("auth-client")).expect("a socket");
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            counted.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || speak(stream));
        }
    });
    // Her first login makes her verifiers for SCRAM; a test is none.
    let imported = account(
        folder.path(),
        &["import", "-", "--scram"],
        "alice:{SHA256}E4CWaPtDY4Zwb2fcsFLtWEoEuhaowCoX1m00ww/O2iE=\n",
    );
    assert!(imported.status.success(), "{imported:?}");
    let file = folder.path().join("data/accounts.toml");
    let before = fs::read_to_string(&file).expect("it is there");
    for (password, verdict) in [("pencil", "right"), ("crayon", "wrong")] {
        let told = account_test(folder.path(), &format!("{password}\n"));
        assert_eq!(told.status.success(), verdict == "right", "{told:?}");
        let said = stdout(&told);
        assert!(said.contains(&format!("accounts.toml: the password is {verdict}\n")), "{said}");
        assert!(said.contains("auth-client: not asked, since the account file "), "{said}");
        assert!(said.contains("decides; --all asks it too\n"), "{said}");
    }
    assert_eq!(connections.load(Ordering::SeqCst), 0);
    let told = account(folder.path(), &["test", "alice", "--all"], "pencil\n");
    assert!(
        told.status.success() && stdout(&told).contains("auth-client: the password is right\n"),
        "{told:?}"
    );
    assert_eq!(connections.load(Ordering::SeqCst), 1);
    assert_eq!(fs::read_to_string(&file).expect("it is there"), before);
}
