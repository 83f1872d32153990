//! Dovecot as a source, at peers that keep to its protocol and at others that do not.

mod peer;

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use peer::{Ends, Peer};
use postrider_directory::{Account, Argon2Cost, GuardOptions};
use postrider_login::{
    AccountFile, AccountFileError, AccountSource, DovecotOptions, DovecotSource, Found, Logins, NamePattern,
    Options, Outcome, Place, Pool, ScramOutcome, Source, Terms, set_password,
};
use postrider_proto::sasl::{Hash, Secret};

const GREETING: &str =
    "VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nMECH\tOAUTHBEARER\nSPID\t7\nCUID\t1\nCOOKIE\tff\nDONE\n";

fn options() -> DovecotOptions {
    DovecotOptions {
        place: Place::Socket("/run/dovecot/auth-client".into()),
        terms: Terms::default(),
        timeout: Duration::from_secs(20),
        connections: 1,
        tokens: true,
    }
}

fn source(ends: &Arc<Ends>) -> Arc<DovecotSource> {
    Arc::new(DovecotSource::new(options(), Arc::clone(ends) as _))
}

/// Greets, as Dovecot does; gives the number of the connection.
async fn greet(peer: &mut Peer) -> u32 {
    peer.say(GREETING).await;
    assert_eq!(peer.line().await, "VERSION\t1\t1");
    let line = peer.line().await;
    line.strip_prefix("CPID\t").and_then(|number| number.parse().ok()).expect("a number")
}

/// The next question: its number and its words.
async fn asked(peer: &mut Peer) -> (u32, String) {
    let line = peer.line().await;
    let rest = line.strip_prefix("AUTH\t").expect("a question");
    let (id, rest) = rest.split_once('\t').expect("its number");
    (id.parse().expect("a number"), rest.to_owned())
}

async fn ask(source: &DovecotSource, name: &str) -> Found<Arc<Account>> {
    source.password(name, &Secret::new("pencil")).await
}

fn asking(source: &Arc<DovecotSource>, name: &'static str) -> tokio::task::JoinHandle<Found<Arc<Account>>> {
    let source = Arc::clone(source);
    tokio::spawn(async move { ask(&source, name).await })
}

fn unavailable(found: Found<Arc<Account>>) -> String {
    match found {
        Found::Unavailable(why) => why,
        other => panic!("{other:?}"),
    }
}

fn is(found: &Found<Arc<Account>>, name: &str) -> bool {
    matches!(found, Found::Yes(account) if account.name == name)
}

#[tokio::test(start_paused = true)]
async fn answers_come_in_any_order_over_one_connection() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends);
    let (alice, bob, carol) = (asking(&source, "alice"), asking(&source, "bob"), asking(&source, "carol"));
    let number = greet(&mut peer).await;
    assert!(number >= 1 << 22, "{number} might be a process");
    let (first, words) = asked(&mut peer).await;
    assert_eq!(words, "PLAIN\tservice=smtp\tsecured\tnologin\tresp=AGFsaWNlAHBlbmNpbA==");
    let ((second, _), (third, _)) = (asked(&mut peer).await, asked(&mut peer).await);
    peer.say(format!("OK\t{third}\tuser=carol@example.org\nFAIL\t{second}\tuser=b")).await;
    assert!(is(&carol.await.expect("no panic"), "carol@example.org"));
    peer.say(format!("ob\nOK\t{first}\tuser=Alice\n")).await;
    assert_eq!(bob.await.expect("no panic"), Found::No);
    assert!(is(&alice.await.expect("no panic"), "alice"));
}

