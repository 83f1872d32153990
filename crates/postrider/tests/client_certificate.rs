//! Who we are to other servers, by a certificate: one server of ours logs in at another, and so does `postrider send`.

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use common::{Server, postrider, run, stderr, stdout, text};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

const ALICE: &str = "alice@example.test";

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority(folder: &Path) -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let made = Authority::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority");
    fs::write(folder.join("ca.pem"), made.pem()).expect("written");
    made
}

/// A certificate for this name, and its key in a file of its own.
fn certificate(folder: &Path, authority: &Authority, stem: &str, name: &str) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new([name.to_owned()]).expect("a good name");
    let made = params.signed_by(&key, authority).expect("a certificate");
    fs::write(folder.join(format!("{stem}.pem")), made.pem()).expect("written");
    let file = folder.join(format!("{stem}.key"));
    fs::write(&file, key.serialize_pem()).expect("written");
    // What others may read is warned of.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("ours");
}

/// A submission listener that asks for certificates, and knows the one of alice.
fn smarthost(folder: &Path) -> Server {
    let (data, config) = (folder.join("smarthost"), folder.join("smarthost.toml"));
    let text = "hostname = \"mx.example.test\"\n\
        [[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\nclient_certificates = \"ask\"\nclient_ca = \"ca.pem\"\n\
        [[certificate]]\nfile = \"mx.pem\"\nkey = \"mx.key\"\n\
        [[domain]]\nname = \"example.test\"\nmailboxes = [\"alice\", \"bob\", \"postmaster\"]\naliases = { abuse = [\"postmaster\"] }\n";
    fs::write(&config, text).expect("written");
    let added = run(&["account", "add", ALICE], &data, "xyzzy-plugh-42\n");
    assert!(added.status.success(), "{added:?}");
    let own = folder.join("client.pem").display().to_string();
    let added = run(&["account", "certificate", ALICE, "--add", &own], &data, "");
    assert!(added.status.success(), "{added:?}");
    Server::start_configured(&data, &config)
}

#[test]
fn a_route_logs_in_with_its_certificate_and_a_reload_reads_it_anew() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let vouches = authority(folder);
    certificate(folder, &vouches, "mx", "mx.example.test");
    certificate(folder, &vouches, "client", "client.example.test");
    let mut smarthost = smarthost(folder);
    let config = folder.join("postrider.toml");
    let text_of_config = format!(
        "hostname = \"out.example.test\"\n[log]\nlevel = \"debug\"\n[[listener]]\naddress = \"127.0.0.1:0\"\n[relay]\nnetworks = [\"127.0.0.0/8\"]\n\
         [[domain]]\nname = \"local.test\"\nany_mailbox = true\n\
         [[route]]\ndomain = \"*\"\nto = \"smtp://{}\"\nca = \"ca.pem\"\ncertificate_name = \"mx.example.test\"\n\
         certificate = \"client.pem\"\nkey = \"client.key\"\n",
        smarthost.address
    );
    fs::write(&config, text_of_config).expect("written");
    let mut server = Server::start_configured(&folder.join("data"), &config);
    let send = |server: &Server| {
        let sent = server.send(&["--from", ALICE, "--to", "bob@example.test", "--text", "hello"]);
        assert!(sent.status.success(), "{sent:?}");
    };
    send(&server);
    let heard = smarthost.wait("logged in");
    assert_eq!((text(&heard, "account"), text(&heard, "mechanism")), (ALICE, "EXTERNAL"), "{heard}");
    let said = server.wait("logged in at the next server");
    assert_eq!(text(&said, "mechanism"), "EXTERNAL", "{said}");
    assert!(said["user"].is_null(), "{said}");
    server.wait("delivered");

    // Another one, which nobody knows there.
    certificate(folder, &vouches, "client", "client.example.test");
    server.signal("HUP");
    server.wait("the configuration was read again, and is in force");
    send(&server);
    let deferred = server.wait_for("deferred", |event| {
        event["message"].as_str().is_some_and(|message| message.starts_with("deferred: "))
    });
    assert!(text(&deferred, "reason").contains("refused at AUTH: 535 5.7.8"), "{deferred}");

    // One that is broken changes nothing, and the log says what is wrong.
    fs::write(folder.join("client.key"), "nothing\n").expect("written");
    server.signal("HUP");
    let mistake = server.wait_for("a mistake", |event| event["help"].is_string());
    assert!(text(&mistake, "message").contains("holds no private key"), "{mistake}");
    server.wait("the new configuration has mistakes, and the old one stays in force");
}

#[test]
fn send_shows_its_certificate() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let vouches = authority(folder);
    certificate(folder, &vouches, "mx", "mx.example.test");
    certificate(folder, &vouches, "client", "client.example.test");
    let mut smarthost = smarthost(folder);
    let file = |name: &str| folder.join(name).display().to_string();
    let (ca, own, key) = (file("ca.pem"), file("client.pem"), file("client.key"));
    let address = smarthost.address.to_string();
    let send = |more: &[&str]| {
        let args = ["send", "--server", &address, "--verify-name", "mx.example.test", "--ca", &ca];
        let message = ["--from", ALICE, "--to", "bob@example.test", "--text", "hello", "-v"];
        postrider(&[&args[..], &message, more].concat())
    };
    let shown = ["--certificate", &own, "--key", &key];
    for who in [&[][..], &["--user", ALICE], &["--auth", "external"]] {
        let sent = send(&[&shown[..], who].concat());
        assert_eq!(sent.status.code(), Some(0), "{sent:?}");
        assert!(stderr(&sent).contains("C: AUTH EXTERNAL "), "{sent:?}");
        let heard = smarthost.wait("logged in");
        assert_eq!((text(&heard, "account"), text(&heard, "mechanism")), (ALICE, "EXTERNAL"), "{heard}");
    }
    // As somebody else.
    let sent = send(&[&shown[..], &["--user", "bob@example.test"]].concat());
    assert_eq!(sent.status.code(), Some(5), "{sent:?}");
    assert!(stdout(&sent).contains("refused at AUTH: 535 5.7.8"), "{sent:?}");
    for (more, says) in [
        (&["--certificate", &own][..], "client.pem holds no private key: write as key the file that has it"),
        (&["--certificate", &own, "--key", &key, "--tls", "none"], "a certificate is shown in TLS"),
        (&["--key", &key], "--certificate <FILE>"),
        (&["--auth", "external"], "--user <NAME>|--certificate <FILE>"),
    ] {
        let sent = send(more);
        assert_eq!(sent.status.code(), Some(2), "{sent:?}");
        assert!(stderr(&sent).contains(says), "{sent:?}");
    }
}
