//! lettre, the SMTP client that Rust programs use, against the server.

mod common;

use common::{Server, text};
use lettre::message::header::ContentType;
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
