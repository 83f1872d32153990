//! What is said of sites that are left alone, over the control socket and by `queue show --json`.

use postrider_outbound::Held;
use serde::{Deserialize, Serialize};

use super::protocol::time;

/// Why mail is not tried though it is due: the site that serves it was found in trouble.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resting {
    /// The site: the hosts of a route, or of a provider.
    pub site: String,
    /// When one message may go ahead.
    pub until: String,
    /// What the last one met with.
    pub why: String,
}

impl From<Held> for Resting {
    fn from(held: Held) -> Self {
        Self { site: held.site, until: time(held.rest.until), why: held.rest.why }
    }
}
