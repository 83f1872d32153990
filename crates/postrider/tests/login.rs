//! Logins through the built program: an account is added, a client logs in and sends as itself, and its password is nowhere.

mod common;

use std::fs;
use std::path::Path;
use std::sync::mpsc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use common::{Connection, Server, run, stderr, stdout, text};
use tempfile::TempDir;

/// What nobody may find anywhere.
const PASSWORD: &str = "xyzzy-plugh-42";

/// Nor this, which is typed where a name belongs and looks like somebody's address.
const ADDRESS_LIKE: &str = "plugh@plover.example";

/// A submission listener in clear, whose accounts are cheap to check.
const CONFIG: &str = "hostname = \"mx.example.test\"\n\
    [[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\nauth_without_tls = true\n\
    [accounts]\nargon2_memory_kib = 8192\nargon2_passes = 1\n\
    [log]\nlevel = \"debug\"\n\
    [[domain]]\nname = \"example.test\"\nmailboxes = [\"alice\", \"bob\", \"postmaster\"]\naliases = { abuse = [\"postmaster\"] }\n";

fn start(folder: &Path, scram: bool) -> Server {
    let (data, config) = (folder.join("data"), folder.join("postrider.toml"));
    fs::write(&config, CONFIG).expect("written");
    let scram: &[&str] = if scram { &["--scram"] } else { &[] };
    let added =
        run(&[&["account", "add", "alice@example.test"], scram].concat(), &data, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{added:?}");
    Server::start_configured(&data, &config)
}

fn plain(name: &str, password: &str) -> String {
    format!("AUTH PLAIN {}", BASE64.encode(format!("\0{name}\0{password}")))
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable")) {
        let kind = entry.file_type().expect("it has one");
        if kind.is_dir() {
            found.extend(files(&entry.path()));
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
    found
}

#[test]
fn a_client_logs_in_and_sends_and_its_password_is_nowhere() {
    let folder = TempDir::new().expect("a folder");
    let mut server = start(folder.path(), false);
    let mut client = server.connect();
    assert!(client.hear().starts_with("220 "));
    let offered = client.ask("EHLO client.test", "250");
    assert!(offered.contains("AUTH PLAIN LOGIN\n") && offered.contains("DSN"), "{offered}");
    client.ask("MAIL FROM:<alice@example.test>", "530 5.7.0 ");
    // Who has failed is in the log, unless it may be a password that was typed where a name belongs.
    for (name, shown) in [
        ("Alice@example.test", "alice@example.test"),
        ("nobody@example.test", "unknown name"),
        ("xyzzy", "unknown name"),
        (ADDRESS_LIKE, "unknown name"),
    ] {
        client.ask(&plain(name, "wrong"), "535 5.7.8 ");
        let line = server.wait_for("a refusal", |event| event["reply"] == "auth-failed");
        assert_eq!(text(&line, "account"), shown);
    }
    assert!(!server.story().contains(ADDRESS_LIKE));
    client.ask(&plain("alice@example.test", PASSWORD), "235 2.7.0 ");
    let line = server.wait("logged in");
    assert_eq!((text(&line, "account"), text(&line, "mechanism")), ("alice@example.test", "PLAIN"));
    client.ask("MAIL FROM:<bob@example.test>", "550 5.7.1 ");
    client.ask("MAIL FROM:<alice@example.test>", "250 ");
    client.ask("RCPT TO:<bob@example.test>", "250 ");
    client.ask("DATA", "354 ");
    let queued = client.ask("From: alice@example.test\r\nSubject: x\r\n\r\nx\r\n.", "250 ");
    let id = queued.trim().rsplit_once("queued as ").expect("an id").1.to_owned();
    assert_eq!(text(&server.wait("received"), "account"), "alice@example.test");
    server.wait("delivered");
    let history = server.queue(&["show", &id]);
    let told = format!("{}{}", stdout(&history), stderr(&history));
    assert!(
        told.contains("with ESMTPA, session ") && told.contains("logged in as alice@example.test"),
        "{told}"
    );

    // LOGIN, and a client that logs in where nobody asks it to any more.
    let mut other = Connection::to(server.address);
    other.hear();
    other.ask("EHLO client.test", "250");
    other.ask("AUTH LOGIN", "334 ");
    other.ask(&BASE64.encode("alice@example.test"), "334 ");
    other.ask(&BASE64.encode(PASSWORD), "235 ");

    let whole = BASE64.encode(format!("\0alice@example.test\0{PASSWORD}"));
    let encoded = BASE64.encode(PASSWORD);
    let secrets = [PASSWORD, encoded.trim_end_matches('='), whole.trim_end_matches('='), ADDRESS_LIKE];
    let story = server.story();
    let data = server.data.clone();
    server.stop();
    for secret in secrets {
        assert!(!story.contains(secret), "{secret}: {story}");
        for file in files(&data) {
            let octets = fs::read(&file).expect("readable");
            let found = octets.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} is in {}", file.display());
        }
    }
}

#[test]
fn our_own_client_logs_in_with_scram() {
    let folder = TempDir::new().expect("a folder");
    let mut server = start(folder.path(), true);
    let password = folder.path().join("password");
    fs::write(&password, format!("{PASSWORD}\n")).expect("written");
    let password = password.display().to_string();
    // In clear nobody is verified, and SCRAM shows nothing.
    let login = ["--user", "alice@example.test", "--password-file", &password, "--tls", "none"];
    let mail = ["--from", "alice@example.test", "--to", "bob@example.test", "--text", "x"];
    for (auth, mechanism) in [(None, "SCRAM-SHA-256"), (Some("scram-sha-1"), "SCRAM-SHA-1")] {
        let auth: Vec<&str> = auth.into_iter().flat_map(|auth| ["--auth", auth]).collect();
        let sent = server.send(&[&login[..], &mail, &auth].concat());
        assert!(sent.status.success(), "{sent:?}");
        assert_eq!(text(&server.wait("logged in"), "mechanism"), mechanism);
    }
    let story = server.story();
    server.stop();
    assert!(
        !story.contains(PASSWORD) && !story.contains(BASE64.encode(PASSWORD).trim_end_matches('=')),
        "{story}"
    );
}

#[test]
fn an_account_file_with_mistakes_is_told_at_a_reload_in_one_line_and_once_for_each() {
    let folder = TempDir::new().expect("a folder");
    let mut server = start(folder.path(), false);
    let file = server.data.join("accounts.toml");
    let good = fs::read_to_string(&file).expect("the file");
    fs::write(&file, format!("{good}\n[[account]]\nname = \"a b\"\n[[account]]\nname = \"c d\"\n"))
        .expect("written");
    let says = |event: &serde_json::Value| {
        let message = event["message"].as_str().unwrap_or_default();
        message.starts_with("the accounts stay as they were: ").then(|| message.to_owned())
    };
    for _ in 0..2 {
        server.signal("HUP");
        let line = server.wait_for("the mistakes", |event| says(event).is_some());
        let message = says(&line).expect("it was looked for");
        assert_eq!((text(&line, "level"), message.contains('\n')), ("error", false), "{message}");
        assert_eq!(message.matches("line ").count(), 2, "{message}");
    }
    // A login tells it no more, and what was read before is good.
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.test", "250");
    client.ask(&plain("alice@example.test", PASSWORD), "235 2.7.0 ");
    assert_eq!(server.story().matches("the accounts stay as they were").count(), 2);
    fs::write(&file, good).expect("written");
    server.signal("HUP");
    server.wait("the account file was read again");
    server.stop();
}

/// Measured by what is done, and not by time: mail goes on while logins are checked, which each take longer than a whole message.
#[test]
fn a_flood_of_wrong_logins_does_not_hold_up_mail() {
    const CLIENTS: usize = 8;
    const LOGINS: usize = 6;
    let folder = TempDir::new().expect("a folder");
    let (data, config) = (folder.path().join("data"), folder.path().join("postrider.toml"));
    // As dear as they are by default, and nobody is sent away: each of them is checked.
    let text_of_config =
        CONFIG.replace("[[listener]]\n", "[[listener]]\naddress = \"127.0.0.1:0\"\n[[listener]]\n").replace(
            "argon2_memory_kib = 8192\nargon2_passes = 1\n",
            "failures_free = 1000\nfailures_limit = 1000\n",
        ) + "[limits]\nrefused_logins = 1000\nerrors = 1000\n";
    fs::write(&config, text_of_config).expect("written");
    let added = run(&["account", "add", "alice@example.test"], &data, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{added:?}");
    let mut server = Server::start_configured(&data, &config);
    let submission = text(&server.wait("listening"), "address").parse().expect("an address");
    let (answer, answers) = mpsc::channel();
    std::thread::scope(|scope| {
        for answer in vec![answer; CLIENTS] {
            scope.spawn(move || {
                let mut client = Connection::to(submission);
                client.hear();
                client.ask("EHLO flood.test", "250");
                for _ in 0..LOGINS {
                    client.ask(&plain("alice@example.test", "wrong"), "535 5.7.8 ");
                    answer.send(()).expect("it is waited for");
                }
            });
        }
        // The flood is there, and more logins wait than are checked at once.
        answers.recv().expect("the first answer");
        let mut client = server.connect();
        client.begin_content("bob@example.test");
        client.ask("From: sender@client.example\r\nSubject: x\r\n\r\nx\r\n.", "250 ");
        let answered = 1 + answers.try_iter().count();
        assert!(answered < CLIENTS * LOGINS / 2, "{answered} of {} logins came first", CLIENTS * LOGINS);
    });
    server.stop();
}

#[test]
fn what_a_client_leaves_out_is_added_and_what_is_over_its_limits_is_refused() {
    let folder = TempDir::new().expect("a folder");
    let (data, config) = (folder.path().join("data"), folder.path().join("postrider.toml"));
    let text = CONFIG
        .replace("auth_without_tls = true\n", "auth_without_tls = true\nhide_client = true\n")
        .replace("[accounts]\n", "[accounts]\nmessages_per_hour = 2\n");
    fs::write(&config, &text).expect("written");
    let added = run(&["account", "add", "alice@example.test"], &data, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{added:?}");
    let limited = run(
        &["account", "limit", "alice@example.test", "--messages", "1", "--recipients", "3", "--size", "1000"],
        &data,
        "",
    );
    assert!(limited.status.success(), "{limited:?}");
    let mut server = Server::start_configured(&data, &config);
    let log_in = |server: &Server| {
        let mut client = Connection::to(server.address);
        client.hear();
        client.ask("EHLO hidden.test", "250");
        client.ask(&plain("alice@example.test", PASSWORD), "235 2.7.0 ");
        client
    };
    let mut client = log_in(&server);
    client.ask("MAIL FROM:<alice@example.test> SIZE=1001", "552 5.3.4 ");
    client.ask("MAIL FROM:<alice@example.test> SIZE=1000", "250 ");
    client.ask("RCPT TO:<bob@example.test>", "250 ");
    client.ask("DATA", "354 ");
    client.ask(&format!("From: alice@example.test\r\n\r\n{}\r\n.", "x".repeat(971)), "552 5.3.4 ");
    client.ask("MAIL FROM:<alice@example.test>", "250 ");
    for number in 0..3 {
        client.ask(&format!("RCPT TO:<bob+{number}@example.test>"), "250 ");
    }
    let full = client.ask("RCPT TO:<postmaster@example.test>", "452 4.5.3 ");
    assert!(
        full.contains("3 recipients an hour are the most for this account: there is room again in "),
        "{full}"
    );
    client.ask("DATA", "354 ");
    let queued = client.ask("From: alice@example.test\r\nbcc: postmaster@example.test\r\n\r\nx\r\n.", "250 ");
    let id = queued.trim().rsplit_once("queued as ").expect("an id").1.to_owned();
    // Another session has no more, and a reload forgets nothing; the limit of the configuration is not that of alice.
    server.wait("delivered");
    server.signal("HUP");
    server.wait("the configuration was read again, and is in force");
    let full = log_in(&server).ask("MAIL FROM:<alice@example.test>", "452 4.7.1 ");
    assert!(full.contains("1 messages an hour "), "{full}");
    let guard = run(&["account", "guard"], &data, "");
    assert!(stdout(&guard).contains("1 of 1") && stdout(&guard).contains("3 of 3"), "{guard:?}");

    let mail = files(&data.join("mail"));
    let copy =
        mail.iter().map(|file| fs::read_to_string(file).expect("text")).find(|copy| copy.contains(&id));
    let copy = copy.expect("it is delivered");
    assert!(
        copy.contains("Received: from authenticated-user\n\tby mx.example.test with ESMTPA id "),
        "{copy}"
    );
    assert!(!copy.contains("127.0.0.1") && !copy.contains("hidden.test") && !copy.contains("bcc"), "{copy}");
    assert!(
        copy.contains("\nDate: ") && copy.contains(&format!("\nMessage-ID: <{id}@example.test>\n\nx\n")),
        "{copy}"
    );
    let shown = stdout(&server.queue(&["show", &id])).to_owned();
    assert!(shown.contains("127.0.0.1") && shown.contains("hidden.test"), "{shown}");
    server.stop();
}
