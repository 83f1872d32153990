//! The client's side of a session.
//!
//! ```text
//!             octets, content, passed deadlines                       actions
//!   driver  ───────────────────────────────────▶  Session::step  ───────────────▶  driver
//! ```
//!
//! The driver calls [`Session::step`] with what it has read and does what the [`Action`] says, until the action is
//! [`Action::Close`]. It never looks at a reply, and it never words a command. The server may be hostile: whatever it
//! says, every recipient ends with one [`RecipientOutcome`] that has a name.

mod body;
mod options;
mod outcome;
mod phase;
mod pipeline;
mod session;

pub use options::{Options, Transaction};
pub use outcome::{Outcome, RecipientOutcome, Said, Step, Trouble};
pub use session::{Action, Session};
