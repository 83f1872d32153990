//! Logins against an account file.

use std::fs;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use postrider_directory::{Account, Argon2Cost, GuardNetwork, GuardOptions, SenderPattern};
use postrider_login::{
    AccountFile, AccountFileError, AccountSource, Asking, Found, Logins, Options, Outcome, Pool, Refusal,
    ScramOutcome, Source, set_password,
};
use postrider_proto::sasl::server::Holder;
use postrider_proto::sasl::{Hash, ScramVerifier, Secret, TokenFault};
use tempfile::TempDir;

fn options(folder: &Path) -> Options {
    Options {
        file: folder.join("accounts.toml"),
        secret: folder.join("accounts.secret"),
        cost: cost(),
        threads: 1,
        waiting: 16,
        cram_md5: false,
        cache: Duration::from_secs(60),
        guard: GuardOptions::default(),
    }
}

fn cost() -> Argon2Cost {
    Argon2Cost::new(7168, 1, 1).expect("within the bounds")
}

fn change(folder: &Path, change: impl FnOnce(&mut Account)) {
    let file = AccountFile::at(folder.join("accounts.toml"));
    let changed = file.change(|accounts| -> Result<(), AccountFileError> {
        let old = accounts.get("alice").map(|old| Account::clone(old));
        let mut account = old.unwrap_or_else(|| Account::new("alice"));
        change(&mut account);
        accounts.put(account);
        Ok(())
    });
    changed.expect("written");
}

/// A file with alice, whose password is pencil.
fn alice() -> (TempDir, Logins) {
    let folder = tempfile::tempdir().expect("a folder");
    change(folder.path(), |alice| set_password(alice, &Secret::new("pencil"), cost()).expect("a password"));
    let logins = Logins::open(&options(folder.path())).expect("opened");
    (folder, logins)
}

fn home() -> IpAddr {
    "192.0.2.1".parse().expect("an address")
}

async fn login(logins: &Logins, name: &str, password: &str) -> Outcome {
    logins.password(name, &Secret::new(password), home()).await
}

fn is_alice(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Yes(account) if account.name == "alice")
}

#[tokio::test]
async fn the_right_password_logs_in_and_nothing_else_does() {
    let (_folder, logins) = alice();
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    assert_eq!(login(&logins, "alice", "pencils").await, Outcome::No);
    assert_eq!(login(&logins, "nobody", "pencil").await, Outcome::No);
}

#[tokio::test]
async fn a_change_of_the_file_counts_at_once_whatever_is_remembered() {
    let (folder, logins) = alice();
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    change(folder.path(), |alice| alice.disabled = true);
    assert_eq!(login(&logins, "alice", "pencil").await, Outcome::Disabled);
    assert_eq!(login(&logins, "alice", "pencils").await, Outcome::No);
    change(folder.path(), |alice| {
        alice.disabled = false;
        set_password(alice, &Secret::new("crayon"), cost()).expect("a password");
    });
    assert_eq!(login(&logins, "alice", "pencil").await, Outcome::No);
    assert!(is_alice(&login(&logins, "alice", "crayon").await));
    fs::remove_file(folder.path().join("accounts.toml")).expect("removed");
    assert_eq!(login(&logins, "alice", "crayon").await, Outcome::No);
}

#[tokio::test]
async fn a_file_with_a_mistake_changes_nothing() {
    let (folder, logins) = alice();
    fs::write(folder.path().join("accounts.toml"), "[[account]]\nname = 7\n").expect("written");
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    let error = Logins::open(&options(folder.path())).expect_err("a mistake").to_string();
    assert!(error.contains("line 2"), "{error}");
}

