//! What `postrider why` tells from the journal of a real server: of a session, a message, an address.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use common::{Server, postrider, run, stderr, stdout, text};
use serde_json::Value;
use tempfile::TempDir;

const PASSWORD: &str = "xyzzy-plover-42";

/// A server whose configuration is `postrider.toml`, with something more in it.
fn server(more: &str) -> (TempDir, Server) {
    let folder = tempfile::tempdir().expect("a folder");
    let written = format!(
        "hostname = \"mx.home.example\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n[relay]\nnetworks = [\"127.0.0.0/8\"]\n\
         [[domain]]\nname = \"home.example\"\nmailboxes = [\"ann\", \"postmaster\", \"abuse\"]\n{more}"
    );
    fs::write(folder.path().join("postrider.toml"), written).expect("written");
    let server = start(&folder);
    (folder, server)
}

fn start(folder: &TempDir) -> Server {
    Server::start_configured(&folder.path().join("data"), &folder.path().join("postrider.toml"))
}

/// Runs `postrider why` for its data folder.
fn why(data: &Path, args: &[&str]) -> Output {
    let data = data.display().to_string();
    postrider(&[&["why", "--data", &data, "--lang", "en"], args].concat())
}

/// Asks until something is found of which this is true: what was said a moment ago is on its way to the disk.
fn until(data: &Path, args: &[&str], so: impl Fn(&Value) -> bool) -> Value {
    loop {
        let output = why(data, &[args, &["--json"]].concat());
        let found: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        if output.status.success() && so(&found) {
            return found;
        }
    }
}

/// Whether the conversation of the first session has its end.
fn is_ended(found: &Value) -> bool {
    found["found"][0]["kept"]["end"].is_object()
}

fn files(data: &Path) -> Vec<PathBuf> {
    let folder = fs::read_dir(data.join("journal")).expect("a journal");
    folder.map(|entry| entry.expect("an entry").path()).collect()
}

fn everything(data: &Path) -> String {
    files(data).iter().map(|file| fs::read_to_string(file).expect("text")).collect()
}

/// What is the same each time.
fn plain(text: &str, replaced: &[(&str, &str)]) -> String {
    let mut text = replaced.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let lines: Vec<String> = text.lines().map(plain_line).collect();
    text = lines.join("\n");
    text
}

fn plain_line(line: &str) -> String {
    if let Some((seconds, said)) = line.split_once(" S: ")
        && seconds.trim().parse::<f64>().is_ok()
    {
        return format!("  SECONDS S: {said}");
    }
    let words = line.split(' ').map(|word| match word.parse::<jiff::Timestamp>() {
        Ok(_) => "TIME",
        Err(_) => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Another mail server, which says this to RCPT.
fn elsewhere(says: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            answer(stream, says);
        }
    });
    address
}

fn answer(stream: TcpStream, says: &str) {
    let mut lines = BufReader::new(stream);
    let mut say = "220 mx.elsewhere.example ESMTP".to_owned();
    loop {
        let mut line = String::new();
        let said = lines.get_mut().write_all(format!("{say}\r\n").as_bytes());
        if said.is_err() || lines.read_line(&mut line).unwrap_or(0) == 0 {
            return;
        }
        let is_rcpt = line.starts_with("RCPT");
        say = if is_rcpt { says.to_owned() } else { "250 2.0.0 ok".to_owned() };
    }
}

fn session_of(server: &mut Server, reply: &str) -> String {
    let refused = server.wait_for(reply, |event| event["reply"] == reply);
    text(&refused, "session").to_owned()
}

