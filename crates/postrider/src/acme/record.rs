//! What is remembered of a certificate beside the certificate itself.

use serde::{Deserialize, Serialize};

/// What is remembered of a certificate. All times are in seconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The directory of the authority that has given the certificate which is there; empty if none has.
    pub directory: String,
    /// The last attempt, whatever came of it.
    pub attempted: Option<i64>,
    /// Attempts since the last that brought a certificate. One that is under way counts, as a crash may end it.
    pub failures: u32,
    /// The authority does not want to be asked before.
    pub not_before: Option<i64>,
    /// What came of the last attempt, where it was nothing.
    pub fault: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// When the authority wants to be asked again about the window.
    pub ask_window: Option<i64>,
    /// When the authority wants the certificate to be renewed (RFC 9773 §4.2).
    pub window: Option<Window>,
}

/// When a certificate should be renewed, in the words of its authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From then on.
    pub start: i64,
    /// Until then.
    pub end: i64,
}
