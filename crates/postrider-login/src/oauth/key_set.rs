//! The keys of a server of tokens, as they were fetched last.
//!
//! They are fetched again when they are old, and when a token names one that is not among them; at most once a minute, whatever
//! tokens come. What cannot be fetched leaves the keys as they were.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use postrider_proto::sasl::Secret;
use tracing::{info, warn};

use super::Looked;
use super::claims::{Bounds, Fault};
use super::http::{ANSWER_OCTETS, Client, Query};
use super::jwt::{Algorithm, Jwt};
use super::key::{self, Key};

/// How often they are fetched at most, in seconds.
const PAUSE_SECONDS: u64 = 60;
/// The same where none was ever there.
const FIRST_PAUSE_SECONDS: u64 = 5;

/// The keys of a server of tokens.
pub(super) struct KeySet {
    place: Place,
    algorithms: Vec<Algorithm>,
    /// After so long they are fetched again.
    keep: Duration,
    known: Mutex<Known>,
    /// Held by whoever fetches them.
    fetching: tokio::sync::Mutex<()>,
}

enum Place {
    Server(Box<Client>),
    File(PathBuf),
}

#[derive(Debug, Clone, Default)]
struct Known {
    keys: Arc<Vec<Key>>,
    /// When they were fetched, in seconds since 1970; none: never.
    fetched: Option<u64>,
    /// When that was tried last, and why it failed if it did.
    tried: Option<(u64, Option<String>)>,
}

impl KeySet {
    /// Keys that another server publishes.
    pub(super) fn at(client: Client, algorithms: Vec<Algorithm>, keep: Duration) -> Self {
        Self::of(Place::Server(Box::new(client)), algorithms, keep)
    }

    /// Keys in a file.
    pub(super) fn in_file(file: PathBuf, algorithms: Vec<Algorithm>, keep: Duration) -> Self {
        Self::of(Place::File(file), algorithms, keep)
    }

    fn of(place: Place, algorithms: Vec<Algorithm>, keep: Duration) -> Self {
        Self { place, algorithms, keep, known: Mutex::default(), fetching: tokio::sync::Mutex::default() }
    }

    /// Whose a token is, at `now`.
    pub(super) async fn look(&self, token: &Secret, bounds: &Bounds<'_>, now: u64) -> Looked {
        let Some(jwt) = token.expose_text().and_then(Jwt::read) else {
            return Looked::Unknown("it is no JWT (RFC 7519)");
        };
        // Whose it says it is, before anything is proven: keys of others are not asked for it.
        if jwt.claims.text("iss").is_none_or(|issuer| bounds.issuer != Some(issuer)) {
            return Looked::Unknown(Fault::ISSUER);
        }
        let algorithm = match jwt.algorithm(&self.algorithms) {
            Ok(algorithm) => algorithm,
            Err(fault) => return Looked::Bad(fault),
        };
        let fits = |key: &Key| {
            key.algorithm() == algorithm && jwt.key().is_none_or(|id| key.id.as_deref() == Some(id))
        };
        let keys = match self.keys(fits, now).await {
            Ok(keys) => keys,
            Err(why) => return Looked::Unavailable(why),
        };
        if !keys.iter().filter(|key| fits(key)).any(|key| key.has_signed(jwt.signed, &jwt.signature)) {
            return Looked::Bad(Fault::Signature);
        }
        match jwt.claims.identity(bounds, now, true) {
            Ok(identity) => Looked::Good(identity),
            Err(fault) => Looked::Bad(fault),
        }
    }

    /// Fetches them if they never were. An error is why there are none.
    pub(super) async fn probe(&self, now: u64) -> Result<(), String> {
        let _guard = self.fetching.lock().await;
        if self.known().fetched.is_some() {
            return Ok(());
        }
        // Whoever asks tells of an error, and it is not learnt: the next token tries again as soon as the server is not left alone any more.
        let keys = self.fetch().await?;
        self.learn(Ok(keys), now);
        Ok(())
    }

    /// The keys, fetched again if they are old or none of them fits.
    async fn keys(&self, fits: impl Fn(&Key) -> bool, now: u64) -> Result<Arc<Vec<Key>>, String> {
        let known = self.known();
        let (has_one, is_old) = (known.keys.iter().any(&fits), self.are_old(&known, now));
        if has_one && !is_old {
            return Ok(known.keys);
        }
        // Whoever can go on with a key that is old does not wait for another's fetching.
        let guard = if has_one { self.fetching.try_lock().ok() } else { Some(self.fetching.lock().await) };
        // Somebody may have fetched them meanwhile.
        let known = self.known();
        let done = known.keys.iter().any(&fits) && !self.are_old(&known, now);
        if guard.is_some() && !done && may_try(&known, now) {
            let fetched = self.fetch().await;
            self.learn(fetched, now);
        }
        let known = self.known();
        match known.tried {
            Some((_, Some(why))) if !known.keys.iter().any(&fits) => Err(why),
            _ => Ok(known.keys),
        }
    }

    fn are_old(&self, known: &Known, now: u64) -> bool {
        known.fetched.is_none_or(|fetched| now.saturating_sub(fetched) >= self.keep.as_secs())
    }

    fn learn(&self, fetched: Result<Vec<Key>, String>, now: u64) {
        let mut known = self.lock();
        match fetched {
            Ok(keys) => {
                if *known.keys != keys {
                    info!(keys = keys.len(), "the keys of tokens are others now");
                }
                *known = Known { keys: Arc::new(keys), fetched: Some(now), tried: Some((now, None)) };
            }
            Err(why) => {
                let kept = known.keys.len();
                warn!(kept, "the keys of tokens cannot be fetched, and stay as they were: {why}");
                known.tried = Some((now, Some(why)));
            }
        }
    }

    async fn fetch(&self) -> Result<Vec<Key>, String> {
        let octets = match &self.place {
            Place::Server(client) => {
                let query = Query { accept: "application/jwk-set+json, application/json", form: None };
                let said = client.ask(&query).await.map_err(|why| why.to_string())?;
                if !said.status.is_success() {
                    return Err(format!("it says {}", said.status));
                }
                said.body
            }
            Place::File(file) => {
                let file = file.clone();
                let read = tokio::task::spawn_blocking(move || in_file(&file)).await;
                return read.map_err(|error| error.to_string())?;
            }
        };
        key::usable(&octets).map_err(str::to_owned)
    }

    fn known(&self) -> Known {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many keys of a file can be used for tokens.
///
/// # Errors
///
/// There are none, or it cannot be read; in words.
pub fn usable_keys(file: &Path) -> Result<usize, String> {
    in_file(file).map(|keys| keys.len())
}

fn in_file(file: &Path) -> Result<Vec<Key>, String> {
    let mut octets = Vec::new();
    let read = File::open(file).and_then(|file| file.take(ANSWER_OCTETS as u64).read_to_end(&mut octets));
    read.map_err(|error| format!("the file cannot be read: {error}"))?;
    key::usable(&octets).map_err(str::to_owned)
}

/// Whether enough time has passed since they were tried to be fetched.
fn may_try(known: &Known, now: u64) -> bool {
    let pause = if known.keys.is_empty() { FIRST_PAUSE_SECONDS } else { PAUSE_SECONDS };
    // A clock that was set back is no reason to wait for it.
    known.tried.as_ref().is_none_or(|(tried, _)| now.abs_diff(*tried) >= pause)
}
