//! Whether somebody may log in: whom to ask, how fast, and how often.
//!
//! ```text
//!   Logins::password(name, password, from)
//!      |
//!      guard: too many failures? a delay?          postrider_directory::Guard
//!      |
//!      cache: was it right a moment ago?           Cache
//!      |
//!      sources, in order, until one knows the name Source: AccountSource, DovecotSource, LdapSource
//!      |                                               |
//!      nobody does: as much work as if one did     Pool: a few threads that hash
//!      v
//!   Outcome
//! ```
//!
//! What always holds:
//!
//! - Nobody hashes on a thread of the runtime. The [`Pool`] has few threads and a short queue; when that is full, the answer is
//!   [`Outcome::Unavailable`], and mail goes on.
//! - A name that nobody knows, and a wrong password, have the same outcome after the same work; where another server decides, after a time that other refusals of
//!   it have taken.
//! - No password is kept, not even in memory; the cache knows it by a keyed hash, for a while.
//! - A file that cannot be understood any more changes nothing: what was read before stays in force, and the log says why.
//!
//! # What this crate must not know
//!
//! SMTP, SASL's messages, replies, the form of the configuration. It forbids: nobody else reads or writes what is kept of passwords.
#![forbid(unsafe_code)]

mod account_source;
mod back_off;
mod cache;
mod dial;
mod dovecot;
mod file;
mod form;
mod ldap;
mod logins;
mod oauth;
mod pool;
mod recent;
mod secret;
mod source;
mod terms;

pub use account_source::{AccountSource, set_password};
pub use dial::{Addresses, Dial, Network, Place, Stream};
pub use dovecot::{DovecotOptions, DovecotSource};
pub use file::{AccountFile, AccountFileError};
pub use form::{Accounts, FormProblem};
pub use ldap::{
    Filter, FilterError, LdapOptions, LdapSource, LdapUrl, LdapUrlError, Roots, RootsError, Security,
};
pub use logins::{
    CramMd5Outcome, Logins, OpenError, Options, Outcome, Pending, ProofOutcome, ScramOutcome, UNKNOWN_NAMES,
};
pub use oauth::{
    AccountClaim, Address, Algorithm, Clock, KeyPlace, NoAddress, OauthOptions, OauthSource, Teller,
    usable_keys,
};
pub use pool::{Busy, Pool};
pub use secret::generate;
pub use source::{Asking, Found, Offers, Refusal, Source};
pub use terms::{NamePattern, Terms};