#[test]
fn a_session_tells_its_refusals_with_the_line_of_the_configuration() {
    let (folder, mut server) = server("");
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.example", "250-");
    client.ask("RCPT TO:<ann@home.example>", "503 ");
    client.ask("MAIL FROM:<bob@client.example>", "250 ");
    client.ask("RCPT TO:<nobody@home.example>", "550 ");
    let session = session_of(&mut server, "unknown-user");
    // It is still open.
    let open = until(&server.data, &["--session", &session], |found| {
        found["found"][0]["refusals"].as_array().is_some_and(|refusals| refusals.len() == 2)
    });
    assert_eq!(open["found"][0]["end"]["word"], "open");
    client.ask("RCPT TO:<ann@home.example>", "250 ");
    client.ask("DATA", "354 ");
    client.ask("Subject: x\r\n\r\nx\r\n.", "250 ");
    client.ask("QUIT", "221 ");
    let found = until(&server.data, &["--session", &session], is_ended);
    let refused = &found["found"][0]["refusals"][1];
    assert_eq!(refused["kept"]["reply"], "unknown-user");
    let setting = refused["setting"][0].as_str().expect("a line of the configuration");
    assert!(setting.ends_with("postrider.toml:7"), "{setting}");
    assert_eq!(refused["fact"][0], "unknown-user: home.example has no \"nobody\"");
    let message = found["found"][0]["kept"]["steps"].as_array().expect("steps");
    let message = message.iter().find_map(|step| step["message"].as_str()).expect("a message");
    let config = setting.trim_end_matches(":7");
    let address = server.address.to_string();
    let replaced = [
        (session.as_str(), "SESSION"),
        (message, "MESSAGE"),
        (config, "postrider.toml"),
        (address.as_str(), "LISTENER"),
    ];
    let told = why(&server.data, &["--session", &session]);
    insta::assert_snapshot!("a_session", plain(stdout(&told), &replaced));
    // The same by the name of its message, and without the server.
    server.stop();
    let data = folder.path().join("data");
    let told = why(&data, &["--message", message]);
    assert!(told.status.success() && stdout(&told).contains(&format!("queued as {message}")), "{told:?}");
    let mut args = vec!["--session", session.as_str(), "--lang"];
    args.push("zh-Hans");
    let chinese = postrider(&[&["why", "--data", &data.display().to_string()], &args[..]].concat());
    insta::assert_snapshot!("a_session_in_chinese", plain(stdout(&chinese), &replaced));
}

#[test]
fn the_journal_is_for_its_user_alone_and_has_no_password() {
    let (_folder, mut server) = server("");
    let secret = BASE64.encode(format!("\0ann@home.example\0{PASSWORD}"));
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.example", "250-");
    client.ask(&format!("AUTH PLAIN {secret}"), "5");
    client.ask(&BASE64.encode(PASSWORD), "5");
    client.ask(PASSWORD, "5");
    client.ask(&format!("PASS {PASSWORD}"), "5");
    client.ask("QUIT", "221 ");
    let session = session_of(&mut server, "unknown-command");
    until(&server.data, &["--session", &session], is_ended);
    let text = everything(&server.data);
    for secret in [PASSWORD, &secret, &BASE64.encode(PASSWORD), "plover"] {
        assert!(!text.contains(secret), "{text}");
    }
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&server.data.join("journal")), 0o700);
    assert!(files(&server.data).iter().all(|file| mode(file) == 0o600));
    server.stop();
}

#[test]
fn what_a_kill_has_torn_is_passed_over_and_written_on() {
    let (folder, mut server) = server("");
    let refuse = |server: &mut Server| {
        let mut client = server.connect();
        client.hear();
        client.ask("EHLO client.example", "250-");
        client.ask("DATA", "503 ");
        let session = session_of(server, "data-before-mail");
        until(&server.data, &["--session", &session], |found| found["found"][0]["refusals"].is_array());
        session
    };
    let first = refuse(&mut server);
    let data = server.data.clone();
    server.kill();
    let [file] = &files(&data)[..] else { panic!("one file") };
    let torn = fs::read_to_string(file).expect("text");
    fs::write(file, format!("{torn}{}", &torn[..torn.len() / 2])).expect("written");
    assert!(why(&data, &["--session", &first]).status.success());
    let mut server = start(&folder);
    let second = refuse(&mut server);
    let told = why(&data, &["127.0.0.1"]);
    assert!(stdout(&told).contains(&first) && stdout(&told).contains(&second), "{told:?}");
    // They are alike, so they are told once: the latest, and where the one before it was.
    let found = until(&data, &["127.0.0.0/8"], |found| found["kind"] == "refusals");
    let [one] = &found["found"].as_array().expect("a list")[..] else { panic!("told once: {found}") };
    assert_eq!((&one["times"][0], &one["in-session"][0]), (&"2".into(), &second.as_str().into()));
    assert!(one["before"][0].as_str().is_some_and(|line| line.contains(&first)), "{one}");
    server.stop();
}

