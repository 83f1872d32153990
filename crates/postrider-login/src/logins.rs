//! Whether somebody may log in: the sources in order, behind the guard and the cache.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postrider_directory::{
    Account, Argon2Cost, Guard, GuardAttempt, GuardCount, GuardNetwork, GuardOptions, GuardResult,
    GuardVerdict, ShownCertificate,
};
use postrider_proto::sasl::server::Holder;
use postrider_proto::sasl::{CramMd5Verifier, Hash, ScramVerifier, Secret, TokenFault};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};

use crate::account_source::AccountSource;
use crate::cache::Cache;
use crate::file::{AccountFile, AccountFileError};
use crate::pool::Pool;
use crate::secret::Key;
use crate::source::{Asking, Found, Offers, Refusal, Source};

/// How logins are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The account file.
    pub file: PathBuf,
    /// Where the secret is kept that gives unknown users their salts. Its folder has to be there.
    pub secret: PathBuf,
    /// What a new hash costs.
    pub cost: Argon2Cost,
    /// Threads that hash.
    pub threads: usize,
    /// Passwords that wait for one of them.
    pub waiting: usize,
    /// Logins with CRAM-MD5 are let in.
    pub cram_md5: bool,
    /// For how long a password that was right is remembered.
    pub cache: Duration,
    /// How much guessing is let pass.
    pub guard: GuardOptions,
}

/// Why logins cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The account file cannot be used.
    #[error("{0}")]
    File(#[from] AccountFileError),
    /// The secret cannot be read or made.
    #[error("the secret {} for the salts of unknown users cannot be read or made: {error}", .path.display())]
    Secret {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        error: io::Error,
    },
    /// A source of tokens cannot be made.
    #[error("[[oauth]] cannot be used: {0}")]
    Tokens(String),
    /// The system gives no threads, or no random octets.
    #[error("the system gives no threads or no random octets for logins: {0}")]
    System(#[from] io::Error),
}

/// How a login ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is right.
    Yes(Arc<Account>),
    /// It is wrong, or there is no such name: the same for both.
    No,
    /// It is right, and the account may not log in.
    Disabled,
    /// It is a certificate, and it is not that of an account, or not of this one, or of several; why, for the log.
    NotOfAccount(String),
    /// It is a token, and it is not taken.
    Refused(Refusal),
    /// Too many have failed; nobody has looked at this one.
    TooMany {
        /// For so long, if nothing else fails.
        wait: Duration,
    },
    /// Nobody can say now; why, for the log.
    Unavailable(String),
}

/// What SCRAM is answered.
pub type ScramOutcome = ProofOutcome<ScramVerifier>;

/// What CRAM-MD5 is answered.
pub type CramMd5Outcome = ProofOutcome<CramMd5Verifier>;

/// What a mechanism is answered whose client proves that it knows the password.
#[derive(Debug)]
pub enum ProofOutcome<V> {
    /// This verifies the proof. For a name that nobody knows it is one that no proof fits.
    Verifier {
        /// The verifier.
        verifier: V,
        /// Whose it is, for the exchange.
        holder: Holder,
        /// The account; none if it is disabled, or nobody's.
        account: Option<Arc<Account>>,
        /// The attempt, which ends with the proof.
        pending: Pending,
    },
    /// The account has no verifier before it has logged in with its password once.
    Transition,
    /// Too many have failed.
    TooMany {
        /// For so long, if nothing else fails.
        wait: Duration,
    },
    /// Nobody can say now; why, for the log.
    Unavailable(String),
}

/// What stands in the place of all names that are no account's. No account is called that: a name has no spaces.
pub const UNKNOWN_NAMES: &str = "unknown names";

/// An attempt that is under way. Dropped, it counts as a failure.
#[derive(Debug)]
pub struct Pending {
    turn: Arc<Turn>,
    /// What ends the turn of a client that owes its proof.
    patience: Option<AbortHandle>,
}

/// What an attempt has until it is settled.
#[derive(Debug)]
struct Turn {
    logins: Logins,
    /// None: it is settled.
    attempt: Mutex<Option<GuardAttempt>>,
}

