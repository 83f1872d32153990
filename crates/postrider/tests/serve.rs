//! `postrider serve`: the whole server, as a process.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use common::{Server, text};
use serde_json::Value;
use tempfile::TempDir;

/// A data folder and a configuration in it, so that both go when the test ends.
struct World {
    folder: TempDir,
}

impl World {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn config(&self, text: &str) -> PathBuf {
        let path = self.folder.path().join("postrider.toml");
        fs::write(&path, text).expect("written");
        path
    }
}

/// A configuration with one listener, and a domain where Alice and the postmaster are one.
fn domain(name: &str) -> String {
    format!(
        "[[listener]]\naddress = \"127.0.0.1:0\"\n[[domain]]\nname = \"{name}\"\nmailboxes = [\"alice\"]\n\
         aliases = {{ postmaster = \"alice\", abuse = \"alice\" }}\n"
    )
}

#[test]
fn a_mail_is_delivered_and_the_log_says_where() {
    let world = World::new();
    let mut server = Server::start(&world.data());
    let id = server.send_accepted("you@localhost", "Hello, world.");

    let received = server.wait("received");
    assert_eq!(text(&received, "id"), id);
    assert_eq!(text(&received, "from"), "<sender@client.example>");
    assert_eq!(text(&received, "client"), "127.0.0.1");
    assert!(!text(&received, "session").is_empty());
    let delivered = server.wait("delivered");
    assert_eq!(text(&delivered, "id"), id);
    assert_eq!(text(&delivered, "to"), "you@localhost");
    let place = Path::new(text(&delivered, "place"));
    assert_eq!(place.parent(), Some(world.data().join("mail/localhost/you/new").as_path()));
    let mail = fs::read_to_string(place).expect("the file is there");
    assert!(
        mail.starts_with("Return-Path: <sender@client.example>\nDelivered-To: you@localhost\n"),
        "{mail}"
    );
    assert!(mail.contains(&format!("id {id}")), "{mail}");
    assert!(mail.ends_with("\n\nHello, world.\n"), "{mail}");
    server.stop();
}

#[test]
fn what_has_said_that_it_stopped_holds_nothing_any_more() {
    let world = World::new();
    let mut server = Server::start(&world.data());
    server.send_accepted("you@localhost", "Hello, world.");
    server.wait("delivered");
    server.signal("TERM");
    server.wait("stopped; what is in the queue stays there");
    // The process may be there yet.
    let lock = fs::File::open(world.data().join("queue/lock")).expect("there");
    lock.try_lock().expect("nobody holds it");
    assert!(server.wait_end().success(), "{}", server.story());
    let last = server.log.last().expect("a line");
    assert_eq!(text(last, "message"), "stopped; what is in the queue stays there");
}

#[test]
fn the_log_of_a_program_says_at_the_start_where_mail_goes() {
    let world = World::new();
    let more = "[[domain]]\nname = \"y.example\"\nany_mailbox = true\n";
    let config = world.config(&(domain("x.example") + more));
    let mut server = Server::start_configured(&world.data(), &config);
    let started = server.wait("started");
    assert_eq!(text(&started, "version"), env!("CARGO_PKG_VERSION"));
    assert_eq!(text(&started, "config"), config.display().to_string());
    assert_eq!(text(&started, "data"), world.data().display().to_string());
    assert_eq!(text(&started, "maildirs"), world.data().join("mail").display().to_string());
    assert_eq!(started["domains"], 2);
    assert_eq!(text(&started, "names"), "x.example, y.example");
    server.stop();
}

#[test]
fn mail_for_noreply_is_acknowledged_and_thrown_away() {
    let world = World::new();
    let noreply = "[[domain]]\nname = \"noreply.example\"\nany_mailbox = true\ndeliver = \"discard\"\n";
    let aliases = "aliases = { postmaster = \"alice@a.example\", abuse = \"alice@a.example\" }\n";
    let config = world.config(&format!("{}{noreply}{aliases}", domain("a.example")));
    let mut server = Server::start_configured(&world.data(), &config);
    let id = server.send_accepted("news@noreply.example", "for nobody");
    let discarded = server.wait("discarded");
    assert_eq!((text(&discarded, "id"), text(&discarded, "to")), (id.as_str(), "news@noreply.example"));
    assert_eq!(fs::read_dir(world.data().join("mail")).expect("the folder").count(), 0);

    server.send_accepted("postmaster@noreply.example", "for Alice");
    assert_eq!(text(&server.wait("delivered"), "to"), "alice@a.example");
    server.stop();
}

