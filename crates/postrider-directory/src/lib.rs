//! Who lives here: domains, mailboxes and aliases, and what an address resolves to.
//!
//! ```text
//!   DomainSpec (as written) --Directory::new--> Directory --resolve(address)--> NotLocal
//!                                   |                                           UnknownUser
//!                            every problem at once                              Mailboxes
//! ```
//!
//! [`Directory::new`] follows every alias to its end, once. So a loop, a target that does not exist or a domain whose
//! postmaster cannot be reached is found when the configuration is read, and looking an address up is no more than a few
//! lookups in maps: it cannot loop, fail or wait.
//!
//! [`RelayDomains`] are the domains of others whose mail is taken and handed on, and what is known of who lives there.
//!
//! # What this crate must not know
//!
//! Sockets, files, the configuration's format, replies. It says who an address is; what the server does about it is the
//! business of the policy.
#![forbid(unsafe_code)]

mod alias;
mod domain;
mod guard;
mod hash;
mod local_part;
mod problem;
mod relay;
mod resolve;
mod sender;

pub use alias::AliasSpec;
pub use domain::{DomainSpec, Mailboxes};
pub use guard::{Guard, GuardAttempt, GuardCount, GuardOptions, GuardResult, GuardVerdict};
pub use hash::{Argon2Cost, CostProblem, HashProblem, PasswordHash, scheme};
pub use problem::{DirectoryProblem, Fault};
pub use relay::{Recipients, RelayCensus, RelayDomainSpec, RelayDomains, RelayLookup};
pub use resolve::{Census, Directory, Lookup, Resolution};
pub use sender::{SenderPattern, SenderProblem};
