//! Certificates of clients through the built program: who logs in with one, and what is told of those who do not.

mod common;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;

use common::{Server, postrider, run, stdout, text};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;

type Identity = (CertificateDer<'static>, PrivateKeyDer<'static>);

/// A certificate that is its own authority, as `openssl req -x509` makes it, in a file of this stem.
fn self_signed(folder: &Path, stem: &str) -> Identity {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(Vec::new()).expect("no names");
    params.distinguished_name.push(DnType::CommonName, stem);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let made = params.self_signed(&key).expect("a certificate");
    fs::write(folder.join(format!("{stem}.pem")), made.pem()).expect("written");
    (made.der().clone(), PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).expect("PEM"))
}

/// A server for submission over TLS that asks for certificates in this way; `robot.pem` is all that it trusts.
fn server(folder: &TempDir, asks: &str) -> Server {
    let (data, config) = (folder.path().join("data"), folder.path().join("postrider.toml"));
    let written = format!(
        "hostname = \"mx.example.test\"\n[[domain]]\nname = \"example.test\"\nany_mailbox = true\n\
         [[certificate]]\nself_signed = true\n[[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\n\
         tls = \"implicit\"\nclient_certificates = \"{asks}\"\nclient_ca = \"robot.pem\"\n"
    );
    fs::write(&config, written).expect("written");
    Server::start_configured(&data, &config)
}

/// A client that shows this certificate.
struct Client(StreamOwned<ClientConnection, TcpStream>);

impl Client {
    fn new(server: SocketAddr, data: &Path, identity: Option<&Identity>) -> Self {
        let shown = fs::read(data.join("self-signed.pem")).expect("it is kept");
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(&shown).expect("PEM")).expect("a certificate");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("it has ciphers")
            .with_root_certificates(roots);
        let config = match identity {
            None => builder.with_no_client_auth(),
            Some((own, key)) => {
                builder.with_client_auth_cert(vec![own.clone()], key.clone_key()).expect("they fit")
            }
        };
        let name = ServerName::try_from("mx.example.test").expect("a name");
        let connection = ClientConnection::new(Arc::new(config), name).expect("a good configuration");
        Self(StreamOwned::new(connection, TcpStream::connect(server).expect("it listens")))
    }

    /// The next reply; nothing where the server has closed.
    fn hear(&mut self) -> String {
        let mut heard = String::new();
        let mut octet = [0];
        while self.0.read_exact(&mut octet).is_ok() {
            heard.push(char::from(octet[0]));
            let last = heard.lines().last().and_then(|line| line.as_bytes().get(3));
            if octet[0] == b'\n' && last == Some(&b' ') {
                break;
            }
        }
        heard
    }

    fn ask(&mut self, line: &str) -> String {
        let _ = self.0.write_all(format!("{line}\r\n").as_bytes());
        self.hear()
    }
}

#[test]
fn a_self_signed_certificate_in_client_ca_logs_in_and_what_keeps_others_out_is_told() {
    let folder = TempDir::new().expect("a folder");
    let robot = self_signed(folder.path(), "robot");
    let stranger = self_signed(folder.path(), "stranger");
    let mut server = server(&folder, "ask");
    let data = server.data.clone();
    let account = |args: &[&str]| {
        let told = run(&[&["account"], args].concat(), &data, "correct horse battery\n");
        assert!(told.status.success(), "{told:?}");
        stdout(&told).to_owned()
    };
    let why = |session: &str| {
        let told = postrider(&["why", "--data", &data.display().to_string(), "--session", session]);
        stdout(&told).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    account(&["add", "robot@example.test"]);
    let file = folder.path().join("robot.pem");
    let file = file.to_str().expect("UTF-8");
    let fingerprint = account(&["certificate", "robot@example.test", "--add", file]);
    account(&["add", "other@example.test"]);

    let mut client = Client::new(server.address, &data, Some(&robot));
    client.hear();
    assert!(client.ask("EHLO client.example").contains("250-AUTH EXTERNAL "));
    assert!(client.ask("AUTH EXTERNAL =").starts_with("235 "));

    // One that is not trusted is told at once, and to who tries it nevertheless.
    let mut client = Client::new(server.address, &data, Some(&stranger));
    client.hear();
    assert!(client.ask("EHLO client.example").contains("250-AUTH PLAIN"));
    let none = server.wait_for("a line", |event| event["message"] == "a certificate counts as none");
    assert!(text(&none, "why").contains("not trusted: CN=stranger (sha256:"), "{none}");
    assert!(client.ask("AUTH EXTERNAL =").starts_with("504 "));
    let refused = server.wait_for("504", |event| event["reply"] == "auth-unknown-mechanism");
    assert!(text(&refused, "because").contains("says that it is an authority (CA:TRUE)"), "{refused}");
    let told = why(text(&refused, "session"));
    assert!(told.contains("EXTERNAL needs a client certificate") && told.contains("CN=stranger"), "{told}");

    // One that is, and that no account has.
    let other = account(&["certificate", "other@example.test", "--add", &fingerprint.replace("sha256:", "")]);
    assert_eq!(other, fingerprint);
    account(&["certificate", "robot@example.test", "--remove", file]);
    account(&["certificate", "other@example.test", "--add-name", "other@example.test"]);
    account(&["certificate", "other@example.test", "--remove", file]);
    let mut client = Client::new(server.address, &data, Some(&robot));
    client.hear();
    client.ask("EHLO client.example");
    assert!(client.ask("AUTH EXTERNAL =").starts_with("535 5.7.8 You cannot log in with the certificate"));
    let refused = server.wait_for("535", |event| event["reply"] == "auth-certificate");
    let because = format!("EXTERNAL: no account has this certificate: CN=robot ({})", fingerprint.trim());
    assert_eq!(text(&refused, "because"), because);
    let told = why(text(&refused, "session"));
    assert!(told.contains("postrider account certificate NAME --add") && told.contains(&because), "{told}");
    assert!(!told.contains("type the password anew"), "{told}");
    server.stop();
}

#[test]
fn where_a_certificate_is_required_each_fault_is_told_on_its_own_and_in_words() {
    let folder = TempDir::new().expect("a folder");
    let robot = self_signed(folder.path(), "robot");
    let stranger = self_signed(folder.path(), "stranger");
    let mut server = server(&folder, "require");
    let data = server.data.clone();
    assert!(Client::new(server.address, &data, Some(&robot)).hear().starts_with("220 "));
    for (identity, kind, error) in [
        (None, "no-client-certificate", "the client has shown no certificate"),
        (Some(&stranger), "client-certificate", "not trusted: it says that it is an authority (CA:TRUE)"),
    ] {
        assert_eq!(Client::new(server.address, &data, identity).hear(), "");
        let failed = server.wait_for(kind, |event| event["why"] == kind);
        assert!(text(&failed, "error").contains(error), "{failed}");
    }
    server.stop();
    let told = postrider(&["why", "--data", &data.display().to_string(), "127.0.0.1"]);
    let said = stdout(&told);
    assert!(said.contains("The client has shown no certificate.\n"), "{told:?}");
    assert!(said.contains("The client's certificate was not accepted.\n"), "{told:?}");
    assert!(!said.contains("OtherError"), "{told:?}");
}