#[tokio::test]
async fn scram_has_a_verifier_after_the_first_login_with_the_password() {
    let (folder, logins) = alice();
    assert!(!logins.offers().scram);
    change(folder.path(), |alice| alice.keep_scram = true);
    assert!(matches!(logins.scram("alice", Hash::Sha256, home()).await, ScramOutcome::Transition));
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    for hash in [Hash::Sha256, Hash::Sha1] {
        let outcome = logins.scram("alice", hash, home()).await;
        let ScramOutcome::Verifier { verifier, holder, account, pending } = outcome else {
            panic!("{outcome:?}");
        };
        assert!(verifier.fits("pencil"));
        assert_eq!(holder, Holder::Account("alice".to_owned()));
        assert!(account.is_some());
        pending.succeeded();
    }
    assert!(logins.offers().scram);
    change(folder.path(), |alice| alice.disabled = true);
    let outcome = logins.scram("alice", Hash::Sha1, home()).await;
    let ScramOutcome::Verifier { holder, account, .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!((holder, account), (Holder::Disabled, None));
}

#[tokio::test]
async fn who_keeps_no_verifier_by_choice_is_as_nobody_for_scram() {
    let (folder, logins) = alice();
    let is_nobodys = async |logins: &Logins, name| {
        let outcome = logins.scram(name, Hash::Sha256, home()).await;
        let ScramOutcome::Verifier { verifier, holder, account, .. } = outcome else { panic!("{outcome:?}") };
        assert_eq!((holder, account), (Holder::Nobody, None), "{name}");
        assert!(!verifier.fits("pencil"));
        (verifier.salt().len(), verifier.iterations())
    };
    let alices = is_nobodys(&logins, "alice").await;
    assert_eq!(is_nobodys(&logins, "nobody").await, alices);
    // Neither has who will never get one: the account cannot log in with its password, or has none.
    change(folder.path(), |alice| (alice.keep_scram, alice.disabled) = (true, true));
    assert_eq!(is_nobodys(&logins, "alice").await, alices);
    change(folder.path(), |alice| {
        alice.disabled = false;
        alice.hashes.clear();
    });
    assert_eq!(is_nobodys(&logins, "alice").await, alices);
}

#[tokio::test]
async fn a_login_of_before_is_as_good_as_the_account_is_now() {
    let (folder, logins) = alice();
    let Outcome::Yes(before) = login(&logins, "alice", "pencil").await else { panic!("she is there") };
    assert!(is_alice(&logins.standing(&before).await));
    change(folder.path(), |alice| {
        alice.senders.push(SenderPattern::read("news@lists.example").expect("a pattern"));
        alice.keep_scram = true;
    });
    // Verifiers of the same password are made, and end nothing.
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    let Outcome::Yes(now) = logins.standing(&before).await else { panic!("it is good") };
    assert_eq!((now.senders.len(), now.verifiers.len()), (1, 2));
    change(folder.path(), |alice| alice.disabled = true);
    assert_eq!(logins.standing(&now).await, Outcome::Disabled);
    change(folder.path(), |alice| {
        alice.disabled = false;
        set_password(alice, &Secret::new("crayon"), cost()).expect("a password");
    });
    assert_eq!(logins.standing(&now).await, Outcome::No);
    fs::write(folder.path().join("accounts.toml"), "").expect("written");
    assert_eq!(logins.standing(&now).await, Outcome::No);
    // One that cannot tell ends nothing.
    let sources: Vec<Arc<dyn Source>> = vec![Arc::new(Other::new(Found::No))];
    let others = Logins::with_sources(&options(folder.path()), sources).expect("opened");
    let theirs = Arc::new(Account::new("alice"));
    assert_eq!(others.standing(&theirs).await, Outcome::Yes(theirs));
    assert_eq!(others.standing(&now).await, Outcome::No, "its password was kept here");
}

#[tokio::test]
async fn nobody_has_the_same_salt_each_time_also_after_a_restart() {
    let (folder, logins) = alice();
    let salt = async |logins: &Logins, name| match logins.scram(name, Hash::Sha256, home()).await {
        ScramOutcome::Verifier { verifier, holder: Holder::Nobody, .. } => verifier.salt().to_vec(),
        other => panic!("{other:?}"),
    };
    let first = salt(&logins, "nobody").await;
    assert_eq!(first.len(), 16);
    assert_ne!(first, salt(&logins, "noone").await);
    let again = Logins::open(&options(folder.path())).expect("opened");
    assert_eq!(first, salt(&again, "nobody").await);
}

#[tokio::test]
async fn a_file_that_could_not_be_read_once_is_read_again() {
    let (folder, logins) = alice();
    change(folder.path(), |alice| set_password(alice, &Secret::new("crayon"), cost()).expect("a password"));
    let path = folder.path().join("accounts.toml");
    let good = fs::read(&path).expect("read");
    // The same file, as long and as old as it will be: only the reading of it fails.
    let write = |octets: &[u8]| {
        fs::write(&path, octets).expect("written");
        let file = fs::File::options().write(true).open(&path).expect("opened");
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).expect("set");
    };
    write(&vec![0xff; good.len()]);
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    write(&good);
    assert_eq!(login(&logins, "alice", "pencil").await, Outcome::No);
    assert!(is_alice(&login(&logins, "alice", "crayon").await));
}