#[test]
fn a_journal_that_is_switched_off_is_not_there() {
    let (_folder, mut server) = server("[journal]\nsize_octets = 0\n");
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.example", "250-");
    client.ask("DATA", "503 ");
    client.ask("QUIT", "221 ");
    let session = session_of(&mut server, "data-before-mail");
    let data = server.data.clone();
    server.stop();
    assert!(!data.join("journal").exists());
    let told = why(&data, &["--session", &session]);
    assert_eq!(told.status.code(), Some(1));
    assert!(stderr(&told).contains("There is no journal in"), "{told:?}");
}

#[test]
fn a_bounce_and_a_delay_are_told_by_message_and_by_recipient() {
    for (says, fate) in [("550 5.1.1 No such user", "bounced"), ("452 4.2.2 Mailbox full", "deferred")] {
        let other = elsewhere(says);
        let route = format!("[[route]]\ndomain = \"*\"\nto = \"smtp://127.0.0.1:{}\"\n", other.port());
        let (_folder, mut server) = server(&route);
        let id = server.send_accepted("carl@elsewhere.example", "hello");
        server.wait_for(fate, |event| event["message"] == fate && event["id"] == id.as_str());
        let found = until(&server.data, &["--message", &id], |found| {
            found["found"][0]["refusals"].is_array() && found["found"][1]["kept"]["end"].is_object()
        });
        let refused = &found["found"][0]["refusals"][0];
        assert_eq!(refused["said"][1], format!("S: {says}"));
        assert_eq!(refused["fate"]["word"], fate);
        assert!(refused["cause"].is_string() && refused["acts"].is_object(), "{refused}");
        let found = until(&server.data, &["carl@elsewhere.example"], |found| found["kind"] == "refusals");
        assert_eq!(found["found"][0]["in-message"][0], id.as_str());
        let of_domain = until(&server.data, &["elsewhere.example"], |found| found["kind"] == "refusals");
        assert_eq!(of_domain["found"][0]["said"], found["found"][0]["said"]);
        let port = format!("127.0.0.1:{}", other.port());
        let told = why(&server.data, &["carl@elsewhere.example"]);
        let replaced = [(id.as_str(), "MESSAGE"), (port.as_str(), "HOST")];
        insta::assert_snapshot!(fate, plain(stdout(&told), &replaced));
        server.stop();
    }
}

#[test]
fn a_host_that_is_down_is_explained_by_message_and_by_recipient() {
    // Nobody listens there any more.
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    let route = format!("[[route]]\ndomain = \"*\"\nto = \"smtp://127.0.0.1:{port}\"\n");
    let (_folder, mut server) = server(&route);
    let id = server.send_accepted("carl@elsewhere.example", "hello");
    server.wait_for("deferred", |event| event["message"] == "deferred" && event["id"] == id.as_str());
    // The host is left alone, so this one is not even tried.
    let second = server.send_accepted("dora@elsewhere.example", "hello");
    for (args, message) in [
        (&["--message", id.as_str()][..], &id),
        (&["carl@elsewhere.example"], &id),
        (&["--message", second.as_str()], &second),
        (&["dora@elsewhere.example"], &second),
    ] {
        let found = until(&server.data, args, |found| {
            found["kind"] == "refusals" || found["found"][0]["refusals"].is_array()
        });
        let told = &found["found"][0];
        let told = if found["kind"] == "refusals" { told } else { &told["refusals"][0] };
        assert_eq!(
            (&told["in-message"][0], &told["rule"][0]),
            (&message.as_str().into(), &"any-refused".into()),
            "{found}"
        );
        assert!(told["fix"].is_string() && told["acts"].is_object() && told["tried"].is_array(), "{found}");
    }
    // Two kinds, and one is wanted.
    let told = why(&server.data, &["elsewhere.example", "--limit", "1"]);
    assert!(stdout(&told).contains("--limit "), "{told:?}");
    server.stop();
}

