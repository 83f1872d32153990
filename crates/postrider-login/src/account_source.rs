//! The account file as a source.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::os::unix::fs::MetadataExt as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use postrider_directory::{Account, Argon2Cost, PasswordHash, ShownCertificate};
use postrider_proto::sasl::{CramMd5Verifier, Hash, ScramVerifier, Secret, prepare};
use tracing::{error, info, warn};

use crate::file::{AccountFile, AccountFileError};
use crate::form::Accounts;
use crate::pool::{Busy, Pool};
use crate::secret::salt;
use crate::source::{Asking, Found, Offers, Source};

/// The account file. It is read again when it has changed.
#[derive(Debug)]
pub struct AccountSource {
    file: AccountFile,
    pool: Pool,
    cost: Argon2Cost,
    /// Logins with CRAM-MD5 are let in.
    cram_md5: bool,
    read: Mutex<Read>,
    /// The next stamp of what could not be looked at; none is given twice.
    unknown: AtomicU64,
}

/// What was read last.
#[derive(Debug, Clone)]
struct Read {
    /// Which file that was; none: there was none.
    seen: Option<Seen>,
    accounts: Accounts,
    /// What is worth offering. Every session asks, so that it is found once.
    offers: Offers,
    /// What is wrong with that file, where the accounts are those of before.
    mistakes: Option<String>,
}

impl Read {
    fn new(seen: Option<Seen>, accounts: Accounts) -> Self {
        let any = |has: fn(&Account) -> bool| accounts.iter().any(|account| has(account));
        let offers = Offers {
            scram: any(|account| account.keep_scram || !account.verifiers.is_empty()),
            cram_md5: any(|account| account.cram_md5.is_some()),
            certificates: any(|account| {
                !account.certificates.is_empty() || !account.certificate_names.is_empty()
            }),
            ..Offers::default()
        };
        Self { seen, accounts, offers, mistakes: None }
    }
}

/// What changes when a file does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    inode: u64,
    octets: u64,
    modified: (i64, i64),
}

impl Seen {
    fn at(file: &AccountFile) -> Option<Self> {
        let found = fs::metadata(file.path()).ok()?;
        Some(Self { inode: found.ino(), octets: found.len(), modified: (found.mtime(), found.mtime_nsec()) })
    }
}

impl AccountSource {
    /// Reads the file; it need not be there. Hashes are compared by this pool; `cost` is what new ones cost.
    ///
    /// # Errors
    ///
    /// The file cannot be read or understood.
    pub fn open(file: AccountFile, pool: Pool, cost: Argon2Cost) -> Result<Self, AccountFileError> {
        let seen = Seen::at(&file);
        let read = Mutex::new(Read::new(seen, file.read()?));
        Ok(Self { file, pool, cost, cram_md5: false, read, unknown: AtomicU64::new(1 << 63) })
    }

    /// Lets logins with CRAM-MD5 in, or not.
    #[must_use]
    pub fn with_cram_md5(mut self, cram_md5: bool) -> Self {
        self.cram_md5 = cram_md5;
        self
    }

    /// The account of this prepared name, as it is now.
    ///
    /// # Errors
    ///
    /// The file has changed, and nobody can read it now.
    pub async fn account(&self, name: &str) -> Result<Option<Arc<Account>>, Busy> {
        Ok(self.current().await?.get(name).cloned())
    }

