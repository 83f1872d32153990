//! TLS to the server, and what it forbids.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use crate::server::{Hear, Say, Server, converse, run_at};

/// A server that speaks TLS, and shows a certificate for localhost that vouches for itself; the thread gives what it was told within TLS. And
/// that certificate, in a file.
pub fn tls_server(at_once: bool, folder: &std::path::Path) -> (Server, String) {
    tls_server_offering(at_once, folder, rustls::ALL_VERSIONS, b"250 ok\r\n")
}

/// The same, with these versions of TLS and this reply to EHLO. Every login is refused.
pub fn tls_server_offering(
    at_once: bool,
    folder: &std::path::Path,
    versions: &[&'static rustls::SupportedProtocolVersion],
    offers: &'static [u8],
) -> (Server, String) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let params = rcgen::CertificateParams::new(vec!["localhost".to_owned()]).expect("a good name");
    let certificate = params.self_signed(&key).expect("a certificate");
    let file = folder.join("ca.pem");
    std::fs::write(&file, certificate.pem()).expect("written");
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    let config = rustls::ServerConfig::builder_with_provider(provider.into())
        .with_protocol_versions(versions)
        .expect("it has ciphers for them")
        .with_no_client_auth();
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = config.with_single_cert(vec![certificate.der().clone()], key).expect("they belong together");
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("bound").port();
    let thread = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the client comes");
        if !at_once {
            let hello = Hear("EHLO client.example");
            let offer = Say("250-mx.example\n250 STARTTLS\n");
            converse(&stream, vec![Say("220 mx.example\n"), hello, offer, Hear("STARTTLS"), Say("220 go\n")]);
        }
        let connection = rustls::ServerConnection::new(config.into()).expect("it is set well");
        let mut stream = BufReader::new(rustls::StreamOwned::new(connection, stream));
        // The handshake is made with what is written first, and the client may refuse it.
        if at_once && stream.get_mut().write_all(b"220 mx.example\r\n").is_err() {
            return String::new();
        }
        let mut told = String::new();
        loop {
            let mut line = String::new();
            if !matches!(stream.read_line(&mut line), Ok(1..)) {
                return told;
            }
            told.push_str(&line);
            let reply: &[u8] = match line.split_whitespace().next().unwrap_or_default() {
                "EHLO" => offers,
                "AUTH" => b"535 5.7.8 wrong\r\n",
                "MAIL" | "RCPT" | "." => b"250 ok\r\n",
                "DATA" => b"354 go on\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => continue,
            };
            stream.get_mut().write_all(reply).expect("the client reads");
        }
    });
    let scheme = if at_once { "smtps" } else { "smtp" };
    let address = format!("{scheme}://localhost:{port}");
    (Server { address, thread }, file.display().to_string())
}

#[test]
fn a_certificate_may_be_for_another_name_than_the_server_was_called_by() {
    let folder = tempfile::tempdir().expect("a folder");
    for (more, code) in
        [(&[][..], 1), (&["--verify-name", "localhost"], 0), (&["--verify-name", "other.test"], 1)]
    {
        let (server, ca) = tls_server(true, folder.path());
        let address = server.address.replace("localhost", "127.0.0.1");
        let ran = run_at(&address, &[&TO_BOB[..], &["--tls", "verified", "--ca", &ca], more].concat(), b"");
        assert_eq!(ran.code, code, "{more:?}: {} {}", ran.stdout, ran.stderr);
        let wanted = more.last().unwrap_or(&"127.0.0.1");
        let fault = format!("tls-not-verified: its certificate is for localhost, and not for {wanted}\n");
        assert_eq!(ran.stdout.contains(&fault), code == 1, "{}", ran.stdout);
        assert_eq!(ran.stderr.contains("--verify-name NAME"), code == 1, "{}", ran.stderr);
        server.thread.join().expect("the server is content");
    }
}

pub const TO_BOB: [&str; 8] =
    ["--from", "a@client.example", "--to", "b@mx.example", "--text", "hi", "--hello", "client.example"];

