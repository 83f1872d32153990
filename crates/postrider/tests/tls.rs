//! TLS through the built program: certificates that it is given, that it makes, that are renewed, and what `check` says of them.

mod common;

use std::fs::{self, Permissions};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::SystemTime;

use common::{POSTRIDER, Server, stderr, stdout, text};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;

/// Writes a certificate for this host, in force from so many days ago for so many days, and its key.
fn certificate(folder: &Path, stem: &str, host: &str, days: (u64, u64)) -> (CertificateDer<'static>, String) {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new([host.to_owned()]).expect("a good name");
    let day = |days: u64| std::time::Duration::from_secs(days * 86_400);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("later than 1970");
    params.not_before = rcgen::date_time_ymd(1970, 1, 1) + (now - day(days.0));
    params.not_after = params.not_before + day(days.1);
    let made = params.self_signed(&key).expect("a certificate");
    fs::write(folder.join(format!("{stem}.pem")), made.pem()).expect("written");
    secret(&folder.join(format!("{stem}.key")), &key.serialize_pem());
    (made.der().clone(), made.pem())
}

/// Writes what others may not read.
fn secret(file: &Path, text: &str) {
    fs::write(file, text).expect("written");
    fs::set_permissions(file, Permissions::from_mode(0o600)).expect("ours");
}

fn check(folder: &Path, config: &str) -> Output {
    fs::write(folder.join("postrider.toml"), config).expect("written");
    let mut command = Command::new(POSTRIDER);
    command.args(["check", "postrider.toml"]).current_dir(folder).stdin(Stdio::null());
    command.output().expect("the binary runs")
}

const HEAD: &str = "hostname = \"mx.example.test\"\ndata = \"data\"\n[[domain]]\nname = \"example.test\"\nany_mailbox = true\n";

