//! What nobody but the server may see is in no line of the log, and in no panic: whoever looks for a fault sends both around.

use std::pin::Pin;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD as BASE64, STANDARD_NO_PAD};
use postrider_directory::Account;
use postrider_inbound::{LoginAnswer, LoginCheck, LoginOffers, Shown, Standing};
use postrider_proto::sasl::client::{Credentials, Exchange};
use postrider_proto::sasl::{Channel, Mechanism, Nonce, Secret};
use tracing::Level;

use crate::client::Client;
use crate::log_lines::Log;
use crate::logins::{self, PASSWORD};

const TOKEN: &str = "plover-token-31415926";

/// A password that looks like somebody's address, and that people type where a name belongs.
const ADDRESS_LIKE: &str = "plugh@plover.example";

/// Passwords that begin as a command does, where the server waits for base64.
pub const ANSWERS: [&str; 13] = [
    "MAIL from: correct horse battery",
    "MAIL FROM:<correct@horse.example>",
    "RCPT TO:<correct@horse.example>",
    "BDAT 5 correct horse battery",
    "ehlo correct-horse-battery!",
    "HELO correct-horse",
    "vrfy correct@horse",
    "help correct horse",
    "QUIT correct",
    "QUIT",
    "GET correct",
    "correct-horse=",
    "correct horse battery",
];

/// All the ways in which a secret may stand somewhere.
fn forms(secret: &str) -> Vec<String> {
    let whole = STANDARD_NO_PAD.encode(secret);
    // Within longer text the first and the last letters are others.
    let within = |front: usize| {
        let shifted = STANDARD_NO_PAD.encode([&vec![b'x'; front][..], secret.as_bytes()].concat());
        shifted[4..shifted.len() - 2].to_owned()
    };
    vec![secret.to_owned(), whole, within(1), within(2)]
}

/// The responses of an exchange, and whether it was good.
async fn exchange<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin>(
    client: &mut Client<S>,
    mechanism: Mechanism,
    credentials: &Credentials,
) -> (Vec<String>, bool) {
    let nonce = Nonce::new([9; 18]);
    let begun = Exchange::begin(mechanism, &[mechanism], credentials, &Channel::clear(), nonce);
    let mut exchange = begun.expect("begun");
    let first = BASE64.encode(exchange.initial().expect("the client is first").expose());
    let mut reply = client.line(&format!("AUTH {mechanism} {first}")).await;
    let mut responses = vec![first];
    while let Some(challenge) = reply.strip_prefix("334 ") {
        let challenge = BASE64.decode(challenge).expect("base64");
        let response = BASE64.encode(exchange.step(&challenge).expect("a good challenge").expose());
        reply = client.line(&response).await;
        responses.push(response);
    }
    (responses, reply.starts_with("235 "))
}

fn bearer(token: &str) -> Credentials {
    let name = "alice@example.test".to_owned();
    Credentials { name, token: Some(Secret::new(token)), ..Credentials::default() }
}