#[tokio::test]
async fn while_the_pool_is_full_nobody_is_told_apart_and_nothing_is_believed_that_has_changed() {
    let (folder, _) = alice();
    let pool = Pool::start(1, 1).expect("a thread");
    let file = AccountFile::at(folder.path().join("accounts.toml"));
    let source = AccountSource::open(file, pool.clone(), cost()).expect("opened");
    let logins = Logins::with_sources(&options(folder.path()), vec![Arc::new(source)]).expect("opened");
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    // One job is worked at, and one waits.
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let (started, has_started) = tokio::sync::oneshot::channel();
    let work = move || {
        let _ = started.send(());
        let _ = wait.recv();
    };
    let first = tokio::spawn({
        let pool = pool.clone();
        async move { pool.run(work).await }
    });
    has_started.await.expect("it starts");
    let mut second = Box::pin(pool.run(|| ()));
    tokio::select! {
        biased;
        _ = &mut second => panic!("the thread is busy"),
        () = std::future::ready(()) => {}
    }
    let known = login(&logins, "alice", "guess").await;
    assert!(matches!(known, Outcome::Unavailable(_)), "{known:?}");
    assert_eq!(login(&logins, "nobody", "guess").await, known);
    // It is remembered, and the file is as it was.
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    change(folder.path(), |alice| alice.disabled = true);
    assert_eq!(login(&logins, "alice", "pencil").await, known);
    drop(go);
    first.await.expect("no panic").expect("done");
    second.await.expect("done");
    assert_eq!(login(&logins, "alice", "pencil").await, Outcome::Disabled);
}

#[tokio::test]
async fn an_unknown_name_is_as_much_work_as_a_wrong_password() {
    let (folder, _) = alice();
    let pool = Pool::start(1, 8).expect("a thread");
    let file = AccountFile::at(folder.path().join("accounts.toml"));
    let source = AccountSource::open(file, pool.clone(), cost()).expect("opened");
    let logins = Logins::with_sources(&options(folder.path()), vec![Arc::new(source)]).expect("opened");
    let work = async |name| {
        let before = pool.taken();
        assert_eq!(login(&logins, name, "guess").await, Outcome::No);
        pool.taken() - before
    };
    assert_eq!(work("alice").await, 1);
    // There is one account, so its hash is the one that is drawn.
    for name in ["nobody", "noone"] {
        assert_eq!(work(name).await, 1, "{name}");
    }
}

#[tokio::test]
async fn a_verifier_that_was_imported_stays_and_the_missing_one_is_made() {
    let (folder, logins) = alice();
    let imported = ScramVerifier::from_password(Hash::Sha256, "pencil", b"salt", 10_000).expect("good");
    change(folder.path(), |alice| {
        alice.keep_scram = true;
        alice.verifiers = vec![imported.clone()];
    });
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    let accounts = AccountFile::at(folder.path().join("accounts.toml")).read().expect("read");
    let alice = accounts.get("alice").expect("she is there");
    assert_eq!(alice.verifier(Hash::Sha256), Some(&imported));
    assert!(alice.verifier(Hash::Sha1).is_some_and(|made| made.fits("pencil")));
}

