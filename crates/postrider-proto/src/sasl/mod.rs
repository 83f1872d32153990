//! The SASL mechanisms (RFC 4422) as pure machines, both peers.
//!
//! ```text
//!   client::Exchange ──response──▶ server::Exchange ──question──▶ whoever knows the accounts
//!                    ◀──challenge──                 ◀──answer────
//! ```
//!
//! What goes in and out are messages as they are before base64; the lines of AUTH (RFC 4954) are the business of the sessions.
//! Neither machine has random numbers: who begins an exchange hands in a [`Nonce`] that was never used before.
//!
//! Invariants:
//!
//! - A peer can send any octets: it gets a failure that has a name, never a panic, and nothing it sends is kept beyond the exchange.
//! - [`server::Step::Done`] comes only after whoever knows the accounts said yes, or after a proof that its verifier fits.
//! - Of what is secret, nothing is shown by a `Debug`, an error or a reply.

mod channel;
pub mod client;
mod cram_md5;
mod end_point;
mod external;
mod login;
mod mechanism;
mod oauth;
mod plain;
pub mod prepare;
mod scram;
mod secret;
pub mod server;

pub use channel::{BindingKind, Channel, ChannelBinding, Nonce};
pub use cram_md5::{CramMd5Verifier, NoCramMd5};
pub use mechanism::Mechanism;
pub use oauth::TokenFault;
pub use scram::{Hash, ScramVerifier, VerifierError};
pub use secret::Secret;

/// The longest name that is taken, in octets. RFC 4616 §2 has 255.
pub const NAME_OCTETS_MAX: usize = 512;

/// The longest password that is taken, in octets. RFC 4616 §2 has 255.
pub const PASSWORD_OCTETS_MAX: usize = 1024;

/// The longest message that is taken, in octets: what a line of 12288 octets carries (RFC 4954 §4).
pub const MESSAGE_OCTETS_MAX: usize = 12_288 / 4 * 3;