#[tokio::test]
async fn no_line_of_the_log_has_a_password_a_proof_or_a_token() {
    let log = Log::at(Level::TRACE);
    let mut secrets: Vec<String> = [PASSWORD, TOKEN, ADDRESS_LIKE].into_iter().flat_map(forms).collect();
    let (server, _) = logins::server();
    for (mechanism, credentials, good) in [
        (Mechanism::ScramSha256, Credentials::password("alice@example.test", Secret::new(PASSWORD)), true),
        (Mechanism::ScramSha1, Credentials::password("alice@example.test", Secret::new("wrong")), false),
        (Mechanism::ScramSha256, Credentials::password("nobody", Secret::new(PASSWORD)), false),
        (Mechanism::OauthBearer, bearer(TOKEN), false),
        (Mechanism::Xoauth2, bearer(TOKEN), false),
        (Mechanism::Plain, Credentials::password("alice@example.test", Secret::new(PASSWORD)), true),
        // The fields are the other way round.
        (Mechanism::Plain, Credentials::password(ADDRESS_LIKE, Secret::new("alice@example.test")), false),
        (
            Mechanism::ScramSha256,
            Credentials::password(ADDRESS_LIKE, Secret::new("alice@example.test")),
            false,
        ),
        (Mechanism::Xoauth2, Credentials { name: ADDRESS_LIKE.to_owned(), ..bearer(TOKEN) }, false),
    ] {
        let (mut client, _session) = server.pipe();
        client.hello().await;
        let (responses, is_good) = exchange(&mut client, mechanism, &credentials).await;
        assert_eq!(is_good, good, "{mechanism}");
        // Once more, where nobody asks for it: behind a login that was refused, or in a group.
        let last = responses.last().expect("there is one").trim_end_matches('=').to_owned();
        client.line(&last).await;
        // One of no octets acknowledges what the server has said; a short one stands in all kinds of lines.
        secrets.extend(responses.into_iter().filter(|response| response.len() > 8));
    }
    // As it is, where base64 is due, behind a mechanism, and in the words of other protocols.
    let encoded = BASE64.encode(ADDRESS_LIKE);
    for said in [
        vec!["AUTH LOGIN", ADDRESS_LIKE],
        vec!["AUTH LOGIN", &encoded, "YWxpY2VAZXhhbXBsZS50ZXN0"],
        vec!["AUTH PLAIN", &encoded],
        vec![&format!("AUTH {ADDRESS_LIKE}")],
        vec![&format!("AUTH PLAIN {ADDRESS_LIKE}")],
        vec![&format!("USER {ADDRESS_LIKE}"), &format!("PASS {ADDRESS_LIKE}")],
        vec![&format!("1 LOGIN {ADDRESS_LIKE} alice@example.test")],
    ] {
        let (mut client, _session) = server.pipe();
        client.hello().await;
        for line in said {
            client.line(line).await;
        }
    }
    let lines = log.take();
    assert!(lines.contains("outcome: logged in") && lines.contains("because="), "{lines}");
    for secret in secrets {
        assert!(!lines.contains(secret.trim_end_matches('=')), "{secret}: {lines}");
    }
}

/// Whoever has typed it at the wrong moment is not to find it in the log: nor behind a verb that has no argument.
#[tokio::test]
async fn a_password_that_is_typed_at_the_wrong_moment_is_in_no_line_of_the_log() {
    let log = Log::at(Level::TRACE);
    let (server, _) = logins::server();
    let lines = [
        PASSWORD.to_owned(),
        format!("{PASSWORD} "),
        format!("xyz {PASSWORD}"),
        format!("login: {PASSWORD}"),
        format!("Password: {PASSWORD}"),
        format!("Authorization: Basic {PASSWORD}"),
        format!("POST /?password={PASSWORD} HTTP/1.1"),
        format!("AUTHPLAIN {PASSWORD}"),
        format!("Mail from: Bob, {PASSWORD}"),
        format!("Mail from:<Bob, {PASSWORD}>"),
        format!("Mail from:<bob> {PASSWORD}"),
        format!("Rcpt to: Bob, {PASSWORD}"),
        format!("BDAT 1 {PASSWORD}"),
    ];
    let verbs = [
        "DATA", "RSET", "NOOP", "HELP", "QUIT", "STARTTLS", "MAIL", "RCPT", "VRFY", "EXPN", "BDAT", "XCLIENT",
    ];
    let behind_verbs = verbs.iter().map(|verb| format!("{verb} {PASSWORD}"));
    let with_more = ["EHLO", "HELO", "LHLO"].iter().map(|verb| format!("{verb} my {PASSWORD}"));
    for said in lines.into_iter().chain(behind_verbs).chain(with_more) {
        for before in
            [&[][..], &["EHLO client.example"], &["EHLO client.example", "MAIL FROM:<s@client.example>"]]
        {
            let (mut client, _session) = server.pipe();
            client.reply().await;
            for line in before {
                client.line(line).await;
            }
            client.line(&said).await;
        }
    }
    let lines = log.take();
    assert!(lines.contains("unknown-command") && lines.contains("command=\"POST …\""), "{lines}");
    for secret in forms(PASSWORD) {
        assert!(!lines.contains(&secret), "{secret}: {lines}");
    }
}

