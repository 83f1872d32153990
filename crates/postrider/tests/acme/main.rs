//! Certificates that come by themselves: where the authority is not to be had, and with one of our own that knows renewal information. With Pebble it is
//! tried by `cargo xtask interop acme`.

mod authority;
#[path = "../common/mod.rs"]
mod common;
mod renewal;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use common::{Server, postrider, stderr, stdout, text};
use serde_json::Value;
use tempfile::TempDir;

/// A configuration whose authority is at this address.
fn written(folder: &TempDir, authority: &str, certificates: &str) -> PathBuf {
    let config = folder.path().join("postrider.toml");
    let text = format!(
        "hostname = \"mail.example.test\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n\
         [[domain]]\nname = \"example.test\"\nany_mailbox = true\n\
         [acme]\naccept_terms = true\ndirectory = \"https://{authority}/dir\"\nhttp_listen = \"127.0.0.1:0\"\n{certificates}"
    );
    fs::write(&config, text).expect("written");
    config
}

const CERTIFICATE: &str = "[[certificate]]\nacme = true\n";

/// What `postrider acme status` says.
fn status(config: &Path, data: &Path, more: &[&str]) -> String {
    let (config, data) = (config.display().to_string(), data.display().to_string());
    let said = postrider(&[&["acme", "status", "--config", &config, "--data", &data], more].concat());
    assert!(said.status.success(), "{}", stderr(&said));
    stdout(&said).to_owned()
}

#[test]
fn a_server_without_its_authority_starts_and_takes_mail_and_does_not_ask_at_every_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    // It takes connections and says nothing of TLS.
    let authority = TcpListener::bind("127.0.0.1:0").expect("a port");
    let config = written(&folder, &authority.local_addr().expect("its address").to_string(), CERTIFICATE);
    let mut server = Server::start_configured(&data, &config);
    let (stream, _) = authority.accept().expect("the server asks it");
    drop(stream);
    let line = server.wait("no new certificate has come");
    assert!(text(&line, "why").contains("cannot be spoken to with TLS"), "{line}");
    assert!(text(&line, "help").contains("acme.directory"), "{line}");
    let mut session = server.connect();
    session.hear();
    assert!(session.ask("EHLO client.example", "250").contains("STARTTLS"));
    drop(session);
    server.send_accepted("bob@example.test", "meanwhile");
    server.stop();

    let shown = status(&config, &data, &[]);
    assert!(shown.contains("there is none yet") && shown.contains("once in a row"), "{shown}");
    let json: Value = serde_json::from_str(&status(&config, &data, &["--json"])).expect("JSON");
    let first = &json["certificates"][0];
    assert_eq!((&first["failures"], &first["not_after"]), (&1.into(), &Value::Null), "{json}");
    assert!(first["next"].as_i64() > first["attempted"].as_i64(), "{json}");

    authority.set_nonblocking(true).expect("it is ours");
    let server = Server::start_configured(&data, &config);
    server.send_accepted("bob@example.test", "once more");
    server.stop();
    assert!(authority.accept().is_err(), "the server has asked again at its start");
    let again = status(&config, &data, &["--json"]);
    assert_eq!(serde_json::from_str::<Value>(&again).expect("JSON")["certificates"][0]["failures"], 1);
}

#[test]
fn only_what_comes_by_itself_is_shown_and_renewed() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let config = written(&folder, "127.0.0.1:1", "[[certificate]]\nself_signed = true\n");
    assert!(status(&config, &data, &[]).contains("acme = true"));
    let renew = |name: &str| {
        let (config, data) = (config.display().to_string(), data.display().to_string());
        let said = postrider(&["acme", "renew", name, "--config", &config, "--data", &data]);
        assert_eq!(said.status.code(), Some(1), "{said:?}");
        stderr(&said).to_owned()
    };
    assert!(renew("mail.example.test").contains("no server runs"));
    let server = Server::start_configured(&data, &config);
    assert!(renew("mail.example.test").contains("no certificate of this server comes from an authority"));
    assert!(!data.join("acme").exists(), "nothing of it happens unasked");
    server.stop();
}