/// A client that has come to TLS at once and believes one certificate only.
fn connect(
    server: SocketAddr,
    believed: &CertificateDer<'static>,
) -> StreamOwned<ClientConnection, TcpStream> {
    let mut roots = RootCertStore::empty();
    roots.add(believed.clone()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("it has ciphers")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("mx.example.test").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a good configuration");
    StreamOwned::new(connection, TcpStream::connect(server).expect("it listens"))
}

/// The next reply of one line.
fn reply(stream: &mut StreamOwned<ClientConnection, TcpStream>) -> std::io::Result<String> {
    let mut line = Vec::new();
    while line.last() != Some(&b'\n') {
        let mut octet = [0];
        stream.read_exact(&mut octet)?;
        line.push(octet[0]);
    }
    Ok(String::from_utf8(line).expect("ASCII"))
}

#[test]
fn certificates_are_renewed_while_sessions_go_on_and_a_bad_one_changes_nothing() {
    let folder = TempDir::new().expect("a folder");
    let config = folder.path().join("postrider.toml");
    let (first, _) = certificate(folder.path(), "mx", "mx.example.test", (1, 90));
    let listener = "[[listener]]\naddress = \"127.0.0.1:0\"\ntls = \"implicit\"\n[[certificate]]\nfile = \"mx.pem\"\nkey = \"mx.key\"\n";
    fs::write(&config, format!("{HEAD}{listener}")).expect("written");
    let mut server = Server::start_configured(&folder.path().join("data"), &config);
    let mut open = connect(server.address, &first);
    assert!(reply(&mut open).expect("a greeting").starts_with("220 "));

    let (second, pem) = certificate(folder.path(), "mx", "mx.example.test", (1, 90));
    server.signal("HUP");
    server.wait("the configuration was read again, and is in force");
    open.write_all(b"NOOP\r\n").expect("the session goes on");
    assert!(reply(&mut open).expect("a reply").starts_with("250 "));
    assert!(reply(&mut connect(server.address, &second)).expect("a greeting").starts_with("220 "));
    assert!(reply(&mut connect(server.address, &first)).is_err(), "the old one is not shown any more");

    // The key of another: what was there stays in force, and the log says what to do.
    certificate(folder.path(), "mx", "mx.example.test", (1, 90));
    fs::write(folder.path().join("mx.pem"), pem).expect("written");
    server.signal("HUP");
    let mistake = server.wait_for("a mistake", |event| event["help"].is_string());
    assert!(text(&mistake, "message").contains("is not that of the first certificate"), "{mistake}");
    assert!(text(&mistake, "help").contains("the key that this certificate was asked for with"), "{mistake}");
    server.wait("the new configuration has mistakes, and the old one stays in force");
    assert!(reply(&mut connect(server.address, &second)).expect("a greeting").starts_with("220 "));
    open.write_all(b"QUIT\r\n").expect("the session goes on");
    assert!(reply(&mut open).expect("a reply").starts_with("221 "));
}

#[test]
fn the_self_signed_certificate_is_made_once() {
    let folder = TempDir::new().expect("a folder");
    let config = folder.path().join("postrider.toml");
    let listener =
        "[[listener]]\naddress = \"127.0.0.1:0\"\ntls = \"implicit\"\n[[certificate]]\nself_signed = true\n";
    fs::write(&config, format!("{HEAD}{listener}")).expect("written");
    let data = folder.path().join("data");
    let mut shown = Vec::new();
    for _ in 0..2 {
        let mut server = Server::start_configured(&data, &config);
        let kept = fs::read(data.join("self-signed.pem")).expect("it is kept");
        let certificate = CertificateDer::from_pem_slice(&kept).expect("a certificate");
        assert!(reply(&mut connect(server.address, &certificate)).expect("a greeting").starts_with("220 "));
        shown.push(certificate);
        server.signal("TERM");
        assert!(server.wait_end().success(), "{}", server.story());
    }
    assert_eq!(shown[0], shown[1]);
    let mode = fs::metadata(data.join("self-signed.pem")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn every_mistake_about_tls_is_said() {
    let folder = TempDir::new().expect("a folder");
    certificate(folder.path(), "good", "mx.example.test", (1, 90));
    certificate(folder.path(), "other", "mx.example.test", (1, 90));
    let config = format!(
        "{HEAD}
[[listener]]
address = \"127.0.0.1:2525\"
tls = \"none\"
require_tls = true
client_ca = \"good.pem\"

[[listener]]
address = \"127.0.0.1:2526\"
tls = \"implicit\"
client_certificates = \"require\"

[[listener]]
address = \"127.0.0.1:2527\"
client_certificates = \"ask\"
client_ca = \"good.key\"

[[certificate]]
file = \"missing.pem\"

[[certificate]]
file = \"good.pem\"
key = \"other.key\"

[[certificate]]
file = \"good.pem\"

[[certificate]]
file = \"good.pem\"
self_signed = true

[[certificate]]
key = \"good.key\"
"
    );
    let checked = check(folder.path(), &config);
    assert_eq!(checked.status.code(), Some(1));
    insta::assert_snapshot!(stderr(&checked));
    let checked =
        check(folder.path(), &format!("{HEAD}[[listener]]\naddress = \"127.0.0.1:0\"\ntls = \"starttls\"\n"));
    assert_eq!(checked.status.code(), Some(1));
    assert!(stderr(&checked).contains("there is no certificate"), "{checked:?}");
}

#[test]
fn what_is_seldom_meant_is_a_warning() {
    let folder = TempDir::new().expect("a folder");
    certificate(folder.path(), "old", "mx.example.test", (100, 90));
    certificate(folder.path(), "soon", "*.example.test", (85, 90));
    certificate(folder.path(), "short", "mx.example.test", (1, 6));
    certificate(folder.path(), "other", "mail.example.test", (1, 90));
    let warned = |config: &str| {
        let checked = check(folder.path(), &format!("{HEAD}{config}"));
        assert_eq!(checked.status.code(), Some(0), "{checked:?}");
        assert!(stdout(&checked).contains("is fine"), "{checked:?}");
        stderr(&checked).to_owned()
    };
    let with = |stem: &str| format!("[[certificate]]\nfile = \"{stem}.pem\"\nkey = \"{stem}.key\"\n");
    assert!(warned(&with("old")).contains("warning: the certificate in old.pem has expired on "));
    assert!(warned(&with("soon")).contains("warning: the certificate in soon.pem expires on "));
    assert_eq!(warned(&with("short")), "", "it has five of six days left");
    assert!(warned(&with("other")).contains("warning: no certificate is for mx.example.test, the name of this server: this one is for mail.example.test"));
    let port_25 = format!("[[listener]]\naddress = \"127.0.0.1:25\"\nrequire_tls = true\n{}", with("short"));
    assert!(warned(&port_25).contains("RFC 3207"));
    assert_eq!(warned(&port_25.replace(":25\"", ":587\"")), "");
    for (word, lacking) in [
        ("kind = \"submission\"", "those without a login could bring none"),
        ("tls = \"implicit\"", "those without TLS from the first octet could bring none"),
    ] {
        let locked = port_25.replace("require_tls = true", word);
        assert!(warned(&locked).contains(lacking), "{word}");
        assert_eq!(warned(&locked.replace(":25\"", ":465\"")), "", "{word}");
    }
    let hidden = port_25.replace(":25\"", ":587\"").replace("require_tls", "hide_client");
    assert!(
        warned(&hidden)
            .contains("nobody can log in here, and of others a message always says where it comes from")
    );
    assert_eq!(warned(&hidden.replace("hide_client", "kind = \"submission\"\nhide_client")), "");
    fs::set_permissions(folder.path().join("short.key"), Permissions::from_mode(0o644)).expect("ours");
    let open = warned(&with("short"));
    assert!(open.contains("warning: every user of this machine may read short.key, which holds a secret"));
    assert!(open.contains("help: chmod o= short.key"), "{open}");
}

#[test]
fn a_login_at_a_host_that_nobody_verifies_is_a_warning() {
    let folder = TempDir::new().expect("a folder");
    secret(&folder.path().join("password"), "hunter2\n");
    let user = "user = \"anna\"\npassword_file = \"password\"\n";
    let warned = |lines: &str| {
        let route = "[[route]]\ndomain = \"*\"\nto = \"smtp://mail.example.test:587\"\n";
        let checked = check(folder.path(), &format!("{HEAD}{route}{lines}"));
        assert_eq!(checked.status.code(), Some(0), "{checked:?}");
        stderr(&checked).to_owned()
    };
    assert_eq!(warned(user), "");
    assert_eq!(warned(&format!("{user}auth = \"cram-md5\"\n")), "", "the host is verified");
    for (lines, says) in [
        (
            "tls = \"required\"\n",
            "the password is not shown to smtp://mail.example.test:587 unless its certificate is good",
        ),
        (
            "tls = \"required\"\nauth_unverified = true\n",
            "the password is shown to whoever answers for smtp://mail.example.test:587, with whatever certificate",
        ),
        ("tls = \"none\"\n", "the login at smtp://mail.example.test:587 goes in clear"),
        (
            "tls = \"opportunistic\"\nauth = \"CRAM-MD5\"\n",
            "CRAM-MD5 tells whoever answers for smtp://mail.example.test:587 enough to guess the password by",
        ),
        ("auth_unverified = true\n", "the certificate of smtp://mail.example.test:587 is verified here"),
    ] {
        let warning = warned(&format!("{user}{lines}"));
        assert!(warning.contains(&format!("warning: {says}")), "{lines}: {warning}");
    }
    let token = "user = \"anna\"\ntoken_file = \"token\"\n";
    assert!(
        warned(token).contains("warning: the token cannot be read from token: "),
        "it may come later: {}",
        warned(token)
    );
    secret(&folder.path().join("token"), "\n");
    assert!(warned(token).contains("warning: the first line of token is empty"));
    secret(&folder.path().join("token"), "abc\n");
    assert_eq!(warned(token), "");
    assert!(
        warned(&format!("{token}tls = \"required\"\n"))
            .contains("the token is not shown to smtp://mail.example.test:587 unless its certificate is good, so the login fails otherwise")
    );
    certificate(folder.path(), "own", "client.example.test", (1, 90));
    let own = "certificate = \"own.pem\"\nkey = \"own.key\"\n";
    assert_eq!(warned(own), "");
    assert_eq!(warned(&format!("{own}{user}")), "");
    let clear = warned(&format!("{own}tls = \"opportunistic\"\n"));
    assert!(clear.contains("mail goes there in clear, and no certificate is shown"), "{clear}");
    certificate(folder.path(), "own", "client.example.test", (100, 90));
    assert!(warned(own).contains("warning: the certificate in own.pem has expired on "));
    assert!(warned("auth_unverified = true\n").contains("warning: nobody logs in on this route"));
    // Bound to nothing, a login is for a verified host.
    assert_eq!(warned(&format!("{user}auth_bound = false\n")), "");
}
