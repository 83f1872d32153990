//! Tokens that are JWT, by the keys of their server.

use std::fs;
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use hmac::{Hmac, KeyInit as _, Mac as _};
use postrider_login::{Algorithm, KeyPlace, OauthOptions, Outcome, Teller};
use sha2::Sha256;

use crate::peer::{Peer, Reply};
use crate::place::{ISSUER, NOW, Place, name_of, options, refused, why};

/// A key of the server.
struct Key {
    id: String,
    pair: Ed25519KeyPair,
}

fn key(id: &str) -> Key {
    let mut seed = [7; 32];
    seed[..id.len()].copy_from_slice(id.as_bytes());
    Key { id: id.to_owned(), pair: Ed25519KeyPair::from_seed_unchecked(&seed).expect("a seed") }
}

impl Key {
    fn jwk(&self) -> String {
        let x = BASE64URL.encode(self.pair.public_key().as_ref());
        format!(r#"{{"kty":"OKP","crv":"Ed25519","use":"sig","kid":"{}","x":"{x}"}}"#, self.id)
    }

    /// A token with these claims, whose header names the key.
    fn token(&self, claims: &str) -> String {
        self.signed(&format!(r#"{{"alg":"EdDSA","typ":"at+jwt","kid":"{}"}}"#, self.id), claims)
    }

    /// A token with this header.
    fn signed(&self, header: &str, claims: &str) -> String {
        let signed = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(claims));
        let signature = self.pair.sign(signed.as_bytes());
        format!("{signed}.{}", BASE64URL.encode(signature))
    }
}

/// A token that brings the key of its signature with it.
fn of_its_own(key: &Key) -> String {
    let jwk = key.jwk();
    key.signed(&format!(r#"{{"alg":"EdDSA","jwk":{jwk},"jku":"http://127.0.0.1:1/"}}"#), &claims("{}"))
}

fn set(keys: &[&Key]) -> Reply {
    let keys: Vec<String> = keys.iter().map(|key| key.jwk()).collect();
    Reply::Json(format!(r#"{{"keys":[{{"kty":"unheard-of"}},{}]}}"#, keys.join(",")))
}

/// Good claims of alice, with others in front, which go before.
fn claims(more: &str) -> String {
    let mut claims: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&format!(
        r#"{{"iss":"{ISSUER}","aud":["imap","smtp"],"scope":"mail","exp":{},"iat":{NOW},"email":"alice@example.test"}}"#,
        NOW + 300
    ))
    .expect("JSON");
    claims.extend(serde_json::from_str::<serde_json::Map<_, _>>(more).expect("JSON"));
    serde_json::Value::Object(claims).to_string()
}

fn published(peer: &Peer) -> OauthOptions {
    let address = format!("http://{}/jwks.json", peer.address).parse().expect("a URL");
    let teller = Teller::Keys { place: KeyPlace::Address(address), algorithms: Algorithm::ALL.to_vec() };
    OauthOptions { cache: Duration::from_secs(3600), ..options(teller) }
}

#[tokio::test]
async fn a_signed_token_logs_its_account_in_and_the_keys_are_fetched_once() {
    let one = key("one");
    let peer = Peer::new(vec![set(&[&one])]).await;
    let place = Place::new(vec![published(&peer)]);
    for _ in 0..3 {
        assert_eq!(name_of(&place.login(&one.token(&claims("{}"))).await), Some("alice@example.test"));
    }
    let asked = peer.asked();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].starts_with("GET /jwks.json HTTP/1.1\r\n"), "{asked:?}");
    place.later(200);
    assert_eq!(
        name_of(&place.login(&one.token(&claims(&format!(r#"{{"exp":{}}}"#, NOW + 141)))).await),
        Some("alice@example.test")
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_token_refuses_it() {
    let (one, stranger) = (key("one"), key("stranger"));
    let peer = Peer::new(vec![set(&[&one])]).await;
    let place = Place::new(vec![published(&peer)]);
    let good = one.token(&claims("{}"));
    assert!(name_of(&place.login(&good).await).is_some());
    let own = of_its_own(&stranger);
    let forged = Key { id: "one".to_owned(), pair: stranger.pair }.token(&claims("{}"));
    let header = |text: &str| BASE64URL.encode(text);
    let (front, signature) = good.rsplit_once('.').expect("it has three parts");
    let (_, payload) = front.split_once('.').expect("it has three parts");
    // The public key as the secret of an HMAC: what a verifier that believes the header would take.
    let hs256 = {
        let signed = format!("{}.{payload}", header(r#"{"alg":"HS256","kid":"one"}"#));
        let mac = Hmac::<Sha256>::new_from_slice(one.pair.public_key().as_ref()).expect("any length");
        let mac = mac.chain_update(&signed).finalize().into_bytes();
        format!("{signed}.{}", BASE64URL.encode(mac))
    };
    for (token, status) in [
        (one.token(&claims(&format!(r#"{{"exp":{}}}"#, NOW - 60))), "invalid_token"),
        (one.token(&claims(&format!(r#"{{"nbf":{}}}"#, NOW + 61))), "invalid_token"),
        (one.token(&claims(r#"{"exp":null}"#).replace("\"exp\":null,", "")), "invalid_token"),
        (one.token(&claims(r#"{"aud":"imap"}"#)), "invalid_token"),
        (one.token(&claims(r#"{"iss":"https://other.test"}"#)), "invalid_token"),
        (one.token(&claims(r#"{"email":"bob@example.test"}"#)), "invalid_token"),
        (one.token(&claims(r#"{"scope":"openid"}"#)), "insufficient_scope"),
        (one.signed(r#"{"alg":"EdDSA","kid":"one","typ":"logout+jwt"}"#, &claims("{}")), "invalid_token"),
        (one.signed(r#"{"alg":"EdDSA","kid":"one","crit":["exp"],"exp":1}"#, &claims("{}")), "invalid_token"),
        // RFC 7519 §7.2: it says that another token is within it, and a token that is within it is no set of claims.
        (one.signed(r#"{"alg":"EdDSA","kid":"one","cty":"JWT"}"#, &claims("{}")), "invalid_token"),
        (one.signed(r#"{"alg":"EdDSA","kid":"one","cty":"JWT"}"#, &good), "invalid_token"),
        // RFC 8725 §3.10: the key that it brings is its own.
        (own, "invalid_token"),
        (forged, "invalid_token"),
        (hs256, "invalid_token"),
        (format!("{}.{payload}.", header(r#"{"alg":"none"}"#)), "invalid_token"),
        (format!("{}.{payload}.", header(r#"{"alg":"none","kid":"one"}"#)), "invalid_token"),
        (format!("{}.{payload}.{signature}", header(r#"{"alg":"RS256","kid":"one"}"#)), "invalid_token"),
        (format!("{front}."), "invalid_token"),
        (format!("{front}.{}", &signature[..signature.len() - 4]), "invalid_token"),
        ("opaque".to_owned(), "invalid_token"),
        ("a.b.c".to_owned(), "invalid_token"),
    ] {
        assert_eq!(place.login(&token).await, refused(status), "{token}");
    }
    assert_eq!(place.login(&one.token(&claims(r#"{"email":"dora@example.test"}"#))).await, Outcome::Disabled);
}

#[tokio::test]
async fn only_the_algorithms_of_the_list_are_believed() {
    let one = key("one");
    let peer = Peer::new(vec![set(&[&one])]).await;
    let teller = Teller::Keys {
        place: KeyPlace::Address(format!("http://{}/", peer.address).parse().expect("a URL")),
        algorithms: vec![Algorithm::Rs256, Algorithm::Es256],
    };
    let place = Place::new(vec![options(teller)]);
    assert_eq!(place.login(&one.token(&claims("{}"))).await, refused("invalid_token"));
}

#[tokio::test]
async fn es256_and_a_token_that_names_no_key() {
    let random = SystemRandom::new();
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
    let point = pair.public_key().as_ref();
    let (x, y) = (BASE64URL.encode(&point[1..33]), BASE64URL.encode(&point[33..]));
    let jwk = format!(r#"{{"kty":"EC","crv":"P-256","alg":"ES256","x":"{x}","y":"{y}"}}"#);
    let peer = Peer::new(vec![Reply::Json(format!(r#"{{"keys":[{},{jwk}]}}"#, key("one").jwk()))]).await;
    let place = Place::new(vec![published(&peer)]);
    let signed = format!("{}.{}", BASE64URL.encode(r#"{"alg":"ES256"}"#), BASE64URL.encode(claims("{}")));
    let signature = pair.sign(&random, signed.as_bytes()).expect("signed");
    let token = format!("{signed}.{}", BASE64URL.encode(signature));
    assert_eq!(name_of(&place.login(&token).await), Some("alice@example.test"));
}

#[tokio::test]
async fn a_key_that_is_new_is_fetched_at_once_and_no_more_than_once_a_minute() {
    let (one, two, three) = (key("one"), key("two"), key("three"));
    let peer = Peer::new(vec![set(&[&one])]).await;
    let place = Place::new(vec![published(&peer)]);
    let login = async |key: &Key| place.login(&key.token(&claims("{}"))).await;
    assert!(name_of(&login(&one).await).is_some());
    peer.says(set(&[&one, &two]));
    place.later(60);
    assert!(name_of(&login(&two).await).is_some());
    assert_eq!(peer.asked().len(), 2);
    // Names that nobody has heard of cost the other server nothing.
    for _ in 0..20 {
        assert_eq!(login(&three).await, refused("invalid_token"));
    }
    assert_eq!(peer.asked().len(), 2);
    assert!(name_of(&login(&one).await).is_some() && name_of(&login(&two).await).is_some());
    // What is withdrawn is not believed any more when the keys are old.
    peer.says(set(&[&two]));
    place.later(100);
    assert!(name_of(&login(&one).await).is_some());
    place.later(3600);
    let fresh = |key: &Key| key.token(&claims(&format!(r#"{{"exp":{}}}"#, NOW + 10_000)));
    assert_eq!(place.login(&fresh(&one)).await, refused("invalid_token"));
    assert!(name_of(&place.login(&fresh(&two)).await).is_some());
}

#[tokio::test]
async fn while_the_server_is_down_old_keys_stay_and_new_ones_cannot_be_told() {
    let (one, two) = (key("one"), key("two"));
    let down = Reply::Octets(b"HTTP/1.1 503 Down\r\nContent-Length: 0\r\n\r\n".to_vec());
    let peer = Peer::new(vec![down.clone()]).await;
    let place = Place::new(vec![published(&peer)]);
    let fresh = |key: &Key| key.token(&claims(&format!(r#"{{"exp":{}}}"#, NOW + 100_000)));
    let at = format!("the keys at http://{}/jwks.json: it says 503", peer.address);
    assert!(why(place.login(&fresh(&one)).await).starts_with(&at));
    assert!(why(place.login(&fresh(&one)).await).starts_with(&at));
    assert_eq!(peer.asked().len(), 1, "it is not asked again at once");
    peer.says(set(&[&one]));
    place.later(5);
    assert!(name_of(&place.login(&fresh(&one)).await).is_some());
    for nothing in [down, Reply::Json("{}".to_owned()), Reply::Json("{\"keys\":[]}".to_owned())] {
        peer.says(nothing);
        place.later(3600);
        assert!(name_of(&place.login(&fresh(&one)).await).is_some(), "an old key is better than none");
        why(place.login(&fresh(&two)).await);
    }
    peer.says(set(&[&one, &two]));
    place.later(60);
    assert!(name_of(&place.login(&fresh(&two)).await).is_some());
}

#[tokio::test]
async fn keys_may_be_in_a_file() {
    let one = key("one");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("jwks.json");
    let teller = Teller::Keys { place: KeyPlace::File(file.clone()), algorithms: vec![Algorithm::EdDsa] };
    let place = Place::new(vec![options(teller)]);
    assert!(why(place.login(&one.token(&claims("{}"))).await).contains("the file cannot be read"));
    fs::write(&file, format!(r#"{{"keys":[{}]}}"#, one.jwk())).expect("written");
    place.later(5);
    assert_eq!(name_of(&place.login(&one.token(&claims("{}"))).await), Some("alice@example.test"));
}
