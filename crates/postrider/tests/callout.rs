//! Call-outs: a server that takes mail for another one asks it first whom it has.

mod common;

use std::fs;
use std::path::Path;

use common::{Connection, Server, text};

/// A server with two domains in its configuration: its own, which must be there, and what `more` says.
fn start(folder: &Path, name: &str, more: &str) -> Server {
    let config = folder.join(format!("{name}.toml"));
    let own = format!(
        "[[listener]]\naddress = \"127.0.0.1:0\"\n[[domain]]\nname = \"{name}.example\"\nmailboxes = [\"alice\"]\n\
         aliases = {{ postmaster = \"alice\", abuse = \"alice\" }}\n"
    );
    fs::write(&config, own + more).expect("written");
    Server::start_configured(&folder.join(name), &config)
}

fn begin(server: &Server) -> Connection {
    let mut connection = server.connect();
    connection.hear();
    connection.ask("EHLO client.example", "250");
    connection.ask("MAIL FROM:<a@b.example>", "250 ");
    connection
}

#[test]
fn a_backup_asks_the_first_server_and_remembers_what_it_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = start(folder.path(), "first", "");
    let relay = format!(
        "[[relay_domain]]\nname = \"first.example\"\ncallout = true\n\
         [[route]]\ndomain = \"first.example\"\nto = \"smtp://127.0.0.1:{}\"\n",
        first.address.port()
    );
    let mut backup = start(folder.path(), "backup", &relay);

    let mut client = begin(&backup);
    client.ask("RCPT TO:<alice@first.example>", "250 2.1.5 ");
    client.ask("RCPT TO:<bob@first.example>", "550 5.1.1 ");
    let refused = backup.wait_for("a refusal", |event| event["reply"] == "unknown-user");
    let because = text(&refused, "because");
    assert!(because.contains("the server of first.example says: 550 5.1.1 "), "{refused}");
    client.ask("QUIT", "221 ");
    // What it was asked, it was asked once and without a message; the mail itself goes there afterwards.
    first.wait_for("a refusal", |event| event["reply"] == "unknown-user");
    backup.send_accepted("alice@first.example", "by way of the backup");
    assert_eq!(text(&first.wait("delivered"), "to"), "alice@first.example");

    // Whom it was asked about is known while it is down; whom it was not, has to come again.
    first.stop();
    let mut client = begin(&backup);
    client.ask("RCPT TO:<alice@first.example>", "250 2.1.5 ");
    client.ask("RCPT TO:<bob@first.example>", "550 5.1.1 ");
    client.ask("RCPT TO:<carol@first.example>", "450 ");
    client.ask("QUIT", "221 ");
    let unproven = backup.wait_for("a refusal", |event| event["reply"] == "recipient-unproven");
    assert!(text(&unproven, "because").contains("no connection could be made"), "{unproven}");
    backup.stop();
}
