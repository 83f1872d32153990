//! Logins that are bound to their TLS, with a client that takes what it is bound to from its own end.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_directory::Account;
use postrider_inbound::{LoginAnswer, LoginCheck, LoginOffers, Settings, Shown, Standing};
use postrider_proto::sasl::client::{Credentials, Exchange};
use postrider_proto::sasl::{BindingKind, Channel, ChannelBinding, Mechanism, Nonce, Secret};
use postrider_proto::server::Options;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::authority::{Authority, TLS_1_2, TLS_1_3, tls};
use crate::client::Client;
use crate::logins::{self, Accounts, PASSWORD};
use crate::server::Server;
use crate::tls::{encrypt, starttls};

/// A server that knows accounts and speaks TLS.
fn server(authority: &Authority) -> Server {
    with_tls(logins::server().0, authority)
}

fn with_tls(server: Server, authority: &Authority) -> Server {
    server.settings.send_modify(|settings| {
        let session = Arc::new(Options { starttls: true, ..(*settings.session).clone() });
        *settings = Arc::new(Settings { tls: Some(tls(authority, false)), session, ..(**settings).clone() });
    });
    server
}

/// What this session is bound to, as the client sees it.
fn binding(stream: &TlsStream<TcpStream>, kind: BindingKind) -> ChannelBinding {
    let (_, connection) = stream.get_ref();
    match kind {
        BindingKind::TlsExporter => {
            let data = connection.export_keying_material(vec![0; 32], b"EXPORTER-Channel-Binding", Some(b""));
            ChannelBinding { kind, data: data.expect("the handshake is done") }
        }
        BindingKind::TlsServerEndPoint => {
            let shown = connection.peer_certificates().expect("it was shown one");
            ChannelBinding::tls_server_end_point(&shown[0]).expect("it is signed with a hash")
        }
    }
}

/// SCRAM that is bound to this, to its last reply.
async fn log_in(client: &mut Client<TlsStream<TcpStream>>, binding: ChannelBinding) -> String {
    let credentials = Credentials::password("alice@example.test", Secret::new(PASSWORD));
    scram(client, Mechanism::ScramSha256Plus, &credentials, &Channel::tls(vec![binding])).await
}

/// SCRAM, to its last reply.
pub async fn scram<S: AsyncRead + AsyncWrite + Unpin>(
    client: &mut Client<S>,
    mechanism: Mechanism,
    credentials: &Credentials,
    channel: &Channel,
) -> String {
    let begun = Exchange::begin(mechanism, &[mechanism], credentials, channel, Nonce::new([9; 18]));
    let mut exchange = begun.expect("begun");
    let first = exchange.initial().expect("the client is first");
    let mut reply = client.line(&format!("AUTH {mechanism} {}", BASE64.encode(first.expose()))).await;
    while let Some(challenge) = reply.strip_prefix("334 ") {
        let challenge = BASE64.decode(challenge).expect("base64");
        let response = exchange.step(&challenge).expect("the server proves itself");
        reply = client.line(&BASE64.encode(response.expose())).await;
    }
    assert_eq!(exchange.finish().is_ok(), reply.starts_with("235 "), "{reply}");
    reply
}

#[tokio::test]
async fn a_login_is_bound_to_tls_of_either_version_and_to_no_other() {
    for (versions, kind) in [(&TLS_1_3, BindingKind::TlsExporter), (&TLS_1_2, BindingKind::TlsServerEndPoint)]
    {
        let authority = Authority::new("authority");
        let server = server(&authority);
        let (client, _session) = starttls(&server).await;
        let mut trusted = authority.trusted();
        trusted.versions = versions;
        let mut client = encrypt(client, &trusted.config(), "mx.example.test").await.expect("a handshake");
        client.send("EHLO client.example\r\n").await;
        let mut offered = String::new();
        while !offered.contains("\n250 ") {
            offered.push('\n');
            offered.push_str(&client.next_line().await.expect("a line"));
        }
        assert!(offered.contains("AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS "), "{kind:?}: {offered}");

        let own = binding(&client.stream, kind);
        // Who stands between has a session of his own with either side.
        let mut other = own.clone();
        other.data[0] ^= 1;
        let reply = log_in(&mut client, other).await;
        assert!(reply.starts_with("535 5.7.8 ") || reply.starts_with("501 "), "{kind:?}: {reply}");
        let reply = log_in(&mut client, own).await;
        assert!(reply.starts_with("235 2.7.0 "), "{kind:?}: {reply}");
    }
}

/// Accounts whose verifiers are worth offering until they are not: their file was read again.
#[derive(Default)]
struct Fading(Accounts, AtomicBool);

impl LoginCheck for Fading {
    fn offers(&self) -> LoginOffers {
        LoginOffers { scram: !self.1.load(Ordering::Relaxed), ..self.0.offers() }
    }

    fn nonce(&self) -> Result<Nonce, String> {
        self.0.nonce()
    }

    fn ask<'a>(&'a self, shown: Shown<'a>) -> Pin<Box<dyn Future<Output = LoginAnswer> + Send + 'a>> {
        self.0.ask(shown)
    }

    fn still<'a>(&'a self, account: &'a Arc<Account>) -> Pin<Box<dyn Future<Output = Standing> + Send + 'a>> {
        self.0.still(account)
    }
}

/// RFC 5802 §6: a client that could bind itself says that it was told it cannot. Whether that is a lie is a question of what EHLO has offered.
#[tokio::test]
async fn a_login_is_held_to_what_was_offered_whatever_is_by_then() {
    let authority = Authority::new("authority");
    let (mut server, _) = logins::server();
    let accounts = Arc::new(Fading::default());
    server.inbound.login_check = Some(Arc::clone(&accounts) as Arc<dyn LoginCheck>);
    let server = with_tls(server, &authority);
    let (client, _session) = starttls(&server).await;
    let trusted = authority.trusted();
    let mut client = encrypt(client, &trusted.config(), "mx.example.test").await.expect("a handshake");
    let offered = client.line("EHLO client.example").await;
    assert!(offered.starts_with("250 "), "{offered}");
    accounts.1.store(true, Ordering::Relaxed);
    let own = binding(&client.stream, BindingKind::TlsExporter);
    let credentials = Credentials::password("alice@example.test", Secret::new(PASSWORD));
    let channel = Channel::tls(vec![own.clone()]);
    let reply = scram(&mut client, Mechanism::ScramSha256, &credentials, &channel).await;
    assert!(reply.starts_with("501 ") || reply.starts_with("535 "), "somebody has taken it out: {reply}");
    let reply = log_in(&mut client, own).await;
    assert!(reply.starts_with("235 2.7.0 "), "it was offered: {reply}");
}