#[test]
fn who_logs_in_is_told_of_failed_logins_and_of_mail_that_came_back() {
    let other = elsewhere("550 5.1.1 No such user");
    let folder = tempfile::tempdir().expect("a folder");
    let (data, config) = (folder.path().join("data"), folder.path().join("postrider.toml"));
    let written = format!(
        "hostname = \"mx.home.example\"\n[[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\n\
         auth_without_tls = true\n[accounts]\nargon2_memory_kib = 8192\nargon2_passes = 1\n\
         [[domain]]\nname = \"home.example\"\nmailboxes = [\"ann\", \"postmaster\", \"abuse\"]\n\
         [[route]]\ndomain = \"*\"\nto = \"smtp://127.0.0.1:{}\"\n",
        other.port()
    );
    fs::write(&config, written).expect("written");
    assert!(run(&["account", "add", "ann@home.example"], &data, &format!("{PASSWORD}\n")).status.success());
    let mut server = Server::start_configured(&data, &config);
    let auth = |password| format!("AUTH PLAIN {}", BASE64.encode(format!("\0ann@home.example\0{password}")));
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.example", "250-");
    client.ask("AUTH NTLM", "504 ");
    client.ask(&auth("wrong"), "535 ");
    let session = session_of(&mut server, "auth-failed");
    client.ask(&auth(PASSWORD), "235 ");
    client.ask("MAIL FROM:<ann@home.example>", "250 ");
    client.ask("RCPT TO:<carl@elsewhere.example>", "250 ");
    client.ask("DATA", "354 ");
    client.ask("From: ann@home.example\r\nSubject: x\r\n\r\nx\r\n.", "250 ");
    client.ask("DATA", "503 ");
    server.wait_for("bounced", |event| event["message"] == "bounced");
    for asked in ["ann@home.example", "ann", "home.example", "@home.example"] {
        let found = until(&server.data, &[asked], |found| {
            found["found"].as_array().is_some_and(|all| all.len() >= 3)
        });
        let all = found["found"].as_array().expect("a list");
        let login = all.iter().find(|told| told["kept"]["reply"] == "auth-failed").expect("the login");
        assert_eq!(
            (&login["in-session"][0], &login["fact"][0]),
            (&session.as_str().into(), &"ann@home.example: PLAIN: the credentials are wrong".into())
        );
        let bounced = all.iter().find(|told| told["fate"]["word"] == "bounced").expect("the bounce");
        assert_eq!(bounced["recipient"][0], "carl@elsewhere.example");
    }
    // What was offered shows why there was, or was not, a login.
    let told = why(&server.data, &["--session", &session]);
    assert!(
        stdout(&told).contains("S: 250-AUTH PLAIN LOGIN\n") && !stdout(&told).contains("STARTTLS"),
        "{told:?}"
    );
    assert!(stdout(&told).contains("Offered for the login  PLAIN, LOGIN\n"), "{told:?}");
    server.stop();
    let spanish = postrider(&["why", "--data", &data.display().to_string(), "--lang", "es", "ann"]);
    assert!(
        stdout(&spanish).contains("No se consultó la cola: no hay ningún servidor en marcha"),
        "{spanish:?}"
    );
}

#[test]
fn a_handshake_that_failed_is_explained_with_what_both_offered() {
    let (_folder, mut server) = server("[[certificate]]\nself_signed = true\n");
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.example", "250-");
    client.ask("STARTTLS", "220 ");
    client.say("this is no TLS\r\n");
    let failed = server.wait("no TLS: the handshake failed, closed");
    let session = text(&failed, "session").to_owned();
    let found = until(&server.data, &["--session", &session], is_ended);
    let told = &found["found"][0]["refusals"][0];
    assert_eq!(told["verdict"], "What the client sent is not TLS.");
    assert!(
        told["cause"].is_string() && told["remedy"].is_string() && told["blame"]["word"] == "client",
        "{told}"
    );
    assert!(told["ours"][0].as_str().is_some_and(|ours| ours.starts_with("TLS1.3")), "{told}");
    server.stop();
}

