//! A disk that cannot read the queue: the server does not start, and says what can be done; told to go on, it does.

mod common;

use std::process::{Command, Stdio};

use crate::common::{POSTRIDER, Server};

#[test]
fn what_the_disk_cannot_read_stops_the_start_unless_it_is_to_be_skipped() {
    if Command::new("strace").arg("--version").stdout(Stdio::null()).status().is_err() {
        // `cargo xtask test` installs it, or says that this was skipped.
        println!("skipped: there is no strace on this machine");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let config = folder.path().join("postrider.toml");
    // A small segment: every read of it is struck, and strace takes its time.
    let small = "[[listener]]\naddress = \"127.0.0.1:0\"\n[[domain]]\nname = \"localhost\"\nany_mailbox = true\n\
                 [limits]\nrecipients = 100\n[queue]\nsegment_octets = 1_048_576\n";
    std::fs::write(&config, small).expect("written");
    let config = config.display().to_string();
    let server = Server::start_with(&data, &["--config", &config]);
    server.send_accepted("you@localhost", "kept");
    server.kill();
    let segment = data.join("queue/log/00000001.seg").display().to_string();
    let broken = ["strace", "-f", "-o", "/dev/null", "-P", &segment, "-e", "inject=pread64:error=EIO"];
    let broken: Vec<String> = broken.iter().map(ToString::to_string).collect();

    let refused = Command::new(&broken[0])
        .args(&broken[1..])
        .args([POSTRIDER, "serve", "--config", &config, "--data"])
        .arg(&data)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains(&format!("the disk cannot read {segment} at octet 0")), "{said}");
    assert!(said.contains("start with --skip-unreadable"), "{said}");

    let args = ["--config", &config, "--skip-unreadable"];
    let mut skipping = Server::start_under(&broken, &data, &args);
    let damaged = skipping.wait_for("the loss", |event| event["damaged_octets"].as_u64() > Some(0));
    assert_eq!(damaged["level"], "error");
    skipping.send_accepted("you@localhost", "mail is taken all the same");
    skipping.stop_watched();
}
