//! Logins by certificate, by token and with CRAM-MD5 through the driver: what is offered when, and what each end is told.

use std::pin::Pin;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use postrider_certificate::{Certificates, Clients};
use postrider_directory::Account;
use postrider_inbound::{
    LoginAnswer, LoginCheck, LoginOffers, LoginResult, Proxies, Settings, Shown, Standing, Tls,
};
use postrider_proto::sasl::client::{Credentials, Exchange};
use postrider_proto::sasl::server::{Holder, Question};
use postrider_proto::sasl::{self, Channel, CramMd5Verifier, Nonce, Secret, TokenFault};
use postrider_proto::server::{Mechanism, Options};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;
use tracing::Level;

use crate::authority::{Authority, Kind, tls_with};
use crate::client::Client;
use crate::log_lines::Log;
use crate::server::{Server, options};
use crate::tls::{encrypt, starttls};

/// Alice has a certificate, the token `good`, and `pencil` for CRAM-MD5. `switched` says which of these anybody has.
struct Accounts {
    switched: [bool; 3],
}

fn alice() -> Arc<Account> {
    Arc::new(Account::new("alice@example.test"))
}

impl LoginCheck for Accounts {
    fn offers(&self) -> LoginOffers {
        let [certificates, tokens, cram_md5] = self.switched;
        LoginOffers { scram: false, certificates, tokens, cram_md5 }
    }

    fn nonce(&self) -> Result<Nonce, String> {
        Ok(Nonce::new([7; 18]))
    }

    fn still<'a>(&'a self, account: &'a Arc<Account>) -> Pin<Box<dyn Future<Output = Standing> + Send + 'a>> {
        Box::pin(std::future::ready(Standing::Good(Arc::clone(account))))
    }

    fn ask<'a>(&'a self, shown: Shown<'a>) -> Pin<Box<dyn Future<Output = LoginAnswer> + Send + 'a>> {
        let answer = match shown.question {
            Question::Certificate { .. } => {
                let hosts = shown.certificate.map(|certificate| certificate.description.hosts.clone());
                match hosts.unwrap_or_default().first().map(String::as_str) {
                    Some("alice.client.test") => LoginAnswer::Yes(alice()),
                    Some("disabled.client.test") => LoginAnswer::Disabled,
                    _ => LoginAnswer::CertificateRefused { why: "no account has it".to_owned() },
                }
            }
            Question::Token { token, .. } => match token.expose() {
                b"good" => LoginAnswer::Yes(alice()),
                b"down" => LoginAnswer::Unavailable { why: "the introspection is down".to_owned() },
                b"narrow" => LoginAnswer::TokenRefused {
                    why: None,
                    fault: TokenFault {
                        status: "insufficient_scope".to_owned(),
                        scope: Some("smtp".to_owned()),
                        openid_configuration: Some(
                            "https://id.test/.well-known/openid-configuration".to_owned(),
                        ),
                    },
                },
                _ => LoginAnswer::TokenRefused { why: None, fault: TokenFault::invalid_token() },
            },
            Question::CramMd5 { name } => {
                let known = name == "alice@example.test";
                LoginAnswer::CramMd5 {
                    verifier: CramMd5Verifier::of(b"pencil"),
                    holder: if known { Holder::Account(name.to_owned()) } else { Holder::Nobody },
                    account: known.then(alice),
                    succeeded: Box::new(|| ()),
                }
            }
            _ => LoginAnswer::No,
        };
        Box::pin(std::future::ready(answer))
    }
}

/// As the program has it: what shows a secret needs TLS.
fn submission() -> Options {
    let mechanism = |mechanism: sasl::Mechanism| Mechanism {
        name: mechanism.name().to_owned(),
        needs_tls: mechanism.shows_password(),
        server_first: mechanism.server_first(),
    };
    let auth = sasl::Mechanism::ALL.into_iter().map(mechanism).collect();
    Options { auth, auth_required: true, ..options() }
}