impl Turn {
    fn settle(&self, result: GuardResult) {
        let attempt = self.attempt.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(attempt) = attempt else { return };
        self.logins.guard().settle(attempt, result, Instant::now().into_std());
        self.logins.0.settled.notify_waiters();
    }
}

impl Pending {
    /// The proof did fit. One that came too late to be waited for is right all the same, and has been counted as a failure: what is guessed in the meantime is to be no
    /// more than may fail.
    pub fn succeeded(self) {
        self.turn.settle(GuardResult::Success);
    }

    /// Now it is the client's turn to speak. If it does not, it has failed, and others have its place.
    fn owes_proof(&mut self) {
        let turn = Arc::clone(&self.turn);
        let patience = tokio::spawn(async move {
            tokio::time::sleep(Guard::PATIENCE).await;
            turn.settle(GuardResult::Failure);
        });
        self.patience = Some(patience.abort_handle());
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(patience) = &self.patience {
            patience.abort();
        }
        self.turn.settle(GuardResult::Failure);
    }
}

/// Why an attempt is not looked at.
enum Unheard {
    /// Too many have failed.
    TooMany {
        /// For so long, if nothing else fails.
        wait: Duration,
    },
    /// Its turn has not come.
    Busy,
}

/// Who waits for its turn asks again after so long at the latest: failures are forgotten with time, too, and by an operator.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// Who has waited so long for its turn is told to come again: most clients wait no longer for a reply, and nobody is to take up a session for nothing.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// Why, then.
const BUSY: &str = "other logins from its address or network are being looked at, and its turn did not come within 30 seconds";

impl From<Unheard> for Outcome {
    fn from(unheard: Unheard) -> Self {
        match unheard {
            Unheard::TooMany { wait } => Self::TooMany { wait },
            Unheard::Busy => Self::Unavailable(BUSY.to_owned()),
        }
    }
}

impl<V> From<Unheard> for ProofOutcome<V> {
    fn from(unheard: Unheard) -> Self {
        match unheard {
            Unheard::TooMany { wait } => Self::TooMany { wait },
            Unheard::Busy => Self::Unavailable(BUSY.to_owned()),
        }
    }
}

/// Whom to ask whether somebody may log in. Clones are the same.
#[derive(Clone)]
pub struct Logins(Arc<Inner>);

struct Inner {
    sources: Vec<Arc<dyn Source>>,
    guard: Mutex<Guard>,
    /// An attempt was settled, and another may have its turn.
    settled: Notify,
    cache: Mutex<Cache>,
    secret: Key,
    /// Sources are made to look again.
    looking: AtomicBool,
}

impl fmt::Debug for Logins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Logins").field(&self.0.sources).finish()
    }
}

impl Logins {
    /// With the account file for the only source. Reads it, and starts the pool.
    ///
    /// # Errors
    ///
    /// Something of it cannot be had.
    pub fn open(options: &Options) -> Result<Self, OpenError> {
        Self::with_sources(options, vec![Self::file(options)?])
    }

    /// The account file as these options have it, and a pool for it: the first of several sources.
    ///
    /// # Errors
    ///
    /// Something of it cannot be had.
    pub fn file(options: &Options) -> Result<Arc<AccountSource>, OpenError> {
        let pool = Pool::start(options.threads, options.waiting)?;
        let file = AccountSource::open(AccountFile::at(&options.file), pool, options.cost)?;
        Ok(Arc::new(file.with_cram_md5(options.cram_md5)))
    }

    /// With these sources, which are asked in this order.
    ///
    /// # Errors
    ///
    /// The secret cannot be had.
    pub fn with_sources(options: &Options, sources: Vec<Arc<dyn Source>>) -> Result<Self, OpenError> {
        let secret = Key::kept(&options.secret)
            .map_err(|error| OpenError::Secret { path: options.secret.clone(), error })?;
        let guard = Mutex::new(Guard::new(options.guard.clone()));
        let cache = Mutex::new(Cache::new(options.cache)?);
        let (settled, looking) = (Notify::new(), AtomicBool::new(false));
        Ok(Self(Arc::new(Inner { sources, guard, settled, cache, secret, looking })))
    }

