//! Sessions under TLS: by STARTTLS, from the beginning, and what becomes of those that come to no handshake.

use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use postrider_certificate::{Certificates, Clients};
use postrider_inbound::{Failure, Proxies, Settings, Shutdown, SlotLimits, Tls};
use postrider_proto::server::Options;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, HandshakeKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::Instant;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tracing::Level;

use crate::authority::{Authority, Kind, TLS_1_2, TLS_1_3, tls, tls_with};
use crate::client::Client;
use crate::log_lines::Log;
use crate::server::{Server, options, queued};

/// A server that speaks TLS.
pub fn server(tls: Tls) -> Server {
    server_with(Options { starttls: !tls.implicit, ..options() }, tls)
}

fn server_with(session: Options, tls: Tls) -> Server {
    let server = Server::new(session);
    server.settings.send_modify(|settings| {
        *settings = Arc::new(Settings { tls: Some(tls), ..(**settings).clone() });
    });
    server
}

/// Goes over to TLS.
pub async fn encrypt(
    client: Client<TcpStream>,
    config: &Arc<ClientConfig>,
    name: &str,
) -> std::io::Result<Client<TlsStream<TcpStream>>> {
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    TlsConnector::from(Arc::clone(config)).connect(name, client.stream).await.map(Client::new)
}

/// Says EHLO and STARTTLS.
pub async fn starttls(server: &Server) -> (Client<TcpStream>, tokio::task::JoinHandle<()>) {
    let (mut client, session) = server.socket().await;
    client.hello().await;
    assert_eq!(client.line("STARTTLS").await, "220 2.0.0 Start the TLS handshake now");
    (client, session)
}

fn failures(server: &Server) -> Vec<(&'static str, u64)> {
    let failures = server.inbound.counters.tls_failures();
    failures.filter(|(_, count)| *count > 0).map(|(failure, count)| (failure.as_str(), count)).collect()
}

const MX: &str = "mx.example.test";