    fn last(&self) -> Read {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The accounts as they are now. To look whether the file is another costs a moment; to read it, a thread of the pool.
    async fn current(&self) -> Result<Accounts, Busy> {
        let last = self.last();
        // Before it is read: if it changes meanwhile, it is read again the next time.
        let seen = Seen::at(&self.file);
        if seen == last.seen {
            return Ok(last.accounts);
        }
        let file = self.file.clone();
        let read = match self.pool.run(move || file.read()).await? {
            Ok(accounts) => Read::new(seen, accounts),
            // That may be over in a moment without the file being another, so it is read again the next time.
            Err(why @ AccountFileError::Read { .. }) => {
                error!("the accounts stay as they were for now: {why}");
                return Ok(last.accounts);
            }
            Err(why) => Read { mistakes: Some(why.to_string()), ..Read::new(seen, last.accounts) },
        };
        {
            let mut last = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            // Somebody else has read the same meanwhile, and told it.
            if last.seen == seen {
                return Ok(last.accounts.clone());
            }
            last.clone_from(&read);
        }
        match &read.mistakes {
            Some(why) => tell_mistakes(why),
            None => {
                info!(file = %self.file.path().display(), accounts = read.accounts.iter().count(), "the account file was read again");
            }
        }
        Ok(read.accounts)
    }

    /// Whether this is the password. Nothing is changed by it.
    async fn look(&self, name: &str, password: &Secret) -> Found<Arc<Account>> {
        let busy = |busy: Busy| Found::Unavailable(busy.to_string());
        let accounts = match self.current().await {
            Ok(accounts) => accounts,
            Err(error) => return busy(error),
        };
        let Some(account) = accounts.get(name) else { return Found::NotHere };
        match self.verify(account, password).await {
            Err(error) => busy(error),
            Ok(false) => Found::No,
            Ok(true) if account.disabled => Found::Disabled,
            Ok(true) => Found::Yes(Arc::clone(account)),
        }
    }

    async fn verify(&self, account: &Arc<Account>, password: &Secret) -> Result<bool, Busy> {
        let (account, password) = (Arc::clone(account), password.clone());
        self.pool.run(move || account.verify(&password)).await
    }

    /// Makes the verifiers of a password that was right, and keeps those that are missing: one that was imported may cost more than ours. If that fails, it is tried again at the next login.
    async fn keep_verifiers(&self, account: &Arc<Account>, password: &Secret) {
        let (file, account, password) = (self.file.clone(), Arc::clone(account), password.clone());
        let kept = self.pool.run(move || {
            let verifiers = verifiers(&password)?;
            file.change(|accounts| -> Result<(), String> {
                // Whoever has set another password meanwhile has made this one wrong.
                let is_same = |now: &&Arc<Account>| {
                    (&now.hashes, &now.verifiers) == (&account.hashes, &account.verifiers)
                };
                if let Some(now) = accounts.get(&account.name).filter(is_same) {
                    let mut now = Account::clone(now);
                    for made in verifiers {
                        if now.verifier(made.hash()).is_none() {
                            now.verifiers.push(made);
                        }
                    }
                    accounts.put(now);
                }
                Ok(())
            })
        });
        if let Ok(Err(why)) = kept.await {
            warn!("the verifiers for SCRAM of an account cannot be kept: {why}");
        }
    }
}

impl From<AccountFileError> for String {
    fn from(error: AccountFileError) -> Self {
        error.to_string()
    }
}

/// The verifiers of a password, one for each hash function, with fresh salts. Takes some milliseconds.
///
/// # Errors
///
/// The password has no prepared form, or there are no random octets; in words.
pub fn verifiers(password: &Secret) -> Result<Vec<ScramVerifier>, String> {
    let text = password.expose_text().ok_or("the password is no UTF-8")?;
    [Hash::Sha256, Hash::Sha1]
        .into_iter()
        .map(|hash| {
            let salt = salt().map_err(|error| error.to_string())?;
            let made = ScramVerifier::from_password(hash, text, &salt, ScramVerifier::ITERATIONS_MIN);
            made.map_err(|why| why.to_string())
        })
        .collect()
}

/// The credentials of a new password: a hash, and verifiers if the account is to have them. For CRAM-MD5 it has one if it had one.
///
/// # Errors
///
/// The password cannot be one; in words, with the next step.
pub fn set_password(account: &mut Account, password: &Secret, cost: Argon2Cost) -> Result<(), String> {
    let text = password.expose_text().ok_or("the password is no UTF-8: choose another")?;
    // RFC 8265: what a client sends is compared in this form.
    let prepared = prepare::password(text).map_err(|why| format!("the password {why}: choose another"))?;
    let salt = salt().map_err(|error| error.to_string())?;
    let hash = PasswordHash::make(prepared.as_bytes(), salt, cost).map_err(|why| why.to_string())?;
    account.hashes = vec![hash];
    account.verifiers = if account.keep_scram { verifiers(password)? } else { Vec::new() };
    account.cram_md5 = account.cram_md5.as_ref().map(|_| CramMd5Verifier::of(prepared.as_bytes()));
    Ok(())
}

impl Source for AccountSource {
    fn describe(&self) -> String {
        format!("the account file {}", self.file.path().display())
    }

