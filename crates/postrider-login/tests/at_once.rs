//! Logins at once: many right ones, many guesses, and clients that say nothing. The clock is virtual.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use postrider_directory::{Account, Argon2Cost, GuardOptions};
use postrider_login::{Asking, Found, Logins, Options, Outcome, Pending, ProofOutcome, Source};
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
                b"stuck" => std::future::pending().await,
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
    // Five at once, a second each; then, with ten failures, eight seconds of delay, which all of the others wait together.
    assert_eq!(start.elapsed(), Duration::from_secs(10));
    // Also where the address is known for the account.
    logins_from_known(&logins).await;
    assert_eq!(at_once(&logins, 100, |_| "bob".to_owned(), "guess").await, [0, 20, 80]);
}

/// Has bob log in from here, where nothing counts any more.
async fn logins_from_known(logins: &Logins) {
    assert!(logins.forgive_address(postrider_directory::GuardNetwork::of(home())));
    assert!(matches!(logins.password("bob", &Secret::new("right"), home()).await, Outcome::Yes(_)));
}

/// So many clients that begin with CRAM-MD5, and say nothing more. They have all the time there is.
async fn silent(logins: &Logins, number: usize) -> Vec<Pending> {
    let mut silent = Vec::new();
    for number in 0..number {
        match logins.cram_md5(&format!("user{number}"), home()).await {
            ProofOutcome::Verifier { pending, .. } => silent.push(pending),
            other => panic!("{other:?}"),
        }
    }
    silent
}

#[tokio::test(start_paused = true)]
async fn clients_that_leave_their_proof_out_hold_up_a_right_password_for_ten_seconds_and_have_failed_then() {
    let folder = tempfile::tempdir().expect("a folder");
    let (logins, _) = logins(folder.path());
    let silent = silent(&logins, 5).await;
    let start = Instant::now();
    assert_eq!(at_once(&logins, 20, |number| format!("more{number}"), "right").await, [20, 0, 0]);
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    // They are counted once, whatever they do.
    for pending in silent.into_iter().take(2) {
        pending.succeeded();
    }
    let (addresses, accounts) = logins.guarded(100);
    assert_eq!((addresses[0].failures, accounts[0].failures), (5, 5), "nobody knows their names");
}

#[tokio::test(start_paused = true)]
async fn a_proof_in_time_is_no_failure_and_neither_is_its_turn_that_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (logins, _) = logins(folder.path());
    let proofs = silent(&logins, 5).await;
    tokio::time::sleep(Duration::from_secs(9)).await;
    proofs.into_iter().for_each(Pending::succeeded);
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert!(logins.guarded(10).0.is_empty());
}

#[tokio::test(start_paused = true)]
async fn who_never_has_a_turn_is_told_so_after_half_a_minute_and_has_not_failed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (logins, slow) = logins(folder.path());
    let mut stuck = JoinSet::new();
    for number in 0..20 {
        let logins = logins.clone();
        stuck.spawn(
            async move { logins.password(&format!("user{number}"), &Secret::new("stuck"), home()).await },
        );
    }
    // All of them may be wrong, and whoever comes then would be one too many.
    tokio::time::sleep(Duration::from_secs(15)).await;
    assert_eq!(slow.0.load(Ordering::Relaxed), 20);
    let start = Instant::now();
    match logins.password("carol", &Secret::new("right"), home()).await {
        Outcome::Unavailable(why) => assert!(why.contains("within 30 seconds"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(start.elapsed(), Duration::from_secs(30));
    match logins.cram_md5("carol", home()).await {
        ProofOutcome::Unavailable(why) => assert!(why.contains("within 30 seconds"), "{why}"),
        other => panic!("{other:?}"),
    }
    assert!(logins.guarded(10).0.is_empty(), "nobody has failed");
    stuck.shutdown().await;
    assert_eq!(logins.guarded(10).0[0].failures, 20, "they have, when they leave");
}

#[tokio::test(start_paused = true)]
async fn right_passwords_behind_an_address_that_has_nearly_failed_too_often_are_delayed_together() {
    for (failed, most) in [(15, 8 + 9), (19, 8 + 30)] {
        let folder = tempfile::tempdir().expect("a folder");
        let (logins, _) = logins(folder.path());
        assert_eq!(at_once(&logins, failed, |_| "phone".to_owned(), "old").await, [0, failed, 0]);
        let right = usize::try_from(most - 8).expect("few") * (20 - failed);
        let start = Instant::now();
        assert_eq!(at_once(&logins, right, |number| format!("user{number}"), "right").await, [right, 0, 0]);
        // A second for each look, as many at once as may yet fail.
        assert_eq!(start.elapsed(), Duration::from_secs(most), "{failed}");
    }
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
