//! Logins without a password that is shown: by certificate, and with CRAM-MD5.

use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use postrider_directory::{
    Account, Argon2Cost, CertificateName, Fingerprint, GuardOptions, ShownCertificate,
};
use postrider_login::{
    AccountFile, AccountFileError, CramMd5Outcome, Logins, Options, Outcome, set_password,
};
use postrider_proto::sasl::server::Holder;
use postrider_proto::sasl::{CramMd5Verifier, Secret};
use tempfile::TempDir;

fn cost() -> Argon2Cost {
    Argon2Cost::new(7168, 1, 1).expect("within the bounds")
}

fn logins(folder: &Path, cram_md5: bool) -> Logins {
    let options = Options {
        file: folder.join("accounts.toml"),
        secret: folder.join("accounts.secret"),
        cost: cost(),
        threads: 1,
        waiting: 16,
        cram_md5,
        cache: Duration::from_secs(60),
        guard: GuardOptions::default(),
    };
    Logins::open(&options).expect("opened")
}

fn folder_with(accounts: Vec<Account>) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    put(folder.path(), accounts);
    folder
}

fn put(folder: &Path, accounts: Vec<Account>) {
    let changed =
        AccountFile::at(folder.join("accounts.toml")).change(|file| -> Result<(), AccountFileError> {
            accounts.into_iter().for_each(|account| file.put(account));
            Ok(())
        });
    changed.expect("written");
}

fn home() -> IpAddr {
    "192.0.2.1".parse().expect("an address")
}

fn name_of(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Yes(account) => Some(&account.name),
        _ => None,
    }
}

#[tokio::test]
async fn a_certificate_is_whose_fingerprint_or_name_it_has() {
    let (mut alice, mut bob) = (Account::new("alice@example.org"), Account::new("bob"));
    alice.certificates.push(Fingerprint::of(b"alice's"));
    bob.certificate_names.push(CertificateName::read("Bob@example.org").expect("a name"));
    let folder = folder_with(vec![Account::new("eve")]);
    let logins = logins(folder.path(), false);
    assert!(!logins.offers().certificates);
    put(folder.path(), vec![alice, bob]);
    assert!(logins.offers().certificates, "a change counts before anybody has logged in");

    let bobs = ["Bob@EXAMPLE.org".to_owned()];
    let by_print = ShownCertificate { fingerprint: Fingerprint::of(b"alice's"), mailboxes: &[], hosts: &[] };
    let by_name = ShownCertificate { fingerprint: Fingerprint::of(b"bob's"), mailboxes: &bobs, hosts: &[] };
    let unknown = ShownCertificate { fingerprint: Fingerprint::of(b"eve's"), mailboxes: &[], hosts: &bobs };
    for (shown, authzid, name) in [
        (by_print, None, Some("alice@example.org")),
        (by_print, Some("alice@example.org"), Some("alice@example.org")),
        (by_print, Some("bob"), None),
        (by_print, Some("nobody"), None),
        (by_name, None, Some("bob")),
        (unknown, None, None),
        (unknown, Some("eve"), None),
    ] {
        let outcome = logins.certificate(shown, authzid, home()).await;
        assert_eq!(name_of(&outcome), name, "{shown:?} {authzid:?}: {outcome:?}");
    }
    assert!(logins.offers().certificates);
}

#[tokio::test]
async fn one_of_several_accounts_needs_a_word_and_a_disabled_one_is_told() {
    let fingerprint = Fingerprint::of(b"a gateway's");
    let with = |name: &str| Account { certificates: vec![fingerprint], ..Account::new(name) };
    let folder = folder_with(vec![with("one"), with("other"), Account { disabled: true, ..with("gone") }]);
    let logins = logins(folder.path(), false);
    let shown = ShownCertificate { fingerprint, mailboxes: &[], hosts: &[] };
    let both = logins.certificate(shown, None, home()).await;
    assert!(
        matches!(&both, Outcome::NotOfAccount(why) if why.contains("gone and one among them")),
        "{both:?}"
    );
    assert_eq!(name_of(&logins.certificate(shown, Some("other"), home()).await), Some("other"));
    assert_eq!(logins.certificate(shown, Some("gone"), home()).await, Outcome::Disabled);
}

#[tokio::test(start_paused = true)]
async fn strangers_do_not_delay_who_names_no_account() {
    let alice = Account { certificates: vec![Fingerprint::of(b"alice's")], ..Account::new("alice") };
    let folder = folder_with(vec![alice]);
    let logins = logins(folder.path(), false);
    let stranger = ShownCertificate { fingerprint: Fingerprint::of(b"eve's"), mailboxes: &[], hosts: &[] };
    for last in 1..=100 {
        let from = IpAddr::from([198, 51, 100, last]);
        let outcome = logins.certificate(stranger, None, from).await;
        assert_eq!(outcome, Outcome::NotOfAccount("no account has this certificate".to_owned()));
    }
    let before = tokio::time::Instant::now();
    let own = ShownCertificate { fingerprint: Fingerprint::of(b"alice's"), ..stranger };
    assert_eq!(name_of(&logins.certificate(own, None, home()).await), Some("alice"));
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn cram_md5_is_for_who_has_a_verifier_and_only_where_it_is_switched_on() {
    let mut alice = Account { cram_md5: Some(CramMd5Verifier::of(b"old")), ..Account::new("alice") };
    set_password(&mut alice, &Secret::new("pencil"), cost()).expect("a password");
    let folder = folder_with(vec![alice, Account::new("bob")]);
    let on = logins(folder.path(), true);
    assert!(on.offers().cram_md5);
    let CramMd5Outcome::Verifier { verifier, holder, account, pending } = on.cram_md5("alice", home()).await
    else {
        panic!("no verifier");
    };
    assert_eq!((verifier, holder), (CramMd5Verifier::of(b"pencil"), Holder::Account("alice".to_owned())));
    assert!(account.is_some());
    pending.succeeded();
    for nobody in ["bob", "nobody"] {
        let drawn = async || match on.cram_md5(nobody, home()).await {
            CramMd5Outcome::Verifier { verifier, holder: Holder::Nobody, account: None, .. } => verifier,
            other => panic!("{other:?}"),
        };
        assert_eq!(drawn().await, drawn().await, "{nobody} has the same each time");
    }
    let off = logins(folder.path(), false);
    assert!(!off.offers().cram_md5);
    let outcome = off.cram_md5("alice", home()).await;
    assert!(matches!(outcome, CramMd5Outcome::Verifier { holder: Holder::Nobody, .. }), "{outcome:?}");
}
