//! Certificates and their keys: read from files or made here, chosen by the name that a client asks for, and told from their faults.
//!
//! ```text
//!   files ──read──▶ Certificate ─┐
//!   nothing ──self_signed──▶ ────┴─▶ Certificates ──▶ ServerTls ──▶ a listener
//!                                      ▲ replace: at a reload, while sessions go on
//! ```
//!
//! # What this crate must not know
//!
//! A socket, a session, mail, the form of the configuration. It reads files and no clock: whoever asks brings the time.
#![forbid(unsafe_code)]

mod certificates;
mod client_fault;
mod der;
mod description;
mod file;
mod self_signed;
mod server;
mod trusted;

pub use certificates::Certificates;
pub use client_fault::{ClientFault, Untrusted};
pub use description::{Description, Malformed};
pub use file::{Certificate, FileError, read_authorities, read_client};
pub use self_signed::{KeyType, SelfSignedError, self_signed, self_signed_for};
pub use server::{ClientCertificate, Clients, ServerTls};
