//! A directory as a source, at peers that keep to its protocol and at others that do not.

mod peer;

use std::sync::Arc;
use std::time::Duration;

use peer::{Ends, Peer};
use postrider_directory::Account;
use postrider_login::{
    DovecotOptions, DovecotSource, Filter, Found, LdapOptions, LdapSource, LdapUrl, Place, Roots, Security,
    Source, Terms,
};
use postrider_proto::mail::Mailbox;
use postrider_proto::mail::address::Charset;
use postrider_proto::sasl::{Hash, Secret};

fn options() -> LdapOptions {
    LdapOptions {
        url: LdapUrl::read("ldap://127.0.0.1").expect("good"),
        security: Security::Clear,
        roots: Roots::System,
        searcher: None,
        base: "o=x".to_owned(),
        filter: Filter::read("(uid={name})").expect("good"),
        disabled: None,
        senders_attributes: vec!["mail".to_owned()],
        terms: Terms::default(),
        timeout: Duration::from_secs(10),
        connections: 2,
    }
}

fn source(ends: &Arc<Ends>, options: LdapOptions) -> Arc<LdapSource> {
    Arc::new(LdapSource::new(options, Arc::clone(ends) as _))
}

fn asking(source: &Arc<LdapSource>, password: &'static str) -> tokio::task::JoinHandle<Found<Arc<Account>>> {
    let source = Arc::clone(source);
    tokio::spawn(async move { source.password("alice", &Secret::new(password)).await })
}

fn unavailable(found: Found<Arc<Account>>) -> String {
    match found {
        Found::Unavailable(why) => why,
        other => panic!("{other:?}"),
    }
}

/// An element: short, as all of them are here.
fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = u8::try_from(content.len()).ok().filter(|length| *length < 0x80).expect("short");
    [&[tag, length][..], &content].concat()
}

fn message(id: u8, said: &[u8]) -> Vec<u8> {
    element(0x30, &[&element(2, &[&[id]]), said])
}

/// How something ended: the tag of what.
fn ended(id: u8, tag: u8, code: u8) -> Vec<u8> {
    message(id, &element(tag, &[&[0x0a, 1, code], &element(4, &[]), &element(4, &[b"words"])]))
}

fn entry(id: u8, dn: &str) -> Vec<u8> {
    let values = element(0x31, &[&element(4, &[b"al@example.org"]), &element(4, &[b"+49 1"])]);
    let attribute = element(0x30, &[&element(4, &[b"mail"]), &values]);
    message(id, &element(0x64, &[&element(4, &[dn.as_bytes()]), &element(0x30, &[&attribute])]))
}

/// The next request: its number, what it is, and all of it.
async fn request(peer: &mut Peer) -> (u8, u8, Vec<u8>) {
    let octets = peer.message().await;
    (octets[4], octets[5], octets)
}

fn holds(octets: &[u8], part: &[u8]) -> bool {
    octets.windows(part.len()).any(|window| window == part)
}

/// Answers a search with this one entry.
async fn find(peer: &mut Peer, dn: &str) {
    let (id, what, octets) = request(peer).await;
    assert!(what == 0x63 && holds(&octets, b"\x04\x03uid\x04\x05alice"), "{octets:?}");
    peer.say(entry(id, dn)).await;
    peer.say(ended(id, 0x65, 0)).await;
}

#[tokio::test(start_paused = true)]
async fn the_entry_is_looked_for_and_the_password_shown_over_another_connection() {
    let (ends, [mut searched, mut shown]) = Ends::laid();
    let source =
        source(&ends, LdapOptions { searcher: Some(("cn=s".into(), Secret::new("s3cret"))), ..options() });
    let found = asking(&source, "pencil");
    let (id, what, octets) = request(&mut searched).await;
    assert!(what == 0x60 && holds(&octets, b"cn=s\x80\x06s3cret"), "{octets:?}");
    searched.say(ended(id, 0x61, 0)).await;
    find(&mut searched, "uid=alice,o=x").await;
    let (id, what, octets) = request(&mut shown).await;
    assert!(what == 0x60 && holds(&octets, b"uid=alice,o=x\x80\x06pencil"), "{octets:?}");
    shown.say(ended(id, 0x61, 0)).await;
    let Found::Yes(account) = found.await.expect("no panic") else { panic!("the password is right") };
    assert_eq!(account.name, "alice");
    let sends = |address| account.may_send_as(&Mailbox::parse(address, Charset::Ascii).expect("an address"));
    assert!(sends("al@example.org") && !sends("bob@example.org"));
    // Both are used again.
    let found = asking(&source, "crayon");
    find(&mut searched, "uid=alice,o=x").await;
    let (id, _, _) = request(&mut shown).await;
    shown.say(ended(id, 0x61, 49)).await;
    assert_eq!(found.await.expect("no panic"), Found::No);
    // Who asks by SCRAM is sent to the password.
    assert_eq!(source.scram("alice", Hash::Sha256).await, Found::Transition);
    assert!(!source.offers().scram);
}