/// The clock of this test is virtual, and goes on by itself where everybody waits: so nobody waits for the pool here, as the only
/// source answers at once.
#[tokio::test(start_paused = true)]
async fn who_guesses_waits_longer_and_is_refused_in_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let sources: Vec<Arc<dyn Source>> = vec![Arc::new(Other::new(Found::No))];
    let logins = Logins::with_sources(&options(folder.path()), sources).expect("opened");
    let start = tokio::time::Instant::now();
    let wait = loop {
        match login(&logins, "alice", "guess").await {
            Outcome::No => {}
            Outcome::TooMany { wait } => break wait,
            other => panic!("{other:?}"),
        }
    };
    assert!(start.elapsed() > Duration::from_secs(60) && wait > Duration::ZERO);
    let (addresses, accounts) = logins.guarded(10);
    assert_eq!((addresses[0].who.as_str(), accounts[0].who.as_str()), ("192.0.2.1", "alice"));
    assert!(addresses[0].refused.is_some() && accounts[0].refused.is_none());
    assert_eq!(accounts.len(), 1);
    // What was typed where a name belongs may be a password.
    let elsewhere: IpAddr = "198.51.100.7".parse().expect("an address");
    for typed in ["hunter2", "hunter3"] {
        assert_eq!(logins.password(typed, &Secret::new("guess"), elsewhere).await, Outcome::No);
    }
    let accounts = logins.guarded(10).1;
    assert_eq!((accounts[1].who.as_str(), accounts[1].failures), ("unknown names", 2));
    assert!(accounts.len() == 2 && !format!("{accounts:?}").contains("hunter"));
    assert!(logins.forgive_unknown() && !logins.forgive_unknown());
    assert_eq!(logins.guarded(10).1.len(), 1);
    assert!(logins.forgive_address(GuardNetwork::of(home())) && logins.forgive_account("alice"));
    assert_eq!(login(&logins, "alice", "guess").await, Outcome::No);
}

#[tokio::test]
async fn a_name_may_be_shown_if_it_is_an_accounts_or_has_logged_in_from_there() {
    let (_folder, logins) = alice();
    assert!(logins.may_be_shown("alice", home()));
    assert!(!logins.may_be_shown("hunter2@home.example", home()), "it may be a password");
    let folder = tempfile::tempdir().expect("a folder");
    let sources: Vec<Arc<dyn Source>> = vec![Arc::new(Other::new(Found::Yes(())))];
    let logins = Logins::with_sources(&options(folder.path()), sources).expect("opened");
    assert!(!logins.may_be_shown("carol@example.org", home()));
    assert!(matches!(login(&logins, "carol@example.org", "right").await, Outcome::Yes(_)));
    assert!(logins.may_be_shown("carol@example.org", home()));
    assert!(!logins.may_be_shown("carol@example.org", "198.51.100.7".parse().expect("an address")));
}

/// A source that always says the same, and how often it was asked.
#[derive(Debug)]
struct Other(Found<()>, AtomicUsize);

impl Other {
    fn new(says: Found<()>) -> Self {
        Self(says, AtomicUsize::new(0))
    }
}

impl Source for Other {
    fn describe(&self) -> String {
        "another".to_owned()
    }

    fn knows(&self, name: &str) -> bool {
        name == "alice"
    }

    fn password<'a>(&'a self, name: &'a str, _: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        self.1.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(match &self.0 {
            Found::Yes(()) => Found::Yes(Arc::new(Account::new(name))),
            Found::No => Found::No,
            Found::NotHere => Found::NotHere,
            Found::Unavailable(why) => Found::Unavailable(why.clone()),
            other => panic!("{other:?} is not asked for here"),
        }))
    }
}