#[tokio::test(start_paused = true)]
async fn every_reason_has_its_answer() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends);
    let first = asking(&source, "alice");
    greet(&mut peer).await;
    let (id, _) = asked(&mut peer).await;
    peer.say(format!("FAIL\t{id}\tuser=alice\tuser_disabled\n")).await;
    assert_eq!(first.await.expect("no panic"), Found::Disabled);
    for (words, expected) in [
        ("FAIL\t#\tpass_expired", Found::Disabled),
        ("OK\t#\tuser=alice\tnologin", Found::Disabled),
        ("FAIL\t#\tauthz", Found::No),
        ("FAIL\t#", Found::No),
    ] {
        let found = asking(&source, "alice");
        let (id, _) = asked(&mut peer).await;
        peer.say(format!("{}\n", words.replace('#', &id.to_string()))).await;
        assert_eq!(found.await.expect("no panic"), expected, "{words:?}");
    }
    let found = asking(&source, "alice");
    let (id, _) = asked(&mut peer).await;
    peer.say(format!("FAIL\t{id}\ttemp\treason=the database is gone\n")).await;
    let why = unavailable(found.await.expect("no panic"));
    assert!(
        why.contains("Dovecot at /run/dovecot/auth-client") && why.contains("the database is gone"),
        "{why}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_breaks_the_protocol_ends_the_connection_and_is_told() {
    let long = format!("OK\t1\t{}", "x".repeat(20_000));
    for (said, why) in [
        (long.as_str(), "more than 16384 octets"),
        ("OK\t2\tuser=alice\n", "answered what it was not asked"),
        ("FAIL\tx\n", "an answer without its number"),
        ("OK\t0\n", "answered what it was not asked"),
    ] {
        let (ends, [mut peer]) = Ends::laid();
        let source = source(&ends);
        let found = asking(&source, "alice");
        greet(&mut peer).await;
        asked(&mut peer).await;
        peer.say(said).await;
        let told = unavailable(found.await.expect("no panic"));
        assert!(told.contains(why), "{told}");
        peer.end().await;
    }
    for (greeting, why) in [
        ("VERSION\t2\t0\n".to_owned(), "does not speak version 1"),
        ("OK\t1\n".to_owned(), "answered what it was not asked"),
        ("MECH\tX\n".repeat(200), "its greeting does not end"),
        ("x".repeat(20_000), "more than 16384 octets"),
    ] {
        let (ends, [mut peer]) = Ends::laid();
        let source = source(&ends);
        let found = asking(&source, "alice");
        peer.say(&greeting).await;
        let told = unavailable(found.await.expect("no panic"));
        assert!(told.contains(why), "{told}");
    }
}

#[tokio::test(start_paused = true)]
async fn silence_ends_in_time_in_the_greeting_and_behind_a_question() {
    let (ends, [mut silent, mut deaf, mut good]) = Ends::laid();
    let source = source(&ends);
    let start = tokio::time::Instant::now();
    let why = unavailable(ask(&source, "alice").await);
    assert!(why.contains("has not answered in time"), "{why}");
    assert_eq!(start.elapsed(), Duration::from_secs(20));
    silent.line().await;
    // It is left alone for a moment, and who asks then is told at once.
    let start = tokio::time::Instant::now();
    unavailable(ask(&source, "alice").await);
    assert_eq!(start.elapsed(), Duration::ZERO);
    tokio::time::advance(Duration::from_secs(1)).await;
    let found = asking(&source, "alice");
    greet(&mut deaf).await;
    asked(&mut deaf).await;
    let why = unavailable(found.await.expect("no panic"));
    assert!(why.contains("has not answered in time"), "{why}");
    // Nothing was heard of it since: the next is asked over another.
    deaf.end().await;
    let found = asking(&source, "alice");
    greet(&mut good).await;
    let (id, _) = asked(&mut good).await;
    good.say(format!("OK\t{id}\tuser=alice\n")).await;
    assert!(is(&found.await.expect("no panic"), "alice"));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_is_put_off_holds_up_nobody_and_a_late_one_is_nobodys() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends);
    let slow = asking(&source, "mallory");
    greet(&mut peer).await;
    let (late, _) = asked(&mut peer).await;
    tokio::time::advance(Duration::from_secs(19)).await;
    let quick = asking(&source, "alice");
    let (id, _) = asked(&mut peer).await;
    peer.say(format!("OK\t{id}\tuser=alice\n")).await;
    assert!(is(&quick.await.expect("no panic"), "alice"));
    unavailable(slow.await.expect("no panic"));
    // It is over for whoever asked; the connection is not.
    peer.say(format!("FAIL\t{late}\n")).await;
    let next = asking(&source, "alice");
    let (id, _) = asked(&mut peer).await;
    peer.say(format!("OK\t{id}\tuser=alice\n")).await;
    assert!(is(&next.await.expect("no panic"), "alice"));
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_closed_within_an_answer_is_made_again_once() {
    let (ends, [mut first, mut second]) = Ends::laid();
    let source = source(&ends);
    let found = asking(&source, "alice");
    let one = greet(&mut first).await;
    let (id, _) = asked(&mut first).await;
    first.say(format!("OK\t{id}\tuser=al")).await;
    drop(first);
    let other = greet(&mut second).await;
    assert_ne!(one, other, "no two connections have the same number");
    asked(&mut second).await;
    drop(second);
    let why = unavailable(found.await.expect("no panic"));
    assert!(why.contains("has closed the connection before it answered"), "{why}");
    let why = unavailable(ask(&source, "alice").await);
    assert!(why.contains("cannot be reached: ") && why.contains("is it running"), "{why}");
    assert!(source.probe().await.is_err());
}

