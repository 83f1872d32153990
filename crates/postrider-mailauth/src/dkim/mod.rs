//! DKIM (RFC 6376), with the algorithms that are of use today: RSA with SHA-256 (RFC 8301), and Ed25519 (RFC 8463).
//!
//! What is signed is relaxed, in header and body: a relay that folds a field anew, or drops a blank at the end of a line, has not
//! changed the message. `l=` is never written: it would let anybody append to what we have signed (RFC 6376 §8.2).

mod canonical;
mod fields;
mod header;
mod key;
mod keyring;
mod pem;
mod record;
mod signature;
mod signer;

pub use canonical::{BodyHash, Canonicalization, canonical_field};
pub use fields::SIGNED_FIELDS;
pub use header::KEPT_MAX;
pub use key::{Algorithm, KeyFault, SigningKey};
pub use keyring::{ActiveKey, Keyring, KeysFault};
pub use record::{key_record, record_name};
pub use signer::{Seal, Signed, Signer, Unsigned};
