//! Bearer tokens of OAuth 2 as a source: another server has made them, and it or its keys say whose they are.
//!
//! ```text
//!   token ──▶ Introspection: ask the server that made it (RFC 7662)   ──▶ Claims ──▶ an account
//!         └─▶ KeySet: a JWT with the signature of one of its keys      ─┘
//!             (RFC 7519, RFC 7517)
//! ```
//!
//! What always holds:
//!
//! - Whoever made the token says whom it is for, and the client never does: a name that it gives is compared, and no more.
//! - A token that is bound to a key (`cnf`, RFC 7800) is refused: SASL has no way to show that key.
//! - What cannot be known is [`Found::Unavailable`]; the password of somebody else is never asked for instead.
//! - What another server sends has bounds: its octets, its keys, its time.

mod address;
mod claims;
mod http;
mod introspection;
mod jwt;
mod key;
mod key_set;
mod remembered;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use postrider_directory::{Account, SenderPattern};
use postrider_proto::mail::Mailbox;
use postrider_proto::mail::address::Charset;
use postrider_proto::sasl::{Secret, TokenFault, prepare};
use rustls::pki_types::CertificateDer;

use crate::account_source::AccountSource;
use crate::dial::Addresses;
use crate::source::{Asking, Found, Offers, Refusal, Source};

pub use address::{Address, NoAddress};
pub use jwt::Algorithm;
pub use key_set::usable_keys;

use claims::{Bounds, Fault, Identity};
use http::Client;
use introspection::Introspection;
use key_set::KeySet;

/// How tokens of one server are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OauthOptions {
    /// Who says whose a token is.
    pub teller: Teller,
    /// Who has to have made it (`iss`). For a JWT there has to be one.
    pub issuer: Option<String>,
    /// For whom it has to be made: one of these (`aud`). For a JWT there has to be one.
    pub audience: Vec<String>,
    /// What it has to be good for: all of these words.
    pub scope: Option<String>,
    /// Which claim names the account.
    pub account: AccountClaim,
    /// Somebody who is not in the account file has an account of their own nevertheless.
    pub accept_unknown: bool,
    /// Where a client may learn how to get a token.
    pub openid_configuration: Option<String>,
    /// The authorities that the server's certificate is checked with; none: those of the system.
    pub authorities: Option<Vec<CertificateDer<'static>>>,
    /// The longest that the other server may take.
    pub timeout: Duration,
    /// The most connections to it.
    pub connections: usize,
    /// For how long an answer of introspection is believed, and after how long the keys are fetched again.
    pub cache: Duration,
}

/// Who says whose a token is. Shown, it is what an operator knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Teller {
    /// The server that made it, which is asked (RFC 7662).
    Introspection {
        /// Where.
        address: Address,
        /// As whom it is asked.
        client_id: String,
        /// With which secret.
        client_secret: Secret,
    },
    /// Its signature, by keys that the server publishes (RFC 7517).
    Keys {
        /// Where they are.
        place: KeyPlace,
        /// The algorithms that are believed.
        algorithms: Vec<Algorithm>,
    },
}

/// Where keys are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// At another server.
    Address(Address),
    /// In a file.
    File(PathBuf),
}

/// Which claim names the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AccountClaim {
    /// `email`
    #[default]
    Email,
    /// `username` (RFC 7662 §2.2), or `preferred_username`, as OpenID Connect calls it.
    Username,
    /// `sub`
    Subject,
}

/// The time of day, in seconds since 1970.
pub type Clock = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Tokens of one server.
pub struct OauthSource {
    options: OauthOptions,
    check: Check,
    accounts: Arc<AccountSource>,
    clock: Clock,
}

enum Check {
    Introspection(Box<Introspection>),
    Keys(Box<KeySet>),
}

/// What is known of a token.
enum Looked {
    /// Whose it is.
    Good(Identity),
    /// It is none of that server's, or not any more, for all that can be told; why.
    Unknown(&'static str),
    /// It is one, and not good here.
    Bad(Fault),
    /// It cannot be told now; why.
    Unavailable(String),
}

impl OauthSource {
    /// Tokens that are looked at so. Names of accounts that are in `accounts` are theirs; names of hosts are looked up by
    /// `addresses`.
    ///
    /// # Errors
    ///
    /// The system has no random octets, or none of the authorities can be used; in words.
    pub fn open(
        options: OauthOptions,
        accounts: Arc<AccountSource>,
        addresses: &Arc<dyn Addresses>,
    ) -> Result<Self, String> {
        let clock = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        Self::with_clock(options, accounts, addresses, Arc::new(clock))
    }

