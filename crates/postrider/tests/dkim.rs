//! Mail that leaves is signed, and the keys that it is signed with.

mod common;

use std::fs;
use std::io::Write as _;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{POSTRIDER, Server, postrider, stderr, stdout, text};
use tempfile::TempDir;

/// A server for example.test that brings everything else to another one, which has anybody at localhost.
struct World {
    folder: TempDir,
    config: PathBuf,
    server: Server,
    next: Server,
    /// It never answers: nothing is published.
    _dns: UdpSocket,
}

impl World {
    fn new() -> Self {
        Self::listening("", "")
    }

    /// The same, with these lines for its listener, and these at its end.
    fn listening(listener: &str, more: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let next = Server::start(&folder.path().join("next"));
        let dns = UdpSocket::bind("127.0.0.1:0").expect("a port");
        let config = folder.path().join("postrider.toml");
        let written = format!(
            "hostname = \"mx.example.test\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n{listener}\
             [dns]\nservers = [\"{}\"]\n\
             [[domain]]\nname = \"example.test\"\nmailboxes = [\"alice\", \"postmaster\"]\naliases = {{ abuse = \"alice\" }}\n\
             [relay]\nnetworks = [\"127.0.0.1\"]\n\
             [[route]]\ndomain = \"*\"\nto = \"smtp://{}\"\n{more}",
            dns.local_addr().expect("its address"),
            next.address
        );
        fs::write(&config, written).expect("written");
        let server = Server::start_configured(&folder.path().join("data"), &config);
        Self { folder, config, server, next, _dns: dns }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn run(&self, args: &[&str]) -> std::process::Output {
        let (config, data) = (self.config.display().to_string(), self.data().display().to_string());
        postrider(&[args, &["--config", &config, "--data", &data]].concat())
    }

    fn new_keys(&self) {
        let made = self.run(&["dkim", "new", "--domain", "example.test", "--force"]);
        assert!(made.status.success(), "{}", stderr(&made));
        assert_eq!(stdout(&made).matches("._domainkey.example.test. IN TXT \"v=DKIM1; k=").count(), 2);
    }

    fn sendmail(&self, from: &str) {
        let mut child = Command::new(POSTRIDER)
            .args(["sendmail", "--config"])
            .arg(&self.config)
            .arg("--data")
            .arg(self.data())
            .args(["-i", "-f", "alice@example.test", "you@localhost"])
            .stdin(Stdio::piped())
            .spawn()
            .expect("it runs");
        let message = format!("From: {from}\nTo: you@localhost\nSubject: Hello\n\nHello.\n");
        child.stdin.take().expect("piped").write_all(message.as_bytes()).expect("it reads");
        assert!(child.wait().expect("it ends").success());
    }

    /// The copy that has come to the other server.
    fn came(&mut self) -> String {
        let event = self.next.wait("delivered");
        fs::read_to_string(text(&event, "place")).expect("the copy")
    }
}

fn signatures(copy: &str) -> usize {
    copy.lines().filter(|line| line.starts_with("DKIM-Signature:")).count()
}

#[test]
fn what_a_user_of_this_machine_sends_is_signed_once_there_are_keys() {
    let mut world = World::new();
    world.sendmail("alice@example.test");
    assert_eq!(signatures(&world.came()), 0, "there is no key");
    world.new_keys();
    world.sendmail("Alice <alice@example.test>");
    let copy = world.came();
    assert_eq!(signatures(&copy), 2, "{copy}");
    assert!(copy.contains(" d=example.test;") && copy.contains(" a=ed25519-sha256;"), "{copy}");
    let header = copy.split_once("\n\n").expect("a header").0;
    assert!(header.lines().all(|line| line.len() <= 78 || !line.starts_with(['D', '\t'])), "{header}");
    // Our own name is below the domain of the key.
    world.sendmail("alice@mx.example.test");
    let copy = world.came();
    assert!(copy.contains("d=example.test;") && copy.contains("i=@mx.example.test;"), "{copy}");
}

#[test]
fn what_an_account_hands_in_is_signed() {
    let relayed = "[[relay_domain]]\nname = \"localhost\"\nrecipients = [\"you\", \"postmaster\"]\n";
    let mut world = World::listening("kind = \"submission\"\nauth_without_tls = true\n", relayed);
    world.new_keys();
    let added = common::run(&["account", "add", "alice@example.test"], &world.data(), "xyzzy-plugh-42\n");
    assert!(added.status.success(), "{added:?}");
    let password = world.folder.path().join("password");
    fs::write(&password, "xyzzy-plugh-42\n").expect("written");
    let password = password.display().to_string();
    let login = ["--user", "alice@example.test", "--password-file", &password, "--clear-password"];
    let mail = ["--from", "alice@example.test", "--to", "you@localhost", "--text", "hello"];
    let sent = world.server.send(&[&login[..], &mail].concat());
    assert!(sent.status.success(), "{sent:?}");
    let copy = world.came();
    assert_eq!(signatures(&copy), 2, "{copy}");
    assert!(copy.contains(" d=example.test;") && copy.contains("with ESMTPA"), "{copy}");
}

#[test]
fn nobody_else_speaks_in_our_name() {
    let mut world = World::new();
    world.new_keys();
    // A client of a trusted network may send to anybody, and not as us.
    let file = world.folder.path().join("forged.eml");
    fs::write(&file, "From: alice@example.test\r\nSubject: x\r\n\r\nx\r\n").expect("written");
    let sent = world.server.send(&[
        "--from",
        "alice@example.test",
        "--to",
        "you@localhost",
        "--file",
        &file.display().to_string(),
    ]);
    assert!(sent.status.success(), "{sent:?}");
    assert_eq!(signatures(&world.came()), 0);
    // A user of this machine is not a user of another domain.
    world.sendmail("bob@elsewhere.test");
    assert_eq!(signatures(&world.came()), 0);
    world.sendmail("alice@example.test, bob@elsewhere.test");
    assert_eq!(signatures(&world.came()), 0);
}

#[test]
fn what_cannot_be_signed_waits_and_goes_when_the_key_is_back() {
    let mut world = World::new();
    world.new_keys();
    let keys = world.data().join("dkim");
    let key = fs::read_dir(&keys)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|extension| extension == "pem"))
        .expect("a key");
    let away = key.with_extension("away");
    fs::rename(&key, &away).expect("moved");
    world.sendmail("alice@example.test");
    let deferred = world.server.wait_for("a deferral", |event| {
        event["message"].as_str().is_some_and(|message| message.starts_with("deferred"))
    });
    assert_eq!(text(&deferred, "level"), "error", "{deferred}");
    assert!(text(&deferred, "reason").contains("it cannot be signed for example.test"), "{deferred}");
    fs::rename(&away, &key).expect("moved back");
    let tried = world.server.queue(&["retry", "--all", "--yes"]);
    assert!(tried.status.success(), "{}", stderr(&tried));
    assert_eq!(signatures(&world.came()), 2);
}

