//! A directory as a source: the entry of a name is looked for, and then the password is shown for it (LDAP, RFC 4511).
//!
//! ```text
//!   LdapSource --> Pool --> a connection that searches   search (mail=alice@example.org) --> one entry
//!                      \--> another, for passwords       bind uid=alice,... with hers    --> right or wrong
//! ```
//!
//! What always holds:
//!
//! - An empty password is never shown, nor is any for an entry without a name: a directory takes both for nobody in particular, and says yes
//!   (RFC 4513 §5.1.2).
//! - A name becomes no text of a filter: see [`Filter`].
//! - Two entries are nobody's: it would be chance who logs in.
//! - There is an end to everything: to a message, to what answers a search, to those that wait, to the time that they do.

mod ber;
mod connection;
mod filter;
mod message;
mod pool;
mod roots;
mod url;

use std::sync::Arc;
use std::time::Duration;

use postrider_directory::Account;
use postrider_proto::mail::Mailbox;
use postrider_proto::mail::address::Charset;
use postrider_proto::sasl::{Hash, ScramVerifier, Secret};
use tokio::time::{Instant, timeout};
use tracing::{debug, error};

use crate::dial::Dial;
use crate::recent::Recent;
use crate::source::{Asking, Found, Source};
use crate::terms::Terms;
use connection::{Server, Trouble, in_words};
use message::{Ended, Entry, Search, code};
use pool::{Pool, Turn};

pub use filter::{Filter, FilterError};
pub use roots::{Roots, RootsError};
pub use url::{LdapUrl, LdapUrlError, Security};

/// How a directory is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LdapOptions {
    /// Where it is.
    pub url: LdapUrl,
    /// How connections are kept from others.
    pub security: Security,
    /// Whose word is taken for its certificate.
    pub roots: Roots,
    /// As whom it is searched; none: as nobody in particular.
    pub searcher: Option<(String, Secret)>,
    /// Below which entry is searched.
    pub base: String,
    /// What the entry of a name is like.
    pub filter: Filter,
    /// What the entries of those are like that may not log in.
    pub disabled: Option<Filter>,
    /// The attributes whose values are addresses that an account may send from.
    pub senders_attributes: Vec<String>,
    /// What else holds for its accounts.
    pub terms: Terms,
    /// How long an answer may take.
    pub timeout: Duration,
    /// How many connections there are at most that search, and as many for passwords.
    pub connections: usize,
}

/// A directory.
#[derive(Debug)]
pub struct LdapSource {
    options: LdapOptions,
    pool: Pool,
    /// How long a name was looked for.
    searches: Recent,
    /// How long the look at a wrong password took.
    refusals: Recent,
}

/// The most addresses of one entry that count.
const SENDERS_MAX: usize = 1000;

impl LdapSource {
    /// Nobody is connected to yet.
    #[must_use]
    pub fn new(options: LdapOptions, dial: Arc<dyn Dial>) -> Self {
        let tls = (options.security != Security::Clear).then(|| options.roots.client());
        let server = Server { dial, url: options.url.clone(), security: options.security, tls };
        let pool = Pool::new(server, options.searcher.clone(), options.connections);
        Self { options, pool, searches: Recent::default(), refusals: Recent::default() }
    }

    fn in_words(&self, trouble: &Trouble) -> String {
        let next = match trouble {
            Trouble::Unreachable(_) => ": is it running, and is url where it listens?",
            Trouble::Tls(_) => {
                ": ca has to name the authority of its certificate, and url the host that this is for"
            }
            Trouble::Refused { what: "StartTLS", .. } => {
                ": it needs a certificate there; or url has to be ldaps://"
            }
            Trouble::Refused { .. } => ": see bind_dn, password_file, base and filter",
            Trouble::Closed(_) | Trouble::Silent => ": its own log says why",
            Trouble::Malformed(_) | Trouble::NotAsked => ": is it a directory that url leads to?",
            Trouble::Busy => "",
        };
        format!("{} {trouble}{next}", self.describe())
    }

