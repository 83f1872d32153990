//! Certificates that come by themselves (ACME, RFC 8555): what is wanted, what is there, when it is due, and how it is got.
//!
//! ```text
//!   configuration ──Wanted──▶ keeper ──▶ plan: what is due when ◀── folder: certificate, record
//!                               │  due
//!                               ▼
//!                             order ──▶ client ──HTTPS──▶ the authority
//!                               │                            │ looks at
//!                               └──▶ responder ◀─────────────┘ port 80 or 443, while the order is open
//!                               │
//!                               ▼ the chain, looked at as a whole
//!                             folder ──▶ CertificateStore: handshakes from now on
//! ```
//!
//! What always holds: a certificate that is in use stays so until another is on disk, complete and good for its names. Before an order is begun
//! it is on disk that one was, so that no crash makes the server ask again sooner than it would have otherwise. What the authority cannot do
//! now never keeps the server from starting.

mod authority;
mod certificate_id;
mod client;
mod failure;
mod folder;
mod keeper;
mod options;
mod order;
mod plan;
mod record;
mod responder;
mod wishes;

pub use folder::Folder;
pub use keeper::{Keeper, held};
pub use options::{Challenge, DIRECTORY, ExternalAccount, HTTP_LISTEN, Options, TLS_LISTEN, Wanted};
pub use order::Acme;
pub use plan::{due, seed};
pub use postrider_certificate::KeyType;
pub use record::Record;
pub use wishes::{Wishes, Work};