#[test]
fn keys_are_secret_and_take_over_one_from_another() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    world.new_keys();
    let modes = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let folder = world.data().join("dkim");
    assert_eq!(modes(&folder), 0o700);
    for entry in fs::read_dir(&folder).expect("the folder") {
        assert_eq!(modes(&entry.expect("an entry").path()), 0o600);
    }
    let again = world.run(&["dkim", "new", "--domain", "example.test"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("postrider dkim rotate --domain example.test"), "{}", stderr(&again));

    let stages = || -> Vec<String> {
        let text = fs::read_to_string(folder.join("keys.toml")).expect("the list");
        let stages = text.lines().filter_map(|line| line.strip_prefix("stage = "));
        stages.map(|stage| stage.trim_matches('"').to_owned()).collect()
    };
    assert_eq!(stages(), ["active", "active"]);
    let made = world.run(&["dkim", "rotate", "--domain", "example.test"]);
    assert!(stdout(&made).starts_with("Publish in DNS:"), "{}", stderr(&made));
    assert_eq!(stages(), ["active", "active", "pending", "pending"]);
    let forced = world.run(&["dkim", "rotate", "--domain", "example.test", "--force"]);
    assert!(stdout(&forced).contains("signs from now on"), "{}", stderr(&forced));
    assert_eq!(stages(), ["retiring", "retiring", "active", "active"]);
    let zone = world.run(&["dns", "--address", "192.0.2.1"]);
    assert_eq!(stdout(&zone).matches("._domainkey.example.test. IN TXT ").count(), 4, "{}", stdout(&zone));
    assert!(stdout(&zone).contains("example.test. IN MX 10 mx.example.test."));
}

