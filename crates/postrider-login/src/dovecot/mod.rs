//! Dovecot as a source: its authentication server, over the socket that it has for other servers.
//!
//! ```text
//!   DovecotSource --> Pool --> a few tasks, each with one connection --> auth-client
//!                              AUTH 7 PLAIN ... -->
//!                                               <-- OK 7 user=alice
//! ```
//!
//! What always holds:
//!
//! - Over one connection many are asked about at once, each with a number: Dovecot puts refusals off by seconds, and nobody else waits for them.
//! - There is an end to everything: to a line, to the greeting, to those that wait, to the time that they do.
//! - A FAIL is final. Dovecot does not tell a wrong password from a name that it does not know, so it knows every name that it is asked about
//!   ([`Terms::names`]): a name must not have two passwords, one here and one at whoever is asked next.

mod connection;
mod pool;
mod wire;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use postrider_directory::Account;
use postrider_proto::sasl::{Hash, ScramVerifier, Secret, prepare};
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::dial::{Dial, Place};
use crate::recent::Recent;
use crate::source::{Asking, Found, Offers, Source};
use crate::terms::Terms;
use connection::{Server, Trouble};
use pool::Pool;
use wire::Verdict;

/// How Dovecot is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DovecotOptions {
    /// Its socket `auth-client`.
    pub place: Place,
    /// What holds for its accounts.
    pub terms: Terms,
    /// How long an answer may take. Refusals take seconds on purpose.
    pub timeout: Duration,
    /// How many connections there are at most.
    pub connections: usize,
    /// It takes tokens as well: OAUTHBEARER or XOAUTH2 is among its mechanisms.
    pub tokens: bool,
}

/// Dovecot's authentication server.
#[derive(Debug)]
pub struct DovecotSource {
    place: Place,
    terms: Terms,
    pool: Pool,
    refusals: Recent,
    tokens: bool,
}

impl DovecotSource {
    /// Nobody is connected to yet.
    #[must_use]
    pub fn new(options: DovecotOptions, dial: Arc<dyn Dial>) -> Self {
        let DovecotOptions { place, terms, timeout, connections, tokens } = options;
        let server = Server { dial, place: place.clone(), timeout };
        Self { place, terms, pool: Pool::new(server, connections), refusals: Recent::default(), tokens }
    }

    fn in_words(&self, trouble: &Trouble) -> String {
        let next = match trouble {
            Trouble::Unreachable(_) => {
                ": is it running, with a listener there in its service auth that this user may use?"
            }
            Trouble::Closed | Trouble::Silent => ": its own log says why",
            Trouble::Fault(_) => ": is it the socket auth-client of a Dovecot?",
            Trouble::Busy => "",
        };
        format!("{} {trouble}{next}", self.describe())
    }

    async fn ask(
        &self,
        name: &str,
        responses: Vec<(&'static str, Secret)>,
        from: Option<IpAddr>,
    ) -> Result<Found<Arc<Account>>, Verdict> {
        let begun = Instant::now();
        let verdict = match self.pool.ask(responses, from).await {
            Ok(verdict) => verdict,
            Err(trouble) => return Ok(Found::Unavailable(self.in_words(&trouble))),
        };
        Ok(match verdict {
            Verdict::Yes { barred: true, .. } | Verdict::Barred => Found::Disabled,
            Verdict::Yes { user, .. } => self.account(name, user.as_deref()),
            Verdict::No => {
                self.refusals.note(begun.elapsed());
                Found::No
            }
            Verdict::Temporary(reason) => {
                let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
                Found::Unavailable(format!(
                    "{} cannot say now{reason}: its own log says why",
                    self.describe()
                ))
            }
            other => return Err(other),
        })
    }

    /// The account that Dovecot names: it may know another, or a longer name for it.
    fn account(&self, asked: &str, user: Option<&str>) -> Found<Arc<Account>> {
        let user = user.unwrap_or(asked);
        match prepare::name(user) {
            Ok(name) => Found::Yes(Arc::new(self.terms.account(&name, &[]))),
            Err(why) => Found::Unavailable(format!(
                "{} has a name for the account that {why}: see auth_username_format there",
                self.describe()
            )),
        }
    }

    async fn look(&self, name: &str, password: &Secret, from: Option<IpAddr>) -> Found<Arc<Account>> {
        if !self.terms.takes_in(name) {
            return Found::NotHere;
        }
        // RFC 4616 §2: as nobody else, as this name, with this password.
        let plain = [b"\0", name.as_bytes(), b"\0", password.expose()].concat();
        self.ask(name, vec![("PLAIN", Secret::new(plain))], from).await.unwrap_or_else(|_| {
            Found::Unavailable(format!(
                "{} does not offer PLAIN: it has to be among its auth_mechanisms",
                self.describe()
            ))
        })
    }

    async fn look_at_token(&self, name: Option<&str>, token: &Secret) -> Found<Arc<Account>> {
        if !self.tokens || !name.map_or(self.terms.names.is_empty(), |name| self.terms.takes_in(name)) {
            return Found::NotHere;
        }
        let name = name.unwrap_or_default();
        // RFC 5801: these two mean something there.
        let escaped = name.replace('=', "=3D").replace(',', "=2C");
        let authzid = if name.is_empty() { String::new() } else { format!("a={escaped}") };
        let bearer = Zeroizing::new([b"\x01auth=Bearer ", token.expose(), b"\x01\x01"].concat());
        let oauthbearer = [b"n,", authzid.as_bytes(), b",", &bearer].concat();
        let xoauth2 = [b"user=", name.as_bytes(), &bearer].concat();
        let responses = vec![("OAUTHBEARER", Secret::new(oauthbearer)), ("XOAUTH2", Secret::new(xoauth2))];
        // It takes no tokens.
        self.ask(name, responses, None).await.unwrap_or(Found::NotHere)
    }
}

impl Source for DovecotSource {
    fn describe(&self) -> String {
        format!("Dovecot at {}", self.place)
    }

    fn password<'a>(&'a self, name: &'a str, password: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(self.look(name, password, None))
    }

    fn password_from<'a>(
        &'a self,
        name: &'a str,
        password: &'a Secret,
        from: IpAddr,
    ) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(self.look(name, password, Some(from)))
    }

    /// Dovecot may let somebody in from one network alone, and has a memory of its own.
    fn is_remembered(&self) -> bool {
        false
    }

    /// There is no verifier, and every name may be one that logs in with its password.
    fn scram<'a>(&'a self, name: &'a str, _: Hash) -> Asking<'a, Found<(ScramVerifier, Arc<Account>)>> {
        let found = if self.terms.takes_in(name) { Found::Transition } else { Found::NotHere };
        Box::pin(std::future::ready(found))
    }

    fn token<'a>(&'a self, name: Option<&'a str>, token: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(self.look_at_token(name, token))
    }

    fn offers(&self) -> Offers {
        Offers { tokens: self.tokens, ..Offers::default() }
    }

    fn unasked<'a>(&'a self, name: &'a str, draw: u64, _: &'a Secret) -> Asking<'a, Result<(), String>> {
        Box::pin(async move {
            if self.terms.takes_in(name) {
                tokio::time::sleep(self.refusals.draw(draw)).await;
            }
            Ok(())
        })
    }

    fn probe(&self) -> Asking<'_, Result<(), String>> {
        Box::pin(async move {
            match self.pool.ask(Vec::new(), None).await {
                Ok(_) => Ok(()),
                Err(trouble) => Err(self.in_words(&trouble)),
            }
        })
    }
}