fn server(session: Options, tls: Option<Tls>, switched: [bool; 3]) -> Server {
    let mut server = Server::new(session);
    server.inbound.login_check = Some(Arc::new(Accounts { switched }));
    server.settings.send_modify(|settings| *settings = Arc::new(Settings { tls, ..(**settings).clone() }));
    server
}

async fn say<S: AsyncRead + AsyncWrite + Unpin>(client: &mut Client<S>, line: &str) -> String {
    let reply = client.line(line).await;
    reply.rsplit_once(" [").map_or(reply.clone(), |(words, _)| words.to_owned())
}

/// The mechanisms that EHLO offers.
async fn offered<S: AsyncRead + AsyncWrite + Unpin>(client: &mut Client<S>) -> String {
    client.send("EHLO client.example\r\n").await;
    let mut offered = String::new();
    loop {
        let line = client.next_line().await.expect("a line");
        if let Some(mechanisms) = line[4..].strip_prefix("AUTH ") {
            mechanisms.clone_into(&mut offered);
        }
        if line.as_bytes()[3] == b' ' {
            return offered;
        }
    }
}

/// A server that asks for certificates of one authority, and clients of it and of another.
struct Place {
    server: Server,
    authority: Authority,
    known: Authority,
    stranger: Authority,
}

impl Place {
    fn new(switched: [bool; 3]) -> Self {
        let (authority, known, stranger) =
            (Authority::new("authority"), Authority::new("known"), Authority::new("stranger"));
        let certificates = Certificates::new(vec![authority.server(&["mx.example.test"], Kind::Ecdsa)]);
        let clients = Clients::asked(vec![known.certificate()], false).expect("an authority");
        let tls = tls_with(Arc::new(certificates), clients, false);
        let session = Options { starttls: true, ..submission() };
        Self { server: server(session, Some(tls), switched), authority, known, stranger }
    }

    async fn client(&self, shows: Option<(&Authority, &str)>) -> Client<TlsStream<TcpStream>> {
        let (client, _session) = starttls(&self.server).await;
        let mut trusted = self.authority.trusted();
        trusted.identity = shows.map(|(by, name)| by.client(name));
        encrypt(client, &trusted.config(), "mx.example.test").await.expect("a handshake")
    }
}

#[tokio::test]
async fn external_is_offered_only_to_who_has_shown_a_good_certificate() {
    let log = Log::at(Level::INFO);
    let place = Place::new([true, false, false]);
    let nobody = Place::new([false; 3]);
    let alice = "alice.client.test";
    for (place, shows, offers, because) in [
        (&place, None, "PLAIN LOGIN", &["the client has shown no certificate"][..]),
        (
            &place,
            Some((&place.stranger, alice)),
            "PLAIN LOGIN",
            &["not trusted: CN=alice.client.test (sha256:", "none of client_ca has issued it"],
        ),
        (&place, Some((&place.known, alice)), "EXTERNAL PLAIN LOGIN", &[]),
        (
            &nobody,
            Some((&nobody.known, alice)),
            "PLAIN LOGIN",
            &["no account had a certificate", "CN=alice.client.test, alice.client.test (sha256:"],
        ),
    ] {
        let mut client = place.client(shows).await;
        assert_eq!(offered(&mut client).await, offers);
        let shown = log.take();
        assert_eq!(
            shown.contains("a certificate counts as none"),
            because.len() == 2 && shown.contains("none of client_ca has issued it"),
            "{shown}"
        );
        if !because.is_empty() {
            assert_eq!(say(&mut client, "AUTH EXTERNAL =").await, "504 5.5.4 EXTERNAL is not offered here");
            let line = log.take();
            assert!(because.iter().all(|because| line.contains(because)), "{line}");
        }
    }
    let (mut clear, _session) = place.server.socket().await;
    clear.hello().await;
    assert_eq!(say(&mut clear, "AUTH EXTERNAL =").await, "504 5.5.4 EXTERNAL is not offered here");
    assert!(log.take().contains("EXTERNAL is offered under TLS"));
}

