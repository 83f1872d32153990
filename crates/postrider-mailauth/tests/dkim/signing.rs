//! What we sign is good as it is, and no longer good when somebody has changed it.

use std::sync::{Arc, OnceLock};

use postrider_mailauth::dkim::{
    ActiveKey, Algorithm, KEPT_MAX, Seal, Signer, SigningKey, Unsigned, key_record, record_name,
};
use proptest::prelude::*;

use super::verifier::{Verdict, tag, verify};

const MESSAGE: &str = "Received: by a.example\r\nFrom: Al <al@a.example>\r\nTo: b@b.example\r\nSubject: a\r\n\tb\r\nDate: Mon, 1 Jan 2024 00:00:00 +0000\r\nX-Mine: x\r\n\r\nHello  there \r\n.\r\n\r\n";
const SEAL: Seal<'_> =
    Seal { agent: "a.example", at_seconds: 1_700_000_000, good_for_seconds: Some(604_800) };

/// Making an RSA key takes its time.
fn keys() -> &'static [ActiveKey; 2] {
    static KEYS: OnceLock<[ActiveKey; 2]> = OnceLock::new();
    KEYS.get_or_init(|| {
        [("r1", Algorithm::Rsa), ("e1", Algorithm::Ed25519)].map(|(selector, algorithm)| {
            let (_, pem) = SigningKey::generate(algorithm).expect("there are random numbers");
            let key = SigningKey::from_pem(&pem).expect("what was written is read");
            assert_eq!(key.algorithm(), algorithm);
            ActiveKey { domain: "a.example".to_owned(), selector: selector.to_owned(), key: Arc::new(key) }
        })
    })
}

fn records() -> Vec<(String, String)> {
    let record = |key: &ActiveKey| {
        (record_name(&key.selector, &key.domain), key_record(&key.key).expect("a public key"))
    };
    keys().iter().map(record).collect()
}

fn signatures(pieces: &[&[u8]]) -> Result<String, Unsigned> {
    let mut signer = Signer::default();
    for piece in pieces {
        signer.push(piece);
    }
    let signed = signer.finish()?;
    Ok(keys().iter().map(|key| signed.field(key, &SEAL).expect("it signs")).collect())
}

fn verdicts(message: &str) -> Vec<Verdict> {
    let records = records();
    let records: Vec<_> = records.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    verify(message.as_bytes(), &records)
}

fn signed(message: &str) -> String {
    signatures(&[message.as_bytes()]).expect("it is signed") + message
}

const PASS: [Verdict; 2] = [Verdict::Pass, Verdict::Pass];

#[test]
fn both_signatures_are_good() {
    assert_eq!(verdicts(&signed(MESSAGE)), PASS);
}

#[test]
fn the_field_says_who_when_and_what() {
    let field = signatures(&[MESSAGE.as_bytes()]).expect("it is signed");
    let (rsa, ed25519) = field.split_once("\r\nDKIM-Signature").expect("two");
    assert_eq!(
        (tag(rsa.as_bytes(), "a"), tag(ed25519.as_bytes(), "a")),
        ("rsa-sha256".into(), "ed25519-sha256".into())
    );
    let rsa = rsa.as_bytes();
    assert_eq!(
        (tag(rsa, "d"), tag(rsa, "s"), tag(rsa, "i")),
        ("a.example".into(), "r1".into(), String::new())
    );
    assert_eq!((tag(rsa, "t"), tag(rsa, "x")), ("1700000000".into(), "1700604800".into()));
    assert_eq!(tag(rsa, "l"), "", "whoever likes may not append to it");
    let names = tag(rsa, "h").to_ascii_lowercase();
    let times = |name: &str| names.split(':').filter(|n| *n == name).count();
    assert_eq!(
        [times("from"), times("subject"), times("cc"), times("reply-to"), times("message-id")],
        [2, 2, 1, 1, 1]
    );
    assert_eq!([times("received"), times("x-mine"), times("list-id")], [0, 0, 0]);
}

#[test]
fn no_line_is_longer_than_78() {
    let many = format!("{}{MESSAGE}", "References: <x>\r\nTo: <a@b>\r\nList-Id: x\r\n".repeat(30));
    for message in [MESSAGE, &many] {
        let field = signatures(&[message.as_bytes()]).expect("it is signed");
        assert!(field.lines().all(|line| line.len() <= 78), "{field}");
        assert!(field.ends_with("\r\n") && !field.contains("\r\n\r\n"));
    }
    assert_eq!(verdicts(&signed(&many)), PASS);
}

