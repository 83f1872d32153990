//! Tokens that the server is asked about (RFC 7662).

use std::time::Duration;

use postrider_directory::Account;
use postrider_login::{AccountClaim, AccountFileError, OauthOptions, Outcome, Teller};
use postrider_proto::mail::Mailbox;
use postrider_proto::mail::address::Charset;
use postrider_proto::sasl::Secret;
use tokio::time::Instant;

use crate::peer::{Peer, Reply};
use crate::place::{ISSUER, NOW, Place, account_file, name_of, options, refused, why};

pub fn asking(peer: &Peer) -> OauthOptions {
    options(Teller::Introspection {
        address: format!("http://{}/introspect?for=mail", peer.address).parse().expect("a URL"),
        client_id: "postrider".to_owned(),
        client_secret: Secret::new("s3cret:%"),
    })
}

/// An active token of this person, with more claims.
pub fn active(email: &str, more: &str) -> String {
    format!(
        r#"{{"active":true,"iss":"{ISSUER}","aud":"smtp","scope":"openid mail","email":"{email}"{more}}}"#
    )
}

#[tokio::test]
async fn an_active_token_logs_its_account_in_and_is_remembered() {
    let peer = Peer::new(vec![Reply::Json(active("Alice@Example.TEST", ""))]).await;
    let place = Place::new(vec![asking(&peer)]);
    assert!(place.logins.offers().tokens);
    for _ in 0..3 {
        assert_eq!(name_of(&place.login("a+b/c==").await), Some("alice@example.test"));
    }
    let asked = peer.asked();
    let [request] = &asked[..] else { panic!("it is asked once: {asked:?}") };
    assert!(request.starts_with("POST /introspect?for=mail HTTP/1.1\r\n"), "{request}");
    // RFC 6749: both are encoded, and then put together.
    assert!(request.contains("\r\nauthorization: Basic cG9zdHJpZGVyOnMzY3JldCUzQSUyNQ==\r\n"), "{request}");
    let head = request.to_ascii_lowercase();
    assert!(head.contains("\r\ncontent-type: application/x-www-form-urlencoded\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\ntoken=a%2Bb%2Fc%3D%3D&token_type_hint=access_token"), "{request}");
    // Another token is asked for, and so is this one when its time is over; over the same connection.
    place.login("another").await;
    place.later(60);
    place.login("a+b/c==").await;
    assert_eq!((peer.asked().len(), peer.connections()), (3, 1));
}