    /// Whether this is the password of a prepared name. Its turn, and the delay that the guard asks for, are waited for here.
    ///
    /// Dropped when it has had its turn and has not ended, the attempt counts as a failure. Whose turn does not come within half a minute is not looked at: nobody can say now.
    pub async fn password(&self, name: &str, password: &Secret, from: IpAddr) -> Outcome {
        let pending = match self.begin(name, from).await {
            Ok(pending) => pending,
            Err(unheard) => return unheard.into(),
        };
        let found = match self.remembered(name, password).await {
            Some(account) => Found::Yes(account),
            None => self.look(name, password, from).await,
        };
        pending.outcome(found)
    }

    /// What verifies the proofs of SCRAM of a prepared name.
    pub async fn scram(&self, name: &str, hash: Hash, from: IpAddr) -> ScramOutcome {
        self.proof(name, from, |source| source.scram(name, hash), || self.verifier_of_nobody(name, hash))
            .await
    }

    /// What verifies the responses of CRAM-MD5 of a prepared name.
    pub async fn cram_md5(&self, name: &str, from: IpAddr) -> CramMd5Outcome {
        let nobody = || CramMd5Verifier::of_nobody(self.0.secret.mac(&[b"cram-md5", name.as_bytes()]));
        self.proof(name, from, |source| source.cram_md5(name), nobody).await
    }

    async fn proof<'a, V: PartialEq>(
        &'a self,
        name: &str,
        from: IpAddr,
        ask: impl Fn(&'a dyn Source) -> Asking<'a, Found<(V, Arc<Account>)>>,
        nobody: impl FnOnce() -> V,
    ) -> ProofOutcome<V> {
        let mut pending = match self.begin(name, from).await {
            Ok(pending) => pending,
            Err(unheard) => return unheard.into(),
        };
        let mut found = Found::NotHere;
        for source in &self.0.sources {
            found = ask(source.as_ref()).await;
            if found != Found::NotHere {
                break;
            }
        }
        match found {
            Found::Yes((verifier, account)) => {
                let disabled = account.disabled;
                let holder = if disabled { Holder::Disabled } else { Holder::Account(account.name.clone()) };
                let account = (!disabled).then_some(account);
                pending.owes_proof();
                ProofOutcome::Verifier { verifier, holder, account, pending }
            }
            Found::Unavailable(why) => {
                pending.turn.settle(GuardResult::Unknown);
                ProofOutcome::Unavailable(why)
            }
            Found::Transition => {
                // Nothing was guessed at; but the name is told to be one, so it counts as a failure.
                ProofOutcome::Transition
            }
            Found::No | Found::Disabled | Found::NotHere | Found::NotOurs(_) | Found::Refused(_) => {
                let verifier = nobody();
                pending.owes_proof();
                ProofOutcome::Verifier { verifier, holder: Holder::Nobody, account: None, pending }
            }
        }
    }

    /// Whether a login of before is still good, and what the account is now: [`Outcome::No`] where it is gone or has another password. Nothing is
    /// guessed at, so nothing is counted.
    pub async fn standing(&self, account: &Arc<Account>) -> Outcome {
        for source in &self.0.sources {
            match source.account(&account.name).await {
                // One that cannot tell keeps no credentials here.
                None | Some(Found::NotHere | Found::NotOurs(_)) => {}
                Some(Found::Yes(now)) if now.keeps_credentials_of(account) => return Outcome::Yes(now),
                Some(Found::Yes(_) | Found::No | Found::Transition | Found::Refused(_)) => {
                    return Outcome::No;
                }
                Some(Found::Disabled) => return Outcome::Disabled,
                Some(Found::Unavailable(why)) => return Outcome::Unavailable(why),
            }
        }
        // Whose credentials are elsewhere is known there, where nobody is asked without them.
        if account.has_credentials() { Outcome::No } else { Outcome::Yes(Arc::clone(account)) }
    }