#[tokio::test(start_paused = true)]
async fn nobody_is_not_here_and_two_are_nobody() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends, options());
    let found = asking(&source, "pencil");
    let (id, _, _) = request(&mut peer).await;
    // Another server may have more; it is not asked.
    peer.say(message(id, &element(0x73, &[&element(4, &[b"ldap://y"])]))).await;
    peer.say(ended(id, 0x65, 0)).await;
    assert_eq!(found.await.expect("no panic"), Found::NotHere);
    for code in [0, 4] {
        let found = asking(&source, "pencil");
        let (id, _, _) = request(&mut peer).await;
        peer.say([entry(id, "uid=a"), entry(id, "uid=b"), ended(id, 0x65, code)].concat()).await;
        let why = unavailable(found.await.expect("no panic"));
        assert!(why.contains("\"uid=b\" and \"uid=a\"") && why.contains("let filter or base"), "{why}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_empty_password_is_shown_and_none_for_an_entry_without_a_name() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends, options());
    // Nobody is even connected to.
    assert_eq!(source.password("alice", &Secret::new("")).await, Found::No);
    let found = asking(&source, "pencil");
    find(&mut peer, "").await;
    let why = unavailable(found.await.expect("no panic"));
    assert!(why.contains("an entry without a name"), "{why}");
}

#[tokio::test(start_paused = true)]
async fn whoever_is_disabled_learns_it_with_the_right_password() {
    let (ends, [mut searched, mut shown]) = Ends::laid();
    let disabled = Some(Filter::read("(locked=*)").expect("good"));
    let source = source(&ends, LdapOptions { disabled, ..options() });
    for (is_locked, expected) in [(true, Found::Disabled), (false, Found::No)] {
        let found = asking(&source, "pencil");
        find(&mut searched, "uid=alice").await;
        let (id, _, _) = request(&mut shown).await;
        shown.say(ended(id, 0x61, if is_locked { 0 } else { 49 })).await;
        if is_locked {
            let (id, what, octets) = request(&mut searched).await;
            assert!(what == 0x63 && holds(&octets, b"\x04\x09uid=alice\x0a\x01\x00"), "{octets:?}");
            searched.say([entry(id, "uid=alice"), ended(id, 0x65, 0)].concat()).await;
        }
        assert_eq!(found.await.expect("no panic"), expected);
    }
}

#[tokio::test(start_paused = true)]
async fn what_breaks_the_protocol_ends_the_connection_and_is_told() {
    for (said, why) in [
        (b"HTTP/1.1 400 Bad Request\r\n".to_vec(), "no message of LDAP"),
        (b"\x30\x84\x7f\xff\xff\xff".to_vec(), "no message of LDAP"),
        (b"\x30\x80".to_vec(), "no message of LDAP"),
        (b"\x30\x03\x02\x01\x01".to_vec(), "no message of LDAP"),
        (ended(9, 0x65, 0), "answered what it was not asked"),
        (ended(1, 0x61, 0), "answered what it was not asked"),
        (ended(0, 0x78, 52), "has closed the connection: result 52, words"),
        (ended(1, 0x65, 32), "refuses the search: result 32, words: see bind_dn"),
        (entry(1, "uid=a").repeat(200), "answered what it was not asked"),
    ] {
        let (ends, [mut peer]) = Ends::laid();
        let source = source(&ends, options());
        let found = asking(&source, "pencil");
        request(&mut peer).await;
        peer.say(&said).await;
        let told = unavailable(found.await.expect("no panic"));
        assert!(told.contains(why), "{told}");
        peer.end().await;
    }
}

#[tokio::test(start_paused = true)]
async fn silence_and_a_message_that_does_not_end_are_over_in_time() {
    let (ends, [mut silent, mut half, mut last]) = Ends::laid();
    let source = source(&ends, options());
    for peer in [&mut silent, &mut half] {
        let start = tokio::time::Instant::now();
        let found = asking(&source, "pencil");
        request(peer).await;
        peer.say(b"\x30\x05\x02").await;
        let why = unavailable(found.await.expect("no panic"));
        assert!(why.contains("has not answered in time"), "{why}");
        assert_eq!(start.elapsed(), Duration::from_secs(10));
        peer.end().await;
    }
    let found = asking(&source, "pencil");
    find(&mut last, "uid=alice").await;
    // There is no second connection.
    let why = unavailable(found.await.expect("no panic"));
    assert!(why.contains("cannot be reached") && why.contains("is it running"), "{why}");
    assert!(source.probe().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_was_closed_while_nobody_asked_is_made_anew() {
    let (ends, [mut first, mut second, mut shown]) = Ends::laid();
    let source = source(&ends, options());
    let found = asking(&source, "pencil");
    let (id, _, _) = request(&mut first).await;
    first.say(ended(id, 0x65, 0)).await;
    assert_eq!(found.await.expect("no panic"), Found::NotHere);
    // RFC 4511 §4.4.1: it says so before it goes.
    first.say(ended(0, 0x78, 52)).await;
    drop(first);
    let found = asking(&source, "pencil");
    find(&mut second, "uid=alice").await;
    let (id, _, _) = request(&mut shown).await;
    shown.say(ended(id, 0x61, 0)).await;
    assert!(matches!(found.await.expect("no panic"), Found::Yes(_)));
}

#[tokio::test(start_paused = true)]
async fn as_many_wait_as_there_is_room_for() {
    let (ends, [_first, _second]) = Ends::laid();
    let source = source(&ends, options());
    let many: Vec<_> = (0..100).map(|_| asking(&source, "pencil")).collect();
    let mut refused = 0;
    for found in many {
        let why = unavailable(found.await.expect("no panic"));
        refused += usize::from(why.contains("too many logins at once"));
    }
    // Two have their turn, and 64 wait.
    assert_eq!(refused, 100 - 2 - 64);
}

#[tokio::test(start_paused = true)]
async fn nothing_that_stands_behind_the_answer_to_starttls_is_believed() {
    let (ends, [mut refusing, mut injected]) = Ends::laid();
    let source = source(&ends, LdapOptions { security: Security::StartTls, ..options() });
    let found = asking(&source, "pencil");
    let (id, what, octets) = request(&mut refusing).await;
    assert!(what == 0x77 && holds(&octets, b"1.3.6.1.4.1.1466.20037"), "{octets:?}");
    refusing.say(ended(id, 0x78, 2)).await;
    let why = unavailable(found.await.expect("no panic"));
    assert!(why.contains("refuses StartTLS: result 2") && why.contains("certificate"), "{why}");
    tokio::time::advance(Duration::from_secs(1)).await;
    let found = asking(&source, "pencil");
    let (id, _, _) = request(&mut injected).await;
    injected.say([ended(id, 0x78, 0), ended(2, 0x65, 0)].concat()).await;
    let why = unavailable(found.await.expect("no panic"));
    assert!(why.contains("in clear behind its answer to StartTLS"), "{why}");
}

/// The time of a refusal does not tell which source knows the name: whoever was not asked waits as if it had been.
#[tokio::test(start_paused = true)]
async fn whoever_was_not_asked_waits_as_long_as_its_refusals_take() {
    let (ends, [mut searched, mut shown]) = Ends::laid();
    let source = source(&ends, options());
    let took = async |work: postrider_login::Asking<'_, Result<(), String>>| {
        let start = tokio::time::Instant::now();
        work.await.expect("it can");
        start.elapsed()
    };
    let guess = Secret::new("guess");
    assert_eq!(took(source.decoy(7, &guess)).await, Duration::ZERO);
    let found = asking(&source, "crayon");
    let (id, _, _) = request(&mut searched).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    searched.say([entry(id, "uid=alice"), ended(id, 0x65, 0)].concat()).await;
    let (id, _, _) = request(&mut shown).await;
    tokio::time::advance(Duration::from_secs(2)).await;
    shown.say(ended(id, 0x61, 49)).await;
    assert_eq!(found.await.expect("no panic"), Found::No);
    assert_eq!(took(source.decoy(7, &guess)).await.as_secs(), 2);
    assert_eq!(took(source.unasked("bob", 7, &guess)).await.as_secs(), 3);

    let (ends, [mut peer]) = Ends::laid();
    let options = DovecotOptions {
        place: Place::Socket("/run/auth".into()),
        terms: Terms::default(),
        timeout: Duration::from_secs(20),
        connections: 1,
        tokens: false,
    };
    let dovecot = Arc::new(DovecotSource::new(options, ends));
    let asked = Arc::clone(&dovecot);
    let found = tokio::spawn(async move { asked.password("alice", &Secret::new("crayon")).await });
    peer.say("VERSION\t1\t2\nMECH\tPLAIN\nDONE\n").await;
    for _ in 0..3 {
        peer.line().await;
    }
    tokio::time::advance(Duration::from_secs(2)).await;
    peer.say("FAIL\t1\n").await;
    assert_eq!(found.await.expect("no panic"), Found::No);
    assert_eq!(took(dovecot.unasked("bob", 7, &guess)).await.as_secs(), 2);
    assert_eq!(took(dovecot.decoy(7, &guess)).await, Duration::ZERO);
}