#[test]
fn a_refusal_is_one_line_with_its_id_and_its_session() {
    let world = World::new();
    let mut server = Server::start(&world.data());
    let sent = server.send(&["--from", "a@b.example", "--to", "you@elsewhere.example", "--text", "x"]);
    assert_eq!(sent.status.code(), Some(5));
    let refused = server.wait_for("a refusal", |event| event["reply"] == "relay-denied");
    assert!(!text(&refused, "session").is_empty());
    assert!(text(&refused, "message").starts_with("refused: 550 5.7.1 "), "{refused}");
    assert!(text(&refused, "because").contains("elsewhere.example is no domain of this server"), "{refused}");
    server.stop();
}

#[test]
fn a_refusal_names_the_line_of_the_configuration() {
    let world = World::new();
    let config = world.config(&domain("x.example"));
    let mut server = Server::start_configured(&world.data(), &config);
    server.send(&["--from", "a@b.example", "--to", "bob@x.example", "--text", "x"]);
    let refused = server.wait_for("a refusal", |event| event["reply"] == "unknown-user");
    assert!(text(&refused, "because").contains("postrider.toml:4"), "{refused}");
    server.stop();
}

#[test]
fn a_relay_takes_mail_from_whom_it_trusts_and_for_whom_it_knows() {
    let world = World::new();
    let list = world.folder.path().join("people");
    fs::write(&list, "postmaster\ncarol\n").expect("written");
    let relaying = |networks: &str| {
        let relay = format!("[relay]\nnetworks = [{networks}]\n");
        let listed = "[[relay_domain]]\nname = \"listed.example\"\nrecipients_file = \"people\"\n";
        let asked = "[[relay_domain]]\nname = \"asked.example\"\ncallout = true\n";
        let text = domain("x.example").replacen(":0\"\n", ":0\"\ndsn = true\n", 1);
        world.config(&format!("{text}{relay}{listed}{asked}"))
    };
    let config = relaying("\"192.0.2.0/24\"");
    let mut server = Server::start_configured(&world.data(), &config);
    let begin = |server: &Server| {
        let mut connection = server.connect();
        connection.hear();
        let hello = connection.ask("EHLO client.example", "250");
        assert!(hello.contains("DSN"), "{hello}");
        connection.ask("MAIL FROM:<a@b.example> RET=HDRS ENVID=1", "250 ");
        connection
    };
    let mut stranger = begin(&server);
    stranger.ask("RCPT TO:<you@elsewhere.example>", "550 5.7.1 ");
    stranger.ask("RCPT TO:<dave@listed.example>", "550 5.1.1 ");
    stranger.ask("RCPT TO:<carol%elsewhere.example@listed.example>", "550 5.1.1 ");
    stranger.ask("RCPT TO:<Carol@listed.example> NOTIFY=SUCCESS", "250 2.1.5 ");
    let refused = server.wait_for("a refusal", |event| event["reply"] == "relay-denied");
    let because = text(&refused, "because");
    assert!(because.ends_with("127.0.0.1 is in no trusted network"), "{refused}");

    // Both are read again: whom we trust, and who lives there.
    fs::write(&list, "postmaster\ncarol\ndave\n").expect("written");
    relaying("\"192.0.2.0/24\", \"127.0.0.0/8\"");
    server.signal("HUP");
    server.wait("the configuration was read again, and is in force");
    let mut trusted = begin(&server);
    trusted.ask("RCPT TO:<you@elsewhere.example>", "250 2.1.5 ");
    trusted.ask("RCPT TO:<dave@listed.example>", "250 2.1.5 ");
    trusted.ask("RCPT TO:<nobody@x.example>", "550 5.1.1 ");
    stranger.ask("RCPT TO:<you@elsewhere.example>", "550 5.7.1 ");
    server.stop();
}

