//! Logins at once: many right ones, and many guesses. The clock is virtual.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use postrider_directory::{Account, Argon2Cost, GuardOptions};
use postrider_login::{Asking, Found, Logins, Options, Outcome, ProofOutcome, Source};
use postrider_proto::sasl::{CramMd5Verifier, Secret};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};

/// A server that says after a second whether it is the right password, and how often it was asked.
#[derive(Debug, Default)]
struct Slow(AtomicU32);

impl Source for Slow {
    fn describe(&self) -> String {
        "a slow server".to_owned()
    }

    fn password<'a>(&'a self, name: &'a str, password: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(async move {
            self.0.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(Duration::from_secs(1)).await;
            match password.expose() {
                b"right" => Found::Yes(Arc::new(Account::new(name))),
                _ => Found::No,
            }
        })
    }

    fn is_remembered(&self) -> bool {
        false
    }

    fn cram_md5<'a>(&'a self, name: &'a str) -> Asking<'a, Found<(CramMd5Verifier, Arc<Account>)>> {
        let verifier = CramMd5Verifier::of(b"right");
        Box::pin(std::future::ready(Found::Yes((verifier, Arc::new(Account::new(name))))))
    }
}

fn logins(folder: &Path) -> (Logins, Arc<Slow>) {
    let options = Options {
        file: folder.join("accounts.toml"),
        secret: folder.join("accounts.secret"),
        cost: Argon2Cost::default(),
        threads: 1,
        waiting: 1,
        cram_md5: true,
        cache: Duration::ZERO,
        guard: GuardOptions::default(),
    };
    let slow = Arc::new(Slow::default());
    (Logins::with_sources(&options, vec![Arc::clone(&slow) as _]).expect("opened"), slow)
}

fn home() -> IpAddr {
    "192.0.2.1".parse().expect("an address")
}

/// So many logins at once, and how they end: right, wrong, and refused because of what had failed.
async fn at_once(
    logins: &Logins,
    number: usize,
    name: impl Fn(usize) -> String,
    password: &str,
) -> [usize; 3] {
    let mut under_way = JoinSet::new();
    for number in 0..number {
        let (logins, name, password) = (logins.clone(), name(number), Secret::new(password));
        under_way.spawn(async move { logins.password(&name, &password, home()).await });
    }
    let mut ends = [0; 3];
    while let Some(outcome) = under_way.join_next().await {
        ends[match outcome.expect("no panic") {
            Outcome::Yes(_) => 0,
            Outcome::No => 1,
            Outcome::TooMany { .. } => 2,
            other => panic!("{other:?}"),
        }] += 1;
    }
    ends
}

#[tokio::test(start_paused = true)]
async fn right_passwords_at_once_all_log_in_of_one_account_and_of_many() {
    let folder = tempfile::tempdir().expect("a folder");
    let (logins, _) = logins(folder.path());
    for name in [|number| format!("user{number}"), |_| "shop".to_owned()] {
        let start = Instant::now();
        assert_eq!(at_once(&logins, 45, name, "right").await, [45, 0, 0]);
        assert!(start.elapsed() < Duration::from_secs(10), "none is delayed");
    }
    let (addresses, accounts) = logins.guarded(10);
    assert!(addresses.is_empty() && accounts.is_empty(), "nothing has failed");
}

#[tokio::test(start_paused = true)]
async fn guesses_at_once_are_as_many_as_one_after_the_other_and_wait_as_those_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let (logins, slow) = logins(folder.path());
    let start = Instant::now();
    assert_eq!(at_once(&logins, 100, |_| "alice".to_owned(), "guess").await, [0, 20, 80]);
    assert_eq!(slow.0.load(Ordering::Relaxed), 20);
    assert!(start.elapsed() > Duration::from_secs(16), "{:?}", start.elapsed());
    // Also where the address is known for the account.
    logins_from_known(&logins).await;
    assert_eq!(at_once(&logins, 100, |_| "bob".to_owned(), "guess").await, [0, 20, 80]);
}

/// Has bob log in from here, where nothing counts any more.
async fn logins_from_known(logins: &Logins) {
    assert!(logins.forgive_address(postrider_directory::GuardNetwork::of(home())));
    assert!(matches!(logins.password("bob", &Secret::new("right"), home()).await, Outcome::Yes(_)));
}

#[tokio::test(start_paused = true)]
async fn clients_that_leave_their_proof_out_hold_up_a_right_password_for_ten_seconds_and_have_failed_when_they_go()
 {
    let folder = tempfile::tempdir().expect("a folder");
    let (logins, _) = logins(folder.path());
    let mut silent = Vec::new();
    for number in 0..20 {
        // They come from a client that has all the time there is.
        match logins.cram_md5(&format!("user{number}"), home()).await {
            ProofOutcome::Verifier { pending, .. } => silent.push(pending),
            other => panic!("{other:?}"),
        }
        if number == 5 {
            let start = Instant::now();
            assert_eq!(at_once(&logins, 1, |_| "alice".to_owned(), "right").await, [1, 0, 0]);
            assert!(start.elapsed() < Duration::from_secs(12), "{:?}", start.elapsed());
        }
    }
    // All of them may be wrong, and whoever comes now would be one too many.
    let secret = Secret::new("right");
    let carol = logins.password("carol", &secret, home());
    assert!(timeout(Duration::from_secs(3600), carol).await.is_err());
    assert!(logins.guarded(10).0.is_empty(), "she has left, and has guessed at nothing");
    silent.pop().expect("twenty").succeeded();
    assert_eq!(at_once(&logins, 1, |_| "carol".to_owned(), "right").await, [1, 0, 0]);
    silent.truncate(12);
    let (addresses, accounts) = logins.guarded(100);
    assert_eq!((addresses[0].failures, accounts[0].failures), (7, 7), "nobody knows their names");
}

#[tokio::test(start_paused = true)]
async fn who_leaves_while_the_password_is_looked_at_has_failed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (logins, _) = logins(folder.path());
    let secret = Secret::new("right");
    let gone = timeout(Duration::from_millis(500), logins.password("alice", &secret, home()));
    assert!(gone.await.is_err());
    assert_eq!(logins.guarded(10).0[0].failures, 1);
}
