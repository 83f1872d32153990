//! lettre, the SMTP client that Rust programs use, against the server: with mail for it, and as what users of it submit with.

mod common;

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use common::{Server, run, text};
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport as _};

fn transport(server: &Server) -> SmtpTransport {
    SmtpTransport::builder_dangerous("127.0.0.1").port(server.address.port()).build()
}

fn message(to: &[&str]) -> Message {
    let mut builder = Message::builder().from("Sender <sender@client.example>".parse().expect("a mailbox"));
    for to in to {
        builder = builder.to(to.parse().expect("a mailbox"));
    }
    builder
        .subject("Grüße")
        .header(ContentType::TEXT_PLAIN)
        .body("A line.\r\n.\r\n..and dots\r\nthe end\r\n".to_owned())
        .expect("a message")
}

#[test]
fn lettre_delivers_to_several() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path());
    let transport = transport(&server);
    assert!(transport.test_connection().expect("a connection"));
    transport.send(&message(&["a@localhost", "b@localhost"])).expect("it is accepted");
    let mut to: Vec<String> = Vec::new();
    for _ in 0..2 {
        let delivered = server.wait("delivered");
        let mail = std::fs::read_to_string(text(&delivered, "place")).expect("the file is there");
        assert!(mail.contains("\n\nA line.\n.\n..and dots\nthe end\n"), "{mail}");
        to.push(text(&delivered, "to").to_owned());
    }
    to.sort_unstable();
    assert_eq!(to, ["a@localhost", "b@localhost"]);
    // The next goes over the connection that lettre has kept.
    transport.send(&message(&["c@localhost"])).expect("it is accepted");
    server.wait("delivered");
    drop(transport);
    server.stop();
}

#[test]
fn lettre_hears_why_it_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path());
    let refused = transport(&server).send(&message(&["you@elsewhere.example"])).expect_err("no relay");
    assert!(refused.is_permanent(), "{refused:?}");
    assert!(refused.to_string().contains("relay-denied"), "{refused}");
    server.stop();
}

const PASSWORD: &str = "xyzzy-plugh-42";

/// A server with a listener for STARTTLS, and one at this port for connections that begin with TLS.
fn start_submission(folder: &Path, implicit: u16) -> Server {
    let (data, config) = (folder.join("data"), folder.join("postrider.toml"));
    let written = format!(
        "hostname = \"mx.example.test\"\n[[certificate]]\nself_signed = true\n\
         [[listener]]\naddress = \"127.0.0.1:0\"\nkind = \"submission\"\n\
         [[listener]]\naddress = \"127.0.0.1:{implicit}\"\nkind = \"submission\"\ntls = \"implicit\"\n\
         [accounts]\nargon2_memory_kib = 8192\nargon2_passes = 1\n\
         [[domain]]\nname = \"client.example\"\nany_mailbox = true\n"
    );
    fs::write(&config, written).expect("written");
    let added = run(&["account", "add", "sender@client.example"], &data, &format!("{PASSWORD}\n"));
    assert!(added.status.success(), "{added:?}");
    Server::start_configured(&data, &config)
}

#[test]
fn lettre_logs_in_and_submits_over_tls() {
    let folder = tempfile::tempdir().expect("a folder");
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let implicit = free.expect("a port").port();
    let mut server = start_submission(folder.path(), implicit);
    let pem = fs::read(server.data.join("self-signed.pem")).expect("it is made at the start");
    let tls = || {
        let certificate = Certificate::from_pem(&pem).expect("PEM");
        let parameters =
            TlsParameters::builder("mx.example.test".to_owned()).add_root_certificate(certificate);
        parameters.build_rustls().expect("a good certificate")
    };
    for (port, tls) in [(server.address.port(), Tls::Required(tls())), (implicit, Tls::Wrapper(tls()))] {
        let transport = |mechanism, password: &str| {
            SmtpTransport::builder_dangerous("127.0.0.1")
                .port(port)
                .tls(tls.clone())
                .authentication(vec![mechanism])
                .credentials(Credentials::new("sender@client.example".to_owned(), password.to_owned()))
                .build()
        };
        for (mechanism, name) in [(Mechanism::Plain, "PLAIN"), (Mechanism::Login, "LOGIN")] {
            transport(mechanism, PASSWORD).send(&message(&["a@client.example"])).expect("it is accepted");
            let line = server.wait("logged in");
            assert_eq!((text(&line, "account"), text(&line, "mechanism")), ("sender@client.example", name));
            let delivered = server.wait("delivered");
            let mail = fs::read_to_string(text(&delivered, "place")).expect("the file is there");
            assert!(mail.contains("with ESMTPSA (TLS1.3) id "), "{mail}");
        }
        let refused = transport(Mechanism::Plain, "wrong").send(&message(&["a@client.example"]));
        let refused = refused.expect_err("a wrong password");
        assert!(refused.is_permanent() && refused.to_string().contains("auth-failed"), "{refused}");
        // Nobody offers what nobody here can check.
        let refused = transport(Mechanism::Xoauth2, PASSWORD).send(&message(&["a@client.example"]));
        assert!(refused.expect_err("no such mechanism").to_string().contains("authentication mechanism"));
    }
    server.stop();
}