#[tokio::test]
async fn nothing_is_remembered_beyond_the_end_of_the_token_nor_against_the_account_file() {
    let peer =
        Peer::new(vec![Reply::Json(active("alice@example.test", &format!(r#","exp":{}"#, NOW + 10)))]).await;
    let place = Place::new(vec![asking(&peer)]);
    assert_eq!(name_of(&place.login("token").await), Some("alice@example.test"));
    place.later(9);
    assert!(name_of(&place.login("token").await).is_some());
    assert_eq!(peer.asked().len(), 1);
    peer.says(Reply::Json(r#"{"active":false}"#.to_owned()));
    place.later(1);
    assert_eq!(place.login("token").await, refused("invalid_token"));

    peer.says(Reply::Json(active("alice@example.test", "")));
    assert!(name_of(&place.login("token").await).is_some());
    let changed = account_file(place.folder.path()).change(|accounts| -> Result<(), AccountFileError> {
        accounts.put(Account { disabled: true, ..Account::new("alice@example.test") });
        Ok(())
    });
    changed.expect("written");
    assert_eq!(place.login("token").await, Outcome::Disabled);
}

#[tokio::test]
async fn what_is_not_good_here_is_refused_with_its_status() {
    let peer = Peer::new(vec![Reply::Silence]).await;
    let place = Place::new(vec![asking(&peer)]);
    for (claims, status) in [
        (r#"{"active":false,"email":"alice@example.test"}"#.to_owned(), "invalid_token"),
        (active("bob@example.test", ""), "invalid_token"),
        (active("a b", ""), "invalid_token"),
        (active("alice@example.test", &format!(r#","exp":{}"#, NOW - 60)), "invalid_token"),
        (active("alice@example.test", "").replace("\"smtp\"", "[\"imap\"]"), "invalid_token"),
        (active("alice@example.test", "").replace(" mail", " mails"), "insufficient_scope"),
        (active("alice@example.test", r#","cnf":{"x5t#S256":"x"}"#), "invalid_token"),
        (active("alice@example.test", "").replace(ISSUER, "https://other.test"), "invalid_token"),
        (active("alice@example.test", r#","email_verified":false"#), "invalid_token"),
        // RFC 7662 §2.2: what it is, as RFC 6749 has it.
        (active("alice@example.test", r#","token_type":"DPoP""#), "invalid_token"),
        (active("alice@example.test", r#","token_type":"refresh_token""#), "invalid_token"),
        (active("alice@example.test", r#","token_type":["Bearer"]"#), "invalid_token"),
        // Of two members of one name the last counts (RFC 7519 §4).
        (active("alice@example.test", r#","active":false"#), "invalid_token"),
    ] {
        peer.says(Reply::Json(claims.clone()));
        assert_eq!(place.login(&claims.len().to_string()).await, refused(status), "{claims}");
    }
    peer.says(Reply::Json(active("dora@example.test", "")));
    assert_eq!(place.login("dora's").await, Outcome::Disabled);
    // RFC 7628 §4.3: whoever asks how to get one is told, and nobody is asked.
    let asked = peer.asked().len();
    assert_eq!(place.login("").await, refused("invalid_token"));
    assert_eq!(peer.asked().len(), asked);
}

/// RFC 7662 §2.2: all but `active` may be missing, and what is not known means nothing.
#[tokio::test]
async fn an_answer_may_say_little_or_more_than_is_known() {
    let audience = Vec::new();
    for claims in [
        r#"{"active":true,"email":"alice@example.test"}"#.to_owned(),
        active(
            "alice@example.test",
            r#","token_type":"bearer","client_id":"thunderbird","jti":"1","session":{"x":[1]}"#,
        ),
        active("alice@example.test", r#","token_type":"access_token""#),
        active("alice@example.test", "").replace("\"smtp\"", "[\"imap\",\"smtp\"]"),
    ] {
        let peer = Peer::new(vec![Reply::Json(claims.clone())]).await;
        let place =
            Place::new(vec![OauthOptions { scope: None, audience: audience.clone(), ..asking(&peer) }]);
        assert_eq!(name_of(&place.login("token").await), Some("alice@example.test"), "{claims}");
    }
}

#[tokio::test]
async fn somebody_unknown_may_be_accepted_and_sends_as_the_address_of_the_token() {
    let peer =
        Peer::new(vec![Reply::Json(active("*@example.test", r#","sub":"4711","username":"carol""#))]).await;
    let address = |text: &str| Mailbox::parse(text, Charset::Utf8).expect("an address");
    for (account, name) in [
        (AccountClaim::Subject, "4711"),
        (AccountClaim::Username, "carol"),
        (AccountClaim::Email, "*@example.test"),
    ] {
        let place = Place::new(vec![OauthOptions { account, accept_unknown: true, ..asking(&peer) }]);
        let Outcome::Yes(account) = place.login("token").await else { panic!("it is refused") };
        assert_eq!(account.name, name);
        assert!(account.may_send_as(&address("*@example.test")));
        assert!(!account.may_send_as(&address("ceo@example.test")), "a star in it is a star");
    }
}

#[tokio::test]
async fn a_server_that_cannot_say_is_no_refusal() {
    let peer = Peer::new(vec![Reply::Silence]).await;
    let place = Place::new(vec![asking(&peer)]);
    let status =
        |line: &str| Reply::Octets(format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n").into_bytes());
    for (reply, says) in [
        (status("401 Unauthorized"), "client_secret_file"),
        (status("500 Internal Server Error"), "it says 500"),
        (status("302 Found"), "it says 302"),
        (Reply::Json("<html>".to_owned()), "no JSON"),
        (Reply::Json("[true]".to_owned()), "no JSON"),
        (Reply::Json("{}".to_owned()), "does not say whether"),
        // RFC 7662 §2.2: a Boolean.
        (Reply::Json(active("alice@example.test", "").replace("true", "\"true\"")), "does not say whether"),
        (Reply::Json(active("alice@example.test", "").replace("true", "1")), "does not say whether"),
        (Reply::Json("[".repeat(10_000)), "no JSON"),
    ] {
        peer.says(reply);
        let why = why(place.login("token").await);
        assert!(why.starts_with("the introspection at http://127.0.0.1:") && why.contains(says), "{why}");
    }
}

#[tokio::test]
async fn the_first_server_that_knows_the_token_decides_and_one_that_is_down_keeps_nobody_from_it() {
    let (one, other) = (Peer::new(vec![Reply::Silence]).await, Peer::new(vec![Reply::Silence]).await);
    let place = Place::new(vec![asking(&one), OauthOptions { cache: Duration::ZERO, ..asking(&other) }]);
    one.says(Reply::Json(r#"{"active":false}"#.to_owned()));
    other.says(Reply::Json(active("alice@example.test", "")));
    assert_eq!(name_of(&place.login("token").await), Some("alice@example.test"));
    one.says(Reply::Octets(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".to_vec()));
    let asked = other.asked().len();
    assert_eq!(name_of(&place.login("token").await), Some("alice@example.test"));
    assert_eq!(other.asked().len(), asked + 1);
    // Only where nobody says yes or no, nobody can say.
    other.says(Reply::Json(r#"{"active":false}"#.to_owned()));
    assert!(why(place.login("token").await).contains("it says 503"));
    other.says(Reply::Json(active("alice@example.test", &format!(r#","exp":{}"#, NOW - 60))));
    assert_eq!(place.login("token").await, refused("invalid_token"));
}

#[tokio::test]
async fn why_a_token_is_refused_is_for_the_log_and_never_has_the_token() {
    let (one, other) = (Peer::new(vec![Reply::Silence]).await, Peer::new(vec![Reply::Silence]).await);
    let place = Place::new(vec![asking(&one), asking(&other)]);
    one.says(Reply::Json(r#"{"active":false}"#.to_owned()));
    for (claims, says) in [
        (r#"{"active":false}"#.to_owned(), "it is not active there"),
        (active("alice@example.test", "").replace(ISSUER, "https://other.test"), "by its iss"),
        (active("alice@example.test", &format!(r#","exp":{}"#, NOW - 60)), "it has expired"),
        (active("bob@example.test", ""), "there is no account \"bob@example.test\""),
        (active("a b", ""), "the name in it has a character"),
    ] {
        other.says(Reply::Json(claims));
        // What is known of a token is remembered, so each is another.
        let why = place.refusal(&format!("s3same {says}")).await.expect("there is a reason");
        assert!(why.contains(&format!("{}/introspect?for=mail: ", other.address)), "{why}");
        assert!(why.contains(says) && !why.contains("s3same"), "{why}");
    }
    assert_eq!(place.refusal("").await, None, "it was only asked how to get one");
}

#[tokio::test]
async fn whether_a_server_can_be_asked_is_found_out_without_a_token() {
    let peer = Peer::new(vec![Reply::Json(r#"{"active":false}"#.to_owned())]).await;
    let place = Place::new(vec![asking(&peer)]);
    assert_eq!(place.logins.unreachable().await, Vec::<String>::new());
    assert!(peer.asked()[0].ends_with("\r\n\r\ntoken=none&token_type_hint=access_token"));
    peer.says(Reply::Octets(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n".to_vec()));
    let told = place.logins.unreachable().await;
    assert!(told.len() == 1 && told[0].contains("client_secret_file"), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn one_that_does_not_answer_is_left_alone_for_a_moment() {
    let silent = Peer::new(vec![Reply::Silence]).await;
    let place = Place::new(vec![asking(&silent)]);
    let told = place.logins.unreachable().await;
    assert!(told.len() == 1 && told[0].contains("does not answer within"), "{told:?}");
    // Whoever comes now waits for nobody, and hears the same.
    let start = Instant::now();
    assert!(why(place.login("token").await).contains("does not answer within"));
    assert_eq!(start.elapsed(), Duration::ZERO);
}
