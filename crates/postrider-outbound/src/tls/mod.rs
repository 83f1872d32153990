//! TLS on the way out: whether it has to be, with whom it is held, and what is made of the certificate that is shown.
//!
//! ```text
//!   Wanted ──▶ Contexts ──▶ handshake ──▶ Secured { version, cipher, authenticated by its certificate, or why not }
//!              one for each          └──▶ TlsFault
//!              host, policy, source, login
//! ```
//!
//! **Opportunistic encryption is better than none** (RFC 7435 §3): mail that may also go in clear goes over TLS to whatever certificate,
//! and what is wrong with that is noted and changes nothing. Only [`Policy::Verified`] believes in names.
//!
//! What always holds:
//!
//! - The certificate is looked at after every handshake, also after one that has resumed a session and was shown none.
//! - A session is resumed only by a connection that would have begun it in the same way: [`Contexts`] keeps them apart.

mod client_certificate;
mod contexts;
mod handshake;
mod noting;
mod policy;
mod unverified;
mod verifier;

pub use client_certificate::ClientCertificate;
pub use contexts::Contexts;
pub use handshake::{Blocking, Secured, TlsFault};
pub(crate) use noting::Noting;
pub use policy::{Policy, Roots, RootsError, Wanted};
pub use unverified::Unverified;

pub(crate) use contexts::ContextKey;
pub(crate) use handshake::{Handshake, channel};