#[tokio::test(start_paused = true)]
async fn as_many_wait_as_there_is_room_for() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends);
    let many: Vec<_> = (0..200).map(|_| asking(&source, "alice")).collect();
    greet(&mut peer).await;
    let mut refused = 0;
    for found in many {
        let why = unavailable(found.await.expect("no panic"));
        refused += usize::from(why.contains("too many logins at once"));
    }
    // One connection is asked about 64 at once, and 64 wait for their turn; the first is neither.
    assert!((200 - 64 - 64 - 1..=200 - 64).contains(&refused), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn tokens_are_shown_where_dovecot_takes_them() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends);
    let shown = |token: &'static str| {
        let source = Arc::clone(&source);
        tokio::spawn(async move { source.token(Some("al=ice"), &Secret::new(token)).await })
    };
    let found = shown("good");
    greet(&mut peer).await;
    let (id, words) = asked(&mut peer).await;
    // n,a=al=3Dice,^Aauth=Bearer good^A^A
    assert_eq!(
        words,
        "OAUTHBEARER\tservice=smtp\tsecured\tnologin\tresp=bixhPWFsPTNEaWNlLAFhdXRoPUJlYXJlciBnb29kAQE="
    );
    peer.say(format!("OK\t{id}\tuser=alice\n")).await;
    assert!(is(&found.await.expect("no panic"), "alice"));
    let found = shown("bad");
    let (id, _) = asked(&mut peer).await;
    peer.say(format!("CONT\t{id}\teyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=\n")).await;
    assert_eq!(peer.line().await, format!("CONT\t{id}\tAQ=="));
    peer.say(format!("FAIL\t{id}\n")).await;
    assert_eq!(found.await.expect("no panic"), Found::No);
}

#[tokio::test]
async fn no_token_is_shown_to_one_that_is_not_said_to_take_them() {
    let (ends, []) = Ends::laid();
    let source = DovecotSource::new(DovecotOptions { tokens: false, ..options() }, ends);
    assert!(!source.offers().tokens);
    assert_eq!(source.token(Some("alice"), &Secret::new("good")).await, Found::NotHere);
}

#[tokio::test(start_paused = true)]
async fn without_plain_it_says_what_to_do_and_without_tokens_it_knows_none() {
    let (ends, [mut peer]) = Ends::laid();
    let source = source(&ends);
    let found = asking(&source, "alice");
    peer.say("VERSION\t1\t2\nMECH\tCRAM-MD5\nDONE\n").await;
    let why = unavailable(found.await.expect("no panic"));
    assert!(why.contains("auth_mechanisms"), "{why}");
    assert_eq!(source.token(Some("alice"), &Secret::new("token")).await, Found::NotHere);
    assert_eq!(source.probe().await, Ok(()));
}

fn login_options(folder: &Path) -> Options {
    Options {
        file: folder.join("accounts.toml"),
        secret: folder.join("accounts.secret"),
        cost: Argon2Cost::new(7168, 1, 1).expect("within the bounds"),
        threads: 1,
        waiting: 16,
        cache: Duration::from_secs(60),
        guard: GuardOptions::default(),
        cram_md5: false,
    }
}

fn logins(folder: &Path, source: Arc<dyn Source>) -> Logins {
    Logins::with_sources(&login_options(folder), vec![source]).expect("opened")
}