#[tokio::test]
async fn sources_are_asked_in_order_and_one_that_is_down_ends_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let others = |first: Found<()>| {
        let sources = [first, Found::Yes(())].map(Other::new).map(Arc::new);
        let asked = sources.iter().map(|source| Arc::clone(source) as Arc<dyn Source>).collect();
        (Logins::with_sources(&options(folder.path()), asked).expect("opened"), sources)
    };
    let (logins, sources) = others(Found::NotHere);
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
    // The second time it is remembered.
    assert_eq!(sources.map(|source| source.1.load(Ordering::Relaxed)), [1, 1]);
    let (logins, sources) = others(Found::Unavailable("down".to_owned()));
    assert_eq!(login(&logins, "alice", "pencil").await, Outcome::Unavailable("down".to_owned()));
    assert_eq!(sources.map(|source| source.1.load(Ordering::Relaxed)), [1, 0]);
    // What nobody can say is nobody's failure.
    assert!(logins.guarded(10).0.is_empty());
    // Neither takes tokens.
    let token = logins.token(None, &Secret::new("token"), home()).await;
    let why = Some("nobody here knows tokens".to_owned());
    assert_eq!(token, Outcome::Refused(Refusal { fault: TokenFault::invalid_token(), why }));
}

/// Another server, behind the account file, that finds everybody right and calls them like this.
#[derive(Debug)]
struct Elsewhere(&'static str);

impl Source for Elsewhere {
    fn describe(&self) -> String {
        "elsewhere".to_owned()
    }

    fn password<'a>(&'a self, name: &'a str, _: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        let name = if name == "short" { self.0 } else { name };
        Box::pin(std::future::ready(Found::Yes(Arc::new(Account::new(name)))))
    }

    fn token<'a>(&'a self, _: Option<&'a str>, _: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(std::future::ready(Found::Yes(Arc::new(Account::new(self.0)))))
    }
}

fn beside(folder: &Path, name: &'static str) -> Logins {
    let file = Logins::file(&options(folder)).expect("opened");
    let sources: Vec<Arc<dyn Source>> = vec![file, Arc::new(Elsewhere(name))];
    Logins::with_sources(&options(folder), sources).expect("opened")
}

#[tokio::test(start_paused = true)]
async fn a_token_of_ones_own_is_no_success_at_the_name_of_another() {
    let (folder, _) = alice();
    let logins = beside(folder.path(), "mallory");
    for _ in 0..3 {
        assert_eq!(login(&logins, "alice", "guess").await, Outcome::No);
    }
    let shown = logins.token(Some("alice"), &Secret::new("mallory's"), home()).await;
    assert!(matches!(shown, Outcome::Yes(account) if account.name == "mallory"), "the machine refuses that");
    let (addresses, accounts) = logins.guarded(10);
    assert_eq!((addresses[0].failures, accounts[0].failures), (4, 4), "nothing is forgiven");
}

#[tokio::test]
async fn who_is_disabled_in_the_file_is_so_wherever_else_the_name_is_known() {
    let (folder, _) = alice();
    let logins = beside(folder.path(), "alice");
    let token = |logins: Logins| async move { logins.token(Some("alice"), &Secret::new("t"), home()).await };
    assert!(is_alice(&token(logins.clone()).await), "hers, with her senders");
    // Her password is in the file, and was not shown.
    assert_eq!(login(&logins, "short", "any").await, Outcome::No);
    change(folder.path(), |alice| alice.disabled = true);
    assert_eq!(token(logins.clone()).await, Outcome::Disabled);
    assert_eq!(login(&logins, "short", "any").await, Outcome::Disabled);
}

#[tokio::test]
async fn what_another_server_said_is_forgotten_when_the_file_has_the_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let logins = beside(folder.path(), "alice");
    assert!(is_alice(&login(&logins, "alice", "theirs").await));
    change(folder.path(), |alice| set_password(alice, &Secret::new("pencil"), cost()).expect("a password"));
    assert_eq!(login(&logins, "alice", "theirs").await, Outcome::No);
    assert!(is_alice(&login(&logins, "alice", "pencil").await));
}

#[tokio::test]
async fn scram_is_offered_once_it_is_seen_that_somebody_has_a_verifier_and_not_before() {
    let (folder, logins) = alice();
    assert!(!logins.offers().scram);
    change(folder.path(), |alice| alice.disabled = true);
    assert!(!logins.offers().scram, "the file is another, and nobody has one");
    change(folder.path(), |alice| alice.keep_scram = true);
    // Without a login: a listener may offer nothing else.
    while !logins.offers().scram {
        tokio::task::yield_now().await;
    }
}