#[test]
fn a_subdomain_is_spoken_for_by_the_key_above_it() {
    let mut signer = Signer::default();
    signer.push(MESSAGE.as_bytes());
    let seal = Seal { agent: "news.a.example", good_for_seconds: None, ..SEAL };
    let field = signer.finish().expect("it is signed").field(&keys()[1], &seal).expect("it signs");
    assert_eq!(
        (tag(field.as_bytes(), "d"), tag(field.as_bytes(), "i")),
        ("a.example".into(), "@news.a.example".into())
    );
    assert_eq!(tag(field.as_bytes(), "x"), "");
    assert_eq!(verdicts(&(field + MESSAGE)), [Verdict::Pass]);
}

#[test]
fn what_a_relay_may_do_changes_nothing() {
    let message = signed(MESSAGE);
    let relayed = format!("Received: by c.example\r\nX-Spam: no\r\n{message}\r\n")
        .replace("Subject: a\r\n\tb", "SUBJECT :  a b")
        .replace("Hello  there \r\n", "Hello there\r\n");
    assert_eq!(verdicts(&relayed), PASS);
}

#[test]
fn what_an_attacker_would_do_shows() {
    let message = signed(MESSAGE);
    let with = |field: &str| message.replace("X-Mine: x\r\n", &format!("X-Mine: x\r\n{field}\r\n"));
    for field in [
        "From: e@e.example",
        "Subject: c",
        "Reply-To: e@e.example",
        "Cc: e@e.example",
        "Content-Type: text/html",
    ] {
        assert_eq!(verdicts(&with(field)), [Verdict::HeaderChanged, Verdict::HeaderChanged], "{field}");
        // In front of the signature it is another's, and a reader may take it for ours.
        let front = format!("{field}\r\n{message}");
        assert_eq!(verdicts(&front), [Verdict::HeaderChanged, Verdict::HeaderChanged], "{field}");
    }
    let appended = format!("{message}more\r\n");
    assert_eq!(verdicts(&appended), [Verdict::BodyChanged, Verdict::BodyChanged]);
}

#[test]
fn what_speaks_for_nobody_or_for_two_is_not_signed() {
    let without = MESSAGE.replace("From: Al <al@a.example>\r\n", "");
    assert_eq!(signatures(&[without.as_bytes()]), Err(Unsigned::NoFrom));
    let twice = format!("From: e@e.example\r\n{MESSAGE}");
    assert_eq!(signatures(&[twice.as_bytes()]), Err(Unsigned::ManyFrom));
    assert_eq!(signatures(&[b""]), Err(Unsigned::NoFrom));
}

#[test]
fn a_header_without_end_takes_no_memory_without_end() {
    let mut signer = Signer::default();
    signer.push(b"From: a@a.example\r\nSubject: ");
    for _ in 0..=KEPT_MAX / 1000 {
        signer.push(&[b'x'; 1000]);
    }
    assert_eq!(signer.finish().err(), Some(Unsigned::LargeHeader));
    // What is not signed may be as large as it likes.
    let mut signer = Signer::default();
    signer.push(b"From: a@a.example\r\nX-Large: ");
    for _ in 0..=KEPT_MAX / 1000 {
        signer.push(&[b'x'; 1000]);
    }
    assert!(signer.finish().is_ok());
}

#[test]
fn what_goes_out_repaired_is_signed_repaired() {
    let bare = "From: a@a.example\nSubject: x\n\none\ntwo";
    let field = signatures(&[bare.as_bytes()]).expect("it is signed");
    assert_eq!(verdicts(&(field + &bare.replace('\n', "\r\n") + "\r\n")), PASS);
}

#[test]
fn a_key_tells_nothing_of_itself() {
    assert_eq!(format!("{:?}", keys()[1].key), "SigningKey { algorithm: Ed25519, .. }");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_message_is_good_as_it_was_signed_wherever_it_was_cut(
        fields in proptest::collection::vec(proptest::sample::select(vec![
            "Subject: x\r\n", "Subject : y \r\n  z\r\n", "To:\r\n b@b.example\r\n", "X-Y: From: a\r\n", "List-Id: l\r\n", "nonsense\r\n",
            "Received: x\r\n\ty\r\n",
        ]), 0..8),
        body in "[ a.\r\n\t]{0,60}",
        at in any::<prop::sample::Index>(),
    ) {
        let body = body.replace(['\r', '\n'], "\r\n");
        // The verifier of the tests takes a line without a colon for a field without a name.
        let message = format!("{}From: a@a.example\r\n\r\n{body}\r\n", fields.concat());
        let at = at.index(message.len() + 1);
        let cut = signatures(&[&message.as_bytes()[..at], &message.as_bytes()[at..]]).expect("it is signed");
        let singly: Vec<_> = message.as_bytes().chunks(1).collect();
        prop_assert_eq!(&cut, &signatures(&singly).expect("it is signed"));
        prop_assert_eq!(verdicts(&(cut + &message)), PASS);
    }
}
