//! The server's side of a session.
//!
//! ```text
//!             octets, answers, passed deadlines                       actions
//!   driver  ───────────────────────────────────▶  Session::step  ───────────────▶  driver
//! ```
//!
//! The driver calls [`Session::step`] with what it has read and does what the [`Action`] says, until the action is
//! [`Action::Read`]. It never looks at a command, and it never words a reply.

mod ask;
mod auth;
mod body;
mod command;
mod hello;
mod line;
mod mail;
mod options;
mod outbox;
mod phase;
mod rcpt;
pub mod sequence;
mod session;
mod tls;
mod xclient;

pub use ask::{Answer, Proof, Question};
pub use options::{IrregularLines, Mechanism, Options};
pub use session::{Action, Expects, Expiry, Session};