#[test]
fn behind_a_proxy_the_client_that_it_names_counts_and_a_reload_changes_who_is_one() {
    let world = World::new();
    let behind = |keys: &str| {
        let text = domain("x.example").replacen(":0\"\n", &format!(":0\"\n{keys}\n"), 1);
        world.config(&format!("{text}[relay]\nnetworks = [\"127.0.0.0/8\", \"198.51.100.0/24\"]\n"))
    };
    let config = behind("proxy_protocol = [\"127.0.0.1\"]");
    let mut server = Server::start_configured(&world.data(), &config);
    for (client, code) in [("192.0.2.7", "550 5.7.1 "), ("198.51.100.9", "250 2.1.5 ")] {
        let mut connection = server.connect();
        connection.say(format!("PROXY TCP4 {client} 192.0.2.25 40000 25\r\n"));
        connection.hear();
        connection.ask("EHLO client.example", "250");
        connection.ask("XCLIENT ADDR=198.51.100.9", "500 ");
        connection.ask("MAIL FROM:<a@b.example>", "250 ");
        connection.ask("RCPT TO:<you@elsewhere.example>", code);
    }
    let refused = server.wait_for("a refusal", |event| event["reply"] == "relay-denied");
    assert_eq!((text(&refused, "client"), text(&refused, "proxy")), ("192.0.2.7", "127.0.0.1"));
    let mut without = server.connect();
    without.say("EHLO client.example\r\n");
    assert!(without.is_closed());
    let closed = server.wait_for("a warning", |event| event["level"] == "warn");
    assert!(text(&closed, "why").contains("it does not begin with a PROXY header: EHLO"), "{closed}");

    behind("xclient = [\"127.0.0.1\"]");
    server.signal("HUP");
    server.wait("the configuration was read again, and is in force");
    let mut connection = server.connect();
    connection.hear();
    assert!(connection.ask("EHLO proxy.example", "250").contains("XCLIENT NAME ADDR"));
    connection.ask("XCLIENT ADDR=192.0.2.7", "220 ");
    connection.ask("XCLIENT ADDR=198.51.100.9", "500 ");
    assert!(!connection.ask("EHLO client.example", "250").contains("XCLIENT"));
    connection.ask("MAIL FROM:<a@b.example>", "250 ");
    connection.ask("RCPT TO:<you@elsewhere.example>", "550 5.7.1 ");
    server.stop();
}

#[test]
fn what_a_client_says_cannot_write_in_the_log() {
    let world = World::new();
    let mut server = Server::start(&world.data());
    let mut connection = server.connect();
    assert!(connection.hear().starts_with("220 "));
    connection.ask("EHLO \u{1b}[2J\u{9b}31m", "50");
    connection.ask("\u{1b}]0;x\u{7}", "500 ");
    connection.ask("RCPT TO:<\"a\u{1b}b\"@localhost>", "50");
    connection.ask("QUIT", "221 ");
    server.signal("TERM");
    server.wait_end();
    // The harness has read every line as JSON; a line that was begun by the client would be none.
    assert!(server.log.iter().all(Value::is_object), "{}", server.story());
}

#[test]
fn only_its_own_user_may_look_into_the_data_folder() {
    let world = World::new();
    let server = Server::start(&world.data());
    let mode = |path: PathBuf| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(world.data()), 0o700);
    assert_eq!(mode(world.data().join("control.sock")), 0o600);
    server.stop();
    assert!(!world.data().join("control.sock").exists(), "the socket goes with the server");
}

#[test]
fn a_new_configuration_is_for_the_sessions_after_it() {
    let world = World::new();
    let config = world.config(&domain("old.example"));
    let mut server = Server::start_configured(&world.data(), &config);
    let mut before = server.connect();
    assert!(before.hear().starts_with("220 "));
    before.ask("EHLO client.example", "250-");

    world.config(&domain("new.example"));
    server.signal("HUP");
    server.wait("the configuration was read again, and is in force");

    let id = server.send_accepted("alice@new.example", "after");
    assert_eq!(text(&server.wait("delivered"), "id"), id);
    let sent = server.send(&["--from", "a@b.example", "--to", "alice@old.example", "--text", "x"]);
    assert_eq!(sent.status.code(), Some(5), "the old domain is gone");

    // The session that was open goes on, as it began.
    before.ask("MAIL FROM:<a@b.example>", "250 ");
    before.ask("RCPT TO:<alice@old.example>", "250 ");
    before.ask("QUIT", "221 ");
    server.stop();
}

#[test]
fn a_broken_configuration_changes_nothing() {
    let world = World::new();
    let config = world.config(&domain("x.example"));
    let mut server = Server::start_configured(&world.data(), &config);

    world.config(&domain("x.example").replace("alice\"]", "bob\"]"));
    server.signal("HUP");
    let mistake = server.wait_for("a mistake", |event| event["level"] == "error");
    assert!(text(&mistake, "message").ends_with("and nobody here has that name"), "{mistake}");
    assert!(text(&mistake, "at").ends_with("postrider.toml:6:26"), "{mistake}");
    assert_eq!(text(&mistake, "help"), "add \"alice\" to the mailboxes, or name one that is there");
    server.wait("the new configuration has mistakes, and the old one stays in force");

    let id = server.send_accepted("alice@x.example", "still here");
    assert_eq!(text(&server.wait("delivered"), "id"), id);
    server.stop();
}