#[test]
fn a_message_goes_over_tls() {
    let folder = tempfile::tempdir().expect("a folder");
    for at_once in [false, true] {
        for (how, verified) in [("opportunistic", false), ("required", false), ("verified", true)] {
            let (server, ca) = tls_server(at_once, folder.path());
            let mut args = [&TO_BOB[..], &["--tls", how, "--verbose"]].concat();
            if verified {
                args.extend(["--ca", &ca]);
            }
            let ran = run_at(&server.address, &args, b"");
            assert_eq!(ran.code, 0, "{how}: {} {}", ran.stdout, ran.stderr);
            let noted = if verified {
                ", verified\n"
            } else {
                ", not verified: its certificate is signed by itself\n"
            };
            assert!(ran.stderr.contains("-- TLSv1.3, TLS_") && ran.stderr.contains(noted), "{}", ran.stderr);
            let told = server.thread.join().expect("the server is content");
            assert!(told.starts_with("EHLO client.example\r\nMAIL FROM:<a@client.example>"), "{told}");
        }
    }
}

#[test]
fn what_tls_forbids_is_not_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let (server, _) = tls_server(true, folder.path());
    let ran = run_at(&server.address, &[&TO_BOB[..], &["--tls", "verified"]].concat(), b"");
    assert_eq!(ran.code, 1);
    let fault = "tls-not-verified: its certificate is signed by itself\n";
    assert!(ran.stderr.contains(fault) && ran.stderr.contains("--ca FILE"), "{}", ran.stderr);
    assert!(ran.stdout.contains(fault), "{}", ran.stdout);
    assert_eq!(server.thread.join().expect("the server is content"), "");
    // It is not offered.
    let server = Server::new(vec![
        Say("220 mx.example\n"),
        Hear("EHLO client.example"),
        Say("250 mx.example\n"),
        Hear("QUIT"),
        Say("221 bye\n"),
    ]);
    let ran = run_at(&server.address, &[&TO_BOB[..], &["--tls", "required"]].concat(), b"");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.contains("the server does not offer STARTTLS"), "{}", ran.stdout);
    server.thread.join().expect("the server is content");
}

#[test]
fn where_tls_fails_it_is_said_and_sent_in_clear() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
    let address = listener.local_addr().expect("bound").to_string();
    let thread = thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the client comes");
        let offer = Say("250-mx.example\n250 STARTTLS\n");
        let refusal = Say("454 4.7.0 no TLS today\n");
        let hello = || Hear("EHLO client.example");
        let bye = [Hear("QUIT"), Say("221 bye\n")];
        let first = [Say("220 mx.example\n"), hello(), offer, Hear("STARTTLS"), refusal];
        converse(&stream, first.into_iter().chain(bye).collect());
        drop(stream);
        let (stream, _) = listener.accept().expect("it comes again");
        let mail = Hear("MAIL FROM:<a@client.example>");
        converse(&stream, vec![Say("220 mx.example\n"), hello(), Say("250 mx.example\n"), mail]);
    });
    let ran = run_at(&address, &TO_BOB, b"");
    assert!(ran.stderr.contains("so it is sent in clear"), "{}", ran.stderr);
    assert_eq!(ran.code, 1, "that one closes");
    thread.join().expect("the server is content");
}

#[test]
fn the_wrong_kind_of_port_is_named() {
    let server = Server::new(vec![Say("220 mx.example\n")]);
    let address = format!("smtps://{}", server.address);
    let ran = run_at(&address, &[&TO_BOB[..], &["--tls", "required"]].concat(), b"");
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout.contains("it speaks in clear first") && ran.stdout.contains("write smtp://"),
        "{}",
        ran.stdout
    );
    server.thread.join().expect("the server is content");
    // One that waits for a hello of TLS, and gives up.
    let server = Server::new(Vec::new());
    let ran = run_at(&server.address, &TO_BOB, b"");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains(&format!("try --server smtps://{}", server.address)), "{}", ran.stderr);
    server.thread.join().expect("the server is content");
}
