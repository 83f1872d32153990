//! Mail to another server, over SMTP or LMTP: one connection, and any number of transactions on it.
//!
//! ```text
//!   Connection::open(net, target, options) ──▶ send ──▶ send ──▶ ... ──▶ quit
//!                                                │
//!                                                └──▶ Sent: one outcome for each recipient
//! ```
//!
//! `connection.rs` drives the client's machine of `postrider-proto` ([`postrider_proto::client::Session`]), which knows all of the protocol.
//! What is known here is sockets and time: where to connect, how much is written at once, and how long each thing may take.
//! Whom to connect to, what an outcome means for the next attempt, and which connection is worth keeping is not known here.

mod connection;
mod login;
mod net;
mod options;
mod patience;
mod pipe;
mod stream;
mod time;
mod wire;

pub use connection::{ConnectFault, Connection, Sent};
pub use login::{Login, Proof, TokenFault, read_token};
pub use net::{Connecting, Net, Sockets};
pub use options::{Options, Target};
pub use patience::Patience;
pub use stream::{Duplex, Stream};