    /// Whose this token is. `name` is whom the client says it is for. An empty one asks how to get one, which is no attempt.
    ///
    /// One source that cannot say keeps nobody else from it: whoever has made the token says yes or no.
    pub async fn token(&self, name: Option<&str>, token: &Secret, from: IpAddr) -> Outcome {
        let refused = |why| Outcome::Refused(Refusal { fault: self.token_help(), why });
        if token.expose().is_empty() {
            return refused(None);
        }
        let called = name.unwrap_or_default();
        let pending = match self.begin(called, from).await {
            Ok(pending) => pending,
            Err(unheard) => return unheard.into(),
        };
        let (mut found, mut down, mut whys) = (Found::NotHere, Vec::new(), Vec::new());
        for (number, source) in self.0.sources.iter().enumerate() {
            match source.token(name, token).await {
                Found::NotHere => {}
                Found::NotOurs(why) => whys.push(why),
                Found::Unavailable(why) => down.push(why),
                Found::No => {
                    whys.push(format!("{} does not take it", source.describe()));
                    found = Found::No;
                    break;
                }
                decided => {
                    found = self.owned(number, decided).await;
                    break;
                }
            }
        }
        // Whoever made the token may be the one that is down: another's no is not the last word then.
        if matches!(found, Found::NotHere | Found::No) && !down.is_empty() {
            found = Found::Unavailable(down.join("; "));
        }
        match settled(pending, called, found) {
            Outcome::No if whys.is_empty() => refused(Some("nobody here knows tokens".to_owned())),
            Outcome::No => refused(Some(whys.join("; "))),
            outcome => outcome,
        }
    }

    fn token_help(&self) -> TokenFault {
        let help = self.0.sources.iter().find_map(|source| source.token_help());
        help.unwrap_or_else(TokenFault::invalid_token)
    }

    /// Whose this certificate is, which TLS has found good.
    pub async fn certificate(
        &self,
        shown: ShownCertificate<'_>,
        authzid: Option<&str>,
        from: IpAddr,
    ) -> Outcome {
        let name = authzid.unwrap_or_default();
        let pending = match self.begin(name, from).await {
            Ok(pending) => pending,
            Err(unheard) => return unheard.into(),
        };
        let mut found = Found::NotHere;
        for (number, source) in self.0.sources.iter().enumerate() {
            found = source.certificate(shown, authzid).await;
            if found != Found::NotHere {
                found = self.owned(number, found).await;
                break;
            }
        }
        let why = match &found {
            Found::NotOurs(why) => why.as_str(),
            _ if authzid.is_none() => "no account has this certificate",
            _ => "no account of the name that the client gives has this certificate",
        }
        .to_owned();
        match settled(pending, name, found) {
            Outcome::No => Outcome::NotOfAccount(why),
            outcome => outcome,
        }
    }

    /// Which sources cannot be asked now: why, and what to do about it.
    pub async fn unreachable(&self) -> Vec<String> {
        let mut troubles = Vec::new();
        for source in &self.0.sources {
            troubles.extend(source.probe().await.err());
        }
        troubles
    }

    /// What is worth offering, for any of the sources: what nobody can log in with need not be.
    #[must_use]
    pub fn offers(&self) -> Offers {
        let all = self.0.sources.iter().map(|source| source.offers());
        let all = all.fold(Offers::default(), Offers::or);
        if all.may_be_old {
            self.look_again();
        }
        all
    }

    /// Has those look again that may say what was so yesterday. Whoever asks now is answered from then: to offer what leads nowhere would have
    /// right passwords refused.
    fn look_again(&self) {
        let Ok(runtime) = Handle::try_current() else { return };
        if self.0.looking.swap(true, Ordering::Relaxed) {
            return;
        }
        let logins = self.clone();
        runtime.spawn(async move {
            for source in logins.0.sources.iter().filter(|source| source.offers().may_be_old) {
                source.refresh().await;
            }
            logins.0.looking.store(false, Ordering::Relaxed);
        });
    }

    /// Has every source look whether it is of now, and tell in the log what keeps it from that.
    pub async fn refresh(&self) {
        for source in &self.0.sources {
            source.refresh().await;
        }
    }

