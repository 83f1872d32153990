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

/// So long an authority can be left alone at its own wish, in seconds.
pub const RETRY_AFTER_MAX: i64 = 31 * 86_400;

/// RFC 9773 §4.3.2: how often an authority may be asked for the window, at most and at least, in seconds.
pub const ASK_WINDOW: (i64, i64) = (60, 86_400);

impl Record {
    /// As it is to be understood at this time: what was written by a clock that was ahead holds nothing back for longer than it could have by a
    /// right one.
    #[must_use]
    pub fn at(self, now: i64) -> Self {
        let no_later = |time: Option<i64>, most: i64| time.map(|time| time.min(now.saturating_add(most)));
        Self {
            attempted: no_later(self.attempted, 0),
            not_before: no_later(self.not_before, RETRY_AFTER_MAX),
            ask_window: no_later(self.ask_window, ASK_WINDOW.1),
            ..self
        }
    }
}

/// When a certificate should be renewed, in the words of its authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// From then on.
    pub start: i64,
    /// Until then.
    pub end: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_ahead_for_once_holds_nothing_back_for_ever() {
        let year = 365 * 86_400;
        let record = Record {
            attempted: Some(10 * year),
            not_before: Some(10 * year),
            ask_window: Some(10 * year),
            failures: 1,
            ..Record::default()
        };
        let now = record.clone().at(year);
        assert_eq!(
            (now.attempted, now.not_before, now.ask_window),
            (Some(year), Some(year + RETRY_AFTER_MAX), Some(year + ASK_WINDOW.1))
        );
        assert_eq!(record.clone().at(10 * year), record);
    }
}