#[test]
fn a_new_configuration_opens_and_closes_listeners() {
    let world = World::new();
    let listener = |address: &str| format!("[[listener]]\naddress = \"{address}\"\n");
    // All of 127.0.0.0/8 is this machine.
    let config = world.config(&listener("127.0.0.1:0"));
    let mut server = Server::start_configured(&world.data(), &config);
    let first = server.address;
    let mut open = server.connect();
    assert!(open.hear().starts_with("220 "));

    world.config(&(listener("127.0.0.1:0") + &listener("127.0.0.2:0")));
    server.signal("HUP");
    let second = text(&server.wait("listening"), "address").parse().expect("an address");
    server.wait("the configuration was read again, and is in force");
    assert!(common::Connection::to(second).hear().starts_with("220 "));
    assert!(common::Connection::to(first).hear().starts_with("220 "), "the first is where it was");

    let mut sending = server.connect();
    sending.begin_content("you@localhost");
    let mut stuck = server.connect();
    stuck.begin_content("you@localhost");
    world.config(&listener("127.0.0.2:0"));
    server.signal("HUP");
    let gone = server.wait("no longer listening");
    assert_eq!(text(&gone, "address"), first.to_string());
    // Whoever was there is told so, and does not just lose the connection.
    assert!(open.hear().starts_with("421 "));
    assert!(open.is_closed());
    assert!(common::Connection::to(second).hear().starts_with("220 "));
    sending.ask("Subject: x\r\n\r\nx\r\n.", "250 ");
    assert!(sending.hear().starts_with("421 "));

    // What is still open there when the grace is over is told so as well.
    server.signal("TERM");
    server.wait("stopping: open transactions may end");
    server.signal("TERM");
    assert!(stuck.hear().starts_with("421 "));
    assert_eq!(server.wait_end().code(), Some(0), "{}", server.story());
}

#[test]
fn a_listener_that_cannot_be_opened_leaves_the_old_configuration_in_force() {
    let world = World::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let config = world.config(&domain("x.example"));
    let mut server = Server::start_configured(&world.data(), &config);
    let address = taken.local_addr().expect("bound");
    world.config(&format!("{}[[listener]]\naddress = \"{address}\"\n", domain("y.example")));
    server.signal("HUP");
    let told = server.wait_for("the trouble", |event| event["level"] == "error");
    assert!(text(&told, "message").contains(&format!("cannot listen on {address}")), "{told}");
    server.send_accepted("alice@x.example", "still here");
    server.stop();
}

/// The other program that listens there is this one, and nobody should look for another.
#[test]
fn a_listener_that_takes_in_an_old_one_needs_a_restart_and_says_so() {
    let world = World::new();
    let config = world.config(&domain("x.example"));
    let mut server = Server::start_configured(&world.data(), &config);
    let (old, new) = (server.address, format!("0.0.0.0:{}", server.address.port()));
    world.config(&domain("x.example").replace("127.0.0.1:0", &new));
    server.signal("HUP");
    let told = server.wait_for("the trouble", |event| event["level"] == "error");
    let why = format!("{new} cannot be listened on while this server listens on {old}: restart it");
    assert!(text(&told, "message").contains(&why), "{told}");
    server.send_accepted("alice@x.example", "still here");
    server.stop();
}

#[test]
fn what_cannot_change_while_the_server_runs_is_named() {
    let world = World::new();
    let config = world.config(&domain("x.example"));
    let mut server = Server::start_configured(&world.data(), &config);
    world.config(&(domain("x.example") + "[queue]\nattempts_per_lane = 3\n[delivery]\nat_once = 2\n"));
    server.signal("HUP");
    let message = "this change needs a restart, and has no effect before it";
    assert_eq!(text(&server.wait(message), "what"), "[queue]");
    assert_eq!(text(&server.wait(message), "what"), "delivery.at_once");
    server.wait("the configuration was read again, and is in force");
    server.stop();
}

#[test]
fn without_a_configuration_there_is_none_to_read_again() {
    let world = World::new();
    let mut server = Server::start(&world.data());
    server.signal("HUP");
    server.wait("there is no configuration file to read again: the server was started without --config");
    server.stop();
}