#[tokio::test]
async fn a_certificate_logs_its_account_in_and_no_other() {
    let log = Log::at(Level::INFO);
    let place = Place::new([true, false, false]);
    for (name, line, reply) in [
        ("alice.client.test", "AUTH EXTERNAL =".to_owned(), "235 2.7.0 You are logged in"),
        (
            "alice.client.test",
            format!("AUTH EXTERNAL {}", BASE64.encode("Alice@example.test")),
            "235 2.7.0 You are logged in",
        ),
        (
            "alice.client.test",
            format!("AUTH EXTERNAL {}", BASE64.encode("bob@example.test")),
            "535 5.7.8 You may not act as somebody else",
        ),
        ("bob.client.test", "AUTH EXTERNAL =".to_owned(), "535 5.7.8 You cannot log in with the certificate"),
        ("disabled.client.test", "AUTH EXTERNAL =".to_owned(), "525 5.7.13 This account is disabled"),
    ] {
        let mut client = place.client(Some((&place.known, name))).await;
        client.line("EHLO client.example").await;
        let said = say(&mut client, &line).await;
        assert_eq!(said[..8], reply[..8], "{name}: {said}");
        if name == "bob.client.test" {
            let line = log.take();
            let because = "EXTERNAL: no account has it: CN=bob.client.test, bob.client.test (sha256:";
            assert!(line.contains("reply=\"auth-certificate\"") && line.contains(because), "{line}");
        }
    }
    // Without an initial response the server says that it is the client's turn (RFC 4954 §4); and it may be given up.
    let mut client = place.client(Some((&place.known, "alice.client.test"))).await;
    client.line("EHLO client.example").await;
    assert_eq!(client.line("AUTH EXTERNAL").await, "334 ");
    assert!(client.line("*").await.starts_with("501 5.7.0 "));
    assert_eq!(client.line("AUTH EXTERNAL").await, "334 ");
    assert_eq!(say(&mut client, "").await, "235 2.7.0 You are logged in");
    assert!(client.line("MAIL FROM:<alice@example.test>").await.starts_with("250 "));
}

#[tokio::test]
async fn the_certificate_of_a_proxy_is_none_of_the_client_that_it_speaks_for() {
    let place = Place::new([true, false, false]);
    let proxies = Proxies { xclient: vec!["0.0.0.0/0".parse().expect("a network")], ..Proxies::default() };
    place.server.settings.send_modify(|settings| {
        *settings = Arc::new(Settings { proxies: Arc::new(proxies), ..(**settings).clone() });
    });
    let mut client = place.client(Some((&place.known, "alice.client.test"))).await;
    assert_eq!(offered(&mut client).await, "EXTERNAL PLAIN LOGIN");
    assert!(client.line("XCLIENT ADDR=192.0.2.7").await.starts_with("220 "));
    assert_eq!(offered(&mut client).await, "PLAIN LOGIN");
    assert_eq!(say(&mut client, "AUTH EXTERNAL =").await, "504 5.5.4 EXTERNAL is not offered here");
}

fn bearer(token: &str) -> String {
    BASE64.encode(format!("n,a=alice@example.test,\x01auth=Bearer {token}\x01\x01"))
}

#[tokio::test]
async fn tokens_are_offered_under_tls_and_where_somebody_knows_them() {
    let place = Place::new([false, true, false]);
    let (mut clear, _session) = place.server.socket().await;
    clear.reply().await;
    assert_eq!(offered(&mut clear).await, "");
    let refused = say(&mut clear, &format!("AUTH OAUTHBEARER {}", bearer("good"))).await;
    assert!(!refused.starts_with("235") && !refused.starts_with("334"), "{refused}");
    let mut client = place.client(None).await;
    assert_eq!(offered(&mut client).await, "OAUTHBEARER XOAUTH2 PLAIN LOGIN");
    let nobody = Place::new([false; 3]);
    assert_eq!(offered(&mut nobody.client(None).await).await, "PLAIN LOGIN");
}

