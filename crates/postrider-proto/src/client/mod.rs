//! The client's side of a session, in SMTP and LMTP.
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
mod envelope;
mod login;
mod options;
mod outcome;
mod phase;
mod pipeline;
mod recipients;
mod repeated;
mod replies;
mod room;
mod session;
mod step;
mod tls;
mod trouble;
mod words;

pub use login::Login;
pub use options::{EightBit, Options, Protocol, StartTls, Transaction};
pub use outcome::{Dialogue, OpenFault, Outcome, RecipientOutcome, Said};
pub use repeated::ShownInAuth;
pub use session::{Action, Session};
pub use step::Step;
pub use trouble::Trouble;