/// Neither where the server waits for it, nor behind that, nor half of it.
#[tokio::test]
async fn an_answer_within_auth_is_in_no_line_of_the_log_whatever_it_begins_with() {
    let log = Log::at(Level::TRACE);
    let (server, _) = logins::server();
    for answer in ANSWERS {
        let (mut client, session) = server.pipe();
        client.hello().await;
        let challenge = client.line("AUTH LOGIN").await;
        let encoded = challenge.strip_prefix("334 ").expect("a challenge");
        // What is good base64 is a name, and then a password.
        let mut reply = client.line(answer).await;
        while reply.starts_with("334 ") {
            reply = client.line(answer).await;
        }
        drop(client);
        session.await.expect("the session ends well");
        let lines = log.take();
        assert!(lines.contains("reply=\"auth-challenge\"") && lines.contains("refused: "), "{lines}");
        assert!(!lines.contains("correct") && !lines.contains("command="), "{lines}");
        assert!(!lines.contains(encoded), "{lines}");
    }
    // The exchange is over with an answer that is no base64, and the next one comes all the same.
    for answer in
        ["MAIL from: correct horse", "BDAT 5 correct", "vrfy correct@horse", "help correct", "CORRECT"]
    {
        let (mut client, session) = server.pipe();
        client.hello().await;
        client.line("AUTH LOGIN").await;
        for line in ["no base64!", answer] {
            client.line(line).await;
        }
        drop(client);
        session.await.expect("the session ends well");
        let lines = log.take();
        assert!(lines.contains("refused: ") && !lines.to_lowercase().contains("correct"), "{lines}");
    }
}

/// Breaks off over whatever it is asked, and says what that was.
struct Broken;

impl LoginCheck for Broken {
    fn offers(&self) -> LoginOffers {
        LoginOffers { scram: true, certificates: true, tokens: true, cram_md5: true }
    }

    fn nonce(&self) -> Result<Nonce, String> {
        Ok(Nonce::new([7; 18]))
    }

    fn ask<'a>(&'a self, shown: Shown<'a>) -> Pin<Box<dyn Future<Output = LoginAnswer> + Send + 'a>> {
        panic!("asked for {shown:?}");
    }

    fn still<'a>(&'a self, account: &'a Arc<Account>) -> Pin<Box<dyn Future<Output = Standing> + Send + 'a>> {
        panic!("asked for {account:?}");
    }
}

#[tokio::test]
async fn a_panic_over_a_login_tells_whose_it_was_and_no_secret() {
    let log = Log::at(Level::TRACE);
    let (mut server, _) = logins::server();
    server.inbound.login_check = Some(Arc::new(Broken));
    let plain = BASE64.encode(format!("\0alice@example.test\0{PASSWORD}"));
    let token = BASE64.encode(format!("n,a=alice@example.test,\x01auth=Bearer {TOKEN}\x01\x01"));
    let xoauth2 = BASE64.encode(format!("user=alice@example.test\x01auth=Bearer {TOKEN}\x01\x01"));
    for (mechanism, response) in [("PLAIN", plain), ("OAUTHBEARER", token), ("XOAUTH2", xoauth2)] {
        let (mut client, session) = server.pipe();
        client.hello().await;
        client.send(format!("AUTH {mechanism} {response}\r\n")).await;
        let panic = session.await.expect_err("it breaks off").into_panic();
        let message = panic.downcast_ref::<String>().expect("words");
        assert!(message.starts_with("asked for ") && message.contains("alice@example.test"), "{message}");
        let said = format!("{message}\n{}", log.take());
        for secret in [PASSWORD, TOKEN].into_iter().flat_map(forms).chain([response]) {
            assert!(!said.contains(secret.trim_end_matches('=')), "{secret}: {said}");
        }
        // The others go on.
        let (mut client, _session) = server.pipe();
        client.hello().await;
    }
}
