//! What the server is set to: from a file that a person wrote to plain options of the libraries.
//!
//! ```text
//!   text --raw--> values, each with its place --resolve--> Config (what it means)
//!                            |                    |
//!                            +---- problems, all of them, each with its place
//! ```
//!
//! [`keys`] is the one table of what can be written. [`Source`] is what the command line says about it.

mod account_servers;
mod accounts;
mod acme;
mod auth;
mod domains;
mod folder;
mod journal;
pub mod keys;
mod limits;
mod listener;
mod networks;
mod number;
mod oauth;
mod open_files;
mod problem;
mod queue;
mod raw;
pub mod reference;
mod relay;
mod resolve;
mod retry;
mod route;
mod source;
mod syntax;
mod this_machine;
mod tls;
mod way_out;

pub use account_servers::AccountServer;
pub use auth::ListenerKind;
pub use listener::Listener;
pub use problem::{Mistakes, Warnings, nearest};
pub use resolve::Config;
pub use source::{Named, Place, Source};
pub use this_machine::{ThisMachine, UnknownMachine};
pub use tls::{CertificateSource, TlsBegins, date, moment, now_seconds};