#[tokio::test(start_paused = true)]
async fn dovecot_is_asked_each_time_with_the_address_and_about_its_own_names_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (ends, [mut peer]) = Ends::laid();
    let names = vec![NamePattern::read("@example.org").expect("a pattern")];
    let terms = Terms { names, ..Terms::default() };
    let source = DovecotSource::new(DovecotOptions { terms, ..options() }, ends);
    let logins = logins(folder.path(), Arc::new(source));
    let home: IpAddr = "192.0.2.1".parse().expect("an address");
    assert_eq!(logins.password("alice", &Secret::new("pencil"), home).await, Outcome::No);
    let logging_in = || {
        let logins = logins.clone();
        tokio::spawn(async move { logins.password("alice@example.org", &Secret::new("pencil"), home).await })
    };
    let outcome = logging_in();
    greet(&mut peer).await;
    for outcome in [outcome, logging_in()] {
        let (id, words) = asked(&mut peer).await;
        assert!(words.contains("\trip=192.0.2.1\t"), "{words}");
        peer.say(format!("OK\t{id}\tuser=alice@example.org\n")).await;
        let outcome = outcome.await.expect("no panic");
        assert!(
            matches!(&outcome, Outcome::Yes(account) if account.name == "alice@example.org"),
            "{outcome:?}"
        );
    }
    // Who asks by SCRAM is sent to the password, be it a name that Dovecot has or not.
    assert!(!logins.offers().scram);
    let outcome = logins.scram("bob@example.org", Hash::Sha256, home).await;
    assert!(matches!(outcome, ScramOutcome::Transition), "{outcome:?}");
    let outcome = logins.scram("bob", Hash::Sha256, home).await;
    assert!(matches!(outcome, ScramOutcome::Verifier { account: None, .. }), "{outcome:?}");
}

#[tokio::test]
async fn accounts_of_the_file_keep_scram_beside_a_dovecot() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = login_options(folder.path());
    let file = AccountFile::at(&options.file);
    let changed = file.change(|accounts| -> Result<(), AccountFileError> {
        let mut local = Account::new("local");
        local.keep_scram = true;
        set_password(&mut local, &Secret::new("pencil"), options.cost).expect("a password");
        accounts.put(local);
        Ok(())
    });
    changed.expect("written");
    let pool = Pool::start(1, 16).expect("a thread");
    let file = AccountSource::open(file, pool, options.cost).expect("opened");
    // Nobody can connect to it, and nobody has to.
    let (ends, []) = Ends::laid();
    let logins = Logins::with_sources(&options, vec![Arc::new(file), source(&ends)]).expect("opened");
    let home: IpAddr = "192.0.2.1".parse().expect("an address");
    assert!(logins.offers().scram);
    let outcome = logins.scram("local", Hash::Sha256, home).await;
    let ScramOutcome::Verifier { verifier, account: Some(_), pending, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert!(verifier.fits("pencil"));
    pending.succeeded();
    let outcome = logins.scram("alice", Hash::Sha256, home).await;
    assert!(matches!(outcome, ScramOutcome::Transition), "{outcome:?}");
    let outcome = logins.password("local", &Secret::new("pencil"), home).await;
    assert!(matches!(outcome, Outcome::Yes(_)), "{outcome:?}");
    assert_eq!(logins.password("local", &Secret::new("crayon"), home).await, Outcome::No);
    let outcome = logins.password("alice", &Secret::new("pencil"), home).await;
    assert!(matches!(outcome, Outcome::Unavailable(_)), "{outcome:?}");
}

/// One that was told to stop answers as long as somebody is connected.
#[tokio::test(start_paused = true)]
async fn an_old_connection_is_given_up_when_nobody_waits_for_it() {
    let (ends, [mut old, mut new]) = Ends::laid();
    let source = source(&ends);
    let found = asking(&source, "alice");
    greet(&mut old).await;
    let (id, _) = asked(&mut old).await;
    old.say(format!("OK\t{id}\tuser=alice\n")).await;
    assert!(is(&found.await.expect("no panic"), "alice"));
    tokio::time::advance(Duration::from_secs(59)).await;
    let found = asking(&source, "alice");
    let (id, _) = asked(&mut old).await;
    tokio::time::advance(Duration::from_secs(5)).await;
    old.say(format!("OK\t{id}\tuser=alice\n")).await;
    assert!(is(&found.await.expect("no panic"), "alice"));
    old.end().await;
    let found = asking(&source, "alice");
    greet(&mut new).await;
    let (id, _) = asked(&mut new).await;
    new.say(format!("OK\t{id}\tuser=alice\n")).await;
    assert!(is(&found.await.expect("no panic"), "alice"));
}