    /// Gives up when the time is over.
    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Trouble>>) -> Result<T, String> {
        let done = timeout(self.options.timeout, work).await.unwrap_or(Err(Trouble::Silent));
        done.map_err(|trouble| self.in_words(&trouble))
    }

    async fn look(&self, name: &str, password: &Secret) -> Found<Arc<Account>> {
        if !self.options.terms.takes_in(name) {
            return Found::NotHere;
        }
        if password.expose().is_empty() {
            return Found::No;
        }
        self.in_time(self.found(name, password)).await.unwrap_or_else(Found::Unavailable)
    }

    async fn found(&self, name: &str, password: &Secret) -> Result<Found<Arc<Account>>, Trouble> {
        let turn = self.pool.turn().await?;
        let begun = Instant::now();
        let mut entries = self.search(&turn, &self.options.base, true, &self.options.filter, name).await?;
        self.searches.note(begun.elapsed());
        let entry = match (entries.pop(), entries.pop()) {
            (None, _) => return Ok(Found::NotHere),
            (Some(entry), None) => entry,
            (Some(one), Some(other)) => return Ok(Found::Unavailable(self.ambiguous(&one, &other))),
        };
        if entry.dn.is_empty() {
            return Ok(Found::Unavailable(format!(
                "{} has found an entry without a name: see base and filter",
                self.describe()
            )));
        }
        let begun = Instant::now();
        let shown = turn.show(&entry.dn, password).await?;
        match shown.code {
            code::SUCCESS => {}
            code::INVALID_CREDENTIALS
            | code::INAPPROPRIATE_AUTHENTICATION
            | code::UNWILLING_TO_PERFORM
            | code::CONSTRAINT_VIOLATION
            | code::NO_SUCH_OBJECT
            | code::INSUFFICIENT_ACCESS => {
                debug!(directory = %self.options.url, dn = entry.dn, "a password was refused: {}", in_words(&shown));
                self.refusals.note(begun.elapsed());
                return Ok(Found::No);
            }
            _ => return Err(refused(shown)),
        }
        if let Some(disabled) = &self.options.disabled
            && !self.search(&turn, &entry.dn, false, disabled, name).await?.is_empty()
        {
            return Ok(Found::Disabled);
        }
        Ok(Found::Yes(Arc::new(self.options.terms.account(name, &addresses(&entry)))))
    }

    /// Two entries fit: whoever set this up has to hear of it, and nobody logs in by chance.
    fn ambiguous(&self, one: &Entry, other: &Entry) -> String {
        let (one, other) = (&one.dn, &other.dn);
        error!(directory = %self.options.url, one, other, "two entries have the same name, and nobody can log in with it");
        format!(
            "{} has two entries at least for this name, {one:?} and {other:?}: let filter or base fit one alone",
            self.describe()
        )
    }

    async fn search(
        &self,
        turn: &Turn<'_>,
        base: &str,
        subtree: bool,
        filter: &Filter,
        name: &str,
    ) -> Result<Vec<Entry>, Trouble> {
        let seconds = u32::try_from(self.options.timeout.as_secs()).unwrap_or(u32::MAX).max(1);
        let attributes: &[String] = if subtree { &self.options.senders_attributes } else { &[] };
        let search = Search { base, subtree, size_limit: 2, seconds, filter, name, attributes };
        let (entries, ended) = turn.search(search).await?;
        match ended.code {
            code::SUCCESS => Ok(entries),
            // More than the two that are enough to see that it is not one.
            code::SIZE_LIMIT_EXCEEDED if entries.len() > 1 => Ok(entries),
            _ => Err(Trouble::Refused { what: "the search", ended }),
        }
    }
}

/// A bind that has said nothing about the password.
fn refused(ended: Ended) -> Trouble {
    let what = match ended.code {
        code::CONFIDENTIALITY_REQUIRED | code::STRONGER_AUTH_REQUIRED => "passwords in clear",
        code::REFERRAL => "to look at passwords itself, and refers to another server",
        _ => "to look at a password",
    };
    Trouble::Refused { what, ended }
}

/// What of an entry are addresses. What is none is no fault: directories hold telephone numbers, too.
fn addresses(entry: &Entry) -> Vec<Mailbox> {
    let addresses = entry.values.iter().filter_map(|value| Mailbox::parse(value, Charset::Utf8).ok());
    addresses.take(SENDERS_MAX).collect()
}

impl Source for LdapSource {
    fn describe(&self) -> String {
        format!("the directory {}", self.options.url)
    }

    fn password<'a>(&'a self, name: &'a str, password: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(self.look(name, password))
    }

    /// There is no verifier, and every name may be one that logs in with its password.
    fn scram<'a>(&'a self, name: &'a str, _: Hash) -> Asking<'a, Found<(ScramVerifier, Arc<Account>)>> {
        let found = if self.options.terms.takes_in(name) { Found::Transition } else { Found::NotHere };
        Box::pin(std::future::ready(found))
    }

    /// What a directory does for a name that it has not is up to it: so as long as it took lately to refuse a password is waited.
    fn decoy<'a>(&'a self, draw: u64, _: &'a Secret) -> Asking<'a, Result<(), String>> {
        Box::pin(async move {
            tokio::time::sleep(self.refusals.draw(draw)).await;
            Ok(())
        })
    }

    fn unasked<'a>(
        &'a self,
        name: &'a str,
        draw: u64,
        password: &'a Secret,
    ) -> Asking<'a, Result<(), String>> {
        Box::pin(async move {
            if self.options.terms.takes_in(name) {
                tokio::time::sleep(self.searches.draw(draw)).await;
            }
            self.decoy(draw, password).await
        })
    }

    fn probe(&self) -> Asking<'_, Result<(), String>> {
        Box::pin(self.in_time(async {
            let turn = self.pool.turn().await?;
            turn.probe().await
        }))
    }
}
