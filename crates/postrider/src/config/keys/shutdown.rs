//! `[shutdown]`.

use super::{Section, number};

pub(super) const SHUTDOWN: Section = Section {
    name: "shutdown",
    repeated: false,
    about: "What happens when the server is told to stop.",
    keys: &[number(
        "grace_seconds",
        |config| config.grace.as_secs().to_string(),
        "How long messages on their way in have to come to their end, in seconds, and then those on their way out.",
    )],
};