#[test]
fn keys_of_a_mistyped_domain_are_doubted_and_can_be_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    // Nobody answers there.
    let dns = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port");
    let written = format!(
        "hostname = \"mx.example.test\"\n[dns]\nservers = [\"{dns}\"]\n[[domain]]\nname = \"example.test\"\nany_mailbox = true\n"
    );
    fs::write(&config, written).expect("written");
    let (config, data) = (config.display().to_string(), folder.path().join("data").display().to_string());
    let run = |args: &[&str]| postrider(&[&["dkim"], args, &["--config", &config, "--data", &data]].concat());
    let files = || fs::read_dir(folder.path().join("data/dkim")).expect("the folder").count();

    let made = run(&["new", "--domain", "exmple.test", "--algorithm", "ed25519"]);
    assert!(made.status.success(), "{}", stderr(&made));
    let said = stderr(&made);
    assert!(
        said.contains("exmple.test is no domain of ") && said.contains("Did you mean example.test?"),
        "{said}"
    );
    assert!(said.contains("postrider dkim remove --domain exmple.test"), "{said}");
    let files_before = files();
    let gone = run(&["remove", "--domain", "exmple.test"]);
    assert!(stdout(&gone).contains("._domainkey.exmple.test may be removed from DNS."), "{gone:?}");
    assert_eq!(files(), files_before - 1, "the secret");
    let again = run(&["remove", "--domain", "exmple.test"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("did you mean example.test?"), "{}", stderr(&again));
    // Its record may be remembered somewhere, so that no other key gets its name.
    let second = run(&["new", "--domain", "exmple.test", "--algorithm", "ed25519"]);
    assert!(stdout(&second).contains("-2._domainkey.exmple.test. IN TXT"), "{second:?}");
    assert!(run(&["remove", "--domain", "exmple.test"]).status.success());

    // One of ours, and one above ours, are not doubted.
    for domain in ["example.test", "mx.example.test", "test"] {
        let made = run(&["new", "--domain", domain, "--algorithm", "ed25519"]);
        assert_eq!((made.status.code(), stderr(&made)), (Some(0), ""), "{domain}");
    }
    let near = run(&["rotate", "--domain", "exmple.tes"]);
    assert!(stderr(&near).contains("did you mean example.test?"), "{}", stderr(&near));
    assert!(!stderr(&near).contains("dkim new"), "{}", stderr(&near));
    let unseen = run(&["rotate", "--domain", "example.test"]);
    assert!(
        stderr(&unseen).contains("does not sign yet") && stderr(&unseen).contains("--force"),
        "{unseen:?}"
    );
    assert!(run(&["rotate", "--domain", "example.test", "--force"]).status.success());

    // What signs is removed by who says that it is meant.
    let kept = run(&["remove", "--domain", "example.test"]);
    assert_eq!(kept.status.code(), Some(1));
    assert!(
        stderr(&kept).contains("nothing is done") && stderr(&kept).contains("--force"),
        "{}",
        stderr(&kept)
    );
    let other = run(&["remove", "--domain", "example.test", "--selector", "other", "--force"]);
    assert!(stderr(&other).contains("example.test has no key other: it has e"), "{}", stderr(&other));
    let gone = run(&["remove", "--domain", "example.test", "--force"]);
    assert!(stdout(&gone).contains("may be removed from DNS in a week"), "{gone:?}");
    let listed = run(&["list"]);
    assert!(stdout(&listed).contains("ed25519: retiring since"), "its record stays: {listed:?}");
    let selector = stdout(&gone).split_whitespace().next().expect("its selector");
    let secret = format!("{data}/dkim/{selector}.example.test.pem");
    assert!(!std::path::Path::new(&secret).exists(), "{secret}");
}

#[test]
fn what_a_domain_lacks_is_made_and_what_has_retired_is_listed_when_it_is_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    // Nobody answers there, and that is known at once.
    fs::write(&config, "hostname = \"mx.example.test\"\n[dns]\nservers = [\"127.0.0.1:9\"]\n")
        .expect("written");
    let data = folder.path().join("data");
    let run = |args: &[&str]| {
        let (config, data) = (config.display().to_string(), data.display().to_string());
        postrider(&[&["dkim"], args, &["--config", &config, "--data", &data]].concat())
    };
    let new = |more: &[&str]| run(&[&["new", "--domain", "example.test"], more].concat());
    let made = new(&["--algorithm", "rsa"]);
    assert_eq!(stdout(&made).matches("; k=rsa;").count(), 1, "{}", stderr(&made));
    let made = new(&[]);
    assert!(made.status.success(), "{}", stderr(&made));
    let text = stdout(&made);
    assert_eq!((text.matches("; k=ed25519;").count(), text.matches("; k=").count()), (1, 1), "{text}");
    for more in [&[][..], &["--algorithm", "rsa"], &["--algorithm", "ed25519"]] {
        let again = new(more);
        assert_eq!(again.status.code(), Some(1));
        assert!(stderr(&again).contains("postrider dkim rotate --domain example.test"), "{}", stderr(&again));
    }

    let keys = data.join("dkim/keys.toml");
    let list = fs::read_to_string(&keys).expect("the list");
    // The first of them is the one with RSA.
    fs::write(&keys, list.replacen("\"pending\"", "\"retired\"", 1)).expect("written");
    let listed = |more: &[&str]| {
        let said = run(&[&["list"], more].concat());
        assert!(said.status.success(), "{}", stderr(&said));
        stdout(&said).to_owned()
    };
    let text = listed(&[]);
    assert!(text.contains("ed25519: pending") && !text.contains("rsa: retired"), "{text}");
    assert!(text.contains("; 1 retired key is left out") && text.contains("--all lists it"), "{text}");
    let text = listed(&["--all"]);
    assert!(text.contains("ed25519: pending") && text.contains("rsa: retired"), "{text}");
    assert!(!text.contains("left out"), "{text}");
    assert!(listed(&["--json"]).contains("\"stage\":\"retired\""), "programs look at the stage");
    fs::write(&keys, list.replace("\"pending\"", "\"retired\"")).expect("written");
    let text = listed(&[]);
    assert!(text.contains("No key signs or is about to") && text.contains("2 retired keys"), "{text}");
}
