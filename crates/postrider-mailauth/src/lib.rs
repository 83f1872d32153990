//! What a domain says of a message, and how it is proved: signatures of DKIM (RFC 6376).
//!
//! ```text
//!   header and body, in pieces ──▶ Signer ──▶ Signed ──▶ a DKIM-Signature field for each key
//!                                    │          │
//!                     kept: the fields that     └─ asked once, when all has passed: who signs, and when
//!                     are signed; hashed: the body
//! ```
//!
//! A message passes once, piece by piece, and however large it is, no more of it is kept than the fields that are signed, and not
//! more than [`dkim::KEPT_MAX`] of these. [`dkim::Signer`] sees the message as it will be on the wire, lines repaired; nothing may
//! change it afterwards.
//!
//! # What this crate must not know
//!
//! A socket, a file, a clock, an executor, the queue, who may sign as whom. Keys, octets and the time come in; fields go out.
#![forbid(unsafe_code)]

pub mod dkim;
