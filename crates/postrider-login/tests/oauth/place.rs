//! Logins with tokens, an account file, and a clock.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use postrider_directory::{Account, Argon2Cost, GuardOptions};
use postrider_login::{
    AccountClaim, AccountFile, AccountFileError, Addresses, Asking, Logins, OauthOptions, OauthSource,
    Options, Outcome, Refusal, Source, Teller,
};
use postrider_proto::sasl::{Secret, TokenFault};
use tempfile::TempDir;

/// 2026-11-29
pub const NOW: u64 = 1_795_910_400;
pub const ISSUER: &str = "https://id.test";
pub const CONFIGURATION: &str = "https://id.test/.well-known/openid-configuration";

/// Names of hosts, for tests: one is known.
#[derive(Debug)]
pub struct Hosts;

impl Addresses for Hosts {
    fn addresses<'a>(&'a self, host: &'a str) -> Asking<'a, Result<Vec<IpAddr>, String>> {
        Box::pin(std::future::ready(match host {
            "id.test" => Ok(vec![IpAddr::from([127, 0, 0, 1])]),
            other => Err(format!("{other} has no address record")),
        }))
    }
}

/// Logins with alice and a disabled dora in the account file, and tokens looked at by these options; and the clock.
pub struct Place {
    pub folder: TempDir,
    pub logins: Logins,
    clock: Arc<AtomicU64>,
}

pub fn options(teller: Teller) -> OauthOptions {
    OauthOptions {
        teller,
        issuer: Some(ISSUER.to_owned()),
        audience: vec!["smtp".to_owned()],
        scope: Some("mail".to_owned()),
        account: AccountClaim::Email,
        accept_unknown: false,
        openid_configuration: Some(CONFIGURATION.to_owned()),
        authorities: None,
        timeout: Duration::from_secs(5),
        connections: 2,
        cache: Duration::from_secs(60),
    }
}

impl Place {
    pub fn new(oauth: Vec<OauthOptions>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let changed = account_file(folder.path()).change(|accounts| -> Result<(), AccountFileError> {
            accounts.put(Account::new("alice@example.test"));
            accounts.put(Account { disabled: true, ..Account::new("dora@example.test") });
            Ok(())
        });
        changed.expect("written");
        let options = Options {
            file: folder.path().join("accounts.toml"),
            secret: folder.path().join("accounts.secret"),
            cost: Argon2Cost::new(7168, 1, 1).expect("within the bounds"),
            threads: 1,
            waiting: 16,
            cram_md5: false,
            cache: Duration::from_secs(60),
            guard: GuardOptions { limit: 10_000, free: 10_000, ..GuardOptions::default() },
        };
        let file = Logins::file(&options).expect("opened");
        let clock = Arc::new(AtomicU64::new(NOW));
        let hosts: Arc<dyn Addresses> = Arc::new(Hosts);
        let mut sources: Vec<Arc<dyn Source>> = vec![Arc::clone(&file) as _];
        for oauth in oauth {
            let now = Arc::clone(&clock);
            let now = Arc::new(move || now.load(Ordering::Relaxed));
            let source = OauthSource::with_clock(oauth, Arc::clone(&file), &hosts, now);
            sources.push(Arc::new(source.expect("it can be used")));
        }
        let logins = Logins::with_sources(&options, sources).expect("opened");
        Self { folder, logins, clock }
    }

    pub fn later(&self, seconds: u64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    /// What a client is told; a refusal is without what the log is.
    pub async fn login(&self, token: &str) -> Outcome {
        match self.logins.token(None, &Secret::new(token), IpAddr::from([192, 0, 2, 1])).await {
            Outcome::Refused(refusal) => Outcome::Refused(Refusal { why: None, ..refusal }),
            outcome => outcome,
        }
    }

    /// Why a token is refused, for the log.
    pub async fn refusal(&self, token: &str) -> Option<String> {
        match self.logins.token(None, &Secret::new(token), IpAddr::from([192, 0, 2, 1])).await {
            Outcome::Refused(refusal) => refusal.why,
            other => panic!("{other:?}"),
        }
    }
}

pub fn account_file(folder: &Path) -> AccountFile {
    AccountFile::at(folder.join("accounts.toml"))
}

/// Whose it is.
pub fn name_of(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Yes(account) => Some(&account.name),
        _ => None,
    }
}

/// Why nobody can say.
pub fn why(outcome: Outcome) -> String {
    match outcome {
        Outcome::Unavailable(why) => why,
        other => panic!("{other:?}"),
    }
}

/// A refusal with this status, and with what helps a client to get another token.
pub fn refused(status: &str) -> Outcome {
    let fault = TokenFault {
        status: status.to_owned(),
        scope: Some("mail".to_owned()),
        openid_configuration: Some(CONFIGURATION.to_owned()),
    };
    Outcome::Refused(Refusal { fault, why: None })
}