#[test]
fn a_message_on_its_way_is_taken_before_the_server_stops() {
    let world = World::new();
    let mut server = Server::start(&world.data());
    let mut connection = server.connect();
    connection.begin_content("you@localhost");
    let mut idle = server.connect();
    assert!(idle.hear().starts_with("220 "));

    server.signal("TERM");
    server.wait("stopping: open transactions may end");
    assert!(idle.hear().starts_with("421 "), "nothing is open there");
    let reply = connection.ask("Subject: x\r\n\r\nlast words\r\n.", "250 ");
    let id = reply.trim_end().rsplit(' ').next().expect("an id").to_owned();
    assert!(connection.hear().starts_with("421 "));
    assert!(connection.is_closed());
    assert_eq!(server.wait_end().code(), Some(0), "{}", server.story());

    // It was acknowledged, so it is delivered: by this run, or by the next.
    let delivered = |event: &Value| event["message"] == "delivered" && event["id"] == id.as_str();
    if !server.log.iter().any(delivered) {
        let mut next = Server::start(&world.data());
        next.wait_for("the delivery", delivered);
        next.stop();
    }
}

#[test]
fn a_second_signal_ends_what_is_open() {
    let world = World::new();
    let mut server = Server::start(&world.data());
    let mut connection = server.connect();
    connection.begin_content("you@localhost");
    server.signal("TERM");
    server.wait("stopping: open transactions may end");
    server.signal("INT");
    server.wait("the grace is over: what is open is closed");
    assert!(connection.hear().starts_with("421 "));
    assert_eq!(server.wait_end().code(), Some(0), "{}", server.story());
    assert!(!server.log.iter().any(|event| event["message"] == "received"), "half a message is none");
}

#[test]
fn mail_survives_the_death_of_the_server() {
    let world = World::new();
    // Something that is no folder is where the Maildirs of the domain would be: delivery has to wait.
    let mail = world.data().join("mail");
    fs::create_dir_all(&mail).expect("a folder");
    fs::write(mail.join("localhost"), "").expect("a file");
    let mut server = Server::start(&world.data());
    let id = server.send_accepted("you@localhost", "survivor");
    let deferred = server.wait("deferred");
    assert_eq!(text(&deferred, "id"), id);
    server.kill();

    // The socket of the dead run is still there, and in nobody's way.
    let server = Server::start(&world.data());
    let listed = server.queue(&["list", "--json"]);
    let row: Value = serde_json::from_slice(&listed.stdout).expect("one line");
    assert_eq!(text(&row, "id"), id);
    server.stop();
}

#[test]
fn two_servers_do_not_share_a_data_folder() {
    let world = World::new();
    let first = Server::start(&world.data());
    let mut second = Server::spawn(&world.data(), &["--listen", "127.0.0.1:0"]);
    assert_eq!(second.wait_end().code(), Some(1));
    let said = second.story();
    assert!(
        said.contains("is in use by another postrider: stop that one, or give this one another data folder"),
        "{said}"
    );
    // The first does not suffer from it.
    assert!(first.queue(&["list"]).status.success());
    first.stop();
}

#[test]
fn a_port_that_is_taken_is_named() {
    let world = World::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = taken.local_addr().expect("bound").to_string();
    let mut server = Server::spawn(&world.data(), &["--listen", &address]);
    assert_eq!(server.wait_end().code(), Some(1));
    let said = server.story();
    assert!(said.contains(&format!("cannot listen on {address}")), "{said}");
    assert!(
        said.contains("Another program listens there: stop it, or choose another port with --listen"),
        "{said}"
    );
}

#[test]
fn a_server_in_a_terminal_says_how_to_try_it() {
    let world = World::new();
    let mut server = Server::spawn(&world.data(), &["--listen", "127.0.0.1:0", "--log", "human"]);
    let line = |server: &mut Server, part: &str| {
        let found = server.wait_for(part, |line| line.as_str().is_some_and(|line| line.contains(part)));
        found.as_str().expect("text").to_owned()
    };
    let listens = line(&mut server, "listens on");
    let address = listens.split_whitespace().last().expect("an address").to_owned();
    line(&mut server, "delivers to");
    let command = line(&mut server, " send --server ");
    // The line is one to copy: a shell runs it as it is.
    let ran = std::process::Command::new("sh").args(["-c", &command]).output().expect("a shell");
    assert!(ran.status.success(), "{command}: {ran:?}");
    assert!(command.contains(&address), "{command}");
    line(&mut server, "delivered");
    server.stop();
}
