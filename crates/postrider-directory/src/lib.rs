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
//! An [`Account`] is somebody who may log in: what is kept instead of passwords, and which addresses it may send from. [`Guard`] counts
//! who guesses. Salts and the time are arguments here, and who is asked about a name is another crate's business.
//!
//! # What this crate must not know
//!
//! Sockets, files, the configuration's format, replies. It says who an address is; what the server does about it is the
//! business of the policy.
#![forbid(unsafe_code)]

mod account;
mod alias;
mod certificate;
mod credential;
mod domain;
mod guard;
mod guard_network;
mod hash;
mod local_part;
mod problem;
mod relay;
mod resolve;
mod sender;

pub use account::{Account, AccountLimits};
pub use alias::AliasSpec;
pub use certificate::{CertificateName, Fingerprint, NoCertificateName, NoFingerprint, ShownCertificate};
pub use credential::{Credential, CredentialProblem};
pub use domain::{DomainSpec, Mailboxes};
pub use guard::{Guard, GuardAttempt, GuardCount, GuardOptions, GuardResult, GuardVerdict};
pub use guard_network::{GuardNetwork, NoGuardNetwork};
pub use hash::{Argon2Cost, CostProblem, HashProblem, PasswordHash};
pub use problem::{DirectoryProblem, Fault};
pub use relay::{Recipients, RelayCensus, RelayDomainSpec, RelayDomains, RelayLookup};
pub use resolve::{Census, Directory, Lookup, Resolution};
pub use sender::{SenderPattern, SenderProblem};