#[tokio::test]
async fn a_refused_token_is_explained_and_then_refused() {
    let place = Place::new([false, true, false]);
    let mut client = place.client(None).await;
    client.line("EHLO client.example").await;
    // RFC 7628 §3.2.2, §3.2.3: the reason in JSON, an acknowledgement, and 535.
    let challenge = client.line(&format!("AUTH OAUTHBEARER {}", bearer("narrow"))).await;
    let json = BASE64.decode(challenge.strip_prefix("334 ").expect("a challenge")).expect("base64");
    assert_eq!(
        String::from_utf8(json).expect("JSON"),
        "{\"status\":\"insufficient_scope\",\"scope\":\"smtp\",\
         \"openid-configuration\":\"https://id.test/.well-known/openid-configuration\"}"
    );
    assert_eq!(say(&mut client, "AQ==").await, "535 5.7.8 User name or password is wrong");
    // Given up instead of acknowledged.
    client.line(&format!("AUTH OAUTHBEARER {}", bearer("expired"))).await;
    assert!(client.line("*").await.starts_with("501 5.7.0 "));
    let xoauth2 = BASE64.encode("user=alice@example.test\x01auth=Bearer expired\x01\x01");
    let challenge = client.line(&format!("AUTH XOAUTH2 {xoauth2}")).await;
    let json = BASE64.decode(challenge.strip_prefix("334 ").expect("a challenge")).expect("base64");
    assert_eq!(json, b"{\"status\":\"401\",\"schemes\":\"bearer\"}");
    assert_eq!(say(&mut client, "").await, "535 5.7.8 User name or password is wrong");
    assert_eq!(
        say(&mut client, &format!("AUTH OAUTHBEARER {}", bearer("down"))).await,
        "454 4.7.0 Logins cannot be checked now"
    );
    // The token is alice's, and the client says that it is for bob.
    let other = BASE64.encode("n,a=bob@example.test,\x01auth=Bearer good\x01\x01");
    assert!(client.line(&format!("AUTH OAUTHBEARER {other}")).await.starts_with("535 5.7.8 "));
    assert_eq!(
        say(&mut client, &format!("AUTH OAUTHBEARER {}", bearer("good"))).await,
        "235 2.7.0 You are logged in"
    );
    let counted: Vec<_> = place.server.inbound.counters.logins().filter(|(_, count)| *count > 0).collect();
    assert_eq!(counted, [(LoginResult::Success, 1), (LoginResult::Wrong, 3), (LoginResult::Unavailable, 1)]);
}

#[tokio::test]
async fn cram_md5_is_offered_where_it_is_switched_on_and_ends_with_a_digest() {
    let off = server(submission(), None, [false; 3]);
    let (mut client, _session) = off.pipe();
    client.reply().await;
    assert_eq!(offered(&mut client).await, "");
    assert_eq!(say(&mut client, "AUTH CRAM-MD5").await, "504 5.5.4 CRAM-MD5 is not offered here");

    let on = server(submission(), None, [false, false, true]);
    for (name, password, reply) in [
        ("alice@example.test", "pencil", "235 2.7.0 You are logged in"),
        ("alice@example.test", "pencils", "535 5.7.8 User name or password is wrong"),
        ("nobody", "pencil", "535 5.7.8 User name or password is wrong"),
    ] {
        let (mut client, _session) = on.pipe();
        client.reply().await;
        assert_eq!(offered(&mut client).await, "CRAM-MD5");
        assert!(client.line("AUTH CRAM-MD5 =").await.starts_with("501 "), "the server is first");
        let challenge = client.line("AUTH CRAM-MD5").await;
        let challenge = BASE64.decode(challenge.strip_prefix("334 ").expect("a challenge")).expect("base64");
        let (mechanism, credentials) =
            (sasl::Mechanism::CramMd5, Credentials::password(name, Secret::new(password)));
        let exchange =
            Exchange::begin(mechanism, &[mechanism], &credentials, &Channel::clear(), Nonce::new([9; 18]));
        let response = exchange.expect("begun").step(&challenge).expect("a challenge");
        assert_eq!(say(&mut client, &BASE64.encode(response.expose())).await, reply, "{name} {password}");
    }
}