    /// The same, with this clock.
    ///
    /// # Errors
    ///
    /// As [`OauthSource::open`].
    pub fn with_clock(
        options: OauthOptions,
        accounts: Arc<AccountSource>,
        addresses: &Arc<dyn Addresses>,
        clock: Clock,
    ) -> Result<Self, String> {
        let client = |address: &Address| Client::new(address.clone(), &options, Arc::clone(addresses));
        let check = match &options.teller {
            Teller::Introspection { address, client_id, client_secret } => {
                let asking = Introspection::new(client(address)?, client_id, client_secret, options.cache);
                Check::Introspection(Box::new(asking.map_err(|error| error.to_string())?))
            }
            Teller::Keys { place: KeyPlace::Address(address), algorithms } => {
                Check::Keys(Box::new(KeySet::at(client(address)?, algorithms.clone(), options.cache)))
            }
            Teller::Keys { place: KeyPlace::File(file), algorithms } => {
                Check::Keys(Box::new(KeySet::in_file(file.clone(), algorithms.clone(), options.cache)))
            }
        };
        Ok(Self { options, check, accounts, clock })
    }

    fn help(&self, status: &str) -> TokenFault {
        TokenFault {
            status: status.to_owned(),
            scope: self.options.scope.clone(),
            openid_configuration: self.options.openid_configuration.clone(),
        }
    }

    fn refused<T>(&self, status: &str, why: &str) -> Found<T> {
        let why = Some(format!("{}: {why}", self.describe()));
        Found::Refused(Refusal { fault: self.help(status), why })
    }

    /// The account of whoever a token names.
    async fn account(&self, identity: &Identity) -> Found<Arc<Account>> {
        let name = match prepare::name(&identity.name) {
            Ok(name) => name,
            Err(why) => {
                return self.refused("invalid_token", &format!("the name in it {why}"));
            }
        };
        match self.accounts.account(&name).await {
            Err(busy) => Found::Unavailable(busy.to_string()),
            Ok(Some(account)) if account.disabled => Found::Disabled,
            Ok(Some(account)) => Found::Yes(account),
            Ok(None) if self.options.accept_unknown => {
                let mut account = Account::new(name);
                let address = identity.address.as_deref();
                let address = address.and_then(|address| Mailbox::parse(address, Charset::Utf8).ok());
                account.senders.extend(address.as_ref().map(SenderPattern::address));
                Found::Yes(Arc::new(account))
            }
            Ok(None) => {
                let why = format!(
                    "it is good, and there is no account {name:?}: add it, or write unknown_accounts = \"accept\""
                );
                self.refused("invalid_token", &why)
            }
        }
    }
}

impl fmt::Display for Teller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Introspection { address, .. } => write!(f, "the introspection at {address}"),
            Self::Keys { place: KeyPlace::Address(address), .. } => write!(f, "the keys at {address}"),
            Self::Keys { place: KeyPlace::File(file), .. } => write!(f, "the keys in {}", file.display()),
        }
    }
}

impl OauthOptions {
    /// What the claims of a token have to be.
    fn bounds(&self) -> Bounds<'_> {
        let scope = self.scope.as_deref().unwrap_or_default().split(' ').filter(|word| !word.is_empty());
        Bounds {
            issuer: self.issuer.as_deref(),
            audience: &self.audience,
            scope: scope.collect(),
            account: self.account,
        }
    }
}

impl Source for OauthSource {
    fn describe(&self) -> String {
        self.options.teller.to_string()
    }

    fn password<'a>(&'a self, _name: &'a str, _password: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(std::future::ready(Found::NotHere))
    }

    fn token<'a>(&'a self, _name: Option<&'a str>, token: &'a Secret) -> Asking<'a, Found<Arc<Account>>> {
        Box::pin(async move {
            let (bounds, now) = (self.options.bounds(), (self.clock)());
            let looked = match &self.check {
                Check::Introspection(asking) => asking.look(token, &bounds, now).await,
                Check::Keys(keys) => keys.look(token, &bounds, now).await,
            };
            match looked {
                Looked::Good(identity) => self.account(&identity).await,
                Looked::Unknown(why) => Found::NotOurs(format!("{}: {why}", self.describe())),
                Looked::Bad(fault) => {
                    let status = if fault == Fault::Scope { "insufficient_scope" } else { "invalid_token" };
                    self.refused(status, &fault.to_string())
                }
                Looked::Unavailable(why) => Found::Unavailable(format!("{}: {why}", self.describe())),
            }
        })
    }

    fn probe(&self) -> Asking<'_, Result<(), String>> {
        Box::pin(async move {
            let said = match &self.check {
                Check::Introspection(asking) => asking.probe().await,
                Check::Keys(keys) => keys.probe((self.clock)()).await,
            };
            said.map_err(|why| format!("{}: {why}", self.describe()))
        })
    }

    fn has_passwords(&self) -> bool {
        false
    }

    fn offers(&self) -> Offers {
        Offers { tokens: true, ..Offers::default() }
    }

    fn token_help(&self) -> Option<TokenFault> {
        Some(self.help("invalid_token"))
    }
}

impl fmt::Debug for OauthSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OauthSource").field("options", &self.options).finish_non_exhaustive()
    }
}