#[test]
fn where_there_is_no_journal_the_argument_that_was_given_is_not_asked_for_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("postrider.toml");
    fs::write(&config, "data = \"nowhere\"\n").expect("written");
    let config = config.display().to_string();
    let told = postrider(&["why", "--lang", "en", "--config", &config, "ann@home.example"]);
    assert!(stderr(&told).contains("give the same `--data` here"), "{told:?}");
    let told = postrider(&["why", "--lang", "en", "--config", "no-such.toml", "ann@home.example"]);
    assert!(stderr(&told).contains("or its data folder with --data"), "{told:?}");
    // A reply is explained as it is.
    for reply in ["550", "550 5.1.1 User unknown", "550-5.1.1 User unknown"] {
        let told = postrider(&["why", "--lang", "en", reply]);
        assert!(!stdout(&told).is_empty() && stderr(&told).is_empty(), "{told:?}");
    }
}

#[test]
fn what_is_asked_in_vain_says_how_far_the_journal_goes() {
    let (_folder, mut server) = server("");
    let mut client = server.connect();
    client.hear();
    client.ask("EHLO client.example", "250-");
    client.ask("DATA", "503 ");
    let session = session_of(&mut server, "data-before-mail");
    until(&server.data, &["--session", &session], |found| found["kind"] == "session");
    for (args, code, says) in [
        (
            &["--session", "00112233"][..],
            1,
            "The journal has no session 00112233. The journal goes back to 2",
        ),
        (&["--session", "hello"], 2, "`hello` is no id of a session"),
        (&["--message", "11tawybd28edmrrqywn5sr865t"], 1, "Nothing is known of the message"),
        (&["--message", "x"], 2, "`x` is no id of a message"),
        (&["dora@home.example"], 1, "No refusal is known that concerns dora@home.example"),
        (&["192.0.2.0/24"], 1, "No refusal is known that concerns 192.0.2.0/24"),
        (&["192.0.2.1/24"], 2, "What was typed is no address"),
        (&["notafile.txt"], 1, "There is no file notafile.txt. Taken for a domain"),
        (&["localhost"], 2, "localhost: there is no such file"),
        (&["192.0.2.1:5000"], 1, "No refusal is known that concerns 192.0.2.1"),
        (&["@home.example"], 1, "There is no file home.example. Taken for a domain"),
    ] {
        let told = why(&server.data, args);
        assert_eq!(told.status.code(), Some(code), "{told:?}");
        assert!(stderr(&told).contains(says), "{told:?}");
        if code == 1 {
            let told = why(&server.data, &[args, &["--json"]].concat());
            let nothing: Value = serde_json::from_slice(&told.stdout).expect("JSON");
            assert_eq!((&nothing["kind"], told.status.code()), (&"nothing".into(), Some(1)));
        }
    }
    server.stop();
}

#[test]
fn a_server_that_turns_away_is_no_message_that_is_gone() {
    let (_folder, server) = server("");
    let socket = server.data.join("control.sock");
    // Whoever gets an answer has a place, and keeps it.
    let mut silent: Vec<UnixStream> = Vec::new();
    while silent.len() < 16 {
        let mut stream = UnixStream::connect(&socket).expect("the server listens");
        let _ = stream.write_all(b"{\"verb\":\"list\"}\n");
        let mut answer = String::new();
        BufReader::new(&stream).read_line(&mut answer).expect("the server answers");
        if answer.starts_with("{\"list\":") {
            silent.push(stream);
        }
    }
    let message = ["--message", "11tawybd28edmrrqywn5sr865t"];
    for asked in [&message[..], &["dora@home.example"]] {
        let told = why(&server.data, asked);
        assert!(stderr(&told).contains("16 others are speaking with the server: try again"), "{told:?}");
        assert!(!stderr(&told).contains("is not in the queue"), "{told:?}");
    }
    drop(silent);
    // The server sees that they are gone when it comes to it.
    while !stderr(&why(&server.data, &message)).contains("is not in the queue") {}
    server.stop();
}