#[tokio::test]
async fn after_starttls_everything_begins_anew_and_the_trace_says_so() {
    let log = Log::at(Level::DEBUG);
    for (versions, version, cipher) in [
        (&TLS_1_3, "TLS1.3", "TLS_AES_128_GCM_SHA256"),
        (&TLS_1_2, "TLS1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    ] {
        let authority = Authority::new("authority");
        let server = server(tls(&authority, false));
        let (client, _session) = starttls(&server).await;
        let mut trusted = authority.trusted();
        trusted.versions = versions;
        let mut client = encrypt(client, &trusted.config(), MX).await.expect("a handshake");

        // RFC 3207 §4.2: the EHLO before it is forgotten.
        let early = client.line("MAIL FROM:<s@client.example>").await;
        assert!(early.starts_with("503 5.5.1") && early.ends_with("[ehlo-first]"), "{early}");
        client.send("EHLO inside.example\r\n").await;
        let mut offered = Vec::new();
        while let Some(line) = client.next_line().await {
            let last = line.as_bytes()[3] == b' ';
            offered.push(line);
            if last {
                break;
            }
        }
        assert!(!offered.iter().any(|line| line.contains("STARTTLS")), "{offered:?}");
        let again = client.line("STARTTLS").await;
        assert!(again.starts_with("503 5.5.1") && again.ends_with("[starttls-active]"), "{again}");

        client.line("MAIL FROM:<s@client.example>").await;
        client.line("RCPT TO:<alice@example.test>").await;
        client.line("DATA").await;
        let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
        assert!(client.line("QUIT").await.starts_with("221 "));
        // The end is said: whoever cuts the connection cannot pass that off as it.
        assert_eq!(client.stream.read(&mut [0; 1]).await.expect("a close_notify"), 0);

        let content = String::from_utf8(server.content(id)).expect("ASCII");
        let field = content.split("; ").next().expect("a field");
        assert_eq!(
            field.replace(&id.to_string(), "ID"),
            format!(
                "Received: from inside.example ([127.0.0.1])\r\n\tby mx.example.test with ESMTPS ({version}) id ID\r\n\tfor <alice@example.test>\r\n\ttls {cipher}"
            )
        );
        let lines = log.take();
        assert!(
            lines.contains(&format!("encrypted session=00000001 client=127.0.0.1 tls={version} {cipher}")),
            "{lines}"
        );
        assert!(lines.contains(&format!("octets=17 tls={version} {cipher}")), "{lines}");
        let counted: Vec<_> =
            server.inbound.counters.tls_sessions().filter(|(_, count)| *count > 0).collect();
        assert_eq!(
            counted.iter().map(|(version, count)| (version.as_str(), *count)).collect::<Vec<_>>(),
            [(version, 1)]
        );
    }
}

#[tokio::test]
async fn with_implicit_tls_the_greeting_comes_under_it() {
    let authority = Authority::new("authority");
    let server = server(tls(&authority, true));
    let (client, session) = server.socket().await;
    let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
    client.data().await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    assert!(content.contains(" with ESMTPS (TLS1.3) id "), "{content}");
    let again = client.line("STARTTLS").await;
    assert!(again.ends_with("[starttls-active]"), "{again}");
    client.line("QUIT").await;
    drop(client);
    session.await.expect("the session ends well");
}

/// What a client has heard under TLS before it has sent its own half of the handshake.
async fn heard_ahead(server: &Server, config: &Arc<ClientConfig>) -> String {
    let (mut client, _session) = server.socket().await;
    let (mut tls, octets) = hello(config);
    client.send(&octets).await;
    // Under TLS 1.2 the half of the server ends elsewhere.
    let mut read = [0; 8192];
    let mut heard = String::new();
    while !tls.wants_write() {
        let octets = client.stream.read(&mut read).await.expect("the server's half");
        tls.read_tls(&mut &read[..octets]).expect("TLS");
        tls.process_new_packets().expect("TLS");
        // Until all has come there may be nothing.
        let _ = tls.reader().read_to_string(&mut heard);
    }
    heard
}

/// RFC 8446 §2, figure 1: the server may speak behind its Finished.
#[tokio::test]
async fn under_tls_1_3_the_greeting_comes_with_the_servers_half_of_the_handshake() {
    let authority = Authority::new("authority");
    let greeting = "220 mx.example.test ESMTP postrider\r\n";
    let asked = || Clients::asked(vec![authority.certificate()], false).expect("an authority");
    for (clients, versions, ahead) in [
        (Clients::NotAsked, &TLS_1_3, greeting),
        // Its half of the handshake comes first.
        (Clients::NotAsked, &TLS_1_2, ""),
        // Who is asked who it is hears nothing before.
        (asked(), &TLS_1_3, ""),
    ] {
        let certificates = Certificates::new(vec![authority.server(&[MX], Kind::Ecdsa)]);
        let server = server(tls_with(Arc::new(certificates), clients, true));
        let mut trusting = authority.trusted();
        trusting.versions = versions;
        assert_eq!(heard_ahead(&server, &trusting.config()).await, ahead);
    }
}

/// The place for a client is asked about before the handshake has come to its end, and the answer stands behind it.
#[tokio::test]
async fn who_is_refused_within_the_handshake_is_told_under_tls() {
    let log = Log::at(Level::INFO);
    let authority = Authority::new("authority");
    let server = server(tls(&authority, true));
    server.settings.send_modify(|settings| {
        let slots = SlotLimits { connections: 100, connections_per_address: 1 };
        *settings = Arc::new(Settings { slots, ..(**settings).clone() });
    });
    let (_first, _) = server.socket().await;
    let (client, session) = server.socket().await;
    let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
    let reply = client.reply().await;
    assert!(reply.starts_with("421 mx.example.test has too many connections"), "{reply}");
    session.await.expect("the session ends well");
    let line = log.take();
    assert!(line.contains("reply=\"too-busy\" client=127.0.0.1 tls=TLS1.3 "), "{line}");
}

#[tokio::test]
async fn what_comes_behind_starttls_in_clear_ends_the_session() {
    let authority = Authority::new("authority");
    for behind in ["MAIL FROM:<evil@client.example>\r\n", "\x16\x03\x01", "\r\n", "R"] {
        let server = server(tls(&authority, false));
        let (mut client, session) = server.socket().await;
        client.hello().await;
        client.send(format!("STARTTLS\r\n{behind}")).await;
        let said = client.rest().await;
        assert_eq!(said, ["554 5.5.0 Octets arrived behind STARTTLS in clear, closing [behind-starttls]"]);
        session.await.expect("the session ends well");
        assert_eq!(failures(&server), []);
    }
}

#[tokio::test]
async fn starttls_takes_no_argument_and_no_place_in_a_transaction() {
    let authority = Authority::new("authority");
    let server = server(tls(&authority, false));
    let (mut client, _session) = server.socket().await;
    client.hello().await;
    assert!(client.line("STARTTLS now").await.starts_with("501 5.5.4 "));
    client.line("MAIL FROM:<s@client.example>").await;
    let late = client.line("STARTTLS").await;
    assert!(late.starts_with("503 5.5.1 ") && late.ends_with("[starttls-in-transaction]"), "{late}");
    client.line("RSET").await;
    client.send("STARTTLS\r\n").await;
    assert!(client.reply().await.starts_with("220 2.0.0 "));
    let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
    assert!(client.line("EHLO client.example").await.starts_with("250 "));
}

/// An attacker who puts words in behind the 220 gets them into no session: the handshake takes them for its own.
#[tokio::test]
async fn what_is_no_tls_is_answered_with_an_alert_and_closed() {
    let log = Log::at(Level::INFO);
    let authority = Authority::new("authority");
    for garbage in
        [&b"NOOP\r\nMAIL FROM:<evil@client.example>\r\n"[..], b"GET / HTTP/1.1\r\n\r\n", &[0; 64], &[0x16; 9]]
    {
        let server = server(tls(&authority, false));
        let (mut client, session) = starttls(&server).await;
        client.send(garbage).await;
        let mut heard = Vec::new();
        client.stream.read_to_end(&mut heard).await.expect("an end");
        assert_eq!(heard.first(), Some(&0x15), "an alert, and no reply: {heard:?}");
        session.await.expect("the session ends well");
        assert_eq!(failures(&server), [("not-tls", 1)]);
        let line = log.take();
        assert!(
            line.contains(
                "no TLS: the handshake failed, closed session=00000001 client=127.0.0.1 why=\"not-tls\""
            ),
            "{line}"
        );
    }
    // A connection that begins with TLS is closed without a word in clear as well.
    let server = server(tls(&authority, true));
    let (mut client, session) = server.socket().await;
    client.send("EHLO client.example\r\n").await;
    let mut heard = Vec::new();
    client.stream.read_to_end(&mut heard).await.expect("an end");
    assert_eq!(heard.first(), Some(&0x15), "{heard:?}");
    session.await.expect("the session ends well");
}

/// A ClientHello as clients of this version send it, with no extension but that for algorithms of signatures.
fn old_hello(minor: u8) -> Vec<u8> {
    let extensions = [0, 8, 0, 13, 0, 4, 0, 2, 4, 1];
    let body = [&[3, minor][..], &[7; 32], &[0], &[0, 4, 0, 0x2f, 0xc0, 0x13], &[1, 0], &extensions].concat();
    let length = u8::try_from(body.len()).expect("short");
    [&[0x16, 3, 1, 0, length + 4, 1, 0, 0, length][..], &body].concat()
}

#[tokio::test]
async fn old_versions_are_refused_and_the_log_says_what_each_side_has() {
    let log = Log::at(Level::INFO);
    let authority = Authority::new("authority");
    for minor in [0, 1, 2, 3] {
        let server = server(tls(&authority, false));
        let (mut client, session) = starttls(&server).await;
        client.send(old_hello(minor)).await;
        let mut heard = Vec::new();
        client.stream.read_to_end(&mut heard).await.expect("an end");
        // TLS 1.2 without what it has needed for years is no better.
        assert!(matches!(heard.as_slice(), [0x15, _, _, 0, 2, 2, _]), "{minor}: a fatal alert: {heard:?}");
        session.await.expect("the session ends well");
        assert_eq!(failures(&server), [("nothing-in-common", 1)], "{minor}");
        let line = log.take();
        let version = ["SSL3", "TLS1.0", "TLS1.1", "TLS1.2"][usize::from(minor)];
        let offered = format!(
            "offered=\"{version}; TLS_RSA_WITH_AES_128_CBC_SHA TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA; rsa_pkcs1_sha256\""
        );
        assert!(line.contains(&offered), "{line}");
        assert!(line.contains("ours=\"TLS1.3 TLS1.2; TLS_AES_128_GCM_SHA256 "), "{line}");
        let lacking = if minor == 3 { "cipher" } else { "version of TLS" };
        let error = format!("error=the client and this server have no {lacking} in common");
        assert!(line.contains(&error), "{line}");
    }
}

/// What a client begins with that could have its session.
fn hello(config: &Arc<ClientConfig>) -> (ClientConnection, Vec<u8>) {
    let name = ServerName::try_from(MX).expect("a name");
    let mut tls = ClientConnection::new(Arc::clone(config), name).expect("a client");
    let mut octets = Vec::new();
    tls.write_tls(&mut octets).expect("a ClientHello");
    (tls, octets)
}

#[tokio::test]
async fn of_who_leaves_behind_its_offer_the_log_tells_and_of_who_looks_in_it_does_not() {
    let log = Log::at(Level::INFO);
    let authority = Authority::new("authority");
    let (_, whole) = hello(&authority.trusted().config());
    for (sent, is_told) in [(&whole[..], true), (&whole[..20], false), (&[], false)] {
        let server = server(tls(&authority, true));
        let (mut client, session) = server.socket().await;
        client.send(sent).await;
        if is_told {
            // What it has not read would reset the connection.
            let octets = client.stream.read(&mut [0; 8192]).await.expect("the server's half");
            assert!(octets > 0);
        }
        drop(client);
        session.await.expect("the session ends well");
        assert_eq!(failures(&server), [("lost", 1)]);
        let line = log.take();
        let told = "why=\"lost\" error=the client closed the connection within the handshake offered=\"TLS1.3 TLS1.2; ";
        assert_eq!((line.contains(told), line.is_empty()), (is_told, !is_told), "{line}");
    }
}

#[tokio::test(start_paused = true)]
async fn of_who_waits_behind_its_offer_the_log_tells_what_it_was() {
    let log = Log::at(Level::INFO);
    let authority = Authority::new("authority");
    let server = server(tls(&authority, true));
    let (mut client, session) = server.pipe();
    client.send(&hello(&authority.trusted().config()).1).await;
    session.await.expect("the session ends well");
    assert_eq!(failures(&server), [("late", 1)]);
    let line = log.take();
    assert!(
        line.contains("why=\"late\" error=the client takes too long for the handshake offered=\"TLS1.3 "),
        "{line}"
    );
    assert!(line.contains("ours=\"TLS1.3 TLS1.2; "), "{line}");
}

#[tokio::test]
async fn an_alert_in_place_of_an_offer_is_the_clients_end() {
    let authority = Authority::new("authority");
    let server = server(tls(&authority, true));
    let (mut client, session) = server.socket().await;
    // RFC 8446 §6: user_canceled, as a warning.
    client.send(&[0x15, 3, 1, 0, 2, 1, 90]).await;
    session.await.expect("the session ends well");
    assert_eq!(failures(&server), [("by-client", 1)]);
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_certificate_is_counted_as_that() {
    let authority = Authority::new("authority");
    let stranger = Authority::new("stranger");
    let server = server(tls(&authority, false));
    let (client, session) = starttls(&server).await;
    assert!(encrypt(client, &stranger.trusted().config(), MX).await.is_err());
    session.await.expect("the session ends well");
    assert_eq!(failures(&server), [("by-client", 1)]);
}

#[tokio::test]
async fn where_tls_is_required_the_table_holds() {
    let authority = Authority::new("authority");
    let session = Options { starttls: true, tls_required: true, ..options() };
    let server = server_with(session, tls(&authority, false));
    let (mut client, _session) = server.socket().await;
    client.hello().await;
    for allowed in ["NOOP", "RSET", "EHLO client.example"] {
        assert!(client.line(allowed).await.starts_with("250 "), "{allowed}");
    }
    for refused in [
        "MAIL FROM:<s@client.example>",
        "RCPT TO:<alice@example.test>",
        "DATA",
        "VRFY alice",
        "HELP",
        "AUTH PLAIN AHUAcA==",
        "FOO",
    ] {
        let reply = client.line(refused).await;
        assert!(reply.starts_with("530 5.7.0 ") && reply.ends_with("[tls-required]"), "{refused}: {reply}");
    }
    assert!(client.line("STARTTLS").await.starts_with("220 "));
    let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
    assert!(client.line("EHLO client.example").await.starts_with("250 "));
    assert!(client.line("MAIL FROM:<s@client.example>").await.starts_with("250 "));
    assert!(client.line("QUIT").await.starts_with("221 "));
}

/// CVE-2026-45185: TLS is closed in the middle of a chunk, and the rest comes in clear.
#[tokio::test]
async fn after_the_end_of_tls_nothing_is_read_in_clear() {
    let authority = Authority::new("authority");
    for begun in ["BDAT 100 LAST\r\nabc", "DATA\r\n", ""] {
        let server = server(tls(&authority, false));
        let (client, session) = starttls(&server).await;
        let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
        client.line("EHLO client.example").await;
        client.line("MAIL FROM:<s@client.example>").await;
        client.line("RCPT TO:<alice@example.test>").await;
        client.send(begun).await;
        if begun.starts_with("DATA") {
            assert!(client.reply().await.starts_with("354 "));
        }
        let (stream, connection) = client.stream.get_mut();
        connection.send_close_notify();
        let mut closed = Vec::new();
        while connection.wants_write() {
            connection.write_tls(&mut closed).expect("a vector takes everything");
        }
        closed.extend_from_slice(&[b'x'; 97]);
        closed.extend_from_slice(b"\r\n.\r\nRSET\r\nMAIL FROM:<evil@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nx\r\n.\r\n");
        stream.write_all(&closed).await.expect("the server listens");
        session.await.expect("the session ends well");
        server.assert_nothing_kept(begun);
    }
}

#[tokio::test]
async fn tls_that_is_cut_off_within_a_message_leaves_none() {
    let authority = Authority::new("authority");
    for (cut, content) in
        ["Subject: x\r\n\r\nx\r\n", "Subject: x\r\n\r\nx\r\n.", "Subject: x\r\n\r\nx\r\n.\r"]
            .into_iter()
            .enumerate()
    {
        let server = server(tls(&authority, false));
        let (client, session) = starttls(&server).await;
        let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
        client.line("EHLO client.example").await;
        client.send("MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n").await;
        for code in ["250", "250", "354"] {
            assert!(client.reply().await.starts_with(code));
        }
        client.send(content).await;
        // The socket is closed, and no close_notify was sent.
        client.stream.get_mut().0.shutdown().await.expect("open");
        session.await.expect("the session ends well");
        server.assert_nothing_kept(&format!("cut {cut}"));
    }
}

/// What is seen in clear is seen under TLS as well.
#[tokio::test]
async fn content_in_the_write_of_its_data_is_refused() {
    let authority = Authority::new("authority");
    for records in [1, 2] {
        let server = server(tls(&authority, false));
        let (client, session) = starttls(&server).await;
        let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
        client.line("EHLO client.example").await;
        let commands = "MAIL FROM:<s@client.example>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n";
        let content = "Subject: out of turn\r\n\r\nx\r\n.\r\n";
        if records == 1 {
            client.send(format!("{commands}{content}")).await;
        } else {
            let (stream, connection) = client.stream.get_mut();
            let mut sent = Vec::new();
            for octets in [commands, content] {
                std::io::Write::write_all(&mut connection.writer(), octets.as_bytes())
                    .expect("there is room");
                while connection.wants_write() {
                    connection.write_tls(&mut sent).expect("a vector takes everything");
                }
            }
            stream.write_all(&sent).await.expect("the server listens");
        }
        let said = client.rest().await;
        assert!(said.last().is_some_and(|line| line.ends_with("[behind-data]")), "{records}: {said:?}");
        session.await.expect("the session ends well");
        server.assert_nothing_kept("behind DATA");
    }
}

#[tokio::test]
async fn a_client_that_changes_its_keys_before_its_turn_has_not_spoken() {
    let authority = Authority::new("authority");
    let server = server(tls(&authority, false));
    let (client, _session) = starttls(&server).await;
    let mut client = encrypt(client, &authority.trusted().config(), MX).await.expect("a handshake");
    client.line("EHLO client.example").await;
    client.line("MAIL FROM:<s@client.example>").await;
    client.line("RCPT TO:<alice@example.test>").await;
    let (stream, connection) = client.stream.get_mut();
    let mut sent = Vec::new();
    std::io::Write::write_all(&mut connection.writer(), b"DATA\r\n").expect("there is room");
    connection.refresh_traffic_keys().expect("TLS 1.3");
    while connection.wants_write() {
        connection.write_tls(&mut sent).expect("a vector takes everything");
    }
    stream.write_all(&sent).await.expect("the server listens");
    let reply = client.reply().await;
    assert!(reply.starts_with("354 "), "{reply}");
    queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
}

#[tokio::test]
async fn whoever_speaks_before_the_greeting_under_tls_is_refused() {
    let authority = Authority::new("authority");
    let asked = Clients::asked(vec![authority.certificate()], false).expect("an authority");
    // Where the greeting goes out ahead nobody can tell whether it was waited for.
    for (clients, said) in [(asked, "554 "), (Clients::NotAsked, "220 ")] {
        let certificates = Certificates::new(vec![authority.server(&[MX], Kind::Ecdsa)]);
        let server = server(tls_with(Arc::new(certificates), clients, true));
        let (client, _session) = server.socket().await;
        let config = authority.trusted().config();
        let name = ServerName::try_from(MX).expect("a name");
        // With the last octets of its handshake the client says EHLO.
        let connect = TlsConnector::from(config).connect_with(name, client.stream, |connection| {
            std::io::Write::write_all(&mut connection.writer(), b"EHLO client.example\r\n")
                .expect("there is room");
        });
        let mut client = Client::new(connect.await.expect("a handshake"));
        let reply = client.reply().await;
        assert!(reply.starts_with(said), "{reply}");
        if said == "220 " {
            let reply = client.reply().await;
            assert!(reply.starts_with("250 "), "{reply}");
        }
    }
}

#[tokio::test]
async fn behind_a_proxy_the_handshake_follows_the_header() {
    let authority = Authority::new("authority");
    let server = server(tls(&authority, true));
    let header = vec!["127.0.0.1".parse().expect("a network")];
    server.settings.send_modify(|settings| {
        let proxies = Arc::new(Proxies { header, xclient: Vec::new() });
        *settings = Arc::new(Settings { proxies, ..(**settings).clone() });
    });
    let listener = server.bind();
    let mut client = Client::new(TcpStream::connect(listener.address()).await.expect("it listens"));
    client.send("PROXY TCP4 192.0.2.7 192.0.2.25 40000 465\r\n").await;
    // Nobody reads before the ClientHello is there, too: both are read at once.
    let config = authority.trusted().config();
    let connect = encrypt(client, &config, MX);
    let mut serving = None;
    let serve = async { serving = Some(server.serve(listener)) };
    let (client, ()) = tokio::join!(connect, serve);
    let mut client = client.expect("a handshake");
    client.data().await;
    let id = queued(&client.line("Subject: x\r\n\r\nx\r\n.").await);
    let content = String::from_utf8(server.content(id)).expect("ASCII");
    assert!(content.contains("([192.0.2.7])") && content.contains("with ESMTPS (TLS1.3)"), "{content}");
}

#[tokio::test(start_paused = true)]
async fn a_handshake_has_its_time() {
    let authority = Authority::new("authority");
    let server = server(tls(&authority, true));
    let (mut client, session) = server.pipe();
    let began = Instant::now();
    client.send(&old_hello(3)[..20]).await;
    session.await.expect("the session ends well");
    assert_eq!(began.elapsed(), Duration::from_secs(15));
    assert_eq!(failures(&server), [("late", 1)]);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_handshakes() {
    let authority = Authority::new("authority");
    let server = server(tls(&authority, true));
    let (mut client, session) = server.socket().await;
    client.send(&old_hello(3)[..20]).await;
    server.shutdown.to(Shutdown::Draining);
    session.await.expect("the session ends well");
    assert_eq!(failures(&server), [(Failure::Stopped.as_str(), 1)]);
}

#[tokio::test]
async fn a_client_that_comes_back_resumes_its_session() {
    let authority = Authority::new("authority");
    for versions in [&TLS_1_3, &TLS_1_2] {
        let server = server(tls(&authority, false));
        let mut trusted = authority.trusted();
        trusted.versions = versions;
        let config = trusted.config();
        for kind in [HandshakeKind::Full, HandshakeKind::Resumed] {
            let (client, _session) = starttls(&server).await;
            let mut client = encrypt(client, &config, MX).await.expect("a handshake");
            client.line("EHLO client.example").await;
            let found = client.stream.get_ref().1.handshake_kind();
            let alike = match kind {
                HandshakeKind::Full => {
                    matches!(found, Some(HandshakeKind::Full | HandshakeKind::FullWithHelloRetryRequest))
                }
                _ => found == Some(kind),
            };
            assert!(alike, "{found:?}");
            client.line("QUIT").await;
        }
    }
}