    fn password<'a>(&'a self, name: &'a str, password: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(async move {
            let found = self.look(name, password).await;
            if let Found::Yes(account) = &found
                && account.lacks_verifiers()
            {
                self.keep_verifiers(account, password).await;
            }
            found
        })
    }

    fn try_password<'a>(&'a self, name: &'a str, password: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(self.look(name, password))
    }

    fn scram<'a>(&'a self, name: &'a str, hash: Hash) -> Asking<'a, Found<(ScramVerifier, Arc<Account>)>> {
        Box::pin(async move {
            let accounts = match self.current().await {
                Ok(accounts) => accounts,
                Err(busy) => return Found::Unavailable(busy.to_string()),
            };
            let Some(account) = accounts.get(name) else { return Found::NotHere };
            match account.verifier(hash) {
                Some(verifier) => Found::Yes((verifier.clone(), Arc::clone(account))),
                // The next login with the password makes one.
                None if account.can_get_verifiers() => Found::Transition,
                // None is made, by choice: 432 would be said for ever, and tell that there is such a name.
                None => Found::No,
            }
        })
    }

    fn cram_md5<'a>(&'a self, name: &'a str) -> Asking<'a, Found<(CramMd5Verifier, Arc<Account>)>> {
        Box::pin(async move {
            let accounts = match self.current().await {
                Ok(accounts) => accounts,
                Err(busy) => return Found::Unavailable(busy.to_string()),
            };
            let Some(account) = accounts.get(name) else { return Found::NotHere };
            // Without a verifier it is as with somebody whom nobody knows: which accounts have one is not told.
            let found = account.cram_md5.clone().filter(|_| self.cram_md5);
            found.map_or(Found::No, |verifier| Found::Yes((verifier, Arc::clone(account))))
        })
    }

    fn certificate<'a>(
        &'a self,
        shown: ShownCertificate<'a>,
        authzid: Option<&'a str>,
    ) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(async move {
            let accounts = match self.current().await {
                Ok(accounts) => accounts,
                Err(busy) => return Found::Unavailable(busy.to_string()),
            };
            let wanted = |account: &&Arc<Account>| authzid.is_none_or(|authzid| account.name == authzid);
            let mut owners = accounts.iter().filter(wanted).filter(|account| account.owns(&shown));
            match (owners.next(), owners.next()) {
                (None, _) => Found::NotHere,
                (Some(account), None) if account.disabled => Found::Disabled,
                (Some(account), None) => Found::Yes(Arc::clone(account)),
                (Some(one), Some(other)) => Found::NotOurs(format!(
                    "several accounts have this certificate, {} and {} among them, and the client has not said which it means",
                    one.name, other.name
                )),
            }
        })
    }

    fn account<'a>(&'a self, name: &'a str) -> Asking<'a, Option<Found<Arc<Account>>>> {
        Box::pin(async move {
            Some(match self.current().await {
                Ok(accounts) => match accounts.get(name) {
                    None => Found::NotHere,
                    Some(account) if account.disabled => Found::Disabled,
                    Some(account) => Found::Yes(Arc::clone(account)),
                },
                Err(busy) => Found::Unavailable(busy.to_string()),
            })
        })
    }

    fn knows(&self, name: &str) -> bool {
        self.last().accounts.get(name).is_some()
    }

    fn stamp<'a>(&'a self, name: &'a str) -> Asking<'a, u64> {
        Box::pin(async move {
            match self.current().await {
                Ok(accounts) => accounts.get(name).map_or(0, |account| stamp(account)),
                // The file is another, and nobody can read it now: what is remembered may be what has changed.
                Err(Busy) => self.unknown.fetch_add(1, Ordering::Relaxed),
            }
        })
    }

    fn decoy<'a>(&'a self, draw: u64, password: &'a Secret) -> Asking<'a, Result<(), String>> {
        Box::pin(async move {
            // As much work as for somebody: imported hashes cost more or less than those that are made here, so the costs of unknown
            // names are spread as those of known ones are.
            if let Some(account) = self.last().accounts.draw(draw) {
                return self.verify(account, password).await.map(drop).map_err(|busy| busy.to_string());
            }
            let (password, cost) = (password.clone(), self.cost);
            let made = self.pool.run(move || PasswordHash::make(password.expose(), [0; 16], cost)).await;
            made.map(drop).map_err(|busy| busy.to_string())
        })
    }

    fn scram_decoy(&self, draw: u64, hash: Hash) -> Option<(usize, u32)> {
        let accounts = self.last().accounts;
        let verifier = accounts.draw(draw)?.verifier(hash)?;
        Some((verifier.salt().len(), verifier.iterations()))
    }

    /// Where the file is another than was read, which is done at a login or a moment later, what only its first client would ask for is
    /// offered until then.
    fn offers(&self) -> Offers {
        let (read, seen) = {
            let last = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            (last.offers, last.seen)
        };
        let may_be_old = Seen::at(&self.file) != seen;
        Offers {
            cram_md5: self.cram_md5 && (read.cram_md5 || may_be_old),
            certificates: read.certificates || may_be_old,
            may_be_old,
            ..read
        }
    }

    fn refresh(&self) -> Asking<'_, ()> {
        Box::pin(async move {
            let last = self.last();
            match &last.mistakes {
                // It is as it was, and whoever asks is told once more.
                Some(why) if Seen::at(&self.file) == last.seen => tell_mistakes(why),
                // One that cannot be read now is looked at again, and told, at the next login.
                _ => {
                    if let Err(busy) = self.current().await {
                        warn!(file = %self.file.path().display(), "the account file cannot be looked at now, and is at the next login: {busy}");
                    }
                }
            }
        })
    }
}

fn tell_mistakes(why: &str) {
    error!("the accounts stay as they were: {why}");
}

/// All that is known of an account, in a number.
fn stamp(account: &Account) -> u64 {
    let mut hasher = DefaultHasher::new();
    for hash in &account.hashes {
        hash.to_string().hash(&mut hasher);
    }
    for verifier in &account.verifiers {
        verifier.to_text().hash(&mut hasher);
    }
    if let Some(verifier) = &account.cram_md5 {
        verifier.to_text().hash(&mut hasher);
    }
    for certificate in &account.certificates {
        certificate.hash(&mut hasher);
    }
    for name in &account.certificate_names {
        name.to_string().hash(&mut hasher);
    }
    for sender in &account.senders {
        sender.to_string().hash(&mut hasher);
    }
    (account.keep_scram, account.disabled, account.limits, &account.name).hash(&mut hasher);
    hasher.finish()
}