    /// The addresses that have failed most, and the accounts at which most have failed; at most so many of each.
    #[must_use]
    pub fn guarded(&self, most: usize) -> (Vec<GuardCount>, Vec<GuardCount>) {
        let now = Instant::now().into_std();
        let (addresses, accounts) = {
            let guard = self.guard();
            (guard.addresses(most, now), guard.accounts(usize::MAX, now))
        };
        // Who has logged in by a name has one.
        let is_known = |count: &GuardCount| count.from.is_some() || self.knows(&count.who);
        let (mut known, unknown): (Vec<_>, Vec<_>) = accounts.into_iter().partition(is_known);
        known.truncate(most);
        let together = unknown.into_iter().reduce(|all, one| GuardCount {
            failures: all.failures.saturating_add(one.failures),
            delay: all.delay.max(one.delay),
            ..all
        });
        // A password may be among them, typed where the name belongs.
        known.extend(together.map(|all| GuardCount { who: UNKNOWN_NAMES.to_owned(), ..all }));
        (addresses, known)
    }

    /// Whether this prepared name is an account's for certain.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.0.sources.iter().any(|source| source.knows(name))
    }

    /// Whether this prepared name may stand where others read it: it is an account's for certain, or somebody has logged in by it from this address, as
    /// accounts do that another server knows. Any other may be a password that was typed where a name belongs, an address as well.
    #[must_use]
    pub fn may_be_shown(&self, name: &str, from: IpAddr) -> bool {
        self.knows(name) || self.guard().knows(from, name, Instant::now().into_std())
    }

    /// Forgets the failures of an address or a network. Whether there were any.
    #[must_use]
    pub fn forgive_address(&self, network: GuardNetwork) -> bool {
        self.guard().reset_address(network)
    }

    /// Forgets the failures at all names that are no account's. Whether there were any.
    #[must_use]
    pub fn forgive_unknown(&self) -> bool {
        let counts = self.guard().accounts(usize::MAX, Instant::now().into_std());
        let unknown = counts.into_iter().filter(|count| count.from.is_none() && !self.knows(&count.who));
        unknown.fold(false, |was, count| self.guard().reset_account(&count.who) | was)
    }

    /// Forgets the failures at an account. Whether there were any.
    #[must_use]
    pub fn forgive_account(&self, account: &str) -> bool {
        self.guard().reset_account(account)
    }

    fn guard(&self) -> MutexGuard<'_, Guard> {
        self.0.guard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.0.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins an attempt: waits as long as the guard says, and then for its turn.
    async fn begin(&self, name: &str, from: IpAddr) -> Result<Pending, Unheard> {
        let (came, mut delayed) = (Instant::now(), Duration::ZERO);
        loop {
            let mut settled = pin!(self.0.settled.notified());
            // From before the guard is asked: what is settled in between counts.
            settled.as_mut().enable();
            let now = Instant::now();
            let waited = now - came;
            let verdict = self.guard().begin(from, name, waited, now.into_std());
            match verdict {
                GuardVerdict::Refuse { wait } => return Err(Unheard::TooMany { wait }),
                GuardVerdict::Go { attempt } => {
                    let turn = Turn { logins: self.clone(), attempt: Mutex::new(Some(attempt)) };
                    return Ok(Pending { turn: Arc::new(turn), patience: None });
                }
                // Whoever leaves while it waits has guessed at nothing.
                GuardVerdict::Delay { rest } => {
                    tokio::time::sleep(rest).await;
                    delayed += rest;
                }
                GuardVerdict::Wait => {
                    match (WAIT_MAX + delayed).checked_sub(waited).filter(|left| !left.is_zero()) {
                        Some(left) => drop(timeout(left.min(ASK_AGAIN), settled).await),
                        None => return Err(Unheard::Busy),
                    }
                }
            }
        }
    }

    async fn remembered(&self, name: &str, password: &Secret) -> Option<Arc<Account>> {
        let right = self.cache().get(name, password, Instant::now().into_std())?;
        // One that is asked before it may know the name since.
        for earlier in self.0.sources.get(..right.source)? {
            if earlier.stamp(name).await != 0 {
                return None;
            }
        }
        let stamp = self.0.sources.get(right.source)?.stamp(name).await;
        (stamp == right.stamp).then_some(right.account)
    }

    async fn look(&self, name: &str, password: &Secret, from: IpAddr) -> Found<Arc<Account>> {
        let mut decided = None;
        for (number, source) in self.0.sources.iter().enumerate() {
            // Before it is asked: if what it knows changes meanwhile, what is remembered does not count.
            let stamp = source.stamp(name).await;
            match source.password_from(name, password, from).await {
                Found::NotHere | Found::NotOurs(_) => {}
                Found::Yes(account) if account.name != name => {
                    // It has a longer name for it. Where that is an account of one before it, that one has not seen its password.
                    return match self.owned(number, Found::Yes(account)).await {
                        Found::Yes(owned) if owned.has_credentials() => Found::No,
                        found => found,
                    };
                }
                Found::Yes(account) => {
                    if source.is_remembered() {
                        let right = (Arc::clone(&account), number, stamp);
                        self.cache().put(name, password, right, Instant::now().into_std());
                    }
                    return Found::Yes(account);
                }
                Found::No => {
                    decided = Some(number);
                    break;
                }
                found => return found,
            }
        }
        // Whoever has decided, or nobody: the others do as much as if it had been they.
        let draw = self.draw(name);
        for (number, source) in self.0.sources.iter().enumerate() {
            let done = match decided {
                Some(decided) if number == decided => continue,
                Some(decided) if number > decided => source.unasked(name, draw, password).await,
                _ => source.decoy(draw, password).await,
            };
            if let Err(why) = done {
                return Found::Unavailable(why);
            }
        }
        if decided.is_some() { Found::No } else { Found::NotHere }
    }

    /// What the source with this number has found, unless one before it has the account by its own name: then it is that one's word that
    /// counts, so that somebody who is disabled there is so here.
    async fn owned(&self, number: usize, found: Found<Arc<Account>>) -> Found<Arc<Account>> {
        let Found::Yes(account) = &found else { return found };
        for earlier in &self.0.sources[..number] {
            if let Some(owner) = earlier.account(&account.name).await
                && owner != Found::NotHere
            {
                return owner;
            }
        }
        found
    }

    /// A number that is the same for the same name, and that nobody else can tell.
    fn draw(&self, name: &str) -> u64 {
        let mac = self.0.secret.mac(&[b"draw", name.as_bytes()]);
        u64::from_be_bytes(mac[..8].try_into().expect("eight of its octets"))
    }

    /// Whoever asks twice gets the same, and what is known of verifiers here it looks like.
    fn verifier_of_nobody(&self, name: &str, hash: Hash) -> ScramVerifier {
        let draw = self.draw(name);
        let form = self.0.sources.iter().find_map(|source| source.scram_decoy(draw, hash));
        let (octets, iterations) = form.unwrap_or((16, ScramVerifier::ITERATIONS_MIN));
        let block = |number: u8| {
            self.0.secret.mac(&[b"salt", &[number], name.as_bytes(), hash.mechanism().as_bytes()])
        };
        let mut salt: Vec<u8> = (0..8).flat_map(block).collect();
        salt.truncate(octets.max(1));
        ScramVerifier::of_nobody(hash, &salt, iterations)
            .expect("salt and iterations are those of a verifier, or what new ones have")
    }
}

/// What comes of a token or a certificate beside which this name was given.
fn settled(pending: Pending, name: &str, found: Found<Arc<Account>>) -> Outcome {
    match found {
        // Another's name beside what is one's own: refused later, and no success at that name. The attempt counts as a failure.
        Found::Yes(account) if !name.is_empty() && account.name != name => Outcome::Yes(account),
        found => pending.outcome(found),
    }
}

impl Pending {
    fn outcome(self, found: Found<Arc<Account>>) -> Outcome {
        let (result, outcome) = match found {
            Found::Yes(account) => (GuardResult::Success, Outcome::Yes(account)),
            // The password was right, and guessing is not what happens here.
            Found::Disabled => (GuardResult::Unknown, Outcome::Disabled),
            Found::Unavailable(why) => (GuardResult::Unknown, Outcome::Unavailable(why)),
            Found::Refused(refusal) => (GuardResult::Failure, Outcome::Refused(refusal)),
            Found::No | Found::NotHere | Found::NotOurs(_) | Found::Transition => {
                (GuardResult::Failure, Outcome::No)
            }
        };
        self.turn.settle(result);
        outcome
    }
}
